//! Number, article, possessive and capitals: what it takes to put one name in another's place.
//!
//! Plurals and articles are guessed by kept libraries; what they do not know is phrases ("member of
//! staff"), acronyms and the plural a project declares.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{LazyLock, PoisonError, RwLock};

use foldhash::fast::RandomState;

use crate::english::grammar;
use crate::words::Class;

/// Singular or plural.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Number {
    Singular,
    Plural,
    /// `user(s)`
    Either,
}

/// How a name counts the people it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counting {
    /// One by one: "nurse", "nurses".
    Each,
    /// Several at once, without a plural: "front desk staff".
    Together,
    /// A department, which has neither a plural nor an article: "Operations".
    Department,
}

/// How the name counts, by its head.
pub(crate) fn counting(phrase: &str) -> Counting {
    let head = phrase.get(head(phrase)).unwrap_or_default();
    let lower = head.to_lowercase();
    if two_names(phrase).is_some() {
        Counting::Each
    } else if Class::Collective.has(&lower) {
        Counting::Together
    } else if Class::Department.has(&lower) || Class::NoPlural.has(&lower) {
        Counting::Department
    } else {
        Counting::Each
    }
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

/// The plural of a noun phrase: of its head, and of the verb of a clause after it.
pub(crate) fn plural(phrase: &str) -> String {
    let many = with_head(phrase, &|head| {
        if has_no_plural(&head.to_lowercase()) {
            head.to_owned()
        } else if is_acronym(head) {
            if head.ends_with(['s', 'S']) { head.to_owned() } else { format!("{head}s") }
        } else {
            library(head, Number::Plural)
        }
    });
    match many.split_once(" who ") {
        Some((people, clause)) => format!("{people} who {}", with_plural_verb(clause)),
        None => many,
    }
}

/// What several do, where one does what the clause says: "travel a lot" for "travels a lot".
fn with_plural_verb(clause: &str) -> String {
    let (verb, rest) = clause.split_at(clause.find(' ').unwrap_or(clause.len()));
    let verb = match verb {
        "is" => "are".to_owned(),
        "was" => "were".to_owned(),
        "has" => "have".to_owned(),
        "does" => "do".to_owned(),
        "always" | "sometimes" => verb.to_owned(),
        _ if verb.ends_with('s') && !verb.ends_with("ss") => library(verb, Number::Singular),
        _ => verb.to_owned(),
    };
    format!("{verb}{rest}")
}

/// Whether a noun, in lower case, names people by what they do together and has no plural: "finance", "operations".
fn has_no_plural(noun: &str) -> bool {
    Class::Department.has(noun)
        || Class::NoPlural.has(noun)
        || Class::Collective.has(noun)
        || Class::People.has(noun) && noun.ends_with('s')
}

/// The singular of a noun phrase.
pub(crate) fn singular(phrase: &str) -> String {
    // Most are asked about one word, which is its own head.
    match phrase.bytes().all(|byte| byte.is_ascii_lowercase()) {
        true => singular_noun(phrase),
        false => with_head(phrase, &singular_noun),
    }
}

/// The singular of one noun.
fn singular_noun(noun: &str) -> String {
    // Nothing that ends otherwise is a plural, and "boss" must not become "bos".
    let may_be_plural = noun.ends_with(['s', 'n', 'e', 'i', 'a', 'S', 'N', 'E', 'I', 'A']);
    if !may_be_plural || noun.ends_with("ss") || has_no_plural(&noun.to_lowercase()) {
        return noun.to_owned();
    }
    let stem = noun.strip_suffix('s').unwrap_or(noun);
    match is_regular(stem) || is_acronym(stem) && stem.len() > 1 {
        true => stem.to_owned(),
        false => library(noun, Number::Singular),
    }
}

/// Whether a name is that of several people, each of whom has a singular: "school nurses".
pub(crate) fn is_plural(phrase: &str) -> bool {
    let one = singular(phrase);
    let noun = one.get(head(&one)).unwrap_or_default();
    one != phrase && names_person(noun)
}

/// What the library makes of a noun. It is slow to ask, and the same few nouns are asked about after
/// each edit of a story.
fn library(noun: &str, number: Number) -> String {
    const REMEMBERED: usize = 4_096;
    type Known = HashMap<String, String, RandomState>;
    static SINGULARS: LazyLock<RwLock<Known>> = LazyLock::new(RwLock::default);
    static PLURALS: LazyLock<RwLock<Known>> = LazyLock::new(RwLock::default);
    let is_plural = number == Number::Plural;
    if is_plural && is_regular(noun) {
        return format!("{noun}s");
    }
    let memory = if is_plural { &PLURALS } else { &SINGULARS };
    let known = memory.read().unwrap_or_else(PoisonError::into_inner).get(noun).cloned();
    known.unwrap_or_else(|| {
        let found = pluralizer::pluralize(noun, if is_plural { 2 } else { 1 }, false);
        let mut memory = memory.write().unwrap_or_else(PoisonError::into_inner);
        if memory.len() >= REMEMBERED {
            memory.clear();
        }
        memory.insert(noun.to_owned(), found.clone());
        found
    })
}

/// Wakes the library, which compiles its patterns for the first word that it is asked about: some ten
/// milliseconds that are better spent before anybody waits.
pub fn warm_up() {
    library("mouse", Number::Plural);
}

/// Whether it is a noun for a person, in lower case, that has an ordinary plural. Most are, and the
/// library is slow to ask and slower to wake: it compiles all its patterns for the first word.
fn is_regular(noun: &str) -> bool {
    const ODD: [&str; 9] = ["s", "x", "z", "y", "o", "f", "fe", "ch", "sh"];
    const IRREGULAR: [&str; 5] = ["man", "person", "child", "people", "personnel"];
    grammar::is_person_noun(noun)
        && noun.bytes().all(|byte| byte.is_ascii_lowercase())
        && !ODD.iter().chain(&IRREGULAR).any(|ending| noun.ends_with(ending))
}

fn with_head(phrase: &str, change: &dyn Fn(&str) -> String) -> String {
    if let Some((one, mark, other)) = two_names(phrase) {
        return format!("{}{mark}{}", with_head(one, change), with_head(other, change));
    }
    let head = head(phrase);
    match (phrase.get(..head.start), phrase.get(head.clone()), phrase.get(head.end..)) {
        (Some(first), Some(head), Some(last)) if !head.is_empty() => {
            format!("{first}{}{last}", change(head))
        }
        _ => phrase.to_owned(),
    }
}

/// The part of a name that takes its number, in bytes: "nurse" in "ward nurse (nights)".
fn head(phrase: &str) -> Range<usize> {
    let last = phrase.rsplit(' ').next().unwrap_or_default();
    let mut before: Option<Range<usize>> = None;
    let mut start = 0;
    for word in phrase.split(' ') {
        if let Some(before) = &before
            && follows_head(phrase.get(before.clone()).unwrap_or_default(), word, last)
        {
            break;
        }
        before = Some(start..start + word.len());
        start += word.len() + 1;
    }
    let word = before.unwrap_or(0..0);
    let part = inflected(phrase.get(word.clone()).unwrap_or_default());
    word.start + part.start..word.start + part.end
}

/// Whether a word of a name says more of the noun before it: "nurse ON call", "woman OVER 60", "attorney GENERAL",
/// "clerk WORKING nights". `last` is the last word of the name.
fn follows_head(noun: &str, word: &str, last: &str) -> bool {
    let lower = word.to_lowercase();
    let is_participle = || {
        let last = last.to_lowercase();
        lower.len() > 5
            && lower.ends_with("ing")
            && !names_person(&last)
            && !Class::People.has(&last)
            && !has_no_plural(&last)
    };
    word.starts_with('(')
        || Class::NamePreposition.has(&lower)
        || names_person(noun)
            && (Class::Preposition.has(&lower)
                || Class::AfterHead.has(&lower) && word == last
                || is_participle())
}

/// "parent or guardian", "owner/operator": two names, each with its number. What has more words
/// behind is one name: "QA/test engineer".
fn two_names(phrase: &str) -> Option<(&str, &'static str, &str)> {
    [" or ", " and ", " & ", ", ", "/"].into_iter().find_map(|mark| {
        let (one, other) = phrase.split_once(mark)?;
        let is_person = |name: &str| names_person(name.rsplit(' ').next().unwrap_or_default());
        let is_name = is_person(one) && (mark != ", " || is_person(other));
        (is_name && other.split(' ').count() <= one.split(' ').count())
            .then_some((one, mark, other))
    })
}

fn names_person(noun: &str) -> bool {
    let noun = noun.to_lowercase();
    grammar::is_person_noun(&noun) || noun.strip_suffix('s').is_some_and(grammar::is_person_noun)
}

/// The part of a compound that takes its number: "co-OWNER", "OlderPERSON", "PASSER-by",
/// "EDITOR-in-chief".
fn inflected(word: &str) -> Range<usize> {
    let person = word.match_indices('-').find_map(|(end, _)| {
        let start = word.get(..end)?.rfind('-').map_or(0, |at| at + 1);
        let behind = word.get(end + 1..)?.split('-').next()?;
        (Class::NameParticle.has(behind) && names_person(word.get(start..end)?))
            .then_some(start..end)
    });
    person.unwrap_or_else(|| {
        let last = word
            .char_indices()
            .rev()
            .find(|(at, c)| *at > 0 && (*c == '-' || c.is_uppercase() && !is_acronym(word)))
            .map_or(0, |(at, c)| if c == '-' { at + 1 } else { at });
        last..word.len()
    })
}

/// Whether a word is written in capitals only.
pub(crate) fn is_acronym(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic());
    word.chars().count() > 1
        && letters.clone().count() > 0
        && letters.clone().all(char::is_uppercase)
}

