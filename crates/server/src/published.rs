//! Diagnostics as they are published: kept from one time to the next for each stretch of the document
//! that stays the same, and written straight into the message.

use std::collections::HashMap;
use std::sync::Arc;

use review::StretchId;
use serde::ser::{Serialize, SerializeSeq, Serializer};
use tower_lsp::lsp_types::{
    Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, NumberOrString, Position, Range,
    Url,
};

use crate::client::Client;
use crate::convert;
use crate::documents::Reviewed;

/// The published diagnostics of an open document, by stretches. They are written as one list.
#[derive(Debug)]
pub struct Published {
    /// Diagnostics with the line that their own are counted from.
    stretches: Vec<(u32, Arc<[Diagnostic]>)>,
    /// The same by what the stretch is known by.
    kept: HashMap<StretchId, Arc<[Diagnostic]>>,
    /// The review that these are of: what stretches are known by is good as long as it is held.
    _reviewed: Arc<Reviewed>,
}

impl Published {
    /// Makes the diagnostics of what a review finds in the document that the client calls `uri`, and of its
    /// `problems` as a file of its project. Of more than `most` findings they are the first, and a hint that there are
    /// more. `before` is what was published last.
    pub fn new(
        reviewed: &Arc<Reviewed>,
        uri: &Url,
        problems: &[Diagnostic],
        client: Client,
        most: usize,
        before: Option<&Published>,
    ) -> Self {
        let document = reviewed.review.document();
        let mut ranges = convert::Ranges::new(document, client.encoding);
        let mut stretches = Vec::new();
        let mut kept = HashMap::new();
        let mut room = most;
        // What there is no room for: where that begins, and how much it is.
        let mut rest: Option<(Range, usize)> = None;
        for stretch in reviewed.review.stretches() {
            let line = u32::try_from(stretch.line).unwrap_or(u32::MAX);
            let count = stretch.count();
            if count > room {
                let first = stretch.findings().nth(room).map(|finding| ranges.of(finding.span));
                let (_, more) = rest.get_or_insert((first.unwrap_or_default(), 0));
                *more += count - room;
                if room == 0 {
                    continue;
                }
            }
            let id = stretch.id().filter(|_| count <= room);
            let known = id.as_ref().and_then(|id| before?.kept.get(id).cloned());
            let found = known.unwrap_or_else(|| {
                let findings = stretch.findings().take(room).map(|finding| {
                    let range = moved(ranges.of(finding.span), |at| at.saturating_sub(line));
                    convert::finding(document, uri, finding, range, client)
                });
                findings.collect()
            });
            room = room.saturating_sub(count);
            if found.is_empty() {
                continue;
            }
            kept.extend(id.map(|id| (id, Arc::clone(&found))));
            stretches.push((line, found));
        }
        if let Some((range, count)) = rest {
            stretches.push((0, [convert::left_out(range, count)].into()));
        }
        if !problems.is_empty() {
            stretches.push((0, problems.into()));
        }
        Self { stretches, kept, _reviewed: Arc::clone(reviewed) }
    }
}

fn moved(range: Range, line: impl Fn(u32) -> u32) -> Range {
    let position = |at: Position| Position::new(line(at.line), at.character);
    Range::new(position(range.start), position(range.end))
}

impl Serialize for Published {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let count = self.stretches.iter().map(|(_, found)| found.len()).sum();
        let mut list = serializer.serialize_seq(Some(count))?;
        for (base, found) in &self.stretches {
            for diagnostic in found.iter() {
                list.serialize_element(&Moved::by(*base, diagnostic))?;
            }
        }
        list.end()
    }
}

/// A diagnostic that is further down, with the members that ours have.
#[derive(serde::Serialize)]
#[serde(rename_all = "camelCase")]
struct Moved<'a> {
    range: Range,
    #[serde(skip_serializing_if = "Option::is_none")]
    severity: Option<DiagnosticSeverity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a NumberOrString>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    related_information: Option<&'a [DiagnosticRelatedInformation]>,
}

