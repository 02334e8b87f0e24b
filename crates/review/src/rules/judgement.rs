//! The judgement of the words on a page: what is known around each, and what comes of it.

use markdown::Span;

use crate::english::grammar;
use crate::english::inflect;
use crate::english::phrase::Reading;
use crate::person::clue::{Around, Case, Clue, Words};
use crate::person::clues::known;
use crate::person::generic::Generic;
use crate::person::likelihood::{self, Traits};
use crate::person::verdict::{Because, Verdict};
use crate::person::{Asked, case_of, decide, decided};
use crate::read::section::Topic;
use crate::roles::mention::Hit;
use crate::rules::context::RuleContext;
use crate::rules::remark::{PassedOver, Subject};
use crate::text::passage::Passage;
use crate::words::Class;

/// A generic word as it is judged.
pub(crate) struct Judged<'a> {
    /// Its index among the generic words of the segment.
    pub index: usize,
    pub generic: &'a Generic,
    pub verdict: Verdict,
    /// Every clue that applies, in the order in which they are asked: the first decided.
    pub clues: Vec<&'static Clue>,
    /// What its phrase shows of how likely it stands for a person.
    pub traits: Traits,
}

/// No name that ends in a generic word is longer than this, in tokens.
const LONGEST: usize = 16;

impl<'a> RuleContext<'a> {
    /// The generic words outside the role slots of stories, each with the judgement.
    pub fn words(&self) -> Vec<(Subject, &'a Generic, Verdict)> {
        let words = self.open_words().into_iter().map(|(index, passage, generic, topic)| {
            let verdict = match generic.verdict {
                // What the passage shows is kept with the segment.
                verdict @ Verdict::Not(_) => verdict,
                Verdict::Person(_) => {
                    let place = Place { context: self, passage: generic.passage, topic };
                    decide(&case_of(passage, generic, Some(&place)), Asked::BEYOND)
                }
            };
            (Subject::Word(index), generic, verdict)
        });
        words.collect()
    }

    /// The same with every clue that applies, and without one of them, to see what that is worth.
    pub fn judged(&self, without: Option<&'static Clue>) -> Vec<Judged<'a>> {
        let words = self.open_words().into_iter().map(|(index, passage, generic, topic)| {
            let place = Place { context: self, passage: generic.passage, topic };
            let case = case_of(passage, generic, Some(&place));
            let clues: Vec<_> = case.clues(Asked { without, ..Asked::ALL }).collect();
            let verdict = decided(&case, clues.first().copied());
            let traits = likelihood::of_phrase(&case, topic);
            Judged { index, generic, verdict, clues, traits }
        });
        words.collect()
    }

    /// How likely some of the generic words, by their indices, stand for persons as far as their phrases show: for each a
    /// logarithm of odds.
    pub fn odds(&self, words: &[usize]) -> Vec<(usize, f64)> {
        if words.is_empty() {
            return Vec::new();
        }
        let topics = self.facts.topics(self.path);
        let odds = words.iter().filter_map(|index| {
            let generic = self.facts.generics.get(*index)?;
            let reading = Reading::new(self.passage(generic.passage)?, &generic.phrase);
            let topic = topics.get(generic.passage).copied().unwrap_or_default();
            Some((*index, likelihood::odds(&likelihood::of_phrase(&reading, topic))))
        });
        odds.collect()
    }

    /// The generic words outside the role slots of stories: the index, the passage, the word, and what its section is
    /// about.
    fn open_words(&self) -> Vec<(usize, &'a Passage, &'a Generic, Topic)> {
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
        let open =
            generics.filter(|(_, generic)| !in_slot(generic)).filter_map(|(index, generic)| {
                let passage = self.passage(generic.passage)?;
                let topic = topics.get(generic.passage).copied().unwrap_or_default();
                Some((index, passage, generic, topic))
            });
        open.collect()
    }

    /// The clues that show an alias not to mean the role that it names.
    pub fn alias_clues(&self, passage: &Passage, hit: &Hit) -> Vec<&'static Clue> {
        let topics = self.facts.topics(self.path);
        let topic = topics.get(hit.passage).copied().unwrap_or_default();
        self.of_alias(passage, hit, topic, |case| case.clues(Asked::ALL).collect())
    }

    /// Whether an alias stands for the role that it names, in the section of this topic.
    pub fn means_role(&self, passage: &Passage, hit: &Hit, topic: Topic) -> bool {
        self.of_alias(passage, hit, topic, |case| decide(case, Asked::ALL).is_person())
    }

