//! `rolecall check`: reviews documents and prints what was found.

mod baseline;
pub mod checked;
mod diff;
mod digest;
mod fix;
mod format;
mod identity;
mod listing;
mod next;
mod screen;
mod sentence;
mod since;
mod statistics;
mod summary;

use std::process::ExitCode;

use markdown::{Encoding, Span};
use project::slashed;
use review::{Finding, Review, Rule, Scope, Settings, counted, rules};

use self::baseline::Baseline;
use self::checked::{Checked, Ends, Found, Report, Skipped, no_documents, place};
use self::format::pretty;
use self::since::Since;
use self::summary::Summary;
use crate::address::Address;
use crate::cli::{Check, Format};
use crate::destination::{self, Destination};
use crate::documents::{Documents, Target};
use crate::explain::no_such_rule;
use crate::output::{self, Outcome, complain, finish, is_terminal, shown};

/// How much of a line is kept on either side of a finding, in bytes: more than any terminal shows.
const AROUND: usize = 600;

/// What is wanted of each document.
struct Wanted {
    format: Format,
    /// What is held back.
    baseline: Option<Baseline>,
    /// What has changed since when.
    since: Option<Since>,
    /// Whether findings are to be known again.
    knows_again: bool,
    skips: bool,
}

/// Runs the command.
pub fn run(options: &Check) -> ExitCode {
    let (select, ignore) = match (named(&options.select), named(&options.ignore)) {
        (Ok(select), Ok(ignore)) => (select, ignore),
        (Err(message), _) | (_, Err(message)) => {
            complain(&message);
            return Outcome::Failed.into();
        }
    };
    let is_read = is_terminal() && options.output_file.is_none();
    let format = options.format.unwrap_or(if is_read { Format::Pretty } else { Format::Concise });
    if options.statistics && !format.holds_statistics() {
        complain("`--statistics` requires `--format pretty`, `concise` or `json`.");
        return Outcome::Failed.into();
    }
    let adapt = |settings: &mut Settings| narrow(settings, &select, &ignore);
    let mut documents = Documents::find(&options.input, adapt);
    let destination = match Destination::of(options, &documents) {
        Ok(destination) => destination,
        Err(message) => {
            complain(&message);
            return Outcome::Failed.into();
        }
    };
    if documents.is_empty() && !documents.failed {
        if format != Format::Pretty && documents.unopened.is_empty() {
            complain(&no_documents(&options.input.paths));
        }
        documents.failed = options.fail_on_empty;
    }
    let prepared = prepare(options, &documents);
    let (since, baseline) = match prepared {
        Ok(prepared) => prepared,
        Err(message) => {
            complain(&message);
            return Outcome::Failed.into();
        }
    };
    documents.tell(since.iter().filter_map(Since::problem).collect());
    let mut wanted = Wanted {
        format,
        knows_again: format.knows_again() || baseline.is_some(),
        baseline,
        since,
        skips: options.explain_skips,
    };
    let new_baseline = if options.write_baseline { wanted.baseline.take() } else { None };
    let was_asked = |rule: &str| {
        let is = |rules: &[&Rule]| rules.iter().any(|it| it.name == rule);
        !is(&ignore) && (select.is_empty() || is(&select))
    };
    let look = |target: &Target, review: &Review| check(target, review, &wanted);
    let deliver = |report: &Report| {
        if let Some(baseline) = new_baseline.as_ref() {
            return write_baseline(&baseline.with_all(&report.files, &was_asked), report);
        }
        let code = deliver(report, options, format, &destination);
        let Some(baseline) = &wanted.baseline else { return code };
        let rest = baseline.without_fixed(&report.files, &was_asked);
        match baseline.len() - rest.len() {
            0 => code,
            fixed if options.prune_baseline => prune(&rest, fixed, code),
            fixed => {
                report_fixed(baseline, fixed);
                code
            }
        }
    };
    if options.fix || options.diff {
        return fix::run(options, format, documents, &adapt, look, deliver);
    }
    let files = documents.review(&options.input, look);
    deliver(&Report::new(options, format, files, documents, false))
}

/// What the documents were, and what is known of them, if that is asked for.
fn prepare(
    options: &Check,
    documents: &Documents,
) -> Result<(Option<Since>, Option<Baseline>), String> {
    let since = options.since.as_deref().map(|revision| Since::of(revision, documents));
    let baseline = options.baseline.as_deref().map(|path| {
        if options.write_baseline || options.prune_baseline {
            destination::check(path, documents)?;
        }
        Baseline::read(path, options.write_baseline)
    });
    Ok((since.transpose()?, baseline.transpose()?))
}

