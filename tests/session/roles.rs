//! Roles over all files of a project: where they are declared and named, and their new name.

use std::path::Path;
use std::time::Instant;

use serde_json::{Value, json};

use crate::client::Client;
use crate::features::applied;

const TOML: &str = "[[role]]\nname = \"store clerk\"\naliases = [\"teller\"]\nserves = [\"shopper\"]\n\n[[role]]\nname = \"shopper\"\npersona = \"Ann Lee\"\n";
const PERSONA: &str = "---\nkind: buyer\nserves: [store clerk]\ngoals: [sell]\nsuccess: sales\n---\n# Bob, owner\n\nA store clerk works for the owner.\n";
const PLAN: &str = "# Plan\n\nAs a store clerk, I want tea.\n\nA store clerk's key; STORE CLERKS; `store clerk`.\n\nThe teller helps Ann.\n";
const OTHER: &str = "## Roles\n\n- **Night guard**: sees all\n\nStore clerks rest.\n";

struct Project {
    folder: tempfile::TempDir,
}

impl Project {
    fn new(files: &[(&str, &str)]) -> Self {
        let project = Self { folder: tempfile::tempdir().unwrap() };
        for (path, text) in files {
            project.write(path, text);
        }
        project
    }

    fn shop() -> Self {
        Self::new(&[
            ("rolecall.toml", TOML),
            ("personas/bob.md", PERSONA),
            ("docs/plan.md", PLAN),
            ("docs/other.md", OTHER),
        ])
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(path)).unwrap()
    }

    fn uri(&self, path: &str) -> String {
        format!("file://{}", self.folder.path().join(path).display())
    }

    /// Applies a workspace edit to the files on disk.
    fn apply(&self, edit: &Value) {
        for uri in edit["changes"].as_object().unwrap().keys() {
            let path = Path::new(uri.strip_prefix("file://").unwrap());
            let text = std::fs::read_to_string(path).unwrap();
            std::fs::write(path, applied(&text, &json!({ "edit": edit }), uri)).unwrap();
        }
    }

    /// Locations as `path:line:character`, the path from the folder on.
    fn places(&self, locations: &Value) -> Vec<String> {
        let prefix = self.uri("");
        let place = |location: &Value| {
            let uri = location["uri"].as_str().unwrap().strip_prefix(&prefix).unwrap();
            let start = &location["range"]["start"];
            format!("{uri}:{}:{}", start["line"], start["character"])
        };
        locations.as_array().unwrap().iter().map(place).collect()
    }
}

fn at(uri: &str, line: usize, character: usize) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": character } })
}

fn with(mut params: Value, key: &str, value: Value) -> Value {
    params[key] = value;
    params
}

/// A session with the plan open.
fn started(project: &Project) -> (Client, String) {
    let mut client = Client::start();
    client.initialize(json!({}));
    let uri = project.uri("docs/plan.md");
    client.open(&uri, PLAN);
    client.diagnostics(&uri);
    (client, uri)
}

#[test]
fn a_role_is_found_where_it_is_declared_and_named() {
    let project = Project::shop();
    let (mut client, uri) = started(&project);

    let found = client.request("textDocument/definition", at(&uri, 2, 7)).unwrap();
    assert_eq!(project.places(&found), ["rolecall.toml:1:7"]);
    let found = client.request("textDocument/definition", at(&uri, 6, 18)).unwrap();
    assert_eq!(project.places(&found), ["rolecall.toml:6:7"], "by the first name");
    let found = client.request("textDocument/definition", at(&uri, 0, 3)).unwrap();
    assert_eq!(found, Value::Null);

    let all = json!({ "includeDeclaration": true });
    let params = with(at(&uri, 6, 5), "context", all);
    let found = client.request("textDocument/references", params).unwrap();
    let expected = [
        "docs/other.md:4:0",
        "docs/plan.md:2:5",
        "docs/plan.md:4:2",
        "docs/plan.md:4:21",
        "docs/plan.md:6:4",
        "personas/bob.md:2:9",
        "personas/bob.md:8:2",
        "rolecall.toml:1:8",
        "rolecall.toml:2:12",
    ];
    assert_eq!(project.places(&found), expected);
    let params = with(at(&uri, 6, 5), "context", json!({ "includeDeclaration": false }));
    let found = client.request("textDocument/references", params).unwrap();
    assert!(!project.places(&found).contains(&"rolecall.toml:1:8".to_owned()));
    client.shutdown();
}

