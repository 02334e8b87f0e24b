//! Where one segment ends and the next begins.
//!
//! A line scanner that knows just enough Markdown to find lines at which the text can be cut
//! without changing what its blocks are: it follows fences, HTML blocks and front matter, and
//! cuts before headings, before plain lines after a blank one, and (only in long stretches)
//! before list items in column 0 and inside code.
//!
//! The decision at a line looks at the lines since the last cut and at nothing else. So the cuts
//! are a function of the text; and after an edit they fall back into the old ones as soon as one
//! of them is hit again, mostly at the next heading. How lines end does not count: a text has its
//! cuts at the same lines whether they end in `\n`, `\r\n` or `\r`.

use crate::aside::{Aside, Place, Step};
use crate::feature::Feature;
use crate::lines::unindent;
use crate::syntax::Syntax;

/// A heading starts a new segment once the present one has this many bytes.
const AT_HEADING: usize = 1024;
/// A paragraph does from here on, if its text's hash says so: which lines are preferred then does
/// not depend on where the last cut was, and cuts fall back into step after an edit.
const AT_PREFERRED: usize = 1024;
/// Any paragraph does from here on.
const AT_PARAGRAPH: usize = 3 * 1024;
/// List items in column 0 and lines of code do from here on.
const AT_ANYTHING: usize = 6 * 1024;
/// What was taken for an aside and is longer than this, with what stands before it in its segment, is none.
const ASIDE: usize = 16 * 1024;

/// What a line continues.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) enum Within {
    /// Ordinary blocks.
    #[default]
    Text,
    /// A code fence of `length` times `mark`, opened at column `indent`.
    Fence {
        /// Backtick or tilde.
        mark: u8,
        /// How many of it.
        length: usize,
        /// The column it was opened at.
        indent: usize,
    },
    /// An HTML block that ends where this text appears.
    Html(HtmlEnd),
    /// A text without markup.
    Plain,
    /// Gherkin.
    Feature(Feature),
}

impl Within {
    /// Returns what the first line of a document of this syntax continues.
    pub fn start_of(syntax: Syntax) -> Self {
        match syntax {
            Syntax::Markdown | Syntax::Mdx => Self::Text,
            Syntax::Text => Self::Plain,
            Syntax::Gherkin => Self::Feature(Feature::default()),
        }
    }
}

/// What ends an HTML block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum HtmlEnd {
    /// `-->`
    Comment,
    /// `?>`
    Instruction,
    /// `>`
    Declaration,
    /// `]]>`
    CData,
    /// The closing tag of script, pre, style or textarea.
    Raw,
    /// A blank line.
    Blank,
}

/// The scanner's memory between two lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Scanner {
    /// What the next line continues.
    pub within: Within,
    /// The aside that is open. It is never cut; meanwhile `within` is what it would be without one.
    pub aside: Option<Aside>,
    syntax: Syntax,
    /// Bytes since the last cut, each line break taken for one.
    size: usize,
    after_blank: bool,
}

impl Scanner {
    /// A scanner at the start of a segment that continues `within`.
    pub fn at_cut(within: Within, syntax: Syntax) -> Self {
        Self { within, aside: None, syntax, size: 0, after_blank: true }
    }

    /// What is known of the next line.
    pub fn place(&self, is_first: bool) -> Place {
        Place { syntax: self.syntax, is_first, after_blank: self.after_blank }
    }

    /// Reads one line, with its line break. True where a new segment starts with it.
    pub fn line(&mut self, line: &str, first_of_document: bool) -> bool {
        let cut = self.size > 0 && self.aside.is_none() && self.may_cut(line);
        if cut {
            self.size = 0;
        }
        self.size += unbroken(line).len() + 1;
        let before = self.within;
        let place = self.place(first_of_document);
        self.within = self.next(line, first_of_document);
        let step = match self.aside {
            Some(aside) => Some(aside.step(line)),
            None if before == Within::Text => Aside::opened(line, place),
            None => None,
        };
        self.aside = match step {
            Some(Step::On(aside)) if self.size <= ASIDE => Some(aside),
            _ => None,
        };
        let is_done = matches!(step, Some(Step::Done(_)));
        if is_done {
            self.within = Within::Text;
        }
        self.after_blank = is_done || is_blank(line);
        cut
    }

    fn may_cut(&self, line: &str) -> bool {
        match self.within {
            Within::Fence { .. }
            | Within::Html(HtmlEnd::Comment | HtmlEnd::Raw | HtmlEnd::CData) => {
                self.size >= AT_ANYTHING
            }
            Within::Html(_) => false,
            Within::Plain => match is_blank(line) {
                true => self.after_blank && self.size >= AT_ANYTHING,
                false => self.after_paragraph(line),
            },
            Within::Feature(feature) => feature.may_cut() && self.after_paragraph(line),
            Within::Text => match Start::of(line) {
                Start::Heading => self.size >= AT_HEADING,
                Start::Text => self.after_paragraph(line),
                Start::Item => self.size >= AT_ANYTHING,
                Start::Blank => self.after_blank && self.size >= AT_ANYTHING,
                Start::Other => false,
            },
        }
    }

    fn after_paragraph(&self, line: &str) -> bool {
        self.after_blank
            && (self.size >= AT_PARAGRAPH || self.size >= AT_PREFERRED && is_preferred(line))
    }

