//! The server: convert, ask, convert.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use markdown::{Encoding, Syntax};
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::lsp_types::notification::ShowMessage;
use tower_lsp::lsp_types::*;
use tower_lsp::{ClientSocket, LanguageServer, LspService};

use crate::client::Client;
use crate::features::shared::{AskedDocument, AskedProject};
use crate::features::{
    action, completion, fold, highlight, hover, inlay, lens, references, rename, select, semantic,
    symbol, symbols,
};
use crate::projects::concerns;
use crate::session::Session;
use crate::sync::{About, Changed, Opened};
use crate::uri::path_of;
use crate::wire::{Notifications, Outbox};
use crate::{publisher, pull, settings};

/// The server. Its state is the session's.
pub struct Server(Arc<Session>);

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
        let sync = TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions {
                include_text: Some(false),
            })),
            ..TextDocumentSyncOptions::default()
        };
        let actions = CodeActionOptions {
            code_action_kinds: Some(vec![
                CodeActionKind::QUICKFIX,
                CodeActionKind::new(action::FIX_ALL),
                CodeActionKind::REFACTOR_REWRITE,
            ]),
            ..CodeActionOptions::default()
        };
        let tokens = SemanticTokensOptions {
            legend: semantic::legend(),
            range: Some(true),
            full: Some(SemanticTokensFullOptions::Bool(true)),
            ..SemanticTokensOptions::default()
        };
        Ok(InitializeResult {
            capabilities: ServerCapabilities {
                position_encoding: Some(client.encoding_kind()),
                text_document_sync: Some(TextDocumentSyncCapability::Options(sync)),
                hover_provider: Some(HoverProviderCapability::Simple(true)),
                definition_provider: Some(OneOf::Left(true)),
                references_provider: Some(OneOf::Left(true)),
                rename_provider: Some(OneOf::Right(RenameOptions {
                    prepare_provider: Some(true),
                    work_done_progress_options: WorkDoneProgressOptions::default(),
                })),
                workspace_symbol_provider: Some(OneOf::Left(true)),
                code_lens_provider: Some(CodeLensOptions { resolve_provider: Some(false) }),
                code_action_provider: Some(CodeActionProviderCapability::Options(actions)),
                document_symbol_provider: Some(OneOf::Left(true)),
                selection_range_provider: Some(SelectionRangeProviderCapability::Simple(true)),
                document_highlight_provider: Some(OneOf::Left(true)),
                semantic_tokens_provider: Some(tokens.into()),
                completion_provider: Some(CompletionOptions {
                    trigger_characters: Some(vec![completion::TRIGGER.to_owned()]),
                    ..CompletionOptions::default()
                }),
                diagnostic_provider: client.pulls.then(|| {
                    DiagnosticServerCapabilities::Options(DiagnosticOptions {
                        identifier: Some("rolecall".to_owned()),
                        inter_file_dependencies: true,
                        workspace_diagnostics: true,
                        work_done_progress_options: WorkDoneProgressOptions::default(),
                    })
                }),
                inlay_hint_provider: Some(OneOf::Left(true)),
                folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
                workspace: Some(WorkspaceServerCapabilities {
                    workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                        supported: Some(true),
                        change_notifications: Some(OneOf::Left(true)),
                    }),
                    file_operations: None,
                }),
                ..ServerCapabilities::default()
            },
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
        session.places.settled().await;
        let uri = params.text_document.uri.clone();
        let report = tokio::task::spawn_blocking(move || {
            pull::document(
                &session,
                &params.text_document.uri,
                params.previous_result_id.as_deref(),
            )
        });
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
        let items = pull::workspace(&self.0, params.previous_result_ids).await;
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
        let mut registrations = Vec::new();
        if client.watches_files {
            let watchers = [
                "**/{rolecall.toml,.gitignore,.ignore}",
                "**/.git/info/exclude",
                "**/*.{md,markdown,mdx,txt,feature}",
            ]
            .map(|pattern| {
                let glob_pattern = GlobPattern::String(pattern.to_owned());
                FileSystemWatcher { glob_pattern, kind: None }
            });
            let options = DidChangeWatchedFilesRegistrationOptions { watchers: watchers.to_vec() };
            registrations.push(Registration {
                id: "project-files".to_owned(),
                method: "workspace/didChangeWatchedFiles".to_owned(),
                register_options: serde_json::to_value(options).ok(),
            });
        }
        if client.registers_settings {
            registrations.push(Registration {
                id: "settings".to_owned(),
                method: "workspace/didChangeConfiguration".to_owned(),
                register_options: Some(serde_json::json!({ "section": settings::SECTION })),
            });
        }
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
        session.places.settled().await;
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
        session.places.settled().await;
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

    fn did_open(&self, params: Opened) {
        let item = params.text_document;
        let syntax = syntax_of(&item.language_id, &item.uri);
        let uri = item.uri.clone();
        let settings = self.0.settings_for(path_of(&uri).as_deref());
        let (open, before) =
            self.0.documents.open(item.uri, syntax, item.version, &item.text, settings);
        if let Some(before) = before {
            before.end(|| {});
        }
        self.0.look_up(open.path.clone());
        if syntax.is_some() {
            tokio::spawn(publisher::publish(open, Arc::clone(&self.0)));
        }
        self.reload_if_concerned(&uri);
    }

    fn did_change(&self, params: Changed) {
        let document = params.text_document;
        let encoding = self.0.client().encoding;
        let changed = catch_unwind(AssertUnwindSafe(|| {
            self.0.documents.change(
                &document.uri,
                document.version,
                &params.content_changes,
                encoding,
            )
        }));
        match changed {
            // Nothing has come or gone.
            Ok(Some(open)) if open.syntax.is_none() => {
                if let Some(path) = open.path.as_deref().filter(|path| concerns(path)) {
                    self.0.reload();
                    self.tell_again(path);
                }
            }
            Ok(Some(_)) => {}
            Ok(None) => {
                let message = format!("{} was changed but is not open", document.uri);
                self.0.outbox.log(MessageType::WARNING, message);
            }
            Err(panic) => self.lose(&document.uri, &review::said(panic.as_ref())),
        }
    }

    /// Takes a document for closed, as its text is not known any more: better silent than wrong.
    fn lose(&self, uri: &Url, why: &str) {
        if self.0.documents.get(uri).is_none() {
            return;
        }
        self.0.outbox.log(MessageType::ERROR, format!("the text of {uri} is lost: {why}"));
        let message = "rolecall did not understand an edit, so it does not know this document's text \
                       any more and says nothing of it. Close it and open it again. Details are in \
                       the log.";
        let params = ShowMessageParams { typ: MessageType::WARNING, message: message.to_owned() };
        self.0.outbox.notify::<ShowMessage>(params);
        self.did_close(uri);
    }

    fn did_close(&self, uri: &Url) {
        let Some(open) = self.0.documents.close(uri) else { return };
        open.end(|| {
            if open.syntax.is_some() && !self.0.client().pulls {
                let version = open.state().version;
                self.0.outbox.publish::<[Diagnostic]>(open.uri.as_str(), version, &[]);
            }
        });
        self.reload_if_concerned(uri);
        if let Some(path) = &open.path {
            self.0.touch(path);
        }
    }

    fn did_save(&self, params: DidSaveTextDocumentParams) {
        let path = path_of(&params.text_document.uri);
        // Some disks, as those of other machines, tell nobody what happens to them: a save is a time to look.
        self.0.reload_all(None);
        if let Some(path) = path.filter(|path| concerns(path)) {
            self.tell_again(&path);
        }
    }

    fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        let paths = params.changes.iter().filter_map(|change| path_of(&change.uri));
        self.0.changed_on_disk(paths.collect());
    }

    /// Has read anew what a file decides that was opened or closed.
    fn reload_if_concerned(&self, uri: &Url) {
        if let Some(path) = path_of(uri).filter(|path| concerns(path)) {
            self.0.reload_all(None);
            self.tell_again(&path);
        }
    }

    /// Tells what is wrong with a project's file, as far as is known: it may be told of otherwise now.
    fn tell_again(&self, path: &Path) {
        let session = &self.0;
        let client = session.client();
        session.projects.tell_again(path, &session.documents, &session.outbox, client);
    }

    /// Hands a notification's parameters on; what they do not fit is logged.
    fn with<T: DeserializeOwned>(&self, method: &str, params: &RawValue, receive: impl FnOnce(T)) {
        match serde_json::from_str(params.get()) {
            Ok(params) => receive(params),
            Err(error) => {
                self.0
                    .outbox
                    .log(MessageType::WARNING, format!("{method} is not understood: {error}"));
                // What was to happen to the text of a document?
                if let "textDocument/didOpen" | "textDocument/didChange" = method
                    && let Ok(About { text_document }) = serde_json::from_str(params.get())
                {
                    self.lose(&text_document.uri, &error.to_string());
                }
            }
        }
    }
}

