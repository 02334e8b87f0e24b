//! Figures, shares and rates.

use crate::english::grammar;
use crate::person::clue::{Case, clue};
use crate::read::section::Topic;
use crate::text::token::TokenKind;
use crate::words::Class;

clue! {
    /// After "per" the word is part of a rate. After "concurrent" it is part of a load.
    ///
    /// ~~~markdown
    /// It bills users per month, at 5 dollars per user.
    ///          ^^^^^                             ^^^^
    /// ~~~
    RATE, "rate", Passage, BARE_GENERIC, Counted,
    |case| matches!(case.previous(), "per" | "concurrent" | "simultaneous") || case.next() == "per"
}

clue! {
    /// A number or a counting word is in front of the word.
    ///
    /// ~~~markdown
    /// We reach 500 new users, the number of monthly users, and 10 % of customers.
    ///                  ^^^^^                        ^^^^^              ^^^^^^^^^
    /// ~~~
    FIGURE, "figure", Passage, BARE_GENERIC, Counted, has_figure
}

clue! {
    /// In a section on metrics, a plural next to a number is a count.
    ///
    /// ~~~markdown
    /// ## Success metrics
    ///
    /// - Active customers rise from 250 to 300
    ///          ^^^^^^^^^
    /// ~~~
    METRIC, "metric", Section, BARE_GENERIC, Counted, is_metric
}

fn has_figure(case: &Case<'_>) -> bool {
    /// So many tokens before the word are asked.
    const NEAR: usize = 4;
    let words = case.words;
    for at in (0..case.start()).rev().take(NEAR) {
        let Some(token) = words.get(at) else { break };
        match token.kind {
            // "80 % of users understand it"
            TokenKind::Number => return !(words.text(at + 1) == "%" && case.may_act()),
            TokenKind::Mark('+' | '-' | '%' | '>' | '<' | '~') => {}
            TokenKind::Word if words.is(at, Class::CountWord) => return true,
            TokenKind::Word if grammar::is_narrowing(words.lower(at)) => {}
            TokenKind::Word if words.lower(at) == "of" => {
                return at.checked_sub(1).is_some_and(|at| {
                    words.is(at, Class::Figure) || words.text(at) == "%" && !case.may_act()
                });
            }
            _ => return false,
        }
    }
    false
}

fn is_metric(case: &Case<'_>) -> bool {
    let words = case.words;
    let before = (0..case.start()).rev().map(|at| words.lower(at));
    let governor = before.clone().find(|word| !grammar::is_narrowing(word));
    case.around.is_some_and(|around| around.topic(case) == Topic::Metrics)
        && !case.is_singular()
        && !case.surely_acts()
        && !matches!(governor, Some("for" | "to" | "by" | "from"))
        && words.tokens.iter().any(|token| token.kind == TokenKind::Number)
}
