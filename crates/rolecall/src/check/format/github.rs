//! Annotations in a GitHub workflow: commands that its runner reads from the log of a step.

use std::cmp::Reverse;

use project::visible;
use review::Severity;

use crate::address::Address;
use crate::check::checked::{Checked, Found, Report, about};
use crate::output::plain;

/// GitHub shows so many annotations of each kind in a step, those that come first.
const SHOWN: usize = 10;

/// What is to be annotated.
struct Note<'a> {
    kind: Kind,
    /// Where, as the runner is told and as a person reads it.
    command: String,
    place: String,
    title: &'a str,
    message: String,
}

/// How loud an annotation is, the loudest last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Notice,
    Warning,
    Error,
}

/// The annotations, the loudest first. Of each kind as many as are shown are commands; the others are
/// lines for who reads the log.
pub fn print(report: &Report) -> String {
    let problems = report.problems.iter().filter(|problem| problem.severity > Severity::Hint);
    let mut notes: Vec<Note> = problems.map(problem).collect();
    notes.extend(
        report.files.iter().flat_map(|file| file.findings.iter().map(|found| finding(file, found))),
    );
    // The sort is stable: else the order is that of the paths.
    notes.sort_by_key(|note| Reverse(note.kind));
    let (mut commands, mut rest) = (String::new(), String::new());
    for same in notes.chunk_by(|one, other| one.kind == other.kind) {
        for (at, note) in same.iter().enumerate() {
            let (kind, message) = (note.kind.name(), &note.message);
            if at < SHOWN {
                let title = property(note.title);
                let message = data(message);
                commands += &format!("::{kind} {},title={title}::{message}\n", note.command);
            } else {
                rest += &format!("- {}: {kind}[{}] {message}\n", note.place, note.title);
            }
        }
    }
    // What a text says is no command.
    commands + &rest.replace("##[", "## [")
}

fn finding<'a>(file: &'a Checked, found: &'a Found) -> Note<'a> {
    let path = visible(&file.address.path);
    let ((line, column), (end_line, end_column)) = (found.place, found.end);
    let mut command = format!("file={},line={line},endLine={end_line}", property(&path));
    // Columns are of one line.
    if line == end_line {
        command += &format!(",col={column},endColumn={end_column}");
    }
    Note {
        kind: Kind::of(found.finding.severity),
        command,
        place: format!("{path}:{line}:{column}"),
        title: found.finding.rule.name,
        message: plain(&found.finding.message),
    }
}

fn problem(problem: &project::Problem) -> Note<'_> {
    let path = Address::of(&problem.path).path;
    let path = visible(&path);
    let mut command = format!("file={}", property(&path));
    for (name, number) in [("line", problem.line), ("col", problem.column)] {
        command += &number.map(|number| format!(",{name}={number}")).unwrap_or_default();
    }
    let place = format!("{path}{}", problem.place());
    let message = plain(&problem.message);
    Note { kind: Kind::of(problem.severity), command, place, title: about(problem), message }
}

impl Kind {
    fn of(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Error,
            Severity::Warning => Self::Warning,
            Severity::Information | Severity::Hint => Self::Notice,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Notice => "notice",
        }
    }
}

/// `text` as the message of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// `text` as the value of a command's property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
