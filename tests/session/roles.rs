//! Roles over all files of a project: where they are declared and named, and their new name.

use std::path::Path;
use std::time::{Duration, Instant};

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
    client.leave();
}

#[test]
fn the_number_of_a_persona_leads_to_it() {
    let project = Project::new(&[
        ("rolecall.toml", "[[role]]\nname = \"shopper\"\nnumber = 7\n"),
        (
            "personas/bob.md",
            "# Persona 4: Bob, owner\n\n## Goals\n\n- sell\n\n## KPIs\n\n- pairs\n",
        ),
    ]);
    let mut client = Client::start();
    client.initialize(json!({}));
    let uri = project.uri("prd.md");
    client.open(&uri, "See personas 4 and 7, or 5.\n");
    assert_eq!(client.diagnostics(&uri).1.len(), 1);
    for (character, expected) in
        [(13, Some("personas/bob.md:0:18")), (19, Some("rolecall.toml:1:7")), (25, None)]
    {
        let found = client.request("textDocument/definition", at(&uri, 0, character)).unwrap();
        let places = if found.is_null() { Vec::new() } else { project.places(&found) };
        assert_eq!(places, expected.into_iter().collect::<Vec<_>>(), "{character}");
    }
    let hover = client.request("textDocument/hover", at(&uri, 0, 13)).unwrap();
    let card = hover["contents"]["value"].as_str().unwrap();
    assert!(
        card.starts_with("owner · Bob · persona 4\n") && card.contains("- Goals: sell\n"),
        "{card}"
    );
    client.leave();
}

#[test]
fn a_role_is_renamed_from_the_front_matter_of_its_persona() {
    let persona = "---\nname: store clerk\naliases: [till hand]\ngoals: [sell]\nsuccess: pairs\n---\n# Sue\n\nThe store clerk sells.\n";
    let project = Project::new(&[
        ("rolecall.toml", ""),
        ("personas/sue.md", persona),
        ("prd.md", "As a store clerk, I want tea.\n\nTill hands rest.\n"),
    ]);
    let mut client = Client::start();
    client.initialize(json!({}));
    let uri = project.uri("personas/sue.md");
    client.open(&uri, persona);
    assert_eq!(client.diagnostics(&uri).1, [] as [Value; 0]);
    let params = with(at(&uri, 1, 8), "newName", json!("usher"));
    project.apply(&client.request("textDocument/rename", params).unwrap());
    assert_eq!(project.read("personas/sue.md"), persona.replace("store clerk", "usher"));
    assert_eq!(project.read("prd.md"), "As an usher, I want tea.\n\nTill hands rest.\n");
    client.leave();
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
        ("Shoppers", "“Shoppers” is already the role “shopper”."),
        ("users", "“users” is vague. Choose a more specific name."),
    ] {
        let params = with(at(&uri, 2, 7), "newName", json!(name));
        assert_eq!(client.request("textDocument/rename", params).unwrap_err().message, why);
    }
    client.leave();
}

/// A rename is whole or refused: nothing is changed where markup would be lost.
#[test]
fn a_rename_that_would_lose_markup_is_refused_with_the_places() {
    let project = Project::shop();
    let (mut client, uri) = started(&project);
    let other = project.uri("docs/other.md");
    let params = with(at(&uri, 2, 7), "newName", json!("host"));
    for (text, refused) in [
        ("A store <!-- which? --> clerk.\n\nThe <b>store</b> clerk.\n", true),
        ("Tea.\n\nThe [store](s.md) clerk.\n", true),
        ("See [store clerk].\n\n[store clerk]: s.md\n", true),
        ("The **store clerk**s wait.\n", false),
    ] {
        client.open(&other, text);
        client.diagnostics(&other);
        match client.request("textDocument/rename", params.clone()) {
            Err(error) if refused => {
                let line = text.lines().position(|line| line.contains("store")).unwrap() + 1;
                let place = format!("docs/other.md:{line}");
                assert!(error.message.contains(&place), "{place} in {}", error.message);
            }
            Ok(edit) if !refused => {
                assert_eq!(edit["changes"][&other][0]["newText"], "host", "{edit}");
            }
            other => panic!("{text}: {other:?}"),
        }
        client.close(&other);
    }
    client.leave();
}

#[test]
fn a_rename_begins_where_a_role_is_declared_too() {
    let project = Project::shop();
    let (mut client, _) = started(&project);
    let toml = project.uri("rolecall.toml");
    let params = with(at(&toml, 1, 9), "newName", json!("aisle attendant"));
    let edit = client.request("textDocument/rename", params).unwrap();
    assert_eq!(edit["changes"].as_object().unwrap().len(), 4);
    client.leave();
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
    client.leave();
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
    client.leave();
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
    client.leave();
}

