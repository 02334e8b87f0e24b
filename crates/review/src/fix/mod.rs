//! What fixes are made of: edits, and the building blocks that several rules use. None knows a rule.

pub(crate) mod comment;
pub(crate) mod directive;
pub(crate) mod edit;
pub(crate) mod replace;
pub(crate) mod section;
