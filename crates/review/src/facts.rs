//! What a segment says by itself, whatever stands round it.

use markdown::{Kind, Segment};

use crate::generic::{self, Generic};
use crate::passage::Passage;
use crate::section::{self, Path};
use crate::story::{self, Told};

/// A segment's passages and what is in them: a function of the segment alone, so it is kept for as
/// long as the segment is.
#[derive(Debug, Clone)]
pub(crate) struct Facts {
    pub passages: Vec<Passage>,
    pub generics: Vec<Generic>,
    pub stories: Vec<Told>,
}

impl Facts {
    pub fn of(segment: &Segment) -> Self {
        let passages = Passage::of(segment);
        let generics = passages
            .iter()
            .enumerate()
            .flat_map(|(index, passage)| generic::find(index, passage))
            .collect();
        let stories = story::find(&passages);
        Self { passages, generics, stories }
    }

    /// The headings that hold behind the segment, `path` being those that hold before it.
    pub fn leave(&self, path: &mut Path) {
        for passage in &self.passages {
            if let Kind::Heading(level) = passage.kind {
                section::enter(path, level, &section::title(passage));
            }
        }
    }

    /// The headings over a passage, `path` being those that hold before the segment.
    pub fn path_at(&self, path: &Path, passage: usize) -> Path {
        let mut path = path.clone();
        for passage in self.passages.iter().take(passage + 1) {
            if let Kind::Heading(level) = passage.kind {
                section::enter(&mut path, level, &section::title(passage));
            }
        }
        path
    }
}
