//! Which role is meant: places whose role is known, the program's choice there, and the weights that are fitted to them.

// Rows and matrices of one size: an index outside is a fault of the fit, which is to stop.
#![allow(clippy::indexing_slicing)]

mod baseline;
mod case;
mod episode;
mod fit;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use case::Case;
use fit::Model;
use review::weighing::{Signs, sure, weighed};
use review::{Feature, Features};

use crate::measure::Folds;

/// Where the fitted weights go.
const WEIGHTS: &str = "../review/src/role_choice/weights.rs";
/// Projects of our own writing with a card a role.
const PROJECTS: &str = "sample/projects";
/// One role is named alone where it is right so often, in each condition that has so many such cases.
const RIGHT: f64 = 0.8;
const ASKED: usize = 10;
/// How sure the best role may have to be; the last stands for never.
const LEVELS: [f64; 8] = [0.8, 0.83, 0.86, 0.89, 0.92, 0.95, 0.97, 2.0];
/// Where stories and prose stand in the tables of weights.
const KINDS: [(&str, &Model); 2] = [("STORY", &fit::STORY), ("PROSE", &fit::PROSE)];

/// Prints how often the right role is suggested, in each condition, and fits the weights anew if `fits`. `folder` holds
/// `stories/backlogs.jsonl` and `documents`, either of which may be absent.
pub fn measure(folder: &Path, folds: Folds, fits: bool) -> Result<(), String> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let episodes = episode::all(folder, &root.join(PROJECTS), folds)?;
    let cases: Vec<Case> = episodes.iter().filter_map(Case::of).collect();
    println!("{} places; at {} the program asks who is meant\n", episodes.len(), cases.len());
    let shipped = |case: &Case| Answer {
        order: case.suggested.clone(),
        said: case.is_sure.then(|| case.suggested.first().copied()).flatten(),
    };
    print_table("as shipped", &cases, &cases.iter().map(shipped).collect::<Vec<_>>());
    if fits {
        let (text, answers) = fitted(&cases);
        println!();
        print_table("fitted to the other projects", &cases, &answers);
        let path = root.join(WEIGHTS);
        std::fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
        println!("\nwrote {}", path.display());
    }
    Ok(())
}

/// The roles in the order in which they are suggested, and the one that is named alone.
#[derive(Default)]
struct Answer {
    order: Vec<usize>,
    said: Option<usize>,
}

/// A case with the index of its best role by weights that never saw its project, and how sure that shows.
struct Best<'a> {
    index: usize,
    case: &'a Case,
    role: usize,
    signs: Signs,
}

impl Best<'_> {
    fn is_right(&self) -> bool {
        self.case.right.contains(&self.role)
    }
}

/// The weights for all cases as a source file, and the answers by weights that never saw the case's project.
fn fitted(cases: &[Case]) -> (String, Vec<Answer>) {
    let mut answers: Vec<Answer> = cases.iter().map(|_| Answer::default()).collect();
    let (mut text, mut sure_rows, mut alone_rows) = (HEAD.to_owned(), String::new(), Vec::new());
    for (kind, (name, model)) in KINDS.into_iter().enumerate() {
        let asked: Vec<(usize, &Case)> =
            cases.iter().enumerate().filter(|(_, case)| case.is_slot == (kind == 0)).collect();
        let known = |without: Option<&str>| -> Vec<&Case> {
            let cases = asked.iter().map(|(_, case)| *case);
            let known = cases.filter(|case| !case.right.is_empty());
            known.filter(|case| Some(&*case.project) != without).collect()
        };
        let projects: BTreeSet<&str> = asked.iter().map(|(_, case)| &*case.project).collect();
        let mut best: Vec<Best<'_>> = Vec::new();
        for project in projects {
            let weights = model.fit(&known(Some(project)));
            for (index, case) in asked.iter().filter(|(_, case)| case.project == project) {
                let measured = case.roles.iter().map(|role| role.features).collect();
                let all = weighed(measured, &weights);
                let order = order(&all.iter().map(|role| role.share).collect::<Vec<f64>>());
                if let Some(role) = order.first().copied() {
                    let signs = all[role].signs(order.get(1).map(|next| &all[*next]));
                    best.push(Best { index: *index, case, role, signs });
                }
                answers[*index].order = order;
            }
        }
        let _ = write!(text, "\n{}", weights_as_text(name, &model.fit(&known(None))));
        let (mut sure_row, mut alone_row) = (Vec::new(), Vec::new());
        for grade in 0..3 {
            let of_grade: Vec<&Best<'_>> =
                best.iter().filter(|best| best.case.grade(best.role) == grade).collect();
            let (weights, level) = sureness(&of_grade);
            let is_sure = |best: &&&Best<'_>| {
                best.case.roles.len() > 1 && sure(&weights, &best.signs) >= level
            };
            for best in of_grade.iter().filter(is_sure) {
                answers[best.index].said = Some(best.role);
            }
            sure_row.push(format!("        {weights:.3?},\n"));
            alone_row.push(format!("{level:.2}"));
        }
        let _ = write!(sure_rows, "    [\n{}    ],\n", sure_row.concat());
        alone_rows.push(format!("[{}]", alone_row.join(", ")));
    }
    let _ = writeln!(text, "{SURE}pub(super) const SURE: [[[f64; 4]; 3]; 2] = [\n{sure_rows}];");
    let alone = alone_rows.join(", ");
    let _ = writeln!(text, "{ALONE}pub(super) const ALONE: [[f64; 3]; 2] = [{alone}];");
    (text, answers)
}

