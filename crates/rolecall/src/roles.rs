//! `rolecall roles`: who there is, where they are declared, and how often they are named.

use std::process::ExitCode;

use project::{slashed, visible};
use review::{Grade, Role};
use serde::Serialize;
use workspace::{Count, Index};

use crate::cli::{RoleFormat, Roles};
use crate::documents::Documents;
use crate::output::{self, Outcome, finish, from_here, plain};
use crate::table;

/// Runs the command.
pub fn run(options: &Roles) -> ExitCode {
    let mut documents = Documents::find(&options.input, |_| {});
    let indexes = documents.indexes();
    let roles: Vec<(&Role, Count)> = indexes.iter().flat_map(roles).collect();
    let outcome = if documents.failed { Outcome::Failed } else { Outcome::Clean };
    match options.format {
        RoleFormat::Table => finish(&table(&roles, output::columns()), outcome),
        RoleFormat::Json => finish(&json(&roles), outcome),
    }
}

fn roles(index: &Index) -> impl Iterator<Item = (&Role, Count)> {
    let roles = index.vocabulary().roles().iter().enumerate();
    roles.map(|(at, role)| (role, index.count_of(at)))
}

#[derive(Serialize)]
struct Output<'a> {
    roles: Vec<JsonRole<'a>>,
}

#[derive(Serialize)]
struct JsonRole<'a> {
    name: &'a str,
    plural: String,
    aliases: &'a [String],
    persona: Option<&'a str>,
    kind: Option<&'static str>,
    serves: &'a [String],
    buys_for: &'a [String],
    reports_to: &'a [String],
    grade: &'static str,
    declared: Vec<JsonPlace>,
    mentions: usize,
    stories: usize,
}

#[derive(Serialize)]
struct JsonPlace {
    path: String,
    line: usize,
}

fn json(roles: &[(&Role, Count)]) -> String {
    let roles = roles.iter().map(|(role, count)| JsonRole {
        name: &role.name,
        plural: role.plural(),
        aliases: &role.aliases,
        persona: role.persona.as_deref(),
        kind: role.kind.map(review::RoleKind::name),
        serves: &role.serves,
        buys_for: &role.buys_for,
        reports_to: &role.reports_to,
        grade: role.grade().name(),
        declared: places(role).map(|(path, line)| JsonPlace { path, line }).collect(),
        mentions: count.mentions,
        stories: count.stories,
    });
    output::json(&Output { roles: roles.collect() }) + "\n"
}

/// Where a role is declared: the file from here on, and the line.
fn places(role: &Role) -> impl Iterator<Item = (String, usize)> {
    let files = role.declared.iter().filter_map(|place| Some((place.file.as_ref()?, place.line)));
    files.map(|(file, line)| (slashed(&from_here(&file.path)), line))
}

fn table(roles: &[(&Role, Count)], columns: Option<usize>) -> String {
    if roles.is_empty() {
        return "No roles found: no document declares one, and no story names one.\n".to_owned();
    }
    let mut rows =
        vec![["ROLE", "KIND", "STORIES", "MENTIONS", "ALSO", "DECLARED"].map(str::to_owned)];
    for (role, count) in roles {
        let places: Vec<String> =
            places(role).map(|(path, line)| format!("{}:{line}", visible(&path))).collect();
        let declared = match role.grade() {
            Grade::Used if role.uses > 0 => "used in prose".to_owned(),
            Grade::Used => "used in stories".to_owned(),
            _ => places.join(", "),
        };
        rows.push([
            plain(&role.name),
            role.kind.map_or("", review::RoleKind::name).to_owned(),
            count.stories.to_string(),
            count.mentions.to_string(),
            plain(
                &role.aliases.iter().chain(&role.persona).cloned().collect::<Vec<_>>().join(", "),
            ),
            declared,
        ]);
    }
    table::print(&rows, columns)
}
