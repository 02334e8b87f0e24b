//! A folder to run the binary in.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// The formats of `check`, as the help lists them. What holds for every format is tested with each of these.
pub const FORMATS: [&str; 7] = ["pretty", "concise", "json", "sarif", "github", "gitlab", "junit"];

/// A folder that goes when the test does.
pub struct Folder(tempfile::TempDir);

/// How a run ended and what it said.
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Folder {
    /// The text of a file in it.
    pub fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.0.path().join(path)).unwrap()
    }

    /// A folder with these files: path and contents.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        for (path, text) in files {
            folder.write(path, text.as_bytes());
        }
        folder
    }

    pub fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.0.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    pub fn path(&self, path: &str) -> String {
        self.0.path().join(path).to_str().unwrap().to_owned()
    }

    /// The command, in the folder, with nothing of the environment that would change what it says.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rolecall"));
        command.args(args).current_dir(self.0.path()).stdin(Stdio::null());
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"] {
            command.env_remove(name);
        }
        command
    }

    /// What a shell makes of a line, with the binary on its path.
    pub fn shell(&self, line: &str) -> Run {
        let binary = std::path::Path::new(env!("CARGO_BIN_EXE_rolecall"));
        let inherited = std::env::var_os("PATH").unwrap_or_default();
        let folders = binary.parent().map(Into::into).into_iter();
        let path = std::env::join_paths(folders.chain(std::env::split_paths(&inherited))).unwrap();
        let mut shell = Command::new("sh");
        shell.args(["-c", line]).current_dir(self.0.path()).env("PATH", path).stdin(Stdio::null());
        shell.output().unwrap().into()
    }

    pub fn run(&self, args: &[&str]) -> Run {
        self.command(args).output().unwrap().into()
    }

    /// Runs with `text` on standard input.
    pub fn run_with_stdin(&self, args: &[&str], text: &[u8]) -> Run {
        self.bytes_with_stdin(args, text).into()
    }

    /// The same, where what is printed may be no text.
    pub fn bytes_with_stdin(&self, args: &[&str], text: &[u8]) -> Output {
        let mut command = self.command(args);
        let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(text).unwrap();
        child.wait_with_output().unwrap()
    }

    /// `check --format json` with more arguments: how it ended, and the object.
    pub fn check(&self, args: &[&str]) -> (Run, Value) {
        let run = self.run(&[&["check", "--format", "json"], args].concat());
        let json = serde_json::from_str(&run.out).unwrap();
        (run, json)
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Run {
    /// What was said, with how the run ended.
    pub fn all(&self) -> (i32, &str, &str) {
        (self.code, &self.out, &self.err)
    }
}
