//! How likely each verdict is right: fitted to labeled words, and measured on documents that were not fitted to.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use review::Clue;
use review::likelihood::{Trait, Traits, probability};

use crate::clues::scores::{by_document, cells};
use crate::clues::unit::Unit;
use crate::measure::fold;
use crate::newton::{Example, dot, logistic};

/// Where the fitted weights go.
const WEIGHTS: &str = "../review/src/person/weights.rs";
/// This fold is never fitted to. It measures what is written.
const HELD_BACK: usize = 4;
/// How often what is shown by default has to be right on the folds that are fitted to. It is to be .95 on the one that is
/// held back; beyond .93 the few words left on these decide by chance.
const RIGHT: f64 = 0.93;
/// What a borderline label counts.
const BORDERLINE: f64 = 0.5;
/// How strongly weights may be held near zero.
const RIDGES: [f64; 5] = [0.3, 1.0, 3.0, 10.0, 30.0];
/// How strongly what is added for every word is.
const BASE_RIDGE: f64 = 1e-3;
/// How many words like all others are added to those of a clue.
const PRIOR: f64 = 4.0;

/// What is fitted.
struct Model {
    /// What is added for every word, then the weights of the traits.
    weights: Vec<f64>,
    /// How often each clue is wrong.
    clues: BTreeMap<&'static str, f64>,
    /// How often all of them are.
    other: f64,
    ridge: f64,
}

/// A word with the probability of what it is by a model that was not fitted to its document.
type Judged<'a> = (&'a Unit, f64);

/// Fits the model, prints how well it holds, and writes it. `others` are words that are only fitted to.
pub fn run(units: &[Unit], others: &[Unit]) -> Result<(), String> {
    let words = |is_held_back: bool| {
        let words = units.iter().filter(|unit| unit.judged.is_some());
        words.filter(move |unit| (unit.fold == HELD_BACK) == is_held_back)
    };
    let others: Vec<&Unit> = others.iter().filter(|unit| unit.judged.is_some()).collect();
    let mut judged: Vec<Judged<'_>> = Vec::new();
    for fold in 0..HELD_BACK {
        let seen = words(false).filter(|unit| unit.fold != fold);
        let model = Model::fit(&seen.chain(others.iter().copied()).collect::<Vec<_>>());
        let unseen = words(false).filter(|unit| unit.fold == fold);
        judged.extend(unseen.map(|unit| (unit, model.probability(unit))));
    }
    let model = Model::fit(&words(false).chain(others.iter().copied()).collect::<Vec<_>>());
    let level = level(&judged);
    print("each fold by the others", &judged, level);
    let held_back: Vec<Judged<'_>> =
        words(true).map(|unit| (unit, model.probability(unit))).collect();
    print("the fold that is held back", &held_back, level);
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(WEIGHTS);
    std::fs::write(&path, model.text(level))
        .map_err(|error| format!("{}: {error}", path.display()))?;
    println!("ridge {}; wrote {}", model.ridge, path.display());
    Ok(())
}

impl Model {
    /// The model for some words; how strongly its weights are held is chosen on documents left out in turn.
    fn fit(words: &[&Unit]) -> Self {
        let persons: Vec<&Unit> = words.iter().copied().filter(|unit| is_person(unit)).collect();
        // Folds by another name than those of the documents, since these differ in what they lack.
        let part = |unit: &Unit| fold(&format!("part {}", unit.file));
        let loss = |ridge: f64| -> f64 {
            let parts = (0..5).map(|out| {
                let (left_out, rest): (Vec<&Unit>, Vec<&Unit>) =
                    persons.iter().partition(|unit| part(unit) == out);
                let weights = weigh(&rest, ridge);
                let losses = examples(&left_out).into_iter().map(|(count, values, is_right)| {
                    let right = probability(dot(&weights, &values));
                    -count * (if is_right { right } else { 1.0 - right }).max(1e-9).ln()
                });
                losses.sum::<f64>()
            });
            parts.sum()
        };
        let losses = RIDGES.map(|ridge| (loss(ridge), ridge));
        let best = losses.into_iter().min_by(|one, other| one.0.total_cmp(&other.0));
        let ridge = best.map_or(1.0, |(_, ridge)| ridge);
        let mut decided: BTreeMap<&'static str, (f64, f64)> = BTreeMap::new();
        let (mut wrong, mut all) = (0.0, 0.0);
        for unit in words {
            let Some(clue) = unit.decided_by() else { continue };
            let count = if unit.is_borderline { BORDERLINE } else { 1.0 };
            let is_wrong = if unit.is_generic { count } else { 0.0 };
            let of_clue = decided.entry(clue.name).or_default();
            *of_clue = (of_clue.0 + is_wrong, of_clue.1 + count);
            (wrong, all) = (wrong + is_wrong, all + count);
        }
        let other = wrong / f64::max(all, 1.0);
        let clues = decided
            .into_iter()
            .map(|(name, (wrong, all))| (name, (wrong + PRIOR * other) / (all + PRIOR)));
        Self { weights: weigh(&persons, ridge), clues: clues.collect(), other, ridge }
    }

