//! Passages that hold a place and say nothing: "TBD", a template's prompt, "everyone".

use std::ops::Range;
use std::sync::LazyLock;

use crate::english::wording::Wordings;
use crate::settings::section::SectionKind;
use crate::text::token::Words;

static UNSAID: LazyLock<Wordings> = LazyLock::new(|| Wordings::read(include_str!("unsaid.txt")));

/// Whether these tokens of a passage say nothing of what a section of this kind is there to say.
pub(crate) fn is(words: Words<'_>, tokens: Range<usize>, kind: SectionKind) -> bool {
    let is_word = |at: &usize| words.is_word(*at);
    let Some(start) = tokens.clone().find(is_word) else { return false };
    let last = tokens.clone().rev().find(is_word).unwrap_or(start);
    // A number says something.
    let is_plain = tokens.clone().all(|at| {
        words.get(at).is_some_and(|token| token.kind != crate::text::token::TokenKind::Number)
    });
    let found = UNSAID.at(words, start..tokens.end).filter(|(_, end)| *end > last);
    is_plain && found.is_some_and(|(what, _)| what == "nothing" || kind == SectionKind::Audience)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::token::tokens;

    #[test]
    fn a_passage_may_say_nothing() {
        UNSAID.assert_read();
        for (text, of_problem, of_audience) in [
            ("TBD", true, true),
            ("N/A", true, true),
            ("(to be filled in)", true, true),
            ("See the deck.", true, true),
            ("Describe the problem here.", true, true),
            ("What problem are we solving?", true, true),
            ("The CEO asked for this.", true, true),
            ("Because our VP of sales wants it.", true, true),
            ("Everyone.", false, true),
            ("All of our users", false, true),
            ("Our whole customer base", false, true),
            ("Users of the app", false, true),
            ("Anybody with a phone", false, true),
            ("Nobody knows who is on shift.", false, false),
            ("See-through labels fade.", false, false),
            ("Everyone who rents out a flat", false, false),
            ("Night-shift nurses", false, false),
            ("Users: nurses", false, false),
            ("TBD: 40 nurses", false, false),
            ("The CEO asked for this. Nurses wait.", false, false),
            ("—", false, false),
        ] {
            let tokens = tokens(text);
            let is = |kind| is(tokens.of(text), 0..tokens.len(), kind);
            let found = (is(SectionKind::Problem), is(SectionKind::Audience));
            assert_eq!(found, (of_problem, of_audience), "{text}");
        }
    }
}
