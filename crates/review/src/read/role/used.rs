//! Roles that nobody declares and the prose keeps naming: "the applicant", "tenant admins".

use std::collections::HashMap;

use foldhash::fast::RandomState;
use markdown::Kind;

use crate::english::grammar;
use crate::english::inflect;
use crate::read::role::name::role_name;
use crate::text::passage::Passage;
use crate::text::token::{TokenKind, Words, is_apostrophe};
use crate::words::Class;

/// A noun for a person as some prose uses it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct UsedNoun {
    /// The noun with the nouns that it is compounded with, singular: "tenant admin".
    pub name: String,
    /// How often it stands there.
    pub count: usize,
    /// Whether it is sure to be a person: by the word, or by what it does there.
    pub is_sure: bool,
}

/// A name that a document uses at least so often is a role of it.
const OFTEN: usize = 2;
/// No name has more words than this.
const LONGEST: usize = 3;

/// The nouns for people in some passages, sorted by name.
pub(crate) fn find(passages: &[Passage]) -> Vec<UsedNoun> {
    let mut found: Vec<UsedNoun> = Vec::new();
    for passage in passages.iter().filter(|passage| is_prose(passage)) {
        let words = passage.words();
        for at in 0..words.tokens.len() {
            found.extend(noun_at(words, at));
        }
    }
    found.sort_unstable();
    found.dedup_by(|next, first| {
        let is_same = next.name == first.name;
        if is_same {
            first.count += next.count;
            first.is_sure |= next.is_sure;
        }
        is_same
    });
    found
}

fn is_prose(passage: &Passage) -> bool {
    matches!(passage.kind, Kind::Paragraph | Kind::Cell { .. })
}

/// The noun for a person whose head stands at a token.
fn noun_at(words: Words<'_>, at: usize) -> Option<UsedNoun> {
    let token = words.get(at).filter(|token| token.kind == TokenKind::Word)?;
    let lower = words.lower(at);
    let stem = match lower.find(is_apostrophe) {
        Some(end) => lower.get(..end)?,
        None => lower,
    };
    // Most words are neither, and need not be looked up.
    let may_be = words.is(at, Class::PersonForm)
        || stem.len() < lower.len()
        || grammar::ends_like_person(stem.strip_suffix('s').unwrap_or(stem));
    if !may_be
        || !names_person(stem)
        || words.is(at, Class::GenericForm)
        || grammar::is_generic_word(stem)
    {
        return None;
    }
    let joins = |mark: char| matches!(mark, '-' | '_' | '.' | '/' | '@' | '\\');
    let is_joined = |at: usize| {
        let token = words.get(at);
        token
            .is_some_and(|it| !it.spaced && matches!(it.kind, TokenKind::Mark(mark) if joins(mark)))
    };
    if is_joined(at + 1) && words.get(at + 2).is_some_and(|next| !next.spaced)
        || !token.spaced && at > 0 && is_joined(at - 1)
    {
        return None;
    }
    // "Customer service": it modifies the next noun, or may.
    let is_owner = stem.len() < lower.len();
    let next = words.get(at + 1).filter(|next| next.spaced && next.kind == TokenKind::Word);
    let may_act = |class: Class| next.is_some() && words.is(at + 1, class);
    let acts = [Class::Auxiliary, Class::BaseVerb, Class::ThirdPerson].into_iter().any(may_act);
    let is_plural = singular(stem) != stem;
    if next.is_some() && !is_owner && !is_plural && !acts && !words.is(at + 1, Class::FunctionWord)
    {
        let is_adverb = words.lower(at + 1).ends_with("ly");
        let is_form = words.lower(at + 1).ends_with("ing");
        if !is_adverb && !is_form {
            return None;
        }
    }
    let start = start_of(words, at);
    let mut name = String::new();
    for index in start..at {
        name.push_str(words.text(index));
        name.push(' ');
    }
    name.push_str(words.text(at).get(..stem.len()).unwrap_or(stem));
    let noun = singular(stem);
    // "Member", "team": whose, is what makes a role of it.
    if start == at && Class::OpenPerson.has(&noun) {
        return None;
    }
    let is_meant =
        is_plural || start.checked_sub(1).is_some_and(|at| words.is(at, Class::Determiner));
    let surely_acts = may_act(Class::Auxiliary) || may_act(Class::PlainVerb);
    let is_sure = Class::Person.has(&noun) || is_meant && surely_acts;
    Some(UsedNoun { name: role_name(&name), count: 1, is_sure })
}

/// Where the name begins whose head stands at a token: the nouns before it belong to it.
fn start_of(words: Words<'_>, head: usize) -> usize {
    let mut start = head;
    while let Some(at) = start.checked_sub(1) {
        let word = words.lower(at);
        let is_near = words.get(start).is_some_and(|token| token.spaced) && words.is_word(at);
        let is_noun = !words.is(at, Class::FunctionWord)
            && !words.is(at, Class::PlainVerb)
            && !words.is(at, Class::Narrowing)
            && !words.is(at, Class::GenericForm)
            && !NARROWING.iter().any(|ending| word.ends_with(ending))
            && !(word.ends_with('s') && !word.ends_with("ss") && word.len() > 3);
        let is_acronym = inflect::is_acronym(words.text(at));
        // "Invite teammates" is what somebody does; "the support agent" is somebody.
        let opens = |at: usize| words.is(at, Class::Determiner) || words.is(at, Class::Preposition);
        let is_verb = words.is(at, Class::BaseVerb) && !at.checked_sub(1).is_some_and(opens);
        if !is_near || !(is_noun || is_acronym) || is_verb || head - at >= LONGEST {
            break;
        }
        start = at;
    }
    // "Full-time compilation expert"
    let is_joined = |at: usize| words.get(at).is_some_and(|token| !token.spaced) && at > 0;
    if start < head && is_joined(start) { start + 1 } else { start }
}

