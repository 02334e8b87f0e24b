//! `unfilled-template`

use crate::english::inflect;
use crate::read::story::template::{StoryPart, Unfinished};
use crate::rules::context::RuleContext;
use crate::rules::remark::{Remark, Subject};
use crate::rules::rule::rule;

rule! {
    /// This story still has a template placeholder.
    ///
    /// A placeholder reads like a promise: somebody meant to fill in the role or the benefit, and
    /// it was forgotten.
    ///
    /// ~~~markdown
    /// As a [role], I want to see my size, so that I need not ask.
    ///      ^^^^^^
    ///
    /// As a shopper, I want to see my size, so that TBD.
    ///                                              ^^^
    ///
    /// As a sales associate, I want to find a box, so that …
    ///                                                     ^
    /// ~~~
    ///
    /// Placeholders are recognized by their brackets (`<role>`, `{benefit}`, and `[goal]` if that
    /// is what is inside), by dots, question marks and underscores, by TBD and TODO, and by the
    /// words of rolecall's own template. Text that explains a template is allowed: it says so in
    /// front, or is in quotation marks or in code. Brackets with other words inside are allowed
    /// too.
    ///
    /// ~~~markdown
    /// Use the format: As a [role], I want [goal], so that [benefit].
    ///
    /// As a shopper, I want to see my size [in centimeters], so that I need not ask.
    /// ~~~
    ///
    /// **Fix:** fill it in, or delete the story until somebody knows.
    ///
    /// **Source:** a story says who, what and why. Jeff Gothelf asks for each before anything is
    /// made.
    UNFILLED_TEMPLATE, "unfilled-template", Warning, check
}

fn check(context: &RuleContext<'_>) -> Vec<Remark> {
    let unfinished = context.facts.unfinished.iter().enumerate();
    let remarks = unfinished.filter(|(_, one)| !one.is_unwanted).map(|(index, one)| Remark {
        span: one.span,
        message: message(one),
        subject: Subject::Unfinished(index),
        // Somebody may show the form.
        soft: one.parts.starts_with(&[StoryPart::Role, StoryPart::Want]),
        guess: None,
    });
    remarks.collect()
}

fn message(unfinished: &Unfinished) -> String {
    let missing = |slot: &StoryPart| match slot {
        StoryPart::Role => "the role",
        StoryPart::Want => "the want",
        StoryPart::Benefit => "the benefit",
    };
    let missing: Vec<String> =
        unfinished.parts.iter().map(|slot| missing(slot).to_owned()).collect();
    format!("This story isn’t finished. Fill in {}.", inflect::listed(&missing, "and"))
}

/// Whether the story of this index is not filled in.
pub(super) fn applies(context: &RuleContext<'_>, story: usize) -> bool {
    context.facts.unfinished.iter().any(|one| one.story == Some(story))
}

#[cfg(test)]
mod tests {
    use super::UNFILLED_TEMPLATE;
    use crate::Settings;
    use crate::rules::tests;

    fn check(fixture: &str) {
        tests::check(&UNFILLED_TEMPLATE, fixture);
    }

    #[test]
    fn every_kind_of_place_is_told() {
        check("As a <role>, I want tea so that I wake.\n     ^^^^^^\n");
        check("As a \\<role>, I want tea so that I wake.\n      ^^^^^^\n");
        check("As a `<role>`, I want tea so that I wake.\n     ^^^^^^^^\n");
        check("As a {role}, I want tea so that I wake.\n     ^^^^^^\n");
        check("- As a [type of user] I want tea so that I wake.\n       ^^^^^^^^^^^^^^\n");
        check("As a **TBD**, I want tea.\n       ^^^\n");
        check("As a ???, I want tea.\n     ^^^\n");
        check("As a nurse, I want <goal> so that I wake.\n                   ^^^^^^\n");
        check(
            "As a nurse, I want to [do something] so that I wake.\n                      ^^^^^^^^^^^^^^\n",
        );
        check("As a nurse, I want TODO: ask Ann.\n                   ^^^^^^^^^^^^^\n");
        check("As a nurse, I want tea so that ...\n                               ^^^\n");
        check("As a nurse, I want tea so that ???\n                               ^^^\n");
        check(
            "As a nurse, I want tea so that [benefit].\n                               ^^^^^^^^^\n",
        );
        check(
            "| a |\n|---|\n| As a nurse, I want tea so that TBD |\n                                 ^^^\n",
        );
        check(
            "| As a | I want | so that |\n|---|---|---|\n| nurse | tea | TBD |\n                ^^^\n",
        );
    }

    #[test]
    fn parts_that_are_left_empty_are_told_at_what_announces_them() {
        check("**As a**\n  ^^^^\n**I want to**\n**So that**\n");
        check("As a , I want tea so that I wake.\n^^^^\n");
        check("As a ___, I want tea so that I wake.\n^^^^\n");
        check("As a nurse, I want tea so that\n                       ^^^^^^^\n");
        check("**As a** nurse\n**I want** tea\n**So that** \n  ^^^^^^^\n");
        // What rolecall's own template leaves.
        check("As a role, I want what they do, so that what they gain.\n     ^^^^\n");
    }

    #[test]
    fn what_is_filled_in_or_explains_the_form_passes() {
        for text in [
            "As a nurse, I want a todo list so that I forget nothing.",
            "As a [nurse], I want tea so that I wake.",
            "As a [nurse], I want [green tea], so that [I wake].",
            "As a nurse, I want tea [green] so that I wake.",
            "As a nurse, I want [tea](tea.md) so that [I wake](wake.md).",
            "As a nurse, I want `tea` so that `1 + 1` is shown.",
            "As a nurse, I want...\n\n- tea\n- cake\n",
            "Stories follow a pattern: As a <role>, I want <goal>.",
            "## Format\n\nAs a [role], I want [goal] so that [benefit].",
            "Write “As a [role], I want [goal]”.",
            "`As a [role], I want [goal]`",
            "```\nAs a [role], I want [goal]\n```\n",
            "As a role model, I want tea so that I wake.",
            "As a nurse, I want",
        ] {
            check(text);
        }
    }

    #[test]
    fn the_message_says_what_is_missing() {
        let said = |text| tests::messages(&UNFILLED_TEMPLATE, Settings::default(), text);
        assert_eq!(
            said("As a [role], I want [goal], so that [benefit]."),
            ["This story isn’t finished. Fill in the role, the want and the benefit."]
        );
        assert_eq!(
            said("As a nurse, I want tea, so that TBD."),
            ["This story isn’t finished. Fill in the benefit."]
        );
    }
}
