//! `textDocument/hover`

use markdown::Encoding;
use review::{Role, Seen, escape};
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
    let (span, text) = review.hover(offset, &|role| seen(index, role))?;
    Some(Hover {
        contents: HoverContents::Markup(markup(text, client.markdown)),
        range: Some(convert::range(review.document(), span, encoding)),
    })
}

/// How often a role is named in its project.
pub fn seen(index: Option<&Index>, role: &Role) -> Option<Seen> {
    let index = index?;
    let count = index.count_of(index.vocabulary().index_of(&role.name)?);
    Some(Seen { stories: count.stories, documents: count.documents })
}

/// Markdown of ours, plain for a client that does not show it.
pub fn markup(text: String, is_markdown: bool) -> MarkupContent {
    match is_markdown {
        true => MarkupContent { kind: MarkupKind::Markdown, value: text },
        false => MarkupContent { kind: MarkupKind::PlainText, value: escape::plain(&text) },
    }
}
