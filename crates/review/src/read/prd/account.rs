//! Accounts by their names: "Acme Corp needs", "our customer Acme".

use std::ops::Range;

use crate::english::grammar;
use crate::english::inflect;
use crate::read::prd::problem::is_department;
use crate::text::token::Words;
use crate::words::Class;

/// The named account that a sentence puts a problem as that of, and its tokens: "Acme Corp needs", "our customer Acme".
pub(crate) fn find(words: Words<'_>, tokens: Range<usize>) -> Option<(String, Range<usize>)> {
    let is_name = |at: usize| {
        words.is_word(at)
            && tokens.contains(&at)
            && words.text(at).starts_with(char::is_uppercase)
            && !grammar::is_generic_word(words.lower(at))
            && !words.is(at, Class::FunctionWord)
    };
    let is_example =
        |at: usize| (at.saturating_sub(3)..at).any(|at| words.is(at, Class::ExampleWord));
    let name_from = |at: usize| {
        let mut end = at;
        while end < at + 4 && is_name(end) {
            end += 1;
        }
        let range = at..end;
        let name = markdown::slice(words.text, words.span(range.clone())).to_owned();
        (end > at).then_some((name, range))
    };
    tokens.clone().find_map(|at| {
        let word = words.lower(at);
        // "Acme Inc."
        if words.is(at, Class::CompanyForm) && at > tokens.start && is_name(at) && is_name(at - 1) {
            let start = if at - 1 > tokens.start && is_name(at - 2) { at - 2 } else { at - 1 };
            return name_from(start).filter(|_| !is_example(start));
        }
        // "Our customer Acme", "our biggest customer, Acme,"
        if matches!(word, "customer" | "client" | "account") {
            let ours = (at.saturating_sub(4)..at)
                .any(|at| matches!(words.lower(at), "our" | "biggest" | "largest" | "key"));
            let behind =
                if words.get(at + 1).is_some_and(|it| it.is(',')) { at + 2 } else { at + 1 };
            return name_from(behind).filter(|_| ours && is_name(behind));
        }
        // "One of our customers, Acme,"
        if matches!(word, "customers" | "clients" | "accounts") {
            let one = (at.saturating_sub(4)..at)
                .any(|at| words.lower(at) == "one" && words.lower(at + 1) == "of");
            let is_listed = words.get(at + 1).is_some_and(|it| it.is(',') || it.is('('));
            return name_from(at + 2).filter(|_| one && is_listed && is_name(at + 2));
        }
        // "Northwind Bakery cannot", "The City of Ghent loses"
        let is_first = at == tokens.start
            || at == tokens.start + 1 && matches!(words.lower(at - 1), "the" | "at");
        if is_first && let Some(end) = organization(words, at, tokens.end) {
            let name = markdown::slice(words.text, words.span(at..end)).to_owned();
            return Some((name, at..end));
        }
        // "Acme has asked us for", "Globex, one of our customers,"
        if at == tokens.start || !is_name(at - 1) {
            let (name, range) = name_from(at)?;
            let asks = words.is(range.end, Class::AccountAsks)
                || matches!(words.lower(range.end), "has" | "have" | "is")
                    && (words.is(range.end + 1, Class::AccountAsks)
                        || words.lower(range.end + 1) == "asking");
            let tells =
                matches!(words.lower(range.end), "told" | "tells" | "left" | "asks" | "pays")
                    && words.lower(range.end + 1) == "us"
                    || words.lower(range.end) == "is"
                        && matches!(words.lower(range.end + 1), "threatening" | "churning");
            let asks = asks || tells;
            let ours = words.get(range.end).is_some_and(|it| it.is(',') || it.is('('))
                && (range.end + 1..range.end + 6).any(|at| words.is(at, Class::AccountNoun))
                && (range.end + 1..range.end + 4).any(|at| words.lower(at) == "our");
            return (ours || asks && is_firm(words, at))
                .then_some((name, range))
                .filter(|_| !is_example(at));
        }
        None
    })
}

