//! What a product requirements document says of problems, goals and plans.

pub(crate) mod account;
pub(crate) mod model;
pub(crate) mod plan;
pub(crate) mod problem;
pub(crate) mod quantity;
pub(crate) mod requirement;
pub(crate) mod statement;
pub(crate) mod taste;
pub(crate) mod unsaid;
