//! YAML front matter into tables, and its errors into words for people who do not program.

use markdown::{Span, slice};
use saphyr_parser::{Event, Parser, ScalarStyle};

use crate::problem::Report;
use crate::table::{Key, Kind, Table, Value};

/// Lists in lists in lists: nobody who describes a persona means more.
const DEPTH: usize = 16;

/// Reads `text`, which stands in the file from the byte `offset` on. Nothing where it is broken or
/// holds no keys, which is told.
pub(crate) fn read(text: &str, offset: usize, report: &mut Report) -> Option<Table> {
    // The parser counts characters.
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let byte = |index: usize| bytes.get(index).copied().unwrap_or(text.len());
    let mut open: Vec<Open> = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, place) = match event {
            Ok(event) => event,
            Err(error) => {
                let at = byte(error.marker().index());
                let message = explain(error.info(), text, at);
                report.error(Span::new(at, at).shifted(offset), message);
                return None;
            }
        };
        let span = Span::new(byte(place.start.index()), byte(place.end.index())).shifted(offset);
        let done = match event {
            Event::MappingStart(..) => {
                open.push(Open::Table(Table { span, entries: Vec::new() }, None));
                None
            }
            Event::SequenceStart(..) => {
                open.push(Open::List(span, Vec::new()));
                None
            }
            Event::MappingEnd | Event::SequenceEnd => open.pop().map(Open::close),
            Event::Scalar(text, ScalarStyle::Plain, ..) => {
                Some(Value { span, kind: Kind::Bare(text.into_owned()) })
            }
            Event::Scalar(text, ScalarStyle::Literal | ScalarStyle::Folded, ..) => {
                Some(Value { span, kind: Kind::Block(text.into_owned()) })
            }
            Event::Scalar(read, ..) => {
                // The parser counts what follows on the line in.
                let length = quoted_length(slice(text, span.shifted_back(offset)));
                let span = Span::new(span.start, span.start + length);
                Some(Value { span, kind: Kind::Text(read.into_owned()) })
            }
            // Followed, an alias of aliases of aliases could grow without end.
            Event::Alias(_) => Some(Value { span, kind: Kind::Bare(String::new()) }),
            _ => None,
        };
        if open.len() > DEPTH {
            report.error(span, "This front matter is nested too deeply.".to_owned());
            return None;
        }
        match (done, open.last_mut()) {
            (Some(value), Some(parent)) => parent.add(value),
            (Some(Value { kind: Kind::Table(table), .. }), None) => return Some(table),
            (Some(value), None) => {
                let message = "Front matter must consist of `key: value` lines.".to_owned();
                report.error(value.span, message);
                return None;
            }
            (None, _) => {}
        }
    }
    Some(Table::default())
}

/// How many bytes the quoted text takes that `text` begins with.
fn quoted_length(text: &str) -> usize {
    let mut characters = text.char_indices().skip(1).peekable();
    let is_double = text.starts_with('"');
    while let Some((at, character)) = characters.next() {
        match character {
            '\\' if is_double => {
                characters.next();
            }
            '\'' if !is_double && characters.peek().is_some_and(|(_, next)| *next == '\'') => {
                characters.next();
            }
            '"' if is_double => return at + 1,
            '\'' if !is_double => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// A list or table that is still being read.
enum Open {
    List(Span, Vec<Value>),
    Table(Table, Option<Key>),
}

impl Open {
    fn add(&mut self, value: Value) {
        match self {
            Open::List(_, items) => items.push(value),
            Open::Table(table, key) => match key.take() {
                Some(key) => table.entries.push((key, value)),
                None => {
                    let name = value.as_text().unwrap_or_default().to_owned();
                    *key = Some(Key { span: value.span, name });
                }
            },
        }
    }

    fn close(self) -> Value {
        match self {
            Open::List(span, items) => Value { span, kind: Kind::List(items) },
            Open::Table(table, _) => Value { span: table.span, kind: Kind::Table(table) },
        }
    }
}

/// What the parser's `message` about the byte `at` means, and what to do.
fn explain(message: &str, text: &str, at: usize) -> String {
    let before = slice(text, Span::new(0, at));
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = slice(text, Span::new(line_start, text.len())).lines().next().unwrap_or_default();
    let value = line.split_once(": ").map(|(_, value)| value.trim_start());
    let mark = value.and_then(|value| value.chars().next()).filter(char::is_ascii_punctuation);
    if message.contains("quoted scalar") {
        "A quote on this line is not closed.".to_owned()
    } else if line.starts_with([' ', '\t']) && line.contains('\t') {
        "Indent this line with spaces. YAML doesn't allow tabs.".to_owned()
    } else if let Some(value) = value.filter(|value| value.contains(": ")) {
        format!("Text with a colon needs quotes. Write \"{}\".", value.trim_end())
    } else if let Some(mark) = mark.filter(|mark| !matches!(mark, '"' | '\'' | '[' | '{')) {
        format!("Text that begins with `{mark}` needs quotes.")
    } else {
        "The front matter cannot be read here. Each line should read `key: value`, a list `key: [one, two]`."
            .to_owned()
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn check(text: &str, line: usize, message: &str) {
        let mut report = Report::new(Path::new("sue.md"), text);
        assert_eq!(read(text, 0, &mut report), None);
        let problems = report.done();
        let found: Vec<_> = problems.iter().map(|p| (p.line, p.message.as_str())).collect();
        assert_eq!(found, [(Some(line), message)], "{text}");
    }

    #[test]
    fn errors_say_what_to_do() {
        check("name: \"x\n", 1, "A quote on this line is not closed.");
        check("a: b\nname: b: c\n", 2, "Text with a colon needs quotes. Write \"b: c\".");
        check("name: @x\n", 1, "Text that begins with `@` needs quotes.");
        check("a:\n\tb: 1\n", 2, "Indent this line with spaces. YAML doesn't allow tabs.");
        check("- x\n", 1, "Front matter must consist of `key: value` lines.");
        check(
            "name: [a\n",
            2,
            "The front matter cannot be read here. Each line should read `key: value`, a list `key: [one, two]`.",
        );
    }

    #[test]
    fn places_are_in_bytes_of_the_file() {
        let text = "é: 😀\nname: Sue\ngoals:\n- find\n- sell\n";
        let mut report = Report::new(Path::new("sue.md"), text);
        let table = read(text, 4, &mut report).unwrap();
        let name = table.get("name").unwrap();
        assert_eq!(slice(text, name.span.shifted_back(4)), "Sue");
        assert_eq!(table.texts("goals", &mut report), ["find", "sell"]);
        assert_eq!(report.done(), []);
    }

    #[test]
    fn hostile_text_is_refused() {
        let mut report = Report::new(Path::new("sue.md"), "");
        for text in [
            format!("a: {}", "[".repeat(10_000)),
            "- ".repeat(10_000),
            "? ".repeat(10_000),
            format!("a: &a [x]\nb: {}", "[*a, *a]".repeat(9)),
            "%YAML 9\n---\na: b\n".to_owned(),
            "a: !!binary x\n".to_owned(),
        ] {
            read(&text, 0, &mut report);
        }
        assert_eq!(read("", 0, &mut report), Some(Table::default()));
    }
}
