//! The file of vectors, and which of them a word is made of.
//!
//! The file is little-endian. Two 32-bit numbers come first: how many pieces can begin a word, and the
//! length of the list of pieces in bytes. Then that list, with a line feed between two pieces: those that
//! begin a word, then those that continue one, each sorted by their bytes. Then a row for each piece: a
//! scale, which is the upper half of a 32-bit float, and the numbers of its vector, two bits each. Two bits
//! say -3, -1, 1 or 3 times the scale. The lowest two bits of all bytes are the first quarter of the vector,
//! the next two the second, and so on.

/// How many numbers a vector has.
pub const DIMENSIONS: usize = 256;
/// The bytes of a row.
const ROW: usize = 2 + QUARTER;
/// The numbers of a quarter of a vector, which are also the bytes of all its numbers.
const QUARTER: usize = DIMENSIONS / 4;
/// The most bytes of a word that is looked up: what is longer is no word.
const LONGEST: usize = 100;

/// A vector for each piece of a word.
pub struct Table {
    begins: Pieces,
    continues: Pieces,
}

impl Table {
    /// Reads the file; `None` if it is damaged.
    pub fn read(file: &'static [u8]) -> Option<Self> {
        let (begins, file) = number(file)?;
        let (bytes, file) = number(file)?;
        let (list, rows) = file.split_at_checked(bytes)?;
        let mut pieces: Vec<Piece> = list.split(|byte| *byte == b'\n').map(Piece::of).collect();
        if rows.len() != pieces.len() * ROW || pieces.len() < begins {
            return None;
        }
        let continues = pieces.split_off(begins);
        let (before, after) = rows.split_at_checked(begins * ROW)?;
        Some(Self {
            begins: Pieces { pieces, rows: before },
            continues: Pieces { pieces: continues, rows: after },
        })
    }

    /// Adds the vectors of the pieces of a word, each as long as it can be; nothing if some of the word is in
    /// no piece.
    pub fn add(&self, word: &str, sum: &mut [f32; DIMENSIONS]) {
        for row in self.rows(word).unwrap_or_default() {
            row.add(sum);
        }
    }

    fn rows(&self, word: &str) -> Option<Vec<Row>> {
        let mut rest = word.as_bytes();
        if rest.len() > LONGEST {
            return None;
        }
        let mut rows = Vec::new();
        let mut pieces = &self.begins;
        while !rest.is_empty() {
            let (row, after) = pieces.longest(rest)?;
            rows.push(row);
            rest = after;
            pieces = &self.continues;
        }
        Some(rows)
    }
}

/// Part of a word. Pieces are compared by their first eight bytes as one number, which is faster, then by all.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Piece<'w> {
    start: u64,
    text: &'w [u8],
}

impl<'w> Piece<'w> {
    fn of(text: &'w [u8]) -> Self {
        let mut start = [0; 8];
        start.iter_mut().zip(text).for_each(|(to, from)| *to = *from);
        Self { start: u64::from_be_bytes(start), text }
    }
}

/// Sorted pieces, and a row for each.
struct Pieces {
    pieces: Vec<Piece<'static>>,
    rows: &'static [u8],
}

impl Pieces {
    /// Returns the longest piece that a text starts with, and what comes after it.
    fn longest<'w>(&self, text: &'w [u8]) -> Option<(Row, &'w [u8])> {
        let mut start = text;
        while !start.is_empty() {
            // The last piece that is not after `start` begins like the one that is looked for, if it is not the one.
            let wanted = Piece::of(start);
            let at = self.pieces.partition_point(|piece| *piece <= wanted).checked_sub(1)?;
            let piece = self.pieces.get(at)?.text;
            let same = piece.iter().zip(start).take_while(|(one, other)| one == other).count();
            if same == piece.len() && same > 0 {
                return Some((self.row(at)?, text.get(same..)?));
            }
            start = start.get(..same)?;
        }
        None
    }

    fn row(&self, at: usize) -> Option<Row> {
        let ([low, high], numbers) = self.rows.chunks_exact(ROW).nth(at)?.split_first_chunk()?;
        let scale = f32::from_bits(u32::from_le_bytes([0, 0, *low, *high]));
        Some(Row { scale, numbers })
    }
}

/// The vector of a piece.
struct Row {
    scale: f32,
    numbers: &'static [u8],
}

impl Row {
    fn add(&self, sum: &mut [f32; DIMENSIONS]) {
        let (factor, offset) = (2.0 * self.scale, -3.0 * self.scale);
        for (quarter, shift) in sum.chunks_exact_mut(QUARTER).zip([0, 2, 4, 6]) {
            for (number, byte) in quarter.iter_mut().zip(self.numbers) {
                *number += f32::from((byte >> shift) & 3) * factor + offset;
            }
        }
    }
}

/// Splits a 32-bit number from the start of a file.
fn number(file: &'static [u8]) -> Option<(usize, &'static [u8])> {
    let (bytes, rest) = file.split_first_chunk()?;
    Some((usize::try_from(u32::from_le_bytes(*bytes)).ok()?, rest))
}
