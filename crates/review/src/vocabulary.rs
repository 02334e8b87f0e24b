//! The roles known in a document, and how each is recognised under all its names.

use std::collections::HashMap;

use crate::declaration::Draft;
use crate::english::{self, Number};
use crate::lexicon;
use crate::role::{Place, Role};

/// The roles known in a document, each once.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Vocabulary {
    roles: Vec<Role>,
    /// Names in their common form, with the role and whether the name is a plural.
    names: HashMap<String, (usize, Number)>,
    /// Longest name, in words.
    longest: usize,
    declared: bool,
}

impl Vocabulary {
    /// The roles: first those of the settings, then those of the document's sections, then those
    /// known only from stories, which are declared nowhere.
    pub fn roles(&self) -> &[Role] {
        &self.roles
    }

    /// Whether any role is declared: only then can one be undeclared.
    pub fn has_declared(&self) -> bool {
        self.declared
    }

    /// The role that goes by this name, in any of its forms.
    pub fn role(&self, name: &str) -> Option<&Role> {
        self.find(name).and_then(|(index, _)| self.roles.get(index))
    }

    /// Index and number of the role that goes by this name.
    pub(crate) fn find(&self, name: &str) -> Option<(usize, Number)> {
        let key = key(name);
        self.names.get(&key).copied()
    }

    /// The same for a role slot: adjectives may stand before the name ("a new sales associate").
    pub(crate) fn find_qualified(&self, name: &str) -> Option<usize> {
        let mut rest = name.trim();
        loop {
            if let Some((index, _)) = self.find(rest) {
                return Some(index);
            }
            let (first, behind) = rest.split_once(' ')?;
            if !lexicon::is_qualifier(&first.to_lowercase()) {
                return None;
            }
            rest = behind;
        }
    }

    /// How many words the longest name has.
    pub(crate) fn longest(&self) -> usize {
        self.longest
    }

    /// The roles of the settings.
    pub(crate) fn of_settings(roles: &[Role]) -> Self {
        let mut vocabulary = Self::default();
        for role in roles {
            vocabulary.add(role.clone());
        }
        vocabulary
    }

    /// Adds a role that a section declares, or what it says of one that is known.
    pub(crate) fn declare(&mut self, draft: &Draft, line: usize) {
        let place = Place { path: None, line };
        let known = self.find(&draft.name).or_else(|| self.find(draft.persona.as_deref()?));
        match known.and_then(|(index, _)| self.roles.get_mut(index)) {
            Some(role) => {
                role.declared.push(place);
                role.persona = role.persona.take().or_else(|| draft.persona.clone());
                role.number = role.number.or(draft.number);
                if role.goals.is_empty() {
                    role.goals.clone_from(&draft.goals);
                }
                role.success = role.success.take().or_else(|| draft.success.clone());
            }
            None => self.add(Role {
                name: draft.name.clone(),
                persona: draft.persona.clone(),
                number: draft.number,
                description: (!draft.about.is_empty()).then(|| draft.about.clone()),
                goals: draft.goals.clone(),
                success: draft.success.clone(),
                declared: vec![place],
                ..Role::default()
            }),
        }
    }

    /// Adds a role that only a story names.
    pub(crate) fn meet(&mut self, name: &str) {
        let is_machine = lexicon::is_machine(&name.to_lowercase());
        if self.find_qualified(name).is_none() && !is_machine {
            let name = if name.chars().any(char::is_lowercase) {
                english::singular(name)
            } else {
                name.to_owned()
            };
            self.add(Role { name, ..Role::default() });
        }
    }

    fn add(&mut self, role: Role) {
        let index = self.roles.len();
        self.declared |= !role.declared.is_empty();
        let plural = english::plural_of(&role);
        let first_name = role.persona.as_deref().and_then(|persona| persona.split(' ').next());
        let names = [(role.name.as_str(), Number::Singular), (plural.as_str(), Number::Plural)];
        let others = role
            .aliases
            .iter()
            .map(String::as_str)
            .chain(role.persona.as_deref())
            .chain(first_name);
        for (name, number) in names.into_iter().chain(others.map(|name| (name, Number::Singular))) {
            self.name(name, index, number);
        }
        for alias in &role.aliases {
            self.name(&english::plural(alias), index, Number::Plural);
        }
        self.roles.push(role);
    }

    /// The first role to claim a name keeps it.
    fn name(&mut self, name: &str, index: usize, number: Number) {
        let key = key(name);
        if !key.is_empty() {
            self.longest = self.longest.max(key.split(' ').count());
            self.names.entry(key).or_insert((index, number));
        }
    }
}

/// The common form of a name: lower case, hyphens and CamelCase parted into words.
pub(crate) fn key(name: &str) -> String {
    let mut key = String::with_capacity(name.len() + 2);
    let mut before = ' ';
    for character in name.chars() {
        match character {
            '-' | '_' | ' ' | '/' | '\u{a0}' => {
                if !key.ends_with(' ') && !key.is_empty() {
                    key.push(' ');
                }
            }
            '\u{2019}' => key.push('\''),
            _ => {
                // "OlderPerson"; but "DevOps" and "PMs" are words.
                if character.is_uppercase()
                    && before.is_lowercase()
                    && !key.is_empty()
                    && !name.contains(' ')
                {
                    key.push(' ');
                }
                key.extend(character.to_lowercase());
            }
        }
        before = character;
    }
    key.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_answers_to_all_its_names() {
        let role = Role {
            name: "back-office clerk".into(),
            aliases: vec!["BOC".into(), "office assistant".into()],
            persona: Some("Nurse Joy".into()),
            ..Role::default()
        };
        let person = Role { name: "OlderPerson".into(), ..Role::default() };
        let vocabulary = Vocabulary::of_settings(&[role, person]);
        for (name, index) in [
            ("Back office clerks", 0),
            ("back-office clerk", 0),
            ("boc", 0),
            ("office assistants", 0),
            ("Nurse Joy", 0),
            ("older person", 1),
            ("older people", 1),
            ("olderperson", 9),
            ("clerk", 9),
        ] {
            assert_eq!(vocabulary.find(name).map_or(9, |(index, _)| index), index, "{name}");
        }
        assert_eq!(vocabulary.find_qualified("new registered office assistant"), Some(0));
        assert!(!vocabulary.has_declared());
    }
}
