//! Which documents are read, what is printed where nothing is found, and bad usage.

use std::io::{Read, Write};
use std::process::Stdio;

use serde_json::json;

use crate::folder::{FORMATS, Folder};

const CLEAN: &str = "# Opening hours\n\nWe open at nine.\n";

/// How many documents `check` reads, with these arguments.
fn files(folder: &Folder, args: &[&str]) -> u64 {
    let (run, json) = folder.check(args);
    let files = json["summary"]["files"].as_u64().unwrap();
    let named: Vec<String> =
        args.iter().filter(|it| !it.starts_with('-')).map(|it| format!("`{it}`")).collect();
    let named = if named.is_empty() { "this folder".to_owned() } else { named.join(", ") };
    let told = format!("No Markdown files found in {named}.\n");
    let told = if files == 0 { &told } else { "" };
    assert_eq!((run.code, run.err.as_str()), (0, told));
    files
}

#[test]
fn a_clean_document_gives_nothing() {
    let folder = Folder::new(&[("a.md", CLEAN)]);
    assert_eq!(folder.run(&["check", "a.md"]).all(), (0, "", ""));
    assert_eq!(folder.run(&["check", "--quiet"]).all(), (0, "", ""));
    assert_eq!(
        folder.run(&["check", "--format", "pretty", "a.md"]).all(),
        (0, "All clear: no findings in 1 file.\n", "")
    );
    let (_, found) = folder.check(&["a.md"]);
    let summary =
        json!({ "files": 1, "findings": 0, "stories": 0, "generic_stories": 0, "tip_jar": 0 });
    for (key, value) in summary.as_object().unwrap() {
        assert_eq!(&found["summary"][key], value, "{key}");
    }
    assert_eq!(found["findings"], json!([]));
}

#[test]
fn no_document_is_no_failure() {
    let folder = Folder::new(&[("notes.txt", CLEAN)]);
    let told = "No Markdown files found in this folder.\n";
    assert_eq!(folder.run(&["check"]).all(), (0, "", told));
    assert_eq!(folder.run(&["check", "--format", "pretty"]).all(), (0, told, ""));
    assert_eq!(folder.run(&["check", "--fix"]).all(), (0, "", told));
    assert_eq!(folder.run(&["check", "--fail-on-empty"]).all(), (2, "", told));
    assert_eq!(folder.run(&["check", "--fail-on-empty", "--format", "pretty"]).code, 2);
    assert_eq!(folder.run(&["check", "--fail-on-empty", "notes.txt"]).all(), (0, "", ""));
    let told = "a.md: error: No such file or folder. Check the path.\n";
    assert_eq!(folder.run(&["check", "a.md"]).all(), (2, "", told), "told once");
    assert_eq!(folder.run(&["stories", "--format", "json"]).all(), (0, "{\"stories\":[]}\n", ""));
}

#[test]
fn documents_are_found() {
    let folder = Folder::new(&[
        ("a.md", CLEAN),
        ("docs/b.mdx", CLEAN),
        ("docs/c.markdown", CLEAN),
        ("docs/notes.txt", CLEAN),
        (".gitignore", "/out/\n"),
        ("out/d.md", CLEAN),
    ]);
    assert_eq!(files(&folder, &[]), 3);
    assert_eq!(files(&folder, &["docs"]), 2);
    assert_eq!(files(&folder, &["docs", "docs/b.mdx", "./docs/../docs/b.mdx"]), 2);
    assert_eq!(files(&folder, &["out/d.md", "docs/notes.txt"]), 2);
    assert_eq!(files(&folder, &[&folder.path("a.md"), "a.md"]), 1);
}

#[test]
fn the_nearest_config_says_which_documents_belong() {
    let folder = Folder::new(&[
        ("rolecall.toml", "include = ['docs/**/*.md']\nexclude = ['docs/old']\n"),
        ("a.md", CLEAN),
        ("docs/a.md", CLEAN),
        ("docs/old/a.md", CLEAN),
        ("part/rolecall.toml", "exclude = ['drafts']\n"),
        ("part/a.md", CLEAN),
        ("part/drafts/a.md", CLEAN),
    ]);
    assert_eq!(files(&folder, &[]), 2);
    assert_eq!(files(&folder, &["--no-config"]), 5);
    assert_eq!(files(&folder, &["docs/old"]), 0);
    assert_eq!(files(&folder, &["docs/old/a.md"]), 1, "named itself");
}

