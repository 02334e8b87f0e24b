//! A small project that a writer mends in one editor after the other, and a home that the editor has for itself.
//!
//! What stands before a marked word takes one unit of UTF-8, UTF-16 and UTF-32 each differently, so that an editor which
//! counts otherwise than the server would change the wrong letters. There is no `.git`: the project is found by its
//! `rolecall.toml` alone.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use tempfile::TempDir;

use crate::harness::{self, Outcome};

/// Each document of the project, and how it is saved when the writer has done everything.
const DOCUMENTS: [(&str, &str, &str); 3] = [
    (
        "rolecall.toml",
        "[[role]]
name = \"shoe fitter\"
aliases = [\"fitter\"]
description = \"Fits and sells shoes on the floor.\"

[[role]]
name = \"store manager\"
description = \"Runs the shop, from the till to the roof.\"
goals = [\"see every width in the shop and answer at once\"]
",
        "[[role]]
name = \"shoe fitter\"
aliases = [\"fitter\"]
description = \"Fits and sells shoes on the floor.\"

[[role]]
name = \"owner\"
description = \"Runs the shop, from the till to the roof.\"
goals = [\"see every width in the shop and answer at once\"]
",
    ),
    (
        "docs/fitting.md",
        "# Backlog: fitting

👟 Größe: As a user, I want to see every width, so that I answer at once.

As a store manager, I want to see who waits, so that I send somebody.

👟 Am Größentisch the fitter waits.

Many users ask for a stool.
",
        "# Backlog: fitting

👟 Größe: As an owner, I want to see every width, so that I answer at once.

As an owner, I want to see who waits, so that I send somebody.

👟 Am Größentisch the shoe fitter waits.

Many users ask for a stool.

As a shoe fitter, I want a stool, so that I can sit.
",
    ),
    (
        "docs/returns.md",
        "# Backlog: returns

As a store manager, I want to see what came back, so that I order less of it.

👟 The store manager's list is short.
",
        "# Backlog: returns

As an owner, I want to see what came back, so that I order less of it.

👟 The owner's list is short.
",
    ),
];

/// A temporary folder with the project, a home for the editor, and the folder of the `rolecall` it finds.
pub struct Desk {
    folder: TempDir,
    server: PathBuf,
}

impl Desk {
    pub fn new() -> Self {
        Self::with(|_| harness::folder_of_the_server())
    }

    /// A desk whose server finds nothing.
    fn of_the_silent_server() -> Self {
        Self::with(harness::folder_of_the_silent_server)
    }

    fn with(server: impl FnOnce(&Path) -> PathBuf) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        for part in ["retailer/docs", "home", "tmp", "programs"] {
            fs::create_dir_all(folder.path().join(part)).expect("can be created");
        }
        let server = server(&folder.path().join("programs"));
        let desk = Self { folder, server };
        for (name, before, _) in DOCUMENTS {
            fs::write(desk.project().join(name), before).expect("can be written");
        }
        desk
    }

    pub fn project(&self) -> PathBuf {
        self.folder.path().join("retailer")
    }

    pub fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// Lets `editor` be started at this desk: with nothing of the one who runs the tests.
    pub fn seat(&self, editor: &mut Command) {
        let home = self.home();
        editor
            .current_dir(self.project())
            .env("PATH", harness::path_with(&self.server))
            .env("HOME", &home)
            .env("TMPDIR", self.folder.path().join("tmp"))
            .env("LC_ALL", "C.UTF-8");
        for (variable, part) in [
            ("XDG_CONFIG_HOME", ".config"),
            ("XDG_DATA_HOME", ".local/share"),
            ("XDG_STATE_HOME", ".local/state"),
            ("XDG_CACHE_HOME", ".cache"),
            ("XDG_RUNTIME_DIR", "run"),
        ] {
            fs::create_dir_all(home.join(part)).expect("can be created");
            editor.env(variable, home.join(part));
        }
    }

    /// All documents must be saved as they are when the writer has done everything.
    fn assert_all_is_done(&self, outcome: &Outcome) {
        for (name, _, after) in DOCUMENTS {
            assert_eq!(self.saved(name), after, "{name} is saved otherwise: {}", outcome.output);
        }
    }

    /// No word that the server has to give may stand in the documents.
    fn assert_nothing_is_done(&self, outcome: &Outcome) {
        for (name, before, _) in DOCUMENTS {
            let saved = self.saved(name);
            let kept = saved.starts_with(before) && !saved.contains("shoe fitter,");
            assert!(kept, "{name} was changed:\n{saved}\n{}", outcome.output);
        }
    }

    fn saved(&self, name: &str) -> String {
        fs::read_to_string(self.project().join(name)).expect("a document can be read")
    }
}

/// What is checked, and why it fails where nothing is found; no reason where nothing is to be found.
pub type Reasons = [(&'static str, &'static str)];

/// Has an editor do all checks at a desk: each must go well, and all documents must be saved as they should be.
pub fn does_well(checks: &Reasons, run: impl Fn(&Desk, Duration) -> Outcome) {
    let desk = Desk::new();
    let outcome = run(&desk, Duration::from_secs(10));
    assert_all_pass(checks, &outcome);
    desk.assert_all_is_done(&outcome);
}

/// The same with a server that finds nothing, which is waited for as long as `patience`: each check must fail for its
/// reason, and nothing may be done.
pub fn fails(checks: &Reasons, patience: Duration, run: impl Fn(&Desk, Duration) -> Outcome) {
    let desk = Desk::of_the_silent_server();
    let outcome = run(&desk, patience);
    assert_all_fail(checks, &outcome);
    desk.assert_nothing_is_done(&outcome);
}

/// All of `checks`, each with the reason why it must fail where nothing is found, must be told to have gone well.
fn assert_all_pass(checks: &Reasons, outcome: &Outcome) {
    for (name, _) in checks {
        let told = outcome.output.lines().any(|line| line == format!("ok {name}"));
        assert!(told, "{name} failed: {}", outcome.output);
    }
    assert_eq!(outcome.code, Some(0), "{}", outcome.output);
}

/// Each of `checks` must be told to have failed, for its own reason; one without a reason must have gone well.
fn assert_all_fail(checks: &Reasons, outcome: &Outcome) {
    for (name, why) in checks {
        let wanted =
            if why.is_empty() { format!("ok {name}") } else { format!("FAILED {name}: {why}") };
        let told = outcome.output.lines().any(|line| line.starts_with(&wanted));
        assert!(told, "{name} did not fail so: {}", outcome.output);
    }
    assert_ne!(outcome.code, Some(0), "{}", outcome.output);
}
