//! How findings are printed.

pub mod concise;
pub mod json;
pub mod pretty;
