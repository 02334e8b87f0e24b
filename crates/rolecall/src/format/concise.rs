//! A line for each finding: `path:line:column: severity[rule] message`.

use crate::check::Checked;
use crate::output::plain;

/// The findings, each on a line.
pub fn print(checked: &[Checked]) -> String {
    let mut text = String::new();
    for file in checked {
        for found in &file.findings {
            let finding = &found.finding;
            let (line, column) = found.place;
            let (severity, rule) = (finding.severity.name(), finding.rule.name);
            let message = plain(&finding.message);
            text += &format!("{}:{line}:{column}: {severity}[{rule}] {message}\n", file.path);
        }
    }
    text
}
