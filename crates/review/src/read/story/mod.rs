//! User stories, however they are written.
//!
//! A story is found by its grammar: "as" and a noun phrase that can name somebody, then "I" with a
//! verb of wanting, needing or being able to, then perhaps what for. The parts may stand in one
//! sentence, on lines of their own, in neighbouring paragraphs, list items or table cells, or under
//! the header cells of a table. Every search is bounded by the passage it looks at.

pub(crate) mod form;
pub(crate) mod same_want;
pub(crate) mod template;

use std::ops::Range;

use markdown::{Kind, MarkKind, Span};

use crate::english::grammar;
use crate::read::section;
use crate::text::passage::Passage;
use crate::text::token::{TokenKind, Words, one_line};
use crate::words::Class;

/// A user story. Spans are of the document, in UTF-8 bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    /// From its first word to its last.
    pub span: Span,
    /// What a reader sees of it, on one line.
    pub text: String,
    /// Who wants it.
    pub roles: Vec<Slot>,
    /// What they want.
    pub want: Part,
    /// What for.
    pub benefit: Option<Part>,
}

/// A part of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What a reader sees of it, on one line.
    pub text: String,
    /// Its bytes in the document.
    pub span: Span,
}

/// A role as a story names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// As written, without article or markup.
    pub text: String,
    /// Its bytes in the document.
    pub span: Span,
    /// The canonical name, where it is a known role's.
    pub role: Option<String>,
    /// What is known of it.
    pub standing: Standing,
}

/// What is known of a role that a story names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// It could be anybody: `user`.
    Generic,
    /// It is declared, or a generic word that the project allows.
    Declared,
    /// It is specific, and declared nowhere.
    Undeclared,
}

impl Standing {
    /// The name it has in output.
    pub fn name(self) -> &'static str {
        match self {
            Standing::Generic => "generic",
            Standing::Declared => "declared",
            Standing::Undeclared => "undeclared",
        }
    }
}

/// A story as its segment tells it: what its roles are to the document is not known yet. Spans are
/// of the segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Told {
    pub span: Span,
    pub text: String,
    pub roles: Vec<Named>,
    pub want: Part,
    pub benefit: Option<Part>,
    /// Where its parts are announced, "As a", "I want", "so that": passage, and tokens in it.
    pub keywords: Vec<(usize, Range<usize>)>,
    /// "I want", and the words of what is wanted, if they stand in one passage: that passage, and
    /// tokens in it. None for a story told in columns.
    pub wanting: Option<Wanted>,
}

/// How a story says what is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub passage: usize,
    /// "I want", "I'd like".
    pub verb: Range<usize>,
    /// All behind it, up to what it is for; "to" is part of it.
    pub what: Range<usize>,
}

/// A role that a story names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    pub text: String,
    pub span: Span,
    /// Where its words are: index of the passage, and of its tokens.
    pub passage: usize,
    pub tokens: Range<usize>,
    /// Whether it stands in front matter or another place where nothing is to be changed.
    pub fixed: bool,
}

/// How many words a role with all its qualifiers may have.
const SLOT_LIMIT: usize = 60;
/// How many words a role may have when "I want" stands in another paragraph.
const LONE_SLOT_LIMIT: usize = 14;
/// How many cells a story has at most that is told down a table's columns.
const CARD_CELLS: usize = 24;

/// The stories of a segment, in text order.
pub(crate) fn find(passages: &[Passage]) -> Vec<Told> {
    let finder = Finder { passages };
    let mut stories = finder.in_columns();
    let mut index = 0;
    let mut from = 0;
    while let Some(passage) = passages.get(index) {
        let found = (from..passage.tokens.len())
            .filter(|at| is_lead(finder.words(index), *at))
            .find_map(|at| finder.story_at(index, at));
        match found {
            Some((told, next)) => {
                stories.extend(told);
                (index, from) = next;
            }
            None => {
                index += 1;
                from = 0;
            }
        }
    }
    stories.sort_by_key(|story| story.span);
    stories
}

/// Whether a story may begin with the token: "As", at the start of something.
pub(crate) fn is_lead(words: Words<'_>, at: usize) -> bool {
    if words.lower(at) != "as" {
        return false;
    }
    if words.text(at) != "as" {
        return true;
    }
    let first_words = || words.lower(0) == "in" && words.lower(1) == "order";
    match words.before(at) {
        None => true,
        Some(before) => match before.kind {
            TokenKind::Mark(',') => first_words(),
            TokenKind::Mark(mark) => !matches!(mark, '/' | '_' | '&' | ')' | '%'),
            TokenKind::Break => true,
            TokenKind::Number => at == 1,
            _ => false,
        },
    }
}

struct Finder<'a> {
    passages: &'a [Passage],
}

/// A place between tokens: passage and token.
type At = (usize, usize);

