//! How near are two texts in meaning? A vector for a text, from vectors of English words.
//!
//! `vectors.bin` is made by `make.py`, which says how. It has a vector for each of 26,503 word pieces: whole
//! words, and parts of those that are rarer.

mod fold;
mod table;

#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use table::{DIMENSIONS, Table};

static TABLE: LazyLock<Option<Table>> =
    LazyLock::new(|| Table::read(include_bytes!("../vectors.bin")));

/// The direction in which the meaning of some words lies: 256 numbers, of length 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Vector([f32; DIMENSIONS]);

/// Returns the vector of a text, given the words of it that count. Their order doesn't matter, and neither
/// do capitals and accents. Left out are single letters, words with digits or with letters of other alphabets,
/// and words of more than 100 bytes; `None` if nothing remains. Each remaining word counts, the rarer the
/// more: stop words are left to the caller.
pub fn of<'w>(words: impl IntoIterator<Item = &'w str>) -> Option<Vector> {
    let table = TABLE.as_ref()?;
    let mut sum = [0.0; DIMENSIONS];
    for word in words {
        let folded = fold::fold(word);
        fold::words(&folded).for_each(|word| table.add(word, &mut sum));
    }
    Vector::unit(sum)
}

impl Vector {
    /// Returns the cosine of the angle between two vectors, from -1 to 1: 1 for texts of the same words, near
    /// 0 for texts that have nothing to do with each other.
    #[must_use]
    pub fn cosine(&self, other: &Self) -> f32 {
        dot(&self.0, &other.0).clamp(-1.0, 1.0)
    }

    fn unit(mut numbers: [f32; DIMENSIONS]) -> Option<Self> {
        let length = dot(&numbers, &numbers).sqrt();
        if !length.is_normal() {
            return None;
        }
        for number in &mut numbers {
            *number /= length;
        }
        Some(Self(numbers))
    }
}

/// Keeps eight sums side by side, which one instruction can add to: additions to one sum stay in order.
fn dot(left: &[f32; DIMENSIONS], right: &[f32; DIMENSIONS]) -> f32 {
    let mut sums = [0.0; 8];
    for (left, right) in left.chunks_exact(8).zip(right.chunks_exact(8)) {
        for (sum, (left, right)) in sums.iter_mut().zip(left.iter().zip(right)) {
            *sum += left * right;
        }
    }
    sums.iter().sum()
}
