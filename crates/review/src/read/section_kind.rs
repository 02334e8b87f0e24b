//! What a section is there for, by its title: to say the problem, the goals, the scope.
//!
//! [`crate::read::section::Topic`] is something else: what its generic words are likely to mean.

use crate::read::section::{self, Path, Topic};
use crate::settings::section::{SectionKind, Titles};
use crate::text::token::tokens;
use crate::words::{Class, Id, id};

/// What one title announces: a section may have several purposes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct SectionKinds(u16);

impl SectionKinds {
    fn of(kind: SectionKind) -> Self {
        Self(1 << kind as u16)
    }

    pub fn has(self, kind: SectionKind) -> bool {
        self.0 & Self::of(kind).0 != 0
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    fn add(&mut self, kind: SectionKind) {
        self.0 |= Self::of(kind).0;
    }

    fn remove(&mut self, kind: SectionKind) {
        self.0 &= !Self::of(kind).0;
    }

    pub fn all(self) -> impl Iterator<Item = SectionKind> {
        SectionKind::ALL.into_iter().filter(move |kind| self.has(*kind))
    }

    /// Its one kind. What holds goals and their measures holds measures; of other mixtures nobody
    /// knows which sentence is which.
    pub fn only(self) -> Option<SectionKind> {
        let mut all = self.all();
        match (all.next(), all.next(), all.next()) {
            (kind, None, None) => kind,
            (Some(SectionKind::Goals), Some(SectionKind::Outcomes), None) => {
                Some(SectionKind::Outcomes)
            }
            _ => None,
        }
    }
}

/// Words that name a kind of section.
const KEYS: [(SectionKind, Class); 7] = [
    (SectionKind::Background, Class::BackgroundTitle),
    (SectionKind::Problem, Class::ProblemTitle),
    (SectionKind::Goals, Class::GoalsTitle),
    (SectionKind::Outcomes, Class::OutcomesTitle),
    (SectionKind::Scope, Class::ScopeTitle),
    (SectionKind::Solution, Class::SolutionTitle),
    (SectionKind::Stories, Class::StoriesTitle),
];

/// What these words say wherever a title begins or ends with them.
const PHRASES: &[(&str, SectionKind)] = &[
    ("problem statement", SectionKind::Problem),
    ("problem definition", SectionKind::Problem),
    ("customer problem", SectionKind::CustomerProblem),
    ("user problem", SectionKind::UserProblem),
    ("success metrics", SectionKind::Outcomes),
    ("success criteria", SectionKind::Outcomes),
    ("key results", SectionKind::Outcomes),
    ("out of scope", SectionKind::Scope),
    ("in scope", SectionKind::Scope),
    ("user stories", SectionKind::Stories),
    ("proposed solution", SectionKind::Solution),
];

/// What a title announces; as [`section::title`] gives it.
pub(crate) fn of_title(title: &str, titles: &Titles) -> SectionKinds {
    let own = titles.iter().filter(|(_, own)| own.iter().any(|own| normal(own) == title));
    let mut kinds = SectionKinds::default();
    own.for_each(|(kind, _)| kinds.add(*kind));
    if !kinds.is_empty() || title.is_empty() {
        return kinds;
    }
    let words: Vec<&str> = title.split_whitespace().collect();
    if let Some(kinds) = of_known(&words) {
        return kinds;
    }
    if section::topic_of(title) == Topic::Audience {
        return SectionKinds::of(SectionKind::Audience);
    }
    let begins_or_ends = |phrase: &str| {
        title.strip_prefix(phrase).is_some_and(|rest| rest.starts_with(' '))
            || title.strip_suffix(phrase).is_some_and(|rest| rest.ends_with(' '))
    };
    for (phrase, kind) in PHRASES {
        if begins_or_ends(phrase) {
            kinds.add(*kind);
        }
    }
    kinds
}

/// The same where every word is known.
fn of_known(words: &[&str]) -> Option<SectionKinds> {
    let key = |id: Id| KEYS.iter().find(|(_, class)| id.is(*class)).map(|(kind, _)| *kind);
    let has = |set: &[&str]| words.iter().any(|word| set.contains(word));
    let follow = |pair: [&str; 2]| words.windows(2).any(|two| *two == pair);
    let mut kinds = SectionKinds::default();
    for id in words.iter().map(|word| id(word)) {
        match key(id) {
            Some(kind) => kinds.add(kind),
            None if id.is(Class::TitleFill) => {}
            None => return None,
        }
    }
    // "Non goals", "What success looks like", "Customer success"
    if has(&["non", "anti", "not"]) && kinds.has(SectionKind::Goals) {
        kinds.remove(SectionKind::Goals);
        kinds.add(SectionKind::Scope);
    }
    if follow(["customer", "success"]) && words.len() < 4 && words.last() == Some(&"success") {
        kinds.remove(SectionKind::Outcomes);
    }
    if follow(["use", "cases"]) || follow(["jobs", "to"]) {
        kinds.add(SectionKind::Stories);
    }
    if follow(["key", "results"]) || follow(["be", "measured"]) || follow(["measure", "it"]) {
        kinds.add(SectionKind::Outcomes);
    }
    if kinds.is_empty() && words.first() == Some(&"why") {
        kinds.add(SectionKind::Problem);
    }
    if kinds.is_empty()
        && (matches!(words, ["overview" | "summary"])
            || follow(["executive", "summary"])
            || follow(["business", "case"])
            || follow(["value", "proposition"])
            || follow(["product", "overview"]))
    {
        kinds.add(SectionKind::Background);
    }
    // "Problem & background": where the problem is, it is told.
    if kinds.has(SectionKind::Problem) {
        kinds.remove(SectionKind::Background);
        let customer = words.iter().any(|word| Class::BuyerTitle.has(word));
        let user = has(&["user", "users", "user's", "end-user"]);
        let whose = match (customer, user) {
            (true, false) => SectionKind::CustomerProblem,
            (false, true) => SectionKind::UserProblem,
            _ => SectionKind::Problem,
        };
        kinds.remove(SectionKind::Problem);
        kinds.add(whose);
    }
    (!kinds.is_empty()).then_some(kinds)
}

/// A title as [`section::title`] gives it.
fn normal(title: &str) -> String {
    section::title_of(tokens(title).of(title))
}

/// What the headings over a place say it is there for. What stands below a heading of a role, of a
/// story or of a feature is theirs: a persona's goals are not the product's.
pub(crate) fn of_path(path: &Path, titles: &Titles) -> SectionKinds {
    let mut kinds = SectionKinds::default();
    for heading in path {
        let own = of_title(&heading.title, titles);
        let is_closed = [SectionKind::Audience, SectionKind::Stories, SectionKind::Solution]
            .into_iter()
            .any(|kind| kinds.only() == Some(kind));
        // The impact of a problem belongs to it.
        let goes_on = own.only() == Some(SectionKind::Background)
            && kinds.only().is_some_and(SectionKind::is_problem);
        if !own.is_empty() && !is_closed && !goes_on {
            kinds = own;
        }
        // A document's title says what it is, not what its sections are there for.
        if heading.level == 1 && path.len() > 1 {
            kinds = SectionKinds::default();
        }
    }
    kinds
}

#[cfg(test)]
mod tests {
    use super::SectionKind::*;
    use super::*;

