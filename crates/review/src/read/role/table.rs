//! Tables with a column of roles or personas.

use markdown::Kind;

use crate::read::role::declaration::{Draft, clipped, parse};
use crate::read::role::name::Trust;
use crate::read::section;
use crate::text::passage::Passage;
use crate::words::Class;

#[derive(Default)]
pub(super) struct Table {
    role: Option<u32>,
    persona: Option<u32>,
    row: u32,
    /// The draft of the present row.
    draft: Option<usize>,
}

impl Table {
    /// A table's cell: of an audience section, or of any other where only a column that says so
    /// itself is trusted.
    pub fn cell(&mut self, index: usize, passage: &Passage, trust: Trust, drafts: &mut Vec<Draft>) {
        let Kind::Cell { row, column } = passage.kind else { return };
        let text = passage.text();
        if row == 0 {
            if column == 0 {
                *self = Table::default();
            }
            match section::title(passage).as_str() {
                "primary user" | "target user" | "primary actor" | "primary persona" => {
                    self.role = self.role.or(Some(column))
                }
                _ if trust == Trust::Plain => {}
                title if Class::RoleColumn.has(title) => self.role = self.role.or(Some(column)),
                "persona" | "name" | "persona name" | "personas" => self.persona = Some(column),
                _ => {}
            }
            return;
        }
        if row != self.row {
            self.row = row;
            self.draft = None;
        }
        let is_name = self.persona == Some(column);
        let is_role = self.role == Some(column);
        match self.draft.and_then(|draft| drafts.get_mut(draft)) {
            Some(draft) if is_role || is_name => {
                if let Some(other) = parse(text, Some(index), trust).into_iter().next() {
                    let persona = if is_role {
                        std::mem::replace(&mut draft.name, other.name)
                    } else {
                        other.name
                    };
                    draft.persona = Some(persona);
                }
            }
            Some(draft) => {
                draft.about = clipped(&format!("{} {text}", draft.about));
            }
            None if is_role || is_name => {
                let found = parse(text, Some(index), trust);
                if !found.is_empty() {
                    self.draft = Some(drafts.len());
                    drafts.extend(found);
                }
            }
            None => {}
        }
    }
}
