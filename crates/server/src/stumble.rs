//! What becomes of a panic of ours: it is caught where it happens, and told in the client's log.

use std::collections::HashSet;
use std::panic::{self, PanicHookInfo};
use std::sync::Mutex;

use tower_lsp::lsp_types::MessageType;

use crate::lock::lock;
use crate::wire::Outbox;

/// Has the place in the code where a panic happens go to the client's log, each place once, instead of
/// standard error. Which document it was over is told by whoever catches it.
pub fn log_to(outbox: Outbox) {
    let told: Mutex<HashSet<String>> = Mutex::default();
    let default = panic::take_hook();
    panic::set_hook(Box::new(move |panic: &PanicHookInfo<'_>| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let message = panic.payload_as_str().unwrap_or("a panic");
        if lock(&told).insert(place.clone()) {
            outbox.log(MessageType::ERROR, format!("rolecall stumbled at {place}: {message}"));
        }
        // Here, in the main thread, is the wire: what ends that is not written to the log any more.
        if std::thread::current().name() == Some("main") {
            default(panic);
        }
    }));
}
