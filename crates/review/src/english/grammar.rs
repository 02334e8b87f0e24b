//! What a word may be in a sentence, where its class alone does not say.
//!
//! Words are in lower case and composed (NFC).

use crate::words::{Class, id};

/// Whether a word is an article.
pub(crate) fn is_article(word: &str) -> bool {
    matches!(word, "a" | "an" | "the")
}

/// Whether a word narrows a noun and makes no role of it: "new", "frequent", "registered".
pub(crate) fn is_narrowing(word: &str) -> bool {
    const SUFFIXES: [&str; 13] =
        ["ed", "ing", "ive", "ous", "ful", "less", "able", "ible", "ary", "ish", "ic", "est", "al"];
    Class::Narrowing.has(word)
        || word.len() > 4 && SUFFIXES.iter().any(|suffix| word.ends_with(suffix))
}

/// Whether a word, or each part of a compound, only narrows the noun after it: "new", "logged-in", "first-time".
pub(crate) fn is_qualifier(word: &str) -> bool {
    word.split('-').all(|part| is_narrowing(part) || Class::CompoundPart.has(part))
}

/// Whether a noun names somebody by what they do, as far as its ending says, or is one of the commonest whose ending
/// does not.
pub(crate) fn is_person_noun(word: &str) -> bool {
    let id = id(word);
    id.is(Class::Person) || ends_like_person(word) && !id.is(Class::Thing)
}

/// Whether a noun ends like one that names somebody by what they do.
pub(crate) fn ends_like_person(noun: &str) -> bool {
    const SUFFIXES: [&str; 10] =
        ["er", "or", "ist", "ian", "eer", "ee", "man", "woman", "ant", "person"];
    noun.len() > 3 && SUFFIXES.iter().any(|suffix| noun.ends_with(suffix))
}

/// Whether a role as a story names it is a machine: "the backend", "payment API". What a service or a program is depends
/// on the words before it: customer service is people.
pub(crate) fn is_machine_role(name: &str) -> bool {
    let name = name.to_lowercase();
    let words = name.split([' ', '-']);
    let head = words.take_while(|word| !Class::Preposition.has(word)).last().unwrap_or_default();
    Class::Machine.has(&name)
        || !Class::OpenMachine.has(head) && Class::Machine.has(head)
        || Class::MachineHead.has(head)
}

/// Whether an acronym is spelled as a word, or as what is no role: "IT", "OR", "PM".
pub(crate) fn is_acronym_of_a_word(acronym: &str) -> bool {
    let lower = acronym.to_lowercase();
    Class::FunctionWord.has(&lower) || Class::AcronymWord.has(&lower)
}

/// Whether a word is a generic one in any of its forms, in lower case: "user", "customers", "end-user".
pub(crate) fn is_generic_word(word: &str) -> bool {
    Class::GenericForm.has(word)
}

/// Whether a word is another language's for "user", "customer" or "client"; in lower case and composed. In English
/// text it is as generic in the role slot of a story as these are.
pub(crate) fn is_foreign_generic(word: &str) -> bool {
    Class::ForeignGeneric.has(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_noun_for_a_person_is_known_or_ends_like_one() {
        for noun in ["nurse", "dispatcher", "florist", "trainee", "driver", "salesperson"] {
            assert!(is_person_noun(noun), "{noun}");
        }
        for noun in ["server", "user", "tier", "checklist", "er", "data"] {
            assert!(!is_person_noun(noun), "{noun}");
        }
    }

    #[test]
    fn a_machine_is_told_from_people_by_its_head() {
        for role in ["the backend", "Payment API", "chatbot", "system", "API of the shop"] {
            assert!(is_machine_role(role), "{role}");
        }
        for role in ["customer service", "loyalty program", "nurse", "head of software"] {
            assert!(!is_machine_role(role), "{role}");
        }
    }

    #[test]
    fn adjectives_narrow_a_noun_and_nouns_do_not() {
        assert!(is_narrowing("new") && is_narrowing("registered") && is_narrowing("frequent"));
        assert!(!is_narrowing("ward") && !is_narrowing("tall"));
        assert!(is_qualifier("logged-in") && is_qualifier("first-time"));
        assert!(!is_qualifier("ward-wide"));
    }

    #[test]
    fn an_acronym_may_be_a_word() {
        assert!(is_acronym_of_a_word("IT") && is_acronym_of_a_word("PM"));
        assert!(!is_acronym_of_a_word("QA"));
    }

    #[test]
    fn generic_words_are_known_in_all_their_forms() {
        for word in ["user", "customers", "end-users"] {
            assert!(is_generic_word(word), "{word}");
        }
        assert!(!is_generic_word("nurse") && !is_generic_word("User"));
        assert!(is_foreign_generic("usuario") && !is_foreign_generic("user"));
    }
}
