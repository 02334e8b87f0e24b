//! Diagnostics: each open document has one task, and nobody else publishes for it.
//!
//! It takes the newest text, has it reviewed off the runtime's threads, publishes and waits for a
//! change. So results come in order, and of a burst of edits only some are reviewed: the last always.
//! Nothing is published to a client that asks for its diagnostics; for it the review is ready.

use std::sync::Arc;

use markdown::Encoding;
use review::{CaughtPanic, Review};
use tower_lsp::lsp_types::{
    Diagnostic, MessageType, ShowMessageParams, Url, notification::ShowMessage,
};

use crate::documents::{Failure, Open, Reviewed};
use crate::published::Published;
use crate::session::Session;

/// Publishes the diagnostics of a document until it is closed. What is being looked up before a review
/// counts in it.
pub async fn publish(open: Arc<Open>, session: Arc<Session>) {
    let (outbox, client) = (&session.outbox, session.client());
    let mut complaint: Option<Complaint> = None;
    // What was reviewed last: an edit may be known before the word comes that there was one.
    let mut last: Option<(Arc<Reviewed>, Vec<Diagnostic>, usize)> = None;
    let mut published: Option<Arc<Published>> = None;
    let mut was_foreign = false;
    loop {
        session.resolver.settled().await;
        let turn = session.turns.acquire().await;
        let document = Arc::clone(&open);
        let before = last.clone();
        let published_before = published.clone();
        let most = session.settings.max_findings();
        let done = tokio::task::spawn_blocking(move || {
            let (review, problems) = (document.review()?, document.problems());
            let is_old = before.is_some_and(|(last, known, shown)| {
                last.revision == review.revision && known == problems && shown == most
            });
            let found = (!is_old && !client.pulls).then(|| {
                let before = published_before.as_deref();
                Arc::new(Published::new(&review, &document.uri, &problems, client, most, before))
            });
            Ok::<_, Arc<Failure>>((review, problems, found))
        });
        let done = done.await;
        drop(turn);
        let failure = match done {
            Ok(Ok((review, problems, found))) => {
                if let Some(found) = found {
                    let (uri, version) = (open.uri.as_str(), review.version);
                    open.while_open(|| outbox.publish(uri, version, &*found));
                    published = Some(found);
                }
                let foreign = foreign_lines(&review.review);
                if foreign.is_some() && !was_foreign {
                    let lines = foreign.as_deref().unwrap_or_default();
                    let message = format!(
                        "{} is not in English {lines}: nothing is reported there",
                        open.uri
                    );
                    outbox.log(MessageType::INFO, message);
                }
                was_foreign = foreign.is_some();
                let panics = review.review.panics();
                last = Some((review, problems, most));
                session.reviewed(&open);
                failed_rules(&open.uri, &panics)
            }
            Ok(Err(failure)) => Some(failed(&open.uri, failure.line, failure.message.clone())),
            Err(error) => Some(failed(&open.uri, None, error.to_string())),
        };
        // The text is kept, and the next edit is reviewed again.
        if let Some(failure) = failure {
            if complaint.is_none() {
                let message = format!(
                    "rolecall crashed on this document; {}. Details are in the log.",
                    failure.goes_on
                );
                let params = ShowMessageParams { typ: MessageType::ERROR, message };
                outbox.notify::<ShowMessage>(params);
            }
            if complaint.as_ref().is_none_or(|complaint| complaint.about != failure.about) {
                outbox.log(MessageType::ERROR, &failure.log);
            }
            complaint = Some(failure);
        }
        open.changed.notified().await;
        if open.is_closed() {
            return;
        }
    }
}

/// Which lines of a document are not in English, in words; None where all are.
fn foreign_lines(review: &Review) -> Option<String> {
    let document = review.document();
    let stretches = review.foreign();
    if stretches.is_empty() {
        return None;
    }
    let mut positions = document.positions(Encoding::Utf8);
    let lines = stretches.iter().map(|stretch| {
        let first = positions.of(stretch.start).line + 1;
        let end = document.trimmed_end(*stretch).end;
        format!("from line {first} to {}", positions.of(end).line + 1)
    });
    Some(lines.collect::<Vec<_>>().join(" and "))
}

/// What is to be known of a fault of ours.
struct Complaint {
    /// What is still done for the document.
    goes_on: &'static str,
    /// What it is about, wherever that stands by now: the same is not logged again.
    about: String,
    /// All of it, with the place.
    log: String,
}

/// A review that failed.
fn failed(uri: &Url, line: Option<usize>, message: String) -> Complaint {
    let line = line.map(|line| format!(" from line {} on", line + 1)).unwrap_or_default();
    Complaint {
        goes_on: "it continues with your next edit",
        log: format!("review of {uri} failed{line}: {message}"),
        about: message,
    }
}

/// Describes rules that failed, while the others have had their say.
fn failed_rules(uri: &Url, panics: &[CaughtPanic]) -> Option<Complaint> {
    let first = panics.first()?;
    let all = panics.iter().map(|one| format!("{}: {}", one.rule, one.message));
    Some(Complaint {
        goes_on: "one rule skips part of it",
        about: all.collect::<Vec<_>>().join("\n"),
        log: format!(
            "{} failed in {uri} from line {} on: {}",
            first.rule,
            first.line + 1,
            first.message
        ),
    })
}
