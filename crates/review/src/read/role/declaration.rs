//! Roles that a document declares itself: in its persona and audience sections.
//!
//! A section says who the product is for in one of a few forms: a heading a role, list items or
//! paragraphs that lead with one, a table with a column of them. "Sarah Sue, sales associate" names
//! a persona and her role; what else stands there is kept as evidence of what the role is about.

use std::borrow::Cow;
use std::ops::Range;

use markdown::{Document, Kind, Span};

use crate::english::generic::GenericWords;
use crate::english::grammar;
use crate::english::inflect;
use crate::read::role::title::{self, PersonaTitle};
use crate::read::section::{self, Path, Topic};
use crate::settings::role::{Place, Role, RoleKind};
use crate::text::passage::Passage;
use crate::text::token::{TokenKind, composed, one_line, tokens};
use crate::words::Class;

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

    fn says_something(&self) -> bool {
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
const ABOUT_LIMIT: usize = 600;

/// The roles that the passages of a segment declare. `path` are the headings it is entered under:
/// the section of a persona that began before goes on.
pub(crate) fn find(passages: &[Passage], path: &Path) -> Vec<Draft> {
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
                .drafts
                .extend(above.into_iter().flat_map(|(at, term)| defined(at, term, passage)));
            continue;
        }
        if in_audience || finder.current.is_some() {
            finder.body(index, passage, in_audience);
            finder.drafts.extend(stated(index, passage));
            continue;
        }
        let start = finder.drafts.len();
        if let Kind::Cell { row, column } = passage.kind {
            finder.cell(index, passage, row, column, Trust::Plain);
        } else if passage.kind == Kind::FrontMatter {
            finder.front_matter(index, passage);
        } else {
            finder.title_body(passage);
            finder.drafts.extend(labelled(index, passage));
            finder.drafts.extend(stated(index, passage));
        }
        for draft in finder.drafts.iter_mut().skip(start).filter(|it| it.form != Form::Title) {
            draft.form = Form::Aside;
        }
    }
    finder.drafts.retain(|draft| draft.passage.is_some() || draft.says_something());
    finder.drafts
}

/// What the page of a persona says of them below its title: goals, pains, whom they serve, how their
/// success is measured, and, of what stands under no label, a description. It has no name.
pub fn told_on(page: &Document) -> Role {
    let title = draft(String::new(), None, None);
    let mut finder = Finder { drafts: vec![title], title: Some(0), ..Finder::default() };
    for passage in page.segments().flat_map(|(_, segment)| Passage::of(segment)) {
        match passage.kind {
            Kind::FrontMatter => {}
            Kind::Heading(level) => finder.says.enter(level, &section::title(&passage)),
            _ if finder.title_body(&passage) => {}
            Kind::Cell { .. } => {}
            _ if label(&passage).is_some() => {}
            _ => {
                for draft in &mut finder.drafts {
                    imply(draft, passage.text());
                    draft.about = clipped(&format!("{} {}", draft.about, passage.text()));
                }
            }
        }
    }
    let told = finder.drafts.first().map(|draft| draft.role(Place::here(0)));
    Role { declared: Vec::new(), ..told.unwrap_or_default() }
}

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

/// "**Target users:** nurses, ward clerks", "Primary actor: player": a line that says who, wherever
/// it stands.
fn labelled(index: usize, passage: &Passage) -> Vec<Draft> {
    let (label, rest, _) = lead(passage);
    let is_short = label.len() < 40 && rest.len() < 200;
    if passage.kind != Kind::Paragraph && passage.item.is_none()
        || !is_short
        || section::topic_of(&label.to_lowercase()) != Topic::Audience
    {
        return Vec::new();
    }
    let names = rest.split([',', ';', '.']).flat_map(|part| part.split(" and ")).map(str::trim);
    names
        .filter(|name| !name.is_empty())
        .flat_map(|name| parse(name, Some(index), Trust::Plain))
        .collect()
}

