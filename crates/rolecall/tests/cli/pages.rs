//! What the pages tell people to type is typed.

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

#[test]
fn every_command_of_the_pages_can_be_run() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut pages = vec![root.join("README.md")];
    pages.extend(fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path()));
    let mut run = Vec::new();
    for page in pages.iter().filter(|page| page.extension().is_some_and(|it| it == "md")) {
        // One after the other: what one writes the next may read.
        let project = project();
        for command in commands(&fs::read_to_string(page).unwrap()) {
            // What builds or installs is what the tests themselves stand on.
            if !command.starts_with("rolecall ") {
                continue;
            }
            let command = command.replace("path/to/docs", "docs");
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
    assert!(run.len() >= 20, "{run:?}");
    for format in ["sarif", "gitlab", "junit", "github"] {
        assert!(run.iter().any(|it| it.contains(&format!("--format {format} "))), "{format}");
    }
}
