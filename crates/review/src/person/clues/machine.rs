//! Programs that are called clients and consumers.

use crate::person::clue::{Case, clue};
use crate::words::Class;

clue! {
    /// The noun in front of "consumer" shows that it is a program.
    ///
    /// ~~~markdown
    /// The event consumer retries.
    ///           ^^^^^^^^
    /// ~~~
    CONSUMER_PROGRAM, "consumer-program", Passage, GENERIC, Machine,
    |case| case.term == "consumer" && Class::ConsumerPart.has(case.previous())
}

clue! {
    /// A word next to "client" shows that it is a program.
    ///
    /// ~~~markdown
    /// The mobile client waits, and the client or browser retries.
    ///            ^^^^^^                ^^^^^^
    /// ~~~
    CLIENT_PROGRAM, "client-program", Passage, GENERIC, Machine,
    |case| case.term == "client" && is_beside_program(case)
}

clue! {
    /// The passage is about servers and requests, so each "client" in it is a program.
    ///
    /// ~~~markdown
    /// A client waits for a token.
    ///   ^^^^^^
    /// ~~~
    CLIENT_CONTEXT, "client-context", Passage, BARE_GENERIC, Machine, |case| {
        let mut tokens = 0..case.words.tokens.len();
        case.term == "client" && tokens.any(|at| case.words.is(at, Class::ClientContext))
    }
}

fn is_beside_program(case: &Case<'_>) -> bool {
    let words = case.words;
    let is_program = |at: Option<usize>| at.is_some_and(|at| words.is(at, Class::ClientProgram));
    let is_joining = |word: &str| matches!(word, "and" | "or" | "to");
    let (start, end) = (case.start(), case.end());
    is_program(start.checked_sub(1))
        || is_program(Some(end))
        || is_program(Some(end + 1)) && is_joining(words.lower(end))
        || is_program(start.checked_sub(2)) && is_joining(case.previous())
        || words.text(end) == "/" && is_program(Some(end + 1))
}
