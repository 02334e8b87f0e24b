//! Personas named by their numbers: "persona 4", "personas 4, 5 and 7", "personas #2-4".

use std::ops::Range;

use markdown::{Kind, Span};

use crate::text::passage::Passage;
use crate::text::token::{TokenKind, Words, is_apostrophe};
use crate::words::Class;

/// Personas that a text names by number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reference {
    /// Index of the passage in its segment.
    pub passage: usize,
    /// Its tokens, from what qualifies the word "persona" to the last number.
    pub tokens: Range<usize>,
    /// The same as bytes of the prose, without a possessive ending.
    pub words: Span,
    /// The numbers, each with where it is written; a range has all that are between.
    pub numbers: Vec<(u32, Span)>,
    /// The ending with its apostrophe, as in "persona 4's": the apostrophe.
    pub possessive: Option<char>,
    /// Whether one of them is meant: "persona 4 or 7".
    pub either: bool,
}

/// No project has more personas than this; what is larger is a year or a version.
const LARGEST: u32 = 199;
/// A range of more than this is none of personas.
const LONGEST_RANGE: u32 = 12;

/// The personas that a passage names by number, in order. A label, as in "Persona 4: Sarah Sue",
/// names none: it says whose number it is.
pub(crate) fn find(index: usize, passage: &Passage) -> Vec<Reference> {
    let words = passage.words();
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.tokens.len() && passage.kind != Kind::FrontMatter {
        let reference = is_persona(words, at).then(|| reference_at(index, passage, at)).flatten();
        match reference {
            Some(reference) => {
                at = reference.tokens.end;
                found.push(reference);
            }
            None => at += 1,
        }
    }
    found
}

fn is_persona(words: Words<'_>, at: usize) -> bool {
    // Asked of every word there is.
    matches!(words.text(at).len(), 7 | 8) && matches!(words.lower(at), "persona" | "personas")
}

fn reference_at(index: usize, passage: &Passage, noun: usize) -> Option<Reference> {
    let words = passage.words();
    // "persona-4" is the name of something.
    words.get(noun + 1).filter(|token| token.spaced)?;
    let mut reader = Reader { words, at: noun + 1 };
    let (first, span) = reader.number()?;
    let mut numbers = vec![(first, span)];
    let mut either = false;
    let mut end = reader.at;
    while let Some(join) = reader.join() {
        let Some((number, span)) = reader.number() else { break };
        match join {
            Join::Range => {
                let from = numbers.last().map_or(number, |(last, _)| last + 1);
                if number < from || number - from >= LONGEST_RANGE {
                    break;
                }
                numbers.extend((from..=number).map(|number| (number, span)));
            }
            Join::List { or } => {
                either |= or;
                numbers.push((number, span));
            }
        }
        end = reader.at;
    }
    let last = words.text(end.checked_sub(1)?);
    let possessive = last.chars().find(|c| is_apostrophe(*c));
    // "Personas 5 times a year", "persona 4.2", "persona 4%"
    let counts = words.is(end, Class::CountedAfter);
    let goes_on = words.get(end).is_some_and(|token| {
        !token.spaced
            && !matches!(token.kind, TokenKind::Mark(mark) if ",.;:!?)]”\"'’*—–/".contains(mark))
    });
    let start = start_of(words, noun);
    let tokens = start..end;
    if counts || goes_on || is_label(passage, &tokens) {
        return None;
    }
    let mut span = words.span(tokens.clone());
    if possessive.is_some() {
        span.end -= last.len() - last.find(is_apostrophe).unwrap_or(last.len());
    }
    Some(Reference { passage: index, tokens, words: span, numbers, possessive, either })
}

/// Where the phrase begins: "[primary persona] 4".
fn start_of(words: Words<'_>, noun: usize) -> usize {
    let qualifies = |at: &usize| words.is(*at, Class::PersonaQualifier);
    noun.checked_sub(1).filter(qualifies).unwrap_or(noun)
}

/// "### Persona 4: Sarah Sue", "**Persona 4** — …", and whatever stands alone, but for a cell that
/// points to a persona from another column.
fn is_label(passage: &Passage, tokens: &Range<usize>) -> bool {
    let words = passage.words();
    let ends = words.get(tokens.end).is_none_or(|token| match token.kind {
        TokenKind::Mark(mark) => matches!(mark, ':' | '—' | '–' | '-' | '(' | '|' | '.'),
        kind => kind == TokenKind::Break,
    });
    let is_pointer = matches!(passage.kind, Kind::Cell { row, column } if row > 0 && column > 0);
    let starts = tokens.start == 0
        || words.before(tokens.start).is_some_and(|token| token.kind == TokenKind::Break);
    starts && ends && !is_pointer
}

