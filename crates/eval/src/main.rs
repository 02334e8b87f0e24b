//! How good are the two judgements? Measures the review against labelled documents and stories.
//!
//! `cargo run --release -p rolecall-eval -- FOLDER [--mistakes]`, FOLDER holding `prds/labels.jsonl`,
//! `prds/raw/`, `stories/backlogs.jsonl` and `stories/wild.jsonl`.
//!
//! `cargo run --release -p rolecall-eval -- --compare OLD NEW FOLDER...` compares the findings of two
//! rolecall programs over the documents and texts below each FOLDER. It exits with 1 if any differs.

mod compare;
mod generic;
mod measure;
mod persona;
mod suggestion;
mod wild;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "usage: rolecall-eval FOLDER [--mistakes]
       rolecall-eval --compare OLD NEW FOLDER...";

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
