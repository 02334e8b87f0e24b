//! What other programs do to files, for a client that does not tell of it: the server looks by itself.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};

use crate::client::Client;

/// A session over a project in the state of `files`, with a document open in which a tailor wants something.
struct Session {
    folder: tempfile::TempDir,
    client: Client,
    prd: String,
}

impl Session {
    /// A client that watches no files.
    fn start(files: &[(&str, &str)]) -> Self {
        Self::start_as(files, json!({"capabilities": {"workspace": null}}))
    }

    fn start_as(files: &[(&str, &str)], client_says: Value) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            write(&folder.path().join(name), text);
        }
        let mut client = Client::start();
        client.initialize(client_says);
        let prd = format!("file://{}/docs/prd.md", folder.path().display());
        client.open(&prd, "As a tailor, I want tea so that I wake.\n");
        Self { folder, client, prd }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        write(&self.path(name), text);
    }

    /// Waits until these rules speak of the open document.
    fn see(&mut self, rules: &[&str]) {
        loop {
            let (_, found) = self.client.diagnostics(&self.prd);
            let found: Vec<&str> = found.iter().filter_map(|it| it["code"].as_str()).collect();
            if found == rules {
                return;
            }
        }
    }
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

const SHOPPER: &str = "[[role]]\nname = \"shopper\"\n";
const TAILOR: &str = "[[role]]\nname = \"shopper\"\naliases = [\"tailor\"]\n";
const PERSONA: &str = "# Sue, clerk\n\nAlso called: tailor\n\nGoals: sell\n\nKPIs: pairs\n";

#[test]
fn a_configuration_that_another_program_changes_counts() {
    let mut session = Session::start(&[("rolecall.toml", SHOPPER), ("docs/a.md", "Tea.\n")]);
    session.see(&["undeclared-role"]);
    session.client.wait_for_rest();
    session.write("rolecall.toml", TAILOR);
    session.see(&["role-alias"]);
    // As many programs write: another file takes its place.
    session.write("rolecall.new", SHOPPER);
    fs::rename(session.path("rolecall.new"), session.path("rolecall.toml")).unwrap();
    session.see(&["undeclared-role"]);
    session.client.leave();
}

/// Somebody may be quick: what is changed while the project is read counts as well.
#[test]
fn what_another_program_changes_at_the_start_counts() {
    let names: Vec<_> = (0..300).map(|number| format!("docs/{number}/a.md")).collect();
    let mut files: Vec<_> = names.iter().map(|name| (name.as_str(), "Tea.\n")).collect();
    files.push(("rolecall.toml", SHOPPER));
    let mut session = Session::start(&files);
    session.see(&["undeclared-role"]);
    session.write("rolecall.toml", TAILOR);
    session.see(&["role-alias"]);
    session.client.leave();
}

#[test]
fn documents_and_folders_that_come_and_go_count() {
    let mut session = Session::start(&[("rolecall.toml", SHOPPER), ("docs/a.md", "Tea.\n")]);
    session.see(&["undeclared-role"]);
    session.client.wait_for_rest();
    for _ in 0..2 {
        fs::create_dir(session.path("personas")).unwrap();
        session.client.wait_for_rest();
        session.write("personas/sue.md", PERSONA);
        session.see(&["role-alias"]);
        session.client.wait_for_rest();
        fs::remove_dir_all(session.path("personas")).unwrap();
        session.see(&["undeclared-role"]);
        session.client.wait_for_rest();
    }
    session.client.leave();
}

#[test]
fn folders_that_are_moved_here_and_away_count() {
    let mut session = Session::start(&[("rolecall.toml", SHOPPER), ("docs/a.md", "Tea.\n")]);
    session.see(&["undeclared-role"]);
    session.client.wait_for_rest();
    let elsewhere = tempfile::tempdir().unwrap();
    fs::create_dir(elsewhere.path().join("personas")).unwrap();
    for _ in 0..2 {
        fs::rename(elsewhere.path().join("personas"), session.path("docs/personas")).unwrap();
        session.client.wait_for_rest();
        session.write("docs/personas/sue.md", PERSONA);
        session.see(&["role-alias"]);
        session.client.wait_for_rest();
        fs::rename(session.path("docs/personas"), elsewhere.path().join("personas")).unwrap();
        session.see(&["undeclared-role"]);
        session.client.wait_for_rest();
        // Empty, it comes back.
        fs::remove_file(elsewhere.path().join("personas/sue.md")).unwrap();
    }
    session.client.leave();
}

/// To read what has changed is not a change.
#[test]
#[cfg(target_os = "linux")]
fn the_server_comes_to_rest() {
    // Without a parent to look after.
    let client = json!({"processId": null, "capabilities": {"workspace": null}});
    let files = [("rolecall.toml", SHOPPER), ("docs/a.md", "Tea.\n")];
    let mut session = Session::start_as(&files, client);
    session.see(&["undeclared-role"]);
    session.write("docs/a.md", "More tea.\n");
    session.client.wait_for_rest();
    let reads = || {
        let counts = fs::read_to_string(format!("/proc/{}/io", session.client.process())).unwrap();
        counts.lines().find_map(|line| line.strip_prefix("syscr: ")?.parse::<u32>().ok()).unwrap()
    };
    let before = reads();
    std::thread::sleep(Duration::from_secs(1));
    assert_eq!(reads(), before, "nothing has happened that would be worth reading");
    session.client.leave();
}

/// Helix says that it watches files, and tells only of those that it saves.
#[test]
fn helix_is_not_relied_upon() {
    let helix = json!({"clientInfo": {"name": "helix", "version": "25.01.1"}});
    let mut session = Session::start_as(&[("rolecall.toml", SHOPPER)], helix);
    session.see(&["undeclared-role"]);
    session.client.wait_for_rest();
    session.write("rolecall.toml", TAILOR);
    session.see(&["role-alias"]);
    session.client.leave();
}

/// Who tells is relied upon, and nothing is watched twice.
#[test]
#[cfg(target_os = "linux")]
fn a_client_that_watches_is_left_to_it() {
    let watches = |session: &Session| {
        let folder = format!("/proc/{}/fd", session.client.process());
        let open = fs::read_dir(folder)
            .unwrap()
            .filter_map(|entry| fs::read_link(entry.ok()?.path()).ok());
        open.filter(|file| file.as_os_str() == "anon_inode:inotify").count()
    };
    for (client, count) in [(json!({}), 0), (json!({"capabilities": {"workspace": null}}), 1)] {
        let mut session = Session::start_as(&[("rolecall.toml", SHOPPER)], client);
        session.see(&["undeclared-role"]);
        session.client.wait_for_rest();
        assert_eq!(watches(&session), count);
        session.client.leave();
    }
}
