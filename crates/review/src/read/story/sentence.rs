//! Stories in prose: in one sentence, on lines of their own, in neighboring paragraphs or list items.

use std::ops::Range;

use markdown::{MarkKind, Span};

use crate::english::grammar;
use crate::read::story::benefit::benefit_marker;
use crate::read::story::passages::{At, Passages};
use crate::read::story::role_slot::{self, is_lead};
use crate::read::story::types::{NamedRole, Part, SegmentStory, Wanted};
use crate::read::story::want::{
    bare_wanting, is_strong, is_subordinator, skip_to, subject_and_verb,
};
use crate::text::token::TokenKind;
use crate::words::Class;

/// How many words a role with all its qualifiers may have.
const SLOT_LIMIT: usize = 60;
/// How many words a role may have when "I want" stands in another paragraph.
const LONE_SLOT_LIMIT: usize = 14;

/// The stories of a segment, in text order.
pub(super) fn find(passages: Passages<'_>) -> Vec<SegmentStory> {
    let mut stories = Vec::new();
    let mut index = 0;
    let mut from = 0;
    while let Some(passage) = passages.0.get(index) {
        let found = (from..passage.tokens.len())
            .filter(|at| is_lead(passages.words(index), *at))
            .find_map(|at| story_at(passages, index, at));
        match found {
            Some((found, next)) => {
                stories.extend(found);
                (index, from) = next;
            }
            None => {
                index += 1;
                from = 0;
            }
        }
    }
    stories
}

fn story_at(passages: Passages<'_>, index: usize, lead: usize) -> Option<(Vec<SegmentStory>, At)> {
    let words = passages.words(index);
    let mut start = lead + 1;
    // "As a(n)", "As a:", "As an **admin**"
    // but "As one-time donors".
    let is_compound = words.get(start + 1).is_some_and(|token| token.is('-') && !token.spaced);
    let has_article = words.is(start, Class::Determiner) && !is_compound;
    if has_article {
        start += 1;
    }
    if words.text(start) == "(" && words.lower(start + 1) == "n" && words.text(start + 2) == ")" {
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
        matches!(token.kind, TokenKind::Mark(':' | '"' | '“' | '…' | '[' | '{') | TokenKind::Break)
    }) {
        start += 1;
    }
    // "As a <role>", "As a [type of user]": a form nobody has filled in.
    if role_slot::is_placeholder(passages, index, start) {
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
    let Some(wanting) = wanting_in(passages, index, start) else {
        let listed = list_of_wants(passages, index, lead, start);
        return listed.or_else(|| {
            let wanting = wanting_after(passages, index, start)?;
            complete(passages, index, lead, start, has_article, wanting)
        });
    };
    complete(passages, index, lead, start, has_article, wanting)
}

fn complete(
    passages: Passages<'_>,
    index: usize,
    lead: usize,
    start: usize,
    has_article: bool,
    wanting: Wanting,
) -> Option<(Vec<SegmentStory>, At)> {
    let roles = role_slot::roles(passages, index, start..wanting.slot_end, has_article)?;
    let (story, next) = finish(passages, (index, lead), roles, wanting.verb)?;
    Some((vec![story], next))
}

/// "I want", in the same passage as the role.
fn wanting_in(passages: Passages<'_>, index: usize, start: usize) -> Option<Wanting> {
    let words = passages.words(index);
    for at in start + 1..words.tokens.len().min(start + SLOT_LIMIT) {
        if passages.words(index).ends_sentence(at) {
            return None;
        }
        if let Some(verb_end) = wanting_at(passages, index, at) {
            return Some(Wanting { slot_end: at, verb: (index, at..verb_end) });
        }
    }
    None
}

/// "I want" at the start of the next passage, the role alone in this one.
fn wanting_after(passages: Passages<'_>, index: usize, start: usize) -> Option<Wanting> {
    let words = passages.words(index);
    let end = words.tokens.len();
    if end - start > LONE_SLOT_LIMIT
        || (start..end).any(|at| passages.words(index).ends_sentence(at))
    {
        return None;
    }
    let next = passages.words(index + 1);
    let first = (0..3.min(next.tokens.len())).find(|at| next.is_word(*at))?;
    let verb_end = subject_and_verb(next, first).or_else(|| bare_wanting(next, first))?;
    Some(Wanting { slot_end: end, verb: (index + 1, first..verb_end) })
}

