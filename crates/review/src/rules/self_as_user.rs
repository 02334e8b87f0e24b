//! `self-as-user`

use crate::english::inflect::Number;
use crate::english::phrase::Noun;
use crate::person;
use crate::read::prd::taste;
use crate::read::section::Topic;
use crate::rules::context::RuleContext;
use crate::rules::remark::{Remark, Subject};
use crate::rules::rule::rule;
use crate::text::passage::Passage;
use markdown::Kind;

rule! {
    /// This sentence uses the team's own taste, habits or experience as evidence of what its audience needs.
    ///
    /// The people who build a product are seldom like the people who use it. The team's taste is no evidence: it
    /// hides what the audience knows, fears and values. The taste of a relative or a colleague is no evidence
    /// either.
    ///
    /// ~~~markdown
    /// ## Background
    ///
    /// I'd use this every day, and people like us hate queues. None of us would read a manual.
    /// ^^^^^^^^^^^^                ^^^^^^^^^^^^^^              ^^^^^^^^^^^^^^^^
    /// ~~~
    ///
    /// What people in the audience say about themselves is allowed: in a quotation, in a story, in their persona's
    /// section. So is what the team decides or asks for.
    ///
    /// ~~~markdown
    /// As a shopper, I would love to see my size.
    ///
    /// “I'd use this every day”, said one shopper of twelve. We would like to thank her.
    /// ~~~
    ///
    /// **Fix:** say who was asked or watched, and what they did.
    ///
    /// **Source:** Rich Mironov: teams take themselves for the user, without noticing.
    SELF_AS_USER, "self-as-user", Information, check
}

fn check(context: &RuleContext<'_>) -> Vec<Remark> {
    let topics = context.facts.topics(context.path);
    let mut remarks = Vec::new();
    for (index, passage) in context.facts.passages.iter().enumerate() {
        if passage.kind == Kind::FrontMatter || topics.get(index) == Some(&Topic::Audience) {
            continue;
        }
        let words = passage.words();
        let mut at = 0;
        while at < words.tokens.len() {
            let Some(end) = taste::at(words, at) else {
                at += 1;
                continue;
            };
            let span = words.span(at..end);
            let source = passage.prose.source(span);
            let reported = context.facts.stories.iter().any(|story| story.span.contains(source));
            if !reported && !is_quoted(passage, at..end) && passage.quotes == 0 {
                let written = markdown::slice(words.text, span);
                remarks.push(Remark {
                    span: source,
                    message: format!(
                        "“{written}” is the team’s opinion. What did the audience say?"
                    ),
                    subject: Subject::Passage(index),
                    soft: false,
                    guess: None,
                });
            }
            at = end;
        }
    }
    remarks
}

fn is_quoted(passage: &Passage, tokens: std::ops::Range<usize>) -> bool {
    let span = passage.words().span(tokens.clone());
    let noun = Noun { tokens, word: span, number: Number::Plural, possessive: false };
    person::is_fixed(passage, noun)
}

#[cfg(test)]
mod tests {
    use super::SELF_AS_USER;
    use crate::rules::tests;

    fn check(fixture: &str) {
        tests::check(&SELF_AS_USER, fixture);
    }

    #[test]
    fn our_own_taste_is_told() {
        check(
            "I would use this. We’d all love it; we'd really love that too.\n^^^^^^^^^^^^^^^^  ^^^^^^^^^^^^^^^^  ^^^^^^^^^^^^^^^^^^^^^\n",
        );
        check(
            "We are our own users, and I'm the target audience.\n^^^^^^^^^^^^^^^^^^^^      ^^^^^^^^^^^^^^^^^^^^^^^\n",
        );
        check(
            "Developers like us skip docs. I know that, as a user myself.\n^^^^^^^^^^^^^^^^^^                         ^^^^^^^^^^^^^^^^\n",
        );
        check("If I were a customer, I'd pay for that.\n^^^^^^^^^^^^^^^^^^^^  ^^^^^^^^^^^^^^^^\n");
        check("I personally prefer this.\n^^^^^^^^^^^^^^^^^^^^^^^^\n");
    }

    #[test]
    fn what_is_decided_asked_or_quoted_is_not() {
        check("We would use Redis, we would want to cache it, and we would prefer TOML.\n");
        check("We would love to hear from you. I would like to thank Ann. I'd say so.\n");
        check("“I'd use this”, said Ann.\n\n> We would love it.\n\nAs a nurse, I'd love this.\n");
        check("# Personas\n\n## Ann, nurse\n\nI'd use this daily.\n");
        check("We are the customer success team. We are the users' advocates. I am a user.\n");
    }

    fn is_reported(text: &str) -> bool {
        !tests::messages(&SELF_AS_USER, crate::Settings::default(), &format!("# Tea\n\n{text}\n"))
            .is_empty()
    }

    #[test]
    fn habits_and_experience_of_the_team_are_its_taste() {
        for text in [
            "None of us would ever read a manual, so there is none.",
            "I never use voice search, so we leave it out.",
            "My wife hates the old form.",
            "We engineers prefer the keyboard, so shortcuts come first.",
            "In my experience, nobody reads a tooltip.",
            "We dogfooded the new layout for a month, and it works great.",
            "Everyone on the team finds the new layout easier.",
            "I personally find menus annoying.",
            "As runners ourselves, we know what a runner needs.",
            "Our designers love the dark theme.",
            "If it were me, there would be one button.",
            "We use it every day, so we know what is missing.",
            "We have had this problem ourselves.",
            "The short form is obvious to us.",
            "We feel the old screen is ugly.",
            "The nurses are just like us.",
            "I would never read that. Everybody I know skips it.",
        ] {
            assert!(is_reported(text), "{text}");
        }
    }

    #[test]
    fn plans_facts_and_what_others_say_are_not() {
        for text in [
            "We would like to ship the beta in March.",
            "I interviewed six dispatchers, and four of them keep a list on paper.",
            "We use a relational database. We host it ourselves.",
            "We would love feedback on this draft, and we love hearing from nurses.",
            "The engineers need access to staging.",
            "“I would use this every morning, I never read the list”, said one nurse.",
            "We prefer the second option because it costs less to run.",
            "We think dispatchers would look at a map first.",
            "Nobody on our team has worked in a warehouse, so we visit one in May.",
            "As a cook, I want a timer, so that I never burn the rice.",
            "We never store card numbers. We found it difficult to parse the file.",
            "In the nurses' experience, the list is too long.",
            "We find that half of the orders are late.",
        ] {
            assert!(!is_reported(text), "{text}");
        }
    }
}
