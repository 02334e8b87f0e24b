//! What the documents of a project say together.

use std::collections::{BTreeMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use markdown::Document;
use review::{DocumentSummary, Mention, Mentions, Origin, Vocabulary};

use crate::known::{self, Brief, Declared, Elsewhere};
use crate::parallel;

/// The documents of a project and the roles they know. Cloning shares everything.
#[derive(Debug, Clone, Default)]
pub struct Index {
    /// The folder that paths are shown from.
    root: PathBuf,
    files: BTreeMap<PathBuf, File>,
    /// What the project declares outside its documents.
    declared: Arc<Declared>,
    vocabulary: Arc<Vocabulary>,
    elsewhere: Elsewhere,
    counts: Arc<Vec<Count>>,
}

/// A document as it is read.
#[derive(Debug, Clone)]
pub struct Source {
    /// Where it is.
    pub path: PathBuf,
    /// Where it comes from.
    pub origin: Origin,
    /// Its text.
    pub text: Arc<str>,
}

/// A document that has changed: its path, and its text with what it says of roles; none where there
/// is no such document any more.
pub type Change = (PathBuf, Option<(Arc<str>, DocumentSummary)>);

/// A document of the index.
#[derive(Debug, Clone)]
pub struct File {
    text: Arc<str>,
    summary: Arc<DocumentSummary>,
    mentions: Arc<Mentions>,
}

/// How often a role is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// In how many places.
    pub mentions: usize,
    /// By how many stories.
    pub stories: usize,
    /// In how many documents.
    pub documents: usize,
}

impl Index {
    /// The index of the documents that `sources` gives, each read by a thread of its own as far as
    /// there are processors. `declared` is what the project declares outside its
    /// documents. A source that gives nothing is left out, and so is one that we stumble over.
    pub fn new<S: Sync>(
        root: &Path,
        declared: Arc<Declared>,
        sources: &[S],
        read: impl Fn(&S) -> Option<Source> + Sync,
    ) -> Self {
        let files = parallel::map(sources, None, |source| {
            let read = catch_unwind(AssertUnwindSafe(|| {
                let Source { path, origin, text } = read(source)?;
                let document = Document::of_file(&text, &path);
                let summary = Arc::new(DocumentSummary::of(&document, origin));
                Some((path, File { text, summary, mentions: Arc::default() }))
            }));
            read.ok().flatten()
        });
        let files = files.into_iter().flatten().collect();
        let mut index = Self { root: root.to_owned(), files, declared, ..Self::default() };
        index.learn();
        index
    }

    /// The index of a project without a document.
    pub fn empty(root: &Path) -> Self {
        Self { root: root.to_owned(), ..Self::default() }
    }

    /// The folder of the project.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What the project declares outside its documents.
    pub fn declared(&self) -> &Arc<Declared> {
        &self.declared
    }

    /// The index with other documents in place of those of the same path.
    pub fn with(&self, changes: Vec<Change>) -> Self {
        let mut index = self.clone();
        let mut is_new = false;
        for (path, change) in changes {
            let before = match change {
                Some((text, summary)) => {
                    let mentions = Arc::new(summary.mentions(&index.vocabulary, &path));
                    let file = File { text, summary: Arc::new(summary), mentions };
                    let now = Brief::of(path.clone(), "", &file.summary);
                    let before = index.files.insert(path.clone(), file);
                    let old =
                        before.as_ref().map(|file| Brief::of(path.clone(), "", &file.summary));
                    is_new |= old.is_none_or(|old| old != now);
                    before
                }
                None => index.files.remove(&path),
            };
            is_new |= before.is_none_or(|_| !index.files.contains_key(&path));
        }
        if is_new {
            index.learn();
        } else {
            index.count();
        }
        index
    }

    /// The index of a project that declares something else outside its documents.
    pub fn declaring(&self, declared: Arc<Declared>) -> Self {
        let mut index = Self { declared, ..self.clone() };
        index.learn();
        index
    }

    /// The roles of the project: what it declares, what its documents declare, and what stories
    /// name without anybody declaring it.
    pub fn vocabulary(&self) -> &Arc<Vocabulary> {
        &self.vocabulary
    }

    /// The roles that the documents know of one another.
    pub fn elsewhere(&self) -> &Elsewhere {
        &self.elsewhere
    }

    /// How often a role of the vocabulary is named.
    pub fn count_of(&self, role: usize) -> Count {
        self.counts.get(role).copied().unwrap_or_default()
    }

    /// The documents, in the order of their paths.
    pub fn files(&self) -> impl Iterator<Item = (&Path, &File)> {
        self.files.iter().map(|(path, file)| (path.as_path(), file))
    }

    /// A document.
    pub fn file(&self, path: &Path) -> Option<&File> {
        self.files.get(path)
    }

    /// A path as shown to people: from the project's folder on, with `/`.
    pub fn shown(&self, path: &Path) -> String {
        project::shown(&self.root, path)
    }

    /// Learns the roles anew, and where they are named.
    fn learn(&mut self) {
        let files = self.files.iter();
        let briefs: Vec<Brief> = files
            .map(|(path, file)| Brief::of(path.clone(), &self.shown(path), &file.summary))
            .collect();
        let vocabulary = Arc::new(known::vocabulary(&self.declared, &briefs));
        self.elsewhere = Elsewhere::of(&vocabulary, &briefs).sharing(&self.elsewhere);
        if !self.vocabulary.has_names_of(&vocabulary) {
            let files: Vec<(&PathBuf, &File)> = self.files.iter().collect();
            let mentions = parallel::map(&files, None, |(path, file)| {
                file.summary.mentions(&vocabulary, path)
            });
            for (file, mentions) in self.files.values_mut().zip(mentions) {
                file.mentions = Arc::new(mentions);
            }
        }
        self.vocabulary = vocabulary;
        self.count();
    }

    fn count(&mut self) {
        let mut counts = vec![Count::default(); self.vocabulary.roles().len()];
        for file in self.files.values() {
            let mut here = HashSet::new();
            for role in file.mentions.roles() {
                if let Some(count) = counts.get_mut(role) {
                    count.mentions += 1;
                    count.documents += usize::from(here.insert(role));
                }
            }
            for story in file.summary.stories() {
                let mut roles: Vec<usize> = story
                    .roles
                    .iter()
                    .filter_map(|(name, _)| self.vocabulary.index_of(name))
                    .collect();
                roles.sort_unstable();
                roles.dedup();
                for role in roles {
                    if let Some(count) = counts.get_mut(role) {
                        count.stories += 1;
                    }
                }
            }
        }
        self.counts = Arc::new(counts);
    }
}

impl File {
    /// Its text.
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// What it says of roles.
    pub fn summary(&self) -> &DocumentSummary {
        &self.summary
    }

    /// Where the roles of the index's vocabulary are named.
    pub fn mentions(&self) -> impl Iterator<Item = Mention> {
        self.mentions.in_summary(&self.summary)
    }

    /// The same, as [`DocumentSummary::renamed`] wants it.
    pub fn heard(&self) -> &Mentions {
        &self.mentions
    }
}
