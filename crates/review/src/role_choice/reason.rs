//! Why a role may be meant, in a few words that a writer can check.

use crate::english::inflect;
use crate::role_choice::bag::Bag;
use crate::role_choice::choice::Ranked;
use crate::role_choice::content::stem;
use crate::role_choice::feature::Feature;
use crate::role_choice::place::Place;
use crate::role_choice::ranker::Ranker;
use crate::settings::role::{Role, RoleKind};

/// How many words a reason quotes.
const QUOTED: usize = 3;
/// How many characters of a description it quotes.
const DESCRIPTION: usize = 60;

impl Ranker {
    /// Why a role may be meant at a place: what speaks most for it, as what it does or is: "has 3 stories".
    pub fn reason(&self, place: &Place<'_>, ranked: &Ranked, role: &Role) -> String {
        let mut features: Vec<Feature> = Feature::ALL.to_vec();
        features.retain(|feature| feature.of(&ranked.weighed.evidence) > 0.0);
        features.sort_by(|one, other| {
            other.of(&ranked.weighed.evidence).total_cmp(&one.of(&ranked.weighed.evidence))
        });
        let reason =
            features.into_iter().find_map(|feature| self.says(feature, place, ranked, role));
        reason.unwrap_or_else(|| "is one of the known roles".to_owned())
    }

    /// What a feature that speaks for a role says of it; nothing where that cannot be put in words.
    fn says(
        &self,
        feature: Feature,
        place: &Place<'_>,
        ranked: &Ranked,
        role: &Role,
    ) -> Option<String> {
        let tallies = self.cast.tallies();
        let stories = tallies.stories.get(ranked.role).copied().unwrap_or_default();
        let mentions = self.mentions.get(ranked.role).copied().unwrap_or_default();
        let told = || shared(&tallies.told, place, ranked.role);
        let says = match feature {
            Feature::Meaning | Feature::Rare => match (told(), &role.description) {
                (Some(words), _) => format!("its description mentions {words}"),
                (None, Some(description)) => format!("is described as “{}”", start_of(description)),
                (None, None) => return None,
            },
            Feature::Words if stories == 0 => format!("its description mentions {}", told()?),
            Feature::Words | Feature::NearStories => {
                format!("its stories also mention {}", shared(&tallies.all, place, ranked.role)?)
            }
            Feature::NameMeaning => "its name is close in meaning to this text".to_owned(),
            Feature::Told if stories > 0 => {
                format!("has {}", inflect::counted(stories, "story", "stories"))
            }
            Feature::Beside => "has the stories next to this place".to_owned(),
            Feature::Mentioned if mentions > 1 => format!("is named in {mentions} places"),
            Feature::Served => "is named as someone the product is for".to_owned(),
            Feature::Heading => "is named in the heading above".to_owned(),
            Feature::Lately => "is named just before".to_owned(),
            Feature::Order => "is declared first".to_owned(),
            Feature::Kind => match role.kind? {
                RoleKind::Buyer => "buys the product",
                RoleKind::Consumer | RoleKind::EndUser => "uses the product",
                _ => return None,
            }
            .to_owned(),
            Feature::Activity => {
                format!("accounts for {:.0}% of the activity", 100.0 * role.share?)
            }
            Feature::Teller => "is the role of this story".to_owned(),
            _ => return None,
        };
        Some(says)
    }
}

/// The words of a place that a role is known by, the most telling first, as they are quoted.
fn shared(bag: &Bag, place: &Place<'_>, role: usize) -> Option<String> {
    let words = place.content.words();
    let mut words: Vec<(f64, &str)> =
        words.filter_map(|word| Some((bag.telling(&stem(word), role)?, word))).collect();
    words.sort_by(|one, other| other.0.total_cmp(&one.0));
    quoted(words.into_iter().map(|(_, word)| word))
}

fn quoted<'a>(words: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut first: Vec<&str> = Vec::new();
    for word in words {
        if first.len() < QUOTED && !first.iter().any(|other| stem(other) == stem(word)) {
            first.push(word);
        }
    }
    let words: Vec<String> = first.iter().map(|word| format!("“{word}”")).collect();
    (!words.is_empty()).then(|| inflect::listed(&words, "and"))
}

/// The start of a description, cut at a space.
fn start_of(description: &str) -> String {
    let mut start = String::new();
    for word in description.trim_end_matches('.').split_whitespace() {
        if start.chars().count() + word.chars().count() > DESCRIPTION {
            start.push('…');
            return start;
        }
        if !start.is_empty() {
            start.push(' ');
        }
        start.push_str(word);
    }
    start
}
