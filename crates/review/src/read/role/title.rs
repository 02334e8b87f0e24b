//! Titles that name a role, a persona, or both.

use crate::read::role::name::{is_rank, role_name, without_article};

/// What the title of a persona's page says: `Persona 4: Sarah Sue, sales associate`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PersonaTitle {
    /// The persona's number.
    pub number: Option<u32>,
    /// The persona's own name.
    pub persona: Option<String>,
    /// The role; empty where the title says nothing.
    pub role: String,
}

impl PersonaTitle {
    /// Reads a title. Of two parts the first is a name, since that is what such a page is for.
    pub fn read(text: &str) -> Self {
        let (number, text) = without_label(trimmed(text));
        let mut parts = parts(text).into_iter().filter(|part| part.contains(char::is_alphabetic));
        let first = parts.next().unwrap_or_default();
        match parts.next() {
            Some(role) => Self {
                number,
                persona: Some(first.to_owned()),
                role: without_article(role).to_owned(),
            },
            None => Self { number, persona: None, role: without_article(first).to_owned() },
        }
    }

    /// The role as it is to be written in prose: "Sales associates" begins with a capital because a
    /// title does.
    pub fn name(&self) -> String {
        role_name(&self.role)
    }
}

/// Without emoji, numbers' marks and such around it.
pub(crate) fn trimmed(text: &str) -> &str {
    text.trim_start_matches(|c: char| !c.is_alphanumeric())
        .trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')')
}

/// Without a label such as `Persona 3 —`, `User persona:` or `3.`, and the number in it.
pub(crate) fn without_label(text: &str) -> (Option<u32>, &str) {
    const LABELS: [&str; 6] =
        ["user persona", "buyer persona", "persona", "user role", "role", "name"];
    // "Secondary persona: …"
    let rank = text.split_once(' ').filter(|(rank, _)| is_rank(rank));
    let unranked = rank.map_or(text, |(_, rest)| rest);
    let label = LABELS.into_iter().find(|label| {
        unranked.get(..label.len()).is_some_and(|start| start.eq_ignore_ascii_case(label))
    });
    if let (None, Some(rest)) = (label, without_code(text).or_else(|| without_letter(text))) {
        return (None, rest);
    }
    let rest = label.map_or(Some(text), |label| unranked.get(label.len()..)).unwrap_or_default();
    let numbered = rest.trim_start_matches([' ', '#']);
    let digits = numbered.bytes().take_while(u8::is_ascii_digit).count();
    let number = numbered.get(..digits).and_then(|digits| digits.parse().ok());
    let after = numbered.get(digits..).unwrap_or_default();
    let behind = trimmed(after);
    // A separator must follow, or "Personal shopper" and "3rd-party seller" would lose their heads.
    let mut next = after.trim_start().chars();
    let separated = match next.next() {
        Some('—' | '–' | ':') => true,
        Some('-' | '.' | ')') => next.next() == Some(' '),
        _ => label.is_some() && number.is_some() && after.starts_with(' '),
    };
    if separated && (label.is_some() || number.is_some()) && !behind.is_empty() {
        (number, behind)
    } else {
        (None, text)
    }
}

/// Whether a title is no more than a code, such as "P2" or "ST-001".
pub(crate) fn is_code(text: &str) -> bool {
    let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let digits = text.get(letters..).unwrap_or_default().trim_start_matches('-');
    (1..=4).contains(&letters) && !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit())
}

/// What stands after a code such as "ST-001 —" or "P2:".
fn without_code(text: &str) -> Option<&str> {
    let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let rest = text.get(letters..)?.trim_start_matches('-');
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let rest = rest.get(digits..)?.trim_start();
    let name = rest.strip_prefix(['—', '–', ':']);
    let name = name.or_else(|| rest.strip_prefix("- ")).or_else(|| rest.strip_prefix(". "))?;
    let is_code = (1..=4).contains(&letters) && digits > 0;
    Some(trimmed(name)).filter(|name| is_code && !name.is_empty())
}

/// What stands after a letter that counts: "A. Patients".
fn without_letter(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(|c: char| c.is_ascii_uppercase())?;
    rest.strip_prefix(". ").or_else(|| rest.strip_prefix(") ")).map(trimmed)
}

/// The number of a title that says no more of a persona: "User 1", "Persona 3".
pub(crate) fn number_alone(text: &str) -> Option<u32> {
    let (label, number) = text.rsplit_once([' ', '#'])?;
    let label = label.trim_end_matches([' ', '#']).to_lowercase();
    let is_label = matches!(
        label.as_str(),
        "user" | "persona" | "user persona" | "role" | "actor" | "customer"
    );
    number.parse().ok().filter(|_| is_label)
}

