//! Sections to fill in: one on the audience, and one on the customer problem.

use markdown::{Document, Span, Syntax};

use crate::document::sections::Sections;
use crate::fix::edit::{Change, Edit, Fix};
use crate::settings::section::SectionKind;
use crate::text::line::break_of_document;

/// A role that is still to be named, and what is worth saying of one.
const PLACE: &str = "- **…**: what they want to get done, and how they know that it worked";

/// What a customer problem says.
const PROBLEM: [&str; 3] = [
    "- **Who has it** (the businesses that pay, not one account): ",
    "- **What it costs them** (money, time, share or risk): ",
    "- **What is in their way:** ",
];

/// What a writer can do where nobody is known who could be meant.
pub(crate) fn fixes_where_nobody_is_known(
    document: &Document,
    sections: &Sections<'_>,
) -> Vec<Fix> {
    let section = audience(document, sections)
        .map(|edit| Fix::here("Add an audience section".to_owned(), vec![edit]));
    let role = Fix::in_project("Declare a role…".to_owned(), Change::Declare(String::new()));
    section.into_iter().chain([role]).collect()
}

/// A section on the audience, with one role to name: after what says the problem.
fn audience(document: &Document, sections: &Sections<'_>) -> Option<Edit> {
    if document.syntax() != Syntax::Markdown {
        return None;
    }
    let newline = break_of_document(document);
    if let Some(own) = sections.find(|kinds| kinds.has(SectionKind::Audience)) {
        let end = sections.body(own).end;
        return Some(Edit::insert(end, format!("{newline}{newline}{PLACE}")));
    }
    let leads = |index: usize| {
        let kinds = sections.kinds(index);
        kinds.all().all(|kind| kind.is_problem() || kind == SectionKind::Background)
            && !kinds.is_empty()
    };
    let mut others = sections.all.iter().enumerate();
    let first = others.find(|(index, section)| section.level > 1 && !leads(*index));
    let first = first.map(|(_, section)| section);
    let level = first.map_or(2, |first| first.level);
    let heading = format!("{} Audience", "#".repeat(usize::from(level)));
    let text = format!("{heading}{newline}{newline}{PLACE}{newline}");
    Some(match first {
        Some(first) => Edit::insert(first.heading.start, format!("{text}{newline}")),
        None => {
            let written = document.trimmed_end(Span::new(0, document.len())).end;
            let gap = if written == 0 { String::new() } else { newline.repeat(2) };
            Edit::insert(written, format!("{gap}{}", text.trim_end()))
        }
    })
}

/// A place for the customer problem that a document lacks: at its start, after what leads to it.
pub(crate) fn customer_problem(document: &Document, sections: &Sections<'_>) -> Fix {
    let leads = |index: usize| sections.kinds(index).only() == Some(SectionKind::Background);
    let mut others = sections.all.iter().enumerate();
    let first = others.find(|(index, section)| section.level > 1 && !leads(*index));
    let first = first.map(|(_, section)| section);
    let level = first.map_or(2, |first| first.level);
    let newline = break_of_document(document);
    let heading = format!("{} Customer problem", "#".repeat(usize::from(level)));
    let text = format!("{heading}{newline}{newline}{}", PROBLEM.join(newline));
    let edit = match first {
        Some(first) => Edit::insert(first.heading.start, format!("{text}{newline}{newline}")),
        None => {
            let end = document.trimmed_end(Span::new(0, document.len())).end;
            Edit::insert(end, format!("{newline}{newline}{text}"))
        }
    };
    Fix::here("Begin with the customer problem".to_owned(), vec![edit])
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::rules::tests::{fixed, fixes};
    use crate::rules::{GENERIC_ROLE, find};
    use crate::{Change, Document, Review, Settings};

    #[test]
    fn where_nobody_is_known_somebody_can_be_named() {
        let place = super::PLACE;
        for (text, expected) in [
            ("The user waits.\n", format!("The user waits.\n\n## Audience\n\n{place}\n")),
            (
                "# Tea\n\n## Problem\n\nShops lose 4%.\n\n## Scope\n\nThe user waits.\n",
                format!(
                    "# Tea\n\n## Problem\n\nShops lose 4%.\n\n## Audience\n\n{place}\n\n## Scope\n\nThe user waits.\n"
                ),
            ),
            (
                "# Tea\n\n## Audience\n\n## Scope\n\nThe user waits.\n",
                format!("# Tea\n\n## Audience\n\n{place}\n\n## Scope\n\nThe user waits.\n"),
            ),
        ] {
            let fixes = fixes(&GENERIC_ROLE, Settings::default(), text);
            let titles: Vec<&str> = fixes.iter().map(|(fix, _)| fix.title.as_str()).collect();
            assert_eq!(titles, ["Add an audience section", "Declare a role…"]);
            assert_eq!(fixes[0].1, expected);
            assert_eq!(fixes[1].0.change, Some(Change::Declare(String::new())));
            let review = Review::new(Document::new(&expected), Arc::default());
            assert_eq!(review.vocabulary().roles(), [], "a place to fill in is nobody");
        }
    }

    #[test]
    fn a_missing_customer_problem_gets_a_place_at_the_start() {
        let rule = find("missing-customer-problem").unwrap();
        let problem = "## Customer problem\n\n- **Who has it** (the businesses that pay, not one account): \n- **What it costs them** (money, time, share or risk): \n- **What is in their way:** ";
        for (text, expected) in [
            (
                "# Tea PRD\n\nTea.\n\n## Features\n\n- Tea\n",
                "# Tea PRD\n\nTea.\n\n@\n\n## Features\n\n- Tea\n",
            ),
            (
                "# Tea PRD\n\n## Background\n\nTea.\n\n## Features\n\n- Tea\n",
                "# Tea PRD\n\n## Background\n\nTea.\n\n@\n\n## Features\n\n- Tea\n",
            ),
            ("# Tea PRD\n\nTea.\n", "# Tea PRD\n\nTea.\n\n@\n"),
        ] {
            let fixed = fixed(rule, Settings::default(), text);
            let [(_, fixed)] = fixed.as_slice() else { panic!("{fixed:?}") };
            assert_eq!(*fixed, expected.replace('@', problem), "{text}");
            let again = Review::new(Document::new(fixed), Arc::default()).findings();
            assert!(again.iter().all(|one| one.rule != rule));
        }
        let late = "# Tea PRD\n\n## Features\n\n- Tea\n\n## Problem\n\nShops lose 4%.\n";
        assert_eq!(fixed(rule, Settings::default(), late), []);
    }
}
