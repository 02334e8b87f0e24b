//! Where a sentence begins, and how a line is capitalized: what a name takes its capitals from.

use std::ops::Range;

use crate::english::grammar;
use crate::text::token::{TokenKind, Words, is_apostrophe};
use crate::words::Class;

/// Whether a sentence, or what is as good as one, begins at a token.
pub(crate) fn opens(words: Words<'_>, at: usize) -> bool {
    starts_sentence(words, at) && !is_title(words)
}

/// Whether a line is written in capitals where some tokens stand: they are, and so are the words beside
/// them. What is an acronym does not say so by itself.
pub(crate) fn in_capitals(words: Words<'_>, tokens: Range<usize>, acronym: bool) -> bool {
    const NEAR: usize = 3;
    let is_large = |at: usize| {
        let stem = words.text(at).split(is_apostrophe).next().unwrap_or_default();
        let is_long = words.is_word(at) && stem.chars().nth(1).is_some();
        is_long.then(|| !stem.chars().any(char::is_lowercase))
    };
    let before = (0..tokens.start).rev().filter_map(is_large).take(NEAR);
    let behind = (tokens.end..words.tokens.len()).filter_map(is_large).take(NEAR);
    let beside: Vec<bool> = before.chain(behind).collect();
    tokens.filter_map(is_large).all(|is_large| is_large)
        && beside.iter().all(|is_large| *is_large)
        && (!acronym || beside.len() > 1)
}

/// Whether a sentence begins with the token.
pub(crate) fn starts_sentence(words: Words<'_>, at: usize) -> bool {
    let is_spaced = words.get(at).is_some_and(|token| token.spaced);
    match words.before(at).map(|before| before.kind) {
        None | Some(TokenKind::Break) => true,
        Some(TokenKind::Mark(mark)) => {
            !matches!(mark, ',' | '/' | '&') && (is_spaced || mark != '-')
        }
        Some(_) => false,
    }
}

/// Whether a sentence begins with the token, told by what stands before it alone: what [`starts_sentence`]
/// takes for a beginning mostly is none where the word has no capital to say so.
pub(crate) fn begins_sentence(words: Words<'_>, at: usize) -> bool {
    match words.before(at).map(|before| before.kind) {
        None | Some(TokenKind::Break) => true,
        Some(_) => words.ends_sentence(at.saturating_sub(1)),
    }
}

/// Whether all words but small ones begin with a capital: "Users Can Pay at the Desk".
pub(crate) fn is_title(words: Words<'_>) -> bool {
    let mut large = (0..words.tokens.len()).filter(|at| {
        let word = words.lower(*at);
        !word.is_empty()
            && !grammar::is_article(word)
            && !Class::Preposition.has(word)
            && !matches!(word, "and" | "or" | "but" | "nor")
    });
    large.clone().nth(1).is_some() && large.all(|at| words.text(at).starts_with(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::token::tokens;

    #[test]
    fn a_sentence_begins_after_what_ends_one() {
        for (text, at, starts, begins) in [
            ("Users pay", 0, true, true),
            ("Tea. Users pay", 2, true, true),
            ("Note: users pay", 2, true, false),
            ("Tea, users pay", 2, false, false),
            ("The users pay", 1, false, false),
        ] {
            let tokens = tokens(text);
            let words = tokens.of(text);
            assert_eq!(starts_sentence(words, at), starts, "{text}");
            assert_eq!(begins_sentence(words, at), begins, "{text}");
        }
    }

    #[test]
    fn a_title_has_capitals_on_all_words_but_small_ones() {
        for (text, expected) in
            [("Users Can Pay at the Desk", true), ("Users can pay", false), ("Users", false)]
        {
            let tokens = tokens(text);
            assert_eq!(is_title(tokens.of(text)), expected, "{text}");
            assert_eq!(opens(tokens.of(text), 0), !expected, "{text}");
        }
    }

    #[test]
    fn a_line_is_in_capitals_where_the_words_beside_are() {
        for (text, acronym, expected) in [
            ("THE USER PAYS", false, true),
            ("The USER pays", false, false),
            ("QA", true, false),
            ("ASK THE QA TEAM", true, true),
        ] {
            let tokens = tokens(text);
            let at = tokens.of(text).tokens.len() / 2;
            assert_eq!(in_capitals(tokens.of(text), at..at + 1, acronym), expected, "{text}");
        }
    }
}
