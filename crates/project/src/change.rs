//! Changes to the text of a `rolecall.toml`, which leave the rest of it as it was written.

use std::path::Path;

use markdown::{Span, slice};
use review::{Change, Edit, name_key};

use crate::lines::BOM;
use crate::names::escaped;
use crate::problem::Report;
use crate::table::{Kind, Table, Value};
use crate::toml;

/// Returns the edits in the `text` of a `rolecall.toml` that make a change, in text order. None where the text does not
/// let us: a list cannot be found in what is not TOML.
pub fn edit(text: &str, change: &Change) -> Option<Vec<Edit>> {
    match change {
        Change::Declare(name) => Some(vec![declaration(text, &[(name, None)])]),
        Change::Allow(word) => Some(vec![allowing(text, word)?]),
        Change::Alias { role, alias } => with_name(text, role, ("aliases", alias), None),
        Change::Distinct { role, other } => with_name(text, role, ("distinct", other), Some(other)),
    }
}

/// A key of a role that lists names, and the name that it lists.
type Listed<'a> = (&'a str, &'a str);

/// Adds roles by their names, each with a name that one of its keys lists, if it has any.
fn declaration(text: &str, roles: &[(&str, Option<Listed>)]) -> Edit {
    let end = break_of(text);
    let mut added = match text.trim_start_matches(BOM) {
        "" => String::new(),
        ended if ended.ends_with('\n') => end.to_owned(),
        _ => end.repeat(2),
    };
    for (at, (name, listed)) in roles.iter().enumerate() {
        let gap = if at > 0 { end } else { "" };
        added += &format!("{gap}[[role]]{end}name = {}{end}", quoted(name));
        if let Some((key, item)) = listed {
            added += &format!("{key} = [{}]{end}", quoted(item));
        }
    }
    insert(text.len(), added)
}

/// Adds a name to a list of the role `role`, and the role with it where the file has none. The role `known` is added as
/// well unless it is there.
fn with_name(text: &str, role: &str, listed: Listed, known: Option<&str>) -> Option<Vec<Edit>> {
    let table = table_of(text)?;
    let mut unsaid = Report::new(Path::new(""), "");
    let roles = table.tables("role", &mut unsaid);
    let named = |name: &str| {
        let name = name_key(name);
        let is_name = |role: &&&Table| {
            role.get("name").and_then(Value::as_text).is_some_and(|it| name_key(it) == name)
        };
        roles.iter().find(is_name).copied()
    };
    let known = known.filter(|known| named(known).is_none()).map(|known| (known, None));
    let edits = match named(role) {
        None => {
            let roles: Vec<_> = [(role, Some(listed))].into_iter().chain(known).collect();
            vec![declaration(text, &roles)]
        }
        Some(table) => {
            let edit = listing(text, table, listed)?;
            let is_last = edit.span.start == text.len();
            match known {
                None => vec![edit],
                Some(known) if is_last => {
                    let more = declaration(&format!("{text}{}", edit.text), &[known]);
                    vec![insert(text.len(), edit.text + &more.text)]
                }
                Some(known) => vec![edit, declaration(text, &[known])],
            }
        }
    };
    // Where the roles are written in one line, no header can follow.
    let mut changed = text.to_owned();
    for edit in edits.iter().rev() {
        changed.replace_range(edit.span.range(), &edit.text);
    }
    table_of(&changed).is_some().then_some(edits)
}

/// Adds a name to a list of a role, or the list with it below the role's name.
fn listing(text: &str, role: &Table, (key, item): Listed) -> Option<Edit> {
    if let Some(value) = role.get(key) {
        return lengthened(text, value, item);
    }
    let (name, value) = role.entries.iter().find(|(name, _)| name.name == "name")?;
    let start = line_start(text, name.span.start);
    let margin = text.get(start..name.span.start).filter(|margin| margin.trim().is_empty())?;
    let end = break_of(text);
    let line = format!("{margin}{key} = [{}]{end}", quoted(item));
    let rest = text.get(value.span.end..)?;
    Some(match rest.find('\n') {
        Some(at) => insert(value.span.end + at + 1, line),
        None => insert(text.len(), format!("{end}{line}")),
    })
}

/// Adds an item to a list; a text is a list of one.
fn lengthened(text: &str, list: &Value, item: &str) -> Option<Edit> {
    match &list.kind {
        Kind::List(items) => {
            Some(longer(text, list.span, items.last().map(|item| item.span), &quoted(item)))
        }
        Kind::Text(_) => {
            let list_of = format!("[{}, {}]", slice(text, list.span), quoted(item));
            Some(Edit { span: list.span, text: list_of })
        }
        _ => None,
    }
}

