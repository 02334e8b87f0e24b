//! Whatever markup stands round or inside a name, a fix or a rename changes the name alone: another
//! reader of Markdown sees the same markup, links, code and comments, and the sentence as it was meant.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use pulldown_cmark::{Event, Options, Parser};
use review::{
    Document, DocumentSummary, Edit, GenericWords, Mention, NameKind, Origin, Place, Renaming,
    Review, Role, Scope, Settings, Span, Trust, Vocabulary,
};

/// Markup round some words.
const MARKS: &[(&str, &str)] = &[
    ("**", "**"),
    ("*", "*"),
    ("_", "_"),
    ("__", "__"),
    ("~~", "~~"),
    ("[", "](n.md \"the store clerk\")"),
    ("[", "](<the user.md>)"),
    ("[", "][ref]"),
    ("[", "][]"),
    ("[", "]"),
    ("![", "](store.png)"),
    ("<b>", "</b>"),
    ("<span title=\"store clerk\">", "</span>"),
    ("`", "`"),
    ("(", ")"),
    ("“", "”"),
    ("&quot;", "&quot;"),
    ("\\*", ""),
    ("", "[^1]"),
    ("", "<!-- store clerk -->"),
    ("", "&#33;"),
];

/// What may stand between two words.
const GAPS: &[&str] =
    &[" ", " ", " ", " ", "\n", "&nbsp;", " <!-- user --> ", "  ", " `user` ", " [^1] "];

/// Definitions that some of the marks refer to.
const REST: &str = "\n\n[ref]: r.md\n[store clerk]: s.md\n[porter]: p.md\n[^1]: A note.\n";

/// What a name becomes, in each form that the sentences have.
const NAMES: &[(&str, &str)] =
    &[("store clerk", "sales associate"), ("porter", "elevator attendant"), ("user", "boss")];

/// A sentence in pieces, each glued to the piece before it or not.
fn sentences() -> Vec<Vec<(String, bool)>> {
    let mut sentences = Vec::new();
    for (name, _) in NAMES {
        for (before, after) in [
            ("Ask the", "first"),
            ("Ask a", "first"),
            ("Then", "wait in line"),
            ("For every", "there is a bench"),
        ] {
            for ending in ["", "s", "'s", "\u{2019}s", "s'"] {
                let words = before.split(' ').chain(name.split(' '));
                let mut pieces: Vec<(String, bool)> =
                    words.map(|word| (word.to_owned(), false)).collect();
                if !ending.is_empty() {
                    pieces.push((ending.to_owned(), true));
                }
                if ending.contains(['\'', '\u{2019}']) {
                    pieces.push(("badge".to_owned(), false));
                }
                pieces.extend(after.split(' ').map(|word| (word.to_owned(), false)));
                sentences.push(pieces);
            }
        }
    }
    sentences
}

prop_compose! {
    /// A paragraph, with markup that may nest and cross, and its container.
    fn paragraph()(
        pieces in proptest::sample::select(sentences()),
        marks in proptest::collection::vec(
            (proptest::sample::select(MARKS), 0_usize..12, 0_usize..4), 0..4),
        gaps in proptest::collection::vec((0_usize..12, proptest::sample::select(GAPS)), 0..3),
        container in proptest::sample::select(&["", "> ", "- ", "## ", "| x |\n|---|\n| "][..]),
    ) -> String {
        let count = pieces.len();
        let (mut opens, mut closes) = (vec![String::new(); count], vec![String::new(); count]);
        let mut is_linked = false;
        for ((open, close), from, len) in marks {
            // No link stands in another.
            if open.ends_with('[') && std::mem::replace(&mut is_linked, true) {
                continue;
            }
            let (from, to) = (from % count, (from % count + len).min(count - 1));
            // What a reader sees parts no word from its ending.
            let is_seen = !open.is_empty() && !open.starts_with(['*', '_', '~', '[', '<'])
                || close.starts_with('&') || close == "]";
            let is_inside = |at: usize| pieces.get(at).is_some_and(|(_, is_glued)| *is_glued);
            if is_seen && (is_inside(from) || is_inside(to + 1)) {
                continue;
            }
            opens[from].push_str(open);
            closes[to].insert_str(0, close);
        }
        let mut between = vec![" "; count];
        for (at, gap) in gaps {
            between[at % count] = gap;
        }
        let mut text = container.to_owned();
        for (at, (piece, is_glued)) in pieces.iter().enumerate() {
            if at > 0 && !is_glued {
                let is_line = container.starts_with(['#', '|']);
                let gap = if is_line && between[at] == "\n" { " " } else { between[at] };
                text.push_str(&gap.replace('\n', match container { "> " => "\n> ", "- " => "\n  ", _ => "\n" }));
            }
            text.push_str(&opens[at]);
            text.push_str(piece);
            text.push_str(&closes[at]);
        }
        text + "." + if container.starts_with('|') { " |" } else { "" } + REST
    }
}

