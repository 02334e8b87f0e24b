//! What weights make of the measures of the roles at a place. The program and the fit of its weights share this, so that
//! what is fitted is what is done.

use crate::role_choice::feature::{Feature, Features};

/// A role at a place, with what speaks for it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weighed {
    /// Its share of the score: 0 to 1, all together 1.
    pub share: f64,
    /// What each feature adds to its score beside the mean of all roles; the only role stands beside nobody.
    pub evidence: Features,
}

/// The roles at a place by the weights of their features, in their order.
pub fn weighed(mut measured: Vec<Features>, weights: &Features) -> Vec<Weighed> {
    let mut means = Features::default();
    let count = measured.len() as f64;
    for evidence in &mut measured {
        for ((value, weight), mean) in evidence.iter_mut().zip(weights).zip(&mut means) {
            *value *= weight;
            *mean += *value / count;
        }
    }
    if measured.len() == 1 {
        means = Features::default();
    }
    let scores: Vec<f64> = measured.iter().map(|evidence| evidence.iter().sum()).collect();
    let weighed = measured.into_iter().zip(softmax(&scores)).map(|(mut evidence, share)| {
        for (value, mean) in evidence.iter_mut().zip(means) {
            *value -= mean;
        }
        Weighed { share, evidence }
    });
    weighed.collect()
}

/// The share of each of some scores, whose differences are logarithms of odds: 0 to 1, all together 1.
pub fn softmax(scores: &[f64]) -> Vec<f64> {
    let best = scores.iter().copied().fold(f64::MIN, f64::max);
    let odds: Vec<f64> = scores.iter().map(|score| (score - best).exp()).collect();
    let total: f64 = odds.iter().sum();
    odds.into_iter().map(|odds| odds / total).collect()
}

/// What tells how sure the best role is: 1, the logarithm of the odds of its share, what the features of the place add to
/// its score beyond what they add to that of the next role, and whether anything is told of it.
pub type Signs = [f64; 4];

impl Weighed {
    /// What tells how sure it is that this role is meant, if it is the best. `next` is the second best; where there is no
    /// other role, the only one is not therefore meant.
    pub fn signs(&self, next: Option<&Weighed>) -> Signs {
        let share = if next.is_none() { 0.5 } else { self.share.clamp(1e-6, 1.0 - 1e-6) };
        let is_told = Feature::Meaning.of(&self.evidence) != 0.0;
        let odds = (share / (1.0 - share)).ln();
        let further = self.of_the_place() - next.map_or(0.0, Weighed::of_the_place);
        [1.0, odds, further, f64::from(u8::from(is_told))]
    }

    /// What the features of the place itself add to its score.
    pub(crate) fn of_the_place(&self) -> f64 {
        let features = Feature::ALL.iter().filter(|feature| feature.is_of_the_place());
        features.map(|feature| feature.of(&self.evidence)).sum()
    }
}

/// How sure it is by its signs that the best role is meant: 0 to 1.
pub fn sure(weights: &Signs, signs: &Signs) -> f64 {
    let odds: f64 = weights.iter().zip(signs).map(|(weight, sign)| weight * sign).sum();
    1.0 / (1.0 + (-odds).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(values: &[f64]) -> Vec<Features> {
        let features = |value: &f64| {
            let mut features = Features::default();
            features[Feature::Words as usize] = *value;
            features
        };
        values.iter().map(features).collect()
    }

    fn weights() -> Features {
        let mut weights = Features::default();
        weights[Feature::Words as usize] = 2.0;
        weights
    }

    #[test]
    fn shares_follow_the_weighed_measures() {
        let all = weighed(measured(&[1.0, 0.0, 0.5]), &weights());
        let shares: Vec<f64> = all.iter().map(|role| role.share).collect();
        assert!(shares[0] > shares[2] && shares[2] > shares[1], "{shares:?}");
        assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        // The odds of two are e to the power of how far their scores differ.
        assert!((shares[0] / shares[1] - 2.0_f64.exp()).abs() < 1e-9);
        let evidence: Vec<f64> = all.iter().map(Weighed::of_the_place).collect();
        assert_eq!(evidence, [1.0, -1.0, 0.0]);
        assert_eq!(all[0].signs(Some(&all[2]))[2], 1.0);
        assert_eq!(weighed(Vec::new(), &weights()), []);
    }

    #[test]
    fn the_only_role_is_as_likely_as_not() {
        let only = weighed(measured(&[3.0]), &weights())[0];
        assert_eq!((only.share, only.of_the_place()), (1.0, 6.0));
        assert_eq!(only.signs(None), [1.0, 0.0, 6.0, 0.0]);
        assert_eq!(sure(&[0.0, 1.0, 0.0, 0.0], &only.signs(None)), 0.5);
    }
}