/// The end of the name of one organization that a sentence begins with, where it is the sentence's subject: "Northwind
/// Bakery", "City of Ghent".
fn organization(words: Words<'_>, start: usize, end: usize) -> Option<usize> {
    let is_capital =
        |at: usize| at < end && words.is_word(at) && words.text(at).starts_with(char::is_uppercase);
    let is_kind = |at: usize| words.is(at, Class::OrganizationNoun);
    if !is_capital(start) || words.is(start, Class::FunctionWord) || is_department(words, start) {
        return None;
    }
    let mut at = start;
    while is_capital(at) {
        at += 1;
    }
    let is_of = words.lower(at) == "of" && at == start + 1 && is_kind(start) && is_capital(at + 1);
    if is_of {
        at += 1;
        while is_capital(at) {
            at += 1;
        }
    } else if at < start + 2 || !is_kind(at - 1) || words.is(at - 1, Class::TeamNoun) {
        return None;
    }
    // A verb follows: what else is capital may be a title.
    let is_place = start > 0 && words.lower(start - 1) == "at";
    let acts = is_place && words.get(at).is_some_and(|token| token.is(','))
        || words.is(at, Class::Auxiliary)
        || words.is(at, Class::FunctionWord) && words.lower(at).ends_with("n't")
        || words.is(at, Class::ThirdPerson)
        || words.is(at, Class::MostlyVerbForm)
        || words.is(at, Class::LossVerb)
        || words.is(at, Class::AccountAsks)
        || words.lower(at) == "cannot";
    (acts && !words.is(at, Class::Preposition)).then_some(at)
}

/// Whether a word may be the name of a firm: no department, no role.
fn is_firm(words: Words<'_>, at: usize) -> bool {
    let lower = words.lower(at);
    !words.is(at, Class::Department)
        && !words.is(at, Class::NotFirm)
        && !lower.ends_with('s')
        && !grammar::is_person_noun(&inflect::singular(lower))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::token::tokens;

    #[test]
    fn a_sentence_may_name_an_account() {
        for (text, expected) in [
            ("Acme Inc. waits", Some("Acme Inc")),
            ("Big Acme Inc waits", Some("Big Acme Inc")),
            ("We saw Very Big Acme Inc wait", Some("Big Acme Inc")),
            ("For example, Acme Inc waits", None),
            ("Inc waits", None),
            ("acme inc waits", None),
            ("our customer Acme waits", Some("Acme")),
            ("our biggest client, Acme Tools, waits", Some("Acme Tools")),
            ("our key account Acme", Some("Acme")),
            ("our one and only old customer Acme waits", None),
            ("the customer Acme waits", None),
            ("our customer waits", None),
            ("Acme has asked us for tea", Some("Acme")),
            ("Acme asked for tea", Some("Acme")),
            ("Acme is asking for tea", Some("Acme")),
            ("Acme is here", None),
            ("Acme had asked for tea", None),
            ("Acme complained", Some("Acme")),
            ("like Acme complained", None),
            ("Marketing asked for tea", None),
            ("Nobody asked for tea", None),
            ("Nurse asked for tea", None),
            ("Nurses asked for tea", None),
            ("Users asked for tea", None),
            ("The asked", None),
            ("Globex, one of our customers, waits", Some("Globex")),
            ("Globex, one of the customers, waits", None),
            ("Globex one of our customers waits", None),
            ("Globex, one of our many old and dear customers", None),
            ("Globex told us", Some("Globex")),
            ("Globex is threatening to leave", Some("Globex")),
            ("Globex (our largest customer) waits", Some("Globex")),
            ("One of our customers, Globex, waits", Some("Globex")),
            ("One of our clients (Globex) waits", Some("Globex")),
            ("Our customers, Globex among them, wait", None),
            ("Northwind Bakery cannot rest", Some("Northwind Bakery")),
            ("The City of Ghent loses tea", Some("City of Ghent")),
            ("Hartley Foods needs tea", Some("Hartley Foods")),
            ("At Hartley Foods, nurses wait", Some("Hartley Foods")),
            ("At the Hospital, nurses wait", None),
            ("Lakeside Hospital has lost four nurses", Some("Lakeside Hospital")),
            ("Department of Transport has rest", Some("Department of Transport")),
            ("Sales Group cannot rest", None),
            ("Hospitals cannot rest", None),
            ("The Hospital cannot rest", None),
            ("Google Sheets cannot hold it", None),
            ("Northwind Bakery and others wait", None),
            ("Hospitals such as Lakeside Hospital wait", None),
            ("Alpha Bravo Charlie Delta Echo asked", None),
            ("Acme waits", None),
        ] {
            let tokens = tokens(text);
            let words = tokens.of(text);
            let found = find(words, 0..tokens.len());
            assert_eq!(found.as_ref().map(|(name, _)| name.as_str()), expected, "{text}");
            if let Some((name, at)) = found {
                assert_eq!(markdown::slice(text, words.span(at)), name, "{text}");
            }
        }
        // Only the words of the sentence count.
        let text = "Acme asked. We rest";
        let tokens = tokens(text);
        assert_eq!(find(tokens.of(text), 3..5), None);
    }
}
