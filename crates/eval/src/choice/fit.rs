//! Weights that make the right roles likely: a conditional logit, fitted by Newton's method.

// Rows and matrices of one size: an index outside is a fault of the fit, which is to stop.
#![allow(clippy::indexing_slicing, clippy::needless_range_loop)]

use std::collections::HashMap;

use review::weighing::{Signs, softmax};
use review::{Feature, Features};

use crate::choice::case::Case;
use crate::newton::{dot, logistic, solve};

/// What weighs at a place: the features that are fitted, and those whose weights are decided.
pub struct Model {
    fitted: &'static [Feature],
    decided: &'static [(Feature, f64)],
}

/// A story's role. Where any role is declared, the fit itself puts the declared ones first. No measured project says who does
/// how much with its product: that share is a belief before the place is read, and in prose it weighs as one, less what the
/// other counts say of the same.
pub const STORY: Model = Model {
    fitted: &[
        Feature::Meaning,
        Feature::NameMeaning,
        Feature::Told,
        Feature::Beside,
        Feature::Words,
        Feature::Rare,
        Feature::NearStories,
        Feature::Heading,
        Feature::Named,
        Feature::Declared,
        Feature::Kind,
    ],
    decided: &[(Feature::Activity, 0.4)],
};

/// A word in prose. A declared role goes before one that is only used, and whoever acts below a story is its teller, but
/// not whoever is acted upon: of both the labeled documents have too few for a fit.
pub const PROSE: Model = Model {
    fitted: &[
        Feature::Meaning,
        Feature::NameMeaning,
        Feature::Words,
        Feature::NearStories,
        Feature::Mentioned,
        Feature::Served,
        Feature::Lately,
        Feature::Named,
        Feature::Order,
        Feature::Kind,
    ],
    decided: &[(Feature::Declared, 0.5), (Feature::Activity, 0.7), (Feature::Teller, 1.0)],
};

/// How strongly weights are held near zero, on features of unit variance.
const RIDGE: f64 = 1.0;
const STEPS: usize = 30;

/// How much a case counts: the more of its condition and project there are, the less each.
pub fn shares(cases: &[&Case]) -> Vec<f64> {
    let mut counts: HashMap<(&str, &str), f64> = HashMap::new();
    for case in cases {
        *counts.entry((case.condition, &case.project)).or_default() += 1.0;
    }
    let share = |case: &&Case| {
        1.0 / counts.get(&(case.condition, &*case.project)).copied().unwrap_or(1.0).sqrt()
    };
    cases.iter().map(share).collect()
}

impl Model {
    /// The weights for some cases, whose right role is known to all.
    pub fn fit(&self, cases: &[&Case]) -> Features {
        let scales = self.scales(cases);
        let (shares, size) = (shares(cases), self.fitted.len());
        let mut weights = vec![0.0; size];
        for _ in 0..STEPS {
            let mut slope = vec![0.0; size];
            let mut curve = vec![vec![0.0; size]; size];
            for at in 0..size {
                slope[at] = RIDGE * weights[at];
                curve[at][at] = RIDGE;
            }
            for (case, share) in cases.iter().zip(&shares) {
                let Some(right) = case.right.first() else { continue };
                let rows: Vec<Vec<f64>> =
                    case.roles.iter().map(|role| self.row(&role.features, &scales)).collect();
                let scores: Vec<f64> = rows
                    .iter()
                    .zip(&case.roles)
                    .map(|(row, role)| dot(row, &weights) + self.decided(&role.features))
                    .collect();
                let likely = softmax(&scores);
                let mut mean = vec![0.0; size];
                for (row, p) in rows.iter().zip(&likely) {
                    for at in 0..size {
                        mean[at] += p * row[at];
                        for other in 0..size {
                            curve[at][other] += share * p * row[at] * row[other];
                        }
                    }
                }
                for at in 0..size {
                    slope[at] += share * (mean[at] - rows.get(*right).map_or(0.0, |row| row[at]));
                    for other in 0..size {
                        curve[at][other] -= share * mean[at] * mean[other];
                    }
                }
            }
            let step = solve(curve, slope);
            for (weight, step) in weights.iter_mut().zip(&step) {
                *weight -= step;
            }
            if step.iter().all(|step| step.abs() < 1e-6) {
                break;
            }
        }
        let mut all = Features::default();
        for ((feature, weight), scale) in self.fitted.iter().zip(weights).zip(scales) {
            all[*feature as usize] = weight / scale;
        }
        for (feature, weight) in self.decided {
            all[*feature as usize] = *weight;
        }
        all
    }

    fn decided(&self, features: &[f64]) -> f64 {
        self.decided.iter().map(|(feature, weight)| features[*feature as usize] * weight).sum()
    }

    fn row(&self, features: &[f64], scales: &[f64]) -> Vec<f64> {
        self.fitted.iter().zip(scales).map(|(it, scale)| features[*it as usize] / scale).collect()
    }

    /// The standard deviation of each fitted feature.
    fn scales(&self, cases: &[&Case]) -> Vec<f64> {
        let deviation = |feature: &Feature| {
            let values = || {
                cases
                    .iter()
                    .flat_map(|case| &case.roles)
                    .map(|role| role.features[*feature as usize])
            };
            let count = values().count().max(1) as f64;
            let mean = values().sum::<f64>() / count;
            (values().map(|value| (value - mean).powi(2)).sum::<f64>() / count).sqrt() + 1e-9
        };
        self.fitted.iter().map(deviation).collect()
    }
}

/// What is believed of the weights of the signs before any case: what the share says.
const BELIEVED: Signs = [0.0, 1.0, 0.0, 0.0];

/// How sure the best role is: the weights of a logistic regression on cases of which each counts so much, shows these signs,
/// and is right or not.
pub fn sureness(cases: &[(f64, Signs, bool)]) -> Signs {
    let mut weights = BELIEVED;
    let fitted = logistic(cases, &BELIEVED, &[RIDGE; BELIEVED.len()]);
    weights.copy_from_slice(&fitted);
    weights
}
