//! Which folders a client has open, and documents that are reached through links.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::client::Client;

fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn role(name: &str) -> String {
    format!("[[role]]\nname = \"{name}\"\n")
}

/// Two projects, of a baker and of a tailor.
fn projects() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in ["baker", "tailor"] {
        write(&folder.path().join(name).join("rolecall.toml"), &role(name));
        write(&folder.path().join(name).join("docs/prd.md"), "Users rest.\n");
    }
    folder
}

/// The names of the roles that a client is told of.
fn symbols(client: &mut Client) -> Vec<String> {
    let symbols = client.request("workspace/symbol", json!({"query": ""})).unwrap();
    let names = symbols.as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap());
    let mut names: Vec<_> = names.map(str::to_owned).collect();
    names.sort();
    names
}

fn folder_of(path: &Path) -> Value {
    json!([{"uri": uri(path), "name": "folder"}])
}

fn change(client: &mut Client, added: Value, removed: Value) {
    let event = json!({"added": added, "removed": removed});
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
}

#[test]
fn folders_are_opened_and_closed() {
    let folder = projects();
    let [baker, tailor] = ["baker", "tailor"].map(|name| folder.path().join(name));
    let mut client = Client::start();
    let said = client.initialize(json!({"workspaceFolders": folder_of(&baker)}));
    let folders = &said["capabilities"]["workspace"]["workspaceFolders"];
    assert_eq!(folders, &json!({"supported": true, "changeNotifications": true}));
    assert_eq!(symbols(&mut client), ["baker"]);
    for _ in 0..2 {
        change(&mut client, folder_of(&tailor), json!([]));
        assert_eq!(symbols(&mut client), ["baker", "tailor"]);
        change(&mut client, json!([]), folder_of(&tailor));
        assert_eq!(symbols(&mut client), ["baker"]);
    }
    // What is open stays.
    let prd = uri(&baker.join("docs/prd.md"));
    client.open(&prd, "Users rest.\n");
    client.wait_for_version(&prd, 1);
    change(&mut client, folder_of(&tailor), folder_of(&baker));
    assert_eq!(symbols(&mut client), ["baker", "tailor"]);
    client.close(&prd);
    change(&mut client, json!([]), folder_of(&tailor));
    assert_eq!(symbols(&mut client), [] as [String; 0]);
    client.leave();
}

#[test]
fn what_is_wrong_in_a_folder_is_withdrawn_with_it() {
    let folder = projects();
    let [baker, tailor] = ["baker", "tailor"].map(|name| folder.path().join(name));
    let config = tailor.join("rolecall.toml");
    write(&config, "[[role]]\nnam = \"tailor\"\n");
    let mut client = Client::start();
    client.initialize(json!({"workspaceFolders": folder_of(&baker)}));
    change(&mut client, folder_of(&tailor), json!([]));
    assert_ne!(client.unversioned(&uri(&config)), [] as [Value; 0]);
    change(&mut client, json!([]), folder_of(&tailor));
    assert_eq!(client.unversioned(&uri(&config)), [] as [Value; 0]);
    client.leave();
}

