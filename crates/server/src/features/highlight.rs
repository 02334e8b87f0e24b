//! `textDocument/documentHighlight`

use tower_lsp::lsp_types::{DocumentHighlight, DocumentHighlightKind, DocumentHighlightParams};

use crate::features::shared::AskedDocument;

/// Where the role at a position is named, by any of its names; where it is declared, as written.
pub fn highlights(
    asked: &AskedDocument<'_>,
    params: &DocumentHighlightParams,
) -> Vec<DocumentHighlight> {
    let review = asked.review();
    let offset = asked.offset(params.text_document_position_params.position);
    let Some(named) = review.mention_at(offset) else { return Vec::new() };
    let declaring = review.declaring();
    let mut ranges = asked.ranges();
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
