//! `check --output-file`: what is written, and what is left alone.

use serde_json::Value;

use crate::folder::{FORMATS, Folder};

const TEXT: &str = "The falcon rests, and the customer pays.\n";
const TOML: &str = "[[term]]\navoid = ['falcon']\nprefer = 'stock finder'\n";

fn project() -> Folder {
    Folder::new(&[("rolecall.toml", TOML), ("a.md", TEXT)])
}

#[test]
fn each_format_goes_to_a_file_as_it_would_be_printed() {
    let folder = project();
    for format in FORMATS {
        let args = ["check", "--all", "--format", format];
        let printed = folder.run(&args);
        let run = folder.run(&[&args[..], &["--output-file", "out.txt"]].concat());
        assert_eq!(run.all(), (1, "", "2 findings in 1 file, written to out.txt.\n"));
        assert_eq!(folder.read("out.txt"), printed.out);
    }
    folder.run(&[
        "check",
        "--all",
        "--format",
        "pretty",
        "--color",
        "always",
        "--output-file",
        "out.txt",
    ]);
    assert!(folder.read("out.txt").contains('\u{1b}'));
}

#[test]
fn what_is_written_is_what_a_fix_leaves() {
    let folder = project();
    let run =
        folder.run(&["check", "--all", "--fix", "--format", "json", "--output-file", "out.json"]);
    let told = "1 finding in 1 file, written to out.json.\nFixed 1 finding in 1 file; 1 left.\n";
    assert_eq!(run.all(), (1, "", told));
    let found: Value = serde_json::from_str(&folder.read("out.json")).unwrap();
    assert_eq!(found["summary"]["findings"], 1);
    // Standard output has the mended text.
    let args = ["check", "--all", "--fix", "--format", "concise", "--output-file", "out.txt", "-"];
    let run = folder.run_with_stdin(&args, TEXT.as_bytes());
    assert_eq!(
        (run.code, run.out.as_str()),
        (1, "The stock finder rests, and the customer pays.\n")
    );
    assert!(folder.read("out.txt").starts_with("<stdin>:1:33: warning[generic-role] "));
}

#[test]
fn what_cannot_be_written_is_told_first() {
    let folder = project();
    folder.write("docs/b.md", b"Tea.\n");
    let read = "This file is an input of this command. Choose another output file.";
    for (path, said) in [
        ("x/y.txt", "The folder `x` doesn't exist. Create it first."),
        ("docs", "This is a folder. Name a file in it."),
        ("a.md", read),
        ("./docs/../a.md", read),
        ("rolecall.toml", read),
    ] {
        let run = folder.run(&["check", "--all", "--fix", "--output-file", path]);
        assert_eq!(run.all(), (2, "", format!("{path}: error: {said}\n").as_str()));
    }
    assert_eq!((folder.read("a.md"), folder.read("rolecall.toml")), (TEXT.into(), TOML.into()));
    let run = folder.run(&["check", "--all", "--diff", "--output-file", "out.txt"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
}

#[cfg(unix)]
#[test]
fn a_file_is_replaced_as_a_whole_and_stays_whose_it_is() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    let folder = project();
    let mode = |path: &str| std::fs::metadata(folder.path(path)).unwrap().mode() & 0o777;
    let write = |path: &str| folder.run(&["check", "--all", "--output-file", path]);
    folder.write("plain.txt", b"old");
    assert_eq!(write("new.txt").code, 1);
    assert_eq!(mode("new.txt"), mode("plain.txt"), "as any new file");
    std::fs::set_permissions(folder.path("plain.txt"), PermissionsExt::from_mode(0o640)).unwrap();
    symlink("plain.txt", folder.path("link.txt")).unwrap();
    assert_eq!(write("link.txt").code, 1);
    assert!(std::fs::symlink_metadata(folder.path("link.txt")).unwrap().is_symlink());
    assert_eq!((folder.read("plain.txt"), mode("plain.txt")), (folder.read("new.txt"), 0o640));
    std::fs::set_permissions(folder.path("plain.txt"), PermissionsExt::from_mode(0o444)).unwrap();
    let run = write("plain.txt");
    let told =
        "plain.txt: error: The file is read-only and was not changed. Make it writable first.\n";
    assert_eq!(run.all(), (2, "", told));
    let names = std::fs::read_dir(folder.path(".")).unwrap();
    assert_eq!(names.count(), 5, "nothing is left beside");
}
