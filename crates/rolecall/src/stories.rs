//! `rolecall stories`: who wants what, and what for.

use std::borrow::Cow;
use std::process::ExitCode;

use markdown::Encoding;
use project::{slashed, visible};
use review::{Part, Review, Slot, Standing, Story};
use serde::Serialize;

use crate::cli::{Stories, StoryFormat};
use crate::documents::{Documents, Target};
use crate::output::{self, JsonSpan, Outcome, complain, finish, plain};
use crate::table;

/// So long a title every tracker takes, in UTF-16 units: Jira and Azure DevOps have 255, GitHub 256.
const TITLE: usize = 255;

/// A story and where it is told.
struct Row {
    path: String,
    line: usize,
    story: Story,
}

/// Runs the command.
pub fn run(options: &Stories) -> ExitCode {
    let mut documents = Documents::find(&options.input, |_| {});
    let rows: Vec<Row> = documents.review(&options.input, rows).into_iter().flatten().collect();
    let outcome = if documents.failed { Outcome::Failed } else { Outcome::Clean };
    match options.format {
        StoryFormat::Table => finish(&table(&rows, output::columns()), outcome),
        StoryFormat::Json => finish(&json(&rows), outcome),
        StoryFormat::Csv => match csv(&rows) {
            Ok(text) => finish(&text, outcome),
            Err(error) => {
                complain(&format!("Cannot write the table: {error}."));
                Outcome::Failed.into()
            }
        },
    }
}

fn rows(target: &Target, review: &Review) -> Vec<Row> {
    let path = slashed(&target.path);
    let mut positions = review.document().positions(Encoding::Utf32);
    let stories = review.stories().into_iter();
    stories
        .map(|story| {
            let position = positions.of(story.span.start);
            Row { path: path.clone(), line: position.line + 1, story }
        })
        .collect()
}

#[derive(Serialize)]
struct Output<'a> {
    stories: Vec<JsonStory<'a>>,
}

#[derive(Serialize)]
struct JsonStory<'a> {
    path: &'a str,
    span: JsonSpan,
    line: usize,
    text: &'a str,
    roles: Vec<JsonSlot<'a>>,
    want: JsonPart<'a>,
    benefit: Option<JsonPart<'a>>,
}

#[derive(Serialize)]
struct JsonSlot<'a> {
    text: &'a str,
    span: JsonSpan,
    role: Option<&'a str>,
    standing: &'a str,
}

#[derive(Serialize)]
struct JsonPart<'a> {
    text: &'a str,
    span: JsonSpan,
}

fn json(rows: &[Row]) -> String {
    let stories = rows.iter().map(|Row { path, line, story }| JsonStory {
        path,
        span: story.span.into(),
        line: *line,
        text: &story.text,
        roles: story.roles.iter().map(JsonSlot::from).collect(),
        want: JsonPart::from(&story.want),
        benefit: story.benefit.as_ref().map(JsonPart::from),
    });
    output::json(&Output { stories: stories.collect() }) + "\n"
}

impl<'a> From<&'a Slot> for JsonSlot<'a> {
    fn from(slot: &'a Slot) -> Self {
        Self {
            text: &slot.text,
            span: slot.span.into(),
            role: slot.role.as_deref(),
            standing: slot.standing.name(),
        }
    }
}

impl<'a> From<&'a Part> for JsonPart<'a> {
    fn from(part: &'a Part) -> Self {
        Self { text: &part.text, span: part.span.into() }
    }
}

/// For spreadsheets and for the importers of trackers. New columns come last.
fn csv(rows: &[Row]) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer
        .write_record(["path", "line", "role", "standing", "want", "benefit", "text", "summary"])?;
    for Row { path, line, story } in rows {
        let standings: Vec<&str> = story.roles.iter().map(|role| role.standing.name()).collect();
        let benefit = story.benefit.as_ref().map_or("", |benefit| &benefit.text);
        let who = story.roles.iter().map(name).collect::<Vec<_>>().join("; ");
        let (line, standings) = (line.to_string(), standings.join("; "));
        let summary = summary(&story.text);
        let path = visible(path);
        let row = [
            path.as_ref(),
            &line,
            &who,
            &standings,
            &story.want.text,
            benefit,
            &story.text,
            &summary,
        ];
        writer.write_record(row.map(|text| cell(text).into_owned()))?;
    }
    let bytes = writer.into_inner().map_err(|error| error.into_error())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// `text` as a spreadsheet takes it for text. What begins as a formula does would be run, whoever wrote
/// the document, so a quote stands before it; programs that want it as it is read JSON.
fn cell(text: &str) -> Cow<'_, str> {
    const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    if text.starts_with(FORMULA) { format!("'{text}").into() } else { text.into() }
}

/// As much of `text` as trackers take for a title, cut between words.
fn summary(text: &str) -> Cow<'_, str> {
    let mut length = 0;
    let mut space = None;
    let mut end = 0;
    for (at, character) in text.char_indices() {
        length += character.len_utf16();
        if length > TITLE {
            let kept = text.get(..space.unwrap_or(end)).unwrap_or_default();
            return format!("{kept}…").into();
        }
        if character.is_whitespace() {
            space = Some(at);
        }
        // With room for what tells that there is more.
        end = if length < TITLE { at + character.len_utf8() } else { end };
    }
    text.into()
}

/// The role's canonical name, or what it is called.
fn name(slot: &Slot) -> &str {
    slot.role.as_deref().unwrap_or(&slot.text)
}

/// The stories in columns, cut to fit `columns` where there are so few.
fn table(stories: &[Row], columns: Option<usize>) -> String {
    if stories.is_empty() {
        return "No user stories found.\n".to_owned();
    }
    let mut rows = vec![["WHERE", "WHO", "WANTS", "SO THAT"].map(str::to_owned)];
    for Row { path, line, story } in stories {
        let who = story.roles.iter().map(|slot| {
            let doubt = if slot.standing == Standing::Generic { " (who?)" } else { "" };
            format!("{}{doubt}", name(slot))
        });
        let benefit = story.benefit.as_ref().map_or("", |benefit| &benefit.text);
        rows.push([
            format!("{}:{line}", visible(path)),
            plain(&who.collect::<Vec<_>>().join(", ")),
            plain(&story.want.text),
            plain(benefit),
        ]);
    }
    table::print(&rows, columns)
}

#[cfg(test)]
mod tests {
    use super::{TITLE, cell, summary};

    #[test]
    fn a_formula_is_text() {
        for text in ["=1+1", "+1", "-1", "@here", "\t=1", "\r=1", "\n=1", "＝1"] {
            assert_eq!(cell(text), format!("'{text}"));
        }
        for text in ["", "a clerk", "’tis", "1 = 1", "'=1"] {
            assert_eq!(cell(text), text);
        }
    }

    #[test]
    fn a_summary_is_a_title() {
        let fits = format!("{} {}", "a".repeat(100), "b".repeat(154));
        assert_eq!(summary(&fits), fits);
        assert_eq!(summary(&format!("{fits}c")), format!("{}…", "a".repeat(100)));
        assert_eq!(summary(&"a".repeat(256)), format!("{}…", "a".repeat(254)));
        let long = summary(&"🥿".repeat(200)).into_owned();
        assert_eq!((long.chars().count(), long.encode_utf16().count()), (128, TITLE));
        let words = "word ".repeat(60);
        assert_eq!(summary(&words), format!("{}…", "word ".repeat(50) + "word"));
    }
}
