//! Lines to be filled in: what is missing from a persona's section, in that section's own style.

use markdown::{Encoding, Kind, Span};

use crate::engine::review::Review;
use crate::fix::edit::{Edit, Fix, Scope};
use crate::fix::replace;
use crate::read::role::declaration;
use crate::settings::role::Role;
use crate::text::passage::Passage;

/// What nothing is said of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Missing {
    pub goals: bool,
    pub success: bool,
}

/// What nobody says of a role.
pub(crate) fn missing(role: &Role) -> Missing {
    Missing { goals: role.goals.is_empty(), success: role.success.is_none() }
}

/// How a section writes its labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Style {
    /// The list's mark, where they stand in a list.
    bullet: Option<char>,
    is_bold: bool,
}

/// What stands under a heading, before the next.
#[derive(Debug, Clone, Copy)]
struct Body {
    /// The last byte but one, in the document.
    end: usize,
    ends_in_list: bool,
    style: Option<Style>,
}

impl Review {
    /// Labels for what is missing of the persona that a draft declares, at the end of what stands
    /// under its heading, before any heading below.
    pub(crate) fn fix_of_persona(&self, part: usize, index: usize) -> Option<Fix> {
        let (base, page) = self.page(part)?;
        let (_, draft, heading, index) = page.drafts().find(|(other, ..)| *other == index)?;
        let role = page.role(index)?;
        let declared = page.passage(heading)?;
        let body = match declared.kind {
            Kind::FrontMatter => {
                let end = page.name_span(draft, heading, index)?.end + base;
                Body { end, ends_in_list: false, style: None }
            }
            _ => self.body(part, heading, self.end(declared, base)),
        };
        let line = self.document().position(body.end, Encoding::Utf8).line;
        let at = self.document().line(line).end;
        let newline = match self.document().slice(Span::new(at, at + 2)).starts_with('\r') {
            true => "\r\n",
            false => "\n",
        };
        let Missing { goals, success } = missing(role);
        let in_front = declared.kind == Kind::FrontMatter;
        let labels = [("Goals", goals), ("Success", success)];
        let labels: Vec<&str> =
            labels.into_iter().filter_map(|(label, missing)| missing.then_some(label)).collect();
        let style = body.style.unwrap_or(Style { bullet: None, is_bold: true });
        let mut in_list = body.ends_in_list;
        let mut text = String::new();
        for label in &labels {
            text.push_str(newline);
            if in_front {
                text.push_str(&label.to_lowercase());
                text.push_str(": ");
                continue;
            }
            if style.bullet.is_none() || !in_list {
                text.push_str(newline);
            }
            text.extend(style.bullet.into_iter().flat_map(|bullet| [bullet, ' ']));
            let mark = if style.is_bold { "**" } else { "" };
            text.push_str(&format!("{mark}{label}:{mark} "));
            in_list = true;
        }
        Some(Fix {
            title: format!("Add “{}” to {}", labels.join("” and “"), replace::persona(role)),
            safe: false,
            preferred: false,
            scope: Scope::Here,
            edits: vec![Edit { span: Span::new(at, at), text }],
            change: None,
        })
    }

    /// What stands under the heading that ends at `end`, a passage of a part.
    fn body(&self, part: usize, heading: usize, end: usize) -> Body {
        let mut body = Body { end, ends_in_list: false, style: None };
        let mut first = heading + 1;
        for (base, page) in self.pages_from(part) {
            for passage in page.facts.passages.iter().skip(first) {
                if matches!(passage.kind, Kind::Heading(_)) {
                    return body;
                }
                body.end = self.end(passage, base);
                body.ends_in_list = passage.item.is_some();
                // The style of a label goes before that of what has none.
                let style = self.style(passage, base);
                body.style = body.style.or(style);
            }
            first = 0;
        }
        body
    }

    /// Where the text of a passage ends in the document.
    fn end(&self, passage: &Passage, base: usize) -> usize {
        let span = passage.span.shifted(base);
        span.start + self.document().slice(span).trim_end().len()
    }

    /// The style of a passage that has a label, or is an item of a list.
    fn style(&self, passage: &Passage, base: usize) -> Option<Style> {
        let label = declaration::label(passage);
        let is_bold = passage.bold_lead().is_some();
        match passage.item {
            Some(item) if item.depth == 1 && !item.ordered => {
                let start = passage.span.shifted(base).start;
                let line = self.document().position(start, Encoding::Utf8).line;
                let line = self.document().slice(self.document().line(line));
                let bullet = line.trim_start().chars().next();
                let bullet = bullet.filter(|mark| matches!(mark, '-' | '*' | '+'));
                Some(Style { bullet, is_bold: is_bold || label.is_none() })
            }
            Some(_) => None,
            None => label.map(|_| Style { bullet: None, is_bold }),
        }
    }
}
