//! What a rule is.

use crate::settings::Severity;

/// A rule: one thing that can be wrong with a document. Each is declared in one file of
/// [`crate::rules`], its documentation with it.
#[derive(Debug)]
pub struct Rule {
    /// Its name, which never changes: `generic-role`.
    pub name: &'static str,
    /// How loud it is unless the project says otherwise.
    pub severity: Severity,
    /// Its documentation in Markdown; the first line says it in a sentence.
    pub docs: &'static str,
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}
