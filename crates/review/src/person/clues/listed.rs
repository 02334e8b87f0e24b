//! Rows of names.

use crate::english::grammar;
use crate::person::clue::{Case, clue};
use crate::words::Class;

clue! {
    /// The word is in a list of names.
    ///
    /// ~~~markdown
    /// It is made for seekers, clients, patients and carers.
    ///                         ^^^^^^^
    /// ~~~
    ROW, "row", Passage, BARE_GENERIC, Listed, is_in_row
}

fn is_in_row(case: &Case<'_>) -> bool {
    /// So many tokens before the word are asked.
    const NEAR: usize = 9;
    let words = case.words;
    let (start, end) = (case.start(), case.end());
    let is_comma = |at: usize| words.get(at).is_some_and(|token| token.is(','));
    let comma_before = start.checked_sub(1).is_some_and(is_comma);
    let comma_after = is_comma(end);
    if case.has_determiner() || !comma_before && !comma_after {
        return false;
    }
    let names = |at: usize| {
        let word = words.lower(at);
        let singular = word.strip_suffix('s').unwrap_or(word);
        !word.is_empty() && (grammar::is_person_noun(singular) || grammar::is_generic_word(word))
    };
    let joins = matches!(words.lower(end + 1), "and" | "or");
    let left = comma_before && start >= 2 && names(start - 2);
    let right = comma_after && (names(end + 1) || joins && names(end + 2));
    // "Products, orders, customers, settings": at least two commas close before it and no verb among the names make a row
    // of things, whatever they are.
    let row = || start.saturating_sub(NEAR)..start;
    let is_row = row().filter(|at| is_comma(*at)).count() >= 2
        && row().all(|at| !words.is(at, Class::Auxiliary));
    comma_before && comma_after && (is_row || left || right) || left && is_row
}
