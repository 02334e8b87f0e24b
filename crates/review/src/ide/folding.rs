//! What can be folded away.

use std::cmp::Reverse;

use markdown::{Block, Document, Kind, Span, slice};

use crate::engine::review::Review;

/// Something that can be folded away. It may be no longer than a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fold {
    /// Its first to its last word, in UTF-8 bytes of the document.
    pub span: Span,
    /// What it is.
    pub kind: FoldKind,
}

/// What a fold hides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FoldKind {
    /// A heading with what stands under it.
    Section,
    /// A story.
    Story,
    /// A list, or an item with what is in it.
    List,
    /// A table.
    Table,
    /// Code, its fences included.
    Code,
    /// The front matter.
    FrontMatter,
    /// An HTML comment that is a block of its own.
    Comment,
}

impl Review {
    /// What can be folded away, in text order, of what begins at one place the longest first.
    pub fn folds(&self) -> Vec<Fold> {
        let mut folder = Folder::new(self.document());
        for section in self.sections().all {
            folder.add(section.span, FoldKind::Section);
        }
        for story in self.stories() {
            folder.add(story.span, FoldKind::Story);
        }
        for (base, segment, _) in self.segments() {
            for block in segment.blocks() {
                folder.block(block, segment.text(), base);
            }
        }
        folder.done()
    }
}

struct Folder<'a> {
    document: &'a Document,
    folds: Vec<Fold>,
    /// Lists that go on, the innermost last.
    lists: Vec<List>,
    table: Option<Span>,
    /// Code or HTML that may go on in the next segment.
    opaque: Option<(Span, Option<FoldKind>)>,
    /// Where the last block ended.
    last: usize,
}

struct List {
    depth: u16,
    quotes: u16,
    start: usize,
    /// Where its present item starts.
    item: usize,
}

impl<'a> Folder<'a> {
    fn new(document: &'a Document) -> Self {
        let (folds, lists) = Default::default();
        Self { document, folds, lists, table: None, opaque: None, last: 0 }
    }

    fn block(&mut self, block: &Block, segment: &str, base: usize) {
        let span = Span::new(block.span.start, end_of(block, segment)).shifted(base);
        self.list(block, span);
        match block.kind {
            Kind::Cell { row, column } => {
                if (row, column) == (0, 0) {
                    self.end_table();
                }
                let start = self.table.map_or(span.start, |table| table.start);
                self.table = Some(Span::new(start, span.end));
            }
            _ => self.end_table(),
        }
        match block.kind {
            Kind::Code | Kind::Html | Kind::Comment => {
                // A segment that begins inside a fence or a comment goes on with it.
                let before = self.opaque.take();
                let goes_on = before.filter(|(before, _)| before.end == base && span.start == base);
                let is_comment = || slice(segment, block.span).trim_start().starts_with("<!--");
                let (start, kind) = match goes_on {
                    Some((before, kind)) => (before.start, kind),
                    None => {
                        self.end_opaque(before);
                        let kind = match block.kind {
                            Kind::Code => Some(FoldKind::Code),
                            Kind::Comment => Some(FoldKind::Comment),
                            _ => is_comment().then_some(FoldKind::Comment),
                        };
                        (span.start, kind)
                    }
                };
                self.opaque = Some((Span::new(start, span.end), kind));
            }
            Kind::FrontMatter => self.add(span, FoldKind::FrontMatter),
            _ => {
                let before = self.opaque.take();
                self.end_opaque(before);
            }
        }
        self.last = span.end;
    }

    fn list(&mut self, block: &Block, span: Span) {
        let depth = block.item.map_or(0, |item| item.depth);
        let left_quote = self.lists.first().is_some_and(|list| block.quotes < list.quotes);
        self.end_lists(if left_quote { 0 } else { depth });
        let Some(item) = block.item else { return };
        let begins = item.leads
            && !matches!(block.kind, Kind::Cell { row, column } if (row, column) != (0, 0));
        match self.lists.last_mut() {
            Some(list) if list.depth == depth => {
                if begins {
                    let whole = Span::new(list.item, self.last);
                    list.item = span.start;
                    self.add(whole, FoldKind::List);
                }
            }
            _ => {
                let (start, quotes) = (span.start, block.quotes);
                self.lists.push(List { depth, quotes, start, item: start });
            }
        }
    }

