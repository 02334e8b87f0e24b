//! Names of roles and of persons, as texts that declare them say them.

use crate::english::generic::GenericWords;
use crate::english::grammar;
use crate::english::inflect;
use crate::read::role::generic_name::is_bare_generic;
use crate::text::token::{TokenKind, Words, one_line, tokens};
use crate::words::{Class, is_in_dictionary, is_ordinary};

/// How much the form of a text says that it is a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Trust {
    /// Nothing: only a noun for a person is one.
    Plain,
    /// It leads an item of a list of roles: so is a generic word, or a group of people.
    Listed,
    /// It is set off, as a heading or in bold: so is a plural, and a person's name.
    SetOff,
    /// It says itself that it is: "Persona 3: …", or stands after a person's name.
    Labelled,
}

/// The role at the start of a text, in the form it has in prose; none where none is named. It is the shortest noun phrase
/// that ends in a noun for a person or a group: what follows that noun, a participle, a preposition, a clause, is cut.
pub(super) fn role_in(text: &str, trust: Trust) -> Option<String> {
    let text = without_article(text.trim().trim_matches(['"', '“', '”', '*', '_']));
    let cut = tokens(text);
    let words = cut.of(text);
    let end = end_of_phrase(words, trust);
    // What is cut off must be a qualifier, not the rest of a sentence.
    let is_whole = end == cut.len() || is_qualifier_at(words, after_brackets(words, end));
    let name = markdown::slice(text, words.span(0..end)).trim_end_matches(['.', '-', ' ', '&']);
    let name = without_role(name).to_owned();
    let count = name.split_whitespace().count();
    if !is_whole || count == 0 || count > LONGEST {
        return None;
    }
    let lower = name.to_lowercase();
    let head =
        lower.split(" of ").next().and_then(|phrase| phrase.split(" on ").next()).unwrap_or(&lower);
    let head = head.rsplit([' ', '-']).next().unwrap_or_default();
    // "System actor"
    let is_program_in_part =
        inflect::singular(head) == "actor" && lower.split(' ').any(|word| Class::Machine.has(word));
    // "Eight personas in all"
    let is_of_kind = |word: &str| word.ends_with('s') && Class::AudienceKind.has(word);
    let says_kind = !names_person(head) && lower.split(' ').any(is_of_kind);
    let is_group_of_them = Class::AudienceKind.has(&inflect::singular(head)) && !names_person(head);
    if is_attribute(&lower)
        || is_attribute(head)
        || Class::Machine.has(head)
        || is_group_of_them
        || is_program_in_part
        || says_kind
    {
        return None;
    }
    let first = lower.split([' ', '-']).next().unwrap_or_default();
    let singular = inflect::singular(head);
    let is_generic = is_bare_generic(&name, &GenericWords::default());
    let is_doer = trust >= Trust::Listed && grammar::is_doer(&singular);
    let is_person = names_person(head) && !is_thing_in_capitals(&name) || is_doer;
    let is_group = Class::People.has(&singular)
        || Class::Department.has(head)
        || Class::NoPlural.has(head) && count > 1;
    let is_plural = singular != head;
    let is_acronym = name.len() > 1
        && name.chars().all(|c| c.is_uppercase() || c == 's')
        && (name.len() <= LONGEST_ACRONYM || !is_ordinary(&lower));
    // "State DOTs"
    let is_many = count > 1
        && name
            .rsplit(' ')
            .next()
            .and_then(|head| head.strip_suffix('s'))
            .is_some_and(inflect::is_acronym);
    // One of anything may be so called: "is targeted for GA". Only people come in numbers: "PMs".
    let is_of_people = is_acronym && (name.ends_with('s') || Class::Department.has(&lower));
    let begins_with_verb = count > 1 && Class::BaseVerb.has(first) && !grammar::is_narrowing(first);
    // "Acquire patients"; but "support agents" are somebody.
    let is_verb = Class::Verb.has(first)
        && Class::MostlyVerb.has(first)
        && !Class::NounVerb.has(first)
        && !grammar::is_narrowing(first);
    let is_command = begins_with_verb && is_command_verb(first) && trust < Trust::Labelled
        || count > 1 && is_verb && is_plural && trust < Trust::SetOff;
    let is_anybody = count == 1 && Class::AnyPerson.has(&singular)
        || singular.ends_with("one") && grammar::is_generic_word(&singular);
    // "Administering data" is what somebody does.
    let is_doing = count > 1 && first.ends_with("ing") && !is_person && !is_group;
    let admitted = match trust {
        Trust::Plain => (is_person || is_of_people) && !is_generic,
        Trust::Listed => is_person || is_acronym || is_many || is_group,
        // "Dependencies"
        Trust::SetOff => is_person || is_acronym || is_many || is_group || is_plural && count > 1,
        Trust::Labelled => true,
    };
    // "Members of the team"
    let is_open = count == 1
        && trust == Trust::Plain
        && Class::OpenPerson.has(&singular)
        && words.lower(end) == "of";
    // "Coach the team", "The app caters to"
    let is_verb_here = count == 1 && singular == head && words.is(end, Class::Determiner)
        || count > 1 && is_plural && Class::MostlyVerb.has(&singular) && words.lower(end) == "to";
    // "Non-user"
    let is_none = lower.strip_prefix("non-").is_some_and(grammar::is_generic_word);
    let is_program = count == 1 && (is_identifier(&name) || ends_in_machine(&singular));
    // "Group", as the title of a column
    let is_any_group = count == 1 && !is_plural && Class::VagueGroup.has(head);
    let admitted = admitted
        && !is_open
        && !is_verb_here
        && !is_program
        && !is_none
        && (!is_any_group || trust == Trust::Labelled);
    let is_role =
        admitted && !is_command && !is_anybody && !is_doing && (is_person || !begins_with_verb);
    is_role.then(|| role_name(&name))
}

