//! What is found in a document, as the protocol's diagnostics.

use review::{Review, Stretch};
use tower_lsp::lsp_types::{Diagnostic, Url};

use crate::client::Client;
use crate::convert;
use crate::documents::{Open, Reviewed};

/// Returns all that is wrong with an open document: what a review of it finds, and its problems as a file of
/// its project.
pub fn all_of(
    open: &Open,
    reviewed: &Reviewed,
    problems: &[Diagnostic],
    client: Client,
    most: usize,
) -> Vec<Diagnostic> {
    let mut found = diagnostics(&reviewed.review, &open.uri, client, most);
    found.extend_from_slice(problems);
    found
}

/// Returns what was found as diagnostics of the document that the client calls `uri`: the first `most` of them, and
/// a hint that says how many more there are.
pub fn diagnostics(review: &Review, uri: &Url, client: Client, most: usize) -> Vec<Diagnostic> {
    let document = review.document();
    let mut ranges = convert::Ranges::new(document, client.encoding);
    let mut findings = review.stretches().flat_map(Stretch::findings);
    let mut found: Vec<Diagnostic> = findings
        .by_ref()
        .take(most)
        .map(|finding| {
            let range = ranges.of(finding.span);
            convert::finding(document, uri, finding, range, client)
        })
        .collect();
    if let Some(next) = findings.next() {
        let count = review.stretches().map(Stretch::count).sum::<usize>();
        let range = ranges.of(next.span);
        found.push(convert::left_out(range, count.saturating_sub(most)));
    }
    found
}
