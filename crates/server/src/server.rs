//! The requests of the client, each handed to what answers it.

use std::sync::Arc;

use markdown::Encoding;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::lsp_types::*;
use tower_lsp::{ClientSocket, LanguageServer, LspService};

use crate::capabilities::{capabilities, registrations};
use crate::client::{Client, folders};
use crate::features::shared::{AskedDocument, AskedProject};
use crate::features::{
    action, completion, diagnostic, fold, highlight, hover, inlay, lens, references, rename,
    select, semantic, symbol, symbols,
};
use crate::session::Session;
use crate::wire::Outbox;

/// The server. Its state is the session's.
pub struct Server(pub Arc<Session>);

/// Makes the service.
pub fn build(outbox: Outbox, unsaid: Encoding) -> (LspService<Server>, ClientSocket) {
    LspService::new(|asking| Server(Arc::new(Session::new(outbox, asking, unsaid))))
}

#[tower_lsp::async_trait]
impl LanguageServer for Server {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let client = *self.0.client.get_or_init(|| Client::of(&params, self.0.unsaid));
        self.0.set_folders(folders(&params));
        if let Some(options) = &params.initialization_options {
            self.0.settings.begin(options, &self.0.outbox);
            self.0.projects.set_given(self.0.settings.config());
        }
        Ok(InitializeResult {
            capabilities: capabilities(client),
            server_info: Some(ServerInfo {
                name: "rolecall".to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
        })
    }

    async fn initialized(&self, _: InitializedParams) {
        if !self.0.client().watches_files {
            tokio::spawn(Arc::clone(&self.0).follow());
        }
        tokio::join!(Arc::clone(&self.0).ask_settings(), self.register());
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let uri = params.text_document_position_params.text_document.uri.clone();
        let answer = self.ask(&uri, move |asked| hover::hover(asked, &params));
        Ok(answer.await.flatten())
    }

    async fn goto_definition(
        &self,
        params: GotoDefinitionParams,
    ) -> Result<Option<GotoDefinitionResponse>> {
        let uri = params.text_document_position_params.text_document.uri.clone();
        let answer = self.ask_project(&uri, move |asked| references::definition(asked, &params));
        Ok(answer.await.filter(|places| !places.is_empty()).map(GotoDefinitionResponse::Array))
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let uri = params.text_document_position.text_document.uri.clone();
        let answer = self.ask_project(&uri, move |asked| references::references(asked, &params));
        Ok(answer.await)
    }

    async fn document_symbol(
        &self,
        params: DocumentSymbolParams,
    ) -> Result<Option<DocumentSymbolResponse>> {
        let uri = params.text_document.uri.clone();
        Ok(self.ask(&uri, move |asked| symbol::symbols(asked, &params)).await)
    }

    async fn prepare_rename(
        &self,
        params: TextDocumentPositionParams,
    ) -> Result<Option<PrepareRenameResponse>> {
        let uri = params.text_document.uri.clone();
        let answer = self.ask_project(&uri, move |asked| rename::prepare(asked, &params));
        Ok(answer.await.flatten())
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        let uri = params.text_document_position.text_document.uri.clone();
        let answer = self.ask_project(&uri, move |asked| rename::rename(asked, &params));
        answer.await.transpose().map_err(|message| Error {
            code: ErrorCode::InvalidParams,
            message: message.into(),
            data: None,
        })
    }

    async fn symbol(
        &self,
        params: WorkspaceSymbolParams,
    ) -> Result<Option<Vec<SymbolInformation>>> {
        let session = Arc::clone(&self.0);
        session.meet_folders().await;
        let answer =
            tokio::task::spawn_blocking(move || symbols::symbols(&session.views(), &params));
        Ok(answer.await.ok())
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        let uri = params.text_document.uri.clone();
        Ok(self.ask_project(&uri, move |asked| lens::lenses(asked, &params)).await)
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        let uri = params.text_document.uri.clone();
        Ok(self.ask(&uri, move |asked| fold::folds(asked, &params)).await)
    }

    async fn selection_range(
        &self,
        params: SelectionRangeParams,
    ) -> Result<Option<Vec<SelectionRange>>> {
        let uri = params.text_document.uri.clone();
        Ok(self.ask(&uri, move |asked| select::selections(asked, &params)).await)
    }

    async fn document_highlight(
        &self,
        params: DocumentHighlightParams,
    ) -> Result<Option<Vec<DocumentHighlight>>> {
        let uri = params.text_document_position_params.text_document.uri.clone();
        Ok(self.ask(&uri, move |asked| highlight::highlights(asked, &params)).await)
    }

    async fn semantic_tokens_full(
        &self,
        params: SemanticTokensParams,
    ) -> Result<Option<SemanticTokensResult>> {
        let uri = params.text_document.uri;
        let answer = self.ask(&uri, |asked| semantic::tokens(asked, None));
        Ok(answer.await.map(SemanticTokensResult::Tokens))
    }

    async fn semantic_tokens_range(
        &self,
        params: SemanticTokensRangeParams,
    ) -> Result<Option<SemanticTokensRangeResult>> {
        let uri = params.text_document.uri;
        let answer = self.ask(&uri, move |asked| semantic::tokens(asked, Some(params.range)));
        Ok(answer.await.map(SemanticTokensRangeResult::Tokens))
    }

    async fn diagnostic(
        &self,
        params: DocumentDiagnosticParams,
    ) -> Result<DocumentDiagnosticReportResult> {
        let session = Arc::clone(&self.0);
        session.resolver.settled().await;
        let uri = params.text_document.uri.clone();
        let report = tokio::task::spawn_blocking(move || diagnostic::document(&session, &params));
        let report = report.await.map_err(|error| {
            let message = format!("a question about {uri} failed: {error}");
            self.0.outbox.log(MessageType::ERROR, message);
            Error::internal_error()
        });
        report.map(DocumentDiagnosticReportResult::Report)
    }

    async fn workspace_diagnostic(
        &self,
        params: WorkspaceDiagnosticParams,
    ) -> Result<WorkspaceDiagnosticReportResult> {
        self.0.meet_folders().await;
        let items = diagnostic::workspace(&self.0, params).await;
        Ok(WorkspaceDiagnosticReportResult::Report(WorkspaceDiagnosticReport { items }))
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        if !self.0.settings.config().inlay_hints {
            return Ok(None);
        }
        let uri = params.text_document.uri.clone();
        Ok(self.ask(&uri, move |asked| inlay::hints(asked, &params)).await)
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let uri = params.text_document_position.text_document.uri.clone();
        let answer = self.ask(&uri, move |asked| completion::items(asked, &params));
        Ok(answer.await.map(CompletionResponse::Array))
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        let uri = params.text_document.uri.clone();
        Ok(self.ask(&uri, move |asked| action::actions(asked, &params)).await)
    }
}

impl Server {
    /// Has the client tell us of changes that it tells nobody unasked.
    async fn register(&self) {
        let client = self.0.client();
        let registrations = registrations(client);
        if registrations.is_empty() {
            return;
        }
        if let Err(error) = self.0.asking.register_capability(registrations).await {
            let message = format!("the client will not tell of changes: {error}");
            self.0.outbox.log(MessageType::WARNING, message);
        }
    }

