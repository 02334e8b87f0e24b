//! `report`.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::folder::{Folder, Run};
use crate::repository::Repository;

const TOML: &str = "[[role]]\nname = \"shopper\"\nkind = \"consumer\"\nshare = 0.9\n\n\
    [[role]]\nname = \"clerk\"\nserves = [\"shoppers\"]\n";
const STORIES: &str = "As a clerk, I want tea so that I wake.\n\nThe shopper waits.\n\n\
    As a user, I want tea so that I wake.\n";

fn retailer() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/workspaces/retailer")
}

fn run_in(folder: &Path, args: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rolecall"));
    command.args(args).current_dir(folder).output().unwrap().into()
}

/// All that is said of the sample. `cargo renew` writes it anew.
#[test]
fn the_report_of_the_sample_is_fresh() {
    let expected = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/report.md");
    let run = run_in(&retailer(), &["report", "--format", "markdown"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&expected, &run.out).unwrap();
    }
    assert_eq!(run.out, std::fs::read_to_string(expected).unwrap());
}

#[test]
fn the_page_is_the_same_each_time_and_says_the_same() {
    let page = || run_in(&retailer(), &["report", "--jobs", "3"]);
    let run = page();
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_eq!(run.out, page().out);
    for said in [
        "<title>Who is this for? retailer</title>",
        "23 stories in 5 documents. 15 of them name a role: 6 roles. 8 (35%) do not.",
        ": 75% of the activity but 6 of 23 stories (26%); in proportion, 17.",
        "href=\"docs/prd-fitting-room.md#L116\"",
        "The store manager serves: sales associate, shopper.",
    ] {
        assert!(run.out.contains(said), "{said}");
    }
}

#[test]
fn links_lead_from_the_page_to_the_documents() {
    let files = [("rolecall.toml", TOML), ("docs/a b#.md", STORIES), ("out/x/old.html", "old")];
    let folder = Folder::new(&files);
    let links = |args: &[&str], page: &str| {
        let run = folder.run(&[&["report"], args].concat());
        let told =
            if page.is_empty() { String::new() } else { format!("Wrote the report to {page}.\n") };
        assert_eq!((run.code, run.err), (0, told));
        let page = if page.is_empty() { run.out } else { folder.read(page) };
        let hrefs = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let mut hrefs: Vec<String> =
            hrefs.filter(|href| !href.starts_with('#')).map(str::to_owned).collect();
        hrefs.sort_unstable();
        hrefs.dedup();
        hrefs
    };
    let expected = |base: &str, query: &str| {
        let mut all: Vec<String> = ["", "#L1", "#L3", "#L5"]
            .iter()
            .map(|line| format!("{base}docs/a%20b%23.md{query}{line}"))
            .collect();
        all.extend([2, 7].map(|line| format!("{base}rolecall.toml{query}#L{line}")));
        all
    };
    assert_eq!(links(&[], ""), expected("", ""));
    assert_eq!(links(&["--output-file", "page.html"], "page.html"), expected("", ""));
    assert_eq!(
        links(&["--output-file", "out/x/old.html", "docs"], "out/x/old.html"),
        expected("../../", "")
    );
    let web = ["--link-base", "https://example.com/r/blob/main/"];
    assert_eq!(links(&web, ""), expected("https://example.com/r/blob/main/", "?plain=1"));
}

