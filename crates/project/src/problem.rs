//! What is wrong with a file, told to the person who can mend it.

use std::path::{Path, PathBuf};

use markdown::Span;
use review::{FilePlace, Place, Severity};

/// Something in a file, or a file, that cannot be used as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file.
    pub path: PathBuf,
    /// What it is about, in UTF-8 bytes of the file; empty where it is the whole file.
    pub span: Span,
    /// The line, counted from 1; none where it is the whole file.
    pub line: Option<usize>,
    /// What is wrong and what to do, without the place.
    pub message: String,
    /// [`Severity::Error`] where something that was asked for does not count because of it,
    /// [`Severity::Warning`] otherwise.
    pub severity: Severity,
}

impl Problem {
    /// An error about a whole file.
    pub fn of_file(path: &Path, message: String) -> Self {
        let span = Span::default();
        Self { path: path.to_owned(), span, line: None, message, severity: Severity::Error }
    }
}

/// The problems of one file, as they are collected.
pub(crate) struct Report<'a> {
    path: &'a Path,
    text: &'a str,
    problems: Vec<Problem>,
}

impl<'a> Report<'a> {
    pub fn new(path: &'a Path, text: &'a str) -> Self {
        Self { path, text, problems: Vec::new() }
    }

    pub fn error(&mut self, span: Span, message: String) {
        self.add(span, message, Severity::Error);
    }

    pub fn warning(&mut self, span: Span, message: String) {
        self.add(span, message, Severity::Warning);
    }

    fn add(&mut self, span: Span, message: String, severity: Severity) {
        let line = Some(self.line(span.start));
        self.problems.push(Problem { path: self.path.to_owned(), span, line, message, severity });
    }

    /// Whether nothing was told.
    pub fn is_empty(&self) -> bool {
        self.problems.is_empty()
    }

    /// The line of a byte offset, counted from 1.
    pub fn line(&self, offset: usize) -> usize {
        line_at(self.text.as_bytes(), offset)
    }

    /// A place in the file, which is shown to people as `shown`.
    pub fn place(&self, span: Span, shown: &str) -> Place {
        let file = FilePlace { path: self.path.to_owned(), shown: shown.to_owned(), span };
        Place { file: Some(file), line: self.line(span.start) }
    }

    /// The problems in the order they stand in the file.
    pub fn done(mut self) -> Vec<Problem> {
        self.problems.sort_by_key(|problem| problem.span);
        self.problems
    }
}

/// The line of a byte offset, counted from 1. Lines end at `\n`, `\r\n` or a lone `\r`.
pub(crate) fn line_at(text: &[u8], offset: usize) -> usize {
    let before = text.get(..offset).unwrap_or(text);
    let lone_return = |at: usize, byte: u8| byte == b'\r' && text.get(at + 1) != Some(&b'\n');
    let ends = before.iter().enumerate();
    1 + ends.filter(|(at, byte)| **byte == b'\n' || lone_return(*at, **byte)).count()
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
