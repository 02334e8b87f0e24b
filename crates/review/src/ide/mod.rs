//! What an editor asks of a reviewed document.

pub(crate) mod completion;
pub(crate) mod cursor;
pub(crate) mod explain;
pub(crate) mod folding;
pub(crate) mod help;
pub(crate) mod hover;
pub(crate) mod outline;
pub(crate) mod rename;
pub(crate) mod selection;
pub(crate) mod semantic_tokens;
pub(crate) mod summary;
pub(crate) mod tip_jar;
