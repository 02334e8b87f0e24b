//! The difference between two texts, as `diff -u` writes it.

use std::borrow::Cow;
use std::fmt::Write;

use annotate_snippets::renderer::{AnsiColor, Effects, Style};
use similar::{ChangeTag, TextDiff};

use crate::output::plain;

/// How many lines are shown round a change.
const AROUND: usize = 3;
const NAME: Style = Style::new().effects(Effects::BOLD);
const HUNK: Style = AnsiColor::Cyan.on_default();
const OUT: Style = AnsiColor::Red.on_default();
const IN: Style = AnsiColor::Green.on_default();

/// What makes `new` of `old`, of the document named `path`. `is_read`: by a person on a
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
    let name = name(path);
    line(style(NAME), &format!("--- {name}"));
    line(style(NAME), &format!("+++ {name}"));
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

/// The name of a file as `patch` and git read it: in quotes and escaped as in C where it is not plain.
fn name(path: &str) -> Cow<'_, str> {
    if project::risks(path).all(|(c, is_risk)| !is_risk && c != '"' && c != '\\') {
        return path.into();
    }
    let mut name = String::from('"');
    for (character, is_risk) in project::risks(path) {
        match character {
            '\n' => name.push_str("\\n"),
            '\r' => name.push_str("\\r"),
            '\t' => name.push_str("\\t"),
            '"' | '\\' => name.extend(['\\', character]),
            _ if is_risk => {
                for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                    // Writing to a string cannot fail.
                    let _ = write!(name, "\\{byte:03o}");
                }
            }
            _ => name.push(character),
        }
    }
    name.push('"');
    name.into()
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn a_name_that_is_not_plain_is_quoted() {
        assert_eq!(name("##vso[x].md"), "\"#\\043vso[x].md\"");
        assert_eq!(name("docs/a b é.md"), "docs/a b é.md");
        assert_eq!(name("a\n+++ b\t.md"), "\"a\\n+++ b\\t.md\"");
        assert_eq!(name("\u{1b}\u{202e}\"\\"), "\"\\033\\342\\200\\256\\\"\\\\\"");
    }
}
