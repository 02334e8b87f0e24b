//! The page and its Markdown, of made-up facts.

use review::{Role, RoleKind};

use crate::{Document, Facts, File, Person, Place, Point, Story, html, markdown};

/// What would be something else than text if it got through.
const HOSTILE: &str = "</td><script>alert(1)</script>\"'&amp; `]( ![x](y) |\n# <b>";

fn facts(count: usize, documents: usize, name: impl Fn(usize) -> String) -> Facts {
    let files = (0..documents).map(|at| File {
        shown: format!("docs/{at} {}.md", name(at)),
        address: format!("docs/{at}%20.md"),
    });
    let document = |file: usize| Document {
        file,
        stories: 3,
        generic_stories: vec![7],
        owed: 5,
        generic_words: (1..20).collect(),
    };
    let person = |at: usize| Person {
        role: Role {
            name: name(at),
            kind: RoleKind::ALL.get(at % 7).copied(),
            aliases: vec![name(at)],
            persona: Some(name(at)),
            description: Some(name(at)),
            goals: vec![name(at)],
            pains: vec![name(at)],
            success: Some(name(at)),
            serves: vec!["nobody we know".to_owned(), name(at)],
            share: at.is_multiple_of(2).then_some(0.5),
            ..Role::default()
        },
        serves: vec![(at + 1) % count],
        buys_for: vec![(at + 2) % count],
        reports_to: vec![0],
        declared: vec![Place { file: 0, line: at }],
        stories: (0..documents * 2)
            .filter(|story| story % count == at)
            .map(|story| Story { place: Place { file: story / 2, line: 3 }, want: name(at) })
            .collect(),
        mentions: (0..documents).map(|file| Place { file, line: 1 }).collect(),
    };
    let history = Point {
        day: "2026-11-22".to_owned(),
        commit: "0123456789".to_owned(),
        documents,
        stories: 3,
        generic_stories: 1,
        owed: 5,
        generic_words: 4,
    };
    Facts {
        name: name(0),
        files: files.collect(),
        documents: (0..documents).map(document).collect(),
        people: (0..count).map(person).collect(),
        history: vec![history],
    }
}

fn parsed(page: &str) -> roxmltree::Document<'_> {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    roxmltree::Document::parse_with_options(page, options).unwrap()
}

#[test]
fn no_name_gets_out_of_its_place() {
    let plain = html(&facts(9, 30, |at| format!("name {at}")));
    let hostile = html(&facts(9, 30, |at| format!("{HOSTILE} {at}")));
    assert!(!hostile.contains("<script") && !hostile.contains("<b> "), "{hostile}");
    // The same elements, whatever they are called; in the drawing a name may have more lines.
    let elements = |page: &str| {
        let document = parsed(page);
        let all = document.descendants().filter(roxmltree::Node::is_element);
        let names = all.map(|node| node.tag_name().name().to_owned());
        names.filter(|name| name != "text").collect::<Vec<_>>()
    };
    assert_eq!(elements(&hostile), elements(&plain));
    let document = parsed(&hostile);
    let heading = document.descendants().find(|node| node.attribute("id") == Some("role-1-name"));
    let written = heading.unwrap().first_child().unwrap().text().unwrap();
    assert_eq!(written.trim_end(), format!("{HOSTILE} 0"));
    for node in document.descendants() {
        if let Some(href) = node.attribute("href") {
            assert!(href.starts_with('#') || href.starts_with("docs/"), "{href}");
        }
    }
}

#[test]
fn nothing_gets_out_of_its_place_in_markdown() {
    let page = markdown(&facts(3, 3, |at| format!("{HOSTILE} {at}")));
    let raw = page.replace("\\<", "");
    assert!(!raw.contains("<script") && !raw.contains("<b>"), "{raw}");
    let plain = markdown(&facts(3, 3, |at| format!("name {at}")));
    assert_eq!(page.lines().count(), plain.lines().count(), "{page}");
    let headings = |page: &str| page.lines().filter(|line| line.starts_with('#')).count();
    assert_eq!(headings(&page), headings(&plain), "{page}");
    // Each row of a table has as many cells as its head.
    let cells = |line: &str| line.replace("\\\\", "").replace("\\|", "").matches('|').count();
    for (one, other) in page.lines().zip(plain.lines()) {
        assert_eq!(cells(one), cells(other), "{one}");
    }
}

#[test]
fn every_link_within_the_page_has_its_target() {
    let page = html(&facts(40, 90, |at| format!("name {at}")));
    let document = parsed(&page);
    let ids: Vec<&str> = document.descendants().filter_map(|node| node.attribute("id")).collect();
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(sorted.len(), ids.len(), "an id is used twice");
    let mut seen = 0;
    for node in document.descendants() {
        for name in ["href", "aria-labelledby"] {
            let Some(value) = node.attribute(name) else { continue };
            let targets: Vec<&str> = match name {
                "href" => value.strip_prefix('#').into_iter().collect(),
                _ => value.split(' ').collect(),
            };
            for target in targets {
                seen += 1;
                assert!(ids.contains(&target), "{target}");
            }
        }
    }
    assert!(seen > 100, "{seen}");
}

/// What is large is folded, not left out.
#[test]
fn a_large_project_stays_readable() {
    let facts = facts(60, 847, |at| format!("name {at}"));
    let page = html(&facts);
    let document = parsed(&page);
    let count = |name: &str| document.descendants().filter(|node| node.has_tag_name(name)).count();
    assert_eq!(count("article"), 60);
    let is_open = |node: &roxmltree::Node<'_, '_>| {
        !node.ancestors().any(|above| above.has_tag_name("details"))
    };
    let open = |name: &str| {
        let all = document.descendants().filter(|node| node.has_tag_name(name));
        all.filter(is_open).count()
    };
    assert!(open("tr") < 100, "{}", open("tr"));
    assert_eq!(open("article"), 12);
    assert!(page.contains("<summary>827 documents that name fewer roles</summary>"));
    assert!(page.contains(" 48 less frequent roles are under"));
    assert!(page.contains(">747 more</a></li>"));
    // Sixty are too many to be drawn.
    assert_eq!(count("desc"), 0);
    assert_eq!(html(&facts), page);
}

#[test]
fn an_empty_project_has_a_page() {
    let facts = Facts { name: "empty".to_owned(), ..Facts::default() };
    let page = html(&facts);
    parsed(&page);
    assert!(page.contains("0 documents and 0 roles; no user stories yet."));
    assert_eq!(
        markdown(&facts),
        "# Who is this for? empty\n\n0 documents and 0 roles; no user stories yet.\n\n\
         ## Stories and activity\n\nThere are no stories yet, and no role has a share of the activity.\n\n\
         ## <a id=\"nobody\"></a>Nobody in particular\n\n\
         No story and no sentence mentions a “user” or “customer” who could be anybody.\n\n\
         ## What is missing\n\nNo role is declared yet, so the roles here come from the stories. \
         `rolecall init` drafts a `rolecall.toml`.\n"
    );
}
