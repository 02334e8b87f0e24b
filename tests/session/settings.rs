//! The settings of a client, wherever they come from, and what comes of them.

use std::fs;

use serde_json::{Value, json};

use crate::client::Client;

const URI: &str = "file:///nowhere/prd.md";
/// One finding of each of two rules.
const TEXT: &str = "As a user, I want tea so that I wake.\n\nUsers wait.\n";

fn started(overrides: Value) -> Client {
    let mut client = Client::start();
    client.initialize(overrides);
    client
}

/// Each diagnostic as `rule severity`.
fn severities(diagnostics: &[Value]) -> Vec<String> {
    let draw = |one: &Value| format!("{} {}", one["code"].as_str().unwrap(), one["severity"]);
    diagnostics.iter().map(draw).collect()
}

fn opened(overrides: Value) -> (Client, Vec<String>) {
    let mut client = started(overrides);
    client.open(URI, TEXT);
    let found = severities(&client.wait_for_version(URI, 1));
    (client, found)
}

/// Sends a `didChangeConfiguration` and returns what is found then.
fn after(client: &mut Client, settings: Value) -> Vec<String> {
    client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
    severities(&client.wait_for_version(URI, 1))
}

/// Waits until this is found. The same may be told twice.
fn wait_for(client: &mut Client, expected: &[&str]) {
    while severities(&client.wait_for_version(URI, 1)) != expected {}
}

/// Waits until the server has handled all that it was sent.
fn settle(client: &mut Client) {
    let params = json!({"textDocument": {"uri": URI}});
    client.request("textDocument/foldingRange", params).unwrap();
}

const DEFAULT: [&str; 2] = ["generic-story-role 2", "generic-role 2"];

#[test]
fn severities_are_taken_from_the_options() {
    let rules = json!({"rules": {"generic-story-role": "error", "generic-role": "off"}});
    for options in [rules.clone(), json!({ "rolecall": rules })] {
        let (client, found) = opened(json!({ "initializationOptions": options }));
        assert_eq!(found, ["generic-story-role 1"]);
        assert_eq!(client.logged, [] as [&str; 0]);
    }
}

#[test]
fn nothing_is_the_default() {
    for options in
        [json!(null), json!({}), json!([]), json!({"rolecall": null}), json!({"rules": null})]
    {
        let (client, found) = opened(json!({ "initializationOptions": options }));
        assert_eq!(found, DEFAULT, "{options}");
        assert_eq!(client.logged, [] as [&str; 0]);
    }
}

#[test]
fn what_cannot_be_used_is_logged_once_and_the_rest_counts() {
    let options =
        json!({"rulez": 1, "style": 3, "rules": {"generic-role": "off", "generic": "off"}});
    let (mut client, found) = opened(json!({ "initializationOptions": options }));
    assert_eq!(found, ["generic-story-role 2"]);
    let messages = [
        "settings: Unknown key `rulez`; did you mean `rules`?",
        "settings: Unknown rule `generic`; run `rolecall explain` to list the rules.",
        "settings: `style` should be one of `\"specific-roles\"`, `\"customer-problem\"`, \
         `\"buyer-and-user\"`, `\"customer-obsession\"`, `\"discovery\"`, not a number.",
    ];
    let mut logged = client.logged.clone();
    logged.sort();
    let mut expected = messages;
    expected.sort();
    assert_eq!(logged, expected);

    // The same again is not told again; what is new is.
    client.notify("workspace/didChangeConfiguration", json!({"settings": {"rulez": 1}}));
    client.notify("workspace/didChangeConfiguration", json!({"settings": {"rolecall": 7}}));
    client.notify("workspace/didChangeConfiguration", json!({"nonsense": true}));
    settle(&mut client);
    let told = ["settings: The settings should be an object, not a number."];
    assert_eq!(client.logged[3..4], told);
    assert!(client.logged[4].contains("didChangeConfiguration is not understood"));
    assert_eq!(client.logged.len(), 5);
    assert_eq!(client.shutdown().code(), Some(0));
}

