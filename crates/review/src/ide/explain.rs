//! Why a word was judged as it was.

use markdown::{Kind, Span, slice};

use crate::engine::review::Review;
use crate::english::inflect::Number;
use crate::english::phrase::Reading;
use crate::fix::replace;
use crate::person::clue::{Clue, Words};
use crate::person::likelihood::{self, Trait, Traits};
use crate::person::verdict::{Person, Verdict};
use crate::read::story::Standing;
use crate::role_choice::choice::Suggestion;
use crate::roles::mention::NameKind;
use crate::rules::context::RuleContext;
use crate::rules::judgement::Judged;
use crate::rules::remark::Subject;

/// What a trait adds to the logarithm of the odds at least to be named.
const LEAST: f64 = 0.05;

/// How the word at a place was read and judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The word, in UTF-8 bytes of the document.
    pub span: Span,
    /// The phrase as it was read: what each part is called, and its words.
    pub phrase: Vec<(&'static str, String)>,
    /// What was decided, in a sentence.
    pub verdict: String,
    /// The clues that apply, in the order in which they are asked: the first decided.
    pub clues: Vec<&'static Clue>,
    /// How likely the generic word stands for a person, 0 to 1; none for other words.
    pub probability: Option<f64>,
    /// For a word that no clue decides, the traits that speak for a person or against one, the strongest first, each with
    /// what it adds to the logarithm of the odds.
    pub evidence: Vec<(Trait, f64)>,
    /// The roles that may be meant, best first.
    pub roles: Vec<Suggestion>,
}

/// A generic word as it was judged.
#[derive(Debug, Clone, PartialEq)]
pub struct JudgedWord {
    /// The word, in UTF-8 bytes of the document.
    pub span: Span,
    /// Whether it stands for a person.
    pub is_person: bool,
    /// The clues that apply, in the order in which they are asked: the first decided.
    pub clues: Vec<&'static Clue>,
    /// Its traits, with those of the document.
    pub traits: Traits,
    /// How likely it stands for a person, 0 to 1.
    pub probability: f64,
}

impl Review {
    /// The generic words outside the role slots of stories, in text order, each as it is judged without one of the clues.
    pub fn judged(&self, without: Option<&'static Clue>) -> Vec<JudgedWord> {
        let words = self.contexts().flat_map(|(base, context)| {
            let words = context.judged(without).into_iter();
            let words = words.filter_map(|word| {
                let span =
                    context.passage(word.generic.passage)?.prose.source(word.generic.phrase.word);
                let (traits, probability) = self.likelihood(&word);
                Some(JudgedWord {
                    span: span.shifted(base),
                    is_person: word.verdict.is_person(),
                    clues: word.clues,
                    traits,
                    probability,
                })
            });
            words.collect::<Vec<_>>()
        });
        words.collect()
    }

    /// How the generic word, the other name of a role or the role of a story at a byte of the document was judged.
    pub fn explain(&self, offset: usize) -> Option<Explanation> {
        let (base, context) = self.context(self.segment_at(offset)?)?;
        let at = offset.checked_sub(base)?;
        let explanation = context.explain_word(self, at).or_else(|| context.explain_name(at))?;
        Some(Explanation { span: explanation.span.shifted(base), ..explanation })
    }

    /// The traits of a judged word, with those of the document, and how likely it stands for a person, 0 to 1.
    fn likelihood(&self, word: &Judged<'_>) -> (Traits, f64) {
        let mut traits = word.traits;
        self.levels.complete(&word.generic.term, &mut traits);
        (traits, likelihood::of_verdict(word.verdict, likelihood::odds(&traits)))
    }
}

