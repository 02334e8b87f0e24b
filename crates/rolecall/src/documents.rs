//! The documents of a run, each with the project it belongs to.

use std::collections::HashMap;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use project::{Config, Found, Problem};
use review::{Document, Review, Settings};

use crate::cli::Input;
use crate::output::complain_of;
use workspace::{Index, Source, parallel};

/// A document to read.
pub struct Target {
    /// As it is shown.
    pub path: PathBuf,
    /// Its text, where it came from standard input.
    text: Option<Vec<u8>>,
    /// What it belongs to.
    pub project: Arc<Project>,
}

/// What documents are reviewed under.
#[derive(Default)]
pub struct Project {
    config: Config,
    settings: Arc<Settings>,
    /// Its rolecall.toml with its text, where that is sound.
    pub file: Option<(PathBuf, String)>,
}

/// Documents that are ready to be read, and whether something was wrong on the way.
pub struct Documents {
    targets: Vec<Target>,
    /// Whether something could not be read.
    pub failed: bool,
}

impl Documents {
    /// Finds what `input` names and tells of what is wrong. `adapt` has the last word on settings.
    pub fn find(input: &Input, adapt: impl Fn(&mut Settings)) -> Self {
        let mut projects = Projects {
            known: HashMap::new(),
            failed: false,
            no_config: input.no_config,
            adapt: &adapt,
        };
        let (from_stdin, paths): (Vec<&PathBuf>, Vec<&PathBuf>) =
            input.paths.iter().partition(|path| path.as_os_str() == "-");
        let mut paths: Vec<PathBuf> = paths.into_iter().cloned().collect();
        let mut targets = Vec::new();
        let mut problems = Vec::new();
        if !from_stdin.is_empty() || input.paths.is_empty() && input.stdin_filename.is_some() {
            let path = input.stdin_filename.clone().unwrap_or_else(|| "<stdin>".into());
            let mut text = Vec::new();
            match std::io::stdin().read_to_end(&mut text) {
                Ok(_) => {
                    targets.push(Target { project: projects.of(&path), path, text: Some(text) })
                }
                Err(error) => {
                    problems.push(Problem::of_file(
                        &path,
                        format!("Standard input cannot be read: {error}."),
                    ));
                }
            }
        } else if paths.is_empty() {
            paths.push(".".into());
        }
        let (found, more) = project::documents(&paths);
        problems.extend(more);
        for Found { path, named } in found {
            let project = projects.of(&path);
            if named || project.config.covers(&path) {
                targets.push(Target { path, text: None, project });
            }
        }
        targets.sort_by(|one, other| one.path.cmp(&other.path));
        let failed = complain_of(&problems) || projects.failed;
        Self { targets, failed }
    }

    /// The projects of the documents, each with its documents indexed together.
    pub fn indexes(&mut self) -> Vec<Index> {
        let mut projects: Vec<(&Arc<Project>, Vec<&Target>)> = Vec::new();
        for target in &self.targets {
            let known = projects.iter_mut().find(|(other, _)| Arc::ptr_eq(other, &target.project));
            match known {
                Some((_, targets)) => targets.push(target),
                None => projects.push((&target.project, vec![target])),
            }
        }
        let problems = Mutex::new(Vec::new());
        let indexes = projects.into_iter().map(|(project, targets)| {
            let roles = Arc::new(project.settings.roles.clone());
            Index::new(Path::new(""), roles, &targets, |target| match target.read() {
                Ok(text) => Some(Source { path: target.path.clone(), text: text.into() }),
                Err(problem) => {
                    problems.lock().unwrap_or_else(PoisonError::into_inner).push(problem);
                    None
                }
            })
        });
        let indexes = indexes.collect();
        let mut problems = problems.into_inner().unwrap_or_else(PoisonError::into_inner);
        problems.sort_by(|one, other| one.path.cmp(&other.path));
        self.failed |= complain_of(&problems);
        indexes
    }

    /// Reviews them all, `work` on each, and gives the results in the order of the paths.
    pub fn review<R: Send>(
        &mut self,
        input: &Input,
        work: impl Fn(&Target, &Review) -> R + Sync,
    ) -> Vec<R> {
        let results = parallel::map(&self.targets, input.jobs, |target| {
            let text = target.read()?;
            // One document that we stumble over must not cost the others.
            catch_unwind(AssertUnwindSafe(|| {
                let settings = Arc::clone(&target.project.settings);
                work(target, &Review::new(Document::new(&text), settings))
            }))
            .map_err(|_| {
                let message =
                    "rolecall stumbled over this document, which is our fault: please report it at";
                let message = format!("{message} {}/issues.", env!("CARGO_PKG_REPOSITORY"));
                Problem::of_file(&target.path, message)
            })
        });
        let mut done = Vec::new();
        let mut problems = Vec::new();
        for result in results {
            match result {
                Ok(result) => done.push(result),
                Err(problem) => problems.push(problem),
            }
        }
        self.failed |= complain_of(&problems);
        done
    }
}

impl Target {
    fn read(&self) -> Result<String, Problem> {
        match &self.text {
            Some(bytes) => project::decode(bytes.clone(), &self.path),
            None => project::read_document(&self.path),
        }
    }
}

/// The projects of a run, each read once.
struct Projects<'a> {
    /// By the path of their file.
    known: HashMap<Option<PathBuf>, Arc<Project>>,
    failed: bool,
    no_config: bool,
    adapt: &'a dyn Fn(&mut Settings),
}

impl Projects<'_> {
    /// The project that the document at `path` belongs to.
    fn of(&mut self, path: &Path) -> Arc<Project> {
        let file = if self.no_config { None } else { project::find_config(path) };
        if let Some(project) = self.known.get(&file) {
            return Arc::clone(project);
        }
        let project = Arc::new(self.load(file.as_deref()));
        self.known.insert(file, Arc::clone(&project));
        project
    }

    fn load(&mut self, file: Option<&Path>) -> Project {
        let mut config = None;
        if let Some(file) = file {
            let mut loaded = project::load(file);
            if loaded.config.is_none() {
                for problem in &mut loaded.problems {
                    problem.message += " Until then, documents are reviewed without this file.";
                }
            }
            self.failed |= complain_of(&loaded.problems);
            config = loaded.config;
        }
        let file = file.filter(|_| config.is_some());
        let file =
            file.and_then(|file| Some((file.to_owned(), std::fs::read_to_string(file).ok()?)));
        let config = config.unwrap_or_default();
        let mut settings = config.settings.clone();
        (self.adapt)(&mut settings);
        Project { settings: Arc::new(settings), config, file }
    }
}
