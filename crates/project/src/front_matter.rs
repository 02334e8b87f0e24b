//! The front matter of a persona file, in YAML or TOML.

use markdown::{Document, Kind, Span, slice};

use crate::lines::BOM;
use crate::problem::Report;
use crate::table::Table;
use crate::{toml, yaml};

/// Returns the keys of the front matter of a document; none where there is no front matter that can be read.
pub(crate) fn front_matter(text: &str, report: &mut Report) -> Option<Table> {
    let document = Document::new(text);
    let block = document.segments().flat_map(|(start, segment)| {
        let front = segment.blocks().iter().find(|block| block.kind == Kind::FrontMatter);
        front.map(|block| block.span.shifted(start))
    });
    let Some(block) = block.into_iter().next() else {
        let mut lines = text.trim_start_matches(BOM).lines();
        let open = lines.next().map(str::trim_end) == Some("---");
        if open && lines.next().is_some_and(|line| line.contains(':')) {
            let message = "The front matter is not closed. Add a line `---` below it.";
            report.error(Span::default(), message.to_owned());
        }
        return None;
    };
    // What stands between the line that opens it and the one that closes it.
    let whole = slice(text, block).trim_end();
    let start = whole.find('\n').map_or(whole.len(), |at| at + 1);
    let end = whole.rfind('\n').map_or(start, |at| at + 1).max(start);
    let body = Span::new(start, end).shifted(block.start);
    let offset = body.start;
    match whole.trim_start_matches(BOM).as_bytes().first() {
        Some(b'+') => toml::read(slice(text, body), offset, report),
        _ => yaml::read(slice(text, body), offset, report),
    }
}