#[test]
fn a_role_is_renamed_in_every_form_and_file() {
    let project = Project::shop();
    let (mut client, uri) = started(&project);
    let prepared = client.request("textDocument/prepareRename", at(&uri, 4, 23)).unwrap();
    assert_eq!(prepared["placeholder"], "store clerk");
    assert_eq!(prepared["range"]["start"], json!({ "line": 4, "character": 21 }));
    assert_eq!(client.request("textDocument/prepareRename", at(&uri, 0, 3)).unwrap(), Value::Null);

    let params = with(at(&uri, 2, 7), "newName", json!("aisle attendant"));
    let edit = client.request("textDocument/rename", params).unwrap();
    project.apply(&edit);
    assert_eq!(
        project.read("docs/plan.md"),
        "# Plan\n\nAs an aisle attendant, I want tea.\n\nAn aisle attendant's key; AISLE ATTENDANTS; `store clerk`.\n\nThe teller helps Ann.\n"
    );
    assert_eq!(project.read("docs/other.md"), OTHER.replace("Store clerks", "Aisle attendants"));
    assert_eq!(
        project.read("personas/bob.md"),
        PERSONA
            .replace("A store clerk", "An aisle attendant")
            .replace("store clerk", "aisle attendant")
    );
    assert_eq!(project.read("rolecall.toml"), TOML.replace("store clerk", "aisle attendant"));

    let params = with(at(&uri, 6, 5), "newName", json!("till clerk"));
    let edit = client.request("textDocument/rename", params).unwrap();
    let files: Vec<&String> = edit["changes"].as_object().unwrap().keys().collect();
    assert_eq!(
        files,
        [&uri, &project.uri("rolecall.toml")],
        "an alias, where it is used and listed"
    );
    for (name, why) in [
        (" ", "A role needs a name: type one."),
        ("Shoppers", "“Shoppers” is the role “shopper” already."),
        ("users", "“users” does not say who: choose a name that does."),
    ] {
        let params = with(at(&uri, 2, 7), "newName", json!(name));
        assert_eq!(client.request("textDocument/rename", params).unwrap_err().message, why);
    }
    client.shutdown();
}

#[test]
fn a_rename_begins_where_a_role_is_declared_too() {
    let project = Project::shop();
    let (mut client, _) = started(&project);
    let toml = project.uri("rolecall.toml");
    let params = with(at(&toml, 1, 9), "newName", json!("aisle attendant"));
    let edit = client.request("textDocument/rename", params).unwrap();
    assert_eq!(edit["changes"].as_object().unwrap().len(), 4);
    client.shutdown();
}

/// What is on the screen counts, for a document that is open and for one that names its roles.
#[test]
fn the_buffer_wins_over_the_disk() {
    let project = Project::shop();
    let (mut client, uri) = started(&project);
    let other = project.uri("docs/other.md");
    client.open(&other, "Nobody.\n\nThe 😀 store clerk.\n");
    client.diagnostics(&other);
    let params = with(at(&uri, 2, 7), "newName", json!("host"));
    let edit = client.request("textDocument/rename", params.clone()).unwrap();
    let range =
        json!({ "start": { "line": 2, "character": 7 }, "end": { "line": 2, "character": 18 } });
    assert_eq!(edit["changes"][&other], json!([{ "range": range, "newText": "host" }]));
    client.close(&other);
    let edit = client.request("textDocument/rename", params).unwrap();
    assert_eq!(edit["changes"][&other][0]["newText"], "Hosts", "closed, the file counts");
    client.forget_unread();
    client.shutdown();
}

#[test]
fn a_hover_counts_over_the_project() {
    let project = Project::shop();
    let (mut client, uri) = started(&project);
    // The project is read by the time a question about it is answered.
    client.request("textDocument/definition", at(&uri, 2, 7)).unwrap();
    let hover = client.request("textDocument/hover", at(&uri, 2, 7)).unwrap();
    let text = hover["contents"]["value"].as_str().unwrap();
    for line in ["Serves: shopper", "Served by: owner", "Named in 1 story and 3 documents"] {
        assert!(text.contains(line), "{text}");
    }
    client.shutdown();
}

