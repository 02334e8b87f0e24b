//! Bytes into text: mostly pieces that mean something here, else the bytes as they are.

use arbitrary::Unstructured;

/// What stories, sections and directives are made of.
const WORDS: &[&str] = &[
    "## ",
    "&amp;",
    "As a user, I want tea",
    "As a nurse, ",
    "I want to pay",
    " so that I save time",
    "so that ",
    "I want",
    "As an ",
    "## Target Users\n\n",
    "## Problem\n\n",
    "## Goals\n\n",
    "# Tea PRD\n\n",
    "- **Store manager**: runs it\n",
    "### Persona 4: Ann Poe, nurse\n\n",
    "See personas 4 and 7. ",
    "The user pays. ",
    "users",
    "'s",
    "(s)",
    "customer",
    "nurse",
    "head nurse",
    "a ",
    "an ",
    "the ",
    " and ",
    ", ",
    ". ",
    ": ",
    "…",
    "[role]",
    "<goal>",
    "\u{301}",
    "\u{200d}",
    "\u{202e}",
    "4",
    "Q3",
    "$40",
    "**Problem:** ",
    "| Role | As a | I want |\n|---|---|---|\n",
    "\n<!-- rolecall-ignore -->\n",
    "<!-- rolecall-ignore-start generic-role -->\n",
    "<!-- rolecall-ignore-end -->\n",
    "<!-- rolecall-ignore-file undeclared-role -->\n",
    "We need a dashboard. ",
    "Our customer Acme ",
    "less churn ",
];

/// A text of at most so many pieces.
pub fn text(bytes: &mut Unstructured<'_>, most: usize) -> String {
    let mut text = String::new();
    for _ in 0..most {
        let Ok(byte) = bytes.arbitrary::<u8>() else { break };
        let mut pieces = fixture::MARKDOWN.iter().chain(WORDS);
        match (pieces.nth(usize::from(byte)), byte) {
            (Some(piece), _) => text.push_str(piece),
            (None, 255) => break,
            // So that there is more than one segment.
            (None, 250..) => text.push_str(&"Plain words that fill a paragraph. ".repeat(60)),
            (None, 245..) => text.push_str(&"## Part\n\nAs a tailor, I want tea.\n\n".repeat(20)),
            (None, 200..) => text.push(bytes.arbitrary().unwrap_or('x')),
            (None, _) => text.push(char::from(byte & 0x7f)),
        }
    }
    text
}
