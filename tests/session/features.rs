//! Diagnostics, hovers and quick fixes, with the exact answers.

use serde_json::{Value, json};

use crate::client::{Client, change};

const URI: &str = "file:///nowhere/tea.md";

fn started(overrides: Value) -> Client {
    let mut client = Client::start();
    client.initialize(overrides);
    client
}

/// Each diagnostic as `line:start-end rule`.
fn drawn(diagnostics: &[Value]) -> Vec<String> {
    let place = |diagnostic: &Value| {
        let (start, end) = (&diagnostic["range"]["start"], &diagnostic["range"]["end"]);
        assert_eq!(start["line"], end["line"]);
        assert_eq!(diagnostic["source"], "rolecall");
        let code = diagnostic["code"].as_str().unwrap();
        format!("{}:{}-{} {code}", start["line"], start["character"], end["character"])
    };
    diagnostics.iter().map(place).collect()
}

fn range(line: usize, start: usize, end: usize) -> Value {
    json!({"start": {"line": line, "character": start}, "end": {"line": line, "character": end}})
}

fn actions(client: &mut Client, uri: &str, at: Value) -> Vec<Value> {
    let params = json!({"textDocument": {"uri": uri}, "range": at, "context": {"diagnostics": []}});
    let answer = client.request("textDocument/codeAction", params).unwrap();
    answer.as_array().cloned().unwrap_or_default()
}

fn titles(actions: &[Value]) -> Vec<&str> {
    actions.iter().map(|action| action["title"].as_str().unwrap()).collect()
}

/// The text after the edits of an action, applied as a client would: positions are UTF-16.
pub fn applied(text: &str, action: &Value, uri: &str) -> String {
    let mut edits = action["edit"]["changes"][uri].as_array().unwrap().clone();
    edits.sort_by_key(|edit| {
        let start = &edit["range"]["start"];
        (start["line"].as_u64(), start["character"].as_u64())
    });
    let mut text = text.to_owned();
    for edit in edits.iter().rev() {
        let offset = |at: &Value| {
            let line = at["line"].as_u64().unwrap() as usize;
            let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
            let mut units = at["character"].as_u64().unwrap();
            let mut offset = start;
            for character in text[start..].chars().take_while(|c| *c != '\n') {
                if units == 0 {
                    break;
                }
                units -= character.len_utf16() as u64;
                offset += character.len_utf8();
            }
            offset
        };
        let (start, end) = (offset(&edit["range"]["start"]), offset(&edit["range"]["end"]));
        text.replace_range(start..end, edit["newText"].as_str().unwrap());
    }
    text
}

const ROLES: &str =
    "## Roles\n\n- **Shopper**: tries shoes on\n- **Accountant**: counts\n\n## Scope\n\n";

#[test]
fn each_edit_is_answered_with_its_version() {
    let mut client = started(json!({}));
    client.open(URI, "As a user, I want tea so that I wake.\n");
    assert_eq!(drawn(&client.wait_for_version(URI, 1)), ["0:5-9 generic-story-role"]);
    client.change(URI, 2, json!([{"range": range(0, 5, 9), "text": "nurse"}]));
    assert_eq!(drawn(&client.wait_for_version(URI, 2)), [] as [&str; 0]);
    client.change(
        URI,
        3,
        json!([
            {"range": range(1, 0, 0), "text": "Users pay.\n"},
            {"range": range(0, 0, 0), "text": "The user waits. "},
        ]),
    );
    assert_eq!(
        drawn(&client.wait_for_version(URI, 3)),
        ["0:4-8 generic-role", "1:0-5 generic-role"]
    );
    client.close(URI);
    assert_eq!(client.diagnostics(URI), (3, vec![]), "closing clears");
    assert_eq!(client.shutdown().code(), Some(0));
}

