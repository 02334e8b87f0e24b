//! Sentences that say what is to be built, or when.

use std::ops::Range;
use std::sync::LazyLock;

use crate::english::wording::Wordings;
use crate::text::token::Words;
use crate::words::Class;

/// What a sentence wants built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Plan {
    /// The words that say so.
    pub tokens: Range<usize>,
    /// Whether it says that the thing is not there, rather than that it is to be made.
    pub is_missing: bool,
}

/// What a sentence wants built, if it is about that.
pub(crate) fn find(words: Words<'_>, tokens: Range<usize>) -> Option<Plan> {
    let start = (tokens.clone()).find(|at| words.is_word(*at))?;
    let is = |at: usize, set: &[&str]| at < tokens.end && set.contains(&words.lower(at));
    let is_of = |at: usize, class: Class| at < tokens.end && words.is(at, class);
    let plan = |end: usize, is_missing: bool| {
        Some(Plan { tokens: start..end.min(tokens.end), is_missing })
    };
    let thing = |from: usize, class: Class| {
        let mut count = 0;
        let phrase = (from..tokens.end).take_while(|at| {
            let word = words.lower(*at);
            // "Drag-and-drop" is one word.
            let is_joined = words.text(at.saturating_sub(1)) == "-" || words.text(*at) == "-";
            count += usize::from(!is_joined);
            let is_open = Class::Determiner.has(word) || !Class::FunctionWord.has(word);
            count <= 6 && (is_joined || words.is_word(*at) && is_open)
        });
        let mut last = None;
        for at in phrase {
            if words.is(at, class) {
                last = Some(at + 1);
            }
        }
        // "No report pages": the head is the last word.
        last.filter(|end| {
            !words.is_word(*end) || words.is(*end, Class::FunctionWord) || *end >= tokens.end
        })
    };
    let either =
        |from: usize| thing(from, Class::ProductPart).or_else(|| thing(from, Class::ProductWhole));
    let skip = |at: usize| (at..at + 3).find(|at| !is_of(*at, Class::PlanAdverb));
    // "As a nurse, I want an app": the want of a story is that of its role.
    if is(start, &["as"]) && is(start + 1, &["a", "an"]) {
        return None;
    }
    // "Build a platform"; in lower case it goes on with what stands before.
    let is_order = words.text(start).starts_with(char::is_uppercase);
    if is_order && is_of(start, Class::BuildVerb) && is_of(start + 1, Class::OrderObject) {
        let phrase = (start + 2..start + 8)
            .take_while(|at| words.is_word(*at) && !words.is(*at, Class::FunctionWord));
        return plan(either(start + 1).unwrap_or(start + 2 + phrase.count()), false);
    }
    // "Dashboards are missing"
    if let Some(end) = thing(start, Class::ProductPart)
        && is(end, &["is", "are"])
        && is(skip(end + 1).unwrap_or(end + 1), &["missing", "lacking"])
    {
        return plan(skip(end + 1).unwrap_or(end + 1) + 1, true);
    }
    // "A chatbot could answer"
    let helper = (start + 1..start + 4).find(|at| is(*at, &["assistant", "agent"]));
    let helper = helper.map(|at| at + 1).or_else(|| thing(start + 1, Class::ProductPart));
    if is(start, &["a", "an"])
        && let Some(end) = helper
        && is(end, &["could", "would", "might", "should"])
    {
        return plan(end + 1, false);
    }
    // "This epic delivers"
    if is(start, &["this"]) && is_of(start + 1, Class::PlanDocument) {
        let mut verb = start + 2;
        if is(verb, &["will", "aims", "to"]) {
            verb = skip(verb + 1)?;
        }
        let word = words.lower(verb);
        let stem = word.strip_suffix('s').unwrap_or(word);
        if Class::BuildVerb.has(stem) || matches!(stem, "provide" | "enable" | "aim") {
            return plan(either(verb + 1).unwrap_or(verb + 1), false);
        }
    }
    for at in start..tokens.end.min(start + 14) {
        let word = words.lower(at);
        match word {
            _ if Class::NeedVerb.has(word) => {
                let behind = skip(at + 1)?;
                if is(at + 1, &["no", "any", "every", "each"]) || is(at.saturating_sub(1), &["i"]) {
                    continue;
                }
                let by_us = is(at.saturating_sub(1), &["we"]) || at == start;
                if by_us && is_of(behind, Class::BuildVerb) && behind < tokens.end {
                    return plan(either(behind + 1).unwrap_or(behind + 1), false);
                }
                if let Some(end) = either(at + 1) {
                    return plan(end, false);
                }
            }
            "should" | "must" | "will" | "propose" | "plan"
                if at > start && is(at - 1, &["we", "also"]) =>
            {
                let behind = skip(at + 1)?;
                if word == "propose" || is_of(behind, Class::BuildVerb) {
                    return plan(either(behind + 1).unwrap_or(behind + 1), false);
                }
            }
            "no" if at > start
                && (is_being(words, at) || is(at - 1, &["has", "have", "offers", "provides"])) =>
            {
                if let Some(end) = thing(at + 1, Class::ProductPart) {
                    return plan(end, true);
                }
            }
            // "They asked for a dashboard", "would benefit from an app"
            "for"
                if is(
                    at.saturating_sub(1),
                    &["ask", "asks", "asked", "asking", "call", "calls", "need"],
                ) =>
            {
                if let Some(end) = either(at + 1) {
                    return plan(end, false);
                }
            }
            "from" if is(at.saturating_sub(1), &["benefit", "benefits"]) => {
                if let Some(end) = either(at + 1) {
                    return plan(end, false);
                }
            }
            "requested" | "requests" | "request" if at > start => {
                if let Some(end) = thing(at + 1, Class::ProductPart) {
                    return plan(end, false);
                }
            }
            "missing" | "misses" => {
                if let Some(end) = thing(at + 1, Class::ProductPart) {
                    return plan(end, true);
                }
            }
            "lacks" | "lack" => {
                let behind = if is(at + 1, &["of"]) { at + 2 } else { at + 1 };
                if let Some(end) = thing(behind, Class::ProductPart) {
                    return plan(end, true);
                }
            }
            "have" | "support" | "offer" | "provide" | "include"
                if is(at.saturating_sub(1), &["not", "doesn't", "don't", "should", "must"]) =>
            {
                if let Some(end) = thing(at + 1, Class::ProductPart) {
                    return plan(end, !is(at.saturating_sub(1), &["should", "must"]));
                }
            }
            _ => {}
        }
    }
    None
}

