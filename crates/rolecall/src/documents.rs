//! The documents of a run, each with the project it belongs to.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::io::{self, Read};
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use project::{Config, Found, Problem, Variants};
use review::{Asked, Document, DocumentKind, DocumentSummary, Origin, Review, Settings, Severity};

use crate::cli::Input;
use crate::output::complain_of;
use crate::progress::Progress;
use workspace::known::{self, Brief, Declared, Elsewhere};
use workspace::{Index, LIMIT, LONGEST, Source, parallel};

/// A document to read.
pub struct Target {
    /// As it is shown.
    pub path: PathBuf,
    /// The same from the root on: what it says and where it comes do not depend on where it is named from.
    place: PathBuf,
    /// Its place among the documents of the run, whatever becomes of others.
    pub number: usize,
    /// Whether it came from standard input.
    pub from_stdin: bool,
    /// Its text, where that is not what is on disk.
    text: Option<Vec<u8>>,
    /// What it belongs to.
    pub project: Arc<Project>,
    /// What it is reviewed under.
    settings: Arc<Settings>,
    /// How it came to be reviewed.
    asked: Asked,
    /// The folder of the documents that it shares roles with.
    root: Option<PathBuf>,
}

/// What documents belong to.
#[derive(Default)]
pub struct Project {
    config: Config,
    variants: Mutex<Variants>,
    /// Where its rolecall.toml is, or would be beside its persona files.
    path: Option<PathBuf>,
    /// Its rolecall.toml with its text, where that is sound.
    pub file: Option<(PathBuf, String)>,
}

/// A document that was reviewed.
struct Once<R> {
    result: R,
    /// What it says of roles, if it shares them with others.
    brief: Option<Brief>,
    /// The review, where there is room for it, to go on from when the others were heard.
    review: Option<Review>,
    /// What our own faults have cost it.
    problem: Option<Problem>,
}

/// So many bytes of documents are kept reviewed while the others are heard; a review takes some
/// thirty times as much.
const KEPT: usize = 4 << 20;

/// What standard input is called unless it is told otherwise.
const UNNAMED: &str = "<stdin>";

/// Documents that are ready to be read, and whether something was wrong on the way.
pub struct Documents {
    targets: Vec<Target>,
    /// What was found in a folder and is not opened, with what it is.
    pub unopened: Vec<(PathBuf, DocumentKind)>,
    /// Whether something could not be read.
    pub failed: bool,
    /// What was wrong on the way, as it was told.
    pub problems: Vec<Problem>,
}

