//! What the rules know of the whole document when they look at one segment, with a note of what they
//! looked at: while that stays the same, so does what they said.

use std::cell::Cell;

use crate::document::avoided::Avoided;
use crate::document::backlog::Backlog;
use crate::document::gaps::Gap;
use crate::document::knowledge::{Knowledge, Personas};
use crate::document::same_role::Question;
use crate::person::verdict::Because;
use crate::read::story::{NamedRole, Slot};
use crate::role_choice::ranker::Ranker;
use crate::roles::vocabulary::Vocabulary;
use crate::settings::Settings;

/// Pieces of knowledge, as a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Dependencies(u16);

impl Dependencies {
    /// The roles and their names.
    pub const ROLES: Self = Self(1);
    /// What the generic words mean here.
    pub const SENSES: Self = Self(1 << 1);
    /// Which roles of stories nobody declares.
    pub const UNDECLARED: Self = Self(1 << 2);
    /// Which declared roles no story names.
    pub const UNUSED: Self = Self(1 << 3);
    /// The personas.
    pub const PERSONAS: Self = Self(1 << 4);
    /// The gaps of the document that are reported in the segment.
    pub const GAPS: Self = Self(1 << 5);
    /// How the stories are written.
    pub const BACKLOG: Self = Self(1 << 6);
    /// How many stories stand before.
    pub const STORIES_BEFORE: Self = Self(1 << 7);
    /// How many declarations of roles do.
    pub const DECLARATIONS_BEFORE: Self = Self(1 << 8);
    /// Which role is likely meant where.
    pub const RANKING: Self = Self(1 << 9);
    /// Whether something before was too much to be read.
    pub const UNREAD_BEFORE: Self = Self(1 << 10);
    /// Which roles may be one, by their names and what is said of them.
    pub const ALIKE: Self = Self(1 << 11);
    /// What is asked in the segment about roles that are likely one.
    pub const QUESTIONS: Self = Self(1 << 12);

    /// This set and another.
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The set, if something holds; else the empty one.
    pub fn when(self, holds: bool) -> Self {
        if holds { self } else { Self::default() }
    }

    /// Whether the sets share anything.
    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// How much stands before a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Before {
    pub stories: usize,
    /// Declarations of roles.
    pub declarations: usize,
    pub statements: usize,
    /// Whether something was too much to be read.
    pub unread: bool,
}

impl Before {
    /// What differs for a segment that stood after `other`.
    pub fn differs(self, other: Self) -> Dependencies {
        let stories = Dependencies::STORIES_BEFORE.when(self.stories != other.stories);
        let declarations =
            Dependencies::DECLARATIONS_BEFORE.when(self.declarations != other.declarations);
        let unread = Dependencies::UNREAD_BEFORE.when(self.unread != other.unread);
        stories.and(declarations).and(unread)
    }
}

/// What is known, for one segment.
pub(crate) struct Known<'a> {
    all: &'a Knowledge,
    ranker: &'a Ranker,
    before: Before,
    questions: &'a [Question],
    looked: Cell<Dependencies>,
}

impl<'a> Known<'a> {
    /// What is known, for a segment with so much before it.
    pub fn of(all: &'a Knowledge, ranker: &'a Ranker, before: Before) -> Self {
        Self { all, ranker, before, questions: &[], looked: Cell::default() }
    }

    /// The same for a segment in which these questions are asked about roles that are likely one.
    pub fn with_questions(self, questions: &'a [Question]) -> Self {
        Self { questions, ..self }
    }

    /// What was looked at so far.
    pub fn looked(&self) -> Dependencies {
        self.looked.get()
    }

