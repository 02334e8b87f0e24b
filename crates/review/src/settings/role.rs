//! What a project knows of the people it is for.

use std::path::PathBuf;

use markdown::Span;

use crate::english::inflect::{self, Counting, Number};

/// One role: somebody who wants, buys, uses or is served.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Role {
    /// Its one canonical name, singular, as it is to be written: `sales associate`.
    pub name: String,
    /// Its plural, where English would guess wrong.
    pub plural: Option<String>,
    /// Other names that mean the same role.
    pub aliases: Vec<String>,
    /// Whether they buy, use, or neither.
    pub kind: Option<RoleKind>,
    /// The name of the persona that stands for it: `Sarah Sue`.
    pub persona: Option<String>,
    /// The persona's number.
    pub number: Option<u32>,
    /// Who they are, in a sentence.
    pub description: Option<String>,
    /// What they want to get done.
    pub goals: Vec<String>,
    /// What is in their way.
    pub pains: Vec<String>,
    /// How their success is measured.
    pub success: Option<String>,
    /// The roles they serve, by name.
    pub serves: Vec<String>,
    /// The roles they buy for, by name.
    pub buys_for: Vec<String>,
    /// The roles they report to, by name.
    pub reports_to: Vec<String>,
    /// Names of roles that are other people, however much they sound like this one.
    pub distinct: Vec<String>,
    /// Their share of the product's activity, 0 to 1.
    pub share: Option<f64>,
    /// Where it is declared; empty for a role known only from stories or prose.
    pub declared: Vec<Place>,
    /// How often the prose of a document names it, for a role known only from there; else zero.
    pub uses: usize,
    /// Whether a document on the project's people or product declares it, and so for all of the project.
    pub of_project: bool,
}

impl Role {
    /// Whether only other documents declare it, and none of them for all of the project.
    pub(crate) fn is_from_elsewhere(&self) -> bool {
        self.grade() == Grade::Declared
            && !self.of_project
            && self.declared.iter().all(|place| place.file.is_some())
    }

    /// How much is known of it.
    pub fn grade(&self) -> Grade {
        let is_configured = |place: &Place| {
            place.is_persona_page()
                || place.file.as_ref().is_some_and(|file| {
                    // The settings of an editor have no path.
                    file.path.as_os_str().is_empty()
                        || file.path.extension().is_some_and(|extension| extension == "toml")
                })
        };
        match self.declared.as_slice() {
            [] => Grade::Used,
            places if places.iter().any(is_configured) => Grade::Configured,
            _ => Grade::Declared,
        }
    }

    /// Its plural: the one it was given, or else what English makes of its name.
    pub fn plural(&self) -> String {
        self.plural.clone().unwrap_or_else(|| inflect::plural(&self.name))
    }

    /// Its singular: its name, or what English makes of a name that was declared in the plural.
    pub(crate) fn singular(&self) -> String {
        let is_name = self.persona.as_ref() == Some(&self.name);
        let is_plural = !is_name && self.plural.is_none() && inflect::is_plural(&self.name);
        if is_plural { inflect::singular(&self.name) } else { self.name.clone() }
    }

    /// The role in a number.
    pub(crate) fn in_number(&self, number: Number) -> String {
        match number {
            Number::Singular => self.singular(),
            Number::Plural => self.plural(),
            Number::Either => self.one_or_more(),
        }
    }

    /// How its name counts. What the project gives a plural has one.
    pub(crate) fn counting(&self) -> Counting {
        match &self.plural {
            Some(plural) if *plural != self.name => Counting::Each,
            _ => inflect::counting(&self.name),
        }
    }

    /// One of the role or more: "shopper(s)", "boss(es)", "child or children".
    fn one_or_more(&self) -> String {
        let (one, many) = (self.singular(), self.plural());
        let words: Option<Vec<String>> = one
            .split(' ')
            .zip(many.split(' '))
            .map(|(one, many)| match many.strip_prefix(one)? {
                "" => Some(one.to_owned()),
                ending @ ("s" | "es") => Some(format!("{one}({ending})")),
                _ => None,
            })
            .collect();
        let is_even = one.split(' ').count() == many.split(' ').count();
        match words {
            Some(words) if is_even => words.join(" "),
            _ => format!("{one} or {many}"),
        }
    }

