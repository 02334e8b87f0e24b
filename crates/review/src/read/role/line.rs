//! Single lines that say who something is for, wherever they stand, and definitions of roles.

use markdown::Kind;

use crate::english::generic::GenericWords;
use crate::english::inflect;
use crate::read::role::declaration::{Declaration, parse, parse_about};
use crate::read::role::generic_name::is_bare_generic;
use crate::read::role::name::{
    Trust, is_rank, is_somebody, is_verb_of, names_person, without_article, without_joiner,
};
use crate::read::role::sentence::READ;
use crate::read::section::{self, Topic};
use crate::text::lead::{bold_lines, labels, lead};
use crate::text::passage::Passage;
use crate::text::token::{Words, first_sentence, tokens};
use crate::words::Class;

/// "**Target users:** nurses, ward clerks", "Primary actor: player": labels that say who, wherever they stand, several in
/// one paragraph included. In a section on the audience a rank is label enough: "Primary: nurses".
pub(super) fn labelled(index: usize, passage: &Passage, in_audience: bool) -> Vec<Declaration> {
    let is_block = passage.kind == Kind::Paragraph || passage.item.is_some();
    let may_label = passage.bold_lead().is_some() || passage.text().contains([':', '-', '–', '—']);
    if !is_block || !may_label {
        return Vec::new();
    }
    let is_of_lines = |all: &[(&str, &str)]| all.iter().any(|(_, rest)| rest.contains('\n'));
    let all = match labels(passage) {
        all if all.len() > 1 || is_of_lines(&all) => {
            all.into_iter().map(|(label, rest)| (label.into(), rest.into())).collect()
        }
        _ => match bold_lines(passage) {
            lines if lines.len() > 1 => {
                lines.into_iter().map(|(label, rest)| (label.into(), rest.into())).collect()
            }
            _ => {
                let (label, rest, _) = lead(passage);
                vec![(label, rest)]
            }
        },
    };
    let asks: Vec<bool> = all.iter().map(|(label, _)| asks_who(label)).collect();
    let ranked = || all.iter().zip(&asks).filter(|((label, _), asks)| **asks || is_rank(label));
    // "Primary: nurses", and "Secondary: cooks" below it
    let may_rank = in_audience || all.len() > 1 && ranked().count() > 1;
    let says_who = |label: &str, asks: bool| {
        asks || may_rank && label.len() < LABEL && is_rank(label)
            || !in_audience && names_one(label)
    };
    let who = all.iter().zip(&asks).filter(|((label, rest), asks)| {
        !rest.is_empty() && says_who(label, **asks) && first_sentence(rest).len() < LIST
    });
    who.flat_map(|((_, rest), _)| listed(rest, index)).collect()
}

/// "- **Growers** need a steady income": who leads an item in bold, and needs or wants something that is named. What they
/// need to do is a requirement.
pub(super) fn in_need(index: usize, passage: &Passage) -> Vec<Declaration> {
    if passage.bold_lead().is_none() || !passage.item.is_some_and(|item| item.leads) {
        return Vec::new();
    }
    let (lead, rest, _) = lead(passage);
    let mut words = rest.split_whitespace();
    let needs = words.next().is_some_and(|verb| matches!(verb, "need" | "want"));
    if !needs || words.next() == Some("to") {
        return Vec::new();
    }
    parse(&lead, Some(index), Trust::Plain)
}

/// Whether a label is one that says who something is for: "Target users".
pub(super) fn asks_who(label: &str) -> bool {
    let lower = label.trim_end_matches('?').to_lowercase();
    let asks = || Class::WhoLabel.has(lower.trim());
    label.len() < LABEL && (asks() || section::topic_of(&lower) == Topic::Audience)
}

/// "Economic buyer: VP of Supply Chain": whether a label is a generic name for somebody whose role stands after it.
fn names_one(label: &str) -> bool {
    Class::OneLabel.has(&label.to_lowercase())
}

/// A label is shorter than this, in bytes, and so is a list of roles after it: what is longer is a story of its own.
const LABEL: usize = 40;
const LIST: usize = 400;

