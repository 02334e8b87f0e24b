//! `story-not-atomic`

use crate::rules::context::RuleContext;
use crate::rules::remark::{Remark, Subject};
use crate::rules::rule::rule;

rule! {
    /// This story asks for two things.
    ///
    /// Two wants can be prioritized, built and tested one by one. In one story, the second waits
    /// for the first or is forgotten.
    ///
    /// ~~~markdown
    /// As a shopper, I want to see my size and I want to reserve a pair.
    ///                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ///
    /// As a sales associate, I want to open a box and send a receipt.
    ///                                            ^^^^^^^^^^^^^^^^^^
    /// ~~~
    ///
    /// An "and" alone is not a second want. A role may want two things of the same kind, several
    /// verbs may share an object, and a subordinate clause is part of the want.
    ///
    /// ~~~markdown
    /// As a shopper, I want to see my size and color.
    ///
    /// As a sales associate, I want to create, edit and delete a hold.
    ///
    /// As a store manager, I want the till to print a receipt and open the drawer.
    /// ~~~
    ///
    /// **Fix:** write two stories, or keep only the want that is needed now.
    ///
    /// **Source:** the quality criteria for user stories by Lucassen and others: a story asks for
    /// one feature.
    STORY_NOT_ATOMIC, "story-not-atomic", Information, check
}

fn check(context: &RuleContext<'_>) -> Vec<Remark> {
    let stories = context.stories_for(&STORY_NOT_ATOMIC);
    let remarks = stories.filter_map(|(index, _, form)| {
        Some(Remark {
            span: form.second?,
            message: "This story asks for two things. Split it?".to_owned(),
            subject: Subject::Story(index),
            soft: false,
            guess: None,
        })
    });
    remarks.collect()
}

/// Whether the story of this index has a second want.
pub(super) fn applies(context: &RuleContext<'_>, story: usize) -> bool {
    context.story(story).is_some_and(|(_, form)| form.second.is_some())
}

#[cfg(test)]
mod tests {
    use super::STORY_NOT_ATOMIC;
    use crate::rules::tests;

    #[test]
    fn two_wants_are_told() {
        for fixture in [
            "As a nurse, I want tea and I want cake.\n                       ^^^^^^^^^^^^^^^\n",
            "As a nurse, I want to see all beds and export them to a sheet.\n                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^\n",
            "As a nurse, I want to book a bed as well as order a meal.\n                                 ^^^^^^^^^^^^^^^^^^^^^^^\n",
            "As a nurse, I want to create wards and add beds to them.\n                                   ^^^^^^^^^^^^^^^^^^^^\n",
            "As a nurse, I want to book beds & message cooks.\n                                ^^^^^^^^^^^^^^^\n",
            "As a nurse, I want tea and I'd like cake so that I wake.\n                       ^^^^^^^^^^^^^^^^^\n",
            "As a nurse, I want to make tea and also be able to sell it.\n                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^\n",
            "As a nurse, I can create a page and then add my notes, so that I wake.\n                                ^^^^^^^^^^^^^^^^^^^^^\n",
            "**As a** nurse\n**I want** to upload the plan and share a link\n                              ^^^^^^^^^^^^^^^^\n**so that** I wake\n",
        ] {
            tests::check(&STORY_NOT_ATOMIC, fixture);
        }
    }

    #[test]
    fn one_want_passes_whatever_and_joins() {
        for text in [
            "As a nurse, I want tea and cake.",
            "As a nurse, I want to view and download the plan.",
            "As a nurse, I want to create, edit and delete the plans.",
            "As a nurse, I want to see what I changed and undo the change.",
            "As a nurse, I want to open a page and see the plan.",
            "As a nurse, I want to be told when I open a page and close the book.",
            "As a nurse, I want the cook to make tea and add the sugar.",
            "As a nurse, I want to ask them to open a page and add the notes.",
            "As a nurse, I want to manage wards and access rights.",
            "As a nurse, I want to see it in the read and edit views.",
            "As a nurse, I want to store a plan and have it sent.",
            "As a nurse, I want a bed as well as a meal.",
            "As a nurse, I want to track beds and orders.",
            "As a nurse, I want tea so that I wake and I want more.",
            "As a nurse, I want to:\n\n- open a page and add the notes\n- rest\n",
        ] {
            tests::check(&STORY_NOT_ATOMIC, text);
        }
    }
}
