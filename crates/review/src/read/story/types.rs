//! What a story consists of: who wants it, what they want, and what for.

use std::ops::Range;

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
    /// It is declared, or a generic word that the project allows.
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

/// A story as its segment tells it: what its roles are to the document is not known yet. Spans are
/// of the segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SegmentStory {
    pub span: Span,
    pub text: String,
    pub roles: Vec<Named>,
    pub want: Part,
    pub benefit: Option<Part>,
    /// Where its parts are announced, "As a", "I want", "so that": passage, and tokens in it.
    pub keywords: Vec<(usize, Range<usize>)>,
    /// "I want", and the words of what is wanted, if they stand in one passage: that passage, and
    /// tokens in it. None for a story told in columns.
    pub wanting: Option<Wanted>,
}

/// How a story says what is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub passage: usize,
    /// "I want", "I'd like".
    pub verb: Range<usize>,
    /// All behind it, up to what it is for; "to" is part of it.
    pub what: Range<usize>,
}

/// A role that a story names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    pub text: String,
    pub span: Span,
    /// Where its words are: index of the passage, and of its tokens.
    pub passage: usize,
    pub tokens: Range<usize>,
    /// Whether it stands in front matter or another place where nothing is to be changed.
    pub fixed: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_standing_has_a_name_in_output() {
        let names =
            [Standing::Generic, Standing::Declared, Standing::Undeclared].map(Standing::name);
        assert_eq!(names, ["generic", "declared", "undeclared"]);
    }
}
