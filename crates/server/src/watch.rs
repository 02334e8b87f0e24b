//! Watches the folders of projects, for a client that does not tell what happens on disk.
//!
//! Watched is each folder that a document of the project lies in, or a file that decides which documents it has, and
//! those above it as far as the project's own: not what lies below them otherwise, which may be much, and of no
//! concern. A folder that comes later is met where it lies in one of these.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use notify::event::{CreateKind, ModifyKind, RemoveKind};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use tokio::sync::Notify;

use crate::lock::lock;
use crate::projects::may_count;

/// What is watched, and what has happened there.
#[derive(Debug, Default)]
pub struct Watch {
    watching: Mutex<Watching>,
    news: Arc<News>,
}

#[derive(Debug, Default)]
struct Watching {
    /// None until there is a folder to watch.
    watcher: Option<RecommendedWatcher>,
    folders: HashSet<PathBuf>,
    /// Whether the system refuses: then nothing more is watched.
    is_refused: bool,
}

#[derive(Debug, Default)]
struct News {
    changed: Mutex<HashSet<PathBuf>>,
    /// Woken when something has changed.
    woken: Notify,
}

impl Watch {
    /// Watches the folders of `files` from now on, as far up as `root`. Gives those that were not watched before, and
    /// why some are not, which is said once. Takes as long as the disk does.
    pub fn follow<'a>(
        &self,
        root: &Path,
        files: impl Iterator<Item = &'a Path>,
    ) -> (HashSet<PathBuf>, Option<notify::Error>) {
        let mut new = HashSet::new();
        let mut watching = lock(&self.watching);
        if watching.is_refused {
            return (new, None);
        }
        let followed = folders_of(root, files).into_iter().try_for_each(|folder| {
            if watching.folders.contains(&folder) || !folder.is_dir() {
                return Ok(());
            }
            watching.add(&folder, &self.news)?;
            new.insert(folder);
            Ok(())
        });
        watching.is_refused = followed.is_err();
        (new, followed.err())
    }

    /// Waits until files or folders have come, changed or gone, and says which.
    pub async fn changed(&self) -> HashSet<PathBuf> {
        self.news.woken.notified().await;
        self.changed_meanwhile()
    }

    /// The same, without waiting.
    pub fn changed_meanwhile(&self) -> HashSet<PathBuf> {
        std::mem::take(&mut *lock(&self.news.changed))
    }

    /// Forgets a folder that is gone: one of the same name may come, and is another.
    pub fn forget(&self, folder: &Path) {
        lock(&self.watching).folders.retain(|watched| !watched.starts_with(folder));
    }
}

impl Watching {
    fn add(&mut self, folder: &Path, news: &Arc<News>) -> notify::Result<()> {
        let watcher = match &mut self.watcher {
            Some(watcher) => watcher,
            none => {
                let news = Arc::clone(news);
                none.insert(notify::recommended_watcher(move |event| news.note(event))?)
            }
        };
        watcher.watch(folder, RecursiveMode::NonRecursive)?;
        self.folders.insert(folder.to_owned());
        Ok(())
    }
}

impl News {
    fn note(&self, event: notify::Result<Event>) {
        // What cannot be told now is found when the document is opened or saved.
        let Ok(event) = event else { return };
        let may_be_folder = match event.kind {
            // Our own reading is no news.
            EventKind::Access(_) => return,
            EventKind::Create(kind) => kind != CreateKind::File,
            EventKind::Remove(kind) => kind != RemoveKind::File,
            EventKind::Modify(kind) => matches!(kind, ModifyKind::Name(_)),
            EventKind::Any | EventKind::Other => true,
        };
        let counts = |path: &PathBuf| may_be_folder || may_count(path);
        let mut changed = lock(&self.changed);
        changed.extend(event.paths.into_iter().filter(counts));
        if !changed.is_empty() {
            self.woken.notify_one();
        }
    }
}

fn folders_of<'a>(root: &Path, files: impl Iterator<Item = &'a Path>) -> HashSet<PathBuf> {
    let mut folders = HashSet::from([root.to_owned()]);
    for file in files {
        let mut above = file.ancestors().skip(1).take_while(|folder| folder.starts_with(root));
        // Those above one that is known are known.
        while above.next().is_some_and(|folder| folders.insert(folder.to_owned())) {}
    }
    folders
}
