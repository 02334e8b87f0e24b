//! What is known of the roles of a document, to tell them apart by.

use std::sync::{Arc, OnceLock};

use crate::role_choice::bag::Bag;
use crate::role_choice::beside::Runs;
use crate::role_choice::content::{Content, stem};
use crate::role_choice::feature::{Feature, Features};
use crate::role_choice::place::Place;
use crate::roles::mention::InPassage;
use crate::roles::vocabulary::Vocabulary;
use crate::settings::role::{Grade, Role, RoleKind};

/// A story: who tells it, if that is a known role, what it is about, and the headings it stands under, as one number.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Told {
    pub role: Option<usize>,
    pub content: Arc<Content>,
    pub section: u64,
}

/// What is known of the roles of a document.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Ranker {
    pub(super) cast: Arc<Cast>,
    /// How many passages name each role.
    pub(super) mentions: Vec<usize>,
    /// In how many of these something is for it.
    served: Vec<usize>,
}

/// The roles and their stories.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cast {
    pub(super) profiles: Vec<Profile>,
    stories: Vec<Told>,
    /// What follows from these, once anybody asks.
    tallies: OnceLock<Tallies>,
}

impl PartialEq for Cast {
    fn eq(&self, other: &Self) -> bool {
        self.profiles == other.profiles && self.stories == other.stories
    }
}

impl Eq for Cast {}

/// What is told of one role by itself.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Profile {
    name: Content,
    /// Its name and what is told of it; none where nothing is.
    told: Option<Content>,
    kind: Option<RoleKind>,
    pub grade: Grade,
    /// Whether only other documents know it.
    pub is_stranger: bool,
    /// How many roles are declared before it, if it is declared.
    order: Option<usize>,
    /// Its share of the product's activity, as the project says it.
    activity: Option<f64>,
}

/// What follows from the roles and their stories.
#[derive(Debug, Clone, Default)]
pub(super) struct Tallies {
    /// How many stories each role tells.
    pub stories: Vec<usize>,
    /// Each role's share of the stories.
    told_share: Vec<f64>,
    /// The same where runs are measured.
    share_in_runs: Vec<f64>,
    runs: Runs,
    /// The words of what is told of each role.
    pub told: Bag,
    /// The same with the words of its stories.
    pub all: Bag,
}

/// So many stories are added to those of each role before shares are taken: few stories say little.
const STORIES_ADDED: f64 = 5.0;
/// The same where runs are measured.
const STORIES_ADDED_IN_RUNS: f64 = 0.5;
/// So many stories tell half of what many would of how near one is to others.
const HALF_TOLD: f64 = 20.0;
/// How many of the nearest stories are asked.
const NEAREST: usize = 3;

/// No role's share of the activity is taken for less.
const LEAST_ACTIVITY: f64 = 0.02;

/// How much a kind of role is what a generic word says: customers pay, users use (Gothelf); and where the product has
/// consumers, who are its customers in everyday speech, these more than the business that pays. Below zero it is what the
/// word does not say.
fn affinity(term: &str, kind: Option<RoleKind>) -> f64 {
    let Some(kind) = kind else { return 0.0 };
    match (term, kind) {
        ("customer" | "client" | "consumer" | "end customer" | "end consumer", kind) => {
            match kind {
                RoleKind::Consumer => 1.0,
                RoleKind::Buyer | RoleKind::Prospect => 0.6,
                RoleKind::EndUser | RoleKind::Partner | RoleKind::Internal => -1.0,
            }
        }
        ("user" | "end user", RoleKind::EndUser | RoleKind::Consumer) => 0.3,
        ("stakeholder", RoleKind::Internal | RoleKind::Buyer) => 0.5,
        _ => 0.0,
    }
}