/// A client that asks for what is found in the workspace is told of a folder that it opens.
#[test]
fn documents_of_a_folder_that_is_opened_are_reviewed() {
    let folder = projects();
    let [baker, tailor] = ["baker", "tailor"].map(|name| folder.path().join(name));
    let mut client = Client::start();
    let pulls = json!({"diagnostic": {"refreshSupport": true}});
    let capabilities = json!({"workspace": pulls, "textDocument": {"diagnostic": {}}});
    client.initialize(json!({"capabilities": capabilities, "workspaceFolders": folder_of(&baker)}));
    let uris = |client: &mut Client| {
        let params = json!({"previousResultIds": []});
        let found = client.request("workspace/diagnostic", params).unwrap();
        let items = found["items"].as_array().unwrap().iter();
        items.map(|item| item["uri"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let documents = [&baker, &tailor].map(|folder| uri(&folder.join("docs/prd.md")));
    assert_eq!(uris(&mut client), documents[..1]);
    change(&mut client, folder_of(&tailor), json!([]));
    assert_eq!(uris(&mut client), documents);
    change(&mut client, json!([]), folder_of(&baker));
    assert_eq!(uris(&mut client), documents[1..]);
    client.leave();
}

/// As clients did before there were workspace folders.
#[test]
fn a_root_is_a_folder_however_it_is_told() {
    let folder = projects();
    let root = folder.path().join("baker");
    for params in [
        json!({ "rootPath": root }),
        json!({"rootPath": root, "rootUri": null, "workspaceFolders": null}),
        json!({"rootPath": folder.path(), "rootUri": uri(&root), "workspaceFolders": []}),
        json!({"rootPath": null, "workspaceFolders": folder_of(&root)}),
    ] {
        let mut client = Client::start();
        client.initialize(params);
        assert_eq!(symbols(&mut client), ["baker"]);
        client.leave();
    }
}

/// The documents that a rename edits, with the edits of each.
fn renamed(client: &mut Client, document: &str, line: usize) -> Value {
    let position = json!({"line": line, "character": 6});
    let document = json!({"uri": document});
    let params = json!({"textDocument": document, "position": position, "newName": "usher"});
    client.request("textDocument/rename", params).unwrap()["changes"].take()
}

fn files(edits: &Value) -> Vec<&str> {
    edits.as_object().unwrap().keys().map(String::as_str).collect()
}

#[cfg(unix)]
#[test]
fn a_document_that_is_reached_through_a_link_is_one() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    write(&at("rolecall.toml"), &role("baker"));
    write(&at("docs/prd.md"), "The baker rests.\n");
    write(&at("plan.md"), "The baker bakes.\n");
    symlink(at("docs"), at("link")).unwrap();
    symlink(at("docs/prd.md"), at("also.md")).unwrap();
    for name in ["link/prd.md", "also.md"] {
        let mut client = Client::start();
        client.initialize(json!({}));
        let [open, plan] = [name, "plan.md"].map(|name| uri(&at(name)));
        client.open(&plan, "The baker bakes.\n");
        // What is on the screen counts.
        client.open(&open, "Tea.\n\nThe baker rests.\n");
        let mut documents = [open.as_str(), plan.as_str(), &uri(&at("rolecall.toml"))];
        documents.sort_unstable();
        for (document, line) in [(&plan, 0), (&open, 2)] {
            let edits = renamed(&mut client, document, line);
            assert_eq!(files(&edits), documents, "{name}");
            assert_eq!(edits[&open][0]["range"]["start"], json!({"line": 2, "character": 4}));
            assert_eq!(edits[&open].as_array().unwrap().len(), 1);
        }
        client.change(&open, 2, json!([{"text": "A baker rests.\n"}]));
        let edits = renamed(&mut client, &plan, 0);
        assert_eq!(edits[&open][0]["range"]["start"], json!({"line": 0, "character": 0}));
        client.close(&open);
        let edits = renamed(&mut client, &plan, 0);
        let docs = uri(&at("docs/prd.md"));
        assert_eq!(edits[&docs][0]["range"]["start"], json!({"line": 0, "character": 4}));
        assert_eq!(edits.as_object().unwrap().len(), 3, "{edits}");
        client.leave();
    }
}

/// The folder itself may be reached through a link, by all documents or by some.
#[cfg(unix)]
#[test]
fn a_project_that_is_reached_through_a_link_is_one() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    write(&at("real/rolecall.toml"), &role("baker"));
    for name in ["a", "b", "c"] {
        write(&at("real").join(name).join("prd.md"), "The baker rests.\n");
    }
    symlink(at("real"), at("link")).unwrap();
    let mut client = Client::start();
    client.initialize(json!({}));
    let [one, other] = ["link/a/prd.md", "real/b/prd.md"].map(|name| uri(&at(name)));
    client.open(&one, "The baker rests.\n");
    client.open(&other, "Tea.\n\nThe baker rests.\n");
    for (document, line, root) in [(&one, 0, "link"), (&other, 2, "real")] {
        let edits = renamed(&mut client, document, line);
        let root = at(root);
        let config = uri(&root.join("rolecall.toml"));
        let mut documents = [&one, &other, &uri(&root.join("c/prd.md")), &config];
        documents.sort_unstable();
        assert_eq!(files(&edits), documents);
        assert_eq!(edits[&other][0]["range"]["start"], json!({"line": 2, "character": 4}));
    }
    client.leave();
}

/// What an editor is told of all documents is what `check` says of them.
#[test]
fn the_editor_and_check_agree_on_two_projects() {
    const GUARD: &str = "As a night guard, I want a lamp so that I see.\n\nUsers rest.\n";
    let folder = projects();
    let at = |name: &str| folder.path().join(name);
    for (name, text) in [
        ("baker/team.md", "# Personas\n\n- **Night guard**: sees all\n"),
        ("baker/docs/guard.md", GUARD),
        ("tailor/docs/guard.md", GUARD),
        ("tailor/docs/old/guard.md", "# Personas\n\n- **Night guard**: sees all\n"),
        ("tailor/.gitignore", "old/\n"),
    ] {
        write(&at(name), text);
    }
    let mut client = Client::start();
    let pulls = json!({"diagnostic": {"refreshSupport": true}});
    let capabilities = json!({"workspace": pulls, "textDocument": {"diagnostic": {}}});
    let folders = ["baker", "tailor"].map(|name| folder_of(&at(name))[0].take());
    client.initialize(json!({"capabilities": capabilities, "workspaceFolders": folders}));
    client.request("workspace/symbol", json!({"query": ""})).unwrap();
    client.wait_for_rest();
    let params = json!({"previousResultIds": []});
    let answer = client.request("workspace/diagnostic", params).unwrap();
    client.leave();
    let mut told = Vec::new();
    for item in answer["items"].as_array().unwrap() {
        let path = item["uri"].as_str().unwrap().strip_prefix("file://").unwrap();
        for found in item["items"].as_array().unwrap() {
            let line = found["range"]["start"]["line"].as_u64().unwrap() + 1;
            told.push((path.to_owned(), line, found["message"].clone()));
        }
    }
    let mut check = std::process::Command::new(env!("CARGO_BIN_EXE_rolecall"));
    let check = check.args(["check", "--format", "json"]).arg(folder.path()).output().unwrap();
    let printed: Value = serde_json::from_slice(&check.stdout).unwrap();
    let found = printed["findings"].as_array().unwrap().iter().map(|it| {
        let path = it["path"].as_str().unwrap().to_owned();
        (path, it["line"].as_u64().unwrap(), it["message"].clone())
    });
    let found: Vec<_> = found.collect();
    assert_eq!(told, found);
    let is_undeclared = |message: &Value| message.as_str().unwrap().contains("t a declared role");
    let undeclared = found.iter().filter(|(_, _, message)| is_undeclared(message));
    let undeclared: Vec<_> = undeclared.map(|(path, line, _)| (path.as_str(), *line)).collect();
    assert_eq!(undeclared, [(at("tailor/docs/guard.md").to_str().unwrap(), 1)]);
}
