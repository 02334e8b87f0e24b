//! `check --fix`, `--unsafe-fixes` and `--diff`: what is written, what is printed, and what is left alone.

use crate::folder::Folder;

const TOML: &str = "exclude = ['old']\n
[[role]]\nname = 'sales associate'\naliases = ['store associate']\n
[[role]]\nname = 'shopper'\nkind = 'consumer'\ndescription = 'tries on shoes and pays at the till'\n
[[term]]\navoid = ['falcon']\nprefer = 'stock finder'\n";

/// One alias and one term, safe to mend, and a generic word, which is not.
const PLAN: &str = "# Plan\n\nA store associate opens the falcon.\n\nThe customer waits.\n";
const MENDED: &str = "# Plan\n\nA sales associate opens the stock finder.\n\nThe customer waits.\n";
const LEFT: &str =
    "a.md:5:5: warning[generic-role] “Customer” is vague. Did you mean the shopper?\n";

fn project(files: &[(&str, &str)]) -> Folder {
    Folder::new(&[&[("rolecall.toml", TOML)], files].concat())
}

#[test]
fn what_is_safe_is_written_and_the_rest_is_told() {
    let folder = project(&[("a.md", PLAN), ("docs/b.md", "The store associates rest.\n")]);
    let told = "Fixed 3 findings in 2 files; 1 left.\n";
    assert_eq!(folder.run(&["check", "--all", "--fix"]).all(), (1, LEFT, told));
    assert_eq!(folder.read("a.md"), MENDED);
    assert_eq!(folder.read("docs/b.md"), "The sales associates rest.\n");
    assert_eq!(folder.read("rolecall.toml"), TOML);
    // What is done is done.
    let told = "Nothing fixed; 1 finding left.\n";
    assert_eq!(folder.run(&["check", "--all", "--fix"]).all(), (1, LEFT, told));
    assert_eq!(
        folder.run(&["check", "--all", "--fix", "--fail-on", "error"]).all(),
        (0, LEFT, told)
    );
    assert_eq!(folder.run(&["check", "--all", "--fix", "docs"]).all(), (0, "", ""));
}

#[test]
fn what_is_printed_is_of_the_new_text() {
    let folder = project(&[("a.md", "The falcon rests, and the customer pays.\n")]);
    let (run, json) = folder.check(&["--fix", "a.md"]);
    assert_eq!((run.code, run.err.as_str()), (1, "Fixed 1 finding in 1 file; 1 left.\n"));
    assert_eq!(json["summary"]["findings"], 1);
    assert_eq!(json["findings"][0]["span"]["start"], "The stock finder rests, and the ".len());
}

/// What is guessed is no evidence for the next guess.
#[test]
fn a_guess_does_not_lead_to_others() {
    let role =
        |name: &str, does: &str| format!("[[role]]\nname = '{name}'\ndescription = '{does}'\n\n");
    let roles = [
        role("nurse", "gives doses of medicine to patients at night"),
        role("porter", "pushes beds and chairs from ward to ward"),
        role("cook", "plans meals and buys food for the kitchen"),
    ];
    let sure = "As a user, I want to see doses of medicine that patients get at night.\n\n";
    let near = "As a user, I want to see the next dose.\n\n".repeat(5);
    let folder =
        Folder::new(&[("rolecall.toml", &roles.concat()), ("a.md", &format!("{sure}{near}"))]);
    folder.run(&["check", "--all", "--fix", "--unsafe-fixes"]);
    let expected = format!("{}{near}", sure.replace("a user", "a nurse"));
    assert_eq!(folder.read("a.md"), expected);
}

