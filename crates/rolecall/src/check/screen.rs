//! How a review of a folder ends: one screen with what was found and reviewed, and what to do next.
//!
//! It fits 24 lines of 80 columns. Readers of `pretty` find it after the findings. With `concise` it goes to standard
//! error: programs read standard output line by line, and each line there is a finding.

use annotate_snippets::renderer::{Effects, Style};
use project::visible;
use review::{Topic, counted};

use crate::check::checked::Report;
use crate::check::listing;
use crate::check::next::Next;
use crate::check::summary::Summary;

const BOLD: Style = Style::new().effects(Effects::BOLD);
const FAINT: Style = Style::new().effects(Effects::DIMMED);
/// So many kinds of documents that were left out are named.
const KINDS: usize = 3;
/// The screen has no more lines than this, unless paths are longer than a line.
const LINES: usize = 24;
/// The largest width for which the lines are made, in columns: longer lines are hard to read.
const WIDTH: usize = 80;

/// Returns the screen, in lines of at most `width` columns where paths and commands are not longer.
pub fn print(report: &Report, next: &[Next], width: usize) -> String {
    let width = width.min(WIDTH);
    let sum = Summary::of(report);
    let mut text = String::new();
    let mut line = |style: Style, sentence: &str| {
        let options = textwrap::Options::new(width).subsequent_indent("  ");
        let wrapped = textwrap::wrap(sentence, options).join("\n");
        text += &format!("{style}{wrapped}{style:#}\n");
    };
    if sum.stories > 0 {
        line(BOLD, &stories(&sum));
    }
    line(BOLD, &findings(&sum));
    if listing::is_cut(report) {
        line(
            FAINT,
            "At most 5 findings per rule and document are shown. Use --verbose to show all.",
        );
    }
    line(Style::new(), &documents(&sum));
    line(Style::new(), &roles(&sum, report.has_config));
    let commands = commands(next, width);
    if sum.worst.len() > 1 {
        let used = text.lines().count() + commands.lines().count() + "\n\n".len();
        text += &format!("\n{BOLD}Most findings{BOLD:#}\n");
        let room = sum.worst.first().map_or(0, |worst| worst.findings.to_string().len());
        for worst in sum.worst.iter().take(LINES.saturating_sub(used)) {
            text += &format!("  {:>room$}  {}\n", worst.findings, visible(&worst.path));
        }
    }
    text + &commands
}

fn stories(sum: &Summary) -> String {
    let all = counted(sum.stories, "story", "stories");
    match (sum.generic_stories, sum.stories) {
        // Others may be ignored, allowed, or not have changed.
        (0, _) => format!("{all}; none found without a role."),
        (1, 1) => format!("The story does not name a role. Tip jar: ${}.", sum.tip_jar),
        (1, _) => format!("1 of {all} does not name a role. Tip jar: ${}.", sum.tip_jar),
        (count, _) => {
            let jar = sum.tip_jar;
            format!("{count} of {all} do not name a role. Tip jar: ${jar} ($5 each).")
        }
    }
}

fn findings(sum: &Summary) -> String {
    let held = match sum.held_back.unwrap_or_default() {
        0 => String::new(),
        held => format!(" {held} more are in the baseline."),
    };
    if sum.findings == 0 {
        return format!("No findings.{held}");
    }
    let topics = sum.topics.all().into_iter().filter(|(_, count)| *count > 0);
    let topics: Vec<(Topic, usize)> = topics.collect();
    let parts = match topics.as_slice() {
        [(topic, _)] => format!(", all {}", topic.phrase()),
        several => {
            let parts = several.iter().map(|(topic, count)| format!("{count} {}", topic.phrase()));
            format!(": {}", parts.collect::<Vec<_>>().join(", "))
        }
    };
    let found = counted(sum.findings, "finding", "findings");
    let parts = if sum.findings == 1 { parts.replacen(", all", "", 1) } else { parts };
    format!("{found}{parts}.{held}")
}

fn documents(sum: &Summary) -> String {
    let counts = sum.documents;
    let mut parts = Vec::new();
    match (counts.whole, counts.stories) {
        (whole, 0) => parts.push(format!("{whole} reviewed")),
        (0, stories) => parts.push(format!("{stories} reviewed for stories only")),
        (whole, stories) => {
            parts.push(format!("{whole} reviewed in full, {stories} for stories only"));
        }
    }
    if counts.left_out > 0 {
        parts.push(format!("{} skipped ({})", counts.left_out, left_out(sum)));
    }
    if counts.unread > 0 {
        parts.push(format!("{} unreadable", counts.unread));
    }
    format!("Documents: {}.", parts.join(", "))
}

/// Names the commonest kinds of the documents that were left out.
fn left_out(sum: &Summary) -> String {
    // One more kind takes no more room than "1 other".
    let shown = if sum.left_out.len() == KINDS + 1 { KINDS + 1 } else { KINDS };
    let kinds = sum.left_out.iter().take(shown).map(|it| it.kind.counted(it.documents));
    let mut kinds: Vec<String> = kinds.collect();
    let others: usize = sum.left_out.iter().skip(shown).map(|it| it.documents).sum();
    if others > 0 {
        kinds.push(counted(others, "other", "others"));
    }
    kinds.join(", ")
}

fn roles(sum: &Summary, has_config: bool) -> String {
    let roles = sum.roles;
    let places = [
        (roles.configured, if has_config { "in rolecall.toml" } else { "in persona files" }),
        (roles.declared, "in documents"),
        (roles.stories, "only in stories"),
        (roles.prose, "only in prose"),
    ];
    let places = places.into_iter().filter(|(count, _)| *count > 0);
    let places: Vec<String> = places.map(|(count, place)| format!("{count} {place}")).collect();
    match places.as_slice() {
        [] => "Roles: none are declared in documents or named in stories.".to_owned(),
        places => format!("Roles: {}.", places.join(", ")),
    }
}

/// Lists the commands, each with what it does as a comment of the shell.
fn commands(next: &[Next], width: usize) -> String {
    let mut text = String::new();
    if next.is_empty() {
        return text;
    }
    text += &format!("\n{BOLD}Next{BOLD:#}\n");
    let long = |next: &&Next| next.command.len() + next.does.len() + "    # ".len() <= width;
    let room = next.iter().filter(long).map(|next| next.command.len()).max().unwrap_or_default();
    for Next { command, does } in next {
        if command.len().max(room) + does.len() + "    # ".len() <= width {
            text += &format!("  {command:room$}  {FAINT}# {does}{FAINT:#}\n");
            continue;
        }
        let options = textwrap::Options::new(width);
        let options = options.initial_indent("    # ").subsequent_indent("    # ");
        let does = textwrap::wrap(does, options).join("\n");
        text += &format!("  {command}\n{FAINT}{does}{FAINT:#}\n");
    }
    text
}
