//! `textDocument/semanticTokens`

use markdown::Span;
use review::{RoleKind, Syntax};
use tower_lsp::lsp_types::{
    Range, SemanticToken, SemanticTokenModifier, SemanticTokenType, SemanticTokens,
    SemanticTokensLegend,
};

use crate::features::shared::AskedDocument;

const TYPE: u32 = 0;
const KEYWORD: u32 = 1;
const DECLARATION: u32 = 1 << 6;

/// What the numbers mean: types by index, modifiers by bit.
pub fn legend() -> SemanticTokensLegend {
    let kinds = ["buyer", "consumer", "endUser", "prospect", "internal", "partner"];
    let mut token_modifiers: Vec<_> = kinds.into_iter().map(SemanticTokenModifier::new).collect();
    token_modifiers.push(SemanticTokenModifier::DECLARATION);
    SemanticTokensLegend {
        token_types: vec![SemanticTokenType::TYPE, SemanticTokenType::KEYWORD],
        token_modifiers,
    }
}

/// The tokens of the document, or of a range of it.
pub fn tokens(asked: &AskedDocument<'_>, range: Option<Range>) -> SemanticTokens {
    let within = match range {
        Some(range) => asked.span(range),
        None => Span::new(0, asked.document().len()),
    };
    let mut ranges = asked.ranges();
    let mut data = Vec::new();
    let (mut line, mut column) = (0, 0);
    let colored =
        asked.review().colored(within).into_iter().filter(|one| one.span.overlaps(within));
    for one in colored {
        let place = ranges.of(one.span);
        let (token_type, token_modifiers_bitset) = match one.what {
            Syntax::Keyword => (KEYWORD, 0),
            Syntax::Role { kind, declares } => {
                (TYPE, kind.map_or(0, bit) | if declares { DECLARATION } else { 0 })
            }
        };
        if place.start.line != line {
            column = 0;
        }
        data.push(SemanticToken {
            delta_line: place.start.line - line,
            delta_start: place.start.character - column,
            length: place.end.character.saturating_sub(place.start.character),
            token_type,
            token_modifiers_bitset,
        });
        (line, column) = (place.start.line, place.start.character);
    }
    SemanticTokens { result_id: None, data }
}

/// The modifier of a kind, by its place in the legend.
fn bit(kind: RoleKind) -> u32 {
    let place = match kind {
        RoleKind::Buyer => 0,
        RoleKind::Consumer => 1,
        RoleKind::EndUser => 2,
        RoleKind::Prospect => 3,
        RoleKind::Internal => 4,
        RoleKind::Partner => 5,
    };
    1 << place
}
