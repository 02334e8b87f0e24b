//! Roles that a document declares itself: in its persona and audience sections.
//!
//! A section says who the product is for in one of a few forms: a heading a role, list items or
//! paragraphs that lead with one, a table with a column of them. "Sarah Sue, sales associate" names
//! a persona and her role; what else stands there is kept as evidence of what the role is about.

use std::ops::Range;

use markdown::{Document, Kind};

use crate::english::generic::GenericWords;
use crate::english::inflect;
use crate::read::role::declaration::{
    Declaration, Form, clipped, find_role_below, page_title, parse,
};
use crate::read::role::generic_name::is_bare_generic;
use crate::read::role::item::List;
use crate::read::role::layout::{bold_line, is_field, is_persona_heading, name_lines};
use crate::read::role::line::{
    asks_who, defined, defines_above, defines_somebody, glossary_entry, in_need, labelled, listed,
};
use crate::read::role::name::{Trust, is_rank, role_in};
use crate::read::role::own_name::is_strange_name;
use crate::read::role::said::{self, Said, Who};
use crate::read::role::sentence::stated;
use crate::read::role::subject::{Heard, is_over_role, is_over_roles};
use crate::read::role::table::Table;
use crate::read::role::title;
use crate::read::role::traits::{SectionTraits, Trait, imply, label, say};
use crate::read::section::{self, Path, Topic};
use crate::settings::role::{Place, Role};
use crate::text::passage::Passage;
use crate::text::token::one_line;
use crate::words::Class;

/// What a segment says of roles.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Those that it declares, or goes on to describe.
    pub declarations: Vec<Declaration>,
    /// What its sentences say of roles that they name.
    pub said: Vec<Said>,
}

/// The roles that the passages of a segment declare, whose text is `source`, and what it says of roles. `path` are the
/// headings it is entered under: the section of a persona that began before goes on.
pub(crate) fn find(passages: &[Passage], source: &str, path: &Path) -> Found {
    let mut here = Path::new();
    let mut finder = Finder::default();
    for (index, above) in path.iter().enumerate() {
        let is_group = match path.get(index + 1) {
            Some(next) => is_over_role(&above.title, &next.text),
            None => is_over_roles(&above.title, above.level, passages.first()),
        };
        section::enter_as(&mut here, above.level, &above.text, &above.title, above.own_topic);
        finder.heading(None, is_group, &here);
    }
    for (index, passage) in passages.iter().enumerate() {
        let in_lines = passage.in_lines(source);
        let passage = in_lines.as_ref().unwrap_or(passage);
        let mut start = finder.declarations.len();
        if let Some((level, text, title)) = section::opened(passage) {
            let is_group = is_over_roles(&title, level, passages.get(index + 1));
            section::enter(&mut here, level, text, &title);
            finder.heading(Some(index), is_group, &here);
        } else {
            let above = index.checked_sub(1).and_then(|at| Some((at, passages.get(at)?)));
            start = finder.passage((index, passage), above, source, &mut here);
        }
        finder.hear((index, passage), start);
    }
    finder.end_list();
    finder.declarations.retain(|declaration| {
        let says = declaration.says_something() || !declaration.said.is_empty();
        !declaration.name.is_empty()
            && !declaration.is_only_named()
            && (declaration.passage.is_some() || says)
    });
    Found { declarations: finder.declarations, said: finder.heard.said }
}

/// What the page of a persona says of them below its title: goals, pains, whom they serve, how their
/// success is measured, and, of what stands under no label, a description. It has no name.
pub fn persona_page(page: &Document) -> Role {
    let title = Declaration::new(String::new(), None, None);
    let mut finder = Finder { declarations: vec![title], title: Some(0), ..Finder::default() };
    for passage in page.segments().flat_map(|(_, segment)| Passage::of(segment)) {
        match passage.kind {
            Kind::FrontMatter => {}
            Kind::Heading(level) => finder.traits.enter(level, &section::title(&passage)),
            _ if finder.title_body(&passage) => {}
            Kind::Cell { .. } => {}
            _ if label(&passage).is_some() => {}
            _ => {
                let said = said::find(passage.words(), &[]);
                let kind = said.iter().filter(|said| said.who == Who::Own).find_map(Said::kind);
                for declaration in &mut finder.declarations {
                    declaration.kind = declaration.kind.or(kind);
                    imply(declaration, passage.text());
                    declaration.about =
                        clipped(&format!("{} {}", declaration.about, passage.text()));
                }
            }
        }
    }
    let declared = finder.declarations.first().map(|declaration| declaration.role(Place::here(0)));
    Role { declared: Vec::new(), ..declared.unwrap_or_default() }
}

#[derive(Default)]
pub(super) struct Finder {
    pub declarations: Vec<Declaration>,
    /// The roles whose section this is, and the level of its heading.
    pub current: Option<(Range<usize>, u8)>,
    /// Whether a heading has been read.
    pub has_heading: bool,
    /// The declaration of the document's title, where that may be a persona's.
    pub title: Option<usize>,
    /// The level of the heading of the audience's section.
    pub audience: Option<u8>,
    /// Whether that heading announces roles, and not people by their names: "User roles".
    pub names_kinds: bool,
    /// The level of a heading in there that is neither a role nor a group of them: "Next steps".
    pub apart: Option<u8>,
    /// The depth of the list that a line announces as one of roles: "The system has these roles:".
    pub announced: Option<u16>,
    /// The heading right above, its passage and its level, which may be the name of a persona or a role: "Gwen Pritchard".
    pub name_above: Option<(String, Option<usize>, u8)>,
    /// Whether the key of the front matter that is being read says who something is for.
    pub names_roles: bool,
    pub list: List,
    pub traits: SectionTraits,
    pub table: Table,
    pub heard: Heard,
}

