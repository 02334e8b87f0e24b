//! What a rule remarks of a segment, and what each remark is about.

use std::ops::Range;

use markdown::Span;

use crate::english::inflect::Number;
use crate::person::clue::Clue;
use crate::person::likelihood;
use crate::text::passage::Passage;

/// What a rule remarks. Spans are of the segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Remark {
    pub span: Span,
    pub message: String,
    pub subject: Subject,
    /// Said more softly than the rule's severity, because less is known.
    pub soft: bool,
    /// Whether the message goes on with who may be meant, and in which number these are named. It
    /// hangs on all stories of the document, so that part is made last.
    pub guess: Option<Number>,
}

impl Remark {
    /// On some tokens of a passage, of which nothing more is known.
    pub fn on_passage(
        index: usize,
        passage: &Passage,
        tokens: Range<usize>,
        message: String,
    ) -> Self {
        let span = passage.prose.source(passage.words().span(tokens));
        Self { span, message, subject: Subject::Passage(index), soft: false, guess: None }
    }
}

/// What a remark is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Subject {
    /// A generic word, by its index.
    Word(usize),
    /// A role that a story names: index of the story, index of the role.
    Slot(usize, usize),
    /// A known role that is named, by the index of the mention.
    Mention(usize),
    /// Personas named by number, by the index of the reference.
    Reference(usize),
    /// A role that is declared, by the index of the declaration.
    Declaration(usize),
    /// A story, by its index.
    Story(usize),
    /// A story that wants what an earlier one wants: its index, and how many stories stand before
    /// the earlier one.
    Repetition(usize, usize),
    /// A story that is not filled in, by its index among those.
    Unfinished(usize),
    /// A passage, by its index.
    Passage(usize),
    /// All that the page says.
    Segment,
    /// A mention of a role that is likely another one: index of the mention, index of the other role.
    SameRole(usize, usize),
    /// A term to avoid: index of the passage, index of its first token.
    Term(usize, usize),
    /// A directive, by its index; of the words behind its first, by its index, if it is about one.
    Directive(usize, Option<usize>),
}

/// A generic word that no rule complains of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassedOver {
    /// The word, in UTF-8 bytes of the document.
    pub span: Span,
    /// The clue that decided it.
    pub clue: &'static Clue,
}

impl PassedOver {
    /// Why, as what follows a colon: "it is a head count".
    pub fn reason(&self) -> &'static str {
        self.clue.says.reason()
    }

    /// How likely it stands for a person all the same, 0 to 1: as often as the clue was wrong.
    pub fn probability(&self) -> f64 {
        likelihood::of_clue(self.clue)
    }
}

#[cfg(test)]
mod tests {
    use markdown::Document;

    use super::*;

    #[test]
    fn a_remark_on_tokens_stands_where_they_are_in_the_segment() {
        let document = Document::new("Tea.\n\n- The **user** pays.\n");
        let (_, segment) = document.segments().next().unwrap();
        let passages = Passage::of(segment);
        let remark = Remark::on_passage(1, &passages[1], 1..2, "Who?".to_owned());
        assert_eq!(markdown::slice(segment.text(), remark.span), "user");
        assert_eq!((remark.subject, remark.soft), (Subject::Passage(1), false));
    }
}
