//! Precision and recall over documents, with how far they would vary with other documents.

use std::collections::BTreeMap;

use crate::clues::unit::Unit;
use crate::measure::scores;

/// How often documents are drawn anew, and which of the sorted results are the ends of an interval of 95 %.
const DRAWS: usize = 1000;
const ENDS: [usize; 2] = [25, 974];

/// Counts of labeled words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Words that are generic, and were found.
    pub hits: usize,
    /// Words that were found.
    pub found: usize,
    /// Words that are generic.
    pub expected: usize,
}

impl Counts {
    pub fn add(&mut self, is_found: bool, is_generic: bool) {
        self.hits += usize::from(is_found && is_generic);
        self.found += usize::from(is_found);
        self.expected += usize::from(is_generic);
    }

    /// Precision and recall.
    pub fn shares(self) -> (f64, f64) {
        let (precision, recall, _) = scores(self.hits, self.found, self.expected);
        (precision, recall)
    }
}

/// What was found of some words, by document.
pub fn by_document<'a>(
    units: impl Iterator<Item = &'a Unit>,
    is_found: impl Fn(&Unit) -> bool,
) -> Vec<Counts> {
    let mut documents: BTreeMap<&str, Counts> = BTreeMap::new();
    for unit in units {
        documents.entry(&unit.file).or_default().add(is_found(unit), unit.is_generic);
    }
    documents.into_values().collect()
}

fn sum(documents: impl Iterator<Item = Counts>) -> Counts {
    documents.fold(Counts::default(), |sum, one| Counts {
        hits: sum.hits + one.hits,
        found: sum.found + one.found,
        expected: sum.expected + one.expected,
    })
}

/// Precision and recall as cells of a table, each with its interval of 95 % over documents drawn anew.
pub fn cells(documents: &[Counts]) -> String {
    let (precision, recall) = sum(documents.iter().copied()).shares();
    let mut random = Random(1);
    let draws: Vec<(f64, f64)> = (0..DRAWS)
        .map(|_| {
            let drawn =
                documents.iter().filter_map(|_| documents.get(random.below(documents.len())));
            sum(drawn.copied()).shares()
        })
        .collect();
    let interval = |of: fn(&(f64, f64)) -> f64| {
        let mut values: Vec<f64> = draws.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        let ends = ENDS.map(|at| values.get(at).copied().unwrap_or_default());
        format!("{:.2}-{:.2}", ends[0], ends[1])
    };
    format!(
        "{precision:.3} ({}) | {recall:.3} ({})",
        interval(|draw| draw.0),
        interval(|draw| draw.1)
    )
}

/// Numbers that are as good as random, and the same each time (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let mixed = mixed ^ (mixed >> 31);
        usize::try_from(mixed % u64::try_from(end.max(1)).unwrap_or(1)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_over_documents() {
        let right = Counts { hits: 4, found: 4, expected: 4 };
        assert_eq!(cells(&[right; 8]), "1.000 (1.00-1.00) | 1.000 (1.00-1.00)");
        let wrong = Counts { hits: 0, found: 4, expected: 0 };
        let text = cells(&[right, right, right, wrong]);
        assert!(text.starts_with("0.750 (0.25-1.00) | 1.000"), "{text}");
    }
}
