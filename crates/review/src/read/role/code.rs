//! Names that are written as code: `owner`, `data_annotator`.

use markdown::{Prose, Span};

use crate::text::passage::Passage;

/// A part of a passage's prose with the code in it as it is written in the segment, whose text is `source`.
pub(super) fn with_code(part: &str, passage: &Passage, source: &str) -> String {
    if !part.contains(Prose::OBJECT) {
        return part.to_owned();
    }
    let whole = passage.text();
    let mut objects = whole.match_indices(Prose::OBJECT);
    let mut text = String::with_capacity(part.len());
    for character in part.chars() {
        match character {
            Prose::OBJECT => {
                let code = objects.next().map(|(at, object)| {
                    let span = passage.prose.source(Span::new(at, at + object.len()));
                    markdown::slice(source, span)
                });
                let code = code.filter(|code| code.starts_with('`'));
                text.push_str(code.unwrap_or_default().trim_matches(['`', ' ']));
            }
            _ => text.push(character),
        }
    }
    text
}

/// The words of a name that is written for programs: "class teacher" for "CLASS_TEACHER" or "class_teacher".
pub(super) fn spelled_out(name: &str) -> Option<String> {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let is_code = name.contains('_') && name.chars().all(is_name);
    is_code.then(|| name.replace('_', " ").trim().to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::passage::tests::passages;

    #[test]
    fn the_words_of_a_name_are_spelled_out() {
        assert_eq!(spelled_out("WARD_NURSE").as_deref(), Some("ward nurse"));
        assert_eq!(spelled_out("ward_nurse").as_deref(), Some("ward nurse"));
        assert_eq!((spelled_out("ward nurse"), spelled_out("ward_nurse: x")), (None, None));
    }

    #[test]
    fn code_is_read_as_it_is_written() {
        for (text, expected) in [
            ("`owner`: all", "owner: all"),
            ("`a` and ``b_c``", "a and b_c"),
            ("no code", "no code"),
            ("![ward](w.png) of nurses", " of nurses"),
        ] {
            let passages = passages(text);
            let passage = &passages[0];
            assert_eq!(with_code(passage.text(), passage, text), expected, "{text}");
        }
    }
}