impl<'a> Moved<'a> {
    fn by(lines: u32, diagnostic: &'a Diagnostic) -> Self {
        Self {
            range: moved(diagnostic.range, |at| at.saturating_add(lines)),
            severity: diagnostic.severity,
            code: diagnostic.code.as_ref(),
            source: diagnostic.source.as_deref(),
            message: &diagnostic.message,
            related_information: diagnostic.related_information.as_deref(),
        }
    }
}

#[cfg(test)]
mod tests {
    use markdown::Document;
    use review::Review;

    use super::*;
    use crate::diagnostics;
    use crate::documents::Revision;

    fn published(
        text: &str,
        before: Option<(&Published, &Reviewed)>,
    ) -> (Arc<Reviewed>, Published) {
        published_of(text, usize::MAX, before)
    }

    fn published_of(
        text: &str,
        most: usize,
        before: Option<(&Published, &Reviewed)>,
    ) -> (Arc<Reviewed>, Published) {
        let uri = Url::parse("file:///tea.md").unwrap();
        let review = match before {
            Some((_, before)) => {
                let mut document = before.review.document().clone();
                let (new, _) = text.split_at(text.len() - document.len());
                document.edit(markdown::Span::new(0, 0), new);
                before.review.again(document, Arc::default())
            }
            None => Review::new(Document::new(text), Arc::default()),
        };
        let reviewed = Arc::new(Reviewed { version: Some(1), revision: Revision::next(), review });
        let before = before.map(|(published, _)| published);
        let published = Published::new(&reviewed, &uri, &[], Client::default(), most, before);
        let all = diagnostics::diagnostics(&reviewed.review, &uri, Client::default(), most);
        assert_eq!(serde_json::to_value(&published).unwrap(), serde_json::to_value(all).unwrap());
        (reviewed, published)
    }

    /// What is kept moves with its stretch, and is written as all diagnostics are.
    #[test]
    fn kept_diagnostics_are_written_as_new_ones() {
        let part =
            format!("## Part\n\nAs a user, I want tea.\n\n{}\n\n", "Tea is hot. ".repeat(200));
        let text = format!("# Tea\n\n{}## End\n\nThe user pays.\n", part.repeat(4));
        let (reviewed, before) = published(&text, None);
        assert!(before.kept.len() > 1);
        let (_, after) = published(&format!("One line.\n\n{text}"), Some((&before, &reviewed)));
        let is_kept = |id: &StretchId| after.kept.contains_key(id);
        assert!(before.kept.keys().any(is_kept));
    }

    /// So are those that are cut off, wherever the limit falls, after an edit as well.
    #[test]
    fn findings_beyond_the_limit_are_a_hint() {
        let part =
            format!("## Part\n\nAs a user, I want tea.\n\n{}\n\n", "Tea is hot. ".repeat(200));
        let text = format!("# Tea\n\n{}## End\n\nThe user pays. The user rests.\n", part.repeat(4));
        let (_, all) = published(&text, None);
        let count = serde_json::to_value(&all).unwrap().as_array().unwrap().len();
        assert_eq!(count, 9);
        for most in 0..=count {
            let (reviewed, before) = published_of(&text, most, None);
            let json = serde_json::to_value(&before).unwrap();
            let shown = json.as_array().unwrap();
            assert_eq!(shown.len(), (most + 1).min(count));
            if most < count {
                let hint = shown.last().unwrap();
                let (is, are) = ("more finding is", "more findings are");
                let message = format!(
                    "{} not shown. `rolecall check` lists all of them.",
                    review::counted(count - most, is, are)
                );
                assert_eq!(hint["message"], message);
                assert_eq!(
                    (&hint["code"], &hint["severity"]),
                    (&"more-findings".into(), &4.into())
                );
                let whole = serde_json::to_value(&all).unwrap();
                assert_eq!(hint["range"], whole[most]["range"], "where the first of them stands");
            }
            published_of(&format!("One line.\n\n{text}"), most, Some((&before, &reviewed)));
        }
    }
}
