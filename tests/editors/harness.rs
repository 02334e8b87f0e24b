//! What the tests of all editors share: the folders, a copy of a workspace, and a process that cannot hang.

use std::{
    env,
    ffi::OsString,
    fs::{self, File},
    io::{Read, Seek},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// The repository's own folder.
pub fn repository() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    root.canonicalize().expect("the crate lies two folders below the repository")
}

/// Where installed editors are kept between runs; `cargo clean` removes them.
pub fn editors() -> PathBuf {
    let target =
        Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("lies in the target folder");
    target.join("editors")
}

/// The folder that holds the built `rolecall`.
pub fn folder_of_the_server() -> PathBuf {
    let binary = Path::new(env!("CARGO_BIN_EXE_rolecall"));
    binary.parent().expect("a binary lies in a folder").to_path_buf()
}

/// Puts into `folder` a `rolecall` which answers every request and finds nothing, and returns the folder.
pub fn folder_of_the_silent_server(folder: &Path) -> PathBuf {
    let script = repository().join("tests/editors/silent_server.py");
    let binary = folder.join("rolecall");
    fs::write(&binary, format!("#!/bin/sh\nexec python3 '{}'\n", script.display()))
        .expect("can be written");
    make_executable(&binary);
    folder.to_path_buf()
}

/// Lets a file be run.
pub fn make_executable(file: &Path) {
    fs::set_permissions(file, fs::Permissions::from_mode(0o755)).expect("can be made executable");
}

/// The search path with `folder` first.
pub fn path_with(folder: &Path) -> OsString {
    let inherited = env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(folder.to_path_buf()).chain(env::split_paths(&inherited));
    env::join_paths(folders).expect("no folder's name has a colon")
}

/// Copies a folder with everything in it.
pub fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the copy can be created");
    for entry in fs::read_dir(from).unwrap_or_else(|error| panic!("{}: {error}", from.display())) {
        let source = entry.expect("can be listed").path();
        let copy = to.join(source.file_name().expect("an entry has a name"));
        if source.is_dir() {
            copy_folder(&source, &copy);
        } else {
            fs::copy(&source, &copy).expect("can be copied");
        }
    }
}

/// How a process ended, and what it printed on both streams.
#[derive(Debug)]
pub struct Outcome {
    pub code: Option<i32>,
    pub output: String,
}

/// Runs a command to its end with no input. Past `limit` it is killed, and what it had printed is the error.
pub fn run(command: &mut Command, limit: Duration) -> Result<Outcome, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let mut printed =
        tempfile::tempfile().map_err(|error| format!("no temporary file: {error}"))?;
    let stream = || printed.try_clone().map(Stdio::from).map_err(|error| error.to_string());
    let mut child = command
        .stdin(Stdio::null())
        .stdout(stream()?)
        .stderr(stream()?)
        .spawn()
        .map_err(|error| format!("{name} did not start: {error}"))?;

    let deadline = Instant::now() + limit;
    loop {
        if let Some(status) = child.try_wait().map_err(|error| format!("{name}: {error}"))? {
            return Ok(Outcome { code: status.code(), output: contents(&mut printed) });
        }
        if Instant::now() > deadline {
            let _ = child.kill();
            let _ = child.wait();
            let output = contents(&mut printed);
            return Err(format!(
                "{name} did not end within {} s and was killed. It printed:\n{output}",
                limit.as_secs()
            ));
        }
        thread::sleep(Duration::from_millis(10));
    }
}

/// Runs a command which must end with 0, and returns what it printed.
pub fn run_well(command: &mut Command, limit: Duration) -> Result<String, String> {
    let outcome = run(command, limit)?;
    match outcome.code {
        Some(0) => Ok(outcome.output),
        code => Err(format!("{command:?} ended with {code:?}. It printed:\n{}", outcome.output)),
    }
}

fn contents(file: &mut File) -> String {
    let mut bytes = Vec::new();
    let read = file.rewind().and_then(|()| file.read_to_end(&mut bytes));
    match read {
        Ok(_) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) => format!("(what it printed is lost: {error})"),
    }
}
