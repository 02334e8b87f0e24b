//! `rolecall config`: what holds for a document, and where each value comes from.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use project::{CONFIG_NAME, Coverage, slashed, visible};
use review::{Asked, DocumentKind, Extent, Review, Role, Term, rules};
use serde::Serialize;

use crate::cli::{self, ConfigFormat};
use crate::named;
use crate::output::{Outcome, complain_of, finish, from_here, json, plain};

/// What holds.
#[derive(Serialize)]
struct Effective {
    /// The rolecall.toml; none where the defaults hold.
    config: Option<String>,
    document: Option<Document>,
    style: Valued<&'static str>,
    model: Valued<Option<&'static str>>,
    include: Valued<Vec<String>>,
    exclude: Valued<Vec<String>>,
    generic: Valued<Vec<String>>,
    allow: Valued<Vec<String>>,
    fine: Valued<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sections: Vec<OwnTitles>,
    rules: Vec<RuleLevel>,
    roles: Vec<KnownRole>,
    terms: Vec<Avoided>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    overrides: Vec<Override>,
}

/// What holds otherwise for some documents.
#[derive(Serialize)]
struct Override {
    files: Vec<String>,
    /// Whether the document that was asked about is one of them, and so holds what is shown.
    applies: bool,
    source: Source,
}

/// The document that was asked about.
#[derive(Serialize)]
struct Document {
    path: String,
    covered: bool,
    /// What leaves it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    left_out_by: Option<LeftOut>,
    /// What it is, and how much of it is reviewed with its folder; none where it is left out or cannot be read.
    #[serde(flatten)]
    standing: Option<Standing>,
}

/// What a document is, and how much of it is reviewed with its folder.
#[derive(Serialize, Clone, Copy)]
struct Standing {
    #[serde(serialize_with = "named::kind")]
    kind: DocumentKind,
    #[serde(serialize_with = "named::extent")]
    reviewed: Extent,
}

/// What leaves a document out.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case", tag = "reason")]
enum LeftOut {
    NoDocument,
    /// It is hidden, or `.gitignore` names it.
    Ignored,
    Exclude {
        pattern: String,
        source: Option<Source>,
    },
    Include {
        source: Option<Source>,
    },
}

/// A value with the place it comes from; none for a default.
#[derive(Serialize)]
struct Valued<T> {
    value: T,
    source: Option<Source>,
}

#[derive(Serialize, Clone)]
struct Source {
    path: String,
    line: usize,
}

/// The titles that a project gives to a kind of section.
#[derive(Serialize)]
struct OwnTitles {
    kind: &'static str,
    titles: Vec<String>,
    source: Option<Source>,
}

#[derive(Serialize)]
struct RuleLevel {
    name: &'static str,
    severity: &'static str,
    source: Option<Source>,
}

#[derive(Serialize)]
struct KnownRole {
    name: String,
    aliases: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    persona: Option<String>,
    sources: Vec<Source>,
}

#[derive(Serialize)]
struct Avoided {
    avoid: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    prefer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    because: Option<String>,
    source: Source,
}

/// Runs the command.
pub fn run(options: &cli::Config) -> ExitCode {
    let path = options.path.clone().unwrap_or_else(|| ".".into());
    if !path.exists() {
        let (_, problems) = project::documents(&[path]);
        complain_of(&problems);
        return Outcome::Failed.into();
    }
    let file = project::config_of(&path);
    let mut config = project::Config::default();
    let mut outcome = Outcome::Clean;
    if let Some(file) = &file {
        let loaded = project::load(file);
        if complain_of(&loaded.problems) {
            outcome = Outcome::Failed;
        }
        let Some(read) = loaded.config else { return Outcome::Failed.into() };
        config = read;
    }
    let effective = effective(&path, file.as_deref(), &config);
    let text = match options.format {
        ConfigFormat::Text => text(&effective),
        ConfigFormat::Json => json(&effective) + "\n",
    };
    finish(&text, outcome)
}

