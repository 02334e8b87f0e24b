//! A SARIF 2.1.0 log: what GitHub's code scanning and many viewers read. Columns are counted in
//! characters, as everywhere, and offsets in bytes of UTF-8.

use std::collections::BTreeMap;
use std::path::Path;

use project::Problem;
use review::{Edit, Rule, Severity, Span, rules};
use serde_json::json;
use serde_sarif::sarif::{
    ArtifactChange, ArtifactContent, ArtifactLocation, Fix, Invocation, Location, Message,
    MultiformatMessageString, Notification, PhysicalLocation, PropertyBag, Region, Replacement,
    ReportingConfiguration, ReportingDescriptor, ReportingDescriptorReference, Result, ResultLevel,
    Run, Sarif, Tool, ToolComponent,
};

use crate::address::Address;
use crate::check::checked::{Checked, Ends, Found, Report, about};
use crate::output::{Outcome, json, plain};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");
/// What relative addresses begin at: the top of the repository. Where that is, whoever reads it knows.
const TOP: &str = "%SRCROOT%";
/// Our fingerprints are of this kind; others would have another name.
const FINGERPRINT: &str = "sentence/v1";

/// All that was found, as one log with one run.
pub fn print(report: &Report) -> String {
    let results = report.files.iter().flat_map(|file| {
        let findings = file.numbered();
        findings.map(|(found, number)| result(file, found, number))
    });
    let top =
        ArtifactLocation::builder().description(message("The top of the repository.")).build();
    let run = Run::builder()
        .tool(Tool::builder().driver(driver()).build())
        .invocations(vec![invocation(report)])
        .original_uri_base_ids(BTreeMap::from([(TOP.to_owned(), top)]))
        .column_kind(json!("unicodeCodePoints"))
        .newline_sequences(["\r\n", "\n", "\r"].map(str::to_owned).to_vec())
        .default_encoding("utf-8")
        .results(results.collect::<Vec<_>>())
        .build();
    let log = Sarif::builder().schema(SCHEMA).version(json!("2.1.0")).runs(vec![run]).build();
    json(&log) + "\n"
}

fn driver() -> ToolComponent {
    let version = env!("CARGO_PKG_VERSION");
    ToolComponent::builder()
        .name("rolecall")
        .version(version)
        .semantic_version(version)
        .information_uri(REPOSITORY)
        .rules(rules::ALL.iter().map(|rule| descriptor(rule)).collect::<Vec<_>>())
        .build()
}

fn descriptor(rule: &Rule) -> ReportingDescriptor {
    let docs = rule.docs();
    let uri = format!("{REPOSITORY}/blob/main/crates/review/RULES.md#{}", rule.name);
    let text = |text: String| MultiformatMessageString::builder().text(text);
    // What it says, and why.
    let paragraphs = docs.split("\n\n").take(2).map(|text| text.replace('\n', " "));
    let full = paragraphs.collect::<Vec<_>>().join(" ");
    let severity = match rule.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information | Severity::Hint => "recommendation",
    };
    let properties = PropertyBag::builder()
        .additional_properties(BTreeMap::from([("problem.severity".to_owned(), json!(severity))]))
        .build();
    let level = json!(level(rule.severity).to_string());
    ReportingDescriptor::builder()
        .id(rule.name)
        .short_description(text(rule.summary()).build())
        .full_description(text(full).build())
        .help(text(format!("{} See {uri}", rule.summary())).markdown(docs).build())
        .help_uri(uri)
        .default_configuration(ReportingConfiguration::builder().level(level).build())
        .properties(properties)
        .build()
}

/// How the run went, with what could not be read.
fn invocation(report: &Report) -> Invocation {
    let problems = report.problems.iter().filter(|problem| problem.severity > Severity::Hint);
    let (configuration, execution): (Vec<_>, Vec<_>) =
        problems.partition(|problem| about(problem) != "document");
    let notifications = |problems: Vec<&Problem>| -> Vec<Notification> {
        problems.into_iter().map(notification).collect()
    };
    Invocation::builder()
        .execution_successful(report.outcome != Outcome::Failed)
        .exit_code(report.outcome as i64)
        .tool_configuration_notifications(notifications(configuration))
        .tool_execution_notifications(notifications(execution))
        .build()
}

