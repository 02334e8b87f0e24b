//! `check --baseline`: what was there before is held back, wherever it has moved.

use serde_json::{Value, json};

use crate::folder::Folder;

const TEXT: &str = "The user waits. The user waits, or a user.\n\n- The customer pays. Tea.\n";
const WRITE: &[&str] = &["check", "--all", "--baseline", "old.json", "--write-baseline"];
const CHECK: &[&str] = &["check", "--all", "--quiet", "--baseline", "old.json"];

fn folder() -> Folder {
    let places = "[rules]\nunnamed-people = 'off'\n";
    let folder = Folder::new(&[
        ("rolecall.toml", places),
        ("docs/b.md", "A user rests.\n"),
        ("docs/a.md", TEXT),
    ]);
    let told = "Wrote 5 findings to old.json. Use `--baseline old.json` to report only new ones.\n";
    assert_eq!(folder.run(WRITE).all(), (0, "", told));
    assert_eq!(folder.run(CHECK).all(), (0, "", ""));
    folder
}

#[test]
fn it_is_written_for_people_to_read() {
    let folder = folder();
    let text = folder.read("old.json");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[..3], ["{", "\"rolecall-baseline\": 1,", "\"findings\": ["]);
    let entry =
        "{\"path\":\"docs/a.md\",\"rule\":\"generic-role\",\"text\":\"customer\",\"sentence\":\"";
    assert!(lines[3].starts_with(entry), "{text}");
    let entries = lines[4..].iter().filter(|line| line.starts_with("{\"path\":\"docs/a.md\""));
    assert_eq!((entries.count(), lines.len()), (2, 9), "{text}");
    let parsed: Value = serde_json::from_str(&text).unwrap();
    let count = |at: usize| parsed["findings"][at]["count"].as_u64();
    let mut counts = [count(0), count(1), count(2), count(3)];
    counts.sort_unstable();
    assert_eq!(counts, [None, None, None, Some(2)], "{text}");
    folder.run(WRITE);
    assert_eq!(folder.read("old.json"), text);
}

#[test]
fn what_moves_stays_known_and_what_is_new_is_told() {
    let folder = folder();
    for same in [
        format!("# Tea\n\nMore.\n\n{TEXT}\nMore.\n"),
        TEXT.replace("The user", "The\r\nuser"),
        TEXT.replace("- The customer pays. Tea.", "> 1. Coffee?  The customer\n>    pays. Cake."),
    ] {
        folder.write("docs/a.md", same.as_bytes());
        assert_eq!(folder.run(CHECK).all(), (0, "", ""), "{same}");
    }
    folder.write(
        "docs/a.md",
        format!("{TEXT}\nThe user pays.\n\nThe user waits, or a user.\n").as_bytes(),
    );
    let run = folder.run(CHECK);
    let told: Vec<&str> = run.out.lines().map(|line| line.split(' ').next().unwrap()).collect();
    // The others of the same are held back.
    assert_eq!(told, ["docs/a.md:5:5:", "docs/a.md:7:5:", "docs/a.md:7:22:"], "{}", run.out);
    assert_eq!((run.code, run.err.as_str()), (1, ""));
}

#[test]
fn only_what_is_new_counts_in_every_format() {
    let story = "As a user, I want to pay so that I go on.\n";
    let folder = Folder::new(&[("a.md", story)]);
    folder.run(WRITE);
    folder
        .write("a.md", format!("{story}\nAs a user, I want to look so that I go on.\n").as_bytes());
    let run = |format: &str| folder.run(&[CHECK, &["--format", format]].concat());
    let found: Value = serde_json::from_str(&run("json").out).unwrap();
    let summary = json!({
        "files": 1, "findings": 1, "stories": 2, "generic_stories": 1, "tip_jar": 5, "held_back": 1,
    });
    for (key, value) in summary.as_object().unwrap() {
        assert_eq!(&found["summary"][key], value, "{key}");
    }
    let sum = "1 finding in 1 file. 1 of 2 stories does not name a role. Tip jar: $5. 1 more is in the baseline.\n";
    let named = ["check", "--baseline", "old.json", "--format", "pretty", "a.md"];
    let pretty = folder.run(&named).out;
    assert!(pretty.ends_with(sum), "{pretty}");
    for (format, mark) in [
        ("concise", "warning["),
        ("github", "::warning "),
        ("gitlab", "\"check_name\""),
        ("junit", "<testcase "),
        ("sarif", "\"ruleIndex\""),
    ] {
        let run = run(format);
        assert_eq!((run.code, run.out.matches(mark).count()), (1, 1), "{format}: {}", run.out);
    }
    folder.write("a.md", story.as_bytes());
    for format in ["json", "github", "gitlab", "junit", "sarif"] {
        assert_eq!(run(format).code, 0);
    }
    let sum = "All clear: no findings in 1 file with 1 story. 1 more is in the baseline.\n";
    assert_eq!(folder.run(&named).all(), (0, sum, ""));
    let out = folder.run(&[CHECK, &["--output-file", "out.txt"]].concat());
    assert_eq!(out.err, "0 findings in 1 file, written to out.txt; 1 more in the baseline.\n");
}