impl Notifications for Server {
    fn receive(&self, method: &str, params: Box<RawValue>) {
        match method {
            "textDocument/didOpen" => self.with(method, &params, |params| self.did_open(params)),
            "textDocument/didChange" => {
                self.with(method, &params, |params| self.did_change(params))
            }
            "textDocument/didClose" => self.with(method, &params, |params: About| {
                self.did_close(&params.text_document.uri);
            }),
            "textDocument/didSave" => self.with(method, &params, |params| self.did_save(params)),
            "window/workDoneProgress/cancel" => {
                self.with(method, &params, |params: WorkDoneProgressCancelParams| {
                    self.0.cancel(&params.token);
                });
            }
            "workspace/didChangeConfiguration" => {
                self.with(method, &params, |params: DidChangeConfigurationParams| {
                    self.0.take_settings(&params.settings);
                });
            }
            "workspace/didChangeWorkspaceFolders" => {
                self.with(method, &params, |params: DidChangeWorkspaceFoldersParams| {
                    let paths = |folders: Vec<WorkspaceFolder>| {
                        folders.iter().filter_map(|folder| path_of(&folder.uri)).collect()
                    };
                    let removed: Vec<PathBuf> = paths(params.event.removed);
                    self.0.change_folders(paths(params.event.added), &removed);
                });
            }
            "workspace/didChangeWatchedFiles" => {
                self.with(method, &params, |params| self.did_change_watched_files(params));
            }
            _ => {}
        }
    }
}