/// Whether "I want" begins at a token after a role; where what is wanted begins.
fn wanting_at(passages: Passages<'_>, index: usize, at: usize) -> Option<usize> {
    let words = passages.words(index);
    let before = words.before(at)?;
    if let Some(end) = subject_and_verb(words, at) {
        let word = words.lower(at - 1);
        // "when I create a portal, I want": the first "I" belongs to a clause of its own.
        let in_clause = !word.is_empty()
            && (is_subordinator(word)
                || word == "so"
                // "As a newcomer, will I create …?" asks.
                || Class::Auxiliary.has(word)
                || Class::Preposition.has(word) && !is_strong(words, at));
        return (!in_clause).then_some(end);
    }
    let parted = matches!(before.kind, TokenKind::Mark(',' | '—' | '–' | ':') | TokenKind::Break);
    if parted { bare_wanting(words, at) } else { None }
}

/// "As a shopper:" over a list whose items each say what the shopper wants.
fn list_of_wants(
    passages: Passages<'_>,
    index: usize,
    lead: usize,
    start: usize,
) -> Option<(Vec<SegmentStory>, At)> {
    let words = passages.words(index);
    let end = words.tokens.len();
    let last = words.before(end)?;
    if !last.is(':') && !last.is(',') || end - start > LONE_SLOT_LIMIT {
        return None;
    }
    let depth = passages.depth(index);
    let mut stories = Vec::new();
    let mut next = index + 1;
    while passages.depth(next) > depth {
        let item = passages.words(next);
        if let Some(want) = subject_and_verb(item, 0).or_else(|| bare_wanting(item, 0)) {
            let roles = role_slot::roles(passages, index, start..end - 1, true)?;
            if let Some((story, _)) = finish(passages, (index, lead), roles, (next, 0..want)) {
                stories.push(story);
            }
        }
        next += 1;
    }
    (!stories.is_empty()).then_some((stories, (next, 0)))
}

