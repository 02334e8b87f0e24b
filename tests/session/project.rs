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
    client.open(&name, "As a tailor, I want tea so that I wake.\n");
    assert_eq!(codes(&client.wait_for_version(&name, 1)), ["undeclared-role"]);

    fs::write(&config, "[[role]]\nname = \"shopper\n").unwrap();
    saved(&mut client, &config);
    let problems = told(&mut client, &config);
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0]["range"]["start"]["line"], 1);
    assert_eq!(problems[0]["severity"], 1);
    client.change(&name, 2, json!([{"text": "As a tailor, I want cake so that I wake.\n"}]));
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
    client.open(&uri(&prd), "As a tailor, I want tea so that I wake.\n");
    assert_eq!(codes(&client.wait_for_version(&uri(&prd), 1)), ["undeclared-role"]);
    let text = format!("{SHOPPER}aliases = [\"tailor\"]\n");
    let document = json!({"uri": uri(&config), "languageId": "toml", "version": 1, "text": text});
    client.notify("textDocument/didOpen", json!({ "textDocument": document }));
    assert_eq!(codes(&client.wait_for_version(&uri(&prd), 1)), ["role-alias"]);
    client.close(&uri(&config));
    assert_eq!(
        codes(&client.wait_for_version(&uri(&prd), 1)),
        ["undeclared-role"],
        "closed unsaved"
    );
    assert_eq!(client.shutdown().code(), Some(0));
}

#[test]
fn a_persona_counts_as_it_is_typed() {
    let (folder, _config, prd, mut client) = started("prd.md");
    let persona = folder.path().join("personas/sue.md");
    fs::create_dir(persona.parent().unwrap()).unwrap();
    let page = "# Sue, clerk\n\nGoals: sell\n\nKPIs: pairs\n";
    fs::write(&persona, page).unwrap();
    client.open(&uri(&prd), "As a tailor, I want tea so that I wake.\n");
    assert_eq!(codes(&client.wait_for_version(&uri(&prd), 1)), ["undeclared-role"]);
    client.open(&uri(&persona), page);
    client.wait_for_version(&uri(&persona), 1);
    // Typed, and never saved.
    let changed = page.replace("Goals", "Also called: tailor\n\nGoals");
    client.change(&uri(&persona), 2, json!([{ "text": changed }]));
    while codes(&client.wait_for_version(&uri(&prd), 1)) != ["role-alias"] {}
    client.change(&uri(&persona), 3, json!([{ "text": page }]));
    while codes(&client.wait_for_version(&uri(&prd), 1)) != ["undeclared-role"] {}
    client.leave();
}