/// `a` or `an`, by how the phrase begins when it is spoken.
pub(crate) fn article(phrase: &str) -> &'static str {
    let first = phrase.split([' ', '-', '/']).next().unwrap_or_default().to_lowercase();
    let mut letters = first.chars();
    let is_an = match (letters.next(), letters.next()) {
        // What the library does not know: acronyms said as a word, or written small; a silent h.
        _ if Class::SpokenAcronym.has(first.as_str()) => false,
        _ if matches!(first.as_str(), "honorary" | "hr" | "ngo") => true,
        // Eight, eleven, eighteen.
        (Some('0'..='9'), _) => {
            let digits = first.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
            digits.starts_with('8')
                || digits.len() % 3 == 2 && (digits.starts_with("11") || digits.starts_with("18"))
        }
        // "F1", "M&A": the letter has its name.
        (Some(letter), Some('&' | '0'..='9')) => "aefhilmnorsx".contains(letter),
        (Some(letter), _) if !letter.is_ascii() => "áàâäåãæéèêëíìîïóòôöøœúùûü".contains(letter),
        _ => matches!(in_definite::get_a_or_an(phrase), "an" | "An" | "AN"),
    };
    if is_an { "an" } else { "a" }
}

/// A name with other capitals.
pub(crate) fn capitalized(name: &str, capitals: Capitals) -> String {
    match capitals {
        Capitals::AsDeclared => name.to_owned(),
        Capitals::First => first_upper(name),
        Capitals::Each => {
            let words = name
                .split(' ')
                .map(|word| word.split('/').map(title_word).collect::<Vec<_>>().join("/"));
            words.collect::<Vec<_>>().join(" ")
        }
        Capitals::All => name.split(' ').map(all_upper).collect::<Vec<_>>().join(" "),
    }
}