/// The roles in a list that stands in a sentence: "nurses, ward clerks and porters who work nights". Where most are
/// evidently people, the others are too: "auditors, legal, executives".
pub(super) fn listed(text: &str, index: usize) -> Vec<Declaration> {
    let first = first_sentence(text);
    let mut parts: Vec<&str> = split_list(first).collect();
    // "Food truck operators. Event bookers."
    let sentences = text.split('.').map(str::trim).filter(|sentence| !sentence.is_empty());
    if first.len() < text.len() && sentences.clone().all(|it| it.split(' ').count() <= PHRASE) {
        parts = sentences.collect();
    }
    let read = |part: &&str| match parse(part, Some(index), Trust::Plain) {
        found if found.is_empty() => groups(part, index),
        found => found,
    };
    let sure: Vec<Vec<Declaration>> = parts.iter().map(read).collect();
    let count = sure.iter().filter(|found| !found.is_empty()).count();
    let fills = count > 1 && 2 * count > parts.len();
    let each = parts.iter().zip(sure).flat_map(|(part, found)| match found.is_empty() && fills {
        true => parse(part, Some(index), Trust::Listed),
        false => found,
    });
    each.filter(|it| !Class::VagueGroup.has(&it.name)).collect()
}

/// "Small clinics", "state DOTs": groups and organizations, which a list of whom something is for names in the plural. What
/// may be any of them says nothing: "businesses", "teams".
fn groups(part: &str, index: usize) -> Vec<Declaration> {
    let cut = tokens(part);
    let words = cut.of(part);
    let may_be_group = |at: usize| {
        let stem = words.lower(at).strip_suffix('s');
        let is_people = |stem: &str| {
            let short = stem.strip_suffix('e').unwrap_or(stem);
            Class::People.has(stem)
                || Class::People.has(short)
                || short
                    .strip_suffix('i')
                    .is_some_and(|stem| Class::People.has(&format!("{stem}y")))
        };
        stem.is_some_and(is_people)
            || words.text(at).strip_suffix('s').is_some_and(inflect::is_acronym)
    };
    if !(0..words.tokens.len()).any(may_be_group) {
        return Vec::new();
    }
    let mut found = parse(part, Some(index), Trust::Listed);
    found.retain(|it| {
        let head = it.name.rsplit(' ').next().unwrap_or_default();
        let plural = (0..words.tokens.len()).find(|at| {
            let lower = words.lower(*at);
            inflect::singular(lower) == head.to_lowercase() && lower != head.to_lowercase()
        });
        plural.is_some() && !is_bare_generic(&it.name, &GenericWords::default())
    });
    found
}

/// A sentence that is no more than a noun phrase has no more words than this.
const PHRASE: usize = 4;

/// The parts of a list; commas in brackets part nothing. Lines are parts too where each begins as a line of a list does.
fn split_list(text: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_usize;
    let begins = |line: &str| {
        line.trim_start_matches(|c: char| !c.is_alphabetic()).starts_with(char::is_uppercase)
    };
    let has_lines = text.lines().all(begins) || text.lines().all(|line| line.starts_with('('));
    let parts = text.split(move |c: char| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && (matches!(c, ',' | ';' | '·' | '•') || has_lines && c == '\n')
    });
    let parts = parts.map(|part| without_joiner(part.trim()));
    // "Primarily, ward nurses"
    let is_adverb = |part: &str| {
        let lower = part.to_lowercase();
        lower.ends_with("ly") && !lower.contains(' ') && !is_somebody(&lower)
    };
    parts.filter(move |part| !part.is_empty() && !is_adverb(part))
}