    /// How likely a word stands for a person.
    fn probability(&self, unit: &Unit) -> f64 {
        match (unit.decided_by(), &unit.judged) {
            (Some(clue), _) => self.clues.get(clue.name).copied().unwrap_or(self.other),
            (None, Some(word)) => probability(dot(&self.weights, &values(&word.traits))),
            (None, None) => self.other,
        }
    }

    /// The model as a source file.
    fn text(&self, level: f64) -> String {
        let mut text = HEAD.to_owned();
        let (base, weights) = self.weights.split_first().unwrap_or((&0.0, &[]));
        let _ = writeln!(text, "pub(super) const BASE: f64 = {base:.3};");
        text += "/// What each trait adds.\npub(super) const WEIGHTS: Traits = [\n";
        for (of, weight) in Trait::ALL.iter().zip(weights) {
            let weight = format!("{weight:.3},");
            let _ = writeln!(text, "    {weight:<7} // {}", of.name());
        }
        text += "];\n/// How often a word is a person that each clue decides.\n";
        text += "pub(super) const CLUES: &[(&str, f64)] = &[\n";
        for clue in Clue::all() {
            if let Some(wrong) = self.clues.get(clue.name) {
                let _ = writeln!(text, "    ({:?}, {wrong:.3}),", clue.name);
            }
        }
        let _ = writeln!(text, "];\n{OTHER}pub(super) const OTHER_CLUES: f64 = {:.3};", self.other);
        let _ = writeln!(text, "{SURE}pub(super) const SURE: f64 = {level:.2};");
        text
    }
}

const HEAD: &str = "//! What each trait weighs, and how often each clue is wrong.
//!
//! Made by `rolecall-eval --clues FOLDER --fit`; change what that fits, not this.

use crate::person::likelihood::Traits;

/// What is added to the odds of every word, as a logarithm.
";
const OTHER: &str = "/// The same of a clue that decided none of the labeled words.\n";
const SURE: &str = "/// From which probability on a word is sure enough to be shown by default.\n";

fn is_person(unit: &Unit) -> bool {
    unit.judged.as_ref().is_some_and(|word| word.is_person)
}

fn values(traits: &Traits) -> Vec<f64> {
    std::iter::once(1.0).chain(*traits).collect()
}

/// Words as examples. The more of a document there are, the less each counts.
fn examples(words: &[&Unit]) -> Vec<Example<Vec<f64>>> {
    let mut sizes: BTreeMap<&str, f64> = BTreeMap::new();
    for unit in words {
        *sizes.entry(&unit.file).or_default() += 1.0;
    }
    let counts = words.iter().map(|unit| {
        let size = sizes.get(&*unit.file).copied().unwrap_or(1.0);
        let label = if unit.is_borderline { BORDERLINE } else { 1.0 };
        label / size.sqrt()
    });
    let counts: Vec<f64> = counts.collect();
    let mean = counts.iter().sum::<f64>() / counts.len().max(1) as f64;
    let examples = words.iter().zip(counts).filter_map(|(unit, count)| {
        let word = unit.judged.as_ref()?;
        Some((count / mean, values(&word.traits), unit.is_generic))
    });
    examples.collect()
}

