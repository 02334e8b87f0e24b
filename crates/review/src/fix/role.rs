//! What can be done about a finding: the role that fits, here, in the story, in the document.

use markdown::Span;

use crate::engine::review::Review;
use crate::english::inflect::{self, Number};
use crate::fix::edit::{Edit, Fix, Scope};
use crate::fix::replace::{self, Target};
use crate::person::generic::Generic;
use crate::person::judge;
use crate::read::story::Standing;
use crate::rules;
use crate::rules::context::{Page, stands_out};
use crate::rules::finding::Finding;
use crate::rules::remark::Subject;
use crate::settings::role::Role;

/// More roles than this make no menu.
const MENU: usize = 8;

impl Review {
    /// What can be done about `finding`, best first: what mends its place, then the same in the whole
    /// story and in the whole document, as far as `widest` goes. A finding of another review has no
    /// fixes.
    pub fn fixes(&self, finding: &Finding, widest: Scope) -> Vec<Fix> {
        let mut fixes = self.all_fixes(finding, widest);
        let definitions = self.definitions();
        let breaks_link = |edit: &Edit| {
            let at = self.document().segment_at(edit.span.start);
            let base = self.document().segment_start(at);
            let segment = self.document().segments().nth(at);
            let span = edit.span.start.checked_sub(base).zip(edit.span.end.checked_sub(base));
            segment.zip(span).is_some_and(|((_, segment), (start, end))| {
                definitions.are_used_at(segment.text(), Span::new(start, end))
            })
        };
        if !definitions.is_empty() {
            fixes.retain(|fix| !fix.edits.iter().any(breaks_link));
        }
        fixes
    }

    fn all_fixes(&self, finding: &Finding, widest: Scope) -> Vec<Fix> {
        let Some((base, page)) = self.page(finding.part) else { return Vec::new() };
        match finding.subject {
            Subject::Word(_) | Subject::Slot(..) => {
                self.fixes_of_role(finding, widest, &page, base)
            }
            Subject::Mention(index) => self.fixes_of_alias(finding, index, widest),
            Subject::Reference(index) => page.fix_of_reference(index, base).into_iter().collect(),
            Subject::Draft(index) if finding.rule.name == "incomplete-persona" => {
                self.fix_of_persona(finding.part, index).into_iter().collect()
            }
            Subject::Passage(_) => match finding.rule.name {
                // One that comes too late is there.
                "missing-customer-problem" if self.has_problem_section() => Vec::new(),
                "missing-customer-problem" | "ungrounded-user-problem" => {
                    vec![self.fix_of_missing_problem()]
                }
                "missing-audience" => self.fixes_where_nobody_is_known(),
                "user-problem-as-customer-problem" => {
                    self.fix_of_user_problem(finding).into_iter().collect()
                }
                _ => Vec::new(),
            },
            Subject::Draft(_) | Subject::Twin(..) | Subject::Unfinished(_) | Subject::Page => {
                Vec::new()
            }
            Subject::Story(index) => {
                page.fix_of_story(finding.rule, index, base).into_iter().collect()
            }
            Subject::Term(passage, token) => {
                page.fix_of_term(passage, token, base).into_iter().collect()
            }
            Subject::Directive(index, name) => {
                self.tidy(finding, index, name).into_iter().collect()
            }
        }
    }

    /// Each likely role in its place, then the best one further.
    fn fixes_of_role(
        &self,
        finding: &Finding,
        widest: Scope,
        page: &Page<'_>,
        base: usize,
    ) -> Vec<Fix> {
        let Some(found) = Place::of(page, finding.subject) else { return Vec::new() };
        if finding.rule.name == "undeclared-role" {
            return self.fixes_of_undeclared(finding, page, &found, base);
        }
        let suggestions = self.suggestions(finding);
        let best = suggestions.first().filter(|_| stands_out(&suggestions));
        let roles: Vec<&Role> = suggestions
            .iter()
            .filter_map(|suggestion| page.known.vocabulary().role(&suggestion.role))
            .filter(|role| found.target.takes(role) && !found.repeats(page, role))
            .take(MENU)
            .collect();
        // Where the house style has a word for whoever is meant, that will do.
        let styled = page
            .styled(finding.subject)
            .map(|word| Role { name: word.to_owned(), ..Role::default() });
        let mut fixes: Vec<Fix> = roles
            .iter()
            .copied()
            .chain(&styled)
            .filter_map(|role| {
                let title = format!("Replace with “{}”", found.wording(page, role)?);
                let preferred = best.is_some_and(|best| best.role == role.name);
                let edits = found.edits(page, role, base)?;
                Some(Fix { title, safe: false, preferred, scope: Scope::Here, edits, change: None })
            })
            .collect();
        if let Some(role) = roles.first().copied().or(styled.as_ref()) {
            let scopes =
                [Scope::Story, Scope::Document].into_iter().filter(|scope| *scope <= widest);
            fixes.extend(scopes.filter_map(|scope| self.wider(finding, role, scope)));
        }
        if !page.knows_roles() && styled.is_none() {
            fixes.extend(self.fixes_where_nobody_is_known());
        }
        fixes
    }