impl<'a> Finder<'a> {
    fn words(&self, index: usize) -> Words<'a> {
        match self.passages.get(index) {
            Some(passage) => passage.words(),
            None => Words::default(),
        }
    }

    fn story_at(&self, index: usize, lead: usize) -> Option<(Vec<Told>, At)> {
        let words = self.words(index);
        let mut start = lead + 1;
        // "As a(n)", "As a:", "As an **admin**"
        // but "As one-time donors".
        let is_compound = words.get(start + 1).is_some_and(|token| token.is('-') && !token.spaced);
        let has_article = words.is(start, Class::Determiner) && !is_compound;
        if has_article {
            start += 1;
        }
        if words.text(start) == "(" && words.lower(start + 1) == "n" && words.text(start + 2) == ")"
        {
            start += 3;
        }
        // "As a/an user", "as one of our users"
        if has_article && words.text(start) == "/" && grammar::is_article(words.lower(start + 1)) {
            start += 2;
        }
        if has_article && words.lower(start) == "of" && words.is(start - 1, Class::Share) {
            start += 1;
        }
        while words.get(start).is_some_and(|token| {
            matches!(
                token.kind,
                TokenKind::Mark(':' | '"' | '“' | '…' | '[' | '{') | TokenKind::Break
            )
        }) {
            start += 1;
        }
        // "As a <role>", "As a [type of user]": a form nobody has filled in.
        if self.is_placeholder(index, start) {
            return None;
        }
        // A stray letter, as typing leaves it: "As a l Staff member".
        if has_article
            && words.text(start).len() == 1
            && words.text(start + 1).len() > 1
            && words.is_word(start + 1)
        {
            start += 1;
        }
        if words.get(start).is_none_or(|token| token.kind != TokenKind::Word) {
            return None;
        }
        let Some(wanting) = self.wanting_in(index, start) else {
            let listed = self.list_of_wants(index, lead, start);
            return listed.or_else(|| {
                let wanting = self.wanting_after(index, start)?;
                self.complete(index, lead, start, has_article, wanting)
            });
        };
        self.complete(index, lead, start, has_article, wanting)
    }

    fn complete(
        &self,
        index: usize,
        lead: usize,
        start: usize,
        has_article: bool,
        wanting: Wanting,
    ) -> Option<(Vec<Told>, At)> {
        let roles = self.roles(index, start..wanting.slot_end, has_article)?;
        let (told, next) = self.finish((index, lead), roles, wanting.verb)?;
        Some((vec![told], next))
    }

    fn is_placeholder(&self, index: usize, start: usize) -> bool {
        let words = self.words(index);
        let bracket = start.checked_sub(1).map(|at| words.text(at)).unwrap_or_default();
        let fills = |at: usize| stands_for_role(words.lower(at));
        matches!(words.text(start), "<" | "_" | "‹")
            || words.get(start).is_some_and(|token| token.kind == TokenKind::Object)
            || matches!(bracket, "[" | "{") && fills(start)
    }

    /// "I want", in the same passage as the role.
    fn wanting_in(&self, index: usize, start: usize) -> Option<Wanting> {
        let words = self.words(index);
        for at in start + 1..words.tokens.len().min(start + SLOT_LIMIT) {
            if self.words(index).ends_sentence(at) {
                return None;
            }
            if let Some(verb_end) = self.wanting_at(index, at) {
                return Some(Wanting { slot_end: at, verb: (index, at..verb_end) });
            }
        }
        None
    }

    /// "I want" at the start of the next passage, the role alone in this one.
    fn wanting_after(&self, index: usize, start: usize) -> Option<Wanting> {
        let words = self.words(index);
        let end = words.tokens.len();
        if end - start > LONE_SLOT_LIMIT
            || (start..end).any(|at| self.words(index).ends_sentence(at))
        {
            return None;
        }
        let next = self.words(index + 1);
        let first = (0..3.min(next.tokens.len())).find(|at| next.is_word(*at))?;
        let verb_end = subject_and_verb(next, first).or_else(|| bare_wanting(next, first))?;
        Some(Wanting { slot_end: end, verb: (index + 1, first..verb_end) })
    }

    /// Whether "I want" begins at a token behind a role; where what is wanted begins.
    fn wanting_at(&self, index: usize, at: usize) -> Option<usize> {
        let words = self.words(index);
        let before = words.before(at)?;
        if let Some(end) = subject_and_verb(words, at) {
            let word = words.lower(at - 1);
            // "when I create a portal, I want": the first "I" belongs to a clause of its own.
            let in_clause = !word.is_empty()
                && (is_subordinator(word)
                    || word == "so"
                    || Class::Preposition.has(word) && !is_strong(words, at));
            return (!in_clause).then_some(end);
        }
        let parted =
            matches!(before.kind, TokenKind::Mark(',' | '—' | '–' | ':') | TokenKind::Break);
        if parted { bare_wanting(words, at) } else { None }
    }

    /// "As a shopper:" over a list whose items each say what the shopper wants.
    fn list_of_wants(&self, index: usize, lead: usize, start: usize) -> Option<(Vec<Told>, At)> {
        let words = self.words(index);
        let end = words.tokens.len();
        let last = words.before(end)?;
        if !last.is(':') && !last.is(',') || end - start > LONE_SLOT_LIMIT {
            return None;
        }
        let depth = self.depth(index);
        let mut told = Vec::new();
        let mut next = index + 1;
        while self.depth(next) > depth {
            let item = self.words(next);
            if let Some(want) = subject_and_verb(item, 0).or_else(|| bare_wanting(item, 0)) {
                let roles = self.roles(index, start..end - 1, true)?;
                if let Some((story, _)) = self.finish((index, lead), roles, (next, 0..want)) {
                    told.push(story);
                }
            }
            next += 1;
        }
        (!told.is_empty()).then_some((told, (next, 0)))
    }

    fn depth(&self, index: usize) -> u16 {
        self.passages.get(index).and_then(|passage| passage.item).map_or(0, |item| item.depth)
    }

    /// The roles in a slot, or none where it can name nobody.
    fn roles(&self, index: usize, slot: Range<usize>, has_article: bool) -> Option<Vec<Named>> {
        let words = self.words(index);
        let mut parts: Vec<Range<usize>> = Vec::new();
        let mut from = slot.start;
        for at in slot.clone() {
            if words.get(at).is_some_and(|token| token.is(',')) {
                parts.push(from..at);
                from = at + 1;
            }
        }
        parts.push(from..slot.end);
        parts.retain(|part| !part.is_empty());
        // Behind a comma stand more roles only if the last of them says "or".
        let is_list = parts.len() > 1
            && parts.last().is_some_and(|part| is_conjunction(words.lower(part.start)))
            && parts.iter().all(|part| part.len() <= 5);
        if !is_list {
            parts.truncate(1);
        }
        let mut roles = Vec::new();
        for part in parts {
            for part in alternatives(words, part) {
                let part = noun_phrase(words, part);
                if !part.is_empty() {
                    roles.push(self.named(index, part));
                }
            }
        }
        let first = roles.first()?;
        let head = first
            .tokens
            .clone()
            .skip(1)
            .find(|at| words.is(*at, Class::Preposition))
            .unwrap_or(first.tokens.end);
        // "As I said", "As we know"
        let opens = words.lower(first.tokens.start);
        let is_compound = words.get(first.tokens.start + 1).is_some_and(|token| token.is('-'));
        let is_clause_word = !has_article
            && !is_compound
            && grammar::is_function_word(opens)
            && !grammar::is_narrowing(opens)
            && !Class::Determiner.has(opens);
        // "As usual", "as requested"
        let is_adverbial = !has_article
            && first.tokens.len() == 1
            && (Class::AfterAs.has(opens) || opens.len() > 4 && opens.ends_with("ed"));
        let names_nobody = is_clause_word
            || is_adverbial
            || first.tokens.clone().all(|at| grammar::is_function_word(words.lower(at)));
        let is_thing = words.is(head - 1, Class::NoTeller);
        // "As the cluster seems to be running, I …": a clause, not a name.
        let is_clause = slot
            .clone()
            .skip(1)
            .take_while(|at| {
                !is_subordinator(words.lower(*at))
                    && words.get(*at).is_some_and(|token| !token.is(','))
            })
            .any(|at| {
                let word = words.lower(at);
                Class::Auxiliary.has(word) || grammar::is_plain_verb(word)
            });
        let too_long = first.tokens.len() > 9 || !has_article && first.tokens.len() > 5;
        (!names_nobody && !is_thing && !is_clause && !too_long).then_some(roles)
    }

    fn named(&self, index: usize, tokens: Range<usize>) -> Named {
        let (text, span) = self.text_of(index, tokens.clone());
        let fixed = self.passages.get(index).is_some_and(|passage| {
            passage.kind == Kind::FrontMatter
                || passage.is_target(passage.words().span(tokens.clone()))
        });
        Named { text, span, passage: index, tokens, fixed }
    }

    /// Reads what is wanted behind `verb`, the words "I want", and what for.
    fn finish(
        &self,
        lead: At,
        roles: Vec<Named>,
        verb: (usize, Range<usize>),
    ) -> Option<(Told, At)> {
        let index = verb.0;
        let words = self.words(index);
        let start = skip_to(words, verb.1.end);
        let slot = roles.first().map_or(lead.1, |role| role.tokens.start);
        let mut keywords = vec![(lead.0, lead.1..slot), verb.clone()];
        let end = self.sentence_end(index, start);
        let benefit_at =
            (start..end).find_map(|at| benefit_marker(words, at).map(|from| (at, from)));
        let mut next = (index, end);
        let mut benefit = None;
        let mut want_end = end;
        if let Some((at, from)) = benefit_at {
            want_end = at;
            benefit = self.part(index, from..end);
            keywords.push((index, at..from));
        } else if let Some(from) = benefit_marker(words, end) {
            // A sentence of its own: "… status. So that I can finish it."
            keywords.push((index, end..from));
            let end = self.sentence_end(index, from);
            benefit = self.part(index, from..end);
            next = (index, end);
        } else if end == words.tokens.len() {
            next = (index + 1, 0);
            let after = self.words(index + 1);
            let first = (0..3.min(after.tokens.len())).find(|at| after.is_word(*at)).unwrap_or(0);
            if let Some(from) = benefit_marker(after, first) {
                keywords.push((index + 1, first..from));
                let end = self.sentence_end(index + 1, from);
                benefit = self.part(index + 1, from..end);
                next = (index + 1, end);
            }
        }
        // Between the role and what is wanted: "As a clerk, in order to save time, I want …"
        let named = roles.last().map(|role| (role.passage, role.tokens.end));
        if let (None, Some((passage, from))) = (&benefit, named)
            && passage == index
            && let Some((at, from)) =
                (from..verb.1.start).find_map(|at| benefit_marker(words, at).map(|from| (at, from)))
        {
            benefit = self.part(index, from..verb.1.start);
            keywords.insert(1, (index, at..from));
        }
        // What was named first: "In order to save time, as a clerk, I want …"
        if benefit.is_none() && lead.1 > 3 && self.words(lead.0).lower(0) == "in" {
            benefit = self.part(lead.0, 3..lead.1);
            keywords.insert(0, (lead.0, 0..3));
        }
        let mut want = self.part(index, start..want_end);
        if want.is_none() && benefit.is_none() {
            (want, next) = self.listed(index)?;
        }
        let want = want.unwrap_or_else(|| Part {
            text: String::new(),
            span: Span::new(self.source(index, start), self.source(index, start)),
        });
        let first = self.source(lead.0, lead.1);
        let last =
            benefit.as_ref().map_or(want.span.end, |benefit| benefit.span.end.max(want.span.end));
        let role_end = roles.last().map_or(first, |role| role.span.end);
        let span = Span::new(first, last.max(role_end));
        let text = self.between(lead, next, span);
        let what = verb.1.end..want_end.max(verb.1.end);
        let wanting = Some(Wanted { passage: index, verb: verb.1, what });
        Some((Told { span, text, roles, want, benefit, keywords, wanting }, next))
    }

    /// What is wanted, in the items of the list below: "I want to:".
    fn listed(&self, index: usize) -> Option<(Option<Part>, At)> {
        let depth = self.depth(index);
        let mut next = index + 1;
        let mut texts = Vec::new();
        let mut span: Option<Span> = None;
        while self.depth(next) > depth {
            let tokens = self.words(next).tokens.len();
            if let Some(part) = self.part(next, 0..tokens) {
                texts.push(part.text);
                span =
                    Some(Span::new(span.map_or(part.span.start, |span| span.start), part.span.end));
            }
            next += 1;
        }
        Some((Some(Part { text: texts.join("; "), span: span? }), (next, 0)))
    }

    fn part(&self, index: usize, mut range: Range<usize>) -> Option<Part> {
        let words = self.words(index);
        let is_edge = |at: usize| {
            words.get(at).is_none_or(|token| match token.kind {
                TokenKind::Break => true,
                TokenKind::Mark(mark) => matches!(
                    mark,
                    '.' | ',' | ';' | ':' | '"' | '”' | '“' | '*' | '|' | '…' | '-' | '?'
                ),
                _ => false,
            })
        };
        while range.start < range.end && is_edge(range.start) {
            range.start += 1;
        }
        while range.start < range.end && is_edge(range.end - 1) {
            range.end -= 1;
        }
        if range.is_empty() {
            return None;
        }
        let (text, span) = self.text_of(index, range);
        Some(Part { text, span })
    }

    fn text_of(&self, index: usize, range: Range<usize>) -> (String, Span) {
        let Some(passage) = self.passages.get(index) else { return Default::default() };
        let span = passage.words().span(range);
        let text = one_line(markdown::slice(passage.text(), span)).replace('\u{fffc}', "…");
        (text, passage.prose.source(span))
    }

    /// The byte of the segment at which a token begins; where the passage ends, behind the last.
    fn source(&self, index: usize, at: usize) -> usize {
        let Some(passage) = self.passages.get(index) else { return 0 };
        match passage.tokens.get(at) {
            Some(token) => passage.prose.source(token.span()).start,
            None => passage.prose.source(Span::new(0, passage.text().len())).end,
        }
    }

    /// What a reader sees from `from` to `to`, as far as `span` goes.
    fn between(&self, from: At, to: At, span: Span) -> String {
        let mut text = String::new();
        for index in from.0..=to.0.max(from.0) {
            let Some(passage) = self.passages.get(index) else { break };
            let start = if index == from.0 { from.1 } else { 0 };
            let tokens = start..passage.tokens.len();
            let end = tokens
                .clone()
                .find(|at| {
                    passage
                        .tokens
                        .get(*at)
                        .is_some_and(|token| passage.prose.source(token.span()).start >= span.end)
                })
                .unwrap_or(tokens.end);
            if start < end {
                text.push(' ');
                text.push_str(&self.text_of(index, start..end).0);
            }
        }
        one_line(&text)
    }

    /// The token behind the end of the sentence that goes on at `from`.
    fn sentence_end(&self, index: usize, from: usize) -> usize {
        let words = self.words(index);
        (from..words.tokens.len())
            .find(|at| {
                self.words(index).ends_sentence(*at)
                    || words.lower(*at) == "acceptance" && words.lower(at + 1) == "criteria"
                    || *at > from && self.is_label(index, *at)
                    || *at > from
                        && is_lead(self.words(index), *at)
                        && self.wanting_follows(index, *at)
            })
            .map_or(words.tokens.len(), |at| {
                if self.words(index).ends_sentence(at) { at + 1 } else { at }
            })
    }

    /// Whether a bold label begins at the token, "**Value:**": what it labels is no part of the story.
    fn is_label(&self, index: usize, at: usize) -> bool {
        let Some(passage) = self.passages.get(index) else { return false };
        let Some(token) = passage.tokens.get(at) else { return false };
        let start = token.span().start;
        let marks = passage.prose.marks.iter();
        let mut bold =
            marks.filter(|mark| mark.kind == MarkKind::Strong && mark.span.start == start);
        bold.any(|mark| {
            let text = passage.text();
            let label = markdown::slice(text, mark.span).trim_end();
            let behind = markdown::slice(text, Span::new(mark.span.end, text.len()));
            let is_part = benefit_marker(passage.words(), at).is_some()
                || subject_and_verb(passage.words(), at).is_some();
            (label.ends_with(':') || behind.starts_with(':')) && !is_part
        })
    }

    fn wanting_follows(&self, index: usize, lead: usize) -> bool {
        let words = self.words(index);
        grammar::is_article(words.lower(lead + 1)) && self.wanting_in(index, lead + 2).is_some()
    }

    /// The stories of tables whose header cells say "As a", "I want" and perhaps "so that", or in a section of stories
    /// what comes to the same: "Role", "Want", "Benefit".
    fn in_columns(&self) -> Vec<Told> {
        let mut columns: [Option<u32>; 3] = [None; 3];
        let mut cells: [Option<usize>; 3] = [None; 3];
        let mut stories = Vec::new();
        let mut row = 0;
        let mut of_stories = false;
        for (index, passage) in self.passages.iter().enumerate() {
            if let Kind::Heading(_) = passage.kind {
                let title = section::title(passage);
                of_stories =
                    ["stories", "story", "backlog"].iter().any(|word| title.contains(word));
            }
            let Kind::Cell { row: at, column } = passage.kind else { continue };
            if at == 0 {
                if row != 0 || column == 0 {
                    stories.extend(self.take_row(&mut cells));
                    columns = self.columns(index, of_stories);
                    stories.extend(self.card(index));
                }
                row = 0;
                continue;
            }
            if at != row {
                stories.extend(self.take_row(&mut cells));
                row = at;
            }
            if column == 0 {
                stories.extend(self.card(index));
            }
            for (cell, wanted) in cells.iter_mut().zip(columns) {
                if wanted == Some(column) {
                    *cell = Some(index);
                }
            }
        }
        stories.extend(self.take_row(&mut cells));
        stories
    }

    /// The columns of a table of stories that say who wants, what, and what for. `first` is its first header cell. Where
    /// no header is of a story's own words, only a table `of_stories` is one, and only if it has all three.
    fn columns(&self, first: usize, of_stories: bool) -> [Option<u32>; 3] {
        let mut own: [Option<u32>; 3] = [None; 3];
        let mut like: [Option<u32>; 3] = [None; 3];
        let header = self.passages.iter().enumerate().skip(first).enumerate();
        let header = header.map_while(|(at, (index, passage))| match passage.kind {
            Kind::Cell { row: 0, column } if at == 0 || column > 0 => Some((index, column)),
            _ => None,
        });
        for (index, column) in header {
            let words = self.words(index);
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
            let title = self.passages.get(index).map(section::title).unwrap_or_default();
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
        let is_told = role.is_some() && want.is_some();
        let either = [role, want.or(like_want), benefit];
        let is_whole = of_stories && either.iter().all(Option::is_some);
        if is_told || is_whole { either } else { [None; 3] }
    }

    /// A story told down the first two columns of a table, one part a row: "As a | nurse", "I want to | see my shift".
    /// `index` is the cell that may begin it.
    fn card(&self, index: usize) -> Option<Told> {
        let cell = |at: usize| match self.passages.get(at)?.kind {
            Kind::Cell { row, column } => Some((row, column)),
            _ => None,
        };
        let (row, _) = cell(index)?;
        let words = self.words(index);
        let is_lead = words.lower(0) == "as" && words.tokens.len() <= 4;
        // The cells of its rows, by their row and column.
        let at = |down: u32, column: u32| {
            let behind = index + 1..self.passages.len().min(index + 1 + CARD_CELLS);
            let mut cells = behind.take_while(|at| cell(*at).is_some());
            cells.find(|at| cell(*at) == Some((row + down, column)))
        };
        let role = at(0, 1).filter(|_| is_lead)?;
        let (wanting, want) = (at(1, 0)?, at(1, 1)?);
        let begins = self.words(wanting);
        let is_wanting = subject_and_verb(begins, 0).or_else(|| bare_wanting(begins, 0)).is_some();
        // A table that has a story a row begins its next columns so.
        if !is_wanting || begins.tokens.len() > 6 || subject_and_verb(self.words(role), 0).is_some()
        {
            return None;
        }
        let benefit = at(2, 0).filter(|at| benefit_marker(self.words(*at), 0).is_some());
        let benefit = benefit.and(at(2, 1));
        self.take_row(&mut [Some(role), Some(want), benefit])
    }

    fn take_row(&self, cells: &mut [Option<usize>; 3]) -> Option<Told> {
        let [role, want, benefit] = std::mem::take(cells);
        let (role, want) = (role?, want?);
        let words = self.words(role);
        // A cell that repeats the header's words is read like any other text.
        if words.lower(0) == "as" || subject_and_verb(self.words(want), 0).is_some() {
            return None;
        }
        let start = usize::from(grammar::is_article(words.lower(0)));
        let roles = self.roles(role, start..words.tokens.len(), true)?;
        let want = self.part(want, skip_to(self.words(want), 0)..self.words(want).tokens.len())?;
        let benefit = benefit.and_then(|index| self.part(index, 0..self.words(index).tokens.len()));
        let first = roles.first()?.span.start;
        let last = benefit.as_ref().map_or(want.span.end, |benefit| benefit.span.end);
        let names: Vec<&str> = roles.iter().map(|role| role.text.as_str()).collect();
        let text = match &benefit {
            Some(benefit) => format!("{} | {} | {}", names.join(", "), want.text, benefit.text),
            None => format!("{} | {}", names.join(", "), want.text),
        };
        let span = Span::new(first, last);
        Some(Told { span, text, roles, want, benefit, keywords: Vec::new(), wanting: None })
    }
}

