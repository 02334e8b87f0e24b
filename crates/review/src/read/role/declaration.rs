//! A role as one place of a document declares it.

use crate::english::grammar;
use crate::english::inflect;
use crate::read::role::name::{Trust, is_own_name, is_rank, role_in, without_aliases};
use crate::read::role::title::{self, PersonaTitle};
use crate::settings::role::{Place, Role, RoleKind};
use crate::text::token::one_line;

/// A role as a section declares it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Draft {
    /// Its name, singular.
    pub name: String,
    /// The persona's own name.
    pub persona: Option<String>,
    /// The persona's number.
    pub number: Option<u32>,
    /// Other names that the section gives it.
    pub aliases: Vec<String>,
    /// What the section says of it.
    pub about: String,
    pub goals: Vec<String>,
    pub pains: Vec<String>,
    pub serves: Vec<String>,
    pub kind: Option<RoleKind>,
    pub success: Option<String>,
    /// Index of the passage that declares it; none where a segment before this one does, and this
    /// one goes on about it.
    pub passage: Option<usize>,
    pub form: Form,
}

/// The form in which a role is declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// A line that says who something is for, outside of any section on the audience.
    Aside,
    /// A list item, a table's row, a heading with nothing under it.
    Line,
    /// A heading, with what is said of them under it.
    Section,
    /// The document's title, or the name in its front matter, as a persona's page has it. By itself
    /// it declares nobody: it may be any title.
    Title,
}

impl Draft {
    /// Takes in what another draft of the same role, from further down, says of it.
    pub fn absorb(&mut self, other: &Draft) {
        for goal in &other.goals {
            add_goal(&mut self.goals, goal);
        }
        for pain in &other.pains {
            add_goal(&mut self.pains, pain);
        }
        for served in &other.serves {
            add_goal(&mut self.serves, served);
        }
        self.kind = self.kind.or(other.kind);
        self.success = self.success.take().or_else(|| other.success.clone());
        self.number = self.number.or(other.number);
        self.aliases.extend(other.aliases.iter().cloned());
    }

    /// Whether its name is evidently somebody's: a heading such as "Seeking help" may stand among
    /// those of roles.
    pub fn is_somebody(&self) -> bool {
        let names_person = |word: &str| {
            let word = inflect::singular(&word.to_lowercase());
            grammar::is_person_noun(&word) || grammar::is_generic_word(&word)
        };
        let is_acronym = |word: &str| word.len() > 1 && !word.contains(char::is_lowercase);
        let mut words = self.name.split([' ', '-', '/']);
        let has_name = self.persona.as_ref().is_some_and(|persona| *persona != self.name);
        has_name
            || self.number.is_some()
            || words.any(|word| names_person(word) || is_acronym(word))
    }

    /// Whether it is of a persona with a section of their own.
    pub fn is_persona(&self) -> bool {
        self.form == Form::Section && self.is_somebody()
    }

    pub fn says_something(&self) -> bool {
        let lists = [&self.goals, &self.pains, &self.serves, &self.aliases];
        self.success.is_some() || self.kind.is_some() || lists.iter().any(|list| !list.is_empty())
    }
}

impl Draft {
    /// The role it makes, declared at `place`.
    pub fn role(&self, place: Place) -> Role {
        Role {
            name: self.name.clone(),
            aliases: self.aliases.clone(),
            persona: self.persona.clone(),
            number: self.number,
            description: (!self.about.is_empty()).then(|| self.about.clone()),
            goals: self.goals.clone(),
            pains: self.pains.clone(),
            serves: self.serves.clone(),
            kind: self.kind,
            success: self.success.clone(),
            declared: vec![place],
            ..Role::default()
        }
    }
}

/// How much of what a section says of a role is kept, in bytes.
pub(super) const ABOUT_LIMIT: usize = 600;

/// The declarations of a document, each with its place, from those of its segments in text order:
/// what a segment goes on to say of a role is added to where the role began.
pub(crate) fn gathered<P>(drafts: impl Iterator<Item = (Draft, P)>) -> Vec<(Draft, P)> {
    let mut gathered: Vec<(Draft, P)> = Vec::new();
    for (draft, place) in drafts {
        let is_same = |other: &Draft| {
            other.name == draft.name || other.persona.is_some() && other.persona == draft.persona
        };
        if draft.passage.is_some() {
            gathered.push((draft, place));
        } else if let Some((whole, _)) = gathered.iter_mut().rev().find(|(other, _)| is_same(other))
        {
            whole.absorb(&draft);
        }
    }
    gathered
}

