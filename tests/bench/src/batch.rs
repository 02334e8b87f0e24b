//! Commands that go over many documents and end: how long they take, several in turn.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde::Serialize;
use wait4::Wait4;

use crate::text::{Findings, generate};

/// What one run of a command cost.
#[derive(Debug, Clone, Serialize)]
pub struct Cost {
    /// From its start to its end.
    pub took: Duration,
    /// The processor time of all its threads.
    pub cpu: Duration,
    /// The most memory it held, in bytes. It is at least what the process that started it held, by the way Linux counts.
    pub peak: u64,
    /// What it ended with, unless by a signal.
    pub code: Option<i32>,
}

/// Writes `files` documents of `size` bytes each to a folder, and returns how many bytes they have.
///
/// # Errors
///
/// What the system said when it refused a file.
pub fn write(
    folder: &Path,
    files: u64,
    size: usize,
    findings: Findings,
    seed: u64,
) -> io::Result<usize> {
    let mut bytes = 0;
    for number in 0..files {
        let text = generate(size, findings, seed.wrapping_add(number)).text;
        bytes += text.len();
        std::fs::write(folder.join(format!("document-{number}.md")), text)?;
    }
    Ok(bytes)
}

/// Runs a command with the folder's path for each `{dir}`; what it prints is thrown away.
///
/// # Errors
///
/// What the system said when it refused to start it.
pub fn run(command: &[String], folder: &Path) -> io::Result<Cost> {
    let folder = folder.display().to_string();
    let mut words = command.iter().map(|word| word.replace("{dir}", &folder));
    let start = Instant::now();
    let mut child = Command::new(words.next().unwrap_or_default())
        .args(words)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let used = child.wait4()?;
    Ok(Cost {
        took: start.elapsed(),
        cpu: used.rusage.utime + used.rusage.stime,
        peak: used.rusage.maxrss,
        code: used.status.code(),
    })
}
