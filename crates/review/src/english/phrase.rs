//! A noun phrase in its passage: what it is made of, and what stands around it.

use std::ops::Range;

use markdown::{Kind, Span};

use crate::english::grammar;
use crate::english::inflect::Number;
use crate::text::passage::Passage;
use crate::text::token::{TokenKind, Words};
use crate::words::Class;

/// No phrase has more modifiers than this, in tokens.
const LONGEST: usize = 6;

/// A noun with the words that belong to it. Indices are of the passage's tokens. It is read once, and kept with the
/// segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Phrase {
    /// The noun, a possessive ending or "(s)" included.
    pub tokens: Range<usize>,
    /// The noun without them, in bytes of the prose.
    pub word: Span,
    pub number: Number,
    pub possessive: bool,
    /// Where its modifiers begin; the noun's first token where it has none.
    pub start: usize,
    /// The determiner right before these.
    pub determiner: Option<usize>,
}

impl Phrase {
    /// Reads the phrase around a noun.
    pub fn read(words: Words<'_>, noun: Noun) -> Self {
        let Noun { tokens, word, number, possessive } = noun;
        let start = start_of(words, tokens.start);
        let determiner = start.checked_sub(1).filter(|at| words.is(*at, Class::Determiner));
        Self { tokens, word, number, possessive, start, determiner }
    }

    /// The words of the phrase before its noun, without a determiner: "older hospital" in "an older hospital clerk".
    pub fn modifiers(&self) -> Range<usize> {
        self.start..self.tokens.start
    }

    /// Where the phrase begins: its determiner, or else its first modifier.
    pub fn first(&self) -> usize {
        self.determiner.unwrap_or(self.start)
    }
}

/// A noun as it stands in a passage.
#[derive(Debug, Clone)]
pub(crate) struct Noun {
    /// Its tokens, a possessive ending or "(s)" included.
    pub tokens: Range<usize>,
    /// Without them, in bytes of the prose.
    pub word: Span,
    pub number: Number,
    pub possessive: bool,
}

/// Where a phrase with this noun begins, its determiner aside: adjectives, nouns and compounds before it belong to it.
fn start_of(words: Words<'_>, noun: usize) -> usize {
    let mut at = noun;
    while let Some(before) = at.checked_sub(1) {
        if noun - before >= LONGEST || !is_modifier(words, before, noun) {
            break;
        }
        at = before;
    }
    at
}

fn is_modifier(words: Words<'_>, at: usize, noun: usize) -> bool {
    let word = words.lower(at);
    let is_joined = |at: usize| words.get(at).is_some_and(|token| !token.spaced);
    let is_hyphen = |at: usize| words.get(at).is_some_and(|token| token.is('-') && !token.spaced);
    // "logged-in"
    let is_compound = is_joined(at) && at.checked_sub(1).is_some_and(is_hyphen);
    // A noun that modifies is singular: a word in -s is a verb, or ends something else.
    let is_inflected = word.ends_with('s') && !word.ends_with("ss") && at + 1 == noun;
    is_hyphen(at)
        || is_compound
        || !word.is_empty()
            && !is_inflected
            && !Class::FunctionWord.has(word)
            && !Class::BaseVerb.has(word)
            && !Class::ThirdPerson.has(word)
            && !words.is(at, Class::RecordVerb)
}

/// A phrase in its passage, with what stands around it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reading<'a> {
    pub passage: &'a Passage,
    pub words: Words<'a>,
    pub phrase: &'a Phrase,
}

impl<'a> Reading<'a> {
    pub fn new(passage: &'a Passage, phrase: &'a Phrase) -> Self {
        Self { passage, words: passage.words(), phrase }
    }

    /// The noun's first token.
    pub fn start(&self) -> usize {
        self.phrase.tokens.start
    }

    /// The token after the noun.
    pub fn end(&self) -> usize {
        self.phrase.tokens.end
    }

    pub fn is_singular(&self) -> bool {
        self.phrase.number == Number::Singular
    }

