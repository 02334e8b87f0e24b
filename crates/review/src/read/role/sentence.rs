//! Sentences that say who something is for, wherever they stand.

use markdown::Span;

use crate::read::role::declaration::{Declaration, find_role_after, parse};
use crate::read::role::line::listed;
use crate::read::role::name::{Trust, is_own_name, is_somebody, without_article};
use crate::read::section;
use crate::text::passage::Passage;
use crate::text::token::{Words, first_sentence};
use crate::words::Class;

/// What a sentence says of who something is for: "The primary user of the map is the field representative", "It is built
/// for developers", "There are three roles: guest, editor and admin".
pub(super) fn stated(index: usize, passage: &Passage) -> Vec<Declaration> {
    let words = passage.words();
    let text = passage.text();
    let mut found = Vec::new();
    for at in 0..words.tokens.len().min(READ) {
        let start = says_who_is(words, at)
            .or_else(|| is_for(words, at))
            .or_else(|| we_make_for(words, at))
            .or_else(|| has_roles(words, at))
            .or_else(|| positions(words, at))
            .or_else(|| is_used_by(words, at))
            .or_else(|| is_in_mind(words, at))
            .or_else(|| is_tool_for(words, at))
            .or_else(|| connects(words, at));
        if let Some(start) = start {
            let Some(first) = words.get(start) else { break };
            let rest = markdown::slice(text, Span::new(first.span().start, text.len()));
            found.extend(listed(without_article(rest), index));
        } else if let Some(subject) = is_who(words, at) {
            let subject = markdown::slice(text, words.span(subject));
            found.extend(listed(without_article(subject), index));
        }
    }
    found.extend(met(index, passage));
    found
}

/// A sentence that says who something is for begins to do so within so many tokens of its passage.
pub(super) const READ: usize = 120;

/// "The primary user of the map is", "the intended audience are", "our users are": the token after the verb.
fn says_who_is(words: Words<'_>, at: usize) -> Option<usize> {
    let is_head = words.is(at + 1, Class::AudienceHead);
    let is_plain = words.is(at, Class::Determiner) && words.lower(at + 1).ends_with('s');
    if is_head && is_plain && words.lower(at + 2) == "are" {
        return Some(at + 3);
    }
    if !is_head || !is_ranked(words, at) {
        return None;
    }
    let mut clause = (at + 2..at + 8).take_while(|at| !words.ends_sentence(*at));
    let verb = clause.find(|at| matches!(words.lower(*at), "is" | "are"));
    // "Our targeted audience, ward clerks, …"
    let apposed = words.get(at + 2).filter(|token| token.is(',')).map(|_| at + 3);
    verb.map(|verb| verb + 1).or(apposed)
}

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

/// "Is built for", "are designed for", "this feature is for", "aimed at": the token after the preposition.
fn is_for(words: Words<'_>, at: usize) -> Option<usize> {
    if words.is(at, Class::AimedAt) && matches!(words.lower(at + 1), "at" | "towards" | "toward") {
        return Some(at + 2);
    }
    // "Designed for home bakers"
    if at == 0 && words.is(0, Class::MadeFor) && words.lower(1) == "for" {
        return Some(2);
    }
    if !words.is(at, Class::Copula) {
        return None;
    }
    let is_product =
        |at: usize| words.is(at, Class::ProductPart) || words.is(at, Class::ProductWhole);
    // "A group that was made for", "which is used by": what is said of something else.
    let before = at.checked_sub(1).map(|at| words.lower(at)).unwrap_or_default();
    if matches!(before, "that" | "which") && at.checked_sub(2).is_none_or(|at| !is_product(at)) {
        return None;
    }
    let made = if words.is(at + 1, Class::MadeFor) { at + 2 } else { at + 1 };
    // "Designed specifically for"
    let made = if words.lower(made).ends_with("ly") { made + 1 } else { made };
    let is_product = at > 1 && words.is(0, Class::Determiner) && at < 5 && is_product(at - 1);
    let is_for = words.lower(made) == "for" && (made > at + 1 || at == 1 || is_product);
    is_for.then_some(made + 1)
}

