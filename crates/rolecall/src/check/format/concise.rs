//! A line for each finding: `path:line:column: severity[rule] message`.

use crate::check::checked::{Checked, Report};
use crate::output::plain;
use project::visible;

/// The findings, each on a line.
pub fn print(report: &Report) -> String {
    let mut text = String::new();
    for file in &report.files {
        let path = visible(&file.path);
        for found in &file.findings {
            let finding = &found.finding;
            let (line, column) = found.place;
            let (severity, rule) = (finding.severity.name(), finding.rule.name);
            let message = plain(&finding.message);
            text += &format!("{path}:{line}:{column}: {severity}[{rule}] {message}\n");
        }
        text += &skipped(file);
    }
    text + &left_out(report)
}

/// The documents that were not reviewed, or not all of them, each on a line with the reason.
pub fn left_out(report: &Report) -> String {
    let standings = report.skips.iter().flatten();
    let lines =
        standings.filter_map(|it| Some(format!("{}: {}\n", visible(&it.path), it.reason()?)));
    lines.collect()
}

/// The words that were passed over, each on a line: `path:line:column: passed over “user”: why
/// (clue)`.
pub fn skipped(file: &Checked) -> String {
    let path = visible(&file.path);
    let words = file.skipped.iter().flatten();
    let lines = words.map(|word| {
        let ((line, column), text, why) = (word.place, plain(&word.text), word.reason);
        let clue = word.clue.map(|clue| format!(" ({clue})")).unwrap_or_default();
        format!("{path}:{line}:{column}: passed over “{text}”: {why}{clue}\n")
    });
    lines.collect()
}
