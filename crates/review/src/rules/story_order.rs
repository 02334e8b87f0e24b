//! Which of the rules on stories speaks of a story: the most helpful, and no other.

use crate::read::story::Told;
use crate::read::story::form::Shape;
use crate::rules::context::Page;
use crate::rules::rule::Rule;

impl<'a> Page<'a> {
    /// A story, and how it is written.
    pub fn story(&self, index: usize) -> Option<(&'a Told, &'a Shape)> {
        self.facts.stories.get(index).zip(self.facts.shapes.get(index))
    }

    /// The stories that a rule speaks of: none where a more helpful one does, or in front matter.
    pub fn stories_for(
        &self,
        rule: &'static Rule,
    ) -> impl Iterator<Item = (usize, &'a Told, &'a Shape)> {
        let stories = self.facts.stories.iter().zip(&self.facts.shapes).enumerate();
        let of_rule = stories.filter(move |(index, (_, shape))| {
            !shape.is_fixed && self.speaker(*index).is_some_and(|speaker| speaker == rule)
        });
        of_rule.map(|(index, (told, shape))| (index, told, shape))
    }

    /// The rule that speaks of a story.
    fn speaker(&self, index: usize) -> Option<&'static Rule> {
        let rules = self.registry.on_stories.iter();
        let mut rules = rules.filter(|(rule, _)| !rule.is_off_in(self.known.settings()));
        rules.find(|(_, applies)| applies(self, index)).map(|(rule, _)| *rule)
    }
}
