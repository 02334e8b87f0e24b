//! Blocks of HTML: the tables, lists, headings and paragraphs that people read in them.
//!
//! They become blocks as those of Markdown are, so that nobody who reads blocks needs to know which of the two they
//! stand in. What HTML sets off within a sentence is read with the text of the block (see [`crate::inline`]), which also
//! decides what a tag is. Elements may lack their end, as many do. What nobody reads stays a block of HTML.

use crate::block::{Block, Item, Kind, opaque};
use crate::lines;
use crate::span::{Span, slice, trimmed};
use crate::syntax::Syntax;
use crate::tag::{self, REACH};

/// Cells that are further to the right, or go on for more columns, are not put in the right one.
const MOST_COLUMNS: usize = 256;

/// Puts what is read in each block of HTML from the byte `start` on in its place.
pub(crate) fn expand(text: &str, start: usize, syntax: Syntax, blocks: &mut Vec<Block>) {
    // The grammar takes a heading of HTML for a paragraph. In a quote, its marks stand among the HTML.
    let is_html = |block: &Block| match block.kind {
        Kind::Html => block.span.start >= start,
        Kind::Paragraph => begins_with_heading(slice(text, block.span)),
        _ => false,
    };
    let is_read = |block: &Block| is_html(block) && block.quotes == 0;
    if !blocks.iter().any(is_read) {
        return;
    }
    // A table may go on behind a blank line, which ends the block.
    let mut table = None;
    let mut all = Vec::with_capacity(blocks.len());
    for block in blocks.drain(..) {
        if !is_read(&block) {
            if matches!(block.kind, Kind::Heading(_)) {
                table = None;
            }
            all.push(block);
            continue;
        }
        let mut reader = Reader::new(text, syntax, &block, table.take());
        let is_html = reader.read().is_some();
        table = reader.table();
        if is_html && reader.blocks.iter().any(Block::is_prose) {
            for one in &mut reader.blocks {
                one.html = Some(block.span);
            }
            if let Some(first) = reader.blocks.iter_mut().find(|one| one.is_prose()) {
                first.whole = block.whole;
            }
            all.append(&mut reader.blocks);
        } else {
            all.push(block);
        }
    }
    *blocks = all;
}

/// An element that is open.
#[derive(Debug, Clone)]
enum Open {
    List {
        ordered: bool,
    },
    /// Whether nothing of it was read yet.
    Item {
        is_new: bool,
    },
    Heading(u8),
    Table(Table),
    /// A cell, its place, and the tables that are open inside it.
    Cell {
        row: u32,
        column: u32,
        inner: u32,
    },
}

/// A table, as far as it was read.
#[derive(Debug, Clone, Default)]
struct Table {
    /// The present row, and the column of the next cell.
    row: Option<u32>,
    column: usize,
    /// Whether it is still at its head.
    in_head: bool,
    /// Of each column, the first row that no cell above it reaches into.
    free_from: Vec<u32>,
    /// The first block of the present row, and whether only heads of rows and columns were seen there.
    first: usize,
    all_heads: bool,
}

impl Table {
    fn start_row(&mut self, first: usize) {
        self.row = Some(match self.row {
            Some(_) if self.in_head => 0,
            Some(row) => row + 1,
            None => 0,
        });
        self.column = 0;
        self.first = first;
        self.all_heads = true;
    }

    /// The place of the next cell, which takes so many columns and rows.
    fn place(&mut self, columns: usize, rows: u32) -> (u32, u32) {
        let row = self.row.unwrap_or_default();
        while self.free_from.get(self.column).is_some_and(|from| *from > row) {
            self.column += 1;
        }
        let column = self.column;
        self.column = (column + columns).min(MOST_COLUMNS);
        if rows > 1 {
            self.free_from.resize(self.free_from.len().max(self.column), 0);
            let own = self.free_from.get_mut(column..self.column).unwrap_or_default();
            own.fill(row.saturating_add(rows));
        }
        (row, u32::try_from(column).unwrap_or(u32::MAX))
    }
}

