//! Wordings: how people say one kind of thing, a pattern of words a line, in a text file beside the module that asks.
//!
//! ```text
//! # A list of words and short phrases, then a pattern: its kind, and what it is made of.
//! us: i, we, none of us
//! taste | $us <want-adverb>? love/hate !to
//! ```
//!
//! | element | stands for |
//! |---|---|
//! | `word` | that word, in lower case |
//! | `$list` | a phrase of a list |
//! | `<class>` | a word of a class of `words.txt` |
//! | `one/$list/<class>` | any of these |
//! | `*ly` | a word with that ending |
//! | `_` | any word |
//! | `~3` | up to three words |
//! | `%` | an amount: a word or number that stands for how many |
//! | `.` | the end: of the text, or a mark that ends a clause |
//! | `x?` | x or nothing |
//! | `!x` | nothing, and x does not follow |
//!
//! A hyphen within a word counts as a space.

use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::RandomState;

use crate::text::token::{TokenKind, Words};
use crate::words::Class;

/// The patterns of a file.
pub(crate) struct Wordings {
    patterns: Vec<Pattern>,
    /// The patterns by the words that they begin with.
    by_word: HashMap<&'static str, Vec<usize>, RandomState>,
    /// For each first letter, a bit for each length of the words above: most words need not be looked up.
    lengths: [u32; 256],
    /// The patterns that may begin with any word.
    open: Vec<usize>,
    /// The lines that say nothing: mistakes in the file.
    unread: Vec<&'static str>,
}

struct Pattern {
    kind: &'static str,
    elements: Vec<Element>,
}

enum Element {
    OneOf(Choice),
    Any,
    /// So many words, or fewer.
    Gap(usize),
    Amount,
    End,
    Optional(Box<Element>),
    Not(Box<Element>),
}

/// What may stand at one place.
#[derive(Default)]
struct Choice {
    /// The longest first.
    phrases: Vec<Vec<&'static str>>,
    classes: Vec<Class>,
    endings: Vec<&'static str>,
}

type Lists = HashMap<&'static str, Vec<Vec<&'static str>>>;

impl Wordings {
    /// Reads the lines of a file.
    pub fn read(file: &'static str) -> Self {
        let mut lists = Lists::new();
        let mut wordings = Self {
            patterns: Vec::new(),
            by_word: HashMap::default(),
            lengths: [0; 256],
            open: Vec::new(),
            unread: Vec::new(),
        };
        for line in file.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
            if let Some((kind, pattern)) = line.split_once(" | ") {
                let elements = pattern.split_whitespace().map(|it| Element::read(it, &lists));
                match elements.collect::<Option<Vec<_>>>() {
                    Some(elements) => wordings.add(Pattern { kind, elements }),
                    None => wordings.unread.push(line),
                }
            } else if let Some((name, phrases)) = line.split_once(": ") {
                let phrases = phrases.split(',').map(|it| it.split_whitespace().collect());
                lists.entry(name).or_default().extend(phrases);
            } else {
                wordings.unread.push(line);
            }
        }
        wordings
    }

    fn add(&mut self, pattern: Pattern) {
        let number = self.patterns.len();
        match pattern.firsts() {
            Some(firsts) => {
                for first in firsts {
                    if let Some(lengths) = self.lengths_of(first) {
                        *lengths |= bit_of(first);
                    }
                    let patterns = self.by_word.entry(first).or_default();
                    if patterns.last() != Some(&number) {
                        patterns.push(number);
                    }
                }
            }
            None => self.open.push(number),
        }
        self.patterns.push(pattern);
    }

    fn lengths_of(&mut self, word: &str) -> Option<&mut u32> {
        self.lengths.get_mut(usize::from(word.bytes().next()?))
    }

    /// Returns the kind of the first pattern that the tokens from `range.start` on match, and where that match ends.
    pub fn at(&self, words: Words<'_>, range: Range<usize>) -> Option<(&'static str, usize)> {
        let first = words.lower(range.start);
        let lengths = first.bytes().next().and_then(|letter| self.lengths.get(usize::from(letter)));
        let may_begin = lengths.is_some_and(|lengths| lengths & bit_of(first) != 0);
        let listed = may_begin.then(|| self.by_word.get(first)).flatten().into_iter().flatten();
        listed.chain(&self.open).find_map(|number| {
            let pattern = self.patterns.get(*number)?;
            let end = go(&pattern.elements, words, range.clone())?;
            (end > range.start).then_some((pattern.kind, end))
        })
    }

    /// Returns the first match within the tokens: its kind, and the tokens of it.
    pub fn find(
        &self,
        words: Words<'_>,
        range: Range<usize>,
    ) -> Option<(&'static str, Range<usize>)> {
        let end = range.end;
        range.into_iter().find_map(|at| {
            let (kind, to) = self.at(words, at..end)?;
            Some((kind, at..to))
        })
    }
}

