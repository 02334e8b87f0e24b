//! Which of the known roles is meant at a place.

pub(crate) mod rank;
