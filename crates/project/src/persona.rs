//! Persona files: `personas/*.md`, one role each.

use std::path::{Path, PathBuf};

use markdown::{Document, Kind, Span, slice};
use review::{Place, Role};

use crate::discover::is_markdown;
use crate::problem::{Problem, Report};
use crate::table::Table;
use crate::{role, toml, yaml};

/// The persona files of the project at `root`, in order: the Markdown files in its folders
/// `personas` and `docs/personas`, but for READMEs, indexes and templates.
pub fn persona_files(root: &Path) -> Vec<PathBuf> {
    let mut folders = folders_named(root, "personas");
    for docs in folders_named(root, "docs") {
        folders.extend(folders_named(&docs, "personas"));
    }
    let mut files: Vec<PathBuf> = folders
        .iter()
        .flat_map(|folder| entries(folder))
        .filter(|path| path.is_file() && is_markdown(path) && is_persona(path))
        .collect();
    files.sort();
    files
}

fn folders_named(parent: &Path, name: &str) -> Vec<PathBuf> {
    let named = |path: &PathBuf| path.file_name().is_some_and(|own| own.eq_ignore_ascii_case(name));
    entries(parent).into_iter().filter(|path| named(path) && path.is_dir()).collect()
}

/// What is in `folder`. A folder that is not there, or is nobody's to read, holds no personas.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    entries.flatten().map(|entry| entry.path()).collect()
}

fn is_persona(path: &Path) -> bool {
    let name = path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
    !name.starts_with(['.', '_']) && !["readme", "index", "template"].contains(&name.as_str())
}

/// The role that the persona file with this text describes. `shown` is its path as shown to people.
pub(crate) fn read(text: &str, path: &Path, shown: &str) -> (Option<Role>, Vec<Problem>) {
    let mut report = Report::new(path, text);
    let role = read_role(text, shown, &mut report);
    (role, report.done())
}

fn read_role(text: &str, shown: &str, report: &mut Report) -> Option<Role> {
    let front = front_matter(text, report);
    let mut role = match &front {
        Some(table) => {
            // Other tools keep their own keys there.
            table.check_keys("A persona", role::KEYS, true, report);
            role::read(table, shown, report)
        }
        None => Role::default(),
    };
    if !role.name.is_empty() {
        return Some(role);
    }
    let Some((span, heading)) = first_heading(text) else {
        if report.is_empty() {
            let message = "This persona has no name: begin with a heading such as `# Sarah Sue, sales associate`.";
            report.warning(Span::default(), message.to_owned());
        }
        return None;
    };
    let read = Heading::read(&heading);
    role.name = read.role;
    role.persona = role.persona.or(read.persona);
    role.number = role.number.or(read.number);
    role.declared = vec![Place { path: Some(shown.to_owned()), line: report.line(span.start) }];
    (!role.name.is_empty()).then_some(role)
}

/// The keys of the front matter, where there is any that can be read.
fn front_matter(text: &str, report: &mut Report) -> Option<Table> {
    let document = Document::new(text);
    let block = document.segments().flat_map(|(start, segment)| {
        let front = segment.blocks().iter().find(|block| block.kind == Kind::FrontMatter);
        front.map(|block| block.span.shifted(start))
    });
    let Some(block) = block.into_iter().next() else {
        let mut lines = text.trim_start_matches(crate::read::BOM).lines();
        let open = lines.next().map(str::trim_end) == Some("---");
        if open && lines.next().is_some_and(|line| line.contains(':')) {
            let message =
                "The front matter is not closed: put `---` on a line of its own below it.";
            report.error(Span::default(), message.to_owned());
        }
        return None;
    };
    // What stands between the line that opens it and the one that closes it.
    let whole = slice(text, block).trim_end();
    let start = whole.find('\n').map_or(whole.len(), |at| at + 1);
    let end = whole.rfind('\n').map_or(start, |at| at + 1).max(start);
    let body = Span::new(start, end).shifted(block.start);
    let offset = body.start;
    match whole.trim_start_matches(crate::read::BOM).as_bytes().first() {
        Some(b'+') => toml::read(slice(text, body), offset, report),
        _ => yaml::read(slice(text, body), offset, report),
    }
}

