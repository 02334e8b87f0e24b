//! The files of a crate build on one another in one direction: what is above knows what is below, never the other way
//! round. A reader can then begin at the bottom, and a change reaches only what is above it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice)]

mod imports;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use imports::{Import, Sources, imports};

/// The folders of a crate from the lowest layer to the highest. A folder may use its own layer and those below.
const LAYERS: &[(&str, &[&[&str]])] = &[
    (
        "review",
        &[
            &["words"],
            &["text"],
            &["english"],
            &["settings"],
            &["read"],
            &["person"],
            &["roles"],
            &["role_choice"],
            &["document"],
            &["fix"],
            &["rules"],
            &["engine"],
            &["ide"],
        ],
    ),
    ("server", &[&["wire"], &["session"], &["features"]]),
];

/// The most files that a reader can survey in one folder.
const FILES_IN_A_FOLDER: usize = 30;
/// A folder that may have more, for it has one file a rule.
const RULES: &str = "review/src/rules";

#[test]
fn imports_go_round_in_no_circle() {
    let mut problems = Vec::new();
    for (name, sources) in crates() {
        let circles = circles(&imports(&sources));
        problems.extend(circles.iter().map(|it| format!("crates/{name}/src: {it}")));
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn folders_use_no_layer_above_them() {
    let crates = crates();
    for (name, layers) in LAYERS {
        let problems = climbs(&imports(&crates[*name]), layers);
        assert!(problems.is_empty(), "crates/{name}/src:\n{}", problems.join("\n"));
    }
}

#[test]
fn no_folder_has_more_files_than_can_be_surveyed() {
    let mut seen = 0;
    let mut folders = vec![root()];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).unwrap();
        let paths = entries.map(|entry| entry.unwrap().path());
        let (inner, files): (Vec<_>, Vec<_>) = paths.partition(|path| path.is_dir());
        let most = if folder.ends_with(RULES) { usize::MAX } else { FILES_IN_A_FOLDER };
        assert!(files.len() <= most, "{} has {} files", folder.display(), files.len());
        seen += files.len();
        folders.extend(inner);
    }
    assert!(seen > 200, "{seen}");
}

/// The sources of a crate in few words: each file with its text.
fn sample(files: &[(&str, &str)]) -> Vec<Import> {
    let files = files.iter().map(|(file, text)| (PathBuf::from(file), (*text).to_owned()));
    imports(&files.collect())
}

/// Holds the one circle of a sample against the files and lines that are expected of it.
fn check_circle(files: &[(&str, &str)], expected: &str) {
    assert_eq!(circles(&sample(files)), [expected], "{files:?}");
}

#[test]
fn a_circle_is_reported_with_the_lines_that_make_it() {
    let a = "use std::fmt;\nuse crate::{b::{self, One}, d};\n";
    let b = "fn f() {\n    let _ = format!(\"{}\", super::c::NUMBER);\n}\n";
    let c = "pub const NUMBER: u32 = crate::Two::COUNT;\n";
    let lib = "mod a;\nmod b;\nmod c;\nmod d;\npub use a::Three as Two;\n";
    check_circle(
        &[("lib.rs", lib), ("a.rs", a), ("b.rs", b), ("c.rs", c), ("d.rs", "")],
        "3 files in a circle: a.rs, b.rs, c.rs\n  a.rs:2: crate::b (b.rs)\n  a.rs:2: crate::b::One (b.rs)\n  \
         b.rs:2: super::c::NUMBER (c.rs)\n  c.rs:1: crate::Two::COUNT (a.rs)",
    );
}

