//! What can be done about a finding: what its rule offers, and that breaks no link.

use markdown::{Document, Span};

use crate::document::sections::Sections;
use crate::engine::review::Review;
use crate::fix::edit::{Edit, Fix, Scope};
use crate::read::story::Story;
use crate::rules::context::{RuleContext, Whole};
use crate::rules::rule::Finding;
use crate::settings::Settings;

impl Review {
    /// What can be done about `finding`, best first: what fixes its place, then the same in the whole
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
        fixes.retain(|fix| !fix.edits.iter().any(|edit| self.parts_html(edit)));
        if !definitions.is_empty() {
            fixes.retain(|fix| !fix.edits.iter().any(breaks_link));
        }
        fixes
    }

    /// Whether an edit adds or takes away lines where HTML stands: they would be no blocks of Markdown there.
    fn parts_html(&self, edit: &Edit) -> bool {
        const BREAKS: [char; 2] = ['\n', '\r'];
        let document = self.document();
        let is_of_lines = edit.text.contains(BREAKS) || document.slice(edit.span).contains(BREAKS);
        is_of_lines && [edit.span.start, edit.span.end].into_iter().any(|at| self.is_in_html(at))
    }

    /// Whether a byte of the document is inside a block of HTML, or at its end.
    fn is_in_html(&self, at: usize) -> bool {
        let index = self.document().segment_at(at);
        let Some((base, segment)) = self.document().segments().nth(index) else { return false };
        let mut blocks = segment.blocks().iter().filter_map(|block| block.html);
        blocks.any(|html| html.start + base < at && at <= html.end + base)
    }
}

impl Whole for Review {
    fn document(&self) -> &Document {
        &self.document
    }

    fn settings(&self) -> &Settings {
        &self.knowledge.settings
    }

    fn context(&self, segment: usize) -> Option<(usize, RuleContext<'_>)> {
        Review::context(self, segment)
    }

    fn segment_at(&self, offset: usize) -> Option<usize> {
        Review::segment_at(self, offset)
    }

    fn findings(&self) -> Vec<Finding> {
        Review::findings(self)
    }

    fn stories(&self) -> Vec<Story> {
        Review::stories(self)
    }

    fn sections(&self) -> Sections<'_> {
        Review::sections(self)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::{Document, Review, Scope};

    #[test]
    fn no_fix_puts_lines_into_html() {
        let titles = |text: &str| {
            let review = Review::new(Document::new(text), Arc::default());
            let findings = review.findings();
            let fixes = findings.iter().flat_map(|finding| review.fixes(finding, Scope::Here));
            fixes.map(|fix| fix.title).collect::<Vec<_>>()
        };
        let declares = "Add an audience section";
        let markdown = titles("The user waits.\n\n## Plan\n\nTea.\n");
        assert!(markdown.iter().any(|title| title == declares), "{markdown:?}");
        for text in [
            "The user waits.\n\n<div>\n<h2>Plan</h2>\nTea.\n</div>\n",
            "<p>The user waits.</p>\n<h2>Plan</h2>\nTea.\n",
        ] {
            let html = titles(text);
            assert!(!html.is_empty() && html.iter().all(|title| title != declares), "{html:?}");
        }
    }

    #[test]
    fn no_fix_breaks_a_link() {
        let titles = |text: &str| {
            let review = Review::new(Document::new(text), Arc::default());
            let finding = review.findings().remove(0);
            let fixes = review.fixes(&finding, Scope::Here).into_iter();
            fixes.map(|fix| fix.title).collect::<Vec<_>>()
        };
        let roles = "## Roles\n\n- **Nurse**: cares\n\n## Scope\n\n";
        let fixed = titles(&format!("{roles}The [user] pays.\n"));
        assert_eq!(fixed, ["Replace with “nurse”"]);
        // A reference is found by its words.
        let kept = titles(&format!("{roles}The [user] pays.\n\n[user]: https://example.org\n"));
        assert_eq!(kept, [] as [&str; 0]);
    }
}