/// A word of a title: "Stay-at-Home". One with capitals of its own stays: "X-ray".
fn title_word(word: &str) -> String {
    if word.chars().any(char::is_uppercase) {
        return word.to_owned();
    }
    if Class::TitleSmall.has(word) {
        return word.to_owned();
    }
    let is_small = |part| Class::TitleSmall.has(part) || Class::NameParticle.has(part);
    let parts = word.split('-').enumerate().map(|(at, part)| match at > 0 && is_small(part) {
        true => part.to_owned(),
        false => first_upper(part),
    });
    parts.collect::<Vec<_>>().join("-")
}

/// A word in capitals, but for the ending of several acronyms: "CFOs".
fn all_upper(word: &str) -> String {
    match word.strip_suffix('s') {
        Some(acronym) if acronym.ends_with(char::is_alphabetic) && is_acronym(acronym) => {
            word.to_owned()
        }
        _ => word.to_uppercase(),
    }
}

/// A capital first, but for a word with capitals of its own: "iOS", "eBay".
fn first_upper(phrase: &str) -> String {
    let word = phrase.split(' ').next().unwrap_or_default();
    let mut characters = phrase.chars();
    match characters.next() {
        Some(_) if word.chars().any(char::is_uppercase) => phrase.to_owned(),
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}

/// So many things: "1 story", "3 stories".
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Several names as a sentence lists them: `a, b or c`.
pub(crate) fn either(names: &[String]) -> String {
    listed(names, "or")
}

/// Several names, `join` before the last: `a, b and c`.
pub(crate) fn listed(names: &[String], join: &str) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {join} {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is not asked of the library is what it would answer.
    #[test]
    fn regular_nouns_are_the_librarys() {
        let more =
            ["tester", "auditor", "dentist", "consultant", "resident", "librarian", "trainee"];
        let people = Class::Person.words().chain(more).filter(|noun| is_regular(noun));
        let mut count = 0;
        for noun in people {
            let many = format!("{noun}s");
            assert_eq!(pluralizer::pluralize(noun, 2, false), many);
            assert_eq!(pluralizer::pluralize(&many, 1, false), noun);
            count += 1;
        }
        assert!(count > 35, "{count}");
    }

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
            ("passer-by", "passers-by"),
            ("Campus Security", "Campus Security"),
            ("mother-in-law", "mothers-in-law"),
            ("walk-in", "walk-ins"),
            ("stay-at-home parent", "stay-at-home parents"),
            ("nurse (night shift)", "nurses (night shift)"),
            ("parent or guardian", "parents or guardians"),
            ("owner/operator", "owners/operators"),
            ("QA/test engineer", "QA/test engineers"),
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
            ("honorary member", "an"),
            ("hr manager", "an"),
            ("ux designer", "a"),
            ("NASA engineer", "a"),
            ("SOC analyst", "a"),
            ("M&A lawyer", "an"),
            ("L2 support agent", "an"),
            ("T1 carrier", "a"),
            ("X-ray technician", "an"),
            ("11th grader", "an"),
            ("18-year-old driver", "an"),
            ("80-seat venue", "an"),
            ("1st-grade teacher", "a"),
            ("110-seat venue", "a"),
            ("émigré", "an"),
        ] {
            assert_eq!(article(phrase), expected, "{phrase}");
        }
    }

    #[test]
    fn names_are_capitalized_and_listed() {
        assert_eq!(capitalized("head of store", Capitals::Each), "Head of Store");
        assert_eq!(capitalized("sales associate", Capitals::First), "Sales associate");
        assert_eq!(capitalized("iOS developer", Capitals::First), "iOS developer");
        assert_eq!(capitalized("iOS developer", Capitals::Each), "iOS Developer");
        let names = ["a".into(), "b".into(), "c".into()];
        assert_eq!(either(&names), "a, b or c");
        assert_eq!(listed(&names, "and"), "a, b and c");
    }
}
