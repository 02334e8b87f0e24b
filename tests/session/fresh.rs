//! After any change on disk, a running server answers as one that is started now.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::client::Client;

/// What is on disk at the start. The first two are open.
const FILES: [(&str, &str); 9] = [
    ("docs/prd.md", "As a clerk, I want tea so that I wake.\n\nUsers rest.\n"),
    ("part/plan.md", "As a clerk, I want cake so that I wake.\n\nUsers rest.\n"),
    ("rolecall.toml", CLERK),
    ("docs/old/notes.md", "The clerk's key. Users rest.\n"),
    ("docs/team.md", "# Personas\n\n- **Night guard**: sees all\n"),
    ("part/deep/story.md", "As a night guard, I want a lamp so that I see.\n\nClerks rest.\n"),
    ("part/login.feature", "Feature: Tea\n  As a clerk\n  I want tea\n"),
    ("hidden/story.md", "As a clerk, I want a break so that I rest.\n"),
    (".git/info/attributes", ""),
];
const OPEN: [&str; 2] = [FILES[0].0, FILES[1].0];

const CLERK: &str = "[[role]]\nname = \"clerk\"\naliases = [\"teller\"]\n";

/// The files that decide which documents there are, or are such documents, with what is written to them one after the
/// other, from nothing and back to nothing.
const CHANGES: [(&str, &[&str]); 16] = [
    (".gitignore", &["hidden/\n", "docs/old\npart/deep\n", "# nothing\n"]),
    ("docs/.gitignore", &["*\n", "old/notes.md\n"]),
    ("part/deep/.gitignore", &["*\n", "\n"]),
    (".ignore", &["hidden/\n", "part/\n"]),
    ("docs/old/.ignore", &["notes.md\n", "other.md\n"]),
    (".git/info/exclude", &["docs/old/\n", "docs/prd.md\n"]),
    ("part/rolecall.toml", &["", "[[role]]\nname = \"baker\"\n", "exclude = [\"deep\"]\n"]),
    ("part/deep/rolecall.toml", &["[[role]]\nname = \"night guard\"\n", ""]),
    ("docs/old/rolecall.toml", &["", CLERK]),
    ("docs/new.md", &["Clerks wake.\n", "Tellers wake.\n"]),
    ("new/deep/new.md", &["Clerks wake.\n", "As a night guard, I want tea.\n"]),
    ("new/rolecall.toml", &[CLERK]),
    ("personas/sue.md", &["# Sue, clerk\n\nGoals: sell\n", "# Sue, baker\n\nGoals: bake\n"]),
    ("part/personas/sue.md", &["# Sue, clerk\n\nGoals: sell\n"]),
    ("docs/prd.md", &["Clerks wait.\n", FILES[0].1]),
    ("part/plan.md", &[FILES[1].1]),
];

/// What the root's `rolecall.toml` says one after the other besides its role. `None` is no such file.
const DECISIONS: [Option<&str>; 12] = [
    Some("include = [\"docs/**\"]\n"),
    Some("include = [\"docs/*.md\", \"part\"]\n"),
    Some("include = [\"**/*.md\", \"**/*.feature\"]\n"),
    Some(""),
    Some("exclude = [\"docs/old\"]\n"),
    Some("exclude = [\"part\", \"hidden\"]\n"),
    Some("exclude = [\"docs/prd.md\"]\n"),
    Some("include = [\"part/**\"]\nexclude = [\"part/deep\"]\n"),
    Some(""),
    None,
    Some("exclude = [\"hidden\"]\n"),
    Some(""),
];

struct World {
    folder: tempfile::TempDir,
    /// Is told what happens on disk.
    told: Client,
    /// Looks for itself.
    watching: Client,
}

