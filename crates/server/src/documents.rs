//! The documents that are open, and the newest review of each.
//!
//! Nothing here is async and nothing blocks for long: an edit replaces a document's text before the
//! next message is read, and whoever wants to read it clones a snapshot. No lock is held while a
//! review is made, and each is made once: who comes meanwhile waits for it.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use dashmap::DashMap;
use markdown::{Document, Encoding, Syntax};
use review::{Origin, Review, Settings};
use tokio::sync::Notify;
use tower_lsp::lsp_types::{Diagnostic, Url};

use crate::convert;
use crate::lock::lock;
use crate::sync::Change;
use crate::uri::{Key, path_of};

/// The open documents.
#[derive(Debug, Default)]
pub struct Documents {
    open: DashMap<Key, Arc<Open>>,
    /// Where files and folders really are that are reached through links.
    links: Mutex<HashMap<PathBuf, PathBuf>>,
    /// What open documents that are reached through links are called, by where they really are.
    linked: DashMap<Key, Key>,
}

/// Which text and settings: no two are the same, and later ones are greater. The client's versions
/// may be repeated, fall, or be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Revision(u64);

impl Revision {
    /// One that is greater than all before.
    pub fn next() -> Self {
        static LAST: AtomicU64 = AtomicU64::new(0);
        Self(LAST.fetch_add(1, Ordering::Relaxed))
    }
}

/// A document that is open.
#[derive(Debug)]
pub struct Open {
    /// What the client calls it, letter by letter.
    pub uri: Url,
    /// The file it is, if it is one.
    pub path: Option<PathBuf>,
    /// What it is written in. What is nothing that is reviewed (`rolecall.toml`) is kept for its text.
    pub syntax: Option<Syntax>,
    state: Mutex<State>,
    /// Woken when there is something new to review.
    pub changed: Notify,
    newest: Mutex<Newest>,
    /// Woken when a review was made.
    made: Condvar,
    /// Whether a review since [`Open::has_learned`] knows other roles or stories than the one before.
    learned: AtomicBool,
    /// What is wrong with it as a file of its project, such as a persona.
    problems: Mutex<Vec<Diagnostic>>,
    closed: Mutex<bool>,
}

/// What a document is reviewed under.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Under {
    /// The settings.
    pub settings: Arc<Settings>,
    /// Where it comes from.
    pub origin: Origin,
}

/// What a review needs: taken as a whole, so that text, version and settings belong together.
#[derive(Debug, Clone)]
pub struct State {
    /// The text.
    pub document: Document,
    /// The version the client gave it, if it gave one.
    pub version: Option<i32>,
    /// What it is reviewed under.
    pub under: Under,
    /// Which text and settings these are.
    pub revision: Revision,
}

/// What reviews came to.
#[derive(Debug, Default)]
struct Newest {
    /// The last that succeeded.
    last: Option<Arc<Reviewed>>,
    /// The one after it, if it failed.
    failed: Option<Arc<Failure>>,
    /// Whether somebody makes one.
    is_making: bool,
}

/// A review that failed, which is our fault. The next edit is reviewed again.
#[derive(Debug)]
pub struct Failure {
    /// Of what.
    revision: Revision,
    /// The line from which on it fails, from 0, where that is known.
    pub line: Option<usize>,
    /// What was said.
    pub message: String,
}

/// A review with the version of the text it is of.
#[derive(Debug)]
pub struct Reviewed {
    /// The version of the text.
    pub version: Option<i32>,
    /// Which text and settings it is of.
    pub revision: Revision,
    /// The review.
    pub review: Review,
}

