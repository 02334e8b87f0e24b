//! `textDocument/definition` and `textDocument/references`

use tower_lsp::lsp_types::{GotoDefinitionParams, Location, ReferenceParams};

use crate::convert;
use crate::features::shared::AskedProject;
use crate::roles::Spot;

/// Where the role at a position is declared: one that is named there, or that has the number of a
/// persona which is.
pub fn definition(asked: &AskedProject<'_>, params: &GotoDefinitionParams) -> Vec<Location> {
    let view = asked.view;
    let position = params.text_document_position_params.position;
    let numbered = || {
        let reviewed = asked.reviewed()?;
        let review = &reviewed.review;
        let offset = convert::offset(review.document(), position, view.client.encoding);
        view.index.vocabulary().index_of(&review.numbered_at(offset)?.name)
    };
    let role = view.at(asked.path, position).map(|mention| mention.role).or_else(numbered);
    let declared = role.map(|role| view.declarations(role));
    view.locations(&declared.unwrap_or_default())
}

/// Every place that names the role at a position, by any of its names.
pub fn references(asked: &AskedProject<'_>, params: &ReferenceParams) -> Vec<Location> {
    let view = asked.view;
    let position = params.text_document_position.position;
    let Some(mention) = view.at(asked.path, position) else { return Vec::new() };
    let mut spots = view.named(|other| other.role == mention.role);
    if !params.context.include_declaration {
        let declared = view.declarations(mention.role);
        let is_declared = |spot: &Spot| {
            declared.iter().any(|other| other.path == spot.path && other.span.overlaps(spot.span))
        };
        spots.retain(|spot| !is_declared(spot));
    }
    view.locations(&spots)
}
