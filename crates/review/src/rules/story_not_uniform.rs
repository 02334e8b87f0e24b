//! `story-not-uniform`

use crate::fix::edit::{Fix, Scope};
use crate::fix::replace;
use crate::read::story::form::{StoryForm, Wording};
use crate::read::story::{self, SegmentStory};
use crate::rules::context::RuleContext;
use crate::rules::context::Whole;
use crate::rules::remark::{Remark, Subject};
use crate::rules::rule::Finding;
use crate::rules::rule::rule;
use crate::text::token::Words;
use crate::words::Class;
use markdown::Span;

rule! {
    /// This story words its want differently than most stories in this document.
    ///
    /// Readers of many stories stop noticing the form, until it changes: is "I need" more urgent
    /// than "I want"?
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
    /// No form is better than another. A document's form is the one that at least four of five
    /// stories have, and at least five stories in all. If there is no such form, the rule reports
    /// nothing.
    ///
    /// ~~~markdown
    /// As a shopper, I want to see my size.
    ///
    /// As a store manager, I can see who is ill.
    /// ~~~
    ///
    /// **Fix:** take the quick fix, which rewrites the story where that is safe.
    ///
    /// **Source:** the quality criteria for user stories by Lucassen and others: the stories of a
    /// set share one form.
    STORY_NOT_UNIFORM, "story-not-uniform", Hint, check => fix
}

fn check(context: &RuleContext<'_>) -> Vec<Remark> {
    let remarks = context.stories_for(&STORY_NOT_UNIFORM).filter_map(|(index, story, _)| {
        let (usual, count) = context.known.backlog().usual()?;
        let wanting = story.wanting.as_ref()?;
        let passage = context.passage(wanting.passage)?;
        let words = passage.words().span(wanting.verb.clone());
        Some(Remark {
            span: passage.prose.source(words),
            message: format!("{count} stories here say “{}”. Use the same form?", usual.text()),
            subject: Subject::Story(index),
            soft: false,
            guess: None,
        })
    });
    remarks.collect()
}

/// The form of a story, if nearly all others have another: theirs behind it.
fn wordings(context: &RuleContext<'_>, form: &StoryForm) -> Option<(Wording, Wording)> {
    let (usual, _) = context.known.backlog().usual()?;
    let own = form.wording?;
    (own != usual).then_some((own, usual))
}

/// Whether the story of this index is told in another form than nearly all others.
pub(super) fn applies(context: &RuleContext<'_>, story: usize) -> bool {
    context.story(story).is_some_and(|(_, form)| wordings(context, form).is_some())
}

/// The story in the form of the others, where that is sure to be English.
fn fix(whole: &dyn Whole, finding: &Finding, _: Scope) -> Vec<Fix> {
    fix_of(whole, finding).into_iter().collect()
}

fn fix_of(whole: &dyn Whole, finding: &Finding) -> Option<Fix> {
    let (base, context) = whole.context(finding.segment)?;
    let Subject::Story(index) = finding.subject else { return None };
    let (story, form) = context.story(index)?;
    let (own, usual) = wordings(&context, form)?;
    let (text, edits) = restated(&context, story, own, usual)?;
    let edits = replace::shifted(edits, base);
    Some(Fix { preferred: true, ..Fix::here(format!("Rewrite with “{text}”"), edits) })
}

/// "I want to see" for "I can see": the words that say that something is wanted, in another form.
fn restated(
    context: &RuleContext<'_>,
    story: &SegmentStory,
    own: Wording,
    usual: Wording,
) -> Option<(String, Vec<(Span, String)>)> {
    let wanted = story.wanting.as_ref()?;
    let passage = context.passage(wanted.passage)?;
    let words = passage.words();
    let verb = &wanted.verb;
    let next = words.lower(verb.end);
    // A verb of its own, said of one person, and not denied.
    let is_usual = verb.clone().all(|at| words.is(at, Class::UsualWant));
    let starts = words.lower(verb.start);
    if !is_usual
        || !starts.starts_with('i')
        || matches!(next, "not" | "for" | "it" | "if" | "that" | "")
    {
        return None;
    }
    let (until, text) = match (own, usual) {
        (_, Wording::Should) | (Wording::Should | Wording::Can, Wording::Can) => return None,
        (
            Wording::Want | Wording::Like | Wording::Need,
            Wording::Want | Wording::Like | Wording::Need,
        ) => (verb.end, usual.text().to_owned()),
        (Wording::Want | Wording::Like | Wording::Need, Wording::Can) => {
            let from = story::skip_to(words, verb.end);
            let is_to = next == "to" && is_plain_verb(words, from);
            if !is_to {
                return None;
            }
            (from, usual.text().to_owned())
        }
        (Wording::Can | Wording::Should, _) => match words.lower(verb.end - 1) {
            "can" | "should" | "must" if is_plain_verb(words, verb.end) => {
                (verb.end, format!("{} to", usual.text()))
            }
            "am" | "i'm" if next == "able" => (verb.end, format!("{} to be", usual.text())),
            _ => return None,
        },
    };
    let text = match words.text(verb.start).starts_with('i') {
        true => text.replacen('I', "i", 1),
        false => text,
    };
    let edits = passage.prose.rewritten(words.span(verb.start..until), &text)?;
    // What markup sets off would be something else: "**I want** to".
    (edits.len() == 1).then_some((text, edits))
}
/// Whether what stands here can follow both "I can" and "I want to".
fn is_plain_verb(words: Words<'_>, at: usize) -> bool {
    let word = words.lower(at);
    !word.is_empty() && !matches!(word, "not" | "only" | "also" | "have" | "to")
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
        assert_eq!(said, ["6 stories here say “I need”. Use the same form?"]);
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
