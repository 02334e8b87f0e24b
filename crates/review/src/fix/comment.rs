//! Comments that are put into a document: where one can stand so that all else reads as before.

use std::sync::Arc;

use markdown::{Block, Document, Kind, Segment, Span, slice};

use crate::fix::edit::Edit;
use crate::text::line::{break_of, continued, is_margin, line_at};
use crate::text::token::one_line;

/// Whether two documents, of which one is the other with comments put in, have the same blocks besides.
pub(crate) fn reads_alike(before: &Document, after: &Document) -> bool {
    let (old, new): (Vec<_>, Vec<_>) = (before.segments().collect(), after.segments().collect());
    let is_shared =
        |one: &(usize, &Arc<Segment>), other: &(usize, &Arc<Segment>)| Arc::ptr_eq(one.1, other.1);
    let pairs = old.iter().zip(&new);
    let start = pairs.take_while(|(one, other)| is_shared(one, other)).count();
    let pairs = old.iter().skip(start).rev().zip(new.iter().skip(start).rev());
    let end = pairs.take_while(|(one, other)| is_shared(one, other)).count();
    let seen = |segments: &[(usize, &Arc<Segment>)]| {
        let changed = segments.iter().take(segments.len().saturating_sub(end)).skip(start);
        changed.flat_map(|(_, segment)| seen(segment)).collect::<Vec<_>>()
    };
    seen(&old) == seen(&new)
}

/// What people see of a segment: each block with its kind, its list and its quotes.
fn seen(segment: &Segment) -> impl Iterator<Item = (Kind, Option<(u16, bool)>, u16, String)> {
    let blocks = segment.blocks().iter();
    let blocks = blocks.filter(|block| !matches!(block.kind, Kind::Html | Kind::Comment));
    blocks.map(|block| {
        let text = match block.is_prose() {
            true => one_line(&block.prose(segment.text()).text),
            false => slice(segment.text(), block.span).trim().to_owned(),
        };
        let item = block.item.map(|item| (item.depth, item.ordered));
        (block.kind, item, block.quotes, text)
    })
}

/// What puts a comment above the step or the title that holds the byte at `at`, in Gherkin. A comment in a description
/// would end it for some parsers, so there it goes above the title, and reaches both.
pub(crate) fn above_line(
    segment: &Segment,
    at: usize,
    comment: &str,
) -> Option<(&'static str, Edit)> {
    let text = segment.text();
    let blocks = segment.blocks();
    let index = blocks.partition_point(|block| block.span.start <= at).checked_sub(1)?;
    let block = blocks.get(index)?;
    let titles = blocks.get(..index)?.iter().rev();
    let mut titles = titles.filter(|title| matches!(title.kind, Kind::Heading(_)));
    let title = titles.find(|title| title.whole.contains(block.span));
    let (place, block) = match title {
        Some(title) => ("in the whole description", title),
        None => ("here", block),
    };
    let line = line_at(text, block.span.start);
    let written = slice(text, line);
    let indent = written.get(..written.len() - written.trim_start().len())?;
    let at = line.start + indent.len();
    let text = format!("{comment}{}{indent}", break_of(text));
    Some((place, Edit { span: Span::new(at, at), text }))
}

