//! What can be done about a finding: the role that fits, here, in the story, in the document.

use crate::english::{self, Number};
use crate::finding::{Edit, Finding, Fix, Scope};
use crate::fix::{self, Target};
use crate::page::{Page, Subject, stands_out};
use crate::review::Review;
use crate::role::Role;
use crate::rules;
use crate::story::Standing;

/// More roles than this make no menu.
const MENU: usize = 8;

impl Review {
    /// What can be done about `finding`, best first: each likely role in its place, then the best
    /// one in the whole story and in the whole document, as far as `widest` goes. A finding of
    /// another review has no fixes.
    pub fn fixes(&self, finding: &Finding, widest: Scope) -> Vec<Fix> {
        let Some((base, page)) = self.page(finding.part) else { return Vec::new() };
        let Some(found) = Place::of(&page, finding.subject) else { return Vec::new() };
        if finding.rule.name == "undeclared-role" {
            return self.fixes_of_undeclared(finding, &page, &found, base);
        }
        let suggestions = page.suggestions(finding.subject);
        let sure = stands_out(&suggestions);
        let roles: Vec<&Role> = suggestions
            .iter()
            .take(MENU)
            .filter_map(|suggestion| page.knowledge.vocabulary.role(&suggestion.role))
            .collect();
        let mut fixes: Vec<Fix> = roles
            .iter()
            .enumerate()
            .filter_map(|(rank, role)| {
                let edits = found.edits(&page, role, base)?;
                let title = format!("Replace with “{}”", found.wording(&page, role)?);
                Some(Fix {
                    title,
                    safe: false,
                    preferred: sure && rank == 0,
                    scope: Scope::Here,
                    edits,
                    declares: None,
                })
            })
            .collect();
        if let Some(role) = roles.first() {
            let scopes =
                [Scope::Story, Scope::Document].into_iter().filter(|scope| *scope <= widest);
            fixes.extend(scopes.filter_map(|scope| self.wider(finding, role, scope)));
        }
        fixes
    }

    /// The same role in every place of the story, or of the document, where a rule on generic words
    /// found one; none where that is no more than the place itself.
    fn wider(&self, finding: &Finding, role: &Role, scope: Scope) -> Option<Fix> {
        let stories = self.stories();
        let story = stories.iter().find(|story| story.span.contains(finding.span));
        let within = |other: &Finding| match scope {
            Scope::Story => story.is_some_and(|story| story.span.contains(other.span)),
            _ => true,
        };
        let others: Vec<Finding> = self
            .findings()
            .into_iter()
            .filter(|other| other.rule.name.starts_with("generic-") && within(other))
            .collect();
        if others.len() < 2 {
            return None;
        }
        let edits = others.iter().filter_map(|other| {
            let (base, page) = self.page(other.part)?;
            Place::of(&page, other.subject)?.edits(&page, role, base)
        });
        let edits = fix::merged(edits.flatten());
        let wide = match scope {
            Scope::Story => "in this story".to_owned(),
            _ => format!("in the whole document ({} places)", others.len()),
        };
        let title = format!("Replace with “{}” {wide}", role.name);
        Some(Fix { title, safe: false, preferred: false, scope, edits, declares: None })
    }

    fn fixes_of_undeclared(
        &self,
        finding: &Finding,
        page: &Page<'_>,
        found: &Place,
        base: usize,
    ) -> Vec<Fix> {
        let name = finding.text(self.document());
        let near = rules::nearest(page, &name);
        let roles = near.iter().filter_map(|name| page.knowledge.vocabulary.role(name));
        let mut fixes: Vec<Fix> = roles
            .filter_map(|role| {
                Some(Fix {
                    title: format!("Replace with “{}”", found.wording(page, role)?),
                    safe: false,
                    preferred: false,
                    scope: Scope::Here,
                    edits: found.edits(page, role, base)?,
                    declares: None,
                })
            })
            .collect();
        let declared =
            if name.chars().any(char::is_lowercase) { english::singular(&name) } else { name };
        fixes.push(Fix {
            title: format!("Declare “{declared}” as a role"),
            safe: false,
            preferred: false,
            scope: Scope::Here,
            edits: Vec::new(),
            declares: Some(declared),
        });
        fixes
    }
}

/// Words in a passage that a role can stand in for.
struct Place {
    passage: usize,
    target: Target,
}

impl Place {
    fn of(page: &Page<'_>, subject: Subject) -> Option<Place> {
        match subject {
            Subject::Word(index) => {
                let generic = page.facts.generics.get(index)?;
                Some(Place { passage: generic.passage, target: Target::of_generic(generic) })
            }
            Subject::Slot(story, slot) => {
                let named = page.facts.stories.get(story)?.roles.get(slot)?;
                let generic = page.generic_in(named);
                let is_generic = page.knowledge.slot(named).standing == Standing::Generic;
                let target = match generic {
                    Some((_, generic)) if is_generic => Target::of_generic(generic),
                    _ => Target {
                        tokens: named.tokens.clone(),
                        number: Number::Singular,
                        possessive: false,
                        pronoun: false,
                    },
                };
                Some(Place { passage: named.passage, target })
            }
        }
    }

    fn edits(&self, page: &Page<'_>, role: &Role, base: usize) -> Option<Vec<Edit>> {
        Some(fix::edits(page.passage(self.passage)?, &self.target, role, base))
    }

    fn wording(&self, page: &Page<'_>, role: &Role) -> Option<String> {
        Some(fix::wording(page.passage(self.passage)?, &self.target, role))
    }
}
