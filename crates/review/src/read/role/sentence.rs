//! Sentences that say who something is for, wherever they stand.

use std::ops::Range;
use std::sync::LazyLock;

use markdown::Span;

use crate::english::wording::Wordings;
use crate::read::role::declaration::{Declaration, find_role_after, parse};
use crate::read::role::line::listed;
use crate::read::role::name::{Trust, is_own_name, is_somebody, without_article};
use crate::read::section;
use crate::text::passage::Passage;
use crate::text::token::{Token, Words, first_sentence};
use crate::words::{Class, is_ordinary};

static AUDIENCE: LazyLock<Wordings> =
    LazyLock::new(|| Wordings::read(include_str!("audience.txt")));

/// What a sentence says of who something is for: "The primary user of the map is the field representative", "It is built
/// for developers", "There are three roles: guest, editor and admin".
pub(super) fn stated(index: usize, passage: &Passage) -> Vec<Declaration> {
    stated_in(index, passage, false)
}

/// The same, and in a section on the audience whom the product does something for: "It gives nurses a say".
pub(super) fn stated_in(index: usize, passage: &Passage, in_audience: bool) -> Vec<Declaration> {
    let words = passage.words();
    let text = passage.text();
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.tokens.len().min(READ) {
        let start = is_for(words, at, in_audience)
            .or_else(|| has_roles(words, at))
            .or_else(|| positions(words, at));
        if let Some(start) = start {
            let Some(first) = words.get(start) else { break };
            let end = purpose(words, start).map_or(text.len(), |at| at.span().start);
            let rest = markdown::slice(text, Span::new(first.span().start, end));
            found.extend(listed(without_article(rest), index));
        } else if let Some(subject) = is_who(words, at) {
            let subject = markdown::slice(text, words.span(subject));
            found.extend(listed(without_article(subject), index));
        }
        at = start.unwrap_or(at + 1).max(at + 1);
    }
    found.extend(met(index, passage));
    found
}

/// The token after a wording of `audience.txt` that begins at a token.
fn is_for(words: Words<'_>, at: usize, in_audience: bool) -> Option<usize> {
    let (kind, end) = AUDIENCE.at(words, at..words.tokens.len())?;
    let starts = |at: &usize| at.checked_sub(1).is_none_or(|before| words.ends_sentence(before));
    let start = || (at.saturating_sub(READ)..=at).rev().find(starts).unwrap_or_default();
    let may_stand = match kind {
        "first" => at == 0,
        "start" => starts(&at),
        "one" => at.checked_sub(1).is_some_and(|subject| starts(&subject)),
        "there" => in_audience,
        "is" => says_what_it_is(words, start()..at),
        "name" => is_name(words, start()..at),
        _ => !is_of_other(words, at),
    };
    may_stand.then_some(end)
}

/// "A cup that was made for": whether what is said at a token is said of something else than a product.
fn is_of_other(words: Words<'_>, at: usize) -> bool {
    let before = |back: usize| at.checked_sub(back);
    let is_relative = before(1).is_some_and(|at| matches!(words.lower(at), "that" | "which"));
    let is_product =
        |at: usize| words.is(at, Class::ProductPart) || words.is(at, Class::ProductWhole);
    is_relative && !before(2).is_some_and(is_product)
}

/// "Kettle is a": whether a sentence begins so.
fn says_what_it_is(words: Words<'_>, clause: Range<usize>) -> bool {
    let is = clause.clone().take(SUBJECT).find(|at| words.lower(*at) == "is");
    is.is_some_and(|is| is > clause.start && words.is(is + 1, Class::SingularDeterminer))
}

/// "Kettle", "Tea House": whether some tokens that start a sentence are the name of something, and no ordinary words.
fn is_name(words: Words<'_>, subject: Range<usize>) -> bool {
    const LONGEST: usize = 5;
    let is_capital = |at: usize| words.text(at).starts_with(char::is_uppercase);
    let is_word = |at: usize| is_ordinary(words.lower(at));
    (1..=LONGEST).contains(&subject.len())
        && subject.clone().all(is_capital)
        && (subject.len() > 1 || !subject.clone().any(is_word))
}

