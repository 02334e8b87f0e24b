//! Which roles may be meant at a place, best first, and how many of them can be named.

use crate::role_choice::feature::{Feature, Features};
use crate::role_choice::place::Place;
use crate::role_choice::ranker::{Profile, Ranker};
use crate::role_choice::weighing::{Weighed, softmax, sure, weighed};
use crate::role_choice::weights;
use crate::roles::vocabulary::Vocabulary;
use crate::settings::role::Grade;

/// A role that may be meant.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// Its canonical name.
    pub role: String,
    /// How likely it is meant: 0 to 1, all together at most 1. Fitted to places whose role is known.
    pub score: f64,
    /// Why, as what it does or is: "has 3 stories".
    pub reason: String,
    /// Whether anything at the place speaks for it, rather than how common it is.
    pub grounded: bool,
    /// Whether it can be named alone: it is the best, and right in four of five such cases.
    pub sure: bool,
    /// What speaks for it and against it beside the mean of all roles, each as what it adds to the logarithm of its odds;
    /// the greatest first.
    pub evidence: Vec<(Feature, f64)>,
}

/// What is measured of a role at a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// Its canonical name.
    pub role: String,
    /// How much is known of it.
    pub grade: Grade,
    /// The measures, in the order of [`Feature::ALL`].
    pub features: Features,
}

/// The roles that may be meant at a place.
#[derive(Debug, Default)]
pub(crate) struct Choice {
    /// Best first.
    pub ranked: Vec<Ranked>,
    /// Whether the best is right in four of five such cases.
    pub is_sure: bool,
}

/// A role that may be meant.
#[derive(Debug)]
pub(crate) struct Ranked {
    /// Its index in the vocabulary.
    pub role: usize,
    /// How likely it is meant: 0 to 1, all together at most 1.
    pub score: f64,
    /// Its share of the score, with what speaks for it.
    pub weighed: Weighed,
    /// Its share of the score by what makes anybody sure.
    pub proven: f64,
    /// Whether anything at the place speaks for it, rather than how common it is.
    pub is_grounded: bool,
}

/// Where nobody is sure to be meant, at most so many roles are named.
const NAMED: usize = 3;
/// How likely it has to be that one of them is meant.
const AMONG: f64 = 0.5;
/// The features of a place have to add so much to a role's score beside the others that anything can be said to speak
/// for it: by e to the power of this its odds rise.
const GROUNDED: f64 = 0.25;
/// The same for the only role, which stands beside nobody.
const GROUNDED_ALONE: f64 = 1.0;

impl Ranker {
    /// The roles that may be meant at a place, best first.
    pub fn choose(&self, place: &Place<'_>) -> Choice {
        let weights = if place.is_slot { &weights::STORY } else { &weights::PROSE };
        let all = weighed(self.features(place), weights);
        let proven = proven(&all);
        let grounded = if all.len() == 1 { GROUNDED_ALONE } else { GROUNDED };
        let ranked = all.into_iter().zip(proven).enumerate().map(|(role, (weighed, proven))| {
            let is_grounded = weighed.of_the_place() >= grounded;
            Ranked { role, score: weighed.share, proven, is_grounded, weighed }
        });
        let mut ranked: Vec<Ranked> = ranked.collect();
        ranked.sort_by(|one, other| other.score.total_cmp(&one.score));
        // Of 31 first suggestions of roles that only other documents name, none was right: they come last, and
        // never first.
        let is_stranger =
            |ranked: &Ranked| self.profile(ranked).is_some_and(|profile| profile.is_stranger);
        ranked.sort_by_key(is_stranger);
        if ranked.first().is_none_or(is_stranger) {
            return Choice::default();
        }
        let mut is_sure = self.weigh(place, &mut ranked) && ranked.len() > 1;
        // In prose it is not enough to be the one that is named most.
        is_sure &= place.is_slot || ranked.first().is_some_and(|best| best.is_grounded);
        if place.is_anybody {
            // What is said of all alike says nothing of one.
            is_sure = false;
            ranked.iter_mut().for_each(|role| role.is_grounded = false);
        }
        Choice { ranked, is_sure }
    }

    fn profile(&self, ranked: &Ranked) -> Option<&Profile> {
        self.cast.profiles.get(ranked.role)
    }

