//! What the folders have decided: one project per `rolecall.toml`, kept with its last good settings.
//! What a project does not say is as the client has set it.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use markdown::{Document, Span};
use project::{CONFIG_NAME, Config, Problem, Variants};
use review::Settings;
use tower_lsp::lsp_types::{Diagnostic, DiagnosticRelatedInformation, Location, Range, Url};

use crate::client::Client;
use crate::convert;
use crate::documents::Documents;
use crate::lock::lock;
use crate::wire::Outbox;

/// The projects met so far.
#[derive(Debug, Default)]
pub struct Projects {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    known: HashMap<PathBuf, Arc<Project>>,
    /// What the client has set.
    given: Config,
    /// That alone, for documents of no project.
    alone: Arc<Settings>,
}

#[derive(Debug, Default)]
struct Project {
    /// Held while its files are read, which takes as long as the disk does; whether they were.
    is_read: Mutex<bool>,
    known: Mutex<Known>,
}

/// What a project says of its documents.
#[derive(Debug)]
pub struct Decided {
    /// What they are reviewed under, its roles among it.
    pub settings: Arc<Settings>,
    /// Which count.
    pub coverage: Arc<Config>,
}

#[derive(Debug, Default)]
struct Known {
    /// What the files say; the last that could be read.
    read: Config,
    /// What holds: that, over what the client has set.
    config: Arc<Config>,
    variants: Variants,
    /// The problems of its files that are published.
    published: BTreeMap<PathBuf, Vec<Diagnostic>>,
}

impl Projects {
    /// The settings of the project that `config` decides for, or of none; only what the client has set,
    /// where the project was not read yet. Those of the document at `path`, if there is one.
    pub fn settings(&self, config: Option<&Path>, path: Option<&Path>) -> Arc<Settings> {
        let project = config.and_then(|config| self.get(config));
        match project {
            Some(project) => lock(&project.known).settings(path),
            None => Arc::clone(&lock(&self.state).alone),
        }
    }

    /// Reads a project if it is met for the first time. Problems of its files are published as those
    /// files' diagnostics. Takes as long as the disk does.
    pub fn meet(&self, config: &Path, documents: &Documents, outbox: &Outbox, client: Client) {
        let project = Arc::clone(lock(&self.state).known.entry(config.to_owned()).or_default());
        let mut is_read = lock(&project.is_read);
        if !*is_read {
            self.read(config, &project, documents, outbox, client);
            *is_read = true;
        }
    }

    /// Reads the project that `config` decides for once more, if it was met. Returns false if its files have the
    /// problems that they had before. Takes as long as the disk does.
    pub fn reload(
        &self,
        config: &Path,
        documents: &Documents,
        outbox: &Outbox,
        client: Client,
    ) -> Option<bool> {
        let project = self.get(config)?;
        let mut is_read = lock(&project.is_read);
        let exists = documents.text_of(config).is_some()
            || project::config_of(config).as_deref() == Some(config);
        if !exists {
            lock(&self.state).known.remove(config);
            return Some(lock(&project.known).publish(BTreeMap::new(), documents, outbox, client));
        }
        *is_read = true;
        Some(self.read(config, &project, documents, outbox, client))
    }

    /// Reads a project's files. What is open counts as it is on the screen. A file that cannot be used
    /// leaves the settings as they were. Returns false if the files have the problems that they had before.
    fn read(
        &self,
        config: &Path,
        project: &Project,
        documents: &Documents,
        outbox: &Outbox,
        client: Client,
    ) -> bool {
        // Read once: the problems of a file are those of what was read, whatever it is by now.
        let texts: RefCell<HashMap<PathBuf, String>> = RefCell::default();
        let read = |path: &Path| {
            if let Some(text) = texts.borrow().get(path) {
                return Ok(text.clone());
            }
            let text = match documents.text_of(path) {
                Some(text) => text,
                None => project::read_config(path)?,
            };
            texts.borrow_mut().insert(path.to_owned(), text.clone());
            Ok(text)
        };
        let loaded = project::load_with(config, &read);
        let mut pages = Pages { read: &read, known: HashMap::new() };
        let mut problems: BTreeMap<PathBuf, Vec<Diagnostic>> = BTreeMap::new();
        for problem in loaded.problems {
            let path = problem.path.clone();
            let diagnostic = diagnostic(problem, &mut pages, documents, client);
            problems.entry(path).or_default().push(diagnostic);
        }
        // What the client sets meanwhile is put in force by whoever comes second.
        let state = lock(&self.state);
        let mut known = lock(&project.known);
        if let Some(config) = loaded.config {
            known.read = config;
        }
        known.settle(&state.given);
        drop(state);
        known.publish(problems, documents, outbox, client)
    }

    /// The projects met so far, by what decides for them.
    pub fn configs(&self) -> Vec<PathBuf> {
        lock(&self.state).known.keys().cloned().collect()
    }

    /// What the project that `config` decides for says of its documents: which count, and which roles it
    /// declares.
    pub fn decided(&self, config: Option<&Path>) -> Decided {
        let project = config.and_then(|config| self.get(config));
        let coverage = project.map(|project| Arc::clone(&lock(&project.known).config));
        Decided { settings: self.settings(config, None), coverage: coverage.unwrap_or_default() }
    }

    /// Forgets the projects that `is_needed` denies, by their configuration files, and withdraws the problems of their
    /// files.
    pub fn retain(
        &self,
        is_needed: impl Fn(&Path) -> bool,
        documents: &Documents,
        outbox: &Outbox,
        client: Client,
    ) {
        let mut state = lock(&self.state);
        let forgotten: Vec<_> = state.known.extract_if(|config, _| !is_needed(config)).collect();
        drop(state);
        for (_, project) in forgotten {
            lock(&project.known).publish(BTreeMap::new(), documents, outbox, client);
        }
    }