fn notification(problem: &Problem) -> Notification {
    let region = problem.line.map(|line| match problem.column {
        Some(column) => {
            Region::builder().start_line(number(line)).start_column(number(column)).build()
        }
        None => Region::builder().start_line(number(line)).build(),
    });
    let location = at(&Address::of(&problem.path), region);
    Notification::builder()
        .descriptor(ReportingDescriptorReference::builder().id(about(problem)).build())
        .level(json!(level(problem.severity).to_string()))
        .locations(vec![location])
        .message(message(&problem.message))
        .build()
}

fn result(file: &Checked, found: &Found, number: usize) -> Result {
    let finding = &found.finding;
    let rule = rules::ALL.iter().position(|rule| *rule == finding.rule).unwrap_or_default();
    let places = finding.related.iter().zip(&found.related).zip(1..);
    let related = places.map(|((related, ends), id)| {
        let mut location = at(&file.address, Some(region(*ends, related.span)));
        location.id = Some(id);
        location.message = Some(message(&related.message));
        location
    });
    let related: Vec<Location> = related.collect();
    let fingerprint = (FINGERPRINT.to_owned(), found.known().fingerprint(number));
    let mut result = Result::builder()
        .rule_id(finding.rule.name)
        .rule_index(self::number(rule))
        .level(level(finding.severity))
        .message(message(&finding.message))
        .locations(vec![at(&file.address, Some(region((found.place, found.end), finding.span)))])
        .partial_fingerprints(BTreeMap::from([fingerprint]))
        .build();
    // What there is none of is left out.
    let fixes = found.fixes.iter().zip(&found.edits);
    let fixes: Vec<Fix> = fixes.filter_map(|(fix, ends)| self::fix(file, fix, ends)).collect();
    result.fixes = Some(fixes).filter(|fixes| !fixes.is_empty());
    result.related_locations = Some(related).filter(|related| !related.is_empty());
    result
}

/// The fix, unless there is nothing that it can change.
fn fix(file: &Checked, fix: &review::Fix, places: &[Ends]) -> Option<Fix> {
    let replacements = fix.edits.iter().zip(places);
    let replacements =
        replacements.map(|(edit, ends)| replacement(*ends, edit)).collect::<Vec<_>>();
    let mut changes = Vec::new();
    if !replacements.is_empty() {
        changes.push(change(&file.address, replacements));
    }
    if let Some(change) = &fix.change {
        let (path, text) = file.config.as_ref()?;
        let place = |at: usize| project::place_in(text, at);
        let replacements = project::edit(text, change)?
            .into_iter()
            .map(|edit| replacement((place(edit.span.start), place(edit.span.end)), &edit));
        let address = Address::of(Path::new(path));
        changes.push(self::change(&address, replacements.collect()));
    }
    let safe = BTreeMap::from([("safe".to_owned(), json!(fix.safe))]);
    (!changes.is_empty()).then(|| {
        Fix::builder()
            .description(message(&fix.title))
            .artifact_changes(changes)
            .properties(PropertyBag::builder().additional_properties(safe).build())
            .build()
    })
}

fn change(address: &Address, replacements: Vec<Replacement>) -> ArtifactChange {
    ArtifactChange::builder()
        .artifact_location(artifact(address))
        .replacements(replacements)
        .build()
}

fn replacement(ends: Ends, edit: &Edit) -> Replacement {
    Replacement::builder()
        .deleted_region(region(ends, edit.span))
        .inserted_content(ArtifactContent::builder().text(edit.text.as_str()).build())
        .build()
}

fn region((start, end): Ends, span: Span) -> Region {
    Region::builder()
        .start_line(number(start.0))
        .start_column(number(start.1))
        .end_line(number(end.0))
        .end_column(number(end.1))
        .byte_offset(number(span.start))
        .byte_length(number(span.len()))
        .build()
}

/// A place in a document; what it is about and what it says can be added.
fn at(address: &Address, region: Option<Region>) -> Location {
    let mut physical = PhysicalLocation::builder().artifact_location(artifact(address)).build();
    physical.region = region;
    Location::builder().physical_location(physical).build()
}

fn artifact(address: &Address) -> ArtifactLocation {
    let mut location = ArtifactLocation::builder().uri(address.uri()).build();
    location.uri_base_id = address.is_inside.then(|| TOP.to_owned());
    location
}

fn message(text: &str) -> Message {
    Message::builder().text(plain(text)).build()
}

fn level(severity: Severity) -> ResultLevel {
    match severity {
        Severity::Error => ResultLevel::Error,
        Severity::Warning => ResultLevel::Warning,
        Severity::Information | Severity::Hint => ResultLevel::Note,
    }
}

fn number(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
