//! Where documents belong: the folders that the client has open, and what is looked up of them on disk.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tower_lsp::lsp_types::notification::ShowMessage;
use tower_lsp::lsp_types::{MessageType, ShowMessageParams};

use crate::lock::lock;
use crate::resolver::{Lookup, Resolved};
use crate::session::state::Session;

impl Session {
    /// Returns where `path` belongs. Takes as long as the disk does, where it is not known.
    pub fn resolve(&self, path: &Path) -> Arc<Resolved> {
        self.resolver.get(path).unwrap_or_else(|| self.resolve_anew(path))
    }

    fn resolve_anew(&self, path: &Path) -> Arc<Resolved> {
        let resolved = Resolved::of(path);
        if let Some(config) = &resolved.config {
            self.projects.meet(config, &self.documents, &self.outbox, self.client());
        }
        if let Some(root) = &resolved.root {
            self.documents.set_real_path(&root.folder, &resolved.real.1);
        }
        self.documents.set_real_path(path, &resolved.real.0);
        self.resolver.set(path, resolved)
    }

    /// Has looked up where these belong, and what the projects among them have decided, and has it put
    /// in force. What is asked later waits for that.
    pub fn look_up(self: &Arc<Self>, paths: impl IntoIterator<Item = PathBuf>) {
        self.run(paths.into_iter().map(Lookup::Path));
    }

    pub(super) fn run(self: &Arc<Self>, lookups: impl Iterator<Item = Lookup>) {
        let (looking, telling) = (Arc::clone(self), Arc::clone(self));
        let look = move |lookup: &Lookup| match lookup {
            Lookup::Path(path) => looking.look(path),
            Lookup::Folder(folder) => looking.changed_on_disk(looking.files_in(folder)),
        };
        self.resolver.look_up(lookups, look, move |folder| telling.tell_of_silence(folder));
    }

    fn look(self: &Arc<Self>, path: &Path) {
        let has_news = self.projects.reload(path, &self.documents, &self.outbox, self.client());
        let mut is_new = has_news.is_some_and(|has_news| self.renew() || has_news);
        let before = self.resolver.get(path);
        let resolved = self.resolve_anew(path);
        let open = self.documents.of_path(path);
        if let Some(open) = open.as_ref().filter(|open| open.syntax.is_some()) {
            let under = self.under(open.path.as_deref());
            is_new |= open.review_under(under) && before.is_some();
        }
        let is_elsewhere = before.as_ref().is_some_and(|before| *before != resolved);
        if open.is_none() || before.is_none() || is_elsewhere {
            self.touch(path);
        }
        if is_elsewhere {
            // So may others be.
            let roots =
                before.iter().chain([&resolved]).filter_map(|resolved| resolved.root.as_ref());
            roots.filter_map(|root| self.indexes.get(&root.folder)).for_each(|it| it.look_again());
        }
        if is_new {
            self.ask_to_look_again();
        }
    }

    /// Has looked up where the folders belong that the client has open.
    pub async fn meet_folders(self: &Arc<Self>) {
        let folders = self.folders();
        self.look_up(folders.into_iter().filter(|folder| self.resolver.get(folder).is_none()));
        self.resolver.settled().await;
    }

    /// Takes the folders that the client has open when it begins.
    pub fn set_folders(&self, folders: Vec<PathBuf>) {
        *lock(&self.folders) = folders;
    }

    /// The folders that the client has open.
    pub(super) fn folders(&self) -> Vec<PathBuf> {
        lock(&self.folders).clone()
    }

    /// Takes note that the client has opened and closed folders.
    pub fn change_folders(self: &Arc<Self>, added: Vec<PathBuf>, removed: &[PathBuf]) {
        let mut folders = lock(&self.folders);
        folders.retain(|folder| !removed.contains(folder));
        let new = added.into_iter().filter(|folder| !folders.contains(folder));
        let new: Vec<_> = new.collect();
        folders.extend(new);
        drop(folders);
        if !removed.is_empty() {
            self.forget_what_is_left();
        }
        let session = Arc::clone(self);
        tokio::spawn(async move {
            session.meet_folders().await;
            session.ask_to_look_again();
        });
    }

    /// Forgets the projects that no open document and no open folder is of.
    fn forget_what_is_left(&self) {
        let folders = self.folders();
        let documents = self.documents.all();
        let is_open = |path: &Path| documents.iter().any(|it| it.path.as_deref() == Some(path));
        self.resolver.retain(is_open);
        let open = documents.iter().filter_map(|open| self.resolver.get(open.path.as_deref()?));
        let open: Vec<_> = open.collect();
        let is_near = |root: &Path| {
            folders.iter().any(|folder| root.starts_with(folder) || folder.starts_with(root))
        };
        self.indexes.retain(|root| {
            let is_of = |resolved: &Arc<Resolved>| {
                resolved.root.as_ref().is_some_and(|it| it.folder == root)
            };
            is_near(root) || open.iter().any(is_of)
        });
        let is_needed = |config: &Path| {
            let is_of = |resolved: &Arc<Resolved>| resolved.config.as_deref() == Some(config);
            config.parent().is_some_and(is_near) || open.iter().any(is_of)
        };
        self.projects.retain(is_needed, &self.documents, &self.outbox, self.client());
    }

    pub(super) fn tell_of_silence(&self, folder: &Path) {
        let mut silent = lock(&self.silent);
        let is_first = silent.is_empty();
        if !silent.insert(folder.to_owned()) {
            return;
        }
        let message = format!(
            "{} does not answer. rolecall goes on without what is said there of roles and rules, until it does.",
            project::shown(Path::new(""), folder)
        );
        if is_first {
            let params = ShowMessageParams { typ: MessageType::WARNING, message: message.clone() };
            self.outbox.notify::<ShowMessage>(params);
        }
        self.outbox.log(MessageType::WARNING, message);
    }

    /// Has what the folders have decided read anew.
    pub fn reload(self: &Arc<Self>) {
        self.look_up(self.projects.configs());
    }

    /// The same where files may have come or gone, so that documents may belong elsewhere. `changed`
    /// is looked up with them.
    pub fn reload_all(self: &Arc<Self>, changed: impl IntoIterator<Item = PathBuf>) {
        let open = self.documents.all().into_iter().filter_map(|open| open.path.clone());
        let mut paths: HashSet<PathBuf> = open.collect();
        self.resolver.retain(|path| paths.contains(path));
        paths.extend(self.projects.configs());
        paths.extend(changed);
        self.look_up(paths);
    }
}
