//! Roles as documents declare them: sections, titles, numbers.

mod code;
pub(crate) mod declaration;
pub(crate) mod declared;
pub(crate) mod generic_name;
mod item;
mod joined;
mod layout;
mod line;
pub(crate) mod name;
pub(crate) mod number;
mod own_name;
pub(crate) mod pattern;
pub(crate) mod said;
mod sentence;
mod subject;
mod table;
pub(crate) mod title;
pub(crate) mod traits;
pub(crate) mod used;
