//! Words that announce what a story is for: "so that", "in order to".

use crate::text::token::{TokenKind, Words};
use crate::words::Class;

/// Where the benefit begins, if words that announce one stand at `at`.
pub(crate) fn benefit_marker(words: Words<'_>, at: usize) -> Option<usize> {
    let next = words.lower(at + 1);
    match words.lower(at) {
        "so" | "such" if next == "that" => {
            // A slip that is common: "so that that".
            Some(at + 2 + usize::from(words.lower(at + 2) == "that"))
        }
        "so" => {
            let parted = at == 0
                || words.before(at).is_some_and(|before| {
                    matches!(before.kind, TokenKind::Mark(_) | TokenKind::Break)
                });
            let subject = Class::BenefitSubject.has(next);
            (subject || parted && words.is_word(at + 1)).then_some(at + 1)
        }
        "in" if next == "order" => {
            let skip = matches!(words.lower(at + 2), "to" | "that" | "for");
            Some(at + 2 + usize::from(skip))
        }
        "because" => Some(at + 1),
        "to" if next == "ensure" && words.before(at).is_some_and(|before| before.is(',')) => {
            Some(at)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::token::tests::{at_caret, text_from};
    use crate::text::token::tokens;

    #[test]
    fn words_announce_a_benefit() {
        for (marked, expected) in [
            ("tea ^so that I rest", Some("I rest")),
            ("tea ^such that I rest", Some("I rest")),
            ("tea ^so that that I rest", Some("I rest")),
            ("tea ^such a that", None),
            ("tea ^so I rest", Some("I rest")),
            ("tea ^so nurses rest", None),
            ("^so nurses rest", Some("nurses rest")),
            ("tea, ^so nurses rest", Some("nurses rest")),
            ("tea\n^so nurses rest", Some("nurses rest")),
            ("tea, ^so 5 rest", None),
            ("tea ^in order to rest", Some("rest")),
            ("tea ^in order that I rest", Some("I rest")),
            ("tea ^in order for me to rest", Some("me to rest")),
            ("tea ^in order I rest", Some("I rest")),
            ("tea ^in bed", None),
            ("tea ^because I tire", Some("I tire")),
            ("tea, ^to ensure rest", Some("to ensure rest")),
            ("tea ^to ensure rest", None),
            ("tea, ^to rest", None),
            ("tea ^that I rest", None),
        ] {
            let (text, at) = at_caret(marked);
            let tokens = tokens(&text);
            let words = tokens.of(&text);
            let found = benefit_marker(words, at).map(|from| text_from(words, from));
            assert_eq!(found, expected, "{marked}");
        }
    }
}
