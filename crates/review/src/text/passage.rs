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

    /// The passage with a line feed for each soft line break, where its lines are those of a list that has no marks, as
    /// many write it: each is short, and begins as a sentence does or with a sign. `segment` is the text of its segment.
    pub fn in_lines(&self, segment: &str) -> Option<Passage> {
        /// A line of such a list is no longer than this, in bytes.
        const LINE: usize = 80;
        let written = |span: Span| markdown::slice(segment, self.prose.source(span));
        let text = self.text();
        let is_block = matches!(self.kind, Kind::Paragraph) && text.len() > 1;
        let whole = Span::new(0, text.len());
        if !is_block || !written(whole).contains(['\n', '\r']) {
            return None;
        }
        let is_break = |at: &usize| written(Span::new(*at, at + 1)).contains(['\n', '\r']);
        let breaks = text.match_indices(' ').map(|(at, _)| at).filter(is_break);
        let mut lined = text.to_owned();
        breaks.for_each(|at| lined.replace_range(at..at + 1, "\n"));
        let strong = self.prose.marks.iter().filter(|mark| mark.kind == MarkKind::Strong);
        let starts = lined.match_indices('\n').map(|(at, _)| at + 1);
        let is_bold = |at: usize| strong.clone().any(|mark| mark.span.start == at);
        let all_bold = is_bold(0) && starts.clone().all(is_bold);
        let is_line =
            |line: &str| (all_bold || line.len() < LINE) && !line.starts_with(char::is_lowercase);
        let is_numbered = |line: &str| line.starts_with(|c: char| c == '(' || c.is_numeric());
        // "MODERATOR", over what they may do
        let is_shouted = lined.lines().next().is_some_and(|line| {
            line.len() < LINE / 2 && !line.contains(char::is_lowercase) && !line.contains('.')
        });
        let is_list = is_shouted || lined.lines().all(is_line) || lined.lines().all(is_numbered);
        is_list.then(|| {
            let mut passage = self.clone();
            passage.prose.text = lined;
            passage
        })
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

#[cfg(test)]
pub(crate) mod tests {
    use markdown::Document;

    use super::*;

    /// The passages of a document that is short enough to be one segment.
    #[track_caller]
    pub(crate) fn passages(text: &str) -> Vec<Passage> {
        let document = Document::new(text);
        let mut segments = document.segments();
        let passages = segments.next().map(|(_, segment)| Passage::of(segment));
        assert!(segments.next().is_none(), "one segment: {text}");
        passages.unwrap_or_default()
    }

    /// Each passage as its kind, its text and the bytes of its block.
    #[track_caller]
    fn check(text: &str, expected: &[(Kind, &str, &str)]) {
        let passages = passages(text);
        let found: Vec<(Kind, &str, &str)> = passages
            .iter()
            .map(|it| (it.kind, it.text(), markdown::slice(text, it.span).trim_end()))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn what_people_read_is_a_passage() {
        check(
            "# Ward *round*\n\nNurses `wait`.\n\n```\ncode\n```\n\n- first\n",
            &[
                (Kind::Heading(1), "Ward round", "# Ward *round*"),
                (Kind::Paragraph, "Nurses \u{fffc}.", "Nurses `wait`."),
                (Kind::Paragraph, "first", "first"),
            ],
        );
        // Each line of front matter is one of its own.
        check(
            "---\nname: nurse\ngoal: rest\n---\n\nText\n",
            &[
                (Kind::FrontMatter, "name: nurse", "---\nname: nurse\ngoal: rest\n---"),
                (Kind::FrontMatter, "goal: rest", "---\nname: nurse\ngoal: rest\n---"),
                (Kind::Paragraph, "Text", "Text"),
            ],
        );
        let quoted = passages("> > Nurses wait.\n");
        assert_eq!((quoted.len(), quoted[0].quotes), (1, 2));
    }

    #[test]
    fn a_passage_leads_with_what_is_bold_at_its_start() {
        for (text, lead) in [
            ("**Goals** matter", Some("Goals")),
            ("(**Goals** matter)", Some("Goals")),
            ("*Goals* matter", None),
            ("Their **goals** matter", None),
            ("Goals", None),
        ] {
            let passages = passages(text);
            let found =
                passages[0].bold_lead().map(|span| markdown::slice(passages[0].text(), span));
            assert_eq!(found, lead, "{text}");
        }
    }

    #[test]
    fn the_target_of_a_wikilink_is_known() {
        let passages = passages("The [[nurse]] and [[page|nurse]] and *nurse* wait");
        let text = passages[0].text();
        let found: Vec<bool> = text
            .match_indices("nurse")
            .map(|(at, word)| passages[0].is_target(Span::new(at, at + word.len())))
            .collect();
        assert_eq!(found, [true, false, false], "{text}");
    }

    #[test]
    fn a_long_block_is_read_in_parts_that_end_between_words() {
        let word = "shift ";
        for (count, parts) in [(LIMIT / word.len(), 1), (LIMIT / word.len() + 1, 2), (2000, 3)] {
            let text = word.repeat(count);
            let document = Document::new(&text);
            let passages: Vec<Passage> =
                document.segments().flat_map(|(_, segment)| Passage::of(segment)).collect();
            assert_eq!(passages.len(), parts, "{count} words");
            let words = passages.iter().flat_map(|passage| passage.text().split_whitespace());
            assert!(words.clone().all(|word| word == "shift"), "no word is cut");
            assert_eq!(words.count(), count);
            assert!(passages.iter().all(|passage| passage.span.len() <= LIMIT));
        }
        // Lines are kept together as far as they fit.
        let line = format!("{}\n", "x".repeat(1500));
        let text = line.repeat(4);
        let document = Document::new(&text);
        let passages = document.segments().flat_map(|(_, segment)| Passage::of(segment));
        let lines: Vec<usize> = passages.map(|it| it.text().split_whitespace().count()).collect();
        assert_eq!(lines, [2, 2]);
        // How lines end does not count.
        let text = "abc\r\n".repeat(LIMIT / 5 + 1);
        let document = Document::new(&text);
        let passages = document.segments().flat_map(|(_, segment)| Passage::of(segment));
        let sizes: Vec<usize> = passages.map(|it| it.span.len()).collect();
        assert!(matches!(sizes[..], [size] if size > LIMIT), "{sizes:?}");
        // A word without an end is cut where it must be.
        let text = "é".repeat(LIMIT);
        let document = Document::new(&text);
        let passages = document.segments().flat_map(|(_, segment)| Passage::of(segment));
        let sizes: Vec<usize> = passages.map(|it| it.span.len()).collect();
        assert_eq!(sizes, [LIMIT, LIMIT]);
    }
}
