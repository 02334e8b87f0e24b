//! What the pages tell people to type is typed.

use std::fs;
use std::path::Path;

use crate::folder::Folder;

/// The lines of a page that are for a shell.
fn commands(page: &str) -> Vec<String> {
    let mut inside = false;
    let mut commands = Vec::new();
    for line in page.lines().map(str::trim) {
        match line {
            "```sh" => inside = true,
            "```" => inside = false,
            _ if inside && !line.is_empty() => commands.push(line.to_owned()),
            _ => {}
        }
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
    let mut run = 0;
    for page in pages.iter().filter(|page| page.extension().is_some_and(|it| it == "md")) {
        // One after the other: what one writes the next may read.
        let project = project();
        for command in commands(&fs::read_to_string(page).unwrap()) {
            // What builds or installs is what the tests themselves stand on.
            if !command.starts_with("rolecall ") {
                continue;
            }
            let outcome = project.shell(&command.replace("path/to/docs", "docs"));
            assert!(
                matches!(outcome.code, 0 | 1),
                "{}: {command}: {}\n{}{}",
                page.display(),
                outcome.code,
                outcome.out,
                outcome.err
            );
            run += 1;
        }
    }
    assert!(run >= 7, "{run}");
}
