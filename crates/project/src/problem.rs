//! What is wrong with a file, told to the person who can mend it.

use std::path::{Path, PathBuf};

use markdown::Span;
use review::{FilePlace, Place, Severity};

use crate::read::BOM;

/// Something in a file, or a file, that cannot be used as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file; empty for the settings of an editor.
    pub path: PathBuf,
    /// What it is about, in UTF-8 bytes of the file; empty where it is the whole file.
    pub span: Span,
    /// The line, counted from 1; none where it is the whole file, or no file.
    pub line: Option<usize>,
    /// Where on the line, in characters, counted from 1; none where that is not known.
    pub column: Option<usize>,
    /// What sort of problem it is: [`CONFIGURATION`] or [`DUPLICATE_ROLE`].
    pub code: &'static str,
    /// What is wrong and what to do, without the place.
    pub message: String,
    /// [`Severity::Error`] where something that was asked for does not count because of it,
    /// [`Severity::Hint`] where nothing is wrong and more could be said, [`Severity::Warning`]
    /// otherwise.
    pub severity: Severity,
    /// Other places it is about. The message names them too.
    pub related: Vec<Related>,
}

/// A place that a problem is also about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// The file.
    pub path: PathBuf,
    /// The place, in UTF-8 bytes of the file.
    pub span: Span,
    /// What is there.
    pub message: String,
}

/// A file cannot be used as it is.
pub const CONFIGURATION: &str = "configuration";
/// Two roles claim one name or one number.
pub const DUPLICATE_ROLE: &str = "duplicate-role";

/// The documentation of [`DUPLICATE_ROLE`], in Markdown: it is no rule on documents, but is turned up,
/// down and off like one.
pub const DUPLICATE_ROLE_DOCS: &str = r#"Two roles claim one name, one alias, one persona or one number.

Whoever reads that name in a document cannot know which of the two is meant, and neither can
rolecall. It is told where the second one claims it, in `rolecall.toml`, a persona file or the
settings of an editor, and points to the first.

~~~toml
[[role]]
name = "sales associate"
aliases = ["associate"]

[[role]]
name = "warehouse associate"
aliases = ["associate"]    # told: it is an alias of `sales associate`
~~~

**To mend it**, take the name from one of the two, or make the two one.

**Source:** Rich Mironov: choose specific names, and stick with them.

**To configure it:** `duplicate-role = "off"` under `[rules]` in `rolecall.toml`; or `"hint"`,
`"information"`, `"warning"`, `"error"`."#;

impl Problem {
    /// An error about a whole file.
    pub fn of_file(path: &Path, message: String) -> Self {
        Self {
            path: path.to_owned(),
            span: Span::default(),
            line: None,
            column: None,
            code: CONFIGURATION,
            message,
            severity: Severity::Error,
            related: Vec::new(),
        }
    }
}

impl Problem {
    /// Where it is, as it is shown behind the file: `:3:8`, `:3`, or nothing.
    pub fn place(&self) -> String {
        [self.line, self.column].iter().flatten().map(|number| format!(":{number}")).collect()
    }

    /// Sets the column, by the text of the file.
    pub(crate) fn locate(&mut self, text: &str) {
        if self.line.is_some()
            && let Some(before) = text.get(..self.span.start)
        {
            let line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
            self.column = Some(line.trim_start_matches(BOM).chars().count() + 1);
        }
    }
}

/// The problems of one file, as they are collected.
pub(crate) struct Report<'a> {
    path: &'a Path,
    text: &'a str,
    /// Where its lines end.
    ends: Vec<usize>,
    form: Form,
    problems: Vec<Problem>,
}

/// How what is read is written: what to do is told in the same form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    File,
    Settings,
}

/// What the settings of an editor are called where a file would be named.
const SETTINGS: &str = "the settings of your editor";

impl<'a> Report<'a> {
    pub fn new(path: &'a Path, text: &'a str) -> Self {
        let ends = line_ends(text.as_bytes()).collect();
        Self { path, text, ends, form: Form::File, problems: Vec::new() }
    }

    /// A report on an editor's settings: JSON, in which nothing has a place.
    pub fn of_settings() -> Self {
        Self { form: Form::Settings, ..Self::new(Path::new(""), "") }
    }

    /// Whether it is on an editor's settings.
    pub fn is_json(&self) -> bool {
        self.form == Form::Settings
    }

    /// A key with a value, as it is to be written: `name = "x"`.
    pub fn pair(&self, key: &str, value: &str) -> String {
        match self.form {
            Form::File => format!("`{key} = {value}`"),
            Form::Settings => format!("`\"{key}\": {value}`"),
        }
    }

    pub fn error(&mut self, span: Span, message: String) {
        self.add(span, message, Severity::Error);
    }

    pub fn warning(&mut self, span: Span, message: String) {
        self.add(span, message, Severity::Warning);
    }

    fn add(&mut self, span: Span, message: String, severity: Severity) {
        self.problems.push(Problem {
            span,
            line: (!self.is_json()).then(|| self.line(span.start)),
            severity,
            ..Problem::of_file(self.path, message)
        });
    }

    /// The text of the file.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Whether nothing was told.
    pub fn is_empty(&self) -> bool {
        self.problems.is_empty()
    }

    /// The line of a byte offset, counted from 1; 0 where there are no lines.
    pub fn line(&self, offset: usize) -> usize {
        match self.form {
            Form::File => 1 + self.ends.partition_point(|end| *end < offset),
            Form::Settings => 0,
        }
    }

    /// A place in the file, which is shown to people as `shown`.
    pub fn place(&self, span: Span, shown: &str) -> Place {
        let shown = if self.is_json() { SETTINGS } else { shown };
        let file = FilePlace { path: self.path.to_owned(), shown: shown.to_owned(), span };
        Place { file: Some(file), line: self.line(span.start) }
    }

    /// The problems in the order they stand in the file.
    pub fn done(mut self) -> Vec<Problem> {
        self.problems.sort_by_key(|problem| problem.span);
        self.problems
    }
}

/// The line of a byte offset, counted from 1.
pub(crate) fn line_at(text: &[u8], offset: usize) -> usize {
    1 + line_ends(text).take_while(|end| *end < offset).count()
}

/// The last byte of what ends each line: of `\n`, `\r\n` or a lone `\r`.
fn line_ends(text: &[u8]) -> impl Iterator<Item = usize> {
    let lone_return = |at: usize, byte: u8| byte == b'\r' && text.get(at + 1) != Some(&b'\n');
    let bytes = text.iter().enumerate();
    bytes.filter(move |(at, byte)| **byte == b'\n' || lone_return(*at, **byte)).map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::line_at;

    #[test]
    fn lines_end_in_three_ways() {
        let lines: Vec<usize> = [0, 1, 2, 3, 4, 5, 99].map(|at| line_at(b"a\r\nb\rc", at)).into();
        assert_eq!(lines, [1, 1, 1, 2, 2, 3, 3]);
    }
}