/// A client that shows other places is told where the earlier of two stories stands, in the columns
/// it counts; another is not.
#[test]
fn two_of_a_kind_are_told_with_both_places() {
    let text = "- 😀 As a shopper, I want to pay so that I go on.\n\n- As a shopper, I want to be able to pay so that I rest.\n";
    for shows in [true, false] {
        let mut client = Client::start();
        let capability = json!({"publishDiagnostics": {"relatedInformation": shows}});
        client.initialize(json!({"capabilities": {"textDocument": capability}}));
        client.open(URI, text);
        let told = client.wait_for_version(URI, 1);
        let mut expected = json!({
            "range": range(2, 37, 40),
            "severity": 2,
            "code": "duplicate-story",
            "source": "rolecall",
            "message": "This repeats the story on line 1.",
        });
        if shows {
            expected["relatedInformation"] = json!([{
                "location": {"uri": URI, "range": range(0, 5, 48)},
                "message": "the earlier story",
            }]);
        }
        assert_eq!(told, [expected]);
        assert_eq!(client.shutdown().code(), Some(0));
    }
}

#[test]
fn columns_are_in_the_encoding_agreed_on() {
    for (offered, chosen, expected) in [
        (json!(["utf-8", "utf-16"]), "utf-8", "0:8-12 generic-role"),
        (json!(["utf-32"]), "utf-32", "0:5-9 generic-role"),
        (json!(["utf-7", "utf-16"]), "utf-16", "0:6-10 generic-role"),
        (json!(null), "utf-16", "0:6-10 generic-role"),
    ] {
        let mut client = Client::start();
        let result =
            client.initialize(json!({"capabilities": {"general": {"positionEncodings": offered}}}));
        assert_eq!(result["capabilities"]["positionEncoding"], chosen);
        client.open(URI, "😀The user pays.\r\n");
        // The emoji is one character, two UTF-16 units, four bytes.
        assert_eq!(drawn(&client.wait_for_version(URI, 1)), [expected]);
        client.close(URI);
        client.wait_for_version(URI, 1);
    }
}

/// ALE counts bytes and does not say so.
#[test]
fn the_command_line_says_how_a_client_counts_that_does_not() {
    for (offered, chosen, expected) in [
        (json!(null), "utf-8", "0:8-12 generic-role"),
        (json!(["utf-7"]), "utf-8", "0:8-12 generic-role"),
        (json!(["utf-16"]), "utf-16", "0:6-10 generic-role"),
    ] {
        let mut client = Client::start_with(&["--position-encoding", "utf-8"]);
        let result =
            client.initialize(json!({"capabilities": {"general": {"positionEncodings": offered}}}));
        assert_eq!(result["capabilities"]["positionEncoding"], chosen);
        client.open(URI, "😀The user pays.\r\n");
        assert_eq!(drawn(&client.wait_for_version(URI, 1)), [expected]);
        assert_eq!(client.shutdown().code(), Some(0));
    }
}

/// A review that an edit makes of another remembers whose file it is.
#[test]
fn a_files_name_says_what_it_is() {
    let mut client = started(json!({}));
    let text = "# Tea\n\n## Recipes\n\nTea.\n";
    for (uri, told) in [
        (
            "file:///nowhere/tea-prd.md",
            ["0:2-5 missing-audience", "0:2-5 missing-customer-problem"].as_slice(),
        ),
        ("file:///nowhere/tea.md", &[]),
    ] {
        client.open(uri, text);
        assert_eq!(drawn(&client.wait_for_version(uri, 1)), told);
        client.change(uri, 2, json!([{"range": range(4, 0, 0), "text": "Good "}]));
        assert_eq!(drawn(&client.wait_for_version(uri, 2)), told);
    }
}

#[test]
fn a_burst_of_edits_ends_in_what_a_fresh_text_gives() {
    let mut client = started(json!({}));
    let base = "Words of a paragraph.\n\n".repeat(400);
    client.open(URI, &base);
    client.wait_for_version(URI, 1);
    let mut text = base.clone();
    let mut messages = Vec::new();
    for index in 0..300_usize {
        let (line, new) =
            (2 * (index * 37 % 400), if index % 3 == 0 { "A user pays. " } else { "Tea. " });
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        text.insert_str(start, new);
        let edit = json!([{"range": range(line, 0, 0), "text": new}]);
        messages.push(change(URI, index as i64 + 2, edit));
    }
    client.send(&messages);
    let burst = client.wait_for_version(URI, 301);
    let fresh_uri = "file:///nowhere/fresh.md";
    client.open(fresh_uri, &text);
    let fresh = client.wait_for_version(fresh_uri, 1);
    // A hundred places, and the question that they share.
    assert_eq!(burst.len(), 101);
    assert_eq!(burst, fresh);
    client.forget_unread();
}