/// Reads what is wanted after `verb`, the words "I want", and what for.
fn finish(
    passages: Passages<'_>,
    lead: At,
    roles: Vec<NamedRole>,
    verb: (usize, Range<usize>),
) -> Option<(SegmentStory, At)> {
    let index = verb.0;
    let words = passages.words(index);
    let start = skip_to(words, verb.1.end);
    let slot = roles.first().map_or(lead.1, |role| role.tokens.start);
    let mut keywords = vec![(lead.0, lead.1..slot), verb.clone()];
    let end = sentence_end(passages, index, start);
    let benefit_at = (start..end).find_map(|at| benefit_marker(words, at).map(|from| (at, from)));
    let mut next = (index, end);
    let mut benefit = None;
    let mut want_end = end;
    if let Some((at, from)) = benefit_at {
        want_end = at;
        benefit = passages.part(index, from..end);
        keywords.push((index, at..from));
    } else if let Some(from) = benefit_marker(words, end) {
        // A sentence of its own: "… status. So that I can finish it."
        keywords.push((index, end..from));
        let end = sentence_end(passages, index, from);
        benefit = passages.part(index, from..end);
        next = (index, end);
    } else if end == words.tokens.len() {
        next = (index + 1, 0);
        let after = passages.words(index + 1);
        let first = (0..3.min(after.tokens.len())).find(|at| after.is_word(*at)).unwrap_or(0);
        if let Some(from) = benefit_marker(after, first) {
            keywords.push((index + 1, first..from));
            let end = sentence_end(passages, index + 1, from);
            benefit = passages.part(index + 1, from..end);
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
        benefit = passages.part(index, from..verb.1.start);
        keywords.insert(1, (index, at..from));
    }
    // What was named first: "In order to save time, as a clerk, I want …"
    if benefit.is_none() && lead.1 > 3 && passages.words(lead.0).lower(0) == "in" {
        benefit = passages.part(lead.0, 3..lead.1);
        keywords.insert(0, (lead.0, 0..3));
    }
    let mut want = passages.part(index, start..want_end);
    if want.is_none() && benefit.is_none() {
        (want, next) = listed(passages, index)?;
    }
    let want = want.unwrap_or_else(|| Part {
        text: String::new(),
        span: Span::new(passages.source(index, start), passages.source(index, start)),
    });
    let first = passages.source(lead.0, lead.1);
    let last =
        benefit.as_ref().map_or(want.span.end, |benefit| benefit.span.end.max(want.span.end));
    let role_end = roles.last().map_or(first, |role| role.span.end);
    let span = Span::new(first, last.max(role_end));
    let text = passages.between(lead, next, span);
    let what = verb.1.end..want_end.max(verb.1.end);
    let wanting = Some(Wanted { passage: index, verb: verb.1, what });
    Some((SegmentStory { span, text, roles, want, benefit, keywords, wanting }, next))
}

/// What is wanted, in the items of the list below: "I want to:".
fn listed(passages: Passages<'_>, index: usize) -> Option<(Option<Part>, At)> {
    let depth = passages.depth(index);
    let mut next = index + 1;
    let mut texts = Vec::new();
    let mut span: Option<Span> = None;
    while passages.depth(next) > depth {
        let tokens = passages.words(next).tokens.len();
        if let Some(part) = passages.part(next, 0..tokens) {
            texts.push(part.text);
            span = Some(Span::new(span.map_or(part.span.start, |span| span.start), part.span.end));
        }
        next += 1;
    }
    Some((Some(Part { text: texts.join("; "), span: span? }), (next, 0)))
}

/// The token after the end of the sentence that goes on at `from`.
fn sentence_end(passages: Passages<'_>, index: usize, from: usize) -> usize {
    let words = passages.words(index);
    (from..words.tokens.len())
        .find(|at| {
            passages.words(index).ends_sentence(*at)
                || words.lower(*at) == "acceptance" && words.lower(at + 1) == "criteria"
                || *at > from && is_label(passages, index, *at)
                || *at > from
                    && is_lead(passages.words(index), *at)
                    && wanting_follows(passages, index, *at)
        })
        .map_or(words.tokens.len(), |at| {
            if passages.words(index).ends_sentence(at) { at + 1 } else { at }
        })
}

/// Whether a bold label begins at the token, "**Value:**": what it labels is no part of the story.
fn is_label(passages: Passages<'_>, index: usize, at: usize) -> bool {
    let Some(passage) = passages.0.get(index) else { return false };
    let Some(token) = passage.tokens.get(at) else { return false };
    let start = token.span().start;
    let marks = passage.prose.marks.iter();
    let mut bold = marks.filter(|mark| mark.kind == MarkKind::Strong && mark.span.start == start);
    bold.any(|mark| {
        let text = passage.text();
        let label = markdown::slice(text, mark.span).trim_end();
        let behind = markdown::slice(text, Span::new(mark.span.end, text.len()));
        let is_part = benefit_marker(passage.words(), at).is_some()
            || subject_and_verb(passage.words(), at).is_some();
        (label.ends_with(':') || behind.starts_with(':')) && !is_part
    })
}

fn wanting_follows(passages: Passages<'_>, index: usize, lead: usize) -> bool {
    let words = passages.words(index);
    grammar::is_article(words.lower(lead + 1)) && wanting_in(passages, index, lead + 2).is_some()
}
struct Wanting {
    slot_end: usize,
    /// "I want": passage, and tokens in it.
    verb: (usize, Range<usize>),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::story::tests::drawn;
    use crate::text::passage::tests::passages;

    /// The stories of a text, as [`drawn`].
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let list = passages(text);
        let stories = find(Passages(&list));
        assert_eq!(drawn(&stories), expected, "{text}");
    }

    #[test]
    fn a_story_has_its_words_and_those_that_announce_its_parts() {
        for (text, seen, keywords, what) in [
            (
                "Note. As a *nurse*, I want to rest so that I heal. More.",
                "As a nurse, I want to rest so that I heal",
                vec!["As a", "I want", "so that"],
                "to rest",
            ),
            (
                "As a nurse, I want tea. So that I wake. More.",
                "As a nurse, I want tea. So that I wake",
                vec!["As a", "I want", "So that"],
                "tea.",
            ),
            (
                "### As a nurse\n\nI want tea\n\nSo that I wake\n\nMore",
                "As a nurse I want tea So that I wake",
                vec!["As a", "I want", "So that"],
                "tea",
            ),
            (
                "As a clerk, in order to save time, I want tea",
                "As a clerk, in order to save time, I want tea",
                vec!["As a", "in order to", "I want"],
                "tea",
            ),
            (
                "In order to save time, as a clerk, I want tea.",
                "as a clerk, I want tea",
                vec!["In order to", "as a", "I want"],
                "tea.",
            ),
            ("As a nurse, I want", "", vec![], ""),
            ("As a nurse, I want:\n\nTea", "", vec![], ""),
            (
                "As a nurse, I want so that I wake",
                "As a nurse, I want so that I wake",
                vec!["As a", "I want", "so that"],
                "",
            ),
            (
                "As a nurse, I want to:\n\n- rest\n- eat\n\nMore",
                "As a nurse, I want to: rest eat",
                vec!["As a", "I want"],
                "to:",
            ),
        ] {
            let list = passages(text);
            let stories = find(Passages(&list));
            let Some(story) = stories.first() else {
                assert_eq!(seen, "", "{text}");
                continue;
            };
            let words = |passage: usize, tokens: Range<usize>| {
                let words = list[passage].words();
                markdown::slice(words.text, words.span(tokens))
            };
            assert_eq!(story.text, seen, "{text}");
            let found = story.keywords.iter().map(|(passage, at)| words(*passage, at.clone()));
            assert_eq!(found.collect::<Vec<_>>(), keywords, "{text}");
            let wanted = story.wanting.as_ref().expect("it says that something is wanted");
            assert_eq!(words(wanted.passage, wanted.verb.clone()), "I want", "{text}");
            assert_eq!(words(wanted.passage, wanted.what.clone()), what, "{text}");
            let span = markdown::slice(text, story.span);
            assert!(span.to_lowercase().starts_with("as a"), "{span}");
            assert!(seen.ends_with(span.rsplit([' ', '\n']).next().unwrap_or("?")), "{span}");
        }
    }

    #[test]
    fn a_role_may_be_introduced_in_many_ways() {
        for (opening, role) in [
            ("As a nurse", "nurse"),
            ("As nurse", "nurse"),
            ("As a(n) nurse", "nurse"),
            ("As a/an nurse", "nurse"),
            ("As one of our nurses", "nurses"),
            ("As one-time donors", "one-time donors"),
            ("As a: “nurse”", "nurse"),
            ("As a… [nurse]", "nurse"),
            ("As a (nurse)", "nurse"),
            ("As a l Staff member", "Staff member"),
            ("As a l", "l"),
            ("As l Staff member", "l Staff member"),
        ] {
            check(&format!("{opening}, I want tea"), &[&format!("{role} | tea | -")]);
        }
        for opening in ["As a", "As a 5", "As a ((nurse", "As a [role]"] {
            check(&format!("{opening}, I want tea"), &[]);
        }
    }

    #[test]
    fn a_want_follows_its_role() {
        let long = "slow ".repeat(SLOT_LIMIT);
        let lone = |count: usize| format!("As a nurse, {}\n\nI want tea", "on ".repeat(count));
        for (text, stories) in [
            ("As a nurse. I want tea".to_owned(), vec![]),
            (format!("As a nurse when {long}I want tea"), vec![]),
            ("As a nurse when it is slow, I want tea".to_owned(), vec!["nurse | tea | -"]),
            ("As a nurse\n\nI want tea".to_owned(), vec!["nurse | tea | -"]),
            ("As a nurse\n\n– I want tea".to_owned(), vec!["nurse | tea | -"]),
            ("As a nurse\n\n( ( ( I want tea".to_owned(), vec![]),
            ("As a nurse\n\nwant tea".to_owned(), vec!["nurse | tea | -"]),
            ("As a nurse\n\nTea I want".to_owned(), vec![]),
            ("As a nurse. Hm\n\nI want tea".to_owned(), vec![]),
            (lone(LONE_SLOT_LIMIT - 2), vec!["nurse | tea | -"]),
            (lone(LONE_SLOT_LIMIT - 1), vec![]),
            ("As a nurse, when I wake, I want tea".to_owned(), vec!["nurse | tea | -"]),
            ("As a nurse so I want tea".to_owned(), vec![]),
            ("As a nurse with I open tea".to_owned(), vec![]),
            ("As a nurse with I want tea".to_owned(), vec!["nurse with | tea | -"]),
            ("As a nurse, want tea".to_owned(), vec!["nurse | tea | -"]),
            ("As a nurse — want tea".to_owned(), vec!["nurse | tea | -"]),
            ("As a nurse: want tea".to_owned(), vec!["nurse | tea | -"]),
            ("As a nurse want tea".to_owned(), vec![]),
        ] {
            check(&text, &stories);
        }
    }

    #[test]
    fn a_story_ends_with_its_sentence() {
        for (text, stories) in [
            ("As a nurse, I want tea. Now", vec!["nurse | tea | -"]),
            ("As a nurse, I want tea **Value:** high", vec!["nurse | tea | -"]),
            ("As a nurse, I want tea **Value**: high", vec!["nurse | tea | -"]),
            ("As a nurse, I want tea **hot** and sweet", vec!["nurse | tea hot and sweet | -"]),
            ("As a nurse, I want *tea:* hot", vec!["nurse | tea: hot | -"]),
            ("As a nurse, I want tea **so that:** I wake", vec!["nurse | tea | I wake"]),
            ("As a nurse, I want tea **I want:** more", vec!["nurse | tea I want: more | -"]),
            ("As a nurse, I want tea Acceptance criteria hot", vec!["nurse | tea | -"]),
            ("As a nurse, I want acceptance of tea", vec!["nurse | acceptance of tea | -"]),
            (
                "As a nurse, I want tea As a cook, I want salt",
                vec!["nurse | tea | -", "cook | salt | -"],
            ),
            ("As a nurse, I want tea As a rule", vec!["nurse | tea As a rule | -"]),
            (
                "As a nurse, I want tea As cook, I want salt",
                vec!["nurse | tea As cook, I want salt | -"],
            ),
        ] {
            check(text, &stories);
        }
    }

    #[test]
    fn a_list_may_say_what_a_role_wants() {
        check(
            "- As a nurse:\n  - I want tea\n  - Hm\n  - want rest so that I heal\n- I want more\n",
            &["nurse | tea | -", "nurse | rest | I heal"],
        );
        check(
            "As a nurse,\n\n- I want tea\n- I can rest\n",
            &["nurse | tea | -", "nurse | rest | -"],
        );
        check("As a nurse –\n\n- Tea\n", &[]);
        check("As a nurse:\n\n- Tea\n", &[]);
        let long = "slow ".repeat(LONE_SLOT_LIMIT);
        check(&format!("As a nurse, {long}:\n\n- I want tea\n"), &[]);
        check("As a result:\n\n- I want tea\n", &[]);
        check("As a nurse, I want to:\n\n- rest\n  - long\n\nMore", &["nurse | rest; long | -"]);
        check("- As a nurse, I want to:\n  - rest\n- eat\n", &["nurse | rest | -"]);
    }

    #[test]
    fn a_story_may_name_its_benefit_first() {
        check("In order to save time, as a clerk, I want tea", &["clerk | tea | save time"]);
        check("In order to save, as a clerk, I want tea so I wake", &["clerk | tea | I wake"]);
        check("Story one: as a clerk, I want tea", &["clerk | tea | -"]);
        check("As a clerk, so that I wake, I want tea", &["clerk | tea | I wake"]);
        check("As a clerk, so that I wake, I want tea so I rest", &["clerk | tea | I rest"]);
        check("As a clerk, I want tea\n\n**So that** I wake", &["clerk | tea | I wake"]);
        check("As a clerk, I want tea.\n\nSo that I wake", &["clerk | tea | I wake"]);
        check("As a clerk, I want tea. Hm.\n\nSo that I wake", &["clerk | tea | -"]);
    }
}