/// The level of a line in bold that does the work of a heading: lower than that of any heading.
const BOLD_LINE: u8 = 7;

impl Finder {
    /// A passage that is no heading, with its index; `above` is the one before it. Returns where the declarations begin that
    /// it makes.
    fn passage(
        &mut self,
        (index, passage): (usize, &Passage),
        above: Option<(usize, &Passage)>,
        source: &str,
        here: &mut Path,
    ) -> usize {
        let mut start = self.declarations.len();
        if passage.item.is_none() && name_lines(passage).is_empty() {
            self.end_list();
        }
        if self.title_line(passage, here) {
            return start;
        }
        let topic = section::topic(here);
        let in_audience = topic == Topic::Audience;
        if in_audience && self.current.is_none() && defines_above(passage) {
            self.declarations
                .retain(|it| it.passage.is_none() || it.passage != index.checked_sub(1));
            start = self.declarations.len();
            let defined = above.into_iter().flat_map(|(at, term)| defined(at, term, passage));
            self.declarations.extend(defined);
        } else if topic == Topic::NotAudience {
        } else if in_audience || self.current.is_some() {
            self.body(index, passage, source);
        } else {
            self.elsewhere(index, passage, source, topic);
            let new = self.declarations.iter_mut().skip(start);
            new.filter(|it| it.form != Form::Title).for_each(|it| it.form = Form::Aside);
        }
        start
    }

    /// A heading, the last of `path`, and whether it is over roles of one kind, which it names.
    fn heading(&mut self, index: Option<usize>, is_group: bool, path: &Path) {
        let Some((here, parents)) = path.split_last() else { return };
        let (level, text, title) = (here.level, &*here.text, &*here.title);
        self.end_list();
        self.announced = None;
        let is_first = !std::mem::replace(&mut self.has_heading, true);
        self.heard.enter(level, title, is_first);
        let own = here.own_topic;
        let is_in_audience = section::topic(parents) == Topic::Audience;
        // "#### Age: 34": a heading that says more of the present role.
        if self.current.is_some() && is_in_audience && is_field(text) {
            return;
        }
        self.traits.enter(level, title);
        self.apart = self.apart.filter(|above| *above < level);
        let mut above = path.iter().rev();
        let audience = above.find(|above| above.own_topic == Topic::Audience);
        self.audience = audience.map(|above| above.level);
        self.names_kinds = audience
            .is_some_and(|above| above.title.split(' ').any(|it| Class::RoleColumn.has(it)));
        if self.current.as_ref().is_some_and(|(_, above)| *above < level) {
            return;
        }
        self.current = None;
        let trimmed = title::trimmed(text);
        let (_, rest) = title::without_label(trimmed);
        let label = trimmed.strip_suffix(rest).unwrap_or_default();
        let is_labelled = label.contains(char::is_alphabetic);
        // "ST-2: security stakeholders" are no group of others.
        let inside =
            is_in_audience && (own == Topic::Other || is_labelled && own != Topic::NotAudience);
        let is_title = is_first && level == 1;
        // "CRC (clinical research coordinator) persona"
        let called = rest.strip_suffix(" persona").or_else(|| rest.strip_suffix(" Persona"));
        let called = called.filter(|called| !is_title && !is_rank(called));
        let is_persona = label.to_lowercase().contains("persona")
            || !is_title && is_persona_heading(rest)
            || called.is_some_and(|called| !parse(called, index, Trust::Listed).is_empty());
        let number = title::number_alone(trimmed);
        self.name_above = None;
        if !inside && !is_persona && number.is_none() {
            if level > 1 && own == Topic::Other {
                self.name_above = Some((rest.to_owned(), index, level));
            }
            if is_title && self.title.is_none() {
                self.title = page_title(text, index).map(|declaration| {
                    self.declarations.push(declaration);
                    self.declarations.len() - 1
                });
            }
            return;
        }
        self.traits.heading = None;
        if is_rank(trimmed) || title::is_code(trimmed) || is_group {
            return;
        }
        // A page on personas has other sections as well.
        let is_page = self.audience == Some(1);
        let is_name = is_strange_name(rest.trim_start_matches(|c: char| !c.is_alphabetic()));
        let trust = match self.trust() {
            _ if is_persona => Trust::Labelled,
            Trust::SetOff if is_page && !is_labelled && !is_name => Trust::Listed,
            trust => trust,
        };
        let mut found = parse(called.unwrap_or(text), index, trust);
        if is_page || self.apart.is_some() {
            found.retain(|it| it.is_person() && !Class::OpenPerson.has(&it.name.to_lowercase()));
        }
        // "Users", over a list of them
        let lower = text.to_lowercase();
        let is_group = |it: &Declaration| {
            is_bare_generic(&it.name, &GenericWords::default())
                && !is_labelled
                && lower.contains(&inflect::plural(&it.name.to_lowercase()))
        };
        if !found.is_empty() && found.iter().all(is_group) {
            return;
        }
        if let (Some(number), true) = (number, found.is_empty()) {
            let nameless = Declaration::new(String::new(), None, index);
            found.push(Declaration { number: Some(number), ..nameless });
        }
        self.enter(found, level);
        if self.current.is_none() && inside && self.apart.is_none() {
            self.apart = Some(level);
        }
    }

    /// How much it says that a text is a role to be set off in the section on the audience.
    pub fn trust(&self) -> Trust {
        if self.apart.is_some() { Trust::Plain } else { Trust::SetOff }
    }

    /// Whether a line in bold may end what is said of the present role: a heading does more than such a line, unless it only
    /// looks like a person's name.
    fn may_be_left(&self, title: &str) -> bool {
        let Some((declarations, level)) = &self.current else { return true };
        let mut all = self.declarations.get(declarations.clone()).into_iter().flatten();
        *level == BOLD_LINE
            || all.all(Declaration::is_only_named) && role_in(title, Trust::Listed).is_some()
            || is_persona_heading(title)
    }

