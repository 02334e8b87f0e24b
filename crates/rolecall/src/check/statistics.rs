//! How many findings there are, by rule and by document.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use project::visible;
use review::{Finding, Severity};
use serde::Serialize;

use crate::check::checked::Report;

/// How many findings there are of each rule and in each document, the most first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Statistics<'a> {
    rules: Vec<OfRule>,
    documents: Vec<OfDocument<'a>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct OfRule {
    rule: &'static str,
    #[serde(flatten)]
    counts: Counts,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct OfDocument<'a> {
    path: &'a str,
    #[serde(flatten)]
    counts: Counts,
    /// How many of each rule.
    rules: BTreeMap<&'static str, usize>,
}

/// How many findings there are in all, and of each severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
struct Counts {
    findings: usize,
    error: usize,
    warning: usize,
    information: usize,
    hint: usize,
}

impl Counts {
    fn add(&mut self, finding: &Finding) {
        self.findings += 1;
        *match finding.severity {
            Severity::Error => &mut self.error,
            Severity::Warning => &mut self.warning,
            Severity::Information => &mut self.information,
            Severity::Hint => &mut self.hint,
        } += 1;
    }

    fn all(self) -> [usize; 5] {
        [self.findings, self.error, self.warning, self.information, self.hint]
    }
}

impl<'a> Statistics<'a> {
    /// Counts what was found. Rules and documents without findings are left out.
    pub fn of(report: &'a Report) -> Self {
        let mut rules: BTreeMap<&'static str, Counts> = BTreeMap::new();
        let mut documents = Vec::new();
        for file in report.files.iter().filter(|file| !file.findings.is_empty()) {
            let mut document =
                OfDocument { path: &file.path, counts: Counts::default(), rules: BTreeMap::new() };
            for found in &file.findings {
                let rule = found.finding.rule.name;
                rules.entry(rule).or_default().add(&found.finding);
                document.counts.add(&found.finding);
                *document.rules.entry(rule).or_default() += 1;
            }
            documents.push(document);
        }
        let rules = rules.into_iter().map(|(rule, counts)| OfRule { rule, counts });
        let mut rules: Vec<OfRule> = rules.collect();
        rules.sort_by_key(|rule| Reverse(rule.counts.findings));
        documents.sort_by_key(|document| Reverse(document.counts.findings));
        Self { rules, documents }
    }

    /// The counts as two tables with the same columns.
    pub fn text(&self) -> String {
        if self.rules.is_empty() {
            return String::new();
        }
        let rules = self.rules.iter().map(|rule| (rule.rule.to_owned(), rule.counts));
        let documents = self.documents.iter();
        let documents =
            documents.map(|document| (visible(document.path).to_string(), document.counts));
        format!("{}\n{}", table("rule", rules), table("document", documents))
    }
}

fn table(title: &str, rows: impl Iterator<Item = (String, Counts)>) -> String {
    let mut text = line(["findings", "error", "warning", "information", "hint"], title);
    for (name, counts) in rows {
        let cells = counts.all().map(|count| match count {
            0 => "-".to_owned(),
            count => count.to_string(),
        });
        text += &line(cells.each_ref().map(String::as_str), &name);
    }
    text
}

fn line(cells: [&str; 5], name: &str) -> String {
    let [findings, error, warning, information, hint] = cells;
    format!("{findings:>8}  {error:>5}  {warning:>7}  {information:>11}  {hint:>4}  {name}\n")
}
