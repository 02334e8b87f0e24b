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
