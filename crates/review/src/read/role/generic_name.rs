//! Names that are no role's: a generic word, and what does not make a role of it.

use crate::english::generic::GenericWords;
use crate::english::grammar;
use crate::english::inflect;
use crate::text::token::composed;
use crate::words::Class;

/// "User", "new customer", "user/customer", "user with a disability": none of them is a
/// role. What qualifies a generic word after it says as little as an adjective in front of it.
pub(crate) fn is_generic_slot(text: &str, generic: &GenericWords) -> bool {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let is_person = |word: &String| grammar::is_person_noun(&inflect::singular(word));
    let ends_in_person = words.last().is_some_and(is_person);
    let qualifies = |word: &String| {
        Class::Preposition.has(word)
            || matches!(word.as_str(), "who" | "that")
            || word.ends_with("ing") && !ends_in_person
    };
    let is_anybody = |word: &String| matches!(word.as_str(), "person" | "people");
    // "A new user installing it for the first time"; but "a user testing specialist".
    let head = match words.iter().skip(1).position(qualifies) {
        Some(behind) => words.get(..behind + 1).unwrap_or_default(),
        None => &words,
    };
    // "A person trying a new restaurant", "a privacy-conscious person".
    head.join(" ").split('/').all(|name| is_bare_generic(name, generic))
        || head.first().is_some_and(is_anybody)
        || head.last().is_some_and(is_anybody)
}

/// "Users", "new customers": a generic word, and nothing that makes a role of it.
pub(super) fn is_bare_generic(text: &str, generic: &GenericWords) -> bool {
    let lower = text.to_lowercase().replace(['-', '\u{2010}', '\u{2011}'], " ");
    let lower = composed(&lower);
    let words: Vec<&str> = lower.split_whitespace().collect();
    match words.split_last() {
        Some((head, rest)) => {
            let head = head.strip_suffix("(s)").unwrap_or(head);
            let is_generic = generic.has(head)
                || grammar::is_foreign_generic(head)
                || matches!(head, "human" | "humans");
            is_generic
                && rest
                    .iter()
                    .all(|word| grammar::is_qualifier(word) || Class::Determiner.has(word))
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_generic_word_makes_no_role() {
        for (name, expected) in [
            ("user", true),
            ("Users", true),
            ("new customer", true),
            ("the user", true),
            ("end-users", true),
            ("logged-in user", true),
            ("user(s)", true),
            ("human", true),
            ("humans", true),
            ("usuario", true),
            ("nurse", false),
            ("user nurse", false),
            ("kitchen user", false),
            ("customer success manager", false),
            ("", false),
        ] {
            assert_eq!(is_bare_generic(name, &GenericWords::default()), expected, "{name}");
        }
    }

    #[test]
    fn what_qualifies_a_generic_word_makes_no_role_of_it() {
        for (name, expected) in [
            ("user/customer", true),
            ("user/nurse", false),
            ("user with a disability", true),
            ("user who pays", true),
            ("new user installing it for the first time", true),
            ("user testing specialist", false),
            ("nurse with a user", false),
            ("person", true),
            ("privacy-conscious person", true),
            ("people on the ward", true),
            ("person trying a new restaurant", true),
            ("nurse of people", false),
            ("nurse", false),
        ] {
            assert_eq!(is_generic_slot(name, &GenericWords::default()), expected, "{name}");
        }
    }
}
