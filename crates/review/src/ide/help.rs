//! Help with what belongs in a section: what to write there, and lines to begin with.

use markdown::{Encoding, Kind, Span};

use crate::engine::review::Review;
use crate::fix::edit::{Edit, Fix, Scope};
use crate::ide::outline::Section;
use crate::read::section;
use crate::read::section_kind::{self, Kinds};
use crate::rules::finding::Finding;
use crate::settings::section::SectionKind;
use crate::settings::style::Style;
use crate::text::token::{one_line, tokens};

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

/// What a customer problem says.
const PROBLEM: [&str; 3] = [
    "- **Who has it** (the businesses that pay, not one account): ",
    "- **What it costs them** (money, time, share or risk): ",
    "- **What is in their way:** ",
];

impl Review {
    /// What can be written at `offset` (a byte of the document), beside what was found: the five whys
    /// under a problem, the four questions about a persona.
    pub fn helps(&self, offset: usize) -> Vec<Fix> {
        let sections = self.sections();
        let Some(index) = innermost(&sections, offset) else { return Vec::new() };
        let body = self.body_of(&sections, index);
        let text = self.document().slice(body);
        let mut helps = Vec::new();
        let kinds = self.kinds_of(&sections, index);
        if kinds.all().any(SectionKind::is_problem) && !text.contains("Why?") {
            let at = self.paragraph_end(offset).filter(|end| *end <= body.end);
            helps.push(self.added("Ask why five times", at.unwrap_or(body.end), &WHYS));
        }
        let is_persona = sections.get(index).is_some_and(|section| self.is_persona(section));
        if is_persona && !text.contains("trying to do") {
            helps.push(self.added("Ask the four questions", body.end, &QUESTIONS));
        }
        helps
    }

    /// Whether some section is there to say a problem.
    pub(crate) fn has_problem_section(&self) -> bool {
        let is_problem =
            |section: &Section| self.own_kinds(section).all().any(SectionKind::is_problem);
        self.sections().iter().any(is_problem)
    }

    /// A place for the customer problem that a document lacks: at its start, behind what leads to it.
    pub(crate) fn fix_of_missing_problem(&self) -> Fix {
        let sections = self.sections();
        let is_background =
            |index: usize| self.kinds_of(&sections, index).only() == Some(SectionKind::Background);
        let top = (0..sections.len())
            .filter(|index| sections.get(*index).is_some_and(|section| section.level > 1));
        let first = top.clone().find(|index| !is_background(*index));
        let level = first.and_then(|first| sections.get(first)).map_or(2, |first| first.level);
        let newline = self.newline();
        let lines = PROBLEM.join(newline);
        let heading = format!("{} Customer problem", "#".repeat(usize::from(level)));
        let title = "Begin with the customer problem";
        match first.and_then(|first| sections.get(first)) {
            Some(first) => {
                let text = format!("{heading}{newline}{newline}{lines}{newline}{newline}");
                self.fix(title, vec![Edit { span: empty(first.heading.start), text }])
            }
            None => {
                let whole = Span::new(0, self.document().len());
                let at = self.document().trimmed_end(whole).end;
                let text = format!("{newline}{newline}{heading}{newline}{newline}{lines}");
                self.fix(title, vec![Edit { span: empty(at), text }])
            }
        }
    }

    /// A user's problem under a heading of its own: that which there is, or a new one after the section.
    /// Only the sentence moves; the paragraph or item does where it says nothing else.
    pub(crate) fn fix_of_user_problem(&self, finding: &Finding) -> Option<Fix> {
        let sections = self.sections();
        let index = innermost(&sections, finding.span.start)?;
        let section = sections.get(index)?;
        let document = self.document();
        let Moved { cut, text, is_item } = self.moved(finding)?;
        let newline = self.newline();
        let own = (0..sections.len()).find(|index| {
            self.kinds_of(&sections, *index).only() == Some(SectionKind::UserProblem)
        });
        let insert = match own {
            Some(own) => {
                let body = self.body_of(&sections, own);
                let joins = is_item && self.ends_in_item(body.end);
                let gap = if joins { newline.to_owned() } else { newline.repeat(2) };
                Edit { span: empty(body.end), text: format!("{gap}{text}") }
            }
            None => {
                let heading = format!("{} User problem", "#".repeat(usize::from(section.level)));
                let text = format!("{newline}{newline}{heading}{newline}{newline}{text}");
                Edit { span: empty(section.span.end), text }
            }
        };
        // What is moved to right behind itself.
        let cut = Span::new(cut.start, cut.end.min(document.len()));
        let mut edits = vec![Edit { span: cut, text: String::new() }, insert];
        edits.sort();
        let overlaps = edits
            .first()
            .zip(edits.last())
            .is_some_and(|(one, other)| one.span.end > other.span.start);
        if overlaps {
            let [Edit { span: cut, .. }, Edit { text, .. }] = edits.as_slice() else { return None };
            edits = vec![Edit {
                span: Span::new(cut.start, section.span.end),
                text: text.trim_start().to_owned(),
            }];
        }
        Some(self.fix("Move it under a heading of its own: “User problem”", edits))
    }

