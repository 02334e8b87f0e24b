//! `textDocument/selectionRange`

use tower_lsp::lsp_types::{Position, SelectionRange, SelectionRangeParams};

use crate::features::shared::AskedDocument;

/// What stands round each of the positions, the innermost first.
pub fn selections(asked: &AskedDocument<'_>, params: &SelectionRangeParams) -> Vec<SelectionRange> {
    let at = |position: &Position| {
        let offset = asked.offset(*position);
        let outward = asked.review().around(offset).into_iter().rev();
        let whole = outward.fold(None, |parent: Option<SelectionRange>, span| {
            let range = asked.range(span);
            Some(SelectionRange { range, parent: parent.map(Box::new) })
        });
        // One answer for each position, whatever it is.
        whole.unwrap_or_else(|| {
            let here = asked.range((offset..offset).into());
            SelectionRange { range: here, parent: None }
        })
    };
    params.positions.iter().map(at).collect()
}
