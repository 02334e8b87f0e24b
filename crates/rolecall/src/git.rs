//! What git knows of a repository: its commits, the files of each, and their texts.
//!
//! This is the only place that starts a program, and only when the command line asks for it. A repository
//! may be anybody's, and its configuration may name programs: hooks, pagers, filters, external diffs, a
//! monitor of the file system, transports. What is asked here reads objects and nothing else, which runs
//! none of them: it looks neither at the files nor at the index, and fetches nothing.

use std::ffi::{OsStr, OsString};
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Child;
use std::process::ChildStdin;
use std::process::ChildStdout;
use std::process::Command;
use std::process::Stdio;

/// A revision with more files than this is not read: a few small objects can mean any number of files.
const FILES: usize = 2_000_000;
/// The longest path of a file that is read, in bytes.
const PATH_BYTES: u64 = 64 << 10;

/// The top folder of the repository that `path`, which is absolute, is or lies in.
pub fn top_of(path: &Path) -> Option<&Path> {
    path.ancestors().find(|folder| folder.join(".git").exists())
}

/// The branch that others start from in the repository at `top`, as `--since` takes it: the one that was cloned, or
/// one with a usual name. None where no such branch is known. Reads files and starts no program.
pub fn default_branch(top: &Path) -> Option<String> {
    const USUAL: [&str; 4] = ["main", "master", "trunk", "develop"];
    let read = |path: &Path| project::read_config(path).ok();
    let mut git = top.join(".git");
    // Of a worktree or a submodule it is a file that says where the folder is.
    if let Some(folder) = read(&git).as_deref().and_then(|text| text.strip_prefix("gitdir:")) {
        git = top.join(folder.trim());
    }
    if let Some(common) = read(&git.join("commondir")) {
        git = git.join(common.trim());
    }
    let packed = read(&git.join("packed-refs")).unwrap_or_default();
    let is_there = |name: &str| {
        let is_packed = |line: &str| line.split_once(' ').is_some_and(|(_, known)| known == name);
        git.join(name).is_file() || packed.lines().any(is_packed)
    };
    let cloned = read(&git.join("refs/remotes/origin/HEAD"));
    let cloned =
        cloned.as_deref().and_then(|text| text.trim().strip_prefix("ref: refs/remotes/origin/"));
    cloned.into_iter().chain(USUAL).find_map(|name| {
        let remote = format!("origin/{name}");
        let is_plain = name.chars().all(|c| c.is_alphanumeric() || "/._-".contains(c));
        match is_plain && !name.starts_with('-') {
            true if is_there(&format!("refs/heads/{name}")) => Some(name.to_owned()),
            true if is_there(&format!("refs/remotes/{remote}")) => Some(remote),
            _ => None,
        }
    })
}

/// A repository.
#[derive(Debug)]
pub struct Repository {
    /// Its top folder.
    pub top: PathBuf,
}

/// A commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// Its id, in full.
    pub id: String,
    /// The day it was committed on, as `2026-11-22`.
    pub day: String,
}

/// A file of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blob {
    /// Its path, from the top of the repository on, with `/`.
    pub path: String,
    /// The id of its text.
    pub id: String,
}

/// The files of a commit.
#[derive(Debug, Default)]
pub struct Files {
    /// Those that are known.
    pub blobs: Vec<Blob>,
    /// The folders whose files git does not know, as in a partial clone, each with a `/` behind it; the top folder is
    /// empty.
    pub missing: Vec<String>,
}

/// Why git gives no answer.
enum Failure {
    /// It cannot be asked; why, in a sentence.
    NoGit(String),
    /// What it says instead, in a line, which may be empty.
    Refused(String),
}

const HINT: &str = "check the name, or fetch it.";
const SILENT: &str = "cannot communicate with git.";

impl Repository {
    /// The id of the commit that `name` means; behind `...`, of the one that it and another, or HEAD,
    /// have in common. Why there is none otherwise, in a sentence.
    pub fn commit(&self, name: &str) -> Result<String, String> {
        let Some((one, other)) = name.split_once("...") else { return self.named(name) };
        let other = if other.is_empty() { "HEAD" } else { other };
        match self.ask(&["merge-base", &self.named(one)?, &self.named(other)?]) {
            Ok(id) => Ok(line(&id)),
            Err(Failure::Refused(_)) => Err(format!(
                "`{one}` and `{other}` have no common revision in this repository; {HINT}"
            )),
            Err(failure) => Err(failure.into()),
        }
    }