    /// The sentence that a finding is about, or the lines it stands on where it stands there alone.
    fn moved(&self, finding: &Finding) -> Option<Moved> {
        let (base, page) = self.page(finding.part)?;
        let start = finding.span.start.checked_sub(base)?;
        let (sentence, passage) = page.sentences().find(|(sentence, passage)| {
            passage.span.contains(finding.span.shifted_back(base))
                && passage
                    .prose
                    .source(passage.words().span(sentence.tokens.clone()))
                    .touches(start)
        })?;
        let words = passage.words();
        let (mut first, mut last) = (sentence.tokens.start, sentence.tokens.end);
        while first > 0 && !words.ends_sentence(first - 1) {
            first -= 1;
        }
        while last < words.tokens.len() && !words.ends_sentence(last.saturating_sub(1)) {
            last += 1;
        }
        let (lines, is_item) = self.lines_of(finding.span.start)?;
        if first == 0 && last == words.tokens.len() {
            let text = self.document().slice(self.document().trimmed_end(lines));
            return Some(Moved { cut: lines, text, is_item });
        }
        let written = passage.prose.extract(words.span(first..last))?.shifted(base);
        let whole = self.document().trimmed_end(passage.span.shifted(base));
        let behind = self.document().slice(Span::new(written.end, whole.end));
        let gap = behind.len() - behind.trim_start().len();
        let cut = if gap > 0 {
            Span::new(written.start, written.end + gap)
        } else {
            let before = self.document().slice(Span::new(whole.start, written.start));
            Span::new(whole.start + before.trim_end().len(), written.end)
        };
        let text = one_line(&self.document().slice(written));
        Some(Moved { cut, text, is_item: false })
    }

