//! What a document is: its names first, then what its sections and stories say.

use crate::read::document_kind::{DocumentKind, Extent, Sign};
use crate::read::prd::requirement;
use crate::read::prd::statement::Statement;
use crate::settings::section::SectionKind;

/// A document with so many kinds of sections is taken for a requirements document.
const SECTIONS: usize = 3;

/// So many headings as only instructions for an agent have make a document one of those.
const FOR_AGENT: usize = 2;

/// So many stories make a collection of stories.
const STORIES: usize = 3;

/// What a document is, and what follows from that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Nature {
    pub kind: DocumentKind,
    /// Whether it is asked for what a product requirements document says.
    pub is_prd: bool,
    /// Whether the roles that it declares count beyond it.
    pub declares_for_others: bool,
}

/// Returns what a document is. `path` is what its path says, and `stories` how many stories it has.
pub(crate) fn of<'a>(
    path: Option<Sign>,
    statements: impl Iterator<Item = &'a Statement>,
    stories: usize,
) -> Nature {
    let contents = Contents::of(statements);
    let title = contents.titles.first().copied().flatten();
    let signs = || [path, contents.front, title].into_iter().flatten();
    let is_prd = |sign: &Sign| sign.kind() == DocumentKind::Prd;
    let later = || contents.titles.iter().skip(1).flatten().find(|sign| is_prd(sign)).copied();
    let kind = match signs().min().or_else(later).map(Sign::kind).unwrap_or_default() {
        kind if contents.for_agent >= FOR_AGENT && kind != DocumentKind::Prd => DocumentKind::Agent,
        DocumentKind::Unknown => contents.kind(stories),
        // "prd.md", entitled "Epic: tea"
        DocumentKind::Requirements | DocumentKind::Stories if signs().any(|it| is_prd(&it)) => {
            DocumentKind::Prd
        }
        kind => kind,
    };
    Nature {
        kind,
        is_prd: contents.make_prd_of(kind),
        declares_for_others: contents.declare_for_others(kind, stories),
    }
}

/// What a document says of itself.
#[derive(Default)]
struct Contents {
    front: Option<Sign>,
    titles: Vec<Option<Sign>>,
    sections: Vec<SectionKind>,
    is_foreign: bool,
    /// How many headings it has that instructions for an agent have.
    for_agent: usize,
    requirements: usize,
}

