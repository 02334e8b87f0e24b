//! A document and its review that were edited equal new ones.

use std::sync::Arc;

use arbitrary::Unstructured;
use markdown::{Block, Encoding};
use review::{Document, Review, Span};

use crate::text::text;

/// Edits a document as the bytes say, and holds it against a new one after each edit.
pub fn edits(bytes: &[u8]) {
    let mut bytes = Unstructured::new(bytes);
    let mut whole = text(&mut bytes, 60);
    let mut review = Review::new(Document::new(&whole), Arc::default());
    for _ in 0..8 {
        let Ok((at, length)) = bytes.arbitrary::<(u16, u8)>() else { break };
        let start = whole.floor_char_boundary(usize::from(at) % (whole.len() + 1));
        let end = whole.floor_char_boundary(start + usize::from(length)).max(start);
        let new = text(&mut bytes, 4);
        whole.replace_range(start..end, &new);
        let mut document = review.document().clone();
        document.edit(Span::new(start, end), &new);
        review = review.again(document, Arc::default());
        let fresh = Review::new(Document::new(&whole), Arc::default());
        assert_eq!(blocks(review.document()), blocks(fresh.document()));
        assert_eq!(answers(&review), answers(&fresh));
        positions(fresh.document(), &whole);
        if bytes.is_empty() {
            break;
        }
    }
}

fn blocks(document: &Document) -> Vec<(usize, String, Vec<Block>, bool)> {
    let segments = document.segments();
    segments
        .map(|(at, one)| (at, one.text().to_owned(), one.blocks().to_vec(), one.is_plain()))
        .collect()
}

fn answers(review: &Review) -> impl PartialEq + std::fmt::Debug {
    let whole = Span::new(0, review.document().len());
    (
        review.findings(),
        review.stories(),
        review.mentions(),
        review.declaring(),
        review.vocabulary().roles().to_vec(),
        (review.outline(), review.folds(), review.colored(whole), review.passed_over()),
    )
}

/// Places go there and back in each encoding: some two hundred of them, since each takes as long as its
/// line.
fn positions(document: &Document, text: &str) {
    let step = 1 + text.len() / 200;
    for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
        let mut positions = document.positions(encoding);
        for at in (0..=text.len()).filter(|at| text.is_char_boundary(*at)).step_by(step) {
            let place = document.position(at, encoding);
            assert_eq!(positions.of(at), place);
            let (before, behind) = text.split_at(at);
            let inside_break = before.ends_with('\r') && behind.starts_with('\n');
            assert_eq!(document.offset(place, encoding), at - usize::from(inside_break));
        }
    }
}
