//! What is being typed where the cursor is: a story's role, a name in prose, the start of a line.

use markdown::{Block, Kind, Span, slice};

use crate::engine::review::Review;
use crate::english::grammar;
use crate::english::inflect::{self, Capitals};
use crate::fix::replace;
use crate::read::story;
use crate::roles::vocabulary::key;
use crate::rules::context::RuleContext;
use crate::settings::role::Role;
use crate::text::passage::Passage;
use crate::text::token::{TokenKind, Words};
use crate::words::Class;

/// A role that is typed has no more words than this, hyphens counted.
const LIMIT: usize = 8;
/// So many letters are typed in prose before a role is thought of, but behind an article.
const LETTERS: usize = 2;

/// What is being typed where the cursor is. Spans are of the document, in UTF-8 bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cursor {
    /// The role of a story.
    Slot(Typed),
    /// Perhaps a role, somewhere in the prose.
    Prose(Typed),
    /// The first thing on a line, or in a list item.
    LineStart(LineStart),
    /// Something else.
    Nothing,
}

/// A name as far as it has been typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// What has been typed of it, up to the cursor.
    pub prefix: Span,
    /// What the name is to replace: the prefix, and what stands behind the cursor of the same name.
    pub replaced: Span,
    /// The article right before it: "a", "an", "the", "a(n)".
    pub article: Option<Span>,
    /// The prefix as a reader sees it.
    pub(super) text: String,
    /// Where: part of the review, and passage in it.
    pub(super) place: (usize, usize),
}

/// A line with nothing else on it than what has been typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineStart {
    /// What has been typed: letters, or nothing.
    pub typed: Span,
    /// What the further lines of a text begin with that is put here, the line's own white space
    /// aside: quote marks, and the width of a list marker.
    pub indent: String,
    /// Whether it stands in a list item.
    pub in_item: bool,
    /// The same as the beginning of a role.
    pub(super) prose: Option<Typed>,
}

impl Review {
    /// What is being typed at the byte at `offset`.
    pub fn cursor(&self, offset: usize) -> Cursor {
        if !self.document().is_text_at(offset) || self.is_in_opaque_block(offset) {
            return Cursor::Nothing;
        }
        if let Some(cursor) = self.line_start(offset) {
            return cursor;
        }
        self.typing(offset).unwrap_or(Cursor::Nothing)
    }

    /// Whether the place is in code, HTML, front matter or the like.
    fn is_in_opaque_block(&self, offset: usize) -> bool {
        let part = self.segment_at(offset);
        let Some((base, segment, _)) = part.and_then(|part| self.segments().nth(part)) else {
            return false;
        };
        let is_here = |block: &Block| {
            let end = block.span.start + slice(segment.text(), block.span).trim_end().len();
            Span::new(block.span.start, end).shifted(base).touches(offset)
        };
        segment.blocks().iter().any(|block| !block.is_prose() && is_here(block))
    }

    fn line_start(&self, offset: usize) -> Option<Cursor> {
        let document = self.document();
        let number = document.position(offset, markdown::Encoding::Utf8).line;
        let line = document.line(number);
        let before = document.slice(Span::new(line.start, offset));
        let behind = document.slice(Span::new(offset, line.end));
        let (container, typed) = container(&before);
        if !behind.trim().is_empty() || !typed.chars().all(char::is_alphabetic) {
            return None;
        }
        let typed = Span::new(offset - typed.len(), offset);
        let in_item = container.contains(|c: char| !c.is_whitespace() && c != '>');
        let is_quote = |c: char| if c == '>' { '>' } else { ' ' };
        let indent = container.trim_start().chars().map(is_quote).collect();
        let prose = match self.typing(offset) {
            Some(Cursor::Prose(prose)) => Some(prose),
            // The role of a story on a line of its own.
            Some(slot @ Cursor::Slot(_)) => return Some(slot),
            _ => None,
        };
        Some(Cursor::LineStart(LineStart { typed, indent, in_item, prose }))
    }

