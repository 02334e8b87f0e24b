//! What becomes of a panic of ours: it is caught where it happens, and told in the client's log.

use std::any::Any;
use std::collections::HashSet;
use std::panic::{self, PanicHookInfo};
use std::sync::{Mutex, PoisonError};

use tower_lsp::lsp_types::MessageType;

use crate::wire::Outbox;

/// Has the place in the code where a panic happens go to the client's log, each place once, instead of
/// standard error. Which document it was over is told by whoever catches it.
pub fn log_to(outbox: Outbox) {
    let told: Mutex<HashSet<String>> = Mutex::default();
    let default = panic::take_hook();
    panic::set_hook(Box::new(move |panic: &PanicHookInfo<'_>| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let message = panic.payload_as_str().unwrap_or("a panic");
        if told.lock().unwrap_or_else(PoisonError::into_inner).insert(place.clone()) {
            outbox.log(MessageType::ERROR, format!("rolecall stumbled at {place}: {message}"));
        }
        // Here, in the main thread, is the wire: what ends that is not written to the log any more.
        if std::thread::current().name() == Some("main") {
            default(panic);
        }
    }));
}

/// What a panic said.
pub fn said(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("a panic").to_owned()
}

/// A fault on purpose, so that tests can see what becomes of one: where the environment variable
/// `ROLECALL_STUMBLE` holds a word, this panics over a text with "WORD in WORK". A release build has
/// none.
pub fn over<T: AsRef<str>>(work: &str, text: impl FnOnce() -> T) {
    if cfg!(debug_assertions)
        && let Some(word) = std::env::var("ROLECALL_STUMBLE").ok().filter(|word| !word.is_empty())
    {
        assert!(!text().as_ref().contains(&format!("{word} in {work}")), "a fault on purpose");
    }
}
