//! Which configuration a document has, and which documents there are.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::{DirEntry, WalkBuilder};
use review::Severity;

use crate::paths::{CONFIG_NAME, clean, is_document};
use crate::persona::has_personas;
use crate::problem::Problem;
use crate::read::{cannot_read, check_regular};

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
    clean(path).ancestors().find_map(config_in)
}

/// The `rolecall.toml` of a folder. One that is no file counts as well: that is reported when it is read.
fn config_in(folder: &Path) -> Option<PathBuf> {
    let config = folder.join(CONFIG_NAME);
    std::fs::symlink_metadata(&config).is_ok().then_some(config)
}

/// What decides for `path`: the nearest `rolecall.toml`; where there is none but the folder of the
/// nearest `.git` has persona files, the one that would stand there, for [`crate::load`] reads the
/// persona files without it.
pub fn config_of(path: &Path) -> Option<PathBuf> {
    find_config(path).or_else(|| {
        let folder = root_of(path)?.folder;
        has_personas(&folder).then(|| folder.join(CONFIG_NAME))
    })
}

/// The documents that `paths` name: files as they are, folders with every document in them, but for
/// what `.gitignore` leaves out, symbolic links, and what is hidden, specifications of agents aside. A folder that cannot
/// be read is a warning, and an error where it was named.
/// Each document once, in the order of where they are, whatever folder they are named from. Whether a document belongs is for [`crate::Config::covers`] to say.
pub fn documents(paths: &[PathBuf]) -> (Vec<Found>, Vec<Problem>) {
    let mut found: Vec<Found> = Vec::new();
    let mut problems = Vec::new();
    for path in paths {
        match std::fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => {
                for one in walk(path, |_| true) {
                    match one {
                        Ok(path) => found
                            .extend(path.map(|path| Found { path: undotted(&path), named: false })),
                        Err(problem) => {
                            problems.push(Problem { path: undotted(&problem.path), ..problem });
                        }
                    }
                }
            }
            Ok(_) => found.push(Found { path: undotted(path), named: true }),
            Err(error) => problems.push(Problem::of_file(path, cannot_read(&error))),
        }
    }
    // The same document may have been named in two ways; being named itself counts.
    found.sort_by_cached_key(|found| (clean(&found.path), !found.named));
    found.dedup_by_key(|found| clean(&found.path));
    problems.sort_by_cached_key(|problem| clean(&problem.path));
    (found, problems)
}

/// The documents of a project, as far as they were looked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scan {
    /// The files, in the order of their paths.
    pub files: Vec<PathBuf>,
    /// Whether there are more.
    pub truncated: bool,
    /// Whether nothing was looked for: the folder is the home folder, or holds it, or is the whole
    /// disk.
    pub refused: bool,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// The folders in `root` that hold a file which decides what is found, in order: an ignore file, or
    /// the `rolecall.toml` of another project. A change of these files changes the answer.
    pub deciding: Vec<PathBuf>,
}

/// The documents under `root` that `covers` holds of, at most `limit` of them: those that
/// [`documents`] finds, but for other projects, which have a `rolecall.toml` of their own.
pub fn scan(root: &Path, limit: usize, covers: &dyn Fn(&Path) -> bool) -> Scan {
    scan_from(root, limit, covers, std::env::home_dir().as_deref())
}

fn scan_from(
    root: &Path,
    limit: usize,
    covers: &dyn Fn(&Path) -> bool,
    home: Option<&Path>,
) -> Scan {
    /// Where there is so much that is no document, this is no folder of documents.
    const ENTRIES_PER_FILE: usize = 200;
    let root = clean(root);
    let mut scan = Scan::default();
    if root.parent().is_none() || home.is_some_and(|home| holds(&root, home)) {
        scan.refused = true;
        return scan;
    }
    let deciding = Arc::new(Mutex::new(BTreeSet::new()));
    let decided = Arc::clone(&deciding);
    let is_ours = move |entry: &DirEntry| {
        let folder = entry.path();
        let is_other = is_folder(entry) && config_in(folder).is_some();
        if is_other || is_folder(entry) && ignore_files(folder).next().is_some() {
            decided.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned());
        }
        !is_other
    };
    for (count, found) in walk(&root, is_ours).enumerate() {
        match found {
            Ok(Some(path)) if covers(&path) && scan.files.len() < limit => scan.files.push(path),
            Ok(Some(path)) if covers(&path) => scan.truncated = true,
            Ok(_) => {}
            Err(problem) => scan.problems.push(problem),
        }
        scan.truncated |= count >= limit.saturating_mul(ENTRIES_PER_FILE);
        if scan.truncated {
            break;
        }
    }
    scan.files.sort();
    let mut deciding = deciding.lock().unwrap_or_else(PoisonError::into_inner);
    scan.deciding = std::mem::take(&mut *deciding).into_iter().collect();
    scan
}

