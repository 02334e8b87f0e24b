//! A client that takes times. It starts any language server, and is in nobody's way while a clock runs.
//!
//! What is sent is ready before its time begins, which is right before it is written; the time of what arrives is taken right
//! after its last byte, and only then is it read, as little of it as needed. Both happen on threads that do nothing else, so a
//! server that neither reads nor answers is noticed.

use std::fmt;
use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;
use serde_json::{Value, json};

/// What a server did that it should not.
#[derive(Debug)]
pub enum Fault {
    /// It could not be started.
    Start(io::Error),
    /// It did not answer for so long.
    Silent(Duration),
    /// It ended, or closed its output.
    Ended,
    /// It answered with an error, or with what cannot be read.
    Refused(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Start(error) => write!(f, "cannot be started: {error}"),
            Fault::Silent(limit) => write!(f, "no answer within {} s", limit.as_secs_f32()),
            Fault::Ended => f.write_str("ended"),
            Fault::Refused(message) => write!(f, "refused: {message}"),
        }
    }
}

/// How a server wants to hear of edits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sync {
    /// The whole text each time.
    Full,
    /// What has changed.
    Incremental,
}

/// Diagnostics that were published.
#[derive(Debug, Clone, Copy)]
pub struct Published {
    /// When the last byte of them was read.
    pub at: Instant,
    /// The version they are of, if the server says so.
    pub version: Option<i64>,
    /// How many there are.
    pub count: usize,
    /// How long the message is, in bytes of JSON.
    pub bytes: usize,
}

/// An answer to a request.
#[derive(Debug)]
pub struct Answer {
    /// From the first byte written to the last byte read.
    pub took: Duration,
    /// The result.
    pub result: Box<RawValue>,
}

/// A running server.
pub struct Client {
    process: Child,
    /// What is to be written, and whether its time counts.
    to_writer: Sender<(Vec<u8>, bool)>,
    /// When the last message whose time counts began to be written.
    written: Arc<Mutex<Instant>>,
    inbox: Receiver<Arrived>,
    limit: Duration,
    last_id: i64,
    started: Instant,
    capabilities: Value,
}

struct Arrived {
    at: Instant,
    message: Message,
}

enum Message {
    Published { version: Option<i64>, count: usize, bytes: usize, uri: String },
    Answer { id: i64, result: Result<Box<RawValue>, String> },
    Request { id: Value, method: String, items: usize },
    Other,
}

impl Client {
    /// Starts a server in a folder. Every wait ends after `limit`.
    pub fn start(
        command: &[String],
        folder: &std::path::Path,
        limit: Duration,
    ) -> Result<Self, Fault> {
        let (program, arguments) =
            command.split_first().ok_or_else(|| Fault::Refused("no command".to_owned()))?;
        let started = Instant::now();
        let mut process = Command::new(program)
            .args(arguments)
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(Fault::Start)?;
        let (Some(input), Some(output)) = (process.stdin.take(), process.stdout.take()) else {
            return Err(Fault::Ended);
        };
        let written = Arc::new(Mutex::new(started));
        let (to_writer, letters) = channel();
        let (to_inbox, inbox) = channel();
        let stamp = Arc::clone(&written);
        std::thread::spawn(move || write_all(input, &letters, &stamp));
        std::thread::spawn(move || read_all(output, &to_inbox));
        Ok(Self {
            process,
            to_writer,
            written,
            inbox,
            limit,
            last_id: 0,
            started,
            capabilities: Value::Null,
        })
    }

    /// The id of the server's process.
    pub fn process(&self) -> u32 {
        self.process.id()
    }

    /// Sends `initialize` and `initialized`. Returns the time from the start of the process to the answer.
    pub fn initialize(&mut self, root: &str) -> Result<Duration, Fault> {
        let params = json!({
            "processId": std::process::id(),
            "rootUri": root,
            "workspaceFolders": [{"uri": root, "name": "bench"}],
            "clientInfo": {"name": "rolecall-bench"},
            "capabilities": {
                "general": {"positionEncodings": ["utf-16"]},
                "textDocument": {
                    "synchronization": {"didSave": true},
                    "publishDiagnostics": {"versionSupport": true, "relatedInformation": true},
                    "hover": {"contentFormat": ["markdown", "plaintext"]},
                    "completion": {"completionItem": {"snippetSupport": true, "documentationFormat": ["markdown"]}},
                    "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "refactor", "source"]}}},
                },
                "workspace": {"configuration": true, "workspaceEdit": {"documentChanges": true}},
            },
        });
        let id = self.ask("initialize", &params)?;
        let (at, result) = self.answer(id)?;
        let took = at - self.started;
        let mut result: Value = serde_json::from_str(result.get())
            .map_err(|error| Fault::Refused(error.to_string()))?;
        self.capabilities = result.get_mut("capabilities").map(Value::take).unwrap_or_default();
        self.notify("initialized", &json!({}))?;
        Ok(took)
    }

