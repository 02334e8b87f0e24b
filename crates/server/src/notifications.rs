//! What the client tells without asking anything: documents that are opened, changed and closed, settings, folders and
//! files.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use markdown::Syntax;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use tower_lsp::lsp_types::notification::ShowMessage;
use tower_lsp::lsp_types::{
    Diagnostic, DidChangeConfigurationParams, DidChangeWatchedFilesParams,
    DidChangeWorkspaceFoldersParams, DidSaveTextDocumentParams, MessageType, ShowMessageParams,
    Url, WorkDoneProgressCancelParams, WorkspaceFolder,
};

use crate::projects::concerns;
use crate::publisher;
use crate::server::Server;
use crate::sync::{About, Changed, Opened};
use crate::uri::path_of;
use crate::wire::Notifications;

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
                    self.0.bars.close(&params.token);
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

impl Server {
    fn did_open(&self, params: Opened) {
        let item = params.text_document;
        let syntax = syntax_of(&item.language_id, &item.uri);
        let uri = item.uri.clone();
        let under = self.0.under(path_of(&uri).as_deref());
        let (open, before) =
            self.0.documents.open(item.uri, syntax, item.version, &item.text, under);
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
                    self.publish_again(path);
                }
            }
            Ok(Some(_)) => {}
            Ok(None) => {
                let message = format!("{} was changed but is not open", document.uri);
                self.0.outbox.log(MessageType::WARNING, message);
            }
            Err(panic) => self.lose(&document.uri, &review::panic_message(panic.as_ref())),
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
            self.publish_again(&path);
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
            self.publish_again(&path);
        }
    }

    /// Publishes the known problems of a project's file once more, since they may have to be published in another way now.
    fn publish_again(&self, path: &Path) {
        let session = &self.0;
        let client = session.client();
        session.projects.publish_again(path, &session.documents, &session.outbox, client);
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
