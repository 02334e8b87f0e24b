//! Files that vanish, are something else, are too large or change under the server.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::client::Client;

const CLERK: &str = "[[role]]\nname = \"clerk\"\n";
const STORY: &str = "As a tailor, I want tea so that I wake.\n";

struct Project {
    folder: tempfile::TempDir,
    client: Client,
    version: i64,
}

impl Project {
    /// A project that declares one role, with a story of another on the screen.
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("rolecall.toml"), CLERK).unwrap();
        let mut project = Self { folder, client: Client::start(), version: 1 };
        project.client.initialize(json!({}));
        let uri = project.uri("prd.md");
        project.client.open(&uri, STORY);
        assert_eq!(codes(&project.client.wait_for_version(&uri, 1)), ["undeclared-role"]);
        project
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn uri(&self, name: &str) -> String {
        format!("file://{}", self.path(name).display())
    }

    /// Tells the server that a file has changed, and lets it look: a question is answered afterwards.
    fn changed(&mut self, name: &str) {
        let changes = json!([{"uri": self.uri(name), "type": 2}]);
        self.client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
        let question = json!({"textDocument": {"uri": self.uri("prd.md")}});
        self.client.request("textDocument/documentSymbol", question).unwrap();
    }

    /// What is told of a file that is not open.
    fn told(&mut self, name: &str) -> Vec<String> {
        let uri = self.uri(name);
        messages(&self.client.unversioned(&uri))
    }

    /// What is found in the story after one more edit.
    fn found(&mut self) -> Vec<String> {
        self.version += 1;
        let (uri, version) = (self.uri("prd.md"), self.version);
        let text = format!("{STORY}{}", "\n".repeat(version as usize));
        self.client.change(&uri, version, json!([{ "text": text }]));
        codes(&self.client.wait_for_version(&uri, version))
    }

    /// The documents that name the clerk.
    fn naming_the_clerk(&mut self) -> Vec<String> {
        let params = json!({
            "textDocument": {"uri": self.uri("rolecall.toml")},
            "position": {"line": 1, "character": 10},
            "context": {"includeDeclaration": false},
        });
        let places = self.client.request("textDocument/references", params).unwrap();
        let name = |place: &Value| {
            let path = Path::new(place["uri"].as_str().unwrap()).to_owned();
            path.file_name().unwrap().to_str().unwrap().to_owned()
        };
        places.as_array().unwrap().iter().map(name).collect()
    }

    /// Ends where more may be told than a test looks at.
    fn leave(self) {
        self.client.leave();
    }

    fn shutdown(self) {
        assert_eq!(self.client.shutdown().code(), Some(0));
    }
}

fn codes(diagnostics: &[Value]) -> Vec<String> {
    diagnostics.iter().map(|it| it["code"].as_str().unwrap().to_owned()).collect()
}

fn messages(diagnostics: &[Value]) -> Vec<String> {
    diagnostics.iter().map(|it| it["message"].as_str().unwrap().to_owned()).collect()
}

