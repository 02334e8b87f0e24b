//! How paths are shown. A file may have any name that its system allows, and anybody may have named it.

use std::borrow::Cow;
use std::path::Path;

/// Returns `path` with `/` between its parts on every system, as programs take it: nothing in it is
/// escaped.
pub fn slashed(path: &Path) -> String {
    let path = path.to_string_lossy();
    if cfg!(windows) { path.replace('\\', "/") } else { path.into_owned() }
}

/// Returns `path` as people read it: from `root` on where it is inside, else whole, and escaped as
/// [`visible`] says.
pub fn shown(root: &Path, path: &Path) -> String {
    visible(&slashed(path.strip_prefix(root).unwrap_or(path))).into_owned()
}

/// Returns a path on one line and in reading order, whatever its name is: line ends, control
/// characters and what cannot be seen are escaped as in `\n` and `\u{202e}`.
///
/// Nor is it a command to the log of a build: a path that begins with `::`, as commands to GitHub do,
/// begins with `./` instead.
pub fn visible(path: &str) -> Cow<'_, str> {
    let is_command = path.trim_start().starts_with("::");
    if !is_command && risks(path).all(|(_, is_risk)| !is_risk) {
        return path.into();
    }
    let mut shown = String::from(if is_command { "./" } else { "" });
    for (character, is_risk) in risks(path) {
        match character {
            '\t' | '\n' | '\r' => shown.extend(character.escape_default()),
            _ if is_risk => shown.extend(character.escape_unicode()),
            _ => shown.push(character),
        }
    }
    shown.into()
}

/// The characters of a text, each with whether it is escaped wherever escaping leaves the meaning: it is
/// hidden, or one of those that begin a command to the log of a build anywhere in a line (`##[` and
/// `##vso[` to Azure, `##teamcity[`).
pub fn risks(text: &str) -> impl Iterator<Item = (char, bool)> {
    let mut before = None;
    let mut characters = text.chars().peekable();
    std::iter::from_fn(move || {
        let character = characters.next()?;
        let is_name = |next: &char| *next == '[' || next.is_alphabetic();
        let is_command =
            character == '#' && before == Some('#') && characters.peek().is_some_and(is_name);
        before = Some(character);
        Some((character, is_command || is_hidden(character)))
    })
}

/// Whether a character ends a line, moves what stands around it, controls a terminal or cannot be seen.
/// Joiners can, in what they join.
pub fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'
                | '\u{200e}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_one_line_in_reading_order() {
        let check = |path: &str, expected: &str| assert_eq!(visible(path), expected);
        check("a\n::stop-commands::x\n.md", "a\\n::stop-commands::x\\n.md");
        check("a\u{1b}]0;title\u{7}.md", "a\\u{1b}]0;title\\u{7}.md");
        check("\u{202e}dm.a", "\\u{202e}dm.a");
        check("a\r\t\u{85}\u{2028}\u{2029}\u{9b}.md", "a\\r\\t\\u{85}\\u{2028}\\u{2029}\\u{9b}.md");
        check("\u{2066}a\u{200b}\u{feff}", "\\u{2066}a\\u{200b}\\u{feff}");
    }

    #[test]
    fn a_path_is_no_command_to_a_build() {
        assert_eq!(visible("::stop-commands::x.md"), "./::stop-commands::x.md");
        assert_eq!(visible(" ::error::x.md"), "./ ::error::x.md");
        assert_eq!(visible("a/##[error]x.md"), "a/#\\u{23}[error]x.md");
        assert_eq!(visible("##vso[x].md"), "#\\u{23}vso[x].md");
    }

    #[test]
    fn other_paths_are_shown_as_they_are() {
        for path in [
            "docs/a.md",
            "a::b.md",
            "#1 \\ é.md",
            "###.md",
            "שלום.md",
            "👩\u{200d}🔬.md",
            "",
            "./a",
        ] {
            assert!(matches!(visible(path), Cow::Borrowed(same) if same == path), "{path}");
        }
        assert_eq!(shown(Path::new("/p"), Path::new("/p/a\n.md")), "a\\n.md");
        assert_eq!(slashed(Path::new("a\n.md")), "a\n.md");
    }
}
