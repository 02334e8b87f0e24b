//! The clues, in files by what they show.

pub(crate) mod code;
pub(crate) mod counted;
pub(crate) mod counterpart;
pub(crate) mod defined;
pub(crate) mod everybody;
pub(crate) mod known;
pub(crate) mod label;
pub(crate) mod listed;
pub(crate) mod machine;
pub(crate) mod modifier;
pub(crate) mod other_name;
pub(crate) mod quoted;
pub(crate) mod record;
