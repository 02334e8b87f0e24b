//! A stretch of a document with blocks of its own.

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::ControlFlow;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use tree_sitter::{InputEdit, Node, ParseOptions, Parser, Point, Tree};

use crate::asides::{self, Closed};
use crate::block::{Block, Item, Kind, opaque, paragraph};
use crate::lines::lines;
use crate::scan::{Scanner, Within};
use crate::span::{Span, slice, trimmed};
use crate::syntax::Syntax;
use crate::{feature, html, plain, simple};

/// A segment longer than this has no place in it to cut, and the block grammar is as slow on it
/// after an edit as from scratch (64 KB of paragraph: 10 ms): it is read without a tree.
const TREE_LIMIT: usize = 64 * 1024;
/// A line nested deeper than this is read without a tree: the grammar's own limit is a fixed buffer.
const NESTING_LIMIT: usize = 60;
/// Nothing the grammar was measured on takes a hundredth of this. It is there for what was not.
const PARSE_LIMIT: Duration = Duration::from_millis(500);

/// Part of a document, a kilobyte to some eight where the text allows it. Never changes; an edit
/// makes a new one. Its blocks are read when they are first asked for.
#[derive(Debug)]
pub struct Segment {
    text: String,
    breaks: usize,
    /// What its first line continues.
    pub(crate) within: Within,
    syntax: Syntax,
    /// The tree of the text it came from, told of the edits since.
    before: Option<Tree>,
    parsed: OnceLock<Parsed>,
}

#[derive(Debug, Default)]
struct Parsed {
    tree: Option<Tree>,
    blocks: Vec<Block>,
    plain: bool,
}

impl Segment {
    pub(crate) fn new(text: String, within: Within, syntax: Syntax) -> Self {
        let breaks = line_breaks(&text);
        Self { text, breaks, within, syntax, before: None, parsed: OnceLock::new() }
    }

    /// The segment with `text` instead, which differs from its own in that `old` was replaced by
    /// `new_len` bytes. Its tree is kept and told so.
    pub(crate) fn edited(&self, text: String, old: Span, new_len: usize) -> Self {
        let tree =
            self.parsed.get().and_then(|parsed| parsed.tree.as_ref()).or(self.before.as_ref());
        // Where a fence goes on into the segment, an edit can change what the grammar sees of lines
        // that it did not touch.
        let tree = tree.filter(|_| self.within == Within::Text);
        let before = tree.cloned().map(|mut tree| {
            // What a carriage return is depends on the byte behind it.
            let behind_return = slice(&self.text, Span::new(0, old.start)).ends_with('\r');
            let start = old.start - usize::from(behind_return);
            tree.edit(&InputEdit {
                start_byte: start,
                old_end_byte: old.end,
                new_end_byte: old.start + new_len,
                start_position: point(&self.text, start),
                old_end_position: point(&self.text, old.end),
                new_end_position: point(&text, old.start + new_len),
            });
            tree
        });
        Self { before, ..Self::new(text, self.within, self.syntax) }
    }

    /// Its text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What it is written in.
    pub fn syntax(&self) -> Syntax {
        self.syntax
    }

    /// How many line breaks it holds.
    pub(crate) fn breaks(&self) -> usize {
        self.breaks
    }

    /// Its blocks in text order, with spans relative to it.
    pub fn blocks(&self) -> &[Block] {
        &self.parsed().blocks
    }

    /// Whether it was read line by line, without a tree, because no tree can be had in time.
    pub fn is_plain(&self) -> bool {
        self.parsed().plain
    }

    /// What keeps it from being read with a tree, if it was read without one: the line that nests too
    /// deep, or what is too long.
    pub fn too_much(&self) -> Option<Span> {
        self.is_plain().then(|| {
            let deep = lines(&self.text).find(|(_, line)| nests_deep(line)).map(|(line, _)| line);
            let mut long = self.blocks().iter().map(|block| block.span);
            deep.or_else(|| long.find(|span| span.len() > TREE_LIMIT))
                .unwrap_or(Span::new(0, self.text.len()))
        })
    }

