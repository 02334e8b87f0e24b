//! `story-without-want`

use crate::rules::context::RuleContext;
use crate::rules::remark::{Remark, Subject};
use crate::rules::rule::rule;

rule! {
    /// This story has a role and a benefit, but doesn't say what the role wants.
    ///
    /// ~~~markdown
    /// As a shopper, so that I need not ask.
    ///               ^^^^^^^
    ///
    /// As a sales associate, I want to be able to, so that I can find a box.
    ///                       ^^^^^^
    /// ~~~
    ///
    /// The parts may come in any order.
    ///
    /// ~~~markdown
    /// As a shopper, so that I need not ask, I want to see my size.
    /// ~~~
    ///
    /// **Fix:** write what they want to do.
    ///
    /// **Source:** the quality criteria for user stories by Lucassen and others: a story has at
    /// least a role and a means.
    STORY_WITHOUT_WANT, "story-without-want", Warning, check
}

const MESSAGE: &str = "This story doesn’t say what the role wants.";

fn check(context: &RuleContext<'_>) -> Vec<Remark> {
    let remark = |span, subject| Remark {
        span,
        message: MESSAGE.to_owned(),
        subject,
        soft: false,
        guess: None,
    };
    let reported = context.stories_for(&STORY_WITHOUT_WANT).filter_map(|(index, reported, _)| {
        let wanting = reported.wanting.as_ref()?;
        let passage = context.passage(wanting.passage)?;
        let span = passage.prose.source(passage.words().span(wanting.verb.clone()));
        Some(remark(span, Subject::Story(index)))
    });
    let untold = context.facts.unfinished.iter().enumerate().filter(|(_, one)| one.is_unwanted);
    let untold = untold.map(|(index, one)| remark(one.span, Subject::Unfinished(index)));
    reported.chain(untold).collect()
}

/// Whether the story of this index does not say what is wanted.
pub(super) fn applies(context: &RuleContext<'_>, story: usize) -> bool {
    context.story(story).is_some_and(|(_, form)| form.lacks_want)
}

#[cfg(test)]
mod tests {
    use super::STORY_WITHOUT_WANT;
    use crate::rules::tests;

    #[test]
    fn a_want_that_is_left_out_is_told() {
        for fixture in [
            "As a nurse, I want so that I wake.\n            ^^^^^^\n",
            "As a nurse, I'd like to have, so that I wake.\n            ^^^^^^^^\n",
            "As a nurse, I need to have.\n            ^^^^^^\n",
            "- As a store manager, so that I can rest\n                      ^^^^^^^\n",
            "As a user, so that I can rest.\n           ^^^^^^^\n",
            "As a store manager, in order to save tea.\n                    ^^^^^^^^\n",
        ] {
            tests::check(&STORY_WITHOUT_WANT, fixture);
        }
    }

    #[test]
    fn what_is_typed_or_told_otherwise_passes() {
        for text in [
            "As a nurse, I want to",
            "As a nurse, I want to have",
            "As a nurse, so that I can rest, I want to have tea.",
            "As a nurse, in order to rest, I want to have tea.",
            "As a nurse, I want:\n\n- tea\n- cake\n",
            "As a result, so that we can rest, we pay.",
            "As a workaround, so that we can rest.",
            "As a nurse, I want what I have so that I wake.",
        ] {
            tests::check(&STORY_WITHOUT_WANT, text);
        }
    }
}
