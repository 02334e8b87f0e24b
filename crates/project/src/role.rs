//! A role, as a `[[role]]` of rolecall.toml or a persona's front matter describes it.

use std::path::Path;

use markdown::Span;
use review::{Role, RoleKind};

use crate::names::{Naming, PlacedName, names_of};
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
    "buys-for",
    "reports-to",
    "distinct",
    "share",
];

/// A role as one file describes it.
#[derive(Debug)]
pub(crate) struct RoleDraft {
    pub role: Role,
    /// Every name in it.
    pub names: Vec<PlacedName>,
    /// Where its persona's number is, and on which line.
    pub number: Option<(Span, usize)>,
    pub source: Source,
}

/// What sort of place describes a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// A `[[role]]` of the rolecall.toml.
    Config,
    /// A persona file.
    Persona {
        /// Whether its heading names the role, rather than its front matter.
        by_heading: bool,
    },
}

impl RoleDraft {
    /// Returns the file; an empty path for the settings of an editor.
    pub fn path(&self) -> &Path {
        let file = self.role.declared.first().and_then(|place| place.file.as_ref());
        file.map_or(Path::new(""), |file| &file.path)
    }

    /// Returns the names of one sort in it.
    pub fn names(&self, kind: Naming) -> impl Iterator<Item = &PlacedName> {
        self.names.iter().filter(move |name| name.kind == kind)
    }
}

/// The role that `table` describes; its name is empty where none is given. `shown` is the file as
/// shown to people.
pub(crate) fn read(table: &Table, shown: &str, source: Source, report: &mut Report) -> RoleDraft {
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
        buys_for: table.texts("buys-for", report),
        reports_to: table.texts("reports-to", report),
        distinct: table.texts("distinct", report),
        share: table.share("share", report),
        uses: 0,
        of_project: false,
        declared: vec![report.place(place, shown)],
    };
    let number = table.get("number").map(|number| (number.span, report.line(number.span.start)));
    RoleDraft { role, names: names_of(table, report), number, source }
}
