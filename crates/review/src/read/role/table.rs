//! Tables with a column of roles or personas.

use markdown::Kind;

use crate::english::inflect;
use crate::read::role::code::{spelled_out, with_code};
use crate::read::role::declaration::{
    Declaration, add_aliases, clipped, may_be_role, parse, parse_about,
};
use crate::read::role::line::{asks_who, defines_person, listed};
use crate::read::role::name::{Trust, is_own_name};
use crate::read::role::sentence::introduced_by_name;
use crate::read::role::traits::{Trait, say};
use crate::read::section;
use crate::text::passage::Passage;
use crate::words::Class;

/// A table as it is read, cell by cell.
#[derive(Default)]
pub(super) struct Table {
    role: Option<u32>,
    persona: Option<u32>,
    row: u32,
    /// The declaration of the present row.
    declaration: Option<usize>,
    /// Whether it lists people who are no part of the audience: those who sign off.
    is_of_others: bool,
    /// Whether the present row is of somebody who is no part of the audience.
    is_row_of_others: bool,
    /// Whether its first column has what roles may do, and the roles that the others name.
    is_matrix: bool,
    /// Whether another column has what they need, want or do.
    says_traits: bool,
    /// Whether its first column has roles, outside of any section on them.
    is_of_permissions: bool,
    columns: Vec<Declaration>,
    /// The first cell of the present row: index of the passage, and its text.
    first: (usize, String),
    /// The titles of the columns.
    titles: Vec<String>,
    /// The persona whose card it is: "Name | Jonas".
    card: Option<String>,
    /// What the first cell of the present row says who may do what is in the others, if they say that: of a table of
    /// permissions.
    permitted: Vec<Declaration>,
}

impl Table {
    /// A table's cell: of an audience section, of a glossary (where a term is a role that its definition says to be
    /// one), or of any other where only a column that says so itself is trusted.
    pub fn cell(
        &mut self,
        index: usize,
        passage: &Passage,
        source: &str,
        trust: Trust,
        declarations: &mut Vec<Declaration>,
    ) {
        let Kind::Cell { row, column } = passage.kind else { return };
        let text = with_code(passage.text(), passage, source);
        if row == 0 {
            self.header(index, column, passage, trust);
            return;
        }
        let label = &self.first.1;
        if column == 0 {
            self.first = (index, text.clone());
        } else if column == 1 && Class::NameLabel.has(&label.to_lowercase()) {
            self.card = Some(text.clone());
        } else if trust == Trust::SetOff && Trait::of(label) == Some(Trait::Role) {
            declarations.extend(self.role_of_column(index, column, &text));
            return;
        } else if column == 1 && self.has_no_column() && asks_who(label) {
            // "Customers | ID, Name": what a record holds
            let found = listed(&text, index);
            if found.iter().all(Declaration::is_person_noun) {
                declarations.extend(found);
            }
        }
        if row != self.row {
            self.row = row;
            self.declaration = None;
            self.is_row_of_others = false;
        }
        if row == 1 && column == 0 && self.has_role_columns() {
            declarations.append(&mut self.columns);
        }
        if self.is_of_others {
            return;
        }
        // "Anti-persona | Campus recruiter"
        if Class::NotAudienceTitle.has(&text.to_lowercase()) {
            self.is_row_of_others = true;
        }
        if self.is_row_of_others {
            return;
        }
        if self.is_of_permissions {
            declarations.extend(self.permission(index, column, &text));
            return;
        }
        if trust == Trust::Listed {
            declarations.extend(self.glossary(column, &text));
            return;
        }
        let is_name = self.persona == Some(column);
        let is_role = self.role == Some(column);
        // "Maya is a ward nurse who …": somebody beside whom the row is about
        if is_name && let Some(told) = introduced_by_name(index, &text) {
            declarations.push(Declaration { about: clipped(&text), ..told });
            return;
        }
        match self.declaration.and_then(|declaration| declarations.get_mut(declaration)) {
            Some(declaration) if is_role || is_name => {
                if let Some(other) = parse(&text, Some(index), trust).into_iter().next() {
                    let persona = if is_role {
                        let name = std::mem::replace(&mut declaration.name, other.name);
                        declaration.persona.take().unwrap_or(name)
                    } else {
                        other.name
                    };
                    declaration.persona = Some(persona);
                }
            }
            Some(declaration) => {
                let title = self.titles.get(column as usize).and_then(|title| Trait::of(title));
                if let Some(what) = title.filter(|what| what.is_of_others()) {
                    say(declaration, what, &text);
                }
                if declaration.about.is_empty() {
                    spell_out(declaration, &text);
                }
                declaration.about = clipped(&format!("{} {text}", declaration.about));
            }
            None if is_role || is_name => {
                let code = spelled_out(&text);
                let mut found = parse(code.as_ref().unwrap_or(&text), Some(index), trust);
                if code.is_some() {
                    found.iter_mut().for_each(|it| add_aliases(it, std::slice::from_ref(&text)));
                }
                // "Segment | Cold open": not every such column is of people.
                let title = self.titles.get(column as usize);
                let is_of_people = title.is_some_and(|title| names_people(title));
                if is_role && is_of_people {
                    found.retain(|it| !it.is_named_by_words());
                }
                if found.is_empty() && is_role && is_of_people && trust == Trust::SetOff {
                    found.extend(may_be_role(&text, index, ""));
                }
                if !found.is_empty() {
                    self.declaration = Some(declarations.len());
                    declarations.extend(found);
                }
            }
            None => {}
        }
    }

