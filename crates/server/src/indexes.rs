//! What the documents of each project say together, kept up to date.
//!
//! An index is read in the background when a project is first met, and brought up to date when it
//! is asked something: what is open counts as it is on the screen, the rest as it is on disk. Nothing
//! here is on the way from an edit to its diagnostics.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use project::{Config, Scan};
use review::{Asked, DocumentSummary, Origin, Role, Settings};
use tokio::sync::Notify;
use workspace::known::Declared;
use workspace::{Index, LIMIT, LONGEST, Source, parallel};

use crate::documents::{Documents, Revision, State};
use crate::lock::lock;
use crate::projects::Decided;

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
    /// What has changed since, and is to be read again; and whether it belongs here.
    stale: Mutex<HashMap<PathBuf, bool>>,
    /// By what its documents were looked for; none where they are to be looked for again.
    looked: Mutex<Option<Arc<Config>>>,
    /// The folders that hold a file which decides what is found.
    deciding: Mutex<Vec<PathBuf>>,
    /// Whether this is a project no more.
    is_over: AtomicBool,
    /// Woken when something was added to it.
    pub changed: Notify,
    /// The open documents that it was made of, as they were then.
    seen: Mutex<HashMap<PathBuf, Revision>>,
    /// Who may read documents for it, which takes as long as the disk does.
    gate: Mutex<Gate>,
    /// Woken when somebody has done so.
    opened: Condvar,
    /// The documents that could not be read, and why; and whether that was logged.
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
            looked: Mutex::default(),
            deciding: Mutex::default(),
            is_over: AtomicBool::new(false),
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

    /// Forgets those of which `is_kept` does not hold, by their folders.
    pub fn retain(&self, is_kept: impl Fn(&Path) -> bool) {
        lock(&self.known).retain(|root, indexed| {
            let is_kept = is_kept(root);
            if !is_kept {
                indexed.is_over.store(true, Ordering::Relaxed);
                indexed.changed.notify_one();
            }
            is_kept
        });
    }

    /// All that are known.
    pub fn all(&self) -> Vec<Arc<Indexed>> {
        lock(&self.known).values().cloned().collect()
    }
}

impl Indexed {
    /// Looks for the documents. Takes as long as the disk does.
    pub fn look(&self, coverage: &Arc<Config>) -> Scan {
        // What changes meanwhile is looked for once more.
        *lock(&self.looked) = Some(Arc::clone(coverage));
        let scan = project::scan(&self.root, LIMIT, &|path| coverage.covers_in(&self.root, path));
        for problem in &scan.problems {
            self.note(&problem.path, &problem.message);
        }
        *lock(&self.deciding) = scan.deciding.clone();
        scan
    }

    /// Has the documents looked for again: what decides which there are may have changed.
    pub fn look_again(&self) {
        *lock(&self.looked) = None;
        self.changed.notify_one();
    }

    /// The folders that hold a file which decides what is found, when it was last looked for.
    pub fn deciding(&self) -> Vec<PathBuf> {
        lock(&self.deciding).clone()
    }

    /// Whether this is a project no more.
    pub fn is_over(&self) -> bool {
        self.is_over.load(Ordering::Relaxed)
    }

