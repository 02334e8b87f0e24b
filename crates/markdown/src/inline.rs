//! Reading the inline text of one block: what a reader sees, and where each byte of it came from.
//!
//! One pass finds what is markup, a second copies the rest. Both are linear in the block's length
//! whatever is in it, which the inline grammar of tree-sitter-md is not. It is not CommonMark to
//! the letter: emphasis is paired by its marks, not by the specification's delimiter stack, since
//! all we ask is which characters are not prose.

use crate::script::Script;
use crate::span::{Span, slice};
use crate::syntax::Syntax;
use crate::tag::{self, REACH, in_reach, is_address, is_tag, tag_end};

/// What stands in the prose for a piece of code, an image or raw HTML: U+FFFC, the object
/// replacement character. Grammar round it still holds ("the user opens ￼").
pub(crate) const OBJECT: char = '\u{fffc}';

/// After so many expressions of MDX without an end, no more are looked for in a block.
const MOST_OPEN_SCRIPTS: usize = 32;

/// The visible text of a block.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Prose {
    /// The text. A soft line break is a space, a hard one (`<br>`, two spaces, a backslash) a line
    /// feed, code and images are [`Prose::OBJECT`].
    pub text: String,
    /// Emphasis, links and quotations, in order of their start; spans are of `text`.
    pub marks: Vec<Mark>,
    /// The comments that stand in it, marks included, as bytes of the source: `<!-- … -->`, Obsidian's `%% … %%`, and
    /// `{/* … */}` in MDX.
    pub comments: Vec<Span>,
    pub(crate) runs: Vec<Run>,
}

/// A stretch of prose that is set off by markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// By which.
    pub kind: MarkKind,
    /// Its bytes in the prose, without the markup.
    pub span: Span,
}

/// The markup that sets a stretch off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MarkKind {
    /// `**bold**` or `__bold__`.
    Strong,
    /// `*italic*` or `_italic_`.
    Emphasis,
    /// The text of a link.
    Link,
    /// The page that a wikilink without an alias leads to, which is its text as well: `[[nurse]]`.
    Page,
}

/// `len` bytes of prose from `prose` on that stand in the source at `source`, where they take
/// `source_len` bytes: as many, unless something stands there for something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Run {
    pub prose: usize,
    pub len: usize,
    pub source: usize,
    pub source_len: usize,
    /// Whether the source says it with the same bytes.
    pub literal: bool,
    /// Whether a tag or a comment stands between the run before it and this one.
    pub after_tag: bool,
}

impl Prose {
    /// What stands for code, images and HTML.
    pub const OBJECT: char = OBJECT;

    /// The source bytes of a span of the prose. Markup between its ends is included, markup
    /// outside is not.
    pub fn source(&self, span: Span) -> Span {
        let start = self.source_at(span.start, false);
        let end = if span.is_empty() { start } else { self.source_at(span.end, true) };
        Span::new(start, end)
    }

    /// The prose offset at which the source byte at `offset` is seen, if it is.
    pub fn at_source(&self, offset: usize) -> Option<usize> {
        let index = self.runs.partition_point(|run| run.source <= offset).checked_sub(1)?;
        let run = self.runs.get(index)?;
        (offset <= run.source + run.source_len)
            .then(|| run.prose + (offset - run.source).min(run.len))
    }

    /// Where in the prose somebody types who types at the source byte at `offset`, and the source
    /// between what is seen before it and there: markup, or white space at the end. None inside what
    /// the prose does not show as it stands, such as code.
    pub fn typed_at(&self, offset: usize) -> Option<(usize, Span)> {
        let index = self.runs.partition_point(|run| run.source <= offset).checked_sub(1);
        let Some(run) = index.and_then(|index| self.runs.get(index)) else {
            return Some((0, Span::new(offset, offset)));
        };
        let end = run.source + run.source_len;
        if offset >= end {
            return Some((run.prose + run.len, Span::new(end, offset)));
        }
        let into = offset - run.source;
        (into == 0 || run.len == run.source_len)
            .then(|| (run.prose + into, Span::new(offset, offset)))
    }

    fn source_at(&self, offset: usize, is_end: bool) -> usize {
        // An end belongs to the run it closes, a start to the one it opens.
        let index = self
            .runs
            .partition_point(|run| if is_end { run.prose < offset } else { run.prose <= offset });
        let Some(run) = self.runs.get(index.saturating_sub(1)) else {
            return 0;
        };
        let into = offset.saturating_sub(run.prose);
        if run.len == run.source_len {
            run.source + into.min(run.len)
        } else if into > 0 {
            run.source + run.source_len
        } else {
            run.source
        }
    }

