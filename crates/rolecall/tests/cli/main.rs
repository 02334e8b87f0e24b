//! The built binary, run in folders made for the purpose.

// Clippy does not see that helpers of tests are tests.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

#[cfg(unix)]
mod action;
mod baseline;
mod book;
mod config;
mod extent;
mod findings;
mod fix;
mod folder;
mod formats;
mod kinds;
mod manual;
#[cfg(unix)]
mod names;
mod output_file;
mod overrides;
#[cfg(unix)]
mod pages;
mod places;
mod problems;
mod report;
mod repository;
mod roles;
mod screen;
mod since;
mod specifications;
mod stability;
mod statistics;
#[cfg(unix)]
mod terminal;
mod usage;