    /// Makes likelihoods of the shares of the score. Returns whether the best role can be named alone.
    fn weigh(&self, place: &Place<'_>, ranked: &mut [Ranked]) -> bool {
        let Some((best, rest)) = ranked.split_first_mut() else { return false };
        let grade = match self.profile(best).map(|profile| profile.grade) {
            Some(Grade::Configured) => 0,
            Some(Grade::Declared) => 1,
            _ => 2,
        };
        let kind = usize::from(!place.is_slot);
        let weights = weights::SURE.get(kind).and_then(|grades| grades.get(grade));
        let of = |signs| weights.map_or(0.0, |weights| sure(weights, &signs));
        let next = rest.iter().max_by(|one, other| one.proven.total_cmp(&other.proven));
        let proven = Weighed { share: best.proven, ..best.weighed };
        let is_proven = of(proven.signs(next.map(|next| &next.weighed)));
        let sure = of(best.weighed.signs(rest.first().map(|next| &next.weighed)));
        let share = best.weighed.share.clamp(1e-6, 1.0 - 1e-6);
        let left = ((1.0 - sure) / (1.0 - share)).min(sure / share);
        best.score = sure;
        for role in rest {
            role.score *= left;
        }
        let alone = weights::ALONE.get(kind).and_then(|grades| grades.get(grade));
        alone.is_some_and(|alone| is_proven >= *alone)
    }
}

impl Choice {
    /// The same with their names and reasons.
    pub fn suggestions(
        &self,
        ranker: &Ranker,
        place: &Place<'_>,
        vocabulary: &Vocabulary,
    ) -> impl Iterator<Item = Suggestion> {
        let ranked = self.ranked.iter().enumerate();
        ranked.filter_map(move |(at, ranked)| {
            let role = vocabulary.roles().get(ranked.role)?;
            Some(Suggestion {
                role: role.name.clone(),
                score: ranked.score,
                reason: ranker.reason(place, ranked, role),
                grounded: ranked.is_grounded,
                sure: at == 0 && self.is_sure,
                evidence: weightiest(&ranked.weighed.evidence),
            })
        })
    }

    /// The roles that can be named: the best alone if that is sure enough, else up to three that are likelier than any
    /// would be by chance; none where nothing speaks for the best, or likely none of them is meant.
    pub fn named(&self) -> &[Ranked] {
        let Some(best) = self.ranked.first() else { return &[] };
        let chance = 1.0 / self.ranked.len() as f64;
        let total: f64 = self.ranked.iter().map(|role| role.score).sum();
        let is_likely = |role: &&Ranked| role.score >= chance * total;
        let likely = self.ranked.iter().take(NAMED).take_while(is_likely).count();
        let several = self.ranked.get(..likely).unwrap_or_default();
        let is_among = several.iter().map(|role| role.score).sum::<f64>() >= AMONG;
        match (self.is_sure, best.is_grounded && is_among) {
            (true, _) => self.ranked.get(..1).unwrap_or_default(),
            (_, true) => several,
            _ => &[],
        }
    }
}

/// The share of the score of each role by all but its share of the activity: who does most is the likeliest, but no place
/// shows it.
fn proven(all: &[Weighed]) -> Vec<f64> {
    let score =
        |role: &Weighed| role.evidence.iter().sum::<f64>() - Feature::Activity.of(&role.evidence);
    softmax(&all.iter().map(score).collect::<Vec<f64>>())
}