/// What a reader of Markdown sees: the markup with all that is no prose, and the prose.
fn read(text: &str) -> (Vec<String>, String) {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let (mut markup, mut prose) = (Vec::new(), String::new());
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Text(text) => prose.push_str(&text),
            Event::SoftBreak => {
                markup.push("line".to_owned());
                prose.push(' ');
            }
            other => {
                match other {
                    Event::End(_) => prose.push('\u{1}'),
                    Event::Code(_) => prose.push_str(" code "),
                    _ => {}
                }
                markup.push(format!("{other:?}"));
            }
        }
    }
    (markup, prose)
}

/// What a reader may read after a change: the same, or a role in a name's place.
fn meant(prose: &str) -> Vec<String> {
    let mut all = vec![prose.to_owned()];
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    for (old, new) in NAMES {
        let many =
            |name: &str| if name.ends_with('s') { format!("{name}es") } else { format!("{name}s") };
        for (old, new) in [((*old).to_owned(), (*new).to_owned()), (many(old), many(new))] {
            for (at, _) in prose.match_indices(&old) {
                let (before, after) = (&prose[..at], &prose[at + old.len()..]);
                if is_word(before.chars().next_back()) || is_word(after.chars().next()) {
                    continue;
                }
                all.push(format!("{before}{new}{after}"));
                if let Some(start) =
                    before.strip_suffix("a ").filter(|it| !is_word(it.chars().next_back()))
                {
                    all.push(format!("{start}{} {new}{after}", article(&new)));
                }
            }
        }
    }
    all
}

fn article(name: &str) -> &'static str {
    if name.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" }
}

fn applied(text: &str, edits: &[Edit]) -> String {
    let mut edits = edits.to_vec();
    edits.sort();
    let mut there = text.to_owned();
    for edit in edits.iter().rev() {
        there.replace_range(edit.span.range(), &edit.text);
    }
    there
}