    fn named(&self, name: &str) -> Result<String, String> {
        let unknown = || format!("No revision `{name}` in this repository; {HINT}");
        if name.is_empty() || name.starts_with('-') {
            return Err(unknown());
        }
        let commit = format!("{name}^{{commit}}");
        match self.ask(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]) {
            Ok(id) => Ok(line(&id)),
            Err(Failure::Refused(message)) if message.is_empty() => Err(unknown()),
            Err(failure) => Err(failure.into()),
        }
    }

    /// The last commits, `most` of them, that changed one of the files that `patterns` mean, the
    /// newest first; of a merge as what it brought. None where there is no commit yet.
    pub fn commits(&self, most: usize, patterns: &[String]) -> Result<Vec<Commit>, String> {
        let count = format!("--max-count={most}");
        let Ok(head) = self.commit("HEAD") else { return Ok(Vec::new()) };
        let list = &["rev-list", "--first-parent", "--format=%H %cs", &count, &head, "--"];
        let mut args = list.to_vec();
        args.extend(patterns.iter().map(String::as_str));
        let listed = self.ask(&args)?;
        let listed = String::from_utf8_lossy(&listed);
        // Each has a line of its own above, `commit ID`.
        let commits = listed.lines().filter(|line| !line.starts_with("commit "));
        let commits = commits.filter_map(|line| line.split_once(' '));
        Ok(commits.map(|(id, day)| Commit { id: id.to_owned(), day: day.to_owned() }).collect())
    }

    /// The files of a commit whose paths are `wanted`, links and other repositories aside.
    pub fn files(&self, commit: &str, wanted: impl Fn(&str) -> bool) -> Result<Files, String> {
        let mut files = Files::default();
        let add = |found: Option<Blob>, files: &mut Files| {
            files.blobs.extend(found.filter(|it| wanted(&it.path)));
        };
        let mut left = FILES;
        if self.list(commit, true, &mut left, |entry| add(blob(entry), &mut files))? {
            return Ok(files);
        }
        // A folder is missing somewhere: each is asked for by itself.
        files.blobs.clear();
        let mut folders = vec![(String::new(), commit.to_owned())];
        while let Some((path, id)) = folders.pop() {
            let is_there = self.list(&id, false, &mut left, |entry| {
                let inside = |name: &str| format!("{path}{name}");
                let file = blob(entry).map(|it| Blob { path: inside(&it.path), ..it });
                add(file, &mut files);
                folders.extend(tree(entry).map(|(name, id)| (inside(name) + "/", id.to_owned())));
            })?;
            if !is_there {
                files.missing.push(path);
            }
        }
        Ok(files)
    }

    /// Lists a folder of git's, `is_deep` with all below it, `each` on every entry, of which there may be as many as are
    /// `left`. Whether all of it is there.
    fn list(
        &self,
        folder: &str,
        is_deep: bool,
        left: &mut usize,
        mut each: impl FnMut(&str),
    ) -> Result<bool, String> {
        let mut git = self.git(&["ls-tree", "-z", "--full-tree"]);
        git.args(is_deep.then_some("-r")).arg(folder);
        git.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut git = Running(git.spawn().map_err(cannot_start)?);
        let Some(output) = git.0.stdout.take() else { return Err(SILENT.to_owned()) };
        let mut output = BufReader::new(output);
        while *left > 0 {
            *left -= 1;
            let mut entry = Vec::new();
            output.by_ref().take(PATH_BYTES).read_until(0, &mut entry).map_err(lost)?;
            if entry.pop().is_none() {
                return Ok(git.0.wait().map_err(lost)?.success());
            }
            each(&String::from_utf8_lossy(&entry));
        }
        Err(format!("{folder} has more than {FILES} files, which is too many to read."))
    }

    /// A reader of texts.
    pub fn texts(&self) -> Result<Texts, String> {
        Ok(Texts { sizes: self.batch("--batch-check")?, texts: self.batch("--batch")? })
    }

    fn batch(&self, kind: &str) -> Result<Batch, String> {
        let mut git = self.git(&["cat-file", kind]);
        git.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut git = Running(git.spawn().map_err(cannot_start)?);
        let (Some(input), Some(output)) = (git.0.stdin.take(), git.0.stdout.take()) else {
            return Err(SILENT.to_owned());
        };
        Ok(Batch { input, output: BufReader::new(output), _git: git })
    }

    /// What git prints.
    fn ask(&self, args: &[&str]) -> Result<Vec<u8>, Failure> {
        let output =
            self.git(args).output().map_err(|error| Failure::NoGit(cannot_start(error)))?;
        match output.status.success() {
            true => Ok(output.stdout),
            false => Err(Failure::Refused(line(&output.stderr))),
        }
    }

    /// A git that reads objects and nothing else.
    fn git(&self, args: &[&str]) -> Command {
        let mut command = Command::new("git");
        command
            .arg("--no-pager")
            .arg("--no-replace-objects")
            .args(["-c", "protocol.allow=never"])
            .args(["-c", "core.fsmonitor=false"])
            .args(["-c", "core.quotePath=false"])
            .args(args)
            .current_dir(&self.top)
            .stdin(Stdio::null());
        // Of a hook that we are run by, or of a stranger: what is asked is about this folder.
        for (name, _) in std::env::vars_os().filter(|(name, _)| is_of_a_repository(name)) {
            command.env_remove(name);
        }
        if let Some(path) = std::env::var_os("PATH") {
            command.env("PATH", absolute(&path));
        }
        command
            // A repository's own `protocol.ext.allow` overrides the setting above; nothing overrides
            // this one, and gits that are too old for the next one know it.
            .env("GIT_ALLOW_PROTOCOL", "")
            .env("GIT_NO_LAZY_FETCH", "1")
            .env("GIT_PROTOCOL_FROM_USER", "0")
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("LC_ALL", "C");
        command
    }
}

