//! `duplicate-story`

use crate::rules::context::RuleContext;
use crate::rules::remark::{Remark, Subject};
use crate::rules::rule::rule;

rule! {
    /// This story asks for the same thing as an earlier story of the same role.
    ///
    /// Duplicate stories are estimated twice, built by two people, and drift apart as they are
    /// edited.
    ///
    /// ~~~markdown
    /// As a shopper, I want to see my sizes so that I need not ask.
    ///
    /// As a sales associate, I want to delete a hold.
    ///
    /// As a shopper, I'd like to be able to view my size, so that I can order at home.
    ///                                      ^^^^^^^^^^^^
    /// ~~~
    ///
    /// Two stories are duplicates if they have the same role and the same want. The benefit and the
    /// form of the story don't matter. Two wants are the same if they have the same words in the
    /// same order, apart from:
    ///
    /// - articles and other small words, "easily", "be able to", "have the option to"
    /// - singular and plural
    /// - synonyms: view and see, remove and delete, change, edit and update
    /// - one extra word, in a want of seven or more meaningful words
    ///
    /// Stories that differ in one meaningful word are allowed: backlogs are full of stories with
    /// the same frame. Two roles may want the same thing. A heading may repeat the story below it.
    ///
    /// ~~~markdown
    /// As a shopper, I want to search shoes by size.
    ///
    /// As a shopper, I want to search shoes by color.
    ///
    /// As a sales associate, I want to search shoes by color.
    /// ~~~
    ///
    /// **Fix:** delete one of the two, or say how they differ. Editors show where the other one is.
    ///
    /// **Source:** the quality criteria for user stories by Lucassen and others require each story
    /// in a set to be unique.
    DUPLICATE_STORY, "duplicate-story", Warning, check
}

fn check(context: &RuleContext<'_>) -> Vec<Remark> {
    let stories = context.stories_for(&DUPLICATE_STORY);
    let remarks = stories.filter_map(|(index, story, _)| {
        let repetition =
            context.known.backlog().repetition(context.known.stories_before() + index)?;
        // The line of that story is added last: it moves with the text above.
        let message = match repetition.is_same {
            true => "This repeats the story",
            false => "This asks for nearly the same as the story",
        };
        Some(Remark {
            span: story.want.span,
            message: message.to_owned(),
            subject: Subject::Repetition(index, repetition.of),
            soft: !repetition.is_same,
            guess: None,
        })
    });
    remarks.collect()
}

/// Whether an earlier story wants the same as the one of this index.
pub(super) fn applies(context: &RuleContext<'_>, story: usize) -> bool {
    context.known.backlog().repetition(context.known.stories_before() + story).is_some()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::DUPLICATE_STORY;
    use crate::rules::tests;
    use crate::{Document, Review, Role, Settings, Severity};

    fn check(fixture: &str) {
        tests::check(&DUPLICATE_STORY, fixture);
    }

    #[test]
    fn the_same_in_other_words_is_told() {
        let first = "As a nurse, I want to see my shoes.\n\n";
        for second in
            ["see my shoes", "be able to view the shoe", "have the ability to look at shoes"]
        {
            let start = second.find("see").or(second.find("view")).or(second.find("have")).unwrap();
            let carets = " ".repeat(19 + start) + &"^".repeat(second.len() - start);
            check(
                &format!("{first}As a Nurse, I'd like {second}.\n{carets}  \n")
                    .replace("I'd like", "I want"),
            );
        }
        // One word more in many.
        let long = "see all shoes of this colour that were sold in the city last";
        check(&format!(
            "As a nurse, I want to {long} year.\n\nAs a nurse, I can {long} whole year.\n                  {}\n",
            "^".repeat(long.len() + 11)
        ));
    }

    #[test]
    fn another_role_or_another_word_passes() {
        for (first, second) in [
            ("As a nurse, I want to see shoes.", "As a baker, I want to see shoes."),
            ("As a nurse, I want to see shoes.", "As a new nurse, I want to see shoes."),
            ("As a nurse, I want to see shoes.", "As a nurse, I want to see hats."),
            ("As a nurse, I want to see my shoes.", "As a nurse, I want to see their shoes."),
            ("As a nurse, I want to create a rule.", "As a nurse, I want to delete a rule."),
            ("As a nurse, I want to turn A into B.", "As a nurse, I want to turn B into A."),
            ("As a nurse, I want to see shoes.", "As a nurse, I want to see red shoes."),
            ("As a nurse, I want the.", "As a nurse, I want a."),
        ] {
            check(&format!("{first}\n\n{second}\n"));
        }
        let rules = "the rules to accept zero and blank for sick loan records of";
        check(&format!(
            "As a nurse, I want {rules} banks.\n\nAs a nurse, I want {rules} non banks.\n"
        ));
    }

    #[test]
    fn a_title_over_its_story_passes_and_a_third_one_does_not() {
        let twice = "## As a nurse, I want tea\n\nAs a nurse, I want tea so that I wake.\n";
        check(twice);
        check(&format!("{twice}\n## Other\n\nAs a nurse, I want tea.\n                   ^^^\n"));
    }

    #[test]
    fn an_alias_is_the_same_role() {
        let role = Role { name: "nurse".into(), aliases: vec!["carer".into()], ..Role::default() };
        let settings = Settings { roles: vec![role], ..Settings::default() };
        tests::check_with(
            &DUPLICATE_STORY,
            settings,
            "As a nurse, I want tea.\n\nAs a carer, I want tea.\n                   ^^^\n",
        );
    }

    #[test]
    fn it_points_to_the_earlier_story_wherever_that_has_moved() {
        let filler = "Plain words that fill a paragraph, so that segments are cut.\n\n".repeat(200);
        let text = format!(
            "As a cook, I want tea.\n\n{filler}As a cook, I want salt.\n\nAs a nurse, I want to pay.\n\n{filler}As a nurse, I want to be able to pay.\n"
        );
        let related = |review: &Review| {
            let found = review.findings();
            let found = found.iter().find(|one| one.rule == &DUPLICATE_STORY).unwrap();
            let [related] = found.related.as_slice() else { panic!("{found:?}") };
            let line = review.document().slice(crate::Span::new(0, related.span.start));
            let line = line.matches('\n').count() + 1;
            assert_eq!(found.message, format!("This repeats the story on line {line}."));
            (found.severity, review.document().slice(related.span))
        };
        let before = Review::new(Document::new(&text), Arc::default());
        let expected = (Severity::Warning, "As a nurse, I want to pay".to_owned());
        assert_eq!(related(&before), expected);
        let mut document = before.document().clone();
        document.edit(crate::Span::new(24, 24), "More words.\n\n");
        assert_eq!(related(&before.again(document, Arc::default())), expected);
    }
}
