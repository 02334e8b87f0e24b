//! A document: text that can be edited, lines, and segments.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use foldhash::fast::RandomState;

use crate::lines::lines;
use crate::position::{Encoding, Position};
use crate::scan::{Scanner, Within};
use crate::segment::{Segment, line_breaks};
use crate::span::{Span, slice};
use crate::syntax::Syntax;

/// A text with its lines and blocks. Cloning shares everything, so a clone is a snapshot.
///
/// Every operation is total: offsets beyond the end count as the end, offsets inside a character
/// as its start.
#[derive(Debug, Clone)]
pub struct Document {
    syntax: Syntax,
    segments: Vec<Arc<Segment>>,
    /// Where each segment starts, and one more entry for the end.
    starts: Vec<Start>,
    /// What the last edit put an end to that ended many segments at once. An opened fence does so,
    /// and mostly it is closed soon.
    shelf: Arc<Vec<Arc<Segment>>>,
}

/// So many segments are put by when an edit ends them, and looked up instead of being gone through.
const MANY: usize = 8;

#[derive(Debug, Clone, Copy, Default)]
struct Start {
    byte: usize,
    line: usize,
}

impl Default for Document {
    fn default() -> Self {
        Self::new("")
    }
}

impl Document {
    /// A Markdown document that holds `text`.
    pub fn new(text: &str) -> Self {
        Self::of(text, Syntax::Markdown)
    }

    /// A document that holds the `text` of a file, whose name says what it is written in: Markdown where it does not.
    pub fn of_file(text: &str, path: &Path) -> Self {
        Self::of(text, Syntax::of_path(path).unwrap_or_default())
    }

    /// A document that holds `text`, written in `syntax`.
    pub fn of(text: &str, syntax: Syntax) -> Self {
        let scanner = Scanner::at_cut(Within::start_of(syntax), syntax);
        let mut cutter = Cutter::new(scanner, true);
        let mut segments = Vec::new();
        let mut start = 0;
        for (span, line) in lines(text) {
            if let Some(within) = cutter.line(line) {
                let text = slice(text, Span::new(start, span.start)).to_owned();
                segments.push(Arc::new(Segment::new(text, within, syntax)));
                start = span.start;
            }
        }
        let rest = slice(text, Span::new(start, text.len())).to_owned();
        segments.push(Arc::new(Segment::new(rest, cutter.within, syntax)));
        let mut document = Self { syntax, segments, starts: Vec::new(), shelf: Arc::default() };
        document.measure(0);
        document
    }

    /// What it is written in.
    pub fn syntax(&self) -> Syntax {
        self.syntax
    }

    /// Replaces what `span` covers by `text`. Costs what the segments it touches cost, and a word
    /// per segment behind them.
    pub fn edit(&mut self, span: Span, text: &str) {
        let start = self.floor(span.start);
        let span = Span::new(start, self.floor(span.end).max(start));
        let first = self.segment_at(span.start).saturating_sub(1);
        let last = self.segment_at(span.end);
        let base = self.start(first).byte;
        let within = self.segments.get(first).map(|segment| segment.within).unwrap_or_default();

        // The text from the first segment on that the edit can have changed, grown by one segment
        // after another until a cut falls where one was before.
        let mut buffer = String::new();
        for segment in self.segments.iter().take(last + 1).skip(first) {
            buffer.push_str(segment.text());
        }
        buffer.replace_range(span.shifted_back(base).range(), text);
        let mut cutter = Cutter::new(Scanner::at_cut(within, self.syntax), first == 0);
        let mut new: Vec<(Span, Within)> = Vec::new();
        let mut cut_at = 0;
        let mut read = 0;
        let mut next = last + 1;
        loop {
            // The scan of a line needs the whole of it; the last line may go on in the next segment.
            let pulled = self.segments.get(next);
            let expected = buffer.len();
            if let Some(segment) = pulled {
                buffer.push_str(segment.text());
            }
            let mut in_step = false;
            let from = read;
            for (line, text) in lines(slice(&buffer, Span::new(from, buffer.len()))) {
                let line = line.shifted(from);
                if line.start > expected && pulled.is_some() {
                    break;
                }
                let cut = cutter.line(text);
                if let Some(within) = cut {
                    new.push((Span::new(cut_at, line.start), within));
                    cut_at = line.start;
                }
                read = line.end;
                if line.start == expected
                    && cut.is_some()
                    && pulled.is_some_and(|segment| segment.within == cutter.within)
                {
                    in_step = true;
                    break;
                }
            }
            if in_step {
                break;
            }
            next += 1;
            if pulled.is_none() {
                new.push((Span::new(cut_at, buffer.len()), cutter.within));
                break;
            }
        }

        let edit = Edit { span, new_len: text.len() };
        let replaced = next.min(self.segments.len());
        let mut known: HashMap<(Within, &str), &Arc<Segment>, RandomState> = HashMap::default();
        if new.len() > MANY {
            let old = self.segments.get(first..replaced).unwrap_or_default();
            let old = self.shelf.iter().chain(old);
            known.extend(old.map(|segment| ((segment.within, segment.text()), segment)));
        }
        let pieces: Vec<Arc<Segment>> = new
            .iter()
            .map(|(piece, within)| {
                let text = slice(&buffer, *piece);
                let start = base + piece.start;
                match known.get(&(*within, text)) {
                    Some(segment) => Arc::clone(segment),
                    None => self.reused(first..replaced, start, text, *within, &edit),
                }
            })
            .collect();
        drop(known);
        let ended: Vec<Arc<Segment>> = self.segments.splice(first..replaced, pieces).collect();
        if ended.len() > MANY {
            self.shelf = Arc::new(ended);
        }
        if self.segments.is_empty() {
            self.segments.push(Arc::new(Segment::new(String::new(), within, self.syntax)));
        }
        self.measure(first);
    }

