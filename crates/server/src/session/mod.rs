//! What the handlers of a session share, and what happens between them: which settings apply to a document, when its
//! project is read, who hears of a change. Each module holds what changes together.

mod folders;
mod progress;
mod projects;
mod settings;
mod state;
mod watching;

pub use self::state::Session;
