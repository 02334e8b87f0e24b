//! Sessions with the built server over its standard streams.

// Clippy lets tests unwrap, but does not see that all of this is one.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

mod agree;
mod client;
mod clients;
mod completion;
mod disk;
mod edits;
mod faults;
mod features;
mod folders;
mod fresh;
mod kinds;
mod outline;
mod project;
mod pull;
mod roles;
mod settings;
mod soak;
mod stumble;
mod watch;
mod wire;