/// "The primary user of the map is the field representative."
fn stated(index: usize, passage: &Passage) -> Vec<Draft> {
    let words = passage.words();
    let is_rank = |at: usize| words.is(at, Class::AudienceRank);
    let is_noun = |at: usize| words.is(at, Class::AudienceHead);
    let named = (0..words.tokens.len().min(40)).find(|at| is_rank(*at) && is_noun(at + 1));
    let verb =
        named.and_then(|at| (at + 2..at + 8).find(|at| matches!(words.lower(*at), "is" | "are")));
    let Some(start) = verb.and_then(|verb| words.get(verb + 1)) else { return Vec::new() };
    let rest = Span::new(start.span().start, passage.text().len());
    parse(title::without_article(markdown::slice(passage.text(), rest)), Some(index), Trust::Plain)
}

#[derive(Default)]
struct Finder {
    drafts: Vec<Draft>,
    /// The roles whose section this is, and the level of its heading.
    current: Option<(Range<usize>, u8)>,
    /// The draft of the document's title, where that may be a persona's.
    title: Option<usize>,
    says: Says,
    table: Table,
}

/// What the place says of the role whose section it is in, by the headings and labels over it.
#[derive(Default)]
struct Says {
    /// By a heading of this level.
    heading: Option<(Trait, u8)>,
    /// By a label that a list follows, in an item of this depth.
    label: Option<(Trait, u16)>,
    /// By the first cell of a table's row.
    row: String,
}

