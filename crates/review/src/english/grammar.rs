//! What a word may be in a sentence, where its class alone does not say.
//!
//! Words are in lower case and composed (NFC).

use crate::words::{Class, id, is_ordinary};

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

/// Whether a noun names what does something, somebody or a machine, so that only its place can say which: "scheduler",
/// "cleaner". A word that names nothing but a machine is none.
pub(crate) fn is_doer(noun: &str) -> bool {
    let Some(stem) = noun.strip_suffix("er").or_else(|| noun.strip_suffix("or")) else {
        return false;
    };
    let mut letters = stem.chars().rev();
    let is_doubled = letters.next().is_some_and(|last| letters.next() == Some(last));
    let single = stem.get(..stem.len().saturating_sub(1)).filter(|_| is_doubled);
    let silent = format!("{stem}e");
    // Not "power" and "order".
    let does = |verb: &str| verb.len() > 3 && is_ordinary(verb);
    !Class::Machine.has(noun)
        && !Class::MachineHead.has(noun)
        && !Class::Figure.has(noun)
        && (does(stem) || does(&silent) || single.is_some_and(does))
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
    fn what_does_something_may_be_a_machine() {
        for noun in ["scheduler", "cleaner", "controller", "receiver", "builder"] {
            assert!(is_doer(noun), "{noun}");
        }
        for noun in ["server", "power", "order", "number", "paper", "nurse"] {
            assert!(!is_doer(noun), "{noun}");
        }
    }

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