    /// How the server wants to hear of edits.
    pub fn sync(&self) -> Sync {
        let sync = self.capabilities.get("textDocumentSync");
        let kind = sync.and_then(|sync| sync.get("change").or(Some(sync))).and_then(Value::as_i64);
        if kind == Some(2) { Sync::Incremental } else { Sync::Full }
    }

    /// Whether the server says that it can do something, such as `hoverProvider`.
    pub fn can(&self, provider: &str) -> bool {
        !matches!(self.capabilities.get(provider), None | Some(Value::Null | Value::Bool(false)))
    }

    /// Sends a notification.
    pub fn notify(&mut self, method: &str, params: &Value) -> Result<(), Fault> {
        self.send(notification(method, params))
    }

    /// Sends what is framed already; its time counts.
    pub fn send(&mut self, bytes: Vec<u8>) -> Result<(), Fault> {
        self.to_writer.send((bytes, true)).map_err(|_| Fault::Ended)
    }

    /// When the newest of what was sent began to be written. Of use once it was answered.
    pub fn written(&self) -> Instant {
        *self.written.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends a request and waits for its answer.
    pub fn request(&mut self, method: &str, params: &Value) -> Result<Answer, Fault> {
        let id = self.ask(method, params)?;
        let (at, result) = self.answer(id)?;
        Ok(Answer { took: at - self.written(), result })
    }

    fn ask(&mut self, method: &str, params: &Value) -> Result<i64, Fault> {
        self.last_id += 1;
        let id = self.last_id;
        let mut request = json!({"jsonrpc": "2.0", "id": id, "method": method});
        if let Some(request) = request.as_object_mut().filter(|_| !params.is_null()) {
            request.insert("params".to_owned(), params.clone());
        }
        self.send(framed(&request))?;
        Ok(id)
    }

    fn answer(&mut self, id: i64) -> Result<(Instant, Box<RawValue>), Fault> {
        let end = Instant::now() + self.limit;
        loop {
            let arrived = self.next(end)?.ok_or(Fault::Silent(self.limit))?;
            if let Message::Answer { id: of, result } = arrived.message
                && of == id
            {
                return Ok((arrived.at, result.map_err(Fault::Refused)?));
            }
        }
    }

    /// Waits for diagnostics of a file by its name: of `version` or newer, or of no version.
    pub fn published(&mut self, name: &str, version: i64) -> Result<Published, Fault> {
        let end = Instant::now() + self.limit;
        loop {
            let found = self.next_published(name, end)?.ok_or(Fault::Silent(self.limit))?;
            if found.version.is_none_or(|of| of >= version) {
                return Ok(found);
            }
        }
    }

    /// Waits until nothing was published for `quiet`, and returns what was last.
    pub fn settled(&mut self, name: &str, quiet: Duration) -> Result<Option<Published>, Fault> {
        let mut last = None;
        let end = Instant::now() + self.limit;
        while let Some(found) = self.next_published(name, Instant::now() + quiet)? {
            last = Some(found);
            if Instant::now() > end {
                return Err(Fault::Silent(self.limit));
            }
        }
        Ok(last)
    }

    /// Forgets what has arrived.
    pub fn forget(&mut self) -> Result<(), Fault> {
        while self.next(Instant::now())?.is_some() {}
        Ok(())
    }

    fn next_published(&mut self, name: &str, end: Instant) -> Result<Option<Published>, Fault> {
        while let Some(Arrived { at, message }) = self.next(end)? {
            if let Message::Published { version, count, bytes, uri } = message
                && uri.ends_with(name)
            {
                return Ok(Some(Published { at, version, count, bytes }));
            }
        }
        Ok(None)
    }

    /// The next message, if there is one until `end`. What the server asks is answered: with nothing.
    fn next(&mut self, end: Instant) -> Result<Option<Arrived>, Fault> {
        let arrived = match self.inbox.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(arrived) => arrived,
            Err(RecvTimeoutError::Timeout) => return Ok(None),
            Err(RecvTimeoutError::Disconnected) => return Err(Fault::Ended),
        };
        if let Message::Request { id, method, items } = &arrived.message {
            let result = match method.as_str() {
                "workspace/configuration" => json!(vec![Value::Null; *items]),
                "workspace/workspaceFolders" => json!([]),
                _ => Value::Null,
            };
            let answer = framed(&json!({"jsonrpc": "2.0", "id": id, "result": result}));
            self.to_writer.send((answer, false)).map_err(|_| Fault::Ended)?;
        }
        Ok(Some(arrived))
    }