    fn kinds(title: &str) -> Vec<SectionKind> {
        of_title(title, &Titles::new()).all().collect()
    }

    #[test]
    fn titles_tell_what_a_section_is_for() {
        for (kind, titles) in [
            (
                Problem,
                [
                    "problem statement",
                    "problem",
                    "motivation",
                    "why",
                    "why now",
                    "the problem we are solving",
                    "part i problem statement",
                    "core problem",
                    "problem definition",
                    "pain points",
                    "why this matters",
                    "what problem are we solving",
                    "the problem opportunity",
                    "the need",
                    "problem statement for clinics",
                    "background and motivation",
                ]
                .as_slice(),
            ),
            (
                CustomerProblem,
                &[
                    "customer problem",
                    "business problem",
                    "customer pain points",
                    "customer problems we've heard",
                    "business need",
                ],
            ),
            (UserProblem, &["user problem statement", "user problems", "user pain points"]),
            (
                Background,
                &["background", "context", "executive summary", "business case", "impact"],
            ),
            (Audience, &["target users", "personas", "target audience", "who is it for"]),
            (Goals, &["goals", "objectives", "product goals objectives", "mvp goals", "aims"]),
            (
                Outcomes,
                &[
                    "success metrics",
                    "kpis",
                    "outcomes",
                    "success criteria",
                    "what success looks like",
                    "efficiency features success metrics",
                    "success metrics and measurement plan",
                    "key results",
                ],
            ),
            (
                Scope,
                &[
                    "scope",
                    "out of scope",
                    "non-goals",
                    "mvp non-goals",
                    "out of scope intentionally",
                ],
            ),
            (
                Solution,
                &["proposed solution", "solution", "functional requirements", "key features"],
            ),
            (Stories, &["user stories", "use cases", "jobs to be done", "user stories quiz app"]),
        ] {
            for title in titles {
                assert_eq!(kinds(title), [kind], "{title}");
            }
        }
        assert_eq!(kinds("problem statement success metrics"), [Problem, Outcomes]);
        assert_eq!(kinds("goals non-goals and scope"), [Goals, Scope]);
        assert_eq!(of_title("goals metrics", &Titles::new()).only(), Some(Outcomes));
    }

    #[test]
    fn other_titles_tell_nothing() {
        for title in [
            "",
            "motivation layer",
            "knowledge context",
            "potential challenges solutions",
            "acceptance criteria",
            "customer success",
            "why acme wins",
            "launch criteria",
            "delivery success",
            "timeline",
            "the",
            "story neighborhood problem tracker",
        ] {
            assert_eq!(kinds(title), [], "{title}");
        }
    }

    #[test]
    fn a_project_has_titles_of_its_own() {
        let titles = Titles::from([(Problem, vec!["The Itch!".to_owned()])]);
        assert_eq!(of_title("the itch", &titles).only(), Some(Problem));
        assert!(of_title("the itch today", &titles).is_empty());
    }

    #[test]
    fn a_section_goes_on_below_its_headings() {
        let at = |headings: &[(u8, &str)]| {
            let mut path = Path::new();
            for (level, title) in headings {
                section::enter(&mut path, *level, title, title);
            }
            of_path(&path, &Titles::new()).only()
        };
        assert_eq!(at(&[(2, "problem"), (3, "the journey")]), Some(Problem));
        assert_eq!(at(&[(2, "problem"), (3, "impact")]), Some(Problem));
        assert_eq!(at(&[(2, "motivation"), (3, "goals")]), Some(Goals));
        assert_eq!(at(&[(2, "personas"), (3, "ann"), (4, "goals")]), Some(Audience));
        assert_eq!(at(&[(2, "key features"), (3, "log"), (4, "goal")]), Some(Solution));
        assert_eq!(at(&[(1, "user stories"), (2, "problem")]), Some(Problem));
        assert_eq!(at(&[(1, "user stories"), (2, "login")]), None);
        assert_eq!(at(&[(1, "problem")]), Some(Problem));
    }
}