/// "The product will be used by": the token after the preposition.
fn is_used_by(words: Words<'_>, at: usize) -> Option<usize> {
    if at >= SUBJECT || words.lower(at) != "used" || words.lower(at + 1) != "by" {
        return None;
    }
    let is_be = |at: usize| words.lower(at) == "be" || words.is(at, Class::Copula);
    let is_passive = at.checked_sub(1).is_some_and(is_be);
    let is_product = (1..at).any(|at| {
        let is_part = words.is(at, Class::ProductPart) || words.is(at, Class::ProductWhole);
        is_part || words.lower(at) == "product"
    });
    (is_passive && words.is(0, Class::Determiner) && is_product).then_some(at + 2)
}

/// "Kettle is a small app for", as the first sentence of a text says what a product is: the token after the preposition.
fn is_tool_for(words: Words<'_>, at: usize) -> Option<usize> {
    let is_start = at < SUBJECT && !(0..at).any(|at| words.ends_sentence(at));
    if !is_start || words.lower(at) != "is" || !words.is(at + 1, Class::SingularDeterminer) {
        return None;
    }
    let mut phrase = at + 2..at + 2 + SUBJECT;
    let found = phrase.find(|at| !words.is_word(*at) || words.is(*at, Class::Preposition))?;
    let head = found.checked_sub(1)?;
    let is_product = words.is(head, Class::ProductPart) || words.is(head, Class::ProductWhole);
    (is_product && words.lower(found) == "for").then_some(found + 1)
}

/// "A platform that connects growers and cooks": the token after the verb.
fn connects(words: Words<'_>, at: usize) -> Option<usize> {
    let before = at.checked_sub(1).map(|at| words.lower(at)).unwrap_or_default();
    let is_verb = matches!(words.lower(at), "connects" | "connecting" | "matches" | "matching");
    (is_verb
        && (matches!(before, "that" | "which" | "by")
            || words.is(at.saturating_sub(1), Class::ProductWhole)))
    .then_some(at + 1)
}

/// "Built with two people in mind: an archivist and": the token after the colon.
fn is_in_mind(words: Words<'_>, at: usize) -> Option<usize> {
    let is_mind = words.lower(at) == "in" && words.lower(at + 1) == "mind";
    (is_mind && words.get(at + 2).is_some_and(|token| token.is(':'))).then_some(at + 3)
}

/// "We are building this for", "we write for": the token after the preposition.
fn we_make_for(words: Words<'_>, at: usize) -> Option<usize> {
    if words.lower(at) != "we" {
        return None;
    }
    let verb = if words.is(at + 1, Class::Copula) { at + 2 } else { at + 1 };
    let is_made = words.is(verb, Class::MakesFor);
    let found = (verb + 1..verb + 5).find(|at| words.lower(*at) == "for").filter(|_| is_made)?;
    // "This", "the tool": what is made.
    let is_object = |at: usize| words.is_word(at) && !words.is(at, Class::Preposition);
    (verb + 1..found).all(is_object).then_some(found + 1)
}

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

/// "Roles", "personas", "kinds of users".
fn is_kind(words: Words<'_>, at: usize) -> bool {
    let is_kind = |at| words.is(at, Class::KindsOfPeople) || words.is(at, Class::KindOf);
    words.lower(at).ends_with('s')
        && (words.is(at, Class::AudienceKind)
            || words.is(at, Class::AudienceHead) && (at.saturating_sub(2)..at).any(is_kind))
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
            ("Tea is hot. Kettle is a small tea app for ward nurses.", vec![]),
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
            ("Beds are used by nurses.", vec![]),
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
            ("Two groups wait here:", false),
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
