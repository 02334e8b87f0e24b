//! The reading of roles, held at what it is on documents of our own writing.

// Clippy does not see that helpers of tests are tests.
#![allow(clippy::unwrap_used)]

use std::process::{Command, Output};

/// At least so many of the declared roles, and of those that are only used, are found, and so many of those that are
/// listed are right; at most so many are listed that are no role. A change that finds more may raise the first three; none
/// may lower them or change a label.
const FLOOR: [usize; 3] = [225, 45, 270];
const WRONG: usize = 17;
/// The same of the documents of which nobody reads the mistakes.
const UNREAD_FLOOR: [usize; 3] = [131, 35, 176];
const UNREAD_WRONG: usize = 13;

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rolecall-eval"))
        .arg("--roles")
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap()
}

/// What is printed of the documents of a folder, and the figures of its last row: how many of how many.
fn figures(arguments: &[&str]) -> (String, Vec<(usize, usize)>) {
    let output = run(arguments);
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
    check(&["sample/roles", "--mistakes"], FLOOR, WRONG);
}

#[test]
fn roles_are_read_as_well_as_before_where_nobody_reads_mistakes() {
    check(&["sample/unread-roles"], UNREAD_FLOOR, UNREAD_WRONG);
}

#[track_caller]
fn check(arguments: &[&str], floor: [usize; 3], wrong: usize) {
    let (printed, figures) = figures(arguments);
    let parts = figures.iter().map(|(part, _)| *part).collect::<Vec<_>>();
    assert!(
        parts.len() == floor.len() && parts.iter().zip(floor).all(|(part, floor)| *part >= floor),
        "{parts:?}, and it was {floor:?}: declared, used, listed and right\n{printed}"
    );
    let (right, listed) = figures.last().unwrap();
    let others = listed - right;
    assert!(others <= wrong, "{others} are no role, and it was {wrong}\n{printed}");
}

#[test]
fn the_folds_add_up() {
    let (_, all) = figures(&["sample/roles"]);
    let (_, one) = figures(&["sample/roles", "--only", "0"]);
    let (_, others) = figures(&["sample/roles", "--without", "0"]);
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
