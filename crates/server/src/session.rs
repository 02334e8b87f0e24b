//! What the handlers of a session share, and what happens between them: which settings hold for a
//! document, when its project is read, who hears of a change.

use std::collections::HashSet;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use markdown::Encoding;
use project::CONFIG_NAME;
use review::{Settings, Sheet};
use serde_json::Value;
use tokio::sync::Semaphore;
use tower_lsp::lsp_types::notification::{Progress, ShowMessage};
use tower_lsp::lsp_types::request::WorkDoneProgressCreate;
use tower_lsp::lsp_types::{
    ConfigurationItem, MessageType, NumberOrString, ProgressParams, ProgressParamsValue,
    ShowMessageParams, Url, WorkDoneProgress, WorkDoneProgressBegin, WorkDoneProgressCreateParams,
    WorkDoneProgressEnd, WorkDoneProgressReport,
};
use workspace::{Index, LIMIT};

use crate::client::Client;
use crate::documents::{Documents, Open};
use crate::indexes::{Indexed, Indexes, Versions};
use crate::lock::lock;
use crate::places::{Errand, Place, Places};
use crate::projects::{Projects, concerns, may_count};
use crate::pulled::Pulled;
use crate::roles::View;
use crate::settings::{ClientSettings, SECTION};
use crate::uri::path_of;
use crate::watch::Watch;
use crate::wire::Outbox;

/// A project of so many documents is read before anybody could look at a progress bar.
const WORTH_SHOWING: usize = 200;
/// How long after a change of its roles a project is told: typing makes many.
const SETTLE: Duration = Duration::from_millis(60);

/// The state of a session.
pub struct Session {
    /// What is open.
    pub documents: Documents,
    /// What the folders have decided.
    pub projects: Projects,
    /// Where documents belong.
    pub places: Arc<Places>,
    /// What their documents say together.
    pub indexes: Indexes,
    /// What the client has set.
    pub settings: ClientSettings,
    /// The turns of publishers to review: as many at once as there are processors. More would take
    /// longer, and each thread keeps memory of its own.
    pub turns: Semaphore,
    /// What is to be written to the client.
    pub outbox: Outbox,
    /// What was found for a client that asks for it.
    pub pulled: Pulled,
    /// What happens on disk, where the client does not tell of it.
    watch: Watch,
    /// What the client said of itself.
    pub client: OnceLock<Client>,
    /// How a client counts that does not say so.
    pub unsaid: Encoding,
    /// The folders that the client has open.
    folders: Mutex<Vec<PathBuf>>,
    /// The way to ask the client something.
    pub asking: tower_lsp::Client,
    /// Held while the open documents get their settings.
    refreshing: Mutex<()>,
    /// The number of the next progress bar.
    bars: AtomicI32,
    /// The progress bars that the user has closed, by their number, and all before.
    cancelled: AtomicI32,
    /// Whether the user was told that a project is too large.
    told_of_limit: AtomicBool,
    /// The folders of which was told that they do not answer.
    silent: Mutex<HashSet<PathBuf>>,
}

impl Session {
    /// A session without documents.
    pub fn new(outbox: Outbox, asking: tower_lsp::Client, unsaid: Encoding) -> Self {
        Self {
            documents: Documents::default(),
            projects: Projects::default(),
            places: Arc::default(),
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
            bars: AtomicI32::new(1),
            cancelled: AtomicI32::new(0),
            told_of_limit: AtomicBool::new(false),
            silent: Mutex::default(),
        }
    }

    /// What the client said of itself.
    pub fn client(&self) -> Client {
        self.client.get().copied().unwrap_or_default()
    }

    /// The settings for a document: those of its project with what the project's other documents
    /// say, as far as is known. A project that is met for the first time is read in the background.
    pub fn settings_for(self: &Arc<Self>, path: Option<&Path>) -> Arc<Settings> {
        let place = path.and_then(|path| self.places.get(path));
        self.settings_at(place.as_deref(), path)
    }

    /// The same of a document that belongs to `place`.
    pub fn settings_at(
        self: &Arc<Self>,
        place: Option<&Place>,
        path: Option<&Path>,
    ) -> Arc<Settings> {
        let own = self.projects.settings(place.and_then(|place| place.config.as_deref()), path);
        match place.and_then(|place| place.root.as_ref()) {
            Some(root) => self.indexed(&root.folder).settings(&own),
            None => own,
        }
    }

