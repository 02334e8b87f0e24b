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

    /// The byte of the segment at which a token begins; where the passage ends, behind the last.
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
