//! What a segment says by itself, whatever stands round it.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use markdown::{Kind, Segment, Span};

use crate::document::usage::Usage;
use crate::english::generic::GenericWords;
use crate::english::language::Languages;
use crate::person::generic::{self, Generic};
use crate::read::commerce::CommerceTerms;
use crate::read::directive::{self, Directives};
use crate::read::label::{self, Label};
use crate::read::role::number::{self, Reference};
use crate::read::section::{self, Path, Topic};
use crate::read::story::form::{self, StoryForm};
use crate::read::story::template::{self, Unfinished};
use crate::read::story::{self, SegmentStory};
use crate::read::unread;
use crate::text::passage::Passage;
use crate::text::reference::Definitions;

/// A segment's passages and what is in them: a function of the segment alone, so it is kept for as
/// long as the segment is.
#[derive(Debug, Clone)]
pub(crate) struct Facts {
    pub passages: Vec<Passage>,
    pub generics: Vec<Generic>,
    pub stories: Vec<SegmentStory>,
    /// How each of the stories is written.
    pub forms: Vec<StoryForm>,
    pub unfinished: Vec<Unfinished>,
    /// Where it names personas by their numbers.
    pub references: Vec<Reference>,
    /// The commerce terms in it.
    pub commerce: CommerceTerms,
    /// How it uses code and generic words.
    pub usage: Usage,
    pub directives: Directives,
    pub languages: Languages,
    /// Labels that do the work of headings.
    pub labels: Vec<Label>,
    /// The links that it defines.
    pub definitions: Definitions,
    /// Where it begins to be read as plain text, if it is too much to be read as Markdown.
    pub unread: Option<Span>,
    /// What opens its sections.
    headings: Vec<Opening>,
    /// Whether one of them is over a section on the audience.
    pub has_audience: bool,
    /// The words that are generic in the project.
    pub generic: GenericWords,
}

/// What opens a section: a heading, or the title in the front matter.
#[derive(Debug, Clone)]
struct Opening {
    /// Index of its passage.
    passage: usize,
    level: u8,
    title: String,
    /// What it says that the section is about.
    topic: Topic,
}

impl Facts {
    /// What a segment says, where these words are generic.
    pub fn of(segment: &Segment, generic: &GenericWords) -> Self {
        let passages = Passage::of(segment);
        let generics: Vec<Generic> = passages
            .iter()
            .enumerate()
            .flat_map(|(index, passage)| generic::find(index, passage, generic))
            .collect();
        let stories = story::find(&passages);
        let forms = form::of(&passages, segment.text(), &stories);
        let unfinished = template::find(&passages, segment.text(), &stories);
        let references = passages
            .iter()
            .enumerate()
            .flat_map(|(index, passage)| number::find(index, passage))
            .collect();
        let headings = passages.iter().enumerate().filter_map(|(passage, it)| {
            let (level, text, title) = section::opened(it)?;
            let topic = section::topic_of_heading(level, text, &title);
            Some(Opening { passage, level, title, topic })
        });
        let headings: Vec<Opening> = headings.collect();
        let has_audience = headings.iter().any(|it| it.topic == Topic::Audience);
        let commerce = CommerceTerms::of(&passages);
        let usage = Usage::of(segment, &passages, &generics);
        let directives = directive::find(segment);
        let languages = Languages::of(&passages, segment.text().len());
        let labels = passages.iter().enumerate();
        let labels = labels.filter_map(|(index, passage)| label::find(index, passage)).collect();
        let unread = unread::find(segment, &passages);
        Self {
            passages,
            generics,
            stories,
            forms,
            unfinished,
            references,
            commerce,
            usage,
            directives,
            languages,
            labels,
            generic: generic.clone(),
            definitions: Definitions::of(segment),
            unread,
            headings,
            has_audience,
        }
    }

    /// Its headings, each with its level.
    pub fn headings(&self) -> impl Iterator<Item = (u8, &Passage)> {
        let passages = self.headings.iter().map(|opening| self.passages.get(opening.passage));
        passages.flatten().filter_map(|passage| match passage.kind {
            Kind::Heading(level) => Some((level, passage)),
            _ => None,
        })
    }

    /// Enters the headings of the segment into `path`, which holds those in front of it.
    pub fn leave(&self, path: &mut Path) {
        self.headings.iter().for_each(|opening| self.enter(path, opening));
    }

    /// Returns the label that applies after the segment, `label` being the one that applies before it: the last
    /// that stands alone, unless a heading is further down.
    pub fn leave_label(&self, label: Option<&str>) -> Option<String> {
        let last = self.labels.iter().rev().find(|label| label.holds(&self.passages));
        let heading = self.headings.last().map(|opening| opening.passage);
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
        let over = self.headings.iter().take_while(|opening| opening.passage <= passage);
        over.for_each(|opening| self.enter(&mut path, opening));
        path
    }