    fn parsed(&self) -> &Parsed {
        self.parsed.get_or_init(|| {
            let unmarked = match self.within {
                Within::Plain => Some(plain::read(&self.text)),
                Within::Feature(feature) => Some(feature::read(&self.text, feature)),
                _ => None,
            };
            if let Some(mut blocks) = unmarked {
                blocks.iter_mut().for_each(|block| block.syntax = self.syntax);
                return Parsed { blocks, ..Parsed::default() };
            }
            let body = self.body();
            let source = Source::of(self);
            let text = source.text.as_ref();
            let mut blocks = Vec::new();
            if body > 0 {
                let kind = match self.within {
                    Within::Html(_) => Kind::Html,
                    _ => Kind::Code,
                };
                blocks.push(opaque(kind, Span::new(0, body)));
            }
            let mut parsed = Parsed::default();
            match simple::read(text, body) {
                Some(rest) => blocks.extend(rest),
                None => {
                    parsed.tree = self.parse(&source, body);
                    parsed.plain = parsed.tree.is_none();
                    match &parsed.tree {
                        Some(tree) => {
                            read_tree(text, tree, &mut blocks);
                            html::expand(text, body, self.syntax, &mut blocks);
                        }
                        None => read_plain(text, body, &mut blocks),
                    }
                    // What an edit changes there it may change in lines that it does not touch.
                    parsed.tree = parsed.tree.take().filter(|_| source.asides.is_empty());
                }
            }
            asides::merge(&self.text, &source.asides, &mut blocks);
            if self.syntax == Syntax::Mdx {
                blocks.iter_mut().for_each(|block| block.syntax = self.syntax);
            }
            Parsed { blocks, ..parsed }
        })
    }

    /// Where what it is entered in (a fence, an HTML block) has ended.
    fn body(&self) -> usize {
        let mut scanner = Scanner::at_cut(self.within, self.syntax);
        let mut end = 0;
        for (span, line) in lines(&self.text) {
            if scanner.within == Within::Text {
                break;
            }
            scanner.line(line, false);
            end = span.end;
        }
        end
    }

    /// Whether the line that holds the byte at `offset` is read as ordinary blocks: it is neither in
    /// nor at the edge of a fence or an HTML block.
    pub(crate) fn is_text_at(&self, offset: usize) -> bool {
        let is_text = |within: Within| match within {
            Within::Text | Within::Plain => true,
            Within::Feature(feature) => feature.may_cut(),
            Within::Fence { .. } | Within::Html(_) => false,
        };
        let is_aside = |at: usize| {
            let asides = asides::find(&self.text, self.within, self.syntax).into_iter();
            asides.filter(|one| one.kind != Kind::FrontMatter).any(|one| one.span.touches(at))
        };
        let mut scanner = Scanner::at_cut(self.within, self.syntax);
        for (span, line) in lines(&self.text) {
            let before = scanner.within;
            scanner.line(line, false);
            let is_last = span.end == self.text.len() && !line.ends_with(['\n', '\r']);
            if offset < span.end || is_last {
                return is_text(before) && is_text(scanner.within) && !is_aside(offset);
            }
        }
        is_text(scanner.within)
    }

    /// The blocks as the grammar tells them.
    #[cfg(test)]
    pub(crate) fn blocks_by_grammar(&self) -> Option<Vec<Block>> {
        let body = self.body();
        let source = Source::of(self);
        let mut blocks = Vec::new();
        if body < self.text.len() {
            read_tree(&source.text, &self.parse(&source, body)?, &mut blocks);
        }
        Some(blocks)
    }

    /// The same read line by line; none where it takes the grammar.
    #[cfg(test)]
    pub(crate) fn blocks_by_line(&self) -> Option<Vec<Block>> {
        simple::read(&Source::of(self).text, self.body())
    }

