//! What sort of document it is, by its names.

use std::path::Path;

/// What a name says a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) enum Nature {
    #[default]
    Unknown,
    /// A product requirements document.
    Prd,
    /// Something else: notes, personas, a README.
    Other,
}

/// What a title says of the sort of document.
pub(crate) fn of_title(title: &str) -> Nature {
    let words: Vec<&str> = title.split([' ', '-']).collect();
    let has = |set: &[&str]| words.iter().any(|word| set.contains(word));
    let product = ["product requirement", "product brief", "product spec", "product definition"];
    if has(&["minutes", "notes", "readme", "changelog", "retro", "retrospective", "review"]) {
        Nature::Other
    } else if has(&["prd", "prds", "mrd"]) || product.iter().any(|name| title.contains(name)) {
        Nature::Prd
    } else if has(&[
        "meeting",
        "standup",
        "persona",
        "personas",
        "postmortem",
        "rfc",
        "adr",
        "kep",
        "tep",
        "essay",
        "interview",
        "glossary",
    ]) {
        Nature::Other
    } else {
        Nature::Unknown
    }
}

/// Folders of documents that are no product requirements.
const OTHER_FOLDERS: &[&str] = &[
    "adr",
    "adrs",
    "decisions",
    "enhancements",
    "keps",
    "meetings",
    "minutes",
    "notes",
    "personas",
    "proposals",
    "rfc",
    "rfcs",
    "teps",
    "posts",
    "blog",
    "essays",
];

/// What a file's name, or that of its folder, says of it.
pub(crate) fn of_name(path: &Path) -> Nature {
    let words = |name: Option<&std::ffi::OsStr>| {
        let name = name.map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
        let words = name.split(|c: char| !c.is_alphabetic()).map(str::to_owned);
        words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    };
    let folder = words(path.parent().and_then(Path::file_name));
    match of_title(&words(path.file_stem())) {
        Nature::Unknown if matches!(folder.as_str(), "prd" | "prds") => Nature::Prd,
        Nature::Unknown if OTHER_FOLDERS.contains(&folder.as_str()) => Nature::Other,
        nature => nature,
    }
}

/// "type: prd"
pub(crate) fn of_front_matter(line: &str) -> Option<Nature> {
    let (key, value) = line.split_once([':', '='])?;
    let is_kind = matches!(
        key.trim().to_lowercase().as_str(),
        "type"
            | "kind"
            | "doctype"
            | "doc_type"
            | "document"
            | "category"
            | "template"
            | "layout"
            | "tags"
            | "title"
    );
    let value = value.to_lowercase();
    let words = value.split(|c: char| !c.is_alphabetic()).collect::<Vec<_>>().join(" ");
    Some(of_title(words.trim())).filter(|nature| is_kind && *nature != Nature::Unknown)
}

/// Headings of documents that are written for engineers alone, or about what has been.
pub(crate) fn is_foreign(title: &str) -> bool {
    const TITLES: &[&str] = &[
        "test plan",
        "graduation criteria",
        "upgrade",
        "drawbacks",
        "implementation details",
        "implementation history",
        "attendees",
        "action items",
        "agenda",
        "installation",
        "getting started",
        "contributing",
        "license",
        "changelog",
        "consequences",
        "design details",
        "design evaluation",
        "upgrade migration strategy",
        "usage",
        "alternatives considered",
        "specification",
    ];
    TITLES.contains(&title) || title.starts_with("upgrade ") || title.starts_with("specification ")
}
