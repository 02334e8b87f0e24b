//! Accounts by their names: "Acme Corp needs", "our customer Acme".

use std::ops::Range;

use crate::english::grammar;
use crate::english::inflect;
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
        // "Acme has asked us for", "Globex, one of our customers,"
        if at == tokens.start || !is_name(at - 1) {
            let (name, range) = name_from(at)?;
            let asks = words.is(range.end, Class::AccountAsks)
                || matches!(words.lower(range.end), "has" | "have" | "is")
                    && (words.is(range.end + 1, Class::AccountAsks)
                        || words.lower(range.end + 1) == "asking");
            let ours = words.get(range.end).is_some_and(|it| it.is(','))
                && (range.end + 1..range.end + 6).any(|at| words.is(at, Class::AccountNoun))
                && (range.end + 1..range.end + 4).any(|at| words.lower(at) == "our");
            return (ours || asks && is_firm(words, at))
                .then_some((name, range))
                .filter(|_| !is_example(at));
        }
        None
    })
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
