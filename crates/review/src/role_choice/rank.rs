//! Which role is meant?
//!
//! Each role has a profile: the words of the stories that name it, of its goals and description. A
//! place is compared with every profile by the words round it, weighed by how much they tell roles
//! apart, and by the roles of the stories next to it: a backlog goes through its roles in runs.

use std::borrow::Cow;
use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::roles::vocabulary::Vocabulary;
use crate::settings::role::{Role, RoleKind};
use crate::text::token::{Words, tokens};
use crate::words::Class;

/// What is known of the roles of a document, to rank them by.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Ranker {
    profiles: Vec<Profile>,
    /// How often each word stands in the profiles: in all together, and role by role.
    words: HashMap<String, Usage, RandomState>,
    total: f64,
    /// The role of each story of the document, in text order, where it names a known one.
    stories: Vec<Option<usize>>,
}

/// How many words of the background a profile is mixed with: a role that little is known of then
/// neither wins nor loses by a single word (Dirichlet smoothing).
const SMOOTHING: f64 = 150.0;
/// What words weigh beside the other evidence: neighbouring words are no independent witnesses.
const WORDS: f64 = 0.6;
/// What a story beside weighs for a role that the word does not mean, by its kind.
const STRANGER: f64 = 0.2;
/// The same for one whose kind nobody says, where the word means others.
const UNTOLD: f64 = 0.5;

#[derive(Debug, Clone, Default, PartialEq)]
struct Profile {
    total: f64,
    stories: usize,
    share: Option<f64>,
    /// Whether only prose names it. Of 164 first suggestions of such roles in 75 documents, 8 were right: they are
    /// no suggestions.
    is_only_used: bool,
    /// Whether only other documents know it. Of 31 first suggestions of such roles in whole repositories, none was right:
    /// they come after those that this document names, and never first.
    is_stranger: bool,
}

/// How often a word stands in profiles. The counts are whole numbers, so their order is no matter.
#[derive(Debug, Clone, Default, PartialEq)]
struct Usage {
    everywhere: f64,
    /// Roles with their counts; a role may stand here more than once.
    by_role: Vec<(usize, f64)>,
}

/// A place that a role is wanted for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Context<'a> {
    /// The words round it.
    pub words: Vec<Word<'a>>,
    /// How many stories of the document stand before it.
    pub ordinal: usize,
    /// Whether it stands in that story itself.
    pub in_story: bool,
    /// The roles named beside it: whoever is spoken of by name is mostly somebody else.
    pub named: Vec<usize>,
    /// The generic word there.
    pub term: &'a str,
}

/// How much a kind of role is what a generic word says: customers pay, users use (Gothelf). Below zero
/// it is what the word does not say.
fn affinity(term: &str, kind: Option<RoleKind>) -> f64 {
    let Some(kind) = kind else { return 0.0 };
    match (term, kind) {
        ("customer" | "client" | "consumer" | "end customer" | "end consumer", kind) => {
            match kind {
                RoleKind::Buyer | RoleKind::Consumer | RoleKind::Prospect => 1.0,
                RoleKind::EndUser | RoleKind::Partner | RoleKind::Internal => -1.0,
            }
        }
        ("user" | "end user", RoleKind::EndUser | RoleKind::Consumer) => 0.3,
        ("stakeholder", RoleKind::Internal | RoleKind::Buyer) => 0.5,
        _ => 0.0,
    }
}

impl Ranker {
    /// A ranker for the roles of `vocabulary`. `stories` gives for each story of the document, in
    /// text order, its role and its content words, parted by spaces. `strangers` says of each role whether only other
    /// documents know it.
    pub fn new<'a>(
        vocabulary: &Vocabulary,
        strangers: &[bool],
        stories: impl Iterator<Item = (Option<usize>, &'a str)>,
    ) -> Self {
        let mut ranker = Self::default();
        for (index, role) in vocabulary.roles().iter().enumerate() {
            let (share, is_only_used) = (role.share, role.uses > 0);
            let is_stranger = strangers.get(index).copied().unwrap_or_default();
            ranker.profiles.push(Profile {
                share,
                is_only_used,
                is_stranger,
                ..Profile::default()
            });
            for (text, weight) in described(role) {
                for word in content_of(text) {
                    ranker.add(index, &word.common, weight);
                }
            }
        }
        for (role, words) in stories {
            ranker.stories.push(role);
            let Some(index) = role else { continue };
            for word in words.split(' ').filter(|word| !word.is_empty()) {
                ranker.add(index, word, 1.0);
            }
            if let Some(profile) = ranker.profiles.get_mut(index) {
                profile.stories += 1;
            }
        }
        ranker
    }

