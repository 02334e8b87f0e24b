//! Roles that a document declares itself: in its persona and audience sections.
//!
//! A section says who the product is for in one of a few forms: a heading a role, list items or
//! paragraphs that lead with one, a table with a column of them. "Sarah Sue, sales associate" names
//! a persona and her role; what else stands there is kept as evidence of what the role is about.

use markdown::{Kind, Span};

use crate::english;
use crate::generic::is_generic_word;
use crate::lexicon;
use crate::passage::Passage;
use crate::section::{self, Path, Topic};
use crate::words::{TokenKind, Words, one_line, tokens};

/// A role as a section declares it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Draft {
    /// Its name, singular.
    pub name: String,
    /// The persona's own name.
    pub persona: Option<String>,
    /// The persona's number.
    pub number: Option<u32>,
    /// What the section says of it.
    pub about: String,
    pub goals: Vec<String>,
    pub success: Option<String>,
    /// Index of the passage that declares it.
    pub passage: usize,
}

/// How much of what a section says of a role is kept, in bytes.
const ABOUT_LIMIT: usize = 600;

/// The roles that the passages of a segment declare. `path` are the headings it is entered under.
pub(crate) fn find(passages: &[Passage], path: &Path) -> Vec<Draft> {
    let mut path = path.clone();
    let mut finder = Finder { drafts: Vec::new(), current: None, table: Table::default() };
    for (index, passage) in passages.iter().enumerate() {
        if let Kind::Heading(level) = passage.kind {
            let title = section::title(passage);
            let inside = section::topic(&path) == Topic::Audience
                && path.iter().any(|above| above.topic == Topic::Audience && above.level < level);
            section::enter(&mut path, level, &title);
            finder.heading(
                index,
                passage,
                level,
                inside && section::topic_of(&title) == Topic::Other,
            );
        } else if section::topic(&path) == Topic::Audience || finder.current.is_some() {
            finder.body(index, passage, section::topic(&path) == Topic::Audience);
        }
    }
    finder.drafts
}

/// The generic words that an audience section of the segment sets off as roles of their own:
/// "**Clients** — people who hire the firm".
pub(crate) fn terms(passages: &[Passage], path: &Path) -> Vec<String> {
    let mut path = path.clone();
    let mut terms = Vec::new();
    for passage in passages {
        let was_audience = section::topic(&path) == Topic::Audience;
        if let Kind::Heading(level) = passage.kind {
            section::enter(&mut path, level, &section::title(passage));
        }
        let lead = match passage.kind {
            Kind::Heading(_) if was_audience && section::topic(&path) == Topic::Audience => {
                passage.text().to_owned()
            }
            Kind::Heading(_) => continue,
            _ if !was_audience => continue,
            _ => lead(passage).0,
        };
        let lead = lead.to_lowercase();
        let term = lead.strip_suffix('s').unwrap_or(&lead);
        if matches!(term, "customer" | "client" | "consumer" | "stakeholder") {
            terms.push(term.to_owned());
        }
    }
    terms
}

struct Finder {
    drafts: Vec<Draft>,
    /// The role whose section this is: index of the draft, level of its heading.
    current: Option<(usize, u8)>,
    table: Table,
}

#[derive(Default)]
struct Table {
    role: Option<u32>,
    persona: Option<u32>,
    row: u32,
    /// The draft of the present row.
    draft: Option<usize>,
}

impl Finder {
    fn heading(&mut self, index: usize, passage: &Passage, level: u8, inside: bool) {
        if self.current.is_some_and(|(_, above)| above < level) {
            return;
        }
        self.current = None;
        let text = passage.text();
        let label = persona_label(text);
        if !inside && label.is_none() {
            return;
        }
        let (text, number) = label.unwrap_or((text, None));
        if let Some(mut draft) = parse(text, index, true) {
            draft.number = number.or(draft.number);
            self.current = Some((self.drafts.len(), level));
            self.drafts.push(draft);
        }
    }

    fn body(&mut self, index: usize, passage: &Passage, in_audience: bool) {
        if let Kind::Cell { row, column } = passage.kind {
            if self.current.is_none() {
                self.cell(index, passage, row, column);
            }
            return;
        }
        if let Some((draft, _)) = self.current {
            self.attribute(draft, passage);
            return;
        }
        let leads = passage.item.is_none_or(|item| item.leads && item.depth == 1);
        if !in_audience || !leads {
            return;
        }
        let (lead, rest, is_bold) = lead(passage);
        if passage.item.is_none() && !is_bold {
            return;
        }
        let (lead, number) =
            persona_label(&lead).map_or((lead.as_str(), None), |(lead, number)| (lead, number));
        // "Primary: first-time admin": the label says how important they are, the rest who.
        let (lead, rest) = if is_rank(lead) { (rest.as_str(), "") } else { (lead, rest.as_str()) };
        let lead = lead.split(['(', '.', ';', ',', '\u{2014}']).next().unwrap_or_default();
        if let Some(mut draft) = parse(lead, index, is_bold) {
            draft.number = number;
            split_persona(&mut draft, rest);
            draft.about = clipped(rest);
            self.drafts.push(draft);
        }
    }

