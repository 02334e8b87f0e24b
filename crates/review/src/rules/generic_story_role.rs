//! `generic-story-role`

use crate::english::inflect::{self, Capitals, Number};
use crate::read::story::Standing;
use crate::rules::context::RuleContext;
use crate::rules::remark::Remark;
use crate::rules::role_fix;
use crate::rules::rule::rule;

rule! {
    /// The role of this story is a user, a customer or the like, so nobody knows who wants it.
    ///
    /// Without a role, a story is hard to prioritize: how many people is it for, what is it worth
    /// to them, and whom can we ask? An adjective doesn't help: a new user could still be anybody.
    ///
    /// ~~~markdown
    /// As a user, I want to see my size so that I need not ask.
    ///      ^^^^
    ///
    /// **As a** new customer
    ///              ^^^^^^^^
    /// **I want** to return shoes
    /// ~~~
    ///
    /// Stories that name a role are allowed. A role that the document or the project declares is
    /// not vague, and neither is one with a noun that narrows it: "agency user".
    ///
    /// ~~~markdown
    /// As a shopper, I want to see my size so that I need not ask.
    ///
    /// As a result of this, we should see fewer returns.
    /// ~~~
    ///
    /// **Fix:** take the role that the quick fix offers. Its other stories mention the same things,
    /// or are next to this one.
    ///
    /// **Source:** Rich Mironov would fine his team five dollars for each story that starts "As a
    /// user" or "As a customer".
    GENERIC_STORY_ROLE, "generic-story-role", Warning, check => role_fix::fixes, on_generic_words
}

fn check(context: &RuleContext<'_>) -> Vec<Remark> {
    let mut remarks: Vec<Remark> = Vec::new();
    for (subject, _, named, slot) in context.slots() {
        // One lead may serve a list of stories.
        let is_reported = remarks.last().is_some_and(|last| named.span.contains(last.span));
        if slot.standing != Standing::Generic || context.is_in_front_matter(named) || is_reported {
            continue;
        }
        let generic = context.generic_in(named);
        let span = generic.and_then(|(_, generic)| {
            Some(context.passage(generic.passage)?.prose.source(generic.phrase.word))
        });
        remarks.push(Remark {
            span: span.unwrap_or(named.span),
            message: format!(
                "“{}” is a vague role.",
                inflect::capitalized(&named.text, Capitals::First)
            ),
            subject,
            soft: false,
            guess: Some(Number::Singular),
        });
    }
    remarks
}

#[cfg(test)]
mod tests {
    use super::GENERIC_STORY_ROLE;
    use crate::rules::tests;

    fn check(fixture: &str) {
        tests::check(&GENERIC_STORY_ROLE, fixture);
    }

    #[test]
    fn every_form_of_story_is_read() {
        check("| 1 | x |\n|---|---|\n| a | As a user, I can pay |\n           ^^^^\n");
        check("> “As an end-user I would like to pay”\n         ^^^^^^^^\n");
        check("1. As any logged-in User, I need a receipt\n                    ^^^^\n");
        check("**User Story:** As a customer, I'd like tea\n                     ^^^^^^^^\n");
        check("### As a user\n         ^^^^\n\nI want to pay.\n");
        check("As a user or an admin, I want to pay.\n     ^^^^\n");
        check("As a user that has paid, I want a receipt.\n     ^^^^\n");
        check("As a new user installing it for the first time, I want tea.\n         ^^^^\n");
        check("As a low-tech user with the local oven provider, I want tea.\n              ^^^^\n");
        check("As a person trying a new bakery, I want tea.\n     ^^^^^^\n");
        check("As a privacy-conscious person, I want tea.\n                       ^^^^^^\n");
        check("As a user I want:\n     ^^^^\n\n- tea\n- cake\n");
    }