/// Endings of words that narrow a noun, or are verbs.
const NARROWING: [&str; 7] = ["ed", "ing", "able", "ible", "less", "ful", "ly"];

fn names_person(noun: &str) -> bool {
    grammar::is_person_noun(noun) || noun.ends_with('s') && grammar::is_person_noun(&singular(noun))
}

/// The singular of a noun that has an ordinary plural.
fn singular(noun: &str) -> String {
    match (noun.strip_suffix("ies"), noun.strip_suffix('s')) {
        (Some(stem), _) => format!("{stem}y"),
        (None, Some(stem)) if !stem.ends_with('s') => stem.to_owned(),
        _ => noun.to_owned(),
    }
}

/// The last word of a name, in lower case.
pub(crate) fn head(name: &str) -> String {
    name.rsplit(' ').next().unwrap_or_default().to_lowercase()
}

/// The roles that the nouns of a document come to, each with how often it is used, by name: names that it uses again and again, a bare head only
/// where no longer name has it.
pub(crate) fn roles<'a>(nouns: impl Iterator<Item = &'a UsedNoun>) -> Vec<(String, usize)> {
    let mut counts: HashMap<&str, (usize, bool), RandomState> = HashMap::default();
    for noun in nouns {
        let (count, is_sure) = counts.entry(&noun.name).or_default();
        *count += noun.count;
        *is_sure |= noun.is_sure;
    }
    // Longer names that are used but once count for their head.
    let mut heads: HashMap<String, (usize, bool, bool), RandomState> = HashMap::default();
    for (name, (count, is_sure)) in &counts {
        let entry = heads.entry(head(name)).or_default();
        let is_long = name.contains(' ');
        if is_long && *count >= OFTEN {
            entry.2 = true;
        } else {
            entry.0 += count;
        }
        entry.1 |= is_sure;
    }
    let long = counts.iter().filter(|(name, (count, _))| name.contains(' ') && *count >= OFTEN);
    let long = long.filter(|(name, _)| heads.get(&head(name)).is_some_and(|head| head.1));
    let mut found: Vec<(String, usize)> =
        long.map(|(name, (count, _))| ((*name).to_owned(), *count)).collect();
    let bare = heads
        .iter()
        .filter(|(_, (count, is_sure, is_covered))| *count >= OFTEN && *is_sure && !is_covered);
    found.extend(bare.map(|(name, (count, ..))| (name.clone(), *count)));
    // In the order of their names, which one use more or less does not change.
    found.sort_unstable();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::passage::tests::passages;

    /// The roles that a text uses, each with how often.
    fn used(text: &str) -> Vec<(String, usize)> {
        roles(find(&passages(text)).iter())
    }

    #[track_caller]
    fn check(text: &str, expected: &[(&str, usize)]) {
        let found = used(text);
        let found: Vec<(&str, usize)> =
            found.iter().map(|(name, uses)| (name.as_str(), *uses)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn who_is_named_again_and_again_is_a_role() {
        check("The nurse can wait. Nurses rest. A cook can wait.", &[("nurse", 2)]);
        check("The nurse's tea. The nurse can wait.", &[("nurse", 2)]);
        check("Nurses (new nurses) wait.", &[("nurse", 2)]);
        check("Ask a nurse.\n\n| Who |\n|---|\n| A nurse |\n", &[("nurse", 2)]);
        check("# The nurse\n\nAsk a nurse.", &[]);
        check("The user waits. Users rest. The customer waits; customers rest.", &[]);
        check("Members wait. Members rest. The team rests; each team does.", &[]);
    }

    #[test]
    fn a_longer_name_covers_its_head() {
        check("The ward nurse can wait. Ward nurses rest. Ask the nurse.", &[("ward nurse", 2)]);
        check("The ward nurse can wait. Ask a night nurse.", &[("nurse", 2)]);
        check("The IT admin can wait. IT admins rest.", &[("IT admin", 2)]);
        check("Invite nurses. Please invite nurses.", &[("nurse", 2)]);
        check("The support nurse can rest; ask the support nurse.", &[("support nurse", 2)]);
        check("A part-time ward nurse can rest. Ask a full-time ward nurse.", &[("ward nurse", 2)]);
    }

    #[test]
    fn what_only_describes_a_thing_is_nobody() {
        check("The nurse schedule is late. The nurse station is open.", &[]);
        check("nurse_id and nurse.name and nurse-station", &[]);
        // An ending alone does not make a person: what it does may.
        check("The florker of tea. The florker of cake.", &[]);
        check("The florker can wait. The florker of cake.", &[("florker", 2)]);
    }
}