/// A word of more letters than this, in bytes, may be written in capitals: "RESOLVED".
const LONGEST_ACRONYM: usize = 4;

/// No role has more words than this.
const LONGEST: usize = 5;

/// Whether a verb is one that plans begin with: "Implement owners". Others may as well begin a name: "store manager".
fn is_command_verb(word: &str) -> bool {
    Class::BuildVerb.has(word) || Class::DeliverVerb.has(word)
}

/// The token after the noun phrase that a text begins with.
fn end_of_phrase(words: Words<'_>, trust: Trust) -> usize {
    let mut end = 0;
    while let Some(token) = words.get(end) {
        let goes_on = match token.kind {
            TokenKind::Word => {
                let word = words.lower(end);
                let next = words.lower(end + 1);
                let joins = matches!(word, "of" | "and" | "for" | "first")
                    || word == "on"
                        && trust == Trust::SetOff
                        && !words.is(end + 1, Class::Determiner)
                    || word == "in" && next.len() > 2 && trust == Trust::SetOff;
                // "The shopper pays" is a sentence.
                let is_verb = end > 0 && is_verb_of(words, end);
                let is_cut = is_participle(words, end)
                    || end > 0
                        && words.is(end, Class::AfterName)
                        && is_somebody(words.lower(end - 1))
                        && word != "and"
                    || trust >= Trust::Listed && end > 0 && says_what_is_done(words, end);
                let is_function =
                    words.is(end, Class::FunctionWord) && !inflect::is_acronym(words.text(end));
                // "A platform team and end user": two of them.
                let is_next = word == "and" && end > 0 && is_somebody(words.lower(end - 1));
                !is_next && end == 0 && (!is_function || grammar::is_narrowing(word))
                    || end > 0 && !is_next && (joins || !is_function) && !is_verb && !is_cut
            }
            TokenKind::Mark(mark) => {
                let is_joined = !token.spaced && end > 0;
                // "Remote/hybrid worker": what narrows a noun in one of two ways.
                let is_alternative = mark == '/'
                    && is_joined
                    && words.get(end + 1).is_some_and(|next| !next.spaced)
                    && !names_person(words.lower(end - 1))
                    && !names_person(words.lower(end + 1));
                matches!(mark, '-' | '\'' | '’') && !token.spaced
                    || mark == '.' && !token.spaced && !words.ends_sentence(end)
                    || mark == '&'
                    || is_alternative
            }
            // "3D artist"
            TokenKind::Number => {
                end > 0 || words.text(end).contains(|c: char| c.is_ascii_uppercase())
            }
            _ => false,
        };
        if !goes_on {
            break;
        }
        end += 1;
    }
    // "Nurses and their needs", "owner of a cafe"
    while end > 0 && matches!(words.lower(end - 1), "of" | "and" | "for" | "on" | "in") {
        end -= 1;
    }
    end
}