    /// Reads the documents that a scan has found. `step` is told how many are done, and says whether
    /// to go on. Takes as long as reading does.
    pub fn read(&self, scan: &Scan, declared: Arc<Declared>, step: impl Fn(usize) -> bool + Sync) {
        let done = AtomicUsize::new(0);
        let index = Index::new(&self.root, declared, &scan.files, |path| {
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
            let path = documents.name_in(&self.root, &open.path_or_name());
            let State { version, revision, .. } = open.state();
            if open.syntax.is_some() && self.holds(&path) && seen.get(&path) != Some(&revision) {
                lock(&self.stale).entry(path.clone()).or_insert(true);
            }
            versions.insert(path, version);
        }
        versions
    }

    /// Whether a document belongs here, as far as is known.
    fn holds(&self, path: &Path) -> bool {
        self.index().file(path).is_some() || lock(&self.stale).contains_key(path)
    }

    /// Says that a document may have changed, and whether it belongs here.
    pub fn touch(&self, path: &Path, belongs: bool) {
        lock(&self.stale).insert(path.to_owned(), belongs);
        self.changed.notify_one();
    }

    /// The index as it is.
    pub fn index(&self) -> Arc<Index> {
        Arc::clone(&lock(&self.index))
    }

    /// The index, brought up to date. Takes as long as the documents that have changed do; none where
    /// they cannot be had.
    pub fn fresh(&self, decided: &Decided, documents: &Documents) -> Option<Arc<Index>> {
        let _reading = self.enter()?;
        let mut index = self.index();
        let mut stale = std::mem::take(&mut *lock(&self.stale));
        let looked = lock(&self.looked).clone();
        if looked.is_none_or(|looked| !looked.covers_as(&decided.coverage)) {
            self.sort_out(&index, &mut stale, &decided.coverage);
        }
        if !stale.is_empty() {
            let stale: Vec<_> = stale.into_iter().collect();
            let changes = parallel::map(&stale, None, |(path, belongs)| {
                let (now, revision) = match belongs {
                    true => self.as_it_is(path, documents),
                    false => (None, None),
                };
                let mut seen = lock(&self.seen);
                match revision {
                    Some(revision) => seen.insert(path.clone(), revision),
                    None => seen.remove(path),
                };
                (path.clone(), now)
            });
            index = Arc::new(index.with(changes));
        }
        let declared = Declared::of(&decided.settings);
        if **index.declared() != declared {
            index = Arc::new(index.declaring(Arc::new(declared)));
        }
        *lock(&self.index) = Arc::clone(&index);
        Some(index)
    }

    /// Looks for the documents, and adds to what is `stale` those that are not of the `index` and those
    /// of it that do not belong.
    fn sort_out(&self, index: &Index, stale: &mut HashMap<PathBuf, bool>, coverage: &Arc<Config>) {
        let scan = self.look(coverage);
        let found: HashSet<&Path> = scan.files.iter().map(PathBuf::as_path).collect();
        // What came after the last that was looked at may be there.
        let belongs = |path: &Path| {
            found.contains(path)
                || scan.truncated
                    && coverage.covers_in(&self.root, path)
                    && project::is_found(path, &self.root)
        };
        for (path, _) in index.files().filter(|(path, _)| !belongs(path)) {
            stale.insert(path.to_owned(), false);
        }
        for path in found.iter().filter(|path| index.file(path).is_none()) {
            stale.insert(path.to_path_buf(), true);
        }
        for (path, is_ours) in stale.iter_mut() {
            *is_ours = belongs(path);
        }
    }

    /// The project's own settings together with what its other documents say of roles to the one at `path`, or to all.
    pub fn settings(&self, own: &Arc<Settings>, path: Option<&Path>) -> Arc<Settings> {
        let elsewhere = Arc::clone(self.index().elsewhere().at(path));
        if elsewhere.is_empty() {
            return Arc::clone(own);
        }
        let mut together = lock(&self.together);
        // What nobody else has any more was put aside.
        together.retain(|last| {
            Arc::strong_count(&last.elsewhere) > 1 && Arc::strong_count(&last.own) > 1
        });
        let is_same = |last: &&Together| {
            Arc::ptr_eq(&last.own, own) && Arc::ptr_eq(&last.elsewhere, &elsewhere)
        };
        if let Some(last) = together.iter().find(is_same) {
            return Arc::clone(&last.both);
        }
        let both = Arc::new(Settings { elsewhere: elsewhere.to_vec(), ..Settings::clone(own) });
        together.push(Together { own: Arc::clone(own), elsewhere, both: Arc::clone(&both) });
        both
    }

    /// Returns what could not be read and was not logged yet, with why.
    pub fn unread(&self) -> Vec<String> {
        let mut unread = lock(&self.unread);
        let unlogged = unread.iter_mut().filter(|(_, (_, is_logged))| !is_logged);
        let messages = unlogged.map(|(path, (message, is_logged))| {
            *is_logged = true;
            format!("{}: {message}", project::shown(Path::new(""), path))
        });
        messages.collect()
    }

    /// A document's text and summary, none where there is no such document any more or it cannot be
    /// reviewed; and as of when, where it is open.
    fn as_it_is(
        &self,
        path: &Path,
        documents: &Documents,
    ) -> (Option<(Arc<str>, DocumentSummary)>, Option<Revision>) {
        if let Some(open) = documents.of_path(path).filter(|open| open.syntax.is_some()) {
            let Ok(reviewed) = open.review() else { return (None, None) };
            let text = reviewed.review.document().text();
            let summary = DocumentSummary::of_review(&reviewed.review);
            return (Some((text.into(), summary)), Some(reviewed.revision));
        }
        // One document whose review panics must not cost the others.
        let now = catch_unwind(AssertUnwindSafe(|| {
            let Source { text, origin, .. } = self.on_disk(path)?;
            let summary = DocumentSummary::of(&markdown::Document::of_file(&text, path), origin);
            Some((text, summary))
        }));
        (now.ok().flatten(), None)
    }

    fn on_disk(&self, path: &Path) -> Option<Source> {
        match project::read_found(path, LONGEST) {
            Ok(text) => {
                lock(&self.unread).remove(path);
                review::panic_if_marked("index", || &text);
                let inside = path.strip_prefix(&self.root).unwrap_or(path);
                let origin = Origin::new(inside, Asked::Found);
                Some(Source { path: path.to_owned(), origin, text: text.into() })
            }
            Err(problem) => {
                // That a document is gone is nothing to tell of.
                if path.exists() {
                    self.note(path, &problem.message);
                }
                None
            }
        }
    }

    /// Notes that a file could not be read, and why.
    fn note(&self, path: &Path, message: &str) {
        let mut unread = lock(&self.unread);
        let known = unread.entry(path.to_owned()).or_default();
        if known.0 != message {
            *known = (message.to_owned(), false);
        }
    }
}
