//! Text that is too much to be read as Markdown.

use markdown::{Segment, Span, slice};

use crate::text::passage::Passage;

/// How much of a word is pointed at, in bytes: it may be as long as the document.
const SHOWN: usize = 40;

/// The first word of what a segment is read as plain text for. None where nobody misses its markup:
/// in code, and where a picture that stands in the text as data makes it long.
pub(crate) fn find(segment: &Segment, passages: &[Passage]) -> Option<Span> {
    let place = segment.too_much()?;
    let is_data = |passage: &Passage| slice(segment.text(), passage.span).contains(";base64,");
    if passages.iter().any(is_data) {
        return None;
    }
    let first = passages.iter().find(|passage| passage.span.end > place.start)?;
    let start = first.span.start.max(place.start);
    let text = slice(segment.text(), Span::new(start, first.span.end));
    let start = start + (text.len() - text.trim_start().len());
    let word = text.split_whitespace().next()?;
    Some(Span::new(start, start + word.floor_char_boundary(SHOWN)))
}

#[cfg(test)]
mod tests {
    use markdown::Document;

    use super::*;

    /// The first word of each segment that is too much to be read as Markdown.
    fn words(text: &str) -> Vec<String> {
        let document = Document::new(text);
        let found = document.segments().filter_map(|(_, segment)| {
            Some(slice(segment.text(), find(segment, &Passage::of(segment))?).to_owned())
        });
        found.collect()
    }

    #[test]
    fn the_first_word_of_what_is_too_much_is_found() {
        assert_eq!(words("Nurses wait.\n"), Vec::<String>::new());
        let deep = "> ".repeat(70);
        assert_eq!(words(&format!("Text\n\n{deep}Nurses wait.\n")), [">"]);
        // Of a word that goes on and on the beginning is enough.
        assert_eq!(words(&format!("{} Nurses wait.\n", ">".repeat(70))), [">".repeat(SHOWN)]);
        assert_eq!(
            words(&format!("{deep}![x](data:image/png;base64,AAAA)\n")),
            Vec::<String>::new()
        );
    }
}
