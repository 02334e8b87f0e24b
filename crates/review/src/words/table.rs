//! The words of `words.txt` and the forms derived from them, by number.

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::RandomState;

use super::Class;
use super::lexicon::{self, Mostly, mostly};

/// One word a line, in lower case, sorted by bytes: the word, two spaces, its classes, sorted and separated by a space.
/// A word may be a phrase: titles are looked up whole.
const WORDS: &str = include_str!("words.txt");

/// A set of classes: class N is bit N % 64 of the number N / 64.
type Classes = [u64; 4];

/// The number of a word in the table. Words that are not in it have one of the first numbers, by what they mostly are;
/// zero is of no class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Id(u16);

impl Id {
    /// Whether the word is of a class.
    pub fn is(self, class: Class) -> bool {
        TABLE.has(self, class)
    }
}

/// The number of a word, in lower case and composed (NFC). A short form that is not listed has the number of its ending.
pub(crate) fn id(word: &str) -> Id {
    let listed = |word: &str| TABLE.ids.get(word).copied();
    let found = listed(word).or_else(|| short_ending(word).and_then(listed));
    found.unwrap_or_else(|| unlisted(word))
}

/// Whether a word, in lower case, is one of ordinary English, as far as the tables know: no name that parents give.
pub(crate) fn is_ordinary(word: &str) -> bool {
    let is_known = |word: &str| TABLE.ids.contains_key(word) || lexicon::number(word).is_some();
    let stem = |ending: &str| word.strip_suffix(ending).is_some_and(is_known);
    is_known(word) || ["s", "es", "ing", "ed", "d"].into_iter().any(stem)
}

/// Whether the dictionary has a word, in lower case, whatever else it is: "grant" is a name and a verb, "emma" only a name.
pub(crate) fn is_in_dictionary(word: &str) -> bool {
    lexicon::number(word).is_some()
}

/// The number of a word that is not listed.
fn unlisted(word: &str) -> Id {
    let is_person = |noun: &str| mostly(noun).person;
    // "grows", "reaches"
    let is_verb = |verb: &str| {
        mostly(verb).verb || verb.strip_suffix('e').is_some_and(|verb| mostly(verb).verb)
    };
    let in_s = |is: fn(&str) -> bool| match word.strip_suffix("ies") {
        Some(stem) => is(&format!("{stem}y")),
        None => word.strip_suffix('s').is_some_and(is),
    };
    match lexicon::number(word).unwrap_or_default() {
        0 if in_s(is_person) => Id(PLURAL_PERSON.into()),
        0 if in_s(is_verb) => Id(THIRD_PERSON.into()),
        number => Id(number.into()),
    }
}

/// The numbers of the plurals of nouns for people and of third persons singular; those before are of what words mostly are.
const PLURAL_PERSON: u8 = 16;
const THIRD_PERSON: u8 = 17;

/// The ending of a short form: "n't" of "shouldn't". It is listed as a word is.
fn short_ending(word: &str) -> Option<&'static str> {
    ["n't", "'ll", "'re"].into_iter().find(|ending| word.ends_with(ending))
}

/// The words of a class as `words.txt` lists them.
pub(super) fn words_of(class: Class) -> impl Iterator<Item = &'static str> {
    let lines = WORDS.lines().filter_map(|line| line.split_once("  "));
    lines.filter(move |(_, names)| names.split(' ').any(|name| name == class.name())).map(|it| it.0)
}

static TABLE: LazyLock<Table> = LazyLock::new(Table::read);

struct Table {
    ids: HashMap<Box<str>, Id, RandomState>,
    classes: Vec<Classes>,
}

impl Table {
    fn read() -> Self {
        let by_name: HashMap<&str, Class> =
            Class::ALL.iter().map(|class| (class.name(), *class)).collect();
        let unlisted = usize::from(THIRD_PERSON) + 1;
        let mut table =
            Self { ids: HashMap::default(), classes: vec![Classes::default(); unlisted] };
        for number in 0..PLURAL_PERSON {
            table.set_mostly(Id(number.into()), Mostly::of_number(number));
        }
        table.set(Id(PLURAL_PERSON.into()), Class::PersonForm);
        table.set(Id(THIRD_PERSON.into()), Class::MostlyVerbForm);
        for line in WORDS.lines() {
            let Some((word, names)) = line.split_once("  ") else { continue };
            let Some(id) = table.enter(word) else { continue };
            for class in names.split(' ').filter_map(|name| by_name.get(name)) {
                table.set(id, *class);
                match class {
                    Class::Verb => table.add_third_person(word, Class::VerbForm),
                    Class::NounVerb => table.add_third_person(word, Class::NounVerbForm),
                    Class::Generic if !word.contains(' ') => {
                        table.set(id, Class::GenericForm);
                        table.add(&format!("{word}s"), Class::GenericForm);
                    }
                    Class::Person => table.add_plural(word, Class::PersonForm),
                    Class::Commerce => table.add_plural(word, Class::CommerceForm),
                    Class::Service => table.add_forms(word, Class::ServiceForm),
                    _ => {}
                }
            }
            let is_decided = [Class::Person, Class::Thing, Class::Generic, Class::GivenName]
                .into_iter()
                .any(|class| table.has(id, class));
            let mostly = mostly(word);
            if !is_decided {
                table.set_mostly(id, mostly);
            }
            if !is_decided && mostly.person {
                table.add_plural(word, Class::PersonForm);
            }
            if !is_decided && mostly.verb {
                table.add_third_person(word, Class::MostlyVerbForm);
            }
        }
        table.derive();
        table
    }

