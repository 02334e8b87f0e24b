//! Saying who exists: a role among those that the document declares, or in `rolecall.toml`.

use markdown::{Encoding, Kind, Span, Syntax};

use crate::engine::review::Review;
use crate::english::inflect::{self, Capitals};
use crate::fix::edit::{Change, Edit, Fix, Scope};
use crate::read::role::declaration::Form;
use crate::settings::section::SectionKind;
use crate::text::line::break_of;
use crate::text::passage::Passage;

/// A role that is still to be named, and what is worth saying of one.
const PLACE: &str = "- **…**: what they want to get done, and how they know that it worked";

impl Review {
    /// The ways to declare the role `name`: where the document declares its own, and in the project.
    pub(crate) fn fixes_that_declare(&self, name: &str) -> Vec<Fix> {
        let here = self.entry(name).map(|edit| {
            fix(format!("Declare “{name}” as a role in this document"), vec![edit], None)
        });
        let change = Some(Change::Declare(name.to_owned()));
        let project =
            fix(format!("Declare “{name}” as a role in rolecall.toml"), Vec::new(), change);
        // What the project keeps in one place stays there.
        let mut fixes: Vec<Fix> = here.into_iter().chain([project]).collect();
        if !self.settings().roles.is_empty() {
            fixes.reverse();
        }
        fixes
    }

    /// What a writer can do where nobody is known who could be meant.
    pub(crate) fn fixes_where_nobody_is_known(&self) -> Vec<Fix> {
        let section = self
            .audience_section()
            .map(|edit| fix("Add an audience section".to_owned(), vec![edit], None));
        let change = Some(Change::Declare(String::new()));
        let role = fix("Declare a role…".to_owned(), Vec::new(), change);
        section.into_iter().chain([role]).collect()
    }

    /// A section on the audience, with one role to name: after what says the problem.
    pub(crate) fn audience_section(&self) -> Option<Edit> {
        if self.document().syntax() != Syntax::Markdown {
            return None;
        }
        let sections = self.sections();
        let kinds = |index: usize| self.kinds_of(&sections, index);
        let newline = self.newline();
        let own = (0..sections.len())
            .find(|index| kinds(*index).all().any(|kind| kind == SectionKind::Audience));
        if let Some(own) = own {
            let end = self.body_of(&sections, own).end;
            return Some(put(end, format!("{newline}{newline}{PLACE}")));
        }
        let leads = |index: usize| {
            kinds(index).all().all(|kind| kind.is_problem() || kind == SectionKind::Background)
                && !kinds(index).is_empty()
        };
        let first = (0..sections.len()).find_map(|index| {
            let section = sections.get(index)?;
            (section.level > 1 && !leads(index)).then_some(section)
        });
        let level = first.map_or(2, |first| first.level);
        let heading = format!("{} Audience", "#".repeat(usize::from(level)));
        let text = format!("{heading}{newline}{newline}{PLACE}{newline}");
        Some(match first {
            Some(first) => put(first.heading.start, format!("{text}{newline}")),
            None => {
                let end = self.document().len();
                let written = self.document().trimmed_end(Span::new(0, end)).end;
                let gap = if written == 0 { String::new() } else { newline.repeat(2) };
                put(written, format!("{gap}{}", text.trim_end()))
            }
        })
    }

    /// One more role where the document lists its own, written as the last of them is.
    fn entry(&self, name: &str) -> Option<Edit> {
        let mut last = None;
        for (part, (_, page)) in self.pages_from(0).enumerate() {
            let listed = page.drafts().filter(|(_, draft, ..)| {
                matches!(draft.form, Form::Line | Form::Section) && draft.is_somebody()
            });
            last = listed.last().map(|(_, _, passage, _)| (part, passage)).or(last);
        }
        let (part, index) = last?;
        let (base, page) = self.page(part)?;
        let passage = page.passage(index)?;
        let name = inflect::capitalized(name, Capitals::First);
        let newline = self.newline();
        match passage.kind {
            Kind::Heading(level) => {
                let span = passage.span.shifted(base);
                let sections = self.sections();
                let section = sections.iter().find(|section| section.heading.overlaps(span))?;
                let mark = "#".repeat(usize::from(level));
                let end = self.document().trimmed_end(section.span).end;
                Some(put(end, format!("{newline}{newline}{mark} {name}{newline}")))
            }
            Kind::Paragraph => {
                let item = passage.item.filter(|item| item.leads && !item.ordered)?;
                let line = self.line_of(passage, base);
                let mark = line.find(['-', '*', '+'])?;
                let margin = line.get(..mark).filter(|margin| margin.trim().is_empty())?;
                let bullet = line.get(mark..mark + 1)?;
                let strong = if passage.bold_lead().is_some() { "**" } else { "" };
                let nested = page.facts.passages.iter().skip(index + 1).take_while(|below| {
                    below.item.is_some_and(|below| {
                        below.depth > item.depth || below.depth == item.depth && !below.leads
                    })
                });
                let end = nested.last().unwrap_or(passage).span.shifted(base);
                let end = self.document().trimmed_end(end).end;
                Some(put(end, format!("{newline}{margin}{bullet} {strong}{name}{strong}")))
            }
            Kind::Cell { row, column } => {
                let line = self.line_of(passage, base);
                let margin = line.get(..line.find('|')?).filter(|it| it.trim().is_empty())?;
                let is_beside = |cell: &&Passage| matches!(cell.kind, Kind::Cell { row: other, .. } if other == row);
                let columns = page.facts.passages.iter().filter_map(|cell| match cell.kind {
                    Kind::Cell { column, .. } if is_beside(&cell) => Some(column),
                    _ => None,
                });
                let count = columns.max()? + 1;
                let cells = (0..count).map(|at| if at == column { name.as_str() } else { "" });
                let row: Vec<String> = cells.map(|cell| format!(" {cell} ")).collect();
                let at = self.document().position(passage.span.shifted(base).start, Encoding::Utf8);
                let end = self.document().line(at.line).end;
                Some(put(end, format!("{newline}{margin}|{}|", row.join("|"))))
            }
            _ => None,
        }
    }

