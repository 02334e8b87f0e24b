//! The role of a story: "As a nurse", and who that can name.

use std::ops::Range;

use markdown::Kind;

use crate::english::{grammar, inflect};
use crate::read::story::passages::Passages;
use crate::read::story::types::NamedRole;
use crate::read::story::want;
use crate::text::token::{TokenKind, Words};
use crate::words::Class;

/// Whether a story may begin with the token: "As", at the start of something.
pub(crate) fn is_lead(words: Words<'_>, at: usize) -> bool {
    if words.lower(at) != "as" {
        return false;
    }
    if words.text(at) != "as" {
        return true;
    }
    let first_words = || words.lower(0) == "in" && words.lower(1) == "order";
    match words.before(at) {
        None => true,
        Some(before) => match before.kind {
            TokenKind::Mark(',') => first_words(),
            TokenKind::Mark(mark) => !matches!(mark, '/' | '_' | '&' | ')' | '%'),
            TokenKind::Break => true,
            TokenKind::Number => at == 1,
            _ => false,
        },
    }
}

pub(super) fn is_placeholder(passages: Passages<'_>, index: usize, start: usize) -> bool {
    let words = passages.words(index);
    let bracket = start.checked_sub(1).map(|at| words.text(at)).unwrap_or_default();
    let fills = |at: usize| stands_for_role(words.lower(at));
    matches!(words.text(start), "<" | "_" | "‹")
        || words.get(start).is_some_and(|token| token.kind == TokenKind::Object)
        || matches!(bracket, "[" | "{") && fills(start)
}

/// The roles in a slot, or none where it can name nobody.
pub(super) fn roles(
    passages: Passages<'_>,
    index: usize,
    slot: Range<usize>,
    has_article: bool,
) -> Option<Vec<NamedRole>> {
    let words = passages.words(index);
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut from = slot.start;
    for at in slot.clone() {
        if words.get(at).is_some_and(|token| token.is(',')) {
            parts.push(from..at);
            from = at + 1;
        }
    }
    parts.push(from..slot.end);
    parts.retain(|part| !part.is_empty());
    // Behind a comma stand more roles only if the last of them says "or".
    let is_list = parts.len() > 1
        && parts.last().is_some_and(|part| is_conjunction(words.lower(part.start)))
        && parts.iter().all(|part| part.len() <= 5);
    if !is_list {
        parts.truncate(1);
    }
    let mut roles = Vec::new();
    for part in parts {
        for part in alternatives(words, part) {
            let part = noun_phrase(words, part);
            if !part.is_empty() {
                roles.push(named(passages, index, part));
            }
        }
    }
    let first = roles.first()?;
    let head = first
        .tokens
        .clone()
        .skip(1)
        .find(|at| words.is(*at, Class::Preposition))
        .unwrap_or(first.tokens.end);
    // "As I said", "As we know"
    let opens = words.lower(first.tokens.start);
    let is_compound = words.get(first.tokens.start + 1).is_some_and(|token| token.is('-'));
    let is_clause_word = !has_article
        && !is_compound
        && Class::FunctionWord.has(opens)
        && !grammar::is_narrowing(opens)
        && !Class::Determiner.has(opens);
    // "As usual", "as requested", "as described in the plan", "as soon as"
    let next = first.tokens.start + 1;
    let stands_alone = first.tokens.len() == 1 || words.is(next, Class::Preposition);
    let is_adverbial = !has_article
        && (first.tokens.len() == 1 && Class::AfterAs.has(opens)
            || stands_alone && opens.len() > 4 && opens.ends_with("ed")
            || words.lower(next) == "as");
    let names_nobody = is_clause_word
        || is_adverbial
        || first.tokens.clone().all(|at| words.is(at, Class::FunctionWord));
    let is_thing = words.is(head - 1, Class::NoTeller);
    let is_clause = is_clause(words, slot, first.tokens.start..head);
    let too_long = first.tokens.len() > 9 || !has_article && first.tokens.len() > 5;
    (!names_nobody && !is_thing && !is_clause && !too_long).then_some(roles)
}