    /// The segment for `text`, which starts at `start`: an old one that is the same, or one that
    /// grew from the old one at that place, or a new one.
    fn reused(
        &self,
        old: std::ops::Range<usize>,
        start: usize,
        text: &str,
        within: Within,
        edit: &Edit,
    ) -> Arc<Segment> {
        let at = self.segment_at(start);
        // Of many old ones, those that are further off were asked for already.
        for index in old.start.max(at.saturating_sub(MANY))..old.end.min(at + MANY) {
            let Some(segment) = self.segments.get(index) else {
                continue;
            };
            if segment.within != within {
                continue;
            }
            if segment.text() == text {
                return Arc::clone(segment);
            }
            let from = self.start(index).byte;
            let grown = segment.text().len() + edit.new_len == text.len() + edit.span.len();
            let whole = Span::new(from, from + segment.text().len());
            if from == start && grown && whole.contains(edit.span) {
                let old = edit.span.shifted_back(from);
                return Arc::new(segment.edited(text.to_owned(), old, edit.new_len));
            }
        }
        Arc::new(Segment::new(text.to_owned(), within, self.syntax))
    }

    fn measure(&mut self, from: usize) {
        let mut start = self.start(from);
        self.starts.truncate(from);
        for segment in self.segments.iter().skip(from) {
            self.starts.push(start);
            start.byte += segment.text().len();
            start.line += segment.breaks();
        }
        self.starts.push(start);
    }

    fn start(&self, index: usize) -> Start {
        self.starts.get(index).copied().unwrap_or_default()
    }

    fn end(&self) -> Start {
        self.starts.last().copied().unwrap_or_default()
    }

    /// The index of the segment that holds the byte at `offset`; of the last one for the end of the
    /// text.
    pub fn segment_at(&self, offset: usize) -> usize {
        let behind = self.starts.partition_point(|start| start.byte <= offset);
        behind.saturating_sub(1).min(self.segments.len().saturating_sub(1))
    }

    fn floor(&self, offset: usize) -> usize {
        let index = self.segment_at(offset);
        let start = self.start(index).byte;
        let text = self.segments.get(index).map(|segment| segment.text()).unwrap_or_default();
        start + text.floor_char_boundary(offset - start.min(offset))
    }