/// The roles that the first words of a section on the audience are about: "Ward clerks who work nights", "Nurses and cooks
/// use it on wards".
pub(super) fn described(index: usize, passage: &Passage) -> Vec<Declaration> {
    let text = first_sentence(passage.text());
    let words = passage.words();
    let clause = words.tokens.iter().take(READ).position(|token| token.span().start >= text.len());
    let end = clause.unwrap_or(words.tokens.len().min(READ));
    let is_clause = |at: usize| {
        let is_form = at > 0 && words.is(at, Class::ThirdPerson) && words.is_word(at + 1);
        is_form || is_verb_of(words, at) || words.is(at, Class::Auxiliary)
    };
    let relative = (0..end).find(|at| words.is(*at, Class::DescribesRole));
    if passage.kind != Kind::Paragraph {
        return Vec::new();
    }
    let text = match (0..relative.unwrap_or(end)).find(|at| is_clause(*at) || uses(words, *at)) {
        Some(verb) if uses(words, verb) || uses(words, verb + 1) => {
            markdown::slice(text, words.span(0..verb))
        }
        Some(_) => return Vec::new(),
        None => passage.text(),
    };
    // "Ward nurses, who work nights": the rest need be no role.
    let is_role = |part: &&str| !parse(part, Some(index), Trust::Plain).is_empty();
    let parts: Vec<&str> = split_list(text).collect();
    let count = parts.iter().filter(|part| is_role(part)).count();
    let leads = parts.first().is_some_and(is_role);
    if leads || 2 * count > parts.len() { listed(text, index) } else { Vec::new() }
}

/// "Nurses use it": whoever uses the product is its audience.
fn uses(words: Words<'_>, at: usize) -> bool {
    at > 0 && matches!(words.lower(at), "use" | "uses")
}

/// "**Learner** – a person who is enrolled": a definition that says itself that it is of a person.
pub(super) fn defines_somebody(passage: &Passage) -> bool {
    if passage.bold_lead().is_none() {
        return false;
    }
    let (_, definition, _) = lead(passage);
    let definition = without_article(&definition);
    let mut words = definition.split(' ');
    let is_somebody = words.next().is_some_and(|word| Class::AnyPerson.has(word));
    is_somebody && matches!(words.next(), Some("who" | "that" | "whose"))
}

/// "**Data provider**: an entity that has data": an entry of a glossary that defines a person.
pub(super) fn glossary_entry(index: usize, passage: &Passage) -> Vec<Declaration> {
    let (term, definition, _) = lead(passage);
    if definition.is_empty() || !defines_person(&definition) {
        return Vec::new();
    }
    parse_about(&term, index, Trust::Listed, &definition).collect()
}

/// Whether a definition is of a person: "An entity that has data", "Any person who shares it", "Someone who pays".
pub(super) fn defines_person(definition: &str) -> bool {
    let tokens = tokens(definition);
    let words = tokens.of(definition);
    let noun = (0..words.tokens.len().min(DEFINITION))
        .find(|at| words.is(*at, Class::People) || names_person(words.lower(*at)));
    let starts = |noun: usize| {
        (0..noun).all(|at| !words.is(at, Class::Preposition) && !words.is(at, Class::Auxiliary))
    };
    // "User-facing name"
    let is_compound =
        |noun: usize| words.get(noun + 1).is_some_and(|next| next.is('-') && !next.spaced);
    // "A storage driver that": where it is said of no person or group in general, it is a thing.
    let is_anybody = |noun: usize| {
        words.is(noun, Class::People)
            || words.is(noun, Class::GenericForm)
            || matches!(&*inflect::singular(words.lower(noun)), "person" | "entity" | "individual")
            || matches!(words.lower(noun), "someone" | "anyone" | "people")
    };
    noun.filter(|noun| starts(*noun) && !is_compound(*noun)).is_some_and(|noun| {
        (noun + 1..noun + 4).any(|at| match words.lower(at) {
            "that" | "which" => is_anybody(noun),
            lower => {
                words.is(at, Class::DefinesPerson)
                    || is_form_of_doing(lower) && words.text(at) == lower
            }
        })
    })
}

