//! What English words mostly are, for those of which `words.txt` does not say it: nouns for people among them.
//!
//! `lexicon.txt` is made of the counts of WordNet 3.1 by `lexicon.py`; NOTICE has its license. Where it is wrong of a word,
//! `words.txt` says what is right.

/// The number of each word of `lexicon.txt`, with a bit for each thing that it mostly is; `build.rs` makes it.
static LEXICON: phf::Map<[u8; LONGEST], u8> = include!(concat!(env!("OUT_DIR"), "/lexicon.rs"));

/// No word of the lexicon is longer, in bytes; shorter ones have zeros behind them.
const LONGEST: usize = 20;

/// What a word mostly is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Mostly {
    /// A noun for a person: "mentor".
    pub person: bool,
    /// A noun that ends like one for a person and names a thing: "container".
    pub thing: bool,
    /// An adjective, but none that says what something is of, as "medical" does: "tedious".
    pub adjective: bool,
    /// A verb: "ensure".
    pub verb: bool,
}

impl Mostly {
    /// A number for each thing or things that a word may mostly be, less than 16.
    pub fn of_number(number: u8) -> Self {
        let is = |bit: u8| number >> bit & 1 == 1;
        Self { person: is(3), thing: is(2), adjective: is(1), verb: is(0) }
    }
}

/// What the lexicon says of a word in lower case, as a number; none of one that it does not list. Zero says that it is a word
/// of ordinary English and nothing else of these.
pub(super) fn number(word: &str) -> Option<u8> {
    let mut key = [0; LONGEST];
    key.get_mut(..word.len())?.copy_from_slice(word.as_bytes());
    LEXICON.get(&key).copied()
}

/// What the lexicon says of a word in lower case.
pub(super) fn mostly(word: &str) -> Mostly {
    Mostly::of_number(number(word).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_is_found_and_is_something() {
        let mut last = "";
        for line in include_str!("lexicon.txt").lines() {
            let (word, letters) = line.split_once(' ').unwrap();
            assert!(last < word, "“{last}” must not stand before “{word}”");
            assert!(letters.chars().all(|letter| "ptavn".contains(letter)), "{line}");
            let has = |letter| letters.contains(letter);
            let is =
                Mostly { person: has('p'), thing: has('t'), adjective: has('a'), verb: has('v') };
            assert_eq!(number(word).map(Mostly::of_number), Some(is), "{line}");
            last = word;
        }
        assert!(LEXICON.len() > 20_000);
    }

    #[test]
    fn a_word_that_is_not_listed_is_nothing() {
        for word in ["", "a", "aaa", "mentorx", "zzz", "über", "nurse p", "nurse\n"] {
            assert_eq!((mostly(word), number(word)), (Mostly::default(), None), "{word}");
        }
    }

    #[test]
    fn a_word_is_what_it_mostly_is() {
        let person = Mostly { person: true, ..Mostly::default() };
        let thing = Mostly { thing: true, ..Mostly::default() };
        for (word, expected) in [
            ("mentor", person),
            ("learner", person),
            ("container", thing),
            ("tedious", Mostly { adjective: true, ..Mostly::default() }),
            ("ensure", Mostly { verb: true, ..Mostly::default() }),
            ("judge", Mostly { person: true, verb: true, ..Mostly::default() }),
            ("kettle", Mostly::default()),
        ] {
            assert_eq!(mostly(word), expected, "{word}");
        }
        assert_eq!(number("kettle"), Some(0));
    }
}
