//! What sort of document it is, by its names.

use crate::words::Class;

use std::path::Path;

/// What a name says a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) enum DocumentKind {
    #[default]
    Unknown,
    /// A product requirements document.
    Prd,
    /// Something else: notes, personas, a README.
    Other,
}

/// What a title says of the sort of document.
pub(crate) fn of_title(title: &str) -> DocumentKind {
    let words: Vec<&str> = title.split([' ', '-']).collect();
    let has = |class: Class| words.iter().any(|word| class.has(word));
    let first = words.first().copied().unwrap_or_default();
    let last = words.last().copied().unwrap_or_default();
    let product = ["product requirement", "product brief", "product spec", "product definition"];
    let is_prd = has(Class::PrdWord) || product.iter().any(|name| title.contains(name));
    // "Minutes: PRD for the planner", but a PRD on meeting rooms or on release notes is one.
    let is_record = matches!(first, "notes" | "minutes" | "readme" | "changelog")
        || matches!(last, "notes" | "minutes") && !title.contains("release notes")
        || title.contains("meeting notes")
        || title.contains("meeting minutes");
    let is_other = has(Class::OtherDocument)
        || matches!(first, "rfc" | "adr" | "kep" | "tep")
        || Class::OtherDocumentEnd.has(last);
    if is_record || is_other && !is_prd {
        DocumentKind::Other
    } else if is_prd {
        DocumentKind::Prd
    } else {
        DocumentKind::Unknown
    }
}

/// What a file's name, or that of its folder, says of it.
pub(crate) fn of_name(path: &Path) -> DocumentKind {
    let words = |name: Option<&std::ffi::OsStr>| {
        let name = name.map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
        let words = name.split(|c: char| !c.is_alphabetic()).map(str::to_owned);
        words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    };
    let folder = words(path.parent().and_then(Path::file_name));
    match of_title(&words(path.file_stem())) {
        DocumentKind::Unknown if matches!(folder.as_str(), "prd" | "prds") => DocumentKind::Prd,
        DocumentKind::Unknown if Class::OtherFolder.has(folder.as_str()) => DocumentKind::Other,
        kind => kind,
    }
}

/// "type: prd"
pub(crate) fn of_front_matter(line: &str) -> Option<DocumentKind> {
    let (key, value) = line.split_once([':', '='])?;
    let is_kind = Class::KindKey.has(key.trim().to_lowercase().as_str());
    let value = value.to_lowercase();
    let words = value.split(|c: char| !c.is_alphabetic()).collect::<Vec<_>>().join(" ");
    Some(of_title(words.trim())).filter(|kind| is_kind && *kind != DocumentKind::Unknown)
}

/// Headings of documents that are written for engineers alone, or about what has been.
pub(crate) fn is_foreign(title: &str) -> bool {
    Class::ForeignTitle.has(title)
        || title.starts_with("upgrade ")
        || title.starts_with("specification ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_the_sort() {
        for title in ["tea prd", "product requirements document", "prd release notes screen"] {
            assert_eq!(of_title(title), DocumentKind::Prd, "{title}");
        }
        assert_eq!(of_title("prd personas in the kettle app"), DocumentKind::Prd);
        for title in [
            "meeting notes prd for tea",
            "minutes",
            "ux personas",
            "prd notes",
            "kickoff meeting",
            "rfc kettles",
            "readme",
        ] {
            assert_eq!(of_title(title), DocumentKind::Other, "{title}");
        }
        for title in ["", "tea", "meeting room booker", "interview planner", "release notes"] {
            assert_eq!(of_title(title), DocumentKind::Unknown, "{title}");
        }
    }

    #[test]
    fn a_file_or_its_folder_tells_it() {
        for (path, expected) in [
            ("docs/tea-prd.md", DocumentKind::Prd),
            ("prds/tea.md", DocumentKind::Prd),
            ("PRD/tea.md", DocumentKind::Prd),
            ("prd/notes.md", DocumentKind::Other),
            ("meetings/tea.md", DocumentKind::Other),
            ("meetings/prd.md", DocumentKind::Prd),
            ("docs/tea_2.md", DocumentKind::Unknown),
            ("tea", DocumentKind::Unknown),
            ("", DocumentKind::Unknown),
        ] {
            assert_eq!(of_name(Path::new(path)), expected, "{path}");
        }
        assert!(
            is_foreign("drawbacks")
                && is_foreign("upgrade path")
                && is_foreign("specification of tea")
        );
        assert!(!is_foreign("tea upgrade") && !is_foreign("problem"));
    }

    #[test]
    fn a_record_of_a_meeting_is_none() {
        for (title, expected) in [
            ("tea meeting notes prd", DocumentKind::Other),
            ("tea meeting minutes prd", DocumentKind::Other),
            ("tea prd minutes", DocumentKind::Other),
            ("prd release notes", DocumentKind::Prd),
            ("adr prd", DocumentKind::Prd),
            ("adr tea", DocumentKind::Other),
            ("product brief tea", DocumentKind::Prd),
            ("product tea", DocumentKind::Unknown),
        ] {
            assert_eq!(of_title(title), expected, "{title}");
        }
    }

    #[test]
    fn front_matter_tells_it_too() {
        assert_eq!(of_front_matter("type: PRD"), Some(DocumentKind::Prd));
        assert_eq!(of_front_matter("tags: [tea, prd]"), Some(DocumentKind::Prd));
        assert_eq!(of_front_matter("kind = \"personas\""), Some(DocumentKind::Other));
        assert_eq!(of_front_matter("owner: the prd team"), None);
        assert_eq!(of_front_matter("type: tea"), None);
    }
}