/// Whether a slot says what goes on and names nobody: "As the cluster seems to be running", "As teams grow". `name` is the
/// noun phrase that it begins with, up to the first preposition.
fn is_clause(words: Words<'_>, slot: Range<usize>, name: Range<usize>) -> bool {
    // "The admin and the owner are": the clause goes on, but not in "a clerk and I have".
    let parts = |at: usize| {
        let joins = is_conjunction(words.lower(at)) && !words.is(at + 1, Class::BenefitSubject);
        want::is_subordinator(words.lower(at)) && !joins
    };
    let is_singular = words.is(slot.start.saturating_sub(1), Class::SingularDeterminer);
    let whole = slot
        .skip(1)
        .take_while(|at| !parts(*at) && words.get(*at).is_some_and(|token| !token.is(',')));
    let mut verbs =
        whole.filter(|at| words.is(*at, Class::Auxiliary) || words.is(*at, Class::PlainVerb));
    verbs.next().is_some()
        || name.clone().skip(1).any(|at| is_verb(words, at, name.end, is_singular))
}

/// Whether a word after a noun is that noun's verb and no noun itself: "the team grows", "users join". `is_singular`: "a"
/// stands before the noun.
fn is_verb(words: Words<'_>, at: usize, end: usize, is_singular: bool) -> bool {
    let is_any = |classes: &[Class]| classes.iter().any(|class| words.is(at, *class));
    let is_last = at + 1 == end
        || [Class::Preposition, Class::FunctionWord, Class::VerbParticle]
            .iter()
            .any(|class| words.is(at + 1, *class));
    let noun = words.lower(at - 1);
    let agrees = match inflect::singular(noun) != noun {
        true => !is_singular && is_any(&[Class::MostlyVerb, Class::BaseVerb]),
        false => is_any(&[Class::MostlyVerbForm, Class::ThirdPerson]),
    };
    // "New hires": what narrows a noun has no verb.
    let narrows = [Class::Adjective, Class::Narrowing].into_iter().any(|it| words.is(at - 1, it));
    is_last && agrees && !narrows && !is_any(&[Class::PersonForm, Class::Department])
}

fn named(passages: Passages<'_>, index: usize, tokens: Range<usize>) -> NamedRole {
    let (text, span) = passages.text_of(index, tokens.clone());
    let fixed = passages.0.get(index).is_some_and(|passage| {
        passage.kind == Kind::FrontMatter || passage.is_target(passage.words().span(tokens.clone()))
    });
    NamedRole { text, span, passage: index, tokens, fixed }
}

fn is_conjunction(word: &str) -> bool {
    matches!(word, "or" | "and")
}

/// The roles of "a buyer or a seller", "admin and owner": parted where both sides name somebody.
fn alternatives(words: Words<'_>, part: Range<usize>) -> Vec<Range<usize>> {
    let mut result = Vec::new();
    let mut from = part.start;
    for at in part.clone() {
        let word = words.lower(at);
        if !is_conjunction(word) {
            continue;
        }
        let left = at > from && {
            let head = words.lower(at - 1);
            grammar::is_person_noun(head) || grammar::is_generic_word(head)
        };
        let next = words.lower(at + 1);
        let right =
            grammar::is_article(next) || at + 2 == part.end && grammar::is_person_noun(next);
        if at == from {
            from = at + 1;
        } else if left || right {
            result.push(from..at);
            from = at + 1;
        }
    }
    result.push(from..part.end);
    result.retain(|part| !part.is_empty());
    result
}

/// The noun phrase a slot begins with, without article and without what qualifies it.
fn noun_phrase(words: Words<'_>, part: Range<usize>) -> Range<usize> {
    let mut start = part.start;
    while start < part.end
        && (grammar::is_article(words.lower(start))
            || says_whose(words.lower(start))
            || !words.is_word(start)
                && words.get(start).is_none_or(|token| token.kind != TokenKind::Number))
    {
        start += 1;
    }
    // "One of our shoppers", "a few of the shoppers": who that is stands after it.
    let of = (start + 1..part.end.min(start + 3)).find(|at| words.lower(*at) == "of");
    if let Some(of) = of.filter(|_| words.is(start, Class::Share))
        && of + 1 < part.end
    {
        return noun_phrase(words, of + 1..part.end);
    }
    let mut end = start;
    while end < part.end {
        let Some(token) = words.get(end) else { break };
        let word = words.lower(end);
        let next = words.lower(end + 1);
        let stops = match token.kind {
            TokenKind::Mark(mark) => {
                let joins = matches!(mark, '-' | '/' | '&' | '\'' | '’' | '.')
                    && (!token.spaced || matches!(mark, '/' | '&'));
                !joins
            }
            TokenKind::Break | TokenKind::Object => true,
            TokenKind::Number => false,
            TokenKind::Word => {
                end > start
                    && (Class::RoleEnd.has(word)
                        || is_participle(word)
                            && (Class::Preposition.has(next)
                                || next == "a"
                                || next == "the"
                                || next == "my"))
            }
        };
        if stops {
            break;
        }
        end += 1;
    }
    while end > start
        && !words.is_word(end - 1)
        && words.get(end - 1).is_none_or(|token| token.kind != TokenKind::Number)
    {
        end -= 1;
    }
    start..end
}

