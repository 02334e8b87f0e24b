//! Whose problem a sentence states: that of a business, or of somebody with a task in a product.

use std::ops::Range;
use std::sync::LazyLock;

use crate::english::grammar;
use crate::english::inflect;
use crate::english::wording::Wordings;
use crate::text::token::Words;
use crate::words::Class;

static TASK: LazyLock<Wordings> = LazyLock::new(|| Wordings::read(include_str!("task.txt")));

/// What goes wrong for somebody.
pub(crate) static HARDSHIP: LazyLock<Wordings> =
    LazyLock::new(|| Wordings::read(include_str!("hardship.txt")));

/// Whether a word names who buys.
pub(crate) fn is_customer(word: &str) -> bool {
    let word = word.strip_suffix("'s").unwrap_or(word);
    // Each of them has a plural in s.
    Class::Business.has(word)
        || word.ends_with('s') && Class::Business.has(inflect::singular(word).as_str())
}

/// Whether a word names a department of a company: "Marketing", "finance", "IT".
pub(crate) fn is_department(words: Words<'_>, at: usize) -> bool {
    let word = words.lower(at);
    let is_capital = words.text(at).starts_with(char::is_uppercase);
    Class::Department.has(word)
        || is_capital && matches!(word, "sales" | "operations" | "hr" | "logistics")
        || words.text(at) == "IT"
        || word == "sales" && matches!(words.lower(at + 1), "team" | "department")
}

/// Whether a sentence states a problem that a business has: something of its is at stake, or it is
/// what the sentence is about, and not with a task in a product.
pub(crate) fn is_of_business(words: Words<'_>, tokens: Range<usize>) -> bool {
    let at_stake = tokens.clone().any(|at| words.is(at, Class::Stake));
    let lost = tokens.clone().any(|at| {
        words.is(at, Class::LossVerb)
            && (at + 1..at + 5).any(|behind| {
                is_customer(words.lower(behind))
                    || matches!(words.lower(behind), "money" | "$" | "share")
                    || words.text(behind) == "$"
            })
    });
    if at_stake || lost {
        return true;
    }
    let subject = subject(words, tokens.clone(), is_customer);
    subject.is_some() && task(words, tokens, false).is_none()
}

/// How far from its start a sentence's subject is looked for.
const SUBJECT: usize = 8;

/// Where the head of a sentence's subject stands, if it is such a word.
fn subject(words: Words<'_>, tokens: Range<usize>, is: impl Fn(&str) -> bool) -> Option<usize> {
    let end = tokens.end.min(tokens.start + SUBJECT);
    (tokens.start..end)
        .take_while(|at| {
            // Nothing but what goes before a noun stands before it.
            let word = words.lower(*at);
            !Class::Auxiliary.has(word) && !Class::Preposition.has(word)
        })
        .find(|at| {
            let word = words.lower(*at);
            let next = words.lower(at + 1);
            // "Store managers wait" is about managers, "customer data is lost" about data.
            let is_head = || !grammar::is_person_noun(&inflect::singular(next));
            let acts = word.ends_with('s')
                || next.ends_with('s')
                || is_need(next)
                || Class::Auxiliary.has(next)
                || Class::ThirdPerson.has(next);
            is(word) && !word.ends_with("'s") && acts && is_head()
        })
}

fn is_need(word: &str) -> bool {
    Class::NeedWord.has(word)
}

