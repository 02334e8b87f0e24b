//! Sessions in memory, with a server that echoes, is slow, blocks, panics and asks back.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::value::RawValue;
use serde_json::{Value, json};
use tokio::io::{AsyncWriteExt, DuplexStream, duplex};
use tokio::runtime::Builder;
use tokio::sync::{Notify, oneshot};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::lsp_types::{
    ConfigurationItem, InitializeParams, InitializeResult, MessageType, ServerCapabilities,
};
use tower_lsp::{Client, LanguageServer, LspService};

use super::frame::Framer;
use super::{Notifications, Outbox, serve};

/// After this a test hangs.
const HANG: Duration = Duration::from_secs(30);

/// What a test can see and do inside the server.
#[derive(Default)]
struct Inside {
    /// Opens for `initialize` that waits.
    gate: Notify,
    /// How many slow requests have been dropped.
    dropped: AtomicUsize,
    /// Lets blocked threads go.
    released: AtomicBool,
    /// How many slow or blocking requests have begun.
    begun: AtomicUsize,
}

struct Backend {
    client: Client,
    outbox: Outbox,
    inside: Arc<Inside>,
    seen: Mutex<Vec<(String, Value)>>,
}

#[tower_lsp::async_trait]
impl LanguageServer for Backend {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let options = params.initialization_options.clone().unwrap_or_default();
        if options["wait"] == true {
            self.inside.gate.notified().await;
        }
        if options["fail"] == true {
            return Err(Error::invalid_params("as you like it"));
        }
        let experimental = Some(serde_json::to_value(params).unwrap());
        let capabilities = ServerCapabilities { experimental, ..Default::default() };
        Ok(InitializeResult { capabilities, server_info: None })
    }

    async fn initialized(&self, _: tower_lsp::lsp_types::InitializedParams) {
        self.outbox.log(MessageType::INFO, "initialized");
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }
}

impl Notifications for Backend {
    fn receive(&self, method: &str, params: Box<RawValue>) {
        assert_ne!(method, "test/panic", "a notification gone wrong");
        let params: Value = serde_json::from_str(params.get()).unwrap();
        if method == "test/publish" {
            let version = params["version"].as_i64().unwrap();
            let message = "x".repeat(params["bytes"].as_u64().unwrap() as usize);
            let diagnostic =
                tower_lsp::lsp_types::Diagnostic::new_simple(Default::default(), message);
            self.outbox.publish("file:///a", i32::try_from(version).ok(), &[diagnostic]);
        }
        self.seen.lock().unwrap().push((method.to_owned(), params));
    }
}

/// Counts its end.
struct Dropped(Arc<Inside>);

impl Drop for Dropped {
    fn drop(&mut self) {
        self.0.dropped.fetch_add(1, Ordering::SeqCst);
    }
}

impl Backend {
    async fn echo(&self, params: Value) -> Result<Value> {
        Ok(params)
    }

    async fn large(&self, bytes: usize) -> Result<String> {
        Ok("x".repeat(bytes))
    }

    async fn seen(&self) -> Result<Value> {
        let seen = self.seen.lock().unwrap();
        Ok(seen.iter().map(|(method, params)| json!([method, params])).collect())
    }

    async fn slow(&self) -> Result<()> {
        let _dropped = Dropped(self.inside.clone());
        self.inside.begun.fetch_add(1, Ordering::SeqCst);
        std::future::pending().await
    }

    async fn block(&self) -> Result<()> {
        self.inside.begun.fetch_add(1, Ordering::SeqCst);
        while !self.inside.released.load(Ordering::SeqCst) {
            std::thread::sleep(Duration::from_millis(1));
        }
        Ok(())
    }

    async fn panic(&self) -> Result<()> {
        panic!("a request gone wrong")
    }

    async fn panic_later(&self) -> Result<()> {
        tokio::task::yield_now().await;
        panic!("a request gone wrong later")
    }

    async fn ask(&self) -> Result<Value> {
        let item = ConfigurationItem { scope_uri: None, section: Some("rolecall".to_owned()) };
        self.client.configuration(vec![item]).await.map(Value::from)
    }
}

/// A client, and a server on a thread of its own, as the program runs it.
struct Session {
    input: Option<DuplexStream>,
    output: Option<Framer<DuplexStream>>,
    end: oneshot::Receiver<u8>,
    inside: Arc<Inside>,
}

