//! `check --since`: which lines of the documents have changed since a git revision.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use markdown::{Document, Encoding, Span};
use review::{Finding, Story};
use similar::{DiffOp, capture_diff_slices};

use crate::documents::Documents;
use crate::git::{Blob, Repository, top_of};
use crate::output::{from_here, shown};
use crate::sentence;

/// A document is another one that was renamed if they have so many of their lines in common, in percent.
const ALIKE: usize = 50;

/// What the documents of a run were. Those that are not here are new.
#[derive(Default)]
pub struct Since {
    old: HashMap<PathBuf, String>,
}

impl Since {
    /// What the documents were at the revision, or why nobody knows.
    pub fn of(revision: &str, documents: &Documents) -> Result<Self, String> {
        let mut repositories: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
        for path in documents.all_paths() {
            let path = project::clean(path);
            let Some(top) = path.parent().and_then(top_of) else {
                let path = shown(&from_here(&path));
                return Err(format!(
                    "{path}: error: This is in no git repository, so there is no telling what has changed."
                ));
            };
            repositories.entry(top.to_owned()).or_default().push(path.clone());
        }
        let mut since = Self::default();
        for (top, paths) in repositories {
            since.read(&top, paths, revision).map_err(|message| {
                let top = shown(&from_here(&top));
                let top = if top.is_empty() { "." } else { &top };
                format!("{top}: error: {message}")
            })?;
        }
        Ok(since)
    }

    /// Reads the old texts of documents in one repository.
    fn read(&mut self, top: &Path, paths: Vec<PathBuf>, revision: &str) -> Result<(), String> {
        let repository = Repository { top: top.to_owned() };
        let files = repository.files(&repository.commit(revision)?)?;
        let inside = |path: &PathBuf| path.strip_prefix(top).map(shown).unwrap_or_default();
        let names: HashSet<String> = paths.iter().map(inside).collect();
        let (known, others): (Vec<&Blob>, Vec<&Blob>) =
            files.iter().partition(|file| names.contains(&file.path));
        let known_names: HashSet<&str> = known.iter().map(|file| file.path.as_str()).collect();
        for (file, text) in known.iter().zip(texts(&repository, &known)?) {
            self.old.insert(project::clean(&top.join(&file.path)), text);
        }
        let new = paths.iter().filter(|path| !known_names.contains(inside(path).as_str()));
        let new: Vec<&PathBuf> = new.collect();
        if new.is_empty() {
            return Ok(());
        }
        // What is gone may have become what is new.
        let mut gone = others;
        gone.retain(|file| {
            project::is_document(Path::new(&file.path)) && !top.join(&file.path).exists()
        });
        let gone = texts(&repository, &gone)?;
        for path in new {
            let Ok(text) = project::read_document(path) else { continue };
            let alike = gone.iter().map(|old| (alike(old, &text), old));
            let best = alike.filter(|(alike, _)| *alike >= ALIKE).max_by_key(|(alike, _)| *alike);
            if let Some((_, old)) = best {
                self.old.insert(path.clone(), old.clone());
            }
        }
        Ok(())
    }

    /// What has changed in the document at `path`.
    pub fn changes<'a>(
        &self,
        path: &Path,
        document: &'a Document,
        stories: Vec<Story>,
    ) -> Changes<'a> {
        let Some(old) = self.old.get(&project::clean(path)) else {
            return Changes { document, stories, places: None };
        };
        let new = document.text();
        let (old, new) = (lines(old), lines(&new));
        let mut places = Places::default();
        for change in capture_diff_slices(similar::Algorithm::Myers, &old, &new) {
            let (old_lines, new_lines) = (change.old_range(), change.new_range());
            if matches!(change, DiffOp::Equal { .. }) {
                continue;
            }
            places.lines.extend(new_lines.clone());
            if new_lines.is_empty() {
                let gone = old.get(old_lines).unwrap_or_default();
                let is_text =
                    |line: Option<&&str>| line.is_some_and(|line| !line.trim().is_empty());
                places.gaps.push((new_lines.start, is_text(gone.first()), is_text(gone.last())));
            }
        }
        Changes { document, stories, places: Some(places) }
    }
}

