//! How good are the two judgements? Measures the review against labelled documents and stories.
//!
//! `cargo run --release -p rolecall-eval -- FOLDER [--mistakes]`, FOLDER holding `prds/labels.jsonl`,
//! `prds/raw/`, `stories/backlogs.jsonl` and `stories/wild.jsonl`.
//!
//! `cargo run --release -p rolecall-eval -- --compare OLD NEW FOLDER...` compares the findings of two
//! rolecall programs over the documents and texts below each FOLDER. It exits with 1 if any differs.

mod compare;
mod generic;
mod persona;
mod suggestion;
mod wild;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use review::{Document, Review, Settings};
use serde::de::DeserializeOwned;

const USAGE: &str = "usage: rolecall-eval FOLDER [--mistakes]
       rolecall-eval --compare OLD NEW FOLDER...";

fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    match arguments.as_slice() {
        [first, old, new, folders @ ..]
            if first == Path::new("--compare") && !folders.is_empty() =>
        {
            compare(old, new, folders)
        }
        [first, ..] if first == Path::new("--compare") => usage(),
        _ => measure(),
    }
}

fn usage() -> ExitCode {
    eprintln!("{USAGE}");
    ExitCode::from(2)
}

fn compare(old: &Path, new: &Path, folders: &[PathBuf]) -> ExitCode {
    match compare::run(old, new, folders) {
        Ok(differs) => ExitCode::from(u8::from(differs)),
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
    }
}

fn measure() -> ExitCode {
    let mut folder = None;
    let mut mistakes = false;
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--mistakes" => mistakes = true,
            _ => folder = Some(PathBuf::from(argument)),
        }
    }
    let Some(folder) = folder else {
        return usage();
    };
    if !folder.is_dir() {
        println!("skipped: there is no folder {}", folder.display());
        return ExitCode::SUCCESS;
    }
    type Measure = fn(&Path, bool) -> Result<(), String>;
    let measures: [(&str, Measure); 4] = [
        ("Generic mentions", generic::measure),
        ("Personas of stories", persona::measure),
        ("Stories in the wild", wild::measure),
        ("Suggested roles", suggestion::measure),
    ];
    for (title, measure) in measures {
        println!("## {title}\n");
        if let Err(message) = measure(&folder, mistakes) {
            println!("skipped: {message}");
        }
        println!();
    }
    ExitCode::SUCCESS
}

/// The objects of a file that holds one a line.
fn read_lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, String> {
    let text =
        std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(index, line)| {
            serde_json::from_str(line)
                .map_err(|error| format!("{}:{}: {error}", path.display(), index + 1))
        })
        .collect()
}

fn review(text: &str) -> Review {
    Review::new(Document::new(text), Arc::new(Settings::default()))
}

/// Precision, recall and F1 of counts of hits, of what was found and of what was to be found.
fn scores(hits: usize, found: usize, expected: usize) -> (f64, f64, f64) {
    let share =
        |part: usize, whole: usize| if whole == 0 { 1.0 } else { part as f64 / whole as f64 };
    let (precision, recall) = (share(hits, found), share(hits, expected));
    let sum = precision + recall;
    (precision, recall, if sum == 0.0 { 0.0 } else { 2.0 * precision * recall / sum })
}
