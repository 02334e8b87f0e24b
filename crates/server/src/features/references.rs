//! `textDocument/definition` and `textDocument/references`

use std::path::Path;

use tower_lsp::lsp_types::{Location, Position};

use crate::convert;
use crate::documents::Reviewed;
use crate::roles::{Spot, View};

/// Where the role at a position is declared: one that is named there, or that has the number of a
/// persona which is.
pub fn definition(
    view: &View<'_>,
    path: &Path,
    reviewed: Option<&Reviewed>,
    position: Position,
) -> Vec<Location> {
    let numbered = || {
        let review = &reviewed?.review;
        let offset = convert::offset(review.document(), position, view.client.encoding);
        view.index.vocabulary().index_of(&review.numbered_at(offset)?.name)
    };
    let role = view.at(path, position).map(|mention| mention.role).or_else(numbered);
    let declared = role.map(|role| view.declarations(role));
    view.locations(&declared.unwrap_or_default())
}

/// Every place that names the role at a position, by any of its names.
pub fn references(
    view: &View<'_>,
    path: &Path,
    position: Position,
    with_declarations: bool,
) -> Vec<Location> {
    let Some(mention) = view.at(path, position) else { return Vec::new() };
    let mut spots = view.named(|other| other.role == mention.role);
    if !with_declarations {
        let declared = view.declarations(mention.role);
        let is_declared = |spot: &Spot| {
            declared.iter().any(|other| other.path == spot.path && other.span.overlaps(spot.span))
        };
        spots.retain(|spot| !is_declared(spot));
    }
    view.locations(&spots)
}
