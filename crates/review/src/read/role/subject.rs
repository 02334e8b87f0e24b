//! Whom a place of a document is about, so that its sentences need not name them.

use std::ops::Range;

use markdown::Kind;

use crate::read::role::declared::Finder;
use crate::read::role::name::{Trust, role_in};
use crate::read::role::said::{self, Said, Who};
use crate::settings::role::RoleKind;
use crate::text::lead::lead;
use crate::text::passage::Passage;
use crate::words::Class;

/// What the sentences of a segment say of roles, and whom they are about.
#[derive(Default)]
pub(super) struct Heard {
    /// What is said of roles that the sentences name.
    pub said: Vec<Said>,
    /// The words of the document's title, in lower case: it may be the name of the product.
    pub product: Vec<String>,
    /// The declarations of the last item that has any, and its depth.
    item: Option<(u16, Range<usize>)>,
    /// The kind of the roles in a section, and the level of its heading.
    kind: Option<(RoleKind, u8)>,
}

impl Heard {
    /// Steps into the section that a heading opens. `is_first` where it is the document's title.
    pub fn enter(&mut self, level: u8, title: &str, is_first: bool) {
        self.item = None;
        if self.kind.is_none_or(|(_, above)| above >= level) {
            self.kind = said::kind_of_title(title).map(|kind| (kind, level));
        }
        if is_first && level == 1 {
            let words = title.split(|c: char| !c.is_alphanumeric());
            let names = |word: &&str| word.len() > 2 && !Class::FunctionWord.has(word);
            self.product = words.filter(names).map(str::to_owned).collect();
        }
    }
}

/// Whether what follows a heading names a role by itself, so that the heading names a group of them: "Partners", over a list.
pub(super) fn is_over_roles(title: &str, level: u8, next: Option<&Passage>) -> bool {
    next.is_some_and(|next| match next.kind {
        Kind::Heading(below) => below > level && is_over_role(title, next.text()),
        _ => next.item.is_some() && is_over_role(title, &lead(next).0),
    })
}

/// The same by the words of what follows.
pub(super) fn is_over_role(title: &str, next: &str) -> bool {
    said::kind_of_title(title).is_some() && role_in(next, Trust::Plain).is_some()
}

impl Finder {
    /// Keeps what a passage says of roles, once it is known which roles it declares: those from `start` on.
    pub fn hear(&mut self, (index, passage): (usize, &Passage), start: usize) {
        let new = start..self.declarations.len();
        let listed_as = self.heard.kind.map(|(kind, _)| kind);
        for declaration in self.declarations.get_mut(new.clone()).unwrap_or_default() {
            declaration.listed_as = listed_as;
        }
        let depth = passage.item.map(|item| item.depth);
        match (depth, &self.heard.item) {
            (Some(depth), _) if !new.is_empty() => self.heard.item = Some((depth, new.clone())),
            (Some(depth), Some((above, _)))
                if depth > *above || passage.item.is_some_and(|item| !item.leads) => {}
            _ => self.heard.item = None,
        }
        if matches!(passage.kind, Kind::Heading(_) | Kind::FrontMatter) {
            return;
        }
        let said = said::find(passage.words(), &self.heard.product);
        if said.is_empty() {
            return;
        }
        let own = self.own(passage, new);
        for said in said {
            let is_own = said.who == Who::Own || said.whom == Some(Who::Own);
            if !is_own {
                self.heard.said.push(said);
                continue;
            }
            let own = self.declarations.get_mut(own.clone()).unwrap_or_default().iter_mut();
            // "Support", which may turn out to be a role
            let open = self.list.open.iter_mut().filter(|it| it.passage == Some(index));
            own.chain(open).for_each(|declaration| declaration.said.push(said.clone()));
        }
    }

    /// The declarations of those whom a passage is about. `new` are those that it makes itself.
    fn own(&self, passage: &Passage, new: Range<usize>) -> Range<usize> {
        let row = self.table.row_of(passage).map(|row| row..row + 1);
        let current = self.current.as_ref().map(|(declarations, _)| declarations.clone());
        let own = current.or_else(|| (!new.is_empty()).then_some(new)).or(row);
        let item = self.heard.item.as_ref().map(|(_, declarations)| declarations.clone());
        let own = own.or(item.filter(|_| passage.item.is_some()));
        let is_persona = |at: &usize| {
            self.declarations.get(*at).is_some_and(|declaration| declaration.persona.is_some())
        };
        own.or_else(|| self.title.filter(is_persona).map(|at| at..at + 1)).unwrap_or_default()
    }
}
