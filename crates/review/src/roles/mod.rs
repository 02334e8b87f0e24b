//! The roles that are known in a document, and where they are named.

pub(crate) mod alike;
pub(crate) mod mention;
pub(crate) mod relate;
pub(crate) mod vocabulary;