/// Whether a word is the verb of what is named before it: "the shopper pays", "cooks serve guests".
pub(super) fn is_verb_of(words: Words<'_>, at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| words.lower(before)).unwrap_or_default();
    let is_plural = || inflect::singular(before) != before && names_person(before);
    words.is(at, Class::PlainVerb) || words.is(at, Class::Verb) && is_plural()
}

/// Whether a word says what the person named before it does: "consumers seeking loans", "nurses based in Leeds".
fn is_participle(words: Words<'_>, at: usize) -> bool {
    let word = words.lower(at);
    let before = at.checked_sub(1).map(|at| words.lower(at)).unwrap_or_default();
    let is_form = word.len() > 4 && (word.ends_with("ing") || word.ends_with("ed"));
    let is_number = words.get(at + 1).is_some_and(|next| next.kind == TokenKind::Number);
    let follows = words.is_word(at + 1) || is_number || words.get(at + 1).is_none();
    // "The owner evaluating a switch"; but "nurse training" is no nurse.
    let goes_on =
        is_number || words.is(at + 1, Class::Preposition) || words.is(at + 1, Class::Determiner);
    let is_surely = inflect::singular(before) != before || goes_on && word.ends_with("ing");
    is_form && follows && is_surely && names_person(before)
}

/// "Backend developer exploring AI": whether a word ends the name of somebody who does what is said from there on. It says
/// nothing of "nurse training coordinator".
fn says_what_is_done(words: Words<'_>, at: usize) -> bool {
    let word = words.lower(at);
    let before = at.checked_sub(1).map(|at| words.lower(at)).unwrap_or_default();
    let mut after = at + 1..words.tokens.len();
    word.len() > 4
        && word.ends_with("ing")
        && words.is_word(at + 1)
        && names_person(before)
        && !after.any(|at| is_somebody(words.lower(at)))
}

/// Whether a noun, in lower case, is one for a person or a group of people.
pub(super) fn is_somebody(noun: &str) -> bool {
    names_person(noun) || Class::People.has(&inflect::singular(noun))
}

/// Whether a noun, in lower case and any number, is one for a person.
pub(super) fn names_person(noun: &str) -> bool {
    grammar::is_person_noun(&inflect::singular(noun)) || grammar::is_generic_word(noun)
}

/// The token after the brackets that begin at a token, where the noun phrase goes on after them: "Our services (PS) team is".
fn after_brackets(words: Words<'_>, at: usize) -> usize {
    let is = |at: usize, mark: char| words.get(at).is_some_and(|token| token.is(mark));
    let close = (at..words.tokens.len()).find(|close| is(at, '(') && is(*close, ')'));
    let is_noun = |at: &usize| {
        words.is_word(*at) && !words.is(*at, Class::Verb) && !words.is(*at, Class::Auxiliary)
    };
    close.map(|close| close + 1).filter(is_noun).unwrap_or(at)
}

/// Whether a word that is not known ends in one for a machine: "fileserver".
fn ends_in_machine(word: &str) -> bool {
    const SHORTEST: usize = 5;
    let is_machine = |tail: &str| Class::Machine.has(tail) || Class::MachineHead.has(tail);
    let mut tails = word.char_indices().skip(1).filter_map(|(at, _)| word.get(at..));
    !is_ordinary(word) && tails.any(|tail| tail.len() >= SHORTEST && is_machine(tail))
}

/// Whether a word is the name of a program: "node-tuning-operator", but not "editor-in-chief".
fn is_identifier(word: &str) -> bool {
    let parts = word.split('-');
    let is_joined = |part: &str| Class::FunctionWord.has(part) || Class::Preposition.has(part);
    parts.clone().count() > 2 && !word.contains(char::is_uppercase) && !parts.clone().any(is_joined)
}

