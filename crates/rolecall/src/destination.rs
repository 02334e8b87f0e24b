//! Where `check` brings what it found: to standard output, or to a file.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::cli::Check;
use crate::documents::Documents;
use crate::output::{Outcome, complain, complain_of, shown};
use crate::replace;

/// Where what was found is brought.
pub enum Destination {
    /// To standard output.
    Output,
    /// To standard error, since standard output has the fixed text.
    Errors,
    /// To this file.
    File(PathBuf),
}

impl Destination {
    /// Where these options want it, or why it cannot be brought there.
    pub fn of(options: &Check, documents: &Documents) -> Result<Self, String> {
        match &options.output_file {
            Some(path) => {
                check(path, documents)?;
                Ok(Self::File(path.clone()))
            }
            None if options.fix && documents.stdin().is_some() => Ok(Self::Errors),
            None => Ok(Self::Output),
        }
    }
}

/// Whether a file can be written to `path` as far as can be told before the work is done: it is not one
/// of the documents, nor `rolecall.toml`, and its folder is there. A document is easily named by
/// mistake, and lost.
pub fn check(path: &Path, documents: &Documents) -> Result<(), String> {
    let shown = shown(path);
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| project::clean(path));
    let own = real(path);
    let is_read = documents.paths().any(|document| real(document) == own);
    if is_read || path.file_name().is_some_and(|name| name == project::CONFIG_NAME) {
        return Err(format!(
            "{shown}: error: This file is an input of this command. Choose another output file."
        ));
    }
    if path.is_dir() {
        return Err(format!("{shown}: error: This is a folder. Name a file in it."));
    }
    let clean = project::clean(path);
    let folder = clean.parent().unwrap_or(&clean);
    if !folder.is_dir() {
        let folder = crate::output::shown(&crate::output::from_here(folder));
        return Err(format!(
            "{shown}: error: The folder `{folder}` doesn't exist. Create it first."
        ));
    }
    Ok(())
}

/// Writes `text` to the file at `path`, in colour only where that is asked for, and tells so.
pub fn write(path: &Path, text: &str, outcome: Outcome, message: &str) -> ExitCode {
    let is_colored = anstream::ColorChoice::global() == anstream::ColorChoice::Always;
    let plain = (!is_colored).then(|| anstream::adapter::strip_str(text).to_string());
    match replace::write(path, plain.as_deref().unwrap_or(text)) {
        Ok(()) => {
            complain(message);
            outcome.into()
        }
        Err(message) => {
            complain_of(&[project::Problem::of_file(path, message)]);
            Outcome::Failed.into()
        }
    }
}