    /// Where `path` belongs. Takes as long as the disk does, where it is not known.
    pub fn place_of(&self, path: &Path) -> Arc<Place> {
        self.places.get(path).unwrap_or_else(|| self.place_anew(path))
    }

    fn place_anew(&self, path: &Path) -> Arc<Place> {
        let place = Place::of(path);
        if let Some(config) = &place.config {
            self.projects.meet(config, &self.documents, &self.outbox, self.client());
        }
        if let Some(root) = &place.root {
            self.documents.place(&root.folder, &place.real.1);
        }
        self.documents.place(path, &place.real.0);
        self.places.set(path, place)
    }

    /// Has looked up where these belong, and what the projects among them have decided, and has it put
    /// in force. What is asked later waits for that.
    pub fn look_up(self: &Arc<Self>, paths: impl IntoIterator<Item = PathBuf>) {
        self.run(paths.into_iter().map(Errand::Place));
    }

    fn run(self: &Arc<Self>, errands: impl Iterator<Item = Errand>) {
        let (looking, telling) = (Arc::clone(self), Arc::clone(self));
        let look = move |errand: &Errand| match errand {
            Errand::Place(path) => looking.look(path),
            Errand::Content(folder) => looking.changed_on_disk(looking.files_in(folder)),
        };
        self.places.look_up(errands, look, move |folder| telling.tell_of_silence(folder));
    }

    fn look(self: &Arc<Self>, path: &Path) {
        let is_told = self.projects.reload(path, &self.documents, &self.outbox, self.client());
        let mut is_new = is_told.is_some_and(|is_told| self.renew() || is_told);
        let before = self.places.get(path);
        let place = self.place_anew(path);
        let open = self.documents.of_path(path);
        if let Some(open) = open.as_ref().filter(|open| open.syntax.is_some()) {
            let settings = self.settings_for(open.path.as_deref());
            is_new |= open.set_settings(settings) && before.is_some();
        }
        let is_elsewhere = before.as_ref().is_some_and(|before| *before != place);
        if open.is_none() || before.is_none() || is_elsewhere {
            self.touch(path);
        }
        if is_elsewhere {
            // So may others be.
            let roots = before.iter().chain([&place]).filter_map(|place| place.root.as_ref());
            roots.filter_map(|root| self.indexes.get(&root.folder)).for_each(|it| it.look_again());
        }
        if is_new {
            self.ask_to_look_again();
        }
    }

    /// Has looked up where the folders belong that the client has open.
    pub async fn meet_folders(self: &Arc<Self>) {
        let folders = self.folders();
        self.look_up(folders.into_iter().filter(|folder| self.places.get(folder).is_none()));
        self.places.settled().await;
    }

    /// Takes the folders that the client has open when it begins.
    pub fn set_folders(&self, folders: Vec<PathBuf>) {
        *lock(&self.folders) = folders;
    }

    /// The folders that the client has open.
    fn folders(&self) -> Vec<PathBuf> {
        lock(&self.folders).clone()
    }

    /// Takes note that the client has opened and closed folders.
    pub fn change_folders(self: &Arc<Self>, added: Vec<PathBuf>, removed: &[PathBuf]) {
        let mut folders = lock(&self.folders);
        folders.retain(|folder| !removed.contains(folder));
        let new = added.into_iter().filter(|folder| !folders.contains(folder));
        let new: Vec<_> = new.collect();
        folders.extend(new);
        drop(folders);
        if !removed.is_empty() {
            self.forget_what_is_left();
        }
        let session = Arc::clone(self);
        tokio::spawn(async move {
            session.meet_folders().await;
            session.ask_to_look_again();
        });
    }

