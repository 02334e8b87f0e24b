//! Blocks of text that needs no grammar.
//!
//! Most of what people write is headings, plain paragraphs, lists of lines, tables and fences. Such
//! text is read here, line by line and some sixty times as fast as by the grammar. Whatever could mean
//! anything else ends the attempt, and the grammar reads the whole segment. A property test, and one
//! over real documents, hold that both read the same.

use crate::block::{Block, Item, Kind};
use crate::lines::lines;
use crate::span::{Span, slice};

/// What counts as blank in markup. A no-break space does not.
const BLANK: [char; 2] = [' ', '\t'];

/// The blocks of `text` from `start` on, which is where a line starts. None where it takes the
/// grammar to tell them.
pub(crate) fn read(text: &str, start: usize) -> Option<Vec<Block>> {
    let mut reader = Reader::default();
    for (span, _) in lines(slice(text, Span::new(start, text.len()))) {
        reader.line(Line::of(text, span.shifted(start))?)?;
    }
    reader.close_lists(0);
    if reader.table.is_some() {
        reader.close_table()?;
    }
    // It goes on in the next segment, or is still being typed.
    reader.fence.is_none().then_some(())?;
    settle(text, &mut reader.blocks);
    Some(reader.blocks)
}

/// Cuts off the blank space behind blocks, but for the break of the last line: how much of it the
/// grammar counts as theirs depends on what follows.
pub(crate) fn settle(text: &str, blocks: &mut [Block]) {
    for block in &mut *blocks {
        block.span = settled(text, block.span);
        block.whole = settled(text, block.whole);
        if let Some(last) = block.lines.last_mut() {
            let kept = slice(text, *last).trim_end_matches([' ', '\t', '\r']);
            last.end = last.start + kept.len();
        }
    }
}

fn settled(text: &str, span: Span) -> Span {
    let blank = [' ', '\t', '\n', '\r'];
    let end = span.start + slice(text, span).trim_end_matches(blank).len();
    let rest = slice(text, Span::new(end, span.end));
    let behind = rest.trim_start_matches(BLANK);
    let line_break = match behind.as_bytes() {
        [b'\r', b'\n', ..] => 2,
        [b'\n' | b'\r', ..] => 1,
        _ => return Span::new(span.start, end),
    };
    Span::new(span.start, span.end - behind.len() + line_break)
}

/// The text of an ATX heading's line, from behind its opening run on: without a closing one.
pub(crate) fn atx_text(line: &str) -> &str {
    let line = line.trim_end();
    // The closing run of number signs is markup.
    let open = line.trim_end_matches('#');
    let closes = open.len() < line.len() && (open.is_empty() || open.ends_with([' ', '\t']));
    if closes { open.trim_end() } else { line }
}

/// A line without its break.
#[derive(Clone, Copy)]
struct Line<'a> {
    /// Its bytes, the break included.
    span: Span,
    /// How many spaces it begins with.
    indent: usize,
    /// The rest.
    text: &'a str,
}

impl<'a> Line<'a> {
    fn of(text: &'a str, span: Span) -> Option<Self> {
        let line = slice(text, span);
        let line =
            line.strip_suffix('\n').map_or(line, |line| line.strip_suffix('\r').unwrap_or(line));
        let rest = line.trim_start_matches(' ');
        // What a tab is worth, what ends a line: left to the grammar.
        let is_odd = rest.starts_with('\t') || line.bytes().any(|byte| matches!(byte, b'\r' | 0));
        let indent = line.len() - rest.len();
        (!is_odd).then_some(Self { span, indent, text: rest })
    }

    /// Where its text stands.
    fn body(&self) -> Span {
        let start = self.span.start + self.indent;
        Span::new(start, start + self.text.len())
    }
}

/// A list that is open.
#[derive(Clone, Copy)]
struct List {
    mark: Mark,
    /// The column of its items' marks.
    indent: usize,
    /// The column of the present item's text.
    content: usize,
    /// The first block of the list and of the present item.
    first: usize,
    item: usize,
}

/// What opens a list's items.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Bullet(u8),
    Number(u8),
}

#[derive(Clone, Copy)]
struct Fence {
    start: usize,
    mark: u8,
    length: usize,
}

