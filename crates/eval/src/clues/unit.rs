//! Labeled words, each with what the review makes of it.

use std::collections::BTreeMap;
use std::path::Path;

use review::{Clue, JudgedWord, Review, Span};
use serde::Deserialize;

use crate::measure::{Folds, fold, read_lines, review};

/// A word as somebody labeled it. Spans are in bytes of the document.
#[derive(Deserialize)]
struct Label {
    file: String,
    byte_start: usize,
    byte_end: usize,
    text: String,
    label: String,
    #[serde(default)]
    borderline: bool,
}

/// What is known of a document; its set, if there are several.
#[derive(Deserialize)]
struct Entry {
    file: String,
    set: Option<String>,
}

/// A document with its labels.
pub struct Labeled {
    review: Review,
    labels: Vec<Label>,
    set: String,
}

/// A labeled word.
#[derive(Clone)]
pub struct Unit {
    pub file: String,
    pub fold: usize,
    /// The set of documents that it is from; empty where there is but one.
    pub set: String,
    /// The word, in the singular and in lower case.
    pub term: String,
    /// Whether an editor would want a role there.
    pub is_generic: bool,
    /// Whether another editor might not agree.
    pub is_borderline: bool,
    /// Whether it is a finding, in prose or as the role of a story.
    pub is_found: bool,
    /// How it was judged; none for the roles of stories, and for words that are not looked at.
    pub judged: Option<JudgedWord>,
}

impl Unit {
    /// The clue that decided it; none where none did.
    pub fn decided_by(&self) -> Option<&'static Clue> {
        self.judged.as_ref()?.clues.first().copied()
    }
}

/// The labeled documents of a folder that holds `labels.jsonl`, the documents in `raw` and, if there are several sets of
/// them, `index.jsonl`.
pub fn read(folder: &Path, folds: Folds) -> Result<Vec<Labeled>, String> {
    let labels: Vec<Label> = read_lines(&folder.join("labels.jsonl"))?;
    let index = folder.join("index.jsonl");
    let entries: Vec<Entry> = if index.is_file() { read_lines(&index)? } else { Vec::new() };
    let sets: BTreeMap<String, Option<String>> =
        entries.into_iter().map(|entry| (entry.file, entry.set)).collect();
    let mut files: BTreeMap<String, Vec<Label>> = BTreeMap::new();
    for label in labels.into_iter().filter(|label| folds.has(&label.file)) {
        files.entry(label.file.clone()).or_default().push(label);
    }
    let documents = files.into_iter().map(|(file, labels)| {
        let path = folder.join("raw").join(&file);
        let text = std::fs::read_to_string(&path)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        let set = sets.get(&file).cloned().flatten().unwrap_or_default();
        Ok(Labeled { review: review(&text), labels, set })
    });
    documents.collect()
}

impl Labeled {
    /// The labeled words, judged without one of the clues.
    pub fn units(&self, without: Option<&'static Clue>) -> Vec<Unit> {
        let words = self.review.judged(without);
        let findings: Vec<Span> = self
            .review
            .findings()
            .into_iter()
            .filter(|finding| finding.rule.on_generic_words)
            .map(|finding| finding.span)
            .collect();
        let units = self.labels.iter().map(|label| {
            let span = Span::new(label.byte_start, label.byte_end);
            let judged = words.iter().find(|word| word.span.overlaps(span)).cloned();
            let term = review::term_of(&label.text)
                .map_or_else(|| label.text.to_lowercase(), str::to_owned);
            Unit {
                file: label.file.clone(),
                fold: fold(&label.file),
                set: self.set.clone(),
                term,
                is_generic: label.label == "generic",
                is_borderline: label.borderline,
                is_found: findings.iter().any(|found| found.overlaps(span)),
                judged,
            }
        });
        units.collect()
    }
}
