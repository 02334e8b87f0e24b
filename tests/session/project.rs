//! `rolecall.toml` and persona files, as a session sees them.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::client::Client;

fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

fn codes(diagnostics: &[Value]) -> Vec<&str> {
    diagnostics.iter().map(|diagnostic| diagnostic["code"].as_str().unwrap()).collect()
}

fn saved(client: &mut Client, path: &Path) {
    let changes = json!([{"uri": uri(path), "type": 2}]);
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
}

/// The diagnostics that the file, which is not open, is told of.
fn told(client: &mut Client, path: &Path) -> Vec<Value> {
    client.unversioned(&uri(path))
}

const SHOPPER: &str = "[[role]]\nname = \"shopper\"\n";

/// A session over a project that declares one role: its folder, its configuration, a document of
/// this name that is still to be opened.
fn started(name: &str) -> (tempfile::TempDir, PathBuf, PathBuf, Client) {
    let folder = tempfile::tempdir().unwrap();
    let (config, prd) = (folder.path().join("rolecall.toml"), folder.path().join(name));
    fs::write(&config, SHOPPER).unwrap();
    let mut client = Client::start();
    client.initialize(json!({}));
    (folder, config, prd, client)
}

#[test]
fn a_broken_file_is_told_and_the_last_good_one_holds() {
    let (_folder, config, prd, mut client) = started("prd [1] ü.md");
    let name = uri(&prd)
        .replace(' ', "%20")
        .replace('[', "%5B")
        .replace(']', "%5D")
        .replace('ü', "%C3%BC");
    client.open(&name, "As a tailor, I want tea.\n");
    assert_eq!(codes(&client.wait_for_version(&name, 1)), ["undeclared-role"]);

    fs::write(&config, "[[role]]\nname = \"shopper\n").unwrap();
    saved(&mut client, &config);
    let problems = told(&mut client, &config);
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0]["range"]["start"]["line"], 1);
    assert_eq!(problems[0]["severity"], 1);
    client.change(&name, 2, json!([{"text": "As a tailor, I want cake.\n"}]));
    assert_eq!(
        codes(&client.wait_for_version(&name, 2)),
        ["undeclared-role"],
        "the last good file holds"
    );

    fs::write(&config, format!("{SHOPPER}\n[[role]]\nname = \"tailor\"\n")).unwrap();
    saved(&mut client, &config);
    assert_eq!(told(&mut client, &config), [] as [Value; 0]);
    assert_eq!(
        codes(&client.wait_for_version(&name, 2)),
        [] as [&str; 0],
        "what holds now holds at once"
    );
    assert_eq!(client.shutdown().code(), Some(0));
}

#[test]
fn the_open_file_counts_not_the_one_on_disk() {
    let (_folder, config, prd, mut client) = started("prd.md");
    client.open(&uri(&prd), "As a tailor, I want tea.\n");
    assert_eq!(codes(&client.wait_for_version(&uri(&prd), 1)), ["undeclared-role"]);
    let text = format!("{SHOPPER}aliases = [\"tailor\"]\n");
    let document = json!({"uri": uri(&config), "languageId": "toml", "version": 1, "text": text});
    client.notify("textDocument/didOpen", json!({ "textDocument": document }));
    assert_eq!(codes(&client.wait_for_version(&uri(&prd), 1)), [] as [&str; 0]);
    client.close(&uri(&config));
    assert_eq!(
        codes(&client.wait_for_version(&uri(&prd), 1)),
        ["undeclared-role"],
        "closed unsaved"
    );
    assert_eq!(client.shutdown().code(), Some(0));
}

#[test]
fn a_role_can_be_declared_from_the_story() {
    let (_folder, config, prd, mut client) = started("prd.md");
    client.open(&uri(&prd), "As a shoper or tailor, I want tea.\n");
    assert_eq!(codes(&client.wait_for_version(&uri(&prd), 1)), ["undeclared-role"; 2]);
    let at = json!({"start": {"line": 0, "character": 5}, "end": {"line": 0, "character": 5}});
    let params =
        json!({"textDocument": {"uri": uri(&prd)}, "range": at, "context": {"diagnostics": []}});
    let actions = client.request("textDocument/codeAction", params).unwrap();
    let titles: Vec<&str> =
        actions.as_array().unwrap().iter().map(|a| a["title"].as_str().unwrap()).collect();
    assert_eq!(
        titles,
        [
            "Replace with “shopper”",
            "Declare “shoper” as a role",
            "Ignore this here",
            "Ignore undeclared-role in this file",
        ]
    );
    let edit = &actions[1]["edit"]["changes"][uri(&config)][0];
    assert_eq!(edit["range"]["start"]["line"], 2);
    assert!(edit["newText"].as_str().unwrap().contains("name = \"shoper\""), "{edit}");
    client.forget_unread();
}

#[test]
fn a_word_can_be_allowed_from_the_finding() {
    let (_folder, config, prd, mut client) = started("prd.md");
    client.open(&uri(&prd), "As a client, I want tea. Clients pay, and users wait.\n");
    let told = ["generic-story-role", "generic-role", "generic-role"];
    assert_eq!(codes(&client.wait_for_version(&uri(&prd), 1)), told);
    let at = json!({"start": {"line": 0, "character": 6}, "end": {"line": 0, "character": 6}});
    let params =
        json!({"textDocument": {"uri": uri(&prd)}, "range": at, "context": {"diagnostics": []}});
    let actions = client.request("textDocument/codeAction", params).unwrap();
    let last = actions.as_array().unwrap().last().unwrap();
    assert_eq!(last["title"], "“client” is fine in this project");
    let edit = json!({
        "range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}},
        "newText": "allow = [\"client\"]\n\n",
    });
    assert_eq!(last["edit"], json!({"changes": {(uri(&config)): [edit]}}));

    fs::write(&config, format!("allow = [\"client\"]\n\n{SHOPPER}")).unwrap();
    saved(&mut client, &config);
    assert_eq!(codes(&client.wait_for_version(&uri(&prd), 1)), ["generic-role"]);
    let at = json!({"textDocument": {"uri": uri(&prd)}, "position": {"line": 0, "character": 27}});
    let hover = client.request("textDocument/hover", at).unwrap();
    let said = "“Clients” is fine here: the project says this word is fine.";
    assert_eq!(hover["contents"]["value"], said);
    client.forget_unread();
}
