//! What the stories of a document say together of how they are written.

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::sync::Arc;

use foldhash::fast::RandomState;

use crate::document::facts::Facts;
use crate::english::generic::GenericWords;
use crate::english::grammar;
use crate::read::role::generic_name;
use crate::read::section::Path;
use crate::read::story::SegmentStory;
use crate::read::story::form::{StoryForm, Wording};
use crate::read::story::same_want::{self, Repetition, Signature};
use crate::role_choice::content::Content;
use crate::roles::vocabulary::{self, Vocabulary};
use crate::text::token::{Tokens, tokens};

/// What one story has to tell the rest of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sample {
    /// Who wants it.
    pub roles: Vec<Teller>,
    /// What is wanted and what for.
    pub text: String,
    pub tokens: Tokens,
    /// What it is about.
    pub content: Arc<Content>,
    /// The headings that it stands under, as one number.
    pub section: u64,
    wording: Option<Wording>,
    says_why: bool,
    is_heading: bool,
    is_fixed: bool,
    signature: Signature,
}

/// A role as a story names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Teller {
    pub name: String,
    /// Whether that is the name of a role: no generic word, and no machine.
    pub is_somebody: bool,
}

impl Teller {
    fn of(name: &str, generic: &GenericWords) -> Self {
        let is_somebody =
            !generic_name::is_generic_slot(name, generic) && !grammar::is_machine_role(name);
        Self { name: name.to_owned(), is_somebody }
    }
}

impl Sample {
    /// The samples of a segment's stories, in their order.
    pub fn of(facts: &Facts, path: &Path) -> Vec<Sample> {
        let stories = facts.stories.iter().zip(&facts.forms);
        let samples = stories.map(|(story, form)| {
            let roles =
                story.roles.iter().map(|role| Teller::of(&role.text, &facts.generic)).collect();
            let benefit = story.benefit.as_ref().map(|part| part.text.as_str()).unwrap_or_default();
            let StoryForm { wording, says_why, is_heading, is_fixed, ref signature, .. } = *form;
            let text = format!("{} {benefit}", story.want.text);
            let tokens = tokens(&text);
            Sample {
                roles,
                content: Arc::new(Content::of(tokens.of(&text), 0..tokens.len())),
                section: section_of(facts, path, story),
                text,
                tokens,
                wording,
                says_why,
                is_heading,
                is_fixed,
                signature: signature.clone(),
            }
        });
        samples.collect()
    }
}

/// The headings over a story, as one number.
fn section_of(facts: &Facts, path: &Path, story: &SegmentStory) -> u64 {
    let passage = story.roles.first().map_or(0, |named| named.passage);
    facts.section_at(path, passage)
}

/// How the stories of a document are written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Backlog {
    /// How many stories there are, front matter aside.
    pub count: usize,
    /// How many of them say what for.
    pub with_reason: usize,
    /// How many stories stand before the first that does not.
    pub first_without: Option<usize>,
    /// How many have each wording, by [`Wording::ALL`].
    wordings: [usize; Wording::ALL.len()],
    /// Stories that want what an earlier one wants, by how many stand before.
    repetitions: HashMap<usize, Repetition>,
}

/// So many stories of one wording make it the document's.
const MANY: usize = 5;

