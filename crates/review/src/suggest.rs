//! Which role is meant?
//!
//! Each role has a profile: the words of the stories that name it, of its goals and description. A
//! place is compared with every profile by the words round it, weighed by how much they tell roles
//! apart, and by the roles of the stories next to it: a backlog goes through its roles in runs.

use std::collections::HashMap;

use crate::finding::Suggestion;
use crate::vocabulary::Vocabulary;
use crate::words::{TokenKind, tokens};

/// What is known of the roles of a document, to rank them by.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Ranker {
    profiles: Vec<Profile>,
    /// In how many profiles a word stands.
    spread: HashMap<String, usize>,
    /// The role of each story of the document, in text order, where it names a known one.
    stories: Vec<Option<usize>>,
}

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
    /// The words round it.
    pub words: Vec<String>,
    /// How many stories of the document stand before it.
    pub ordinal: usize,
    /// Whether it stands in that story itself.
    pub in_story: bool,
    /// The roles named beside it.
    pub named: Vec<usize>,
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
                profile.add(&role.name, 1.0);
                profile.add(&role.goals.join(" "), 2.0);
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
        let mut spread = HashMap::new();
        for profile in &profiles {
            for word in profile.words.keys() {
                *spread.entry(word.clone()).or_insert(0) += 1;
            }
        }
        Self { profiles, spread, stories: stories.iter().map(|(role, _)| *role).collect() }
    }

    /// The roles, best first, with scores that add up to 1.
    pub fn rank(&self, vocabulary: &Vocabulary, context: &Context) -> Vec<Suggestion> {
        let stories: usize = self.profiles.iter().map(|profile| profile.stories).sum();
        let count = self.profiles.len() as f64;
        let mut scored: Vec<(usize, f64, Vec<&str>, bool)> = Vec::new();
        for (index, profile) in self.profiles.iter().enumerate() {
            let prior = (profile.stories as f64 + 1.0) / (stories as f64 + count);
            let mut score = prior.ln() * 0.7;
            if let Some(share) = profile.share {
                score += (share.max(0.01)).ln() * 0.3;
            }
            let mut shared: Vec<(f64, &str)> = Vec::new();
            for word in &context.words {
                let Some(weight) = profile.words.get(word) else { continue };
                let spread = self.spread.get(word).copied().unwrap_or(1) as f64;
                let telling = ((count + 1.0) / spread).ln();
                let gain = telling * (1.0 + weight.ln_1p()) / (1.0 + profile.total.ln_1p() * 0.15);
                shared.push((gain, word));
                score += gain;
            }
            let near = self.nearness(index, context);
            score += near * 1.5;
            let named = context.named.contains(&index);
            if named {
                score += 0.5;
            }
            shared.sort_by(|one, other| other.0.total_cmp(&one.0));
            let words = shared.into_iter().map(|(_, word)| word).take(3).collect();
            scored.push((index, score, words, near > 0.6));
        }
        let best = scored.iter().map(|(_, score, ..)| *score).fold(f64::MIN, f64::max);
        let total: f64 = scored.iter().map(|(_, score, ..)| (score - best).exp()).sum();
        scored.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        scored
            .into_iter()
            .filter_map(|(index, score, words, near)| {
                let role = vocabulary.roles().get(index)?;
                let grounded = !words.is_empty() || near;
                let told = self.profiles.get(index).map_or(0, |profile| profile.stories);
                let reason = if !words.is_empty() {
                    let words: Vec<String> = words.iter().map(|word| format!("“{word}”")).collect();
                    format!("also speaks of {}", words.join(", "))
                } else if near {
                    "the stories beside it are theirs".to_owned()
                } else if told > 0 {
                    format!("named in {told} {}", if told == 1 { "story" } else { "stories" })
                } else {
                    "a known role".to_owned()
                };
                Some(Suggestion {
                    role: role.name.clone(),
                    score: (score - best).exp() / total,
                    reason,
                    grounded,
                })
            })
            .collect()
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

impl Profile {
    fn add(&mut self, text: &str, weight: f64) {
        for word in content_words(text) {
            *self.words.entry(word).or_insert(0.0) += weight;
            self.total += weight;
        }
    }
}

/// The words of a text that say what it is about, in a common form.
pub(crate) fn content_words(text: &str) -> Vec<String> {
    let tokens = tokens(text);
    tokens
        .iter()
        .filter(|token| token.kind == TokenKind::Word)
        .map(|token| markdown::slice(text, token.span()).to_lowercase())
        .filter(|word| word.len() > 2 && !is_stop_word(word))
        .map(|word| stem(&word))
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
