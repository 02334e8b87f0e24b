//! A line for each finding: `path:line:column: severity[rule] message`.

use crate::check::checked::Checked;
use crate::output::plain;
use project::visible;

/// The findings, each on a line.
pub fn print(checked: &[Checked]) -> String {
    let mut text = String::new();
    for file in checked {
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
    text
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
