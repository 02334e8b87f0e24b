//! `textDocument/documentHighlight`

use tower_lsp::lsp_types::{DocumentHighlight, DocumentHighlightKind, Position};

use crate::client::Client;
use crate::convert;
use crate::documents::Reviewed;

/// Where the role at a position is named, by any of its names; where it is declared, as written.
pub fn highlights(
    reviewed: &Reviewed,
    position: Position,
    client: Client,
) -> Vec<DocumentHighlight> {
    let review = &reviewed.review;
    let document = review.document();
    let offset = convert::offset(document, position, client.encoding);
    let Some(named) = review.mention_at(offset) else { return Vec::new() };
    let declaring = review.declaring();
    let mut ranges = convert::Ranges::new(document, client.encoding);
    let mentions = review.mentions().into_iter().filter(|mention| mention.role == named.role);
    let highlights = mentions.map(|mention| {
        let kind = match declaring.contains(&mention) {
            true => DocumentHighlightKind::WRITE,
            false => DocumentHighlightKind::TEXT,
        };
        DocumentHighlight { range: ranges.of(mention.span), kind: Some(kind) }
    });
    highlights.collect()
}
