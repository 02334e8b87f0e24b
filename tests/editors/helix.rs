//! Helix in a terminal, with the configuration of `editors/helix`.
//!
//! Helix comes from Debian's packages, unpacked into the target folder, so that a Debian is enough. Set
//! `ROLECALL_HELIX` to the path of an `hx` to test with that one instead. Where neither is there, nothing is tested.

use std::{
    env, fs,
    ops::Deref,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use tempfile::TempDir;

use crate::{
    harness,
    install::{self, Wanted},
    terminal::{self, ENTER, ESCAPE, Terminal},
};

const WANTED: Wanted = Wanted { name: "Helix", version: "25.01.1", variable: "ROLECALL_HELIX" };

const PRD: &str = "docs/prd-fitting-room.md";

/// What of the sample PRD is fixed; the first words of one of its stories.
const GENERIC: &str = "As a user, I want to see every size";
/// What is said of it.
const MESSAGE: &str = "“User” is a vague role.";
/// A place that names a role.
const ROLE: &str = "the store manager";

/// The servers that the shipped configuration lists.
const SERVERS: &str = r#"["rolecall", "marksman", "markdown-oxide"]"#;

/// How long a check waits for what it looks for.
const PATIENCE: Duration = Duration::from_secs(20);

/// Something a writer does. What went otherwise is the error.
type Check = fn(&Desk) -> Result<(), String>;

#[test]
fn helix_shows_what_is_vague() {
    does_well(shows_a_finding);
}

#[test]
fn helix_tells_on_hover_who_may_be_meant() {
    does_well(hovers);
}

#[test]
fn helix_puts_a_role_in_place_of_a_generic_word() {
    does_well(fixes_and_saves);
}

#[test]
fn helix_renames_a_role_over_files() {
    does_well(renames);
}

#[test]
fn helix_completes_a_role_in_a_story() {
    does_well(completes);
}

#[test]
fn helix_goes_to_where_a_role_is_declared() {
    does_well(goes_to_the_definition);
}

#[test]
fn helix_lists_stories_and_where_a_role_is_named() {
    does_well(lists);
}

#[test]
fn helix_passes_settings_on() {
    does_well(takes_settings);
}

#[test]
fn helix_shows_a_broken_configuration() {
    does_well(tells_of_a_wrong_configuration);
}

#[test]
fn helix_mends_on_saving_what_is_safe_to_mend() {
    does_well(mends_on_saving);
}

#[test]
fn helix_minds_what_other_programs_change() {
    does_well(minds_others);
}

#[test]
fn helix_starts_a_killed_server_again() {
    does_well(starts_again);
}

#[test]
fn helix_works_though_another_server_is_missing() {
    does_well(bears_a_missing_server);
}

#[test]
fn helix_knows_whether_the_server_is_there() {
    let Some(desk) = Desk::new() else { return };
    let found = format!("✓ rolecall: {}", desk.servers.join("rolecall").display());
    for (folder, line) in [(&desk.servers, &*found), (&desk.path("nothing"), "✘ rolecall")] {
        let mut helix = desk.helix();
        helix.args(["--health", "markdown"]).env("PATH", folder);
        let health = Terminal::start(helix, PATIENCE);
        let shown = health.and_then(|health| health.shows(line));
        shown.unwrap_or_else(|error| panic!("{error}"));
    }
}

/// Each check against a server that finds nothing: it must come as far as that server, and fail for want of what it
/// looks for.
#[test]
fn the_helix_checks_fail_against_a_server_that_finds_nothing() {
    let checks: [(Check, &str); 12] = [
        (shows_a_finding, "nothing is said of the story"),
        (hovers, "the hover names no role"),
        (fixes_and_saves, "no role is offered"),
        (renames, "no new name is asked for"),
        (completes, "the role is not offered"),
        (goes_to_the_definition, "no place is offered"),
        (lists, "the story is not listed"),
        (takes_settings, "the kind of the role is not shown"),
        (tells_of_a_wrong_configuration, "the mistake is not listed"),
        (minds_others, "nothing is said of the story"),
        (starts_again, "nothing is said of the story"),
        (bears_a_missing_server, "nothing is said of the story"),
    ];
    for (check, reason) in checks {
        let Some(mut desk) = Desk::new() else { return };
        desk.servers = harness::folder_of_the_silent_server(&desk.path("silent"));
        desk.patience = Duration::from_millis(600);
        let error = check(&desk).expect_err("nothing is found");
        assert!(error.starts_with(reason), "must fail for “{reason}”, and: {error}");
        assert_eq!(desk.read(PRD), desk.original(PRD), "nothing was found, so nothing may change");
    }
}

fn does_well(check: Check) {
    let Some(desk) = Desk::new() else { return };
    check(&desk).unwrap_or_else(|error| panic!("{error}\n{}", desk.end_of_log()));
}

fn shows_a_finding(desk: &Desk) -> Result<(), String> {
    let helix = desk.open(PRD)?;
    helix.go_to(GENERIC)?;
    helix.shows_the_finding()
}

fn hovers(desk: &Desk) -> Result<(), String> {
    let helix = desk.open(PRD)?;
    helix.go_to("As a user")?;
    helix.press(" k")?;
    let first = |screen: &str, role: &String| screen.contains(&format!(" 1. {role}:"));
    helix.wait_for("the hover names no role", |screen| {
        desk.roles().iter().any(|role| first(screen, role))
    })
}

fn fixes_and_saves(desk: &Desk) -> Result<(), String> {
    let helix = desk.open(PRD)?;
    helix.go_to("As a user")?;
    helix.press(" a")?;
    helix.wait_for("no role is offered", |screen| screen.contains("Replace with “"))?;
    helix.press(ENTER)?;
    helix.wait_for("the finding stays", |screen| !screen.contains(MESSAGE))?;
    helix.wait_for("all other findings go as well", |screen| screen.contains("is vague"))?;
    helix.press(":w\r")?;
    let before = desk.original(PRD);
    let allowed: Vec<_> = desk
        .roles()
        .iter()
        .map(|role| before.replacen("As a user,", &format!("As a {role},"), 1))
        .collect();
    helix.wait_outside("no role in place of “user” is saved, or more than that", || {
        allowed.contains(&desk.read(PRD))
    })
}

fn renames(desk: &Desk) -> Result<(), String> {
    const FILES: [&str; 4] =
        [PRD, "docs/stories-returns.md", "personas/store-manager.md", "rolecall.toml"];
    let helix = desk.open(PRD)?;
    helix.go_to(ROLE)?;
    helix.press(" r")?;
    helix.wait_for("no new name is asked for", |screen| {
        screen.contains("rename-to:store manager")
    })?;
    helix.press("\x15area manager\r")?;
    helix.shows("the area manager may")?;
    helix.press(":wa\r")?;
    helix.wait_outside("the new name is not saved everywhere", || {
        FILES.iter().all(|file| desk.read(file).to_lowercase().contains("area manager"))
    })?;
    // What is said in someone's own words stays, and what is no name.
    helix.wait_outside("the old name is still there", || {
        let texts = FILES.map(|file| desk.read(file).to_lowercase());
        texts.iter().all(|text| !text.is_empty() && !text.contains("store manager"))
    })
}

fn completes(desk: &Desk) -> Result<(), String> {
    let helix = desk.open(PRD)?;
    helix.press("geo")?;
    helix.shows(" INS ")?;
    helix.press("\rAs a merchandis")?;
    // And it alone: a list that is about to be replaced takes back what is chosen of it.
    helix.wait_for("the role is not offered", |screen| {
        let offered: Vec<_> = screen.lines().filter(|line| line.contains(" class")).collect();
        offered.len() == 1 && offered.iter().all(|line| line.contains(" merchandise analyst "))
    })?;
    helix.press("\t")?;
    helix.shows("As a merchandise analyst\n")?;
    helix.press(ESCAPE)?;
    helix.shows(" NOR ")?;
    helix.press(":w\r")?;
    let whole = format!("{}\nAs a merchandise analyst\n", desk.original(PRD));
    helix.wait_outside("what was completed is not saved", || desk.read(PRD) == whole)
}

fn goes_to_the_definition(desk: &Desk) -> Result<(), String> {
    let helix = desk.open(PRD)?;
    helix.go_to(ROLE)?;
    helix.press("gd")?;
    helix.wait_for("no place is offered", |screen| screen.contains(" rolecall.toml:36 "))?;
    helix.press("rolecall.toml\r")?;
    helix.wait_for("the declaration is not opened", |screen| {
        screen.contains(" NOR   rolecall.toml ") && screen.contains("name = \"store manager\"")
    })
}

fn lists(desk: &Desk) -> Result<(), String> {
    let helix = desk.open(PRD)?;
    helix.press(" s")?;
    helix.wait_for("the story is not listed", |screen| {
        screen.contains("user: see every size and width")
    })?;
    helix.press(ESCAPE)?;
    helix.wait_for("the list stays", |screen| !screen.contains("user: see every"))?;
    helix.go_to(ROLE)?;
    helix.press("gr")?;
    helix.shows(" docs/stories-returns.md:")?;
    helix.press(ESCAPE)?;
    helix.wait_for("the list stays", |screen| !screen.contains(" docs/stories-returns.md:"))?;
    helix.press(" h")?;
    helix.shows(" sels ")
}

fn takes_settings(desk: &Desk) -> Result<(), String> {
    desk.append("languages.toml", "\n[language-server.rolecall.config]\ninlayHints = true\n");
    desk.append("config.toml", "\n[editor.lsp]\ndisplay-inlay-hints = true\n");
    let helix = desk.open(PRD)?;
    helix.go_to("As a sales associate, I want to see")?;
    helix.wait_for("the kind of the role is not shown", |screen| {
        screen.contains("As a sales associate: end user, I want")
    })
}

/// With the formatter that the page for Helix has, which is no matter of the server.
fn mends_on_saving(desk: &Desk) -> Result<(), String> {
    let page = harness::repository().join("editors/helix/README.md");
    let page = fs::read_to_string(page).expect("can be read");
    let formatter = page.lines().map(str::trim).find(|line| line.starts_with("formatter = "));
    let formatter = formatter.expect("the page has a formatter");
    desk.append("languages.toml", &format!("{formatter}\nauto-format = true\n"));
    let helix = desk.open(PRD)?;
    helix.press(":w\r")?;
    let mended = desk.original(PRD).replace("The associate walks", "The sales associate walks");
    assert_ne!(mended, desk.original(PRD));
    let mended = mended.replace("them and the associate", "them and the sales associate");
    helix.wait_outside("nothing is mended, or other things", || desk.read(PRD) == mended)
}

fn tells_of_a_wrong_configuration(desk: &Desk) -> Result<(), String> {
    fs::write(desk.workspace().join("rolecall.toml"), "[rules\n").expect("can be written");
    let helix = desk.open(PRD)?;
    // The list is of what is known when it opens, so it may have to be opened again.
    let mut failure = Ok(());
    for _ in 0..10 {
        helix.press(" D")?;
        failure = helix.wait_within(desk.patience / 10, "the mistake is not listed", |screen| {
            let screen = terminal::rows(screen);
            screen.lines().any(|line| line.contains("ERROR") && line.contains("rolecall.toml"))
        });
        if failure.is_ok() {
            break;
        }
        helix.press(ESCAPE)?;
        helix.wait_within(PATIENCE, "the list stays", |screen| {
            !terminal::rows(screen).contains("severity")
        })?;
    }
    failure
}

/// As a switch of branches does.
fn minds_others(desk: &Desk) -> Result<(), String> {
    let helix = desk.open(PRD)?;
    helix.go_to(GENERIC)?;
    helix.shows_the_finding()?;
    let off = format!("rules.generic-story-role = 'off'\n{}", desk.original("rolecall.toml"));
    fs::write(desk.workspace().join("rolecall.toml"), off).expect("can be written");
    helix.wait_for("a rule that was turned off still speaks", |screen| !screen.contains(MESSAGE))
}

fn starts_again(desk: &Desk) -> Result<(), String> {
    let (program, number) = (desk.path("told/rolecall"), desk.path("told/number"));
    let server = desk.servers.join("rolecall");
    let (told, exec) = (number.display(), server.display());
    let script = format!("#!/bin/sh\necho $$ > '{told}'\nexec '{exec}' \"$@\"\n");
    fs::create_dir(desk.path("told")).expect("can be created");
    fs::write(&program, script).expect("can be written");
    harness::make_executable(&program);
    desk.configure("languages.toml", "command = \"rolecall\"", &format!("command = {program:?}"));
    // Helix 25.01 starts none again where one is missing.
    desk.configure("languages.toml", SERVERS, "[\"rolecall\"]");
    let helix = desk.open(PRD)?;
    helix.go_to(GENERIC)?;
    helix.shows_the_finding()?;

    let number = fs::read_to_string(number).expect("the server has begun");
    let mut kill = Command::new("kill");
    harness::run_well(kill.args(["-9", number.trim()]), Duration::from_secs(10))?;
    helix.wait_for("the server goes on", |screen| !screen.contains(MESSAGE))?;
    helix.press(":lsp-restart\r")?;
    helix.shows_the_finding()
}

fn bears_a_missing_server(desk: &Desk) -> Result<(), String> {
    let missing = "\n[language-server.missing]\ncommand = \"no-such-language-server\"\n";
    desk.append("languages.toml", missing);
    desk.configure("languages.toml", SERVERS, "[\"missing\", \"rolecall\"]");
    shows_a_finding(desk)
}

/// A temporary folder with a copy of the retailer's project, and a home for Helix with the shipped configuration.
struct Desk {
    folder: TempDir,
    helix: Helix,
    /// Where the `rolecall` is that Helix finds first.
    servers: PathBuf,
    patience: Duration,
}

impl Desk {
    /// Nothing where there is no Helix to be had.
    fn new() -> Option<Self> {
        let helix = Helix::found()?;
        let folder = TempDir::new().expect("a temporary folder");
        let servers = harness::folder_of_the_server();
        let desk = Self { folder, helix, servers, patience: PATIENCE };
        harness::copy_folder(&project(), &desk.workspace());
        for folder in ["home", "nothing", "silent", "config/helix"] {
            fs::create_dir_all(desk.path(folder)).expect("can be created");
        }
        let shipped = harness::repository().join("editors/helix/languages.toml");
        fs::copy(shipped, desk.configuration("languages.toml")).expect("can be copied");
        let messages = "[editor]\nend-of-line-diagnostics = \"hint\"\n";
        fs::write(desk.configuration("config.toml"), messages).expect("can be written");
        Some(desk)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn workspace(&self) -> PathBuf {
        self.path("retailer")
    }

    fn configuration(&self, name: &str) -> PathBuf {
        self.path("config/helix").join(name)
    }

    /// What a file of the project says now: nothing, for the moment in which another takes its place.
    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.workspace().join(file)).unwrap_or_default()
    }

    /// What it said before.
    fn original(&self, file: &str) -> String {
        fs::read_to_string(project().join(file)).expect("can be read")
    }

    /// Puts `new` in the place of `old` in a file of Helix's configuration.
    fn configure(&self, name: &str, old: &str, new: &str) {
        let file = self.configuration(name);
        let text = fs::read_to_string(&file).expect("can be read");
        assert_eq!(text.matches(old).count(), 1, "{name} has “{old}” once");
        fs::write(file, text.replace(old, new)).expect("can be written");
    }

    fn append(&self, name: &str, text: &str) {
        let file = self.configuration(name);
        let before = fs::read_to_string(&file).expect("can be read");
        fs::write(file, before + text).expect("can be written");
    }

    /// The names of the roles that the project's `rolecall.toml` declares.
    fn roles(&self) -> Vec<String> {
        let text = self.original("rolecall.toml");
        let name = |line: &str| Some(line.strip_prefix("name = \"")?.strip_suffix('"')?.to_owned());
        text.lines().filter_map(name).collect()
    }

    fn helix(&self) -> Command {
        let mut helix = self.helix.command().unwrap_or_else(|error| panic!("{error}"));
        helix
            .arg("--log")
            .arg(self.path("log"))
            .current_dir(self.workspace())
            .env("PATH", harness::path_with(&self.servers))
            .env("HOME", self.path("home"));
        for home in ["CONFIG", "DATA", "STATE", "CACHE"] {
            helix.env(format!("XDG_{home}_HOME"), self.path(&home.to_lowercase()));
        }
        helix
    }

    /// Helix with a document open, which the server has looked at.
    fn open(&self, document: &str) -> Result<Window, String> {
        let mut helix = self.helix();
        helix.args(["-v", document]);
        let mut terminal = Terminal::start(helix, PATIENCE)?;
        let looked = || self.log().contains("\"textDocument/publishDiagnostics\"");
        terminal.wait_outside("the server has not looked at it", looked)?;
        terminal.patience = self.patience;
        Ok(Window { terminal, text: self.original(document) })
    }

    /// What Helix noted, all that went to the server and came from it included.
    fn log(&self) -> String {
        fs::read_to_string(self.path("log")).unwrap_or_default()
    }

    /// The last of it, each line cut short.
    fn end_of_log(&self) -> String {
        let log = self.log();
        let lines: Vec<_> = log.lines().rev().take(30).collect();
        lines
            .iter()
            .rev()
            .map(|line| line.chars().take(300).chain(['\n']).collect::<String>())
            .collect()
    }
}

