//! Which settings apply to a document, and who hears that they have changed.

use std::path::Path;
use std::sync::Arc;

use review::{Asked, Origin, Settings};
use serde_json::Value;
use tower_lsp::lsp_types::{ConfigurationItem, MessageType};

use crate::documents::Under;
use crate::lock::lock;
use crate::resolver::Resolved;
use crate::session::state::Session;
use crate::settings::SECTION;

impl Session {
    /// The settings for a document whose path is `resolved`: those of its project with what the project's other documents
    /// say, as far as is known. A project that is met for the first time is read in the background.
    pub fn settings_at(
        self: &Arc<Self>,
        resolved: Option<&Resolved>,
        path: Option<&Path>,
    ) -> Arc<Settings> {
        let own =
            self.projects.settings(resolved.and_then(|resolved| resolved.config.as_deref()), path);
        match resolved.and_then(|resolved| resolved.root.as_ref()) {
            Some(root) => self.indexed(&root.folder).settings(&own, path),
            None => own,
        }
    }

    /// What an open document is reviewed under.
    pub fn under(self: &Arc<Self>, path: Option<&Path>) -> Under {
        let resolved = path.and_then(|path| self.resolver.get(path));
        let resolved = resolved.as_deref();
        let origin = self.origin_at(resolved, path, Asked::Open);
        Under { settings: self.settings_at(resolved, path), origin }
    }

    /// Where a document comes from whose path is `resolved`. One that is of no project was asked for by name.
    pub fn origin_at(
        &self,
        resolved: Option<&Resolved>,
        path: Option<&Path>,
        asked: Asked,
    ) -> Origin {
        let Some(path) = path else { return Origin::default() };
        let root = resolved.and_then(|resolved| resolved.root.as_ref());
        let config = resolved.and_then(|resolved| resolved.config.as_deref());
        let coverage = self.projects.decided(config).coverage;
        // What is not on disk yet may come to be found.
        let is_in_sight = resolved.is_none_or(|it| it.is_found || it.is_gone);
        let asked = match asked {
            Asked::Open if !is_in_sight || !coverage.covers(path) => Asked::Aside,
            asked => asked,
        };
        match root {
            Some(root) => coverage.origin(Some(&root.folder), path, asked),
            None => coverage.origin(None, path, Asked::Named),
        }
    }

    /// Has every open document reviewed under what holds now.
    pub fn refresh(self: &Arc<Self>) {
        if self.review_again() {
            self.ask_to_look_again();
        }
    }

    /// The same. False if nothing holds that did not before.
    fn review_again(self: &Arc<Self>) -> bool {
        // One after the other, or what held before could be put in force last.
        let _refreshing = lock(&self.refreshing);
        let mut is_new = false;
        for open in self.documents.all().iter().filter(|open| open.syntax.is_some()) {
            is_new |= open.review_under(self.under(open.path.as_deref()));
        }
        is_new
    }

    /// Puts what the client has set in force.
    pub fn configure(self: &Arc<Self>) {
        self.projects.set_given(self.settings.config());
        self.renew();
        // How much is shown may have changed, though nothing is reviewed otherwise.
        for open in self.documents.all() {
            open.changed.notify_one();
        }
        self.ask_to_look_again();
    }

    pub(super) fn renew(self: &Arc<Self>) -> bool {
        let is_new = self.review_again();
        for indexed in self.indexes.all() {
            indexed.changed.notify_one();
        }
        is_new
    }

    /// Takes what the client says unasked that it has set.
    pub fn take_settings(self: &Arc<Self>, settings: &Value) {
        // A client that can be asked may send nothing here.
        if !settings.is_null() || !self.client().answers_settings {
            self.settings.push(settings, &self.outbox);
            self.configure();
        }
        tokio::spawn(Arc::clone(self).ask_settings());
    }

    /// Asks the client for its settings, if it can be asked, and puts them in force.
    pub async fn ask_settings(self: Arc<Self>) {
        if !self.client().answers_settings {
            return;
        }
        let question = self.settings.ask();
        let item = ConfigurationItem { scope_uri: None, section: Some(SECTION.to_owned()) };
        match self.asking.configuration(vec![item]).await {
            Ok(answers) => {
                let answer = answers.first();
                if answer.is_some_and(|it| self.settings.answer(question, it, &self.outbox)) {
                    self.configure();
                }
            }
            Err(error) => {
                let message = format!("the client does not say its settings: {error}");
                self.outbox.log(MessageType::WARNING, message);
            }
        }
    }

    /// Has the client ask again for what it shows of roles, and for what was found.
    pub(super) fn ask_to_look_again(&self) {
        self.pulled.wake();
        let (asking, client) = (self.asking.clone(), self.client());
        if !client.refreshes_hints && !client.refreshes_tokens && !client.pulls {
            return;
        }
        tokio::spawn(async move {
            // A client that refuses shows what is old until the next edit.
            if client.pulls {
                let _ = asking.workspace_diagnostic_refresh().await;
            }
            if client.refreshes_hints {
                let _ = asking.inlay_hint_refresh().await;
            }
            if client.refreshes_tokens {
                let _ = asking.semantic_tokens_refresh().await;
            }
        });
    }
}
