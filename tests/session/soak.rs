//! A working day: documents are opened, edited, saved, closed, renamed and configured, and at every pause the
//! editor shows what `rolecall check` says of the same texts.
//!
//! `ROLECALL_SOAK=50000 cargo test --release -p rolecall --test session soak -- --nocapture` is the whole day; without
//! it, it is a short one. Figures are printed for each quarter.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::Client;

/// The edits of a short day.
const SHORT: usize = 2000;
/// A pause comes after so many edits.
const STRETCH: usize = 50;
const DOCUMENTS: usize = 10;
/// How much more memory the second half may end with than the first did, in kilobytes.
const MARGIN: u64 = 16 << 10;

const PIECES: &[&str] = &[
    "The user pays. ",
    "users ",
    "As a shopper, I want tea so that I wake.\n\n",
    "As a user, I want tea.\n\n",
    "As a tailor, I can see my shoes.\n\n",
    "## Roles\n\n- **Tailor**: sews\n",
    "## Problem\n\nThe customer needs to see tea.\n\n",
    "# Tea PRD\n\n",
    "\n\n",
    "\r\n",
    "- ",
    "> ",
    "| a user | b |\n|---|---|\n",
    "```\n",
    "<!-- rolecall-ignore -->\n",
    "é😀 ",
    "word ",
    "e",
];
const CONFIGS: &[&str] = &[
    "[[role]]\nname = \"shopper\"\n",
    "[[role]]\nname = \"shopper\"\naliases = [\"tailor\"]\n",
    "[[role]]\nname = \"shopper\"\n\n[rules]\ngeneric-role = \"off\"\n",
    "[[role]]\nname = \"clerk\"\n\n[rules]\nduplicate-story = \"error\"\n",
];

/// A finding as both sides tell it: range as the editor is told it, rule, severity, message.
type Told = (String, String, String, String);

/// A document of the project.
struct File {
    name: String,
    /// What the editor holds, with its version; none while it is closed.
    open: Option<(String, i64)>,
    disk: String,
    /// The newest diagnostics, and what version they are of.
    shown: Option<(i64, Value)>,
}

struct Day {
    folder: tempfile::TempDir,
    client: Client,
    files: Vec<File>,
    random: fastrand::Rng,
    /// How long each pause was waited for, from the last edit to the diagnostics.
    waits: Vec<Duration>,
    names: usize,
    versions: i64,
}

