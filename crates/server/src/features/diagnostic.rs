//! `textDocument/diagnostic` and `workspace/diagnostic`: diagnostics for a client that asks for them.
//!
//! Such a client is sent none unasked. What it has already is known by a result id, which is a digest
//! of the diagnostics: the same again is not sent again.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use markdown::Document;
use review::{Asked, Review};
use tower_lsp::lsp_types::{
    DocumentDiagnosticParams, DocumentDiagnosticReport, PreviousResultId,
    RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport, Url,
    WorkspaceDiagnosticParams, WorkspaceDocumentDiagnosticReport,
    WorkspaceFullDocumentDiagnosticReport, WorkspaceUnchangedDocumentDiagnosticReport,
};
use workspace::parallel;

use crate::diagnostics;
use crate::documents::Under;
use crate::pulled::{Closed, Found};
use crate::resolver::Resolved;
use crate::session::Session;
use crate::uri::{Key, path_of};

/// A question about the whole workspace that has no news waits for them as long as this: the client
/// asks again and again.
const PATIENCE: Duration = Duration::from_secs(5);

/// The text of a document that is not open, and what holds for it.
type File = (Arc<str>, Under);

/// Returns the diagnostics of one document, unless they are those that the client has.
pub fn document(
    session: &Arc<Session>,
    params: &DocumentDiagnosticParams,
) -> DocumentDiagnosticReport {
    let found = found_in(session, &params.text_document.uri);
    match params.previous_result_id.as_ref() == Some(&found.id) {
        true => RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: found.unchanged(),
        }
        .into(),
        false => RelatedFullDocumentDiagnosticReport {
            related_documents: None,
            full_document_diagnostic_report: found.full(),
        }
        .into(),
    }
}

fn found_in(session: &Arc<Session>, uri: &Url) -> Arc<Found> {
    if let Some(open) = session.documents.get(uri).filter(|open| open.syntax.is_some()) {
        let Ok(reviewed) = open.review() else {
            return Arc::new(Found::new(open.state().version, open.problems()));
        };
        let most = session.settings.max_findings();
        let items = diagnostics::all_of(&open, &reviewed, &open.problems(), session.client(), most);
        return Arc::new(Found::new(reviewed.version, items));
    }
    let path = path_of(uri).unwrap_or_default();
    let resolved = session.resolve(&path);
    let index = session.last_index(Some(&path));
    let name = index.as_ref().map(|index| session.documents.name_in(index.root(), &path));
    match index.as_ref().zip(name).and_then(|(index, name)| index.file(&name)) {
        Some(file) => closed(session, &path, file.text(), under(session, &resolved, &path)),
        None => Arc::new(Found::new(None, session.projects.problems_of(&path))),
    }
}

/// What a document that is not open is reviewed under.
fn under(session: &Arc<Session>, resolved: &Resolved, path: &Path) -> Under {
    let settings = session.settings_at(Some(resolved), Some(path));
    Under { settings, origin: session.origin_at(Some(resolved), Some(path), Asked::Found) }
}

/// What is found in a document that is not open.
fn closed(session: &Arc<Session>, path: &Path, text: &Arc<str>, under: Under) -> Arc<Found> {
    let known = session.pulled.lock().get(path).cloned();
    let problems = session.projects.problems_of(path);
    let most = session.settings.max_findings();
    if let Some(known) = known.filter(|known| {
        problems.is_empty()
            && Arc::ptr_eq(&known.text, text)
            && Arc::ptr_eq(&known.under.settings, &under.settings)
            && known.under.origin == under.origin
            && known.most == most
    }) {
        return known.found;
    }
    // One document whose review panics must not cost the others.
    let review = catch_unwind(AssertUnwindSafe(|| {
        review::panic_if_marked("review", || text);
        Review::of_file(Document::of_file(text, path), Arc::clone(&under.settings), under.origin)
    }));
    let Ok(review) = review else { return Arc::new(Found::new(None, problems)) };
    let Ok(uri) = Url::from_file_path(path) else { return Arc::new(Found::new(None, problems)) };
    let mut items = diagnostics::diagnostics(&review, &uri, session.client(), most);
    let is_kept = problems.is_empty();
    items.extend(problems);
    let found = Arc::new(Found::new(None, items));
    if is_kept {
        let closed = Closed { text: Arc::clone(text), under, most, found: Arc::clone(&found) };
        session.pulled.lock().insert(path.to_owned(), closed);
    }
    found
}

