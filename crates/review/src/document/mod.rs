//! What the whole document knows, for the judgement of each of its places.

pub(crate) mod avoided;
pub(crate) mod backlog;
pub(crate) mod facts;
pub(crate) mod gaps;
pub(crate) mod kind;
pub(crate) mod knowledge;
pub(crate) mod same_role;
pub(crate) mod sections;
pub(crate) mod tracked;
pub(crate) mod usage;
