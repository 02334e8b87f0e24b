//! How documents were, at the commits of a repository that changed them.

use std::collections::{BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use project::slashed;
use report::Point;
use review::{Document, Origin, Review, Settings};
use workspace::{LONGEST, parallel};

use crate::documents::{Documents, Target};
use crate::git::{Blob, Repository, top_of};
use crate::report::counts::Counts;

/// Of so many commits for each that is shown, some are left out.
const STRIDE: usize = 8;
/// What a commit id is cut to.
const SHORT: usize = 10;

/// How the documents were at `count` of the last commits that changed some, judged by `settings`. Why
/// there is no telling otherwise, in a sentence.
pub fn history(
    documents: &Documents,
    settings: &Arc<Settings>,
    count: usize,
) -> Result<Vec<Point>, String> {
    let targets = documents.targets().iter().filter(|target| !target.from_stdin);
    let targets: Vec<&Target> = targets.collect();
    let Some(first) = targets.first() else { return Ok(Vec::new()) };
    let paths: Vec<PathBuf> = targets.iter().map(|target| project::clean(&target.path)).collect();
    // Documents that are gone were beside those that are left.
    let folder = common(&paths).unwrap_or_default();
    let top = top_of(&folder).ok_or("these documents are not in a git repository.")?;
    let repository = Repository { top: top.to_owned() };
    let inside = folder.strip_prefix(top).map(slashed).unwrap_or_default();
    let within = if inside.is_empty() { inside } else { format!("{inside}/") };
    let endings = paths.iter().filter_map(|path| path.extension());
    let endings: BTreeSet<String> =
        endings.map(|ending| ending.to_string_lossy().to_lowercase()).collect();
    let patterns: Vec<String> = endings
        .iter()
        .map(|ending| format!(":(top,glob,icase){}**/*.{}", escaped(&within), escaped(ending)))
        .collect();
    let commits = repository.commits(count.saturating_mul(STRIDE), &patterns)?;
    let mut moments = Vec::new();
    for commit in sampled(&commits, count).into_iter().rev() {
        let files = repository.files(&commit.id, |path| {
            let inside = Path::new(path);
            path.starts_with(&within)
                && project::is_in_sight(inside)
                && first.covers(&top.join(inside))
        })?;
        if !files.missing.is_empty() {
            let day = &commit.day;
            return Err(format!("git has no file list for {day}; fetch the full history."));
        }
        moments.push((commit, files.blobs));
    }
    let mut blobs: Vec<&Blob> = moments.iter().flat_map(|(_, blobs)| blobs).collect();
    blobs.sort_by_key(|blob| (&blob.id, &blob.path));
    blobs.dedup_by_key(|blob| &blob.id);
    let origin = |path: &str| first.origin_of(&top.join(path));
    let counts = read_all(&repository, &blobs, settings, &origin)?;
    let points = moments.iter().map(|(commit, blobs)| {
        let commit_id = commit.id.chars().take(SHORT).collect();
        let mut point = Point { day: commit.day.clone(), commit: commit_id, ..Point::default() };
        for counts in blobs.iter().filter_map(|blob| counts.get(blob.id.as_str())) {
            point.documents += 1;
            point.stories += counts.stories;
            point.generic_stories += counts.generic_stories;
            point.owed += counts.owed;
            point.generic_words += counts.generic_words;
        }
        point
    });
    Ok(points.collect())
}

/// What is counted of each text, by its id: each is read once, in however many commits it is.
fn read_all<'a>(
    repository: &Repository,
    blobs: &[&'a Blob],
    settings: &Arc<Settings>,
    origin: &(dyn Fn(&str) -> Origin + Sync),
) -> Result<HashMap<&'a str, Counts>, String> {
    /// So many texts, or so many bytes of them, are read before they are reviewed side by side.
    const AT_ONCE: (usize, usize) = (64, 16 << 20);
    let mut counts = HashMap::new();
    let mut reader = repository.texts()?;
    let mut texts = Vec::new();
    let mut bytes = 0;
    let mut blobs = blobs.iter().peekable();
    while let Some(blob) = blobs.next() {
        let text = reader.read(blob, LONGEST)?;
        bytes += text.as_ref().map_or(0, Vec::len);
        texts.push((blob, text));
        if blobs.peek().is_some() && texts.len() < AT_ONCE.0 && bytes < AT_ONCE.1 {
            continue;
        }
        let done = parallel::map(&texts, None, |(blob, bytes)| {
            let path = Path::new(&blob.path);
            let text = project::decode(bytes.clone()?, path).ok()?;
            // One text that we stumble over must not cost the others.
            let counted = catch_unwind(AssertUnwindSafe(|| {
                let document = Document::of_file(&text, path);
                let review = Review::of_file(document, Arc::clone(settings), origin(&blob.path));
                Counts::of(&review, &review.findings())
            }));
            Some((blob.id.as_str(), counted.ok()?))
        });
        counts.extend(done.into_iter().flatten());
        texts.clear();
        bytes = 0;
    }
    Ok(counts)
}

/// A folder in a pattern of git's, meant as it is.
fn escaped(folder: &str) -> String {
    let special = |c: char| matches!(c, '*' | '?' | '[' | ']' | '\\');
    folder.chars().flat_map(|c| special(c).then_some('\\').into_iter().chain([c])).collect()
}

/// The folder that all these files are in, or below.
fn common(files: &[PathBuf]) -> Option<PathBuf> {
    let (first, rest) = files.split_first()?;
    Some(rest.iter().fold(first.parent()?.to_path_buf(), |common, file| {
        let both = common.components().zip(file.components());
        both.take_while(|(one, other)| one == other).map(|(one, _)| one).collect()
    }))
}

/// `count` of all, the first and the last among them, evenly apart.
fn sampled<T>(all: &[T], count: usize) -> Vec<&T> {
    if all.len() <= count {
        return all.iter().collect();
    }
    let last = all.len() - 1;
    let steps = count.saturating_sub(1).max(1);
    (0..count).filter_map(|at| all.get(at * last / steps)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_and_the_last_are_among_those_picked() {
        let all: Vec<usize> = (0..100).collect();
        assert_eq!(sampled(&all, 4), [&0, &33, &66, &99]);
        assert_eq!(sampled(&all, 1), [&0]);
        assert_eq!(sampled(&all, 100).len(), 100);
        assert_eq!(sampled(&all[..2], 4), [&0, &1]);
    }

    #[test]
    fn folders_are_meant_as_they_are() {
        assert_eq!(escaped("a[1]*/"), "a\\[1\\]\\*/");
        let files = ["/p/docs/a.md", "/p/docs/x/b.md", "/p/docs/c.md"].map(PathBuf::from);
        assert_eq!(common(&files), Some(PathBuf::from("/p/docs")));
        assert_eq!(common(&[]), None);
    }
}
