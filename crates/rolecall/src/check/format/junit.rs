//! JUnit XML, which nearly every build server reads: a suite for each document, a case for each finding.

use project::visible;
use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus, TestSuite};
use review::Severity;

use crate::check::checked::{Checked, Found, Report, about};
use crate::output::{from_here, plain, shown};

/// What a document is called that has nothing to say.
const CLEAN: &str = "rolecall";

/// What was found, as one report. There is no time in it, so that the same documents give the same.
pub fn print(report: &Report) -> String {
    let mut suites: Vec<TestSuite> = report.files.iter().map(|file| suite(report, file)).collect();
    let errors = report.problems.iter().filter(|problem| problem.severity == Severity::Error);
    for problem in errors {
        let path = text(&shown(&from_here(&problem.path)));
        let line = problem.line.map(|line| format!(" ({line})")).unwrap_or_default();
        let message = text(&problem.message);
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_type("error").set_message(message);
        let case = case(&format!("{}{line}", about(problem)), &path, status);
        match suites.iter_mut().find(|suite| *suite.name == *path) {
            Some(suite) => suite.add_test_case(case),
            None => {
                let mut suite = TestSuite::new(path);
                suite.add_test_case(case);
                suites.push(suite);
                continue;
            }
        };
    }
    let mut junit = quick_junit::Report::new("rolecall");
    junit.add_test_suites(suites);
    // It is written to memory.
    junit.to_string().unwrap_or_default()
}

fn suite(report: &Report, file: &Checked) -> TestSuite {
    let path = text(&visible(&file.path));
    let mut suite = TestSuite::new(path.as_str());
    let cases = file.findings.iter().map(|found| finding(report, &path, found));
    suite.add_test_cases(cases);
    if file.findings.is_empty() {
        suite.add_test_case(case(CLEAN, &path, TestCaseStatus::success()));
    }
    suite
}

fn finding(report: &Report, path: &str, found: &Found) -> TestCase {
    let finding = &found.finding;
    let ((line, column), rule) = (found.place, finding.rule.name);
    let severity = finding.severity.name();
    let message = text(&finding.message);
    let status = if report.fail_on.fails(finding.severity) {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status.set_description(format!("{path}:{line}:{column}: {severity}[{rule}] {message}"));
        status.set_message(message).set_type(severity);
        status
    } else {
        let mut status = TestCaseStatus::skipped();
        status.set_message(message).set_type(severity);
        status
    };
    let mut case = case(&format!("{rule} ({line}:{column})"), path, status);
    case.extra.insert("line".into(), line.to_string().into());
    case
}

fn case(name: &str, path: &str, status: TestCaseStatus) -> TestCase {
    let mut case = TestCase::new(name, status);
    case.set_classname(path);
    case
}

/// `given` as XML may have it: without control characters, and without what is no character.
fn text(given: &str) -> String {
    plain(given).replace(['\u{fffe}', '\u{ffff}'], " ")
}