    fn cell(&mut self, index: usize, passage: &Passage, row: u32, column: u32) {
        let text = passage.text();
        if row == 0 {
            if column == 0 {
                self.table = Table::default();
            }
            match section::title(passage).as_str() {
                "role" | "user role" | "user type" | "type" | "actor" | "user" | "user segment"
                | "segment" | "user group" | "group" | "stakeholder" | "audience" | "customer"
                | "job title" | "title" | "occupation" | "who" | "roles" | "actors" | "users" => {
                    self.table.role = self.table.role.or(Some(column))
                }
                "persona" | "name" | "persona name" | "personas" => {
                    self.table.persona = Some(column)
                }
                _ => {}
            }
            return;
        }
        if row != self.table.row {
            self.table.row = row;
            self.table.draft = None;
        }
        let is_name = self.table.persona == Some(column);
        let is_role = self.table.role == Some(column);
        match self.table.draft.and_then(|draft| self.drafts.get_mut(draft)) {
            Some(draft) if is_role || is_name => {
                if let Some(other) = parse(text, index, true) {
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
                if let Some(draft) = parse(text, index, true) {
                    self.table.draft = Some(self.drafts.len());
                    self.drafts.push(draft);
                }
            }
            None => {}
        }
    }

    /// What a role's own section says of it.
    fn attribute(&mut self, draft: usize, passage: &Passage) {
        let Some(draft) = self.drafts.get_mut(draft) else { return };
        let (label, rest, _) = lead(passage);
        let value = one_line(&rest);
        match label.to_lowercase().trim() {
            "role" | "title" | "job" | "job title" | "occupation" if !value.is_empty() => {
                if let Some(other) = parse(&value, draft.passage, false)
                    .or_else(|| parse(&value, draft.passage, true))
                    && draft.persona.is_none()
                {
                    draft.persona = Some(std::mem::replace(&mut draft.name, other.name));
                }
            }
            "goal" | "goals" | "needs" | "wants" if !value.is_empty() => {
                draft.goals.extend(value.split(';').map(|goal| goal.trim().to_owned()));
            }
            "success" | "measure of success" | "success metric" | "success metrics"
                if !value.is_empty() =>
            {
                draft.success = Some(value.clone());
            }
            _ => {}
        }
        draft.about = clipped(&format!("{} {}", draft.about, passage.text()));
    }
}

fn clipped(text: &str) -> String {
    let text = one_line(text);
    text.get(..text.floor_char_boundary(ABOUT_LIMIT)).unwrap_or_default().to_owned()
}

/// The words a passage leads with, what follows them, and whether they are set in bold.
fn lead(passage: &Passage) -> (String, String, bool) {
    let text = passage.text();
    let strip = |text: &str| {
        one_line(text)
            .trim_matches(|c: char| matches!(c, ':' | '-' | '–' | '—' | '.' | ' ' | '*'))
            .to_owned()
    };
    if let Some(bold) = passage.bold_lead() {
        let rest = markdown::slice(text, Span::new(bold.end, text.len()));
        return (strip(markdown::slice(text, bold)), strip(rest), true);
    }
    let words = passage.words();
    let end = words.tokens.iter().take(10).position(|token| {
        token.is(':') || token.spaced && matches!(token.kind, TokenKind::Mark('-' | '–' | '—'))
    });
    match end.and_then(|end| words.get(end)) {
        Some(mark) => {
            let at = mark.span();
            let head = markdown::slice(text, Span::new(0, at.start));
            let rest = markdown::slice(text, Span::new(at.end, text.len()));
            (strip(head), strip(rest), false)
        }
        None => (strip(text), String::new(), false),
    }
}

/// "Persona 3: …", "Primary persona — …": what stands behind the label, and the number.
fn persona_label(text: &str) -> Option<(&str, Option<u32>)> {
    let tokens = tokens(text);
    let words = Words { text, tokens: &tokens };
    let at = (0..4).find(|at| words.lower(*at) == "persona")?;
    let ranks = (0..at)
        .all(|at| is_rank(words.text(at)) || !words.is_word(at) || words.lower(at) == "user");
    let mut next = at + 1;
    let mut number = None;
    if words.text(next) == "#" {
        next += 1;
    }
    if let Some(token) = words.get(next)
        && token.kind == TokenKind::Number
    {
        number = words.text(next).parse().ok();
        next += 1;
    }
    let mark = words.get(next)?;
    let parted = matches!(mark.kind, TokenKind::Mark(':' | '-' | '–' | '—' | '.'));
    (ranks && parted)
        .then(|| (markdown::slice(text, Span::new(mark.span().end, text.len())).trim(), number))
}

fn is_rank(text: &str) -> bool {
    matches!(
        text.trim()
            .to_lowercase()
            .trim_end_matches([':', ' '])
            .trim_end_matches(" users")
            .trim_end_matches(" user"),
        "primary" | "secondary" | "tertiary" | "main" | "other" | "also"
    )
}

/// Reads a name: "Primary: Linux Power Users", "Maya - Small Business Merchant", "Sarah (Nurse)".
/// `set_off`: whether its form already says that it is one, as a heading or bold type does.
fn parse(text: &str, passage: usize, set_off: bool) -> Option<Draft> {
    let mut text = text.trim().trim_start_matches(|c: char| !c.is_alphabetic());
    for mark in [':', '–', '—', '-'] {
        if let Some((label, rest)) = text.split_once(mark)
            && is_rank(label)
        {
            text = rest.trim();
        }
    }
    let mut draft = Draft {
        name: String::new(),
        persona: None,
        number: None,
        about: String::new(),
        goals: Vec::new(),
        success: None,
        passage,
    };
    let parts = [" — ", " – ", " - ", ": ", ", ", " | ", " ("];
    let split = parts.iter().find_map(|part| text.split_once(part));
    if let Some((first, second)) = split {
        let second = second.split([')', ',', '(', ';', '—']).next().unwrap_or_default();
        if is_own_name(first) && is_role(second, true) {
            draft.persona = Some(one_line(first));
            draft.name = role_name(second);
            return Some(draft);
        }
        text = first;
    } else if let Some((first, second)) = text.split_once(" the ")
        && is_own_name(first)
        && is_role(second, true)
    {
        draft.persona = Some(one_line(first));
        draft.name = role_name(second);
        return Some(draft);
    }
    let text = text.trim_start_matches("The ").trim_start_matches("the ");
    if !is_role(text, set_off) {
        return None;
    }
    draft.name = role_name(text);
    Some(draft)
}

/// "**Sarah Sue** — sales associate in the shoe department": the role behind the name.
fn split_persona(draft: &mut Draft, rest: &str) {
    if draft.persona.is_some() || !is_own_name(&draft.name) {
        return;
    }
    let first =
        rest.split([',', '.', ';', '(', ')', '—', '–', ':']).find(|part| !part.trim().is_empty());
    let Some(first) = first else { return };
    let first =
        first.trim().trim_start_matches("a ").trim_start_matches("an ").trim_start_matches("the ");
    if is_role(first, false) {
        draft.persona = Some(std::mem::replace(&mut draft.name, role_name(first)));
    }
}

/// One to three capitalised words, none of which says what somebody does.
fn is_own_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    (1..=3).contains(&words.len())
        && words.iter().all(|word| {
            let lower = word.to_lowercase();
            let lower = lower.trim_end_matches(['.', ',']);
            word.chars().next().is_some_and(char::is_uppercase)
                && !lexicon::is_person_noun(lower)
                && !lexicon::is_person_noun(lower.trim_end_matches('s'))
                && !is_generic_word(lower)
                && !is_attribute(lower)
                && word.chars().skip(1).any(char::is_lowercase)
        })
        && !words.last().is_some_and(|word| word.ends_with('s') && word.len() > 5)
}