impl Documents {
    /// Finds what `input` names and tells of what is wrong. `adapt` has the last word on settings.
    pub fn find(input: &Input, adapt: impl Fn(&mut Settings)) -> Self {
        let mut projects = Projects {
            known: HashMap::new(),
            problems: Vec::new(),
            no_config: input.no_config,
            adapt: &adapt,
        };
        let (from_stdin, paths): (Vec<&PathBuf>, Vec<&PathBuf>) =
            input.paths.iter().partition(|path| path.as_os_str() == "-");
        let mut paths: Vec<PathBuf> = paths.into_iter().cloned().collect();
        let mut targets = Vec::new();
        let mut problems = Vec::new();
        if !from_stdin.is_empty() || input.paths.is_empty() && input.stdin_filename.is_some() {
            let path = input.stdin_filename.clone().unwrap_or_else(|| UNNAMED.into());
            let mut text = Vec::new();
            match std::io::stdin().read_to_end(&mut text) {
                Ok(_) => {
                    let (project, settings) = projects.of(&path);
                    targets.push(Target::new(
                        (project, settings),
                        path,
                        Some(text),
                        Asked::Named,
                        input,
                    ));
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
        let mut unopened = Vec::new();
        for Found { path, named } in found {
            let (project, settings) = projects.of(&path);
            if !named && !project.config.covers(&path) {
                continue;
            }
            let asked = if named || input.all { Asked::Named } else { Asked::Found };
            let target = Target::new((project, settings), path, None, asked, input);
            match target.unopened().filter(|_| asked == Asked::Found) {
                Some(kind) => unopened.push((target.path, kind)),
                None => targets.push(target),
            }
        }
        targets.sort_by(|one, other| one.place.cmp(&other.place));
        for (number, target) in targets.iter_mut().enumerate() {
            target.number = number;
        }
        let mut documents = Self { targets, unopened, failed: false, problems: Vec::new() };
        documents.failed = projects.problems.iter().any(is_error);
        documents.problems = projects.problems;
        documents.tell(problems);
        documents
    }

    /// Tells of what is wrong, and remembers it.
    fn tell(&mut self, problems: Vec<Problem>) {
        self.failed |= complain_of(&problems);
        self.problems.extend(problems);
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.targets.is_empty()
    }

    /// Leaves out the documents that `covers` does not say belong, and returns where these are.
    pub fn leave_out(&mut self, covers: impl Fn(&Path) -> bool) -> Vec<PathBuf> {
        let (targets, others) =
            std::mem::take(&mut self.targets).into_iter().partition(|it: &Target| covers(&it.path));
        self.targets = targets;
        others.into_iter().map(|target| target.path).collect()
    }

    /// What the documents are called, also what standard input is taken for.
    pub fn all_paths(&self) -> impl Iterator<Item = &Path> {
        self.targets.iter().map(|target| target.path.as_path())
    }

    /// Where the documents are.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.targets.iter().filter(|target| !target.from_stdin).map(|target| target.path.as_path())
    }

    /// Has documents, by their numbers, read as these texts from now on. Projects are read anew: what
    /// persona files say may be otherwise.
    pub fn rewrite(&mut self, texts: Vec<(usize, String)>, adapt: impl Fn(&mut Settings)) {
        for (number, text) in texts {
            if let Some(target) = self.targets.iter_mut().find(|target| target.number == number) {
                target.text = Some(text.into_bytes());
            }
        }
        let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
        // What standard input is taken for is on disk as it was.
        let written = self.targets.iter().filter(|target| !target.from_stdin);
        let written: HashMap<PathBuf, &[u8]> = written
            .filter_map(|target| Some((real(&target.path), target.text.as_deref()?)))
            .collect();
        let read = |path: &Path| match written.get(&real(path)) {
            Some(text) => Ok(String::from_utf8_lossy(text).into_owned()),
            None => project::read_config(path),
        };
        let mut renewed: Vec<(Arc<Project>, Arc<Project>)> = Vec::new();
        let mut projects = Vec::new();
        for target in &self.targets {
            let known = renewed.iter().find(|(old, _)| Arc::ptr_eq(old, &target.project));
            let new = known.map(|(_, new)| Arc::clone(new)).unwrap_or_else(|| {
                // What is wrong with it has been told.
                let (project, _) = Project::load(target.project.path.as_deref(), &read);
                let new = Arc::new(project);
                renewed.push((Arc::clone(&target.project), Arc::clone(&new)));
                new
            });
            projects.push(new);
        }
        for (target, project) in self.targets.iter_mut().zip(projects) {
            target.settings = project.settings_of(&target.path, &adapt);
            target.project = project;
        }
    }

    /// What came from standard input, if anything did.
    pub fn stdin(&self) -> Option<Vec<u8>> {
        self.targets.iter().find(|target| target.from_stdin)?.text.clone()
    }

    /// The documents, in the order of their paths.
    pub fn targets(&self) -> &[Target] {
        &self.targets
    }

    /// The folders whose documents share roles.
    fn roots(&self) -> BTreeSet<PathBuf> {
        self.targets.iter().filter_map(|target| target.root.clone()).collect()
    }

    /// The projects of the documents, each with its documents indexed together.
    pub fn indexes(&mut self) -> Vec<Index> {
        let mut projects: Vec<(&Arc<Project>, Vec<&Target>)> = Vec::new();
        for target in &self.targets {
            let is_of = |(project, others): &&mut (&Arc<Project>, Vec<&Target>)| {
                let root = others.first().map(|other| &other.root);
                Arc::ptr_eq(project, &target.project) && root == Some(&target.root)
            };
            match projects.iter_mut().find(is_of) {
                Some((_, targets)) => targets.push(target),
                None => projects.push((&target.project, vec![target])),
            }
        }
        let problems = Mutex::new(Vec::new());
        let indexes = projects.into_iter().map(|(project, targets)| {
            let declared = Arc::new(Declared::of(&project.config.settings));
            Index::new(Path::new(""), declared, &targets, |target| match target.read() {
                Ok(text) => {
                    let origin = target.origin_of(&target.place);
                    Some(Source { path: target.path.clone(), origin, text: text.into() })
                }
                Err(problem) => {
                    problems.lock().unwrap_or_else(PoisonError::into_inner).push(problem);
                    None
                }
            })
        });
        let indexes = indexes.collect();
        let mut problems = problems.into_inner().unwrap_or_else(PoisonError::into_inner);
        problems.sort_by(|one, other| one.path.cmp(&other.path));
        self.tell(problems);
        indexes
    }

    /// Reviews them all, `work` on each, and gives the results in the order of the paths.
    pub fn review<R: Send>(
        &mut self,
        input: &Input,
        work: impl Fn(&Target, &Review) -> R + Sync,
    ) -> Vec<R> {
        let room = AtomicUsize::new(KEPT);
        let progress = Progress::new(self.targets.len());
        let once = |target: &Target, settings: &Arc<Settings>, known: Option<&Review>| {
            let text = if known.is_none() { target.read()? } else { String::new() };
            // One document that we stumble over must not cost the others.
            let done = catch_unwind(AssertUnwindSafe(|| {
                let settings = Arc::clone(settings);
                let review = match known {
                    Some(review) => review.again(review.document().clone(), settings),
                    None => {
                        let document = Document::of_file(&text, &target.place);
                        Review::of_file(document, settings, target.origin_of(&target.place))
                    }
                };
                let root = target.root.as_deref();
                let brief = root
                    .map(|root| brief(root, &target.place, &DocumentSummary::of_review(&review)));
                let result = work(target, &review);
                let size = review.document().len();
                let fits = |room: usize| room.checked_sub(size).filter(|_| brief.is_some());
                let is_kept = room.fetch_update(Ordering::Relaxed, Ordering::Relaxed, fits).is_ok();
                let problem = review.panics().first().map(|panic| {
                    let what = format!("`{}` stumbled over this document", panic.rule);
                    let line = Some(panic.line + 1);
                    Problem { line, ..our_fault(&target.path, &what) }
                });
                Once { result, brief, review: is_kept.then_some(review), problem }
            }));
            done.map_err(|_| our_fault(&target.path, "rolecall stumbled over this document"))
        };
        let mut results = parallel::map(&self.targets, input.jobs, |target| {
            let done = once(target, &target.settings, None);
            progress.step();
            done
        });
        for root in self.roots() {
            let inside = |target: &Target| target.root.as_ref() == Some(&root);
            let ours = self.targets.iter().zip(&results).filter(|(target, _)| inside(target));
            let briefs = ours.filter_map(|(_, once)| once.as_ref().ok()?.brief.clone());
            let own = self.targets.iter().find(|target| inside(target));
            let Some(own) = own else { continue };
            let elsewhere = elsewhere(&root, &own.project, briefs.collect(), input.jobs);
            // What documents are reviewed under alike stays so.
            let mut both: HashMap<_, Arc<Settings>> = HashMap::new();
            let mut again = Vec::new();
            for (at, (target, once)) in self.targets.iter().zip(&mut results).enumerate() {
                let roles = elsewhere.at(Some(&target.place));
                if !inside(target) || roles.is_empty() {
                    continue;
                }
                let alike = (Arc::as_ptr(&target.settings), Arc::as_ptr(roles));
                let settings = both.entry(alike).or_insert_with(|| {
                    let elsewhere = roles.to_vec();
                    Arc::new(Settings { elsewhere, ..Settings::clone(&target.settings) })
                });
                let review = once.as_mut().ok().and_then(|once| once.review.take());
                again.push((at, target, Arc::clone(settings), review));
            }
            let redone = parallel::map(&again, input.jobs, |(_, target, settings, known)| {
                once(target, settings, known.as_ref())
            });
            for ((at, ..), result) in again.into_iter().zip(redone) {
                if let Some(place) = results.get_mut(at) {
                    *place = result;
                }
            }
        }
        drop(progress);
        let mut done = Vec::new();
        let mut problems = Vec::new();
        let mut is_read = results.iter().map(Result::is_ok).collect::<Vec<_>>().into_iter();
        for result in results {
            match result {
                Ok(once) => {
                    done.push(once.result);
                    problems.extend(once.problem);
                }
                Err(problem) => problems.push(problem),
            }
        }
        // What cannot be read is told once.
        self.targets.retain(|_| is_read.next().unwrap_or_default());
        self.tell(problems);
        done
    }
}

impl Target {
    fn new(
        (project, settings): (Arc<Project>, Arc<Settings>),
        path: PathBuf,
        text: Option<Vec<u8>>,
        asked: Asked,
        input: &Input,
    ) -> Self {
        let is_alone = input.no_config || path.as_os_str() == UNNAMED;
        let root = if is_alone { None } else { project::root_of(&path) };
        let root = root.map(|root| root.folder);
        let place = if path.as_os_str() == UNNAMED { path.clone() } else { project::clean(&path) };
        let from_stdin = text.is_some();
        Self { path, place, number: 0, from_stdin, text, project, settings, asked, root }
    }

    /// Where a document at `path` comes from that is reviewed as this one is.
    pub fn origin_of(&self, path: &Path) -> Origin {
        self.project.config.origin(self.root.as_deref(), path, self.asked)
    }

    /// What it is, if it is nothing that anybody opens for its roles.
    fn unopened(&self) -> Option<DocumentKind> {
        self.project.config.unopened(self.root.as_deref()?, &self.place)
    }

    /// Whether its project would have this document, too.
    pub fn covers(&self, path: &Path) -> bool {
        let config = &self.project.config;
        let root = self.root.as_deref();
        root.map_or_else(|| config.covers(path), |root| config.covers_in(root, path))
    }

    fn read(&self) -> Result<String, Problem> {
        match &self.text {
            Some(bytes) => project::decode(bytes.clone(), &self.path),
            None => project::read_document(&self.path),
        }
    }
}

/// What the document at `path` in the project at `root` adds to its roles.
fn brief(root: &Path, path: &Path, summary: &DocumentSummary) -> Brief {
    Brief::of(path.to_owned(), &project::shown(root, path), summary)
}

/// The roles that documents of `root` declare and others use, where there are any; `briefs` is what is
/// known of some.
fn elsewhere(
    root: &Path,
    project: &Project,
    mut briefs: Vec<Brief>,
    jobs: Option<NonZero<usize>>,
) -> Elsewhere {
    let scan = project::scan(root, LIMIT, &|path| project.config.covers_in(root, path));
    let found: HashSet<&PathBuf> = scan.files.iter().collect();
    if !scan.refused && !scan.truncated {
        for brief in briefs.iter_mut().filter(|brief| !found.contains(&brief.path)) {
            // It may have been reached through a link.
            brief.path = project::name_in(root, &brief.path);
        }
        // What is named itself is reviewed, but need not be of the project.
        briefs.retain(|brief| found.contains(&brief.path));
        briefs.sort_by(|one, other| one.path.cmp(&other.path));
        briefs.dedup_by(|one, other| one.path == other.path);
    }
    let known: HashSet<PathBuf> = briefs.iter().map(|brief| brief.path.clone()).collect();
    let rest: Vec<&PathBuf> = scan.files.iter().filter(|path| !known.contains(*path)).collect();
    let read = parallel::map(&rest, jobs, |path| {
        let text = project::read_found(path, LONGEST).ok()?;
        let origin = project.config.origin(Some(root), path, Asked::Found);
        let document = Document::of_file(&text, path);
        let summary = catch_unwind(|| DocumentSummary::of(&document, origin)).ok()?;
        Some(brief(root, path, &summary))
    });
    briefs.extend(read.into_iter().flatten());
    briefs.sort_by(|one, other| one.path.cmp(&other.path));
    let vocabulary = known::vocabulary(&Declared::of(&project.config.settings), &briefs);
    Elsewhere::of(&vocabulary, &briefs)
}

fn is_error(problem: &Problem) -> bool {
    problem.severity == Severity::Error
}

fn our_fault(path: &Path, what: &str) -> Problem {
    let issues = concat!(env!("CARGO_PKG_REPOSITORY"), "/issues");
    Problem::of_file(path, format!("{what}, which is our fault: please report it at {issues}."))
}

/// The projects of a run, each read once.
struct Projects<'a> {
    /// By the path of their file.
    known: HashMap<Option<PathBuf>, Arc<Project>>,
    /// What is wrong with them, as it was told.
    problems: Vec<Problem>,
    no_config: bool,
    adapt: &'a dyn Fn(&mut Settings),
}

impl Projects<'_> {
    /// The project that the document at `path` belongs to, and what it is reviewed under there.
    fn of(&mut self, path: &Path) -> (Arc<Project>, Arc<Settings>) {
        let file = if self.no_config { None } else { project::config_of(path) };
        let project = match self.known.get(&file) {
            Some(project) => Arc::clone(project),
            None => self.load(file),
        };
        let settings = project.settings_of(path, self.adapt);
        (project, settings)
    }

