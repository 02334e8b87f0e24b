//! What is printed on a terminal: in colour or not, and no wider than it is.

use std::io::Read;
use std::path::Path;
use std::process::Command;

use pty_process::{Size, blocking};
use textwrap::core::display_width;

use crate::folder::Folder;

const NARROW: u16 = 40;

/// What `command` writes on a terminal of 40 columns.
fn on_terminal(mut command: Command) -> String {
    let (mut pty, inner) = blocking::open().unwrap();
    pty.resize(Size::new(24, NARROW)).unwrap();
    command.env("TERM", "xterm-256color");
    let mut child = blocking::Command::from(command).spawn(inner).unwrap();
    let mut written = Vec::new();
    let mut some = [0; 4096];
    // Where the program has ended, some systems call it an error.
    while let Ok(count @ 1..) = pty.read(&mut some) {
        written.extend(&some[..count]);
    }
    assert!(child.wait().unwrap().code().is_some());
    String::from_utf8(written).unwrap().replace("\r\n", "\n")
}

/// The command in the sample project.
fn in_sample(folder: &Folder, args: &[&str]) -> Command {
    let mut command = folder.command(args);
    command
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/workspaces/retailer"));
    command
}

#[test]
fn colour_is_for_terminals_unless_somebody_says_no() {
    let folder = Folder::new(&[("a.md", "The user waits.\n")]);
    let is_coloured = |args: &[&str], variables: &[(&str, &str)]| {
        let mut command = folder.command(&[&["check", "--all"], args].concat());
        command.envs(variables.iter().copied());
        let text = on_terminal(command);
        assert!(text.contains("generic-role"), "{text:?}");
        text.contains("\u{1b}[")
    };
    for (variables, expected) in [
        (&[] as &[(&str, &str)], true),
        (&[("NO_COLOR", "1")], false),
        (&[("NO_COLOR", "")], true),
        (&[("CLICOLOR", "0")], false),
        (&[("CLICOLOR", "1")], true),
        (&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], false),
    ] {
        assert_eq!(is_coloured(&[], variables), expected, "{variables:?}");
        assert!(is_coloured(&["--color", "always"], variables), "{variables:?}");
        assert!(!is_coloured(&["--color", "never"], variables), "{variables:?}");
    }
    // Elsewhere it is the other way round.
    for (name, value, expected) in [("CLICOLOR_FORCE", "1", true), ("CLICOLOR", "1", false)] {
        let mut command = folder.command(&["check", "--all", "--format", "pretty"]);
        let text = command.env(name, value).output().unwrap().stdout;
        assert_eq!(text.contains(&0x1b), expected, "{name}");
    }
}

#[test]
fn nothing_is_wider_than_the_terminal() {
    let folder = Folder::new(&[]);
    let plain = ["--color", "never"];
    for args in [
        &["check", "--all", "--format", "pretty"] as &[&str],
        &["stories"],
        &["roles"],
        &["explain"],
        &["explain", "generic-role"],
        &["explain", "duplicate-story"],
        &["explain", "customer-problem"],
    ] {
        let args = [args, &plain].concat();
        let mut command = in_sample(&folder, &args);
        let told = command.env("COLUMNS", NARROW.to_string()).output().unwrap().stdout;
        let told = String::from_utf8(told).unwrap();
        assert!(told.lines().count() > 5, "{told}");
        let mut is_code = false;
        for line in told.lines() {
            is_code ^= line.starts_with("~~~");
            let width = display_width(line);
            // A command is copied whole.
            let is_command = line.starts_with("  rolecall ");
            let may_be_wide = is_code || is_command;
            assert!(may_be_wide || width <= NARROW.into(), "{args:?}: {width}: {line}");
        }
        assert_eq!(on_terminal(in_sample(&folder, &args)), told, "{args:?}");
    }
}

/// What is narrow says the same as what is wide.
#[test]
fn what_is_explained_is_the_same_in_any_width() {
    let folder = Folder::new(&[]);
    let list = folder.run(&["explain"]).out;
    let names = list.lines().filter_map(|line| line.split_whitespace().next());
    let names: Vec<&str> = names.filter(|name| *name != "House").collect();
    assert!(names.len() > 30);
    for name in names {
        let whole = folder.run(&["explain", name]).out;
        for width in ["30", "72", "1000"] {
            let output = folder.command(&["explain", name]).env("COLUMNS", width).output().unwrap();
            let wrapped = String::from_utf8(output.stdout).unwrap();
            let code = |text: &str| -> Vec<String> {
                text.split("~~~").skip(1).step_by(2).map(str::to_owned).collect()
            };
            assert_eq!(code(&wrapped), code(&whole), "{name}");
            assert!(wrapped.split_whitespace().eq(whole.split_whitespace()), "{name}: {wrapped}");
        }
    }
}
