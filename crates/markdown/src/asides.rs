//! The asides of a whole segment: which of them are closed, what they are to readers, and the text without them for the
//! grammar. One that is never closed is none: its lines are read as what they are.

use crate::aside::{Aside, Step};
use crate::block::{Block, Item, Kind};
use crate::lines::{lines, unindent};
use crate::scan::{Scanner, Within};
use crate::span::{Span, slice, trimmed};
use crate::syntax::Syntax;

/// A closed aside: its bytes in the segment, and what it is to readers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Closed {
    pub span: Span,
    pub kind: Kind,
}

/// The closed asides of a segment of Markdown or MDX that is entered in `within`, in text order.
pub(crate) fn find(text: &str, within: Within, syntax: Syntax) -> Vec<Closed> {
    let mut found = Vec::new();
    let is_first = within == Within::Text && starts_document(text);
    let has_any = |marks: &[&str]| marks.iter().any(|mark| text.contains(mark));
    if !is_first && syntax != Syntax::Mdx && !has_any(&["%%", "$$", ":::", "{%", "{::"]) {
        return found;
    }
    let all: Vec<(Span, &str)> = lines(text).collect();
    let mut scanner = Scanner::at_cut(within, syntax);
    // Behind a place where one of a kind was not closed, none of that kind is.
    let mut unclosed: Vec<std::mem::Discriminant<Aside>> = Vec::new();
    let mut index = 0;
    while let Some((span, line)) = all.get(index).copied() {
        let before = scanner.within;
        let place = scanner.place(is_first && index == 0);
        scanner.line(line, is_first && index == 0);
        scanner.aside = None;
        let opened = match before {
            Within::Text => Aside::opened(line, place),
            _ => None,
        };
        index += 1;
        let (aside, last, end) = match opened {
            None | Some(Step::Broken) => continue,
            Some(Step::Done(end)) => (None, span, end),
            Some(Step::On(aside)) => {
                let kind = std::mem::discriminant(&aside);
                if unclosed.contains(&kind) {
                    continue;
                }
                match closed(aside, all.get(index..).unwrap_or_default()) {
                    Ok((more, end)) => {
                        index += more;
                        let last = all.get(index - 1).map_or(span, |(span, _)| *span);
                        (Some(aside), last, end)
                    }
                    Err(true) => {
                        unclosed.push(kind);
                        continue;
                    }
                    Err(false) => continue,
                }
            }
        };
        // What follows it begins anew, as it does at a cut.
        scanner = Scanner::at_cut(Within::Text, syntax);
        let (_, rest) = unindent(line);
        let is_front = matches!(aside, Some(Aside::FrontMatter { .. }));
        let start = match is_front {
            true => span.start + (line.len() - line.trim_start_matches('\u{feff}').len()),
            false => span.start + (line.len() - rest.len()),
        };
        let span = Span::new(start, last.start + end);
        let span = if is_front { span } else { trimmed(text, span) };
        found.push(Closed { span, kind: kind(slice(text, span), aside) });
    }
    found
}

/// How many more lines it takes, and how many bytes of the last of them; or else whether it might be closed by
/// lines that do not follow.
fn closed(mut aside: Aside, rest: &[(Span, &str)]) -> Result<(usize, usize), bool> {
    for (index, (_, line)) in rest.iter().enumerate() {
        match aside.step(line) {
            Step::On(next) => aside = next,
            Step::Done(end) => return Ok((index + 1, end)),
            Step::Broken => return Err(false),
        }
    }
    let last = rest.last().map_or(0, |(_, line)| line.len());
    if aside.may_end() { Ok((rest.len(), last)) } else { Err(true) }
}

/// Whether a text begins as front matter does.
pub(crate) fn starts_document(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    text.starts_with("---") || text.starts_with("+++")
}

fn kind(text: &str, aside: Option<Aside>) -> Kind {
    match aside {
        Some(Aside::FrontMatter { .. }) => Kind::FrontMatter,
        Some(Aside::Math { .. } | Aside::Diagram) => Kind::Code,
        _ if text.starts_with("$$") => Kind::Code,
        _ if text.starts_with("%%") => Kind::Comment,
        _ if text.starts_with("{/*") && text.ends_with("*/}") => Kind::Comment,
        _ => Kind::Other,
    }
}

/// The blocks of asides, put among those of the rest of the text.
pub(crate) fn merge(text: &str, asides: &[Closed], blocks: &mut Vec<Block>) {
    for aside in asides {
        let at = blocks.partition_point(|block| block.span.start < aside.span.start);
        let line_start = text
            .get(..aside.span.start)
            .and_then(|before| before.rfind(['\n', '\r']))
            .map_or(0, |at| at + 1);
        let margin = slice(text, Span::new(line_start, aside.span.start));
        let above = at.checked_sub(1).and_then(|at| blocks.get(at));
        let item =
            above.and_then(|block| block.item).filter(|_| margin.starts_with([' ', '\t', '>']));
        let item = item.map(|item| Item { leads: false, ..item });
        let lines = match aside.kind {
            Kind::FrontMatter => lines(slice(text, aside.span))
                .map(|(line, _)| trimmed(text, line.shifted(aside.span.start)))
                .filter(|line| !matches!(slice(text, *line), "" | "---" | "+++" | "..."))
                .collect(),
            _ => Vec::new(),
        };
        let quotes = margin.bytes().filter(|byte| *byte == b'>').count();
        let block = Block {
            kind: aside.kind,
            lines,
            item,
            quotes: u16::try_from(quotes).unwrap_or(u16::MAX),
            ..Block::of(Vec::new(), aside.span)
        };
        blocks.insert(at, block);
    }
}

/// The text, byte for byte as long, with nothing where asides stand: neither they nor their marks are anything to
/// Markdown's grammar. The marks of containers stay.
pub(crate) fn masked(text: &str, asides: &[Closed]) -> String {
    let mut masked = text.as_bytes().to_vec();
    for aside in asides {
        let mut in_margin = false;
        for byte in masked.get_mut(aside.span.range()).unwrap_or_default() {
            match byte {
                b'\n' | b'\r' => in_margin = true,
                b' ' | b'\t' | b'>' if in_margin => {}
                _ => {
                    in_margin = false;
                    *byte = b' ';
                }
            }
        }
    }
    String::from_utf8(masked).unwrap_or_else(|_| text.to_owned())
}
