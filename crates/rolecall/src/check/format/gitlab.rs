//! A GitLab Code Quality report: what a merge request shows of findings that are new. A finding is
//! known again by its fingerprint, which must be its own.

use review::Severity;
use serde::Serialize;

use crate::check::checked::Report;
use crate::check::digest::hash;
use crate::output::{json_in_lines, plain};

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'a str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

/// The findings, as one list.
pub fn print(report: &Report) -> String {
    let mut issues = Vec::new();
    for file in &report.files {
        let path = file.address.path.as_str();
        for (found, number) in file.numbered() {
            issues.push(Issue {
                description: plain(&found.finding.message),
                check_name: found.finding.rule.name,
                fingerprint: hash([path, &found.known().fingerprint(number)], 32),
                severity: severity(found.finding.severity),
                location: Location {
                    path,
                    lines: Lines { begin: found.place.0, end: found.end.0 },
                },
            });
        }
    }
    json_in_lines(&issues) + "\n"
}

/// What GitLab calls it.
fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "critical",
        Severity::Warning => "major",
        Severity::Information => "minor",
        Severity::Hint => "info",
    }
}