    fn look(&self, at: Dependencies) -> &'a Knowledge {
        self.looked.set(self.looked.get().and(at));
        self.all
    }

    /// What it is all reviewed under. Other settings are another review, so no note is made.
    pub fn settings(&self) -> &'a Settings {
        &self.all.settings
    }

    pub fn avoided(&self) -> &'a Avoided {
        &self.all.avoided
    }

    pub fn vocabulary(&self) -> &'a Vocabulary {
        &self.look(Dependencies::ROLES).vocabulary
    }

    pub fn ranker(&self) -> &'a Ranker {
        self.look(Dependencies::RANKING);
        self.ranker
    }

    pub fn personas(&self) -> &'a Personas {
        &self.look(Dependencies::PERSONAS).personas
    }

    pub fn backlog(&self) -> &'a Backlog {
        &self.look(Dependencies::BACKLOG).backlog
    }

    /// Returns the questions that are asked in the segment about roles that are likely one.
    pub fn questions(&self) -> &'a [Question] {
        self.look(Dependencies::QUESTIONS);
        self.questions
    }

    /// How many stories stand before the segment.
    pub fn stories_before(&self) -> usize {
        self.look(Dependencies::STORIES_BEFORE);
        self.before.stories
    }

    /// How many declarations of roles do.
    pub fn declarations_before(&self) -> usize {
        self.look(Dependencies::DECLARATIONS_BEFORE);
        self.before.declarations
    }

    /// Whether something before the segment was too much to be read.
    pub fn is_unread_before(&self) -> bool {
        self.look(Dependencies::UNREAD_BEFORE);
        self.before.unread
    }

    /// Whether the document is a product requirements document.
    pub fn is_prd(&self) -> bool {
        self.look(Dependencies::GAPS).gaps.is_some()
    }

    /// Returns the gaps of the document that are reported at one of so many statements of the segment, each with the index
    /// of its statement there.
    pub fn gaps_at(&self, statements: usize) -> impl Iterator<Item = (usize, &'a Gap)> {
        self.look(Dependencies::GAPS).gaps_at(self.before, statements)
    }

    /// What is known of a role that a story names.
    pub fn slot(&self, named: &NamedRole) -> Slot {
        self.look(Dependencies::ROLES.and(Dependencies::SENSES)).slot(named)
    }

    /// Whether a generic word is what a document about commerce calls the buyer.
    pub fn is_buyer(&self, term: &str) -> bool {
        self.look(Dependencies::SENSES).is_buyer(term)
    }

    /// Whether the project allows the generic words in a text, and there are any.
    pub fn allows(&self, text: &str) -> bool {
        self.all.allows(text)
    }

    /// The sense that a generic word has here.
    pub fn sense(&self, text: &str) -> Option<Because> {
        self.look(Dependencies::SENSES).sense(text)
    }

    /// The roles that no story names, if the declaration of this index on the page is that of the first.
    pub fn unused_at(&self, declaration: usize) -> impl Iterator<Item = usize> + use<'a> {
        let before = self.declarations_before();
        self.look(Dependencies::UNUSED).unused_at(before + declaration)
    }

    /// Whether a role has a generic word for its name, if the declaration of this index on the page first declares it.
    pub fn is_generic_at(&self, role: usize, declaration: usize) -> bool {
        let before = self.declarations_before();
        self.look(Dependencies::PERSONAS).is_generic_at(role, before + declaration)
    }

    /// Whether the declared roles are meant to be all there are.
    pub fn declares_all(&self) -> bool {
        self.look(Dependencies::ROLES.and(Dependencies::UNDECLARED)).declares_all()
    }

    /// How many stories use a name that nobody declares, if the story of this index on the page is
    /// the first.
    pub fn first_undeclared(&self, name: &str, story: usize) -> Option<usize> {
        let before = self.stories_before();
        self.look(Dependencies::UNDECLARED).first_undeclared(name, before + story)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::document::knowledge::tests::knows;

    const ALL: [Dependencies; 13] = [
        Dependencies::ROLES,
        Dependencies::SENSES,
        Dependencies::UNDECLARED,
        Dependencies::UNUSED,
        Dependencies::PERSONAS,
        Dependencies::GAPS,
        Dependencies::BACKLOG,
        Dependencies::STORIES_BEFORE,
        Dependencies::DECLARATIONS_BEFORE,
        Dependencies::RANKING,
        Dependencies::UNREAD_BEFORE,
        Dependencies::ALIKE,
        Dependencies::QUESTIONS,
    ];

    #[test]
    fn facets_are_a_set() {
        for (at, one) in ALL.into_iter().enumerate() {
            assert!(one.meets(one) && !one.meets(Dependencies::default()));
            for (other_at, other) in ALL.into_iter().enumerate() {
                assert_eq!(one.meets(other), at == other_at);
                assert!(one.and(other).meets(one) && one.and(other).meets(other));
            }
            assert_eq!((one.when(true), one.when(false)), (one, Dependencies::default()));
        }
    }

    #[test]
    fn what_stands_before_may_differ() {
        let before = Before { stories: 1, declarations: 2, statements: 3, unread: false };
        for (other, expected) in [
            (before, Dependencies::default()),
            (Before { stories: 2, ..before }, Dependencies::STORIES_BEFORE),
            (Before { declarations: 1, ..before }, Dependencies::DECLARATIONS_BEFORE),
            (Before { unread: true, ..before }, Dependencies::UNREAD_BEFORE),
            // Where a statement is told is looked up anew for each review.
            (Before { statements: 9, ..before }, Dependencies::default()),
            (
                Before { stories: 2, declarations: 1, ..before },
                Dependencies::STORIES_BEFORE.and(Dependencies::DECLARATIONS_BEFORE),
            ),
        ] {
            assert_eq!(before.differs(other), expected, "{other:?}");
        }
    }

    #[test]
    fn what_is_looked_at_is_noted() {
        let segments = ["# Tea PRD\n\nAs a nurse, I want tea.\n\n## Roles\n\n- **Cook**: bakes\n"];
        let all = knows(Settings { allow: vec!["user".into()], ..Settings::default() }, &segments);
        let before = Before { stories: 4, declarations: 5, statements: 0, unread: true };
        let ranker = Ranker::new(Arc::clone(&all.cast), std::iter::empty());
        let check = |what: &str, expected: Dependencies, look: fn(&Known)| {
            let known = Known::of(&all, &ranker, before);
            look(&known);
            assert_eq!(known.looked(), expected, "{what}");
        };
        check("vocabulary", Dependencies::ROLES, |it| assert_eq!(it.vocabulary().roles().len(), 2));
        check("ranker", Dependencies::RANKING, |it| assert_ne!(*it.ranker(), Ranker::default()));
        check("personas", Dependencies::PERSONAS, |it| assert_eq!(it.personas().count, 0));
        check("questions", Dependencies::QUESTIONS, |it| assert_eq!(it.questions(), []));
        check("backlog", Dependencies::BACKLOG, |it| assert_eq!(it.backlog().count, 1));
        check("stories before", Dependencies::STORIES_BEFORE, |it| {
            assert_eq!(it.stories_before(), 4)
        });
        check("declarations before", Dependencies::DECLARATIONS_BEFORE, |it| {
            assert_eq!(it.declarations_before(), 5)
        });
        check("unread before", Dependencies::UNREAD_BEFORE, |it| assert!(it.is_unread_before()));
        check("is prd", Dependencies::GAPS, |it| assert!(it.is_prd()));
        check("gaps", Dependencies::GAPS, |it| assert_eq!(it.gaps_at(9).count(), 1));
        check("slot", Dependencies::ROLES.and(Dependencies::SENSES), |it| {
            let named = NamedRole {
                text: "cook".into(),
                span: Default::default(),
                passage: 0,
                tokens: 0..1,
                fixed: false,
            };
            assert_eq!(it.slot(&named).role.as_deref(), Some("cook"));
        });
        check("buyer", Dependencies::SENSES, |it| assert!(!it.is_buyer("customer")));
        check("sense", Dependencies::SENSES, |it| assert_eq!(it.sense("client"), None));
        check("unused", Dependencies::DECLARATIONS_BEFORE.and(Dependencies::UNUSED), |it| {
            assert_eq!(it.unused_at(0).count(), 0)
        });
        check("declares all", Dependencies::ROLES.and(Dependencies::UNDECLARED), |it| {
            assert!(it.declares_all())
        });
        check("undeclared", Dependencies::STORIES_BEFORE.and(Dependencies::UNDECLARED), |it| {
            assert_eq!(it.first_undeclared("nurse", 0), None);
        });
        // What the settings say makes another review where it differs.
        check("settings", Dependencies::default(), |it| {
            assert!(it.allows("user") && !it.allows("customer") && it.avoided().is_empty());
            assert_eq!(it.settings().allow, ["user"]);
        });
    }

    #[test]
    fn places_count_from_the_start_of_the_document() {
        let all =
            knows(Settings::default(), &["As a nurse, I want tea.\n\nAs a cook, I want tea.\n"]);
        let ranker = Ranker::default();
        let known = |stories| Known::of(&all, &ranker, Before { stories, ..Before::default() });
        assert_eq!(known(1).first_undeclared("cook", 0), Some(1));
        assert_eq!(known(0).first_undeclared("cook", 1), Some(1));
        assert_eq!(known(0).first_undeclared("cook", 0), None);
    }
}
