//! What a review finds, and what can be done about it.

use markdown::Span;

use crate::rules::context::Subject;
use crate::rules::rule::Rule;
use crate::settings::Severity;

/// Something to tell the writer. Its span is of the document, in UTF-8 bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// How loud it is, by the settings in force.
    pub severity: Severity,
    /// The words it is about.
    pub span: Span,
    /// What is wrong, in a sentence.
    pub message: String,
    /// Other places that it is about.
    pub related: Vec<Related>,
    /// The segment it is in.
    pub(crate) part: usize,
    pub(crate) subject: Subject,
}

/// Another place that a finding is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// Its bytes in the document, in UTF-8.
    pub span: Span,
    /// What is there, in a few words.
    pub message: String,
}

/// A generic word that no rule complains of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassedOver {
    /// The word, in UTF-8 bytes of the document.
    pub span: Span,
    /// Why, as what follows a colon: "heads are counted here".
    pub reason: &'static str,
}

/// A role that may be meant.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// Its canonical name.
    pub role: String,
    /// How well it fits beside the other suggestions: 0 to 1, all together at most 1.
    pub score: f64,
    /// Why, in a few words.
    pub reason: String,
    /// Whether anything at the place speaks for it, rather than how common it is.
    pub grounded: bool,
}

/// A change that mends a finding, or ends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as a menu entry: "Replace with “sales associates”".
    pub title: String,
    /// Whether it can be applied without anybody looking.
    pub safe: bool,
    /// Whether it stands out among the fixes for its finding.
    pub preferred: bool,
    /// How far it reaches.
    pub scope: Scope,
    /// The changes to the document, in text order, none overlapping another.
    pub edits: Vec<Edit>,
    /// What to change in the project's configuration: where that is kept is not known here.
    pub change: Option<Change>,
}

/// A change to a project's configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Declare a role of this name.
    Declare(String),
    /// Allow this generic word.
    Allow(String),
}

/// How far a fix reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// The one place that was found.
    Here,
    /// Every such place in the story.
    Story,
    /// Every such place in the document.
    Document,
}

/// A replacement of some bytes of the document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub text: String,
}
