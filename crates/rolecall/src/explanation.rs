//! `rolecall explain FILE:LINE:COLUMN`: how the word at a place was read and judged.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use review::{Explanation, Settings};

use crate::check::checked::offset;
use crate::cli::Input;
use crate::documents::Documents;
use crate::output::{Outcome, complain, finish, shown};

/// A place in a document, as `check` prints it: the line and the column are counted from 1, in characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    file: PathBuf,
    line: usize,
    column: usize,
}

impl Place {
    /// Reads `FILE:LINE:COLUMN`; none where the text is something else.
    pub fn read(text: &str) -> Option<Self> {
        let (rest, column) = text.rsplit_once(':')?;
        let (file, line) = rest.rsplit_once(':')?;
        let (line, column) = (line.parse().ok()?, column.parse().ok()?);
        (!file.is_empty()).then(|| Self { file: file.into(), line, column })
    }
}

/// Prints how the word at a place was read and judged. The document is reviewed with its project.
pub fn run(place: &Place) -> ExitCode {
    let paths = vec![place.file.clone()];
    let input = Input { paths, ..Input::default() };
    let mut documents = Documents::find(&input, |_: &mut Settings| ());
    let found = documents.review(&input, |_, review| {
        let offset = offset(review.document(), place.line, place.column);
        let explanation = review.explain(offset)?;
        let text = review.document().slice(explanation.span);
        Some(described(place, &text, &explanation))
    });
    if documents.failed {
        return Outcome::Failed.into();
    }
    match found.into_iter().flatten().next() {
        Some(text) => finish(&text, Outcome::Clean),
        None => {
            let (file, line, column) = (shown(&place.file), place.line, place.column);
            complain(&format!(
                "{file}:{line}:{column} is neither a generic word nor a role. Run `rolecall check --explain-skips {file}` to list the generic words."
            ));
            Outcome::Failed.into()
        }
    }
}

fn described(place: &Place, word: &str, explanation: &Explanation) -> String {
    let (file, line, column) = (shown(&place.file), place.line, place.column);
    let mut text = format!("{file}:{line}:{column}: “{word}”\n\n");
    let width = explanation.phrase.iter().map(|(part, _)| part.len()).max().unwrap_or_default();
    for (part, words) in &explanation.phrase {
        let _ = writeln!(text, "  {part:width$}  {words}");
    }
    let _ = writeln!(text, "\n{}", explanation.verdict);
    if !explanation.clues.is_empty() {
        text.push_str("\nClues that apply (the first one decides):\n\n");
        for clue in &explanation.clues {
            let _ = writeln!(text, "  {}: {}", clue.name, clue.summary());
        }
    }
    if let Some(probability) = explanation.probability {
        let percent = (100.0 * probability).round();
        let _ = writeln!(text, "\nProbability that it refers to a person: {percent}%.");
    }
    if !explanation.evidence.is_empty() {
        text.push_str("\nWhat raises (+) or lowers (-) the probability:\n\n");
        for (of, adds) in &explanation.evidence {
            let _ = writeln!(text, "  {adds:+.1}  {}", of.name());
        }
    }
    if !explanation.roles.is_empty() {
        text.push_str("\nRoles it may mean:\n\n");
        for role in &explanation.roles {
            let _ = writeln!(text, "  {} ({:.2}): {}", role.role, role.score, role.reason);
            for (feature, weight) in &role.evidence {
                let _ = writeln!(text, "      {weight:+.1}  {}", feature.name());
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_file_with_a_line_and_a_column() {
        let place = |file: &str| Place { file: file.into(), line: 3, column: 14 };
        assert_eq!(Place::read("docs/a.md:3:14"), Some(place("docs/a.md")));
        assert_eq!(Place::read("C:\\docs\\a.md:3:14"), Some(place("C:\\docs\\a.md")));
        for text in ["generic-role", "a.md:3", "a.md:3:x", ":3:14", ""] {
            assert_eq!(Place::read(text), None, "{text}");
        }
    }
}
