//! Stories that somebody began from a template and has not filled in.
//!
//! A story that lacks its role is found nowhere else: [`crate::read::story`] takes a story for what has
//! somebody who tells it.

use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::RandomState;
use markdown::{Kind, MarkKind, Prose, Span, slice};

use crate::english::grammar;
use crate::read::story::{self, SegmentStory};
use crate::text::passage::Passage;
use crate::text::token::{TokenKind, Words};
use crate::words::Class;

/// A story with parts that nobody has filled in. Spans are of the segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unfinished {
    /// The first of these parts, or what announces it where nothing stands there.
    pub span: Span,
    /// Which they are, in their order.
    pub parts: Vec<StoryPart>,
    /// The story, by its index, where it is read as one.
    pub story: Option<usize>,
    /// Whether no want is announced at all: "As a nurse, so that I can rest".
    pub is_unwanted: bool,
}

/// A part of a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StoryPart {
    Role,
    Want,
    Benefit,
}

/// How many words a part may have that is no more than a place to fill in.
const PLACE: usize = 9;
/// How far after a reason "I want" may come, in tokens.
const LATER: usize = 60;
/// How far after "As a" the words "I want" are looked for, in tokens.
const ROLE: usize = 24;

/// The unfinished stories of a segment with this text, in text order.
pub(crate) fn find(passages: &[Passage], text: &str, stories: &[SegmentStory]) -> Vec<Unfinished> {
    let mut by_keyword = HashMap::default();
    for (story, one) in stories.iter().enumerate() {
        for (passage, tokens) in &one.keywords {
            by_keyword.entry((*passage, tokens.start)).or_insert(story);
        }
    }
    let reader = Reader { passages, text, stories, by_keyword };
    let leads = passages.iter().enumerate().flat_map(|(index, passage)| {
        let words = passage.words();
        let tokens = 0..passage.tokens.len();
        tokens.filter(move |at| story::is_lead(words, *at)).map(move |at| (index, at))
    });
    let mut found: Vec<Unfinished> =
        leads.filter_map(|(index, at)| reader.story_at(index, at)).collect();
    found.extend(reader.in_columns());
    found.sort_by_key(|unfinished| unfinished.span);
    found
}

struct Reader<'a> {
    passages: &'a [Passage],
    text: &'a str,
    stories: &'a [SegmentStory],
    /// The stories by where one of their keywords stands: passage and token.
    by_keyword: HashMap<(usize, usize), usize, RandomState>,
}

impl<'a> Reader<'a> {
    fn story_at(&self, index: usize, lead: usize) -> Option<Unfinished> {
        let passage = self.passages.get(index)?;
        if passage.kind == Kind::FrontMatter {
            return None;
        }
        let words = passage.words();
        let has_article = grammar::is_article(words.lower(lead + 1));
        let mut start = lead + 1 + usize::from(has_article);
        if words.text(start) == "(" && words.text(start + 2) == ")" {
            start += 3;
        }
        let (role_end, verb) = self.wanting(index, start)?;
        let known = self.by_keyword.get(&(index, lead)).copied();
        let role = start..role_end;
        let Some((at, want)) = verb else {
            return self.unwanted(passage, role, known.is_none() && has_article);
        };
        let mut gaps: Vec<(StoryPart, Span)> = Vec::new();
        let is_empty = !role.clone().any(|at| words.is_word(at)) && has_article;
        if self.is_blank(passage, role.clone(), StoryPart::Role) {
            gaps.push((StoryPart::Role, passage.prose.source(trimmed(words, role))));
        } else if is_empty && self.is_void(passage, role) {
            gaps.push((StoryPart::Role, passage.prose.source(words.span(lead..start))));
        }
        let mut behind = self.gaps_after(at, want);
        // "I want to…" over a list of what is wanted.
        let is_listed = self.stories.get(known.unwrap_or(usize::MAX)).is_some_and(|story| {
            !story.want.text.is_empty()
                && behind.first().is_some_and(|(_, span)| span.end <= story.want.span.start)
        });
        behind.retain(|(slot, _)| !is_listed || *slot != StoryPart::Want);
        gaps.extend(behind);
        let parts: Vec<StoryPart> = gaps.iter().map(|(part, _)| *part).collect();
        let (_, span) = *gaps.first()?;
        // A story that lacks its want, and no template of one.
        let story = known.and_then(|index| self.stories.get(index));
        if story.is_some_and(|story| story.want.text.is_empty()) && parts == [StoryPart::Want] {
            let mark = |c: char| matches!(c, '…' | '_' | '?' | '<' | '[' | '{');
            if !slice(self.text, span).contains(mark) {
                return None;
            }
        }
        let is_form = parts.starts_with(&[StoryPart::Role, StoryPart::Want]);
        if is_form && self.is_explained(index, lead) {
            return None;
        }
        Some(Unfinished { span, parts, story: known, is_unwanted: false })
    }

