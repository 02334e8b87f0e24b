//! The prose of one block, cut into words.

use markdown::{Block, Item, Kind, MarkKind, Prose, Segment, Span};

use crate::text::token::{Tokens, Words, tokens};

/// A block whose lines are longer than this, in bytes, is read in parts. Nobody writes such a paragraph; what is
/// asked of a word's surroundings then costs the same wherever the word stands.
const LIMIT: usize = 4096;

/// A block that people read, with its words. Spans are of its prose unless said otherwise.
#[derive(Debug, Clone)]
pub(crate) struct Passage {
    pub kind: Kind,
    pub item: Option<Item>,
    pub prose: Prose,
    pub tokens: Tokens,
    /// The block's bytes in its segment.
    pub span: Span,
    /// How many block quotes it stands in.
    pub quotes: u16,
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
            } else if block.is_prose() && is_long(block) {
                passages
                    .extend(parts(block, text).iter().map(|part| Passage::of_block(part, text)));
            } else if block.is_prose() {
                passages.push(Passage::of_block(block, text));
            }
        }
        passages
    }

    fn of_block(block: &Block, segment: &str) -> Passage {
        let prose = block.prose(segment);
        let tokens = tokens(&prose.text);
        let (span, quotes) = (block.span, block.quotes);
        Passage { kind: block.kind, item: block.item, prose, tokens, span, quotes }
    }

    pub fn words(&self) -> Words<'_> {
        self.tokens.of(&self.prose.text)
    }

    pub fn text(&self) -> &str {
        &self.prose.text
    }

    /// Whether a stretch is the target of a wikilink, which is the name of a page: what is put in its place leads
    /// elsewhere.
    pub fn is_target(&self, stretch: Span) -> bool {
        let mut marks = self.prose.marks.iter();
        marks.any(|mark| mark.kind == MarkKind::Page && mark.span.overlaps(stretch))
    }

    /// A bold stretch that the passage begins with: its lead.
    pub fn bold_lead(&self) -> Option<Span> {
        let first = self.tokens.first()?.span().start;
        let mark = self.prose.marks.iter().find(|mark| mark.kind == MarkKind::Strong)?;
        (mark.span.start <= first + 1).then_some(mark.span)
    }
}

/// Whether a block is read in parts. How its lines end does not count.
fn is_long(block: &Block) -> bool {
    let lines = block.lines.iter().map(|line| line.len());
    block.span.len() > LIMIT && lines.sum::<usize>() > LIMIT
}

/// A long block in parts, cut between words.
fn parts(block: &Block, text: &str) -> Vec<Block> {
    let mut parts: Vec<Block> = Vec::new();
    let mut size = LIMIT;
    for line in &block.lines {
        let mut rest = *line;
        while !rest.is_empty() {
            let written = markdown::slice(text, rest);
            let most = written.floor_char_boundary(LIMIT);
            let cut = match written.get(..most) {
                Some(start) if most < written.len() => start.rfind(' ').map_or(most, |at| at + 1),
                _ => written.len(),
            };
            let piece = Span::new(rest.start, rest.start + cut);
            rest = Span::new(piece.end, rest.end);
            size += cut;
            match parts.last_mut() {
                Some(part) if size <= LIMIT => {
                    part.lines.push(piece);
                    part.span.end = piece.end;
                }
                _ => {
                    parts.push(Block { lines: vec![piece], span: piece, ..block.clone() });
                    size = cut;
                }
            }
        }
    }
    parts
}
