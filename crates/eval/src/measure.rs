//! What every measure needs: labelled data, a review of a text, and scores.

use std::path::Path;
use std::sync::Arc;

use review::{Document, Review, Settings};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

/// The objects of a file that holds one a line.
pub fn read_lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, String> {
    let text =
        std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(index, line)| {
            serde_json::from_str(line)
                .map_err(|error| format!("{}:{}: {error}", path.display(), index + 1))
        })
        .collect()
}

pub fn review(text: &str) -> Review {
    Review::new(Document::new(text), Arc::new(Settings::default()))
}

/// Which documents are asked: those of one fold, or all but those of one.
#[derive(Debug, Clone, Copy, Default)]
pub struct Folds {
    pub only: Option<usize>,
    pub without: Option<usize>,
}

impl Folds {
    pub fn has(self, file: &str) -> bool {
        let fold = Some(fold(file));
        (self.only.is_none() || fold == self.only)
            && (self.without.is_none() || fold != self.without)
    }
}

/// The fold of a document, 0 to 4, by its name.
pub fn fold(file: &str) -> usize {
    Sha256::digest(file.as_bytes()).first().map_or(0, |byte| usize::from(byte % 5))
}

/// Precision, recall and F1 of counts of hits, of what was found and of what was to be found.
pub fn scores(hits: usize, found: usize, expected: usize) -> (f64, f64, f64) {
    let share =
        |part: usize, whole: usize| if whole == 0 { 1.0 } else { part as f64 / whole as f64 };
    let (precision, recall) = (share(hits, found), share(hits, expected));
    let sum = precision + recall;
    (precision, recall, if sum == 0.0 { 0.0 } else { 2.0 * precision * recall / sum })
}