    /// Steps into the section that a line in bold opens, as a heading would: "**Target users**".
    /// False where it is none.
    fn title_line(&self, passage: &Passage, here: &mut Path) -> bool {
        let Some(title) = bold_line(passage) else { return false };
        let lower = section::title_of(passage.words());
        let is_inside = here.last().is_some_and(|above| above.level == BOLD_LINE);
        let opens = section::topic(here) == Topic::Other && asks_who(&lower);
        let ends = is_inside && role_in(title, Trust::Listed).is_none();
        let is_title = self.current.is_none() && (opens || ends);
        if is_title {
            section::enter(here, BOLD_LINE, title, &lower);
        }
        is_title
    }

    /// Takes in what a heading declares: what follows is about them.
    fn enter(&mut self, found: Vec<Declaration>, level: u8) {
        let start = self.declarations.len();
        self.declarations.extend(found);
        self.current =
            (self.declarations.len() > start).then_some((start..self.declarations.len(), level));
    }

    /// "name: sales associate": the front matter of a persona's page goes before its title.
    fn front_matter(&mut self, index: usize, line: &Passage) {
        let text = line.text().trim();
        match (text.strip_prefix("- "), text.split_once(':')) {
            (Some(item), _) if self.names_roles => {
                self.declarations.extend(parse(item, Some(index), Trust::Plain));
            }
            (None, Some((key, rest))) => {
                // "persona: Marcus" is one, by name.
                self.names_roles = asks_who(key) && (key.ends_with('s') || key == "audience");
                if self.names_roles {
                    let list = rest.trim().trim_matches(['[', ']', '"', '\'']);
                    self.declarations.extend(listed(list, index));
                }
            }
            _ => {}
        }
        let name =
            line.text().strip_prefix("name:").and_then(|name| role_in(name, Trust::Labelled));
        if let (Some(name), None) = (name, self.title) {
            self.title = Some(self.declarations.len());
            self.declarations.push(Declaration {
                form: Form::Title,
                ..Declaration::new(name, None, Some(index))
            });
        }
        self.declarations.extend(stated(index, line));
    }

    /// A passage that is in no section on the audience.
    fn elsewhere(&mut self, index: usize, passage: &Passage, source: &str, topic: Topic) {
        match passage.kind {
            Kind::Cell { .. } => {
                let trust = if topic == Topic::Glossary { Trust::Listed } else { Trust::Plain };
                self.table.cell(index, passage, source, trust, &mut self.declarations);
            }
            Kind::FrontMatter => self.front_matter(index, passage),
            _ if self.is_about_name(passage) => self.body(index, passage, source),
            _ if self.answers_who(index, passage) => {}
            _ => {
                self.title_body(passage);
                self.declarations.extend(labelled(index, passage, false));
                self.declarations.extend(in_need(index, passage));
                self.declarations.extend(stated(index, passage));
                if self.is_announced(passage) {
                    self.item(index, passage, source);
                } else if topic == Topic::Glossary || defines_somebody(passage) {
                    self.declarations.extend(glossary_entry(index, passage));
                }
                self.announce(passage);
            }
        }
    }

    /// Whether a passage says the role of who is named in the heading right above it. What follows is about them.
    fn is_about_name(&mut self, passage: &Passage) -> bool {
        let Some((title, index, level)) = self.name_above.take() else { return false };
        // "Ultra runner", over "When I leave an aid station, I want …", or over "Can see the map"
        let text = passage.text();
        let tells = text.starts_with("When ") && text.contains(" I want ")
            || passage.item.is_some()
                && ["can ", "Can "].into_iter().any(|can| text.starts_with(can));
        let found = match tells {
            true => parse(&title, index, Trust::Plain),
            false if says_role(passage) && is_strange_name(&title) => {
                let name = one_line(&title);
                vec![Declaration::new(name.clone(), Some(name), index)]
            }
            false => Vec::new(),
        };
        let is_about_it = !found.is_empty();
        if is_about_it {
            self.enter(found, level);
        }
        is_about_it
    }

    /// A passage of a section on the audience, or on one role.
    fn body(&mut self, index: usize, passage: &Passage, source: &str) {
        if let Some(title) = bold_line(passage)
            && self.may_be_left(title)
            && Trait::of(title).is_none()
        {
            self.current = None;
            if !is_rank(title) {
                let found = parse(title, Some(index), self.trust());
                self.enter(found, BOLD_LINE);
            }
            return;
        }
        if let Some((declarations, _)) = self.current.clone() {
            self.describe(declarations, passage);
            return;
        }
        // What else a page on roles has to say is not a section on them.
        if self.apart.is_some() && self.audience == Some(1) {
            return self.elsewhere(index, passage, source, Topic::Other);
        }
        if let Kind::Cell { .. } = passage.kind {
            let trust = self.trust();
            self.table.cell(index, passage, source, trust, &mut self.declarations);
            return;
        }
        let leads = passage.item.is_none_or(|item| item.leads && item.depth == 1);
        if leads || self.is_announced(passage) || self.is_of_group(passage) {
            self.item(index, passage, source);
        } else {
            self.declarations.extend(stated(index, passage));
        }
        self.announce(passage);
    }

    /// What a role's own section says of it.
    fn describe(&mut self, declarations: Range<usize>, passage: &Passage) {
        let announced = self.traits.announced(passage);
        for declaration in self.declarations.get_mut(declarations).unwrap_or_default() {
            declaration.form = Form::Section;
            for (what, text) in &announced {
                say(declaration, *what, text);
            }
            find_role_below(declaration, passage.text());
            imply(declaration, passage.text());
            if matches!(passage.kind, Kind::Cell { .. }) {
                continue;
            }
            declaration.about = clipped(&format!("{} {}", declaration.about, passage.text()));
        }
    }