#[test]
fn a_question_after_a_burst_is_about_the_newest_text() {
    let mut client = started(json!({}));
    client.open(URI, "x\n");
    let edits = (0..200)
        .map(|index| change(URI, index + 2, json!([{"range": range(0, 0, 0), "text": "y"}])));
    let mut messages: Vec<Value> = edits.collect();
    messages.push(change(URI, 202, json!([{"text": "The user pays.\n"}])));
    client.send(&messages);
    let position = json!({"textDocument": {"uri": URI}, "position": {"line": 0, "character": 5}});
    let hover = client.request("textDocument/hover", position).unwrap();
    assert_eq!(hover["range"], range(0, 4, 8));
    client.wait_for_version(URI, 202);
    client.forget_unread();
}

#[test]
fn a_hover_says_what_why_and_who() {
    let mut client = started(
        json!({"capabilities": {"textDocument": {"hover": {"contentFormat": ["markdown"]}}}}),
    );
    let text = format!("{ROLES}The user pays a shopper. As a user story.\n");
    client.open(URI, &text);
    client.wait_for_version(URI, 1);
    let hover = |client: &mut Client, line: usize, character: usize| {
        let params = json!({"textDocument": {"uri": URI}, "position": {"line": line, "character": character}});
        let answer = client.request("textDocument/hover", params).unwrap();
        answer["contents"]["value"].as_str().unwrap_or_default().to_owned()
    };
    let finding = hover(&mut client, 7, 5);
    for part in [
        "is vague",
        "somebody acts here",
        "Possible roles:",
        "**shopper**",
        "**accountant**",
        "`generic-role`",
    ] {
        assert!(finding.contains(part), "{part:?} is missing in {finding}");
    }
    let card = hover(&mut client, 7, 18);
    for part in ["**shopper**", "tries shoes on", "Declared in this document, line 3"] {
        assert!(card.contains(part), "{part:?} is missing in {card}");
    }
    assert!(hover(&mut client, 7, 32).contains("modifies the next noun"));
    assert_eq!(hover(&mut client, 7, 11), "");
    client.forget_unread();
}

/// Nobody is known who could be meant: there is something to do before "Ignore".
#[test]
fn where_nobody_is_known_somebody_can_be_declared() {
    let mut client = started(json!({}));
    let text = "# Tea\n\nThe user pays.\n";
    client.open(URI, text);
    client.wait_for_version(URI, 1);
    let offered = actions(&mut client, URI, range(2, 5, 5));
    assert_eq!(titles(&offered)[0], "Add an audience section");
    let there = applied(text, &offered[0], URI);
    assert!(there.starts_with("# Tea\n\nThe user pays.\n\n## Audience\n\n- **…**"), "{there}");
    client.forget_unread();
}

