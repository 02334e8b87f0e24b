//! How passages are laid out that name somebody: a line in bold, a name and a role in a heading.

use markdown::{Kind, MarkKind, Span};

use crate::read::role::line::asks_who;
use crate::read::role::name::{Trust, is_attribute, is_rank, role_in};
use crate::read::role::own_name::{is_clear_name, is_strange_name};
use crate::read::role::title;
use crate::text::passage::Passage;
use crate::words::Class;

/// The words of a paragraph that is set in bold as a whole, as a heading would be.
pub(super) fn bold_line(passage: &Passage) -> Option<&str> {
    let text = passage.text();
    let is_line = passage.item.is_none() && passage.kind == Kind::Paragraph;
    let bold = passage.bold_lead().filter(|_| is_line)?;
    let is_whole = markdown::slice(text, Span::new(bold.end, text.len())).trim().is_empty();
    let title = markdown::slice(text, bold).trim();
    let is_title = !title.ends_with([':', '.', '!']) && (!title.ends_with('?') || asks_who(title));
    (is_whole && is_title).then_some(title)
}

/// "Age: 34": whether a heading is a label and what it says of somebody.
pub(super) fn is_field(text: &str) -> bool {
    let label = text.split_once(": ").map(|(label, _)| label.trim().to_lowercase());
    let names_role = title::without_label(text).1 != text;
    !names_role && label.is_some_and(|label| is_attribute(&label) && !is_rank(&label))
}

/// "Kofi (new starter)": a heading that names a persona and their role, wherever it stands.
pub(super) fn is_persona_heading(text: &str) -> bool {
    if !text.contains(['(', ',', '—', '–', '-', ':', '|', '·']) {
        return false;
    }
    let parts = title::parts(text);
    let [name, role] = parts.as_slice() else { return false };
    (is_strange_name(name) || is_clear_name(name)) && role_in(role, Trust::Plain).is_some()
}

/// Whether a passage leads with words in italics that a mark parts from the rest.
pub(super) fn is_italic(passage: &Passage) -> bool {
    let first = passage.prose.marks.first();
    let italic = first.filter(|mark| mark.kind == MarkKind::Emphasis && mark.span.start <= 1);
    italic.is_some_and(|mark| {
        let rest = Span::new(mark.span.end, passage.text().len());
        let rest = markdown::slice(passage.text(), rest).trim_start();
        rest.starts_with([':', '-', '–', '—'])
    })
}

/// "MODERATOR", with what they may do on the lines below: the name and the rest of a paragraph that begins with a line of
/// its own.
pub(super) fn name_line(passage: &Passage) -> Option<(String, &str)> {
    const WORDS: usize = 3;
    let (line, rest) = passage.text().split_once('\n')?;
    let line = line.trim();
    let is_short = line.split(' ').count() <= WORDS && !line.ends_with([':', '.', ',', ';']);
    let is_below = rest.trim_start().starts_with(char::is_lowercase);
    let is_shouted = line.len() > 4 && !line.contains(char::is_lowercase);
    let name = if is_shouted { line.to_lowercase() } else { line.to_owned() };
    let is_line = passage.kind == Kind::Paragraph && passage.item.is_none() && is_short && is_below;
    is_line.then_some((name, rest))
}

/// "Trusted contact": the lines of a paragraph that has nothing but names, one a line.
pub(super) fn name_lines<'a>(passage: &'a Passage) -> Vec<&'a str> {
    const WORDS: usize = 4;
    let is_name = |line: &&str| {
        line.split(' ').count() <= WORDS
            && line.starts_with(char::is_uppercase)
            && !line.ends_with([':', '.', ',', ';', '!', '?'])
            && !line.split(' ').skip(1).any(|word| Class::FunctionWord.has(&word.to_lowercase()))
    };
    let lines: Vec<&'a str> = passage.text().lines().map(str::trim).collect();
    let is_list = passage.kind == Kind::Paragraph
        && passage.item.is_none()
        && passage.bold_lead().is_none()
        && lines.iter().all(is_name);
    if is_list { lines } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::passage::tests::passages;

    #[test]
    fn a_heading_may_name_a_persona() {
        assert!(is_persona_heading("Kofi (nurse)"));
        assert!(!is_persona_heading("Kofi (new)") && !is_persona_heading("Setup (nurse)"));
    }

    #[test]
    fn a_heading_may_be_a_field() {
        assert!(is_field("Age: 34") && is_field("Gender: female"));
        for text in ["Name: Gwen", "Persona: nurse", "Secondary: nurse", "Gwen: 34", "Age"] {
            assert!(!is_field(text), "{text}");
        }
    }

    #[test]
    fn a_paragraph_may_be_a_title() {
        let title = |text: &str| bold_line(&passages(text)[0]).map(str::to_owned);
        assert_eq!(title("**Target users**").as_deref(), Some("Target users"));
        assert_eq!(title("**Who is it for?**").as_deref(), Some("Who is it for?"));
        for text in ["**Who waits?**", "**Users:**", "**Users** wait", "- **Users**", "Users"] {
            assert_eq!(title(text), None, "{text}");
        }
    }

    #[test]
    fn a_paragraph_may_lead_with_italics() {
        assert!(is_italic(&passages("*Nurses* – at night")[0]));
        assert!(!is_italic(&passages("*Nurses* wait")[0]));
        assert!(!is_italic(&passages("**Nurses** – at night")[0]));
    }
}
