//! Names that are likely two names of one role, as far as the names say.

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::RandomState;

use crate::english::grammar;
use crate::english::inflect;
use crate::roles::vocabulary::key;
use crate::settings::role::Role;
use crate::words::Class;

/// Words that mean the same in the names of roles, a row a line: the first of each stands for the others.
static SAME_WORDS: LazyLock<HashMap<&str, &str, RandomState>> =
    LazyLock::new(|| firsts(include_str!("same_words.txt")));

/// Names that mean the same role, in their common words, a row a line.
static SAME_ROLES: LazyLock<HashMap<&str, &str, RandomState>> =
    LazyLock::new(|| firsts(include_str!("same_roles.txt")));

/// For each name in some rows, the first of its row.
fn firsts(rows: &'static str) -> HashMap<&'static str, &'static str, RandomState> {
    let first_of = |row: &'static str| row.split(", ").next().unwrap_or_default();
    let rows = rows.lines().flat_map(|row| row.split(", ").map(move |name| (name, first_of(row))));
    rows.collect()
}

/// What adjectives and participles end in, which mostly tell one person from another: "invited", "independent".
const ADJECTIVES: &[&str] =
    &["able", "ary", "ed", "ent", "est", "ful", "ible", "ish", "ive", "less", "ous"];

/// In a document with so many names that end in one noun, they are names of different people.
const MANY: usize = 40;

/// Whether one role says of the other name that it is somebody else's.
pub(crate) fn is_distinct(role: &Role, name: &str) -> bool {
    let name = key(name);
    role.distinct.iter().any(|other| {
        let other = key(other);
        other == name || key(&inflect::singular(&other)) == name
    })
}