/// The folders that the client has open, however it says so.
#[allow(deprecated, reason = "clients of before workspace folders say nothing else")]
fn folders(params: &InitializeParams) -> Vec<PathBuf> {
    let folders = params.workspace_folders.iter().flatten().map(|folder| &folder.uri);
    let mut folders: Vec<PathBuf> = folders.filter_map(path_of).collect();
    if folders.is_empty() {
        folders.extend(params.root_uri.as_ref().and_then(path_of));
    }
    if folders.is_empty() {
        let root = params.root_path.as_ref().map(PathBuf::from);
        folders.extend(root.filter(|path| path.is_absolute()));
    }
    folders
}

/// What a document is written in, by the client's word or else by its name; nothing where it is not reviewed.
fn syntax_of(language: &str, uri: &Url) -> Option<Syntax> {
    let by_name = || Syntax::of_path(Path::new(uri.path()));
    match language {
        // Some editors call MDX so.
        "markdown" | "pandoc" | "quarto" | "vimwiki" => {
            Some(by_name().filter(|syntax| *syntax == Syntax::Mdx).unwrap_or(Syntax::Markdown))
        }
        "mdx" => Some(Syntax::Mdx),
        "cucumber" | "gherkin" | "feature" => Some(Syntax::Gherkin),
        "toml" => None,
        "" | "plaintext" | "text" => by_name(),
        _ => by_name().filter(|syntax| *syntax != Syntax::Text),
    }
}