/// "Nurses to plan shifts", "porters every day": the token at which it is said what they do with it, or when.
fn purpose(words: Words<'_>, start: usize) -> Option<Token> {
    let to = (start..words.tokens.len()).take_while(|at| !words.ends_sentence(*at)).find(|at| {
        match words.lower(*at) {
            "to" => words.is(at + 1, Class::BaseVerb),
            word => matches!(word, "every" | "each" | "when" | "whenever" | "while"),
        }
    })?;
    words.get(to)
}

/// A sentence that says who something is for begins to do so within so many tokens of its passage.
pub(super) const READ: usize = 120;

/// "Primary", "intended", "two".
fn is_ranked(words: Words<'_>, at: usize) -> bool {
    let classes = [Class::AudienceRank, Class::Importance];
    classes.into_iter().any(|class| words.is(at, class)) || words.lower(at) == "two"
}

/// "Litigation partners are the secondary audience": the tokens of the subject.
fn is_who(words: Words<'_>, at: usize) -> Option<std::ops::Range<usize>> {
    let is_predicate = words.is(at, Class::Copula)
        && words.is(at + 1, Class::Determiner)
        && is_ranked(words, at + 2)
        && words.is(at + 3, Class::AudienceHead)
        && !words.is_word(at + 4);
    if !is_predicate {
        return None;
    }
    let starts = |at: &usize| at.checked_sub(1).is_none_or(|before| words.ends_sentence(before));
    let start = (at.saturating_sub(SUBJECT)..at).rev().find(starts)?;
    Some(start..at)
}

/// The subject of such a sentence has no more tokens than this.
const SUBJECT: usize = 8;

/// The start of a positioning statement, "For shoppers who cook at home, …": the token after "for" (Geoffrey Moore's form).
fn positions(words: Words<'_>, at: usize) -> Option<usize> {
    if at > 0 || words.lower(0) != "for" {
        return None;
    }
    let who = (2..16).find(|at| words.lower(*at) == "who").unwrap_or_default();
    let is_phrase = |at: usize| {
        let is_mark = words.get(at).is_some_and(|token| token.is(':') || token.is('.'));
        !is_mark && !words.is(at, Class::Auxiliary) && !words.is(at, Class::BenefitSubject)
    };
    let noun = words.lower(who.saturating_sub(1));
    // "Someone who"
    let is_named = is_somebody(noun) && !noun.ends_with("one");
    let asks = who > 0 && is_named && (1..who).all(is_phrase);
    let is_form = words.text(0) == "FOR" && words.tokens.len() < 8;
    (asks || is_form).then_some(1)
}

/// "The following roles: reader, editor", "two kinds of users: readers and editors", "the two roles (reader, editor)": the
/// token after the mark.
fn has_roles(words: Words<'_>, at: usize) -> Option<usize> {
    if !is_kind(words, at) || at == 0 {
        return None;
    }
    if words.get(at + 1).is_some_and(|token| token.is('(')) {
        // "Their roles (node, load balancer)": the first of them shows what they are.
        let mut behind = at + 3..at + 8;
        let end = behind.find(|at| !words.is_word(*at) || words.is(*at, Class::FunctionWord))?;
        let first = end.checked_sub(1).map(|at| words.lower(at)).unwrap_or_default();
        return is_somebody(first).then_some(at + 2);
    }
    let mut clause = (at + 1..at + 16).take_while(|at| words.get(*at).is_some());
    let colon = clause.find(|at| words.get(*at).is_some_and(|token| token.is(':')))?;
    words.is_word(colon + 1).then_some(colon + 1)
}

/// Whether a passage announces a list of roles: "The system has three kinds of users:", "Three groups will use this:", "Who
/// do we serve?".
pub(super) fn announces(passage: &Passage) -> bool {
    let words = passage.words();
    let Some(last) = words.tokens.len().checked_sub(1) else { return false };
    // "The two roles will:", "Owners are responsible for:": what follows is done by them.
    let before = last.saturating_sub(1);
    let is_duty = matches!(words.lower(before.saturating_sub(1)), "responsible" | "accountable");
    let is_deed = match words.lower(before) {
        "for" => is_duty,
        word => word == "to" || Class::Auxiliary.has(word) && !Class::Copula.has(word),
    };
    if is_deed {
        return false;
    }
    let ends_with = |mark: char| words.get(last).is_some_and(|token| token.is(mark));
    let is_group = |at: usize| {
        let is_kind = words.is(at, Class::KindsOfPeople) || words.is(at, Class::KindOf);
        let verb = if words.is(at + 1, Class::Auxiliary) { at + 2 } else { at + 1 };
        is_kind && matches!(words.lower(verb), "use" | "uses")
    };
    ends_with(':') && (last.saturating_sub(NEAR)..last).any(|at| is_kind(words, at) || is_group(at))
        || ends_with('?') && section::asks_for_whom(&section::title_of(words))
}

