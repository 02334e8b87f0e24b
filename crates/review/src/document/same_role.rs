//! Roles of a document that are likely one role under two names: which they may be, what each segment shows of them, and
//! what follows for the document.

use std::collections::{BTreeMap, HashMap, HashSet};

use foldhash::fast::RandomState;
use markdown::Kind;

use crate::document::facts::Facts;
use crate::english::generic::is_generic_name;
use crate::english::{grammar, inflect};
use crate::read::role::used;
use crate::roles::alike;
use crate::roles::mention::{Hit, NameKind};
use crate::roles::vocabulary::{Vocabulary, key};
use crate::settings::role::Role;
use crate::text::passage::Passage;
use crate::words::Class;

/// Two roles, by their indices in the vocabulary, the smaller first.
pub(crate) type Pair = (usize, usize);

/// So many words say what somebody does.
const ACCOUNT: usize = 4;

/// Returns the pairs of roles that may be one, by their names and what is said of them. The first `settled` are the
/// project's own, which are known to be different.
pub(crate) fn candidates(vocabulary: &Vocabulary, settled: usize) -> Vec<Pair> {
    let roles = vocabulary.roles();
    let mut by_persona: Groups = HashMap::default();
    let mut by_account: Groups = HashMap::default();
    for (index, role) in roles.iter().enumerate() {
        if let Some(persona) = &role.persona {
            by_persona.entry(key(persona)).or_default().push(index);
        }
        if let Some(account) = account(role) {
            by_account.entry(account).or_default().push(index);
        }
    }
    let said = by_persona.values().chain(by_account.values()).filter_map(|group| match group[..] {
        [one, other] => Some((one, other)),
        _ => None,
    });
    let said: HashSet<Pair, RandomState> = said.collect();
    let named = alike::pairs(roles.iter().map(|role| role.name.as_str()));
    let is_declared = |role: &Role| !role.declared.is_empty();
    // A persona's own name is no name of a role.
    let is_unclear =
        |role: &Role| is_generic_name(&role.name) || role.persona.as_ref() == Some(&role.name);
    let may_be_one = |pair: &Pair| {
        let (Some(one), Some(other)) = (roles.get(pair.0), roles.get(pair.1)) else { return false };
        let is_settled = pair.1 < settled;
        !is_settled
            && !is_unclear(one)
            && !is_unclear(other)
            && !may_be_things(one, other)
            && !alike::is_distinct(one, &other.name)
            && !alike::is_distinct(other, &one.name)
            && (said.contains(pair) || !(is_declared(one) && is_declared(other)))
    };
    let mut pairs: Vec<Pair> = named.into_iter().chain(said.iter().copied()).collect();
    pairs.retain(may_be_one);
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// "Ingress operator", "CSI driver": whether two names, none of which is declared, end in a noun for a program as well, or in
/// one for a group, of which a longer name is another: "product leadership team".
fn may_be_things(one: &Role, other: &Role) -> bool {
    let head = |role: &Role| inflect::singular(&used::head(&role.name));
    let is_group = Class::VagueGroup.has(&head(one)) || Class::VagueGroup.has(&head(other));
    let is_declared = !one.declared.is_empty() || !other.declared.is_empty();
    let is_program = |role: &Role| {
        let head = head(role);
        [Class::PersonOrProgram, Class::Thing].iter().any(|class| class.has(&head))
    };
    is_group || !is_declared && (is_program(one) || is_program(other))
}

type Groups = HashMap<String, Vec<usize>, RandomState>;

/// What is said of a role, in its common form; none where that is little.
fn account(role: &Role) -> Option<String> {
    let said = role.description.iter().chain(&role.goals).map(String::as_str);
    let said = said.collect::<Vec<_>>().join(" ");
    (said.split_whitespace().count() >= ACCOUNT).then(|| key(&said))
}

/// What one segment shows of the roles that may be one. It holds no offsets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Sightings {
    roles: BTreeMap<usize, Sighting>,
    /// Pairs that it names side by side, as different people.
    apart: Vec<Pair>,
}