struct Wanting {
    slot_end: usize,
    /// "I want": passage, and tokens in it.
    verb: (usize, Range<usize>),
}

/// "I" with a verb of wanting. A "we" tells a story only if it says "want" or "would like":
/// "As a next step, we need to" is a plan.
pub(crate) fn subject_and_verb(words: Words<'_>, at: usize) -> Option<usize> {
    let next = words.lower(at + 1);
    match words.lower(at) {
        "i" => {
            // Apostrophes that got lost: "I d like".
            let lost = matches!(next, "d" | "m" | "ll" | "ve");
            verb_phrase(words, at + 1 + usize::from(lost), lost)
        }
        subject if Class::ShortSubject.has(subject) => verb_phrase(words, at + 1, true),
        "we" if next == "want" || next == "would" && words.lower(at + 2) == "like" => {
            verb_phrase(words, at + 1, false)
        }
        "we'd" if next == "like" => verb_phrase(words, at + 1, true),
        _ => None,
    }
}

/// The token behind a verb of wanting that begins at `at`, if one does. `contracted`: behind "I'd",
/// "I'm".
fn verb_phrase(words: Words<'_>, at: usize, contracted: bool) -> Option<usize> {
    let verb = words.lower(at);
    let next = words.lower(at + 1);
    match verb {
        _ if Class::WantPrefix.has(verb) => Some(at + 1),
        "would" | "d" if Class::WouldVerb.has(next) => Some(at + 2),
        "would" => Some(at + 1),
        "like" | "love" if contracted => Some(at + 1),
        "able" if contracted => Some(at),
        _ if Class::PlainWant.has(verb) => Some(at + 1),
        _ if Class::WantAdverb.has(verb) => {
            let skip = match next {
                "not" | "t" => 2,
                _ => 1,
            };
            verb_phrase(words, at + skip, contracted)
                .or_else(|| grammar::is_base_verb(words.lower(at + skip)).then_some(at + skip))
        }
        _ => grammar::is_base_verb(verb).then_some(at),
    }
}

