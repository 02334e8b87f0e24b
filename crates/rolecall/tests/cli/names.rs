//! Files with hostile names: whatever is printed of them is one line in reading order, and no command to a
//! terminal or to the log of a build.

use serde_json::Value;

use crate::folder::{FORMATS, Run};
use crate::repository::Repository;

const STORY: &str = "# Shop\n\nAs a user, I want to pay so that I can leave.\n";
const TOML: &str = "[[role]]\nname = 'shopper'\naliases = ['buyer']\n";
/// Names with line ends, commands, bidi marks and what a terminal obeys; and how they are shown.
const NAMES: [(&str, &str); 6] = [
    ("docs/a\n::stop-commands::x\n.md", "docs/a\\n::stop-commands::x\\n.md"),
    ("docs/b\u{1b}]0;title\u{7}.md", "docs/b\\u{1b}]0;title\\u{7}.md"),
    ("docs/c\u{202e}dm.md", "docs/c\\u{202e}dm.md"),
    ("docs/d\r\u{85}\u{2028}\u{9b}2J.md", "docs/d\\r\\u{85}\\u{2028}\\u{9b}2J.md"),
    ("::error::e.md", "./::error::e.md"),
    ("docs/##vso[task.complete]f.md", "docs/#\\u{23}vso[task.complete]f.md"),
];
const PERSONA: &str = "personas/z\n::add-mask::\u{2066}.md";

fn folder() -> Repository {
    let folder = Repository::new(&[("rolecall.toml", TOML)]);
    for (name, _) in NAMES {
        let text = format!("{STORY}\nThe buyer waits. A user account is there.\n");
        folder.write(name, text.as_bytes());
    }
    folder.write(PERSONA, b"# Stock clerk\n\nThe user waits.\n");
    folder.write("docs/plain.md", STORY.as_bytes());
    folder.write("docs/g\n::error::\u{1b}c.md", b"caf\xe9");
    folder
}

/// What no reader obeys.
fn check(run: &Run, what: &[&str]) {
    for text in [&run.out, &run.err] {
        let hidden = text.chars().find(|c| *c != '\n' && project::is_hidden(*c));
        assert_eq!(hidden, None, "{what:?}: {text}");
        assert!(!text.contains("##[") && !text.contains("##vso["), "{what:?}: {text}");
        let is_ours = |line: &str| {
            ["notice", "warning", "error"]
                .iter()
                .any(|kind| line.starts_with(&format!("::{kind} file=")))
        };
        for line in text.lines().filter(|line| line.trim_start().starts_with("::")) {
            assert!(what.contains(&"github") && is_ours(line), "{what:?}: {line:?}");
        }
    }
}

#[test]
fn nothing_that_is_printed_is_obeyed() {
    let folder = folder();
    folder.commit();
    folder.write("docs/plain.md", format!("{STORY}\nThe user waits.\n").as_bytes());
    let mut runs: Vec<Vec<&str>> =
        FORMATS.iter().map(|format| vec!["check", "--format", format, "--explain-skips"]).collect();
    for format in ["table", "json", "csv"] {
        runs.push(vec!["stories", "--format", format]);
    }
    for format in ["table", "json"] {
        runs.push(vec!["roles", "--format", format]);
    }
    for format in ["html", "markdown"] {
        runs.push(vec!["report", "--history", "3", "--format", format]);
    }
    for format in ["text", "json"] {
        runs.push(vec!["config", "--format", format, NAMES[0].0]);
        runs.push(vec!["config", "--format", format, NAMES[4].0]);
    }
    runs.push(vec!["check", "--diff"]);
    runs.push(vec!["check", "--since", "HEAD"]);
    runs.push(vec!["check", "--output-file", "docs/a\n::stop::"]);
    runs.push(vec!["check", "--output-file", "no\n::stop::/a"]);
    runs.push(vec!["check", "--baseline", "b\n::stop::.json"]);
    runs.push(vec!["check", "--baseline", "b\n::stop::.json", "--write-baseline"]);
    runs.push(vec!["check", "no\n::stop::.md"]);
    runs.push(vec!["init", "no\n::stop::"]);
    runs.push(vec!["check", "--fix"]);
    for what in runs {
        let run = folder.run(&what);
        assert!(!run.out.is_empty() || !run.err.is_empty(), "{what:?}");
        check(&run, &what);
    }
    // A baseline is read by people as well.
    assert!(!folder.read("b\n::stop::.json").contains(|c| c != '\n' && project::is_hidden(c)));
}

