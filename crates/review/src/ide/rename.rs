//! Another name for a role, in every form the old one has.

use markdown::Span;

use crate::english;
use crate::english::inflect::{self, Capitals};
use crate::fix::edit::Edit;
use crate::fix::replace::{self, Article};
use crate::read::role::generic_name;
use crate::roles::mention::{Hit, Mention, NameKind};
use crate::roles::vocabulary::Vocabulary;
use crate::settings::role::Role;
use crate::text::passage::Passage;
use crate::text::token::is_apostrophe;

/// A role, or an alias or a persona of one, that is to be called otherwise.
#[derive(Debug)]
pub struct Renaming<'a> {
    vocabulary: &'a Vocabulary,
    role: usize,
    name: NameKind,
    /// The old name, and the new one, each as the name of a role of its own.
    old: Role,
    new: Role,
}

impl<'a> Renaming<'a> {
    /// Calls what `mention` names `new`. The error says why it cannot be called so, in a sentence.
    pub fn new(vocabulary: &'a Vocabulary, mention: Mention, new: &str) -> Result<Self, String> {
        let new = new.split_whitespace().collect::<Vec<_>>().join(" ");
        let (index, name) = (mention.role, whole(mention.name));
        let role = vocabulary.roles().get(index).ok_or("This role is no longer there.")?;
        if new.is_empty() {
            return Err("A role needs a name: type one.".to_owned());
        }
        if new.chars().count() > 80 || new.contains(['`', '|', '<', '>', '*', '[', ']']) {
            return Err(format!(
                "“{new}” can’t be a name. Use plain words, 80 characters at most."
            ));
        }
        if name == NameKind::Canonical && generic_name::is_generic_slot(&new, vocabulary.generic())
        {
            return Err(format!("“{new}” is vague. Choose a more specific name."));
        }
        if let Some(taken) = vocabulary.find(&new)
            && (taken.role != index || whole(taken.kind) != name)
        {
            let other = vocabulary.roles().get(taken.role).map_or("", |role| role.name.as_str());
            return Err(match taken.role == index {
                true => format!("“{new}” is already an alias of this role."),
                false => format!("“{new}” is already the role “{other}”."),
            });
        }
        let old = match name {
            NameKind::Canonical => role.clone(),
            _ => {
                let old = vocabulary.declared_name(index, name).unwrap_or_default().to_owned();
                Role { name: old, ..Role::default() }
            }
        };
        let new = Role { name: new, ..Role::default() };
        Ok(Self { vocabulary, role: index, name, old, new })
    }

    /// The name that goes, as declared.
    pub fn old(&self) -> &str {
        &self.old.name
    }

    /// The name that comes.
    pub fn new_name(&self) -> &str {
        &self.new.name
    }

    /// The plural that comes.
    pub fn new_plural(&self) -> String {
        self.new.plural()
    }

    /// The canonical name of the role.
    pub fn role(&self) -> &str {
        self.vocabulary.roles().get(self.role).map_or("", |role| role.name.as_str())
    }

    /// Which of the role's names goes.
    pub fn name(&self) -> NameKind {
        self.name
    }

    /// Whether a mention, or a name where roles are declared, is of what goes.
    pub fn is_of(&self, mention: Mention) -> bool {
        mention.role == self.role && whole(mention.name) == self.name
    }

    /// Whether a mention uses the name that goes.
    pub(crate) fn concerns(&self, hit: &Hit) -> bool {
        hit.role == self.role && whole(hit.name) == self.name
    }

    /// The edits that put the new name in a mention's place; `base` is where its segment starts. `None`
    /// where markup stands in the way.
    pub(crate) fn edits(&self, passage: &Passage, hit: &Hit, base: usize) -> Option<Vec<Edit>> {
        let words = passage.words();
        let written = markdown::slice(words.text, hit.word);
        let (old, new) = match hit.name {
            NameKind::FirstName => (first(&self.old), first(&self.new)),
            _ => (self.old.clone(), self.new.clone()),
        };
        let place = words.span(hit.tokens.clone());
        let name = if hit.possessive {
            let ending = markdown::slice(words.text, Span::new(hit.word.end, place.end));
            let apostrophe = ending.chars().find(|c| is_apostrophe(*c)).unwrap_or('\'');
            new.possessive(hit.number, apostrophe)
        } else {
            new.in_number(hit.number)
        };
        let declared = old.in_number(hit.number);
        let at = hit.tokens.start;
        let capitals = match capitals(written, &declared, english::capitals::opens(words, at)) {
            // "MRI nurse" is written so everywhere: what it begins with says nothing of the place.
            Capitals::AsDeclared
                if begins_large(written) && english::capitals::begins_sentence(words, at) =>
            {
                Capitals::First
            }
            capitals => capitals,
        };
        let text = inflect::capitalized(&name, capitals);
        replace::replacing(passage, hit.tokens.clone(), &text, Article::of(&new), base)
    }
}

impl Vocabulary {
    /// What a mention is called where it is declared: what an editor proposes to rename.
    pub fn name_of(&self, mention: Mention) -> Option<&str> {
        self.declared_name(mention.role, mention.name)
    }
}

