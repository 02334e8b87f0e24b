//! Long lists: what is shown of them at once, and what is folded away.

/// So many rows are shown at once; the rest is folded.
pub const ROWS: usize = 20;

/// What is shown at once, and what is folded.
#[derive(Debug, Clone, PartialEq)]
pub struct Folded<T> {
    pub shown: Vec<T>,
    pub folded: Vec<T>,
}

impl<T> Folded<T> {
    /// The first `most` shown. To fold one or two would hide more than it saves.
    pub fn new(mut all: Vec<T>, most: usize) -> Self {
        let folded = if all.len() > most + 2 { all.split_off(most) } else { Vec::new() };
        Self { shown: all, folded }
    }

    /// All of it.
    pub fn all(&self) -> impl Iterator<Item = &T> {
        self.shown.iter().chain(&self.folded)
    }
}
