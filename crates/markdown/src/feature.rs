//! Gherkin, as Cucumber reads it in English: <https://cucumber.io/docs/gherkin/reference/>.
//!
//! A title is a heading, a description is prose, and each step is a paragraph. Tables, doc strings and tags are data for
//! programmers, and comments stand on lines of their own: nobody reads them as prose.

use crate::block::{Block, Kind, opaque, paragraph};
use crate::lines::words;
use crate::span::{Span, slice};

/// What begins a part, and how deep its title lies.
const PARTS: [(&str, u8); 11] = [
    ("Feature:", 1),
    ("Ability:", 1),
    ("Business Need:", 1),
    ("Rule:", 2),
    ("Background:", 3),
    ("Scenario:", 3),
    ("Scenario Outline:", 3),
    ("Scenario Template:", 3),
    ("Example:", 3),
    ("Examples:", 3),
    ("Scenarios:", 3),
];
const STEPS: [&str; 6] = ["Given ", "When ", "Then ", "And ", "But ", "* "];

/// What a line continues.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) enum Feature {
    /// A title, and what describes it.
    #[default]
    Words,
    /// Steps.
    Steps,
    /// A doc string that ends with three of these.
    DocString(u8),
    /// A language other than English.
    Foreign,
}

impl Feature {
    /// What the line behind `line` continues.
    pub fn behind(self, line: &str) -> Self {
        let line = line.trim_start_matches('\u{feff}').trim();
        match self {
            Self::Foreign => Self::Foreign,
            Self::DocString(mark) if is_doc_string(line) == Some(mark) => Self::Steps,
            Self::DocString(mark) => Self::DocString(mark),
            Self::Words if is_foreign(line) => Self::Foreign,
            Self::Words | Self::Steps => match is_doc_string(line) {
                Some(mark) if self == Self::Steps => Self::DocString(mark),
                _ if part(line).is_some() => Self::Words,
                _ if is_step(line) => Self::Steps,
                _ => self,
            },
        }
    }

    /// Whether a segment may begin with what comes.
    pub fn may_cut(self) -> bool {
        matches!(self, Self::Words | Self::Steps)
    }
}

fn part(line: &str) -> Option<(&'static str, u8)> {
    PARTS.into_iter().find(|(name, _)| line.starts_with(name))
}

fn is_step(line: &str) -> bool {
    STEPS.iter().any(|step| line.starts_with(step))
}

fn is_doc_string(line: &str) -> Option<u8> {
    [b'"', b'`'].into_iter().find(|mark| line.bytes().take_while(|byte| byte == mark).count() >= 3)
}

/// `# language: fr`
fn is_foreign(line: &str) -> bool {
    let language = line.strip_prefix('#').and_then(|rest| rest.trim().strip_prefix("language:"));
    language.is_some_and(|language| !language.trim().starts_with("en"))
}

/// The blocks of a segment whose first line continues `feature`.
pub(crate) fn read(text: &str, mut feature: Feature) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut gathered: Vec<Span> = Vec::new();
    for (span, line) in words(text) {
        let before = feature;
        feature = feature.behind(line);
        let is_read = before.may_cut() && feature.may_cut();
        if is_read && !line.starts_with(['#', '@', '|']) && !line.is_empty() {
            if let Some((name, level)) = part(line) {
                blocks.extend(paragraph(&mut gathered));
                let title = slice(text, Span::new(span.start + name.len(), span.end)).trim();
                let title = Span::new(span.end - title.len(), span.end);
                blocks.push(match title.is_empty() {
                    true => opaque(Kind::Other, span),
                    false => Block { kind: Kind::Heading(level), ..Block::of(vec![title], title) },
                });
                continue;
            }
            if is_step(line) {
                blocks.extend(paragraph(&mut gathered));
            }
            gathered.push(span);
            continue;
        }
        blocks.extend(paragraph(&mut gathered));
        if !line.is_empty() {
            let is_comment = is_read && line.starts_with('#');
            blocks.push(opaque(if is_comment { Kind::Comment } else { Kind::Other }, span));
        }
    }
    blocks.extend(paragraph(&mut gathered));
    describe(text, &mut blocks);
    blocks
}

/// What a title begins reaches to the end of its description.
fn describe(text: &str, blocks: &mut [Block]) {
    let mut end = None;
    for block in blocks.iter_mut().rev() {
        match block.kind {
            Kind::Paragraph if is_step(slice(text, block.span)) => end = None,
            Kind::Paragraph => end = end.or(Some(block.span.end)),
            Kind::Heading(_) => {
                block.whole.end = end.take().unwrap_or(block.span.end);
            }
            // A comment parts no description, nor do blank lines.
            Kind::Comment => {}
            _ => end = None,
        }
    }
}
