//! `internal-customer`

use crate::person::generic::Generic;
use crate::person::verdict::Because;
use crate::person::{Asked, case_of};
use crate::read::prd::problem::{self, is_department};
use crate::rules::context::RuleContext;
use crate::rules::remark::{Remark, Subject};
use crate::rules::role_fix;
use crate::rules::rule::rule;
use crate::settings::Model;
use crate::text::passage::Passage;
use crate::text::token::Words;
use crate::words::Class;

rule! {
    /// This calls a department of your own company a customer.
    ///
    /// Customers are outside the company and pay. When departments are called customers, the one
    /// with the largest budget sets the priorities, and nobody asks what paying customers need.
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
    /// For a platform or an internal product (`model = "platform"` or `"internal"` under
    /// `[product]`), the teams it is built for are its customers. There, the rule reports "internal
    /// stakeholders" instead.
    ///
    /// **Fix:** name the department, and say what outside customers get from its request.
    ///
    /// **Source:** Rich Mironov: the marketing department is no customer of an airline, the
    /// passengers are. For platform teams Teresa Torres: your customers are the teams you build
    /// services for.
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
            (false, "client") => is_internal,
            (true, "stakeholder") => is_internal,
            _ => false,
        };
        if !reported || context.known.allows(&generic.term) || is_fixed(passage, generic) {
            return None;
        }
        let from = if is_internal { start - 1 } else { start };
        let message = match is_inside {
            true => "The teams you build for are your customers. Which team is this?",
            false => {
                "This is a department, not a customer. What do outside customers get from this?"
            }
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

/// "Marketing is our customer", "our customer, the finance team", "our customers in Sales", "the customer is HR".
fn names_department(words: Words<'_>, generic: &Generic) -> bool {
    let (start, end) = (generic.phrase.tokens.start, generic.phrase.tokens.end);
    if generic.phrase.possessive {
        return false;
    }
    let is = |at: usize, set: &[&str]| set.contains(&words.lower(at));
    let near = || (start.saturating_sub(3)..start).rev();
    let owner = near().find(|at| words.is(*at, Class::OwnDeterminer));
    let before = owner.or_else(|| near().find(|at| is(*at, &["a", "the", "as"])));
    // "Marketing is our biggest customer", "Legal, our biggest customer,"
    // "Finance is the customer"
    let owner = owner.or_else(|| near().find(|at| is(*at, &["a", "the"])));
    let last = owner.and_then(|owner| {
        let (mark, name) = (owner.checked_sub(1)?, owner.checked_sub(2)?);
        let joins = is(mark, &["is", "are"])
            || words.text(mark) == "("
            || words.text(mark) == "," && is_capital(words, name);
        joins.then_some(name)
    });
    if last.is_some_and(|last| ends_department(words, last)) {
        return true;
    }
    // "We treat HR as our customer"
    let at_as = before.map(|at| if is(at, &["as"]) { at } else { at.saturating_sub(1) });
    let treated = at_as.filter(|at| is(*at, &["as"])).and_then(|at| at.checked_sub(1));
    let treats =
        |name: usize| (name.saturating_sub(4)..name).any(|at| words.is(at, Class::TreatVerb));
    if treated.is_some_and(|name| treats(name) && ends_department(words, name)) {
        return true;
    }
    // "Our customer, the finance team", "our customers in Finance", "our customers (Finance and HR)"
    let ours = near().any(|at| is(at, &["our", "my"]));
    let mark = |mark: char| words.get(end).is_some_and(|token| token.is(mark));
    let joins = mark(',') || mark('(') || is(end, &["in", "from", "within"]);
    // "Customers such as Legal"
    let examples = is(end, &["like", "including"]) || is(end, &["such"]) && is(end + 1, &["as"]);
    let first = end + 1 + usize::from(is(end, &["such"]));
    if examples && is_capital(words, first) && begins_department(words, first) {
        return true;
    }
    // "The customer is the Claims department", "Customers: Legal, Compliance"
    let is_said = is(end, &["is", "are"]) && (ours || near().any(|at| is(at, &["the"])));
    let is_listed = start == 0 && mark(':') && is_capital(words, end + 1);
    (ours && joins || is_said || is_listed) && begins_department(words, end + 1)
}

fn is_capital(words: Words<'_>, at: usize) -> bool {
    words.text(at).starts_with(char::is_uppercase)
}

/// Whether the name of a department, or of a team that is called by what it does, ends at a token.
fn ends_department(words: Words<'_>, last: usize) -> bool {
    let is_team = words.is(last, Class::TeamNoun);
    let name = if is_team { last.saturating_sub(1) } else { last };
    let is_named = is_team && name > 0 && is_capital(words, name) && words.lower(name - 1) == "the";
    is_department(words, name) || is_named || is_team && words.lower(name) == "business"
}

/// Whether a department is named from a token on: not "in finance companies".
fn begins_department(words: Words<'_>, at: usize) -> bool {
    let name = if matches!(words.lower(at), "the" | "our") { at + 1 } else { at };
    let is_team = |at: usize| words.is(at, Class::TeamNoun);
    let closes = is_team(name + 1)
        || matches!(words.lower(name + 1), "and" | "or")
        || !words.is_word(name + 1)
        || is_capital(words, name);
    // "The Claims department"
    let is_named = name > at && is_capital(words, name) && is_team(name + 1);
    is_department(words, name) && closes && !names_outsiders(words, name) || is_named
}

/// "Marketing agencies", "Legal, Compliance and Risk teams at banks": those of other companies.
fn names_outsiders(words: Words<'_>, from: usize) -> bool {
    let plain = (from..from + 12).take_while(|at| !words.ends_sentence(*at));
    let mut plain = plain.filter(|at| words.is_word(*at));
    plain.any(|at| {
        matches!(words.lower(at), "at" | "teams" | "departments")
            || problem::is_customer(words.lower(at))
    })
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
            "The customer is the Claims department.",
            "Our customer is HR.",
            "Finance is the customer.",
            "Finance (our customer) waits.",
            "The Claims department (the customer) waits.",
            "Customers such as Legal wait.",
            "Our customers within Marketing wait.",
            "We treat HR as our customer.",
            "Customers: Legal, Compliance, Treasury.",
            "Our customers (Finance and Legal) wait.",
            "Finance, our biggest customer, waits.",
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
            "Customers call the Claims department.",
            "Customers: marketing agencies, clinics.",
            "Customers: Marketing teams at banks.",
            "The finance department of our customers waits.",
            "Our customers are finance teams at banks.",
            "The customer is late.",
            "Customers like Northwind Bakery wait.",
            "Marketing is the customer\u{2019}s first concern.",
            "Customer: Northwind Bakery.",
            "It is our customer.",
        ] {
            assert_eq!(reported(None, text), 0, "{text}");
        }
    }
}
