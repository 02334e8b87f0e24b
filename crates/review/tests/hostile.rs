//! Texts that nobody writes: each is reviewed, edited and reviewed again, and the answers are those of a
//! new review. Were anything here quadratic, it would take minutes.
//!
//! `cargo test --release -p review --test hostile -- --nocapture` prints how long each takes.

// Clippy lets tests unwrap, but does not see that all of this is one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fmt::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

use review::{Document, Finding, Place, Review, Role, Scope, Settings, Span};

const MANY: usize = 100_000;
/// A tenth where nothing is optimised, and what is to be shown is only that it ends.
const LINE: usize = if cfg!(debug_assertions) { 1 << 20 } else { 10 << 20 };

/// How a document is said to be too much.
const UNREAD: &str = "unread-markup";

fn review(text: &str) -> Review {
    Review::new(Document::new(text), Arc::default())
}

fn told(review: &Review) -> Vec<(&'static str, Span, String)> {
    let findings = review.findings().into_iter();
    findings.map(|one| (one.rule.name, one.span, one.message)).collect()
}

/// Whether a finding stands in the document, and what mends it does.
fn stands(review: &Review, finding: &Finding) {
    let length = review.document().len();
    assert!(finding.span.end <= length, "{finding:?}");
    for fix in review.fixes(finding, Scope::Here).iter().chain(&review.exemptions(finding)) {
        for edit in &fix.edits {
            let floor = review.document().slice(Span::new(0, edit.span.start)).len();
            assert!(edit.span.end <= length && floor == edit.span.start, "{edit:?}");
        }
    }
}

/// Reviews a text, and again after some edits. Returns how often it was said that it is too much.
fn check(name: &str, text: &str) -> usize {
    let start = Instant::now();
    let mut review = review(text);
    let findings = review.findings();
    let first = start.elapsed();
    for finding in findings.iter().take(1).chain(findings.last()) {
        stands(&review, finding);
    }
    let helped = start.elapsed();
    let length = review.document().len();
    let mut edited = Duration::ZERO;
    for (at, new) in
        [(length / 2, "x"), (length, "\n\nThe user pays.\n"), (0, "The user. "), (3, "`")]
    {
        let mut document = review.document().clone();
        document.edit(Span::new(at, at), new);
        let start = Instant::now();
        review = review.again(document, Arc::default());
        let after = told(&review);
        edited = edited.max(start.elapsed());
        assert_eq!(review.document().len(), review.document().text().len());
        if at == 3 {
            let fresh = self::review(&review.document().text());
            assert!(after == told(&fresh), "{name}: an edited review differs from a new one");
        }
    }
    println!(
        "{name:44} {:>9} bytes {:>7} findings {:>7.0?} and {:>7.0?} for fixes; edits {:>7.0?}",
        text.len(),
        findings.len(),
        first,
        helped - first,
        edited
    );
    findings.iter().filter(|finding| finding.rule.name == UNREAD).count()
}

/// Checks texts of which each is too much to be read, or none.
fn check_all(unread: bool, texts: impl IntoIterator<Item = (String, String)>) {
    for (name, text) in texts {
        assert_eq!(
            check(&name, &text),
            usize::from(unread),
            "{name}: how often it is said to be too much"
        );
    }
}

fn named(name: &str, text: String) -> (String, String) {
    (name.to_owned(), text)
}

#[test]
fn a_line_of_ten_megabytes() {
    check("10 MB without a space", &"a".repeat(10 << 20));
    for piece in ["a", "the user pays ", "é😀", "As a user, I want tea. ", "\0"] {
        let line = piece.repeat(LINE / piece.len());
        check(&format!("a long line of {piece:?}"), &line);
        check_all(
            true,
            [named(&format!("a long line of {piece:?} in a quote"), format!("> {line}"))],
        );
    }
}

#[test]
fn a_million_short_lines() {
    for piece in ["\n", "a\n\n", "\r", "a\r\n\n\r"] {
        let times = 1_000_000 / piece.matches(['\r', '\n']).count();
        check_all(false, [named(&format!("a million lines: {piece:?}"), piece.repeat(times))]);
    }
    check_all(false, [named("a paragraph of a million lines", "a\n".repeat(1_000_000))]);
    check_all(true, [named("the same with indented lines", "a\n b\n".repeat(500_000))]);
    check_all(false, [named("a list of a million items", "- a\n".repeat(1_000_000))]);
}

