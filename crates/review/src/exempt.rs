//! Leaving a finding be: ignore it here, ignore it in this document, allow its word in the project.

use markdown::{Block, Kind, Segment, Span, slice};

use crate::directive::{self, written};
use crate::finding::{Change, Edit, Finding, Fix, Scope};
use crate::line::{break_of, continued, is_margin, line_at};
use crate::review::Review;

impl Review {
    /// The ways to leave `finding` as it is and hear no more of it, the narrowest first. They mend
    /// nothing, so they are for people to choose and come after [`Review::fixes`]. There are none for
    /// findings about directives, nor for a finding of another review.
    pub fn exemptions(&self, finding: &Finding) -> Vec<Fix> {
        if finding.rule.on_directives {
            return Vec::new();
        }
        let ways = [self.here(finding), self.in_document(finding), self.in_project(finding)];
        ways.into_iter().flatten().collect()
    }

    /// A directive before the block that holds the finding.
    fn here(&self, finding: &Finding) -> Option<Fix> {
        let (base, segment, _) = self.directives().nth(finding.part)?;
        let at = finding.span.start.checked_sub(base)?;
        let comment = written(directive::Kind::Next, finding.rule.name);
        let (place, edit) = before_block(segment, at, &comment)?;
        let edit = Edit { span: edit.span.shifted(base), ..edit };
        let title = format!("Ignore this {place}");
        Some(exemption(title, Scope::Here, vec![edit], None))
    }

    /// A directive for the whole document, or the rule's name in one that is there.
    fn in_document(&self, finding: &Finding) -> Option<Fix> {
        let rule = finding.rule.name;
        let there = self.directives().find_map(|(base, segment, directives)| {
            let is_file = |one: &&directive::Directive| {
                one.does() == Some(directive::Kind::File) && !one.rules.is_empty()
            };
            let last = directives.all.iter().find(is_file)?.rules.last()?.span;
            let before = slice(segment.text(), Span::new(0, last.start)).trim_end();
            let gap = if before.ends_with(',') { ", " } else { " " };
            let end = last.end + base;
            Some(Edit { span: Span::new(end, end), text: format!("{gap}{rule}") })
        });
        let edit = match there {
            Some(edit) => edit,
            None => self.at_top(&written(directive::Kind::File, rule))?,
        };
        let title = format!("Ignore {rule} in this file");
        Some(exemption(title, Scope::Document, vec![edit], None))
    }

    /// A line before all others, front matter aside.
    fn at_top(&self, comment: &str) -> Option<Edit> {
        let (_, segment, _) = self.directives().next()?;
        let text = segment.text();
        let end = break_of(text);
        let front = segment.blocks().first().filter(|block| block.kind == Kind::FrontMatter);
        let start = line_at(text, 0);
        // In a segment that is read without a tree, front matter is not found.
        if front.is_none() && matches!(slice(text, start).trim_end(), "---" | "+++") {
            return None;
        }
        let at = front.map_or(start.start, |front| front.span.end);
        let before = slice(text, Span::new(0, at));
        let open = if front.is_some() && !before.ends_with(['\n', '\r']) { end } else { "" };
        let close = if slice(text, line_at(text, at)).trim().is_empty() { "" } else { end };
        Some(Edit { span: Span::new(at, at), text: format!("{open}{comment}{end}{close}") })
    }

    /// The word among those that the project allows.
    fn in_project(&self, finding: &Finding) -> Option<Fix> {
        if !finding.rule.name.starts_with("generic-") {
            return None;
        }
        let (_, page) = self.page(finding.part)?;
        let term = page.term(finding.subject)?;
        let change = Some(Change::Allow(term.to_owned()));
        let title = format!("“{term}” is fine in this project");
        Some(exemption(title, Scope::Document, Vec::new(), change))
    }
}

fn exemption(title: String, scope: Scope, edits: Vec<Edit>, change: Option<Change>) -> Fix {
    Fix { title, safe: false, preferred: false, scope, edits, change }
}

