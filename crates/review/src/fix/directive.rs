//! Taking a directive out of a document, so that all else reads as before.

use markdown::{Block, Document, Kind, Segment, Span, slice};

use crate::fix::edit::Edit;
use crate::read::directive::Directive;
use crate::text::line::{continued, is_margin, line_at, next_line};
use crate::text::token::one_line;

/// What takes a directive out of its segment, if the segment reads the same then; in bytes of the segment.
pub(crate) fn without(segment: &Segment, directive: &Directive) -> Option<Edit> {
    // Text that no tree can be had for is long, and nobody can tell what it would be.
    if segment.is_plain() {
        return None;
    }
    let edit = removal(segment, directive);
    let mut text = segment.text().to_owned();
    text.get(edit.span.range())?;
    text.replace_range(edit.span.range(), &edit.text);
    let after = Document::of(&text, segment.syntax());
    let same = after.segments().flat_map(|(_, after)| seen(after)).eq(seen(segment));
    same.then_some(edit)
}

/// What people see of a segment.
fn seen(segment: &Segment) -> impl Iterator<Item = (Kind, String)> {
    let blocks = segment.blocks().iter().filter(|block| !is_comment(block));
    let seen = blocks.map(|block| (block.kind, one_line(&block.prose(segment.text()).text)));
    seen.filter(|(_, text)| !text.is_empty())
}

fn is_comment(block: &Block) -> bool {
    matches!(block.kind, Kind::Html | Kind::Comment)
}

/// The segment without a directive and its line; blocks that it parts stay parted.
fn removal(segment: &Segment, directive: &Directive) -> Edit {
    let text = segment.text();
    let comment = directive.comment;
    let first = line_at(text, comment.start);
    let last = line_at(text, comment.end);
    let blocks = segment.blocks();
    let own = blocks.get(directive.block);
    let next = blocks.get(directive.block + 1);
    let nothing =
        |start: usize, end: usize| Edit { span: Span::new(start, end), text: String::new() };
    if own.is_some_and(Block::is_prose) {
        // With the space that parts it from the words before it, or else from those behind it.
        let before =
            slice(text, Span::new(first.start, comment.start)).trim_end_matches([' ', '\t']);
        let behind = slice(text, Span::new(comment.end, last.end));
        let gap = behind.len() - behind.trim_start_matches([' ', '\t']).len();
        let (start, end) = match first.start + before.len() {
            start if start < comment.start && gap < behind.len() => {
                (comment.start, comment.end + gap)
            }
            start if start < comment.start => (start, comment.end),
            _ => (comment.start, comment.end + gap),
        };
        return nothing(start, end);
    }
    let margin = Span::new(first.start, comment.start);
    if !is_margin(text, margin)
        && let Some((own, next)) = own.zip(next)
        && continues_item(text, own, next)
    {
        // It opens a list item, and what follows it there comes in its place.
        return nothing(comment.start, next.whole.start);
    }
    let margin = continued(slice(text, margin));
    let margin = margin.trim();
    let behind = next_line(text, last);
    let is_blank = |line: Span| slice(text, line).trim() == margin;
    let after = line_at(text, behind);
    let blank_before = first.start.checked_sub(1).is_none_or(|end| {
        let end = if slice(text, Span::new(0, end)).ends_with('\r') { end - 1 } else { end };
        is_blank(line_at(text, end))
    });
    let blank_after = behind < text.len() && is_blank(after);
    if blank_before && blank_after {
        return nothing(first.start, next_line(text, after));
    }
    let before = blocks.iter().take(directive.block).rev().find(|block| !is_comment(block));
    let is_alone = own.is_some_and(|own| {
        let (start, end) = (own.span.start, own.span.end);
        is_margin(text, Span::new(start, comment.start))
            && is_margin(text, Span::new(comment.end, end))
    });
    let would_join = is_alone
        && !blank_before
        && !blank_after
        && behind < text.len()
        && before.is_some_and(|before| joins(before, next, slice(text, after)));
    if would_join {
        return Edit { span: Span::new(first.start, last.end), text: margin.to_owned() };
    }
    nothing(first.start, behind)
}

/// Whether a block stands in the list item that a comment opens.
fn continues_item(text: &str, comment: &Block, next: &Block) -> bool {
    let depth = |block: &Block| block.item.map_or(0, |item| item.depth);
    let is_quote = text.get(next.whole.start..).is_some_and(|rest| rest.starts_with('>'));
    depth(next) > depth(comment)
        || depth(next) == depth(comment) && (next.whole == next.span || is_quote)
}

/// Whether what the next line begins would become part of the block before it, were there nothing
/// between them.
fn joins(before: &Block, next: Option<&Block>, line: &str) -> bool {
    let opens_item =
        |next: &Block| next.item.is_some_and(|item| item.leads) && next.whole != next.span;
    let next_item = before.item.is_some() && next.is_some_and(opens_item);
    let line = line.trim_start_matches(|c: char| c.is_whitespace() || c == '>');
    let parts = ["<!--", "#", "```", "~~~"].iter().any(|mark| line.starts_with(mark));
    matches!(before.kind, Kind::Paragraph | Kind::Cell { .. }) && !next_item && !parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::directive;

    #[test]
    fn a_comment_goes_with_its_line() {
        const C: &str = "<!-- rolecall-ignore -->";
        for (text, expected) in [
            (format!("a\n\n{C}\nb\n"), "a\n\nb\n"),
            (format!("a\n\n{C}\n\nb\n"), "a\n\nb\n"),
            (format!("a\r\n\r\n{C}\r\n\r\nb\r\n"), "a\r\n\r\nb\r\n"),
            (format!("{C}\n\nb\n"), "b\n"),
            (format!("\u{feff}{C}\nb\n"), "\u{feff}b\n"),
            (format!("---\nt: x\n---\n{C}\n\nb\n"), "---\nt: x\n---\n\nb\n"),
            (format!("> a\n>\n> {C}\n>\n> b\n"), "> a\n>\n> b\n"),
            // These would be one paragraph.
            (format!("a\n{C}\nb\n"), "a\n\nb\n"),
            (format!("> a\n> {C}\n> b\n"), "> a\n>\n> b\n"),
            (format!("a\n{C}\n# b\n"), "a\n# b\n"),
            (format!("- a\n  {C}\n- b\n"), "- a\n- b\n"),
            (format!("- {C}\n  b\n"), "- b\n"),
            (format!("- {C}\n- b\n"), "- b\n"),
            (format!("- {C}\n  > b\n"), "- > b\n"),
            (format!("- {C}\n- > b\n"), "- > b\n"),
            (format!("a\n- {C}\n"), "a\n"),
            (format!("a\n{C}"), "a\n"),
        ] {
            let document = Document::new(&text);
            let (_, segment) = document.segments().next().unwrap();
            let directives = directive::find(segment);
            let edit = without(segment, &directives.all[0]).unwrap();
            let mut fixed = text.clone();
            fixed.replace_range(edit.span.range(), &edit.text);
            assert_eq!(fixed, expected);
        }
    }
}
