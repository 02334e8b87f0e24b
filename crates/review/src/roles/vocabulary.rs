//! The roles known in a document, and how each is recognised under all its names.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use foldhash::fast::RandomState;
use markdown::Span;

use crate::english::generic::{GenericWords, is_wide_name};
use crate::english::grammar;
use crate::english::inflect::{self, Number};
use crate::read::role::declaration::{Declaration, Form};
use crate::read::role::generic_name;
use crate::read::role::used;
use crate::roles::mention::{Mention, NameKind};
use crate::settings::role::{Place, Role};
use crate::text::token::{Words, composed};
use crate::words::Class;

/// A name that a role goes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Name {
    pub role: usize,
    pub kind: NameKind,
    pub number: Number,
}

/// The roles known in a document, each once.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Vocabulary {
    roles: Vec<Role>,
    /// Names in their common form.
    names: HashMap<String, Name, RandomState>,
    /// What a name may begin with, in lower case, and how many words the longest such name has.
    beginnings: HashMap<String, usize, RandomState>,
    /// Aliases that hold in some documents only: index of the role, index of the alias, and the
    /// documents that give it.
    local: HashMap<(usize, usize), Vec<PathBuf>, RandomState>,
    declared: bool,
    /// The words that are generic in the project.
    generic: GenericWords,
}

impl Vocabulary {
    /// The roles: first those of the settings, then those of the document's sections, then those
    /// known only from stories, which are declared nowhere.
    pub fn roles(&self) -> &[Role] {
        &self.roles
    }

    /// A role by its index. Its names stay as they are.
    pub(super) fn role_at(&mut self, index: usize) -> Option<&mut Role> {
        self.roles.get_mut(index)
    }

    /// The words that name nobody in the project.
    pub(crate) fn generic(&self) -> &GenericWords {
        &self.generic
    }

    /// Whether any role is declared: only then can one be undeclared.
    pub fn has_declared(&self) -> bool {
        self.declared
    }

    /// The role that goes by this name, in any of its forms.
    pub fn role(&self, name: &str) -> Option<&Role> {
        self.find(name).and_then(|name| self.roles.get(name.role))
    }

    /// Whether another vocabulary has the same names for the same roles, in the same order: then it
    /// finds the same mentions.
    pub fn has_names_of(&self, other: &Vocabulary) -> bool {
        self.names == other.names && self.local == other.local
    }

    /// Whether another vocabulary says the same of the same roles, the lines of this document that
    /// declare them aside.
    pub(crate) fn says_same(&self, other: &Vocabulary) -> bool {
        let roles = self.roles.iter().zip(&other.roles);
        self.has_names_of(other)
            && self.roles.len() == other.roles.len()
            && self.declared == other.declared
            && { roles }.all(|(one, other)| one.says_same(other))
    }

    /// What is meant by a name that stands at `span` of some file.
    pub fn mention(&self, name: &str, span: Span) -> Option<Mention> {
        let name = self.find(name)?;
        Some(Mention { span, role: name.role, name: name.kind })
    }

    /// The index of the role that a story names so: adjectives may stand before its name.
    pub fn index_of(&self, name: &str) -> Option<usize> {
        self.find_qualified(name)
    }

    /// The name of this common form.
    pub(crate) fn find(&self, name: &str) -> Option<Name> {
        match is_common(name) {
            true => self.names.get(name).copied(),
            false => self.names.get(&key(name)).copied(),
        }
    }

    /// How many tokens a name has at most that begins with the word at a token; none if none does.
    /// Cheap, so that it can be asked of every word.
    pub(crate) fn longest_at(&self, words: Words<'_>, at: usize) -> Option<usize> {
        let lower = words.lower(at);
        let word = match lower.as_bytes().iter().position(|byte| *byte == b'\'') {
            Some(end) => markdown::slice(lower, Span::new(0, end)),
            None => lower,
        };
        let longest = self.beginnings.get(word).copied().or_else(|| {
            // "OlderPerson"
            let written = words.text(at);
            let is_camel = match written.as_bytes() {
                [_, rest @ ..] if written.is_ascii() => rest.iter().any(u8::is_ascii_uppercase),
                _ => written.chars().skip(1).any(char::is_uppercase),
            };
            let first = is_camel.then(|| key(written))?;
            self.beginnings.get(first.split([' ', '\'']).next()?).copied()
        });
        // A hyphen may stand between any two words of a name.
        longest.map(|words| 2 * words)
    }

