//! Where known roles are named.

use std::ops::Range;

use markdown::Span;

use crate::english::capitals;
use crate::english::grammar;
use crate::english::inflect::{self, Number};
use crate::english::phrase::{Noun, Phrase, Reading};
use crate::roles::vocabulary::{Name, Vocabulary};
use crate::text::passage::Passage;
use crate::text::token::{Token, TokenKind, Words, is_apostrophe};
use crate::words::Class;

/// A known role, named somewhere in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Mention {
    /// The name as written, in bytes of the document, without a possessive ending.
    pub span: Span,
    /// The role, by its index in [`Vocabulary::roles`].
    pub role: usize,
    /// Which of its names it is.
    pub name: NameKind,
}

/// Which of a role's names a mention uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameKind {
    /// The one it is to be called by, singular or plural.
    Canonical,
    /// An alias, by its index among the role's aliases.
    Alias(usize),
    /// The persona's own name.
    Persona,
    /// The first word of the persona's name.
    FirstName,
}

/// A mention in its passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hit {
    /// Index of the passage in its segment.
    pub passage: usize,
    /// Its tokens, a possessive ending included.
    pub tokens: Range<usize>,
    /// The name without it, in bytes of the prose.
    pub word: Span,
    pub role: usize,
    pub name: NameKind,
    pub number: Number,
    pub possessive: bool,
}

impl Hit {
    /// The phrase whose noun the name is.
    pub fn phrase(&self, words: Words<'_>) -> Phrase {
        let Hit { tokens, word, number, possessive, .. } = self.clone();
        Phrase::read(words, Noun { tokens, word, number, possessive })
    }

    /// Whether it is whom something is for, or is done for: "for nurses", "helps the nurse", "used by nurses".
    pub fn is_served(&self, passage: &Passage) -> bool {
        let phrase = self.phrase(passage.words());
        let governor = Reading::new(passage, &phrase).governor();
        matches!(governor, "for" | "by")
            || [Class::ServiceForm, Class::ServesVerb, Class::CausesAct]
                .into_iter()
                .any(|class| class.has(governor))
    }
}

/// A role that a passage names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct InPassage {
    /// Its index in [`Vocabulary::roles`].
    pub role: usize,
    /// Whether any of its names there is of whom something is for.
    pub is_served: bool,
}

/// No explanation is longer than this, in tokens.
const EXPLANATION: usize = 8;

/// Whether the tokens between two names do nothing but join them, or say that one is the other:
/// "sales associates (also called store associates)", "store associate/sales associate".
pub(crate) fn explains(words: Words<'_>, mut between: Range<usize>) -> bool {
    between.len() <= EXPLANATION
        && between.all(|at| match words.get(at).map(|token| token.kind) {
            Some(TokenKind::Mark(mark)) => !matches!(mark, '.' | ';' | '?' | '!'),
            Some(TokenKind::Word) => words.is(at, Class::AliasTalk),
            _ => false,
        })
}

/// The mentions of known roles in a passage, in order: of names that overlap the longest.
pub(crate) fn find(index: usize, words: Words<'_>, vocabulary: &Vocabulary) -> Vec<Hit> {
    let mut found = names(words, vocabulary);
    for hit in &mut found {
        hit.passage = index;
    }
    found
}

/// The same in a text that is no passage.
pub(crate) fn names(words: Words<'_>, vocabulary: &Vocabulary) -> Vec<Hit> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.tokens.len() {
        let longest = vocabulary.longest_at(words, at).filter(|_| words.is_word(at));
        let Some(longest) = longest else {
            at += 1;
            continue;
        };
        let longest = (at + longest).min(words.tokens.len());
        let hit = (at + 1..=longest).rev().filter(|end| words.is_word(end - 1)).find_map(|end| {
            let span = words.span(at..end);
            let text = markdown::slice(words.text, span);
            let stem = text
                .strip_suffix(['s', 'S'])
                .and_then(|stem| stem.strip_suffix(is_apostrophe))
                .unwrap_or(text);
            let name = vocabulary.find(stem)?;
            if is_identifier(words, at, end)
                || !is_written_so(words, at..end, stem, name, vocabulary)
            {
                return None;
            }
            // "The nurses' ward"
            let trailing = stem.len() == text.len()
                && text.ends_with(['s', 'S'])
                && words
                    .get(end)
                    .is_some_and(|token| !token.spaced && (token.is('\'') || token.is('\u{2019}')))
                && words.is_word(end + 1)
                && words.get(end + 1).is_some_and(|token| token.spaced);
            Some(Hit {
                passage: 0,
                tokens: at..end + usize::from(trailing),
                word: Span::new(span.start, span.start + stem.len()),
                role: name.role,
                name: name.kind,
                number: name.number,
                possessive: trailing || stem.len() < text.len(),
            })
        });
        match hit {
            Some(hit) => {
                at = hit.tokens.end;
                found.push(hit);
            }
            None => at += 1,
        }
    }
    found
}

