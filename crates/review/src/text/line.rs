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

/// Where the line after `line` starts; the end of the text if there is none.
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
    fn a_line_is_found_by_a_byte_in_it() {
        for (text, at, line, next) in [
            ("one\ntwo\nthree", 0, "one", 4),
            ("one\ntwo\nthree", 3, "one", 4),
            ("one\ntwo\nthree", 4, "two", 8),
            ("one\ntwo\nthree", 13, "three", 13),
            ("one\r\ntwo", 1, "one", 5),
            ("one\rtwo", 1, "one", 4),
            ("\u{feff}one\ntwo", 4, "one", 7),
            ("one\n\u{feff}two", 4, "\u{feff}two", 10),
            ("", 0, "", 0),
        ] {
            let found = line_at(text, at);
            assert_eq!((slice(text, found), next_line(text, found)), (line, next), "{text:?} {at}");
        }
    }

    #[test]
    fn a_text_has_a_line_break() {
        for (text, expected) in
            [("a\nb", "\n"), ("a\r\nb\n", "\r\n"), ("a\rb\n", "\r"), ("a", "\n"), ("", "\n")]
        {
            assert_eq!(break_of(text), expected, "{text:?}");
            assert_eq!(break_of_document(&Document::new(text)), expected, "{text:?}");
        }
    }

    #[test]
    fn a_line_goes_on_in_the_blocks_that_it_opens() {
        let text = "> \t- tea";
        assert!(is_margin(text, Span::new(0, 3)) && !is_margin(text, Span::new(0, 4)));
        assert_eq!(continued("> - 1. "), ">      ");
    }
}
