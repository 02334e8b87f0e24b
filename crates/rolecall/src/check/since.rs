//! `check --since`: which lines of the documents have changed since a git revision.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use markdown::{Document, Encoding, Span};
use project::{DOCUMENT_BYTES, Problem, slashed};
use review::{Finding, Severity, Story};
use similar::{DiffOp, capture_diff_slices};
use workspace::LONGEST;

use crate::check::sentence;
use crate::documents::Documents;
use crate::git::{Blob, Repository, Texts, top_of};
use crate::output::{from_here, shown};

/// A document is another one that was renamed if they have so many of their lines in common, in percent.
const ALIKE: usize = 50;
/// A text with more lines than this is not compared: all of it counts as changed.
const LINES: usize = 2_000_000;
/// So does a stretch of more lines than this, old and new ones, in which nothing at the ends is the same: to
/// compare them takes time by the square of their number.
const STRETCH: usize = 100_000;

/// What the documents of a run were. Those that are not here are new.
#[derive(Default)]
pub struct Since {
    repositories: Vec<Mutex<Texts>>,
    old: HashMap<PathBuf, Old>,
    /// The documents that git knows nothing of, as in a shallow or partial clone.
    missing: BTreeSet<PathBuf>,
}

/// The old text of a document, which is read when it is needed: all of them at once may take more memory
/// than there is.
struct Old {
    /// The number of its repository.
    repository: usize,
    blob: Blob,
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
                    "{path}: error: This file is not in a git repository, so `--since` cannot tell what has changed."
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

    /// Looks for the old texts of documents in one repository.
    fn read(&mut self, top: &Path, paths: Vec<PathBuf>, revision: &str) -> Result<(), String> {
        let repository = Repository { top: top.to_owned() };
        let inside = |path: &PathBuf| path.strip_prefix(top).map(slashed).unwrap_or_default();
        let names: HashSet<String> = paths.iter().map(inside).collect();
        let commit = repository.commit(revision)?;
        let files = repository
            .files(&commit, |path| names.contains(path) || project::is_document(Path::new(path)))?;
        let is_missing = |path: &String| files.missing.iter().any(|it| path.starts_with(it));
        let missing = names.iter().filter(|path| is_missing(path));
        self.missing.extend(missing.map(|path| project::clean(&top.join(path))));
        let mut texts = repository.texts()?;
        let (known, mut gone): (Vec<Blob>, Vec<Blob>) =
            files.blobs.into_iter().partition(|file| names.contains(&file.path));
        let known_names: HashSet<&str> = known.iter().map(|file| file.path.as_str()).collect();
        let new = paths.iter().filter(|path| !known_names.contains(inside(path).as_str()));
        let new: Vec<&PathBuf> = new.collect();
        let number = self.repositories.len();
        if !new.is_empty() {
            // What is gone may have become what is new.
            gone.retain(|file| !top.join(&file.path).exists());
            for (path, blob) in renamed(&new, &gone, &mut texts)? {
                self.old.insert(path, Old { repository: number, blob });
            }
        }
        for blob in known {
            let path = project::clean(&top.join(&blob.path));
            if texts.size(&blob)?.is_none() {
                self.missing.insert(path);
                continue;
            }
            self.old.insert(path, Old { repository: number, blob });
        }
        self.repositories.push(Mutex::new(texts));
        Ok(())
    }

    /// What is said once of the documents that git knows nothing of.
    pub fn problem(&self) -> Option<Problem> {
        let first = self.missing.first()?;
        let what = match self.missing.len() - 1 {
            0 => "this document, so all of it counts as new".to_owned(),
            more => format!("this document and {more} more, so all of them count as new"),
        };
        let message = format!("git doesn't have the old text of {what}. Fetch the full history.");
        Some(Problem { severity: Severity::Warning, ..Problem::of_file(first, message) })
    }

    /// The old text of a document; none where it is new, or was longer than a document may be.
    fn old(&self, path: &Path) -> Option<String> {
        let old = self.old.get(&project::clean(path))?;
        let texts = self.repositories.get(old.repository)?;
        let mut texts = texts.lock().unwrap_or_else(PoisonError::into_inner);
        // What git lost since it was asked for the size counts as new.
        texts.read(&old.blob, DOCUMENT_BYTES).ok().flatten().map(text)
    }