    fn add(&mut self, role: usize, word: &str, weight: f64) {
        let usage = match self.words.get_mut(word) {
            Some(usage) => usage,
            None => self.words.entry(word.to_owned()).or_default(),
        };
        usage.everywhere += weight;
        match usage.by_role.last_mut() {
            Some((last, count)) if *last == role => *count += weight,
            _ => usage.by_role.push((role, weight)),
        }
        self.total += weight;
        if let Some(profile) = self.profiles.get_mut(role) {
            profile.total += weight;
        }
    }

    /// The roles, best first.
    pub fn rank<'a>(&self, vocabulary: &Vocabulary, context: &'a Context<'_>) -> Vec<Ranked<'a>> {
        let stories: usize = self.profiles.iter().map(|profile| profile.stories).sum();
        let is_candidate = |profile: &Profile| !profile.is_only_used;
        let count = self.profiles.iter().filter(|it| is_candidate(it)).count() as f64;
        let known = |word: &'a Word<'_>| Some((word, self.words.get(&*word.common)?));
        let known: Vec<(&'a Word<'_>, &Usage)> = context.words.iter().filter_map(known).collect();
        let roles = self.profiles.iter().enumerate();
        let mut ranked: Vec<Ranked<'a>> = roles
            .map(|(index, profile)| {
                let prior = (profile.stories as f64 + 1.0) / (stories as f64 + count);
                let mut score = prior.ln() * if context.in_story { 0.7 } else { 0.4 };
                if let Some(share) = profile.share {
                    score += (share.max(0.01)).ln() * 0.3;
                }
                // As if it had none of the words: those that it has are added below.
                score += profile.without() * known.len() as f64 * WORDS;
                if context.named.contains(&index) {
                    score -= 0.7;
                }
                let kind = vocabulary.roles().get(index).and_then(|role| role.kind);
                let affinity = affinity(context.term, kind);
                score += affinity;
                let stories = profile.stories;
                Ranked {
                    index,
                    score,
                    share: 0.0,
                    words: Vec::new(),
                    near: false,
                    affinity,
                    stories,
                }
            })
            .collect();
        let mut uses = Vec::new();
        for (word, usage) in known {
            let expected = usage.everywhere / self.total;
            uses.clear();
            uses.extend_from_slice(&usage.by_role);
            uses.sort_unstable_by_key(|(role, _)| *role);
            for same in uses.chunk_by(|one, other| one.0 == other.0) {
                let Some((index, _)) = same.first() else { continue };
                let here: f64 = same.iter().map(|(_, count)| count).sum();
                let (Some(profile), Some(role)) =
                    (self.profiles.get(*index), ranked.get_mut(*index))
                else {
                    continue;
                };
                let found = (here + SMOOTHING * expected) / (profile.total + SMOOTHING);
                let gain = (found / expected).ln();
                role.score += (gain - profile.without()) * WORDS;
                if gain > 0.2 {
                    role.words.push((gain, &word.surface));
                }
            }
        }
        let is_reported = ranked.iter().any(Ranked::is_of_kind);
        for (role, weight) in self.near(context) {
            if let Some(role) = ranked.get_mut(role) {
                // Who says "customer" between the stories of those who serve them means somebody else.
                let weight = match role.affinity {
                    kind if kind < 0.0 => weight * STRANGER,
                    0.0 if is_reported => weight * UNTOLD,
                    _ => weight,
                };
                role.score += weight * 1.5;
                role.near = weight > 0.6;
            }
        }
        ranked.retain(|role| self.profiles.get(role.index).is_some_and(is_candidate));
        let best = ranked.iter().map(|role| role.score).fold(f64::MIN, f64::max);
        for role in &mut ranked {
            role.share = (role.score - best).exp();
        }
        let total: f64 = ranked.iter().map(|role| role.share).sum();
        for role in &mut ranked {
            role.share /= total;
        }
        ranked.sort_unstable_by(|one, other| {
            other.score.total_cmp(&one.score).then(one.index.cmp(&other.index))
        });
        let is_stranger = |role: &Ranked<'_>| {
            self.profiles.get(role.index).is_some_and(|profile| profile.is_stranger)
        };
        ranked.sort_by_key(is_stranger);
        if ranked.first().is_some_and(is_stranger) {
            ranked.clear();
        }
        ranked
    }

    /// The roles of the stories next to a place, each with how near they are: 0 to about 2.
    fn near(&self, context: &Context<'_>) -> Vec<(usize, f64)> {
        let mut near: Vec<(usize, f64)> = Vec::new();
        for distance in 1..=4_usize {
            let weight = 1.0 / (distance * distance) as f64;
            let before = context.ordinal.checked_sub(distance);
            let behind = context.ordinal + distance - usize::from(!context.in_story);
            for at in [before, Some(behind)].into_iter().flatten() {
                let Some(role) = self.stories.get(at).copied().flatten() else { continue };
                match near.iter_mut().find(|(other, _)| *other == role) {
                    Some((_, sum)) => *sum += weight,
                    None => near.push((role, weight)),
                }
            }
        }
        near
    }
}

