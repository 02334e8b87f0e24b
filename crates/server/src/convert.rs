//! Our terms in the protocol's, and back.

use markdown::{Document, Encoding, Span};
use review::{Finding, Severity, counted};
use tower_lsp::lsp_types::{
    Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString,
    Position, Range, TextEdit, Url,
};

use crate::client::Client;

/// Spans of a document as ranges, cheaply if they come in order.
pub struct Ranges<'a>(markdown::Positions<'a>);

impl<'a> Ranges<'a> {
    /// Ranges in `document`.
    pub fn new(document: &'a Document, encoding: Encoding) -> Self {
        Self(document.positions(encoding))
    }

    /// A span as a range.
    pub fn of(&mut self, span: Span) -> Range {
        let start = self.0.of(span.start);
        let end = self.0.of(span.end);
        Range::new(converted(start), converted(end))
    }
}

/// A span of a document as a range.
pub fn range(document: &Document, span: Span, encoding: Encoding) -> Range {
    Ranges::new(document, encoding).of(span)
}

fn converted(position: markdown::Position) -> Position {
    Position::new(saturated(position.line), saturated(position.column))
}

fn saturated(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// A range as a span of a document. Whatever lies beyond the text is cut off, and a range that runs
/// backwards is turned round.
pub fn span(document: &Document, range: Range, encoding: Encoding) -> Span {
    let (one, other) =
        (offset(document, range.start, encoding), offset(document, range.end, encoding));
    Span::new(one.min(other), one.max(other))
}

/// The byte offset of a position.
pub fn offset(document: &Document, position: Position, encoding: Encoding) -> usize {
    let position = markdown::Position::new(position.line as usize, position.character as usize);
    document.offset(position, encoding)
}

/// A diagnostic of ours.
pub fn diagnostic(range: Range, severity: Severity, code: &str, message: String) -> Diagnostic {
    Diagnostic {
        range,
        severity: Some(match severity {
            Severity::Hint => DiagnosticSeverity::HINT,
            Severity::Information => DiagnosticSeverity::INFORMATION,
            Severity::Warning => DiagnosticSeverity::WARNING,
            Severity::Error => DiagnosticSeverity::ERROR,
        }),
        code: Some(NumberOrString::String(code.to_owned())),
        source: Some("rolecall".to_owned()),
        message,
        ..Diagnostic::default()
    }
}

/// A finding in the document that the client calls `uri`, as a diagnostic at `range`; with the other
/// places that it is about, if the client shows them.
pub fn finding(
    document: &Document,
    uri: &Url,
    finding: Finding,
    range: Range,
    client: Client,
) -> Diagnostic {
    let places = finding.related.into_iter().filter(|_| client.related_information);
    let related: Vec<DiagnosticRelatedInformation> = places
        .map(|place| DiagnosticRelatedInformation {
            location: Location::new(
                uri.clone(),
                self::range(document, place.span, client.encoding),
            ),
            message: place.message,
        })
        .collect();
    Diagnostic {
        related_information: (!related.is_empty()).then_some(related),
        ..diagnostic(range, finding.severity, finding.rule.name, finding.message)
    }
}

/// A hint where the first of `count` findings stands that are not shown.
pub fn left_out(range: Range, count: usize) -> Diagnostic {
    let more = counted(count, "more finding is", "more findings are");
    let message = format!("{more} not shown. `rolecall check` lists all of them.");
    diagnostic(range, Severity::Hint, "more-findings", message)
}

/// An edit of ours.
pub fn text_edit(document: &Document, edit: &review::Edit, encoding: Encoding) -> TextEdit {
    TextEdit::new(range(document, edit.span, encoding), edit.text.clone())
}