/// Whether a name ends in words without a space between, the last of which is a thing: "ServiceMonitor".
fn is_thing_in_capitals(name: &str) -> bool {
    let head = name.rsplit([' ', '-', '/']).next().unwrap_or_default();
    let is_inner = |(at, c): &(usize, char)| *at > 0 && c.is_uppercase();
    let last = head.char_indices().rfind(is_inner);
    let last = last.and_then(|(at, _)| head.get(at..)).unwrap_or_default();
    last.contains(char::is_lowercase) && !names_person(&last.to_lowercase()) && last.len() > 2
}

/// Whether what stands at a token may follow a role's name and only says more of it.
fn is_qualifier_at(words: Words<'_>, at: usize) -> bool {
    let mark = words.get(at).map(|token| token.kind);
    words.is(at, Class::Preposition)
        || words.is(at, Class::AfterName)
        || is_participle(words, at)
        || says_what_is_done(words, at)
        || matches!(
            mark,
            Some(TokenKind::Mark('(' | ',' | ';' | '—' | '–' | ':' | '/' | '|' | '+' | '.'))
        )
}

/// "Nurse" for "Nurse role": the word says no more than the section does.
fn without_role(name: &str) -> &str {
    let is_person = |noun: &str| grammar::is_person_noun(&inflect::singular(&noun.to_lowercase()));
    match name.rsplit_once(' ') {
        Some((role, last))
            if matches!(last.to_lowercase().as_str(), "role" | "persona" | "profile")
                && role.rsplit(' ').next().is_some_and(is_person) =>
        {
            role
        }
        _ => name,
    }
}

/// Whether the first word of a name is one that people give their children.
pub(super) fn is_given_name(name: &str) -> bool {
    let first = name.split_whitespace().next().unwrap_or_default();
    Class::GivenName.has(&first.to_lowercase())
}

/// One to three capitalized words, none of which says what somebody does.
pub(super) fn is_own_name(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or_default();
    may_be_own_name(text) && (is_given_name(text) || !(last.ends_with('s') && last.len() > 5))
}

/// The same for a text that a role follows: then "Marcus" is no plural.
pub(super) fn may_be_own_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_title = |word: &&&str| Class::Honorific.has(word.to_lowercase().trim_end_matches('.'));
    let title = words.first().filter(is_title).map_or(0, |_| 1);
    // "Design Team", "Finance"
    let is_group = words.last().is_some_and(|last| {
        let lower = last.to_lowercase();
        Class::People.has(&inflect::singular(&lower)) || Class::Department.has(&lower)
    });
    // "Sarah Miller"; but "Grant Writer" is what somebody does.
    let first = words.first().map(|first| first.to_lowercase()).unwrap_or_default();
    let has_name = title > 0 || Class::GivenName.has(&first) && !is_in_dictionary(&first);
    (1..=3).contains(&words.len())
        && words.len() > title
        && (!is_group || is_given_name(text))
        && words.iter().skip(title).all(|word| {
            let lower = word.to_lowercase();
            let lower = lower.trim_end_matches(['.', ',']);
            word.chars().next().is_some_and(char::is_uppercase)
                && (Class::GivenName.has(lower)
                    || has_name
                    || !grammar::is_person_noun(lower)
                        && !grammar::is_doer(lower)
                        && !grammar::is_person_noun(lower.trim_end_matches('s')))
                && !grammar::is_generic_word(lower)
                && !is_attribute(lower)
                && (title > 0 || Class::GivenName.has(lower) || !Class::FunctionWord.has(lower))
                && !is_in_capitals(word)
                && word.chars().skip(1).any(char::is_lowercase)
        })
}

/// "ServiceAccountDiscovery", but not "McKenna" or "DeShawn".
fn is_in_capitals(word: &str) -> bool {
    const PREFIX: usize = 3;
    let is_inner = |(at, c): (usize, char)| at > PREFIX && c.is_uppercase();
    word.chars().all(char::is_alphabetic)
        && word.contains(char::is_lowercase)
        && word.char_indices().any(is_inner)
}

/// What a persona's section is divided into, and who is nobody.
pub(super) fn is_attribute(text: &str) -> bool {
    Class::Attribute.has(text.trim())
}

