//! What a project has decided: its roles, its words, its style, and the severity of each rule.

pub(crate) mod role;
pub(crate) mod section;
pub(crate) mod style;

use std::collections::BTreeMap;

use crate::english::generic::GenericWords;
use crate::settings::role::Role;
use crate::settings::section::Titles;
use crate::settings::style::Style;

/// How loud a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Shown faintly, if at all.
    Hint,
    /// Worth knowing.
    Information,
    /// Should be mended.
    Warning,
    /// Must be mended.
    Error,
}

impl Severity {
    /// All of them, the faintest first.
    pub const ALL: [Severity; 4] =
        [Severity::Hint, Severity::Information, Severity::Warning, Severity::Error];

    /// The name it has in configuration and output.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Hint => "hint",
            Severity::Information => "information",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }

    /// One step fainter.
    pub fn softer(self) -> Severity {
        match self {
            Severity::Error => Severity::Warning,
            Severity::Warning => Severity::Information,
            Severity::Information | Severity::Hint => Severity::Hint,
        }
    }

    /// The severity of that name.
    pub fn from_name(name: &str) -> Option<Severity> {
        Severity::ALL.into_iter().find(|severity| severity.name() == name)
    }
}

/// Words a project avoids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The words; at least one.
    pub avoid: Vec<String>,
    /// What to say instead.
    pub prefer: Option<String>,
    /// Why.
    pub because: Option<String>,
    /// The line of `rolecall.toml` it stands on, counted from 1; 0 where it stands in none.
    pub line: usize,
}

/// What sort of product it is: who buys it, and who uses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Model {
    /// Companies buy it.
    B2b,
    /// Whoever uses it buys it.
    B2c,
    /// Companies buy it for their own customers.
    B2b2c,
    /// Colleagues use it.
    Internal,
    /// Other teams build on it.
    Platform,
    /// Nobody has it yet.
    PreLaunch,
}

impl Model {
    /// All of them.
    pub const ALL: [Model; 6] =
        [Model::B2b, Model::B2c, Model::B2b2c, Model::Internal, Model::Platform, Model::PreLaunch];

    /// The name it has in configuration: `pre-launch`.
    pub fn name(self) -> &'static str {
        match self {
            Model::B2b => "b2b",
            Model::B2c => "b2c",
            Model::B2b2c => "b2b2c",
            Model::Internal => "internal",
            Model::Platform => "platform",
            Model::PreLaunch => "pre-launch",
        }
    }

    /// What it is, in a sentence.
    pub fn summary(self) -> &'static str {
        match self {
            Model::B2b => "Companies buy it.",
            Model::B2c => "Whoever uses it buys it.",
            Model::B2b2c => "Companies buy it for their own customers.",
            Model::Internal => "Colleagues use it.",
            Model::Platform => "Other teams build on it.",
            Model::PreLaunch => "Nobody has it yet.",
        }
    }
}

/// The settings a document is reviewed under. The default is that of a project without any.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Settings {
    /// The roles the project declares.
    pub roles: Vec<Role>,
    /// Whether the project has said nothing but these roles: then there may be others.
    pub is_loose: bool,
    /// Roles that other documents of the project declare and stories elsewhere use. What the project
    /// or the document itself says of a role goes before what is said here.
    pub elsewhere: Vec<Role>,
    /// What a story that names nobody costs, in dollars; [`crate::FINE`] where the project does not
    /// say.
    pub fine: Option<u32>,
    /// The essay it goes by.
    pub style: Style,
    /// Words it avoids, beside those of the style.
    pub terms: Vec<Term>,
    /// Words that are as generic as "user" here, beside those of English.
    pub generic: GenericWords,
    /// Generic words that are fine in this project, as [`crate::term_of`] knows them. Others mean
    /// nothing.
    pub allow: Vec<String>,
    /// Rules by name with the severity they were given; none for a rule that is off. A rule that is
    /// not listed has its own default.
    pub rules: BTreeMap<String, Option<Severity>>,
    /// What sort of product it is.
    pub model: Option<Model>,
    /// Titles that the project uses for its sections, beside those that are known anyway.
    pub sections: Titles,
}

impl Settings {
    /// Whether the roles of the project are meant to be all there are.
    pub(crate) fn is_strict(&self) -> bool {
        !self.roles.is_empty() && !self.is_loose
    }
}