impl Cast {
    /// The roles of `vocabulary` and the stories of a document. `strangers` says of each role whether only other documents
    /// know it.
    pub fn new(vocabulary: &Vocabulary, strangers: &[bool], stories: Vec<Told>) -> Self {
        let mut declared = 0..;
        let profiles = vocabulary.roles().iter().enumerate().map(|(index, role)| Profile {
            name: Content::of_text(&role.name),
            told: told_of(role),
            kind: role.kind,
            grade: role.grade(),
            is_stranger: strangers.get(index).copied().unwrap_or_default(),
            order: if role.declared.is_empty() { None } else { declared.next() },
            activity: role.share,
        });
        Self { profiles: profiles.collect(), stories, ..Self::default() }
    }

    pub(super) fn tallies(&self) -> &Tallies {
        self.tallies.get_or_init(|| self.tally())
    }

    fn tally(&self) -> Tallies {
        let roles = self.profiles.len();
        let mut told = Bag::new(roles);
        for (role, profile) in self.profiles.iter().enumerate() {
            told.add(role, profile.told.as_ref().unwrap_or(&profile.name));
        }
        let mut all = told.clone();
        let mut stories = vec![0; roles];
        for story in &self.stories {
            let Some(role) = story.role else { continue };
            all.add(role, &story.content);
            if let Some(count) = stories.get_mut(role) {
                *count += 1;
            }
        }
        let told_share = shares(stories.iter().copied(), STORIES_ADDED);
        let share_in_runs = shares(stories.iter().copied(), STORIES_ADDED_IN_RUNS);
        let runs = Runs::of(&self.stories, &share_in_runs);
        Tallies { stories, told_share, share_in_runs, runs, told, all }
    }

    /// The logarithm of each role's share of the activity: those of which the project says nothing share what the others
    /// leave. 0 where it says it of none.
    fn activity(&self) -> Vec<f64> {
        let said = self.profiles.iter().filter_map(|profile| profile.activity);
        let unsaid = self.profiles.len() - said.clone().count();
        if unsaid == self.profiles.len() {
            return vec![0.0; unsaid];
        }
        let left = (1.0 - said.sum::<f64>()).max(0.0) / unsaid.max(1) as f64;
        let shares = self.profiles.iter().map(|profile| profile.activity.unwrap_or(left));
        shares.map(|share| (share + LEAST_ACTIVITY).ln()).collect()
    }

    /// How near a place is to the nearest stories of each role.
    fn near_stories(&self, place: &Place<'_>) -> Vec<f64> {
        let mut near = vec![[0.0; NEAREST]; self.profiles.len()];
        let mut count = vec![0_usize; self.profiles.len()];
        let mut named = 0.0;
        for (at, story) in self.stories.iter().enumerate() {
            let Some(role) = story.role else { continue };
            named += 1.0;
            let is_itself = place.in_story && at == place.ordinal;
            if let (Some(near), Some(count), false) =
                (near.get_mut(role), count.get_mut(role), is_itself)
            {
                keep_nearest(near, count, story.content.cosine(&place.content));
            }
        }
        let known = named / (named + HALF_TOLD);
        near.iter().zip(&count).map(|(near, count)| known * mean(near, *count)).collect()
    }
}

impl Ranker {
    /// A ranker for a cast and the roles that passages name, each once a passage.
    pub fn new(cast: Arc<Cast>, named: impl Iterator<Item = InPassage>) -> Self {
        let mut mentions = vec![0; cast.profiles.len()];
        let mut served = mentions.clone();
        for InPassage { role, is_served } in named {
            if let (Some(mentions), Some(served)) = (mentions.get_mut(role), served.get_mut(role)) {
                *mentions += 1;
                *served += usize::from(is_served);
            }
        }
        Self { cast, mentions, served }
    }

    /// The share of the passages naming a role in which something is for it.
    fn served(&self, role: usize) -> f64 {
        let count = |counts: &[usize]| counts.get(role).copied().unwrap_or_default() as f64;
        count(&self.served) / count(&self.mentions).max(1.0)
    }

