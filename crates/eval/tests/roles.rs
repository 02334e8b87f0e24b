//! The reading of roles, held at what it is on documents of our own writing.

// Clippy does not see that helpers of tests are tests.
#![allow(clippy::unwrap_used)]

use std::process::{Command, Output};

/// At least so many of the declared roles, and of those that are only used, are found, and so many of those that are
/// listed are right. A change that finds more may raise them; none may lower them or change a label.
const FLOOR: [(&str, usize); 3] = [("declared", 25), ("used", 11), ("listed, right", 36)];
/// At most so many are listed that are no role.
const WRONG: usize = 1;

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rolecall-eval"))
        .arg("--roles")
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap()
}

/// What is printed of the sample, and the figures of its last row: how many of how many.
fn figures(arguments: &[&str]) -> (String, Vec<(usize, usize)>) {
    let output = run(&[&["sample/roles"], arguments].concat());
    assert!(output.status.success(), "{output:?}");
    let printed = String::from_utf8(output.stdout).unwrap();
    let last = printed.lines().last().unwrap();
    let cells = last.split('|').filter_map(|cell| {
        let (part, rest) = cell.trim().split_once(" of ")?;
        let (whole, _) = rest.split_once(' ')?;
        Some((part.parse().unwrap(), whole.parse().unwrap()))
    });
    (printed.clone(), cells.collect())
}

#[test]
fn roles_are_read_as_well_as_before() {
    let (printed, figures) = figures(&["--mistakes"]);
    assert_eq!(figures.len(), FLOOR.len(), "{printed}");
    for ((part, _), (name, floor)) in figures.iter().zip(FLOOR) {
        assert!(*part >= floor, "{name}: {part}, and it was {floor}\n{printed}");
    }
    let (right, listed) = figures.last().unwrap();
    assert!(
        listed - right <= WRONG,
        "{} are no role, and it was {WRONG}\n{printed}",
        listed - right
    );
}

#[test]
fn the_folds_add_up() {
    let (_, all) = figures(&[]);
    let (_, one) = figures(&["--only", "0"]);
    let (_, others) = figures(&["--without", "0"]);
    let sum: Vec<(usize, usize)> =
        one.iter().zip(&others).map(|(one, other)| (one.0 + other.0, one.1 + other.1)).collect();
    assert_eq!(sum, all);
    assert!(one.iter().any(|(_, whole)| *whole > 0), "fold 0 has a document");
}

#[test]
fn what_cannot_be_read_is_an_error() {
    for arguments in [&["no-such-folder"][..], &["sample/roles", "--only"], &[]] {
        assert_eq!(run(arguments).status.code(), Some(2), "{arguments:?}");
    }
}

/// The labeled documents beside the repository, if they are there, are read as well.
#[test]
fn documents_beside_the_repository_are_measured() {
    let folder = "../../../shared/data/documents";
    let output = run(&[folder]);
    if output.status.success() {
        let printed = String::from_utf8(output.stdout).unwrap();
        assert!(printed.contains("| **all** | "), "{printed}");
    } else {
        eprintln!("skipped: there is no {folder}");
    }
}
