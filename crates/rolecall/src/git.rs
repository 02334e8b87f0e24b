//! What git knows of a repository. This is the only place that starts a program, and the program only
//! reads: it is asked for what was committed, never to look at the files or the index, so nothing that
//! a repository configures is run: no hook, filter, diff driver, file system monitor, pager or
//! transport.

use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;

/// The top folder of the repository that `path`, which is absolute, is or lies in.
pub fn top_of(path: &Path) -> Option<&Path> {
    path.ancestors().find(|folder| folder.join(".git").exists())
}

/// A revision of a repository.
pub struct Revision<'a> {
    folder: &'a Path,
    id: String,
}

/// A file of a revision: its path from the top of the repository on, and what its text is called.
pub struct Blob {
    /// The path, with `/`.
    pub path: String,
    id: String,
}

impl<'a> Revision<'a> {
    /// The revision that `name` means in the repository at `folder`; behind `...`, the one that it and
    /// another, or HEAD, have in common. Why there is none otherwise.
    pub fn find(folder: &'a Path, name: &str) -> Result<Self, String> {
        let commit = |name: &str| {
            let unknown = || format!("There is no revision `{name}` in this repository: {HINT}");
            if name.is_empty() || name.starts_with('-') {
                return Err(unknown());
            }
            let commit = format!("{name}^{{commit}}");
            let args = ["rev-parse", "--verify", "--quiet", "--end-of-options", &commit];
            match ask(folder, &args, None)? {
                Answer::Text(id) => Ok(line(&id)),
                Answer::Refused(told) if told.is_empty() => Err(unknown()),
                Answer::Refused(told) => Err(format!("git says: {told}")),
            }
        };
        let id = match name.split_once("...") {
            None => commit(name)?,
            Some((one, other)) => {
                let other = if other.is_empty() { "HEAD" } else { other };
                let (one_id, other_id) = (commit(one)?, commit(other)?);
                match ask(folder, &["merge-base", &one_id, &other_id], None)? {
                    Answer::Text(id) => line(&id),
                    Answer::Refused(_) => {
                        return Err(format!(
                            "`{one}` and `{other}` have no revision in common here: {HINT}"
                        ));
                    }
                }
            }
        };
        Ok(Self { folder, id })
    }

    /// The files of the revision whose paths `counts` likes.
    pub fn files(&self, counts: impl Fn(&str) -> bool) -> Result<Vec<Blob>, String> {
        let args = ["ls-tree", "-r", "-z", "--full-tree", &self.id];
        let listed = self.read(&args, None)?;
        let entries = listed.split(|byte| *byte == 0).filter_map(|entry| {
            let entry = String::from_utf8_lossy(entry);
            let (about, path) = entry.split_once('\t')?;
            let mut about = about.split(' ').skip(1);
            let is_file = about.next()? == "blob" && counts(path);
            is_file.then(|| Blob {
                path: path.to_owned(),
                id: about.next().unwrap_or_default().into(),
            })
        });
        Ok(entries.collect())
    }

    /// The texts of files, in their order.
    pub fn texts(&self, files: &[&Blob]) -> Result<Vec<String>, String> {
        let ids: String = files.iter().map(|file| format!("{}\n", file.id)).collect();
        let answer = self.read(&["cat-file", "--batch"], Some(ids))?;
        let mut rest = answer.as_slice();
        let mut texts = Vec::new();
        for file in files {
            let lost = || format!("git has no text of `{}`: fetch the whole history.", file.path);
            let end = rest.iter().position(|byte| *byte == b'\n').ok_or_else(lost)?;
            let (head, behind) = rest.split_at(end);
            let size = String::from_utf8_lossy(head);
            let size: usize =
                size.rsplit(' ').next().and_then(|it| it.parse().ok()).ok_or_else(lost)?;
            let text = behind.get(1..=size).ok_or_else(lost)?;
            texts.push(String::from_utf8_lossy(text).into_owned());
            rest = behind.get(size + 2..).unwrap_or_default();
        }
        Ok(texts)
    }

    fn read(&self, args: &[&str], input: Option<String>) -> Result<Vec<u8>, String> {
        match ask(self.folder, args, input)? {
            Answer::Text(text) => Ok(text),
            Answer::Refused(told) => Err(format!("git says: {told}")),
        }
    }
}

const HINT: &str = "check its name, or fetch it.";

enum Answer {
    Text(Vec<u8>),
    /// What git said instead, in a line.
    Refused(String),
}

/// Asks git, in a folder. An error where there is no git.
fn ask(folder: &Path, args: &[&str], input: Option<String>) -> Result<Answer, String> {
    let mut git = Command::new("git");
    git.args(["--no-pager", "--no-optional-locks", "--literal-pathspecs"]);
    // None of these is used by what is asked; should that ever change, they are off.
    for setting in ["core.fsmonitor=false", "core.hooksPath=", "protocol.allow=never"] {
        git.args(["-c", setting]);
    }
    git.args(args).current_dir(folder).stdout(Stdio::piped()).stderr(Stdio::piped());
    // What is missing in a partial clone is not fetched, for that would run what it says.
    git.env("GIT_NO_LAZY_FETCH", "1").env("GIT_TERMINAL_PROMPT", "0").env("LC_ALL", "C");
    git.stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() });
    let failed = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => {
            "There is no `git` to ask: install it, or put it on the PATH.".to_owned()
        }
        _ => format!("git cannot be run: {error}."),
    };
    let mut child = git.spawn().map_err(failed)?;
    // Both ends are kept going, for either may be full.
    let stdin = child.stdin.take();
    let output = std::thread::scope(|scope| {
        if let (Some(mut stdin), Some(input)) = (stdin, input) {
            scope.spawn(move || {
                // Who does not listen says so below.
                let _ = stdin.write_all(input.as_bytes());
            });
        }
        child.wait_with_output()
    });
    let output = output.map_err(failed)?;
    if output.status.success() {
        return Ok(Answer::Text(output.stdout));
    }
    Ok(Answer::Refused(line(&output.stderr)))
}

/// The first line of it.
fn line(text: &[u8]) -> String {
    String::from_utf8_lossy(text).lines().next().unwrap_or_default().trim().to_owned()
}