impl Backlog {
    /// What the stories say together, in text order.
    pub fn of<'a>(
        stories: impl Iterator<Item = &'a Sample> + Clone,
        vocabulary: &Vocabulary,
    ) -> Self {
        let mut backlog = Self::default();
        let own = stories.clone().enumerate().filter(|(_, sample)| !sample.is_fixed);
        for (ordinal, sample) in own {
            backlog.count += 1;
            backlog.with_reason += usize::from(sample.says_why);
            if !sample.says_why && backlog.first_without.is_none() {
                backlog.first_without = Some(ordinal);
            }
            let count =
                sample.wording.and_then(|wording| backlog.wordings.get_mut(wording as usize));
            if let Some(count) = count {
                *count += 1;
            }
        }
        let hasher = RandomState::default();
        let mut known: HashMap<&str, u64, RandomState> = HashMap::default();
        backlog.repetitions = same_want::among(stories.map(|sample| {
            let mut roles: Vec<u64> = sample
                .roles
                .iter()
                .map(|role| {
                    let number = || match vocabulary.find(&role.name) {
                        Some(name) => hasher.hash_one(name.role),
                        None => hasher.hash_one(vocabulary::key(&role.name)),
                    };
                    *known.entry(&role.name).or_insert_with(number)
                })
                .collect();
            roles.sort_unstable();
            (hasher.hash_one(roles), &sample.signature, sample.is_heading)
        }));
        backlog
    }

    /// The wording of nearly all stories, and how many have it.
    pub fn usual(&self) -> Option<(Wording, usize)> {
        let total: usize = self.wordings.iter().sum();
        let most = Wording::ALL.into_iter().zip(self.wordings).max_by_key(|(_, count)| *count)?;
        (most.1 >= MANY && most.1 * 5 >= total * 4).then_some(most)
    }

    /// The earlier story that wants the same as the one that so many stand before.
    pub fn repetition(&self, ordinal: usize) -> Option<Repetition> {
        self.repetitions.get(&ordinal).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::facts::tests::facts;
    use crate::settings::role::Role;

    fn samples(text: &str) -> Vec<Sample> {
        Sample::of(&facts(text), &Path::new())
    }

    fn backlog(text: &str, roles: &[Role]) -> Backlog {
        let vocabulary = Vocabulary::of_settings(roles, &GenericWords::default());
        Backlog::of(samples(text).iter(), &vocabulary)
    }

    #[test]
    fn a_story_tells_its_roles_and_what_it_is_about() {
        let all = samples(
            "As a nurse or a user, I want to see my shift so that I rest.\n\n# As a backend, I want tea\n",
        );
        let roles: Vec<(&str, bool)> = all
            .iter()
            .flat_map(|it| &it.roles)
            .map(|it| (it.name.as_str(), it.is_somebody))
            .collect();
        assert_eq!(roles, [("nurse", true), ("user", false), ("backend", false)]);
        assert_eq!(all[0].text, "see my shift I rest");
        assert_eq!(all[0].tokens.len(), 5);
        assert_eq!(all[0].content.words().collect::<Vec<_>>(), ["shift", "rest"]);
        assert_ne!(all[0].section, all[1].section, "a heading lies between");
        assert_eq!(
            (all[0].wording, all[0].says_why, all[0].is_heading),
            (Some(Wording::Want), true, false)
        );
        assert_eq!((all[1].says_why, all[1].is_heading, all[1].is_fixed), (false, true, false));
    }

    #[test]
    fn stories_are_counted_with_their_reasons() {
        let found = backlog(
            "As a nurse, I want tea so that I wake.\n\nAs a cook, I want salt.\n\nAs a cook, I need rest.\n",
            &[],
        );
        assert_eq!((found.count, found.with_reason, found.first_without), (3, 1, Some(1)));
        assert_eq!(found.wordings, [2, 0, 1, 0, 0]);
        let found = backlog(
            "---\nstory: As a nurse, I want tea\n---\n\nAs a cook, I want salt so that I rest.\n",
            &[],
        );
        assert_eq!((found.count, found.with_reason, found.first_without), (1, 1, None));
        assert_eq!(backlog("Text\n", &[]), Backlog::default());
    }

    #[test]
    fn nearly_all_stories_in_one_form_make_it_usual() {
        let stories = |wants: usize, needs: usize| {
            let want = |at: usize| format!("As a nurse, I want tea number {at}.\n\n");
            let need = |at: usize| format!("As a nurse, I need rest number {at}.\n\n");
            let text: String = (0..wants).map(want).chain((0..needs).map(need)).collect();
            backlog(&text, &[]).usual()
        };
        assert_eq!(stories(4, 0), None);
        assert_eq!(stories(5, 0), Some((Wording::Want, 5)));
        assert_eq!(stories(8, 2), Some((Wording::Want, 8)));
        assert_eq!(stories(8, 3), None);
        assert_eq!(stories(1, 5), Some((Wording::Need, 5)));
    }

    #[test]
    fn a_story_may_want_what_an_earlier_one_of_the_same_role_wants() {
        let nurse = Role { name: "nurse".into(), aliases: vec!["carer".into()], ..Role::default() };
        let roles = [nurse];
        for (text, expected) in [
            ("As a nurse, I want tea.\n\nAs a nurse, I want tea.\n", true),
            ("As a nurse, I want tea.\n\nAs a carer, I want tea.\n", true),
            ("As a nurse, I want tea.\n\nAs a cook, I want tea.\n", false),
            ("As a cook, I want tea.\n\nAs a Cook, I want tea.\n", true),
            ("As a nurse or a cook, I want tea.\n\nAs a cook or a nurse, I want tea.\n", true),
            ("As a nurse or a cook, I want tea.\n\nAs a cook, I want tea.\n", false),
            ("# As a nurse, I want tea\n\nAs a nurse, I want tea.\n", false),
        ] {
            let backlog = backlog(text, &roles);
            let repetition = Repetition { of: 0, is_same: true };
            assert_eq!(backlog.repetition(1), Some(repetition).filter(|_| expected), "{text}");
            assert_eq!(backlog.repetition(0), None);
        }
    }
}