    /// Ends the session as the protocol wants it, or by force.
    pub fn end(mut self) {
        if self.request("shutdown", &Value::Null).is_ok() {
            let _ = self.send(framed(&json!({"jsonrpc": "2.0", "method": "exit"})));
            let end = Instant::now() + Duration::from_secs(2);
            while Instant::now() < end && matches!(self.process.try_wait(), Ok(None)) {
                std::thread::sleep(Duration::from_millis(2));
            }
        }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn write_all(mut input: ChildStdin, letters: &Receiver<(Vec<u8>, bool)>, stamp: &Mutex<Instant>) {
    while let Ok((bytes, counts)) = letters.recv() {
        if counts {
            *stamp.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
        }
        if input.write_all(&bytes).is_err() {
            return;
        }
    }
}

fn read_all(output: ChildStdout, to_inbox: &Sender<Arrived>) {
    let mut output = BufReader::with_capacity(64 << 10, output);
    let mut body = Vec::new();
    while let Some(()) = read(&mut output, &mut body) {
        let at = Instant::now();
        let message = message(&body).unwrap_or(Message::Other);
        if to_inbox.send(Arrived { at, message }).is_err() {
            return;
        }
    }
}

/// Reads a message into `body`; none at the end of the output.
fn read(output: &mut impl BufRead, body: &mut Vec<u8>) -> Option<()> {
    let mut length = None;
    let mut line = String::new();
    loop {
        line.clear();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end().split_once(':') {
            None if line.trim_end().is_empty() => break,
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                length = Some(value.trim().parse().ok()?);
            }
            _ => {}
        }
    }
    body.resize(length?, 0);
    output.read_exact(body).ok()
}

/// A message, read as far as needed.
fn message(body: &[u8]) -> Option<Message> {
    #[derive(Deserialize)]
    struct Head<'a> {
        id: Option<Value>,
        #[serde(default)]
        method: String,
        #[serde(borrow)]
        params: Option<&'a RawValue>,
        result: Option<Box<RawValue>>,
        #[serde(borrow)]
        error: Option<&'a RawValue>,
    }
    #[derive(Deserialize)]
    struct Diagnostics {
        uri: String,
        version: Option<i64>,
        diagnostics: Vec<IgnoredAny>,
    }
    #[derive(Deserialize, Default)]
    struct Items {
        items: Vec<IgnoredAny>,
    }
    let head: Head<'_> = serde_json::from_slice(body).ok()?;
    let params = head.params.map_or("null", RawValue::get);
    Some(match (head.id, head.method) {
        (None, method) if method == "textDocument/publishDiagnostics" => {
            let Diagnostics { uri, version, diagnostics } = serde_json::from_str(params).ok()?;
            Message::Published { version, count: diagnostics.len(), bytes: body.len(), uri }
        }
        (None, _) => Message::Other,
        (Some(id), method) if method.is_empty() => {
            let null = || RawValue::from_string("null".to_owned());
            let result = match (head.error, head.result) {
                (Some(error), _) => Err(error.get().to_owned()),
                (None, Some(result)) => Ok(result),
                (None, None) => Ok(null().ok()?),
            };
            Message::Answer { id: id.as_i64()?, result }
        }
        (Some(id), method) => {
            let Items { items } = serde_json::from_str(params).unwrap_or_default();
            Message::Request { id, method, items: items.len() }
        }
    })
}

/// A notification as it is sent.
pub fn notification(method: &str, params: &Value) -> Vec<u8> {
    framed(&json!({"jsonrpc": "2.0", "method": method, "params": params}))
}

fn framed(message: &Value) -> Vec<u8> {
    let text = message.to_string();
    format!("Content-Length: {}\r\n\r\n{text}", text.len()).into_bytes()
}
