//! Documents that are not Markdown: plain text, and the `.feature` files of Cucumber.

use crate::folder::Folder;

const TEXT: &str = "\
RETURN LABELS

Problem:

Returns take the store twenty minutes, and users
wait for them.

  - As a user, I want to print a label
    at home, so that I do not wait.
  - Clerks know what comes back.
";

const FEATURE: &str = "\
@returns
Feature: Return labels for users
  As a user
  I want to print a label at home
  So that I do not wait

  # The user is always right.
  Scenario: A late return
    Given a shopper with an order
      | user | order |
      | Dana | 4711  |
    When the customer pays
      \"\"\"
      Dear customer
      \"\"\"
    Then nobody waits
";

fn project(toml: &str) -> Folder {
    Folder::new(&[
        ("rolecall.toml", toml),
        ("docs/prd.txt", TEXT),
        ("docs/returns.feature", FEATURE),
        ("docs/a.md", "Users wait.\n"),
        ("LICENSE.txt", "The user may do so.\n"),
    ])
}

fn places(out: &str) -> Vec<&str> {
    out.lines().map(|line| line.split_inclusive(']').next().unwrap()).collect()
}

/// Its title, and what it says under which, are known by their capitals and their colons.
const IN_TEXT: [&str; 4] = [
    "docs/prd.txt:8:10: warning[generic-story-role]",
    "docs/prd.txt:1:1: hint[missing-audience]",
    "docs/prd.txt:3:1: hint[ungrounded-user-problem]",
    "docs/prd.txt:5:44: warning[generic-role]",
];
const IN_FEATURE: [&str; 2] = [
    "docs/returns.feature:3:8: warning[generic-story-role]",
    "docs/returns.feature:12:14: warning[generic-role]",
];
const IN_MARKDOWN: &str = "docs/a.md:1:1: warning[generic-role]";

#[test]
fn a_document_that_is_named_is_read_for_what_it_is() {
    let project = project("");
    let run = project.run(&["check", "--format", "concise", "docs/prd.txt"]);
    assert_eq!(places(&run.out), IN_TEXT, "{}", run.out);
    let run = project.run(&["check", "--format", "concise", "docs/returns.feature"]);
    assert_eq!(places(&run.out), IN_FEATURE, "{}", run.out);
    let text = project.read("docs/returns.feature");
    let args = ["check", "--format", "concise", "--stdin-filename", "x.feature", "-"];
    let run = project.run_with_stdin(&args, text.as_bytes());
    assert_eq!(places(&run.out).len(), 2, "{}", run.out);
}

/// There is much text in a repository that is no document.
#[test]
fn in_a_folder_they_count_where_include_names_their_kind() {
    let check = ["check", "--all", "--format", "concise"];
    for toml in ["", "include = [\"docs/**\"]", "include = [\"docs/**/*.md\"]"] {
        let run = project(toml).run(&check);
        assert_eq!(places(&run.out), [IN_MARKDOWN], "{toml}: {}", run.out);
    }
    let run = project("include = [\"docs/**/*.feature\", \"docs/*.txt\"]").run(&check);
    assert_eq!(places(&run.out), [&IN_TEXT[..], &IN_FEATURE].concat(), "{}", run.out);
    let run = project("include = [\"**\", \"**/*.feature\"]").run(&check);
    assert_eq!(places(&run.out), [&IN_FEATURE[..], &[IN_MARKDOWN]].concat(), "{}", run.out);
    let run = project("").run(&["config", "docs/prd.txt"]);
    assert!(run.out.contains("no `include` pattern names its extension"), "{}", run.out);
}

#[test]
fn their_stories_are_found_and_mended() {
    let run = project("[[role]]\nname = \"shopper\"\n").run(&[
        "stories",
        "docs/prd.txt",
        "docs/returns.feature",
    ]);
    let lines: Vec<_> = run.out.lines().skip(1).collect();
    assert_eq!(lines.len(), 2, "{}", run.out);
    assert!(
        lines.iter().all(|line| line.contains("user (who?)  print a label at home")),
        "{}",
        run.out
    );
    let aliases = "[[role]]\nname = \"shopper\"\naliases = [\"user\", \"customer\"]\n";
    let project = project(aliases);
    let run = project.run(&["check", "--fix", "--unsafe-fixes", "docs/returns.feature"]);
    assert_eq!(run.code, 0, "{}", run.out);
    let mended =
        FEATURE.replace("As a user", "As a shopper").replace("the customer", "the shopper");
    assert_eq!(project.read("docs/returns.feature"), mended);
}
