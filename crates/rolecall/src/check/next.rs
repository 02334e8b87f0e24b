//! Which commands are worth a try after a review of a folder.

use std::path::{Path, PathBuf};

use crate::check::summary::Summary;
use crate::cli::Check;
use crate::git;
use crate::output::shown;

/// More commands than this are no help.
const MOST: usize = 3;
/// Where the README keeps a baseline.
const BASELINE: &str = "rolecall-baseline.json";

/// A command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    /// What to type.
    pub command: String,
    /// What it does.
    pub does: &'static str,
}

/// Returns the commands that fit what was asked for and found, the most helpful first.
pub fn next(options: &Check, sum: &Summary) -> Vec<Next> {
    let mut paths = options.input.paths.clone();
    if paths.is_empty() {
        paths.push(PathBuf::from("."));
    }
    let first = project::clean(paths.first().map_or(Path::new("."), PathBuf::as_path));
    let named: String =
        options.input.paths.iter().map(|path| " ".to_owned() + &typed(path)).collect();
    let all = if options.input.all { " --all" } else { "" };
    let check = |more: &str| format!("rolecall check{all}{more}{named}");
    let mut found = Vec::new();
    let mut add = |command: String, does: &'static str| found.push(Next { command, does });
    let left_out = sum.documents.left_out > 0 && sum.findings == 0;
    if left_out && !options.explain_skips {
        add(check(" --explain-skips"), "show why each document was skipped");
    }
    if left_out {
        add(check(" --all"), "review the skipped documents too");
    }
    // Roles that only the prose names are too uncertain for a draft.
    let has_roles = sum.roles.declared + sum.roles.stories > 0;
    let has_config = options.input.no_config || project::find_config(&first).is_some();
    if has_roles && !has_config && first.is_dir() && paths.len() == 1 {
        add(format!("rolecall init{named}"), "write these roles to a rolecall.toml");
    }
    let branch = git::top_of(&first).and_then(git::default_branch);
    if let Some(branch) = branch.filter(|_| options.since.is_none()) {
        add(check(&format!(" --since {branch}...")), "check only what your branch changes");
    }
    if sum.findings > 0 && options.baseline.is_none() && options.since.is_none() {
        add(
            check(&format!(" --baseline {BASELINE} --write-baseline")),
            "accept these findings and report only new ones",
        );
    }
    found.truncate(MOST);
    found
}

/// Returns a path as a shell takes it.
fn typed(path: &Path) -> String {
    let shown = shown(path);
    let is_plain = |c: char| c.is_alphanumeric() || "/\\._-+@:,".contains(c);
    if shown.chars().all(is_plain) { shown } else { format!("'{}'", shown.replace('\'', "'\\''")) }
}
