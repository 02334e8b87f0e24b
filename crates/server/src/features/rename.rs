//! `textDocument/rename` and `textDocument/prepareRename`

use std::path::Path;

use markdown::{Document, Encoding};
use project::Naming;
use review::{Edit, NameKind, Renaming, counted};
use tower_lsp::lsp_types::{
    PrepareRenameResponse, RenameParams, TextDocumentPositionParams, WorkspaceEdit,
};

use crate::convert;
use crate::features::edit;
use crate::features::shared::AskedProject;
use crate::roles::View;

/// The name at a position, and what it is called where it is declared.
pub fn prepare(
    asked: &AskedProject<'_>,
    params: &TextDocumentPositionParams,
) -> Option<PrepareRenameResponse> {
    let view = asked.view;
    let mention = view.at(asked.path, params.position)?;
    let placeholder = view.index.vocabulary().name_of(mention)?.to_owned();
    let document = Document::new(&view.text(asked.path)?);
    let range = convert::range(&document, mention.span, view.client.encoding);
    Some(PrepareRenameResponse::RangeWithPlaceholder { range, placeholder })
}

/// The edit that gives what is at a position another name, wherever the project names it. The error says
/// why it cannot have that name.
pub fn rename(asked: &AskedProject<'_>, params: &RenameParams) -> Result<WorkspaceEdit, String> {
    let view = asked.view;
    let position = params.text_document_position.position;
    let mention = view.at(asked.path, position).ok_or("There is no role here to rename.")?;
    let renaming = Renaming::new(view.index.vocabulary(), mention, &params.new_name)?;
    let mut changes: Vec<(std::path::PathBuf, Vec<Edit>)> = Vec::new();
    let mut blocked = Vec::new();
    for (path, file) in view.index.files() {
        let renamed = file.summary().renamed(file.text(), file.heard(), &renaming);
        if let Some(first) = renamed.blocked.first() {
            let document = Document::new(file.text());
            let line = document.position(first.start, Encoding::Utf8).line + 1;
            blocked.push((format!("{}:{line}", view.index.shown(path)), renamed.blocked.len()));
        }
        if !renamed.edits.is_empty() {
            changes.push((path.to_owned(), renamed.edits));
        }
    }
    if !blocked.is_empty() {
        return Err(refusal(renaming.old(), &blocked));
    }
    for path in view.declaring() {
        let edits = declared(view, &path, &renaming);
        if edits.is_empty() {
            continue;
        }
        match changes.iter_mut().find(|(other, _)| *other == path) {
            Some((_, present)) => {
                // A persona's heading is prose, too.
                let new = edits
                    .into_iter()
                    .filter(|edit| !present.iter().any(|other| other.span.overlaps(edit.span)));
                let new: Vec<Edit> = new.collect();
                present.extend(new);
                present.sort();
            }
            None => changes.push((path, edits)),
        }
    }
    Ok(edit::of_files(changes, view))
}

/// Says why nothing is renamed: for each document, the first place that stands in the way and how many
/// there are.
fn refusal(old: &str, blocked: &[(String, usize)]) -> String {
    const SHOWN: usize = 3;
    let count: usize = blocked.iter().map(|(_, count)| count).sum();
    let places: Vec<&str> = blocked.iter().take(SHOWN).map(|(place, _)| place.as_str()).collect();
    let more = match count - places.len() {
        0 => String::new(),
        more => format!(" and {}", counted(more, "more place", "more places")),
    };
    format!(
        "“{old}” wasn’t renamed: markup inside the name would be lost at {}{more}. Edit there first.",
        places.join(", ")
    )
}

/// The edits in a file that declares roles.
fn declared(view: &View<'_>, path: &Path, renaming: &Renaming<'_>) -> Vec<Edit> {
    let names = view.names(path).into_iter();
    let edits = names.filter_map(|name| {
        let mention = view.mention_of(&name)?;
        let is_meant = renaming.is_of(mention);
        if !is_meant {
            return None;
        }
        let new = match (name.kind, renaming.name()) {
            (Naming::Plural, NameKind::Canonical) => renaming.new_plural(),
            _ => renaming.new_name().to_owned(),
        };
        Some(Edit { span: name.span, text: name.rewritten(&new) })
    });
    edits.collect()
}
