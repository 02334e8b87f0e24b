//! Does a word stand for a person? The judgement, and all that it knows.
//!
//! "User" in "the user taps Pay" is a person without a name; in "user story", "500 users" or "List user documents" it is
//! not. A word is a person unless a clue shows otherwise. The clues are asked in the order of [`CLUES`], from the plainest
//! to the subtlest, and the first that applies decides: that is the policy, and [`decide`] is all of it.
//!
//! A clue looks at the passage, at the section, at what the project has decided or at the whole document ([`Level`]).
//! What the passage shows is kept with its segment. Rules, hovers, fixes and `rolecall explain` all ask here.

pub(crate) mod clue;
pub(crate) mod clues;
pub(crate) mod generic;
pub mod likelihood;
pub(crate) mod verdict;
mod weights;

use crate::english::phrase::{Noun, Phrase, Reading};
use crate::text::passage::Passage;
use clue::{Around, Case, Clue, Level, Words};
use clues::{
    code, counted, counterpart, defined, everybody, known, label, listed, machine, modifier,
    other_name, quoted, record,
};
use verdict::{Person, Verdict};

/// Every clue, in the order in which they are asked.
pub(crate) static CLUES: &[&Clue] = &[
    &code::FRONT_MATTER,
    &code::IDENTIFIER,
    &code::CODE,
    &label::HEADING,
    &label::HEADER,
    &label::ALONE,
    &label::LEAD,
    &label::BOLD_LEAD,
    &quoted::QUOTED,
    &code::NAME,
    &machine::CONSUMER_PROGRAM,
    &machine::CLIENT_PROGRAM,
    &machine::CLIENT_CONTEXT,
    &counterpart::PRONOUN_OWNER,
    &counterpart::NAMED_OWNER,
    &other_name::JOINED,
    &other_name::INFINITIVE,
    &modifier::MANUAL,
    &counted::RATE,
    &counted::FIGURE,
    &modifier::HYPHEN_AFTER,
    &modifier::HYPHEN_BEFORE,
    &modifier::SERIES,
    &modifier::VIEW,
    &modifier::NOUN_AFTER,
    &record::STORED_BESIDE,
    &record::RECORD_VERB,
    &record::MEMBERSHIP,
    &record::KEY,
    &defined::KIND_OF,
    &defined::PREDICATE,
    &defined::DEFINED_AS,
    &defined::AUDIENCE,
    &defined::BRACKETS,
    &defined::SAID_BEHIND,
    &defined::WITH_ROLE,
    &defined::ANNOUNCED,
    &defined::CALLED,
    &defined::DESCRIBED,
    &defined::PERSON_BEFORE,
    &defined::OPENS_ITEM,
    &listed::ROW,
    &everybody::ANYONE,
    &everybody::PEOPLE,
    &other_name::POWER,
    &other_name::LONGER_NAME,
    &other_name::OTHER_ROLE,
    &defined::AUDIENCE_SECTION,
    &counted::METRIC,
    &known::ALLOWED,
    &known::STYLE,
    &known::DECLARED_SENSE,
    &known::MACHINE_SENSE,
    &known::COUNTERPART_SENSE,
    &known::BUYER,
    &known::ROLE,
    &other_name::NOBODY,
];

/// Which clues are asked.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Asked {
    /// The first level; the ones below it have been asked already.
    pub from: Option<Level>,
    /// The last level.
    pub to: Option<Level>,
    /// A clue that is left out, to see what it is worth.
    pub without: Option<&'static Clue>,
}

impl Asked {
    /// What the passage shows.
    pub const PASSAGE: Self = Self { from: None, to: Some(Level::Passage), without: None };
    /// What is known beyond the passage.
    pub const BEYOND: Self = Self { from: Some(Level::Section), to: None, without: None };
    /// All clues.
    pub const ALL: Self = Self { from: None, to: None, without: None };

    fn asks(self, clue: &Clue) -> bool {
        self.from.is_none_or(|from| from <= clue.level)
            && self.to.is_none_or(|to| clue.level <= to)
            && self.without != Some(clue)
    }
}

impl Case<'_> {
    /// The clues that apply to the word, in the order of the table.
    pub fn clues(&self, asked: Asked) -> impl Iterator<Item = &'static Clue> {
        let of = self.of.with_ending(self.phrase.possessive);
        let clues = CLUES.iter().copied().filter(move |clue| asked.asks(clue));
        clues.filter(move |clue| clue.of.meets(of) && (clue.applies)(self))
    }
}

/// Whether a word stands for a person, as far as the clues that are asked show: the first that applies decides.
pub(crate) fn decide(case: &Case<'_>, asked: Asked) -> Verdict {
    decided(case, case.clues(asked).next())
}

/// What follows from the first clue that applies to a word.
pub(crate) fn decided(case: &Case<'_>, first: Option<&'static Clue>) -> Verdict {
    match first {
        Some(clue) => Verdict::Not(clue),
        None => Verdict::Person(Person::of(&case.reading)),
    }
}

/// Whether words that are no noun for a person are nobody's to change: code, or a quotation.
pub(crate) fn is_fixed(passage: &Passage, noun: Noun) -> bool {
    let phrase = Phrase::read(passage.words(), noun);
    let case =
        Case { reading: Reading::new(passage, &phrase), of: Words::OTHER, term: "", around: None };
    !decide(&case, Asked::PASSAGE).is_person()
}

