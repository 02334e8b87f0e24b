//! Keys and values with their places, whether they were written in TOML, YAML or JSON, and reading
//! them into what they are to be.

use markdown::Span;

use crate::nearest::{listed, nearest};
use crate::problem::Report;

/// A value and its place in the file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Value {
    pub span: Span,
    pub kind: Kind,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Kind {
    Text(String),
    /// YAML without quotes: text, a number or nothing, as whoever asks for it likes.
    Bare(String),
    /// YAML on lines of its own, behind `|` or `>`.
    Block(String),
    Integer(i64),
    Float(f64),
    Boolean(bool),
    List(Vec<Value>),
    Table(Table),
    Date,
}

/// Keys with their values, in the order they were written.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Table {
    pub span: Span,
    pub entries: Vec<(Key, Value)>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Key {
    pub span: Span,
    pub name: String,
}

impl Value {
    /// Its text, where it is text.
    pub fn as_text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) | Kind::Bare(text) | Kind::Block(text) => Some(text),
            _ => None,
        }
    }

    /// What a person calls it.
    pub fn described(&self, report: &Report) -> &'static str {
        match &self.kind {
            Kind::Text(_) | Kind::Bare(_) | Kind::Block(_) => "text",
            Kind::Integer(_) | Kind::Float(_) => "a number",
            Kind::Boolean(_) => "true or false",
            Kind::List(_) => "a list",
            Kind::Table(_) if report.is_json() => "an object",
            Kind::Table(_) => "a table",
            Kind::Date => "a date",
        }
    }

    fn is_nothing(&self) -> bool {
        matches!(&self.kind, Kind::Bare(text) if matches!(text.as_str(), "" | "~" | "null"))
    }
}

impl Table {
    /// The value of `key`, unless it is not there or nothing.
    pub fn get(&self, key: &str) -> Option<&Value> {
        let entry = self.entries.iter().find(|(name, _)| name.name == key);
        entry.map(|(_, value)| value).filter(|value| !value.is_nothing())
    }

    /// Where `key` itself is written.
    pub fn key(&self, key: &str) -> Option<Span> {
        self.entries.iter().find(|(name, _)| name.name == key).map(|(name, _)| name.span)
    }

    /// Text, trimmed and not empty.
    pub fn text(&self, key: &str, report: &mut Report) -> Option<String> {
        self.placed_text(key, report).map(|(text, _)| text)
    }

    /// The same, with the value it was read from.
    pub fn placed_text(&self, key: &str, report: &mut Report) -> Option<(String, &Value)> {
        let value = self.get(key)?;
        let Some(text) = value.as_text() else {
            let found = value.described(report);
            report.error(value.span, format!("`{key}` should be text in quotes, not {found}."));
            return None;
        };
        clean(key, text, value.span, report).map(|text| (text, value))
    }

    /// A list of texts, none of them empty.
    pub fn texts(&self, key: &str, report: &mut Report) -> Vec<String> {
        self.placed_texts(key, report).into_iter().map(|(text, _)| text).collect()
    }