/// What has changed in a document.
pub struct Changes<'a> {
    document: &'a Document,
    stories: Vec<Story>,
    /// None where all of it is new.
    places: Option<Places>,
}

#[derive(Default)]
struct Places {
    /// The lines that are new or other, in order, counted from zero.
    lines: Vec<usize>,
    /// The lines before which others are gone, and whether the first and the last of those were text.
    gaps: Vec<(usize, bool, bool)>,
}

impl Changes<'_> {
    /// Whether a finding is about what has changed: the story or the block that it is in, or one of the
    /// other places that it is about.
    pub fn touch(&self, finding: &Finding) -> bool {
        let Some(places) = &self.places else { return true };
        let spans = finding.related.iter().map(|related| related.span);
        [finding.span].into_iter().chain(spans).any(|span| places.touch(self.lines_of(span)))
    }

    /// The first and the last line of the story and the block that `span` is in.
    fn lines_of(&self, span: Span) -> (usize, usize) {
        let mut whole = sentence::block(self.document, span.start).unwrap_or(span);
        let before = self.stories.partition_point(|story| story.span.start <= span.start);
        let story = before.checked_sub(1).and_then(|at| self.stories.get(at));
        for other in [Some(span), story.map(|story| story.span).filter(|it| it.touches(span.start))]
        {
            let other = other.unwrap_or(whole);
            whole = Span::new(whole.start.min(other.start), whole.end.max(other.end));
        }
        let whole = self.document.trimmed_end(whole);
        let line = |offset| self.document.position(offset, Encoding::Utf8).line;
        (line(whole.start), line(whole.end))
    }
}

impl Places {
    fn touch(&self, (first, last): (usize, usize)) -> bool {
        let next = self.lines.partition_point(|line| *line < first);
        let gap = self.gaps.partition_point(|(at, ..)| *at < first);
        let mut gaps = self.gaps.iter().skip(gap).take_while(|(at, ..)| *at <= last + 1);
        self.lines.get(next).is_some_and(|line| *line <= last)
            || gaps.any(|(at, begins, ends)| match *at {
                // At its edge, what is gone was part of it where no blank line parted them.
                at if at == first => *ends,
                at if at == last + 1 => *begins,
                _ => true,
            })
    }
}

/// The texts of files, in their order.
fn texts(repository: &Repository, files: &[&Blob]) -> Result<Vec<String>, String> {
    let mut texts = Vec::new();
    let mut lost = None;
    repository.read(files.iter().copied(), u64::MAX, |file, bytes| match bytes {
        Some(bytes) => texts.push(String::from_utf8_lossy(&bytes).into_owned()),
        None => lost = Some(&file.path),
    })?;
    match lost {
        None => Ok(texts),
        Some(path) => Err(format!("git has no text of `{path}`: fetch the whole history.")),
    }
}

/// The lines of a text, without their ends: those may be git's or the system's.
fn lines(text: &str) -> Vec<&str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = Vec::new();
    for line in text.split('\n') {
        let line = line.strip_suffix('\r').unwrap_or(line);
        lines.extend(line.split('\r'));
    }
    lines
}

/// How much of two texts is the same, in percent of the longer one's lines that are not blank.
fn alike(old: &str, new: &str) -> usize {
    let text = |text| -> Vec<&str> {
        lines(text).into_iter().filter(|line| !line.trim().is_empty()).collect()
    };
    let (old, new) = (text(old), text(new));
    let mut left: HashMap<&str, usize> = HashMap::new();
    for line in &old {
        *left.entry(line).or_default() += 1;
    }
    let same = new.iter().filter(|line| match left.get_mut(**line) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    });
    same.count() * 100 / old.len().max(new.len()).max(1)
}
