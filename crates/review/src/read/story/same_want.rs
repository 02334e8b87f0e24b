//! Stories that want the same: what is wanted, in short, so that it can be looked up.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use foldhash::fast::RandomState;

use crate::text::token;
use crate::words::Class;

/// What a story wants, as numbers that equal each other where the wants do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Signature {
    /// Of the words as they stand.
    verbatim: u64,
    /// Of the words that matter, in their common form; none where there is no such word.
    core: Option<u64>,
    /// The same without one of them each, if there are so many that one more changes little.
    without: Vec<u64>,
}

/// From so many words on, one more may be an afterthought.
const MANY: usize = 7;

impl Signature {
    /// The signature of a want.
    pub fn of(want: &str) -> Self {
        let tokens = token::tokens(want);
        let words = tokens.of(want);
        let all = (0..tokens.len()).map(|at| words.text(at).to_lowercase());
        let all: Vec<String> = all.filter(|word| word.starts_with(char::is_alphanumeric)).collect();
        let core: Vec<String> = all.iter().filter_map(|word| common(word)).collect();
        let without = (0..core.len()).filter(|_| core.len() >= MANY).filter_map(|left_out| {
            core.get(left_out).filter(|word| is_removable(word))?;
            let rest = core.iter().enumerate().filter(|(at, _)| *at != left_out);
            Some(hash(rest.map(|(_, word)| word)))
        });
        Self {
            verbatim: hash(all.iter()),
            without: without.collect(),
            core: (!core.is_empty()).then(|| hash(core.iter())),
        }
    }

    /// Whether the words that matter are the same.
    pub fn wants_as(&self, other: &Signature) -> bool {
        self.core.is_some() && self.core == other.core
    }
}

/// A story that wants what an earlier one wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Repetition {
    /// How many stories stand before the earlier one.
    pub of: usize,
    /// Whether every word is the same.
    pub is_same: bool,
}

/// The repetitions among the stories: a number that stands for its roles, signature, and whether it is the heading over the next.
pub(crate) fn among<'a>(
    stories: impl Iterator<Item = (u64, &'a Signature, bool)>,
) -> HashMap<usize, Repetition> {
    let mut repetitions = HashMap::new();
    // The first story of each kind, by role and number; and those that have one word more.
    type Firsts = HashMap<(u64, u64), (usize, u64), RandomState>;
    let mut first = Firsts::default();
    let mut longer = Firsts::default();
    let mut heading = None;
    for (ordinal, (role, signature, is_heading)) in stories.enumerate() {
        let Some(core) = signature.core else { continue };
        let key = |number: u64| (role, number);
        let without = signature.without.iter();
        let found = first
            .get(&key(core))
            .or_else(|| longer.get(&key(core)))
            .or_else(|| without.clone().find_map(|number| first.get(&key(*number))));
        match found {
            // A heading that tells the story told below it is its title.
            Some((of, _)) if heading == Some(*of) && ordinal == of + 1 => {}
            Some((of, verbatim)) => {
                let is_same = *verbatim == signature.verbatim;
                repetitions.insert(ordinal, Repetition { of: *of, is_same });
            }
            None => {
                let here = (ordinal, signature.verbatim);
                first.insert(key(core), here);
                for number in without {
                    longer.entry(key(*number)).or_insert(here);
                }
            }
        }
        heading = is_heading.then_some(ordinal);
    }
    repetitions
}

fn hash<'a>(words: impl Iterator<Item = &'a String>) -> u64 {
    let mut hasher = DefaultHasher::new();
    words.for_each(|word| word.hash(&mut hasher));
    hasher.finish()
}

/// A word in the form that stands for all that mean the same here; none for what adds nothing.
fn common(word: &str) -> Option<String> {
    let light = Class::LightWord.has(word);
    if light {
        return None;
    }
    let same = match word {
        _ if Class::SameAsSee.has(word) => "see",
        "remove" | "erase" => "delete",
        _ if Class::SameAsEdit.has(word) => "edit",
        "display" => "show",
        "info" => "information",
        _ => return Some(stem(word)),
    };
    Some(same.to_owned())
}

