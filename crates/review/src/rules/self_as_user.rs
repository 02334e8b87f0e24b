//! `self-as-user`

use crate::english::inflect::Number;
use crate::english::phrase::Noun;
use crate::person;
use crate::read::section::Topic;
use crate::rules::context::RuleContext;
use crate::rules::remark::{Remark, Subject};
use crate::rules::rule::rule;
use crate::text::passage::Passage;
use crate::text::token::{TokenKind, Words};
use crate::words::Class;
use markdown::Kind;

rule! {
    /// This sentence takes the team's own taste for what its audience needs.
    ///
    /// Whoever builds a product is seldom like those who use it. What we would like is no evidence:
    /// it hides what they know, fear and count.
    ///
    /// ~~~markdown
    /// ## Background
    ///
    /// I'd use this every day, and people like us hate queues.
    /// ^^^^^^^^^^^^                ^^^^^^^^^^^^^^
    /// ~~~
    ///
    /// What somebody of the audience says of themselves passes: in a quotation, in a story, in their
    /// persona's section. So does what the team decides or asks for.
    ///
    /// ~~~markdown
    /// As a shopper, I would love to see my size.
    ///
    /// “I'd use this every day”, said one shopper of twelve. We would like to thank her.
    /// ~~~
    ///
    /// **To mend it**, say who was asked or watched, and what they did.
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
            let Some(end) = taste(words, at) else {
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
                        "“{written}” speaks of us. Who of the audience was asked, and what did they say?"
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

/// The end of what begins at a token, if that speaks of the taste of whoever writes: the likes of "I'd
/// use this", "we are our own users", "people like us", "as a user myself", "if I were a customer".
fn taste(words: Words<'_>, at: usize) -> Option<usize> {
    // Nothing else begins like this, and most words are something else.
    if !words.lower(at).starts_with(['i', 'w', 'a', 'p', 'f', 's', 'u', 'c', 'd', 'e']) {
        return None;
    }
    likes(words, at)
        .or_else(|| is_audience(words, at))
        .or_else(|| like_us(words, at))
        .or_else(|| in_their_place(words, at))
}

/// "I'd use this", "we would all love it", "I personally prefer".
fn likes(words: Words<'_>, at: usize) -> Option<usize> {
    let (is_one, would) = match (words.lower(at), words.lower(at + 1)) {
        ("i'd", _) => (true, at + 1),
        ("we'd", _) => (false, at + 1),
        ("i", "would") => (true, at + 2),
        ("we", "would") => (false, at + 2),
        ("i", "personally") => (true, at + 1),
        _ => return None,
    };
    let is_adverb = |at: usize| words.is(at, Class::OpinionAdverb);
    let verb = (would..would + 3).find(|at| !is_adverb(*at))?;
    let next = words.lower(verb + 1);
    let is_thing = matches!(next, "it" | "this" | "that" | "one");
    let is_taste = match words.lower(verb) {
        // "We would love to hear from you."
        "love" => next != "to" || matches!(words.lower(verb + 2), "have" | "use"),
        "enjoy" | "hate" => next != "to",
        "buy" => true,
        "pay" => next == "for",
        // "We would use Redis", "we would want to cache it": a decision.
        "use" | "want" | "prefer" => {
            is_one && (is_thing || would == at + 1 && words.lower(at) == "i")
        }
        _ => false,
    };
    is_taste.then_some(verb + 1 + usize::from(is_thing))
}

/// "I am the user", "we're our own customers".
fn is_audience(words: Words<'_>, at: usize) -> Option<usize> {
    let is_us = |at: usize| match words.lower(at) {
        "i'm" | "we're" => Some(at + 1),
        "i" if words.lower(at + 1) == "am" => Some(at + 2),
        "we" if words.lower(at + 1) == "are" => Some(at + 2),
        _ => None,
    };
    let noun = match (is_us(at)?, words.lower(is_us(at)?)) {
        (from, "our" | "my") if words.lower(from + 1) == "own" => from + 2,
        (from, "the") if words.lower(from + 1) == "target" => from + 2,
        (from, "the") => from + 1,
        _ => return None,
    };
    let is_noun = words.is(noun, Class::AudienceNoun);
    // "We are the customer success team", "we are the users' advocates".
    let ends = words.get(noun + 1).is_none_or(|token| match token.kind {
        TokenKind::Break => true,
        TokenKind::Mark(mark) => {
            matches!(mark, '.' | ',' | ';' | ':' | '!' | '?' | ')' | '—' | '–')
        }
        _ => words.is(noun + 1, Class::OpinionEnd),
    });
    (is_noun && ends).then_some(noun + 1)
}

/// "People like us", "developers like me".
fn like_us(words: Words<'_>, at: usize) -> Option<usize> {
    let is_somebody = words.is(at, Class::LikeUs);
    let is_us = matches!(words.lower(at + 2), "us" | "me" | "myself" | "ourselves");
    (is_somebody && words.lower(at + 1) == "like" && is_us).then_some(at + 3)
}

/// "As a user myself", "if I were a customer".
fn in_their_place(words: Words<'_>, at: usize) -> Option<usize> {
    let is_noun = |at: usize| words.is(at, Class::InTheirPlace);
    match (words.lower(at), words.lower(at + 1), words.lower(at + 2)) {
        ("as", "users" | "customers", "ourselves") => Some(at + 3),
        ("as", "a", _) if is_noun(at + 2) && words.lower(at + 3) == "myself" => Some(at + 4),
        ("if", "i" | "we", "were" | "was") => {
            let noun = at + 3 + usize::from(matches!(words.lower(at + 3), "a" | "the"));
            is_noun(noun).then_some(noun + 1)
        }
        _ => None,
    }
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
        check("If I were a customer, I'd pay for that.\n^^^^^^^^^^^^^^^^^^^^  ^^^^^^^\n");
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
}