/// The name as it is to be written in prose: singular, without the capital of a sentence's start.
pub(crate) fn role_name(text: &str) -> String {
    let text = one_line(text.trim().trim_start_matches("The ").trim_start_matches("the "));
    let name = inflect::singular(&text);
    let words: Vec<&str> = name.split(' ').collect();
    let title = |word: &str| {
        let mut characters = word.chars();
        characters.next().is_some_and(char::is_uppercase) && characters.all(|c| !c.is_uppercase())
    };
    let first = words.first().copied().unwrap_or_default();
    let lower = first.to_lowercase();
    let rest_is_lower = words.iter().skip(1).all(|word| !word.chars().any(char::is_uppercase));
    let is_noun =
        words.len() > 1 || name != text || names_person(&lower) || grammar::is_doer(&lower);
    let is_common = words.len() > 2 && grammar::is_narrowing(&lower) && name.contains(" on ");
    let is_name = Class::ProperName.has(&lower);
    if title(first) && first.len() > 1 && !is_name && (rest_is_lower && is_noun || is_common) {
        let mut characters = name.chars();
        return characters
            .next()
            .map_or(String::new(), |c| c.to_lowercase().chain(characters).collect());
    }
    name
}

/// "Sales associate (also: store associate, floor clerk)": what is left without the bracket, and
/// the names in it.
pub(super) fn without_aliases(text: &str) -> (String, Vec<String>) {
    const MARKS: [&str; 7] =
        ["(also:", "(also called", "(also known as", "(aka", "(a.k.a.", "(aliases:", "(alias:"];
    let lower = text.to_ascii_lowercase();
    let bracket = MARKS.iter().find_map(|mark| {
        let open = lower.find(mark)?;
        let close = open + lower.get(open..)?.find(')')?;
        Some((open, open + mark.len(), close))
    });
    let Some((open, start, close)) = bracket else { return (text.to_owned(), Vec::new()) };
    let rest = text.get(close + 1..).unwrap_or_default();
    let names = names(text.get(start..close).unwrap_or_default());
    (format!("{}{rest}", text.get(..open).unwrap_or_default().trim_end()), names)
}

/// The names in a list of them: "store associate, floor clerk or “runner”".
pub(super) fn names(text: &str) -> Vec<String> {
    let parts = text.split([',', ';', '/']);
    let parts = parts.flat_map(|part| part.split(" or ")).flat_map(|part| part.split(" and "));
    let names = parts.map(|part| {
        let marks = |c: char| matches!(c, ':' | '.' | '"' | '\'' | '“' | '”' | '*' | ' ');
        role_name(without_article(part.trim_matches(marks)))
    });
    let is_name = |name: &String| {
        let count = name.split_whitespace().count();
        (1..=4).contains(&count) && name.contains(char::is_alphabetic)
    };
    names.filter(is_name).collect()
}

/// "Primary:", "Secondary users", "Key stakeholders": how important somebody is, not who.
pub(super) fn is_rank(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    let mut words = text.trim_end_matches([':', ' ']).split([' ', '-']).peekable();
    let is_rank = |word: &str| matches!(word, "other" | "also") || Class::Importance.has(word);
    words.peek().is_some_and(|first| is_rank(first))
        && words
            .all(|word| is_rank(word) || Class::AudienceHead.has(word) || Class::KindOf.has(word))
}

/// The last part of a list without the word that joins it to the others: "and cooks".
pub(super) fn without_joiner(part: &str) -> &str {
    part.strip_prefix("and ").or_else(|| part.strip_prefix("or ")).unwrap_or(part)
}