impl Day {
    fn begin() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        std::fs::write(root.join("rolecall.toml"), CONFIGS[0]).unwrap();
        let mut client = Client::start();
        client.initialize(json!({ "rootUri": format!("file://{}", root.display()) }));
        let random = fastrand::Rng::with_seed(7);
        let (files, waits) = (Vec::new(), Vec::new());
        let mut day = Self { folder, client, files, random, waits, names: 0, versions: 0 };
        for index in 0..DOCUMENTS {
            let text = "## Part\n\nAs a shopper, I want tea so that I wake.\n\nThe user pays.\n\n";
            let text = format!("# Plan {index}\n\n{}", text.repeat(60 + 20 * index));
            day.add(text);
        }
        day
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().canonicalize().unwrap().join(name)
    }

    fn uri(&self, name: &str) -> String {
        format!("file://{}", self.path(name).display())
    }

    fn below(&mut self, bound: usize) -> usize {
        self.random.usize(..bound)
    }

    /// Tells the server of a change on disk, as an editor that watches files does: 1 for new, 2 for changed, 3 for gone.
    fn on_disk(&mut self, name: &str, what: i64) {
        let changes = json!([{ "uri": self.uri(name), "type": what }]);
        self.client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    }

    fn add(&mut self, text: String) {
        self.names += 1;
        let name = format!("spec-{}.md", self.names);
        std::fs::write(self.path(&name), &text).unwrap();
        self.on_disk(&name, 1);
        self.files.push(File { name, open: None, disk: text, shown: None });
    }

    fn open(&mut self, index: usize) {
        let (name, text) = (self.files[index].name.clone(), self.files[index].disk.clone());
        // Versions go on where they were, so that what was published before can be told from what comes.
        self.versions += 1000;
        let version = self.versions;
        let document = json!({
            "uri": self.uri(&name), "languageId": "markdown", "version": version, "text": text,
        });
        self.client.notify("textDocument/didOpen", json!({ "textDocument": document }));
        self.files[index].open = Some((text, version));
    }

    fn save(&mut self, index: usize) {
        let file = &mut self.files[index];
        let Some((text, _)) = &file.open else { return };
        file.disk.clone_from(text);
        let (name, text) = (file.name.clone(), text.clone());
        std::fs::write(self.path(&name), text).unwrap();
        let uri = self.uri(&name);
        self.client.notify("textDocument/didSave", json!({ "textDocument": { "uri": uri } }));
        self.on_disk(&name, 2);
    }

    /// Closes a document, and what was not saved is gone.
    fn close(&mut self, index: usize) {
        let uri = self.uri(&self.files[index].name);
        self.client.close(&uri);
        self.files[index].open = None;
    }

    /// Gives a document another name, as an editor does: closed, moved, opened.
    fn rename(&mut self, index: usize) {
        self.save(index);
        self.close(index);
        let File { name, disk, .. } = self.files.remove(index);
        std::fs::remove_file(self.path(&name)).unwrap();
        self.on_disk(&name, 3);
        self.add(disk);
        self.open(self.files.len() - 1);
    }

    fn configure(&mut self) {
        let text = CONFIGS[self.below(CONFIGS.len())];
        std::fs::write(self.path("rolecall.toml"), text).unwrap();
        self.on_disk("rolecall.toml", 2);
    }

    /// Types somewhere: puts a piece in, or takes some characters out.
    fn edit(&mut self, index: usize) {
        let Some((text, version)) = self.files[index].open.clone() else { return };
        let at = self.below(text.len() + 1);
        let start = text.floor_char_boundary(at);
        let start = if text[..start].ends_with('\r') { start - 1 } else { start };
        // Long documents shrink, short ones grow.
        let taken = if self.below(20_000) < text.len() { self.below(60) } else { self.below(3) };
        let mut end = text.floor_char_boundary((start + taken).min(text.len())).max(start);
        if text[..end].ends_with('\r') && end > start {
            end -= 1;
        }
        let new = PIECES[self.below(PIECES.len())];
        let range = json!({ "start": place(&text, start), "end": place(&text, end) });
        let uri = self.uri(&self.files[index].name);
        self.client.change(&uri, version + 1, json!([{ "range": range, "text": new }]));
        let text = format!("{}{new}{}", &text[..start], &text[end..]);
        self.files[index].open = Some((text, version + 1));
    }

    /// Takes in what was published. Versions never go back.
    fn listen(&mut self) {
        for (uri, version, diagnostics) in self.client.all_published() {
            let name = uri.rsplit('/').next().unwrap().to_owned();
            let Some(file) = self.files.iter_mut().find(|file| file.name == name) else { continue };
            let (Some((_, newest)), Some(version)) = (&file.open, version.as_i64()) else {
                continue;
            };
            assert!(version <= *newest, "{name}: version {version} of {newest}");
            let last = file.shown.as_ref().map_or(0, |(version, _)| *version);
            assert!(version >= last, "{name}: version {version} came after {last}");
            file.shown = Some((version, diagnostics));
        }
    }

    /// Waits until each open document shows what `check` says of the same texts.
    fn pause(&mut self, edited: Instant) {
        let open: Vec<usize> =
            (0..self.files.len()).filter(|at| self.files[*at].open.is_some()).collect();
        let is_newest = |file: &File| match (&file.open, &file.shown) {
            (Some((_, version)), Some((shown, _))) => version == shown,
            _ => false,
        };
        let end = Instant::now() + Duration::from_secs(60);
        loop {
            self.listen();
            if open.iter().all(|at| is_newest(&self.files[*at])) {
                break;
            }
            assert!(Instant::now() < end, "diagnostics were lost");
            std::thread::sleep(Duration::from_micros(200));
        }
        self.waits.push(edited.elapsed());
        for at in &open {
            self.save(*at);
        }
        let expected = self.checked();
        // What a document adds to the others is told a moment later.
        loop {
            let different = open.iter().find(|at| {
                let file = &self.files[**at];
                told(&file.shown.as_ref().unwrap().1)
                    != expected.get(&file.name).cloned().unwrap_or_default()
            });
            let Some(different) = different else { break };
            if Instant::now() > end {
                let file = &self.files[*different];
                assert_eq!(
                    told(&file.shown.as_ref().unwrap().1),
                    expected.get(&file.name).cloned().unwrap_or_default(),
                    "{} differs from what check says",
                    file.name
                );
            }
            std::thread::sleep(Duration::from_millis(2));
            self.listen();
        }
    }

    /// What `rolecall check` says of each document.
    fn checked(&self) -> BTreeMap<String, Vec<Told>> {
        let output = Command::new(env!("CARGO_BIN_EXE_rolecall"))
            .args(["check", "--format", "json", "."])
            .current_dir(self.folder.path())
            .output()
            .unwrap();
        let answer: Value = serde_json::from_slice(&output.stdout).expect("check answers in JSON");
        let mut found: BTreeMap<String, Vec<Told>> = BTreeMap::new();
        for one in answer["findings"].as_array().unwrap() {
            let text = |key: &str| one[key].as_str().unwrap().to_owned();
            let name = text("path");
            let Some(file) = self.files.iter().find(|file| file.name == name) else { continue };
            let place = |key: &str| place(&file.disk, one["span"][key].as_u64().unwrap() as usize);
            let range = json!({ "start": place("start"), "end": place("end") });
            let told = (range.to_string(), text("rule"), text("severity"), text("message"));
            found.entry(name).or_default().push(told);
        }
        found.values_mut().for_each(|told| told.sort());
        found
    }

    /// How much memory the server holds, in kilobytes; none where the system does not say.
    fn memory(&self) -> Option<u64> {
        let status =
            std::fs::read_to_string(format!("/proc/{}/status", self.client.process())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        line.trim().trim_end_matches(" kB").parse().ok()
    }
}