fn effective(path: &Path, file: Option<&Path>, all: &project::Config) -> Effective {
    let applied = if path.is_file() { all.overrides_of(path) } else { Vec::new() };
    let config = &all.with(&applied);
    let at = |line: usize| Source { path: CONFIG_NAME.to_owned(), line };
    let source = |key: &str| config.lines.get(key).map(|line| at(*line));
    let rule = |rule: &&'static review::Rule| {
        let given = config.settings.rules.get(rule.name);
        let severity = given.copied().unwrap_or(Some(rule.severity_in(config.settings.style)));
        RuleLevel {
            name: rule.name,
            severity: severity.map_or("off", review::Severity::name),
            source: given.and_then(|_| source(&format!("rules.{}", rule.name))),
        }
    };
    let sections = config.settings.sections.iter().map(|(kind, titles)| OwnTitles {
        kind: kind.name(),
        titles: titles.clone(),
        source: source(&format!("sections.{}", kind.name())),
    });
    let overrides = all.overrides.iter().enumerate().map(|(number, one)| Override {
        files: one.files.written().to_vec(),
        applies: applied.contains(&number),
        source: at(one.line),
    });
    let term = |term: &Term| Avoided {
        avoid: term.avoid.clone(),
        prefer: term.prefer.clone(),
        because: term.because.clone(),
        source: at(term.line),
    };
    Effective {
        config: file.filter(|file| file.is_file()).map(|file| slashed(&from_here(file))),
        document: path.is_file().then(|| document(path, file, config, source)),
        style: Valued { value: config.settings.style.name(), source: source("style") },
        model: Valued {
            value: config.settings.model.map(review::Model::name),
            source: source("product.model"),
        },
        include: Valued { value: config.include.written().to_vec(), source: source("include") },
        exclude: Valued { value: config.exclude.written().to_vec(), source: source("exclude") },
        generic: Valued {
            value: config.settings.generic.own().into_iter().map(str::to_owned).collect(),
            source: source("generic"),
        },
        allow: Valued { value: config.settings.allow.clone(), source: source("allow") },
        fine: Valued {
            value: config.settings.fine.unwrap_or(review::FINE),
            source: source("fine"),
        },
        sections: sections.collect(),
        rules: rules::ALL.iter().map(rule).collect(),
        roles: config.settings.roles.iter().map(|role| known_role(role, &config.root)).collect(),
        terms: config.settings.terms.iter().map(term).collect(),
        overrides: overrides.collect(),
    }
}

/// What is known of a role of the project whose folder is `root`.
fn known_role(role: &Role, root: &Path) -> KnownRole {
    let places = role.declared.iter().filter_map(|place| Some((place.file.as_ref()?, place.line)));
    let sources = places.map(|(file, line)| {
        let inside = file.path.strip_prefix(root).unwrap_or(&file.path);
        Source { path: slashed(inside), line }
    });
    KnownRole {
        name: role.name.clone(),
        aliases: role.aliases.clone(),
        kind: role.kind.map(review::RoleKind::name),
        persona: role.persona.clone(),
        sources: sources.collect(),
    }
}

/// Whether the document is among those that are reviewed when its folder is.
fn document(
    path: &Path,
    file: Option<&Path>,
    config: &project::Config,
    source: impl Fn(&str) -> Option<Source>,
) -> Document {
    let folder = || project::root_of(path).map(|root| root.folder);
    let beside = || std::path::absolute(path).ok()?.parent().map(Path::to_path_buf);
    let root: Option<PathBuf> = file.map(|_| config.root.clone()).or_else(folder).or_else(beside);
    let standing = || {
        let text = project::read_document(path).ok()?;
        let root = root.as_deref();
        let origin = config.origin(root, path, Asked::Found);
        let settings = Arc::new(config.settings.clone());
        let review = Review::of_file(review::Document::of_file(&text, path), settings, origin);
        Some(Standing { kind: review.kind(), reviewed: review.extent() })
    };
    let left_out_by = match config.coverage(path) {
        _ if !project::is_document(path) => Some(LeftOut::NoDocument),
        Coverage::Excluded(pattern) => {
            Some(LeftOut::Exclude { pattern: pattern.to_owned(), source: source("exclude") })
        }
        Coverage::NotIncluded => Some(LeftOut::Include { source: source("include") }),
        Coverage::Covered if root.as_ref().is_some_and(|root| !project::is_found(path, root)) => {
            Some(LeftOut::Ignored)
        }
        Coverage::Covered => None,
    };
    let standing = if left_out_by.is_none() { standing() } else { None };
    Document { path: slashed(path), covered: left_out_by.is_none(), left_out_by, standing }
}

