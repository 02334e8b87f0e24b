//! Links: from a number to the place that it counts.

use crate::facts::{File, Place};

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
