//! A role in the place of the words that a rule has found: there, in the whole story, in the whole document.

use crate::english::inflect::{self, Number};
use crate::english::phrase::Reading;
use crate::fix::edit::{Edit, Fix, Scope};
use crate::fix::replace::{self, Around, Target};
use crate::fix::section;
use crate::read::story::Standing;
use crate::rules::context::{RuleContext, Whole};
use crate::rules::remark::Subject;
use crate::rules::rule::Finding;
use crate::settings::role::Role;

/// More roles than this make no menu: the others are offered where a name is typed.
const MENU: usize = 4;

/// Each likely role in its place, then the best one further.
pub(crate) fn fixes(whole: &dyn Whole, finding: &Finding, widest: Scope) -> Vec<Fix> {
    let Some((base, context)) = whole.context(finding.segment) else { return Vec::new() };
    let context = &context;
    let Some(found) = Replaceable::of(context, finding.subject) else { return Vec::new() };
    let suggestions = context.suggestions(finding.rule, finding.subject);
    let best = suggestions.first().filter(|best| best.sure);
    let roles: Vec<&Role> = suggestions
        .iter()
        .filter_map(|suggestion| context.known.vocabulary().role(&suggestion.role))
        .filter(|role| found.target.takes(role) && !found.repeats(context, role))
        .take(MENU)
        .collect();
    // Where the house style has a word for whoever is meant, that will do.
    let styled = context
        .styled(finding.subject)
        .map(|word| Role { name: word.to_owned(), ..Role::default() });
    let mut fixes: Vec<Fix> = roles
        .iter()
        .copied()
        .chain(&styled)
        .filter_map(|role| {
            let title = format!("Replace with “{}”", found.wording(context, role)?);
            let preferred = best.is_some_and(|best| best.role == role.name);
            let edits = found.edits(context, role, base)?;
            Some(Fix { preferred, ..Fix::here(title, edits) })
        })
        .collect();
    if let Some(role) = roles.first().copied().or(styled.as_ref()) {
        let scopes = [Scope::Story, Scope::Document].into_iter().filter(|scope| *scope <= widest);
        fixes.extend(scopes.filter_map(|scope| wider(whole, finding, role, scope)));
    }
    if !context.knows_roles() && styled.is_none() {
        let sections = whole.sections();
        fixes.extend(section::fixes_where_nobody_is_known(whole.document(), &sections));
    }
    fixes
}