    /// The same for the document's title, if it is a persona's. False if the passage says nothing of
    /// them by its heading or its label.
    fn title_body(&mut self, passage: &Passage) -> bool {
        let Some(title) = self.title else { return false };
        let said = self.traits.announced(passage);
        let Some(declaration) = self.declarations.get_mut(title) else { return false };
        for (what, text) in &said {
            say(declaration, *what, text);
        }
        !said.is_empty()
    }
}

/// Whether a passage has a label for a role, and a role: "Role: pension administrator".
fn says_role(passage: &Passage) -> bool {
    let said = SectionTraits::default().announced(passage);
    said.iter().any(|(what, text)| *what == Trait::Role && role_in(text, Trust::Labelled).is_some())
}

#[cfg(test)]
pub(super) mod tests {
    use markdown::Document;

    use super::*;
    use crate::text::passage::tests::passages;

    /// The names of the roles that a text declares, each with its persona before it: "Maya: nurse".
    pub(in crate::read::role) fn names(text: &str) -> Vec<String> {
        let named = declared(text, &[]).into_iter().map(|it| match it.persona {
            Some(persona) => format!("{persona}: {}", it.name),
            None => it.name,
        });
        named.collect()
    }

    fn check(text: &str, expected: &[(&str, Option<&str>)]) {
        let document = Document::new(text);
        let mut found = Vec::new();
        let mut path = Path::new();
        for (_, segment) in document.segments() {
            found.extend(find(&Passage::of(segment), segment.text(), &path).declarations);
            path.clear();
        }
        let found: Vec<(&str, Option<&str>)> = found
            .iter()
            .map(|declaration| (declaration.name.as_str(), declaration.persona.as_deref()))
            .collect();
        assert_eq!(found, expected, "in {text}");
    }

    /// What the passages of a text declare, where a section with these headings goes on.
    fn declared(text: &str, above: &[(u8, &str)]) -> Vec<Declaration> {
        let mut path = Path::new();
        for (level, text) in above {
            section::enter(&mut path, *level, text, &text.to_lowercase());
        }
        find(&passages(text), text, &path).declarations
    }

    #[test]
    fn a_heading_may_be_what_is_done() {
        for title in ["Structure", "Pre-care"] {
            check(&format!("## Who we are\n\n### {title}\n\nNurses help vet it.\n"), &[]);
            check(&format!("## Who we are\n\n### {title}\n\nNurses.\n"), &[]);
        }
        let card = "## Who we are\n\n### Structure\n\nGoals: tea\n";
        check(card, &[]);
        check(&card.replace("Structure", "Bo"), &[("Bo", Some("Bo"))]);
    }

    #[test]
    fn a_declaration_has_the_form_in_which_it_stands() {
        for (text, name, form) in [
            ("## Roles\n\n- **Nurse**: cares\n", "nurse", Form::Line),
            ("## Roles\n\n### Nurse\n", "nurse", Form::Line),
            ("## Roles\n\n### Nurse\n\nCares.\n", "nurse", Form::Section),
            ("## Persona 1: nurse\n\nCares.\n", "nurse", Form::Section),
            ("## Scope\n\nPrimary actor: nurse\n", "nurse", Form::Aside),
            ("## Scope\n\nThe primary user is the nurse.\n", "nurse", Form::Aside),
            ("## Scope\n\n| Primary user |\n|---|\n| Nurses |\n", "nurse", Form::Aside),
            ("# Maya Chen, nurse\n", "nurse", Form::Title),
            ("---\nname: nurse\n---\n", "nurse", Form::Title),
            ("---\ntitle: nurse\n---\n", "nurse", Form::Title),
        ] {
            let declarations = declared(text, &[]);
            let found: Vec<_> = declarations.iter().map(|it| (it.name.as_str(), it.form)).collect();
            assert_eq!(found, [(name, form)], "{text}");
            assert!(declarations[0].passage.is_some());
        }
        for text in [
            "## Nurse, cook\n",
            "Text\n\n# Other\n\n## Nurse\n",
            "---\ntitle: tea\n---\n",
            "## Roles\n\n- They care\n  - **Nurse**: cares\n",
            "## Roles\n\nNurses care.\n",
            "## Roles\n\n- **Focus weeks:** two\n",
            "## Roles\n\n## Goals\n\n- **Nurse**: cares\n",
        ] {
            assert_eq!(declared(text, &[]), [], "{text}");
        }
        // The name in the front matter goes before the title.
        let declarations =
            declared("---\nname: nurse\n---\n\n# Maya Chen, cook\n\nGoals: rest\n", &[]);
        assert_eq!((declarations.len(), declarations[0].name.as_str()), (1, "nurse"));
        assert_eq!(declarations[0].goals, ["rest"]);
    }

    #[test]
    fn a_line_in_bold_may_open_a_section() {
        for (text, expected) in [
            ("**Target users**\n\n- Nurses\n- Cooks\n", &["nurse", "cook"][..]),
            (
                "**Who is it for?**\n\n*Nurses* – at night\n\n*Cooks* – at noon\n",
                &["nurse", "cook"],
            ),
            (
                "**2. Roles**\n\nNurses, cooks\n\n**3. Activities**\n\n- Porters\n",
                &["nurse", "cook"],
            ),
            ("**Scope**\n\n- Nurses\n", &[]),
            ("## Scope\n\n**Roles**\n\n- Nurses\n\n## Other\n\n- Cooks\n", &["nurse"]),
        ] {
            assert_eq!(names(text), expected, "{text}");
        }
    }