/// The list is cut after it is ranked: hundreds of roles with the same letters hide no story with the word.
#[test]
fn the_best_symbols_are_not_cut() {
    let mut toml = String::new();
    for number in 1..=220 {
        toml += &format!("[[role]]\nname = \"tailor of early winter kits {number}\"\n");
    }
    let story = "As a guard, I want the alewk so that I rest.\n";
    let project =
        Project::new(&[("rolecall.toml", &toml), ("docs/plan.md", PLAN), ("a.md", story)]);
    let (mut client, _) = started(&project);
    let found = client.request("workspace/symbol", json!({ "query": "alewk" })).unwrap();
    let found = found.as_array().unwrap();
    assert_eq!(found.len(), 200, "the roles have these letters, too");
    assert!(found[0]["name"].as_str().unwrap().contains("alewk"), "{}", found[0]);
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
    // An editor that shows it elsewhere need not read the title.
    let params = json!({ "textDocument": { "uri": uri } });
    let found = client.request("textDocument/codeLens", params).unwrap();
    assert_eq!(found[0]["data"], json!({ "tipJar": { "owed": 5, "stories": 2, "generic": 1 } }));
    client.leave();
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
    client.open(&uri, "As a night guard, I want tea so that I wake.\n\nThe user pays.\n");
    // The project is read in the background; then the role is offered.
    let declared = |client: &mut Client| {
        let found = client.request("textDocument/definition", at(&uri, 0, 7)).unwrap();
        found.to_string().contains("who.md")
    };
    let is_read = (0..600).any(|_| {
        std::thread::sleep(Duration::from_millis(50));
        declared(&mut client)
    });
    assert!(is_read, "the document that declares the role is not read");
    let hover = client.request("textDocument/hover", at(&uri, 2, 5)).unwrap();
    assert!(hover["contents"]["value"].as_str().unwrap().contains("night guard"), "{hover}");
    // On disk the role goes away.
    project.write("who.md", "# Personas\n\n- **Day guard**: sees all\n");
    let changes = json!({ "changes": [{ "uri": project.uri("who.md"), "type": 2 }] });
    client.notify("workspace/didChangeWatchedFiles", changes);
    let params = with(at(&uri, 0, 7), "context", json!({ "includeDeclaration": true }));
    let found = client.request("textDocument/references", params).unwrap();
    assert_eq!(project.places(&found), ["plan.md:0:5"]);
    client.leave();
}

/// Two thousand documents and sixty roles: what a rename leaves is looked for by other means.
/// A project of so many documents, each with a story of the clerk.
fn large(documents: usize) -> Project {
    let project = Project::new(&[("rolecall.toml", "[[role]]\nname = \"clerk\"\n")]);
    let folder = project.folder.path().join("docs");
    std::fs::create_dir(&folder).unwrap();
    for number in 0..documents {
        std::fs::write(folder.join(format!("{number}.md")), "As a clerk, I want tea.\n").unwrap();
    }
    project
}

/// How many places name the clerk of a large project, from its first document.
fn clerks(project: &Project, client: &mut Client) -> usize {
    let uri = project.uri("docs/0.md");
    client.open(&uri, "As a clerk, I want tea.\n");
    let params = with(at(&uri, 0, 6), "context", json!({ "includeDeclaration": false }));
    let found = client.request("textDocument/references", params).unwrap();
    client.wait_for_version(&uri, 1);
    found.as_array().unwrap().len()
}

#[test]
fn a_large_project_shows_how_far_it_is() {
    let project = large(300);
    let mut client = Client::start();
    client.initialize(json!({"capabilities": {"window": {"workDoneProgress": true}}}));
    assert_eq!(clerks(&project, &mut client), 300);
    let created =
        client.asked.iter().filter(|(method, _)| method == "window/workDoneProgress/create");
    assert_eq!(
        created.map(|(_, params)| params.clone()).collect::<Vec<_>>(),
        [json!({"token": "rolecall/1"})]
    );
    while client.progress.last().is_none_or(|last| last["value"]["kind"] != "end") {
        client.request("workspace/symbol", json!({"query": "clerk"})).unwrap();
    }
    assert!(client.progress.iter().all(|progress| progress["token"] == "rolecall/1"));
    let begin = json!({"kind": "begin", "title": "Looking for roles", "cancellable": true, "percentage": 0});
    assert_eq!(client.progress[0]["value"], begin);
    let reports = &client.progress[1..client.progress.len() - 1];
    assert!(
        reports.len() > 9 && reports.iter().all(|one| one["value"]["kind"] == "report"),
        "{reports:?}"
    );
    client.leave();

    // Who shows no progress is not sent any, nor for a small project.
    for (documents, capabilities) in [
        (300, json!({"workspace": null})),
        (99, json!({"workspace": null, "window": {"workDoneProgress": true}})),
    ] {
        let project = large(documents);
        let mut client = Client::start();
        client.initialize(json!({ "capabilities": capabilities }));
        assert_eq!(clerks(&project, &mut client), documents);
        assert_eq!((client.asked.len(), client.progress.len()), (0, 0));
        client.leave();
    }
}

#[test]
fn a_large_project_can_be_given_up() {
    let project = large(300);
    let mut client = Client::start();
    client.initialize(json!({"capabilities": {"window": {"workDoneProgress": true}}}));
    // Sent before the work begins, so that it is given up at once.
    client.notify("window/workDoneProgress/cancel", json!({"token": "rolecall/1"}));
    assert_eq!(clerks(&project, &mut client), 1, "what is open is known");
    client.leave();
}

#[test]
fn a_project_that_is_too_large_is_told_to_be() {
    let project = large(10_001);
    let mut client = Client::start();
    client.initialize(json!({}));
    assert_eq!(clerks(&project, &mut client), 10_000);
    let shown = client.shown();
    assert!(shown.contains("(10000)") && shown.contains("`include`"), "{shown}");
    client.leave();
}

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
    client.leave();
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
