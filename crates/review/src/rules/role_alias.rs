//! `role-alias`

use std::collections::HashSet;

use markdown::Kind;

use crate::english::inflect::{self, Capitals};
use crate::fix::edit::{Fix, Scope};
use crate::fix::replace;
use crate::read::role::traits;
use crate::read::section::Topic;
use crate::roles::mention::{self, Hit, NameKind};
use crate::rules::context::RuleContext;
use crate::rules::context::Whole;
use crate::rules::remark::{Remark, Subject};
use crate::rules::role_fix::Replaceable;
use crate::rules::rule::Finding;
use crate::rules::rule::rule;
use crate::text::passage::Passage;

rule! {
    /// This uses an alias of a role instead of its name.
    ///
    /// Two names look like two people. Readers ask what the difference is, and a search for one
    /// name finds half of the mentions.
    ///
    /// ~~~markdown
    /// ## Roles
    ///
    /// - **Sales associate** (also: store associate): fits shoes
    /// - **Shopper**: tries them on
    ///
    /// ## Scope
    ///
    /// The store associate scans a tag.
    ///     ^^^^^^^^^^^^^^^
    ///
    /// As a store associate, I want to see my size.
    ///      ^^^^^^^^^^^^^^^
    /// ~~~
    ///
    /// An alias is allowed where it is declared or explained, in a quotation, in code, and as part
    /// of another name.
    ///
    /// ~~~markdown
    /// ## Roles
    ///
    /// ### Sales associate
    ///
    /// Also called: store associate
    ///
    /// ## Scope
    ///
    /// The sales associate (store associate) scans a tag and says: “I am your store associate.”
    /// She signs in to the Store Associate Portal as `store associate`.
    /// ~~~
    ///
    /// **Fix:** take the quick fix. It writes the role's name with the same number, case and
    /// possessive, here or in the whole document. It is safe, except in a heading or a link,
    /// because others may refer to those, and where a bare word could also modify another noun.
    /// Declare aliases as above, or as `aliases` in `rolecall.toml`.
    ///
    /// **Source:** Rich Mironov: choose specific names, and stick with them.
    ROLE_ALIAS, "role-alias", Information, check => fix
}

fn check(context: &RuleContext<'_>) -> Vec<Remark> {
    let is_alias = |hit: &Hit| matches!(hit.name, NameKind::Alias(_));
    // Most documents have none.
    if !context.mentions.iter().any(is_alias) {
        return Vec::new();
    }
    let topics = context.facts.topics(context.path);
    let declared: HashSet<(usize, usize)> =
        context.declarations().map(|(_, _, passage, role)| (passage, role)).collect();
    let mut remarks = Vec::new();
    for (index, hit) in context.mentions.iter().enumerate().filter(|(_, hit)| is_alias(hit)) {
        let topic = topics.get(hit.passage).copied().unwrap_or_default();
        let (Some(passage), Some(role)) = (context.passage(hit.passage), context.role(hit.role))
        else {
            continue;
        };
        if topic == Topic::Glossary
            || declared.contains(&(hit.passage, hit.role))
            || is_explained(context, passage, hit)
            || !context.means_role(passage, hit, topic)
        {
            continue;
        }
        if !context.target(hit).is_some_and(|target| target.takes(role)) {
            continue;
        }
        let written = markdown::slice(passage.text(), hit.word);
        let alias = inflect::capitalized(written, Capitals::First);
        let wanted = inflect::capitalized(&role.in_number(hit.number), Capitals::AsDeclared);
        remarks.push(Remark {
            span: passage.prose.source(hit.word),
            message: format!("“{alias}” is an alias of “{wanted}”. Use one name."),
            subject: Subject::Mention(index),
            soft: false,
            guess: None,
        });
    }
    remarks
}

/// Whether the other name is given here as such, or stands beside one that it explains or is
/// explained by.
fn is_explained(context: &RuleContext<'_>, passage: &Passage, hit: &Hit) -> bool {
    let is_other = |other: &&Hit| other.role == hit.role && other.name != hit.name;
    let beside = || {
        context.mentions_in(hit.passage).filter(is_other).any(|other| {
            let (first, last) =
                if other.tokens.start < hit.tokens.start { (other, hit) } else { (hit, other) };
            mention::explains(passage.words(), first.tokens.end..last.tokens.start)
        })
    };
    traits::names_aliases(passage) || beside() || is_beside_in_row(context, passage, hit)
}

