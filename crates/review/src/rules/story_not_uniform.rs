//! `story-not-uniform`

use crate::read::story::form::{Form, Shape};
use crate::rules::context::Page;
use crate::rules::remark::{Remark, Subject};
use crate::rules::rule::rule;

rule! {
    /// This story says in another way than nearly all others of its document that something is
    /// wanted.
    ///
    /// Whoever reads many stories reads the frame no more, and stumbles where it changes: is "I need"
    /// more urgent than "I want"?
    ///
    /// ~~~markdown
    /// As a shopper, I want to see my size.
    /// As a shopper, I want to reserve a pair.
    /// As a sales associate, I want to find a box.
    /// As a sales associate, I want to scan a tag.
    /// As a store manager, I want to plan the shift.
    /// As a store manager, I can see who is ill.
    ///                     ^^^^^
    /// ~~~
    ///
    /// No form is better than another; the document's own is the one that four of five stories have,
    /// and at least five. Where there is none, or few stories, nothing is said.
    ///
    /// ~~~markdown
    /// As a shopper, I want to see my size.
    ///
    /// As a store manager, I can see who is ill.
    /// ~~~
    ///
    /// **To mend it**, take the quick fix, which restates the story where that is safe.
    ///
    /// **Source:** the quality criteria for user stories of Lucassen and others: the stories of a set
    /// share one form.
    STORY_NOT_UNIFORM, "story-not-uniform", Hint, check
}

fn check(page: &Page<'_>) -> Vec<Remark> {
    let remarks = page.stories_for(&STORY_NOT_UNIFORM).filter_map(|(index, told, _)| {
        let (usual, count) = page.known.backlog().usual()?;
        let wanting = told.wanting.as_ref()?;
        let passage = page.passage(wanting.passage)?;
        let words = passage.words().span(wanting.verb.clone());
        Some(Remark {
            span: passage.prose.source(words),
            message: format!("{count} stories here say “{}”.", usual.wording()),
            subject: Subject::Story(index),
            soft: false,
            guess: None,
        })
    });
    remarks.collect()
}

/// The form of a story, if nearly all others have another: theirs behind it.
pub(crate) fn forms(page: &Page<'_>, shape: &Shape) -> Option<(Form, Form)> {
    let (usual, _) = page.known.backlog().usual()?;
    let own = shape.form?;
    (own != usual).then_some((own, usual))
}

/// Whether the story of this index is told in another form than nearly all others.
pub(super) fn applies(page: &Page<'_>, story: usize) -> bool {
    page.story(story).is_some_and(|(_, shape)| forms(page, shape).is_some())
}

#[cfg(test)]
mod tests {
    use super::STORY_NOT_UNIFORM;
    use crate::Settings;
    use crate::rules::tests;

    /// Stories in a form, each with a benefit: of these, no other rule speaks.
    fn stories(form: &str, count: usize) -> String {
        (0..count)
            .map(|at| format!("As a nurse, {form} rest {at} times so that I wake.\n\n"))
            .collect()
    }

    #[test]
    fn one_in_another_form_is_told() {
        let odd = "As a nurse, I can sing so that I wake.\n            ^^^^^\n";
        tests::check(&STORY_NOT_UNIFORM, &format!("{}{odd}", stories("I want to", 5)));
        let said = format!("{}{odd}", stories("I need to", 6)).replace("            ^^^^^\n", "");
        let said = tests::messages(&STORY_NOT_UNIFORM, Settings::default(), &said);
        assert_eq!(said, ["6 stories here say “I need”."]);
    }

    #[test]
    fn without_a_form_of_the_document_nothing_is_told() {
        let odd = "As a nurse, I can sing so that I wake.\n";
        tests::check(&STORY_NOT_UNIFORM, &format!("{}{odd}", stories("I want to", 4)));
        tests::check(
            &STORY_NOT_UNIFORM,
            &format!("{}{}", stories("I want to", 6), stories("I can", 3).replace("rest", "sing")),
        );
        let like = "As a nurse, I want a song so that I wake.\n\nAs a nurse, I only want a hum so that I wake.\n";
        tests::check(&STORY_NOT_UNIFORM, &format!("{}{like}", stories("I want to", 6)));
    }

    #[test]
    fn of_a_story_that_another_rule_speaks_of_it_says_nothing() {
        let odd = "As a nurse, I can sing.\n";
        tests::check(&STORY_NOT_UNIFORM, &format!("{}{odd}", stories("I want to", 5)));
        let rules = [("story-without-benefit".to_owned(), None)].into();
        let settings = Settings { rules, ..Settings::default() };
        let odd = "As a nurse, I can sing.\n            ^^^^^\n";
        tests::check_with(
            &STORY_NOT_UNIFORM,
            settings,
            &format!("{}{odd}", stories("I want to", 5)),
        );
    }

    #[test]
    fn it_is_restated_where_that_is_english() {
        for (usual, written, expected) in [
            ("I want to", "I can sing", Some("I want to sing")),
            ("I want to", "I can be told", Some("I want to be told")),
            ("I want to", "I'd like to sing", Some("I want to sing")),
            ("I want to", "I would love a song", Some("I want a song")),
            ("I want to", "i need to sing", Some("i want to sing")),
            ("I want to", "I'm able to sing", Some("I want to be able to sing")),
            ("I want to", "I am able to sing", Some("I want to be able to sing")),
            ("I want to", "I should be able to sing", Some("I want to be able to sing")),
            ("I want to", "**I need** to sing", Some("**I want** to sing")),
            ("I want to", "I can only sing", None),
            ("I want to", "I would like it if you sang", None),
            ("I want to", "I would like for you to sing", None),
            ("I want to", "I also need to sing", None),
            ("I can", "I want to sing", Some("I can sing")),
            ("I can", "I want to be able to sing", Some("I can sing")),
            ("I can", "I want a song", None),
            ("I can", "**I want** to sing", None),
            ("I can", "I should sing", None),
            ("I would like to", "I want to sing", Some("I would like to sing")),
            ("I need to", "I want a song", Some("I need a song")),
            ("I should", "I want to sing", None),
        ] {
            let text = |written: &str| {
                format!("{}As a nurse, {written} so that I wake.\n", stories(usual, 6))
            };
            let fixed = tests::fixed(&STORY_NOT_UNIFORM, Settings::default(), &text(written));
            let fixed: Vec<String> = fixed.into_iter().map(|(_, text)| text).collect();
            let expected: Vec<String> = expected.map(text).into_iter().collect();
            assert_eq!(fixed, expected, "{written}");
            tests::check(&STORY_NOT_UNIFORM, &expected.concat());
        }
    }
}