/// The same role wherever the story, or the document, has the same generic word; none where that is
/// no more than the place itself.
fn wider(whole: &dyn Whole, finding: &Finding, role: &Role, scope: Scope) -> Option<Fix> {
    let (_, context) = whole.context(finding.segment)?;
    let term = context.term(finding.subject)?;
    let stories = whole.stories();
    let story = stories.iter().find(|story| story.span.contains(finding.span));
    let within = |other: &Finding| match scope {
        Scope::Story => story.is_some_and(|story| story.span.contains(other.span)),
        _ => true,
    };
    let others =
        whole.findings().into_iter().filter(|other| other.rule.on_generic_words && within(other));
    let mut edits = Vec::new();
    let mut places = 0;
    let mut last: Option<(usize, Replaceable)> = None;
    for other in others {
        let Some((base, context)) = whole.context(other.segment) else { continue };
        if context.term(other.subject) != Some(term) {
            continue;
        }
        let Some(place) = Replaceable::of(&context, other.subject) else { continue };
        // "users and customers" must not become "shoppers and shoppers".
        let repeats = place.repeats(&context, role)
            || last.as_ref().is_some_and(|(segment, last)| {
                *segment == other.segment && place.joins(last, &context)
            });
        if repeats {
            continue;
        }
        if let Some(found) = place.edits(&context, role, base) {
            places += 1;
            edits.extend(found);
            last = Some((other.segment, place));
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
    Some(Fix { scope, ..Fix::here(title, edits) })
}

/// Words in a passage that a role can stand in for.
pub(crate) struct Replaceable {
    passage: usize,
    target: Target,
}

impl Replaceable {
    /// The words that a remark is about.
    pub fn of(context: &RuleContext<'_>, subject: Subject) -> Option<Replaceable> {
        match subject {
            Subject::Word(index) => Replaceable::of_word(context, index),
            Subject::Slot(story, slot) => {
                let named =
                    context.facts.stories.get(story)?.roles.get(slot).filter(|it| !it.fixed)?;
                if context.known.slot(named).standing == Standing::Generic
                    && let Some((index, _)) = context.generic_in(named)
                {
                    return Replaceable::of_word(context, index);
                }
                let known = context.known.vocabulary().find(&named.text);
                let target = Target {
                    tokens: named.tokens.clone(),
                    number: known.map_or(Number::Singular, |name| name.number),
                    possessive: false,
                    pronoun: false,
                    around: Around::default(),
                    acronym: inflect::is_acronym(&named.text),
                };
                Some(Replaceable { passage: named.passage, target })
            }
            _ => None,
        }
    }

    /// Where a known role is named, and which.
    pub fn of_mention<'a>(
        context: &RuleContext<'a>,
        index: usize,
    ) -> Option<(Replaceable, &'a Role)> {
        let hit = context.mentions.get(index)?;
        let target = context.target(hit)?;
        Some((Replaceable { passage: hit.passage, target }, context.role(hit.role)?))
    }

    /// Whether another name can be put here without anybody looking: nothing refers to the words, and
    /// they mean the role and nothing else.
    pub fn is_plain(&self, context: &RuleContext<'_>) -> bool {
        let Some(passage) = context.passage(self.passage) else { return false };
        let phrase = self.target.phrase(passage.words());
        replace::is_unreferred(passage, self.target.tokens.clone())
            && !Reading::new(passage, &phrase).may_modify()
            && !self.target.is_doubtful(passage.words())
    }

    fn of_word(context: &RuleContext<'_>, index: usize) -> Option<Replaceable> {
        let (first, last) = context.joined(index)?;
        let target = Target::of_generics(context.passage(first.passage)?, first, last);
        Some(Replaceable { passage: first.passage, target })
    }

    /// Whether it is joined to the place before it: "users and customers".
    pub fn joins(&self, before: &Replaceable, context: &RuleContext<'_>) -> bool {
        self.passage == before.passage
            && context
                .passage(self.passage)
                .is_some_and(|passage| self.target.joins(&before.target, passage.words()))
    }

    /// Whether the role stands beside it already: "shoppers and customers" must not become "shoppers
    /// and shoppers".
    fn repeats(&self, context: &RuleContext<'_>, role: &Role) -> bool {
        let Some(passage) = context.passage(self.passage) else { return false };
        let words = passage.words();
        context.mentions_in(self.passage).filter(|hit| context.role(hit.role) == Some(role)).any(
            |hit| {
                context.target(hit).is_some_and(|named| {
                    self.target.tokens != named.tokens
                        && (self.target.joins(&named, words) || named.joins(&self.target, words))
                })
            },
        )
    }

    /// The edits of the document that put a role here, if it can stand here; `base` is where the segment starts.
    pub fn edits(&self, context: &RuleContext<'_>, role: &Role, base: usize) -> Option<Vec<Edit>> {
        replace::edits(context.passage(self.passage)?, &self.target, role, base)
    }

    /// The role as it reads here.
    pub fn wording(&self, context: &RuleContext<'_>, role: &Role) -> Option<String> {
        Some(replace::wording(context.passage(self.passage)?, &self.target, role))
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::GENERIC_ROLE;
    use crate::rules::tests;
    use crate::{Scope, Settings};

    const ROLES: &str = "## Roles\n\n- **Nurse**: cares\n\n## Scope\n\n";

    #[test]
    fn a_role_is_put_here_and_in_the_whole_document() {
        let text = format!("{ROLES}A user waits. The users' beds are made.\n");
        let fixes = tests::fixes(&GENERIC_ROLE, Settings::default(), &text);
        let [(here, one), (wide, both)] = fixes.as_slice() else { panic!("{fixes:?}") };
        assert_eq!((here.scope, wide.scope), (Scope::Here, Scope::Document));
        assert_eq!(*one, text.replace("A user", "A nurse"));
        assert_eq!(*both, one.replace("The users'", "The nurses'"));
        assert_eq!(wide.title, "Replace “user” with “nurse” in the whole document (2 places)");
    }

    #[test]
    fn no_role_is_put_beside_itself() {
        let text = format!("{ROLES}Nurses and users wait.\n");
        assert_eq!(tests::fixed(&GENERIC_ROLE, Settings::default(), &text), []);
    }
}
