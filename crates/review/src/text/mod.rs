//! What a text is made of: tokens, passages, lines, links.

pub mod escape;
pub(crate) mod lead;
pub(crate) mod line;
pub(crate) mod passage;
pub(crate) mod reference;
pub(crate) mod token;