    /// Adds the classes of what a word mostly is.
    fn set_mostly(&mut self, id: Id, mostly: Mostly) {
        let classes = [
            (mostly.person, Class::Person),
            (mostly.person, Class::PersonForm),
            (mostly.thing, Class::Thing),
            (mostly.adjective, Class::Adjective),
            (mostly.verb, Class::MostlyVerb),
        ];
        for (_, class) in classes.into_iter().filter(|(is, _)| *is) {
            self.set(id, class);
        }
    }

    /// Adds the classes that follow from others.
    fn derive(&mut self) {
        let mut derived: Vec<(Id, Class)> = Vec::new();
        for (word, id) in &self.ids {
            let is = |class: Class| self.has(*id, class);
            let is_function = is(Class::Auxiliary)
                || is(Class::Preposition)
                || is(Class::Determiner)
                || short_ending(word).is_some();
            let is_plain = is(Class::VerbForm) && !is(Class::NounVerbForm);
            let classes = [
                (is_function, Class::FunctionWord),
                (is(Class::Verb) || is(Class::NounVerb), Class::BaseVerb),
                (is(Class::VerbForm) || is(Class::NounVerbForm), Class::ThirdPerson),
                (is_plain, Class::PlainVerb),
            ];
            let follow = classes.into_iter().filter(|(follows, _)| *follows);
            derived.extend(follow.map(|(_, class)| (*id, class)));
        }
        for (id, class) in derived {
            self.set(id, class);
        }
    }

    fn has(&self, id: Id, class: Class) -> bool {
        let (number, bit) = (class as usize / 64, class as usize % 64);
        let classes = self.classes.get(usize::from(id.0));
        classes.and_then(|classes| classes.get(number)).is_some_and(|bits| bits >> bit & 1 == 1)
    }

    /// Adds a class to a word.
    fn add(&mut self, word: &str, class: Class) {
        if let Some(id) = self.enter(word) {
            self.set(id, class);
        }
    }

    /// The number of a word, which is given one if it has none; none where the numbers have run out.
    fn enter(&mut self, word: &str) -> Option<Id> {
        if let Some(id) = self.ids.get(word) {
            return Some(*id);
        }
        let id = Id(u16::try_from(self.classes.len()).ok()?);
        self.classes.push(Classes::default());
        self.ids.insert(word.into(), id);
        Some(id)
    }

    fn set(&mut self, id: Id, class: Class) {
        let classes = self.classes.get_mut(usize::from(id.0));
        if let Some(bits) = classes.and_then(|classes| classes.get_mut(class as usize / 64)) {
            *bits |= 1 << (class as usize % 64);
        }
    }

    /// Adds a noun and its plural: "order", "orders", "deliveries".
    fn add_plural(&mut self, noun: &str, class: Class) {
        self.add(noun, class);
        match noun.strip_suffix('y') {
            Some(stem) => self.add(&format!("{stem}ies"), class),
            None => self.add(&format!("{noun}s"), class),
        }
    }

    /// Adds the forms that a verb may have after "she": "waits", "goes", "tries".
    fn add_third_person(&mut self, verb: &str, class: Class) {
        self.add(&format!("{verb}s"), class);
        self.add(&format!("{verb}es"), class);
        if let Some(stem) = verb.strip_suffix('y') {
            self.add(&format!("{stem}ies"), class);
        }
    }