#[derive(Clone, Copy)]
struct Table {
    /// Its first block.
    first: usize,
    columns: usize,
    /// The next row; none while the line under the header is awaited.
    row: Option<u32>,
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    lists: Vec<List>,
    fence: Option<Fence>,
    /// The table that is open.
    table: Option<Table>,
    /// Whether the last block is a paragraph that the next line may continue.
    in_paragraph: bool,
    /// How many blank lines stand before the present one.
    blank: usize,
}

impl Reader {
    /// Reads a line. None where it takes the grammar.
    fn line(&mut self, line: Line<'_>) -> Option<()> {
        if let Some(fence) = self.fence {
            let run = line.text.bytes().take_while(|byte| *byte == fence.mark).count();
            if run >= fence.length && line.text.get(run..)?.trim_matches(BLANK).is_empty() {
                (line.indent == 0).then_some(())?;
                self.fence = None;
                self.push(Kind::Code, Span::new(fence.start, line.span.end), Vec::new(), None);
            }
            return Some(());
        }
        let text = line.text;
        let is_row = text.starts_with('|') && line.indent == 0;
        if self.table.is_some() && !is_row {
            // Rows need no pipe in front.
            text.is_empty().then_some(())?;
            self.close_table()?;
        }
        if text.is_empty() {
            self.in_paragraph = false;
            self.blank += 1;
            return Some(());
        }
        let blank = std::mem::take(&mut self.blank);
        if let Some(list) = self.lists.last().copied() {
            if let Some((mark, width)) = mark_of(text) {
                (blank < 2).then_some(())?;
                return self.item(line, mark, width);
            }
            if line.indent > 0 {
                let goes_on = self.in_paragraph && line.indent == list.content && is_prose(text);
                goes_on.then(|| self.extend(line))?;
                return Some(());
            }
            // Right behind an item this would go on with it, were it no heading.
            (blank > 0 || text.starts_with('#')).then_some(())?;
            self.close_lists(0);
        }
        (line.indent == 0).then_some(())?;
        match text.as_bytes().first()? {
            b'#' => {
                let level = text.bytes().take_while(|byte| *byte == b'#').count();
                let behind = text.get(level..)?;
                let inner = behind.trim_start_matches(' ');
                let is_heading = level <= 6 && behind.starts_with(' ');
                let kept = atx_text(inner);
                (is_heading && !kept.is_empty() && !inner.starts_with(['#', '\t'])).then_some(())?;
                let start = line.span.start + text.len() - inner.len();
                let text = Span::new(start, start + kept.len());
                self.in_paragraph = false;
                self.push(Kind::Heading(level as u8), line.span, vec![text], None);
            }
            mark @ (b'`' | b'~') if text.bytes().take_while(|byte| byte == mark).count() >= 3 => {
                let length = text.bytes().take_while(|byte| byte == mark).count();
                let info = text.get(length..)?;
                (!info.contains(['`', '~'])).then_some(())?;
                self.in_paragraph = false;
                self.fence = Some(Fence { start: line.span.start, mark: *mark, length });
            }
            b'|' => {
                (!self.in_paragraph).then_some(())?;
                self.row(line)?;
            }
            b'-' if text.starts_with("---")
                && text.trim_end_matches(BLANK).bytes().all(|byte| byte == b'-') =>
            {
                (!self.in_paragraph).then_some(())?;
                self.push(Kind::Other, line.span, Vec::new(), None);
            }
            _ => match mark_of(text) {
                Some((mark, width)) => {
                    let is_bullet = matches!(mark, Mark::Bullet(_));
                    (is_bullet || !self.in_paragraph).then_some(())?;
                    self.item(line, mark, width)?;
                }
                None => {
                    is_prose(text).then_some(())?;
                    match self.in_paragraph {
                        true => self.extend(line),
                        false => {
                            self.push(Kind::Paragraph, line.span, vec![line.body()], None);
                            self.in_paragraph = true;
                        }
                    }
                }
            },
        }
        Some(())
    }

    fn push(&mut self, kind: Kind, span: Span, lines: Vec<Span>, item: Option<Item>) {
        self.blocks.push(Block { kind, item, ..Block::of(lines, span) });
    }

    /// Goes on with the paragraph.
    fn extend(&mut self, line: Line<'_>) {
        if let Some(block) = self.blocks.last_mut() {
            block.lines.push(line.body());
            block.span.end = line.span.end;
            block.whole.end = block.whole.end.max(line.span.end);
        }
    }

