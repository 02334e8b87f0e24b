//! `rolecall check --fix` and `--diff`: fixes what can be fixed, review after review, until a review
//! finds nothing more.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use project::{CONFIG_NAME, Problem, slashed};
use review::{Document, Review, Settings, Trust, counted};

use crate::check::checked::{Checked, Report};
use crate::check::diff;
use crate::cli::{Check, FailOn, Format};
use crate::documents::{Documents, Target};
use crate::output::{Outcome, complain, complain_of, finish, hand_over, is_terminal};
use crate::replace;

/// More reviews than this are not made. Two are usual: there are more where fixes would change the
/// same words, and where documents use each other's roles.
const ROUNDS: usize = 20;

/// A document with its new text, which is not written yet.
struct Fixed {
    path: PathBuf,
    from_stdin: bool,
    old: Document,
    new: Document,
    /// How many findings are fixed.
    count: usize,
    /// What there is to say of the old text.
    checked: Checked,
}

/// Documents by their numbers: what is left to say of each, and those that were fixed.
struct Run {
    left: BTreeMap<usize, Checked>,
    fixed: BTreeMap<usize, Fixed>,
}

/// Runs the command. `check` says what there is to say of a document, `deliver` brings it to who asked,
/// and `adapt` has the last word on settings.
pub fn run(
    options: &Check,
    format: Format,
    mut documents: Documents,
    adapt: &dyn Fn(&mut Settings),
    check: impl Fn(&Target, &Review) -> Checked + Sync,
    deliver: impl Fn(&Report) -> ExitCode,
) -> ExitCode {
    let stdin = documents.stdin();
    let mut run = fix(options, &mut documents, adapt, check);
    if options.diff {
        return show(options, &run, documents.failed);
    }
    let unwritten = write(&mut run);
    let failed = complain_of(&unwritten);
    let stdin = stdin.map(|old| {
        let new = run.fixed.values().find(|fixed| fixed.from_stdin);
        new.map_or(old, |fixed| fixed.new.text().into_bytes())
    });
    let summary = summary(&run, ["Fixed", "Nothing fixed", "left"]);
    let left: Vec<Checked> = run.left.into_values().collect();
    documents.problems.extend(unwritten);
    let report = Report::new(options, format, left, documents, failed);
    let mut code = deliver(&report);
    if let Some(text) = stdin {
        // Who cannot hand on the text has failed, whatever else was said.
        let handed = hand_over(&text, Outcome::Clean);
        if handed != Outcome::Clean.into() {
            code = handed;
        }
    }
    if !options.quiet {
        complain(&summary);
    }
    code
}

/// Reviews the documents and fixes them until there is no more to fix.
fn fix(
    options: &Check,
    documents: &mut Documents,
    adapt: &dyn Fn(&mut Settings),
    check: impl Fn(&Target, &Review) -> Checked + Sync,
) -> Run {
    let mut fixed: BTreeMap<usize, Fixed> = BTreeMap::new();
    let mut left: BTreeMap<usize, Checked> = BTreeMap::new();
    let mut rounds = 0;
    loop {
        // Guesses are made from what the writer wrote, not from what was guessed.
        let guesses = options.unsafe_fixes && rounds == 0;
        let trust = if guesses { Trust::Guesses } else { Trust::Safe };
        let reviewed = documents.review_changed(&options.input, |target, review| {
            let new = (rounds < ROUNDS).then(|| fixed_once(target, review, trust));
            let checked = check(target, review);
            let done = match new.flatten() {
                None => Err(checked),
                Some((new, count)) => Ok(Fixed {
                    path: target.path.clone(),
                    from_stdin: target.from_stdin,
                    old: review.document().clone(),
                    new,
                    count,
                    checked,
                }),
            };
            (target.number, done)
        });
        let mut texts = Vec::new();
        for (number, done) in reviewed {
            let new = match done {
                Ok(new) => new,
                Err(checked) => {
                    left.insert(number, checked);
                    continue;
                }
            };
            left.remove(&number);
            texts.push((number, new.new.clone()));
            match fixed.get_mut(&number) {
                Some(known) => {
                    known.count += new.count;
                    known.new = new.new;
                }
                None => drop(fixed.insert(number, new)),
            }
        }
        if texts.is_empty() {
            // What became one that cannot be reviewed is left as it was.
            let (fixed, lost): (BTreeMap<usize, Fixed>, _) =
                fixed.into_iter().partition(|(number, _)| left.contains_key(number));
            left.extend(lost.into_iter().map(|(number, document)| (number, document.checked)));
            let changes =
                |(_, document): &(usize, Fixed)| document.new.text() != document.old.text();
            return Run { left, fixed: fixed.into_iter().filter(changes).collect() };
        }
        documents.rewrite(texts, adapt);
        rounds += 1;
    }
}

/// A document fixed as far as one review goes, and how many findings that fixes.
fn fixed_once(target: &Target, review: &Review, trust: Trust) -> Option<(Document, usize)> {
    // A project's own file is nobody's but the project's, even where it is named.
    if target.path.file_name().is_some_and(|name| name == CONFIG_NAME) {
        return None;
    }
    let (edits, count) = review.edits_of_all_fixes(trust);
    let mut document = review.document().clone();
    for edit in edits.iter().rev() {
        document.edit(edit.span, &edit.text);
    }
    (count > 0).then_some((document, count))
}

/// Writes what is fixed. Where that cannot be done, the document is not fixed, and what there is to
/// say is said of its old text. What stood in the way.
fn write(run: &mut Run) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut unwritten = Vec::new();
    for (number, document) in run.fixed.iter().filter(|(_, document)| !document.from_stdin) {
        if let Err(message) =
            replace::replace(&document.path, &document.old.text(), &document.new.text())
        {
            problems.push(Problem::of_file(&document.path, message));
            unwritten.push(*number);
        }
    }
    for number in unwritten {
        if let Some(document) = run.fixed.remove(&number) {
            run.left.insert(number, document.checked);
        }
    }
    problems
}

/// Prints what would change.
fn show(options: &Check, run: &Run, failed: bool) -> ExitCode {
    let is_read = crate::output::is_colored() || is_terminal();
    let diffs = run.fixed.values().map(|document| {
        diff::unified(&slashed(&document.path), &document.old.text(), &document.new.text(), is_read)
    });
    let diffs: String = diffs.collect();
    let outcome = match failed {
        true => Outcome::Failed,
        false if diffs.is_empty() || options.fail_on == FailOn::Never => Outcome::Clean,
        false => Outcome::Found,
    };
    let code = match is_read {
        true => finish(&diffs, outcome),
        false => hand_over(diffs.as_bytes(), outcome),
    };
    complain(&summary(run, ["Would fix", "Nothing would be fixed", "would be left"]));
    code
}

/// What was done, in a line: what that is called, what it is called where nothing was, and what the
/// rest is. Empty where there is nothing to speak of.
fn summary(run: &Run, [done, nothing, rest]: [&str; 3]) -> String {
    let fixed: usize = run.fixed.values().map(|document| document.count).sum();
    let left: usize = run.left.values().map(|checked| checked.findings.len()).sum();
    let files = counted(run.fixed.len(), "file", "files");
    match (fixed, left) {
        (0, 0) => String::new(),
        (0, left) => format!("{nothing}; {} {rest}.", counted(left, "finding", "findings")),
        (fixed, left) => {
            let fixed = counted(fixed, "finding", "findings");
            format!("{done} {fixed} in {files}; {left} {rest}.")
        }
    }
}