/// Whether what a list says of a term defines it as a thing: "the controller that manages nodes", "is a service". A term
/// that is no noun for a person by itself may be one of anything: "the program's identity".
pub(super) fn defines_thing(term: &str, definition: &str) -> bool {
    let definition = definition.trim_start_matches([':', '-', '–', '—', ' ']);
    let definition = definition
        .strip_prefix("is ")
        .or_else(|| definition.strip_prefix("are "))
        .unwrap_or(definition);
    let phrase = without_article(definition);
    if phrase.len() == definition.len() {
        return false;
    }
    let phrase = phrase.trim_start_matches(['"', '“']);
    let tokens = tokens(phrase);
    let words = tokens.of(phrase);
    let ends = |at: &usize| {
        !words.is_word(*at)
            || words.is(*at, Class::FunctionWord)
            || words.is(*at, Class::Preposition)
            || at.checked_sub(1).is_some() && is_form_of_doing(words.lower(*at))
    };
    let end = (0..words.tokens.len()).find(ends).unwrap_or(words.tokens.len());
    let Some(head) = end.checked_sub(1).map(|at| words.lower(at)) else { return false };
    // "A tailor sews", "Our tailors sew"
    let before = end.checked_sub(2).map(|at| words.lower(at)).unwrap_or_default();
    let does = is_somebody(before) && (head.ends_with('s') || inflect::singular(before) != before);
    if does {
        return false;
    }
    let name = term.split(" of ").next().unwrap_or_default().trim();
    let noun = name.rsplit([' ', '-']).next().unwrap_or_default().to_lowercase();
    let known = [Class::Person, Class::People, Class::GenericForm];
    let is_weak = !known.iter().any(|class| class.has(&inflect::singular(&noun)));
    let is_machine = Class::Machine.has(head) || Class::MachineHead.has(head);
    let is_thing = is_machine || Class::Thing.has(head) && !names_person(head);
    is_thing
        || is_weak
            && !is_somebody(head)
            && !Class::AudienceHead.has(head)
            && !inflect::is_acronym(head)
}

/// The noun of a definition is among so many tokens at its start.
const DEFINITION: usize = 5;

fn is_form_of_doing(word: &str) -> bool {
    word.len() > 4 && word.ends_with("ing")
}

/// Whether a passage is the definition of a term that stands in a paragraph of its own above it: ": Cares for patients".
pub(super) fn defines_above(passage: &Passage) -> bool {
    let mut tokens = passage.tokens.iter();
    let is_mark = tokens.next().is_some_and(|token| token.is(':'));
    is_mark && tokens.next().is_some_and(|token| token.spaced) && passage.kind == Kind::Paragraph
}

/// The roles that a term names which a definition follows.
pub(super) fn defined(index: usize, term: &Passage, definition: &Passage) -> Vec<Declaration> {
    const LONGEST: usize = 8;
    if term.kind != Kind::Paragraph || term.item.is_some() || term.tokens.len() > LONGEST {
        return Vec::new();
    }
    let about = definition.text().trim_start_matches([':', ' ']);
    parse_about(term.text(), index, Trust::Plain, about).collect()
}