/// A noun without the ending of its plural.
fn stem(word: &str) -> String {
    if word.len() < 4 || word.ends_with("ss") || word.ends_with("us") {
        return word.to_owned();
    }
    match (word.strip_suffix("ies"), word.strip_suffix('s')) {
        (Some(stem), _) if stem.len() > 2 => format!("{stem}y"),
        (_, Some(stem)) => stem.to_owned(),
        _ => word.to_owned(),
    }
}

/// Whether a want stays much the same without the word.
fn is_removable(word: &str) -> bool {
    word.chars().count() > 2
        && word.chars().all(char::is_alphabetic)
        && !Class::KeepsMeaning.has(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wants_as(one: &str, other: &str) -> bool {
        Signature::of(one).wants_as(&Signature::of(other))
    }

    #[test]
    fn words_that_add_nothing_make_no_other_want() {
        for (one, other, expected) in [
            ("see my orders", "view the order", true),
            ("remove an order", "erase orders", true),
            ("modify orders", "edit orders", true),
            ("display info", "show information", true),
            ("see entries", "see entry", true),
            ("see ties", "see tie", true),
            ("see a bus", "see bu", false),
            ("see a class", "see clas", false),
            ("see a gas", "see ga", false),
            ("see orders, now!", "see orders now", true),
            ("see orders", "see bills", false),
            ("see orders", "see new orders", false),
            ("", "", false),
            ("the", "a", false),
        ] {
            assert_eq!(wants_as(one, other), expected, "{one:?} and {other:?}");
        }
    }

    /// Which stories want what an earlier one wants: its place, whether every word is the same. A story is a role,
    /// a want, and whether it is a heading.
    fn found(stories: &[(u64, &str, bool)]) -> Vec<(usize, usize, bool)> {
        let signatures: Vec<Signature> =
            stories.iter().map(|(_, want, _)| Signature::of(want)).collect();
        let all = stories.iter().zip(&signatures);
        let repetitions = among(all.map(|((role, _, is_heading), it)| (*role, it, *is_heading)));
        let mut found: Vec<_> = repetitions
            .iter()
            .map(|(at, repetition)| (*at, repetition.of, repetition.is_same))
            .collect();
        found.sort_unstable();
        found
    }

    #[test]
    fn a_story_repeats_the_first_of_its_role_that_wants_the_same() {
        assert_eq!(found(&[(1, "see orders", false), (1, "see orders", false)]), [(1, 0, true)]);
        assert_eq!(found(&[(1, "see orders", false), (2, "see orders", false)]), []);
        assert_eq!(
            found(&[
                (1, "pay", false),
                (1, "see orders", false),
                (1, "view the order", false),
                (1, "see orders", false)
            ]),
            [(2, 1, false), (3, 1, true)]
        );
        assert_eq!(found(&[(1, "the", false), (1, "the", false)]), []);
    }

    #[test]
    fn a_title_over_its_story_is_no_repetition() {
        assert_eq!(found(&[(1, "see orders", true), (1, "see orders", false)]), []);
        assert_eq!(
            found(&[(1, "see orders", true), (1, "see orders", false), (1, "see orders", false)]),
            [(2, 0, true)]
        );
        assert_eq!(
            found(&[(1, "see orders", true), (1, "pay", false), (1, "see orders", false)]),
            [(2, 0, true)]
        );
    }

    #[test]
    fn of_a_long_want_one_word_may_differ() {
        let seven = "order fresh bread salt honey soup cheese";
        let eight = "order fresh bread salt honey soup cheese daily";
        let six = "order fresh bread salt honey soup";
        let never = "order fresh bread salt honey soup cheese never";
        let code = "order fresh bread salt honey soup cheese b2b";
        let short = "order fresh bread salt honey soup cheese xy";
        let five = "order fresh bread salt honey";
        for (one, other, expected) in [
            (seven, eight, true),
            (eight, seven, true),
            (six, seven, true),
            (seven, six, true),
            (five, six, false),
            (seven, never, false),
            (never, seven, false),
            (seven, code, false),
            (seven, short, false),
        ] {
            let expected: &[_] = if expected { &[(1, 0, false)] } else { &[] };
            assert_eq!(found(&[(1, one, false), (1, other, false)]), expected, "{one} / {other}");
        }
        // Several longer ones are compared with the first of them.
        assert_eq!(
            found(&[(1, eight, false), (1, "pay", false), (1, seven, false)]),
            [(2, 0, false)]
        );
    }
}