/// Whether some words that spell a name mean it. An acronym that is a name is written in capitals, as
/// "IT" and "OR" are and "it" and "or" are not, and an hour is nobody: "3 PM".
fn is_written_so(
    words: Words<'_>,
    tokens: Range<usize>,
    written: &str,
    name: Name,
    vocabulary: &Vocabulary,
) -> bool {
    let declared = vocabulary.declared_name(name.role, name.kind).unwrap_or_default();
    let parts = |name: &str| name.split([' ', '-', '/', '_']).count();
    let is_persona = matches!(name.kind, NameKind::Persona | NameKind::FirstName);
    if is_persona && !is_name_there(words, &tokens, declared) {
        return false;
    }
    let is_single = parts(declared) == 1;
    let is_singular = name.number == Number::Singular;
    if is_single && is_singular && declared.chars().count() <= SHORT {
        let is_number = |at: Option<Token>| at.is_some_and(|it| it.kind == TokenKind::Number);
        if is_number(words.before(tokens.start)) || is_number(words.get(tokens.end)) {
            return false;
        }
    }
    if parts(declared) != parts(written) {
        return true;
    }
    let pairs = declared.split([' ', '-', '/', '_']).zip(written.split([' ', '-', '/', '_']));
    let mut acronyms = pairs.filter(|(declared, _)| inflect::is_acronym(declared)).peekable();
    // In a line of capitals, "OR" is mostly the word.
    if acronyms.peek().is_some_and(|(one, _)| grammar::is_acronym_of_a_word(one))
        && is_single
        && is_singular
        && capitals::in_capitals(words, tokens.clone(), true)
    {
        return false;
    }
    acronyms.all(|(declared, written)| {
        let one = if is_singular { written } else { written.trim_end_matches('s') };
        inflect::is_acronym(one) || !is_single && !grammar::is_acronym_of_a_word(declared)
    })
}

/// Whether words that spell a persona's name are written as one, and not as the words that it is too: "Will has a van", but
/// not "Will it rain?".
fn is_name_there(words: Words<'_>, tokens: &Range<usize>, declared: &str) -> bool {
    let is_capital = |text: &str| text.starts_with(char::is_uppercase);
    let starts = tokens.start.checked_sub(1).is_none_or(|before| {
        words.ends_sentence(before)
            || !words.is_word(before) && !words.text(before).starts_with(',')
    });
    let is_word = tokens.len() == 1 && Class::WordName.has(words.lower(tokens.start));
    let next = tokens.end;
    let acts = words.is(next, Class::PlainVerb)
        || words.is(next, Class::Copula)
        || matches!(words.lower(next), "has" | "was")
        || !words.is_word(next);
    is_capital(words.text(tokens.start)) == is_capital(declared) && (!is_word || !starts || acts)
}

/// A name of at most so many characters may as well be what stands beside a number: "9 pm".
const SHORT: usize = 3;

