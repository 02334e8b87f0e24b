//! What a segment says by itself, whatever stands round it.

use markdown::{Kind, Segment, Span};

use crate::english::generic::GenericWords;
use crate::english::language::Languages;
use crate::person::generic::{self, Generic};
use crate::read::commerce::Trade;
use crate::read::directive::{self, Directives};
use crate::read::label::{self, Label};
use crate::read::role::number::{self, Reference};
use crate::read::section::{self, Path, Topic};
use crate::read::story::form::{self, Shape};
use crate::read::story::template::{self, Unfinished};
use crate::read::story::{self, Told};
use crate::read::unread;
use crate::text::passage::Passage;
use crate::text::reference::Definitions;

/// A segment's passages and what is in them: a function of the segment alone, so it is kept for as
/// long as the segment is.
#[derive(Debug, Clone)]
pub(crate) struct Facts {
    pub passages: Vec<Passage>,
    pub generics: Vec<Generic>,
    pub stories: Vec<Told>,
    /// How each of the stories is written.
    pub shapes: Vec<Shape>,
    pub unfinished: Vec<Unfinished>,
    /// Where it names personas by their numbers.
    pub references: Vec<Reference>,
    /// The words of trade in it.
    pub trade: Trade,
    pub directives: Directives,
    pub languages: Languages,
    /// Labels that do the work of headings.
    pub labels: Vec<Label>,
    /// The links that it defines.
    pub definitions: Definitions,
    /// Where it begins to be read as plain text, if it is too much to be read as Markdown.
    pub unread: Option<Span>,
    /// Its headings: index of the passage, level, title.
    headings: Vec<(usize, u8, String)>,
    /// The words that are generic in the project.
    pub generic: GenericWords,
}

impl Facts {
    /// What a segment says, where these words are generic.
    pub fn of(segment: &Segment, generic: &GenericWords) -> Self {
        let passages = Passage::of(segment);
        let generics = passages
            .iter()
            .enumerate()
            .flat_map(|(index, passage)| generic::find(index, passage, generic))
            .collect();
        let stories = story::find(&passages);
        let shapes = form::of(&passages, segment.text(), &stories);
        let unfinished = template::find(&passages, segment.text(), &stories);
        let references = passages
            .iter()
            .enumerate()
            .flat_map(|(index, passage)| number::find(index, passage))
            .collect();
        let headings =
            passages.iter().enumerate().filter_map(|(index, passage)| match passage.kind {
                Kind::Heading(level) => Some((index, level, section::title(passage))),
                _ => None,
            });
        let headings = headings.collect();
        let trade = Trade::of(&passages);
        let directives = directive::find(segment);
        let languages = Languages::of(&passages, segment.text().len());
        let labels = passages.iter().enumerate();
        let labels = labels.filter_map(|(index, passage)| label::find(index, passage)).collect();
        let unread = unread::find(segment, &passages);
        Self {
            passages,
            generics,
            stories,
            shapes,
            unfinished,
            references,
            trade,
            directives,
            languages,
            labels,
            generic: generic.clone(),
            definitions: Definitions::of(segment),
            unread,
            headings,
        }
    }

    /// Its headings, each with its level.
    pub fn headings(&self) -> impl Iterator<Item = (u8, &Passage)> {
        let headings = self.headings.iter();
        headings.filter_map(|(index, level, _)| Some((*level, self.passages.get(*index)?)))
    }

    /// The headings that hold behind the segment, `path` being those that hold before it.
    pub fn leave(&self, path: &mut Path) {
        for (index, level, title) in &self.headings {
            section::enter(path, *level, self.text(*index), title);
        }
    }

    /// The label that holds behind the segment, `label` being the one that holds before it: the last
    /// that stands alone, unless a heading is further down.
    pub fn leave_label(&self, label: Option<&str>) -> Option<String> {
        let last = self.labels.iter().rev().find(|label| label.holds(&self.passages));
        let heading = self.headings.last().map(|(index, ..)| *index);
        match last {
            Some(last) if heading.is_none_or(|heading| heading < last.passage) => {
                Some(last.title.clone())
            }
            _ if heading.is_some() => None,
            _ => label.map(str::to_owned),
        }
    }

    /// The headings over a passage, `path` being those that hold before the segment.
    pub fn path_at(&self, path: &Path, passage: usize) -> Path {
        let mut path = path.clone();
        let over = self.headings.iter().take_while(|(index, ..)| *index <= passage);
        for (index, level, title) in over {
            section::enter(&mut path, *level, self.text(*index), title);
        }
        path
    }

    fn text(&self, passage: usize) -> &str {
        self.passages.get(passage).map_or("", Passage::text)
    }

    /// The topic of each passage's section.
    pub fn topics(&self, path: &Path) -> Vec<Topic> {
        let mut path = path.clone();
        let mut headings = self.headings.iter().peekable();
        let topics = (0..self.passages.len()).map(|passage| {
            if let Some((_, level, title)) = headings.next_if(|(index, ..)| *index == passage) {
                section::enter(&mut path, *level, self.text(passage), title);
            }
            section::topic(&path)
        });
        topics.collect()
    }
}
