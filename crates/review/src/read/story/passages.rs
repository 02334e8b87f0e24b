//! The passages of a segment as stories are read from them: their words, and where these stand in the text.

use std::ops::Range;

use markdown::Span;

use crate::read::story::types::Part;
use crate::text::passage::Passage;
use crate::text::token::{TokenKind, Words, one_line};

/// The passages of a segment. What no passage has an index for is read as empty.
#[derive(Clone, Copy)]
pub(super) struct Passages<'a>(pub &'a [Passage]);

/// A place between tokens: passage and token.
pub(super) type At = (usize, usize);

impl<'a> Passages<'a> {
    pub fn words(&self, index: usize) -> Words<'a> {
        match self.0.get(index) {
            Some(passage) => passage.words(),
            None => Words::default(),
        }
    }

    pub fn depth(&self, index: usize) -> u16 {
        self.0.get(index).and_then(|passage| passage.item).map_or(0, |item| item.depth)
    }

    pub fn part(&self, index: usize, mut range: Range<usize>) -> Option<Part> {
        let words = self.words(index);
        let is_edge = |at: usize| {
            words.get(at).is_none_or(|token| match token.kind {
                TokenKind::Break => true,
                TokenKind::Mark(mark) => matches!(
                    mark,
                    '.' | ',' | ';' | ':' | '"' | '”' | '“' | '*' | '|' | '…' | '-' | '?'
                ),
                _ => false,
            })
        };
        while range.start < range.end && is_edge(range.start) {
            range.start += 1;
        }
        while range.start < range.end && is_edge(range.end - 1) {
            range.end -= 1;
        }
        if range.is_empty() {
            return None;
        }
        let (text, span) = self.text_of(index, range);
        Some(Part { text, span })
    }

    pub fn text_of(&self, index: usize, range: Range<usize>) -> (String, Span) {
        let Some(passage) = self.0.get(index) else { return Default::default() };
        let span = passage.words().span(range);
        let text = one_line(markdown::slice(passage.text(), span)).replace('\u{fffc}', "…");
        (text, passage.prose.source(span))
    }

    /// The byte of the segment at which a token begins; where the passage ends, after the last.
    pub fn source(&self, index: usize, at: usize) -> usize {
        let Some(passage) = self.0.get(index) else { return 0 };
        match passage.tokens.get(at) {
            Some(token) => passage.prose.source(token.span()).start,
            None => passage.prose.source(Span::new(0, passage.text().len())).end,
        }
    }

    /// What a reader sees from `from` to `to`, as far as `span` goes.
    pub fn between(&self, from: At, to: At, span: Span) -> String {
        let mut text = String::new();
        for index in from.0..=to.0.max(from.0) {
            let Some(passage) = self.0.get(index) else { break };
            let start = if index == from.0 { from.1 } else { 0 };
            let tokens = start..passage.tokens.len();
            let end = tokens
                .clone()
                .find(|at| {
                    passage
                        .tokens
                        .get(*at)
                        .is_some_and(|token| passage.prose.source(token.span()).start >= span.end)
                })
                .unwrap_or(tokens.end);
            if start < end {
                text.push(' ');
                text.push_str(&self.text_of(index, start..end).0);
            }
        }
        one_line(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::passage::tests::passages;

    const TEXT: &str = "As a **nurse**, I want “`tea`”.\n\n- first - one\n  - second\n";

    #[test]
    fn words_are_read_where_there_are_any() {
        let list = passages(TEXT);
        let passages = Passages(&list);
        assert_eq!((passages.words(0).text(2), passages.words(9).text), ("nurse", ""));
        let depths: Vec<u16> = (0..4).map(|index| passages.depth(index)).collect();
        assert_eq!(depths, [0, 1, 2, 0]);
    }

    #[test]
    fn a_part_has_no_marks_at_its_edges() {
        let list = passages(TEXT);
        let passages = Passages(&list);
        let part = |index, range| {
            let part = passages.part(index, range)?;
            Some((part.text, markdown::slice(TEXT, part.span)))
        };
        // As a nurse , I want “ tea ” .
        assert_eq!(part(0, 0..2), Some(("As a".to_owned(), "As a")));
        assert_eq!(part(0, 3..6), Some(("I want".to_owned(), "I want")));
        assert_eq!(part(0, 3..5), Some(("I".to_owned(), "I")));
        assert_eq!(part(0, 6..10), Some(("…".to_owned(), "`tea`")));
        assert_eq!((part(0, 6..7), part(0, 8..10), part(0, 4..4)), (None, None, None));
        assert_eq!(part(1, 0..3), Some(("first - one".to_owned(), "first - one")));
        assert_eq!((part(9, 0..1), part(0, 10..12)), (None, None));
    }

    #[test]
    fn a_token_has_a_place_in_the_text() {
        let list = passages(TEXT);
        let passages = Passages(&list);
        assert_eq!(passages.source(0, 4), TEXT.find("I want").unwrap_or(0));
        assert_eq!(passages.source(1, 99), TEXT.find("\n  - second").unwrap_or(0));
        assert_eq!(passages.source(9, 0), 0);
    }

    #[test]
    fn what_a_reader_sees_goes_over_passages() {
        let list = passages(TEXT);
        let passages = Passages(&list);
        let end = |word: &str| TEXT.find(word).map_or(0, |at| at + word.len());
        let seen = |from, to, last: &str| passages.between(from, to, Span::new(0, end(last)));
        assert_eq!(seen((0, 2), (1, 0), "one"), "nurse, I want “…”. first - one");
        assert_eq!(seen((0, 4), (0, 6), "want"), "I want");
        assert_eq!(seen((1, 1), (1, 3), "second"), "- one");
        assert_eq!(seen((1, 2), (0, 0), "second"), "one");
        assert_eq!(seen((1, 0), (9, 0), "second"), "first - one second");
        assert_eq!(seen((1, 0), (2, 0), "one"), "first - one");
    }
}
