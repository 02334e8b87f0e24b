//! The order in which people read findings, and how many of the same they are shown.
//!
//! Documents stay whole, since people open one after the other: first those whose stories have findings, then those
//! with findings on problems and goals, then the rest, each in the order of paths. Within a document the topics come in
//! the same order, and the findings of a topic as the text has them.

use std::collections::HashMap;

use review::rules::topic;

use crate::check::checked::{Checked, Found, Report};

/// So many findings of a rule are shown of a document.
const MOST: usize = 5;

/// A line of the list.
pub enum Entry<'a> {
    Finding(&'a Found),
    /// So many more of this rule, after the last of them that is shown.
    Rest {
        rule: &'static str,
        count: usize,
    },
}

/// Returns each document with what is listed of it.
pub fn listing(report: &Report) -> Vec<(&Checked, Vec<Entry<'_>>)> {
    let mut files: Vec<&Checked> = report.files.iter().collect();
    files.sort_by_key(|file| {
        let topics = file.findings.iter().map(|found| topic(found.finding.rule));
        // What has no finding comes last.
        topics.min().map_or((true, None), |first| (false, Some(first)))
    });
    let most = most(report);
    files.into_iter().map(|file| (file, entries(file, most))).collect()
}

/// Returns whether some findings are not shown.
pub fn is_cut(report: &Report) -> bool {
    let most = most(report);
    report.files.iter().any(|file| counts(file).into_values().any(|count| count > most))
}

/// So many findings of a rule are shown of a document of this report.
fn most(report: &Report) -> usize {
    if report.lists_all { usize::MAX } else { MOST }
}

/// How many findings of each rule a document has.
fn counts(file: &Checked) -> HashMap<&'static str, usize> {
    let mut counts = HashMap::new();
    for found in &file.findings {
        *counts.entry(found.finding.rule.name).or_default() += 1;
    }
    counts
}

fn entries(file: &Checked, most: usize) -> Vec<Entry<'_>> {
    let mut findings: Vec<&Found> = file.findings.iter().collect();
    findings.sort_by_key(|found| topic(found.finding.rule));
    let counts = counts(file);
    let mut shown: HashMap<&str, usize> = HashMap::new();
    let mut entries = Vec::new();
    for found in findings {
        let rule = found.finding.rule.name;
        let shown = shown.entry(rule).or_default();
        *shown += 1;
        if *shown > most {
            continue;
        }
        entries.push(Entry::Finding(found));
        let count = counts.get(rule).copied().unwrap_or_default().saturating_sub(most);
        if *shown == most && count > 0 {
            entries.push(Entry::Rest { rule, count });
        }
    }
    entries
}
