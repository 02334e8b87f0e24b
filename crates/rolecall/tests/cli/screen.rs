//! How a review of a folder ends, in which order findings are listed, and how many.

use serde_json::{Value, json};

use crate::folder::{Folder, Run};
use crate::repository::Repository;

/// A PRD with `count` findings in prose, and a story that names nobody.
fn prd(count: usize) -> String {
    let story = "As a user, I want tea so that I wake.\n\n";
    format!("# Tea PRD\n\n{}{story}", "The customer waits.\n\n".repeat(count))
}

/// Twelve documents of several kinds, of which two are left out.
fn files() -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> =
        (1..=11).map(|at| (format!("docs/prd-{at:02}.md"), prd(at))).collect();
    files.extend([
        (
            "README.md".to_owned(),
            "# Kettle\n\n## Use\n\nAs a tea taster, I want tea so that I wake.\n".to_owned(),
        ),
        ("CHANGELOG.md".to_owned(), "# Changes\n\nThe user waits.\n".to_owned()),
        ("docs/adr/0001-tea.md".to_owned(), "# Tea\n\nThe user waits.\n".to_owned()),
        ("docs/adr/0002-tea.md".to_owned(), "# Tea\n\nThe user waits.\n".to_owned()),
        ("docs/other.md".to_owned(), "# Roofs\n\nThe user waits.\n".to_owned()),
    ]);
    files
}

fn borrowed(files: &[(String, String)]) -> Vec<(&str, &str)> {
    files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect()
}

const SELECT: [&str; 2] = ["--select", "generic-role,generic-story-role"];

fn check(folder: &Folder, args: &[&str]) -> Run {
    folder.run(&[&["check"], &SELECT[..], args].concat())
}

const SCREEN: &str = "\
11 of 12 stories do not name a role. Tip jar: $55 ($5 each).
77 findings: 11 on stories, 66 in prose.
At most 5 findings per rule and document are shown. Use --verbose to show all.
Documents: 11 reviewed in full, 1 for stories only, 4 skipped (2 decision
  records, a document without requirements, a changelog).
Roles: 1 only in stories.

Most findings
  12  docs/prd-11.md
  11  docs/prd-10.md
  10  docs/prd-09.md
   9  docs/prd-08.md
   8  docs/prd-07.md
   7  docs/prd-06.md
   6  docs/prd-05.md
   5  docs/prd-04.md
   4  docs/prd-03.md
   3  docs/prd-02.md

Next
  rolecall init                   # write these roles to a rolecall.toml
  rolecall check --since main...  # check only what your branch changes
  rolecall check --baseline rolecall-baseline.json --write-baseline
    # accept these findings and report only new ones
";

#[test]
fn a_folder_ends_with_one_screen() {
    let folder = Repository::new(&borrowed(&files()));
    folder.commit();
    let run = check(&folder, &[]);
    assert_eq!((run.code, run.err.as_str()), (1, SCREEN));
    assert!(SCREEN.lines().count() <= 24, "{}", SCREEN.lines().count());
    // In a pipe, standard output has findings and nothing else.
    assert!(!run.out.contains("Tip jar"), "{}", run.out);
    let pretty = check(&folder, &["--format", "pretty"]);
    assert!(pretty.out.ends_with(SCREEN), "{}", pretty.out);
    assert_eq!(pretty.err, "");
    for format in ["json", "sarif", "github", "gitlab", "junit"] {
        let run = check(&folder, &["--format", format]);
        assert_eq!(run.err, "", "{format}");
        assert!(!run.out.contains("Most findings"), "{format}");
    }
    for format in ["pretty", "concise"] {
        let run = check(&folder, &["--format", format, "--quiet"]);
        assert!(!(run.out + &run.err).contains("Tip jar"), "{format}");
    }
    // One document has one line, and none in a pipe.
    let run = check(&folder, &["docs/prd-01.md"]);
    assert_eq!((run.out.lines().count(), run.err.as_str()), (2, ""));
    let run = check(&folder, &["--format", "pretty", "docs/prd-01.md"]);
    let last = "2 findings in 1 file. 1 of 1 story does not name a role. Tip jar: $5.";
    assert_eq!(run.out.lines().last(), Some(last));
}

#[test]
fn json_has_the_same_numbers() {
    let folder = Folder::new(&borrowed(&files()));
    folder.write("docs/broken.md", b"caf\xe9");
    folder.write("rolecall.toml", b"[[role]]\nname = 'clerk'\n");
    let (run, found) = folder.check(&SELECT);
    assert_eq!(run.code, 1, "a document that is found and cannot be read fails nothing");
    let summary = &found["summary"];
    let documents = json!({ "whole": 11, "stories": 1, "left_out": 4, "unread": 1 });
    assert_eq!(summary["documents"], documents);
    let left_out = json!([
        { "kind": "decision", "documents": 2 },
        { "kind": "unknown", "documents": 1 },
        { "kind": "changelog", "documents": 1 },
    ]);
    assert_eq!(summary["left_out"], left_out);
    let roles = json!({ "configured": 1, "declared": 0, "stories": 1, "prose": 0 });
    assert_eq!(summary["roles"], roles);
    assert_eq!(summary["topics"], json!({ "stories": 11, "goals": 0, "prose": 66 }));
    assert_eq!(summary["worst"].as_array().unwrap().len(), 10);
    assert_eq!(summary["worst"][0], json!({ "path": "docs/prd-11.md", "findings": 12 }));
    assert_eq!(found["findings"].as_array().unwrap().len(), 77, "all of them");
    let screen = check(&folder, &[]).err;
    assert!(screen.contains("1 unreadable."), "{screen}");
    assert!(screen.contains("\nRoles: 1 in rolecall.toml, 1 only in stories.\n"), "{screen}");
}

