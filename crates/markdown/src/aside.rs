//! Stretches of whole lines that are not prose, though Markdown's own grammar takes them for it: front matter,
//! Obsidian's comments, sums and diagrams outside of fences, tags of templates, and MDX's imports and expressions.
//!
//! Each is recognized line by line: what a line opens, and what the next one does to it.

use crate::lines::unindent;
use crate::script::Script;
use crate::syntax::Syntax;

/// An aside that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aside {
    /// YAML (`-`) or TOML (`+`) at the start of the document.
    FrontMatter {
        /// What its marks are made of.
        mark: u8,
        /// Whether a line with a key was seen; the first blank line comes after one.
        has_key: bool,
    },
    /// An Obsidian comment: up to the next `%%`.
    Comment,
    /// A sum: up to the next `$$`.
    Math {
        /// Whether it began on the line of its mark: then it holds no blank line.
        is_tight: bool,
    },
    /// `:::mermaid`, as Azure DevOps has it: up to `:::`.
    Diagram,
    /// A template's tag that goes on: up to `%}`.
    Tag,
    /// What stands between a template's tags and is not shown as prose: up to the tag that is named.
    Between(&'static str),
    /// MDX's imports and exports: up to a blank line outside of all brackets.
    Module(Script),
    /// MDX's expression: up to the bracket that closes it.
    Expression(Script),
    /// The tag of an MDX component: up to its angle bracket.
    Element(Script),
}

/// What a line does to an aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// It goes on.
    On(Aside),
    /// It ends after so many bytes of the line.
    Done(usize),
    /// It was none.
    Broken,
}

/// What is known of a line that may open an aside.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub syntax: Syntax,
    /// Whether it is the document's first.
    pub is_first: bool,
    /// Whether a blank line or an aside stands before it.
    pub after_blank: bool,
}

/// Diagrams that are written between colons.
const DIAGRAMS: [&str; 4] = ["mermaid", "plantuml", "graphviz", "d2"];

/// Tags of templates between which stands code or what nobody sees, and what ends it.
const BETWEEN: [(&str, &str); 7] = [
    ("comment", "endcomment"),
    ("highlight", "endhighlight"),
    ("mermaid", "endmermaid"),
    ("plantuml", "endplantuml"),
    ("style", "endstyle"),
    ("javascript", "endjavascript"),
    ("schema", "endschema"),
];

impl Aside {
    /// The aside that a line opens, and perhaps closes; the line stands in ordinary text.
    pub fn opened(line: &str, place: Place) -> Option<Step> {
        if place.is_first
            && let Some(mark) = front_mark(line)
        {
            return Some(Step::On(Aside::FrontMatter { mark, has_key: false }));
        }
        let is_mdx = place.syntax == Syntax::Mdx;
        let starts = |word: &str| line.strip_prefix(word).is_some_and(|rest| rest.starts_with(' '));
        if is_mdx && place.after_blank && (starts("import") || starts("export")) {
            return Some(Aside::Module(Script::default()).step(line));
        }
        // Most lines do.
        if line.starts_with(|first: char| first.is_ascii_alphabetic()) {
            return None;
        }
        let (_, rest) = unindent(line);
        let before = line.len() - rest.len();
        let step = match rest.as_bytes() {
            [b'%', b'%', ..] => Aside::closing(line, before + 2, "%%", Aside::Comment),
            [b'$', b'$', ..] => {
                let is_tight = rest.get(2..).is_some_and(|rest| !is_blank(rest));
                Aside::closing(line, before + 2, "$$", Aside::Math { is_tight })
            }
            [b':', b':', b':', ..] => {
                let name = rest.trim_start_matches(':').trim();
                let word = name.split_whitespace().next().unwrap_or_default();
                DIAGRAMS.contains(&word).then_some(Step::On(Aside::Diagram))?
            }
            [b'{', b':', b':', ..] if rest.starts_with("{::comment}") => {
                Aside::closing(line, before, "{:/", Aside::Between("{:/"))
            }
            [b'{', b'%', ..] => Aside::tag(line, before)?,
            [b'{', ..] if is_mdx => match Aside::Expression(Script::default()).step(rest) {
                Step::Done(end) => Step::Done(before + end),
                step => step,
            },
            [b'<', next, ..] if is_mdx && next.is_ascii_alphabetic() => {
                let step = Aside::Element(Script::default()).step(rest);
                // One that is whole is HTML like any other.
                matches!(step, Step::On(_)).then_some(step)?
            }
            _ => return None,
        };
        match step {
            Step::Broken => None,
            // What is followed by text on its line is read with it.
            Step::Done(end) => is_blank(slice_from(line, end)).then_some(step),
            Step::On(_) => Some(step),
        }
    }

    /// The aside that ends with the next `close` behind `from`, which may be in its first line.
    fn closing(line: &str, from: usize, close: &str, aside: Aside) -> Step {
        match slice_from(line, from).find(close) {
            Some(at) => Step::Done(from + at + close.len()),
            None => Step::On(aside),
        }
    }

