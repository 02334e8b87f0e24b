//! Edits of ours as the client's `WorkspaceEdit`.

use std::collections::HashMap;
use std::path::PathBuf;

use markdown::Document;
use review::Edit;
use tower_lsp::lsp_types::{
    DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier, TextDocumentEdit, TextEdit,
    Url, WorkspaceEdit,
};

use crate::client::Client;
use crate::convert;
use crate::roles::View;

/// Edits of several files as one. With versions where files are open and the client knows them.
pub fn of_files(changes: Vec<(PathBuf, Vec<Edit>)>, view: &View<'_>) -> WorkspaceEdit {
    let client = view.client;
    let mut edits: Vec<(Url, Option<i32>, Vec<TextEdit>)> = Vec::new();
    for (path, changes) in changes {
        let (Some(uri), Some(text)) = (view.uri(&path), view.text(&path)) else { continue };
        let document = Document::new(&text);
        let mut ranges = convert::Ranges::new(&document, client.encoding);
        let changes =
            changes.into_iter().map(|edit| TextEdit::new(ranges.of(edit.span), edit.text));
        let changes = changes.collect();
        edits.push((uri, view.version(&path), changes));
    }
    workspace(edits, client)
}

/// The edits of documents, each with its version where it is open.
pub fn workspace(edits: Vec<(Url, Option<i32>, Vec<TextEdit>)>, client: Client) -> WorkspaceEdit {
    if !client.versioned_edits {
        let edits: HashMap<_, _> = edits.into_iter().map(|(uri, _, edits)| (uri, edits)).collect();
        return WorkspaceEdit::new(edits);
    }
    let edits = edits.into_iter().map(|(uri, version, edits)| versioned(uri, version, edits));
    WorkspaceEdit {
        document_changes: Some(DocumentChanges::Edits(edits.collect())),
        ..WorkspaceEdit::default()
    }
}

/// The edits of one document that are meant for one version of it.
pub fn versioned(uri: Url, version: Option<i32>, edits: Vec<TextEdit>) -> TextDocumentEdit {
    TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier { uri, version },
        edits: edits.into_iter().map(OneOf::Left).collect(),
    }
}
