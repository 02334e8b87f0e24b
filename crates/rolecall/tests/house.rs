//! The rules of the house: which crate may use which, and that every file says what it is for.

#![allow(clippy::unwrap_used, clippy::panic)]

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
        ("review", &["project", "server", "tower-lsp", "lsp-types", "serde_json", "tokio", "toml"]),
        ("project", &["server", "tower-lsp", "lsp-types", "tokio"]),
        ("workspace", &["server", "tower-lsp", "lsp-types", "tokio"]),
        ("server", &["rolecall", "clap"]),
        ("rolecall", &["rolecall-bench", "rolecall-eval", "fixture"]),
    ];
    for (package, others) in forbidden {
        let used = used_by(package);
        assert!(used.len() > 1, "{package} uses something");
        for other in others {
            assert!(!used.iter().any(|name| name == other), "{package} must not use {other}");
        }
    }
    for package in ["review", "project", "workspace", "server"] {
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
