//! The book in `docs`: its pages on rules are generated, every page is in its summary, and every link leads somewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The most lines that the README has.
const README_LINES: usize = 150;
/// Where files of the repository are on the web: links from the book to other files begin so.
const WEB: [&str; 2] = [
    "https://github.com/rolecall/rolecall/blob/main/",
    "https://github.com/rolecall/rolecall/tree/main/",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The Markdown files of the book, without its summary.
fn pages() -> BTreeSet<PathBuf> {
    let mut pages = BTreeSet::new();
    let mut folders = vec![root().join("docs")];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "md") && !path.ends_with("SUMMARY.md")
            {
                pages.insert(path);
            }
        }
    }
    pages
}

/// The lines of a page outside of its code blocks.
fn prose(page: &str) -> impl Iterator<Item = &str> {
    let mut fence = None;
    page.lines().filter(move |line| {
        let mark = ["```", "~~~"].into_iter().find(|mark| line.trim_start().starts_with(mark));
        match (fence, mark) {
            (None, None) => true,
            (None, Some(_)) => {
                fence = mark;
                false
            }
            (Some(open), Some(mark)) if open == mark => {
                fence = None;
                false
            }
            _ => false,
        }
    })
}

/// The targets of the links of a page.
fn links(page: &str) -> Vec<String> {
    let targets = prose(page).flat_map(|line| line.split("](").skip(1));
    targets.filter_map(|rest| Some(rest.split_once(')')?.0.to_owned())).collect()
}

/// The anchors of the headings of a page, as GitHub and mdBook make them.
fn anchors(page: &str) -> BTreeSet<String> {
    let headings = prose(page).filter(|line| line.starts_with('#'));
    let anchor = |line: &str| -> String {
        let title = line.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
        title.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect()
    };
    headings.map(anchor).collect()
}

#[test]
fn the_page_of_each_rule_is_fresh() {
    let duplicate = (project::DUPLICATE_ROLE, "warning", project::DUPLICATE_ROLE_DOCS.to_owned());
    let rules =
        review::rules::ALL.iter().map(|rule| (rule.name, rule.severity.name(), rule.docs()));
    let folder = root().join("docs/rules");
    let mut fresh = BTreeMap::new();
    for (name, severity, docs) in rules.chain([duplicate]) {
        let text = format!("# {name}\n\nDefault: {severity}.\n\n{}\n", docs.trim());
        fresh.insert(folder.join(format!("{name}.md")), text);
    }
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(&folder).unwrap();
        for old in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            if !fresh.contains_key(&old) {
                fs::remove_file(old).unwrap();
            }
        }
        for (path, text) in &fresh {
            fs::write(path, text).unwrap();
        }
    }
    let written = pages().into_iter().filter(|path| path.starts_with(&folder));
    let written: BTreeMap<PathBuf, String> =
        written.map(|path| (path.clone(), read(&path))).collect();
    for (path, text) in &fresh {
        assert!(written.get(path) == Some(text), "{} is stale; run: cargo renew", path.display());
    }
    assert_eq!(written.len(), fresh.len(), "docs/rules has pages of no rule; run: cargo renew");
}

#[test]
fn every_page_is_in_the_summary() {
    let docs = root().join("docs");
    let summary = links(&read(&docs.join("SUMMARY.md")));
    let listed: BTreeSet<PathBuf> = summary.iter().map(|link| docs.join(link)).collect();
    assert_eq!(listed.len(), summary.len(), "a page is listed twice");
    assert_eq!(listed, pages());
    assert!(read(&docs.join("book.toml")).contains("src = \".\""));
}

#[test]
fn every_rule_is_in_the_tables() {
    for page in ["README.md", "docs/rules.md"] {
        let path = root().join(page);
        let folder = path.parent().unwrap();
        let linked: BTreeSet<PathBuf> =
            links(&read(&path)).iter().map(|link| folder.join(link)).collect();
        for rule in pages().into_iter().filter(|path| path.parent().unwrap().ends_with("rules")) {
            assert!(linked.contains(&rule), "{page} does not link {}", rule.display());
        }
    }
}

#[test]
fn every_link_leads_somewhere() {
    let mut seen = 0;
    let own = ["README.md", "CONTRIBUTING.md", "docs/SUMMARY.md"].map(|name| root().join(name));
    for path in pages().into_iter().chain(own) {
        let page = read(&path);
        for link in links(&page) {
            let on_web = WEB.iter().find_map(|web| link.strip_prefix(web));
            if on_web.is_none() && link.contains("://") {
                continue;
            }
            seen += 1;
            let (file, anchor) =
                on_web.unwrap_or(&link).split_once('#').unwrap_or((on_web.unwrap_or(&link), ""));
            let target = match (file, on_web) {
                ("", _) => path.clone(),
                (file, Some(_)) => root().join(file),
                (file, None) => path.parent().unwrap().join(file),
            };
            assert!(target.exists(), "{}: {link} leads nowhere", path.display());
            // A book has no files but its own.
            let is_inside = target.canonicalize().unwrap().starts_with(root().join("docs"));
            if on_web.is_none() && path.starts_with(root().join("docs")) {
                assert!(is_inside, "{}: {link} leads out of the book", path.display());
            }
            let is_there = anchor.is_empty() || anchors(&read(&target)).contains(anchor);
            assert!(is_there, "{}: {link} names no heading", path.display());
        }
    }
    assert!(seen > 150, "{seen}");
}

#[test]
fn the_readme_is_short() {
    let lines = read(&root().join("README.md")).lines().count();
    assert!(lines <= README_LINES, "README.md has {lines} lines; move some to docs");
}