    /// The line that a passage begins on.
    fn line_of(&self, passage: &Passage, base: usize) -> String {
        let start = passage.span.shifted(base).start;
        let line = self.document().position(start, Encoding::Utf8).line;
        self.document().slice(self.document().line(line))
    }

    /// How the document ends its lines.
    pub(crate) fn newline(&self) -> &'static str {
        let first = self.document().line(0);
        break_of(&self.document().slice(Span::new(first.start, first.end + 2)))
    }
}

fn put(at: usize, text: String) -> Edit {
    Edit { span: Span::new(at, at), text }
}

fn fix(title: String, edits: Vec<Edit>, change: Option<Change>) -> Fix {
    Fix { title, safe: false, preferred: false, scope: Scope::Here, edits, change }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::{Change, Document, Fix, Review, Scope, Settings};

    /// The fixes for the first finding of a rule, each with the text it makes.
    fn fixed(rule: &str, text: &str) -> Vec<(Fix, String)> {
        let review = Review::new(Document::new(text), Arc::new(Settings::default()));
        let findings = review.findings();
        let finding = findings.iter().find(|finding| finding.rule.name == rule);
        let finding = finding.unwrap_or_else(|| panic!("no {rule} in {findings:?}"));
        let fixes = review.fixes(finding, Scope::Document).into_iter();
        let applied = fixes.map(|fix| {
            let mut there = text.to_owned();
            for edit in fix.edits.iter().rev() {
                there.replace_range(edit.span.range(), &edit.text);
            }
            (fix, there)
        });
        applied.collect()
    }

    #[test]
    fn a_role_is_declared_as_the_others_are() {
        let story = "As a baker, I want tea.\n";
        for (roles, expected) in [
            (
                "- **Nurse**: cares\n- **Porter**: carries\n\n",
                "- **Nurse**: cares\n- **Porter**: carries\n- **Baker**\n\n",
            ),
            ("* Nurse\n* Porter\n  - carries\n\n", "* Nurse\n* Porter\n  - carries\n* Baker\n\n"),
            (
                "### Nurse\n\nCares.\n\n### Porter\n\nCarries.\n\n",
                "### Nurse\n\nCares.\n\n### Porter\n\nCarries.\n\n### Baker\n\n\n",
            ),
            (
                "| Role | Does |\n|---|---|\n| Nurse | cares |\n| Porter | carries |\n\n",
                "| Role | Does |\n|---|---|\n| Nurse | cares |\n| Porter | carries |\n| Baker |  |\n\n",
            ),
        ] {
            let text = format!("## Roles\n\n{roles}## Stories\n\n{story}");
            let fixes = fixed("undeclared-role", &text);
            let (fix, there) =
                fixes.iter().find(|(fix, _)| fix.title.ends_with("in this document")).unwrap();
            assert_eq!(fix.title, "Declare “baker” as a role in this document");
            assert_eq!(*there, format!("## Roles\n\n{expected}## Stories\n\n{story}"));
            let (fix, _) = fixes.last().unwrap();
            assert_eq!(fix.change, Some(Change::Declare("baker".to_owned())));
            let review = Review::new(Document::new(there), Arc::default());
            assert!(
                review.findings().iter().all(|it| it.rule.name != "undeclared-role"),
                "{there}"
            );
        }
    }

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
            let fixes = fixed("generic-role", text);
            let titles: Vec<&str> = fixes.iter().map(|(fix, _)| fix.title.as_str()).collect();
            assert_eq!(titles, ["Add an audience section", "Declare a role…"]);
            assert_eq!(fixes[0].1, expected);
            assert_eq!(fixes[1].0.change, Some(Change::Declare(String::new())));
            let review = Review::new(Document::new(&expected), Arc::default());
            assert_eq!(review.vocabulary().roles(), [], "a place to fill in is nobody");
        }
    }
}