/// "There is no", "there are currently no".
fn is_being(words: Words<'_>, no: usize) -> bool {
    (no.saturating_sub(3)..no).any(|at| {
        words.lower(at) == "there's"
            || words.lower(at) == "there" && matches!(words.lower(at + 1), "is" | "are")
    })
}

static DATES: LazyLock<Wordings> = LazyLock::new(|| Wordings::read(include_str!("date.txt")));

/// Whether a sentence says that something is to be delivered, and by when: the words of the date.
pub(crate) fn delivery(words: Words<'_>, tokens: Range<usize>) -> Option<Range<usize>> {
    let has = |class: Class| tokens.clone().any(|at| words.is(at, class));
    let start = tokens.clone().find(|at| words.is_word(*at))?;
    let orders = words.is(start, Class::DeliverVerb);
    // "MVP in production"
    let is_phase = matches!(DATES.at(words, start..tokens.end), Some(("start", _)));
    if !is_phase && !has(Class::DeliverVerb) && !has(Class::Delivered) {
        return None;
    }
    // "Deliver the MVP"
    let names_phase = || {
        let mut found = tokens.clone().filter_map(|at| DATES.at(words, at..tokens.end));
        found.any(|(what, _)| matches!(what, "phase" | "start"))
    };
    let (what, date) = tokens.clone().find_map(|at| {
        let wording =
            DATES.at(words, at..tokens.end).filter(|(what, _)| matches!(*what, "date" | "span"));
        let wording = wording.map(|(what, end)| (what, at..end));
        wording.or_else(|| Some(("date", date(words, at, tokens.end)?)))
    })?;
    // "Jobs completed this week", "orders delivered on time", "ships within two days": what the product is for.
    let is_vague = matches!(words.lower(date.start), "this" | "next" | "on");
    let is_certain = match what {
        "span" => is_phase || names_phase() || words.is(start, Class::ProjectVerb),
        _ => !is_vague || is_phase || orders || has(Class::ProjectNoun),
    };
    is_certain.then_some(date)
}

