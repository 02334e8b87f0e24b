//! The judgement of the words on a page: what is known around each, and what comes of it.

use markdown::Span;

use crate::english::phrase::{Noun, Phrase, Reading};
use crate::person::clue::{Around, Case, Clue, Words};
use crate::person::clues::known;
use crate::person::generic::Generic;
use crate::person::verdict::{Because, Verdict};
use crate::person::{Asked, case_of, decide};
use crate::read::section::Topic;
use crate::roles::mention::Hit;
use crate::rules::context::{Page, Subject};
use crate::rules::finding::PassedOver;
use crate::text::passage::Passage;

/// No name that ends in a generic word is longer than this, in tokens.
const LONGEST: usize = 16;

impl<'a> Page<'a> {
    /// The generic words outside the role slots of stories, each with the judgement.
    pub fn words(&self) -> Vec<(Subject, &'a Generic, Verdict)> {
        self.words_without(None)
    }

    /// The same without one of the clues, to see what that is worth.
    pub fn words_without(
        &self,
        without: Option<&'static Clue>,
    ) -> Vec<(Subject, &'a Generic, Verdict)> {
        let topics = self.facts.topics(self.path);
        let mut slots: Vec<_> = self.slots_by_place().collect();
        slots.sort_unstable();
        let in_slot = |generic: &Generic| {
            let at = generic.phrase.tokens.start;
            let behind = slots.partition_point(|slot| (slot.0, slot.1) <= (generic.passage, at));
            let before = behind.checked_sub(1).and_then(|index| slots.get(index));
            before.is_some_and(|(passage, _, end)| *passage == generic.passage && at < *end)
        };
        let generics = self.facts.generics.iter().enumerate();
        let words =
            generics.filter(|(_, generic)| !in_slot(generic)).filter_map(|(index, generic)| {
                let passage = self.passage(generic.passage)?;
                let topic = topics.get(generic.passage).copied().unwrap_or_default();
                Some((
                    Subject::Word(index),
                    generic,
                    self.verdict(passage, generic, topic, without),
                ))
            });
        words.collect()
    }

    /// Whether a generic word stands for a person, in the section of this topic.
    fn verdict(
        &self,
        passage: &Passage,
        generic: &Generic,
        topic: Topic,
        without: Option<&'static Clue>,
    ) -> Verdict {
        let place = Place { page: self, topic };
        let case = case_of(passage, generic, Some(&place));
        match without {
            // What the passage shows is kept with the segment.
            None if !generic.verdict.is_person() => generic.verdict,
            None => decide(&case, Asked::BEYOND),
            without => decide(&case, Asked { without, ..Asked::ALL }),
        }
    }

    /// Whether an alias stands for the role that it names, in the section of this topic.
    pub fn means_role(&self, passage: &Passage, hit: &Hit, topic: Topic) -> bool {
        let Hit { tokens, word, number, possessive, .. } = hit.clone();
        let phrase = Phrase::read(passage.words(), Noun { tokens, word, number, possessive });
        let place = Place { page: self, topic };
        let reading = Reading::new(passage, &phrase);
        let case = Case { reading, of: Words::ALIAS, term: "", around: Some(&place) };
        decide(&case, Asked::ALL).is_person()
    }

    /// The generic words outside role slots that name nobody, and why; spans are of the segment.
    pub fn passed_over(&self) -> impl Iterator<Item = PassedOver> {
        self.words().into_iter().filter_map(|(_, generic, verdict)| {
            let Verdict::Not(clue) = verdict else { return None };
            let span = self.passage(generic.passage)?.prose.source(generic.phrase.word);
            Some(PassedOver { span, reason: clue.says.reason() })
        })
    }

    /// Where the role slots of stories are: the passage, its first token, and the one after its last.
    fn slots_by_place(&self) -> impl Iterator<Item = (usize, usize, usize)> {
        let named = self.facts.stories.iter().flat_map(|told| &told.roles);
        named.map(|named| (named.passage, named.tokens.start, named.tokens.end))
    }
}

/// What is known around the words of a section.
struct Place<'p, 'a> {
    page: &'p Page<'a>,
    topic: Topic,
}

impl Around for Place<'_, '_> {
    fn topic(&self, _: &Case<'_>) -> Topic {
        self.topic
    }

    fn allows(&self, case: &Case<'_>) -> bool {
        self.page.known.allows(case.term)
    }

    fn has_style_for(&self, case: &Case<'_>) -> bool {
        self.page.known.settings().style.words().contains(&case.term)
    }

    fn sense(&self, case: &Case<'_>) -> Option<Because> {
        self.page.known.sense(case.term)
    }

    fn is_buyer(&self, case: &Case<'_>) -> bool {
        self.page.known.is_buyer(case.term)
    }

    /// "Build user", where stories are told by one.
    fn is_of_role(&self, case: &Case<'_>) -> bool {
        let vocabulary = self.page.known.vocabulary();
        let words = case.words;
        let start = case.start();
        let is_near = |at: &usize| {
            let longest = vocabulary.longest_at(words, *at).filter(|_| words.is_word(*at));
            longest.is_some_and(|longest| start < at + longest)
        };
        let first = start.saturating_sub(LONGEST);
        (first..=start).filter(is_near).any(|at| {
            let name = Span::new(words.span(at..at + 1).start, case.phrase.word.end);
            let role = vocabulary.role(markdown::slice(words.text, name));
            role.is_some_and(|role| at < start || !role.declared.is_empty())
        })
    }

    fn is_nobody_inside(&self, case: &Case<'_>) -> bool {
        let overlaps = |generic: &&Generic| {
            let (one, other) = (&generic.phrase.tokens, &case.phrase.tokens);
            std::ptr::eq(case.passage, self.page.passage(generic.passage).unwrap_or(case.passage))
                && one.start < other.end
                && other.start < one.end
        };
        let Some(generic) = self.page.facts.generics.iter().find(overlaps) else { return false };
        // "End user", where "user" is the other name
        let is_longer = generic.phrase.tokens.start < case.start();
        let in_slot = self.page.slots_by_place().any(|(passage, start, end)| {
            passage == generic.passage && start <= case.start() && case.end() <= end
        });
        // That it is a role's name is what is asked.
        let verdict = self.page.verdict(case.passage, generic, self.topic, Some(&known::ROLE));
        is_longer || !in_slot && !verdict.is_person()
    }
}
