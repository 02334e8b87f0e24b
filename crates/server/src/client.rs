//! What the client can do.

use std::path::PathBuf;

use markdown::Encoding;
use tower_lsp::lsp_types::{
    InitializeParams, InsertTextMode, MarkupKind, PositionEncodingKind, ResourceOperationKind,
};

use crate::uri::path_of;

/// What the client said of itself in `initialize`. The default is a client that said nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Client {
    /// What its columns count.
    pub encoding: Encoding,
    /// Whether hovers may be Markdown.
    pub markdown: bool,
    /// Whether an edit may say which version of a document it is meant for.
    pub versioned_edits: bool,
    /// Whether an edit may create a file.
    pub creates_files: bool,
    /// Whether a diagnostic may point to other places.
    pub related_information: bool,
    /// Whether it watches files for us when asked to. Helix says so, and tells of what it saves itself alone.
    pub watches_files: bool,
    /// Whether it shows how far work is.
    pub shows_progress: bool,
    /// Whether what is known of a completion may be Markdown.
    pub markdown_cards: bool,
    /// Whether a completion may have places to fill in.
    pub snippets: bool,
    /// Whether it can be told to indent the lines of a completion as the first one is.
    pub adjusts_indentation: bool,
    /// Whether it can be asked for its settings.
    pub answers_settings: bool,
    /// Whether it tells of changed settings only when asked to.
    pub registers_settings: bool,
    /// Whether it asks for diagnostics, and does so again when told to: then none are published. One
    /// that cannot be told would not hear that a role was declared elsewhere (Neovim 0.11), so it is
    /// served better unasked.
    pub pulls: bool,
    /// Whether it can be told to ask for inlay hints again.
    pub refreshes_hints: bool,
    /// Whether it can be told to ask for semantic tokens again.
    pub refreshes_tokens: bool,
    /// Whether symbols may lie in symbols.
    pub nested_symbols: bool,
    /// Whether it folds whole lines only.
    pub folds_lines: bool,
    /// How many folds it wants at most.
    pub most_folds: Option<u32>,
}

impl Client {
    /// Reads what the client says of itself. Of the position encodings it offers, the first we know
    /// is taken, since it lists them in its own order of preference; if it offers none, `unsaid`.
    pub fn of(params: &InitializeParams, unsaid: Encoding) -> Self {
        let capabilities = &params.capabilities;
        let workspace = capabilities.workspace.as_ref();
        let edits = workspace.and_then(|workspace| workspace.workspace_edit.as_ref());
        let encodings =
            capabilities.general.as_ref().and_then(|general| general.position_encodings.as_ref());
        let text = capabilities.text_document.as_ref();
        let hover = text.and_then(|text| text.hover.as_ref());
        let completion = text.and_then(|text| text.completion.as_ref()?.completion_item.as_ref());
        let symbols = text.and_then(|text| text.document_symbol.as_ref());
        let folds = text.and_then(|text| text.folding_range.as_ref());
        let diagnostics = text.and_then(|text| text.publish_diagnostics.as_ref());
        let formats = hover.and_then(|hover| hover.content_format.as_ref());
        let watched = workspace.and_then(|workspace| workspace.did_change_watched_files.as_ref());
        let is_helix = params.client_info.as_ref().is_some_and(|client| client.name == "helix");
        Self {
            encoding: encodings.into_iter().flatten().find_map(encoding).unwrap_or(unsaid),
            markdown: formats.is_some_and(|formats| formats.contains(&MarkupKind::Markdown)),
            versioned_edits: edits.and_then(|edits| edits.document_changes).unwrap_or_default(),
            creates_files: edits
                .and_then(|edits| edits.resource_operations.as_ref())
                .is_some_and(|operations| operations.contains(&ResourceOperationKind::Create)),
            shows_progress: capabilities
                .window
                .as_ref()
                .and_then(|window| window.work_done_progress)
                .unwrap_or_default(),
            related_information: diagnostics
                .and_then(|diagnostics| diagnostics.related_information)
                .unwrap_or_default(),
            watches_files: !is_helix
                && watched.and_then(|watched| watched.dynamic_registration).unwrap_or_default(),
            markdown_cards: completion
                .and_then(|item| item.documentation_format.as_ref())
                .is_some_and(|formats| formats.contains(&MarkupKind::Markdown)),
            snippets: completion.and_then(|item| item.snippet_support).unwrap_or_default(),
            adjusts_indentation: completion
                .and_then(|item| item.insert_text_mode_support.as_ref())
                .is_some_and(|modes| modes.value_set.contains(&InsertTextMode::ADJUST_INDENTATION)),
            answers_settings: workspace
                .and_then(|workspace| workspace.configuration)
                .unwrap_or_default(),
            registers_settings: workspace
                .and_then(|workspace| workspace.did_change_configuration?.dynamic_registration)
                .unwrap_or_default(),
            pulls: text.is_some_and(|text| text.diagnostic.is_some())
                && workspace
                    .and_then(|workspace| workspace.diagnostic.as_ref()?.refresh_support)
                    .unwrap_or_default(),
            refreshes_hints: workspace
                .and_then(|workspace| workspace.inlay_hint.as_ref()?.refresh_support)
                .unwrap_or_default(),
            refreshes_tokens: workspace
                .and_then(|workspace| workspace.semantic_tokens.as_ref()?.refresh_support)
                .unwrap_or_default(),
            nested_symbols: symbols
                .and_then(|symbols| symbols.hierarchical_document_symbol_support)
                .unwrap_or_default(),
            folds_lines: folds.and_then(|folds| folds.line_folding_only).unwrap_or_default(),
            most_folds: folds.and_then(|folds| folds.range_limit),
        }
    }

    /// The name of its encoding in the protocol.
    pub fn encoding_kind(&self) -> PositionEncodingKind {
        match self.encoding {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
            Encoding::Utf32 => PositionEncodingKind::UTF32,
        }
    }
}

fn encoding(kind: &PositionEncodingKind) -> Option<Encoding> {
    match kind.as_str() {
        "utf-8" => Some(Encoding::Utf8),
        "utf-16" => Some(Encoding::Utf16),
        "utf-32" => Some(Encoding::Utf32),
        _ => None,
    }
}

/// Returns the folders that the client has open when it begins, however it says so.
#[allow(deprecated, reason = "clients of before workspace folders say nothing else")]
pub fn folders(params: &InitializeParams) -> Vec<PathBuf> {
    let folders = params.workspace_folders.iter().flatten().map(|folder| &folder.uri);
    let mut folders: Vec<PathBuf> = folders.filter_map(path_of).collect();
    if folders.is_empty() {
        folders.extend(params.root_uri.as_ref().and_then(path_of));
    }
    if folders.is_empty() {
        let root = params.root_path.as_ref().map(PathBuf::from);
        folders.extend(root.filter(|path| path.is_absolute()));
    }
    folders
}
