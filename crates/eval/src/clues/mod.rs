//! Does a word stand for a person? How often the judgement is right, what each clue of it is worth, and how sure it is.

mod fit;
mod scores;
mod unit;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use review::Clue;

use self::scores::{Counts, by_document, cells};
use self::unit::{Labeled, Unit};
use crate::measure::Folds;

/// Prints how often the judgement is right: for each fold and set of documents, for each word, and for each clue, with the
/// scores without it. `folder` holds `labels.jsonl`, the documents in `raw`, and `index.jsonl` if there are several sets.
pub fn measure(folder: &Path, folds: Folds) -> Result<(), String> {
    let documents = unit::read(folder, folds)?;
    let units = units(&documents, None);
    print_scores(&units);
    let firm: Vec<&Unit> = units.iter().filter(|unit| !unit.is_borderline).collect();
    print_words(&firm);
    print_clues(&documents, &firm);
    Ok(())
}

/// Fits how likely each verdict is right, prints how well that holds on documents that were not fitted to, and writes the
/// weights. The words of the further folders are fitted to as well.
pub fn fit(folder: &Path, further: &[PathBuf]) -> Result<(), String> {
    let units = units(&unit::read(folder, Folds::default())?, None);
    let mut others = Vec::new();
    for folder in further {
        others.extend(self::units(&unit::read(folder, Folds::default())?, None));
    }
    fit::run(&units, &others)
}

fn units(documents: &[Labeled], without: Option<&'static Clue>) -> Vec<Unit> {
    documents.iter().flat_map(|document| document.units(without)).collect()
}

fn print_scores(units: &[Unit]) {
    let folds: BTreeSet<usize> = units.iter().map(|unit| unit.fold).collect();
    let sets: BTreeSet<&str> =
        units.iter().map(|unit| &*unit.set).filter(|set| !set.is_empty()).collect();
    let row = |title: &str, has: &dyn Fn(&Unit) -> bool| {
        let all = |unit: &&Unit| has(unit);
        let firm = |unit: &&Unit| has(unit) && !unit.is_borderline;
        let with = by_document(units.iter().filter(all), |unit| unit.is_found);
        let without = by_document(units.iter().filter(firm), |unit| unit.is_found);
        let count = units.iter().filter(all).count();
        println!("| {title} | {} | {count} | {} | {} |", with.len(), cells(&without), cells(&with));
    };
    println!("Findings on labeled words, prose and stories, without and with borderline labels:\n");
    println!("| | documents | words | precision | recall | precision, with | recall, with |");
    println!("|---|---|---|---|---|---|---|");
    row("all", &|_| true);
    for set in sets {
        row(set, &|unit| unit.set == set);
    }
    for fold in folds {
        row(&format!("fold {fold}"), &|unit| unit.fold == fold);
    }
}

/// The words in prose by the generic word that they are.
fn print_words(units: &[&Unit]) {
    let mut terms: BTreeMap<&str, Counts> = BTreeMap::new();
    for unit in units {
        if let Some(word) = &unit.judged {
            terms.entry(&unit.term).or_default().add(word.is_person, unit.is_generic);
        }
    }
    println!("\nWords in prose, borderline ones aside:\n");
    println!("| word | taken for a person | right | missed |");
    println!("|---|---|---|---|");
    for (term, counts) in terms {
        let missed = counts.expected - counts.hits;
        println!("| {term} | {} | {} | {missed} |", counts.found, counts.hits);
    }
}

fn print_clues(documents: &[Labeled], units: &[&Unit]) {
    let mut decided: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for unit in units {
        if let Some(clue) = unit.decided_by() {
            let (right, wrong) = decided.entry(clue.name).or_default();
            *(if unit.is_generic { wrong } else { right }) += 1;
        }
    }
    let score = |without: Option<&'static Clue>| {
        let mut counts = Counts::default();
        for unit in self::units(documents, without) {
            if let Some(word) = unit.judged.filter(|_| !unit.is_borderline) {
                counts.add(word.is_person, unit.is_generic);
            }
        }
        counts.shares()
    };
    println!("\nClues, over the same words:\n");
    println!("| clue | decided | right | wrong | precision without it | recall without it |");
    println!("|---|---|---|---|---|---|");
    for clue in Clue::all().iter().filter(|clue| clue.is_of_generic_words()) {
        let (right, wrong) = decided.get(clue.name).copied().unwrap_or_default();
        let (precision, recall) = score(Some(clue));
        println!(
            "| {} | {} | {right} | {wrong} | {precision:.3} | {recall:.3} |",
            clue.name,
            right + wrong
        );
    }
    let (precision, recall) = score(None);
    println!("| **all clues** | | | | **{precision:.3}** | **{recall:.3}** |");
}
