//! Putting a role in another word's place, in good English.

use std::ops::Range;

use markdown::{Kind, Mark, MarkKind, Span};

use crate::english::{self, Capitals, Number};
use crate::finding::Edit;
use crate::generic::Generic;
use crate::judge;
use crate::lexicon;
use crate::mention::Hit;
use crate::passage::Passage;
use crate::role::Role;
use crate::words::{TokenKind, Words, is_apostrophe};

/// Words that are to be replaced: generic words, or a role as a story names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Target {
    /// Its tokens, a possessive ending included.
    pub tokens: Range<usize>,
    pub number: Number,
    pub possessive: bool,
    /// The word is an indefinite pronoun: "anyone".
    pub pronoun: bool,
    /// Other words than an article say which or how many: "each new user".
    pub qualified: bool,
}

impl Target {
    /// The generic words from `first` to `last`, which stand for one: "users/customers".
    pub fn of_generics(passage: &Passage, first: &Generic, last: &Generic) -> Self {
        Self {
            tokens: start_of(passage.words(), first.tokens.start)..last.tokens.end,
            number: last.number,
            possessive: last.possessive,
            pronoun: last.term == "anyone",
            qualified: judge::is_qualified(passage, first),
        }
    }

    /// The name of a role, which another is to replace.
    pub fn of_mention(passage: &Passage, hit: &Hit) -> Self {
        let generic = Generic::like(hit.passage, hit.tokens.clone(), hit.word, hit.number);
        Self {
            tokens: hit.tokens.clone(),
            number: hit.number,
            possessive: hit.possessive,
            pronoun: false,
            qualified: judge::is_qualified(passage, &generic),
        }
    }

    /// Whether a role can stand here: there is no "each Kieran", nor are there "most Kierans".
    pub fn takes(&self, role: &Role) -> bool {
        let takes_name = self.number == Number::Singular && !self.pronoun && !self.qualified;
        takes_name || !is_own_name(role)
    }

    /// Whether nothing but words that join or determine parts it from what stands before:
    /// "users and [the new customers]". Both in one role would say it twice.
    pub fn joins(&self, before: &Target, words: Words<'_>) -> bool {
        let mut between = before.tokens.end..self.tokens.start;
        self == before
            || !between.is_empty()
                && between.all(|at| {
                    let word = words.lower(at);
                    matches!(words.text(at), "," | "/" | "&" | "-")
                        || matches!(word, "and" | "or")
                        || lexicon::is_determiner(word)
                        || lexicon::is_segment_adjective(word)
                })
    }
}

/// Where a generic word begins with what only such a word has before it: "power user".
fn start_of(words: Words<'_>, at: usize) -> usize {
    let is_intense = |at: usize| matches!(words.lower(at), "power" | "super");
    let is_hyphen = words.before(at).is_some_and(|token| token.is('-') && !token.spaced);
    let before = at.saturating_sub(1 + usize::from(is_hyphen));
    if is_intense(before) { before } else { at }
}

/// The role in a number, for a message.
pub(crate) fn name(number: Number, role: &Role) -> String {
    match number {
        _ if is_own_name(role) => role.name.clone(),
        Number::Plural => english::plural_of(role),
        _ => format!("the {}", role.name),
    }
}

/// The persona by name, or else the role: "Sarah Sue", "the shopper".
pub(crate) fn persona(role: &Role) -> String {
    role.persona.clone().unwrap_or_else(|| name(Number::Singular, role))
}

