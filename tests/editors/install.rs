//! Installs what the editors' tests need into the target folder, once, and keeps it between runs.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use crate::harness;

/// The folder `name` under the folder of the editors, which `make` fills in unless an earlier run has. Two at once are
/// safe: the second waits, and the finished folder appears in one step, so that a run cut short leaves nothing that
/// looks finished.
pub fn once(name: &str, make: impl FnOnce(&Path) -> Result<(), String>) -> Result<PathBuf, String> {
    let editors = harness::editors();
    let finished = editors.join(name);
    let in_editors = |error: io::Error| format!("{}: {error}", editors.display());
    fs::create_dir_all(&editors).map_err(in_editors)?;
    let family = name.split('-').next().unwrap_or(name);
    let lock = File::create(editors.join(format!("{family}.lock"))).map_err(in_editors)?;
    lock.lock().map_err(in_editors)?;
    if finished.exists() {
        return Ok(finished);
    }
    remove_others(&editors, family).map_err(in_editors)?;
    let partial = editors.join(format!("{name}.partial"));
    fs::create_dir_all(&partial).map_err(in_editors)?;
    make(&partial)?;
    fs::rename(&partial, &finished).map_err(in_editors)?;
    Ok(finished)
}

/// Removes what other versions and runs that were cut short have left: they are large.
fn remove_others(editors: &Path, family: &str) -> io::Result<()> {
    for entry in fs::read_dir(editors)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() && name.split('-').next() == Some(family) {
            fs::remove_dir_all(&path)?;
        }
    }
    Ok(())
}

/// Puts a Python package into `folder`, which is made.
pub fn from_python(package: &str, folder: &Path) -> Result<(), String> {
    let environment =
        tempfile::tempdir().map_err(|error| format!("no temporary folder: {error}"))?;
    let python = python_with_pip(environment.path())?;
    let mut pip = Command::new(python);
    pip.args(["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"])
        .args(["--no-deps", "--target"])
        .arg(folder)
        .arg(package);
    harness::run_well(&mut pip, Duration::from_secs(300)).map(drop)
}

/// A Python that has pip: one in a virtual environment, or, where the system's Python cannot make one (a plain
/// Debian lacks ensurepip), the system's own. Packages go to a folder of ours either way.
fn python_with_pip(environment: &Path) -> Result<PathBuf, String> {
    let mut venv = Command::new("python3");
    venv.args(["-m", "venv"]).arg(environment);
    let Err(no_venv) = harness::run_well(&mut venv, Duration::from_secs(60)) else {
        return Ok(environment.join("bin/python"));
    };
    harness::run_well(
        Command::new("python3").args(["-m", "pip", "--version"]),
        Duration::from_secs(60),
    )
    .map(|_| PathBuf::from("python3"))
    .map_err(|no_pip| format!("{no_venv}\n{no_pip}"))
}