    /// Reads a line that opens an item: of the list it is on a level with, or of a list in the item
    /// before.
    fn item(&mut self, line: Line<'_>, mark: Mark, width: usize) -> Option<()> {
        let inner = line.text.get(width..)?;
        let (task, inner) = match inner.as_bytes() {
            [b'[', b' ' | b'x' | b'X', b']', b' ', ..] => (4, inner.get(4..)?),
            _ => (0, inner),
        };
        is_prose(inner).then_some(())?;
        let depth = self.lists.iter().take_while(|list| list.indent < line.indent).count();
        let above = depth.checked_sub(1).and_then(|at| self.lists.get(at));
        if above.is_some_and(|above| line.indent < above.content) {
            return None;
        }
        let is_level = match self.lists.get(depth) {
            Some(list) => list.indent == line.indent && list.mark == mark,
            // In an item, at its text; or else at the margin.
            None => line.indent == above.map_or(0, |above| above.content),
        };
        is_level.then_some(())?;
        // "In those days,\n2024. was far": only a first number interrupts a sentence.
        let interrupts = self.lists.len() <= depth && self.in_paragraph;
        let is_first = !matches!(mark, Mark::Number(_)) || line.text.starts_with("1.");
        (!interrupts || is_first).then_some(())?;
        self.close_lists(depth + 1);
        let start = line.span.start + line.indent;
        let text = Span::new(start + width + task, line.body().end);
        let first = self.blocks.len();
        let content = line.indent + width;
        match self.lists.get_mut(depth) {
            Some(list) => {
                close(&mut self.blocks, list.item);
                list.item = first;
                list.content = content;
            }
            None => {
                let indent = line.indent;
                self.lists.push(List { mark, indent, content, first, item: first });
            }
        }
        let ordered = matches!(mark, Mark::Number(_));
        let item = Item { depth: u16::try_from(depth + 1).ok()?, leads: true, ordered };
        self.push(Kind::Paragraph, Span::new(text.start, line.span.end), vec![text], Some(item));
        if let Some(block) = self.blocks.last_mut() {
            block.whole.start = start;
        }
        self.in_paragraph = true;
        Some(())
    }

    /// Closes the lists that are deeper than `depth`.
    fn close_lists(&mut self, depth: usize) {
        while self.lists.len() > depth
            && let Some(list) = self.lists.pop()
        {
            close(&mut self.blocks, list.item);
            close(&mut self.blocks, list.first);
        }
    }

    /// Reads a row of a table.
    fn row(&mut self, line: Line<'_>) -> Option<()> {
        let text = line.text.trim_end_matches(BLANK);
        let inner = text.strip_prefix('|')?.strip_suffix('|')?;
        let cells = inner.split('|');
        // A pipe that is meant as itself; a row of nothing, which the grammar takes for none.
        let is_cut = |cell: &str| cell.matches('`').count() % 2 == 1;
        let is_odd = inner.contains('\\') || cells.clone().any(is_cut);
        (!is_odd && inner.contains(|c| c != '|' && c != ' ')).then_some(())?;
        let here = self.blocks.len();
        let columns = cells.clone().count();
        let new = Table { first: here, columns, row: Some(0) };
        let mut table = self.table.unwrap_or(new);
        (columns == table.columns).then_some(())?;
        if let Some(block) = self.blocks.get_mut(table.first) {
            block.whole.end = line.span.end;
        }
        if table.row.is_none() {
            cells.clone().all(is_rule).then_some(())?;
            self.table = Some(Table { row: Some(1), ..table });
            return Some(());
        }
        // A second such line ends the table.
        let row = table.row.filter(|_| !cells.clone().all(is_rule))?;
        let mut start = line.span.start + 1;
        for (column, cell) in cells.enumerate() {
            (!cell.is_empty()).then_some(())?;
            let end = start + cell.len();
            let span = match cell.trim() {
                "" => Span::new(end, end),
                trimmed => {
                    let start = start + cell.len() - cell.trim_start().len();
                    Span::new(start, start + trimmed.len())
                }
            };
            let lines = if span.is_empty() { Vec::new() } else { vec![span] };
            let kind = Kind::Cell { row, column: u32::try_from(column).ok()? };
            self.push(kind, span, lines, None);
            start = end + 1;
        }
        if let Some(block) = self.blocks.get_mut(here).filter(|_| row == 0) {
            block.whole = line.span;
        }
        table.row = (row > 0).then_some(row + 1);
        self.table = Some(table);
        Some(())
    }