    /// What has changed in the document at `path`.
    pub fn changes<'a>(
        &self,
        path: &Path,
        document: &'a Document,
        stories: Vec<Story>,
    ) -> Changes<'a> {
        let new = document.text();
        let old = self.old(path).filter(|old| count_of(old) <= LINES && count_of(&new) <= LINES);
        let Some(old) = old else { return Changes { document, stories, places: None } };
        let (old, new) = (lines(&old), lines(&new));
        let mut places = Places::default();
        for change in differences(&old, &new) {
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

/// What makes the new lines of the old ones.
fn differences(old: &[&str], new: &[&str]) -> Vec<DiffOp> {
    let shorter = old.len().min(new.len());
    let before = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let after = old.iter().rev().zip(new.iter().rev()).take_while(|(old, new)| old == new).count();
    let after = after.min(shorter - before);
    let (old_len, new_len) = (old.len() - before - after, new.len() - before - after);
    if old_len + new_len > STRETCH && old_len > 0 && new_len > 0 {
        return vec![DiffOp::Replace { old_index: before, old_len, new_index: before, new_len }];
    }
    capture_diff_slices(similar::Algorithm::Myers, old, new)
}

/// Which of the documents that are `new` was one of those that are `gone`.
fn renamed(
    new: &[&PathBuf],
    gone: &[Blob],
    texts: &mut Texts,
) -> Result<Vec<(PathBuf, Blob)>, String> {
    let readable = new.iter().filter_map(|path| Some((path, project::read_document(path).ok()?)));
    let mut documents: Vec<New<'_>> =
        readable.map(|(path, text)| New { path, lines: Bag::of(&text), was: None }).collect();
    for blob in gone {
        // One that is too long was nothing that is looked into; of one that git does not have, nobody knows.
        let Some(bytes) = texts.read(blob, LONGEST)? else { continue };
        let old = Bag::of(&text(bytes));
        for document in &mut documents {
            let alike = old.alike(&document.lines);
            if alike >= ALIKE && document.was.is_none_or(|(most, _)| alike >= most) {
                document.was = Some((alike, blob));
            }
        }
    }
    let found = documents.into_iter().filter_map(|document| {
        let (_, blob) = document.was?;
        Some((document.path.to_owned(), blob.clone()))
    });
    Ok(found.collect())
}

/// A document that was not there under its name.
struct New<'a> {
    path: &'a Path,
    lines: Bag,
    /// What it may have been, and how much of both is the same, in percent.
    was: Option<(usize, &'a Blob)>,
}

/// A text of git's, whatever its bytes are.
fn text(bytes: Vec<u8>) -> String {
    let lossy =
        |error: std::string::FromUtf8Error| String::from_utf8_lossy(error.as_bytes()).into_owned();
    String::from_utf8(bytes).unwrap_or_else(lossy)
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

/// At most how many lines a text has.
fn count_of(text: &str) -> usize {
    text.bytes().filter(|byte| matches!(byte, b'\n' | b'\r')).count() + 1
}

/// The lines of a text that are not blank, by their digests, and how often each is there.
struct Bag {
    lines: HashMap<u64, usize>,
    count: usize,
}

impl Bag {
    fn of(text: &str) -> Self {
        let mut bag = Self { lines: HashMap::new(), count: 0 };
        for line in text.split(['\n', '\r']).filter(|line| !line.trim().is_empty()) {
            let mut digest = DefaultHasher::new();
            line.hash(&mut digest);
            *bag.lines.entry(digest.finish()).or_default() += 1;
            bag.count += 1;
        }
        bag
    }

    /// How much of both is the same, in percent of the one with more lines.
    fn alike(&self, other: &Self) -> usize {
        let (fewer, more) = if self.count < other.count { (self, other) } else { (other, self) };
        if fewer.count * 100 < more.count * ALIKE {
            return 0;
        }
        let same = fewer
            .lines
            .iter()
            .map(|(line, count)| more.lines.get(line).map_or(0, |others| *count.min(others)));
        same.sum::<usize>() * 100 / more.count.max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_stretch_is_not_compared_line_by_line() {
        let lines = |word: &str, count: usize| -> Vec<String> {
            (0..count).map(|at| format!("{word} {at}")).collect()
        };
        let (old, new) = (lines("old", STRETCH / 2), lines("new", STRETCH / 2));
        fn slices(lines: &[String]) -> Vec<&str> {
            [&["first"], lines.iter().map(String::as_str).collect::<Vec<_>>().as_slice(), &["last"]]
                .concat()
        }
        let (old, new) = (slices(&old), slices(&new));
        let more = [&["first", "more"], new.get(1..).unwrap()].concat();
        let count = STRETCH / 2;
        let whole =
            DiffOp::Replace { old_index: 1, old_len: count, new_index: 1, new_len: count + 1 };
        assert_eq!(differences(&old, &more), [whole]);
        // However long, what is only added or gone is known.
        let added = differences(&["first", "last"], &more);
        assert!(added.iter().any(|change| change.old_range().is_empty()), "{added:?}");
        assert_eq!(differences(&new, &new).len(), 1);
    }

    #[test]
    fn texts_are_alike_by_their_lines() {
        let alike = |one: &str, other: &str| Bag::of(one).alike(&Bag::of(other));
        assert_eq!(alike("a\nb\nc\nd\n", "\r\nd\r\nc\r\nx\r\ny"), 50);
        assert_eq!(alike("a\na\na\nb", "a\nb"), 50);
        assert_eq!(alike("a\nb\nc\nd\ne", "a\nb"), 0, "too few to look at");
        assert_eq!(alike("", ""), 0);
    }
}
