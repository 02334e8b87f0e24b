//! Comments that say what to leave in peace: `<!-- rolecall-ignore generic-role -->`.

use markdown::{Block, Segment, Span, slice};

use crate::rules;

/// What a directive does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Ignores in the block that follows.
    Next,
    /// Ignores from here on.
    Start,
    /// Until here.
    End,
    /// Ignores in the whole document.
    File,
}

/// The first word of a directive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Word {
    Right(Kind),
    /// It is misspelt: what was probably meant, if anything is near.
    Wrong(Option<Kind>),
}

/// A directive. Spans are of the segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Directive {
    pub kind: Word,
    /// The comment, marks included.
    pub comment: Span,
    /// Its first word.
    pub word: Span,
    /// The rules it names; all are meant where it names none.
    pub rules: Vec<Named>,
    /// Index of the HTML block it stands in.
    pub block: usize,
    /// How far "the block that follows" goes.
    pub next: Reach,
}

/// A word that should name a rule, and which of [`rules::ALL`] it does name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Named {
    pub span: Span,
    pub rule: Option<usize>,
}

/// Where in a segment something ends that is ignored, and whether it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reach {
    pub end: usize,
    pub onward: Onward,
}

/// What of the next segment is ignored as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Onward {
    Nothing,
    /// The block that follows: it has not come yet.
    Block,
    /// The rest of the list.
    List,
}

/// The directives of a segment, in text order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Directives {
    pub all: Vec<Directive>,
    /// How far the first block goes, for a directive at the end of the segment before.
    pub first: Reach,
    /// How far the list goes that the segment begins with, if it does.
    pub list: Reach,
}

impl Kind {
    pub const ALL: [Kind; 4] = [Kind::Next, Kind::Start, Kind::End, Kind::File];

    /// The word it is written with.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Next => "rolecall-ignore",
            Kind::Start => "rolecall-ignore-start",
            Kind::End => "rolecall-ignore-end",
            Kind::File => "rolecall-ignore-file",
        }
    }
}

impl Word {
    /// The first word of a comment, if the comment is meant for us.
    fn of(word: &str) -> Option<Word> {
        if let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.name() == word) {
            return Some(Word::Right(kind));
        }
        let near = near(word, Kind::ALL.into_iter().map(Kind::name));
        let near = Kind::ALL.into_iter().find(|kind| near == Some(kind.name()));
        let lower = word.to_lowercase();
        let ours = lower.starts_with("rolecall-") || lower.starts_with("rolecall_");
        (ours || near.is_some()).then_some(Word::Wrong(near))
    }
}

impl Directive {
    /// What it does, unless it is misspelt.
    pub fn does(&self) -> Option<Kind> {
        match self.kind {
            Word::Right(kind) => Some(kind),
            Word::Wrong(_) => None,
        }
    }

    /// Whether it names the rule of this index in [`rules::ALL`], or all of them.
    pub fn names(&self, rule: usize) -> bool {
        if self.rules.is_empty() {
            return rules::ALL.get(rule).is_some_and(|rule| !rule.on_directives);
        }
        self.rules.iter().any(|named| named.rule == Some(rule))
    }
}

/// The one of `names` that was meant by `word`: at most two letters are wrong, or parts of it are
/// left out at its end. Of names that are so much alike, a farther one is as likely to be another.
pub(crate) fn near(
    word: &str,
    names: impl Iterator<Item = &'static str> + Clone,
) -> Option<&'static str> {
    let word = word.to_lowercase().replace(['_', ' '], "-");
    let far = |name: &&str| strsim::damerau_levenshtein(&word, name);
    let misspelt = names.clone().min_by_key(far).filter(|name| far(name) <= 2);
    let is_whole = |name: &&str| name.strip_prefix(&word).is_some_and(|rest| rest.starts_with('-'));
    let mut whole = names.filter(is_whole);
    let only = whole.next().filter(|_| whole.next().is_none());
    misspelt.or(only)
}

/// A comment that does it: `<!-- rolecall-ignore generic-role -->`.
pub(crate) fn written(kind: Kind, rule: &str) -> String {
    format!("<!-- {} {rule} -->", kind.name())
}

