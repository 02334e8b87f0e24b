//! The documents that are open, and the newest review of each.
//!
//! Nothing here is async and nothing blocks for long: an edit replaces a document's text before the
//! next message is read, and whoever wants to read it clones a snapshot. No lock is held while a
//! review is made.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use dashmap::DashMap;
use markdown::{Document, Encoding};
use review::{Review, Settings};
use tokio::sync::Notify;
use tower_lsp::lsp_types::{Diagnostic, TextDocumentContentChangeEvent, Url};

use crate::convert;
use crate::uri::{Key, path_of};

/// The open documents.
#[derive(Debug, Default)]
pub struct Documents {
    open: DashMap<Key, Arc<Open>>,
}

/// A document that is open.
#[derive(Debug)]
pub struct Open {
    /// What the client calls it, letter by letter.
    pub uri: Url,
    /// The file it is, if it is one.
    pub path: Option<PathBuf>,
    /// Whether it is Markdown. What is not (`rolecall.toml`) is kept for its text.
    pub is_markdown: bool,
    state: Mutex<State>,
    /// Woken when there is something new to review.
    pub changed: Notify,
    newest: Mutex<Option<Arc<Reviewed>>>,
    /// Whether a review since [`Open::has_learned`] knows other roles or stories than the one before.
    learned: AtomicBool,
    /// What is wrong with it as a file of its project, such as a persona.
    problems: Mutex<Vec<Diagnostic>>,
    closed: Mutex<bool>,
}

/// What a review needs: taken as a whole, so that text, version and settings belong together.
#[derive(Debug, Clone)]
pub struct State {
    /// The text.
    pub document: Document,
    /// The version the client gave it.
    pub version: i32,
    /// The settings it is reviewed under.
    pub settings: Arc<Settings>,
}

/// A review with the version of the text it is of.
#[derive(Debug)]
pub struct Reviewed {
    /// The version of the text.
    pub version: i32,
    /// The review.
    pub review: Review,
    settings: Arc<Settings>,
}

impl Reviewed {
    /// A review of the text of a version, under these settings.
    pub fn of(version: i32, review: Review, settings: Arc<Settings>) -> Self {
        Self { version, review, settings }
    }

    /// Whether another review is of the same text under the same settings, and so says the same.
    pub fn is_of_same(&self, other: &Reviewed) -> bool {
        self.version == other.version && Arc::ptr_eq(&self.settings, &other.settings)
    }
}

impl Documents {
    /// Takes a document in. One that was open already begins anew, and is returned to be ended.
    pub fn open(
        &self,
        uri: Url,
        is_markdown: bool,
        version: i32,
        text: &str,
        settings: Arc<Settings>,
    ) -> (Arc<Open>, Option<Arc<Open>>) {
        let key = Key::of(&uri);
        let open = Arc::new(Open {
            path: path_of(&uri),
            uri,
            is_markdown,
            state: Mutex::new(State { document: Document::new(text), version, settings }),
            changed: Notify::new(),
            newest: Mutex::default(),
            learned: AtomicBool::new(true),
            problems: Mutex::default(),
            closed: Mutex::default(),
        });
        let before = self.open.insert(key, Arc::clone(&open));
        (open, before)
    }

    /// Changes a document's text, one change after the other. None if it is not open.
    pub fn change(
        &self,
        uri: &Url,
        version: i32,
        changes: &[TextDocumentContentChangeEvent],
        encoding: Encoding,
    ) -> Option<Arc<Open>> {
        let open = self.get(uri)?;
        let mut state = lock(&open.state);
        for change in changes {
            match change.range {
                Some(range) => {
                    let span = convert::span(&state.document, range, encoding);
                    state.document.edit(span, &change.text);
                }
                None => state.document = Document::new(&change.text),
            }
        }
        state.version = version;
        drop(state);
        open.changed.notify_one();
        Some(open)
    }