/// Reads one block of HTML.
struct Reader<'a> {
    text: &'a str,
    syntax: Syntax,
    block: &'a Block,
    blocks: Vec<Block>,
    open: Vec<Open>,
    /// Where something began that is not in a block yet, and whether it says anything: tags alone do not.
    run: Option<usize>,
    says: bool,
    /// What is not read of it.
    unread: Vec<Span>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, syntax: Syntax, block: &'a Block, table: Option<Table>) -> Self {
        let open = table.map(Open::Table).into_iter().collect();
        Self {
            text,
            syntax,
            block,
            blocks: Vec::new(),
            open,
            run: None,
            says: false,
            unread: Vec::new(),
        }
    }

    /// The table that is open where the block ends.
    fn table(&self) -> Option<Table> {
        self.open.iter().rev().find_map(|open| match open {
            Open::Table(table) => Some(Table { first: 0, ..table.clone() }),
            _ => None,
        })
    }

    /// None where the block begins with a tag that is none of HTML's, or with none.
    fn read(&mut self) -> Option<()> {
        let Span { start, end } = trimmed(self.text, self.block.span);
        let mut at = start;
        while let Some(found) = slice(self.text, Span::new(at, end)).find('<') {
            self.text_to(at, at + found);
            at += found;
            let rest = slice(self.text, Span::new(at, end));
            if rest.starts_with("<!--") {
                (at > start).then_some(())?;
                let close = rest.find("-->").map_or(rest.len(), |close| close + "-->".len());
                self.comment(Span::new(at, at + close));
                at += close;
                continue;
            }
            let tag = tag::tag_end(rest, self.syntax)
                .filter(|end| rest.get(1..*end).is_some_and(tag::is_tag));
            let Some(close) = tag else {
                (at > start).then_some(())?;
                self.text_to(at, at + 1);
                at += 1;
                continue;
            };
            let inner = rest.get(1..close).unwrap_or_default();
            let (name, closes) = tag::name_of(inner);
            (at > start || tag::is_html(name)).then_some(())?;
            let here = Span::new(at, at + close + 1);
            at = here.end;
            if let Some(close) = tag::unread(name).filter(|_| !closes && !inner.ends_with('/')) {
                let rest = slice(self.text, Span::new(here.end, end));
                let length =
                    find_ignoring_case(rest, close).map_or(rest.len(), |at| at + close.len());
                at += length;
                self.unread(Span::new(here.start, at));
            } else if tag::is_block(name) {
                self.tag(&name.to_ascii_lowercase(), closes, inner, here);
            } else {
                self.run.get_or_insert(here.start);
            }
        }
        self.text_to(at, end);
        self.close(0, end);
        Some(())
    }

    /// Takes what stands from `start` to `end` for text, if it says anything.
    fn text_to(&mut self, start: usize, end: usize) {
        let text = slice(self.text, Span::new(start, end));
        let blank = text.len() - text.trim_start().len();
        if blank < text.len() {
            self.run.get_or_insert(start + blank);
            self.says = true;
        }
    }

    /// A comment in a text is read with it; another may hold what is said to the reader of the document.
    fn comment(&mut self, span: Span) {
        if !self.says && !self.in_cell() {
            self.run = None;
            self.blocks.push(Block { item: self.block.item, ..opaque(Kind::Html, span) });
        } else {
            self.run.get_or_insert(span.start);
        }
    }

    /// An element that nobody reads: in a sentence something stands for it.
    fn unread(&mut self, span: Span) {
        let is_long = span.len() > REACH;
        let is_apart = ["<pre", "<script", "<style", "<head"].iter().any(|open| {
            let start = slice(self.text, span).get(..open.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(open))
        });
        if is_apart && !self.in_cell() {
            self.flush(span.start);
        } else {
            self.run.get_or_insert(span.start);
            self.says = true;
            self.unread.extend(is_long.then_some(span));
        }
    }

    fn in_cell(&self) -> bool {
        self.open.iter().any(|open| matches!(open, Open::Cell { .. }))
    }

    /// A tag of an element that stands apart.
    fn tag(&mut self, name: &str, closes: bool, inner: &str, here: Span) {
        let is_of_table =
            matches!(name, "tr" | "td" | "th" | "thead" | "tbody" | "tfoot" | "caption");
        if let Some(Open::Cell { inner, .. }) =
            self.open.iter_mut().rfind(|open| matches!(open, Open::Cell { .. }))
        {
            let is_inner = *inner > 0;
            match (name, closes) {
                ("table", false) => *inner += 1,
                ("table", true) if is_inner => *inner -= 1,
                _ => {}
            }
            // What is in a cell is read as its text: lists, paragraphs, other tables.
            if is_inner || name != "table" && !is_of_table || name == "table" && !closes {
                return;
            }
        }
        self.flush(here.start);
        match (name, closes) {
            ("table", false) => self.open.push(Open::Table(Table::default())),
            ("table", true) => self.close_last(|open| matches!(open, Open::Table(_)), here.start),
            ("thead" | "tbody" | "tfoot", _) => {
                if let Some(table) = self.innermost_table(here.start) {
                    table.in_head = name == "thead" && !closes;
                }
            }
            ("tr", false) => {
                let first = self.blocks.len();
                let table = self.innermost_table(here.start);
                if let Some(table) = table {
                    table.start_row(first);
                }
            }
            ("tr" | "td" | "th", true) => {
                self.innermost_table(here.start);
            }
            ("td" | "th", false) => self.cell(name == "th", inner, here.start),
            ("ul" | "ol" | "menu" | "dl", false) => {
                self.open.push(Open::List { ordered: name == "ol" })
            }
            ("ul" | "ol" | "menu" | "dl", true) => {
                self.close_last(|open| matches!(open, Open::List { .. }), here.start)
            }
            ("li" | "dt", false) => {
                self.end_item(here.start);
                self.open.push(Open::Item { is_new: true });
            }
            ("li", true) => self.end_item(here.start),
            ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", false) => {
                let level = name.bytes().last().map_or(1, |digit| digit.saturating_sub(b'0'));
                self.open.push(Open::Heading(level));
            }
            ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", true) => {
                self.close_last(|open| matches!(open, Open::Heading(_)), here.start)
            }
            _ => {}
        }
    }

    /// Opens a cell of the innermost table.
    fn cell(&mut self, is_head: bool, inner: &str, at: usize) {
        let columns = number_of(inner, "colspan").clamp(1, MOST_COLUMNS);
        let rows = u32::try_from(number_of(inner, "rowspan")).unwrap_or(1).max(1);
        let first = self.blocks.len();
        let Some(table) = self.innermost_table(at) else { return };
        if table.row.is_none() {
            table.start_row(first);
        }
        // "<th>Name</th><td>Gwen</td>": what the first row begins with is the title of the row, and no column has one.
        let is_titled = !is_head && table.all_heads && table.column > 0 && !table.in_head;
        let untitled = (is_titled && table.row == Some(0)).then_some(table.first);
        if untitled.is_some() {
            table.row = Some(1);
        }
        table.all_heads &= is_head;
        let (row, column) = table.place(columns, rows);
        for cell in self.blocks.iter_mut().skip(untitled.unwrap_or(usize::MAX)) {
            if let Kind::Cell { row, .. } = &mut cell.kind {
                *row = 1;
            }
        }
        self.open.push(Open::Cell { row, column, inner: 0 });
    }

    /// Closes what is open inside the innermost table, or opens one: it began elsewhere, and so did its head.
    fn innermost_table(&mut self, at: usize) -> Option<&mut Table> {
        match self.open.iter().rposition(|open| matches!(open, Open::Table(_))) {
            Some(index) => self.close(index + 1, at),
            None => self.open.push(Open::Table(Table { row: Some(0), ..Table::default() })),
        }
        match self.open.last_mut() {
            Some(Open::Table(table)) => Some(table),
            _ => None,
        }
    }

    /// Closes what is open inside the innermost list.
    fn end_item(&mut self, at: usize) {
        let list = self.open.iter().rposition(|open| matches!(open, Open::List { .. }));
        let item = self.open.iter().rposition(|open| matches!(open, Open::Item { .. }));
        if let Some(keep) = list.map(|list| list + 1).or(item) {
            self.close(keep, at);
        }
    }

    /// Closes the innermost element that is such, with all inside it.
    fn close_last(&mut self, is_such: impl Fn(&Open) -> bool, at: usize) {
        if let Some(index) = self.open.iter().rposition(is_such) {
            self.close(index, at);
        }
    }

    /// Closes all elements but the outermost `keep`. A table stays known where the block ends.
    fn close(&mut self, keep: usize, at: usize) {
        self.flush(at);
        let is_end = keep == 0;
        while self.open.len() > keep {
            match self.open.pop() {
                Some(Open::Cell { row, column, .. }) => {
                    let is_empty = self
                        .blocks
                        .last()
                        .is_none_or(|last| last.kind != Kind::Cell { row, column });
                    if is_empty {
                        let kind = Kind::Cell { row, column };
                        let item = self.item();
                        let nothing = Span::new(at, at);
                        self.blocks.push(Block { kind, item, ..Block::of(Vec::new(), nothing) });
                    }
                }
                Some(table @ Open::Table(_)) if is_end => {
                    self.open = vec![table];
                    return;
                }
                _ => {}
            }
        }
    }

    /// The item that text stands in.
    fn item(&self) -> Option<Item> {
        let outside = self.block.item;
        let lists = self.open.iter().filter(|open| matches!(open, Open::List { .. })).count();
        let is_item = |open: &&Open| matches!(open, Open::Item { .. });
        let Some(Open::Item { is_new }) = self.open.iter().rfind(is_item) else { return outside };
        let ordered = self.open.iter().rev().find_map(|open| match open {
            Open::List { ordered } => Some(*ordered),
            _ => None,
        });
        let depth = u16::try_from(lists.max(1)).unwrap_or(u16::MAX);
        Some(Item {
            depth: depth.saturating_add(outside.map_or(0, |item| item.depth)),
            leads: *is_new,
            ordered: ordered.unwrap_or_default(),
        })
    }

    /// Makes a block of the text that ends at `end`.
    fn flush(&mut self, end: usize) {
        let unread = std::mem::take(&mut self.unread);
        let says = std::mem::take(&mut self.says);
        let Some(start) = self.run.take().filter(|_| says) else { return };
        let lines = self.lines(Span::new(start, end), &unread);
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return };
        let span = Span::new(first.start, last.end);
        let kind = self.open.iter().rev().find_map(|open| match open {
            Open::Cell { row, column, .. } => Some(Kind::Cell { row: *row, column: *column }),
            Open::Heading(level) => Some(Kind::Heading(*level)),
            _ => None,
        });
        let kind = kind.unwrap_or(Kind::Paragraph);
        // Between the parts of a table there is no text, and what would be a block of Markdown is none here.
        let is_stray = matches!(self.open.last(), Some(Open::Table(_)));
        let is_cell = matches!(kind, Kind::Cell { .. });
        let is_marked = |line: &Span| is_marked(slice(self.text, *line));
        if is_stray || !is_cell && lines.iter().any(is_marked) {
            return;
        }
        let item = self.item();
        self.blocks.push(Block { kind, item, ..Block::of(lines, span) });
        if let Some(Open::Item { is_new }) =
            self.open.iter_mut().rfind(|open| matches!(open, Open::Item { .. }))
        {
            *is_new = false;
        }
    }

    /// The lines of a text, without the white space around them and what is not read.
    fn lines(&self, span: Span, unread: &[Span]) -> Vec<Span> {
        let ends = unread.iter().map(|gap| gap.start).chain([span.end]);
        let starts = [span.start].into_iter().chain(unread.iter().map(|gap| gap.end));
        let pieces = starts.zip(ends).map(|(start, end)| Span::new(start, end));
        let lines = pieces.flat_map(|piece| {
            lines::lines(slice(self.text, piece)).map(move |(line, _)| line.shifted(piece.start))
        });
        let lines = lines.map(|line| trimmed(self.text, line));
        lines.filter(|line| !line.is_empty()).collect()
    }
}

