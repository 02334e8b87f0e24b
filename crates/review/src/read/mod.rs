//! What a segment says by itself: sections, stories, roles, statements of a product requirements document.

pub(crate) mod commerce;
pub(crate) mod directive;
pub(crate) mod document_kind;
pub(crate) mod label;
pub(crate) mod prd;
pub(crate) mod role;
pub(crate) mod section;
pub(crate) mod section_kind;
pub(crate) mod story;
pub(crate) mod unread;