fn bit_of(word: &str) -> u32 {
    1 << word.len().min(31)
}

impl Pattern {
    /// The words that the pattern may begin with; none if any word will do.
    fn firsts(&self) -> Option<Vec<&'static str>> {
        let mut firsts = Vec::new();
        for element in &self.elements {
            let (element, is_optional) = match element {
                Element::Optional(inner) => (inner.as_ref(), true),
                element => (element, false),
            };
            let Element::OneOf(choice) = element else { return None };
            if !choice.classes.is_empty() || !choice.endings.is_empty() {
                return None;
            }
            firsts.extend(choice.phrases.iter().filter_map(|phrase| phrase.first()));
            if !is_optional {
                return Some(firsts);
            }
        }
        None
    }
}

impl Element {
    fn read(text: &'static str, lists: &Lists) -> Option<Self> {
        if let Some(inner) = text.strip_suffix('?').filter(|inner| !inner.is_empty()) {
            return Some(Self::Optional(Box::new(Self::read(inner, lists)?)));
        }
        if let Some(inner) = text.strip_prefix('!') {
            return Some(Self::Not(Box::new(Self::read(inner, lists)?)));
        }
        if let Some(count) = text.strip_prefix('~') {
            return count.parse().ok().map(Self::Gap);
        }
        match text {
            "." => Some(Self::End),
            "%" => Some(Self::Amount),
            "_" => Some(Self::Any),
            _ => Self::one_of(text, lists),
        }
    }

    fn one_of(text: &'static str, lists: &Lists) -> Option<Self> {
        let mut choice = Choice::default();
        for part in text.split('/') {
            if let Some(list) = part.strip_prefix('$') {
                choice.phrases.extend(lists.get(list)?.iter().cloned());
            } else if let Some(name) = part.strip_prefix('<') {
                choice.classes.push(Class::from_name(name.strip_suffix('>')?)?);
            } else if let Some(ending) = part.strip_prefix('*') {
                choice.endings.push(ending);
            } else {
                choice.phrases.push(vec![part]);
            }
        }
        choice.phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
        Some(Self::OneOf(choice))
    }
}

impl Choice {
    /// Where one of the phrases, or a word, ends that stands at a token.
    fn ends<'a>(
        &'a self,
        words: Words<'a>,
        range: Range<usize>,
    ) -> impl Iterator<Item = usize> + 'a {
        let next = after_hyphen(words, range.start);
        let is_word = next < range.end
            && (self.classes.iter().any(|class| words.is(next, *class))
                || self.endings.iter().any(|ending| words.lower(next).ends_with(ending)));
        let phrases = self.phrases.iter().filter_map(move |phrase| {
            let mut at = range.start;
            for word in phrase {
                at = after_hyphen(words, at);
                let is_same = words.lower(at) == *word || words.text(at) == *word;
                at = (at < range.end && is_same).then_some(at + 1)?;
            }
            Some(at)
        });
        is_word.then_some(next + 1).into_iter().chain(phrases)
    }
}

/// The end of the match of some elements from the start of the tokens on.
fn go(elements: &[Element], words: Words<'_>, range: Range<usize>) -> Option<usize> {
    let Some((first, rest)) = elements.split_first() else { return Some(range.start) };
    let (start, end) = (range.start, range.end);
    let next = after_hyphen(words, start);
    match first {
        Element::Gap(most) => {
            let mut at = start;
            for _ in 0..=*most {
                if let Some(end) = go(rest, words, at..end) {
                    return Some(end);
                }
                let skipped = after_hyphen(words, at);
                if skipped >= end || !is_plain(words, skipped) {
                    return None;
                }
                at = skipped + 1;
            }
            None
        }
        Element::OneOf(choice) => choice.ends(words, range).find_map(|at| go(rest, words, at..end)),
        Element::Any => {
            (next < end && is_plain(words, next)).then(|| go(rest, words, next + 1..end))?
        }
        Element::Amount => {
            (next < end && is_amount(words, next)).then(|| go(rest, words, next + 1..end))?
        }
        Element::End => (start >= end || ends_clause(words, start)).then_some(start),
        Element::Optional(inner) => {
            let inner = std::slice::from_ref(inner.as_ref());
            let with = go(inner, words, range.clone()).and_then(|at| go(rest, words, at..end));
            with.or_else(|| go(rest, words, range))
        }
        Element::Not(inner) => {
            let inner = std::slice::from_ref(inner.as_ref());
            go(inner, words, range.clone()).is_none().then(|| go(rest, words, range))?
        }
    }
}