impl Says {
    /// Steps into the section that a heading opens.
    fn enter(&mut self, level: u8, title: &str) {
        self.label = None;
        if self.heading.is_none_or(|(_, above)| above >= level) {
            self.heading = Trait::of(title).map(|what| (what, level));
        }
    }
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
        self.says.enter(level, title);
        if self.current.as_ref().is_some_and(|(_, above)| *above < level) {
            return;
        }
        self.current = None;
        let (_, behind) = title::without_label(title::trimmed(text));
        let is_persona = behind != title::trimmed(text) && text.to_lowercase().contains("persona");
        if !inside && !is_persona {
            if is_first && level == 1 && self.title.is_none() {
                self.title = page_title(text, index).map(|draft| {
                    self.drafts.push(draft);
                    self.drafts.len() - 1
                });
            }
            return;
        }
        self.says.heading = None;
        let trust = if is_persona { Trust::Labelled } else { Trust::SetOff };
        let start = self.drafts.len();
        self.drafts.extend(parse(text, index, trust));
        if self.drafts.len() > start {
            self.current = Some((start..self.drafts.len(), level));
        }
    }

    /// "name: sales associate": the front matter of a persona's page goes before its title.
    fn front_matter(&mut self, index: usize, line: &Passage) {
        let name =
            line.text().strip_prefix("name:").and_then(|name| role_in(name, Trust::Labelled));
        if let (Some(name), None) = (name, self.title) {
            self.title = Some(self.drafts.len());
            self.drafts.push(Draft { form: Form::Title, ..draft(name, None, Some(index)) });
        }
    }

    fn body(&mut self, index: usize, passage: &Passage, in_audience: bool) {
        if let Some((drafts, _)) = self.current.clone() {
            self.describe(drafts, passage);
            return;
        }
        if let Kind::Cell { row, column } = passage.kind {
            self.cell(index, passage, row, column, Trust::SetOff);
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
        for mut draft in parse(lead, Some(index), trust) {
            add_aliases(&mut draft, &aliases);
            find_role_behind(&mut draft, rest);
            // "**Focus weeks:**" labels something else than a person.
            if draft.persona.as_ref() == Some(&draft.name) {
                continue;
            }
            draft.about = clipped(rest);
            self.drafts.push(draft);
        }
    }

    /// A table's cell: of an audience section, or of any other where only a column that says so
    /// itself is trusted.
    fn cell(&mut self, index: usize, passage: &Passage, row: u32, column: u32, trust: Trust) {
        let text = passage.text();
        if row == 0 {
            if column == 0 {
                self.table = Table::default();
            }
            match section::title(passage).as_str() {
                "primary user" | "target user" | "primary actor" | "primary persona" => {
                    self.table.role = self.table.role.or(Some(column))
                }
                _ if trust == Trust::Plain => {}
                title if Class::RoleColumn.has(title) => {
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
                let drafts = parse(text, Some(index), trust);
                if !drafts.is_empty() {
                    self.table.draft = Some(self.drafts.len());
                    self.drafts.extend(drafts);
                }
            }
            None => {}
        }
    }

    /// What a role's own section says of it.
    fn describe(&mut self, drafts: Range<usize>, passage: &Passage) {
        let said = self.said(passage);
        for draft in self.drafts.get_mut(drafts).unwrap_or_default() {
            draft.form = Form::Section;
            if let Some((what, text)) = &said {
                say(draft, *what, text);
            }
            imply(draft, passage.text());
            if matches!(passage.kind, Kind::Cell { .. }) {
                continue;
            }
            draft.about = clipped(&format!("{} {}", draft.about, passage.text()));
        }
    }

    /// The same for the document's title, if it is a persona's. False if the passage says nothing of
    /// them by its heading or its label.
    fn title_body(&mut self, passage: &Passage) -> bool {
        let Some(title) = self.title else { return false };
        let said = self.said(passage);
        let told = self.drafts.get_mut(title).zip(said);
        let Some((draft, (what, text))) = told else { return false };
        say(draft, what, &text);
        true
    }

    /// What a passage says of the role whose section it is in: the trait, and what of it.
    fn said(&mut self, passage: &Passage) -> Option<(Trait, String)> {
        if let Kind::Cell { column, .. } = passage.kind {
            if column == 0 {
                self.says.row = one_line(passage.text());
            }
            let what = Trait::of(&self.says.row).filter(|_| column == 1)?;
            return Some((what, one_line(passage.text())));
        }
        let (label, rest, is_bold) = lead(passage);
        let rest = one_line(&rest);
        let is_label = is_bold || !rest.is_empty() || passage.text().trim_end().ends_with(':');
        let depth = passage.item.map_or(0, |item| item.depth);
        if let Some(what) = Trait::of(&label).filter(|_| is_label) {
            self.says.label = rest.is_empty().then_some((what, depth));
            return (!rest.is_empty()).then_some((what, rest));
        }
        let (above, _) = self.says.label.filter(|(_, above)| depth > *above).unzip();
        if above.is_none() {
            self.says.label = None;
        }
        let what = above.or(self.says.heading.map(|(what, _)| what))?;
        Some((what, one_line(passage.text())))
    }
}

/// What a section may say of a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trait {
    /// What somebody with a name is.
    Role,
    /// What else they are called.
    Aliases,
    Number,
    /// What they want to get done.
    Goals,
    /// What is in their way.
    Pains,
    /// Whom they serve.
    Serves,
    Kind,
    /// What makes them successful, and how that is measured.
    Success,
}

