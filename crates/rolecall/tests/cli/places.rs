//! What is found does not depend on the folder that `check` is run in, nor on how documents are named there.

use std::path::{Component, Path, PathBuf};

use serde_json::{Value, json};

use crate::folder::Folder;

/// Two projects that know different roles, and a role that each of them declares in a document.
const FILES: [(&str, &str); 10] = [
    ("shop/rolecall.toml", "[[role]]\nname = \"clerk\"\n"),
    ("shop/docs/team.md", "# Personas\n\n- **Night guard**: sees all\n- **Baker**: bakes\n"),
    ("shop/docs/prd.md", "As a night guard, I want a lamp so that I see.\n\nUsers rest.\n"),
    // By their folders, the one lacks something and the other does not.
    ("shop/prds/tea.md", TEA),
    ("shop/notes/tea.md", TEA),
    ("bank/rolecall.toml", "exclude = [\"old\"]\n\n[[role]]\nname = \"teller\"\n"),
    (
        "bank/who.md",
        "# Personas\n\n- **Auditor**: checks\n\nAs a baker, I want tea so that I wake.\n",
    ),
    ("bank/docs/prd.md", "As a night guard, I want a lamp so that I see.\n\nUsers rest.\n"),
    ("bank/docs/story.md", "As an auditor, I want a ledger so that I see.\n\nUsers rest.\n"),
    ("bank/old/story.md", "# Personas\n\n- **Night guard**: sees all\n"),
];

const TEA: &str = "# Tea\n\n## Requirements\n\n- The kettle boils at once.\n- Clients wait for tea.\n\n\
    ## Goals\n\n- Sell more tea.\n";

/// What `check` finds in a folder, its paths from the root on.
fn found(folder: &Folder, here: &str, args: &[&str]) -> Vec<Value> {
    let here = PathBuf::from(folder.path(here));
    let args = [&["check", "--all", "--format", "json"], args].concat();
    let run = folder.command(&args).current_dir(&here).output().unwrap();
    let mut printed: Value = serde_json::from_slice(&run.stdout).unwrap();
    let Value::Array(mut findings) = printed["findings"].take() else { panic!("{printed}") };
    for finding in &mut findings {
        place(finding, &here);
        for fix in finding["fixes"].as_array_mut().unwrap() {
            fix["edits"].as_array_mut().unwrap().iter_mut().for_each(|edit| place(edit, &here));
        }
    }
    findings
}

/// Has the path of a finding or an edit begin at the root.
fn place(value: &mut Value, here: &Path) {
    let mut path = PathBuf::new();
    for part in here.join(value["path"].as_str().unwrap()).components() {
        match part {
            Component::ParentDir => drop(path.pop()),
            part => path.push(part),
        }
    }
    value["path"] = json!(path);
}

