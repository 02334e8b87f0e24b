//! Where known roles are named.

use std::ops::Range;

use markdown::Span;

use crate::english::capitals;
use crate::english::grammar;
use crate::english::inflect::{self, Number};
use crate::roles::vocabulary::{Name, Vocabulary};
use crate::text::token::{Token, TokenKind, Words, is_apostrophe};
use crate::words::Class;

/// A known role, named somewhere in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Mention {
    /// The name as written, in bytes of the document, without a possessive ending.
    pub span: Span,
    /// The role, by its index in [`Vocabulary::roles`].
    pub role: usize,
    /// Which of its names it is.
    pub name: NameKind,
}

/// Which of a role's names a mention uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameKind {
    /// The one it is to be called by, singular or plural.
    Canonical,
    /// An alias, by its index among the role's aliases.
    Alias(usize),
    /// The persona's own name.
    Persona,
    /// The first word of the persona's name.
    FirstName,
}

/// A mention in its passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hit {
    /// Index of the passage in its segment.
    pub passage: usize,
    /// Its tokens, a possessive ending included.
    pub tokens: Range<usize>,
    /// The name without it, in bytes of the prose.
    pub word: Span,
    pub role: usize,
    pub name: NameKind,
    pub number: Number,
    pub possessive: bool,
}

/// No explanation is longer than this, in tokens.
const EXPLANATION: usize = 8;

/// Whether the tokens between two names do nothing but join them, or say that one is the other:
/// "sales associates (also called store associates)", "store associate/sales associate".
pub(crate) fn explains(words: Words<'_>, mut between: Range<usize>) -> bool {
    between.len() <= EXPLANATION
        && between.all(|at| match words.get(at).map(|token| token.kind) {
            Some(TokenKind::Mark(mark)) => !matches!(mark, '.' | ';' | '?' | '!'),
            Some(TokenKind::Word) => words.is(at, Class::AliasTalk),
            _ => false,
        })
}

/// The mentions of known roles in a passage, in order: of names that overlap the longest.
pub(crate) fn find(index: usize, words: Words<'_>, vocabulary: &Vocabulary) -> Vec<Hit> {
    let mut found = names(words, vocabulary);
    for hit in &mut found {
        hit.passage = index;
    }
    found
}

/// The same in a text that is no passage.
pub(crate) fn names(words: Words<'_>, vocabulary: &Vocabulary) -> Vec<Hit> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.tokens.len() {
        let longest = vocabulary.longest_at(words, at).filter(|_| words.is_word(at));
        let Some(longest) = longest else {
            at += 1;
            continue;
        };
        let longest = (at + longest).min(words.tokens.len());
        let hit = (at + 1..=longest).rev().filter(|end| words.is_word(end - 1)).find_map(|end| {
            let span = words.span(at..end);
            let text = markdown::slice(words.text, span);
            let stem = text
                .strip_suffix(['s', 'S'])
                .and_then(|stem| stem.strip_suffix(is_apostrophe))
                .unwrap_or(text);
            let name = vocabulary.find(stem)?;
            if is_identifier(words, at, end)
                || !is_written_so(words, at..end, stem, name, vocabulary)
            {
                return None;
            }
            // "The nurses' ward"
            let trailing = stem.len() == text.len()
                && text.ends_with(['s', 'S'])
                && words
                    .get(end)
                    .is_some_and(|token| !token.spaced && (token.is('\'') || token.is('\u{2019}')))
                && words.is_word(end + 1)
                && words.get(end + 1).is_some_and(|token| token.spaced);
            Some(Hit {
                passage: 0,
                tokens: at..end + usize::from(trailing),
                word: Span::new(span.start, span.start + stem.len()),
                role: name.role,
                name: name.kind,
                number: name.number,
                possessive: trailing || stem.len() < text.len(),
            })
        });
        match hit {
            Some(hit) => {
                at = hit.tokens.end;
                found.push(hit);
            }
            None => at += 1,
        }
    }
    found
}

/// Whether some words that spell a name mean it. An acronym that is a name is written in capitals, as
/// "IT" and "OR" are and "it" and "or" are not, and an hour is nobody: "3 PM".
fn is_written_so(
    words: Words<'_>,
    tokens: Range<usize>,
    written: &str,
    name: Name,
    vocabulary: &Vocabulary,
) -> bool {
    let declared = vocabulary.declared_name(name.role, name.kind).unwrap_or_default();
    let parts = |name: &str| name.split([' ', '-', '/', '_']).count();
    let is_single = parts(declared) == 1;
    let is_singular = name.number == Number::Singular;
    if is_single && is_singular && declared.chars().count() <= SHORT {
        let is_number = |at: Option<Token>| at.is_some_and(|it| it.kind == TokenKind::Number);
        if is_number(words.before(tokens.start)) || is_number(words.get(tokens.end)) {
            return false;
        }
    }
    if parts(declared) != parts(written) {
        return true;
    }
    let pairs = declared.split([' ', '-', '/', '_']).zip(written.split([' ', '-', '/', '_']));
    let mut acronyms = pairs.filter(|(declared, _)| inflect::is_acronym(declared)).peekable();
    // In a line of capitals, "OR" is mostly the word.
    if acronyms.peek().is_some_and(|(one, _)| grammar::is_acronym_of_a_word(one))
        && is_single
        && is_singular
        && capitals::in_capitals(words, tokens.clone(), true)
    {
        return false;
    }
    acronyms.all(|(declared, written)| {
        let one = if is_singular { written } else { written.trim_end_matches('s') };
        inflect::is_acronym(one) || !is_single && !grammar::is_acronym_of_a_word(declared)
    })
}

/// A name of at most so many characters may as well be what stands beside a number: "9 pm".
const SHORT: usize = 3;

/// Whether words are joined to what no sentence has: `shopper_id`, `@shopper`, `shopper.name`.
fn is_identifier(words: Words<'_>, start: usize, end: usize) -> bool {
    let joined = |at: usize| words.get(at).is_some_and(|token| !token.spaced);
    let before = start.checked_sub(1).map(|at| words.text(at)).unwrap_or_default();
    let behind = words.text(end);
    joined(start) && matches!(before, "_" | "@" | "#" | "$" | "{")
        || joined(end) && matches!(behind, "_" | "}" | "=" | "\\")
        || joined(end) && matches!(behind, "." | ":") && joined(end + 1) && words.is_word(end + 1)
}