impl Trait {
    /// What a label or a heading announces: "Wants to", "How she knows it went well".
    fn of(label: &str) -> Option<Trait> {
        let lower = label.to_lowercase().replace('\u{2019}', "'");
        let words: Vec<&str> = lower
            .split(|c: char| !c.is_alphanumeric() && c != '-' && c != '\'')
            .filter(|word| !word.is_empty())
            .collect();
        let has = |class: Class| words.iter().any(|word| class.has(word));
        let holds = |word: &str| words.contains(&word);
        match words.as_slice() {
            [] => return None,
            ["role" | "title" | "job" | "occupation"] | ["job", "title"] => {
                return Some(Trait::Role);
            }
            ["alias" | "aliases" | "aka" | "synonyms"]
            | ["also", "called" | "named"]
            | ["also", "known", "as"]
            | ["other", "names"] => return Some(Trait::Aliases),
            ["number"] | ["persona", "number" | "no"] => return Some(Trait::Number),
            ["kind" | "type"] | ["kind" | "type", "of", "role" | "user" | "customer"] => {
                return Some(Trait::Kind);
            }
            ["serves"] => return Some(Trait::Serves),
            _ => {}
        }
        // "Customer success manager", "Non-goals", "Accessibility needs"
        let is_person = words.last().is_some_and(|word| grammar::is_person_noun(word));
        let is_other = has(Class::NotGoals) || has(Class::OtherNeeds);
        if words.len() > 6 || is_person || is_other {
            return None;
        }
        let knows = words.first() == Some(&"how") && has(Class::KnowsLabel);
        let looks_good = holds("good") && (holds("looks") || holds("look"));
        if knows || looks_good || has(Class::SuccessLabel) || has(Class::MetricsLabel) {
            return Some(Trait::Success);
        }
        let jobs = (holds("job") || holds("jobs")) && holds("done") || holds("jtbd");
        let wants = has(Class::GoalsLabel) || has(Class::MotivationLabel);
        let hurts = has(Class::PainsLabel) || has(Class::ChallengeLabel);
        match jobs || wants {
            true => Some(Trait::Goals),
            false => hurts.then_some(Trait::Pains),
        }
    }
}

/// The label that a passage begins with, in a few words: "Age: 34", "**Needs**".
pub(crate) fn label(passage: &Passage) -> Option<String> {
    let (label, rest, is_bold) = lead(passage);
    let is_label = is_bold || !rest.is_empty() || passage.text().trim_end().ends_with(':');
    (is_label && label.split_whitespace().count() <= 5).then(|| label.into_owned())
}

/// Whether a passage says what else a role is called: "Also called: store associate".
pub(crate) fn names_aliases(passage: &Passage) -> bool {
    Trait::of(&lead(passage).0) == Some(Trait::Aliases)
}

/// Keeps what is said of a role.
fn say(draft: &mut Draft, what: Trait, text: &str) {
    match what {
        Trait::Role => {
            let other = parse(text, draft.passage, Trust::Labelled).into_iter().next();
            if let Some(other) = other.filter(|_| is_own_name(&draft.name)) {
                draft.persona = Some(std::mem::replace(&mut draft.name, other.name));
            }
        }
        Trait::Aliases => add_aliases(draft, &names(text)),
        Trait::Number => {
            let digits = text.trim_start_matches(['#', ' ']);
            draft.number = draft.number.or_else(|| digits.parse().ok());
        }
        Trait::Goals => text.split(';').for_each(|goal| add_goal(&mut draft.goals, goal)),
        Trait::Pains => text.split(';').for_each(|pain| add_goal(&mut draft.pains, pain)),
        Trait::Serves => names(text).iter().for_each(|served| add_goal(&mut draft.serves, served)),
        Trait::Kind => {
            let kind = text.trim().trim_end_matches('.').to_lowercase().replace(' ', "-");
            draft.kind = draft.kind.or(RoleKind::from_name(&kind));
        }
        Trait::Success => match &mut draft.success {
            Some(success) if success.len() + text.len() < ABOUT_LIMIT => {
                success.push_str("; ");
                success.push_str(text);
            }
            Some(_) => {}
            None => draft.success = Some(clipped(text)),
        },
    }
}

