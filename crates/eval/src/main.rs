//! How good are the two judgements? Measures the review against labelled documents and stories.
//!
//! `cargo run --release -p rolecall-eval -- FOLDER [--mistakes]`, FOLDER holding `prds/labels.jsonl`,
//! `prds/raw/`, `stories/backlogs.jsonl` and `stories/wild.jsonl`.
//!
//! `cargo run --release -p rolecall-eval -- --clues FOLDER [--only FOLD | --without FOLD]` measures what each clue of
//! the judgement is worth; FOLDER holds `labels.jsonl` and `raw/`. A document's fold, 0 to 4, is the first byte of the
//! SHA-256 of its name, modulo 5.
//!
//! `cargo run --release -p rolecall-eval -- --compare OLD NEW FOLDER...` compares the findings of two
//! rolecall programs over the documents and texts below each FOLDER. It exits with 1 if any differs.

mod clues;
mod compare;
mod generic;
mod measure;
mod persona;
mod suggestion;
mod wild;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "usage: rolecall-eval FOLDER [--mistakes]
       rolecall-eval --clues FOLDER [--only FOLD | --without FOLD]
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
        [first, folder, rest @ ..] if first == Path::new("--clues") => clues(folder, rest),
        [first, ..] if first == Path::new("--clues") => usage(),
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

fn clues(folder: &Path, rest: &[PathBuf]) -> ExitCode {
    let number = |fold: &PathBuf| fold.to_str().and_then(|fold| fold.parse().ok());
    let folds = match rest {
        [] => Some(clues::Folds::default()),
        [option, fold] => match (option.to_str(), number(fold)) {
            (Some("--only"), only @ Some(_)) => Some(clues::Folds { only, without: None }),
            (Some("--without"), without @ Some(_)) => Some(clues::Folds { only: None, without }),
            _ => None,
        },
        _ => None,
    };
    let Some(folds) = folds else { return usage() };
    match clues::measure(folder, folds) {
        Ok(()) => ExitCode::SUCCESS,
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
