//! `textDocument/codeAction`

use std::path::PathBuf;

use markdown::Document;
use review::{Change, Edit, Fix, Scope, Trust, counted};
use tower_lsp::lsp_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, CreateFile,
    CreateFileOptions, Diagnostic, DocumentChangeOperation, DocumentChanges, ResourceOp, TextEdit,
    Url, WorkspaceEdit,
};

use crate::convert;
use crate::features::edit;
use crate::features::shared::AskedDocument;

/// The kind of the action that applies all safe fixes.
pub const FIX_ALL: &str = "source.fixAll.rolecall";

/// When the quick fixes of an answer have more edits than this, those of further findings are left out.
const EDITS: usize = 20_000;

/// The quick fixes for what was found in a range, the likeliest role first, then the ways to leave
/// it as it is; or, where that is what is wanted, all that is safe at once.
pub fn actions(asked: &AskedDocument<'_>, params: &CodeActionParams) -> Vec<CodeActionOrCommand> {
    let maker = Maker { asked };
    let only = params.context.only.as_deref();
    let mut actions = Vec::new();
    // Nobody who asks for all that can be done at a place means the whole document.
    if only.is_some_and(|only| only.iter().any(|kind| includes(kind, FIX_ALL))) {
        actions.extend(maker.fix_all());
    }
    let quick = CodeActionKind::QUICKFIX;
    if only.is_none_or(|only| only.iter().any(|kind| includes(kind, quick.as_str()))) {
        actions.extend(maker.quick_fixes(params));
    }
    let rewrite = CodeActionKind::REFACTOR_REWRITE;
    if only.is_none_or(|only| only.iter().any(|kind| includes(kind, rewrite.as_str()))) {
        actions.extend(maker.helps(params));
    }
    actions
}

/// Whether a kind that is asked for is this one, or one that it is a part of: kinds are parted by
/// dots.
fn includes(asked: &CodeActionKind, kind: &str) -> bool {
    let rest = kind.strip_prefix(asked.as_str());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || asked.as_str().is_empty())
}

struct Maker<'a> {
    asked: &'a AskedDocument<'a>,
}

impl Maker<'_> {
    fn quick_fixes(&self, params: &CodeActionParams) -> Vec<CodeActionOrCommand> {
        let AskedDocument { open, client, .. } = *self.asked;
        let review = self.asked.review();
        let range = self.asked.span(params.range);
        let (mut actions, mut exemptions) = (Vec::new(), Vec::new());
        let mut edits = 0;
        for finding in review.findings_in(range) {
            // Nobody picks from so many, and an answer for each of a long document's findings has no end.
            if edits > EDITS {
                break;
            }
            let found = self.asked.range(finding.span);
            let diagnostic =
                convert::finding(review.document(), &open.uri, finding.clone(), found, client);
            for fix in review.fixes(&finding, Scope::Document) {
                edits += fix.edits.len().max(1);
                actions.extend(self.action(fix, &diagnostic));
            }
            for fix in review.exemptions(&finding) {
                exemptions.extend(self.action(fix, &diagnostic));
            }
        }
        actions.extend(exemptions);
        actions
    }

    /// What can be written at a place, beside what was found there.
    fn helps(&self, params: &CodeActionParams) -> Vec<CodeActionOrCommand> {
        let offset = self.asked.offset(params.range.start);
        let helps = self.asked.review().helps(offset).into_iter().map(|help| {
            CodeActionOrCommand::CodeAction(CodeAction {
                title: help.title,
                kind: Some(CodeActionKind::REFACTOR_REWRITE),
                edit: Some(self.edit(&help.edits)),
                ..CodeAction::default()
            })
        });
        helps.collect()
    }

    fn fix_all(&self) -> Option<CodeActionOrCommand> {
        let (edits, mended) = self.asked.review().edits_of_all_fixes(Trust::Safe);
        (mended > 0).then(|| {
            CodeActionOrCommand::CodeAction(CodeAction {
                title: format!(
                    "Mend what is safe to mend ({})",
                    counted(mended, "place", "places")
                ),
                kind: Some(CodeActionKind::new(FIX_ALL)),
                edit: Some(self.edit(&edits)),
                ..CodeAction::default()
            })
        })
    }

    fn action(&self, fix: Fix, diagnostic: &Diagnostic) -> Option<CodeActionOrCommand> {
        let edit = match &fix.change {
            Some(change) => self.config_edit(change)?,
            None => self.edit(&fix.edits),
        };
        Some(CodeActionOrCommand::CodeAction(CodeAction {
            title: fix.title,
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![diagnostic.clone()]),
            edit: Some(edit),
            is_preferred: fix.preferred.then_some(true),
            ..CodeAction::default()
        }))
    }

    fn edit(&self, edits: &[Edit]) -> WorkspaceEdit {
        let AskedDocument { open, reviewed, client, .. } = *self.asked;
        let edits = edits.iter().map(|edit| self.asked.text_edit(edit));
        edit::workspace(vec![(open.uri.clone(), reviewed.version, edits.collect())], client)
    }

    /// Changes the project's `rolecall.toml`, which is made beside the document if there is none and
    /// the client can.
    fn config_edit(&self, change: &Change) -> Option<WorkspaceEdit> {
        let AskedDocument { open, client, .. } = *self.asked;
        let path = open.path.as_ref()?;
        let config = project::find_config(path);
        let is_new = config.is_none();
        if is_new && !(client.creates_files && client.versioned_edits) {
            return None;
        }
        let config = config.or_else(|| Some(path.parent()?.join(project::CONFIG_NAME)))?;
        let (text, version, uri) = self.text(&config)?;
        let document = Document::new(&text);
        let edits = project::edit(&text, change)?.into_iter();
        let edits = edits.map(|edit| convert::text_edit(&document, &edit, client.encoding));
        let edits: Vec<TextEdit> = edits.collect();
        if !is_new {
            return Some(edit::workspace(vec![(uri, version, edits)], client));
        }
        let options = CreateFileOptions { overwrite: None, ignore_if_exists: Some(true) };
        let create = CreateFile { uri: uri.clone(), options: Some(options), annotation_id: None };
        let operations = vec![
            DocumentChangeOperation::Op(ResourceOp::Create(create)),
            DocumentChangeOperation::Edit(edit::versioned(uri, None, edits)),
        ];
        Some(WorkspaceEdit {
            document_changes: Some(DocumentChanges::Operations(operations)),
            ..WorkspaceEdit::default()
        })
    }

    /// A file's text, its version if it is open, and what the client calls it.
    fn text(&self, path: &PathBuf) -> Option<(String, Option<i32>, Url)> {
        let uri = Url::from_file_path(path).ok()?;
        Some(match self.asked.session.documents.get(&uri) {
            Some(open) => {
                let state = open.state();
                (state.document.text(), state.version, open.uri.clone())
            }
            None => (project::read_config(path).unwrap_or_default(), None, uri),
        })
    }
}
