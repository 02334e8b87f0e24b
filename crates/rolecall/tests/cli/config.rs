//! `rolecall config`: what holds, and where it comes from.

use serde_json::{Value, json};

use crate::folder::Folder;

fn json(folder: &Folder, args: &[&str]) -> Value {
    let run = folder.run(&[&["config", "--format", "json"], args].concat());
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    serde_json::from_str(&run.out).unwrap()
}

/// What a text says of the rules, a line each with single spaces; and the text without it.
fn without_rules(text: &str) -> (Vec<String>, String) {
    let mut parts: Vec<&str> = text.split("\n\n").collect();
    let rules = parts.remove(2).lines().skip(1);
    let rules = rules.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    (rules.collect(), parts.join("\n\n"))
}

const CONFIG: &str = r#"include = ["docs/**/*.md", "*.md"]
exclude = [
  "docs/old",
]
allow = ["client"]

[product]
model = "b2b2c"

[rules]
generic-role = "off"
undeclared-role = "error"

[[role]]
name = "sales associate"
aliases = ["clerk", "associate"]
kind = "end-user"

[[term]]
avoid = ["UX", "user experience"]
prefer = "CX"
"#;

#[test]
fn the_defaults_hold_where_there_is_no_config() {
    let folder = Folder::new(&[("a.md", "")]);
    let said = "No rolecall.toml found here or in a parent folder; using the defaults.
a.md: only its stories are reviewed with its folder, because it is a document of no known kind; use `--all` to review the rest.

  style    specific-roles      default
  model    not set             default
  include  all Markdown files  default
  exclude  nothing             default
  generic  none                default
  allow    none                default
  fine     $5                  default

Roles
  None configured. Roles are read from the documents.
";
    let run = folder.run(&["config", "a.md"]);
    let (rules, rest) = without_rules(&run.out);
    assert_eq!((run.code, rest.as_str(), run.err.as_str()), (0, said, ""));
    assert!(rules.contains(&"generic-role warning default".to_owned()), "{rules:?}");
    let found = json(&folder, &[]);
    assert_eq!(found["config"], Value::Null);
    assert_eq!(found["document"], Value::Null);
    assert_eq!(found["style"], json!({ "value": "specific-roles", "source": null }));
}

#[test]
fn each_value_says_where_it_comes_from() {
    let folder = Folder::new(&[
        ("rolecall.toml", CONFIG),
        ("personas/dana.md", "---\ngoals: [sell]\nsuccess: pairs\n---\n# Dana Whitlock, clerk\n"),
        ("docs/a.md", ""),
    ]);
    let said = "Configuration: rolecall.toml
docs/a.md: reviewed with its folder.

  style    specific-roles  default
  model    b2b2c           rolecall.toml:8
  include  docs/**/*.md    rolecall.toml:1
           *.md
  exclude  docs/old        rolecall.toml:2
  generic  none            default
  allow    client          rolecall.toml:5
  fine     $5              default

Roles
  sales associate  also clerk, associate  rolecall.toml:15, personas/dana.md:5

Terms to avoid
  UX, user experience  say CX  rolecall.toml:20
";
    let run = folder.run(&["config", "docs/a.md"]);
    let (rules, rest) = without_rules(&run.out);
    assert_eq!((run.code, rest.as_str(), run.err.as_str()), (0, said, ""));
    for rule in [
        "generic-role off rolecall.toml:11",
        "generic-story-role warning default",
        "undeclared-role error rolecall.toml:12",
    ] {
        assert!(rules.contains(&rule.to_owned()), "{rules:?}");
    }
    let at = |line: usize| json!({ "path": "rolecall.toml", "line": line });
    let mut found = json(&folder, &["docs/a.md"]);
    let rules = found.as_object_mut().unwrap().remove("rules").unwrap();
    for rule in [
        json!({ "name": "generic-role", "severity": "off", "source": at(11) }),
        json!({ "name": "generic-story-role", "severity": "warning", "source": null }),
        json!({ "name": "undeclared-role", "severity": "error", "source": at(12) }),
    ] {
        assert!(rules.as_array().unwrap().contains(&rule), "{rules}");
    }
    assert_eq!(
        found,
        json!({
            "config": "rolecall.toml",
            "document": {
                "path": "docs/a.md", "covered": true, "kind": "unknown", "reviewed": "whole",
            },
            "style": { "value": "specific-roles", "source": null },
            "model": { "value": "b2b2c", "source": at(8) },
            "include": { "value": ["docs/**/*.md", "*.md"], "source": at(1) },
            "exclude": { "value": ["docs/old"], "source": at(2) },
            "generic": { "value": [], "source": null },
            "allow": { "value": ["client"], "source": at(5) },
            "fine": { "value": 5, "source": null },
            "roles": [{
                "name": "sales associate",
                "aliases": ["clerk", "associate"],
                "kind": "end-user",
                "persona": "Dana Whitlock",
                "sources": [at(15), { "path": "personas/dana.md", "line": 5 }],
            }],
            "terms": [{ "avoid": ["UX", "user experience"], "prefer": "CX", "source": at(20) }],
        })
    );
}

