//! What is found, in each format, and how a run ends with it.

use serde_json::{Value, json};

use crate::folder::Folder;

const TOML: &str = "[[role]]\nname = \"shopper\"\n";
const STORY: &str = "As a user, I want to pay so that I go on.\n";
/// Other rules have their say elsewhere.
const SELECT: &[&str] = &["check", "--all", "--select", "generic-story-role"];

fn run(folder: &Folder, args: &[&str]) -> crate::folder::Run {
    folder.run(&[SELECT, args].concat())
}

fn found(folder: &Folder, args: &[&str]) -> Value {
    let run = run(folder, &[&["--format", "json"], args].concat());
    assert_eq!(run.err, "");
    serde_json::from_str(&run.out).unwrap()
}

fn project() -> Folder {
    Folder::new(&[("rolecall.toml", TOML), ("docs/prd.md", STORY)])
}

#[test]
fn concise_is_a_line_a_finding() {
    let run = run(&project(), &["--quiet"]);
    assert_eq!((run.code, run.err.as_str()), (1, ""));
    assert!(run.out.starts_with("docs/prd.md:1:6: warning[generic-story-role] "), "{}", run.out);
    assert_eq!(run.out.lines().count(), 1, "{}", run.out);
}

#[test]
fn what_was_passed_over_is_listed_when_asked_for() {
    let text = "The user pays. 500 users at most; see User’s guide.\n";
    let folder = Folder::new(&[("prd.md", text)]);
    let run = folder.run(&["check", "--all", "--explain-skips", "--fail-on", "never"]);
    let lines: Vec<&str> = run.out.lines().collect();
    let [told, counted, guide] = lines.as_slice() else { panic!("{}", run.out) };
    assert!(told.starts_with("prd.md:1:5: warning[generic-role] "), "{told}");
    assert_eq!(*counted, "prd.md:1:20: not reported: “users”: it is a head count (figure)");
    assert!(guide.starts_with("prd.md:1:39: not reported: “User"), "{guide}");

    let run = folder.run(&["check", "--all", "--explain-skips", "--format", "json"]);
    let printed: Value = serde_json::from_str(&run.out).unwrap();
    let probability = &printed["skipped"][0]["probability"];
    assert!(probability.as_f64().is_some_and(|it| it > 0.0 && it < 0.5), "{probability}");
    let counted = json!({
        "path": "prd.md", "line": 1, "column": 20, "span": { "start": 19, "end": 24 },
        "text": "users", "reason": "it is a head count", "clue": "figure", "probability": probability,
    });
    assert_eq!(printed["skipped"][0], counted);
    assert_eq!(found(&folder, &[])["skipped"], Value::Null, "only when asked for");
}

#[test]
fn what_is_not_in_english_is_left_alone_in_one_line() {
    let text = "# Anforderungen\n\nDie User warten zu lange, und der Client ist nicht da.\n";
    let folder = Folder::new(&[("prd.md", text)]);
    assert_eq!(folder.run(&["check", "--all", "--quiet"]).all(), (0, "", ""));
    let said = "prd.md:1:1: not reported: “# Anforderungen”: this text is not in English\n";
    assert_eq!(folder.run(&["check", "--all", "--quiet", "--explain-skips"]).all(), (0, said, ""));
}

