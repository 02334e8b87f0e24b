//! `textDocument/completion`

use review::{Cursor, LineStart, Offer};
use tower_lsp::lsp_types::{
    CompletionItem, CompletionItemKind, CompletionParams, CompletionTextEdit,
    CompletionTriggerKind, Documentation, InsertTextFormat, InsertTextMode, TextEdit,
};

use crate::features::shared::{AskedDocument, markup, seen};
use crate::features::snippet;

/// Typing this asks for completion by itself.
pub const TRIGGER: &str = " ";

/// What can be put at a position: roles, best first, and texts to begin with. Of what an editor asks
/// for by itself behind a space, only the role of a story: in prose a list would be in the way.
pub fn items(asked: &AskedDocument<'_>, params: &CompletionParams) -> Vec<CompletionItem> {
    let review = asked.review();
    let cursor = review.cursor(asked.offset(params.text_document_position.position));
    let is_unasked = params
        .context
        .as_ref()
        .is_some_and(|context| context.trigger_kind == CompletionTriggerKind::TRIGGER_CHARACTER);
    let is_slot = matches!(cursor, Cursor::Slot(_));
    if is_unasked && !is_slot {
        return Vec::new();
    }
    let maker = Maker { asked };
    let index = asked.index();
    let offers = review.offers(&cursor, &|role| seen(index.as_deref(), role));
    let offers = offers.into_iter().enumerate();
    // Roles in prose come behind texts to begin with, where both are found.
    let class = if is_slot { 0 } else { 2 };
    let mut items: Vec<CompletionItem> =
        offers.map(|(place, offer)| maker.role(offer, format!("{class}{place:04}"))).collect();
    if let Cursor::LineStart(line) = &cursor {
        items.extend(maker.snippets(line));
    }
    items
}

struct Maker<'a> {
    asked: &'a AskedDocument<'a>,
}

impl Maker<'_> {
    fn role(&self, offer: Offer, sort: String) -> CompletionItem {
        let edit = |edit| self.asked.text_edit(edit);
        let role = self.asked.review().vocabulary().roles().get(offer.role);
        let kind = role.and_then(|role| role.kind);
        let card = markup(offer.card, self.asked.client.markdown_cards);
        CompletionItem {
            label: offer.name,
            kind: Some(CompletionItemKind::CLASS),
            detail: Some(kind.map_or("role".to_owned(), |kind| kind.name().replace('-', " "))),
            documentation: Some(Documentation::MarkupContent(card)),
            sort_text: Some(sort),
            filter_text: Some(offer.found_by),
            text_edit: Some(CompletionTextEdit::Edit(edit(&offer.edit))),
            additional_text_edits: offer.article.as_ref().map(|article| vec![edit(article)]),
            ..CompletionItem::default()
        }
    }

    fn snippets(&self, line: &LineStart) -> Vec<CompletionItem> {
        let document = self.asked.document();
        let typed = document.slice(line.typed).to_lowercase();
        let range = self.asked.range(line.typed);
        let format = match self.asked.client.snippets {
            true => InsertTextFormat::SNIPPET,
            false => InsertTextFormat::PLAIN_TEXT,
        };
        let fitting = snippet::ALL.iter().enumerate().filter(|(_, snippet)| {
            (snippet.in_item || !line.in_item) && snippet.name.starts_with(&typed)
        });
        let items = fitting.map(|(place, snippet)| {
            let new_text = snippet.text(&line.indent, line.in_item, self.asked.client.snippets);
            let shown = snippet.text("", line.in_item, false);
            let adjusts = self.asked.client.adjusts_indentation;
            CompletionItem {
                label: snippet.name.to_owned(),
                kind: Some(CompletionItemKind::SNIPPET),
                detail: Some(snippet.about.to_owned()),
                documentation: Some(Documentation::MarkupContent(markup(
                    shown,
                    self.asked.client.markdown_cards,
                ))),
                sort_text: Some(format!("1{place:04}")),
                insert_text_format: Some(format),
                insert_text_mode: adjusts.then_some(InsertTextMode::ADJUST_INDENTATION),
                text_edit: Some(CompletionTextEdit::Edit(TextEdit { range, new_text })),
                ..CompletionItem::default()
            }
        });
        items.collect()
    }
}
