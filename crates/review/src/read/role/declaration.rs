//! A role as one place of a document declares it.

use crate::english::generic::GenericWords;
use crate::english::inflect;
use crate::read::role::generic_name::is_bare_generic;
use crate::read::role::joined::{coordinated, ends_in_person};
use crate::read::role::name::{
    Trust, is_attribute, is_given_name, is_own_name, is_rank, may_be_own_name, names_person,
    role_in, role_name, without_aliases,
};
use crate::read::role::own_name::{
    introduced, is_clear_name, is_strange_name, may_be_given, quoted,
};
use crate::read::role::said::Said;
use crate::read::role::title::{self, PersonaTitle};
use crate::settings::role::{Place, Role, RoleKind};
use crate::text::token::{first_sentence, one_line};
use crate::words::{Class, is_ordinary};

/// A role as a section declares it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Declaration {
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
    pub buys_for: Vec<String>,
    pub reports_to: Vec<String>,
    pub kind: Option<RoleKind>,
    /// The kind of the roles in the section that lists it: "End users".
    pub listed_as: Option<RoleKind>,
    /// What the sentences of its section say of it.
    pub said: Vec<Said>,
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

impl Declaration {
    /// A declaration of a name, with what its own words say.
    fn named(
        name: String,
        persona: Option<&str>,
        number: Option<u32>,
        passage: Option<usize>,
        aliases: &[String],
    ) -> Self {
        let persona = persona.map(|name| one_line(name.trim_matches(['"', '“', '”', '*'])));
        let mut declaration = Self { number, ..Self::new(name, persona, passage) };
        add_aliases(&mut declaration, aliases);
        declaration
    }

    /// A declaration of no more than a name, and perhaps a persona's own.
    pub fn new(name: String, persona: Option<String>, passage: Option<usize>) -> Self {
        Self {
            name,
            persona,
            number: None,
            aliases: Vec::new(),
            about: String::new(),
            goals: Vec::new(),
            pains: Vec::new(),
            serves: Vec::new(),
            buys_for: Vec::new(),
            reports_to: Vec::new(),
            kind: None,
            listed_as: None,
            said: Vec::new(),
            success: None,
            passage,
            form: Form::Line,
        }
    }

    /// Takes in what another declaration of the same role, from further down, says of it.
    pub fn absorb(&mut self, other: &Declaration) {
        for goal in &other.goals {
            add_goal(&mut self.goals, goal);
        }
        for pain in &other.pains {
            add_goal(&mut self.pains, pain);
        }
        for (own, others) in [
            (&mut self.serves, &other.serves),
            (&mut self.buys_for, &other.buys_for),
            (&mut self.reports_to, &other.reports_to),
        ] {
            others.iter().for_each(|name| add_goal(own, name));
        }
        self.kind = self.kind.or(other.kind);
        self.listed_as = self.listed_as.or(other.listed_as);
        self.said.extend(other.said.iter().cloned());
        self.success = self.success.take().or_else(|| other.success.clone());
        self.number = self.number.or(other.number);
        self.aliases.extend(other.aliases.iter().cloned());
    }

    /// Whether its name is evidently somebody's: a heading such as "Seeking help" may stand among
    /// those of roles.
    pub fn is_somebody(&self) -> bool {
        let is_acronym = |word: &str| word.len() > 1 && !word.contains(char::is_lowercase);
        let mut words = self.name.split([' ', '-', '/']);
        let has_name = self.persona.as_ref().is_some_and(|persona| *persona != self.name);
        has_name
            || self.number.is_some()
            || words.any(|word| names_person(&word.to_lowercase()) || is_acronym(word))
    }

    /// Whether it is no more than a person's name, or words that look like one, and nothing says who they are.
    pub fn is_only_named(&self) -> bool {
        // "Structure", "Onboarding": what is said below it does not make a word a name.
        let is_known = self.number.is_some() || self.says_something() && !is_abstract(&self.name);
        self.persona.as_ref() == Some(&self.name) && !is_known && !is_given_name(&self.name)
    }

    /// Whether it is taken for a person's name though its words are ordinary ones: "Front Desk".
    pub fn is_named_by_words(&self) -> bool {
        let mut words = self.name.split(' ');
        self.persona.as_ref() == Some(&self.name)
            && self.number.is_none()
            && !may_be_given(&self.name)
            && words.all(|word| is_ordinary(&word.to_lowercase()))
    }

