//! A role, as a `[[role]]` of rolecall.toml or a persona's front matter describes it.

use review::{Role, RoleKind};

use crate::gather::{Draft, Source};
use crate::names::names_of;
use crate::problem::Report;
use crate::table::Table;

/// The keys a role may have.
pub(crate) const KEYS: &[&str] = &[
    "name",
    "plural",
    "aliases",
    "kind",
    "persona",
    "number",
    "description",
    "goals",
    "pains",
    "success",
    "serves",
    "share",
];

/// The role that `table` describes; its name is empty where none is given. `shown` is the file as
/// shown to people.
pub(crate) fn read(table: &Table, shown: &str, source: Source, report: &mut Report) -> Draft {
    let kinds = RoleKind::ALL.map(|kind| (kind.name(), kind));
    let place = table.get("name").map_or(table.span, |name| name.span);
    let role = Role {
        name: table.text("name", report).unwrap_or_default(),
        plural: table.text("plural", report),
        aliases: table.texts("aliases", report),
        kind: table.choice("kind", &kinds, report),
        persona: table.text("persona", report),
        number: table.count("number", report),
        description: table.text("description", report),
        goals: table.texts("goals", report),
        pains: table.texts("pains", report),
        success: table.text("success", report),
        serves: table.texts("serves", report),
        share: table.share("share", report),
        declared: vec![report.place(place, shown)],
    };
    let number = table.get("number").map(|number| (number.span, report.line(number.span.start)));
    Draft { role, names: names_of(table, report), number, source }
}
