//! `[[override]]`: what holds for some documents alone.

use serde_json::{Value, json};

use crate::folder::Folder;

const TOML: &str = r#"
[[role]]
name = "shopper"

[[override]]
files = ["docs/old", "**/*.feature"]
fine = 1
rules.generic-role = "off"
rules.undeclared-role = "error"

[[override]]
files = ["docs/**"]
allow = ["client"]
"#;
const TEXT: &str = "As a tailor, I want tea so that I wake.\n\nAs a user, I want tea so that I wake.\n\n\
    Users wait, and clients.\n";

/// Another document declares the tailor, where it is there.
fn folder(others: &[(&str, &str)]) -> Folder {
    let files =
        [("rolecall.toml", TOML), ("a.md", TEXT), ("docs/a.md", TEXT), ("docs/old/a.md", TEXT)];
    Folder::new(&[&files, others].concat())
}

/// What is found, as `path:line rule severity`, without what is said of stories that name nobody.
fn found(folder: &Folder, args: &[&str]) -> Vec<String> {
    let (_, found) = folder.check(args);
    let findings = found["findings"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let line = |it: &Value| {
        let rule = text(&it["rule"]);
        format!("{}:{} {rule} {}", text(&it["path"]), it["line"], text(&it["severity"]))
    };
    findings.map(line).filter(|line| !line.contains("generic-story-role")).collect()
}

const WITHOUT: [&str; 6] = [
    "a.md:1 undeclared-role warning",
    "a.md:5 generic-role warning",
    // "Client" means somebody less often.
    "a.md:5 generic-role hint",
    "docs/a.md:1 undeclared-role warning",
    "docs/a.md:5 generic-role warning",
    "docs/old/a.md:1 undeclared-role error",
];

#[test]
fn some_documents_are_judged_otherwise() {
    let folder = folder(&[]);
    assert_eq!(found(&folder, &[]), WITHOUT);
    assert_eq!(found(&folder, &["docs/old/a.md"]), [WITHOUT[5]], "also where it is named");
    assert_eq!(folder.check(&["."]).1["summary"]["tip_jar"], 5 + 5 + 1);
    // The command line has the last word.
    assert_eq!(
        found(&folder, &["--ignore", "undeclared-role"]),
        [WITHOUT[1], WITHOUT[2], WITHOUT[4]]
    );
    let selected = found(&folder, &["--select", "generic-role"]);
    let old = "docs/old/a.md:5 generic-role warning";
    assert_eq!(selected, [WITHOUT[1], WITHOUT[2], WITHOUT[4], old]);
    assert_eq!(folder.run(&["check", "--no-config", "docs/old"]).code, 1);
    let input = ["check", "--stdin-filename", "docs/old/new.md", "--format", "concise", "-"];
    let run = folder.run_with_stdin(&input, b"Users wait.\n");
    assert_eq!(run.all(), (0, "", ""));
}

/// What documents declare for each other leaves every document what holds for it.
#[test]
fn roles_of_other_documents_count_everywhere() {
    let folder = folder(&[("team.md", "# Personas\n\n- **Tailor**: sews\n")]);
    let expected = WITHOUT.iter().filter(|line| !line.contains("undeclared-role"));
    assert_eq!(found(&folder, &[]), expected.copied().collect::<Vec<_>>());
}

#[test]
fn what_holds_for_a_document_says_where_it_comes_from() {
    let folder = folder(&[]);
    let config = |path: &str| -> Value {
        let run = folder.run(&["config", "--format", "json", path]);
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        serde_json::from_str(&run.out).unwrap()
    };
    let at = |line: usize| json!({ "path": "rolecall.toml", "line": line });
    let applies = |config: &Value| {
        config["overrides"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["applies"] == true)
            .collect::<Vec<_>>()
    };
    let old = config("docs/old/a.md");
    assert_eq!(old["fine"], json!({ "value": 1, "source": at(7) }));
    assert_eq!(old["allow"], json!({ "value": ["client"], "source": at(13) }));
    let rules = old["rules"].as_array().unwrap();
    let rule = json!({ "name": "generic-role", "severity": "off", "source": at(8) });
    assert!(rules.contains(&rule), "{rules:?}");
    assert_eq!(
        old["overrides"][0],
        json!({ "files": ["docs/old", "**/*.feature"], "applies": true, "source": at(6) })
    );
    assert_eq!(applies(&old), [true, true]);
    assert_eq!(applies(&config("docs/a.md")), [false, true]);
    assert_eq!(config("a.md")["fine"], json!({ "value": 5, "source": null }));
    assert_eq!(applies(&config("docs")), [false, false]);

    let run = folder.run(&["config", "docs/a.md"]);
    let said = "
Overrides
  docs/old, **/*.feature  does not apply to this document  rolecall.toml:6
  docs/**                 applies to this document         rolecall.toml:12
";
    assert!(run.out.ends_with(said), "{}", run.out);
}
