//! The rules of the house: which crate may use which, and that every file says what it is for.

#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice)]

use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The packages that a crate is built from.
fn used_by(package: &str) -> Vec<String> {
    let output = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--package",
            package,
            "--edges",
            "normal",
            "--prefix",
            "none",
            "--format",
            "{p}",
        ])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

#[test]
fn dependencies_point_one_way() {
    let forbidden = [
        ("markdown", &["review", "project", "server", "tower-lsp", "serde_json", "tokio"][..]),
        ("vectors", &["markdown", "review", "project", "server", "serde_json", "tokio"]),
        ("review", &["project", "server", "tower-lsp", "lsp-types", "serde_json", "tokio", "toml"]),
        ("project", &["server", "tower-lsp", "lsp-types", "tokio"]),
        ("workspace", &["server", "tower-lsp", "lsp-types", "tokio"]),
        ("report", &["project", "workspace", "server", "serde_json", "tokio"]),
        ("server", &["rolecall", "clap", "report"]),
        ("rolecall", &["rolecall-bench", "rolecall-eval", "fixture"]),
    ];
    for (package, others) in forbidden {
        let used = used_by(package);
        assert!(used.len() > 1, "{package} uses something");
        for other in others {
            assert!(!used.iter().any(|name| name == other), "{package} must not use {other}");
        }
    }
    for package in ["review", "project", "workspace", "report", "server"] {
        let manifest = root().join("crates").join(package).join("Cargo.toml");
        let text = std::fs::read_to_string(manifest).unwrap();
        assert!(!text.contains("tree-sitter"), "only markdown knows tree-sitter");
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    let mut folders = vec![root().join("crates"), root().join("tests")];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                files += 1;
                let text = std::fs::read_to_string(&path).unwrap();
                assert!(text.starts_with("//! "), "{} does not begin with `//! `", path.display());
            }
        }
    }
    assert!(files > 50);
}

/// The files of the crates that the binary is built of, each without its tests.
fn built_in() -> Vec<(PathBuf, String)> {
    let crates =
        ["markdown", "vectors", "review", "project", "workspace", "report", "server", "rolecall"];
    let mut folders: Vec<PathBuf> =
        crates.iter().map(|name| root().join("crates").join(name).join("src")).collect();
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with("tests.rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                files.push((path, text[..start_of_tests(&text)].to_owned()));
            }
        }
    }
    assert!(files.len() > 100);
    files
}

/// Where the tests at the end of a file begin. Tests in a file of their own leave the rest to be looked at.
fn start_of_tests(text: &str) -> usize {
    let tests = text.match_indices("#[cfg(test)]\n").chain(text.match_indices("#[cfg(all(test"));
    let here = tests.map(|(at, _)| at).filter(|at| {
        let rest = text[*at..].lines().nth(1).unwrap_or_default();
        rest.contains("mod ") && rest.ends_with('{')
    });
    here.min().unwrap_or(text.len())
}

#[test]
fn what_stands_behind_the_name_of_tests_is_looked_at() {
    let (code, tests) =
        ("#[cfg(test)]\nmod tests;\n\nfn f() {}\n", "#[cfg(test)]\nmod tests {\n}\n");
    assert_eq!(start_of_tests(code), code.len());
    assert_eq!(start_of_tests(&format!("{code}{tests}")), code.len());
}

/// What opens sockets, starts programs or writes files is not in the source, but for `rolecall init`,
/// which writes one new file, `check` and `report`, which replace those they were given and write what they
/// were told to write, and `check --since` and `report --history`, which ask git. `tests/session` looks at the
/// process of the server itself.
#[test]
fn no_sockets_no_processes_no_writing() {
    const NEVER: [&str; 23] = [
        "::net",
        "TcpListener",
        "TcpStream",
        "UdpSocket",
        "UnixStream",
        "process::Command",
        "tokio::process",
        // What is named one by one can be looked for.
        "use std::{",
        "use tokio::{",
        "std::fs::{",
        "std::process::{",
        "fs::write",
        "fs::copy",
        "fs::create_dir",
        "fs::hard_link",
        "fs::set_permissions",
        "File::create",
        "File::options",
        "OpenOptions",
        "fs::remove",
        "fs::rename",
        "tempfile",
        "unsafe ",
    ];
    for (path, text) in built_in() {
        let found: Vec<&str> = NEVER.into_iter().filter(|what| text.contains(what)).collect();
        let is_in = |file: &str| path.ends_with(Path::new("rolecall/src").join(file));
        let expected: &[&str] = match () {
            () if is_in("git.rs") => &["process::Command"],
            () if is_in("init.rs") => &["OpenOptions"],
            () if is_in("replace.rs") => &["OpenOptions", "tempfile"],
            () if is_in("temporary.rs") => &["fs::copy", "fs::remove", "tempfile"],
            () => &[],
        };
        assert_eq!(found, expected, "{}", path.display());
    }
}

