//! What is found, in the formats of others: SARIF, GitHub's annotations, GitLab's reports, JUnit.

use std::collections::HashSet;
use std::path::Path;
use std::process::Command;

use quick_junit::{NonSuccessKind, TestCaseStatus};
use serde_json::{Value, json};

use crate::folder::{Folder, Run};

const TOML: &str = "[[role]]\nname = 'sales associate'\naliases = ['store associate']\n";
const STORY: &str = "As a user, I want to pay so that I go on.\n";

fn sarif(run: &Run) -> Value {
    let log: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(log["runs"].as_array().unwrap().len(), 1);
    log["runs"][0].clone()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap_or_else(|| panic!("{value}"))
}

/// The schema that OASIS has published, as the library carries it that the log is written with.
fn schema() -> jsonschema::Validator {
    let cargo = |args: &[&str]| {
        let mut cargo = Command::new(env!("CARGO"));
        let output = cargo.args(args).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    // What other platforms need is not there on a machine that has only built this.
    let about = cargo(&["-vV"]);
    let host = about.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let asked = ["metadata", "--format-version", "1", "--offline", "--filter-platform", host];
    let metadata: Value = serde_json::from_str(&cargo(&asked)).unwrap();
    let packages = list(&metadata["packages"]);
    let package = packages.iter().find(|package| package["name"] == "serde-sarif").unwrap();
    let manifest = Path::new(package["manifest_path"].as_str().unwrap());
    let text = std::fs::read_to_string(manifest.with_file_name("src/schema.json")).unwrap();
    let mut schema: Value = serde_json::from_str(&text).unwrap();
    assert!(schema["title"].as_str().unwrap().contains("Version 2.1.0 JSON Schema"));
    // These patterns are none, in the published schema; we say nothing of languages.
    for part in ["run", "toolComponent"] {
        let language = &mut schema["definitions"][part]["properties"]["language"];
        assert!(language.as_object_mut().unwrap().remove("pattern").is_some());
    }
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
}

#[test]
fn a_sarif_log_is_one() {
    let schema = schema();
    let check = |folder: &Folder, code: i32| {
        let run = folder.run(&["check", "--all", "--format", "sarif"]);
        assert_eq!(run.code, code, "{}", run.err);
        let log: Value = serde_json::from_str(&run.out).unwrap();
        let errors: Vec<String> = schema
            .iter_errors(&log)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert_eq!(errors, [] as [&str; 0]);
        log
    };
    check(&Folder::new(&[]), 0);
    let folder = Folder::new(&[
        ("rolecall.toml", &format!("{TOML}sort = 1\n")),
        ("docs/ü b%,.md", &format!("\u{feff}é 😀 The store associate.\r\n\r\n{STORY}\r{STORY}")),
        ("personas/a.md", "---\nname: \"Sue\n---\n"),
    ]);
    folder.write("docs/c.md", b"caf\xe9");
    let mut log = check(&folder, 2);
    assert!(list(&log["runs"][0]["results"]).len() > 3);
    // The schema does say what is wrong.
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] =
        json!(0);
    assert!(!schema.is_valid(&log));
}

