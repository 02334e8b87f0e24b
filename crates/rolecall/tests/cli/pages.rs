//! What the pages tell people to type is typed.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::folder::Folder;

/// What a page gives to a shell: the lines of `sh`, and what the files of a build have run.
fn commands(page: &str) -> Vec<String> {
    let mut language = "";
    let mut commands = Vec::new();
    for line in page.lines().map(str::trim) {
        if let Some(named) = line.strip_prefix("```") {
            language = named;
            continue;
        }
        let command = match language {
            "sh" => Some(line),
            "yaml" => line.strip_prefix("- ").map(|it| it.strip_prefix("run: ").unwrap_or(it)),
            "groovy" => line.strip_prefix("sh '").and_then(|it| it.strip_suffix('\'')),
            _ => None,
        };
        commands.extend(command.filter(|it| !it.is_empty()).map(str::to_owned));
    }
    commands
}

/// The sample project, with its documents under `docs`, in a repository.
fn project() -> Folder {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/workspaces/retailer");
    let project = Folder::new(&[]);
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap();
                project.write(name, &fs::read(&path).unwrap());
            }
        }
    }
    let commit =
        "git init -qb main && git add . && git -c user.name=a -c user.email=a@b commit -qm a";
    assert_eq!(project.shell(commit).code, 0);
    project
}

/// What builds or installs, and who does it while the tests run.
const ELSEWHERE: [(&str, &str); 7] = [
    (
        "cargo install --locked --path crates/rolecall",
        "cargo, before these tests, and `action` beside",
    ),
    ("cargo test --workspace", "whoever runs this"),
    ("cd editors/vscode", "tests/editors/vscode.rs"),
    ("npm ci && node scripts/package.mjs", "tests/editors/vscode.rs"),
    ("code --install-extension dist/rolecall-*.vsix", "tests/editors/vscode.rs"),
    (
        "cargo build --release -p rolecall -p rolecall-bench",
        "cargo, before the tests of tests/bench",
    ),
    (
        "target/release/rolecall-bench latency --markdown --findings few --server 'rolecall=target/release/rolecall server'",
        "tests/bench, with fewer edits",
    ),
];

#[test]
fn every_command_of_the_pages_can_be_run() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut pages = vec![root.join("README.md")];
    pages.extend(fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path()));
    let (mut run, mut known) = (Vec::new(), BTreeSet::new());
    for page in pages.iter().filter(|page| page.extension().is_some_and(|it| it == "md")) {
        // One after the other: what one writes the next may read.
        let project = project();
        for command in commands(&fs::read_to_string(page).unwrap()) {
            if let Some((elsewhere, _)) = ELSEWHERE.iter().find(|(known, _)| *known == command) {
                known.insert(elsewhere);
                continue;
            }
            // From a clone; the program is built already.
            let command = command
                .replace("cargo run -q -p rolecall -- ", "rolecall ")
                .replace(
                    "tests/workspaces/retailer",
                    root.join("tests/workspaces/retailer").to_str().unwrap(),
                )
                .replace("path/to/docs", "docs");
            if !command.starts_with("rolecall ") {
                assert!(is_of_a_build(&command), "{}: nobody runs `{command}`", page.display());
                continue;
            }
            let outcome = project.shell(&command);
            assert!(
                matches!(outcome.code, 0 | 1),
                "{}: {command}: {}\n{}{}",
                page.display(),
                outcome.code,
                outcome.out,
                outcome.err
            );
            // What it writes for others is there for them.
            let mut words = command.split(' ').skip_while(|word| *word != "--output-file");
            if let Some(file) = words.nth(1) {
                assert!(!project.read(file).is_empty(), "{command}");
            }
            run.push(command);
        }
    }
    assert_eq!(known.len(), ELSEWHERE.len(), "only these are on a page: {known:?}");
    assert!(run.len() >= 20, "{run:?}");
    assert!(run.iter().any(|it| it.contains("tests/workspaces/retailer")), "{run:?}");
    for format in ["sarif", "gitlab", "junit", "github"] {
        assert!(run.iter().any(|it| it.contains(&format!("--format {format} "))), "{format}");
    }
}

/// Whether it is no command: an item of a list in the file of a build.
fn is_of_a_build(item: &str) -> bool {
    ["uses: ", "id: ", "repo: "].iter().any(|key| item.starts_with(key))
}