impl Contents {
    fn of<'a>(statements: impl Iterator<Item = &'a Statement>) -> Self {
        let mut contents = Self::default();
        statements.for_each(|statement| contents.take(statement));
        contents
    }

    /// Whether a document of this kind is asked for what a product requirements document says.
    fn make_prd_of(&self, kind: DocumentKind) -> bool {
        use DocumentKind::{Prd, Product, Requirements, Stories};
        kind == Prd || matches!(kind, Requirements | Stories | Product) && self.is_prd()
    }

    /// Whether the roles that a document of this kind declares count beyond it: not where a reader would look for nobody,
    /// as in a changelog, and in a document of which nothing says what it is only where it has an audience or stories.
    fn declare_for_others(&self, kind: DocumentKind, stories: usize) -> bool {
        match kind.extent() {
            Extent::Whole => true,
            Extent::Stories => stories > 0 || self.sections.contains(&SectionKind::Audience),
            Extent::Nothing => false,
        }
    }

    fn take(&mut self, statement: &Statement) {
        match statement {
            Statement::Title(sign) => self.titles.push(*sign),
            Statement::Front(sign) => {
                self.front = Some(self.front.map_or(*sign, |front| front.min(*sign)));
            }
            Statement::Foreign => self.is_foreign = true,
            Statement::ForAgent => self.for_agent += 1,
            Statement::Requirements(count) => self.requirements += count,
            Statement::Section(kinds) => {
                let new = kinds.all().filter(|kind| !self.sections.contains(kind));
                self.sections.extend(new.collect::<Vec<_>>());
            }
            _ => {}
        }
    }

    /// Whether its sections are those of a requirements document.
    fn is_brief(&self) -> bool {
        let aims = self.sections.iter().any(|kind| kind.is_problem() || kind.is_aim());
        let brief = self.sections.iter().filter(|kind| **kind != SectionKind::Background);
        aims && brief.count() >= SECTIONS
    }

    fn is_prd(&self) -> bool {
        self.is_brief() && !self.is_foreign
    }

    fn kind(&self, stories: usize) -> DocumentKind {
        if self.is_prd() {
            DocumentKind::Prd
        } else if self.is_brief() || self.requirements >= requirement::ENOUGH {
            DocumentKind::Requirements
        } else if stories >= STORIES {
            DocumentKind::Stories
        } else {
            DocumentKind::Unknown
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::read::document_kind;
    use crate::read::section_kind;
    use crate::settings::section::Titles;

    fn section(title: &str) -> Statement {
        Statement::Section(section_kind::of_title(title, &Titles::new()))
    }

    fn title(title: &str) -> Statement {
        Statement::Title(document_kind::of_title(title))
    }

    #[test]
    fn names_go_before_sections_and_stories() {
        use DocumentKind::{Agent, Notes, Personas, Prd, Requirements, Stories, Unknown};
        let three = || vec![section("problem"), section("scope"), section("features")];
        let with = |first: Statement, rest: Vec<Statement>| [vec![first], rest].concat();
        let front = || document_kind::of_front_matter("type: prd").map(Statement::Front).unwrap();
        for (path, statements, stories, expected) in [
            ("tea.md", vec![], 0, Unknown),
            ("tea-prd.md", vec![], 0, Prd),
            ("notes/tea.md", vec![], 0, Notes),
            ("tea.md", vec![title("tea prd")], 0, Prd),
            ("notes/tea.md", vec![title("tea prd")], 0, Prd),
            ("tea.md", vec![front()], 0, Prd),
            ("prd.md", vec![title("epic tea")], 0, Prd),
            ("tea.md", vec![title("epic tea")], 0, Requirements),
            ("tea.md", vec![title("tea"), title("tea prd")], 0, Prd),
            ("tea-prd.md", vec![title("meeting notes"), title("tea prd")], 0, Notes),
            ("tea.md", vec![title("tea"), title("personas")], 0, Unknown),
            ("tea.md", three(), 0, Prd),
            ("personas.md", three(), 0, Personas),
            ("tea.md", with(Statement::Foreign, three()), 0, Requirements),
            ("personas/tea.md", vec![Statement::ForAgent, Statement::ForAgent], 0, Agent),
            ("personas/tea.md", vec![Statement::ForAgent], 0, Personas),
            ("tea-prd.md", vec![Statement::ForAgent, Statement::ForAgent], 0, Prd),
            ("tea-prd.md", with(Statement::Foreign, three()), 0, Prd),
            ("tea.md", vec![section("problem"), section("scope")], 2, Unknown),
            ("tea.md", vec![section("problem"), section("scope")], 3, Stories),
            (
                "tea.md",
                vec![section("problem"), section("scope"), section("background")],
                0,
                Unknown,
            ),
            ("tea.md", vec![section("problem"), section("scope"), section("scope")], 0, Unknown),
            (
                "tea.md",
                vec![section("personas"), section("scope"), section("features")],
                0,
                Unknown,
            ),
            ("tea.md", vec![section("goals"), section("scope"), section("features")], 0, Prd),
        ] {
            let path = document_kind::of_path(Path::new(path));
            let nature = of(path, statements.iter(), stories);
            assert_eq!(nature.kind, expected, "{path:?} {statements:?}");
        }
    }

    #[test]
    fn roles_count_beyond_documents_that_have_an_audience() {
        let audience = || [section("personas")];
        for (kind, statements, stories, expected) in [
            (DocumentKind::Prd, vec![], 0, true),
            (DocumentKind::Unknown, vec![], 0, false),
            (DocumentKind::Unknown, audience().to_vec(), 0, true),
            (DocumentKind::Readme, vec![], 1, true),
            (DocumentKind::Guide, audience().to_vec(), 1, false),
        ] {
            let counts = Contents::of(statements.iter()).declare_for_others(kind, stories);
            assert_eq!(counts, expected, "{kind:?} {statements:?} {stories}");
        }
    }

    #[test]
    fn a_specification_with_a_problem_and_goals_is_a_prd_too() {
        let three = [section("problem"), section("scope"), section("features")];
        for (kind, statements, expected) in [
            (DocumentKind::Prd, &[][..], true),
            (DocumentKind::Requirements, &[], false),
            (DocumentKind::Requirements, &three, true),
            (DocumentKind::Personas, &three, false),
            (DocumentKind::Unknown, &[], false),
        ] {
            let is_prd = Contents::of(statements.iter()).make_prd_of(kind);
            assert_eq!(is_prd, expected, "{kind:?} {statements:?}");
        }
    }
}
