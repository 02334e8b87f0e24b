//! Progress bars for the projects that are read.

use std::sync::atomic::{AtomicI32, Ordering};

use tower_lsp::Client;
use tower_lsp::lsp_types::notification::Progress;
use tower_lsp::lsp_types::request::WorkDoneProgressCreate;
use tower_lsp::lsp_types::{
    NumberOrString, ProgressParams, ProgressParamsValue, WorkDoneProgress, WorkDoneProgressBegin,
    WorkDoneProgressCreateParams, WorkDoneProgressEnd, WorkDoneProgressReport,
};

use crate::wire::Outbox;

/// What the tokens of our progress bars begin with.
const TOKEN: &str = "rolecall/";

/// The progress bars of a session, each known by its number.
#[derive(Debug)]
pub struct Bars {
    /// The number of the next one.
    next: AtomicI32,
    /// The highest number of one that the user has closed; those before count as closed, too.
    closed: AtomicI32,
}

/// The number of a progress bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar(i32);

impl Default for Bars {
    fn default() -> Self {
        Self { next: AtomicI32::new(1), closed: AtomicI32::new(0) }
    }
}

impl Bars {
    /// Opens a progress bar. Returns none where the client refuses it.
    pub async fn open(&self, client: &Client, outbox: &Outbox) -> Option<Bar> {
        let bar = Bar(self.next.fetch_add(1, Ordering::Relaxed));
        let params = WorkDoneProgressCreateParams { token: bar.token() };
        client.send_request::<WorkDoneProgressCreate>(params).await.ok()?;
        let begin = WorkDoneProgressBegin {
            title: "Looking for roles".to_owned(),
            cancellable: Some(true),
            message: None,
            percentage: Some(0),
        };
        bar.send(WorkDoneProgress::Begin(begin), outbox);
        Some(bar)
    }

    /// Notes that the user has closed the progress bar of this token, if it is one of ours.
    pub fn close(&self, token: &NumberOrString) {
        if let NumberOrString::String(token) = token
            && let Some(bar) = token.strip_prefix(TOKEN).and_then(|bar| bar.parse().ok())
        {
            self.closed.fetch_max(bar, Ordering::Relaxed);
        }
    }

    /// Returns whether the user has closed a progress bar.
    pub fn is_closed(&self, bar: Bar) -> bool {
        self.closed.load(Ordering::Relaxed) >= bar.0
    }
}

impl Bar {
    /// Shows how many of the documents are read.
    pub fn show(self, done: usize, total: usize, outbox: &Outbox) {
        let report = WorkDoneProgressReport {
            cancellable: Some(true),
            message: Some(format!("{done} of {total} documents")),
            percentage: u32::try_from(100 * done / total.max(1)).ok(),
        };
        self.send(WorkDoneProgress::Report(report), outbox);
    }

    /// Ends the progress bar.
    pub fn end(self, outbox: &Outbox) {
        self.send(WorkDoneProgress::End(WorkDoneProgressEnd { message: None }), outbox);
    }

    fn send(self, progress: WorkDoneProgress, outbox: &Outbox) {
        let value = ProgressParamsValue::WorkDone(progress);
        outbox.notify::<Progress>(ProgressParams { token: self.token(), value });
    }

    fn token(self) -> NumberOrString {
        NumberOrString::String(format!("{TOKEN}{}", self.0))
    }
}
