//! What the program measures at a place whose role is known.

use std::sync::Arc;

use review::{Document, FilePlace, Grade, Measured, Place, Review, Role, RoleKind, Settings, Span};

use crate::choice::episode::{Card, Episode};
use crate::roles::{is_equal, is_same};

/// A place whose role is known, with what the program measures of each role there.
pub struct Case {
    pub condition: &'static str,
    pub project: String,
    /// Whether a story's role is wanted.
    pub is_slot: bool,
    pub roles: Vec<Measured>,
    /// The roles that are right, by their indices; none where the right one is not known.
    pub right: Vec<usize>,
    /// The program's own suggestions, as indices of roles, and whether the first is said to be sure.
    pub suggested: Vec<usize>,
    pub is_sure: bool,
    /// What simple baselines compare.
    pub said: String,
    pub known: Vec<(usize, String)>,
}

/// A word further behind the place than so many bytes is another.
const NEAR: usize = 400;

impl Case {
    /// What is measured at a place; none where the program finds nothing to say there.
    pub fn of(episode: &Episode) -> Option<Self> {
        let settings =
            Settings { roles: episode.cards.iter().map(role).collect(), ..Settings::default() };
        let review = Review::new(Document::new(&episode.text), Arc::new(settings));
        let findings = review.findings();
        let within = episode.at..episode.at + NEAR;
        let finding = findings.iter().find(|finding| {
            matches!(finding.rule.name, "generic-role" | "generic-story-role")
                && within.contains(&finding.span.start)
        })?;
        let roles = review.measured(finding);
        let matches = |is_match: fn(&str, &str) -> bool, name: &str| -> Vec<usize> {
            let roles = roles.iter().enumerate();
            roles.filter(|(_, role)| is_match(&role.role, name)).map(|(index, _)| index).collect()
        };
        let right = match matches(is_equal, &episode.right) {
            equal if equal.is_empty() => matches(is_same, &episode.right),
            equal => equal,
        };
        let suggestions = review.suggestions(finding);
        let index = |name: &str| roles.iter().position(|role| role.role == name);
        let known = episode.known.iter().filter_map(|(role, text)| {
            Some((matches(is_equal, role).first().copied()?, text.clone()))
        });
        Some(Self {
            condition: episode.condition,
            project: episode.project.clone(),
            is_slot: finding.rule.name == "generic-story-role",
            right,
            suggested: suggestions.iter().filter_map(|it| index(&it.role)).collect(),
            is_sure: suggestions.first().is_some_and(|it| it.sure),
            said: episode.said.clone(),
            known: known.collect(),
            roles,
        })
    }

    /// Which grade a role has, as the tables of weights count: 0 configured, 1 declared, 2 only used.
    pub fn grade(&self, role: usize) -> usize {
        match self.roles.get(role).map(|role| role.grade) {
            Some(Grade::Configured) => 0,
            Some(Grade::Declared) => 1,
            _ => 2,
        }
    }
}

/// The role of a card, as a project's settings declare it.
fn role(card: &Card) -> Role {
    let kind = card
        .kind
        .as_deref()
        .and_then(|kind| RoleKind::ALL.into_iter().find(|it| it.name() == kind));
    let file = FilePlace {
        path: "rolecall.toml".into(),
        shown: "rolecall.toml".into(),
        span: Span::new(0, 0),
    };
    Role {
        name: card.name.clone(),
        kind,
        description: card.description.clone(),
        goals: card.goals.clone(),
        success: card.success.clone(),
        declared: vec![Place { file: Some(file), line: 1 }],
        ..Role::default()
    }
}