#[test]
fn it_is_the_same_from_everywhere() {
    let folder = Folder::new(&FILES);
    let expected = found(&folder, "", &["."]);
    let said: Vec<String> = expected
        .iter()
        .map(|it| {
            let path = it["path"].as_str().unwrap().strip_prefix(&folder.path("")).unwrap();
            format!("{path}:{} {}", it["line"], it["rule"].as_str().unwrap())
        })
        .collect();
    // Neither project knows a role of the other, and what is left out declares none.
    assert_eq!(
        said,
        [
            "bank/docs/prd.md:1 undeclared-role",
            "bank/docs/prd.md:3 generic-role",
            "bank/docs/story.md:3 generic-role",
            "bank/who.md:5 undeclared-role",
            "shop/docs/prd.md:3 generic-role",
            "shop/notes/tea.md:6 generic-role",
            "shop/prds/tea.md:1 missing-customer-problem",
            "shop/prds/tea.md:6 generic-role",
            "shop/prds/tea.md:8 unmeasured-outcome",
        ]
    );
    let whole = folder.path("");
    let parts = [folder.path("bank/docs"), folder.path("bank/who.md"), folder.path("shop")];
    for (here, args) in [
        ("", &["shop", "bank"] as &[&str]),
        ("", &["./bank/who.md", "bank/docs/story.md", "bank/docs/prd.md", "shop"]),
        ("", &[whole.as_str()]),
        ("", &parts.each_ref().map(String::as_str)),
        ("shop", &[".."]),
        ("shop", &["../bank", "."]),
        ("bank", &["../shop", "."]),
        ("bank", &["../shop", ".", "../bank", "./who.md"]),
        ("bank/docs", &["../..", ".", "prd.md"]),
        ("bank/docs", &["../../shop", "..", "../../bank/docs/prd.md"]),
        ("shop/prds", &["tea.md", "../docs", "../notes/tea.md", "../../bank"]),
    ] {
        assert_eq!(found(&folder, here, args), expected, "{args:?} in {here}");
    }
    // What is asked of one project alone is answered as if the other was asked, too.
    for (name, here, args) in [
        ("bank", "", &["bank"] as &[&str]),
        ("bank", "bank", &[]),
        ("shop", "bank", &["../shop"]),
        ("shop", "shop/docs", &[".."]),
        ("bank/docs/prd.md", "bank/docs", &["prd.md"]),
        ("shop/prds/tea.md", "shop/prds", &["tea.md"]),
        ("shop/notes/tea.md", "shop/notes", &["tea.md"]),
    ] {
        let inside = |it: &&Value| it["path"].as_str().unwrap().starts_with(&folder.path(name));
        let expected: Vec<Value> = expected.iter().filter(inside).cloned().collect();
        assert_eq!(found(&folder, here, args), expected, "{args:?} in {here}");
    }
    // So is what is not read from the file.
    let text = FILES[7].1.as_bytes();
    let run = folder.run_with_stdin(
        &["check", "--all", "--format", "json", "--stdin-filename", "bank/docs/prd.md"],
        text,
    );
    let printed: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(printed["findings"].as_array().unwrap().len(), 2);
}

/// The roles of two repositories without a `rolecall.toml` are kept apart, too.
#[test]
fn a_repository_is_a_project() {
    let folder = Folder::new(&[
        ("a/.git/HEAD", ""),
        ("a/team.md", "# Personas\n\n- **Night guard**: sees all\n"),
        ("a/prd.md", "As a night guard, I want a lamp so that I see.\n"),
        ("b/.git/HEAD", ""),
        ("b/team.md", "# Personas\n\n- **Baker**: bakes\n"),
        ("b/prd.md", "As a night guard, I want a lamp so that I see.\n"),
    ]);
    let roles = |args: &[&str]| {
        let run = folder.run(&[&["roles", "--format", "json"], args].concat());
        let printed: Value = serde_json::from_str(&run.out).unwrap();
        let role = |it: &Value| {
            (it["name"].as_str().unwrap().to_owned(), it["stories"].clone(), it["declared"].clone())
        };
        printed["roles"].as_array().unwrap().iter().map(role).collect::<Vec<_>>()
    };
    assert_eq!(roles(&["."]), [roles(&["a"]), roles(&["b"])].concat());
    let both = found(&folder, "", &["."]);
    assert_eq!(both, [found(&folder, "", &["a"]), found(&folder, "", &["b"])].concat());
}

/// What a link leads to is known as what it is.
#[cfg(unix)]
#[test]
fn a_document_that_is_reached_through_a_link_is_of_its_project() {
    let folder = Folder::new(&FILES);
    std::os::unix::fs::symlink(folder.path("shop/docs"), folder.path("shop/link")).unwrap();
    let rules = |name: &str| {
        let found = found(&folder, "shop", &[name]).into_iter();
        found.map(|it| it["message"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(rules("link/prd.md"), rules("docs/prd.md"));
    assert_eq!(rules("link"), rules("docs"));
}
