//! The editor and `rolecall check` say the same of one folder with documents of all kinds. An open document shows as hints
//! what `check` leaves out.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::client::Client;

const STORY: &str = "As a user, I want tea so that I wake.\n";
const WAITS: &str = "The user waits.\n";

/// A file, and what `check` says of it in the folder: the lines of its findings that are no hints.
type File = (&'static str, &'static str, &'static [usize]);

/// The documents, under a `rolecall.toml` without `include`. Each kind speaks as a whole, around its stories, or not.
const FILES: &[File] = &[
    ("docs/prd.md", "# Tea PRD\n\nThe user waits.\n", &[1, 3]),
    ("specs/001-tea/spec.md", WAITS, &[1]),
    ("specs/001-tea/tasks.md", WAITS, &[]),
    ("docs/notes/tea.md", WAITS, &[]),
    (
        "README.md",
        "# Kettle\n\nThe user waits.\n\n## Use\n\nAs a user, I want tea so that I wake.\n\nThe user waits here.\n\n## Build\n\nThe user builds.\n",
        &[7, 9],
    ),
    ("CHANGELOG.md", WAITS, &[]),
    ("docs/adr/0001-tea.md", WAITS, &[]),
    ("docs/archive/prd.md", STORY, &[]),
    ("AGENTS.md", STORY, &[]),
    ("vendor/kettle/prd.md", STORY, &[]),
    ("ignored/prd.md", STORY, &[]),
    ("left-out/prd.md", STORY, &[]),
    ("docs/stories.txt", "As a user, I want tea so that I wake.\n\nThe user waits here.\n", &[]),
    ("requirements.txt", "# users\nkettle==1.0\n", &[]),
    ("features/tea.feature", "Feature: Tea\n  As a user\n  I want tea\n  So that I wake\n", &[]),
    ("docs/spec.mdx", WAITS, &[1]),
    ("part/rolecall.toml", "[[role]]\nname = \"clerk\"\n", &[]),
    ("part/prd.md", "As a baker, I want tea so that I wake.\n\nThe user waits.\n", &[1, 3]),
];

/// What `exclude` and `include` make of the same documents: what is included is reviewed whole, whatever it is, and the
/// rest is not reviewed.
const INCLUDED: &[(&str, &[usize])] = &[
    ("docs/notes/tea.md", &[1]),
    ("docs/adr/0001-tea.md", &[1]),
    ("docs/prd.md", &[1, 3]),
    ("docs/archive/prd.md", &[1]),
    ("docs/spec.mdx", &[1]),
    ("CHANGELOG.md", &[1]),
    // Plain text and Gherkin count where `include` names their kind.
    ("docs/stories.txt", &[1, 3]),
    ("features/tea.feature", &[2]),
    ("part/prd.md", &[1, 3]),
];

/// What is found: by the document's name, each finding as its line, rule and severity.
type Findings = BTreeMap<String, Vec<String>>;

fn write(root: &Path, name: &str, text: &str) {
    let path = root.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// What `check` prints of the folder. An editor shows a severity by its number.
fn checked(root: &Path) -> Findings {
    let mut check = Command::new(env!("CARGO_BIN_EXE_rolecall"));
    let output = check.args(["check", "--format", "json"]).current_dir(root).output().unwrap();
    let printed: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut found = Findings::new();
    for finding in printed["findings"].as_array().unwrap() {
        let severity = match finding["severity"].as_str().unwrap() {
            "error" => 1,
            "warning" => 2,
            "information" => 3,
            _ => 4,
        };
        let line = format!("{} {} {severity}", finding["line"], finding["rule"].as_str().unwrap());
        found.entry(finding["path"].as_str().unwrap().to_owned()).or_default().push(line);
    }
    found
}

fn drawn(items: &Value) -> Vec<String> {
    let items = items.as_array().into_iter().flatten();
    let draw = |it: &Value| {
        let line = it["range"]["start"]["line"].as_u64().unwrap() + 1;
        format!("{line} {} {}", it["code"].as_str().unwrap(), it["severity"])
    };
    items.map(draw).collect()
}

fn uri(root: &Path, name: &str) -> String {
    format!("file://{}", root.join(name).display())
}

/// What an editor is told: of the whole folder, and of each document that it opens.
fn shown(root: &Path) -> (Findings, Findings) {
    let mut client = Client::start();
    let pulls = json!({"diagnostic": {"refreshSupport": true}});
    let capabilities = json!({"workspace": pulls, "textDocument": {"diagnostic": {}}});
    let folders = json!([{"uri": format!("file://{}", root.display()), "name": "tea"}]);
    client.initialize(json!({"capabilities": capabilities, "workspaceFolders": folders}));
    client.request("workspace/symbol", json!({"query": ""})).unwrap();
    client.wait_for_rest();
    let params = json!({"previousResultIds": []});
    let answer = client.request("workspace/diagnostic", params).unwrap();
    let prefix = uri(root, "");
    let mut all = Findings::new();
    for report in answer["items"].as_array().unwrap() {
        let name = report["uri"].as_str().unwrap().strip_prefix(&prefix).unwrap().to_owned();
        let found = drawn(&report["items"]);
        // What is reviewed and has no finding is reported, too.
        if !found.is_empty() {
            all.insert(name, found);
        }
    }
    let mut open = Findings::new();
    for (name, text, _) in FILES.iter().filter(|(name, ..)| !name.ends_with(".toml")) {
        let language = match name.rsplit('.').next() {
            Some("txt") => "plaintext",
            Some("feature") => "feature",
            Some("mdx") => "mdx",
            _ => "markdown",
        };
        let uri = uri(root, name);
        let document = json!({"uri": uri, "languageId": language, "version": 1, "text": text});
        client.notify("textDocument/didOpen", json!({ "textDocument": document }));
        let params = json!({"textDocument": {"uri": uri}});
        let report = client.request("textDocument/diagnostic", params).unwrap();
        open.insert((*name).to_owned(), drawn(&report["items"]));
    }
    client.leave();
    (all, open)
}

/// Holds what is found in all three ways against `expected`, the lines by the name.
#[track_caller]
fn hold(root: &Path, expected: &BTreeMap<&str, &[usize]>) {
    let check = checked(root);
    let lines = |found: &[String]| -> Vec<usize> {
        let mut lines: Vec<usize> =
            found.iter().map(|it| it.split(' ').next().unwrap().parse().unwrap()).collect();
        lines.dedup();
        lines
    };
    let by_line: BTreeMap<&str, Vec<usize>> =
        check.iter().map(|(name, found)| (name.as_str(), lines(found))).collect();
    let wanted: BTreeMap<&str, Vec<usize>> =
        expected.iter().map(|(name, lines)| (*name, lines.to_vec())).collect();
    assert_eq!(by_line, wanted, "what check finds");
    let (all, open) = shown(root);
    assert_eq!(all, check, "the diagnostics of the workspace are what check finds");
    for (name, found) in open {
        // An open document shows the rest as hints, and nothing that check finds in another way.
        let (hints, rest): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|line| line.ends_with(" 4"));
        let known = check.get(&name).cloned().unwrap_or_default();
        let is_loud = |line: &&String| !line.ends_with(" 4");
        assert_eq!(rest, known.iter().filter(is_loud).cloned().collect::<Vec<_>>(), "{name}");
        for hint in known.iter().filter(|line| !is_loud(line)) {
            assert!(hints.contains(hint), "{name}: {hint}");
        }
    }
}

#[test]
fn the_editor_and_check_say_the_same_of_documents_of_all_kinds() {
    let folder = tempfile::tempdir().unwrap();
    // Mac OS says `/private` in front of where it keeps what is temporary.
    let root = folder.path().canonicalize().unwrap();
    let role = "[[role]]\nname = \"baker\"\n";
    for (name, text, _) in FILES {
        write(&root, name, text);
    }
    write(&root, ".git/HEAD", "");
    write(&root, ".gitignore", "ignored/\n");
    write(&root, "rolecall.toml", &format!("exclude = [\"left-out\"]\n\n{role}"));
    let spoken = FILES.iter().filter(|(_, _, lines)| !lines.is_empty());
    hold(&root, &spoken.map(|(name, _, lines)| (*name, *lines)).collect());
    let included = "include = [\"docs/**/*.md\", \"docs/*.mdx\", \"CHANGELOG.md\", \"docs/*.txt\", \"features/*.feature\"]\n";
    write(&root, "rolecall.toml", &format!("{included}\n{role}"));
    hold(&root, &INCLUDED.iter().copied().collect());
}
