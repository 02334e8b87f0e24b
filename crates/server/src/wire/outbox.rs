//! What waits to be written to the client.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::io;
use std::sync::{Arc, Mutex, MutexGuard};

use serde::Serialize;
use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::sync::Notify;
use tower_lsp::jsonrpc::{ErrorCode, Id, Response};
use tower_lsp::lsp_types::notification::{LogMessage, Notification, PublishDiagnostics};
use tower_lsp::lsp_types::{LogMessageParams, MessageType};

use super::message::failure;
use crate::lock::lock;

/// How many bytes of answers, requests and notes wait at most before they are cut short.
const WAITING_BYTES: usize = 32 << 20;
/// How many notes wait at most: notifications other than diagnostics, mostly logs and progress.
const NOTES: usize = 1_000;
/// How many bytes are gathered for one write, at least.
const BATCH_BYTES: usize = 64 << 10;

/// A handle to what waits to be written to the client, for any thread: no method waits, and none fails.
///
/// Messages are written in the order in which they came, with one exception: of the diagnostics of a document only the
/// newest wait, in the place of the oldest. So a client that reads slowly gets fewer diagnostics, not older ones.
///
/// A client that does not read at all costs bounded memory. Beside one list of diagnostics per document there wait at most
/// 1,000 notes (the oldest go first) and 32 MiB in all; from there on notes are dropped, the answer to each request is a short
/// `-32803` (request failed), and from 64 MiB on there is no answer.
#[derive(Clone)]
pub struct Outbox(Arc<Shared>);

struct Shared {
    queue: Mutex<Queue>,
    /// Something has come, or the end.
    changed: Notify,
}

#[derive(Default)]
struct Queue {
    /// Each message by the number of its place.
    waiting: BTreeMap<u64, Message>,
    /// The number of the next place.
    next: u64,
    /// The size of all that waits, but for diagnostics.
    bytes: usize,
    /// The places of the notes, oldest first.
    notes: VecDeque<u64>,
    /// The place of each document's diagnostics.
    documents: HashMap<String, u64>,
    closed: bool,
}

struct Message {
    kind: Kind,
    body: Vec<u8>,
}

enum Kind {
    /// An answer to the client, or a request to it.
    Call,
    Note,
    Diagnostics {
        uri: String,
    },
}

/// A notification as it goes over the wire.
#[derive(Serialize)]
struct Note<P> {
    jsonrpc: &'static str,
    method: &'static str,
    params: P,
}

/// `PublishDiagnosticsParams`, borrowed.
#[derive(Serialize)]
struct Published<'a, D: ?Sized> {
    uri: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<i32>,
    diagnostics: &'a D,
}

impl Outbox {
    pub(super) fn new() -> Self {
        Self(Arc::new(Shared { queue: Mutex::default(), changed: Notify::new() }))
    }

    /// Publishes the diagnostics of a document in place of those that still wait.
    ///
    /// `uri` is best what the client calls the document, letter by letter; `version` is that of the text reviewed;
    /// `diagnostics` is written as a list of them.
    pub fn publish<D>(&self, uri: &str, version: Option<i32>, diagnostics: &D)
    where
        D: Serialize + ?Sized,
    {
        let Some(body) = text(PublishDiagnostics::METHOD, Published { uri, version, diagnostics })
        else {
            return;
        };
        let mut queue = self.lock();
        if let Some(place) = queue.documents.get(uri).copied() {
            if let Some(message) = queue.waiting.get_mut(&place) {
                message.body = body;
            }
        } else if let Some(place) = queue.push(Kind::Diagnostics { uri: uri.to_owned() }, body) {
            queue.documents.insert(uri.to_owned(), place);
        }
        drop(queue);
        self.0.changed.notify_one();
    }

    /// Sends a notification other than diagnostics.
    pub fn notify<N: Notification>(&self, params: N::Params) {
        if let Some(body) = text(N::METHOD, params) {
            self.note(body);
        }
    }

    /// Sends a line to the client's log.
    pub fn log(&self, typ: MessageType, message: impl Into<String>) {
        self.notify::<LogMessage>(LogMessageParams { typ, message: message.into() });
    }

    /// Sends a notification that has been written out.
    pub(super) fn note(&self, body: Vec<u8>) {
        let mut queue = self.lock();
        queue.make_room(NOTES - 1);
        if queue.bytes < WAITING_BYTES
            && let Some(place) = queue.push(Kind::Note, body)
        {
            queue.notes.push_back(place);
        }
        drop(queue);
        self.0.changed.notify_one();
    }

    /// Sends the answer to the request `id`; or less, if too much waits.
    pub(super) fn answer(&self, id: Id, mut body: Vec<u8>) {
        let mut queue = self.lock();
        queue.make_room(NOTES);
        if queue.bytes >= WAITING_BYTES {
            body = serde_json::to_vec(&too_many(id)).unwrap_or_default();
        }
        if queue.bytes < 2 * WAITING_BYTES {
            queue.push(Kind::Call, body);
        }
        drop(queue);
        self.0.changed.notify_one();
    }

