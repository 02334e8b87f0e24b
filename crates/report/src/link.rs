//! Links: from a number to the place that it counts.

use crate::facts::{Facts, File, Place};

/// A link, and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What it says.
    pub text: String,
    /// Where it leads.
    pub href: String,
}

/// The address of a place.
pub fn href(files: &[File], place: Place) -> String {
    let address = files.get(place.file).map_or("", |file| &file.address);
    match place.line {
        0 => address.to_owned(),
        line => format!("{address}#L{line}"),
    }
}

/// A link to a place that says the file and the line.
pub fn named(files: &[File], place: Place) -> Link {
    let shown = files.get(place.file).map_or("", |file| &file.shown);
    let text = match place.line {
        0 => shown.to_owned(),
        line => format!("{shown}:{line}"),
    };
    Link { text, href: href(files, place) }
}

/// Where all about a role is said.
pub fn anchor(at: usize) -> String {
    format!("role-{}", at + 1)
}

/// A link to all about a role.
pub fn to_role(facts: &Facts, at: usize) -> Link {
    let name = facts.people.get(at).map_or("", |person| &person.role.name);
    Link { text: name.to_owned(), href: format!("#{}", anchor(at)) }
}