    /// Takes what the client has set.
    pub fn set_given(&self, given: Config) {
        let mut state = lock(&self.state);
        if *state.alone != given.settings {
            state.alone = Arc::new(given.settings.clone());
        }
        for project in state.known.values() {
            lock(&project.known).settle(&given);
        }
        state.given = given;
    }

    fn get(&self, config: &Path) -> Option<Arc<Project>> {
        lock(&self.state).known.get(config).cloned()
    }

    fn all(&self) -> Vec<Arc<Project>> {
        lock(&self.state).known.values().cloned().collect()
    }

    /// Publishes the problems of a file once more: it was opened or closed, which changes how they are published.
    pub fn publish_again(
        &self,
        path: &Path,
        documents: &Documents,
        outbox: &Outbox,
        client: Client,
    ) {
        let problems = self.problems_of(path);
        if !problems.is_empty() {
            publish(path, &problems, documents, outbox, client);
        }
    }

    /// Returns the files that have problems.
    pub fn with_problems(&self) -> Vec<PathBuf> {
        let all = self.all();
        all.iter()
            .flat_map(|one| lock(&one.known).published.keys().cloned().collect::<Vec<_>>())
            .collect()
    }

    /// Returns the problems of a file.
    pub fn problems_of(&self, path: &Path) -> Vec<Diagnostic> {
        let all = self.all();
        all.iter()
            .filter_map(|one| lock(&one.known).published.get(path).cloned())
            .flatten()
            .collect()
    }
}

impl Known {
    /// Puts what the files say over what the client has set.
    fn settle(&mut self, given: &Config) {
        let config = self.read.clone().over(given);
        if *self.config != config {
            self.config = Arc::new(config);
            self.variants = Variants::default();
        }
    }

    fn settings(&mut self, path: Option<&Path>) -> Arc<Settings> {
        self.variants.of(&self.config, path, |_| {})
    }

    /// Publishes those problems that are new, and withdraws those that are gone. Returns false if they are the same.
    fn publish(
        &mut self,
        problems: BTreeMap<PathBuf, Vec<Diagnostic>>,
        documents: &Documents,
        outbox: &Outbox,
        client: Client,
    ) -> bool {
        let before = std::mem::replace(&mut self.published, problems);
        for path in before.keys().filter(|path| !self.published.contains_key(*path)) {
            publish(path, &[], documents, outbox, client);
        }
        for (path, diagnostics) in &self.published {
            if before.get(path) != Some(diagnostics) {
                publish(path, diagnostics, documents, outbox, client);
            }
        }
        before != self.published
    }
}

/// The files that problems are about, each read once.
struct Pages<'a> {
    read: &'a dyn Fn(&Path) -> io::Result<String>,
    known: HashMap<PathBuf, Document>,
}

impl Pages<'_> {
    fn range(&mut self, path: &Path, span: Span, client: Client) -> Range {
        let page = self
            .known
            .entry(path.to_owned())
            .or_insert_with(|| Document::new(&(self.read)(path).unwrap_or_default()));
        convert::range(page, span, client.encoding)
    }
}

/// A problem as a diagnostic, with the other places it is about where the client shows them.
fn diagnostic(
    problem: Problem,
    pages: &mut Pages,
    documents: &Documents,
    client: Client,
) -> Diagnostic {
    let range = pages.range(&problem.path, problem.span, client);
    let related = problem.related.into_iter().filter(|_| client.related_information);
    let related: Vec<DiagnosticRelatedInformation> = related
        .filter_map(|related| {
            let range = pages.range(&related.path, related.span, client);
            let location = Location::new(uri_of(&related.path, documents)?, range);
            Some(DiagnosticRelatedInformation { location, message: related.message })
        })
        .collect();
    Diagnostic {
        related_information: (!related.is_empty()).then_some(related),
        ..convert::diagnostic(range, problem.severity, problem.code, problem.message)
    }
}

/// The name that the client knows a file by.
fn uri_of(path: &Path, documents: &Documents) -> Option<Url> {
    let uri = Url::from_file_path(path).ok()?;
    Some(documents.of_path(path).map_or(uri, |open| open.uri.clone()))
}

/// Publishes a project file's diagnostics, under the name the client knows it by, and with its
/// version where it is open. What an open document has found in it is not for us to replace.
fn publish(
    path: &Path,
    diagnostics: &[Diagnostic],
    documents: &Documents,
    outbox: &Outbox,
    client: Client,
) {
    let Ok(uri) = Url::from_file_path(path) else { return };
    match documents.of_path(path) {
        Some(open) if open.syntax.is_some() => open.set_problems(diagnostics),
        _ if client.pulls => {}
        Some(open) => outbox.publish(open.uri.as_str(), open.state().version, diagnostics),
        None => outbox.publish(uri.as_str(), None, diagnostics),
    }
}

/// Whether a change of this file may change a project: its configuration, or a persona.
pub fn concerns(path: &Path) -> bool {
    let is_persona = path
        .parent()
        .and_then(Path::file_name)
        .is_some_and(|folder| folder.eq_ignore_ascii_case("personas"));
    path.file_name().is_some_and(|name| name == CONFIG_NAME) || is_persona
}

/// Whether a file may count, by its name: a document, or what decides which there are.
pub fn may_count(path: &Path) -> bool {
    project::is_document(path) || concerns(path) || project::decides(path)
}
