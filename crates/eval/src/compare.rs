//! Do two programs find the same? Compares the findings of two builds over the same documents.

mod corpus;

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use review::Style;
use serde::Deserialize;

use corpus::{Corpus, Source};

/// A finding as `rolecall check --format json` prints it. Messages are left aside.
#[derive(Debug, Deserialize)]
struct Finding {
    path: String,
    rule: String,
    severity: String,
    line: usize,
    column: usize,
    span: Span,
    text: String,
    fixes: Vec<Fix>,
}

/// The place of a finding, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
struct Span {
    start: usize,
    end: usize,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
struct Fix {
    title: String,
    safe: bool,
    edits: Vec<Edit>,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
struct Edit {
    path: String,
    start: usize,
    end: usize,
    text: String,
}

#[derive(Deserialize)]
struct Output {
    findings: Vec<Finding>,
}

/// The findings by document, then by where they are and their rule.
type Findings = BTreeMap<String, Vec<Finding>>;

/// What differs at one place of one document. Its order is that of the documents.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Difference {
    source: Source,
    line: usize,
    column: usize,
    rule: String,
    text: String,
    kind: Kind,
    /// For a changed finding, the lines that are gone and new.
    lines: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Gone,
    New,
    Changed,
}

/// Findings by what became of them, over all documents and house styles.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counts {
    before: usize,
    after: usize,
    equal: usize,
    gone: usize,
    new: usize,
    changed: usize,
}

/// Prints how the findings of `new` differ from those of `old`, and returns whether they do.
pub fn run(old: &Path, new: &Path, folders: &[PathBuf]) -> Result<bool, String> {
    let corpus = Corpus::of(folders)?;
    let (before, after) = std::thread::scope(|scope| {
        let before = scope.spawn(|| findings(old, &corpus));
        let after = findings(new, &corpus);
        let before = before.join().unwrap_or_else(|_| Err("the comparison panicked".to_owned()));
        Ok::<_, String>((before?, after?))
    })?;
    let (differences, counts) = compare(before, after, |path| corpus.source(path));
    for (difference, styles) in &differences {
        println!("{difference}{}", under(styles));
    }
    if !differences.is_empty() {
        println!();
    }
    println!("{} documents and {} projects", corpus.documents(), corpus.projects());
    println!("findings: {} before, {} after", counts.before, counts.after);
    println!(
        "{} equal, {} gone, {} new, {} with other fixes or another severity",
        counts.equal, counts.gone, counts.new, counts.changed
    );
    Ok(!differences.is_empty())
}

/// The findings of one program over all documents, with every rule on.
fn findings(program: &Path, corpus: &Corpus) -> Result<Findings, String> {
    let selected: Vec<String> =
        rules(program)?.iter().map(|rule| format!("--select={rule}")).collect();
    let mut findings = Findings::new();
    for batch in corpus.batches() {
        let output = Command::new(program)
            .args(["check", "--format", "json"])
            .args(&selected)
            .args(batch.is_alone.then_some("--no-config"))
            .args(batch.paths)
            .output()
            .map_err(|error| format!("{}: {error}", program.display()))?;
        let errors = String::from_utf8_lossy(&output.stderr);
        let parsed: Output = serde_json::from_slice(&output.stdout).map_err(|error| {
            format!("{} ({}): {error}\n{errors}", program.display(), output.status)
        })?;
        if output.status.code() == Some(2) {
            eprint!("{} reported problems:\n{errors}", program.display());
        }
        for finding in parsed.findings {
            findings.entry(finding.path.clone()).or_default().push(finding);
        }
    }
    Ok(findings)
}

