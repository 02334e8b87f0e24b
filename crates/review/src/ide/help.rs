//! Help with what belongs in a section: what to write there, and lines to begin with.

use markdown::{Kind, Span};

use crate::document::sections::Section;
use crate::engine::review::Review;
use crate::fix::edit::{Edit, Fix};
use crate::settings::section::SectionKind;
use crate::settings::style::Style;
use crate::text::line::break_of_document;

/// The ladder from a problem down to its cause.
const WHYS: [&str; 7] =
    ["1. Why? ", "2. Why? ", "3. Why? ", "4. Why? ", "5. Why? ", "", "**Cause:** "];

/// What Gothelf asks of everybody who is served.
const QUESTIONS: [&str; 4] = [
    "- **What are they trying to do?** ",
    "- **What is in the way?** ",
    "- **What do they do now?** ",
    "- **What would be better?** ",
];

impl Review {
    /// What can be written at `offset` (a byte of the document), beside what was found: the five whys
    /// under a problem, the four questions about a persona.
    pub fn helps(&self, offset: usize) -> Vec<Fix> {
        let sections = self.sections();
        let Some(index) = sections.innermost(offset) else { return Vec::new() };
        let body = sections.body(index);
        let text = self.document().slice(body);
        let newline = break_of_document(self.document());
        let mut helps = Vec::new();
        let kinds = sections.kinds(index);
        if kinds.all().any(SectionKind::is_problem) && !text.contains("Why?") {
            let at = self.paragraph_end(offset).filter(|end| *end <= body.end);
            helps.push(added(newline, "Ask why five times", at.unwrap_or(body.end), &WHYS));
        }
        let is_persona = sections.get(index).is_some_and(|section| self.is_persona(section));
        if is_persona && !text.contains("trying to do") {
            helps.push(added(newline, "Ask the four questions", body.end, &QUESTIONS));
        }
        helps
    }

    /// What belongs in the section whose heading stands at `offset`, by the house style, as Markdown;
    /// with the bytes of the heading.
    pub(crate) fn belongs_at(&self, offset: usize) -> Option<(Span, String)> {
        let sections = self.sections();
        let section = sections.all.iter().find(|section| section.heading.touches(offset))?;
        let heading = section.heading;
        let kinds = sections.own_kinds(section);
        let style = self.settings().style;
        let texts: Vec<String> = kinds
            .all()
            .map(|kind| {
                format!(
                    "**What belongs here** ({}): {}",
                    kind.name().replace('-', " "),
                    belongs(kind, style)
                )
            })
            .collect();
        (!texts.is_empty()).then(|| (heading, texts.join("\n\n")))
    }

    fn is_persona(&self, section: &Section) -> bool {
        let Some((base, context)) =
            self.segment_at(section.heading.start).and_then(|at| self.context(at))
        else {
            return false;
        };
        context.declarations().any(|(_, declaration, passage, _)| {
            let place = context.passage(passage).map(|passage| passage.span.shifted(base));
            declaration.is_persona() && place.is_some_and(|place| place.overlaps(section.heading))
        })
    }

    /// The end of the paragraph at a byte, if it stands in no list, table or quotation.
    fn paragraph_end(&self, offset: usize) -> Option<usize> {
        let (base, context) = self.context(self.segment_at(offset)?)?;
        let local = offset - base;
        let passage = context.facts.passages.iter().find(|passage| passage.span.touches(local))?;
        let is_plain =
            passage.kind == Kind::Paragraph && passage.item.is_none() && passage.quotes == 0;
        is_plain.then(|| self.document().trimmed_end(passage.span.shifted(base)).end)
    }
}

/// A fix that adds lines at a byte of the document.
fn added(newline: &str, title: &str, at: usize, lines: &[&str]) -> Fix {
    let text = format!("{newline}{newline}{}", lines.join(newline));
    Fix::here(title.to_owned(), vec![Edit::insert(at, text)])
}