/// Writes all that was found to the baseline, and nothing else.
fn write_baseline(baseline: &Baseline, report: &Report) -> ExitCode {
    let found = counted(baseline.len(), "finding", "findings");
    let path = shown(baseline.path());
    let message =
        format!("Wrote {found} to {path}. Use `--baseline {path}` to report only new ones.");
    let outcome = match report.outcome {
        Outcome::Failed => Outcome::Failed,
        Outcome::Found | Outcome::Clean => Outcome::Clean,
    };
    destination::write(baseline.path(), &baseline.text(), outcome, &message)
}

/// Writes the baseline without what is fixed; `code` is how the run ends otherwise.
fn prune(rest: &Baseline, fixed: usize, code: ExitCode) -> ExitCode {
    let message = format!("{}: removed {fixed} fixed, {} left.", shown(rest.path()), rest.len());
    let written = destination::write(rest.path(), &rest.text(), Outcome::Clean, &message);
    if written == Outcome::Clean.into() { code } else { written }
}

/// Says that there is less to hold back than the baseline lists.
fn report_fixed(baseline: &Baseline, fixed: usize) {
    let path = shown(baseline.path());
    let these = counted(fixed, "listed finding has been", "listed findings have been");
    complain(&format!("{path}: {these} fixed. `--prune-baseline` removes what is fixed."));
}

/// Prints what was found where it is asked for.
fn deliver(
    report: &Report,
    options: &Check,
    format: Format,
    destination: &Destination,
) -> ExitCode {
    let print = |width| {
        let text = format::print(report, format, width);
        if format == Format::Pretty { text + &closing(report, options, width) } else { text }
    };
    match destination {
        Destination::Output => {
            let code = finish(&print(output::width()), report.outcome);
            if format == Format::Concise && is_screen(report, options) {
                complain(closing(report, options, output::width()).trim_end_matches('\n'));
            }
            code
        }
        Destination::Errors => {
            complain(print(output::width()).trim_end_matches('\n'));
            report.outcome.into()
        }
        Destination::File(path) => {
            let sum = Summary::of(report);
            let found = counted(sum.findings, "finding", "findings");
            let files = counted(sum.files, "file", "files");
            let held = sum.held_back.filter(|held| *held > 0);
            let held =
                held.map(|held| format!("; {held} more in the baseline")).unwrap_or_default();
            let message = format!("{found} in {files}, written to {}{held}.", shown(path));
            destination::write(path, &print(output::WIDTH), report.outcome, &message)
        }
    }
}

/// What is said after the findings for people: a screen on a folder, a line on documents that were named, and nothing if
/// nothing is wanted.
fn closing(report: &Report, options: &Check, width: usize) -> String {
    match report.has_summary {
        true if is_screen(report, options) => {
            screen::print(report, &next::next(options, &Summary::of(report)), width)
        }
        true => pretty::closing(report, width),
        false => String::new(),
    }
}

/// Whether a screen says what it comes to: a folder was reviewed, and nothing was fixed, which has an end of its own.
fn is_screen(report: &Report, options: &Check) -> bool {
    let has_documents = !report.files.is_empty() || !report.unopened.is_empty();
    let paths = &options.input.paths;
    let has_folder = paths.iter().any(|path| path.is_dir())
        || paths.is_empty() && options.input.stdin_filename.is_none();
    report.has_summary && has_documents && has_folder && !options.fix && !options.diff
}

/// What there is to say of a document.
fn check(target: &Target, review: &Review, wanted: &Wanted) -> Checked {
    let document = review.document();
    let mut starts = document.positions(Encoding::Utf32);
    let mut ends = document.positions(Encoding::Utf32);
    let format = wanted.format;
    let config = target.project.file.as_ref().filter(|_| format.lists_fixes());
    let config = config.map(|(path, text)| {
        // Beside a document from the root on, the same; else from here.
        let path = if target.path.is_absolute() {
            path.as_path().into()
        } else {
            crate::output::from_here(path)
        };
        (slashed(&path), text.clone())
    });
    let findings = review.findings().into_iter().map(|finding| {
        let start = place(document, starts.of(finding.span.start));
        let end = place(document, ends.of(finding.span.end));
        found(finding, (start, end), review, wanted)
    });
    let mut findings: Vec<Found> = findings.collect();
    let held = wanted.baseline.as_ref().map(|known| known.hold_back(&target.path, &mut findings));
    if let Some(since) = &wanted.since {
        let changes = since.changes(&target.path, document, review.stories());
        findings.retain(|found| changes.touch(&found.finding));
    }
    Checked {
        path: slashed(&target.path),
        place: target.path.clone(),
        address: Address::of(&target.path),
        kind: (review.kind(), review.extent()),
        held: held.unwrap_or_default(),
        skipped: wanted.skips.then(|| skipped(review)),
        tip_jar: review.tip_jar_of(findings.iter().map(|found| &found.finding)),
        findings,
        config,
    }
}