#[test]
fn what_is_mended_is_told_and_taken_out() {
    let folder = folder();
    folder.write("docs/a.md", b"The user waits, or a user.\n\nThe user pays.\n");
    std::fs::remove_file(folder.path("docs/b.md")).unwrap();
    let new = "docs/a.md:3:5: warning[generic-role] “User” is vague. Which role is it?\n";
    let told =
        "old.json: 3 listed findings have been fixed. `--prune-baseline` removes what is fixed.\n";
    assert_eq!(folder.run(CHECK).all(), (1, new, told));
    // Of what was not looked at, nobody knows.
    folder.write("docs/c.md", b"Tea.\n");
    let told =
        "old.json: 1 listed finding has been fixed. `--prune-baseline` removes what is fixed.\n";
    assert_eq!(
        folder.run(&[CHECK, &["--ignore", "generic-role"]].concat()).err,
        told,
        "b.md is gone"
    );
    let told = "old.json: removed 3 fixed, 2 left.\n";
    let prune = [CHECK, &["--prune-baseline"]].concat();
    assert_eq!(folder.run(&prune).all(), (1, new, told));
    assert_eq!(folder.run(&prune).all(), (1, new, ""));
    assert_eq!(folder.read("old.json").matches("\"path\"").count(), 1);
}

#[test]
fn what_is_not_reviewed_stays_listed() {
    let folder = folder();
    let before = folder.read("old.json");
    folder.write("docs/a.md", b"The user pays.\n");
    assert_eq!(folder.run(&[CHECK, &["docs/b.md"]].concat()).all(), (0, "", ""));
    folder.run(&[WRITE, &["docs/b.md"]].concat());
    assert_eq!(folder.read("old.json"), before);
    folder.run(&[WRITE, &["docs/a.md", "--select", "story-without-benefit"]].concat());
    assert_eq!(folder.read("old.json"), before);
    let told = "Wrote 2 findings to old.json. Use `--baseline old.json` to report only new ones.\n";
    assert_eq!(folder.run(&[WRITE, &["docs/a.md"]].concat()).err, told);
}

/// What is asked for a whole document stays known, however many places ask it.
#[test]
fn a_question_for_the_document_is_known_whatever_its_count() {
    let folder = Folder::new(&[("docs/a.md", TEXT)]);
    let told = "Wrote 5 findings to old.json. Use `--baseline old.json` to report only new ones.\n";
    assert_eq!(folder.run(WRITE).err, told);
    folder.write("docs/a.md", format!("{TEXT}\nThe client asks.\n").as_bytes());
    let run = folder.run(CHECK);
    let told: Vec<&str> = run.out.lines().collect();
    let [one] = told.as_slice() else { panic!("{told:?}") };
    assert!(one.starts_with("docs/a.md:5:5: hint[generic-role] “Client” is vague."), "{one}");
}

