//! TOML into tables, and its errors into words for people who do not program.

use markdown::{Span, slice};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::problem::Report;
use crate::table::{Key, Kind, Table, Value};

/// Reads `text`, which stands in the file from the byte `offset` on. Nothing where it is broken,
/// which is told.
pub(crate) fn read(text: &str, offset: usize, report: &mut Report) -> Option<Table> {
    let (root, errors) = DeTable::parse_recoverable(text);
    // One at a time: what comes after the first often comes from it.
    let place = |error: &toml::de::Error| error.span().map(Span::from).unwrap_or_default();
    let Some(error) = errors.iter().min_by_key(|error| place(error)) else {
        return Some(table(root.get_ref(), Span::from(root.span()), offset));
    };
    let message = explain(error.message(), text, place(error));
    report.error(place(error).shifted(offset), message);
    None
}

fn table(table: &DeTable, span: Span, offset: usize) -> Table {
    let mut entries: Vec<(Key, Value)> = table
        .iter()
        .map(|(name, found)| {
            let span = Span::from(name.span()).shifted(offset);
            (Key { span, name: name.get_ref().to_string() }, value(found, offset))
        })
        .collect();
    entries.sort_by_key(|(key, _)| key.span);
    Table { span: span.shifted(offset), entries }
}

fn value(found: &Spanned<DeValue>, offset: usize) -> Value {
    let span = Span::from(found.span());
    let kind = match found.get_ref() {
        DeValue::String(text) => Kind::Text(text.to_string()),
        DeValue::Integer(number) => {
            let digits = i64::from_str_radix(number.as_str(), number.radix());
            Kind::Integer(digits.unwrap_or(i64::MAX))
        }
        DeValue::Float(number) => Kind::Float(number.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(truth) => Kind::Boolean(*truth),
        DeValue::Datetime(_) => Kind::Date,
        DeValue::Array(items) => Kind::List(items.iter().map(|item| value(item, offset)).collect()),
        DeValue::Table(inner) => Kind::Table(table(inner, span, offset)),
    };
    Value { span: span.shifted(offset), kind }
}

/// What the parser's `message` about `span` means, and what to do.
fn explain(message: &str, text: &str, span: Span) -> String {
    let here = slice(text, span).trim();
    let before = slice(text, Span::new(0, span.start));
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = slice(text, Span::new(line_start, text.len())).lines().next().unwrap_or_default();
    let says = |part: &str| message.contains(part);
    if ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|mark| line.starts_with(mark)) {
        "This is a merge conflict marker. Resolve the conflict and remove it.".to_owned()
    } else if says("must be quoted") {
        let bare = here.trim_matches(['“', '”', '„', '‘', '’', '«', '»', '"', '\'']);
        let straight = if bare == here { "" } else { "straight " };
        format!("Text needs {straight}quotes: write \"{bare}\".")
    } else if says("string") && (says("expected `\"`") || says("expected `'`")) {
        "A quote on this line is not closed.".to_owned()
    } else if line.contains(':') && !line.contains('=') {
        "Write `key = value`, with `=` instead of `:`.".to_owned()
    } else if says("key with no value") {
        "Write `key = value` on this line.".to_owned()
    } else if says("duplicate key") {
        format!("`{here}` is set twice. Remove one, or start another `[[role]]` above it.")
    } else if says("unclosed array table") {
        "A bracket is missing. Write `[[role]]`.".to_owned()
    } else if says("unclosed table") {
        "A bracket is missing. Write `[rules]`.".to_owned()
    } else if says("missing comma") {
        "In the list above, a comma or the closing `]` is missing.".to_owned()
    } else if says("unclosed array") {
        "The list is not closed. Add `]`.".to_owned()
    } else if says("unexpected key or value") {
        "There is more than one value on this line. Write several values as a list: `[\"one\", \"two\"]`."
            .to_owned()
    } else {
        format!("This is not valid TOML: {message}.")
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn check(text: &str, line: usize, message: &str) {
        let mut report = Report::new(Path::new("rolecall.toml"), text);
        assert_eq!(read(text, 0, &mut report), None);
        let problems = report.done();
        let found: Vec<_> = problems.iter().map(|p| (p.line, p.message.as_str())).collect();
        assert_eq!(found, [(Some(line), message)], "{text}");
    }

    #[test]
    fn errors_say_what_to_do() {
        check(
            "[[role]]\nname = sales associate\n",
            2,
            "Text needs quotes: write \"sales associate\".",
        );
        check("\n\nname = “user”\n", 3, "Text needs straight quotes: write \"user\".");
        check("[[role]]\nname = \"a\nkind = 3\n", 2, "A quote on this line is not closed.");
        check("name: Sue\n", 1, "Write `key = value`, with `=` instead of `:`.");
        check("[[role]]\r\nname\r\n", 2, "Write `key = value` on this line.");
        check("[[role]\nname = 'x'\n", 1, "A bracket is missing. Write `[[role]]`.");
        check("[role\n", 1, "A bracket is missing. Write `[rules]`.");
        check(
            "<<<<<<< HEAD\nx = 1\n",
            1,
            "This is a merge conflict marker. Resolve the conflict and remove it.",
        );
        check(
            "name = 1\nname = 2\n",
            2,
            "`name` is set twice. Remove one, or start another `[[role]]` above it.",
        );
        check("a = [1, 2\nb = 3\n", 2, "In the list above, a comma or the closing `]` is missing.");
        check("a = [1, 2\n", 1, "The list is not closed. Add `]`.");
        check(
            "a = \"x\", \"y\"\n",
            1,
            "There is more than one value on this line. Write several values as a list: `[\"one\", \"two\"]`.",
        );
    }

    #[test]
    fn hostile_text_is_refused() {
        let mut report = Report::new(Path::new("rolecall.toml"), "");
        assert_eq!(read(&format!("x = {}", "[".repeat(100_000)), 0, &mut report), None);
        assert_eq!(read(&format!("x = {}", "{a=".repeat(100_000)), 0, &mut report), None);
        read(&format!("{}\n", "a.".repeat(100_000)), 0, &mut report);
        read(&format!("[{}a]\n", "a.".repeat(10_000)), 0, &mut report);
    }
}
