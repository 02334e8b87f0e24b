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
    /// Whether it is sure to be a person there: by the word and its number or article, or by what it does.
    pub is_sure: bool,
    /// Whether it does something there.
    pub acts: bool,
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
            first.acts |= next.acts;
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
    let is_meant = is_plural
        || Class::People.has(&noun)
        || (start.saturating_sub(BEFORE)..start)
            .rev()
            .take_while(|at| !words.ends_sentence(*at))
            .any(|at| words.is(at, Class::Determiner));
    let surely_acts = may_act(Class::Auxiliary)
        || may_act(Class::PlainVerb)
        || next.is_some() && words.lower(at + 1) == "who"
        || is_plural && may_act(Class::MostlyVerb)
        || next.is_some() && !is_plural && is_mostly_third_person(words.lower(at + 1));
    let is_sure = is_meant && (Class::Person.has(&noun) || surely_acts);
    Some(UsedNoun { name: role_name(&name), count: 1, is_sure, acts: is_meant && surely_acts })
}

/// Between a determiner and the nouns of a name stand fewer tokens than this: "a part-time ward nurse".
const BEFORE: usize = 4;

/// Where the name begins whose head stands at a token: the nouns before it belong to it.
fn start_of(words: Words<'_>, head: usize) -> usize {
    let mut start = head;
    while let Some(at) = start.checked_sub(1) {
        let word = words.lower(at);
        let is_near = words.get(start).is_some_and(|token| token.spaced) && words.is_word(at);
        let narrows = [
            Class::FunctionWord,
            Class::PlainVerb,
            Class::Narrowing,
            Class::GenericForm,
            Class::Adjective,
        ];
        let is_noun = !narrows.into_iter().any(|class| words.is(at, class))
            && !NARROWING.iter().any(|ending| word.ends_with(ending))
            && (words.is(at, Class::Department)
                || words.is(at, Class::NoPlural)
                || !(word.ends_with('s') && !word.ends_with("ss") && word.len() > 3));
        let is_acronym = inflect::is_acronym(words.text(at));
        // "Invite teammates" is what somebody does; "the support agent" is somebody.
        let opens = |at: usize| {
            words.is(at, Class::Determiner)
                || words.is(at, Class::Adjective)
                || words.is(at, Class::Preposition) && words.lower(at) != "to"
        };
        // "Ensure nurses rest"; a noun in the singular has an article behind its verb.
        let may_be_verb = words.is(at, Class::BaseVerb)
            || words.is(at, Class::MostlyVerb) && words.lower(head).ends_with('s');
        let is_verb = may_be_verb && !at.checked_sub(1).is_some_and(opens);
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
    let is_person = |noun: &str| grammar::is_person_noun(noun);
    // "Warrant", "dormant": only some of these are people, and the lexicon knows them.
    let stem = noun.strip_suffix('s').unwrap_or(noun);
    let is_open = stem.ends_with("ant") && !Class::Person.has(stem);
    !Class::Thing.has(noun)
        && !is_open
        && (is_person(noun) || noun.ends_with('s') && is_person(&singular(noun)))
}

/// Whether a word is the form after "she" of one that mostly is a verb: "configures".
fn is_mostly_third_person(word: &str) -> bool {
    word.strip_suffix('s').is_some_and(|stem| {
        Class::MostlyVerb.has(stem)
            || stem.strip_suffix('e').is_some_and(|stem| Class::MostlyVerb.has(stem))
    })
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

/// Whether a name has a noun before its head, which is none for a person: "tenant admin", but not "clerk members".
fn narrows_noun(name: &str) -> bool {
    let first = name.split_once(' ').map(|(first, _)| first.to_lowercase());
    first.is_some_and(|first| !Class::PersonForm.has(&first))
}

/// What a document makes of a name.
#[derive(Default)]
struct Name {
    count: usize,
    is_sure: bool,
    /// Whether it is a role for itself; another counts for its head.
    stands: bool,
}

/// What a document makes of the last noun of some names.
#[derive(Default)]
struct Head {
    /// How often it stands alone, or in a longer name that is not used again.
    count: usize,
    /// How often the commonest of the longer names is used.
    longer: usize,
    is_sure: bool,
}

/// The roles that the nouns of a document come to, each with how often it is used, by name: names of several nouns that it
/// uses again and again, or that do something, and a bare noun that it uses twice as often as any longer name.
pub(crate) fn roles<'a>(nouns: impl Iterator<Item = &'a UsedNoun>) -> Vec<(String, usize)> {
    let mut names: HashMap<&str, Name, RandomState> = HashMap::default();
    for noun in nouns {
        let name = names.entry(&noun.name).or_default();
        name.count += noun.count;
        name.is_sure |= noun.is_sure;
        // "The tenant admin invites": who has a name of their own and does something is somebody, if only once.
        name.stands |= noun.acts && narrows_noun(&noun.name);
    }
    let mut heads: HashMap<String, Head, RandomState> = HashMap::default();
    for (name, of) in &mut names {
        let is_long = name.contains(' ');
        of.stands |= is_long && of.count >= OFTEN;
        let head = heads.entry(head(name)).or_default();
        head.is_sure |= of.is_sure;
        if of.stands {
            head.longer = head.longer.max(of.count);
        } else {
            head.count += of.count;
        }
    }
    let long = names
        .iter()
        .filter(|(name, of)| of.stands && heads.get(&head(name)).is_some_and(|head| head.is_sure));
    let mut found: Vec<(String, usize)> =
        long.map(|(name, of)| ((*name).to_owned(), of.count)).collect();
    let bare = heads.iter().filter(|(name, head)| {
        head.is_sure && head.count >= OFTEN.max(2 * head.longer) && !Class::OpenPerson.has(name)
    });
    found.extend(bare.map(|(name, head)| (name.clone(), head.count)));
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
        check("Ask the ward nurse. Ask a night nurse.", &[("nurse", 2)]);
        let often = "Ask nurses. Nurses rest. Wait for nurses. Call a nurse.";
        let both = [("nurse", 4), ("ward nurse", 2)];
        check(&format!("{often} The ward nurse can wait. Ask a ward nurse."), &both);
    }

    #[test]
    fn who_does_something_is_somebody_if_only_once() {
        for text in [
            "The ward nurse can wait.",
            "The ward nurse configures tea.",
            "Ward nurses ensure tea.",
            "Ask a ward nurse who rests.",
        ] {
            check(text, &[("ward nurse", 1)]);
        }
        check("Ask the ward nurse.", &[]);
        check("The nurse can wait.", &[]);
        check("Clerk nurses can wait.", &[]);
    }

    #[test]
    fn what_narrows_a_noun_or_acts_on_it_is_no_part_of_its_name() {
        check("We must ensure nurses rest. Find nurses.", &[("nurse", 2)]);
        check("Valid nurses and suburban nurses rest.", &[("nurse", 2)]);
        check("Ask medical nurses. Medical nurses rest.", &[("medical nurse", 2)]);
        check("The sales nurse can wait. Ask the sales nurse.", &[("sales nurse", 2)]);
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