fn date(words: Words<'_>, at: usize, end: usize) -> Option<Range<usize>> {
    let is_of = |at: usize, class: Class| at < end && words.is(at, class);
    let is_year = |at: usize| {
        let text = words.text(at);
        at < end
            && text.len() == 4
            && text.starts_with("20")
            && text.bytes().all(|b| b.is_ascii_digit())
    };
    let word = words.lower(at);
    let by = || is_of(at.saturating_sub(1), Class::DatePreposition);
    let grow = |mut to: usize| {
        while to < end && (is_year(to) || words.text(to).starts_with(|c: char| c.is_ascii_digit()))
        {
            to += 1;
        }
        to
    };
    match word {
        "q1" | "q2" | "q3" | "q4" | "h1" | "h2" => Some(at..grow(at + 1)),
        month if Class::Month.has(month) && words.text(at).starts_with(char::is_uppercase) => {
            let behind = words.text(at + 1).starts_with(|c: char| c.is_ascii_digit());
            (by() || behind).then(|| at..grow(at + 1))
        }
        "end" if words.lower(at + 1) == "of" && at + 1 < end => {
            let behind = (at + 2..at + 5).find(|at| is_of(*at, Class::PeriodEnd))?;
            Some(at..behind + 1)
        }
        "this" | "next" if is_of(at + 1, Class::Period) => Some(at..at + 2),
        "on" if is_of(at + 1, Class::InPlan) => Some(at..at + 2),
        _ if is_year(at) && (by() || words.text(at + 1) == "-") => {
            let to = (at..end).take_while(|at| {
                matches!(words.text(*at), "-" | "/")
                    || words.text(*at).starts_with(|c: char| c.is_ascii_digit())
            });
            Some(at..at + to.count())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::token::tokens;

    /// The words of a sentence that say what it wants built, and whether they say that it is not there.
    #[track_caller]
    fn check(cases: &[(&str, Option<(&str, bool)>)]) {
        for (text, expected) in cases {
            let tokens = tokens(text);
            let words = tokens.of(text);
            let found = find(words, 0..tokens.len());
            let seen =
                found.map(|it| (markdown::slice(text, words.span(it.tokens)), it.is_missing));
            assert_eq!(seen, *expected, "{text}");
        }
    }

    #[test]
    fn an_order_says_what_to_build() {
        check(&[
            ("Build a dashboard for nurses", Some(("Build a dashboard", false))),
            ("Build the new ward platform", Some(("Build the new ward platform", false))),
            ("Build a better night", Some(("Build a better night", false))),
            ("Build the report pages", Some(("Build the report pages", false))),
            ("build a dashboard", None),
            ("Build dashboards", None),
            ("Open a dashboard", None),
            ("– Build a dashboard", Some(("Build a dashboard", false))),
            ("As a nurse, I need a dashboard", None),
            (
                "As nurses wait, we need a dashboard",
                Some(("As nurses wait, we need a dashboard", false)),
            ),
            ("—", None),
        ]);
    }

    #[test]
    fn a_document_says_what_it_delivers() {
        check(&[
            ("This epic delivers a dashboard", Some(("This epic delivers a dashboard", false))),
            (
                "This epic will deliver a dashboard",
                Some(("This epic will deliver a dashboard", false)),
            ),
            ("This epic aims to provide rest", Some(("This epic aims to provide", false))),
            ("This project enables rest", Some(("This project enables", false))),
            ("This epic waits", None),
            ("This nurse delivers a dashboard", None),
            ("That epic delivers a dashboard", None),
        ]);
    }

    #[test]
    fn a_need_may_be_for_a_part_of_the_product() {
        check(&[
            ("Nurses need a dashboard", Some(("Nurses need a dashboard", false))),
            ("Nurses want an easy-open app for it", Some(("Nurses want an easy-open app", false))),
            ("Nurses want an app today", None),
            ("Nurses need tools", Some(("Nurses need tools", false))),
            ("Nurses need a tool", Some(("Nurses need a tool", false))),
            ("Nurses need rest", None),
            ("Nurses need no dashboard", None),
            ("I need a dashboard", None),
            ("Nurses need dashboard nights", None),
            ("Nurses need one two three four five six dashboard", None),
            (
                "Nurses need a drag-and-drop ward builder",
                Some(("Nurses need a drag-and-drop ward builder", false)),
            ),
            ("A chatbot could answer them", Some(("A chatbot could", false))),
            ("An AI assistant could answer them", Some(("An AI assistant could", false))),
            ("The chatbot could not answer them", None),
            ("A nurse could answer them", None),
            ("Migrate the ward module to it", Some(("Migrate the ward module", false))),
            ("We need to build rest", Some(("We need to build", false))),
            (
                "We need to really build a dashboard",
                Some(("We need to really build a dashboard", false)),
            ),
            ("Need to build rest", Some(("Need to build", false))),
            ("They need to build rest", None),
            ("We will build rest", Some(("We will build", false))),
            (
                "We also must introduce a dashboard",
                Some(("We also must introduce a dashboard", false)),
            ),
            ("We propose rest", Some(("We propose rest", false))),
            ("They will build rest", None),
            ("We will rest", None),
            ("Will build rest", None),
        ]);
    }

    #[test]
    fn something_may_be_missing() {
        check(&[
            ("There is no dashboard", Some(("There is no dashboard", true))),
            (
                "There are currently no dashboards",
                Some(("There are currently no dashboards", true)),
            ),
            ("There's no dashboard", Some(("There's no dashboard", true))),
            ("There was no dashboard", None),
            ("There is no rest", None),
            ("No dashboard", None),
            ("The app should support exports", Some(("The app should support exports", false))),
            ("We have no dashboard", Some(("We have no dashboard", true))),
            ("Our tool has no export to it", Some(("Our tool has no export", true))),
            ("We have no access to the dashboard", None),
            ("We are missing a dark mode", Some(("We are missing a dark mode", true))),
            ("It does not support bulk upload", Some(("It does not support bulk upload", true))),
            ("It does not support growth", None),
            ("Dashboards are missing", Some(("Dashboards are missing", true))),
            ("Nurses are missing", None),
            (
                "Clinics have asked for a dashboard",
                Some(("Clinics have asked for a dashboard", false)),
            ),
            (
                "Clinics would benefit from an app",
                Some(("Clinics would benefit from an app", false)),
            ),
            ("There is a need for a dashboard", Some(("There is a need for a dashboard", false))),
            ("Clinics asked for rest", None),
            ("The app lacks a dashboard", Some(("The app lacks a dashboard", true))),
            ("There is a lack of dashboards", Some(("There is a lack of dashboards", true))),
            ("The app lacks rest", None),
            ("It does not have a dashboard", Some(("It does not have a dashboard", true))),
            ("It doesn't support exports", Some(("It doesn't support exports", true))),
            ("It does have a dashboard", None),
            ("It does not have rest", None),
            ("It and this and that and those and more of the kind does not have a dashboard", None),
        ]);
    }

    #[test]
    fn a_delivery_has_a_date() {
        for (text, expected) in [
            ("Ship it by Q3", Some("Q3")),
            ("The app ships in Q3 2027", Some("Q3 2027")),
            ("Launch in March", Some("March")),
            ("Launch March 3", Some("March 3")),
            ("Launch march", None),
            ("We march and launch", None),
            ("Launch at the end of the quarter", Some("end of the quarter")),
            ("Launch at the end of rest", None),
            ("Launch this week", Some("this week")),
            ("Launch the app on time", Some("on time")),
            ("Orders delivered on time", None),
            ("The milestone is delivered on time", Some("on time")),
            ("Orders delivered next week", None),
            ("Delivered by 2027-03-01", Some("2027-03-01")),
            ("Delivered in 2027", Some("2027")),
            ("Delivered 2027", None),
            ("Delivered in 1927", None),
            ("Delivered in 20271", None),
            ("Delivered in 20x7", None),
            ("Launch on 1 March", Some("1 March")),
            ("Deliver the MVP in six weeks", Some("in six weeks")),
            ("Ship it by Friday", Some("by Friday")),
            ("Launch as soon as possible", Some("as soon as possible")),
            ("Beta before the holidays", Some("before the holidays")),
            ("Beta within two sprints", Some("within two sprints")),
            ("MVP in production in six weeks", Some("in six weeks")),
            ("Be ready for Black Friday", Some("for Black Friday")),
            ("Feature-complete this spring", Some("this spring")),
            ("Release to all clinics within 3 months", Some("within 3 months")),
            ("Every order ships within two days", None),
            ("Ship every order within two days", None),
            ("Nurses finish before the shift ends", None),
            ("Pilot clinics rest more", None),
            ("Rest by Q3", None),
            ("Launch it", None),
            ("On the ward, in H1, they are launched", Some("H1")),
        ] {
            let tokens = tokens(text);
            let words = tokens.of(text);
            let found = delivery(words, 0..tokens.len());
            assert_eq!(found.map(|it| markdown::slice(text, words.span(it))), expected, "{text}");
        }
    }

    #[test]
    fn every_line_is_read() {
        DATES.assert_read();
    }

    #[test]
    fn a_date_ends_with_its_sentence() {
        for (text, end, expected) in [
            ("Launch this week", 2, None),
            ("Launch this week", 3, Some(1..3)),
            ("Launch end of quarter", 3, None),
            ("Launch end of quarter", 4, Some(1..4)),
            ("Launch by March 3", 3, Some(2..3)),
            ("Launch by 2027-03", 3, Some(2..3)),
        ] {
            let tokens = tokens(text);
            assert_eq!(delivery(tokens.of(text), 0..end), expected, "{text} up to {end}");
        }
    }
}
