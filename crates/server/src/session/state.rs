//! The state of a session, which the handlers of requests and notifications share.

use std::collections::HashSet;
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use markdown::Encoding;
use tokio::sync::Semaphore;

use crate::client::Client;
use crate::documents::Documents;
use crate::indexes::Indexes;
use crate::projects::Projects;
use crate::pulled::Pulled;
use crate::resolver::Resolver;
use crate::session::progress::Bars;
use crate::settings::ClientSettings;
use crate::watch::Watch;
use crate::wire::Outbox;

/// How long changes are gathered before a project is brought up to date: typing and switching branches make many.
pub(super) const SETTLE: Duration = Duration::from_millis(60);

/// The state of a session.
pub struct Session {
    /// The documents that are open.
    pub documents: Documents,
    /// The projects met so far, with what their files have decided.
    pub projects: Projects,
    /// Where documents belong, as far as it was looked up.
    pub resolver: Arc<Resolver>,
    /// What the documents of each project say together.
    pub indexes: Indexes,
    /// The settings of the client.
    pub settings: ClientSettings,
    /// The turns of publishers to review: as many at once as there are processors. More would take
    /// longer, and each thread keeps memory of its own.
    pub turns: Semaphore,
    /// What is to be written to the client.
    pub outbox: Outbox,
    /// The diagnostics of a client that asks for them.
    pub pulled: Pulled,
    /// The watcher of folders, for a client that does not report what happens on disk.
    pub(super) watch: Watch,
    /// What the client can do, once it has said so.
    pub client: OnceLock<Client>,
    /// The position encoding of a client that does not name one.
    pub unsaid: Encoding,
    /// The folders that the client has open.
    pub(super) folders: Mutex<Vec<PathBuf>>,
    /// Sends requests to the client.
    pub asking: tower_lsp::Client,
    /// Held while the open documents get their settings.
    pub(super) refreshing: Mutex<()>,
    /// The progress bars.
    pub bars: Bars,
    /// Whether the user was told that a project is too large.
    pub(super) has_shown_limit: AtomicBool,
    /// The folders that were reported not to answer.
    pub(super) silent: Mutex<HashSet<PathBuf>>,
}

impl Session {
    /// A session without documents.
    pub fn new(outbox: Outbox, asking: tower_lsp::Client, unsaid: Encoding) -> Self {
        Self {
            documents: Documents::default(),
            projects: Projects::default(),
            resolver: Arc::default(),
            indexes: Indexes::default(),
            settings: ClientSettings::default(),
            turns: Semaphore::new(std::thread::available_parallelism().map_or(2, NonZero::get)),
            outbox,
            pulled: Pulled::default(),
            watch: Watch::default(),
            client: OnceLock::new(),
            unsaid,
            folders: Mutex::default(),
            asking,
            refreshing: Mutex::default(),
            bars: Bars::default(),
            has_shown_limit: AtomicBool::new(false),
            silent: Mutex::default(),
        }
    }

    /// What the client said of itself.
    pub fn client(&self) -> Client {
        self.client.get().copied().unwrap_or_default()
    }
}
