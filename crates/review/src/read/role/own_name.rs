//! A persona's own name, as the text about a role gives it: "Meet Colin. He's the delivery driver."

use crate::read::role::name::{Trust, is_given_name, is_own_name, role_in, without_article};
use crate::text::token::{first_sentence, tokens};
use crate::words::{Class, is_ordinary};

/// Whether the first word of a text is a given name, or a word that is one as well: "Grace", "Will".
pub(super) fn may_be_given(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default().to_lowercase();
    is_given_name(text) || Class::WordName.has(first.trim_end_matches([',', '.']))
}

/// Whether a text that stands beside a role is clearly somebody's name: "Grace", "Will Okafor". "Mason" is one only here.
pub(super) fn is_clear_name(text: &str) -> bool {
    let words = || text.split_whitespace();
    let is_name = |word: &str| {
        word.starts_with(char::is_uppercase) && word.chars().skip(1).any(char::is_lowercase)
    };
    // "Olivia Baker", "Will Okafor"; but "Grace Period"
    let is_family = |word: &str| is_given_name(text) || !is_ordinary(&word.to_lowercase());
    words().all(is_name)
        && words().count() <= 3
        && may_be_given(text)
        && words().skip(1).all(is_family)
}

/// One to three capitalized words that are no ordinary English: "Gwen Pritchard", not "Data model".
pub(super) fn is_strange_name(text: &str) -> bool {
    is_own_name(text)
        && text.split(' ').all(|word| {
            let lower = word.to_lowercase();
            let lower = lower.trim_end_matches('.');
            // "Pre-agreement"
            let last = lower.rsplit('-').next().unwrap_or_default();
            is_given_name(word) || Class::Honorific.has(lower) || !is_ordinary(last)
        })
}

/// What stands in quotation marks at the end of a text, and the text before it: `Tutor "Art"`.
pub(super) fn quoted(text: &str) -> Option<(&str, &str)> {
    let inner = text.trim_end().strip_suffix(['"', '”', '“'])?;
    let (before, name) = inner.rsplit_once(['"', '“', '”', '„'])?;
    let before = before.trim_end_matches([' ', '-', '–', '—', ':', ',']);
    // "The Night Owl", "Digital Pragmatist": what somebody is called
    let is_nickname = || {
        let mut words = name.split(' ');
        (2..=3).contains(&name.split(' ').count())
            && words.all(|word| word.starts_with(char::is_uppercase))
    };
    ((is_own_name(name) || is_nickname()) && !before.is_empty()).then_some((before, name))
}

/// The name that a text gives whom it is about, whose role is `role`: "Meet Colin. He …", "This is Cliff, …", "Will is a
/// prepress operator", "The print buyer is called Joy", "Dawn opens at nine".
pub(super) fn introduced<'a>(text: &'a str, role: &str) -> Option<&'a str> {
    const MEETS: [&str; 3] = ["Meet ", "This is ", "My name is "];
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let starts =
        std::iter::once(0).chain(text.match_indices(". ").map(|(at, mark)| at + mark.len()));
    let mut sentences = starts.filter_map(|at| text.get(at..));
    sentences
        .clone()
        .find_map(|rest| {
            let rest = MEETS.iter().find_map(|meets| rest.strip_prefix(meets))?;
            let name = first_sentence(rest).split([',', '!', '?', '(', '—', '–']).next()?.trim();
            let after = rest.get(name.len()..).unwrap_or_default();
            let after = after.trim_start_matches(|c: char| !c.is_alphanumeric());
            let goes_on = after.split([' ', '\'', '’']).next().unwrap_or_default().to_lowercase();
            let is_somebody = matches!(&*goes_on, "he" | "she" | "they");
            (is_own_name(name) && (is_somebody || may_be_given(name)) || is_clear_name(name))
                .then_some(name)
        })
        .or_else(|| sentences.find_map(|rest| said_to_be(rest, role)))
        .or_else(|| acts(text))
}

