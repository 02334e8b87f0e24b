//! `textDocument/foldingRange`

use std::cmp::Reverse;

use review::FoldKind;
use tower_lsp::lsp_types::{FoldingRange, FoldingRangeKind, FoldingRangeParams};

use crate::features::shared::AskedDocument;

/// What can be folded away, each with a line to hide; the longest if the client wants only so many.
pub fn folds(asked: &AskedDocument<'_>, _: &FoldingRangeParams) -> Vec<FoldingRange> {
    let client = asked.client;
    let mut ranges = asked.ranges();
    let mut folds: Vec<FoldingRange> = asked
        .review()
        .folds()
        .into_iter()
        .filter_map(|fold| {
            let range = ranges.of(fold.span);
            (range.start.line < range.end.line).then(|| FoldingRange {
                start_line: range.start.line,
                // From the end of the first line on, which is the default.
                start_character: None,
                end_line: range.end.line,
                end_character: (!client.folds_lines).then_some(range.end.character),
                kind: Some(match fold.kind {
                    FoldKind::Comment => FoldingRangeKind::Comment,
                    _ => FoldingRangeKind::Region,
                }),
                collapsed_text: None,
            })
        })
        .collect();
    if client.folds_lines {
        folds.dedup_by_key(|fold| (fold.start_line, fold.end_line));
    }
    if let Some(most) = client.most_folds {
        folds.sort_by_key(|fold| Reverse(fold.end_line - fold.start_line));
        folds.truncate(most as usize);
        folds.sort_by_key(|fold| (fold.start_line, Reverse(fold.end_line)));
    }
    folds
}
