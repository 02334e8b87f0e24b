//! Whether a document is about buying and selling.
//!
//! In the plans of a shop, a marketplace or a booking site a customer is whoever buys there: a party
//! to the sale beside the merchant, and no vaguer than the goods. Everywhere else "customer" leaves
//! open who is meant. What tells the one from the other is how thick the words of trade stand: 6 to
//! 65 in a thousand in the public documents of the first sort that were looked at, under 3 in the
//! others.

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::RandomState;

use crate::passage::Passage;
use crate::words::TokenKind;

const WORDS: &[&str] = &[
    "booking",
    "cart",
    "catalog",
    "catalogue",
    "checkout",
    "delivery",
    "invoice",
    "marketplace",
    "merchant",
    "order",
    "purchase",
    "refund",
    "reservation",
    "retailer",
    "seller",
    "shipping",
    "shop",
    "store",
    "storefront",
    "vendor",
];
/// How many different words of trade a document has that is about it.
const KINDS: u32 = 3;
/// How many stand in a segment that is about it, and at least one in how many words.
const LEAST: usize = 5;
const ONE_IN: usize = 180;

/// The words of trade in a segment that is thick with them, as a set of bits; else none.
pub(crate) fn words_of(passages: &[Passage]) -> u32 {
    let (mut kinds, mut found, mut words) = (0, 0, 0);
    for passage in passages {
        let text = passage.words();
        for (index, token) in text.tokens.iter().enumerate() {
            if token.kind == TokenKind::Word {
                words += 1;
                if let Some(kind) = kind(text.lower(index)) {
                    found += 1;
                    kinds |= 1 << kind;
                }
            }
        }
    }
    if found >= LEAST && found * ONE_IN >= words { kinds } else { 0 }
}

/// The index of a word of trade, singular or plural, in lower case.
fn kind(word: &str) -> Option<usize> {
    static KINDS: LazyLock<HashMap<String, usize, RandomState>> = LazyLock::new(|| {
        let words = WORDS.iter().enumerate();
        let all = words.flat_map(|(kind, word)| {
            let plural = if *word == "delivery" { "deliveries".into() } else { format!("{word}s") };
            [((*word).to_owned(), kind), (plural, kind)]
        });
        all.collect()
    });
    KINDS.get(word).copied()
}

/// Whether a document is about trade, by the words of trade in each of its segments.
pub(crate) fn is_trade(segments: impl Iterator<Item = u32>) -> bool {
    let (mut kinds, mut thick, mut all) = (0_u32, 0, 0);
    for segment in segments {
        kinds |= segment;
        thick += usize::from(segment != 0);
        all += 1;
    }
    kinds.count_ones() >= KINDS && 3 * thick >= all
}