/// A Helix that shows a document.
struct Window {
    terminal: Terminal,
    text: String,
}

impl Deref for Window {
    type Target = Terminal;

    fn deref(&self) -> &Terminal {
        &self.terminal
    }
}

impl Window {
    /// Searches for `text`, which is then selected, and the cursor on its last letter.
    fn go_to(&self, text: &str) -> Result<(), String> {
        let mut lines = self.text.lines().enumerate();
        let place = lines.find_map(|(row, line)| Some((row + 1, line.find(text)?, line)));
        let (row, at, line) = place.unwrap_or_else(|| panic!("the document has no “{text}”"));
        let column = line.chars().count() - line.get(at..).unwrap_or_default().chars().count()
            + text.chars().count();
        self.press(&format!("gg/{text}\r"))?;
        let place = format!(" {row}:{column}");
        self.wait_within(PATIENCE, &format!("“{text}” is not found"), |screen| {
            terminal::rows(screen).lines().any(|line| line.ends_with(&place))
        })
    }

    fn shows_the_finding(&self) -> Result<(), String> {
        self.wait_for("nothing is said of the story", |screen| {
            screen.lines().any(|line| line.contains(GENERIC) && line.contains(MESSAGE))
        })
    }
}

fn project() -> PathBuf {
    harness::repository().join("tests/workspaces/retailer")
}

