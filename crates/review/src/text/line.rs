//! A line of a text, and the marks of the blocks that it begins with.

use markdown::{Document, Span, slice};

const BREAKS: [char; 2] = ['\n', '\r'];
const BOM: char = '\u{feff}';

/// The line that holds the byte at `at`, without its break and without a byte order mark.
pub(crate) fn line_at(text: &str, at: usize) -> Span {
    let (before, behind) = text.split_at_checked(at).unwrap_or((text, ""));
    let mut start = before.rfind(BREAKS).map_or(0, |found| found + 1);
    if start == 0 && text.starts_with(BOM) {
        start = BOM.len_utf8();
    }
    Span::new(start, at + behind.find(BREAKS).unwrap_or(behind.len()))
}

/// Where the line behind `line` starts; the end of the text if there is none.
pub(crate) fn next_line(text: &str, line: Span) -> usize {
    let behind = text.get(line.end..).unwrap_or_default();
    line.end + if behind.starts_with("\r\n") { 2 } else { usize::from(!behind.is_empty()) }
}

/// The line break that a text is written with.
pub(crate) fn break_of(text: &str) -> &'static str {
    match text.find(BREAKS) {
        Some(at) if text.get(at..).is_some_and(|rest| rest.starts_with("\r\n")) => "\r\n",
        Some(at) if text.get(at..).is_some_and(|rest| rest.starts_with('\r')) => "\r",
        _ => "\n",
    }
}

/// The line break that a document is written with.
pub(crate) fn break_of_document(document: &Document) -> &'static str {
    let first = document.line(0);
    break_of(&document.slice(Span::new(first.start, first.end + 2)))
}

/// Whether nothing but spaces and the marks of quotes stands in a part of a line.
pub(crate) fn is_margin(text: &str, part: Span) -> bool {
    slice(text, part).chars().all(is_gap)
}

/// What a line begins with that is to continue the blocks which the line with the beginning `margin`
/// opens: spaces in place of the marks of list items.
pub(crate) fn continued(margin: &str) -> String {
    margin.chars().map(|c| if is_gap(c) { c } else { ' ' }).collect()
}

/// A space, or the mark of a quote.
fn is_gap(character: char) -> bool {
    character.is_whitespace() || character == '>'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_neither_its_break_nor_a_byte_order_mark() {
        let text = "\u{feff}ab\r\ncd\re";
        let line = |at: usize| slice(text, line_at(text, at));
        assert_eq!((line(4), line(8), line(text.len())), ("ab", "cd", "e"));
        assert_eq!(next_line(text, line_at(text, 4)), 7);
        assert_eq!(next_line(text, line_at(text, text.len())), text.len());
    }

    #[test]
    fn a_text_keeps_its_line_break() {
        for newline in ["\n", "\r\n", "\r"] {
            let text = format!("a{newline}b\n");
            assert_eq!(break_of(&text), newline);
            assert_eq!(break_of_document(&Document::new(&text)), newline);
        }
        assert_eq!(break_of("a"), "\n");
    }

    #[test]
    fn a_margin_is_spaces_and_marks_of_quotes() {
        assert!(is_margin("> > a", Span::new(0, 4)) && !is_margin("> - a", Span::new(0, 4)));
        assert_eq!(continued("> - "), ">   ");
    }
}