/// The features that say anything, the weightiest first.
fn weightiest(evidence: &Features) -> Vec<(Feature, f64)> {
    let all = Feature::ALL.iter().map(|feature| (*feature, feature.of(evidence)));
    let mut said: Vec<(Feature, f64)> = all.filter(|(_, weight)| weight.abs() >= 0.05).collect();
    said.sort_by(|one, other| other.1.abs().total_cmp(&one.1.abs()));
    said
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::settings::role::tests::configured;
    use crate::{Document, Finding, Review, Role, RoleKind, Settings, Suggestion};

    fn role(name: &str, kind: Option<RoleKind>, description: &str) -> Role {
        Role { kind, ..configured(name, description) }
    }

    /// A ward whose project says what its roles do.
    fn ward() -> Vec<Role> {
        vec![
            role("nurse", None, "gives doses of medicine to patients at night"),
            role("porter", None, "pushes beds and wheelchairs from ward to ward"),
            role("cook", None, "plans meals, and buys food for the kitchen"),
        ]
    }

    fn review(roles: Vec<Role>, text: &str) -> Review {
        Review::new(Document::new(text), Arc::new(Settings { roles, ..Settings::default() }))
    }

    fn last(review: &Review) -> Finding {
        let mut findings = review.findings().into_iter();
        findings.rfind(|finding| finding.rule.on_generic_words).unwrap()
    }

    /// Who may be meant by the last generic word of a text.
    fn suggested(roles: Vec<Role>, text: &str) -> Vec<Suggestion> {
        let review = review(roles, text);
        review.suggestions(&last(&review))
    }

    /// What is said of the last generic word of a text.
    fn said(roles: Vec<Role>, text: &str) -> String {
        last(&review(roles, text)).message
    }

    #[test]
    fn who_does_what_is_said_is_meant() {
        for (text, expected) in [
            (
                "As a user, I want to see which dose is due, so that no medicine is forgotten.",
                "nurse",
            ),
            ("As a user, I want to know which bed goes to which ward.", "porter"),
            ("The user orders vegetables for lunch.", "cook"),
            ("The user gives out pills.", "nurse"),
        ] {
            let suggestions = suggested(ward(), text);
            let first = suggestions.first().unwrap();
            assert_eq!((first.role.as_str(), first.grounded), (expected, true), "{text}");
            let sum: f64 = suggestions.iter().map(|suggestion| suggestion.score).sum();
            assert!(
                suggestions.is_sorted_by(|one, other| one.score >= other.score)
                    && sum <= 1.0 + 1e-9
            );
        }
    }

    #[test]
    fn one_is_named_alone_only_where_that_is_sure() {
        let sure = "As a user, I want to see the doses of medicine that patients get at night.";
        assert_eq!(said(ward(), sure), "“User” is a vague role. Did you mean the nurse?");
        let unsure = "The user plans the beds.";
        assert!(said(ward(), unsure).ends_with(" or somebody else?"), "{}", said(ward(), unsure));
        let nothing = "As a user, I want to log in.";
        assert!(!suggested(ward(), nothing)[0].sure);
    }

    #[test]
    fn the_only_role_is_not_therefore_meant() {
        let one = || vec![role("nurse", None, "gives doses of medicine to patients at night")];
        assert_eq!(said(one(), "The user exports invoices."), "“User” is vague. Which role is it?");
        let near = "The user gives doses of medicine to patients.";
        assert_eq!(said(one(), near), "“User” is vague. Did you mean the nurse or somebody else?");
        assert!(!suggested(one(), near)[0].sure);
    }

    #[test]
    fn who_stands_for_all_is_nobody_in_particular() {
        let one = "The user gives doses of medicine to patients at night.";
        assert!(said(ward(), one).contains("nurse"));
        for all in ["Any user", "Every user", "Each user"] {
            let text = one.replace("The user", all);
            assert!(said(ward(), &text).ends_with("Which role is it?"), "{all}");
        }
    }

    #[test]
    fn whom_a_story_acts_upon_does_not_tell_it() {
        let roles = || vec![role("nurse", None, ""), role("porter", None, "")];
        let upon = "As a nurse, I want to invite a user, so that we are two.";
        assert_eq!(suggested(roles(), upon)[0].role, "porter");
        let below =
            "## Beds\n\nAs a porter, I want to see beds.\n\n- The user can sort the list.\n";
        assert_eq!(suggested(roles(), below)[0].role, "porter");
        let upon_below = below.replace("The user can sort the list.", "Send an alert to the user.");
        assert_eq!(suggested(roles(), &upon_below)[0].role, "nurse");
    }

    #[test]
    fn who_does_most_is_the_likeliest_but_not_sure() {
        let with = |share: Option<f64>| {
            let [nurse, porter, cook] = ward().try_into().unwrap();
            vec![nurse, Role { share, ..porter }, cook]
        };
        let text = "The user logs in.";
        let first = |share| suggested(with(share), text)[0].clone();
        assert_eq!((first(Some(0.9)).role.as_str(), first(Some(0.9)).sure), ("porter", false));
        assert!(first(Some(0.9)).score > first(None).score);
        assert_eq!(first(Some(0.9)).reason, "accounts for 90% of the activity");
        let customer = suggested(with(Some(0.9)), "The customer logs in.");
        assert!(customer[0].reason != "accounts for 90% of the activity");
    }

    #[test]
    fn customers_pay_and_users_use() {
        let roles = || {
            vec![
                role("clerk", Some(RoleKind::EndUser), ""),
                role("shopper", Some(RoleKind::Buyer), ""),
            ]
        };
        assert_eq!(suggested(roles(), "The customer waits.")[0].role, "shopper");
        assert_eq!(suggested(roles(), "The user waits.")[0].role, "clerk");
    }

    #[test]
    fn reasons_can_be_checked() {
        let reason = |text: &str| suggested(ward(), text)[0].reason.clone();
        assert_eq!(
            reason("As a user, I want to see each dose."),
            "its description mentions “dose”"
        );
        assert_eq!(
            reason("As a user, I want pills."),
            "is described as “gives doses of medicine to patients at night”"
        );
        let stories = "As a cook, I want to count cups.\n\nAs a cook, I want to count pans.\n\n";
        let bare = || vec![role("cook", None, ""), role("porter", None, "")];
        let told = suggested(bare(), &format!("{stories}As a user, I want to count cups."));
        assert_eq!((told[0].role.as_str(), told[0].reason.as_str()), ("cook", "has 2 stories"));
    }

    #[test]
    fn evidence_adds_up() {
        let suggestions = suggested(ward(), "As a user, I want to see each dose.");
        let weight =
            |at: usize| suggestions[at].evidence.iter().map(|(_, weight)| weight).sum::<f64>();
        assert!(weight(0) > weight(1) && weight(1) > weight(2), "{suggestions:?}");
    }
}