/// "| Sales associate | store associate |": a table that says what else somebody is called.
fn is_beside_in_row(context: &RuleContext<'_>, passage: &Passage, hit: &Hit) -> bool {
    const NEAR: usize = 12;
    let row_of = |passage: &Passage| match passage.kind {
        Kind::Cell { row, .. } => Some(row),
        _ => None,
    };
    let Some(row) = row_of(passage) else { return false };
    let is_same = |index: &usize| context.passage(*index).and_then(row_of) == Some(row);
    let before = (0..hit.passage).rev().take(NEAR).take_while(is_same);
    let behind = (hit.passage + 1..context.facts.passages.len()).take(NEAR).take_while(is_same);
    before.chain(behind).any(|index| {
        let Some(cell) = context.passage(index) else { return false };
        let mut named = context.mentions_in(index);
        named.any(|other| other.role == hit.role && other.tokens == (0..cell.tokens.len()))
    })
}

/// The role by its own name, here and wherever the document calls it otherwise.
fn fix(whole: &dyn Whole, finding: &Finding, widest: Scope) -> Vec<Fix> {
    let (Some((base, context)), Subject::Mention(index)) =
        (whole.context(finding.segment), finding.subject)
    else {
        return Vec::new();
    };
    let Some((place, role)) = Replaceable::of_mention(&context, index) else { return Vec::new() };
    let title = |wording: &str| format!("Replace with “{wording}”");
    let here = place.wording(&context, role).zip(place.edits(&context, role, base));
    let mut fixes: Vec<Fix> = here
        .into_iter()
        .map(|(wording, edits)| Fix {
            safe: place.is_plain(&context),
            preferred: true,
            ..Fix::here(title(&wording), edits)
        })
        .collect();
    if widest < Scope::Document {
        return fixes;
    }
    let mut edits = Vec::new();
    let mut places = 0;
    let mut safe = true;
    for other in whole.findings().into_iter().filter(|other| other.rule == finding.rule) {
        let (Some((base, context)), Subject::Mention(index)) =
            (whole.context(other.segment), other.subject)
        else {
            continue;
        };
        let Some((place, named)) = Replaceable::of_mention(&context, index) else { continue };
        if let Some(found) = place.edits(&context, role, base).filter(|_| named == role) {
            places += 1;
            safe &= place.is_plain(&context);
            edits.extend(found);
        }
    }
    if places > 1 {
        let title = format!("{} in the whole document ({places} places)", title(&role.name));
        let edits = replace::merged(edits.into_iter());
        fixes.push(Fix { safe, scope: Scope::Document, ..Fix::here(title, edits) });
    }
    fixes
}

#[cfg(test)]
mod tests {
    use super::ROLE_ALIAS;
    use crate::rules::tests;
    use crate::{Document, Place, Review, Role, Scope, Settings};

    fn settings() -> Settings {
        let role = |name: &str, aliases: &[&str]| Role {
            name: name.into(),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            declared: vec![Place::here(1)],
            ..Role::default()
        };
        let roles = vec![
            role("accountant", &["clerk", "bookkeeper"]),
            role("shopper", &["customer"]),
            role("sales associate", &["store associate"]),
        ];
        Settings { roles, ..Settings::default() }
    }

    fn check(fixture: &str) {
        tests::check_with(&ROLE_ALIAS, settings(), fixture);
    }

    #[test]
    fn another_name_is_told_in_prose_headings_and_stories() {
        check("A clerk signs, and clerks' desks move.\n  ^^^^^            ^^^^^^\n");
        check("## What the clerk sees\n            ^^^^^\n");
        check("As a new bookkeeper, I want tea.\n         ^^^^^^^^^^\n");
        check("| # | Role |\n|---|---|\n| F1 | clerk |\n       ^^^^^\n");
        check("The customer waits.\n    ^^^^^^^^\n");
        check("As a clerk I want tea.\n     ^^^^^\n");
        check("As a customer, I want tea.\n     ^^^^^^^^\n");
    }

    #[test]
    fn an_explanation_passes() {
        for text in [
            "The accountant (clerk) signs.",
            "A clerk, also called the accountant, signs.",
            "Accountants and clerks sign; an accountant/clerk signs.",
            "Store associates are sales associates.",
            "Aliases: clerk",
            "| Name | Else |\n|---|---|\n| Accountant | clerk |\n",
            "## Glossary\n\nA clerk signs.\n",
            "## Roles\n\n- **Clerk**: signs what the clerk has read\n",
        ] {
            check(text);
        }
        check(
            "The accountant waits until the clerk signs.\n                               ^^^^^\n",
        );
    }

    #[test]
    fn what_means_somebody_or_something_else_passes() {
        for text in [
            "The county clerk signs.",
            "A legal clerk signs.",
            "| # | Clerk |\n|---|---|\n| 1 | Bo |\n",
            "The clerk record and non-clerks; she used to clerk for him.",
            "The Store Associates Portal opens.",
            "He said: “The clerk signs.”",
            "Set `clerk`, store_associate and /clerk/1.",
            "Customer data; the number of customers doubles.",
            "The end customer waits. As an end customer, I want tea.",
            "Power customers wait.",
            "---\ntitle: the clerk\n---\n",
        ] {
            check(text);
        }
    }