    #[test]
    fn html_declares_what_markdown_does() {
        for (html, markdown) in [
            (
                "<h2>Roles</h2>\n<table><tr><th>Role</th><th>Needs</th></tr>\n<tr><td><b>Ward nurse</b></td><td>rest</td></tr>\n<tr><td>Cooks</td><td>tea</td></tr></table>\n",
                "## Roles\n\n| Role | Needs |\n|---|---|\n| **Ward nurse** | rest |\n| Cooks | tea |\n",
            ),
            (
                "## Roles\n\n<ul>\n<li><strong>Ward nurse</strong>: rests</li>\n<li>Cook</li></ul>\n",
                "## Roles\n\n- **Ward nurse**: rests\n- Cook\n",
            ),
            (
                "## Roles\n\n<dl>\n<dt>Ward nurse</dt><dd>Rests.</dd>\n<dt>Cook</dt><dd>Has tea.</dd></dl>\n",
                "## Roles\n\n- Ward nurse\n\n  Rests.\n- Cook\n\n  Has tea.\n",
            ),
            (
                "<h2>Personas</h2>\n<h3>Gwen Pritchard</h3>\n<p><b>Role:</b> nurse</p>\n",
                "## Personas\n\n### Gwen Pritchard\n\n**Role:** nurse\n",
            ),
        ] {
            let expected = names(markdown);
            assert!(!expected.is_empty(), "{markdown}");
            assert_eq!(names(html), expected, "{html}");
        }
    }

    #[test]
    fn a_title_that_names_nobody_is_read_over() {
        let table = "| Actor | Harm |\n|---|---|\n| Outside (expert) - auditor | theft |\n";
        for title in ["## Personas\n\n", "## Personas\n\n### P1\n\n", "## Personas\n\n### ST-2\n\n"]
        {
            assert_eq!(names(&format!("{title}{table}")), ["auditor"], "{title}");
        }
        let table = "| Actor | Example persona |\n|---|---|\n| Inside attacker | Bo is a cook who waits. |\n";
        assert_eq!(names(&format!("## Personas\n\n{table}")), ["inside attacker", "Bo: cook"]);
        let table = "| User role | Does |\n|---|---|\n| Nurse | tea |\n";
        for caption in ["", "**Table: Users and Roles**\n\n", "**Figure 2: Users**\n\n"] {
            assert_eq!(names(&format!("## Roles\n\n{caption}{table}")), ["nurse"], "{caption}");
        }
    }

    #[test]
    fn a_heading_may_name_a_persona_and_who_they_are() {
        for (text, expected) in [
            ("## Day\n\n### Kofi (night nurse)\n\nText\n", &["Kofi: night nurse"][..]),
            ("## Day\n\n### Review (manager)\n\nText\n", &[]),
            ("## Day\n\n### Gwen Pritchard\n\nRole: Nurse\n", &["Gwen Pritchard: nurse"]),
            ("## Day\n\n### Gwen Pritchard\n\nWorks nights.\n", &[]),
            ("## Day\n\n### Data model\n\nRole: Nurse\n", &[]),
            ("## Day\n\n### Night nurse\n\nWhen I wake, I want tea.\n", &["night nurse"]),
            ("## Day\n\n### Night nurse\n\nWorks nights.\n", &[]),
            (
                "# Personas\n\n### Name: Gwen\n### Age: 34\n\nGwen is a nurse who rests.\n",
                &["Gwen: nurse"],
            ),
            (
                "## Personas\n\n**Gwen**\n\nGwen is a nurse.\n\n**Bo**\n\nBo is the cook.\n",
                &["Gwen: nurse", "Bo: cook"],
            ),
            ("### Primary persona: Nurse\n\nText\n", &["nurse"]),
            ("## Personas\n\n- **Dr Okafor, 52** — nurse (nights)\n", &["Dr Okafor: nurse"]),
            ("## Personas\n\n### Nurse\n\nRests.\n\nMeet Bo. He's a nurse here.\n", &["Bo: nurse"]),
            ("## Personas\n\n### Nurse\n\n- Name: Will\n", &["Will: nurse"]),
            ("# Personas\n\n**Gwen**\n\nNight nurse in Leeds.\n", &["Gwen: night nurse"]),
            (
                "# Personas\n\n## Gwen, nurse\n\nRests.\n\n**Grace, cook**\n\nBakes.\n",
                &["Gwen: nurse", "Grace: cook"],
            ),
            ("## Roles\n\n### Dependencies\n\nTea.\n\n### Nurses\n\nRest.\n", &["nurse"]),
            (
                "# User stories\n\n## Ward nurses\n\n1. can see doses\n\n## Kettles\n\n1. can boil\n",
                &["ward nurse"],
            ),
            (
                "# Persona documentation\n\n### 1. WN (ward nurse) persona\n\nRests.\n",
                &["ward nurse"],
            ),
            ("## Stakeholder value propositions\n\n### A. Individuals / nurses\n", &["nurse"]),
            (
                "### 1. Role security matrix\n\n- 👑 **Nurse**: all\n- **Cook**: tea\n",
                &["nurse", "cook"],
            ),
            (
                "## Scope\n\n| Role | Who it's for | Permission keys |\n|---|---|---|\n| **Nurse** | Wards | x |\n",
                &["nurse"],
            ),
            // What somebody is, in a sentence below their name.
            ("# User personas\n\n## Gwen Hart\n\nGwen is a nurse.\n", &["Gwen Hart: nurse"]),
            (
                "# User personas\n\n## 3.1 Gwen Hart\n\n- **Background:** Gwen is a 35-year-old nurse.\n",
                &["Gwen Hart: nurse"],
            ),
            ("# User personas\n\n## Next Steps\n\nGwen is a nurse.\n", &[]),
            (
                "# User personas\n\n## Riders\n\n### Stressed Shift-worker Sarah\n\nRides.\n",
                &["Sarah: Stressed Shift-worker"],
            ),
            (
                "### User persona: Gwen Hart (non-user)\n\nGwen Hart is a woman in her twenties and a trainee nurse.\n",
                &["Gwen Hart: trainee nurse"],
            ),
            (
                "### User persona: Bo Lind\n\nBo is a 57-year-old owner of a shop.\n",
                &["Bo Lind: owner"],
            ),
            (
                "# Kettle: user personas\n\n### P1. Bo — Night nurse exploring tea\n",
                &["Bo: night nurse"],
            ),
            ("## Personas\n\n### Key decision maker: Ada Kent (CEO)\n", &["Ada Kent: CEO"]),
            ("## Personas\n\n### Ada Kent - 3D artist\n", &["Ada Kent: 3D artist"]),
            // What does something is a machine elsewhere.
            ("## Personas\n\n### Cleaner\n\nCleans.\n", &["cleaner"]),
            ("## Personas\n\n### Goods receiver\n\nSigns.\n", &["goods receiver"]),
            ("## Personas\n\n### Server\n\nStores.\n", &[]),
            // A surname may say what somebody's forebears did.
            ("## Personas\n\n### Emma Baker\n\nRole: Nurse\n", &["Emma Baker: nurse"]),
            ("## Personas\n\n### Grant Fisher\n\nRole: Nurse\n", &["Grant Fisher: nurse"]),
            ("## Personas\n\n### Grant writer\n\nAsks.\n", &["grant writer"]),
        ] {
            assert_eq!(names(text), expected, "{text}");
        }
    }

