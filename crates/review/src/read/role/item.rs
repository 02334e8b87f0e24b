//! Items of lists of roles, and paragraphs that lead with one.

use std::ops::Range;

use markdown::Kind;

use crate::english::inflect;
use crate::read::role::code::{spelled_out, with_code};
use crate::read::role::declaration::{
    Declaration, add_aliases, clipped, find_role_after, may_be_role, parse, parse_about,
};
use crate::read::role::declared::Finder;
use crate::read::role::layout::{is_italic, name_line, name_lines};
use crate::read::role::line::{asks_who, defines_thing, described, is_defined, labelled, listed};
use crate::read::role::name::{Trust, is_rank, role_in, without_aliases};
use crate::read::role::said::{self, Who};
use crate::read::role::sentence::{announces, stated, stated_in};
use crate::read::section;
use crate::text::lead::{bold_lines, lead};
use crate::text::passage::Passage;
use crate::words::Class;

/// The items of a list of roles.
#[derive(Default)]
pub(super) struct List {
    /// How many of them name a person or a group.
    pub sure: usize,
    /// Those that may: "Support", between "Admin" and "User".
    pub open: Vec<Declaration>,
    /// The declarations of the last item, where it says no more than a plural, and may be a group of those below it.
    pub group: Option<Range<usize>>,
}

impl Finder {
    /// A paragraph whose first line asks who something is for, and whose others say it: "**2. People**", with a line in bold
    /// for each; "Who's it for?", with the answer. False where it is none.
    pub fn answers_who(&mut self, index: usize, passage: &Passage) -> bool {
        let Some((first, rest)) = passage.text().split_once('\n') else { return false };
        let title = first.trim_start_matches(|c: char| !c.is_alphabetic());
        let asks = asks_who(title)
            || first.ends_with('?') && section::asks_for_whom(&first.to_lowercase());
        if !asks {
            return false;
        }
        let lines = bold_lines(passage);
        if lines.len() > 2 {
            for (name, about) in lines.into_iter().skip(1) {
                self.declarations.extend(parse_about(name, index, Trust::Listed, about));
            }
        } else {
            self.declarations.extend(listed(rest.trim_start_matches("A:").trim(), index));
        }
        true
    }

    /// Whether a passage is an item of a list that a line announces.
    pub fn is_announced(&self, passage: &Passage) -> bool {
        let depth = passage.item.filter(|item| item.leads).map(|item| item.depth);
        depth.is_some() && depth == self.announced
    }

    /// Notes whether a passage announces a list of roles: "The system has these roles:", or, in such a list, "Internal".
    pub fn announce(&mut self, passage: &Passage) {
        let depth = passage.item.map_or(0, |item| item.depth);
        if announces(passage) || depth > 0 && is_rank(passage.text()) {
            self.announced = Some(depth + 1);
        } else if self.announced.is_some_and(|announced| depth < announced) {
            self.announced = None;
        }
    }

    /// An item of a list of roles, or a paragraph that leads with one.
    pub fn item(&mut self, index: usize, passage: &Passage, source: &str) {
        let labelled = labelled(index, passage, true);
        if !labelled.is_empty() {
            self.declarations.extend(labelled);
            return;
        }
        let lines = bold_lines(passage);
        if lines.len() > 1 {
            let trust = self.trust();
            for (name, about) in lines {
                self.declarations.extend(parse_about(name, index, trust, about));
            }
            return;
        }
        if self.names_kinds && self.apart.is_none() {
            let start = self.declarations.len();
            for line in name_lines(passage) {
                let found = parse(line, Some(index), Trust::Listed);
                if found.iter().all(Declaration::is_named_by_words) {
                    self.list.open.extend(may_be_role(line, index, ""));
                } else {
                    self.list.sure += 1;
                    self.declarations.extend(found);
                }
            }
            if self.declarations.len() > start {
                return;
            }
        }
        let name_line = name_line(passage);
        let is_item = passage.item.is_some() || name_line.is_some();
        let (lead, rest, is_bold) = match name_line {
            Some((name, rest)) => (name.into(), rest.into(), false),
            None => lead(passage),
        };
        let ranked = is_rank(&lead);
        let is_set_off = || is_bold || is_italic(passage) || is_defined(passage);
        if !is_item && !ranked && !is_set_off() {
            let stated = stated_in(index, passage, true);
            if stated.is_empty() && self.apart.is_none() {
                self.declarations.extend(described(index, passage));
            }
            self.declarations.extend(stated);
            return;
        }
        // "Primary: first-time admin": the label says how important they are, the rest who.
        let (lead, rest) = if ranked { (&*rest, "") } else { (&*lead, &*rest) };
        let lead = lead.split(['.', ';']).next().unwrap_or_default();
        let lead = with_code(lead, passage, source);
        let trust = match () {
            () if self.apart.is_some() => Trust::Plain,
            () if is_bold && !ranked => Trust::SetOff,
            () if is_item && !ranked => Trust::Listed,
            () => Trust::Plain,
        };
        // "**Sales associate** (also: store associate): fits shoes"
        let (rest, aliases) = match rest.starts_with('(') {
            true => without_aliases(rest),
            false => (rest.to_owned(), Vec::new()),
        };
        let rest = rest.trim_start_matches([':', '-', '–', '—', ' ']);
        // "Actors: all of them", "Installer: the program that …"
        if Class::AudienceKind.has(&lead.to_lowercase()) || defines_thing(&lead, rest) {
            return;
        }
        let code = spelled_out(&lead);
        let mut found = parse(code.as_ref().unwrap_or(&lead), Some(index), trust);
        if is_item && self.names_kinds {
            found.retain(|it| !it.is_named_by_words());
        }
        if found.is_empty() && is_item && self.apart.is_none() {
            self.list.open.extend(may_be_role(&lead, index, rest));
        }
        if found.is_empty() {
            self.declarations.extend(stated(index, passage));
        }
        if passage.item.is_some_and(|item| item.depth == 1) {
            let start = self.declarations.len();
            let may_be_group = rest.is_empty() && inflect::singular(&lead) != lead;
            self.list.group = may_be_group.then_some(start..start + found.len());
        }
        for mut declaration in found {
            add_aliases(&mut declaration, &aliases);
            if code.is_some() {
                add_aliases(&mut declaration, std::slice::from_ref(&lead));
            }
            find_role_after(&mut declaration, rest);
            declaration.about = clipped(rest);
            self.list.sure += usize::from(is_item && !declaration.is_only_named());
            self.declarations.push(declaration);
        }
    }

