//! Which role is meant?
//!
//! Each role has a profile: the words of the stories that name it, of its goals and description. A
//! place is compared with every profile by the words round it, weighed by how much they tell roles
//! apart, and by the roles of the stories next to it: a backlog goes through its roles in runs.

use std::collections::HashMap;

use crate::finding::Suggestion;
use crate::role::RoleKind;
use crate::vocabulary::Vocabulary;
use crate::words::{TokenKind, tokens};

/// What is known of the roles of a document, to rank them by.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Ranker {
    profiles: Vec<Profile>,
    /// How often a word stands in all profiles together.
    background: HashMap<String, f64>,
    total: f64,
    /// The role of each story of the document, in text order, where it names a known one.
    stories: Vec<Option<usize>>,
}

/// How many words of the background a profile is mixed with: a role that little is known of then
/// neither wins nor loses by a single word (Dirichlet smoothing).
const SMOOTHING: f64 = 150.0;
/// What words weigh beside the other evidence: neighbouring words are no independent witnesses.
const WORDS: f64 = 0.6;

#[derive(Debug, Clone, Default, PartialEq)]
struct Profile {
    words: HashMap<String, f64>,
    total: f64,
    stories: usize,
    share: Option<f64>,
}

/// A place that a role is wanted for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Context {
    /// The words round it: in their common form, and as they stand there.
    pub words: Vec<(String, String)>,
    /// How many stories of the document stand before it.
    pub ordinal: usize,
    /// Whether it stands in that story itself.
    pub in_story: bool,
    /// The roles named beside it: whoever is spoken of by name is mostly somebody else.
    pub named: Vec<usize>,
    /// The generic word there.
    pub term: &'static str,
}

/// How much a kind of role is what a generic word says: customers pay, users use (Gothelf).
fn affinity(term: &str, kind: Option<RoleKind>) -> f64 {
    let Some(kind) = kind else { return 0.0 };
    match (term, kind) {
        ("customer" | "client" | "consumer" | "end customer" | "end consumer", kind) => {
            match kind {
                RoleKind::Buyer | RoleKind::Consumer | RoleKind::Prospect => 1.0,
                RoleKind::EndUser | RoleKind::Partner => 0.0,
                RoleKind::Internal => -1.0,
            }
        }
        ("user" | "end user", RoleKind::EndUser | RoleKind::Consumer) => 0.3,
        ("stakeholder", RoleKind::Internal | RoleKind::Buyer) => 0.5,
        _ => 0.0,
    }
}

impl Ranker {
    /// A ranker for the roles of `vocabulary`. `stories` gives for each story of the document, in
    /// text order, its role and its words.
    pub fn new(vocabulary: &Vocabulary, stories: &[(Option<usize>, &str)]) -> Self {
        let mut profiles: Vec<Profile> = vocabulary
            .roles()
            .iter()
            .map(|role| {
                let mut profile = Profile { share: role.share, ..Profile::default() };
                profile.add(&role.goals.join(" "), 2.0);
                profile.add(&role.pains.join(" "), 1.0);
                profile.add(role.description.as_deref().unwrap_or_default(), 1.0);
                profile.add(role.success.as_deref().unwrap_or_default(), 1.0);
                profile
            })
            .collect();
        for (role, text) in stories {
            if let Some(profile) = role.and_then(|role| profiles.get_mut(role)) {
                profile.add(text, 1.0);
                profile.stories += 1;
            }
        }
        let mut background = HashMap::new();
        for (word, weight) in profiles.iter().flat_map(|profile| &profile.words) {
            *background.entry(word.clone()).or_insert(0.0) += weight;
        }
        let total = profiles.iter().map(|profile| profile.total).sum();
        let stories = stories.iter().map(|(role, _)| *role).collect();
        Self { profiles, background, total, stories }
    }

