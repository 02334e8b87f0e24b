//! The blocks of a segment, in the order they stand in the text.

use crate::{Prose, Span, Syntax, inline};

/// One leaf block: a heading, a paragraph, a table cell, or something nobody reads as prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: Kind,
    /// The bytes it covers, relative to its segment, container markers inside it included.
    pub span: Span,
    /// Where its inline text stands, relative to its segment: one span a line, without the markers
    /// (`> `, indentation) of the blocks it is nested in. Empty for blocks that hold none.
    pub lines: Vec<Span>,
    /// The list item it stands in, if any; the innermost one.
    pub item: Option<Item>,
    /// How many block quotes it stands in.
    pub quotes: u16,
    /// The bytes of the outermost list, item, quote or table that begins with it, or its own: what
    /// "the block that follows" is to a reader when this is the next thing that is read.
    pub whole: Span,
    /// The block of HTML it stands in, if it does: there a line between two others is no block of Markdown.
    pub html: Option<Span>,
    /// What it is written in.
    pub syntax: Syntax,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A heading of level 1 to 6.
    Heading(u8),
    /// A paragraph, also one inside a list item or a block quote.
    Paragraph,
    /// A table's cell. Rows count from zero at the header row, columns from zero.
    Cell {
        /// The row.
        row: u32,
        /// The column.
        column: u32,
    },
    /// Fenced or indented code.
    Code,
    /// An HTML block.
    Html,
    /// A comment in the form that is the document's own, on lines of its own: `# …` in Gherkin, `{/* … */}` in MDX,
    /// Obsidian's `%% … %%`. Those of HTML are [`Kind::Html`].
    Comment,
    /// YAML or TOML before the first block; its lines are those between the marks.
    FrontMatter,
    /// A link's definition, a horizontal rule, a template's tag: markup that is not read.
    Other,
}

/// The list item a block stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Item {
    /// How many lists deep: 1 for an item of a list that is in no other.
    pub depth: u16,
    /// Whether this block is the item's first.
    pub leads: bool,
    /// Whether the list is numbered.
    pub ordered: bool,
}

impl Block {
    /// A paragraph of these lines, which is in nothing else.
    pub(crate) fn of(lines: Vec<Span>, span: Span) -> Self {
        Self {
            kind: Kind::Paragraph,
            span,
            lines,
            item: None,
            quotes: 0,
            whole: span,
            html: None,
            syntax: Syntax::Markdown,
        }
    }

    /// The block's visible text, with a way back to the segment's bytes. `segment` is the text of
    /// the segment the block belongs to.
    pub fn prose(&self, segment: &str) -> Prose {
        inline::read(segment, &self.lines, self.syntax)
    }

    /// Whether people read it as prose.
    pub fn is_prose(&self) -> bool {
        matches!(self.kind, Kind::Heading(_) | Kind::Paragraph | Kind::Cell { .. })
    }
}

/// The paragraph of the lines gathered so far, if there are any; they begin anew.
pub(crate) fn paragraph(lines: &mut Vec<Span>) -> Option<Block> {
    let span = Span::new(lines.first()?.start, lines.last()?.end);
    Some(Block::of(std::mem::take(lines), span))
}

/// A block that nobody reads as prose.
pub(crate) fn opaque(kind: Kind, span: Span) -> Block {
    Block { kind, ..Block::of(Vec::new(), span) }
}
