//! Headings, headers and labels.

use markdown::{Kind, slice};

use crate::english::grammar;
use crate::person::clue::{Case, clue};
use crate::text::token::TokenKind;

clue! {
    /// A heading names its subject. One that is a sentence about a person does not.
    ///
    /// ~~~markdown
    /// ## How the ward helps a user
    ///                         ^^^^
    ///
    /// ## What the user can do
    /// ~~~
    HEADING, "heading", Passage, GENERIC, Label, |case| {
        let has_article = is_determined(case);
        let is_sentence = case.surely_acts() && (has_article || case.words.tokens.len() > 4);
        case.is_in_heading() && !is_sentence && !(has_article && case.phrase.possessive)
    }
}

clue! {
    /// A table header names its column.
    ///
    /// ~~~markdown
    /// | Id | Name of the user |
    ///                    ^^^^
    /// |----|------------------|
    /// | 1  | Ann              |
    /// ~~~
    HEADER, "header", Passage, NOUNS, Label,
    |case| matches!(case.passage.kind, Kind::Cell { row: 0, .. })
}

clue! {
    /// The word is all that the line, item or cell says, so it is a label.
    ///
    /// ~~~markdown
    /// - End users
    ///   ^^^^^^^^^
    /// - New customers
    ///       ^^^^^^^^^
    /// ~~~
    ALONE, "alone", Passage, GENERIC, Label, |case| {
        let length = case.words.tokens.len();
        !case.is_in_heading() && length <= 3 && case.phrase.start == 0 && case.end() == length
    }
}

clue! {
    /// The line starts with the word and a colon, so the word is a label.
    ///
    /// ~~~markdown
    /// User: Send this to my bank, please.
    /// ^^^^
    /// ~~~
    LEAD, "lead", Passage, GENERIC, Label, |case| {
        let is_lead = case.phrase.start == 0 && case.start() <= 3 && !case.surely_acts();
        !case.is_in_heading() && is_lead && case.words.get(case.end()).is_some_and(|token| token.is(':'))
    }
}

clue! {
    /// Bold words at the start of a line, separated from the rest, say what the line is about.
    ///
    /// ~~~markdown
    /// **Trust of the user** – nobody else may see the chart of a ward.
    ///                ^^^^
    /// ~~~
    BOLD_LEAD, "bold-lead", Passage, GENERIC, Label, is_in_bold_lead
}

/// Whether an article, or "each", stands before the phrase.
fn is_determined(case: &Case<'_>) -> bool {
    grammar::is_article(case.determiner()) || case.determiner() == "each"
}

fn is_in_bold_lead(case: &Case<'_>) -> bool {
    let Some(lead) = case.passage.bold_lead().filter(|lead| lead.contains(case.phrase.word)) else {
        return false;
    };
    let words = case.words;
    let after = words.tokens.iter().find(|token| token.span().start >= lead.end);
    let is_parted = after.is_none_or(|token| {
        matches!(
            token.kind,
            TokenKind::Mark(':' | '-' | '–' | '—' | '(' | '.' | '|') | TokenKind::Break
        )
    });
    let ends_in_colon = slice(words.text, lead).trim_end().ends_with(':');
    !case.is_in_heading()
        && (ends_in_colon || is_parted)
        && !(is_determined(case) && case.surely_acts())
}
