//! English: words and their classes, number, articles, which language a text is in.

pub(crate) mod capitals;
pub(crate) mod generic;
pub(crate) mod grammar;
pub(crate) mod inflect;
pub(crate) mod language;
pub(crate) mod phrase;
pub(crate) mod wording;