#[test]
fn a_name_is_shown_escaped() {
    let folder = folder();
    let concise = folder.run(&["check", "--format", "concise"]);
    let pretty = folder.run(&["check", "--format", "pretty"]);
    let junit = folder.run(&["check", "--format", "junit"]);
    let stories = folder.run(&["stories"]);
    let csv = folder.run(&["stories", "--format", "csv"]);
    let report = folder.run(&["report"]);
    for (_, shown) in NAMES {
        let line = format!("\n{shown}:3:6: warning[generic-story-role] ");
        assert!(format!("\n{}", concise.out).contains(&line), "{shown}: {}", concise.out);
        assert!(pretty.out.contains(&format!("{shown}:3:6")), "{shown}: {}", pretty.out);
        assert!(junit.out.contains(&format!("classname=\"{shown}\"")), "{shown}: {}", junit.out);
        assert!(stories.out.contains(&format!("\n{shown}:3  ")), "{shown}: {}", stories.out);
        assert!(csv.out.contains(&format!("\n{shown},3,")), "{shown}: {}", csv.out);
        assert!(
            report.out.contains(&shown.replace('#', "&#35;")) || report.out.contains(shown),
            "{shown}"
        );
    }
    // What is plain stays as it is.
    assert!(concise.out.contains("\ndocs/plain.md:3:6: warning"), "{}", concise.out);
    let roles = folder.run(&["roles"]);
    assert!(roles.out.contains(" personas/z\\n::add-mask::\\u{2066}.md:1\n"), "{}", roles.out);
    let unread = "docs/g\\n::error::\\u{1b}c.md:1: warning: ";
    assert!(concise.err.contains(unread), "{}", concise.err);
    let (_, shown) = NAMES[0];
    let config = folder.run(&["config", NAMES[0].0]);
    assert!(
        config.out.contains(&format!("\n{shown}: only its stories are reviewed with its folder, ")),
        "{}",
        config.out
    );
    let diff = folder.run(&["check", "--diff"]);
    assert!(diff.out.contains("--- \"docs/c\\342\\200\\256dm.md\"\n"), "{}", diff.out);
    let github = folder.run(&["check", "--format", "github"]);
    let line = "::warning file=docs/a\\n%3A%3Astop-commands%3A%3Ax\\n.md,line=3,";
    assert!(github.out.contains(line), "{}", github.out);
}

/// Programs get the names that files have.
#[test]
fn programs_read_the_name_itself() {
    let folder = folder();
    let parsed = |args: &[&str]| -> Value {
        let run = folder.run(args);
        serde_json::from_str(&run.out).unwrap()
    };
    let paths = |list: &Value, path: &dyn Fn(&Value) -> String| -> Vec<String> {
        list.as_array().unwrap().iter().map(path).collect()
    };
    let own = |value: &Value| value["path"].as_str().unwrap().to_owned();
    let found = paths(&parsed(&["check", "--format", "json"])["findings"], &own);
    let told = paths(&parsed(&["stories", "--format", "json"])["stories"], &own);
    let gitlab = parsed(&["check", "--format", "gitlab"]);
    let gitlab = paths(&gitlab, &|issue| own(&issue["location"]));
    for (name, _) in NAMES {
        for (what, paths) in [("check", &found), ("stories", &told), ("gitlab", &gitlab)] {
            assert!(paths.iter().any(|path| path == name), "{what}: {name:?}: {paths:?}");
        }
    }
    let roles = parsed(&["roles", "--format", "json"]);
    let clerk = roles["roles"].as_array().unwrap().iter();
    let clerk =
        clerk.filter(|role| role["name"] == "stock clerk").map(|role| own(&role["declared"][0]));
    assert_eq!(clerk.collect::<Vec<_>>(), [PERSONA]);
    let config = parsed(&["config", "--format", "json", NAMES[1].0]);
    assert_eq!(own(&config["document"]), NAMES[1].0);
    let sources = config["roles"].as_array().unwrap().iter().map(|role| own(&role["sources"][0]));
    assert!(sources.collect::<Vec<_>>().contains(&PERSONA.to_owned()), "{config}");
    let sarif = folder.run(&["check", "--format", "sarif"]);
    assert!(sarif.out.contains("\"docs/a%0A%3A%3Astop-commands%3A%3Ax%0A.md\""));
}

/// `patch` and git find the file by the name in a difference.
#[test]
fn a_difference_can_be_applied() {
    let folder = folder();
    folder.commit();
    let diff = folder.run(&["check", "--diff"]);
    folder.write("x.diff", diff.out.as_bytes());
    folder.git(&["apply", "-p0", "x.diff"]);
    assert!(folder.read(NAMES[0].0).contains("The shopper waits."));
    let left = folder.run(&["check", "--diff"]);
    assert_eq!(left.out, "", "{}", left.err);
}
