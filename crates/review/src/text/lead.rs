//! The words that a passage leads with: "**Goals** sell more", "Goals: sell more".

use std::borrow::Cow;

use markdown::{Mark, MarkKind, Span};

use crate::text::passage::Passage;
use crate::text::token::{TokenKind, one_line};

/// The words a passage leads with, what follows them, and whether they are set in bold.
pub(crate) fn lead(passage: &Passage) -> (Cow<'_, str>, Cow<'_, str>, bool) {
    fn strip(text: &str) -> Cow<'_, str> {
        let is_mark = |c: char| matches!(c, ':' | '-' | '–' | '—' | '→' | '.' | ' ' | '*');
        let text = text.trim();
        let is_odd = |c: char| c.is_whitespace() && c != ' ';
        if text.contains(is_odd) || text.contains("  ") {
            Cow::Owned(one_line(text).trim_matches(is_mark).to_owned())
        } else {
            Cow::Borrowed(text.trim_matches(is_mark))
        }
    }
    let text = passage.text();
    if let Some(bold) = passage.bold_lead() {
        let rest = markdown::slice(text, Span::new(bold.end, text.len()));
        return (strip(markdown::slice(text, bold)), strip(rest), true);
    }
    let words = passage.words();
    let mut brackets = 0_usize;
    let mut outside = 0;
    let end = words.tokens.iter().take(40).position(|token| {
        match token.kind {
            TokenKind::Mark('(') => brackets += 1,
            TokenKind::Mark(')') => brackets = brackets.saturating_sub(1),
            _ => outside += usize::from(brackets == 0),
        }
        let is_dash = token.spaced && matches!(token.kind, TokenKind::Mark('-' | '–' | '—'));
        brackets == 0 && outside <= 10 && (token.is(':') || is_dash)
    });
    match end.and_then(|end| words.get(end)) {
        Some(mark) => {
            let at = mark.span();
            let head = markdown::slice(text, Span::new(0, at.start));
            let rest = markdown::slice(text, Span::new(at.end, text.len()));
            (strip(head), strip(rest), false)
        }
        None => (strip(text), Cow::Borrowed(""), false),
    }
}

/// The labels of a passage, each with what follows it up to the next one: "**Age:** 34 **Role:** nurse", or each on a line
/// of its own.
pub(crate) fn labels(passage: &Passage) -> Vec<(&str, &str)> {
    let text = passage.text();
    let is_after_colon = |end: usize| {
        let before = markdown::slice(text, Span::new(0, end)).trim_end();
        let after = markdown::slice(text, Span::new(end, text.len())).trim_start();
        before.ends_with(':') || after.starts_with([':', '→'])
    };
    let bold = passage.prose.marks.iter().filter(|mark| mark.kind == MarkKind::Strong);
    let mut starts: Vec<Span> =
        bold.map(|mark| mark.span).filter(|span| is_after_colon(span.end)).collect();
    if starts.is_empty() {
        let mut at = 0;
        for line in text.split('\n') {
            let start = at + line.len() - line.trim_start().len();
            at += line.len() + 1;
            let label = line.split_once(':').map(|(label, _)| label.trim());
            let label = label.filter(|label| label.split_whitespace().count() <= LABEL);
            starts.extend(label.map(|label| Span::new(start, start + label.len())));
        }
    }
    let ends = starts.iter().skip(1).map(|next| next.start).chain([text.len()]);
    let is_mark = |c: char| matches!(c, ':' | '→' | ' ' | '*' | '\n');
    let labels = starts.iter().zip(ends).map(|(label, end)| {
        let rest = markdown::slice(text, Span::new(label.end, end.max(label.end)));
        (markdown::slice(text, *label).trim_matches(is_mark), rest.trim_matches(is_mark))
    });
    labels.collect()
}

/// The lines of a paragraph that each begin with words in bold, emoji aside: these words, and the rest of the line.
pub(crate) fn bold_lines(passage: &Passage) -> Vec<(&str, &str)> {
    let text = passage.text();
    let bold = passage.prose.marks.iter().filter(|mark| mark.kind == MarkKind::Strong);
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let begins = |mark: &&Mark| {
            let before = Span::new(start, mark.span.start.max(start));
            mark.span.start >= start
                && mark.span.end <= start + line.len()
                && !markdown::slice(text, before).contains(char::is_alphanumeric)
        };
        if let Some(mark) = bold.clone().find(begins) {
            let rest = Span::new(mark.span.end, start + line.len());
            let is_mark = |c: char| matches!(c, ':' | '-' | '–' | '—' | '→' | ' ');
            lines.push((
                markdown::slice(text, mark.span),
                markdown::slice(text, rest).trim_matches(is_mark),
            ));
        }
        start += line.len() + 1;
    }
    lines
}

/// A label has no more words than this.
const LABEL: usize = 5;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::passage::tests::passages;

    #[test]
    fn a_passage_may_have_several_labels() {
        let all = |text: &str| -> Vec<(String, String)> {
            let passages = passages(text);
            let found = labels(&passages[0]).into_iter();
            found.map(|(label, rest)| (label.to_owned(), rest.to_owned())).collect()
        };
        let pairs = |expected: &[(&str, &str)]| -> Vec<(String, String)> {
            expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
        };
        let two = pairs(&[("Role", "ward nurse"), ("Goals", "more tea")]);
        assert_eq!(all("**Role:** ward nurse\n**Goals:** more tea"), two);
        assert_eq!(all("**Role**: ward nurse **Goals**: more tea"), two);
        assert_eq!(all("Role: ward nurse  \nGoals: more tea"), two);
        assert_eq!(all("A **bold** word"), []);
        assert_eq!(all("What a very long line says of tea: hot"), []);
    }

    #[test]
    fn a_passage_leads_with_bold_words_or_with_those_in_front_of_a_mark() {
        for (text, expected) in [
            ("**Nurse**: cares", ("Nurse", "cares", true)),
            ("**Nurse:** cares **well**", ("Nurse", "cares **well**".trim_matches('*'), true)),
            ("**Nurse** – cares", ("Nurse", "cares", true)),
            ("Nurse: cares: well", ("Nurse", "cares: well", false)),
            ("Nurse - cares", ("Nurse", "cares", false)),
            ("Nurse — cares", ("Nurse", "cares", false)),
            ("Ward-nurse - cares", ("Ward-nurse", "cares", false)),
            ("Ward –nurse", ("Ward", "nurse", false)),
            ("Ward–nurse", ("Ward–nurse", "", false)),
            ("Nurse (also: carer): cares", ("Nurse (also: carer)", "cares", false)),
            ("Nurse) of: cares", ("Nurse) of", "cares", false)),
            ("Nurse (also: carer", ("Nurse (also: carer", "", false)),
            ("Nurses wait.", ("Nurses wait", "", false)),
            ("Night\nnurse: cares\nwell", ("Night nurse", "cares well", false)),
            ("a b c d e f g h i: j", ("a b c d e f g h i", "j", false)),
            ("a b c d e f g h i j: k", ("a b c d e f g h i j: k", "", false)),
        ] {
            let passages = passages(text);
            let (lead, rest, is_bold) = lead(&passages[0]);
            let expected = (expected.0, expected.1.replace("**", ""), expected.2);
            assert_eq!((&*lead, rest.into_owned(), is_bold), expected, "{text}");
        }
    }
}
