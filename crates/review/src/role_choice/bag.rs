//! How often words stand in what is known of each role.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::role_choice::content::{Content, stem};

/// How often words, in their common form, stand in what is known of each role.
#[derive(Debug, Clone, Default)]
pub(super) struct Bag {
    words: HashMap<String, Usage, RandomState>,
    total: f64,
    /// How many words are known of each role.
    lengths: Vec<f64>,
}

#[derive(Debug, Clone, Default)]
struct Usage {
    everywhere: f64,
    /// Roles with their counts.
    by_role: Vec<(usize, f64)>,
}

/// How many words of the background a role is mixed with in naive Bayes: one of which little is known then neither
/// wins nor loses by a single word (Dirichlet smoothing).
const SMOOTHING: f64 = 150.0;
/// How fast the worth of one more occurrence falls in BM25, and how much long texts are held back.
const SATURATION: f64 = 1.2;
const LENGTH: f64 = 0.5;

impl Bag {
    pub fn new(roles: usize) -> Self {
        Self { lengths: vec![0.0; roles], ..Self::default() }
    }

    /// Takes in what a role is known by.
    pub fn add(&mut self, role: usize, content: &Content) {
        for word in content.words().map(stem) {
            let usage = match self.words.get_mut(&*word) {
                Some(usage) => usage,
                None => self.words.entry(word.into_owned()).or_default(),
            };
            usage.everywhere += 1.0;
            match usage.by_role.iter_mut().rev().find(|(other, _)| *other == role) {
                Some((_, count)) => *count += 1.0,
                None => usage.by_role.push((role, 1.0)),
            }
            self.total += 1.0;
            if let Some(length) = self.lengths.get_mut(role) {
                *length += 1.0;
            }
        }
    }

    /// For each role how much some words speak for it, as a logarithm of odds (naive Bayes).
    pub fn odds(&self, words: &[&str]) -> Vec<f64> {
        let known: Vec<&Usage> = words.iter().filter_map(|word| self.words.get(*word)).collect();
        let without = |length: f64| (SMOOTHING / (length + SMOOTHING)).ln();
        // As if no role had any of the words: those that it has are added below.
        let mut odds: Vec<f64> =
            self.lengths.iter().map(|length| without(*length) * known.len() as f64).collect();
        for usage in known {
            let expected = usage.everywhere / self.total;
            for (role, count) in &usage.by_role {
                let (Some(odds), Some(length)) = (odds.get_mut(*role), self.lengths.get(*role))
                else {
                    continue;
                };
                let share = (count + SMOOTHING * expected) / (length + SMOOTHING);
                *odds += (share / expected).ln() - without(*length);
            }
        }
        odds
    }

    /// For each role how much some words speak for it, the rarer the more (BM25).
    pub fn rarity(&self, words: &[&str]) -> Vec<f64> {
        let mut scores = vec![0.0; self.lengths.len()];
        let filled = self.lengths.iter().filter(|length| **length > 0.0).count().max(1);
        let mean = (self.lengths.iter().sum::<f64>() / filled as f64).max(1.0);
        for usage in words.iter().filter_map(|word| self.words.get(*word)) {
            let weight = self.weight(usage);
            for (role, count) in &usage.by_role {
                let (Some(score), Some(length)) = (scores.get_mut(*role), self.lengths.get(*role))
                else {
                    continue;
                };
                let held = SATURATION * (1.0 - LENGTH + LENGTH * length / mean);
                *score += weight * count * (SATURATION + 1.0) / (count + held);
            }
        }
        scores
    }

    /// How much a word tells roles apart, if this role is known by it.
    pub fn telling(&self, word: &str, role: usize) -> Option<f64> {
        let usage = self.words.get(word)?;
        usage.by_role.iter().any(|(other, _)| *other == role).then(|| self.weight(usage))
    }

    fn weight(&self, usage: &Usage) -> f64 {
        let (all, having) = (self.lengths.len() as f64, usage.by_role.len() as f64);
        (1.0 + (all - having + 0.5) / (having + 0.5)).ln()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bag() -> Bag {
        let mut bag = Bag::new(3);
        bag.add(0, &Content::of_text("doses of medicine, doses of sugar"));
        bag.add(1, &Content::of_text("beds and sugar"));
        bag
    }

    #[test]
    fn words_speak_for_those_who_have_them() {
        for scores in [bag().odds(&["dos"]), bag().rarity(&["dos"])] {
            assert!(scores[0] > scores[1], "{scores:?}");
        }
        assert_eq!(bag().odds(&["unheard"]), [0.0; 3]);
        assert_eq!(bag().rarity(&["unheard"]), [0.0; 3]);
        assert!(bag().odds(&["dos"])[1] <= 0.0 && bag().odds(&["dos"])[2] <= 0.0);
    }

    #[test]
    fn the_rarer_word_tells_more() {
        let (bag, sugar) = (bag(), stem("sugar").into_owned());
        assert!(bag.telling("dos", 0) > bag.telling(&sugar, 0));
        assert_eq!((bag.telling("dos", 1), bag.telling("unheard", 0)), (None, None));
    }
}
