//! A place that a role is wanted for.

use crate::role_choice::content::Content;

/// A place that a role is wanted for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Place<'a> {
    /// What is said there: the story, or the sentence.
    pub content: Content,
    /// Whether a story's role is wanted.
    pub is_slot: bool,
    /// Whether it stands in a story.
    pub in_story: bool,
    /// How many stories of the document stand before it.
    pub ordinal: usize,
    /// The headings that it stands under, as one number.
    pub section: u64,
    /// The roles named in the same sentence, or story.
    pub named: Vec<usize>,
    /// Those that the nearest heading names that names any.
    pub over: Vec<usize>,
    /// Those named before it in the same part of the document, each with how many passages ago.
    pub lately: Vec<(usize, usize)>,
    /// The roles that tell the story that it stands in or under, the slot itself aside.
    pub tellers: Vec<usize>,
    /// Whether the word there does something, rather than being acted upon.
    pub acts: bool,
    /// Whether it stands for all roles alike: "any user", "every user".
    pub is_anybody: bool,
    /// The generic word there.
    pub term: &'a str,
}