    /// How many bytes the text has.
    pub fn len(&self) -> usize {
        self.end().byte
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The whole text, copied.
    pub fn text(&self) -> String {
        self.segments.iter().map(|segment| segment.text()).collect()
    }

    /// The text that `span` covers, copied.
    pub fn slice(&self, span: Span) -> String {
        let span = Span::new(self.floor(span.start), self.floor(span.end));
        let mut result = String::with_capacity(span.len());
        for index in self.segment_at(span.start)..=self.segment_at(span.end) {
            let Some(segment) = self.segments.get(index) else {
                break;
            };
            let start = self.start(index).byte;
            let end = span.end.saturating_sub(start).min(segment.text().len());
            result
                .push_str(slice(segment.text(), Span::new(span.start.saturating_sub(start), end)));
        }
        result
    }

    /// `span` without the white space at its end.
    pub fn trimmed_end(&self, span: Span) -> Span {
        const STEP: usize = 256;
        let mut end = self.floor(span.end.min(self.len()));
        while end > span.start {
            let start = self.floor(end.saturating_sub(STEP).max(span.start));
            let rest = self.slice(Span::new(start, end));
            let kept = rest.trim_end().len();
            if kept > 0 || start <= span.start {
                return Span::new(span.start, start + kept);
            }
            end = start;
        }
        Span::new(span.start, span.start)
    }

    /// Whether what is typed at a byte offset is read as ordinary blocks: its line is neither in nor
    /// at the edge of a code fence or an HTML block, closed or not.
    pub fn is_text_at(&self, offset: usize) -> bool {
        let index = self.segment_at(offset);
        let start = self.start(index).byte;
        let segment = self.segments.get(index);
        segment.is_none_or(|segment| segment.is_text_at(offset.saturating_sub(start)))
    }

    /// The segments in text order, each with the offset it starts at.
    pub fn segments(&self) -> impl Iterator<Item = (usize, &Arc<Segment>)> {
        self.starts.iter().map(|start| start.byte).zip(&self.segments)
    }

    /// The offset that the segment of an index starts at.
    pub fn segment_start(&self, index: usize) -> usize {
        self.start(index).byte
    }

    /// The line that the segment of an index starts with, from zero.
    pub fn segment_line(&self, index: usize) -> usize {
        self.start(index).line
    }

    /// How many lines the text has: one more than it has line breaks.
    pub fn lines(&self) -> usize {
        self.end().line + 1
    }

    /// The bytes of `line` (counted from zero), without its line break.
    pub fn line(&self, line: usize) -> Span {
        if line > self.end().line {
            return Span::new(self.len(), self.len());
        }
        // The first line of a segment may be the rest of none: segments start at line starts.
        let index = self.starts.partition_point(|start| start.line <= line).saturating_sub(1);
        let index = index.min(self.segments.len().saturating_sub(1));
        let start = self.start(index);
        let text = self.segments.get(index).map(|segment| segment.text()).unwrap_or_default();
        match lines(text).nth(line - start.line.min(line)) {
            Some((span, text)) => {
                let text = text.trim_end_matches(['\n', '\r']);
                Span::new(span.start, span.start + text.len()).shifted(start.byte)
            }
            None => Span::new(start.byte + text.len(), start.byte + text.len()),
        }
    }

    /// The place of a byte offset. Between the two halves of a `\r\n` it is the end of the line.
    pub fn position(&self, offset: usize, encoding: Encoding) -> Position {
        let offset = self.floor(offset.min(self.len()));
        let index = self.segment_at(offset);
        let start = self.start(index);
        let text = self.segments.get(index).map(|segment| segment.text()).unwrap_or_default();
        let mut end = offset - start.byte;
        if text.get(..end).is_some_and(|text| text.ends_with('\r'))
            && text.get(end..).is_some_and(|text| text.starts_with('\n'))
        {
            end -= 1;
        }
        let before = slice(text, Span::new(0, end));
        let last = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
        Position {
            line: start.line + line_breaks(before),
            column: encoding.width(slice(before, Span::new(last, end))),
        }
    }

    /// A way to ask for the places of many offsets, cheaply if they come in order.
    pub fn positions(&self, encoding: Encoding) -> Positions<'_> {
        Positions { document: self, encoding, segment: 0, offset: 0, position: Position::default() }
    }

    /// The byte offset of a place. A column beyond the line counts as its end, a line beyond the
    /// text as the end of the text.
    pub fn offset(&self, position: Position, encoding: Encoding) -> usize {
        let line = self.line(position.line);
        line.start + encoding.offset(&self.slice(line), position.column)
    }
}

/// The places of offsets of one document. Each is found from the one before, if that lies before it
/// in the same segment; else as [`Document::position`] finds it.
#[derive(Debug)]
pub struct Positions<'a> {
    document: &'a Document,
    encoding: Encoding,
    segment: usize,
    offset: usize,
    position: Position,
}