/// The first heading that says anything: its place and what a reader sees of it.
fn first_heading(text: &str) -> Option<(Span, String)> {
    let document = Document::new(text);
    document.segments().find_map(|(start, segment)| {
        segment.blocks().iter().find_map(|block| {
            let prose = block.prose(segment.text()).text;
            let heading = matches!(block.kind, Kind::Heading(_)) && !prose.trim().is_empty();
            heading.then(|| (block.span.shifted(start), prose))
        })
    })
}

/// What a persona's heading says: `Persona 4: Sarah Sue, sales associate`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Heading {
    number: Option<u32>,
    persona: Option<String>,
    role: String,
}

impl Heading {
    fn read(text: &str) -> Self {
        let (number, text) = without_label(trimmed(text));
        let mut parts = parts(text).into_iter().filter(|part| part.contains(char::is_alphabetic));
        let first = parts.next().unwrap_or_default();
        match parts.next() {
            Some(role) => Self {
                number,
                persona: Some(first.to_owned()),
                role: without_article(role).to_owned(),
            },
            None => Self { number, persona: None, role: without_article(first).to_owned() },
        }
    }
}

/// Without emoji, numbers' marks and such around it.
fn trimmed(text: &str) -> &str {
    text.trim_start_matches(|c: char| !c.is_alphanumeric())
        .trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')')
}

/// Without a label such as `Persona 3 —`, `User persona:` or `3.`, and the number in it.
fn without_label(text: &str) -> (Option<u32>, &str) {
    const LABELS: [&str; 5] = ["user persona", "buyer persona", "persona", "user role", "role"];
    let label = LABELS.into_iter().find(|label| {
        text.get(..label.len()).is_some_and(|start| start.eq_ignore_ascii_case(label))
    });
    let rest = text.get(label.map_or(0, str::len)..).unwrap_or_default();
    let numbered = rest.trim_start_matches([' ', '#']);
    let digits = numbered.bytes().take_while(u8::is_ascii_digit).count();
    let number = numbered.get(..digits).and_then(|digits| digits.parse().ok());
    let after = numbered.get(digits..).unwrap_or_default();
    let behind = trimmed(after);
    // A separator must follow, or "Personal shopper" and "3rd-party seller" would lose their heads.
    let mut next = after.trim_start().chars();
    let separated = match next.next() {
        Some('—' | '–' | ':') => true,
        Some('-' | '.' | ')') => next.next() == Some(' '),
        _ => label.is_some() && number.is_some() && after.starts_with(' '),
    };
    if separated && (label.is_some() || number.is_some()) && !behind.is_empty() {
        (number, behind)
    } else {
        (None, text)
    }
}

/// The parts of `Sarah Sue — sales associate`, `Sarah Sue, sales associate`,
/// `Sarah Sue (sales associate)`.
fn parts(text: &str) -> Vec<&str> {
    const SEPARATORS: [&str; 7] = [" — ", "—", " – ", " - ", ", ", ": ", " | "];
    let mut parts = Vec::new();
    let mut rest = text;
    loop {
        let bracket = rest.ends_with(')').then(|| rest.find(" (").map(|at| (at, 2))).flatten();
        let separators = SEPARATORS.iter().filter_map(|mark| Some((rest.find(mark)?, mark.len())));
        let Some((at, length)) =
            separators.chain(bracket).min_by_key(|(at, length)| (*at, usize::MAX - length))
        else {
            parts.push(rest.trim_end_matches(')').trim());
            return parts;
        };
        parts.push(rest.get(..at).unwrap_or_default().trim());
        rest = rest.get(at + length..).unwrap_or_default();
    }
}