    fn parse(&self, source: &Source<'_>, body: usize) -> Option<Tree> {
        let before = self.before.as_ref().filter(|_| source.asides.is_empty());
        // The line feeds after carriage returns do not count: lines may end either way.
        let is_long = || self.text.len() - self.text.matches("\r\n").count() > TREE_LIMIT;
        if self.text.len() > TREE_LIMIT && is_long()
            || lines(&self.text).any(|(_, line)| nests_deep(line))
        {
            return None;
        }
        let source = parser_text(&source.text, body);
        let bytes = source.as_bytes();
        let deadline = Instant::now() + PARSE_LIMIT;
        PARSER.with_borrow_mut(|parser| {
            let parser = parser.as_mut()?;
            let mut parse = |before: Option<&Tree>| {
                let mut progress = |_: &_| match Instant::now() > deadline {
                    true => ControlFlow::Break(()),
                    false => ControlFlow::Continue(()),
                };
                parser.parse_with_options(
                    &mut |offset, _| match bytes.get(offset..) {
                        // The grammar loses some last lines that have no break.
                        Some([]) => b"\n".as_slice(),
                        rest => rest.unwrap_or_default(),
                    },
                    before,
                    Some(ParseOptions::new().progress_callback(&mut progress)),
                )
            };
            let mut tree = parse(before);
            // Where the grammar gives up, an old tree can lead it elsewhere than a fresh start.
            if before.is_some() && tree.as_ref().is_some_and(|tree| tree.root_node().has_error()) {
                tree = parse(None);
            }
            if tree.is_none() {
                parser.reset();
            }
            tree
        })
    }
}

/// A segment's text as Markdown's grammar is to read it.
struct Source<'a> {
    /// Without the asides.
    text: Cow<'a, str>,
    asides: Vec<Closed>,
}

impl<'a> Source<'a> {
    fn of(segment: &'a Segment) -> Self {
        let text = segment.text();
        let asides = asides::find(text, segment.within, segment.syntax);
        let text = match asides.is_empty() {
            true => Cow::Borrowed(text),
            false => Cow::Owned(asides::masked(text, &asides)),
        };
        Self { text, asides }
    }
}

thread_local! {
    static PARSER: RefCell<Option<Parser>> = RefCell::new({
        let mut parser = Parser::new();
        parser.set_language(&tree_sitter_md::LANGUAGE.into()).is_ok().then_some(parser)
    });
}

/// How many line breaks `text` holds: `\n`, `\r\n` and lone `\r` each count once.
pub fn line_breaks(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut breaks = 0;
    for (at, byte) in bytes.iter().enumerate() {
        breaks += usize::from(match byte {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        });
    }
    breaks
}

/// The text as the grammar sees it, byte for byte as long: a lone carriage return is a line feed
/// to it, and neither NULs nor what the segment is entered in reach it.
fn parser_text(text: &str, body: usize) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let lone = |at: usize| bytes.get(at) == Some(&b'\r') && bytes.get(at + 1) != Some(&b'\n');
    // At the start of a text the grammar takes a rule for front matter, which is none here.
    let is_rule = body == 0 && asides::starts_document(text);
    let rule = text.find(['-', '+']).filter(|_| is_rule);
    if body == 0 && !is_rule && !bytes.contains(&0) && !(0..bytes.len()).any(lone) {
        return Cow::Borrowed(text);
    }
    let in_rule = |at: usize| rule.is_some_and(|rule| (rule..rule + 3).contains(&at));
    let bytes = bytes
        .iter()
        .enumerate()
        .map(|(at, byte)| match byte {
            b'\r' if lone(at) => b'\n',
            b'\n' | b'\r' => *byte,
            0 => b' ',
            _ if at < body => b' ',
            b'-' if in_rule(at) => b'*',
            b'+' if in_rule(at) => b'x',
            _ => *byte,
        })
        .collect();
    String::from_utf8(bytes).map_or_else(|_| Cow::Borrowed(text), Cow::Owned)
}

fn point(text: &str, offset: usize) -> Point {
    let bytes = text.as_bytes().get(..offset).unwrap_or_default();
    let lone = |at: usize| {
        bytes.get(at) == Some(&b'\r')
            && text.as_bytes().get(at + 1).is_some_and(|next| *next != b'\n')
    };
    let is_break = |at: usize| bytes.get(at) == Some(&b'\n') || lone(at);
    let row = (0..bytes.len()).filter(|at| is_break(*at)).count();
    let start = (0..bytes.len()).rev().find(|at| is_break(*at)).map_or(0, |at| at + 1);
    Point { row, column: offset - start }
}

/// Whether a line opens more blocks than the grammar can keep.
fn nests_deep(line: &str) -> bool {
    line.bytes()
        .take_while(|byte| {
            matches!(byte, b' ' | b'\t' | b'>' | b'-' | b'+' | b'*' | b'.' | b')')
                || byte.is_ascii_digit()
        })
        .filter(|byte| !matches!(byte, b' ' | b'\t'))
        .count()
        > NESTING_LIMIT
        && line.bytes().any(|byte| byte == b'>' || byte == b' ')
}