/// What is told of a role by itself, and what each word of it weighs.
fn described(role: &Role) -> impl Iterator<Item = (&str, f64)> {
    let goals = role.goals.iter().map(|goal| (goal.as_str(), 2.0));
    let pains = role.pains.iter().map(|pain| (pain.as_str(), 1.0));
    let others = [&role.description, &role.success];
    let others = others.into_iter().flatten().map(|text| (text.as_str(), 1.0));
    goals.chain(pains).chain(others)
}

/// A role that may be meant.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// Its canonical name.
    pub role: String,
    /// How well it fits beside the other suggestions: 0 to 1, all together at most 1.
    pub score: f64,
    /// Why, in a few words.
    pub reason: String,
    /// Whether anything at the place speaks for it, rather than how common it is.
    pub grounded: bool,
}

/// A role with what speaks for it.
#[derive(Debug)]
pub(crate) struct Ranked<'a> {
    /// Its index in the vocabulary.
    pub index: usize,
    score: f64,
    /// How well it fits beside the others: 0 to 1, all together 1.
    pub share: f64,
    /// Telling words that it shares with the place, each with how telling.
    words: Vec<(f64, &'a str)>,
    /// Whether the stories beside are its own.
    near: bool,
    /// How much its kind is what the generic word says.
    affinity: f64,
    /// How many stories it tells.
    stories: usize,
}

impl Ranked<'_> {
    /// Whether anything at the place speaks for it, rather than how common it is.
    pub fn is_grounded(&self) -> bool {
        !self.words.is_empty() || self.near || self.is_of_kind()
    }

    fn is_of_kind(&self) -> bool {
        self.affinity > 0.9
    }

    /// With its name and a reason.
    pub fn suggestion(mut self, vocabulary: &Vocabulary) -> Option<Suggestion> {
        Some(Suggestion {
            role: vocabulary.roles().get(self.index)?.name.clone(),
            score: self.share,
            grounded: self.is_grounded(),
            reason: self.reason(),
        })
    }

    fn reason(&mut self) -> String {
        self.words.sort_by(|one, other| other.0.total_cmp(&one.0));
        let words = self.words.iter().take(3);
        let words: Vec<String> = words.map(|(_, word)| format!("“{word}”")).collect();
        match self.stories {
            _ if !words.is_empty() => format!("also speaks of {}", words.join(", ")),
            _ if self.near => "the stories beside it are theirs".to_owned(),
            _ if self.is_of_kind() => "buys it, or is served by it".to_owned(),
            0 => "a known role".to_owned(),
            1 => "named in 1 story".to_owned(),
            stories => format!("named in {stories} stories"),
        }
    }
}

impl Profile {
    /// What a word that it has not is worth to it.
    fn without(&self) -> f64 {
        (SMOOTHING / (self.total + SMOOTHING)).ln()
    }
}

/// A word that says what a text is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Word<'a> {
    /// In a common form: words that are equal so are the same word.
    pub common: Cow<'a, str>,
    /// In lower case.
    pub surface: Cow<'a, str>,
}

impl Word<'_> {
    fn into_owned(self) -> Word<'static> {
        Word {
            common: Cow::Owned(self.common.into_owned()),
            surface: Cow::Owned(self.surface.into_owned()),
        }
    }
}