/// Whether words are joined to what no sentence has: `shopper_id`, `@shopper`, `shopper.name`.
fn is_identifier(words: Words<'_>, start: usize, end: usize) -> bool {
    let joined = |at: usize| words.get(at).is_some_and(|token| !token.spaced);
    let before = start.checked_sub(1).map(|at| words.text(at)).unwrap_or_default();
    let behind = words.text(end);
    joined(start) && matches!(before, "_" | "@" | "#" | "$" | "{")
        || joined(end) && matches!(behind, "_" | "}" | "=" | "\\")
        || joined(end) && matches!(behind, "." | ":") && joined(end + 1) && words.is_word(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::english::generic::GenericWords;
    use crate::settings::role::Role;
    use crate::text::token::tests::at_caret;
    use crate::text::token::tokens;

    fn vocabulary() -> Vocabulary {
        let role = |name: &str, aliases: &[&str], persona: Option<&str>| Role {
            name: name.into(),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            persona: persona.map(str::to_owned),
            ..Role::default()
        };
        let roles = [
            role("ward nurse", &["WN", "nurse"], Some("Maya Chen")),
            role("IT", &[], None),
            role("PM", &[], None),
            role("QA lead", &[], None),
            role("on-call cook", &[], None),
        ];
        Vocabulary::of_settings(&roles, &GenericWords::default())
    }

    /// Each mention as its words, its role and what it says of them.
    #[track_caller]
    fn check(text: &str, expected: &[(&str, usize, NameKind, bool)]) {
        let tokens = tokens(text);
        let found = find(7, tokens.of(text), &vocabulary());
        let seen: Vec<_> = found
            .iter()
            .map(|it| (markdown::slice(text, it.word), it.role, it.name, it.possessive))
            .collect();
        assert_eq!(seen, expected, "{text}");
        assert!(found.iter().all(|hit| hit.passage == 7));
    }

    #[test]
    fn a_name_that_is_a_word_too_is_named_where_it_is_written_as_one() {
        let persona = |name: &str| Role { persona: Some(name.into()), ..role() };
        fn role() -> Role {
            Role { name: "cook".into(), ..Role::default() }
        }
        for (persona, text, expected) in [
            (persona("Will"), "Will has a van.", true),
            (persona("Will"), "Will opens at nine.", true),
            (persona("Will"), "Will, our cook, rests.", true),
            (persona("Will"), "We ask Will today.", true),
            (persona("Will Okafor"), "Tea. Will is early.", true),
            (persona("Will"), "Will it rain?", false),
            (persona("Will"), "It will rain.", false),
            (persona("Hope"), "Tea. Hope for rain.", false),
            (persona("Maya"), "maya", false),
            (persona("Maya"), "Maya Chen", true),
            (persona("maya"), "maya", true),
        ] {
            let vocabulary =
                Vocabulary::of_settings(std::slice::from_ref(&persona), &GenericWords::default());
            let tokens = tokens(text);
            let found = find(0, tokens.of(text), &vocabulary);
            assert_eq!(!found.is_empty(), expected, "{:?} in {text}", persona.persona);
        }
    }

    #[test]
    fn a_role_is_named_by_its_longest_name() {
        use NameKind::{Alias, Canonical, FirstName, Persona};
        check(
            "The ward nurse and a nurse",
            &[("ward nurse", 0, Canonical, false), ("nurse", 0, Alias(1), false)],
        );
        check("Ward-Nurses", &[("Ward-Nurses", 0, Canonical, false)]);
        check(
            "Maya Chen and Maya",
            &[("Maya Chen", 0, Persona, false), ("Maya", 0, FirstName, false)],
        );
        check("The ward waits", &[]);
        check("WardNurse", &[("WardNurse", 0, Canonical, false)]);
        check("an on-call cook", &[("on-call cook", 4, Canonical, false)]);
    }

    #[test]
    fn a_name_may_have_a_possessive_ending() {
        use NameKind::{Alias, Canonical};
        check("the nurse's ward", &[("nurse", 0, Alias(1), true)]);
        check("the nurse\u{2019}s ward", &[("nurse", 0, Alias(1), true)]);
        check("THE NURSE'S WARD", &[("NURSE", 0, Alias(1), true)]);
        check("the ward nurses' rest", &[("ward nurses", 0, Canonical, true)]);
        check("'the ward nurses'", &[("ward nurses", 0, Canonical, false)]);
        check("the ward nurses' (rest)", &[("ward nurses", 0, Canonical, false)]);
        check("the ward nurses ' rest", &[("ward nurses", 0, Canonical, false)]);
        check("the ward nurses'rest", &[]);
        let text = "the ward nurses' rest";
        let cut = tokens(text);
        let hits = names(cut.of(text), &vocabulary());
        assert_eq!(
            (hits[0].tokens.clone(), hits[0].number, hits[0].passage),
            (1..4, Number::Plural, 0)
        );
    }

    #[test]
    fn an_acronym_is_written_in_capitals() {
        use NameKind::{Alias, Canonical};
        check("Ask IT, not it", &[("IT", 1, Canonical, false)]);
        check("ASK IT NOW PLEASE", &[]);
        check("WN and wn", &[("WN", 0, Alias(0), false)]);
        check("WNs and wns", &[("WNs", 0, Alias(0), false)]);
        check("the PM at 3 PM", &[("PM", 2, Canonical, false)]);
        check("PM 3", &[]);
        check(
            "QA lead and qa lead",
            &[("QA lead", 3, Canonical, false), ("qa lead", 3, Canonical, false)],
        );
    }

    #[test]
    fn an_identifier_names_nobody() {
        for marked in [
            "^nurse_id",
            "@^nurse",
            "#^nurse",
            "$^nurse",
            "{^nurse}",
            "^nurse.name",
            "^nurse:name",
            "^nurse=1",
            "a_^nurse",
        ] {
            let (text, at) = at_caret(marked);
            let tokens = tokens(&text);
            assert!(is_identifier(tokens.of(&text), at, at + 1), "{marked}");
            check(&text, &[]);
        }
        for marked in [
            "^nurse. Name",
            "^nurse: name",
            "@ ^nurse",
            "^nurse .name",
            "^nurse.",
            "(^nurse)",
            "^nurse-name",
            "^nurse.5",
        ] {
            let (text, at) = at_caret(marked);
            let tokens = tokens(&text);
            assert!(!is_identifier(tokens.of(&text), at, at + 1), "{marked}");
        }
    }

    #[test]
    fn words_between_two_names_may_explain_one_by_the_other() {
        for (text, expected) in [
            ("(also called", true),
            ("/", true),
            ("", true),
            (", known as the", true),
            (". also", false),
            ("; also", false),
            ("and rests", false),
            ("also 5", false),
            ("( ( ( ( ( ( ( (", true),
            ("( ( ( ( ( ( ( ( (", false),
        ] {
            let tokens = tokens(text);
            assert_eq!(explains(tokens.of(text), 0..tokens.len()), expected, "{text}");
        }
    }
}
