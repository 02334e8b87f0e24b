//! A disk that does not answer, such as a network mount without its network: served on, told once.
#![cfg(target_os = "linux")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::client::Client;

const STORY: &str = "As a tailor, I want tea so that I wake.\n";

/// A library, made in `folder`, that makes a disk slow for whom it is loaded into. None where no
/// compiler is.
fn slow_disk(folder: &Path) -> Option<PathBuf> {
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/session/slow_disk.c");
    let library = folder.join("slow_disk.so");
    let mut compiler = Command::new("cc");
    let made = compiler.args(["-shared", "-fPIC", "-o"]).arg(&library).arg(source).status().ok()?;
    assert!(made.success(), "{source} does not compile");
    Some(library)
}

struct Disks {
    folder: tempfile::TempDir,
    client: Client,
    version: i64,
}

impl Disks {
    /// Two projects, of which the one called `slow` does not answer yet, as far as its paths begin with
    /// `silent`.
    fn new(silent: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let Some(library) = slow_disk(folder.path()) else {
            eprintln!("skipped: there is no C compiler");
            return None;
        };
        for (name, role) in [("slow", "clerk"), ("fast", "baker")] {
            fs::create_dir(folder.path().join(name)).unwrap();
            fs::write(folder.path().join(name).join("rolecall.toml"), declaring(role)).unwrap();
            for document in ["other.md", "other-1.md", "other-2.md"] {
                let path = folder.path().join(name).join(document);
                fs::write(path, format!("The {role} waits.\n")).unwrap();
            }
        }
        let disk = folder.path().join(silent);
        fs::write(folder.path().join("marker"), "").unwrap();
        let mut client = Client::start_under(&[
            ("LD_PRELOAD", library.as_os_str()),
            ("SLOW_FOLDER", disk.as_os_str()),
            ("SLOW_WHILE", folder.path().join("marker").as_os_str()),
        ]);
        client.initialize(json!({}));
        Some(Self { folder, client, version: 1 })
    }

    fn uri(&self, name: &str) -> String {
        format!("file://{}", self.folder.path().join(name).display())
    }

    fn open(&mut self, name: &str) -> Vec<String> {
        let uri = self.uri(name);
        self.client.open(&uri, STORY);
        said(&self.client.wait_for_version(&uri, 1))
    }

    /// What is said of a document after one more edit.
    fn edited(&mut self, name: &str) -> Vec<String> {
        self.version += 1;
        let (uri, version) = (self.uri(name), self.version);
        let text = format!("{STORY}{}", "\n".repeat(version as usize));
        self.client.change(&uri, version, json!([{ "text": text }]));
        said(&self.client.wait_for_version(&uri, version))
    }

    fn ask(&mut self, method: &str, name: &str) -> Value {
        let params = json!({
            "textDocument": {"uri": self.uri(name)},
            "position": {"line": 0, "character": 6},
            "context": {"includeDeclaration": true},
        });
        self.client.request(&format!("textDocument/{method}"), params).unwrap()
    }

    fn answer(&mut self) {
        fs::remove_file(self.folder.path().join("marker")).unwrap();
    }

    fn fall_silent(&mut self) {
        fs::write(self.folder.path().join("marker"), "").unwrap();
    }

    fn declare(&mut self, project: &str, role: &str) {
        let config = self.folder.path().join(project).join("rolecall.toml");
        fs::write(config, declaring(role)).unwrap();
        let uri = self.uri(&format!("{project}/rolecall.toml"));
        let changes = json!({"changes": [{"uri": uri, "type": 2}]});
        self.client.notify("workspace/didChangeWatchedFiles", changes);
    }
}

fn declaring(role: &str) -> String {
    format!("[[role]]\nname = \"{role}\"\n")
}

fn said(diagnostics: &[Value]) -> Vec<String> {
    diagnostics.iter().map(|one| one["message"].as_str().unwrap().to_owned()).collect()
}

const UNDECLARED: &str = "“Tailor” isn’t a declared role.";

#[test]
fn a_disk_that_does_not_answer_keeps_nobody_up() {
    let Some(mut disks) = Disks::new("slow") else { return };
    let none = Vec::<String>::new();
    // Without a project, any role will do.
    assert_eq!(disks.open("slow/prd.md"), none);
    let told = disks.client.shown();
    let slow = disks.folder.path().join("slow");
    let expected = format!(
        "{} does not answer. rolecall goes on without what is said there of roles and rules, until it does.",
        slow.display()
    );
    assert_eq!(told, expected);
    disks.open("fast/prd.md");
    for _ in 0..40 {
        assert_eq!(disks.edited("slow/prd.md"), none);
        let told = disks.edited("fast/prd.md");
        assert!(told[0].starts_with(UNDECLARED), "{told:?}");
        for method in ["hover", "codeLens", "references", "definition", "documentSymbol"] {
            disks.ask(method, "slow/prd.md");
        }
    }
    assert_eq!(disks.ask("references", "fast/other.md").as_array().unwrap().len(), 4);

    disks.answer();
    let slow = disks.uri("slow/prd.md");
    while !said(&disks.client.published(&slow).1).iter().any(|said| said.starts_with(UNDECLARED)) {}
    assert_eq!(disks.ask("references", "slow/other.md").as_array().unwrap().len(), 4);

    // What was known holds while nobody answers.
    disks.fall_silent();
    disks.declare("slow", "tailor");
    disks.declare("fast", "tailor");
    assert_eq!(disks.edited("fast/prd.md"), none);
    assert!(disks.edited("slow/prd.md")[0].starts_with(UNDECLARED));
    disks.answer();
    while !said(&disks.client.published(&slow).1).is_empty() {}

    disks.fall_silent();
    disks.declare("slow", "clerk");
    disks.client.request("shutdown", json!(null)).unwrap();
    disks.client.notify("exit", json!(null));
    assert_eq!(disks.client.wait_for_exit().code(), Some(0));
    disks.client.forget_unread();
}

/// Nor does one that falls silent while a project's documents are read.
#[test]
fn documents_that_cannot_be_read_keep_nobody_up() {
    let Some(mut disks) = Disks::new("slow/other") else { return };
    assert!(disks.open("slow/prd.md")[0].starts_with(UNDECLARED));
    let question = json!({"textDocument": {"uri": disks.uri("slow/prd.md")}});
    for _ in 0..100 {
        disks.client.ask("textDocument/codeLens", question.clone());
    }
    assert!(disks.open("fast/prd.md")[0].starts_with(UNDECLARED));
    assert!(disks.client.shown().starts_with(disks.folder.path().join("slow").to_str().unwrap()));
    // So long that its parts are reviewed side by side.
    let long = format!("## Part\n\n{STORY}\n{}\n", "Tea. ".repeat(400)).repeat(100);
    let uri = disks.uri("fast/long.md");
    disks.client.open(&uri, &long);
    assert!(!disks.client.wait_for_version(&uri, 1).is_empty());
    assert_eq!(disks.ask("references", "fast/other.md").as_array().unwrap().len(), 4);
    disks.answer();
    // As long as so many wait, others are sent away.
    let found = loop {
        match disks.ask("references", "slow/other.md") {
            Value::Array(found) => break found,
            nothing => assert_eq!(nothing, Value::Null),
        }
    };
    assert_eq!(found.len(), 4);
    disks.client.leave();
}