    /// Asks the review of a document's newest text, off the runtime's threads. None where the
    /// document is not open, or not Markdown, or its review failed, of which its publisher tells.
    async fn ask<T: Send + 'static>(
        &self,
        uri: &Url,
        question: impl FnOnce(&AskedDocument<'_>) -> T + Send + 'static,
    ) -> Option<T> {
        let session = Arc::clone(&self.0);
        let open = session.documents.get(uri).filter(|open| open.syntax.is_some())?;
        session.resolver.settled().await;
        let answer = tokio::task::spawn_blocking(move || {
            let reviewed = &*open.review().ok()?;
            let client = session.client();
            Some(question(&AskedDocument { session: &session, open: &open, reviewed, client }))
        });
        match answer.await {
            Ok(answer) => answer,
            Err(error) => {
                self.0
                    .outbox
                    .log(MessageType::ERROR, format!("a question about {uri} failed: {error}"));
                None
            }
        }
    }

    /// Asks the project round a document, off the runtime's threads. None where it cannot be read.
    async fn ask_project<T: Send + 'static>(
        &self,
        uri: &Url,
        question: impl FnOnce(&AskedProject<'_>) -> T + Send + 'static,
    ) -> Option<T> {
        let session = Arc::clone(&self.0);
        let open = session.documents.get(uri).filter(|open| open.syntax.is_some());
        let name = uri.clone();
        session.resolver.settled().await;
        let answer = tokio::task::spawn_blocking(move || {
            let (view, path) = &session.view(&name)?;
            Some(question(&AskedProject { view, path, open: open.as_deref() }))
        });
        match answer.await {
            Ok(answer) => answer,
            Err(error) => {
                let message = format!("a question about the project of {uri} failed: {error}");
                self.0.outbox.log(MessageType::ERROR, message);
                None
            }
        }
    }
}
