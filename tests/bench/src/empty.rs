//! A server that looks at nothing: the floor under all times. It stands on the same wire as rolecall, and answers each edit
//! with as many diagnostics, so what is above the floor is the price of the review.

use serde::Deserialize;
use serde_json::value::RawValue;
use server::wire::{Notifications, Outbox};
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{
    CodeActionParams, CodeActionProviderCapability, CodeActionResponse, CompletionOptions,
    CompletionParams, CompletionResponse, Diagnostic, DiagnosticSeverity, Hover, HoverParams,
    HoverProviderCapability, InitializeParams, InitializeResult, NumberOrString, Position, Range,
    ServerCapabilities, TextDocumentSyncCapability, TextDocumentSyncKind,
};
use tower_lsp::{LanguageServer, LspService};

/// Serves the client on standard input and output, and returns the exit code. Each edit is answered with the same
/// `findings` diagnostics, of the length of ours.
///
/// # Errors
///
/// What the system said when it refused a thread or a timer.
pub fn run(findings: usize) -> std::io::Result<u8> {
    let diagnostics = vec![diagnostic(); findings];
    server::wire::run(|outbox| LspService::new(|_| Empty { outbox, diagnostics }))
}

struct Empty {
    outbox: Outbox,
    diagnostics: Vec<Diagnostic>,
}

fn diagnostic() -> Diagnostic {
    Diagnostic {
        range: Range::new(Position::new(1_000, 40), Position::new(1_000, 44)),
        severity: Some(DiagnosticSeverity::WARNING),
        code: Some(NumberOrString::String("generic-role".to_owned())),
        source: Some("empty".to_owned()),
        message: "Nothing was looked at, and this was found. Did you mean a stock clerk?"
            .to_owned(),
        ..Diagnostic::default()
    }
}

#[tower_lsp::async_trait]
impl LanguageServer for Empty {
    async fn initialize(&self, _: InitializeParams) -> Result<InitializeResult> {
        let sync = TextDocumentSyncCapability::Kind(TextDocumentSyncKind::INCREMENTAL);
        let capabilities = ServerCapabilities {
            text_document_sync: Some(sync),
            hover_provider: Some(HoverProviderCapability::Simple(true)),
            completion_provider: Some(CompletionOptions::default()),
            code_action_provider: Some(CodeActionProviderCapability::Simple(true)),
            ..ServerCapabilities::default()
        };
        Ok(InitializeResult { capabilities, server_info: None })
    }

    async fn hover(&self, _: HoverParams) -> Result<Option<Hover>> {
        Ok(None)
    }

    async fn completion(&self, _: CompletionParams) -> Result<Option<CompletionResponse>> {
        Ok(None)
    }

    async fn code_action(&self, _: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        Ok(None)
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }
}

/// What is read of `didOpen` and `didChange`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Changed {
    text_document: Document,
}

#[derive(Deserialize)]
struct Document {
    uri: String,
    version: i32,
}

impl Notifications for Empty {
    fn receive(&self, method: &str, params: Box<RawValue>) {
        if matches!(method, "textDocument/didOpen" | "textDocument/didChange")
            && let Ok(Changed { text_document }) = serde_json::from_str(params.get())
        {
            let Document { uri, version } = text_document;
            self.outbox.publish(&uri, Some(version), &self.diagnostics);
        }
    }
}
