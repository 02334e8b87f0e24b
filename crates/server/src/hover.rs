//! `textDocument/hover`

use markdown::Encoding;
use review::{Role, Seen};
use tower_lsp::lsp_types::{Hover, HoverContents, MarkupContent, MarkupKind, Position};
use workspace::Index;

use crate::client::Client;
use crate::convert;
use crate::documents::Reviewed;

/// What to show at a position.
pub fn hover(
    reviewed: &Reviewed,
    position: Position,
    index: Option<&Index>,
    client: Client,
) -> Option<Hover> {
    let review = &reviewed.review;
    let encoding: Encoding = client.encoding;
    let offset = convert::offset(review.document(), position, encoding);
    let seen = |role: &Role| {
        let index = index?;
        let count = index.count_of(index.vocabulary().index_of(&role.name)?);
        Some(Seen { stories: count.stories, documents: count.documents })
    };
    let (span, text) = review.hover(offset, &seen)?;
    let contents = match client.markdown {
        true => MarkupContent { kind: MarkupKind::Markdown, value: text },
        false => MarkupContent { kind: MarkupKind::PlainText, value: text.replace(['*', '`'], "") },
    };
    Some(Hover {
        contents: HoverContents::Markup(contents),
        range: Some(convert::range(review.document(), span, encoding)),
    })
}