/// What free prose says of a role, where it says it outright: "I want to …", "Success means …".
fn imply(draft: &mut Draft, text: &str) {
    for sentence in text.split_inclusive(['.', '!', '?', '\n']) {
        let lower = sentence.to_lowercase();
        let words: Vec<&str> =
            lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let wants = words.windows(2).any(|pair| {
            matches!(
                pair,
                ["want" | "wants" | "need" | "needs" | "trying" | "tries" | "aims" | "hopes", "to"]
                    | ["goal" | "goals", "is" | "are"]
                    | ["looking", "for" | "to"]
            )
        });
        let wants = wants || matches!(words.first(), Some(&("want" | "wants" | "need" | "needs")));
        let succeeds = matches!(words.as_slice(), ["success" | "successful", _, ..])
            || words.windows(2).any(|pair| {
                matches!(pair, ["measured", "by" | "on"] | ["successful", "when" | "if"])
            });
        let said = sentence.trim().trim_matches(['"', '“', '”', '*']);
        if succeeds && draft.success.is_none() {
            draft.success = Some(clipped(said));
        } else if wants && draft.goals.is_empty() {
            add_goal(&mut draft.goals, said);
        }
    }
}

fn add_goal(goals: &mut Vec<String>, goal: &str) {
    const LIMIT: usize = 12;
    let goal = clipped(goal.trim().trim_end_matches('.'));
    if !goal.is_empty() && goals.len() < LIMIT && !goals.contains(&goal) {
        goals.push(goal);
    }
}

fn add_aliases(draft: &mut Draft, aliases: &[String]) {
    for alias in aliases {
        if *alias != draft.name && !draft.aliases.contains(alias) {
            draft.aliases.push(alias.clone());
        }
    }
}

/// "Sales associate (also: store associate, floor clerk)": what is left without the bracket, and
/// the names in it.
fn without_aliases(text: &str) -> (String, Vec<String>) {
    const MARKS: [&str; 7] =
        ["(also:", "(also called", "(also known as", "(aka", "(a.k.a.", "(aliases:", "(alias:"];
    let lower = text.to_ascii_lowercase();
    let bracket = MARKS.iter().find_map(|mark| {
        let open = lower.find(mark)?;
        let close = open + lower.get(open..)?.find(')')?;
        Some((open, open + mark.len(), close))
    });
    let Some((open, start, close)) = bracket else { return (text.to_owned(), Vec::new()) };
    let rest = text.get(close + 1..).unwrap_or_default();
    let names = names(text.get(start..close).unwrap_or_default());
    (format!("{}{rest}", text.get(..open).unwrap_or_default().trim_end()), names)
}

/// The names in a list of them: "store associate, floor clerk or “runner”".
fn names(text: &str) -> Vec<String> {
    let parts = text.split([',', ';', '/']);
    let parts = parts.flat_map(|part| part.split(" or ")).flat_map(|part| part.split(" and "));
    let names = parts.map(|part| {
        let marks = |c: char| matches!(c, ':' | '.' | '"' | '\'' | '“' | '”' | '*' | ' ');
        role_name(title::without_article(part.trim_matches(marks)))
    });
    let is_name = |name: &String| {
        let count = name.split_whitespace().count();
        (1..=4).contains(&count) && name.contains(char::is_alphabetic)
    };
    names.filter(is_name).collect()
}

/// What a persona's page is titled by: "Dana Whitlock, sales associate".
fn page_title(text: &str, passage: Option<usize>) -> Option<Draft> {
    let title = PersonaTitle::read(text);
    let is_persona = title.persona.as_ref().is_some_and(|name| is_own_name(name));
    let name = role_in(&title.role, if is_persona { Trust::Labelled } else { Trust::Plain })?;
    let persona = title.persona.filter(|_| is_persona);
    Some(Draft { form: Form::Title, number: title.number, ..draft(name, persona, passage) })
}

