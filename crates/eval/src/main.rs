//! How good are the two judgements? Measures the review against labelled documents and stories.
//!
//! `cargo run --release -p rolecall-eval -- FOLDER [--mistakes]`, FOLDER holding `prds/labels.jsonl`,
//! `prds/raw/`, `stories/backlogs.jsonl` and `stories/wild.jsonl`.

mod generic;
mod measure;
mod persona;
mod suggestion;
mod wild;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut folder = None;
    let mut mistakes = false;
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--mistakes" => mistakes = true,
            _ => folder = Some(PathBuf::from(argument)),
        }
    }
    let Some(folder) = folder else {
        eprintln!("usage: rolecall-eval FOLDER [--mistakes]");
        return ExitCode::from(2);
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