/// "want to", "would like" without a subject.
pub(crate) fn bare_wanting(words: Words<'_>, at: usize) -> Option<usize> {
    let next = words.lower(at + 1);
    match words.lower(at) {
        "want" | "wants" | "need" | "needs" => Some(at + 1),
        "would" if next == "like" => Some(at + 2),
        "to" if next == "be" && words.lower(at + 2) == "able" => Some(at),
        _ => None,
    }
}

fn is_strong(words: Words<'_>, at: usize) -> bool {
    words.is(at + 1, Class::StrongWant) || words.lower(at).ends_with("'d")
}

pub(crate) fn is_subordinator(word: &str) -> bool {
    Class::Subordinator.has(word)
}

fn is_conjunction(word: &str) -> bool {
    matches!(word, "or" | "and")
}

/// Past "to", "to be able to", a colon: what is wanted is what stands behind.
pub(crate) fn skip_to(words: Words<'_>, mut at: usize) -> usize {
    while words.get(at).is_some_and(|token| {
        matches!(token.kind, TokenKind::Mark(':' | '…' | '.' | '"' | '“' | '*') | TokenKind::Break)
    }) {
        at += 1;
    }
    let able = |at: usize| words.lower(at) == "able" && words.lower(at + 1) == "to";
    if words.lower(at) == "to" && words.lower(at + 1) == "be" && able(at + 2) {
        at + 4
    } else if able(at) {
        at + 2
    } else if words.lower(at) == "be" && able(at + 1) {
        at + 3
    } else if words.lower(at) == "to" {
        at + 1
    } else {
        at
    }
}