#[test]
fn sarif_says_where_and_what_mends_it() {
    let text = "\u{feff}é 😀 The store associate.\r\n\r\nA\ruser waits.\r\n\r\nAs a clerk, I want keys so that I can open.\r\n";
    let folder = Folder::new(&[("rolecall.toml", TOML), ("docs/ü b%,.md", text)]);
    let run = folder.run(&["check", "--all", "--format", "sarif"]);
    let log = sarif(&run);
    assert_eq!(log["columnKind"], "unicodeCodePoints");
    assert_eq!(log["tool"]["driver"]["version"], env!("CARGO_PKG_VERSION"));
    let [alias, generic, undeclared] = list(&log["results"]) else { panic!("{}", run.out) };
    let location = json!({
        "artifactLocation": { "uri": "docs/%C3%BC%20b%25%2C.md", "uriBaseId": "%SRCROOT%" },
        "region": {
            "startLine": 1, "startColumn": 9, "endLine": 1, "endColumn": 24,
            "byteOffset": 15, "byteLength": 15,
        },
    });
    assert_eq!(alias["locations"], json!([{ "physicalLocation": location }]));
    assert_eq!((&alias["ruleId"], &alias["level"]), (&json!("role-alias"), &json!("note")));
    let replacement = json!({
        "deletedRegion": location["region"],
        "insertedContent": { "text": "sales associate" },
    });
    let change = json!({
        "artifactLocation": location["artifactLocation"], "replacements": [replacement],
    });
    assert_eq!(alias["fixes"][0]["artifactChanges"], json!([change]));
    assert_eq!(alias["fixes"][0]["properties"], json!({ "safe": true }));
    assert_eq!(alias.get("relatedLocations"), None);
    let region = &generic["locations"][0]["physicalLocation"]["region"];
    assert_eq!((&region["startLine"], &region["startColumn"]), (&json!(4), &json!(1)));
    // One fix declares the role, at the end of the project's file.
    let changes = list(&undeclared["fixes"]).iter().flat_map(|fix| list(&fix["artifactChanges"]));
    let mut declaring =
        changes.filter(|change| change["artifactLocation"]["uri"] == "rolecall.toml");
    let region = &declaring.next().unwrap()["replacements"][0]["deletedRegion"];
    let end = (&region["startLine"], &region["startColumn"], &region["byteOffset"]);
    assert_eq!(end, (&json!(4), &json!(1), &json!(TOML.len())));
}

#[test]
fn sarif_explains_each_rule() {
    let folder = Folder::new(&[("a.md", STORY)]);
    let log = sarif(&folder.run(&["check", "--all", "--format", "sarif"]));
    let rules = list(&log["tool"]["driver"]["rules"]);
    let result = &log["results"][0];
    let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
    assert_eq!((&rule["id"], &result["ruleId"]), (&json!("generic-story-role"), &rule["id"]));
    assert_eq!(rule["defaultConfiguration"]["level"], "warning");
    let docs = folder.run(&["explain", "generic-story-role"]).out;
    assert!(docs.trim_end().ends_with(rule["help"]["markdown"].as_str().unwrap()));
    let [short, full] =
        ["shortDescription", "fullDescription"].map(|it| rule[it]["text"].as_str().unwrap());
    assert!(full.starts_with(short) && full.len() > short.len() && !full.contains('\n'), "{full}");
    let uri = rule["helpUri"].as_str().unwrap();
    assert!(uri.ends_with("/crates/review/RULES.md#generic-story-role"), "{uri}");
    let listed = folder.run(&["explain"]).out;
    let ids = rules.iter().map(|rule| rule["id"].as_str().unwrap());
    assert!(ids.clone().all(|id| listed.contains(&format!("{id} "))), "{listed}");
    assert_eq!(ids.collect::<HashSet<_>>().len(), rules.len());
}

#[test]
fn sarif_points_to_other_places_and_says_how_the_run_went() {
    let story = "As a shopper, I want to pay so that I go on.\n";
    let folder = Folder::new(&[("a.md", &format!("{story}\n{story}"))]);
    let log = sarif(&folder.run(&["check", "--all", "--format", "sarif"]));
    let related = &log["results"][0]["relatedLocations"][0];
    assert_eq!(related["message"]["text"], "the earlier story");
    assert_eq!(related["physicalLocation"]["region"]["byteOffset"], 0);
    let went = |code: i32| {
        let run = folder.run(&["check", "--all", "--format", "sarif", "--fail-on", "error"]);
        assert_eq!(run.code, code);
        let log = sarif(&run);
        let [invocation] = list(&log["invocations"]) else { panic!("{}", run.out) };
        assert_eq!(invocation["exitCode"], code);
        assert_eq!(invocation["executionSuccessful"], code < 2);
        let told = ["toolExecutionNotifications", "toolConfigurationNotifications"];
        told.map(|it| list(&invocation[it]).to_vec())
    };
    assert_eq!(went(0), [const { Vec::<Value>::new() }; 2]);
    folder.write("b.md", b"A\ncaf\xe9");
    folder.write("rolecall.toml", b"[[role]]\nname = 'clerk'\nkind = 'enduser'\n");
    let [execution, configuration] = went(2);
    let place = |told: &Value| {
        let place = &told["locations"][0]["physicalLocation"];
        (
            told["level"].clone(),
            place["artifactLocation"]["uri"].clone(),
            place["region"]["startLine"].clone(),
        )
    };
    let [unread] = execution.as_slice() else { panic!("{execution:?}") };
    assert_eq!(place(unread), (json!("warning"), json!("b.md"), json!(2)));
    assert_eq!(unread["message"]["text"], "Byte 5 is not UTF-8. Save the file as UTF-8.");
    let [wrong] = configuration.as_slice() else { panic!("{configuration:?}") };
    assert_eq!(place(wrong), (json!("error"), json!("rolecall.toml"), json!(3)));
}