    #[test]
    fn the_fix_writes_the_role_as_the_other_name_was_written() {
        let text = "A clerk signs.\n\nClerks' desks and THE STORE ASSOCIATE.\n\nAsk bookkeepers!\n";
        let fixed = tests::fixed(&ROLE_ALIAS, settings(), text);
        let expected = [
            ("Replace with “accountant”", text.replace("A clerk", "An accountant")),
            (
                "Replace with “accountant” in the whole document (3 places)",
                text.replace("A clerk", "An accountant")
                    .replace("Clerks'", "Accountants'")
                    .replace("bookkeepers", "accountants"),
            ),
        ];
        assert_eq!(fixed, expected.map(|(title, text)| (title.to_owned(), text)));
    }

    #[test]
    fn a_fix_is_safe_where_nothing_refers_to_the_words() {
        for (text, expected) in [
            ("The clerk signs.", &[true][..]),
            ("## What the clerk sees", &[false]),
            ("See [the clerk](x.md).", &[false]),
            ("See [[x|the clerk]].", &[false]),
            ("The clerk signs. A bookkeeper reads.", &[true, true]),
            ("The clerk signs.\n\n## What a clerk sees", &[true, false]),
            // A clerk, or what is the clerk's
            ("Clerk members sign.", &[false]),
            ("Sold to clerk, tailor and hatter shops.", &[false]),
            ("Use the tailor/clerk view or clerk.", &[false]),
            ("With either clerk, tailor or hatter rights.", &[false]),
            ("Clerk signs.", &[true]),
            ("When done, clerk opens the door.", &[true]),
            ("SegmentStory by clerk.", &[true]),
            ("SegmentStory by the clerk, the tailor and clerks.", &[true, true]),
        ] {
            let review = Review::new(Document::new(text), settings().into());
            let findings = review.findings();
            assert!(!findings.is_empty(), "{text}");
            let fixes = review.fixes(&findings[0], Scope::Document);
            let safe: Vec<bool> = fixes.iter().map(|fix| fix.safe).collect();
            assert_eq!(safe, expected, "{text}");
            assert_eq!(review.fixes(&findings[0], Scope::Story), fixes[..1], "{text}");
        }
    }

    #[test]
    fn an_acronym_is_written_as_declared_and_changed_only_where_it_is_sure() {
        let role = |name: &str, aliases: &[&str]| Role {
            name: name.into(),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            declared: vec![Place::here(1)],
            ..Role::default()
        };
        let roles = vec![role("test lead", &["QA"]), role("product owner", &["PM", "IT", "OR"])];
        let settings: std::sync::Arc<Settings> = Settings { roles, ..Settings::default() }.into();
        for (text, fixed, safe) in [
            ("Ask the QA first.", Some("Ask the test lead first."), true),
            ("QA signs.", Some("Test lead signs."), false),
            ("The QAs sign.", Some("The test leads sign."), true),
            ("# What To Ask The QA\n", Some("# What To Ask The Test Lead\n"), false),
            ("ASK THE QA.", Some("ASK THE TEST LEAD."), true),
            ("A PM signs.", Some("A product owner signs."), false),
            ("At 3 PM, and at 9 pm.", None, false),
            ("The qa gate.", None, false),
            ("Or it may be so.", None, false),
            ("SIGN IN OR SIGN UP", None, false),
        ] {
            let review = Review::new(Document::new(text), settings.clone());
            let findings = review.findings();
            let finding = findings.iter().find(|finding| finding.rule.name == "role-alias");
            let fixes = finding.map_or_else(Vec::new, |one| review.fixes(one, Scope::Here));
            let there = fixes.first().map(|fix| {
                let mut there = text.to_owned();
                for edit in fix.edits.iter().rev() {
                    there.replace_range(edit.span.range(), &edit.text);
                }
                there
            });
            assert_eq!(there.as_deref(), fixed, "{text}");
            assert_eq!(fixes.first().is_some_and(|fix| fix.safe), safe, "{text}");
        }
    }

    #[test]
    fn the_name_of_a_page_passes() {
        let review = Review::new(
            Document::new("See [[clerk]] and [[clerk#Goals|this]]."),
            settings().into(),
        );
        assert_eq!(review.findings(), []);
    }

    #[test]
    fn hovering_shows_the_card_of_the_role() {
        let review = Review::new(Document::new("The clerk signs."), settings().into());
        let text = review.hover(5, &|_| None).map(|(_, text)| text).unwrap_or_default();
        assert!(text.starts_with("**“Clerk” is an alias"), "{text}");
        assert!(text.contains("**accountant**\n\n- Also called: clerk, bookkeeper"), "{text}");
    }
}
