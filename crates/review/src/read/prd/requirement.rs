//! Requirements in the manner of specifications: numbered, in a table, or by "SHALL".

use markdown::Kind;

use crate::text::passage::Passage;

/// So many say that a document is a specification; more are not counted, so that typing on changes nothing.
pub(crate) const ENOUGH: usize = 3;

/// What numbered requirements begin with: functional, non-functional, business, user, system.
const IDS: [&str; 8] = ["FR", "NFR", "REQ", "BR", "UR", "SR", "SYS", "BRD"];

/// Returns how many of the passages of a segment state a requirement, up to [`ENOUGH`].
pub(crate) fn count(passages: &[Passage]) -> usize {
    // The column of a table that holds requirements.
    let mut of_requirements: Option<u32> = None;
    let states = passages.iter().filter(|passage| match passage.kind {
        Kind::Cell { row: 0, column, .. } => {
            if column == 0 {
                of_requirements = None;
            }
            let text = passage.text().trim();
            if ["requirement", "requirements"].iter().any(|it| text.eq_ignore_ascii_case(it)) {
                of_requirements = Some(column);
            }
            false
        }
        Kind::Cell { column, .. } if of_requirements == Some(column) => true,
        Kind::Heading(_) => passage.text().starts_with("Requirement:"),
        _ => is_numbered(passage.text()) || passage.text().contains(" SHALL "),
    });
    states.take(ENOUGH).count()
}

/// "FR-012: …", "NFR 3 …"
fn is_numbered(text: &str) -> bool {
    let letters = text.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(text.len());
    let (letters, rest) = text.split_at(letters);
    let rest = rest.strip_prefix(['-', ' ', '_', '.']).unwrap_or(rest);
    IDS.contains(&letters) && rest.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use markdown::Document;

    use super::*;

    fn counted(text: &str) -> usize {
        let document = Document::new(text);
        let passages = document.segments().flat_map(|(_, segment)| Passage::of(segment));
        count(&passages.collect::<Vec<_>>())
    }

    #[test]
    fn requirements_are_numbered_in_a_table_or_shall() {
        for (text, expected) in [
            ("- FR-001: The kettle boils.\n- FR-002: The kettle stops.\n- Tea is good.\n", 2),
            ("**NFR 3** The kettle is quiet.\n", 1),
            ("| ID | Requirement |\n|---|---|\n| `T-1` | It boils. |\n| `T-2` | It stops. |\n", 2),
            ("| ID | Cost |\n|---|---|\n| T-1 | 5 |\n", 0),
            ("### Requirement: Boiling\n\nThe kettle SHALL boil.\n", 2),
            ("The kettle shall boil. FROM 3 to 5. FR is France.\n", 0),
            ("- TEA-12 is done.\n", 0),
            ("- FR-1: a\n- FR-2: b\n- FR-3: c\n- FR-4: d\n", ENOUGH),
        ] {
            assert_eq!(counted(text), expected, "{text}");
        }
    }
}
