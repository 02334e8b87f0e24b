//! In place of the server to come: it finds nothing in any document.

use serde::Deserialize;
use serde_json::value::RawValue;
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{
    InitializeParams, InitializeResult, ServerCapabilities, ServerInfo, TextDocumentSyncKind, Url,
    VersionedTextDocumentIdentifier,
};
use tower_lsp::{ClientSocket, LanguageServer, LspService};

use crate::wire::{Notifications, Outbox};

/// Publishes that there is nothing to say.
pub struct Backend {
    outbox: Outbox,
}

/// What `didOpen` and `didChange` have in common.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Changed {
    text_document: VersionedTextDocumentIdentifier,
}

/// Makes the service.
pub fn build(outbox: Outbox) -> (LspService<Backend>, ClientSocket) {
    LspService::new(|_client| Backend { outbox })
}

#[tower_lsp::async_trait]
impl LanguageServer for Backend {
    async fn initialize(&self, _: InitializeParams) -> Result<InitializeResult> {
        let capabilities = ServerCapabilities {
            text_document_sync: Some(TextDocumentSyncKind::INCREMENTAL.into()),
            ..ServerCapabilities::default()
        };
        let server_info = Some(ServerInfo { name: "rolecall".to_owned(), version: None });
        Ok(InitializeResult { capabilities, server_info })
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }
}

impl Notifications for Backend {
    fn receive(&self, method: &str, params: Box<RawValue>) {
        if let "textDocument/didOpen" | "textDocument/didChange" = method
            && let Ok(Changed { text_document }) = serde_json::from_str(params.get())
        {
            let uri: Url = text_document.uri;
            self.outbox.publish(uri.as_str(), Some(text_document.version), &[]);
        }
    }
}