/// The token itself, or the one after it where it is a hyphen within a word.
fn after_hyphen(words: Words<'_>, at: usize) -> usize {
    let joins = |at: usize| words.get(at).is_some_and(|token| !token.spaced);
    let is_hyphen = words.get(at).is_some_and(|token| token.is('-'));
    if is_hyphen && joins(at) && joins(at + 1) { at + 1 } else { at }
}

fn is_plain(words: Words<'_>, at: usize) -> bool {
    let kind = words.get(at).map(|token| token.kind);
    matches!(kind, Some(TokenKind::Word | TokenKind::Number | TokenKind::Object))
}

fn is_amount(words: Words<'_>, at: usize) -> bool {
    words.get(at).is_some_and(|token| token.kind == TokenKind::Number)
        || words.is(at, Class::Numeral)
        || words.is(at, Class::Many)
}

fn ends_clause(words: Words<'_>, at: usize) -> bool {
    let Some(token) = words.get(at) else { return true };
    match token.kind {
        TokenKind::Break => true,
        TokenKind::Mark(mark) => {
            matches!(mark, '.' | ',' | ';' | ':' | '!' | '?' | ')' | '(' | '—' | '–')
        }
        _ => false,
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::text::token::tokens;

    impl Wordings {
        /// Asserts that every line of the file is read.
        #[track_caller]
        pub fn assert_read(&self) {
            assert!(self.unread.is_empty(), "these lines say nothing: {:?}", self.unread);
        }
    }

    const FILE: &str = "\
# People.
us: i, we, none of us
us: our team
rest: rest, sleep in

taste | $us <want-adverb>? love/hate !to
rest | nurses ~2 $rest .
rest | *ping mostly
count | % cups
open | <month>/today tea _?
";

    #[test]
    fn a_pattern_is_found_in_a_text() {
        let wordings = Wordings::read(FILE);
        wordings.assert_read();
        for (text, expected) in [
            ("So we really love it", Some(("taste", "we really love"))),
            ("I hate tea", Some(("taste", "I hate"))),
            ("None of us love it", Some(("taste", "None of us love"))),
            ("Our team loves it", None),
            ("We love to ask", None),
            ("We very love it", None),
            ("Nurses rest", Some(("rest", "Nurses rest"))),
            ("Nurses rest.", Some(("rest", "Nurses rest"))),
            ("Nurses rest on it", None),
            ("Nurses who work sleep-in, mostly", Some(("rest", "Nurses who work sleep-in"))),
            ("Nurses who work and sleep in", None),
            ("Nurses, who rest", None),
            ("Sleeping mostly", Some(("rest", "Sleeping mostly"))),
            ("Brew 5 cups", Some(("count", "5 cups"))),
            ("Brew two cups", Some(("count", "two cups"))),
            ("Brew cups", None),
            ("In May tea is hot", Some(("open", "May tea is"))),
            ("Today tea, hot", Some(("open", "Today tea"))),
        ] {
            let tokens = tokens(text);
            let words = tokens.of(text);
            let found = wordings.find(words, 0..tokens.len());
            let found = found.map(|(kind, at)| (kind, markdown::slice(text, words.span(at))));
            assert_eq!(found, expected, "{text}");
        }
        let text = "We love tea";
        let tokens = tokens(text);
        assert_eq!(wordings.at(tokens.of(text), 0..1), None);
    }

    #[test]
    fn a_line_that_says_nothing_is_known() {
        let wordings = Wordings::read("a | $b\na | <no-such-class>\na | ~x\nplain\n");
        assert_eq!(wordings.unread, ["a | $b", "a | <no-such-class>", "a | ~x", "plain"]);
    }
}
