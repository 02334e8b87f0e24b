//! Paths: what files are by their names, and where they are.

use std::path::{Component, Path, PathBuf};

use markdown::Syntax;

/// The name of the file that configures a project.
pub const CONFIG_NAME: &str = "rolecall.toml";

/// Returns whether a file is a Markdown document, by its name.
pub(crate) fn is_markdown(path: &Path) -> bool {
    Syntax::of_path(path).is_some_and(Syntax::is_markdown)
}

/// Returns whether a file is a document that can be reviewed, by its name.
pub fn is_document(path: &Path) -> bool {
    Syntax::of_path(path).is_some()
}

/// Returns the absolute form of a path, without `.` and `..`; the file need not exist. Symbolic links stay, since
/// a document belongs where people see it.
pub fn clean(path: &Path) -> PathBuf {
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

/// Returns the path of a file from the folder `root` on, by where the two really are: a file that is reached through
/// a link is the one that the link leads to. Returns `path` itself where that is not in `root`.
pub fn name_in(root: &Path, path: &Path) -> PathBuf {
    let (real_root, real_path) = (real(root), real(path));
    real_path
        .strip_prefix(real_root)
        .map_or_else(|_| path.to_owned(), |inside| joined(root, inside))
}

/// Returns where a file or folder really is, with all links followed; the file need not exist.
pub fn real(path: &Path) -> PathBuf {
    let known = path.ancestors().find_map(|part| Some((part, part.canonicalize().ok()?)));
    let real = known.and_then(|(part, real)| Some(joined(&real, path.strip_prefix(part).ok()?)));
    real.unwrap_or_else(|| path.to_owned())
}

/// Joins a folder and a path inside it, which may be empty.
pub fn joined(folder: &Path, inside: &Path) -> PathBuf {
    match inside.as_os_str().is_empty() {
        true => folder.to_owned(),
        false => folder.join(inside),
    }
}

/// Returns the folder of the nearest `.git` above the file or folder at `path`, or in it.
pub fn repository_of(path: &Path) -> Option<PathBuf> {
    clean(path).ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned)
}
