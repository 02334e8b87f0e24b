//! One JSON object, for programs. Offsets are UTF-8 bytes; lines and columns count from 1.

use review::{Edit, Fix};
use serde::Serialize;

use crate::check::checked::{Checked, Found, Report, Standing};
use crate::check::statistics::Statistics;
use crate::check::summary::Summary;
use crate::output::{JsonSpan, json};

#[derive(Serialize)]
struct Output<'a> {
    findings: Vec<JsonFinding<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    skipped: Option<Vec<JsonSkipped<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    documents: Option<&'a [Standing]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    statistics: Option<Statistics<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct JsonFinding<'a> {
    path: &'a str,
    rule: &'a str,
    severity: &'a str,
    message: &'a str,
    line: usize,
    column: usize,
    span: JsonSpan,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    probability: Option<f64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<JsonRelated<'a>>,
    suggestions: Vec<JsonSuggestion<'a>>,
    fixes: Vec<JsonFix<'a>>,
}

/// Another place in the same file.
#[derive(Serialize)]
struct JsonRelated<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    span: JsonSpan,
    message: &'a str,
}

#[derive(Serialize)]
struct JsonSkipped<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    span: JsonSpan,
    text: &'a str,
    reason: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    clue: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    probability: Option<f64>,
}

#[derive(Serialize)]
struct JsonSuggestion<'a> {
    role: &'a str,
    score: f64,
    reason: &'a str,
    grounded: bool,
    sure: bool,
}

#[derive(Serialize)]
struct JsonFix<'a> {
    title: &'a str,
    safe: bool,
    edits: Vec<JsonEdit<'a>>,
}

#[derive(Serialize)]
struct JsonEdit<'a> {
    path: &'a str,
    start: usize,
    end: usize,
    text: String,
}

/// All of it, as one object on one line.
pub fn print(report: &Report) -> String {
    let checked = &report.files;
    let findings =
        checked.iter().flat_map(|file| file.findings.iter().map(|found| finding(file, found)));
    let output = Output {
        findings: findings.collect(),
        skipped: skipped(checked),
        documents: report.skips.as_deref(),
        statistics: report.has_statistics.then(|| Statistics::of(report)),
        summary: Summary::of(report),
    };
    json(&output) + "\n"
}

/// The words that were passed over, if that was asked for.
fn skipped(checked: &[Checked]) -> Option<Vec<JsonSkipped<'_>>> {
    let files = checked.iter().filter_map(|file| Some((&file.path, file.skipped.as_ref()?)));
    let words: Vec<_> = files
        .flat_map(|(path, words)| {
            words.iter().map(move |word| JsonSkipped {
                path,
                line: word.place.0,
                column: word.place.1,
                span: word.span.into(),
                text: &word.text,
                reason: word.reason,
                clue: word.clue,
                probability: word.probability.map(rounded),
            })
        })
        .collect();
    checked.iter().any(|file| file.skipped.is_some()).then_some(words)
}

/// A probability with as many digits as mean anything.
fn rounded(probability: f64) -> f64 {
    (probability * 100.0).round() / 100.0
}

fn finding<'a>(file: &'a Checked, found: &'a Found) -> JsonFinding<'a> {
    let suggestions = found.suggestions.iter().map(|suggestion| JsonSuggestion {
        role: &suggestion.role,
        score: suggestion.score,
        reason: &suggestion.reason,
        grounded: suggestion.grounded,
        sure: suggestion.sure,
    });
    let related =
        found.finding.related.iter().zip(&found.related).map(|(related, place)| JsonRelated {
            path: &file.path,
            line: place.0.0,
            column: place.0.1,
            span: related.span.into(),
            message: &related.message,
        });
    JsonFinding {
        path: &file.path,
        rule: found.finding.rule.name,
        severity: found.finding.severity.name(),
        message: &found.finding.message,
        line: found.place.0,
        column: found.place.1,
        span: found.finding.span.into(),
        text: &found.text,
        probability: found.finding.probability.map(rounded),
        related: related.collect(),
        suggestions: suggestions.collect(),
        fixes: found.fixes.iter().filter_map(|given| fix(file, given)).collect(),
    }
}

/// The fix, unless it changes a rolecall.toml and there is none, or none that can be changed.
fn fix<'a>(file: &'a Checked, fix: &'a Fix) -> Option<JsonFix<'a>> {
    let edit = |path: &'a str, edit: Edit| JsonEdit {
        path,
        start: edit.span.start,
        end: edit.span.end,
        text: edit.text,
    };
    let mut edits: Vec<_> = fix.edits.iter().map(|given| edit(&file.path, given.clone())).collect();
    if let Some(change) = &fix.change {
        let (path, text) = file.config.as_ref()?;
        edits.extend(project::edit(text, change)?.into_iter().map(|change| edit(path, change)));
    }
    Some(JsonFix { title: &fix.title, safe: fix.safe, edits })
}
