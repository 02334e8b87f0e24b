//! A document says the same whatever its lines end in: `\n`, `\r\n` or a lone `\r`.

// Clippy lets tests unwrap, but does not see that all of this is one.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use markdown::{Document, Span};
use proptest::prelude::*;
use review::{Asked, Origin, Review, Scope, Settings};

/// All that is found in a text, with what is offered for it. Offsets are those of the same text with `\n`.
fn found(text: &str, name: &Path, ends: &str) -> Vec<String> {
    let written = text.replace('\n', ends);
    let (document, origin) = (Document::of_file(&written, name), Origin::new(name, Asked::Named));
    let review = Review::of_file(document, Arc::new(Settings::default()), origin);
    let plain = |offset: usize| match ends.len() {
        1 => offset,
        _ => offset - written.get(..offset).unwrap().matches('\r').count(),
    };
    let span = |span: Span| (plain(span.start), plain(span.end));
    let findings = review.findings().into_iter().map(|finding| {
        let related: Vec<_> =
            finding.related.iter().map(|it| (span(it.span), it.message.clone())).collect();
        let fixes: Vec<_> =
            review.fixes(&finding, Scope::Here).into_iter().map(|fix| fix.title).collect();
        let place = span(finding.span);
        format!("{place:?} {} {} {related:?} {fixes:?}", finding.rule.name, finding.message)
    });
    let mut found: Vec<_> = findings.collect();
    let passed = review.passed_over().into_iter();
    found.extend(passed.map(|word| format!("{:?} passed: {}", span(word.span), word.reason())));
    let stories = review.stories().into_iter();
    found.extend(stories.map(|story| format!("{:?} story", span(story.span))));
    found
}

/// Holds all three against each other, and gives how much was found.
fn hold(text: &str, name: &Path) -> usize {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let expected = found(&text, name, "\n");
    for ends in ["\r\n", "\r"] {
        let found = found(&text, name, ends);
        let other = found.iter().zip(&expected).find(|(found, expected)| found != expected);
        assert!(other.is_none(), "{}, {ends:?}: {other:#?}", name.display());
        assert_eq!(found.len(), expected.len(), "{}, {ends:?}", name.display());
    }
    expected.len()
}

/// The files in a folder and below.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files = Vec::new();
    for path in entries.map(|entry| entry.path()) {
        match path.is_dir() {
            true => files.extend(self::files(&path)),
            false => files.push(path),
        }
    }
    files.sort();
    files
}

#[test]
fn of_real_documents() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let mut count = (0, 0);
    for path in files(&root).iter().filter(|path| markdown::Syntax::of_path(path).is_some()) {
        let Ok(text) = std::fs::read_to_string(path) else { continue };
        count = (count.0 + 1, count.1 + hold(&text, path));
    }
    match count.0 {
        0 => eprintln!("skipped: there are no documents in {}", root.display()),
        _ => eprintln!("{} documents, {} findings, words and stories", count.0, count.1),
    }
}

/// Long enough for several segments, with what rules look for in it.
fn document() -> impl Strategy<Value = String> {
    const PIECES: [&str; 20] = [
        "# Checkout\n\n",
        "## Personas\n\n- **Night guard**: sees all\n- **Baker**: bakes\n\n",
        "## Goals\n\n- More sales\n- Users are happy by May\n\n",
        "## Problem\n\nUsers cannot pay, so the customer loses money.\n\n",
        "As a user, I want tea so that I wake.\n\n",
        "As a night guard,\nI want a lamp\nso that I see.\n\n",
        "- As a baker, I want bread and I want cake.\n- As a client, I want a discount.\n",
        "The customer buys the product. Users\nuse it, and the customer pays.\n\n",
        "| Who | What |\n|---|---|\n| user | rests |\n| client | pays |\n\n",
        "```\nusers in code\n```\n\n",
        "> Users rest\n> in a quote.\n\n",
        "<div>\nusers in a block\n</div>\n\n",
        "The checkout takes cards and wallets, at every till and on every screen of a store.\n",
        "Nobody at the till has to wait until a card was read, which is what takes longest today.\n\n",
        "1. The user pays\n2. The system rests\n\n    indented users\n\n",
        "<!-- rolecall-ignore generic-role -->\nUsers rest.\n\n",
        "Revenue of the customer, price, budget, churn, renewal and contract.\n\n",
        "\n",
        "Setext users\n============\n\n",
        "Hard users  \nbreak\\\nhere.\n\n",
    ];
    // A block of so many lines may be too long to be read as one, and an HTML block for the grammar.
    let times = prop_oneof![20 => 1..6usize, 1 => 40..70usize];
    let parts = prop::collection::vec((prop::sample::select(PIECES.to_vec()), times), 1..60);
    let joined = |parts: Vec<(&str, usize)>| {
        parts.into_iter().map(|(piece, times)| piece.repeat(times)).collect::<String>()
    };
    parts.prop_map(joined)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn of_any_text(text in document(), name in prop::sample::select(vec!["docs/prd.md", "notes.txt", "a.feature"])) {
        hold(&text, Path::new(name));
    }
}
