//! By what a finding is known again: its rule, the words that are marked and the sentence they are in,
//! never its line. What is written with it must be read by later versions.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use crate::check::Found;
use crate::check::sentence::one_line;

/// Marked words count up to so many characters.
const WORDS: usize = 80;

/// The marked words, on one line and not too many of them.
pub fn words(found: &Found) -> String {
    one_line(&found.text).chars().take(WORDS).collect()
}

/// A number for each of the findings of a document: how many of the same come before it.
pub fn numbers(findings: &[Found]) -> Vec<usize> {
    let mut seen: HashMap<(&str, String, &str), usize> = HashMap::new();
    let numbers = findings.iter().map(|found| {
        let key = (found.finding.rule.name, words(found), found.sentence.as_str());
        let count = seen.entry(key).or_default();
        *count += 1;
        *count - 1
    });
    numbers.collect()
}

/// What a finding with that number is known by in its document.
pub fn fingerprint(found: &Found, number: usize) -> String {
    let number = number.to_string();
    hash([found.finding.rule.name, &words(found), &found.sentence, &number], 32)
}

/// So many hexadecimal digits of a digest of texts.
pub fn hash<const N: usize>(texts: [&str; N], digits: usize) -> String {
    let mut hasher = Sha256::new();
    for text in texts {
        // Where one ends and the next begins counts, on any machine.
        hasher.update((text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    }
    let mut hex: String = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    hex.truncate(digits);
    hex
}
