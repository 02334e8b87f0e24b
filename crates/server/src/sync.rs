//! What a client says of its documents' text, read as leniently as can be done without guessing: an
//! edit that is not understood leaves us with a text that nobody has.

use serde::{Deserialize, Deserializer};
use serde_json::Value;
use tower_lsp::lsp_types::{Position, Range, TextDocumentIdentifier, Url};

/// The parameters of `textDocument/didOpen`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Opened {
    /// The document.
    pub text_document: Item,
}

/// A document that is opened.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Item {
    /// What the client calls it.
    pub uri: Url,
    /// What language the client takes it for.
    #[serde(default)]
    pub language_id: String,
    /// The version of the text; none where that is no number.
    #[serde(default, deserialize_with = "version")]
    pub version: Option<i32>,
    /// The text.
    pub text: String,
}

/// The parameters of `textDocument/didChange`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Changed {
    /// The document.
    pub text_document: Named,
    /// What was done to it, one after the other.
    pub content_changes: Vec<Change>,
}

/// The parameters of what is about one document, as far as they say which.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct About {
    /// The document.
    pub text_document: TextDocumentIdentifier,
}

/// A document by name and version.
#[derive(Debug, Deserialize)]
pub struct Named {
    /// What the client calls it.
    pub uri: Url,
    /// The version of the text that comes of the changes; none where that is no number.
    #[serde(default, deserialize_with = "version")]
    pub version: Option<i32>,
}

/// One change.
#[derive(Debug, Deserialize)]
pub struct Change {
    /// What is replaced; everything where that is not said.
    #[serde(default, deserialize_with = "range")]
    pub range: Option<Range>,
    /// By what.
    pub text: String,
}

fn version<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i32>, D::Error> {
    let version = Value::deserialize(deserializer)?;
    Ok(version.as_i64().and_then(|version| i32::try_from(version).ok()))
}

/// A range whose numbers may be larger than those of the protocol: they lie beyond any text.
fn range<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Range>, D::Error> {
    #[derive(Deserialize)]
    struct Ends {
        start: Point,
        end: Point,
    }
    #[derive(Deserialize)]
    struct Point {
        line: u64,
        character: u64,
    }
    let number = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    let position = |point: Point| Position::new(number(point.line), number(point.character));
    let ends = Option::<Ends>::deserialize(deserializer)?;
    Ok(ends.map(|ends| Range::new(position(ends.start), position(ends.end))))
}
