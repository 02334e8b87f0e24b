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
    files.into_iter().map(|file| (file, entries(file, report.lists_all))).collect()
}

/// Returns whether some findings are not shown that could be.
pub fn is_cut(report: &Report) -> bool {
    let lists_all = report.lists_all || report.has_statistics;
    report.files.iter().any(|file| counts(file, lists_all).into_values().any(|it| it.rest > 0))
}

/// How many findings of a rule are shown of a document, and how many are not.
#[derive(Default)]
struct Count {
    shown: usize,
    rest: usize,
}

/// Whether a finding is listed, if there are not too many.
fn is_listed(found: &Found, lists_all: bool) -> bool {
    lists_all || found.finding.is_sure()
}

/// How many findings of each rule a document has.
fn counts(file: &Checked, lists_all: bool) -> HashMap<&'static str, Count> {
    let mut counts: HashMap<&'static str, Count> = HashMap::new();
    for found in &file.findings {
        let count = counts.entry(found.finding.rule.name).or_default();
        match is_listed(found, lists_all) && (lists_all || count.shown < MOST) {
            true => count.shown += 1,
            false => count.rest += 1,
        }
    }
    counts
}

fn entries(file: &Checked, lists_all: bool) -> Vec<Entry<'_>> {
    let mut findings: Vec<&Found> = file.findings.iter().collect();
    findings.sort_by_key(|found| topic(found.finding.rule));
    let mut left = counts(file, lists_all);
    let mut entries = Vec::new();
    for found in findings {
        let rule = found.finding.rule.name;
        let Some(count) = left.get_mut(rule) else { continue };
        if is_listed(found, lists_all) && count.shown > 0 {
            count.shown -= 1;
            entries.push(Entry::Finding(found));
        }
        if count.shown == 0 && count.rest > 0 {
            entries.push(Entry::Rest { rule, count: std::mem::take(&mut count.rest) });
        }
    }
    entries
}