/// The one program that is started is git, from one place, and what it is asked for reads no file, no
/// index and no configuration of what to run: that would be `diff`, `status` and the like.
#[test]
fn git_is_the_only_program_and_only_asked_what_was_committed() {
    let text = std::fs::read_to_string(root().join("crates/rolecall/src/git.rs")).unwrap();
    assert_eq!(text.matches("Command::new").count(), 1);
    assert!(text.contains("Command::new(\"git\")"));
    let asked = ["merge-base", "rev-parse", "rev-list", "ls-tree", "cat-file"];
    let begins = text.match_indices("&[\"").map(|(at, begin)| &text[at + begin.len()..]);
    let words: Vec<&str> = begins.filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(words, asked);
    for never in ["\"diff", "\"status", "\"log", "\"show", "\"fetch", "--textconv", "--filters"] {
        assert!(!text.contains(never), "{never}");
    }
}

/// Nobody can write `unsafe`, in any crate, and the release binary looks for overflows.
#[test]
fn unsafe_code_is_forbidden_and_overflow_is_looked_for() {
    let text = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    assert!(text.contains("[workspace.lints.rust]\nunsafe_code = \"forbid\"\n"));
    let release = text.split("[profile.release]").nth(1).unwrap().split("\n[").next().unwrap();
    assert!(release.contains("overflow-checks = true"));
    for (manifest, text) in manifests() {
        assert!(text.contains("[lints]\nworkspace = true\n"), "{manifest}");
    }
}

/// Each dependency has a line above it, or above the group it stands in, that says what it is for.
#[test]
fn every_dependency_says_what_it_is_for() {
    let mut seen = 0;
    for (manifest, text) in manifests() {
        let mut is_said = false;
        let mut is_dependency = false;
        for line in text.lines() {
            match line.chars().next() {
                Some('[') => {
                    is_dependency = line.contains("dependencies");
                    is_said = false;
                }
                Some('#') => is_said = true,
                None => is_said = false,
                _ if is_dependency && !line.contains(".workspace = true") => {
                    seen += 1;
                    assert!(is_said, "{manifest}: {line}");
                }
                _ => {}
            }
        }
    }
    assert!(seen > 20, "{seen}");
}

/// What the README tells newcomers to run first is what `.ci/run` runs from a clean clone.
#[test]
fn the_first_commands_of_the_readme_are_those_of_the_build() {
    let read = |name: &str| std::fs::read_to_string(root().join(name)).unwrap();
    let (readme, run) = (read("README.md"), read(".ci/run"));
    let (_, clean) = run.split_once("git clone").unwrap();
    for command in
        ["cargo run -q -p rolecall -- check tests/workspaces/retailer", "cargo test --workspace"]
    {
        assert!(readme.contains(&format!("```sh\n{command}\n```")), "{command}");
        assert!(clean.lines().any(|line| line.starts_with(command)), "{command}");
    }
}

/// Whoever installs rolecall gets the dependencies that it was tested with.
#[test]
fn what_is_installed_is_what_was_tested() {
    let mut seen = 0;
    let mut folders = vec![root().join("docs"), root().join("editors")];
    let mut files =
        vec![root().join("README.md"), root().join("action.yml"), root().join(".ci/deny")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
            if path.ends_with("node_modules") {
                continue;
            } else if path.is_dir() {
                folders.push(path);
            } else if ["md", "txt", "lua", "yml", "sh"].contains(&ending) {
                files.push(path);
            }
        }
    }
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        for (at, _) in text.match_indices("cargo install ") {
            let command = text[at..].lines().next().unwrap();
            seen += 1;
            assert!(command.contains(" --locked"), "{}: {command}", file.display());
        }
    }
    assert!(seen >= 10, "{seen}");
}