/// The directives of a segment.
pub(crate) fn find(segment: &Segment) -> Directives {
    let blocks = segment.blocks();
    let length = segment.text().len();
    let mut all = Vec::new();
    let mut next: Option<&Block> = None;
    // From the end, so that what follows each is known.
    for (index, block) in blocks.iter().enumerate().rev() {
        if block.kind != markdown::Kind::Html {
            next = Some(block);
            continue;
        }
        let outside = block.item.is_none() && block.quotes == 0;
        let reach = reach(next, outside, blocks, length);
        let directives = comments(segment.text(), block.span).into_iter();
        let directives = directives.filter_map(|comment| read(segment.text(), comment));
        let directives =
            directives.map(|directive| Directive { block: index, next: reach, ..directive });
        let directives: Vec<Directive> = directives.collect();
        all.extend(directives.into_iter().rev());
    }
    all.reverse();
    let list = blocks.first().filter(|block| block.item.is_some() && block.quotes == 0);
    let list = match list {
        Some(first) => reach(Some(first), true, blocks, length),
        None => Reach { end: 0, onward: Onward::Nothing },
    };
    Directives { all, first: reach(next, true, blocks, length), list }
}

/// How far the block that follows goes. `outside` of all lists, that may be a list, and if nothing
/// stands behind it in the segment, it may go on in the next.
fn reach(next: Option<&Block>, outside: bool, blocks: &[Block], length: usize) -> Reach {
    let Some(next) = next else { return Reach { end: length, onward: Onward::Block } };
    let is_list = outside && next.item.is_some() && next.quotes == 0;
    let is_last = blocks.last().is_some_and(|last| last.span.start < next.whole.end);
    let onward = if is_list && is_last { Onward::List } else { Onward::Nothing };
    Reach { end: next.whole.end, onward }
}

/// The comments of an HTML block that stand on lines of their own.
fn comments(text: &str, block: Span) -> Vec<Span> {
    const RAW: [&str; 4] = ["<pre", "<script", "<style", "<textarea"];
    let html = slice(text, block);
    let start = html.trim_start().get(..9).unwrap_or(html.trim_start()).to_lowercase();
    let mut found = Vec::new();
    // What does not open here goes on from another segment.
    if !start.starts_with('<') || RAW.iter().any(|raw| start.starts_with(raw)) {
        return found;
    }
    let mut at = 0;
    while let Some(open) = html.get(at..).and_then(|rest| rest.find("<!--")).map(|open| at + open) {
        let Some(close) = html.get(open..).and_then(|rest| rest.find("-->")) else { break };
        let close = open + close + "-->".len();
        // Since the comment before, or the start; each byte is looked at once.
        let before = slice(html, Span::new(at, open));
        let line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
        let begins = at == 0 || line.len() < before.len();
        let mut behind = slice(html, Span::new(close, html.len())).chars();
        let ends =
            behind.by_ref().take_while(|c| !matches!(c, '\n' | '\r')).all(char::is_whitespace);
        if begins && ends && line.chars().all(|c| c.is_whitespace() || c == '>') {
            found.push(Span::new(open, close).shifted(block.start));
        }
        at = close;
    }
    found
}

/// What a comment says, if it is meant for us.
fn read(text: &str, comment: Span) -> Option<Directive> {
    let inside = Span::new(comment.start + "<!--".len(), comment.end.saturating_sub("-->".len()));
    let words = words(slice(text, inside));
    let mut words = words.into_iter().map(|word| word.shifted(inside.start));
    let mut word = words.next()?;
    let mut kind = Word::of(slice(text, word));
    let mut names: Vec<Span> = words.collect();
    // "rolecall ignore"
    if kind.is_none()
        && let Some(second) = names.first()
    {
        let both = Span::new(word.start, second.end);
        if matches!(Word::of(slice(text, both)), Some(Word::Wrong(Some(_)))) {
            kind = Word::of(slice(text, both));
            word = both;
            names.remove(0);
        }
    }
    let rule = |name: &Span| rules::ALL.iter().position(|rule| rule.name == slice(text, *name));
    let rules = names.iter().map(|name| Named { span: *name, rule: rule(name) }).collect();
    let next = Reach { end: comment.end, onward: Onward::Nothing };
    Some(Directive { kind: kind?, comment, word, rules, block: 0, next })
}

/// The words of a comment, which spaces and commas part.
fn words(text: &str) -> Vec<Span> {
    let is_gap = |c: char| c.is_whitespace() || c == ',';
    let mut words = Vec::new();
    let mut start = None;
    for (at, character) in text.char_indices().chain([(text.len(), ' ')]) {
        match start {
            None if !is_gap(character) => start = Some(at),
            Some(from) if is_gap(character) => {
                words.push(Span::new(from, at));
                start = None;
            }
            _ => {}
        }
    }
    words
}