fn says_whose(word: &str) -> bool {
    Class::WhosePronoun.has(word)
}

fn is_participle(word: &str) -> bool {
    word.len() > 4 && (word.ends_with("ed") || word.ends_with("ing"))
}

/// What stands between the brackets of a form for a role: "As a [role]".
pub(crate) fn stands_for_role(word: &str) -> bool {
    Class::RoleStandIn.has(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::passage::tests::passages;
    use crate::text::token::tests::at_caret;
    use crate::text::token::tokens;

    #[test]
    fn a_story_begins_with_as_at_the_start_of_something() {
        for (marked, expected) in [
            ("^As a nurse", true),
            ("^as a nurse", true),
            ("^Like a nurse", false),
            ("He works ^as a nurse", false),
            ("He works. ^As a nurse", true),
            ("He works ^As a nurse", true),
            ("He works ^AS a nurse", true),
            ("Story: ^as a nurse", true),
            ("“^as a nurse", true),
            ("He works\n^as a nurse", true),
            ("1 ^as a nurse", true),
            ("Story 1 ^as a nurse", false),
            ("In order to rest, ^as a nurse", true),
            ("In time to rest, ^as a nurse", false),
            ("To order, ^as a nurse", false),
            ("cook/^as a nurse", false),
            ("cook_^as a nurse", false),
            ("cook & ^as a nurse", false),
            ("(cook) ^as a nurse", false),
            ("5 % ^as a nurse", false),
        ] {
            let (text, at) = at_caret(marked);
            assert_eq!(is_lead(tokens(&text).of(&text), at), expected, "{marked}");
        }
    }

    #[test]
    fn a_place_to_fill_in_names_nobody() {
        for (text, start, expected) in [
            ("As a [role], I want", 3, true),
            ("As a {user}, I want", 3, true),
            ("As a [nurse], I want", 3, false),
            ("As a (role), I want", 3, false),
            ("As a \\_\\_\\_, I want", 2, true),
            ("As a ‹nurse›, I want", 2, true),
            ("As a `role`, I want", 2, true),
            ("As a role, I want", 2, false),
            ("role", 0, false),
        ] {
            let passages = passages(text);
            assert_eq!(is_placeholder(Passages(&passages), 0, start), expected, "{text}");
        }
    }

    /// The roles in a slot that is a text of its own.
    fn read(text: &str, has_article: bool) -> Option<Vec<String>> {
        let passages = passages(text);
        let slot = 0..passages[0].tokens.len();
        let roles = roles(Passages(&passages), 0, slot, has_article)?;
        Some(roles.into_iter().map(|role| role.text).collect())
    }

    #[test]
    fn a_slot_names_one_role_or_several() {
        for (text, expected) in [
            ("store manager", vec!["store manager"]),
            ("buyer or a seller", vec!["buyer", "seller"]),
            ("admin and owner", vec!["admin", "owner"]),
            ("user and guest", vec!["user", "guest"]),
            ("stock or clerk", vec!["stock", "clerk"]),
            ("stock or new clerk", vec!["stock or new clerk"]),
            ("stock or the clerk", vec!["stock", "clerk"]),
            ("or a nurse", vec!["nurse"]),
            ("buyer, seller, or store manager", vec!["buyer", "seller", "store manager"]),
            ("buyer, seller, and clerk", vec!["buyer", "seller", "clerk"]),
            ("buyer, seller, store manager", vec!["buyer"]),
            ("buyer, or one who sells at the door", vec!["buyer"]),
            ("buyer, or clerk of the shop", vec!["buyer", "clerk of the shop"]),
            ("nurse, on the ward", vec!["nurse"]),
        ] {
            let expected: Vec<String> = expected.into_iter().map(str::to_owned).collect();
            assert_eq!(read(text, true), Some(expected), "{text}");
        }
    }

    #[test]
    fn some_slots_name_nobody() {
        for (text, has_article, names_somebody) in [
            ("Kieran", false, true),
            ("nurse", false, true),
            ("I said", false, false),
            ("usual", false, false),
            ("usual", true, true),
            ("requested", false, false),
            ("requested", true, true),
            ("requested nurse", false, true),
            ("bred", false, true),
            ("new nurse", false, true),
            ("all nurses", false, true),
            ("on-call nurse", false, true),
            ("on call nurse", false, false),
            ("on call nurse", true, true),
            ("on", true, false),
            ("consequence", true, false),
            ("consequence of this", true, false),
            ("head of consequence", true, true),
            ("cluster seems to run", true, false),
            ("cluster is running", true, false),
            ("nurse when it is dark", true, true),
            ("described in the plan", false, false),
            ("soon as", false, false),
            ("Meridian grows", false, false),
            ("team grows", true, false),
            ("demand increases", false, false),
            ("teams grow", false, false),
            ("customers sign up", false, false),
            ("users move through the ward", true, false),
            ("cook and the nurse are busy", true, false),
            ("cook and nurse", true, true),
            ("cook and I have", true, true),
            ("team that grows", true, true),
            ("nurse on calls", true, true),
            ("call manager", true, true),
            ("night shifts manager", true, true),
            ("sales leads", true, true),
            ("operations support", false, true),
            ("shift managers", false, true),
            ("new hires", false, true),
            ("nurse, who is tired", true, true),
            ("one two three four five six seven eight nurses", true, true),
            ("one two three four five six seven eight nine nurses", true, false),
            ("one two three four nurses", false, true),
            ("one two three four five nurses", false, false),
            ("(", true, false),
        ] {
            assert_eq!(read(text, has_article).is_some(), names_somebody, "{text}, {has_article}");
        }
    }

    #[test]
    fn a_role_is_its_noun_phrase() {
        for (text, expected) in [
            ("the store manager", "store manager"),
            ("our nurse", "nurse"),
            ("(nurse", "nurse"),
            ("3 nurses", "3 nurses"),
            ("one of our shoppers", "shoppers"),
            ("a few of the shoppers", "shoppers"),
            ("few of the new shoppers", "new shoppers"),
            ("half the of shoppers", "shoppers"),
            ("one of", "one of"),
            ("head of nursing", "head of nursing"),
            ("first-time buyer", "first-time buyer"),
            ("buyer - seller", "buyer"),
            ("buyer / seller", "buyer / seller"),
            ("R & D lead", "R & D lead"),
            ("nurse, doctor", "nurse"),
            ("nurse (night)", "nurse"),
            ("nurse\nnight", "nurse"),
            ("nurse/", "nurse"),
            ("nurse 4", "nurse 4"),
            ("nurse who works", "nurse"),
            ("who works", "who works"),
            ("nurse interested in data", "nurse"),
            ("nurse working the night", "nurse"),
            ("nurse seeing a chart", "nurse"),
            ("nurse seeing my chart", "nurse"),
            ("nurse seeing charts", "nurse seeing charts"),
            ("nurse used in wards", "nurse used in wards"),
            ("interested in data", "interested in data"),
            ("newly registered nurse", "newly registered nurse"),
            (", -", ""),
        ] {
            let tokens = tokens(text);
            let words = tokens.of(text);
            let found = noun_phrase(words, 0..tokens.len());
            let found =
                if found.is_empty() { "" } else { markdown::slice(text, words.span(found)) };
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn some_names_are_not_to_be_changed() {
        for (text, fixed) in
            [("nurse", false), ("[[nurse]]", true), ("---\nrole: nurse\n---\n", true)]
        {
            let passages = passages(text);
            let words = passages[0].words();
            let at = (0..words.tokens.len()).find(|at| words.lower(*at) == "nurse").unwrap_or(9);
            let role = named(Passages(&passages), 0, at..at + 1);
            assert_eq!(
                (role.text.as_str(), role.fixed, role.passage),
                ("nurse", fixed, 0),
                "{text}"
            );
            assert_eq!(markdown::slice(text, role.span), "nurse", "{text}");
            assert_eq!(role.tokens, at..at + 1, "{text}");
        }
    }
}