    /// The possessive of the role in a number, with the apostrophe that the writer uses. Only the ending of
    /// a plural, or of a department's name, stands for its own s: "bosses'", "Operations'", but "people with
    /// diabetes's".
    pub(crate) fn possessive(&self, number: Number, apostrophe: char) -> String {
        fn last(name: &str) -> Option<&str> {
            name.rsplit(' ').next()
        }
        let noun = self.in_number(number);
        let is_plural = number == Number::Plural && last(&noun) != last(&self.singular())
            || self.counting() == Counting::Department;
        let ending = if is_plural && noun.ends_with(['s', 'S']) { "" } else { "s" };
        format!("{noun}{apostrophe}{ending}")
    }

    /// Whether the same is said of another role, the lines of the document under review that declare
    /// it and how often its prose names it aside.
    pub(crate) fn says_same(&self, other: &Role) -> bool {
        let is_same = |(one, other): (&Place, &Place)| {
            one.file == other.file && (one.file.is_none() || one.line == other.line)
        };
        let Role { name, plural, aliases, kind, persona, number, description, .. } = self;
        let Role { goals, pains, success, serves, buys_for, reports_to, .. } = self;
        let Role { distinct, share, declared, uses, .. } = self;
        *name == other.name
            && *plural == other.plural
            && *aliases == other.aliases
            && *kind == other.kind
            && *persona == other.persona
            && *number == other.number
            && *description == other.description
            && *goals == other.goals
            && *pains == other.pains
            && *success == other.success
            && *serves == other.serves
            && *buys_for == other.buys_for
            && *reports_to == other.reports_to
            && *distinct == other.distinct
            && *share == other.share
            && (*uses > 0) == (other.uses > 0)
            && declared.len() == other.declared.len()
            && declared.iter().zip(&other.declared).all(is_same)
    }
}

/// How much is known of a role: the better, the lower.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// The project declares it: in its settings, or as a persona's page.
    Configured,
    /// A document declares it.
    Declared,
    /// Stories or prose use it, and nobody declares it.
    Used,
}

impl Grade {
    /// The name it has in output: `declared`.
    pub fn name(self) -> &'static str {
        match self {
            Grade::Configured => "configured",
            Grade::Declared => "declared",
            Grade::Used => "used",
        }
    }
}

/// Where something is declared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file; none for the document under review.
    pub file: Option<FilePlace>,
    /// The line, counted from 1; 0 where only the file is known, or there are no lines, as in the
    /// settings of an editor.
    pub line: usize,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FilePlace {
    /// Where the file is; empty for the settings of an editor.
    pub path: PathBuf,
    /// The same as shown to people: from the project's folder on, with `/`.
    pub shown: String,
    /// The name that is declared, in bytes of the file.
    pub span: Span,
}

impl Place {
    /// A place in the document under review.
    pub fn here(line: usize) -> Self {
        Self { file: None, line }
    }

    /// Whether it is on the same line of the same file.
    pub(crate) fn is_beside(&self, other: &Place) -> bool {
        fn path(place: &Place) -> Option<&PathBuf> {
            Some(&place.file.as_ref()?.path)
        }
        self.line == other.line && path(self) == path(other)
    }

    /// Whether it is a persona's page: a file in a folder of personas.
    pub(crate) fn is_persona_page(&self) -> bool {
        let folder = self.file.as_ref().and_then(|file| file.path.parent()?.file_name());
        folder.is_some_and(|folder| folder.eq_ignore_ascii_case("personas"))
    }
}

/// How somebody stands to the product (Gothelf, Torres).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RoleKind {
    /// Decides to buy, and pays.
    Buyer,
    /// Puts it to use, for themselves or for others.
    Consumer,
    /// Works with it.
    EndUser,
    /// Might buy one day.
    Prospect,
    /// A colleague.
    Internal,
    /// Outside, neither buyer nor user: a supplier, a reseller.
    Partner,
}