    /// Where a role that begins at `start` ends, and where what is wanted begins, if "I want" stands
    /// after it rather than "so that".
    fn wanting(&self, index: usize, start: usize) -> Option<(usize, Option<(usize, usize)>)> {
        let passage = self.passages.get(index)?;
        let words = passage.words();
        let limit = words.tokens.len().min(start + ROLE);
        for at in start..limit {
            let parted = words.before(at).is_some_and(|before| {
                matches!(before.kind, TokenKind::Mark(',' | ':' | '—') | TokenKind::Break)
            });
            let bare = || if parted { story::bare_wanting(words, at) } else { None };
            if let Some(end) = story::subject_and_verb(words, at).or_else(bare) {
                return Some((at, Some((index, end))));
            }
            if matches!((words.lower(at), words.lower(at + 1)), ("so", "that") | ("in", "order")) {
                return Some((at, None));
            }
            if words.ends_sentence(at) || story::is_lead(words, at) {
                return None;
            }
        }
        if limit < words.tokens.len() || matches!(passage.kind, Kind::Cell { .. }) {
            return None;
        }
        // "I want" opens the next paragraph, or the next item.
        let next = self.passages.get(index + 1)?.words();
        let first = (0..3.min(next.tokens.len())).find(|at| next.is_word(*at))?;
        let end = story::subject_and_verb(next, first)?;
        Some((limit, Some((index + 1, end))))
    }

    /// A role and a reason, and nothing that is wanted.
    fn unwanted(&self, passage: &Passage, role: Range<usize>, is_new: bool) -> Option<Unfinished> {
        let words = passage.words();
        let head = role.clone().rev().map(|at| words.lower(at)).find(|word| !word.is_empty())?;
        let is_somebody = grammar::is_person_noun(head) || grammar::is_generic_word(head);
        let later = (role.end..words.tokens.len().min(role.end + LATER))
            .any(|at| story::subject_and_verb(words, at).is_some_and(|_| at > role.end + 2));
        let is_plain = role.len() <= PLACE && words.before(role.end).is_some_and(|it| it.is(','));
        (is_new && is_plain && is_somebody && !later).then(|| Unfinished {
            span: passage.prose.source(words.span(role.end..role.end + 2)),
            parts: vec![StoryPart::Want],
            story: None,
            is_unwanted: true,
        })
    }

    /// What is not filled in after "I want".
    fn gaps_after(&self, index: usize, start: usize) -> Vec<(StoryPart, Span)> {
        let mut gaps = Vec::new();
        let Some(passage) = self.passages.get(index) else { return gaps };
        let words = passage.words();
        let start = story::skip_to(words, start);
        let end = self.end(words, start);
        let marker = (start..end).find_map(|at| {
            let from = story::benefit_marker(words, at)?;
            Some((passage, at, from))
        });
        let want = start..marker.map_or(end, |(_, at, _)| at);
        let is_void = !want.clone().any(|at| words.is_word(at)) && marker.is_some();
        if self.is_blank(passage, want.clone(), StoryPart::Want) {
            gaps.push((StoryPart::Want, passage.prose.source(trimmed(words, want))));
        } else if is_void && self.is_void(passage, want.clone()) {
            gaps.push((
                StoryPart::Want,
                passage.prose.source(words.span(start.saturating_sub(1)..start)),
            ));
        }
        let marker = marker.or_else(|| {
            let (next, at) = match words.get(end) {
                Some(_) => (passage, (end..words.tokens.len()).find(|at| words.is_word(*at))?),
                None => (self.passages.get(index + 1)?, 0),
            };
            Some((next, at, story::benefit_marker(next.words(), at)?))
        });
        let Some((passage, at, from)) = marker else { return gaps };
        let words = passage.words();
        let reason = from..self.end(words, from);
        if self.is_blank(passage, reason.clone(), StoryPart::Benefit) {
            gaps.push((StoryPart::Benefit, passage.prose.source(trimmed(words, reason))));
        } else if !reason.clone().any(|at| words.is_word(at)) && self.is_void(passage, reason) {
            gaps.push((StoryPart::Benefit, passage.prose.source(words.span(at..from))));
        }
        gaps
    }