/// A test that holds a generated file is one that `cargo renew` runs: by its name, its package and its target.
#[test]
fn one_command_renews_every_generated_file() {
    let config = std::fs::read_to_string(root().join(".cargo/config.toml")).unwrap();
    let renews = |what: &str| config.contains(&format!("\"{what}\""));
    let mut seen = 0;
    let mut folders = vec![root().join("crates"), root().join("tests")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            } else if path.extension().is_none_or(|ending| ending != "rs") {
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            for (at, _) in text.match_indices(&["var_os(\"UP", "DATE\")"].concat()) {
                seen += 1;
                let name = text[..at].rsplit("\nfn ").next().unwrap();
                let name = name.rsplit("    fn ").next().unwrap().split('(').next().unwrap();
                assert!(name.ends_with("is_fresh"), "{}: {name}", path.display());
                let inner = path.strip_prefix(root().join("crates")).unwrap();
                let parts: Vec<&str> = inner.iter().map(|part| part.to_str().unwrap()).collect();
                let target = match parts[1] {
                    "src" => "--lib",
                    _ => parts[2].trim_end_matches(".rs"),
                };
                assert!(renews(parts[0]) && renews(target), "{}", path.display());
            }
        }
    }
    assert!(seen >= 4, "{seen}");
    assert!(renews("is_fresh"));
}

/// The manifests of our crates, by name.
fn manifests() -> Vec<(String, String)> {
    let folders = ["crates", "tests"].map(|name| std::fs::read_dir(root().join(name)).unwrap());
    let crates = folders.into_iter().flatten();
    let manifests = crates.map(|entry| entry.unwrap().path().join("Cargo.toml"));
    let read = |path: PathBuf| (path.display().to_string(), std::fs::read_to_string(path).unwrap());
    manifests.filter(|path| path.exists()).map(read).collect()
}

/// Words that our texts for people do without: old-fashioned ones, and whole words of ours that readers had to guess.
const UNWELCOME: [&str; 9] =
    ["mend", "mends", "mended", "loud", "louder", "told of", "tells of", "whoever", "whomever"];

/// How words begin that Americans spell otherwise.
const BRITISH: [&str; 4] = ["colour", "behaviour", "neighbour", "optimis"];

/// Rewritten next.
const REWRITTEN_NEXT: [&str; 6] = [
    "README.md",
    "docs/agents.md",
    "docs/ci.md",
    "docs/stability.md",
    "crates/review/src/settings/mod.rs",
    "crates/review/src/settings/style.rs",
];

/// The words of a text that are not to be there.
fn unwelcome(text: &str) -> Vec<&'static str> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let text = format!(" {} ", words.join(" "));
    let is_there = |word: &&str| text.contains(&format!(" {word} "));
    let begins = |word: &&str| text.contains(&format!(" {word}"));
    UNWELCOME.into_iter().filter(is_there).chain(BRITISH.into_iter().filter(begins)).collect()
}

/// The string literals of Rust code, without escapes.
fn literals(code: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = code;
    while let Some(at) = rest.find(['"', '\'', '/']) {
        let (before, here) = rest.split_at(at);
        let hashes = before.len() - before.trim_end_matches('#').len();
        rest = if here.starts_with("//") {
            here.split_once('\n').map_or("", |(_, after)| after)
        } else if here.starts_with('"') && before.trim_end_matches('#').ends_with('r') {
            let (text, after) = here[1..].split_once(&format!("\"{}", "#".repeat(hashes))).unwrap();
            found.push(text);
            after
        } else if let Some(open) = here.strip_prefix('"') {
            let mut is_escaped = false;
            let end = open.find(|c| {
                let ends = c == '"' && !is_escaped;
                is_escaped = c == '\\' && !is_escaped;
                ends
            });
            let (text, after) = open.split_at(end.unwrap());
            found.push(text);
            &after[1..]
        } else if here.starts_with("'\"'") || here.starts_with("'\\") {
            &here[3..]
        } else {
            &here[1..]
        };
    }
    found
}

