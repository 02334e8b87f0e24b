//! Markdown in, spans out: the text of a document, its lines, its blocks and their prose.
//!
//! This crate is the only one that knows tree-sitter, and it knows nothing of stories, roles or
//! protocols. A [`Document`] is a row of [`Segment`]s, each with its own text and its own blocks,
//! read line by line where that is enough and by the grammar where it is not: so what an edit costs
//! is set by the segment it touches. Where one segment ends and the next begins is a function of the
//! text alone (see [`scan`]), so a document that was edited into a text is the same as one that was
//! opened with it.
//!
//! Every offset is a count of UTF-8 bytes unless its name or documentation says otherwise.

mod aside;
mod asides;
mod block;
mod document;
mod feature;
mod html;
mod inline;
mod lines;
mod plain;
mod position;
mod rewrite;
mod scan;
mod script;
mod segment;
mod simple;
mod span;
mod syntax;
mod tag;

pub use block::{Block, Item, Kind};
pub use document::{Document, Positions};
pub use inline::{Mark, MarkKind, Prose};
pub use position::{Encoding, Position};
pub use segment::{Segment, line_breaks};
pub use span::{Span, slice};
pub use syntax::Syntax;
