//! What becomes of a panic of ours. A release build has none to offer.
#![cfg(debug_assertions)]

use serde_json::{Value, json};

use crate::client::Client;

const URI: &str = "file:///nowhere/tea.md";
const OTHER: &str = "file:///nowhere/other.md";
const STORY: &str = "As a user, I want tea so that I wake.\n";

fn started() -> Client {
    let mut client = Client::start_under(&[("ROLECALL_STUMBLE", "glitch".as_ref())]);
    client.initialize(json!({}));
    client
}

fn codes(diagnostics: &[Value]) -> Vec<&str> {
    diagnostics.iter().map(|diagnostic| diagnostic["code"].as_str().unwrap()).collect()
}

/// What was logged, without the places in the code.
fn logged(client: &mut Client) -> Vec<String> {
    let is_place =
        |line: &String| line.starts_with("rolecall stumbled at crates/review/src/engine/panic.rs:");
    let (places, rest): (Vec<String>, _) = client.logged.drain(..).partition(is_place);
    assert_eq!(places.len(), 1, "each place is told once: {places:?}");
    rest
}

#[test]
fn a_review_that_panics_is_told_once_and_the_next_edit_is_reviewed() {
    let mut client = started();
    client.open(OTHER, STORY);
    client.wait_for_version(OTHER, 1);
    // Far below the first segment.
    let long = format!(
        "{}## Bad\n\nA glitch in review.\n",
        format!("## Part\n\n{}\n\n", "Tea. ".repeat(400)).repeat(40)
    );
    client.open(URI, &long);
    assert_eq!(
        client.shown(),
        "rolecall crashed on this document; it continues with your next edit. Details are in the log."
    );
    // Whatever is asked of it is answered, and nothing is told again.
    let at = json!({"textDocument": {"uri": URI}, "position": {"line": 0, "character": 0}, "context": {"includeDeclaration": true, "diagnostics": [], "triggerKind": 1}, "range": {"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}}, "positions": []});
    for method in [
        "hover",
        "completion",
        "documentSymbol",
        "foldingRange",
        "codeAction",
        "codeLens",
        "references",
        "definition",
        "documentHighlight",
        "selectionRange",
        "semanticTokens/full",
    ] {
        client.request(&format!("textDocument/{method}"), at.clone()).unwrap();
    }
    for version in 2..5 {
        client.change(URI, version, json!([{"text": long}]));
        client.request("textDocument/foldingRange", at.clone()).unwrap();
    }
    client.change(OTHER, 2, json!([{"text": format!("\n{STORY}")}]));
    assert_eq!(codes(&client.wait_for_version(OTHER, 2)), ["generic-story-role"]);
    client.change(URI, 5, json!([{"text": STORY}]));
    assert_eq!(codes(&client.wait_for_version(URI, 5)), ["generic-story-role"]);
    let line = long.lines().count() - 2;
    let logged = logged(&mut client);
    let [log] = &logged[..] else { panic!("told once: {logged:?}") };
    let said = log.strip_prefix("review of file:///nowhere/tea.md failed from line ").unwrap();
    let (from, said) = said.split_once(" on: ").unwrap();
    assert_eq!(said, "a fault on purpose");
    let from: usize = from.parse().unwrap();
    assert!(from > line - 100 && from <= line, "{from} is not near {line}");
    client.request("shutdown", json!(null)).unwrap();
    client.notify("exit", json!(null));
    assert_eq!(client.wait_for_exit().code(), Some(0));
    assert_eq!(client.said_aside(), "");
}

#[test]
fn a_rule_that_panics_is_told_once_and_the_others_go_on() {
    let mut client = started();
    let text = format!("{STORY}\nThe user pays: a glitch in generic-role.\n");
    client.open(URI, &text);
    assert_eq!(codes(&client.wait_for_version(URI, 1)), ["generic-story-role"]);
    assert_eq!(
        client.shown(),
        "rolecall crashed on this document; one rule skips part of it. Details are in the log."
    );
    // The same elsewhere is no news.
    client.change(URI, 2, json!([{"text": format!("# Tea\n\n{text}")}]));
    assert_eq!(codes(&client.wait_for_version(URI, 2)), ["generic-story-role"]);
    client.change(URI, 3, json!([{"text": text.replace("glitch", "fault")}]));
    assert_eq!(codes(&client.wait_for_version(URI, 3)), ["generic-story-role", "generic-role"]);
    let said = "generic-role failed in file:///nowhere/tea.md from line 1 on: a fault on purpose";
    assert_eq!(logged(&mut client), [said]);
}

#[test]
fn an_edit_that_panics_costs_the_document_and_nothing_else() {
    let mut client = started();
    client.open(OTHER, STORY);
    client.wait_for_version(OTHER, 1);
    client.open(URI, STORY);
    client.wait_for_version(URI, 1);
    client.change(URI, 2, json!([{"text": "Better."}, {"text": "A glitch in edit."}]));
    assert!(client.shown().starts_with("rolecall did not understand an edit"));
    assert_eq!(client.published(URI), (json!(1), vec![]));
    client.open(URI, STORY);
    assert_eq!(codes(&client.wait_for_version(URI, 1)), ["generic-story-role"]);
    client.change(OTHER, 2, json!([{"text": format!("\n{STORY}")}]));
    assert_eq!(codes(&client.wait_for_version(OTHER, 2)), ["generic-story-role"]);
    assert_eq!(logged(&mut client), [format!("the text of {URI} is lost: a fault on purpose")]);
}

/// A document of the project that we stumble over is left out; the others count.
#[test]
fn a_file_that_cannot_be_read_without_a_panic_is_left_out() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("rolecall.toml"), "[[role]]\nname = 'clerk'\n").unwrap();
    std::fs::write(folder.path().join("a.md"), "The clerk has a glitch in index.\n").unwrap();
    std::fs::write(folder.path().join("b.md"), "The clerk waits.\n").unwrap();
    let uri = |name: &str| format!("file://{}", folder.path().join(name).display());
    let mut client = started();
    client.open(&uri("c.md"), "The clerk pays.\n");
    client.wait_for_version(&uri("c.md"), 1);
    let at = json!({"textDocument": {"uri": uri("c.md")}, "position": {"line": 0, "character": 5}, "context": {"includeDeclaration": false}});
    let references = |client: &mut Client| {
        let found = client.request("textDocument/references", at.clone()).unwrap();
        let found = found.as_array().expect("the question is answered").iter();
        found.map(|it| it["uri"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(references(&mut client), [uri("b.md"), uri("c.md")]);
    // So is one that becomes such later, until it is none again.
    for (name, text, expected) in [
        ("a.md", "The clerk has none.\n", &["a.md", "b.md", "c.md"][..]),
        ("b.md", "The clerk has a glitch in index, too.\n", &["a.md", "c.md"]),
        ("b.md", "The clerk waits.\n", &["a.md", "b.md", "c.md"]),
    ] {
        std::fs::write(folder.path().join(name), text).unwrap();
        let changes = json!([{"uri": uri(name), "type": 2}]);
        client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
        let expected: Vec<String> = expected.iter().map(|name| uri(name)).collect();
        assert_eq!(references(&mut client), expected, "{text}");
    }
    assert_eq!(logged(&mut client), [] as [&str; 0]);
}
