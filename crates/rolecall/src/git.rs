//! What git knows of a repository: its commits, the files of each, and their texts.
//!
//! This is the only place that starts a program, and only when the command line asks for it. A repository
//! may be anybody's, and its configuration may name programs: hooks, pagers, filters, external diffs, a
//! monitor of the file system, transports. What is asked here reads objects and nothing else, which runs
//! none of them: it looks neither at the files nor at the index, and fetches nothing.

use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::process::Stdio;

/// The top folder of the repository that `path`, which is absolute, is or lies in.
pub fn top_of(path: &Path) -> Option<&Path> {
    path.ancestors().find(|folder| folder.join(".git").exists())
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

/// Why git gives no answer.
enum Failure {
    /// It cannot be asked; why, in a sentence.
    NoGit(String),
    /// What it says instead, in a line, which may be empty.
    Refused(String),
}

const HINT: &str = "check its name, or fetch it.";

impl Repository {
    /// The id of the commit that `name` means; behind `...`, of the one that it and another, or HEAD,
    /// have in common. Why there is none otherwise, in a sentence.
    pub fn commit(&self, name: &str) -> Result<String, String> {
        let Some((one, other)) = name.split_once("...") else { return self.named(name) };
        let other = if other.is_empty() { "HEAD" } else { other };
        match self.ask(&["merge-base", &self.named(one)?, &self.named(other)?]) {
            Ok(id) => Ok(line(&id)),
            Err(Failure::Refused(_)) => {
                Err(format!("`{one}` and `{other}` have no revision in common here: {HINT}"))
            }
            Err(failure) => Err(failure.into()),
        }
    }

    fn named(&self, name: &str) -> Result<String, String> {
        let unknown = || format!("There is no revision `{name}` in this repository: {HINT}");
        if name.is_empty() || name.starts_with('-') {
            return Err(unknown());
        }
        let commit = format!("{name}^{{commit}}");
        match self.ask(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]) {
            Ok(id) => Ok(line(&id)),
            Err(Failure::Refused(told)) if told.is_empty() => Err(unknown()),
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

    /// The files of a commit, links and other repositories aside.
    pub fn files(&self, commit: &str) -> Result<Vec<Blob>, String> {
        let listed = self.ask(&["ls-tree", "-r", "-z", "--full-tree", commit])?;
        let blobs = listed.split(|byte| *byte == 0).filter_map(|entry| {
            let entry = String::from_utf8_lossy(entry);
            let (about, path) = entry.split_once('\t')?;
            let mut about = about.split(' ');
            let (mode, kind, id) = (about.next()?, about.next()?, about.next()?);
            let is_file = kind == "blob" && mode.starts_with("100");
            is_file.then(|| Blob { path: path.to_owned(), id: id.to_owned() })
        });
        Ok(blobs.collect())
    }

    /// Hands the bytes of each of these texts to `take`, in order; none of one that is not there, or
    /// is longer than `most`.
    pub fn read<'a>(
        &self,
        blobs: impl IntoIterator<Item = &'a Blob>,
        most: u64,
        mut take: impl FnMut(&'a Blob, Option<Vec<u8>>),
    ) -> Result<(), String> {
        let mut blobs = blobs.into_iter().peekable();
        if blobs.peek().is_none() {
            return Ok(());
        }
        let mut git = self.git(&["cat-file", "--batch"]);
        git.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = git.spawn().map_err(cannot_start)?;
        let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err("git cannot be spoken with.".to_owned());
        };
        let mut output = BufReader::new(output);
        let lost = |error: io::Error| format!("git has ended early: {error}.");
        // One at a time: to write all of them first could wait for ever.
        for blob in blobs {
            writeln!(input, "{}", blob.id).and_then(|()| input.flush()).map_err(lost)?;
            let mut header = String::new();
            output.read_line(&mut header).map_err(lost)?;
            let size = header.trim_end().rsplit_once(' ').and_then(|(_, size)| size.parse().ok());
            let Some(size): Option<u64> = size else {
                take(blob, None);
                continue;
            };
            // The text, and a line end.
            let mut rest = output.by_ref().take(size.saturating_add(1));
            if size > most {
                io::copy(&mut rest, &mut io::sink()).map_err(lost)?;
                take(blob, None);
                continue;
            }
            let mut bytes = Vec::new();
            rest.read_to_end(&mut bytes).map_err(lost)?;
            bytes.truncate(usize::try_from(size).unwrap_or(usize::MAX));
            take(blob, Some(bytes));
        }
        drop(input);
        child.wait().map_err(lost).map(drop)
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
            // Old gits do not know the variable below.
            .args(["-c", "protocol.allow=never"])
            .args(["-c", "core.fsmonitor=false"])
            .args(["-c", "core.quotePath=false"])
            .args(args)
            .current_dir(&self.top)
            .env("GIT_NO_LAZY_FETCH", "1")
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("LC_ALL", "C")
            .stdin(Stdio::null());
        // Of a hook that we are run by, or of a stranger: what is asked is about this folder.
        for name in
            ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_TRACE"]
        {
            command.env_remove(name);
        }
        command
    }
}

impl From<Failure> for String {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::NoGit(why) => why,
            Failure::Refused(told) if told.is_empty() => "git does not say why it fails.".into(),
            Failure::Refused(told) => format!("git says: {told}"),
        }
    }
}

/// The first line of it.
fn line(text: &[u8]) -> String {
    String::from_utf8_lossy(text).lines().next().unwrap_or_default().trim().to_owned()
}

fn cannot_start(error: io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => {
            "There is no `git` to ask: install it, or put it on the PATH.".to_owned()
        }
        _ => format!("git cannot be run: {error}."),
    }
}