fn without_article(text: &str) -> &str {
    let article = ["a ", "an ", "the "].into_iter().find(|article| {
        text.get(..article.len()).is_some_and(|start| start.eq_ignore_ascii_case(article))
    });
    text.get(article.map_or(0, str::len)..).unwrap_or(text).trim_start()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_name_a_role_and_perhaps_a_person() {
        let check = |text: &str, number: Option<u32>, persona: &str, role: &str| {
            let read = Heading::read(text);
            let persona = (!persona.is_empty()).then(|| persona.to_owned());
            assert_eq!(read, Heading { number, persona, role: role.to_owned() }, "{text}");
        };
        check("Sales associate", None, "", "Sales associate");
        check("Persona: sales associate", None, "", "sales associate");
        check("Persona 3 — sales associate", Some(3), "", "sales associate");
        check("Persona #3: Sarah Sue, a sales associate", Some(3), "Sarah Sue", "sales associate");
        check(
            "User persona 12 - Sarah Sue – sales associate",
            Some(12),
            "Sarah Sue",
            "sales associate",
        );
        check("Persona 3 sales associate", Some(3), "", "sales associate");
        check("4. Sarah Sue — sales associate", Some(4), "Sarah Sue", "sales associate");
        check("👟 Sarah Sue—sales associate 👟", None, "Sarah Sue", "sales associate");
        check("Sarah Sue (sales associate)", None, "Sarah Sue", "sales associate");
        check("Sarah Sue, 34, sales associate, Boston", None, "Sarah Sue", "sales associate");
        check("Sarah Sue: the sales associate", None, "Sarah Sue", "sales associate");
        check("Personal shopper", None, "", "Personal shopper");
        check("Persona", None, "", "Persona");
        check("Role-based access administrator", None, "", "Role-based access administrator");
        check("3rd-party seller", None, "", "3rd-party seller");
        check("Co-founder", None, "", "Co-founder");
        check("…", None, "", "");
    }

    fn check(text: &str, name: Option<&str>, line: usize, problems: &[(Option<usize>, &str)]) {
        let (role, found) = read(text, Path::new("/p/personas/sue.md"), "personas/sue.md");
        assert_eq!(role.as_ref().map(|role| role.name.as_str()), name, "{text}");
        let place = Place { path: Some("personas/sue.md".to_owned()), line };
        assert!(role.is_none_or(|role| role.declared == [place]), "{text}");
        let found: Vec<_> = found.iter().map(|p| (p.line, p.message.as_str())).collect();
        assert_eq!(found, problems, "{text}");
    }

    #[test]
    fn a_persona_is_named_by_its_front_matter_or_its_heading() {
        check("---\nkind: buyer\nname: cashier\n---\n# Sue\n", Some("cashier"), 3, &[]);
        check("---\r\nname: cashier\r\n---\r\n", Some("cashier"), 2, &[]);
        check("\u{feff}---\nname: cashier\n---\n", Some("cashier"), 2, &[]);
        check("+++\nname = \"cashier\"\n+++\n", Some("cashier"), 2, &[]);
        check("---\ntags: [x]\nlayout: page\n---\n\n# Sue, **cashier**\n", Some("cashier"), 6, &[]);
        check("Draft.\n\nCashier\n=======\n", Some("Cashier"), 3, &[]);
    }

    #[test]
    fn what_is_wrong_is_told_and_the_rest_counts() {
        check(
            "---\naliasses: [x]\n---\n# Cashier\n",
            Some("Cashier"),
            4,
            &[(Some(2), "Unknown key `aliasses`; did you mean `aliases`?")],
        );
        check(
            "---\nname: \"cashier\n---\n# Sue, clerk\n",
            Some("clerk"),
            4,
            &[(Some(2), "A quote that opens on this line is not closed.")],
        );
        check(
            "---\nname: cashier\n# Sue, clerk\n",
            Some("clerk"),
            3,
            &[(
                Some(1),
                "The front matter is not closed: put `---` on a line of its own below it.",
            )],
        );
        check(
            "Only prose.\n",
            None,
            0,
            &[(
                Some(1),
                "This persona has no name: begin with a heading such as `# Sarah Sue, sales associate`.",
            )],
        );
        check("---\nname:\n---\n# Cashier\n", Some("Cashier"), 4, &[]);
        check(
            "---\nname: ''\n---\n# Cashier\n",
            Some("Cashier"),
            4,
            &[(Some(2), "`name` is empty: fill it in, or remove it.")],
        );
    }

    #[test]
    fn front_matter_holds_all_that_a_role_does() {
        let text = "---\nname: sales associate\naliases: clerk\nnumber: 4\nshare: 0.6\nkind: end-user\ngoals:\n  - sell\n  - help\npersona: Sarah Sue\nserves: [shopper]\n---\n";
        let (role, problems) = read(text, Path::new("sue.md"), "sue.md");
        let role = role.unwrap();
        assert_eq!(problems, []);
        assert_eq!(role.aliases, ["clerk"]);
        assert_eq!((role.number, role.share), (Some(4), Some(0.6)));
        assert_eq!(role.kind, Some(review::RoleKind::EndUser));
        assert_eq!(role.goals, ["sell", "help"]);
        assert_eq!(role.persona.as_deref(), Some("Sarah Sue"));
        assert_eq!(role.serves, ["shopper"]);
    }
}
