//! The table of words: one list of words, each with its classes.
//!
//! A word is a line of `words.txt`; what a class is says [`Class`]. A token looks its word up once, and whether it is of
//! a class is then one AND.

mod class;
mod lexicon;
mod table;

pub(crate) use class::Class;
pub(crate) use table::{Id, id, is_in_dictionary, is_ordinary};
