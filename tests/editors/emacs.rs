//! Emacs with Eglot, in batch mode, and `editors/emacs/rolecall.el`. `emacs/checks.el` says what is done and seen.
//!
//! Emacs comes from packages of Debian 12, unpacked into the target folder. Set `ROLECALL_EMACS` to the path of an Emacs
//! to test with that one instead; it needs eglot (Emacs 29 has it) and markdown-mode, installed for all who use the machine.

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
};

const WANTED: Wanted = Wanted { name: "Emacs", version: "28.2", variable: "ROLECALL_EMACS" };
const EGLOT: &str = "1.9";

/// Emacs, what it is used with, and all libraries that they need.
const PACKAGES: &[&str] = &[
    "emacs-nox",
    "emacs-common",
    // Without the sources, Emacs warns of each file that it loads, and of the warnings' own, for ever.
    "emacs-el",
    "elpa-eglot",
    "elpa-markdown-mode",
    "libacl1",
    "libasound2",
    "libc6",
    "libcap2",
    "libdbus-1-3",
    "libffi8",
    "libgcc-s1",
    "libgccjit0",
    "libgcrypt20",
    "libgmp10",
    "libgnutls30",
    "libgpg-error0",
    "libgpm2",
    "libhogweed6",
    "libicu72",
    "libidn2-0",
    "libisl23",
    "libjansson4",
    "liblcms2-2",
    "liblz4-1",
    "liblzma5",
    "libmpc3",
    "libmpfr6",
    "libnettle8",
    "libp11-kit0",
    "libpcre2-8-0",
    "libselinux1",
    "libstdc++6",
    "libsystemd0",
    "libtasn1-6",
    "libtinfo6",
    "libunistring2",
    "libxml2",
    "libzstd1",
    "zlib1g",
];

/// What is checked, and why it fails where nothing is found; no reason where nothing is to be found.
const CHECKS: &desk::Reasons = &[
    ("attached", ""),
    ("diagnostic", "nothing is underlined"),
    ("hover", "the hover shows nothing"),
    ("quick fix", "no quick fix is offered"),
    ("fix all", "nothing is offered"),
    ("completion", "the role is not put in"),
    ("settings", "nothing is underlined"),
    ("definition", "no definition is found"),
    ("rename", "nothing is renamed"),
    ("restart", "nothing is underlined"),
    ("killed server", "nothing is underlined"),
    ("other mode", ""),
];

#[test]
fn emacs_does_what_a_writer_asks() {
    let Some(emacs) = Emacs::installed() else { return };
    desk::does_well(CHECKS, |desk, patience| emacs.checks(desk, patience));
}

#[test]
fn the_emacs_test_fails_against_a_server_that_finds_nothing() {
    let Some(emacs) = Emacs::installed() else { return };
    let patience = Duration::from_millis(500);
    desk::fails(CHECKS, patience, |desk, patience| emacs.checks(desk, patience));
}

#[test]
fn the_file_for_emacs_is_compiled_without_a_warning() {
    let Some(emacs) = Emacs::installed() else { return };
    let desk = Desk::new();
    let file = desk.home().join("rolecall.el");
    fs::copy(extension().join("rolecall.el"), &file).expect("can be copied");
    let mut compile = emacs.batch();
    desk.seat(&mut compile);
    compile
        .args(["--eval", "(setq byte-compile-error-on-warn t)"])
        .args(["-f", "batch-byte-compile"])
        .arg(&file);
    let output = harness::run_well(&mut compile, Duration::from_secs(60)).expect("it compiles");
    assert_eq!(output, "", "nothing is to be said");
    assert!(file.with_extension("elc").exists(), "it was compiled");

    let mut check = emacs.batch();
    desk.seat(&mut check);
    check.args(["--eval", "(checkdoc-file (car command-line-args-left))"]).arg(&file);
    let output = harness::run_well(&mut check, Duration::from_secs(60)).expect("it is checked");
    assert_eq!(output, "", "its documentation is as Emacs wants it");
}

#[test]
fn emacs_says_that_the_program_is_missing() {
    let Some(emacs) = Emacs::installed() else { return };
    let desk = Desk::new();
    let mut batch = emacs.batch();
    desk.seat(&mut batch);
    batch
        .arg("-L")
        .arg(extension())
        .args(["-l", "markdown-mode", "-l", "rolecall"])
        .args(["--eval", "(setq rolecall-program \"no-such-rolecall\")"])
        .args(["--eval", "(add-hook 'markdown-mode-hook #'eglot-ensure)"])
        .args(["--eval", "(find-file \"docs/fitting.md\")"])
        .args(["--eval", "(with-demoted-errors \"Emacs says: %S\" (run-hooks 'post-command-hook))"])
        .args(["--eval", "(message \"%s is open\" (buffer-name))"]);
    let output = harness::run_well(&mut batch, Duration::from_secs(60)).expect("Emacs goes on");
    let told = output.lines().find(|line| line.starts_with("Emacs says: "));
    assert!(told.is_some_and(|line| line.contains("no-such-rolecall")), "{output}");
    assert!(output.contains("fitting.md is open"), "{output}");
}

