//! `rolecall report`: who is this for? One page, for people who write no Markdown either.

mod counts;
mod history;
mod links;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use markdown::Encoding;
use project::Lines;
use report::{Facts, File, Person, Place, Story};
use review::rules::{GENERIC_ROLE, GENERIC_STORY_ROLE};
use review::{Review, Rule, Settings, Span};
use workspace::Index;

use self::counts::Counts;
use self::history::history;
use self::links::Links;
use crate::cli::{Report, ReportFormat};
use crate::destination;
use crate::documents::{Documents, Target};
use crate::output::{Outcome, complain, finish, from_here, shown};

/// Runs the command.
pub fn run(options: &Report) -> ExitCode {
    let mut documents = Documents::find(&options.input, |_| {});
    let path = options.output_file.as_deref();
    let writable = path.map_or(Ok(()), |path| destination::check(path, &documents));
    let links = match writable.and_then(|()| Links::of(options)) {
        Ok(links) => links,
        Err(message) => {
            complain(&message);
            return Outcome::Failed.into();
        }
    };
    let read = documents.review(&options.input, Read::of);
    let mut facts = facts(&mut documents, &read, links);
    let mut outcome = if documents.failed { Outcome::Failed } else { Outcome::Clean };
    facts.name = name(options);
    if let Some(count) = options.history {
        // What all documents say together counts for those of the past, too.
        let settings = read.first().map(|one| Arc::clone(&one.settings)).unwrap_or_default();
        match history(&documents, &settings, count.get()) {
            Ok(points) => facts.history = points,
            Err(message) => {
                complain(&format!("Cannot show the history: {message}"));
                outcome = Outcome::Failed;
            }
        }
    }
    let text = match options.format {
        ReportFormat::Html => report::html(&facts),
        ReportFormat::Markdown => report::markdown(&facts),
    };
    match path {
        None => finish(&text, outcome),
        Some(path) => {
            let message = format!("Wrote the report to {}.", shown(path));
            destination::write(path, &text, outcome, &message)
        }
    }
}

/// What the documents say, and who is in them.
fn facts(documents: &mut Documents, read: &[Read], links: Links) -> Facts {
    let mut files = Files { links, files: Vec::new(), known: HashMap::new() };
    let mut facts = Facts::default();
    for one in read {
        facts.documents.push(report::Document {
            file: files.of(&one.path),
            stories: one.counts.stories,
            generic_stories: one.generic_stories.clone(),
            owed: one.counts.owed,
            generic_words: one.generic_words.clone(),
        });
    }
    let wants = read.iter().flat_map(|one| {
        let path = one.path.as_path();
        one.wants.iter().map(move |(start, want)| ((path, *start), want.as_str()))
    });
    let wants: HashMap<(&Path, usize), &str> = wants.collect();
    for index in &documents.indexes() {
        add_people(&mut facts, index, &mut files, &wants);
    }
    facts.files = files.files;
    facts
}

/// What a review has to tell of a document.
struct Read {
    path: PathBuf,
    counts: Counts,
    /// Lines.
    generic_stories: Vec<usize>,
    generic_words: Vec<usize>,
    /// What each story wants, by where it starts.
    wants: Vec<(usize, String)>,
    /// What it was judged by.
    settings: Arc<Settings>,
}

impl Read {
    fn of(target: &Target, review: &Review) -> Self {
        let findings = review.findings();
        let lines = |rule: &Rule| {
            let mut positions = review.document().positions(Encoding::Utf8);
            let of_rule = findings.iter().filter(|finding| finding.rule == rule);
            of_rule.map(|finding| positions.of(finding.span.start).line + 1).collect::<Vec<_>>()
        };
        let counts = Counts::of(review, &findings);
        let mut generic_stories = lines(&GENERIC_STORY_ROLE);
        // A story may name nobody twice.
        generic_stories.truncate(counts.generic_stories);
        let wants = review.stories().into_iter();
        Self {
            path: target.path.clone(),
            counts,
            generic_stories,
            generic_words: lines(&GENERIC_ROLE),
            wants: wants.map(|story| (story.span.start, story.want.text)).collect(),
            settings: Arc::clone(review.settings()),
        }
    }
}

/// The roles of a project, and where its documents name them.
fn add_people(
    facts: &mut Facts,
    index: &Index,
    files: &mut Files,
    wants: &HashMap<(&Path, usize), &str>,
) {
    let vocabulary = index.vocabulary();
    let first = facts.people.len();
    let mut people: Vec<Person> = Vec::new();
    for role in vocabulary.roles() {
        let known = |names: &[String]| {
            let known = names.iter().filter_map(|name| vocabulary.index_of(name));
            let mut known: Vec<usize> = known.map(|at| first + at).collect();
            known.sort_unstable();
            known.dedup();
            known
        };
        let declared = role.declared.iter().filter_map(|place| {
            let path = from_here(&place.file.as_ref()?.path).into_owned();
            Some(Place { file: files.of(&path), line: place.line })
        });
        people.push(Person {
            serves: known(&role.serves),
            buys_for: known(&role.buys_for),
            reports_to: known(&role.reports_to),
            declared: declared.collect(),
            role: role.clone(),
            ..Person::default()
        });
    }
    for (path, document) in index.files() {
        let file = files.of(path);
        let lines = Lines::of(document.text().as_bytes());
        let mut slots: Vec<Span> = Vec::new();
        for story in document.summary().stories() {
            let who = story.roles.iter().filter_map(|(name, _)| vocabulary.index_of(name));
            let mut who: Vec<usize> = who.collect();
            who.sort_unstable();
            who.dedup();
            slots.extend(story.roles.iter().map(|(_, span)| *span));
            let place = Place { file, line: lines.at(story.span.start) };
            let want = wants.get(&(path, story.span.start)).copied().unwrap_or_default();
            for at in who {
                if let Some(person) = people.get_mut(at) {
                    person.stories.push(Story { place, want: want.to_owned() });
                }
            }
        }
        slots.sort_by_key(|slot| slot.start);
        for mention in document.mentions() {
            let behind = slots.partition_point(|slot| slot.start <= mention.span.start);
            let slot = behind.checked_sub(1).and_then(|at| slots.get(at));
            if slot.is_some_and(|slot| slot.contains(mention.span)) {
                continue;
            }
            if let Some(person) = people.get_mut(mention.role) {
                person.mentions.push(Place { file, line: lines.at(mention.span.start) });
            }
        }
    }
    facts.people.extend(people);
}

/// The files that are named, each once.
struct Files {
    links: Links,
    files: Vec<File>,
    known: HashMap<PathBuf, usize>,
}

impl Files {
    fn of(&mut self, path: &Path) -> usize {
        if let Some(file) = self.known.get(path) {
            return *file;
        }
        let file = self.files.len();
        self.files.push(File { shown: shown(path), address: self.links.address(path) });
        self.known.insert(path.to_owned(), file);
        file
    }
}

/// What the project is called: as the folder that was named.
fn name(options: &Report) -> String {
    let first = options.input.paths.first().map_or(Path::new("."), PathBuf::as_path);
    let path = project::clean(first);
    let root = project::root_of(&path).map(|root| root.folder);
    let folder = if path.is_dir() { Some(path) } else { root };
    let name = folder.as_deref().and_then(Path::file_name);
    name.map_or_else(String::new, |name| shown(Path::new(name)))
}