    /// Whether a mention stands for the role that it names, and is not part of another one's name: "night store
    /// associate".
    pub fn stands_for_role(&self, hit: &Hit, topics: &[Topic]) -> bool {
        let Some(passage) = self.passage(hit.passage) else { return false };
        let tells = |(at, start, end)| at == hit.passage && (start..end) == hit.tokens;
        if self.slots_by_place().any(tells) || is_label(passage, hit) {
            return true;
        }
        let topic = topics.get(hit.passage).copied().unwrap_or_default();
        let words = passage.words();
        let phrase = hit.phrase(words);
        let is_noun = |at: usize| {
            let word = words.lower(at);
            !word.is_empty() && !grammar::is_qualifier(word) && !Class::Determiner.has(word)
        };
        let is_longer =
            Reading::new(passage, &phrase).is_closed() && phrase.modifiers().any(is_noun);
        !is_longer && self.means_role(passage, hit, topic)
    }

    fn of_alias<T>(
        &self,
        passage: &Passage,
        hit: &Hit,
        topic: Topic,
        ask: impl Fn(&Case<'_>) -> T,
    ) -> T {
        let phrase = hit.phrase(passage.words());
        let place = Place { context: self, passage: hit.passage, topic };
        let reading = Reading::new(passage, &phrase);
        ask(&Case { reading, of: Words::ALIAS, term: "", around: Some(&place) })
    }

    /// The generic words outside role slots that name nobody, and why; spans are of the segment.
    pub fn passed_over(&self) -> impl Iterator<Item = PassedOver> {
        self.words().into_iter().filter_map(|(_, generic, verdict)| {
            let Verdict::Not(clue) = verdict else { return None };
            let span = self.passage(generic.passage)?.prose.source(generic.phrase.word);
            Some(PassedOver { span, clue })
        })
    }

    /// Where the role slots of stories are: the passage, its first token, and the one after its last.
    fn slots_by_place(&self) -> impl Iterator<Item = (usize, usize, usize)> {
        let named = self.facts.stories.iter().flat_map(|story| &story.roles);
        named.map(|named| (named.passage, named.tokens.start, named.tokens.end))
    }
}

/// Whether a mention is all that a line or its label says: a list item "**Store associate**: sells shoes", a heading.
/// "Security" may as well be a quality of the product.
fn is_label(passage: &Passage, hit: &Hit) -> bool {
    let words = passage.words();
    let name = hit.tokens.clone();
    let is_alone = !(0..name.start).any(|at| words.is_word(at)) && !words.is_word(name.end);
    let head = name.end.saturating_sub(1);
    is_alone && grammar::is_person_noun(&inflect::singular(words.lower(head)))
}

/// What is known around the words of a section.
struct Place<'p, 'a> {
    context: &'p RuleContext<'a>,
    /// Index of the passage in its segment.
    passage: usize,
    topic: Topic,
}

impl Around for Place<'_, '_> {
    fn topic(&self, _: &Case<'_>) -> Topic {
        self.topic
    }

    fn allows(&self, case: &Case<'_>) -> bool {
        self.context.known.allows(case.term)
    }

    fn has_style_for(&self, case: &Case<'_>) -> bool {
        self.context.known.settings().style.words().contains(&case.term)
    }

    fn sense(&self, case: &Case<'_>) -> Option<Because> {
        self.context.known.sense(case.term)
    }

    fn is_buyer(&self, case: &Case<'_>) -> bool {
        self.context.known.is_buyer(case.term)
    }

    /// "Build user", where stories are told by one.
    fn is_of_role(&self, case: &Case<'_>) -> bool {
        let vocabulary = self.context.known.vocabulary();
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
            generic.passage == self.passage && one.start < other.end && other.start < one.end
        };
        let Some(generic) = self.context.facts.generics.iter().find(overlaps) else { return false };
        // "End user", where "user" is the other name
        let is_longer = generic.phrase.tokens.start < case.start();
        let in_slot = self.context.slots_by_place().any(|(passage, start, end)| {
            passage == generic.passage && start <= case.start() && case.end() <= end
        });
        // That it is a role's name is what is asked.
        let asked = Asked { without: Some(&known::ROLE), ..Asked::ALL };
        let verdict = decide(&case_of(case.passage, generic, Some(self)), asked);
        is_longer || !in_slot && !verdict.is_person()
    }
}
