//! The server: convert, ask, convert.

use std::sync::{Arc, OnceLock};

use review::Settings;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionParams, CodeActionProviderCapability,
    CodeActionResponse, DidChangeTextDocumentParams, DidChangeWatchedFilesParams,
    DidChangeWatchedFilesRegistrationOptions, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, DidSaveTextDocumentParams, FileSystemWatcher, GlobPattern, Hover,
    HoverParams, HoverProviderCapability, InitializeParams, InitializeResult, InitializedParams,
    MessageType, Registration, SaveOptions, ServerCapabilities, ServerInfo,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions,
    TextDocumentSyncSaveOptions, Url,
};
use tower_lsp::{ClientSocket, LanguageServer, LspService};

use crate::action;
use crate::client::Client;
use crate::documents::{Documents, Open, Reviewed};
use crate::hover;
use crate::projects::{Projects, concerns};
use crate::publisher;
use crate::uri::path_of;
use crate::wire::{Notifications, Outbox};

/// The server's state. All of it is behind snapshots: see [`crate::documents`].
pub struct Server {
    documents: Arc<Documents>,
    projects: Projects,
    outbox: Outbox,
    /// What the client said of itself.
    client: OnceLock<Client>,
    /// The way to ask the client something.
    asking: tower_lsp::Client,
}

/// Makes the service.
pub fn build(outbox: Outbox) -> (LspService<Server>, ClientSocket) {
    LspService::new(|asking| Server {
        documents: Arc::default(),
        projects: Projects::default(),
        outbox,
        client: OnceLock::new(),
        asking,
    })
}

#[tower_lsp::async_trait]
impl LanguageServer for Server {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let client = *self.client.get_or_init(|| Client::of(&params));
        let sync = TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions {
                include_text: Some(false),
            })),
            ..TextDocumentSyncOptions::default()
        };
        let actions = CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QUICKFIX]),
            ..CodeActionOptions::default()
        };
        Ok(InitializeResult {
            capabilities: ServerCapabilities {
                position_encoding: Some(client.encoding_kind()),
                text_document_sync: Some(TextDocumentSyncCapability::Options(sync)),
                hover_provider: Some(HoverProviderCapability::Simple(true)),
                code_action_provider: Some(CodeActionProviderCapability::Options(actions)),
                ..ServerCapabilities::default()
            },
            server_info: Some(ServerInfo {
                name: "rolecall".to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
        })
    }

    async fn initialized(&self, _: InitializedParams) {
        if !self.client().watches_files {
            return;
        }
        let watchers = ["**/rolecall.toml", "**/[Pp]ersonas/*.md"].map(|pattern| {
            FileSystemWatcher { glob_pattern: GlobPattern::String(pattern.to_owned()), kind: None }
        });
        let options = DidChangeWatchedFilesRegistrationOptions { watchers: watchers.to_vec() };
        let registration = Registration {
            id: "project-files".to_owned(),
            method: "workspace/didChangeWatchedFiles".to_owned(),
            register_options: serde_json::to_value(options).ok(),
        };
        if let Err(error) = self.asking.register_capability(vec![registration]).await {
            self.outbox.log(MessageType::WARNING, format!("the client watches no files: {error}"));
        }
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let at = params.text_document_position_params;
        let client = self.client();
        let answer = self.ask(&at.text_document.uri, move |_, reviewed| {
            hover::hover(reviewed, at.position, client)
        });
        Ok(answer.await.flatten())
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        let client = self.client();
        let uri = params.text_document.uri.clone();
        let documents = Arc::clone(&self.documents);
        let answer = self.ask(&uri, move |open, reviewed| {
            action::actions(open, reviewed, &params, &documents, client)
        });
        Ok(answer.await)
    }
}

impl Server {
    fn client(&self) -> Client {
        self.client.get().copied().unwrap_or_default()
    }

