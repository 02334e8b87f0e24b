//! The documents of a run, each with the project it belongs to.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::io::{self, Read};
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use project::{Config, Found, Problem, Variants};
use review::{
    Asked, Document, DocumentKind, DocumentSummary, Grade, Origin, Review, Settings, Severity,
};
use serde::Serialize;

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
    /// What it is reviewed as in place of that text.
    document: Option<Document>,
    /// What it belongs to.
    pub project: Arc<Project>,
    /// What it is reviewed under.
    settings: Arc<Settings>,
    /// How it came to be reviewed.
    asked: Asked,
    /// Whether it was named itself, and not found in a folder.
    is_named: bool,
    /// The folder of the documents that it shares roles with.
    root: Option<PathBuf>,
    /// What is known of it since it was last reviewed; none where its text is new.
    last: Option<Last>,
    /// Its last review, where there is room for it.
    review: Option<Review>,
}

/// What a document was reviewed under, and what it says of roles.
#[derive(Clone)]
struct Last {
    /// Its own settings, without what other documents say.
    own: Arc<Settings>,
    /// The settings it was reviewed under in the end, with what other documents say of roles.
    together: Arc<Settings>,
    /// What it adds to the roles of its project.
    brief: Brief,
}

/// How many roles there are, each counted where it is said most clearly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct RoleCounts {
    /// In rolecall.toml or a persona file.
    pub configured: usize,
    /// Declared in a document.
    pub declared: usize,
    /// Only named by stories.
    pub stories: usize,
    /// Only named in prose.
    pub prose: usize,
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
    /// What it says of roles.
    brief: Brief,
    /// The review, where there is room for it.
    review: Option<Review>,
    /// What our own faults have cost it.
    problem: Option<Problem>,
}

/// So many bytes of documents are kept reviewed, to go on from when other documents were heard and when the text
/// has changed; a review takes some thirty times as much.
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
    /// How many documents could not be read.
    pub unread: usize,
    /// By the folder, what its documents say of roles that are not reviewed in this run.
    surroundings: HashMap<PathBuf, Surroundings>,
}