/// The commands that are proposed.
fn next(run: &Run) -> Vec<String> {
    let lines = run.err.lines().map(str::trim).filter(|line| line.starts_with("rolecall "));
    lines.map(|line| line.split("  #").next().unwrap_or_default().trim().to_owned()).collect()
}

#[test]
fn commands_fit_the_project() {
    let baseline = "rolecall check --baseline rolecall-baseline.json --write-baseline";
    let folder = Repository::new(&[("my docs/prd.md", &prd(2)), ("docs/prd.md", &prd(1))]);
    assert_eq!(next(&check(&folder, &[])), [baseline], "no role and no commit yet");
    folder.commit();
    folder.git(&["branch", "--move", "main", "trunk"]);
    assert_eq!(next(&check(&folder, &[])), ["rolecall check --since trunk...", baseline]);
    let named = next(&check(&folder, &["my docs"]));
    assert_eq!(named[0], "rolecall check --since trunk... 'my docs'");
    // Where the repository was cloned from, the branch has the name that it has there.
    folder.git(&["update-ref", "refs/remotes/origin/next", "HEAD"]);
    folder.git(&["symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/next"]);
    assert_eq!(next(&check(&folder, &[]))[0], "rolecall check --since origin/next...");
    folder.git(&["branch", "next"]);
    folder.git(&["pack-refs", "--all"]);
    assert_eq!(next(&check(&folder, &[]))[0], "rolecall check --since next...");
    assert_eq!(check(&folder, &["--since", "next..."]).code, 0);
    let run = check(&folder, &["--baseline", "old.json", "--write-baseline"]);
    assert_eq!(run.code, 0);
    assert_eq!(
        next(&check(&folder, &["--baseline", "old.json"])),
        ["rolecall check --since next..."]
    );
    folder.write("docs/stories.md", b"As a tea taster, I want tea so that I wake.\n");
    assert_eq!(next(&check(&folder, &[]))[0], "rolecall init");
    folder.write("rolecall.toml", b"");
    assert_eq!(next(&check(&folder, &[]))[0], "rolecall check --since next...");
    let empty = Folder::new(&[("CHANGELOG.md", "# Changes\n\nThe user waits.\n")]);
    let run = check(&empty, &[]);
    let expected = ["rolecall check --explain-skips", "rolecall check --all"];
    assert_eq!((run.code, next(&run)), (0, expected.map(str::to_owned).to_vec()));
}

/// What each line of standard output is about: its place, or that there is more.
fn lines(run: &Run) -> Vec<&str> {
    run.out.lines().map(|line| line.split(": ").next().unwrap_or_default()).collect()
}

#[test]
fn findings_come_in_the_order_of_use() {
    let goals = "# Tea PRD\n\n## Goals\n\nBetter tea for users.\n\n## Stories\n\nAs a user, I want tea so that I wake.\n";
    let folder = Folder::new(&[
        ("a-prd.md", "# Tea PRD\n\nThe customer waits.\n"),
        ("b-prd.md", goals),
        ("c-prd.md", &prd(7)),
    ]);
    let select = ["--select", "generic-role,generic-story-role,unmeasured-outcome"];
    let run = folder.run(&[&["check"], &select[..]].concat());
    let story = "c-prd.md:17:6";
    let expected = [
        "b-prd.md:9:6",
        "b-prd.md:3:4",
        "b-prd.md:5:16",
        story,
        "c-prd.md:3:5",
        "c-prd.md:5:5",
        "c-prd.md:7:5",
        "c-prd.md:9:5",
        "c-prd.md:11:5",
        "2 more like this in c-prd.md (generic-role)",
        "a-prd.md:3:5",
    ];
    assert_eq!(lines(&run), expected);
    let all = folder.run(&[&["check", "--verbose"], &select[..]].concat());
    assert_eq!((all.code, all.out.lines().count()), (1, 12));
    assert!(!all.out.contains("more like this"), "{}", all.out);
    // What is not shown counts.
    let strict = "[rules]\ngeneric-role = 'error'\n";
    folder.write("rolecall.toml", strict.as_bytes());
    let run = folder.run(&["check", "--select", "generic-role", "--format", "pretty", "c-prd.md"]);
    assert!(run.out.contains("2 more like this in c-prd.md (generic-role)"), "{}", run.out);
    assert!(run.out.ends_with("7 findings in 1 file. Use --verbose to show all.\n"), "{}", run.out);
    let sarif = folder.run(&["check", "--select", "generic-role", "--format", "sarif", "c-prd.md"]);
    let log: Value = serde_json::from_str(&sarif.out).unwrap();
    assert_eq!(log["runs"][0]["results"].as_array().unwrap().len(), 7);
}