#[test]
fn roles_and_stories_are_symbols() {
    let project = Project::shop();
    let (mut client, _) = started(&project);
    let names = |client: &mut Client, query: &str| -> Vec<String> {
        let found = client.request("workspace/symbol", json!({ "query": query })).unwrap();
        found
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["name"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(names(&mut client, "clerk"), ["store clerk", "As a store clerk, I want tea"]);
    assert_eq!(names(&mut client, "teller"), ["store clerk"]);
    assert_eq!(names(&mut client, "ngd"), ["night guard"]);
    assert_eq!(names(&mut client, "zzz"), [] as [String; 0]);
    client.shutdown();
}

#[test]
fn lenses_tell_who_uses_what_is_declared() {
    let project = Project::shop();
    let (mut client, uri) = started(&project);
    let lenses = |client: &mut Client, uri: &str| -> Vec<(u64, String)> {
        let params = json!({ "textDocument": { "uri": uri } });
        let found = client.request("textDocument/codeLens", params).unwrap();
        let lens = |lens: &Value| {
            let line = lens["range"]["start"]["line"].as_u64().unwrap();
            (line, lens["command"]["title"].as_str().unwrap().to_owned())
        };
        found.as_array().unwrap().iter().map(lens).collect()
    };
    assert_eq!(
        lenses(&mut client, &project.uri("rolecall.toml")),
        [
            (1, "store clerk: 1 story · 3 documents".into()),
            (6, "shopper: 0 stories · 1 document".into())
        ]
    );
    assert_eq!(lenses(&mut client, &uri), []);
    let change = json!([{ "text": "As a user, I want tea.\n\nAs a store clerk, I want tea.\n" }]);
    client.change(&uri, 2, change);
    assert_eq!(
        lenses(&mut client, &uri),
        [(0, "Tip jar: $5 · 1 of 2 stories does not say who".into())]
    );
    client.forget_unread();
    client.shutdown();
}

/// A role that one document declares and another's story uses is known in both.
#[test]
fn a_role_of_another_document_is_known() {
    let project = Project::new(&[
        ("rolecall.toml", ""),
        ("who.md", "# Personas\n\n- **Night guard**: sees all\n"),
        ("plan.md", ""),
    ]);
    let mut client = Client::start();
    client.initialize(json!({}));
    let uri = project.uri("plan.md");
    let codes = |found: &[Value]| -> Vec<String> {
        found.iter().map(|one| one["message"].as_str().unwrap().to_owned()).collect()
    };
    client.open(&uri, "As a night guard, I want tea so that I wake.\n\nThe user pays.\n");
    // The project is read in the background; then the role is offered.
    let mut found = client.diagnostics(&uri).1;
    while !codes(&found)[0].contains("night guard") {
        found = client.diagnostics(&uri).1;
    }
    // On disk the role goes away.
    project.write("who.md", "# Personas\n\n- **Day guard**: sees all\n");
    let changes = json!({ "changes": [{ "uri": project.uri("who.md"), "type": 2 }] });
    client.notify("workspace/didChangeWatchedFiles", changes);
    let params = with(at(&uri, 0, 7), "context", json!({ "includeDeclaration": true }));
    let found = client.request("textDocument/references", params).unwrap();
    assert_eq!(project.places(&found), ["plan.md:0:5"]);
    client.forget_unread();
    client.shutdown();
}

/// Two thousand documents and sixty roles: what a rename leaves is looked for by other means.
#[test]
fn a_rename_leaves_no_mention_behind() {
    let names = fixture::project::roles(60);
    let documents = fixture::project::documents(3, 2000, &names);
    let declared: String =
        names.iter().map(|name| format!("[[role]]\nname = \"{name}\"\n\n")).collect();
    let project = Project::new(&[("rolecall.toml", &declared)]);
    for (path, text) in &documents {
        project.write(path, text);
    }
    let mut client = Client::start();
    client.initialize(json!({}));
    let (path, text) =
        documents.iter().find(|(_, text)| text.contains("As a store clerk")).unwrap();
    let uri = project.uri(path);
    client.open(&uri, text);
    client.diagnostics(&uri);
    let line = text.lines().position(|line| line.starts_with("As a store clerk")).unwrap();
    let old = ["store clerk", "Store clerk", "STORE CLERK", "Store Clerk"];
    let begun = Instant::now();
    let params = with(at(&uri, line, 7), "newName", json!("aisle attendant"));
    let edit = client.request("textDocument/rename", params).unwrap();
    eprintln!("renamed after {:?}", begun.elapsed());
    let before: usize = documents.iter().map(|(_, text)| count(text, &old)).sum();
    let edits = edit["changes"].as_object().unwrap().values();
    let edits: usize = edits.map(|edits| edits.as_array().unwrap().len()).sum();
    assert!(before > 500 && edits > before, "{edits} edits for {before} mentions");
    project.apply(&edit);
    for (path, text) in &documents {
        let renamed = project.read(path);
        assert_eq!(count(&renamed, &old), 0, "{path}");
        assert_eq!(
            count(&renamed, &["aisle attendant", "Aisle attendant"]),
            count(text, &old),
            "{path}"
        );
        assert!(!renamed.contains(" a aisle") && !renamed.contains("A aisle"), "{path}");
        let code = |text: &str| {
            text.matches("`store clerk`").count() + text.matches("log store clerk").count()
        };
        assert_eq!(code(&renamed), code(text), "{path}: code is left alone");
    }
    client.forget_unread();
    client.shutdown();
}

/// How often any of `names` stands outside code.
fn count(text: &str, names: &[&str]) -> usize {
    let prose = text.lines().filter(|line| !line.starts_with("log "));
    prose
        .map(|line| {
            let outside: String = line.split('`').step_by(2).collect();
            names.iter().map(|name| outside.matches(name).count()).sum::<usize>()
        })
        .sum()
}
