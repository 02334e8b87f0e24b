//! The projects of a session: reading them, keeping them up to date, and views of them for requests.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use review::DocumentSummary;
use tower_lsp::lsp_types::notification::ShowMessage;
use tower_lsp::lsp_types::{MessageType, ShowMessageParams, Url};
use workspace::known::Declared;
use workspace::{Index, LIMIT};

use crate::documents::Open;
use crate::indexes::{Indexed, Versions};
use crate::projects::concerns;
use crate::roles::View;
use crate::session::progress::Bar;
use crate::session::state::{SETTLE, Session};
use crate::uri::path_of;

/// A project of so many documents is read before anybody could look at a progress bar.
const WORTH_SHOWING: usize = 200;

impl Session {
    /// Called after each review of a document.
    pub fn reviewed(self: &Arc<Self>, open: &Open) {
        self.pulled.wake();
        let Some(path) = &open.path else { return };
        if open.has_learned() {
            self.touch(path);
        }
        // A persona counts as it is on the screen.
        if concerns(path) {
            self.reload();
        }
    }

    /// Says that a document has changed, on disk or in what it says of roles.
    pub fn touch(&self, path: &Path) {
        let Some(resolved) = self.resolver.get(path).filter(|_| project::is_document(path)) else {
            return;
        };
        for indexed in self.indexes.all() {
            let name = self.documents.name_in(&indexed.root, path);
            let is_own = resolved.root.as_ref().is_some_and(|root| root.folder == indexed.root);
            let is_known = indexed.index().file(&name).is_some();
            let covers = || {
                let decided = self.projects.decided(resolved.config.as_deref());
                decided.coverage.covers_in(&indexed.root, &name)
            };
            if is_own {
                let belongs = resolved.is_found && covers();
                // What is gone may just be read, and so be known in a moment.
                if is_known || belongs || resolved.is_gone {
                    indexed.touch(&name, belongs);
                }
            } else if is_known {
                // It is of this one under another name, or was.
                match name == path {
                    true => indexed.look_again(),
                    false => indexed.touch(&name, !resolved.is_gone),
                }
            }
        }
    }

    pub(super) fn indexed(self: &Arc<Self>, root: &Path) -> Arc<Indexed> {
        let (indexed, is_new) = self.indexes.at(root);
        if is_new {
            tokio::spawn(Arc::clone(self).keep(Arc::clone(&indexed)));
        }
        indexed
    }

    /// Reads a project and keeps it up to date for as long as the session lasts.
    async fn keep(self: Arc<Self>, indexed: Arc<Indexed>) {
        let bar = self.read(&indexed).await;
        indexed.set_ready();
        if let Some(bar) = bar {
            bar.end(&self.outbox);
        }
        for open in self.documents.all() {
            open.path.iter().for_each(|path| self.touch(path));
        }
        loop {
            let session = Arc::clone(&self);
            let current = Arc::clone(&indexed);
            let fresh = tokio::task::spawn_blocking(move || {
                let index = session.fresh_index(&current)?;
                session.watch_index(&current, &index);
                Some(index)
            });
            match fresh.await {
                // What a document says of roles may count in the others.
                Ok(None) => {}
                Ok(Some(_)) => {
                    for message in indexed.unread() {
                        self.outbox.log(MessageType::WARNING, message);
                    }
                    self.refresh();
                    self.pulled.wake();
                }
                Err(error) => {
                    let message = format!(
                        "{} could not be read: {error}",
                        project::shown(Path::new(""), &indexed.root)
                    );
                    self.outbox.log(MessageType::ERROR, message);
                }
            }
            indexed.changed.notified().await;
            tokio::time::sleep(SETTLE).await;
            if indexed.is_over() {
                return;
            }
        }
    }

    /// Reads the documents of a project. Returns the progress bar, if it was worth one.
    async fn read(self: &Arc<Self>, indexed: &Arc<Indexed>) -> Option<Bar> {
        let session = Arc::clone(self);
        let current = Arc::clone(indexed);
        let scan = tokio::task::spawn_blocking(move || {
            let resolved = session.resolve(&current.root);
            let decided = session.projects.decided(resolved.config.as_deref());
            let mut scan = current.look(&decided.coverage);
            if !session.watch(&current, scan.files.iter().map(PathBuf::as_path)).is_empty() {
                session.reload_all(None);
                scan = current.look(&decided.coverage);
            }
            (scan, decided.settings)
        });
        let (scan, own) = scan.await.ok()?;
        if scan.truncated && !self.has_shown_limit.swap(true, Ordering::Relaxed) {
            let message = format!(
                "This project has more Markdown files than rolecall looks at ({LIMIT}): roles are looked \
                 for in the first of them. An `include` in rolecall.toml says which count."
            );
            let params = ShowMessageParams { typ: MessageType::WARNING, message };
            self.outbox.notify::<ShowMessage>(params);
        }
        let bar = match scan.files.len() >= WORTH_SHOWING && self.client().shows_progress {
            true => self.bars.open(&self.asking, &self.outbox).await,
            false => None,
        };
        let session = Arc::clone(self);
        let indexed = Arc::clone(indexed);
        let read = tokio::task::spawn_blocking(move || {
            let total = scan.files.len();
            indexed.read(&scan, Arc::new(Declared::of(&own)), |done| {
                let Some(bar) = bar else { return true };
                if done % (total / 20 + 1) == 0 {
                    bar.show(done, total, &session.outbox);
                }
                !session.bars.is_closed(bar)
            });
        });
        if let Err(error) = read.await {
            self.outbox.log(MessageType::ERROR, format!("the project could not be read: {error}"));
        }
        bar
    }

