//! What is counted of a document, now and at any time.

use review::rules::GENERIC_ROLE;
use review::{Finding, Review};

/// The numbers of a document.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counts {
    pub stories: usize,
    /// Stories that name nobody in particular.
    pub generic_stories: usize,
    /// What those cost, in dollars.
    pub owed: usize,
    /// Generic words outside the stories.
    pub generic_words: usize,
}

impl Counts {
    /// Returns the numbers of a document that was reviewed, of which all this was found.
    pub fn of(review: &Review, findings: &[Finding]) -> Self {
        let jar = review.tip_jar_of(findings);
        let words = findings.iter().filter(|finding| finding.rule == &GENERIC_ROLE);
        Self {
            stories: jar.stories,
            generic_stories: jar.generic,
            owed: jar.owed,
            generic_words: words.count(),
        }
    }
}
