//! The page of `rolecall report` in a real browser: opened from the disk, offline, light, dark and as wide as a phone,
//! looked over by axe-core for whoever cannot see it as we do, and printed.
//!
//! `report/checks.mjs` says what is done and seen. As a control, pages that are broken on purpose must fail, each for its
//! own reason. `ROLECALL_PICTURES`, a folder from that of the repository on, has a picture taken: `docs` renews the one of
//! the README.

use std::{
    env, fs, os::unix::fs::symlink, path::Path, process::Command, sync::OnceLock, time::Duration,
};

use tempfile::TempDir;

use crate::{
    harness::{self, Outcome},
    install,
    vscode::Tools,
};

/// Pages that are broken on purpose: what is replaced by what, and what is said of it.
const BROKEN: &[(&str, &str, &str, &str)] = &[
    ("no headers", "<th scope=\"col\">", "<td>", "markup"),
    ("low contrast", "--soft: #565b66", "--soft: #c5c9d0", "color-contrast"),
    ("no language", "<html lang=\"en\">", "<html>", "html-has-lang"),
    ("no name", "<title>", "<title></title><desc>", "document-title"),
    (
        "no label",
        " aria-label=\"Parts of the report\"",
        " aria-label=\"\" role=\"img\"",
        "role-img-alt",
    ),
    ("broken link", "id=\"balance\"", "id=\"elsewhere\"", "#balance"),
    ("too wide", "<main ", "<p style=\"width: 500px\">wide</p><main ", "sideways"),
    (
        "picture",
        "<main ",
        "<img src=\"https://example.com/x.png\" alt=\"\"/><main ",
        "Content Security Policy",
    ),
    ("script", "<main ", "<script>document.title = ''</script><main ", "Content Security Policy"),
];

#[test]
fn the_page_can_be_read_by_everybody() {
    let outcome = outcome();
    for page in ["retailer", "with history", "large", "nothing", "hostile"] {
        for check in ["light", "dark", "phone", "print"] {
            let line = format!("ok {page}: {check}");
            assert!(outcome.output.lines().any(|told| told == line), "{line}: {}", outcome.output);
        }
    }
    assert!(!outcome.output.contains("FAILED retailer"), "{}", outcome.output);
    assert!(outcome.output.lines().any(|line| line == "done"), "{}", outcome.output);
}

#[test]
fn a_page_that_is_broken_on_purpose_fails() {
    let outcome = outcome();
    for (name, _, _, why) in BROKEN {
        let failed =
            |line: &str| line.starts_with(&format!("FAILED {name}: ")) && line.contains(why);
        assert!(outcome.output.lines().any(failed), "{name} did not fail so: {}", outcome.output);
    }
}

/// How the one run ended that all tests look at.
fn outcome() -> &'static Outcome {
    static OUTCOME: OnceLock<Result<Outcome, String>> = OnceLock::new();
    OUTCOME.get_or_init(run).as_ref().unwrap_or_else(|error| panic!("{error}"))
}

fn run() -> Result<Outcome, String> {
    let tools = Tools::installed()?;
    let own = harness::repository().join("tests/editors/report");
    let lock = fs::read_to_string(own.join("package-lock.json")).expect("can be read");
    let version =
        lock.split("node_modules/axe-core").nth(1).and_then(|rest| rest.split('"').nth(4));
    let version = version.ok_or("the lock file names no axe-core")?;
    let axe =
        install::once(&format!("axe-{version}"), |folder| tools.npm_ci(&own, &folder.join("axe")))?;

    let desk = TempDir::new().map_err(|error| format!("no temporary folder: {error}"))?;
    let pages = desk.path().join("pages");
    fs::create_dir(&pages).expect("can be created");
    write_pages(desk.path(), &pages)?;
    let driver = desk.path().join("driver");
    harness::copy_folder(&own, &driver);
    fs::copy(
        harness::repository().join("tests/editors/vscode/browser.mjs"),
        driver.join("browser.mjs"),
    )
    .expect("can be copied");
    symlink(tools.folder.join("workbench/node_modules"), driver.join("node_modules"))
        .expect("can be linked");
    let home = desk.path().join("home");
    fs::create_dir(&home).expect("can be created");
    let mut node = tools.node();
    node.arg(driver.join("checks.mjs"))
        .current_dir(&home)
        .env("CHROMIUM_FOLDER", tools.folder.join("chromium"))
        .env("AXE", axe.join("axe/node_modules/axe-core/axe.min.js"))
        .env("HOME_FOLDER", &home)
        .env("PAGES", &pages);
    if let Some(pictures) = env::var_os("ROLECALL_PICTURES") {
        node.env("ROLECALL_PICTURES", harness::repository().join(pictures));
    }
    harness::run(&mut node, Duration::from_secs(240))
}