/// Reads a text as TOML; none where it is not.
fn table_of(text: &str) -> Option<Table> {
    let bom = text.len() - text.trim_start_matches(BOM).len();
    let mut report = Report::new(Path::new(""), text);
    toml::read(slice(text, Span::new(bom, text.len())), bom, &mut report)
}

/// Adds `word` to the list `allow`, or the list with it.
fn allowing(text: &str, word: &str) -> Option<Edit> {
    let bom = text.len() - text.trim_start_matches(BOM).len();
    let table = table_of(text)?;
    let header = table.entries.iter().map(|(key, _)| line_start(text, key.span.start));
    let header = header.filter(|start| text.get(*start..).is_some_and(is_header)).min();
    let Some((key, value)) = table.entries.iter().find(|(key, _)| key.name == "allow") else {
        return Some(new_key(text, bom, header, &format!("allow = [{}]", quoted(word))));
    };
    if header.is_some_and(|header| header <= key.span.start) {
        return None;
    }
    lengthened(text, value, word)
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
        let mut new = text.to_owned();
        for edit in edit(text, change)?.iter().rev() {
            new.replace_range(edit.span.range(), &edit.text);
        }
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
        let declared = applied("", &Change::Declare("shopper".to_owned())).unwrap();
        assert_eq!(declared, "[[role]]\nname = \"shopper\"\n");
    }

    #[test]
    fn a_role_is_given_another_name() {
        let change = Change::Alias { role: "nurse".into(), alias: "ward nurse".into() };
        for (text, expected) in [
            ("", "[[role]]\nname = \"nurse\"\naliases = [\"ward nurse\"]\n"),
            (
                "[[role]]\r\nname = 'cook'\r\n",
                "[[role]]\r\nname = 'cook'\r\n\r\n[[role]]\r\nname = \"nurse\"\r\naliases = [\"ward nurse\"]\r\n",
            ),
            (
                "[[role]]\n  name = 'Nurse' # ours\n  kind = 'buyer'\n\n[rules]\n",
                "[[role]]\n  name = 'Nurse' # ours\n  aliases = [\"ward nurse\"]\n  kind = 'buyer'\n\n[rules]\n",
            ),
            ("[[role]]\nname = 'nurse'", "[[role]]\nname = 'nurse'\naliases = [\"ward nurse\"]\n"),
            (
                "[[role]]\naliases = ['RN']\nname = 'nurse'\n",
                "[[role]]\naliases = ['RN', \"ward nurse\"]\nname = 'nurse'\n",
            ),
            (
                "[[role]]\nname = 'nurse'\naliases = 'RN'\n",
                "[[role]]\nname = 'nurse'\naliases = ['RN', \"ward nurse\"]\n",
            ),
        ] {
            let new = applied(text, &change).unwrap();
            assert_eq!(new, expected);
            let roles = parse(&new).settings.roles;
            let role = roles.iter().find(|role| role.name.eq_ignore_ascii_case("nurse")).unwrap();
            assert!(role.aliases.iter().any(|alias| alias == "ward nurse"), "{new}");
        }
        for text in ["role = [{ name = 'nurse' }]\n", "role = [{ name = 'cook' }]\n", "x = ]\n"] {
            assert_eq!(edit(text, &change), None, "{text}");
        }
    }

    #[test]
    fn two_roles_are_kept_apart_and_both_are_known() {
        let change = Change::Distinct { role: "nurse".into(), other: "ward nurse".into() };
        let both = "[[role]]\nname = \"nurse\"\ndistinct = [\"ward nurse\"]\n\n[[role]]\nname = \"ward nurse\"\n";
        for (text, expected) in [
            ("", both),
            ("[[role]]\nname = \"nurse\"\n", both),
            ("[[role]]\nname = \"nurse\"", both),
            (
                "[[role]]\nname = 'ward nurse'\n\n[[role]]\nname = 'nurse'\ndistinct = ['cook']\n\n[[role]]\nname = 'cook'\n",
                "[[role]]\nname = 'ward nurse'\n\n[[role]]\nname = 'nurse'\ndistinct = ['cook', \"ward nurse\"]\n\n[[role]]\nname = 'cook'\n",
            ),
            (
                "[[role]]\nname = 'nurse'\n\n[rules]\n",
                "[[role]]\nname = 'nurse'\ndistinct = [\"ward nurse\"]\n\n[rules]\n\n[[role]]\nname = \"ward nurse\"\n",
            ),
        ] {
            let new = applied(text, &change).unwrap();
            assert_eq!(new, expected);
            let roles = parse(&new).settings.roles;
            let role = roles.iter().find(|role| role.name == "nurse").unwrap();
            assert_eq!(role.distinct.last().map(String::as_str), Some("ward nurse"));
        }
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
