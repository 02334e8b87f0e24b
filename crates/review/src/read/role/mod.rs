//! Roles as documents declare them: sections, titles, numbers.

pub(crate) mod declaration;
pub(crate) mod number;
pub(crate) mod title;