#[test]
fn nesting_by_thousands() {
    for piece in [">", "> ", "- ", "1. ", "> - ", "* + - "] {
        let line = piece.repeat(5000);
        check_all(
            true,
            [
                named(&format!("5000 of {piece:?}"), line.clone()),
                named(
                    &format!("5000 of {piece:?}, a word, many times"),
                    format!("{line}user\n\n").repeat(20),
                ),
            ],
        );
    }
    let deep = |piece: &str| {
        (0..3000).fold(String::new(), |mut text, depth| {
            writeln!(text, "{}{piece}a user", " ".repeat(2 * depth)).unwrap();
            text
        })
    };
    for piece in ["- ", "> ", ""] {
        let text = deep(piece);
        let name = format!("3000 levels of indented {piece:?}");
        check(&name, &text);
    }
}

#[test]
fn marks_by_the_hundred_thousand() {
    const MARKS: &[&str] = &[
        "*", "[", "`", "<", "|", "&", "!", "_", "~", "]", "(", "#", "\\", "=", "-", "+", ":", "$",
        "\"", "'", "{", "**", "__", "~~", "![", "[[", "](", "<!--", "-->", "</", "<a ", "&#",
        "&amp;", "``", "*_", "_*", "|-", "\\`",
    ];
    for mark in MARKS {
        for (name, piece) in [
            ("", (*mark).to_owned()),
            (" and a space", format!("{mark} ")),
            (" and a word", format!("{mark}a")),
        ] {
            check(&format!("{MANY} of {mark}{name}"), &piece.repeat(MANY));
        }
        check(&format!("{MANY} lines of {mark}"), &format!("{mark}\n").repeat(MANY));
        check(
            &format!("{MANY} paragraphs of {mark}"),
            &format!("{mark} user\n\n").repeat(MANY / 10),
        );
    }
}

#[test]
fn links_and_emphasis_in_each_other() {
    for (open, inner, close) in [
        ("[", "the user", "](x)"),
        ("![", "the user", "](x)"),
        ("[", "user", "]"),
        ("**a ", "user", " a**"),
        ("*a **b ", "user", " b** a*"),
        ("_", "user", "_"),
        ("<b>", "user", "</b>"),
        ("(", "user", ")"),
        ("“", "user", "”"),
        ("<!-- ", "user", " -->"),
    ] {
        for times in [25, 1000, 20_000] {
            let text = format!("{}{inner}{}", open.repeat(times), close.repeat(times));
            check(&format!("{times} times {open}…{close} in each other"), &text);
        }
    }
}

#[test]
fn enormous_tables() {
    let row = |columns: usize| format!("|{}\n", " a user |".repeat(columns));
    let table = |columns: usize, rows: usize| {
        format!("{}|{}\n{}", row(columns), "---|".repeat(columns), row(columns).repeat(rows))
    };
    check_all(false, [named("a table of 4 by 100,000", table(4, 100_000))]);
    check_all(false, [named("a table of 10,000 by 20", table(10_000, 20))]);
    check_all(true, [named("a table in a quote", table(4, 10_000).replace("|\n", "|\n> "))]);
    check_all(false, [named("a table of 2 by 1,000", table(2, 1_000))]);
    check("rows without a table", &row(3).repeat(50_000));
    check(
        "stories in a table",
        &format!("| Story |\n|---|\n{}", "| As a user, I want tea |\n".repeat(50_000)),
    );
}

#[test]
fn what_is_never_closed() {
    let prose = "The user pays.\n\nAs a user, I want tea.\n\n".repeat(20_000);
    for open in [
        "```\n",
        "~~~~\n",
        "<!--\n",
        "<script>\n",
        "<![CDATA[\n",
        "<?\n",
        "---\n",
        "+++\n",
        "- ```\n",
        "> ```\n",
        "<div>\n",
        "$$\n",
    ] {
        check(&format!("{open:?} over much"), &format!("{open}{prose}"));
        check(&format!("{open:?} within much"), &format!("{prose}{open}{prose}"));
        check(&format!("{open:?} many times"), &format!("{open}user\n\n").repeat(20_000));
    }
}

