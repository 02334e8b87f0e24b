//! `textDocument/codeLens`: who uses what is declared here, and what the stories owe.

use markdown::{Document, Span};
use review::{TipJar, counted};
use serde_json::{Value, json};
use tower_lsp::lsp_types::{CodeLens, CodeLensParams, Command};

use crate::convert::Ranges;
use crate::documents::Reviewed;
use crate::features::shared::AskedProject;

/// The lenses of a file that declares roles, or of a document with stories.
pub fn lenses(asked: &AskedProject<'_>, _: &CodeLensParams) -> Vec<CodeLens> {
    let (view, path) = (asked.view, asked.path);
    let Some(text) = view.text(path) else { return Vec::new() };
    let document = Document::new(&text);
    let mut lenses: Vec<(Span, String, Option<Value>)> = Vec::new();
    for (index, role) in view.index.vocabulary().roles().iter().enumerate() {
        let here = role.declared.iter().filter_map(|place| place.file.as_ref());
        for place in here.filter(|file| file.path == path) {
            let count = view.index.count_of(index);
            let title = format!(
                "{} · {}",
                counted(count.stories, "story", "stories"),
                counted(count.documents, "document", "documents")
            );
            lenses.push((place.span, format!("{}: {title}", role.name), None));
        }
    }
    lenses.extend(asked.reviewed().and_then(|reviewed| tip_jar(&reviewed)));
    lenses.sort_by(|(span, title, _), (other, another, _)| (span, title).cmp(&(other, another)));
    lenses.dedup();
    let mut ranges = Ranges::new(&document, view.client.encoding);
    let lens = |(span, title, data): (Span, String, Option<Value>)| {
        let mut range = ranges.of(span);
        range.end = range.start;
        // A command without a name is a title that cannot be clicked.
        let command = Command { title, command: String::new(), arguments: None };
        CodeLens { range, command: Some(command), data }
    };
    lenses.into_iter().map(lens).collect()
}

/// What the stories of a document owe, over the first of them; the numbers also by themselves, for an editor that
/// shows them elsewhere as well.
fn tip_jar(reviewed: &Reviewed) -> Option<(Span, String, Option<Value>)> {
    let first = reviewed.review.stories().first()?.span;
    let TipJar { stories, generic, owed } = reviewed.review.tip_jar();
    let of = counted(stories, "story", "stories");
    let verb = if generic == 1 { "does" } else { "do" };
    let title = format!("Tip jar: ${owed} · {generic} of {of} {verb} not say who");
    let data = json!({ "tipJar": { "owed": owed, "stories": stories, "generic": generic } });
    (generic > 0).then_some((first, title, Some(data)))
}
