//! Where a document is for other programs: from the top of the repository on, since they know no
//! current folder.

use std::path::{Component, Path, PathBuf};
use std::sync::LazyLock;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use project::slashed;

use crate::git::top_of;

/// What need not be escaped in the path of a URI.
const ESCAPED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// The folder of the nearest `.git` above the current folder, or else the current folder.
static TOP: LazyLock<PathBuf> = LazyLock::new(|| {
    let here = project::clean(Path::new("."));
    top_of(&here).unwrap_or(&here).to_owned()
});

/// Where a document is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// From the top of the repository on, or from the root where it is elsewhere; with `/`.
    pub path: String,
    /// Whether it is in the repository.
    pub is_inside: bool,
}

impl Address {
    /// Where the document at `path` is.
    pub fn of(path: &Path) -> Self {
        let path = project::clean(path);
        match path.strip_prefix(TOP.as_path()) {
            Ok(inside) => Self { path: slashed(inside), is_inside: true },
            Err(_) => Self { path: slashed(&path), is_inside: false },
        }
    }

    /// It as a URI: relative to the top of the repository where it is inside.
    pub fn uri(&self) -> String {
        let path = encoded(&self.path);
        match (self.is_inside, self.path.starts_with('/')) {
            (true, _) => path,
            (false, true) => format!("file://{path}"),
            // A drive.
            (false, false) => format!("file:///{path}"),
        }
    }
}

/// A path as a part of a URI, with all else than plain letters, digits and `/` in `%`.
pub fn encoded(path: &str) -> String {
    utf8_percent_encode(path, ESCAPED).to_string()
}

/// The way to `path` from `folder`, both from the root on.
pub fn relative(path: &Path, folder: &Path) -> PathBuf {
    let same = path.components().zip(folder.components()).take_while(|(one, other)| one == other);
    let same = same.count();
    // Nothing in common is another drive.
    if same == 0 {
        return path.to_owned();
    }
    let up = folder.components().skip(same).map(|_| Component::ParentDir);
    up.chain(path.components().skip(same)).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use project::slashed;

    use super::{encoded, relative};

    #[test]
    fn no_path_gets_out_of_an_address() {
        assert_eq!(encoded("docs/a-b_c.md"), "docs/a-b_c.md");
        assert_eq!(encoded("a b/é#?\"<'>&:%)"), "a%20b/%C3%A9%23%3F%22%3C%27%3E%26%3A%25%29");
    }

    #[test]
    fn a_way_leads_from_the_page_to_the_document() {
        let way = |path: &str, folder: &str| slashed(&relative(Path::new(path), Path::new(folder)));
        assert_eq!(way("/p/docs/a.md", "/p"), "docs/a.md");
        assert_eq!(way("/p/docs/a.md", "/p/out/html"), "../../docs/a.md");
        assert_eq!(way("/q/a.md", "/p"), "../q/a.md");
    }
}
