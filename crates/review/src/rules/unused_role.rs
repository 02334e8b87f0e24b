//! `unused-role`

use crate::english::inflect::{self, Number};
use crate::fix::replace;
use crate::rules::context::RuleContext;
use crate::rules::remark::{Remark, Subject};
use crate::rules::rule::rule;
use crate::settings::role::Role;

rule! {
    /// This document declares roles and has stories, but no story is for one of these roles or
    /// mentions it.
    ///
    /// Either somebody was forgotten, or the audience lists people whom this document isn't for. A
    /// role may also be there for context, so this is only a hint. It is reported once for the
    /// document, at the first such role, and only if at least three stories have a role. People who
    /// only approve or sign off don't count as roles.
    ///
    /// ~~~markdown
    /// ## Roles
    ///
    /// - **Shopper**: tries shoes on
    /// - **Sales associate**: fetches them
    /// - **Store manager**: plans the shift
    ///     ^^^^^^^^^^^^^
    ///
    /// ## Stories
    ///
    /// As a shopper, I want to see my size.
    ///
    /// As a sales associate, I want to find a box.
    ///
    /// As a sales associate, I want to hold a pair.
    /// ~~~
    ///
    /// A role that any story mentions is allowed. So is every role in `rolecall.toml`: a document
    /// doesn't have to mention all roles of the project.
    ///
    /// ~~~markdown
    /// ## Roles
    ///
    /// - **Shopper**: tries shoes on
    /// - **Sales associate**: fetches them
    ///
    /// ## Stories
    ///
    /// As a sales associate, I want to see the shopper's size.
    ///
    /// As a sales associate, I want to find a box.
    ///
    /// As a sales associate, I want to hold a pair.
    /// ~~~
    ///
    /// **Fix:** write the missing story, or remove the role from this document.
    ///
    /// **Source:** Jeff Gothelf: everything made at work has somebody who consumes it. Say who, and
    /// ask what they were trying to do.
    UNUSED_ROLE, "unused-role", Hint, check
}

/// How many roles the message names.
const NAMED: usize = 3;

fn check(context: &RuleContext<'_>) -> Vec<Remark> {
    let remarks = context.declarations().filter_map(|(index, declaration, passage, role)| {
        let unused: Vec<&Role> =
            context.known.unused_at(index).filter_map(|role| context.role(role)).collect();
        let names = unused.iter().take(NAMED).map(|role| replace::name(Number::Singular, role));
        let mut names: Vec<String> = names.collect();
        if unused.len() > NAMED {
            names.push(inflect::counted(unused.len() - NAMED, "other role", "other roles"));
        }
        let message = match names.is_empty() {
            true => return None,
            false => format!("No story here names {}. What do they want?", inflect::either(&names)),
        };
        Some(Remark {
            span: context.name_span(declaration, passage, role)?,
            message,
            subject: Subject::Declaration(index),
            soft: false,
            guess: None,
        })
    });
    remarks.collect()
}

#[cfg(test)]
mod tests {
    use super::UNUSED_ROLE;
    use crate::rules::tests;
    use crate::{Place, Role, Settings};

    const STORIES: &str = "\n## Stories\n\nAs a baker, I want tea.\n\nAs a baker, I want cake.\n\nAs a nurse or a tailor, I want pie.\n";

    #[test]
    fn whom_no_story_names_is_reported_once() {
        let roles = "## Roles\n\n- **Baker**: bakes\n- **Tailors**: sew\n- **Farmer**: sows\n    ^^^^^^\n\n### Farmer\n\nGrows it.\n";
        tests::check(&UNUSED_ROLE, &format!("{roles}{STORIES}"));
        tests::check(
            &UNUSED_ROLE,
            &format!(
                "# Personas\n\n## Persona 2: Ann Poe, farmer\n              ^^^^^^^\n\nSows.\n{STORIES}"
            ),
        );
    }

    #[test]
    fn all_unused_roles_are_named_at_the_first() {
        let roles = |count: usize| {
            let names = ["Farmer", "Cook", "Teacher", "Driver", "Nurse"];
            let items = names.iter().take(count).map(|name| format!("- **{name}**: works\n"));
            format!(
                "## Roles\n\n{}{}",
                items.collect::<String>(),
                STORIES.replace("nurse", "tailor")
            )
        };
        let messages = |count| tests::messages(&UNUSED_ROLE, Settings::default(), &roles(count));
        assert_eq!(messages(2), ["No story here names the farmer or the cook. What do they want?"]);
        let all = "No story here names the farmer, the cook, the teacher or 2 other roles. What do they want?";
        assert_eq!(messages(5), [all]);
    }

    #[test]
    fn few_stories_or_stories_by_anybody_say_nothing() {
        let roles = "## Roles\n\n- **Farmer**: sows\n\n";
        tests::check(
            &UNUSED_ROLE,
            &format!("{roles}As a baker, I want tea.\n\nAs a baker, I want pie.\n"),
        );
        let anybody = "As a user, I want tea.\n\n".repeat(4);
        tests::check(&UNUSED_ROLE, &format!("{roles}{anybody}"));
    }

    #[test]
    fn roles_of_the_project_are_not_reported() {
        let role =
            Role { name: "farmer".into(), declared: vec![Place::here(1)], ..Role::default() };
        let settings = Settings { roles: vec![role], ..Settings::default() };
        let text = format!("## Roles\n\n- **Farmer**: sows\n{STORIES}");
        tests::check_with(&UNUSED_ROLE, settings, &text);
    }
}
