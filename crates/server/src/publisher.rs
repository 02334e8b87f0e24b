//! Diagnostics: each open document has one task, and nobody else publishes for it.
//!
//! It takes the newest text, has it reviewed off the runtime's threads, publishes and waits for a
//! change. So results come in order, and of a burst of edits only some are reviewed: the last always.

use std::sync::Arc;

use tower_lsp::lsp_types::{
    Diagnostic, MessageType, ShowMessageParams, Url, notification::ShowMessage,
};

use crate::client::Client;
use crate::convert;
use crate::documents::{Open, Reviewed};
use crate::wire::Outbox;

/// Publishes the diagnostics of a document until it is closed.
/// `learned` is called when it says something else of roles and stories than before.
pub async fn publish(
    open: Arc<Open>,
    outbox: Outbox,
    client: Client,
    learned: impl Fn(&Open) + Send,
) {
    let mut complained = false;
    loop {
        let document = Arc::clone(&open);
        let done = tokio::task::spawn_blocking(move || {
            let reviewed = document.review();
            let mut diagnostics = diagnostics(&reviewed, &document.uri, client);
            diagnostics.extend(document.problems());
            (reviewed.version, diagnostics)
        });
        match done.await {
            Ok((version, diagnostics)) => {
                open.while_open(|| outbox.publish(open.uri.as_str(), Some(version), &diagnostics));
                if open.has_learned() {
                    learned(&open);
                }
            }
            // The text is kept, and the next edit is reviewed again.
            Err(error) if !complained => {
                complained = true;
                outbox.log(MessageType::ERROR, format!("review of {} failed: {error}", open.uri));
                let message =
                    "rolecall stumbled over this document, which is our fault; it goes on \
                               with your next edit. Details are in the log."
                        .to_owned();
                let params = ShowMessageParams { typ: MessageType::ERROR, message };
                outbox.notify::<ShowMessage>(params);
            }
            Err(_) => {}
        }
        open.changed.notified().await;
        if open.is_closed() {
            return;
        }
    }
}

/// What was found, as diagnostics of the document that the client calls `uri`.
pub fn diagnostics(reviewed: &Reviewed, uri: &Url, client: Client) -> Vec<Diagnostic> {
    let review = &reviewed.review;
    let document = review.document();
    let mut ranges = convert::Ranges::new(document, client.encoding);
    let findings = review.findings().into_iter().map(|finding| {
        let range = ranges.of(finding.span);
        convert::finding(document, uri, finding, range, client)
    });
    findings.collect()
}
