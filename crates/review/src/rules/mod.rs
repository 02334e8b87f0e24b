//! The registry: every rule, once.
//!
//! A rule is one file: its documentation, its check, its fix, its tests. What rules are made of is in `rule` (what a rule
//! is, and what it finds), `context` (what it sees), `remark` (what it says of a segment), `story_order` (which of several
//! speaks of a story), `place` (where a word stands), `suggestion` (who may be meant there), `role_fix` (a role in a word's
//! place) and `business_object` (a word for what a product keeps).

pub(crate) mod business_object;
pub(crate) mod context;
pub(crate) mod judgement;
mod place;
pub(crate) mod remark;
pub(crate) mod role_fix;
pub(crate) mod rule;
pub(crate) mod story_order;
pub(crate) mod suggestion;
pub(crate) mod topic;

mod avoided_term;
mod delivery_date_as_outcome;
mod duplicate_story;
mod generic_role;
mod generic_story_role;
mod incomplete_persona;
mod internal_customer;
mod missing_audience;
mod missing_customer_problem;
mod numbered_persona;
mod one_role_two_names;
mod one_sided_audience;
mod outcome_audience;
mod role_alias;
mod self_as_user;
mod single_account_problem;
mod solution_as_problem;
mod story_not_atomic;
mod story_not_minimal;
mod story_not_uniform;
mod story_without_benefit;
mod story_without_want;
mod system_as_role;
mod undeclared_role;
mod unfilled_template;
mod ungrounded_user_problem;
mod unknown_directive;
mod unmeasured_outcome;
mod unnamed_people;
mod unread_markup;
mod unused_directive;
mod unused_role;
mod unvalued_customer_problem;
mod user_problem_as_customer_problem;

use crate::rules::rule::{Applies, Registry, Rule};
use crate::rules::topic::Topic;
pub use generic_role::GENERIC_ROLE;
pub use generic_story_role::GENERIC_STORY_ROLE;
pub use undeclared_role::UNDECLARED_ROLE;
pub use unnamed_people::UNNAMED_PEOPLE;

/// Every rule, by name.
pub static ALL: &[&Rule] = &[
    &avoided_term::AVOIDED_TERM,
    &delivery_date_as_outcome::DELIVERY_DATE_AS_OUTCOME,
    &duplicate_story::DUPLICATE_STORY,
    &GENERIC_ROLE,
    &GENERIC_STORY_ROLE,
    &incomplete_persona::INCOMPLETE_PERSONA,
    &internal_customer::INTERNAL_CUSTOMER,
    &missing_audience::MISSING_AUDIENCE,
    &missing_customer_problem::MISSING_CUSTOMER_PROBLEM,
    &numbered_persona::NUMBERED_PERSONA,
    &one_role_two_names::ONE_ROLE_TWO_NAMES,
    &one_sided_audience::ONE_SIDED_AUDIENCE,
    &outcome_audience::OUTCOME_AUDIENCE,
    &role_alias::ROLE_ALIAS,
    &self_as_user::SELF_AS_USER,
    &single_account_problem::SINGLE_ACCOUNT_PROBLEM,
    &solution_as_problem::SOLUTION_AS_PROBLEM,
    &story_not_atomic::STORY_NOT_ATOMIC,
    &story_not_minimal::STORY_NOT_MINIMAL,
    &story_not_uniform::STORY_NOT_UNIFORM,
    &story_without_benefit::STORY_WITHOUT_BENEFIT,
    &story_without_want::STORY_WITHOUT_WANT,
    &system_as_role::SYSTEM_AS_ROLE,
    &undeclared_role::UNDECLARED_ROLE,
    &unfilled_template::UNFILLED_TEMPLATE,
    &ungrounded_user_problem::UNGROUNDED_USER_PROBLEM,
    &unknown_directive::UNKNOWN_DIRECTIVE,
    &unmeasured_outcome::UNMEASURED_OUTCOME,
    &UNNAMED_PEOPLE,
    &unread_markup::UNREAD_MARKUP,
    &unused_directive::UNUSED_DIRECTIVE,
    &unused_role::UNUSED_ROLE,
    &unvalued_customer_problem::UNVALUED_CUSTOMER_PROBLEM,
    &user_problem_as_customer_problem::USER_PROBLEM_AS_CUSTOMER_PROBLEM,
];

/// The rules on how a story is told, the most helpful first: of each story only one of them speaks.
static ON_STORIES: [(&Rule, Applies); 8] = [
    (&unfilled_template::UNFILLED_TEMPLATE, unfilled_template::applies),
    (&story_without_want::STORY_WITHOUT_WANT, story_without_want::applies),
    (&system_as_role::SYSTEM_AS_ROLE, system_as_role::applies),
    (&duplicate_story::DUPLICATE_STORY, duplicate_story::applies),
    (&story_not_atomic::STORY_NOT_ATOMIC, story_not_atomic::applies),
    (&story_without_benefit::STORY_WITHOUT_BENEFIT, story_without_benefit::applies),
    (&story_not_minimal::STORY_NOT_MINIMAL, story_not_minimal::applies),
    (&story_not_uniform::STORY_NOT_UNIFORM, story_not_uniform::applies),
];