    /// The same as one number: passages of one section have the same.
    pub fn section_at(&self, path: &Path, passage: usize) -> u64 {
        section_of(&self.path_at(path, passage))
    }

    fn enter(&self, path: &mut Path, opening: &Opening) {
        let text = self.passages.get(opening.passage).and_then(section::opening);
        let text = text.map(|(_, text)| text).unwrap_or_default();
        section::enter_as(path, opening.level, text, &opening.title, opening.topic);
    }

    /// The topic of each passage's section.
    pub fn topics(&self, path: &Path) -> Vec<Topic> {
        let mut path = path.clone();
        let mut headings = self.headings.iter().peekable();
        let topics = (0..self.passages.len()).map(|passage| {
            if let Some(opening) = headings.next_if(|opening| opening.passage == passage) {
                self.enter(&mut path, opening);
            }
            section::topic(&path)
        });
        topics.collect()
    }
}

/// The headings of a path as one number: places of one section have the same.
pub(crate) fn section_of(path: &Path) -> u64 {
    let titles = path.iter().map(|heading| (heading.level, heading.title.as_str()));
    FixedState::default().hash_one(titles.collect::<Vec<(u8, &str)>>())
}

#[cfg(test)]
pub(crate) mod tests {
    use markdown::Document;

    use super::*;

    /// The facts of a document that is short enough to be one segment.
    #[track_caller]
    pub(crate) fn facts(text: &str) -> Facts {
        let document = Document::new(text);
        let mut segments = document.segments();
        let (_, segment) = segments.next().expect("a segment");
        assert!(segments.next().is_none(), "one segment: {text}");
        Facts::of(segment, &GenericWords::default())
    }

    #[test]
    fn a_segment_is_read_once_for_all() {
        let facts = facts(
            "# Tea\n\nThe user waits for persona 4.\n\nAs a nurse, I want tea.\n\nAs a <role>, I want tea.\n\n\
             Goals:\n\n<!-- rolecall-ignore -->\n\n[nurse]: n.md\n",
        );
        assert_eq!((facts.passages.len(), facts.generics.len()), (5, 1));
        assert_eq!((facts.stories.len(), facts.forms.len(), facts.unfinished.len()), (1, 1, 1));
        assert_eq!((facts.references.len(), facts.references[0].passage), (1, 1));
        assert_eq!((facts.generics[0].passage, facts.labels[0].passage), (1, 4));
        assert_eq!((facts.directives.all.len(), facts.unread), (1, None));
        assert!(!facts.definitions.is_empty());
        let headings: Vec<(u8, &str)> =
            facts.headings().map(|(level, it)| (level, it.text())).collect();
        assert_eq!(headings, [(1, "Tea")]);
    }

    fn path(above: &[(u8, &str)]) -> Path {
        let mut path = Path::new();
        for (level, text) in above {
            section::enter(&mut path, *level, text, &text.to_lowercase());
        }
        path
    }

    #[test]
    fn headings_hold_up_to_the_next_as_high() {
        let facts = facts("Text\n\n## Roles\n\nText\n\n### Nurse\n\nText\n\n## Scope\n\nText\n");
        let above = path(&[(1, "Tea"), (2, "Data model")]);
        let titles = |path: &Path| path.iter().map(|it| it.title.clone()).collect::<Vec<_>>();
        let at = |passage| titles(&facts.path_at(&above, passage));
        assert_eq!(at(0), ["tea", "data model"]);
        assert_eq!(
            (at(1), at(2)),
            (vec!["tea".to_owned(), "roles".into()], vec!["tea".to_owned(), "roles".into()])
        );
        assert_eq!(at(4), ["tea", "roles", "nurse"]);
        assert_eq!(at(9), ["tea", "scope"]);
        let mut left = above.clone();
        facts.leave(&mut left);
        assert_eq!(titles(&left), ["tea", "scope"]);
        assert_eq!(left.last().map(|it| it.text.as_str()), Some("Scope"));
        use Topic::{Audience, Other, Technical};
        assert_eq!(
            facts.topics(&above),
            [Technical, Audience, Audience, Audience, Audience, Other, Other]
        );
    }

    #[test]
    fn a_label_holds_up_to_the_next_heading() {
        for (text, before, expected) in [
            ("Text\n", Some("goals"), Some("goals")),
            ("Text\n", None, None),
            ("Problem:\n\nText\n", Some("goals"), Some("problem")),
            ("Problem: text\n", Some("goals"), Some("goals")),
            ("Problem:\n\nScope:\n\nTea: hot\n", None, Some("scope")),
            ("Problem:\n\n## Tea\n", Some("goals"), None),
            ("## Tea\n\nProblem:\n", Some("goals"), Some("problem")),
            ("## Tea\n\nText\n", Some("goals"), None),
        ] {
            assert_eq!(facts(text).leave_label(before).as_deref(), expected, "{text}");
        }
    }
}
