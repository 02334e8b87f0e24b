//! Diagnostics for a client that asks for them: it is sent none unasked.

use std::fs;

use serde_json::{Value, json};

use crate::client::Client;

fn pulls() -> Value {
    json!({
        "textDocument": {"diagnostic": {}},
        "workspace": {"diagnostics": {"refreshSupport": true}},
    })
}

/// A session over a folder that has a project, with this text open as `prd.md`.
struct Session {
    folder: tempfile::TempDir,
    client: Client,
}

impl Session {
    fn start(files: &[(&str, &str)], capabilities: Value) -> (Self, Value) {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::create_dir_all(folder.path().join(name).parent().unwrap()).unwrap();
            fs::write(folder.path().join(name), text).unwrap();
        }
        let mut client = Client::start();
        let root = format!("file://{}", folder.path().display());
        let folders = json!([{"uri": root, "name": "project"}]);
        let answer =
            client.initialize(json!({"capabilities": capabilities, "workspaceFolders": folders}));
        (Self { folder, client }, answer)
    }

    fn uri(&self, name: &str) -> String {
        format!("file://{}", self.folder.path().join(name).display())
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.folder.path().join(name), text).unwrap();
    }

    fn saved(&mut self, name: &str) {
        let changes = json!([{"uri": self.uri(name), "type": 2}]);
        self.client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    }

    fn document(&mut self, name: &str, known: Option<&str>) -> Value {
        let mut params = json!({"textDocument": {"uri": self.uri(name)}});
        if let Some(known) = known {
            params["previousResultId"] = json!(known);
        }
        self.client.request("textDocument/diagnostic", params).unwrap()
    }

    /// What is told of the workspace: each report as `name kind rules`, and its id.
    fn workspace(&mut self, known: &[(String, String)]) -> Vec<(String, String)> {
        let known: Vec<Value> =
            known.iter().map(|(name, id)| json!({"uri": self.uri(name), "value": id})).collect();
        let params = json!({ "previousResultIds": known });
        let answer = self.client.request("workspace/diagnostic", params).unwrap();
        let root = self.uri("");
        let draw = |report: &Value| {
            let name = report["uri"].as_str().unwrap().strip_prefix(&root).unwrap();
            let kind = report["kind"].as_str().unwrap();
            let text = format!("{name} {} {kind} {}", report["version"], codes(report).join(" "));
            (text.trim_end().to_owned(), report["resultId"].as_str().unwrap().to_owned())
        };
        answer["items"].as_array().unwrap().iter().map(draw).collect()
    }

    /// The requests of the server by this name.
    fn asked(&self, method: &str) -> usize {
        self.client.asked.iter().filter(|(asked, _)| asked == method).count()
    }
}

fn codes(report: &Value) -> Vec<&str> {
    let items = report["items"].as_array().into_iter().flatten();
    items.map(|item| item["code"].as_str().unwrap()).collect()
}

fn texts(reports: &[(String, String)]) -> Vec<&str> {
    reports.iter().map(|(text, _)| text.as_str()).collect()
}

/// The reports as a client keeps them: name and id.
fn kept(reports: &[(String, String)]) -> Vec<(String, String)> {
    let name = |text: &str| text.split(' ').next().unwrap().to_owned();
    reports.iter().map(|(text, id)| (name(text), id.clone())).collect()
}

const TOML: &str = "[[role]]\nname = \"tailor\"\n";

#[test]
fn who_asks_is_answered_and_sent_nothing() {
    let (mut session, answer) = Session::start(&[("rolecall.toml", TOML)], pulls());
    assert_eq!(
        answer["capabilities"]["diagnosticProvider"],
        json!({"identifier": "rolecall", "interFileDependencies": true, "workspaceDiagnostics": true})
    );
    let prd = session.uri("prd.md");
    session.client.open(&prd, "As a user, I want tea so that I wake.\n");
    let report = session.document("prd.md", None);
    let id = report["resultId"].as_str().unwrap().to_owned();
    let item = &report["items"][0];
    assert_eq!((&report["kind"], codes(&report)), (&json!("full"), vec!["generic-story-role"]));
    let range = json!({"start": {"line": 0, "character": 5}, "end": {"line": 0, "character": 9}});
    assert_eq!(
        (&item["range"], &item["severity"], &item["source"]),
        (&range, &json!(2), &json!("rolecall"))
    );

    let same = session.document("prd.md", Some(&id));
    assert_eq!(same, json!({"kind": "unchanged", "resultId": id}));
    session.client.change(&prd, 2, json!([{"text": "As a clerk, I want tea so that I wake.\n"}]));
    let report = session.document("prd.md", Some(&id));
    assert_eq!((&report["kind"], codes(&report)), (&json!("full"), vec!["undeclared-role"]));

    // A role that is declared elsewhere changes what is found: the client is told to ask again.
    session.write("rolecall.toml", "[[role]]\nname = \"clerk\"\n");
    session.saved("rolecall.toml");
    assert_eq!(codes(&session.document("prd.md", None)), [] as [&str; 0]);
    while session.asked("workspace/diagnostic/refresh") == 0 {
        session.document("prd.md", None);
    }
    session.client.close(&prd);
    assert_eq!(session.document("nothing.md", None)["items"], json!([]));
    // Nothing was published meanwhile: that would be a message which no test looked at.
    assert_eq!(session.client.shutdown().code(), Some(0));
}