/// Without what stands before a name and is no part of it: "the", "all", "a 57-year-old".
pub(super) fn without_article(text: &str) -> &str {
    const ARTICLES: [&str; 8] =
        ["a ", "an ", "the ", "our own ", "our ", "all ", "every ", "each "];
    let article = ARTICLES.into_iter().find(|article| {
        text.get(..article.len()).is_some_and(|start| start.eq_ignore_ascii_case(article))
    });
    let text = text.get(article.map_or(0, str::len)..).unwrap_or(text).trim_start();
    let aged = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let age = ["-year-old ", " year old ", " years old ", " y/o "].into_iter();
    let rest = age.filter(|_| aged.len() < text.len()).find_map(|age| aged.strip_prefix(age));
    rest.unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Trust::{Labelled, Plain, SetOff};

    /// The role in a text by how much the text's form says that it is one.
    #[track_caller]
    fn check(text: &str, plain: &str, set_off: &str, labelled: &str) {
        let found = [Plain, SetOff, Labelled].map(|trust| role_in(text, trust).unwrap_or_default());
        assert_eq!(found, [plain, set_off, labelled], "{text}");
    }

    #[test]
    fn a_role_is_what_names_a_person() {
        for text in [
            "nurse",
            "The nurses",
            " “Nurses” ",
            "*nurse*",
            "Nurse role",
            "nurse (night)",
            "nurse, at night",
            "nurse – at night",
            "nurse/carer",
            "nurse who works",
            "nurse with a car",
            "nurse.",
        ] {
            check(text, "nurse", "nurse", "nurse");
        }
        check("Ward nurses", "ward nurse", "ward nurse", "ward nurse");
        check("head-nurse", "head-nurse", "head-nurse", "head-nurse");
        check("depth of nursing", "", "", "depth of nursing");
        check("manager of wards", "manager of wards", "manager of wards", "manager of wards");
        check("level 2 nurse", "level 2 nurse", "level 2 nurse", "level 2 nurse");
        check("2nd nurse", "", "", "");
        check("SRE", "SRE", "SRE", "SRE");
        check("PMs", "PM", "PM", "PM");
        check("GA", "", "GA", "GA");
        check("RESOLVED", "", "", "RESOLVED");
        check("TeaMonitor", "", "", "TeaMonitor");
        check("TeaTaster", "TeaTaster", "TeaTaster", "TeaTaster");
        check("fileserver", "", "", "");
        check("node-tuning-operator", "", "", "");
        check("X", "", "", "X");
        check("R&D lead", "R&D lead", "R&D lead", "R&D lead");
        check("Chiefs of staff", "chief of staff", "chief of staff", "chief of staff");
        check("Human Resources", "", "Human Resources", "Human Resources");
        check("Resources", "", "", "Resources");
    }

    #[test]
    fn what_is_like_a_role_may_be_none() {
        for text in [
            "members of the ward",
            "coach the nurses",
            "Teapot caters to nurses",
            "Ward services (WS) team",
        ] {
            assert_eq!(role_in(text, Plain), None, "{text}");
        }
        assert_eq!(role_in("Ward nurses (RN) in Leeds", Plain).as_deref(), Some("ward nurse"));
        assert_eq!(role_in("ward team and nurse", Plain).as_deref(), Some("ward team"));
    }

    #[test]
    fn a_role_ends_at_its_noun() {
        for text in [
            "nurses seeking rest",
            "nurse waiting for tea",
            "nurses and their needs",
            "nurses based in Leeds",
        ] {
            check(text, "nurse", "nurse", "nurse");
        }
        check("nurse training", "", "", "nurse training");
        check("IT nurse", "IT nurse", "IT nurse", "IT nurse");
        check(
            "Remote/hybrid nurse",
            "remote/hybrid nurse",
            "remote/hybrid nurse",
            "remote/hybrid nurse",
        );
        check("Implement nurses", "", "", "implement nurse");
        check("Store managers", "store manager", "store manager", "store manager");
        check("Brewing teas", "", "", "");
        check("anyone", "", "", "");
        check("Tea department", "", "tea department", "tea department");
        check("Operations", "", "Operations", "Operations");
    }

    #[test]
    fn trust_admits_what_is_no_noun_for_a_person() {
        check("Kitchens", "", "", "kitchen");
        check("Partner kitchens", "", "partner kitchen", "partner kitchen");
        check("Kitchen", "", "", "Kitchen");
        check("Nurse on nights", "nurse", "nurse on nights", "nurse");
        check("Nurse in wards", "nurse", "nurse in wards", "nurse");
        check("Nurse in it", "nurse", "nurse", "nurse");
        assert!(Plain < SetOff && SetOff < Labelled);
    }

    #[test]
    fn a_sentence_an_attribute_and_a_generic_word_are_no_roles() {
        for text in [
            "",
            "—",
            "person",
            "nurse waits",
            "nurse is tired",
            "nurse! Now",
            "Goals",
            "nurse goals",
            "API",
            "payment API",
            "very late night ward care nurses",
        ] {
            check(text, "", "", "");
        }
        check("open kitchens", "", "", "");
        check("user", "", "user", "user");
        check("new users", "", "new user", "new user");
        check(
            "late night ward care nurses",
            "late night ward care nurse",
            "late night ward care nurse",
            "late night ward care nurse",
        );
    }

    #[test]
    fn a_word_that_says_role_is_left_out() {
        for (name, expected) in [
            ("Nurse role", "Nurse"),
            ("Ward nurses persona", "Ward nurses"),
            ("Nurse Profile", "Nurse"),
            ("Kitchen role", "Kitchen role"),
            ("Nurse shift", "Nurse shift"),
            ("role", "role"),
        ] {
            assert_eq!(without_role(name), expected, "{name}");
        }
    }

    #[test]
    fn a_person_has_a_name_of_their_own() {
        for (text, expected) in [
            ("Maya", true),
            ("Maya Chen", true),
            ("Maya J. Chen", false),
            ("Maya De Chen", true),
            ("Maya De La Chen", false),
            ("Jennifer", true),
            ("Maya,", true),
            ("maya", false),
            ("MAYA", false),
            ("Nurse", false),
            ("Nurses", false),
            ("Maya Nurse", true),
            ("User", false),
            ("Goals", false),
            ("Kitchens", false),
            ("Alexs", true),
            ("Lisa Torres", true),
            ("Lisa", true),
            ("Partner Kitchens", false),
            ("", false),
        ] {
            assert_eq!(is_own_name(text), expected, "{text}");
        }
    }

    #[test]
    fn a_role_has_the_capitals_of_prose() {
        for (text, expected) in [
            ("The Nurses", "nurse"),
            ("the nurses", "nurse"),
            ("Ward nurse", "ward nurse"),
            ("Ward Nurse", "Ward Nurse"),
            ("Kieran", "Kieran"),
            ("IT lead", "IT lead"),
            ("A", "A"),
            ("X user", "X user"),
            ("Windows users", "Windows user"),
            ("New Nurse on Wards", "new Nurse on Wards"),
            ("Big Kitchen on Ward", "Big Kitchen on Ward"),
            ("Ward\n nurse", "ward nurse"),
            ("", ""),
        ] {
            assert_eq!(role_name(text), expected, "{text}");
        }
    }

    #[test]
    fn other_names_stand_in_brackets() {
        for (text, rest, aliases) in [
            (
                "Clerk (also: floor clerk, runner): files",
                "Clerk: files",
                vec!["floor clerk", "runner"],
            ),
            ("Clerk (aka “runner”)", "Clerk", vec!["runner"]),
            ("Clerk (A.K.A. runner/filer)", "Clerk", vec!["runner", "filer"]),
            (
                "Clerk (also known as the runner or a filer and hand)",
                "Clerk",
                vec!["runner", "filer", "hand"],
            ),
            ("Clerk (also: runner", "Clerk (also: runner", vec![]),
            ("Clerk (night)", "Clerk (night)", vec![]),
            ("Clerk (also: 12; x b c d e)", "Clerk", vec![]),
            ("Clerk (also: a b c d)", "Clerk", vec!["a b c d".trim_start_matches("a ")]),
        ] {
            let (found, names) = without_aliases(text);
            assert_eq!(
                (found.as_str(), names),
                (rest, aliases.iter().map(|it| (*it).to_owned()).collect()),
                "{text}"
            );
        }
    }

    #[test]
    fn a_rank_says_how_important_somebody_is() {
        for (text, expected) in [
            ("Primary", true),
            ("primary:", true),
            ("Secondary users", true),
            ("Tertiary persona", true),
            ("Main audience", true),
            ("Other", true),
            ("Also", true),
            ("users", false),
            ("Primary nurse", false),
        ] {
            assert_eq!(is_rank(text), expected, "{text}");
        }
    }

    #[test]
    fn an_article_is_left_out() {
        for (text, expected) in [
            ("a nurse", "nurse"),
            ("An  aide", "aide"),
            ("THE nurse", "nurse"),
            ("theatre nurse", "theatre nurse"),
            ("aide", "aide"),
            ("a", "a"),
        ] {
            assert_eq!(without_article(text), expected, "{text}");
        }
    }
}
