//! Stories in tables: a part a column, or a part a row.

use markdown::{Kind, Span};

use crate::english::grammar;
use crate::read::section;
use crate::read::story::benefit::benefit_marker;
use crate::read::story::passages::Passages;
use crate::read::story::role_slot;
use crate::read::story::types::SegmentStory;
use crate::read::story::want::{bare_wanting, skip_to, subject_and_verb};
use crate::words::Class;

/// How many cells a story has at most that goes down the columns of a table.
const CARD_CELLS: usize = 24;

/// The stories of tables whose header cells say "As a", "I want" and perhaps "so that", or in a section of stories
/// what comes to the same: "Role", "Want", "Benefit".
pub(super) fn find(passages: Passages<'_>) -> Vec<SegmentStory> {
    let mut columns: [Option<u32>; 3] = [None; 3];
    let mut cells: [Option<usize>; 3] = [None; 3];
    let mut stories = Vec::new();
    let mut row = 0;
    let mut of_stories = false;
    for (index, passage) in passages.0.iter().enumerate() {
        if let Kind::Heading(_) = passage.kind {
            let title = section::title(passage);
            of_stories = ["stories", "story", "backlog"].iter().any(|word| title.contains(word));
        }
        let Kind::Cell { row: at, column } = passage.kind else { continue };
        if at == 0 {
            if row != 0 || column == 0 {
                stories.extend(take_row(passages, &mut cells));
                columns = columns_from(passages, index, of_stories);
                stories.extend(card(passages, index));
            }
            row = 0;
            continue;
        }
        if at != row {
            stories.extend(take_row(passages, &mut cells));
            row = at;
        }
        if column == 0 {
            stories.extend(card(passages, index));
        }
        for (cell, wanted) in cells.iter_mut().zip(columns) {
            if wanted == Some(column) {
                *cell = Some(index);
            }
        }
    }
    stories.extend(take_row(passages, &mut cells));
    stories
}

/// The columns of a table of stories that say who wants, what, and what for. `first` is its first header cell. Where
/// no header is of a story's own words, only a table `of_stories` is one, and only if it has all three.
fn columns_from(passages: Passages<'_>, first: usize, of_stories: bool) -> [Option<u32>; 3] {
    let mut own: [Option<u32>; 3] = [None; 3];
    let mut like: [Option<u32>; 3] = [None; 3];
    let header = passages.0.iter().enumerate().skip(first).enumerate();
    let header = header.map_while(|(at, (index, passage))| match passage.kind {
        Kind::Cell { row: 0, column } if at == 0 || column > 0 => Some((index, column)),
        _ => None,
    });
    for (index, column) in header {
        let words = passages.words(index);
        let is_short = |most: usize| words.tokens.len() < most;
        let which = match words.lower(0) {
            "as" if grammar::is_article(words.lower(1)) => Some(0),
            "i" if is_short(8) => Some(1),
            "so" if is_short(5) => Some(2),
            "in" if words.lower(1) == "order" && is_short(6) => Some(2),
            _ => None,
        };
        if let Some(slot) = which.and_then(|which| own.get_mut(which)) {
            *slot = Some(column);
        }
        let title = passages.0.get(index).map(section::title).unwrap_or_default();
        let which = match title.as_str() {
            title if Class::TellerColumn.has(title) => Some(0),
            title if Class::WantColumn.has(title) => Some(1),
            title if Class::BenefitColumn.has(title) => Some(2),
            _ => None,
        };
        if let Some(slot) = which.and_then(|which| like.get_mut(which)) {
            *slot = slot.or(Some(column));
        }
    }
    let ([role, want, benefit], [like_role, like_want, like_benefit]) = (own, like);
    let (role, benefit) = (role.or(like_role), benefit.or(like_benefit));
    let is_reported = role.is_some() && want.is_some();
    let either = [role, want.or(like_want), benefit];
    let is_whole = of_stories && either.iter().all(Option::is_some);
    if is_reported || is_whole { either } else { [None; 3] }
}

