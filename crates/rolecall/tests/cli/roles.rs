//! `roles` and `init`.

use serde_json::{Value, json};

use crate::folder::Folder;

const TOML: &str = "[[role]]\nname = \"shopper\"\naliases = [\"guest\"]\nkind = \"consumer\"\n";
const PERSONAS: &str = "# Personas\n\n- **Ward nurse**: cares\n";
const STORIES: &str = "As a ward nurse, I want tea.\n\nAs an admin, I want tea.\n\nAs a user, I want tea.\n\nShoppers wait; a guest pays.\n";

#[test]
fn roles_have_the_promised_shape() {
    let folder = Folder::new(&[("rolecall.toml", TOML), ("a/who.md", PERSONAS), ("b.md", STORIES)]);
    let run = folder.run(&["roles", "--format", "json"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let printed: Value = serde_json::from_str(&run.out).unwrap();
    let role = |name: &str, plural: &str, rest: Value| {
        let mut role = json!({ "name": name, "plural": plural, "aliases": [], "persona": null, "kind": null, "serves": [], "buys_for": [], "reports_to": [], "grade": "used", "declared": [], "mentions": 1, "stories": 1 });
        for (key, value) in rest.as_object().unwrap() {
            role[key] = value.clone();
        }
        role
    };
    let expected = json!({ "roles": [
        role("shopper", "shoppers", json!({
            "aliases": ["guest"], "kind": "consumer", "grade": "configured", "stories": 0, "mentions": 2,
            "declared": [{ "path": "rolecall.toml", "line": 2 }],
        })),
        role("ward nurse", "ward nurses", json!({
            "mentions": 2, "grade": "declared", "declared": [{ "path": "a/who.md", "line": 3 }],
        })),
        role("admin", "admins", json!({})),
    ]});
    assert_eq!(printed, expected);

    let run = folder.run(&["roles"]);
    let lines: Vec<&str> = run.out.lines().collect();
    assert_eq!(lines.len(), 4, "{}", run.out);
    assert!(lines[3].starts_with("admin ") && lines[3].ends_with("used in stories"), "{}", run.out);

    let run =
        Folder::new(&[("a.md", "Ask the porter. Porters can wait.\n")]).run(&["roles", "a.md"]);
    assert!(run.out.contains("porter ") && run.out.contains("used in prose"), "{}", run.out);

    let run = Folder::new(&[("a.md", "Tea.\n")]).run(&["roles"]);
    let nobody = "No roles found: no document declares one, and no story names one.\n";
    assert_eq!((run.code, run.out.as_str()), (0, nobody));
}

/// What has no path of its own is a document all the same.
#[test]
fn roles_of_standard_input_have_the_grade_of_a_file() {
    let text = "## Roles\n\n- Nurse\n\n## Stories\n\nAs a cook, I want tea.\n";
    let folder = Folder::new(&[("a.md", text)]);
    let grades = |run: crate::folder::Run| {
        let json: Value = serde_json::from_str(&run.out).unwrap();
        let roles = json["roles"].as_array().unwrap();
        roles.iter().map(|role| format!("{} {}", role["name"], role["grade"])).collect::<Vec<_>>()
    };
    let file = grades(folder.run(&["roles", "--format", "json", "a.md"]));
    assert_eq!(file, ["\"nurse\" \"declared\"", "\"cook\" \"used\""]);
    for name in ["<stdin>", "notes", "notes.md"] {
        let args = ["roles", "--format", "json", "--stdin-filename", name, "-"];
        assert_eq!(grades(folder.run_with_stdin(&args, text.as_bytes())), file, "{name}");
    }
    let args = ["roles", "--format", "json", "-"];
    assert_eq!(grades(folder.run_with_stdin(&args, text.as_bytes())), file);
}

#[test]
fn persona_files_count_without_a_config() {
    let folder = Folder::new(&[
        (".git/HEAD", ""),
        ("personas/sue.md", "# Sue, clerk\n\nGoals: sell\n\nKPIs: pairs\n"),
        (
            "a.md",
            "As a clerk, I want tea so that I wake.\n\nAs a tailor, I want tea so that I wake. See persona Sue.\n",
        ),
    ]);
    let run = folder.run(&["roles"]);
    assert!(run.out.contains("personas/sue.md:1"), "{}", run.out);
    // Others may be left out: that is said more softly than where a rolecall.toml lists them.
    let run = folder.run(&["check", "--all", "--quiet", "--format", "concise"]);
    assert!(run.out.starts_with("a.md:3:6: information[undeclared-role] "), "{}", run.out);
    assert_eq!((run.code, run.out.lines().count(), run.err.as_str()), (0, 1, ""));
    folder.write("rolecall.toml", b"");
    let run = folder.run(&["check", "--all", "--format", "concise"]);
    assert!(run.out.starts_with("a.md:3:6: warning[undeclared-role] "), "{}", run.out);
}

#[test]
fn init_drafts_once() {
    let folder = Folder::new(&[("docs/who.md", PERSONAS), ("docs/b.md", STORIES)]);
    let run = folder.run(&["init", "docs"]);
    let said = "Drafted docs/rolecall.toml with 1 role, and 1 to confirm.\n\
                Review the roles, and accept or delete the proposals in comments.\n\
                Then run `rolecall check docs`, and commit the file with your documents.\n";
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, said, ""));
    let drafted = folder.read("docs/rolecall.toml");
    let nurse = "# Declared in docs/who.md, line 3; named 2 times in 2 documents, by 1 story.\n[[role]]\nname = \"ward nurse\"\ndescription = \"cares\"\n";
    assert!(drafted.contains(nurse), "{drafted}");
    assert!(drafted.contains("# docs/b.md, line 3\n# [[role]]\n# name = \"admin\"\n"), "{drafted}");

    let run = folder.run(&["init", "docs"]);
    let said = "docs/rolecall.toml already exists and was not changed.\n";
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (2, "", said));
    assert_eq!(folder.read("docs/rolecall.toml"), drafted);

    let folder = Folder::new(&[("a.md", "Tea.\n")]);
    let run = folder.run(&["init"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.starts_with("No roles found: the documents"), "{}", run.err);
    let run = folder.run(&["init", "nowhere"]);
    assert_eq!(run.err, "nowhere is not a folder. Name the folder that contains the documents.\n");
}