/// "Roles", "personas", "kinds of users", "groups of people", "three users", "two groups".
fn is_kind(words: Words<'_>, at: usize) -> bool {
    let is_kind = |at| words.is(at, Class::KindsOfPeople) || words.is(at, Class::KindOf);
    let counts = |at| words.is(at, Class::Numeral) || words.lower(at) == "following";
    let before = at.saturating_sub(2)..at;
    let is_counted = before.clone().any(counts);
    words.is(at, Class::AudienceKind) && words.lower(at).ends_with('s')
        || words.is(at, Class::AudienceHead)
            && words.lower(at).ends_with('s')
            && (before.clone().any(is_kind) || is_counted)
        || words.lower(at) == "people" && before.clone().any(is_kind)
        || words.lower(at) == "groups" && is_counted && words.lower(at + 1) != "of"
}

/// What a line announces stands within so many tokens of the colon that ends it.
const NEAR: usize = 12;

/// "Meet Maya. She is a ward nurse": a persona as a text introduces them.
fn met(index: usize, passage: &Passage) -> Option<Declaration> {
    let text = passage.text();
    let (before, rest) = text.split_once("Meet ")?;
    if !before.is_empty() && !before.trim_end().ends_with(['.', '!', '?', '\n']) {
        return None;
    }
    introduced_by_name(index, rest)
}

