//! Lines and columns, in the three encodings a client may choose.

/// What a column counts. The protocol's default is [`Encoding::Utf16`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// UTF-8 bytes.
    Utf8,
    /// UTF-16 code units.
    #[default]
    Utf16,
    /// Unicode scalar values: what people call characters.
    Utf32,
}

/// A place in a text: line and column both count from zero, the column in units of an [`Encoding`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Position {
    /// The line. Lines end at `\n`, `\r\n` or a lone `\r`.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl Position {
    /// A position at `line` and `column`.
    pub fn new(line: usize, column: usize) -> Self {
        Self { line, column }
    }
}

impl Encoding {
    /// How many units `text` takes.
    pub fn width(self, text: &str) -> usize {
        match self {
            Encoding::Utf8 => text.len(),
            Encoding::Utf16 if text.is_ascii() => text.len(),
            Encoding::Utf16 => text.chars().map(char::len_utf16).sum(),
            Encoding::Utf32 => text.chars().count(),
        }
    }

    /// The byte offset in `line` of `column`, rounded down to the start of a character where the
    /// column points into one, and to the end of the line where it points beyond.
    pub fn offset(self, line: &str, column: usize) -> usize {
        let mut units = 0;
        for (offset, character) in line.char_indices() {
            units += match self {
                Encoding::Utf8 => character.len_utf8(),
                Encoding::Utf16 => character.len_utf16(),
                Encoding::Utf32 => 1,
            };
            if units > column {
                return offset;
            }
        }
        line.len()
    }
}