/// Where the benefit begins, if words that announce one stand at `at`.
pub(crate) fn benefit_marker(words: Words<'_>, at: usize) -> Option<usize> {
    let next = words.lower(at + 1);
    match words.lower(at) {
        "so" | "such" if next == "that" => {
            // A slip that is common: "so that that".
            Some(at + 2 + usize::from(words.lower(at + 2) == "that"))
        }
        "so" => {
            let parted = at == 0
                || words.before(at).is_some_and(|before| {
                    matches!(before.kind, TokenKind::Mark(_) | TokenKind::Break)
                });
            let subject = Class::BenefitSubject.has(next);
            (subject || parted && words.is_word(at + 1)).then_some(at + 1)
        }
        "in" if next == "order" => {
            let skip = matches!(words.lower(at + 2), "to" | "that" | "for");
            Some(at + 2 + usize::from(skip))
        }
        "because" => Some(at + 1),
        "to" if next == "ensure" && words.before(at).is_some_and(|before| before.is(',')) => {
            Some(at)
        }
        _ => None,
    }
}

/// The roles of "a buyer or a seller", "admin and owner": parted where both sides name somebody.
fn alternatives(words: Words<'_>, part: Range<usize>) -> Vec<Range<usize>> {
    let mut result = Vec::new();
    let mut from = part.start;
    for at in part.clone() {
        let word = words.lower(at);
        if !is_conjunction(word) {
            continue;
        }
        let left = at > from && {
            let head = words.lower(at - 1);
            grammar::is_person_noun(head) || grammar::is_generic_word(head)
        };
        let next = words.lower(at + 1);
        let right =
            grammar::is_article(next) || at + 2 == part.end && grammar::is_person_noun(next);
        if at == from {
            from = at + 1;
        } else if left || right {
            result.push(from..at);
            from = at + 1;
        }
    }
    result.push(from..part.end);
    result.retain(|part| !part.is_empty());
    result
}