    /// The declaration of the row that a cell is in.
    pub fn row_of(&self, cell: &Passage) -> Option<usize> {
        let Kind::Cell { row, .. } = cell.kind else { return None };
        self.declaration.filter(|_| row == self.row && row > 0)
    }

    fn header(&mut self, index: usize, column: u32, passage: &Passage, trust: Trust) {
        if column == 0 {
            *self = Table::default();
        }
        self.titles.push(passage.text().trim().to_owned());
        let title = section::title(passage);
        let first = title.split(' ').next().unwrap_or_default();
        self.is_of_others |= title.split(' ').any(|word| Class::NotAudienceTitle.has(word));
        match title.as_str() {
            "primary user" | "target user" | "primary actor" | "primary persona" => {
                self.role = self.role.or(Some(column))
            }
            title if trust == Trust::Plain && column == 0 => {
                self.is_of_permissions = title == "persona" || Class::RoleColumn.has(title);
            }
            _ if trust != Trust::SetOff => {}
            title if Class::RoleColumn.has(title) => self.role = self.role.or(Some(column)),
            "name" | "persona name" => self.persona = Some(column),
            title if title.ends_with("persona") || title.ends_with("personas") => {
                self.persona = Some(column)
            }
            // "Role/Permission"
            _ if column == 0 && Class::RoleColumn.has(first) => self.role = Some(column),
            _ => {}
        }
        // "Who it's for", "Permissions"
        self.says_traits |= column > 0 && title.split(' ').any(|word| Class::TraitColumn.has(word));
        match column {
            // A corner with code in it is not empty.
            0 => {
                self.is_matrix = passage.text().trim().is_empty() || Class::MatrixCorner.has(first)
            }
            _ if self.is_matrix => {
                let found = parse(passage.text(), Some(index), Trust::Plain);
                self.is_matrix = found.iter().any(Declaration::is_person_noun) || column > 1;
                self.columns.extend(found);
            }
            _ => {}
        }
    }

    /// Whether its columns are roles, and its rows what they may do.
    fn has_role_columns(&self) -> bool {
        self.has_no_column() && self.columns.len() > 1
    }

    /// Whether no column has roles or personas.
    fn has_no_column(&self) -> bool {
        self.role.is_none() && self.persona.is_none() && !self.is_of_others
    }

    /// The roles in a row of them, where the columns are titled by the personas, or a card has a name: "Role | Nurse | Cook".
    fn role_of_column(&self, index: usize, column: u32, text: &str) -> Vec<Declaration> {
        let titled = self.titles.get(column as usize).filter(|title| !title.is_empty());
        let name = if column == 1 { self.card.as_ref().or(titled) } else { titled };
        let persona = name.filter(|name| is_own_name(name));
        let found = parse(text, Some(index), Trust::Labelled).into_iter();
        found.map(|it| Declaration { persona: persona.cloned(), ..it }).collect()
    }

    /// The roles that a row begins with in a table of what roles may do or need, once another cell says that it is one.
    fn permission(&mut self, index: usize, column: u32, text: &str) -> Vec<Declaration> {
        if column == 0 {
            self.permitted = parse(text, Some(index), Trust::Plain);
        }
        match column > 0 && (is_mark(text) || self.says_traits) {
            true => std::mem::take(&mut self.permitted),
            false => Vec::new(),
        }
    }

