//! What cannot be read or is wrong: told with its place, while the rest of the work goes on.

use crate::folder::{Folder, Run};

const CLEAN: &str = "# Opening hours\n\nWe open at nine.\n";

/// Checks a folder: how it ends, what is said, and how many documents were read all the same.
fn check(folder: &Folder, args: &[&str], code: i32, said: &str, files: u64) {
    let (run, json) = folder.check(args);
    assert_eq!(run.err, said);
    assert_eq!(run.code, code);
    assert_eq!(json["summary"]["files"], files);
}

#[test]
fn a_missing_path() {
    let folder = Folder::new(&[("a.md", CLEAN)]);
    let said = "b.md: error: No such file or folder. Check the path.\n";
    check(&folder, &["a.md", "b.md"], 2, said, 1);
}

#[test]
fn a_document_in_another_encoding() {
    let folder = Folder::new(&[("a.md", CLEAN)]);
    folder.write("b.md", b"# Hours\n\nThe caf\xe9 opens at nine.\n");
    let said = "b.md:3: warning: Byte 16 is not UTF-8. Save the file as UTF-8.\n";
    check(&folder, &[], 0, said, 1);
    let named = said.replace("warning", "error");
    check(&folder, &["a.md", "b.md"], 2, &named, 1);
    check(&folder, &[".", "b.md"], 2, &named, 1);
    // Where nothing can be read, nothing was reviewed.
    std::fs::remove_file(folder.path("a.md")).unwrap();
    check(&folder, &[], 2, said, 0);
    folder.write("a.md", CLEAN.as_bytes());
    let run = folder.run_with_stdin(&["check", "-"], b"caf\xe9");
    let said = "<stdin>:1: error: Byte 3 is not UTF-8. Save the file as UTF-8.\n";
    assert_eq!(run.all(), (2, "", said));
    assert_eq!(folder.run(&["stories", "b.md"]).code, 2);
}

/// A folder is one of many, as a file is.
#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_read() {
    let folder = Folder::new(&[("a.md", CLEAN), ("sealed/b.md", CLEAN)]);
    let pipe = folder.path("sealed/.gitignore");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let said = "sealed/.gitignore: warning: This file was not read: it is not a regular file. Its folder is skipped.\n";
    check(&folder, &[], 0, said, 1);
    let named = said.replace("warning", "error");
    check(&folder, &["a.md", "sealed"], 2, &named, 1);
    // Where nothing can be read, nothing was reviewed.
    std::fs::remove_file(folder.path("a.md")).unwrap();
    check(&folder, &[], 2, said, 0);
}

#[cfg(unix)]
#[test]
fn a_document_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt;

    let folder = Folder::new(&[("a.md", CLEAN), ("b.md", CLEAN)]);
    let path = folder.path("b.md");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
    // Whoever may read everything cannot see this happen.
    if std::fs::read(&path).is_err() {
        check(
            &folder,
            &[],
            2,
            "b.md: error: No permission to read this. Check the file permissions.\n",
            1,
        );
    }
}

#[test]
fn a_broken_config() {
    let folder = Folder::new(&[
        ("rolecall.toml", "[[role]]\nname = sales associate\n"),
        ("a.md", CLEAN),
        ("part/rolecall.toml", ""),
        ("part/b.md", CLEAN),
    ]);
    let said = "rolecall.toml:2:8: error: Text needs quotes: write \"sales associate\". Until this is fixed, documents are reviewed without this file.\n";
    check(&folder, &[], 2, said, 2);
    check(&folder, &["part"], 0, "", 1);
    check(&folder, &["--no-config"], 0, "", 2);
    let run = folder.run_with_stdin(&["check", "--stdin-filename", "part/../new.md"], b"");
    assert_eq!(run.all(), (2, "", said));
}

#[test]
fn a_misspelt_key_is_a_warning() {
    let folder = Folder::new(&[
        ("rolecall.toml", "[[role]]\nname = 'clerk'\naliasses = ['cashier']\n"),
        ("a.md", CLEAN),
    ]);
    let said = "rolecall.toml:3:1: warning: Unknown key `aliasses`; did you mean `aliases`?\n";
    check(&folder, &[], 0, said, 1);
}

#[test]
fn a_wrong_value_is_an_error() {
    let folder = Folder::new(&[
        ("rolecall.toml", "[[role]]\nname = 'clerk'\nkind = 'enduser'\n"),
        ("docs/a.md", CLEAN),
    ]);
    let said = "rolecall.toml:3:8: error: `kind` cannot be `enduser`; did you mean `end-user`?\n";
    check(&folder, &["docs"], 2, said, 1);
}

#[test]
fn a_broken_persona_file() {
    let folder = Folder::new(&[
        ("rolecall.toml", ""),
        ("personas/sue.md", "---\nname: \"Sue\n---\n\n# Sue, clerk\n"),
    ]);
    let said = "personas/sue.md:2:7: error: A quote on this line is not closed.\n";
    check(&folder, &[], 2, said, 1);
}

#[test]
fn two_roles_of_one_name() {
    let folder = Folder::new(&[
        ("rolecall.toml", "[[role]]\nname = 'clerk'\naliases = ['cashier']\n"),
        ("personas/bob.md", "---\nname: teller\naliases: cashier\n---\n"),
        ("personas/sue.md", "# Sue, clerk\n"),
    ]);
    // What these personas leave out is a hint, which editors show.
    let said = "personas/bob.md:3:10: warning: `cashier` is an alias of `clerk` (rolecall.toml, line 3), so it cannot also be an alias of `teller`. Remove one of the two.\n";
    check(&folder, &[], 0, said, 2);
    folder.write("rolecall.toml", b"[[role]]\nname = 'clerk'\n[[role]]\nname = 'Clerk'\n");
    let said = "rolecall.toml:4:8: error: Another role is named `Clerk` (line 2). Rename this one, or merge the two.\n";
    check(&folder, &[], 2, said, 2);
}

/// What becomes of a fault of ours, of which a release build has none to offer.
#[cfg(debug_assertions)]
#[test]
fn a_rule_that_panics() {
    let story = "# Tea\n\nAs a user, I want tea so that I wake.\n";
    let folder = Folder::new(&[("a.md", story), ("b.md", story)]);
    folder.write("a.md", format!("{story}\nThe user has a glitch in generic-role.\n").as_bytes());
    let run = |args: &[&str]| -> Run {
        folder.command(args).env("ROLECALL_STUMBLE", "glitch").output().unwrap().into()
    };
    let done = run(&["check", "--format", "concise"]);
    assert_eq!(done.code, 2);
    let told: Vec<&str> = done.out.lines().map(|line| line.split(' ').next().unwrap()).collect();
    assert_eq!(told, ["a.md:3:6:", "b.md:3:6:"], "{}", done.out);
    let fault = "a.md:1: error: The rule `generic-role` crashed on this document. This is a bug in rolecall; please report it at ";
    assert!(done.err.lines().any(|line| line.starts_with(fault)), "{}", done.err);
    assert_eq!(run(&["check", "b.md"]).code, 1);
}
