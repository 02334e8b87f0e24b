//! Whether a generic word stands for a person.

pub(crate) mod generic;
pub(crate) mod judge;
