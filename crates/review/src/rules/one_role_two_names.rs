//! `one-role-two-names`

use crate::fix::edit::{Change, Edit, Fix, Scope};
use crate::fix::replace;
use crate::roles::mention::NameKind;
use crate::rules::context::{RuleContext, Whole};
use crate::rules::remark::{Remark, Subject};
use crate::rules::role_fix::Replaceable;
use crate::rules::rule::{Finding, rule};
use crate::settings::role::Role;

rule! {
    /// This document seems to call one role by two names.
    ///
    /// Two names look like two people. Readers ask who the second one is, and a search for one name finds half of
    /// what the role needs. The rule asks once for each name, at its first mention.
    ///
    /// ~~~markdown
    /// ## Roles
    ///
    /// - **Sales associate**: fits shoes
    /// - **Shopper**: tries them on
    ///
    /// ## Scope
    ///
    /// The sales associate scans a tag.
    ///
    /// As a store associate, I want to find the box.
    ///      ^^^^^^^^^^^^^^^
    ///
    /// As a store associate, I want to hold a pair.
    /// ~~~
    ///
    /// Two names are probably one role if they mean the same ("merchant", "store owner"), if one is short for the
    /// other and for no third name ("specialist", "support specialist"), if one abbreviates the other, or if their
    /// personas or descriptions are the same. The rule treats two roles as different people if the document
    /// declares both, names both in one sentence, list or table, or gives each its own section, and if
    /// `rolecall.toml` has both.
    ///
    /// ~~~markdown
    /// As a store associate, I want to find the box.
    ///
    /// As a sales associate, I want to hold a pair.
    ///
    /// A sales associate may ask the store associate for help.
    /// ~~~
    ///
    /// **Fix:** make one name an alias of the other in `rolecall.toml`, or use one name in the whole document. If
    /// they are different people, add `distinct = ["store associate"]` to the role in `rolecall.toml`. There is a
    /// quick fix for each.
    ///
    /// **Source:** Rich Mironov: choose specific names, and stick with them.
    ONE_ROLE_TWO_NAMES, "one-role-two-names", Information, check => fix, suggests_names
}

fn check(context: &RuleContext<'_>) -> Vec<Remark> {
    let questions = context.known.questions().iter();
    let remarks = questions.filter_map(|question| {
        let hit = context.mentions.get(question.mention)?;
        let (role, other) = (context.role(hit.role)?, context.role(question.other)?);
        Some(Remark {
            span: context.passage(hit.passage)?.prose.source(hit.word),
            message: format!("Are “{}” and “{}” the same role?", role.name, other.name),
            subject: Subject::SameRole(question.mention, question.other),
            soft: false,
            guess: None,
        })
    });
    remarks.collect()
}

/// The other name as the role's own: in the project, then in the document; and the answer that they are different.
fn fix(whole: &dyn Whole, finding: &Finding, widest: Scope) -> Vec<Fix> {
    let (Some((_, context)), Subject::SameRole(mention, other)) =
        (whole.context(finding.segment), finding.subject)
    else {
        return Vec::new();
    };
    let named = context.mentions.get(mention).map(|hit| hit.role);
    let (Some(index), Some(other)) = (named, context.role(other)) else { return Vec::new() };
    let Some(role) = context.role(index) else { return Vec::new() };
    let (name, kept) = (role.name.clone(), other.name.clone());
    let alias = Fix::in_project(
        format!("Make “{name}” an alias of “{kept}” in rolecall.toml"),
        Change::Alias { role: kept.clone(), alias: name.clone() },
    );
    let distinct = Fix::in_project(
        format!("Keep “{name}” and “{kept}” distinct in rolecall.toml"),
        Change::Distinct { role: kept.clone(), other: name.clone() },
    );
    let renamed = (widest >= Scope::Document).then(|| renamed(whole, index, other)).flatten();
    let renamed = renamed.map(|(edits, places)| {
        let count = if places > 1 { format!(" ({places} places)") } else { String::new() };
        let title = format!("Replace “{name}” with “{kept}” in the whole document{count}");
        Fix { scope: Scope::Document, ..Fix::here(title, edits) }
    });
    [Some(alias), renamed, Some(distinct)].into_iter().flatten().collect()
}

