//! The place that a remark is about, as far as it can say which role is meant there.

use std::ops::Range;

use crate::document::facts;
use crate::english::phrase::Reading;
use crate::read::section::Path;
use crate::read::story::SegmentStory;
use crate::role_choice::content::Content;
use crate::role_choice::place::Place;
use crate::roles::mention;
use crate::rules::context::RuleContext;
use crate::rules::remark::Subject;
use crate::text::passage::Passage;
use crate::text::token::tokens as tokens_of;
use crate::words::Class;

/// How many words before and behind a word are asked who is meant. Few sentences are longer.
const AROUND: usize = 40;
/// How many passages above a place are asked whom they name, and how many names there.
const ABOVE: usize = 8;
const MENTIONS_ABOVE: usize = 64;

impl<'a> RuleContext<'a> {
    /// The place of the words that a remark is about.
    pub fn place(&self, subject: Subject) -> Place<'a> {
        let term = self.term(subject).unwrap_or_default();
        match subject {
            Subject::Slot(story, slot) => {
                let Some(found) = self.facts.stories.get(story) else { return Place::default() };
                let Some(named) = found.roles.get(slot) else { return Place::default() };
                let place =
                    self.place_of(named.passage, named.tokens.clone(), Some((story, found)));
                Place { is_slot: true, term, ..place }
            }
            Subject::Word(index) => {
                let Some(generic) = self.facts.generics.get(index) else { return Place::default() };
                let Some(passage) = self.passage(generic.passage) else { return Place::default() };
                let reading = Reading::new(passage, &generic.phrase);
                let at = passage.prose.source(generic.phrase.word).start;
                let story = self.story_at(at);
                let place = self.place_of(generic.passage, generic.phrase.tokens.clone(), story);
                let is_anybody = generic
                    .phrase
                    .determiner
                    .is_some_and(|determiner| passage.words().is(determiner, Class::ForAll));
                let tellers = self.tellers(generic.passage, story, place.section);
                let acts = story.is_none() && reading.is_subject();
                Place { term, tellers, acts, is_anybody, ..place }
            }
            _ => Place::default(),
        }
    }

    /// The place of a byte of the segment in one of its passages; if `in_slot` then a story's role is wanted there.
    pub fn place_at(&self, passage: usize, at: usize, in_slot: bool) -> Place<'a> {
        let mut stories = self.facts.stories.iter().enumerate();
        let story = stories.find(|(_, found)| found.span.touches(at));
        let words = self.passage(passage).map(|passage| {
            passage.tokens.partition_point(|word| passage.prose.source(word.span()).end <= at)
        });
        let word = words.unwrap_or_default();
        let place = self.place_of(passage, word..word, story);
        // Whoever is named there already is who is being named.
        Place { is_slot: in_slot, in_story: place.in_story || in_slot, named: Vec::new(), ..place }
    }

    /// The story that holds a byte of the segment.
    fn story_at(&self, at: usize) -> Option<(usize, &'a SegmentStory)> {
        let stories = &self.facts.stories;
        let index = stories.partition_point(|found| found.span.start <= at).checked_sub(1)?;
        let found = stories.get(index)?;
        (at < found.span.end).then_some((index, found))
    }

    /// How many stories of the segment stand before a passage.
    fn stories_above(&self, passage: usize) -> usize {
        self.facts.stories.partition_point(|found| {
            found.roles.first().is_some_and(|named| named.passage < passage)
        })
    }

    /// The roles that tell the story which a passage stands in, or under in the same section.
    fn tellers(
        &self,
        passage: usize,
        story: Option<(usize, &SegmentStory)>,
        section: u64,
    ) -> Vec<usize> {
        let above = || {
            let last = self.stories_above(passage).checked_sub(1)?;
            let last = self.facts.stories.get(last)?;
            let named = last.roles.first()?;
            (self.facts.section_at(self.path, named.passage) == section).then_some(last)
        };
        let story = story.map(|(_, found)| found).or_else(above);
        let named = story.into_iter().flat_map(|story| &story.roles);
        named.filter_map(|named| self.known.vocabulary().find_qualified(&named.text)).collect()
    }

    /// The place of some tokens of a passage, in a story or not.
    fn place_of(
        &self,
        passage: usize,
        tokens: Range<usize>,
        story: Option<(usize, &SegmentStory)>,
    ) -> Place<'a> {
        let words = self.passage(passage).map(Passage::words).unwrap_or_default();
        let all = 0..words.tokens.len();
        let sentence = match story {
            Some(_) => all.clone(),
            None => {
                let first = tokens.start.saturating_sub(AROUND);
                let start = (first..tokens.start).rev().find(|at| words.ends_sentence(*at));
                let last = (tokens.end + AROUND).min(all.end);
                let end = (tokens.end..last).find(|at| words.ends_sentence(*at));
                start.map_or(first, |at| at + 1)..end.unwrap_or(last)
            }
        };
        let content = match story {
            Some((_, found)) => {
                let mut content = Content::of_text(&found.want.text);
                if let Some(benefit) = &found.benefit {
                    content.push(&Content::of_text(&benefit.text));
                }
                content
            }
            None => Content::of(words, sentence.clone()),
        };
        let path = self.facts.path_at(self.path, passage);
        let ordinal = match story {
            Some((index, _)) => index,
            None => self.stories_above(passage),
        };
        let behind = |token: usize| {
            self.mentions.partition_point(|hit| (hit.passage, hit.tokens.start) < (passage, token))
        };
        let (first, last) = (behind(sentence.start), behind(sentence.end));
        let mut named: Vec<usize> =
            self.mentions.get(first..last).into_iter().flatten().map(|hit| hit.role).collect();
        named.sort_unstable();
        named.dedup();
        let above = self.mentions.get(..first).into_iter().flatten().rev().take(MENTIONS_ABOVE);
        let lately = above.map_while(|hit| {
            let ago = passage.checked_sub(hit.passage).filter(|ago| *ago < ABOVE)?;
            Some((hit.role, ago))
        });
        Place {
            content,
            in_story: story.is_some(),
            ordinal: self.known.stories_before() + ordinal,
            section: facts::section_of(&path),
            named,
            over: self.named_over(&path),
            lately: lately.collect(),
            ..Place::default()
        }
    }

    /// The roles that the nearest of some headings names that names any.
    fn named_over(&self, path: &Path) -> Vec<usize> {
        let named = path.iter().rev().map(|heading| {
            let tokens = tokens_of(&heading.title);
            let hits = mention::names(tokens.of(&heading.title), self.known.vocabulary());
            hits.iter().map(|hit| hit.role).collect::<Vec<usize>>()
        });
        named.into_iter().find(|roles| !roles.is_empty()).unwrap_or_default()
    }
}
