//! A client for tests. It waits, with a limit only against hanging, and it fails if the server sent what no test looked at.

use std::collections::VecDeque;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// After this a test hangs.
const HANG: Duration = Duration::from_secs(30);

/// An error that the server answered with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    pub code: i64,
    pub message: String,
}

/// A running server and all that it said.
///
/// Requests of the server are answered while the client waits for something: `workspace/configuration` with
/// [`Client::settings`] for each item, all others with `null`.
pub struct Client {
    process: Child,
    input: Option<ChildStdin>,
    /// Until somebody listens.
    output: Option<ChildStdout>,
    to_inbox: Option<Sender<Value>>,
    inbox: Receiver<Value>,
    /// Answers and notifications that no test has looked at, oldest first.
    unread: VecDeque<Value>,
    last_id: i64,
    /// What the server is told when it asks for its configuration.
    pub settings: Value,
    /// The requests of the server, as method and parameters.
    pub asked: Vec<(String, Value)>,
    /// What the server wrote to the log.
    pub logged: Vec<String>,
    /// How far the server said its work is: token and value.
    pub progress: Vec<Value>,
}

impl Client {
    /// Starts the server and listens to it.
    pub fn start() -> Self {
        let mut client = Self::start_deaf();
        client.listen();
        client
    }

    /// Starts the server with an environment and listens to it. What it writes to standard error is
    /// kept for [`Self::said_aside`].
    pub fn start_under(environment: &[(&str, &OsStr)]) -> Self {
        let mut command = server();
        let command = command.envs(environment.iter().copied()).stderr(Stdio::piped());
        let mut client = Self::of(command);
        client.listen();
        client
    }

    /// Starts the server with `options` on its command line and listens to it.
    pub fn start_with(options: &[&str]) -> Self {
        let mut client = Self::of(server().args(options));
        client.listen();
        client
    }

    /// Starts the server and reads nothing of what it says, until [`Self::listen`].
    pub fn start_deaf() -> Self {
        Self::of(&mut server())
    }

    /// Has another process start the server and listens to it. The standard streams of both are the same, and
    /// [`Self::process`] is the other one, which does nothing more.
    #[cfg(unix)]
    pub fn start_by_another() -> Self {
        let mut command = Command::new("sh");
        let script = "exec 3<&0; \"$0\" server <&3 3<&- & exec sleep 1000 3<&- <&- >&-";
        command.args(["-c", script, env!("CARGO_BIN_EXE_rolecall")]);
        let mut client = Self::of(command.stdin(Stdio::piped()).stdout(Stdio::piped()));
        client.listen();
        client
    }

    fn of(command: &mut Command) -> Self {
        let mut process = command.spawn().expect("the server starts");
        let (to_inbox, inbox) = channel();
        Self {
            input: process.stdin.take(),
            output: process.stdout.take(),
            process,
            to_inbox: Some(to_inbox),
            inbox,
            unread: VecDeque::new(),
            last_id: 0,
            settings: Value::Null,
            asked: Vec::new(),
            logged: Vec::new(),
            progress: Vec::new(),
        }
    }