impl Session {
    fn start() -> Self {
        let (input, server_input) = duplex(1 << 16);
        let (server_output, output) = duplex(1 << 16);
        let (done, end) = oneshot::channel();
        let inside = Arc::<Inside>::default();
        let within = inside.clone();
        std::thread::spawn(move || {
            let handlers = Builder::new_multi_thread().worker_threads(2).build().unwrap();
            let wire = Builder::new_current_thread().enable_all().build().unwrap();
            let build = |outbox| {
                LspService::build(|client| Backend {
                    client,
                    outbox,
                    inside: within,
                    seen: Mutex::default(),
                })
                .custom_method("test/echo", Backend::echo)
                .custom_method("test/large", Backend::large)
                .custom_method("test/seen", Backend::seen)
                .custom_method("test/slow", Backend::slow)
                .custom_method("test/block", Backend::block)
                .custom_method("test/panic", Backend::panic)
                .custom_method("test/panicLater", Backend::panic_later)
                .custom_method("test/ask", Backend::ask)
                .finish()
            };
            let session = serve(server_input, server_output, handlers.handle().clone(), build);
            let _ = done.send(wire.block_on(session));
            handlers.shutdown_background();
        });
        Self { input: Some(input), output: Some(Framer::new(output)), end, inside }
    }

    /// A session after `initialize`.
    async fn open() -> Self {
        let mut session = Self::start();
        session.request(0, "initialize", json!({"capabilities": {}})).await;
        assert!(session.receive().await["result"].is_object());
        session
    }

    async fn send_bytes(&mut self, bytes: &[u8]) {
        let written = self.input.as_mut().unwrap().write_all(bytes);
        tokio::time::timeout(HANG, written)
            .await
            .expect("the server goes on reading")
            .expect("the server lives");
    }

    async fn send(&mut self, messages: &[Value]) {
        let bytes: Vec<u8> = messages.iter().flat_map(framed).collect();
        self.send_bytes(&bytes).await;
    }

    async fn request(&mut self, id: i64, method: &str, params: Value) {
        self.send(&[request(id, method, params)]).await;
    }

    async fn receive(&mut self) -> Value {
        let next = self.output.as_mut().unwrap().next();
        let message = tokio::time::timeout(HANG, next).await.expect("a message is due");
        serde_json::from_str(message.expect("the server writes").unwrap().get()).unwrap()
    }

    /// The next message as `[id, code]`, or `[id, result]`.
    async fn answer(&mut self) -> Value {
        let message = self.receive().await;
        assert!(message.get("method").is_none(), "not an answer: {message}");
        json!([message["id"], message["error"].get("code").unwrap_or(&message["result"])])
    }

    async fn code(self) -> u8 {
        tokio::time::timeout(HANG, self.end).await.expect("the session is to end").unwrap()
    }
}

