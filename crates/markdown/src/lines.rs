//! The lines of a text, and what stands in front of what they say.

use crate::span::{Span, slice, trimmed};

/// The lines of `text`, each with its line break (`\n`, `\r\n` or a lone `\r`) and as a span.
/// A text that ends in a line break has no further, empty line here.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = (Span, &str)> {
    let bytes = text.as_bytes();
    let mut start = 0;
    std::iter::from_fn(move || {
        if start >= bytes.len() {
            return None;
        }
        let rest = bytes.get(start..).unwrap_or_default();
        let end = match rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
            None => bytes.len(),
            Some(at) => {
                let is_pair = rest.get(at) == Some(&b'\r') && rest.get(at + 1) == Some(&b'\n');
                start + at + if is_pair { 2 } else { 1 }
            }
        };
        let span = Span::new(start, end);
        start = end;
        Some((span, slice(text, span)))
    })
}

/// The lines of a text whose white space means nothing, each without it; nor is a byte order mark a part of any.
pub(crate) fn words(text: &str) -> impl Iterator<Item = (Span, &str)> {
    lines(text).map(move |(span, line)| {
        let mark = line.len() - line.trim_start_matches('\u{feff}').len();
        let span = trimmed(text, Span::new(span.start + mark, span.end));
        (span, slice(text, span))
    })
}

/// The column of the first character that is neither space nor a container's marker, and the line
/// from there on.
pub(crate) fn unindent(line: &str) -> (usize, &str) {
    let mut column = 0;
    let mut rest = line;
    loop {
        let skip = match rest.as_bytes() {
            [b' ' | b'\t' | b'>', ..] => 1,
            [b'-' | b'+' | b'*', b' ', ..] => 2,
            bytes => {
                let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
                match (bytes.get(digits), bytes.get(digits + 1)) {
                    (Some(b'.' | b')'), Some(b' ')) if (1..10).contains(&digits) => digits + 2,
                    _ => return (column, rest),
                }
            }
        };
        column += skip;
        rest = rest.get(skip..).unwrap_or_default();
    }
}