/// What one segment shows of a role.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Sighting {
    /// The first mention, by its index among those of the segment.
    first: usize,
    count: usize,
    /// Whether a heading, or a label that does its work, is about the role.
    has_heading: bool,
}

impl Sightings {
    /// What a segment shows of `pairs`. `is_person` says whether a mention stands for the role that it names.
    pub fn of(
        facts: &Facts,
        hits: &[Hit],
        pairs: &[Pair],
        is_person: impl Fn(&Hit) -> bool,
    ) -> Self {
        let paired: HashSet<usize, RandomState> =
            pairs.iter().flat_map(|(one, other)| [*one, *other]).collect();
        let mut sightings = Self::default();
        let mut seen: Vec<Seen> = Vec::new();
        for (index, hit) in hits.iter().enumerate() {
            let is_role = matches!(hit.name, NameKind::Canonical | NameKind::Alias(_));
            if !is_role || !paired.contains(&hit.role) {
                continue;
            }
            seen.push(Seen { hit, is_listed: is_listed(facts, hit) });
            if !is_person(hit) {
                continue;
            }
            let is_heading = facts.passages.get(hit.passage).is_some_and(|it| is_about(it, hit));
            let sighting = sightings.roles.entry(hit.role).or_insert(Sighting {
                first: index,
                count: 0,
                has_heading: false,
            });
            sighting.count += 1;
            sighting.has_heading |= is_heading;
        }
        if seen.len() > 1 {
            sightings.apart = pairs
                .iter()
                .copied()
                .filter(|(one, other)| {
                    let of = |role: usize| seen.iter().filter(move |seen| seen.hit.role == role);
                    of(*one).any(|one| of(*other).any(|other| are_apart(facts, one, other)))
                })
                .collect();
        }
        sightings
    }
}

/// Whether a passage is a heading about the role that it names, or begins with its name in bold.
fn is_about(passage: &Passage, hit: &Hit) -> bool {
    let lead = passage.bold_lead().filter(|lead| lead.contains(hit.word));
    matches!(passage.kind, Kind::Heading(_)) && hit.tokens.start == 0
        || lead.is_some_and(|lead| lead.start + 1 >= hit.word.start)
}

/// A mention, and whether it is an entry of a list of people.
struct Seen<'a> {
    hit: &'a Hit,
    is_listed: bool,
}

/// Whether two roles are named in one sentence, or as items of one list, or in one table.
fn are_apart(facts: &Facts, one: &Seen, other: &Seen) -> bool {
    let are_listed = one.is_listed && other.is_listed;
    let (one, other) = match one.hit.passage <= other.hit.passage {
        true => (one.hit, other.hit),
        false => (other.hit, one.hit),
    };
    let (Some(first), Some(second)) =
        (facts.passages.get(one.passage), facts.passages.get(other.passage))
    else {
        return false;
    };
    if one.passage == other.passage {
        let words = first.words();
        let (start, end) =
            (one.tokens.end.min(other.tokens.end), one.tokens.start.max(other.tokens.start));
        return !(start..end).any(|at| words.ends_sentence(at));
    }
    let between = || facts.passages.iter().take(other.passage).skip(one.passage);
    match (first.kind, second.kind) {
        (Kind::Cell { row, column }, Kind::Cell { row: other_row, column: other_column }) => {
            let is_table = between().all(|passage| matches!(passage.kind, Kind::Cell { .. }));
            is_table && (row == other_row || column == other_column && are_listed)
        }
        _ => {
            let (Some(item), Some(other_item)) = (first.item, second.item) else { return false };
            are_listed
                && item.depth == other_item.depth
                && between().all(|passage| passage.item.is_some_and(|it| it.depth >= item.depth))
        }
    }
}

/// Whether a passage begins with the name and is no story: a list of people has their names first.
fn is_listed(facts: &Facts, hit: &Hit) -> bool {
    let in_story = facts.stories.iter().flat_map(|story| &story.roles).any(|named| {
        named.passage == hit.passage
            && named.tokens.start <= hit.tokens.start
            && hit.tokens.start < named.tokens.end
    });
    let is_first = facts.passages.get(hit.passage).is_some_and(|passage| {
        let words = passage.words();
        (0..hit.tokens.start).all(|at| !words.is_word(at) || grammar::is_article(words.lower(at)))
    });
    is_first && !in_story
}