/// The containers round a node.
#[derive(Clone, Copy, Default)]
struct Context {
    item: Option<Item>,
    quotes: u16,
    lists: u16,
}

fn read_tree(text: &str, tree: &Tree, blocks: &mut Vec<Block>) {
    let first = blocks.len();
    let mut cursor = tree.walk();
    let mut contexts = vec![Context::default()];
    let mut row = 0;
    // The outermost container that was entered since the last block.
    let mut opened: Option<Span> = None;
    // "[a\*b](c)": the grammar takes the beginning of a paragraph for that of a definition.
    let mut label: Option<Span> = None;
    loop {
        let node = cursor.node();
        let before = blocks.len();
        let context = contexts.last().copied().unwrap_or_default();
        let mut add = |kind, lines: Vec<Span>| {
            let span: Span = within(text, node);
            let Context { item, quotes, .. } = context;
            blocks.push(Block { kind, item, quotes, ..Block::of(lines, span) });
        };
        // Whether there are blocks inside it, and within which containers.
        let mut inside = None;
        match node.kind() {
            "document" | "section" => inside = Some(context),
            "block_quote" => inside = Some(Context { quotes: context.quotes + 1, ..context }),
            "list" => inside = Some(Context { lists: context.lists + 1, ..context }),
            "list_item" => {
                let ordered = node.child(0).is_some_and(|marker| {
                    matches!(marker.kind(), "list_marker_dot" | "list_marker_parenthesis")
                });
                let item = Item { depth: context.lists.max(1), leads: true, ordered };
                inside = Some(Context { item: Some(item), ..context });
            }
            "atx_heading" => {
                add(Kind::Heading(heading_level(node)), inline_lines(text, node, true));
            }
            "setext_heading" => {
                let paragraph = node.child(0).unwrap_or(node);
                add(Kind::Heading(heading_level(node)), inline_lines(text, paragraph, false));
            }
            "paragraph" => {
                let mut lines = inline_lines(text, node, false);
                let first = lines.first_mut();
                let label = label.take().filter(|label| label.end == node.start_byte());
                if let Some((first, label)) = first.zip(label) {
                    first.start = label.start;
                }
                add(Kind::Paragraph, lines);
                if let Some((block, label)) = blocks.last_mut().zip(label) {
                    block.span.start = label.start;
                    block.whole.start = block.whole.start.min(label.start);
                }
            }
            "ERROR" if node.child(0).is_some_and(|child| child.kind() == "link_label") => {
                label = Some(within(text, node));
            }
            // Where the grammar gives up, the blocks that it had read by then stand in the error.
            "ERROR" => inside = Some(context),
            "pipe_table" => {
                row = 0;
                inside = Some(context);
            }
            "pipe_table_header" | "pipe_table_row" => {
                let mut cells = node.walk();
                let cells =
                    node.children(&mut cells).filter(|cell| cell.kind() == "pipe_table_cell");
                for (column, cell) in cells.enumerate() {
                    let span = trimmed(text, within(text, cell));
                    blocks.push(Block {
                        kind: Kind::Cell { row, column: column as u32 },
                        item: context.item,
                        quotes: context.quotes,
                        ..Block::of(if span.is_empty() { Vec::new() } else { vec![span] }, span)
                    });
                }
                row += 1;
            }
            "fenced_code_block" | "indented_code_block" => add(Kind::Code, Vec::new()),
            "html_block" => add(Kind::Html, Vec::new()),
            "thematic_break" | "link_reference_definition" => add(Kind::Other, Vec::new()),
            // Markers, and what the grammar could not read: nothing is said of it.
            _ => {}
        }
        // A comment is not seen, so what stands behind it leads the item.
        let is_block = blocks.last().is_some_and(|block| {
            let here = within(text, node);
            let is_own = block.span.end == here.end && block.span.start <= here.start;
            is_own && block.kind != Kind::Html
        });
        if is_block && let Some(Context { item: Some(item), .. }) = contexts.last_mut() {
            item.leads = false;
        }
        if let Some(first) = blocks.get_mut(before) {
            first.whole =
                opened.take().filter(|all| all.contains(first.span)).unwrap_or(first.span);
        } else if matches!(node.kind(), "block_quote" | "list" | "list_item" | "pipe_table") {
            let here = within(text, node);
            opened = opened.filter(|all| all.contains(here)).or(Some(here));
        }
        if let Some(inside) = inside
            && cursor.goto_first_child()
        {
            contexts.push(inside);
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                simple::settle(text, blocks.get_mut(first..).unwrap_or_default());
                // A line of spaces at the end of the text is no block.
                let is_cell = |block: &Block| matches!(block.kind, Kind::Cell { .. });
                blocks.retain(|block| is_cell(block) || !block.span.is_empty());
                return;
            }
            contexts.pop();
        }
    }
}

