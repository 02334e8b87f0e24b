//! Where a file names roles: what a rename has to replace.

use std::path::Path;

use markdown::{Span, slice};

use crate::front_matter::front_matter;
use crate::lines::BOM;
use crate::paths::CONFIG_NAME;
use crate::problem::Report;
use crate::table::{Kind, Table, Value};
use crate::toml;

/// A place where a `rolecall.toml` or a persona's front matter names a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedName {
    /// What another name has to replace, in UTF-8 bytes of the file: the name within its double
    /// quotes, or the whole value where that cannot hold any name as it is written.
    pub span: Span,
    /// The line it begins on, counted from 1.
    pub line: usize,
    /// Whether the span takes in the quotes.
    pub quoted: bool,
    /// What the name is there.
    pub kind: Naming,
    /// The name as it is read: with plain spaces, and without escapes.
    pub text: String,
    written: Written,
}

/// What a name is to the role it is written at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Naming {
    /// Its own name.
    Name,
    /// Its plural.
    Plural,
    /// Another name of it.
    Alias,
    /// The name of the persona that stands for it.
    Persona,
    /// A role that it serves: any name of that role.
    Serves,
    /// A role that it buys for: any name of that role.
    BuysFor,
    /// A role that it reports to: any name of that role.
    ReportsTo,
    /// A role that it is not, though their names are alike: any name of that role.
    Distinct,
}

impl Naming {
    /// The key it is written at.
    fn key(self) -> &'static str {
        match self {
            Naming::Name => "name",
            Naming::Plural => "plural",
            Naming::Alias => "aliases",
            Naming::Persona => "persona",
            Naming::Serves => "serves",
            Naming::BuysFor => "buys-for",
            Naming::ReportsTo => "reports-to",
            Naming::Distinct => "distinct",
        }
    }
}

/// How a name is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    /// Between double quotes, without escapes; the quotes are not in the span.
    Plainly,
    /// In YAML without quotes.
    Bare,
    /// In YAML on lines of its own.
    Block,
    /// In single quotes, which take no escapes.
    Single,
    /// In double quotes with escapes, or over several lines.
    Double,
}

impl PlacedName {
    /// What to put in place of [`Self::span`] so that `new` is read there. Its spaces are made plain,
    /// and control characters are left out where no escape can stand.
    pub fn rewritten(&self, new: &str) -> String {
        let new = new.split_whitespace().collect::<Vec<_>>().join(" ");
        match self.written {
            Written::Plainly => escaped(&new),
            Written::Bare if may_be_bare(&new) => new,
            Written::Block => new.replace(is_special, ""),
            Written::Single if !new.chars().any(|c| c == '\'' || is_special(c)) => {
                format!("'{new}'")
            }
            _ => format!("\"{}\"", escaped(&new)),
        }
    }

    /// A name that a persona's heading gives.
    pub(crate) fn in_heading(span: Span, line: usize, kind: Naming, text: &str) -> Self {
        Self { span, line, quoted: false, kind, text: text.to_owned(), written: Written::Bare }
    }

    fn new(value: &Value, text: &str, kind: Naming, report: &Report) -> Self {
        let raw = slice(report.text(), value.span);
        let (span, written) = match (&value.kind, raw.as_bytes().first()) {
            (Kind::Bare(_), _) => (value.span, Written::Bare),
            (Kind::Block(_), _) => {
                let length = raw.trim_end().len();
                (Span::new(value.span.start, value.span.start + length), Written::Block)
            }
            (_, Some(b'\'')) => (value.span, Written::Single),
            _ => match plain_part(raw) {
                Some(inner) => (inner.shifted(value.span.start), Written::Plainly),
                None => (value.span, Written::Double),
            },
        };
        let quoted = matches!(written, Written::Single | Written::Double);
        Self { span, line: report.line(span.start), quoted, kind, text: text.to_owned(), written }
    }
}

/// Every place in `text` where a role is named, in text order. By its `path` it is a `rolecall.toml`
/// or else a persona file, of which only the front matter counts. None where it cannot be read.
pub fn names_in(text: &str, path: &Path) -> Vec<PlacedName> {
    let mut report = Report::new(path, text);
    let mut names = if path.file_name().is_some_and(|name| name == CONFIG_NAME) {
        let body = text.strip_prefix(BOM).unwrap_or(text);
        let table = toml::read(body, text.len() - body.len(), &mut report).unwrap_or_default();
        let roles = table.tables("role", &mut report);
        roles.into_iter().flat_map(|role| names_of(role, &report)).collect()
    } else {
        let front = front_matter(text, &mut report);
        front.map(|table| names_of(&table, &report)).unwrap_or_default()
    };
    names.sort_by_key(|name: &PlacedName| name.span);
    names
}