#[test]
fn standard_input_is_a_document() {
    let folder = Folder::new(&[("a.md", CLEAN)]);
    let files = |args: &[&str]| {
        let run =
            folder.run_with_stdin(&[&["check", "--format=json"], args].concat(), CLEAN.as_bytes());
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        let found: serde_json::Value = serde_json::from_str(&run.out).unwrap();
        found["summary"]["files"].as_u64().unwrap()
    };
    assert_eq!(files(&["-"]), 1);
    assert_eq!(files(&["-", "a.md"]), 2);
    assert_eq!(files(&["--stdin-filename", "docs/new.md"]), 1);
}

/// However many jobs are asked for, there are as many as are of help.
#[test]
fn more_jobs_than_processors_do_no_harm() {
    let names: Vec<String> = (0..40).map(|at| format!("{at}.md")).collect();
    let files: Vec<(&str, &str)> =
        names.iter().map(|name| (name.as_str(), "The user waits.\n")).collect();
    let folder = Folder::new(&files);
    let one = folder.run(&["check", "--jobs", "1"]);
    for jobs in ["64", "1000000", &usize::MAX.to_string()] {
        let run = folder.run(&["check", "--jobs", jobs]);
        assert_eq!(run.all(), one.all(), "{jobs}");
    }
}

#[test]
fn bad_usage_is_told() {
    let folder = Folder::new(&[("a.md", CLEAN)]);
    for args in [
        &["check", "--unheard-of"] as &[&str],
        &["check", "--format", "xml"],
        &["check", "--jobs", "0"],
        &["check", "--fail-on", "sometimes"],
        &["check", "--select", "no-such-rule"],
        &["check", "--ignore", "no-such-rule"],
        &["explain", "no-such-rule"],
        &["unheard-of"],
        &[],
    ] {
        let run = folder.run(args);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{args:?}");
        assert!(!run.err.is_empty(), "{args:?}");
    }
    let of_check = FORMATS.join(", ");
    for (command, formats) in [
        ("check", of_check.as_str()),
        ("stories", "table, json, csv"),
        ("roles", "table, json"),
        ("report", "html, markdown"),
        ("config", "text, json"),
    ] {
        let run = folder.run(&[command, "--format", "nonsense"]);
        let said = format!(
            "error: invalid value 'nonsense' for '--format <FORMAT>'\n  [possible values: {formats}]\n"
        );
        assert!(
            (run.code, run.out.as_str()) == (2, "") && run.err.starts_with(&said),
            "{command}: this test knows {formats}; for `check`, add a new one to `FORMATS`.\n{}",
            run.err
        );
    }
    let run = folder.run(&["check", "--format", "sariff"]);
    assert!(run.err.contains("a similar value exists: 'sarif'"), "{}", run.err);
    let run = folder.run(&["explain", "no-such-rule"]);
    assert!(run.err.starts_with("Unknown rule `no-such-rule`"), "{}", run.err);
}

#[test]
fn nobody_listening_to_the_end_is_no_failure() {
    let folder = Folder::new(&[("a.md", "The user waits.\n\n".repeat(20_000).as_str())]);
    for format in FORMATS {
        let args = ["check", "--all", "--quiet", "--format", format, "--fail-on", "never"];
        let mut command = folder.command(&args);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut some = [0; 9];
        child.stdout.take().unwrap().read_exact(&mut some).unwrap();
        let output = child.wait_with_output().unwrap();
        let ended = (output.status.code(), output.stderr.as_slice());
        assert_eq!(ended, (Some(0), b"".as_slice()), "{format}");
    }
    // Nor to anything of it.
    let folder = Folder::new(&[]);
    let outputs = [
        ("check", FORMATS.as_slice()),
        ("stories", &["table", "json", "csv"]),
        ("roles", &["table", "json"]),
        ("report", &["html", "markdown"]),
    ];
    for (name, format) in
        outputs.into_iter().flat_map(|(name, formats)| formats.iter().map(move |it| (name, it)))
    {
        let mut command = folder.command(&[name, "--format", format, "-"]);
        let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        drop(child.stdout.take());
        child.stdin.take().unwrap().write_all(b"As a clerk, I want tea so that I wake.\n").unwrap();
        let output = child.wait_with_output().unwrap();
        let ended = (output.status.code(), output.stderr.as_slice());
        assert_eq!(ended, (Some(0), b"".as_slice()), "{name} {format}");
    }
}
