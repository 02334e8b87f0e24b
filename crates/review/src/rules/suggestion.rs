//! Who may be meant by the words that a rule has found: the roles that the document knows, best first.

use crate::english::inflect::{self, Number};
use crate::fix::replace;
use crate::role_choice::choice::{Measured, Suggestion};
use crate::rules::context::RuleContext;
use crate::rules::remark::Subject;
use crate::rules::rule::{Rule, Suggests};
use crate::settings::role::RoleKind;

/// No more roles than this are suggested: those further down are likelier than none only by chance.
const SUGGESTED: usize = 12;

impl<'a> RuleContext<'a> {
    /// The roles that may be meant where a rule has found something, best first.
    pub fn suggestions(&self, rule: &Rule, subject: Subject) -> Vec<Suggestion> {
        self.likely_roles_among(subject, |kind| {
            rule.suggests != Suggests::Colleagues || kind == Some(RoleKind::Internal)
        })
    }

    /// The roles that are likely meant by the words that a remark is about, best first.
    pub fn likely_roles(&self, subject: Subject) -> Vec<Suggestion> {
        self.likely_roles_among(subject, |_| true)
    }

    fn likely_roles_among(
        &self,
        subject: Subject,
        is_asked: impl Fn(Option<RoleKind>) -> bool,
    ) -> Vec<Suggestion> {
        let vocabulary = self.known.vocabulary();
        let is_open = matches!(subject, Subject::Word(_) | Subject::Slot(..));
        if vocabulary.roles().is_empty() || !is_open {
            return Vec::new();
        }
        let place = self.place(subject);
        let ranker = self.known.ranker();
        let mut choice = ranker.choose(&place);
        let kind = |role: usize| vocabulary.roles().get(role).and_then(|role| role.kind);
        choice.ranked.retain(|ranked| is_asked(kind(ranked.role)));
        choice.suggestions(ranker, &place, vocabulary).take(SUGGESTED).collect()
    }

    /// What is measured of each role at the words that a remark is about.
    pub fn measured(&self, subject: Subject) -> Vec<Measured> {
        if !matches!(subject, Subject::Word(_) | Subject::Slot(..)) {
            return Vec::new();
        }
        let features = self.known.ranker().features(&self.place(subject)).into_iter();
        let roles = self.known.vocabulary().roles().iter();
        let measured = roles.zip(features).map(|(role, features)| Measured {
            role: role.name.clone(),
            grade: role.grade(),
            features,
        });
        measured.collect()
    }

    /// The roles that somebody may want to name in a passage, by their indices, best first. `at` is a byte of the
    /// segment, and if `in_slot` then a story's role is wanted there.
    pub fn ranked_at(&self, passage: usize, at: usize, in_slot: bool) -> Vec<usize> {
        let choice = self.known.ranker().choose(&self.place_at(passage, at, in_slot));
        choice.ranked.iter().map(|ranked| ranked.role).collect()
    }

    /// What the house style calls people instead of the generic word that a remark is about.
    pub fn styled(&self, subject: Subject) -> Option<&'static str> {
        self.known.settings().style.instead_of(self.term(subject)?)
    }

    /// Who may be meant, as the end of a message: "Did you mean the sales associate?" Where nobody is sure to be meant, up
    /// to three are named, and that there are more. Roles are named in `number`.
    pub fn guess(&self, subject: Subject, number: Number) -> Guess {
        let vocabulary = self.known.vocabulary();
        let choice = self.known.ranker().choose(&self.place(subject));
        let ranked = choice.named();
        let roles = ranked.iter().filter_map(|ranked| vocabulary.roles().get(ranked.role));
        let mut names: Vec<String> = roles.map(|role| replace::name(number, role)).collect();
        let styled = self.styled(subject);
        let offered = match ranked {
            [best] if choice.is_sure => Offered::One(best.role),
            [] if styled.is_none() => Offered::Nobody,
            _ => Offered::Some,
        };
        if !names.is_empty() && !choice.is_sure {
            names.push("somebody else".to_owned());
        }
        // A role that is no generic word is a machine.
        let is_machine = self.term(subject).is_none();
        let text = match (names.as_slice(), styled) {
            ([], Some(word)) => format!("Say “{word}” or name the role."),
            ([], None) if is_machine => "Who benefits?".to_owned(),
            ([], None) => "Which role is it?".to_owned(),
            (names, Some(word)) => {
                format!("Say “{word}”, or did you mean {}?", inflect::either(names))
            }
            (names, None) if is_machine => format!("Who benefits: {}?", inflect::either(names)),
            (names, None) => format!("Did you mean {}?", inflect::either(names)),
        };
        Guess { text, offered }
    }
}

/// Who may be meant, as the end of a message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Guess {
    pub text: String,
    pub offered: Offered,
}

/// How many roles a guess names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Offered {
    #[default]
    Nobody,
    Some,
    /// This one alone, by its index.
    One(usize),
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{Document, Review, Role, Settings};

    const ROLES: &str =
        "## Roles\n\n- **Nurse**: gives doses\n- **Porter**: pushes beds\n\n## Scope\n\n";

    fn names(suggestions: &[Suggestion]) -> Vec<&str> {
        suggestions.iter().map(|suggestion| suggestion.role.as_str()).collect()
    }

    #[test]
    fn the_words_around_say_who_is_meant() {
        for (wish, expected) in [("pushes the bed", "porter"), ("gives a dose", "nurse")] {
            let text = format!(
                "{ROLES}As a nurse, I want a dose.\n\nThe user {wish}.\n\nAs a porter, I want to see each bed.\n"
            );
            let review = Review::new(Document::new(&text), Arc::default());
            let findings = review.findings();
            let finding = findings.iter().find(|one| one.rule.on_generic_words).unwrap();
            let suggestions = review.suggestions(finding);
            assert_eq!(names(&suggestions).first(), Some(&expected), "{wish}");
            assert!(suggestions[0].grounded);
        }
    }

    #[test]
    fn where_a_department_is_called_a_customer_only_colleagues_are_meant() {
        let role = |name: &str, kind: RoleKind| Role {
            name: name.to_owned(),
            kind: Some(kind),
            ..Role::default()
        };
        let roles =
            vec![role("passenger", RoleKind::Buyer), role("accountant", RoleKind::Internal)];
        let settings = Arc::new(Settings { roles, ..Settings::default() });
        let review = Review::new(Document::new("Our internal customers ask.\n"), settings);
        let findings = review.findings();
        let of = |suggests: Suggests| {
            let finding = findings.iter().find(|one| one.rule.suggests == suggests).unwrap();
            names(&review.suggestions(finding)).len()
        };
        assert_eq!((of(Suggests::Colleagues), of(Suggests::Anybody)), (1, 2));
    }
}
