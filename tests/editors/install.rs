//! Installs what the editors' tests need into the target folder, once, and keeps it between runs.

use std::{
    env,
    fs::{self, DirEntry, File},
    io::{self, Write},
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

/// Unpacks Debian packages of a suite (`trixie`, say) into `folder`, with nothing installed on the system: apt has a
/// configuration and lists of its own, and asks the mirror that the system's own sources name.
pub fn from_debian(suite: &str, packages: &[&str], folder: &Path) -> Result<(), String> {
    let desk = tempfile::tempdir().map_err(|error| format!("no temporary folder: {error}"))?;
    let in_desk = |error: io::Error| format!("{}: {error}", desk.path().display());
    for part in ["lists/partial", "cache/archives/partial", "packages"] {
        fs::create_dir_all(desk.path().join(part)).map_err(in_desk)?;
    }
    for empty in ["status", "parts"] {
        File::create(desk.path().join(empty)).map_err(in_desk)?;
    }
    let sources = desk.path().join("sources.list");
    fs::write(&sources, format!("deb {} {suite} main\n", mirror()?)).map_err(in_desk)?;

    let apt = |arguments: &[&str]| {
        let mut apt = Command::new("apt-get");
        for (option, file) in [
            ("Dir::State::lists", "lists"),
            ("Dir::State::status", "status"),
            ("Dir::Cache", "cache"),
            ("Dir::Etc::sourcelist", "sources.list"),
            ("Dir::Etc::sourceparts", "parts"),
        ] {
            apt.arg("-o").arg(format!("{option}={}", desk.path().join(file).display()));
        }
        apt.args(["-qq", "-o", "APT::Sandbox::User=", "-o", "Acquire::Languages=none"])
            .args(["-o", "Acquire::Retries=3"])
            .args(arguments)
            .current_dir(desk.path().join("packages"));
        harness::run_well(&mut apt, Duration::from_secs(180))
    };
    apt(&["update"])?;
    apt(&[&["download"], packages].concat())?;
    for package in fs::read_dir(desk.path().join("packages")).map_err(in_desk)? {
        let mut unpack = Command::new("dpkg-deb");
        unpack.arg("--extract").arg(package.map_err(in_desk)?.path()).arg(folder);
        harness::run_well(&mut unpack, Duration::from_secs(60))?;
    }
    Ok(())
}

/// Where this machine has its Debian packages from, as its sources say, whether or not it has fetched a list of them.
fn mirror() -> Result<String, String> {
    let mut apt = Command::new("apt-get");
    let listed = harness::run_well(apt.args(["update", "--print-uris"]), Duration::from_secs(60))?;
    let system = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let own = system.lines().find_map(|line| line.strip_prefix("VERSION_CODENAME="));
    let suites = ["stable", "testing", "unstable", "sid"].into_iter().chain(own);
    let ends: Vec<_> = suites.map(|suite| format!("/dists/{suite}/InRelease")).collect();
    let mut lists = listed.lines().filter_map(|line| line.strip_prefix('\'')?.split('\'').next());
    let mirror = lists.find_map(|list| ends.iter().find_map(|end| list.strip_suffix(end.as_str())));
    mirror
        .map(str::to_owned)
        .ok_or_else(|| format!("apt's sources name no mirror of Debian, but:\n{listed}"))
}

/// A program in a folder of unpacked packages, `libc6` among them, which is started with the libraries of that folder:
/// those of the system may be older than it wants. What it starts in turn has those of the system.
pub fn unpacked(folder: &Path, program: impl AsRef<Path>) -> Result<Command, String> {
    let triple = format!("{}-linux-gnu", env::consts::ARCH);
    // Up to Debian 12 a package may have them outside of `usr`.
    let parts = ["usr/lib", "lib"].map(|part| folder.join(part).join(&triple));
    let mut files = parts.iter().filter_map(|part| fs::read_dir(part).ok()).flatten().flatten();
    let is_loader = |file: &DirEntry| file.file_name().to_string_lossy().starts_with("ld-linux");
    let loader = files.find(is_loader).ok_or_else(|| format!("no loader in {parts:?}"))?.path();
    let libraries = env::join_paths(&parts).map_err(|error| format!("{parts:?}: {error}"))?;
    let mut command = Command::new(loader);
    command.arg("--library-path").arg(libraries).arg(folder.join(program));
    Ok(command)
}

/// Whether this is a Debian, whose apt trusts what Debian has signed; that of a relative need not.
fn is_debian() -> bool {
    let system = fs::read_to_string("/etc/os-release").unwrap_or_default();
    system.lines().any(|line| line.replace('"', "") == "ID=debian")
}

/// An editor that Debian packages are unpacked for, unless one's own is named.
pub struct Wanted {
    pub name: &'static str,
    pub version: &'static str,
    /// The environment variable that names one's own.
    pub variable: &'static str,
}

impl Wanted {
    /// The folder that `make` has unpacked the editor into, now or in an earlier run. Nothing where this is no
    /// Debian: then the test is to be left out, and that is said.
    pub fn installed(&self, make: impl FnOnce(&Path) -> Result<(), String>) -> Option<PathBuf> {
        let Self { name, version, variable } = self;
        if !is_debian() {
            // Past the tests' own output, which is shown for those alone that fail.
            let _ = writeln!(
                io::stderr(),
                "LEFT OUT: the test of {name}, which comes from Debian's packages, and this is not Debian. \
                 What helps: {variable}, set to the path of {name} {version} or newer."
            );
            return None;
        }
        let folder = once(&format!("{}-{version}", name.to_lowercase()), make);
        Some(folder.unwrap_or_else(|error| {
            panic!(
                "{name} {version} could not be installed for the test.\n{error}\n\
                 What helps: a network, this once, and sources of apt that name a mirror of Debian; or \
                 set {variable} to the path of {name} {version} or newer."
            )
        }))
    }
}