fn draft(name: String, persona: Option<String>, passage: Option<usize>) -> Draft {
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

fn clipped(text: &str) -> String {
    let text = one_line(text);
    text.get(..text.floor_char_boundary(ABOUT_LIMIT)).unwrap_or_default().to_owned()
}

/// The words a passage leads with, what follows them, and whether they are set in bold.
pub(crate) fn lead(passage: &Passage) -> (Cow<'_, str>, Cow<'_, str>, bool) {
    fn strip(text: &str) -> Cow<'_, str> {
        let is_mark = |c: char| matches!(c, ':' | '-' | '–' | '—' | '.' | ' ' | '*');
        let text = text.trim();
        let is_odd = |c: char| c.is_whitespace() && c != ' ';
        if text.contains(is_odd) || text.contains("  ") {
            Cow::Owned(one_line(text).trim_matches(is_mark).to_owned())
        } else {
            Cow::Borrowed(text.trim_matches(is_mark))
        }
    }
    let text = passage.text();
    if let Some(bold) = passage.bold_lead() {
        let rest = markdown::slice(text, Span::new(bold.end, text.len()));
        return (strip(markdown::slice(text, bold)), strip(rest), true);
    }
    let words = passage.words();
    let mut brackets = 0_usize;
    let mut outside = 0;
    let end = words.tokens.iter().take(40).position(|token| {
        match token.kind {
            TokenKind::Mark('(') => brackets += 1,
            TokenKind::Mark(')') => brackets = brackets.saturating_sub(1),
            _ => outside += usize::from(brackets == 0),
        }
        let is_dash = token.spaced && matches!(token.kind, TokenKind::Mark('-' | '–' | '—'));
        brackets == 0 && outside <= 10 && (token.is(':') || is_dash)
    });
    match end.and_then(|end| words.get(end)) {
        Some(mark) => {
            let at = mark.span();
            let head = markdown::slice(text, Span::new(0, at.start));
            let rest = markdown::slice(text, Span::new(at.end, text.len()));
            (strip(head), strip(rest), false)
        }
        None => (strip(text), Cow::Borrowed(""), false),
    }
}

/// Whether a passage is the definition of a term that stands in a paragraph of its own above it: ": Cares for patients".
fn defines_above(passage: &Passage) -> bool {
    let mut tokens = passage.tokens.iter();
    let is_mark = tokens.next().is_some_and(|token| token.is(':'));
    is_mark && tokens.next().is_some_and(|token| token.spaced) && passage.kind == Kind::Paragraph
}

/// The roles that a term names which a definition follows.
fn defined(index: usize, term: &Passage, definition: &Passage) -> Vec<Draft> {
    const LONGEST: usize = 8;
    if term.kind != Kind::Paragraph || term.item.is_some() || term.tokens.len() > LONGEST {
        return Vec::new();
    }
    let about = clipped(definition.text().trim_start_matches([':', ' ']));
    let drafts = parse(term.text(), Some(index), Trust::Plain).into_iter();
    drafts.map(|draft| Draft { about: about.clone(), ..draft }).collect()
}

/// Whether a passage is a term and its definition: the colon that begins a line stands apart from both.
fn is_defined(passage: &Passage) -> bool {
    let colon = passage.tokens.iter().position(|token| token.is(':'));
    let behind = colon.and_then(|at| passage.tokens.get(at + 1));
    let is_apart = colon.and_then(|at| passage.tokens.get(at)).is_some_and(|token| token.spaced);
    passage.kind == Kind::Paragraph && is_apart && behind.is_some_and(|token| token.spaced)
}

/// "Primary:", "Secondary users": how important somebody is, not who.
fn is_rank(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    let text = text.trim_end_matches([':', ' ']);
    let text = ["personas", "persona", "users", "user", "audience"]
        .iter()
        .find_map(|noun| text.strip_suffix(noun))
        .map_or(text, str::trim);
    matches!(text, "primary" | "secondary" | "tertiary" | "main" | "other" | "also")
}

/// How much the form of a text says that it is a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Trust {
    /// Nothing: only a noun for a person is one.
    Plain,
    /// It is set off, as a heading or in bold: so is a plural, and a person's name.
    SetOff,
    /// It says itself that it is: "Persona 3: …", or stands behind a person's name.
    Labelled,
}

