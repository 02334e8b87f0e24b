//! What requests are answered with. Each module is one request, or the few that belong together, and has one shape: it
//! converts the request, asks the core, and converts the answer. What they share is in [`shared`], and what makes
//! an edit of the protocol of ours in [`edit`].

pub mod action;
pub mod completion;
pub mod diagnostic;
mod edit;
pub mod fold;
pub mod highlight;
pub mod hover;
pub mod inlay;
pub mod lens;
pub mod references;
pub mod rename;
pub mod select;
pub mod semantic;
pub mod shared;
mod snippet;
pub mod symbol;
pub mod symbols;
