//! Labels that do the work of headings: "**Problem:** nurses wait", "Goals:" on a line of its own.

use std::ops::Range;

use markdown::Kind;

use crate::read::section;
use crate::text::lead::lead;
use crate::text::passage::Passage;
use crate::text::token::{TokenKind, tokens};

/// A label at the start of a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Label {
    /// Index of the passage.
    pub passage: usize,
    /// What it says, as [`section::title`] gives it.
    pub title: String,
    /// Its words, without the marks round them.
    pub words: Range<usize>,
    /// The first token after it; none where it stands alone and is about what follows.
    pub rest: Option<usize>,
}

impl Label {
    /// Whether it is about what follows, up to the next such label or heading. `passages` are those of its segment.
    pub fn holds(&self, passages: &[Passage]) -> bool {
        let passage = passages.get(self.passage);
        self.rest.is_none()
            && passage.is_some_and(|it| it.kind == Kind::Paragraph && it.item.is_none())
    }
}

/// A label has no more words than this.
const LONGEST: usize = 5;

/// The label of a passage. In a table it is the first cell of a row.
pub(crate) fn find(index: usize, passage: &Passage) -> Option<Label> {
    let words = passage.words();
    match passage.kind {
        Kind::Paragraph => {}
        Kind::Cell { row: 1.., column: 0 } => {}
        _ => return None,
    }
    let is_cell = matches!(passage.kind, Kind::Cell { .. });
    let colon = words.tokens.iter().take(3 * LONGEST).position(|token| token.is(':'));
    if colon.is_none() && !is_cell && passage.bold_lead().is_none() {
        return None;
    }
    let (label, rest, is_bold) = lead(passage);
    let ends = passage.text().trim_end();
    let is_label = match colon {
        Some(_) => true,
        None => {
            is_cell || is_bold && !rest.is_empty() || is_bold && !ends.ends_with(['.', '!', '?'])
        }
    };
    if !is_label || label.split_whitespace().count() > LONGEST {
        return None;
    }
    let title = section::title_of(tokens(&label).of(&label));
    let bold = passage.bold_lead().filter(|_| is_bold);
    let end = match (bold, colon) {
        (Some(bold), _) => words.tokens.partition_point(|token| token.span().start < bold.end),
        (None, Some(colon)) => colon + 1,
        (None, None) => words.tokens.len(),
    };
    let says = |at: &usize| {
        let kind = words.get(*at).map(|token| token.kind);
        matches!(kind, Some(TokenKind::Word | TokenKind::Number))
    };
    let first = (0..end).find(says)?;
    let last = (first..end).rev().find(says)?;
    let behind = (end..words.tokens.len()).find(says);
    let rest = behind.filter(|_| !rest.is_empty() && !is_cell);
    Some(Label { passage: index, title, words: first..last + 1, rest })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::passage::tests::passages;

    #[test]
    fn a_label_stands_at_the_start_of_a_passage() {
        for (text, expected) in [
            ("**Problem:** nurses wait", Some(("problem", "Problem", Some("nurses wait")))),
            ("**Problem** nurses wait", Some(("problem", "Problem", Some("nurses wait")))),
            ("Problem: nurses wait", Some(("problem", "Problem", Some("nurses wait")))),
            ("Goals:", Some(("goals", "Goals", None))),
            ("**Goals**", Some(("goals", "Goals", None))),
            ("**Goals.**", None),
            ("**2. Our goals:** tea", Some(("our goals", "2. Our goals", Some("tea")))),
            ("Goals", None),
            (
                "One two three four five: six",
                Some(("one two three four five", "One two three four five", Some("six"))),
            ),
            ("One two three four five six: seven", None),
            (
                "Nurses wait; they say: no",
                Some(("nurses wait they say", "Nurses wait; they say", Some("no"))),
            ),
            ("# Problem: nurses wait", None),
            ("- Problem: nurses wait", Some(("problem", "Problem", Some("nurses wait")))),
            (": nurses", None),
            ("Goals: —", Some(("goals", "Goals", None))),
        ] {
            let passages = passages(text);
            let label = find(3, &passages[0]);
            let words = passages[0].words();
            let seen = label.as_ref().map(|it| {
                let rest = it.rest.map(|at| crate::text::token::tests::text_from(words, at));
                (it.title.as_str(), markdown::slice(words.text, words.span(it.words.clone())), rest)
            });
            assert_eq!(seen, expected, "{text}");
            assert!(label.is_none_or(|it| it.passage == 3));
        }
    }

    #[test]
    fn the_first_cell_of_a_row_is_a_label() {
        let passages = passages(
            "| Part | Text |\n|---|---|\n| Problem | nurses wait |\n| one two three four five six | x |\n",
        );
        let found: Vec<_> = passages
            .iter()
            .enumerate()
            .filter_map(|(index, passage)| find(index, passage))
            .collect();
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].title.as_str(), found[0].passage, found[0].rest),
            ("problem", 2, None)
        );
        assert_eq!(found[0].words, 0..1);
    }

    #[test]
    fn a_label_that_stands_alone_is_about_what_follows() {
        for (text, holds) in [
            ("Goals:", true),
            ("Goals: tea", false),
            ("- Goals:", false),
            ("| a |\n|---|\n| Goals |", false),
        ] {
            let passages = passages(text);
            let last = passages.len() - 1;
            let label = find(last, &passages[last]);
            assert_eq!(label.map(|it| it.holds(&passages)), Some(holds), "{text}");
        }
    }
}