fn belongs(kind: SectionKind, style: Style) -> &'static str {
    match (kind, style) {
        (SectionKind::Background, _) => {
            "what led here, in a few sentences. The problem has its own section."
        }
        (SectionKind::Problem, _) => {
            "whose business fails to grow and what that costs, then what keeps people from their \
             work. No solution yet."
        }
        (SectionKind::CustomerProblem, _) => {
            "what the businesses that pay lose, in money, time, share or risk. Describe several \
             accounts together, not one. No tasks in the product, and no solution."
        }
        (SectionKind::UserProblem, _) => {
            "what people can’t do in the product, or do the long way, and which customer problem \
             that comes from."
        }
        (SectionKind::Audience, Style::SpecificRoles) => {
            "each role by name, what they want to get done, and how they measure success."
        }
        (SectionKind::Audience, Style::CustomerProblem) => {
            "which businesses pay, and who there works with the product."
        }
        (SectionKind::Audience, Style::BuyerAndUser) => {
            "who pays, who consumes it, and who uses it in the end. For each: what are they trying \
             to do, what is in the way, what do they do now, and what would be better?"
        }
        (SectionKind::Audience, Style::CustomerObsession) => {
            "the customers, by what they pay for. Nobody is hooked, forced to use it, or sold."
        }
        (SectionKind::Audience, Style::Discovery) => {
            "the buyers, end users, prospects or colleagues whom the outcome is about."
        }
        (SectionKind::Goals, Style::Discovery) => {
            "the outcome: whose behavior changes, and from what to what."
        }
        (SectionKind::Goals, _) => {
            "what will be different, for whom, and by how much. A delivery date is not a goal."
        }
        (SectionKind::Outcomes, _) => "targets: from what, to what, by when, and for whom.",
        (SectionKind::Scope, _) => "what is included, and what is not.",
        (SectionKind::Solution, _) => {
            "what will be built. The reasons belong in the problem section."
        }
        (SectionKind::Stories, _) => "one want per story: the role, what they want, and why.",
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::{Document, Fix, Review, Settings, Style};

    fn review(text: &str) -> Review {
        Review::new(Document::new(text), Arc::new(Settings::default()))
    }

    fn applied(text: &str, fix: &Fix) -> String {
        let mut applied = text.to_owned();
        for edit in fix.edits.iter().rev() {
            applied.replace_range(edit.span.range(), &edit.text);
        }
        applied
    }

    /// The text after the one help at the place of `$0`.
    fn helped(text: &str) -> Vec<(String, String)> {
        let at = text.find("$0").unwrap();
        let text = text.replace("$0", "");
        let helps = review(&text).helps(at);
        helps.iter().map(|fix| (fix.title.clone(), applied(&text, fix))).collect()
    }

    #[test]
    fn a_problem_gets_five_whys() {
        let whys = "1. Why? \n2. Why? \n3. Why? \n4. Why? \n5. Why? \n\n**Cause:** ";
        for (text, expected) in [
            (
                "# Tea\n\n## $0Problem\n\nCold.\n\nMore.\n\n## Goals\n",
                "# Tea\n\n## Problem\n\nCold.\n\nMore.\n\n@\n\n## Goals\n",
            ),
            (
                "# Tea\n\n## Problem\n\nCo$0ld.\n\nMore.\n",
                "# Tea\n\n## Problem\n\nCold.\n\n@\n\nMore.\n",
            ),
            (
                "# Tea\n\n## Customer problem\n\n- Co$0ld.\n- Wet.\n\n### More\n",
                "# Tea\n\n## Customer problem\n\n- Cold.\n- Wet.\n\n@\n\n### More\n",
            ),
        ] {
            let expected = ("Ask why five times".to_owned(), expected.replace('@', whys));
            assert_eq!(helped(text), [expected]);
        }
        let crlf = helped("# Tea\r\n\r\n## Problem\r\n\r\nCold$0.\r\n");
        assert!(crlf[0].1.ends_with("Cold.\r\n\r\n1. Why? \r\n2. Why? \r\n3. Why? \r\n4. Why? \r\n5. Why? \r\n\r\n**Cause:** \r\n"));
        for none in ["# Tea\n\n## Goals\n\nTea$0.\n", "## Problem\n\n1. Why? Cold$0.\n", "Tea$0.\n"]
        {
            assert_eq!(helped(none), [], "{none}");
        }
    }

    #[test]
    fn a_persona_gets_four_questions() {
        let found = helped("# Personas\n\n## Ann$0 Poe, baker\n\n- Age: 34\n\n## Bo, tailor\n");
        let questions = "- **What are they trying to do?** \n- **What is in the way?** \n- **What do they do now?** \n- **What would be better?** ";
        let text = format!(
            "# Personas\n\n## Ann Poe, baker\n\n- Age: 34\n\n{questions}\n\n## Bo, tailor\n"
        );
        assert_eq!(found, [("Ask the four questions".to_owned(), text.clone())]);
        assert_eq!(helped(&text.replace("34", "34$0")), []);
    }

    #[test]
    fn a_heading_says_what_belongs_there() {
        let text = "# Tea PRD\n\n## 👥 Target users\n\nNurses.\n\n## Budget\n";
        let hover = |style: Style, at: usize| {
            let settings = Settings { style, ..Settings::default() };
            Review::new(Document::new(text), Arc::new(settings)).hover(at, &|_| None)
        };
        let (span, said) = hover(Style::Discovery, 16).unwrap();
        assert_eq!(markdown::slice(text, span), "## 👥 Target users");
        assert!(
            said.starts_with("**What belongs here** (audience): the buyers, end users"),
            "{said}"
        );
        let (_, said) = hover(Style::SpecificRoles, 16).unwrap();
        assert!(said.contains("each role by name"), "{said}");
        assert_eq!(hover(Style::Discovery, text.find("Budget").unwrap()), None);
    }
}