/// The diagnostics of all documents of the workspace that are other than the client knows. Where there
/// are none, it waits a while for some.
pub async fn workspace(
    session: &Arc<Session>,
    params: WorkspaceDiagnosticParams,
) -> Vec<WorkspaceDocumentDiagnosticReport> {
    let known = params.previous_result_ids;
    let known: Arc<HashMap<Key, PreviousResultId>> =
        Arc::new(known.into_iter().map(|known| (Key::of(&known.uri), known)).collect());
    let mut may_wait = session.pulled.asked.swap(true, Ordering::Relaxed);
    loop {
        let news = session.pulled.news.notified();
        tokio::pin!(news);
        news.as_mut().enable();
        let (asking, before) = (Arc::clone(session), Arc::clone(&known));
        let reports = tokio::task::spawn_blocking(move || reports(&asking, &before)).await;
        let reports = reports.unwrap_or_default();
        let is_full = |report: &WorkspaceDocumentDiagnosticReport| {
            matches!(report, WorkspaceDocumentDiagnosticReport::Full(_))
        };
        if !may_wait || reports.iter().any(is_full) {
            return reports;
        }
        may_wait = tokio::time::timeout(PATIENCE, news).await.is_ok();
    }
}

/// One report for each document that something is found in, or that the client knows.
fn reports(
    session: &Arc<Session>,
    known: &HashMap<Key, PreviousResultId>,
) -> Vec<WorkspaceDocumentDiagnosticReport> {
    let mut files: HashMap<PathBuf, Option<File>> =
        session.projects.with_problems().into_iter().map(|path| (path, None)).collect();
    for view in session.views() {
        // Whatever has a configuration of its own is in an index of its own.
        let resolved = session.resolve(view.index.root());
        for (path, file) in view.index.files() {
            let file = (Arc::clone(file.text()), under(session, &resolved, path));
            files.insert(path.to_owned(), Some(file));
        }
    }
    files.retain(|path, _| session.documents.of_path(path).is_none());
    session.pulled.lock().retain(|path, _| files.contains_key(path));
    let files: Vec<_> = files.into_iter().collect();
    let found = parallel::map(&files, None, |(path, file)| {
        let found = match file {
            Some((text, under)) => closed(session, path, text, under.clone()),
            None => Arc::new(Found::new(None, session.projects.problems_of(path))),
        };
        Some((Url::from_file_path(path).ok()?, found))
    });
    let found = found.into_iter().flatten();
    let mut all: HashMap<Key, (Url, Arc<Found>)> =
        found.map(|(uri, found)| (Key::of(&uri), (uri, found))).collect();
    for open in session.documents.all() {
        let found = found_in(session, &open.uri);
        all.insert(Key::of(&open.uri), (open.uri.clone(), found));
    }
    let nothing = Arc::new(Found::new(None, Vec::new()));
    for (key, before) in known {
        all.entry(key.clone()).or_insert_with(|| (before.uri.clone(), Arc::clone(&nothing)));
    }
    let mut reports: Vec<(Url, WorkspaceDocumentDiagnosticReport)> = all
        .into_iter()
        .filter_map(|(key, (uri, found))| {
            let before = known.get(&key);
            let version = found.version.map(i64::from);
            let report = if before.is_some_and(|before| before.value == found.id) {
                WorkspaceUnchangedDocumentDiagnosticReport {
                    uri: uri.clone(),
                    version,
                    unchanged_document_diagnostic_report: found.unchanged(),
                }
                .into()
            } else if before.is_some() || !found.items.is_empty() {
                WorkspaceFullDocumentDiagnosticReport {
                    uri: uri.clone(),
                    version,
                    full_document_diagnostic_report: found.full(),
                }
                .into()
            } else {
                return None;
            };
            Some((uri, report))
        })
        .collect();
    reports.sort_by(|(one, _), (other, _)| one.cmp(other));
    reports.into_iter().map(|(_, report)| report).collect()
}