#[test]
fn a_change_holds_at_once_for_what_is_open() {
    let (mut client, found) = opened(json!({}));
    assert_eq!(found, DEFAULT);
    let rules = |severity: &str| json!({"rules": {"generic-role": severity}});
    let expected = ["generic-story-role 2", "generic-role 1"];
    assert_eq!(after(&mut client, json!({"rolecall": rules("error")})), expected);
    assert_eq!(after(&mut client, rules("off")), ["generic-story-role 2"]);
    // Settings of somebody else alone: none of ours.
    assert_eq!(after(&mut client, json!({"pylsp": {"plugins": {}}})), DEFAULT);
    assert_eq!(after(&mut client, rules("off")), ["generic-story-role 2"]);
    assert_eq!(after(&mut client, json!(null)), DEFAULT);
    // Roles can be declared there, too.
    let roles = json!({"role": [{"name": "tailor"}, {"name": "user"}]});
    assert_eq!(after(&mut client, roles), [] as [&str; 0]);
    let told = "settings: `user` is a generic word. Is there a more specific name for this role?";
    assert_eq!(client.logged, [told]);
}

/// Of many findings the first are shown, and a hint says how many more there are. A change of the limit holds at
/// once.
#[test]
fn findings_are_shown_up_to_a_limit() {
    let text = "Users wait.\n\n".repeat(1_200);
    for pulls in [false, true] {
        let mut client = Client::start();
        let capabilities = match pulls {
            true => {
                json!({"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": true}}})
            }
            false => json!({}),
        };
        client.initialize(json!({ "capabilities": capabilities }));
        client.open(URI, &text);
        let shown = |client: &mut Client| match pulls {
            true => {
                settle(client);
                let params = json!({"textDocument": {"uri": URI}});
                let report = client.request("textDocument/diagnostic", params).unwrap();
                report["items"].as_array().unwrap().clone()
            }
            false => client.wait_for_version(URI, 1),
        };
        let found = shown(&mut client);
        assert_eq!(found.len(), 1_001);
        let hint = &found[1_000];
        assert_eq!(
            hint["message"],
            "201 more findings are not shown. `rolecall check` lists all of them."
        );
        assert_eq!((&hint["severity"], &hint["code"]), (&json!(4), &json!("more-findings")));
        assert_eq!(hint["range"]["start"], json!({"line": 1_998, "character": 0}));
        // A place and the question for all of them, then places.
        let places = found[..1_000].iter().filter(|one| one["code"] == "generic-role");
        assert_eq!(places.count(), 999);
        for (most, count) in [(3, 4), (0, 1), (1_200, 1_201), (1_201, 1_201), (5_000, 1_201)] {
            let settings = json!({ "rolecall": { "maxFindings": most } });
            client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
            assert_eq!(shown(&mut client).len(), count, "{most}");
        }
        assert_eq!(client.logged, [] as [&str; 0]);
        client.leave();
    }
}

#[test]
fn a_client_that_can_be_asked_is_asked() {
    let asked = |client: &Client| {
        let asked = client.asked.iter().filter(|(method, _)| method == "workspace/configuration");
        asked.map(|(_, params)| params.clone()).collect::<Vec<_>>()
    };
    let question = json!({"items": [{"section": "rolecall"}]});
    let mut client = Client::start();
    client.settings = json!({"rules": {"generic-role": "off"}});
    client.initialize(json!({
        "capabilities": {"workspace": {"configuration": true, "didChangeConfiguration": {"dynamicRegistration": true}}},
        "initializationOptions": {"rules": {"generic-story-role": "error", "generic-role": "error"}},
    }));
    client.open(URI, TEXT);
    wait_for(&mut client, &["generic-story-role 1"]);
    assert_eq!(asked(&client), std::slice::from_ref(&question));
    let registered = client.asked.iter().find(|(method, _)| method == "client/registerCapability");
    let registration = &registered.unwrap().1["registrations"][1];
    assert_eq!(registration["method"], "workspace/didChangeConfiguration");
    assert_eq!(registration["registerOptions"], json!({"section": "rolecall"}));

    // It is asked again at each change; to say nothing leaves what it said last.
    client.settings = json!({"rules": {"generic-role": "hint"}});
    client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    wait_for(&mut client, &["generic-story-role 1", "generic-role 4"]);
    assert_eq!(asked(&client), [question.clone(), question.clone()]);
    client.settings = json!(null);
    let pushed = json!({"rules": {"generic-role": "warning"}});
    client.notify("workspace/didChangeConfiguration", json!({ "settings": pushed }));
    wait_for(&mut client, &["generic-story-role 1", "generic-role 2"]);
    while asked(&client).len() < 3 {
        settle(&mut client);
    }
    client.forget_unread();
}