    /// The roles that a term names which the cell beside it defines as a person.
    fn glossary(&self, column: u32, text: &str) -> Vec<Declaration> {
        if column != 1 || !defines_person(text) {
            return Vec::new();
        }
        let (index, term) = &self.first;
        parse_about(term, *index, Trust::Listed, text).collect()
    }
}

/// "Role", "User type": whether the title of a column can only be one of people.
fn names_people(title: &str) -> bool {
    let mut words = title.split(' ').map(str::to_lowercase);
    words.any(|word| {
        let singular = inflect::singular(&word);
        matches!(&*singular, "role" | "actor" | "stakeholder" | "persona" | "user")
    })
}

/// "✓", "x", "Yes": whether somebody may do something.
fn is_mark(text: &str) -> bool {
    let text = text.trim();
    text.chars().count() == 1 || matches!(text.to_lowercase().as_str(), "yes" | "no")
}

/// "`proj_mgr` | Project manager. Plans work.", "`ADMIN` | Administrator": a name for programs that the next cell spells out.
fn spell_out(declaration: &mut Declaration, text: &str) {
    let first = text.split(['.', ':', '—', '–', '(']).next().unwrap_or_default().trim();
    let spelled = parse(first, declaration.passage, Trust::Plain);
    let is_code = declaration.aliases.iter().any(|alias| spelled_out(alias).is_some());
    if let [spelled] = spelled.as_slice()
        && (is_code || inflect::is_acronym(&declaration.name))
        && spelled.name.split(' ').count() == first.split_whitespace().count()
    {
        let short = std::mem::replace(&mut declaration.name, spelled.name.clone());
        if !is_code {
            declaration.aliases.push(short);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::passage::tests::passages;

    /// The roles that the tables of a text declare: persona, name, what is said.
    #[track_caller]
    fn check(text: &str, trust: Trust, expected: &[&str]) {
        let mut table = Table::default();
        let mut declarations = Vec::new();
        for (index, passage) in passages(text).iter().enumerate() {
            table.cell(index, passage, text, trust, &mut declarations);
        }
        let seen = declarations.iter().map(|it| {
            let persona = it.persona.as_ref().map(|name| format!("{name}: ")).unwrap_or_default();
            format!("{persona}{} | {}", it.name, it.about)
        });
        assert_eq!(seen.collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn a_column_has_roles_or_personas() {
        let rule = "|---|---|---|";
        for (header, row, expected) in [
            ("Role | Does | Where", "Nurses | care | ward", vec!["nurse | care ward"]),
            ("Does | Role | Where", "care | Nurses | ward", vec!["nurse | ward"]),
            ("Persona | Role | Does", "Maya | Nurse | cares", vec!["Maya: nurse | cares"]),
            ("Role | Persona | Does", "Nurse | Maya | cares", vec!["Maya: nurse | cares"]),
            ("Name | Age | Does", "Maya | 34 | cares", vec!["Maya: Maya | 34 cares"]),
            ("Role | Group | Does", "Nurse | Cooks | cares", vec!["nurse | Cooks cares"]),
            ("Ward | Beds | Does", "Nurse | two | cares", vec![]),
            ("Role | Persona | Does", "Nurse | — | cares", vec!["nurse | cares"]),
            ("Role | Does | Where", "Goals | care | ward", vec![]),
        ] {
            check(&format!("| {header} |\n{rule}\n| {row} |\n"), Trust::SetOff, &expected);
        }
    }

    #[test]
    fn a_column_may_be_a_role_each() {
        let matrix = |corner: &str| {
            format!("| {corner} | Nurse | Cook | Open |\n|---|---|---|---|\n| Read | x | x | |\n")
        };
        check(&matrix("Permission"), Trust::SetOff, &["nurse | ", "cook | "]);
        check(&matrix("Permission"), Trust::Plain, &["nurse | ", "cook | "]);
        check(&matrix("Ward"), Trust::SetOff, &[]);
        check(&matrix(""), Trust::Plain, &["nurse | ", "cook | "]);
        check(&matrix("`wards[0]`"), Trust::Plain, &[]);
        check("| Action | Nurse |\n|---|---|\n| Read | x |\n", Trust::SetOff, &[]);
    }

    #[test]
    fn those_who_sign_off_are_no_roles() {
        let table = |header: &str| format!("| Role | {header} |\n|---|---|\n| Nurse | Maya |\n");
        check(&table("Sign-off"), Trust::SetOff, &[]);
        check(&table("Approver"), Trust::SetOff, &[]);
        check(&table("Age"), Trust::SetOff, &["nurse | Maya"]);
    }

    #[test]
    fn a_glossary_defines_roles_by_what_they_are() {
        let table = |term: &str, text: &str| {
            format!("| Term | Meaning |\n|---|---|\n| {term} | {text} |\n")
        };
        for (term, text, expected) in [
            ("Keeper", "Any person who keeps tea", vec!["keeper | Any person who keeps tea"]),
            ("Keeper (TK)", "An entity that keeps tea", vec!["keeper | An entity that keeps tea"]),
            ("User", "Someone responsible for tea", vec!["user | Someone responsible for tea"]),
            ("Keeper", "A box that keeps tea", vec![]),
            ("Keeper", "A box of a person who keeps tea", vec![]),
            ("Tea", "What a person who waits drinks", vec![]),
        ] {
            check(&table(term, text), Trust::Listed, &expected);
        }
    }

    #[test]
    fn code_may_be_a_name() {
        check(
            "| Role | Does |\n|---|---|\n| `ward_nurse` | cares |\n| `owner` | all |\n",
            Trust::SetOff,
            &["ward nurse | cares", "owner | all"],
        );
    }

    #[test]
    fn a_name_for_programs_is_spelled_out_beside_it() {
        check(
            "| Role | Does |\n|---|---|\n| `w_nurse` | Ward nurse. Cares. |\n",
            Trust::SetOff,
            &["ward nurse | Ward nurse. Cares."],
        );
    }

    #[test]
    fn a_row_may_be_a_label_and_who() {
        let table = |label: &str, who: &str| {
            format!("| | |\n|---|---|\n| Status | Draft |\n| {label} | {who} |\n")
        };
        check(&table("Target users", "nurses, cooks"), Trust::Plain, &["nurse | ", "cook | "]);
        check(&table("Customers", "ID, name"), Trust::Plain, &[]);
        check(&table("Owner", "nurses"), Trust::Plain, &[]);
    }

    #[test]
    fn roles_with_what_they_may_do_or_need_are_roles_anywhere() {
        let table = |header: &str, cells: &str| {
            format!("| Role | {header} |\n|---|---|---|\n| Nurse | {cells} |\n| Tea | {cells} |\n")
        };
        check(&table("View | Edit", "✓ | |"), Trust::Plain, &["nurse | "]);
        check(&table("View | Edit", "Yes | No"), Trust::Plain, &["nurse | "]);
        check(&table("What they care about | When", "tea | often"), Trust::Plain, &["nurse | "]);
        check(&table("Name | Phone", "Bo Poe | 12"), Trust::Plain, &[]);
        let corner = "| | Nurse | Cook |\n|---|---|---|\n| Read | x | |\n";
        check(corner, Trust::Plain, &["nurse | ", "cook | "]);
    }

    #[test]
    fn a_table_may_be_the_cards_of_personas() {
        let card = "| | |\n|---|---|\n| Name | Kofi Ade |\n| Age | 34 |\n| Role | Nurse |\n";
        check(card, Trust::SetOff, &["Kofi Ade: nurse | "]);
        let beside = "| | Kofi | Gwen |\n|---|---|---|\n| Role | Nurse | Cook |\n| Age | 1 | 2 |\n";
        check(beside, Trust::SetOff, &["Kofi: nurse | ", "Gwen: cook | "]);
        let kinds = "| Type | Name |\n|---|---|\n| Persona | Nurse |\n| Anti-persona | Cook |\n";
        check(kinds, Trust::SetOff, &["nurse | "]);
    }

    #[test]
    fn elsewhere_a_column_must_say_it_outright() {
        let table = |header: &str| {
            format!("| Need | {header} |\n|---|---|\n| bread | Bakers |\n| tea | Kitchens |\n")
        };
        for header in ["Primary user", "Target user", "Primary actor", "Primary persona"] {
            check(&table(header), Trust::Plain, &["baker | "]);
        }
        check(&table("Role"), Trust::Plain, &[]);
        check(&table("Persona"), Trust::Plain, &[]);
        check(&table("Role"), Trust::SetOff, &["baker | ", "kitchen | "]);
    }

    #[test]
    fn each_table_has_columns_of_its_own() {
        let first = "| Role | Does |\n|---|---|\n| Nurse | cares |\n";
        check(
            &format!("{first}\nText\n\n| Ward | Beds |\n|---|---|\n| Cook | two |\n"),
            Trust::SetOff,
            &["nurse | cares"],
        );
        check(
            &format!("{first}| Cook | bakes |\n"),
            Trust::SetOff,
            &["nurse | cares", "cook | bakes"],
        );
    }
}