/// The parts of `Sarah Sue — sales associate`, `Sarah Sue, sales associate`,
/// `Sarah Sue (sales associate)`.
pub(crate) fn parts(text: &str) -> Vec<&str> {
    const SEPARATORS: [&str; 8] = [" — ", "—", " – ", " - ", ", ", ": ", " | ", " · "];
    let mut parts = Vec::new();
    let mut rest = text;
    loop {
        let bracket = rest.ends_with(')').then(|| rest.find(" (").map(|at| (at, 2))).flatten();
        let separators = SEPARATORS.iter().filter_map(|mark| Some((rest.find(mark)?, mark.len())));
        let Some((at, length)) =
            separators.chain(bracket).min_by_key(|(at, length)| (*at, usize::MAX - length))
        else {
            parts.push(rest.trim_end_matches(')').trim());
            return parts;
        };
        parts.push(rest.get(..at).unwrap_or_default().trim());
        rest = rest.get(at + length..).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_may_be_a_number_or_begin_with_a_code() {
        for (text, expected) in [
            ("User 1", Some(1)),
            ("Persona #3", Some(3)),
            ("Nurse 1", None),
            ("User", None),
            ("User one", None),
        ] {
            assert_eq!(number_alone(text), expected, "{text}");
        }
        for (text, expected) in [
            ("ST-001 — Ward nurses", "Ward nurses"),
            ("P2: nurse", "nurse"),
            ("P1. Maya — nurse", "Maya — nurse"),
            ("IT - nurse", "IT - nurse"),
            ("B. Nurses", "Nurses"),
            ("ST-001", "ST-001"),
            ("USERS1: nurse", "USERS1: nurse"),
        ] {
            assert_eq!(without_label(text), (None, expected), "{text}");
        }
        assert!(is_code("P2") && is_code("ST-001"));
        assert!(["P", "2", "P2 nurse", "Nurse2", "P-"].iter().all(|text| !is_code(text)));
    }

    #[test]
    fn headings_name_a_role_and_perhaps_a_person() {
        let check = |text: &str, number: Option<u32>, persona: &str, role: &str| {
            let read = PersonaTitle::read(text);
            let persona = (!persona.is_empty()).then(|| persona.to_owned());
            assert_eq!(read, PersonaTitle { number, persona, role: role.to_owned() }, "{text}");
        };
        check("Sales associate", None, "", "Sales associate");
        check("Persona: sales associate", None, "", "sales associate");
        check("Persona 3 — sales associate", Some(3), "", "sales associate");
        check("Persona #3: Sarah Sue, a sales associate", Some(3), "Sarah Sue", "sales associate");
        check(
            "User persona 12 - Sarah Sue – sales associate",
            Some(12),
            "Sarah Sue",
            "sales associate",
        );
        check("Persona 3 sales associate", Some(3), "", "sales associate");
        check("4. Sarah Sue — sales associate", Some(4), "Sarah Sue", "sales associate");
        check("👟 Sarah Sue—sales associate 👟", None, "Sarah Sue", "sales associate");
        check("Sarah Sue (sales associate)", None, "Sarah Sue", "sales associate");
        check("Sarah Sue, 34, sales associate, Boston", None, "Sarah Sue", "sales associate");
        check("Sarah Sue: the sales associate", None, "Sarah Sue", "sales associate");
        check("Personal shopper", None, "", "Personal shopper");
        check("Persona", None, "", "Persona");
        check("Role-based access administrator", None, "", "Role-based access administrator");
        check("3rd-party seller", None, "", "3rd-party seller");
        check("Co-founder", None, "", "Co-founder");
        check("…", None, "", "");
    }

    #[test]
    fn a_label_and_its_number_are_no_part_of_a_name() {
        for (text, number, rest) in [
            ("Persona 3 — nurse", Some(3), "nurse"),
            ("persona: nurse", None, "nurse"),
            ("Role - nurse", None, "nurse"),
            ("Role -nurse", None, "Role -nurse"),
            ("Role. nurse", None, "nurse"),
            ("Buyer persona #12 nurse", Some(12), "nurse"),
            ("Persona 3nurse", None, "Persona 3nurse"),
            ("Persona nurse", None, "Persona nurse"),
            ("3 nurses", None, "3 nurses"),
            ("3) nurse", Some(3), "nurse"),
            ("– nurse", None, "– nurse"),
            ("Persona 3:", None, "Persona 3:"),
            ("99999999999: nurse", None, "99999999999: nurse"),
            ("", None, ""),
        ] {
            assert_eq!(without_label(text), (number, rest), "{text}");
        }
    }

    #[test]
    fn a_title_has_parts() {
        for (text, expected) in [
            ("Maya", vec!["Maya"]),
            ("Maya — nurse", vec!["Maya", "nurse"]),
            ("Maya—nurse", vec!["Maya", "nurse"]),
            ("Maya – nurse - night", vec!["Maya", "nurse", "night"]),
            ("Maya-nurse", vec!["Maya-nurse"]),
            ("Maya, nurse: night | ward", vec!["Maya", "nurse", "night", "ward"]),
            ("Maya (nurse)", vec!["Maya", "nurse"]),
            ("Maya (nurse) now", vec!["Maya (nurse) now"]),
            ("Maya, nurse (night)", vec!["Maya", "nurse", "night"]),
            ("", vec![""]),
        ] {
            assert_eq!(parts(text), expected, "{text}");
        }
        assert_eq!((trimmed("👟 “Maya (1)” 2. "), trimmed("—")), ("Maya (1)” 2", ""));
    }

    #[test]
    fn a_name_has_the_capitals_of_prose() {
        let name = |title: &str| PersonaTitle::read(title).name();
        assert_eq!(name("Sue, Sales associate"), "sales associate");
        assert_eq!(name("The shoppers"), "shopper");
        assert_eq!(name("Casual Organizer"), "Casual Organizer");
        assert_eq!(name("IT administrator"), "IT administrator");
        assert_eq!(name("Kieran"), "Kieran");
        assert_eq!(name("Windows users"), "Windows user");
        assert_eq!(name("German tenants"), "German tenant");
    }
}