    /// The same for a role slot: adjectives may stand before the name, and what says more of it after it ("a new sales
    /// associate in a small store").
    pub(crate) fn find_qualified(&self, name: &str) -> Option<usize> {
        let name = name.trim();
        self.find_after_qualifiers(name).or_else(|| {
            // "Ward nurse on a night shift", "nurse waiting for tea"
            let words = name.split(' ').scan(0, |at, word| {
                let start = *at;
                *at += word.len() + 1;
                Some((start, word))
            });
            let mut ends = words.skip(1).filter(|(_, word)| {
                let word = word.to_lowercase();
                Class::Preposition.has(&word)
                    || word == "who"
                    || word.len() > 4 && word.ends_with("ing")
            });
            let (end, _) = ends.next()?;
            let whole = name.get(..end)?.trim_end();
            // Alone, a generic word stands for no more than itself.
            let is_generic = generic_name::is_generic_slot(whole, &self.generic);
            (!is_generic).then(|| self.find_after_qualifiers(whole)).flatten()
        })
    }

    /// The role that a name names with adjectives in front of it, or without.
    fn find_after_qualifiers(&self, name: &str) -> Option<usize> {
        let mut rest = name;
        loop {
            if let Some(name) = self.find(rest) {
                return Some(name.role);
            }
            let (first, after) = rest.split_once(' ')?;
            if !grammar::is_qualifier(&first.to_lowercase()) {
                return None;
            }
            rest = after;
        }
    }

