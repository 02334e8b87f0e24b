//! Tables with a column of roles or personas.

use markdown::Kind;

use crate::read::role::code::with_code;
use crate::read::role::declaration::{Declaration, clipped, may_be_role, parse};
use crate::read::role::line::defines_person;
use crate::read::role::name::Trust;
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
    /// Whether its first column has what roles may do, and the roles that the others name.
    is_matrix: bool,
    columns: Vec<Declaration>,
    /// The term of the present row, in a glossary: index of the passage, and its text.
    term: Option<(usize, String)>,
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
        if row != self.row {
            self.row = row;
            self.declaration = None;
            self.term = None;
        }
        if row == 1 && column == 0 && self.has_role_columns() {
            declarations.append(&mut self.columns);
        }
        if self.is_of_others {
            return;
        }
        if trust == Trust::Listed {
            self.glossary(index, column, &text, declarations);
            return;
        }
        let is_name = self.persona == Some(column);
        let is_role = self.role == Some(column);
        match self.declaration.and_then(|declaration| declarations.get_mut(declaration)) {
            Some(declaration) if is_role || is_name => {
                if let Some(other) = parse(&text, Some(index), trust).into_iter().next() {
                    let persona = if is_role {
                        std::mem::replace(&mut declaration.name, other.name)
                    } else {
                        other.name
                    };
                    declaration.persona = Some(persona);
                }
            }
            Some(declaration) => {
                declaration.about = clipped(&format!("{} {text}", declaration.about));
            }
            None if is_role || is_name => {
                let mut found = parse(&text, Some(index), trust);
                if found.is_empty() && is_role && trust == Trust::SetOff {
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

    fn header(&mut self, index: usize, column: u32, passage: &Passage, trust: Trust) {
        if column == 0 {
            *self = Table::default();
        }
        let title = section::title(passage);
        let first = title.split(' ').next().unwrap_or_default();
        self.is_of_others |= title.split(' ').any(|word| Class::NotAudienceTitle.has(word));
        match title.as_str() {
            "primary user" | "target user" | "primary actor" | "primary persona" => {
                self.role = self.role.or(Some(column))
            }
            _ if trust != Trust::SetOff => {}
            title if Class::RoleColumn.has(title) => self.role = self.role.or(Some(column)),
            "persona" | "name" | "persona name" | "personas" => self.persona = Some(column),
            // "Role/Permission"
            _ if column == 0 && Class::RoleColumn.has(first) => self.role = Some(column),
            _ => {}
        }
        match column {
            0 => self.is_matrix = Class::MatrixCorner.has(first),
            _ if self.is_matrix => {
                self.columns.extend(parse(passage.text(), Some(index), Trust::Plain));
            }
            _ => {}
        }
    }

    /// Whether its columns are roles, and its rows what they may do.
    fn has_role_columns(&self) -> bool {
        self.role.is_none() && self.persona.is_none() && self.columns.len() > 1
    }

    fn glossary(
        &mut self,
        index: usize,
        column: u32,
        text: &str,
        declarations: &mut Vec<Declaration>,
    ) {
        if column == 0 {
            self.term = Some((index, text.to_owned()));
            return;
        }
        let Some((term, name)) = self.term.take().filter(|_| defines_person(text)) else { return };
        let about = clipped(text);
        let found = parse(&name, Some(term), Trust::Listed).into_iter();
        declarations.extend(found.map(|it| Declaration { about: about.clone(), ..it }));
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
            &["ward_nurse | cares", "owner | all"],
        );
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
