//! `textDocument/inlayHint`: the kind of a role, behind its name in a story.

use tower_lsp::lsp_types::{InlayHint, InlayHintKind, InlayHintLabel, Range};

use crate::client::Client;
use crate::convert;
use crate::documents::Reviewed;

/// The hints in a range.
pub fn hints(reviewed: &Reviewed, range: Range, client: Client) -> Vec<InlayHint> {
    let review = &reviewed.review;
    let document = review.document();
    let within = convert::span(document, range, client.encoding);
    let mut ranges = convert::Ranges::new(document, client.encoding);
    let told = review.kinds_told().into_iter().filter(|(at, _)| within.touches(*at));
    let hints = told.map(|(at, kind)| InlayHint {
        position: ranges.of((at..at).into()).start,
        label: InlayHintLabel::String(format!(": {}", kind.name().replace('-', " "))),
        kind: Some(InlayHintKind::TYPE),
        text_edits: None,
        tooltip: None,
        padding_left: None,
        padding_right: None,
        data: None,
    });
    hints.collect()
}
