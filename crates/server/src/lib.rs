//! The language server: the only crate that knows LSP.

pub mod wire;