#[test]
fn guesses_are_made_when_they_are_asked_for() {
    let text =
        "# For the store associate\n\nUsers and customers try on shoes and pay at the till.\n";
    let folder = project(&[("a.md", text)]);
    let told = "Nothing fixed; 3 findings left.\n";
    assert_eq!(folder.run(&["check", "--all", "--fix"]).err, told);
    // Of two that are joined only one can be the shopper.
    let run = folder.run(&["check", "--all", "--fix", "--unsafe-fixes"]);
    assert_eq!((run.code, run.err.as_str()), (1, "Fixed 2 findings in 1 file; 1 left.\n"));
    let mended = folder.read("a.md");
    let expected =
        "# For the sales associate\n\nShoppers and customers try on shoes and pay at the till.\n";
    assert_eq!(mended, expected);
    let told = "Nothing fixed; 1 finding left.\n";
    assert_eq!(folder.run(&["check", "--all", "--fix", "--unsafe-fixes"]).err, told);
    let run = folder.run(&["check", "--all", "--unsafe-fixes"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("  <--fix|--diff>\n"), "{}", run.err);
}

#[test]
fn only_rules_that_are_asked_for_mend() {
    let folder = project(&[("a.md", PLAN)]);
    let told = "Fixed 1 finding in 1 file; 0 left.\n";
    assert_eq!(
        folder.run(&["check", "--all", "--fix", "--select", "avoided-term"]).all(),
        (0, "", told)
    );
    let mended = PLAN.replace("falcon", "stock finder");
    assert_eq!(folder.read("a.md"), mended);
    let ignored = format!("<!-- rolecall-ignore-file -->\n\n{PLAN}");
    folder.write("a.md", ignored.as_bytes());
    assert_eq!(folder.run(&["check", "--all", "--fix"]).all(), (0, "", ""));
    assert_eq!(folder.read("a.md"), ignored);
}

#[test]
fn a_difference_is_shown_and_nothing_written() {
    let folder = project(&[("a.md", PLAN), ("b.md", "One.\n\nTwo.\n\nThree.\n\nThe falcon.")]);
    let diff = "\
--- a.md
+++ a.md
@@ -1,5 +1,5 @@
 # Plan
 
-A store associate opens the falcon.
+A sales associate opens the stock finder.
 
 The customer waits.
--- b.md
+++ b.md
@@ -4,4 +4,4 @@
 
 Three.
 
-The falcon.
\\ No newline at end of file
+The stock finder.
\\ No newline at end of file
";
    let told = "Would fix 3 findings in 2 files; 1 would be left.\n";
    assert_eq!(folder.run(&["check", "--all", "--diff"]).all(), (1, diff, told));
    // To write nothing wins.
    assert_eq!(folder.run(&["check", "--all", "--fix", "--diff"]).all(), (1, diff, told));
    assert_eq!(
        folder.run(&["check", "--all", "--diff", "--fail-on", "never"]).all(),
        (0, diff, told)
    );
    assert_eq!(folder.read("a.md"), PLAN);
    let pays = "A customer tries on shoes and pays at the till.\n";
    folder.write("a.md", (PLAN.to_owned() + "\n" + pays).as_bytes());
    let run = folder.run(&["check", "--all", "--diff", "--unsafe-fixes", "a.md"]);
    let shopper = pays.replace("customer", "shopper");
    assert!(run.out.contains(&format!("\n-{pays}+{shopper}")), "{}", run.out);
    assert_eq!(run.err, "Would fix 4 findings in 1 file; 0 would be left.\n");
    folder.write("a.md", MENDED.as_bytes());
    let told = "Nothing would be fixed; 1 finding would be left.\n";
    assert_eq!(folder.run(&["check", "--all", "--diff", "a.md"]).all(), (0, "", told));
}

#[test]
fn a_difference_is_read_in_colour() {
    let folder = project(&[("a.md", "A \u{1b}[2J.\n\nThe falcon.\n")]);
    let diff = "\
\u{1b}[1m--- a.md\u{1b}[0m
\u{1b}[1m+++ a.md\u{1b}[0m
\u{1b}[36m@@ -1,3 +1,3 @@\u{1b}[0m
 A  [2J.
 
\u{1b}[31m-The falcon.\u{1b}[0m
\u{1b}[32m+The stock finder.\u{1b}[0m
";
    assert_eq!(folder.run(&["check", "--all", "--diff", "--color", "always"]).out, diff);
    // For a program each byte counts.
    assert!(folder.run(&["check", "--all", "--diff"]).out.contains(" A \u{1b}[2J.\n"));
}

#[test]
fn standard_input_is_handed_on_mended() {
    let folder = project(&[("a.md", "The falcon.\n")]);
    let left = LEFT.replace("a.md", "docs/a.md") + "Fixed 2 findings in 1 file; 1 left.\n";
    let named = ["check", "--all", "--fix", "--stdin-filename", "docs/a.md"];
    assert_eq!(folder.run_with_stdin(&named, PLAN.as_bytes()).all(), (1, MENDED, left.as_str()));
    let run = folder.run_with_stdin(&["check", "--all", "--fix", "-", "a.md"], b"A falcon\x1b[2J");
    let told = "Fixed 2 findings in 2 files; 0 left.\n";
    assert_eq!(run.all(), (0, "A stock finder\u{1b}[2J", told));
    assert_eq!(folder.read("a.md"), "The stock finder.\n");
    // Nothing to do, or nothing that can be done, is no reason to lose it.
    assert_eq!(
        folder.run_with_stdin(&["check", "--all", "--fix", "-"], b"Tea.").all(),
        (0, "Tea.", "")
    );
    let output = folder.bytes_with_stdin(&["check", "--all", "--fix", "-"], b"A falcon, caf\xe9.");
    assert_eq!((output.status.code(), output.stdout), (Some(2), b"A falcon, caf\xe9.".to_vec()));
    let diff = "--- <stdin>\n+++ <stdin>\n@@ -1 +1 @@\n-A falcon.\n+A stock finder.\n";
    let told = "Would fix 1 finding in 1 file; 0 would be left.\n";
    let run = folder.run_with_stdin(&["check", "--all", "--diff", "-"], b"A falcon.\n");
    assert_eq!(run.all(), (1, diff, told));
}

#[test]
fn line_ends_and_marks_stay() {
    let text = "\u{feff}# Plan\r\n\r\nThe falcon.\r\rThe falcon\nand\r\n\r\nthe falcon";
    let folder = project(&[("a.md", text)]);
    folder.run(&["check", "--all", "--fix"]);
    assert_eq!(folder.read("a.md"), text.replace("falcon", "stock finder"));
}

#[test]
fn what_is_not_asked_for_is_left_alone() {
    let text = "The falcon.\n";
    let persona = "---\nname: falcon\nserves: [store associate]\ntags: see persona 1, as a user, customers\n---\n\n# Falcon\n\nA store associate.\n";
    let files = ["a.md", "docs/b.md", "old/c.md"].map(|path| (path, text));
    let folder = project(&[&files[..], &[("personas/d.md", persona)]].concat());
    let named = ["docs", "old", "personas", "rolecall.toml"];
    folder.run(&[&["check", "--all", "--fix", "--unsafe-fixes"], &named[..]].concat());
    assert_eq!(folder.read("a.md"), text);
    assert_eq!(folder.read("docs/b.md"), "The stock finder.\n");
    assert_eq!(folder.read("old/c.md"), text, "left out");
    assert_eq!(folder.read("rolecall.toml"), TOML);
    let mended = persona.replace("A store", "A sales").replace("# Falcon", "# Stock finder");
    assert_eq!(folder.read("personas/d.md"), mended);
    folder.run(&["check", "--all", "--fix", "old/c.md"]);
    assert_eq!(folder.read("old/c.md"), "The stock finder.\n", "named");
}

/// What is fixed in a persona's page changes what counts in another document; what one document calls a role
/// counts in it alone.
#[test]
fn documents_are_mended_until_none_changes() {
    const ROLES: &str = "# Roles\n\n- **Store keeper** (also: keeper): opens the door\n\n# Stories\n\nAs a keeper, I want keys so that I can open.\n";
    let folder = Folder::new(&[
        ("rolecall.toml", "[[term]]\navoid = ['clerk']\nprefer = 'associate'\n"),
        ("a.md", "The associate waits.\n"),
        ("personas/b.md", "# Sales associate\n\nAlso called: clerk\n"),
        ("roles.md", ROLES),
        ("stories.md", "As a store keeper, I want keys so that I can open the keeper's door.\n"),
    ]);
    let fix = ["check", "--all", "--fix", "--ignore", "incomplete-persona"];
    let told = "Fixed 3 findings in 3 files; 0 left.\n";
    assert_eq!(folder.run(&fix).all(), (0, "", told));
    assert_eq!(folder.read("a.md"), "The sales associate waits.\n");
    assert_eq!(folder.read("personas/b.md"), "# Sales associate\n\nAlso called: associate\n");
    let story = "As a store keeper, I want keys so that I can open.\n";
    assert_eq!(folder.read("roles.md"), ROLES.replace("As a keeper", "As a store keeper"));
    assert!(folder.read("roles.md").ends_with(story));
    assert!(folder.read("stories.md").ends_with("the keeper's door.\n"), "another document");
    assert_eq!(folder.run(&fix).all(), (0, "", ""));
}

#[test]
fn a_file_that_cannot_be_read_is_told_once() {
    let folder = project(&[("a.md", "The falcon.\n")]);
    folder.write("b.md", b"caf\xe9");
    let told = "b.md:1: warning: Byte 3 is not UTF-8. Save the file as UTF-8.\n\
        Fixed 1 finding in 1 file; 0 left.\n";
    assert_eq!(folder.run(&["check", "--all", "--fix"]).all(), (0, "", told));
    assert_eq!(folder.read("a.md"), "The stock finder.\n");
}

/// A fault of ours is told by each review of its document: one more for each round of fixes would be one too many.
#[cfg(debug_assertions)]
#[test]
fn only_what_changed_is_reviewed_again() {
    const GLITCH: &str = "The user has a glitch in generic-role.\n";
    let roles = "# Roles\n\n- **Tailor** (also: sewer): sews\n\n# Scope\n\nThe tailor and a sewer wait for a sewer.\n";
    let folder = project(&[("a.md", GLITCH), ("b.md", roles), ("c.md", "The falcon.\n")]);
    let mut command = folder.command(&["check", "--all", "--fix", "--unsafe-fixes"]);
    let run: crate::folder::Run =
        command.env("ROLECALL_STUMBLE", "glitch").output().unwrap().into();
    assert!(run.err.contains("Fixed 2 findings in 2 files"), "{}", run.err);
    assert_eq!(run.err.matches("The rule `generic-role` crashed on this document").count(), 1);
    assert_eq!(folder.read("a.md"), GLITCH);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
    use std::process::Command;

    use super::{TOML, project};
    use crate::folder::Folder;

    const TEXT: &str = "The falcon.\n";
    const DONE: &str = "The stock finder.\n";

    fn mode(folder: &Folder, path: &str) -> u32 {
        std::fs::metadata(folder.path(path)).unwrap().mode() & 0o7777
    }

    fn set_mode(folder: &Folder, path: &str, mode: u32) {
        let mode = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(folder.path(path), mode).unwrap();
    }

    /// The names in the folder.
    fn names(folder: &Folder) -> Vec<String> {
        let entries = std::fs::read_dir(folder.path(".")).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }

    #[test]
    fn permissions_stay() {
        let folder = project(&[("a.md", TEXT), ("b.md", TEXT)]);
        set_mode(&folder, "a.md", 0o640);
        set_mode(&folder, "b.md", 0o755);
        assert_eq!(folder.run(&["check", "--all", "--fix"]).code, 0);
        assert_eq!((folder.read("a.md").as_str(), mode(&folder, "a.md")), (DONE, 0o640));
        assert_eq!((folder.read("b.md").as_str(), mode(&folder, "b.md")), (DONE, 0o755));
        assert_eq!(names(&folder), ["a.md", "b.md", "rolecall.toml"]);
    }

    /// An access control list is an attribute on Linux; a folder may give one to each new file in it.
    #[cfg(target_os = "linux")]
    #[test]
    fn attributes_and_access_control_lists_stay() {
        const ACCESS: &str = "system.posix_acl_access";
        // Version 2; owner: rw, user 4321: r, group: r, mask: r, others: nothing.
        let entries = [(1, 6, u32::MAX), (2, 4, 4321), (4, 4, u32::MAX), (16, 4, u32::MAX)];
        let mut list = vec![2, 0, 0, 0];
        for (tag, may, whom) in entries.into_iter().chain([(32, 0, u32::MAX)]) {
            list.extend([tag, 0, may, 0]);
            list.extend(whom.to_le_bytes());
        }
        let folder = project(&[("a.md", TEXT), ("b.md", TEXT)]);
        let set = |path: &str, name: &str, value: &[u8]| xattr::set(folder.path(path), name, value);
        if set("a.md", "user.color", b"red").and_then(|()| set("a.md", ACCESS, &list)).is_err() {
            eprintln!("skipped: this file system has no access control lists");
            return;
        }
        set(".", "system.posix_acl_default", &list).unwrap();
        assert_eq!(folder.run(&["check", "--all", "--fix"]).code, 0);
        let get = |path: &str, name: &str| xattr::get(folder.path(path), name).unwrap();
        assert_eq!((folder.read("a.md"), folder.read("b.md")), (DONE.into(), DONE.into()));
        assert_eq!(get("a.md", "user.color").as_deref(), Some(&b"red"[..]));
        assert_eq!(get("a.md", ACCESS).as_deref(), Some(list.as_slice()));
        assert_eq!(mode(&folder, "a.md"), 0o640);
        assert_eq!(get("b.md", ACCESS), None, "it had none, whatever its folder says");
        assert_eq!(mode(&folder, "b.md"), 0o644);
    }

    #[test]
    fn what_is_read_only_is_told_and_the_rest_is_done() {
        let folder = project(&[("a.md", TEXT), ("b.md", TEXT)]);
        set_mode(&folder, "a.md", 0o444);
        let run = folder.run(&["check", "--all", "--fix"]);
        let out = "a.md:1:5: warning[avoided-term] Avoid “falcon”. Say “stock finder”.\n";
        let told = "a.md: error: The file is read-only and was not changed. Make it writable first.\n\
            Fixed 1 finding in 1 file; 1 left.\n";
        assert_eq!(run.all(), (2, out, told));
        assert_eq!((folder.read("a.md"), folder.read("b.md")), (TEXT.into(), DONE.into()));
    }

    #[test]
    fn a_folder_that_is_read_only_is_told() {
        let folder = project(&[("docs/a.md", TEXT), ("b.md", TEXT)]);
        set_mode(&folder, "docs", 0o555);
        let is_root = std::fs::write(folder.path("docs/probe"), "").is_ok();
        if !is_root {
            let told = "docs/a.md: error: The folder is read-only; the file was not changed. Make the folder writable first.\n\
                Fixed 1 finding in 1 file; 1 left.\n";
            let run = folder.run(&["check", "--all", "--fix"]);
            assert_eq!((run.code, run.err.as_str()), (2, told));
            assert_eq!((folder.read("docs/a.md"), folder.read("b.md")), (TEXT.into(), DONE.into()));
        }
        set_mode(&folder, "docs", 0o755);
    }

    /// A link is written through to what it leads to, as an editor does, but not out of the project.
    #[test]
    fn links_are_followed_inside_the_project_only() {
        let outside = Folder::new(&[("a.md", TEXT)]);
        let folder = project(&[("docs/a.md", TEXT)]);
        symlink("docs/a.md", folder.path("in.md")).unwrap();
        symlink(outside.path("a.md"), folder.path("out.md")).unwrap();
        // A walk follows none.
        assert_eq!(folder.run(&["check", "--all", "--diff"]).out.matches("+++").count(), 1);
        let run = folder.run(&["check", "--all", "--fix", "in.md", "out.md", "docs/a.md"]);
        let told = "out.md: error: This link leads out of the project; the file was not changed. Name the target file instead.\n\
            Fixed 2 findings in 2 files; 1 left.\n";
        assert_eq!((run.code, run.err.as_str()), (2, told));
        assert_eq!((folder.read("docs/a.md"), outside.read("a.md")), (DONE.into(), TEXT.into()));
        assert!(std::fs::symlink_metadata(folder.path("in.md")).unwrap().is_symlink());
    }

    #[test]
    fn what_is_no_file_is_not_replaced() {
        let folder = project(&[]);
        let pipe = folder.path("a.md");
        if !Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success()) {
            return;
        }
        let writer = std::thread::spawn(move || std::fs::write(pipe, TEXT));
        let run = folder.run(&["check", "--all", "--fix", "a.md"]);
        writer.join().unwrap().unwrap();
        let told = "a.md: error: This is not a regular file; it was not changed.\n\
            Nothing fixed; 1 finding left.\n";
        assert_eq!((run.code, run.err.as_str()), (2, told));
    }

    /// A disk that is full after a kilobyte or less, as far as a process can be told so.
    #[test]
    fn a_full_disk_leaves_everything_as_it_was() {
        let text = TEXT.repeat(500);
        let folder = project(&[("a.md", &text), ("b.md", TEXT)]);
        let script =
            "trap '' XFSZ; ulimit -f 1 || exit 77; exec \"$0\" check --all --fix --fail-on never";
        let mut shell = Command::new("sh");
        let shell = shell.args(["-c", script, env!("CARGO_BIN_EXE_rolecall")]);
        let run = crate::folder::Run::from(shell.current_dir(folder.path(".")).output().unwrap());
        if run.code == 77 {
            return;
        }
        let told = "a.md: error: The disk is full; the file was not changed. Free some space first.\n\
            Fixed 1 finding in 1 file; 500 left.\n";
        assert_eq!((run.code, run.err.as_str()), (2, told));
        assert_eq!((folder.read("a.md"), folder.read("b.md")), (text, DONE.into()));
        assert_eq!(names(&folder), ["a.md", "b.md", "rolecall.toml"]);
        assert_eq!(folder.read("rolecall.toml"), TOML);
    }
}