/// What a crate's root defines is below the files that use it, so the root may not use them.
#[test]
fn a_file_that_names_the_modules_in_it_is_above_them() {
    let lib = "mod a;\nmod b;\npub const LIMIT: u32 = 1;\nfn main() {\n    a::run();\n    self::b::run()\n}\n";
    let uses = "pub fn run() {\n    crate::LIMIT;\n}\n";
    check_circle(
        &[("main.rs", lib), ("a.rs", uses), ("b.rs", uses)],
        "3 files in a circle: a.rs, b.rs, main.rs\n  a.rs:2: crate::LIMIT (main.rs)\n  \
         b.rs:2: crate::LIMIT (main.rs)\n  main.rs:5: a::run (a.rs)\n  main.rs:6: self::b::run (b.rs)",
    );
    assert!(circles(&sample(&[("lib.rs", "mod a;\npub use a::A;"), ("a.rs", "")])).is_empty());
}

#[test]
fn two_files_of_one_folder_may_know_each_other() {
    let lib = "mod a;\nmod b;\nmod inner {\n    pub use super::b::B;\n}\n";
    let pair = [("lib.rs", lib), ("a.rs", "use crate::inner::B;"), ("b.rs", "use super::a::A;")];
    assert_eq!(circles(&sample(&pair)), [""; 0]);
    check_circle(
        &[
            ("lib.rs", "mod a;"),
            ("a/mod.rs", "pub mod b;\npub fn f() {\n    b::g();\n}"),
            ("a/b/mod.rs", "use super::f;"),
        ],
        "2 files in a circle: a/b/mod.rs, a/mod.rs\n  a/b/mod.rs:1: super::f (a/mod.rs)\n  \
         a/mod.rs:3: b::g (a/b/mod.rs)",
    );
}

#[test]
fn comments_strings_and_tests_are_no_imports() {
    let a = "//! [`crate::b`]\n/* crate::b::B */\n/// See [`crate::b::B`].\npub struct A;\n\
             const TEXT: &str = \"crate::b::B\";\nuse std::crate_b::b;\n\
             #[cfg(test)]\nuse crate::b::{self, B};\n#[cfg(all(test, unix))]\nmod tests {\n    use crate::b;\n}\n\
             impl A {\n    #[cfg(test)]\n    fn f() -> crate::b::B {\n        crate::b::f()\n    }\n}\n";
    let b = "use crate::a::A;\n#[cfg(not(test))]\nfn f() {\n    crate::a::f();\n}\n#[cfg(test)]\nmod tests;\n";
    let lib = "mod a;\nmod b;\n";
    let imports =
        sample(&[("lib.rs", lib), ("a.rs", a), ("b.rs", b), ("b/tests.rs", "use crate::a;")]);
    let lines: Vec<_> = imports.iter().map(|it| (it.from.to_str().unwrap(), it.line)).collect();
    assert_eq!(lines, [("b.rs", 1), ("b.rs", 4)]);
}

#[test]
fn a_folder_of_a_lower_layer_uses_none_of_a_higher() {
    let layers: &[&[&str]] = &[&["text"], &["person", "place"], &["ide"]];
    let text = "pub mod line;\npub use line::Line;\n";
    let files = [
        ("lib.rs", "mod ide;\nmod loose;\nmod person;\nmod place;\nmod text;\n"),
        ("loose.rs", "use crate::ide::f;"),
        ("ide/mod.rs", "use crate::{person::Person, text};\npub fn f() {}\n"),
        ("person/mod.rs", "use crate::place;\nuse crate::text::Line;\npub struct Person;\n"),
        ("place/mod.rs", "\n\nfn f() {\n    crate::ide::f();\n}\n"),
        ("text/mod.rs", text),
        ("text/line.rs", "use crate::person::{self, Person as Somebody};\nuse crate::loose;\n"),
    ];
    let expected = [
        "  place/mod.rs:4: crate::ide::f (ide/mod.rs)",
        "  text/line.rs:1: crate::person (person/mod.rs)",
        "  text/line.rs:1: crate::person::Person (person/mod.rs)",
    ];
    assert_eq!(climbs(&sample(&files), layers), expected);
}