/// What puts a comment on a line of its own before the block that holds the byte at `at`, so that it
/// reaches this block and, where that can be, no other; and what it then reaches, in words. The best place comes first.
pub(crate) fn before_block(
    segment: &Segment,
    at: usize,
    comment: &str,
) -> Vec<(&'static str, Edit)> {
    let mut places = Vec::new();
    let text = segment.text();
    let blocks = segment.blocks();
    let index = blocks.partition_point(|block| block.span.start <= at).checked_sub(1);
    let Some((index, block)) = index.and_then(|index| Some((index, blocks.get(index)?))) else {
        return places;
    };
    if let Some(html) = block.html {
        let inside = blocks.iter().filter(|other| other.html == Some(html) && other.is_prose());
        let place = if inside.count() > 1 { "in the whole HTML block" } else { "here" };
        let margin = Span::new(line_at(text, html.start).start, html.start);
        let margin = slice(text, margin);
        let above = format!("{comment}{}{}", break_of(text), continued(margin));
        let edit = Edit { span: Span::new(html.start, html.start), text: above };
        return margin.trim().is_empty().then_some((place, edit)).into_iter().collect();
    }
    let is_cell = matches!(block.kind, Kind::Cell { .. });
    let index = if is_cell { first_cell(segment, index) } else { Some(index) };
    let Some((index, block)) = index.and_then(|index| Some((index, blocks.get(index)?))) else {
        return places;
    };
    let line = line_at(text, block.span.start);
    let margin = slice(text, Span::new(line.start, block.span.start));
    // What stands before a table's first cell.
    let margin = if is_cell { margin.split('|').next().unwrap_or_default() } else { margin };
    // With a line before it, front matter would be none; what kramdown says of a block stands right above it.
    let is_bound = block.kind == Kind::FrontMatter || slice(text, block.span).starts_with("{:");
    if is_bound || margin.contains('\0') {
        return places;
    }
    let end = break_of(text);
    let above = |at: usize, margin: &str| Edit {
        span: Span::new(at, at),
        text: format!("{comment}{end}{}", continued(margin)),
    };
    // The line that says what sort of callout a quote is has to be its first.
    let is_callout = margin.trim_end().ends_with('>') && block.quotes > 0;
    if is_callout && slice(text, block.span).starts_with("[!") {
        let quote = margin.rfind('>').and_then(|at| margin.get(..at)).unwrap_or_default();
        let is_alone = block.whole.end <= block.span.end;
        let place = if is_alone { "here" } else { "in the whole quote" };
        return vec![(place, above(line.start + quote.len(), quote))];
    }
    let place = if is_cell { "in the whole table" } else { "here" };
    let here = line.start + margin.len();
    if is_margin(text, Span::new(line.start, here)) {
        places.push((place, above(here, margin)));
    } else {
        // It opens a list item. Behind what the item before holds, a comment is read before this one.
        if let Some(before) = item_before(segment, index, margin) {
            let text = format!("{}{comment}{end}", continued(before));
            places.push((place, Edit { span: Span::new(line.start, line.start), text }));
        }
        // Between the box of a task and its text nothing may stand.
        if !is_task(margin) {
            places.push((place, above(here, margin)));
        }
    }
    // Before all that begins with it: its list, its quote.
    let whole = line_at(text, block.whole.start);
    let first = slice(text, Span::new(whole.start, block.whole.start));
    let is_list = !is_margin(text, Span::new(whole.start, block.span.start));
    if block.whole.start < block.span.start
        && is_margin(text, Span::new(whole.start, block.whole.start))
    {
        let place = if is_list { "in the whole list" } else { "in the whole quote" };
        places.push((place, above(block.whole.start, first)));
    }
    if is_task(margin) {
        let mark = margin.trim_end().trim_end_matches(['[', ']', ' ', 'x', 'X']);
        let mark = mark.trim_end_matches(|c: char| !c.is_whitespace() && c != '>');
        places.push(("in the whole list", above(line.start + mark.len(), mark)));
    }
    places
}

/// The first cell of a cell's table. Without a tree, nobody knows where a table begins.
fn first_cell(segment: &Segment, index: usize) -> Option<usize> {
    let blocks = segment.blocks().get(..=index)?;
    let first = |block: &Block| block.kind == Kind::Cell { row: 0, column: 0 };
    blocks.iter().rposition(first).filter(|_| !segment.is_plain())
}

