//! The built binary, run in folders made for the purpose.

// Clippy does not see that helpers of tests are tests.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod config;
mod findings;
mod fix;
mod folder;
mod kinds;
mod manual;
#[cfg(unix)]
mod pages;
mod problems;
mod roles;
mod specifications;
mod usage;
