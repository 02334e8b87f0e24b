//! What happens on disk to the files of projects.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use project::CONFIG_NAME;
use tower_lsp::lsp_types::MessageType;
use workspace::{Index, LIMIT};

use crate::indexes::Indexed;
use crate::projects::{concerns, may_count};
use crate::resolver::Lookup;
use crate::session::state::{SETTLE, Session};

impl Session {
    /// Takes note of what has happened on disk to files, and to folders with all that is in them.
    pub fn changed_on_disk(self: &Arc<Self>, paths: Vec<PathBuf>) {
        let (files, others): (Vec<_>, Vec<_>) = paths.into_iter().partition(|path| may_count(path));
        for path in files.iter().filter(|path| project::decides(path)) {
            self.look_again_round(path);
        }
        if files.iter().any(|path| concerns(path) || project::decides(path)) {
            self.reload_all(files);
        } else {
            self.look_up(files);
        }
        self.run(others.into_iter().map(Lookup::Folder));
    }

    /// Has the documents looked for again of the projects that the file at `path` may decide for.
    fn look_again_round(&self, path: &Path) {
        for indexed in self.indexes.all() {
            let path = self.documents.name_in(&indexed.root, path);
            let is_above = path.parent().is_some_and(|folder| indexed.root.starts_with(folder));
            if is_above || path.starts_with(&indexed.root) {
                indexed.look_again();
            }
        }
    }

    /// Takes note of what happens in the folders that we watch, for as long as the session lasts.
    pub async fn follow(self: Arc<Self>) {
        loop {
            let mut changed = self.watch.changed().await;
            // Much happens at once when a branch is switched.
            tokio::time::sleep(SETTLE).await;
            changed.extend(self.watch.changed_meanwhile());
            self.changed_on_disk(changed.into_iter().collect());
        }
    }

    /// The files that may count in a folder that has come, changed or gone. Takes as long as the disk does.
    pub(super) fn files_in(&self, folder: &Path) -> Vec<PathBuf> {
        let mut files = HashSet::new();
        if folder.is_dir() {
            let below = || project::scan(folder, LIMIT, &|_| true).files;
            if !self.client().watches_files {
                self.follow_files(folder, below().iter().map(PathBuf::as_path));
            }
            // What has come meanwhile was not told of.
            files.extend(below());
            files.insert(folder.join(CONFIG_NAME));
        } else {
            self.watch.forget(folder);
            for indexed in self.indexes.all() {
                let index = indexed.index();
                let below = index.files().map(|(file, _)| file);
                files.extend(below.filter(|file| file.starts_with(folder)).map(Path::to_owned));
            }
            files.extend(self.projects.configs().into_iter().filter(|it| it.starts_with(folder)));
        }
        files.retain(|path| may_count(path));
        files.into_iter().collect()
    }

    /// Watches the folders of a project's files, if the client does not. Gives those that were not
    /// watched before: what has happened in them until now was not told of.
    pub(super) fn watch<'a>(
        &self,
        indexed: &Indexed,
        files: impl Iterator<Item = &'a Path>,
    ) -> HashSet<PathBuf> {
        let root = &indexed.root;
        if self.client().watches_files {
            return HashSet::new();
        }
        // Where personas may come, though none is there.
        let folders = [project::persona_folders(root), indexed.deciding()].concat();
        let inside: Vec<_> = folders.iter().map(|folder| folder.join("*")).collect();
        let open = self.documents.all().into_iter().filter_map(|open| open.path.clone());
        let open: Vec<_> = open.filter(|path| path.starts_with(root)).collect();
        let mut files: Vec<&Path> = files.collect();
        files.extend(inside.iter().chain(&open).map(PathBuf::as_path));
        let mut new = self.follow_files(root, files.into_iter());
        // The ignore files of the repository count below it, too.
        if let Some(top) = project::repository_of(root) {
            new.extend(self.follow_files(&top, std::iter::once(root.join("*").as_path())));
            new.extend(self.follow_files(&top.join(".git/info"), std::iter::empty()));
        }
        new
    }

    /// The same of an index; what lies in folders that were not watched before is looked for and read again.
    pub(super) fn watch_index(self: &Arc<Self>, indexed: &Indexed, index: &Index) {
        let new = self.watch(indexed, index.files().map(|(file, _)| file));
        if new.is_empty() {
            return;
        }
        self.reload_all(None);
        indexed.look_again();
        for (file, _) in index.files() {
            if file.parent().is_some_and(|folder| new.contains(folder)) {
                indexed.touch(file, true);
            }
        }
    }

    fn follow_files<'a>(
        &self,
        root: &Path,
        files: impl Iterator<Item = &'a Path>,
    ) -> HashSet<PathBuf> {
        let (new, refused) = self.watch.follow(root, files);
        if let Some(error) = refused {
            let message = format!(
                "not all folders of {} can be watched ({error}): what other programs change there \
                 counts once it is opened here",
                project::shown(Path::new(""), root)
            );
            self.outbox.log(MessageType::WARNING, message);
        }
        new
    }
}
