//! The language server: the only crate that knows LSP.
//!
//! A document's text changes in the order of the wire, before anything that came later is looked at;
//! what is said about it comes from snapshots. See [`wire`] for what a session can rely on,
//! [`documents`] for the state, [`publisher`] for the diagnostics and [`features`] for what is answered to requests.

mod capabilities;
mod client;
mod convert;
mod diagnostics;
mod documents;
mod features;
mod indexes;
mod lock;
mod notifications;
mod panics;
mod projects;
mod published;
mod publisher;
mod pulled;
mod resolver;
mod roles;
mod server;
mod session;
mod settings;
mod sync;
mod uri;
mod watch;
pub mod wire;

/// Serves the client on standard input and output, and returns the exit code of the process. A client that does not say
/// how it counts the letters of a line is taken to count as `unsaid`.
///
/// # Errors
///
/// What the system said when it refused a thread or a timer.
pub fn run(unsaid: markdown::Encoding) -> std::io::Result<u8> {
    // Before anybody waits for it.
    std::thread::Builder::new().spawn(review::warm_up)?;
    wire::run(move |outbox| {
        panics::log_to(outbox.clone());
        server::build(outbox, unsaid)
    })
}
