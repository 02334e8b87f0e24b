//! The built binary, run in folders made for the purpose.

// Clippy does not see that helpers of tests are tests.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod baseline;
mod config;
mod findings;
mod fix;
mod folder;
mod formats;
mod output_file;
mod problems;
mod roles;
mod since;
mod usage;