    /// Adds the forms that a verb has before an object: "guide", "guides", "guiding".
    fn add_forms(&mut self, verb: &str, class: Class) {
        self.add(verb, class);
        self.add(&format!("{verb}s"), class);
        self.add(&format!("{verb}ing"), class);
        if let Some(stem) = verb.strip_suffix('e') {
            self.add(&format!("{stem}ing"), class);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use super::{Class, WORDS, id};

    fn lines() -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
        WORDS.lines().map(|line| {
            let (word, classes) = line.split_once("  ").unwrap_or((line, ""));
            (word, classes.split(' ').collect())
        })
    }

    #[test]
    fn each_word_is_listed_once_in_order_and_in_lower_case() {
        let words: Vec<&str> = lines().map(|(word, _)| word).collect();
        for pair in words.windows(2) {
            assert!(pair[0] < pair[1], "“{}” must not stand before “{}”", pair[0], pair[1]);
        }
        for word in words {
            assert_eq!(word, crate::text::token::composed(&word.to_lowercase()), "lower case");
            assert_eq!(word, word.trim(), "spaces");
        }
    }

    #[test]
    fn each_word_has_known_classes_in_order() {
        let known: HashSet<&str> = Class::ALL.iter().map(|class| class.name()).collect();
        for (word, classes) in lines() {
            let is_sorted = classes.is_sorted_by(|one, other| one < other);
            assert!(is_sorted, "the classes of “{word}” must be sorted, each once: {classes:?}");
            for class in classes {
                assert!(
                    known.contains(class),
                    "“{word}” has the class “{class}”, which is not known"
                );
            }
        }
    }

    #[test]
    fn each_class_has_a_name_of_its_own_and_words() {
        let mut count: HashMap<&str, usize> = HashMap::new();
        for class in lines().flat_map(|(_, classes)| classes) {
            *count.entry(class).or_default() += 1;
        }
        let mut names = HashSet::new();
        for class in Class::ALL {
            assert!(names.insert(class.name()), "{} twice", class.name());
            let is_derived = DERIVED.contains(class);
            let said = match is_derived {
                true => "is derived, and `words.txt` has words of it",
                false => "has no words in `words.txt`, and is not among `DERIVED`",
            };
            assert!(count.contains_key(class.name()) != is_derived, "{} {said}", class.name());
        }
        assert!(Class::ALL.len() <= 64 * super::Classes::default().len(), "more classes than bits");
    }

    const DERIVED: [Class; 11] = [
        Class::Adjective,
        Class::MostlyVerb,
        Class::MostlyVerbForm,
        Class::CommerceForm,
        Class::PersonForm,
        Class::VerbForm,
        Class::NounVerbForm,
        Class::ServiceForm,
        Class::BaseVerb,
        Class::ThirdPerson,
        Class::PlainVerb,
    ];

    /// A class that no code asks about says nothing.
    #[test]
    fn each_class_is_asked_about() {
        let mut code = String::new();
        let mut folders =
            vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                match path.is_dir() {
                    true if path.ends_with("words") => {}
                    true => folders.push(path),
                    false => code.push_str(&std::fs::read_to_string(path).unwrap()),
                }
            }
        }
        let asked: HashSet<&str> = code
            .match_indices("Class::")
            .filter_map(|(at, found)| {
                code.get(at + found.len()..)?.split(|c: char| !c.is_alphanumeric()).next()
            })
            .collect();
        for class in Class::ALL {
            let name = format!("{class:?}");
            // These are asked about by what is derived from them.
            let is_base = matches!(
                class,
                Class::Service
                    | Class::Verb
                    | Class::NounVerb
                    | Class::VerbForm
                    | Class::NounVerbForm
            );
            let is_in_wordings = code.contains(&format!("<{}>", class.name()));
            let is_asked = is_base || is_in_wordings || asked.contains(name.as_str());
            assert!(is_asked, "nothing asks about {name}");
        }
    }

    /// Words of two classes that no word should have both of.
    #[test]
    fn classes_that_exclude_each_other_share_no_word() {
        for (one, other) in [
            (Class::Person, Class::Thing),
            (Class::Person, Class::Machine),
            (Class::Person, Class::NoTeller),
            (Class::Determiner, Class::Preposition),
            (Class::Auxiliary, Class::Preposition),
            (Class::Person, Class::GivenName),
        ] {
            let both: Vec<&str> = lines()
                .filter(|(word, _)| id(word).is(one) && id(word).is(other))
                .map(|(word, _)| word)
                .filter(|word| !DELIBERATE.contains(word))
                .collect();
            assert_eq!(both, [""; 0], "{one:?} and {other:?}");
        }
    }

    /// Words of two such classes, on purpose.
    const DELIBERATE: [&str; 0] = [];

    #[test]
    fn classes_follow_from_others() {
        for word in ["the", "of", "can", "and", "doesn't", "they'll", "we're", "can't"] {
            assert!(id(word).is(Class::FunctionWord), "{word}");
        }
        assert!(!id("settings").is(Class::FunctionWord));
        assert!(id("goes").is(Class::PlainVerb) && id("tries").is(Class::PlainVerb));
        assert!(!id("requests").is(Class::PlainVerb) && id("requests").is(Class::ThirdPerson));
        assert!(id("request").is(Class::BaseVerb) && !id("request").is(Class::ThirdPerson));
        assert!(!id("settings").is(Class::ThirdPerson));
    }

    #[test]
    fn verbs_have_their_forms() {
        for (word, class) in [
            ("goes", Class::VerbForm),
            ("tries", Class::VerbForm),
            ("waits", Class::VerbForm),
            ("queries", Class::NounVerbForm),
            ("guiding", Class::ServiceForm),
            ("helps", Class::ServiceForm),
        ] {
            assert!(id(word).is(class), "{word}");
        }
        assert!(!id("wait").is(Class::VerbForm));
        for verb in ["grows", "evolves", "ensures", "reaches", "supplies", "shifts"] {
            assert!(id(verb).is(Class::MostlyVerbForm), "{verb}");
        }
        for other in ["grow", "kettles", "nurses", "grow s", "s", "es"] {
            assert!(!id(other).is(Class::MostlyVerbForm), "{other}");
        }
        assert!(!id("unheard-of").is(Class::Verb));
    }
}
