//! `textDocument/definition` and `textDocument/references`

use std::path::Path;

use tower_lsp::lsp_types::{Location, Position};

use crate::roles::{Spot, View};

/// Where the role at a position is declared.
pub fn definition(view: &View<'_>, path: &Path, position: Position) -> Vec<Location> {
    let declared = view.at(path, position).map(|mention| view.declarations(mention.role));
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