    /// The same role wherever the story, or the document, has the same generic word; none where that is
    /// no more than the place itself.
    fn wider(&self, finding: &Finding, role: &Role, scope: Scope) -> Option<Fix> {
        let (_, page) = self.page(finding.part)?;
        let term = page.term(finding.subject)?;
        let stories = self.stories();
        let story = stories.iter().find(|story| story.span.contains(finding.span));
        let within = |other: &Finding| match scope {
            Scope::Story => story.is_some_and(|story| story.span.contains(other.span)),
            _ => true,
        };
        let others = self
            .findings()
            .into_iter()
            .filter(|other| other.rule.name.starts_with("generic-") && within(other));
        let mut edits = Vec::new();
        let mut places = 0;
        let mut last: Option<(usize, Place)> = None;
        for other in others {
            let Some((base, page)) = self.page(other.part) else { continue };
            if page.term(other.subject) != Some(term) {
                continue;
            }
            let Some(place) = Place::of(&page, other.subject) else { continue };
            // "users and customers" must not become "shoppers and shoppers".
            let repeats = place.repeats(&page, role)
                || last
                    .as_ref()
                    .is_some_and(|(part, last)| *part == other.part && place.joins(last, &page));
            if repeats {
                continue;
            }
            if let Some(found) = place.edits(&page, role, base) {
                places += 1;
                edits.extend(found);
                last = Some((other.part, place));
            }
        }
        if places < 2 {
            return None;
        }
        let edits = replace::merged(edits.into_iter());
        let wide = match scope {
            Scope::Story => "in this story",
            _ => "in the whole document",
        };
        let title = format!("Replace “{term}” with “{}” {wide} ({places} places)", role.name);
        Some(Fix { title, safe: false, preferred: false, scope, edits, change: None })
    }

    /// The role by its own name, here and wherever the document calls it otherwise.
    fn fixes_of_alias(&self, finding: &Finding, index: usize, widest: Scope) -> Vec<Fix> {
        let Some((base, page)) = self.page(finding.part) else { return Vec::new() };
        let Some((place, role)) = Place::of_mention(&page, index) else { return Vec::new() };
        let title = |wording: &str| format!("Replace with “{wording}”");
        let here = place.wording(&page, role).zip(place.edits(&page, role, base));
        let mut fixes: Vec<Fix> = here
            .into_iter()
            .map(|(wording, edits)| Fix {
                title: title(&wording),
                safe: place.is_plain(&page),
                preferred: true,
                scope: Scope::Here,
                edits,
                change: None,
            })
            .collect();
        if widest < Scope::Document {
            return fixes;
        }
        let mut edits = Vec::new();
        let mut places = 0;
        let mut safe = true;
        for other in self.findings().into_iter().filter(|other| other.rule == finding.rule) {
            let (Some((base, page)), Subject::Mention(index)) =
                (self.page(other.part), other.subject)
            else {
                continue;
            };
            let Some((place, named)) = Place::of_mention(&page, index) else { continue };
            if let Some(found) = place.edits(&page, role, base).filter(|_| named == role) {
                places += 1;
                safe &= place.is_plain(&page);
                edits.extend(found);
            }
        }
        if places > 1 {
            fixes.push(Fix {
                title: format!("{} in the whole document ({places} places)", title(&role.name)),
                safe,
                preferred: false,
                scope: Scope::Document,
                edits: replace::merged(edits.into_iter()),
                change: None,
            });
        }
        fixes
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
        let roles = near.iter().filter_map(|name| page.known.vocabulary().role(name));
        let mut fixes: Vec<Fix> = roles
            .filter_map(|role| {
                Some(Fix {
                    title: format!("Replace with “{}”", found.wording(page, role)?),
                    safe: false,
                    preferred: false,
                    scope: Scope::Here,
                    edits: found.edits(page, role, base)?,
                    change: None,
                })
            })
            .collect();
        let declared =
            if name.chars().any(char::is_lowercase) { inflect::singular(&name) } else { name };
        fixes.extend(self.fixes_that_declare(&declared));
        fixes
    }
}

