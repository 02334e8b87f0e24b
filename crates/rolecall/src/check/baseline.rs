//! `check --baseline`: findings that were there before, and are not told of again.
//!
//! A baseline is a file beside the documents, for people to commit and to read in a diff: sorted, one
//! finding a line, with paths from its own folder on. There are no lines in it, nor messages: a finding
//! is known by its rule, its words and its sentence, so it stays known when text moves or changes
//! elsewhere, and who changes the sentence hears of it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use project::slashed;
use serde::{Deserialize, Serialize};

use crate::address::relative;
use crate::check::checked::{Checked, Found};
use crate::check::identity::Known;
use crate::output::{json, shown};

/// The version of what is written here.
const VERSION: u64 = 1;

/// The findings of documents, by their paths, with how many of each there are.
type Findings = BTreeMap<String, BTreeMap<Known, usize>>;

/// Findings that are known.
pub struct Baseline {
    path: PathBuf,
    /// The folder that its paths begin at.
    folder: PathBuf,
    findings: Findings,
}

/// The file.
#[derive(Serialize, Deserialize)]
struct File {
    #[serde(rename = "rolecall-baseline")]
    version: u64,
    findings: Vec<Entry>,
}

/// What any version of the file has.
#[derive(Deserialize)]
struct AnyFile {
    #[serde(rename = "rolecall-baseline")]
    version: u64,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    path: String,
    rule: String,
    text: String,
    sentence: String,
    #[serde(default = "one", skip_serializing_if = "is_one")]
    count: usize,
}

fn one() -> usize {
    1
}

#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_one(count: &usize) -> bool {
    *count == 1
}

impl Baseline {
    /// The baseline in the file at `path`, or why there is none, as it is told. `is_new`: it is about to
    /// be written, so it need not be there, and may be of another version.
    pub fn read(path: &Path, is_new: bool) -> Result<Self, String> {
        let name = shown(path);
        let clean = project::clean(path);
        let folder = clean.parent().unwrap_or(&clean).to_owned();
        let mut baseline = Self { path: path.to_owned(), folder, findings: BTreeMap::new() };
        let text = match project::read_document(path) {
            Ok(text) => text,
            Err(_) if is_new && !path.exists() => return Ok(baseline),
            Err(_) if !path.exists() => {
                return Err(format!(
                    "{name}: error: This baseline doesn't exist. Create it with `--baseline {name} --write-baseline`."
                ));
            }
            Err(problem) => return Err(format!("{name}: error: {}", problem.message)),
        };
        let broken = |error: serde_json::Error| {
            format!(
                "{name}:{}: error: This is not a valid baseline. Restore it, or delete it and create a new one with `--write-baseline`.",
                error.line().max(1)
            )
        };
        let version = serde_json::from_str::<AnyFile>(&text).map_err(broken)?.version;
        if version != VERSION {
            return if is_new {
                Ok(baseline)
            } else {
                Err(format!(
                    "{name}: error: This baseline has version {version}, but this rolecall reads version {VERSION}. Write it again with `--write-baseline`, or use the rolecall that wrote it."
                ))
            };
        }
        for entry in serde_json::from_str::<File>(&text).map_err(broken)?.findings {
            let Entry { path, rule, text, sentence, count } = entry;
            let known = Known { rule, text, sentence };
            let listed = baseline.findings.entry(path).or_default().entry(known).or_default();
            // Whoever wrote it may have written any number.
            *listed = listed.saturating_add(count);
        }
        Ok(baseline)
    }

    /// Takes the findings that are known out of those of the document at `path`: the first of each, in
    /// text order, as many as are known.
    pub fn hold_back(&self, path: &Path, findings: &mut Vec<Found>) -> BTreeMap<Known, usize> {
        let mut held: BTreeMap<Known, usize> = BTreeMap::new();
        let Some(known) = self.findings.get(&self.name(path)) else { return held };
        findings.retain(|found| {
            let own = found.known();
            let count = held.get(&own).copied().unwrap_or_default();
            let is_new = known.get(&own).is_none_or(|known| count >= *known);
            if !is_new {
                held.insert(own, count + 1);
            }
            is_new
        });
        held
    }

    /// The same baseline with what is found now of the documents that were reviewed, `of` says which
    /// findings of each count. What it lists of others stays while they are there, as do rules that
    /// `was_asked` denies.
    fn renewed(
        &self,
        files: &[Checked],
        was_asked: &dyn Fn(&str) -> bool,
        of: impl Fn(&Checked) -> BTreeMap<Known, usize>,
    ) -> Self {
        let mut findings = Findings::new();
        let reviewed: BTreeMap<String, &Checked> =
            files.iter().map(|file| (self.name(&file.place), file)).collect();
        for (path, known) in &self.findings {
            let is_reviewed = reviewed.contains_key(path);
            let is_gone = !is_reviewed && !self.folder.join(path).exists();
            let kept = known
                .iter()
                .filter(|(known, _)| !is_gone && (!is_reviewed || !was_asked(&known.rule)));
            let kept = kept.map(|(known, count)| (known.clone(), *count));
            findings.insert(path.clone(), kept.collect());
        }
        for (path, file) in reviewed {
            findings.entry(path).or_default().extend(of(file));
        }
        findings.retain(|_, known| !known.is_empty());
        Self { path: self.path.clone(), folder: self.folder.clone(), findings }
    }

    /// With all that is found now.
    pub fn with_all(&self, files: &[Checked], was_asked: &dyn Fn(&str) -> bool) -> Self {
        self.renewed(files, was_asked, |file| {
            let mut known = BTreeMap::new();
            for found in &file.findings {
                *known.entry(found.known()).or_default() += 1;
            }
            known
        })
    }

    /// Returns it without what is fixed.
    pub fn without_fixed(&self, files: &[Checked], was_asked: &dyn Fn(&str) -> bool) -> Self {
        self.renewed(files, was_asked, |file| file.held.clone())
    }

    /// How many findings it lists.
    pub fn len(&self) -> usize {
        let counts = self.findings.values().flat_map(BTreeMap::values);
        counts.fold(0, |sum, count| sum.saturating_add(*count))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The file's text.
    pub fn text(&self) -> String {
        let mut lines = Vec::new();
        for (path, known) in &self.findings {
            for (Known { rule, text, sentence }, count) in known {
                let entry = Entry {
                    path: path.clone(),
                    rule: rule.clone(),
                    text: text.clone(),
                    sentence: sentence.clone(),
                    count: *count,
                };
                lines.push(json(&entry));
            }
        }
        let lines =
            if lines.is_empty() { String::new() } else { format!("\n{}\n", lines.join(",\n")) };
        format!("{{\n\"rolecall-baseline\": {VERSION},\n\"findings\": [{lines}]\n}}\n")
    }

    /// What a document is called here: its path from the folder on.
    fn name(&self, path: &Path) -> String {
        slashed(&relative(&project::clean(path), &self.folder))
    }
}