#[test]
fn what_cannot_be_done_is_said() {
    let folder = Folder::new(&[("a.md", STORIES), ("full/b.md", "")]);
    let failed = |args: &[&str]| {
        let run = folder.run(&[&["report"], args].concat());
        assert_eq!(run.code, 2, "{}", run.err);
        run.err
    };
    let base = "--link-base must be the web address of the current folder, such as https://example.com/team/repository/blob/main\n";
    for wrong in
        ["javascript:alert(1)", "https://a.b/\"x", "docs", "https://a.b/ c", "http://a.b/?q"]
    {
        assert_eq!(failed(&["--link-base", wrong]), base, "{wrong}");
    }
    let nowhere = failed(&["--output-file", "no/such/page.html"]);
    assert_eq!(
        nowhere,
        "no/such/page.html: error: The folder `no/such` doesn't exist. Create it first.\n"
    );
    assert!(failed(&["--output-file", "full"]).starts_with("full: error: "));
    let read = failed(&["--output-file", "a.md"]);
    assert_eq!(
        read,
        "a.md: error: This file is an input of this command. Choose another output file.\n"
    );
    assert_eq!(failed(&["gone.md"]), folder.run(&["check", "gone.md"]).err);
    let none = failed(&["--history", "3"]);
    assert_eq!(none, "Cannot show the history: these documents are not in a git repository.\n");
    assert!(failed(&["--history", "0"]).contains("--history"));

    let run = Folder::new(&[]).run(&["report", "--format", "markdown"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(run.out.contains("0 documents and 0 roles; no user stories yet."), "{}", run.out);
}

/// A name may be anything; on the page it is text.
#[test]
fn names_are_text() {
    let folder = Folder::new(&[
        ("rolecall.toml", "[[role]]\nname = \"clerk <script>alert(1)</script>\"\n"),
        (
            "<img src=x>.md",
            "# <script>x</script>\n\nAs a <b>nurse</b>, I want `</p><script>` \"tea\".\n",
        ),
    ]);
    let run = folder.run(&["report"]);
    assert!(run.out.contains("&#60;script&#62;alert(1)"), "{}", run.out);
    assert!(
        !run.out.contains("<script") && !run.out.contains("<img") && !run.out.contains("<b>nurse")
    );
}

/// Commits a text.
fn commit(repository: &Repository, path: &str, text: &str) {
    repository.write(path, text.as_bytes());
    repository.commit();
}

/// The rows of the history, without the ids.
fn history(folder: &Folder, args: &[&str]) -> Vec<String> {
    let run = folder.run(&[&["report", "--format", "markdown"], args].concat());
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let rows = run.out.split("## Over time").nth(1).unwrap_or_default();
    let rows = rows.split("\n## ").next().unwrap_or_default().lines();
    let rows = rows.filter(|line| line.starts_with("| 2026-11-22 | `"));
    rows.map(|row| row.splitn(4, '|').nth(3).unwrap().trim().to_owned()).collect()
}

#[test]
fn the_history_is_told_oldest_first() {
    let repository = Repository::new(&[("rolecall.toml", TOML)]);
    let nothing: [&str; 0] = [];
    assert_eq!(history(&repository, &["--history", "5"]), nothing, "no document and no commit");
    commit(&repository, "docs/a.md", STORIES);
    commit(&repository, "README.txt", "No document.\n");
    commit(&repository, "docs/b.md", "Users wait.\n\nAs a user, I want tea.\n");
    commit(&repository, "notes/.hidden/c.md", "As a user, I want tea.\n");
    commit(&repository, "docs/b.md", "Shoppers wait.\n");
    // What is not committed is today's, not the history's.
    repository.write("docs/a.md", b"As a clerk, I want tea.\n");
    let all =
        ["1 | 2 | 1 (50%) | $5 | 0 |", "2 | 3 | 2 (67%) | $10 | 1 |", "2 | 2 | 1 (50%) | $5 | 0 |"];
    assert_eq!(history(&repository, &["--history", "9", "docs"]), all);
    assert_eq!(history(&repository, &["--history", "2", "docs"]), [all[0], all[2]]);
    assert_eq!(history(&repository, &["--history", "1", "docs"]), [all[2]]);
    assert_eq!(history(&repository, &["docs"]), nothing, "nobody asked");
}

/// What the documents know together holds for their past, too: the last commit and today are one.
#[test]
fn the_last_of_the_history_is_today() {
    let config = "[[role]]\nname = 'baker'\naliases = ['user']\n";
    let repository = Repository::new(&[("rolecall.toml", config)]);
    commit(&repository, "a.md", "# Personas\n\n- **Baker**: bakes\n");
    let stories = "As a baker, I want tea so that I wake.\n\nAs a user, I want cake.\n";
    commit(&repository, "b.md", stories);
    let generic = |args: &[&str]| repository.check(args).1["summary"]["generic_stories"].clone();
    assert_eq!((generic(&[]), generic(&["--no-config", "b.md"])), (0.into(), 1.into()));
    assert_eq!(history(&repository, &["--history", "1"]), ["2 | 2 | 0 (0%) | $0 | 0 |"]);
}

/// A repository may be anybody's: none of the programs that it names is run, and nothing is fetched.
#[cfg(unix)]
#[test]
fn nothing_that_a_repository_names_is_run() {
    let repository = Repository::new(&[("rolecall.toml", TOML)]);
    commit(&repository, "docs/a.md", STORIES);
    repository.set_traps();
    assert_eq!(history(&repository, &["--history", "3"]), ["1 | 2 | 1 (50%) | $5 | 0 |"]);
    for entry in std::fs::read_dir(repository.path(".git/objects")).unwrap() {
        let path = entry.unwrap().path();
        if path.file_name().is_some_and(|name| name.len() == 2) {
            std::fs::remove_dir_all(path).unwrap();
        }
    }
    repository.run(&["report", "--history", "3"]);
    assert!(!repository.is_sprung());
}
