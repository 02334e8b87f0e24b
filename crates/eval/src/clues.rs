//! What each clue of the judgement is worth on labelled documents.

use std::collections::BTreeMap;
use std::path::Path;

use review::{Clue, JudgedWord, Review, Span};
use serde::Deserialize;

use crate::measure::{Folds, read_lines, review, scores};

/// A word as somebody labelled it. Spans are in bytes of the document.
#[derive(Deserialize)]
struct Label {
    file: String,
    byte_start: usize,
    byte_end: usize,
    label: String,
    #[serde(default)]
    borderline: bool,
}

/// Counts of labelled words.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    /// Words that are generic, and were taken for persons.
    hits: usize,
    /// Words that were taken for persons.
    found: usize,
    /// Words that are generic.
    expected: usize,
}

/// Prints for each clue how often it decided, how often it was right and wrong, and the scores without it. `folder`
/// holds `labels.jsonl` and the documents in `raw`; words in the role slots of stories are not asked about.
pub fn measure(folder: &Path, folds: Folds) -> Result<(), String> {
    let labels: Vec<Label> = read_lines(&folder.join("labels.jsonl"))?;
    let mut files: BTreeMap<&str, Vec<&Label>> = BTreeMap::new();
    for label in labels.iter().filter(|label| !label.borderline && folds.has(&label.file)) {
        files.entry(&label.file).or_default().push(label);
    }
    let mut reviews: Vec<(Review, Vec<&Label>)> = Vec::new();
    for (file, labels) in files {
        let path = folder.join("raw").join(file);
        let text = std::fs::read_to_string(&path)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        reviews.push((review(&text), labels));
    }
    let mut decided: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (review, labels) in &reviews {
        for (word, label) in labelled(&review.judged(None), labels) {
            if let Some(clue) = word.clues.first() {
                let (right, wrong) = decided.entry(clue.name).or_default();
                *(if label.label == "generic" { wrong } else { right }) += 1;
            }
        }
    }
    let score = |without: Option<&'static Clue>| {
        let mut counts = Counts::default();
        for (review, labels) in &reviews {
            for (word, label) in labelled(&review.judged(without), labels) {
                let is_generic = label.label == "generic";
                counts.expected += usize::from(is_generic);
                counts.found += usize::from(word.is_person);
                counts.hits += usize::from(word.is_person && is_generic);
            }
        }
        scores(counts.hits, counts.found, counts.expected)
    };
    let words: usize = reviews.iter().map(|(_, labels)| labels.len()).sum();
    println!("{words} labelled words of {} documents, borderline ones aside\n", reviews.len());
    println!("| clue | decided | right | wrong | precision without it | recall without it |");
    println!("|---|---|---|---|---|---|");
    for clue in Clue::all().iter().filter(|clue| clue.is_of_generic_words()) {
        let (right, wrong) = decided.get(clue.name).copied().unwrap_or_default();
        let (precision, recall, _) = score(Some(clue));
        println!(
            "| {} | {} | {right} | {wrong} | {precision:.3} | {recall:.3} |",
            clue.name,
            right + wrong
        );
    }
    let (precision, recall, _) = score(None);
    println!("| **all clues** | | | | **{precision:.3}** | **{recall:.3}** |");
    Ok(())
}

/// The judged words that are labelled, each with its label.
fn labelled<'a>(
    words: &'a [JudgedWord],
    labels: &'a [&'a Label],
) -> impl Iterator<Item = (&'a JudgedWord, &'a Label)> {
    words.iter().filter_map(|word| {
        let label = labels
            .iter()
            .find(|label| word.span.overlaps(Span::new(label.byte_start, label.byte_end)));
        label.map(|label| (word, *label))
    })
}