    /// The word after the noun, if nothing but a space stands between; else nothing.
    pub fn next(&self) -> &'a str {
        match self.words.get(self.end()) {
            Some(token) if token.spaced => self.words.lower(self.end()),
            _ => "",
        }
    }

    /// The word right before the noun.
    pub fn previous(&self) -> &'a str {
        self.start().checked_sub(1).map_or("", |at| self.words.lower(at))
    }

    pub fn determiner(&self) -> &'a str {
        self.phrase.determiner.map_or("", |at| self.words.lower(at))
    }

    pub fn has_determiner(&self) -> bool {
        self.phrase.determiner.is_some()
    }

    /// The word before the phrase and its determiner: a verb or a preposition, mostly.
    pub fn governor(&self) -> &'a str {
        self.governor_at(0)
    }

    /// The word so many tokens before the governor.
    pub fn governor_at(&self, back: usize) -> &'a str {
        self.phrase.first().checked_sub(1 + back).map_or("", |at| self.words.lower(at))
    }

    /// The tokens after the noun, at most so many.
    pub fn after(&self, most: usize) -> Range<usize> {
        self.end()..self.words.tokens.len().min(self.end() + most)
    }

    /// Whether other words than an article say which is meant: "each user", "a new user".
    pub fn is_qualified(&self) -> bool {
        let determiner = self.determiner();
        self.phrase.start < self.start()
            || !determiner.is_empty() && !grammar::is_article(determiner)
    }

    /// Whether the word after it may be its verb.
    pub fn may_act(&self) -> bool {
        let next = self.next();
        Class::Auxiliary.has(next) || Class::BaseVerb.has(next) || Class::ThirdPerson.has(next)
    }

    /// Whether the word after it is its verb by its form alone.
    pub fn surely_acts(&self) -> bool {
        let next = self.next();
        Class::Auxiliary.has(next)
            || Class::PlainVerb.has(next)
            || self.phrase.number == Number::Plural && Class::BaseVerb.has(next)
    }

    /// Whether the words before it are sure to belong to it, and none of them is the verb that it follows.
    pub fn is_closed(&self) -> bool {
        self.has_determiner() || Class::Preposition.has(self.governor()) || self.may_act()
    }

    /// Whether a bare singular might as well describe what is named after or beside it: "family members", "dev, staging
    /// and production".
    pub fn may_modify(&self) -> bool {
        let is_bare = matches!(self.determiner(), "" | "either" | "both");
        if !is_bare || !self.is_singular() || self.phrase.possessive {
            return false;
        }
        let next = self.next();
        if !next.is_empty() && !Class::FunctionWord.has(next) {
            let acts = Class::ThirdPerson.has(next) && self.opens_clause();
            return !acts && !Class::PlainVerb.has(next);
        }
        let joins = |at: usize| {
            matches!(self.words.lower(at), "and" | "or")
                || matches!(self.words.text(at), "," | "/" | "&")
        };
        let before = self.start().checked_sub(1);
        joins(self.end()) || !Class::Auxiliary.has(next) && before.is_some_and(joins)
    }

    /// Whether a clause begins with the phrase: at the start, after a mark, or after "OR" as flows are drawn.
    pub fn opens_clause(&self) -> bool {
        let Some(before) = self.phrase.start.checked_sub(1) else { return true };
        let is_word = |kind: TokenKind| matches!(kind, TokenKind::Word | TokenKind::Number);
        matches!(self.words.text(before), "OR" | "AND" | "THEN" | "Then")
            || self.words.get(before).is_none_or(|token| !is_word(token.kind))
    }

    /// Whether the word after a singular is its verb, as far as the words around both say.
    pub fn is_subject(&self) -> bool {
        let words = self.words;
        let next = self.next();
        if Class::PlainVerb.has(next) {
            return true;
        }
        let after = words.lower(self.end() + 1);
        let is_object = |kind: TokenKind| {
            matches!(kind, TokenKind::Object | TokenKind::Number | TokenKind::Mark('"' | '“'))
        };
        let object_follows = Class::Determiner.has(after)
            || Class::ObjectStart.has(after)
            || words.get(self.end() + 1).is_some_and(|token| token.spaced && is_object(token.kind));
        let noun_follows = words.is_word(self.end() + 1) && !Class::FunctionWord.has(after);
        let opens = self.opens_clause();
        let is_inflected =
            next.ends_with('s') && !next.ends_with("ss") && !Class::CompoundHead.has(next);
        // A plural noun cannot stand after "a user": what ends like one is its verb. And "User pastes text", "the user
        // pastes it", "User folds/unfolds" are sentences even if the verb is a rare one.
        if is_inflected
            && (Class::SingularDeterminer.has(self.determiner())
                || object_follows
                || noun_follows && opens && !Class::ThirdPerson.has(next)
                || opens
                    && words.text(self.end() + 1) == "/"
                    && words.lower(self.end() + 2).ends_with('s'))
        {
            return true;
        }
        if Class::ThirdPerson.has(next) {
            // "user visits landing page", "a user downloads and checks it", "as user types"; but "the user requests are".
            let is_coordinated =
                matches!(after, "and" | "or") && words.is(self.end() + 2, Class::ThirdPerson);
            let is_in_clause =
                self.phrase.start == self.start() && Class::ClauseStart.has(self.previous());
            let is_subject = opens || self.has_determiner();
            return is_coordinated
                || is_in_clause
                || object_follows
                || (noun_follows || Class::VerbParticle.has(after)) && is_subject;
        }
        if next.ends_with("ly") && next.len() > 4 {
            return true;
        }
        if next.ends_with("ing") && next.len() > 4 {
            // "A user building images", "the user sending the file"; but "user onboarding", "the user testing phase".
            return self.determiner() == "the" && Class::Determiner.has(after)
                || matches!(self.determiner(), "a" | "any" | "every" | "each")
                    && (object_follows || words.is_word(self.end() + 1));
        }
        if self.is_made_to_act() && !Class::CompoundHead.has(next) {
            return true;
        }
        if next.ends_with("ed") && next.len() > 3 {
            // "a user created by an admin", "the user clicked"; but "user generated content".
            return opens && after.is_empty() && Class::Addressed.has(next)
                || object_follows
                || Class::Preposition.has(after)
                || after.is_empty() && self.has_determiner();
        }
        // A past tense after "the user": "the user chose".
        Class::IrregularPast.has(next) && self.has_determiner()
    }

    /// "Lets the user configure it": what follows is the verb, whatever word it is.
    fn is_made_to_act(&self) -> bool {
        matches!(self.determiner(), "the" | "a" | "any" | "every")
            && Class::CausesAct.has(self.governor())
    }

    /// Whether the passage is a heading.
    pub fn is_in_heading(&self) -> bool {
        matches!(self.passage.kind, Kind::Heading(_))
    }

    /// Whether a mark stands right before the noun, joined to it.
    pub fn is_joined_by(&self, mark: char) -> bool {
        self.words.before(self.start()).is_some_and(|token| token.is(mark) && !token.spaced)
            && self.words.get(self.start()).is_some_and(|token| !token.spaced)
    }

    /// Whether the token begins with a capital.
    pub fn has_capital(&self, at: usize) -> bool {
        self.words.text(at).starts_with(char::is_uppercase)
    }
}

