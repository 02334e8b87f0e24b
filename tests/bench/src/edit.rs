//! Where a text is edited, and what is typed there.

use std::ops::Range;

use serde::Serialize;
use serde_json::{Value, json};

/// A kind of edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A letter in the first paragraph.
    Start,
    /// A letter in a paragraph in the middle.
    Middle,
    /// A letter in the last paragraph.
    End,
    /// A letter in an item of a list.
    List,
    /// A letter in a cell of a table.
    Table,
    /// A letter in a story.
    Story,
    /// A letter in a heading.
    Heading,
    /// A fence that makes code of what follows, to the next fence or to the end.
    FenceOpened,
    /// A fence that makes text of it again.
    FenceClosed,
}

impl Kind {
    /// Those in which letters are typed.
    pub const TYPED: [Kind; 7] =
        [Kind::Start, Kind::Middle, Kind::End, Kind::List, Kind::Table, Kind::Story, Kind::Heading];

    /// All of them.
    pub fn all() -> impl Iterator<Item = Kind> {
        Self::TYPED.into_iter().chain([Kind::FenceOpened, Kind::FenceClosed])
    }

    /// What it is called in a table.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Start => "start",
            Kind::Middle => "middle",
            Kind::End => "end",
            Kind::List => "list",
            Kind::Table => "table",
            Kind::Story => "story",
            Kind::Heading => "heading",
            Kind::FenceOpened => "fence opened",
            Kind::FenceClosed => "fence closed",
        }
    }
}

/// A place between two characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The line, from 0.
    pub line: usize,
    /// The column in UTF-16 code units.
    pub column: usize,
    /// The offset in bytes.
    pub byte: usize,
}

/// A change of a text, within a line or of a whole line.
#[derive(Debug, Clone)]
pub struct Edit {
    /// Where it begins.
    pub from: Place,
    /// Where it ends.
    pub to: Place,
    /// What stands there then.
    pub text: String,
}

impl Edit {
    /// The bytes that are replaced.
    pub fn bytes(&self) -> Range<usize> {
        self.from.byte..self.to.byte
    }

    /// As in `contentChanges`.
    pub fn change(&self) -> Value {
        json!({"range": {"start": self.from.position(), "end": self.to.position()}, "text": self.text})
    }
}

impl Place {
    /// As the protocol has it.
    pub fn position(&self) -> Value {
        json!({"line": self.line, "character": self.column})
    }

    fn after(self, letters: usize) -> Place {
        Place { column: self.column + letters, byte: self.byte + letters, ..self }
    }
}

/// What is typed: nothing that a rule looks for.
const TYPED: &str = " which is quick and easy to read";

/// Types `count` letters at a place, one by one, and takes them back one by one.
pub fn typing(at: Place, count: usize) -> Vec<Edit> {
    let letters: Vec<char> = TYPED.chars().cycle().take(count).collect();
    let typed = letters.iter().enumerate().map(|(index, letter)| {
        let place = at.after(index);
        Edit { from: place, to: place, text: letter.to_string() }
    });
    let taken = (0..count).rev().map(|index| Edit {
        from: at.after(index),
        to: at.after(index + 1),
        text: String::new(),
    });
    typed.chain(taken).collect()
}

/// Opens a fence before a line and closes it behind that line, then takes the two back, the closing one first.
pub fn fencing(text: &str) -> Option<Vec<(Kind, Edit)>> {
    const FENCE: &str = "```\n";
    let line =
        lines(text).filter(|line| line.kind == Some(Kind::Middle)).nearest(text.len() / 2)?;
    let open = Place { line: line.number, column: 0, byte: line.start };
    let below = Place { line: open.line + 1, column: 0, byte: open.byte + FENCE.len() };
    let close = Place { line: below.line + 1, column: 0, byte: below.byte + line.text.len() + 1 };
    let after = Place { line: close.line + 1, column: 0, byte: close.byte + FENCE.len() };
    let edit = |from, to, text: &str| Edit { from, to, text: text.to_owned() };
    Some(vec![
        (Kind::FenceOpened, edit(open, open, FENCE)),
        (Kind::FenceClosed, edit(close, close, FENCE)),
        (Kind::FenceOpened, edit(close, after, "")),
        (Kind::FenceClosed, edit(open, below, "")),
    ])
}

/// The end of the text of a line of this kind. None if there is no such line.
pub fn place(text: &str, kind: Kind) -> Option<Place> {
    let (wanted, offset) = match kind {
        Kind::Start => (Kind::Middle, 0),
        Kind::End => (Kind::Middle, text.len()),
        kind => (kind, text.len() / 2),
    };
    let line = lines(text).filter(|line| line.kind == Some(wanted)).nearest(offset)?;
    let end = line.text.trim_end_matches([' ', '|', '.', '\r']);
    Some(line.place(end.len()))
}

