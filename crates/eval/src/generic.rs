//! `generic-role` and `generic-story-role` against hand-labelled occurrences.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::measure::{read_lines, review, scores};

#[derive(Deserialize)]
struct Label {
    file: String,
    byte_start: usize,
    byte_end: usize,
    line: usize,
    label: String,
    category: Option<String>,
    best_role: Option<String>,
    borderline: bool,
    context: String,
}

pub fn measure(folder: &Path, mistakes: bool) -> Result<(), String> {
    let labels: Vec<Label> = read_lines(&folder.join("prds/labels.jsonl"))?;
    let mut files: BTreeMap<&str, Vec<&Label>> = BTreeMap::new();
    for label in &labels {
        files.entry(&label.file).or_default().push(label);
    }
    let mut all = Counts::default();
    let mut firm = Counts::default();
    let mut categories: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let (mut asked, mut first, mut third) = (0, 0, 0);
    println!("| file | precision | recall | F1 | found | expected |");
    println!("|---|---|---|---|---|---|");
    for (file, labels) in files {
        let path = folder.join("prds/raw").join(file);
        let text = std::fs::read_to_string(&path)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        let review = review(&text);
        let findings: Vec<_> =
            review.findings().into_iter().filter(|finding| finding.rule.on_generic_words).collect();
        let passed_over = review.passed_over();
        let mut own = Counts::default();
        for label in &labels {
            let span = review::Span::new(label.byte_start, label.byte_end);
            let finding = findings.iter().find(|finding| finding.span.overlaps(span));
            let is_generic = label.label == "generic";
            own.count(finding.is_some(), is_generic);
            all.count(finding.is_some(), is_generic);
            if !label.borderline {
                firm.count(finding.is_some(), is_generic);
            }
            if !is_generic {
                let entry = categories.entry(label.category.as_deref().unwrap_or("-")).or_default();
                entry.1 += 1;
                entry.0 += usize::from(finding.is_some());
            }
            if mistakes && finding.is_some() != is_generic {
                let kind = if is_generic { "missed" } else { "false alarm" };
                let context = label.context.replace('\n', "⏎");
                let border = if label.borderline { ", borderline" } else { "" };
                let category = label.category.as_deref().unwrap_or("-");
                let why = passed_over.iter().find(|word| word.span.overlaps(span));
                let why = why.map(|word| format!(" ({})", word.reason())).unwrap_or_default();
                println!("{kind} ({category}{border}) {file}:{}: {context}{why}", label.line);
            }
            if let (Some(finding), Some(best)) = (finding, &label.best_role) {
                asked += 1;
                let suggestions = review.suggestions(finding);
                let best = best.to_lowercase();
                let fits = |role: &str| {
                    let known = review.vocabulary().role(role);
                    let persona =
                        known.and_then(|role| role.persona.as_deref()).unwrap_or_default();
                    let role = role.to_lowercase();
                    role == best
                        || best.contains(&role)
                        || role.contains(&best)
                        || persona.to_lowercase() == best
                };
                first += usize::from(suggestions.iter().take(1).any(|one| fits(&one.role)));
                third += usize::from(suggestions.iter().take(3).any(|one| fits(&one.role)));
                if mistakes && !suggestions.iter().take(1).any(|one| fits(&one.role)) {
                    let offered: Vec<&str> =
                        suggestions.iter().take(4).map(|one| one.role.as_str()).collect();
                    println!("role {file}:{}: {best:?} wanted, {offered:?} offered", label.line);
                }
            }
        }
        // What is found beside all labels is a false alarm too.
        for finding in &findings {
            if !labels.iter().any(|label| {
                finding.span.overlaps(review::Span::new(label.byte_start, label.byte_end))
            }) {
                own.found += 1;
                all.found += 1;
                firm.found += 1;
                if mistakes {
                    println!("unlabelled {file}: {}", finding.text(review.document()));
                }
            }
        }
        println!("| {file} | {own} |");
    }
    println!("| **all** | {all} |");
    println!("| **without borderline** | {firm} |");
    println!("\nFalse alarms by category of what should pass:");
    for (category, (alarms, of)) in categories {
        println!("- {category}: {alarms} of {of}");
    }
    println!(
        "\nRole named by the label: first {first} of {asked}, among the first three {third} of {asked}."
    );
    Ok(())
}

#[derive(Default)]
struct Counts {
    hits: usize,
    found: usize,
    expected: usize,
}

impl Counts {
    fn count(&mut self, found: bool, expected: bool) {
        self.hits += usize::from(found && expected);
        self.found += usize::from(found);
        self.expected += usize::from(expected);
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (precision, recall, f1) = scores(self.hits, self.found, self.expected);
        write!(f, "{precision:.3} | {recall:.3} | {f1:.3} | {} | {}", self.found, self.expected)
    }
}
