//! Number, article, possessive and capitals: what it takes to put one name in another's place.
//!
//! Plurals and articles are guessed by kept libraries; what they do not know is phrases ("member of
//! staff"), acronyms and the plural a project declares.

use crate::role::Role;

/// Singular or plural.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Number {
    Singular,
    Plural,
    /// `user(s)`
    Either,
}

/// How a word is capitalised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Capitals {
    /// As the name is declared.
    AsDeclared,
    /// At the start of a sentence.
    First,
    /// Each word, as people write a role like a title.
    Each,
    /// Every letter.
    All,
}

/// The plural of a role.
pub(crate) fn plural_of(role: &Role) -> String {
    role.plural.clone().unwrap_or_else(|| plural(&role.name))
}

/// The plural of a noun phrase: of its head, which stands before the first preposition.
pub(crate) fn plural(phrase: &str) -> String {
    with_head(phrase, |head| {
        if is_acronym(head) {
            if head.ends_with(['s', 'S']) { head.to_owned() } else { format!("{head}s") }
        } else {
            pluralizer::pluralize(head, 2, false)
        }
    })
}

/// The singular of a noun phrase.
pub(crate) fn singular(phrase: &str) -> String {
    with_head(phrase, |head| {
        let stem = head.strip_suffix('s').unwrap_or(head);
        if is_acronym(stem) && stem.len() > 1 {
            stem.to_owned()
        } else if head.ends_with("ss") || !head.to_lowercase().ends_with(['s', 'n', 'e', 'i', 'a'])
        {
            // Nothing that ends like this is a plural, and "boss" must not become "bos".
            head.to_owned()
        } else {
            pluralizer::pluralize(head, 1, false)
        }
    })
}

fn with_head(phrase: &str, change: impl Fn(&str) -> String) -> String {
    const PREPOSITIONS: [&str; 9] = ["of", "in", "at", "for", "from", "on", "with", "to", "who"];
    let words: Vec<&str> = phrase.split(' ').collect();
    let end = words.iter().position(|word| PREPOSITIONS.contains(word)).unwrap_or(words.len());
    let head = end.saturating_sub(1);
    let words = words.iter().enumerate().map(|(index, word)| {
        if index != head || word.is_empty() {
            return (*word).to_owned();
        }
        // Only the last part of a compound is inflected: "co-owner", "OlderPerson".
        let last = word
            .char_indices()
            .rev()
            .find(|(at, c)| *at > 0 && (*c == '-' || c.is_uppercase() && !is_acronym(word)))
            .map_or(0, |(at, c)| if c == '-' { at + 1 } else { at });
        match (word.get(..last), word.get(last..)) {
            (Some(first), Some(last)) if !last.is_empty() => format!("{first}{}", change(last)),
            _ => (*word).to_owned(),
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

fn is_acronym(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic());
    word.chars().count() > 1
        && letters.clone().count() > 0
        && letters.clone().all(char::is_uppercase)
}

/// `a` or `an`, by how the phrase begins when it is spoken.
pub(crate) fn article(phrase: &str) -> &'static str {
    match in_definite::get_a_or_an(phrase) {
        "an" | "An" | "AN" => "an",
        _ => "a",
    }
}

/// The possessive ending of a noun, with the apostrophe the writer uses.
pub(crate) fn possessive(noun: &str, number: Number, apostrophe: char) -> String {
    if number == Number::Plural && noun.ends_with(['s', 'S']) {
        format!("{noun}{apostrophe}")
    } else {
        format!("{noun}{apostrophe}s")
    }
}

/// A name with other capitals.
pub(crate) fn capitalized(name: &str, capitals: Capitals) -> String {
    match capitals {
        Capitals::AsDeclared => name.to_owned(),
        Capitals::First => first_upper(name),
        Capitals::Each => {
            let small = ["of", "in", "at", "for", "from", "on", "with", "and", "or", "the", "to"];
            let words = name.split(' ').map(|word| {
                if small.contains(&word) { word.to_owned() } else { first_upper(word) }
            });
            words.collect::<Vec<_>>().join(" ")
        }
        Capitals::All => name.to_uppercase(),
    }
}

fn first_upper(word: &str) -> String {
    let mut characters = word.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}

/// Several names as a sentence lists them: `a, b or c`.
pub(crate) fn either(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_of_phrases() {
        for (one, many) in [
            ("sales associate", "sales associates"),
            ("store manager", "store managers"),
            ("member of staff", "members of staff"),
            ("VP of Marketing", "VPs of Marketing"),
            ("SRE", "SREs"),
            ("salesperson", "salespeople"),
            ("OlderPerson", "OlderPeople"),
            ("beneficiary", "beneficiaries"),
            ("co-owner", "co-owners"),
            ("head of store", "heads of store"),
            ("nurse", "nurses"),
            ("foreman", "foremen"),
            ("DevOps engineer", "DevOps engineers"),
        ] {
            assert_eq!(plural(one), many);
            assert_eq!(singular(many), one);
            assert_eq!(plural(many), many, "a plural stays");
            assert_eq!(singular(one), one, "a singular stays");
        }
        assert_eq!(singular("boss"), "boss");
        assert_eq!(singular("QA"), "QA");
    }

    #[test]
    fn articles_go_by_sound() {
        for (phrase, expected) in [
            ("accountant", "an"),
            ("buyer", "a"),
            ("end user", "an"),
            ("user", "a"),
            ("hourly worker", "an"),
            ("SRE", "an"),
            ("HR manager", "an"),
            ("university student", "a"),
            ("one-time buyer", "a"),
            ("MVP tester", "an"),
            ("UX designer", "a"),
            ("operator", "an"),
            ("honest broker", "an"),
        ] {
            assert_eq!(article(phrase), expected, "{phrase}");
        }
    }

    #[test]
    fn possessives_and_capitals() {
        assert_eq!(possessive("sales associates", Number::Plural, '\''), "sales associates'");
        assert_eq!(possessive("boss", Number::Singular, '\u{2019}'), "boss\u{2019}s");
        assert_eq!(possessive("salespeople", Number::Plural, '\''), "salespeople's");
        assert_eq!(capitalized("head of store", Capitals::Each), "Head of Store");
        assert_eq!(capitalized("sales associate", Capitals::First), "Sales associate");
        assert_eq!(either(&["a".into(), "b".into(), "c".into()]), "a, b or c");
    }
}
