//! The documents two programs are compared on: files where they are, and texts of data in a temporary folder.

use std::collections::HashSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

use review::Style;
use serde_json::{Map, Value};
use tempfile::TempDir;

/// The endings of documents, and of data that holds texts.
const DOCUMENTS: [&str; 5] = ["md", "markdown", "mdx", "txt", "feature"];
const DATA: [&str; 2] = ["json", "jsonl"];
const CONFIG: &str = "rolecall.toml";
/// So many projects are checked by one process: a process takes more for each the more there are.
const BATCH: usize = 250;
/// A string of data is a text from so many words on; less is a name or a label.
const WORDS: usize = 3;

/// Where a document comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// The file, as found below the folder that was named.
    pub path: PathBuf,
    /// For data, the line of the record, counted from 1; 0 for a document.
    pub record: usize,
}

/// What one process is to check.
pub struct Batch {
    /// Whether each document is to be checked by itself, under the default settings.
    pub is_alone: bool,
    /// Documents, or folders of projects.
    pub paths: Vec<PathBuf>,
}

/// All that is to be checked.
pub struct Corpus {
    root: TempDir,
    /// What lies in the temporary folder, by number: where it comes from, and the house style it is given.
    laid_out: Vec<(Source, Option<Style>)>,
    /// Documents to check by themselves.
    documents: Vec<PathBuf>,
    /// Folders to check under the configuration in them.
    projects: Vec<PathBuf>,
    texts: HashSet<String>,
}

impl Corpus {
    /// Collects every document below `folders`.
    pub fn of(folders: &[PathBuf]) -> Result<Self, String> {
        let root = TempDir::with_prefix("rolecall-compare-")
            .map_err(|error| format!("no temporary folder: {error}"))?;
        let mut corpus = Self {
            root,
            laid_out: Vec::new(),
            documents: Vec::new(),
            projects: Vec::new(),
            texts: HashSet::new(),
        };
        for folder in folders {
            corpus.add_all(folder)?;
        }
        Ok(corpus)
    }

    /// All of it, in parts that one process can take.
    pub fn batches(&self) -> impl Iterator<Item = Batch> {
        let batches = |is_alone: bool, paths: &[PathBuf]| -> Vec<Batch> {
            let batches =
                paths.chunks(BATCH).map(|paths| Batch { is_alone, paths: paths.to_owned() });
            batches.collect()
        };
        batches(true, &self.documents).into_iter().chain(batches(false, &self.projects))
    }

    /// How many documents are checked by themselves.
    pub fn documents(&self) -> usize {
        self.documents.len()
    }

    /// How many projects are checked, each document under another house style included.
    pub fn projects(&self) -> usize {
        self.projects.len()
    }

    /// Where a document that a program names comes from, and the house style it was given.
    pub fn source(&self, path: &str) -> (Source, Option<Style>) {
        let path = Path::new(path);
        let known = path.strip_prefix(self.root.path()).ok().and_then(|inner| {
            let number = Path::new(inner.iter().next()?).file_stem()?.to_str()?;
            self.laid_out.get(number.parse::<usize>().ok()?).cloned()
        });
        known.unwrap_or_else(|| (Source { path: path.to_owned(), record: 0 }, None))
    }

    fn add_all(&mut self, path: &Path) -> Result<(), String> {
        let fail = |error| format!("{}: {error}", path.display());
        if path.is_dir() {
            if path.join(CONFIG).is_file() {
                self.projects.push(path.to_owned());
            }
            let entries = fs::read_dir(path).map_err(fail)?.collect::<Result<Vec<_>, _>>();
            let mut entries: Vec<PathBuf> =
                entries.map_err(fail)?.into_iter().map(|entry| entry.path()).collect();
            entries.sort();
            return entries
                .iter()
                .filter(|path| !path.is_symlink())
                .try_for_each(|path| self.add_all(path));
        }
        let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        if DOCUMENTS.contains(&ending.as_str()) {
            self.documents.push(path.to_owned());
            self.add_styles(path, &fs::read(path).map_err(fail)?)
        } else if DATA.contains(&ending.as_str()) {
            let text = fs::read_to_string(path).map_err(fail)?;
            self.add_data(path, &text, ending == "jsonl")
        } else {
            Ok(())
        }
    }

