//! What the stories beside a place say of its role: a backlog goes through its roles in runs, or in turns.

use crate::role_choice::place::Place;
use crate::role_choice::ranker::Told;

/// How many stories away another is asked.
const REACH: usize = 3;
/// How far stories are believed to agree before any is seen, under the same headings and not, and how many pairs of
/// stories that weighs.
const BELIEVED_WITHIN: f64 = 0.15;
const BELIEVED_ACROSS: f64 = 0.1;
const BELIEF: f64 = 4.0;
/// No run of stories is so sure that it cannot end.
const MOST: f64 = 0.97;

/// How far a story has the role of the one before it, beyond chance: 0 to 1. It is read off each document, and one that
/// shows little of it is taken for one that goes through its roles in turns.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Runs {
    within: f64,
    across: f64,
}

impl Runs {
    /// The runs of some stories, `shares` being each role's share of them.
    pub fn of(stories: &[Told], shares: &[f64]) -> Self {
        let chance: f64 = shares.iter().map(|share| share * share).sum();
        let [within, across] = [(true, BELIEVED_WITHIN), (false, BELIEVED_ACROSS)];
        let [within, across] = [within, across].map(|(is_within, believed)| {
            let (mut sum, mut count) = (believed * BELIEF, BELIEF);
            for distance in 1..=REACH {
                let pairs = stories.iter().zip(stories.iter().skip(distance));
                let named = pairs.filter_map(|(one, other)| {
                    let is_asked = (one.section == other.section) == is_within;
                    is_asked.then_some(one.role? == other.role?)
                });
                let (mut same, mut all) = (0.0, 0.0);
                for is_same in named {
                    same += f64::from(u8::from(is_same));
                    all += 1.0;
                }
                if all > 0.0 && chance < 1.0 {
                    let beyond = ((same / all - chance) / (1.0 - chance)).max(0.0);
                    // Those further off agree by as many steps, and tell less.
                    let weight = all / (distance * distance) as f64;
                    sum += weight * beyond.powf(1.0 / distance as f64);
                    count += weight;
                }
            }
            (sum / count).min(MOST)
        });
        Self { within, across }
    }

    /// For each role how much the nearest stories before and behind a place speak for it, as a logarithm of odds.
    pub fn odds(self, stories: &[Told], shares: &[f64], place: &Place<'_>) -> Vec<f64> {
        let named = |at: Option<usize>| stories.get(at?).filter(|story| story.role.is_some());
        let before = (1..=REACH)
            .find_map(|distance| Some((distance, named(place.ordinal.checked_sub(distance))?)));
        let first = place.ordinal + usize::from(place.in_story);
        let behind =
            (1..=REACH).find_map(|distance| Some((distance, named(Some(first + distance - 1))?)));
        let mut odds = vec![0.0; shares.len()];
        for (distance, story) in [before, behind].into_iter().flatten() {
            let run = if story.section == place.section { self.within } else { self.across };
            let agrees = run.powi(i32::try_from(distance).unwrap_or(i32::MAX));
            for (role, (odds, share)) in odds.iter_mut().zip(shares).enumerate() {
                let same = if story.role == Some(role) { agrees } else { 0.0 };
                *odds += ((same + (1.0 - agrees) * share) / share).ln();
            }
        }
        odds
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn stories(roles: &[usize]) -> Vec<Told> {
        let told = |role: &usize| Told {
            role: (*role < 9).then_some(*role),
            content: Arc::default(),
            section: 0,
        };
        roles.iter().map(told).collect()
    }

    /// How much the stories speak for the first of two roles beside the second, at a story. 9 stands for nobody.
    fn for_first(roles: &[usize], ordinal: usize, section: u64) -> f64 {
        let stories = stories(roles);
        let count = |role| roles.iter().filter(|it| **it == role).count() as f64 + 0.5;
        let shares = [count(0), count(1)].map(|it| it / (count(0) + count(1)));
        let place = Place { ordinal, in_story: true, section, ..Place::default() };
        let odds = Runs::of(&stories, &shares).odds(&stories, &shares, &place);
        odds[0] - odds[1]
    }

    #[test]
    fn runs_tell_and_turns_do_not() {
        let in_runs = for_first(&[0, 0, 0, 9, 0, 0, 1, 1, 1, 1, 1], 3, 0);
        let in_turns = for_first(&[0, 1, 0, 9, 0, 1, 0, 1, 0, 1, 1], 3, 0);
        assert!(in_runs > 2.0 && in_turns < in_runs / 2.0, "{in_runs} {in_turns}");
    }

    #[test]
    fn stories_under_other_headings_tell_less() {
        let roles = [0, 0, 0, 9, 0, 0, 1, 1, 1, 1, 1];
        assert!(for_first(&roles, 3, 7) < for_first(&roles, 3, 0));
    }

    #[test]
    fn nobody_beside_says_nothing() {
        assert_eq!(for_first(&[9, 9, 9, 9, 9, 9, 9, 0, 1], 3, 0), 0.0);
        assert_eq!(for_first(&[], 0, 0), 0.0);
    }
}
