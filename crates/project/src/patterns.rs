//! Patterns for paths: `docs/**/*.md`.

use std::path::Path;

use globset::{Glob, GlobBuilder, GlobSet};

use crate::paths::clean;
use crate::shown::slashed;

/// Patterns for paths, relative to a folder. `*` stays within a folder, `**` does not, and a
/// pattern that names a folder means all that is in it.
#[derive(Debug, Clone, Default)]
pub struct Patterns {
    written: Vec<String>,
    globs: Vec<Glob>,
    set: GlobSet,
}

impl PartialEq for Patterns {
    fn eq(&self, other: &Self) -> bool {
        self.written == other.written
    }
}

impl Patterns {
    /// The patterns as they were written.
    pub fn written(&self) -> &[String] {
        &self.written
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.written.is_empty()
    }

    /// Whether one of them means `path`, which is relative to the folder.
    pub fn matches(&self, path: &Path) -> bool {
        self.set.is_match(path)
    }

    /// The first of them that means `path`, as it was written.
    pub fn matching(&self, path: &Path) -> Option<&str> {
        self.all_matching(path).next()
    }

    /// All of them that mean `path`, in their order, as they were written.
    pub fn all_matching(&self, path: &Path) -> impl Iterator<Item = &str> {
        // Each has two globs: itself, and all that is in it.
        let mut matching = self.set.matches(path);
        matching.sort_unstable();
        matching.into_iter().filter_map(|glob| self.written.get(glob / 2).map(String::as_str))
    }

    /// Adds a pattern. What is wrong with it, where it is none.
    pub(crate) fn add(&mut self, pattern: &str) -> Result<(), String> {
        let plain = pattern.trim_start_matches("./").trim_matches('/');
        let glob = |pattern: &str| {
            let glob = GlobBuilder::new(pattern).literal_separator(true).build();
            glob.map_err(|error| error.kind().to_string())
        };
        let globs = [glob(plain)?, glob(&format!("{plain}/**"))?];
        // What is too large by itself is told of by itself.
        GlobSet::builder()
            .add(globs[1].clone())
            .build()
            .map_err(|error| error.kind().to_string())?;
        self.globs.extend(globs);
        self.written.push(pattern.to_owned());
        Ok(())
    }

    /// Puts the patterns that were added in force. What is wrong, where they are too many together.
    pub(crate) fn build(&mut self) -> Result<(), String> {
        let mut set = GlobSet::builder();
        for glob in self.globs.drain(..) {
            set.add(glob);
        }
        self.set = set.build().map_err(|error| error.kind().to_string())?;
        Ok(())
    }
}

/// Returns the pattern for the document at `path`, from the folder `root` on.
pub fn pattern_of(root: &Path, path: &Path) -> String {
    let path = clean(path);
    globset::escape(&slashed(path.strip_prefix(root).unwrap_or(&path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, path: &str, expected: bool) {
        let mut patterns = Patterns::default();
        patterns.add(pattern).unwrap();
        patterns.build().unwrap();
        assert_eq!(patterns.matches(Path::new(path)), expected, "{pattern} {path}");
    }

    #[test]
    fn patterns_mean_what_they_seem_to() {
        check("docs/**/*.md", "docs/a.md", true);
        check("docs/**/*.md", "docs/a/b.md", true);
        check("docs/**/*.md", "a.md", false);
        check("*.md", "a.md", true);
        check("*.md", "docs/a.md", false);
        check("**/*.md", "a.md", true);
        check("drafts", "drafts/a/b.md", true);
        check("./drafts/", "drafts/a.md", true);
        check("/drafts", "drafts/a.md", true);
        check("drafts", "docs/drafts/a.md", false);
        check("**/{old,new}", "docs/old/a.md", true);
        check("docs/[ab].md", "docs/b.md", true);
    }

    #[test]
    fn the_pattern_that_matches_is_known() {
        let mut patterns = Patterns::default();
        for pattern in ["*.txt", "./drafts/", "**/a.md"] {
            patterns.add(pattern).unwrap();
        }
        patterns.build().unwrap();
        assert_eq!(patterns.matching(Path::new("drafts/b.md")), Some("./drafts/"));
        assert_eq!(patterns.matching(Path::new("drafts/a.md")), Some("./drafts/"));
        assert_eq!(patterns.matching(Path::new("x/a.md")), Some("**/a.md"));
        assert_eq!(patterns.matching(Path::new("b.md")), None);
    }

    /// These take time that is exponential in the stars, or quadratic in the patterns, where that is
    /// not seen to.
    #[test]
    fn matching_takes_linear_time() {
        let stars = "*a".repeat(40) + "b";
        check(&stars, &"a".repeat(4_000), false);
        check(&format!("**/{stars}"), &"a/".repeat(2_000), false);
        let mut patterns = Patterns::default();
        for at in 0..5_000 {
            patterns.add(&format!("docs/part-{at}/*.md")).unwrap();
        }
        patterns.build().unwrap();
        assert_eq!(
            patterns.matching(Path::new("docs/part-4999/a.md")),
            Some("docs/part-4999/*.md")
        );
    }

    #[test]
    fn nothing_outside_is_meant() {
        for pattern in ["../**", "/etc/**", "a/../../**"] {
            check(pattern, "etcetera/a.md", false);
            check(pattern, "a/b.md", false);
        }
    }

    #[test]
    fn what_is_no_pattern_is_told() {
        assert!(Patterns::default().add("docs/[a").is_err());
        assert!(Patterns::default().add("{a").is_err());
    }
}