    /// What a line that begins with a template's tag opens.
    fn tag(line: &str, from: usize) -> Option<Step> {
        let tag = slice_from(line, from + 2).trim_start_matches('-').trim_start();
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let name = tag.split(|c: char| !is_name(c)).next().unwrap_or_default();
        if let Some((_, end)) = BETWEEN.iter().find(|(open, _)| *open == name) {
            return Some(Aside::Between(end).step(line));
        }
        // Several may stand on the line.
        let mut at = from;
        loop {
            match slice_from(line, at).find("%}") {
                None => return Some(Step::On(Aside::Tag)),
                Some(end) => at += end + 2,
            }
            let rest = slice_from(line, at);
            if !rest.trim_start().starts_with("{%") {
                return Some(Step::Done(at));
            }
        }
    }

    /// What the next line does to it.
    pub fn step(self, line: &str) -> Step {
        match self {
            Aside::FrontMatter { mark, has_key } => front_matter(mark, has_key, line),
            Aside::Comment => Aside::closing(line, 0, "%%", self),
            Aside::Math { is_tight } if is_tight && is_blank(line) => Step::Broken,
            Aside::Math { .. } => Aside::closing(line, 0, "$$", self),
            Aside::Diagram => {
                let (_, rest) = unindent(line);
                let rest = rest.trim_end();
                let closes = rest.len() >= 3 && rest.bytes().all(|byte| byte == b':');
                if closes { Step::Done(line.len()) } else { Step::On(self) }
            }
            Aside::Tag => Aside::closing(line, 0, "%}", self),
            Aside::Between(end) => {
                let Some(at) = line.find(end) else { return Step::On(self) };
                let close = slice_from(line, at).find('}').map_or(line.len(), |end| at + end + 1);
                Step::Done(close)
            }
            Aside::Module(script) => {
                if is_blank(line) && script.is_outside() {
                    return Step::Done(0);
                }
                Step::On(Aside::Module(script.after(line)))
            }
            Aside::Expression(script) => match script.closed(line) {
                Ok(end) if is_blank(slice_from(line, end)) => Step::Done(end),
                Ok(_) => Step::Broken,
                Err(script) => Step::On(Aside::Expression(script)),
            },
            Aside::Element(script) => match script.tag_closed(line) {
                Ok(end) => Step::Done(end),
                Err(script) => Step::On(Aside::Element(script)),
            },
        }
    }

    /// Whether the end of the text ends it.
    pub fn may_end(self) -> bool {
        matches!(self, Aside::Module(script) if script.is_outside())
    }
}

/// What front matter's first line is made of.
fn front_mark(line: &str) -> Option<u8> {
    match line.trim_start_matches('\u{feff}').trim_end() {
        "---" => Some(b'-'),
        "+++" => Some(b'+'),
        _ => None,
    }
}

fn front_matter(mark: u8, has_key: bool, line: &str) -> Step {
    let text = line.trim_end();
    let is_mark = text.len() == 3 && text.bytes().all(|byte| byte == mark);
    if is_mark || mark == b'-' && text == "..." {
        return if has_key { Step::Done(line.len()) } else { Step::Broken };
    }
    let on = |has_key| Step::On(Aside::FrontMatter { mark, has_key });
    match text.chars().next() {
        // Between two rules stands what is read, unless a key leads it.
        None if !has_key => Step::Broken,
        None => on(has_key),
        Some(first) if first.is_whitespace() => on(has_key),
        Some(_) if is_key(text, mark) => on(true),
        // A sentence is neither YAML nor TOML.
        Some(first) if first.is_alphabetic() && text.split_whitespace().count() > 2 => Step::Broken,
        Some('>') => Step::Broken,
        Some(_) => on(has_key),
    }
}

/// Whether a line gives a key, or in TOML opens a table: `title: x`, `"my title": x`, `title = x`, `[table]`.
fn is_key(line: &str, mark: u8) -> bool {
    const MOST: usize = 5;
    if mark == b'+' {
        return line.contains('=') || line.starts_with('[') && line.ends_with(']');
    }
    let key = match line.split_once(':') {
        Some((key, rest)) if rest.is_empty() || rest.starts_with([' ', '\t']) => key.trim_end(),
        Some((key, _)) if !key.contains(' ') => key,
        _ => return false,
    };
    let is_quoted = |mark| key.len() > 2 && key.starts_with(mark) && key.ends_with(mark);
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ' ' | '$');
    let words = key.split(' ').count();
    is_quoted('"')
        || is_quoted('\'')
        || !key.starts_with('-') && key.chars().all(is_word) && !key.is_empty() && words <= MOST
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

fn slice_from(line: &str, at: usize) -> &str {
    line.get(at..).unwrap_or_default()
}
