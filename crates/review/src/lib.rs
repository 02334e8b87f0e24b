//! Who is named in a document, and is it specific enough? Pure and total: any text gives a review,
//! and nothing here reads a file, waits, or knows a protocol.

mod finding;
mod role;
mod rule;
pub mod rules;
mod settings;
mod story;
mod vocabulary;

use std::sync::Arc;

pub use finding::{Edit, Finding, Fix, Scope, Suggestion};
pub use markdown::{Document, Span};
pub use role::{Place, Role, RoleKind};
pub use rule::Rule;
pub use settings::{Settings, Severity};
pub use story::{Part, Slot, Standing, Story};
pub use vocabulary::Vocabulary;

/// A reviewed document.
#[derive(Debug, Clone)]
pub struct Review {
    document: Document,
    #[allow(dead_code)]
    settings: Arc<Settings>,
    vocabulary: Arc<Vocabulary>,
}

impl Review {
    /// Reviews a document.
    pub fn new(document: Document, settings: Arc<Settings>) -> Self {
        Self { document, settings, vocabulary: Arc::default() }
    }

    /// Reviews an edited document, or the same under other settings, reusing all that is the same.
    pub fn again(&self, document: Document, settings: Arc<Settings>) -> Self {
        Self::new(document, settings)
    }

    /// The text under review.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The roles known here: those of the settings, of the document's own sections, and of its
    /// stories.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// What was found, in text order.
    pub fn findings(&self) -> Vec<Finding> {
        Vec::new()
    }

    /// The stories, in text order.
    pub fn stories(&self) -> Vec<Story> {
        Vec::new()
    }

    /// The roles that may be meant where `finding` is, best first.
    pub fn suggestions(&self, _finding: &Finding) -> Vec<Suggestion> {
        Vec::new()
    }

    /// What can be done about `finding`, best first.
    pub fn fixes(&self, _finding: &Finding) -> Vec<Fix> {
        Vec::new()
    }

    /// What to show for the place at `offset` (a byte of the document): Markdown, and the bytes it
    /// is about.
    pub fn hover(&self, _offset: usize) -> Option<(Span, String)> {
        None
    }
}
