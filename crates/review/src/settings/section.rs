//! What the sections of a document can be there for, and what a project calls them.

use std::collections::BTreeMap;

/// What a section of a product requirements document is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SectionKind {
    /// What led here: background, context, a summary. A problem may be stated in it.
    Background,
    /// What is wrong, whoever has the problem.
    Problem,
    /// What is wrong for whoever pays.
    CustomerProblem,
    /// What is wrong for whoever works with the product.
    UserProblem,
    /// Who it is for.
    Audience,
    /// What is to be reached.
    Goals,
    /// By what that is measured.
    Outcomes,
    /// What belongs, and what does not.
    Scope,
    /// What is to be built: features, requirements, designs.
    Solution,
    /// Stories, use cases, jobs to be done.
    Stories,
}

impl SectionKind {
    /// All of them, in the order a document may have them.
    pub const ALL: [SectionKind; 10] = [
        SectionKind::Background,
        SectionKind::Problem,
        SectionKind::CustomerProblem,
        SectionKind::UserProblem,
        SectionKind::Audience,
        SectionKind::Goals,
        SectionKind::Outcomes,
        SectionKind::Scope,
        SectionKind::Solution,
        SectionKind::Stories,
    ];

    /// The name it has in configuration: `customer-problem`.
    pub fn name(self) -> &'static str {
        match self {
            SectionKind::Background => "background",
            SectionKind::Problem => "problem",
            SectionKind::CustomerProblem => "customer-problem",
            SectionKind::UserProblem => "user-problem",
            SectionKind::Audience => "audience",
            SectionKind::Goals => "goals",
            SectionKind::Outcomes => "outcomes",
            SectionKind::Scope => "scope",
            SectionKind::Solution => "solution",
            SectionKind::Stories => "stories",
        }
    }

    /// Whether it says a problem, whoever's.
    pub(crate) fn is_problem(self) -> bool {
        use SectionKind::{CustomerProblem, Problem, UserProblem};
        matches!(self, Problem | CustomerProblem | UserProblem)
    }

    /// Whether it says what is to be reached.
    pub(crate) fn is_aim(self) -> bool {
        matches!(self, SectionKind::Goals | SectionKind::Outcomes)
    }
}

/// Titles that a project uses for its sections, beside those that are known anyway.
pub type Titles = BTreeMap<SectionKind, Vec<String>>;

#[cfg(test)]
mod tests {
    use super::SectionKind;

    #[test]
    fn kinds_are_listed_once_and_have_names_of_their_own() {
        let names: std::collections::BTreeSet<&str> =
            SectionKind::ALL.into_iter().map(SectionKind::name).collect();
        assert_eq!(names.len(), SectionKind::ALL.len());
        let problems = SectionKind::ALL.into_iter().filter(|kind| kind.is_problem()).count();
        let aims = SectionKind::ALL.into_iter().filter(|kind| kind.is_aim()).count();
        assert_eq!((problems, aims), (3, 2));
    }
}