    /// Forgets the projects that no open document and no open folder is of.
    fn forget_what_is_left(&self) {
        let folders = self.folders();
        let documents = self.documents.all();
        let is_open = |path: &Path| documents.iter().any(|it| it.path.as_deref() == Some(path));
        self.places.retain(is_open);
        let places = documents.iter().filter_map(|open| self.places.get(open.path.as_deref()?));
        let places: Vec<_> = places.collect();
        let is_near = |root: &Path| {
            folders.iter().any(|folder| root.starts_with(folder) || folder.starts_with(root))
        };
        self.indexes.retain(|root| {
            let is_of =
                |place: &Arc<Place>| place.root.as_ref().is_some_and(|it| it.folder == root);
            is_near(root) || places.iter().any(is_of)
        });
        let is_needed = |config: &Path| {
            let is_of = |place: &Arc<Place>| place.config.as_deref() == Some(config);
            config.parent().is_some_and(is_near) || places.iter().any(is_of)
        };
        self.projects.retain(is_needed, &self.documents, &self.outbox, self.client());
    }

    fn tell_of_silence(&self, folder: &Path) {
        let mut silent = lock(&self.silent);
        let is_first = silent.is_empty();
        if !silent.insert(folder.to_owned()) {
            return;
        }
        let message = format!(
            "{} does not answer. rolecall goes on without what is said there of roles and rules, until it does.",
            project::shown(Path::new(""), folder)
        );
        if is_first {
            let params = ShowMessageParams { typ: MessageType::WARNING, message: message.clone() };
            self.outbox.notify::<ShowMessage>(params);
        }
        self.outbox.log(MessageType::WARNING, message);
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
            is_new |= open.set_settings(self.settings_for(open.path.as_deref()));
        }
        is_new
    }

    /// Has what the folders have decided read anew.
    pub fn reload(self: &Arc<Self>) {
        self.look_up(self.projects.configs());
    }

    /// The same where files may have come or gone, so that documents may belong elsewhere. `changed`
    /// is looked up with them.
    pub fn reload_all(self: &Arc<Self>, changed: impl IntoIterator<Item = PathBuf>) {
        let open = self.documents.all().into_iter().filter_map(|open| open.path.clone());
        let mut paths: HashSet<PathBuf> = open.collect();
        self.places.retain(|path| paths.contains(path));
        paths.extend(self.projects.configs());
        paths.extend(changed);
        self.look_up(paths);
    }

    /// Takes note of what has happened on disk to files, and to folders with all that is in them.
    pub fn changed_on_disk(self: &Arc<Self>, paths: Vec<PathBuf>) {
        let (files, others): (Vec<_>, Vec<_>) = paths.into_iter().partition(|path| may_count(path));
        for path in files.iter().filter(|path| project::decides(path)) {
            self.look_again_round(path);
        }
        if files.iter().any(|path| concerns(path) || project::decides(path)) {
            self.reload_all(files);
        } else {
            self.look_up(files);
        }
        self.run(others.into_iter().map(Errand::Content));
    }

    /// Has the documents looked for again of the projects that the file at `path` may decide for.
    fn look_again_round(&self, path: &Path) {
        for indexed in self.indexes.all() {
            let path = self.documents.name_in(&indexed.root, path);
            let is_above = path.parent().is_some_and(|folder| indexed.root.starts_with(folder));
            if is_above || path.starts_with(&indexed.root) {
                indexed.look_again();
            }
        }
    }

    /// Takes note of what happens in the folders that we watch, for as long as the session lasts.
    pub async fn follow(self: Arc<Self>) {
        loop {
            let mut changed = self.watch.changed().await;
            // Much happens at once when a branch is switched.
            tokio::time::sleep(SETTLE).await;
            changed.extend(self.watch.changed_meanwhile());
            self.changed_on_disk(changed.into_iter().collect());
        }
    }

    /// The files that may count in a folder that has come, changed or gone. Takes as long as the disk does.
    fn files_in(&self, folder: &Path) -> Vec<PathBuf> {
        let mut files = HashSet::new();
        if folder.is_dir() {
            let below = || project::scan(folder, LIMIT, &|_| true).files;
            if !self.client().watches_files {
                self.follow_files(folder, below().iter().map(PathBuf::as_path));
            }
            // What has come meanwhile was not told of.
            files.extend(below());
            files.insert(folder.join(CONFIG_NAME));
        } else {
            self.watch.forget(folder);
            for indexed in self.indexes.all() {
                let index = indexed.index();
                let below = index.files().map(|(file, _)| file);
                files.extend(below.filter(|file| file.starts_with(folder)).map(Path::to_owned));
            }
            files.extend(self.projects.configs().into_iter().filter(|it| it.starts_with(folder)));
        }
        files.retain(|path| may_count(path));
        files.into_iter().collect()
    }

    /// Watches the folders of a project's files, if the client does not. Gives those that were not
    /// watched before: what has happened in them until now was not told of.
    fn watch<'a>(
        &self,
        indexed: &Indexed,
        files: impl Iterator<Item = &'a Path>,
    ) -> HashSet<PathBuf> {
        let root = &indexed.root;
        if self.client().watches_files {
            return HashSet::new();
        }
        // Where personas may come, though none is there.
        let folders = [project::persona_folders(root), indexed.deciding()].concat();
        let inside: Vec<_> = folders.iter().map(|folder| folder.join("*")).collect();
        let open = self.documents.all().into_iter().filter_map(|open| open.path.clone());
        let open: Vec<_> = open.filter(|path| path.starts_with(root)).collect();
        let mut files: Vec<&Path> = files.collect();
        files.extend(inside.iter().chain(&open).map(PathBuf::as_path));
        let mut new = self.follow_files(root, files.into_iter());
        // The ignore files of the repository count below it, too.
        if let Some(top) = project::repository_of(root) {
            new.extend(self.follow_files(&top, std::iter::once(root.join("*").as_path())));
            new.extend(self.follow_files(&top.join(".git/info"), std::iter::empty()));
        }
        new
    }

    /// The same of an index; what lies in folders that were not watched before is looked for and read again.
    fn watch_index(self: &Arc<Self>, indexed: &Indexed, index: &Index) {
        let new = self.watch(indexed, index.files().map(|(file, _)| file));
        if new.is_empty() {
            return;
        }
        self.reload_all(None);
        indexed.look_again();
        for (file, _) in index.files() {
            if file.parent().is_some_and(|folder| new.contains(folder)) {
                indexed.touch(file, true);
            }
        }
    }

    fn follow_files<'a>(
        &self,
        root: &Path,
        files: impl Iterator<Item = &'a Path>,
    ) -> HashSet<PathBuf> {
        let (new, refused) = self.watch.follow(root, files);
        if let Some(error) = refused {
            let message = format!(
                "not all folders of {} can be watched ({error}): what other programs change there \
                 counts once it is opened here",
                project::shown(Path::new(""), root)
            );
            self.outbox.log(MessageType::WARNING, message);
        }
        new
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

    fn renew(self: &Arc<Self>) -> bool {
        let is_new = self.review_again();
        for indexed in self.indexes.all() {
            indexed.changed.notify_one();
        }
        is_new
    }

    /// Has the client ask again for what it shows of roles, and for what was found.
    fn ask_to_look_again(&self) {
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

    /// Says that a document has changed, on disk or in what it says of roles.
    pub fn touch(&self, path: &Path) {
        let Some(place) = self.places.get(path).filter(|_| project::is_document(path)) else {
            return;
        };
        for indexed in self.indexes.all() {
            let name = self.documents.name_in(&indexed.root, path);
            let is_own = place.root.as_ref().is_some_and(|root| root.folder == indexed.root);
            let is_known = indexed.index().file(&name).is_some();
            let covers = || self.projects.decided(place.config.as_deref()).coverage.covers(&name);
            if is_own {
                let belongs = place.is_found && covers();
                // What is gone may just be read, and so be known in a moment.
                if is_known || belongs || place.is_gone {
                    indexed.touch(&name, belongs);
                }
            } else if is_known {
                // It is of this one under another name, or was.
                match name == path {
                    true => indexed.look_again(),
                    false => indexed.touch(&name, !place.is_gone),
                }
            }
        }
    }

    fn indexed(self: &Arc<Self>, root: &Path) -> Arc<Indexed> {
        let (indexed, is_new) = self.indexes.at(root);
        if is_new {
            tokio::spawn(Arc::clone(self).keep(Arc::clone(&indexed)));
        }
        indexed
    }

    /// Reads a project and keeps it up to date for as long as the session lasts.
    async fn keep(self: Arc<Self>, indexed: Arc<Indexed>) {
        let bar = self.read(&indexed).await;
        indexed.set_ready();
        if let Some(bar) = bar {
            self.progress(bar, WorkDoneProgress::End(WorkDoneProgressEnd { message: None }));
        }
        for open in self.documents.all() {
            open.path.iter().for_each(|path| self.touch(path));
        }
        loop {
            let session = Arc::clone(&self);
            let current = Arc::clone(&indexed);
            let fresh = tokio::task::spawn_blocking(move || {
                let index = session.fresh_index(&current)?;
                session.watch_index(&current, &index);
                Some(index)
            });
            match fresh.await {
                // What a document says of roles may count in the others.
                Ok(None) => {}
                Ok(Some(_)) => {
                    for message in indexed.unread() {
                        self.outbox.log(MessageType::WARNING, message);
                    }
                    self.refresh();
                    self.pulled.wake();
                }
                Err(error) => {
                    let message = format!(
                        "{} could not be read: {error}",
                        project::shown(Path::new(""), &indexed.root)
                    );
                    self.outbox.log(MessageType::ERROR, message);
                }
            }
            indexed.changed.notified().await;
            tokio::time::sleep(SETTLE).await;
            if indexed.is_over() {
                return;
            }
        }
    }

    /// A project's index as of now; nothing is in it where the project is none any more. None where its
    /// documents cannot be had.
    fn fresh_index(&self, indexed: &Indexed) -> Option<Arc<Index>> {
        let place = self.place_of(&indexed.root);
        if place.root.as_ref().is_none_or(|root| root.folder != indexed.root) {
            self.indexes.retain(|root| root != indexed.root);
            return Some(Arc::new(Index::empty(&indexed.root)));
        }
        indexed.fresh(&self.projects.decided(place.config.as_deref()), &self.documents)
    }

    /// Reads the documents of a project; the number of the progress bar, if it was worth one.
    async fn read(self: &Arc<Self>, indexed: &Arc<Indexed>) -> Option<i32> {
        let session = Arc::clone(self);
        let current = Arc::clone(indexed);
        let scan = tokio::task::spawn_blocking(move || {
            let place = session.place_of(&current.root);
            let decided = session.projects.decided(place.config.as_deref());
            let mut scan = current.look(&decided.coverage);
            if !session.watch(&current, scan.files.iter().map(PathBuf::as_path)).is_empty() {
                session.reload_all(None);
                scan = current.look(&decided.coverage);
            }
            (scan, decided.settings)
        });
        let (scan, own) = scan.await.ok()?;
        if scan.truncated && !self.told_of_limit.swap(true, Ordering::Relaxed) {
            let message = format!(
                "This project has more Markdown files than rolecall looks at ({LIMIT}): roles are looked \
                 for in the first of them. An `include` in rolecall.toml says which count."
            );
            let params = ShowMessageParams { typ: MessageType::WARNING, message };
            self.outbox.notify::<ShowMessage>(params);
        }
        let bar = if scan.files.len() >= WORTH_SHOWING { self.open_bar().await } else { None };
        let session = Arc::clone(self);
        let indexed = Arc::clone(indexed);
        let read = tokio::task::spawn_blocking(move || {
            let total = scan.files.len();
            indexed.read(&scan, Arc::new(own.roles.clone()), |done| {
                let Some(bar) = bar else { return true };
                if done % (total / 20 + 1) == 0 {
                    let percentage = u32::try_from(100 * done / total.max(1)).ok();
                    session.progress(
                        bar,
                        WorkDoneProgress::Report(WorkDoneProgressReport {
                            cancellable: Some(true),
                            message: Some(format!("{done} of {total} documents")),
                            percentage,
                        }),
                    );
                }
                session.cancelled.load(Ordering::Relaxed) < bar
            });
        });
        if let Err(error) = read.await {
            self.outbox.log(MessageType::ERROR, format!("the project could not be read: {error}"));
        }
        bar
    }

    /// Opens a progress bar, if the client has any.
    async fn open_bar(&self) -> Option<i32> {
        if !self.client().shows_progress {
            return None;
        }
        let bar = self.bars.fetch_add(1, Ordering::Relaxed);
        let params = WorkDoneProgressCreateParams { token: token(bar) };
        self.asking.send_request::<WorkDoneProgressCreate>(params).await.ok()?;
        let begin = WorkDoneProgressBegin {
            title: "Looking for roles".to_owned(),
            cancellable: Some(true),
            message: None,
            percentage: Some(0),
        };
        self.progress(bar, WorkDoneProgress::Begin(begin));
        Some(bar)
    }

    fn progress(&self, bar: i32, progress: WorkDoneProgress) {
        self.outbox.notify::<Progress>(ProgressParams {
            token: token(bar),
            value: ProgressParamsValue::WorkDone(progress),
        });
    }

    /// The user has closed a progress bar: what is read by then counts.
    pub fn cancel(&self, token: &NumberOrString) {
        if let NumberOrString::String(token) = token
            && let Some(bar) = token.strip_prefix(TOKEN).and_then(|bar| bar.parse().ok())
        {
            self.cancelled.fetch_max(bar, Ordering::Relaxed);
        }
    }

    /// What the project round a document was when it was last looked at; none where it was not yet.
    pub fn last_index(&self, path: Option<&Path>) -> Option<Arc<Index>> {
        let place = self.places.get(path?)?;
        let index = self.indexes.get(&place.root.as_ref()?.folder)?.index();
        index.file(&self.documents.name_in(index.root(), path?)).is_some().then_some(index)
    }

    /// The project round a document, as of now. Takes as long as what has changed since the last; none
    /// where that cannot be read.
    pub fn view(self: &Arc<Self>, uri: &Url) -> Option<(View<'_>, PathBuf)> {
        let open = self.documents.get(uri);
        let path = path_of(uri)
            .or_else(|| open.as_ref().map(|open| open.path_or_name()))
            .unwrap_or_else(|| PathBuf::from(uri.as_str()));
        let place = match &open {
            // Nobody waits twice.
            Some(open) if open.path.is_some() => self.places.get(&path)?,
            _ => self.place_of(&path),
        };
        let root = place.root.clone();
        let config = root.as_ref().and_then(|root| root.config.clone());
        let (mut versions, mut index) = match root {
            Some(root) => {
                let indexed = self.indexed(&root.folder);
                self.fresh(&indexed)?
            }
            None => {
                let own = self.projects.settings(place.config.as_deref(), None);
                let index = Index::empty(Path::new("")).declaring(Arc::new(own.roles.clone()));
                (Default::default(), Arc::new(index))
            }
        };
        let path = self.documents.name_in(index.root(), &path);
        let open = open.filter(|open| open.syntax.is_some() && index.file(&path).is_none());
        if let Some(reviewed) = open.and_then(|open| open.review().ok()) {
            versions.insert(path.clone(), reviewed.version);
            let text = reviewed.review.document().text().into();
            let sheet = Sheet::of_review(&reviewed.review);
            index = Arc::new(index.with(vec![(path.clone(), Some((text, sheet)))]));
        }
        let client = self.client();
        Some((View { index, config, documents: &self.documents, versions, client }, path))
    }

    /// An index as of now, with the versions of what was open before.
    fn fresh(&self, indexed: &Indexed) -> Option<(Versions, Arc<Index>)> {
        let fresh = indexed.wait().and_then(|()| {
            let versions = indexed.touch_open(&self.documents);
            Some((versions, self.fresh_index(indexed)?))
        });
        if fresh.is_none() {
            self.tell_of_silence(&indexed.root);
        }
        fresh
    }

    /// The projects of the folders that the client has open, and those met so far, as of now.
    pub fn views(self: &Arc<Self>) -> Vec<View<'_>> {
        for folder in self.folders() {
            if let Some(root) = &self.place_of(&folder).root {
                self.indexed(&root.folder);
            }
        }
        let views = self.indexes.all().into_iter().filter_map(|indexed| {
            let (versions, index) = self.fresh(&indexed)?;
            let client = self.client();
            Some(View { index, config: None, documents: &self.documents, versions, client })
        });
        views.collect()
    }

    /// Called after each review of a document.
    pub fn reviewed(self: &Arc<Self>, open: &Open) {
        self.pulled.wake();
        let Some(path) = &open.path else { return };
        if open.has_learned() {
            self.touch(path);
        }
        // A persona counts as it is on the screen.
        if concerns(path) {
            self.reload();
        }
    }
}

/// What the tokens of our progress bars begin with.
const TOKEN: &str = "rolecall/";

fn token(bar: i32) -> NumberOrString {
    NumberOrString::String(format!("{TOKEN}{bar}"))
}