    /// Takes a document out. None if it is not open.
    pub fn close(&self, uri: &Url) -> Option<Arc<Open>> {
        self.open.remove(&Key::of(uri)).map(|(_, open)| open)
    }

    /// A document that is open.
    pub fn get(&self, uri: &Url) -> Option<Arc<Open>> {
        self.of_key(&Key::of(uri))
    }

    /// The text of a file that is open.
    pub fn text_of(&self, path: &Path) -> Option<String> {
        self.of_path(path).map(|open| open.state().document.text())
    }

    /// A file that is open.
    pub fn of_path(&self, path: &Path) -> Option<Arc<Open>> {
        self.of_key(&Key::of_path(path))
    }

    fn of_key(&self, key: &Key) -> Option<Arc<Open>> {
        self.open.get(key).map(|open| Arc::clone(&open))
    }

    /// All that are open.
    pub fn all(&self) -> Vec<Arc<Open>> {
        self.open.iter().map(|open| Arc::clone(&open)).collect()
    }
}

impl Open {
    /// The newest text, version and settings.
    pub fn state(&self) -> State {
        lock(&self.state).clone()
    }

    /// Has the document reviewed under other settings. False if they are what held before.
    pub fn set_settings(&self, settings: Arc<Settings>) -> bool {
        let mut state = lock(&self.state);
        if *state.settings == *settings {
            return false;
        }
        state.settings = settings;
        drop(state);
        self.changed.notify_one();
        true
    }

    /// What is wrong with it as a file of its project.
    pub fn problems(&self) -> Vec<Diagnostic> {
        lock(&self.problems).clone()
    }

    /// Has these problems published with what the review finds, until there are others.
    pub fn set_problems(&self, problems: &[Diagnostic]) {
        let mut known = lock(&self.problems);
        if *known == problems {
            return;
        }
        *known = problems.to_vec();
        drop(known);
        self.changed.notify_one();
    }

    /// The review of the newest text, made now if it has not been made yet. Takes as long as a
    /// review does: not to be called where others wait.
    pub fn review(&self) -> Arc<Reviewed> {
        let State { document, version, settings } = self.state();
        let before = lock(&self.newest).clone();
        let review = match before {
            Some(before)
                if before.version == version && Arc::ptr_eq(&before.settings, &settings) =>
            {
                return before;
            }
            Some(before) => {
                let review = before.review.again(document, Arc::clone(&settings));
                if !review.knows_as_much_as(&before.review) {
                    self.learned.store(true, Ordering::Relaxed);
                }
                review
            }
            None => Review::of_file(document, Arc::clone(&settings), &self.path_or_name()),
        };
        let reviewed = Arc::new(Reviewed::of(version, review, settings));
        *lock(&self.newest) = Some(Arc::clone(&reviewed));
        reviewed
    }

    /// Whether the document says something else of roles and stories than when this was last asked.
    pub fn has_learned(&self) -> bool {
        self.learned.swap(false, Ordering::Relaxed)
    }

    /// The file it is; for what is no file, what the client calls it.
    pub fn path_or_name(&self) -> PathBuf {
        self.path.clone().unwrap_or_else(|| PathBuf::from(self.uri.as_str()))
    }

    /// Does `work`, unless the document is closed; it is not closed meanwhile.
    pub fn while_open(&self, work: impl FnOnce()) {
        let closed = lock(&self.closed);
        if !*closed {
            work();
        }
    }

    /// Marks the document as closed, then does `work`. Whatever is done [`Open::while_open`] was done
    /// before, or is not done at all.
    pub fn end(&self, work: impl FnOnce()) {
        let mut closed = lock(&self.closed);
        *closed = true;
        work();
        drop(closed);
        self.changed.notify_one();
    }

    /// Whether it was closed.
    pub fn is_closed(&self) -> bool {
        *lock(&self.closed)
    }
}

/// Nothing that holds one of these locks can leave its value half changed, so a panic elsewhere is
/// no reason to give it up.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
