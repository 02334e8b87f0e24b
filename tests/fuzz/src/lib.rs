//! What is fed with random bytes. Each body is a function of the bytes and panics where a promise is broken.
//!
//! The smoke test runs each for a moment with bytes from a seeded generator; `tests/fuzz/fuzz` has a target of
//! cargo-fuzz for each.

// Clippy lets tests unwrap, but does not see that all of this is one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod configuration;
mod edits;
mod stories;
mod text;
mod wire;

pub use configuration::configuration;
pub use edits::edits;
pub use stories::stories;
pub use wire::wire;
