//! Where the people who build a product speak of their own taste, habits or experience.

use std::sync::LazyLock;

use crate::english::wording::Wordings;
use crate::text::token::Words;

static TASTE: LazyLock<Wordings> = LazyLock::new(|| Wordings::read(include_str!("taste.txt")));

/// Returns the end of the words from a token on that say so, if they do: "I'd use this", "none of us would read it".
pub(crate) fn at(words: Words<'_>, at: usize) -> Option<usize> {
    TASTE.at(words, at..words.tokens.len()).map(|(_, end)| end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read() {
        TASTE.assert_read();
    }
}