    /// What is left of `span` of the text behind an edge, which it ends if any text is.
    fn settle(&mut self, text: &str, span: Span, edge: &mut Option<Span>) -> Span {
        if edge.is_none() {
            return span;
        }
        let rest = slice(text, span).trim_start().len();
        if rest > 0 {
            self.end_line(edge.take());
        }
        Span::new(span.end - rest, span.end)
    }

    /// Ends a line at an edge, if anything is seen before it.
    fn end_line(&mut self, edge: Option<Span>) {
        if let Some(edge) = edge.filter(|_| !self.text.is_empty()) {
            self.push("\n", edge, false, &mut false);
        }
    }

    fn push(&mut self, text: &str, source: Span, literal: bool, after_tag: &mut bool) {
        if text.is_empty() {
            return;
        }
        let after_tag = std::mem::take(after_tag);
        let prose = self.text.len();
        self.text.push_str(text);
        match self.runs.last_mut() {
            Some(run) if literal && run.literal && run.source + run.len == source.start => {
                run.len += text.len();
                run.source_len += text.len();
            }
            _ => self.runs.push(Run {
                prose,
                len: text.len(),
                source: source.start,
                source_len: source.len(),
                literal,
                after_tag,
            }),
        }
    }
}

/// Something that is not copied as it stands.
#[derive(Debug, Clone, Copy)]
struct Piece {
    span: Span,
    becomes: Becomes,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Becomes {
    Nothing,
    /// Nothing, since it is a comment.
    Comment,
    Object,
    Break,
    /// A break, unless nothing is seen before it or behind it: the edge of a paragraph or an item of HTML.
    Edge,
    Char(char),
    Opens(MarkKind),
    Closes(MarkKind),
}

/// The longest name of a picture, in bytes.
const LONGEST_NAME: usize = 40;

/// Reads the inline text that stands in `source`, written in `syntax`, at `lines`.
pub(crate) fn read(source: &str, lines: &[Span], syntax: Syntax) -> Prose {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
        return Prose::default();
    };
    let text = slice(source, Span::new(first.start, last.end));
    // Between two lines stand a line break and perhaps markers of containers: neither is read.
    let mut gaps = lines.windows(2).filter_map(|pair| match pair {
        [line, next] => Some(Span::new(line.end, next.start).shifted_back(first.start)),
        _ => None,
    });
    let pieces = Reader::new(text, syntax).read(&mut gaps);
    copy(text, first.start, pieces)
}

