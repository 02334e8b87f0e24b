//! The roles known in a document.

use crate::role::Role;

/// The roles known in a document, each once.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    roles: Vec<Role>,
}

impl Vocabulary {
    /// The roles: first those of the settings, then those of the document's sections, then those
    /// known only from stories, which are declared nowhere.
    pub fn roles(&self) -> &[Role] {
        &self.roles
    }
}
