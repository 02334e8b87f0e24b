//! Stories beside activity (Mironov): does the effort go to whoever makes up the activity?

/// So many stories are needed before their shares mean anything.
const FEWEST: usize = 5;

/// How many stories a role has beside its share of the activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Less than half of what its share would be.
    Few,
    /// More than twice what its share would be.
    Many,
    /// About right, or too early to tell, or nobody says a share.
    Fair,
}

/// What `stories` of `total` mean for a role with this share of the activity, and how many its share
/// would be. One story more or less makes no verdict.
pub fn judge(stories: usize, total: usize, share: Option<f64>) -> (Verdict, usize) {
    let Some(share) = share else { return (Verdict::Fair, 0) };
    let (count, exact) = (stories as f64, share * total as f64);
    let expected = exact.round() as usize;
    let verdict = match () {
        () if total < FEWEST => Verdict::Fair,
        () if count < exact / 2.0 && exact - count >= 1.5 => Verdict::Few,
        () if count > exact * 2.0 && count - exact >= 2.5 => Verdict::Many,
        () => Verdict::Fair,
    };
    (verdict, expected)
}

/// How much of `total` is `part`, in words: "15%".
pub fn percent(part: usize, total: usize) -> String {
    match part as f64 / total.max(1) as f64 * 100.0 {
        percent if percent > 0.0 && percent < 1.0 => "under 1%".to_owned(),
        percent => format!("{percent:.0}%"),
    }
}

/// A share as somebody has written it: "98.5%".
pub fn percent_of(share: f64) -> String {
    let percent = (share * 1000.0).round() / 10.0;
    format!("{percent}%")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_that_stands_out_is_told() {
        for (stories, total, share, verdict, expected) in [
            (1, 20, Some(0.6), Verdict::Few, 12),
            (0, 20, Some(0.1), Verdict::Few, 2),
            (0, 20, Some(0.05), Verdict::Fair, 1),
            (6, 23, Some(0.75), Verdict::Few, 17),
            (9, 23, Some(0.75), Verdict::Fair, 17),
            (3, 20, Some(0.01), Verdict::Many, 0),
            (2, 20, Some(0.01), Verdict::Fair, 0),
            (0, 4, Some(0.9), Verdict::Fair, 4),
            (0, 20, None, Verdict::Fair, 0),
        ] {
            assert_eq!(judge(stories, total, share), (verdict, expected), "{stories} {share:?}");
        }
    }

    #[test]
    fn shares_are_rounded_as_people_say_them() {
        assert_eq!(
            [0.0, 0.004, 0.02, 0.75, 0.985].map(percent_of),
            ["0%", "0.4%", "2%", "75%", "98.5%"]
        );
        let parts = [(1, 3), (0, 0), (0, 9), (1, 900)].map(|(part, total)| percent(part, total));
        assert_eq!(parts, ["33%", "0%", "0%", "under 1%"]);
    }
}
