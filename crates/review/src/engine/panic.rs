//! A rule that panics, which is our fault, costs what it would have said of a part of a document, and
//! nothing else.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use crate::rules::rule::Rule;

/// A rule that panicked over a part of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaughtPanic {
    /// The rule's name.
    pub rule: &'static str,
    /// The line that the part starts on, from zero.
    pub line: usize,
    /// What the panic said.
    pub message: String,
}

/// The rules that panicked over a part, and what was said.
pub(crate) type CaughtPanics = Vec<(&'static str, String)>;

/// What a rule has to say of `text`. Nothing where it panics, which is noted.
pub(crate) fn caught<T: Default>(
    rule: &Rule,
    text: &str,
    panics: &mut CaughtPanics,
    work: impl FnOnce() -> T,
) -> T {
    let work = || {
        panic_if_marked(rule.name, || text);
        work()
    };
    // A rule only reads, so there is nothing that it could leave half done.
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        panics.push((rule.name, panic_message(panic.as_ref())));
        T::default()
    })
}

/// What a panic said.
pub fn panic_message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("a panic").to_owned()
}

static WORD: OnceLock<String> = OnceLock::new();

/// Has [`panic_if_marked`] panic from now on over a text that says "WORD in WORK", so that tests can see
/// what becomes of it; rules do so over "WORD in RULE". Does nothing in a release build.
pub fn panic_on_purpose(word: String) {
    // The first word stands.
    let _ = WORD.set(word);
}

/// A fault on purpose in `work` on a text, if it says so.
///
/// # Panics
///
/// That is its purpose, in tests of debug builds.
pub fn panic_if_marked<T: AsRef<str>>(work: &str, text: impl FnOnce() -> T) {
    if cfg!(debug_assertions)
        && let Some(word) = WORD.get()
    {
        assert!(!text().as_ref().contains(&format!("{word} in {work}")), "a fault on purpose");
    }
}
