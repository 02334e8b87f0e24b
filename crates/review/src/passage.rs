//! The prose of one block, cut into words.

use markdown::{Block, Item, Kind, MarkKind, Prose, Segment, Span};

use crate::words::{Token, Words, tokens};

/// A block that people read, with its words. Spans are of its prose unless said otherwise.
#[derive(Debug, Clone)]
pub(crate) struct Passage {
    pub kind: Kind,
    pub item: Option<Item>,
    pub prose: Prose,
    pub tokens: Vec<Token>,
    /// The block's bytes in its segment.
    pub span: Span,
}

impl Passage {
    /// The passages of a segment, in text order. Front matter is among them, since stories are
    /// written there too; no finding is ever made in it.
    pub fn of(segment: &Segment) -> Vec<Passage> {
        let text = segment.text();
        let mut passages = Vec::new();
        for block in segment.blocks() {
            if block.kind == Kind::FrontMatter {
                let lines =
                    block.lines.iter().map(|line| Block { lines: vec![*line], ..block.clone() });
                passages.extend(lines.map(|line| Passage::of_block(&line, text)));
            } else if block.is_prose() {
                passages.push(Passage::of_block(block, text));
            }
        }
        passages
    }

    fn of_block(block: &Block, segment: &str) -> Passage {
        let prose = block.prose(segment);
        let tokens = tokens(&prose.text);
        Passage { kind: block.kind, item: block.item, prose, tokens, span: block.span }
    }

    pub fn words(&self) -> Words<'_> {
        Words { text: &self.prose.text, tokens: &self.tokens }
    }

    pub fn text(&self) -> &str {
        &self.prose.text
    }

    /// A bold stretch that the passage begins with: its lead.
    pub fn bold_lead(&self) -> Option<Span> {
        let first = self.tokens.first()?.span().start;
        let mark = self.prose.marks.iter().find(|mark| mark.kind == MarkKind::Strong)?;
        (mark.span.start <= first + 1).then_some(mark.span)
    }
}