#[test]
fn paths_begin_at_its_folder() {
    let folder = folder();
    folder.write("ci/empty.md", b"Tea.\n");
    let run = |from: &str, args: &[&str]| {
        let output = folder.command(args).current_dir(folder.path(from)).output().unwrap();
        crate::folder::Run::from(output)
    };
    assert_eq!(
        run("docs", &["check", "--all", "--quiet", "--baseline", "../old.json"]).all(),
        (0, "", "")
    );
    assert_eq!(
        run("ci", &["check", "--all", "--quiet", "--baseline", "../old.json", "../docs/./a.md"])
            .all(),
        (0, "", "")
    );
    let write = ["check", "--all", "--baseline", "old.json", "--write-baseline", "../docs"];
    assert_eq!(run("ci", &write).code, 0);
    assert!(folder.read("ci/old.json").contains("{\"path\":\"../docs/a.md\","));
    assert_eq!(
        folder.run(&["check", "--all", "--quiet", "--baseline", "ci/old.json"]).all(),
        (0, "", "")
    );
    let args = ["check", "--all", "--baseline", "old.json", "--stdin-filename", "docs/b.md", "-"];
    assert_eq!(folder.run_with_stdin(&args, b"A user rests.\n").all(), (0, "", ""));
}

#[test]
fn one_that_cannot_be_used_is_told() {
    let folder = Folder::new(&[("a.md", TEXT)]);
    let told = |args: &[&str], said: &str| {
        let run = folder.run(args);
        assert_eq!(run.all(), (2, "", format!("old.json{said}\n").as_str()));
    };
    let none = ": error: This baseline doesn't exist. Create it with `--baseline old.json --write-baseline`.";
    told(CHECK, none);
    let broken = "This is not a valid baseline. Restore it, or delete it and create a new one with `--write-baseline`.";
    for (text, line) in [
        ("", 1),
        ("{\n\"a\": }", 2),
        ("{\"findings\": []}", 1),
        ("[]\n", 1),
        // Those of other tools.
        ("{\n\"version\": \"1.5.0\",\n\"results\": {}\n}\n", 4),
        ("<?xml version=\"1.0\"?>\n<baseline/>\n", 1),
        ("{\"rolecall-baseline\": \"1\", \"findings\": []}", 1),
        ("{\"rolecall-baseline\": 1}", 1),
        ("{\"rolecall-baseline\": 1,\n\"findings\": [{\"path\": \"a.md\"}]}", 2),
    ] {
        folder.write("old.json", text.as_bytes());
        told(CHECK, &format!(":{line}: error: {broken}"));
        told(WRITE, &format!(":{line}: error: {broken}"));
        assert_eq!(folder.read("old.json"), text, "whatever it is, it is not lost");
    }
    folder.write("old.json", b"{\"rolecall-baseline\": 2, \"found\": []}");
    let other = ": error: This baseline has version 2, but this rolecall reads version 1. Write it again with `--write-baseline`, or use the rolecall that wrote it.";
    told(CHECK, other);
    assert_eq!(folder.run(WRITE).code, 0);
    assert_eq!(folder.run(CHECK).all(), (0, "", ""));
    std::fs::create_dir(folder.path("ci")).unwrap();
    let said = "ci: error: This is a folder, not a document.\n";
    assert_eq!(folder.run(&["check", "--all", "--baseline", "ci"]).all(), (2, "", said));
    let said = "ci: error: This is a folder. Name a file in it.\n";
    assert_eq!(
        folder.run(&["check", "--all", "--baseline", "ci", "--write-baseline"]).all(),
        (2, "", said)
    );
    let run = folder.run(&["check", "--all", "--baseline", "a.md", "--write-baseline"]);
    let said = "a.md: error: This file is an input of this command. Choose another output file.\n";
    assert_eq!((run.all(), folder.read("a.md").as_str()), ((2, "", said), TEXT));
    assert_eq!(folder.run(&["check", "--all", "--write-baseline"]).code, 2);
}

#[test]
fn any_count_may_stand_in_it() {
    let folder = folder();
    let text = folder.read("old.json");
    let most = format!("\"count\":{}}}", u64::MAX);
    let much = text.replace("\"count\":2}", &most);
    let entry = much.lines().find(|line| line.contains(&most)).unwrap().trim_end_matches(',');
    folder.write("old.json", much.replace(entry, &format!("{entry},\n{entry}")).as_bytes());
    let run = folder.run(CHECK);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{}", run.err);
    assert!(run.err.ends_with("fixed. `--prune-baseline` removes what is fixed.\n"), "{}", run.err);
    folder.run(&[CHECK, &["--prune-baseline"]].concat());
    assert_eq!(folder.read("old.json"), text);
}