/// Whether `home` is the folder `root` or in it, under any of its names.
fn holds(root: &Path, home: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| clean(path));
    real(home).starts_with(real(root))
}

/// The folder that a document belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root {
    /// The folder.
    pub folder: PathBuf,
    /// Its `rolecall.toml`; none where a `.git` made it a root.
    pub config: Option<PathBuf>,
}

/// The folder that the document or folder at `path` belongs to: that of the nearest `rolecall.toml`,
/// or else that of the nearest `.git`. Looks no further up than the home folder.
pub fn root_of(path: &Path) -> Option<Root> {
    root_from(path, std::env::home_dir().as_deref())
}

fn root_from(path: &Path, home: Option<&Path>) -> Option<Root> {
    let path = clean(path);
    let home = home.map(clean).filter(|home| path.starts_with(home));
    let inside = |folder: &&Path| home.as_ref().is_none_or(|home| folder.starts_with(home));
    let folders = || path.ancestors().take_while(inside);
    let of_config = folders().find_map(|folder| {
        let config = config_in(folder)?;
        Some(Root { folder: folder.to_owned(), config: Some(config) })
    });
    of_config.or_else(|| {
        let folder = folders().find(|folder| folder.join(".git").exists())?;
        Some(Root { folder: folder.to_owned(), config: None })
    })
}

/// Whether [`documents`] finds the file at `path` when it is asked for the folder `root`, in which
/// it is.
pub fn is_found(path: &Path, root: &Path) -> bool {
    let (path, root) = (clean(path), clean(root));
    let target = path.clone();
    walk(&root, move |entry| target.starts_with(entry.path()))
        .any(|found| found.is_ok_and(|found| found.as_ref() == Some(&path)))
}

/// The files that say what git leaves out of the folder they are in.
const IGNORE_FILES: [&str; 3] = [".gitignore", ".ignore", ".git/info/exclude"];

/// Whether the file at `path` decides, by its name, which documents a project has: a `rolecall.toml` or
/// an ignore file.
pub fn decides(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == CONFIG_NAME)
        || IGNORE_FILES.iter().any(|name| path.ends_with(name))
}

/// Hidden folders that people and agents write specifications in, and what of each is theirs: the rest
/// is templates and tools. Kiro: <https://kiro.dev/docs/specs/>; Spec Kit: <https://github.com/github/spec-kit>.
const SPECIFICATIONS: [(&str, [&str; 2]); 2] =
    [(".kiro", ["specs", "steering"]), (".specify", ["specs", "memory"])];

/// Whether a document at `path`, from a folder on, is looked for there: what is hidden is not, but for what
/// lies in the folders of specifications.
pub fn is_in_sight(path: &Path) -> bool {
    let named = path.ancestors().filter(|part| part.file_name().is_some());
    named.enumerate().all(|(height, part)| is_seen(part, height > 0))
}

/// The same of the last part of `path` alone.
fn is_seen(path: &Path, is_folder: bool) -> bool {
    let parts_of = |name: &OsStr| {
        SPECIFICATIONS.iter().find(|(known, _)| name == *known).map(|(_, parts)| parts)
    };
    let name = path.file_name().unwrap_or_default();
    let above = path.parent().and_then(Path::file_name);
    if let Some(parts) = above.and_then(parts_of) {
        return parts.iter().any(|part| name == *part);
    }
    let is_hidden = name.as_encoded_bytes().starts_with(b".");
    !is_hidden || is_folder && parts_of(name).is_some()
}