#[test]
fn json_has_the_promised_shape() {
    let found = found(&project(), &[]);
    let [finding] = found["findings"].as_array().unwrap().as_slice() else { panic!("{found}") };
    let keys: Vec<&str> = finding.as_object().unwrap().keys().map(String::as_str).collect();
    let mut promised = [
        "path",
        "rule",
        "severity",
        "message",
        "line",
        "column",
        "span",
        "text",
        "suggestions",
        "fixes",
    ];
    promised.sort_unstable();
    assert_eq!(keys, promised);
    for (key, value) in [
        ("path", json!("docs/prd.md")),
        ("rule", json!("generic-story-role")),
        ("severity", json!("warning")),
        ("line", json!(1)),
        ("column", json!(6)),
        ("span", json!({ "start": 5, "end": 9 })),
        ("text", json!("user")),
    ] {
        assert_eq!(finding[key], value, "{key}");
    }
    let suggestion = &finding["suggestions"][0];
    assert_eq!(suggestion["role"], "shopper");
    assert!(suggestion["score"].as_f64().unwrap() <= 1.0);
    assert!(suggestion["reason"].is_string());
    let fix = &finding["fixes"][0];
    assert!(fix["title"].is_string() && fix["safe"].is_boolean());
    assert_eq!(fix["edits"][0]["path"], "docs/prd.md");
    let summary =
        json!({ "files": 1, "findings": 1, "stories": 1, "generic_stories": 1, "tip_jar": 5 });
    for (key, value) in summary.as_object().unwrap() {
        assert_eq!(&found["summary"][key], value, "{key}");
    }
    assert_eq!(found["summary"].get("held_back"), None);
}

#[test]
fn a_role_is_declared_at_the_end_of_the_config_if_there_is_one() {
    let declaring = |folder: &Folder| {
        let found = found(folder, &[]);
        let fixes = found["findings"][0]["fixes"].as_array().unwrap().clone();
        let edits = fixes.iter().flat_map(|fix| fix["edits"].as_array().unwrap().clone());
        edits.filter(|edit| edit["path"] != "docs/prd.md").collect::<Vec<Value>>()
    };
    for edit in declaring(&project()) {
        assert_eq!(edit["path"], "rolecall.toml");
        assert_eq!((&edit["start"], &edit["end"]), (&json!(TOML.len()), &json!(TOML.len())));
        assert!(edit["text"].as_str().unwrap().starts_with("\n[[role]]\nname = \""), "{edit}");
    }
    assert_eq!(declaring(&Folder::new(&[("docs/prd.md", STORY)])), [] as [Value; 0]);
}

#[test]
fn columns_count_characters_and_no_byte_order_mark() {
    let place = |text: &str| {
        let folder = Folder::new(&[("rolecall.toml", TOML), ("a.md", text)]);
        let found = found(&folder, &[]);
        let finding = &found["findings"][0];
        assert_eq!(finding["text"], "user", "{text:?}");
        (finding["line"].as_u64().unwrap(), finding["column"].as_u64().unwrap())
    };
    assert_eq!(place("\u{feff}As a user, I want to pay.\n"), (1, 6));
    assert_eq!(place("\u{feff}# A\r\n\r\nAs a user, I want to pay.\r\n"), (3, 6));
    assert_eq!(place("- As a user, I want to pay.\n"), (1, 8));
    assert_eq!(place("# 😀é\n\n> **Story 😀:** As a user, I want to pay.\n"), (3, 21));
}

#[test]
fn the_severity_decides_how_a_run_ends() {
    let folder = project();
    for (args, code) in [
        (&[] as &[&str], 1),
        (&["--fail-on", "error"], 0),
        (&["--fail-on", "warning"], 1),
        (&["--fail-on", "hint"], 1),
        (&["--fail-on", "never"], 0),
        (&["--ignore", "generic-story-role"], 0),
    ] {
        assert_eq!(run(&folder, args).code, code, "{args:?}");
    }
    let rules = |severity: &str| format!("{TOML}\n[rules]\ngeneric-story-role = \"{severity}\"\n");
    folder.write("rolecall.toml", rules("error").as_bytes());
    assert_eq!(run(&folder, &["--fail-on", "error"]).code, 1);
    folder.write("rolecall.toml", rules("hint").as_bytes());
    assert_eq!(run(&folder, &[]).code, 0);
    folder.write("rolecall.toml", rules("off").as_bytes());
    assert_eq!(folder.run(&["check", "--all", "--fail-on", "hint"]).code, 0);
    assert_eq!(run(&folder, &[]).code, 1, "selected on the command line");
}

