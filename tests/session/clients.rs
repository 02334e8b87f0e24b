//! Sessions that begin as those of real editors do: with the `initialize` that each was seen to send (`clients/`).
//!
//! Recorded are the parameters as they were sent, with other paths and another process. `README.md` there says how.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::Client;

const FOLDER: &str = "/home/writer/retailer";

fn clients() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/session/clients")
}

/// The recorded parameters, as an editor would send them that has `folder` open and is this process.
fn recorded(name: &str, folder: &Path) -> Value {
    let text = fs::read_to_string(clients().join(name)).unwrap();
    assert!(text.contains(FOLDER), "{name}");
    let text = text.replace(FOLDER, folder.to_str().unwrap());
    let mut params: Value = serde_json::from_str(&text).unwrap();
    params["processId"] = json!(std::process::id());
    params
}

/// What became of a session.
struct Begun {
    /// What the server says it can do.
    can: Value,
    /// The first findings in a document.
    found: Vec<Value>,
    /// What the server asked of the client at the start, and the methods that it registered.
    asked: Vec<String>,
}

/// What the server has asked, but for asking to look again, which is done as often as there is news.
fn asked(client: &Client) -> Vec<String> {
    let mut asked = Vec::new();
    for (method, params) in client.asked.iter().filter(|(method, _)| !method.ends_with("/refresh"))
    {
        match params["registrations"].as_array() {
            Some(registrations) => {
                let methods = registrations.iter().map(|it| it["method"].as_str().unwrap());
                asked.extend(methods.map(str::to_owned));
            }
            None => asked.push(method.clone()),
        }
    }
    asked.sort();
    asked
}

/// Begins as the client does, with a server that is started with `options` and will ask `count` things. A client that
/// asks for its diagnostics is not sent any.
fn begun(name: &str, options: &[&str], count: usize) -> Begun {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("rolecall.toml"), "[[role]]\nname = \"shopper\"\n").unwrap();
    let mut client = Client::start_with(options);
    let params = recorded(name, folder.path());
    let can = client.request("initialize", params).unwrap()["capabilities"].take();
    client.notify("initialized", json!({}));
    let document = format!("file://{}/prd.md", folder.path().display());
    client.open(&document, "🧵 As a tailor, I want tea so that I wake.\n");
    let found = if can["diagnosticProvider"].is_null() {
        client.wait_for_version(&document, 1)
    } else {
        let params = json!({"textDocument": {"uri": document}});
        let mut report = client.request("textDocument/diagnostic", params).unwrap();
        report["items"].as_array_mut().map(std::mem::take).unwrap()
    };
    // It asks while it answers.
    let end = Instant::now() + Duration::from_secs(10);
    while asked(&client).len() < count && Instant::now() < end {
        client.request("workspace/symbol", json!({"query": "shopper"})).unwrap();
    }
    let asked = asked(&client);
    client.leave();
    assert_eq!(found.len(), 1, "{name}: {found:?}");
    Begun { can, found, asked }
}

const ASKS_SETTINGS: &str = "workspace/configuration";
const TELLS_SETTINGS: &str = "workspace/didChangeConfiguration";
const WATCHES: &str = "workspace/didChangeWatchedFiles";

/// How each editor counts the letters of a line, where the marked word begins so counted (behind an emoji), and what the
/// server asks of the editor. What an editor does not watch, the server does: see `watch.rs`.
#[test]
fn each_editor_is_served_as_it_can_be() {
    for (name, options, encoding, start, asked) in [
        ("vscode-1.139.json", &[][..], "utf-16", 8, &[ASKS_SETTINGS, TELLS_SETTINGS, WATCHES][..]),
        ("neovim-0.11.json", &[], "utf-8", 10, &[ASKS_SETTINGS]),
        ("helix-25.01.json", &[], "utf-8", 10, &[ASKS_SETTINGS]),
        ("emacs-eglot-1.9.json", &[], "utf-16", 8, &[ASKS_SETTINGS, WATCHES]),
        ("vim-ale-3.3.json", &["--position-encoding", "utf-8"], "utf-8", 10, &[]),
        ("kakoune-lsp-22.json", &[], "utf-8", 10, &[ASKS_SETTINGS]),
    ] {
        let begun = begun(name, options, asked.len());
        assert_eq!(begun.can["positionEncoding"], encoding, "{name}");
        assert_eq!(begun.found[0]["range"]["start"]["character"], start, "{name}");
        assert_eq!(begun.asked, asked, "{name}");
    }
}

/// VS Code alone can be told to ask again.
#[test]
fn only_vs_code_asks_for_what_is_found() {
    for name in recordings() {
        let options: &[&str] =
            if name.starts_with("vim") { &["--position-encoding", "utf-8"] } else { &[] };
        let can = begun(&name, options, 0).can;
        assert_eq!(can["diagnosticProvider"].is_null(), !name.starts_with("vscode"), "{name}");
    }
}

/// The files of `clients/`, all of which are replayed above.
fn recordings() -> Vec<String> {
    let files = fs::read_dir(clients()).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.filter(|name| name.ends_with(".json")).collect();
    names.sort();
    assert_eq!(names.len(), 6);
    names
}

/// Names that editors give to what is no file, or a file elsewhere. On Windows a drive's letter is written in three ways
/// (VS Code escapes the colon), which are one document, and what is said of it goes by the name it was opened under.
#[test]
fn documents_of_any_name_are_reviewed() {
    for (opened, changed) in [
        ("file:///c%3A/Users/dana/docs/prd%20%C3%BC.md", "file:///C:/Users/dana/docs/prd%20ü.md"),
        ("file:///C:/Users/dana/prd.md", "file:///c%3A/Users/dana/prd.md"),
        ("file://server/share/prd.md", "file://server/share/prd.md"),
        ("untitled:Untitled-1", "untitled:Untitled-1"),
        ("vscode-vfs://github/dana/retailer/prd.md", "vscode-vfs://github/dana/retailer/prd.md"),
        ("inmemory://model/1", "inmemory://model/1"),
    ] {
        let mut client = Client::start();
        client.initialize(json!({}));
        client.open(opened, "As a user, I want tea so that I wake.\n");
        let found = client.wait_for_version(opened, 1);
        assert_eq!(found[0]["code"], "generic-story-role", "{opened}");
        client.change(changed, 2, json!([{"text": "Tea.\n"}]));
        assert_eq!(client.wait_for_version(opened, 2), [] as [Value; 0], "{opened}");
        client.close(changed);
        assert_eq!(client.logged, [] as [&str; 0], "{opened}");
        client.leave();
    }
}