    #[test]
    fn another_language_has_a_word_for_it_as_well() {
        check("As a usuario, I want to pay so that I rest.\n     ^^^^^^^\n");
        check("As a new Nutzer, I want to pay so that I rest.\n     ^^^^^^^^^^\n");
        check("As an utilisateur, I want to pay so that I rest.\n      ^^^^^^^^^^^\n");
        check("As a usua\u{301}rio, I want to pay so that I rest.\n     ^^^^^^^^\n");
        check("As a 用户, I want to pay so that I rest.\n     ^^\n");
        check("As a ผู้ใช้, I want to pay so that I rest.\n     ^^^^^^\n");
        check("As a उपयोगकर्ता, I want to pay so that I rest.\n     ^^^^^^^^^^\n");
        check("As an enfermera, I want to pay so that I rest.\n");
    }

    #[test]
    fn what_nobody_sees_hides_no_story() {
        check("As a \u{200b}user, I want to pay.\n      ^^^^\n");
        check("\u{feff}As\u{a0}a\u{202f}user, I want to pay.\n      ^^^^\n");
        check("As an end\u{2011}user, I want to pay.\n      ^^^^^^^^\n");
        check("As a us\u{ad}er, I want to pay.\n     ^^^^^\n");
        check("As a [[user]], I want to pay.\n       ^^^^\n");
        check("As a [[people/user|user]], I want to pay.\n                   ^^^^\n");
        check("%%\nAs a user, I want to pay.\n%%\n\nAs a user, I want to pay.\n     ^^^^\n");
    }

    #[test]
    fn the_page_that_a_link_leads_to_stays() {
        let text = "## Roles\n\n- **Nurse**: cares\n\n## Scope\n\nAs a [[user]], I want to pay.\n\nAs a [[x|user]], I want to pay.\n";
        let review = crate::Review::new(crate::Document::new(text), Default::default());
        let findings = review.findings();
        let fixes = findings.iter().filter(|one| one.rule.name == "generic-story-role");
        let fixes: Vec<_> =
            fixes.map(|one| review.fixes(one, crate::Scope::Document).is_empty()).collect();
        assert_eq!(fixes, [true, false]);
    }

    #[test]
    fn tables_of_stories_have_headers_of_many_kinds() {
        let table = |title: &str, header: &str, row: &str| {
            let rule = "---|".repeat(header.matches('|').count() - 1);
            format!("## {title}\n\n{header}\n|{rule}\n{row}\n")
        };
        let stories = |header: &str, row: &str| check(&table("User stories", header, row));
        stories("| Role | Want | Benefit |", "| user | pay by card | be done |\n  ^^^^");
        stories("| # | Who | What | Why |", "| 1 | User | pay | be done |\n      ^^^^");
        stories("| Actor | Goal | Reason |", "| A customer | pay | be done |\n    ^^^^^^^^");
        stories(
            "| ID | Persona | I want to... | So that... |",
            "| 1 | User | pay | I am done |\n      ^^^^",
        );
        stories("| As a | I want | So that |", "| nurse | pay | I am done |");
        stories("| Who | What | Why |", "| Nurse | see my shift | come on time |");
        // Elsewhere such a table says something else, unless its header says "I want".
        check(&table("Decisions", "| Who | What | Why |", "| User | pay | be done |"));
        check(&table("User stories", "| Role | Needs |", "| User | tea |"));
        check(&table("Scope", "| Role | I want to |", "| User | pay |\n  ^^^^"));
        // A story may run down a table.
        check(
            "| **As a** | user |\n             ^^^^\n|---|---|\n| **I want to** | pay |\n| **So that** | I am done |\n",
        );
        check(
            "| Story | 1 |\n|---|---|\n| As a | customer |\n         ^^^^^^^^\n| I want | tea |\n| As a | nurse |\n| I want | tea |\n",
        );
        check("| As a | user |\n|---|---|\n| nurse | tea |\n");
    }

    #[test]
    fn a_named_role_passes() {
        for text in [
            "As a nurse, I want the user to pay.",
            "As an agency user, I want to pay.",
            "As a user testing specialist, I want tea.",
            "As the cluster seems to be fine, I want tea.",
            "---\nintent: As a user, I want to pay\n---\n",
            "```\nAs a user, I want to pay.\n```\n",
            "As the user types, they enter a name.",
            "As a workaround I wonder whether users can pay.",
        ] {
            check(text);
        }
    }
}