#[test]
fn a_role_can_be_declared_from_the_story() {
    let (_folder, config, prd, mut client) = started("prd.md");
    client.open(&uri(&prd), "As a shoper or tailor, I want tea so that I wake.\n");
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
            "Declare “shoper” as a role in rolecall.toml",
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
fn two_names_become_one_role_or_are_kept_apart() {
    let (_folder, config, prd, mut client) = started("prd.md");
    fs::write(&config, "[[role]]\nname = \"sales associate\"\n\n[rules]\n").unwrap();
    let text = "The sales associate waits.\n\nThen ask a store associate.\n\nAs a store associate, I want tea so that I wake.\n";
    client.open(&uri(&prd), text);
    let found = client.wait_for_version(&uri(&prd), 1);
    assert!(codes(&found).contains(&"one-role-two-names"), "{found:?}");
    let at = json!({"start": {"line": 2, "character": 12}, "end": {"line": 2, "character": 12}});
    let params =
        json!({"textDocument": {"uri": uri(&prd)}, "range": at, "context": {"diagnostics": []}});
    let actions = client.request("textDocument/codeAction", params).unwrap();
    let new_texts = |action: &Value, file: &Path| -> Vec<String> {
        let edits = action["edit"]["changes"][uri(file)].as_array().unwrap();
        edits.iter().map(|edit| edit["newText"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(new_texts(&actions[0], &config), ["aliases = [\"store associate\"]\n"]);
    assert_eq!(new_texts(&actions[1], &prd), ["sales associate", "sales associate"]);
    assert_eq!(
        new_texts(&actions[2], &config),
        ["distinct = [\"store associate\"]\n", "\n[[role]]\nname = \"store associate\"\n"]
    );
    client.forget_unread();
}

#[test]
fn a_name_that_two_roles_claim_is_told_with_both_places() {
    let (folder, config, prd, mut client) = started("prd.md");
    let persona = folder.path().join("personas/sue.md");
    fs::create_dir(persona.parent().unwrap()).unwrap();
    fs::write(&config, "[[role]]\nname = \"shopper\"\naliases = [\"pätron 😀\", \"guest\"]\n")
        .unwrap();
    let page = "---\nname: clerk\ngoals: [sell]\nsuccess: pairs sold\naliases: [😀, guest]\n---\n";
    fs::write(&persona, page).unwrap();
    client.open(&uri(&prd), "As a shopper, I want tea so that I wake.\n");
    assert_eq!(codes(&client.wait_for_version(&uri(&prd), 1)), [] as [&str; 0]);
    let message = "`guest` is an alias of `shopper` (rolecall.toml, line 3), so it cannot also be an alias of `clerk`. Remove one of the two.";
    let mut expected = json!({
        "range": range(4, 14, 19),
        "severity": 2,
        "code": "duplicate-role",
        "source": "rolecall",
        "message": message,
    });
    assert_eq!(told(&mut client, &persona), [expected.clone()]);

    let mut client = Client::start();
    let text = json!({"publishDiagnostics": {"relatedInformation": true}});
    client.initialize(json!({"capabilities": {"textDocument": text}}));
    client.open(&uri(&prd), "As a shopper, I want tea so that I wake.\n");
    assert_eq!(codes(&client.wait_for_version(&uri(&prd), 1)), [] as [&str; 0]);
    expected["relatedInformation"] = json!([{
        "location": {"uri": uri(&config), "range": range(2, 25, 30)},
        "message": "`guest` is an alias of `shopper` here.",
    }]);
    assert_eq!(told(&mut client, &persona), [expected]);
}

/// As after a switch of branches, on a disk that tells nobody.
#[test]
fn what_others_have_changed_is_seen_when_a_document_is_saved() {
    let (_folder, config, prd, mut client) = started("prd.md");
    client.open(&uri(&prd), "As a tailor, I want tea so that I wake.\n");
    assert_eq!(codes(&client.wait_for_version(&uri(&prd), 1)), ["undeclared-role"]);
    fs::write(&config, SHOPPER.replace("shopper", "tailor")).unwrap();
    client.notify("textDocument/didSave", json!({"textDocument": {"uri": uri(&prd)}}));
    assert_eq!(codes(&client.diagnostics(&uri(&prd)).1), [] as [&str; 0]);
    fs::remove_file(&config).unwrap();
    fs::write(&config, SHOPPER).unwrap();
    client.notify("textDocument/didSave", json!({"textDocument": {"uri": uri(&prd)}}));
    assert_eq!(codes(&client.diagnostics(&uri(&prd)).1), ["undeclared-role"]);
    // Nothing is told again where nothing has changed.
    client.notify("textDocument/didSave", json!({"textDocument": {"uri": uri(&prd)}}));
    client.change(&uri(&prd), 2, json!([{"text": "As a guest, I want tea so that I wake.\n"}]));
    assert_eq!(client.diagnostics(&uri(&prd)).0, 2);
}

fn range(line: usize, start: usize, end: usize) -> Value {
    json!({"start": {"line": line, "character": start}, "end": {"line": line, "character": end}})
}

#[test]
fn an_open_persona_is_told_as_a_document_and_as_a_persona() {
    let (folder, _config, _prd, mut client) = started("prd.md");
    let persona = folder.path().join("personas/sue.md");
    fs::create_dir(persona.parent().unwrap()).unwrap();
    let text =
        "---\naliases: [shopper]\n---\n# Sue, clerk\n\nAs a tailor, I want tea so that I wake.\n";
    fs::write(&persona, text).unwrap();
    client.open(&uri(&persona), text);
    let of_document = ["incomplete-persona", "undeclared-role"];
    let all = ["incomplete-persona", "undeclared-role", "duplicate-role"];
    let wait_for = |client: &mut Client, version: i64, expected: &[&str]| {
        // Those of the review alone may come first.
        while codes(&client.wait_for_version(&uri(&persona), version)) != expected {}
    };
    wait_for(&mut client, 1, &all);
    client.change(&uri(&persona), 2, json!([{"text": text.replace("tea", "cake")}]));
    wait_for(&mut client, 2, &all);
    let changed = text.replace("shopper", "salesman");
    client.change(&uri(&persona), 3, json!([{ "text": changed }]));
    client.notify("textDocument/didSave", json!({"textDocument": {"uri": uri(&persona)}}));
    wait_for(&mut client, 3, &of_document);
    client.close(&uri(&persona));
    // The other alias was never written to disk.
    let is_told = |(version, told): (Value, Vec<Value>)| {
        version.is_null() && codes(&told) == ["duplicate-role"]
    };
    while !is_told(client.published(&uri(&persona))) {}
    assert_eq!(client.shutdown().code(), Some(0));
}

#[test]
fn each_document_is_reviewed_under_its_own_project() {
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let [one, other] = folders.each_ref().map(|folder| folder.path());
    let nested = one.join("part");
    fs::create_dir(&nested).unwrap();
    for (folder, role) in [(one, "shopper"), (other, "tailor"), (nested.as_path(), "baker")] {
        fs::write(folder.join("rolecall.toml"), format!("[[role]]\nname = \"{role}\"\n")).unwrap();
    }
    let mut client = Client::start();
    let roots = [one, other].map(|root| json!({"uri": uri(root), "name": "root"}));
    client.initialize(json!({"rootUri": uri(one), "workspaceFolders": roots}));
    let stories = "As a shopper, I want tea so that I wake.\n\nAs a tailor, I want tea so that I wake.\n\nAs a baker, I want tea so that I wake.\n";
    // The lines of the stories whose role is not declared.
    let lines = |diagnostics: &[Value]| {
        assert!(codes(diagnostics).iter().all(|code| *code == "undeclared-role"));
        let lines = diagnostics.iter().map(|d| d["range"]["start"]["line"].as_u64().unwrap());
        lines.collect::<Vec<_>>()
    };
    for (folder, undeclared) in
        [(one, [2, 4]), (other, [0, 4]), (nested.as_path(), [0, 2]), (&one.join("deep"), [2, 4])]
    {
        let document = uri(&folder.join("prd.md"));
        client.open(&document, stories);
        assert_eq!(lines(&client.wait_for_version(&document, 1)), undeclared, "{document}");
    }
    // What one project decides anew is nothing to the others.
    let config = nested.join("rolecall.toml");
    fs::write(&config, "[[role]]\nname = \"shopper\"\n").unwrap();
    saved(&mut client, &config);
    let document = uri(&nested.join("prd.md"));
    assert_eq!(lines(&client.wait_for_version(&document, 1)), [2, 4]);
    // Without its own, the next one above holds.
    fs::write(one.join("rolecall.toml"), "[[role]]\nname = \"baker\"\n").unwrap();
    fs::remove_file(&config).unwrap();
    saved(&mut client, &config);
    for folder in [one, &nested, &one.join("deep")] {
        let document = uri(&folder.join("prd.md"));
        // What was decided before may still be on its way.
        while lines(&client.wait_for_version(&document, 1)) != [0, 2] {}
    }
    client.leave();
}

#[test]
fn a_word_can_be_allowed_from_the_finding() {
    let (_folder, config, prd, mut client) = started("prd.md");
    client.open(
        &uri(&prd),
        "As a client, I want tea so that I wake.\n\nClients pay, and users wait.\n",
    );
    let told = ["generic-story-role", "generic-role", "generic-role"];
    assert_eq!(codes(&client.wait_for_version(&uri(&prd), 1)), told);
    let at = json!({"start": {"line": 0, "character": 6}, "end": {"line": 0, "character": 6}});
    let params =
        json!({"textDocument": {"uri": uri(&prd)}, "range": at, "context": {"diagnostics": []}});
    let actions = client.request("textDocument/codeAction", params).unwrap();
    let last = actions.as_array().unwrap().last().unwrap();
    assert_eq!(last["title"], "Allow “client” in this project");
    let edit = json!({
        "range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}},
        "newText": "allow = [\"client\"]\n\n",
    });
    assert_eq!(last["edit"], json!({"changes": {(uri(&config)): [edit]}}));

    fs::write(&config, format!("allow = [\"client\"]\n\n{SHOPPER}")).unwrap();
    saved(&mut client, &config);
    assert_eq!(codes(&client.wait_for_version(&uri(&prd), 1)), ["generic-role"]);
    let at = json!({"textDocument": {"uri": uri(&prd)}, "position": {"line": 2, "character": 2}});
    let hover = client.request("textDocument/hover", at).unwrap();
    let said = "“Clients” is fine here: the project allows this word.\n\nThe project allows the word (allow in rolecall.toml). (allowed)";
    assert_eq!(hover["contents"]["value"], said);
    client.forget_unread();
}

/// What `rolecall.toml` says of some documents holds applies to these files only, whatever else is told of roles.
#[test]
fn some_documents_are_reviewed_otherwise() {
    const OVERRIDE: &str = "[[override]]\nfiles = ['old']\nrules.generic-role = 'off'\n";
    let (folder, config, prd, mut client) = started("prd.md");
    let old = folder.path().join("old/prd.md");
    fs::create_dir(old.parent().unwrap()).unwrap();
    let write = |text: &str| fs::write(&config, format!("{SHOPPER}{text}")).unwrap();
    write(OVERRIDE);
    let text = "As a tailor, I want tea so that I wake.\n\nUsers wait.\n";
    for path in [&prd, &old] {
        fs::write(path, text).unwrap();
    }
    client.open(&uri(&prd), text);
    assert_eq!(codes(&client.wait_for_version(&uri(&prd), 1)), ["undeclared-role", "generic-role"]);
    client.open(&uri(&old), text);
    assert_eq!(codes(&client.wait_for_version(&uri(&old), 1)), ["undeclared-role"]);

    // A role that another document declares is one for both of them.
    let team = folder.path().join("team.md");
    fs::write(&team, "# Personas\n\n- **Tailor**: sews\n").unwrap();
    saved(&mut client, &team);
    assert_eq!(codes(&client.diagnostics(&uri(&prd)).1), ["generic-role"]);
    assert_eq!(codes(&client.diagnostics(&uri(&old)).1), [] as [&str; 0]);

    for (text, severity) in [("", 2), (&OVERRIDE.replace("off", "hint"), 4)] {
        write(text);
        saved(&mut client, &config);
        let (_, found) = client.diagnostics(&uri(&old));
        assert_eq!(codes(&found), ["generic-role"]);
        assert_eq!(found[0]["severity"], severity);
    }
    client.leave();
}