/// Reads the roles that a text names: "Primary: Linux Power Users", "Maya - Small Business Merchant",
/// "Sarah (Nurse)", "Statisticians / Study Design Analysts".
fn parse(text: &str, passage: Option<usize>, trust: Trust) -> Vec<Draft> {
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
fn find_role_behind(draft: &mut Draft, rest: &str) {
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

/// The role at the start of a text, in the form it has in prose; none where none is named.
fn role_in(text: &str, trust: Trust) -> Option<String> {
    let text = title::without_article(text.trim().trim_matches(['"', '“', '”', '*', '_']));
    let cut = tokens(text);
    let words = cut.of(text);
    let mut end = 0;
    while let Some(token) = words.get(end) {
        let goes_on = match token.kind {
            TokenKind::Word => {
                let word = words.lower(end);
                let next = words.lower(end + 1);
                let joins = matches!(word, "of" | "and" | "for" | "first")
                    || word == "on" && trust == Trust::SetOff
                    || word == "in" && next.len() > 2 && trust == Trust::SetOff;
                // "The shopper pays" is a sentence.
                let is_verb = end > 0 && grammar::is_plain_verb(word);
                end == 0 && (!grammar::is_function_word(word) || grammar::is_narrowing(word))
                    || end > 0 && (joins || !grammar::is_function_word(word)) && !is_verb
            }
            TokenKind::Mark(mark) => {
                matches!(mark, '-' | '\'' | '’' | '.') && !token.spaced || mark == '&'
            }
            TokenKind::Number => end > 0,
            _ => false,
        };
        if !goes_on {
            break;
        }
        end += 1;
    }
    // What is cut off must be a qualifier, not the rest of a sentence.
    let rest = words.lower(end);
    let is_whole = end == cut.len()
        || Class::Preposition.has(rest)
        || matches!(rest, "who" | "that" | "which" | "the" | "a")
        || words.get(end).is_some_and(|token| {
            matches!(
                token.kind,
                TokenKind::Mark('(' | ',' | ';' | '—' | '–' | ':' | '/' | '|' | '+' | '.')
            )
        });
    let name = markdown::slice(text, words.span(0..end)).trim_end_matches(['.', '-', ' ', '&']);
    let name = without_role(name).to_owned();
    let count = name.split_whitespace().count();
    if !is_whole || count == 0 || count > 5 || is_bare_generic(&name, &GenericWords::default()) {
        return None;
    }
    let lower = name.to_lowercase();
    let head =
        lower.split(" of ").next().and_then(|phrase| phrase.split(" on ").next()).unwrap_or(&lower);
    let head = head.rsplit([' ', '-']).next().unwrap_or_default();
    if is_attribute(&lower) || is_attribute(head) || Class::Machine.has(head) {
        return None;
    }
    let first = lower.split([' ', '-']).next().unwrap_or_default();
    let singular = inflect::singular(head);
    let is_person = grammar::is_person_noun(&singular) || grammar::is_generic_word(head);
    let is_plural = singular != head;
    let is_acronym = name.len() > 1 && name.chars().all(|c| c.is_uppercase() || c == 's');
    let begins_with_verb =
        count > 1 && grammar::is_base_verb(first) && !grammar::is_narrowing(first);
    let admitted = match trust {
        Trust::Plain => is_person || is_acronym,
        Trust::SetOff => is_person || is_acronym || is_plural,
        Trust::Labelled => true,
    };
    (admitted && (is_person || !begins_with_verb)).then(|| role_name(&name))
}

/// "Nurse" for "Nurse role": the word says no more than the section does.
fn without_role(name: &str) -> &str {
    let is_person = |noun: &str| grammar::is_person_noun(&inflect::singular(&noun.to_lowercase()));
    match name.rsplit_once(' ') {
        Some((role, last))
            if matches!(last.to_lowercase().as_str(), "role" | "persona" | "profile")
                && role.rsplit(' ').next().is_some_and(is_person) =>
        {
            role
        }
        _ => name,
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
                && (Class::GivenName.has(lower)
                    || !grammar::is_person_noun(lower)
                        && !grammar::is_person_noun(lower.trim_end_matches('s')))
                && !grammar::is_generic_word(lower)
                && !is_attribute(lower)
                && word.chars().skip(1).any(char::is_lowercase)
        })
        && !words.last().is_some_and(|word| word.ends_with('s') && word.len() > 5)
}

/// "User", "new customer", "user/customer", "user with a disability": whoever this is, it is no
/// role. What qualifies a generic word from behind says as little as an adjective before it.
pub(crate) fn is_generic_slot(text: &str, generic: &GenericWords) -> bool {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let is_person = |word: &String| grammar::is_person_noun(&inflect::singular(word));
    let ends_in_person = words.last().is_some_and(is_person);
    let qualifies = |word: &String| {
        Class::Preposition.has(word)
            || matches!(word.as_str(), "who" | "that")
            || word.ends_with("ing") && !ends_in_person
    };
    let is_anybody = |word: &String| matches!(word.as_str(), "person" | "people");
    // "A new user installing it for the first time"; but "a user testing specialist".
    let head = match words.iter().skip(1).position(qualifies) {
        Some(behind) => words.get(..behind + 1).unwrap_or_default(),
        None => &words,
    };
    // "A person trying a new restaurant", "a privacy-conscious person".
    head.join(" ").split('/').all(|name| is_bare_generic(name, generic))
        || head.first().is_some_and(is_anybody)
        || head.last().is_some_and(is_anybody)
}

/// "Users", "new customers": a generic word, and nothing that makes a role of it.
fn is_bare_generic(text: &str, generic: &GenericWords) -> bool {
    let lower = text.to_lowercase().replace(['-', '\u{2010}', '\u{2011}'], " ");
    let lower = composed(&lower);
    let words: Vec<&str> = lower.split_whitespace().collect();
    match words.split_last() {
        Some((head, rest)) => {
            let head = head.strip_suffix("(s)").unwrap_or(head);
            let is_generic = generic.has(head)
                || grammar::is_foreign_generic(head)
                || matches!(head, "human" | "humans");
            is_generic
                && rest
                    .iter()
                    .all(|word| grammar::is_qualifier(word) || Class::Determiner.has(word))
        }
        None => false,
    }
}

/// What a persona's section is divided into, and who is nobody.
fn is_attribute(text: &str) -> bool {
    Class::Attribute.has(text.trim())
}

/// The name as it is to be written in prose: singular, without the capital of a sentence's start.
pub(crate) fn role_name(text: &str) -> String {
    let text = one_line(text.trim().trim_start_matches("The ").trim_start_matches("the "));
    let name = inflect::singular(&text);
    let words: Vec<&str> = name.split(' ').collect();
    let title = |word: &str| {
        let mut characters = word.chars();
        characters.next().is_some_and(char::is_uppercase) && characters.all(|c| !c.is_uppercase())
    };
    let first = words.first().copied().unwrap_or_default();
    let lower = first.to_lowercase();
    let rest_is_lower = words.iter().skip(1).all(|word| !word.chars().any(char::is_uppercase));
    let is_noun = words.len() > 1 || name != text || grammar::is_person_noun(&lower);
    let is_common = words.len() > 2 && grammar::is_narrowing(&lower) && name.contains(" on ");
    let is_name = Class::ProperName.has(&lower);
    if title(first) && first.len() > 1 && !is_name && (rest_is_lower && is_noun || is_common) {
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
            let drafts = find(&passages, &Path::new());
            let [draft] = drafts.as_slice() else { panic!("{drafts:?} in {text}") };
            assert_eq!(draft.name, "sales associate", "{text}");
            assert_eq!(draft.aliases, ["store associate", "floor clerk"], "{text}");
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
