//! Documents by name.

use std::path::{Path, PathBuf};

use tower_lsp::lsp_types::Url;

/// What a document is known by here: two spellings of one file (`c%3A`, `c:`, `%20`) are one key.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key(String);

impl Key {
    /// The key of a URI.
    pub fn of(uri: &Url) -> Self {
        match path_of(uri) {
            Some(path) => Self::of_path(&path),
            None => Self(uri.as_str().to_owned()),
        }
    }

    /// The key of a file.
    pub fn of_path(path: &Path) -> Self {
        let path = path.to_string_lossy();
        // The letter of a drive may be written either way.
        let drive = path.find(':').filter(|at| *at <= 2).map_or(0, |at| at + 1);
        let (drive, rest) = path.split_at_checked(drive).unwrap_or(("", &path));
        Self(format!("{}{rest}", drive.to_lowercase()))
    }
}

/// The file a URI names, if it names one.
pub fn path_of(uri: &Url) -> Option<PathBuf> {
    (uri.scheme() == "file").then(|| uri.to_file_path().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_file_are_one_key() {
        let key = |uri: &str| Key::of(&Url::parse(uri).unwrap());
        assert_eq!(key("file:///c%3A/a%20b.md"), key("file:///C:/a b.md"));
        assert_eq!(key("file:///tmp/%5Ba%5D.md"), key("file:///tmp/[a].md"));
        assert_ne!(key("file:///tmp/a.md"), key("file:///tmp/A.md"));
        assert_ne!(key("untitled:Untitled-1"), key("untitled:Untitled-2"));
    }
}
