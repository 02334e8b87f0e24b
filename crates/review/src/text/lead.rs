//! The words that a passage leads with: "**Goals** sell more", "Goals: sell more".

use std::borrow::Cow;

use markdown::Span;

use crate::text::passage::Passage;
use crate::text::token::{TokenKind, one_line};

/// The words a passage leads with, what follows them, and whether they are set in bold.
pub(crate) fn lead(passage: &Passage) -> (Cow<'_, str>, Cow<'_, str>, bool) {
    fn strip(text: &str) -> Cow<'_, str> {
        let is_mark = |c: char| matches!(c, ':' | '-' | '–' | '—' | '.' | ' ' | '*');
        let text = text.trim();
        let is_odd = |c: char| c.is_whitespace() && c != ' ';
        if text.contains(is_odd) || text.contains("  ") {
            Cow::Owned(one_line(text).trim_matches(is_mark).to_owned())
        } else {
            Cow::Borrowed(text.trim_matches(is_mark))
        }
    }
    let text = passage.text();
    if let Some(bold) = passage.bold_lead() {
        let rest = markdown::slice(text, Span::new(bold.end, text.len()));
        return (strip(markdown::slice(text, bold)), strip(rest), true);
    }
    let words = passage.words();
    let mut brackets = 0_usize;
    let mut outside = 0;
    let end = words.tokens.iter().take(40).position(|token| {
        match token.kind {
            TokenKind::Mark('(') => brackets += 1,
            TokenKind::Mark(')') => brackets = brackets.saturating_sub(1),
            _ => outside += usize::from(brackets == 0),
        }
        let is_dash = token.spaced && matches!(token.kind, TokenKind::Mark('-' | '–' | '—'));
        brackets == 0 && outside <= 10 && (token.is(':') || is_dash)
    });
    match end.and_then(|end| words.get(end)) {
        Some(mark) => {
            let at = mark.span();
            let head = markdown::slice(text, Span::new(0, at.start));
            let rest = markdown::slice(text, Span::new(at.end, text.len()));
            (strip(head), strip(rest), false)
        }
        None => (strip(text), Cow::Borrowed(""), false),
    }
}