#[test]
fn the_nearest_config_holds() {
    let folder = Folder::new(&[
        ("rolecall.toml", "style = 'discovery'"),
        ("part/rolecall.toml", "style = 'customer-problem'"),
        ("part/deep/a.md", ""),
        ("a.md", ""),
    ]);
    for (path, config, style) in [
        ("part/deep/a.md", "part/rolecall.toml", "customer-problem"),
        ("part", "part/rolecall.toml", "customer-problem"),
        ("a.md", "rolecall.toml", "discovery"),
        (".", "rolecall.toml", "discovery"),
    ] {
        let found = json(&folder, &[path]);
        assert_eq!(found["config"], config);
        assert_eq!(found["style"]["value"], style);
    }
}

#[test]
fn what_is_wrong_is_told() {
    let folder = Folder::new(&[
        ("rolecall.toml", "[[role]]\nname = sales associate\n"),
        ("part/rolecall.toml", "style = 'discover'\n[[role]]\nname = 'clerk'\n"),
    ]);
    let said = "rolecall.toml:2:8: error: Text needs quotes: write \"sales associate\".\n";
    assert_eq!(folder.run(&["config"]).all(), (2, "", said));
    let said = "b.md: error: No such file or folder. Check the path.\n";
    assert_eq!(folder.run(&["config", "b.md"]).all(), (2, "", said));
    let run = folder.run(&["config", "part"]);
    let said =
        "part/rolecall.toml:1:9: error: `style` cannot be `discover`; did you mean `discovery`?\n";
    assert_eq!((run.code, run.err.as_str()), (2, said));
    assert!(run.out.contains("  style    specific-roles      default\n"), "{}", run.out);
    assert!(run.out.contains("  clerk    rolecall.toml:3\n"), "{}", run.out);
}

#[test]
fn a_document_that_is_left_out_says_why() {
    let folder = Folder::new(&[
        ("rolecall.toml", CONFIG),
        (".gitignore", "/docs/out/\n"),
        ("docs/old/a.md", ""),
        ("docs/out/a.md", ""),
        ("notes/a.md", ""),
        ("notes.txt", ""),
        ("notes.pdf", ""),
    ]);
    let only = "`rolecall check` reviews it only if you name it";
    for (path, why) in [
        ("docs/old/a.md", "`exclude` contains `docs/old` (rolecall.toml:2)"),
        ("docs/out/a.md", "it is hidden or ignored by .gitignore"),
        ("notes/a.md", "no `include` pattern matches it (rolecall.toml:1)"),
        ("notes.txt", "no `include` pattern matches it (rolecall.toml:1)"),
        ("notes.pdf", "it is not a Markdown, .txt or .feature file"),
    ] {
        let run = folder.run(&["config", path]);
        let line = format!("{path}: skipped, because {why}; {only}.");
        assert_eq!(run.out.lines().nth(1), Some(line.as_str()));
        assert_eq!(run.code, 0);
    }
    let left_out = |path: &str| json(&folder, &[path])["document"].clone();
    let source = json!({ "path": "rolecall.toml", "line": 2 });
    let by = json!({ "reason": "exclude", "pattern": "docs/old", "source": source });
    assert_eq!(
        left_out("docs/old/a.md"),
        json!({ "path": "docs/old/a.md", "covered": false, "left_out_by": by })
    );
    assert_eq!(left_out("docs/out/a.md")["left_out_by"], json!({ "reason": "ignored" }));
}

#[test]
fn the_ignored_are_left_out_without_a_config_too() {
    let folder =
        Folder::new(&[(".git/HEAD", ""), (".gitignore", "/docs/out/\n"), ("docs/out/a.md", "")]);
    let document = json(&folder, &["docs/out/a.md"])["document"].clone();
    assert_eq!(document["left_out_by"], json!({ "reason": "ignored" }));
}

#[test]
fn titles_of_a_projects_own_are_listed() {
    let folder = Folder::new(&[("rolecall.toml", "[sections]\nproblem = ['The itch', 'Pinch']\n")]);
    let run = folder.run(&["config"]);
    let said = "\nSections\n  problem  The itch, Pinch  rolecall.toml:2\n\nRules\n";
    assert!(run.out.contains(said), "{}", run.out);
    let source = json!({ "path": "rolecall.toml", "line": 2 });
    assert_eq!(
        json(&folder, &[])["sections"],
        json!([{ "kind": "problem", "titles": ["The itch", "Pinch"], "source": source }])
    );
}