    /// Begins to read what the server says.
    pub fn listen(&mut self) {
        let (output, to_inbox) = (self.output.take().unwrap(), self.to_inbox.take().unwrap());
        std::thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Some(message) = read(&mut output) {
                if to_inbox.send(message).is_err() {
                    break;
                }
            }
        });
    }

    /// The id of the server's process.
    pub fn process(&self) -> u32 {
        self.process.id()
    }

    /// The most memory that the server had at any time, in bytes.
    #[cfg(target_os = "linux")]
    pub fn peak_memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
        let kilobytes = line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap();
        kilobytes << 10
    }

    /// Waits until the server has nothing more to do: it takes no time of the processor for a while.
    #[cfg(target_os = "linux")]
    pub fn wait_for_rest(&self) {
        let used = || {
            let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.process())).unwrap();
            let rest = stat.rsplit_once(") ").unwrap().1.to_owned();
            // The fields 14 and 15, `utime` and `stime`.
            rest.split(' ').skip(11).take(2).map(str::to_owned).collect::<Vec<_>>()
        };
        let end = Instant::now() + HANG;
        loop {
            let before = used();
            std::thread::sleep(Duration::from_millis(300));
            if used() == before {
                return;
            }
            assert!(Instant::now() < end, "the server does not come to rest within {HANG:?}");
        }
    }

    /// Kills the process and does not wait for it.
    pub fn kill(&mut self) {
        self.process.kill().expect("the process is ours");
    }

    /// Waits until nobody can say anything any more.
    pub fn wait_for_end_of_output(&mut self) {
        let end = Instant::now() + HANG;
        while self.take_in(end) {
            assert!(Instant::now() < end, "the output does not end within {HANG:?}");
        }
    }

    /// Sends `initialize` and `initialized`. The parameters are those of a simple client, which tells what happens on
    /// disk, with `overrides` laid over them, object into object. Returns the result.
    pub fn initialize(&mut self, overrides: Value) -> Value {
        let mut params = json!({
            "processId": std::process::id(),
            "rootUri": null,
            "clientInfo": {"name": "session tests"},
            "capabilities": {
                "textDocument": {"publishDiagnostics": {"versionSupport": true}},
                "workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}},
            },
        });
        lay_over(&mut params, overrides);
        let result = self.request("initialize", params).expect("initialize succeeds");
        self.notify("initialized", json!({}));
        result
    }

    /// Sends bytes as they are.
    pub fn send_raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("the input is open");
        input.write_all(bytes).and_then(|()| input.flush()).expect("the server reads");
    }

    /// Sends messages in one write.
    pub fn send(&mut self, messages: &[Value]) {
        let bytes: Vec<u8> = messages.iter().flat_map(|m| framed(&m.to_string())).collect();
        self.send_raw(&bytes);
    }

    /// Sends a notification.
    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(&[notification(method, params)]);
    }

    /// Sends a request and returns its id, for [`Self::answer`].
    pub fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.last_id += 1;
        let id = self.last_id;
        self.send(&[request(id, method, params)]);
        id
    }

    /// Sends a request and waits for the answer.
    pub fn request(&mut self, method: &str, params: Value) -> Result<Value, Error> {
        let id = self.ask(method, params);
        self.answer(&json!(id))
    }

    /// Waits for the answer to the request `id`; `null` is the id of answers to what could not be read.
    pub fn answer(&mut self, id: &Value) -> Result<Value, Error> {
        let mut answer = self.wait(&format!("answer to request {id}"), |message| {
            message.get("method").is_none() && &message["id"] == id
        });
        match answer.get("error") {
            None => Ok(answer["result"].take()),
            Some(error) => Err(Error {
                code: error["code"].as_i64().expect("an error has a code"),
                message: error["message"].as_str().expect("an error has a message").to_owned(),
            }),
        }
    }

    /// Opens a Markdown document as version 1.
    pub fn open(&mut self, uri: &str, text: &str) {
        let document = json!({"uri": uri, "languageId": "markdown", "version": 1, "text": text});
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Changes a document; `changes` is the array `contentChanges`.
    pub fn change(&mut self, uri: &str, version: i64, changes: Value) {
        self.send(&[change(uri, version, changes)]);
    }

    /// Closes a document.
    pub fn close(&mut self, uri: &str) {
        self.notify("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
    }

    /// The newest diagnostics of a document that no test has seen, and the version they are of. Waits if there are none.
    pub fn diagnostics(&mut self, uri: &str) -> (i64, Vec<Value>) {
        let (version, diagnostics) = self.published(uri);
        (version.as_i64().expect("diagnostics have a version"), diagnostics)
    }

    /// The same of a file that is not open, and so has no version.
    pub fn unversioned(&mut self, uri: &str) -> Vec<Value> {
        let (version, diagnostics) = self.published(uri);
        assert_eq!(version, Value::Null, "a file that is not open has no version");
        diagnostics
    }

    /// The newest diagnostics of a file, with its version where it is open.
    pub fn published(&mut self, uri: &str) -> (Value, Vec<Value>) {
        let about = |message: &Value| {
            message["method"] == "textDocument/publishDiagnostics"
                && message["params"]["uri"] == uri
        };
        let mut newest = self.wait(&format!("diagnostics of {uri}"), about);
        while let Some(place) = self.unread.iter().position(about) {
            newest = self.unread.remove(place).unwrap();
        }
        match newest["params"]["diagnostics"].take() {
            Value::Array(diagnostics) => (newest["params"]["version"].take(), diagnostics),
            other => panic!("diagnostics are an array, not {other}"),
        }
    }

    /// All diagnostics that came and that no test has looked at, oldest first: of which document, of which version, and
    /// what.
    pub fn all_published(&mut self) -> Vec<(String, Value, Value)> {
        self.take_in_what_is_there();
        let unread = std::mem::take(&mut self.unread).into_iter();
        let (published, rest): (VecDeque<_>, VecDeque<_>) =
            unread.partition(|message| message["method"] == "textDocument/publishDiagnostics");
        self.unread = rest;
        let parts = published.into_iter().map(|mut message| {
            let params = &mut message["params"];
            let uri = params["uri"].as_str().unwrap().to_owned();
            (uri, params["version"].take(), params["diagnostics"].take())
        });
        parts.collect()
    }

    /// Waits until the server shows the user something.
    pub fn shown(&mut self) -> String {
        let is_shown = |message: &Value| message["method"] == "window/showMessage";
        let message = self.wait("something shown", is_shown);
        message["params"]["message"].as_str().unwrap().to_owned()
    }

    /// Waits for the diagnostics of a document at `version`; those of older versions are let pass.
    pub fn wait_for_version(&mut self, uri: &str, version: i64) -> Vec<Value> {
        loop {
            let (found, diagnostics) = self.diagnostics(uri);
            assert!(
                found <= version,
                "diagnostics of version {found}, when {version} is the newest"
            );
            if found == version {
                return diagnostics;
            }
        }
    }

    /// Says that nothing more will come.
    pub fn close_input(&mut self) {
        self.input = None;
    }

    /// Ends reading before it began.
    pub fn close_output(&mut self) {
        self.output = None;
    }

    /// Forgets what no test has looked at, so far.
    pub fn forget_unread(&mut self) {
        self.take_in_what_is_there();
        self.unread.clear();
    }

    /// Ends the session as the protocol wants it.
    pub fn shutdown(mut self) -> ExitStatus {
        assert_eq!(self.request("shutdown", Value::Null), Ok(Value::Null));
        self.send(&[json!({"jsonrpc": "2.0", "method": "exit"})]);
        self.wait_for_exit()
    }

    /// The same, where the server may say more than a test looks at.
    pub fn leave(mut self) {
        assert_eq!(self.request("shutdown", Value::Null), Ok(Value::Null));
        self.send(&[json!({"jsonrpc": "2.0", "method": "exit"})]);
        assert_eq!(self.wait_for_exit().code(), Some(0));
        self.unread.clear();
    }

    /// Waits for the server to end by itself, and for all that it said until then.
    pub fn wait_for_exit(&mut self) -> ExitStatus {
        let end = Instant::now() + HANG;
        let status = loop {
            if let Some(status) = self.process.try_wait().expect("the process is ours") {
                break status;
            }
            assert!(Instant::now() < end, "the server does not end within {HANG:?}");
            std::thread::sleep(Duration::from_millis(2));
        };
        if self.to_inbox.is_none() {
            while self.take_in(end) {}
        }
        status
    }

    /// What a server that has ended wrote to standard error.
    #[cfg(debug_assertions)]
    pub fn said_aside(&mut self) -> String {
        let mut said = String::new();
        self.process.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        said
    }

    /// Takes the first unread message that is `wanted`, waiting for it if need be.
    fn wait(&mut self, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let end = Instant::now() + HANG;
        let mut seen = 0;
        loop {
            if let Some(place) = self.unread.iter().skip(seen).position(&wanted) {
                return self.unread.remove(seen + place).unwrap();
            }
            seen = self.unread.len();
            if !self.take_in(end) {
                panic!("the server ended; no {what}. Unread: {:?}", self.unread);
            }
            assert!(Instant::now() < end, "no {what} within {HANG:?}. Unread: {:?}", self.unread);
        }
    }

    /// Waits for a message until `end`; false if there will be none.
    fn take_in(&mut self, end: Instant) -> bool {
        match self.inbox.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(message) => self.sort(message),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return false,
        }
        true
    }

    fn take_in_what_is_there(&mut self) {
        while let Ok(message) = self.inbox.try_recv() {
            self.sort(message);
        }
    }

    fn sort(&mut self, mut message: Value) {
        assert_eq!(message["jsonrpc"], "2.0", "{message}");
        let method = message["method"].as_str().unwrap_or_default().to_owned();
        match method.as_str() {
            "window/logMessage" => {
                self.logged.push(message["params"]["message"].as_str().unwrap().to_owned());
            }
            "$/progress" => self.progress.push(message["params"].take()),
            "$/logTrace" | "telemetry/event" => {}
            "" => self.unread.push_back(message),
            _ if message.get("id").is_some() => {
                let params = message["params"].take();
                let result = match method.as_str() {
                    "workspace/configuration" => {
                        let items = params["items"].as_array().unwrap().len();
                        json!(vec![self.settings.clone(); items])
                    }
                    _ => Value::Null,
                };
                self.asked.push((method, params));
                self.answer_server(
                    &json!({"jsonrpc": "2.0", "id": message["id"], "result": result}),
                );
            }
            _ => self.unread.push_back(message),
        }
    }

    /// The server may have ended since it asked.
    fn answer_server(&mut self, answer: &Value) {
        if let Some(input) = &mut self.input {
            let _ = input.write_all(&framed(&answer.to_string()));
            let _ = input.flush();
        }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        if !std::thread::panicking() {
            self.take_in_what_is_there();
            assert!(self.unread.is_empty(), "messages that no test looked at: {:?}", self.unread);
        }
    }
}

