//! Which of the rules on stories speaks of a story: the most helpful, and no other.

use crate::read::story::SegmentStory;
use crate::read::story::form::StoryForm;
use crate::rules::context::RuleContext;
use crate::rules::rule::Rule;

impl<'a> RuleContext<'a> {
    /// A story, and how it is written.
    pub fn story(&self, index: usize) -> Option<(&'a SegmentStory, &'a StoryForm)> {
        self.facts.stories.get(index).zip(self.facts.forms.get(index))
    }

    /// The stories that a rule speaks of: none where a more helpful one does, or in front matter.
    pub fn stories_for(
        &self,
        rule: &'static Rule,
    ) -> impl Iterator<Item = (usize, &'a SegmentStory, &'a StoryForm)> {
        let stories = self.facts.stories.iter().zip(&self.facts.forms).enumerate();
        let of_rule = stories.filter(move |(index, (_, form))| {
            !form.is_fixed && self.speaker(*index).is_some_and(|speaker| speaker == rule)
        });
        of_rule.map(|(index, (found, form))| (index, found, form))
    }

    /// The rule that speaks of a story.
    fn speaker(&self, index: usize) -> Option<&'static Rule> {
        let rules = self.registry.on_stories.iter();
        let mut rules = rules.filter(|(rule, _)| !rule.is_off_in(self.known.settings()));
        rules.find(|(_, applies)| applies(self, index)).map(|(rule, _)| *rule)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::{Document, Review, Settings};

    /// The rules that speak of the story of a text, where some are off.
    fn speakers(text: &str, off: &[&str]) -> Vec<&'static str> {
        let rules = off.iter().map(|name| ((*name).to_owned(), None)).collect();
        let settings = Settings { rules, ..Settings::default() };
        let review = Review::new(Document::new(text), Arc::new(settings));
        review.findings().into_iter().map(|finding| finding.rule.name).collect()
    }

    #[test]
    fn the_most_helpful_rule_speaks_and_the_next_if_it_is_off() {
        let story = "As a nurse, I want to open a box and send a receipt (we never had that in the old tool, and nobody asked).\n";
        assert_eq!(speakers(story, &[]), ["story-not-atomic"]);
        assert_eq!(speakers(story, &["story-not-atomic"]), ["story-without-benefit"]);
        let off = ["story-not-atomic", "story-without-benefit"];
        assert_eq!(speakers(story, &off), ["story-not-minimal"]);
    }
}
