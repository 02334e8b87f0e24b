//! The role of a story: "As a nurse", and who that can name.

use std::ops::Range;

use markdown::Kind;

use crate::english::grammar;
use crate::read::story::passages::Passages;
use crate::read::story::types::Named;
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
) -> Option<Vec<Named>> {
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
        && grammar::is_function_word(opens)
        && !grammar::is_narrowing(opens)
        && !Class::Determiner.has(opens);
    // "As usual", "as requested"
    let is_adverbial = !has_article
        && first.tokens.len() == 1
        && (Class::AfterAs.has(opens) || opens.len() > 4 && opens.ends_with("ed"));
    let names_nobody = is_clause_word
        || is_adverbial
        || first.tokens.clone().all(|at| grammar::is_function_word(words.lower(at)));
    let is_thing = words.is(head - 1, Class::NoTeller);
    // "As the cluster seems to be running, I …": a clause, not a name.
    let is_clause = slot
        .clone()
        .skip(1)
        .take_while(|at| {
            !want::is_subordinator(words.lower(*at))
                && words.get(*at).is_some_and(|token| !token.is(','))
        })
        .any(|at| {
            let word = words.lower(at);
            Class::Auxiliary.has(word) || grammar::is_plain_verb(word)
        });
    let too_long = first.tokens.len() > 9 || !has_article && first.tokens.len() > 5;
    (!names_nobody && !is_thing && !is_clause && !too_long).then_some(roles)
}

fn named(passages: Passages<'_>, index: usize, tokens: Range<usize>) -> Named {
    let (text, span) = passages.text_of(index, tokens.clone());
    let fixed = passages.0.get(index).is_some_and(|passage| {
        passage.kind == Kind::FrontMatter || passage.is_target(passage.words().span(tokens.clone()))
    });
    Named { text, span, passage: index, tokens, fixed }
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