/// Waits until `count` has come to `least`.
async fn until(count: &AtomicUsize, least: usize) {
    let reached = async {
        while count.load(Ordering::SeqCst) < least {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(HANG, reached).await.expect("the count is to rise");
}

fn framed(message: &Value) -> Vec<u8> {
    let text = message.to_string();
    format!("Content-Length: {}\r\n\r\n{text}", text.len()).into_bytes()
}

fn request(id: i64, method: &str, params: Value) -> Value {
    let mut request = json!({"jsonrpc": "2.0", "id": id, "method": method});
    if !params.is_null() {
        request["params"] = params;
    }
    request
}

fn notification(method: &str, params: Value) -> Value {
    json!({"jsonrpc": "2.0", "method": method, "params": params})
}

fn change(version: i32) -> Value {
    let document = json!({"uri": "file:///a", "version": version});
    notification("textDocument/didChange", json!({"textDocument": document}))
}

fn cancel(id: i64) -> Value {
    notification("$/cancelRequest", json!({ "id": id }))
}

#[tokio::test]
async fn a_query_after_a_burst_of_edits_sees_them_all_in_order() {
    let mut session = Session::open().await;
    let count = 10_000;
    let mut burst: Vec<_> = (0..count).map(change).collect();
    burst.push(request(1, "test/seen", json!(null)));
    burst.extend((count..count + 100).map(change));
    session.send(&burst).await;
    let seen = session.receive().await;
    let seen = seen["result"].as_array().unwrap();
    // The edits after the query may have come while it ran.
    assert!(seen.len() >= count as usize);
    for (version, message) in seen.iter().enumerate() {
        assert_eq!(message[1]["textDocument"]["version"], version);
    }
}

#[tokio::test]
async fn every_notification_but_those_of_the_protocol_itself_is_handed_over() {
    let mut session = Session::start();
    session
        .send(&[
            notification("test/early", json!({})),
            request(0, "initialize", json!({"capabilities": {}})),
        ])
        .await;
    session.receive().await;
    session.send(&[notification("initialized", json!({}))]).await;
    assert_eq!(session.receive().await["params"]["message"], "initialized");
    let methods = [
        "textDocument/didOpen",
        "workspace/didChangeConfiguration",
        "workspace/didChangeWatchedFiles",
        "textDocument/didSave",
        "textDocument/didClose",
        "unknown/unknown",
    ];
    session.send(&methods.map(|method| notification(method, json!([1])))).await;
    session
        .send(&[
            notification("$/setTrace", json!({"value": "off"})),
            notification("$/unknown", json!({})),
            json!({"jsonrpc": "2.0", "method": "without/params"}),
            request(1, "test/seen", json!(null)),
        ])
        .await;
    let mut expected: Vec<_> = methods.iter().map(|method| json!([method, [1]])).collect();
    expected.push(json!(["without/params", null]));
    assert_eq!(session.answer().await, json!([1, expected]));
}

#[tokio::test]
async fn edits_cancellations_and_shutdown_do_not_wait_behind_slow_requests() {
    let mut session = Session::open().await;
    let slow: Vec<_> = (1..=10).map(|id| request(id, "test/slow", json!(null))).collect();
    session.send(&slow).await;
    until(&session.inside.begun, 10).await;
    session.send(&[change(1), request(11, "test/seen", json!(null)), cancel(5)]).await;
    let mut answers = [session.answer().await, session.answer().await];
    answers.sort_by_key(|answer| answer[0].as_i64());
    let [cancelled, seen] = answers;
    assert_eq!(cancelled, json!([5, -32800]));
    assert_eq!(seen[1][0][0], "textDocument/didChange");
    // A cancelled request is dropped, and answered once; the id can be used again.
    until(&session.inside.dropped, 1).await;
    session.send(&[cancel(5), request(5, "test/echo", json!({"a": 1}))]).await;
    assert_eq!(session.answer().await, json!([5, {"a": 1}]));
    session.request(12, "shutdown", json!(null)).await;
    assert_eq!(session.answer().await, json!([12, null]));
    session.send(&[json!({"jsonrpc": "2.0", "method": "exit"})]).await;
    assert_eq!(session.code().await, 0);
}

#[tokio::test]
async fn handlers_that_block_every_thread_do_not_block_the_wire() {
    let mut session = Session::open().await;
    let block: Vec<_> = (1..=10).map(|id| request(id, "test/block", json!(null))).collect();
    session.send(&block).await;
    until(&session.inside.begun, 2).await;
    session.send(&[cancel(1), cancel(9), change(1), json!([])]).await;
    assert_eq!(session.answer().await, json!([1, -32800]));
    assert_eq!(session.answer().await, json!([9, -32800]));
    assert_eq!(session.answer().await, json!([null, -32600]));
    session.request(11, "shutdown", json!(null)).await;
    session.send(&[notification("exit", json!(null))]).await;
    let inside = session.inside.clone();
    assert_eq!(session.code().await, 0);
    inside.released.store(true, Ordering::SeqCst);
}

#[tokio::test]
async fn ids_of_any_kind_are_cancelled() {
    let mut session = Session::open().await;
    for id in [json!("a"), json!(1_u64 << 40), json!(-7), json!("")] {
        session
            .send(&[
                json!({"jsonrpc": "2.0", "id": id, "method": "test/slow"}),
                notification("$/cancelRequest", json!({ "id": id })),
            ])
            .await;
        assert_eq!(session.answer().await, json!([id, -32800]));
    }
    // Nothing to cancel, and nonsense: ignored.
    session.send(&[cancel(99), notification("$/cancelRequest", json!({"id": 3.5}))]).await;
    session.send(&[notification("$/cancelRequest", json!(null))]).await;
    session.request(1, "test/echo", json!([])).await;
    assert_eq!(session.answer().await, json!([1, []]));
}

#[tokio::test]
async fn an_id_in_use_is_refused() {
    let mut session = Session::open().await;
    session.request(1, "test/slow", json!(null)).await;
    session.request(1, "test/echo", json!([])).await;
    assert_eq!(session.answer().await, json!([1, -32600]));
    session.send(&[cancel(1)]).await;
    assert_eq!(session.answer().await, json!([1, -32800]));
}

#[tokio::test]
async fn a_panic_is_an_answer_and_the_session_goes_on() {
    let mut session = Session::open().await;
    for (id, method) in [(1, "test/panic"), (2, "test/panicLater")] {
        session.request(id, method, json!(null)).await;
        let log = session.receive().await;
        assert!(log["params"]["message"].as_str().unwrap().contains("a request gone wrong"));
        assert_eq!(session.answer().await, json!([id, -32603]));
    }
    session.send(&[notification("test/panic", json!(null))]).await;
    let log = session.receive().await;
    let log = log["params"]["message"].as_str().unwrap();
    assert!(log.contains("test/panic") && log.contains("a notification gone wrong"), "{log}");
    session.send(&[change(1), request(3, "test/seen", json!(null))]).await;
    assert_eq!(session.answer().await[1][0][0], "textDocument/didChange");
}

#[tokio::test]
async fn requests_out_of_time_and_unknown_ones_are_refused() {
    let mut session = Session::start();
    for method in ["test/echo", "shutdown", "unknown"] {
        session.request(1, method, json!([])).await;
        assert_eq!(session.answer().await, json!([1, -32002]), "{method}");
    }
    session.request(2, "initialize", json!({"capabilities": {}})).await;
    session.receive().await;
    for (method, code) in [
        ("unknown/method", -32601),
        ("$/unknown", -32601),
        ("initialize", -32600),
        ("exit", -32600),
        ("textDocument/didChange", -32600),
        ("textDocument/hover", -32602),
    ] {
        session.request(3, method, json!(["no"])).await;
        assert_eq!(session.answer().await, json!([3, code]), "{method}");
    }
    let deep = "[".repeat(1_000) + &"]".repeat(1_000);
    let deep = format!(r#"{{"id":4,"method":"test/echo","params":{deep}}}"#);
    session.send_bytes(format!("Content-Length: {}\r\n\r\n{deep}", deep.len()).as_bytes()).await;
    assert_eq!(session.answer().await, json!([4, -32602]));
    session.request(5, "shutdown", json!({"not": "expected"})).await;
    assert_eq!(session.answer().await, json!([5, null]));
    for method in ["test/echo", "shutdown", "initialize"] {
        session.request(6, method, json!([])).await;
        assert_eq!(session.answer().await, json!([6, -32600]), "{method}");
    }
}

#[tokio::test]
async fn malformed_messages_are_answered_and_the_session_goes_on() {
    let mut session = Session::open().await;
    for (bytes, code) in [
        (&b"Content-Length: 5\r\n\r\n{bad}"[..], -32700),
        (b"Content-Length: 4\r\n\r\n\"\xff\xfe\"", -32700),
        (b"Content-Length: 12\r\n\r\n{}", -32700),
        (b"Content-Length: 1\r\n\r\n{}", -32700),
        (b"Content-Length: 1000000000000\r\n\r\n{}", -32700),
        (b"Content-Type: text/plain\r\n\r\n{}", -32700),
        (b"Content-Length: 2\r\n\r\n[]", -32600),
        (b"content-length: 29\r\n\r\n{\"id\":3.5,\"method\":\"unknown\"}", -32600),
    ] {
        let echo = request(1, "test/echo", json!(["\u{1d11e}"]));
        session.send_bytes(&[bytes, &framed(&echo)].concat()).await;
        let shown = String::from_utf8_lossy(bytes);
        assert_eq!(session.answer().await, json!([null, code]), "{shown}");
        assert_eq!(session.answer().await, json!([1, ["\u{1d11e}"]]), "{shown}");
    }
    let lone = br#"{"id":1,"method":"test/echo","params":["\ud834"]}"#;
    session.send_bytes(format!("Content-Length: {}\r\n\r\n", lone.len()).as_bytes()).await;
    session.send_bytes(lone).await;
    assert_eq!(session.answer().await, json!([1, ["\u{fffd}"]]));
}

#[tokio::test]
async fn odd_clients_can_initialize() {
    let mut session = Session::start();
    let params = json!({
        "processId": -1, "rootUri": null, "trace": "compact", "clientInfo": {"name": "odd"},
        "initializationOptions": {"style": "discovery"},
        "capabilities": {
            "general": {"positionEncodings": ["utf-8", "utf-7"]},
            "textDocument": {"hover": {"contentFormat": ["asciidoc", "plaintext"]}},
        },
    });
    session.request(1, "initialize", params).await;
    let answer = session.receive().await;
    let got = &answer["result"]["capabilities"]["experimental"];
    assert_eq!(got["initializationOptions"], json!({"style": "discovery"}), "{answer}");
    assert_eq!(got["clientInfo"], json!({"name": "odd"}));
    assert_eq!(
        got["capabilities"],
        json!({
            "general": {"positionEncodings": ["utf-8", "utf-7"]},
            "textDocument": {"hover": {"contentFormat": ["plaintext"]}},
        })
    );
}

#[tokio::test]
async fn what_comes_while_initialize_runs_waits_for_it() {
    let mut session = Session::start();
    let options = json!({"capabilities": {}, "initializationOptions": {"wait": true}});
    session
        .send(&[
            request(1, "initialize", options),
            change(1),
            request(2, "test/seen", json!(null)),
            json!([]),
        ])
        .await;
    assert_eq!(session.answer().await, json!([null, -32600]));
    session.inside.gate.notify_one();
    assert_eq!(session.answer().await[0], 1);
    assert_eq!(session.answer().await[1][0][0], "textDocument/didChange");
}

#[tokio::test]
async fn a_whole_session_in_one_write_is_served() {
    for repeat in 0..20 {
        let mut session = Session::start();
        let mut messages = vec![
            request(1, "initialize", json!({"capabilities": {}})),
            change(1),
            request(2, "test/seen", json!(null)),
        ];
        if repeat % 2 == 0 {
            messages.push(request(3, "shutdown", json!(null)));
            messages.push(notification("exit", json!(null)));
        }
        session.send(&messages).await;
        session.input = None;
        let mut answers = vec![session.answer().await, session.answer().await];
        answers.extend(if repeat % 2 == 0 { Some(session.answer().await) } else { None });
        answers.sort_by_key(|answer| answer[0].as_i64());
        assert_eq!(answers[1][1][0][1]["textDocument"]["version"], 1);
        assert_eq!(session.code().await, repeat % 2);
    }
}

#[tokio::test]
async fn exit_ends_a_session_whose_initialize_hangs() {
    let mut session = Session::start();
    let options = json!({"capabilities": {}, "initializationOptions": {"wait": true}});
    session.send(&[request(1, "initialize", options), change(1)]).await;
    session.send(&[notification("exit", json!(null))]).await;
    assert_eq!(session.code().await, 1);
}

#[tokio::test]
async fn a_failed_initialize_can_be_repeated() {
    let mut session = Session::start();
    let options = json!({"capabilities": {}, "initializationOptions": {"fail": true}});
    session
        .send(&[
            request(1, "initialize", options),
            request(2, "test/echo", json!([])),
            request(3, "initialize", json!({"capabilities": {}})),
            request(4, "test/echo", json!([])),
        ])
        .await;
    assert_eq!(session.answer().await, json!([1, -32602]));
    assert_eq!(session.answer().await, json!([2, -32002]));
    assert_eq!(session.answer().await[0], 3);
    assert_eq!(session.answer().await, json!([4, []]));
}

#[tokio::test]
async fn the_server_asks_and_is_answered() {
    let mut session = Session::open().await;
    session.request(1, "test/ask", json!(null)).await;
    let question = session.receive().await;
    assert_eq!(question["method"], "workspace/configuration");
    // Answers nobody waits for are let pass.
    session.send(&[json!({"jsonrpc": "2.0", "id": 77, "result": null})]).await;
    session.send(&[json!({"jsonrpc": "2.0", "id": question["id"], "result": [{"a": 1}]})]).await;
    assert_eq!(session.answer().await, json!([1, [{"a": 1}]]));

    session.request(2, "test/ask", json!(null)).await;
    let question = session.receive().await;
    session.send(&[cancel(2)]).await;
    assert_eq!(session.answer().await, json!([2, -32800]));
    session.send(&[json!({"jsonrpc": "2.0", "id": question["id"], "result": []})]).await;
    session.request(3, "test/echo", json!([])).await;
    assert_eq!(session.answer().await, json!([3, []]));
}

#[tokio::test]
async fn exit_ends_the_session_though_the_input_stays_open() {
    let mut session = Session::open().await;
    session.send(&[request(1, "shutdown", json!(null)), notification("exit", json!(null))]).await;
    assert_eq!(session.answer().await, json!([1, null]));
    assert_eq!(session.code().await, 0);

    let mut session = Session::open().await;
    session.send(&[request(1, "test/slow", json!(null)), notification("exit", json!(null))]).await;
    assert_eq!(session.code().await, 1);
}

#[tokio::test]
async fn the_end_of_the_input_ends_the_session_after_the_last_answers() {
    let mut session = Session::open().await;
    session.request(1, "test/echo", json!([])).await;
    session.input = None;
    assert_eq!(session.answer().await, json!([1, []]));
    assert_eq!(session.code().await, 1);

    let mut session = Session::open().await;
    session.request(1, "shutdown", json!(null)).await;
    session.input = None;
    assert_eq!(session.code().await, 0);
}

#[tokio::test]
async fn an_output_nobody_reads_any_more_ends_the_session() {
    let mut session = Session::open().await;
    session.output = None;
    session.request(1, "test/echo", json!([])).await;
    assert_eq!(session.code().await, 1);
}

#[cfg(unix)]
#[tokio::test]
async fn the_death_of_the_parent_ends_the_session() {
    let mut parent = std::process::Command::new("sleep").arg("1000").spawn().unwrap();
    let mut session = Session::start();
    let params = json!({"processId": parent.id(), "capabilities": {}});
    session.request(1, "initialize", params).await;
    session.receive().await;
    // Nobody waits for it: a dead process that is still listed is dead.
    parent.kill().unwrap();
    assert_eq!(session.code().await, 1);
    parent.wait().unwrap();
}

#[tokio::test]
async fn a_slow_reader_gets_the_newest_diagnostics_only() {
    let mut session = Session::open().await;
    let versions = 2_000;
    let publish =
        |version| notification("test/publish", json!({"version": version, "bytes": 1 << 14}));
    session.send(&(1..=versions).map(publish).collect::<Vec<_>>()).await;
    // All have been taken, though nothing has been read.
    session.request(1, "test/echo", json!([])).await;
    let (mut received, mut last) = (0, 0);
    loop {
        let message = session.receive().await;
        if message["id"] == 1 {
            break;
        }
        let version = message["params"]["version"].as_i64().unwrap();
        assert!(version > last, "versions rise");
        (received, last) = (received + 1, version);
    }
    assert_eq!(last, versions);
    assert!(received < 100, "{received} of {versions} were written");
}

#[tokio::test]
async fn a_client_that_never_pauses_is_answered() {
    let mut session = Session::open().await;
    session.request(1, "test/echo", json!([])).await;
    let mut input = session.input.take().unwrap();
    let flood = tokio::spawn(async move {
        let edits: Vec<u8> = (0..1_000).flat_map(|version| framed(&change(version))).collect();
        while input.write_all(&edits).await.is_ok() {}
    });
    assert_eq!(session.answer().await, json!([1, []]));
    flood.abort();
}

#[tokio::test]
async fn a_client_that_never_reads_can_still_edit_ask_and_leave() {
    let mut session = Session::open().await;
    for step in 0..5_000 {
        let publish =
            |version| notification("test/publish", json!({"version": version, "bytes": 2_000}));
        session
            .send(&[
                publish(2 * step),
                publish(2 * step + 1),
                request(step, "test/large", json!([20_000])),
            ])
            .await;
    }
    session.send(&[notification("exit", json!(null))]).await;
    // Its end is still open, and full.
    let _output = session.output.take();
    assert_eq!(session.code().await, 1);
}

#[tokio::test]
async fn too_many_requests_at_once_are_refused_until_some_have_ended() {
    let mut session = Session::open().await;
    let count = 17_000;
    let slow: Vec<_> = (1..=count).map(|id| request(id, "test/slow", json!(null))).collect();
    session.send(&slow).await;
    let first = session.answer().await;
    assert_eq!(first[1], -32803);
    let refused = first[0].as_i64().unwrap();
    assert!(refused > 10_000, "{refused}");
    for id in refused + 1..=count {
        assert_eq!(session.answer().await, json!([id, -32803]));
    }
    session.send(&(1..=1_000).map(cancel).collect::<Vec<_>>()).await;
    for id in 1..=1_000 {
        assert_eq!(session.answer().await, json!([id, -32800]));
    }
    // Those that were cancelled have ended, or are about to.
    let mut echoed = json!(null);
    for _ in 0..10_000 {
        session.request(count + 1, "test/echo", json!([])).await;
        echoed = session.answer().await;
        if echoed[1] == json!([]) {
            break;
        }
    }
    assert_eq!(echoed, json!([count + 1, []]));
    // To leave is never refused.
    session.request(count + 2, "shutdown", json!(null)).await;
    assert_eq!(session.answer().await, json!([count + 2, null]));
}
