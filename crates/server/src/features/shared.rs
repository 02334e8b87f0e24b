//! What all features share: the document or project that a request is about, and text for people to read.

use std::path::Path;
use std::sync::Arc;

use markdown::{Document, Span};
use review::{Edit, Review, Role, Seen, escape};
use tower_lsp::lsp_types::{MarkupContent, MarkupKind, Position, Range, TextEdit};
use workspace::Index;

use crate::client::Client;
use crate::convert::{self, Ranges};
use crate::documents::{Open, Reviewed};
use crate::roles::View;
use crate::session::Session;

/// A document that a request is about, with the review of its newest text.
pub struct AskedDocument<'a> {
    /// The session.
    pub session: &'a Session,
    /// The document.
    pub open: &'a Open,
    /// Its review.
    pub reviewed: &'a Reviewed,
    /// What the client can do.
    pub client: Client,
}

impl AskedDocument<'_> {
    /// Returns the review.
    pub fn review(&self) -> &Review {
        &self.reviewed.review
    }

    /// Returns the text that the review is of.
    pub fn document(&self) -> &Document {
        self.reviewed.review.document()
    }

    /// Converts a position of the client into a byte offset.
    pub fn offset(&self, position: Position) -> usize {
        convert::offset(self.document(), position, self.client.encoding)
    }

    /// Converts a range of the client into a span.
    pub fn span(&self, range: Range) -> Span {
        convert::span(self.document(), range, self.client.encoding)
    }

    /// Converts a span into a range of the client.
    pub fn range(&self, span: Span) -> Range {
        convert::range(self.document(), span, self.client.encoding)
    }

    /// Returns what converts many spans, cheaply if they come in order.
    pub fn ranges(&self) -> Ranges<'_> {
        Ranges::new(self.document(), self.client.encoding)
    }

    /// Converts an edit.
    pub fn text_edit(&self, edit: &Edit) -> TextEdit {
        convert::text_edit(self.document(), edit, self.client.encoding)
    }

    /// Returns the index of the document's project as it was when it was last looked at.
    pub fn index(&self) -> Option<Arc<Index>> {
        self.session.last_index(self.open.path.as_deref())
    }
}

/// A project that a request is about, with the file that it was made in.
pub struct AskedProject<'a> {
    /// The project.
    pub view: &'a View<'a>,
    /// The path of the file.
    pub path: &'a Path,
    /// The file as a document, if it is one that is open.
    pub open: Option<&'a Open>,
}

impl AskedProject<'_> {
    /// Returns the review of the newest text of the file, if it is an open document.
    pub fn reviewed(&self) -> Option<Arc<Reviewed>> {
        self.open?.review().ok()
    }
}

/// Returns how often a role is named in its project.
pub fn seen(index: Option<&Index>, role: &Role) -> Option<Seen> {
    let index = index?;
    let count = index.count_of(index.vocabulary().index_of(&role.name)?);
    Some(Seen { stories: count.stories, documents: count.documents })
}

/// Returns Markdown of ours, without its markup for a client that does not show it.
pub fn markup(text: String, is_markdown: bool) -> MarkupContent {
    match is_markdown {
        true => MarkupContent { kind: MarkupKind::Markdown, value: text },
        false => MarkupContent { kind: MarkupKind::PlainText, value: escape::plain(&text) },
    }
}
