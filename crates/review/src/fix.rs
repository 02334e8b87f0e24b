//! Putting a role in another word's place, in good English.

use markdown::Span;

use crate::english::{self, Capitals, Number};
use crate::finding::Edit;
use crate::generic::Generic;
use crate::lexicon;
use crate::passage::Passage;
use crate::role::Role;
use crate::words::{TokenKind, Words, is_apostrophe};

/// Words that are to be replaced: a generic word, or a role as a story names it.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    /// Its tokens, a possessive ending included.
    pub tokens: std::ops::Range<usize>,
    pub number: Number,
    pub possessive: bool,
    /// The word is an indefinite pronoun: "anyone".
    pub pronoun: bool,
}

impl Target {
    pub fn of_generic(generic: &Generic) -> Self {
        Self {
            tokens: generic.tokens.clone(),
            number: generic.number,
            possessive: generic.possessive,
            pronoun: generic.term == "anyone",
        }
    }
}

/// The role in the target's number, for a message.
pub(crate) fn name(target: &Target, role: &Role) -> String {
    match target.number {
        Number::Plural => english::plural_of(role),
        _ => format!("the {}", role.name),
    }
}

/// The role as it reads in the target's place, without its article.
pub(crate) fn wording(passage: &Passage, target: &Target, role: &Role) -> String {
    let words = passage.words();
    let text = markdown::slice(words.text, words.span(target.tokens.clone()));
    let is_name = is_own_name(role);
    let capitals =
        if is_name { Capitals::AsDeclared } else { capitals(words, target.tokens.start) };
    let plural = || english::plural_of(role);
    let name = match target.number {
        Number::Singular => role.name.clone(),
        Number::Plural => plural(),
        Number::Either if plural() == format!("{}s", role.name) => format!("{}(s)", role.name),
        Number::Either => format!("{} or {}", role.name, plural()),
    };
    let name = if target.pronoun {
        let every = text.to_lowercase().starts_with("every");
        format!("{} {name}", if every { "every" } else { "any" })
    } else {
        name
    };
    let name = english::capitalized(&name, capitals);
    if target.possessive {
        let apostrophe = text.chars().find(|c| is_apostrophe(*c)).unwrap_or('\'');
        english::possessive(&name, target.number, apostrophe)
    } else {
        name
    }
}

/// The edits that put `role` in the target's place; `base` is where the segment starts.
pub(crate) fn edits(passage: &Passage, target: &Target, role: &Role, base: usize) -> Vec<Edit> {
    let words = passage.words();
    let name = wording(passage, target, role);
    // Shouted, a word must not be taken for an acronym.
    let is_shouted = !role.name.is_empty() && role.name != role.name.to_uppercase();
    let spoken =
        if is_shouted && name == name.to_uppercase() { name.to_lowercase() } else { name.clone() };
    let mut edits = Vec::new();
    if let Some(at) = target.tokens.start.checked_sub(1)
        && let Some(article) = article(words, at, &spoken, role, target)
    {
        // A name takes no article: it goes, with the space behind it.
        let end = match article.is_empty() {
            true => words.span(target.tokens.clone()).start,
            false => words.span(at..at + 1).end,
        };
        let span = Span::new(words.span(at..at + 1).start, end);
        edits.push(Edit { span: passage.prose.source(span).shifted(base), text: article });
    }
    let span = passage.prose.source(words.span(target.tokens.clone()));
    edits.push(Edit { span: span.shifted(base), text: name });
    edits
}

/// What the article at a token becomes before `name`, if it changes.
fn article(
    words: Words<'_>,
    at: usize,
    name: &str,
    role: &Role,
    target: &Target,
) -> Option<String> {
    let old = words.text(at);
    let lower = words.lower(at);
    if is_own_name(role) && target.number == Number::Singular && lexicon::is_article(&lower) {
        return Some(String::new());
    }
    if !matches!(lower.as_str(), "a" | "an") {
        return None;
    }
    let new = english::article(name);
    let first_upper = old.chars().next().is_some_and(char::is_uppercase);
    let all_upper = old.len() > 1 && old.chars().all(char::is_uppercase);
    let new = if all_upper {
        new.to_uppercase()
    } else if first_upper {
        english::capitalized(new, Capitals::First)
    } else {
        new.to_owned()
    };
    (new != old).then_some(new)
}

/// Whether a role is known by a persona's own name only: "As Kieran, I want".
fn is_own_name(role: &Role) -> bool {
    role.persona.as_ref() == Some(&role.name)
}

fn capitals(words: Words<'_>, at: usize) -> Capitals {
    let text = words.text(at);
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    let first_upper = letters().next().is_some_and(char::is_uppercase);
    if first_upper && letters().count() > 1 && letters().all(char::is_uppercase) {
        Capitals::All
    } else if !first_upper {
        Capitals::AsDeclared
    } else if starts_sentence(words, at) {
        Capitals::First
    } else {
        Capitals::Each
    }
}

fn starts_sentence(words: Words<'_>, at: usize) -> bool {
    match words.before(at) {
        None => true,
        Some(before) => match before.kind {
            TokenKind::Break => true,
            TokenKind::Mark(mark) => {
                matches!(mark, '.' | '!' | '?' | ':' | '"' | '“' | '(' | '—' | '–' | ']')
            }
            _ => false,
        },
    }
}

/// The edits of several fixes as one: in text order, none twice, none overlapping.
pub(crate) fn merged(edits: impl Iterator<Item = Edit>) -> Vec<Edit> {
    let mut edits: Vec<Edit> = edits.collect();
    edits.sort();
    edits.dedup();
    let mut end = 0;
    edits.retain(|edit| {
        let keep = edit.span.start >= end;
        if keep {
            end = edit.span.end;
        }
        keep
    });
    edits
}