    /// None if there was no more than a header.
    fn close_table(&mut self) -> Option<()> {
        self.table.take()?.row.map(|_| ())
    }
}

/// Whether a cell is one of the line under a table's header.
fn is_rule(cell: &str) -> bool {
    let cell = cell.trim_matches(' ');
    let dashes = cell.strip_prefix(':').unwrap_or(cell);
    let dashes = dashes.strip_suffix(':').unwrap_or(dashes);
    !dashes.is_empty() && dashes.bytes().all(|byte| byte == b'-')
}

/// The block that begins an item or a list covers it: up to the end of the last block.
fn close(blocks: &mut [Block], first: usize) {
    let end = blocks.last().map_or(0, |block| block.span.end);
    if let Some(block) = blocks.get_mut(first) {
        block.whole.end = end;
    }
}

/// What opens a list item, and how far its text is in.
fn mark_of(text: &str) -> Option<(Mark, usize)> {
    let bytes = text.as_bytes();
    let (mark, width) = match bytes.first()? {
        mark @ (b'-' | b'+' | b'*') => (Mark::Bullet(*mark), 1),
        b'0'..=b'9' => {
            let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let mark = bytes.get(digits).filter(|mark| matches!(mark, b'.' | b')'))?;
            (Mark::Number(*mark), digits + 1)
        }
        _ => return None,
    };
    let spaces = bytes.iter().skip(width).take_while(|byte| **byte == b' ').count();
    // With five it is code.
    matches!(spaces, 1..=4).then_some((mark, width + spaces))
}