/// What each rule is about, the topic of most use first.
static TOPICS: [(Topic, &[&Rule]); 3] = [
    (
        Topic::Stories,
        &[
            &GENERIC_STORY_ROLE,
            &UNDECLARED_ROLE,
            &unfilled_template::UNFILLED_TEMPLATE,
            &system_as_role::SYSTEM_AS_ROLE,
            &story_without_want::STORY_WITHOUT_WANT,
            &story_without_benefit::STORY_WITHOUT_BENEFIT,
            &story_not_atomic::STORY_NOT_ATOMIC,
            &story_not_minimal::STORY_NOT_MINIMAL,
            &story_not_uniform::STORY_NOT_UNIFORM,
            &duplicate_story::DUPLICATE_STORY,
        ],
    ),
    (
        Topic::Goals,
        &[
            &missing_audience::MISSING_AUDIENCE,
            &one_sided_audience::ONE_SIDED_AUDIENCE,
            &missing_customer_problem::MISSING_CUSTOMER_PROBLEM,
            &unvalued_customer_problem::UNVALUED_CUSTOMER_PROBLEM,
            &user_problem_as_customer_problem::USER_PROBLEM_AS_CUSTOMER_PROBLEM,
            &ungrounded_user_problem::UNGROUNDED_USER_PROBLEM,
            &single_account_problem::SINGLE_ACCOUNT_PROBLEM,
            &solution_as_problem::SOLUTION_AS_PROBLEM,
            &unmeasured_outcome::UNMEASURED_OUTCOME,
            &outcome_audience::OUTCOME_AUDIENCE,
            &delivery_date_as_outcome::DELIVERY_DATE_AS_OUTCOME,
        ],
    ),
    (
        Topic::Prose,
        &[
            &UNNAMED_PEOPLE,
            &GENERIC_ROLE,
            &internal_customer::INTERNAL_CUSTOMER,
            &self_as_user::SELF_AS_USER,
            &avoided_term::AVOIDED_TERM,
            &role_alias::ROLE_ALIAS,
            &one_role_two_names::ONE_ROLE_TWO_NAMES,
            &numbered_persona::NUMBERED_PERSONA,
            &incomplete_persona::INCOMPLETE_PERSONA,
            &unused_role::UNUSED_ROLE,
            &unknown_directive::UNKNOWN_DIRECTIVE,
            &unused_directive::UNUSED_DIRECTIVE,
            &unread_markup::UNREAD_MARKUP,
        ],
    ),
];

/// Returns what a rule is about.
pub fn topic(rule: &Rule) -> Topic {
    let found = TOPICS.iter().find(|(_, rules)| rules.contains(&rule));
    found.map_or(Topic::Prose, |(topic, _)| *topic)
}

/// The rules, as they see one another.
pub(crate) static REGISTRY: Registry = Registry { all: ALL, on_stories: &ON_STORIES };

/// The index of a rule among [`ALL`].
pub(crate) fn index_of(rule: &Rule) -> Option<usize> {
    ALL.iter().position(|other| *other == rule)
}

/// The rule of that name.
pub fn find(name: &str) -> Option<&'static Rule> {
    REGISTRY.find(name)
}

#[cfg(test)]
pub(crate) mod tests {
    use std::fmt::Write;
    use std::sync::Arc;

    use super::*;
    use crate::{Document, Fix, Model, Review, Scope, Settings, Style};

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

    /// The fixes for the rule's first finding, each with the text after it.
    pub(crate) fn fixes(rule: &Rule, settings: Settings, text: &str) -> Vec<(Fix, String)> {
        let review = Review::new(Document::new(text), Arc::new(settings));
        let findings = review.findings();
        let finding = findings.iter().find(|finding| finding.rule == rule);
        let fixes = finding.map_or_else(Vec::new, |one| review.fixes(one, Scope::Document));
        let apply = |fix: Fix| {
            let mut fixed = text.to_owned();
            for edit in fix.edits.iter().rev() {
                fixed.replace_range(edit.span.range(), &edit.text);
            }
            (fix, fixed)
        };
        fixes.into_iter().map(apply).collect()
    }

    /// The same with no more than each fix's title.
    pub(crate) fn fixed(rule: &Rule, settings: Settings, text: &str) -> Vec<(String, String)> {
        let fixes = fixes(rule, settings, text).into_iter();
        fixes.map(|(fix, fixed)| (fix.title, fixed)).collect()
    }

    /// The fenced Markdown blocks of a rule's documentation, each with the settings of the project,
    /// whose model or style may stand behind the language.
    fn examples(docs: &str) -> Vec<(Settings, String)> {
        let mut examples = Vec::new();
        let mut example: Option<(Settings, String)> = None;
        for line in docs.lines() {
            match &mut example {
                None => {
                    example = line.strip_prefix("~~~markdown").map(|rest| {
                        let name = rest.trim();
                        let model = Model::ALL.into_iter().find(|model| model.name() == name);
                        let style = Style::find(name);
                        assert!(name.is_empty() || model.is_some() || style.is_some(), "{name}");
                        let style = style.unwrap_or_default();
                        (Settings { model, style, ..Settings::default() }, String::new())
                    });
                }
                Some(_) if line == "~~~" => examples.extend(example.take()),
                Some((_, text)) => {
                    text.push_str(line);
                    text.push('\n');
                }
            }
        }
        examples
    }

    #[test]
    fn every_rule_is_about_one_topic() {
        for rule in ALL {
            let of = |(_, rules): &&(Topic, &[&Rule])| rules.contains(rule);
            assert_eq!(TOPICS.iter().filter(of).count(), 1, "{}", rule.name);
        }
        assert_eq!(TOPICS.map(|(topic, _)| topic), Topic::ALL);
        assert!(Topic::ALL.is_sorted());
        assert_eq!(topic(&GENERIC_STORY_ROLE), Topic::Stories);
    }

    #[test]
    fn documented_examples_hold() {
        for rule in ALL {
            let examples = examples(&rule.docs());
            assert!(
                examples.iter().any(|(_, text)| text.contains("^^")),
                "{}: no example is told",
                rule.name
            );
            let passes = |(_, text): &(_, String)| !text.contains("^^");
            assert!(examples.iter().any(passes), "{}: none passes", rule.name);
            for (settings, example) in examples {
                check_with(rule, settings, &example);
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
