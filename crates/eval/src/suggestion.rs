//! Which role is meant: each story of a backlog in turn is told by "user", the others stand.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use serde::Deserialize;

use crate::measure::{read_lines, review};

#[derive(Deserialize)]
struct Annotated {
    backlog: String,
    text: String,
    personas: Vec<String>,
}

/// Roles that are told by fewer than this are not asked for in a backlog.
const ROLES: usize = 3;

#[derive(Default)]
struct Ranks {
    asked: usize,
    first: usize,
    third: usize,
    reciprocal: f64,
}

impl Ranks {
    fn count(&mut self, rank: Option<usize>) {
        self.asked += 1;
        if let Some(rank) = rank {
            self.first += usize::from(rank == 0);
            self.third += usize::from(rank < 3);
            self.reciprocal += 1.0 / (rank as f64 + 1.0);
        }
    }
}

impl std::fmt::Display for Ranks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let of = |count: usize| count as f64 / self.asked.max(1) as f64;
        let mean = self.reciprocal / self.asked.max(1) as f64;
        write!(f, "{:.3} / {:.3} / {mean:.3}", of(self.first), of(self.third))
    }
}

pub fn measure(folder: &Path, mistakes: bool) -> Result<(), String> {
    let stories: Vec<Annotated> = read_lines(&folder.join("stories/backlogs.jsonl"))?;
    let mut backlogs: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for story in &stories {
        if let Some(persona) = story.personas.first() {
            backlogs.entry(&story.backlog).or_default().push((&story.text, persona));
        }
    }
    let mut all: [Ranks; 3] = Default::default();
    println!("| backlog | stories | commonest role | TF-IDF nearest story | rolecall |");
    println!("|---|---|---|---|---|");
    for (backlog, stories) in backlogs {
        let is_specific = |persona: &str| {
            !matches!(
                persona.to_lowercase().as_str(),
                "user" | "customer" | "consumer" | "stakeholder"
            )
        };
        let roles: HashSet<String> = stories
            .iter()
            .map(|(_, persona)| persona.to_lowercase())
            .filter(|role| is_specific(role))
            .collect();
        if roles.len() < ROLES {
            continue;
        }
        let words: Vec<Vec<String>> =
            stories.iter().map(|(text, persona)| words(text, persona)).collect();
        let mut own: [Ranks; 3] = Default::default();
        for (index, (text, persona)) in stories.iter().enumerate() {
            let role = persona.to_lowercase();
            let elsewhere = stories
                .iter()
                .enumerate()
                .any(|(other, (_, persona))| other != index && persona.to_lowercase() == role);
            if !is_specific(persona) || !elsewhere {
                continue;
            }
            let ranked = [
                commonest(&stories, index, &is_specific),
                nearest(&stories, &words, index, &is_specific),
                suggested(&stories, index, text, persona),
            ];
            for (ranked, (own, all)) in ranked.iter().zip(own.iter_mut().zip(&mut all)) {
                let rank = ranked.iter().position(|name| *name == role);
                own.count(rank);
                all.count(rank);
            }
            if mistakes && ranked.get(2).is_some_and(|ranked| ranked.first() != Some(&role)) {
                let offered =
                    ranked.get(2).map_or(&[][..], |ranked| ranked.get(..3).unwrap_or(ranked));
                println!("{backlog}: {role:?} wanted, {offered:?} offered: {text}");
            }
        }
        let [common, near, ours] = &own;
        println!("| {backlog} | {} | {common} | {near} | {ours} |", ours.asked);
    }
    let [common, near, ours] = &all;
    println!("| **all** | {} | {common} | {near} | {ours} |", ours.asked);
    println!("\nEach cell: first / among the first three / mean reciprocal rank.");
    Ok(())
}

fn suggested(stories: &[(&str, &str)], index: usize, text: &str, persona: &str) -> Vec<String> {
    let mut document = String::new();
    let mut at = 0;
    for (other, (story, _)) in stories.iter().enumerate() {
        if other == index {
            at = document.len();
            document.push_str(&text.replacen(persona, "user", 1));
        } else {
            document.push_str(story);
        }
        document.push_str("\n\n");
    }
    let review = review(&document);
    let finding = review.findings().into_iter().find(|finding| finding.span.start >= at);
    let suggestions = finding.map(|finding| review.suggestions(&finding)).unwrap_or_default();
    suggestions.into_iter().map(|suggestion| suggestion.role.to_lowercase()).collect()
}

fn commonest(
    stories: &[(&str, &str)],
    index: usize,
    is_specific: &dyn Fn(&str) -> bool,
) -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (other, (_, persona)) in stories.iter().enumerate() {
        if other != index && is_specific(persona) {
            *counts.entry(persona.to_lowercase()).or_default() += 1;
        }
    }
    let mut ranked: Vec<(usize, String)> =
        counts.into_iter().map(|(role, count)| (count, role)).collect();
    ranked.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
    ranked.into_iter().map(|(_, role)| role).collect()
}

fn nearest(
    stories: &[(&str, &str)],
    words: &[Vec<String>],
    index: usize,
    is_specific: &dyn Fn(&str) -> bool,
) -> Vec<String> {
    let mut spread: HashMap<&str, f64> = HashMap::new();
    for words in words {
        for word in words.iter().collect::<HashSet<_>>() {
            *spread.entry(word).or_default() += 1.0;
        }
    }
    let vector = |words: &[String]| {
        let mut vector: BTreeMap<String, f64> = BTreeMap::new();
        for word in words {
            let idf =
                (stories.len() as f64 / spread.get(word.as_str()).copied().unwrap_or(1.0)).ln();
            *vector.entry(word.clone()).or_default() += idf;
        }
        let norm = vector.values().map(|weight| weight * weight).sum::<f64>().sqrt();
        vector.values_mut().for_each(|weight| *weight /= norm.max(1e-9));
        vector
    };
    let Some(own) = words.get(index).map(|words| vector(words)) else { return Vec::new() };
    let mut scored: Vec<(f64, String)> = stories
        .iter()
        .zip(words)
        .enumerate()
        .filter(|(other, ((_, persona), _))| *other != index && is_specific(persona))
        .map(|(_, ((_, persona), words))| {
            let other = vector(words);
            let score = own
                .iter()
                .map(|(word, weight)| weight * other.get(word).copied().unwrap_or(0.0))
                .sum();
            (score, persona.to_lowercase())
        })
        .collect();
    scored.sort_by(|one, other| other.0.total_cmp(&one.0));
    let mut ranked: Vec<String> = Vec::new();
    for (_, role) in scored {
        if !ranked.contains(&role) {
            ranked.push(role);
        }
    }
    ranked
}

fn words(text: &str, persona: &str) -> Vec<String> {
    text.replacen(persona, "", 1)
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() > 2)
        .map(str::to_owned)
        .collect()
}