    /// A project's index as of now; nothing is in it where the project is none any more. None where its
    /// documents cannot be had.
    fn fresh_index(&self, indexed: &Indexed) -> Option<Arc<Index>> {
        let resolved = self.resolve(&indexed.root);
        if resolved.root.as_ref().is_none_or(|root| root.folder != indexed.root) {
            self.indexes.retain(|root| root != indexed.root);
            return Some(Arc::new(Index::empty(&indexed.root)));
        }
        indexed.fresh(&self.projects.decided(resolved.config.as_deref()), &self.documents)
    }

    /// What the project round a document was when it was last looked at; none where it was not yet.
    pub fn last_index(&self, path: Option<&Path>) -> Option<Arc<Index>> {
        let resolved = self.resolver.get(path?)?;
        let index = self.indexes.get(&resolved.root.as_ref()?.folder)?.index();
        index.file(&self.documents.name_in(index.root(), path?)).is_some().then_some(index)
    }

    /// The project round a document, as of now. Takes as long as what has changed since the last; none
    /// where that cannot be read.
    pub fn view(self: &Arc<Self>, uri: &Url) -> Option<(View<'_>, PathBuf)> {
        let open = self.documents.get(uri);
        let path = path_of(uri)
            .or_else(|| open.as_ref().map(|open| open.path_or_name()))
            .unwrap_or_else(|| PathBuf::from(uri.as_str()));
        let resolved = match &open {
            // Nobody waits twice.
            Some(open) if open.path.is_some() => self.resolver.get(&path)?,
            _ => self.resolve(&path),
        };
        let root = resolved.root.clone();
        let config = root.as_ref().and_then(|root| root.config.clone());
        let (mut versions, mut index) = match root {
            Some(root) => {
                let indexed = self.indexed(&root.folder);
                self.fresh(&indexed)?
            }
            None => {
                let own = self.projects.settings(resolved.config.as_deref(), None);
                let index = Index::empty(Path::new("")).declaring(Arc::new(Declared::of(&own)));
                (Default::default(), Arc::new(index))
            }
        };
        let path = self.documents.name_in(index.root(), &path);
        let open = open.filter(|open| open.syntax.is_some() && index.file(&path).is_none());
        if let Some(reviewed) = open.and_then(|open| open.review().ok()) {
            versions.insert(path.clone(), reviewed.version);
            let text = reviewed.review.document().text().into();
            let summary = DocumentSummary::of_review(&reviewed.review);
            index = Arc::new(index.with(vec![(path.clone(), Some((text, summary)))]));
        }
        let client = self.client();
        Some((View { index, config, documents: &self.documents, versions, client }, path))
    }

    /// An index as of now, with the versions of what was open before.
    fn fresh(&self, indexed: &Indexed) -> Option<(Versions, Arc<Index>)> {
        let fresh = indexed.wait().and_then(|()| {
            let versions = indexed.touch_open(&self.documents);
            Some((versions, self.fresh_index(indexed)?))
        });
        if fresh.is_none() {
            self.tell_of_silence(&indexed.root);
        }
        fresh
    }

    /// The projects of the folders that the client has open, those met so far, and those that lie in one of these, as of
    /// now.
    pub fn views(self: &Arc<Self>) -> Vec<View<'_>> {
        for folder in self.folders() {
            if let Some(root) = &self.resolve(&folder).root {
                self.indexed(&root.folder);
            }
        }
        let mut views = Vec::new();
        let mut seen: HashSet<PathBuf> = HashSet::new();
        loop {
            let mut all = self.indexes.all();
            all.retain(|indexed| seen.insert(indexed.root.clone()));
            if all.is_empty() {
                return views;
            }
            for indexed in all {
                let Some((versions, index)) = self.fresh(&indexed) else { continue };
                let client = self.client();
                views.push(View {
                    index,
                    config: None,
                    documents: &self.documents,
                    versions,
                    client,
                });
                // What has a configuration of its own is a project of its own.
                for folder in indexed.deciding().iter().filter(|folder| **folder != indexed.root) {
                    let resolved = self.resolve(folder);
                    if resolved.root.as_ref().is_some_and(|root| root.folder == *folder) {
                        self.indexed(folder);
                    }
                }
            }
        }
    }
}