/// Whether a passage is a term and its definition: the colon that begins a line stands apart from both.
pub(super) fn is_defined(passage: &Passage) -> bool {
    let colon = passage.tokens.iter().position(|token| token.is(':'));
    let behind = colon.and_then(|at| passage.tokens.get(at + 1));
    let is_apart = colon.and_then(|at| passage.tokens.get(at)).is_some_and(|token| token.spaced);
    passage.kind == Kind::Paragraph && is_apart && behind.is_some_and(|token| token.spaced)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::passage::tests::passages;

    fn names(declarations: &[Declaration]) -> Vec<&str> {
        declarations.iter().map(|declaration| declaration.name.as_str()).collect()
    }

    #[test]
    fn several_labels_of_a_paragraph_may_say_who() {
        let text =
            "**Status:** open\n**User personas:** ward nurses, legal, porters\n**Primary:** cooks";
        let found = |in_audience| labelled(3, &passages(text)[0], in_audience);
        assert_eq!(names(&found(false)), ["ward nurse", "legal", "porter", "cook"]);
        // One rank by itself says who only where it is asked.
        let one = "**Status:** open\n**Primary:** cooks";
        let found = |in_audience| labelled(3, &passages(one)[0], in_audience);
        assert_eq!((names(&found(false)), names(&found(true))), (vec![], vec!["cook"]));
    }

    #[test]
    fn a_section_may_begin_with_who_it_is_about() {
        for (text, expected) in [
            ("Ward nurses who work nights, and cooks.", vec!["ward nurse", "cook"]),
            ("Ward nurses", vec!["ward nurse"]),
            ("Ward nurses must rest.", vec![]),
            ("Tea, and ward nurses.", vec![]),
            ("Primarily, ward nurses and the night.", vec!["ward nurse"]),
        ] {
            assert_eq!(names(&described(3, &passages(text)[0])), expected, "{text}");
        }
    }

    #[test]
    fn a_glossary_may_define_a_role() {
        let entry = |text: &str| glossary_entry(3, &passages(text)[0]);
        let found = entry("**Keeper**: a person who keeps tea");
        assert_eq!(
            (names(&found), found[0].about.as_str()),
            (vec!["keeper"], "a person who keeps tea")
        );
        assert_eq!(entry("**Keeper**: a box"), []);
        assert_eq!(entry("**Keeper**: User-facing name"), []);
        assert_eq!(entry("**Tea keeper**: a keeper that stores tea"), []);
        assert_eq!(entry("**TPU** / **Tea Processing Unit** - a box"), []);
        assert_eq!(entry("**Keeper**"), []);
    }

    #[test]
    fn a_list_may_define_a_thing() {
        for (term, definition, expected) in [
            ("Tea operator", "— the controller that pours", true),
            ("Tea operator", "— the nurse who pours", false),
            ("Tea operator", "pours", false),
            ("KMS", "is the external Key Service that stores keys", true),
            ("Installer", ": the binary that pours", true),
            ("Installer", ": the person who pours", false),
            ("Ward identity", "The “identity” of a nurse", true),
            ("Nurse", "the heart of the ward", false),
            ("Tea agent", "Our tea agents answer the mails", false),
        ] {
            assert_eq!(defines_thing(term, definition), expected, "{term} {definition}");
        }
    }

    #[test]
    fn a_label_may_say_who() {
        let long = format!("Target users: nurses, {}", "x".repeat(400));
        for (text, expected) in [
            (
                "**Target users:** ward nurses, clerks; porters and cooks. Tea",
                vec!["ward nurse", "clerk", "porter", "cook"],
            ),
            ("- Primary actor: baker\n", vec!["baker"]),
            ("Target users: kitchens", vec![]),
            ("Owner: baker", vec![]),
            ("# Target users: baker", vec![]),
            ("Target users", vec![]),
            (long.as_str(), vec![]),
        ] {
            let passages = passages(text);
            let found = labelled(3, &passages[0], false);
            assert_eq!(names(&found), expected, "{text}");
            assert!(found.iter().all(|declaration| declaration.passage == Some(3)));
        }
    }

    #[test]
    fn a_definition_follows_its_term() {
        for (text, defines, is_one) in [
            (": Cares for patients", true, true),
            (":Cares for patients", false, false),
            ("Nurse : cares", false, true),
            ("Nurse: cares", false, false),
            ("Nurse :cares", false, false),
            ("# : Cares", false, false),
            ("Cares", false, false),
        ] {
            let passages = passages(text);
            assert_eq!(defines_above(&passages[0]), defines, "{text}");
            assert_eq!(is_defined(&passages[0]), is_one, "{text}");
        }
        for (term, expected) in [
            ("Ward nurse", vec!["ward nurse"]),
            ("# Ward nurse", vec![]),
            ("- Ward nurse", vec![]),
            ("late night ward care nurse", vec!["late night ward care nurse"]),
            ("nurse ( one two three four five", vec!["nurse"]),
            ("nurse ( one two three four five six", vec!["nurse"]),
            ("nurse ( one two three four five six seven", vec![]),
        ] {
            let (term, definition) = (passages(term), passages(": Cares"));
            let found = defined(5, &term[0], &definition[0]);
            assert_eq!(names(&found), expected, "{}", term[0].text());
            assert!(found.iter().all(|it| it.about == "Cares" && it.passage == Some(5)));
        }
    }
}