fn server() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rolecall"));
    command.arg("server").stdin(Stdio::piped()).stdout(Stdio::piped());
    command
}

/// A message, framed.
pub fn framed(text: &str) -> Vec<u8> {
    format!("Content-Length: {}\r\n\r\n{text}", text.len()).into_bytes()
}

/// A request, as it is sent; parameters that are `null` are left out.
pub fn request(id: i64, method: &str, params: Value) -> Value {
    let mut request = json!({"jsonrpc": "2.0", "id": id, "method": method});
    if !params.is_null() {
        request["params"] = params;
    }
    request
}

/// A notification, as it is sent.
pub fn notification(method: &str, params: Value) -> Value {
    json!({"jsonrpc": "2.0", "method": method, "params": params})
}

/// A `didChange`, as it is sent.
pub fn change(uri: &str, version: i64, changes: Value) -> Value {
    let document = json!({"uri": uri, "version": version});
    let params = json!({"textDocument": document, "contentChanges": changes});
    notification("textDocument/didChange", params)
}

fn lay_over(base: &mut Value, over: Value) {
    match (base, over) {
        (Value::Object(base), Value::Object(over)) => {
            for (key, value) in over {
                lay_over(base.entry(key).or_insert(Value::Null), value);
            }
        }
        (base, over) => *base = over,
    }
}

/// Reads a message as strictly as a client may; `None` at the end.
fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.strip_suffix("\r\n").expect("header lines end with CRLF") {
            "" => break,
            line => {
                let value = line.strip_prefix("Content-Length: ").expect("no other header");
                length = Some(value.parse().expect("a length is a number"));
            }
        }
    }
    let mut body = vec![0; length.expect("a message has a length")];
    // A server that is killed may leave half a message.
    output.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).expect("a message is JSON"))
}