/// What is found in a folder as git sees it, in the order of the paths: of each entry that is let
/// pass the document that it is, if it is one. The folder itself always passes.
///
/// A folder is left out where a pipe stands in place of its `.gitignore`, or whatever else cannot be
/// read to its end: who knows what counts in there?
fn walk(
    folder: &Path,
    passes: impl Fn(&DirEntry) -> bool + Send + Sync + 'static,
) -> impl Iterator<Item = Result<Option<PathBuf>, Problem>> {
    // What is above counts, too.
    let real = folder.canonicalize().unwrap_or_else(|_| clean(folder));
    let blocked = real.ancestors().find_map(unreadable);
    let is_open = blocked.is_none();
    let found = Arc::new(Mutex::new(Vec::from_iter(blocked)));
    let blocked = Arc::clone(&found);
    let mut walk = WalkBuilder::new(folder);
    walk.hidden(false).require_git(false).sort_by_file_name(Ord::cmp).filter_entry(move |entry| {
        if !is_seen(entry.path(), is_folder(entry)) || !passes(entry) {
            return false;
        }
        let problem = is_folder(entry).then(|| unreadable(entry.path())).flatten().map(of_many);
        let is_open = problem.is_none();
        found.lock().unwrap_or_else(PoisonError::into_inner).extend(problem);
        is_open
    });
    let walk = is_open.then(|| walk.build()).into_iter().flatten();
    let rest = move || std::mem::take(&mut *blocked.lock().unwrap_or_else(PoisonError::into_inner));
    let folder = folder.to_owned();
    walk.map(move |entry| document(entry, &folder))
        .chain(std::iter::once_with(rest).flatten().map(Err))
}

fn is_folder(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_dir())
}

/// What stands in place of a file that says what git leaves out of a folder, and cannot be read. A
/// folder of that name is none.
fn unreadable(folder: &Path) -> Option<Problem> {
    ignore_files(folder).find_map(|path| {
        let error = check_regular(&path).err()?;
        let message = format!("{} Its folder is skipped.", cannot_read(&error));
        Some(Problem::of_file(&path, message))
    })
}

/// The files of a folder that say what git leaves out of it.
fn ignore_files(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let files = IGNORE_FILES.map(|name| folder.join(name));
    files.into_iter().filter(|path| path.exists() && !path.is_dir())
}

/// The document that an entry of `folder` is, if it is one.
fn document(
    entry: Result<DirEntry, ignore::Error>,
    folder: &Path,
) -> Result<Option<PathBuf>, Problem> {
    match entry {
        Ok(entry) => {
            let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
            Ok((is_file && is_document(entry.path())).then(|| entry.into_path()))
        }
        Err(error) => {
            let path = path_of(&error).unwrap_or(folder).to_owned();
            let message = match error.io_error() {
                Some(error) => cannot_read(error),
                None => format!("Cannot read this: {error}."),
            };
            let problem = Problem::of_file(&path, message);
            Err(if path == folder { problem } else { of_many(problem) })
        }
    }
}