#[test]
fn the_file_wins() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("rolecall.toml");
    fs::write(&config, "[rules]\ngeneric-role = \"hint\"\n").unwrap();
    let uri = |name: &str| format!("file://{}", folder.path().join(name).display());
    let prd = uri("prd.md");
    let rules = json!({"generic-role": "error", "generic-story-role": "error"});
    let mut client = started(json!({"initializationOptions": {"rules": rules}}));
    client.open(&prd, TEXT);
    let found = severities(&client.wait_for_version(&prd, 1));
    assert_eq!(found, ["generic-story-role 1", "generic-role 4"]);
    // A change goes under the file as well.
    let settings = json!({"rules": {"generic-role": "error"}});
    client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
    // What was said at the start still holds.
    let settings = json!({"rules": {"generic-story-role": "off"}});
    client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
    while severities(&client.wait_for_version(&prd, 1)) != ["generic-role 4"] {}
    // And comes into its own once the file is silent.
    fs::write(&config, "").unwrap();
    let changes = json!([{"uri": uri("rolecall.toml"), "type": 2}]);
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    assert_eq!(severities(&client.wait_for_version(&prd, 1)), ["generic-role 1"]);
    client.forget_unread();
}

mod inlay_hints {
    use super::*;

    const STORIES: &str = "😀 As a new shopper or a **tailor**, I want tea. A shopper.\n";

    fn roles() -> Value {
        json!([{"name": "shopper", "kind": "end-user"}, {"name": "tailor", "kind": "internal"}])
    }

    /// Each hint as `line:character label`.
    fn hints(client: &mut Client, last: usize) -> Value {
        let place = |character: usize| json!({"line": 0, "character": character});
        let range = json!({"start": place(0), "end": place(last)});
        let params = json!({"textDocument": {"uri": URI}, "range": range});
        let answer = client.request("textDocument/inlayHint", params).unwrap();
        let Some(hints) = answer.as_array() else { return answer };
        let draw = |hint: &Value| {
            assert_eq!(hint["kind"], 1);
            let at = &hint["position"];
            format!("{}:{} {}", at["line"], at["character"], hint["label"].as_str().unwrap())
        };
        hints.iter().map(draw).collect()
    }

    fn opened(options: Value, encodings: &[&str]) -> Client {
        let mut client = started(json!({
            "initializationOptions": options,
            "capabilities": {
                "general": {"positionEncodings": encodings},
                "workspace": {"inlayHint": {"refreshSupport": true}},
            },
        }));
        client.open(URI, STORIES);
        client.wait_for_version(URI, 1);
        client
    }

    #[test]
    fn kinds_are_shown_where_that_is_wanted() {
        let options = json!({"inlayHints": true, "role": roles()});
        let mut client = opened(options.clone(), &["utf-16"]);
        let both = json!(["0:19 : end user", "0:33 : internal"]);
        assert_eq!(hints(&mut client, 99), both);
        assert_eq!(hints(&mut client, 20), json!(["0:19 : end user"]));
        let mut client = opened(options, &["utf-8"]);
        assert_eq!(hints(&mut client, 99), json!(["0:21 : end user", "0:35 : internal"]));
    }

    #[test]
    fn they_are_off_until_they_are_wanted() {
        let mut client = opened(json!({ "role": roles() }), &["utf-16"]);
        assert_eq!(hints(&mut client, 99), Value::Null);
        let settings = json!({"rolecall": {"inlayHints": true}});
        client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
        assert_eq!(hints(&mut client, 20), json!(["0:19 : end user"]));
        // The client is told to ask.
        while !client.asked.iter().any(|(method, _)| method == "workspace/inlayHint/refresh") {
            settle(&mut client);
        }
    }
}
