//! What the whole document knows: the judgement of one place needs it from the others.

pub(crate) mod avoided;
pub(crate) mod backlog;
pub(crate) mod facts;
pub(crate) mod gaps;
pub(crate) mod knowledge;
pub(crate) mod sections;
pub(crate) mod tracked;
