//! Completion, with the exact answers.

use serde_json::{Value, json};

use crate::client::Client;

const URI: &str = "file:///nowhere/prd.md";

fn roles() -> Value {
    json!([
        {"name": "sales associate", "kind": "end-user", "aliases": ["floor clerk"], "description": "Sells shoes."},
        {"name": "accountant"},
    ])
}

/// A session with this client over this text. The cursor is where `$0` stands.
fn opened(capabilities: Value, text: &str) -> (Client, Value) {
    let mut client = Client::start();
    client.initialize(json!({
        "capabilities": capabilities,
        "initializationOptions": {"role": roles()},
    }));
    let (before, after) = text.split_once("$0").unwrap();
    client.open(URI, &format!("{before}{after}"));
    client.wait_for_version(URI, 1);
    let line = before.rsplit('\n').next().unwrap();
    let is_utf8 = capabilities["general"]["positionEncodings"][0] == "utf-8";
    let column = if is_utf8 { line.len() } else { line.encode_utf16().count() };
    (client, json!({"line": before.matches('\n').count(), "character": column}))
}

fn asked(client: &mut Client, position: &Value, context: Value) -> Vec<Value> {
    let params = json!({"textDocument": {"uri": URI}, "position": position, "context": context});
    let answer = client.request("textDocument/completion", params).unwrap();
    answer.as_array().unwrap().clone()
}

fn items(capabilities: Value, text: &str) -> Vec<Value> {
    let (mut client, position) = opened(capabilities, text);
    asked(&mut client, &position, json!({"triggerKind": 1}))
}

/// An edit as `start-end text`, on one line.
fn drawn(edit: &Value) -> String {
    let (start, end) = (&edit["range"]["start"], &edit["range"]["end"]);
    assert_eq!(start["line"], end["line"]);
    format!("{}-{} {}", start["character"], end["character"], edit["newText"].as_str().unwrap())
}

/// Each item as its edits, that of the article first.
fn edits(items: &[Value]) -> Vec<String> {
    let draw = |item: &Value| {
        let before = item["additionalTextEdits"].as_array().cloned().unwrap_or_default();
        let all: Vec<String> = before.iter().chain([&item["textEdit"]]).map(drawn).collect();
        all.join(", ")
    };
    items.iter().map(draw).collect()
}

fn utf8() -> Value {
    json!({"general": {"positionEncodings": ["utf-8"]}})
}

#[test]
fn an_item_says_all_that_an_editor_shows() {
    let capabilities = json!({"textDocument": {"completion": {"completionItem": {"documentationFormat": ["markdown"]}}}});
    let card = "**sales associate** · end user\n\nSells shoes.\n\n- Also called: floor clerk\n\
        - Named in 0 stories here\n- Declared in the settings of your editor\n";
    let expected = json!({
        "label": "sales associate",
        "kind": 7,
        "detail": "end user",
        "documentation": {"kind": "markdown", "value": card},
        "sortText": "00000",
        "filterText": "sales associate floor clerk",
        "textEdit": {
            "range": {"start": {"line": 0, "character": 6}, "end": {"line": 0, "character": 11}},
            "newText": "sales associate",
        },
        "additionalTextEdits": [{
            "range": {"start": {"line": 0, "character": 3}, "end": {"line": 0, "character": 5}},
            "newText": "a",
        }],
    });
    let found = items(capabilities, "As an sales$0\n");
    assert_eq!(found[0], expected);
    assert_eq!(found[1]["sortText"], "00001");
}

#[test]
fn columns_count_what_was_agreed_on() {
    let text = "😀 **As a** ac$0, I want 😀 tea.\n";
    assert_eq!(
        edits(&items(json!({}), text)),
        ["8-9 an, 12-14 accountant", "12-14 sales associate"]
    );
    assert_eq!(
        edits(&items(utf8(), text)),
        ["10-11 an, 14-16 accountant", "14-16 sales associate"]
    );
}

#[test]
fn a_space_opens_a_list_in_stories_only() {
    let space = json!({"triggerKind": 2, "triggerCharacter": " "});
    let mut client = Client::start();
    let result = client.initialize(json!({}));
    let provider = &result["capabilities"]["completionProvider"];
    assert_eq!(provider, &json!({"triggerCharacters": [" "]}));
    for (text, count) in [
        ("As a $0", 2),
        ("- As an $0", 2),
        ("ask the $0", 0),
        ("- $0", 0),
        ("As a sales $0", 1),
        ("As a result $0", 0),
    ] {
        let (mut client, position) = opened(json!({}), text);
        assert_eq!(asked(&mut client, &position, space.clone()).len(), count, "{text}");
    }
}

#[test]
fn prose_is_completed_when_asked() {
    let labels = |text: &str| -> Vec<String> {
        let found = items(json!({}), text);
        found.iter().map(|item| item["label"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(labels("ask the $0"), ["sales associate", "accountant"]);
    assert_eq!(labels("ask sales asso$0"), ["sales associate"]);
    assert_eq!(labels("ask floor clerks$0"), ["sales associates"]);
    assert_eq!(labels("```\nAs a $0\n```\n"), [] as [&str; 0]);
    assert_eq!(edits(&items(utf8(), "😀 ask a ac$0")), ["9-10 an, 11-13 accountant"]);
}

#[test]
fn an_empty_line_has_texts_to_begin_with() {
    let snippets = json!({"textDocument": {"completion": {"completionItem": {
        "snippetSupport": true, "insertTextModeSupport": {"valueSet": [1, 2]},
    }}}});
    let labels = |items: &[Value]| -> Vec<String> {
        items.iter().map(|item| item["label"].as_str().unwrap().to_owned()).collect()
    };
    let all = items(snippets.clone(), "a\n\n$0");
    let names = ["story", "criteria", "problem", "whys", "questions", "persona"];
    assert_eq!(labels(&all), names);
    assert_eq!(all[0]["insertTextFormat"], 2);
    assert_eq!(all[0]["insertTextMode"], 2);
    let story = "As a ${1:role}, I want ${2:what they do}, so that ${3:what they gain}.$0";
    assert_eq!(drawn(&all[0]["textEdit"]), format!("0-0 {story}"));

    // Plain, and in a list.
    let plain = items(json!({}), "> - $0\n");
    assert_eq!(labels(&plain), ["story", "criteria", "problem"]);
    assert_eq!(plain[0]["insertTextFormat"], 1);
    assert_eq!(plain[0].get("insertTextMode"), None);
    let criterion = "**Given** how things stand,\n>   **when** the role does something,\n\
        >   **then** they see what came of it.";
    assert_eq!(drawn(&plain[1]["textEdit"]), format!("4-4 {criterion}"));

    // Roles come behind, where a word may be both.
    let both = items(snippets, "ac$0\n");
    assert_eq!(edits(&both), ["0-2 accountant"]);
    assert_eq!(both[0]["sortText"], "20000");
    assert_eq!(labels(&items(json!({}), "PER$0")), ["persona"]);
}

#[test]
fn a_place_that_is_not_there_is_no_error() {
    let (mut client, _) = opened(json!({}), "As a $0");
    let far = json!({"line": 9, "character": 9});
    assert_eq!(edits(&asked(&mut client, &far, Value::Null)).len(), 2, "the end of the text");
    let params = json!({"textDocument": {"uri": "file:///nowhere/else.md"}, "position": far});
    assert_eq!(client.request("textDocument/completion", params), Ok(Value::Null));
}
