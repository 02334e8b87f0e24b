//! People who are named by whose they are.

use crate::person::clue::{Case, clue};
use crate::words::Class;

clue! {
    /// A possessive pronoun says whose they are. "Our users" still need a name.
    ///
    /// ~~~markdown
    /// Merchants see what their users paid.
    ///                          ^^^^^
    /// ~~~
    PRONOUN_OWNER, "pronoun-owner", Passage, GENERIC, Counterpart, |case| {
        case.phrase.start.checked_sub(1).is_some_and(|at| case.words.is(at, Class::Possessive))
    }
}

clue! {
    /// A possessive in front of the word says whose they are.
    ///
    /// ~~~markdown
    /// The bank's richest users wait.
    ///                    ^^^^^
    /// ~~~
    NAMED_OWNER, "named-owner", Passage, GENERIC, Counterpart, has_owner
}

fn has_owner(case: &Case<'_>) -> bool {
    let mut before = case.phrase.start.saturating_sub(1)..case.start();
    before.any(|at| case.words.lower(at).ends_with("'s"))
}
