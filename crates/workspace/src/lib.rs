//! The documents of a project together: which roles they declare and name, and where.
//!
//! An [`Index`] is a value. Whoever keeps one makes a new one of it when a document has changed;
//! whoever reads it holds a snapshot.

mod draft;
mod index;
pub mod known;
pub mod parallel;

/// How many documents of a project are read. More are no project of product documents.
pub const LIMIT: usize = 10_000;

/// The longest document that is looked into without being named or open, in bytes.
pub const LONGEST: u64 = 4 << 20;

pub use draft::{Draft, draft};
pub use index::{Change, Count, File, Index, Source};