#[test]
fn what_is_ignored_is_not_told_and_costs_nothing() {
    let ignored = format!("<!-- rolecall-ignore generic-story-role -->\n{STORY}");
    let folder = Folder::new(&[("a.md", &ignored)]);
    assert_eq!(folder.run(&["check", "--all", "--quiet"]).all(), (0, "", ""));
    assert_eq!(folder.run(&["check", "--all", "--quiet", "--explain-skips"]).all(), (0, "", ""));
    let (run, found) = folder.check(&[]);
    assert_eq!(run.code, 0);
    let summary =
        json!({ "files": 1, "findings": 0, "stories": 1, "generic_stories": 0, "tip_jar": 0 });
    for (key, value) in summary.as_object().unwrap() {
        assert_eq!(&found["summary"][key], value, "{key}");
    }

    let other = STORY.replace("pay", "look");
    folder.write("b.md", format!("{ignored}\n{other}").as_bytes());
    let (run, found) = folder.check(&[]);
    assert_eq!(run.code, 1);
    let summary =
        json!({ "files": 2, "findings": 1, "stories": 3, "generic_stories": 1, "tip_jar": 5 });
    for (key, value) in summary.as_object().unwrap() {
        assert_eq!(&found["summary"][key], value, "{key}");
    }
    let fixes = found["findings"][0]["fixes"].as_array().unwrap();
    let titles = fixes.iter().map(|fix| fix["title"].as_str().unwrap());
    assert!(!titles.into_iter().any(|title| title.contains("gnore")), "{fixes:?}");
}

#[test]
fn a_comment_that_ignores_nothing_is_told_softly() {
    let folder =
        Folder::new(&[("a.md", "<!-- rolecall-ignore generic-role -->\nTea is served.\n")]);
    let run = folder.run(&["check", "--all", "--quiet"]);
    let said = "a.md:1:1: information[unused-directive] This comment ignores nothing. Remove it?\n";
    assert_eq!(run.all(), (0, said, ""));
    // Of a rule that is not asked for, nobody knows.
    for args in [["--select", "generic-story-role,unused-directive"], ["--ignore", "generic-role"]]
    {
        assert_eq!(
            folder.run(&["check", "--all", "--quiet", args[0], args[1]]).all(),
            (0, "", ""),
            "{args:?}"
        );
    }
    let (_, found) = folder.check(&["--all"]);
    let edit = json!({ "path": "a.md", "start": 0, "end": 38, "text": "" });
    let fix = json!({ "title": "Remove this comment", "safe": true, "edits": [edit] });
    assert_eq!(found["findings"][0]["fixes"], json!([fix]));

    folder.write("a.md", b"<!-- rolecall-ignore generic-rol -->\nTea is served.\n");
    let run = folder.run(&["check", "--all", "--quiet"]);
    let said = "a.md:1:22: warning[unknown-directive] There is no rule `generic-rol`. Did you mean `generic-role`?\n";
    assert_eq!(run.all(), (1, said, ""));
}

#[test]
fn a_word_that_the_project_allows_is_passed_over() {
    let folder = Folder::new(&[
        ("rolecall.toml", "allow = ['user']\n"),
        ("a.md", &format!("{STORY}\nUsers pay.\n")),
    ]);
    let said = "a.md:3:1: not reported: “Users”: the project allows this word (allowed)\n";
    assert_eq!(folder.run(&["check", "--all", "--quiet", "--explain-skips"]).all(), (0, said, ""));
    assert_eq!(folder.run(&["check", "--all", "--no-config"]).code, 1);
}

#[test]
fn something_unreadable_outweighs_what_is_found() {
    let run = run(&project(), &["docs/prd.md", "nowhere.md"]);
    assert_eq!(run.code, 2);
    assert_eq!(run.out.lines().count(), 1, "{}", run.out);
}

#[test]
fn standard_input_has_the_config_of_its_name() {
    let folder = project();
    let args = [SELECT, &["--format", "json", "--stdin-filename", "docs/new.md", "-"]].concat();
    let run = folder.run_with_stdin(&args, STORY.as_bytes());
    assert_eq!((run.code, run.err.as_str()), (1, ""));
    let found: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(found["findings"][0]["path"], "docs/new.md");
    assert_eq!(found["findings"][0]["suggestions"][0]["role"], "shopper");
}

