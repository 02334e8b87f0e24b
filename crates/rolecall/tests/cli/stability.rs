//! What `docs/stability.md` promises is there, all of it, and it says all that there is.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::folder::Folder;

fn file(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(name)).unwrap()
}

/// What stands below a heading of a page.
fn section(page: &str, title: &str) -> String {
    let page = file(page);
    let (_, rest) = page.split_once(&format!("\n## {title}\n")).unwrap();
    rest.split("\n## ").next().unwrap().to_owned()
}

/// What is put as code in a text.
fn code(text: &str) -> BTreeSet<String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn keys(object: &Value) -> BTreeSet<String> {
    object.as_object().unwrap().keys().cloned().collect()
}

#[test]
fn the_names_of_rules() {
    let told = section("docs/stability.md", "Rule names");
    let (_, told) = told.split_once(":\n\n").unwrap();
    let told = code(told.split("\n\n").next().unwrap());
    let list = Folder::new(&[]).run(&["explain"]).out;
    let rules = list.split("\n\n").next().unwrap().lines();
    let rules = rules.map(|line| line.split(' ').next().unwrap().to_owned());
    assert_eq!(told, rules.collect());
}

#[test]
fn a_name_that_is_none_is_told_as_promised() {
    let text = "<!-- rolecall-ignore old-rule -->\n\nTea.\n";
    let folder = Folder::new(&[("rolecall.toml", "[rules]\nold-rule = 'off'\n"), ("a.md", text)]);
    let run = folder.run(&["check", "--all"]);
    assert!(run.err.starts_with("rolecall.toml:2:1: warning: "), "{}", run.err);
    assert!(run.code == 1 && run.out.contains("[unknown-directive]"), "{}", run.out);
    for option in ["--select", "--ignore"] {
        assert_eq!(folder.run(&["check", "--all", option, "old-rule"]).code, 2);
    }
    let known = "{\"path\":\"a.md\",\"rule\":\"old-rule\",\"text\":\"\",\"sentence\":\"\"}";
    let known = format!("{{\"rolecall-baseline\":1,\"findings\":[{known}]}}");
    folder.write("old.json", known.as_bytes());
    let run = folder.run(&["check", "--all", "--baseline", "old.json", "--fail-on", "never"]);
    assert!(run.code == 0 && run.err.contains("1 listed finding has been fixed"), "{}", run.err);
}

#[test]
fn how_a_command_ends() {
    let folder = Folder::new(&[
        ("rolecall.toml", "[[role]]\nname = 'shopper'\naliases = ['buyer']\n"),
        ("good.md", "Tea.\n"),
        ("bad.md", "The user waits.\n"),
        ("fix.md", "As a buyer, I want tea so that I wake.\n"),
    ]);
    let table = section("docs/stability.md", "Exit codes");
    for (code, commands) in [
        (
            "0",
            &[
                "check good.md",
                "check bad.md --fail-on error",
                "check --diff good.md",
                "stories",
                "roles",
            ] as &[&str],
        ),
        ("1", &["check bad.md", "check --diff fix.md"]),
        (
            "2",
            &[
                "check none.md",
                "check --none",
                "stories none.md",
                "explain none",
                "config none.md",
                "report none.md",
            ],
        ),
    ] {
        assert!(table.contains(&format!("\n| {code} | ")), "{code}");
        for command in commands {
            let run = folder.run(&command.split(' ').collect::<Vec<_>>());
            assert_eq!(run.code.to_string(), code, "{command}: {}{}", run.out, run.err);
        }
    }
}

#[test]
fn the_keys_of_each_object() {
    let toml = "[sections]\nproblem = ['The itch']\n[[override]]\nfiles = ['old']\n";
    let folder = Folder::new(&[("rolecall.toml", toml), ("a.md", "As a user, I want tea.\n")]);
    let page = section("docs/stability.md", "JSON");
    let rows: Vec<&str> = page.lines().filter(|line| line.contains("--format json` |")).collect();
    assert_eq!(rows.len(), 4);
    for row in rows {
        let [_, command, told, _] =
            row.split(" | ").flat_map(|cell| cell.split("| ")).chain([""]).collect::<Vec<_>>()[..]
        else {
            panic!("{row}")
        };
        let command = command.trim_matches('`');
        let mut told = code(told);
        let options = ["--explain-skips", "--statistics"].into_iter().filter(|it| told.remove(*it));
        let options: String = options.map(|it| format!(" {it}")).collect();
        let run = folder.run(&format!("{command}{options}").split(' ').collect::<Vec<_>>());
        assert_eq!(run.out.lines().count(), 1, "{}", run.out);
        assert_eq!(keys(&serde_json::from_str(&run.out).unwrap()), told, "{command}");
    }
}

/// What a finding has, in the page for agents.
#[test]
fn the_keys_of_a_finding() {
    let page = section("docs/agents.md", "Findings as JSON");
    let told: BTreeSet<String> = page
        .lines()
        .filter(|line| line.starts_with("| `"))
        .flat_map(|line| code(line.split(" | ").next().unwrap()))
        .collect();
    let twice = "As a shopper, I want to pay so that I go on.\n\n".repeat(2);
    let folder = Folder::new(&[("a.md", &twice), ("b.md", "The user waits.\n")]);
    let (_, found) = folder.check(&["--all", "--select", "duplicate-story,generic-role"]);
    let findings = found["findings"].as_array().unwrap();
    let rules: Vec<&str> = findings.iter().filter_map(|it| it["rule"].as_str()).collect();
    assert_eq!(rules, ["duplicate-story", "generic-role"]);
    assert_eq!(findings.iter().flat_map(keys).collect::<BTreeSet<_>>(), told);
}

#[test]
fn the_columns_of_the_stories() {
    let page = file("docs/stories.md");
    let rows = page.lines().skip_while(|line| !line.starts_with("| column ")).skip(2);
    let rows = rows.take_while(|line| !line.is_empty());
    let columns: Vec<&str> = rows.map(|line| line.split('`').nth(1).unwrap()).collect();
    let header = Folder::new(&[]).run(&["stories", "--format", "csv"]).out;
    assert_eq!(header.trim_end(), columns.join(","));
}

#[test]
fn the_keys_of_the_configuration_and_the_comments() {
    let page = section("docs/stability.md", "rolecall.toml, settings and comments");
    let (first, rest) = page.split_once(" stay,").unwrap();
    let schema: Value = serde_json::from_str(&file("crates/project/rolecall.schema.json")).unwrap();
    assert_eq!(code(first), keys(&schema["properties"]));
    let comments = rest.split("The comments ").nth(1).unwrap().split(" stay,").next().unwrap();
    // In the order of the page: what begins is ended.
    let comments: Vec<&str> = comments.split('`').skip(1).step_by(2).collect();
    assert_eq!(comments.len(), 4);
    let texts =
        comments.iter().map(|it| format!("<!-- {it} generic-role -->\n\nThe user waits.\n\n"));
    let told = Folder::new(&[("a.md", &texts.collect::<String>())]).run(&["check", "--all"]).out;
    assert!(!told.contains("unknown-directive") && !told.contains("generic-role"), "{told}");
}

#[test]
fn the_least_rust() {
    let told = format!("{} or newer", env!("CARGO_PKG_RUST_VERSION"));
    assert!(section("docs/stability.md", "Rust").contains(&format!("Rust {told}")));
    assert!(file("README.md").contains(&format!("[Rust](https://rustup.rs) {told}")));
}
