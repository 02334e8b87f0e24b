//! The difference between two texts, as `diff -u` writes it.

use annotate_snippets::renderer::{AnsiColor, Effects, Style};
use similar::{ChangeTag, TextDiff};

use crate::output::plain;

/// How many lines are shown round a change.
const AROUND: usize = 3;
const NAME: Style = Style::new().effects(Effects::BOLD);
const HUNK: Style = AnsiColor::Cyan.on_default();
const OUT: Style = AnsiColor::Red.on_default();
const IN: Style = AnsiColor::Green.on_default();

/// What makes `new` of `old`, of the document that is shown as `path`. `is_read`: by a person on a
/// terminal, in colour and without what the terminal would obey; else to the byte, for `patch`.
pub fn unified(path: &str, old: &str, new: &str, is_read: bool) -> String {
    let style = |style: Style| if is_read { style } else { Style::new() };
    let lines = |text| -> Vec<&str> { str::split_inclusive(text, '\n').collect() };
    let (old, new) = (lines(old), lines(new));
    let diff = TextDiff::configure().newline_terminated(true).diff_slices(&old, &new);
    let mut text = String::new();
    let mut line = |style: Style, line: &str| {
        text += &format!("{style}{line}{style:#}\n");
    };
    line(style(NAME), &format!("--- {path}"));
    line(style(NAME), &format!("+++ {path}"));
    for hunk in diff.unified_diff().context_radius(AROUND).iter_hunks() {
        line(style(HUNK), &hunk.header().to_string());
        for change in hunk.iter_changes() {
            let (mark, color) = match change.tag() {
                ChangeTag::Equal => (' ', Style::new()),
                ChangeTag::Delete => ('-', style(OUT)),
                ChangeTag::Insert => ('+', style(IN)),
            };
            let value = change.value();
            let (written, is_ended) = match value.strip_suffix('\n') {
                Some(written) => (written, true),
                None => (value, false),
            };
            let written =
                if is_read { plain(written.trim_end_matches('\r')) } else { written.to_owned() };
            line(color, &format!("{mark}{written}"));
            if !is_ended {
                line(Style::new(), "\\ No newline at end of file");
            }
        }
    }
    text
}
