//! Persona files: `personas/*.md`, one role each.

use std::path::{Path, PathBuf};

use markdown::{Document, Kind, Span, slice};
use review::{PersonaTitle, Role};

use crate::front_matter::front_matter;
use crate::names::{Naming, PlacedName};
use crate::paths::is_markdown;
use crate::problem::{Problem, Report};
use crate::role::{self, RoleDraft, Source};

/// The folders of the project at `root` whose Markdown files are personas: `personas` and `docs/personas`.
pub fn persona_folders(root: &Path) -> Vec<PathBuf> {
    let mut folders = folders_named(root, "personas");
    for docs in folders_named(root, "docs") {
        folders.extend(folders_named(&docs, "personas"));
    }
    folders
}

/// The persona files of the project at `root`, in order: the Markdown files in its
/// [`persona_folders`], but for READMEs, indexes and templates.
pub fn persona_files(root: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = persona_folders(root)
        .iter()
        .flat_map(|folder| entries(folder))
        // What is no file is reported when it is read.
        .filter(|path| is_markdown(path) && is_persona(path) && !path.is_dir())
        .collect();
    files.sort();
    files
}

/// Whether the project at `root` has persona files.
pub(crate) fn has_personas(root: &Path) -> bool {
    !persona_files(root).is_empty()
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
pub(crate) fn read(text: &str, path: &Path, shown: &str) -> (Option<RoleDraft>, Vec<Problem>) {
    let mut report = Report::new(path, text);
    let draft = read_role(text, shown, &mut report);
    (draft, report.done())
}

fn read_role(text: &str, shown: &str, report: &mut Report) -> Option<RoleDraft> {
    let document = Document::new(text);
    let front = front_matter(text, report).unwrap_or_default();
    // Other tools keep their own keys there.
    front.check_keys("a persona", role::KEYS, true, report);
    let mut draft = role::read(&front, shown, Source::Persona { by_heading: false }, report);
    add_from_text(&mut draft.role, &document);
    if !draft.role.name.is_empty() {
        return Some(draft);
    }
    let Some((span, heading)) = first_heading(&document) else {
        if report.is_empty() {
            let message = "This persona has no name. Start with a heading such as `# Sarah Sue, sales associate`.";
            report.warning(Span::default(), message.to_owned());
        }
        return None;
    };
    let read = PersonaTitle::read(&heading);
    let line = report.line(span.start);
    let written = slice(text, span);
    // The role comes last; where it is written otherwise than it is read, the whole heading counts.
    let part = |at: Option<usize>, name: &str| match at {
        Some(at) => Span::new(at, at + name.len()).shifted(span.start),
        None => Span::new(span.start, span.start + written.trim_end().len()),
    };
    let place = part(written.rfind(&read.role), &read.role);
    draft.names.push(PlacedName::in_heading(place, line, Naming::Name, &read.role));
    if let (None, Some(persona)) = (&draft.role.persona, &read.persona) {
        let place = part(written.find(persona), persona);
        draft.names.push(PlacedName::in_heading(place, line, Naming::Persona, persona));
    }
    let role = &mut draft.role;
    role.name = read.name();
    role.persona = role.persona.take().or(read.persona);
    role.number = role.number.or(read.number);
    role.declared = vec![report.place(place, shown)];
    draft.number = draft.number.or(Some((part(None, ""), line)));
    draft.source = Source::Persona { by_heading: true };
    (!draft.role.name.is_empty()).then_some(draft)
}

/// Adds what the text below the title says, where the front matter does not.
fn add_from_text(role: &mut Role, document: &Document) {
    let declared = review::persona_page(document);
    let lists = [
        (&mut role.goals, declared.goals),
        (&mut role.pains, declared.pains),
        (&mut role.serves, declared.serves),
        (&mut role.buys_for, declared.buys_for),
        (&mut role.reports_to, declared.reports_to),
        (&mut role.aliases, declared.aliases),
    ];
    for (own, declared) in lists.into_iter().filter(|(own, _)| own.is_empty()) {
        *own = declared;
    }
    role.success = role.success.take().or(declared.success);
    role.kind = role.kind.or(declared.kind);
    role.number = role.number.or(declared.number);
    role.description = role.description.take().or(declared.description);
}

/// The first heading that says anything: its place and what a reader sees of it.
fn first_heading(document: &Document) -> Option<(Span, String)> {
    document.segments().find_map(|(start, segment)| {
        segment.blocks().iter().find_map(|block| {
            let prose = block.prose(segment.text()).text;
            let heading = matches!(block.kind, Kind::Heading(_)) && !prose.trim().is_empty();
            heading.then(|| (block.span.shifted(start), prose))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, name: Option<&str>, line: usize, problems: &[(Option<usize>, &str)]) {
        let (draft, found) = read(text, Path::new("/p/personas/sue.md"), "personas/sue.md");
        let role = draft.map(|draft| draft.role);
        assert_eq!(role.as_ref().map(|role| role.name.as_str()), name, "{text}");
        let place = role.as_ref().map(|role| {
            let [place] = role.declared.as_slice() else { panic!("{role:?}") };
            (place.file.as_ref().unwrap().shown.as_str(), place.line)
        });
        assert!(place.is_none_or(|place| place == ("personas/sue.md", line)), "{text}");
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
        check("RoleDraft.\n\nCashier\n=======\n", Some("cashier"), 3, &[]);
    }

    #[test]
    fn what_stands_below_the_title_tells_of_them() {
        let body = "# Sue, clerk

Sue sells shoes on the floor. She has two left hands.

- **Kind:** end user
- **Age:** 34
- Serves: shopper, runner
- Also called: till hand

## Goals

- Find the right size
- Go home on time

## Pain points

The boxes are far off; nobody labels them.

| | |
|---|---|
| KPIs | pairs sold per hour |
";
        let page = |text: &str| {
            let (draft, problems) = read(text, Path::new("/p/personas/sue.md"), "personas/sue.md");
            assert_eq!(problems, [], "{text}");
            draft.unwrap().role
        };
        let expected = Role {
            name: "clerk".into(),
            persona: Some("Sue".into()),
            aliases: vec!["till hand".into()],
            kind: Some(review::RoleKind::EndUser),
            description: Some("Sue sells shoes on the floor. She has two left hands.".into()),
            goals: vec!["Find the right size".into(), "Go home on time".into()],
            pains: vec!["The boxes are far off".into(), "nobody labels them".into()],
            serves: vec!["shopper".into(), "runner".into()],
            success: Some("pairs sold per hour".into()),
            ..Role::default()
        };
        let role = page(body);
        assert_eq!(Role { declared: Vec::new(), ..role }, expected);
        // The front matter goes first.
        let front = "---\nkind: buyer\ngoals: [sell]\npains: [queues]\nserves: [runner]\n---\n";
        let role = page(&format!("{front}{body}"));
        assert_eq!(role.kind, Some(review::RoleKind::Buyer));
        assert_eq!(
            (role.goals, role.pains, role.serves),
            (vec!["sell".to_owned()], vec!["queues".to_owned()], vec!["runner".to_owned()])
        );
    }

    #[test]
    fn the_name_in_a_heading_has_its_place() {
        for (text, expected) in [
            ("# Persona 4: Sue, clerk\n", [("clerk", "clerk"), ("Sue", "Sue")]),
            ("# Clerk Kent, Clerk\n", [("Clerk", "Clerk"), ("Clerk Kent", "Clerk Kent")]),
            (
                "Sue (store **clerk**)\n===\n",
                [("Sue (store **clerk**)\n===", "store clerk"), ("Sue", "Sue")],
            ),
        ] {
            let (draft, _) = read(text, Path::new("sue.md"), "sue.md");
            let draft = draft.unwrap();
            let names: Vec<_> =
                draft.names.iter().map(|n| (slice(text, n.span), n.text.as_str())).collect();
            assert_eq!(names, expected);
            assert!(draft.names[0].span > draft.names[1].span || names[0].0.contains('\n'));
            let place = draft.role.declared[0].file.clone().unwrap();
            assert_eq!(slice(text, place.span), expected[0].0);
        }
    }

    #[test]
    fn what_is_wrong_is_told_and_the_rest_counts() {
        check(
            "---\naliasses: [x]\n---\n# Cashier\n",
            Some("cashier"),
            4,
            &[(Some(2), "Unknown key `aliasses`; did you mean `aliases`?")],
        );
        check(
            "---\nname: \"cashier\n---\n# Sue, clerk\n",
            Some("clerk"),
            4,
            &[(Some(2), "A quote on this line is not closed.")],
        );
        check(
            "---\nname: cashier\n# Sue, clerk\n",
            Some("clerk"),
            3,
            &[(Some(1), "The front matter is not closed. Add a line `---` below it.")],
        );
        check(
            "Only prose.\n",
            None,
            0,
            &[(
                Some(1),
                "This persona has no name. Start with a heading such as `# Sarah Sue, sales associate`.",
            )],
        );
        check("---\nname:\n---\n# Cashier\n", Some("cashier"), 4, &[]);
        check(
            "---\nname: ''\n---\n# Cashier\n",
            Some("cashier"),
            4,
            &[(Some(2), "`name` is empty. Fill it in, or remove it.")],
        );
    }

    #[test]
    fn front_matter_holds_all_that_a_role_does() {
        let text = "---\nname: sales associate\naliases: clerk\nnumber: 4\nshare: 0.6\nkind: end-user\ngoals:\n  - sell\n  - help\npersona: Sarah Sue\nserves: [shopper]\ndistinct: store associate\n---\n";
        let (draft, problems) = read(text, Path::new("sue.md"), "sue.md");
        let role = draft.unwrap().role;
        assert_eq!(problems, []);
        assert_eq!(role.aliases, ["clerk"]);
        assert_eq!((role.number, role.share), (Some(4), Some(0.6)));
        assert_eq!(role.kind, Some(review::RoleKind::EndUser));
        assert_eq!(role.goals, ["sell", "help"]);
        assert_eq!(role.persona.as_deref(), Some("Sarah Sue"));
        assert_eq!(role.serves, ["shopper"]);
        assert_eq!(role.distinct, ["store associate"]);
    }
}