/// Returns the pairs of names that are likely one role's, by their indices, the smaller index first.
pub(crate) fn pairs<'a>(names: impl Iterator<Item = &'a str>) -> Vec<(usize, usize)> {
    let names: Vec<Name> = names.map(Name::of).collect();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    let mut by_meaning: Groups = HashMap::default();
    let mut by_head: Groups = HashMap::default();
    let mut by_initials: Groups = HashMap::default();
    for (index, name) in names.iter().enumerate() {
        by_meaning.entry(name.meaning.clone()).or_default().push(index);
        if let Some(head) = name.head() {
            by_head.entry(head.to_owned()).or_default().push(index);
            by_initials.entry(name.initials()).or_default().push(index);
        }
    }
    for group in by_meaning.values().filter(|group| group.len() <= MANY) {
        for (at, one) in group.iter().enumerate() {
            pairs.extend(group.iter().skip(at + 1).map(|other| (*one, *other)));
        }
    }
    for (index, name) in names.iter().enumerate().filter(|(_, name)| name.is_acronym) {
        // "PM" may be the product manager or the project manager.
        if let Some([full]) = by_initials.get(&name.meaning).map(Vec::as_slice) {
            pairs.push((index.min(*full), index.max(*full)));
        }
    }
    for group in by_head.values().filter(|group| (2..=MANY).contains(&group.len())) {
        for short in group {
            let Some(name) = names.get(*short) else { continue };
            let is_longer = |long: &&usize| names.get(**long).is_some_and(|long| long.has(name));
            let mut longer = group.iter().filter(is_longer);
            let (Some(long), None) = (longer.next(), longer.next()) else { continue };
            // A bare noun may be any of those that end in it.
            let is_clear = match name.words.as_slice() {
                [noun] => group.len() == 2 && Class::ShortForm.has(noun),
                _ => true,
            };
            let adds = names.get(*long).is_some_and(|long| !long.narrows(name));
            if is_clear && adds {
                pairs.push((*short.min(long), *short.max(long)));
            }
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

type Groups = HashMap<String, Vec<usize>, RandomState>;

/// A name in its common words.
struct Name {
    words: Vec<String>,
    /// What it means: names that mean the same have the same. Spaces do not count.
    meaning: String,
    is_acronym: bool,
}

impl Name {
    fn of(name: &str) -> Self {
        let words = common(name);
        let joined = words.join(" ");
        let meaning = SAME_ROLES.get(joined.as_str()).copied().unwrap_or(&joined);
        let is_acronym = inflect::is_acronym(name) && name.chars().all(char::is_alphabetic);
        Self { meaning: meaning.replace(' ', ""), is_acronym: is_acronym && name.len() > 1, words }
    }

    /// The noun that the others modify; none where more than modifiers stand beside it: "head of sales".
    fn head(&self) -> Option<&str> {
        let is_simple = self.words.iter().all(|word| {
            !Class::Preposition.has(word) && !matches!(word.as_str(), "and" | "or" | "&")
        });
        self.words.last().map(String::as_str).filter(|_| is_simple && !self.is_acronym)
    }

    fn initials(&self) -> String {
        self.words.iter().filter_map(|word| word.chars().next()).collect()
    }

    /// Whether it has all words of another name in their order, and more.
    fn has(&self, other: &Name) -> bool {
        let mut own = self.words.iter();
        self.words.len() > other.words.len()
            && other.words.iter().all(|word| own.any(|own| own == word))
    }

    /// Whether the words that it has beyond another name's make somebody else of them: "invited guest", "parent
    /// volunteer".
    fn narrows(&self, other: &Name) -> bool {
        let mut more = self.words.iter().filter(|word| !other.words.contains(word));
        more.any(|word| {
            let is_adjective = ADJECTIVES.iter().any(|ending| word.ends_with(ending));
            let is_other = grammar::is_person_noun(word) && !grammar::is_generic_word(word);
            is_adjective
                || is_other
                || Class::Narrowing.has(word)
                || Class::Lapsed.has(word)
                || Class::AudienceRank.has(word)
                || Class::OtherRank.has(word)
                || word.chars().any(char::is_numeric)
        })
    }
}

/// The words of a name, each as the one that stands for those that mean the same.
fn common(name: &str) -> Vec<String> {
    let name = key(name);
    let words: Vec<&str> = name.split(' ').collect();
    let mut common = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let both = words.get(at + 1).map(|next| format!("{word} {next}"));
        let stands = |text: &str| SAME_WORDS.get(text).copied();
        let (first, count) = match both.as_deref().and_then(stands) {
            Some(first) => (Some(first), 2),
            None => (stands(word), 1),
        };
        common.push(first.unwrap_or(word).to_owned());
        at += count;
    }
    common
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(names: &[&str], expected: &[(usize, usize)]) {
        assert_eq!(pairs(names.iter().copied()), expected, "{names:?}");
    }

    #[test]
    fn names_that_mean_the_same_are_a_pair() {
        for names in [
            ["sales associate", "store associate"],
            ["merchant", "shop owner"],
            ["Customer support rep", "support agent"],
            ["system administrator", "sysadmin"],
            ["frontend developer", "front-end developer"],
            ["HR manager", "human resources manager"],
            ["CSM", "customer success manager"],
            ["physician", "doctor"],
        ] {
            check(&names, &[(0, 1)]);
            check(&[names[1], "porter", names[0]], &[(0, 2)]);
        }
    }

    #[test]
    fn one_name_may_be_a_part_of_the_other() {
        check(&["specialist", "billing specialist"], &[(0, 1)]);
        check(&["traffic safety advocate", "safety advocate"], &[(0, 1)]);
        check(&["traffic safety advocate", "safety advocate", "tenant advocate"], &[(0, 1)]);
        // Any of them may be meant.
        check(&["specialist", "billing specialist", "scan specialist"], &[]);
        check(&["safety advocate", "traffic safety advocate", "fire safety advocate"], &[]);
    }

    #[test]
    fn other_words_are_other_people() {
        for names in [
            ["sales manager", "account manager"],
            ["sales manager", "store manager"],
            ["senior nurse", "nurse"],
            ["HR manager", "manager"],
            ["HR employee", "employee"],
            ["junior clerk", "clerk"],
            ["vice president", "president"],
            ["internal planner", "planner"],
            ["primary owner", "owner"],
            ["invited member", "member"],
            ["parent coordinator", "coordinator"],
            ["tier 2 technician", "technician"],
            ["independent advisor", "advisor"],
            ["regional sales manager", "sales manager"],
            ["buyer", "seller"],
            ["head of sales", "sales"],
            ["nurse", "nurse and porter"],
            ["PM", "nurse"],
        ] {
            check(&names, &[]);
        }
        check(&["PM", "product manager", "project manager"], &[]);
    }

    #[test]
    fn a_role_says_who_is_somebody_else() {
        let role = Role { distinct: vec!["Store-Associates".into()], ..Role::default() };
        assert!(is_distinct(&role, "store associate") && !is_distinct(&role, "associate"));
    }
}
