//! Kakoune with kakoune-lsp, in a terminal, and `editors/kakoune/rolecall.kak`: keys go in, and the screen is looked at.
//!
//! Kakoune comes from packages of Debian 13, unpacked into the target folder, and kakoune-lsp, which has none, is built
//! there. Set `ROLECALL_KAKOUNE` to the path of a Kakoune 2024.05.18 or newer to test with that one instead, with the
//! `kak-lsp` on the PATH.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::{Duration, Instant},
};

use crate::{
    desk::{self, Desk},
    harness::{self, Outcome},
    install::{self, Wanted},
    terminal::{ENTER, ESCAPE, Terminal},
};

const WANTED: Wanted =
    Wanted { name: "Kakoune", version: "2024.05.18", variable: "ROLECALL_KAKOUNE" };
const KAKOUNE_LSP: &str = "22.0.0";

/// Kakoune and all libraries that it needs.
const PACKAGES: &[&str] = &["kakoune", "libc6", "libgcc-s1", "libstdc++6"];

/// Starts the Kakoune that is unpacked above the folder of this script, with its libraries and its own files.
const START: &str = r#"#!/bin/sh
here=$(dirname "$(dirname "$0")")
for loader in "$here"/usr/lib/*/ld-linux*; do
    libraries=$(dirname "$loader")
    KAKOUNE_RUNTIME="$here/usr/share/kak" exec "$loader" --library-path "$libraries" "$here/usr/bin/kak" "$@"
done
"#;

type Check = fn(&Writer) -> Result<(), String>;

/// What is checked, and why it fails where nothing is found; no reason where nothing is to be found.
const CHECKS: &[(&str, &str, Check)] = &[
    ("attached", "", Writer::attaches),
    ("diagnostic", "the screen does not show “is a vague role”", Writer::sees),
    ("hover", "the screen does not show “Runs the shop”", Writer::hovers),
    ("quick fix", "the screen does not show “Replace with “store manager””", Writer::fixes),
    ("fix all", "the screen does not show “the shoe fitter waits”", Writer::fixes_all),
    ("completion", "the role is not offered", Writer::completes),
    (
        "definition",
        "the screen does not show “[\"store manager\"]”",
        Writer::goes_to_the_definition,
    ),
    ("references", "the screen does not show “returns.md”", Writer::lists_references),
    ("rename", "the screen does not show “As an owner, I want to see who waits”", Writer::renames),
    ("settings", "the screen does not show “is vague.”", Writer::sets),
    ("restart", "the screen does not show “Runs the shop”", Writer::restarts),
];

/// What a writer has in `kakrc`, behind the lines of the page: messages shown beside the lines, and keys.
const KAKRC: &str = "
lsp-enable
lsp-inlay-diagnostics-enable global
map global user l ':enter-user-mode lsp<ret>'
map global lsp n '<esc>:lsp-find-error error warning info hint<ret>'
map global goto d '<esc>:lsp-definition<ret>'
set-option global startup_info_version 99999999
define-command less %{ set-option -add buffer lsp_servers %{
    [rolecall.settings.rolecall.rules]
    generic-role = \"off\"
} }
define-command more %{ set-option buffer lsp_servers %opt{rolecall_servers} }
";

#[test]
fn kakoune_does_what_a_writer_asks() {
    let Some(kakoune) = Kakoune::installed() else { return };
    desk::does_well(&reasons(), |desk, patience| kakoune.checks(desk, patience));
}

#[test]
fn the_kakoune_test_fails_against_a_server_that_finds_nothing() {
    let Some(kakoune) = Kakoune::installed() else { return };
    let patience = Duration::from_millis(700);
    desk::fails(&reasons(), patience, |desk, patience| kakoune.checks(desk, patience));
}

/// What is checked, and why it fails.
fn reasons() -> Vec<(&'static str, &'static str)> {
    CHECKS.iter().map(|(name, why, _)| (*name, *why)).collect()
}

/// Where Kakoune and kakoune-lsp are.
struct Kakoune {
    programs: PathBuf,
}

impl Kakoune {
    fn installed() -> Option<Self> {
        if let Some(own) = env::var_os(WANTED.variable) {
            let programs = Path::new(&own).parent().expect("names a file in a folder").into();
            return Some(Self { programs });
        }
        WANTED.installed(install).map(|folder| Self { programs: folder.join("bin") })
    }

    /// Does all checks at `desk`; what is waited for there is waited for as long as `patience`.
    fn checks(&self, desk: &Desk, patience: Duration) -> Outcome {
        let settings = desk.home().join(".config/kak");
        fs::create_dir_all(&settings).expect("can be created");
        let extension = harness::repository().join("editors/kakoune/rolecall.kak");
        let page = format!("eval %sh{{kak-lsp}}\nsource '{}'\n", extension.display());
        fs::write(settings.join("kakrc"), page + KAKRC).expect("can be written");

        let mut kakoune = Command::new(self.programs.join("kak"));
        desk.seat(&mut kakoune);
        // kakoune-lsp talks back through the `kak` that it finds.
        let path = kakoune.get_envs().find_map(|(name, value)| value.filter(|_| name == "PATH"));
        let rest: Vec<_> = path.map(|path| env::split_paths(path).collect()).unwrap_or_default();
        let path = env::join_paths([self.programs.clone()].into_iter().chain(rest));
        kakoune.env("PATH", path.expect("no folder's name has a colon")).arg("docs/fitting.md");
        for variable in ["KAKOUNE_CONFIG_DIR", "KAKOUNE_POSIX_SHELL", "KAKOUNE_RUNTIME"] {
            kakoune.env_remove(variable);
        }
        let _daemon = Daemon { folder: desk.home().join("run/kakoune-lsp") };
        Writer(Terminal::start(kakoune, patience).expect("Kakoune starts")).works()
    }
}

/// Somebody at the keyboard.
struct Writer(Terminal);

impl Writer {
    fn works(self) -> Outcome {
        let (mut output, mut failed) = (String::new(), 0);
        for (name, _, check) in CHECKS {
            match check(&self) {
                Ok(()) => output += &format!("ok {name}\n"),
                Err(why) => {
                    failed += 1;
                    output += &format!("FAILED {name}: {why}\n");
                }
            }
            // Whatever is asked or shown is left.
            let _ = self.keys(&[ESCAPE, ESCAPE]);
        }
        let _ = self.keys(&[":write-all", ENTER, ":kill!", ENTER]);
        let ended = self.0.ends();
        Outcome { code: ended.is_ok_and(|code| code == Some(0)).then_some(failed), output }
    }

    /// Types these, with time between them: a key that follows Escape at once would mean another.
    fn keys(&self, keys: &[&str]) -> Result<(), String> {
        keys.iter().try_for_each(|key| {
            thread::sleep(Duration::from_millis(30));
            self.0.press(key)
        })
    }

    /// Puts the cursor on the first `text` of the document in `docs`.
    fn goes_to(&self, text: &str) -> Result<(), String> {
        self.keys(&[":edit docs/fitting.md", ENTER, "gg", "/", text, ENTER])
    }

    /// Waits until `text` is what is selected.
    fn has_selected(&self, text: &str) -> Result<(), String> {
        // Kakoune is asked again, for it answers at once and the server does not.
        let (wanted, patience) = (format!("[{text}]"), Instant::now() + self.0.patience);
        while !self.0.screen().contains(&wanted) && Instant::now() < patience {
            self.keys(&[":echo \"[%val{selection}]\"", ENTER])?;
            thread::sleep(Duration::from_millis(100));
        }
        if self.0.screen().contains(&wanted) { Ok(()) } else { self.0.shows(&wanted) }
    }

    fn attaches(&self) -> Result<(), String> {
        self.0.shows("# Backlog: fitting")?;
        self.0.shows("client0")
    }

    fn sees(&self) -> Result<(), String> {
        self.0.shows("is a vague role")?;
        self.keys(&["gg", " ln"])?;
        self.has_selected("user")
    }

    fn hovers(&self) -> Result<(), String> {
        self.goes_to("store manager")?;
        self.keys(&[" lh"])?;
        self.0.shows("Runs the shop")
    }

    fn fixes(&self) -> Result<(), String> {
        self.goes_to("user")?;
        self.keys(&[" la"])?;
        self.0.shows("Replace with “store manager”")?;
        self.keys(&[ENTER])?;
        self.0.shows("As a store manager, I want to see every width")
    }

    fn fixes_all(&self) -> Result<(), String> {
        self.keys(&[":rolecall-fix-all", ENTER])?;
        self.0.shows("the shoe fitter waits")
    }

    fn completes(&self) -> Result<(), String> {
        self.keys(&["ge", "o", ENTER, "As a sh"])?;
        // Once in the text, once in the message beside it, and once in the menu.
        self.0.wait_for("the role is not offered", |screen| {
            screen.matches("shoe fitter").count() == 3
        })?;
        self.keys(&["\x0e"])?;
        self.0.shows("As a shoe fitter")?;
        self.keys(&[", I want a stool, so that I can sit."])
    }

    fn goes_to_the_definition(&self) -> Result<(), String> {
        self.goes_to("store manager")?;
        self.keys(&["gd"])?;
        self.has_selected("\"store manager\"")
    }

    fn lists_references(&self) -> Result<(), String> {
        self.goes_to("store manager")?;
        self.keys(&[" lr"])?;
        self.0.shows("returns.md")
    }

    fn renames(&self) -> Result<(), String> {
        self.goes_to("store manager")?;
        self.keys(&[":lsp-rename owner", ENTER])?;
        self.0.shows("As an owner, I want to see who waits")
    }

    fn sets(&self) -> Result<(), String> {
        self.0.shows("is vague.")?;
        self.keys(&[":less", ENTER])?;
        self.0.wait_for("the finding is still there", |it| !it.contains("is vague."))?;
        self.keys(&[":more", ENTER])?;
        self.0.shows("is vague.")
    }

    fn restarts(&self) -> Result<(), String> {
        self.keys(&[":lsp-restart", ENTER])?;
        self.goes_to("owner")?;
        self.keys(&[" lh"])?;
        self.0.shows("Runs the shop")
    }
}

/// What kakoune-lsp leaves running where a session dies. It is ended, by its id.
struct Daemon {
    folder: PathBuf,
}

impl Drop for Daemon {
    fn drop(&mut self) {
        for session in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            if let Ok(id) = fs::read_to_string(session.path().join("pid")) {
                let _ = Command::new("kill").arg(id.trim()).output();
            }
        }
    }
}

/// Unpacks Kakoune, builds kakoune-lsp, and looks whether they are the right ones.
fn install(folder: &Path) -> Result<(), String> {
    let in_folder = |error: io::Error| format!("{}: {error}", folder.display());
    install::from_debian("trixie", PACKAGES, folder)?;
    let kak = folder.join("bin/kak");
    fs::create_dir_all(folder.join("bin")).map_err(in_folder)?;
    fs::write(&kak, START).map_err(in_folder)?;
    harness::make_executable(&kak);

    let build = folder.join("build");
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .args(["install", "kak-lsp", "--version", KAKOUNE_LSP, "--locked", "--debug", "--root"])
        .arg(folder)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", &build)
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "0");
    harness::run_well(&mut cargo, Duration::from_secs(900))?;
    fs::remove_dir_all(build).map_err(in_folder)?;

    // Debian's Kakoune does not know its own version.
    let mut unzip = Command::new("gzip");
    unzip.arg("-dc").arg(folder.join("usr/share/doc/kakoune/changelog.Debian.gz"));
    let changes = harness::run_well(&mut unzip, Duration::from_secs(10))?;
    let told = harness::run_well(Command::new(kak).arg("-version"), Duration::from_secs(10))?;
    if !told.starts_with("Kakoune")
        || !changes.starts_with(&format!("kakoune ({}-", WANTED.version))
    {
        return Err(format!("this is not Kakoune {}, but:\n{told}\n{changes}", WANTED.version));
    }
    let mut ask = Command::new(folder.join("bin/kak-lsp"));
    let told = harness::run_well(ask.arg("--version"), Duration::from_secs(10))?;
    if told.trim() != KAKOUNE_LSP {
        return Err(format!("this is not kakoune-lsp {KAKOUNE_LSP}, but {told}"));
    }
    Ok(())
}