    #[test]
    fn who_needs_something_is_declared() {
        for (text, expected) in [
            (
                "## Why\n\n- **Nurses** need hot tea.\n- **Cooks** want rest.\n",
                &["nurse", "cook"][..],
            ),
            ("## Why\n\n- **Nurses** need to see the list.\n- **Users** need tea.\n", &[]),
            ("## Why\n\n- **Kettles** need water.\n- Nurses need tea.\n", &[]),
        ] {
            assert_eq!(names(text), expected, "{text}");
        }
    }

    #[test]
    fn front_matter_may_say_who() {
        for (text, expected) in [
            ("---\npersonas: [nurse, ward clerk]\n---\n", &["nurse", "ward clerk"][..]),
            ("---\nroles:\n  - nurse\n  - cook\ntags:\n  - porter\n---\n", &["nurse", "cook"]),
            ("---\nauthors: [nurse]\n---\n", &[]),
            ("---\npersona: Marcus Okafor\n---\n", &[]),
        ] {
            assert_eq!(names(text), expected, "{text}");
        }
    }

    #[test]
    fn a_section_says_what_a_role_is_about() {
        let text = "## Roles\n\n### Nurse\n\nWorks *nights*.\n\n- Goals: rest\n\n#### Pains\n\nDark\n\n\
                    | Age | 34 |\n|---|---|\n| Serves | patients |\n\n### Cook\n\nBakes.\n\n## Scope\n\nGoals: more\n";
        let declarations = declared(text, &[]);
        let [nurse, cook] = declarations.as_slice() else { panic!("{declarations:?}") };
        assert_eq!(nurse.about.trim(), "Works nights. Goals: rest Dark");
        assert_eq!(
            (&nurse.goals[..], &nurse.pains[..], &nurse.serves[..]),
            (&["rest".to_owned()][..], &["Dark".to_owned()][..], &["patient".to_owned()][..])
        );
        assert_eq!((cook.about.trim(), cook.goals.len()), ("Bakes.", 0));
        let declarations = declared(
            "## Roles\n\n- **Nurse** (also: carer) – works nights\n- **Maya** — ward nurse\n",
            &[],
        );
        let [nurse, maya] = declarations.as_slice() else { panic!("{declarations:?}") };
        assert_eq!(
            (nurse.about.as_str(), &nurse.aliases[..]),
            ("works nights", &["carer".to_owned()][..])
        );
        assert_eq!((maya.name.as_str(), maya.about.as_str()), ("ward nurse", "ward nurse"));
        let declarations = declared("## Roles\n\nNurse\n\n: Works nights\n", &[]);
        assert_eq!(
            (declarations.len(), declarations[0].about.as_str(), declarations[0].passage),
            (1, "Works nights", Some(1))
        );
    }

    #[test]
    fn a_section_of_the_segment_before_goes_on() {
        let nurse = [(2, "Roles"), (3, "Nurse")];
        let declarations = declared("Goals: rest\n", &nurse);
        assert_eq!(
            (declarations.len(), declarations[0].passage, &declarations[0].goals[..]),
            (1, None, &["rest".to_owned()][..])
        );
        // What says nothing of it declares nothing.
        assert_eq!(declared("Text\n", &nurse), []);
        assert_eq!(declared("## Scope\n\nGoals: rest\n", &nurse), []);
        assert_eq!(declared("- **Cook**: bakes\n", &[(2, "Roles")]).len(), 1);
        let declarations = declared("Goals: rest\n", &[(1, "Maya Chen, nurse")]);
        assert_eq!(
            (declarations.len(), &declarations[0].goals[..], declarations[0].form),
            (1, &["rest".to_owned()][..], Form::Title)
        );
    }

    #[test]
    fn a_page_says_what_its_persona_is_like() {
        let page = "---\nname: Maya\n---\n\n# Maya\n\nWorks nights. She wants to rest. She signs the order.\n\nAge: 34\n\n\
                    ## Pains\n\nDark\n\n| a | b |\n|---|---|\n| c | d |\n\n## Day\n\nLong.\n";
        let role = persona_page(&Document::new(page));
        assert_eq!(
            role.description.as_deref(),
            Some("Works nights. She wants to rest. She signs the order. Long.")
        );
        assert_eq!(
            (&role.goals[..], &role.pains[..]),
            (&["She wants to rest".to_owned()][..], &["Dark".to_owned()][..])
        );
        assert_eq!((role.name.as_str(), role.declared.len()), ("", 0));
        assert_eq!(role.kind, Some(crate::settings::role::RoleKind::Buyer));
    }