impl Positions<'_> {
    /// The place of a byte offset.
    pub fn of(&mut self, offset: usize) -> Position {
        let offset = self.document.floor(offset.min(self.document.len()));
        let segment = self.document.segment_at(offset);
        let text =
            self.document.segments.get(segment).map(|segment| segment.text()).unwrap_or_default();
        let start = self.document.start(segment).byte;
        let between = (segment == self.segment && self.offset <= offset)
            .then(|| text.get(self.offset - start..offset - start))
            .flatten();
        // A line break that may be cut in two at either end is left to the longer way.
        let is_plain = |text: &&str| !text.starts_with('\n') && !text.ends_with('\r');
        self.position = match between.filter(is_plain) {
            Some(text) => {
                let line = self.position.line + line_breaks(text);
                let (before, rest) = match text.rfind(['\n', '\r']) {
                    Some(at) => (0, text.get(at + 1..).unwrap_or_default()),
                    None => (self.position.column, text),
                };
                Position { line, column: before + self.encoding.width(rest) }
            }
            None => self.document.position(offset, self.encoding),
        };
        (self.segment, self.offset) = (segment, offset);
        self.position
    }
}

struct Edit {
    span: Span,
    new_len: usize,
}

/// The scanner, with what each new segment is entered in.
struct Cutter {
    scanner: Scanner,
    within: Within,
    first: bool,
}

impl Cutter {
    fn new(scanner: Scanner, first: bool) -> Self {
        Self { scanner, within: scanner.within, first }
    }

