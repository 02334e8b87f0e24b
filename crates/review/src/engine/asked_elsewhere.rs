//! Where else a document asks what one of its places would ask.

use crate::rules::remark::Subject;

/// A place: the index of its segment, and what is asked about there.
pub(crate) type At = (usize, Subject);

/// Which places of a segment are asked about elsewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct AskedElsewhere {
    /// The words for which no role can be offered, by their indices, if the document is asked instead.
    of_document: Vec<usize>,
    /// The words whose one answer was offered before, each with where.
    before: Vec<(usize, At)>,
}

impl AskedElsewhere {
    /// Whether the document is asked instead of a place.
    pub fn is_of_document(&self, subject: Subject) -> bool {
        matches!(subject, Subject::Word(word) if self.of_document.binary_search(&word).is_ok())
    }

    /// Where the same answer was offered first.
    pub fn before(&self, subject: Subject) -> Option<At> {
        let Subject::Word(word) = subject else { return None };
        let at = self.before.binary_search_by_key(&word, |(word, _)| *word).ok()?;
        self.before.get(at).map(|(_, first)| *first)
    }

    /// Leaves a word to the question for the whole document. Words come in text order.
    pub fn leave_to_document(&mut self, word: usize) {
        self.of_document.push(word);
    }

    /// Points from a word to where the same was asked first. Words come in text order.
    pub fn point(&mut self, word: usize, first: At) {
        self.before.push((word, first));
    }

    /// Whether it points to other places.
    pub fn points_elsewhere(&self) -> bool {
        !self.before.is_empty()
    }
}
