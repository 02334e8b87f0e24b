//! The kinds of sentences that say something of a role: the lines of `said.txt`.

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::RandomState;

use crate::settings::role::RoleKind;

/// What may be said of a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    Kind(RoleKind),
    Serves,
    BuysFor,
    ReportsTo,
}

/// A kind of sentence, a line of `said.txt`.
#[derive(Debug)]
pub(super) struct Pattern {
    pub what: What,
    /// Whether who stands after the verb is who does it: "manages" says that others report to somebody.
    pub is_reversed: bool,
    pub form: Form,
    pub is_participle: bool,
    /// The words that have to stand after the verb.
    pub after: Vec<&'static str>,
    pub objects: Vec<&'static str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Verb,
    /// The object of "to be".
    Predicate,
    Denied,
    /// It says something of whom the words after it name.
    OfObject,
}

/// The kinds of sentences by a word that each has, and the words of other lines by what these are.
pub(super) struct Patterns {
    pub by_word: HashMap<&'static str, Vec<Pattern>, RandomState>,
    /// The titles of sections on one kind of role.
    pub titles: HashMap<&'static str, RoleKind, RandomState>,
    pub hedges: Vec<&'static str>,
    pub often: Vec<&'static str>,
}

pub(super) static PATTERNS: LazyLock<Patterns> =
    LazyLock::new(|| Patterns::read(include_str!("said.txt")));

impl Patterns {
    fn read(lines: &'static str) -> Self {
        let mut patterns = Self {
            by_word: HashMap::default(),
            titles: HashMap::default(),
            hedges: Vec::new(),
            often: Vec::new(),
        };
        for line in lines.lines().filter(|line| !line.starts_with('#')) {
            let mut fields = line.split('|').map(str::trim);
            let mut field = || fields.next().unwrap_or_default();
            let (name, verb, after, objects) = (field(), field(), field(), field());
            match name {
                "hedge" => patterns.hedges.extend(verb.split(' ')),
                "often" => patterns.often.extend(verb.split(' ')),
                _ => patterns.add(name, verb, after, objects),
            }
        }
        patterns
    }

    fn add(
        &mut self,
        name: &'static str,
        verb: &'static str,
        after: &'static str,
        objects: &'static str,
    ) {
        let what = match name {
            "serves" | "served-by" => What::Serves,
            "buys-for" => What::BuysFor,
            "reports-to" | "manages" => What::ReportsTo,
            _ => match RoleKind::from_name(name) {
                Some(kind) => What::Kind(kind),
                None => return,
            },
        };
        let form = match verb.split(' ').next() {
            Some("=") => Form::Predicate,
            Some("!") => Form::Denied,
            Some(">") => Form::OfObject,
            _ => Form::Verb,
        };
        let objects: Vec<&str> = objects.split_whitespace().collect();
        if let ("#", What::Kind(kind)) = (verb, what) {
            self.titles.extend(objects.iter().map(|title| (*title, kind)));
            return;
        }
        let (forms, participles) = verb.split_once('/').unwrap_or((verb, ""));
        let mut add = |word: &'static str, is_participle: bool, objects: &[&'static str]| {
            self.by_word.entry(word).or_default().push(Pattern {
                what,
                is_reversed: matches!(name, "served-by" | "manages"),
                form,
                is_participle,
                after: after.split_whitespace().collect(),
                objects: objects.to_vec(),
            });
        };
        if form == Form::Predicate {
            for object in objects {
                add(object.split('-').next().unwrap_or(object), false, &[object]);
            }
            return;
        }
        let words = |words: &'static str| words.split_whitespace().filter(|word| word.len() > 1);
        words(forms).for_each(|word| add(word, false, &objects));
        words(participles).for_each(|word| add(word, true, &objects));
    }
}
