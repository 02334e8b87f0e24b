//! What is wrong with a file, in words for the person who can fix it.

use std::path::{Path, PathBuf};

use markdown::Span;
use review::{FilePlace, Place, Severity};

use crate::lines::{Lines, place_in};

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
pub const DUPLICATE_ROLE_DOCS: &str = r#"Two roles have the same name, alias, persona or number.

Readers can't know which of the two the name stands for, and neither can rolecall. The finding is
reported where the second role claims the name, in `rolecall.toml`, a persona file or the settings
of an editor, and points to the first.

~~~toml
[[role]]
name = "sales associate"
aliases = ["associate"]

[[role]]
name = "warehouse associate"
aliases = ["associate"]    # reported: it is an alias of `sales associate`
~~~

**Fix:** remove the name from one of the two roles, or merge them.

**Source:** Rich Mironov: choose specific names, and stick with them.

**Configure:** set `duplicate-role` under `[rules]` in `rolecall.toml` to `"off"`, `"hint"`,
`"information"`, `"warning"` or `"error"`."#;

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
        self.column = self.line.map(|_| place_in(text, self.span.start).1);
    }
}

/// The problems of one file, as they are collected.
pub(crate) struct Report<'a> {
    path: &'a Path,
    text: &'a str,
    lines: Lines,
    form: Form,
    problems: Vec<Problem>,
}

/// How what is read is written: what to do is said in the same form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    File,
    Settings,
}

/// What the settings of an editor are called where a file would be named.
const SETTINGS: &str = "the settings of your editor";

impl<'a> Report<'a> {
    pub fn new(path: &'a Path, text: &'a str) -> Self {
        let lines = Lines::of(text.as_bytes());
        Self { path, text, lines, form: Form::File, problems: Vec::new() }
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

    /// Returns whether there is no problem.
    pub fn is_empty(&self) -> bool {
        self.problems.is_empty()
    }

    /// The line of a byte offset, counted from 1; 0 where there are no lines.
    pub fn line(&self, offset: usize) -> usize {
        match self.form {
            Form::File => self.lines.at(offset),
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