/// What a finding is known by, in SARIF and in GitLab's report.
fn fingerprints(folder: &Folder) -> (Vec<String>, Vec<String>) {
    let log =
        sarif(&folder.run(&["check", "--all", "--select", "generic-role", "--format", "sarif"]));
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let results = list(&log["results"]).iter();
    let sarif = results.map(|it| text(&it["partialFingerprints"]["sentence/v1"])).collect();
    let run = folder.run(&["check", "--all", "--select", "generic-role", "--format", "gitlab"]);
    let report: Value = serde_json::from_str(&run.out).unwrap();
    let gitlab = list(&report).iter().map(|it| text(&it["fingerprint"])).collect();
    (sarif, gitlab)
}

#[test]
fn a_finding_is_known_again() {
    let text = "The user waits. The user waits, or a user.\n\n- The customer pays. Tea.\n";
    let folder = Folder::new(&[("a.md", text)]);
    let (sarif, gitlab) = fingerprints(&folder);
    assert_eq!(sarif.len(), 4);
    for prints in [&sarif, &gitlab] {
        assert_eq!(prints.iter().collect::<HashSet<_>>().len(), 4, "{prints:?}");
        assert!(prints.iter().all(|print| print.len() == 32), "{prints:?}");
    }
    let known = (sarif, gitlab);
    for same in [
        format!("# A heading\n\nAnd more.\n\n{text}\nAnd more.\n"),
        text.replace("The user", "The\r\nuser"),
        text.replace("- The customer pays. Tea.", "> 1. Coffee?  The customer\n>    pays. Cake."),
    ] {
        folder.write("a.md", same.as_bytes());
        assert_eq!(fingerprints(&folder), known, "{same}");
    }
    folder.write("a.md", text.replace("pays", "waits").as_bytes());
    let (sarif, gitlab) = fingerprints(&folder);
    assert_eq!((&sarif[..3], &gitlab[..3]), (&known.0[..3], &known.1[..3]));
    assert_ne!((&sarif[3], &gitlab[3]), (&known.0[3], &known.1[3]));
    // In another document it is another finding for GitLab, which knows nothing but the fingerprint.
    std::fs::rename(folder.path("a.md"), folder.path("b.md")).unwrap();
    let (moved, other) = fingerprints(&folder);
    assert_eq!(moved, sarif);
    assert!(!other.iter().any(|print| gitlab.contains(print)));
}

#[test]
fn gitlab_has_the_shape_that_it_reads() {
    let folder = Folder::new(&[
        ("rolecall.toml", "[rules]\ngeneric-role = 'error'\ngeneric-story-role = 'hint'\n"),
        ("docs/a.md", &format!("{STORY}\nA\nuser waits.\n")),
    ]);
    let run = folder.run(&["check", "--all", "--format", "gitlab", "./docs/../docs"]);
    let mut report: Value = serde_json::from_str(&run.out).unwrap();
    for issue in report.as_array_mut().unwrap() {
        issue.as_object_mut().unwrap().remove("fingerprint").unwrap();
    }
    let issue = |message: &str, rule: &str, severity: &str, line: usize| {
        json!({
            "description": message, "check_name": rule, "severity": severity,
            "location": { "path": "docs/a.md", "lines": { "begin": line, "end": line } },
        })
    };
    let story = "“User” is a vague role. Which role is it?";
    let other = "“User” is vague. Which role is it?";
    let story = issue(story, "generic-story-role", "info", 1);
    assert_eq!(report, json!([story, issue(other, "generic-role", "critical", 4)]));
    assert_eq!(Folder::new(&[]).run(&["check", "--all", "--format", "gitlab"]).out, "[]\n");
}

