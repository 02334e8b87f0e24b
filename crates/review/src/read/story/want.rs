//! Words that say that somebody wants something: "I want", "would like to".

use crate::english::grammar;
use crate::text::token::{TokenKind, Words};
use crate::words::Class;

/// "I" with a verb of wanting. A "we" tells a story only if it says "want" or "would like":
/// "As a next step, we need to" is a plan.
pub(crate) fn subject_and_verb(words: Words<'_>, at: usize) -> Option<usize> {
    let next = words.lower(at + 1);
    match words.lower(at) {
        "i" => {
            // Apostrophes that got lost: "I d like".
            let lost = matches!(next, "d" | "m" | "ll" | "ve");
            verb_phrase(words, at + 1 + usize::from(lost), lost)
        }
        subject if Class::ShortSubject.has(subject) => verb_phrase(words, at + 1, true),
        "we" if next == "want" || next == "would" && words.lower(at + 2) == "like" => {
            verb_phrase(words, at + 1, false)
        }
        "we'd" if next == "like" => verb_phrase(words, at + 1, true),
        _ => None,
    }
}

/// The token behind a verb of wanting that begins at `at`, if one does. `contracted`: behind "I'd",
/// "I'm".
fn verb_phrase(words: Words<'_>, at: usize, contracted: bool) -> Option<usize> {
    let verb = words.lower(at);
    let next = words.lower(at + 1);
    match verb {
        _ if Class::WantPrefix.has(verb) => Some(at + 1),
        "would" | "d" if Class::WouldVerb.has(next) => Some(at + 2),
        "would" => Some(at + 1),
        "like" | "love" if contracted => Some(at + 1),
        "able" if contracted => Some(at),
        _ if Class::PlainWant.has(verb) => Some(at + 1),
        _ if Class::WantAdverb.has(verb) => {
            let skip = match next {
                "not" | "t" => 2,
                _ => 1,
            };
            verb_phrase(words, at + skip, contracted)
                .or_else(|| grammar::is_base_verb(words.lower(at + skip)).then_some(at + skip))
        }
        _ => grammar::is_base_verb(verb).then_some(at),
    }
}

/// "want to", "would like" without a subject.
pub(crate) fn bare_wanting(words: Words<'_>, at: usize) -> Option<usize> {
    let next = words.lower(at + 1);
    match words.lower(at) {
        "want" | "wants" | "need" | "needs" => Some(at + 1),
        "would" if next == "like" => Some(at + 2),
        "to" if next == "be" && words.lower(at + 2) == "able" => Some(at),
        _ => None,
    }
}

pub(super) fn is_strong(words: Words<'_>, at: usize) -> bool {
    words.is(at + 1, Class::StrongWant) || words.lower(at).ends_with("'d")
}

pub(crate) fn is_subordinator(word: &str) -> bool {
    Class::Subordinator.has(word)
}

/// Past "to", "to be able to", a colon: what is wanted is what stands behind.
pub(crate) fn skip_to(words: Words<'_>, mut at: usize) -> usize {
    while words.get(at).is_some_and(|token| {
        matches!(token.kind, TokenKind::Mark(':' | '…' | '.' | '"' | '“' | '*') | TokenKind::Break)
    }) {
        at += 1;
    }
    let able = |at: usize| words.lower(at) == "able" && words.lower(at + 1) == "to";
    if words.lower(at) == "to" && words.lower(at + 1) == "be" && able(at + 2) {
        at + 4
    } else if able(at) {
        at + 2
    } else if words.lower(at) == "be" && able(at + 1) {
        at + 3
    } else if words.lower(at) == "to" {
        at + 1
    } else {
        at
    }
}
