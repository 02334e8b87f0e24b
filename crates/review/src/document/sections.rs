//! The sections of a document: what stands under each heading, and what it is there for.

use markdown::{Document, Prose, Segment, Span};

use crate::document::facts::Facts;
use crate::read::section;
use crate::read::section_kind::{self, SectionKinds};
use crate::settings::section::{SectionKind, Titles};
use crate::text::passage::Passage;
use crate::text::token::{one_line, tokens};

/// A heading with what stands under it. Spans are of the document, in UTF-8 bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// What a reader sees of the heading, on one line; may be empty.
    pub title: String,
    /// 1 to 6.
    pub level: u8,
    /// The heading, its markup included.
    pub heading: Span,
    /// From the heading to the last word before the next one of its level or above.
    pub span: Span,
}

/// The sections of a document, in text order.
pub(crate) struct Sections<'a> {
    pub all: Vec<Section>,
    document: &'a Document,
    titles: &'a Titles,
}

impl<'a> Sections<'a> {
    /// The sections of a document. `segments` are its segments, each with the byte of the document that it
    /// starts at, and `titles` what the project calls its sections.
    pub fn of<'f>(
        document: &'a Document,
        segments: impl Iterator<Item = (usize, &'f Segment, &'f Facts)>,
        titles: &'a Titles,
    ) -> Self {
        let mut sections: Vec<Section> = Vec::new();
        // Those that have not ended yet, innermost last.
        let mut open: Vec<usize> = Vec::new();
        for (base, segment, facts) in segments {
            for (level, passage) in facts.headings() {
                let heading = document.trimmed_end(passage.span.shifted(base));
                while let Some(above) = open.pop_if(|above| {
                    sections.get(*above).is_some_and(|section| section.level >= level)
                }) {
                    end(&mut sections, above, heading.start);
                }
                open.push(sections.len());
                let title = shown(passage, segment.text());
                sections.push(Section { title, level, heading, span: heading });
            }
        }
        for above in open {
            end(&mut sections, above, document.len());
        }
        for section in &mut sections {
            section.span = document.trimmed_end(section.span);
        }
        Self { all: sections, document, titles }
    }

    /// The section of an index.
    pub fn get(&self, index: usize) -> Option<&Section> {
        self.all.get(index)
    }

    /// The index of the innermost section that a byte of the document is in.
    pub fn innermost(&self, offset: usize) -> Option<usize> {
        self.all.iter().rposition(|section| section.span.touches(offset))
    }

    /// The first section for which something holds of what it is there for.
    pub fn find(&self, is_such: impl Fn(SectionKinds) -> bool) -> Option<usize> {
        (0..self.all.len()).find(|index| is_such(self.kinds(*index)))
    }

    /// What a section is there for, by its own title.
    pub fn own_kinds(&self, section: &Section) -> SectionKinds {
        let title = section::title_of(tokens(&section.title).of(&section.title));
        section_kind::of_title(&title, self.titles)
    }

    /// What a section is there for, by its title or else by those above.
    pub fn kinds(&self, index: usize) -> SectionKinds {
        let above = self.all.iter().take(index + 1).rev();
        let mut level = u8::MAX;
        for section in above {
            if section.level >= level {
                continue;
            }
            level = section.level;
            let kinds = self.own_kinds(section);
            if !kinds.is_empty() || level == 1 {
                return kinds;
            }
        }
        SectionKinds::default()
    }

    /// Whether some section is there to say a problem.
    pub fn have_problem(&self) -> bool {
        let says = |section: &Section| self.own_kinds(section).all().any(SectionKind::is_problem);
        self.all.iter().any(says)
    }

    /// What stands under a heading before the next one, in bytes of the document; it ends where its text does.
    pub fn body(&self, index: usize) -> Span {
        let Some(section) = self.all.get(index) else { return Span::default() };
        let next = self.all.get(index + 1).map_or(usize::MAX, |next| next.heading.start);
        let end = section.span.end.min(next);
        self.document.trimmed_end(Span::new(section.heading.end.min(end), end))
    }
}

fn end(sections: &mut [Section], index: usize, at: usize) {
    if let Some(section) = sections.get_mut(index) {
        section.span.end = at.max(section.span.end);
    }
}

/// What a reader sees of a passage, code and the descriptions of images included.
fn shown(passage: &Passage, segment: &str) -> String {
    let text = passage.text();
    let mut shown = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        if character == Prose::OBJECT {
            let span = passage.prose.source(Span::new(at, at + character.len_utf8()));
            let source = markdown::slice(segment, span);
            let described = source.strip_prefix("![").and_then(|image| image.split(']').next());
            shown.push_str(described.unwrap_or(source.trim_matches(['`', '<', '>'])));
        } else {
            shown.push(character);
        }
    }
    one_line(&shown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::english::generic::GenericWords;

    #[test]
    fn a_section_is_for_what_its_title_says_or_the_one_above() {
        let text =
            "# Tea PRD\n\n## Problem\n\nCold.\n\n### Weather\n\nWind.\n\n## Le but\n\nHeat.\n";
        let document = Document::new(text);
        let facts: Vec<_> = document
            .segments()
            .map(|(base, it)| (base, it, Facts::of(it, &GenericWords::default())))
            .collect();
        let titles: Titles = [(SectionKind::Goals, vec!["Le but".to_owned()])].into();
        let segments = facts.iter().map(|(base, segment, facts)| (*base, &***segment, facts));
        let sections = Sections::of(&document, segments, &titles);
        let kinds: Vec<_> = (0..4).map(|index| sections.kinds(index).only()).collect();
        let problem = Some(SectionKind::Problem);
        assert_eq!(kinds, [None, problem, problem, Some(SectionKind::Goals)]);
        assert!(sections.have_problem());
        assert_eq!(sections.find(|kinds| kinds.has(SectionKind::Goals)), Some(3));
        let innermost = sections.innermost(text.find("Wind").unwrap());
        assert_eq!(innermost.and_then(|index| sections.get(index)).unwrap().title, "Weather");
        assert_eq!(document.slice(sections.body(1)).trim(), "Cold.");
    }
}
