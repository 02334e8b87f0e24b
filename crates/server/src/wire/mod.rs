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
mod turns;

use std::io;
use std::pin::pin;
use std::time::Duration;

use serde_json::value::RawValue;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::runtime::{Builder, Handle};
use tokio::time::timeout;
use tower_lsp::{ClientSocket, LanguageServer, LspService};

use self::guard::Guard;
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

/// Serves the client on standard input and output until the session ends, and returns the exit code of the process.
///
/// It makes two runtimes: one thread for the wire alone, so that handlers which block cannot delay it or its clocks, and
/// threads for the handlers, in whose context `build` and [`Notifications::receive`] run too (so both may `tokio::spawn`).
/// Neither is waited for at the end: a read of standard input cannot be interrupted, and the process is to end now.
///
/// # Errors
///
/// What the system said when it refused a thread or a timer.
pub fn run<S>(build: impl FnOnce(Outbox) -> (LspService<S>, ClientSocket)) -> io::Result<u8>
where
    S: LanguageServer + Notifications,
{
    let handlers = Builder::new_multi_thread().enable_all().build()?;
    let wire = Builder::new_current_thread().enable_all().build()?;
    let session = serve(tokio::io::stdin(), tokio::io::stdout(), handlers.handle().clone(), build);
    let code = wire.block_on(session);
    wire.shutdown_background();
    handlers.shutdown_background();
    Ok(code)
}

/// Serves a client until the session ends, and returns the exit code: 0 if there was a `shutdown`, else 1.
///
/// A session ends with `exit`, the end of `input`, an `output` that nobody reads, or the death of `initialize.processId`.
/// Requests in progress have 300 ms then. Requests run on `handlers`, which is better not the runtime of this future ([`run`]).
pub async fn serve<R, W, S>(
    input: R,
    output: W,
    handlers: Handle,
    build: impl FnOnce(Outbox) -> (LspService<S>, ClientSocket),
) -> u8
where
    R: AsyncRead + Unpin,
    W: AsyncWrite + Unpin,
    S: LanguageServer + Notifications,
{
    let outbox = Outbox::new();
    let parts = {
        let _inside = handlers.enter();
        build(outbox.clone())
    };
    let mut guard = Guard::new(parts, outbox.clone(), handlers);
    let mut writing = pin!(outbox.write_to(output));
    let may_be_read = tokio::select! {
        biased;
        _ = &mut writing => false,
        () = guard.run(input) => true,
    };
    if may_be_read {
        let settle = async {
            let _ = timeout(GRACE, guard.settle()).await;
            outbox.close();
        };
        let _ = timeout(2 * GRACE, async { tokio::join!(settle, writing) }).await;
    }
    u8::from(!guard.was_shut_down())
}
