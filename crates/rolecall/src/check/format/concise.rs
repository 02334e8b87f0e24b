//! A line for each finding: `path:line:column: severity[rule] message`.

use crate::check::checked::{Checked, Report};
use crate::check::listing::{Entry, listing};
use crate::output::plain;
use project::visible;

/// The findings, each on a line.
pub fn print(report: &Report) -> String {
    let mut text = String::new();
    for (file, entries) in listing(report) {
        let path = visible(&file.path);
        for entry in entries {
            let found = match entry {
                Entry::Finding(found) => found,
                Entry::Rest { rule, count } => {
                    text += &rest(&path, rule, count);
                    continue;
                }
            };
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

/// The line that stands for the findings of a rule that are not listed. It does not begin with a path: programs take
/// what does for a finding.
pub fn rest(path: &str, rule: &str, count: usize) -> String {
    format!("{count} more like this in {path} ({rule})\n")
}

/// The documents that were not reviewed, or not all of them, each on a line with the reason.
pub fn left_out(report: &Report) -> String {
    let standings = report.skips.iter().flatten();
    let lines =
        standings.filter_map(|it| Some(format!("{}: {}\n", visible(&it.path), it.reason()?)));
    lines.collect()
}

/// The words that were passed over, each on a line: `path:line:column: not reported: “user”: why
/// (clue)`.
pub fn skipped(file: &Checked) -> String {
    let path = visible(&file.path);
    let words = file.skipped.iter().flatten();
    let lines = words.map(|word| {
        let ((line, column), text, why) = (word.place, plain(&word.text), word.reason);
        let clue = word.clue.map(|clue| format!(" ({clue})")).unwrap_or_default();
        format!("{path}:{line}:{column}: not reported: “{text}”: {why}{clue}\n")
    });
    lines.collect()
}