fn weigh(words: &[&Unit], ridge: f64) -> Vec<f64> {
    let believed = vec![0.0; 1 + Trait::ALL.len()];
    let ridges = std::iter::once(BASE_RIDGE).chain(Trait::ALL.iter().map(|_| ridge));
    logistic(&examples(words), &believed, &ridges.collect::<Vec<_>>())
}

/// The lowest probability, in steps of a hundredth, from which on words that are taken for persons are right often enough,
/// borderline ones aside; above 1 if there is none.
fn level(judged: &[Judged<'_>]) -> f64 {
    let levels = (50..100).map(|level| f64::from(level) / 100.0);
    let mut right = levels.filter(|level| {
        let shown: Vec<_> = judged
            .iter()
            .filter(|(unit, it)| !unit.is_borderline && is_person(unit) && it >= level)
            .collect();
        let hits = shown.iter().filter(|(unit, _)| unit.is_generic).count();
        !shown.is_empty() && hits as f64 >= RIGHT * shown.len() as f64
    });
    right.next().unwrap_or(2.0)
}

/// Prints how often what is shown by default is right, how often what the model says is so, and how far off it is.
fn print(title: &str, judged: &[Judged<'_>], level: f64) {
    println!("{title}:\n");
    println!("| | precision | recall |\n|---|---|---|");
    for with in [false, true] {
        let borderline = if with { "with" } else { "without" };
        let has = |unit: &Unit| with || !unit.is_borderline;
        let sure: BTreeMap<*const Unit, f64> =
            judged.iter().map(|(unit, it)| (std::ptr::from_ref(*unit), *it)).collect();
        let row = |title: &str, level: f64| {
            let words = judged.iter().map(|(unit, _)| *unit).filter(|unit| has(unit));
            let is_shown = |unit: &Unit| {
                is_person(unit)
                    && sure.get(&std::ptr::from_ref(unit)).is_some_and(|it| *it >= level)
            };
            println!(
                "| {title}, {borderline} borderline | {} |",
                cells(&by_document(words, is_shown))
            );
        };
        row("every word taken for a person", 0.0);
        for level in [0.6, 0.7, 0.8] {
            row(&format!("from {level:.2} on"), level);
        }
        row(&format!("shown by default, from {level:.2} on"), level);
    }
    println!(
        "\n| words taken for persons, said to be | words | mean | right | right, with borderline |"
    );
    println!("|---|---|---|---|---|");
    for bin in 0..5 {
        let (low, high) = (f64::from(bin) / 5.0, f64::from(bin + 1) / 5.0);
        let here = judged.iter().filter(|(unit, it)| is_person(unit) && (low..high).contains(it));
        let here: Vec<&Judged<'_>> = here.collect();
        let share = |has: &dyn Fn(&Unit) -> bool| {
            let of: Vec<_> = here.iter().filter(|(unit, _)| has(unit)).collect();
            let right = of.iter().filter(|(unit, _)| unit.is_generic).count();
            format!("{right} of {}", of.len())
        };
        let mean = here.iter().map(|(_, it)| it).sum::<f64>() / here.len().max(1) as f64;
        println!(
            "| {low:.1} to {high:.1} | {} | {mean:.2} | {} | {} |",
            here.len(),
            share(&|unit| !unit.is_borderline),
            share(&|_| true)
        );
    }
    println!("\n| mean square of the error | without borderline | with |\n|---|---|---|");
    let brier = |has: &dyn Fn(&Unit) -> bool, said: &dyn Fn(&Judged<'_>) -> f64| {
        let of: Vec<_> = judged.iter().filter(|(unit, _)| has(unit)).collect();
        let error = |one: &&&Judged<'_>| said(one) - f64::from(u8::from(one.0.is_generic));
        of.iter().map(|one| error(&one).powi(2)).sum::<f64>() / of.len().max(1) as f64
    };
    let share = |is: bool| {
        let of: Vec<_> = judged.iter().filter(|(unit, _)| is_person(unit) == is).collect();
        of.iter().filter(|(unit, _)| unit.is_generic).count() as f64 / of.len().max(1) as f64
    };
    let (no_person, person) = (share(false), share(true));
    let plain = |one: &Judged<'_>| if is_person(one.0) { person } else { no_person };
    type Said<'a> = &'a dyn Fn(&Judged<'_>) -> f64;
    let said: [(&str, Said<'_>); 3] = [
        ("the verdict alone", &|one| f64::from(u8::from(is_person(one.0)))),
        ("how often such a verdict is right", &plain),
        ("fitted", &|one| one.1),
    ];
    for (title, of) in said {
        for (whose, only_persons) in [("all verdicts", false), ("persons", true)] {
            let firm = |unit: &Unit| !unit.is_borderline && (!only_persons || is_person(unit));
            let all = |unit: &Unit| !only_persons || is_person(unit);
            println!("| {title}, {whose} | {:.4} | {:.4} |", brier(&firm, of), brier(&all, of));
        }
    }
    println!();
}

#[cfg(test)]
mod tests {
    use review::{JudgedWord, Span};

    use super::*;

    /// A word in a document of its own that no clue decides, technical or not.
    fn unit(file: usize, technical: f64, is_generic: bool) -> Unit {
        let mut traits = Traits::default();
        traits[Trait::Technical as usize] = technical;
        let judged = JudgedWord {
            span: Span::new(0, 4),
            is_person: true,
            clues: Vec::new(),
            traits,
            probability: 0.5,
        };
        let file = format!("{file}.md");
        Unit {
            fold: fold(&file),
            file,
            set: String::new(),
            term: "user".to_owned(),
            is_generic,
            is_borderline: false,
            is_found: true,
            judged: Some(judged),
        }
    }

    fn decided(unit: Unit, clue: &'static Clue) -> Unit {
        let judged =
            unit.judged.map(|word| JudgedWord { is_person: false, clues: vec![clue], ..word });
        Unit { judged, ..unit }
    }

    #[test]
    fn what_is_mostly_wrong_is_unlikely() {
        let plain = (0..40).map(|file| unit(file, 0.0, file % 10 != 0));
        let technical = (40..80).map(|file| unit(file, 3.0, file % 10 == 0));
        let units: Vec<Unit> = plain.chain(technical).collect();
        let model = Model::fit(&units.iter().collect::<Vec<_>>());
        let (likely, unlikely) = (model.probability(&units[0]), model.probability(&units[79]));
        assert!((0.85..0.93).contains(&likely), "{likely}");
        assert!((0.07..0.15).contains(&unlikely), "{unlikely}");
    }

    #[test]
    fn a_clue_with_few_words_is_near_to_the_others() {
        let [often, seldom, never] = [0, 1, 2].map(|at| Clue::all()[at]);
        let mut units: Vec<Unit> =
            (0..96).map(|file| decided(unit(file, 0.0, false), often)).collect();
        units.extend((0..4).map(|file| decided(unit(file, 0.0, true), seldom)));
        let model = Model::fit(&units.iter().collect::<Vec<_>>());
        let of = |clue| model.probability(&decided(unit(0, 0.0, false), clue));
        assert!((of(never) - 0.04).abs() < 1e-9);
        assert!((of(seldom) - (4.0 + 4.0 * 0.04) / 8.0).abs() < 1e-9);
        assert!(of(often) < 0.01);
    }

    #[test]
    fn what_is_shown_is_right_often_enough() {
        let right: Vec<Unit> = (0..19).map(|file| unit(file, 0.0, true)).collect();
        let wrong = [unit(19, 0.0, false), unit(20, 0.0, false)];
        let mut judged: Vec<Judged<'_>> = right.iter().map(|unit| (unit, 0.9)).collect();
        judged.push((&wrong[0], 0.7));
        assert_eq!(level(&judged), 0.5, "19 of 20");
        judged.push((&wrong[1], 0.8));
        assert_eq!(level(&judged), 0.71, "19 of 20, and 19 of 21 below");
        assert_eq!(level(&[(&wrong[0], 0.9)]), 2.0, "never");
    }
}
