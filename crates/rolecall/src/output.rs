//! Printing: standard output, complaints, and how a run ends.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use markdown::Span;
use project::Problem;
use review::Severity;
use serde::Serialize;

/// How wide a line may be where nobody says.
pub const WIDTH: usize = 100;
/// A terminal narrower than this is treated as if it were this wide.
const NARROWEST: usize = 30;

/// How a run ends, the worst last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Nothing to fix.
    Clean,
    /// Something to fix.
    Found,
    /// Something could not be done.
    Failed,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        ExitCode::from(outcome as u8)
    }
}

/// Prints `text` on standard output, in colour where there is any, and ends with `outcome`. Nobody
/// listening to the end, as in `| head`, is no failure.
pub fn finish(text: &str, outcome: Outcome) -> ExitCode {
    print(anstream::stdout().lock(), text.as_bytes(), outcome)
}

/// As [`finish`], to the byte.
pub fn hand_over(bytes: &[u8], outcome: Outcome) -> ExitCode {
    print(io::stdout().lock(), bytes, outcome)
}

fn print(mut out: impl Write, bytes: &[u8], outcome: Outcome) -> ExitCode {
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            complain(&format!("Cannot write the output: {error}."));
            Outcome::Failed.into()
        }
        _ => outcome.into(),
    }
}

/// Prints a line on standard error, if anybody is there to read it, and if there is one.
pub fn complain(message: &str) {
    if message.is_empty() {
        return;
    }
    let _ = writeln!(anstream::stderr(), "{message}");
}

/// Prints problems on standard error, but for hints, which are for editors. Whether there is an error among them, rather than warnings.
pub fn complain_of(problems: &[Problem]) -> bool {
    for problem in problems.iter().filter(|problem| problem.severity > Severity::Hint) {
        let path = shown(&from_here(&problem.path));
        let (place, severity) = (problem.place(), problem.severity.name());
        complain(&format!("{path}{place}: {severity}: {}", plain(&problem.message)));
    }
    problems.iter().any(|problem| problem.severity == Severity::Error)
}

/// `path` from the current folder on, where it is inside.
pub fn from_here(path: &Path) -> Cow<'_, Path> {
    let here = std::env::current_dir().ok();
    let inside = here.and_then(|here| path.strip_prefix(here).ok());
    inside.unwrap_or(path).into()
}

/// Returns `path` as people read it, as [`project::visible`] says.
pub fn shown(path: &Path) -> String {
    project::shown(Path::new(""), path)
}

/// Returns `value` as JSON on one line, with what cannot be seen in names and texts escaped: a program
/// reads the same, and people see that it is there.
pub fn json(value: &impl Serialize) -> String {
    // Nothing of ours can fail to be written: no map, no number that is none.
    escaped(&serde_json::to_string(value).unwrap_or_default())
}

/// As [`json`], on as many lines as it takes to be read.
pub fn json_in_lines(value: &impl Serialize) -> String {
    escaped(&serde_json::to_string_pretty(value).unwrap_or_default())
}

/// The same JSON, in which what is a risk to those who look at it is escaped. That stands in strings only,
/// line ends between values aside.
fn escaped(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for (character, is_risk) in project::risks(json) {
        if character == '\n' || !is_risk {
            text.push(character);
            continue;
        }
        for unit in character.encode_utf16(&mut [0; 2]) {
            // Writing to a string cannot fail.
            let _ = write!(text, "\\u{unit:04x}");
        }
    }
    text
}

/// `text` on one line, without characters that a terminal would obey.
pub fn plain(text: &str) -> String {
    let obeyed = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    text.chars().map(|c| if obeyed(c) { ' ' } else { c }).collect()
}

/// How many columns the reader of standard output has; none where there is no telling.
pub fn columns() -> Option<usize> {
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let terminal =
        || terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| width.0.into());
    columns.or_else(terminal).map(|columns: usize| columns.max(NARROWEST))
}

/// How wide lines may be.
pub fn width() -> usize {
    columns().unwrap_or(WIDTH).min(WIDTH)
}

/// Whether what is printed on standard output is in colour.
pub fn is_colored() -> bool {
    anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
}

/// Whether a person is looking at standard output.
pub fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// A span as JSON has it, in UTF-8 bytes.
#[derive(Serialize)]
pub struct JsonSpan {
    start: usize,
    end: usize,
}

impl From<Span> for JsonSpan {
    fn from(span: Span) -> Self {
        Self { start: span.start, end: span.end }
    }
}