    /// Asks the review of a document's newest text, off the runtime's threads. None where the
    /// document is not open, or not Markdown.
    async fn ask<T: Send + 'static>(
        &self,
        uri: &Url,
        question: impl FnOnce(&Open, &Reviewed) -> T + Send + 'static,
    ) -> Option<T> {
        let open = self.documents.get(uri).filter(|open| open.is_markdown)?;
        let answer = tokio::task::spawn_blocking(move || question(&open, &open.review()));
        match answer.await {
            Ok(answer) => Some(answer),
            Err(error) => {
                self.outbox
                    .log(MessageType::ERROR, format!("a question about {uri} failed: {error}"));
                None
            }
        }
    }

    fn settings_for(&self, uri: &Url) -> Arc<Settings> {
        let path = path_of(uri);
        let encoding = self.client().encoding;
        self.projects.settings_for(path.as_deref(), &self.documents, &self.outbox, encoding)
    }

    fn did_open(&self, params: DidOpenTextDocumentParams) {
        let item = params.text_document;
        let is_markdown = is_markdown(&item.language_id, &item.uri);
        let settings = self.settings_for(&item.uri);
        let uri = item.uri.clone();
        let (open, before) =
            self.documents.open(item.uri, is_markdown, item.version, &item.text, settings);
        if let Some(before) = before {
            before.end(|| {});
        }
        if is_markdown {
            tokio::spawn(publisher::publish(open, self.outbox.clone(), self.client().encoding));
        }
        self.reload_if_concerned(&uri);
    }

    fn did_change(&self, params: DidChangeTextDocumentParams) {
        let document = params.text_document;
        let encoding = self.client().encoding;
        let changed = self.documents.change(
            &document.uri,
            document.version,
            &params.content_changes,
            encoding,
        );
        match changed {
            Some(open) if !open.is_markdown => self.reload_if_concerned(&document.uri),
            Some(_) => {}
            None => {
                let message = format!("{} was changed but is not open", document.uri);
                self.outbox.log(MessageType::WARNING, message);
            }
        }
    }

    fn did_close(&self, params: DidCloseTextDocumentParams) {
        let uri = params.text_document.uri;
        let Some(open) = self.documents.close(&uri) else { return };
        open.end(|| {
            if open.is_markdown {
                self.outbox.publish(open.uri.as_str(), Some(open.state().version), &[]);
            }
        });
        self.reload_if_concerned(&uri);
    }

    fn did_save(&self, params: DidSaveTextDocumentParams) {
        self.reload_if_concerned(&params.text_document.uri);
    }

    fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        let concerned = params
            .changes
            .iter()
            .any(|change| path_of(&change.uri).is_some_and(|path| concerns(&path)));
        if concerned {
            self.reload();
        }
    }

    fn reload_if_concerned(&self, uri: &Url) {
        if path_of(uri).is_some_and(|path| concerns(&path)) {
            self.reload();
        }
    }

    fn reload(&self) {
        self.projects.reload(&self.documents, &self.outbox, self.client().encoding);
    }

    /// Hands a notification's parameters on; what they do not fit is logged.
    fn with<T: DeserializeOwned>(&self, method: &str, params: &RawValue, receive: impl FnOnce(T)) {
        match serde_json::from_str(params.get()) {
            Ok(params) => receive(params),
            Err(error) => {
                self.outbox
                    .log(MessageType::WARNING, format!("{method} is not understood: {error}"));
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
            "textDocument/didClose" => self.with(method, &params, |params| self.did_close(params)),
            "textDocument/didSave" => self.with(method, &params, |params| self.did_save(params)),
            "workspace/didChangeWatchedFiles" => {
                self.with(method, &params, |params| self.did_change_watched_files(params));
            }
            _ => {}
        }
    }
}

/// Whether a document is Markdown, by the client's word or else by its name.
fn is_markdown(language: &str, uri: &Url) -> bool {
    let by_name = || {
        let path = uri.path().to_lowercase();
        [".md", ".markdown", ".mdx"].iter().any(|ending| path.ends_with(ending))
    };
    match language {
        "markdown" | "mdx" | "pandoc" | "quarto" | "vimwiki" => true,
        "" | "plaintext" | "text" => by_name(),
        _ => by_name() && language != "toml",
    }
}
