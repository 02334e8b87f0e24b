//! Changes to the text of a `rolecall.toml`, which leave the rest of it as it was written.

use std::path::Path;

use markdown::{Span, slice};
use review::{Change, Edit};

use crate::lines::BOM;
use crate::names::escaped;
use crate::problem::Report;
use crate::table::Kind;
use crate::toml;

/// What to edit in the `text` of a `rolecall.toml` for a change. None where the text does not let
/// us: a list cannot be found in what is not TOML.
pub fn edit(text: &str, change: &Change) -> Option<Edit> {
    match change {
        Change::Declare(name) => Some(declaration(text, name)),
        Change::Allow(word) => allowing(text, word),
    }
}

/// Adds the role `name`.
fn declaration(text: &str, name: &str) -> Edit {
    let end = break_of(text);
    let gap = match text.trim_start_matches(BOM) {
        "" => String::new(),
        ended if ended.ends_with('\n') => end.to_owned(),
        _ => end.repeat(2),
    };
    insert(text.len(), format!("{gap}[[role]]{end}name = {}{end}", quoted(name)))
}

/// Adds `word` to the list `allow`, or the list with it.
fn allowing(text: &str, word: &str) -> Option<Edit> {
    let bom = text.len() - text.trim_start_matches(BOM).len();
    let mut report = Report::new(Path::new(""), text);
    let table = toml::read(slice(text, Span::new(bom, text.len())), bom, &mut report)?;
    let header = table.entries.iter().map(|(key, _)| line_start(text, key.span.start));
    let header = header.filter(|start| text.get(*start..).is_some_and(is_header)).min();
    let Some((key, value)) = table.entries.iter().find(|(key, _)| key.name == "allow") else {
        return Some(new_key(text, bom, header, &format!("allow = [{}]", quoted(word))));
    };
    if header.is_some_and(|header| header <= key.span.start) {
        return None;
    }
    match &value.kind {
        Kind::List(items) => {
            Some(longer(text, value.span, items.last().map(|item| item.span), &quoted(word)))
        }
        Kind::Text(_) => {
            let list = format!("[{}, {}]", slice(text, value.span), quoted(word));
            Some(Edit { span: value.span, text: list })
        }
        _ => None,
    }
}

/// Adds a line among the keys that stand before the first header, behind the last of them. Comments
/// right above a header stay with it.
fn new_key(text: &str, start: usize, header: Option<usize>, line: &str) -> Edit {
    let end = break_of(text);
    let head = slice(text, Span::new(start, header.unwrap_or(text.len())));
    let is_said = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let (mut keys, mut blanks, mut at) = (None, None, start);
    for line in head.split_inclusive('\n') {
        at += line.len();
        if is_said(&line) {
            keys = Some(at);
        } else if line.trim().is_empty() {
            blanks = Some(at);
        }
    }
    let at = match header {
        Some(_) => keys.or(blanks).unwrap_or(start),
        None => keys.unwrap_or(text.len()),
    };
    let before = slice(text, Span::new(start, at));
    let open = if before.is_empty() || before.ends_with('\n') { "" } else { end };
    let close = if keys.is_none() && header.is_some() { end } else { "" };
    insert(at, format!("{open}{line}{end}{close}"))
}

/// Adds an item to the end of a list that has this last one.
fn longer(text: &str, list: Span, last: Option<Span>, item: &str) -> Edit {
    let close = list.end.saturating_sub(1);
    let Some(last) = last else { return insert(close, item.to_owned()) };
    let between = Span::new(last.end, close);
    let rest = slice(text, between);
    if !rest.contains('\n') {
        return insert(last.end, format!(", {item}"));
    }
    // An item a line: it gets a line of its own, behind the comments of the last.
    let has_comma =
        rest.lines().any(|line| line.split('#').next().is_some_and(|it| it.contains(',')));
    let (first, then) = if has_comma { ("", ",") } else { (",", "") };
    let kept = rest.trim_end();
    let closing = rest.get(kept.len()..).unwrap_or_default();
    let margin = slice(text, Span::new(line_start(text, last.start), last.start));
    let margin = if margin.trim().is_empty() { margin } else { "  " };
    let end = break_of(text);
    Edit { span: between, text: format!("{first}{kept}{end}{margin}{item}{then}{closing}") }
}