/// The folder of all crates.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The sources of every crate in `crates`, by its name.
fn crates() -> BTreeMap<String, Sources> {
    let mut crates = BTreeMap::new();
    for entry in std::fs::read_dir(root()).unwrap() {
        let folder = entry.unwrap().path();
        if folder.join("Cargo.toml").exists() {
            let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
            let source = folder.join("src");
            let mut sources = Sources::new();
            let mut folders = vec![source.clone()];
            while let Some(folder) = folders.pop() {
                for entry in std::fs::read_dir(folder).unwrap() {
                    let path = entry.unwrap().path();
                    if path.is_dir() {
                        folders.push(path);
                    } else if path.extension().is_some_and(|ending| ending == "rs") {
                        let text = std::fs::read_to_string(&path).unwrap();
                        sources.insert(path.strip_prefix(&source).unwrap().to_owned(), text);
                    }
                }
            }
            crates.insert(name, sources);
        }
    }
    assert!(crates.len() >= 8, "{:?}", crates.keys());
    crates
}

/// The circles of imports, each with its files and the lines that make it. Two files of one folder may know each other.
fn circles(imports: &[Import]) -> Vec<String> {
    let mut uses: BTreeMap<&Path, BTreeSet<&Path>> = BTreeMap::new();
    for import in imports {
        uses.entry(&import.from).or_default().insert(&import.to);
    }
    let reached: BTreeMap<&Path, BTreeSet<&Path>> =
        uses.keys().map(|file| (*file, reached_from(file, &uses))).collect();
    let reaches =
        |from: &Path, to: &Path| reached.get(from).is_some_and(|reached| reached.contains(to));
    let circle_of = |file: &Path| -> BTreeSet<&Path> {
        let others = reached.get(file).into_iter().flatten().copied();
        others.filter(|other| reaches(other, file)).collect()
    };
    let circles: BTreeSet<BTreeSet<&Path>> = uses.keys().map(|file| circle_of(file)).collect();
    let is_wrong = |circle: &&BTreeSet<&Path>| {
        let folders: BTreeSet<_> = circle.iter().map(|file| file.parent()).collect();
        circle.len() > 2 || folders.len() > 1
    };
    let wrong = circles.iter().filter(is_wrong);
    wrong
        .map(|circle| {
            let files: Vec<_> = circle.iter().map(|file| file.display().to_string()).collect();
            let lines = imports
                .iter()
                .filter(|import| circle.contains(&*import.from) && circle.contains(&*import.to));
            let lines: Vec<_> = lines.map(told).collect();
            format!("{} files in a circle: {}\n{}", files.len(), files.join(", "), lines.join("\n"))
        })
        .collect()
}

/// The files that a file uses, directly or by way of others.
fn reached_from<'a>(
    file: &Path,
    uses: &BTreeMap<&'a Path, BTreeSet<&'a Path>>,
) -> BTreeSet<&'a Path> {
    let mut reached = BTreeSet::new();
    let mut waiting: Vec<&Path> = uses.get(file).into_iter().flatten().copied().collect();
    while let Some(next) = waiting.pop() {
        if reached.insert(next) {
            waiting.extend(uses.get(next).into_iter().flatten());
        }
    }
    reached
}

/// The imports that lead from a folder to one of a higher layer.
fn climbs(imports: &[Import], layers: &[&[&str]]) -> Vec<String> {
    let layer = |file: &PathBuf| {
        let folder = file.iter().next().filter(|_| file.iter().count() > 1)?.to_str()?;
        layers.iter().position(|folders| folders.contains(&folder))
    };
    let climbs = imports.iter().filter(|import| {
        layer(&import.from).zip(layer(&import.to)).is_some_and(|(from, to)| from < to)
    });
    climbs.map(told).collect()
}

fn told(import: &Import) -> String {
    let Import { from, to, line, path } = import;
    format!("  {}:{line}: {path} ({})", from.display(), to.display())
}