#[test]
fn pretty_shows_the_line_and_what_may_be_meant() {
    let folder = project();
    let run = run(&folder, &["--format", "pretty", "docs/prd.md"]);
    let lines: Vec<&str> = run.out.lines().collect();
    assert_eq!(
        lines[..4],
        [
            "docs/prd.md:1:6 warning[generic-story-role]",
            "  |",
            "1 | As a user, I want to pay so that I go on.",
            "  |      ^^^^",
        ]
    );
    assert!(run.out.contains("Which role is it?\n  = Known: shopper."), "{}", run.out);
    let last = "1 finding in 1 file. 1 of 1 story does not name a role. Tip jar: $5.";
    assert_eq!(lines.last(), Some(&last));
}

#[test]
fn pretty_fits_the_terminal() {
    let long = "shoes in every size there is, ".repeat(3000);
    let folder = Folder::new(&[
        ("rolecall.toml", TOML),
        ("long.md", &format!("It sells {long}and this.\nAs a user, I want {long}.\r\n")),
        (
            "marked-prd.md",
            "# Tea for all who come to the shop in the morning, or at noon\n\n## Recipes\n\nTea.\n",
        ),
        ("wide.md", "> 日本語 😀\tAs a user, I want 日本語日本語日本語日本語日本語.\n"),
    ]);
    let select = "generic-story-role,missing-customer-problem";
    let output = folder
        .command(&["check", "--all", "--select", select, "--format", "pretty"])
        .env("COLUMNS", "40")
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("user") && text.contains("# Tea for all who come"), "{text}");
    for line in text.lines() {
        assert!(line.chars().count() <= 40 || !line.contains('|'), "{line}");
    }
}

#[test]
fn of_two_of_a_kind_the_other_is_told_too() {
    let story = "As a shopper, I want to pay so that I go on.\n";
    let folder = Folder::new(&[("a.md", &format!("é {story}\n{story}"))]);
    let (_, found) = folder.check(&[]);
    let [finding] = found["findings"].as_array().unwrap().as_slice() else { panic!("{found}") };
    assert_eq!((&finding["rule"], &finding["line"]), (&json!("duplicate-story"), &json!(3)));
    let related = json!({
        "path": "a.md", "line": 1, "column": 3, "span": { "start": 3, "end": 46 },
        "message": "the earlier story",
    });
    assert_eq!(finding["related"], json!([related]));
    let run = folder.run(&["check", "--all", "--format", "pretty"]);
    assert!(run.out.contains("Line 1: the earlier story."), "{}", run.out);
    // What is about one place says nothing of others.
    let (_, found) = project().check(&[]);
    assert_eq!(found["findings"][0].get("related"), None);
}

#[test]
fn colour_is_for_those_who_ask() {
    let folder = project();
    assert!(!run(&folder, &["--format", "pretty"]).out.contains('\u{1b}'));
    assert!(run(&folder, &["--format", "pretty", "--color", "always"]).out.contains('\u{1b}'));
}