    /// Whether a passage is an item below one that names a group of roles: "Florists", below "Vendors".
    pub fn is_of_group(&mut self, passage: &Passage) -> bool {
        let is_below = passage.item.is_some_and(|item| item.leads && item.depth == 2);
        let names_role = || role_in(&lead(passage).0, Trust::Plain).is_some();
        if !is_below || self.list.group.is_none() || !names_role() {
            return false;
        }
        if let Some(group) = self.list.group.replace(0..0) {
            self.declarations.drain(group);
        }
        true
    }

    /// Ends a list: what may be a role is one where most of the others are.
    pub fn end_list(&mut self) {
        let List { sure, open, .. } = std::mem::take(&mut self.list);
        if sure > 1 && open.len() <= sure {
            self.declarations.extend(open);
        }
    }
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

#[cfg(test)]
mod tests {
    use crate::read::role::declared::tests::names;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(names(&format!("## Users\n\n{text}\n")), expected, "{text}");
    }

    #[test]
    fn a_paragraph_may_be_a_list_of_lines() {
        check("Ward nurses (12)\nCooks\nPorters\n", &["ward nurse", "cook", "porter"]);
        check("(1) ward nurses\n(2) cooks\n", &["ward nurse", "cook"]);
        check("2.1 Ward nurses of the county\n2.2 Cooks who bake\n", &["ward nurse", "cook"]);
        check("Ward nurses. Night cooks. Porters.", &["ward nurse", "night cook", "porter"]);
        check(
            "Primary:\nWard nurses\n\nSecondary:\nCooks\nPorters",
            &["ward nurse", "cook", "porter"],
        );
        check("🩺 **Nurses** – at night\n🍳 **Cooks** – at noon", &["nurse", "cook"]);
        check("NURSE\nmay care\n\nPORTER\nmay carry", &["nurse", "porter"]);
    }

    #[test]
    fn an_item_may_define_a_thing() {
        check("- **Nurse**: cares\n- **Tea operator** — the controller that pours", &["nurse"]);
        check("- **Nurse**: cares\n- **Cook**: bakes\n- **Tea Server**: pours", &["nurse", "cook"]);
    }

    #[test]
    fn an_item_may_name_a_group_of_those_below_it() {
        check("- Vendors\n  - Florists\n  - Bakers", &["florist", "baker"]);
        check(
            "- Internal\n  - Nurses\n  - Cooks\n- External\n  - Porters",
            &["nurse", "cook", "porter"],
        );
        check("- Nurses\n  - They work nights", &["nurse"]);
        check("- Nurses: care\n  - Bakers", &["nurse"]);
    }

    #[test]
    fn a_question_may_announce_who() {
        for (text, expected) in [
            ("Who do we serve now?\n\n- [x] Nurses\n- [ ] Cooks\n", &["nurse", "cook"][..]),
            ("**Who's it for?**\nNurses and the cook who bakes.\n", &["nurse", "cook"]),
            ("Three groups will use this:\n\n- nurses, at night\n- cooks\n", &["nurse", "cook"]),
            ("What do we serve?\n\n- Nurses\n", &[]),
            ("**2. People**\n**2.1 Nurses**\nCare.\n**2.2 Cooks**\nBake.\n", &["nurse", "cook"]),
        ] {
            assert_eq!(names(text), expected, "{text}");
        }
    }
}
