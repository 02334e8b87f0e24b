//! What a run of `rolecall check` has to say, as values: what is found, held back and counted.

use std::collections::BTreeMap;
use std::path::PathBuf;

use markdown::{Encoding, Position, Span};
use project::Problem;
use review::{Document, DocumentKind, Extent, Finding, Fix, Suggestion, TipJar};

use crate::address::Address;
use crate::check::identity::{Known, numbers};
use crate::cli::{Check, FailOn, Format};
use crate::documents::{Documents, RoleCounts};
use crate::named;
use crate::output::{Outcome, shown};

/// Where something begins and ends: line and column from 1, in characters, the end behind the last one.
pub type Ends = ((usize, usize), (usize, usize));

/// What a run has to say.
pub struct Report {
    /// The documents, in the order of their paths.
    pub files: Vec<Checked>,
    /// Where documents were looked for, as it was named; empty for the current folder.
    pub paths: Vec<PathBuf>,
    /// What could not be read, or is wrong with a project's own files.
    pub problems: Vec<Problem>,
    /// How the run ends.
    pub outcome: Outcome,
    /// From what severity on it does not end well.
    pub fail_on: FailOn,
    /// Whether a baseline holds findings back.
    pub has_baseline: bool,
    /// What became of each document, if that was asked for.
    pub skips: Option<Vec<Standing>>,
    /// What was found in a folder and not opened, with what it is.
    pub unopened: Vec<(PathBuf, DocumentKind)>,
    /// How many documents could not be read.
    pub unread: usize,
    /// Where the roles come from; nowhere in a format that does not say it.
    pub roles: RoleCounts,
    /// Whether a rolecall.toml says some of them.
    pub has_config: bool,
    /// Whether people want to see every finding.
    pub lists_all: bool,
    /// Whether the findings are counted.
    pub has_statistics: bool,
    /// Whether a line or a screen says what it comes to.
    pub has_summary: bool,
}

impl Report {
    /// What there is to say of these documents.
    pub fn new(
        options: &Check,
        format: Format,
        files: Vec<Checked>,
        documents: Documents,
        failed: bool,
    ) -> Self {
        Self {
            outcome: outcome(options, &files, documents.failed || failed),
            skips: options.explain_skips.then(|| standings(&files, &documents.unopened)),
            files,
            paths: options.input.paths.clone(),
            fail_on: options.fail_on,
            has_baseline: options.baseline.is_some(),
            unread: documents.unread,
            roles: match format.counts_roles() {
                true => documents.role_counts(),
                false => RoleCounts::default(),
            },
            has_config: documents.has_config(),
            problems: documents.problems,
            unopened: documents.unopened,
            lists_all: options.verbose,
            has_statistics: options.statistics,
            has_summary: !options.quiet,
        }
    }
}

/// What became of a document that was found.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Standing {
    /// As it was named, with `/`.
    pub path: String,
    /// What it is.
    #[serde(serialize_with = "named::kind")]
    pub kind: DocumentKind,
    /// How much of it is reviewed.
    #[serde(serialize_with = "named::extent")]
    pub reviewed: Extent,
}

impl Standing {
    /// Why not all of it is reviewed; none where it is.
    pub fn reason(&self) -> Option<String> {
        let phrase = self.kind.phrase();
        match self.reviewed {
            Extent::Whole => None,
            Extent::Stories => Some(format!("only its stories are reviewed; it is {phrase}")),
            Extent::Nothing => Some(format!("not reviewed; it is {phrase}")),
        }
    }
}

/// What a problem is about, in a word: a project's own files, or a document.
pub fn about(problem: &Problem) -> &'static str {
    let is_config = problem.path.file_name().is_some_and(|name| name == project::CONFIG_NAME);
    if problem.code != project::CONFIGURATION || is_config { problem.code } else { "document" }
}

/// What was found in one document.
pub struct Checked {
    /// As it was named, with `/`; what shows it to people escapes it.
    pub path: String,
    /// Where it is.
    pub place: PathBuf,
    /// As other programs know it.
    pub address: Address,
    /// What it is, and how much of it is reviewed.
    pub kind: (DocumentKind, Extent),
    /// What was found, in text order.
    pub findings: Vec<Found>,
    /// What the baseline holds back, by how many of each.
    pub held: BTreeMap<Known, usize>,
    /// Generic words that were passed over, if that was asked for.
    pub skipped: Option<Vec<Skipped>>,
    /// What its stories owe.
    pub tip_jar: TipJar,
    /// Its project's rolecall.toml, named in the same way, with its text, for fixes that change it.
    pub config: Option<(String, String)>,
}

