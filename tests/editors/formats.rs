//! Comments that ignore findings, read by the parsers of Gherkin and MDX themselves: they accept what is written, and
//! read the same as before.
//!
//! As a control, comments of another format and in a worse place are refused.

use std::{
    collections::BTreeMap,
    collections::hash_map::DefaultHasher,
    fs,
    hash::{Hash, Hasher},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use markdown::{Document, Syntax};
use review::Review;
use serde_json::Value;

use crate::{
    harness, install,
    vscode::{NODE, Tools},
};

const FEATURES: &[&str] = &[
    "Feature: Pay\n  Scenario: One\n    Given the user waits\n    And the user pays\n",
    "# language: en\n@pay @slow\nFeature: The user can pay\n  As a user\n  I want to pay\n  So that I am done\n\n  The user pays by card.\n\n  Background:\n    Given the user has a card\n",
    "Feature: Pay\r\n\r\n\tRule: The user can pay\r\n\t\tThe user pays once.\r\n\r\n\t\t@card\r\n\t\tScenario Outline: The user pays <sum>\r\n\t\t\tWhen the user pays\r\n\t\t\t\t\"\"\"\r\n\t\t\t\tTea\r\n\t\t\t\t\"\"\"\r\n\t\t\t* the user leaves\r\n\r\n\t\t\tExamples: What the user pays\r\n\t\t\t\t| sum |\r\n\t\t\t\t| two |\r\n",
];

const PAGES: &[&str] = &[
    "The user pays.\n",
    "---\ntitle: Pay\n---\n\nimport Card from './card';\n\nexport const who = {\n  user: 'the user',\n};\n\n# The user can pay\n\nThe user pays.\n{who.user}\n",
    "Tea.\n\n| a | b |\n|---|---|\n| x | The user pays. |\n\n- [ ] The user pays.\n- [x] The user waits.\n  - Users wait.\n\n1. Tea\n2. The user pays.\n\n   The user leaves.\n",
    "> [!NOTE]\n> The user pays.\n>\n> The user leaves.\n\n> The user waits.\n\n<Card\n  title=\"The user\"\n/>\n\nThe user can wait\n===\n",
    ":::note\n\nThe user pays.\n\n:::\n\nAs a user, I want tea so that I wake. {/* why? */}\n",
];

/// What is refused, or reads otherwise than the text beside it.
const WORSE: &[(&str, &str, &str)] = &[
    ("html.mdx", "The user pays.\n", "<!-- rolecall-ignore -->\nThe user pays.\n"),
    (
        "html.feature",
        FEATURES[0],
        "Feature: Pay\n  Scenario: One\n    <!-- rolecall-ignore -->\n    Given the user waits\n    And the user pays\n",
    ),
    (
        "description.feature",
        "Feature: Pay\n  The user pays.\n",
        "Feature: Pay\n  # rolecall-ignore\n  The user pays.\n",
    ),
    (
        "table.mdx",
        "| a |\n|---|\n| The user pays. |\n",
        "| a |\n{/* rolecall-ignore */}\n|---|\n| The user pays. |\n",
    ),
];

/// A document before and after a comment is put in.
struct Pair {
    name: String,
    before: String,
    after: String,
}

#[test]
fn the_formats_parsers_read_the_same_with_a_comment() {
    let features = FEATURES.iter().map(|text| ("feature", Syntax::Gherkin, *text));
    let pages = PAGES.iter().map(|text| ("mdx", Syntax::Mdx, *text));
    let all = features.chain(pages).enumerate();
    let pairs: Vec<Pair> = all
        .flat_map(|(at, (ending, syntax, text))| {
            commented(text, syntax).into_iter().enumerate().map(move |(nth, after)| Pair {
                name: format!("{at:02}-{nth:02}.{ending}"),
                before: text.to_owned(),
                after,
            })
        })
        .collect();
    assert!(pairs.len() > 50, "{}", pairs.len());
    let read = outlines(&pairs);
    for pair in &pairs {
        let (before, after) = &read[&pair.name];
        assert!(before.is_ok() && before == after, "{before:?}\n{after:?}\n{}", pair.after);
    }
}

#[test]
fn a_comment_in_another_form_or_place_is_noticed() {
    let pairs: Vec<Pair> = WORSE
        .iter()
        .map(|(name, before, after)| Pair {
            name: (*name).to_owned(),
            before: (*before).to_owned(),
            after: (*after).to_owned(),
        })
        .collect();
    for (name, (before, after)) in outlines(&pairs) {
        assert!(before.is_ok() && before != after, "{name}: {before:?}");
    }
}

/// The text with each of the comments put in that its findings offer.
fn commented(text: &str, syntax: Syntax) -> Vec<String> {
    let review = Review::new(Document::of(text, syntax), Arc::default());
    let findings = review.findings();
    assert!(!findings.is_empty(), "{text}");
    let fixes = findings.iter().flat_map(|finding| {
        let fixes = review.exemptions(finding);
        let here = fixes.iter().filter(|fix| !fix.edits.is_empty()).count();
        assert_eq!(here, 2, "{:?} in {text}", finding.message);
        fixes
    });
    let edits = fixes.flat_map(|fix| fix.edits);
    edits
        .map(|edit| {
            let mut text = text.to_owned();
            text.replace_range(edit.span.range(), &edit.text);
            text
        })
        .collect()
}

type Outline = Result<Value, String>;

/// What the parsers read of each pair: an outline, or why it is refused.
fn outlines(pairs: &[Pair]) -> BTreeMap<String, (Outline, Outline)> {
    let tools = installed().unwrap_or_else(|error| panic!("{error}"));
    let folder = tempfile::tempdir().expect("can be made");
    for pair in pairs {
        for (side, text) in [("before", &pair.before), ("after", &pair.after)] {
            fs::write(folder.path().join(format!("{side}-{}", pair.name)), text)
                .expect("can be written");
        }
    }
    let script = tools.folder.join("parsers/outline.mjs");
    fs::copy(source().join("outline.mjs"), &script).expect("can be copied");
    let mut node = tools.node();
    node.arg(script).arg(folder.path());
    let printed = harness::run_well(&mut node, Duration::from_secs(120))
        .unwrap_or_else(|error| panic!("{error}"));
    let mut read: BTreeMap<String, Outline> = printed
        .lines()
        .map(|line| {
            let one: Value = serde_json::from_str(line).expect("is JSON");
            let outline = match one["refused"].as_str() {
                Some(why) => Err(why.to_owned()),
                None => Ok(one["outline"].clone()),
            };
            (one["name"].as_str().expect("has a name").to_owned(), outline)
        })
        .collect();
    let mut side =
        |side: &str, name: &str| read.remove(&format!("{side}-{name}")).expect("was read");
    pairs
        .iter()
        .map(|pair| (pair.name.clone(), (side("before", &pair.name), side("after", &pair.name))))
        .collect()
}

fn source() -> PathBuf {
    harness::repository().join("tests/editors/formats")
}

/// Node and the parsers, installed first if need be: anew if the lock file has changed.
fn installed() -> Result<Tools, String> {
    let lock = source().join("package-lock.json");
    let text = fs::read(&lock).map_err(|error| format!("{}: {error}", lock.display()))?;
    let mut digest = DefaultHasher::new();
    (NODE, text).hash(&mut digest);
    let install = |folder: &Path| {
        install::from_python(NODE, &folder.join("node"))?;
        Tools { folder: folder.into() }.npm_ci(&source(), &folder.join("parsers"))
    };
    let folder = install::once(&format!("formats-{:016x}", digest.finish()), install)?;
    Ok(Tools { folder })
}
