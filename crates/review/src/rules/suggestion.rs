//! Who may be meant by the words that a rule has found: the roles that the document knows, best first.

use std::ops::Range;

use crate::english::inflect::{self, Number};
use crate::fix::replace;
use crate::read::story::SegmentStory;
use crate::role_choice::rank::{Context, Ranked, Suggestion, Word, content_of, content_words};
use crate::rules::context::RuleContext;
use crate::rules::remark::Subject;
use crate::rules::rule::{Rule, Suggests};
use crate::settings::role::RoleKind;
use crate::text::passage::Passage;

/// A best suggestion stands out if it is at least so sure, and so much surer than the next.
const STANDS_OUT: f64 = 0.4;
const AHEAD: f64 = 1.5;
/// How many words before and behind a generic word are asked who is meant. Few sentences are longer.
const AROUND: usize = 40;
/// How many roles a message names where none stands out.
const NAMED: usize = 3;

impl<'a> RuleContext<'a> {
    /// The roles that may be meant where a rule has found something, best first.
    pub fn suggestions(&self, rule: &Rule, subject: Subject) -> Vec<Suggestion> {
        let mut suggestions = self.likely_roles(subject);
        if rule.suggests == Suggests::Colleagues {
            let is_colleague = |name: &str| {
                let kind = self.known.vocabulary().role(name).and_then(|role| role.kind);
                kind == Some(RoleKind::Internal)
            };
            suggestions.retain(|suggestion| is_colleague(&suggestion.role));
        }
        suggestions
    }

    /// The roles that are likely meant by the words that a remark is about, best first.
    pub fn likely_roles(&self, subject: Subject) -> Vec<Suggestion> {
        let vocabulary = self.known.vocabulary();
        let is_open = matches!(subject, Subject::Word(_) | Subject::Slot(..));
        if vocabulary.roles().is_empty() || !is_open {
            return Vec::new();
        }
        let place = self.place(subject);
        let ranked = self.known.ranker().rank(vocabulary, &place).into_iter();
        ranked.filter_map(|role| role.suggestion(vocabulary)).collect()
    }