/// A first name belongs to the whole.
fn whole(name: NameKind) -> NameKind {
    if name == NameKind::FirstName { NameKind::Persona } else { name }
}

fn first(role: &Role) -> Role {
    let name = role.name.split(' ').next().unwrap_or_default().to_owned();
    Role { name, ..Role::default() }
}

/// How a name is capitalised where it stands, beside how it is declared.
fn capitals(written: &str, declared: &str, opens: bool) -> Capitals {
    let is = |capitals| written == inflect::capitalized(declared, capitals);
    let is_upper = begins_large(written);
    if written == declared {
        Capitals::AsDeclared
    } else if is(Capitals::First) && (opens || !is(Capitals::Each)) {
        Capitals::First
    } else if is(Capitals::Each) {
        Capitals::Each
    } else if is(Capitals::All) || written == declared.to_uppercase() {
        Capitals::All
    } else if !is_upper {
        Capitals::AsDeclared
    } else if opens {
        Capitals::First
    } else {
        Capitals::Each
    }
}

fn begins_large(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use std::path::Path as FilePath;

    use markdown::Document;
    use proptest::prelude::*;

    use super::*;
    use crate::Origin;
    use crate::english::generic::GenericWords;
    use crate::ide::summary::DocumentSummary;
    use crate::settings::role::Place;
    use crate::settings::role::tests::role;

    fn of_settings(roles: &[Role]) -> Vocabulary {
        Vocabulary::of_settings(roles, &GenericWords::default())
    }

    fn vocabulary() -> Vocabulary {
        of_settings(&[
            role("user", &[], None),
            role("administrator", &["admin", "HR lead"], Some("Sarah Sue")),
            role("MRI technician", &[], None),
            role("store manager", &[], None),
            role("head store manager", &[], None),
        ])
    }

    fn apply(text: &str, edits: Vec<Edit>) -> String {
        let mut text = text.to_owned();
        for edit in edits.into_iter().rev() {
            text.replace_range(edit.span.range(), &edit.text);
        }
        text
    }

    fn renamed(text: &str, old: &str, new: &str) -> String {
        let vocabulary = vocabulary();
        let name = vocabulary.find(old).unwrap();
        let mention = Mention { span: Span::default(), role: name.role, name: name.kind };
        let renaming = Renaming::new(&vocabulary, mention, new).unwrap();
        let summary = DocumentSummary::of(&Document::new(text), Origin::default());
        let mentions = summary.mentions(&vocabulary, FilePath::new(""));
        apply(text, summary.renamed(text, &mentions, &renaming).edits)
    }

    #[test]
    fn in_html_only_the_name_changes() {
        let before = "<table title=\"user\">\n<tr><td>The <b>user</b></td><td>Users<br>wait &amp; rest</td></tr>\n</table>\n";
        let after = before.replace("<b>user", "<b>cook").replace("Users", "Cooks");
        assert_eq!(renamed(before, "user", "cook"), after);
    }

    #[test]
    fn every_form_follows() {
        for (old, new, before, after) in [
            ("user", "administrator 2", "A user's cart.", "An administrator 2's cart."),
            (
                "administrator",
                "manager",
                "An administrator, the\nadministrators’ keys",
                "A manager, the\nmanagers’ keys",
            ),
            (
                "administrator",
                "secretary",
                "Administrators pay. ADMINISTRATORS",
                "Secretaries pay. SECRETARIES",
            ),
            ("administrator", "boss", "- an **administrator's** key", "- a **boss's** key"),
            (
                "administrator",
                "unit leader",
                "# The Administrators of It\n",
                "# The Unit Leaders of It\n",
            ),
            (
                "administrator",
                "MRI nurse",
                "As an Administrator, I pay.",
                "As an MRI Nurse, I pay.",
            ),
            (
                "MRI technician",
                "nurse",
                "An MRI technician; MRI technicians; An MRI Technician",
                "A nurse; nurses; A Nurse",
            ),
            (
                "store manager",
                "host",
                "a store manager, a head store manager, a store-manager",
                "a host, a head store manager, a host",
            ),
            (
                "admin",
                "root",
                "An admin is an administrator. Admins' keys.",
                "A root is an administrator. Roots' keys.",
            ),
            (
                "Sarah Sue",
                "Ann Lee",
                "Sarah Sue, an administrator. Sarah's key.",
                "Ann Lee, an administrator. Ann's key.",
            ),
            (
                "administrator",
                "Operations",
                "An administrator's key, the administrators, ADMINISTRATORS",
                "Operations' key, Operations, OPERATIONS",
            ),
            (
                "administrator",
                "front desk staff",
                "An administrator waits. The administrators' keys.",
                "Front desk staff waits. The front desk staff's keys.",
            ),
            (
                "administrator",
                "chief of staff",
                "# Every Administrator\n\nThe administrators' keys.",
                "# Every Chief of Staff\n\nThe chiefs of staff's keys.",
            ),
            ("administrator", "SRE", "ADMINISTRATORS pay.", "SREs pay."),
            (
                "administrator",
                "clerk",
                "`administrator` [x](administrator) administrators_x",
                "`administrator` [x](administrator) administrators_x",
            ),
            (
                "administrator",
                "clerk",
                "é😀 administrator\u{301} administrator",
                "é😀 administrator\u{301} clerk",
            ),
        ] {
            assert_eq!(renamed(before, old, new), after, "{old} to {new}");
        }
    }

    /// A name that begins with a capital wherever it stands does not tell where sentences begin.
    #[test]
    fn sentences_go_on_beginning_with_a_capital() {
        for new in ["nurse", "scan nurse"] {
            let capital = inflect::capitalized(new, Capitals::First);
            let (one, many) = (format!("an old {new}"), inflect::plural(new));
            let text = format!(
                "{capital}s pay. {capital}'s keys! (The {many}) and {many} e.g. {many}\n\n> {capital}s, {one}.\n\n\
                 # {capital}s\n\n- **{capital}**: pays {many}; {many}\n\nThe {new}<br>{capital}s pay.\n"
            );
            let there = renamed_once(&text, new, "MRI nurse");
            assert!(
                there.starts_with("MRI nurses pay. MRI nurse's keys! (The MRI nurses)"),
                "{there}"
            );
            assert_eq!(
                there.matches("MRI nurse").count(),
                text.to_lowercase().matches(new).count()
            );
            assert_eq!(renamed_once(&there, "MRI nurse", new), text, "by way of {there:?}");
            assert_eq!(renamed_once(&renamed_once(&there, "MRI nurse", "QA"), "QA", new), text);
        }
        assert_eq!(renamed_once("MRI nurses pay.", "MRI nurse", "nurse"), "Nurses pay.");
        assert_eq!(renamed_once("Tea. MRI nurse.", "MRI nurse", "scan nurse"), "Tea. Scan nurse.");
        assert_eq!(
            renamed_once("ALL CFOS SIGN. CFOs.", "CFO", "nurse"),
            "ALL NURSES SIGN. Nurses."
        );
        // What opens no sentence stays small, whatever stands before it.
        let inside = "All (MRI nurses): MRI nurses / MRI nurses; \"MRI nurses\"";
        let expected = inside.replace("MRI nurse", "nurse");
        assert_eq!(renamed_once(inside, "MRI nurse", "nurse"), expected);
    }

    /// Renames the only role of a project.
    fn renamed_once(text: &str, old: &str, new: &str) -> String {
        let role = Role { name: old.into(), declared: vec![Place::here(1)], ..Role::default() };
        let vocabulary = of_settings(&[role]);
        let mention = Mention { span: Span::default(), role: 0, name: NameKind::Canonical };
        let renaming = Renaming::new(&vocabulary, mention, new).unwrap();
        let summary = DocumentSummary::of(&Document::new(text), Origin::default());
        let mentions = summary.mentions(&vocabulary, FilePath::new(""));
        apply(text, summary.renamed(text, &mentions, &renaming).edits)
    }

    proptest! {
        /// But for names that begin with a capital wherever they stand: whether a table or a list began
        /// with one is then forgotten.
        #[test]
        fn renaming_back_gives_the_same_bytes(
            pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..40),
            new in proptest::sample::select(&["accountant", "night guard", "baker"][..]),
        ) {
            let text = pieces.concat();
            let there = renamed_once(&text, "shopper", new);
            prop_assert_eq!(renamed_once(&there, new, "shopper"), text, "by way of {:?}", there);
        }
    }

    /// The forms that people write, and what may stand round them.
    const PIECES: &[&str] = &[
        "a shopper ",
        "A shopper's ",
        "the shopper ",
        "Shoppers ",
        "SHOPPERS ",
        "the shoppers' ",
        "The shoppers’ ",
        "**shoppers** ",
        "**A shopper** ",
        "# The Shoppers of It\n\n",
        "As a shopper, I pay",
        "`shopper` ",
        "[shopper](shopper) ",
        "- **Shopper**: pays\n",
        "| shopper |\n|---|\n",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "> ",
        "- ",
        "a\n",
        "é😀 ",
        "\u{301}",
        ". ",
        ", ",
        "\0",
        "```\n",
        "accounts ",
        "<!-- ",
        "-->",
        "---\nroles: [shopper]\n---\n",
        "word ",
        "_",
        "*",
    ];

    #[test]
    fn what_cannot_be_a_name_is_refused() {
        let vocabulary = vocabulary();
        let mention = Mention { span: Span::default(), role: 1, name: NameKind::Canonical };
        for (new, why) in [
            (" ", "A role needs a name: type one."),
            ("customers", "“customers” is vague. Choose a more specific name."),
            ("Store Manager", "“Store Manager” is already the role “store manager”."),
            ("admin", "“admin” is already an alias of this role."),
            ("a | b", "“a | b” can’t be a name. Use plain words, 80 characters at most."),
        ] {
            assert_eq!(Renaming::new(&vocabulary, mention, new).unwrap_err(), why);
        }
        assert!(Renaming::new(&vocabulary, mention, "Administrator").is_ok(), "another spelling");
    }
}