/// Prose as words, whatever white space and markup parts them: of marks that open nothing as well.
fn words(prose: &str) -> String {
    let is_kept = |c: &char| c.is_alphanumeric() || c.is_whitespace() || "'\u{2019}.,".contains(*c);
    // A link's end where it is no link, as behind a footnote inside it.
    let mut prose = prose.replace("][ref]", "").replace("]ref", "").replace("[^1]", "");
    while let Some(from) = prose.find("](")
        && let Some(len) = prose[from..].find(')')
    {
        prose.replace_range(from..=from + len, "");
    }
    let prose: String = prose.chars().filter(is_kept).collect();
    prose.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn check(text: &str, edits: &[Edit], by: &str) {
    if edits.is_empty() {
        return;
    }
    let there = applied(text, edits);
    let ((markup, prose), (markup_there, prose_there)) = (read(text), read(&there));
    assert_eq!(markup_there, markup, "{by}: the markup of\n{text}\nin\n{there}");
    let meant: Vec<String> = meant(&words(&prose)).iter().map(|it| words(it)).collect();
    assert!(
        meant.contains(&words(&prose_there)),
        "{by}: {prose:?} became {prose_there:?} in\n{there}"
    );
}

fn roles() -> Vec<Role> {
    let role = |name: &str, aliases: &[&str]| Role {
        name: name.into(),
        aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
        declared: vec![Place::here(1)],
        ..Role::default()
    };
    vec![
        role("sales associate", &["store clerk"]),
        role("elevator attendant", &["porter"]),
        role("boss", &[]),
    ]
}

/// The text after all that is safe to fix, or after all fixes that may be guessed.
fn fixed(text: &str, roles: Vec<Role>, trust: Trust) -> String {
    let settings = Arc::new(Settings { roles, ..Settings::default() });
    let review = Review::new(Document::new(text), settings);
    applied(text, &review.edits_of_all_fixes(trust).0)
}

/// A text with the first role that is offered for its first finding.
fn replaced(text: &str, roles: Vec<Role>) -> String {
    let settings = Arc::new(Settings { roles, ..Settings::default() });
    let review = Review::new(Document::new(text), settings);
    let fix = review.findings().first().and_then(|finding| {
        review.fixes(finding, Scope::Here).into_iter().find(|fix| fix.change.is_none())
    });
    fix.map_or_else(|| text.to_owned(), |fix| applied(text, &fix.edits))
}

/// What stands beside is a control: it changes, or stays, whatever markup does.
#[test]
fn a_name_is_replaced_inside_its_markup_or_left() {
    for (text, expected) in [
        ("Ask the store clerk.", "Ask the sales associate."),
        ("Ask the [store](s.md) clerk.", "Ask the [sales](s.md) associate."),
        ("Ask the store [clerk](c.md \"w\").", "Ask the sales [associate](c.md \"w\")."),
        ("The **store** clerk waits.", "The **sales** associate waits."),
        ("The **store clerk**s wait.", "The **sales associate**s wait."),
        ("The **store clerk**’s badge.", "The **sales associate**’s badge."),
        ("The *store clerk*s' badges.", "The *sales associate*s' badges."),
        ("A **porter** waits.", "An **elevator attendant** waits."),
        ("**A** porter waits.", "**An** elevator attendant waits."),
        ("The store&nbsp;clerk waits.", "The sales&nbsp;associate waits."),
        ("> The store\n> clerk waits.", "> The sales\n> associate waits."),
        // A comment, a tag or code is inside, or a link is found by these words.
        ("The store <!-- which? --> clerk waits.", "The store <!-- which? --> clerk waits."),
        ("The <b>store</b> clerk waits.", "The <b>store</b> clerk waits."),
        ("The <b>porter</b>s wait.", "The <b>porter</b>s wait."),
        ("The p**ort**er waits.", "The p**ort**er waits."),
        ("Ask the `store clerk`.", "Ask the `store clerk`."),
        ("Ask [[store clerk]].", "Ask [[store clerk]]."),
        ("Ask [the porter].\n\n[the porter]: p.md", "Ask [the porter].\n\n[the porter]: p.md"),
    ] {
        assert_eq!(fixed(text, roles(), Trust::Safe), expected);
    }
    for (text, expected) in [
        ("The [users](u.md) pay.", "The [bosses](u.md) pay."),
        ("The [user](u.md)s pay.", "The [boss](u.md)es pay."),
        ("As a/an user, I want tea so that I wake.", "As a boss, I want tea so that I wake."),
        (
            "As one of our users, I want tea so that I wake.",
            "As one of our bosses, I want tea so that I wake.",
        ),
        ("Help the [user]s.", "Help the [user]s."),
    ] {
        let boss = roles().pop().into_iter().collect();
        assert_eq!(replaced(text, boss), expected);
    }
}

fn config() -> ProptestConfig {
    let config = ProptestConfig::default();
    ProptestConfig { cases: config.cases.max(4_000), failure_persistence: None, ..config }
}

#[test]
fn fixes_leave_all_markup_as_it_was() {
    let settings = Arc::new(Settings { roles: roles(), ..Settings::default() });
    let (seen, changed) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let mut runner = TestRunner::new(config());
    let run = runner.run(&paragraph(), |text| {
        let review = Review::new(Document::new(&text), Arc::clone(&settings));
        for finding in review.findings() {
            seen.fetch_add(1, Ordering::Relaxed);
            let fixes = review.fixes(&finding, Scope::Document);
            let of_boss = |title: &str| title.contains("sales") || title.contains("elevator");
            let is_alias = finding.rule.name == "role-alias";
            let fixes = fixes.iter().filter(|fix| is_alias || !of_boss(&fix.title));
            for fix in fixes {
                changed.fetch_add(usize::from(!fix.edits.is_empty()), Ordering::Relaxed);
                check(&text, &fix.edits, &fix.title);
            }
        }
        check(&text, &review.edits_of_all_fixes(Trust::Safe).0, "all that is safe");
        Ok(())
    });
    run.unwrap();
    let (seen, changed) = (seen.into_inner(), changed.into_inner());
    assert!(seen > 2_000 && changed > 1_000, "{changed} fixes of {seen} findings");
}

#[test]
fn a_rename_leaves_all_markup_as_it_was() {
    let vocabulary = |name: &str| {
        let role = Role { name: name.into(), declared: vec![Place::here(1)], ..Role::default() };
        Vocabulary::of_project(
            &[role],
            &GenericWords::default(),
            std::iter::empty(),
            std::iter::empty(),
            std::iter::empty(),
        )
    };
    let (renamed, blocked) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let mut runner = TestRunner::new(config());
    let run = runner.run(&paragraph(), |text| {
        for (old, new) in NAMES.iter().take(2) {
            let vocabulary = vocabulary(old);
            let mention = Mention { span: Span::default(), role: 0, name: NameKind::Canonical };
            let renaming = Renaming::new(&vocabulary, mention, new).unwrap();
            let summary = DocumentSummary::of(&Document::new(&text), Origin::default());
            let mentions = summary.mentions(&vocabulary, Path::new(""));
            let result = summary.renamed(&text, &mentions, &renaming);
            blocked.fetch_add(result.blocked.len(), Ordering::Relaxed);
            renamed.fetch_add(usize::from(!result.edits.is_empty()), Ordering::Relaxed);
            check(&text, &result.edits, "a rename");
        }
        Ok(())
    });
    run.unwrap();
    let (renamed, blocked) = (renamed.into_inner(), blocked.into_inner());
    assert!(renamed > 1_000 && blocked > 50, "{renamed} renamed, {blocked} blocked");
}
