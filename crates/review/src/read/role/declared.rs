//! Roles that a document declares itself: in its persona and audience sections.
//!
//! A section says who the product is for in one of a few forms: a heading a role, list items or
//! paragraphs that lead with one, a table with a column of them. "Sarah Sue, sales associate" names
//! a persona and her role; what else stands there is kept as evidence of what the role is about.

use std::ops::Range;

use markdown::{Document, Kind};

use crate::read::role::declaration::{
    Declaration, Form, add_aliases, clipped, find_role_after, page_title, parse,
};
use crate::read::role::line::{defined, defines_above, is_defined, labelled, stated};
use crate::read::role::name::{Trust, is_rank, role_in, without_aliases};
use crate::read::role::table::Table;
use crate::read::role::title;
use crate::read::role::traits::{SectionTraits, imply, label, say};
use crate::read::section::{self, Path, Topic};
use crate::settings::role::{Place, Role};
use crate::text::lead::lead;
use crate::text::passage::Passage;

/// The roles that the passages of a segment declare. `path` are the headings it is entered under:
/// the section of a persona that began before goes on.
pub(crate) fn find(passages: &[Passage], path: &Path) -> Vec<Declaration> {
    let mut here = Path::new();
    let mut finder = Finder::default();
    for above in path {
        finder.heading(None, above.level, &above.text, &above.title, &mut here);
    }
    for (index, passage) in passages.iter().enumerate() {
        if let Kind::Heading(level) = passage.kind {
            let title = section::title(passage);
            finder.heading(Some(index), level, passage.text(), &title, &mut here);
            continue;
        }
        let in_audience = section::topic(&here) == Topic::Audience;
        if in_audience && finder.current.is_none() && defines_above(passage) {
            let above = index.checked_sub(1).and_then(|at| Some((at, passages.get(at)?)));
            finder
                .declarations
                .extend(above.into_iter().flat_map(|(at, term)| defined(at, term, passage)));
            continue;
        }
        if in_audience || finder.current.is_some() {
            finder.body(index, passage, in_audience);
            finder.declarations.extend(stated(index, passage));
            continue;
        }
        let start = finder.declarations.len();
        if let Kind::Cell { .. } = passage.kind {
            finder.table.cell(index, passage, Trust::Plain, &mut finder.declarations);
        } else if passage.kind == Kind::FrontMatter {
            finder.front_matter(index, passage);
        } else {
            finder.title_body(passage);
            finder.declarations.extend(labelled(index, passage));
            finder.declarations.extend(stated(index, passage));
        }
        for declaration in
            finder.declarations.iter_mut().skip(start).filter(|it| it.form != Form::Title)
        {
            declaration.form = Form::Aside;
        }
    }
    finder
        .declarations
        .retain(|declaration| declaration.passage.is_some() || declaration.says_something());
    finder.declarations
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
                for declaration in &mut finder.declarations {
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

/// The generic words that an audience section of the segment sets off as roles of their own:
/// "**Clients** — people who hire the firm".
pub(crate) fn terms(passages: &[Passage], path: &Path) -> Vec<String> {
    let mut path = path.clone();
    let mut terms = Vec::new();
    for passage in passages {
        let was_audience = section::topic(&path) == Topic::Audience;
        if let Kind::Heading(level) = passage.kind {
            section::enter(&mut path, level, passage.text(), &section::title(passage));
        }
        let lead = match passage.kind {
            Kind::Heading(_) if was_audience && section::topic(&path) == Topic::Audience => {
                passage.text().to_owned()
            }
            Kind::Heading(_) => continue,
            _ if !was_audience => continue,
            _ => lead(passage).0.into_owned(),
        };
        let lead = lead.to_lowercase();
        let term = lead.strip_suffix('s').unwrap_or(&lead);
        if matches!(term, "customer" | "client" | "consumer" | "stakeholder") {
            terms.push(term.to_owned());
        }
    }
    terms
}

#[derive(Default)]
struct Finder {
    declarations: Vec<Declaration>,
    /// The roles whose section this is, and the level of its heading.
    current: Option<(Range<usize>, u8)>,
    /// The declaration of the document's title, where that may be a persona's.
    title: Option<usize>,
    traits: SectionTraits,
    table: Table,
}

impl Finder {
    fn heading(
        &mut self,
        index: Option<usize>,
        level: u8,
        text: &str,
        title: &str,
        path: &mut Path,
    ) {
        let is_first = path.is_empty();
        section::enter(path, level, text, title);
        let (_, parents) = path.split_last().unzip();
        let inside = section::topic(parents.unwrap_or_default()) == Topic::Audience
            && section::topic_of(title) == Topic::Other;
        self.traits.enter(level, title);
        if self.current.as_ref().is_some_and(|(_, above)| *above < level) {
            return;
        }
        self.current = None;
        let (_, behind) = title::without_label(title::trimmed(text));
        let is_persona = behind != title::trimmed(text) && text.to_lowercase().contains("persona");
        if !inside && !is_persona {
            if is_first && level == 1 && self.title.is_none() {
                self.title = page_title(text, index).map(|declaration| {
                    self.declarations.push(declaration);
                    self.declarations.len() - 1
                });
            }
            return;
        }
        self.traits.heading = None;
        let trust = if is_persona { Trust::Labelled } else { Trust::SetOff };
        let start = self.declarations.len();
        self.declarations.extend(parse(text, index, trust));
        if self.declarations.len() > start {
            self.current = Some((start..self.declarations.len(), level));
        }
    }

    /// "name: sales associate": the front matter of a persona's page goes before its title.
    fn front_matter(&mut self, index: usize, line: &Passage) {
        let name =
            line.text().strip_prefix("name:").and_then(|name| role_in(name, Trust::Labelled));
        if let (Some(name), None) = (name, self.title) {
            self.title = Some(self.declarations.len());
            self.declarations.push(Declaration {
                form: Form::Title,
                ..Declaration::new(name, None, Some(index))
            });
        }
    }

    fn body(&mut self, index: usize, passage: &Passage, in_audience: bool) {
        if let Some((declarations, _)) = self.current.clone() {
            self.describe(declarations, passage);
            return;
        }
        if let Kind::Cell { .. } = passage.kind {
            self.table.cell(index, passage, Trust::SetOff, &mut self.declarations);
            return;
        }
        let leads = passage.item.is_none_or(|item| item.leads && item.depth == 1);
        if !in_audience || !leads {
            return;
        }
        let (lead, rest, is_bold) = lead(passage);
        let ranked = is_rank(&lead);
        if passage.item.is_none() && !is_bold && !ranked && !is_defined(passage) {
            return;
        }
        // "Primary: first-time admin": the label says how important they are, the rest who.
        let (lead, rest) = if ranked { (&*rest, "") } else { (&*lead, &*rest) };
        let lead = lead.split(['.', ';']).next().unwrap_or_default();
        let trust = if is_bold && !ranked { Trust::SetOff } else { Trust::Plain };
        // "**Sales associate** (also: store associate): fits shoes"
        let (rest, aliases) = match rest.starts_with('(') {
            true => without_aliases(rest),
            false => (rest.to_owned(), Vec::new()),
        };
        let rest = rest.trim_start_matches([':', '-', '–', '—', ' ']);
        for mut declaration in parse(lead, Some(index), trust) {
            add_aliases(&mut declaration, &aliases);
            find_role_after(&mut declaration, rest);
            // "**Focus weeks:**" labels something else than a person.
            if declaration.persona.as_ref() == Some(&declaration.name) {
                continue;
            }
            declaration.about = clipped(rest);
            self.declarations.push(declaration);
        }
    }

    /// What a role's own section says of it.
    fn describe(&mut self, declarations: Range<usize>, passage: &Passage) {
        let said = self.traits.announced(passage);
        for declaration in self.declarations.get_mut(declarations).unwrap_or_default() {
            declaration.form = Form::Section;
            if let Some((what, text)) = &said {
                say(declaration, *what, text);
            }
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
        let found = self.declarations.get_mut(title).zip(said);
        let Some((declaration, (what, text))) = found else { return false };
        say(declaration, what, &text);
        true
    }
}

#[cfg(test)]
mod tests {
    use markdown::Document;

    use super::*;
    use crate::text::passage::tests::passages;

    fn check(text: &str, expected: &[(&str, Option<&str>)]) {
        let document = Document::new(text);
        let mut found = Vec::new();
        let mut path = Path::new();
        for (_, segment) in document.segments() {
            found.extend(find(&Passage::of(segment), &path));
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
        find(&passages(text), &path)
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
        ] {
            let declarations = declared(text, &[]);
            let found: Vec<_> = declarations.iter().map(|it| (it.name.as_str(), it.form)).collect();
            assert_eq!(found, [(name, form)], "{text}");
            assert!(declarations[0].passage.is_some());
        }
        for text in [
            "## Nurse, cook\n",
            "Text\n\n# Other\n\n## Nurse\n",
            "---\ntitle: nurse\n---\n",
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
        let page = "---\nname: Maya\n---\n\n# Maya\n\nWorks nights. She wants to rest.\n\nAge: 34\n\n\
                    ## Pains\n\nDark\n\n| a | b |\n|---|---|\n| c | d |\n\n## Day\n\nLong.\n";
        let role = persona_page(&Document::new(page));
        assert_eq!(role.description.as_deref(), Some("Works nights. She wants to rest. Long."));
        assert_eq!(
            (&role.goals[..], &role.pains[..]),
            (&["She wants to rest".to_owned()][..], &["Dark".to_owned()][..])
        );
        assert_eq!((role.name.as_str(), role.declared.len()), ("", 0));
    }

    #[test]
    fn a_section_may_set_off_generic_words() {
        let check = |text: &str, above: &[(u8, &str)], expected: &[&str]| {
            let mut path = Path::new();
            for (level, text) in above {
                section::enter(&mut path, *level, text, &text.to_lowercase());
            }
            assert_eq!(terms(&passages(text), &path), expected, "{text}");
        };
        check(
            "## Roles\n\n- **Clients** — hire\n- Consumer: buys\n- Nurse: cares\n",
            &[],
            &["client", "consumer"],
        );
        check(
            "## Roles\n\n### Customer\n\n### Stakeholders\n\n### User\n",
            &[],
            &["customer", "stakeholder"],
        );
        check("## Customers\n\n## Scope\n\n- **Clients** — hire\n", &[], &[]);
        check("## Roles\n\n## Customers\n", &[], &["customer"]);
        check("- **Client** — hires\n", &[(2, "Roles")], &["client"]);
        check("- **Client** — hires\n", &[(2, "Scope")], &[]);
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
        check("## Roles\n\n- **Goals**: none\n- **Users**: all\n", &[]);
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
            let declarations = find(&passages, &Path::new());
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
