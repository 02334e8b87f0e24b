//! Whether a document is about buying and selling.
//!
//! In the plans of a shop, a marketplace or a booking site a customer is the one who buys there: a party
//! to the sale beside the merchant, and no vaguer than the goods. Everywhere else "customer" leaves
//! open who is meant. What tells the one from the other is how frequent the commerce terms are: 6 to
//! 65 in a thousand in the public documents of the first sort that were looked at, under 3 in the
//! others.

use std::collections::HashMap;
use std::iter::Sum;
use std::sync::LazyLock;

use foldhash::fast::RandomState;

use crate::text::passage::Passage;
use crate::text::token::TokenKind;
use crate::words::Class;

/// How many different commerce terms a document has that is about it.
const KINDS: u32 = 3;
/// How many stand in it, and at least one in how many words.
const LEAST: usize = 5;
const ONE_IN: usize = 180;

/// The commerce terms among those of a text. The counts of two texts are summed: so where one segment of a
/// document ends and the next begins does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct CommerceTerms {
    /// Which there are, as a set of bits.
    kinds: u32,
    /// How many.
    found: usize,
    /// How many words there are in all.
    words: usize,
}

impl CommerceTerms {
    pub fn of(passages: &[Passage]) -> Self {
        let mut terms = Self::default();
        for passage in passages {
            let text = passage.words();
            for (index, token) in text.tokens.iter().enumerate() {
                if token.kind == TokenKind::Word {
                    terms.words += 1;
                    if text.is(index, Class::CommerceForm) {
                        terms.found += 1;
                        terms.kinds |= kind(text.lower(index)).map_or(0, |kind| 1 << kind);
                    }
                }
            }
        }
        terms
    }

    /// Whether a text with these words is about commerce.
    pub fn is_frequent(self) -> bool {
        self.kinds.count_ones() >= KINDS && self.found >= LEAST && self.found * ONE_IN >= self.words
    }
}

impl Sum for CommerceTerms {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::default(), |sum, part| Self {
            kinds: sum.kinds | part.kinds,
            found: sum.found + part.found,
            words: sum.words + part.words,
        })
    }
}

/// The index of a commerce term, singular or plural, in lower case.
fn kind(word: &str) -> Option<usize> {
    static KINDS: LazyLock<HashMap<String, usize, RandomState>> = LazyLock::new(|| {
        let words = Class::Commerce.words().enumerate();
        let all = words.flat_map(|(kind, word)| {
            let plural = if word == "delivery" { "deliveries".into() } else { format!("{word}s") };
            [(word.to_owned(), kind), (plural, kind)]
        });
        all.collect()
    });
    KINDS.get(word).copied()
}

#[cfg(test)]
mod tests {
    use markdown::Document;

    use super::*;

    /// Comments that nobody sees move the places at which a document is cut.
    #[test]
    fn what_is_not_read_does_not_count() {
        let shop = "The cart holds an order until checkout, and the merchant sends an invoice.\n\n";
        let other =
            "A nurse opens the chart of the ward and notes down what was given at night.\n\n";
        let comment = format!("<!-- {} -->\n\n", "x".repeat(700));
        for (shops, others, expected) in [(3, 160, true), (3, 170, false)] {
            let plain = [shop.repeat(shops), other.repeat(others)].concat();
            let commented = plain.replace("\n\n", &format!("\n\n{comment}"));
            for text in [plain, commented] {
                let document = Document::new(&text);
                let segments = document.segments().map(|(_, segment)| Passage::of(segment));
                let terms: Vec<CommerceTerms> =
                    segments.map(|passages| CommerceTerms::of(&passages)).collect();
                assert!(terms.len() > 2);
                assert_eq!(
                    terms.into_iter().sum::<CommerceTerms>().is_frequent(),
                    expected,
                    "{others}"
                );
            }
        }
    }

    #[test]
    fn commerce_terms_are_several_and_frequent() {
        for (kinds, found, words, expected) in [
            (0b111, 5, 900, true),
            (0b111, 5, 901, false),
            (0b11, 5, 10, false),
            (0b111, 4, 10, false),
            (0b1011, 50, 9000, true),
        ] {
            let terms = CommerceTerms { kinds, found, words };
            assert_eq!(terms.is_frequent(), expected, "{terms:?}");
        }
        let of = |text: &str| CommerceTerms::of(&crate::text::passage::tests::passages(text));
        let (one, other) = (of("An order, two orders."), of("A cart (5)."));
        assert_eq!((one.kinds.count_ones(), one.found, one.words), (1, 2, 4));
        let sum: CommerceTerms = [one, other].into_iter().sum();
        assert_eq!((sum.kinds, sum.found, sum.words), (one.kinds | other.kinds, 3, 6));
        assert_ne!(one.kinds, other.kinds);
    }
}
