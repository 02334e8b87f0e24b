//! Which configuration a document has, and which documents there are.

use std::path::{Component, Path, PathBuf};

use ignore::WalkBuilder;

use crate::config::CONFIG_NAME;
use crate::problem::Problem;
use crate::read::cannot_read;

/// A document that was found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// Where: as it was named, or from the folder that was named on, without a `./` before it.
    pub path: PathBuf,
    /// Whether it was named itself, so that no pattern leaves it out.
    pub named: bool,
}

/// The nearest `rolecall.toml` above `path`, which may be a document or a folder and need not
/// exist. Looks at the folders on the way to the root of the file system, and nowhere else.
pub fn find_config(path: &Path) -> Option<PathBuf> {
    clean(path).ancestors().map(|folder| folder.join(CONFIG_NAME)).find(|file| file.is_file())
}

/// The documents that `paths` name: files as they are, folders with every Markdown file in them,
/// but for what `.gitignore` leaves out, hidden files and symbolic links. Each document once, in
/// the order of their paths. Whether a document belongs is for [`crate::Config::covers`] to say.
pub fn documents(paths: &[PathBuf]) -> (Vec<Found>, Vec<Problem>) {
    let mut found: Vec<Found> = Vec::new();
    let mut problems = Vec::new();
    for path in paths {
        match std::fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => walk(path, &mut found, &mut problems),
            Ok(_) => found.push(Found { path: undotted(path), named: true }),
            Err(error) => problems.push(Problem::of_file(path, cannot_read(&error))),
        }
    }
    // The same document may have been named in two ways; being named itself counts.
    found.sort_by_cached_key(|found| (clean(&found.path), !found.named));
    found.dedup_by_key(|found| clean(&found.path));
    found.sort();
    problems.sort_by(|one, other| one.path.cmp(&other.path));
    (found, problems)
}

fn walk(folder: &Path, found: &mut Vec<Found>, problems: &mut Vec<Problem>) {
    for entry in WalkBuilder::new(folder).require_git(false).build() {
        match entry {
            Ok(entry) => {
                let path = entry.path();
                if entry.file_type().is_some_and(|kind| kind.is_file()) && is_markdown(path) {
                    found.push(Found { path: undotted(path), named: false });
                }
            }
            Err(error) => {
                let path = path_of(&error).unwrap_or(folder).to_owned();
                let message = match error.io_error() {
                    Some(error) => cannot_read(error),
                    None => format!("This cannot be read: {error}."),
                };
                problems.push(Problem::of_file(&path, message));
            }
        }
    }
}

fn undotted(path: &Path) -> PathBuf {
    path.strip_prefix(".").unwrap_or(path).to_owned()
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            path_of(err)
        }
        _ => None,
    }
}

/// Whether a file is a Markdown document, by its name.
pub(crate) fn is_markdown(path: &Path) -> bool {
    const EXTENSIONS: [&str; 3] = ["md", "markdown", "mdx"];
    path.extension()
        .is_some_and(|own| EXTENSIONS.iter().any(|known| own.eq_ignore_ascii_case(known)))
}

/// `path` from the root on, without `.` and `..`, whether or not it exists. Symbolic links stay:
/// a document belongs where people see it.
pub(crate) fn clean(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut clean = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                clean.pop();
            }
            _ => clean.push(part),
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    fn names(root: &Path, paths: &[&str]) -> Vec<String> {
        let paths: Vec<PathBuf> = paths.iter().map(|path| root.join(path)).collect();
        let (found, problems) = documents(&paths);
        assert_eq!(problems, []);
        let inside = |found: Found| found.path.strip_prefix(root).unwrap().to_owned();
        found.into_iter().map(|found| inside(found).display().to_string()).collect()
    }

    #[test]
    fn folders_are_walked_as_git_sees_them() {
        let root = folder(&[
            (".gitignore", "out/\n"),
            ("out/a.md", ""),
            (".hidden/a.md", ""),
            ("b.md", ""),
            ("a/z.markdown", ""),
            ("a/b.MDX", ""),
            ("a/code.rs", ""),
            ("notes.txt", ""),
        ]);
        let root = root.path();
        assert_eq!(names(root, &[""]), ["a/b.MDX", "a/z.markdown", "b.md"]);
        assert_eq!(names(root, &["b.md", "a", "a/../b.md", "a/b.MDX"]).len(), 3);
        assert_eq!(names(root, &["out/a.md", "notes.txt"]), ["notes.txt", "out/a.md"]);
    }

    #[cfg(unix)]
    #[test]
    fn symbolic_links_are_not_followed() {
        let root = folder(&[("a/b.md", "")]);
        let root = root.path();
        std::os::unix::fs::symlink(root, root.join("a/loop")).unwrap();
        std::os::unix::fs::symlink(root.join("a/b.md"), root.join("c.md")).unwrap();
        assert_eq!(names(root, &[""]), ["a/b.md"]);
        assert_eq!(names(root, &["c.md"]), ["c.md"]);
    }

    #[test]
    fn a_missing_path_does_not_stop_the_rest() {
        let root = folder(&[("a.md", "")]);
        let paths = ["nowhere.md", "a.md"].map(|name| root.path().join(name));
        let (found, problems) = documents(&paths);
        assert_eq!(found, [Found { path: paths[1].clone(), named: true }]);
        let [problem] = problems.as_slice() else { panic!("{problems:?}") };
        assert_eq!(problem.path, paths[0]);
        assert_eq!(problem.message, "There is no such file or folder: check the path.");
    }

    #[test]
    fn the_nearest_config_wins() {
        let root = folder(&[("rolecall.toml", ""), ("a/rolecall.toml", ""), ("a/b/c.md", "")]);
        let root = root.path();
        let found = |path: &str| {
            let found = find_config(&root.join(path)).unwrap();
            found.strip_prefix(root).unwrap().display().to_string()
        };
        assert_eq!(found("a/b/c.md"), "a/rolecall.toml");
        assert_eq!(found("a/b/new/new.md"), "a/rolecall.toml");
        assert_eq!(found("a"), "a/rolecall.toml");
        assert_eq!(found("a/../b/c.md"), "rolecall.toml");
        assert_eq!(found("c.md"), "rolecall.toml");
    }
}
