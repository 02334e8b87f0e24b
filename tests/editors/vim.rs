//! Vim with ALE, in a terminal, and `editors/vim`. `vim/checks.vim` says what is done and seen.
//!
//! Both come from packages of Debian 12, unpacked into the target folder. Set `ROLECALL_VIM` to the path of a Vim 9 to test
//! with that one instead; ALE must be a package of that Vim, installed for all who use the machine.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use crate::{
    desk::{self, Desk},
    harness::{self, Outcome},
    install::{self, Wanted},
    terminal::Terminal,
};

const WANTED: Wanted = Wanted { name: "Vim", version: "9.0", variable: "ROLECALL_VIM" };
const ALE: &str = "3.3.0";

/// Vim, ALE, and all libraries that they need.
const PACKAGES: &[&str] = &[
    "vim",
    "vim-common",
    "vim-runtime",
    "vim-ale",
    "libacl1",
    "libc6",
    "libgpm2",
    "libpcre2-8-0",
    "libselinux1",
    "libsodium23",
    "libtinfo6",
];

/// What is checked, and why it fails where nothing is found; no reason where nothing is to be found.
const CHECKS: &desk::Reasons = &[
    ("attached", ""),
    ("diagnostic", "nothing is underlined"),
    ("hover", "the hover shows nothing"),
    ("quick fix", "no quick fix is offered"),
    ("fix all", "nothing is mended"),
    ("completion", "the role is not put in"),
    ("settings", "nothing is underlined"),
    ("definition", "no definition is found"),
    ("references", "nothing is listed"),
    ("rename", "nothing is renamed"),
    ("restart", "nothing is underlined"),
];

#[test]
fn vim_does_what_a_writer_asks() {
    let Some(vim) = Vim::installed() else { return };
    desk::does_well(CHECKS, |desk, patience| vim.checks(desk, patience));
}

#[test]
fn the_vim_test_fails_against_a_server_that_finds_nothing() {
    let Some(vim) = Vim::installed() else { return };
    let patience = Duration::from_millis(500);
    desk::fails(CHECKS, patience, |desk, patience| vim.checks(desk, patience));
}

/// How Vim is started.
struct Vim {
    /// Where it is unpacked; nothing for one's own.
    folder: Option<PathBuf>,
}

impl Vim {
    fn installed() -> Option<Self> {
        if env::var_os(WANTED.variable).is_some() {
            return Some(Self { folder: None });
        }
        WANTED.installed(install).map(|folder| Self { folder: Some(folder) })
    }

    /// A Vim with nobody's configuration.
    fn command(&self) -> Command {
        let mut vim = match &self.folder {
            Some(folder) => {
                let mut vim =
                    install::unpacked(folder, "usr/bin/vim.basic").expect("Vim has been installed");
                vim.env("VIMRUNTIME", folder.join("usr/share/vim/vim90"))
                    .env("ALE", folder.join("usr/share/vim-ale"));
                vim
            }
            None => {
                let mut vim = Command::new(env::var_os(WANTED.variable).unwrap_or_default());
                vim.env_remove("VIMRUNTIME").env_remove("ALE");
                vim
            }
        };
        for variable in ["VIMINIT", "EXINIT", "VIM", "MYVIMRC"] {
            vim.env_remove(variable);
        }
        vim
    }

    /// Does all checks at `desk`; what is waited for there is waited for as long as `patience`.
    fn checks(&self, desk: &Desk, patience: Duration) -> Outcome {
        let report = desk.home().join("report");
        let names: Vec<_> = CHECKS.iter().map(|(name, _)| *name).collect();
        let mut vim = self.command();
        desk.seat(&mut vim);
        vim.args(["-n", "-i", "NONE", "-u"])
            .arg(harness::repository().join("tests/editors/vim/checks.vim"))
            .env("EXTENSION", harness::repository().join("editors/vim"))
            .env("PROJECT", desk.project())
            .env("REPORT", &report)
            .env("CHECKS", names.join(","))
            .env("PATIENCE", patience.as_millis().to_string());
        let told = || fs::read_to_string(&report).unwrap_or_default();
        let terminal = Terminal::start(vim, Duration::from_secs(120)).expect("Vim starts");
        let code = terminal.ends().unwrap_or_else(|error| panic!("{error}\n{}", told()));
        Outcome { code, output: told() }
    }
}

/// Unpacks Vim and ALE, and looks whether they are the right ones.
fn install(folder: &Path) -> Result<(), String> {
    install::from_debian("bookworm", PACKAGES, folder)?;
    let vim = Vim { folder: Some(folder.to_path_buf()) };
    let told = harness::run_well(vim.command().arg("--version"), Duration::from_secs(10))?;
    let ale = fs::read_to_string(folder.join("usr/share/vim-ale/autoload/ale.vim"));
    let wanted = format!("IMproved {} ", WANTED.version);
    if !told.contains(&wanted) {
        return Err(format!("this is not Vim {}, but:\n{told}", WANTED.version));
    }
    let wanted = format!("s:current_ale_version = [{}]", ALE.replace('.', ", "));
    if !ale.is_ok_and(|ale| ale.contains(&wanted)) {
        return Err(format!("what lies in usr/share/vim-ale is not ALE {ALE}"));
    }
    Ok(())
}