    /// The roles of a whole project: those it declares, those that its documents declare, and those
    /// that stories name.
    pub fn of_project<'a>(
        roles: &[Role],
        generic: &GenericWords,
        declared: impl Iterator<Item = Role>,
        tellers: impl Iterator<Item = &'a str>,
        used: impl Iterator<Item = &'a (String, usize)>,
    ) -> Self {
        let mut vocabulary = Self::of_settings(roles, generic);
        for role in declared {
            vocabulary.import(&role);
            vocabulary.add_local_aliases(&role);
        }
        for name in tellers.filter(|name| !generic_name::is_generic_slot(name, generic)) {
            vocabulary.meet(name);
        }
        vocabulary.meet_in_prose(used);
        vocabulary
    }

    /// The roles of the settings.
    pub(crate) fn of_settings(roles: &[Role], generic: &GenericWords) -> Self {
        let mut vocabulary = Self { generic: generic.clone(), ..Self::default() };
        for role in roles {
            vocabulary.add(role.clone());
        }
        vocabulary
    }

    /// Adds a role that a section declares, or what it says of one that is known.
    pub(crate) fn declare(&mut self, declaration: &Declaration, line: usize) {
        let place = Place::here(line);
        let is_title = declaration.form == Form::Title;
        let known = self.role_of(declaration);
        match known.and_then(|index| self.roles.get_mut(index)) {
            // The title of a page on somebody whom the project knows declares them no second time.
            Some(role) if is_title && role.declared.iter().all(|place| place.file.is_none()) => {
                return;
            }
            Some(role) => {
                if !is_title {
                    role.declared.push(place);
                }
                role.persona = role.persona.take().or_else(|| declaration.persona.clone());
                role.number = role.number.or(declaration.number);
                fill(&mut role.goals, &declaration.goals);
                fill(&mut role.pains, &declaration.pains);
                fill(&mut role.serves, &declaration.serves);
                fill(&mut role.buys_for, &declaration.buys_for);
                fill(&mut role.reports_to, &declaration.reports_to);
                role.kind = role.kind.or(declaration.kind).or(declaration.listed_as);
                role.success = role.success.take().or_else(|| declaration.success.clone());
            }
            None if is_title => return,
            None => self.add(Role { aliases: Vec::new(), ..declaration.role(place) }),
        }
        if let Some(index) = self.role_of(declaration) {
            for alias in &declaration.aliases {
                self.add_alias(index, alias);
            }
        }
    }

    /// The role that a declaration is of, once it is declared.
    pub(crate) fn role_of(&self, declaration: &Declaration) -> Option<usize> {
        self.role_named(&declaration.name, declaration.persona.as_deref())
    }

    /// The role of that name, or else of that persona.
    pub(crate) fn role_named(&self, name: &str, persona: Option<&str>) -> Option<usize> {
        self.find(name).or_else(|| self.find(persona?)).map(|name| name.role)
    }

    /// Adds a role that another document declares, or what that says of one that is known. Its aliases
    /// are that document's own.
    pub(crate) fn import(&mut self, role: &Role) {
        let known = self.find(&role.name).map(|name| name.role);
        match known.and_then(|index| self.roles.get_mut(index)) {
            Some(known) => {
                // The page of a persona is a document, too.
                for place in &role.declared {
                    if !known.declared.iter().any(|other| other.is_beside(place)) {
                        known.declared.push(place.clone());
                    }
                }
                fill(&mut known.goals, &role.goals);
                fill(&mut known.pains, &role.pains);
                fill(&mut known.serves, &role.serves);
                fill(&mut known.buys_for, &role.buys_for);
                fill(&mut known.reports_to, &role.reports_to);
                known.success = known.success.take().or_else(|| role.success.clone());
                known.of_project |= role.of_project;
            }
            None => self.add(Role { aliases: Vec::new(), ..role.clone() }),
        }
    }

    /// Adds the aliases that a document gives a role, for that document.
    fn add_local_aliases(&mut self, role: &Role) {
        let Some(index) = self.find(&role.name).map(|name| name.role) else { return };
        let files = || role.declared.iter().filter_map(|place| place.file.as_ref());
        for alias in &role.aliases {
            let at = match self.add_alias(index, alias) {
                Some(at) => (index, at),
                None => match self.find(alias) {
                    Some(Name { kind: NameKind::Alias(at), role, .. })
                        if role == index && self.local.contains_key(&(role, at)) =>
                    {
                        (role, at)
                    }
                    _ => continue,
                },
            };
            self.local.entry(at).or_default().extend(files().map(|file| file.path.clone()));
        }
    }

    /// Whether a name counts in the document at `path`: what one document alone calls a role is
    /// nobody's name in another.
    pub(crate) fn counts_in(&self, role: usize, name: NameKind, path: &Path) -> bool {
        let NameKind::Alias(at) = name else { return true };
        self.local.get(&(role, at)).is_none_or(|paths| paths.iter().any(|other| other == path))
    }

    /// Adds a name that a document gives a role, and returns its index among the role's aliases. A name
    /// that is taken stays what it is, and a word for anybody is nobody's name unless the project says so.
    fn add_alias(&mut self, index: usize, alias: &str) -> Option<usize> {
        if self.find(alias).is_some() || is_wide_name(alias, &self.generic) {
            return None;
        }
        let role = self.roles.get_mut(index)?;
        let at = role.aliases.len();
        role.aliases.push(alias.to_owned());
        self.name(alias, index, NameKind::Alias(at), Number::Singular);
        self.name(&inflect::plural(alias), index, NameKind::Alias(at), Number::Plural);
        Some(at)
    }

    /// The name as it is declared.
    pub(crate) fn declared_name(&self, role: usize, name: NameKind) -> Option<&str> {
        let role = self.roles.get(role)?;
        match name {
            NameKind::Canonical => Some(role.name.as_str()),
            NameKind::Alias(at) => role.aliases.get(at).map(String::as_str),
            NameKind::Persona | NameKind::FirstName => role.persona.as_deref(),
        }
    }

    /// The role whose persona has this number. Where several have it, the one that this document
    /// declares; none where that leaves it open.
    pub(crate) fn numbered(&self, number: u32) -> Option<usize> {
        let all = || self.roles.iter().enumerate().filter(|(_, role)| role.number == Some(number));
        let here = all().filter(|(_, role)| role.declared.iter().any(|place| place.file.is_none()));
        only(all()).or_else(|| only(here)).map(|(index, _)| index)
    }

    /// Whether a persona has this number, or any has one at all.
    pub(crate) fn has_number(&self, number: Option<u32>) -> bool {
        self.roles
            .iter()
            .any(|role| role.number.is_some() && (number.is_none() || role.number == number))
    }

    /// Adds a role that only a story names.
    pub(crate) fn meet(&mut self, name: &str) {
        let is_machine = Class::Machine.has(&name.to_lowercase());
        if self.find_qualified(name).is_none() && !is_machine {
            let name = if name.chars().any(char::is_lowercase) {
                inflect::singular(name)
            } else {
                name.to_owned()
            };
            self.add(Role { name, ..Role::default() });
        }
    }

    /// Adds the roles that only prose names, each with how often. Where the last noun of a known role says the same, that
    /// is meant.
    pub(crate) fn meet_in_prose<'a>(&mut self, names: impl Iterator<Item = &'a (String, usize)>) {
        let mut heads: HashSet<String, RandomState> =
            self.roles.iter().map(|role| used::head(&role.name)).collect();
        for (name, uses) in names {
            let is_bare = !name.contains(' ');
            if is_bare && heads.contains(name) || self.find_qualified(name).is_some() {
                continue;
            }
            heads.insert(used::head(name));
            self.add(Role { name: name.clone(), uses: *uses, ..Role::default() });
        }
    }

    fn add(&mut self, role: Role) {
        let index = self.roles.len();
        self.declared |= !role.declared.is_empty();
        let plural = role.plural();
        use NameKind::{Alias, Canonical, FirstName, Persona};
        self.name(&role.name, index, Canonical, Number::Singular);
        self.name(&plural, index, Canonical, Number::Plural);
        for (at, alias) in role.aliases.iter().enumerate() {
            self.name(alias, index, Alias(at), Number::Singular);
        }
        if let Some(persona) = &role.persona {
            self.name(persona, index, Persona, Number::Singular);
            let first = persona.split(' ').next().unwrap_or_default();
            self.name(first, index, FirstName, Number::Singular);
        }
        for (at, alias) in role.aliases.iter().enumerate() {
            self.name(&inflect::plural(alias), index, Alias(at), Number::Plural);
        }
        self.roles.push(role);
    }

    /// The first role to claim a name keeps it.
    fn name(&mut self, name: &str, role: usize, kind: NameKind, number: Number) {
        let common = key(name);
        if common.is_empty() {
            return;
        }
        let count = common.split(' ').count();
        let first = |text: &str| {
            text.split([' ', '-', '/', '\'', '\u{2019}']).next().unwrap_or_default().to_owned()
        };
        for beginning in [first(&common), first(&composed(&name.to_lowercase()))] {
            let longest = self.beginnings.entry(beginning).or_default();
            *longest = count.max(*longest);
        }
        self.names.entry(common).or_insert(Name { role, kind, number });
    }
}