    /// A list of texts, none of them empty, each with the value it was read from. One text counts as a list of one:
    /// in YAML that is usual, in TOML it is reported.
    pub fn placed_texts(&self, key: &str, report: &mut Report) -> Vec<(String, &Value)> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        let items = match &value.kind {
            Kind::List(items) => items.as_slice(),
            Kind::Bare(_) => std::slice::from_ref(value),
            Kind::Text(text) | Kind::Block(text) => {
                let right = report.pair(key, &format!("[\"{text}\"]"));
                let message = format!("`{key}` should be a list: write {right}.");
                report.warning(value.span, message);
                std::slice::from_ref(value)
            }
            _ => {
                let found = value.described(report);
                let message =
                    format!("`{key}` should be a list such as `[\"one\", \"two\"]`, not {found}.");
                report.error(value.span, message);
                return Vec::new();
            }
        };
        let mut texts = Vec::new();
        for item in items {
            match item.as_text() {
                Some(text) => {
                    let text = clean(key, text, item.span, report);
                    texts.extend(text.map(|text| (text, item)));
                }
                None => {
                    let found = item.described(report);
                    let message = format!("`{key}` should hold texts in quotes, not {found}.");
                    report.error(item.span, message);
                }
            }
        }
        texts
    }

    /// A whole number from 0 up.
    pub fn count(&self, key: &str, report: &mut Report) -> Option<u32> {
        let value = self.get(key)?;
        let count = match &value.kind {
            Kind::Integer(number) => u32::try_from(*number).ok(),
            Kind::Bare(text) => text.parse().ok(),
            _ => None,
        };
        if count.is_none() {
            let right = report.pair(key, "4");
            let message = format!("`{key}` should be a whole number, such as {right}.");
            report.error(value.span, message);
        }
        count
    }

    /// A part of a whole, from 0 to 1.
    pub fn share(&self, key: &str, report: &mut Report) -> Option<f64> {
        let value = self.get(key)?;
        let number = match &value.kind {
            Kind::Integer(number) => Some(*number as f64),
            Kind::Float(number) => Some(*number),
            Kind::Bare(text) => text.parse().ok(),
            _ => None,
        };
        let share = number.filter(|number| (0.0..=1.0).contains(number));
        if share.is_none() {
            let message = format!("`{key}` should be a number from 0 to 1: write 0.6 for 60%.");
            report.error(value.span, message);
        }
        share
    }

    /// One of `choices`, each with its name.
    pub fn choice<T: Copy>(
        &self,
        key: &str,
        choices: &[(&'static str, T)],
        report: &mut Report,
    ) -> Option<T> {
        choice(key, self.get(key)?, choices, report)
    }

    /// True or false.
    pub fn truth(&self, key: &str, report: &mut Report) -> Option<bool> {
        let value = self.get(key)?;
        if let Kind::Boolean(truth) = value.kind {
            return Some(truth);
        }
        let found = value.described(report);
        report.error(value.span, format!("`{key}` should be true or false, not {found}."));
        None
    }

    /// The table at `key`; `[key]` is how its heading is written.
    pub fn table(&self, key: &str, report: &mut Report) -> Option<&Table> {
        let value = self.get(key)?;
        let Kind::Table(table) = &value.kind else {
            let found = value.described(report);
            let message = if report.is_json() {
                let right = report.pair(key, "{…}");
                format!("`{key}` should be an object, not {found}: write {right}.")
            } else {
                format!(
                    "`{key}` should be a table, not {found}: write `[{key}]` on a line of its own, and its keys below."
                )
            };
            report.error(value.span, message);
            return None;
        };
        Some(table)
    }

    /// The tables at `key`, each headed `[[key]]`. A single `[key]` counts, and is reported.
    pub fn tables(&self, key: &str, report: &mut Report) -> Vec<&Table> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        let items = match &value.kind {
            Kind::List(items) => items.as_slice(),
            Kind::Table(table) => {
                let span = self.key(key).unwrap_or(table.span);
                let message = if report.is_json() {
                    let right = report.pair(key, "[{…}]");
                    format!("Write {right}: it is a list.")
                } else {
                    format!("Write `[[{key}]]` with two brackets: it is a list.")
                };
                report.warning(span, message);
                return vec![table];
            }
            _ => std::slice::from_ref(value),
        };
        let mut tables = Vec::new();
        for item in items {
            if let Kind::Table(table) = &item.kind {
                tables.push(table);
            } else {
                let found = item.described(report);
                let message = if report.is_json() {
                    let right = report.pair(key, "[{…}]");
                    format!("`{key}` should hold objects, not {found}: write {right}.")
                } else {
                    format!(
                        "`{key}` should be a table, not {found}: write `[[{key}]]` on a line of its own, and its keys below."
                    )
                };
                report.error(item.span, message);
            }
        }
        tables
    }

    /// Tells of keys that are not `known` in `place`. Where others may have keys too (`shared`),
    /// only of those that look misspelt.
    pub fn check_keys(&self, place: &str, known: &[&str], shared: bool, report: &mut Report) {
        for (at, (key, _)) in self.entries.iter().enumerate() {
            let name = &key.name;
            if known.contains(&name.as_str()) {
                if self.entries.iter().take(at).any(|(earlier, _)| earlier.name == *name) {
                    let message = format!("`{name}` is set twice; the first value is used.");
                    report.warning(key.span, message);
                }
                continue;
            }
            match nearest(name, known.iter().copied()) {
                Some(near) => {
                    let message = format!("Unknown key `{name}`; did you mean `{near}`?");
                    report.warning(key.span, message);
                }
                None if !shared => {
                    let known = listed(known.iter().copied());
                    let message = format!("Unknown key `{name}`. Allowed in {place}: {known}.");
                    report.warning(key.span, message);
                }
                None => {}
            }
        }
    }
}

/// What `value` chooses among `choices`, each with its name.
pub(crate) fn choice<T: Copy>(
    key: &str,
    value: &Value,
    choices: &[(&'static str, T)],
    report: &mut Report,
) -> Option<T> {
    let names = || choices.iter().map(|(name, _)| *name);
    let Some(text) = value.as_text() else {
        let found = value.described(report);
        let message = format!("`{key}` should be one of {}, not {found}.", quoted(names()));
        report.error(value.span, message);
        return None;
    };
    let chosen = choices.iter().find(|(name, _)| *name == text.trim());
    if chosen.is_none() {
        let message = match nearest(text, names()) {
            Some(near) => format!("`{key}` cannot be `{text}`; did you mean `{near}`?"),
            None => format!("`{key}` cannot be `{text}`. It is one of {}.", listed(names())),
        };
        report.error(value.span, message);
    }
    chosen.map(|(_, choice)| *choice)
}

fn quoted<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.map(|name| format!("`\"{name}\"`")).collect();
    names.join(", ")
}

/// `text` with its white space made plain, unless nothing is left.
fn clean(key: &str, text: &str, span: Span, report: &mut Report) -> Option<String> {
    let clean = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if clean.is_empty() {
        report.error(span, format!("`{key}` is empty. Fill it in, or remove it."));
        return None;
    }
    Some(clean)
}
