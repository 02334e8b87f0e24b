//! Any bytes are a session: it ends when they do, and all that comes back are whole messages.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde_json::Value;
use serde_json::value::RawValue;
use server::wire::{Notifications, Outbox, serve};
use tokio::runtime::{Builder, Runtime};
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{InitializeParams, InitializeResult};
use tower_lsp::{LanguageServer, LspService};

struct Backend;

#[tower_lsp::async_trait]
impl LanguageServer for Backend {
    async fn initialize(&self, _: InitializeParams) -> Result<InitializeResult> {
        Ok(InitializeResult::default())
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }
}

impl Notifications for Backend {
    fn receive(&self, method: &str, params: Box<RawValue>) {
        assert!(serde_json::from_str::<Value>(params.get()).is_ok(), "{method} {params}");
    }
}

/// The headers of a message, whose length `\u{1}` stands for, and the beginnings of some messages.
const PIECES: &[&str] = &[
    "Content-Length: ",
    "content-length:",
    "\r\n",
    "\r\n\r\n",
    "\n",
    "Content-Type: x\r\n",
    "2",
    "17",
    "99999999999999999999",
    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"capabilities\":{}}}",
    "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"shutdown\"}",
    "{\"jsonrpc\":\"2.0\",\"method\":\"exit\"}",
    "{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didChange\",\"params\":{\"a\":\"\\ud800\"}}",
    "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"no/such\"}",
    "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":null}",
    "[]",
    "{}",
    "null",
    "\"",
    "\\ud83d",
    "{\"id\":1}",
    "{\"method\":1}",
    "\u{0}",
    "\u{ff}",
];

static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| Builder::new_current_thread().enable_all().build().unwrap());

/// Plays a session of these bytes. Those below [`PIECES`]' number stand for a piece, those above 0xe0 for one in a
/// frame, the rest for themselves.
pub fn wire(bytes: &[u8]) {
    let mut input = Vec::new();
    // What was whole is answered, whatever comes behind it.
    let first = [
        r#"{"jsonrpc":"2.0","id":90,"method":"initialize","params":{"capabilities":{}}}"#,
        r#"{"jsonrpc":"2.0","id":91,"method":"no/such"}"#,
        r#"{"jsonrpc":"2.0","id":92,"method":"no/such"}"#,
    ];
    for message in first {
        input.extend(format!("Content-Length: {}\r\n\r\n{message}", message.len()).bytes());
    }
    for byte in bytes {
        let at = usize::from(*byte);
        if let Some(piece) = at.checked_sub(0xe0).and_then(|at| PIECES.get(at)) {
            input.extend(format!("Content-Length: {}\r\n\r\n{piece}", piece.len()).bytes());
        } else if let Some(piece) = PIECES.get(at) {
            input.extend(piece.bytes());
        } else {
            input.push(*byte);
        }
    }
    let mut output = Vec::new();
    let handlers = RUNTIME.handle().clone();
    let build = |_: Outbox| LspService::new(|_| Backend);
    let code = RUNTIME.block_on(serve(input.as_slice(), &mut output, handlers, build));
    assert!(code < 2);
    let mut answered = BTreeSet::new();
    let mut rest = output.as_slice();
    while !rest.is_empty() {
        let end = rest.windows(4).position(|four| four == b"\r\n\r\n").expect("headers end");
        let (headers, body) = rest.split_at(end + 4);
        let headers = String::from_utf8(headers.to_vec()).unwrap();
        let length = headers.strip_prefix("Content-Length: ").expect("no other header");
        let (body, behind) = body.split_at(length.trim().parse().unwrap());
        let message: Value = serde_json::from_slice(body).expect("a message is JSON");
        assert!(message["jsonrpc"] == "2.0", "{message}");
        answered.extend(message["id"].as_u64());
        rest = behind;
    }
    assert!([90, 91, 92].iter().all(|id| answered.contains(id)), "{answered:?}");
}