/// The words that put a task in a product as what somebody needs: "needs to be able to upload". The
/// subject is a customer, or anybody with `anybody`.
pub(crate) fn task(words: Words<'_>, tokens: Range<usize>, anybody: bool) -> Option<Range<usize>> {
    let subject = match anybody {
        true => tokens.start,
        false => subject(words, tokens.clone(), is_customer)?,
    };
    let end = tokens.end.min(subject + SUBJECT);
    let found = (subject..end).find_map(|at| TASK.at(words, at..tokens.end));
    found.map(|(_, end)| tokens.start..end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::token::tests::at_caret;
    use crate::text::token::tokens;

    #[test]
    fn every_line_is_read() {
        TASK.assert_read();
    }

    #[test]
    fn a_word_may_name_who_buys() {
        for (word, expected) in [
            ("customer", true),
            ("customers", true),
            ("customer's", true),
            ("agencies", true),
            ("companies", true),
            ("nurse", false),
            ("custom", false),
        ] {
            assert_eq!(is_customer(word), expected, "{word}");
        }
    }

    #[test]
    fn a_word_may_name_a_department() {
        for (marked, expected) in [
            ("^Marketing waits", true),
            ("in ^finance", true),
            ("^Sales waits", true),
            ("^sales fell", false),
            ("^sales team", true),
            ("^sales department", true),
            ("^hr waits", false),
            ("^HR waits", true),
            ("^IT waits", true),
            ("^It waits", false),
            ("^Nurses team", false),
        ] {
            let (text, at) = at_caret(marked);
            assert_eq!(is_department(tokens(&text).of(&text), at), expected, "{marked}");
        }
    }

    #[test]
    fn a_problem_is_of_a_business_whose_stake_it_is() {
        for (text, expected) in [
            ("Churn is high", true),
            ("Nurses wait", false),
            ("We lose customers each year", true),
            ("We lose money", true),
            ("We lose $5 a day", true),
            ("We lose rest", false),
            ("Customers wait", true),
            ("The customer waits", true),
            ("Hospitals need rest", true),
            ("A customer is tired", true),
            ("Customer data gets lost", false),
            ("Store managers wait", false),
            ("Of the customers, some wait", false),
            ("Is the customer waiting", false),
            ("The customer's nurse waits", false),
            ("Old new big small red green blue and the customers wait", false),
            ("Customers need to be able to rest", false),
            ("Customers cannot export", false),
        ] {
            let tokens = tokens(text);
            assert_eq!(is_of_business(tokens.of(text), 0..tokens.len()), expected, "{text}");
        }
    }

    #[test]
    fn a_task_in_a_product_is_what_somebody_needs() {
        for (text, of_customer, of_anybody) in [
            ("Customers need to be able to rest", Some("Customers need to be able to rest"), true),
            ("Nurses need to be able to rest", None, true),
            ("Customers need to export it now", Some("Customers need to export"), true),
            ("Customers need to quickly export it", Some("Customers need to quickly export"), true),
            ("Customers would like to export it", Some("Customers would like to export"), true),
            ("Customers have to export it", Some("Customers have to export"), true),
            ("Customers have exports", None, false),
            ("Customers need to be rested", None, false),
            ("Customers need to rest", None, false),
            (
                "Customers should be able to rest well",
                Some("Customers should be able to rest"),
                true,
            ),
            ("Customers must export it", Some("Customers must export"), true),
            ("Customers must rest", None, false),
            ("Customers need a way to rest well", Some("Customers need a way to rest"), true),
            (
                "Customers want better ways of resting now",
                Some("Customers want better ways of resting"),
                true,
            ),
            ("Customers need a way", None, false),
            ("Customers need rest in a way to go", None, false),
            ("Customers cannot export it", Some("Customers cannot export"), true),
            ("Customers can't export it", Some("Customers can't export"), true),
            ("Customers can not export it", Some("Customers can not export"), true),
            ("Customers do not export it", None, false),
            ("Customers are unable to export it", Some("Customers are unable to export"), true),
            ("Customers are unable export", None, false),
            ("Customers cannot rest", None, false),
            ("Customers must re-enter it", Some("Customers must re-enter"), true),
            ("Nurses retype each bill into two screens", None, true),
            ("Customers struggle to see it", Some("Customers struggle to see"), true),
            ("Customers have trouble finding it", Some("Customers have trouble finding"), true),
            (
                "Customers have no easy way to sort it",
                Some("Customers have no easy way to sort"),
                true,
            ),
            (
                "Customers lack the ability to tag it",
                Some("Customers lack the ability to tag"),
                true,
            ),
            ("Nurses can't see which shifts overlap", None, true),
            ("It takes eleven clicks to get there", None, true),
            ("There is no way to filter it", None, true),
            ("Customers are able to export it", None, false),
            ("Customers struggle to keep shoppers", None, false),
            ("Customers cannot raise prices", None, false),
            ("Customers wait", None, false),
            ("Customers", None, false),
        ] {
            let tokens = tokens(text);
            let words = tokens.of(text);
            let found = task(words, 0..tokens.len(), false);
            assert_eq!(
                found.map(|it| markdown::slice(text, words.span(it))),
                of_customer,
                "{text}"
            );
            assert_eq!(task(words, 0..tokens.len(), true).is_some(), of_anybody, "{text}");
        }
    }
}