/// Where Helix is.
enum Helix {
    Own(PathBuf),
    Unpacked(PathBuf),
}

impl Helix {
    /// The Helix to test with, which is installed first if need be.
    fn found() -> Option<Self> {
        if let Some(own) = env::var_os(WANTED.variable) {
            return Some(Self::Own(own.into()));
        }
        WANTED.installed(Self::install).map(Self::Unpacked)
    }

    /// Unpacks Helix, and looks whether it is the right one.
    fn install(folder: &Path) -> Result<(), String> {
        install::from_debian("trixie", &["hx", "libc6", "libgcc-s1"], folder)?;
        let mut ask = Self::Unpacked(folder.to_owned()).command()?;
        let told = harness::run_well(ask.arg("--version"), Duration::from_secs(10))?;
        if told.starts_with(&format!("helix {}", WANTED.version)) {
            Ok(())
        } else {
            Err(format!("this is not Helix {}, but:\n{told}", WANTED.version))
        }
    }

    fn command(&self) -> Result<Command, String> {
        match self {
            Self::Own(path) => Ok(Command::new(path)),
            Self::Unpacked(folder) => {
                let mut helix = install::unpacked(folder, "usr/lib/hx/hx")?;
                helix.env("HELIX_RUNTIME", folder.join("usr/lib/hx/runtime"));
                Ok(helix)
            }
        }
    }
}