/// The generic words that were passed over, and the stretches that are not in English, each by its first line.
fn skipped(review: &Review) -> Vec<Skipped> {
    let document = review.document();
    let words = review.passed_over().into_iter();
    let words = words
        .map(|word| (word.span, word.reason(), Some(word.clue.name), Some(word.probability())));
    let foreign = review.foreign().into_iter().filter_map(|stretch| {
        let text = document.slice(stretch);
        let start = text.len()
            - text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}').len();
        let line = text.get(start..)?.lines().next()?.trim_end();
        let shown = Span::new(start, start + line.floor_char_boundary(SHOWN));
        Some((shown.shifted(stretch.start), NOT_ENGLISH, None, None))
    });
    let mut all: Vec<_> = words.chain(foreign).collect();
    all.sort_by_key(|(span, ..)| *span);
    let mut positions = document.positions(Encoding::Utf32);
    let skipped = all.into_iter().map(|(span, reason, clue, probability)| Skipped {
        place: place(document, positions.of(span.start)),
        span,
        text: document.slice(span),
        reason,
        clue,
        probability,
    });
    skipped.collect()
}

/// How much is shown of the first line of what is not in English, in bytes; and why it is left alone.
const SHOWN: usize = 60;
const NOT_ENGLISH: &str = "this text is not in English";

fn found(finding: Finding, (begin, behind_all): Ends, review: &Review, wanted: &Wanted) -> Found {
    let format = wanted.format;
    const BREAKS: [char; 2] = ['\n', '\r'];
    let document = review.document();
    let Span { start, end } = finding.span;
    let slice = |start: usize, end: usize| document.slice(Span::new(start, end));
    let before = slice(start.saturating_sub(AROUND), start);
    let before = before.rsplit(BREAKS).next().unwrap_or_default().trim_start_matches('\u{feff}');
    let marked = slice(start, end.min(start + AROUND));
    let marked = marked.split(BREAKS).next().unwrap_or_default();
    let behind = start + marked.len();
    let after = slice(behind, behind + AROUND);
    let after = after.split(BREAKS).next().unwrap_or_default();
    let at = |offset| place(document, document.position(offset, Encoding::Utf32));
    let ends = |span: Span| (at(span.start), at(span.end));
    let fixes = if format.lists_fixes() { review.fixes(&finding, Scope::Here) } else { Vec::new() };
    let edits = if format == Format::Sarif {
        let edits = fixes.iter().map(|fix| fix.edits.iter().map(|edit| ends(edit.span)).collect());
        edits.collect()
    } else {
        Vec::new()
    };
    Found {
        place: begin,
        end: behind_all,
        related: finding.related.iter().map(|related| ends(related.span)).collect(),
        sentence: if wanted.knows_again {
            sentence::digest(document, finding.span)
        } else {
            String::new()
        },
        text: document.slice(finding.span),
        marked: Span::new(before.len(), before.len() + marked.len()),
        excerpt: [before, marked, after].concat(),
        suggestions: if format.lists_suggestions() {
            review.suggestions(&finding)
        } else {
            Vec::new()
        },
        fixes,
        edits,
        finding,
    }
}

/// The rules of these names.
fn named(names: &[String]) -> Result<Vec<&'static Rule>, String> {
    names.iter().map(|name| rules::find(name).ok_or_else(|| no_such_rule(name))).collect()
}

/// Turns off what is ignored, and what is not selected, if anything is.
fn narrow(settings: &mut Settings, select: &[&Rule], ignore: &[&Rule]) {
    for rule in rules::ALL {
        let selected = select.contains(rule);
        if ignore.contains(rule) || !select.is_empty() && !selected {
            settings.rules.insert(rule.name.to_owned(), None);
        } else if selected && settings.rules.get(rule.name) == Some(&None) {
            settings.rules.remove(rule.name);
        }
    }
}