    /// The end of the sentence, or of the line if something stands on it.
    fn end(&self, words: Words<'_>, start: usize) -> usize {
        let ends = |at: &usize| {
            let is_break = words.get(*at).is_some_and(|it| it.kind == TokenKind::Break);
            let is_next = || story::is_lead(words, *at) && grammar::is_article(words.lower(at + 1));
            words.ends_sentence(*at) || *at > start && (is_break || is_next())
        };
        (start..words.tokens.len()).find(ends).unwrap_or(words.tokens.len())
    }

    /// The stories of tables whose cells are not filled in.
    fn in_columns(&self) -> Vec<Unfinished> {
        let stories = self.stories.iter().enumerate();
        let in_columns = stories.filter(|(_, story)| story.wanting.is_none());
        let found = in_columns.filter_map(|(index, story)| {
            let role = story.roles.first()?;
            let parts = [
                (StoryPart::Role, Some((role.text.as_str(), role.span))),
                (StoryPart::Want, Some((story.want.text.as_str(), story.want.span))),
                (StoryPart::Benefit, story.benefit.as_ref().map(|it| (it.text.as_str(), it.span))),
            ];
            let gaps = parts.into_iter().filter_map(|(slot, part)| {
                let (text, span) = part?;
                is_blank_text(text, slot).then_some((slot, span))
            });
            let gaps: Vec<(StoryPart, Span)> = gaps.collect();
            let (_, span) = *gaps.first()?;
            let parts = gaps.iter().map(|(slot, _)| *slot).collect();
            Some(Unfinished { span, parts, story: Some(index), is_unwanted: false })
        });
        found.collect()
    }

    /// Whether nothing stands at some tokens but marks that leave a part out: no code, no image.
    fn is_void(&self, passage: &Passage, range: Range<usize>) -> bool {
        range.clone().all(|at| {
            passage
                .tokens
                .get(at)
                .is_none_or(|it| matches!(it.kind, TokenKind::Mark(_) | TokenKind::Break))
        })
    }

    /// Whether a part is a place to fill in.
    fn is_blank(&self, passage: &Passage, range: Range<usize>, slot: StoryPart) -> bool {
        let words = passage.words();
        let span = trimmed(words, range.clone());
        let seen = slice(words.text, span);
        if seen.is_empty() || seen.split_whitespace().count() > PLACE {
            return false;
        }
        if seen.chars().eq([Prose::OBJECT]) {
            // `<role>`, as a tag or as code.
            let written = slice(self.text, passage.prose.source(span));
            return written.trim_matches('`').starts_with('<') && written.contains('>');
        }
        is_blank_text(seen, slot)
    }

    /// Whether the words before a form say that it is one: "Format:", "use this template".
    fn is_explained(&self, index: usize, lead: usize) -> bool {
        let Some(passage) = self.passages.get(index) else { return false };
        let words = passage.words();
        let at = words.span(lead..lead + 1).start;
        let is_quoted = words.before(lead).is_some_and(|it| {
            matches!(it.kind, TokenKind::Mark('"' | '“' | '\'' | '‘' | '«' | '('))
        }) || passage
            .prose
            .marks
            .iter()
            .any(|mark| matches!(mark.kind, MarkKind::Emphasis) && mark.span.start == at);
        let explains = |words: Words<'_>, range: Range<usize>| {
            range.into_iter().any(|at| {
                let word = words.lower(at);
                Class::TemplateTalk.has(word)
                    || word.strip_suffix('s').is_some_and(|word| Class::TemplateTalk.has(word))
            })
        };
        let before = index.checked_sub(1).and_then(|index| self.passages.get(index));
        let heading = self
            .passages
            .get(..index)
            .and_then(|above| above.iter().rev().find(|it| matches!(it.kind, Kind::Heading(_))));
        let above = before
            .into_iter()
            .chain(heading)
            .any(|it| explains(it.words(), it.tokens.len().saturating_sub(30)..it.tokens.len()));
        is_quoted || explains(words, lead.saturating_sub(30)..lead) || above
    }
}

