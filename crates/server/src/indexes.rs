//! What the documents of each project say together, kept up to date.
//!
//! An index is read in the background when a project is first met, and brought up to date when it
//! is asked something: what is open counts as it is on the screen, the rest as it is on disk. Nothing
//! here is on the way from an edit to its diagnostics.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use project::Scan;
use review::{Role, Settings, Sheet};
use tokio::sync::Notify;
use workspace::{Index, LONGEST, Source};

use crate::documents::{Documents, Revision, State};
use crate::lock::lock;

/// How long a question waits for them.
const PATIENCE: Duration = Duration::from_secs(60);
/// So many questions wait at once. A disk that does not answer keeps all of them waiting.
const WAITING: usize = 64;

/// The versions of open documents, where the client gave one.
pub type Versions = HashMap<PathBuf, Option<i32>>;

/// The indexes, one a root.
#[derive(Debug, Default)]
pub struct Indexes {
    known: Mutex<HashMap<PathBuf, Arc<Indexed>>>,
}

/// A project's documents.
#[derive(Debug)]
pub struct Indexed {
    /// The folder they are in.
    pub root: PathBuf,
    index: Mutex<Arc<Index>>,
    /// What has changed since, and is to be read again.
    stale: Mutex<HashSet<PathBuf>>,
    /// Woken when something was added to it.
    pub changed: Notify,
    /// The open documents that it was made of, as they were then.
    seen: Mutex<HashMap<PathBuf, Revision>>,
    /// Who may read documents for it, which takes as long as the disk does.
    gate: Mutex<Gate>,
    /// Woken when somebody has done so.
    opened: Condvar,
    /// The documents that could not be read, and why; and whether that was told.
    unread: Mutex<BTreeMap<PathBuf, (String, bool)>>,
    /// The settings that were put together, and what of; by overrides, documents have their own.
    together: Mutex<Vec<Together>>,
}

#[derive(Debug, Default)]
struct Gate {
    /// Whether the documents were read once: what is asked before has to wait.
    is_ready: bool,
    /// Whether somebody reads: nobody does it twice.
    is_taken: bool,
    waiting: usize,
}

/// Lets the next one read.
struct Reading<'a>(&'a Indexed);

impl Drop for Reading<'_> {
    fn drop(&mut self) {
        lock(&self.0.gate).is_taken = false;
        self.0.opened.notify_all();
    }
}

#[derive(Debug)]
struct Together {
    own: Arc<Settings>,
    elsewhere: Arc<Vec<Role>>,
    both: Arc<Settings>,
}

impl Indexes {
    /// The index of the project at `root`, and whether it is met for the first time: then somebody
    /// has to call [`Indexed::read`].
    pub fn at(&self, root: &Path) -> (Arc<Indexed>, bool) {
        let mut known = lock(&self.known);
        if let Some(indexed) = known.get(root) {
            return (Arc::clone(indexed), false);
        }
        let indexed = Arc::new(Indexed {
            root: root.to_owned(),
            index: Mutex::new(Arc::new(Index::empty(root))),
            stale: Mutex::default(),
            changed: Notify::new(),
            seen: Mutex::default(),
            gate: Mutex::default(),
            opened: Condvar::new(),
            unread: Mutex::default(),
            together: Mutex::default(),
        });
        known.insert(root.to_owned(), Arc::clone(&indexed));
        (indexed, true)
    }

    /// The index of the project at `root`, if it was met.
    pub fn get(&self, root: &Path) -> Option<Arc<Indexed>> {
        lock(&self.known).get(root).cloned()
    }

    /// All that are known.
    pub fn all(&self) -> Vec<Arc<Indexed>> {
        lock(&self.known).values().cloned().collect()
    }
}

impl Indexed {
    /// Reads the documents that a scan has found. `step` is told how many are done, and says whether
    /// to go on. Takes as long as reading does.
    pub fn read(&self, scan: &Scan, roles: Arc<Vec<Role>>, step: impl Fn(usize) -> bool + Sync) {
        let done = AtomicUsize::new(0);
        let index = Index::new(&self.root, roles, &scan.files, |path| {
            let goes_on = step(done.fetch_add(1, Ordering::Relaxed));
            goes_on.then(|| self.on_disk(path)).flatten()
        });
        *lock(&self.index) = Arc::new(index);
    }

    /// Says that the documents were read, as far as they can be.
    pub fn set_ready(&self) {
        lock(&self.gate).is_ready = true;
        self.opened.notify_all();
    }

    /// Waits until the documents were read. None where that takes too long.
    pub fn wait(&self) -> Option<()> {
        self.enter().map(drop)
    }

