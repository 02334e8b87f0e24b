//! The registry: every rule, once.

use crate::rule::Rule;

/// Every rule, by name.
pub static ALL: &[&Rule] = &[];

/// The rule of that name.
pub fn find(name: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.name == name)
}