#[test]
fn the_workspace_is_told_whole_and_then_what_is_new() {
    let files = [
        ("rolecall.toml", "[[role]]\nname = \"tailor\"\n[[role]]\nname = \"user\"\n"),
        ("docs/a.md", "As a tailor, I want tea so that I wake.\n"),
        ("docs/b-spec.md", "Customers wait.\n"),
        ("docs/open.md", "As a user, I want tea so that I wake.\n"),
    ];
    let (mut session, _) = Session::start(&files, pulls());
    let open = session.uri("docs/open.md");
    session.client.open(&open, "As a weaver, I want tea so that I wake.\n");
    let first = session.workspace(&[]);
    assert_eq!(
        texts(&first),
        [
            "docs/b-spec.md null full generic-role",
            "docs/open.md 1 full undeclared-role",
            "rolecall.toml null full configuration",
        ]
    );
    // A file that is not open can be asked about, too.
    assert_eq!(codes(&session.document("docs/b-spec.md", None)), ["generic-role"]);
    assert_eq!(codes(&session.document("rolecall.toml", None)), ["configuration"]);

    // What is asked again waits for news.
    session.write("docs/a.md", "As a baker, I want tea so that I wake.\n");
    session.write("docs/b-spec.md", "Tailors wait.\n");
    let changes =
        ["docs/a.md", "docs/b-spec.md"].map(|name| json!({"uri": session.uri(name), "type": 2}));
    session.client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    let mut known = kept(&first);
    let mut last = Vec::new();
    for _ in 0..9 {
        last = session.workspace(&known);
        known = kept(&last);
        if last.len() == 4 {
            break;
        }
    }
    assert_eq!(
        texts(&last),
        [
            "docs/a.md null full undeclared-role",
            "docs/b-spec.md null full",
            "docs/open.md 1 unchanged",
            "rolecall.toml null unchanged",
        ]
    );
    assert_eq!(session.client.shutdown().code(), Some(0));
}

/// Its name says that it is a PRD, so it is missed that nobody says whose problem it solves: open or not.
#[test]
fn a_documents_name_counts_also_while_it_is_not_open() {
    let text = "# Tea\n\n## Recipes\n\nTea.\n";
    let files = [("rolecall.toml", TOML), ("tea-prd.md", text), ("tea.md", text)];
    let (mut session, _) = Session::start(&files, pulls());
    let closed = session.workspace(&[]);
    assert_eq!(texts(&closed), ["tea-prd.md null full missing-customer-problem"]);
    let prd = session.uri("tea-prd.md");
    session.client.open(&prd, text);
    assert_eq!(codes(&session.document("tea-prd.md", None)), ["missing-customer-problem"]);
    session.client.leave();
}

#[test]
fn a_question_without_news_ends_when_it_is_given_up_and_by_itself() {
    let (mut session, _) =
        Session::start(&[("rolecall.toml", TOML), ("a-spec.md", "Users wait.\n")], pulls());
    let first = session.workspace(&[]);
    let again = session.workspace(&kept(&first));
    assert_eq!(texts(&again), ["a-spec.md null unchanged"]);
    let known = json!([{"uri": session.uri("a-spec.md"), "value": first[0].1}]);
    let id = session.client.ask("workspace/diagnostic", json!({ "previousResultIds": known }));
    session.client.notify("$/cancelRequest", json!({ "id": id }));
    assert_eq!(session.client.answer(&json!(id)).unwrap_err().code, -32800);
    assert_eq!(session.client.shutdown().code(), Some(0));
}

#[test]
fn who_cannot_be_told_to_ask_again_is_told_unasked() {
    for capabilities in [
        json!({"textDocument": {"diagnostic": {}}}),
        json!({"workspace": {"diagnostics": {"refreshSupport": true}}}),
    ] {
        let (mut session, answer) = Session::start(&[("rolecall.toml", TOML)], capabilities);
        assert_eq!(answer["capabilities"]["diagnosticProvider"], Value::Null);
        let prd = session.uri("prd.md");
        session.client.open(&prd, "As a user, I want tea so that I wake.\n");
        assert_eq!(session.client.wait_for_version(&prd, 1).len(), 1);
        // It may be told again once the index knows the other documents.
        session.client.leave();
    }
}

#[test]
fn documents_that_are_not_open_are_told_by_what_holds_for_each() {
    let toml = format!("{TOML}[[override]]\nfiles = ['old']\nrules.generic-role = 'off'\n");
    let files = [
        ("rolecall.toml", toml.as_str()),
        ("a-spec.md", "Users wait.\n"),
        ("old/a-spec.md", "Users wait.\n"),
    ];
    let (mut session, _) = Session::start(&files, pulls());
    assert_eq!(texts(&session.workspace(&[])), ["a-spec.md null full generic-role"]);
    assert_eq!(codes(&session.document("old/a-spec.md", None)), [] as [&str; 0]);
    assert_eq!(session.client.shutdown().code(), Some(0));
}