#[test]
fn quick_fixes_name_roles_in_english() {
    let mut client = started(json!({}));
    let text = format!(
        "{ROLES}As a user, I want 😀 tea so that users' carts wait.\n\nAn end user's cart. The User pays, a USER too.\n"
    );
    client.open(URI, &text);
    client.wait_for_version(URI, 1);
    let offered = actions(&mut client, URI, range(7, 6, 6));
    assert_eq!(
        titles(&offered),
        [
            "Replace with “shopper”",
            "Replace with “accountant”",
            "Replace “user” with “shopper” in this story (2 places)",
            "Replace “user” with “shopper” in the whole document (4 places)",
            "Ignore this here",
            "Ignore generic-story-role in this file",
        ]
    );
    let line = |text: &str, line: usize| text.lines().nth(line).unwrap().to_owned();
    let told = |action: &Value, at: usize| line(&applied(&text, action, URI), at);
    assert_eq!(told(&offered[0], 7), "As a shopper, I want 😀 tea so that users' carts wait.");
    assert_eq!(told(&offered[1], 7), "As an accountant, I want 😀 tea so that users' carts wait.");
    assert_eq!(told(&offered[2], 7), "As a shopper, I want 😀 tea so that shoppers' carts wait.");
    assert_eq!(told(&offered[3], 9), "An end user's cart. The Shopper pays, a shopper too.");
    for action in &offered {
        assert_eq!(action["kind"], "quickfix");
        assert_eq!(action["diagnostics"][0]["code"], "generic-story-role");
    }
    // In the middle of the line, behind the emoji.
    let plural = actions(&mut client, URI, range(7, 36, 36));
    assert_eq!(titles(&plural)[0], "Replace with “shoppers'”");
    let end_user = actions(&mut client, URI, range(9, 5, 5));
    let accountant =
        end_user.iter().find(|action| action["title"].as_str().unwrap().contains("accountant's"));
    assert_eq!(told(accountant.unwrap(), 9), "An accountant's cart. The User pays, a USER too.");
    // Where nothing was found, and where other actions are wanted.
    assert_eq!(actions(&mut client, URI, range(0, 0, 0)), [] as [Value; 0]);
    let only = json!({
        "textDocument": {"uri": URI}, "range": range(7, 6, 6),
        "context": {"diagnostics": [], "only": ["source.organizeImports"]},
    });
    assert_eq!(client.request("textDocument/codeAction", only).unwrap(), json!([]));
    client.forget_unread();
}

#[test]
fn all_that_is_safe_is_mended_at_once() {
    let mut client = started(json!({}));
    let text = "# Roles\n\n- **Sales associate** (also: clerk): sells\n\n# Till\n\nA clerk's tea; clerks and users wait.\n\nAs a clerk, I want tea so that I wake.\n";
    client.open(URI, text);
    let all =
        ["6:2-7 role-alias", "6:15-21 role-alias", "6:26-31 generic-role", "8:5-10 role-alias"];
    assert_eq!(drawn(&client.wait_for_version(URI, 1)), all);
    let asked = |client: &mut Client, kind: &str| {
        let params = json!({
            "textDocument": {"uri": URI}, "range": range(0, 0, 0),
            "context": {"diagnostics": [], "only": [kind]},
        });
        client.request("textDocument/codeAction", params).unwrap()
    };
    for kind in ["source", "source.fixAll", "source.fixAll.rolecall"] {
        let offered = asked(&mut client, kind);
        let [action] = offered.as_array().unwrap().as_slice() else { panic!("{offered}") };
        assert_eq!(action["title"], "Mend what is safe to mend (3 places)");
        assert_eq!(action["kind"], "source.fixAll.rolecall");
        let mended = "A sales associate's tea; sales associates and users wait.\n\nAs a sales associate, I want tea so that I wake.\n";
        assert!(applied(text, action, URI).ends_with(mended));
    }
    assert_eq!(asked(&mut client, "source.fixAll.other"), json!([]));
    assert_eq!(asked(&mut client, "sour"), json!([]));
    assert_eq!(asked(&mut client, "quickfix"), json!([]));
    client.change(URI, 2, json!([{"text": "Users wait.\n"}]));
    client.wait_for_version(URI, 2);
    assert_eq!(asked(&mut client, "source"), json!([]));
    client.forget_unread();
}

#[test]
fn sections_say_what_belongs_there_and_are_helped_along() {
    let mut client = started(json!({}));
    let text =
        "# Tea PRD\n\n## 🔥 Problem\n\nShops lose 4% of their tea.\n\n## Features\n\n- Kettles\n";
    client.open(URI, text);
    client.wait_for_version(URI, 1);
    let at = json!({"textDocument": {"uri": URI}, "position": {"line": 2, "character": 8}});
    let hover = client.request("textDocument/hover", at).unwrap();
    let said = hover["contents"]["value"].as_str().unwrap();
    assert!(said.starts_with("What belongs here (problem): whose business"), "{said}");
    assert_eq!(hover["range"], range(2, 0, 13));

    let offered = actions(&mut client, URI, range(4, 3, 3));
    assert_eq!(titles(&offered), ["Ask why five times"]);
    assert_eq!(offered[0]["kind"], "refactor.rewrite");
    let whys =
        "tea.\n\n1. Why? \n2. Why? \n3. Why? \n4. Why? \n5. Why? \n\n**Cause:** \n\n## Features";
    assert!(applied(text, &offered[0], URI).contains(whys));
    assert_eq!(actions(&mut client, URI, range(8, 3, 3)), [] as [Value; 0]);
    client.forget_unread();
}