#[cfg(unix)]
fn pipe(path: &Path) {
    assert!(std::process::Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// Whatever takes the place of the configuration is told of, once, and the last good one holds.
#[cfg(unix)]
#[test]
fn a_configuration_that_cannot_be_read_is_told_once_and_the_last_good_one_holds() {
    use std::os::unix::fs::symlink;
    let mut project = Project::new();
    let config = project.path("rolecall.toml");
    let outside = tempfile::NamedTempFile::new().unwrap();
    let faults: [(&str, &dyn Fn()); 8] = [
        ("This is a folder, not a file.", &|| fs::create_dir(&config).unwrap()),
        ("This file was not read: it is not a regular file.", &|| pipe(&config)),
        ("This file is not UTF-8. Save it as UTF-8.", &|| fs::write(&config, b"# \xff").unwrap()),
        ("This file was not read: it is larger than 4 MB.", &|| {
            fs::File::create(&config).unwrap().set_len(1 << 30).unwrap();
        }),
        ("No such file or folder. Check the path.", &|| {
            symlink("nowhere", &config).unwrap();
        }),
        ("Cannot read this: Too many levels of symbolic links (os error 40).", &|| {
            symlink("rolecall.toml", &config).unwrap();
        }),
        ("This file was not read: it is a link that leads out of the project.", &|| {
            symlink(outside.path(), &config).unwrap();
        }),
        ("A quote on this line is not closed.", &|| {
            fs::write(&config, &CLERK[..20]).unwrap();
        }),
    ];
    for (message, fault) in faults {
        fs::remove_file(&config).unwrap();
        fault();
        project.changed("rolecall.toml");
        assert_eq!(project.told("rolecall.toml"), [message]);
        // Nothing is told again.
        project.changed("rolecall.toml");
        project.changed("rolecall.toml");
        assert_eq!(project.found(), ["undeclared-role"], "{message}");
        if config.is_dir() {
            fs::remove_dir(&config).unwrap();
        } else {
            fs::remove_file(&config).unwrap();
        }
        fs::write(&config, CLERK).unwrap();
        project.changed("rolecall.toml");
        assert_eq!(project.told("rolecall.toml"), [] as [&str; 0]);
    }
    project.shutdown();
}

#[test]
fn a_configuration_that_is_deleted_holds_no_longer() {
    let mut project = Project::new();
    let config = project.path("rolecall.toml");
    fs::write(&config, "[[role]]\nname = \"tailor\nkind = 3\n").unwrap();
    project.changed("rolecall.toml");
    assert_eq!(project.told("rolecall.toml").len(), 1);
    fs::remove_file(&config).unwrap();
    project.changed("rolecall.toml");
    assert_eq!(project.told("rolecall.toml"), [] as [&str; 0]);
    while !project.found().is_empty() {}
    fs::write(&config, CLERK).unwrap();
    project.changed("rolecall.toml");
    while project.found() != ["undeclared-role"] {}
    project.leave();
}

/// Written in pieces while the server looks on: whatever it saw on the way, in the end it knows what
/// the file says.
#[test]
fn a_configuration_that_is_written_slowly_is_read_in_the_end() {
    let mut project = Project::new();
    let config = project.path("rolecall.toml");
    let text = format!("{CLERK}aliases = [\"tailor\"]\nkind = \"end-user\"\n");
    fs::write(&config, "[[role").unwrap();
    project.changed("rolecall.toml");
    assert_eq!(project.told("rolecall.toml").len(), 1);
    for end in 0..=text.len() {
        fs::write(&config, &text[..end]).unwrap();
        project.changed("rolecall.toml");
    }
    while project.found() != ["role-alias"] {}
    // Of what was wrong on the way nothing is left.
    while !project.told("rolecall.toml").is_empty() {}
    project.leave();
}

#[cfg(unix)]
#[test]
fn a_persona_that_cannot_be_read_is_told_once_and_the_others_count() {
    use std::os::unix::fs::symlink;
    let mut project = Project::new();
    let outside = tempfile::NamedTempFile::with_suffix(".md").unwrap();
    fs::write(outside.path(), "# Olga, tailor\n").unwrap();
    fs::create_dir(project.path("personas")).unwrap();
    pipe(&project.path("personas/a.md"));
    fs::write(project.path("personas/b.md"), b"# Bob \xff").unwrap();
    fs::File::create(project.path("personas/c.md")).unwrap().set_len(1 << 30).unwrap();
    symlink("d.md", project.path("personas/d.md")).unwrap();
    symlink(outside.path(), project.path("personas/e.md")).unwrap();
    fs::create_dir(project.path("personas/f.md")).unwrap();
    fs::write(
        project.path("personas/z.md"),
        "# Sue, shopper\n\nAlso called: tailor\n\nGoals: buy\n\nKPIs: bags\n",
    )
    .unwrap();
    for again in [false, true] {
        project.changed("personas/z.md");
        if !again {
            assert_eq!(
                project.told("personas/a.md"),
                ["This file was not read: it is not a regular file."]
            );
            assert_eq!(
                project.told("personas/b.md"),
                ["This file is not UTF-8. Save it as UTF-8."]
            );
            assert_eq!(
                project.told("personas/c.md"),
                ["This file was not read: it is larger than 4 MB."]
            );
            assert!(project.told("personas/d.md")[0].contains("Too many levels"));
            assert_eq!(
                project.told("personas/e.md"),
                ["This file was not read: it is a link that leads out of the project."]
            );
        }
        while project.found() != ["role-alias"] {}
    }
    // All are gone, and told of no longer.
    fs::remove_dir_all(project.path("personas")).unwrap();
    project.changed("personas/z.md");
    for name in ["a", "b", "c", "d", "e"] {
        assert_eq!(project.told(&format!("personas/{name}.md")), [] as [&str; 0]);
    }
    while project.found() != ["undeclared-role"] {}
    project.leave();
}

/// A project with all that may lie about: what can be read counts, what cannot is logged once.
#[cfg(unix)]
#[test]
fn what_is_no_document_in_a_project_is_logged_once_and_the_rest_is_read() {
    use std::os::unix::fs::symlink;
    let mut project = Project::new();
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.md"), "The clerk knows.\n").unwrap();
    project.client.close(&project.uri("prd.md"));
    project.client.forget_unread();

    // Met for the first time.
    let part = project.path("part");
    fs::create_dir(&part).unwrap();
    fs::write(part.join("rolecall.toml"), CLERK).unwrap();
    fs::write(part.join("good.md"), "The clerk waits.\n").unwrap();
    fs::File::create(part.join("huge.md")).unwrap().set_len(1 << 30).unwrap();
    fs::write(part.join("latin.md"), b"The clerk \xe9.\n").unwrap();
    pipe(&part.join("pipe.md"));
    fs::create_dir(part.join("folder.md")).unwrap();
    symlink(".", part.join("loop")).unwrap();
    for name in ["ignored", "ignored/deep"] {
        fs::create_dir(part.join(name)).unwrap();
        fs::write(part.join(name).join("a.md"), "The clerk knows.\n").unwrap();
    }
    pipe(&part.join("ignored/.gitignore"));
    symlink("self.md", part.join("self.md")).unwrap();
    symlink(outside.path(), part.join("out")).unwrap();
    symlink(outside.path().join("secret.md"), part.join("secret.md")).unwrap();
    let uri = project.uri("part/prd.md");
    project.client.open(&uri, "The clerk pays.\n");
    project.client.wait_for_version(&uri, 1);
    let params = json!({
        "textDocument": {"uri": uri},
        "position": {"line": 0, "character": 5},
        "context": {"includeDeclaration": false},
    });
    for _ in 0..3 {
        let places = project.client.request("textDocument/references", params.clone()).unwrap();
        let places: Vec<&str> =
            places.as_array().unwrap().iter().map(|it| it["uri"].as_str().unwrap()).collect();
        assert_eq!(places, [project.uri("part/good.md"), uri.clone()]);
        for name in ["huge", "latin", "pipe", "self", "secret", "good"] {
            project.changed(&format!("part/{name}.md"));
        }
    }
    // The project is looked at again a little after each change; by then it would have been told twice.
    std::thread::sleep(std::time::Duration::from_millis(500));
    let params = json!({"textDocument": {"uri": uri}});
    project.client.request("textDocument/foldingRange", params).unwrap();
    #[cfg(target_os = "linux")]
    assert!(project.client.peak_memory() < 200 << 20, "{}", project.client.peak_memory());
    let told = |name: &str, message: &str| format!("{}: {message}", part.join(name).display());
    let mut logged = project.client.logged.clone();
    logged.sort();
    assert_eq!(
        logged,
        [
            told("huge.md", "This file was not read: it is larger than 4 MB."),
            told(
                "ignored/.gitignore",
                "This file was not read: it is not a regular file. Its folder is skipped."
            ),
            told("latin.md", "Byte 10 is not UTF-8. Save the file as UTF-8."),
        ]
    );
    project.leave();
}

/// Patterns say which of the project's documents count, and never lead to others.
#[test]
fn patterns_that_lead_out_of_the_project_are_told_and_lead_nowhere() {
    let mut project = Project::new();
    fs::create_dir(project.path("part")).unwrap();
    fs::write(project.path("other.md"), "The clerk knows.\n").unwrap();
    let absolute = project.path("other.md");
    let config =
        format!("include = [\"../**\", \"in/../../*.md\", {absolute:?}, \"*.md\"]\n{CLERK}");
    fs::write(project.path("part/rolecall.toml"), config).unwrap();
    fs::write(project.path("part/good.md"), "The clerk waits.\n").unwrap();
    let uri = project.uri("part/prd.md");
    project.client.open(&uri, "The clerk pays.\n");
    let out = |pattern: &str| {
        format!("`{pattern}` leads out of the project. Write it relative to this folder.")
    };
    assert_eq!(project.told("part/rolecall.toml"), [out("../**"), out("in/../../*.md")]);
    project.client.wait_for_version(&uri, 1);
    let params = json!({
        "textDocument": {"uri": uri},
        "position": {"line": 0, "character": 5},
        "context": {"includeDeclaration": false},
    });
    let places = project.client.request("textDocument/references", params).unwrap();
    let places: Vec<&str> =
        places.as_array().unwrap().iter().map(|it| it["uri"].as_str().unwrap()).collect();
    assert_eq!(places, [project.uri("part/good.md"), uri]);
    project.changed("other.md");
    assert_eq!(project.naming_the_clerk(), ["other.md"], "of the project above");
    project.leave();
}

/// A document that comes and goes while the project is looked through leaves nothing behind.
#[test]
fn what_is_gone_again_at_once_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("rolecall.toml"), CLERK).unwrap();
    for at in 0..200 {
        fs::write(path(&format!("{at}.md")), "The clerk waits for tea. ".repeat(400)).unwrap();
    }
    let mut client = Client::start();
    client.initialize(json!({ "rootUri": format!("file://{}", folder.path().display()) }));
    let uri = |name: &str| format!("file://{}", path(name).display());
    let tell = |client: &mut Client, name: &str, what: i64| {
        let changes = json!([{ "uri": uri(name), "type": what }]);
        client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    };
    let symbols = |client: &mut Client, query: &str| {
        client.request("workspace/symbol", json!({ "query": query })).unwrap()
    };
    client.open(&uri("prd.md"), STORY);
    client.wait_for_version(&uri("prd.md"), 1);
    fs::write(path("kept.md"), "## Roles\n\n- **Keeper**: feeds\n").unwrap();
    tell(&mut client, "kept.md", 1);
    assert_eq!(symbols(&mut client, "keeper").as_array().map(Vec::len), Some(1));
    for at in 0..20 {
        let name = format!("gone-{at}.md");
        fs::write(path(&name), "## Roles\n\n- **Night keeper**: feeds\n").unwrap();
        tell(&mut client, &name, 1);
        // About when it is looked at.
        std::thread::sleep(std::time::Duration::from_millis(55 + at));
        fs::remove_file(path(&name)).unwrap();
        tell(&mut client, &name, 3);
        let found = symbols(&mut client, "keeper");
        assert_eq!(found.as_array().map(Vec::len), Some(1), "{name}: {found}");
    }
    client.leave();
}