    #[test]
    fn list_items_lead_with_roles() {
        check(
            "## Target Users\n\n- **Sales associates**: fit shoes\n- **Power users on Linux** — want more\n- Store manager - runs it\n- They also like shoes\n",
            &[("sales associate", None), ("power user on Linux", None), ("store manager", None)],
        );
        check(
            "## Users\n\n- Primary: first-time workspace admin (mobile)\n- Secondary: invited teammate\n",
            &[("first-time workspace admin", None), ("invited teammate", None)],
        );
        check("## Roles\n\n- **Goals**: none\n- **Users**: all\n", &[("user", None)]);
    }

    #[test]
    fn a_group_is_no_role() {
        let roles = [("nurse", None), ("cook", None)];
        check(
            "## Stakeholders\n\n### Primary stakeholders\n\n#### Nurse\n\n### Users\n\n- **Cook**: bakes\n",
            &roles,
        );
        check(
            "## Key personas\n\n### Clinic-side\n\n**Nurse**\n\n- cares\n\n**Cook**\n\n- bakes\n",
            &roles,
        );
        check("## Target users\n\n**Primary:** nurses\n**Secondary:** cooks who bake\n", &roles);
        check(
            "## Roles\n\n### ST-1: Security stakeholders\n\nThey check.\n",
            &[("security stakeholder", None)],
        );
    }

    #[test]
    fn a_page_on_personas_has_other_sections() {
        let page = "# User personas\n\n## Maya — ward nurse\n\n### Goals\n\n- Rest\n\n## Next steps\n\n- **Team**: meets\n- Cooks bake\n\n## How to use these personas\n\n- Nurses: read\n";
        check(page, &[("ward nurse", Some("Maya"))]);
        check("## Personas\n\n### Happy Tea\n\nTea.\n", &[]);
        check(
            "# Roles\n\n## Teams and tea\n\nThey meet.\n\n## Nurse\n\nCares.\n",
            &[("nurse", None)],
        );
        check(
            "## Personas\n\n### Happy Dee\n\n**Goals:** tea\n",
            &[("Happy Dee", Some("Happy Dee"))],
        );
    }

    #[test]
    fn people_who_are_no_audience_are_no_roles() {
        check("## Approvers\n\n- Nurse: signs\n\n| Role | Name |\n|---|---|\n| Cook | Bo |\n", &[]);
        check(
            "## Personas\n\n### Anti-personas\n\n- **Nurse**: waits\n\n### Cook\n\nBakes.\n",
            &[("cook", None)],
        );
        check("## Who this is not for\n\n- **Nurse**: waits\n", &[]);
    }

    #[test]
    fn a_line_may_announce_a_list_of_roles() {
        let two = [("owner", None), ("viewer", None)];
        check(
            "## Scope\n\nEach team has these roles:\n\n* `owner`: all\n* `viewer`: reads\n\nAnd:\n\n- nurse: cares\n",
            &two,
        );
        check(
            "## Scope\n\n1. The roles are:\n   - **Owner**: all\n   - **Viewer**: reads\n2. Nurses wait\n",
            &two,
        );
    }

    #[test]
    fn what_stands_among_roles_is_one() {
        check(
            "## Personas\n\n- Nurse\n- Intake\n- Cook\n",
            &[("nurse", None), ("cook", None), ("Intake", None)],
        );
        check("## Personas\n\n- Nurse\n- Intake\n- Scope\n- Tea\n", &[("nurse", None)]);
        // A department is somebody, and so are ordinary words in a column of roles.
        check("## Roles\n\n- **Finance**: pays\n", &[("Finance", None)]);
        let table = "## Roles\n\n| Role | Does |\n|---|---|\n| Front Desk | waits |\n";
        check(table, &[("Front Desk", None)]);
        check(&table.replace("| Role |", "| Name |"), &[]);
    }

    #[test]
    fn names_may_stand_one_a_line() {
        let lines = "Ward nurse\nTrusted contact\nCook\n";
        check(
            &format!("## Roles\n\n{lines}"),
            &[("ward nurse", None), ("cook", None), ("trusted contact", None)],
        );
        let apart = lines.replace('\n', "\n\n");
        let all = [("ward nurse", None), ("cook", None), ("trusted contact", None)];
        check(&format!("## Roles\n\n{apart}"), &all);
        check("## Roles\n\nWard nurse\nwaits here\n", &[]);
        check("## Roles\n\nSystem actor\nNurse\n", &[("nurse", None)]);
    }

    #[test]
    fn the_front_matter_may_have_the_title() {
        let page = "---\ntitle: \"User roles & rights\"\n---\n\n- **Nurse**: cares\n";
        check(page, &[("nurse", None)]);
        check(&page.replace("User roles", "Scope"), &[]);
    }

    #[test]
    fn a_heading_may_name_a_group_of_groups() {
        let text = "## Who it is for\n\n### Small communities\n\n- **Sailing clubs** that race\n";
        check(text, &[("sailing club", None)]);
        let text = text.replace("communities", "schools");
        check(&text, &[("small school", None)]);
    }

    #[test]
    fn a_personas_page_may_have_several_labels_in_a_paragraph() {
        let page = "# Maya Chen, nurse\n\n**Goals:** rest\n**Pains:** nights\n";
        let role = persona_page(&Document::new(page));
        assert_eq!(
            (&role.goals[..], &role.pains[..]),
            (&["rest".to_owned()][..], &["nights".to_owned()][..])
        );
    }

