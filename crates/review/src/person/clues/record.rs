//! Accounts and other stored data.

use crate::person::clue::{Case, clue};
use crate::words::Class;

clue! {
    /// The word is joined to another kind of record.
    ///
    /// ~~~markdown
    /// It syncs users and groups.
    ///          ^^^^^
    /// ~~~
    STORED_BESIDE, "stored-beside", Passage, BARE_GENERIC, Record, |case| {
        let words = case.words;
        let is_joined = matches!(words.lower(case.end()), "and" | "or")
            || matches!(words.text(case.end()), "/" | "&");
        is_joined && words.is(case.end() + 1, Class::StoredBeside)
    }
}

clue! {
    /// The verb before the word treats it as a record.
    ///
    /// ~~~markdown
    /// This deletes the user.
    ///                  ^^^^
    /// ~~~
    RECORD_VERB, "record-verb", Passage, BARE_GENERIC, Record,
    |case| Class::RecordVerb.has(case.governor())
}

clue! {
    /// The sentence says which groups, roles or tenants a record belongs to.
    ///
    /// ~~~markdown
    /// A user can be a member of one or more groups.
    ///   ^^^^
    /// ~~~
    MEMBERSHIP, "membership", Passage, BARE_GENERIC, Record, holds_membership
}

clue! {
    /// The word is the key that data is kept or sorted by.
    ///
    /// ~~~markdown
    /// Sessions for that user are closed, and you can filter by user.
    ///                   ^^^^                                   ^^^^
    /// ~~~
    KEY, "key", Passage, BARE_GENERIC, Record, is_key
}

fn holds_membership(case: &Case<'_>) -> bool {
    /// So many tokens after the word are asked.
    const NEAR: usize = 12;
    let belongs = matches!(case.next(), "belongs" | "belong");
    if !Class::Auxiliary.has(case.next()) && !belongs {
        return false;
    }
    let words = || case.after(NEAR).map(|at| case.words.lower(at));
    let is_of_access = |word: &str| Class::Membership.has(word.strip_suffix('s').unwrap_or(word));
    words().any(is_of_access) && words().any(|word| Class::MembershipCount.has(word))
}

fn is_key(case: &Case<'_>) -> bool {
    let is_data = |word: &str| Class::AccountData.has(word.strip_suffix('s').unwrap_or(word));
    let before = case.governor_at(1);
    match case.governor() {
        "for" | "of" if case.is_singular() => {
            is_data(before)
                || before.ends_with("ed") && (2..5).any(|back| is_data(case.governor_at(back)))
        }
        "by" => {
            const SORTED: [&str; 8] =
                ["filter", "group", "sort", "segment", "search", "order", "index", "partition"];
            !case.has_determiner()
                && case.is_singular()
                && SORTED.iter().any(|stem| before.starts_with(stem))
        }
        _ => false,
    }
}