const HEAD: &str = "//! What each feature weighs, and how sure the best role is.
//!
//! Made by `rolecall-eval --choice FOLDER --fit`; change what that fits, not this.

use crate::role_choice::feature::Features;
";
const SURE: &str = "
/// How sure the best role is, as a logarithm of odds: what is added for 1, for the logarithm of the odds of its share of the
/// score, for what the features of the place add to its score beyond the next role's, and if anything is told of it. For a
/// story's role and for a word in prose, each where the best role is configured, declared in the document, and only used.
";
const ALONE: &str =
    "/// How sure it has to be to be named alone, in the same cases; above 1 it never is.\n";

/// The indices of some shares, the greatest first.
fn order(shares: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by(|one, other| shares[*other].total_cmp(&shares[*one]));
    order
}

/// How the signs of cases tell how sure their best role is, and how sure it has to be to be named alone.
fn sureness(best: &[&Best<'_>]) -> (Signs, f64) {
    let counts = fit::shares(&best.iter().map(|best| best.case).collect::<Vec<_>>());
    let seen = best.iter().zip(counts).map(|(best, count)| (count, best.signs, best.is_right()));
    let weights = fit::sureness(&seen.collect::<Vec<_>>());
    // The only role is never named alone.
    let among = best.iter().filter(|best| best.case.roles.len() > 1);
    let sure = among.map(|best| (best.case, best.role, sure(&weights, &best.signs)));
    (weights, level(&sure.collect::<Vec<_>>()))
}

/// How sure the best role has to be for it to be right often enough in each condition.
fn level(best: &[(&Case, usize, f64)]) -> f64 {
    let is_right_enough = |level: &&f64| {
        let mut by_condition: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for (case, first, sure) in best {
            if sure >= *level {
                let (right, said) = by_condition.entry(case.condition).or_default();
                *right += usize::from(case.right.contains(first));
                *said += 1;
            }
        }
        let (right, said) =
            by_condition.values().fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
        let is_enough = |right: usize, said: usize| right as f64 >= RIGHT * said as f64;
        said > 0
            && is_enough(right, said)
            && by_condition.values().all(|(right, said)| *said < ASKED || is_enough(*right, *said))
    };
    LEVELS.iter().find(is_right_enough).copied().unwrap_or(2.0)
}

fn weights_as_text(name: &str, weights: &Features) -> String {
    let what = if name == "STORY" { "a story's role" } else { "a word in prose" };
    let mut text = format!("/// For {what}.\npub(super) const {name}: Features = [\n");
    for (feature, weight) in Feature::ALL.iter().zip(weights) {
        let _ = writeln!(text, "    {weight:.3}, // {}", feature.name());
    }
    text + "];\n"
}

/// How often the first of an order is right, and one of its first three. Roles of the same score share their ranks.
fn print_table(title: &str, cases: &[Case], answers: &[Answer]) {
    let names: Vec<&str> = baseline::ALL.iter().map(|(name, _)| *name).collect();
    println!(
        "| {title} | places | right first / in three | named alone, right | {} |",
        names.join(" | ")
    );
    println!("|---|---|---|---|{}", "---|".repeat(names.len()));
    let mut conditions: Vec<&str> = Vec::new();
    for case in cases {
        if !conditions.contains(&case.condition) {
            conditions.push(case.condition);
        }
    }
    for condition in conditions {
        let here: Vec<(&Case, &Answer)> =
            cases.iter().zip(answers).filter(|(case, _)| case.condition == condition).collect();
        let count = here.len() as f64;
        let within = |most: usize| {
            let hits = here.iter().filter(|(case, answer)| {
                answer.order.iter().take(most).any(|role| case.right.contains(role))
            });
            hits.count() as f64 / count
        };
        let said: Vec<bool> = here
            .iter()
            .filter_map(|(case, answer)| Some(case.right.contains(&answer.said?)))
            .collect();
        let right = said.iter().filter(|is_right| **is_right).count();
        let baselines = baseline::ALL.map(|(_, score)| {
            let chances = here.iter().map(|(case, _)| {
                let scores = score(case);
                [1.0, 3.0].map(|most| chance(&scores, &case.right, most))
            });
            let sum = chances.fold([0.0, 0.0], |sum, it| [sum[0] + it[0], sum[1] + it[1]]);
            format!("{:.3} / {:.3}", sum[0] / count, sum[1] / count)
        });
        println!(
            "| {condition} | {} | {:.3} / {:.3} | {right} of {} | {} |",
            here.len(),
            within(1),
            within(3),
            said.len(),
            baselines.join(" | ")
        );
    }
}

/// How likely the right role is among the first `most` by some scores, if those of the same score come in any order.
fn chance(scores: &[f64], right: &[usize], most: f64) -> f64 {
    let of_right = right.iter().filter_map(|role| scores.get(*role)).copied();
    let Some(best) = of_right.reduce(f64::max) else { return 0.0 };
    let better = scores.iter().filter(|score| **score > best + 1e-12).count() as f64;
    let same = scores.iter().filter(|score| (**score - best).abs() <= 1e-12).count() as f64;
    ((most - better) / same).clamp(0.0, 1.0)
}