/// Words in a passage that a role can stand in for.
pub(crate) struct Place {
    passage: usize,
    target: Target,
}

impl Place {
    /// The words that a remark is about.
    pub fn of(page: &Page<'_>, subject: Subject) -> Option<Place> {
        match subject {
            Subject::Word(index) => Place::of_word(page, index),
            Subject::Slot(story, slot) => {
                let named =
                    page.facts.stories.get(story)?.roles.get(slot).filter(|it| !it.fixed)?;
                if page.known.slot(named).standing == Standing::Generic
                    && let Some((index, _)) = page.generic_in(named)
                {
                    return Place::of_word(page, index);
                }
                let known = page.known.vocabulary().find(&named.text);
                let target = Target {
                    tokens: named.tokens.clone(),
                    number: known.map_or(Number::Singular, |name| name.number),
                    possessive: false,
                    pronoun: false,
                    qualified: false,
                    acronym: inflect::is_acronym(&named.text),
                };
                Some(Place { passage: named.passage, target })
            }
            _ => None,
        }
    }

    /// Where a known role is named, and which.
    fn of_mention<'a>(page: &Page<'a>, index: usize) -> Option<(Place, &'a Role)> {
        let hit = page.mentions.get(index)?;
        let target = page.target(hit)?;
        Some((Place { passage: hit.passage, target }, page.role(hit.role)?))
    }

    /// Whether another name can be put here without anybody looking: nothing refers to the words, and
    /// they mean the role and nothing else.
    fn is_plain(&self, page: &Page<'_>) -> bool {
        let Some(passage) = page.passage(self.passage) else { return false };
        let Target { tokens, number, possessive, .. } = &self.target;
        let word = passage.words().span(tokens.clone());
        let like = Generic::like(self.passage, tokens.clone(), word, *number);
        let like = Generic { possessive: *possessive, ..like };
        replace::is_unreferred(passage, tokens.clone())
            && !judge::may_modify(passage, &like)
            && !self.target.is_doubtful(passage.words())
    }

    fn of_word(page: &Page<'_>, index: usize) -> Option<Place> {
        let (first, last) = page.joined(index)?;
        let target = Target::of_generics(page.passage(first.passage)?, first, last);
        Some(Place { passage: first.passage, target })
    }

    /// Whether it is joined to the place before it: "users and customers".
    pub fn joins(&self, before: &Place, page: &Page<'_>) -> bool {
        self.passage == before.passage
            && page
                .passage(self.passage)
                .is_some_and(|passage| self.target.joins(&before.target, passage.words()))
    }

    /// Whether the role stands beside it already: "shoppers and customers" must not become "shoppers
    /// and shoppers".
    fn repeats(&self, page: &Page<'_>, role: &Role) -> bool {
        let Some(passage) = page.passage(self.passage) else { return false };
        let words = passage.words();
        page.mentions_in(self.passage).filter(|hit| page.role(hit.role) == Some(role)).any(|hit| {
            page.target(hit).is_some_and(|named| {
                self.target.tokens != named.tokens
                    && (self.target.joins(&named, words) || named.joins(&self.target, words))
            })
        })
    }

    /// The edits that put a role here, if it can stand here.
    fn edits(&self, page: &Page<'_>, role: &Role, base: usize) -> Option<Vec<Edit>> {
        replace::edits(page.passage(self.passage)?, &self.target, role, base)
    }

    fn wording(&self, page: &Page<'_>, role: &Role) -> Option<String> {
        Some(replace::wording(page.passage(self.passage)?, &self.target, role))
    }
}
