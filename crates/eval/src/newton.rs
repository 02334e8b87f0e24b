//! Logistic regression by Newton's method, and the linear equations that it solves.

// Rows and matrices of one size: an index outside is a fault of the fit, which is to stop.
#![allow(clippy::indexing_slicing, clippy::needless_range_loop)]

use review::likelihood::probability;

const STEPS: usize = 300;
/// Far from the solution a whole step may lead further away.
const FURTHEST: f64 = 0.5;

/// A place that a regression is fitted to: how much it counts, what is measured there, and whether it is right.
pub type Example<V> = (f64, V, bool);

/// The weights of what is measured that make the examples likely. Each weight is held near what is believed of it before any
/// example, as strongly as its ridge says.
pub fn logistic<V: AsRef<[f64]>>(
    examples: &[Example<V>],
    believed: &[f64],
    ridges: &[f64],
) -> Vec<f64> {
    let size = believed.len();
    let mut weights = believed.to_vec();
    for _ in 0..STEPS {
        let mut slope: Vec<f64> =
            (0..size).map(|at| ridges[at] * (weights[at] - believed[at])).collect();
        let mut curve = vec![vec![0.0; size]; size];
        for at in 0..size {
            curve[at][at] = ridges[at];
        }
        for (count, values, is_right) in examples {
            let values = values.as_ref();
            let sure = probability(dot(&weights, values));
            let off = count * (sure - f64::from(u8::from(*is_right)));
            let bend = count * sure * (1.0 - sure);
            for at in 0..size {
                slope[at] += off * values[at];
                for other in 0..size {
                    curve[at][other] += bend * values[at] * values[other];
                }
            }
        }
        let step = solve(curve, slope);
        for (weight, step) in weights.iter_mut().zip(&step) {
            *weight -= step.clamp(-FURTHEST, FURTHEST);
        }
        if step.iter().all(|step| step.abs() < 1e-6) {
            break;
        }
    }
    weights
}

pub fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

/// The solution of a system of linear equations with a positive definite matrix, by elimination.
pub fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let size = right.len();
    for pivot in 0..size {
        for row in pivot + 1..size {
            let factor = matrix[row][pivot] / matrix[pivot][pivot];
            for column in pivot..size {
                matrix[row][column] -= factor * matrix[pivot][column];
            }
            right[row] -= factor * right[pivot];
        }
    }
    for row in (0..size).rev() {
        let known: f64 = (row + 1..size).map(|column| matrix[row][column] * right[column]).sum();
        right[row] = (right[row] - known) / matrix[row][row];
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_give_the_shares_that_were_seen() {
        // Right in 3 of 4 without the sign, in 1 of 4 with it.
        let seen = |sign: f64, right: usize| (0..4).map(move |at| (1.0, [1.0, sign], at < right));
        let examples: Vec<_> = seen(0.0, 3).chain(seen(1.0, 1)).collect();
        let weights = logistic(&examples, &[0.0, 0.0], &[1e-9, 1e-9]);
        assert!((probability(weights[0]) - 0.75).abs() < 1e-6, "{weights:?}");
        assert!((probability(weights[0] + weights[1]) - 0.25).abs() < 1e-6, "{weights:?}");
        let held = logistic(&examples, &[0.0, 0.0], &[1e-9, 1e3]);
        assert!(held[1].abs() < 0.01, "{held:?}");
    }

    #[test]
    fn what_counts_more_weighs_more() {
        let examples = [(3.0, [1.0], true), (1.0, [1.0], false)];
        let weights = logistic(&examples, &[0.0], &[1e-9]);
        assert!((probability(weights[0]) - 0.75).abs() < 1e-6, "{weights:?}");
    }
}
