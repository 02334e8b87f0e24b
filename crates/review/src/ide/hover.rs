//! What is shown for the place under the cursor, as Markdown.

use std::fmt::Write;

use markdown::Span;

use crate::engine::review::Review;
use crate::english::inflect;
use crate::person::verdict::Verdict;
use crate::read::story::Story;
use crate::rules::context::RuleContext;
use crate::rules::remark::Subject;
use crate::rules::rule::Finding;
use crate::rules::rule::Suggests;
use crate::settings::role::Role;
use crate::text::escape::in_markdown;

/// How often a role is named in its project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// By how many stories.
    pub stories: usize,
    /// In how many documents.
    pub documents: usize,
}

/// What the essay on customer obsession asks of whoever writes "user".
const QUESTIONS: &str = "Are they hooked? Does somebody else decide that they use it? \
                         Or are they the product, sold to advertisers?\n\n";

impl Review {
    /// What to show for the place at `offset` (a byte of the document): Markdown, and the bytes it
    /// is about. On a finding: what, why, and which roles fit; on a role: its card; on a generic
    /// word that was passed over: why. `seen` says how often a role is named in its project, where
    /// that is known.
    pub fn hover(
        &self,
        offset: usize,
        seen: &dyn Fn(&Role) -> Option<Seen>,
    ) -> Option<(Span, String)> {
        let part = self.segment_at(offset)?;
        let (base, context) = self.context(part)?;
        let local = offset - base;
        let found = self.findings_near(offset).into_iter().find(|one| one.span.touches(offset));
        // Who has that number is asked for more than why not to write it.
        if let Some((span, role)) = context.number_at(local) {
            let role = context.role(role)?;
            return Some((span.shifted(base), self.card(role, seen(role), || self.told_by(role))));
        }
        if let Some(finding) = found {
            return Some((finding.span, self.on_finding(&finding, &context, seen)));
        }
        if let Some(mention) = self.mention_at(offset) {
            let role = context.known.vocabulary().roles().get(mention.role)?;
            return Some((mention.span, self.card(role, seen(role), || self.told_by(role))));
        }
        if let Some(passed_over) = context.passed_over().find(|one| one.span.touches(local)) {
            let span = passed_over.span.shifted(base);
            let word = in_markdown(&self.document().slice(span));
            let (reason, clue) = (passed_over.reason(), passed_over.clue);
            let why = format!("{} (`{}`)", clue.summary(), clue.name);
            return Some((span, format!("“{word}” is fine here: {reason}.\n\n{why}")));
        }
        self.belongs_at(offset)
    }

    /// The role whose persona has the number that stands at `offset` (a byte of the document):
    /// "see personas 4 and 7".
    pub fn numbered_at(&self, offset: usize) -> Option<&Role> {
        let (base, context) = self.context(self.segment_at(offset)?)?;
        let (_, role) = context.number_at(offset - base)?;
        self.vocabulary().roles().get(role)
    }

    fn on_finding(
        &self,
        finding: &Finding,
        context: &RuleContext<'_>,
        seen: &dyn Fn(&Role) -> Option<Seen>,
    ) -> String {
        let mut text = format!("**{}**\n\n", in_markdown(&finding.message));
        if let Subject::Word(index) = finding.subject
            && let Some(generic) = context.facts.generics.get(index)
            && let Verdict::Person(person) = generic.verdict
        {
            let _ = writeln!(text, "Read as a person: {}.\n", person.reason());
        }
        if context.styled(finding.subject).is_some() {
            text.push_str(QUESTIONS);
        }
        if let Some(role) =
            context.subject_role(finding.subject).and_then(|role| context.role(role))
        {
            let _ = writeln!(text, "{}", self.card(role, seen(role), || self.told_by(role)));
        }
        let suggestions = self.suggestions(finding);
        if finding.rule.suggests != Suggests::Names && !suggestions.is_empty() {
            text.push_str("Possible roles:\n\n");
            for suggestion in suggestions.iter().take(5) {
                let (role, reason) = (&suggestion.role, &suggestion.reason);
                let _ = writeln!(text, "1. **{}**: {}", in_markdown(role), in_markdown(reason));
            }
            text.push('\n');
        }
        let _ = write!(text, "{} (`{}`)", finding.rule.summary(), finding.rule.name);
        text
    }