/// A story that goes down the first two columns of a table, one part a row: "As a | nurse", "I want to | see my shift".
/// `index` is the cell that may begin it.
fn card(passages: Passages<'_>, index: usize) -> Option<SegmentStory> {
    let cell = |at: usize| match passages.0.get(at)?.kind {
        Kind::Cell { row, column } => Some((row, column)),
        _ => None,
    };
    let (row, _) = cell(index)?;
    let words = passages.words(index);
    let is_lead = words.lower(0) == "as" && words.tokens.len() <= 4;
    // The cells of its rows, by their row and column.
    let at = |down: u32, column: u32| {
        let behind = index + 1..passages.0.len().min(index + 1 + CARD_CELLS);
        let mut cells = behind.take_while(|at| cell(*at).is_some());
        cells.find(|at| cell(*at) == Some((row + down, column)))
    };
    let role = at(0, 1).filter(|_| is_lead)?;
    let (wanting, want) = (at(1, 0)?, at(1, 1)?);
    let begins = passages.words(wanting);
    let is_wanting = subject_and_verb(begins, 0).or_else(|| bare_wanting(begins, 0)).is_some();
    // A table that has a story a row begins its next columns so.
    if !is_wanting || begins.tokens.len() > 6 || subject_and_verb(passages.words(role), 0).is_some()
    {
        return None;
    }
    let benefit = at(2, 0).filter(|at| benefit_marker(passages.words(*at), 0).is_some());
    let benefit = benefit.and(at(2, 1));
    take_row(passages, &mut [Some(role), Some(want), benefit])
}

