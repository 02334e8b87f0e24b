//! How likely does a word stand for a person? The clues decide whether it is taken for one ([`crate::person`]); this says
//! how often such a decision is right.
//!
//! A word that a clue decides is a person as often as that clue was wrong on labeled documents. For a word that no clue
//! decides, the traits of its phrase and of its document are weighed: a logistic regression. Both are fitted by
//! `rolecall-eval --clues FOLDER --fit`, which writes [`crate::person::weights`].

use markdown::Kind;

use crate::english::inflect::Number;
use crate::english::phrase::Reading;
use crate::person::clue::Clue;
use crate::person::verdict::{Person, Verdict};
use crate::person::weights::{BASE, CLUES, OTHER_CLUES, SURE, WEIGHTS};
use crate::read::section::Topic;
use crate::words::Class;

macro_rules! traits {
    ($($(#[$docs:meta])* $of:ident = $name:literal,)+) => {
        /// What makes a word that is taken for a person more or less likely to be one.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Trait {
            $(#[doc = $name] #[doc = ""] $(#[$docs])* $of,)+
        }

        impl Trait {
            /// All of them, in the order of [`Traits`].
            pub const ALL: &[Trait] = &[$(Trait::$of),+];

            /// What it is called in explanations.
            pub fn name(self) -> &'static str {
                match self {
                    $(Trait::$of => $name,)+
                }
            }
        }
    };
}

traits! {
    /// Whether the word owns something: "the user's cart".
    Owns = "something is theirs",
    /// Whether a preposition governs it, and it does nothing.
    IsServed = "something is done for them",
    Plural = "plural",
    /// Whether it is "people", "stakeholder" or the like, and not "user" or "customer".
    Vague = "a vaguer word than “user”",
    /// Whether other words than a determiner stand before the noun in its phrase.
    Modified = "has a modifier",
    /// Whether one of these only narrows the noun: "new", "registered".
    Narrowed = "is narrowed",
    /// Whether what follows says which of them: "users with low vision", "users who pay".
    Qualified = "what follows says which",
    InHeading = "in a heading",
    InCell = "in a cell of a table",
    InItem = "in a list item",
    AudienceSection = "in a section about the audience",
    TechnicalSection = "in a technical section",
    MetricsSection = "in a section about metrics",
    /// Whether the word after it is its verb by its form alone.
    Acts = "a verb follows",
    Auxiliary = "an auxiliary follows",
    /// Whether the word after it may be its verb.
    MayAct = "what follows may be a verb",
    /// Whether no word follows, but a mark or the end.
    EndsClause = "no word follows",
    AfterPreposition = "after a preposition",
    AfterVerb = "after a verb",
    AfterKeepVerb = "after a verb for what a product keeps",
    AfterService = "after a verb for what is done for people",
    /// How much code the document has: 0 to 3, by the logarithm of how many in a hundred words are in code.
    Technical = "how technical the document is",
    /// How often the document uses the word for persons: from -1, never, to 1, always.
    Usage = "how the document uses the word elsewhere",
}

/// The traits of a word, by [`Trait`]: 1 or 0, unless said otherwise.
pub type Traits = [f64; Trait::ALL.len()];

/// Reads the traits that the phrase shows, in a section of this topic.
pub(crate) fn of_phrase(reading: &Reading<'_>, topic: Topic) -> Traits {
    let (phrase, words) = (reading.phrase, reading.words);
    let (governor, next) = (reading.governor(), reading.next());
    let kind = reading.passage.kind;
    let is_prose = !matches!(kind, Kind::Heading(_) | Kind::Cell { .. });
    let person = Person::of(reading);
    let holds = |of: Trait| match of {
        Trait::Owns => person == Person::Owns,
        Trait::IsServed => person == Person::IsServed,
        Trait::Vague => words.is(reading.start(), Class::VagueGeneric),
        Trait::Plural => phrase.number == Number::Plural,
        Trait::Modified => phrase.start < reading.start(),
        Trait::Narrowed => phrase.modifiers().any(|at| words.is(at, Class::Narrowing)),
        // "Provides users with a list"
        Trait::Qualified => match next {
            "with" => !Class::Verb.has(governor) && !Class::ThirdPerson.has(governor),
            next => matches!(next, "who" | "whose" | "using" | "having" | "without"),
        },
        Trait::InHeading => reading.is_in_heading(),
        Trait::InCell => matches!(kind, Kind::Cell { .. }),
        Trait::InItem => is_prose && reading.passage.item.is_some(),
        Trait::AudienceSection => topic == Topic::Audience,
        Trait::TechnicalSection => topic == Topic::Technical,
        Trait::MetricsSection => topic == Topic::Metrics,
        Trait::Acts => reading.surely_acts(),
        Trait::Auxiliary => Class::Auxiliary.has(next),
        Trait::MayAct => Class::ThirdPerson.has(next) || Class::BaseVerb.has(next),
        Trait::EndsClause => !words.is_word(reading.end()),
        Trait::AfterPreposition => Class::Preposition.has(governor),
        Trait::AfterVerb => Class::BaseVerb.has(governor) || Class::ThirdPerson.has(governor),
        Trait::AfterKeepVerb => Class::KeepVerb.has(governor),
        Trait::AfterService => Class::ServiceForm.has(governor) || Class::CausesAct.has(governor),
        // These are of the document.
        Trait::Technical | Trait::Usage => false,
    };
    let mut traits = Traits::default();
    for (value, of) in traits.iter_mut().zip(Trait::ALL) {
        *value = f64::from(u8::from(holds(*of)));
    }
    traits
}

/// What the traits add to the logarithm of the odds that the word stands for a person, each by its weight.
pub(crate) fn evidence(traits: &Traits) -> Traits {
    let mut evidence = *traits;
    for (value, weight) in evidence.iter_mut().zip(WEIGHTS) {
        *value *= weight;
    }
    evidence
}

/// The sum of that, with what is added for every word.
pub(crate) fn odds(traits: &Traits) -> f64 {
    BASE + evidence(traits).iter().sum::<f64>()
}

/// The probability, 0 to 1, that has these odds as a logarithm.
pub fn probability(odds: f64) -> f64 {
    1.0 / (1.0 + (-odds).exp())
}

/// Whether a word of this probability is sure enough to be shown by default.
pub(crate) fn is_sure(probability: f64) -> bool {
    probability >= SURE
}

/// The probability, 0 to 1, that a word of this verdict stands for a person all the same: for a person by its odds.
pub(crate) fn of_verdict(verdict: Verdict, odds: f64) -> f64 {
    match verdict {
        Verdict::Person(_) => probability(odds),
        Verdict::Not(clue) => of_clue(clue),
    }
}

/// The probability, 0 to 1, that a word which a clue decides stands for a person all the same.
pub(crate) fn of_clue(clue: &Clue) -> f64 {
    let found = CLUES.iter().find(|(name, _)| *name == clue.name);
    found.map_or(OTHER_CLUES, |(_, probability)| *probability)
}

#[cfg(test)]
mod tests {
    use markdown::Document;

    use super::*;
    use crate::english::generic::GenericWords;
    use crate::person::CLUES as TABLE;
    use crate::person::generic;
    use crate::text::passage::Passage;

    fn traits(text: &str, topic: Topic) -> Vec<&'static str> {
        let document = Document::new(text);
        let (_, segment) = document.segments().next().unwrap();
        let passages = Passage::of(segment);
        let (index, passage) = passages.iter().enumerate().next_back().unwrap();
        let generic = generic::find(index, passage, &GenericWords::default()).remove(0);
        let traits = of_phrase(&Reading::new(passage, &generic.phrase), topic);
        let all = Trait::ALL.iter().zip(traits).filter(|(_, value)| *value > 0.0);
        all.map(|(of, _)| of.name()).collect()
    }

    #[test]
    fn a_phrase_shows_its_traits() {
        let other = Topic::Other;
        let found = traits("The new users wait.", other);
        assert_eq!(
            found,
            [
                "plural",
                "has a modifier",
                "is narrowed",
                "a verb follows",
                "what follows may be a verb"
            ]
        );
        let found = traits("- We delete the user.", Topic::Technical);
        let expected =
            ["in a list item", "in a technical section", "no word follows", "after a verb"];
        assert_eq!(found, expected);
        assert_eq!(
            traits("# Show the user's cart", other),
            ["something is theirs", "in a heading", "after a verb for what is done for people"]
        );
        let found = traits("| A |\n|---|\n| with a user |", other);
        assert_eq!(
            found,
            [
                "something is done for them",
                "in a cell of a table",
                "no word follows",
                "after a preposition"
            ]
        );
    }

    #[test]
    fn odds_are_what_the_weights_make_of_the_traits() {
        assert_eq!(odds(&Traits::default()), BASE);
        let mut traits = Traits::default();
        traits[Trait::Technical as usize] = 2.0;
        let added = odds(&traits) - BASE;
        assert!((added - 2.0 * WEIGHTS[Trait::Technical as usize]).abs() < 1e-9);
        assert_eq!(probability(0.0), 0.5);
        assert!(probability(2.0) > 0.88 && probability(-2.0) < 0.12);
    }

    #[test]
    fn every_weight_of_a_clue_is_of_a_clue_that_there_is() {
        for (name, probability) in CLUES {
            assert!(TABLE.iter().any(|clue| clue.name == *name), "{name}");
            assert!((0.0..1.0).contains(probability), "{name}");
        }
        assert!(TABLE.iter().map(|clue| of_clue(clue)).all(|it| it < 0.5));
    }
}