    /// A role's card. `seen` is how often its project names it, where that is known; else `told` is
    /// asked how many stories of the document do.
    pub(crate) fn card(
        &self,
        role: &Role,
        seen: Option<Seen>,
        stories: impl FnOnce() -> usize,
    ) -> String {
        let mut text = format!("**{}**", in_markdown(&role.name));
        if let Some(kind) = role.kind {
            let _ = write!(text, " · {}", kind.name().replace('-', " "));
        }
        if let Some(persona) = role.persona.as_ref().filter(|persona| **persona != role.name) {
            let _ = write!(text, " · {}", in_markdown(persona));
        }
        if let Some(number) = role.number {
            let _ = write!(text, " · persona {number}");
        }
        text.push_str("\n\n");
        if let Some(description) = &role.description {
            let _ = writeln!(text, "{}\n", in_markdown(description));
        }
        let served_by = self.served_by(role);
        for (label, list) in [
            ("Goals", &role.goals),
            ("Pains", &role.pains),
            ("Serves", &role.serves),
            ("Served by", &served_by),
            ("Buys for", &role.buys_for),
            ("Reports to", &role.reports_to),
            ("Also called", &role.aliases),
        ] {
            if !list.is_empty() {
                let list: Vec<String> = list.iter().map(|item| in_markdown(item)).collect();
                let _ = writeln!(text, "- {label}: {}", list.join(", "));
            }
        }
        if let Some(success) = &role.success {
            let _ = writeln!(text, "- Measure of success: {}", in_markdown(success));
        }
        let named = match seen {
            Some(Seen { stories, documents }) => format!(
                "{} and {}",
                inflect::counted(stories, "story", "stories"),
                inflect::counted(documents, "document", "documents")
            ),
            None => format!("{} here", inflect::counted(stories(), "story", "stories")),
        };
        let _ = writeln!(text, "- Named in {named}");
        match role.declared.first() {
            Some(place) => {
                let file = place.file.as_ref();
                let path = in_markdown(file.map_or("this document", |file| file.shown.as_str()));
                let _ = match place.line {
                    0 => writeln!(text, "- Declared in {path}"),
                    line => writeln!(text, "- Declared in {path}, line {line}"),
                };
            }
            None => text.push_str("- Not declared: known from the stories\n"),
        }
        text
    }

    /// How many stories of the document a role tells.
    fn told_by(&self, role: &Role) -> usize {
        let is_told_by =
            |story: &Story| story.roles.iter().any(|slot| slot.role.as_ref() == Some(&role.name));
        self.stories().iter().filter(|story| is_told_by(story)).count()
    }

    /// The roles that serve a role, by their names.
    fn served_by(&self, role: &Role) -> Vec<String> {
        let vocabulary = self.vocabulary();
        let serves = |other: &&Role| {
            other
                .serves
                .iter()
                .any(|name| vocabulary.role(name).is_some_and(|served| served.name == role.name))
        };
        vocabulary.roles().iter().filter(serves).map(|other| other.name.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{Document, FilePlace, Place, Settings};

    /// Whatever a role's texts hold is text on its card.
    #[test]
    fn a_card_shows_what_is_written() {
        let hostile = "![x](https://a.example/x.png) <img src=x> [run](command:y) www.a.example";
        let file =
            FilePlace { path: "/a.md".into(), shown: "[x](y).md".into(), span: Span::new(0, 1) };
        let role = Role {
            name: "clerk".into(),
            persona: Some("**Sue**".into()),
            aliases: vec!["<b>teller</b>".into()],
            description: Some(hostile.into()),
            goals: vec!["# sell".into(), hostile.into()],
            pains: vec!["`x".into()],
            serves: vec!["a_b_ c_".into()],
            success: Some("&lt; 5 & more".into()),
            declared: vec![Place { file: Some(file), line: 2 }],
            ..Role::default()
        };
        let settings = Settings { roles: vec![role], ..Settings::default() };
        let text = "The clerk waits.\n\nAs a <i>user</i>, I want tea.\n";
        let review = Review::new(Document::new(text), Arc::new(settings));
        let (_, card) = review.hover(5, &|_| None).unwrap();
        let escaped =
            r"\!\[x\](https\://a.example/x.png) \<img src=x> \[run\](command:y) www\.a.example";
        let expected = format!(
            r"**clerk** · \*\*Sue\*\*

{escaped}

- Goals: \# sell, {escaped}
- Pains: \`x
- Serves: a_b\_ c\_
- Also called: \<b>teller\</b>
- Measure of success: \&lt; 5 & more
- Named in 0 stories here
- Declared in \[x\](y).md, line 2
"
        );
        assert_eq!(card, expected);
    }

    /// So is what a finding says of a document's words, and of roles that may be meant.
    #[test]
    fn a_finding_shows_what_is_written() {
        let settings = |name: &str| {
            let role =
                Role { name: name.into(), declared: vec![Place::here(1)], ..Role::default() };
            Arc::new(Settings { roles: vec![role], ..Settings::default() })
        };
        let hover = |name: &str, text: &str, at: &str| {
            let review = Review::new(Document::new(text), settings(name));
            review.hover(text.find(at).unwrap(), &|_| None).unwrap().1
        };
        let said = hover("[x](command:y)", "As a user, I want tea.\n", "user");
        assert!(said.contains("\\[x\\](command:y)") && !said.contains(" [x]"), "{said}");
    }
}
