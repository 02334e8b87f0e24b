//! `textDocument/hover`

use tower_lsp::lsp_types::{Hover, HoverContents, HoverParams};

use crate::features::shared::{AskedDocument, markup, seen};

/// What to show at a position.
pub fn hover(asked: &AskedDocument<'_>, params: &HoverParams) -> Option<Hover> {
    let index = asked.index();
    let offset = asked.offset(params.text_document_position_params.position);
    let (span, text) = asked.review().hover(offset, &|role| seen(index.as_deref(), role))?;
    Some(Hover {
        contents: HoverContents::Markup(markup(text, asked.client.markdown)),
        range: Some(asked.range(span)),
    })
}
