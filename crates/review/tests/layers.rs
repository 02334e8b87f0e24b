//! The layers of this crate: each folder uses only itself and those before it, and no modules use one another in a
//! circle, but for two files of one folder that belong together.

#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The folders, the lowest first.
const LAYERS: [&str; 14] = [
    "words",
    "text",
    "english",
    "settings",
    "read",
    "person",
    "roles",
    "role_choice",
    "document",
    "fix",
    "rules",
    "engine",
    "ide",
    "",
];

/// A module by its path: `rules::rule`; empty for `lib.rs`.
type Module = String;

/// The source of each module, without comments and tests.
fn modules() -> BTreeMap<Module, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders: Vec<PathBuf> = vec![root.clone()];
    let mut modules = BTreeMap::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let name = path.strip_prefix(&root).unwrap().with_extension("");
                let parts = name.iter().map(|part| part.to_str().unwrap());
                let parts = parts.filter(|part| !matches!(*part, "mod" | "lib"));
                let text = std::fs::read_to_string(&path).unwrap();
                modules.insert(parts.collect::<Vec<_>>().join("::"), code(&text));
            }
        }
    }
    assert!(modules.len() > 80, "{}", modules.len());
    modules
}

/// A source without comments, and without the tests at its end.
fn code(text: &str) -> String {
    let is_test = |at: &usize| {
        let rest = text[*at..].lines().nth(1).unwrap_or_default();
        rest.contains("mod ") && rest.ends_with('{')
    };
    let mut tests = text.match_indices("#[cfg(test)]\n").map(|(at, _)| at);
    let end = tests.find(is_test).unwrap_or(text.len());
    let lines = text[..end].lines().map(|line| line.split("//").next().unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}

/// The modules that a module uses.
fn used<'a>(module: &str, text: &str, modules: &'a BTreeMap<Module, String>) -> BTreeSet<&'a str> {
    let parent = module.rsplit_once("::").map_or("", |(parent, _)| parent);
    let mut used = BTreeSet::new();
    for (root, base) in [("crate::", ""), ("super::", parent)] {
        for (at, _) in text.match_indices(root) {
            let rest = &text[at + root.len()..];
            let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'));
            let (path, behind) = rest.split_at(end.unwrap_or(rest.len()));
            let group = behind.strip_prefix('{').and_then(|it| it.split('}').next());
            let names = group.map_or_else(|| vec![""], |it| it.split(',').map(str::trim).collect());
            for name in names {
                let path = format!("{base}::{path}::{name}");
                let parts: Vec<&str> = path.split("::").filter(|part| !part.is_empty()).collect();
                let mut prefixes = (0..=parts.len()).rev().map(|count| parts[..count].join("::"));
                let found = prefixes.find_map(|prefix| modules.get_key_value(&prefix));
                used.insert(found.unwrap().0.as_str());
            }
        }
    }
    used.remove(module);
    used
}

#[test]
fn a_folder_uses_itself_and_those_before_it() {
    let layer = |module: &str| {
        let folder = module.split("::").next().unwrap_or_default();
        LAYERS.iter().position(|layer| *layer == folder).unwrap_or_else(|| panic!("{module}"))
    };
    let modules = modules();
    for (module, text) in &modules {
        for other in used(module, text, &modules) {
            assert!(layer(other) <= layer(module), "{module} must not use {other}");
        }
    }
}

#[test]
fn no_modules_use_one_another_in_a_circle() {
    let modules = modules();
    let uses: BTreeMap<&str, BTreeSet<&str>> = modules
        .iter()
        .map(|(module, text)| (module.as_str(), used(module, text, &modules)))
        .collect();
    let reached = |from: &str| {
        let mut reached = BTreeSet::new();
        let mut todo: Vec<&str> = uses[from].iter().copied().collect();
        while let Some(next) = todo.pop() {
            if reached.insert(next) {
                todo.extend(&uses[next]);
            }
        }
        reached
    };
    let all: BTreeMap<&str, BTreeSet<&str>> =
        uses.keys().map(|module| (*module, reached(module))).collect();
    for (module, reached) in &all {
        let circle: Vec<&&str> =
            reached.iter().filter(|other| all[*other].contains(module)).collect();
        assert!(circle.len() <= 2, "these use one another: {circle:?}");
    }
}