/// The case of a generic word, with what is known around it.
pub(crate) fn case_of<'a>(
    passage: &'a Passage,
    generic: &'a generic::Generic,
    around: Option<&'a dyn Around>,
) -> Case<'a> {
    let reading = Reading::new(passage, &generic.phrase);
    Case { reading, of: Words::GENERIC, term: &generic.term, around }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::sync::Arc;

    use super::*;
    use crate::{Document, NameKind, Review, Settings, Span, Style};

    /// The Markdown examples in a clue's documentation, each with the settings that its first line names.
    fn examples(clue: &Clue) -> Vec<(Settings, String)> {
        let mut examples = Vec::new();
        let mut open: Option<(Settings, String)> = None;
        for line in clue.docs().lines() {
            match &mut open {
                None => {
                    open = line
                        .strip_prefix("~~~markdown")
                        .map(|rest| (settings(rest.trim()), String::new()))
                }
                Some(_) if line == "~~~" => examples.extend(open.take()),
                Some((_, text)) => {
                    text.push_str(line);
                    text.push('\n');
                }
            }
        }
        examples
    }

    fn settings(named: &str) -> Settings {
        let mut settings = Settings::default();
        match named.split_once(' ') {
            Some(("allow", word)) => settings.allow.push(word.to_owned()),
            _ if named.is_empty() => {}
            _ => settings.style = Style::find(named).expect("a style"),
        }
        settings
    }

    /// The words that are judged without one of the clues, by where they start in the document, each with the clues that
    /// apply: generic words, and other names of roles.
    fn judged(review: &Review, without: Option<&'static Clue>) -> Vec<(Span, Vec<&'static Clue>)> {
        let words = review.judged(without).into_iter();
        let mut judged: Vec<_> = words.map(|word| (word.span, word.clues)).collect();
        for (base, page) in review.contexts() {
            for hit in page.mentions.iter().filter(|hit| matches!(hit.name, NameKind::Alias(_))) {
                let Some(passage) = page.passage(hit.passage) else { continue };
                let mut clues = page.alias_clues(passage, hit);
                clues.retain(|clue| Some(*clue) != without);
                judged.push((passage.prose.source(hit.word).shifted(base), clues));
            }
        }
        judged
    }

    #[test]
    fn each_clue_decides_its_examples_and_nobody_else_does() {
        let mut wrong = Vec::new();
        for clue in CLUES {
            let examples = examples(clue);
            assert!(!examples.is_empty(), "{}: no example", clue.name);
            let mut counts = 0;
            for (settings, example) in examples {
                let marked = fixture::read(&example);
                let review = Review::new(Document::new(&marked.text), Arc::new(settings));
                let expected: Vec<_> =
                    marked.marks.iter().map(|mark| (mark.start, mark.end)).collect();
                let mut found: Vec<_> = judged(&review, None)
                    .into_iter()
                    .filter(|(_, clues)| clues.first() == Some(clue))
                    .map(|(span, _)| (span.start, span.end))
                    .collect();
                found.sort_unstable();
                let shown = |places: &[(usize, usize)]| -> Vec<&str> {
                    let texts = places.iter();
                    texts.filter_map(|(start, end)| marked.text.get(*start..*end)).collect()
                };
                if found != expected {
                    wrong.push(format!(
                        "`{}` decides {:?}, and the carets mark {:?}, in\n{example}",
                        clue.name,
                        shown(&found),
                        shown(&expected)
                    ));
                }
                counts += expected.len();
            }
            assert!(counts > 0, "{}: no example marks a word", clue.name);
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    /// A clue whose examples are judged alike without it has no reason to be.
    #[test]
    fn each_clue_has_an_example_that_fails_without_it() {
        let mut idle = Vec::new();
        for clue in CLUES {
            let fails = examples(clue).into_iter().any(|(settings, example)| {
                let marked = fixture::read(&example);
                let review = Review::new(Document::new(&marked.text), Arc::new(settings));
                // What the document knows of a word may come of the clue.
                let is_open = |clues: &[&Clue]| {
                    clues.first().is_none_or(|first| first.level == Level::Document)
                };
                let judged = judged(&review, Some(clue));
                let is_person = |start: usize| {
                    judged.iter().any(|(span, clues)| span.start == start && is_open(clues))
                };
                marked.marks.iter().any(|mark| is_person(mark.start))
            });
            if !fails {
                idle.push(clue.name);
            }
        }
        let none_fails = "without these clues, no word that their examples mark becomes a person";
        assert!(idle.is_empty(), "{none_fails}: {idle:?}");
    }

    #[test]
    fn each_clue_has_a_name_and_a_summary_of_its_own() {
        let mut names = HashSet::new();
        let mut summaries = HashSet::new();
        for clue in CLUES {
            assert!(names.insert(clue.name), "{} twice", clue.name);
            assert!(summaries.insert(clue.summary()), "{}: a summary twice", clue.name);
            assert!(clue.summary().ends_with('.'), "{}", clue.name);
            assert!(!clue.says.reason().is_empty());
        }
    }

    #[test]
    fn levels_come_in_order() {
        for pair in CLUES.windows(2) {
            let [one, next] = pair else { continue };
            let (level, after) = (one.level, next.level);
            let (one, next) = (one.name, next.name);
            assert!(level <= after, "`{next}` ({after:?}) must come before `{one}` ({level:?})");
        }
    }
}