fn take_row(passages: Passages<'_>, cells: &mut [Option<usize>; 3]) -> Option<SegmentStory> {
    let [role, want, benefit] = std::mem::take(cells);
    let (role, want) = (role?, want?);
    let words = passages.words(role);
    // A cell that repeats the header's words is read like any other text.
    if words.lower(0) == "as" || subject_and_verb(passages.words(want), 0).is_some() {
        return None;
    }
    let start = usize::from(grammar::is_article(words.lower(0)));
    let roles = role_slot::roles(passages, role, start..words.tokens.len(), true)?;
    let want =
        passages.part(want, skip_to(passages.words(want), 0)..passages.words(want).tokens.len())?;
    let benefit =
        benefit.and_then(|index| passages.part(index, 0..passages.words(index).tokens.len()));
    let first = roles.first()?.span.start;
    let last = benefit.as_ref().map_or(want.span.end, |benefit| benefit.span.end);
    let names: Vec<&str> = roles.iter().map(|role| role.text.as_str()).collect();
    let text = match &benefit {
        Some(benefit) => format!("{} | {} | {}", names.join(", "), want.text, benefit.text),
        None => format!("{} | {}", names.join(", "), want.text),
    };
    let span = Span::new(first, last);
    Some(SegmentStory { span, text, roles, want, benefit, keywords: Vec::new(), wanting: None })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::passage::tests::passages;

    /// Each story as its text, with a plus sign between its roles.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let list = passages(text);
        let stories = find(Passages(&list));
        let seen: Vec<&str> = stories.iter().map(|story| story.text.as_str()).collect();
        assert_eq!(seen, expected, "{text}");
        for story in &stories {
            let last = story.benefit.as_ref().unwrap_or(&story.want);
            assert_eq!(story.span, Span::new(story.roles[0].span.start, last.span.end), "{text}");
            assert_eq!((story.keywords.len(), &story.wanting), (0, &None));
        }
    }

    /// A table with this header and this row.
    fn table(header: &str, row: &str) -> String {
        let rule = "|---".repeat(header.matches('|').count() + 1);
        format!("| {header} |\n{rule}|\n| {row} |\n")
    }

    #[test]
    fn headers_say_which_column_is_which() {
        for (header, story) in [
            ("As a | I want | so that", "nurse | tea | rest"),
            ("As an | I need to | in order to", "nurse | tea | rest"),
            ("As a | I want | in bed", "nurse | tea"),
            ("As a | I want | so that they can all rest well", "nurse | tea"),
            ("As a | I want | in order that they can rest", "nurse | tea"),
            ("As a | I want to be able to do this | so that", ""),
            ("As a | I want | Why", "nurse | tea | rest"),
            ("Role | I want | so that", "nurse | tea | rest"),
            ("Name | I want | so that", ""),
            ("As a | Want | so that", ""),
            ("As one | I want | so that", ""),
            ("Role | Want | Benefit", ""),
        ] {
            let expected: Vec<&str> = Some(story).filter(|it| !it.is_empty()).into_iter().collect();
            check(&table(header, "nurse | tea | rest"), &expected);
        }
        check(&table("As a | I want | I can", "nurse | tea | rest"), &["nurse | rest"]);
    }

    #[test]
    fn a_table_in_a_section_of_stories_needs_no_words_of_stories() {
        let of_stories = |heading: &str, header: &str, row: &str| {
            format!("## {heading}\n\n{}", table(header, row))
        };
        for heading in ["User stories", "Story map", "Backlog"] {
            let text = of_stories(heading, "Role | Want | Benefit", "nurse | tea | rest");
            check(&text, &["nurse | tea | rest"]);
        }
        check(&of_stories("Roles", "Role | Want | Benefit", "nurse | tea | rest"), &[]);
        check(&of_stories("Stories", "Role | Want", "nurse | tea"), &[]);
        check(
            &of_stories("Stories", "As a | Want | Benefit", "nurse | tea | rest"),
            &["nurse | tea | rest"],
        );
        check(
            &of_stories("Stories", "Role | Persona | Want | Benefit", "nurse | cook | tea | rest"),
            &["nurse | tea | rest"],
        );
    }

    #[test]
    fn each_row_is_a_story() {
        let header = "| As a | I want | so that |\n|---|---|---|\n";
        check(
            &format!(
                "{header}| a nurse | to rest | I heal |\n| cook or porter | salt | |\n| | tea | |\n"
            ),
            &["nurse | rest | I heal", "cook, porter | salt"],
        );
        // The next table has columns of its own.
        check(
            &format!(
                "{header}| nurse | tea | |\n\nText\n\n| Ward | Beds |\n|---|---|\n| one | two |\n"
            ),
            &["nurse | tea"],
        );
        check(
            &format!(
                "{header}| nurse | tea | |\n\n| I want | As a |\n|---|---|\n| salt | cook |\n"
            ),
            &["nurse | tea", "cook | salt"],
        );
        // Cells that repeat the words of the header are read as prose.
        check(&format!("{header}| As a nurse | tea | |\n| nurse | I want tea | |\n"), &[]);
        check(&format!("{header}| consequence | tea | |\n| nurse | … | |\n"), &[]);
    }

    #[test]
    fn a_story_may_go_down_two_columns() {
        let card = |rows: &[&str]| {
            format!("| {} |\n|---|---|\n| {} |\n", rows[0], rows[1..].join(" |\n| "))
        };
        for (rows, story) in [
            (vec!["As a | nurse", "I want to | rest", "so that | I heal"], "nurse | rest | I heal"),
            (vec!["As a | nurse", "I want to | rest", "Points | 3"], "nurse | rest"),
            (vec!["As a | nurse", "want | rest"], "nurse | rest"),
            (vec!["Title | Rest", "As a | nurse", "I want to | rest"], "nurse | rest"),
            (vec!["As a | nurse", "Points | 3", "I want to | rest"], ""),
            (vec!["As a nurse of the | ward", "I want to | rest"], ""),
            (vec!["As a | nurse", "I want to be able to have | rest"], ""),
            (vec!["Like a | nurse", "I want to | rest"], ""),
        ] {
            let expected: Vec<&str> = Some(story).filter(|it| !it.is_empty()).into_iter().collect();
            check(&card(&rows), &expected);
        }
    }
}