/// The names in the description of one role, by what they are.
pub(crate) fn names_of(role: &Table, report: &Report) -> Vec<PlacedName> {
    use Naming::{Alias, BuysFor, Distinct, Name, Persona, Plural, ReportsTo, Serves};
    // What is wrong with them is told by whoever reads the role.
    let mut unsaid = Report::new(Path::new(""), "");
    let mut names = Vec::new();
    for kind in [Name, Plural, Alias, Persona, Serves, BuysFor, ReportsTo, Distinct] {
        let is_list = !matches!(kind, Name | Plural | Persona);
        let texts = if is_list {
            role.placed_texts(kind.key(), &mut unsaid)
        } else {
            role.placed_text(kind.key(), &mut unsaid).into_iter().collect()
        };
        names.extend(
            texts.into_iter().map(|(text, value)| PlacedName::new(value, &text, kind, report)),
        );
    }
    names
}

/// What is between the double quotes of `raw`, if it is written there as it is read.
fn plain_part(raw: &str) -> Option<Span> {
    let quotes = if raw.starts_with("\"\"\"") && raw.len() >= 6 { 3 } else { 1 };
    let inner = raw.get(quotes..raw.len().checked_sub(quotes)?)?;
    if inner.contains(['\\', '\n', '\r']) {
        return None;
    }
    let start = quotes + inner.len() - inner.trim_start().len();
    Some(Span::new(start, start + inner.trim().len()))
}

/// `text` as it stands between double quotes, in TOML and in YAML.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        match character {
            '"' | '\\' => escaped.extend(['\\', character]),
            special if is_special(special) => {
                let code = u32::from(special);
                escaped += &match code {
                    0..=0xffff => format!("\\u{code:04X}"),
                    _ => format!("\\U{code:08X}"),
                };
            }
            plain => escaped.push(plain),
        }
    }
    escaped
}