    fn next(&self, line: &str, first_of_document: bool) -> Within {
        match self.within {
            Within::Text => opens(line, first_of_document),
            Within::Plain => Within::Plain,
            Within::Feature(feature) => Within::Feature(feature.behind(line)),
            Within::Fence { mark, length, indent } => {
                let (column, rest) = unindent(line);
                let run = rest.bytes().take_while(|byte| *byte == mark).count();
                let closes = run >= length && rest.get(run..).is_some_and(is_blank);
                // A fence inside a list item or a quote ends with it, closed or not.
                let left = indent > 1 && column == 0 && !is_blank(line);
                if closes {
                    Within::Text
                } else if left {
                    opens(line, false)
                } else {
                    self.within
                }
            }
            Within::Html(end) => {
                if ends_html(end, line) {
                    Within::Text
                } else {
                    self.within
                }
            }
        }
    }
}

/// What a line in ordinary text looks like from its first bytes.
enum Start {
    Blank,
    Heading,
    Text,
    Item,
    Other,
}

impl Start {
    fn of(line: &str) -> Start {
        if is_blank(line) {
            return Start::Blank;
        }
        let bytes = line.as_bytes();
        match bytes.first() {
            Some(b'#') => {
                let level = bytes.iter().take_while(|byte| **byte == b'#').count();
                match bytes.get(level) {
                    Some(b' ' | b'\t') if level <= 6 => Start::Heading,
                    _ => Start::Other,
                }
            }
            Some(b'-' | b'+') if matches!(bytes.get(1), Some(b' ')) => Start::Item,
            Some(b'*') if matches!(bytes.get(1), Some(b' ')) => Start::Item,
            Some(b'0'..=b'9') => {
                let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
                match (bytes.get(digits), bytes.get(digits + 1)) {
                    (Some(b'.' | b')'), Some(b' ')) => Start::Item,
                    _ => Start::Other,
                }
            }
            Some(byte) if byte.is_ascii_alphabetic() || *byte >= 0x80 => {
                if continues_story(line) {
                    Start::Other
                } else {
                    Start::Text
                }
            }
            _ => Start::Other,
        }
    }
}

/// Whether a paragraph reads as the later part of a sentence that began in another paragraph
/// (stories are written "As a … / I want … / so that …" in paragraphs of their own): such a line
/// stays with what stands before it.
fn continues_story(line: &str) -> bool {
    let word = line.split(|character: char| !character.is_ascii_alphabetic()).next();
    word.is_some_and(|word| {
        ["i", "so", "in", "to", "want", "benefit"]
            .iter()
            .any(|start| word.eq_ignore_ascii_case(start))
    })
}

fn opens(line: &str, first_of_document: bool) -> Within {
    let line = if first_of_document { line.trim_start_matches('\u{feff}') } else { line };
    let (indent, rest) = unindent(line);
    match rest.bytes().next() {
        Some(mark @ (b'`' | b'~')) => {
            let length = rest.bytes().take_while(|byte| *byte == mark).count();
            let info = rest.get(length..).unwrap_or_default();
            if length >= 3 && !(mark == b'`' && info.contains('`')) {
                return Within::Fence { mark, length, indent };
            }
        }
        Some(b'<') if indent < 4 => {
            if let Some(end) = html_end(rest) {
                return if ends_html(end, rest) { Within::Text } else { Within::Html(end) };
            }
        }
        _ => {}
    }
    Within::Text
}

fn html_end(line: &str) -> Option<HtmlEnd> {
    let rest = line.strip_prefix('<')?;
    if rest.starts_with("!--") {
        return Some(HtmlEnd::Comment);
    }
    if rest.starts_with("![CDATA[") {
        return Some(HtmlEnd::CData);
    }
    if rest.starts_with('!') {
        return Some(HtmlEnd::Declaration);
    }
    if rest.starts_with('?') {
        return Some(HtmlEnd::Instruction);
    }
    let name: &str = rest.split(|character: char| !character.is_ascii_alphanumeric()).next()?;
    if ["script", "pre", "style", "textarea"].iter().any(|raw| name.eq_ignore_ascii_case(raw)) {
        return Some(HtmlEnd::Raw);
    }
    let tag = rest.strip_prefix('/').unwrap_or(rest);
    tag.starts_with(|character: char| character.is_ascii_alphabetic()).then_some(HtmlEnd::Blank)
}

fn ends_html(end: HtmlEnd, line: &str) -> bool {
    match end {
        HtmlEnd::Comment => line.contains("-->"),
        HtmlEnd::Instruction => line.contains("?>"),
        HtmlEnd::Declaration => line.contains('>'),
        HtmlEnd::CData => line.contains("]]>"),
        HtmlEnd::Raw => {
            let line = line.to_ascii_lowercase();
            ["</script>", "</pre>", "</style>", "</textarea>"].iter().any(|tag| line.contains(tag))
        }
        HtmlEnd::Blank => is_blank(line),
    }
}

/// A line without its line break.
fn unbroken(line: &str) -> &str {
    line.trim_end_matches(['\n', '\r'])
}

fn is_blank(line: &str) -> bool {
    line.bytes().all(|byte| byte.is_ascii_whitespace())
}

/// One line in eight, chosen by its text (FNV-1a, so that every build chooses alike).
fn is_preferred(line: &str) -> bool {
    let hash = unbroken(line).bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash >> 61 == 0
}
