//! `textDocument/inlayHint`: the kind of a role, behind its name in a story.

use tower_lsp::lsp_types::{InlayHint, InlayHintKind, InlayHintLabel, InlayHintParams};

use crate::features::shared::AskedDocument;

/// The hints in a range.
pub fn hints(asked: &AskedDocument<'_>, params: &InlayHintParams) -> Vec<InlayHint> {
    let within = asked.span(params.range);
    let mut ranges = asked.ranges();
    let kinds = asked.review().teller_kinds().into_iter().filter(|(at, _)| within.touches(*at));
    let hints = kinds.map(|(at, kind)| InlayHint {
        position: ranges.of((at..at).into()).start,
        label: InlayHintLabel::String(format!(": {}", kind.name().replace('-', " "))),
        kind: Some(InlayHintKind::TYPE),
        text_edits: None,
        tooltip: None,
        padding_left: None,
        padding_right: None,
        data: None,
    });
    hints.collect()
}