/// What some parsers refuse, drop or take for the end of a line.
fn is_special(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// Whether YAML reads `name` as text, and as this, without quotes, wherever it stands.
fn may_be_bare(name: &str) -> bool {
    const WORDS: [&str; 9] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
    // A hyphen that stands alone begins an item of a list to some parsers.
    let ends_well = name.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | '.'));
    name.starts_with(char::is_alphabetic)
        && ends_well
        && !name.contains(" -")
        && !name.contains("- ")
        && name.chars().all(|c| {
            c.is_alphanumeric()
                || matches!(c, ' ' | '-' | '_' | '/' | '.' | '\'' | '&' | '(' | ')' | '+')
        })
        && !WORDS.contains(&name.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TOML: &str = "/p/rolecall.toml";
    const PERSONA: &str = "/p/personas/sue.md";

    /// The names of a file: what each span covers, what it is, and how it is read.
    fn names(text: &str, path: &str) -> Vec<(String, Naming, String)> {
        let names = names_in(text, Path::new(path)).into_iter();
        let found = names.map(|n| (slice(text, n.span).to_owned(), n.kind, n.text));
        found.collect()
    }

    fn check(text: &str, path: &str, expected: &[(&str, Naming, &str)]) {
        let found = names(text, path);
        let found: Vec<_> = found.iter().map(|(a, b, c)| (a.as_str(), *b, c.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    }

    use Naming::{Alias, BuysFor, Distinct, Name, Persona, Plural, ReportsTo, Serves};

    #[test]
    fn every_name_in_a_rolecall_toml() {
        let text = r#"style = "specific-roles"
[[role]]
name = "sales associate" # "clerk"
plural = "sales associates"
aliases = ["clerk", 'cashier', """till hand""", '''tiller''']
persona = "Dana"
description = "not a name"
serves = ["shopper", 3, " "]
buys-for = ["guest"]
reports-to = "chief"
distinct = ["chief"]

[[role]]
name = " \"the\" boss"
aliases = "chief"
serves = [
  "sales  associate", # kept
  """
  all
  of them""",
]
"#;
        let mut expected = vec![
            ("sales associate", Name, "sales associate"),
            ("sales associates", Plural, "sales associates"),
            ("clerk", Alias, "clerk"),
            ("'cashier'", Alias, "cashier"),
            ("till hand", Alias, "till hand"),
            ("'''tiller'''", Alias, "tiller"),
            ("Dana", Persona, "Dana"),
            ("shopper", Serves, "shopper"),
            ("guest", BuysFor, "guest"),
            ("chief", ReportsTo, "chief"),
            ("chief", Distinct, "chief"),
            ("\" \\\"the\\\" boss\"", Name, "\"the\" boss"),
            ("chief", Alias, "chief"),
            ("sales  associate", Serves, "sales associate"),
            ("\"\"\"\n  all\n  of them\"\"\"", Serves, "all of them"),
        ];
        check(text, TOML, &expected);
        let crlf = format!("\u{feff}{}", text.replace('\n', "\r\n"));
        let last = "\"\"\"\r\n  all\r\n  of them\"\"\"";
        *expected.last_mut().unwrap() = (last, Serves, "all of them");
        check(&crlf, TOML, &expected);
        let lines: Vec<usize> =
            names_in(&crlf, Path::new(TOML)).iter().map(|name| name.line).collect();
        assert_eq!(lines, [3, 4, 5, 5, 5, 5, 6, 8, 9, 10, 11, 14, 15, 17, 18]);
        check(
            "role = [{ name = 'a' }, { 'name' = \"b\" }]",
            TOML,
            &[("'a'", Name, "a"), ("b", Name, "b")],
        );
        check("[role]\nname = \"b\"\n", TOML, &[("b", Name, "b")]);
        check("[[role]]\nname = \"b\n", TOML, &[]);
        check("[[role]]\nname = 3\n", TOML, &[]);
    }

    #[test]
    fn every_name_in_front_matter() {
        let text = "---\nname: sales associate  # not clerk\nplural: \"sales associates\"\naliases: [clerk, 'store''s clerk', \"till \\\"hand\\\"\"]\npersona: Dana Whitlock\ngoals: [sell]\nserves:\n  - shopper\n  - store\n    manager\n---\n# Dana, clerk\n";
        let mut expected = vec![
            ("sales associate", Name, "sales associate"),
            ("sales associates", Plural, "sales associates"),
            ("clerk", Alias, "clerk"),
            ("'store''s clerk'", Alias, "store's clerk"),
            ("\"till \\\"hand\\\"\"", Alias, "till \"hand\""),
            ("Dana Whitlock", Persona, "Dana Whitlock"),
            ("shopper", Serves, "shopper"),
            ("store\n    manager", Serves, "store manager"),
        ];
        check(text, PERSONA, &expected);
        let crlf = format!("\u{feff}{}", text.replace('\n', "\r\n"));
        *expected.last_mut().unwrap() = ("store\r\n    manager", Serves, "store manager");
        check(&crlf, PERSONA, &expected);
        check(
            "+++\nname = \"é clerk\"\nserves = ['x']\n+++\n",
            PERSONA,
            &[("é clerk", Name, "é clerk"), ("'x'", Serves, "x")],
        );
        check(
            "---\nname: é\naliases: clerk\n---\n",
            PERSONA,
            &[("é", Name, "é"), ("clerk", Alias, "clerk")],
        );
        check(
            "---\nname: >-\n  sales\n  clerk\nplural: |\n  clerks\n---\n",
            PERSONA,
            &[("sales\n  clerk", Name, "sales clerk"), ("clerks", Plural, "clerks")],
        );
        check("---\nname: ~\npersona:\nserves: []\n---\n", PERSONA, &[]);
        check("---\nname: \"x\n---\n", PERSONA, &[]);
        check("# Dana, clerk\n", PERSONA, &[]);
    }

    #[test]
    fn another_name_is_written_as_the_old_one_was() {
        let rewritten = |text: &str, new: &str| {
            let path = if text.starts_with("---") { PERSONA } else { TOML };
            let name = names_in(text, Path::new(path)).remove(0);
            let mut text = text.to_owned();
            text.replace_range(name.span.range(), &name.rewritten(new));
            text
        };
        let toml = |value: &str| format!("[[role]]\nname = {value} # x\n");
        for (old, new, expected) in [
            ("\"clerk\"", "shop  assistant", "\"shop assistant\""),
            ("\"clerk\"", "\"boss\"", "\"\\\"boss\\\"\""),
            ("'clerk'", "cashier", "'cashier'"),
            ("'clerk'", "driver's mate", "\"driver's mate\""),
            ("\"\\u0063lerk\"", "cashier", "\"cashier\""),
        ] {
            assert_eq!(rewritten(&toml(old), new), toml(expected));
        }
        let yaml = |value: &str| format!("---\nname: {value} # x\n---\n");
        for (old, new, expected) in [
            ("clerk", "driver's mate", "driver's mate"),
            ("clerk", "mate: driver", "\"mate: driver\""),
            ("clerk", "no", "\"no\""),
            ("clerk", "mate -", "\"mate -\""),
            ("clerk", "mate - driver", "\"mate - driver\""),
            ("clerk", "24/7 operator", "\"24/7 operator\""),
            ("'clerk'", "cashier", "'cashier'"),
            ("\"clerk\"", "cashier", "\"cashier\""),
        ] {
            assert_eq!(rewritten(&yaml(old), new), yaml(expected));
        }
    }

    /// A file with a name in it, written in one of many ways, and how it is read.
    fn written() -> impl Strategy<Value = (&'static str, String, bool)> {
        let toml = [
            ("[[role]]\nname = \"", "\"\naliases = [\"x\"]\n", true),
            ("\u{feff}[[role]]\r\nname = '", "' # x\r\n", true),
            ("[[role]]\nname = \"\"\"", "\"\"\"\n", true),
            ("[[role]]\nname = '''", "'''\n", false),
            ("[[role]]\nname = \"\"\"\n", "\"\"\"\n", false),
            ("[[role]]\naliases = [\"é\", \"", "\"]\n", true),
            ("[[role]]\nserves = [\n  '", "', # x\n]\n", true),
        ];
        let yaml = [
            ("---\nname: ", "\n---\n", true),
            ("\u{feff}---\r\nname: ", "   # x\r\nkind: buyer\r\n---\r\n# Sue\r\n", true),
            ("---\nname: \"", "\"\n---\n", true),
            ("---\nname: '", "'\n---\n", true),
            ("---\naliases: [é, ", ", y]\n---\n", true),
            ("---\n{serves: [", "]}\n---\n", true),
            ("---\nserves:\n- ", "\n- z\n---\n", true),
            ("---\nname: >\n  ", "\nkind: buyer\n---\n", false),
            ("---\nname: |-\n  ", "\n---\n", false),
            ("+++\nname = \"", "\"\n+++\n", true),
        ];
        let plain = "[a-zé]{2,6}( [a-z]{2,5}){0,2}";
        let of = |path, forms: Vec<(&'static str, &'static str, bool)>| {
            (Just(path), proptest::sample::select(forms), plain)
        };
        prop_oneof![of(TOML, toml.to_vec()), of(PERSONA, yaml.to_vec())].prop_map(
            |(path, (before, behind, back), name)| (path, format!("{before}{name}{behind}"), back),
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

        #[test]
        fn a_rename_is_read_back((path, text, back) in written(), new in prop_oneof!["[ -~]{1,12}", "\\PC{1,8}", any::<String>()]) {
            prop_assume!(!new.trim().is_empty());
            let path = Path::new(path);
            let expected = new.split_whitespace().collect::<Vec<_>>().join(" ");
            let names = names_in(&text, path);
            for (at, name) in names.iter().enumerate() {
                let mut renamed = text.clone();
                renamed.replace_range(name.span.range(), &name.rewritten(&new));
                let again = names_in(&renamed, path);
                prop_assert_eq!(again.len(), names.len(), "{}", renamed);
                prop_assert_eq!(&again[at].text, &expected, "{}", renamed);
                for (other, before) in again.iter().zip(&names).enumerate().filter(|(i, _)| *i != at).map(|(_, pair)| pair) {
                    prop_assert_eq!(&other.text, &before.text);
                    prop_assert_eq!(other.kind, before.kind);
                }
                let mut restored = renamed.clone();
                restored.replace_range(again[at].span.range(), &again[at].rewritten(&name.text));
                let plain = !expected.contains('\'');
                if back && plain && may_be_bare(&name.text) && may_be_bare(&expected) {
                    prop_assert_eq!(&restored, &text);
                }
            }
        }
    }
}
