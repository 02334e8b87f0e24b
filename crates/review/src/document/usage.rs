//! How a document uses code and generic words: what speaks, beside its phrase, for a word to be a person or none.

use std::sync::Arc;

use markdown::{Kind, Segment, slice};

use crate::person::generic::Generic;
use crate::person::likelihood::{self, Trait, Traits};
use crate::text::passage::Passage;
use crate::text::token::TokenKind;

/// A block of code weighs as much as so many names in code.
const BLOCK: usize = 3;
/// What is added to the number of words, so that a short text needs more than one name in code to be technical.
const FEW: usize = 100;
/// The levels of how technical a text is, two to a step of the logarithm.
const MOST: f64 = 6.0;
/// Shares are rounded to so many parts of the whole.
const PARTS: f64 = 10.0;

/// Counts of what a text uses. The counts of two texts are summed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Usage {
    words: usize,
    /// Names in code, and blocks of code by what they weigh.
    code: usize,
    /// Each generic word, with how many of its uses are persons as far as their passages show, and how many there are.
    terms: Vec<(Arc<str>, usize, usize)>,
}

/// How a document uses code and generic words, in so few levels that an edit seldom changes one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(crate) struct Levels {
    technical: u8,
    /// Each generic word with the share of persons among its uses, in tenths.
    shares: Vec<(Arc<str>, u8)>,
}

impl Usage {
    pub fn of(segment: &Segment, passages: &[Passage], generics: &[Generic]) -> Self {
        let text = segment.text();
        let blocks = segment.blocks().iter().filter(|block| block.kind == Kind::Code).count();
        let names = passages.iter().flat_map(|passage| {
            let objects = passage.tokens.iter().filter(|token| token.kind == TokenKind::Object);
            objects.map(|token| slice(text, passage.prose.source(token.span())))
        });
        let names = names.filter(|source| source.starts_with('`')).count();
        let mut usage = Self {
            words: text.split_ascii_whitespace().count(),
            code: names + BLOCK * blocks,
            terms: Vec::new(),
        };
        for generic in generics {
            usage.add(&generic.term, usize::from(generic.verdict.is_person()), 1);
        }
        usage
    }

    /// Adds the counts of a further text.
    pub fn and(&mut self, other: &Self) {
        self.words += other.words;
        self.code += other.code;
        for (term, persons, all) in &other.terms {
            self.add(term, *persons, *all);
        }
    }

    /// How many words the text has.
    pub fn words(&self) -> usize {
        self.words
    }

    fn add(&mut self, term: &Arc<str>, persons: usize, all: usize) {
        match self.terms.iter_mut().find(|(known, ..)| known == term) {
            Some(known) => {
                known.1 += persons;
                known.2 += all;
            }
            None => self.terms.push((Arc::clone(term), persons, all)),
        }
    }

    pub fn levels(&self) -> Levels {
        let in_hundred = 100.0 * self.code as f64 / (self.words + FEW) as f64;
        let technical = (2.0 * in_hundred.ln_1p()).round().min(MOST) as u8;
        let shares = self.terms.iter().map(|(term, persons, all)| {
            let share = (persons + 1) as f64 / (all + 2) as f64;
            (Arc::clone(term), (PARTS * share).round() as u8)
        });
        Levels { technical, shares: shares.collect() }
    }
}

impl Levels {
    /// Whether the document is about code as much as about anything: a name in code to every forty words or so.
    pub fn is_technical(&self) -> bool {
        const TECHNICAL: u8 = 3;
        self.technical >= TECHNICAL
    }

    /// What the document adds to the odds that a generic word in it stands for a person, as a logarithm.
    pub fn odds(&self, term: &str) -> f64 {
        let mut traits = Traits::default();
        self.complete(term, &mut traits);
        likelihood::evidence(&traits).iter().sum()
    }

    /// Adds the traits of the document to those of a phrase with a generic word.
    pub fn complete(&self, term: &str, traits: &mut Traits) {
        let share = self.shares.iter().find(|(known, _)| &**known == term);
        let share = share.map_or(0.5, |(_, tenths)| f64::from(*tenths) / PARTS);
        let of_document = [
            (Trait::Technical, f64::from(self.technical) / 2.0),
            (Trait::Usage, 2.0 * share - 1.0),
        ];
        for (of, value) in of_document {
            if let Some(place) = traits.get_mut(of as usize) {
                *place = value;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::document::facts::Facts;

    use super::*;

    fn usage(text: &str) -> Usage {
        let document = markdown::Document::new(text);
        let mut usage = Usage::default();
        for (_, segment) in document.segments() {
            usage.and(&Facts::of(segment, &Default::default()).usage);
        }
        usage
    }

    fn of_document(text: &str, term: &str) -> (f64, f64) {
        let mut traits = Traits::default();
        usage(text).levels().complete(term, &mut traits);
        (traits[Trait::Technical as usize], traits[Trait::Usage as usize])
    }

    #[test]
    fn code_is_counted_and_pictures_are_not() {
        let found =
            usage("Set `tea` or ![a cup](cup.png).\n\n~~~\na `b`\nc\n~~~\n\n    indented\n");
        assert_eq!(found.code, 1 + 2 * BLOCK);
        assert_eq!(found.words, 11);
    }

    #[test]
    fn a_document_with_much_code_is_technical() {
        assert_eq!(of_document("The user waits.", "user").0, 0.0);
        let names = "Set `tea` to `hot`, then `pour` it.\n\n".repeat(20);
        assert!(of_document(&names, "user").0 >= 1.5);
    }

    #[test]
    fn the_uses_of_a_word_are_weighed_by_what_they_are() {
        let persons = "The user waits and users wait. ".repeat(10);
        assert_eq!(of_document(&persons, "user").1, 1.0);
        let others = "Each user story has a user id. ".repeat(10);
        assert_eq!(of_document(&others, "user").1, -1.0);
        assert_eq!(of_document(&persons, "client").1, 0.0);
    }

    #[test]
    fn one_more_use_among_many_changes_no_level() {
        let text = "The user waits, and each user story is short. ".repeat(20);
        assert_eq!(usage(&text).levels(), usage(&(text.clone() + "A user leaves.")).levels());
    }
}
