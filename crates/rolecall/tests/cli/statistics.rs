//! How many findings there are, by rule and by document.

use serde_json::json;

use crate::folder::Folder;

/// A document with two stories by nobody and one that wants nothing, and one with a single finding.
fn project() -> Folder {
    let two = "As a user, I want tea so that I wake.\n\nAs a user, I want jam so that I eat.\n";
    Folder::new(&[
        ("a.md", "As a baker, I want flour.\n"),
        ("docs/b.md", &format!("{two}\nAs a baker, I want salt.\n")),
        (
            "rolecall.toml",
            "[rules]\ngeneric-story-role = 'error'\nstory-without-benefit = 'hint'\n",
        ),
    ])
}

const SELECT: &str = "generic-story-role,story-without-benefit";

#[test]
fn findings_are_counted_by_rule_and_by_document() {
    let folder = project();
    let run = folder.run(&["check", "--statistics", "--quiet", "--select", SELECT]);
    let expected = "\
findings  error  warning  information  hint  rule
       2      2        -            -     -  generic-story-role
       2      -        -            -     2  story-without-benefit

findings  error  warning  information  hint  document
       3      2        -            -     1  docs/b.md
       1      -        -            -     1  a.md
";
    assert_eq!(run.all(), (1, expected, ""));
    let pretty = folder.run(&["check", "--statistics", "--select", SELECT, "--format", "pretty"]);
    assert!(pretty.out.starts_with(expected), "{}", pretty.out);
    assert!(!pretty.out.contains("error[") && !pretty.out.contains("--verbose"), "{}", pretty.out);
    let clean = folder.run(&["check", "--statistics", "--quiet", "--select", "self-as-user"]);
    assert_eq!(clean.all(), (0, "", ""));
}

#[test]
fn json_has_the_counts_beside_the_findings() {
    let folder = project();
    let (run, found) = folder.check(&["--statistics", "--select", SELECT]);
    assert_eq!((run.code, found["findings"].as_array().unwrap().len()), (1, 4));
    let counts = |findings, error, hint| json!({ "findings": findings, "error": error, "warning": 0, "information": 0, "hint": hint });
    let mut b = counts(3, 2, 1);
    b["path"] = json!("docs/b.md");
    b["rules"] = json!({ "generic-story-role": 2, "story-without-benefit": 1 });
    assert_eq!(found["statistics"]["documents"][0], b);
    let mut rule = counts(2, 2, 0);
    rule["rule"] = json!("generic-story-role");
    assert_eq!(found["statistics"]["rules"][0], rule);
    assert_eq!(found["statistics"]["rules"].as_array().unwrap().len(), 2);
    assert!(folder.check(&[]).1.get("statistics").is_none(), "only when asked for");
}

#[test]
fn other_formats_hold_no_counts() {
    let folder = project();
    for format in ["sarif", "github", "gitlab", "junit"] {
        let run = folder.run(&["check", "--statistics", "--format", format]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{format}");
        assert!(run.err.contains("`--statistics` requires `--format pretty`"), "{}", run.err);
    }
}