/// The role as it reads in the target's place, without its article.
pub(crate) fn wording(passage: &Passage, target: &Target, role: &Role) -> String {
    let words = passage.words();
    let text = markdown::slice(words.text, words.span(target.tokens.clone()));
    let name = if target.possessive {
        let apostrophe = text.chars().rfind(|c| is_apostrophe(*c)).unwrap_or('\'');
        english::possessive(role, target.number, apostrophe)
    } else {
        english::of_number(role, target.number)
    };
    let name = match text.get(..3).map(str::to_lowercase).as_deref() {
        Some("eve") if target.pronoun => format!("every {name}"),
        _ if target.pronoun => format!("any {name}"),
        _ => name,
    };
    let capitals = match capitals(words, target.tokens.start) {
        Capitals::All => Capitals::All,
        _ if is_own_name(role) => Capitals::AsDeclared,
        capitals => capitals,
    };
    english::capitalized(&name, capitals)
}

/// The edits that put `role` in the target's place, if it can stand there; `base` is where the
/// segment starts.
pub(crate) fn edits(
    passage: &Passage,
    target: &Target,
    role: &Role,
    base: usize,
) -> Option<Vec<Edit>> {
    if !target.takes(role) {
        return None;
    }
    let words = passage.words();
    let name = wording(passage, target, role);
    let place = words.span(target.tokens.clone());
    let mut edits = Vec::new();
    let at = target.tokens.start;
    let change = match article_before(words, at) {
        Some(article) if is_own_name(role) => {
            Some((without_article(passage, words.span(article), place)?, String::new()))
        }
        _ => agreeing_article(words, at, &role.name),
    };
    edits.extend(
        change.map(|(span, text)| Edit { span: passage.prose.source(span).shifted(base), text }),
    );
    let text = without_repeated(words, target.tokens.start, &name).to_owned();
    edits.push(Edit { span: passage.prose.source(place).shifted(base), text });
    Some(edits)
}

/// What goes before a name, which takes no article: the article with the space behind it, or with
/// the one before it where markup closes behind: "**As a** user". Markup must not be left empty.
fn without_article(passage: &Passage, article: Span, place: Span) -> Option<Span> {
    let mut marks = passage.prose.marks.iter().map(|mark| mark.span);
    let Some(mark) = marks
        .find(|mark| mark.start < place.start && (article.end..=place.start).contains(&mark.end))
    else {
        return Some(Span::new(article.start, place.start));
    };
    let before = markdown::slice(passage.text(), Span::new(mark.start, article.start)).trim_end();
    (!before.is_empty()).then(|| Span::new(mark.start + before.len(), article.end))
}

/// The article right before a token: "a", "the", "a(n)".
fn article_before(words: Words<'_>, at: usize) -> Option<Range<usize>> {
    let before = at.checked_sub(1)?;
    if lexicon::is_article(words.lower(before)) {
        return Some(before..at);
    }
    let first = at.checked_sub(4)?;
    let both = words.lower(first) == "a"
        && words.text(first + 1) == "("
        && words.lower(first + 2) == "n"
        && words.text(first + 3) == ")";
    both.then_some(first..at)
}

/// The article right before a token and what it becomes before `name`, if it changes; its place is
/// of the prose.
pub(crate) fn agreeing_article(words: Words<'_>, at: usize, name: &str) -> Option<(Span, String)> {
    let span = words.span(article_before(words, at)?);
    Some((span, agreeing(markdown::slice(words.text, span), name)?))
}

/// Whether nothing refers to some words by what they are: links lead to a heading by its words, and
/// may find their target by their own.
pub(crate) fn is_unreferred(passage: &Passage, tokens: Range<usize>) -> bool {
    let words = passage.words();
    let span = words.span(tokens.clone());
    let is_link = |mark: &Mark| mark.kind == MarkKind::Link && mark.span.contains(span);
    let before = tokens.start.checked_sub(1).map(|at| words.text(at));
    !matches!(passage.kind, Kind::Heading(_))
        && !passage.prose.marks.iter().any(is_link)
        && before != Some("[")
        && words.text(tokens.end) != "]"
}

/// Whether a sentence, or what is as good as one, begins at a token.
pub(crate) fn opens(words: Words<'_>, at: usize) -> bool {
    starts_sentence(words, at) && !is_title(words)
}

