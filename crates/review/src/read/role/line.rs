//! Single lines that say who something is for, wherever they stand, and definitions of roles.

use std::borrow::Cow;

use markdown::{Kind, Span};

use crate::read::role::declaration::{Declaration, clipped, parse};
use crate::read::role::name::{Trust, is_rank, names_person, without_article, without_joiner};
use crate::read::section::{self, Topic};
use crate::text::lead::{labels, lead};
use crate::text::passage::Passage;
use crate::text::token::{Words, tokens};
use crate::words::Class;

/// "**Target users:** nurses, ward clerks", "Primary actor: player": labels that say who, wherever they stand, several in
/// one paragraph included. In a section on the audience a rank is label enough: "Primary: nurses".
pub(super) fn labelled(index: usize, passage: &Passage, in_audience: bool) -> Vec<Declaration> {
    let is_block = passage.kind == Kind::Paragraph || passage.item.is_some();
    let may_label = passage.bold_lead().is_some() || passage.text().contains([':', '-', '–', '—']);
    if !is_block || !may_label {
        return Vec::new();
    }
    let all = match labels(passage) {
        all if all.len() > 1 => {
            all.into_iter().map(|(label, rest)| (label.into(), rest.into())).collect()
        }
        _ => {
            let (label, rest, _) = lead(passage);
            vec![(label, rest)]
        }
    };
    let says_who = |(label, rest): &(Cow<'_, str>, Cow<'_, str>)| {
        let says_who = || section::topic_of(&label.to_lowercase()) == Topic::Audience;
        label.len() < LABEL
            && !rest.is_empty()
            && first_sentence(rest).len() < LIST
            && (in_audience && is_rank(label) || says_who())
    };
    let who = all.iter().filter(|label| says_who(label));
    who.flat_map(|(_, rest)| listed(rest, index)).collect()
}

/// A label is shorter than this, in bytes, and so is a list of roles after it: what is longer is a story of its own.
const LABEL: usize = 40;
const LIST: usize = 400;

/// The roles in a list that stands in a sentence: "nurses, ward clerks and porters who work nights". Where most are
/// evidently people, the others are too: "auditors, legal, executives".
pub(super) fn listed(text: &str, index: usize) -> Vec<Declaration> {
    let text = first_sentence(text);
    let parts: Vec<&str> = split_list(text).collect();
    let read = |part: &&str| parse(part, Some(index), Trust::Plain);
    let sure: Vec<Vec<Declaration>> = parts.iter().map(read).collect();
    let count = sure.iter().filter(|found| !found.is_empty()).count();
    let fills = count > 1 && 2 * count > parts.len();
    let each = parts.iter().zip(sure).flat_map(|(part, found)| match found.is_empty() && fills {
        true => parse(part, Some(index), Trust::Listed),
        false => found,
    });
    each.collect()
}

/// The parts of a list; commas in brackets part nothing.
fn split_list(text: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_usize;
    let parts = text.split(move |c: char| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && matches!(c, ',' | ';')
    });
    let parts = parts.map(|part| without_joiner(part.trim()));
    parts.filter(|part| !part.is_empty())
}