/// Who a text says that the bearer of the name is with which it begins: "Maya. She is a ward nurse", "Maya, a ward nurse,
/// waits", "Maya is a ward nurse who".
pub(super) fn introduced_by_name(index: usize, text: &str) -> Option<Declaration> {
    let first = first_sentence(text).split(',').next().unwrap_or_default();
    let name = first.split(" is ").next().unwrap_or_default();
    if !is_own_name(name) {
        return None;
    }
    let mut declaration = Declaration::new(name.to_owned(), Some(name.to_owned()), Some(index));
    let behind = text.get(name.len()..).unwrap_or_default();
    let apposed = behind.strip_prefix(", ").map(|role| parse(role, Some(index), Trust::Plain));
    match apposed.into_iter().flatten().next() {
        Some(role) => declaration.name = role.name,
        None => find_role_after(&mut declaration, behind),
    }
    Some(declaration).filter(|it| it.persona.as_ref() != Some(&it.name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::passage::tests::passages;

    fn names(declarations: &[Declaration]) -> Vec<&str> {
        declarations.iter().map(|declaration| declaration.name.as_str()).collect()
    }

    #[test]
    fn every_line_is_read() {
        AUDIENCE.assert_read();
        let lines = include_str!("audience.txt").lines();
        let kinds =
            lines.filter(|line| !line.starts_with('#')).filter_map(|it| it.split_once(" | "));
        for (kind, _) in kinds {
            assert!(
                ["for", "start", "one", "name", "is", "first", "there"].contains(&kind),
                "{kind}"
            );
        }
    }

    #[test]
    fn a_sentence_may_say_who_something_is_for() {
        for (text, expected) in [
            (
                "The intended audience is ward nurses, porters and cooks.",
                vec!["ward nurse", "porter", "cook"],
            ),
            ("Our target audience, ward nurses, waits.", vec!["ward nurse"]),
            ("The kettle is built for **porters** on nights.", vec!["porter"]),
            ("This is for ward nurses in small hospitals.", vec!["ward nurse"]),
            ("There are three roles: guest, editor and admin.", vec!["guest", "editor", "admin"]),
            ("For ward nurses and cooks who wait, Kettle is tea.", vec!["ward nurse", "cook"]),
            ("For ward nurses: they wait for those who cook.", vec![]),
            ("FOR ward nurses", vec!["ward nurse"]),
            ("Kettle is a small tea app for ward nurses.", vec!["ward nurse"]),
            ("Tea is hot. Kettle is a small tea app for ward nurses.", vec!["ward nurse"]),
            ("Tea is hot in a small tea app for ward nurses.", vec![]),
            ("Kettle is an app that helps nurses to rest.", vec!["nurse"]),
            ("Kettlo gives nurses a tea.", vec!["nurse"]),
            ("Tea gives nurses rest.", vec![]),
            ("A tool targeting small clinics, teams and nurses.", vec!["small clinic", "nurse"]),
            ("Two groups rest: nurses and cooks.", vec!["nurse", "cook"]),
            ("Two groups of cups: nurses and cooks.", vec![]),
            ("Users include nurses every day.", vec!["nurse"]),
            ("The kettle is designed mainly for ward nurses.", vec!["ward nurse"]),
            ("Kettle is a platform that connects cooks and porters.", vec!["cook", "porter"]),
            ("The cook connects porters and nurses.", vec![]),
            ("For ward nurses, tea is hot.", vec![]),
            ("The roles are open.", vec![]),
            ("It is for the kettle.", vec![]),
            ("This tool is for nurses on nights.", vec!["nurse"]),
            ("A kettle, aimed at ward nurses and cooks.", vec!["ward nurse", "cook"]),
            ("Designed for nurses", vec!["nurse"]),
            ("We are building this for nurses who rest.", vec!["nurse"]),
            ("We wait for nurses.", vec![]),
            ("The product will be used by nurses and/or cooks.", vec!["nurse", "cook"]),
            ("Beds are used by nurses.", vec!["nurse"]),
            ("Beds that are used by nurses.", vec![]),
            ("Tea goes to a cup that was made for the nurse.", vec![]),
            ("A tool that is built for nurses.", vec!["nurse"]),
            ("Tea is targeted for GA.", vec![]),
            ("For the nurse, a cup by someone who waits.", vec![]),
            ("Rules follow their roles (kettle, nurse).", vec![]),
            (
                "Built with two people in mind: the nurse, who rests, and the cook.",
                vec!["nurse", "cook"],
            ),
            ("We support the two roles (reader, editor).", vec!["reader", "editor"]),
            ("It is hot. Ward nurses are the secondary audience.", vec!["ward nurse"]),
            (
                "The primary user is the nurse. Secondary users are the cooks.",
                vec!["nurse", "cook"],
            ),
            ("Meet Gwen. She's a nurse in Leeds.", vec!["nurse"]),
            ("Meet Gwen. She waits.", vec![]),
            ("It is hot. Meet Gwen, a nurse in Leeds. She waits.", vec!["nurse"]),
            ("We Meet Gwen. She's a nurse in Leeds.", vec![]),
        ] {
            assert_eq!(names(&stated(3, &passages(text)[0])), expected, "{text}");
        }
    }

    #[test]
    fn a_line_may_announce_roles() {
        for (text, expected) in [
            ("The system has these roles:", true),
            ("It has two kinds of users:", true),
            ("The personas that we met are:", true),
            ("Who has one of these roles will:", false),
            ("Those with both roles are responsible for:", false),
            ("We built these roles for:", true),
            ("The system has these users:", false),
            ("The role is:", false),
            ("The system has these roles.", false),
            ("Two groups use this:", true),
            ("Two groups of cups wait here:", false),
            ("Who do we serve?", true),
            ("Who waits?", false),
            ("", false),
        ] {
            let passages = passages(&format!("{text}\n"));
            assert_eq!(passages.first().is_some_and(announces), expected, "{text}");
        }
    }

    #[test]
    fn a_sentence_may_say_who() {
        for (text, expected) in [
            ("The primary user of the map is the field nurse.", vec!["field nurse"]),
            ("Our main customers are bakers", vec!["baker"]),
            ("Our main map is the nurse", vec![]),
            ("The users are nurses", vec!["nurse"]),
            ("The primary user here at the old town by the sea is a nurse", vec![]),
            ("The primary user is", vec![]),
            ("The primary user waits", vec![]),
        ] {
            let passages = passages(text);
            assert_eq!(names(&stated(0, &passages[0])), expected, "{text}");
        }
    }
}
