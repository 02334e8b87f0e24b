//! Documents that are not Markdown, as a session sees them.

use serde_json::json;

use crate::client::Client;

/// What is found in a document that an editor opens as `language`: rule, line and column. Nothing is published where it
/// is not reviewed.
fn found(language: &str, uri: &str, text: &str) -> Vec<String> {
    let mut client = Client::start();
    client.initialize(json!({}));
    let document = json!({"uri": uri, "languageId": language, "version": 1, "text": ""});
    client.notify("textDocument/didOpen", json!({ "textDocument": document }));
    // Typed, so that what an edit makes of it is what is looked at.
    let place = json!({"line": 0, "character": 0});
    let change = json!([{"range": {"start": place, "end": place}, "text": text}]);
    client.change(uri, 2, change);
    let hover = json!({"textDocument": {"uri": uri}, "position": {"line": 0, "character": 0}});
    client.request("textDocument/hover", hover).unwrap();
    let symbols =
        client.request("textDocument/documentSymbol", json!({"textDocument": {"uri": uri}}));
    if symbols.unwrap().is_null() {
        client.leave();
        return Vec::new();
    }
    let diagnostics = client.wait_for_version(uri, 2);
    client.leave();
    let draw = |it: &serde_json::Value| {
        let start = &it["range"]["start"];
        format!("{} {}:{}", it["code"].as_str().unwrap(), start["line"], start["character"])
    };
    diagnostics.iter().map(draw).collect()
}

const FEATURE: &str = "Feature: Labels\n  As a user\n  I want a label\n  So that I do not wait\n\n  \
                       Scenario: Late\n    Given users wait\n      | user |\n";
const TEXT: &str = "LABELS\n\nUsers wait.\n# users\n";

#[test]
fn gherkin_and_text_are_reviewed_as_such() {
    let in_feature = ["generic-story-role 1:7", "generic-role 6:10"];
    for language in ["cucumber", "gherkin", "feature", "plaintext", ""] {
        assert_eq!(found(language, "file:///x/labels.feature", FEATURE), in_feature, "{language}");
    }
    assert_eq!(found("cucumber", "untitled:Untitled-1", FEATURE), in_feature);
    let in_text = ["generic-role 2:0", "generic-role 3:2"];
    assert_eq!(found("plaintext", "file:///x/labels.txt", TEXT), in_text);
}

/// An editor that shows us everything does not mean everything.
#[test]
fn what_is_no_document_is_not_reviewed() {
    for (language, uri) in [
        ("plaintext", "untitled:Untitled-1"),
        ("plaintext", "file:///x/notes.log"),
        ("cmake", "file:///x/CMakeLists.txt"),
        ("toml", "file:///x/a.md"),
        ("rust", "file:///x/a.rs"),
    ] {
        assert_eq!(found(language, uri, TEXT), [] as [&str; 0], "{language} {uri}");
    }
}