/// The place in the middle of the text that is right behind `phrase`.
pub fn behind(text: &str, phrase: &str) -> Option<Place> {
    let line = lines(text).filter(|line| line.text.contains(phrase)).nearest(text.len() / 2)?;
    Some(line.place(line.text.find(phrase)? + phrase.len()))
}

struct Line<'a> {
    number: usize,
    start: usize,
    text: &'a str,
    /// What it is, if letters can be typed there. All paragraphs are in the middle.
    kind: Option<Kind>,
}

impl Line<'_> {
    fn place(&self, offset: usize) -> Place {
        let before = self.text.get(..offset).unwrap_or_default();
        Place {
            line: self.number,
            column: before.encode_utf16().count(),
            byte: self.start + before.len(),
        }
    }
}

trait Nearest<'a> {
    /// The line that starts nearest to an offset.
    fn nearest(self, offset: usize) -> Option<Line<'a>>;
}

impl<'a, I: Iterator<Item = Line<'a>>> Nearest<'a> for I {
    fn nearest(self, offset: usize) -> Option<Line<'a>> {
        self.min_by_key(|line| line.start.abs_diff(offset))
    }
}

fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut start = 0;
    let mut is_code = false;
    text.split_inclusive('\n').enumerate().map(move |(number, whole)| {
        let text = whole.trim_end_matches(['\n', '\r']);
        let is_fence = text.trim_start().starts_with("```");
        let kind = if is_fence || is_code { None } else { kind_of(text) };
        is_code ^= is_fence;
        let line = Line { number, start, text, kind };
        start += whole.len();
        line
    })
}

fn kind_of(line: &str) -> Option<Kind> {
    let is_item = line.starts_with("- ") || line.starts_with("* ");
    match line.chars().next()? {
        _ if line.contains("As a ") => Some(Kind::Story),
        '-' | '*' if is_item => Some(Kind::List),
        '|' if !line.contains("--") => Some(Kind::Table),
        '#' => Some(Kind::Heading),
        first if first.is_alphabetic() => Some(Kind::Middle),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Findings, generate};

    fn applied(text: &str, edits: impl IntoIterator<Item = Edit>) -> Vec<String> {
        let mut text = text.to_owned();
        let edits = edits.into_iter().map(|edit| {
            // Line and column say the same as the offset.
            for place in [edit.from, edit.to] {
                let before = text.get(..place.byte).unwrap();
                assert_eq!(before.matches('\n').count(), place.line);
                let line = before.rsplit('\n').next().unwrap();
                assert_eq!(line.encode_utf16().count(), place.column);
            }
            text.replace_range(edit.bytes(), &edit.text);
            text.clone()
        });
        edits.collect()
    }

    #[test]
    fn what_is_typed_is_taken_back() {
        let text = generate(10_000, Findings::Count(20), 3).text;
        for kind in Kind::TYPED {
            let texts = applied(&text, typing(place(&text, kind).unwrap(), 10));
            assert_eq!(texts.len(), 20);
            assert_eq!(texts[9].len(), text.len() + 10, "{kind:?}");
            assert!(texts[9].contains(" which is"));
            assert_eq!(texts[19], text, "{kind:?}");
        }
        let texts = applied(&text, fencing(&text).unwrap().into_iter().map(|(_, edit)| edit));
        assert_eq!(texts[1].matches("```").count(), text.matches("```").count() + 2);
        assert_eq!(texts[0], texts[2]);
        assert_eq!(texts[3], text);
    }

    #[test]
    fn places_are_of_their_kind() {
        let text = "# Title é\n\nFirst — one.\n\n- item\n\n```\n- code\n```\n\n| a |\n|---|\n| b |\n\nLast.\n";
        let at = |kind| {
            let place = place(text, kind)?;
            Some(text.get(..place.byte)?.rsplit('\n').next().unwrap())
        };
        assert_eq!(at(Kind::Start), Some("First — one"));
        assert_eq!(at(Kind::End), Some("Last"));
        let columns = [Kind::Start, Kind::Heading].map(|kind| place(text, kind).unwrap().column);
        assert_eq!(columns, [11, 9]);
        assert_eq!(at(Kind::List), Some("- item"));
        assert_eq!(at(Kind::Heading), Some("# Title é"));
        assert_eq!(at(Kind::Table), Some("| a"));
        assert_eq!(at(Kind::Story), None);
    }
}
