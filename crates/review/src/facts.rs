//! What a segment says by itself, whatever stands round it.

use markdown::{Kind, Segment};

use crate::directive::{self, Directives};
use crate::generic::{self, Generic};
use crate::passage::Passage;
use crate::section::{self, Path, Topic};
use crate::story::{self, Told};
use crate::trade;

/// A segment's passages and what is in them: a function of the segment alone, so it is kept for as
/// long as the segment is.
#[derive(Debug, Clone)]
pub(crate) struct Facts {
    pub passages: Vec<Passage>,
    pub generics: Vec<Generic>,
    pub stories: Vec<Told>,
    /// The words of trade it is thick with, as `trade::words_of` gives them.
    pub trade: u32,
    pub directives: Directives,
    /// Its headings: index of the passage, level, title.
    headings: Vec<(usize, u8, String)>,
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
        let headings =
            passages.iter().enumerate().filter_map(|(index, passage)| match passage.kind {
                Kind::Heading(level) => Some((index, level, section::title(passage))),
                _ => None,
            });
        let headings = headings.collect();
        let trade = trade::words_of(&passages);
        let directives = directive::find(segment);
        Self { passages, generics, stories, trade, directives, headings }
    }

    /// The headings that hold behind the segment, `path` being those that hold before it.
    pub fn leave(&self, path: &mut Path) {
        for (_, level, title) in &self.headings {
            section::enter(path, *level, title);
        }
    }

    /// The headings over a passage, `path` being those that hold before the segment.
    pub fn path_at(&self, path: &Path, passage: usize) -> Path {
        let mut path = path.clone();
        for (_, level, title) in self.headings.iter().take_while(|(index, ..)| *index <= passage) {
            section::enter(&mut path, *level, title);
        }
        path
    }

    /// The topic of each passage's section.
    pub fn topics(&self, path: &Path) -> Vec<Topic> {
        let mut path = path.clone();
        let mut headings = self.headings.iter().peekable();
        let topics = (0..self.passages.len()).map(|passage| {
            if let Some((_, level, title)) = headings.next_if(|(index, ..)| *index == passage) {
                section::enter(&mut path, *level, title);
            }
            section::topic(&path)
        });
        topics.collect()
    }
}