    /// Whether so much waits that answers would be cut short.
    pub(super) fn is_full(&self) -> bool {
        self.lock().bytes >= WAITING_BYTES
    }

    /// Sends a request to the client; false if too much waits.
    pub(super) fn request(&self, body: Vec<u8>) -> bool {
        let mut queue = self.lock();
        queue.make_room(NOTES);
        let sent = queue.bytes < WAITING_BYTES && queue.push(Kind::Call, body).is_some();
        drop(queue);
        self.0.changed.notify_one();
        sent
    }

    /// Takes no more; what waits is still written.
    pub(super) fn close(&self) {
        self.lock().closed = true;
        self.0.changed.notify_one();
    }

    /// Writes to `output` what waits and what comes, until [`Self::close`]. There must be one writer only.
    ///
    /// # Errors
    ///
    /// What `output` failed with: nobody reads it any more.
    pub(super) async fn write_to(&self, mut output: impl AsyncWrite + Unpin) -> io::Result<()> {
        loop {
            let (batch, closed) = self.lock().batch();
            if !batch.is_empty() {
                output.write_all(&batch).await?;
                output.flush().await?;
            } else if closed {
                return Ok(());
            } else {
                self.0.changed.notified().await;
            }
        }
    }

    /// A thread that panicked did not leave the queue half changed: nothing between two changes can panic.
    fn lock(&self) -> MutexGuard<'_, Queue> {
        lock(&self.0.queue)
    }
}

/// The answer to a request that there is no room to answer.
pub(super) fn too_many(id: Id) -> Response {
    failure(id, ErrorCode::ServerError(-32803), "too many answers wait to be read")
}

/// The text of a notification. There is none for parameters that are no JSON; none of the protocol's are such.
fn text(method: &'static str, params: impl Serialize) -> Option<Vec<u8>> {
    serde_json::to_vec(&Note { jsonrpc: "2.0", method, params }).ok()
}

impl Queue {
    /// Puts a message at the end and tells its place, unless it is too late.
    fn push(&mut self, kind: Kind, body: Vec<u8>) -> Option<u64> {
        if self.closed {
            return None;
        }
        let place = self.next;
        self.next += 1;
        let message = Message { kind, body };
        self.bytes += message.cost();
        self.waiting.insert(place, message);
        Some(place)
    }

    /// Takes a message out.
    fn take(&mut self, place: u64) -> Option<Message> {
        let message = self.waiting.remove(&place)?;
        self.bytes = self.bytes.saturating_sub(message.cost());
        match &message.kind {
            Kind::Diagnostics { uri } => drop(self.documents.remove(uri)),
            // Notes leave in order, from whichever end of the queue.
            Kind::Note => drop(self.notes.pop_front()),
            Kind::Call => {}
        }
        Some(message)
    }

    /// Drops the oldest notes until `notes` of them are left, or fewer if too much waits.
    fn make_room(&mut self, notes: usize) {
        while self.notes.len() > notes || self.bytes >= WAITING_BYTES {
            let Some(place) = self.notes.front().copied() else { return };
            self.take(place);
        }
    }

    /// The next messages, framed, and whether there will be no more.
    fn batch(&mut self) -> (Vec<u8>, bool) {
        let mut batch = Vec::new();
        while batch.len() < BATCH_BYTES
            && let Some(place) = self.waiting.keys().next().copied()
            && let Some(Message { body, .. }) = self.take(place)
        {
            batch.extend_from_slice(format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes());
            batch.extend_from_slice(&body);
        }
        (batch, self.closed)
    }
}

impl Message {
    /// What the message counts for, in bytes. Diagnostics count for nothing: they are bounded by the documents.
    fn cost(&self) -> usize {
        match self.kind {
            Kind::Diagnostics { .. } => 0,
            Kind::Call | Kind::Note => self.body.len() + size_of::<Self>(),
        }
    }
}

#[cfg(test)]
mod tests {
    use tower_lsp::lsp_types::Diagnostic;

    use super::*;
    use serde_json::{Value, json};
    use tower_lsp::lsp_types::Range;

    /// All that waits, in short.
    fn waiting(outbox: &Outbox) -> Vec<Value> {
        let mut found = Vec::new();
        while let Some(message) = {
            let mut queue = outbox.lock();
            let place = queue.waiting.keys().next().copied();
            place.and_then(|place| queue.take(place))
        } {
            let message: Value = serde_json::from_slice(&message.body).unwrap();
            assert_eq!(message["jsonrpc"], "2.0");
            found.push(match message["method"].as_str() {
                Some("textDocument/publishDiagnostics") => {
                    json!([message["params"]["uri"], message["params"]["version"]])
                }
                Some("window/logMessage") => message["params"]["message"].clone(),
                _ => message["error"].get("code").unwrap_or(&message["id"]).clone(),
            });
        }
        let queue = outbox.lock();
        assert_eq!(
            (queue.bytes, queue.notes.len(), queue.documents.len()),
            (0, 0, 0),
            "an empty queue is empty"
        );
        found
    }

