//! What a fix is: its edits, what it changes in the configuration, and how far it reaches.

use markdown::Span;

/// A change that fixes a finding, or ends it.
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

impl Fix {
    /// A fix for one place, which somebody should look at.
    pub(crate) fn here(title: String, edits: Vec<Edit>) -> Self {
        Self { title, safe: false, preferred: false, scope: Scope::Here, edits, change: None }
    }

    /// A change to the project's configuration, which leaves the document as it is.
    pub(crate) fn in_project(title: String, change: Change) -> Self {
        Self { change: Some(change), ..Self::here(title, Vec::new()) }
    }
}

/// A change to a project's configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Declare a role of this name.
    Declare(String),
    /// Allow this generic word.
    Allow(String),
    /// Give the role of this name another name, which means the same role.
    Alias {
        /// The role's name.
        role: String,
        /// The other name.
        alias: String,
    },
    /// Keep two roles apart, whose names sound like one.
    Distinct {
        /// The name of the role that says so.
        role: String,
        /// The name of the other one.
        other: String,
    },
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

impl Edit {
    /// An edit that puts a text at a byte of the document.
    pub(crate) fn insert(at: usize, text: String) -> Self {
        Self { span: Span::new(at, at), text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fix_is_for_one_place_and_to_be_looked_at_unless_it_says_otherwise() {
        let fix = Fix::here("Add tea".to_owned(), vec![Edit::insert(3, "tea".to_owned())]);
        assert_eq!((fix.safe, fix.preferred, fix.scope), (false, false, Scope::Here));
        assert!(fix.edits[0].span.is_empty());
        let fix = Fix::in_project("Declare".to_owned(), Change::Declare("nurse".to_owned()));
        assert!(fix.edits.is_empty() && fix.change.is_some());
    }
}
