//! What is measured: a session of a server with a document, from its start to its end.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use serde::Serialize;
use serde_json::{Value, json};

use crate::client::{Answer, Client, Fault, Sync, notification};
use crate::edit::{self, Edit, Kind, Place};
use crate::process;

/// How much is measured.
#[derive(Debug, Clone, Serialize)]
pub struct Plan {
    /// How often all kinds of edits are gone round.
    pub cycles: usize,
    /// How many letters are typed in each place, and taken back.
    pub letters: usize,
    /// How many edits a burst has.
    pub burst: usize,
    /// How many requests of each kind are sent.
    pub requests: usize,
    /// How long a server may take for an answer.
    pub limit: Duration,
    /// How long edits, or requests of one kind, are gone on with at most.
    pub patience: Duration,
    /// How long the client waits between two edits.
    pub pause: Duration,
    /// How long nothing must happen until a server counts as settled.
    pub quiet: Duration,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            cycles: 3,
            letters: 8,
            burst: 200,
            requests: 20,
            limit: Duration::from_secs(60),
            patience: Duration::from_secs(60),
            pause: Duration::ZERO,
            quiet: Duration::from_millis(300),
        }
    }
}

impl Plan {
    /// As little as shows that everything works.
    pub fn quick() -> Self {
        let (quiet, patience) = (Duration::from_millis(50), Duration::from_secs(2));
        Self { cycles: 1, letters: 5, requests: 5, patience, quiet, ..Self::default() }
    }
}

/// What a session showed. What was not reached, or what the server cannot do, is none. Times are in milliseconds, sizes in bytes.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Session {
    /// From the start of the process to the answer to `initialize`.
    pub start: Option<f64>,
    /// From `didOpen` to the first diagnostics.
    pub first: Option<f64>,
    /// How many diagnostics there were, before all edits.
    pub findings: Option<usize>,
    /// How long the message was that told of them, in bytes of JSON.
    pub message: Option<usize>,
    /// From an edit to its diagnostics, all kinds together.
    pub edits: Option<Times>,
    /// The same, by kind.
    pub kinds: BTreeMap<Kind, Times>,
    /// Processor time of the server for an edit.
    pub cpu: Option<f64>,
    /// From the first of many edits, sent at once, to the diagnostics of the last.
    pub burst: Option<f64>,
    /// Hover over a finding.
    pub hover: Option<Asked>,
    /// Completion behind “As a ”.
    pub completion: Option<Asked>,
    /// Code actions at a finding.
    pub actions: Option<Asked>,
    /// Memory before a document is open.
    pub idle: Option<u64>,
    /// Memory with the document open.
    pub open: Option<u64>,
    /// Memory after all edits.
    pub edited: Option<u64>,
    /// The most memory at any time.
    pub peak: Option<u64>,
    /// Whether diagnostics say which version they are of. If not, the next ones count as the answer to an edit.
    pub versioned: bool,
    /// Whether the whole text is sent with each edit, since the server wants that.
    pub full: bool,
    /// Whether patience ended before the edits did, so that they are another mixture.
    pub cut: bool,
    /// Why it ended early.
    pub fault: Option<String>,
}

/// Requests of one kind.
#[derive(Debug, Clone, Serialize)]
pub struct Asked {
    /// From request to answer.
    #[serde(flatten)]
    pub times: Times,
    /// How long the last answer was, in bytes of JSON: `null` has four.
    pub bytes: usize,
}

/// Times, in milliseconds.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct Times {
    pub count: usize,
    pub median: f64,
    pub p95: f64,
    pub p99: f64,
    pub max: f64,
}

impl Times {
    /// None of no times.
    pub fn of(times: &[Duration]) -> Option<Self> {
        let mut times: Vec<f64> = times.iter().map(|time| milliseconds(*time)).collect();
        times.sort_by(f64::total_cmp);
        // The smallest that so many of a hundred do not exceed.
        let rank = |percent: usize| {
            let rank = (times.len() * percent).div_ceil(100).max(1);
            times.get(rank - 1).copied()
        };
        Some(Self {
            count: times.len(),
            median: rank(50)?,
            p95: rank(95)?,
            p99: rank(99)?,
            max: rank(100)?,
        })
    }
}

