//! `rolecall stories`: who wants what, and what for.

use std::process::ExitCode;

use markdown::Encoding;
use review::{Part, Review, Slot, Standing, Story};
use serde::Serialize;

use crate::cli::{Stories, StoryFormat};
use crate::documents::{Documents, Target};
use crate::format::json::JsonSpan;
use crate::output::{self, Outcome, complain, finish, plain, shown};
use crate::table;

/// A story and where it is told.
struct Told {
    path: String,
    line: usize,
    story: Story,
}

/// Runs the command.
pub fn run(options: &Stories) -> ExitCode {
    let mut documents = Documents::find(&options.input, |_| {});
    let told: Vec<Told> = documents.review(&options.input, told).into_iter().flatten().collect();
    let outcome = if documents.failed { Outcome::Failed } else { Outcome::Clean };
    match options.format {
        StoryFormat::Table => finish(&table(&told, output::columns()), outcome),
        StoryFormat::Json => finish(&json(&told), outcome),
        StoryFormat::Csv => match csv(&told) {
            Ok(text) => finish(&text, outcome),
            Err(error) => {
                complain(&format!("The table cannot be written: {error}."));
                Outcome::Failed.into()
            }
        },
    }
}

fn told(target: &Target, review: &Review) -> Vec<Told> {
    let path = shown(&target.path);
    let mut positions = review.document().positions(Encoding::Utf32);
    let stories = review.stories().into_iter();
    stories
        .map(|story| {
            let position = positions.of(story.span.start);
            Told { path: path.clone(), line: position.line + 1, story }
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

fn json(told: &[Told]) -> String {
    let stories = told.iter().map(|Told { path, line, story }| JsonStory {
        path,
        span: story.span.into(),
        line: *line,
        text: &story.text,
        roles: story.roles.iter().map(JsonSlot::from).collect(),
        want: JsonPart::from(&story.want),
        benefit: story.benefit.as_ref().map(JsonPart::from),
    });
    serde_json::to_string(&Output { stories: stories.collect() }).unwrap_or_default() + "\n"
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

fn csv(told: &[Told]) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["path", "line", "role", "standing", "want", "benefit", "text"])?;
    for Told { path, line, story } in told {
        let standings: Vec<&str> = story.roles.iter().map(|role| role.standing.name()).collect();
        let benefit = story.benefit.as_ref().map_or("", |benefit| &benefit.text);
        let who = story.roles.iter().map(name).collect::<Vec<_>>().join("; ");
        let (line, standings) = (line.to_string(), standings.join("; "));
        writer.write_record([
            path,
            &line,
            &who,
            &standings,
            &story.want.text,
            benefit,
            &story.text,
        ])?;
    }
    let bytes = writer.into_inner().map_err(|error| error.into_error())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The role's canonical name, or what it is called.
fn name(slot: &Slot) -> &str {
    slot.role.as_deref().unwrap_or(&slot.text)
}

/// The stories in columns, cut to fit `columns` where there are so few.
fn table(told: &[Told], columns: Option<usize>) -> String {
    if told.is_empty() {
        return "There is no user story here.\n".to_owned();
    }
    let mut rows = vec![["WHERE", "WHO", "WANTS", "SO THAT"].map(str::to_owned)];
    for Told { path, line, story } in told {
        let who = story.roles.iter().map(|slot| {
            let doubt = if slot.standing == Standing::Generic { " (who?)" } else { "" };
            format!("{}{doubt}", name(slot))
        });
        let benefit = story.benefit.as_ref().map_or("", |benefit| &benefit.text);
        rows.push([
            format!("{path}:{line}"),
            plain(&who.collect::<Vec<_>>().join(", ")),
            plain(&story.want.text),
            plain(benefit),
        ]);
    }
    table::print(&rows, columns)
}