/// Whether a variable tells git which repository or files it is about, which programs to run or where
/// to write. What is left says where git is and which configuration is the user's.
fn is_of_a_repository(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with("GIT_") && !name.starts_with("GIT_CONFIG") && name != "GIT_EXEC_PATH"
}

/// A `PATH` without `.` and the like, which would mean a folder of the repository.
fn absolute(path: &OsStr) -> OsString {
    let folders = std::env::split_paths(path).filter(|folder| folder.is_absolute());
    // They came from such a list.
    std::env::join_paths(folders).unwrap_or_default()
}

/// A program that is ended when it is not needed any longer.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Reads the texts of a repository.
pub struct Texts {
    sizes: Batch,
    texts: Batch,
}

impl Texts {
    /// The size of a text in bytes; none where it is not there.
    pub fn size(&mut self, blob: &Blob) -> Result<Option<u64>, String> {
        self.sizes.ask(&blob.id).map_err(lost)
    }

    /// A text; none where it is not there, or has more than `most` bytes. Git itself would hold all of
    /// it in memory, so it is asked for the size first.
    pub fn read(&mut self, blob: &Blob, most: u64) -> Result<Option<Vec<u8>>, String> {
        if self.size(blob)?.is_none_or(|size| size > most) {
            return Ok(None);
        }
        self.texts.read(&blob.id).map_err(lost)
    }
}

/// A git that answers one question after the other.
struct Batch {
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    _git: Running,
}

impl Batch {
    /// The size of an object, which follows if this git prints objects; none where it is not there.
    fn ask(&mut self, id: &str) -> io::Result<Option<u64>> {
        writeln!(self.input, "{id}")?;
        self.input.flush()?;
        let mut header = String::new();
        // An old git gives up where it would have to fetch: then this is empty.
        self.output.read_line(&mut header)?;
        Ok(header.trim_end().rsplit_once(' ').and_then(|(_, size)| size.parse().ok()))
    }

    fn read(&mut self, id: &str) -> io::Result<Option<Vec<u8>>> {
        let Some(size) = self.ask(id)? else { return Ok(None) };
        let mut bytes = Vec::new();
        self.output.by_ref().take(size).read_to_end(&mut bytes)?;
        // A line end follows.
        self.output.read_exact(&mut [0])?;
        Ok(Some(bytes))
    }
}

/// The name and the id of a folder, if a line of `git ls-tree` is about one.
fn tree(entry: &str) -> Option<(&str, &str)> {
    let (about, path) = entry.split_once('\t')?;
    let mut about = about.split(' ').skip(1);
    (about.next()? == "tree").then_some((path, about.next()?))
}

/// What a line of `git ls-tree` says of a file, if it is about one.
fn blob(entry: &str) -> Option<Blob> {
    let (about, path) = entry.split_once('\t')?;
    let mut about = about.split(' ');
    let (mode, kind, id) = (about.next()?, about.next()?, about.next()?);
    let is_file = kind == "blob" && mode.starts_with("100");
    is_file.then(|| Blob { path: path.to_owned(), id: id.to_owned() })
}

impl From<Failure> for String {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::NoGit(why) => why,
            Failure::Refused(message) if message.is_empty() => {
                "git failed without an error message.".into()
            }
            Failure::Refused(message) => format!("git failed: {message}"),
        }
    }
}

/// The first line of it.
fn line(text: &[u8]) -> String {
    String::from_utf8_lossy(text).lines().next().unwrap_or_default().trim().to_owned()
}

fn lost(error: io::Error) -> String {
    format!("git exited early: {error}.")
}

fn cannot_start(error: io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "`git` not found. Install it, or add it to the PATH.".to_owned(),
        _ => format!("git cannot be started: {error}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_variable_of_a_caller_leads_git_elsewhere() {
        for name in ["GIT_DIR", "GIT_SSH_COMMAND", "GIT_TRACE2_EVENT", "GIT_EXTERNAL_DIFF"] {
            assert!(is_of_a_repository(OsStr::new(name)), "{name}");
        }
        for name in ["GIT_CONFIG_GLOBAL", "GIT_EXEC_PATH", "PATH", "HOME"] {
            assert!(!is_of_a_repository(OsStr::new(name)), "{name}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn git_is_not_looked_for_in_the_repository() {
        assert_eq!(absolute(OsStr::new(".:/usr/bin:bin::../bin:/bin")), "/usr/bin:/bin");
    }
}