/// A text up to the end of its first sentence.
fn first_sentence(text: &str) -> &str {
    let end = text.match_indices(['.', '\n']).map(|(at, _)| at).find(|at| {
        text.get(at + 1..)
            .is_none_or(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
    });
    text.get(..end.unwrap_or(text.len())).unwrap_or(text)
}

/// What a sentence says of who something is for: "The primary user of the map is the field representative", "It is built
/// for developers", "There are three roles: guest, editor and admin".
pub(super) fn stated(index: usize, passage: &Passage) -> Vec<Declaration> {
    let words = passage.words();
    let Some(start) = (0..words.tokens.len().min(READ)).find_map(|at| {
        says_who_is(words, at)
            .or_else(|| is_for(words, at))
            .or_else(|| has_roles(words, at))
            .or_else(|| positions(words, at))
    }) else {
        return Vec::new();
    };
    let Some(first) = words.get(start) else { return Vec::new() };
    let rest = Span::new(first.span().start, passage.text().len());
    listed(without_article(markdown::slice(passage.text(), rest)), index)
}

/// A sentence that says who something is for begins to do so within so many tokens of its passage.
const READ: usize = 120;

/// "The primary user of the map is", "the intended audience are": the token after the verb.
fn says_who_is(words: Words<'_>, at: usize) -> Option<usize> {
    let is_head = words.is(at + 1, Class::AudienceHead);
    let is_rank = || {
        let classes = [Class::AudienceRank, Class::Importance];
        classes.into_iter().any(|class| words.is(at, class)) || words.lower(at) == "two"
    };
    if !is_head || !is_rank() {
        return None;
    }
    let mut clause = (at + 2..at + 8).take_while(|at| !words.ends_sentence(*at));
    let verb = clause.find(|at| matches!(words.lower(*at), "is" | "are"));
    // "Our targeted audience, ward clerks, …"
    let apposed = words.get(at + 2).filter(|token| token.is(',')).map(|_| at + 3);
    verb.map(|verb| verb + 1).or(apposed)
}

/// "Is built for", "are designed for", "this is for": the token after the preposition.
fn is_for(words: Words<'_>, at: usize) -> Option<usize> {
    let is_be = words.is(at, Class::Copula);
    if !is_be {
        return None;
    }
    let made = if words.is(at + 1, Class::MadeFor) { at + 2 } else { at + 1 };
    let is_for = words.lower(made) == "for" && (made > at + 1 || at == 1);
    is_for.then_some(made + 1)
}

/// The start of a positioning statement, "For shoppers who cook at home, …": the token after "for" (Geoffrey Moore's form).
fn positions(words: Words<'_>, at: usize) -> Option<usize> {
    let who = (2..16).find(|at| words.lower(*at) == "who").unwrap_or_default();
    let is_phrase = |at: usize| {
        let is_mark = words.get(at).is_some_and(|token| token.is(':') || token.is('.'));
        !is_mark && !words.is(at, Class::Auxiliary) && !words.is(at, Class::BenefitSubject)
    };
    let asks = who > 0 && (1..who).all(is_phrase);
    let is_form = words.text(0) == "FOR" && words.tokens.len() < 8;
    (at == 0 && words.lower(0) == "for" && (asks || is_form)).then_some(1)
}

/// "The following roles: reader, editor", "two kinds of users: readers and editors": the token after the colon.
fn has_roles(words: Words<'_>, at: usize) -> Option<usize> {
    let is_noun = words.is(at, Class::AudienceKind) && words.lower(at).ends_with('s');
    if !is_noun || at == 0 {
        return None;
    }
    let mut clause = (at + 1..at + 16).take_while(|at| words.get(*at).is_some());
    let colon = clause.find(|at| words.get(*at).is_some_and(|token| token.is(':')))?;
    words.is_word(colon + 1).then_some(colon + 1)
}

/// Whether a passage announces a list of roles: "The system has three kinds of users:".
pub(super) fn announces(passage: &Passage) -> bool {
    let words = passage.words();
    let Some(last) = words.tokens.len().checked_sub(1) else { return false };
    let is_kind = |at: usize| {
        words.is(at, Class::AudienceKind) && words.lower(at).ends_with('s')
            || words.is(at, Class::AudienceHead)
                && words.lower(at).ends_with('s')
                && (at.saturating_sub(2)..at)
                    .any(|at| words.is(at, Class::KindsOfPeople) || words.is(at, Class::KindOf))
    };
    words.get(last).is_some_and(|token| token.is(':'))
        && (last.saturating_sub(NEAR)..last).any(is_kind)
}

/// What a line announces stands within so many tokens of the colon that ends it.
const NEAR: usize = 12;

/// The role that the first words of a section on the audience are about: "Ward clerks who work nights".
pub(super) fn described(index: usize, passage: &Passage) -> Vec<Declaration> {
    let text = first_sentence(passage.text());
    let words = passage.words();
    let clause = words.tokens.iter().take(READ).position(|token| token.span().start >= text.len());
    let end = clause.unwrap_or(words.tokens.len().min(READ));
    let is_clause = |at: usize| words.is(at, Class::PlainVerb) || words.is(at, Class::Auxiliary);
    let relative = (0..end).find(|at| {
        matches!(words.lower(*at), "who" | "that" | "whose" | "with" | "in" | "seeking")
    });
    if passage.kind != Kind::Paragraph || (0..relative.unwrap_or(end)).any(is_clause) {
        return Vec::new();
    }
    let begins = split_list(text).next();
    let is_role = |part: &str| !parse(part, Some(index), Trust::Plain).is_empty();
    if begins.is_some_and(is_role) { listed(text, index) } else { Vec::new() }
}

/// "**Data provider**: an entity that has data": an entry of a glossary that defines a person.
pub(super) fn glossary_entry(index: usize, passage: &Passage) -> Vec<Declaration> {
    let (term, definition, _) = lead(passage);
    if definition.is_empty() || !defines_person(&definition) {
        return Vec::new();
    }
    let about = clipped(&definition);
    let found = parse(&term, Some(index), Trust::Listed).into_iter();
    found.map(|declaration| Declaration { about: about.clone(), ..declaration }).collect()
}

/// Whether a definition is of a person: "An entity that has data", "Any person who shares it", "Someone who pays".
pub(super) fn defines_person(definition: &str) -> bool {
    let tokens = tokens(definition);
    let words = tokens.of(definition);
    let noun = (0..words.tokens.len().min(DEFINITION)).find(|at| {
        words.is(*at, Class::People)
            || names_person(words.lower(*at))
            || matches!(words.lower(*at), "someone" | "anyone" | "individual" | "individuals")
    });
    let starts = |noun: usize| {
        (0..noun).all(|at| !words.is(at, Class::Preposition) && !words.is(at, Class::Auxiliary))
    };
    noun.filter(|noun| starts(*noun)).is_some_and(|noun| {
        (noun + 1..noun + 4).any(|at| {
            matches!(words.lower(at), "who" | "that" | "which" | "whose" | "responsible")
                || is_form_of_doing(words.lower(at))
        })
    })
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
    let about = clipped(definition.text().trim_start_matches([':', ' ']));
    let declarations = parse(term.text(), Some(index), Trust::Plain).into_iter();
    declarations.map(|declaration| Declaration { about: about.clone(), ..declaration }).collect()
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
        assert_eq!(names(&found(false)), ["ward nurse", "legal", "porter"]);
        assert_eq!(names(&found(true)), ["ward nurse", "legal", "porter", "cook"]);
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
            ("For ward nurses, tea is hot.", vec![]),
            ("The roles are open.", vec![]),
            ("It is for the kettle.", vec![]),
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
            ("The system has these users:", false),
            ("The role is:", false),
            ("The system has these roles.", false),
            ("", false),
        ] {
            let passages = passages(&format!("{text}\n"));
            assert_eq!(passages.first().is_some_and(announces), expected, "{text}");
        }
    }

    #[test]
    fn a_section_may_begin_with_who_it_is_about() {
        for (text, expected) in [
            ("Ward nurses who work nights, and cooks.", vec!["ward nurse", "cook"]),
            ("Ward nurses", vec!["ward nurse"]),
            ("Ward nurses must rest.", vec![]),
            ("Tea, and ward nurses.", vec![]),
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
        assert_eq!(entry("**Keeper**"), []);
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
    fn a_sentence_may_say_who() {
        for (text, expected) in [
            ("The primary user of the map is the field nurse.", vec!["field nurse"]),
            ("Our main customers are bakers", vec!["baker"]),
            ("Our main map is the nurse", vec![]),
            ("The users are nurses", vec![]),
            ("The primary user here at the old town by the sea is a nurse", vec![]),
            ("The primary user is", vec![]),
            ("The primary user waits", vec![]),
        ] {
            let passages = passages(text);
            assert_eq!(names(&stated(0, &passages[0])), expected, "{text}");
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
