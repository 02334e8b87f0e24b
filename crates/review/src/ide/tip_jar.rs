//! The tip jar: what the stories that name nobody owe (Mironov).

use markdown::Span;

use crate::engine::review::Review;
use crate::read::story::{Slot, Standing};
use crate::rules::GENERIC_STORY_ROLE;
use crate::rules::rule::Finding;

/// What such a story costs unless the project says otherwise, in dollars (Mironov).
pub const FINE: u32 = 5;

/// What a document owes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TipJar {
    /// How many stories it tells.
    pub stories: usize,
    /// How many of them are told of because they name nobody in particular.
    pub generic: usize,
    /// What those cost, in dollars.
    pub owed: usize,
}

impl Review {
    /// What the stories owe. One that is ignored, or that a style finds nothing wrong with, costs
    /// nothing.
    pub fn tip_jar(&self) -> TipJar {
        self.tip_jar_of(&self.findings())
    }

    /// The same where only these of its findings are told, which are in text order.
    pub fn tip_jar_of<'a>(&self, findings: impl IntoIterator<Item = &'a Finding>) -> TipJar {
        let findings = findings.into_iter();
        let reported = findings.filter(|finding| finding.rule == &GENERIC_STORY_ROLE);
        let reported: Vec<Span> = reported.map(|finding| finding.span).collect();
        let is_reported = |slot: &Slot| {
            let next = reported.partition_point(|span| span.start < slot.span.start);
            slot.standing == Standing::Generic
                && reported.get(next).is_some_and(|span| slot.span.contains(*span))
        };
        let stories = self.stories();
        let generic = stories.iter().filter(|story| story.roles.iter().any(is_reported)).count();
        let fine = usize::try_from(self.fine()).unwrap_or(usize::MAX);
        TipJar { stories: stories.len(), generic, owed: generic.saturating_mul(fine) }
    }

    fn fine(&self) -> u32 {
        self.settings().fine.unwrap_or(FINE)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::TipJar;
    use crate::{Document, Review, Settings, Style};

    #[test]
    fn only_what_is_told_is_fined() {
        let text = "As a user, I want tea.\n\nAs a customer, I want tea.\n\nAs a nurse, I want tea.\n\n<!-- rolecall-ignore generic-story-role -->\nAs a user, I want cake.\n";
        let jar =
            |settings: Settings| Review::new(Document::new(text), Arc::new(settings)).tip_jar();
        assert_eq!(jar(Settings::default()), TipJar { stories: 4, generic: 2, owed: 10 });
        let dear = Settings { fine: Some(20), ..Settings::default() };
        assert_eq!(jar(dear).owed, 40);
        let style = Settings { style: Style::CustomerObsession, ..Settings::default() };
        assert_eq!(jar(style), TipJar { stories: 4, generic: 1, owed: 5 });
        let off = [("generic-story-role".to_owned(), None)].into();
        assert_eq!(jar(Settings { rules: off, ..Settings::default() }).owed, 0);
    }
}