/// Whether a text can be the name of a role.
fn is_role(text: &str, set_off: bool) -> bool {
    let text = text.trim();
    let cut = tokens(text);
    let words = Words { text, tokens: &cut };
    let count = cut.iter().filter(|token| token.kind == TokenKind::Word).count();
    if count == 0 || count > 5 || text.len() > 60 {
        return false;
    }
    let plain = (0..cut.len()).all(|at| match words.get(at).map(|token| token.kind) {
        Some(TokenKind::Word) => {
            let word = words.lower(at);
            let joins = matches!(
                word.as_str(),
                "of" | "and" | "in" | "for" | "at" | "the" | "on" | "or" | "first"
            );
            // "The shopper pays" is a sentence.
            let is_verb = at > 0 && lexicon::is_plain_verb(&word);
            joins || !lexicon::is_function_word(&word) && !is_verb
        }
        Some(TokenKind::Mark(mark)) => matches!(mark, '-' | '/' | '&' | '\'' | '’' | '.'),
        Some(TokenKind::Number) => at > 0,
        _ => false,
    });
    let last = words.lower(cut.len() - 1);
    let has_of = (0..cut.len()).any(|at| words.lower(at) == "of");
    if !plain || is_attribute(&text.to_lowercase()) || is_attribute(&last) && count > 1 && !has_of {
        return false;
    }
    if is_bare_generic(text) {
        return false;
    }
    let head = english::singular(&last);
    set_off
        || lexicon::is_person_noun(&head)
        || is_generic_word(&last)
        || head.chars().all(char::is_uppercase)
}