/// Reads the roles that a text names: "Primary: Linux Power Users", "Maya - Small Business Merchant",
/// "Sarah (Nurse)", "Statisticians / Study Design Analysts".
pub(super) fn parse(text: &str, passage: Option<usize>, trust: Trust) -> Vec<Draft> {
    let (text, aliases) = without_aliases(text);
    let (number, behind) = title::without_label(title::trimmed(&text));
    let text = behind.trim_start_matches(|c: char| !c.is_alphabetic());
    let draft = |name: String, persona: Option<&str>| {
        let persona = persona.map(|name| one_line(name.trim_matches(['"', '“', '”', '*'])));
        let mut draft = Draft { number, ..draft(name, persona, passage) };
        add_aliases(&mut draft, &aliases);
        draft
    };
    let mut parts: Vec<&str> =
        title::parts(text).into_iter().filter(|part| !part.is_empty()).collect();
    if parts.len() > 1
        && parts
            .first()
            .is_some_and(|part| is_rank(part) || part.to_lowercase().ends_with(" persona"))
    {
        parts.remove(0);
    }
    let Some(first) = parts.first().copied() else { return Vec::new() };
    if let Some((name, role)) = first.split_once(" the ")
        && is_own_name(name)
        && let Some(role) = role_in(role, Trust::Labelled)
    {
        return vec![draft(role, Some(name))];
    }
    if is_own_name(first) {
        let behind = parts.iter().skip(1).find_map(|part| role_in(part, Trust::Labelled));
        return match behind {
            Some(role) => vec![draft(role, Some(first))],
            // Known by name only, until something says what they are.
            None if trust >= Trust::SetOff && first.split_whitespace().count() < 3 => {
                vec![draft(one_line(first), Some(first))]
            }
            None => Vec::new(),
        };
    }
    // "A / B", "A & B": two, if each is one.
    for mark in [" / ", "/", " & ", " and ", " or "] {
        let both: Option<Vec<String>> =
            first.split(mark).map(|part| role_in(part, Trust::Plain)).collect();
        if let Some(both) = both.filter(|both| both.len() > 1) {
            return both.into_iter().map(|role| draft(role, None)).collect();
        }
    }
    role_in(first, trust).map(|role| draft(role, None)).into_iter().collect()
}

/// "**Sarah Sue** — sales associate in the shoe department", "**Ian** (he/him) is an operator": the
/// role behind a name.
pub(super) fn find_role_behind(draft: &mut Draft, rest: &str) {
    if draft.persona.as_ref() != Some(&draft.name) {
        return;
    }
    let stated = [" is a ", " is an ", " is the "].iter().find_map(|is| rest.split_once(is));
    let candidates = match stated {
        Some((before, behind)) if before.len() < 40 => vec![behind],
        _ => rest.split(['(', ')', '—', '–', ':', ';', '.', ',']).take(3).collect(),
    };
    if let Some(role) = candidates.into_iter().find_map(|part| role_in(part, Trust::Plain)) {
        draft.name = role;
    }
}

/// What a persona's page is titled by: "Dana Whitlock, sales associate".
pub(super) fn page_title(text: &str, passage: Option<usize>) -> Option<Draft> {
    let title = PersonaTitle::read(text);
    let is_persona = title.persona.as_ref().is_some_and(|name| is_own_name(name));
    let name = role_in(&title.role, if is_persona { Trust::Labelled } else { Trust::Plain })?;
    let persona = title.persona.filter(|_| is_persona);
    Some(Draft { form: Form::Title, number: title.number, ..draft(name, persona, passage) })
}

pub(super) fn draft(name: String, persona: Option<String>, passage: Option<usize>) -> Draft {
    Draft {
        name,
        persona,
        number: None,
        aliases: Vec::new(),
        about: String::new(),
        goals: Vec::new(),
        pains: Vec::new(),
        serves: Vec::new(),
        kind: None,
        success: None,
        passage,
        form: Form::Line,
    }
}

pub(super) fn clipped(text: &str) -> String {
    let text = one_line(text);
    text.get(..text.floor_char_boundary(ABOUT_LIMIT)).unwrap_or_default().to_owned()
}

pub(super) fn add_goal(goals: &mut Vec<String>, goal: &str) {
    const LIMIT: usize = 12;
    let goal = clipped(goal.trim().trim_end_matches('.'));
    if !goal.is_empty() && goals.len() < LIMIT && !goals.contains(&goal) {
        goals.push(goal);
    }
}

pub(super) fn add_aliases(draft: &mut Draft, aliases: &[String]) {
    for alias in aliases {
        if *alias != draft.name && !draft.aliases.contains(alias) {
            draft.aliases.push(alias.clone());
        }
    }
}
