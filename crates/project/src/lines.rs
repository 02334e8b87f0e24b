//! The lines of a text: they end with `\n`, `\r\n` or a lone `\r`, as editors have it.

/// The byte order mark that some editors put before the first character of a file in UTF-8.
pub(crate) const BOM: char = '\u{feff}';

/// Where the lines of a text end.
#[derive(Debug, Clone)]
pub struct Lines(Vec<usize>);

impl Lines {
    /// Of a text.
    pub fn of(text: &[u8]) -> Self {
        let lone = |at: usize, byte: u8| byte == b'\r' && text.get(at + 1) != Some(&b'\n');
        let bytes = text.iter().enumerate();
        Self(
            bytes
                .filter(|(at, byte)| **byte == b'\n' || lone(*at, **byte))
                .map(|it| it.0)
                .collect(),
        )
    }

    /// The line of a byte, counted from 1.
    pub fn at(&self, offset: usize) -> usize {
        1 + self.0.partition_point(|end| *end < offset)
    }
}

/// Line and column of a byte, both counted from 1, the column in characters. No character of the text
/// may begin before it and end behind it.
pub fn place_in(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
    let column = line.trim_start_matches(BOM).chars().count() + 1;
    (Lines::of(text.as_bytes()).at(offset), column)
}

#[cfg(test)]
mod tests {
    use super::{Lines, place_in};

    #[test]
    fn lines_end_in_three_ways() {
        let lines = Lines::of(b"a\r\nb\rc");
        assert_eq!([0, 1, 2, 3, 4, 5, 99].map(|at| lines.at(at)), [1, 1, 1, 2, 2, 3, 3]);
        let lines = Lines::of(b"a\nb\r\nc\rd");
        assert_eq!([0, 1, 2, 4, 5, 6, 7].map(|at| lines.at(at)), [1, 1, 2, 2, 3, 3, 4]);
    }

    #[test]
    fn columns_count_characters() {
        let places = [0, 3, 5, 6, 7].map(|at| place_in("\u{feff}ü\rbc", at));
        assert_eq!(places, [(1, 1), (1, 1), (1, 2), (2, 1), (2, 2)]);
    }
}
