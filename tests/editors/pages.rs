//! The pages on editors: what they repeat is what is shipped, and what they link to is there.

use std::{
    fs,
    path::{Path, PathBuf},
};

use project::Config;
use serde_json::Value;

use crate::harness::repository;

/// The folders of `editors`, each with its page.
fn pages() -> Vec<(PathBuf, String)> {
    let entries = fs::read_dir(repository().join("editors")).expect("can be listed");
    let folders = entries.map(|entry| entry.expect("can be listed").path());
    let page = |folder: PathBuf| {
        let text = fs::read_to_string(folder.join("README.md"));
        (folder.clone(), text.unwrap_or_else(|no| panic!("{}: {no}", folder.display())))
    };
    let pages: Vec<_> = folders.filter(|path| path.is_dir()).map(page).collect();
    assert!(pages.len() > 5, "{pages:?}");
    pages
}

/// What stands in the fences of a text that are marked with `language`.
fn fenced<'a>(text: &'a str, language: &str) -> Vec<&'a str> {
    let open = format!("```{language}\n");
    let inside = |rest: &'a str| Some(rest.split_once("```")?.0);
    text.split(open.as_str()).skip(1).filter_map(inside).collect()
}

#[test]
fn every_editor_is_listed_and_every_link_leads_somewhere() {
    let editors = repository().join("editors");
    let list = fs::read_to_string(editors.join("README.md")).expect("the list can be read");
    let mut pages = pages();
    for (folder, _) in &pages {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        assert!(list.contains(&format!("]({name}/README.md)")), "{name} is not in the list");
    }
    pages.push((editors, list));
    for (folder, page) in pages {
        let links = page.split("](").skip(1).filter_map(|rest| Some(rest.split_once(')')?.0));
        for link in links.filter(|link| !link.contains("://")) {
            let path = folder.join(link.split('#').next().unwrap_or(link));
            assert!(path.exists(), "{} leads nowhere", path.display());
        }
    }
}

#[test]
fn the_page_of_helix_has_the_configuration_as_it_is_shipped() {
    let shipped = repository().join("editors/helix/languages.toml");
    let shipped = fs::read_to_string(shipped).expect("can be read");
    let lines: Vec<_> = shipped.lines().filter(|line| !line.starts_with('#')).collect();
    let wanted = format!("{}\n", lines.join("\n").trim());
    let page = "editors/helix/README.md";
    let text = fs::read_to_string(repository().join(page)).expect("can be read");
    assert!(fenced(&text, "toml").contains(&wanted.as_str()), "{page} says otherwise");
}

/// Each example of settings in JSON is read, and every key of ours in it is one.
#[test]
fn what_the_pages_set_can_be_set() {
    let mut found = 0;
    let mut check = |file: &Path, text: &str| {
        let value: Value = serde_json::from_str(text)
            .unwrap_or_else(|error| panic!("{}: {error} in {text}", file.display()));
        for settings in ours(&value) {
            let (_, problems) = Config::from_json(&settings);
            assert!(problems.is_empty(), "{}: {problems:?}", file.display());
            found += 1;
        }
    };
    for (folder, page) in pages() {
        for text in fenced(&page, "json") {
            check(&folder, text);
        }
    }
    let template = repository().join("editors/jetbrains/rolecall");
    for name in ["template.json", "settings.json", "initializationOptions.json"] {
        let file = template.join(name);
        check(&file, &fs::read_to_string(&file).expect("can be read"));
    }
    assert!(found >= 4, "only {found} settings are found");
}

/// What is set for rolecall, in the ways of all editors: below `rolecall`, below its `settings`, or key by key.
fn ours(value: &Value) -> Vec<Value> {
    let Value::Object(object) = value else { return Vec::new() };
    let dotted = |(key, value): (&String, &Value)| {
        Some((key.strip_prefix("rolecall.")?.to_owned(), value.clone()))
    };
    let own = object.iter().filter_map(dotted).collect::<serde_json::Map<_, _>>();
    let mut all = if own.is_empty() { Vec::new() } else { vec![Value::Object(own)] };
    for (key, inner) in object {
        let is_ours = key == "rolecall"
            && ["command", "settings"].iter().all(|other| inner.get(other).is_none());
        let is_settings = key == "settings" && inner.get("inlayHints").is_some();
        if is_ours || is_settings {
            all.push(inner.clone());
        } else {
            all.extend(ours(inner));
        }
    }
    all
}