    /// The roles, best first, with scores that add up to 1.
    pub fn rank(&self, vocabulary: &Vocabulary, context: &Context) -> Vec<Suggestion> {
        let stories: usize = self.profiles.iter().map(|profile| profile.stories).sum();
        let count = self.profiles.len() as f64;
        let mut scored: Vec<Scored<'_>> = Vec::new();
        for (index, profile) in self.profiles.iter().enumerate() {
            let prior = (profile.stories as f64 + 1.0) / (stories as f64 + count);
            let mut score = prior.ln() * if context.in_story { 0.7 } else { 0.4 };
            if let Some(share) = profile.share {
                score += (share.max(0.01)).ln() * 0.3;
            }
            let mut shared: Vec<(f64, &str)> = Vec::new();
            for (word, surface) in &context.words {
                let Some(everywhere) = self.background.get(word) else { continue };
                let expected = everywhere / self.total;
                let here = profile.words.get(word).copied().unwrap_or(0.0);
                let found = (here + SMOOTHING * expected) / (profile.total + SMOOTHING);
                let gain = (found / expected).ln();
                if here > 0.0 && gain > 0.2 {
                    shared.push((gain, surface));
                }
                score += gain * WORDS;
            }
            let near = self.nearness(index, context);
            score += near * 1.5;
            if context.named.contains(&index) {
                score -= 0.7;
            }
            let kind = vocabulary.roles().get(index).and_then(|role| role.kind);
            let affinity = affinity(context.term, kind);
            score += affinity;
            shared.sort_by(|one, other| other.0.total_cmp(&one.0));
            let words = shared.into_iter().map(|(_, word)| word).take(3).collect();
            let by_kind = affinity > 0.9;
            scored.push(Scored { index, score, words, near: near > 0.6, by_kind });
        }
        let best = scored.iter().map(|scored| scored.score).fold(f64::MIN, f64::max);
        let total: f64 = scored.iter().map(|scored| (scored.score - best).exp()).sum();
        scored.sort_by(|one, other| {
            other.score.total_cmp(&one.score).then(one.index.cmp(&other.index))
        });
        let suggestions = scored.into_iter().filter_map(|scored| {
            Some(Suggestion {
                role: vocabulary.roles().get(scored.index)?.name.clone(),
                score: (scored.score - best).exp() / total,
                grounded: !scored.words.is_empty() || scored.near || scored.by_kind,
                reason: scored
                    .reason(self.profiles.get(scored.index).map_or(0, |profile| profile.stories)),
            })
        });
        suggestions.collect()
    }

    /// How near the closest stories of a role are, 0 to about 2.
    fn nearness(&self, role: usize, context: &Context) -> f64 {
        let mut near = 0.0;
        for distance in 1..=4_usize {
            let weight = 1.0 / (distance * distance) as f64;
            let before = context.ordinal.checked_sub(distance);
            let behind = context.ordinal + distance - usize::from(!context.in_story);
            for at in [before, Some(behind)].into_iter().flatten() {
                if self.stories.get(at).copied().flatten() == Some(role) {
                    near += weight;
                }
            }
        }
        near
    }
}

/// A role with what speaks for it.
struct Scored<'a> {
    index: usize,
    score: f64,
    /// The most telling words that it shares with the place.
    words: Vec<&'a str>,
    /// Whether the stories beside are its own.
    near: bool,
    /// Whether its kind is what the generic word says.
    by_kind: bool,
}

impl Scored<'_> {
    /// Why it is suggested; `told` is the number of its stories.
    fn reason(&self, told: usize) -> String {
        let words: Vec<String> = self.words.iter().map(|word| format!("“{word}”")).collect();
        match told {
            _ if !words.is_empty() => format!("also speaks of {}", words.join(", ")),
            _ if self.near => "the stories beside it are theirs".to_owned(),
            _ if self.by_kind => "buys it, or is served by it".to_owned(),
            0 => "a known role".to_owned(),
            1 => "named in 1 story".to_owned(),
            _ => format!("named in {told} stories"),
        }
    }
}

impl Profile {
    fn add(&mut self, text: &str, weight: f64) {
        for (word, _) in content_words(text) {
            *self.words.entry(word).or_insert(0.0) += weight;
            self.total += weight;
        }
    }
}

/// The words of a text that say what it is about: in a common form, and as they stand.
pub(crate) fn content_words(text: &str) -> Vec<(String, String)> {
    let tokens = tokens(text);
    tokens
        .iter()
        .filter(|token| token.kind == TokenKind::Word)
        .map(|token| markdown::slice(text, token.span()).to_lowercase())
        .filter(|word| word.len() > 2 && !is_stop_word(word))
        .map(|word| (stem(&word), word))
        .collect()
}

fn is_stop_word(word: &str) -> bool {
    crate::lexicon::is_function_word(word)
        || crate::generic::is_generic_word(word)
        || matches!(
            word,
            "want"
                | "need"
                | "able"
                | "like"
                | "would"
                | "order"
                | "know"
                | "make"
                | "sure"
                | "use"
                | "using"
                | "see"
                | "have"
                | "get"
                | "don't"
                | "i'm"
                | "i'd"
                | "very"
                | "well"
                | "new"
        )
}

/// Endings off, so that "schedules" and "scheduling" meet. Crude on purpose: only equality matters.
fn stem(word: &str) -> String {
    let word = word.trim_end_matches("'s");
    let stems = [
        ("ations", "at"),
        ("ation", "at"),
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
    for (ending, instead) in stems {
        if let Some(stem) = word.strip_suffix(ending)
            && stem.len() >= 3
        {
            return format!("{stem}{instead}");
        }
    }
    word.to_owned()
}
