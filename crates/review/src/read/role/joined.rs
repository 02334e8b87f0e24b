//! Phrases that join several roles: "A / B", "A and B", "day or night nurses".

use crate::english::{grammar, inflect};
use crate::read::role::name::{Trust, names_person, role_in, without_joiner};
use crate::words::{Class, is_ordinary};

/// The roles in a phrase that may join several: "A / B", "A & B"; "day or night nurses" share their head.
pub(super) fn coordinated(text: &str, trust: Trust) -> Vec<String> {
    let text = without_clause(without_joiner(text));
    for mark in [" and/or ", " / ", "/", " & ", " and ", " or "] {
        let mut pieces: Vec<&str> = text.split(mark).map(str::trim).collect();
        if pieces.len() < 2 {
            continue;
        }
        // "Individuals / patients"
        let is_anybody =
            |piece: &&str| Class::AnyPerson.has(&inflect::singular(&piece.to_lowercase()));
        if mark.contains('/') && !pieces.iter().all(is_anybody) {
            pieces.retain(|piece| !is_anybody(piece));
        }
        let each = trust.min(Trust::Listed);
        // "OSD/Platform SRE"
        let is_unknown =
            |piece: &&str| inflect::is_acronym(piece) && !names_person(&piece.to_lowercase());
        if mark == "/" && pieces.iter().any(is_unknown) && !pieces.iter().all(is_unknown) {
            continue;
        }
        let is_person = |name: &String| ends_in_person(name);
        // "Platform team and end user": one of them shows that both are somebody.
        let is_shown = pieces.iter().any(|piece| role_in(piece, each).is_some());
        let are_many = pieces.iter().all(|piece| is_plural(piece));
        let piece_in = |piece: &&str| {
            role_in(piece, each).or_else(|| {
                let is_group = ends_in_somebody(piece) && piece.contains(' ');
                // "Handlers and pet parents", "founders and solopreneurs"
                let noun = inflect::singular(&piece.to_lowercase());
                let is_unheard = !piece.contains(' ') && !is_ordinary(&noun);
                let is_doer = are_many && (grammar::is_doer(&noun) || is_unheard);
                let is_one = is_shown && (is_group || is_doer || inflect::is_acronym(piece));
                is_one.then(|| role_in(piece, Trust::Labelled)).flatten()
            })
        };
        let all: Option<Vec<String>> = pieces.iter().map(piece_in).collect();
        // "Security & GRC lead" is one person.
        let is_even = |all: &Vec<String>| {
            all.iter().all(is_person)
                || !all.iter().any(is_person)
                || are_many
                || all.iter().all(|it| is_person(it) || ends_in_somebody(it) && it.contains(' '))
        };
        if let Some(all) = all.filter(is_even).filter(|_| !is_of_departments(&pieces)) {
            return all;
        }
        if let Some(all) = with_shared_head(&pieces, mark) {
            return all;
        }
        // "Meeting rooms and teams": a plural before the last word does not narrow it.
        if let [first, last] = *pieces
            && mark == " and "
            && first.contains(' ')
            && !last.contains(' ')
            && is_plural_of_things(first)
        {
            return Vec::new();
        }
    }
    role_in(text, trust).into_iter().collect()
}

/// "A buyer responsible for choosing and paying": what stands before the clause, in which nobody is joined.
fn without_clause(text: &str) -> &str {
    const STARTS: [&str; 5] = [" who ", " that ", " whose ", " which ", " responsible "];
    let start = STARTS.iter().filter_map(|start| text.find(start)).min();
    start.and_then(|start| text.get(..start)).unwrap_or(text)
}

/// "IT / Systems Team": departments that share the noun for a group.
fn is_of_departments(pieces: &[&str]) -> bool {
    let Some((last, others)) = pieces.split_last() else { return false };
    let head = last.rsplit(' ').next().unwrap_or_default().to_lowercase();
    let is_department =
        |piece: &&str| inflect::is_acronym(piece) || Class::Department.has(&piece.to_lowercase());
    Class::People.has(&head) && last.contains(' ') && others.iter().all(is_department)
}

/// "Warehouse / Distribution Staff": the pieces of a phrase, each with the head of the last one.
fn with_shared_head(pieces: &[&str], mark: &str) -> Option<Vec<String>> {
    let (last, others) = pieces.split_last()?;
    let whole = role_in(last, Trust::Listed)?;
    let (_, head) = last.trim_end_matches('.').rsplit_once(' ')?;
    let is_plural = whole.rsplit(' ').next() != Some(head.to_lowercase().as_str());
    let is_open = mark.starts_with(' ') && (is_plural || matches!(mark, " / " | " or "));
    let is_modifier = |piece: &&str| {
        let words = piece.split(' ');
        let is_word = |word: &str| {
            word.chars().all(|c| c.is_alphabetic() || c == '-')
                && (inflect::is_acronym(word) || !Class::FunctionWord.has(&word.to_lowercase()))
        };
        words.clone().count() <= 2 && words.clone().all(is_word)
    };
    // "Sponsor / project teammate": who is somebody by themselves has a head.
    let is_sponsor = |piece: &&str| role_in(piece, Trust::Plain).is_some();
    // "New hires and present staff": two of them.
    let is_whole = |piece: &&str| piece.contains(' ') && is_plural_of_things(piece);
    let is_one = |piece: &&str| is_sponsor(piece) || is_whole(piece);
    if !is_open || !others.iter().all(is_modifier) || others.iter().any(is_one) {
        return None;
    }
    let shared = others.iter().map(|piece| role_in(&format!("{piece} {head}"), Trust::Listed));
    shared.chain([Some(whole)]).collect()
}

/// "Nurses", but not "sales" and "operations".
fn is_plural(phrase: &str) -> bool {
    let head = phrase.rsplit(' ').next().unwrap_or_default().to_lowercase();
    inflect::singular(&head) != head && !Class::Department.has(&head) && !Class::NoPlural.has(&head)
}

/// "Meeting rooms", but not "shop operations".
fn is_plural_of_things(phrase: &str) -> bool {
    let head = phrase.rsplit(' ').next().unwrap_or_default().to_lowercase();
    let is_open = Class::Department.has(&head) || Class::NoPlural.has(&head);
    inflect::singular(&head) != head && !is_open && !ends_in_somebody(phrase)
}

/// Whether a name ends in a noun for a person, or an acronym, before "of".
pub(super) fn ends_in_person(name: &str) -> bool {
    let phrase = name.split(" of ").next().unwrap_or_default();
    let head = phrase.rsplit([' ', '-', '/']).next().unwrap_or_default();
    names_person(&head.to_lowercase()) || inflect::is_acronym(head)
}

/// The same, or one for a group of people.
fn ends_in_somebody(name: &str) -> bool {
    let head = name.rsplit([' ', '-', '/']).next().unwrap_or_default();
    ends_in_person(name) || Class::People.has(&inflect::singular(&head.to_lowercase()))
}