#[test]
fn what_is_ignored_is_told_no_more() {
    let mut client = started(json!({}));
    let text = "# Till\n\n- Tea.\n- Users pay.\n- Users wait.\n\nAs a user, I want 😀 tea so that I wake.\n";
    client.open(URI, text);
    let all = ["3:2-7 generic-role", "4:2-7 generic-role", "6:5-9 generic-story-role"];
    assert_eq!(drawn(&client.wait_for_version(URI, 1)), all);

    let mut offered = actions(&mut client, URI, range(3, 4, 4));
    // Nobody is known who could be named: that comes first.
    assert_eq!(titles(&offered)[0], "Add an audience section");
    offered.remove(0);
    assert_eq!(titles(&offered), ["Ignore this here", "Ignore generic-role in this file"]);
    for action in &offered {
        assert_eq!(action["kind"], "quickfix");
        assert_eq!(action["isPreferred"], Value::Null);
        assert_eq!(action["diagnostics"][0]["code"], "generic-role");
    }
    let here = applied(text, &offered[0], URI);
    assert!(
        here.contains("- Tea.\n  <!-- rolecall-ignore generic-role -->\n- Users pay.\n"),
        "{here}"
    );
    client.change(URI, 2, json!([{ "text": here }]));
    let left = ["5:2-7 generic-role", "7:5-9 generic-story-role"];
    assert_eq!(drawn(&client.wait_for_version(URI, 2)), left);

    let file = applied(text, &offered[1], URI);
    assert!(file.starts_with("<!-- rolecall-ignore-file generic-role -->\n\n# Till\n"), "{file}");
    client.change(URI, 3, json!([{ "text": file }]));
    assert_eq!(drawn(&client.wait_for_version(URI, 3)), ["8:5-9 generic-story-role"]);

    // What is ignored no more, and what never was.
    let text = "<!-- rolecall-ignore -->\nTea.\n\n<!-- rolecall-ingore -->\nTea.\n";
    client.change(URI, 4, json!([{ "text": text }]));
    let diagnostics = client.wait_for_version(URI, 4);
    assert_eq!(drawn(&diagnostics), ["0:0-24 unused-directive", "3:5-20 unknown-directive"]);
    assert_eq!((&diagnostics[0]["severity"], &diagnostics[1]["severity"]), (&json!(3), &json!(2)));
    let offered = actions(&mut client, URI, range(0, 0, 0));
    assert_eq!(titles(&offered), ["Remove this comment"]);
    assert_eq!(applied(text, &offered[0], URI), "Tea.\n\n<!-- rolecall-ingore -->\nTea.\n");
    let offered = actions(&mut client, URI, range(3, 6, 6));
    assert_eq!(titles(&offered), ["Replace with “rolecall-ignore”"]);
    client.forget_unread();
}

#[test]
fn a_document_that_is_not_open_has_no_answers() {
    let mut client = started(json!({}));
    let position = json!({"textDocument": {"uri": URI}, "position": {"line": 0, "character": 0}});
    assert_eq!(client.request("textDocument/hover", position).unwrap(), Value::Null);
    client.change(URI, 7, json!([{"text": "users pay"}]));
    client.close(URI);
    client.notify("textDocument/didOpen", json!({"nonsense": true}));
    assert_eq!(actions(&mut client, URI, range(0, 0, 0)), [] as [Value; 0]);
    assert_eq!(client.logged.len(), 2, "{:?}", client.logged);
}