#[test]
fn odd_characters() {
    const ODD: &[&str] = &[
        "\0",
        "\u{1}",
        "\u{7f}",
        "\u{85}",
        "\u{b}",
        "\u{c}",
        "\u{1b}[31m",
        "\u{a0}",
        "\u{ad}",
        "\u{200b}",
        "\u{200d}",
        "\u{2028}",
        "\u{2029}",
        "\u{202e}",
        "\u{2066}",
        "\u{feff}",
        "\u{fffc}",
        "\u{fffd}",
        "\u{ffff}",
        "\u{10ffff}",
        "e\u{301}",
        "é",
        "\u{301}",
        "👩‍👩‍👧‍👦",
        "🇩🇪",
        "مستخدم",
        "משתמש",
        "用户",
        "𝔲𝔰𝔢𝔯",
        "ﬁ",
        "İ",
        "ẞ",
        "Ω",
        "…",
        "’",
        "u\u{308}ser",
    ];
    for odd in ODD {
        let text = format!(
            "As a {odd}user{odd}, I want {odd} so that {odd}.\n\nThe {odd} user {odd}'s users{odd} pay.\n\n- **{odd}**: user\n\n"
        );
        check_all(false, [named(&format!("prose with {odd:?}"), text.repeat(100))]);
        check(&format!("{MANY} of {odd:?}"), &odd.repeat(MANY));
        check(&format!("users among {odd:?}"), &format!("user{odd}").repeat(5_000));
    }
    check(&format!("a letter with {MANY} marks"), &format!("user{} pays", "\u{301}".repeat(MANY)));
}

#[test]
fn line_ends_of_every_sort() {
    let line = "The user pays.";
    for ends in [
        &["\r\n", "\r", "\n"][..],
        &["\n\r", "\r\r\n", "\n"],
        &["\r"],
        &["\u{2028}", "\u{85}", "\r\n"],
    ] {
        let text = (0..30_000).fold(String::new(), |mut text, index: usize| {
            let end = ends.get(index % ends.len()).unwrap();
            // Every third is a blank line too.
            write!(text, "{line}{end}{}", if index.is_multiple_of(3) { end } else { "" }).unwrap();
            text
        });
        check(&format!("line ends {ends:?}"), &text);
    }
}

/// A role of its own, so that an alias is among what is found.
fn settings() -> Arc<Settings> {
    let role = Role {
        name: "accountant".into(),
        aliases: vec!["clerk".into()],
        declared: vec![Place { file: None, line: 1 }],
        ..Role::default()
    };
    Arc::new(Settings { roles: vec![role], ..Settings::default() })
}

#[test]
fn pieces_by_the_thousand() {
    for (piece, times) in [
        ("the user pays ", 30_000),
        ("the user pays\n", 20_000),
        ("user, ", 40_000),
        ("\"user ", 40_000),
        ("As a user, I want ", 10_000),
        ("As a ", 40_000),
        ("|a user pays", 20_000),
        ("the clerk ", 30_000),
        ("|clerk", 40_000),
        ("see persona 4; ", 15_000),
        ("<!-- rolecall-ignore generic-role -->\n", 20_000),
        ("<!-- rolecall-ignore -->", 20_000),
        ("<!-- rolecall-ignore-start -->\nThe user pays.\n\n", 10_000),
        ("As a nurse, I want tea.\n\n", 10_000),
        ("As a nurse, I want to see all red and blue shoes of each size in the window.\n\n", 5_000),
        ("As a [role], I want ", 10_000),
        ("As a nurse, so that ", 10_000),
        ("| As a nurse, I want tea ", 10_000),
        ("I want (tea and ", 10_000),
        ("# Tea PRD\n\n## Problem\n\nThe customer needs to see tea. ", 5_000),
        ("Our customer Acme Acme Acme needs a ", 10_000),
        ("**Problem:**\n\n- Goals: 4 ", 5_000),
        ("<!-- rolecall-ignore x y z -->\n\n\nThe user pays.\n\n\n", 10_000),
    ] {
        let review = Review::new(Document::new(&piece.repeat(times)), settings());
        if let Some(last) = review.findings().pop() {
            stands(&review, &last);
        }
    }
}