/// What stands before the text of the item before the one that a block opens, in the same list.
/// `margin` is what stands before the block.
fn item_before<'a>(segment: &'a Segment, index: usize, margin: &str) -> Option<&'a str> {
    let blocks = segment.blocks();
    let block = blocks.get(index)?;
    let item = block.item?;
    let mark = only_mark(margin)?;
    let before = blocks.get(..index)?.iter().rev();
    // A fence that is not closed would take the comment in.
    before.clone().next().filter(|last| last.kind != Kind::Code)?;
    let inside = before.take_while(|other| {
        other.quotes >= block.quotes && other.item.is_some_and(|other| other.depth >= item.depth)
    });
    let mut siblings = inside.filter(|other| {
        other.quotes == block.quotes
            && other.item.is_some_and(|other| other.depth == item.depth && other.leads)
    });
    let other = siblings.next()?;
    let line = line_at(segment.text(), other.span.start);
    let margin = slice(segment.text(), Span::new(line.start, other.span.start));
    let margin = margin.split('|').next().unwrap_or_default();
    (only_mark(margin)? == mark).then_some(without_box(margin))
}

/// What ends the mark of the only list item that a line opens: of `10. ` the full stop.
fn only_mark(margin: &str) -> Option<char> {
    let marks = without_box(margin).trim_matches(|c: char| c.is_whitespace() || c == '>');
    let is_one = !marks.contains(|c: char| c.is_whitespace() || c == '>');
    marks.chars().next_back().filter(|_| is_one)
}

fn is_task(margin: &str) -> bool {
    ["[ ]", "[x]", "[X]"].iter().any(|task| margin.trim_end().ends_with(task))
}

/// What stands before a task's box.
fn without_box(margin: &str) -> &str {
    if is_task(margin) {
        margin.rsplit_once('[').map_or(margin, |(before, _)| before)
    } else {
        margin
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMENT: &str = "<!-- x -->";

    /// The texts with a comment before the block that "here" is in, each with what the comment reaches.
    fn with_comment(text: &str) -> Vec<(&'static str, String)> {
        let document = Document::new(text);
        let (_, segment) = document.segments().next().unwrap();
        let places = before_block(segment, text.find("here").unwrap(), COMMENT).into_iter();
        let put = |(place, edit): (&'static str, Edit)| {
            let mut changed = text.to_owned();
            changed.replace_range(edit.span.range(), &edit.text);
            (place, changed)
        };
        places.map(put).collect()
    }

    #[test]
    fn a_comment_stands_on_a_line_of_its_own_before_its_block() {
        assert_eq!(
            with_comment("Tea.\n\nNot here.\n"),
            [("here", "Tea.\n\n<!-- x -->\nNot here.\n".into())]
        );
        assert_eq!(with_comment("> Not here.\n")[0].1, "> <!-- x -->\n> Not here.\n");
        let table = "| a |\n|---|\n| here |\n";
        assert_eq!(with_comment(table)[0], ("in the whole table", format!("{COMMENT}\n{table}")));
        assert_eq!(with_comment("---\ntitle: here\n---\n"), []);
        let table = "Tea.\n\n<table>\n<tr><td>a</td><td>here</td></tr>\n</table>\n";
        assert_eq!(
            with_comment(table),
            [("in the whole HTML block", table.replace("<table>", "<!-- x -->\n<table>"))]
        );
    }

    #[test]
    fn a_text_with_a_comment_reads_alike_and_one_with_a_word_does_not() {
        let document = |text: &str| Document::new(text);
        let before = document("Tea.\n\n- Milk.\n");
        assert!(reads_alike(&before, &document("Tea.\n\n<!-- x -->\n- Milk.\n")));
        assert!(!reads_alike(&before, &document("Tea.\n\n- Milk, x.\n")));
        assert!(!reads_alike(&before, &document("Tea.\n\nMilk.\n")));
    }

    #[test]
    fn in_gherkin_it_stands_above_the_step() {
        let text = "Feature: Tea\n  Scenario: b\n    Given here it is\n";
        let document = Document::of(text, markdown::Syntax::Gherkin);
        let (_, segment) = document.segments().next().unwrap();
        let (place, edit) = above_line(segment, text.find("here").unwrap(), "# x").unwrap();
        let mut changed = text.to_owned();
        changed.replace_range(edit.span.range(), &edit.text);
        assert_eq!(place, "here");
        assert_eq!(changed, text.replace("    Given", "    # x\n    Given"));
    }
}