/// The documents of a project, as they are on disk.
struct Surroundings {
    /// The documents that belong to it; none where there are too many to say.
    found: Option<HashSet<PathBuf>>,
    /// What those say that are not reviewed in this run.
    rest: Vec<Brief>,
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
                        format!("Cannot read standard input: {error}."),
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
            let target = Target { is_named: named, ..target };
            match target.unopened().filter(|_| asked == Asked::Found) {
                Some(kind) => unopened.push((target.path, kind)),
                None => targets.push(target),
            }
        }
        targets.sort_by(|one, other| one.place.cmp(&other.place));
        for (number, target) in targets.iter_mut().enumerate() {
            target.number = number;
        }
        let mut documents = Self {
            targets,
            unopened,
            failed: false,
            problems: Vec::new(),
            unread: 0,
            surroundings: HashMap::new(),
        };
        documents.failed = projects.problems.iter().any(is_error);
        documents.problems = projects.problems;
        // One folder that cannot be read stops nothing, unless there is nothing else.
        documents.failed |=
            documents.is_empty() && documents.unopened.is_empty() && !problems.is_empty();
        documents.tell(problems);
        documents
    }

    /// Tells of what is wrong, and remembers it.
    pub fn tell(&mut self, problems: Vec<Problem>) {
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

    /// Has documents, by their numbers, reviewed as these texts from now on. A project whose persona files are among them
    /// is read anew.
    pub fn rewrite(&mut self, texts: Vec<(usize, Document)>, adapt: impl Fn(&mut Settings)) {
        let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
        // What standard input is taken for is on disk as it was.
        let mut written: HashMap<PathBuf, String> = HashMap::new();
        let mut is_new: HashSet<PathBuf> = HashSet::new();
        let mut texts: HashMap<usize, Document> = texts.into_iter().collect();
        for target in &mut self.targets {
            let new = texts.remove(&target.number);
            if !target.from_stdin && (new.is_some() || target.document.is_some()) {
                let path = real(&target.path);
                let text = new.as_ref().or(target.document.as_ref()).map(Document::text);
                written.extend(text.map(|text| (path.clone(), text)));
                is_new.extend(new.is_some().then_some(path));
            }
            if new.is_some() {
                target.last = None;
                target.document = new;
            }
        }
        let is_changed = Cell::new(false);
        let read = |path: &Path| {
            let path = real(path);
            if is_new.contains(&path) {
                is_changed.set(true);
            }
            match written.get(&path) {
                Some(text) => Ok(text.clone()),
                None => project::read_config(&path),
            }
        };
        let mut renewed: Vec<(Arc<Project>, Arc<Project>)> = Vec::new();
        for target in &mut self.targets {
            let known = renewed.iter().find(|(old, _)| Arc::ptr_eq(old, &target.project));
            let new = known.map(|(_, new)| Arc::clone(new)).unwrap_or_else(|| {
                is_changed.set(false);
                // What is wrong with it has been told.
                let (project, _) = Project::load(target.project.path.as_deref(), &read);
                let new =
                    if is_changed.get() { Arc::new(project) } else { Arc::clone(&target.project) };
                renewed.push((Arc::clone(&target.project), Arc::clone(&new)));
                new
            });
            if !Arc::ptr_eq(&new, &target.project) {
                target.settings = new.settings_of(&target.path, &adapt);
                target.project = new;
            }
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
        self.failed |= !problems.is_empty() && problems.len() == self.targets.len();
        problems.sort_by(|one, other| one.path.cmp(&other.path));
        self.tell(problems);
        indexes
    }

    /// Returns whether one of the documents has a rolecall.toml.
    pub fn has_config(&self) -> bool {
        self.targets.iter().any(|target| target.project.file.is_some())
    }

    /// Returns where the roles of the documents come from, once these are reviewed.
    pub fn role_counts(&self) -> RoleCounts {
        let mut projects: Vec<(&Target, Vec<Brief>)> = Vec::new();
        for target in &self.targets {
            let Some(last) = &target.last else { continue };
            let is_of = |(first, _): &&mut (&Target, Vec<Brief>)| {
                Arc::ptr_eq(&first.project, &target.project) && first.root == target.root
            };
            match projects.iter_mut().find(is_of) {
                Some((_, briefs)) => briefs.push(last.brief.clone()),
                None => projects.push((target, vec![last.brief.clone()])),
            }
        }
        let mut counts = RoleCounts::default();
        for (target, briefs) in projects {
            let declared = Declared::of(&target.project.config.settings);
            for role in known::vocabulary(&declared, &briefs).roles() {
                match role.grade() {
                    Grade::Configured => counts.configured += 1,
                    Grade::Declared => counts.declared += 1,
                    Grade::Used if role.uses > 0 => counts.prose += 1,
                    Grade::Used => counts.stories += 1,
                }
            }
        }
        counts
    }

    /// Reviews them all, `work` on each, and gives the results in the order of the paths.
    pub fn review<R: Send>(
        &mut self,
        input: &Input,
        work: impl Fn(&Target, &Review) -> R + Sync,
    ) -> Vec<R> {
        // What belongs to no folder hears of no other document, and is reviewed once.
        let results = self.review_keeping(input, work, |target| target.root.is_some());
        for target in &mut self.targets {
            target.review = None;
        }
        results
    }

    /// As [`Self::review`], but when called again, only of the documents whose text has changed since, or what others say
    /// of roles there.
    pub fn review_changed<R: Send>(
        &mut self,
        input: &Input,
        work: impl Fn(&Target, &Review) -> R + Sync,
    ) -> Vec<R> {
        self.review_keeping(input, work, |_| true)
    }

    fn review_keeping<R: Send>(
        &mut self,
        input: &Input,
        work: impl Fn(&Target, &Review) -> R + Sync,
        keeps: impl Fn(&Target) -> bool + Sync,
    ) -> Vec<R> {
        let others_speak = |target: &Target| target.last.as_ref().is_some_and(Last::hears_others);
        let spoken: HashSet<PathBuf> = (self.targets.iter().filter(|it| others_speak(it)))
            .filter_map(|target| target.root.clone())
            .collect();
        // Where others are likely to say something, the first review is not the last.
        let is_last =
            |target: &Target| target.root.as_ref().is_none_or(|root| !spoken.contains(root));
        let due = self.targets.iter().enumerate().filter(|(_, target)| target.is_due());
        let due = due.map(|(at, target)| (at, Arc::clone(&target.settings))).collect();
        let progress = Progress::new(self.targets.len());
        let first = self.review_under(input, due, &keeps, |target, review| {
            progress.step();
            is_last(target).then(|| work(target, review))
        });
        let mut results: BTreeMap<usize, Once<Option<R>>> = BTreeMap::new();
        let mut problems = Vec::new();
        let mut lost = HashSet::new();
        let mut keep = |at: usize, done, results: &mut BTreeMap<usize, _>| match done {
            Ok(once) => drop(results.insert(at, once)),
            Err(problem) => {
                results.remove(&at);
                lost.insert(at);
                problems.push(problem);
            }
        };
        for (at, done) in first {
            keep(at, done, &mut results);
        }
        let again: Vec<(usize, Arc<Settings>)> = self
            .together(input)
            .into_iter()
            .filter(|(at, settings)| {
                let target = self.targets.get(*at);
                let last = target.and_then(|target| target.last.as_ref());
                let is_new = last.is_some_and(|last| !is_same(&last.together, settings));
                is_new || results.get(at).is_some_and(|once| once.result.is_none())
            })
            .collect();
        let second =
            self.review_under(input, again, &keeps, |target, review| Some(work(target, review)));
        for (at, done) in second {
            keep(at, done, &mut results);
        }
        drop(progress);
        problems.extend(results.values().filter_map(|once| once.problem.clone()));
        problems.sort_by(|one, other| one.path.cmp(&other.path));
        self.failed |= !lost.is_empty() && lost.len() == self.targets.len();
        self.unread += lost.len();
        // What cannot be read is told once.
        let mut at = 0..;
        self.targets.retain(|_| at.next().is_none_or(|at| !lost.contains(&at)));
        self.tell(problems);
        results.into_values().filter_map(|once| once.result).collect()
    }

    /// Reviews documents, given by where they are among the targets, each under these settings, and notes it.
    fn review_under<R: Send>(
        &mut self,
        input: &Input,
        due: Vec<(usize, Arc<Settings>)>,
        keeps: &(impl Fn(&Target) -> bool + Sync),
        work: impl Fn(&Target, &Review) -> R + Sync,
    ) -> Vec<(usize, Result<Once<R>, Problem>)> {
        let mut known: HashMap<usize, Review> = HashMap::new();
        for (at, _) in &due {
            let review = self.targets.get_mut(*at).and_then(|target| target.review.take());
            known.extend(review.map(|review| (*at, review)));
        }
        let kept = self.targets.iter().filter_map(|target| target.review.as_ref());
        let kept: usize = kept.map(|review| review.document().len()).sum();
        let room = AtomicUsize::new(KEPT.saturating_sub(kept));
        let due: Vec<(usize, &Target, Arc<Settings>)> = due
            .into_iter()
            .filter_map(|(at, settings)| Some((at, self.targets.get(at)?, settings)))
            .collect();
        let done = parallel::map(&due, input.jobs, |(at, target, settings)| {
            let mut once = review_once(target, settings, known.get(at), &work)?;
            let size = once.review.as_ref().map_or(0, |review| review.document().len());
            let fits = |room: usize| room.checked_sub(size).filter(|_| keeps(target));
            if room.fetch_update(Ordering::Relaxed, Ordering::Relaxed, fits).is_err() {
                once.review = None;
            }
            Ok(once)
        });
        let due: Vec<(usize, Arc<Settings>)> =
            due.into_iter().map(|(at, _, settings)| (at, settings)).collect();
        let mut results = Vec::new();
        for ((at, together), mut done) in due.into_iter().zip(done) {
            if let (Some(target), Ok(once)) = (self.targets.get_mut(at), &mut done) {
                target.review = once.review.take();
                // What it says of roles is what it says by itself.
                let before =
                    target.last.take().filter(|_| !Arc::ptr_eq(&together, &target.settings));
                let brief = before.map_or_else(|| once.brief.clone(), |last| last.brief);
                target.last = Some(Last { own: Arc::clone(&target.settings), together, brief });
            }
            results.push((at, done));
        }
        results
    }

    /// The settings of the documents with what others say of roles, each document by where it is among the targets.
    fn together(&mut self, input: &Input) -> Vec<(usize, Arc<Settings>)> {
        let mut all = Vec::new();
        for root in self.roots() {
            let inside = |target: &&Target| target.root.as_ref() == Some(&root);
            let targets = || self.targets.iter().filter(inside);
            let briefs = targets().filter_map(|target| Some(target.last.as_ref()?.brief.clone()));
            let briefs: Vec<Brief> = briefs.collect();
            let Some(project) = targets().next().map(|target| Arc::clone(&target.project)) else {
                continue;
            };
            let around = self
                .surroundings
                .entry(root.clone())
                .or_insert_with(|| Surroundings::of(&root, &project, &briefs, input.jobs));
            let elsewhere = elsewhere(&root, &project, briefs, around);
            // What documents are reviewed under alike stays so.
            let mut both: HashMap<_, Arc<Settings>> = HashMap::new();
            for (at, target) in self.targets.iter().enumerate() {
                if !inside(&target) {
                    continue;
                }
                let (own, roles) = (&target.settings, elsewhere.at(Some(&target.place)));
                if roles.is_empty() {
                    all.push((at, Arc::clone(own)));
                    continue;
                }
                let alike = (Arc::as_ptr(own), Arc::as_ptr(roles));
                let together = both.entry(alike).or_insert_with(|| {
                    let new = Settings { elsewhere: roles.to_vec(), ..Settings::clone(own) };
                    let last = target.last.as_ref().map(|last| &last.together);
                    last.filter(|last| ***last == new).cloned().unwrap_or_else(|| new.into())
                });
                all.push((at, Arc::clone(together)));
            }
        }
        all
    }
}

/// Whether documents that are reviewed under both have the same findings.
fn is_same(one: &Arc<Settings>, other: &Arc<Settings>) -> bool {
    Arc::ptr_eq(one, other) || one == other
}

impl Last {
    /// Whether other documents say something of roles here.
    fn hears_others(&self) -> bool {
        !Arc::ptr_eq(&self.own, &self.together)
    }
}

/// Reviews a document under `settings`, going on from `known`, `work` on it.
fn review_once<R>(
    target: &Target,
    settings: &Arc<Settings>,
    known: Option<&Review>,
    work: impl Fn(&Target, &Review) -> R,
) -> Result<Once<R>, Problem> {
    let document = match (&target.document, known) {
        (Some(document), _) => document.clone(),
        (None, Some(known)) => known.document().clone(),
        (None, None) => Document::new(""),
    };
    let text = match (&target.document, known) {
        (None, None) => Some(target.read()?),
        _ => None,
    };
    // One document that we stumble over must not cost the others.
    let done = catch_unwind(AssertUnwindSafe(|| {
        let document = text.map_or(document, |text| Document::of_file(&text, &target.place));
        let settings = Arc::clone(settings);
        let review = match known {
            Some(known) => known.again(document, settings),
            None => Review::of_file(document, settings, target.origin_of(&target.place)),
        };
        let root = target.root.as_deref().unwrap_or(Path::new(""));
        let brief = brief(root, &target.place, &DocumentSummary::of_review(&review));
        let result = work(target, &review);
        let problem = review.panics().first().map(|panic| {
            let what = format!("The rule `{}` crashed on this document", panic.rule);
            let line = Some(panic.line + 1);
            Problem { line, ..our_fault(&target.path, &what) }
        });
        Once { result, brief, review: Some(review), problem }
    }));
    done.map_err(|_| our_fault(&target.path, "rolecall crashed on this document"))
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
        Self {
            path,
            place,
            number: 0,
            from_stdin,
            text,
            document: None,
            project,
            settings,
            asked,
            is_named: true,
            root,
            last: None,
            review: None,
        }
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

    /// Whether it is to be reviewed, whatever others say.
    fn is_due(&self) -> bool {
        self.last.as_ref().is_none_or(|last| !is_same(&last.own, &self.settings))
    }

    fn read(&self) -> Result<String, Problem> {
        let text = match &self.text {
            Some(bytes) => project::decode(bytes.clone(), &self.path),
            None => project::read_document(&self.path),
        };
        // One of many files of a folder stops nothing.
        let severity = if self.is_named { Severity::Error } else { Severity::Warning };
        text.map_err(|problem| Problem { severity, ..problem })
    }
}

/// What the document at `path` in the project at `root` adds to its roles.
fn brief(root: &Path, path: &Path, summary: &DocumentSummary) -> Brief {
    Brief::of(path.to_owned(), &project::shown(root, path), summary)
}

impl Surroundings {
    /// What the documents of `root` say beside those that are reviewed, which have these briefs.
    fn of(root: &Path, project: &Project, briefs: &[Brief], jobs: Option<NonZero<usize>>) -> Self {
        let scan = project::scan(root, LIMIT, &|path| project.config.covers_in(root, path));
        let found: HashSet<PathBuf> = scan.files.iter().cloned().collect();
        let known: HashSet<PathBuf> =
            briefs.iter().map(|it| name(root, &it.path, &found)).collect();
        let rest: Vec<&PathBuf> = scan.files.iter().filter(|path| !known.contains(*path)).collect();
        let read = parallel::map(&rest, jobs, |path| {
            let text = project::read_found(path, LONGEST).ok()?;
            let origin = project.config.origin(Some(root), path, Asked::Found);
            let summary =
                catch_unwind(|| DocumentSummary::of(&Document::of_file(&text, path), origin))
                    .ok()?;
            Some(brief(root, path, &summary))
        });
        let found = (!scan.refused && !scan.truncated).then_some(found);
        Self { found, rest: read.into_iter().flatten().collect() }
    }
}

/// The path by which the document at `path` is found in `root`: it may have been reached through a link.
fn name(root: &Path, path: &Path, found: &HashSet<PathBuf>) -> PathBuf {
    if found.contains(path) { path.to_owned() } else { project::name_in(root, path) }
}

/// The roles that the documents of `root` know of one another; `briefs` is what is known of those that are reviewed.
fn elsewhere(
    root: &Path,
    project: &Project,
    mut briefs: Vec<Brief>,
    around: &Surroundings,
) -> Elsewhere {
    if let Some(found) = &around.found {
        for brief in &mut briefs {
            brief.path = name(root, &brief.path, found);
        }
        // What is named itself is reviewed, but need not be of the project.
        briefs.retain(|brief| found.contains(&brief.path));
        briefs.sort_by(|one, other| one.path.cmp(&other.path));
        briefs.dedup_by(|one, other| one.path == other.path);
    }
    briefs.extend(around.rest.iter().cloned());
    briefs.sort_by(|one, other| one.path.cmp(&other.path));
    let vocabulary = known::vocabulary(&Declared::of(&project.config.settings), &briefs);
    Elsewhere::of(&vocabulary, &briefs)
}

fn is_error(problem: &Problem) -> bool {
    problem.severity == Severity::Error
}

fn our_fault(path: &Path, what: &str) -> Problem {
    let issues = concat!(env!("CARGO_PKG_REPOSITORY"), "/issues");
    Problem::of_file(
        path,
        format!("{what}. This is a bug in rolecall; please report it at {issues}."),
    )
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
                problem.message +=
                    " Until this is fixed, documents are reviewed without this file.";
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