/// The pages: good ones, and what is broken of the first.
fn write_pages(desk: &Path, pages: &Path) -> Result<(), String> {
    let retailer = desk.join("retailer");
    harness::copy_folder(&harness::repository().join("tests/workspaces/retailer"), &retailer);
    write_page(&retailer, &pages.join("retailer.html"), &[])?;
    let page = fs::read_to_string(pages.join("retailer.html")).expect("can be read");
    for (name, from, to, _) in BROKEN {
        assert!(page.contains(from), "{name}: {from}");
        let path = pages.join(format!("{name}.broken.html"));
        fs::write(path, page.replace(from, to)).expect("can be written");
    }

    let commit = |args: &[&str]| {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=A", "-c", "user.email=a@example.com"])
            .args(args)
            .current_dir(&retailer);
        harness::run_well(&mut git, Duration::from_secs(60))
    };
    commit(&["init", "--quiet"])?;
    for text in ["# Notes\n\nAs a user, I want tea.\n", "# Notes\n\nAs a shopper, I want tea.\n"] {
        fs::write(retailer.join("docs/notes.md"), text).expect("can be written");
        commit(&["add", "--all"])?;
        commit(&["commit", "--quiet", "--message", "Notes"])?;
    }
    write_page(&retailer, &pages.join("with history.html"), &["--history", "4"])?;

    let large = desk.join("large");
    let roles = fixture::project::roles(60);
    for (path, text) in fixture::project::documents(7, 90, &roles) {
        let path = large.join(path);
        fs::create_dir_all(path.parent().expect("is in a folder")).expect("can be created");
        fs::write(path, text).expect("can be written");
    }
    let declared = roles.iter().zip(roles.iter().skip(1)).map(|(role, served)| {
        format!("[[role]]\nname = \"{role}\"\nserves = [\"{served}\"]\nshare = 0.01\n\n")
    });
    fs::write(large.join("rolecall.toml"), declared.collect::<String>()).expect("can be written");
    write_page(&large, &pages.join("large.html"), &[])?;

    let nothing = desk.join("nothing");
    fs::create_dir(&nothing).expect("can be created");
    write_page(&nothing, &pages.join("nothing.html"), &[])?;

    let hostile = desk.join("hostile");
    fs::create_dir(&hostile).expect("can be created");
    let long = "Donaudampfschifffahrtsgesellschaftskapitaensmuetze".repeat(4);
    let text = format!(
        "# <script>alert(1)</script>\n\nAs a \"><img src=x onerror=alert(1)>, I want {long}.\n\nAs a {long}, I want tea.\n"
    );
    fs::write(hostile.join("<script>alert(1)<!--.md"), text).expect("can be written");
    let role = format!(
        "[[role]]\nname = \"</title></style><script>alert(1)</script>\"\nserves = [\"{long}\", \"<b>\"]\nshare = 0.9\ngoals = [\"{long}\"]\n"
    );
    fs::write(hostile.join("rolecall.toml"), role).expect("can be written");
    write_page(&hostile, &pages.join("hostile.html"), &[])
}

fn write_page(project: &Path, page: &Path, args: &[&str]) -> Result<(), String> {
    let mut rolecall = Command::new(env!("CARGO_BIN_EXE_rolecall"));
    rolecall.args(["report", "--output-file"]).arg(page).args(args).current_dir(project);
    harness::run_well(&mut rolecall, Duration::from_secs(120)).map(drop)
}