/// "Will is a prepress operator", "The print buyer is called Joy Mensah".
fn said_to_be<'a>(sentence: &'a str, role: &str) -> Option<&'a str> {
    let (who, rest) = first_sentence(sentence).split_once(" is ")?;
    let is_role = |text: &str| role_in(text, Trust::Labelled).as_deref() == Some(role);
    let called = ["called ", "named "].iter().find_map(|called| rest.strip_prefix(called));
    let whose = who
        .strip_suffix(" name")
        .and_then(|who| who.strip_suffix("'s").or_else(|| who.strip_suffix("’s")));
    if let Some((who, name)) = called.map(|name| (who, name)).or(whose.map(|who| (who, rest))) {
        let name = name.split(',').next()?.trim();
        return (is_own_name(name) && is_role(who)).then_some(name);
    }
    let is_one = ["a ", "an ", "the "].iter().any(|article| rest.starts_with(article));
    let is_name = is_one && (is_own_name(who) || is_clear_name(who));
    (is_name && is_role(without_article(rest))).then_some(who)
}

/// "Dawn opens at nine": a name that begins what is said of a role, and does something.
fn acts(text: &str) -> Option<&str> {
    let (name, rest) = text.split_once(' ')?;
    let cut = tokens(rest);
    let words = cut.of(rest);
    // "Will approve grants", "Grace periods count"
    let verb = words.lower(0);
    let is_verb = words.is(0, Class::PlainVerb)
        || matches!(verb, "has" | "was")
        || words.is(0, Class::ThirdPerson) && is_given_name(name);
    (is_verb && is_clear_name(name)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_strange_where_no_word_of_it_is_english() {
        for name in ["Gwen Pritchard", "Kofi", "Dr Sunita Rao"] {
            assert!(is_strange_name(name), "{name}");
        }
        for text in
            ["Data model", "Review", "Planning", "Gwen Manager", "gwen", "Gwen and Bo or Al"]
        {
            assert!(!is_strange_name(text), "{text}");
        }
    }

    #[test]
    fn a_name_is_clear_where_people_give_it() {
        for name in ["Grace", "Will Okafor", "Colin", "Mason", "Dana Whitlock", "Olivia Baker"] {
            assert!(is_clear_name(name), "{name}");
        }
        for text in
            ["grace", "Ward nurse", "Nurse", "Grace period", "HR", "Data Model", "Grace Period"]
        {
            assert!(!is_clear_name(text), "{text}");
        }
    }

    #[test]
    fn quotation_marks_may_hold_a_name() {
        assert_eq!(quoted("Tutor \"Art\""), Some(("Tutor", "Art")));
        assert_eq!(quoted("Parent — “Sue Lind”"), Some(("Parent", "Sue Lind")));
        for text in ["Tutor \"at night\"", "\"Art\"", "Tutor", "Tutor “Nurse”"] {
            assert_eq!(quoted(text), None, "{text}");
        }
    }

    #[test]
    fn a_text_introduces_a_persona() {
        for (text, expected) in [
            ("Meet Colin. He's the cook here.", Some("Colin")),
            ("It is early. Meet Grace! She rests.", Some("Grace")),
            ("This is Cliff, 34.", Some("Cliff")),
            ("Will is a cook who rests.", Some("Will")),
            ("The cook is called Joy Mensah.", Some("Joy Mensah")),
            ("The cook’s name is Joy.", Some("Joy")),
            ("Dawn opens at nine.", Some("Dawn")),
            ("Colin has a van.", Some("Colin")),
            ("Meet deadlines. They wait.", None),
            ("Meet Compliance. It waits.", None),
            ("This is Kettle, the tool.", None),
            ("Will approve tea.", None),
            ("Grace periods count.", None),
            ("Mark every form.", None),
            ("Tea is a drink.", None),
            ("Nurse is a job.", None),
            ("", None),
        ] {
            assert_eq!(introduced(text, "cook"), expected, "{text}");
        }
    }
}
