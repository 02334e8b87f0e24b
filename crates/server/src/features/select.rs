//! `textDocument/selectionRange`

use tower_lsp::lsp_types::{Position, SelectionRange};

use crate::client::Client;
use crate::convert;
use crate::documents::Reviewed;

/// What stands round each of the positions, the innermost first.
pub fn selections(
    reviewed: &Reviewed,
    positions: &[Position],
    client: Client,
) -> Vec<SelectionRange> {
    let review = &reviewed.review;
    let document = review.document();
    let at = |position: &Position| {
        let offset = convert::offset(document, *position, client.encoding);
        let outward = review.around(offset).into_iter().rev();
        let whole = outward.fold(None, |parent: Option<SelectionRange>, span| {
            let range = convert::range(document, span, client.encoding);
            Some(SelectionRange { range, parent: parent.map(Box::new) })
        });
        // One answer for each position, whatever it is.
        whole.unwrap_or_else(|| {
            let here = convert::range(document, (offset..offset).into(), client.encoding);
            SelectionRange { range: here, parent: None }
        })
    };
    positions.iter().map(at).collect()
}
