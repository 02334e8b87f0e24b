//! Which of the known roles is meant at a place, and how sure that is.
//!
//! What is known of each role is compared with the place ([`ranker`]) in a handful of measures ([`feature`]). Their
//! weights, and how sure the best role then is, were fitted to places whose role is known ([`weights`]). What is said
//! follows from that ([`choice`]).

mod bag;
mod beside;
pub(crate) mod choice;
pub(crate) mod content;
pub(crate) mod feature;
pub(crate) mod place;
pub(crate) mod ranker;
mod reason;
pub mod weighing;
mod weights;