impl Checked {
    /// Returns the findings, each with how many of the same come before it.
    pub fn numbered(&self) -> impl Iterator<Item = (&Found, usize)> {
        self.findings.iter().zip(numbers(self.findings.iter().map(Found::known)))
    }
}

/// A finding with what a reader needs of it.
pub struct Found {
    /// The finding itself.
    pub finding: Finding,
    /// Where it begins: line and column from 1, in characters.
    pub place: (usize, usize),
    /// Where it ends, in the same way: behind its last character.
    pub end: (usize, usize),
    /// Where the other places that it is about begin and end, in the same way.
    pub related: Vec<Ends>,
    /// What it is about, as written.
    pub text: String,
    /// The line it begins on, or as much of it as matters.
    pub excerpt: String,
    /// What it is about, within the excerpt.
    pub marked: Span,
    /// The roles that may be meant, best first.
    pub suggestions: Vec<Suggestion>,
    /// Its fixes, best first.
    pub fixes: Vec<Fix>,
    /// Where the edits of each of them are, for those who want to know.
    pub edits: Vec<Vec<Ends>>,
    /// A digest of the sentence that it is in, for those who want to know it again.
    pub sentence: String,
}

impl Found {
    /// Returns by what it is known again in its document.
    pub fn known(&self) -> Known {
        Known::new(self.finding.rule.name, &self.text, &self.sentence)
    }
}

/// A generic word that was passed over.
pub struct Skipped {
    /// Line and column from 1, in characters.
    pub place: (usize, usize),
    /// The word, in bytes of the document.
    pub span: Span,
    /// The word as written.
    pub text: String,
    /// Why.
    pub reason: &'static str,
    /// The name of the clue that decided it; none for text that is not in English.
    pub clue: Option<&'static str>,
    /// How likely it stands for a person all the same, 0 to 1; none for text that is not in English.
    pub probability: Option<f64>,
}

/// Returns the message that no documents were found in `paths`.
pub fn no_documents(paths: &[PathBuf]) -> String {
    match paths {
        [] => "No Markdown files found in this folder.".to_owned(),
        paths => {
            let paths: Vec<String> =
                paths.iter().map(|path| format!("`{}`", shown(path))).collect();
            format!("No Markdown files found in {}.", paths.join(", "))
        }
    }
}

/// How the command ends.
pub fn outcome(options: &Check, checked: &[Checked], failed: bool) -> Outcome {
    let mut findings = checked.iter().flat_map(|file| &file.findings);
    if failed {
        Outcome::Failed
    } else if findings.any(|found| options.fail_on.fails(found.finding.severity)) {
        Outcome::Found
    } else {
        Outcome::Clean
    }
}

/// What became of each document: of those that were reviewed, and of those that were not opened.
pub fn standings(checked: &[Checked], unopened: &[(PathBuf, DocumentKind)]) -> Vec<Standing> {
    let reviewed = checked.iter().map(|file| {
        let (kind, reviewed) = file.kind;
        Standing { path: file.path.clone(), kind, reviewed }
    });
    let unopened = unopened.iter().map(|(path, kind)| Standing {
        path: project::slashed(path),
        kind: *kind,
        reviewed: Extent::Nothing,
    });
    let mut all: Vec<Standing> = reviewed.chain(unopened).collect();
    all.sort_by(|one, other| one.path.cmp(&other.path));
    all
}

/// Line and column from 1. A byte order mark is no character that anybody sees.
pub fn place(document: &Document, position: Position) -> (usize, usize) {
    let has_mark = has_mark(document, position.line);
    (position.line + 1, (position.column + 1).saturating_sub(has_mark.into()).max(1))
}

/// The byte of the document at a line and a column as [`place`] counts them.
pub fn offset(document: &Document, line: usize, column: usize) -> usize {
    let (line, column) = (line.saturating_sub(1), column.saturating_sub(1));
    let column = column + usize::from(has_mark(document, line));
    document.offset(Position::new(line, column), Encoding::Utf32)
}

/// Whether a line, counted from 0, begins with a byte order mark.
fn has_mark(document: &Document, line: usize) -> bool {
    line == 0 && document.slice(Span::new(0, 3)) == "\u{feff}"
}