impl RoleKind {
    /// All of them, in the order they are listed.
    pub const ALL: [RoleKind; 6] = [
        RoleKind::Buyer,
        RoleKind::Consumer,
        RoleKind::EndUser,
        RoleKind::Prospect,
        RoleKind::Internal,
        RoleKind::Partner,
    ];

    /// The name it has in configuration: `end-user`.
    pub fn name(self) -> &'static str {
        match self {
            RoleKind::Buyer => "buyer",
            RoleKind::Consumer => "consumer",
            RoleKind::EndUser => "end-user",
            RoleKind::Prospect => "prospect",
            RoleKind::Internal => "internal",
            RoleKind::Partner => "partner",
        }
    }

    /// How they stand to the product, in a sentence.
    pub fn summary(self) -> &'static str {
        match self {
            RoleKind::Buyer => "Decides to buy, and pays.",
            RoleKind::Consumer => "Puts it to use, for themselves or for others.",
            RoleKind::EndUser => "Works with it.",
            RoleKind::Prospect => "Might buy one day.",
            RoleKind::Internal => "A colleague.",
            RoleKind::Partner => "Outside, neither buyer nor user: a supplier, a reseller.",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<RoleKind> {
        RoleKind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A declared role.
    pub(crate) fn role(name: &str, aliases: &[&str], persona: Option<&str>) -> Role {
        Role {
            name: name.into(),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            persona: persona.map(str::to_owned),
            declared: vec![Place::here(1)],
            ..Role::default()
        }
    }

    /// The first line of a file.
    fn in_file(path: &str) -> Place {
        let (path, shown) = (path.into(), path.into());
        Place { file: Some(FilePlace { path, shown, span: Span::default() }), line: 1 }
    }

    /// A role of which the project's settings say something.
    pub(crate) fn configured(name: &str, description: &str) -> Role {
        Role {
            description: (!description.is_empty()).then(|| description.to_owned()),
            declared: vec![in_file("rolecall.toml")],
            ..role(name, &[], None)
        }
    }

    #[test]
    fn a_role_has_a_grade() {
        for (declared, grade) in [
            (vec![], Grade::Used),
            (vec![Place::here(1)], Grade::Declared),
            (vec![in_file("docs/prd.md")], Grade::Declared),
            (vec![in_file("rolecall.toml")], Grade::Configured),
            (vec![in_file("personas/nurse.md")], Grade::Configured),
            (vec![in_file("")], Grade::Configured),
            (vec![Place::here(1), in_file("rolecall.toml")], Grade::Configured),
        ] {
            let role = Role { declared: declared.clone(), ..Role::default() };
            assert_eq!(role.grade(), grade, "{declared:?}");
        }
        assert!(Grade::Configured < Grade::Declared && Grade::Declared < Grade::Used);
    }

    #[test]
    fn a_role_has_a_number_and_a_possessive() {
        let role = |name: &str| Role { name: name.into(), ..Role::default() };
        for (name, one, many, either) in [
            ("shopper", "shopper's", "shoppers'", "shopper(s)"),
            ("boss", "boss's", "bosses'", "boss(es)"),
            ("salesperson", "salesperson's", "salespeople's", "salesperson or salespeople"),
            ("head of store", "head of store's", "heads of store's", "head(s) of store"),
            ("VP of Sales", "VP of Sales's", "VPs of Sales's", "VP(s) of Sales"),
            (
                "owner/operator",
                "owner/operator's",
                "owners/operators'",
                "owner/operator or owners/operators",
            ),
        ] {
            let role = role(name);
            assert_eq!(role.possessive(Number::Singular, '\''), one);
            assert_eq!(role.possessive(Number::Plural, '\''), many);
            assert_eq!(role.in_number(Number::Either), either);
        }
        assert_eq!(role("boss").possessive(Number::Singular, '\u{2019}'), "boss\u{2019}s");
    }
}