/// The rules that a program has, also those that are off. What it lists as one, but does not let be
/// selected, is not about documents.
fn rules(program: &Path) -> Result<Vec<String>, String> {
    let fail = |error| format!("{}: {error}", program.display());
    let listed = Command::new(program).arg("explain").output().map_err(fail)?;
    let listed = String::from_utf8_lossy(&listed.stdout);
    let severities = ["off", "hint", "information", "warning", "error"];
    let names = listed.lines().filter_map(|line| {
        let mut words = line.split_whitespace();
        let name = words.next()?;
        severities.contains(&words.next()?).then_some(name)
    });
    let mut rules = Vec::new();
    for name in names {
        let status = Command::new(program)
            .args(["check", "--no-config", "--select", name, "-"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .map_err(fail)?;
        if status.success() {
            rules.push(name.to_owned());
        }
    }
    if rules.is_empty() {
        return Err(format!("{}: `explain` lists no rule", program.display()));
    }
    Ok(rules)
}

/// What differs, each with the house styles it differs under, and how much.
fn compare(
    mut before: Findings,
    mut after: Findings,
    source: impl Fn(&str) -> (Source, Option<Style>),
) -> (BTreeMap<Difference, Vec<Option<Style>>>, Counts) {
    let mut counts = Counts::default();
    let mut differences: BTreeMap<Difference, Vec<Option<Style>>> = BTreeMap::new();
    let paths: Vec<String> = before.keys().chain(after.keys()).cloned().collect();
    for path in paths {
        let mut old = before.remove(&path).unwrap_or_default();
        let mut new = after.remove(&path).unwrap_or_default();
        counts.before += old.len();
        counts.after += new.len();
        let (from, style) = source(&path);
        let mut note = |kind, finding: Finding, lines| {
            let difference = Difference {
                source: from.clone(),
                line: finding.line,
                column: finding.column,
                rule: finding.rule,
                text: finding.text,
                kind,
                lines,
            };
            differences.entry(difference).or_default().push(style);
        };
        old.sort_by(|one, other| one.key().cmp(&other.key()));
        new.sort_by(|one, other| one.key().cmp(&other.key()));
        let mut rest = new.into_iter().peekable();
        for finding in old {
            while let Some(new) = rest.next_if(|new| new.key() < finding.key()) {
                counts.new += 1;
                note(Kind::New, new, Vec::new());
            }
            let Some(new) = rest.next_if(|new| new.key() == finding.key()) else {
                counts.gone += 1;
                note(Kind::Gone, finding, Vec::new());
                continue;
            };
            let lines = changes(&finding, &new);
            if lines.is_empty() {
                counts.equal += 1;
            } else {
                counts.changed += 1;
                note(Kind::Changed, new, lines);
            }
        }
        for new in rest {
            counts.new += 1;
            note(Kind::New, new, Vec::new());
        }
    }
    (differences, counts)
}

/// What differs between two findings of one rule at one place.
fn changes(old: &Finding, new: &Finding) -> Vec<String> {
    let mut lines = Vec::new();
    if old.severity != new.severity {
        lines.extend([format!("- {}", old.severity), format!("+ {}", new.severity)]);
    }
    if old.fixes != new.fixes {
        let [old, new] = [old, new].map(|finding| {
            finding.fixes.iter().map(|fix| fix.shown(&finding.path)).collect::<Vec<_>>()
        });
        // All are listed where only their order differs.
        let is_reordered =
            old.iter().all(|fix| new.contains(fix)) && new.iter().all(|fix| old.contains(fix));
        let differs = |fix: &&String, others: &[String]| is_reordered || !others.contains(fix);
        lines.extend(old.iter().filter(|fix| differs(fix, &new)).map(|fix| format!("- {fix}")));
        lines.extend(new.iter().filter(|fix| differs(fix, &old)).map(|fix| format!("+ {fix}")));
    }
    lines
}

/// The house styles that show a difference, where the default does not.
fn under(styles: &[Option<Style>]) -> String {
    let names: Option<Vec<&str>> =
        styles.iter().map(|style| style.map(|style| style.name())).collect();
    names.map(|names| format!("\n    under {}", names.join(", "))).unwrap_or_default()
}

impl Finding {
    fn key(&self) -> (Span, &str) {
        (self.span, &self.rule)
    }
}

impl Fix {
    /// The fix on one line. The file of an edit is named where it is not the document at `path`.
    fn shown(&self, path: &str) -> String {
        let edits = self.edits.iter().map(|edit| {
            let file = edit.path.rsplit('/').next().filter(|_| edit.path != path);
            let file = file.map(|name| format!("{name} ")).unwrap_or_default();
            format!("{file}{}..{} {:?}", edit.start, edit.end, edit.text)
        });
        let safe = if self.safe { " (safe)" } else { "" };
        format!("{}{safe}: {}", self.title, edits.collect::<Vec<_>>().join(", "))
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = match self.kind {
            Kind::Gone => '-',
            Kind::New => '+',
            Kind::Changed => '~',
        };
        let Self { source, line, column, rule, text, .. } = self;
        write!(f, "{sign} {source}:{line}:{column} {rule} {text:?}")?;
        self.lines.iter().try_for_each(|line| write!(f, "\n    {line}"))
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path.display())?;
        if self.record > 0 { write!(f, "[{}]", self.record) } else { Ok(()) }
    }
}
