//! What stands round a place: word, name, part of a story, sentence, block, sections.

use markdown::{Span, slice};

use crate::engine::review::Review;
use crate::text::passage::Passage;

impl Review {
    /// What stands round the byte at `offset`, each in bytes of the document and inside the next:
    /// the word, the role, the part of a story, the sentence, the block, the sections, the document.
    pub fn around(&self, offset: usize) -> Vec<Span> {
        let document = self.document();
        let mut spans = Vec::new();
        if let Some((base, context)) = self.segment_at(offset).and_then(|part| self.context(part)) {
            let segment = self.segments().find(|(start, ..)| *start == base);
            let text = segment.map(|(_, segment, _)| segment.text()).unwrap_or_default();
            let local = offset.saturating_sub(base);
            let mut found: Vec<Span> = Vec::new();
            for passage in context.facts.passages.iter().filter(|one| one.span.touches(local)) {
                found.extend(words_around(passage, text, local));
                found.push(trimmed(text, passage.span));
            }
            if let Some((_, segment, _)) = segment {
                let blocks = segment.blocks().iter().filter(|block| block.lines.is_empty());
                found.extend(blocks.map(|block| trimmed(text, block.span)));
            }
            for story in context.facts.stories.iter().filter(|story| story.span.touches(local)) {
                found.extend(story.roles.iter().map(|role| role.span));
                found.push(story.want.span);
                found.extend(story.benefit.iter().map(|part| part.span));
                // A story in one sentence would only add a step that leaves out the full stop.
                let passages = context.facts.passages.iter();
                let is_parted = !passages.clone().any(|passage| passage.span.contains(story.span));
                found.extend(is_parted.then_some(story.span));
            }
            spans.extend(found.into_iter().map(|span| span.shifted(base)));
        }
        spans.extend(self.mention_at(offset).map(|mention| mention.span));
        spans.extend(self.sections().all.into_iter().map(|section| section.span));
        spans.push(Span::new(0, document.len()));
        nested(spans, offset)
    }
}

/// The word and the sentence of a passage round a byte of its segment.
fn words_around(passage: &Passage, segment: &str, at: usize) -> Vec<Span> {
    let words = passage.words();
    let Some(at) = passage.prose.at_source(at) else { return Vec::new() };
    let token = words.tokens.iter().position(|token| token.span().touches(at) && !is_mark(*token));
    let behind = words.tokens.partition_point(|token| token.span().start < at);
    let near = token.unwrap_or(behind.saturating_sub(1));
    let before = (0..near).rev().find(|index| words.ends_sentence(*index));
    let start = before.map_or(0, |index| index + 1);
    let end = (near..words.tokens.len()).find(|index| words.ends_sentence(*index));
    let end = end.map_or(words.tokens.len(), |index| index + 1);
    let word = token.map(|token| passage.prose.source(words.span(token..token + 1)));
    let sentence = with_emphasis(segment, passage.prose.source(words.span(start..end)));
    word.into_iter().chain([sentence]).collect()
}

fn is_mark(token: crate::text::token::Token) -> bool {
    use crate::text::token::TokenKind::{Break, Mark};
    matches!(token.kind, Mark(_) | Break)
}

/// A span with the emphasis that opens right before it or closes right behind it.
fn with_emphasis(text: &str, span: Span) -> Span {
    let is_mark = |c: char| matches!(c, '*' | '_' | '~');
    let before = slice(text, Span::new(0, span.start));
    let behind = slice(text, Span::new(span.end, text.len()));
    let start = before.trim_end_matches(is_mark).len();
    let end = text.len() - behind.trim_start_matches(is_mark).len();
    Span::new(start, end.max(span.end))
}

fn trimmed(text: &str, span: Span) -> Span {
    Span::new(span.start, span.start + slice(text, span).trim_end().len())
}

/// Those of the spans round a byte that lie in one another, innermost first, each once.
fn nested(mut spans: Vec<Span>, offset: usize) -> Vec<Span> {
    spans.retain(|span| span.touches(offset));
    spans.sort_by_key(|span| span.len());
    let mut chain: Vec<Span> = Vec::new();
    for span in spans {
        if chain.last().is_none_or(|inner| *inner != span && span.contains(*inner)) {
            chain.push(span);
        }
    }
    chain
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{Document, Settings};

    fn check(text: &str, expected: &[&str]) {
        let marked = fixture::read(text);
        let review = Review::new(Document::new(&marked.text), Arc::new(Settings::default()));
        let spans = review.around(marked.cursor.unwrap());
        let texts: Vec<&str> = spans.iter().map(|span| slice(&marked.text, *span)).collect();
        assert_eq!(texts, expected, "{text}");
    }

    #[test]
    fn from_the_word_to_the_document() {
        let story = "- **Sales associate**: sells\n\n# B\n\n😀 Go. As a new sales asso$0ciate, I want tea. Then.\n\n";
        check(
            &format!("# Roles\n\n{story}"),
            &[
                "associate",
                "sales associate",
                "new sales associate",
                "As a new sales associate, I want tea.",
                "😀 Go. As a new sales associate, I want tea. Then.",
                "# B\n\n😀 Go. As a new sales associate, I want tea. Then.",
                &format!("# Roles\n\n{}", story.replace("$0", "")),
            ],
        );
    }

    #[test]
    fn the_parts_of_a_story() {
        let text = "As a shopper, I want to pay by card so that I go on.\n";
        check(&text.replace("card", "$0card"), &["card", "pay by card", text.trim_end(), text]);
        check(&text.replace("go on", "go o$0n"), &["on", "I go on", text.trim_end(), text]);
        check(
            "As a shopper\n\nI want t$0ea\n\nEnd.",
            &[
                "tea",
                "I want tea",
                "As a shopper\n\nI want tea",
                "As a shopper\n\nI want tea\n\nEnd.",
            ],
        );
    }

    #[test]
    fn what_is_no_prose_is_a_block() {
        check("a\n\n```\nb$0\n```\n\nc\n", &["```\nb\n```", "a\n\n```\nb\n```\n\nc\n"]);
        check("a `b$0` c\n\nd", &["`b`", "a `b` c", "a `b` c\n\nd"]);
        check("---\na: $0b\n---\nc", &["b", "a: b", "---\na: b\n---", "---\na: b\n---\nc"]);
        check("- a\n- b$0 *c*\n", &["b", "b *c*", "- a\n- b *c*\n"]);
        check("# A b$0\n\nc", &["b", "A b", "# A b", "# A b\n\nc"]);
    }

    #[test]
    fn places_outside_everything_are_in_the_document() {
        check("$0", &[""]);
        check("a\n\n$0\n\nb\n", &["a\n\n\n\nb\n"]);
    }
}