fn insert(at: usize, text: String) -> Edit {
    Edit { span: Span::new(at, at), text }
}

fn is_header(line: &str) -> bool {
    line.trim_start_matches([' ', '\t', BOM]).starts_with('[')
}

fn line_start(text: &str, at: usize) -> usize {
    slice(text, Span::new(0, at)).rfind('\n').map_or(0, |found| found + 1)
}

fn break_of(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// A text as TOML writes it.
pub fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Config;

    fn applied(text: &str, change: &Change) -> Option<String> {
        let edit = edit(text, change)?;
        let mut new = text.to_owned();
        new.replace_range(edit.span.range(), &edit.text);
        Some(new)
    }

    fn parse(text: &str) -> Config {
        let (config, problems) = Config::parse(text, Path::new("/p/rolecall.toml"));
        assert_eq!(problems, [], "{text}");
        config.unwrap()
    }

    #[test]
    fn a_declared_role_is_read_back() {
        for (text, roles) in [
            ("", 1),
            ("\u{feff}", 1),
            ("style = 'discovery'", 1),
            ("[rules]\r\n", 1),
            ("[[role]]\nname = 'clerk'\n", 2),
        ] {
            for name in ["shopper", "the \"boss\"", "back\\slash", "bell\u{7}\u{7f}"] {
                let new = applied(text, &Change::Declare(name.to_owned())).unwrap();
                let config = parse(&new);
                assert_eq!(config.settings.roles.len(), roles);
                assert_eq!(config.settings.roles[roles - 1].name, name);
            }
        }
        assert_eq!(declaration("", "shopper").text, "[[role]]\nname = \"shopper\"\n");
    }

    #[test]
    fn a_word_is_allowed_and_the_rest_stays_as_it_was() {
        for (text, expected) in [
            ("", "allow = [\"client\"]\n"),
            ("\u{feff}", "\u{feff}allow = [\"client\"]\n"),
            ("# Ours\n", "# Ours\nallow = [\"client\"]\n"),
            ("style = 'discovery'", "style = 'discovery'\nallow = [\"client\"]\n"),
            ("[rules]\r\n", "allow = [\"client\"]\r\n\r\n[rules]\r\n"),
            ("# Ours\n[rules]\n", "allow = [\"client\"]\n\n# Ours\n[rules]\n"),
            ("# Ours\n\n# Loud\n[rules]\n", "# Ours\n\nallow = [\"client\"]\n\n# Loud\n[rules]\n"),
            (
                "include = [\n  \"a.md\", # why\n]\n\n# Who\n[[role]]\nname = 'clerk'\n",
                "include = [\n  \"a.md\", # why\n]\nallow = [\"client\"]\n\n# Who\n[[role]]\nname = 'clerk'\n",
            ),
            (
                "product.model = \"b2b\"\n[rules]\n",
                "product.model = \"b2b\"\nallow = [\"client\"]\n[rules]\n",
            ),
            ("allow = []\n", "allow = [\"client\"]\n"),
            ("allow = [\n  # nothing\n]\n", "allow = [\n  # nothing\n\"client\"]\n"),
            ("allow = ['user'] # why\n", "allow = ['user', \"client\"] # why\n"),
            ("allow = [ 'user', ]\n", "allow = [ 'user', \"client\", ]\n"),
            (
                "allow = [\n    'user', # why\n    # and\n]\n",
                "allow = [\n    'user', # why\n    # and\n    \"client\",\n]\n",
            ),
            (
                "allow = [\r\n\t'user' # why, oh\r\n]\r\n",
                "allow = [\r\n\t'user', # why, oh\r\n\t\"client\"\r\n]\r\n",
            ),
            ("allow = ['user',\n]\n", "allow = ['user',\n  \"client\",\n]\n"),
        ] {
            let new = applied(text, &Change::Allow("client".to_owned())).unwrap();
            assert_eq!(new, expected);
            assert!(parse(&new).settings.allow.iter().any(|word| word == "client"));
        }
        let new = applied("allow = 'user'\n", &Change::Allow("end user".to_owned())).unwrap();
        assert_eq!(new, "allow = ['user', \"end user\"]\n");
        for text in ["allow = 3\n", "[[allow]]\nx = 1\n", "[allow]\n", "x = ]\n"] {
            assert_eq!(edit(text, &Change::Allow("client".to_owned())), None, "{text}");
        }
    }
}
