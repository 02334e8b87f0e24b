//! Single lines that say who something is for, wherever they stand, and definitions of roles.

use markdown::{Kind, Span};

use crate::read::role::declaration::{Declaration, clipped, parse};
use crate::read::role::name::{Trust, without_article};
use crate::read::section::{self, Topic};
use crate::text::lead::lead;
use crate::text::passage::Passage;
use crate::words::Class;

/// "**Target users:** nurses, ward clerks", "Primary actor: player": a line that says who, wherever
/// it stands.
pub(super) fn labelled(index: usize, passage: &Passage) -> Vec<Declaration> {
    let (label, rest, _) = lead(passage);
    let is_short = label.len() < 40 && rest.len() < 200;
    if passage.kind != Kind::Paragraph && passage.item.is_none()
        || !is_short
        || section::topic_of(&label.to_lowercase()) != Topic::Audience
    {
        return Vec::new();
    }
    let names = rest.split([',', ';', '.']).flat_map(|part| part.split(" and ")).map(str::trim);
    names
        .filter(|name| !name.is_empty())
        .flat_map(|name| parse(name, Some(index), Trust::Plain))
        .collect()
}

/// "The primary user of the map is the field representative."
pub(super) fn stated(index: usize, passage: &Passage) -> Vec<Declaration> {
    let words = passage.words();
    let is_rank = |at: usize| words.is(at, Class::AudienceRank);
    let is_noun = |at: usize| words.is(at, Class::AudienceHead);
    let named = (0..words.tokens.len().min(40)).find(|at| is_rank(*at) && is_noun(at + 1));
    let verb =
        named.and_then(|at| (at + 2..at + 8).find(|at| matches!(words.lower(*at), "is" | "are")));
    let Some(start) = verb.and_then(|verb| words.get(verb + 1)) else { return Vec::new() };
    let rest = Span::new(start.span().start, passage.text().len());
    parse(without_article(markdown::slice(passage.text(), rest)), Some(index), Trust::Plain)
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
    fn a_label_may_say_who() {
        let long = format!("Target users: nurses, {}", "x".repeat(200));
        for (text, expected) in [
            (
                "**Target users:** ward nurses, clerks; porters and cooks. Bakers",
                vec!["ward nurse", "clerk", "porter", "cook", "baker"],
            ),
            ("- Primary actor: baker\n", vec!["baker"]),
            ("Target users: kitchens", vec![]),
            ("Owner: baker", vec![]),
            ("# Target users: baker", vec![]),
            ("Target users", vec![]),
            (long.as_str(), vec![]),
        ] {
            let passages = passages(text);
            let found = labelled(3, &passages[0]);
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
