//! What a clue is.

use crate::english::phrase::Reading;
use crate::person::verdict::Because;
use crate::read::section::Topic;

/// Something that shows a word to be no person. A clue is a value: the table in [`crate::person`] holds all of them in
/// order, and the judgement is nothing but this table.
pub struct Clue {
    /// Its name: `noun-after`.
    pub name: &'static str,
    /// How much of the document it looks at.
    pub(crate) level: Level,
    /// Which words it can speak of.
    pub(crate) of: Words,
    /// What it shows the word to be.
    pub(crate) says: Because,
    docs: &'static str,
    /// Whether it applies to a word.
    pub(crate) applies: fn(&Case<'_>) -> bool,
}

/// How much of the document a clue looks at. What a passage shows is kept with its segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// The passage that the word stands in.
    Passage,
    /// The section, by the headings above.
    Section,
    /// What the project has decided.
    Project,
    /// The whole document.
    Document,
}

/// Kinds of words, as a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Words(u8);

impl Words {
    /// Generic words: "user", "user's".
    pub const GENERIC: Self = Self(0b001_001);
    /// Other names of roles: an alias.
    pub const ALIAS: Self = Self(0b010_010);
    /// Any words that a rule is about: a term to avoid, a persona's number.
    pub const OTHER: Self = Self(0b100_100);
    /// Generic words and aliases.
    pub const NOUNS: Self = Self(0b011_011);
    /// All of these.
    pub const ANY: Self = Self(0b111_111);
    /// Generic words without a possessive ending. One with it owns something, so it is somebody.
    pub const BARE_GENERIC: Self = Self(0b000_001);
    /// Generic words and aliases without a possessive ending.
    pub const BARE_NOUNS: Self = Self(0b000_011);
    /// Generic words with a possessive ending.
    pub const OWNERS: Self = Self(0b001_000);

    const BARE: Self = Self(0b000_111);

    /// Those of the set that have a possessive ending, or those that have none.
    pub fn with_ending(self, possessive: bool) -> Self {
        if possessive { Self(self.0 & !Self::BARE.0) } else { Self(self.0 & Self::BARE.0) }
    }

    /// Whether the sets share anything.
    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// A word to be judged, with what is known around it.
pub(crate) struct Case<'a> {
    pub reading: Reading<'a>,
    /// What sort of word it is.
    pub of: Words,
    /// The generic word, in the singular and in lower case; empty for other words.
    pub term: &'a str,
    /// What is known beyond the passage; nothing where only the passage is asked.
    pub around: Option<&'a dyn Around>,
}

impl<'a> std::ops::Deref for Case<'a> {
    type Target = Reading<'a>;

    fn deref(&self) -> &Reading<'a> {
        &self.reading
    }
}

/// What is known beyond the passage of a word.
pub(crate) trait Around {
    /// What the section is about.
    fn topic(&self, case: &Case<'_>) -> Topic;
    /// Whether the project allows the generic word.
    fn allows(&self, case: &Case<'_>) -> bool;
    /// Whether the house style gives the generic word a meaning.
    fn has_style_for(&self, case: &Case<'_>) -> bool;
    /// The sense in which the document uses the generic word elsewhere.
    fn sense(&self, case: &Case<'_>) -> Option<Because>;
    /// Whether the generic word is the buyer's name, in a document about trade.
    fn is_buyer(&self, case: &Case<'_>) -> bool;
    /// Whether the generic word is a declared role, or ends the name of a known one.
    fn is_of_role(&self, case: &Case<'_>) -> bool;
    /// Whether a generic word overlaps an alias and means nobody.
    fn is_nobody_inside(&self, case: &Case<'_>) -> bool;
}

impl Clue {
    /// A clue, as `clue!` makes it.
    pub(crate) const fn new(
        name: &'static str,
        level: Level,
        of: Words,
        says: Because,
        docs: &'static str,
        applies: fn(&Case<'_>) -> bool,
    ) -> Self {
        Self { name, level, of, says, docs, applies }
    }

    /// Its documentation in Markdown: what it looks at, and examples. In these, carets mark the words that the clue
    /// decides.
    pub fn docs(&self) -> String {
        let lines = self.docs.lines().map(|line| line.strip_prefix(' ').unwrap_or(line));
        lines.collect::<Vec<_>>().join("\n").trim().to_owned()
    }

    /// What it looks at, in a sentence.
    pub fn summary(&self) -> String {
        self.docs().split("\n\n").next().unwrap_or_default().replace('\n', " ")
    }
}

impl std::fmt::Debug for Clue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl PartialEq for Clue {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Clue {}

/// Declares a clue: its documentation as a doc comment, its name, its level, the words it can speak of, what it says,
/// and its function.
macro_rules! clue {
    ($(#[doc = $doc:literal])+ $clue:ident, $name:literal, $level:ident, $of:ident, $says:ident, $applies:expr) => {
        $(#[doc = $doc])+
        pub(crate) static $clue: $crate::person::clue::Clue = $crate::person::clue::Clue::new(
            $name,
            $crate::person::clue::Level::$level,
            $crate::person::clue::Words::$of,
            $crate::person::verdict::Because::$says,
            concat!($($doc, "\n"),+),
            $applies,
        );
    };
}
pub(crate) use clue;
