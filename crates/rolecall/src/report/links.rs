//! Where the links of a report lead.

use std::path::{Path, PathBuf};

use project::{clean, slashed};

use crate::address::{encoded, relative};
use crate::cli::Report;

/// Where links lead.
pub struct Links {
    /// The folder that they start from.
    folder: PathBuf,
    /// Its address, where they lead to the web rather than to files.
    web: Option<String>,
}

impl Links {
    /// Where these options want it, or what is wrong with them.
    pub fn of(options: &Report) -> Result<Self, String> {
        let here = clean(Path::new("."));
        let Some(base) = &options.link_base else {
            let page = options.output_file.as_deref().map(clean);
            let folder = page.as_deref().and_then(Path::parent).unwrap_or(&here);
            return Ok(Self { folder: folder.to_owned(), web: None });
        };
        let is_plain = |c: char| {
            c.is_ascii_graphic()
                && !matches!(c, '"' | '<' | '>' | '(' | ')' | '\\' | '`' | '?' | '#')
        };
        let is_web = base.starts_with("https://") || base.starts_with("http://");
        if !is_web || !base.chars().all(is_plain) {
            return Err("--link-base must be the web address of the current folder, such as https://example.com/team/repository/blob/main".to_owned());
        }
        Ok(Self { folder: here, web: Some(base.trim_end_matches('/').to_owned()) })
    }

    /// The address of a file.
    pub fn address(&self, path: &Path) -> String {
        let way = encoded(&slashed(&relative(&clean(path), &self.folder)));
        match &self.web {
            None => way,
            // Sites show Markdown without its lines unless they are asked for it plain.
            Some(base) => format!("{base}/{way}?plain=1"),
        }
    }
}