/// What an article becomes before `name`, if it changes.
pub(crate) fn agreeing(old: &str, name: &str) -> Option<String> {
    if old.eq_ignore_ascii_case("the") {
        return None;
    }
    let new = english::article(name);
    let is_upper = old.chars().next().is_some_and(char::is_uppercase);
    let new = if old.len() > 1 && !old.chars().any(char::is_lowercase) {
        new.to_uppercase()
    } else if is_upper {
        english::capitalized(new, Capitals::First)
    } else {
        new.to_owned()
    };
    (new != old).then_some(new)
}

/// The name without the words it begins with where they stand before the place already: "new hire"
/// in "the new user", "Windows administrator" for "Windows users".
fn without_repeated<'a>(words: Words<'_>, at: usize, name: &'a str) -> &'a str {
    let stands_before = |start: &str| {
        let count = start.split(' ').count();
        at.checked_sub(count).is_some_and(|from| {
            start.split(' ').zip(from..at).all(|(word, at)| word.to_lowercase() == words.lower(at))
        })
    };
    let mut cuts = name.match_indices(' ').map(|(cut, _)| name.split_at(cut)).rev();
    cuts.find(|(start, _)| stands_before(start)).map_or(name, |(_, rest)| rest.trim_start())
}

/// Whether a role is known by a persona's own name only: "As Kieran, I want".
pub(crate) fn is_own_name(role: &Role) -> bool {
    role.persona.as_ref() == Some(&role.name)
}

fn capitals(words: Words<'_>, at: usize) -> Capitals {
    let stem = words.text(at).split(is_apostrophe).next().unwrap_or_default();
    let is_upper = stem.chars().next().is_some_and(char::is_uppercase);
    if is_upper && stem.chars().count() > 1 && !stem.chars().any(char::is_lowercase) {
        Capitals::All
    } else if !is_upper {
        Capitals::AsDeclared
    } else if opens(words, at) {
        Capitals::First
    } else {
        Capitals::Each
    }
}

/// Whether a sentence begins with the token.
pub(crate) fn starts_sentence(words: Words<'_>, at: usize) -> bool {
    let is_spaced = words.get(at).is_some_and(|token| token.spaced);
    match words.before(at).map(|before| before.kind) {
        None | Some(TokenKind::Break) => true,
        Some(TokenKind::Mark(mark)) => {
            !matches!(mark, ',' | '/' | '&') && (is_spaced || mark != '-')
        }
        Some(_) => false,
    }
}

/// Whether a sentence begins with the token, told by what stands before it alone: what [`starts_sentence`]
/// takes for a beginning mostly is none where the word has no capital to say so.
pub(crate) fn begins_sentence(words: Words<'_>, at: usize) -> bool {
    match words.before(at).map(|before| before.kind) {
        None | Some(TokenKind::Break) => true,
        Some(_) => words.ends_sentence(at.saturating_sub(1)),
    }
}

/// Whether all words but small ones begin with a capital: "Users Can Pay at the Desk".
pub(crate) fn is_title(words: Words<'_>) -> bool {
    let mut large = (0..words.tokens.len()).filter(|at| {
        let word = words.lower(*at);
        !word.is_empty()
            && !lexicon::is_article(word)
            && !lexicon::is_preposition(word)
            && !matches!(word, "and" | "or" | "but" | "nor")
    });
    large.clone().nth(1).is_some() && large.all(|at| words.text(at).starts_with(char::is_uppercase))
}

/// The edits of several fixes as one: in text order, none twice, none overlapping.
pub(crate) fn merged(edits: impl Iterator<Item = Edit>) -> Vec<Edit> {
    let mut edits: Vec<Edit> = edits.collect();
    edits.sort();
    edits.dedup();
    let mut end = 0;
    edits.retain(|edit| {
        let keep = edit.span.start >= end;
        if keep {
            end = edit.span.end;
        }
        keep
    });
    edits
}
