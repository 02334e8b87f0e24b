//! Links that find their target by their own words: `[the nurse]`, where `[the nurse]: nurse.md` is
//! defined.

use std::collections::HashSet;

use markdown::{Kind, Segment, Span, slice};

/// How far, in bytes, the brackets round a place are looked for.
const REACH: usize = 1024;

/// What links in brackets are defined, by their labels in their common form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Definitions(HashSet<String>);

impl Definitions {
    pub fn of(segment: &Segment) -> Self {
        let mut labels = HashSet::new();
        for block in segment.blocks().iter().filter(|block| block.kind == Kind::Other) {
            for line in slice(segment.text(), block.span).lines() {
                let line = line.trim_start_matches(|c: char| c.is_whitespace() || c == '>');
                let label = line.strip_prefix('[').and_then(|rest| rest.split_once("]:"));
                labels.extend(label.map(|(label, _)| common(label)));
            }
        }
        Self(labels)
    }

    /// The definitions of several segments as one.
    pub fn together<'a>(all: impl Iterator<Item = &'a Definitions>) -> Self {
        Self(all.flat_map(|one| one.0.iter().cloned()).collect())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a span of a text is, or is part of, words that a link finds its target by.
    pub fn are_used_at(&self, text: &str, span: Span) -> bool {
        if self.is_empty() {
            return false;
        }
        let from = text.floor_char_boundary(span.start.saturating_sub(REACH));
        let to = text.ceil_char_boundary((span.end + REACH).min(text.len()));
        let (before, behind) =
            (slice(text, Span::new(from, span.start)), slice(text, Span::new(span.end, to)));
        let (Some(open), Some(close)) = (
            unpaired(before.char_indices().rev(), ']', '['),
            unpaired(behind.char_indices(), '[', ']'),
        ) else {
            return false;
        };
        let rest = behind.get(close + 1..).unwrap_or_default();
        // "[the nurse](n.md)" and "[the nurse][n]" find it otherwise; "[the nurse][^1]" has a footnote.
        let has_label = rest.starts_with('[') && !rest.starts_with("[]") && !rest.starts_with("[^");
        let is_other = rest.starts_with('(') || has_label;
        let inner = Span::new(from + open + 1, span.end + close);
        !is_other && self.0.contains(&common(slice(text, inner)))
    }
}

/// The first bracket that closes what none of those before it opened.
fn unpaired(
    characters: impl Iterator<Item = (usize, char)>,
    opens: char,
    closes: char,
) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, character) in characters {
        if character == opens {
            depth += 1;
        } else if character == closes {
            match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return Some(at),
            }
        }
    }
    None
}

/// Definitions are compared without regard to case and white space (CommonMark 0.31, 4.7).
fn common(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use markdown::Document;

    use super::*;

    #[test]
    fn a_link_by_its_own_words_is_known() {
        let text = "[nurse] [a nurse][] [nurse][x] [nurse](y) nurse [other nurse] [nurse][^1]\n\n> [Nurse]: n.md\n> [a\tNurse]: n.md\n";
        let of = |text: &str| {
            let document = Document::new(text);
            let all: Vec<Definitions> =
                document.segments().map(|(_, segment)| Definitions::of(segment)).collect();
            Definitions::together(all.iter())
        };
        let found: Vec<bool> = text
            .match_indices("nurse")
            .take(7)
            .map(|(at, _)| of(text).are_used_at(text, Span::new(at, at + 5)))
            .collect();
        assert_eq!(found, [true, true, false, false, false, false, true]);
        assert_eq!(of("[nurse] waits"), Definitions::default());
    }
}
