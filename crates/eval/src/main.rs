//! How good are the judgements? Measures the review against labelled documents and stories.
//!
//! `cargo run --release -p rolecall-eval -- FOLDER [--mistakes]`, FOLDER holding `prds/labels.jsonl`,
//! `prds/raw/`, `stories/backlogs.jsonl` and `stories/wild.jsonl`.
//!
//! `cargo run --release -p rolecall-eval -- --clues FOLDER [--only FOLD | --without FOLD]` measures what each clue of
//! the judgement is worth, and how often it is right in each fold, and in each set that `index.jsonl` names; FOLDER holds
//! `labels.jsonl` and `raw/`. A document's fold, 0 to 4, is the first byte of the SHA-256 of its name, modulo 5.
//!
//! `cargo run --release -p rolecall-eval -- --clues FOLDER --fit [FOLDER...]` fits how likely each verdict is right, to the
//! folds but the last, which measures it, and to the documents of the further folders.
//!
//! `cargo run --release -p rolecall-eval -- --roles FOLDER [--only FOLD | --without FOLD] [--mistakes]` measures which
//! roles are read; FOLDER holds `roles.jsonl` and `raw/`.
//!
//! `cargo run --release -p rolecall-eval -- --choice FOLDER [--only FOLD | --without FOLD] [--fit]` measures how often the
//! right role is suggested, beside simple baselines, and fits the weights of the choice; FOLDER holds
//! `stories/backlogs.jsonl` and `documents`, if they are there, and the written projects of `sample/projects` are asked
//! too.
//!
//! `cargo run --release -p rolecall-eval -- --compare OLD NEW FOLDER...` compares the findings of two
//! rolecall programs over the documents and texts below each FOLDER. It exits with 1 if any differs.

mod choice;
mod clues;
mod compare;
mod generic;
mod measure;
mod newton;
mod persona;
mod roles;
mod wild;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use measure::Folds;

const USAGE: &str = "usage: rolecall-eval FOLDER [--mistakes]
       rolecall-eval --clues FOLDER [--only FOLD | --without FOLD]
       rolecall-eval --clues FOLDER --fit [FOLDER...]
       rolecall-eval --roles FOLDER [--only FOLD | --without FOLD] [--mistakes]
       rolecall-eval --choice FOLDER [--only FOLD | --without FOLD] [--fit]
       rolecall-eval --compare OLD NEW FOLDER...";

fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let is_help =
        |argument: &PathBuf| ["-h", "--help"].iter().any(|help| argument == Path::new(help));
    match arguments.as_slice() {
        _ if arguments.iter().any(is_help) => {
            println!("{USAGE}");
            ExitCode::SUCCESS
        }
        [first, old, new, folders @ ..]
            if first == Path::new("--compare") && !folders.is_empty() =>
        {
            compare(old, new, folders)
        }
        [first, ..] if first == Path::new("--compare") => usage(),

        [first, folder, fits, further @ ..]
            if first == Path::new("--clues") && fits == Path::new("--fit") =>
        {
            exit(clues::fit(folder, further))
        }
        [first, folder, rest @ ..] if first == Path::new("--clues") => match folds(rest) {
            Some(folds) => exit(clues::measure(folder, folds)),
            None => usage(),
        },
        [first, folder, rest @ .., last]
            if first == Path::new("--roles") && last == Path::new("--mistakes") =>
        {
            roles(folder, rest, true)
        }
        [first, folder, rest @ ..] if first == Path::new("--roles") => roles(folder, rest, false),
        [first, folder, rest @ .., last]
            if first == Path::new("--choice") && last == Path::new("--fit") =>
        {
            choice(folder, rest, true)
        }
        [first, folder, rest @ ..] if first == Path::new("--choice") => choice(folder, rest, false),
        [first, ..] if first == Path::new("--clues") || first == Path::new("--roles") => usage(),
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

fn roles(folder: &Path, rest: &[PathBuf], mistakes: bool) -> ExitCode {
    match folds(rest) {
        Some(folds) => exit(roles::measure(folder, folds, mistakes)),
        None => usage(),
    }
}

fn choice(folder: &Path, rest: &[PathBuf], fits: bool) -> ExitCode {
    match folds(rest) {
        Some(folds) => exit(choice::measure(folder, folds, fits)),
        None => usage(),
    }
}

/// The folds that the arguments ask for.
fn folds(rest: &[PathBuf]) -> Option<Folds> {
    let number = |fold: &PathBuf| fold.to_str().and_then(|fold| fold.parse().ok());
    match rest {
        [] => Some(Folds::default()),
        [option, fold] => match (option.to_str(), number(fold)) {
            (Some("--only"), only @ Some(_)) => Some(Folds { only, without: None }),
            (Some("--without"), without @ Some(_)) => Some(Folds { only: None, without }),
            _ => None,
        },
        _ => None,
    }
}

fn exit(measured: Result<(), String>) -> ExitCode {
    match measured {
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
    let measures: [(&str, Measure); 3] = [
        ("Generic mentions", generic::measure),
        ("Personas of stories", persona::measure),
        ("Stories in the wild", wild::measure),
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
