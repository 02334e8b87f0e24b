//! What fixes are made of.

pub(crate) mod all;
pub(crate) mod declare;
pub(crate) mod directive;
pub(crate) mod edit;
pub(crate) mod ignore;
pub(crate) mod number;
pub(crate) mod persona;
pub(crate) mod replace;
pub(crate) mod restate;
pub(crate) mod role;