    /// The role that is being typed.
    fn typing(&self, offset: usize) -> Option<Cursor> {
        let part = self.segment_at(offset)?;
        let (base, context) = self.context(part)?;
        let (_, segment, _) = self.segments().nth(part)?;
        let text = segment.text();
        let local = offset.saturating_sub(base);
        let behind = context.facts.passages.partition_point(|passage| passage.span.start <= local);
        let found = behind.checked_sub(1).and_then(|index| {
            let passage = context.passage(index)?;
            let (at, gap) = passage.prose.typed_at(local)?;
            let gap = slice(text, gap);
            let is_open = |c: char| matches!(c, ' ' | '\t' | '\u{a0}' | '*' | '_');
            gap.chars().all(is_open).then_some((index, at, gap.contains([' ', '\t'])))
        });
        let (index, at, spaced) = match found {
            Some(found) => found,
            // An empty cell stands behind the cursor that is in it.
            None => {
                let cell = context.passage(behind)?;
                let gap = slice(text, Span::new(local, cell.span.start));
                let is_cell = matches!(cell.kind, Kind::Cell { .. }) && cell.text().is_empty();
                (is_cell && gap.chars().all(|c| c == ' ')).then_some((behind, 0, true))?
            }
        };
        let passage = context.passage(index)?;
        if passage.kind == Kind::FrontMatter {
            return None;
        }
        let typing = Typing { context: &context, passage, at, spaced };
        let (cursor, found): (fn(Typed) -> Cursor, Found) =
            match typing.slot().or_else(|| typing.cell(index)) {
                Some(found) => (Cursor::Slot, found),
                None => (Cursor::Prose, typing.prose()?),
            };
        let start = match found.start {
            Some(start) => passage.prose.source(Span::new(start, passage.text().len())).start,
            None => local,
        };
        let prefix = Span::new(start, local).shifted(base);
        let end = typing.end(found.start).map(|end| passage.prose.source(Span::new(at, end)).end);
        let end = end.map_or(prefix.end, |end| prefix.end.max(end + base));
        let document = self.document();
        let is_line = |span: Span| !document.slice(span).contains(['\n', '\r']);
        let replaced = Span::new(prefix.start, end);
        let replaced = if is_line(replaced) { replaced } else { prefix };
        let article = found.article.map(|span| passage.prose.source(span).shifted(base));
        is_line(prefix).then(|| {
            cursor(Typed { prefix, replaced, article, text: found.text, place: (part, index) })
        })
    }
}

/// The name of a role in prose, if it goes on as what is typed, and the name that does.
pub(super) fn in_prose(role: &Role, typed: &Typed) -> Option<(String, String)> {
    let prefix = beginning(typed);
    let is_name = replace::is_own_name(role);
    if typed.article.is_some() && !replace::takes_article(role) {
        return None;
    }
    let begins = |name: &str| key(name).starts_with(&prefix);
    let plural = || role.plural();
    let aliases = || role.aliases.iter();
    let (name, typed_name) = if begins(&role.name) {
        (role.name.clone(), role.name.clone())
    } else if !is_name && begins(&plural()) {
        (plural(), plural())
    } else if let Some(alias) = aliases().find(|alias| begins(alias)) {
        (role.name.clone(), alias.clone())
    } else {
        let alias = aliases().map(|alias| inflect::plural(alias)).find(|alias| begins(alias))?;
        (plural(), alias)
    };
    let name = cased(&name, &typed.text);
    // What stands there already is no offer.
    (name != typed.text).then_some((name, typed_name))
}

/// What names begin with, in their common form, that go on as what is typed.
pub(super) fn beginning(typed: &Typed) -> String {
    key(&typed.text) + if typed.text.ends_with(' ') { " " } else { "" }
}

/// The name with a capital where one was typed.
pub(super) fn cased(name: &str, typed: &str) -> String {
    let is_upper = typed.starts_with(char::is_uppercase);
    inflect::capitalized(name, if is_upper { Capitals::First } else { Capitals::AsDeclared })
}

/// What contains the rest of a line: white space, marks of quotes and lists.
fn container(line: &str) -> (&str, &str) {
    let mut rest = line;
    loop {
        let inside = rest.trim_start();
        let digits = inside.bytes().take_while(u8::is_ascii_digit).count();
        let marker = match inside.as_bytes() {
            [b'>', ..] => 1,
            [b'-' | b'+' | b'*', b' ' | b'\t', ..] => 1,
            [b'[', b' ' | b'x' | b'X', b']', b' ', ..] if rest.len() < line.len() => 3,
            bytes if (1..10).contains(&digits) => {
                match (bytes.get(digits), bytes.get(digits + 1)) {
                    (Some(b'.' | b')'), Some(b' ' | b'\t')) => digits + 1,
                    _ => 0,
                }
            }
            _ => 0,
        };
        if marker == 0 {
            return line.split_at_checked(line.len() - inside.len()).unwrap_or((line, ""));
        }
        rest = inside.get(marker..).unwrap_or_default();
    }
}