/// What rules and pages say is modern American English.
#[test]
fn texts_are_in_plain_american_english() {
    let read = |name: &str| std::fs::read_to_string(root().join(name)).unwrap();
    let changes = read("CHANGELOG.md");
    let unreleased = changes.split("\n## [").take(2).collect::<Vec<_>>().join("\n");
    let mut texts = vec![("CHANGELOG.md".to_owned(), unreleased)];
    let docs = std::fs::read_dir(root().join("docs")).unwrap();
    let docs = docs.filter_map(|entry| entry.unwrap().file_name().into_string().ok());
    let docs = docs.filter(|name| name.ends_with(".md")).map(|name| format!("docs/{name}"));
    let pages = ["README.md", "crates/review/RULES.md"].map(str::to_owned).into_iter().chain(docs);
    texts.extend(pages.map(|name| (name.clone(), read(&name))));
    for (path, code) in built_in() {
        let path = path.strip_prefix(root()).unwrap().display().to_string().replace('\\', "/");
        if path.starts_with("crates/review/") || path == "crates/project/src/problem.rs" {
            let docs = code.lines().filter_map(|line| line.trim_start().strip_prefix("///"));
            let is_shown = path.contains("/clues/");
            let docs: Vec<_> = docs.filter(|_| is_shown).collect();
            texts.push((path, [literals(&code), docs].concat().join("\n")));
        }
    }
    assert!(texts.len() > 100, "{}", texts.len());
    texts.retain(|(path, _)| !REWRITTEN_NEXT.contains(&path.as_str()));
    let lines = texts.iter().flat_map(|(path, text)| text.lines().map(move |line| (path, line)));
    let wrong = lines.filter(|(_, line)| !unwelcome(line).is_empty());
    let wrong: Vec<_> = wrong.map(|(path, line)| format!("{path}: {line}")).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn literals_are_found_in_code() {
    let code =
        "f(\"a \\\" b\"); // \"c\"\nlet x: &'a str = r#\"d \"e\" f\"#; ['\"', '\\'', '/', \"g\"]";
    assert_eq!(literals(code), ["a \\\" b", "d \"e\" f", "g"]);
    assert_eq!(
        unwelcome("It’s Loud: they are told\nof two Colours, amended."),
        ["loud", "told of", "colour"]
    );
    assert_eq!(unwelcome("Clouds, told off"), [""; 0]);
}

/// What `cargo binstall` is told to load is what `.ci/release` makes.
#[cfg(unix)]
#[test]
fn what_is_released_is_what_is_installed() {
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(root())
        .output()
        .unwrap();
    let metadata: serde_json::Value = serde_json::from_slice(&metadata.stdout).unwrap();
    let mut packages = metadata["packages"].as_array().unwrap().iter();
    let package = packages.find(|package| package["name"] == "rolecall").unwrap();
    let binstall = &package["metadata"]["binstall"];
    let targets = [
        "x86_64-unknown-linux-musl",
        "aarch64-unknown-linux-musl",
        "x86_64-apple-darwin",
        "aarch64-apple-darwin",
        "x86_64-pc-windows-msvc",
        "aarch64-pc-windows-msvc",
    ];
    let release =
        Command::new(root().join(".ci/release")).arg("--list").args(targets).output().unwrap();
    let release = String::from_utf8(release.stdout).unwrap();
    assert_eq!(release.lines().count(), targets.len());
    for (target, made) in targets.into_iter().zip(release.lines()) {
        let told = |key: &str| -> String {
            let own = &binstall["overrides"][target][key];
            let told = if own.is_null() { &binstall[key] } else { own };
            let binary_ending = if target.contains("windows") { ".exe" } else { "" };
            let told = told.as_str().unwrap().replace("{ binary-ext }", binary_ending);
            let told = ["repository", "version", "name"].iter().fold(told, |told, key| {
                let name = key.replace("repository", "repo");
                told.replace(&format!("{{ {name} }}"), package[key].as_str().unwrap())
            });
            told.replace("{ bin }", "rolecall").replace("{ target }", target)
        };
        let (archive, program) = made.split_once(' ').unwrap();
        let version = package["version"].as_str().unwrap();
        let from = "https://github.com/rolecall/rolecall/releases/download";
        assert_eq!(told("pkg-url"), format!("{from}/v{version}/{archive}"));
        assert_eq!(told("bin-dir"), program);
        let ending = if told("pkg-fmt") == "tgz" { ".tar.gz" } else { ".zip" };
        assert!(archive.ends_with(ending), "{target}: {archive}");
    }
}