    /// Reads a line. Where a segment starts with it: what the segment before was entered in.
    fn line(&mut self, line: &str) -> Option<Within> {
        let before = self.scanner.within;
        let cut = self.scanner.line(line, self.first);
        self.first = false;
        cut.then(|| std::mem::replace(&mut self.within, before))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Kind;

    /// Every block with its place in the document and its prose.
    fn blocks(document: &Document) -> Vec<(Kind, Span, String)> {
        let segments = document.segments();
        segments
            .flat_map(|(start, segment)| {
                segment.blocks().iter().map(move |block| {
                    (block.kind, block.span.shifted(start), block.prose(segment.text()).text)
                })
            })
            .collect()
    }

    fn check_same(edited: &Document, fresh: &Document) {
        assert_eq!(edited.text(), fresh.text());
        assert_eq!(edited.starts.len(), fresh.starts.len());
        assert_eq!(edited.lines(), fresh.lines());
        for ((at, one), (other_at, other)) in edited.segments().zip(fresh.segments()) {
            assert_eq!((at, one.within, one.text()), (other_at, other.within, other.text()));
        }
        assert_eq!(blocks(edited), blocks(fresh));
    }

    fn check_blocks(text: &str, expected: &[(&str, &str)]) {
        check_blocks_of(Syntax::Markdown, text, expected);
    }

    fn check_blocks_of(syntax: Syntax, text: &str, expected: &[(&str, &str)]) {
        let document = Document::of(text, syntax);
        let found: Vec<(String, String)> = blocks(&document)
            .into_iter()
            .map(|(kind, _, prose)| (format!("{kind:?}"), prose))
            .collect();
        let expected: Vec<(String, String)> = expected
            .iter()
            .map(|(kind, prose)| ((*kind).to_owned(), (*prose).to_owned()))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn what_the_grammar_had_read_before_it_gives_up_is_kept() {
        let quote = "> - <div>\n>   Tea\n>   </div>\n> \n> - Milk\n";
        check_blocks(&format!("<!-- c -->\n\n{quote}"), &[("Html", ""), ("Paragraph", "Milk")]);
        check_blocks(
            &format!("# Head\n\nText\n\n{quote}\n# End\n"),
            &[
                ("Heading(1)", "Head"),
                ("Paragraph", "Text"),
                ("Paragraph", "Milk"),
                ("Heading(1)", "End"),
            ],
        );
    }

    #[test]
    fn blocks_hold_their_prose() {
        check_blocks(
            "---\ntitle: user\n---\n# **Title** ##\n\n> one\n> two\n\n- [ ] a\n  b\n\n  c\n1. d\n",
            &[
                ("FrontMatter", "title: user"),
                ("Heading(1)", "Title"),
                ("Paragraph", "one two"),
                ("Paragraph", "a b"),
                ("Paragraph", "c"),
                ("Paragraph", "d"),
            ],
        );
        check_blocks(
            "Head\n====\n\n| a | **b** |\n|---|---|\n| c \\| d | |\n\n```\nuser\n```\n\n<div title='user'>\nnurse\n</div>\n\n<script>user</script>\n",
            &[
                ("Heading(1)", "Head"),
                ("Cell { row: 0, column: 0 }", "a"),
                ("Cell { row: 0, column: 1 }", "b"),
                ("Cell { row: 1, column: 0 }", "c | d"),
                ("Cell { row: 1, column: 1 }", ""),
                ("Code", ""),
                ("Paragraph", "nurse"),
                ("Html", ""),
            ],
        );
    }

    #[test]
    fn odd_line_ends_and_marks_are_read() {
        check_blocks("\u{feff}# A\r\n\r\nb\r\nc", &[("Heading(1)", "A"), ("Paragraph", "b c")]);
        check_blocks("# A\r\rb\rc\r", &[("Heading(1)", "A"), ("Paragraph", "b c")]);
        check_blocks("", &[]);
        check_blocks("a\0user", &[("Paragraph", "a\0user")]);
    }

    #[test]
    fn an_item_knows_what_leads_it() {
        let document = Document::new("- <!-- x -->\n  a\n\n  b\n  1. c\n");
        let items: Vec<_> = document
            .segments()
            .flat_map(|(_, segment)| segment.blocks().iter().map(|block| block.item))
            .map(|item| item.map(|item| (item.depth, item.leads, item.ordered)))
            .collect();
        let comment = Some((1, true, false));
        let (a, b, c) = (Some((1, true, false)), Some((1, false, false)), Some((2, true, true)));
        assert_eq!(items, [comment, a, b, c], "a comment leads nothing");
    }

    #[test]
    fn a_block_knows_all_that_begins_with_it() {
        let text = "> - a\n>\n>   b\n> - c\n\n| d | e |\n|---|---|\n\n- \n\nf\n\n- - g\n  - h\n";
        let document = Document::new(text);
        let (_, segment) = document.segments().next().unwrap();
        let blocks = segment.blocks().iter();
        let whole: Vec<_> = blocks.map(|block| slice(text, block.whole).trim()).collect();
        let quote = "> - a\n>\n>   b\n> - c";
        let table = "| d | e |\n|---|---|";
        assert_eq!(whole, [quote, "b\n>", "- c", table, "e", "f", "- - g\n  - h", "- h"]);
    }

    #[test]
    fn a_long_document_has_many_segments_and_the_same_blocks() {
        let mut text = String::new();
        for index in 0..400 {
            text += &format!("## Part {index}\n\nThe user {index} sees it.\n\n- one\n- two\n\n");
            text += &"Some prose that goes on for a while. ".repeat(index % 30);
            text += "\n\n";
        }
        let document = Document::new(&text);
        let sizes: Vec<usize> =
            document.segments().map(|(_, segment)| segment.text().len()).collect();
        assert!(sizes.len() > 40, "{sizes:?}");
        assert!(sizes.iter().all(|size| *size < 20_000), "{sizes:?}");
        // Cut or not, the blocks are the same: the whole text as one segment.
        let whole = Segment::new(text.clone(), Within::Text, Syntax::Markdown);
        let uncut: Vec<_> =
            whole.blocks().iter().map(|block| (block.kind, block.prose(&text).text)).collect();
        let cut: Vec<_> =
            blocks(&document).into_iter().map(|(kind, _, prose)| (kind, prose)).collect();
        if !whole.is_plain() {
            assert_eq!(cut, uncut);
        }
    }

    #[test]
    fn code_and_comments_may_span_segments() {
        for (open, close) in [("```\n", "```\n"), ("<!--\n", "-->\n")] {
            let text = format!("a\n\n{open}{}{close}\nb\n", "some user code\n\n".repeat(3000));
            let document = Document::new(&text);
            assert!(document.starts.len() > 3);
            let read: Vec<_> = blocks(&document).into_iter().map(|(_, _, prose)| prose).collect();
            let prose: Vec<_> = read.into_iter().filter(|prose| !prose.is_empty()).collect();
            assert_eq!(prose, ["a", "b"]);
        }
    }

    #[test]
    fn hostile_text_is_read() {
        for text in [
            ">".repeat(5000),
            "> ".repeat(5000),
            "- ".repeat(3000),
            "a".repeat(300_000),
            "\n".repeat(300_000),
            "a\n\n".repeat(100_000),
            "|a".repeat(50_000),
            "#".repeat(10_000),
            (0..200).map(|depth| format!("{}- a\n", "  ".repeat(depth))).collect(),
        ] {
            let mut document = Document::new(&text);
            assert_eq!(document.text(), text);
            blocks(&document);
            document.edit(Span::new(3, 3), "x");
            check_same(&document, &Document::new(&document.text()));
        }
    }

    #[test]
    fn positions_count_what_the_encoding_says() {
        let document = Document::new("aé😀b\r\nc\rd\ne");
        let at = |offset, encoding| {
            let position = document.position(offset, encoding);
            (position.line, position.column)
        };
        assert_eq!(at(7, Encoding::Utf8), (0, 7));
        assert_eq!(at(7, Encoding::Utf16), (0, 4));
        assert_eq!(at(7, Encoding::Utf32), (0, 3));
        assert_eq!(at(9, Encoding::Utf16), (0, 5), "between the halves of a line break");
        assert_eq!(at(10, Encoding::Utf16), (1, 0));
        assert_eq!(at(12, Encoding::Utf16), (2, 0));
        assert_eq!(at(99, Encoding::Utf16), (3, 1));
        // The low half of a surrogate pair is the start of its character.
        assert_eq!(document.offset(Position::new(0, 3), Encoding::Utf16), 3);
        assert_eq!(document.offset(Position::new(0, 99), Encoding::Utf16), 8);
        assert_eq!(document.offset(Position::new(99, 0), Encoding::Utf16), document.len());
    }

    /// Pieces of Markdown, with what is known to be hard on parsers among them.
    fn piece() -> impl Strategy<Value = String> {
        prop_oneof![
            8 => proptest::sample::select(fixture::MARKDOWN).prop_map(|piece| piece.to_string()),
            1 => "[ -~]{0,40}",
            1 => Just("Words in a paragraph that is long enough to matter.\n\n".repeat(40)),
            1 => Just("# A heading\n\nSome text.\n\n- item\n- item\n\n".repeat(30)),
            2 => proptest::sample::select(GHERKIN).prop_map(|piece| piece.to_string()),
            1 => Just("  Scenario: a day\n    Given a clerk\n    When it rains\n\n".repeat(40)),
        ]
    }

    const GHERKIN: &[&str] = &[
        "Feature: Returns\n",
        "  Rule: One\n\n",
        "Scenario: \n",
        "    Given a clerk\n",
        "    And tea\r\n",
        "\"\"\"\n",
        "```\n",
        "| a | b |\n",
        "@tag\n",
        "# language: fr\n",
        "# language: en\n",
        "As a clerk\n",
    ];

    fn syntax() -> impl Strategy<Value = Syntax> {
        use Syntax::{Gherkin, Markdown, Mdx, Text};
        proptest::sample::select(vec![Markdown, Mdx, Text, Gherkin])
    }

    #[test]
    fn plain_text_is_parted_by_blank_lines_and_items() {
        let text = "\u{feff}Return labels
=============

PROBLEM STATEMENT

Shoppers wait
  twenty minutes.
# no heading

Goals:

  - print a label
    at home
  • ship it
2) wait less

As a clerk, I want tea,
so that I wake.

----
<b>The</b> end: so long
";
        let expected = [
            ("Heading(1)", "Return labels"),
            ("Other", ""),
            ("Heading(2)", "PROBLEM STATEMENT"),
            ("Paragraph", "Shoppers wait twenty minutes. # no heading"),
            ("Heading(2)", "Goals:"),
            ("Paragraph", "print a label at home"),
            ("Paragraph", "ship it"),
            ("Paragraph", "wait less"),
            ("Paragraph", "As a clerk, I want tea, so that I wake."),
            ("Other", ""),
            ("Paragraph", "The end: so long"),
        ];
        check_blocks_of(Syntax::Text, text, &expected);
    }

    #[test]
    fn a_link_begins_a_paragraph_whatever_is_in_it() {
        check_blocks(
            "[&quot;Tea](t.md) waits.\n\n- [a\\*b](c \"d\") e\n",
            &[("Paragraph", "\"Tea waits."), ("Paragraph", "a*b e")],
        );
    }

    #[test]
    fn front_matter_has_a_key_and_no_blank_line_first() {
        let front = |text: &str| {
            let document = Document::new(text);
            let found = blocks(&document);
            found.first().is_some_and(|(kind, ..)| *kind == Kind::FrontMatter)
        };
        for text in [
            "---\ntitle: user\n---\n",
            "\u{feff}---\r\ntitle: user\r\n---\r\nx",
            "---\ntitle: user\n...\nx",
            "---\n# a remark\ntags:\n- user\n\nmore: x\n---\n",
            "---\n\"a title\": x\n---\n",
            "+++\ntitle = 'x'\n+++\n",
            "+++\n[user]\n+++\n",
            "---\ntitle: x\nowner\n---\n",
        ] {
            assert!(front(text), "{text:?}");
        }
        for text in [
            "---\n\ntitle: user\n---\n",
            "---\n# Notes\n\nThe user waits.\n---\n",
            "---\nThe user waits for tea.\nOwner: Dana\n---\n",
            "---\n---\n",
            "---\ntitle: user\n",
            "+++\nThe user waits.\n+++\n",
            "x\n---\ntitle: user\n---\n",
            "---\n> A quotation: x\n---\n",
        ] {
            assert!(!front(text), "{text:?}");
        }
        check_blocks(
            "---\n\n# Notes\n\nThe user waits.\n\n---\n\nEnd\n",
            &[
                ("Other", ""),
                ("Heading(1)", "Notes"),
                ("Paragraph", "The user waits."),
                ("Other", ""),
                ("Paragraph", "End"),
            ],
        );
        check_blocks(
            "---\ntitle: a\n...\n# B\n",
            &[("FrontMatter", "title: a"), ("Heading(1)", "B")],
        );
    }

    #[test]
    fn asides_are_not_prose() {
        check_blocks(
            "Tea\n%%\nusers\n\n# Users\n%%\ncake\n\n%% users %%\n\n%% a %% b\n",
            &[
                ("Paragraph", "Tea"),
                ("Comment", ""),
                ("Paragraph", "cake"),
                ("Comment", ""),
                ("Paragraph", " b"),
            ],
        );
        check_blocks(
            "$$\nuser\n\nuser\n$$\n\n- a\n  $$\n  user\n  $$\n- b\n\n> $$ user $$\n> c\n",
            &[
                ("Code", ""),
                ("Paragraph", "a"),
                ("Code", ""),
                ("Paragraph", "b"),
                ("Code", ""),
                ("Paragraph", "c"),
            ],
        );
        check_blocks(
            "::: mermaid\nUser ->> A: x\n:::\n\n:::note\nThe user pays.\n:::\n",
            &[("Code", ""), ("Paragraph", ":::note The user pays. :::")],
        );
        check_blocks(
            "{% if user %}\n# Title\n{% endif %}\n{% comment %}\nuser\n\nuser\n{% endcomment %}\nText\n\n{% include a.html\n   who=\"user\" %}\nEnd\n",
            &[
                ("Other", ""),
                ("Heading(1)", "Title"),
                ("Other", ""),
                ("Other", ""),
                ("Paragraph", "Text"),
                ("Other", ""),
                ("Paragraph", "End"),
            ],
        );
        // What is not closed is none; nor is what stands in code.
        check_blocks(
            "```\n%%\n```\n\n%%\n\n# Users\n\n$$ a seat\n\n:::mermaid\n",
            &[
                ("Code", ""),
                ("Paragraph", "%%"),
                ("Heading(1)", "Users"),
                ("Paragraph", "$$ a seat"),
                ("Paragraph", ":::mermaid"),
            ],
        );
        // No segment ends in one that is closed.
        let text = format!("A\n\n%%\n{}%%\n\nB\n", "# Users\n\nThe user pays.\n\n".repeat(500));
        check_blocks(&text, &[("Paragraph", "A"), ("Comment", ""), ("Paragraph", "B")]);
    }

    #[test]
    fn mdx_has_modules_expressions_and_components() {
        let text = "import Users from './parts';
import { Customer } from '@site/src/the user';

export const meta = {
  title: 'The user pays',

  people: ['user', `customer
  `],
};

# Title {/* user */}

{/* The user pays. */}

{/*
  The customer waits.

  Clients.
*/}

{people.map(user =>
  <li>{user}</li>)}

The {user.name} pays.

<Card
  title=\"The user\"
  go={() => user > 1}
/>

<Note kind={x > y ? 'user' : ''}>the nurse</Note> waits
";
        check_blocks_of(
            Syntax::Mdx,
            text,
            &[
                ("Other", ""),
                ("Other", ""),
                ("Heading(1)", "Title "),
                ("Comment", ""),
                ("Comment", ""),
                ("Other", ""),
                ("Paragraph", "The \u{fffc} pays."),
                ("Other", ""),
                ("Paragraph", "the nurse waits"),
            ],
        );
        check_blocks(
            "import it, user\n\n{ x }\n",
            &[("Paragraph", "import it, user"), ("Paragraph", "{ x }")],
        );
        // Nothing that is still being typed takes the rest with it.
        check_blocks_of(
            Syntax::Mdx,
            "{people.map(\n\nThe user pays.\n\nexport const a = {\n\nThe user waits.\n",
            &[
                ("Paragraph", "{people.map("),
                ("Paragraph", "The user pays."),
                ("Paragraph", "export const a = {"),
                ("Paragraph", "The user waits."),
            ],
        );
    }

    #[test]
    fn gherkin_is_titles_descriptions_and_steps() {
        let text = "# language: en
@returns @slow
Feature: Return labels
  As a shopper
  I want to print a label
  So that I do not wait

  Labels are good for a week.

  Background:
    Given a shopper with an order

  Rule: One label a line

    # for programmers
    Scenario Outline: A user prints <count>
      When the user prints
        \"\"\"
        The customer is always right.
        \"\"\"
      And the customer waits
      * nothing else happens

      Examples:
        | count |
        | two   |
";
        let expected = [
            ("Comment", ""),
            ("Other", ""),
            ("Heading(1)", "Return labels"),
            ("Paragraph", "As a shopper I want to print a label So that I do not wait"),
            ("Paragraph", "Labels are good for a week."),
            ("Other", ""),
            ("Paragraph", "Given a shopper with an order"),
            ("Heading(2)", "One label a line"),
            ("Comment", ""),
            ("Heading(3)", "A user prints \u{fffc}"),
            ("Paragraph", "When the user prints"),
            ("Other", ""),
            ("Other", ""),
            ("Other", ""),
            ("Paragraph", "And the customer waits"),
            ("Paragraph", "* nothing else happens"),
            ("Other", ""),
            ("Other", ""),
            ("Other", ""),
        ];
        check_blocks_of(Syntax::Gherkin, text, &expected);
        let wide = "Feature: Tea\n\u{a0}\u{2003}Given users wait\u{a0}\n";
        for syntax in [Syntax::Gherkin, Syntax::Text] {
            let document = Document::of(wide, syntax);
            let (start, segment) = document.segments().next().unwrap();
            let last = segment.blocks().last().unwrap();
            assert!(document.slice(last.span.shifted(start)).ends_with("Given users wait"));
        }
        let french = "# language: fr\nFonctionnalité: Retours\n  Given a user\n";
        check_blocks_of(Syntax::Gherkin, french, &[("Other", ""); 3]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

        #[test]
        fn edited_equals_fresh(
            syntax in syntax(),
            start in proptest::collection::vec(piece(), 0..30),
            edits in proptest::collection::vec((any::<prop::sample::Index>(), 0_usize..60, proptest::collection::vec(piece(), 0..3), any::<bool>()), 1..25),
        ) {
            let mut text = start.concat();
            let mut document = Document::of(&text, syntax);
            for (at, len, new, read) in edits {
                let start = text.floor_char_boundary(at.index(text.len() + 1));
                let end = text.floor_char_boundary(start + len).max(start);
                let new = new.concat();
                text.replace_range(start..end, &new);
                document.edit(Span::new(start, end), &new);
                if read {
                    blocks(&document);
                }
                check_same(&document, &Document::of(&text, syntax));
            }
        }

        #[test]
        fn what_ends_a_line_does_not_count(syntax in syntax(), text in proptest::collection::vec(piece(), 0..40)) {
            let text = text.concat().replace("\r\n", "\n").replace('\r', "\n");
            // By line, as the bytes of line breaks are not the same.
            let read = |ends: &str| {
                let document = Document::of(&text.replace('\n', ends), syntax);
                let line = |offset| document.position(offset, Encoding::Utf8);
                let blocks = blocks(&document).into_iter();
                let blocks: Vec<_> = blocks.map(|(kind, span, prose)| (kind, line(span.start), prose)).collect();
                let cuts: Vec<_> = document.segments().map(|(start, _)| line(start)).collect();
                (cuts, blocks)
            };
            let expected = read("\n");
            prop_assert_eq!(&read("\r\n"), &expected);
            prop_assert_eq!(&read("\r"), &expected);
        }

        #[test]
        fn positions_go_there_and_back(text in proptest::collection::vec(piece(), 0..30), at in any::<prop::sample::Index>()) {
            let text = text.concat();
            let document = Document::new(&text);
            let offset = text.floor_char_boundary(at.index(text.len() + 1));
            let (before, behind) = text.split_at(offset);
            let inside_break = before.ends_with('\r') && behind.starts_with('\n');
            for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
                let mut positions = document.positions(encoding);
                for at in (0..=text.len()).step_by(3).chain([offset, 0]) {
                    prop_assert_eq!(positions.of(at), document.position(at, encoding), "at {}", at);
                }
                let back = document.offset(document.position(offset, encoding), encoding);
                prop_assert_eq!(back, if inside_break { offset - 1 } else { offset });
            }
        }
    }
}