    /// What is measured of each role at a place.
    pub fn features(&self, place: &Place<'_>) -> Vec<Features> {
        let (cast, tallies) = (&self.cast, self.cast.tallies());
        let mentioned = shares(self.mentions.iter().copied(), 1.0);
        let mut stems: Vec<_> = place.content.words().map(stem).collect();
        stems.sort_unstable();
        stems.dedup();
        let stems: Vec<&str> = stems.iter().map(|stem| &**stem).collect();
        let beside = tallies.runs.odds(&cast.stories, &tallies.share_in_runs, place);
        let words = tallies.all.odds(&stems);
        let rare = tallies.told.rarity(&stems);
        let near = cast.near_stories(place);
        let activity = match place.term {
            "user" | "end user" => cast.activity(),
            _ => Vec::new(),
        };
        let at = |values: &[f64], role: usize| values.get(role).copied().unwrap_or_default();
        let profiles = cast.profiles.iter().enumerate();
        profiles
            .map(|(role, profile)| {
                let mut features = Features::default();
                let mut set = |feature: Feature, value: f64| {
                    if let Some(slot) = features.get_mut(feature as usize) {
                        *slot = value;
                    }
                };
                match &profile.told {
                    Some(told) => set(Feature::Meaning, told.cosine(&place.content)),
                    None => set(Feature::NameMeaning, profile.name.cosine(&place.content)),
                }
                set(Feature::Told, at(&tallies.told_share, role).ln());
                set(Feature::Beside, at(&beside, role));
                set(Feature::Words, at(&words, role));
                set(Feature::Rare, at(&rare, role));
                set(Feature::NearStories, at(&near, role));
                set(Feature::Mentioned, at(&mentioned, role).ln());
                set(Feature::Served, self.served(role));
                set(Feature::Heading, flag(place.over.contains(&role)));
                set(Feature::Lately, lately(place, role));
                set(Feature::Named, flag(place.named.contains(&role)));
                set(Feature::Declared, flag(profile.grade != Grade::Used));
                set(Feature::Order, profile.order.map_or(0.0, |order| 1.0 / (1.0 + order as f64)));
                set(Feature::Kind, affinity(place.term, profile.kind));
                set(Feature::Activity, at(&activity, role));
                let tells = place.tellers.contains(&role);
                set(Feature::Teller, flag(tells) * if place.acts { 1.0 } else { -1.0 });
                features
            })
            .collect()
    }
}

fn flag(is: bool) -> f64 {
    f64::from(u8::from(is))
}

/// The share of each count, so much being added to each before.
fn shares(counts: impl Iterator<Item = usize> + Clone, added: f64) -> Vec<f64> {
    let total: f64 = counts.clone().map(|count| count as f64 + added).sum();
    counts.map(|count| (count as f64 + added) / total).collect()
}

/// How close before a place a role is named: 1 in the same passage, less further up, 0 if it is not.
fn lately(place: &Place<'_>, role: usize) -> f64 {
    let named = place.lately.iter().filter(|(named, _)| *named == role);
    let ago = named.map(|(_, ago)| *ago).min();
    ago.map_or(0.0, |ago| 1.0 / (1.0 + ago as f64))
}

/// Keeps a value if it is among the greatest, which are sorted.
fn keep_nearest(nearest: &mut [f64; NEAREST], count: &mut usize, value: f64) {
    let mut value = value;
    for (at, kept) in nearest.iter_mut().enumerate() {
        if at >= *count || value > *kept {
            std::mem::swap(kept, &mut value);
        }
        if at >= *count {
            break;
        }
    }
    *count = (*count + 1).min(NEAREST);
}

/// The mean of the first values.
fn mean(values: &[f64; NEAREST], count: usize) -> f64 {
    let sum: f64 = values.iter().take(count).sum();
    sum / count.max(1) as f64
}

/// What is told of a role by itself, with its name; none where its name is all.
fn told_of(role: &Role) -> Option<Content> {
    let sentences = role.description.iter().chain(&role.success);
    let mut texts = sentences.chain(&role.goals).chain(&role.pains).peekable();
    texts.peek()?;
    let mut content = Content::of_text(&role.name);
    for text in texts {
        content.push(&Content::of_text(text));
    }
    Some(content)
}
