//! Words that say that somebody wants something: "I want", "would like to".

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

/// The token after a verb of wanting that begins at `at`, if one does. `contracted`: after "I'd",
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
        }
        _ => Class::BaseVerb.has(verb).then_some(at),
    }
}

/// "want to", "would like" without a subject.
pub(crate) fn bare_wanting(words: Words<'_>, at: usize) -> Option<usize> {
    let next = words.lower(at + 1);
    match words.lower(at) {
        verb if Class::WantForm.has(verb) => Some(at + 1),
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

/// Past "to", "to be able to", a colon: what is wanted is what stands after them.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::token::tests::{at_caret, text_from};
    use crate::text::token::tokens;

    /// What each text goes on with after the words that `read` finds at its start.
    #[track_caller]
    fn check(read: fn(Words<'_>, usize) -> Option<usize>, cases: &[(&str, Option<&str>)]) {
        for (text, expected) in cases {
            let tokens = tokens(text);
            let words = tokens.of(text);
            assert_eq!(read(words, 0).map(|end| text_from(words, end)), *expected, "{text}");
        }
    }

    #[test]
    fn a_subject_and_a_verb_announce_a_want() {
        check(
            subject_and_verb,
            &[
                ("I want tea", Some("tea")),
                ("i wanted tea", Some("tea")),
                ("I can pay", Some("pay")),
                ("I am able to pay", Some("able to pay")),
                ("I'm able to pay", Some("able to pay")),
                ("I would like tea", Some("tea")),
                ("I would drink tea", Some("drink tea")),
                ("I'd like tea", Some("tea")),
                ("I\u{2019}d love tea", Some("tea")),
                ("I d like tea", Some("tea")),
                ("I m able to pay", Some("able to pay")),
                ("I also want tea", Some("tea")),
                ("I don't want tea", Some("tea")),
                ("I do not want tea", Some("tea")),
                ("I don t want tea", Some("tea")),
                ("I always open it", Some("open it")),
                ("I just do", None),
                ("I open it", Some("open it")),
                ("I sleepy", None),
                ("I able to pay", None),
                ("I never want tea", None),
                ("I also sleepy", None),
                ("I", None),
                ("we want tea", Some("tea")),
                ("we would like tea", Some("tea")),
                ("we'd like tea", Some("tea")),
                ("we would want tea", None),
                ("we need tea", None),
                ("we'd want tea", None),
                ("we also like tea", None),
                ("nurses want tea", None),
                ("", None),
            ],
        );
    }

    #[test]
    fn a_want_may_have_no_subject() {
        check(
            bare_wanting,
            &[
                ("want tea", Some("tea")),
                ("wants tea", Some("tea")),
                ("need tea", Some("tea")),
                ("needs tea", Some("tea")),
                ("would like tea", Some("tea")),
                ("would want tea", None),
                ("like tea", None),
                ("to be able to pay", Some("to be able to pay")),
                ("to be paid", None),
                ("to see able", None),
                ("be able to pay", None),
                ("I want tea", None),
            ],
        );
    }

    #[test]
    fn what_is_wanted_begins_after_to() {
        for (text, expected) in [
            ("to pay", "pay"),
            ("to be able to pay", "pay"),
            ("be able to pay", "pay"),
            ("able to pay", "pay"),
            ("to be paid", "be paid"),
            ("to see able to pay", "see able to pay"),
            ("be paid", "be paid"),
            ("able pay", "able pay"),
            ("pay to", "pay to"),
            (": “to pay", "pay"),
            ("… * . pay", "pay"),
            ("\nto pay", "pay"),
            (", to pay", ", to pay"),
            ("", ""),
        ] {
            let tokens = tokens(text);
            let words = tokens.of(text);
            assert_eq!(text_from(words, skip_to(words, 0)), expected, "{text}");
        }
    }

    #[test]
    fn a_strong_want_begins_no_clause() {
        for (marked, expected) in [
            ("for me ^I want", true),
            ("for me ^I'd see", true),
            ("for me ^I see", false),
            ("want ^I see", false),
        ] {
            let (text, at) = at_caret(marked);
            assert_eq!(is_strong(tokens(&text).of(&text), at), expected, "{marked}");
        }
        assert!(is_subordinator("when") && !is_subordinator("want"));
    }
}