/// Whoever reads a report of a repository knows paths from its top on.
#[test]
fn paths_begin_at_the_top_of_the_repository() {
    let outside = Folder::new(&[("out.md", STORY)]);
    let folder = Folder::new(&[("docs/a.md", STORY), (".git/HEAD", "")]);
    let elsewhere = outside.path("out.md");
    let run = |format: &str, paths: &[&str]| -> Run {
        let args = [&["check", "--all", "--format", format], paths].concat();
        folder.command(&args).current_dir(folder.path("docs")).output().unwrap().into()
    };
    for path in ["a.md", "../docs/./a.md", &folder.path("docs/a.md")] {
        let told = run("github", &[path]).out;
        assert!(told.starts_with("::warning file=docs/a.md,line=1,"), "{told}");
        let report: Value = serde_json::from_str(&run("gitlab", &[path]).out).unwrap();
        assert_eq!(report[0]["location"]["path"], "docs/a.md");
    }
    let log = sarif(&run("sarif", &["a.md", &elsewhere]));
    let places = list(&log["results"]).iter();
    let places = places.map(|it| &it["locations"][0]["physicalLocation"]["artifactLocation"]);
    let mut places: Vec<&Value> = places.collect();
    places.sort_by_key(|place| place["uri"].as_str().unwrap().len());
    let [inside, out] = places.as_slice() else { panic!("{places:?}") };
    assert_eq!(**inside, json!({ "uri": "docs/a.md", "uriBaseId": "%SRCROOT%" }));
    assert!(out["uri"].as_str().unwrap().starts_with("file:///"), "{out}");
    assert_eq!(out.get("uriBaseId"), None);
}

#[test]
fn github_is_told_the_loudest_first() {
    let folder = Folder::new(&[
        ("rolecall.toml", "[rules]\ngeneric-role = 'error'\nstory-without-benefit = 'hint'\n"),
        ("a,b: 5%.md", &format!("{STORY}\nAs a clerk, I want keys.\n")),
        ("b.md", "A user waits.\n"),
    ]);
    folder.write("c.md", b"caf\xe9");
    let told = "\
::error file=c.md,line=1,title=document::Byte 3 is not UTF-8. Save the file as UTF-8.
::error file=b.md,line=1,endLine=1,col=3,endColumn=7,title=generic-role::“User” is vague. Which role is it?
::warning file=a%2Cb%3A 5%25.md,line=1,endLine=1,col=6,endColumn=10,title=generic-story-role::“User” is a vague role. Which role is it?
";
    let run = folder.run(&["check", "--format", "github", "a,b: 5%.md", "b.md", "c.md"]);
    let (loud, rest) = run.out.split_at(told.len().min(run.out.len()));
    assert_eq!(loud, told);
    assert!(rest.starts_with("::notice file=a%2Cb%3A 5%25.md,line=3,endLine=3,"), "{rest}");
    assert_eq!((run.code, rest.lines().count()), (2, 1));
}

#[test]
fn github_is_told_as_much_as_it_shows() {
    let folder = Folder::new(&[
        ("a.md", &"The user waits.\n\n".repeat(12)),
        ("b.md", "As a clerk, I want tea.\n"),
    ]);
    let run = folder.run(&[
        "check",
        "--all",
        "--format",
        "github",
        "--select",
        "generic-role,story-without-benefit",
    ]);
    let lines: Vec<&str> = run.out.lines().collect();
    let is_command = |line: &&&str| line.starts_with("::");
    assert_eq!(lines.iter().take(11).filter(is_command).count(), 11, "{}", run.out);
    assert!(lines[10].starts_with("::notice file=b.md,"), "{}", run.out);
    let rest = "- a.md:21:5: warning[generic-role] “User” is vague. Which role is it?";
    assert_eq!((lines[11], lines.len()), (rest, 13));
}

