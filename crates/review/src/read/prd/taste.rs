//! Where the people who build a product speak of their own taste, habits or experience.

use std::sync::LazyLock;

use crate::english::wording::Wordings;
use crate::text::token::Words;

static TASTE: LazyLock<Wordings> = LazyLock::new(|| Wordings::read(include_str!("taste.txt")));

/// Returns the end of the words from a token on that say so, if they do: "I'd use this", "none of us would read it".
pub(crate) fn at(words: Words<'_>, at: usize) -> Option<usize> {
    // "US-DEV-05", "US users"
    let is_name = words.text(at) == "US";
    if is_name {
        return None;
    }
    TASTE.at(words, at..words.tokens.len()).map(|(_, end)| end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_not_us() {
        let found = |text: &str| {
            let tokens = crate::text::token::tokens(text);
            at(tokens.of(text), 0).is_some()
        };
        assert!(found("us developers know what it is"));
        assert!(!found("US-DEV-05 Know what it is"));
    }

    #[test]
    fn every_line_is_read() {
        TASTE.assert_read();
    }
}
