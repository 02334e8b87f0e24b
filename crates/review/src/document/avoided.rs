//! Words that a project or its house style avoids: where they stand, and what to say instead.

use std::ops::Range;

use markdown::Kind;

use crate::english::capitals;
use crate::english::grammar;
use crate::english::inflect::{self, Capitals, Number};
use crate::english::phrase::Noun;
use crate::person;
use crate::settings::{Settings, Term};
use crate::text::passage::Passage;
use crate::text::token::{Words, is_apostrophe, tokens};

/// The terms that are avoided, cut into words.
#[derive(Debug, Clone, Default)]
pub(crate) struct Avoided(Vec<Phrase>);

#[derive(Debug, Clone)]
struct Phrase {
    /// In lower case, but for one that is told by its capitals: `UX`.
    words: Vec<String>,
    term: Term,
}

/// A term that stands in a passage.
pub(crate) struct Found<'a> {
    pub tokens: Range<usize>,
    pub term: &'a Term,
    number: Number,
}

impl Avoided {
    /// The terms of the project and of its style.
    pub fn of(settings: &Settings) -> Self {
        let terms = settings.terms.iter().cloned().chain(settings.style.terms());
        let phrases = terms.flat_map(|term| {
            let phrases = term.avoid.clone().into_iter().map(move |avoid| (avoid, term.clone()));
            phrases.map(|(avoid, term)| Phrase { words: words_of(&avoid), term })
        });
        Self(phrases.filter(|phrase| !phrase.words.is_empty()).collect())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The longest term that begins with a token.
    pub fn at(&self, words: Words<'_>, at: usize) -> Option<Found<'_>> {
        let found = self.0.iter().filter_map(|phrase| {
            let number = phrase.number_at(words, at)?;
            Some(Found { tokens: at..at + phrase.words.len(), term: &phrase.term, number })
        });
        found.max_by_key(|found| found.tokens.len())
    }

    /// Whether a text has such a term in it.
    pub fn holds(&self, text: &str) -> bool {
        let tokens = tokens(text);
        (0..tokens.len()).any(|at| self.at(tokens.of(text), at).is_some())
    }

    /// The terms of a passage, in text order: not those in code or in quotations, nor where they are
    /// a part of what somebody is called ("UX designer").
    pub fn find<'a>(&'a self, passage: &Passage) -> Vec<Found<'a>> {
        if passage.kind == Kind::FrontMatter {
            return Vec::new();
        }
        let words = passage.words();
        let mut found: Vec<Found> = Vec::new();
        let mut at = 0;
        while at < words.tokens.len() {
            let here = self.at(words, at);
            at = here.as_ref().map_or(at + 1, |here| here.tokens.end);
            found.extend(here.filter(|here| {
                let word = words.span(here.tokens.clone());
                let (tokens, number) = (here.tokens.clone(), here.number);
                let noun = Noun { tokens, word, number, possessive: false };
                let next = inflect::singular(words.lower(here.tokens.end));
                !person::is_fixed(passage, noun) && !grammar::is_person_noun(&next)
            }));
        }
        found
    }
}

impl Phrase {
    fn number_at(&self, words: Words<'_>, at: usize) -> Option<Number> {
        let mut number = Number::Singular;
        for (offset, wanted) in self.words.iter().enumerate() {
            let text = words.text(at + offset);
            let written = match is_exact(wanted) {
                true => text.to_owned(),
                false => text.to_lowercase(),
            };
            let stem = written.split(is_apostrophe).next().unwrap_or_default();
            if stem == wanted {
                continue;
            }
            let is_last = offset + 1 == self.words.len();
            if !is_last || inflect::plural(wanted) != stem {
                return None;
            }
            number = Number::Plural;
        }
        Some(number)
    }
}

/// Whether a word is told by its capitals: "UX", "DAU".
fn is_exact(word: &str) -> bool {
    word.chars().any(char::is_uppercase)
}

fn words_of(text: &str) -> Vec<String> {
    let is_shouted = text.chars().skip(1).any(char::is_uppercase);
    let text = if is_shouted { text.to_owned() } else { text.to_lowercase() };
    tokens(&text).iter().map(|token| markdown::slice(&text, token.span()).to_owned()).collect()
}

impl Found<'_> {
    /// Whether a hyphen joins it to another word.
    pub fn is_joined(&self, words: Words<'_>) -> bool {
        let is_hyphen =
            |at: usize| words.get(at).is_some_and(|token| token.is('-') && !token.spaced);
        let Range { start, end } = self.tokens;
        let before = start.checked_sub(1);
        let is_close = |at: usize| words.get(at).is_some_and(|token| !token.spaced);
        before.is_some_and(is_hyphen) && is_close(start) || is_hyphen(end) && is_close(end + 1)
    }

    /// What to say instead, as it reads here; none where the project does not say.
    pub fn wording(&self, words: Words<'_>) -> Option<String> {
        let prefer = self.term.prefer.clone()?;
        let last = words.text(self.tokens.end.saturating_sub(1));
        let prefer = match self.number {
            Number::Plural => inflect::plural(&prefer),
            _ => prefer,
        };
        let ending = last.find(is_apostrophe).and_then(|from| last.get(from..)).unwrap_or_default();
        let first = words.text(self.tokens.start);
        let is_upper = first.starts_with(char::is_uppercase);
        let is_acronym = is_upper && !first.chars().skip(1).any(char::is_lowercase);
        let before = self.tokens.start.checked_sub(1).map(|at| words.text(at));
        let is_title = capitals::is_title(words);
        // "Small at first (MVP)": an acronym does not say that a sentence begins.
        let opens =
            capitals::opens(words, self.tokens.start) && !(is_acronym && before == Some("("));
        let capitals = match (is_upper, is_acronym && !is_title, opens) {
            (true, _, true) => Capitals::First,
            (true, false, false) => Capitals::Each,
            _ => Capitals::AsDeclared,
        };
        Some(format!("{}{ending}", inflect::capitalized(&prefer, capitals)))
    }
}
