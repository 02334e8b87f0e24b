//! Generic words as they stand in a passage, each judged.

use std::sync::Arc;

use crate::english::generic::GenericWords;
use crate::english::phrase::{Phrase, Reading};
use crate::person::clue::{Case, Words};
use crate::person::verdict::{Because, Verdict};
use crate::person::{Asked, decide};
use crate::text::passage::Passage;
use crate::text::token;

/// A generic word as it stands in a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Generic {
    /// Index of the passage in its segment.
    pub passage: usize,
    pub phrase: Phrase,
    /// The word, singular and in lower case: `user`, `end user`.
    pub term: Arc<str>,
    /// The judgement as far as the passage shows.
    pub verdict: Verdict,
}

/// The generic words of a passage, in order, each judged as far as the passage shows.
pub(crate) fn find(index: usize, passage: &Passage, generic: &GenericWords) -> Vec<Generic> {
    let words = passage.words();
    let found = generic.nouns(words).map(|(noun, term)| {
        let phrase = Phrase::read(words, noun);
        let reading = Reading::new(passage, &phrase);
        let case = Case { reading, of: Words::GENERIC, term: &term, around: None };
        let verdict = decide(&case, Asked::PASSAGE);
        Generic { passage: index, phrase, term, verdict }
    });
    found.collect()
}

/// In what other sense a document uses a word once it does: what is consumed makes a consumer of things, and where one
/// client is a program, they all are.
pub(crate) fn sense(generic: &Generic, words: token::Words<'_>) -> Option<Because> {
    match (&*generic.term, generic.verdict.because()) {
        ("client", Some(Because::Machine)) => Some(Because::Machine),
        ("consumer" | "client", _) if words.lower(generic.phrase.tokens.end) == "of" => {
            Some(Because::Declared)
        }
        ("customer" | "consumer" | "client", Some(Because::Counterpart)) => {
            Some(Because::Counterpart)
        }
        _ => None,
    }
}
