//! The registry: every rule, once. A rule is one file: its documentation, its check, its tests.

mod duplicate_story;
mod generic_role;
mod generic_story_role;
mod incomplete_persona;
mod numbered_persona;
mod role_alias;
mod story_not_atomic;
mod story_not_minimal;
mod story_not_uniform;
mod story_without_benefit;
mod story_without_want;
mod system_as_role;
mod undeclared_role;
mod unfilled_template;
mod unknown_directive;
mod unused_directive;
mod unused_role;

use crate::rule::Rule;
use crate::telling::Applies;
pub(crate) use story_not_uniform::forms;
pub(crate) use undeclared_role::nearest;
pub(crate) use unknown_directive::near;
pub(crate) use unused_directive::{Idle, idle};

/// Every rule, by name.
pub static ALL: &[&Rule] = &[
    &duplicate_story::DUPLICATE_STORY,
    &generic_role::GENERIC_ROLE,
    &generic_story_role::GENERIC_STORY_ROLE,
    &incomplete_persona::INCOMPLETE_PERSONA,
    &numbered_persona::NUMBERED_PERSONA,
    &role_alias::ROLE_ALIAS,
    &story_not_atomic::STORY_NOT_ATOMIC,
    &story_not_minimal::STORY_NOT_MINIMAL,
    &story_not_uniform::STORY_NOT_UNIFORM,
    &story_without_benefit::STORY_WITHOUT_BENEFIT,
    &story_without_want::STORY_WITHOUT_WANT,
    &system_as_role::SYSTEM_AS_ROLE,
    &undeclared_role::UNDECLARED_ROLE,
    &unfilled_template::UNFILLED_TEMPLATE,
    &unknown_directive::UNKNOWN_DIRECTIVE,
    &unused_directive::UNUSED_DIRECTIVE,
    &unused_role::UNUSED_ROLE,
];

/// The rules on how a story is told, the most helpful first: of each story only one of them speaks.
pub(crate) static ON_STORIES: [(&Rule, Applies); 8] = [
    (&unfilled_template::UNFILLED_TEMPLATE, unfilled_template::applies),
    (&story_without_want::STORY_WITHOUT_WANT, story_without_want::applies),
    (&system_as_role::SYSTEM_AS_ROLE, system_as_role::applies),
    (&duplicate_story::DUPLICATE_STORY, duplicate_story::applies),
    (&story_not_atomic::STORY_NOT_ATOMIC, story_not_atomic::applies),
    (&story_without_benefit::STORY_WITHOUT_BENEFIT, story_without_benefit::applies),
    (&story_not_minimal::STORY_NOT_MINIMAL, story_not_minimal::applies),
    (&story_not_uniform::STORY_NOT_UNIFORM, story_not_uniform::applies),
];

/// The rule of that name.
pub fn find(name: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.name == name)
}

#[cfg(test)]
pub(crate) mod tests {
    use std::fmt::Write;
    use std::sync::Arc;

    use super::*;
    use crate::{Document, Fix, Review, Scope, Settings};

    /// Reviews a text and holds the rule's findings against the carets drawn under it.
    pub(crate) fn check(rule: &Rule, fixture: &str) {
        check_with(rule, Settings::default(), fixture);
    }

    /// The same in a project that has decided something.
    pub(crate) fn check_with(rule: &Rule, settings: Settings, fixture: &str) {
        let marked = fixture::read(fixture);
        let review = Review::new(Document::new(&marked.text), Arc::new(settings));
        let found: Vec<fixture::Mark> = review
            .findings()
            .into_iter()
            .filter(|finding| finding.rule == rule)
            .map(|finding| fixture::Mark {
                start: finding.span.start,
                end: finding.span.end,
                label: String::new(),
            })
            .collect();
        let expected: Vec<fixture::Mark> = marked
            .marks
            .into_iter()
            .map(|mark| fixture::Mark { label: String::new(), ..mark })
            .collect();
        assert!(
            found == expected,
            "{} finds:\n{}\nbut it should:\n{}",
            rule.name,
            fixture::draw(&marked.text, &found),
            fixture::draw(&marked.text, &expected),
        );
    }

    /// What a rule says of a text.
    pub(crate) fn messages(rule: &Rule, settings: Settings, text: &str) -> Vec<String> {
        let review = Review::new(Document::new(text), Arc::new(settings));
        let findings = review.findings().into_iter().filter(|finding| finding.rule == rule);
        findings.map(|finding| finding.message).collect()
    }

    /// A text after each of the fixes for the rule's first finding, under the fix's title.
    pub(crate) fn fixed(rule: &Rule, settings: Settings, text: &str) -> Vec<(String, String)> {
        let review = Review::new(Document::new(text), Arc::new(settings));
        let findings = review.findings();
        let finding = findings.iter().find(|finding| finding.rule == rule);
        let fixes = finding.map_or_else(Vec::new, |one| review.fixes(one, Scope::Document));
        let apply = |fix: Fix| {
            let mut fixed = text.to_owned();
            for edit in fix.edits.iter().rev() {
                fixed.replace_range(edit.span.range(), &edit.text);
            }
            (fix.title, fixed)
        };
        fixes.into_iter().map(apply).collect()
    }

    /// The fenced Markdown blocks of a rule's documentation.
    fn examples(docs: &str) -> Vec<String> {
        let mut examples = Vec::new();
        let mut example: Option<String> = None;
        for line in docs.lines() {
            match &mut example {
                None if line == "~~~markdown" => example = Some(String::new()),
                None => {}
                Some(_) if line == "~~~" => examples.extend(example.take()),
                Some(text) => {
                    text.push_str(line);
                    text.push('\n');
                }
            }
        }
        examples
    }

    #[test]
    fn documented_examples_hold() {
        for rule in ALL {
            let examples = examples(&rule.docs());
            assert!(
                examples.iter().any(|text| text.contains("^^")),
                "{}: no example is told",
                rule.name
            );
            assert!(examples.iter().any(|text| !text.contains("^^")), "{}: none passes", rule.name);
            for example in examples {
                check(rule, &example);
            }
        }
    }

    #[test]
    fn rules_md_is_fresh() {
        let mut text = String::from(
            "# Rules\n\nWritten by a test from the rules' own documentation: `UPDATE=1 cargo test -p review`.\n",
        );
        for rule in ALL {
            write!(
                text,
                "\n## {}\n\nDefault: {}.\n\n{}\n",
                rule.name,
                rule.severity.name(),
                rule.docs().trim()
            )
            .unwrap();
        }
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/RULES.md");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(path, &text).unwrap();
        }
        let written = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            written == text,
            "crates/review/RULES.md is stale; run: UPDATE=1 cargo test -p review"
        );
    }
}
