//! Panics of ours: each is caught where it happens, and logged to the client with its place in the code.

use std::collections::HashSet;
use std::panic::{self, PanicHookInfo};
use std::sync::Mutex;

use tower_lsp::lsp_types::MessageType;

use crate::lock::lock;
use crate::wire::Outbox;

/// Sends the place in the code where a panic happens to the client's log instead of standard error, each place once.
/// What catches the panic logs which document it was about.
pub fn log_to(outbox: Outbox) {
    let logged: Mutex<HashSet<String>> = Mutex::default();
    let default = panic::take_hook();
    panic::set_hook(Box::new(move |panic: &PanicHookInfo<'_>| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let message = panic.payload_as_str().unwrap_or("a panic");
        if lock(&logged).insert(place.clone()) {
            outbox.log(MessageType::ERROR, format!("rolecall stumbled at {place}: {message}"));
        }
        // Here, in the main thread, is the wire: what ends that is not written to the log any more.
        if std::thread::current().name() == Some("main") {
            default(panic);
        }
    }));
}
