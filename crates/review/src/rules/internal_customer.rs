//! `internal-customer`

use crate::person::generic::Generic;
use crate::person::verdict::Because;
use crate::person::{Asked, case_of};
use crate::read::prd::problem::is_department;
use crate::rules::context::RuleContext;
use crate::rules::remark::{Remark, Subject};
use crate::rules::role_fix;
use crate::rules::rule::rule;
use crate::settings::Model;
use crate::text::passage::Passage;
use crate::text::token::Words;
use crate::words::Class;

rule! {
    /// This calls a department of the own company a customer.
    ///
    /// Customers are outside and pay. Where colleagues are called so, whoever has the budget sets the
    /// priorities, and nobody asks any more what those outside need.
    ///
    /// ~~~markdown
    /// Our internal customers ask for a report. Marketing is our customer.
    ///     ^^^^^^^^^^^^^^^^^^                                    ^^^^^^^^
    /// ~~~
    ///
    /// ~~~markdown
    /// The marketing department asks for a report, so that our customers hear of sales in time.
    /// ~~~
    ///
    /// For a platform or an internal product (`model = "platform"` or `"internal"` under `[product]`)
    /// it is the other way round: the teams it is built for are its customers, and "internal
    /// stakeholders" is what is told.
    ///
    /// **To mend it**, call the department by its name, and say what those it serves outside get out of
    /// it.
    ///
    /// **Source:** Rich Mironov: the marketing department is no customer of an airline, the passengers
    /// are. For platform teams Teresa Torres: your customers are the teams you build services for.
    INTERNAL_CUSTOMER, "internal-customer", Information, check => role_fix::fixes, suggests_colleagues
}

fn check(context: &RuleContext<'_>) -> Vec<Remark> {
    let is_inside =
        matches!(context.known.settings().model, Some(Model::Platform | Model::Internal));
    let remarks = context.facts.generics.iter().enumerate().filter_map(|(index, generic)| {
        let passage = context.passage(generic.passage)?;
        let words = passage.words();
        let start = generic.phrase.tokens.start;
        let is_internal = start > 0 && words.lower(start - 1) == "internal";
        let term = generic.term.strip_prefix("end ").unwrap_or(&generic.term);
        let reported = match (is_inside, term) {
            (false, "customer") => is_internal || names_department(words, generic),
            (true, "stakeholder") => is_internal,
            _ => false,
        };
        if !reported || context.known.allows(&generic.term) || is_fixed(passage, generic) {
            return None;
        }
        let from = if is_internal { start - 1 } else { start };
        let message = match is_inside {
            true => "The teams you build for are your customers. Name the team, and ask what makes it successful.",
            false => "Customers are outside and pay. Call the department by its name, and say what customers outside get out of this.",
        };
        Some(Remark {
            span: passage.prose.source(words.span(from..generic.phrase.tokens.end)),
            message: message.to_owned(),
            subject: Subject::Word(index),
            soft: false,
            guess: None,
        })
    });
    remarks.collect()
}

/// Whether it is code, stands in a quotation or describes another noun.
fn is_fixed(passage: &Passage, generic: &Generic) -> bool {
    let says = [Because::Code, Because::Quoted, Because::Modifies];
    let case = case_of(passage, generic, None);
    let mut clues = case.clues(Asked::PASSAGE);
    generic.phrase.possessive || clues.any(|clue| says.contains(&clue.says))
}

/// "Marketing is our customer", "our customer, the finance team", "our customers in Sales".
fn names_department(words: Words<'_>, generic: &Generic) -> bool {
    let (start, end) = (generic.phrase.tokens.start, generic.phrase.tokens.end);
    if generic.phrase.possessive {
        return false;
    }
    let is = |at: usize, set: &[&str]| set.contains(&words.lower(at));
    let near = || (start.saturating_sub(3)..start).rev();
    let owner = near().find(|at| words.is(*at, Class::OwnDeterminer));
    // "Marketing is our biggest customer"
    let be = owner.and_then(|owner| owner.checked_sub(1)).filter(|be| is(*be, &["is", "are"]));
    let named = be.and_then(|be| be.checked_sub(1)).is_some_and(|last| {
        let is_team = words.is(last, Class::TeamNoun);
        let name = if is_team { last.saturating_sub(1) } else { last };
        is_department(words, name) || is_team && is(name, &["business"])
    });
    // "Our customer, the finance team", "our customers in Finance", but not "in finance companies"
    let ours = near().any(|at| is(at, &["our", "my"]));
    let joins = words.get(end).is_some_and(|token| token.is(',')) || is(end, &["in"]);
    let name = if is(end + 1, &["the"]) { end + 2 } else { end + 1 };
    let closes = words.is(name + 1, Class::TeamNoun)
        || is(name + 1, &["and", "or"])
        || !words.is_word(name + 1)
        || words.text(name).starts_with(char::is_uppercase);
    named || ours && joins && is_department(words, name) && closes
}

#[cfg(test)]
mod tests {
    use super::INTERNAL_CUSTOMER;
    use crate::rules::tests;
    use crate::{Model, Settings};

    fn reported(model: Option<Model>, text: &str) -> usize {
        let settings = Settings { model, ..Settings::default() };
        tests::messages(&INTERNAL_CUSTOMER, settings, text).len()
    }

    #[test]
    fn departments_are_no_customers() {
        for text in [
            "Internal customers wait.",
            "Finance is our customer.",
            "The finance team is our biggest customer.",
            "Our main customer, the sales team, waits.",
            "Our customers in Marketing wait.",
            "Our customer, the legal department, waits.",
            "The business units are our customers.",
        ] {
            assert!(reported(None, text) > 0, "{text}");
            for model in [Model::Platform, Model::Internal] {
                assert_eq!(reported(Some(model), text), 0, "{text}");
            }
        }
        assert_eq!(reported(None, "Internal stakeholders wait."), 0);
        assert_eq!(reported(Some(Model::Platform), "Internal stakeholders wait."), 1);
    }

    #[test]
    fn those_outside_are() {
        for text in [
            "Our customers wait.",
            "Finance serves our customers.",
            "Security is our customers\u{2019} first concern.",
            "Our customers in finance companies wait.",
            "The support team is kind, and our customers are happy.",
            "The internal customer database is full.",
            "Support is what the customer wants.",
            "It is our customer.",
        ] {
            assert_eq!(reported(None, text), 0, "{text}");
        }
    }
}