struct Reader<'a> {
    syntax: Syntax,
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    pieces: Vec<Piece>,
    /// Brackets that may open a link: where, and whether an image.
    brackets: Vec<(usize, bool)>,
    /// Emphasis that is open: mark, length, index of the piece.
    open: Vec<(u8, usize, usize)>,
    /// Runs of backticks of these lengths were searched for in vain.
    unclosed: Vec<usize>,
    /// Behind these places there is no such byte any more.
    no_angle_from: usize,
    no_comment_from: usize,
    no_paren_from: usize,
    /// What closes something, and up to where there is none of it from the present place on.
    missing: Vec<(&'a str, usize)>,
    /// How many expressions were not closed.
    open_scripts: usize,
    /// Where the wikilink ends that is being read.
    wikilink: Option<(usize, MarkKind)>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, syntax: Syntax) -> Self {
        Self {
            syntax,
            text,
            bytes: text.as_bytes(),
            at: 0,
            pieces: Vec::new(),
            brackets: Vec::new(),
            open: Vec::new(),
            unclosed: Vec::new(),
            no_angle_from: usize::MAX,
            no_comment_from: usize::MAX,
            no_paren_from: usize::MAX,
            missing: Vec::new(),
            open_scripts: 0,
            wikilink: None,
        }
    }

    /// How many bytes it is from here to behind the next `close` that begins at least `from` bytes on, letters of
    /// either case. What is not found is not looked for twice.
    fn end_of(&mut self, close: &'a str, from: usize) -> Option<usize> {
        let known = self.missing.iter().find(|(missing, _)| *missing == close);
        let start = (self.at + from).max(known.map_or(0, |(_, until)| *until));
        let last = self.at + REACH;
        let found = self.bytes.get(start..last.min(self.bytes.len())).and_then(|bytes| {
            let mut all = bytes.windows(close.len());
            all.position(|window| window.eq_ignore_ascii_case(close.as_bytes()))
        });
        if let Some(found) = found {
            return Some(start + found + close.len() - self.at);
        }
        let until = (last + 1).saturating_sub(close.len()).max(start);
        match self.missing.iter_mut().find(|(missing, _)| *missing == close) {
            Some(known) => known.1 = until,
            None => self.missing.push((close, until)),
        }
        None
    }

    fn before(&self) -> Option<char> {
        self.text.get(..self.at).and_then(|text| text.chars().next_back())
    }

    fn starts_word(&self) -> bool {
        self.before().is_none_or(|before| !before.is_alphanumeric())
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn add(&mut self, len: usize, becomes: Becomes) {
        let span = Span::new(self.at, self.at + len);
        self.pieces.push(Piece { span, becomes });
        self.at = span.end;
    }

    fn read(mut self, gaps: &mut impl Iterator<Item = Span>) -> Vec<Piece> {
        let mut gap = gaps.next();
        while let Some(byte) = self.byte(self.at) {
            if let Some(span) = gap
                && span.start <= self.at
            {
                // Markup that runs over a line break has swallowed the gap.
                if span.end > self.at {
                    let hard = self.hard_break_before(span.start);
                    self.add(
                        span.end - self.at,
                        if hard { Becomes::Break } else { Becomes::Char(' ') },
                    );
                }
                gap = gaps.next();
                continue;
            }
            if let Some((end, kind)) = self.wikilink
                && end <= self.at
            {
                self.wikilink = None;
                self.add(2, Becomes::Closes(kind));
                continue;
            }
            match byte {
                b'`' => self.code(),
                b'\\' => match self.byte(self.at + 1) {
                    Some(next) if next.is_ascii_punctuation() => {
                        self.add(1, Becomes::Nothing);
                        self.at += 1;
                    }
                    Some(b'\n' | b'\r') => self.add(1, Becomes::Nothing),
                    _ => self.at += 1,
                },
                b'<' => self.angle(),
                b'&' => self.entity(),
                b'[' if self.rest().starts_with("[[") => self.open_wikilink(2, false),
                b'!' if self.rest().starts_with("![[") => self.open_wikilink(3, true),
                b'!' if self.byte(self.at + 1) == Some(b'[') => {
                    self.brackets.push((self.at, true));
                    self.at += 2;
                }
                b'[' => {
                    self.brackets.push((self.at, false));
                    self.at += 1;
                }
                b']' => self.close_bracket(),
                b'*' | b'_' | b'~' => self.emphasis(byte),
                b'h' | b'H' | b'w' | b'W' => self.address(),
                b'{' => self.brace(),
                b'%' => self.comment(),
                b'$' => self.math(),
                b':' => self.shortcode(),
                // What the invisible characters begin with.
                0xc2 | 0xd8 | 0xe1 | 0xe2 | 0xef => self.character(),
                _ => self.at += 1,
            }
        }
        self.pieces.sort_by_key(|piece| (piece.span.start, piece.span.end));
        self.pieces
    }

    fn hard_break_before(&self, at: usize) -> bool {
        let before = self.text.get(..at).unwrap_or_default();
        before.ends_with("  ") || before.ends_with('\\') && !before.ends_with("\\\\")
    }

    fn run(&self, byte: u8) -> usize {
        self.bytes.iter().skip(self.at).take_while(|next| **next == byte).count()
    }

    fn code(&mut self) {
        let length = self.run(b'`');
        if !self.unclosed.contains(&length) {
            let mut at = self.at + length;
            while let Some(found) = self.text.get(at..).and_then(|rest| rest.find('`')) {
                at += found;
                let run = self.bytes.iter().skip(at).take_while(|next| **next == b'`').count();
                if run == length {
                    self.add(at + run - self.at, Becomes::Object);
                    return;
                }
                at += run;
            }
            self.unclosed.push(length);
        }
        self.at += length;
    }

    fn angle(&mut self) {
        if self.at >= self.no_angle_from {
            self.at += 1;
            return;
        }
        let rest = self.rest();
        if rest.starts_with("<!--") {
            let end = if self.at < self.no_comment_from { rest.find("-->") } else { None };
            match end {
                Some(end) => self.add(end + 3, Becomes::Comment),
                None => {
                    self.no_comment_from = self.no_comment_from.min(self.at);
                    self.at += 4;
                }
            }
            return;
        }
        let Some(end) = tag_end(rest, self.syntax) else {
            if rest.len() <= REACH {
                self.no_angle_from = self.at;
            }
            self.at += 1;
            return;
        };
        let inner = rest.get(1..end).unwrap_or_default();
        let name = inner.trim_start_matches('/').trim_end_matches('/').trim();
        let is_mdx = self.syntax == Syntax::Mdx;
        if name.eq_ignore_ascii_case("br") {
            self.add(end + 1, Becomes::Break);
        } else if is_mdx && name.is_empty() {
            // A fragment: `<>`.
            self.add(end + 1, Becomes::Nothing);
        } else if is_tag(inner) {
            if let Some(length) = self.code_element(inner, end + 1) {
                self.add(length, Becomes::Object);
                return;
            }
            // A tag that is none of HTML's is a placeholder to be filled in: something stands there.
            let is_placeholder = !is_mdx
                && !inner.starts_with('/')
                && !inner.contains(['=', '/'])
                && tag::is_placeholder(name);
            let (element, closes) = tag::name_of(inner);
            let becomes = match (mark_of(element), closes) {
                _ if is_placeholder => Becomes::Object,
                (Some(kind), false) => Becomes::Opens(kind),
                (Some(kind), true) => Becomes::Closes(kind),
                _ if tag::is_block(element) => Becomes::Edge,
                _ => Becomes::Nothing,
            };
            self.add(end + 1, becomes);
        } else if is_address(inner) {
            self.add(end + 1, Becomes::Object);
        } else {
            self.at += 1;
        }
    }

    /// How long an element of code is whose tag has so many bytes, if it is one and is closed.
    fn code_element(&mut self, inner: &str, tag: usize) -> Option<usize> {
        if inner.ends_with('/') {
            return None;
        }
        let name = inner.split_whitespace().next().unwrap_or_default();
        let close = tag::unread(name)?;
        self.end_of(close, tag)
    }

    /// Tags of templates, MDX's expressions, attributes: `{% … %}`, `{{ … }}`, `{: .class}`.
    fn brace(&mut self) {
        let rest = self.rest();
        let second = self.byte(self.at + 1);
        let is_marked = |from: usize, marks: &str| {
            rest.get(from..).is_some_and(|rest| rest.starts_with(|c| marks.contains(c)))
        };
        let found = match second {
            Some(b'%') => {
                let tag = rest.get(2..).unwrap_or_default().trim_start_matches('-').trim_start();
                let hides = tag.starts_with("comment");
                let end = match hides {
                    true => self.end_of("endcomment", 2).map(|end| {
                        let behind = rest.get(end..).unwrap_or_default();
                        end + behind.find("%}").map_or(0, |more| more + 2)
                    }),
                    false => None,
                };
                end.or_else(|| self.end_of("%}", 2)).map(|end| (end, Becomes::Nothing))
            }
            Some(b'{') => {
                let becomes = match is_marked(2, "!#/^<%>") {
                    true => Becomes::Nothing,
                    false => Becomes::Object,
                };
                self.end_of("}}", 2).map(|end| (end, becomes))
            }
            Some(b'#') if rest.starts_with("{# ") => {
                self.end_of("#}", 2).map(|end| (end, Becomes::Nothing))
            }
            _ if self.syntax == Syntax::Mdx && self.open_scripts < MOST_OPEN_SCRIPTS => {
                let rest = rest.get(..rest.floor_char_boundary(REACH)).unwrap_or_default();
                let end = Script::default().closed(rest).ok();
                self.open_scripts += usize::from(end.is_none());
                let is_comment = rest.starts_with("{/*");
                end.map(|end| (end, if is_comment { Becomes::Comment } else { Becomes::Object }))
            }
            Some(b':' | b'.' | b'#') => {
                let end = self.end_of("}", 1).filter(|end| {
                    let inner = rest.get(1..end - 1).unwrap_or_default();
                    !inner.contains(['{', '\n', '\r'])
                });
                end.map(|end| (end, Becomes::Nothing))
            }
            _ => None,
        };
        match found {
            Some((length, becomes)) => self.add(length, becomes),
            None => self.at += 1,
        }
    }

    /// An Obsidian comment: `%% … %%`. Behind a figure these are per cent.
    fn comment(&mut self) {
        let is_open = self.rest().starts_with("%%") && self.starts_word();
        match if is_open { self.end_of("%%", 2) } else { None } {
            Some(length) => self.add(length, Becomes::Comment),
            None => self.at += self.run(b'%').max(1),
        }
    }

    /// A sum: `$$ … $$`, or between single signs one that has a command, `$\sum x$`.
    fn math(&mut self) {
        let is_wide = self.rest().starts_with("$$");
        let length = match is_wide {
            true => self.end_of("$$", 2),
            false => self.end_of("$", 1).filter(|end| {
                let inner = self.rest().get(1..end - 1).unwrap_or_default();
                inner.contains('\\') && !inner.contains("\n\n") && inner.trim() == inner
            }),
        };
        match length {
            Some(length) => self.add(length, Becomes::Object),
            None => self.at += if is_wide { 2 } else { 1 },
        }
    }

    /// A picture by its name: `:wrench:`.
    fn shortcode(&mut self) {
        let is_name =
            |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_+-".contains(byte);
        let behind = self.bytes.iter().skip(self.at + 1);
        let name = behind.clone().take(LONGEST_NAME).take_while(|byte| is_name(byte));
        let length = name.clone().count();
        let has_letter = name.clone().any(u8::is_ascii_lowercase);
        let mut behind = behind.skip(length);
        let is_closed = behind.next() == Some(&b':');
        let goes_on =
            behind.next().is_some_and(|next| next.is_ascii_alphanumeric() || *next == b':');
        let is_apart = self.starts_word() && self.before() != Some(':');
        if length > 1 && has_letter && is_closed && !goes_on && is_apart {
            self.add(length + 2, Becomes::Nothing);
        } else {
            self.at += 1;
        }
    }

    /// A character that nobody sees is none.
    fn character(&mut self) {
        let Some(character) = self.rest().chars().next() else {
            self.at += 1;
            return;
        };
        match is_invisible(character) {
            true => self.add(character.len_utf8(), Becomes::Nothing),
            false => self.at += character.len_utf8(),
        }
    }

    /// `[[page]]`, `[[page|shown]]`, and what is put in here from another page: `![[page]]`. `marks` is how many
    /// bytes open it.
    fn open_wikilink(&mut self, marks: usize, is_embedded: bool) {
        let end = self.end_of("]]", marks).filter(|end| {
            let inner = self.rest().get(marks..end - 2).unwrap_or_default();
            !inner.trim().is_empty() && !inner.contains(['[', ']', '\n', '\r'])
        });
        let Some(end) = end else {
            // The brackets may be those of a link.
            if is_embedded {
                self.brackets.push((self.at, true));
                self.at += 2;
            } else {
                self.brackets.push((self.at, false));
                self.at += 1;
            }
            return;
        };
        // "[[x]](y)" is a link whose text has brackets.
        let is_link = matches!(self.byte(self.at + end), Some(b'(' | b'['));
        if is_embedded {
            self.add(end, Becomes::Object);
        } else if is_link {
            self.brackets.push((self.at, false));
            self.at += 1;
        } else {
            let inner = self.rest().get(marks..end - 2).unwrap_or_default();
            let alias = inner.find('|').map_or(0, |at| at + 1);
            let kind = if alias > 0 { MarkKind::Link } else { MarkKind::Page };
            self.wikilink = Some((self.at + end - 2, kind));
            self.add(marks + alias, Becomes::Opens(kind));
        }
    }

    fn entity(&mut self) {
        const ENTITIES: [(&str, char); 14] = [
            ("&nbsp;", '\u{a0}'),
            ("&shy;", '\u{ad}'),
            ("&ZeroWidthSpace;", '\u{200b}'),
            ("&amp;", '&'),
            ("&lt;", '<'),
            ("&gt;", '>'),
            ("&quot;", '"'),
            ("&apos;", '\''),
            ("&#39;", '\''),
            ("&rsquo;", '\u{2019}'),
            ("&lsquo;", '\u{2018}'),
            ("&mdash;", '\u{2014}'),
            ("&ndash;", '\u{2013}'),
            ("&hellip;", '\u{2026}'),
        ];
        let rest = self.rest();
        let named = ENTITIES.iter().find(|(entity, _)| rest.starts_with(entity));
        let named = named.map(|(entity, character)| (entity.len(), *character));
        match named.or_else(|| numeric_entity(rest)) {
            Some((length, character)) if is_invisible(character) => {
                self.add(length, Becomes::Nothing)
            }
            Some((length, character)) => self.add(length, Becomes::Char(character)),
            None => self.at += 1,
        }
    }

    fn close_bracket(&mut self) {
        let Some((open, is_image)) = self.brackets.pop() else {
            self.at += 1;
            return;
        };
        let inner = self.text.get(open + 1..self.at).unwrap_or_default();
        let is_footnote = inner.starts_with('^') && !inner.contains(' ');
        let target = match self.byte(self.at + 1) {
            _ if is_footnote => None,
            Some(b'(') => self.destination(),
            Some(b'[') => {
                let rest = self.text.get(self.at + 2..).unwrap_or_default();
                let end = in_reach(rest.as_bytes()).find(|(_, byte)| *byte == b']');
                end.map(|(end, _)| end + 2)
            }
            _ => None,
        };
        if is_image && target.is_some() || is_footnote {
            let end = self.at + 1 + target.unwrap_or(0);
            let span = Span::new(open, end);
            while self.pieces.pop_if(|piece| piece.span.start >= open).is_some() {}
            self.open.retain(|(_, _, index)| *index < self.pieces.len());
            self.pieces.push(Piece {
                span,
                becomes: if is_footnote { Becomes::Nothing } else { Becomes::Object },
            });
            self.at = end;
        } else if let Some(target) = target {
            let span = Span::new(open, open + 1);
            self.pieces.push(Piece { span, becomes: Becomes::Opens(MarkKind::Link) });
            self.add(1 + target, Becomes::Closes(MarkKind::Link));
        } else {
            self.at += 1;
        }
    }

    /// The length of `(destination "title")` behind a closing bracket. Parentheses may nest.
    fn destination(&mut self) -> Option<usize> {
        let start = self.at + 1;
        if start >= self.no_paren_from {
            return None;
        }
        let mut depth = 0_usize;
        for (at, byte) in in_reach(self.bytes.get(start..).unwrap_or_default()) {
            match byte {
                b'(' => depth += 1,
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        return Some(at + 1);
                    }
                }
                _ => {}
            }
        }
        if self.bytes.len() - start <= REACH {
            self.no_paren_from = start;
        }
        None
    }

    fn emphasis(&mut self, mark: u8) {
        let length = self.run(mark);
        let before = self.text.get(..self.at).and_then(|text| text.chars().next_back());
        let after = self.text.get(self.at + length..).and_then(|text| text.chars().next());
        let space = |side: Option<char>| side.is_none_or(char::is_whitespace);
        let word = |side: Option<char>| side.is_some_and(char::is_alphanumeric);
        let inside_word = word(before) && word(after);
        let is_markup = match mark {
            b'~' => length == 2 && !(space(before) && space(after)),
            b'_' => !(inside_word || space(before) && space(after)),
            _ => !(space(before) && space(after)),
        };
        if !is_markup {
            self.at += length;
            return;
        }
        let can_close = !space(before);
        let partner =
            self.open.iter().rposition(|(open, opened, _)| *open == mark && *opened == length);
        if can_close
            && let Some(partner) = partner
            && let Some((_, _, index)) = self.open.get(partner).copied()
        {
            self.open.truncate(partner);
            let kind = match (mark, length) {
                (b'*' | b'_', 1) => Some(MarkKind::Emphasis),
                (b'*' | b'_', _) => Some(MarkKind::Strong),
                _ => None,
            };
            if let (Some(kind), Some(piece)) = (kind, self.pieces.get_mut(index)) {
                piece.becomes = Becomes::Opens(kind);
            }
            self.add(length, kind.map_or(Becomes::Nothing, Becomes::Closes));
        } else {
            if !space(after) && self.open.len() < 32 {
                self.open.push((mark, length, self.pieces.len()));
            }
            self.add(length, Becomes::Nothing);
        }
    }

    /// A bare web address is no prose.
    fn address(&mut self) {
        let at_word = self
            .text
            .get(..self.at)
            .and_then(|text| text.chars().next_back())
            .is_none_or(|before| !before.is_alphanumeric());
        let rest = self.rest();
        let is_address = at_word
            && ["http://", "https://", "www."].iter().any(|scheme| {
                rest.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            });
        if !is_address {
            self.at += 1;
            return;
        }
        let end = rest
            .find(|character: char| character.is_whitespace() || "<>|\"`]*".contains(character));
        let address = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        let address = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', ')', '_', '~']);
        self.add(address.len(), Becomes::Object);
    }
}

