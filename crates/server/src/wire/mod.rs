//! The wire: stands between standard input, a [`tower_lsp::LspService`] and standard output, in place of `tower_lsp::Server`,
//! which a malformed message ends and slow requests block.
//!
//! - Whatever comes in is read in order and without waiting for anything: not for a request to end, not for the client to read.
//!   Hence `exit`, edits and cancellations are never late.
//! - Every notification but `initialized` goes to [`Notifications::receive`], in order; a request sees all that came before it.
//! - A request runs in a task of its own. It is answered exactly once, though it panic or be cancelled;
//!   the one exception is a client that does not read ([`Outbox`]).
//! - Whatever goes out goes through the [`Outbox`].
//! - No message, however malformed, ends a session.

mod frame;
mod guard;
mod initialize;
mod message;
mod outbox;
mod parent;
mod surrogate;
#[cfg(test)]
mod tests;

use std::pin::pin;
use std::time::Duration;

use serde_json::value::RawValue;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::timeout;
use tower_lsp::{ClientSocket, LanguageServer, LspService};

pub use self::outbox::Outbox;

/// How long what is in progress at the end of a session has to be answered and written.
const GRACE: Duration = Duration::from_millis(300);

/// Whoever takes the client's notifications.
pub trait Notifications: Send + Sync + 'static {
    /// Takes a notification between `initialize` and `shutdown`: `textDocument/didChange` and all others, known or not,
    /// but `initialized` (which goes to [`LanguageServer::initialized`]) and those that begin with `$/`.
    ///
    /// It is called in the order of the wire, before any request that came later is started, and must not block:
    /// nothing is read until it returns. A panic in it is logged, and the session goes on.
    ///
    /// `params` is `null` where there are none. It is valid JSON, but nobody has checked what it says.
    fn receive(&self, method: &str, params: Box<RawValue>);
}

/// Serves a client until the session ends, and returns the exit code of the process: 0 if there was a `shutdown`, else 1.
///
/// A session ends with `exit`, the end of `input`, an `output` that nobody reads, or the death of `initialize.processId`.
/// Requests in progress have 300 ms then. The future is best run by [`tokio::runtime::Runtime::block_on`] of a runtime with threads
/// of its own, so that a handler which blocks does not block the wire; after it, the runtime is best
/// shut down in the background, since a read of standard input cannot be interrupted.
pub async fn serve<R, W, S>(
    input: R,
    output: W,
    build: impl FnOnce(Outbox) -> (LspService<S>, ClientSocket),
) -> u8
where
    R: AsyncRead + Unpin,
    W: AsyncWrite + Unpin,
    S: LanguageServer + Notifications,
{
    let outbox = Outbox::new();
    let mut guard = Guard::new(build(outbox.clone()), outbox.clone());
    let mut writing = pin!(outbox.write_to(output));
    let read_to_the_end = tokio::select! {
        () = guard.run(input) => true,
        _ = &mut writing => false,
    };
    if read_to_the_end {
        let settle = async {
            let _ = timeout(GRACE, guard.settle()).await;
            outbox.close();
        };
        let _ = timeout(2 * GRACE, async { tokio::join!(settle, writing) }).await;
    }
    u8::from(!guard.was_shut_down())
}

use self::guard::Guard;