/// A passage with the cursor in it.
struct Typing<'a> {
    context: &'a RuleContext<'a>,
    passage: &'a Passage,
    /// Where the cursor is, in bytes of the prose.
    at: usize,
    /// Whether white space that the prose does not show stands before it.
    spaced: bool,
}

/// What is being typed; spans are of the prose.
struct Found {
    /// Where it begins; at the cursor if nothing has been typed.
    start: Option<usize>,
    text: String,
    article: Option<Span>,
}

impl Typing<'_> {
    fn words(&self) -> Words<'_> {
        self.passage.words()
    }

    /// How many tokens begin before the cursor.
    fn count(&self) -> usize {
        self.words().tokens.partition_point(|token| token.span().start < self.at)
    }

    fn is_spaced(&self) -> bool {
        let before = slice(self.passage.text(), Span::new(0, self.at));
        self.spaced || before.ends_with(char::is_whitespace)
    }

    fn found(&self, first: usize, article: Option<Span>) -> Found {
        let start = (first < self.count()).then(|| self.words().get(first)).flatten();
        let start = start.map(|token| token.span().start);
        let typed = start.map(|start| slice(self.passage.text(), Span::new(start, self.at)));
        let mut text = typed.unwrap_or_default().to_owned();
        if self.spaced && !text.is_empty() && !text.ends_with(' ') {
            text.push(' ');
        }
        Found { start, text, article }
    }

    /// The role of a story: "As a sales as|".
    fn slot(&self) -> Option<Found> {
        let words = self.words();
        let count = self.count();
        let from = count.saturating_sub(LIMIT + 4);
        let lead = (from..count).rev().find(|at| story::is_lead(words, *at))?;
        let is_either = words.lower(lead + 1) == "a"
            && words.text(lead + 2) == "("
            && words.lower(lead + 3) == "n"
            && words.text(lead + 4) == ")";
        let behind = lead + if is_either { 5 } else { 2 };
        if !grammar::is_article(words.lower(lead + 1)) || behind > count {
            return None;
        }
        let is_mark = |at: usize| {
            words.get(at).is_some_and(|token| matches!(token.kind, TokenKind::Mark('*' | '_')))
        };
        let first = (behind..count).find(|at| !is_mark(*at)).unwrap_or(count);
        let is_name = (first..count).all(|at| self.may_be_in_name(at));
        let begins = if first < count {
            words.get(first).is_some_and(|token| token.spaced || behind < first)
        } else {
            self.is_spaced()
        };
        let article = Some(words.span(lead + 1..behind));
        (is_name && begins && count - first <= LIMIT).then(|| self.found(first, article))
    }

    /// The same in a table's column that is headed "As a" or "Role".
    fn cell(&self, index: usize) -> Option<Found> {
        let Kind::Cell { row: 1.., column } = self.passage.kind else { return None };
        let before = self.context.facts.passages.iter().take(index).rev();
        let mut cells = before.take_while(|one| matches!(one.kind, Kind::Cell { .. }));
        let head = cells.find(|one| one.kind == Kind::Cell { row: 0, column })?;
        let head = head.words();
        let is_lead = head.lower(0) == "as" && grammar::is_article(head.lower(1));
        let is_role = head.lower(0) == "role" && head.tokens.len() == 1;
        let count = self.count();
        let is_name = (0..count).all(|at| self.may_be_in_name(at));
        let first = usize::from(grammar::is_article(self.words().lower(0)));
        let article = (first > 0).then(|| self.words().span(0..first));
        let begins = first < count || first == 0 || self.is_spaced();
        ((is_lead || is_role) && is_name && begins && first <= count && count <= LIMIT)
            .then(|| self.found(first, article))
    }

    fn may_be_in_name(&self, at: usize) -> bool {
        let words = self.words();
        let word = words.lower(at);
        let ends = Class::NameEnd.has(word);
        words.get(at).is_some_and(|token| match token.kind {
            TokenKind::Word => !ends,
            TokenKind::Number => true,
            TokenKind::Mark(mark) => matches!(mark, '-' | '/' | '&') && !token.spaced,
            _ => false,
        })
    }

    /// A role anywhere: "the sales as|", "sal|".
    fn prose(&self) -> Option<Found> {
        let words = self.words();
        let count = self.count();
        let article_before = |at: usize| {
            let before = at.checked_sub(1)?;
            grammar::is_article(words.lower(before)).then(|| words.span(before..at))
        };
        if (0..count).filter(|at| words.text(*at) == "`").count() % 2 == 1 {
            return None;
        }
        if self.is_spaced()
            && let Some(article) = article_before(count)
        {
            let here = words.get(count).is_some_and(|token| token.span().start == self.at);
            let replaces = self.end(None).is_some();
            return (!here || replaces).then(|| self.found(count, Some(article)));
        }
        let roles = self.context.known.vocabulary().roles();
        let from = count.saturating_sub(LIMIT);
        let mut firsts = (from..count).filter(|first| words.is_word(*first));
        firsts.find_map(|first| {
            let is_name = (first..count).all(|at| {
                words.is_word(at)
                    || words.get(at).is_some_and(|token| token.is('-') && !token.spaced)
            });
            let article = article_before(first);
            let found = self.found(first, article);
            let letters = found.text.chars().filter(|c| c.is_alphabetic()).count();
            let is_long = letters >= LETTERS || found.article.is_some();
            (is_name && is_long && self.may_begin_at(first)).then_some(())?;
            let (prefix, replaced) = (Span::default(), Span::default());
            let text = found.text.clone();
            let typed = Typed { prefix, replaced, article: found.article, text, place: (0, 0) };
            roles.iter().any(|role| in_prose(role, &typed).is_some()).then_some(found)
        })
    }

    /// Whether a word can begin here: not in a path, a tag, an address.
    fn may_begin_at(&self, at: usize) -> bool {
        let words = self.words();
        if words.get(at).is_some_and(|token| token.spaced) {
            return true;
        }
        words.before(at).is_none_or(|before| match before.kind {
            TokenKind::Mark('(') => at < 2 || words.text(at - 2) != "]",
            TokenKind::Mark(mark) => matches!(mark, '"' | '“' | '‘' | '\'' | '*' | '[' | '—' | '–'),
            TokenKind::Break => true,
            _ => false,
        })
    }

    /// Where what is typed ends behind the cursor: the word that goes on there, or the name of a role
    /// or generic word that the cursor is in or before.
    fn end(&self, start: Option<usize>) -> Option<usize> {
        let start = start.unwrap_or(self.at);
        let is_same = |passage: usize| {
            self.context.passage(passage).is_some_and(|one| std::ptr::eq(one, self.passage))
        };
        let mentions = self.context.mentions.iter().filter(|hit| is_same(hit.passage));
        let generics = self.context.facts.generics.iter().filter(|one| is_same(one.passage));
        let mut named = mentions.map(|hit| hit.word).chain(generics.map(|one| one.phrase.word));
        let named =
            named.find(|word| (start..=self.at).contains(&word.start) && self.at < word.end);
        let goes_on = self.words().tokens.iter().map(|token| token.span());
        let mut goes_on = goes_on.filter(|word| word.start < self.at && self.at < word.end);
        named.or_else(|| goes_on.next()).map(|word| word.end)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::settings::role::tests::role;
    use crate::{Document, Settings};

    /// A review of the text in a project with roles, and where the cursor is in the text.
    pub(crate) fn review(text: &str) -> (Review, usize) {
        let marked = fixture::read(text);
        let roles = vec![
            role("sales associate", &["floor clerk"], Some("Dana Whitlock")),
            role("accountant", &[], None),
            role("salesperson", &[], None),
            role("Kieran", &[], Some("Kieran")),
        ];
        let settings = Arc::new(Settings { roles, ..Settings::default() });
        (Review::new(Document::new(&marked.text), settings), marked.cursor.unwrap())
    }

    /// What is typed, as `kind prefix|replaced|article`.
    fn check(text: &str, expected: &str) {
        let (review, at) = review(text);
        let part = |span: Span| review.document().slice(span);
        let typed = |kind: &str, typed: &Typed| {
            let article = typed.article.map(part).unwrap_or_default();
            format!("{kind} {}|{}|{article}", part(typed.prefix), part(typed.replaced))
        };
        let found = match review.cursor(at) {
            Cursor::Slot(slot) => typed("slot", &slot),
            Cursor::Prose(prose) => typed("prose", &prose),
            Cursor::LineStart(line) => {
                let item = if line.in_item { " item" } else { "" };
                format!("line {}|{}|{item}", part(line.typed), line.indent)
            }
            Cursor::Nothing => "nothing".to_owned(),
        };
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_story_has_a_slot_for_its_role() {
        check("As a $0", "slot ||a");
        check("As an ac$0", "slot ac|ac|an");
        check("- As the $0\n", "slot ||the");
        check("As a(n) sales as$0", "slot sales as|sales as|a(n)");
        check("😀 **As a** sal$0, I want tea.\n", "slot sal|sal|a");
        check("**As a** $0\n", "slot ||a");
        check("As a **$0**, I want tea", "slot ||a");
        check("As an **ac$0", "slot ac|ac|an");
        check("> As a sales$0\n", "slot sales|sales|a");
        check("1. As a sales $0\n", "slot sales |sales |a");
        check("As a\nsal$0\n", "slot sal|sal|a");
        check("a\n\n### As a $0", "slot ||a");
        check("### As an ac$0\n", "slot ac|ac|an");
    }

    #[test]
    fn a_slot_is_over_where_the_wish_begins() {
        check("As a clerk, $0", "nothing");
        check("As a clerk I want $0", "nothing");
        check("As a$0", "nothing");
        check("As $0", "nothing");
        check("It is as a $0", "prose ||a");
        check("As a clerk I want the $0", "prose ||the");
    }

    #[test]
    fn what_stands_behind_the_cursor_of_the_name_is_replaced() {
        check("As a sa$0les associate, I want tea", "slot sa|sales associate|a");
        check("As a $0user, I want tea", "slot |user|a");
        check("As a $0, I want tea", "slot ||a");
        check("the sa$0les associates pay", "prose sa|sales associates|the");
        check("the sales$0 team", "prose sales|sales|the");
        check("the $0team", "nothing");
        check("the sales\nas$0sociate pays", "nothing");
    }

    #[test]
    fn tables_have_slots() {
        let table =
            |cell: &str| format!("| As a | I want |\n|---|---|\n| x | y |\n|{cell}| tea |\n");
        check(&table(" sal$0 "), "slot sal|sal|");
        check(&table(" an ac$0 "), "slot ac|ac|an");
        check(&table(" $0 "), "slot ||");
        check(&table(" $0"), "slot ||");
        check("| a | role |\n|---|---|\n| x | sal$0 |\n", "slot sal|sal|");
        check("| a | role |\n|---|---|\n| xy$0 | z |\n", "nothing");
    }

    #[test]
    fn prose_names_roles_behind_an_article_or_two_letters() {
        check("ask the $0", "prose ||the");
        check("ask the s$0", "prose s|s|the");
        check("ask s$0", "nothing");
        check("ask sa$0 now", "prose sa|sa|");
        check("ask Sa$0", "prose Sa|Sa|");
        check("ask the sales as$0", "prose sales as|sales as|the");
        check("ask the sales $0", "prose sales |sales |the");
        check("ask the sales qu$0", "nothing");
        check("ask for tea$0", "nothing");
        check("(sal$0", "prose sal|sal|");
    }

    #[test]
    fn nothing_is_offered_where_nobody_reads() {
        for text in [
            "```\nAs a $0\n```\n",
            "```\nthe $0",
            "    the $0\n",
            "a `the sal$0` b",
            "a `the sal$0",
            "[a](sal$0) b",
            "[a](sal$0",
            "a <sal$0",
            "a <b class=\"sal$0\"> b",
            "<div>\nthe sal$0\n</div>\n",
            "<!--\nAs a $0\n-->\n",
            "---\ntitle: the sal$0\n---\n",
            "see https://a.org/sal$0",
            "docs/sal$0",
            "![the sal$0](a.png)",
        ] {
            check(text, "nothing");
        }
    }

    #[test]
    fn texts_begin_on_lines_of_their_own() {
        check("$0", "line ||");
        check("a\n\n  sto$0\n", "line sto||");
        check("- $0\n", "line |  | item");
        check("> 10. [ ] $0", "line |>         | item");
        check("> $0\n", "line |> |");
        check("# $0\n", "nothing");
        check("-$0\n", "nothing");
        check("$0 a\n", "nothing");
        check("```\n$0\n```\n", "nothing");
    }
}