/// What puts a comment on a line of its own before the block that holds the byte at `at`, so that it
/// reaches this block and, where that can be, no other; and what it then reaches, in words.
fn before_block(segment: &Segment, at: usize, comment: &str) -> Option<(&'static str, Edit)> {
    let text = segment.text();
    let blocks = segment.blocks();
    let index = blocks.partition_point(|block| block.span.start <= at).checked_sub(1)?;
    let is_cell = matches!(blocks.get(index)?.kind, Kind::Cell { .. });
    let index = if is_cell { first_cell(segment, index)? } else { index };
    let block = blocks.get(index)?;
    if block.kind == Kind::FrontMatter {
        // With a line before it, it would be none.
        return None;
    }
    let line = line_at(text, block.span.start);
    let margin = slice(text, Span::new(line.start, block.span.start));
    // What stands before a table's first cell.
    let margin = if is_cell { margin.split('|').next().unwrap_or_default() } else { margin };
    if margin.contains('\0') {
        return None;
    }
    let place = if is_cell { "in the whole table" } else { "here" };
    let here = line.start + margin.len();
    let put = |at: usize, text: String| Edit { span: Span::new(at, at), text };
    let end = break_of(text);
    let above = |margin: &str| format!("{comment}{end}{}", continued(margin));
    if is_margin(text, Span::new(line.start, here)) {
        return Some((place, put(here, above(margin))));
    }
    // It opens a list item. Behind what the item before holds, a comment is read before this one.
    if let Some(before) = item_before(segment, index, margin) {
        let margin = continued(before);
        return Some((place, put(line.start, format!("{margin}{comment}{end}"))));
    }
    if !is_task(margin) {
        return Some((place, put(here, above(margin))));
    }
    // Between the box of a task and its text nothing may stand.
    let mark = margin.trim_end().trim_end_matches(['[', ']', ' ', 'x', 'X']);
    let mark = mark.trim_end_matches(|c: char| !c.is_whitespace() && c != '>');
    Some(("in the whole list", put(line.start + mark.len(), above(mark))))
}

/// The first cell of a cell's table. Without a tree, nobody knows where a table begins.
fn first_cell(segment: &Segment, index: usize) -> Option<usize> {
    let blocks = segment.blocks().get(..=index)?;
    let first = |block: &Block| block.kind == Kind::Cell { row: 0, column: 0 };
    blocks.iter().rposition(first).filter(|_| !segment.is_plain())
}

/// What stands before the text of the item before the one that a block opens, in the same list.
/// `margin` is what stands before the block.
fn item_before<'a>(segment: &'a Segment, index: usize, margin: &str) -> Option<&'a str> {
    let blocks = segment.blocks();
    let block = blocks.get(index)?;
    let item = block.item?;
    let mark = only_mark(margin)?;
    let before = blocks.get(..index)?.iter().rev();
    // A fence that is not closed would take the comment in.
    before.clone().next().filter(|last| last.kind != Kind::Code)?;
    let inside = before.take_while(|other| {
        other.quotes >= block.quotes && other.item.is_some_and(|other| other.depth >= item.depth)
    });
    let mut siblings = inside.filter(|other| {
        other.quotes == block.quotes
            && other.item.is_some_and(|other| other.depth == item.depth && other.leads)
    });
    let other = siblings.next()?;
    let line = line_at(segment.text(), other.span.start);
    let margin = slice(segment.text(), Span::new(line.start, other.span.start));
    let margin = margin.split('|').next().unwrap_or_default();
    (only_mark(margin)? == mark).then_some(without_box(margin))
}

/// What ends the mark of the only list item that a line opens: of `10. ` the full stop.
fn only_mark(margin: &str) -> Option<char> {
    let marks = without_box(margin).trim_matches(|c: char| c.is_whitespace() || c == '>');
    let is_one = !marks.contains(|c: char| c.is_whitespace() || c == '>');
    marks.chars().next_back().filter(|_| is_one)
}

fn is_task(margin: &str) -> bool {
    ["[ ]", "[x]", "[X]"].iter().any(|task| margin.trim_end().ends_with(task))
}

