//! What has a name in JSON.

use review::{DocumentKind, Extent};
use serde::Serializer;

/// Writes the name of a kind of document.
pub fn kind<S: Serializer>(kind: &DocumentKind, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(kind.name())
}

/// Writes how much of a document is reviewed.
pub fn extent<S: Serializer>(extent: &Extent, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(extent.name())
}