/// The noun phrase a slot begins with, without article and without what qualifies it.
fn noun_phrase(words: Words<'_>, part: Range<usize>) -> Range<usize> {
    let mut start = part.start;
    while start < part.end
        && (grammar::is_article(words.lower(start))
            || says_whose(words.lower(start))
            || !words.is_word(start)
                && words.get(start).is_none_or(|token| token.kind != TokenKind::Number))
    {
        start += 1;
    }
    // "One of our shoppers", "a few of the shoppers": who that is stands after it.
    let of = (start + 1..part.end.min(start + 3)).find(|at| words.lower(*at) == "of");
    if let Some(of) = of.filter(|_| words.is(start, Class::Share))
        && of + 1 < part.end
    {
        return noun_phrase(words, of + 1..part.end);
    }
    let mut end = start;
    while end < part.end {
        let Some(token) = words.get(end) else { break };
        let word = words.lower(end);
        let next = words.lower(end + 1);
        let stops = match token.kind {
            TokenKind::Mark(mark) => {
                let joins = matches!(mark, '-' | '/' | '&' | '\'' | '’' | '.')
                    && (!token.spaced || matches!(mark, '/' | '&'));
                !joins
            }
            TokenKind::Break | TokenKind::Object => true,
            TokenKind::Number => false,
            TokenKind::Word => {
                end > start
                    && (Class::RoleEnd.has(word)
                        || is_participle(word)
                            && (Class::Preposition.has(next)
                                || next == "a"
                                || next == "the"
                                || next == "my"))
            }
        };
        if stops {
            break;
        }
        end += 1;
    }
    while end > start
        && !words.is_word(end - 1)
        && words.get(end - 1).is_none_or(|token| token.kind != TokenKind::Number)
    {
        end -= 1;
    }
    start..end
}