/// "Users", "new customers": a generic word and nothing that makes a role of it.
pub(crate) fn is_bare_generic(text: &str) -> bool {
    let lower = text.to_lowercase().replace('-', " ");
    let words: Vec<&str> = lower.split_whitespace().collect();
    match words.split_last() {
        Some((head, rest)) => {
            let head = head.strip_suffix("(s)").unwrap_or(head);
            (is_generic_word(head)
                || matches!(
                    head,
                    "human" | "individual" | "someone" | "somebody" | "individuals" | "humans"
                ))
                && rest.iter().all(|word| {
                    lexicon::is_segment_adjective(word)
                        || lexicon::is_determiner(word)
                        || *word == "in"
                        || *word == "time"
                        || *word == "level"
                })
        }
        None => false,
    }
}

/// What a persona's section is divided into, and who is nobody.
fn is_attribute(text: &str) -> bool {
    const ATTRIBUTES: &[&str] = &[
        "goals",
        "goal",
        "needs",
        "need",
        "pain points",
        "pain point",
        "points",
        "pains",
        "pain",
        "frustrations",
        "motivations",
        "motivation",
        "background",
        "behaviors",
        "behaviours",
        "behavior",
        "demographics",
        "quote",
        "scenario",
        "scenarios",
        "age",
        "location",
        "role",
        "roles",
        "name",
        "description",
        "summary",
        "profile",
        "tasks",
        "responsibilities",
        "key tasks",
        "jobs to be done",
        "jtbd",
        "success",
        "success metrics",
        "metrics",
        "context",
        "overview",
        "notes",
        "use case",
        "use cases",
        "characteristics",
        "challenges",
        "tools",
        "skills",
        "environment",
        "tech savviness",
        "technical level",
        "bio",
        "who",
        "what",
        "why",
        "how",
        "when",
        "where",
        "example",
        "examples",
        "problem",
        "problems",
        "solution",
        "journey",
        "user stories",
        "stories",
        "permissions",
        "access",
        "features",
        "workflow",
        "workflows",
        "priorities",
        "priority",
        "expectations",
        "usage",
        "frequency",
        "journeys",
        "key needs",
        "key goals",
        "value",
        "benefits",
        "opportunities",
        "out of scope",
        "anti-personas",
        "anti-persona",
        "anti-goals",
        "non-goals",
        "type",
        "types",
        "capabilities",
        "requirements",
        "criteria",
        "status",
        "market size",
        "size",
        "platform",
        "platforms",
        "devices",
        "device",
        "budget",
        "impact",
        "risk",
        "risks",
        "tbd",
        "personas",
        "persona",
        "core needs",
        "primary",
        "secondary",
        "tertiary",
        "in scope",
        "scope",
    ];
    ATTRIBUTES.contains(&text.trim())
}

/// The name as it is to be written in prose: singular, without the capital of a sentence's start.
fn role_name(text: &str) -> String {
    let text = one_line(text.trim().trim_start_matches("The ").trim_start_matches("the "));
    let name = english::singular(&text);
    let words: Vec<&str> = name.split(' ').collect();
    let title = |word: &str| {
        let mut characters = word.chars();
        characters.next().is_some_and(char::is_uppercase) && characters.all(|c| !c.is_uppercase())
    };
    let first = words.first().copied().unwrap_or_default();
    let lower = first.to_lowercase();
    let rest_is_lower = words.iter().skip(1).all(|word| !word.chars().any(char::is_uppercase));
    let is_noun = words.len() > 1 || name != text || lexicon::is_person_noun(&lower);
    let is_common =
        words.len() > 2 && lexicon::is_segment_adjective(&lower) && name.contains(" on ");
    if title(first) && first.len() > 1 && (rest_is_lower && is_noun || is_common) {
        let mut characters = name.chars();
        return characters
            .next()
            .map_or(String::new(), |c| c.to_lowercase().chain(characters).collect());
    }
    name
}

#[cfg(test)]
mod tests {
    use markdown::Document;

    use super::*;

    fn check(text: &str, expected: &[(&str, Option<&str>)]) {
        let document = Document::new(text);
        let mut found = Vec::new();
        let mut path = Path::new();
        for (_, segment) in document.segments() {
            found.extend(find(&Passage::of(segment), &path));
            path.clear();
        }
        let found: Vec<(&str, Option<&str>)> =
            found.iter().map(|draft| (draft.name.as_str(), draft.persona.as_deref())).collect();
        assert_eq!(found, expected, "in {text}");
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
