//! By what a finding is known again: its rule, the words that are marked and the sentence they are in,
//! never its line. What is written with it must be read by later versions.

use std::collections::HashMap;

use crate::check::digest::hash;
use crate::check::sentence::one_line;

/// Marked words count up to so many characters.
const WORDS: usize = 80;

/// By what a finding is known in its document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Known {
    /// The name of the rule.
    pub rule: String,
    /// The marked words, on one line and not too many of them.
    pub text: String,
    /// A digest of the sentence that they are in.
    pub sentence: String,
}

impl Known {
    /// Returns by what a finding is known that marks `text`, as it is written.
    pub fn new(rule: &str, text: &str, sentence: &str) -> Self {
        Self {
            rule: rule.to_owned(),
            text: one_line(text).chars().take(WORDS).collect(),
            sentence: sentence.to_owned(),
        }
    }

    /// Returns a digest of it and of the number of the finding among its equals.
    pub fn fingerprint(&self, number: usize) -> String {
        hash([&self.rule, &self.text, &self.sentence, &number.to_string()], 32)
    }
}

/// Returns a number for each of the findings of a document: how many of the same come before it.
pub fn numbers(findings: impl Iterator<Item = Known>) -> Vec<usize> {
    let mut seen: HashMap<Known, usize> = HashMap::new();
    let numbers = findings.map(|known| {
        let count = seen.entry(known).or_default();
        *count += 1;
        *count - 1
    });
    numbers.collect()
}