/// The problem of one of the many folders in one that is read: it stops nothing.
fn of_many(problem: Problem) -> Problem {
    Problem { severity: Severity::Warning, ..problem }
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
        assert_eq!(names(root, &[""]), ["a/b.MDX", "a/z.markdown", "b.md", "notes.txt"]);
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

    /// A pipe would be waited for, a device read without an end.
    #[cfg(unix)]
    #[test]
    fn a_folder_whose_gitignore_cannot_be_read_is_left_out() {
        let pipe = "This file was not read: it is not a regular file. Its folder is skipped.";
        let long = "This file was not read: it is larger than 4 MB. Its folder is skipped.";
        let make_pipe = |path: &Path| {
            assert!(std::process::Command::new("mkfifo").arg(path).status().unwrap().success());
        };
        let root = folder(&[
            ("a.md", ""),
            ("pipe/b.md", ""),
            ("device/b.md", ""),
            ("long/deep/b.md", ""),
            ("folder/.gitignore/x", ""),
            ("folder/c.md", ""),
            ("good/.ignore", "b.md\n"),
            ("good/b.md", ""),
            ("good/d.md", ""),
            ("git/.git/info/x", ""),
            ("git/b.md", ""),
        ]);
        let root = root.path();
        make_pipe(&root.join("pipe/.ignore"));
        make_pipe(&root.join("git/.git/info/exclude"));
        std::os::unix::fs::symlink("/dev/null", root.join("device/.gitignore")).unwrap();
        fs::File::create(root.join("long/.gitignore")).unwrap().set_len(1 << 30).unwrap();
        let messages = |problems: Vec<Problem>| {
            let one = |problem: Problem| {
                let path = problem.path.strip_prefix(root).unwrap().display().to_string();
                (path, problem.message)
            };
            problems.into_iter().map(one).collect::<Vec<_>>()
        };
        let expected = [
            ("device/.gitignore", pipe),
            ("git/.git/info/exclude", pipe),
            ("long/.gitignore", long),
            ("pipe/.ignore", pipe),
        ]
        .map(|(path, message)| (path.to_owned(), message.to_owned()));
        let good = ["a.md", "folder/c.md", "good/d.md"].map(|name| root.join(name));
        let (found, problems) = documents(&[root.to_owned()]);
        assert_eq!(found.into_iter().map(|found| found.path).collect::<Vec<_>>(), good);
        assert_eq!(messages(problems), expected);
        let scan = scan_from(root, 9, &|_| true, None);
        assert_eq!(scan.files, good);
        assert_eq!(messages(scan.problems), expected);
        for (name, expected) in [("good/d.md", true), ("good/b.md", false), ("pipe/b.md", false)] {
            assert_eq!(is_found(&root.join(name), root), expected, "{name}");
        }
        // So is what is below one.
        for folder in ["pipe", "long/deep"] {
            let (found, problems) = documents(&[root.join(folder)]);
            assert_eq!((found.len(), problems.len()), (0, 1), "{folder}");
        }
        let (found, problems) = documents(&[root.join("pipe/b.md")]);
        assert_eq!((found.len(), problems.len()), (1, 0), "named itself");
    }

    #[test]
    fn a_missing_path_does_not_stop_the_rest() {
        let root = folder(&[("a.md", "")]);
        let paths = ["nowhere.md", "a.md"].map(|name| root.path().join(name));
        let (found, problems) = documents(&paths);
        assert_eq!(found, [Found { path: paths[1].clone(), named: true }]);
        let [problem] = problems.as_slice() else { panic!("{problems:?}") };
        assert_eq!(problem.path, paths[0]);
        assert_eq!(problem.message, "No such file or folder. Check the path.");
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

    fn scanned(root: &Path, limit: usize, home: Option<&Path>) -> (Vec<String>, bool, bool) {
        let scan = scan_from(root, limit, &|path| !path.ends_with("no.md"), home);
        assert_eq!(scan.problems, []);
        let inside = |path: PathBuf| path.strip_prefix(root).unwrap().display().to_string();
        (scan.files.into_iter().map(inside).collect(), scan.truncated, scan.refused)
    }

    fn strings(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn a_scan_keeps_to_its_project() {
        let root = folder(&[
            ("rolecall.toml", ""),
            (".gitignore", "out/\n"),
            ("out/a.md", ""),
            (".hidden/a.md", ""),
            ("b.md", ""),
            ("a/z.markdown", ""),
            ("a/no.md", ""),
            ("a/code.rs", ""),
            ("part/rolecall.toml", ""),
            ("part/a.md", ""),
            ("part/deep/a.md", ""),
        ]);
        let root = root.path();
        #[cfg(unix)]
        std::os::unix::fs::symlink(root, root.join("a/loop")).unwrap();
        let all = strings(&["a/z.markdown", "b.md"]);
        assert_eq!(scanned(root, 9, None), (all.clone(), false, false));
        assert_eq!(scanned(root, 2, None), (all, false, false));
        assert_eq!(scanned(root, 1, None), (strings(&["a/z.markdown"]), true, false));
        assert_eq!(scanned(root, 0, None), (vec![], true, false));
        let part = strings(&["a.md", "deep/a.md"]);
        assert_eq!(scanned(&root.join("part"), 9, Some(root)), (part, false, false));
    }

    #[test]
    fn a_scan_ends_where_there_are_no_documents() {
        let root = folder(&[]);
        for at in 0..250 {
            fs::write(root.path().join(format!("{at}.rs")), "").unwrap();
        }
        assert_eq!(scanned(root.path(), 1, None), (vec![], true, false));
        assert_eq!(scanned(root.path(), 2, None), (vec![], false, false));
    }

    #[test]
    fn a_scan_of_everything_is_refused() {
        let root = folder(&[("home/a.md", ""), ("home/docs/a.md", ""), ("b/a.md", "")]);
        let root = root.path();
        let home = root.join("home");
        let refused = (vec![], false, true);
        assert_eq!(scanned(&home, 9, Some(&home)), refused);
        assert_eq!(scanned(root, 9, Some(&home)), refused);
        assert_eq!(scanned(Path::new("/"), 9, None), refused);
        let one = (strings(&["a.md"]), false, false);
        assert_eq!(scanned(&home.join("docs"), 9, Some(&home)), one);
        assert_eq!(scanned(&root.join("b"), 9, Some(&home)), one);
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(&home, root.join("link")).unwrap();
            assert_eq!(scanned(&root.join("link"), 9, Some(&home)), refused);
            assert_eq!(scanned(&home, 9, Some(&root.join("link"))), refused);
        }
    }

    #[test]
    fn a_document_belongs_to_a_folder() {
        let root = folder(&[
            ("rolecall.toml", ""),
            ("home/repo/.git/HEAD", ""),
            ("home/repo/docs/a.md", ""),
            ("home/repo/part/rolecall.toml", ""),
            ("home/repo/part/sub/.git", "gitdir: elsewhere"),
            ("home/repo/part/sub/a.md", ""),
            ("home/other/.git", "gitdir: elsewhere"),
            ("home/other/a.md", ""),
            ("home/notes/a.md", ""),
        ]);
        let root = root.path();
        let home = root.join("home");
        let found = |path: &str, home: Option<&Path>| {
            let found = root_from(&root.join(path), home)?;
            let config = found.config.is_some();
            let beside = found.folder.join(CONFIG_NAME);
            assert!(found.config.is_none_or(|config| config == beside));
            Some((found.folder.strip_prefix(root).unwrap().display().to_string(), config))
        };
        let home = Some(home.as_path());
        for (path, expected) in [
            ("home/repo/docs/a.md", Some(("home/repo", false))),
            ("home/repo/docs/new/new.md", Some(("home/repo", false))),
            ("home/repo", Some(("home/repo", false))),
            ("home/repo/part/sub/a.md", Some(("home/repo/part", true))),
            ("home/other/a.md", Some(("home/other", false))),
            ("home/notes/a.md", None),
            ("elsewhere/a.md", Some(("", true))),
        ] {
            let expected = expected.map(|(folder, config)| (folder.to_owned(), config));
            assert_eq!(found(path, home), expected, "{path}");
        }
        assert_eq!(found("home/notes/a.md", None), Some((String::new(), true)));
    }

    #[test]
    fn what_a_folder_leaves_out() {
        let root = folder(&[
            (".gitignore", "out/\n"),
            ("out/a.md", ""),
            ("a/.hidden/a.md", ""),
            ("a/b/c.md", ""),
            ("a/b.txt", ""),
            ("a/b.rs", ""),
            (".kiro/specs/tea/requirements.md", ""),
            (".kiro/hooks/a.md", ""),
            (".specify/memory/constitution.md", ""),
            (".specify/templates/spec-template.md", ""),
            (".git/specs/a.md", ""),
        ]);
        for (path, found) in [
            ("a/b/c.md", true),
            (".kiro/specs/tea/requirements.md", true),
            (".kiro/hooks/a.md", false),
            (".specify/memory/constitution.md", true),
            (".specify/templates/spec-template.md", false),
            (".git/specs/a.md", false),
            ("a/../a/b/c.md", true),
            ("out/a.md", false),
            ("a/.hidden/a.md", false),
            ("a/b.txt", true),
            ("a/b.rs", false),
            ("a/new.md", false),
        ] {
            assert_eq!(is_found(&root.path().join(path), root.path()), found, "{path}");
        }
        let paths = [
            "a/b.md",
            ".kiro/specs/a.md",
            "a/.kiro/specs/a.md",
            ".kiro/a.md",
            "a/.b/c.md",
            ".kiro",
        ];
        assert_eq!(
            paths.map(|path| is_in_sight(Path::new(path))),
            [true, true, true, false, false, false]
        );
    }
}