impl RuleContext<'_> {
    fn explain_word(&self, review: &Review, at: usize) -> Option<Explanation> {
        let mut generics = self.facts.generics.iter().enumerate();
        let (index, generic) =
            generics.find(|(_, generic)| self.is_at(generic.passage, generic.phrase.word, at))?;
        let passage = self.passage(generic.passage)?;
        let reading = Reading::new(passage, &generic.phrase);
        let span = passage.prose.source(generic.phrase.word);
        let (phrase, subject) = (self.parts(&reading, generic.passage), Subject::Word(index));
        let Some(word) = self.judged(None).into_iter().find(|word| word.index == index) else {
            return self
                .explain_slot(generic.passage, at)
                .map(|slot| Explanation { phrase, ..slot });
        };
        let verdict = word.verdict;
        let (traits, probability) = review.likelihood(&word);
        Some(Explanation {
            span,
            phrase,
            verdict: sentence(verdict),
            clues: word.clues,
            probability: Some(probability),
            evidence: if verdict.is_person() { strongest(&traits) } else { Vec::new() },
            roles: if verdict.is_person() { self.likely_roles(subject) } else { Vec::new() },
        })
    }

    /// The role of a story is judged as a role.
    fn explain_slot(&self, passage: usize, at: usize) -> Option<Explanation> {
        let mut slots = self.slots();
        let (subject, _, named, slot) =
            slots.find(|(_, _, named, _)| named.passage == passage && named.span.touches(at))?;
        let verdict = match slot.standing {
            Standing::Generic => "The story's role is vague.",
            Standing::Declared => "The story's role is declared.",
            Standing::Undeclared => "The story's role is not declared.",
        };
        Some(Explanation {
            span: named.span,
            phrase: Vec::new(),
            verdict: verdict.to_owned(),
            clues: Vec::new(),
            probability: None,
            evidence: Vec::new(),
            roles: self.likely_roles(subject),
        })
    }

    fn explain_name(&self, at: usize) -> Option<Explanation> {
        let hit = self.mentions.iter().find(|hit| self.is_at(hit.passage, hit.word, at))?;
        let passage = self.passage(hit.passage)?;
        let phrase = hit.phrase(passage.words());
        let reading = Reading::new(passage, &phrase);
        let role = self
            .role(hit.role)
            .map(|role| replace::name(Number::Singular, role))
            .unwrap_or_default();
        let (verdict, clues) = match hit.name {
            NameKind::Alias(_) => {
                let clues = self.alias_clues(passage, hit);
                let verdict = match clues.first() {
                    Some(clue) => format!("It does not mean {role}: {}.", clue.says.reason()),
                    None => format!("It is an alias of {role}."),
                };
                (verdict, clues)
            }
            _ => (format!("It names {role}."), Vec::new()),
        };
        Some(Explanation {
            span: passage.prose.source(hit.word),
            phrase: self.parts(&reading, hit.passage),
            verdict,
            clues,
            probability: None,
            evidence: Vec::new(),
            roles: Vec::new(),
        })
    }

    /// Whether some bytes of a passage's prose are at a byte of the segment.
    fn is_at(&self, passage: usize, word: Span, at: usize) -> bool {
        self.passage(passage).is_some_and(|passage| passage.prose.source(word).touches(at))
    }

    /// The phrase as it was read: what each part is called, and its words.
    fn parts(&self, reading: &Reading<'_>, passage: usize) -> Vec<(&'static str, String)> {
        let words = reading.words;
        let phrase = reading.phrase;
        let text = |range: std::ops::Range<usize>| slice(words.text, words.span(range)).to_owned();
        let number = match phrase.number {
            Number::Singular => "singular",
            Number::Plural => "plural",
            Number::Either => "singular or plural",
        };
        let owner = if phrase.possessive { ", owns what follows" } else { "" };
        let stands = match reading.passage.kind {
            Kind::Heading(_) => "a heading",
            Kind::Cell { row: 0, .. } => "the header of a table",
            Kind::Cell { .. } => "a cell of a table",
            Kind::FrontMatter => "front matter",
            _ if reading.passage.item.is_some() => "a list item",
            _ => "a paragraph",
        };
        let section = self.facts.path_at(self.path, passage);
        let section = section.last().map_or("", |heading| heading.text.as_str()).to_owned();
        let determiner = phrase.determiner.map(|at| text(at..at + 1)).unwrap_or_default();
        let noun = format!("{} ({number}{owner})", slice(words.text, phrase.word));
        let parts = [
            ("stands in", stands.to_owned()),
            ("section", section),
            ("before it", reading.governor().to_owned()),
            ("determiner", determiner),
            ("modifiers", text(phrase.modifiers())),
            ("noun", noun),
            ("after it", text(reading.after(1))),
        ];
        parts.into_iter().filter(|(_, words)| !words.is_empty()).collect()
    }
}

