//! What the client has set: the section `rolecall`, from `initializationOptions`,
//! `workspace/configuration` and `workspace/didChangeConfiguration`.
//!
//! What it says later goes over what it said at the start, key by key; a client that says nothing
//! (`null`) leaves what it said at the start. What cannot be used is logged, each thing once.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard};

use project::{Config, FINDINGS};
use serde_json::Value;
use tower_lsp::lsp_types::MessageType;

use crate::lock::lock;
use crate::wire::Outbox;

/// The name of the section.
pub const SECTION: &str = "rolecall";

/// What the client has set.
#[derive(Debug, Default)]
pub struct ClientSettings {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    start: Config,
    now: Config,
    /// How often the client was asked.
    asked: u64,
    logged: HashSet<String>,
}

impl ClientSettings {
    /// What holds.
    pub fn config(&self) -> Config {
        let state = self.lock();
        state.now.clone().over(&state.start)
    }

    /// How many findings of a document the client is given at most.
    pub fn max_findings(&self) -> usize {
        let state = self.lock();
        let most = state.now.max_findings.or(state.start.max_findings);
        usize::try_from(most.unwrap_or(FINDINGS)).unwrap_or(usize::MAX)
    }

    /// Takes the `initializationOptions`.
    pub fn begin(&self, options: &Value, outbox: &Outbox) {
        let mut state = self.lock();
        state.start = state.read(section(options), outbox);
    }

    /// Takes the settings of a `didChangeConfiguration`.
    pub fn push(&self, settings: &Value, outbox: &Outbox) {
        let mut state = self.lock();
        // Some clients send the settings of all servers.
        let is_ours = |object: &serde_json::Map<String, Value>| {
            object.is_empty() || object.keys().any(|key| project::is_setting(key))
        };
        state.now = match section(settings) {
            Value::Object(object) if settings.get(SECTION).is_none() && !is_ours(object) => {
                Config::default()
            }
            settings => state.read(settings, outbox),
        };
    }

    /// Begins a question to the client; its number is for [`ClientSettings::answer`].
    pub fn ask(&self) -> u64 {
        let mut state = self.lock();
        state.asked += 1;
        state.asked
    }

    /// Takes the answer to a question. False if there is nothing to take: it says nothing, or the
    /// client was asked again since.
    pub fn answer(&self, question: u64, answer: &Value, outbox: &Outbox) -> bool {
        let mut state = self.lock();
        let is_new = question == state.asked && !answer.is_null();
        if is_new {
            state.now = state.read(section(answer), outbox);
        }
        is_new
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

impl State {
    fn read(&mut self, settings: &Value, outbox: &Outbox) -> Config {
        let (config, problems) = Config::from_json(settings);
        for problem in problems {
            if self.logged.insert(problem.message.clone()) {
                outbox.log(MessageType::WARNING, format!("settings: {}", problem.message));
            }
        }
        config
    }
}

/// Our section of what was sent: that of this name, or all of it.
fn section(sent: &Value) -> &Value {
    sent.get(SECTION).unwrap_or(sent)
}