impl Documents {
    /// Takes a document in. One that was open already begins anew, and is returned to be ended.
    pub fn open(
        &self,
        uri: Url,
        syntax: Option<Syntax>,
        version: Option<i32>,
        text: &str,
        under: Under,
    ) -> (Arc<Open>, Option<Arc<Open>>) {
        let key = Key::of(&uri);
        let document = Document::of(text, syntax.unwrap_or_default());
        let revision = Revision::next();
        let open = Arc::new(Open {
            path: path_of(&uri),
            uri,
            syntax,
            state: Mutex::new(State { document, version, under, revision }),
            changed: Notify::new(),
            newest: Mutex::default(),
            made: Condvar::new(),
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
        version: Option<i32>,
        changes: &[Change],
        encoding: Encoding,
    ) -> Option<Arc<Open>> {
        let open = self.get(uri)?;
        let mut state = lock(&open.state);
        // All of them or none.
        let mut document = state.document.clone();
        for change in changes {
            review::panic_if_marked("edit", || &change.text);
            match change.range {
                Some(range) => {
                    let span = convert::span(&document, range, encoding);
                    document.edit(span, &change.text);
                }
                None => document = Document::of(&change.text, open.syntax.unwrap_or_default()),
            }
        }
        state.document = document;
        state.version = version;
        state.revision = Revision::next();
        drop(state);
        open.changed.notify_one();
        Some(open)
    }

    /// Takes a document out. None if it is not open.
    pub fn close(&self, uri: &Url) -> Option<Arc<Open>> {
        let key = Key::of(uri);
        self.linked.retain(|_, open| *open != key);
        self.open.remove(&key).map(|(_, open)| open)
    }

    /// Notes where the file or folder at `path` really is.
    pub fn set_real_path(&self, path: &Path, real: &Path) {
        let mut links = lock(&self.links);
        links.remove(path);
        // Most follows from the folder of the project.
        if real_in(&links, path) != real {
            links.insert(path.to_owned(), real.to_owned());
        }
        drop(links);
        let key = Key::of_path(path);
        if path != real && self.open.contains_key(&key) {
            self.linked.insert(Key::of_path(real), key);
        }
    }

    /// Where `path` really is, as far as is known.
    fn real(&self, path: &Path) -> PathBuf {
        real_in(&lock(&self.links), path)
    }

    /// What the folder `root` calls the file at `path`.
    pub fn name_in(&self, root: &Path, path: &Path) -> PathBuf {
        let (real_root, real_path) = (self.real(root), self.real(path));
        let inside = real_path.strip_prefix(real_root);
        inside.map_or_else(|_| path.to_owned(), |inside| project::joined(root, inside))
    }

    /// A document that is open.
    pub fn get(&self, uri: &Url) -> Option<Arc<Open>> {
        self.of_key(&Key::of(uri))
    }

    /// The text of a file that is open.
    pub fn text_of(&self, path: &Path) -> Option<String> {
        self.of_path(path).map(|open| open.state().document.text())
    }

    /// A file that is open, under whichever of its names.
    pub fn of_path(&self, path: &Path) -> Option<Arc<Open>> {
        if let Some(open) = self.of_key(&Key::of_path(path)) {
            return Some(open);
        }
        let real = Key::of_path(&self.real(path));
        self.of_key(&real).or_else(|| {
            let named = self.linked.get(&real)?.clone();
            self.of_key(&named)
        })
    }

    fn of_key(&self, key: &Key) -> Option<Arc<Open>> {
        self.open.get(key).map(|open| Arc::clone(&open))
    }

    /// All that are open.
    pub fn all(&self) -> Vec<Arc<Open>> {
        self.open.iter().map(|open| Arc::clone(&open)).collect()
    }
}

/// Where `path` really is, by the links that are known.
fn real_in(links: &HashMap<PathBuf, PathBuf>, path: &Path) -> PathBuf {
    let known = path.ancestors().find_map(|folder| Some((folder, links.get(folder)?)));
    let real = known.and_then(|(folder, real)| Some((real, path.strip_prefix(folder).ok()?)));
    real.map_or_else(|| path.to_owned(), |(real, inside)| project::joined(real, inside))
}

impl Open {
    /// The newest text, version and settings.
    pub fn state(&self) -> State {
        lock(&self.state).clone()
    }

    /// Has the document reviewed under something else. False if that is what held before.
    pub fn review_under(&self, under: Under) -> bool {
        let mut state = lock(&self.state);
        if state.under == under {
            return false;
        }
        state.under = under;
        state.revision = Revision::next();
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
    /// review does, and as what is left of one that is being made: not to be called where others
    /// wait.
    ///
    /// # Errors
    ///
    /// A review that failed.
    pub fn review(&self) -> Result<Arc<Reviewed>, Arc<Failure>> {
        let asked = lock(&self.state).revision;
        let mut newest = lock(&self.newest);
        loop {
            if let Some(known) = newest.since(asked) {
                return known;
            }
            if !newest.is_making {
                break;
            }
            newest = self.made.wait(newest).unwrap_or_else(PoisonError::into_inner);
        }
        newest.is_making = true;
        let before = newest.last.clone();
        drop(newest);

        let state = self.state();
        // Nothing of a review that panics is kept.
        let made = catch_unwind(AssertUnwindSafe(|| self.make(&state, before.as_deref())));
        let made = made.map(Arc::new).map_err(|panic| {
            let message = review::panic_message(panic.as_ref());
            Arc::new(Failure { revision: state.revision, line: self.line_of(&state), message })
        });

        let mut newest = lock(&self.newest);
        newest.is_making = false;
        newest.failed = made.as_ref().err().cloned();
        if let Ok(reviewed) = &made {
            newest.last = Some(Arc::clone(reviewed));
        }
        drop(newest);
        self.made.notify_all();
        made
    }

    fn make(&self, state: &State, before: Option<&Reviewed>) -> Reviewed {
        let State { document, version, under: Under { settings, origin }, revision } =
            state.clone();
        review::panic_if_marked("review", || document.text());
        let review = match before.filter(|before| before.review.origin() == origin) {
            Some(before) => {
                let review = before.review.again(document, settings);
                if !review.knows_as_much_as(&before.review) {
                    self.learned.store(true, Ordering::Relaxed);
                }
                review
            }
            None => {
                self.learned.fetch_or(before.is_some(), Ordering::Relaxed);
                Review::of_file(document, settings, origin)
            }
        };
        Reviewed { version, revision, review }
    }

    /// The first line of the first part of the text whose review fails by itself.
    fn line_of(&self, state: &State) -> Option<usize> {
        let mut parts = state.document.segments().map(|(_, segment)| segment.text());
        let part = parts.position(|text| {
            let document = Document::of(text, self.syntax.unwrap_or_default());
            let alone = State { document, ..state.clone() };
            catch_unwind(AssertUnwindSafe(|| self.make(&alone, None))).is_err()
        });
        part.map(|part| state.document.segment_line(part))
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

impl Newest {
    /// What came of the text and settings of `asked`, or of later ones.
    fn since(&self, asked: Revision) -> Option<Result<Arc<Reviewed>, Arc<Failure>>> {
        if let Some(failed) = self.failed.as_ref().filter(|failed| failed.revision >= asked) {
            return Some(Err(Arc::clone(failed)));
        }
        let last = self.last.as_ref().filter(|last| last.revision >= asked)?;
        Some(Ok(Arc::clone(last)))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;

    use super::*;

    fn opened(text: &str) -> (Documents, Arc<Open>) {
        let documents = Documents::default();
        let uri = Url::parse("file:///tea.md").unwrap();
        let (open, _) =
            documents.open(uri, Some(Syntax::Markdown), Some(1), text, Under::default());
        (documents, open)
    }

    #[test]
    fn who_asks_at_once_gets_the_same_review() {
        let (_documents, open) = opened(&"As a user, I want tea so that I wake.\n\n".repeat(2_000));
        let start = Barrier::new(8);
        let ask = || {
            start.wait();
            open.review().unwrap()
        };
        let reviews: Vec<_> = std::thread::scope(|scope| {
            let asked: Vec<_> = (0..8).map(|_| scope.spawn(ask)).collect();
            asked.into_iter().map(|asked| asked.join().unwrap()).collect()
        });
        assert!(reviews.iter().all(|review| Arc::ptr_eq(review, &reviews[0])));
    }

    #[test]
    fn a_review_is_of_the_newest_text_whatever_its_version() {
        let (documents, open) = opened("Tea.\n");
        assert!(Arc::ptr_eq(&open.review().unwrap(), &open.review().unwrap()));
        for (version, text) in [(Some(1), "Cake.\n"), (None, "Milk.\n"), (Some(-3), "Tea.\n")] {
            let change = Change { range: None, text: text.to_owned() };
            documents.change(&open.uri, version, &[change], Encoding::Utf16).unwrap();
            let reviewed = open.review().unwrap();
            assert_eq!(reviewed.review.document().text(), text);
            assert_eq!(reviewed.version, version);
        }
    }
}
