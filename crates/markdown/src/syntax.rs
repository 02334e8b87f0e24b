//! What a document is written in.

use std::path::Path;

/// What a document is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Syntax {
    /// Markdown.
    #[default]
    Markdown,
    /// Markdown with components, imports and expressions of JavaScript: the `.mdx` files of Docusaurus and others.
    Mdx,
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
            "md" | "markdown" => Some(Self::Markdown),
            "mdx" => Some(Self::Mdx),
            "txt" => Some(Self::Text),
            "feature" => Some(Self::Gherkin),
            _ => None,
        }
    }

    /// Whether it is Markdown, with or without what MDX adds.
    pub fn is_markdown(self) -> bool {
        matches!(self, Self::Markdown | Self::Mdx)
    }
}
