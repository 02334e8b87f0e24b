//! What can be done about a finding.

use markdown::Span;

use crate::engine::review::Review;
use crate::fix::edit::{Edit, Fix, Scope};
use crate::rules::rule::Finding;

impl Review {
    /// What can be done about `finding`, best first: what mends its place, then the same in the whole
    /// story and in the whole document, as far as `widest` goes. A finding of another review has no
    /// fixes.
    pub fn fixes(&self, finding: &Finding, widest: Scope) -> Vec<Fix> {
        let mut fixes = finding.rule.fixes(self, finding, widest);
        let definitions = self.definitions();
        let breaks_link = |edit: &Edit| {
            let at = self.document().segment_at(edit.span.start);
            let base = self.document().segment_start(at);
            let segment = self.document().segments().nth(at);
            let span = edit.span.start.checked_sub(base).zip(edit.span.end.checked_sub(base));
            segment.zip(span).is_some_and(|((_, segment), (start, end))| {
                definitions.are_used_at(segment.text(), Span::new(start, end))
            })
        };
        if !definitions.is_empty() {
            fixes.retain(|fix| !fix.edits.iter().any(breaks_link));
        }
        fixes
    }
}