/// The number that an attribute of a tag says, or 1.
fn number_of(inner: &str, attribute: &str) -> usize {
    let value = find_ignoring_case(inner, attribute)
        .and_then(|at| inner.get(at + attribute.len()..))
        .and_then(|rest| rest.trim_start().strip_prefix('='));
    let digits = value.map(|value| value.trim_start().trim_start_matches(['"', '\'', '{']));
    let digits = digits.and_then(|value| value.split(|c: char| !c.is_ascii_digit()).next());
    digits.and_then(|digits| digits.parse().ok()).unwrap_or(1)
}

fn begins_with_heading(text: &str) -> bool {
    match text.as_bytes() {
        [b'<', b'h' | b'H', b'1'..=b'6', behind, ..] => !behind.is_ascii_alphanumeric(),
        _ => false,
    }
}

fn find_ignoring_case(text: &str, what: &str) -> Option<usize> {
    let mut windows = text.as_bytes().windows(what.len());
    windows.position(|window| window.eq_ignore_ascii_case(what.as_bytes()))
}

/// Whether a line begins as a block of Markdown does.
fn is_marked(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = rest.len() < line.len() && rest.starts_with([')', '.']);
    let is_bullet = line.starts_with(['-', '*', '+', '•']);
    let rest = line.trim_start_matches(['-', '*', '+', '•', '#']);
    (is_numbered && rest.contains(' '))
        || (is_bullet || line.starts_with('#')) && rest.starts_with(' ')
        || line.starts_with(['|', '>'])
        || line.starts_with("```")
        || line.starts_with("~~~")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Document;

    /// Each block of a document: what it is, its place in lists, and what is read.
    fn seen(text: &str) -> Vec<String> {
        let document = Document::new(text);
        let mut seen = Vec::new();
        for (_, segment) in document.segments() {
            for block in segment.blocks() {
                let item = block.item.map(|item| {
                    let mark = if item.ordered { "1" } else { "-" };
                    format!(" {mark}{}{}", item.depth, if item.leads { "" } else { "+" })
                });
                let kind = match block.kind {
                    Kind::Cell { row, column } => format!("{row},{column}"),
                    Kind::Heading(level) => format!("h{level}"),
                    Kind::Paragraph => "p".to_owned(),
                    kind => format!("{kind:?}"),
                };
                let prose = block.prose(segment.text()).text;
                seen.push(format!("{kind}{}: {prose}", item.unwrap_or_default()));
            }
        }
        seen
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(seen(text), expected, "{text}");
        // How lines end does not count.
        assert_eq!(seen(&text.replace('\n', "\r\n")), expected, "{text}");
    }

    #[test]
    fn a_table_has_rows_and_cells() {
        let cells = ["0,0: Role", "0,1: Needs", "1,0: Nurse", "1,1: rest", "2,0: Cook", "2,1: "];
        check(
            "<table>\n <thead><tr><th>Role</th>\n <th>Needs</th></tr></thead>\n <tbody>\n<tr>\n<td>Nurse</td><td>rest</td></tr>\n<tr><td>Cook</td><td></td></tr></tbody></table>\n",
            &cells,
        );
        // Ends may be left out, and a blank line ends the block only.
        check(
            "<table><tr><th>Role<th>Needs\n<tr><td>Nurse\n<td>rest\n\n<tr><td>Cook<td></table>\n",
            &cells,
        );
        let markdown = "| Role | Needs |\n|---|---|\n| Nurse | rest |\n| Cook |  |\n";
        check(markdown, &cells);
        // A heading ends what was left open.
        check(
            "<table><tr><td>a</td></tr>\n\n# Head\n\n<tr><td>b</td></tr>\n",
            &["0,0: a", "h1: Head", "1,0: b"],
        );
    }

    #[test]
    fn cells_may_reach_over_others() {
        check(
            "<table><tr><th>a<th colspan=\"2\">b<th>c</tr><tr><td rowspan='2'>d<td>e<td>f<td>g</tr><tr><td>h</table>\n",
            &["0,0: a", "0,1: b", "0,3: c", "1,0: d", "1,1: e", "1,2: f", "1,3: g", "2,1: h"],
        );
        check(
            "<table><tr><td colspan=99999999999999999999>a<td rowspan=4294967295>b<tr><td colspan=900>c<td>d</table>\n",
            &["0,0: a", "0,1: b", "1,0: c", "1,256: d"],
        );
    }

    #[test]
    fn a_row_may_have_a_title() {
        check(
            "<table><tr><th>Name</th><td>Gwen</td></tr><tr><th>Role</th><td>Nurse</td></tr></table>\n",
            &["1,0: Name", "1,1: Gwen", "2,0: Role", "2,1: Nurse"],
        );
        check(
            "<table><thead><tr><th>a</th><td>b</td></tr><tr><th>c</th><td>d</td></tr></thead></table>\n",
            &["0,0: a", "0,1: b", "0,0: c", "0,1: d"],
        );
    }

    #[test]
    fn what_is_in_a_cell_is_its_text() {
        check(
            "<table><tr><td><ul><li>one</li>\n <li>two</li></ul></td><td><p>a</p><p><b>b</b></p></td><td><table><tr><td>x</td></tr></table>y</td></tr></table>\n",
            &["0,0: one\ntwo", "0,1: a\nb", "0,2: x\ny"],
        );
    }

    #[test]
    fn a_list_has_items() {
        check(
            "<ul>\n<li>one</li>\n<li><p>two</p><p>more</p>\n<ol><li>deep</ol>\nend</li>\n</ul>\n",
            &["p -1: one", "p -1: two", "p -1+: more", "p 12: deep", "p -1+: end"],
        );
        check(
            "<dl><dt>Nurse<dd>gives doses\n<dt>Cook</dt><dd>cooks</dd></dl>\n",
            &["p -1: Nurse", "p -1+: gives doses", "p -1: Cook", "p -1+: cooks"],
        );
        check("- a\n\n  <ul><li>b</li></ul>\n", &["p -1: a", "p -2: b"]);
        check("<li>a</li><li>b</li>\n", &["p -1: a", "p -1: b"]);
    }

    #[test]
    fn headings_and_paragraphs_are_read() {
        check(
            "<h1 align=\"center\">Tea</h1>\n<p>Nurses <b>wait</b><br>long.</p>\n<details><summary>More</summary>text\n</details>\n",
            &["h1: Tea", "p: Nurses wait\nlong.", "p: More", "p: text"],
        );
        check("<h2>a<h3>b</h3>c\n", &["h2: a", "h3: b", "h2: c"]);
    }

    #[test]
    fn what_nobody_reads_is_not_read() {
        for text in [
            "<!-- <p>user</p> -->\n",
            "<script>\n\nlet user = '<p>user</p>';\n</script>\n",
            "<style>\np { content: 'user' }\n</style>\n",
            "<pre>user\n</pre>\n",
            "<div title=\"the user > waits\">\n<img alt=\"user\">\n</div>\n",
            "<div><style>user</style><script>user</script>\n</div>\n",
            "<div><!-- user\n</div>\n",
            "<div><select><option>user</option></select>\n",
            "<svg>\n<title>user</title>\n<text>user</text>\n</svg>\n",
            "<Persona>\nuser\n</Persona>\n",
            "<div>\n- user\n- user\n</div>\n",
            "<div>\n## user\n</div>\n",
            "<table>user<tr>user</tr></table>\n",
        ] {
            let words = seen(text).concat();
            assert!(!words.contains("user"), "{text}: {words}");
        }
        let long = "user ".repeat(REACH);
        check(
            &format!("<p>See <code>{long}</code> there, <code>user</code></p>\n"),
            &["p: See there, \u{fffc}"],
        );
        check("> <p>user</p>\n", &["Html: "]);
    }

    #[test]
    fn comments_stay_apart() {
        check("<div>\n<!-- one -->\n<p>a <!-- two --> b</p>\n</div>\n", &["Html: ", "p: a  b"]);
        let text = "<table><tr><td><!-- c -->a</td></tr></table>\n";
        check(text, &["0,0: a"]);
        let document = Document::new(text);
        let (_, segment) = document.segments().next().unwrap();
        assert_eq!(segment.blocks()[0].prose(text).comments, [Span::new(15, 25)]);
    }

    #[test]
    fn each_word_leads_back_to_itself() {
        let text = "<table>\n<tr><td>Sales <em>associate</em></td>\n<td>\n  the <b>sales\n  associate</b>s &amp; co</td></tr></table>\n";
        let document = Document::new(text);
        let (_, segment) = document.segments().next().unwrap();
        for block in segment.blocks() {
            let prose = block.prose(text);
            for (at, word) in prose.text.match_indices(|c: char| c.is_alphabetic()) {
                let source = prose.source(Span::new(at, at + word.len()));
                assert_eq!(slice(text, source), word);
            }
        }
        let prose = segment.blocks()[0].prose(text);
        assert_eq!(
            prose.rewritten(Span::new(0, 5), "Store"),
            Some(vec![(Span::new(16, 21), "Store".into())])
        );
        // Which words the tag would then be around nobody knows.
        assert_eq!(prose.rewritten(Span::new(0, 15), "nurse"), None);
    }
}