/// A place in the document: index of the segment, index of the mention there.
pub(crate) type At = (usize, usize);

/// Two roles that are likely one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SameRole {
    /// The role of the name that the document is better off without, and where it is first named.
    pub role: usize,
    pub at: At,
    /// The role of the other name, and where it is first named.
    pub other: usize,
    pub other_at: At,
}

/// A question about the name that a mention uses, for the rules: whether its role is another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Question {
    /// The mention, by its index among those of its segment.
    pub mention: usize,
    /// The other role.
    pub other: usize,
}

/// Returns the roles that are likely one, by what all segments show of `pairs`, in text order. Of each name there is one
/// question at most.
pub(crate) fn among<'a>(
    vocabulary: &Vocabulary,
    settled: usize,
    pairs: &[Pair],
    segments: impl Iterator<Item = &'a Sightings>,
) -> Vec<SameRole> {
    if pairs.is_empty() {
        return Vec::new();
    }
    let mut apart: HashSet<Pair, RandomState> = HashSet::default();
    let mut all: HashMap<usize, (At, usize, bool), RandomState> = HashMap::default();
    for (segment, sightings) in segments.enumerate() {
        apart.extend(&sightings.apart);
        for (role, sighting) in &sightings.roles {
            let (_, count, has_heading) =
                all.entry(*role).or_insert(((segment, sighting.first), 0, false));
            *count += sighting.count;
            *has_heading |= sighting.has_heading;
        }
    }
    let mut found: Vec<SameRole> = Vec::new();
    for pair in pairs.iter().filter(|pair| !apart.contains(pair)) {
        let (Some(one), Some(other)) = (all.get(&pair.0), all.get(&pair.1)) else { continue };
        // Sections of their own are for people of their own.
        if one.2 && other.2 {
            continue;
        }
        // What the project or the document declares is what the role is called; else the commoner name.
        let worth = |index: usize, count: usize| {
            let is_declared =
                vocabulary.roles().get(index).is_some_and(|role| !role.declared.is_empty());
            (index < settled, is_declared, count)
        };
        let is_first = worth(pair.0, one.1) >= worth(pair.1, other.1);
        let (role, other) = if is_first { (pair.1, pair.0) } else { (pair.0, pair.1) };
        let at = |index: usize| all.get(&index).map(|(at, ..)| *at);
        if let Some((at, other_at)) = at(role).zip(at(other)) {
            found.push(SameRole { role, at, other, other_at });
        }
    }
    found.sort_by_key(|same| (same.at, same.other_at));
    found.dedup_by_key(|same| same.role);
    found
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::{Document, Place, Review, Role, Settings};

    fn role(name: &str) -> Role {
        Role { name: name.into(), declared: vec![Place::here(1)], ..Role::default() }
    }

    /// The pairs of names that are likely one role's: the one that is asked about, and the other.
    fn asked_in(settings: Settings, text: &str) -> Vec<(String, String)> {
        let review = Review::new(Document::new(text), Arc::new(settings));
        let findings = review.findings().into_iter().map(|finding| finding.message);
        let asked = findings.filter_map(|message| {
            let names = message.strip_suffix("” the same role?")?;
            let (one, other) = names.strip_prefix("Are “")?.split_once("” and “")?;
            Some((one.to_owned(), other.to_owned()))
        });
        asked.collect()
    }

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let found = asked_in(Settings::default(), text);
        let found: Vec<_> =
            found.iter().map(|(one, other)| (one.as_str(), other.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    }

    const STORIES: &str =
        "As a store associate, I want tea.\n\nAs a sales associate, I want salt.\n\n";

    #[test]
    fn the_rarer_name_is_asked_about() {
        let pair = [("sales associate", "store associate")];
        check(STORIES, &pair);
        check(&format!("{STORIES}The store associate waits.\n"), &pair);
        check(
            &format!("{STORIES}The sales associate waits.\n"),
            &[("store associate", "sales associate")],
        );
        // What the document or the project declares stays.
        let more = "The sales associate waits. The sales associate sings.\n";
        check(
            &format!(
                "## Roles\n\n- **Store associate**: sells\n\n## Stories\n\nAs a sales associate, I want salt.\n\n{more}"
            ),
            &pair,
        );
        let settings = Settings { roles: vec![role("store associate")], ..Settings::default() };
        let found = asked_in(settings, &format!("{STORIES}{more}"));
        assert_eq!(found, [("sales associate".to_owned(), "store associate".to_owned())]);
    }

    #[test]
    fn people_who_stand_side_by_side_are_different() {
        for text in [
            "The sales associate asks a store associate.\n",
            "Store associates and sales associates wait.\n",
            "## Who\n\n- Store associate: sells\n- Sales associate: sings\n",
            "## Who\n\n- Store associate\n  - sells\n- **Sales associate**\n",
            "| Screen | Store associate | Sales associate |\n|---|---|---|\n| Tea | yes | no |\n",
            "| Who | Does |\n|---|---|\n| Store associate | sells |\n| Sales associate | sings |\n",
            "## Store associate\n\nSells.\n\n## Sales associate\n\nSings.\n",
            "**Store associate:** sells\n\nTea.\n\n**Sales associate:** sings\n",
        ] {
            check(&format!("{STORIES}{text}"), &[]);
        }
        // A list, a table or a paragraph of stories is no list of people.
        for text in [
            "- As a store associate, I want tea.\n- As a sales associate, I want salt.\n",
            "| As a | I want |\n|---|---|\n| store associate | tea |\n| sales associate | salt |\n",
            "The store associate waits. Then the sales associate comes.\n",
            "- Tea for the store associate\n- Salt for the sales associate\n",
        ] {
            check(&format!("{STORIES}{text}"), &[("sales associate", "store associate")]);
        }
    }

    #[test]
    fn declared_roles_are_different_unless_the_same_is_said_of_them() {
        let roles = |one: &str, other: &str| {
            format!(
                "## Roles\n\n### Store associate\n\n{one}\n\n### Clerk\n\nCounts.\n\n## Scope\n\nTea.\n\n## Personas\n\n### Sales associate\n\n{other}\n"
            )
        };
        check(&roles("Sells shoes.", "Sings songs."), &[]);
        let settings = Settings {
            roles: vec![role("store associate"), role("sales associate")],
            ..Settings::default()
        };
        assert_eq!(asked_in(settings, STORIES), []);
        let distinct =
            Role { distinct: vec!["Sales associates".into()], ..role("store associate") };
        let settings = Settings { roles: vec![distinct], ..Settings::default() };
        assert_eq!(asked_in(settings, STORIES), []);
    }

    #[test]
    fn the_same_persona_or_description_makes_one_role_of_two() {
        let both = |one: Role, other: Role| {
            let settings =
                Settings { roles: vec![one], elsewhere: vec![other], ..Settings::default() };
            asked_in(settings, "The clerk waits.\n\nThe teller pays.\n").len()
        };
        let persona =
            |name: &str, persona: &str| Role { persona: Some(persona.into()), ..role(name) };
        assert_eq!(both(persona("clerk", "Dana Poe"), persona("teller", "Dana Poe")), 1);
        assert_eq!(both(persona("clerk", "Dana Poe"), persona("teller", "Ann Poe")), 0);
        let said = |name: &str, text: &str| Role { description: Some(text.into()), ..role(name) };
        assert_eq!(
            both(
                said("clerk", "Counts cash at the till"),
                said("teller", "counts cash at the till")
            ),
            1
        );
        assert_eq!(
            both(said("clerk", "Counts cash at the till"), said("teller", "Sings at the door")),
            0
        );
        assert_eq!(both(said("clerk", "Counts"), said("teller", "Counts")), 0);
    }

    #[test]
    fn a_name_within_another_is_no_mention() {
        // The night specialist is somebody else; the specialist of the stories is named once.
        let text = "As a support specialist, I want tea.\n\nAs a specialist, I want salt.\n\nAsk the night specialist. The support specialist sings.\n";
        check(text, &[("specialist", "support specialist")]);
    }
}