    /// Adds the texts of a file of data.
    fn add_data(&mut self, path: &Path, text: &str, has_lines: bool) -> Result<(), String> {
        let records: Vec<(usize, &str)> = if has_lines {
            (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()).collect()
        } else {
            vec![(1, text)]
        };
        // What belongs together is a document as well, since other stories decide which role is likely.
        let mut backlogs: Vec<(String, usize, Vec<String>)> = Vec::new();
        for (record, text) in records {
            let value: Value = serde_json::from_str(text)
                .map_err(|error| format!("{}:{record}: {error}", path.display()))?;
            let source = Source { path: path.to_owned(), record };
            if let Some(files) = value.get("files").and_then(Value::as_object) {
                self.add_project(&source, files)?;
            }
            let mut texts = Vec::new();
            texts_of(&value, &mut texts);
            for text in &texts {
                self.add_text(&source, text)?;
            }
            let name = value.get("backlog").and_then(Value::as_str);
            if name.is_some() || !has_lines {
                let name = name.unwrap_or_default();
                match backlogs.iter_mut().find(|(known, ..)| known == name) {
                    Some((_, _, all)) => all.extend(texts),
                    None => backlogs.push((name.to_owned(), record, texts)),
                }
            }
        }
        for (_, record, texts) in backlogs {
            let list: String =
                texts.iter().map(|text| format!("- {}\n", text.replace('\n', " "))).collect();
            let source = Source { path: path.to_owned(), record };
            self.add_text(&source, &list)?;
        }
        Ok(())
    }

    /// Adds a text of data as a document.
    fn add_text(&mut self, source: &Source, text: &str) -> Result<(), String> {
        if self.texts.insert(text.to_owned()) {
            let path = self.root.path().join(format!("{}.md", self.laid_out.len()));
            self.laid_out.push((source.clone(), None));
            write(&path, text.as_bytes())?;
            self.documents.push(path);
        }
        Ok(())
    }

    /// Adds a document under each house style but the default, which applies where it is by itself.
    fn add_styles(&mut self, path: &Path, text: &[u8]) -> Result<(), String> {
        let source = Source { path: path.to_owned(), record: 0 };
        // Its name and its folder's say what kind of document it is.
        let parent = path.parent().and_then(Path::file_name).unwrap_or("documents".as_ref());
        let name = Path::new(parent).join(path.file_name().unwrap_or_default());
        let endings = DOCUMENTS.map(|ending| format!("\"**/*.{ending}\"")).join(", ");
        for style in Style::ALL.into_iter().filter(|style| *style != Style::default()) {
            // Of one length, so that edits of it are the same under each style.
            let style_line = format!("style = \"{}\"", style.name());
            let config = format!("{style_line:<40}\ninclude = [{endings}]\n");
            let folder = self.folder(&source, Some(style));
            write(&folder.join(CONFIG), config.as_bytes())?;
            write(&folder.join(&name), text)?;
        }
        Ok(())
    }

    /// Adds files of data that belong together.
    fn add_project(&mut self, source: &Source, files: &Map<String, Value>) -> Result<(), String> {
        let folder = self.folder(source, None);
        // Where the data has no configuration, none above the temporary folder is to apply.
        write(&folder.join(CONFIG), b"")?;
        for (name, text) in files {
            let name = Path::new(name);
            if !name.components().all(|part| matches!(part, Component::Normal(_))) {
                let Source { path, record } = source;
                let name = name.display();
                return Err(format!("{}:{record}: {name} leads out of its folder", path.display()));
            }
            write(&folder.join(name), text.as_str().unwrap_or_default().as_bytes())?;
        }
        Ok(())
    }

    /// The folder of another project.
    fn folder(&mut self, source: &Source, style: Option<Style>) -> PathBuf {
        let folder = self.root.path().join(self.laid_out.len().to_string());
        self.laid_out.push((source.clone(), style));
        self.projects.push(folder.clone());
        folder
    }
}

/// Writes a file, and the folders it is in.
fn write(path: &Path, text: &[u8]) -> Result<(), String> {
    let folders = path.parent().map_or(Ok(()), fs::create_dir_all);
    folders
        .and_then(|()| fs::write(path, text))
        .map_err(|error| format!("{}: {error}", path.display()))
}

/// Every string of `value` that is long enough to be a text.
fn texts_of(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::String(text) if text.split_whitespace().nth(WORDS - 1).is_some() => {
            texts.push(text.clone());
        }
        Value::Array(values) => values.iter().for_each(|value| texts_of(value, texts)),
        Value::Object(values) => values.values().for_each(|value| texts_of(value, texts)),
        _ => {}
    }
}
