//! What English words mostly are, for those of which `words.txt` does not say it: nouns for people among them.
//!
//! `lexicon.txt` is made of the counts of WordNet 3.1 by `lexicon.py`; NOTICE has its license. Where it is wrong of a word,
//! `words.txt` says what is right.

/// The letters of each word of `lexicon.txt`, one for each thing that it mostly is.
static LEXICON: phf::Map<&str, &str> = include!(concat!(env!("OUT_DIR"), "/lexicon.rs"));

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

/// What the lexicon says of a word in lower case; nothing of one that it does not list.
pub(super) fn mostly(word: &str) -> Mostly {
    let letters = LEXICON.get(word).copied().unwrap_or_default();
    let has = |letter| letters.bytes().any(|byte| byte == letter);
    Mostly { person: has(b'p'), thing: has(b't'), adjective: has(b'a'), verb: has(b'v') }
}

/// Whether the lexicon lists a word, in lower case: it is one of ordinary English.
pub(super) fn lists(word: &str) -> bool {
    LEXICON.contains_key(word)
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
            assert!(
                lists(word) && letters.chars().all(|letter| "ptavn".contains(letter)),
                "{line}"
            );
            let is = mostly(word);
            assert_eq!(is == Mostly::default(), letters == "n", "{line}");
            last = word;
        }
        assert!(LEXICON.len() > 20_000);
    }

    #[test]
    fn a_word_that_is_not_listed_is_nothing() {
        for word in ["", "a", "aaa", "mentorx", "zzz", "über", "nurse p", "nurse\n"] {
            assert_eq!((mostly(word), lists(word)), (Mostly::default(), false), "{word}");
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
        assert!(lists("kettle"));
    }
}