    /// Whether its name ends in a noun for a person or a group.
    pub fn is_person(&self) -> bool {
        self.persona.is_some() || ends_in_person(&self.name) || {
            let head = self.name.rsplit([' ', '-', '/']).next();
            head.is_some_and(|head| Class::People.has(&head.to_lowercase()))
        }
    }

    /// Whether its name ends in a noun for a person: an acronym may be one of anything.
    pub fn is_person_noun(&self) -> bool {
        let head = self.name.rsplit([' ', '-', '/']).next().unwrap_or_default();
        names_person(&head.to_lowercase())
    }

    /// Whether it is of a persona with a section of their own.
    pub fn is_persona(&self) -> bool {
        self.form == Form::Section && self.is_somebody()
    }

    pub fn says_something(&self) -> bool {
        let others = [&self.serves, &self.buys_for, &self.reports_to];
        let lists = [&self.goals, &self.pains, &self.aliases].into_iter().chain(others);
        self.success.is_some() || self.kind.is_some() || { lists }.any(|list| !list.is_empty())
    }
}

impl Declaration {
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
            buys_for: self.buys_for.clone(),
            reports_to: self.reports_to.clone(),
            kind: self.kind.or(self.listed_as),
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
pub(crate) fn gathered<P>(
    declarations: impl Iterator<Item = (Declaration, P)>,
) -> Vec<(Declaration, P)> {
    let mut gathered: Vec<(Declaration, P)> = Vec::new();
    for (declaration, place) in declarations {
        let is_same = |other: &Declaration| {
            other.name == declaration.name
                || other.persona.is_some() && other.persona == declaration.persona
        };
        if declaration.passage.is_some() {
            gathered.push((declaration, place));
        } else if let Some((whole, _)) = gathered.iter_mut().rev().find(|(other, _)| is_same(other))
        {
            whole.absorb(&declaration);
        }
    }
    gathered
}

/// Reads the roles that a text names: "Primary: Linux Power Users", "Maya - Small Business Merchant",
/// "Sarah (Nurse)", "Statisticians / Study Design Analysts", "Data Provider (DP)".
pub(super) fn parse(text: &str, passage: Option<usize>, trust: Trust) -> Vec<Declaration> {
    let (text, mut aliases) = without_aliases(text);
    let in_quotes = quoted(&text).filter(|_| trust >= Trust::Listed);
    let (number, rest) = title::without_label(title::trimmed(&text));
    let text = without_number(rest);
    let mut parts: Vec<&str> =
        title::parts(text).into_iter().filter(|part| !part.is_empty()).collect();
    let announces = |part: &&str| is_rank(part) || part.to_lowercase().ends_with(" persona");
    if parts.len() > 1 && parts.first().is_some_and(announces) {
        parts.remove(0);
    }
    // "Key decision maker: Ada Kent (CEO)"
    if let [_, name, role] = *parts
        && text.ends_with(')')
        && text.contains(':')
        && is_own_name(name)
        && name.contains(' ')
        && role_in(role, Trust::Listed).is_some()
    {
        parts.remove(0);
    }
    // "“Blocked Ben”", with the role behind it
    if let Some(name) = in_quotes_alone(text).filter(|_| trust >= Trust::Listed) {
        let name = one_line(name);
        return vec![Declaration::named(name.clone(), Some(&name), number, passage, &aliases)];
    }
    // "Maths tutor “Art”"
    if let Some((before, name)) = in_quotes {
        let roles = coordinated(title::without_label(title::trimmed(before)).1, trust);
        if let [role] = roles.as_slice() {
            let role = role.clone();
            return vec![Declaration::named(role, Some(name), number, passage, &aliases)];
        }
    }
    if let [long, short] = *parts
        && text.ends_with(')')
        && are_initials(short, long)
    {
        aliases.push(short.to_owned());
        parts.truncate(1);
    }
    // "WN (ward nurse)"
    if let [short, long] = *parts
        && text.ends_with(')')
        && are_initials(short, long)
        && role_in(long, Trust::Listed).is_some()
    {
        aliases.push(short.to_owned());
        parts.remove(0);
    }
    // "Away traveler — Morgan (optional)"
    if let [_, name, bracket] = *parts
        && text.ends_with(')')
        && is_clear_name(name)
        && role_in(bracket, Trust::Plain).is_none()
    {
        parts.truncate(2);
    }
    let Some((&first, others)) = parts.split_first() else { return Vec::new() };
    // What stands after a name is a role; after words that only look like one, it must show it.
    let is_sure = number.is_some() || is_given_name(first) || trust == Trust::Labelled;
    let after = if is_sure { Trust::Labelled } else { Trust::Listed };
    if let Some((name, role)) = first.split_once(" the ")
        && is_own_name(name)
        && (is_name_beyond_doubt(name) || !does(name))
        && let Some(role) = role_in(role, trust_after(name))
    {
        aliases.retain(|alias| *alias != role);
        return vec![Declaration::named(role, Some(name), number, passage, &aliases)];
    }
    // "Night-shift Nora", "Flex-hours driver Zanele"
    if trust >= Trust::SetOff
        && let Some((before, name)) = first.rsplit_once(' ')
        && (is_given_name(name) || is_strange_name(name))
        && before.split([' ', '-']).all(|word| is_ordinary(&word.to_lowercase()))
        && !is_given_name(before)
    {
        if let Some(role) = role_in(before, Trust::Plain) {
            return vec![Declaration::named(role, Some(name), number, passage, &aliases)];
        }
        let role = others.iter().find_map(|part| role_in(part, Trust::Listed));
        let role = role.unwrap_or_else(|| one_line(first));
        return vec![Declaration::named(role, Some(first), number, passage, &aliases)];
    }
    let is_name = is_own_name(first)
        || (may_be_own_name(first) || is_clear_name(first))
            && others.iter().any(|it| role_in(it, Trust::Plain).is_some());
    if is_name {
        return match others.iter().find_map(|part| role_in(part, after)) {
            Some(role) => vec![Declaration::named(role, Some(first), number, passage, &aliases)],
            // Known by name only, until something says what they are.
            None if trust >= Trust::SetOff && first.split_whitespace().count() < 3 => {
                vec![Declaration::named(one_line(first), Some(first), number, passage, &aliases)]
            }
            None => Vec::new(),
        };
    }
    if let Some((role, name)) = with_name(first).filter(|_| trust >= Trust::Listed) {
        return vec![Declaration::named(role, Some(name), number, passage, &aliases)];
    }
    let mut names = coordinated(first, trust);
    match others {
        // "Risk managers, auditors and lawyers"
        [..] if !names.is_empty() && is_list(text, &parts, trust) => {
            let each = trust.min(Trust::Listed);
            names.extend(others.iter().flat_map(|part| coordinated(part, each)));
        }
        // "Cheesemonger: Rose"
        [other] if names.len() == 1 && trust >= Trust::SetOff && is_clear_name(other) => {
            let name = names.remove(0);
            return vec![Declaration::named(name, Some(*other), number, passage, &aliases)];
        }
        // "Deck hand (Faith)": who has a name is somebody.
        [other]
            if names.is_empty()
                && trust >= Trust::Listed
                && text.ends_with(')')
                && is_clear_name(other)
                && !is_attribute(&first.to_lowercase()) =>
        {
            let role = role_in(first, Trust::Labelled).into_iter();
            return role
                .map(|role| Declaration::named(role, Some(*other), number, passage, &aliases))
                .collect();
        }
        // "Maya Chen" behind the role she plays; an abbreviation or another name of the role.
        [other] if names.len() == 1 && text.ends_with(')') => {
            if is_own_name(other) {
                let name = names.remove(0);
                return vec![Declaration::named(name, Some(*other), number, passage, &aliases)];
            }
            let is_generic =
                names.iter().all(|name| is_bare_generic(name, &GenericWords::default()));
            match role_in(other, Trust::Plain) {
                Some(role) if is_generic => names = vec![role],
                Some(role) => aliases.push(role),
                None => {}
            }
        }
        // "Inside (expert) - insider"
        [other, ..]
            if names.is_empty()
                && trust >= Trust::Listed
                && !is_attribute(first)
                && !(others.len() == 1 && text.ends_with(')')) =>
        {
            names.extend(role_in(other, Trust::Plain));
        }
        _ => {}
    }
    let named = |name| Declaration::named(name, None, number, passage, &aliases);
    names.into_iter().map(named).collect()
}

/// What stands in quotation marks, where nothing else does.
fn in_quotes_alone(text: &str) -> Option<&str> {
    const MARKS: [char; 3] = ['"', '“', '”'];
    let inner = text.trim().strip_prefix(MARKS)?.strip_suffix(MARKS)?;
    (!inner.contains(MARKS) && inner.split(' ').count() <= 3).then_some(inner)
}

/// Without the number and the marks that a text begins with: "2. Nurses"; but "3D artists" are so called.
fn without_number(text: &str) -> &str {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let unnumbered = text.trim_start_matches(|c: char| c.is_ascii_digit());
    match unnumbered.starts_with(char::is_uppercase) {
        true => text,
        false => unnumbered.trim_start_matches(|c: char| !c.is_alphabetic()),
    }
}

/// Whether a word is one of ordinary English that ends like those for what is done or thought: "structure".
fn is_abstract(word: &str) -> bool {
    const ENDINGS: [&str; 8] = ["tion", "sion", "ment", "ness", "ity", "ance", "ure", "ing"];
    let lower = word.to_lowercase();
    !is_given_name(word) && is_ordinary(&lower) && ENDINGS.iter().any(|it| lower.ends_with(it))
}

/// Whether words in capitals are no others: "Amara", "Will".
fn is_name_beyond_doubt(name: &str) -> bool {
    is_strange_name(name) || is_clear_name(name)
}

/// What stands after words that may be any others must show that it is a role: "Explain the layers".
fn trust_after(name: &str) -> Trust {
    if is_name_beyond_doubt(name) { Trust::Labelled } else { Trust::Plain }
}

/// Whether a word says what to do, or what is done: "Meet", "Setting".
fn does(word: &str) -> bool {
    let lower = word.to_lowercase();
    Class::Verb.has(&lower) || lower.ends_with("ing")
}

/// Whether a name in brackets is made of the first letters of what stands before it: "Business Unit (BU)".
fn are_initials(short: &str, long: &str) -> bool {
    let initials: String = long.split([' ', '-']).filter_map(|word| word.chars().next()).collect();
    inflect::is_acronym(short) && initials.eq_ignore_ascii_case(short)
}

/// The same, each with what a text says of it.
pub(super) fn parse_about(
    name: &str,
    passage: usize,
    trust: Trust,
    about: &str,
) -> impl Iterator<Item = Declaration> {
    let found = parse(name, Some(passage), trust).into_iter();
    found.map(move |declaration| Declaration { about: clipped(about), ..declaration })
}

/// "Nurse Nina": a role with the given name of somebody after it.
fn with_name(text: &str) -> Option<(String, &str)> {
    let (role, name) = text.rsplit_once(' ').filter(|(_, name)| is_clear_name(name))?;
    let is_whole = names_person(&role.rsplit([' ', '-']).next()?.to_lowercase());
    let role = role_in(role, Trust::Plain).filter(|_| is_whole)?;
    Some((role, name))
}

/// Whether the parts of a text are a list of roles: "nurses, cooks and porters".
fn is_list(text: &str, parts: &[&str], trust: Trust) -> bool {
    let has_commas = text.matches(", ").count() + 1 == parts.len();
    let last = parts.len() - 1;
    let names_roles = |(at, part): (usize, &&str)| {
        let least = if at == last { trust.min(Trust::Listed) } else { Trust::Listed };
        !coordinated(part, least).is_empty()
    };
    has_commas && parts.iter().enumerate().all(names_roles)
}

/// "**Sarah Sue** — sales associate in the shoe department", "**Ian** (he/him) is an operator": the
/// role after a name.
pub(super) fn find_role_after(declaration: &mut Declaration, rest: &str) {
    if declaration.persona.as_ref() != Some(&declaration.name) {
        return;
    }
    const IS: [&str; 6] = [" is a ", " is an ", " is the ", "'s a ", "'s an ", "'s the "];
    let rest = &*rest.replace('’', "'");
    let stated = IS.iter().filter_map(|is| rest.split_once(is));
    let stated = stated.min_by_key(|(before, _)| before.len());
    let candidates: Vec<&str> = match stated {
        // "Kim is a woman in her twenties and a trainee"
        Some((before, behind)) if before.len() < 40 => {
            let sentence = first_sentence(behind);
            let further =
                [" and a ", " and an "].into_iter().filter_map(|and| sentence.split_once(and));
            [behind].into_iter().chain(further.map(|(_, further)| further)).collect()
        }
        _ => rest.split(['(', ')', '—', '–', ':', ';', '.', ',']).take(3).collect(),
    };
    let is_stated = stated.is_some();
    let plain = candidates.iter().find_map(|part| role_in(part, Trust::Plain));
    // "Bo is the owner of a firm"
    let stated = || {
        let listed = candidates.iter().find_map(|part| role_in(part, Trust::Listed));
        listed.filter(|role| is_stated && !is_bare_generic(role, &GenericWords::default()))
    };
    // "Designer facing creative blocks"
    let listed = || {
        let role = role_in(candidates.first()?, Trust::Listed)?;
        (!is_bare_generic(&role, &GenericWords::default()) && ends_in_person(&role)).then_some(role)
    };
    if let Some(role) = plain.or_else(stated).or_else(listed) {
        declaration.name = role;
    }
}

/// "Maya is a ward nurse who works nights": the role that the text below a person's name says they have, or the name that
/// the text below a role gives them.
pub(super) fn find_role_below(declaration: &mut Declaration, text: &str) {
    let Some(name) = declaration.persona.clone() else {
        declaration.persona = introduced(text, &declaration.name).map(one_line);
        return;
    };
    // A picture may stand before the name, or a label: "Background: Maya is a ward nurse".
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let label = text.split_once(": ").filter(|(label, _)| label.split(' ').count() <= LABEL);
    let text = label.map_or(text, |(_, behind)| behind);
    // "Works as a midwife"
    let works = ["Works as a ", "Works as an "].iter().find_map(|works| text.strip_prefix(works));
    if let Some(role) = works.filter(|_| name == declaration.name) {
        declaration.name = role_in(role, Trust::Plain).unwrap_or(name);
    } else if name.split(' ').any(|name| text.starts_with(name)) {
        find_role_after(declaration, text);
    } else if name == declaration.name
        && declaration.about.is_empty()
        && is_name_beyond_doubt(&name)
    {
        // "Ward clerk in Leeds."
        let role = role_in(text, Trust::Plain)
            .filter(|role| text.to_lowercase().starts_with(&role.to_lowercase()));
        declaration.name = role.unwrap_or(name);
    }
}

/// No label of a persona's card has more words.
const LABEL: usize = 3;

/// The role that an item of a list of roles, or a cell of such a column, may name though no word of it is for a person.
pub(super) fn may_be_role(lead: &str, index: usize, rest: &str) -> Option<Declaration> {
    const WORDS: usize = 3;
    let is_word = |word: &str| {
        word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
            && !Class::FunctionWord.has(&word.to_lowercase())
            && !(word.ends_with('s') && Class::AudienceKind.has(word))
    };
    let words = || lead.split_whitespace();
    let is_short = (1..=WORDS).contains(&words().count()) && words().all(is_word);
    let is_upper = lead.starts_with(char::is_uppercase) || lead.contains('_');
    let head = lead.rsplit(' ').next().unwrap_or_default().to_lowercase();
    let is_thing = Class::Machine.has(&head) && !Class::OpenMachine.has(&head);
    if !is_short || !is_upper || is_thing || is_attribute(&lead.to_lowercase()) {
        return None;
    }
    let name = role_name(lead);
    Some(Declaration { about: clipped(rest), ..Declaration::new(name, None, Some(index)) })
}

/// What a persona's page is titled by: "Dana Whitlock, sales associate".
pub(super) fn page_title(text: &str, passage: Option<usize>) -> Option<Declaration> {
    let title = PersonaTitle::read(text);
    let is_persona = title.persona.as_ref().is_some_and(|name| is_own_name(name));
    let name = role_in(&title.role, if is_persona { Trust::Labelled } else { Trust::Plain })?;
    let persona = title.persona.filter(|_| is_persona);
    Some(Declaration {
        form: Form::Title,
        number: title.number,
        ..Declaration::new(name, persona, passage)
    })
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

pub(super) fn add_aliases(declaration: &mut Declaration, aliases: &[String]) {
    for alias in aliases {
        if *alias != declaration.name && !declaration.aliases.contains(alias) {
            declaration.aliases.push(alias.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Declaration {
        Declaration::new(name.to_owned(), None, Some(0))
    }

    fn strings(all: &[&str]) -> Vec<String> {
        all.iter().map(|it| (*it).to_owned()).collect()
    }

    #[test]
    fn a_declaration_takes_in_what_is_said_further_down() {
        let mut first = Declaration { goals: strings(&["rest"]), ..named("nurse") };
        let other = Declaration {
            goals: strings(&["rest", "tea"]),
            pains: strings(&["nights"]),
            serves: strings(&["patient"]),
            aliases: strings(&["carer"]),
            kind: Some(RoleKind::Buyer),
            success: Some("sleeps".into()),
            number: Some(3),
            ..named("nurse")
        };
        first.absorb(&other);
        let expected = Declaration {
            goals: strings(&["rest", "tea"]),
            ..Declaration { passage: Some(0), ..other.clone() }
        };
        assert_eq!(first, expected);
        // What is said first stays.
        first.absorb(&Declaration {
            kind: Some(RoleKind::EndUser),
            success: Some("eats".into()),
            number: Some(4),
            ..named("nurse")
        });
        assert_eq!(first, expected);
    }

    #[test]
    fn a_name_may_evidently_be_somebodys() {
        for (name, expected) in [
            ("nurse", true),
            ("Night Nurses", true),
            ("users of it", true),
            ("night-nurse", true),
            ("cook/porter", true),
            ("QA team", true),
            ("A shift", false),
            ("seeking help", false),
        ] {
            assert_eq!(named(name).is_somebody(), expected, "{name}");
        }
        let help = || named("seeking help");
        assert!(Declaration { number: Some(1), ..help() }.is_somebody());
        assert!(Declaration { persona: Some("Maya".into()), ..help() }.is_somebody());
        assert!(!Declaration { persona: Some("seeking help".into()), ..help() }.is_somebody());
        let section = |name| Declaration { form: Form::Section, ..named(name) };
        assert!(section("nurse").is_persona());
        assert!(!section("seeking help").is_persona() && !named("nurse").is_persona());
    }

    #[test]
    fn a_declaration_may_say_nothing() {
        assert!(
            !Declaration { about: "text".into(), number: Some(1), ..named("nurse") }
                .says_something()
        );
        for declaration in [
            Declaration { goals: strings(&["rest"]), ..named("nurse") },
            Declaration { pains: strings(&["rest"]), ..named("nurse") },
            Declaration { serves: strings(&["rest"]), ..named("nurse") },
            Declaration { aliases: strings(&["rest"]), ..named("nurse") },
            Declaration { success: Some("rest".into()), ..named("nurse") },
            Declaration { kind: Some(RoleKind::Buyer), ..named("nurse") },
        ] {
            assert!(declaration.says_something(), "{declaration:?}");
        }
    }

    #[test]
    fn a_declaration_makes_a_role() {
        let declaration = Declaration {
            persona: Some("Maya".into()),
            number: Some(3),
            about: "works nights".into(),
            goals: strings(&["rest"]),
            pains: strings(&["nights"]),
            serves: strings(&["patient"]),
            aliases: strings(&["carer"]),
            kind: Some(RoleKind::Buyer),
            success: Some("sleeps".into()),
            ..named("nurse")
        };
        let expected = Role {
            name: "nurse".into(),
            persona: Some("Maya".into()),
            number: Some(3),
            description: Some("works nights".into()),
            goals: strings(&["rest"]),
            pains: strings(&["nights"]),
            serves: strings(&["patient"]),
            aliases: strings(&["carer"]),
            kind: Some(RoleKind::Buyer),
            success: Some("sleeps".into()),
            declared: vec![Place::here(7)],
            ..Role::default()
        };
        assert_eq!(declaration.role(Place::here(7)), expected);
        assert_eq!(named("nurse").role(Place::here(7)).description, None);
    }

    #[test]
    fn what_goes_on_about_a_role_is_added_to_where_it_began() {
        let goes_on = |name: &str, persona: Option<&str>, goal: &str| Declaration {
            goals: strings(&[goal]),
            ..Declaration::new(name.to_owned(), persona.map(str::to_owned), None)
        };
        let maya = Declaration::new("nurse".into(), Some("Maya".into()), Some(0));
        let all = [
            (goes_on("nurse", None, "lost"), 0),
            (maya.clone(), 1),
            (named("cook"), 2),
            (goes_on("nurse", None, "rest"), 3),
            (goes_on("carer", Some("Maya"), "tea"), 4),
            (goes_on("porter", None, "lost"), 5),
            (named("nurse"), 6),
            (goes_on("nurse", None, "sleep"), 7),
        ];
        let found = gathered(all.into_iter());
        let seen: Vec<(&str, i32, Vec<&str>)> = found
            .iter()
            .map(|(it, at)| (it.name.as_str(), *at, it.goals.iter().map(String::as_str).collect()))
            .collect();
        assert_eq!(
            seen,
            [("nurse", 1, vec!["rest", "tea"]), ("cook", 2, vec![]), ("nurse", 6, vec!["sleep"])]
        );
    }

    /// The roles that a text declares: name, persona, number, aliases.
    fn parsed(text: &str, trust: Trust) -> Vec<String> {
        let declarations = parse(text, Some(4), trust);
        assert!(declarations.iter().all(|declaration| declaration.passage == Some(4) && declaration.form == Form::Line));
        let shown = declarations.iter().map(|it| {
            let number = it.number.map(|number| format!("#{number} ")).unwrap_or_default();
            let persona = it.persona.as_ref().map(|name| format!("{name}: ")).unwrap_or_default();
            let aliases: String = it.aliases.iter().map(|alias| format!(" = {alias}")).collect();
            format!("{number}{persona}{}{aliases}", it.name)
        });
        shown.collect()
    }

    #[test]
    fn a_text_may_name_roles_and_personas() {
        for (text, plain, set_off) in [
            ("Ward nurses", vec!["ward nurse"], vec!["ward nurse"]),
            ("Primary: ward nurses", vec!["ward nurse"], vec!["ward nurse"]),
            ("Main persona - Maya, nurse", vec!["Maya: nurse"], vec!["Maya: nurse"]),
            ("Maya persona - nurse", vec!["nurse"], vec!["nurse"]),
            ("Maya - nurse", vec!["Maya: nurse"], vec!["Maya: nurse"]),
            ("Maya - 34 - nurse", vec!["Maya: nurse"], vec!["Maya: nurse"]),
            ("Maya (Nurse)", vec!["Maya: nurse"], vec!["Maya: nurse"]),
            ("Maya the nurse", vec!["Maya: nurse"], vec!["Maya: nurse"]),
            ("Feed the nurse", vec!["Feed: nurse"], vec!["Feed: nurse"]),
            ("Explain the wards", vec![], vec![]),
            ("Setting the ward", vec![], vec![]),
            ("TeaLeafDiscovery (nurse)", vec![], vec![]),
            ("Frequent tea questions (FTQ)", vec![], vec!["frequent tea question = FTQ"]),
            ("Ward team and nurse", vec!["ward team", "nurse"], vec!["ward team", "nurse"]),
            ("QRS / ward nurse", vec!["QRS", "ward nurse"], vec!["QRS", "ward nurse"]),
            ("QRS/Ward nurse", vec!["QRS/Ward nurse"], vec!["QRS/Ward nurse"]),
            ("Tea rooms and teams", vec![], vec![]),
            ("Persona 3: Maya the nurse", vec!["#3 Maya: nurse"], vec!["#3 Maya: nurse"]),
            ("Maya", vec![], vec!["Maya: Maya"]),
            ("Maya Chen", vec![], vec!["Maya Chen: Maya Chen"]),
            ("Maya De Chen", vec![], vec![]),
            ("Nurse / cook", vec!["nurse", "cook"], vec!["nurse", "cook"]),
            ("Nurses & cooks", vec!["nurse", "cook"], vec!["nurse", "cook"]),
            ("Nurses or kitchens", vec![], vec![]),
            ("Nurse (also: carer)", vec!["nurse = carer"], vec!["nurse = carer"]),
            ("Nurse (also: nurse)", vec!["nurse"], vec!["nurse"]),
            ("Kitchens", vec![], vec![]),
            ("Users", vec![], vec!["user"]),
            ("Marcus - head nurse", vec!["Marcus: head nurse"], vec!["Marcus: head nurse"]),
            ("Big Plans - red tea", vec![], vec!["Big Plans: Big Plans"]),
            (
                "ST-4 — Ward / night nurses",
                vec!["ward nurse", "night nurse"],
                vec!["ward nurse", "night nurse"],
            ),
            (
                "Day or night nurses",
                vec!["day nurse", "night nurse"],
                vec!["day nurse", "night nurse"],
            ),
            (
                "Nurses, cooks and porters",
                vec!["nurse", "cook", "porter"],
                vec!["nurse", "cook", "porter"],
            ),
            ("Nurse Nina", vec![], vec!["Nina: nurse"]),
            ("Nurse station", vec![], vec![]),
            ("Nurse: Rose", vec!["nurse"], vec!["Rose: nurse"]),
            ("Deck hand (Faith)", vec![], vec!["Faith: deck hand"]),
            ("Deck hand (part-time)", vec![], vec![]),
            ("Mason – the nurse", vec!["Mason: nurse"], vec!["Mason: nurse"]),
            ("Tutor “Art”", vec![], vec!["Art: tutor"]),
            ("Nurses (Maya Chen)", vec!["Maya Chen: nurse"], vec!["Maya Chen: nurse"]),
            ("Ward nurse (carer)", vec!["ward nurse = carer"], vec!["ward nurse = carer"]),
            ("Users (nurses)", vec![], vec!["nurse"]),
            ("Inside (expert) - insider", vec![], vec!["insider"]),
            ("", vec![], vec![]),
        ] {
            assert_eq!(parsed(text, Trust::Plain), plain, "{text}");
            assert_eq!(parsed(text, Trust::SetOff), set_off, "{text} set off");
        }
    }

    #[test]
    fn a_role_may_stand_after_a_name() {
        for (rest, expected) in [
            ("nurse on the ward", "nurse"),
            ("34, nurse", "nurse"),
            ("34, 5 years, here, nurse", "Maya"),
            ("(she/her) is a nurse", "nurse"),
            ("(she/her) is the nurse", "nurse"),
            ("lives in the old town by the sea and now is a nurse", "Maya"),
            ("likes tea", "Maya"),
        ] {
            let mut declaration = Declaration::new("Maya".into(), Some("Maya".into()), Some(0));
            find_role_after(&mut declaration, rest);
            assert_eq!(
                (declaration.name.as_str(), declaration.persona.as_deref()),
                (expected, Some("Maya")),
                "{rest}"
            );
        }
        let mut declaration = named("cook");
        find_role_after(&mut declaration, "nurse");
        assert_eq!(declaration.name, "cook");
    }

    #[test]
    fn the_title_of_a_page_may_be_a_personas() {
        for (text, expected) in [
            ("Maya Chen, nurse", Some(("nurse", Some("Maya Chen"), None))),
            ("Persona 3: Maya Chen, kitchens", Some(("kitchen", Some("Maya Chen"), Some(3)))),
            ("Nurse", Some(("nurse", None, None))),
            ("Kitchens", None),
            ("night shift, nurse", Some(("nurse", None, None))),
            ("night shift, kitchens", None),
            ("", None),
        ] {
            let title = page_title(text, Some(2));
            let found =
                title.as_ref().map(|it| (it.name.as_str(), it.persona.as_deref(), it.number));
            assert_eq!(found, expected, "{text}");
            assert!(title.is_none_or(|it| it.form == Form::Title && it.passage == Some(2)));
        }
    }

    #[test]
    fn what_is_kept_has_limits() {
        let mut goals = Vec::new();
        for goal in ["rest.", " rest ", "", ".", "tea\n now"] {
            add_goal(&mut goals, goal);
        }
        assert_eq!(goals, ["rest", "tea now"]);
        (0..20).for_each(|number| add_goal(&mut goals, &number.to_string()));
        assert_eq!(goals.len(), 12);
        let long = "é".repeat(ABOUT_LIMIT);
        assert_eq!(
            (clipped(&long).len(), clipped(&format!("x{long}")).len()),
            (ABOUT_LIMIT, ABOUT_LIMIT - 1)
        );
        let mut declaration = named("nurse");
        add_aliases(&mut declaration, &strings(&["nurse", "carer", "carer"]));
        assert_eq!(declaration.aliases, ["carer"]);
    }
}