/// What stands before a task's box.
fn without_box(margin: &str) -> &str {
    if is_task(margin) {
        margin.rsplit_once('[').map_or(margin, |(before, _)| before)
    } else {
        margin
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::{Change, Document, Fix, Review, Scope, Settings};

    fn exemptions(text: &str) -> Vec<Fix> {
        let review = Review::new(Document::new(text), Arc::default());
        review.exemptions(review.findings().last().unwrap())
    }

    fn applied(text: &str, fix: &Fix) -> String {
        let [edit] = fix.edits.as_slice() else { panic!("{fix:?}") };
        let mut text = text.to_owned();
        text.replace_range(edit.span.range(), &edit.text);
        text
    }

    /// Ignores the last finding of a text, as `title` says.
    fn check(text: &str, title: &str, expected: &str) {
        let fixes = exemptions(text);
        assert_eq!(fixes[0].title, title);
        assert_eq!(applied(text, &fixes[0]), expected);
    }

    const C: &str = "<!-- rolecall-ignore generic-role -->";

    #[test]
    fn a_comment_is_put_before_the_block() {
        let check = |text: &str, expected: String| check(text, "Ignore this here", &expected);
        check(
            "Tea.\n\nThe user pays,\nand leaves.\n",
            format!("Tea.\n\n{C}\nThe user pays,\nand leaves.\n"),
        );
        check("\u{feff}The user pays.\r\n", format!("\u{feff}{C}\r\nThe user pays.\r\n"));
        check("> > The user pays.\n", format!("> > {C}\n> > The user pays.\n"));
        check("- a\n\n  The user pays.\n", format!("- a\n\n  {C}\n  The user pays.\n"));
        check("# The user can pay\n", format!("{C}\n# The user can pay\n"));
    }

    #[test]
    fn in_a_list_it_reaches_the_one_item() {
        let check = |text: &str, expected: String| check(text, "Ignore this here", &expected);
        check("- a\n  - b\n- Users pay.\n- c\n", format!("- a\n  - b\n  {C}\n- Users pay.\n- c\n"));
        check("9. a\n10. Users pay.\n", format!("9. a\n   {C}\n10. Users pay.\n"));
        check(
            "> - [x] a\n> - [ ] Users pay.\n",
            format!("> - [x] a\n>   {C}\n> - [ ] Users pay.\n"),
        );
        // The first has no other before it to stand behind; nor has one of another list.
        check("- Users pay.\n- c\n", format!("- {C}\n  Users pay.\n- c\n"));
        check("1. a\n- Users pay.\n", format!("1. a\n- {C}\n  Users pay.\n"));
        check("- a\n- - Users pay.\n", format!("- a\n- - {C}\n    Users pay.\n"));
        check("- - a\n- - Users pay.\n", format!("- - a\n- - {C}\n    Users pay.\n"));
    }

    #[test]
    fn where_it_reaches_more_the_title_says_so() {
        check(
            "Tea.\n\n> | a | b |\n> |---|---|\n> | x | The user pays |\n",
            "Ignore this in the whole table",
            &format!("Tea.\n\n> {C}\n> | a | b |\n> |---|---|\n> | x | The user pays |\n"),
        );
        check(
            "- a\n  - [ ] Users pay.\n  - [ ] b\n",
            "Ignore this in the whole list",
            &format!("- a\n  {C}\n  - [ ] Users pay.\n  - [ ] b\n"),
        );
    }

    #[test]
    fn the_file_has_one_line_for_it_at_its_top() {
        let check = |text: &str, expected: &str| {
            let fixes = exemptions(text);
            assert_eq!(fixes[1].title, "Ignore generic-role in this file");
            assert_eq!(applied(text, &fixes[1]), expected);
        };
        check("The user pays.\n", "<!-- rolecall-ignore-file generic-role -->\n\nThe user pays.\n");
        check(
            "---\ntitle: x\n---\n\nThe user pays.\n",
            "---\ntitle: x\n---\n<!-- rolecall-ignore-file generic-role -->\n\nThe user pays.\n",
        );
        check(
            "\u{feff}# T\r\n\r\nThe user pays.\r\n",
            "\u{feff}<!-- rolecall-ignore-file generic-role -->\r\n\r\n# T\r\n\r\nThe user pays.\r\n",
        );
        for gap in [" ", ", "] {
            let written = |more: &str| {
                format!(
                    "As a user, I want tea.\n\n<!-- rolecall-ignore-file undeclared-role{gap}unused-directive{more} -->\n\nThe user pays.\n"
                )
            };
            check(&written(""), &written(&format!("{gap}generic-role")));
        }
    }

    #[test]
    fn a_word_can_be_allowed() {
        let text = "As a new client, I want clients to pay so that I rest.\n\nEnd-users wait. The user leaves.\n\nAs a user/client, I want tea so that I wake.\n";
        let told = |allow: &[&str]| {
            let allow = allow.iter().map(|word| (*word).to_owned()).collect();
            let settings = Arc::new(Settings { allow, ..Settings::default() });
            let review = Review::new(Document::new(text), settings);
            let findings = review.findings().into_iter();
            let told: Vec<String> = findings.map(|one| one.text(review.document())).collect();
            (told, review.stories().first().map(|story| story.roles[0].standing.name()))
        };
        let all = ["client", "clients", "End-users", "user", "client"].map(str::to_owned);
        assert_eq!(told(&[]), (all.to_vec(), Some("generic")));
        let (left, standing) = told(&["Clients"]);
        assert_eq!((left.as_slice(), standing), (&all[2..], Some("declared")));
        assert_eq!(told(&["client", "user"]).0, ["End-users"]);
        assert_eq!(told(&["client", "user", "end user"]).0, [] as [&str; 0]);
        assert_eq!(told(&["nonsense", "end customer"]), told(&[]));
        // What is allowed stays when its neighbour goes.
        let text = "## Roles\n\n- **Shopper**: x\n\n## Scope\n\nThe users/customers pay.\n";
        let settings = Settings { allow: vec!["customer".to_owned()], ..Settings::default() };
        let review = Review::new(Document::new(text), Arc::new(settings));
        let fixes = review.fixes(&review.findings()[0], Scope::Here);
        assert_eq!(review.document().slice(fixes[0].edits[0].span), "users");
        let fixes = exemptions("Our End-Users pay.\n");
        assert_eq!(fixes[2].title, "“end user” is fine in this project");
        assert_eq!(fixes[2].change, Some(Change::Allow("end user".to_owned())));
        assert_eq!(exemptions("<!-- rolecall-ignore -->\n"), []);
    }
}