    fn load(&mut self, file: Option<PathBuf>) -> Arc<Project> {
        let (project, problems) = Project::load(file.as_deref(), &project::read_config);
        complain_of(&problems);
        self.problems.extend(problems);
        let project = Arc::new(project);
        self.known.insert(file, Arc::clone(&project));
        project
    }
}

impl Project {
    /// The project of the `rolecall.toml` at `path`, and what is wrong with it; `read` reads its files.
    fn load(
        path: Option<&Path>,
        read: &dyn Fn(&Path) -> io::Result<String>,
    ) -> (Self, Vec<Problem>) {
        let loaded = path.map(|path| project::load_with(path, read));
        let (config, mut problems) =
            loaded.map_or((None, Vec::new()), |it| (it.config, it.problems));
        if config.is_none() {
            for problem in &mut problems {
                problem.message += " Until then, documents are reviewed without this file.";
            }
        }
        let file = path.filter(|_| config.is_some());
        let file = file.and_then(|file| Some((file.to_owned(), read(file).ok()?)));
        let config = config.unwrap_or_default();
        let path = path.map(Path::to_owned);
        (Self { config, variants: Mutex::default(), path, file }, problems)
    }

    /// What its document at `path` is reviewed under; `adapt` has the last word.
    fn settings_of(&self, path: &Path, adapt: impl Fn(&mut Settings)) -> Arc<Settings> {
        let mut variants = self.variants.lock().unwrap_or_else(PoisonError::into_inner);
        variants.of(&self.config, Some(path), adapt)
    }
}
