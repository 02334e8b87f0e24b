//! `story-not-minimal`

use crate::read::story::form::Aside;
use crate::rules::context::RuleContext;
use crate::rules::remark::{Remark, Subject};
use crate::rules::rule::rule;

rule! {
    /// This story has more in its sentence than the role, the want and the benefit.
    ///
    /// People read a story many times, at a glance. Notes, conditions and explanations belong below
    /// it, in the acceptance criteria, where they can be checked off.
    ///
    /// ~~~markdown
    /// As a shopper, I want to reserve a pair (we had this in the old shop but it was never used), so that it is there when I come.
    ///                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ///
    /// As a shopper, I want to see my size so that I need not ask. Ask the stock system before each sale.
    ///                                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    /// ~~~
    ///
    /// References ("see ticket 12") and notes ("Note: …", "Depends on …") belong below it too.
    ///
    /// Brackets are allowed if they are short, list things or give examples. A sentence that says
    /// why is allowed too. The layout doesn't matter: a story may have its parts on separate lines,
    /// in a list or in a table, and anything may follow in lines or paragraphs below it.
    ///
    /// ~~~markdown
    /// **As a** shopper
    /// **I want** to see my size (EU or UK)
    /// **So that** I need not ask
    ///
    /// As a shopper, I want to reserve a pair. This lets me come when I have time.
    ///
    /// A pair is kept for a day. After that it is sold.
    /// ~~~
    ///
    /// **Fix:** move the marked text below the story.
    ///
    /// **Source:** the quality criteria for user stories by Lucassen and others: a story holds
    /// nothing more than role, means and ends.
    STORY_NOT_MINIMAL, "story-not-minimal", Hint, check
}

fn check(context: &RuleContext<'_>) -> Vec<Remark> {
    let stories = context.stories_for(&STORY_NOT_MINIMAL);
    let remarks = stories.filter_map(|(index, _, form)| {
        let (span, aside) = form.aside?;
        let message = match aside {
            Aside::Brackets => "The text in brackets could move below the story.",
            Aside::Sentences => "The text after the story could move below it.",
            Aside::Reference => "This reference could move below the story.",
            Aside::Note => "This note could move below the story.",
        };
        let subject = Subject::Story(index);
        Some(Remark { span, message: message.to_owned(), subject, soft: false, guess: None })
    });
    remarks.collect()
}

/// Whether the story of this index holds something that tells none.
pub(super) fn applies(context: &RuleContext<'_>, story: usize) -> bool {
    context.story(story).is_some_and(|(_, form)| form.aside.is_some())
}

#[cfg(test)]
mod tests {
    use super::STORY_NOT_MINIMAL;
    use crate::Settings;
    use crate::rules::tests;

    /// Without the rule that would speak of stories that do not say what for.
    fn check(fixture: &str) {
        let rules = [("story-without-benefit".to_owned(), None)].into();
        let settings = Settings { rules, ..Settings::default() };
        tests::check_with(&STORY_NOT_MINIMAL, settings, fixture);
    }

    #[test]
    fn notes_in_the_story_are_told() {
        for fixture in [
            "- As a nurse, I want tea so that I wake. Please ask the cook first.\n                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^\n",
            "| a |\n|---|\n| As a nurse, I want tea so that I wake. Please ask the cook first. |\n                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^\n",
            "As a nurse, I want tea (the cook said that he has none left), so that I wake.\n                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n",
        ] {
            check(fixture);
        }
    }

    #[test]
    fn layout_and_all_below_passes() {
        for text in [
            "**As a** nurse\n**I want** tea\n**so that** I wake\n**Priority:** high\n",
            "**As a** nurse\n\n**I want** tea\n\n**so that** I wake. \n\nAsk the cook first of all.\n",
            "As a nurse, I want tea so that I wake.\nAsk the cook first of all.\n",
            "As a nurse, I want tea so that I wake.  \nAsk the cook first of all.\n",
            "- As a nurse, I want tea so that I wake.\n  - Ask the cook first of all.\n",
            "As a nurse, I want to:\n\n- drink tea. Ask the cook first of all.\n- rest\n",
            "| As a | I want | so that |\n|---|---|---|\n| nurse | tea. Ask the cook first of all. | I wake |\n",
            "### As a nurse, I want tea so that I wake. Ask the cook first of all.\n",
            "As a nurse, I want tea so that I wake. Acceptance criteria: ask the cook first.\n",
            "As a nurse, I want tea so that I wake. **Owner:** ask the cook first of all.\n",
            "As a nurse, I want tea. This lets me wake up at once.\n",
            "As a nurse, I want tea. By doing so I wake up at once.\n",
            "As a nurse, I want tea (is there any? If so, where do I find it?)\n",
            "As a nurse, I want tea. As a cook, I want salt and pepper.\n",
            "As a nurse, I want tea so that I wake. (US-12)\n",
            "As a nurse, I want tea (green or black).\n",
            "As a nurse, I want tea (e.g. green tea, or black tea of any kind there is).\n",
            "As a nurse, I want tea (green tea, black tea, red tea, white tea, tea).\n",
            "As a nurse, I want tea. One. Two words here. Three words are here. Four words are here.\n",
        ] {
            check(text);
        }
    }

    #[test]
    fn notes_and_references_stand_below() {
        for fixture in [
            "As a nurse, I want the map, see ticket CH-112, so that I rest.\n                          ^^^^^^^^^^^^^^^^^^^\n",
            "As a nurse, I want the map (see the mock-up) so that I rest.\n                           ^^^^^^^^^^^^^^^^^\n",
            "As a nurse, I want tea so that I rest. Note: only in spring.\n                                       ^^^^^^^^^^^^^^^^^^^^^\n",
            "As a nurse, I want tea so that I rest. Depends on the kettle.\n                                       ^^^^^^^^^^^^^^^^^^^^^^\n",
            "As a nurse, I want tea, see the ward, and rest.\n",
            "As a nurse, I want tea (hot) so that I rest. Priority: high.\n",
            "As a nurse, I want tea so that I rest.\n\nNote: only in spring.\n",
        ] {
            check(fixture);
        }
    }
}