/// The words among some tokens that say what the text is about.
pub(crate) fn content_words<'a>(
    words: Words<'a>,
    tokens: std::ops::Range<usize>,
) -> impl Iterator<Item = Word<'a>> {
    tokens
        .filter(move |at| words.lower(*at).len() > 2 && !is_stop_word(words, *at))
        .map(move |at| words.lower(at))
        .map(|word| Word { common: stem(word), surface: Cow::Borrowed(word) })
}

/// The content words of a text in their common form, parted by spaces.
pub(crate) fn content(words: Words<'_>) -> String {
    let mut content = String::new();
    for word in content_words(words, 0..words.tokens.len()) {
        if !content.is_empty() {
            content.push(' ');
        }
        content.push_str(&word.common);
    }
    content
}

/// The content words of a text that is no passage.
pub(crate) fn content_of(text: &str) -> Vec<Word<'static>> {
    let tokens = tokens(text);
    content_words(tokens.of(text), 0..tokens.len()).map(Word::into_owned).collect()
}

fn is_stop_word(words: Words<'_>, at: usize) -> bool {
    let classes = [Class::FunctionWord, Class::GenericForm, Class::StopWord];
    classes.into_iter().any(|class| words.is(at, class))
}

/// Endings off, so that "schedules" and "scheduling" meet. Crude on purpose: only equality matters.
fn stem(word: &str) -> Cow<'_, str> {
    let word = word.trim_end_matches("'s");
    // What goes, and what comes instead.
    const ENDINGS: [(&str, &str); 17] = [
        ("ions", ""),
        ("ion", ""),
        ("ments", ""),
        ("ment", ""),
        ("ingly", ""),
        ("ings", ""),
        ("ing", ""),
        ("ities", ""),
        ("ies", "y"),
        ("ers", ""),
        ("ors", ""),
        ("ed", ""),
        ("es", ""),
        ("er", ""),
        ("ly", ""),
        ("s", ""),
        ("e", ""),
    ];
    for (ending, instead) in ENDINGS {
        let Some(stem) = word.strip_suffix(ending) else { continue };
        // "schedulATion"
        let is_whole = match ending {
            "ions" | "ion" => stem.strip_suffix("at").is_some_and(|root| root.len() >= 3),
            _ => stem.len() >= 3,
        };
        if is_whole {
            return match instead {
                "" => Cow::Borrowed(stem),
                _ => Cow::Owned(format!("{stem}{instead}")),
            };
        }
    }
    Cow::Borrowed(word)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use markdown::Document;

    use crate::{Review, Role, RoleKind, Settings};

    /// Who is offered first for a story by `word` before those of `others`; roles with a kind.
    fn first(word: &str, others: &[&str], kinds: &[(&str, Option<RoleKind>)]) -> String {
        let role = |(name, kind): &(&str, Option<RoleKind>)| Role {
            name: (*name).to_owned(),
            kind: *kind,
            ..Role::default()
        };
        let roles = kinds.iter().map(role).collect();
        let settings = Arc::new(Settings { roles, ..Settings::default() });
        let others: String =
            others.iter().map(|role| format!("As a {role}, I want a list.\n\n")).collect();
        let text = format!("As a {word}, I want a message.\n\n{others}");
        let review = Review::new(Document::new(&text), settings);
        let findings = review.findings();
        let finding = findings.iter().find(|it| it.rule.name == "generic-story-role").unwrap();
        review.suggestions(finding).first().unwrap().role.clone()
    }

    #[test]
    fn a_customer_beside_those_who_serve_them_is_somebody_else() {
        let (end_user, consumer) = (Some(RoleKind::EndUser), Some(RoleKind::Consumer));
        let store = [("clerk", end_user), ("shopper", consumer)];
        assert_eq!(first("customer", &["clerk", "clerk"], &store), "shopper");
        assert_eq!(first("user", &["clerk", "clerk"], &store), "clerk");
        // Where nobody says who the customers are, the stories beside are all there is.
        let untold = [("clerk", None), ("shopper", None)];
        assert_eq!(first("customer", &["clerk"], &untold), "clerk");
        let half = [("clerk", None), ("porter", None), ("shopper", consumer)];
        let others = ["clerk", "porter", "porter", "porter", "shopper"];
        assert_eq!(first("customer", &others, &half), "shopper");
    }
}