    fn answer(outbox: &Outbox, id: i64, bytes: usize) {
        let response = Response::from_ok(id.into(), json!("x".repeat(bytes)));
        outbox.answer(id.into(), serde_json::to_vec(&response).unwrap());
    }

    #[test]
    fn only_the_newest_diagnostics_of_a_document_wait_and_the_rest_in_order() {
        let outbox = Outbox::new();
        answer(&outbox, 1, 1);
        for version in 0..1_000 {
            outbox.publish::<[Diagnostic]>("file:///a", Some(version), &[]);
            outbox.publish::<[Diagnostic]>("file:///b", Some(-version), &[]);
        }
        answer(&outbox, 2, 1);
        outbox.log(MessageType::LOG, "log");
        assert_eq!(
            waiting(&outbox),
            [
                json!(1),
                json!(["file:///a", 999]),
                json!(["file:///b", -999]),
                json!(2),
                json!("log")
            ]
        );
        outbox.publish::<[Diagnostic]>("file:///a", None, &[]);
        assert_eq!(waiting(&outbox), [json!(["file:///a", null])]);
    }

    #[test]
    fn diagnostics_are_what_the_protocol_says() {
        let outbox = Outbox::new();
        outbox.publish(
            "file:///a",
            Some(3),
            &[Diagnostic::new_simple(Range::default(), "m".to_owned())],
        );
        outbox.publish::<[Diagnostic]>("file:///b", None, &[]);
        let mut queue = outbox.lock();
        let mut bodies = std::mem::take(&mut queue.waiting)
            .into_values()
            .map(|message| serde_json::from_slice::<Value>(&message.body).unwrap());
        let zero = json!({"line": 0, "character": 0});
        assert_eq!(
            bodies.next().unwrap(),
            json!({"jsonrpc": "2.0", "method": "textDocument/publishDiagnostics", "params": {
                "uri": "file:///a", "version": 3, "diagnostics": [{"message": "m", "range": {"start": zero, "end": zero}}]}})
        );
        assert_eq!(
            bodies.next().unwrap()["params"],
            json!({"uri": "file:///b", "diagnostics": []})
        );
    }

    #[test]
    fn the_oldest_notes_go_first() {
        let outbox = Outbox::new();
        answer(&outbox, 1, 1);
        for note in 0..NOTES + 10 {
            outbox.log(MessageType::LOG, note.to_string());
        }
        let waiting = waiting(&outbox);
        assert_eq!(waiting.len(), NOTES + 1);
        assert_eq!(
            (&waiting[0], &waiting[1], &waiting[NOTES]),
            (&json!(1), &json!("10"), &json!("1009"))
        );
    }

    #[test]
    fn when_too_much_waits_notes_go_then_answers_get_short_then_there_are_none() {
        let outbox = Outbox::new();
        outbox.log(MessageType::LOG, "old");
        for id in 0..40 {
            answer(&outbox, id, 1 << 20);
        }
        outbox.log(MessageType::LOG, "new");
        assert!(!outbox.request(Vec::new()));
        let expected: Vec<_> =
            (0..32).map(|id| json!(id)).chain(std::iter::repeat_n(json!(-32803), 8)).collect();
        let bytes = outbox.lock().bytes;
        assert!(bytes < WAITING_BYTES + (2 << 20), "{bytes}");
        assert_eq!(waiting(&outbox), expected);

        for _ in 0..1_000_000 {
            answer(&outbox, 7, WAITING_BYTES / 100_000);
        }
        let bytes = outbox.lock().bytes;
        assert!((2 * WAITING_BYTES..2 * WAITING_BYTES + 1_000).contains(&bytes), "{bytes}");
    }

    #[test]
    fn a_single_answer_may_be_large() {
        let outbox = Outbox::new();
        answer(&outbox, 1, 2 * WAITING_BYTES);
        assert_eq!(waiting(&outbox), [json!(1)]);
    }

    #[tokio::test]
    async fn what_waits_is_written_after_the_end_and_nothing_else() {
        let outbox = Outbox::new();
        outbox.publish::<[Diagnostic]>("file:///a", Some(1), &[]);
        answer(&outbox, 1, 100_000);
        answer(&outbox, 2, 1);
        outbox.close();
        outbox.log(MessageType::LOG, "late");
        let mut output = Vec::new();
        outbox.write_to(&mut output).await.unwrap();
        let text = String::from_utf8(output).unwrap();
        assert_eq!(text.matches("Content-Length: ").count(), 3);
        assert!(text.ends_with("\"id\":2}") && !text.contains("late"));
    }

    #[tokio::test]
    async fn an_output_that_nobody_reads_is_an_error() {
        let (output, input) = tokio::io::duplex(10);
        drop(input);
        let outbox = Outbox::new();
        outbox.log(MessageType::LOG, "to nobody");
        assert!(outbox.write_to(output).await.is_err());
    }
}