/// What a file above leaves out or calls generic stays so, also once the drafted one counts in its place.
#[test]
fn init_honors_a_file_above() {
    let folder = Folder::new(&[
        (
            "rolecall.toml",
            "exclude = [\"docs/old\", \"docs/b/x.md\"]\ngeneric = [\"subscriber\"]\n",
        ),
        ("docs/a.md", "## Roles\n\n- Ward nurse: cares\n\n## Scope\n\nA subscriber waits.\n"),
        ("docs/b/x.md", "## Roles\n\n- Porter: carries\n"),
        ("docs/b/y.md", "The ward nurse waits.\n"),
        ("docs/old/deep/c.md", "## Roles\n\n- Cook: bakes\n"),
    ]);
    let findings = || {
        let out = folder.run(&["check", "--all", "--format", "concise"]).out;
        out.lines().filter(|line| line.contains("generic-role]")).count()
    };
    assert_eq!(findings(), 1);
    let run = folder.run(&["init", "docs"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let drafted = folder.read("docs/rolecall.toml");
    let kept = "exclude = [\"b/x.md\", \"old\"]\n\ngeneric = [\"subscriber\"]\n";
    assert!(drafted.contains(kept), "{drafted}");
    assert!(drafted.contains("name = \"ward nurse\""), "{drafted}");
    assert!(!drafted.contains("porter") && !drafted.contains("cook"), "{drafted}");
    assert_eq!(findings(), 1);
}

/// The drafted file is read without a word, and a check finds no more than before.
#[test]
fn what_init_drafts_holds() {
    let shop = "# Shop\n\nThe cart holds an order until checkout, and the merchant sends an invoice. The customer pays.\n\n## Roles\n\n- **Merchant \"Ann\" \\ #1**: sells\n- **User**: buys\n- **Sales associate**: sells\n";
    let stories = "As a store associate, I want tea.\n\nAs a store associate, I want salt.\n\nAs a tailor, I want milk.\n";
    let folder = Folder::new(&[
        (".git/HEAD", ""),
        ("personas/sue.md", "# Sue, clerk\n\nGoals: sell\n\nKPIs: pairs\n"),
        ("README.md", shop),
        ("b.md", stories),
    ]);
    let count = || {
        let run = folder.run(&["check", "--all", "--format", "json"]);
        assert_eq!(run.err, "");
        let printed: Value = serde_json::from_str(&run.out).unwrap();
        printed["findings"].as_array().unwrap().len()
    };
    let before = count();
    let run = folder.run(&["init"]);
    assert!(run.code == 0 && run.out.contains("Then run `rolecall check`, and"), "{}", run.out);
    let drafted = folder.read("rolecall.toml");
    assert!(
        drafted.contains("are defined in personas/ and need no entry here: clerk.\n"),
        "{drafted}"
    );
    assert!(drafted.contains("# distinct = [\"store associate\"]\n"), "{drafted}");
    let after = count();
    assert!(after <= before && before > 2, "{before} {after}");
    let run = folder.run(&["config", "README.md"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
}

/// A role that one document declares and a story of another uses is known in both, also to a run
/// that is given one of them.
#[test]
fn a_role_of_another_document_is_known() {
    let files = [
        ("rolecall.toml", ""),
        ("a/who.md", PERSONAS),
        ("b.md", "As a ward nurse, I want tea so that I wake.\n"),
        ("c.md", "The user waits.\n"),
    ];
    let folder = Folder::new(&files);
    let known = "\"suggestions\":[{\"role\":\"ward nurse\"";
    let json = ["check", "--all", "--format", "json"];
    for args in [&[&json[..], &["c.md"]].concat()[..], &json] {
        let run = folder.run(args);
        assert!(run.out.contains(known), "{}", run.out);
    }
    let alone = folder.run(&[&json[..], &["--no-config", "c.md"]].concat());
    assert!(!alone.out.contains("ward nurse"), "{}", alone.out);
    // Nobody declares it, or there is no project: the document stands alone.
    folder.write("a/who.md", b"Tea.\n");
    folder.write("b.md", b"Tea.\n");
    assert!(folder.run(&["check", "--all", "c.md"]).out.contains("Which role is it?"));
    let folder = Folder::new(&files[1..]);
    assert!(folder.run(&["check", "--all", "c.md"]).out.contains("Which role is it?"));
}
