//! Which of the known roles is meant.

pub(crate) mod rank;