/// What a document says is data: in no format does it become a command or markup.
#[test]
fn what_a_text_says_is_no_command() {
    let text =
        "[[term]]\navoid = ['falcon']\nprefer = \"<a>&' ##[x]%0A]]>\\u001b[2J\\u0001\\ufffe\"\n";
    let folder = Folder::new(&[("rolecall.toml", text), ("a.md", &"The falcon.\n\n".repeat(11))]);
    let run = |format: &str| folder.run(&["check", "--all", "--format", format]).out;
    let github = run("github");
    assert!(github.contains("%250A") && github.lines().count() == 11, "{github}");
    let last = github.lines().last().unwrap();
    assert!(last.starts_with("- a.md:21:5: ") && !last.contains("##["), "{last}");
    let junit = run("junit");
    let report = quick_junit::Report::deserialize_from_str(&junit).unwrap();
    let TestCaseStatus::NonSuccess { message, .. } = &report.test_suites[0].test_cases[0].status
    else {
        panic!("{junit}")
    };
    assert!(message.as_ref().unwrap().contains("“<a>&' ##[x]%0A]]> [2J  ”"), "{message:?}");
    for format in ["github", "gitlab", "junit"] {
        let told = run(format);
        assert!(!told.contains(['\u{1b}', '\u{1}']) && !told.contains("\\u0001"), "{told}");
    }
}

#[test]
fn junit_has_a_suite_for_each_document() {
    let folder = Folder::new(&[
        ("a.md", &format!("{STORY}\nAs a clerk, I want keys.\n")),
        ("b.md", "# Tea\n"),
    ]);
    folder.write("c.md", b"caf\xe9");
    let run = folder.run(&["check", "--format", "junit", "a.md", "b.md", "c.md"]);
    let report = quick_junit::Report::deserialize_from_str(&run.out).unwrap();
    assert_eq!((report.tests, report.failures, report.skipped, report.errors), (4, 1, 1, 1));
    let [a, b, c] = report.test_suites.as_slice() else { panic!("{}", run.out) };
    assert_eq!([&a.name, &b.name, &c.name].map(|name| name.as_str()), ["a.md", "b.md", "c.md"]);
    let [failed, skipped] = a.test_cases.as_slice() else { panic!("{}", run.out) };
    assert_eq!(failed.name.as_str(), "generic-story-role (1:6)");
    let TestCaseStatus::NonSuccess { kind, ty, description, .. } = &failed.status else {
        panic!("{}", run.out)
    };
    assert_eq!((kind, ty.as_deref()), (&NonSuccessKind::Failure, Some("warning")));
    let line = "a.md:1:6: warning[generic-story-role] “User” is a vague role. ";
    assert!(description.as_ref().unwrap().starts_with(line), "{description:?}");
    assert!(matches!(skipped.status, TestCaseStatus::Skipped { .. }), "{}", run.out);
    let [clean] = b.test_cases.as_slice() else { panic!("{}", run.out) };
    assert!(matches!(clean.status, TestCaseStatus::Success { .. }), "{}", run.out);
    let [error] = c.test_cases.as_slice() else { panic!("{}", run.out) };
    let TestCaseStatus::NonSuccess { kind, .. } = &error.status else { panic!("{}", run.out) };
    assert_eq!(*kind, NonSuccessKind::Error);
    // How loud a failure is decides what is one.
    let run = folder.run(&["check", "--all", "--format", "junit", "--fail-on", "hint"]);
    let report = quick_junit::Report::deserialize_from_str(&run.out).unwrap();
    assert_eq!((report.failures, report.skipped), (2, 0));
}

#[test]
fn the_same_documents_give_the_same_bytes() {
    let files: Vec<(String, String)> =
        (0..40).map(|at| (format!("d{}/{at}.md", at % 7), STORY.repeat(at % 5 + 1))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let folder = Folder::new(&files);
    folder.write("d1/x.md", b"caf\xe9");
    for format in ["sarif", "github", "gitlab", "junit"] {
        let run = |jobs: &str| folder.run(&["check", "--all", "--format", format, "--jobs", jobs]);
        let one = run("1");
        assert!(one.out.len() > 1000);
        for jobs in ["2", "16"] {
            assert_eq!(run(jobs).all(), one.all());
        }
    }
}
