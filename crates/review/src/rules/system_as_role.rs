//! `system-as-role`

use crate::english::grammar;
use crate::english::inflect::{self, Capitals, Number};
use crate::read::story::{Slot, Standing};
use crate::rules::context::RuleContext;
use crate::rules::remark::{Remark, Subject};
use crate::rules::role_fix;
use crate::rules::rule::rule;

rule! {
    /// The role of this story is a system, a backend or the like. A machine doesn't want anything.
    ///
    /// A machine serves somebody who would miss it. Until they are named, nobody can say what the
    /// story is worth. Often it isn't a story but a constraint, which belongs in the acceptance
    /// criteria of another story.
    ///
    /// ~~~markdown
    /// As a system, I want to refuse a size that is sold out.
    ///      ^^^^^^
    ///
    /// As the payment API, I want to log each charge so that it can be traced.
    ///        ^^^^^^^^^^^
    /// ~~~
    ///
    /// People who look after machines are allowed, and so is a machine that the project declares as
    /// a role.
    ///
    /// ~~~markdown
    /// As a shopper, I want to be told that a size is sold out so that I need not wait.
    ///
    /// As a system administrator, I want to see each charge so that I can trace it.
    /// ~~~
    ///
    /// **Fix:** ask who benefits, and write the story for them. The quick fix offers the most
    /// likely roles. If nobody would miss the story, delete it.
    ///
    /// **Source:** Jeff Gothelf: everything that is made has somebody who uses it.
    SYSTEM_AS_ROLE, "system-as-role", Warning, check => role_fix::fixes
}

fn check(context: &RuleContext<'_>) -> Vec<Remark> {
    let mut remarks: Vec<Remark> = Vec::new();
    let found = context.facts.stories.iter().zip(&context.facts.forms).enumerate();
    let found = found.filter(|(_, (_, form))| form.by_machine);
    let named = found.flat_map(|(story, (found, _))| {
        found.roles.iter().enumerate().map(move |(index, named)| (story, index, named))
    });
    for (story, index, named) in named {
        let slot = context.known.slot(named);
        let subject = Subject::Slot(story, index);
        let is_fixed =
            context.is_in_front_matter(named) || super::unfilled_template::applies(context, story);
        let is_reported = remarks.last().is_some_and(|last| last.span == named.span);
        if !is_machine(&slot) || is_fixed || is_reported {
            continue;
        }
        let machine = inflect::singular(&named.text);
        remarks.push(Remark {
            span: named.span,
            message: format!(
                "{} {machine} doesn’t want anything.",
                inflect::capitalized(inflect::article(&machine), Capitals::First)
            ),
            subject,
            soft: false,
            guess: Some(Number::Singular),
        });
    }
    remarks
}

fn is_machine(slot: &Slot) -> bool {
    slot.standing != Standing::Declared && grammar::is_machine_role(&slot.text)
}

/// Whether a machine tells the story of this index.
pub(super) fn applies(context: &RuleContext<'_>, story: usize) -> bool {
    context.story(story).is_some_and(|(found, form)| {
        form.by_machine && found.roles.iter().any(|named| is_machine(&context.known.slot(named)))
    })
}

#[cfg(test)]
mod tests {
    use super::SYSTEM_AS_ROLE;
    use crate::rules::tests;
    use crate::{Place, Role, Settings};

    #[test]
    fn a_machine_is_told_wherever_it_tells() {
        tests::check(&SYSTEM_AS_ROLE, "- As the backend, I want tea.\n         ^^^^^^^\n");
        tests::check(&SYSTEM_AS_ROLE, "As a chatbot I need tea.\n     ^^^^^^^\n");
        tests::check(&SYSTEM_AS_ROLE, "As an LMS system, I can rest.\n      ^^^^^^^^^^\n");
        tests::check(&SYSTEM_AS_ROLE, "**As a** system\n         ^^^^^^\n**I want** tea\n");
        tests::check(&SYSTEM_AS_ROLE, "| As a | I want |\n|---|---|\n| server | tea |\n  ^^^^^^\n");
        tests::check(&SYSTEM_AS_ROLE, "As a product, I want tea.\n     ^^^^^^^\n");
        // One lead, two stories.
        tests::check(&SYSTEM_AS_ROLE, "As a server:\n     ^^^^^^\n\n- I want tea\n- I want pie\n");
    }

    #[test]
    fn people_and_declared_machines_pass() {
        for text in [
            "As a system administrator, I want tea.",
            "As a member of the platform team, I want tea.",
            "As customer service, I want tea.",
            "As a systems engineer, I want the system to rest.",
            "---\nintent: As a system, I want tea\n---\n",
        ] {
            tests::check(&SYSTEM_AS_ROLE, text);
        }
        let role =
            Role { name: "robot server".into(), declared: vec![Place::here(1)], ..Role::default() };
        let settings = Settings { roles: vec![role], ..Settings::default() };
        tests::check_with(&SYSTEM_AS_ROLE, settings, "As a robot server, I want tea.");
    }

    #[test]
    fn it_asks_and_offers_whom_it_serves() {
        let text = "As a nurse, I want tea so that I wake.\n\nAs a system, I want to serve tea.\n";
        let said = tests::messages(&SYSTEM_AS_ROLE, Settings::default(), text);
        assert_eq!(said, ["A system doesn’t want anything. Who benefits?"]);
        let fixed = tests::fixed(&SYSTEM_AS_ROLE, Settings::default(), text);
        assert!(fixed.iter().any(|(_, text)| text.contains("As a nurse, I want to serve tea")));
        let said = tests::messages(&SYSTEM_AS_ROLE, Settings::default(), "As a bot, I want tea.");
        assert_eq!(said, ["A bot doesn’t want anything. Who benefits?"]);
    }
}