/// How two numbers are joined.
enum Join {
    List { or: bool },
    Range,
}

/// Reads numbers and what joins them.
struct Reader<'a> {
    words: Words<'a>,
    at: usize,
}

impl Reader<'_> {
    /// A number, with what may stand before it: "#4", "no. 4", "number 4".
    fn number(&mut self) -> Option<(u32, Span)> {
        let mut at = self.at;
        if matches!(self.words.lower(at), "no" | "nr" | "number" | "numbers") {
            at += 1;
            at += usize::from(self.words.text(at) == ".");
        }
        at += usize::from(self.words.text(at) == "#");
        let token = self.words.get(at)?;
        if token.kind != TokenKind::Number {
            return None;
        }
        let written = self.words.text(at);
        let digits = written.split(is_apostrophe).next().unwrap_or_default();
        let number = digits.parse().ok().filter(|number| *number <= LARGEST)?;
        self.at = at + 1;
        let start = token.span().start;
        Some((number, Span::new(start, start + digits.len())))
    }

    fn join(&mut self) -> Option<Join> {
        let mut at = self.at;
        let mut or = false;
        let mut is_list = false;
        match self.words.text(at) {
            "-" | "–" | "—" => {
                self.at = at + 1;
                return Some(Join::Range);
            }
            "," | "/" | "&" => {
                is_list = true;
                at += 1;
            }
            _ => {}
        }
        match self.words.lower(at) {
            "and" => (is_list, at) = (true, at + 1),
            "or" => (is_list, or, at) = (true, true, at + 1),
            "to" | "through" if !is_list => {
                self.at = at + 1;
                return Some(Join::Range);
            }
            _ => {}
        }
        at += usize::from(is_list && is_persona(self.words, at));
        self.at = at;
        is_list.then_some(Join::List { or })
    }
}

#[cfg(test)]
mod tests {
    use markdown::Document;

    use super::*;

    /// Each reference as its words, with the numbers it stands for.
    fn check(text: &str, expected: &[(&str, &[u32])]) {
        let document = Document::new(text);
        let passages: Vec<Passage> =
            document.segments().flat_map(|(_, segment)| Passage::of(segment)).collect();
        let found: Vec<(String, Vec<u32>)> = passages
            .iter()
            .enumerate()
            .flat_map(|(index, passage)| {
                find(index, passage).into_iter().map(move |one| {
                    let words = markdown::slice(passage.text(), one.words).to_owned();
                    (words, one.numbers.iter().map(|(number, _)| *number).collect())
                })
            })
            .collect();
        let expected: Vec<(String, Vec<u32>)> = expected
            .iter()
            .map(|(words, numbers)| ((*words).to_owned(), numbers.to_vec()))
            .collect();
        assert_eq!(found, expected, "in {text}");
    }

    #[test]
    fn numbers_lists_and_ranges() {
        check("See personas 4 and 7.", &[("personas 4 and 7", &[4, 7])]);
        check(
            "Persona #3 pays, as does persona no. 12.",
            &[("Persona #3", &[3]), ("persona no. 12", &[12])],
        );
        check("For personas 4, 5, and 7, or so", &[("personas 4, 5, and 7", &[4, 5, 7])]);
        check("For personas 2-4 and 6", &[("personas 2-4 and 6", &[2, 3, 4, 6])]);
        check("For personas 2 to 4", &[("personas 2 to 4", &[2, 3, 4])]);
        check("Ask persona 4 or persona 7", &[("persona 4 or persona 7", &[4, 7])]);
        check("It is primary persona 4\u{2019}s oven", &[("primary persona 4", &[4])]);
        check("- US-1 (persona 4)", &[("persona 4", &[4])]);
        check("| Story | Persona |\n|---|---|\n| a | Persona 4 |\n", &[("Persona 4", &[4])]);
    }

    #[test]
    fn what_is_no_reference() {
        for text in [
            "### Persona 4: Sarah Sue",
            "**Persona 4** — Sarah Sue",
            "Persona 4",
            "| Persona 4 |\n|---|\n| Persona 5 |\n",
            "We have 3 personas. Personas 2026 is a deck, persona-4 a slug.",
            "We discuss personas 2 times a year, persona 4.2 and persona 4% of it.",
            "Three personas, 2 of which pay.",
            "Personas: 4",
            "---\nfor: the persona 4 of us\n---\n",
        ] {
            check(text, &[]);
        }
    }
}
