//! What the stories of a document say together of how they are written.

use std::collections::HashMap;
use std::hash::BuildHasher;

use foldhash::fast::RandomState;

use crate::document::facts::Facts;
use crate::english::generic::GenericWords;
use crate::english::grammar;
use crate::read::role::generic_name;
use crate::read::story::form::{Form, Shape};
use crate::read::story::same_want::{self, Signature, Twin};
use crate::role_choice::rank;
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
    /// Those that say what it is about, in their common form, parted by spaces.
    pub content: String,
    form: Option<Form>,
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
    pub fn of(facts: &Facts) -> Vec<Sample> {
        let stories = facts.stories.iter().zip(&facts.shapes);
        let samples = stories.map(|(story, shape)| {
            let roles =
                story.roles.iter().map(|role| Teller::of(&role.text, &facts.generic)).collect();
            let benefit = story.benefit.as_ref().map(|part| part.text.as_str()).unwrap_or_default();
            let Shape { form, says_why, is_heading, is_fixed, ref signature, .. } = *shape;
            let text = format!("{} {benefit}", story.want.text);
            let tokens = tokens(&text);
            Sample {
                roles,
                content: rank::content(tokens.of(&text)),
                text,
                tokens,
                form,
                says_why,
                is_heading,
                is_fixed,
                signature: signature.clone(),
            }
        });
        samples.collect()
    }
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
    /// How many are told in each form, by [`Form::ALL`].
    forms: [usize; Form::ALL.len()],
    /// Stories that want what an earlier one wants, by how many stand before.
    twins: HashMap<usize, Twin>,
}

/// So many stories in one form make it the document's.
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
            let form = sample.form.and_then(|form| backlog.forms.get_mut(form as usize));
            if let Some(count) = form {
                *count += 1;
            }
        }
        let hasher = RandomState::default();
        let mut known: HashMap<&str, u64, RandomState> = HashMap::default();
        backlog.twins = same_want::among(stories.map(|sample| {
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

    /// The form that nearly all stories are told in, and how many are.
    pub fn usual(&self) -> Option<(Form, usize)> {
        let total: usize = self.forms.iter().sum();
        let most = Form::ALL.into_iter().zip(self.forms).max_by_key(|(_, count)| *count)?;
        (most.1 >= MANY && most.1 * 5 >= total * 4).then_some(most)
    }

    /// The earlier story that wants the same as the one that so many stand before.
    pub fn twin(&self, ordinal: usize) -> Option<Twin> {
        self.twins.get(&ordinal).copied()
    }
}
