//! The built binary, run in folders made for the purpose.

// Clippy does not see that helpers of tests are tests.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod folder;
mod problems;
mod usage;

// What needs rules to be found: remove the next line once the review has them.
mod findings;
