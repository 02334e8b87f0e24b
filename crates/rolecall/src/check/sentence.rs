//! The sentence that a finding is in: by it the finding is known again when lines have moved, and when
//! the document has changed elsewhere. What it is must not change from one version to the next.

use markdown::{Block, Document, Span};

use crate::check::digest::hash;

/// No more of a sentence counts on either side, in bytes: some texts have no end of one.
const AROUND: usize = 400;
/// So many hexadecimal digits are enough to tell the sentences of a document apart.
const DIGITS: usize = 16;

/// A digest of the sentence that `span` begins in. It does not change when the sentence is broken into
/// other lines, nor when its block moves into a list or a quote.
pub fn digest(document: &Document, span: Span) -> String {
    hash([around(document, span).as_str()], DIGITS)
}

/// The sentence, in its block, that `span` begins in, on one line.
fn around(document: &Document, span: Span) -> String {
    let (before, behind) = sides(document, span.start);
    let start = before.rmatch_indices(is_end).map(|(at, end)| at + end.len());
    let start = start.filter(|at| ends(&before, &behind, *at)).max().unwrap_or_default();
    let end = behind.match_indices(is_end).map(|(at, end)| at + end.len());
    let end = end.filter(|at| ends(&behind, "", *at)).min().unwrap_or(behind.len());
    let sentence = [before.get(start..), behind.get(..end)].map(Option::unwrap_or_default);
    one_line(&sentence.concat())
}

/// `text` with single spaces between its words.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_end(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…')
}

/// Whether a sentence ends at `at`: in front of white space, or at the end of the block.
fn ends(text: &str, rest: &str, at: usize) -> bool {
    let next = text.get(at..).unwrap_or_default().chars().chain(rest.chars()).next();
    next.is_none_or(char::is_whitespace)
}

/// The block of prose that the byte at `offset` is in or behind.
pub fn block(document: &Document, offset: usize) -> Option<Span> {
    let (start, segment) = document.segments().nth(document.segment_at(offset))?;
    let block = block_in(segment.blocks(), offset.saturating_sub(start))?;
    Some(block.span.shifted(start))
}

fn block_in(blocks: &[Block], offset: usize) -> Option<&Block> {
    let behind = blocks.partition_point(|block| block.span.start <= offset);
    let block = blocks.get(behind.checked_sub(1)?)?;
    (offset <= block.span.end && block.is_prose()).then_some(block)
}

/// What stands in the same block before and behind the byte at `offset`, as far as it counts. Where
/// there is no prose, the line is the block.
fn sides(document: &Document, offset: usize) -> (String, String) {
    let at = document.segment_at(offset);
    let start = document.segment_start(at);
    let segment = document.segments().nth(at).map(|(_, segment)| segment);
    let (text, blocks) = segment.map_or(("", &[][..]), |it| (it.text(), it.blocks()));
    let offset = offset.saturating_sub(start);
    let own = [line_round(text, offset)];
    let block = block_in(blocks, offset).filter(|block| !block.lines.is_empty());
    let lines = block.map_or(&own[..], |block| block.lines.as_slice());
    let here = lines.partition_point(|line| line.start <= offset);
    let mut before = Vec::new();
    let mut room = AROUND;
    for line in lines.get(..here).unwrap_or_default().iter().rev() {
        let part = text.get(line.start..line.end.min(offset)).unwrap_or_default();
        let part = part.get(part.ceil_char_boundary(part.len().saturating_sub(room))..);
        let part = part.unwrap_or_default();
        before.push(part);
        room = room.saturating_sub(part.len() + 1);
        if room == 0 {
            break;
        }
    }
    before.reverse();
    let mut after = Vec::new();
    let mut room = AROUND;
    for line in lines.get(here.saturating_sub(1)..).unwrap_or_default() {
        let part = text.get(line.start.max(offset)..line.end).unwrap_or_default();
        let part = part.get(..part.floor_char_boundary(room)).unwrap_or_default();
        after.push(part);
        room = room.saturating_sub(part.len() + 1);
        if room == 0 {
            break;
        }
    }
    (before.join("\n"), after.join("\n"))
}

/// The line that `offset` is on.
fn line_round(text: &str, offset: usize) -> Span {
    const BREAKS: [char; 2] = ['\n', '\r'];
    let start = text.get(..offset).and_then(|text| text.rfind(BREAKS)).map_or(0, |at| at + 1);
    let rest = text.get(offset..).unwrap_or_default();
    Span::new(start, offset + rest.find(BREAKS).unwrap_or(rest.len()))
}
