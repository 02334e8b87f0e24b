//! Where documents belong, as the disk says; and looking it up, off the wire and off whatever the disk
//! does not concern.
//!
//! A disk may be far away, and not answer. So everything about a document that takes the disk to tell
//! is looked up by an errand of its folder, and known from then on. What comes later waits for errands
//! as long as a disk takes that answers; then it goes on with what is known.

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

/// Where a document or folder belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
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

impl Place {
    /// Asks the disk.
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
pub enum Errand {
    /// Where a document or folder belongs, and what is decided for it.
    Place(PathBuf),
    /// What a folder holds that has come, changed or gone.
    Content(PathBuf),
}

/// What is known, and what is being looked up.
#[derive(Debug)]
pub struct Places {
    known: Mutex<HashMap<PathBuf, Arc<Place>>>,
    /// What is to be looked up, by folder, each of which has one errand.
    errands: Mutex<HashMap<PathBuf, BTreeSet<Errand>>>,
    /// How many errands are waited for.
    awaited: watch::Sender<usize>,
    /// How many errands a disk does not answer.
    unanswered: AtomicUsize,
}

impl Default for Places {
    fn default() -> Self {
        Self {
            known: Mutex::default(),
            errands: Mutex::default(),
            awaited: watch::Sender::new(0),
            unanswered: AtomicUsize::new(0),
        }
    }
}

impl Places {
    /// Where `path` belongs, if that was looked up.
    pub fn get(&self, path: &Path) -> Option<Arc<Place>> {
        lock(&self.known).get(path).cloned()
    }

    /// Notes where `path` belongs.
    pub fn set(&self, path: &Path, place: Place) -> Arc<Place> {
        let place = Arc::new(place);
        lock(&self.known).insert(path.to_owned(), Arc::clone(&place));
        place
    }

    /// Forgets where all but those belong that `is_kept` holds of.
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
        wanted: impl IntoIterator<Item = Errand>,
        look: impl Fn(&Errand) + Clone + Send + 'static,
        tell: impl Fn(&Path) + Clone + Send + 'static,
    ) {
        for errand in wanted {
            let (Errand::Place(path) | Errand::Content(path)) = &errand;
            let folder = path.parent().unwrap_or(path).to_owned();
            let is_new = {
                let mut errands = lock(&self.errands);
                let is_new = !errands.contains_key(&folder);
                errands.entry(folder.clone()).or_default().insert(errand);
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
        look: impl Fn(&Errand) + Send + 'static,
        tell: impl Fn(&Path),
    ) {
        let (places, of) = (Arc::clone(&self), folder.clone());
        let mut errand = tokio::task::spawn_blocking(move || {
            while let Some(errand) = places.next(&of) {
                // Whatever became of one, the others are looked up: the panic itself is logged.
                let _ = catch_unwind(AssertUnwindSafe(|| look(&errand)));
            }
        });
        let is_first = self.unanswered.load(Ordering::Relaxed) == 0;
        let patience = if is_first { PATIENCE } else { BRIEFLY };
        let mut answered = timeout(patience, &mut errand).await.is_ok();
        self.awaited.send_modify(|awaited| *awaited -= 1);
        if !answered && !is_first {
            answered = timeout(PATIENCE, &mut errand).await.is_ok();
        }
        if !answered {
            self.unanswered.fetch_add(1, Ordering::Relaxed);
            tell(&folder);
            let _ = errand.await;
            self.unanswered.fetch_sub(1, Ordering::Relaxed);
        }
    }

    /// What is to be looked up next in a folder. None ends its errand.
    fn next(&self, folder: &Path) -> Option<Errand> {
        let mut errands = lock(&self.errands);
        let next = errands.get_mut(folder).and_then(BTreeSet::pop_first);
        if next.is_none() {
            errands.remove(folder);
        }
        next
    }
}