/// Whether a line can be nothing but a line of a paragraph, or its first.
fn is_prose(line: &str) -> bool {
    let bytes = line.as_bytes();
    let Some(first) = bytes.first() else { return false };
    match first {
        b'a'..=b'z' | b'A'..=b'Z' | b'!' | b'%' | b'"' | b'\'' | b'(' | b'$' | b'@' | b'&' => true,
        b'0'..=b'9' => {
            let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
            !matches!(bytes.get(digits), Some(b'.' | b')'))
        }
        // Emphasis, and no rule.
        b'*' | b'_' => {
            !matches!(bytes.get(1), Some(b' ' | b'\t') | None)
                && bytes.iter().any(|byte| !matches!(byte, b'*' | b'_' | b' ' | b'\t'))
        }
        b'`' => bytes.iter().take_while(|byte| **byte == b'`').count() < 3,
        // A link and no definition of one, nor what the grammar takes for the start of one.
        b'[' => {
            let label = line.split(']').next().unwrap_or_default();
            let is_link = line.get(label.len()..).is_some_and(|rest| rest.starts_with("]("));
            is_link && !line.contains("]:") && !label.contains(['&', '\\'])
        }
        0x80.. => !line.starts_with(char::is_whitespace) && !line.starts_with('\u{feff}'),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use proptest::prelude::*;

    use crate::{Document, Segment};

    /// Whether a segment was read line by line; then it was read as the grammar does.
    fn check_segment(segment: &Segment) -> bool {
        let Some(found) = segment.blocks_by_line() else { return false };
        // Where the grammar cannot be asked, nothing can be wrong.
        let Some(expected) = segment.blocks_by_grammar() else { return true };
        let longer = found.len().max(expected.len());
        for index in 0..longer {
            let (found, expected) = (found.get(index), expected.get(index));
            let at = found.or(expected).map_or(0, |block| block.span.start);
            let text = segment.text();
            let near = text.floor_char_boundary(at.saturating_sub(100))
                ..text.ceil_char_boundary((at + 200).min(text.len()));
            assert_eq!(found, expected, "block {index}, near {:?}", text.get(near));
        }
        true
    }

    /// How many bytes of a text are read line by line.
    fn check(text: &str) -> usize {
        let document = Document::new(text);
        let segments = document.segments();
        segments.filter(|(_, one)| check_segment(one)).map(|(_, one)| one.text().len()).sum()
    }

    #[test]
    fn what_people_mostly_write_takes_no_grammar() {
        for text in [
            "# Head\n\nA line\nand one more.  \n\n## Head ##\nText\n\n---\n\nEnd",
            "- one\n- two\n  goes on\n  - deep\n  - deeper\n    1. first\n    2. second\n- three\n\nEnd\n",
            "1. one\n\n2. two\n\n3. three\n",
            "- [ ] open\n- [x] done\n## Head\n",
            "| a | b |\n|---|:-:|\n| 1 | **2** |\n|  | 3 |\n\nEnd\n",
            "Text\n\n```rust\n# code\n\n- code\n```\n\n~~~\ncode\n~~~\n",
            "**Bold** and *so* on\n`code` here\n\n[a link](to) there\n",
        ] {
            assert_eq!(check(text), text.len(), "{text:?}");
        }
    }

    #[test]
    fn real_documents_are_read_alike() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/prds/raw");
        // Another folder of Markdown may be named.
        let folder = std::env::var_os("MDCORPUS").map_or(folder, Into::into);
        let Ok(files) = std::fs::read_dir(&folder) else {
            eprintln!("skipped: there are no documents in {}", folder.display());
            return;
        };
        let (mut all, mut by_line) = (0, 0);
        for file in files {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            let text = String::from_utf8_lossy(&bytes);
            by_line += check(&text) + check(&text.replace('\n', "\r\n"));
            all += text.len() * 2;
        }
        eprintln!("{by_line} of {all} bytes");
        assert!(by_line * 2 > all, "{by_line} of {all} bytes");
    }

    fn piece() -> impl Strategy<Value = &'static str> {
        proptest::sample::select(fixture::MARKDOWN)
    }

    /// Text within a line that the grammar is seldom asked about.
    fn words() -> impl Strategy<Value = &'static str> {
        proptest::sample::select(&[
            "word",
            "two words",
            "As a nurse,",
            "**bold** word",
            "_so_",
            "*x* y",
            "`code`",
            "[a](b)",
            "![a](b)",
            "2024",
            "9.5 kg",
            "“q”",
            "é",
            "x\u{a0}",
            "\u{a0}x",
            "a | b",
            "a: b",
            "x ##",
            "x  ",
            "x <b>y</b>",
            "a\\b",
            "&amp; x",
            "!",
            "(x)",
            "$5",
            "1.x",
            "-x",
        ])
    }

    /// What people write, and now and then a line that they seldom do.
    fn block() -> impl Strategy<Value = String> {
        use proptest::collection::vec;
        use proptest::sample::select;
        let item = (0..4_usize, select(&["- ", "* ", "1. ", "2. ", "10. ", "- [ ] ", "-  "]));
        prop_oneof![
            4 => vec(words(), 1..4).prop_map(|lines| lines.join("\n")),
            3 => vec((item, words(), select(&["", "", "", "\n"])), 1..6).prop_map(|items| {
                let mut columns = vec![0];
                let mut list = String::new();
                for ((depth, mark), words, blank) in items {
                    columns.truncate(depth + 1);
                    let column = columns.last().copied().unwrap_or_default();
                    columns.push(column + mark.trim_end_matches("[ ] ").len());
                    list.push_str(&format!("{:column$}{mark}{words}\n{blank}", ""));
                }
                list
            }),
            2 => (1..7_usize, words()).prop_map(|(level, words)| format!("{} {words}", "#".repeat(level))),
            2 => (vec(words(), 1..4), 0..3_usize).prop_map(|(cells, rows)| {
                let row = format!("| {} |\n", cells.join(" | "));
                let rule = format!("|{}\n", "---|".repeat(cells.len()));
                format!("{row}{rule}{}", row.repeat(rows))
            }),
            1 => (select(&["```", "~~~", "````"]), words())
                .prop_map(|(fence, words)| format!("{fence}rust\n{words}\n\n# {words}\n{fence}")),
            1 => Just("---".to_owned()),
            1 => (select(&["  ", "    ", "> ", "|", "# ", "- ", "```", "\t"]), words())
                .prop_map(|(start, words)| format!("{start}{words}")),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4_000, ..ProptestConfig::default() })]

        #[test]
        fn anything_is_read_alike(pieces in proptest::collection::vec(piece(), 0..30)) {
            check(&pieces.concat());
        }

        #[test]
        fn what_people_write_is_read_alike(
            blocks in proptest::collection::vec((block(), "\n{1,3}|\r\n\r\n"), 1..6),
        ) {
            check(&blocks.iter().flat_map(|(block, gap)| [&**block, gap]).collect::<String>());
        }
    }
}