impl World {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in FILES {
            write(&folder.path().join(name), text);
        }
        let start = |watches| started(folder.path(), watches);
        Self { told: start(true), watching: start(false), folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file, or removes it, and holds what the servers that run say against what a new one does.
    fn change(&mut self, name: &str, text: Option<&str>) {
        let path = self.path(name);
        let existed = path.exists();
        match text {
            Some(text) => write(&path, text),
            None => fs::remove_file(&path).unwrap(),
        }
        let kind = if text.is_none() { 3 } else { 1 + i32::from(existed) };
        self.hold(&[(&path, kind)], &format!("{name}: {text:?}"));
    }

    fn hold(&mut self, changes: &[(&Path, i32)], what: &str) {
        let changes: Vec<_> =
            changes.iter().map(|(path, kind)| json!({"uri": uri(path), "type": kind})).collect();
        self.told.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
        // Nobody waits before a rename.
        let renamed = renamed(&mut self.told, self.folder.path());
        let mut fresh = started(self.folder.path(), false);
        fresh.wait_for_rest();
        let expected = answers(&mut fresh, self.folder.path());
        fresh.leave();
        let shown = |value: &Value| serde_json::to_string_pretty(value).unwrap();
        assert_eq!(shown(&renamed), shown(&expected["renamed"]), "at once, after {what}");
        for (client, who) in [(&mut self.told, "told"), (&mut self.watching, "watching")] {
            client.wait_for_rest();
            let answers = answers(client, self.folder.path());
            assert_eq!(shown(&answers), shown(&expected), "{who}, after {what}");
        }
    }

    fn leave(self) {
        self.told.leave();
        self.watching.leave();
    }
}

/// A server with two documents open, for a client that asks for diagnostics and tells what happens on disk, or not.
fn started(folder: &Path, watches: bool) -> Client {
    let mut client = Client::start();
    let watched = json!({"dynamicRegistration": watches});
    let workspace =
        json!({"didChangeWatchedFiles": watched, "diagnostic": {"refreshSupport": true}});
    let folders = json!([{"uri": uri(folder), "name": "all"}]);
    let capabilities = json!({"workspace": workspace, "textDocument": {"diagnostic": {}}});
    client.initialize(json!({"capabilities": capabilities, "workspaceFolders": folders}));
    for (name, text) in FILES.into_iter().take(OPEN.len()) {
        client.open(&uri(&folder.join(name)), text);
    }
    client.wait_for_rest();
    client
}

/// The edits that call the clerk somebody else, from each of the open documents.
fn renamed(client: &mut Client, folder: &Path) -> Value {
    let edits = OPEN.map(|name| {
        let position = json!({"line": 0, "character": 6});
        let document = json!({"uri": uri(&folder.join(name))});
        let params = json!({"textDocument": document, "position": position, "newName": "usher"});
        match client.request("textDocument/rename", params) {
            Ok(edit) => edit,
            Err(error) => json!(error.message),
        }
    });
    json!(edits)
}

/// All that a server says of the documents.
fn answers(client: &mut Client, folder: &Path) -> Value {
    let sorted = |answer: Value| {
        let mut all = answer.as_array().cloned().unwrap_or_default();
        all.sort_by_key(Value::to_string);
        all
    };
    let references = OPEN.map(|name| {
        let document = json!({"uri": uri(&folder.join(name))});
        let position = json!({"line": 0, "character": 6});
        let context = json!({"includeDeclaration": true});
        let params = json!({"textDocument": document, "position": position, "context": context});
        client.request("textDocument/references", params).unwrap()
    });
    let symbols = client.request("workspace/symbol", json!({"query": ""})).unwrap();
    let diagnostics = OPEN.map(|name| {
        let params = json!({"textDocument": {"uri": uri(&folder.join(name))}});
        client.request("textDocument/diagnostic", params).unwrap()
    });
    let all = client.request("workspace/diagnostic", json!({"previousResultIds": []})).unwrap();
    json!({
        "renamed": renamed(client, folder),
        "references": references,
        "symbols": sorted(symbols),
        "diagnostics": diagnostics,
        "all": sorted(all["items"].clone()),
    })
}

fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

#[test]
fn what_is_included_and_excluded_counts_at_once() {
    let mut world = World::start();
    for decision in DECISIONS {
        let text = decision.map(|text| format!("{text}{CLERK}"));
        world.change("rolecall.toml", text.as_deref());
    }
    world.leave();
}

#[test]
fn files_that_come_change_and_go_count_at_once() {
    let halves: Vec<_> = CHANGES.chunks(CHANGES.len().div_ceil(3)).collect();
    std::thread::scope(|scope| {
        for changes in halves {
            scope.spawn(move || {
                let mut world = World::start();
                for (name, texts) in changes {
                    for text in *texts {
                        world.change(name, Some(text));
                    }
                    world.change(name, None);
                }
                world.leave();
            });
        }
    });
}

/// What is under another's eyes is moved: a folder with a project of its own, here and away.
#[test]
fn folders_that_are_moved_count_at_once() {
    let mut world = World::start();
    world.change("part/deep/rolecall.toml", Some("[[role]]\nname = \"night guard\"\n"));
    for (from, to) in [
        ("part/deep", "docs/deep"),
        ("docs/old", "older"),
        ("docs/deep", "part/deep"),
        ("older", "part/old"),
    ] {
        let (from, to) = (world.path(from), world.path(to));
        fs::rename(&from, &to).unwrap();
        world.hold(&[(&from, 3), (&to, 1)], &format!("{} is moved", from.display()));
    }
    world.leave();
}

/// So does what is typed into `rolecall.toml` and not saved, and what the client sets.
#[test]
fn what_is_decided_in_the_editor_counts_at_once() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in FILES {
        write(&folder.path().join(name), text);
    }
    let mut client = started(folder.path(), true);
    let config = uri(&folder.path().join("rolecall.toml"));
    let document = json!({"uri": config, "languageId": "toml", "version": 1, "text": CLERK});
    client.notify("textDocument/didOpen", json!({ "textDocument": document }));
    let edits_hidden = |client: &mut Client| {
        let hidden = uri(&folder.path().join("hidden/story.md"));
        renamed(client, folder.path())[0]["changes"].get(&hidden).is_some()
    };
    assert!(edits_hidden(&mut client));
    let text = format!("exclude = [\"hidden\"]\n{CLERK}");
    client.change(&config, 2, json!([{ "text": text }]));
    assert!(!edits_hidden(&mut client));
    client.change(&config, 3, json!([{ "text": CLERK }]));
    assert!(edits_hidden(&mut client));
    for (exclude, expected) in [(json!(["hidden"]), false), (json!([]), true)] {
        let settings = json!({"settings": {"rolecall": {"exclude": exclude}}});
        client.notify("workspace/didChangeConfiguration", settings);
        assert_eq!(edits_hidden(&mut client), expected);
    }
    client.leave();
}
