//! User stories.

use markdown::Span;

/// A user story. Spans are of the document, in UTF-8 bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    /// From its first word to its last.
    pub span: Span,
    /// What a reader sees of it, on one line.
    pub text: String,
    /// Who wants it.
    pub roles: Vec<Slot>,
    /// What they want.
    pub want: Part,
    /// What for.
    pub benefit: Option<Part>,
}

/// A part of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What a reader sees of it, on one line.
    pub text: String,
    /// Its bytes in the document.
    pub span: Span,
}

/// A role as a story names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// As written, without article or markup.
    pub text: String,
    /// Its bytes in the document.
    pub span: Span,
    /// The canonical name, where it is a known role's.
    pub role: Option<String>,
    /// What is known of it.
    pub standing: Standing,
}

/// What is known of a role that a story names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// It could be anybody: `user`.
    Generic,
    /// It is declared.
    Declared,
    /// It is specific, and declared nowhere.
    Undeclared,
}

impl Standing {
    /// The name it has in output.
    pub fn name(self) -> &'static str {
        match self {
            Standing::Generic => "generic",
            Standing::Declared => "declared",
            Standing::Undeclared => "undeclared",
        }
    }
}