/// A part without the marks round it, as a span of its prose.
fn trimmed(words: Words<'_>, mut range: Range<usize>) -> Span {
    let is_edge = |at: usize| {
        words.get(at).is_none_or(|it| {
            matches!(
                it.kind,
                TokenKind::Break | TokenKind::Mark('.' | ',' | ';' | ':' | '"' | '“' | '”' | '*')
            )
        })
    };
    // Dots are a place to fill in where nothing else stands.
    let dots = range.clone().filter(|at| words.text(*at) == ".").count();
    let others = range.clone().any(|at| !is_edge(at));
    if dots > 1 && !others {
        while range.start < range.end && words.text(range.start) != "." {
            range.start += 1;
        }
        while range.start < range.end && words.text(range.end - 1) != "." {
            range.end -= 1;
        }
        return words.span(range);
    }
    while range.start < range.end && is_edge(range.start) {
        range.start += 1;
    }
    while range.start < range.end && is_edge(range.end - 1) {
        range.end -= 1;
    }
    words.span(range)
}

/// Whether a part says no more than that something is to be put there.
fn is_blank_text(text: &str, slot: StoryPart) -> bool {
    let inner = |open: char, close: char| {
        let inner = text.strip_prefix(open)?.strip_suffix(close)?;
        (!inner.contains([open, close])).then(|| inner.to_lowercase())
    };
    if inner('<', '>').or_else(|| inner('{', '}')).or_else(|| inner('‹', '›')).is_some() {
        return true;
    }
    if let Some(inner) = inner('[', ']') {
        // "As a [nurse]": somebody filled it in and left the brackets.
        let mut words = inner.split(|c: char| !c.is_alphabetic());
        return match slot {
            StoryPart::Role => words.any(is_place_of_role),
            StoryPart::Want | StoryPart::Benefit => words.any(is_place_of_want),
        } || inner.chars().all(|c| !c.is_alphabetic());
    }
    let mark = |c: char| matches!(c, '.' | '…' | '?' | '_' | '-' | '‐' | '–' | '—');
    if !text.is_empty() && text.chars().all(mark) {
        return text.chars().count() > 1 || text.starts_with(['…', '?', '_']);
    }
    let lower = text.to_lowercase();
    let first = text.split([' ', ':', '-', '(']).next().unwrap_or_default();
    let is_later = matches!(first, "TBD" | "TBC" | "TBA" | "TODO" | "FIXME" | "XXX")
        || Class::ToBeFilled.has(lower.as_str());
    let lower = ["a ", "an ", "the ", "some "]
        .iter()
        .find_map(|article| lower.strip_prefix(article))
        .unwrap_or(&lower);
    is_later
        || match slot {
            StoryPart::Role => matches!(lower, "role" | "user role" | "persona" | "type of user"),
            StoryPart::Want => Class::BlankWant.has(lower),
            StoryPart::Benefit => Class::BlankBenefit.has(lower),
        }
}

/// What stands between the brackets of a form for a role.
fn is_place_of_role(word: &str) -> bool {
    word == "roles" || story::stands_for_role(word)
}

