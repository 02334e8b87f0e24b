//! What a text is about: the words of it that say so, and what they mean together.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use vectors::Vector;

use crate::text::token::{Words, tokens};
use crate::words::Class;

/// What a text is about.
#[derive(Debug, Clone, Default)]
pub(crate) struct Content {
    /// The words that say so, in lower case, parted by spaces.
    words: String,
    meaning: OnceLock<Option<Vector>>,
}

impl PartialEq for Content {
    fn eq(&self, other: &Self) -> bool {
        self.words == other.words
    }
}

impl Eq for Content {}

impl Content {
    /// What some tokens of a text are about.
    pub fn of(words: Words<'_>, tokens: Range<usize>) -> Self {
        let mut content = Self::default();
        let telling = tokens.filter(|at| words.lower(*at).len() > 2 && !is_stop_word(words, *at));
        for at in telling {
            content.push_word(words.lower(at));
        }
        content
    }

    /// What a text is about that is no passage.
    pub fn of_text(text: &str) -> Self {
        let tokens = tokens(text);
        Self::of(tokens.of(text), 0..tokens.len())
    }

    /// Takes in another content.
    pub fn push(&mut self, other: &Self) {
        self.push_word(&other.words);
    }

    fn push_word(&mut self, word: &str) {
        if !self.words.is_empty() && !word.is_empty() {
            self.words.push(' ');
        }
        self.words.push_str(word);
        self.meaning = OnceLock::new();
    }

    /// The words that say what it is about, in lower case.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.split(' ').filter(|word| !word.is_empty())
    }

    /// What they mean together; `None` where that is known of none.
    pub fn meaning(&self) -> Option<&Vector> {
        self.meaning.get_or_init(|| vectors::of(self.words())).as_ref()
    }

    /// How near another content is in meaning: -1 to 1, and 0 where that is not known.
    pub fn cosine(&self, other: &Self) -> f64 {
        match (self.meaning(), other.meaning()) {
            (Some(one), Some(other)) => f64::from(one.cosine(other)),
            _ => 0.0,
        }
    }
}

fn is_stop_word(words: Words<'_>, at: usize) -> bool {
    let classes = [Class::FunctionWord, Class::GenericForm, Class::StopWord];
    classes.into_iter().any(|class| words.is(at, class))
}

/// Endings off, so that "schedules" and "scheduling" meet. Crude on purpose: only equality matters.
pub(super) fn stem(word: &str) -> Cow<'_, str> {
    let word = word.trim_end_matches("'s");
    // What goes, and what comes instead.
    const ENDINGS: [(&str, &str); 17] = [
        ("ions", ""),
        ("ion", ""),
        ("ments", ""),
        ("ment", ""),
        ("ingly", ""),
        ("ings", ""),
        ("ing", ""),
        ("ities", ""),
        ("ies", "y"),
        ("ers", ""),
        ("ors", ""),
        ("ed", ""),
        ("es", ""),
        ("er", ""),
        ("ly", ""),
        ("s", ""),
        ("e", ""),
    ];
    for (ending, instead) in ENDINGS {
        let Some(stem) = word.strip_suffix(ending) else { continue };
        // "schedulATion"
        let is_whole = match ending {
            "ions" | "ion" => stem.strip_suffix("at").is_some_and(|root| root.len() >= 3),
            _ => stem.len() >= 3,
        };
        if is_whole {
            return match instead {
                "" => Cow::Borrowed(stem),
                _ => Cow::Owned(format!("{stem}{instead}")),
            };
        }
    }
    Cow::Borrowed(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_that_tell_count() {
        let content = Content::of_text("The user is to see Invoices, and their due dates.");
        assert_eq!(content.words().collect::<Vec<_>>(), ["invoices", "due", "dates"]);
        assert_eq!(Content::of_text("").words().count(), 0);
        let mut both = Content::of_text("invoices");
        both.push(&Content::of_text("refunds"));
        both.push(&Content::default());
        assert_eq!(both.words().collect::<Vec<_>>(), ["invoices", "refunds"]);
    }

    #[test]
    fn forms_of_a_word_meet() {
        for (one, other) in [
            ("schedules", "scheduling"),
            ("invoices", "invoice"),
            ("deliveries", "delivery"),
            ("paid", "paid"),
        ] {
            assert_eq!(stem(one), stem(other), "{one}, {other}");
        }
        assert_ne!(stem("nation"), stem("nat"));
    }

    #[test]
    fn what_is_alike_is_near() {
        let near = |one: &str, other: &str| Content::of_text(one).cosine(&Content::of_text(other));
        assert!(
            near("doses of medicine", "pills for patients")
                > near("doses of medicine", "tax forms") + 0.2
        );
        assert_eq!(near("", "doses"), 0.0);
        let mut grown = Content::of_text("tax forms");
        let before = grown.cosine(&Content::of_text("medicine"));
        grown.push(&Content::of_text("medicine"));
        assert!(grown.cosine(&Content::of_text("medicine")) > before, "it is read anew");
    }
}
