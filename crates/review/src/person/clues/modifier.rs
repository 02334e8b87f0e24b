//! Words that describe the noun after them.

use crate::person::clue::{Case, clue};
use crate::text::token::TokenKind;
use crate::words::Class;

clue! {
    /// A "user's guide" is a manual. Nobody owns it.
    ///
    /// ~~~markdown
    /// The user's guide is long.
    ///     ^^^^
    /// ~~~
    MANUAL, "manual", Passage, OWNERS, Modifies,
    |case| matches!(case.next(), "guide" | "manual" | "handbook")
}

clue! {
    /// A hyphen joins the word to the one after it.
    ///
    /// ~~~markdown
    /// Show user-defined fields.
    ///      ^^^^
    /// ~~~
    HYPHEN_AFTER, "hyphen-after", Passage, BARE_NOUNS, Modifies, is_joined_after
}

clue! {
    /// A hyphen joins the word to the one before it. A "non-user" or a "power-user" is still somebody.
    ///
    /// ~~~markdown
    /// A multi-user till waits for non-users.
    ///         ^^^^
    /// ~~~
    HYPHEN_BEFORE, "hyphen-before", Passage, BARE_NOUNS, Modifies, |case| {
        let prefix = case.start().checked_sub(2).map_or("", |at| case.words.lower(at));
        case.is_joined_by('-') && !Class::PersonPrefix.has(prefix)
    }
}

clue! {
    /// A bare singular joined to another word modifies the noun after both.
    ///
    /// ~~~markdown
    /// Store user and assistant messages, and user/customer data.
    ///       ^^^^                             ^^^^
    /// ~~~
    SERIES, "series", Passage, BARE_NOUNS, Modifies, |case| {
        let next = case.next();
        is_unjoined(case)
            && case.is_singular()
            && (next.is_empty() || matches!(next, "and" | "or"))
            && is_bare_series(case)
    }
}

clue! {
    /// A bare plural in front of a noun for a view names what the view lists.
    ///
    /// ~~~markdown
    /// Open users table.
    ///      ^^^^^
    /// ~~~
    VIEW, "view", Passage, BARE_NOUNS, Modifies, |case| {
        is_unjoined(case)
            && !case.is_singular()
            && Class::ListHead.has(case.next())
            && !case.words.is(case.end() + 1, Class::Determiner)
            && !case.has_determiner()
    }
}

clue! {
    /// A singular in front of a noun modifies it.
    ///
    /// ~~~markdown
    /// List all user documents in the customer portal.
    ///          ^^^^                  ^^^^^^^^
    /// ~~~
    NOUN_AFTER, "noun-after", Passage, BARE_NOUNS, Modifies, |case| {
        let next = case.next();
        is_unjoined(case)
            && case.is_singular()
            && !next.is_empty()
            && !Class::FunctionWord.has(next)
            && !case.is_subject()
    }
}

fn is_joined_after(case: &Case<'_>) -> bool {
    let words = case.words;
    words.get(case.end()).is_some_and(|token| token.is('-') && !token.spaced)
        && words.get(case.end() + 1).is_some_and(|token| !token.spaced)
}

/// Whether no hyphen joins the word to another.
fn is_unjoined(case: &Case<'_>) -> bool {
    !is_joined_after(case) && !case.is_joined_by('-')
}

/// "User and assistant messages": a bare singular whose partner modifies a noun.
fn is_bare_series(case: &Case<'_>) -> bool {
    let words = case.words;
    let partner = case.end() + 1;
    let head = partner + 1;
    let is_noun = |at: usize| {
        words.get(at).is_some_and(|token| token.spaced && token.kind == TokenKind::Word)
            && !words.is(at, Class::FunctionWord)
            && !words.is(at, Class::PlainVerb)
    };
    !case.has_determiner()
        && words.is_word(partner)
        && is_noun(head)
        && !words.is(head + 1, Class::Determiner)
}
