//! What becomes of each message, in the order of the wire. Nothing in here waits but for the next thing to happen.

use std::collections::{HashMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use futures::{FutureExt, SinkExt, StreamExt};
use serde_json::value::RawValue;
use serde_json::{Value, json};
use tokio::io::AsyncRead;
use tokio::runtime::Handle;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval};
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};
use tower_lsp::lsp_types::MessageType;
use tower_lsp::{ClientSocket, LanguageServer, LspService};
use tower_service::Service;

use super::frame::Framer;
use super::message::{Message, failure};
use super::outbox::{Outbox, too_many};
use super::turns::Turns;
use super::{Notifications, initialize, parent};

/// How often the parent is looked for.
const PARENT: Duration = Duration::from_millis(500);
/// How many messages wait at most while `initialize` runs; the rest wait in the input.
const HELD: usize = 1_000;
/// What the requests in progress may cost, in bytes. More are refused.
const RUNNING_BYTES: usize = 64 << 20;
/// What a request costs beside its text, in bytes: about what is kept for it while it runs.
const REQUEST_BYTES: usize = 4 << 10;

/// Stands between the client and the service.
pub struct Guard<S> {
    service: LspService<S>,
    socket: ClientSocket,
    outbox: Outbox,
    /// Where requests run.
    handlers: Handle,
    phase: Phase,
    /// The ticket of each request in progress. A request that was cancelled is none, though it still run.
    running: HashMap<Id, Ticket>,
    tasks: JoinSet<Done>,
    /// What the tasks cost, in bytes.
    cost: usize,
    /// The turns of requests whose answers may be as large as a document.
    large: Arc<Turns>,
    last: Ticket,
    /// What came while `initialize` runs.
    held: VecDeque<Message>,
    parent: Option<u32>,
}

/// How the service knows a request. Clients may use an id again, and ids that cannot be cancelled there (beyond 32 bits).
type Ticket = i32;

/// Where the session stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    New,
    Starting(Ticket),
    Open,
    ShutDown,
}

/// A request that has been worked off.
struct Done {
    id: Option<Id>,
    ticket: Ticket,
    cost: usize,
    succeeded: bool,
    panicked: Option<String>,
    /// Whether the service did not come to its end.
    unfinished: bool,
    answer: Vec<u8>,
}

impl<S: LanguageServer + Notifications> Guard<S> {
    pub fn new(
        (service, socket): (LspService<S>, ClientSocket),
        outbox: Outbox,
        handlers: Handle,
    ) -> Self {
        Self {
            service,
            socket,
            outbox,
            handlers,
            phase: Phase::New,
            running: HashMap::new(),
            tasks: JoinSet::new(),
            cost: 0,
            large: Arc::new(Turns::new()),
            last: 0,
            held: VecDeque::new(),
            parent: None,
        }
    }

    /// Whether the client has said that it will go.
    pub fn was_shut_down(&self) -> bool {
        self.phase == Phase::ShutDown
    }

