//! Progress bars.

use std::sync::atomic::Ordering;

use tower_lsp::lsp_types::notification::Progress;
use tower_lsp::lsp_types::request::WorkDoneProgressCreate;
use tower_lsp::lsp_types::{
    NumberOrString, ProgressParams, ProgressParamsValue, WorkDoneProgress, WorkDoneProgressBegin,
    WorkDoneProgressCreateParams,
};

use crate::session::state::Session;

impl Session {
    /// Opens a progress bar, if the client has any.
    pub(super) async fn open_bar(&self) -> Option<i32> {
        if !self.client().shows_progress {
            return None;
        }
        let bar = self.bars.fetch_add(1, Ordering::Relaxed);
        let params = WorkDoneProgressCreateParams { token: token(bar) };
        self.asking.send_request::<WorkDoneProgressCreate>(params).await.ok()?;
        let begin = WorkDoneProgressBegin {
            title: "Looking for roles".to_owned(),
            cancellable: Some(true),
            message: None,
            percentage: Some(0),
        };
        self.progress(bar, WorkDoneProgress::Begin(begin));
        Some(bar)
    }

    pub(super) fn progress(&self, bar: i32, progress: WorkDoneProgress) {
        self.outbox.notify::<Progress>(ProgressParams {
            token: token(bar),
            value: ProgressParamsValue::WorkDone(progress),
        });
    }

    /// The user has closed a progress bar: what is read by then counts.
    pub fn cancel(&self, token: &NumberOrString) {
        if let NumberOrString::String(token) = token
            && let Some(bar) = token.strip_prefix(TOKEN).and_then(|bar| bar.parse().ok())
        {
            self.cancelled.fetch_max(bar, Ordering::Relaxed);
        }
    }
}

/// What the tokens of our progress bars begin with.
const TOKEN: &str = "rolecall/";

fn token(bar: i32) -> NumberOrString {
    NumberOrString::String(format!("{TOKEN}{bar}"))
}