/// The traits that add anything to the odds, the strongest first, each with what it adds.
fn strongest(traits: &Traits) -> Vec<(Trait, f64)> {
    let evidence = Trait::ALL.iter().copied().zip(likelihood::evidence(traits));
    let mut evidence: Vec<_> = evidence.filter(|(_, adds)| adds.abs() >= LEAST).collect();
    evidence.sort_by(|(_, one), (_, other)| other.abs().total_cmp(&one.abs()));
    evidence
}

/// What was decided, in a sentence.
fn sentence(verdict: Verdict) -> String {
    match verdict {
        Verdict::Person(Person::Acts) => "It stands for a person: somebody acts here.".to_owned(),
        Verdict::Person(person) => format!("It stands for a person: {}.", person.reason()),
        Verdict::Not(clue) => format!("It isn’t reported: {}.", clue.says.reason()),
    }
}

impl Clue {
    /// Every clue, in the order in which they are asked.
    pub fn all() -> &'static [&'static Clue] {
        crate::person::CLUES
    }

    /// Whether it speaks of generic words, and not only of the names of roles.
    pub fn is_of_generic_words(&self) -> bool {
        self.of.meets(Words::GENERIC)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::{Document, Explanation, Review, Settings};

    fn explain(text: &str, word: &str) -> Option<Explanation> {
        let review = Review::new(Document::new(text), Arc::new(Settings::default()));
        review.explain(text.find(word).unwrap())
    }

    #[test]
    fn the_phrase_and_the_clue_that_decided_are_said() {
        let found = explain("## Tasks\n\n- List all new user documents.\n", "user").unwrap();
        assert_eq!(found.verdict, "It isn’t reported: it modifies the next noun.");
        assert_eq!(found.clues[0].name, "noun-after");
        assert!(found.probability.unwrap() < 0.5 && found.evidence.is_empty());
        let part = |name: &str| {
            let part = found.phrase.iter().find(|(part, _)| *part == name);
            part.map(|(_, words)| words.as_str())
        };
        assert_eq!(part("section"), Some("Tasks"));
        assert_eq!(part("stands in"), Some("a list item"));
        assert_eq!(part("modifiers"), Some("new"));
        assert_eq!(part("determiner"), Some("all"));
        assert_eq!(part("after it"), Some("documents"));
    }

    #[test]
    fn a_person_has_the_roles_that_may_be_meant() {
        let text = "## Roles\n\n- Nurse: cares\n\n## Scope\n\nThe user signs.\n";
        let found = explain(text, "user").unwrap();
        assert_eq!(found.verdict, "It stands for a person: somebody acts here.");
        assert_eq!((found.clues.len(), found.roles[0].role.as_str()), (0, "nurse"));
        assert!(found.probability.unwrap() > 0.5);
        let strengths: Vec<f64> = found.evidence.iter().map(|(_, adds)| adds.abs()).collect();
        assert!(!strengths.is_empty() && strengths.is_sorted_by(|one, other| one >= other));
    }

    #[test]
    fn the_role_of_a_story_and_a_declared_role_are_explained() {
        let found = explain("As a user, I want tea.", "user").unwrap();
        assert_eq!(found.verdict, "The story's role is vague.");
        let text = "## Roles\n\n- **Accountant** (also: clerk): signs\n\n## Scope\n\nAsk the county clerk for the accountant.\n";
        let found = explain(text, "clerk for").unwrap();
        assert_eq!(found.verdict, "It does not mean the accountant: it is part of another name.");
        let found = explain(text, "accountant.").unwrap();
        assert_eq!(found.verdict, "It names the accountant.");
    }

    #[test]
    fn nothing_is_explained_where_nobody_is_named() {
        assert_eq!(explain("It rains in the north.", "rains"), None);
    }
}
