//! What is said of a text stands in it, and can be mended without touching anything else.

use std::sync::Arc;

use arbitrary::Unstructured;
use review::{Document, DocumentSummary, Origin, Review, Scope, Span, Trust};

use crate::text::text;

/// Asks everything of the review of a text, and looks at each place in the answers.
pub fn stories(bytes: &[u8]) {
    // A text as it is, or one of pieces.
    let text = match bytes.split_first() {
        Some((0..128, rest)) => String::from_utf8_lossy(rest).into_owned(),
        _ => text(&mut Unstructured::new(bytes), 400),
    };
    let stands = |span: Span| {
        assert!(text.get(span.start..span.end).is_some(), "{span:?} of {text:?}");
    };
    let review = Review::new(Document::new(&text), Arc::default());
    let findings = review.findings();
    for finding in &findings {
        stands(finding.span);
        finding.related.iter().for_each(|related| stands(related.span));
        assert!(!finding.message.is_empty());
        let fixes = review.fixes(finding, Scope::Document);
        for fix in fixes.iter().chain(&review.exemptions(finding)) {
            fix.edits.iter().for_each(|edit| stands(edit.span));
            let in_order = fix.edits.is_sorted_by(|one, next| one.span.end <= next.span.start);
            assert!(in_order, "{fix:?} of {text:?}");
        }
    }
    for story in review.stories() {
        stands(story.span);
        stands(story.want.span);
        story.benefit.iter().for_each(|part| stands(part.span));
        story.roles.iter().for_each(|role| stands(role.span));
    }
    review.mentions().iter().for_each(|mention| stands(mention.span));
    review.passed_over().iter().for_each(|word| stands(word.span));
    for at in (0..=text.len()).step_by(31) {
        review.hover(at, &|_| None);
        let cursor = review.cursor(at);
        review.offers(&cursor, &|_| None);
        review.around(at);
    }
    let told: Vec<Span> = review.stories().iter().map(|story| story.span).collect();
    let summary = DocumentSummary::of(review.document(), Origin::default());
    assert_eq!(summary.stories().iter().map(|story| story.span).collect::<Vec<_>>(), told);
    for trust in [Trust::Safe, Trust::Guesses] {
        let (edits, _) = review.edits_of_all_fixes(trust);
        edits.iter().for_each(|edit| stands(edit.span));
        let in_order = edits.is_sorted_by(|one, next| one.span.end <= next.span.start);
        assert!(in_order, "{edits:?} of {text:?}");
    }
}