fn extension() -> PathBuf {
    harness::repository().join("editors/emacs")
}

/// How Emacs is started.
struct Emacs {
    /// Where it is unpacked; nothing for one's own.
    folder: Option<PathBuf>,
    program: PathBuf,
}

impl Emacs {
    fn installed() -> Option<Self> {
        if let Some(own) = env::var_os(WANTED.variable) {
            return Some(Self { folder: None, program: own.into() });
        }
        WANTED.installed(install).map(Self::unpacked)
    }

    fn unpacked(folder: PathBuf) -> Self {
        Self { program: "usr/bin/emacs-nox".into(), folder: Some(folder) }
    }

    /// An Emacs without a screen, which does what its further arguments say.
    fn batch(&self) -> Command {
        let mut emacs = match &self.folder {
            Some(folder) => relocated(folder, &self.program),
            None => Command::new(&self.program),
        };
        emacs.args(["-Q", "--batch"]);
        if self.folder.is_none() {
            emacs.args(["-f", "package-initialize"]);
        }
        emacs
    }

    /// Does all checks at `desk`; what is waited for there is waited for as long as `patience`.
    fn checks(&self, desk: &Desk, patience: Duration) -> Outcome {
        let mut emacs = self.batch();
        desk.seat(&mut emacs);
        emacs
            .arg("-l")
            .arg(harness::repository().join("tests/editors/emacs/checks.el"))
            .env("EXTENSION", extension())
            .env("PROJECT", desk.project())
            .env("PATIENCE", patience.as_secs_f32().to_string());
        harness::run(&mut emacs, Duration::from_secs(120)).expect("Emacs ends")
    }
}

/// The Emacs in a folder of unpacked packages. It looks for its parts where Debian would have put them, unless told.
fn relocated(folder: &Path, program: &Path) -> Command {
    let own = folder.join(format!("usr/share/emacs/{}", WANTED.version));
    let added = folder.join("usr/share/emacs/site-lisp/elpa-src");
    let parts = folder.join(format!(
        "usr/libexec/emacs/{}/{}-linux-gnu",
        WANTED.version,
        env::consts::ARCH
    ));
    let packages = [format!("eglot-{EGLOT}"), "markdown-mode-2.5".to_owned()];
    let lisp = packages.iter().map(|name| added.join(name)).chain([own.join("lisp")]);
    let mut dump = std::ffi::OsString::from("--dump-file=");
    dump.push(parts.join("emacs.pdmp"));
    let mut emacs = install::unpacked(folder, program).expect("Emacs has been installed");
    emacs
        .arg(dump)
        .env("EMACSLOADPATH", env::join_paths(lisp).expect("no folder's name has a colon"))
        .env("EMACSDATA", own.join("etc"))
        .env("EMACSDOC", own.join("etc"))
        .env("EMACSPATH", parts);
    emacs
}

/// Unpacks Emacs, compiles what is used with it, which makes the tests twice as fast, and looks whether it is the right one.
fn install(folder: &Path) -> Result<(), String> {
    install::from_debian("bookworm", PACKAGES, folder)?;
    let added = folder.join("usr/share/emacs/site-lisp/elpa-src");
    let emacs = Emacs::unpacked(folder.to_path_buf());
    let mut compile = emacs.batch();
    compile
        .env("HOME", folder)
        .args(["-f", "batch-byte-compile"])
        .arg(added.join(format!("eglot-{EGLOT}/eglot.el")))
        .arg(added.join("markdown-mode-2.5/markdown-mode.el"));
    harness::run_well(&mut compile, Duration::from_secs(180))?;

    let mut ask = emacs.batch();
    ask.env("HOME", folder).args([
        "-l",
        "eglot",
        "--eval",
        "(message \"Emacs %s, eglot in %s\" emacs-version (locate-library \"eglot\"))",
    ]);
    let version = harness::run_well(&mut ask, Duration::from_secs(60))?;
    let wanted = format!("Emacs {}, eglot in ", WANTED.version);
    if version.contains(&wanted) && version.contains(&format!("eglot-{EGLOT}/eglot.elc")) {
        Ok(())
    } else {
        Err(format!("this is not Emacs {} with eglot {EGLOT}, but:\n{version}", WANTED.version))
    }
}