#[test]
fn the_order_is_that_of_the_paths_however_many_read() {
    let files: Vec<(String, String)> =
        (0..60).map(|at| (format!("d{}/{at}.md", at % 7), STORY.repeat(at % 5 + 1))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let folder = Folder::new(&files);
    let one = run(&folder, &["--jobs", "1"]);
    assert!(one.out.lines().count() >= 60);
    for jobs in ["2", "16"] {
        assert_eq!(run(&folder, &["--jobs", jobs]).out, one.out);
    }
}

#[test]
fn stories_are_listed() {
    let folder = Folder::new(&[
        ("rolecall.toml", TOML),
        (
            "a.md",
            "# Shop\n\nAs a **shopper**, I want to pay so that I can leave.\n\nAs a user, I want to look.\n",
        ),
    ]);
    let run = folder.run(&["stories", "--format", "json"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let told: Value = serde_json::from_str(&run.out).unwrap();
    let [first, second] = told["stories"].as_array().unwrap().as_slice() else { panic!("{told}") };
    assert_eq!((&first["path"], &first["line"]), (&json!("a.md"), &json!(3)));
    let role = &first["roles"][0];
    assert_eq!((&role["text"], &role["role"]), (&json!("shopper"), &json!("shopper")));
    assert_eq!(role["standing"], "declared");
    assert!(first["want"]["text"].is_string() && first["want"]["span"]["start"].is_u64());
    assert!(first["benefit"]["span"]["end"].is_u64());
    assert_eq!((&second["benefit"], &second["roles"][0]["role"]), (&Value::Null, &Value::Null));
    assert_eq!(second["roles"][0]["standing"], "generic");

    let run = folder.run(&["stories"]);
    assert_eq!(run.out.lines().count(), 3, "{}", run.out);
    assert!(run.out.contains("a.md:3  shopper"), "{}", run.out);
    let run = folder.run(&["stories", "--format", "csv"]);
    assert!(
        run.out.starts_with(
            "path,line,role,standing,want,benefit,text,summary\na.md,3,shopper,declared,"
        ),
        "{}",
        run.out
    );
}

/// A document is data for a spreadsheet as well, whoever wrote it; JSON has it as it is.
#[test]
fn a_story_is_no_formula() {
    let long = format!("As a clerk, I want {}", "tea and cake ".repeat(30).trim_end());
    let told = format!(
        "# Shop\n\nAs a =HYPERLINK(\"http://a.example\"), I want +1 so that @all see it.\n\n{long}.\n"
    );
    let folder = Folder::new(&[("=a.md", &told)]);
    let run = folder.run(&["stories", "--format", "csv", "=a.md"]);
    let mut table = csv::Reader::from_reader(run.out.as_bytes());
    let rows: Vec<Vec<String>> =
        table.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    let [formula, long_one] = rows.as_slice() else { panic!("{}", run.out) };
    assert_eq!((formula[0].as_str(), formula[1].as_str()), ("'=a.md", "3"));
    assert_eq!(formula[2], "HYPERLINK", "a name is in letters");
    assert_eq!((formula[4].as_str(), formula[5].as_str()), ("'+1", "'@all see it"));
    assert_eq!(formula[6], formula[7]);
    assert_eq!(long_one[6], long);
    assert!(long_one[7].len() < 260 && long_one[7].ends_with("cake…"), "{}", long_one[7]);
    let json = folder.run(&["stories", "--format", "json", "=a.md"]);
    let json: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["stories"][0]["want"]["text"], "+1");
}

#[test]
fn rules_are_explained() {
    let folder = Folder::new(&[]);
    let list = folder.run(&["explain"]);
    assert_eq!(list.code, 0);
    assert!(list.out.lines().any(|line| line.starts_with("generic-story-role ")), "{}", list.out);
    let docs = folder.run(&["explain", "generic-story-role"]);
    assert!(docs.out.starts_with("# generic-story-role (warning)\n\n"), "{}", docs.out);
    let style = folder.run(&["explain", "customer-obsession"]);
    assert!(style.out.starts_with("# customer-obsession (house style)\n\n"), "{}", style.out);
    assert!(style.out.contains("**Avoided**: UX; say CX."), "{}", style.out);
    assert!(list.out.contains("\ncustomer-obsession "), "{}", list.out);
    let doubled = folder.run(&["explain", "duplicate-role"]);
    assert!(doubled.out.starts_with("# duplicate-role (warning)\n\nTwo roles"), "{}", doubled.out);
    assert!(list.out.contains("\nduplicate-role "), "{}", list.out);
    let near = folder.run(&["explain", "generic-story-rol"]);
    let said = "Unknown rule `generic-story-rol`; did you mean `generic-story-role`?\n";
    assert_eq!(near.all(), (2, "", said));
}

#[test]
fn a_project_names_generic_words_of_its_own() {
    let text = "Subscribers pay, and a subscriber's seat is theirs; the subscriber list is long.\n\nAs a new subscriber, I want tea so that I rest.\n";
    let folder = Folder::new(&[("prd.md", text)]);
    assert_eq!(folder.run(&["check", "--all", "--fail-on", "never"]).out, "");
    folder.write("rolecall.toml", b"generic = [\"subscriber\"]\n");
    let run = folder.run(&["check", "--all", "--format", "concise", "--fail-on", "never"]);
    let found: Vec<&str> = run.out.lines().filter_map(|line| line.split(": ").next()).collect();
    assert_eq!(found, ["prd.md:3:10", "prd.md:1:1", "prd.md:1:24"], "{}", run.out);
    folder.write("rolecall.toml", b"generic = [\"user\"]\n");
    let run = folder.run(&["check", "--all"]);
    assert!(
        run.err.contains("rolecall.toml:1:12: warning: `user` is already a generic word."),
        "{}",
        run.err
    );
}

#[test]
fn a_judgement_is_explained() {
    let text = "## Roles\n\n- Nurse: cares\n\n## Tasks\n\n- List all new user documents.\n\nThe user signs.\n";
    let folder = Folder::new(&[("prd.md", text)]);
    let skipped = folder.run(&["explain", "prd.md:7:16"]);
    let said = "prd.md:7:16: “user”\n\n  stands in   a list item\n  section     Tasks\n  before it   list\n  determiner  all\n  modifiers   new\n  noun        user (singular)\n  after it    documents\n\nIt isn’t reported: it modifies the next noun.\n\nClues that apply (the first one decides):\n\n  noun-after: A singular in front of a noun modifies it.\n";
    let (judged, likely) = skipped.out.split_at(said.len());
    assert_eq!((skipped.code, judged, skipped.err.as_str()), (0, said, ""));
    assert!(likely.starts_with("\nProbability that it refers to a person: "), "{likely}");
    assert!(!likely.contains("raises"), "the clue alone says it: {likely}");
    let told = folder.run(&["explain", "prd.md:9:5"]);
    let weighed = told.out.split("raises (+) or lowers (-) the probability:\n\n").nth(1).unwrap();
    assert!(weighed.lines().any(|line| line.ends_with("  a verb follows")), "{}", told.out);
    assert!(told.out.contains("\nIt stands for a person: somebody acts here.\n"), "{}", told.out);
    assert!(told.out.contains("\nRoles it may mean:\n\n  nurse ("), "{}", told.out);
    folder.write("marked.md", "\u{feff}The user signs.\n".as_bytes());
    let marked = folder.run(&["explain", "marked.md:1:5"]);
    assert!(marked.out.starts_with("marked.md:1:5: “user”\n"), "{}", marked.out);
    let nothing = folder.run(&["explain", "prd.md:9:11"]);
    let said = "prd.md:9:11 is neither a generic word nor a role. Run `rolecall check --explain-skips prd.md` to list the generic words.\n";
    assert_eq!(nothing.all(), (2, "", said));
    let missing = folder.run(&["explain", "none.md:1:1"]);
    assert_eq!((missing.code, missing.out.as_str()), (2, ""));
    let clue = folder.run(&["explain", "noun-after"]);
    assert!(clue.out.starts_with("# noun-after (clue)\n\nA singular in front of"), "{}", clue.out);
}

#[test]
fn a_files_name_says_what_it_is() {
    let text = "# Tea\n\n## Recipes\n\nTea.\n";
    let folder = Folder::new(&[("tea-prd.md", text), ("tea.md", text)]);
    let run = folder.run(&["check", "--all", "--quiet", "--select", "missing-customer-problem"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let told = "tea-prd.md:1:3: hint[missing-customer-problem] ";
    assert!(run.out.starts_with(told), "{}", run.out);
    assert_eq!(run.out.lines().count(), 1, "{}", run.out);
}
