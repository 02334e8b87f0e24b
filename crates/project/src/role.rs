//! A role, as a `[[role]]` of rolecall.toml or a persona's front matter describes it.

use review::{Role, RoleKind};

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
    "success",
    "serves",
    "share",
];

/// The role that `table` describes; its name is empty where none is given. `shown` is the file as
/// shown to people.
pub(crate) fn read(table: &Table, shown: &str, report: &mut Report) -> Role {
    let kinds = RoleKind::ALL.map(|kind| (kind.name(), kind));
    let place = table.get("name").map_or(table.span, |name| name.span);
    Role {
        name: table.text("name", report).unwrap_or_default(),
        plural: table.text("plural", report),
        aliases: table.texts("aliases", report),
        kind: table.choice("kind", &kinds, report),
        persona: table.text("persona", report),
        number: table.count("number", report),
        description: table.text("description", report),
        goals: table.texts("goals", report),
        success: table.text("success", report),
        serves: table.texts("serves", report),
        share: table.share("share", report),
        declared: vec![report.place(place, shown)],
    }
}

/// Whether `role` goes by `name`, letter case aside.
pub(crate) fn goes_by(role: &Role, name: &str) -> bool {
    let name = name.to_lowercase();
    std::iter::once(&role.name).chain(&role.aliases).any(|own| own.to_lowercase() == name)
}

/// Adds to `role` what `other`, which describes the same, says and it does not.
pub(crate) fn merge(role: &mut Role, other: Role) {
    let aliases = std::iter::once(other.name).chain(other.aliases);
    for alias in aliases {
        if !goes_by(role, &alias) {
            role.aliases.push(alias);
        }
    }
    role.plural = role.plural.take().or(other.plural);
    role.kind = role.kind.or(other.kind);
    role.persona = role.persona.take().or(other.persona);
    role.number = role.number.or(other.number);
    role.description = role.description.take().or(other.description);
    role.success = role.success.take().or(other.success);
    role.share = role.share.or(other.share);
    if role.goals.is_empty() {
        role.goals = other.goals;
    }
    if role.serves.is_empty() {
        role.serves = other.serves;
    }
    role.declared.extend(other.declared);
}