#[cfg(test)]
mod tests {
    use markdown::Document;

    use super::*;

    /// Reads the phrase whose noun is `noun` in a text of one paragraph.
    fn with<T>(text: &str, noun: &str, ask: impl Fn(Reading<'_>) -> T) -> T {
        let document = Document::new(text);
        let segment = document.segments().next().map(|(_, segment)| segment.clone());
        let passages = segment.map(|segment| Passage::of(&segment)).unwrap_or_default();
        let words = passages[0].words();
        let at = (0..words.tokens.len()).find(|at| words.lower(*at).starts_with(noun)).unwrap();
        let possessive = words.lower(at).ends_with("'s");
        let number = match words.lower(at).ends_with('s') && !possessive {
            true => Number::Plural,
            false => Number::Singular,
        };
        let word = words.span(at..at + 1);
        let noun = Noun { tokens: at..at + 1, word, number, possessive };
        let phrase = Phrase::read(words, noun);
        ask(Reading::new(&passages[0], &phrase))
    }

    #[test]
    fn a_phrase_begins_with_its_modifiers_after_its_determiner() {
        for (text, modifiers, determiner, governor) in [
            ("We ask an older hospital clerk.", "older hospital", "an", "ask"),
            ("We help the logged-in clerk.", "logged-in", "the", "help"),
            ("It waits for clerks.", "", "", "for"),
            ("Clerks wait.", "", "", ""),
            ("It shows every clerk.", "", "every", "shows"),
            ("It needs new clerks.", "new", "", "needs"),
        ] {
            let found = with(text, "clerk", |reading| {
                let span = reading.words.span(reading.phrase.modifiers());
                let modifiers = markdown::slice(reading.words.text, span).to_owned();
                (modifiers, reading.determiner().to_owned(), reading.governor().to_owned())
            });
            let expected = (modifiers.to_owned(), determiner.to_owned(), governor.to_owned());
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn the_word_after_a_subject_is_its_verb() {
        for text in [
            "The clerk opens it.",
            "A clerk requests leave.",
            "Clerk pastes text.",
            "It lets the clerk configure it.",
            "The clerk quickly leaves.",
            "The clerk chose tea.",
        ] {
            assert!(with(text, "clerk", |reading| reading.is_subject()), "{text}");
        }
        for text in ["The clerk settings are new.", "Clerk generated content.", "Clerk onboarding"]
        {
            assert!(!with(text, "clerk", |reading| reading.is_subject()), "{text}");
        }
    }

    #[test]
    fn a_bare_singular_may_modify_what_follows() {
        for (text, expected) in [
            ("Clerk members sign.", true),
            ("Made for clerk, tailor and hatter shops.", true),
            ("The clerk signs.", false),
            ("Clerk signs.", false),
            ("Clerks sign.", false),
        ] {
            assert_eq!(with(text, "clerk", |reading| reading.may_modify()), expected, "{text}");
        }
    }

    #[test]
    fn what_says_which_is_meant_qualifies() {
        for (text, expected) in
            [("Each clerk", true), ("A new clerk", true), ("The clerk", false), ("Clerk", false)]
        {
            assert_eq!(with(text, "clerk", |reading| reading.is_qualified()), expected, "{text}");
        }
    }
}