/// The edits that put `other` wherever the document names a role, and in how many places. None where one of them cannot
/// be changed: then both names would stay.
fn renamed(whole: &dyn Whole, role: usize, other: &Role) -> Option<(Vec<Edit>, usize)> {
    let mut edits = Vec::new();
    let mut places = 0;
    for (base, context) in (0..).map_while(|segment| whole.context(segment)) {
        let mut topics = None;
        for (index, hit) in context.mentions.iter().enumerate() {
            if hit.role != role || hit.name != NameKind::Canonical {
                continue;
            }
            let topics = topics.get_or_insert_with(|| context.facts.topics(context.path));
            if !context.stands_for_role(hit, topics) {
                continue;
            }
            let (place, _) = Replaceable::of_mention(&context, index)?;
            edits.extend(place.edits(&context, other, base)?);
            places += 1;
        }
    }
    (places > 0).then(|| (replace::merged(edits.into_iter()), places))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::ONE_ROLE_TWO_NAMES;
    use crate::rules::tests;
    use crate::{Change, Document, Review, Role, Scope, Settings, Trust};

    const TEXT: &str = "## Roles\n\n- **Sales associate**: fits shoes\n\n## Scope\n\nThe sales associate waits.\n\nAs a store associate, I want tea.\n\nStore associates sing. An **old** store associate's `store associate` is here.\n";

    #[test]
    fn a_question_names_both_and_points_to_the_other() {
        let messages = tests::messages(&ONE_ROLE_TWO_NAMES, Settings::default(), TEXT);
        assert_eq!(messages, ["Are “store associate” and “sales associate” the same role?"]);
        let review = Review::new(Document::new(TEXT), Arc::default());
        let findings = review.findings();
        let finding = findings.iter().find(|it| it.rule == &ONE_ROLE_TWO_NAMES).unwrap();
        assert_eq!(finding.span.start, TEXT.find("store associate").unwrap());
        let [related] = finding.related.as_slice() else { panic!("{finding:?}") };
        assert_eq!(related.span.start, TEXT.find("Sales associate").unwrap());
        assert_eq!(related.message, "the first “sales associate”");
        assert!(
            review.suggestions(finding).is_empty() || !finding.message.contains("Did you mean")
        );
    }

    #[test]
    fn the_name_becomes_an_alias_is_replaced_or_is_somebody_else() {
        let fixes = tests::fixes(&ONE_ROLE_TWO_NAMES, Settings::default(), TEXT);
        let [(alias, _), (rename, renamed), (distinct, _)] = fixes.as_slice() else {
            panic!("{fixes:?}")
        };
        assert_eq!(
            alias.title,
            "Make “store associate” an alias of “sales associate” in rolecall.toml"
        );
        let (role, name) = ("sales associate".to_owned(), "store associate".to_owned());
        let change = Change::Alias { role: role.clone(), alias: name.clone() };
        assert_eq!(alias.change, Some(change));
        assert_eq!(
            rename.title,
            "Replace “store associate” with “sales associate” in the whole document (3 places)"
        );
        let expected = TEXT
            .replace("As a store associate", "As a sales associate")
            .replace("Store associates", "Sales associates")
            .replace("** store associate's", "** sales associate's");
        assert_eq!(*renamed, expected);
        assert_eq!((rename.safe, rename.scope), (false, Scope::Document));
        assert!(distinct.title.starts_with("Keep “store associate”"), "{}", distinct.title);
        assert_eq!(distinct.change, Some(Change::Distinct { role, other: name }));
        // No question answers itself.
        let review = Review::new(Document::new(renamed), Arc::default());
        assert!(review.findings().iter().all(|it| it.rule != &ONE_ROLE_TWO_NAMES));
        for trust in [Trust::Safe, Trust::Guesses] {
            let (edits, _) =
                Review::new(Document::new(TEXT), Arc::default()).edits_of_all_fixes(trust);
            assert!(edits.is_empty(), "{edits:?}");
        }
    }

    #[test]
    fn a_name_that_cannot_be_replaced_everywhere_is_not_replaced() {
        let titles = |more: &str| {
            let fixes = tests::fixed(
                &ONE_ROLE_TWO_NAMES,
                Settings::default(),
                &format!("{TEXT}\n{more}\n"),
            );
            fixes.len()
        };
        assert_eq!(titles("A store associate waits."), 3);
        assert_eq!(titles("A **store associate** waits."), 3);
        assert_eq!(titles("A store asso<!-- x -->ciate waits."), 2);
    }

    #[test]
    fn no_role_that_is_called_distinct_is_suggested() {
        let role = |name: &str, distinct: &[&str]| Role {
            name: name.into(),
            distinct: distinct.iter().map(|name| (*name).to_owned()).collect(),
            declared: vec![crate::Place::here(1)],
            ..Role::default()
        };
        let text = "As a store associate, I want tea.\n\nThe sales associate waits.\n";
        let messages = |distinct: &[&str]| {
            let settings =
                Settings { roles: vec![role("sales associate", distinct)], ..Settings::default() };
            let review = Review::new(Document::new(text), Arc::new(settings));
            review.findings().into_iter().map(|it| it.message).collect::<Vec<_>>().join(" ")
        };
        let before = messages(&[]);
        assert!(
            before.contains("Did you mean sales associate?") && before.contains("the same role?"),
            "{before}"
        );
        let after = messages(&["store associate"]);
        assert!(!after.contains("sales associate"), "{after}");
    }

    /// The finding stands in one segment, and the other name in another.
    #[test]
    fn an_edit_elsewhere_brings_and_takes_the_question() {
        let filler =
            "The door opens and the light goes on, so nobody needs to ask.\n\n".repeat(400);
        let text = format!(
            "As a store associate, I want tea.\n\n{filler}As a sales associate, I want salt.\n\nThe sales associate waits.\n"
        );
        let asked = |review: &Review| {
            let found = review.findings().into_iter().filter(|it| it.rule == &ONE_ROLE_TWO_NAMES);
            found.map(|it| (it.span.start, it.related[0].span.start)).collect::<Vec<_>>()
        };
        let mut document = Document::new(&text);
        let review = Review::new(document.clone(), Arc::default());
        let other = text.find("sales associate").unwrap();
        assert_eq!(asked(&review), [(5, other)]);
        // A line more in between moves the other place alone.
        let line = text.find("The door").unwrap() + filler.len() / 2;
        document.edit(markdown::Span::new(line, line), "It opens.\n\n");
        let moved = review.again(document.clone(), Arc::default());
        assert_eq!(asked(&moved), [(5, other + "It opens.\n\n".len())]);
        // Both in one sentence, at the end: they are different.
        let end = document.len();
        document.edit(
            markdown::Span::new(end, end),
            "\nThe sales associate asks the store associate.\n",
        );
        let apart = moved.again(document.clone(), Arc::default());
        assert_eq!(asked(&apart), []);
        let end = document.len();
        let added = "The sales associate asks the store associate.\n".len();
        document.edit(markdown::Span::new(end - added, end), "");
        assert_eq!(asked(&apart.again(document, Arc::default())), asked(&moved));
    }
}