    /// The same, and that nobody else reads meanwhile.
    fn enter(&self) -> Option<Reading<'_>> {
        let mut gate = lock(&self.gate);
        if gate.waiting >= WAITING {
            return None;
        }
        gate.waiting += 1;
        let is_shut = |gate: &mut Gate| gate.is_taken || !gate.is_ready;
        let waited = self.opened.wait_timeout_while(gate, PATIENCE, is_shut);
        let (mut gate, waited) = waited.unwrap_or_else(PoisonError::into_inner);
        gate.waiting -= 1;
        if waited.timed_out() {
            return None;
        }
        gate.is_taken = true;
        Some(Reading(self))
    }

    /// Has the index be of the open documents as they are now, and gives their versions.
    pub fn touch_open(&self, documents: &Documents) -> Versions {
        let mut versions = HashMap::new();
        let seen = lock(&self.seen);
        for open in documents.all() {
            let path = open.path_or_name();
            let State { version, revision, .. } = open.state();
            if open.syntax.is_some() && self.holds(&path) && seen.get(&path) != Some(&revision) {
                lock(&self.stale).insert(path.clone());
            }
            versions.insert(path, version);
        }
        versions
    }

    /// Whether a document belongs here, as far as is known.
    fn holds(&self, path: &Path) -> bool {
        self.index().file(path).is_some() || lock(&self.stale).contains(path)
    }

    /// Says that a document may have changed.
    pub fn touch(&self, path: &Path) {
        lock(&self.stale).insert(path.to_owned());
        self.changed.notify_one();
    }

    /// The index as it is.
    pub fn index(&self) -> Arc<Index> {
        Arc::clone(&lock(&self.index))
    }

    /// The index, brought up to date. Takes as long as the documents that have changed do; none where
    /// they cannot be had.
    pub fn fresh(&self, own: &Settings, documents: &Documents) -> Option<Arc<Index>> {
        let _reading = self.enter()?;
        let stale = std::mem::take(&mut *lock(&self.stale));
        let mut index = self.index();
        if !stale.is_empty() {
            let changes = stale.into_iter().map(|path| {
                let (now, revision) = self.as_it_is(&path, documents);
                let mut seen = lock(&self.seen);
                match revision {
                    Some(revision) => seen.insert(path.clone(), revision),
                    None => seen.remove(&path),
                };
                (path, now)
            });
            index = Arc::new(index.with(changes.collect()));
        }
        if **index.declared() != own.roles {
            index = Arc::new(index.declaring(Arc::new(own.roles.clone())));
        }
        *lock(&self.index) = Arc::clone(&index);
        Some(index)
    }

    /// The project's own settings together with what its documents say everywhere.
    pub fn settings(&self, own: &Arc<Settings>) -> Arc<Settings> {
        let elsewhere = Arc::clone(self.index().elsewhere());
        if elsewhere.is_empty() {
            return Arc::clone(own);
        }
        let mut together = lock(&self.together);
        // What nobody else has any more was put aside.
        together.retain(|last| {
            Arc::ptr_eq(&last.elsewhere, &elsewhere) && Arc::strong_count(&last.own) > 1
        });
        if let Some(last) = together.iter().find(|last| Arc::ptr_eq(&last.own, own)) {
            return Arc::clone(&last.both);
        }
        let both = Arc::new(Settings { elsewhere: elsewhere.to_vec(), ..Settings::clone(own) });
        together.push(Together { own: Arc::clone(own), elsewhere, both: Arc::clone(&both) });
        both
    }

    /// What could not be read and was not told yet.
    pub fn unread(&self) -> Vec<String> {
        let mut unread = lock(&self.unread);
        let untold = unread.iter_mut().filter(|(_, (_, is_told))| !is_told);
        let told = untold.map(|(path, (message, is_told))| {
            *is_told = true;
            format!("{}: {message}", project::shown(Path::new(""), path))
        });
        told.collect()
    }

    /// A document's text and sheet, none where there is no such document any more or it cannot be
    /// reviewed; and as of when, where it is open.
    fn as_it_is(
        &self,
        path: &Path,
        documents: &Documents,
    ) -> (Option<(Arc<str>, Sheet)>, Option<Revision>) {
        if let Some(open) = documents.of_path(path).filter(|open| open.syntax.is_some()) {
            let Ok(reviewed) = open.review() else { return (None, None) };
            let text = reviewed.review.document().text();
            let sheet = Sheet::of_review(&reviewed.review);
            return (Some((text.into(), sheet)), Some(reviewed.revision));
        }
        // One document that we stumble over must not cost the others.
        let now = catch_unwind(AssertUnwindSafe(|| {
            let Source { text, .. } = self.on_disk(path)?;
            let sheet = Sheet::of(&markdown::Document::of_file(&text, path));
            Some((text, sheet))
        }));
        (now.ok().flatten(), None)
    }

    fn on_disk(&self, path: &Path) -> Option<Source> {
        match project::read_found(path, LONGEST) {
            Ok(text) => {
                lock(&self.unread).remove(path);
                review::stumble_over("index", || &text);
                Some(Source { path: path.to_owned(), text: text.into() })
            }
            Err(problem) => {
                // That a document is gone is nothing to tell of.
                if path.exists() {
                    let mut unread = lock(&self.unread);
                    let known = unread.entry(path.to_owned()).or_default();
                    if known.0 != problem.message {
                        *known = (problem.message, false);
                    }
                }
                None
            }
        }
    }
}
