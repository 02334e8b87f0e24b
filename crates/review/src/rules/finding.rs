//! What a review finds, and what can be done about it.

use markdown::Span;

use crate::rules::remark::Subject;
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
