//! Quotations.

use crate::person::clue::{Case, clue};
use crate::text::token::{Token, TokenKind};

clue! {
    /// The word is in quotation marks: it is part of the product's texts, or somebody else's words.
    ///
    /// ~~~markdown
    /// She said: “The user waits.” The button reads "Add a user".
    ///                ^^^^                                 ^^^^
    /// ~~~
    QUOTED, "quoted", Passage, ANY, Quoted, is_quoted
}

/// The side of a quotation that a mark stands on.
enum Side {
    Opens,
    Closes,
}

fn is_quoted(case: &Case<'_>) -> bool {
    let (start, end) = (case.start(), case.end());
    let mut open: Option<usize> = None;
    for (at, token) in case.words.tokens.iter().enumerate() {
        let Some(side) = side(case, at, token, open.is_some()) else { continue };
        match side {
            // One that was open is stray.
            Side::Opens => open = Some(at),
            Side::Closes => {
                if open.take().is_some_and(|open| open < start) && at >= end {
                    return true;
                }
            }
        }
        if open.is_some_and(|open| open >= end) {
            return false;
        }
    }
    false
}

/// What a token does as a quotation mark, if it is one. The spaces around a straight one show which side it is on. Right
/// after a figure it is a sign for inches, unless something is open.
fn side(case: &Case<'_>, at: usize, token: &Token, is_open: bool) -> Option<Side> {
    let TokenKind::Mark(mark) = token.kind else { return None };
    match mark {
        '“' if is_open && !token.spaced => Some(Side::Closes),
        '“' | '„' | '«' | '「' => Some(Side::Opens),
        '”' | '»' | '」' => Some(Side::Closes),
        '"' => {
            let before = case.words.before(at).filter(|_| !token.spaced);
            let is_apart = before.is_none_or(|before| {
                matches!(
                    before.kind,
                    TokenKind::Mark('(' | '[' | '{' | '—' | '–' | '-' | '/' | ':' | '=')
                )
            });
            let goes_on = case.words.get(at + 1).is_some_and(|next| !next.spaced);
            let is_figure = before.is_some_and(|before| before.kind == TokenKind::Number);
            match (is_apart && goes_on, is_open) {
                (true, _) => Some(Side::Opens),
                (false, true) => Some(Side::Closes),
                (false, false) => (!is_figure).then_some(Side::Opens),
            }
        }
        _ => None,
    }
}
