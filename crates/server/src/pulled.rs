//! What is kept for a client that asks for its diagnostics, from one question to the next.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard};

use tokio::sync::Notify;
use tower_lsp::lsp_types::{
    Diagnostic, FullDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport,
};

use crate::documents::Under;
use crate::lock::lock;

/// What is kept from one question to the next.
#[derive(Debug, Default)]
pub struct Pulled {
    /// What was found in documents that are not open.
    closed: Mutex<HashMap<PathBuf, Closed>>,
    /// Woken when anything may be found that was not before.
    pub news: Notify,
    /// Whether the workspace was asked about.
    pub asked: AtomicBool,
}

/// What was found in a document that is not open, and what of.
#[derive(Debug, Clone)]
pub struct Closed {
    /// Its text.
    pub text: Arc<str>,
    /// What it was reviewed under.
    pub under: Under,
    /// How many findings were shown at most.
    pub most: usize,
    /// What was found.
    pub found: Arc<Found>,
}

/// The diagnostics of a document.
#[derive(Debug)]
pub struct Found {
    /// The version of the text, where it is open.
    pub version: Option<i32>,
    /// By what the client knows them: a digest of the diagnostics.
    pub id: String,
    /// The diagnostics.
    pub items: Vec<Diagnostic>,
}

impl Found {
    /// Gives diagnostics an id.
    pub fn new(version: Option<i32>, items: Vec<Diagnostic>) -> Self {
        let mut digest = DefaultHasher::new();
        serde_json::to_string(&items).unwrap_or_default().hash(&mut digest);
        Self { version, id: format!("{:016x}", digest.finish()), items }
    }

    /// Returns them as a report.
    pub fn full(&self) -> FullDocumentDiagnosticReport {
        let result_id = Some(self.id.clone());
        FullDocumentDiagnosticReport { result_id, items: self.items.clone() }
    }

    /// Returns a report that they are those that the client has.
    pub fn unchanged(&self) -> UnchangedDocumentDiagnosticReport {
        UnchangedDocumentDiagnosticReport { result_id: self.id.clone() }
    }
}

impl Pulled {
    /// Says that something may be found that was not before.
    pub fn wake(&self) {
        self.news.notify_waiters();
    }

    /// Returns what was found in documents that are not open.
    pub fn lock(&self) -> MutexGuard<'_, HashMap<PathBuf, Closed>> {
        lock(&self.closed)
    }
}