    /// Serves until `exit`, the end of the input, or the end of the parent.
    pub async fn run(&mut self, input: impl AsyncRead + Unpin) {
        let mut framer = Framer::new(input);
        let mut look = interval(PARENT);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            // Lets the writer have its turn, though there be always something to read.
            tokio::task::consume_budget().await;
            tokio::select! {
                frame = framer.next(), if self.held.len() < HELD => match frame {
                    Some(Ok(json)) => match Message::read(&json) {
                        Ok(Message::Notification { method, .. }) if method == "exit" => return,
                        Ok(message) => self.receive(message),
                        Err(answer) => self.answer(answer),
                    },
                    Some(Err(fault)) => self.answer(Response::from_error(Id::Null, fault.into())),
                    None => return,
                },
                Some(done) = self.tasks.join_next() => if let Ok(done) = done { self.finish(done) },
                Some(request) = self.socket.next() => self.ask(&request),
                _ = look.tick(), if self.parent.is_some() => {
                    if self.parent.is_some_and(|process| !parent::lives(process)) {
                        return;
                    }
                }
            }
        }
    }

    /// Waits for the requests in progress, and for those that `initialize` has held up.
    pub async fn settle(&mut self) {
        while let Some(done) = self.tasks.join_next().await {
            if let Ok(done) = done {
                self.finish(done);
            }
        }
    }

    fn receive(&mut self, message: Message) {
        match message {
            Message::Response(response) => self.resolve(response),
            Message::Stray => {}
            message if matches!(self.phase, Phase::Starting(_)) => self.held.push_back(message),
            Message::Request { id, method, params } => self.request(id, method, params),
            Message::Notification { method, params } => self.notification(method, params),
        }
    }

    fn request(&mut self, id: Id, method: String, params: Option<Box<RawValue>>) {
        let cost =
            REQUEST_BYTES + method.len() + params.as_ref().map_or(0, |params| params.get().len());
        let refusal = match (self.phase, method.as_str()) {
            (_, "exit") => Some((ErrorCode::InvalidRequest, "`exit` is a notification")),
            (Phase::New, "initialize") => None,
            (Phase::New, _) => Some((ErrorCode::ServerError(-32002), "not initialized")),
            (Phase::ShutDown, _) => Some((ErrorCode::InvalidRequest, "shut down")),
            _ if self.running.contains_key(&id) => {
                Some((ErrorCode::InvalidRequest, "this id is in use"))
            }
            // `shutdown` is never refused, lest a session could not end in order.
            (_, "shutdown") => None,
            _ if self.cost > RUNNING_BYTES => {
                Some((ErrorCode::ServerError(-32803), "too many requests at once"))
            }
            _ => None,
        };
        if let Some((code, message)) = refusal {
            return self.answer(failure(id, code, message));
        }
        let read = params.map(|params| serde_json::from_str(params.get())).transpose();
        let Ok(params) = read else {
            // It is JSON, but deeper or with larger numbers than we can hold.
            let message = "these parameters cannot be read";
            return self.answer(failure(id, ErrorCode::InvalidParams, message));
        };
        self.last = self.last.checked_add(1).unwrap_or(0);
        let ticket = self.last;
        let params = match method.as_str() {
            "initialize" if self.phase == Phase::New => {
                self.phase = Phase::Starting(ticket);
                let params = params.unwrap_or_default();
                self.parent = initialize::parent(&params);
                Some(initialize::readable(params))
            }
            "shutdown" => {
                self.phase = Phase::ShutDown;
                // It takes no parameters; some clients send some all the same.
                None
            }
            _ => params,
        };
        self.running.insert(id.clone(), ticket);
        self.start(Some(id), ticket, method, params, cost);
    }

    /// Hands a request or notification to the service, in a task of its own.
    fn start(
        &mut self,
        id: Option<Id>,
        ticket: Ticket,
        method: String,
        params: Option<Value>,
        cost: usize,
    ) {
        let turns = may_be_large(&method).then(|| Arc::clone(&self.large));
        let may_be_refused = id.is_some() && method != "shutdown";
        let outbox = self.outbox.clone();
        let mut request = Request::build(method);
        if let Some(params) = params {
            request = request.params(params);
        }
        if id.is_some() {
            request = request.id(i64::from(ticket));
        }
        let request = request.finish();
        let answer = catch_unwind(AssertUnwindSafe(|| self.service.call(request)));
        self.cost += cost;
        let task = async move {
            // The turn ends when the answer is written out.
            let _turn = match &turns {
                Some(turns) => Some(turns.take().await),
                None => None,
            };
            let is_unread = may_be_refused && outbox.is_full();
            let outcome = match answer {
                // Nobody reads what there is already.
                Ok(_) if is_unread => Ok(Ok(Some(too_many(Id::Null)))),
                Ok(answer) => AssertUnwindSafe(answer).catch_unwind().await,
                Err(panic) => Err(panic),
            };
            let unfinished = is_unread || outcome.is_err();
            let mut panicked = None;
            let outcome = match outcome {
                Ok(Ok(Some(response))) => response.into_parts().1,
                // The service does not answer what begins with `$/`, requests neither.
                Ok(_) => Err(Error::method_not_found()),
                Err(panic) => {
                    panicked = Some(review::panic_message(panic.as_ref()));
                    Err(Error::internal_error())
                }
            };
            let succeeded = outcome.is_ok();
            let response = Response::from_parts(id.clone().unwrap_or_default(), outcome);
            let answer = serde_json::to_vec(&response).unwrap_or_default();
            Done { id, ticket, cost, succeeded, unfinished, panicked, answer }
        };
        self.tasks.spawn_on(task, &self.handlers);
    }

    fn finish(&mut self, done: Done) {
        self.cost = self.cost.saturating_sub(done.cost);
        if done.unfinished {
            // The service forgets a request only when it ends or is cancelled.
            self.cancel(done.ticket);
        }
        if let Some(panic) = done.panicked {
            self.outbox.log(MessageType::ERROR, format!("a request failed: {panic}"));
        }
        if let Some(id) = done.id
            && self.running.get(&id) == Some(&done.ticket)
        {
            self.running.remove(&id);
            self.outbox.answer(id, done.answer);
        }
        if self.phase == Phase::Starting(done.ticket) {
            self.phase = if done.succeeded { Phase::Open } else { Phase::New };
            while !matches!(self.phase, Phase::Starting(_))
                && let Some(message) = self.held.pop_front()
            {
                self.receive(message);
            }
        }
    }

    fn notification(&mut self, method: String, params: Option<Box<RawValue>>) {
        if method == "$/cancelRequest" {
            let id = params.and_then(|params| serde_json::from_str::<Value>(params.get()).ok());
            let id = id.and_then(|mut params| {
                serde_json::from_value::<Id>(params.get_mut("id")?.take()).ok()
            });
            if let Some((id, ticket)) = id.and_then(|id| self.running.remove_entry(&id)) {
                self.answer(Response::from_error(id, Error::request_cancelled()));
                self.cancel(ticket);
            }
        } else if method.starts_with("$/") || self.phase != Phase::Open {
            // Not for us, or out of time: to be ignored.
        } else if method == "initialized" {
            self.start(None, 0, method, Some(json!({})), REQUEST_BYTES);
        } else {
            let params = params.unwrap_or_else(|| RawValue::NULL.to_owned());
            let _inside = self.handlers.enter();
            let backend = self.service.inner();
            if let Err(panic) = catch_unwind(AssertUnwindSafe(|| backend.receive(&method, params)))
            {
                self.outbox.log(
                    MessageType::ERROR,
                    format!("{method} failed: {}", review::panic_message(panic.as_ref())),
                );
            }
        }
    }

    /// Makes the service drop a request.
    fn cancel(&mut self, ticket: Ticket) {
        let cancel = Request::build("$/cancelRequest").params(json!({ "id": ticket })).finish();
        let _ = self.service.call(cancel).now_or_never();
    }

    /// Sends a request or notification of the service to the client.
    fn ask(&mut self, request: &Request) {
        let body = serde_json::to_vec(request).unwrap_or_default();
        match request.id() {
            None => self.outbox.note(body),
            Some(id) if !self.outbox.request(body) => {
                let code = ErrorCode::ServerError(-32803);
                self.resolve(failure(id.clone(), code, "the client does not read"));
            }
            Some(_) => {}
        }
    }

    /// Hands an answer to whoever in the service waits for it.
    fn resolve(&mut self, response: Response) {
        // The service panics if nobody waits any longer.
        let _ = catch_unwind(AssertUnwindSafe(|| self.socket.send(response).now_or_never()));
    }

    fn answer(&self, response: Response) {
        let body = serde_json::to_vec(&response).unwrap_or_default();
        self.outbox.answer(response.into_parts().0, body);
    }
}

/// Whether the answer to a request may be as large as its document. Others are not kept waiting by these; what asks
/// a whole project is not among them, since it may wait for the project's disk.
fn may_be_large(method: &str) -> bool {
    matches!(
        method,
        "textDocument/codeAction"
            | "textDocument/diagnostic"
            | "textDocument/documentHighlight"
            | "textDocument/documentSymbol"
            | "textDocument/foldingRange"
            | "textDocument/inlayHint"
            | "textDocument/selectionRange"
            | "textDocument/semanticTokens/full"
            | "textDocument/semanticTokens/range"
    )
}