/// What stands between the brackets of a form for a want or a benefit.
fn is_place_of_want(word: &str) -> bool {
    Class::PlaceOfWant.has(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::passage::tests::passages;
    use crate::text::token::tokens;
    use StoryPart::{Benefit, Role, Want};

    /// The unfinished stories of a text: the words that are pointed at, and the parts that are to be filled in.
    #[track_caller]
    fn check(text: &str, expected: &[(&str, &[StoryPart])]) {
        let passages = passages(text);
        let found = find(&passages, text, &story::find(&passages));
        let seen: Vec<(&str, &[StoryPart])> =
            found.iter().map(|it| (slice(text, it.span), it.parts.as_slice())).collect();
        assert_eq!(seen, expected, "{text}");
    }

    #[test]
    fn parts_of_a_story_may_not_be_filled_in() {
        let all: &[StoryPart] = &[Role, Want, Benefit];
        for (text, expected) in [
            ("As a <role>, I want <goal> so that <benefit>", Some(("<role>", all))),
            ("As a `<role>`, I want `<goal>` so that `<benefit>`", Some(("`<role>`", all))),
            ("As a `role`, I want tea so that I wake", None),
            ("As a [type of user], I want [goal] so that [reason]", Some(("[type of user]", all))),
            ("As a ___, I want ___, so that ___", Some(("As a", all))),
            ("As a …, I want … so that …", Some(("…", all))),
            ("As a, I want, so that", Some(("As a", all))),
            ("As a(n), I want tea so that I wake", Some(("As a(n)", &[Role][..]))),
            ("As a role, I want tea so that I wake", Some(("role", &[Role][..]))),
            ("As a nurse, I want … so that I wake", Some(("…", &[Want][..]))),
            (
                "As a nurse, I want to <do something> so that I wake",
                Some(("<do something>", &[Want][..])),
            ),
            ("As a nurse, I want tea so that TBD", Some(("TBD", &[Benefit][..]))),
            ("As a nurse, I want tea so that.", Some(("so that", &[Benefit][..]))),
            ("As a nurse, I want tea.\n\nSo that …", Some(("…", &[Benefit][..]))),
            ("As a nurse, I want tea. So that …", Some(("…", &[Benefit][..]))),
            ("As a nurse\n\nI want <goal>\n\nSo that I wake", Some(("<goal>", &[Want][..]))),
            ("As a nurse, I want tea so that I wake", None),
            ("As a [nurse], I want tea so that I wake", None),
            ("As a ![nurse](n.png), I want tea so that I wake", None),
            ("As a nurse, I want `tea` so that I wake", None),
            ("As a nurse, I want to:\n\n- rest\n", None),
            ("As a nurse, I want so that I wake", None),
            ("As a nurse, I want", None),
            ("As many as want …", None),
            ("---\nstory: As a …, I want …\n---\n", None),
        ] {
            let expected: Vec<(&str, &[StoryPart])> = expected.into_iter().collect();
            check(text, &expected);
        }
    }

    #[test]
    fn a_form_that_is_explained_is_no_story() {
        let form = "As a <role>, I want <goal>";
        for (before, is_explained) in [
            ("", false),
            ("Use this template: ", true),
            ("Format: ", true),
            ("Two formats: ", true),
            ("Story: ", false),
            ("\"", true),
            ("(", true),
            ("*", true),
            ("**", false),
            ("Our template\n\n", true),
            ("## Template\n\nText\n\n", true),
            ("## Stories\n\nText\n\n", false),
            ("## Template\n\n## Stories\n\nText\n\n", false),
            ("A template\n\nText\n\n", false),
        ] {
            let mark = if before.starts_with('*') { before } else { "" };
            let expected: &[(&str, &[StoryPart])] =
                if is_explained { &[] } else { &[("<role>", &[Role, Want])] };
            check(&format!("{before}{form}{mark}"), expected);
        }
        // What is filled in but for its role is nobody's form.
        check("Use this template: As a <role>, I want tea", &[("<role>", &[Role])]);
    }

    #[test]
    fn a_role_and_a_reason_may_stand_without_a_want() {
        for (text, expected) in [
            ("As a nurse, so that I rest", true),
            ("As the user, so that I rest", true),
            ("As a table, so that I rest", false),
            ("As nurse, so that I rest", false),
            ("As a nurse so that I rest", false),
            ("As a nurse, so that I rest, I want tea", false),
            ("As a very very very very very very very tired nurse, so that I rest", false),
        ] {
            let passages = passages(text);
            let found = find(&passages, text, &story::find(&passages));
            let seen: Vec<&str> =
                found.iter().filter(|it| it.is_unwanted).map(|it| slice(text, it.span)).collect();
            assert_eq!(seen, if expected { vec!["so that"] } else { vec![] }, "{text}");
            assert!(found.iter().all(|it| it.parts == [Want] && it.story.is_none()), "{text}");
        }
    }

    #[test]
    fn a_want_is_looked_for_near_its_role() {
        let text = |count: usize| format!("As a … {}I want tea so that I wake", "x ".repeat(count));
        let found = |text: &str| {
            let passages = passages(text);
            find(&passages, text, &story::find(&passages)).len()
        };
        assert_eq!((found("As a … – I want …"), found(&text(ROLE))), (1, 0));
        assert_eq!(found("As a …. I want …"), 0);
        assert_eq!(found("As a … As a … I want …"), 1);
        assert_eq!(found("As a …: want …"), 1);
        assert_eq!(found("As a … want …"), 0);
        assert_eq!(found("As a …\n\nI want …"), 1);
        assert_eq!(found("As a …\n\nThen I want …"), 0);
        assert_eq!(found("| As a … | I want … |\n|---|---|\n| a | b |"), 0);
    }

    #[test]
    fn an_unfinished_story_knows_its_story() {
        let text = "As a cook, I want salt.\n\nAs a nurse, I want … so that I wake.\n\nAs a …, I want tea.";
        let passages = passages(text);
        let found = find(&passages, text, &story::find(&passages));
        let stories: Vec<Option<usize>> = found.iter().map(|it| it.story).collect();
        assert_eq!(stories, [Some(1), None]);
    }

    #[test]
    fn cells_of_a_table_may_not_be_filled_in() {
        let header = "| As a | I want | so that |\n|---|---|---|\n";
        check(
            &format!(
                "{header}| nurse | tea | I wake |\n| nurse | tea | TBD |\n| cook | salt | … |\n"
            ),
            &[("TBD", &[Benefit])],
        );
        check(&format!("{header}| nurse | goal | reason |\n"), &[("goal", &[Want, Benefit])]);
        check(&format!("{header}| role | tea | |\n"), &[("role", &[Role])]);
    }

    #[test]
    fn a_part_has_no_marks_round_it() {
        for (text, expected) in [
            ("“tea”,", "tea"),
            (": *tea* ;", "tea"),
            ("tea (hot)", "tea (hot)"),
            (", ...", "..."),
            ("... ,", "..."),
            (", .", ""),
            ("", ""),
            ("tea ...", "tea"),
        ] {
            let tokens = tokens(text);
            let words = tokens.of(text);
            assert_eq!(slice(text, trimmed(words, 0..tokens.len())), expected, "{text}");
        }
    }

    #[test]
    fn some_words_are_places_to_fill_in() {
        for (text, who, what, what_for) in [
            ("<nurse>", true, true, true),
            ("{nurse}", true, true, true),
            ("‹nurse›", true, true, true),
            ("<a> or <b>", false, false, false),
            ("<nurse", false, false, false),
            ("[nurse]", false, false, false),
            ("[type of user]", true, false, false),
            ("[roles]", true, false, false),
            ("[some goal]", false, true, true),
            ("[…]", true, true, true),
            ("[a] or [b]", false, false, false),
            ("…", true, true, true),
            ("?", true, true, true),
            ("_", true, true, true),
            (".", false, false, false),
            ("-", false, false, false),
            ("...", true, true, true),
            ("--", true, true, true),
            ("", false, false, false),
            ("TBD", true, true, true),
            ("TODO: ask", true, true, true),
            ("XXX", true, true, true),
            ("FIXME", true, true, true),
            ("fixme", false, false, false),
            ("tbd", true, true, true),
            ("a role", true, false, false),
            ("the persona", true, false, false),
            ("a goal", false, true, false),
            ("some benefit", false, false, true),
            ("nurse", false, false, false),
        ] {
            let found = [Role, Want, Benefit].map(|slot| is_blank_text(text, slot));
            assert_eq!(found, [who, what, what_for], "{text}");
        }
    }
}