/// Goes through a session with a document. It is called `bench.md`, in a folder of its own.
pub fn session(command: &[String], text: &str, plan: &Plan) -> Session {
    let mut session = Session::default();
    let folder = match tempfile::Builder::new().prefix("rolecall-bench").tempdir() {
        Ok(folder) => folder,
        Err(error) => return Session { fault: Some(error.to_string()), ..session },
    };
    match Client::start(command, folder.path(), plan.limit) {
        Ok(client) => {
            let root = format!("file://{}", folder.path().display());
            let uri = format!("{root}/{NAME}");
            let mut run =
                Run { client, plan, uri, text: text.to_owned(), version: 0, is_full: false };
            let outcome = run.go(&root, folder.path(), &mut session);
            session.peak = process::memory(run.client.process()).map(|memory| memory.peak);
            match outcome {
                Ok(()) => run.client.end(),
                Err(fault) => session.fault = Some(fault.to_string()),
            }
        }
        Err(fault) => session.fault = Some(fault.to_string()),
    }
    session
}

const NAME: &str = "bench.md";

struct Run<'a> {
    client: Client,
    plan: &'a Plan,
    uri: String,
    /// Kept up to date where the server wants all of it.
    text: String,
    version: i64,
    is_full: bool,
}

impl Run<'_> {
    fn go(&mut self, root: &str, folder: &Path, session: &mut Session) -> Result<(), Fault> {
        std::fs::write(folder.join(NAME), &self.text).map_err(Fault::Start)?;
        session.start = Some(milliseconds(self.client.initialize(root)?));
        self.is_full = self.client.sync() == Sync::Full;
        session.full = self.is_full;
        self.client.settled(NAME, self.plan.quiet)?;
        session.idle = self.memory();
        self.open(session)?;
        session.open = self.memory();
        self.ask(session)?;
        self.edit(session)?;
        self.burst(session)?;
        self.client.settled(NAME, self.plan.quiet)?;
        session.edited = self.memory();
        Ok(())
    }

    fn memory(&self) -> Option<u64> {
        process::memory(self.client.process()).map(|memory| memory.resident)
    }

    fn open(&mut self, session: &mut Session) -> Result<(), Fault> {
        self.version = 1;
        let document =
            json!({"uri": self.uri, "languageId": "markdown", "version": 1, "text": self.text});
        self.client.notify("textDocument/didOpen", &json!({"textDocument": document}))?;
        let first = self.client.published(NAME, 1)?;
        session.first = Some(milliseconds(first.at - self.client.written()));
        session.versioned = first.version.is_some();
        let last = self.client.settled(NAME, self.plan.quiet)?.unwrap_or(first);
        (session.findings, session.message) = (Some(last.count), Some(last.bytes));
        Ok(())
    }

    /// Goes round all kinds of edits, so that they are mixed alike however slow the server is: of a hundred edits some three
    /// open or close a fence, the others type letters.
    fn edit(&mut self, session: &mut Session) -> Result<(), Fault> {
        let typed = Kind::TYPED.into_iter().filter_map(|kind| {
            let edits = edit::typing(edit::place(&self.text, kind)?, self.plan.letters);
            Some(edits.into_iter().map(move |edit| (kind, edit)))
        });
        let mut edits: Vec<(Kind, Edit)> = typed.flatten().collect();
        edits.extend(edit::fencing(&self.text).into_iter().flatten());
        let mut times: Vec<(Kind, Duration)> = Vec::new();
        let before = process::cpu(self.client.process());
        let start = Instant::now();
        for _ in 0..self.plan.cycles {
            for (kind, edit) in &edits {
                times.push((*kind, self.time(edit)?));
                if start.elapsed() > self.plan.patience {
                    session.cut = true;
                    break;
                }
            }
            if session.cut {
                break;
            }
        }
        if let (Some(before), Some(after)) = (before, process::cpu(self.client.process())) {
            let cpu = milliseconds(after.saturating_sub(before));
            session.cpu = (!times.is_empty()).then(|| cpu / times.len() as f64);
        }
        let of = |wanted: Option<Kind>| {
            let times =
                times.iter().filter(|(kind, _)| wanted.is_none_or(|wanted| *kind == wanted));
            Times::of(&times.map(|(_, time)| *time).collect::<Vec<_>>())
        };
        session.edits = of(None);
        session.kinds = Kind::all().filter_map(|kind| Some((kind, of(Some(kind))?))).collect();
        // What is left of a cycle is made up for, untimed.
        let rest = edits.iter().skip(times.len() % edits.len().max(1)).filter(|_| session.cut);
        let rest: Vec<u8> = rest.flat_map(|(_, edit)| self.message(edit)).collect();
        if !rest.is_empty() {
            self.client.send(rest)?;
            self.client.published(NAME, self.version)?;
            self.client.settled(NAME, self.plan.quiet)?;
        }
        Ok(())
    }

    /// How long an edit takes to its diagnostics.
    fn time(&mut self, edit: &Edit) -> Result<Duration, Fault> {
        let message = self.message(edit);
        std::thread::sleep(self.plan.pause);
        self.client.forget()?;
        self.client.send(message)?;
        let published = self.client.published(NAME, self.version)?;
        Ok(published.at - self.client.written())
    }

    fn burst(&mut self, session: &mut Session) -> Result<(), Fault> {
        /// What is sent at once to a server that wants the whole text each time, in bytes.
        const MOST: usize = 100 << 20;
        let Some(place) = edit::place(&self.text, Kind::Middle) else { return Ok(()) };
        let edits = edit::typing(place, self.plan.burst / 2);
        if self.is_full && edits.len() * self.text.len() > MOST {
            return Ok(());
        }
        let messages: Vec<u8> = edits.iter().flat_map(|edit| self.message(edit)).collect();
        self.client.forget()?;
        self.client.send(messages)?;
        let mut last = self.client.published(NAME, self.version)?;
        if !session.versioned {
            last = self.client.settled(NAME, self.plan.quiet)?.unwrap_or(last);
        }
        session.burst =
            Some(milliseconds(last.at.saturating_duration_since(self.client.written())));
        Ok(())
    }

    fn ask(&mut self, session: &mut Session) -> Result<(), Fault> {
        let finding = edit::behind(&self.text, "the use");
        let finding = finding.or_else(|| edit::place(&self.text, Kind::Middle));
        let role = edit::behind(&self.text, "As a ");
        let role = role.or_else(|| edit::place(&self.text, Kind::List));
        session.hover = self.asked("hover", "hoverProvider", finding, json!({}))?;
        session.completion = self.asked("completion", "completionProvider", role, json!({}))?;
        let range =
            finding.map(|place| json!({"start": place.position(), "end": place.position()}));
        let more = json!({"range": range, "context": {"diagnostics": []}});
        session.actions = self.asked("codeAction", "codeActionProvider", finding, more)?;
        Ok(())
    }

    fn asked(
        &mut self,
        method: &str,
        provider: &str,
        place: Option<Place>,
        mut params: Value,
    ) -> Result<Option<Asked>, Fault> {
        let Some(place) = place.filter(|_| self.client.can(provider)) else { return Ok(None) };
        if let Some(params) = params.as_object_mut() {
            params.insert("textDocument".to_owned(), json!({"uri": self.uri}));
            if method != "codeAction" {
                params.insert("position".to_owned(), place.position());
            }
        }
        let start = Instant::now();
        let mut times = Vec::new();
        let mut bytes = 0;
        while times.len() < self.plan.requests && start.elapsed() < self.plan.patience {
            let answer = self.client.request(&format!("textDocument/{method}"), &params);
            let Answer { took, result } = match answer {
                Ok(answer) => answer,
                Err(Fault::Refused(_)) => return Ok(None),
                Err(fault) => return Err(fault),
            };
            times.push(took);
            bytes = result.get().len();
        }
        Ok(Times::of(&times).map(|times| Asked { times, bytes }))
    }

    /// The `didChange` of an edit, ready to be sent.
    fn message(&mut self, edit: &Edit) -> Vec<u8> {
        self.version += 1;
        let change = if self.is_full {
            self.text.replace_range(edit.bytes(), &edit.text);
            json!({"text": self.text})
        } else {
            edit.change()
        };
        let document = json!({"uri": self.uri, "version": self.version});
        let params = json!({"textDocument": document, "contentChanges": [change]});
        notification("textDocument/didChange", &params)
    }
}

/// In milliseconds.
pub fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_times_that_were_taken() {
        let times: Vec<_> = (1..=100).rev().map(Duration::from_millis).collect();
        let times = Times::of(&times).unwrap();
        assert_eq!((times.median, times.p95, times.p99, times.max), (50.0, 95.0, 99.0, 100.0));
        let one = Times::of(&[Duration::from_millis(7)]).unwrap();
        assert_eq!((one.count, one.median, one.p99), (1, 7.0, 7.0));
        assert!(Times::of(&[]).is_none());
    }
}
