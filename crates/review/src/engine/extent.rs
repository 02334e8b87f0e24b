//! How much of a document is reviewed.

use std::path::Path;

use markdown::Span;

use crate::document::kind::Nature;
use crate::engine::segment_review::SegmentReview;
use crate::read::document_kind::{self, DocumentKind, Extent, Sign};
use crate::read::story::SegmentStory;

/// How a document came to be reviewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Asked {
    /// It was asked for by name: all of it is reviewed.
    #[default]
    Named,
    /// It is open in an editor: what its kind leaves out is a hint.
    Open,
    /// It is open in an editor, and is none of its project's documents: all that is found in it is a hint.
    Aside,
    /// It was found in a folder: what its kind leaves out is not said.
    Found,
}

/// Where a document comes from, as far as that matters to its review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Origin {
    sign: Option<Sign>,
    asked: Asked,
}

impl Origin {
    /// The origin of the document at `path`, from its project's folder on.
    pub fn new(path: &Path, asked: Asked) -> Self {
        Self { sign: document_kind::of_path(path), asked }
    }

    /// What the path says of the document's kind.
    pub(crate) fn sign(self) -> Option<Sign> {
        self.sign
    }

    /// Whether the roles that a document of this nature declares count beyond it: always where it was asked for by name.
    pub(crate) fn declares_for_others(self, nature: Nature) -> bool {
        self.asked == Asked::Named || nature.declares_for_others
    }

    /// How much of a document of this kind is reviewed.
    pub(crate) fn extent(self, kind: DocumentKind) -> Extent {
        match self.asked {
            Asked::Named => Extent::Whole,
            Asked::Open | Asked::Found => kind.extent(),
            Asked::Aside => Extent::Nothing,
        }
    }

    /// Whether what is left out shows as hints, in a document of this kind.
    pub(crate) fn hints(self, kind: DocumentKind) -> bool {
        matches!(self.asked, Asked::Open | Asked::Aside) && kind.extent() != Extent::Nothing
    }
}

/// What of a segment is reviewed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(crate) enum Reviewed {
    #[default]
    All,
    /// What is in these stretches, in bytes of the segment, in text order.
    Only(Vec<Span>),
}

impl Reviewed {
    /// Whether the byte at `offset` is reviewed.
    pub fn has(&self, offset: usize) -> bool {
        match self {
            Self::All => true,
            Self::Only(stretches) => {
                stretches.iter().any(|stretch| stretch.range().contains(&offset))
            }
        }
    }
}

/// Says of each part of a document what of it is reviewed.
pub(crate) fn limit(parts: &mut [SegmentReview], extent: Extent) {
    let mut stretches = match extent {
        Extent::Whole => return,
        Extent::Stories => around_stories(parts),
        Extent::Nothing => Vec::new(),
    }
    .into_iter()
    .peekable();
    for (index, part) in parts.iter_mut().enumerate() {
        let here = std::iter::from_fn(|| stretches.next_if(|(segment, _)| *segment == index));
        part.reviewed = Reviewed::Only(here.map(|(_, stretch)| stretch).collect());
    }
}

/// Whether somebody tells the story as "I", or a table holds it: "As technical advisors, we want to …" is, where no
/// requirements stand, a team that says what it is there for.
fn is_told_by_one(story: &SegmentStory) -> bool {
    let is_i = |word: &str| word == "I" || word.starts_with("I'") || word.starts_with("I’");
    story.wanting.is_none() || story.text.split(' ').any(is_i)
}

/// The stretches of the sections that hold stories, each with the index of its segment: from the heading that is nearest
/// before a story to the next of its level or above, or to the next of any level where the heading is the document's title.
fn around_stories(parts: &[SegmentReview]) -> Vec<(usize, Span)> {
    /// The level of what stands before the first heading.
    const TOP: u8 = 1;
    struct Section {
        level: u8,
        start: (usize, usize),
        has_story: bool,
    }
    let mut sections = vec![Section { level: TOP, start: (0, 0), has_story: false }];
    for (index, part) in parts.iter().enumerate() {
        let facts = &part.read.facts;
        let stories = facts.stories.iter().filter(|story| is_told_by_one(story));
        let mut stories = stories.map(|story| story.span.start).peekable();
        let mut tell = |sections: &mut Vec<Section>, end: usize| {
            while stories.next_if(|start| *start < end).is_some() {
                if let Some(section) = sections.last_mut() {
                    section.has_story = true;
                }
            }
        };
        for (level, heading) in facts.headings() {
            tell(&mut sections, heading.span.start);
            sections.push(Section { level, start: (index, heading.span.start), has_story: false });
        }
        tell(&mut sections, usize::MAX);
    }
    let mut stretches: Vec<(usize, Span)> = Vec::new();
    let mut reached = (0, 0);
    for (at, section) in sections.iter().enumerate().filter(|(_, section)| section.has_story) {
        let mut after = sections.iter().skip(at + 1);
        let next = after.find(|next| section.level == TOP || next.level <= section.level);
        let end = next.map_or((parts.len(), 0), |next| next.start);
        let start = section.start.max(reached);
        for segment in start.0..=end.0.min(parts.len().saturating_sub(1)) {
            let from = if segment == start.0 { start.1 } else { 0 };
            let to = if segment == end.0 { end.1 } else { usize::MAX };
            if from < to {
                stretches.push((segment, Span::new(from, to)));
            }
        }
        reached = reached.max(end);
    }
    stretches
}