/// Takes over what is said elsewhere, where nothing is said yet.
fn fill(known: &mut Vec<String>, said: &[String]) {
    if known.is_empty() {
        known.extend_from_slice(said);
    }
}

/// The one thing there is, if there is one and no more.
fn only<T>(mut all: impl Iterator<Item = T>) -> Option<T> {
    let first = all.next()?;
    all.next().is_none().then_some(first)
}

/// Whether a name is written in its common form; it may be though this says no.
fn is_common(name: &str) -> bool {
    let bytes = name.as_bytes();
    bytes.iter().all(|byte| byte.is_ascii_lowercase() || *byte == b' ')
        && bytes.first() != Some(&b' ')
        && bytes.last() != Some(&b' ')
        && !name.contains("  ")
}

/// The common form of a name: lower case, composed, hyphens and CamelCase parted into words. Two names of one
/// common form are the same name.
pub fn key(name: &str) -> String {
    let mut key = String::with_capacity(name.len() + 2);
    let mut before = ' ';
    for character in composed(name).chars() {
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
    use std::sync::Arc;

    use markdown::Document;

    use super::*;
    use crate::Review;
    use crate::settings::role::FilePlace;

    #[test]
    fn a_slot_may_say_more_of_a_role_after_its_name() {
        let vocabulary = of_settings(&[role("ward nurse"), role("user")]);
        for (name, expected) in [
            ("ward nurse on a night shift", Some(0)),
            ("new ward nurse waiting for tea", Some(0)),
            ("ward nurse who waits", Some(0)),
            ("ward nurse trainer", None),
            ("cook for a ward nurse", None),
            ("user of the ward", None),
        ] {
            assert_eq!(vocabulary.find_qualified(name), expected, "{name}");
        }
    }

    #[test]
    fn prose_adds_roles_that_nothing_known_covers() {
        let mut vocabulary = of_settings(&[role("ward nurse")]);
        let used = ["nurse", "ward nurse", "head cook", "cook", "porter"];
        let used: Vec<(String, usize)> = used.iter().map(|name| ((*name).to_owned(), 3)).collect();
        vocabulary.meet_in_prose(used.iter());
        let known: Vec<(&str, usize)> =
            vocabulary.roles().iter().map(|role| (role.name.as_str(), role.uses)).collect();
        assert_eq!(known, [("ward nurse", 0), ("head cook", 3), ("porter", 3)]);
    }

    fn of_settings(roles: &[Role]) -> Vocabulary {
        Vocabulary::of_settings(roles, &GenericWords::default())
    }

    fn role(name: &str) -> Role {
        Role { name: name.into(), ..Role::default() }
    }

    #[test]
    fn names_have_a_common_form() {
        for (name, common) in [
            ("Ward-Nurse", "ward nurse"),
            ("ward_nurse/carer", "ward nurse carer"),
            (" ward  nurse ", "ward nurse"),
            ("OlderPerson", "older person"),
            ("DevOps team", "devops team"),
            ("PMs", "pms"),
            ("nurse\u{2019}s", "nurse's"),
            ("De\u{301}cideur", "décideur"),
            ("", ""),
        ] {
            assert_eq!(key(name), common, "{name}");
        }
        for (name, expected) in [
            ("ward nurse", true),
            ("", true),
            ("Ward", false),
            (" ward", false),
            ("ward ", false),
            ("a  b", false),
            ("a-b", false),
        ] {
            assert_eq!(is_common(name), expected, "{name:?}");
        }
    }

    #[test]
    fn a_name_begins_with_words_that_are_looked_up() {
        let vocabulary =
            of_settings(&[role("ward nurse"), role("OlderPerson"), role("night-shift ward cook")]);
        let longest = |text: &str| {
            let tokens = crate::text::token::tokens(text);
            vocabulary.longest_at(tokens.of(text), 0)
        };
        assert_eq!(
            (longest("Ward"), longest("ward's"), longest("nurse")),
            (Some(4), Some(4), None)
        );
        assert_eq!(
            (longest("OlderPerson"), longest("older"), longest("Older")),
            (Some(4), Some(4), Some(4))
        );
        assert_eq!((longest("night"), longest("WARD"), longest("")), (Some(8), Some(4), None));
    }

    #[test]
    fn a_story_may_qualify_a_name() {
        let vocabulary = of_settings(&[role("nurse"), role("new cook")]);
        for (name, expected) in [
            ("nurse", Some(0)),
            (" new nurse", Some(0)),
            ("new registered nurses", Some(0)),
            ("new cook", Some(1)),
            ("cook", None),
            ("ward nurse", None),
            ("", None),
        ] {
            assert_eq!(vocabulary.find_qualified(name), expected, "{name}");
            assert_eq!(vocabulary.index_of(name), expected, "{name}");
        }
        assert_eq!(vocabulary.role("Nurses").map(|it| it.name.as_str()), Some("nurse"));
        let mention = vocabulary.mention("nurses", Span::new(3, 9));
        assert_eq!(
            mention,
            Some(Mention { span: Span::new(3, 9), role: 0, name: NameKind::Canonical })
        );
        assert_eq!(vocabulary.mention("baker", Span::default()), None);
    }

    fn declaration(name: &str, persona: Option<&str>, form: Form) -> Declaration {
        let persona = persona.map(str::to_owned);
        Declaration { form, ..Declaration::new(name.into(), persona, Some(0)) }
    }

    #[test]
    fn a_section_adds_to_what_is_known() {
        let mut vocabulary = of_settings(&[Role { goals: vec!["rest".into()], ..role("nurse") }]);
        let full = |name, persona| Declaration {
            number: Some(4),
            aliases: vec!["carer".into(), "user".into()],
            goals: vec!["tea".into()],
            pains: vec!["nights".into()],
            serves: vec!["patient".into()],
            kind: Some(crate::settings::role::RoleKind::Buyer),
            success: Some("sleeps".into()),
            ..declaration(name, persona, Form::Section)
        };
        vocabulary.declare(&full("nurse", Some("Maya")), 7);
        let nurse = &vocabulary.roles()[0];
        assert_eq!(
            (&nurse.goals[..], &nurse.pains[..], &nurse.serves[..]),
            (&["rest".to_owned()][..], &["nights".to_owned()][..], &["patient".to_owned()][..])
        );
        assert_eq!(
            (nurse.persona.as_deref(), nurse.number, nurse.success.as_deref()),
            (Some("Maya"), Some(4), Some("sleeps"))
        );
        assert_eq!(
            (&nurse.declared[..], &nurse.aliases[..]),
            (&[Place::here(7)][..], &["carer".to_owned()][..])
        );
        // What is known stays.
        vocabulary.declare(
            &Declaration {
                number: Some(5),
                success: Some("eats".into()),
                kind: None,
                ..full("nurses", Some("Ann"))
            },
            9,
        );
        let nurse = &vocabulary.roles()[0];
        assert_eq!(
            (nurse.persona.as_deref(), nurse.number, nurse.success.as_deref()),
            (Some("Maya"), Some(4), Some("sleeps"))
        );
        assert_eq!((nurse.declared.len(), vocabulary.roles().len()), (2, 1));
        assert_eq!(vocabulary.numbered(4), Some(0));
        // A new role, one by its persona's name.
        vocabulary.declare(&full("cook", Some("Bo")), 11);
        vocabulary.declare(&declaration("Bo", Some("Bo"), Form::Section), 12);
        assert_eq!(vocabulary.roles()[1].declared, [Place::here(11), Place::here(12)]);
        assert_eq!(vocabulary.roles()[1].aliases, [""; 0], "carer is somebody else's name");
        assert_eq!(vocabulary.role_of(&declaration("baker", Some("Bo"), Form::Line)), Some(1));
        assert_eq!(vocabulary.role_of(&declaration("baker", None, Form::Line)), None);
        assert!(vocabulary.has_declared());
    }

    #[test]
    fn a_title_declares_nobody_by_itself() {
        let title = |name: &str| Declaration {
            goals: vec!["rest".into()],
            ..declaration(name, Some("Maya"), Form::Title)
        };
        let mut vocabulary = Vocabulary::default();
        vocabulary.declare(&title("nurse"), 1);
        assert_eq!((vocabulary.roles().len(), vocabulary.has_declared()), (0, false));
        // Of a role of the settings that has no file it says nothing; of a persona with a page it does.
        let mut vocabulary = of_settings(&[role("nurse")]);
        vocabulary.declare(&title("nurse"), 1);
        assert_eq!(
            (vocabulary.roles()[0].goals.len(), vocabulary.roles()[0].persona.as_deref()),
            (0, None)
        );
        let file = FilePlace { path: "n.md".into(), shown: "n.md".into(), span: Span::default() };
        let declared = vec![Place { file: Some(file), line: 1 }];
        let mut vocabulary = of_settings(&[Role { declared, ..role("nurse") }]);
        vocabulary.declare(&title("nurse"), 1);
        let nurse = &vocabulary.roles()[0];
        assert_eq!(
            (nurse.goals.len(), nurse.declared.len(), nurse.persona.as_deref()),
            (1, 1, Some("Maya"))
        );
    }

    #[test]
    fn only_a_story_may_name_a_role() {
        let mut vocabulary = of_settings(&[role("nurse")]);
        for name in ["new nurse", "Cooks", "bakers", "SRES", "backend", "cook"] {
            vocabulary.meet(name);
        }
        let names: Vec<&str> = vocabulary.roles().iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["nurse", "Cook", "baker", "SRES"]);
        let project = Vocabulary::of_project(
            &[role("nurse")],
            &GenericWords::default(),
            std::iter::empty(),
            ["user", "new user", "cook"].into_iter(),
            std::iter::empty(),
        );
        assert_eq!(project.roles().len(), 2);
    }

    #[test]
    fn a_number_is_that_of_one_persona() {
        let numbered = |name: &str, number, here: bool| {
            let declared = if here { vec![Place::here(1)] } else { Vec::new() };
            Role { number: Some(number), declared, ..role(name) }
        };
        let vocabulary = of_settings(&[
            numbered("nurse", 1, false),
            numbered("cook", 2, false),
            numbered("porter", 2, true),
            numbered("baker", 3, true),
            numbered("teacher", 3, true),
            role("clerk"),
        ]);
        let found = [1, 2, 3, 4].map(|number| vocabulary.numbered(number));
        assert_eq!(found, [Some(0), Some(2), None, None]);
        let has = |number| vocabulary.has_number(number);
        assert_eq!((has(Some(1)), has(Some(4)), has(None)), (true, false, true));
        assert!(!of_settings(&[role("clerk")]).has_number(None));
    }

    #[test]
    fn a_name_is_known_as_it_is_declared() {
        let full = Role {
            aliases: vec!["RN".into(), "carer".into()],
            persona: Some("Maya Chen".into()),
            ..role("nurse")
        };
        let vocabulary = of_settings(&[full, role("cook")]);
        for (kind, expected) in [
            (NameKind::Canonical, Some("nurse")),
            (NameKind::Alias(1), Some("carer")),
            (NameKind::Alias(2), None),
            (NameKind::Persona, Some("Maya Chen")),
            (NameKind::FirstName, Some("Maya Chen")),
        ] {
            assert_eq!(vocabulary.declared_name(0, kind), expected);
        }
        assert_eq!(
            (
                vocabulary.declared_name(1, NameKind::Persona),
                vocabulary.declared_name(9, NameKind::Canonical)
            ),
            (None, None)
        );
        let find = |name: &str| vocabulary.find(name).map(|it| (it.kind, it.number));
        assert_eq!(find("RNs"), Some((NameKind::Alias(0), Number::Plural)));
        assert_eq!(find("maya chen"), Some((NameKind::Persona, Number::Singular)));
        assert_eq!(find("Maya"), Some((NameKind::FirstName, Number::Singular)));
        assert_eq!(find("nurses"), Some((NameKind::Canonical, Number::Plural)));
    }

    #[test]
    fn vocabularies_are_compared_by_what_they_say() {
        let one = of_settings(&[role("nurse")]);
        let same = of_settings(&[Role { declared: vec![Place::here(1)], ..role("nurse") }]);
        let moved = of_settings(&[Role { declared: vec![Place::here(9)], ..role("nurse") }]);
        let goal = of_settings(&[Role { goals: vec!["rest".into()], ..role("nurse") }]);
        let other = of_settings(&[role("cook")]);
        assert!(one.says_same(&one) && same.says_same(&moved));
        assert!(!one.says_same(&same) && !one.says_same(&goal) && !one.says_same(&other));
        assert!(one.has_names_of(&goal) && !one.has_names_of(&other));
    }

    #[test]
    fn a_role_answers_to_all_its_names() {
        let role = Role {
            name: "back-office clerk".into(),
            aliases: vec!["BOC".into(), "office assistant".into()],
            persona: Some("Nurse Joy".into()),
            ..Role::default()
        };
        let person = Role { name: "OlderPerson".into(), ..Role::default() };
        let vocabulary = of_settings(&[role, person]);
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
            assert_eq!(vocabulary.find(name).map_or(9, |name| name.role), index, "{name}");
        }
        assert_eq!(vocabulary.find_qualified("new registered office assistant"), Some(0));
        assert!(!vocabulary.has_declared());
    }

    /// Some editors write "é" as one character, some as two. What is found stands where it is written.
    #[test]
    fn a_letter_may_be_one_character_or_two() {
        let (one, two) = ("Décideur Télécom", "De\u{301}cideur Te\u{301}le\u{301}com");
        for (declared, used) in [(one, two), (two, one), (two, two)] {
            let small = used.to_lowercase();
            let text = format!(
                "## Roles\n\n- **{declared}**: pays\n\n## Stories\n\nAs a {small}, I want tea so that I wake.\n\n\
                 {used}s wait; the new {small}’s key.\n"
            );
            let review = Review::new(Document::new(&text), Arc::default());
            assert_eq!(review.findings(), [], "{text}");
            assert_eq!(review.vocabulary().roles().len(), 1);
            let named =
                |name: &str| -> Vec<usize> { text.match_indices(name).map(|(at, _)| at).collect() };
            let mut expected = [named(declared), named(used), named(&small)].concat();
            expected.sort_unstable();
            expected.dedup();
            let mentions = review.mentions();
            assert_eq!(mentions.iter().map(|it| it.span.start).collect::<Vec<_>>(), expected);
            for mention in mentions {
                let written =
                    markdown::slice(&text, mention.span).trim_end_matches('s').to_lowercase();
                assert!([one, two].map(str::to_lowercase).contains(&written), "{written}");
            }
            let role = Role { name: declared.into(), ..Role::default() };
            let vocabulary = of_settings(&[role]);
            assert_eq!(vocabulary.find_qualified(&format!("new {small}s")), Some(0));
        }
        let vocabulary = of_settings(&[Role { name: one.into(), ..Role::default() }]);
        assert!(vocabulary.find("decideur telecom").is_none(), "another letter");
    }

    #[test]
    fn another_document_adds_what_this_one_does_not_say() {
        let full = |name: &str, aliases: &[&str], goal: &str| Role {
            name: name.into(),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            goals: vec![goal.into()],
            ..Role::default()
        };
        let own =
            [full("clerk", &["BOC"], "own"), Role { goals: Vec::new(), ..full("baker", &[], "") }];
        let mut vocabulary = of_settings(&own);
        vocabulary.import(&full("clerk", &["boc", "office hand", "baker"], "other"));
        vocabulary.import(&Role { success: Some("loaves".into()), ..full("bakers", &[], "bread") });
        let roles = vocabulary.roles();
        assert_eq!(roles.len(), 2);
        assert_eq!(
            (&roles[0].aliases, &roles[0].goals),
            (&vec!["BOC".into()], &vec!["own".into()])
        );
        assert_eq!(
            (&roles[1].goals, roles[1].success.as_deref()),
            (&vec!["bread".into()], Some("loaves"))
        );
        assert_eq!(vocabulary.find("office hands"), None, "that is the other document's name");
    }

    #[test]
    fn an_alias_counts_in_the_documents_that_give_it() {
        let role = |name: &str, aliases: &[&str], path: &str| {
            let file = FilePlace { path: path.into(), shown: path.into(), span: Span::default() };
            Role {
                name: name.into(),
                aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
                declared: vec![Place { file: Some(file), line: 1 }],
                ..Role::default()
            }
        };
        let own = [Role { name: "clerk".into(), aliases: vec!["BOC".into()], ..Role::default() }];
        let declared = [
            role("clerk", &["office hand", "boc", "user"], "a.md"),
            role("clerk", &["office hand"], "b.md"),
        ];
        let vocabulary = Vocabulary::of_project(
            &own,
            &GenericWords::default(),
            declared.into_iter(),
            std::iter::empty(),
            std::iter::empty(),
        );
        let counts = |name: &str, path: &str| {
            let name = vocabulary.find(name)?;
            Some(vocabulary.counts_in(name.role, name.kind, Path::new(path)))
        };
        for path in ["a.md", "b.md"] {
            assert_eq!(counts("office hands", path), Some(true), "{path}");
        }
        assert_eq!(counts("office hand", "c.md"), Some(false));
        assert_eq!((counts("clerk", "c.md"), counts("BOC", "c.md")), (Some(true), Some(true)));
        assert_eq!(counts("user", "a.md"), None, "a generic word is nobody's name");
    }

    #[test]
    fn a_word_for_anybody_is_an_alias_only_of_the_project() {
        let wide = [
            "user",
            "end user",
            "Customers",
            "client",
            "vendor",
            "Vendors",
            "partner",
            "supplier",
            "ghost",
        ];
        let narrow = ["associate", "store associate", "vendor manager", "BOC"];
        let aliases = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let generic = GenericWords::with(&["ghost".to_owned()]);
        for alias in wide.iter().chain(&narrow) {
            let mut vocabulary = Vocabulary::of_settings(&[role("clerk")], &generic);
            vocabulary.declare(
                &Declaration {
                    aliases: aliases(&[alias]),
                    ..declaration("clerk", None, Form::Line)
                },
                1,
            );
            assert_eq!(vocabulary.find(alias).is_some(), narrow.contains(alias), "{alias}");
            let role = Role { aliases: aliases(&[alias]), ..role("clerk") };
            let vocabulary = Vocabulary::of_settings(&[role], &generic);
            assert!(vocabulary.find(alias).is_some(), "{alias} in rolecall.toml");
        }
    }
}
