//! The evaluation run over a small labelled set of our own writing.

// Clippy does not see that helpers of tests are tests.
#![allow(clippy::unwrap_used)]

use std::process::Command;

/// What the evaluation prints of `folder`.
fn run(folder: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_rolecall-eval"))
        .args([folder, "--mistakes"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn help_is_no_folder() {
    for arguments in [&["--help"][..], &["-h"], &["--roles", "--help"]] {
        let output = Command::new(env!("CARGO_BIN_EXE_rolecall-eval")).args(arguments).output();
        let output = output.unwrap();
        assert!(output.status.success() && output.stdout.starts_with(b"usage: "), "{output:?}");
    }
}

#[test]
fn every_figure_is_right() {
    let printed = run("sample");
    for line in [
        // Nine are generic by the labels; eight of these are found, and one more that is fine.
        "| **all** | 0.889 | 0.889 | 0.889 | 9 | 9 |",
        "| **without borderline** | 0.875 | 1.000 | 0.933 | 8 | 7 |",
        "missed (-, borderline) surgery.md:19: ",
        "false alarm (other) seeds.md:11: ",
        "- other: 1 of 1",
        "- technical: 0 of 4",
        "Role named by the label: first 2 of 4, among the first three 4 of 4.",
        "14 stories: precision 1.0000, recall 1.0000, F1 1.0000",
        "3 of 4 stories found (0.750); 0 of 3 others taken for one",
    ] {
        assert!(printed.contains(line), "{line:?} is not in:\n{printed}");
    }
}

#[test]
fn what_is_missing_is_skipped_and_said() {
    assert!(run("no-such-folder").starts_with("skipped: there is no folder"));
    let printed = run("tests");
    assert_eq!(printed.matches("\nskipped: ").count(), 3, "{printed}");
}