fn says_whose(word: &str) -> bool {
    Class::WhosePronoun.has(word)
}

fn is_participle(word: &str) -> bool {
    word.len() > 4 && (word.ends_with("ed") || word.ends_with("ing"))
}

/// What stands between the brackets of a form for a role: "As a [role]".
pub(crate) fn stands_for_role(word: &str) -> bool {
    Class::RoleStandIn.has(word)
}

#[cfg(test)]
mod tests {
    use markdown::Document;

    use super::*;

    fn told(text: &str) -> Vec<Told> {
        let document = Document::new(text);
        document.segments().flat_map(|(_, segment)| find(&Passage::of(segment))).collect()
    }

    /// Each story as `roles | want | benefit`; the words must stand in the text as they are told.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let stories = told(text);
        let drawn: Vec<String> = stories
            .iter()
            .map(|story| {
                let roles: Vec<&str> = story.roles.iter().map(|role| role.text.as_str()).collect();
                let benefit = story.benefit.as_ref().map_or("-", |benefit| &benefit.text);
                format!("{} | {} | {benefit}", roles.join(" + "), story.want.text)
            })
            .collect();
        assert_eq!(drawn, expected, "in {text}");
        for role in stories.iter().flat_map(|story| &story.roles) {
            let written = markdown::slice(text, role.span).replace(['*', '`'], "");
            assert_eq!(one_line(&written), role.text, "the span of the role in {text}");
        }
    }

    #[test]
    fn one_line_in_every_wording() {
        for text in [
            "As a nurse, I want to pay so that I save time.",
            "As a nurse I want to pay, so that I save time",
            "As a nurse , I'd like to pay so I save time.",
            "As a nurse,  I would like to pay in order to I save time.",
            "AS A nurse I NEED TO pay SO THAT I save time",
            "as an nurse, I can pay so that that I save time",
            "As nurse, I want to be able to pay. So that I save time.",
            "As the nurse, I'm able to pay because I save time",
            "As any nurse, I don\u{2019}t pay, so I save time"
                .replace("don\u{2019}t ", "")
                .as_str(),
            "In order to I save time, as a nurse, I want to pay",
            "As a nurse, would like to pay, so that I save time",
        ] {
            let stories = told(text);
            let story = stories.first().unwrap_or_else(|| panic!("no story in {text}"));
            assert_eq!((stories.len(), story.roles[0].text.as_str()), (1, "nurse"), "{text}");
            assert_eq!(story.want.text, "pay", "{text}");
            assert_eq!(story.benefit.as_ref().unwrap().text, "I save time", "{text}");
        }
        check("As a nurse, I want tea.", &["nurse | tea | -"]);
        check("As a nurse, I should know who pays", &["nurse | know who pays | -"]);
    }

    #[test]
    fn marked_up_and_broken_over_lines() {
        for text in [
            "**As a** nurse\n**I want** tea\n**So that** I wake",
            "**As a** nurse\n<br>**I want** tea\n<br>**so that** I wake",
            "**As a** nurse  \n**I want to** tea  \n**So that** I wake  ",
            "As a **nurse**, I want *tea* so that I wake.",
            "**As a nurse, I want tea so that I wake.**",
            "As a nurse  \r\nI want tea  \r\nso that I wake",
            "> As a nurse, I want\n> tea so that I\n> wake",
            "- **As a:** nurse\n- **I want:** tea\n- **So that:** I wake",
            "**As a** nurse\n\n**I want** tea\n\n**So that** I wake",
            "**As a** nurse\n**I want** tea\n**so that** I wake\n**Value:** high",
            "As a nurse, I want tea so that I wake.\n\n**Acceptance criteria:** hot",
        ] {
            check(text, &["nurse | tea | I wake"]);
        }
    }

    #[test]
    fn wherever_it_stands() {
        let story = "As a nurse, I want tea";
        for text in [
            format!("1. {story}"),
            format!("- [ ] {story}"),
            format!("US-12: {story}"),
            format!("**User Story:** {story}"),
            format!("**US-1.2** — {story}"),
            format!("“{story}”"),
            format!("> \"{story}\""),
            format!("Story 4 - {story}"),
            format!("### {story}"),
            format!("| 1 | x |\n|---|---|\n| S-1 | {story} |"),
            format!("---\ntitle: x\n#customer intent: {story}\n---\n\nText"),
            "### As a nurse\n\nI want tea".to_owned(),
            "#### Story\n\nAs a nurse,\n\nI want tea".to_owned(),
            "| As a | I want | so that |\n|---|---|---|\n| nurse | tea | |".to_owned(),
            "| As a... | I want to... |\n|---|---|\n| **nurse** | tea |".to_owned(),
        ] {
            check(&text, &["nurse | tea | -"]);
        }
        check("As a nurse, I want to:\n\n- pay\n- rest\n\nMore.", &["nurse | pay; rest | -"]);
        check(
            "As a nurse:\n\n- I want tea so that I wake\n- I can rest\n",
            &["nurse | tea | I wake", "nurse | rest | -"],
        );
        check(
            "As a nurse, I want tea. As a cook, I want salt.",
            &["nurse | tea | -", "cook | salt | -"],
        );
    }

    #[test]
    fn roles_with_all_that_comes_with_them() {
        for (slot, roles) in [
            ("store manager", "store manager"),
            ("buyer or a seller", "buyer + seller"),
            ("buyer, seller, or store manager", "buyer + seller + store manager"),
            ("user and admin", "user + admin"),
            ("purchase / ordering employee", "purchase / ordering employee"),
            ("purchase and ordering employee", "purchase and ordering employee"),
            ("nurse who works at night", "nurse"),
            ("nurse (or doctor)", "nurse"),
            ("nurse, working with data", "nurse"),
            ("nurse interested in data", "nurse"),
            ("super user, when I create a portal", "super user"),
            ("employee from the HR department", "employee from the HR department"),
            ("member of the team", "member of the team"),
            ("l Staff member", "Staff member"),
            ("first-time buyer", "first-time buyer"),
            ("on-call SRE", "on-call SRE"),
            ("OlderPerson", "OlderPerson"),
            ("user that has paid", "user"),
        ] {
            check(&format!("As a {slot}, I want tea"), &[&format!("{roles} | tea | -")]);
        }
        check("As Kieran, I want tea", &["Kieran | tea | -"]);
    }

    #[test]
    fn one_of_several_is_one_of_them() {
        for (slot, role) in [
            ("one of our nurses", "nurses"),
            ("some of the nurses", "nurses"),
            ("a few of my nurses", "nurses"),
            ("each of these nurses", "nurses"),
            ("any of the new nurses", "new nurses"),
            ("most of our users", "users"),
            ("our nurse", "nurse"),
            ("head of nursing", "head of nursing"),
            ("a member of staff", "member of staff"),
        ] {
            check(&format!("As {slot}, I want tea."), &[&format!("{role} | tea | -")]);
        }
    }

    #[test]
    fn what_only_looks_like_one() {
        for text in [
            "As a result of this, we should see more.",
            "As a workaround, we may wait.",
            "As a workaround I wonder if tea helps.",
            "As an example, I would take tea.",
            "As a first step towards tea, I need to pay.",
            "As the nurse types, they see it.",
            "As the cluster seems to run, I want tea.",
            "As a nurse.",
            "As a\n\nI want to\n\nso that",
            "As a <role>, I want <goal> so that <benefit>",
            "As a [type of user], I want tea",
            "`As a nurse, I want tea`",
            "```\nAs a nurse, I want tea\n```",
            "He works as a nurse, and I want tea.",
            "As I said, I want tea.",
            "As usual, I want tea.",
            "As requested, I want tea.",
            "As always I want tea.",
            "As a rule, I want tea.",
        ] {
            check(text, &[]);
        }
    }
}
