//! The tags of HTML: where one ends, and what it is to a reader.

use crate::script::Script;
use crate::syntax::Syntax;

/// How far, in bytes, the end of a tag or of a link's target is looked for. Without a bound, many
/// openings without an end would cost the square of the block's length.
pub(crate) const REACH: usize = 2048;

/// What ends the elements whose text is code, a formula, or for programs alone.
const UNREAD: [&str; 19] = [
    "</code>",
    "</kbd>",
    "</samp>",
    "</pre>",
    "</var>",
    "</tt>",
    "</script>",
    "</style>",
    "</textarea>",
    "</math>",
    "</svg>",
    "</object>",
    "</head>",
    "</title>",
    "</template>",
    "</select>",
    "</iframe>",
    "</video>",
    "</audio>",
];

/// Elements that stand apart from the text around them.
const BLOCKS: [&str; 47] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "colgroup",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Elements that stand within a sentence, and others that have no text of their own.
const INLINE: [&str; 33] = [
    "a", "abbr", "acronym", "b", "base", "bdi", "bdo", "big", "br", "cite", "col", "del", "dfn",
    "em", "font", "i", "img", "input", "ins", "label", "link", "mark", "meta", "q", "s", "small",
    "span", "strike", "strong", "sub", "sup", "u", "wbr",
];

/// Elements that are named by words which people put in brackets for something to be filled in: "the <title> page".
const WORDS: [&str; 24] = [
    "address", "article", "aside", "audio", "base", "body", "caption", "cite", "dialog", "figure",
    "footer", "form", "head", "header", "input", "label", "legend", "link", "main", "menu",
    "search", "select", "title", "video",
];

/// The first [`REACH`] of some bytes, each with its place. A line that ends in two counts them as one.
pub(crate) fn in_reach(bytes: &[u8]) -> impl Iterator<Item = (usize, u8)> {
    let is_pair = |at: usize| bytes.get(at) == Some(&b'\r') && bytes.get(at + 1) == Some(&b'\n');
    bytes.iter().copied().enumerate().filter(move |(at, _)| !is_pair(*at)).take(REACH)
}

/// How many bytes it is to the bracket that closes the tag that `rest` begins with; attributes may hold others.
pub(crate) fn tag_end(rest: &str, syntax: Syntax) -> Option<usize> {
    let near = rest.get(..rest.floor_char_boundary(REACH)).unwrap_or_default();
    let reach = match near.contains("\r\n") {
        true => in_reach(rest.as_bytes()).last().map_or(0, |(at, _)| at + 1),
        false => near.len(),
    };
    let rest = rest.get(..rest.floor_char_boundary(reach)).unwrap_or_default();
    let first = rest.find('>')?;
    let inner = rest.get(..first).unwrap_or_default();
    if !inner.contains('=') {
        return Some(first);
    }
    if syntax == Syntax::Mdx
        && let Ok(end) = Script::default().tag_closed(rest)
    {
        return Some(end - 1);
    }
    let mut quote = None;
    let mut before = b' ';
    for (at, byte) in rest.bytes().enumerate() {
        match quote {
            Some(open) if byte == open => quote = None,
            Some(_) => {}
            None if byte == b'>' => return Some(at),
            None if before == b'=' && matches!(byte, b'"' | b'\'') => quote = Some(byte),
            None => {}
        }
        before = byte;
    }
    Some(first)
}

/// Whether what stands between two angle brackets is a tag, of HTML or any other.
pub(crate) fn is_tag(inner: &str) -> bool {
    let name = inner.strip_prefix('/').unwrap_or(inner);
    name.starts_with(|character: char| character.is_ascii_alphabetic())
        && !inner.contains('<')
        && !is_address(inner)
        || inner.starts_with(['!', '?'])
}

/// Whether what stands between two angle brackets is an address.
pub(crate) fn is_address(inner: &str) -> bool {
    let is_mail = inner.contains('@') && inner.contains('.');
    let has_scheme = inner.split_once(':').is_some_and(|(scheme, rest)| {
        scheme.len() > 1
            && !rest.is_empty()
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    (is_mail || has_scheme) && !inner.contains(char::is_whitespace)
}

/// The name of a tag by what stands between its brackets, and whether it closes an element.
pub(crate) fn name_of(inner: &str) -> (&str, bool) {
    let name = inner.strip_prefix('/').unwrap_or(inner);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    (name.get(..end).unwrap_or_default(), name.len() < inner.len())
}

/// Whether HTML has an element of that name.
pub(crate) fn is_html(name: &str) -> bool {
    is_block(name) || is_one_of(&INLINE, name) || unread(name).is_some()
}

/// Whether a tag of that name rather stands for something to be filled in.
pub(crate) fn is_placeholder(name: &str) -> bool {
    !is_html(name) || is_one_of(&WORDS, name)
}

/// Whether an element stands apart from the text around it.
pub(crate) fn is_block(name: &str) -> bool {
    is_one_of(&BLOCKS, name)
}

/// What ends the element of that name, if nobody reads its text as prose.
pub(crate) fn unread(name: &str) -> Option<&'static str> {
    let is_end = |close: &&str| {
        let own = close.trim_start_matches("</").trim_end_matches('>');
        own.eq_ignore_ascii_case(name)
    };
    UNREAD.iter().copied().find(is_end)
}

fn is_one_of(names: &[&str], name: &str) -> bool {
    names.iter().any(|one| one.eq_ignore_ascii_case(name))
}