/// A byte of the text as a place of the protocol, in UTF-16.
fn place(text: &str, at: usize) -> Value {
    let before = text[..at].replace("\r\n", "\n");
    let line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
    json!({ "line": before.matches(['\n', '\r']).count(), "character": line.encode_utf16().count() })
}

/// What an editor shows.
fn told(diagnostics: &Value) -> Vec<Told> {
    let one = |one: &Value| {
        let severity = ["error", "warning", "information", "hint"]
            [one["severity"].as_u64().unwrap() as usize - 1];
        (
            one["range"].to_string(),
            one["code"].as_str().unwrap().to_owned(),
            severity.to_owned(),
            one["message"].as_str().unwrap().to_owned(),
        )
    };
    let mut all: Vec<Told> = diagnostics.as_array().unwrap().iter().map(one).collect();
    all.sort();
    all
}

#[test]
fn a_working_day_loses_nothing_and_grows_nothing() {
    let edits = std::env::var("ROLECALL_SOAK").ok().and_then(|text| text.parse().ok());
    let edits = edits.unwrap_or(SHORT).next_multiple_of(4 * STRETCH);
    let mut day = Day::begin();
    for index in 0..DOCUMENTS / 2 {
        day.open(index);
    }
    let mut quarters = Vec::new();
    for stretch in 0..edits / STRETCH {
        for _ in 0..STRETCH {
            let index = day.below(DOCUMENTS);
            match (day.below(100), day.files[index].open.is_some()) {
                (0..3, true) => day.close(index),
                (3, true) => day.rename(index),
                (4..8, true) => day.save(index),
                (8, true) => day.configure(),
                (_, true) => {}
                (..40, false) => day.open(index),
                (_, false) => {}
            }
            // There is always something to type in.
            let open = (0..DOCUMENTS).find(|at| day.files[(index + at) % DOCUMENTS].open.is_some());
            let index = (index + open.unwrap_or_default()) % DOCUMENTS;
            if day.files[index].open.is_none() {
                day.open(index);
            }
            day.edit(index);
        }
        day.pause(Instant::now());
        if (stretch + 1) % (edits / STRETCH / 4) == 0 {
            day.waits.sort();
            let median = day.waits[day.waits.len() / 2];
            let memory = day.memory();
            println!(
                "{} edits: {} kB of text, {} kB of memory, {median:.1?} from the last edit to all diagnostics",
                (stretch + 1) * STRETCH,
                day.files.iter().map(|file| file.disk.len()).sum::<usize>() >> 10,
                memory.map_or("unknown".into(), |memory| memory.to_string()),
            );
            quarters.push(memory);
            day.waits.clear();
        }
    }
    if let [_, Some(half), _, Some(end)] = quarters[..] {
        assert!(end <= half + MARGIN, "memory grew from {half} kB to {end} kB in the second half");
    }
    day.listen();
    assert_eq!(day.client.shutdown().code(), Some(0));
}
