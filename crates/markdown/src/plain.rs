//! Text without markup: blank lines part paragraphs, and so does what leads an item of a list.

use crate::block::{Block, Item, Kind, opaque, paragraph};
use crate::lines::words;
use crate::span::{Span, slice};

/// A title has no more characters than this.
const TITLE: usize = 60;

/// The blocks of a segment.
pub(crate) fn read(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut gathered: Vec<Span> = Vec::new();
    let mut item = None;
    for (span, line) in words(text) {
        if line.is_empty() {
            close(text, &mut gathered, &mut item, &mut blocks);
        } else if is_rule(line) {
            // What is underlined is a title.
            let is_title = gathered.len() == 1 && item.is_none();
            close(text, &mut gathered, &mut item, &mut blocks);
            if let Some(title) = blocks.last_mut().filter(|_| is_title) {
                title.kind = Kind::Heading(if line.starts_with('=') { 1 } else { 2 });
            }
            blocks.push(opaque(Kind::Other, span));
        } else {
            let (marker, ordered) = marker(line);
            if marker > 0 {
                close(text, &mut gathered, &mut item, &mut blocks);
                item = Some(Item { depth: 1, leads: true, ordered });
            }
            gathered.push(Span::new(span.start + marker, span.end));
        }
    }
    close(text, &mut gathered, &mut item, &mut blocks);
    blocks
}

fn close(text: &str, words: &mut Vec<Span>, item: &mut Option<Item>, blocks: &mut Vec<Block>) {
    let item = item.take();
    let is_title = item.is_none() && matches!(words[..], [line] if is_title(slice(text, line)));
    if let Some(block) = paragraph(words) {
        let kind = if is_title { Kind::Heading(2) } else { block.kind };
        blocks.push(Block { kind, item, ..block });
    }
}

/// Whether a line that stands alone reads as a title: it is in capitals, or ends with a colon.
fn is_title(line: &str) -> bool {
    let letters = line.chars().filter(|letter| letter.is_alphabetic()).count();
    let is_loud = letters > 3 && !line.chars().any(char::is_lowercase);
    line.chars().count() <= TITLE && (is_loud || line.ends_with(':'))
}

/// Whether a line only parts what is above from what is below.
fn is_rule(line: &str) -> bool {
    let first = line.chars().next().unwrap_or_default();
    line.len() >= 3 && "=-_*~".contains(first) && line.chars().all(|mark| mark == first)
}

/// How many bytes lead an item of a list, and whether they number it.
fn marker(line: &str) -> (usize, bool) {
    let number = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line.get(number..).unwrap_or_default();
    let length = match number {
        0 => ["- ", "* ", "• ", "– ", "+ "].iter().find(|mark| rest.starts_with(**mark)),
        1..=3 => [". ", ") "].iter().find(|mark| rest.starts_with(**mark)),
        _ => None,
    };
    (length.map_or(0, |mark| number + mark.len()), number > 0)
}
