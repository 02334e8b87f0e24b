//! What a folder has decided: its `rolecall.toml`, its persona files, and which documents belong.
//!
//! Nothing here fails as a whole. What cannot be read or used is a [`Problem`], with the file, the
//! line and what to do about it; the rest counts. A [`Config`] is a value: whoever needs it again
//! keeps it, by [`Config::root`], and calls [`load`] anew when a file it came from has changed.

mod config;
mod discover;
mod nearest;
mod patterns;
mod persona;
mod problem;
mod read;
mod role;
mod table;
mod toml;
mod yaml;

pub use config::{CONFIG_NAME, Config, Loaded, Model, Style, Term, declaration, load, load_with};
pub use discover::{Found, documents, find_config};
pub use nearest::nearest;
pub use patterns::Patterns;
pub use persona::persona_files;
pub use problem::Problem;
pub use read::{decode, read_document};