    /// What belongs in the section whose heading stands at `offset`, by the house style, as Markdown;
    /// with the bytes of the heading.
    pub(crate) fn belongs_at(&self, offset: usize) -> Option<(Span, String)> {
        let sections = self.sections();
        let index = sections.iter().position(|section| section.heading.touches(offset))?;
        let heading = sections.get(index)?.heading;
        let kinds = self.own_kinds(sections.get(index)?);
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

    fn own_kinds(&self, section: &Section) -> Kinds {
        let title = section::title_of(tokens(&section.title).of(&section.title));
        section_kind::of_title(&title, &self.settings().sections)
    }

    /// What a section is there for, by its title or else by those above.
    pub(crate) fn kinds_of(&self, sections: &[Section], index: usize) -> Kinds {
        let above = sections.iter().take(index + 1).rev();
        let mut level = u8::MAX;
        for section in above {
            if section.level >= level {
                continue;
            }
            level = section.level;
            let kinds = self.own_kinds(section);
            if !kinds.is_empty() || level == 1 {
                return kinds;
            }
        }
        Kinds::default()
    }

    /// What stands under a heading before the next one; it ends where its text does.
    pub(crate) fn body_of(&self, sections: &[Section], index: usize) -> Span {
        let Some(section) = sections.get(index) else { return Span::default() };
        let next = sections.get(index + 1).map_or(usize::MAX, |next| next.heading.start);
        let end = section.span.end.min(next);
        self.document().trimmed_end(Span::new(section.heading.end.min(end), end))
    }

    fn is_persona(&self, section: &Section) -> bool {
        let Some((base, page)) = self.part_at(section.heading.start).and_then(|at| self.page(at))
        else {
            return false;
        };
        page.drafts().any(|(_, draft, passage, _)| {
            let place = page.passage(passage).map(|passage| passage.span.shifted(base));
            draft.is_persona() && place.is_some_and(|place| place.overlaps(section.heading))
        })
    }

    /// The end of the paragraph at a byte, if it stands in no list, table or quotation.
    fn paragraph_end(&self, offset: usize) -> Option<usize> {
        let (base, page) = self.page(self.part_at(offset)?)?;
        let local = offset - base;
        let passage = page.facts.passages.iter().find(|passage| passage.span.touches(local))?;
        let is_plain =
            passage.kind == Kind::Paragraph && passage.item.is_none() && passage.quotes == 0;
        is_plain.then(|| self.document().trimmed_end(passage.span.shifted(base)).end)
    }

    /// The lines of the paragraph or of the list item at a byte, with the blank line behind them, and
    /// whether it is an item. None for what is nested.
    fn lines_of(&self, offset: usize) -> Option<(Span, bool)> {
        let document = self.document();
        let (base, page) = self.page(self.part_at(offset)?)?;
        let passages = &page.facts.passages;
        let passage = passages.iter().find(|passage| passage.span.touches(offset - base))?;
        let is_item = passage.item.is_some();
        let is_plain = passage.item.is_none_or(|item| item.leads && item.depth == 1);
        if passage.kind != Kind::Paragraph || !is_plain || passage.quotes > 0 {
            return None;
        }
        let span = document.trimmed_end(passage.span.shifted(base));
        let line = |offset: usize| document.position(offset, Encoding::Utf8).line;
        let start = document.line(line(span.start)).start;
        let next = line(span.end) + 1;
        let mut end = document.line(next).start.max(span.end);
        let blank = document.line(next);
        if !is_item && document.slice(blank).trim().is_empty() {
            end = document.line(next + 1).start.max(end);
        }
        Some((Span::new(start, end), is_item))
    }

    fn ends_in_item(&self, end: usize) -> bool {
        let found = self.part_at(end).and_then(|part| self.page(part));
        found.is_some_and(|(base, page)| {
            let mut passages = page.facts.passages.iter();
            let before = passages.rfind(|passage| passage.span.start + base < end);
            before.is_some_and(|passage| passage.item.is_some())
        })
    }

    fn added(&self, title: &str, at: usize, lines: &[&str]) -> Fix {
        let newline = self.newline();
        let text = format!("{newline}{newline}{}", lines.join(newline));
        self.fix(title, vec![Edit { span: empty(at), text }])
    }

    fn fix(&self, title: &str, edits: Vec<Edit>) -> Fix {
        let title = title.to_owned();
        Fix { title, safe: false, preferred: false, scope: Scope::Here, edits, change: None }
    }
}

/// What is moved elsewhere.
struct Moved {
    /// What goes where it stands, in bytes of the document.
    cut: Span,
    text: String,
    /// Whether it is an item of a list, with its mark.
    is_item: bool,
}

fn empty(at: usize) -> Span {
    Span::new(at, at)
}

fn innermost(sections: &[Section], offset: usize) -> Option<usize> {
    sections.iter().rposition(|section| section.span.touches(offset))
}

fn belongs(kind: SectionKind, style: Style) -> &'static str {
    match (kind, style) {
        (SectionKind::Background, _) => {
            "what led here, in a few sentences. The problem gets a section of its own."
        }
        (SectionKind::Problem, _) => {
            "first whose business fails to grow, and what that costs; then what keeps people from \
             their work. No solution yet."
        }
        (SectionKind::CustomerProblem, _) => {
            "what the businesses that pay lose, in money, time, share or risk: a composite of \
             several, not one account. No task in the product, and no solution."
        }
        (SectionKind::UserProblem, _) => {
            "what somebody cannot do, or does the long way, once they are in the product; and which \
             customer problem that comes from."
        }
        (SectionKind::Audience, Style::SpecificRoles) => {
            "roles by name, what each wants to get done, and how they measure success."
        }
        (SectionKind::Audience, Style::CustomerProblem) => {
            "which businesses pay, and who in them works with the product."
        }
        (SectionKind::Audience, Style::BuyerAndUser) => {
            "who pays, who puts it to use, who stands at the end. Of each: what are they trying to \
             do, what is in the way, what do they do now, what would be better?"
        }
        (SectionKind::Audience, Style::CustomerObsession) => {
            "the customers, by what they pay for. Nobody is hooked, made to use it, or sold."
        }
        (SectionKind::Audience, Style::Discovery) => {
            "buyers, end users, prospects or colleagues: those whom the outcome says to talk to."
        }
        (SectionKind::Goals, Style::Discovery) => {
            "the outcome: whose behaviour changes, from what to what. It decides whom to talk to."
        }
        (SectionKind::Goals, _) => {
            "what will be different, for whom, with a number. A date of delivery is no goal."
        }
        (SectionKind::Outcomes, _) => "numbers to reach: from what, to what, by when, for whom.",
        (SectionKind::Scope, _) => "what belongs, and what does not.",
        (SectionKind::Solution, _) => "what is to be built. Why stands above, in the problem.",
        (SectionKind::Stories, _) => {
            "one want each: who, by their role; what they want; what they gain."
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::{Document, Fix, Review, Scope, Settings, Style};

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

    fn fixed(rule: &str, text: &str) -> Option<String> {
        let review = review(text);
        let finding = review.findings().into_iter().find(|finding| finding.rule.name == rule)?;
        let fix = review.fixes(&finding, Scope::Document).into_iter().next()?;
        Some(applied(text, &fix))
    }

    #[test]
    fn a_missing_customer_problem_gets_a_place_at_the_start() {
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
            let fixed = fixed("missing-customer-problem", text);
            assert_eq!(fixed, Some(expected.replace('@', problem)), "{text}");
            let again = review(&fixed.unwrap()).findings();
            assert!(again.iter().all(|one| one.rule.name != "missing-customer-problem"));
        }
        let late = "# Tea PRD\n\n## Features\n\n- Tea\n\n## Problem\n\nShops lose 4%.\n";
        assert_eq!(fixed("missing-customer-problem", late), None);
    }

    #[test]
    fn a_users_problem_moves_under_its_own_heading() {
        let task = "The customer needs to be able to print a label.";
        for (text, expected) in [
            (
                "# Tea PRD\n\n## Customer problem\n\n@\n\nShops lose 4%.\n\n## Goals\n",
                "# Tea PRD\n\n## Customer problem\n\nShops lose 4%.\n\n## User problem\n\n@\n\n## Goals\n",
            ),
            (
                "# Tea PRD\n\n## Customer problem\n\n- @\n- Shops lose 4%.\n\n## User problem\n\n- Cold.\n",
                "# Tea PRD\n\n## Customer problem\n\n- Shops lose 4%.\n\n## User problem\n\n- Cold.\n- @\n",
            ),
            (
                "# Tea PRD\n\n## Customer problem\n\n@\n",
                "# Tea PRD\n\n## Customer problem\n\n## User problem\n\n@\n",
            ),
            (
                "# Tea PRD\n\n## Customer problem\n\nShops lose 4%.\n\n@\n\n## Goals\n",
                "# Tea PRD\n\n## Customer problem\n\nShops lose 4%.\n\n## User problem\n\n@\n\n## Goals\n",
            ),
            (
                "# Tea PRD\n\n## Customer problem\n\nShops lose 4%. @ They ask for it.\n\n## Goals\n",
                "# Tea PRD\n\n## Customer problem\n\nShops lose 4%. They ask for it.\n\n## User problem\n\n@\n\n## Goals\n",
            ),
            (
                "# Tea PRD\n\n## Customer problem\n\n- Shops lose 4%.\n  @\n\n## User problem\n\nCold.\n",
                "# Tea PRD\n\n## Customer problem\n\n- Shops lose 4%.\n\n## User problem\n\nCold.\n\n@\n",
            ),
        ] {
            let fixed = fixed("user-problem-as-customer-problem", &text.replace('@', task));
            assert_eq!(fixed, Some(expected.replace('@', task)), "{text}");
        }
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
        assert!(said.starts_with("**What belongs here** (audience): buyers, end users"), "{said}");
        let (_, said) = hover(Style::SpecificRoles, 16).unwrap();
        assert!(said.contains("roles by name"), "{said}");
        assert_eq!(hover(Style::Discovery, text.find("Budget").unwrap()), None);
    }
}
