//! What a document is written in.

use std::path::Path;

use crate::feature::Feature;
use crate::scan::Within;

/// What a document is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Syntax {
    /// Markdown.
    #[default]
    Markdown,
    /// Text without markup: blank lines part paragraphs.
    Text,
    /// Gherkin: the `.feature` files of Cucumber.
    Gherkin,
}

impl Syntax {
    /// What a file of that name is written in, if it is any of these.
    pub fn of_path(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        match ending.as_str() {
            "md" | "markdown" | "mdx" => Some(Self::Markdown),
            "txt" => Some(Self::Text),
            "feature" => Some(Self::Gherkin),
            _ => None,
        }
    }

    /// What the first line of a document continues.
    pub(crate) fn start(self) -> Within {
        match self {
            Self::Markdown => Within::Text,
            Self::Text => Within::Plain,
            Self::Gherkin => Within::Feature(Feature::default()),
        }
    }
}