    fn place(&self, subject: Subject) -> Context<'a> {
        let (passage, story) = match subject {
            Subject::Slot(story, slot) => {
                let found = self.facts.stories.get(story);
                let passage =
                    found.and_then(|found| found.roles.get(slot)).map(|named| named.passage);
                (passage, found.map(|found| (story, found)))
            }
            Subject::Word(index) => {
                let generic = self.facts.generics.get(index);
                let passage = generic.map(|generic| generic.passage);
                let at = generic.zip(passage.and_then(|passage| self.passage(passage)));
                let at =
                    at.map(|(generic, passage)| passage.prose.source(generic.phrase.word).start);
                let stories = &self.facts.stories;
                let story = at.and_then(|at| {
                    let behind = stories.partition_point(|found| found.span.start <= at);
                    let index = behind.checked_sub(1)?;
                    let found = stories.get(index)?;
                    (at < found.span.end).then_some((index, found))
                });
                (passage, story)
            }
            _ => (None, None),
        };
        let term = self.term(subject).unwrap_or_default();
        let tokens = match subject {
            Subject::Word(index) => {
                self.facts.generics.get(index).map(|it| it.phrase.tokens.clone())
            }
            _ => None,
        };
        self.place_at(passage.unwrap_or_default(), tokens.unwrap_or_default(), story, term)
    }

    /// The roles that somebody may want to name in a passage, best first. `at` is a byte of the
    /// segment, and if `in_slot` then a story's role is wanted there.
    pub fn ranked_at(&self, passage: usize, at: usize, in_slot: bool) -> Vec<Suggestion> {
        let mut stories = self.facts.stories.iter().enumerate();
        let story = stories.find(|(_, found)| found.span.touches(at));
        let words = self.passage(passage).map(|passage| {
            passage.tokens.partition_point(|word| passage.prose.source(word.span()).end <= at)
        });
        let word = words.unwrap_or_default();
        let mut place = self.place_at(passage, word..word, story, "");
        place.in_story |= in_slot;
        // Whoever is named there already is who is being named.
        place.named.clear();
        let vocabulary = self.known.vocabulary();
        let ranked = self.known.ranker().rank(vocabulary, &place).into_iter();
        ranked.filter_map(|role| role.suggestion(vocabulary)).collect()
    }

    /// The context of some tokens of a passage.
    fn place_at(
        &self,
        passage: usize,
        tokens: Range<usize>,
        story: Option<(usize, &SegmentStory)>,
        term: &'a str,
    ) -> Context<'a> {
        let mut words = Vec::new();
        match story {
            Some((_, found)) => {
                words.extend(content_of(&found.want.text));
                words.extend(found.benefit.iter().flat_map(|part| content_of(&part.text)));
            }
            None => words.extend(self.around(passage, tokens)),
        }
        let path = self.facts.path_at(self.path, passage);
        words.extend(path.iter().rev().take(2).flat_map(|heading| content_of(&heading.title)));
        words.sort();
        words.dedup_by(|one, other| one.common == other.common);
        let ordinal = match story {
            Some((index, _)) => index,
            None => self.facts.stories.partition_point(|found| {
                found.roles.first().is_some_and(|named| named.passage < passage)
            }),
        };
        let named = self.named_beside(passage);
        let in_story = story.is_some();
        Context { words, ordinal: self.known.stories_before() + ordinal, in_story, named, term }
    }

    /// The words round some tokens of a passage, as far as they can say who is meant.
    fn around(&self, passage: usize, tokens: Range<usize>) -> impl Iterator<Item = Word<'a>> {
        let words = self.passage(passage).map(Passage::words).unwrap_or_default();
        let end = (tokens.end + AROUND).min(words.tokens.len());
        content_words(words, tokens.start.saturating_sub(AROUND)..end)
    }

    /// What the house style calls people instead of the generic word that a remark is about.
    pub fn styled(&self, subject: Subject) -> Option<&'static str> {
        self.known.settings().style.instead_of(self.term(subject)?)
    }

    /// The roles that a passage names.
    fn named_beside(&self, passage: usize) -> Vec<usize> {
        let mut named: Vec<usize> = self.mentions_in(passage).map(|named| named.role).collect();
        named.sort_unstable();
        named.dedup();
        named
    }

    /// Who may be meant, as the end of a message: "Perhaps the sales associate?" Where nobody stands
    /// out, the three likeliest are named, and that there are more. Roles are named in `number`.
    pub fn guess(&self, subject: Subject, number: Number) -> String {
        let vocabulary = self.known.vocabulary();
        let place = self.place(subject);
        let ranked = self.known.ranker().rank(vocabulary, &place);
        let count = if best_stands_out(&ranked) { 1 } else { NAMED };
        let roles = ranked.iter().take(count).filter_map(|role| vocabulary.roles().get(role.index));
        let mut names: Vec<String> = roles.map(|role| replace::name(number, role)).collect();
        let styled = self.styled(subject).map(|word| format!("Say “{word}”, or "));
        if names.is_empty() {
            return match styled {
                Some(styled) => format!("{styled}name their role."),
                None => "Name their role.".to_owned(),
            };
        }
        if count > 1 && ranked.len() > NAMED {
            names.push("somebody else".to_owned());
        }
        match styled {
            Some(styled) => format!("{styled}perhaps {}?", inflect::either(&names)),
            None => format!("Perhaps {}?", inflect::either(&names)),
        }
    }
}

/// Whether the best of the ranked roles is clearly better than the rest.
fn best_stands_out(ranked: &[Ranked<'_>]) -> bool {
    let next = ranked.get(1).map(|next| next.share);
    ranked.first().is_some_and(|best| is_ahead(best.is_grounded(), best.share, next))
}

/// Whether the best suggestion is clearly better than the rest.
pub(crate) fn stands_out(suggestions: &[Suggestion]) -> bool {
    let next = suggestions.get(1).map(|next| next.score);
    suggestions.first().is_some_and(|best| is_ahead(best.grounded, best.score, next))
}

fn is_ahead(is_grounded: bool, best: f64, next: Option<f64>) -> bool {
    next.is_none_or(|next| is_grounded && best >= STANDS_OUT && best >= next * AHEAD)
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
    fn a_best_suggestion_stands_out_if_it_is_sure_and_ahead() {
        let suggestion = |score: f64, grounded: bool| Suggestion {
            role: "nurse".to_owned(),
            score,
            reason: String::new(),
            grounded,
        };
        assert!(stands_out(&[suggestion(1.0, false)]), "there is no other");
        assert!(stands_out(&[suggestion(0.7, true), suggestion(0.3, true)]));
        assert!(!stands_out(&[suggestion(0.7, false), suggestion(0.3, true)]));
        assert!(!stands_out(&[suggestion(0.5, true), suggestion(0.4, true)]));
        assert!(!stands_out(&[]));
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
