//! Resolves paths: to which project a document belongs, which configuration applies to it, and where it really is.
//!
//! A disk may be far away, and not answer. So everything about a document that takes the disk is looked up by one task
//! for each folder, never on the thread of the wire, and known from then on. What comes later waits for these lookups as
//! long as a disk takes that answers; then it goes on with what is known.

use std::collections::{BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use project::Root;
use tokio::sync::watch;
use tokio::time::timeout;

use crate::lock::lock;

/// How long a disk has to answer.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long others wait for it where one does not answer already: it may be the same.
const BRIEFLY: Duration = Duration::from_millis(50);

/// What the path of a document or folder resolves to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// What decides for it: the nearest `rolecall.toml`, or the one that would stand above the
    /// personas.
    pub config: Option<PathBuf>,
    /// The project it is in.
    pub root: Option<Root>,
    /// Where it really is, and where its project's folder is.
    pub real: (PathBuf, PathBuf),
    /// Whether its project is looked through as far as there.
    pub is_found: bool,
    /// Whether nothing is there.
    pub is_gone: bool,
}

impl Resolved {
    /// Resolves a path. Takes as long as the disk does.
    pub fn of(path: &Path) -> Self {
        let root = project::root_of(path);
        let folder = root.as_ref().map(|root| root.folder.as_path());
        let real = (project::real(path), folder.map(project::real).unwrap_or_default());
        let is_found =
            folder.is_some_and(|folder| project::is_found(&project::name_in(folder, path), folder));
        Self { config: project::config_of(path), root, real, is_found, is_gone: !path.exists() }
    }
}

/// What is to be looked up on disk.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lookup {
    /// Where a document or folder belongs, and what is decided for it.
    Path(PathBuf),
    /// What a folder holds that has come, changed or gone.
    Folder(PathBuf),
}

/// What is known of where documents belong, and what is being looked up.
#[derive(Debug)]
pub struct Resolver {
    known: Mutex<HashMap<PathBuf, Arc<Resolved>>>,
    /// What is to be looked up, by folder: the lookups of each are made by one task.
    lookups: Mutex<HashMap<PathBuf, BTreeSet<Lookup>>>,
    /// How many of these tasks are waited for.
    awaited: watch::Sender<usize>,
    /// How many of them a disk does not answer.
    unanswered: AtomicUsize,
}

impl Default for Resolver {
    fn default() -> Self {
        Self {
            known: Mutex::default(),
            lookups: Mutex::default(),
            awaited: watch::Sender::new(0),
            unanswered: AtomicUsize::new(0),
        }
    }
}

impl Resolver {
    /// Returns where `path` belongs, if that was looked up.
    pub fn get(&self, path: &Path) -> Option<Arc<Resolved>> {
        lock(&self.known).get(path).cloned()
    }

    /// Notes where `path` belongs.
    pub fn set(&self, path: &Path, resolved: Resolved) -> Arc<Resolved> {
        let resolved = Arc::new(resolved);
        lock(&self.known).insert(path.to_owned(), Arc::clone(&resolved));
        resolved
    }

    /// Forgets where all paths belong but those that `is_kept` says.
    pub fn retain(&self, is_kept: impl Fn(&Path) -> bool) {
        lock(&self.known).retain(|path, _| is_kept(path));
    }

    /// Waits for what is being looked up, as long as a disk takes that answers.
    pub async fn settled(&self) {
        // Who waits holds the sender too, so there is no error.
        let _ = self.awaited.subscribe().wait_for(|awaited| *awaited == 0).await;
    }

    /// Has `look` called for each of `wanted`, in the order of the paths for those of one folder.
    /// `tell` is called with a folder that does not answer.
    pub fn look_up(
        self: &Arc<Self>,
        wanted: impl IntoIterator<Item = Lookup>,
        look: impl Fn(&Lookup) + Clone + Send + 'static,
        tell: impl Fn(&Path) + Clone + Send + 'static,
    ) {
        for lookup in wanted {
            let (Lookup::Path(path) | Lookup::Folder(path)) = &lookup;
            let folder = path.parent().unwrap_or(path).to_owned();
            let is_new = {
                let mut lookups = lock(&self.lookups);
                let is_new = !lookups.contains_key(&folder);
                lookups.entry(folder.clone()).or_default().insert(lookup);
                is_new
            };
            if is_new {
                self.awaited.send_modify(|awaited| *awaited += 1);
                tokio::spawn(Arc::clone(self).run(folder, look.clone(), tell.clone()));
            }
        }
    }

    async fn run(
        self: Arc<Self>,
        folder: PathBuf,
        look: impl Fn(&Lookup) + Send + 'static,
        tell: impl Fn(&Path),
    ) {
        let (resolver, of) = (Arc::clone(&self), folder.clone());
        let mut task = tokio::task::spawn_blocking(move || {
            while let Some(lookup) = resolver.next(&of) {
                // Whatever became of one, the others are looked up: the panic itself is logged.
                let _ = catch_unwind(AssertUnwindSafe(|| look(&lookup)));
            }
        });
        let is_first = self.unanswered.load(Ordering::Relaxed) == 0;
        let patience = if is_first { PATIENCE } else { BRIEFLY };
        let mut answered = timeout(patience, &mut task).await.is_ok();
        self.awaited.send_modify(|awaited| *awaited -= 1);
        if !answered && !is_first {
            answered = timeout(PATIENCE, &mut task).await.is_ok();
        }
        if !answered {
            self.unanswered.fetch_add(1, Ordering::Relaxed);
            tell(&folder);
            let _ = task.await;
            self.unanswered.fetch_sub(1, Ordering::Relaxed);
        }
    }

    /// Returns what is to be looked up next in a folder. None ends its task.
    fn next(&self, folder: &Path) -> Option<Lookup> {
        let mut lookups = lock(&self.lookups);
        let next = lookups.get_mut(folder).and_then(BTreeSet::pop_first);
        if next.is_none() {
            lookups.remove(folder);
        }
        next
    }
}
