//! What is reviewed by default: what states requirements, the stories of other documents, and nothing of the rest.

use serde_json::{Value, json};

use crate::folder::Folder;

const WAITS: &str = "The user waits.\n";

/// A repository with a document of each kind of standing.
fn repository() -> Folder {
    let around = format!(
        "# Kettle\n\n{WAITS}\n## Install\n\n{WAITS}\n## Use\n\nAs a user, I want tea so that I wake.\n\n\
         ### Notes\n\n{WAITS}\n## Build\n\n{WAITS}"
    );
    Folder::new(&[
        (".git/HEAD", ""),
        ("specs/001-tea/spec.md", WAITS),
        ("specs/001-tea/tasks.md", WAITS),
        ("README.md", &around),
        ("docs/other.md", WAITS),
        ("CHANGELOG.md", WAITS),
        ("docs/adr/0001-tea.md", WAITS),
        ("docs/archive/prd.md", WAITS),
    ])
}

fn places(out: &str) -> Vec<&str> {
    out.lines().map(|line| line.split(": ").next().unwrap_or_default()).collect()
}

#[test]
fn a_folder_is_reviewed_where_it_states_requirements() {
    let folder = repository();
    let check = |args: &[&str]| folder.run(&[&["check", "--format", "concise"], args].concat()).out;
    let found = check(&["--select", "generic-role"]);
    assert_eq!(places(&found), ["README.md:15:5", "specs/001-tea/spec.md:1:5"], "{found}");
    // What is named is reviewed, whatever it is; so is everything that is asked for.
    let found = check(&["--select", "generic-role", "CHANGELOG.md", "docs/archive/prd.md"]);
    assert_eq!(places(&found), ["CHANGELOG.md:1:5", "docs/archive/prd.md:1:5"], "{found}");
    assert_eq!(check(&["--all", "--select", "generic-role"]).lines().count(), 10);
    folder.write("rolecall.toml", b"include = [\"docs/**\"]\n");
    let found = check(&["--select", "generic-role"]);
    let all = ["docs/adr/0001-tea.md:1:5", "docs/archive/prd.md:1:5", "docs/other.md:1:5"];
    assert_eq!(places(&found), all, "{found}");
}

/// What a team or a company says of itself is no story where no requirements stand; nor is a question.
#[test]
fn a_story_is_told_by_one_person() {
    let found = |text: &str| {
        let folder = Folder::new(&[("team.md", text)]);
        folder.run(&["check", "--format", "concise"]).out.lines().count()
    };
    for (text, expected) in [
        ("As a user, I want to know our users so that I wake.\n", 2),
        ("As advisors, we want to know our users so that all is well.\n", 0),
        ("As a newcomer, will I create users?\n", 0),
        ("| As a | I want |\n|---|---|\n| user | tea |\n", 2),
    ] {
        assert_eq!(found(text), expected, "{text}");
    }
}

#[test]
fn only_what_is_reviewed_is_fixed() {
    let folder = repository();
    folder.write("rolecall.toml", b"[[role]]\nname = \"drinker\"\naliases = [\"sipper\"]\n");
    let text = b"The sipper waits.\n";
    folder.write("docs/other.md", text);
    folder.write("specs/001-tea/spec.md", text);
    folder.run(&["check", "--fix"]);
    assert_eq!(folder.read("docs/other.md").as_bytes(), text);
    assert_eq!(folder.read("specs/001-tea/spec.md"), "The drinker waits.\n");
}

#[test]
fn what_is_left_out_is_told_with_the_reason() {
    let folder = repository();
    let run = folder.run(&[
        "check",
        "--format",
        "concise",
        "--select",
        "generic-role",
        "--explain-skips",
    ]);
    for line in [
        "CHANGELOG.md: not reviewed; it is a changelog",
        "README.md: only its stories are reviewed; it is a README",
        "docs/adr/0001-tea.md: not reviewed; it is a decision record",
        "docs/archive/prd.md: not reviewed; it is an archived document",
        "docs/other.md: only its stories are reviewed; it is a document of no known kind",
        "specs/001-tea/tasks.md: not reviewed; it is a list of tasks",
    ] {
        assert!(run.out.lines().any(|one| one == line), "{line}\n{}", run.out);
    }
    let run = folder.run(&["check", "--format", "json", "--explain-skips"]);
    let found: Value = serde_json::from_str(&run.out).unwrap();
    let documents = found["documents"].as_array().unwrap();
    let first = json!({ "path": "CHANGELOG.md", "kind": "changelog", "reviewed": "nothing" });
    assert_eq!((documents.len(), &documents[0]), (7, &first));
    let said = |path: &str| folder.run(&["config", path]).out.lines().nth(1).map(str::to_owned);
    for (path, standing) in [
        ("specs/001-tea/spec.md", "reviewed with its folder; it is a requirements document"),
        (
            "README.md",
            "only its stories are reviewed with its folder, because it is a README; use `--all` to review the rest",
        ),
        (
            "CHANGELOG.md",
            "not reviewed with its folder, because it is a changelog; use `--all` to review it",
        ),
    ] {
        assert_eq!(said(path), Some(format!("{path}: {standing}.")));
    }
}

/// A role of another document is offered where this one names it, or where it is the whole project's.
#[test]
fn who_is_never_named_is_never_offered_first() {
    let declares = "## Roles\n\n- **Night nurse**: cares\n";
    let user = "The user waits.\n";
    let guess = |files: &[(&str, &str)]| {
        let folder = Folder::new(&[&[(".git/HEAD", "")], files].concat());
        folder.run(&["check", "--format", "json", "--select", "generic-role", "a/spec.md"]).out
    };
    let offered = "\"suggestions\":[{\"role\":\"night nurse\"";
    for (path, text, expected) in [
        ("a/tea.md", user, false),
        ("a/tea.md", "The night nurse opens the chart. The user waits.\n", true),
        ("a/tea.md", "As a night nurse, I want tea so that I wake.\n\nThe user waits.\n", true),
        ("docs/personas.md", user, true),
        ("README.md", user, true),
    ] {
        let found = guess(&[(path, declares), ("a/spec.md", text)]);
        assert_eq!(found.contains(offered), expected, "{path} {text}\n{found}");
    }
}