    /// Ends the lists deeper than `depth`.
    fn end_lists(&mut self, depth: u16) {
        while let Some(list) = self.lists.pop_if(|list| list.depth > depth) {
            self.add(Span::new(list.item, self.last), FoldKind::List);
            self.add(Span::new(list.start, self.last), FoldKind::List);
        }
    }

    fn end_table(&mut self) {
        if let Some(table) = self.table.take() {
            self.add(table, FoldKind::Table);
        }
    }

    fn end_opaque(&mut self, opaque: Option<(Span, Option<FoldKind>)>) {
        if let Some((span, Some(kind))) = opaque {
            self.add(span, kind);
        }
    }

    fn add(&mut self, span: Span, kind: FoldKind) {
        self.folds.push(Fold { span: self.document.trimmed_end(span), kind });
    }

    fn done(mut self) -> Vec<Fold> {
        self.end_lists(0);
        self.end_table();
        let opaque = self.opaque.take();
        self.end_opaque(opaque);
        self.folds.sort_by_key(|fold| (fold.span.start, Reverse(fold.span.end)));
        self.folds.dedup_by_key(|fold| fold.span);
        self.folds
    }
}

/// Where a block ends, without the marks of the quote it stands in. What ends with its segment may
/// go on in the next.
fn end_of(block: &Block, segment: &str) -> usize {
    if block.span.end == segment.len() {
        return block.span.end;
    }
    let text = slice(segment, block.span);
    let is_outside = |c: char| c.is_whitespace() || c == '>' && block.quotes > 0;
    block.span.start + text.trim_end_matches(is_outside).len()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::Settings;

    fn folds(text: &str) -> Vec<Fold> {
        Review::new(Document::new(text), Arc::new(Settings::default())).folds()
    }

    /// The folds of more than one line, as `kind first..last` line.
    fn check(text: &str, expected: &[&str]) {
        let line = |at: usize| slice(text, Span::new(0, at)).matches('\n').count();
        let drawn: Vec<String> = folds(text)
            .iter()
            .map(|fold| (fold.kind, line(fold.span.start), line(fold.span.end)))
            .filter(|(_, first, last)| first < last)
            .map(|(kind, first, last)| format!("{kind:?} {first}..{last}"))
            .collect();
        assert_eq!(drawn, expected, "{text}");
    }

    #[test]
    fn blocks_of_several_lines_fold() {
        check(
            "---\ntitle: x\n---\n# One\n\n```\na\n```\n\n<!--\nb\n-->\n\n<div>\nc\n</div>\n\n| a |\n|---|\n| b |\n\nEnd.\n",
            &["FrontMatter 0..2", "Section 3..21", "Code 5..7", "Comment 9..11", "Table 17..19"],
        );
        check("    a\n    b\n", &["Code 0..1"]);
        check("<!-- a -->\n", &[]);
        check("```\na\n```\n```\nb\n```\n", &["Code 0..2", "Code 3..5"]);
    }

    #[test]
    fn lists_fold_and_so_do_their_items() {
        check(
            "- a\n- b\n  1. c\n  2. d\n\n     e\n- f\n\nEnd.\n",
            &["List 0..6", "List 1..5", "List 2..5", "List 3..5"],
        );
        check("- | a |\n  |---|\n  | b |\n- c\n", &["List 0..3", "List 0..2"]);
        check("> - a\n> - b\n>\n> c\n\n1. d\n", &["List 0..1"]);
    }

    #[test]
    fn stories_fold() {
        check("As a shopper,\nI want tea,\nso that I rest.\n", &["Story 0..2"]);
        check("- As a shopper,\n  I want tea.\n", &["List 0..1", "Story 0..1"]);
    }

    #[test]
    fn what_is_cut_into_segments_folds_as_one() {
        for (open, close, kind) in
            [("```", "```", FoldKind::Code), ("<!--", "-->", FoldKind::Comment)]
        {
            let text = format!("{open}\n{}{close}\n", "words of a line\n".repeat(3000));
            assert!(Document::new(&text).segments().count() > 2);
            assert_eq!(folds(&text), [Fold { span: Span::new(0, text.len() - 1), kind }]);
        }
        let text = "- an item of a list\n".repeat(2000);
        assert!(Document::new(&text).segments().count() > 2);
        assert_eq!(folds(&text)[0].span, Span::new(2, text.len() - 1));
    }
}