/// All of it, for people.
fn text(effective: &Effective) -> String {
    let mut text = match &effective.config {
        Some(config) => format!("Configuration: {}\n", visible(config)),
        None => {
            "No rolecall.toml found here or in a parent folder; using the defaults.\n".to_owned()
        }
    };
    if let Some(document) = &effective.document {
        text += &format!("{}: {}.\n", visible(&document.path), standing(document));
    }
    text.push('\n');
    let style = &effective.style;
    let model = &effective.model;
    let mut rows = vec![
        Row::new("style", style.value, from(style.source.as_ref())),
        Row::new("model", model.value.unwrap_or("not set"), from(model.source.as_ref())),
    ];
    rows.extend(listed("include", &effective.include, "all Markdown files"));
    rows.extend(listed("exclude", &effective.exclude, "nothing"));
    rows.extend(listed("generic", &effective.generic, "none"));
    rows.extend(listed("allow", &effective.allow, "none"));
    let fine = format!("${}", effective.fine.value);
    rows.push(Row::new("fine", &fine, from(effective.fine.source.as_ref())));
    text += &table(&rows);
    if !effective.sections.is_empty() {
        text += "\nSections\n";
    }
    let sections = effective
        .sections
        .iter()
        .map(|own| Row::new(own.kind, &own.titles.join(", "), from(own.source.as_ref())));
    text += &table(&sections.collect::<Vec<_>>());
    text += "\nRules\n";
    let rules = effective.rules.iter();
    let rules = rules.map(|rule| Row::new(rule.name, rule.severity, from(rule.source.as_ref())));
    text += &table(&rules.collect::<Vec<_>>());
    text += "\nRoles\n";
    if effective.roles.is_empty() {
        text += "  None configured. Roles are read from the documents.\n";
    }
    let roles = effective.roles.iter().map(|role| {
        let sources: Vec<String> = role.sources.iter().map(|source| from(Some(source))).collect();
        let also = match role.aliases.join(", ") {
            none if none.is_empty() => none,
            aliases => format!("also {aliases}"),
        };
        Row::new(&role.name, &also, sources.join(", "))
    });
    text += &table(&roles.collect::<Vec<_>>());
    if !effective.terms.is_empty() {
        text += "\nTerms to avoid\n";
    }
    let terms = effective.terms.iter().map(|term| {
        let prefer = term.prefer.as_ref().map(|prefer| format!("say {prefer}"));
        let prefer = prefer.unwrap_or_default();
        Row::new(&term.avoid.join(", "), &prefer, from(Some(&term.source)))
    });
    text += &table(&terms.collect::<Vec<_>>());
    if !effective.overrides.is_empty() {
        text += "\nOverrides\n";
    }
    let overrides = effective.overrides.iter().map(|one| {
        let standing = match (&effective.document, one.applies) {
            (None, _) => "applies to these files only",
            (Some(_), true) => "applies to this document",
            (Some(_), false) => "does not apply to this document",
        };
        Row::new(&one.files.join(", "), standing, from(Some(&one.source)))
    });
    text + &table(&overrides.collect::<Vec<_>>())
}

/// Whether a document is reviewed, in words.
fn standing(document: &Document) -> String {
    let by = match &document.left_out_by {
        None => {
            return match document.standing {
                None | Some(Standing { kind: DocumentKind::Unknown, reviewed: Extent::Whole }) => {
                    "reviewed with its folder".to_owned()
                }
                Some(Standing { kind, reviewed: Extent::Whole }) => {
                    format!("reviewed with its folder; it is {}", kind.phrase())
                }
                Some(Standing { kind, reviewed: Extent::Stories }) => format!(
                    "only its stories are reviewed with its folder, because it is {}; use `--all` to review the rest",
                    kind.phrase()
                ),
                Some(Standing { kind, reviewed: Extent::Nothing }) => format!(
                    "not reviewed with its folder, because it is {}; use `--all` to review it",
                    kind.phrase()
                ),
            };
        }
        Some(LeftOut::NoDocument) => "it is not a Markdown, .txt or .feature file".to_owned(),
        Some(LeftOut::Ignored) => "it is hidden or ignored by .gitignore".to_owned(),
        Some(LeftOut::Exclude { pattern, source }) => {
            format!("`exclude` contains `{}` ({})", plain(pattern), from(source.as_ref()))
        }
        Some(LeftOut::Include { source: None }) => {
            "it is not Markdown, and no `include` pattern names its extension".to_owned()
        }
        Some(LeftOut::Include { source }) => {
            format!("no `include` pattern matches it ({})", from(source.as_ref()))
        }
    };
    format!("skipped, because {by}; `rolecall check` reviews it only if you name it")
}

fn from(source: Option<&Source>) -> String {
    source
        .map_or("default".to_owned(), |source| format!("{}:{}", visible(&source.path), source.line))
}

/// The values of a list, a row each; `none` where it has none.
fn listed(name: &str, list: &Valued<Vec<String>>, none: &str) -> Vec<Row> {
    let source = from(list.source.as_ref());
    if list.value.is_empty() {
        return vec![Row::new(name, none, source)];
    }
    let names = std::iter::once(name).chain(std::iter::repeat(""));
    let rows = names.zip(&list.value).map(|(name, value)| {
        let source = if name.is_empty() { String::new() } else { source.clone() };
        Row::new(name, value, source)
    });
    rows.collect()
}

/// A line of a table: what, its value, and where that comes from.
struct Row([String; 3]);

impl Row {
    fn new(name: &str, value: &str, source: String) -> Self {
        Self([plain(name), plain(value), plain(&source)])
    }
}

fn table(rows: &[Row]) -> String {
    let width = |column: fn(&Row) -> &String| {
        rows.iter().map(|row| column(row).chars().count()).max().unwrap_or_default()
    };
    let (first, second) = (width(|row| &row.0[0]), width(|row| &row.0[1]));
    let lines = rows.iter().map(|Row([name, value, source])| {
        let line = format!("  {name:first$}  {value:second$}  {source}");
        line.trim_end().to_owned() + "\n"
    });
    lines.collect()
}
