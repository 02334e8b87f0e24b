//! What a report is made of.

use review::{Role, RoleKind};

/// All there is to say of a project.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// What the project is called.
    pub name: String,
    /// The files that places are in.
    pub files: Vec<File>,
    /// The documents.
    pub documents: Vec<Document>,
    /// The roles.
    pub people: Vec<Person>,
    /// How it was, the oldest first; empty where nobody asked.
    pub history: Vec<Point>,
}

/// A file that a place is in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct File {
    /// Its path as people see it.
    pub shown: String,
    /// Its address, fit for a link, without a line.
    pub address: String,
}

/// A place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Which of the files.
    pub file: usize,
    /// The line, from 1; 0 for the file as a whole.
    pub line: usize,
}

/// A document.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// Which of the files it is.
    pub file: usize,
    /// How many stories it tells.
    pub stories: usize,
    /// The stories that name nobody in particular: their lines.
    pub generic_stories: Vec<usize>,
    /// What those cost, in dollars.
    pub owed: usize,
    /// Generic words outside the stories: their lines.
    pub generic_words: Vec<usize>,
}

/// A role, and where it is named.
#[derive(Debug, Clone, Default)]
pub struct Person {
    /// What is known of it.
    pub role: Role,
    /// Which of the people it serves. Whom nobody knows is in `role.serves` alone.
    pub serves: Vec<usize>,
    /// Which of the people it buys for, likewise.
    pub buys_for: Vec<usize>,
    /// Which of the people it reports to, likewise.
    pub reports_to: Vec<usize>,
    /// Where it is declared.
    pub declared: Vec<Place>,
    /// The stories of the role.
    pub stories: Vec<Story>,
    /// Where else it is named.
    pub mentions: Vec<Place>,
}

impl Person {
    /// Returns the kind of the role in words; nothing where it has none.
    pub fn kind_in_words(&self) -> &'static str {
        self.role.kind.map_or("", kind_in_words)
    }
}

/// Returns a kind of role in words.
pub fn kind_in_words(kind: RoleKind) -> &'static str {
    match kind {
        RoleKind::EndUser => "end user",
        kind => kind.name(),
    }
}

/// A story of a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    /// Where it is.
    pub place: Place,
    /// What is wanted.
    pub want: String,
}

/// How a project was at one time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Point {
    /// The day, as `2026-11-22`.
    pub day: String,
    /// The commit, in short.
    pub commit: String,
    /// How many documents there were.
    pub documents: usize,
    /// How many stories.
    pub stories: usize,
    /// How many of them named nobody in particular.
    pub generic_stories: usize,
    /// What those cost, in dollars.
    pub owed: usize,
    /// How many generic words there were outside the stories.
    pub generic_words: usize,
}
