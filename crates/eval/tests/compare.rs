//! The comparison of two programs, run with programs of our own that find what they are told to.

#![cfg(unix)]
// Clippy does not see that helpers of tests are tests.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// A program that reports each `word` as a finding of `generic-role`, if that rule is selected, with
/// `fix` as the title of its fix.
fn program(folder: &Path, name: &str, word: &str, fix: &str) -> PathBuf {
    let script = format!(
        r#"#!/bin/sh
case $1 in
    explain)
        echo 'generic-role    warning  Names nobody.'
        echo 'duplicate-role  warning  Cannot be selected.'
        echo 'House styles:'
        exit ;;
esac
for argument; do
    case $argument in
        --select=duplicate-role | duplicate-role) exit 2 ;;
        --select=generic-role) selected=yes ;;
    esac
    last=$argument
done
[ "$last" != - ] || exit 0
printf '{{"findings":['
for argument; do
    case $argument in /*) [ -z "$selected" ] || grep -rbo '{word}' "$argument" /dev/null ;; esac
done | grep -v 'rolecall.toml' | sed 's/\(.*\):\(.*\):\(.*\)/{{"path":"\1","rule":"generic-role","severity":"warning","line":1,"column":\2,"span":{{"start":\2,"end":99}},"text":"\3","fixes":[{{"title":"{fix}","safe":false,"edits":[{{"path":"\1","start":\2,"end":99,"text":"x"}}]}}]}}/' | paste -sd, -
printf ']}}'
"#
    );
    let path = folder.join(name);
    fs::write(&path, script).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path
}

/// What the comparison prints, and its exit code.
fn compare(old: &Path, new: &Path, folder: &Path) -> (String, Option<i32>) {
    let output = Command::new(env!("CARGO_BIN_EXE_rolecall-eval"))
        .arg("--compare")
        .args([old, new, folder])
        .output()
        .unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(errors, "");
    (String::from_utf8(output.stdout).unwrap(), output.status.code())
}

/// A folder of documents, one with programs, and the name of the former.
fn folders() -> (TempDir, TempDir, PathBuf) {
    let (documents, programs) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let folder = documents.path().to_owned();
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).unwrap();
    write("notes.md", "The user waits for the guest.\n");
    write("empty.txt", "");
    write("photo.png", "The user waits.");
    write(
        "stories.jsonl",
        "{\"id\": \"user\", \"text\": \"The user pays the guest.\"}\n\n{\"text\": \"The guest of the house.\"}\n",
    );
    write("project.jsonl", r##"{"files": {"rolecall.toml": "", "docs/prd.md": "# The user"}}"##);
    (documents, programs, folder)
}

#[test]
fn a_program_finds_what_it_finds() {
    let (_documents, programs, folder) = folders();
    let program = program(programs.path(), "one", "user", "Fix");
    let (printed, code) = compare(&program, &program, &folder);
    // Two documents, three texts; two documents under four more house styles, and a project.
    // The word is in notes.md, under five house styles, in stories.jsonl, in the project, and in its text.
    assert_eq!(
        printed,
        "5 documents and 9 projects\nfindings: 8 before, 8 after\n8 equal, 0 gone, 0 new, \
         0 with other fixes or another severity\n"
    );
    assert_eq!(code, Some(0));
}

#[test]
fn what_is_gone_and_new_is_listed_by_document() {
    let (_documents, programs, folder) = folders();
    let old = program(programs.path(), "old", "user", "Fix");
    let new = program(programs.path(), "new", "guest", "Fix");
    let (printed, code) = compare(&old, &new, &folder);
    let folder = folder.display();
    let lines: Vec<&str> = printed.lines().collect();
    let expected = [
        format!("- {folder}/notes.md:1:4 generic-role \"user\""),
        format!("+ {folder}/notes.md:1:23 generic-role \"guest\""),
        format!("- {folder}/project.jsonl[1]:1:6 generic-role \"user\""),
        format!("- {folder}/stories.jsonl[1]:1:4 generic-role \"user\""),
        format!("+ {folder}/stories.jsonl[1]:1:18 generic-role \"guest\""),
        format!("+ {folder}/stories.jsonl[3]:1:4 generic-role \"guest\""),
        String::new(),
        "5 documents and 9 projects".to_owned(),
        "findings: 8 before, 7 after".to_owned(),
        "0 equal, 8 gone, 7 new, 0 with other fixes or another severity".to_owned(),
    ];
    assert_eq!(lines, expected);
    assert_eq!(code, Some(1));
}

#[test]
fn a_changed_fix_is_listed() {
    let (_documents, programs, folder) = folders();
    let old = program(programs.path(), "old", "user", "Say who");
    let new = program(programs.path(), "new", "user", "Name them");
    let (printed, code) = compare(&old, &new, &folder);
    let changed = format!(
        "~ {}/notes.md:1:4 generic-role \"user\"\n    - Say who: 4..99 \"x\"\n    + Name them: 4..99 \"x\"\n",
        folder.display()
    );
    assert!(printed.starts_with(&changed), "{printed}");
    assert!(printed.ends_with("0 equal, 0 gone, 0 new, 8 with other fixes or another severity\n"));
    assert_eq!(code, Some(1));
}

#[test]
fn a_program_that_fails_is_no_comparison() {
    let (_documents, programs, folder) = folders();
    let works = program(programs.path(), "works", "user", "Fix");
    let crashes = programs.path().join("crashes");
    fs::copy(program(programs.path(), "copied", "user", "Fix"), &crashes).unwrap();
    let script = fs::read_to_string(&crashes).unwrap();
    fs::write(&crashes, script.replace("printf ']}'", "echo 'out of luck' >&2; kill -9 $$"))
        .unwrap();
    for (old, new) in [(&works, &crashes), (&crashes, &works)] {
        let output = Command::new(env!("CARGO_BIN_EXE_rolecall-eval"))
            .arg("--compare")
            .args([old, new, &folder])
            .output()
            .unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{errors}");
        assert!(errors.contains("crashes") && errors.contains("out of luck"), "{errors}");
    }
}
