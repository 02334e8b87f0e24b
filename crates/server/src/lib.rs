//! The language server: the only crate that knows LSP.

mod backend;
pub mod wire;

/// Serves the client on standard input and output, and returns the exit code of the process.
///
/// # Errors
///
/// What the system said when it refused a thread or a timer.
pub fn run() -> std::io::Result<u8> {
    wire::run(backend::build)
}