/// The bytes of a node, but for the line break that only the parser sees.
fn within(text: &str, node: Node<'_>) -> Span {
    Span::new(node.start_byte().min(text.len()), node.end_byte().min(text.len()))
}

fn heading_level(node: Node<'_>) -> u8 {
    let mut cursor = node.walk();
    let levels = node.children(&mut cursor).filter_map(|child| match child.kind() {
        "atx_h1_marker" | "setext_h1_underline" => Some(1),
        "atx_h2_marker" | "setext_h2_underline" => Some(2),
        "atx_h3_marker" => Some(3),
        "atx_h4_marker" => Some(4),
        "atx_h5_marker" => Some(5),
        "atx_h6_marker" => Some(6),
        _ => None,
    });
    levels.last().unwrap_or(1)
}

/// The lines of the inline text below `node`, without container markers.
fn inline_lines(text: &str, node: Node<'_>, is_atx: bool) -> Vec<Span> {
    let mut cursor = node.walk();
    let Some(inline) = node.children(&mut cursor).find(|child| child.kind() == "inline") else {
        return Vec::new();
    };
    let inline_span = within(text, inline);
    let mut end = inline_span.end;
    if is_atx {
        let line = slice(text, Span::new(inline_span.start, end));
        end = inline_span.start + simple::atx_text(line).len();
    }
    let mut result = Vec::new();
    let mut cursor = inline.walk();
    let mut start = inline_span.start;
    let markers: Vec<Span> = inline
        .children(&mut cursor)
        .filter(|child| child.kind() == "block_continuation")
        .map(|child| within(text, child))
        .collect();
    for marker in markers.into_iter().chain([Span::new(end, end)]) {
        let piece = Span::new(start, marker.start);
        for (line, part) in lines(slice(text, piece)) {
            let part = part.trim_end_matches(['\n', '\r']);
            let line = Span::new(line.start, line.start + part.len()).shifted(piece.start);
            if !line.is_empty() {
                result.push(line);
            }
        }
        start = marker.end.max(start);
    }
    result
}

/// Reads the text line by line: fences are code, pipes part cells, blank lines part paragraphs.
fn read_plain(text: &str, body: usize, blocks: &mut Vec<Block>) {
    let mut scanner = Scanner::at_cut(Within::Text, Syntax::Markdown);
    let mut words: Vec<Span> = Vec::new();
    for (span, line) in lines(slice(text, Span::new(body, text.len()))) {
        let span = trimmed(text, span.shifted(body));
        let was = scanner.within;
        scanner.line(line, false);
        if was != Within::Text || scanner.within != Within::Text {
            blocks.extend(paragraph(&mut words));
            let kind = if matches!(was, Within::Html(_)) { Kind::Html } else { Kind::Code };
            blocks.push(opaque(kind, span));
        } else if span.is_empty() {
            blocks.extend(paragraph(&mut words));
        } else if slice(text, span).starts_with("<!--") {
            blocks.extend(paragraph(&mut words));
            blocks.push(opaque(Kind::Html, span));
        } else if line.starts_with('|') {
            blocks.extend(paragraph(&mut words));
            let mut start = span.start;
            for (column, cell) in slice(text, span).split('|').enumerate() {
                let end = start + cell.len();
                let cell = trimmed(text, Span::new(start, end));
                if !cell.is_empty() {
                    let kind = Kind::Cell { row: 1, column: column as u32 };
                    blocks.push(Block { kind, ..Block::of(vec![cell], cell) });
                }
                start = end + 1;
            }
        } else {
            words.push(span);
        }
    }
    blocks.extend(paragraph(&mut words));
}