/// `&#173;`, `&#x200b;`: how many bytes of the text it takes, and what it stands for.
fn numeric_entity(text: &str) -> Option<(usize, char)> {
    let digits = text.strip_prefix("&#")?;
    let end = digits.bytes().take(8).position(|byte| byte == b';')?;
    let digits = digits.get(..end)?;
    let number = match digits.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => digits.parse(),
    };
    let character = number.ok().and_then(char::from_u32).filter(|c| !c.is_control())?;
    Some((end + "&#;".len(), character))
}

/// Whether a character takes no room and joins what stands round it: a soft hyphen, a zero-width space, a mark of
/// direction. Those that make pictures of others are left.
pub(crate) fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}' | '\u{feff}'
    )
}

/// How an element of HTML sets off its text.
fn mark_of(element: &str) -> Option<MarkKind> {
    match element.to_ascii_lowercase().as_str() {
        "b" | "strong" => Some(MarkKind::Strong),
        "em" | "i" => Some(MarkKind::Emphasis),
        _ => None,
    }
}

fn copy(text: &str, base: usize, pieces: Vec<Piece>) -> Prose {
    let mut prose = Prose::default();
    let mut open: Vec<(MarkKind, usize)> = Vec::new();
    let mut at = 0;
    let mut after_tag = false;
    // An edge that has text before it, if any has: it is a break once there is text behind it.
    let mut edge: Option<Span> = None;
    for piece in pieces {
        // What stands inside a piece that was copied already (an address inside a link's target).
        if piece.span.start < at {
            continue;
        }
        let before = prose.settle(text, Span::new(at, piece.span.start), &mut edge);
        prose.push(slice(text, before), before.shifted(base), true, &mut after_tag);
        at = piece.span.end;
        let is_tag = || slice(text, piece.span).starts_with('<');
        after_tag |= match piece.becomes {
            Becomes::Comment => true,
            Becomes::Nothing | Becomes::Opens(_) | Becomes::Closes(_) => is_tag(),
            _ => false,
        };
        let is_seen = match piece.becomes {
            Becomes::Object | Becomes::Opens(_) => true,
            Becomes::Char(character) => !character.is_whitespace(),
            _ => false,
        };
        if is_seen {
            prose.end_line(edge.take());
        }
        let here = prose.text.len();
        let mut buffer = [0; 4];
        let becomes = match piece.becomes {
            Becomes::Object => Some(OBJECT),
            Becomes::Break => Some('\n'),
            Becomes::Char(character) => Some(character).filter(|_| edge.is_none()),
            Becomes::Edge => {
                edge = edge.or(Some(piece.span.shifted(base)));
                None
            }
            Becomes::Opens(kind) => {
                open.push((kind, here));
                None
            }
            Becomes::Closes(kind) => {
                if let Some(index) = open.iter().rposition(|(opened, _)| *opened == kind)
                    && let Some((kind, start)) = open.get(index).copied()
                {
                    open.truncate(index);
                    prose.marks.push(Mark { kind, span: Span::new(start, here) });
                }
                None
            }
            Becomes::Comment => {
                prose.comments.push(piece.span.shifted(base));
                None
            }
            Becomes::Nothing => None,
        };
        if let Some(character) = becomes {
            let written = character.encode_utf8(&mut buffer);
            prose.push(written, piece.span.shifted(base), false, &mut after_tag);
        }
    }
    let rest = prose.settle(text, Span::new(at, text.len()), &mut edge);
    prose.push(slice(text, rest), rest.shifted(base), true, &mut after_tag);
    prose.marks.sort_by_key(|mark| (mark.span.start, std::cmp::Reverse(mark.span.end)));
    prose
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The prose of a block whose lines are those of `source`, with marks drawn as `kind:text`.
    fn check(source: &str, prose: &str, marks: &[&str]) {
        let lines: Vec<Span> = crate::lines::lines(source)
            .map(|(span, line)| {
                Span::new(span.start, span.start + line.trim_end_matches(['\r', '\n']).len())
            })
            .collect();
        let read = read(source, &lines, Syntax::Markdown);
        assert_eq!(read.text, prose, "the prose of {source:?}");
        let drawn: Vec<String> = read
            .marks
            .iter()
            .map(|mark| format!("{:?}:{}", mark.kind, slice(&read.text, mark.span)))
            .collect();
        assert_eq!(drawn, marks, "the marks of {source:?}");
        // Every word that is copied as it stands leads back to itself.
        for word in
            read.text.split_whitespace().filter(|word| word.chars().all(char::is_alphanumeric))
        {
            let start = word.as_ptr() as usize - read.text.as_ptr() as usize;
            let span = read.source(Span::new(start, start + word.len()));
            let plain =
                slice(source, span).replace(['*', '_', '~', '\\', '\u{ad}', '\u{200b}'], "");
            let plain = plain.replace("&shy;", "").replace("&#8203;", "").replace("&#x75;", "u");
            assert_eq!(plain, word, "the way back in {source:?}");
        }
    }

    #[test]
    fn emphasis_is_markup() {
        check("**As a** user", "As a user", &["Strong:As a"]);
        check(
            "the *new* users' __own__ _data_",
            "the new users' own data",
            &["Emphasis:new", "Strong:own", "Emphasis:data"],
        );
        check("***both*** and ~~gone~~", "both and gone", &["Strong:both"]);
        check("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name", &[]);
        check("an **unclosed run", "an unclosed run", &[]);
        check("us**er**s", "users", &["Strong:er"]);
    }

    #[test]
    fn code_images_and_addresses_are_objects() {
        check("set `user.id` now", "set \u{fffc} now", &[]);
        check("``a ` b`` c", "\u{fffc} c", &[]);
        check("an `unclosed user", "an `unclosed user", &[]);
        check("![a user](users.png) sees", "\u{fffc} sees", &[]);
        check("see https://x.org/users, or <https://x.org/u>.", "see \u{fffc}, or \u{fffc}.", &[]);
        check("As a <user>, <b>I</b> want", "As a \u{fffc}, I want", &["Strong:I"]);
        check("Open the <title> page", "Open the \u{fffc} page", &[]);
        // What HTML sets apart is on lines of its own.
        check(
            "<ul> <li> a</li> <li><em>b</em></li></ul><p><br></p> &nbsp;",
            "a\nb\n",
            &["Emphasis:b"],
        );
    }

    #[test]
    fn links_keep_their_text() {
        check(
            "[the user](/users/1 \"x\") and [team][t]",
            "the user and team",
            &["Link:the user", "Link:team"],
        );
        check("[a [b] (c)](d(e)f) g[^1]", "a [b] (c) g", &["Link:a [b] (c)"]);
        check("a:[^1][b](c \"d\") e", "a:b e", &["Link:b"]);
        check("a [bare] bracket", "a [bare] bracket", &[]);
        check("[![shop](i.png)](users)!", "\u{fffc}!", &["Link:\u{fffc}"]);
    }

    #[test]
    fn line_breaks_are_soft_or_hard() {
        check("one\ntwo  \nthree\\\r\nfour<br/>five", "one two  \nthree\nfour\nfive", &[]);
    }

    #[test]
    fn escapes_and_entities_are_read() {
        check(r"a \*user\* &amp; b&nbsp;c &unknown;", "a *user* & b\u{a0}c &unknown;", &[]);
        check("a <!-- user --> b <!-- c", "a  b <!-- c", &[]);
    }

    #[test]
    fn wikilinks_show_their_alias_or_their_page() {
        check(
            "the [[users|nurse]] and [[nurse]]",
            "the nurse and nurse",
            &["Link:nurse", "Page:nurse"],
        );
        check("[[a#b|**c** d]] e ![[user.png]]", "c d e \u{fffc}", &["Link:c d", "Strong:c"]);
        check("[[a]](user) [[b [c", "[a] [[b [c", &["Link:[a]"]);
        check("[[]] [[ ]]", "[[]] [[ ]]", &[]);
    }

    #[test]
    fn templates_sums_and_hidden_remarks_are_no_prose() {
        check("a {{ user.name }} b {{! user }}c", "a \u{fffc} b c", &[]);
        check("{% if user %}a{% endif %} {% comment %}user{% endcomment %}b", "a b", &[]);
        check("{# user #}a {#user .x}b {: .user }{user}", "a b {user}", &[]);
        check("a $$user$$ b $\\text{user}$ c $5 and $6", "a \u{fffc} b \u{fffc} c $5 and $6", &[]);
        check("a %% user %% b 5%% of 6%% c", "a  b 5%% of 6%% c", &[]);
        check(":wrench: a: b :x: 10:30:40 c:d:e :a:b:", " a: b :x: 10:30:40 c:d:e :a:b:", &[]);
    }

    #[test]
    fn elements_of_code_are_objects() {
        check("<code>user</code> and <KBD class=\"x\">user</kbd>!", "\u{fffc} and \u{fffc}!", &[]);
        check("<pre>the user</pre> <code>user", "\u{fffc} user", &[]);
        check("<a title=\"x > user\">b</a> <code/>c", "b c", &[]);
    }

    #[test]
    fn what_is_not_seen_is_not_there() {
        check("a us\u{ad}er\u{200b}s \u{2060}b\u{feff}", "a users b", &[]);
        check("us&shy;er&#8203;s &#x75;ser", "users user", &[]);
        check("a\u{200d}b", "a\u{200d}b", &[]);
    }

    #[test]
    fn hostile_text_is_linear() {
        // Quadratic reading of these takes minutes; a hang guard of the test runner would tell.
        for piece in [
            "[",
            "](",
            "![",
            "*",
            "**a",
            "`",
            "<",
            "<!--",
            "&",
            "[a](",
            "![](x)",
            "_",
            "~",
            "]",
            "``a",
            "{",
            "{%",
            "{{",
            "{#",
            "{:",
            "{%comment",
            "%% ",
            "$",
            "$$",
            ":a",
            "[[",
            "![[",
            "[[a|",
            "]]",
            "<code>",
            "<a b=\"",
            "&#1",
            "\u{ad}",
        ] {
            let text = piece.repeat(100_000);
            let lines = [Span::new(0, text.len())];
            assert!(read(&text, &lines, Syntax::Mdx).text.len() <= text.len() * 3);
        }
    }
}
