//! What a suggestion has to beat.

use std::collections::{BTreeMap, HashMap, HashSet};

use review::Feature;

use crate::choice::case::Case;

/// A baseline and its name: a score for each role of a case.
pub type Baseline = (&'static str, fn(&Case) -> Vec<f64>);

/// Each compares the place with what is known of the roles; the first two do not even look at the place.
pub const ALL: [Baseline; 4] = [
    ("commonest", |case| measured(case, Feature::Told)),
    ("most named", |case| measured(case, Feature::Mentioned)),
    ("TF-IDF", tf_idf),
    ("BM25", bm25),
];

fn measured(case: &Case, feature: Feature) -> Vec<f64> {
    case.roles
        .iter()
        .map(|role| role.features.get(feature as usize).copied().unwrap_or_default())
        .collect()
}

fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| word.len() > 2).map(str::to_owned).collect()
}

/// The nearest story or card, by the cosine of words weighed by their rarity.
fn tf_idf(case: &Case) -> Vec<f64> {
    let texts: Vec<(usize, Vec<String>)> =
        case.known.iter().map(|(role, text)| (*role, words(text))).collect();
    let mut spread: HashMap<&str, f64> = HashMap::new();
    for (_, words) in &texts {
        for word in words.iter().collect::<HashSet<_>>() {
            *spread.entry(word).or_default() += 1.0;
        }
    }
    let all = texts.len() as f64 + 1.0;
    let vector = |words: &[String]| {
        let mut vector: BTreeMap<String, f64> = BTreeMap::new();
        for word in words {
            let rarity = spread.get(word.as_str()).map_or(0.0, |count| (all / count).ln());
            *vector.entry(word.clone()).or_default() += rarity;
        }
        let norm = vector.values().map(|weight| weight * weight).sum::<f64>().sqrt().max(1e-9);
        vector.values_mut().for_each(|weight| *weight /= norm);
        vector
    };
    let here = vector(&words(&case.said));
    let mut scores = vec![0.0; case.roles.len()];
    for (role, words) in &texts {
        let there = vector(words);
        let shared = here.iter().filter_map(|(word, weight)| Some(weight * there.get(word)?));
        let cosine: f64 = shared.sum();
        if let Some(score) = scores.get_mut(*role).filter(|score| **score < cosine) {
            *score = cosine;
        }
    }
    scores
}

/// The role whose stories and card share the rarest words (BM25 with k = 1.2, b = 0.75).
fn bm25(case: &Case) -> Vec<f64> {
    let mut texts: Vec<HashMap<String, f64>> = vec![HashMap::new(); case.roles.len()];
    for (role, text) in &case.known {
        let Some(counts) = texts.get_mut(*role) else { continue };
        for word in words(text) {
            *counts.entry(word).or_default() += 1.0;
        }
    }
    let lengths: Vec<f64> = texts.iter().map(|counts| counts.values().sum()).collect();
    let mean = (lengths.iter().sum::<f64>() / lengths.len().max(1) as f64).max(1.0);
    let here: HashSet<String> = words(&case.said).into_iter().collect();
    let score = |counts: &HashMap<String, f64>, length: f64| -> f64 {
        let found = here.iter().filter_map(|word| Some((word, counts.get(word)?)));
        found
            .map(|(word, count)| {
                let having = texts.iter().filter(|counts| counts.contains_key(word)).count() as f64;
                let rarity = (1.0 + texts.len() as f64 / having).ln();
                rarity * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * length / mean))
            })
            .sum()
    };
    texts.iter().zip(lengths).map(|(counts, length)| score(counts, length)).collect()
}
