//! What is missing: roles that nobody declares, roles that no story is told by, personas that say
//! too little.

use crate::facts::{Facts, Person};
use crate::folded::{Folded, ROWS};
use crate::link::{self, Link};

/// All that is missing.
pub struct Gaps {
    /// Whether any role is declared: only then can one be undeclared.
    pub has_declared: bool,
    /// Named by stories and declared nowhere.
    pub undeclared: Folded<Gap>,
    /// Declared, and without a story.
    pub without_story: Folded<Gap>,
    /// Declared without goals, pains or a measure of success.
    pub incomplete: Folded<Gap>,
}

/// A role that something is missing of.
pub struct Gap {
    /// Which of the people.
    pub at: usize,
    pub role: Link,
    pub kind: &'static str,
    pub stories: usize,
    pub mentions: usize,
    /// Where it begins: the first story, or where it is declared.
    pub place: Option<Link>,
    pub goals: usize,
    pub pains: usize,
    pub success: bool,
}

impl Gaps {
    /// Of these facts, in the order of the roles.
    pub fn of(facts: &Facts, order: &[usize]) -> Self {
        let gaps = |is_missing: fn(&Person) -> bool| -> Folded<Gap> {
            let people = order.iter().filter_map(|at| Some((*at, facts.people.get(*at)?)));
            let missing = people.filter(|(_, person)| is_missing(person));
            Folded::new(missing.map(|(at, person)| Gap::of(facts, at, person)).collect(), ROWS)
        };
        Self {
            has_declared: facts.people.iter().any(|person| !person.declared.is_empty()),
            undeclared: gaps(|it| it.declared.is_empty() && !it.stories.is_empty()),
            without_story: gaps(|it| !it.declared.is_empty() && it.stories.is_empty()),
            incomplete: gaps(|it| {
                let role = &it.role;
                let is_whole =
                    !role.goals.is_empty() && !role.pains.is_empty() && role.success.is_some();
                !it.declared.is_empty() && !is_whole
            }),
        }
    }
}

impl Gap {
    fn of(facts: &Facts, at: usize, person: &Person) -> Self {
        let first = person.declared.first().copied();
        let first = first.or_else(|| person.stories.first().map(|story| story.place));
        Self {
            at,
            role: link::to_role(facts, at),
            kind: person.kind_in_words(),
            stories: person.stories.len(),
            mentions: person.mentions.len(),
            place: first.map(|place| link::named(&facts.files, place)),
            goals: person.role.goals.len(),
            pains: person.role.pains.len(),
            success: person.role.success.is_some(),
        }
    }
}