    #[test]
    fn a_card_may_say_the_role() {
        check(
            "## User 1\n\n**Age:** 45\n\n**Occupation:** Owner of a cafe\n\n## User 2\n\nWaits.\n",
            &[("owner", None)],
        );
        check(
            "## Personas\n\n### Maya\n\n**Age:** 45\n**Role:** ward nurse\n**Goals:** rest\n",
            &[("ward nurse", Some("Maya"))],
        );
        let declarations = declared(
            "## Personas\n\n### Maya\n\n**Role:** ward nurse\n**Goals:** rest\n**Pains:** nights\n",
            &[],
        );
        assert_eq!(
            (&declarations[0].goals[..], &declarations[0].pains[..]),
            (&["rest".to_owned()][..], &["nights".to_owned()][..])
        );
    }

    #[test]
    fn a_generic_word_may_be_declared() {
        check(
            "## Roles\n\n### Customer\n\nPays.\n\n- **Registered users**: read\n",
            &[("customer", None)],
        );
        check(
            "## Roles\n\n- **Trial users**: read\n- Client: pays\n",
            &[("trial user", None), ("client", None)],
        );
    }

    #[test]
    fn a_definition_defines_a_role() {
        let both = [("admin", None), ("nurse", None)];
        check("## Roles\n\nAdmin\n: Sets up wards\n\nNurse\n: Cares for patients\n", &both);
        check("## Roles\n\nAdmin\n\n: Sets up wards\n\nNurse\n\n:   Cares for patients\n", &both);
        check("## Roles\n\nAn admin: sets up wards\n\nWe: care\n", &[]);
    }

    #[test]
    fn a_picture_by_its_name_stands_before_a_role() {
        check(
            "## Roles\n\n- :wrench: **Admin**: sets up\n- :stethoscope: Nurse: cares\n",
            &[("admin", None), ("nurse", None)],
        );
    }

    #[test]
    fn headings_name_roles_and_personas() {
        check(
            "## 👥 2. User Personas\n\n### Maya - Small Business Merchant\n\n- **Goals**: sell\n\n#### Goals\n\n### Persona 2: Sam the Shopper\n\n### Primary: Linux Power Users\n\n## Goals\n\n### More\n",
            &[
                ("Small Business Merchant", Some("Maya")),
                ("shopper", Some("Sam")),
                ("Linux Power User", None),
            ],
        );
        check(
            "# Persona 4: Sarah Sue — sales associate\n",
            &[("sales associate", Some("Sarah Sue"))],
        );
        check(
            "## Personas\n\n### Nadia\n\n- **Role:** Dive shop owner\n- **Age:** 40\n",
            &[("dive shop owner", Some("Nadia"))],
        );
    }

    #[test]
    fn what_a_heading_says_of_all_roles_is_no_part_of_a_name() {
        check(
            "## User roles and permissions\n\n### Admin role\n\nSets up.\n\n### Ward nurse role\n\nCares.\n",
            &[("admin", None), ("ward nurse", None)],
        );
    }

    #[test]
    fn a_line_may_say_who_wherever_it_stands() {
        check(
            "## Scope\n\n**Target users:** ward nurses, night clerks and porters\n\nPrimary actor: baker\n\n**Users:** more than last year\n",
            &[("ward nurse", None), ("night clerk", None), ("porter", None), ("baker", None)],
        );
        check(
            "## Primary User\n\nThe primary user of the map is the field representative.\n\nThe user is the king.\n",
            &[("field representative", None)],
        );
        check(
            "## Scope\n\n| Need | Primary user |\n|---|---|\n| Bread | Bakers |\n| Tea | All users |\n",
            &[("baker", None)],
        );
    }

    #[test]
    fn other_names_are_read() {
        for text in [
            "## Roles\n\n- **Sales associate** (also: store associate, floor clerk): fits shoes\n",
            "## Roles\n\n- **Sales associate (also known as “store associates” or the floor clerk)** fits shoes\n",
            "## Roles\n\n- Sales associate (also: store associate, floor clerk): fits shoes\n",
            "## Roles\n\n### Sales associate (a.k.a. store associate/floor clerk)\n",
            "## Roles\n\n### Sales associate\n\nAlso called: store associate, floor clerk.\n",
            "## Roles\n\n### Sales associate\n\n- **Aliases:** store associate\n- **Other names** — floor clerk\n",
            "## Roles\n\n| Role | Does |\n|---|---|\n| Sales associate (also: store associate, floor clerk) | fits |\n",
        ] {
            let document = Document::new(text);
            let passages: Vec<Passage> =
                document.segments().flat_map(|(_, segment)| Passage::of(segment)).collect();
            let declarations = find(&passages, text, &Path::new()).declarations;
            let [declaration] = declarations.as_slice() else {
                panic!("{declarations:?} in {text}")
            };
            assert_eq!(declaration.name, "sales associate", "{text}");
            assert_eq!(declaration.aliases, ["store associate", "floor clerk"], "{text}");
        }
        check("## Roles\n\n- **Clerk** (also an admin): files\n", &[("clerk", None)]);
    }

    #[test]
    fn tables_and_bold_paragraphs_name_roles() {
        check(
            "# Personas\n\n| Persona | Role | Goals |\n|---|---|---|\n| Priya | Director of Platform | Ship |\n| Alex | Security Lead | Keep |\n",
            &[("Director of Platform", Some("Priya")), ("Security Lead", Some("Alex"))],
        );
        check(
            "## User Roles\n\n| Role | Description |\n|---|---|\n| **Signer** | Signs |\n",
            &[("signer", None)],
        );
        check(
            "## Audience\n\n**Help-seekers** (patients) have needs.\n\nWe like them.\n",
            &[("help-seeker", None)],
        );
    }
}
