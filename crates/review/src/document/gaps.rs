//! The gaps of a product requirements document (PRD): what it does not say of its problem, its goals and its audience.

use crate::read::prd::statement::Statement;
use crate::settings::role::RoleKind;
use crate::settings::section::SectionKind;
use crate::settings::{Model, Settings};

/// A gap in a document. Each is reported once, at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Gap {
    /// No problem is stated.
    Problem,
    /// A problem is stated, after what is to be built.
    LateProblem,
    /// Problems are stated, and none of the business that pays.
    CustomerProblem,
    /// A customer's problem is stated, and not how big it is.
    Value,
    /// Aims are stated, and none has a number.
    Measure(SectionKind),
    /// People are to be kept, and nobody is named who is on the way out.
    Lapsed,
    /// People are to begin, and no newcomer is named.
    Newcomers,
    /// All problems are those of one account.
    Composite(String),
    /// Nobody is named whom it is for.
    Audience,
    /// Those who use it are named, and nobody who decides to buy it.
    Buyers,
    /// Those who buy it are named, and nobody who uses it.
    EndUsers,
    /// Nobody has it yet, and those who might are not named.
    Prospects,
}

/// The gaps of a PRD, each with the statement to report it at, by how many statements stand before that.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Gaps {
    pub all: Vec<(usize, Gap)>,
}

impl Gaps {
    /// Returns what the statements of a product requirements document leave open together.
    pub fn of<'a>(
        settings: &Settings,
        audience: &KnownAudience,
        statements: impl Iterator<Item = &'a Statement>,
    ) -> Self {
        let mut summary = Summary::default();
        for (ordinal, statement) in statements.enumerate() {
            summary.take(ordinal, statement);
        }
        summary.gaps(settings, audience)
    }
}

/// The audience of the document, as far as roles are known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct KnownAudience {
    /// Whether any role is declared, or tells a story.
    pub is_known: bool,
    /// The roles that the document itself declares: their kinds, where they have one.
    pub kinds: Vec<Option<RoleKind>>,
}

#[derive(Default)]
struct Summary<'a> {
    kinds: Vec<SectionKind>,
    title: Option<usize>,
    /// The first section on the problem, of customers or users.
    problem: Option<usize>,
    /// The first section on what is to be built.
    solution: Option<usize>,
    customer_problem: Option<usize>,
    of_business: bool,
    has_value: bool,
    /// Whether any section on a problem says anything.
    says_problem: bool,
    /// Whether one of them holds a place for it: "TBD".
    is_problem_unsaid: bool,
    /// Whether the opening or the background says what goes wrong.
    names_hardship: bool,
    /// Whether any section on the audience says anything.
    says_audience: bool,
    is_audience_unsaid: bool,
    goals: Option<usize>,
    outcomes: Option<usize>,
    says_aims: (bool, bool),
    is_measured: bool,
    keeps: Option<usize>,
    begins: Option<usize>,
    names_lapsed: bool,
    names_new: bool,
    names_buyer: bool,
    audience: Option<usize>,
    accounts: Vec<(usize, &'a str)>,
}

impl<'a> Summary<'a> {
    fn take(&mut self, ordinal: usize, statement: &'a Statement) {
        match statement {
            Statement::Title(_) => self.title = self.title.or(Some(ordinal)),
            Statement::Front(_)
            | Statement::Foreign
            | Statement::ForAgent
            | Statement::Requirements(_) => {}
            Statement::Section(kinds) => {
                for kind in kinds.all() {
                    if !self.kinds.contains(&kind) {
                        self.kinds.push(kind);
                    }
                    let first = match kind {
                        SectionKind::Audience => &mut self.audience,
                        SectionKind::Goals => &mut self.goals,
                        SectionKind::Outcomes => &mut self.outcomes,
                        SectionKind::Solution | SectionKind::Stories => &mut self.solution,
                        kind if kind.is_problem() => &mut self.problem,
                        _ => continue,
                    };
                    *first = first.or(Some(ordinal));
                }
                if kinds.has(SectionKind::CustomerProblem) {
                    self.customer_problem = self.customer_problem.or(Some(ordinal));
                }
            }
            Statement::Problem { kind, of_business, has_value } => {
                self.of_business |= *of_business;
                self.has_value |= *has_value;
                self.says_problem |= kind.is_problem();
                self.names_hardship |= *kind == SectionKind::Background;
            }
            Statement::Unsaid(SectionKind::Audience) => self.is_audience_unsaid = true,
            Statement::Unsaid(_) => self.is_problem_unsaid = true,
            Statement::Audience => self.says_audience = true,
            Statement::Aim { kind, is_measured } => {
                self.is_measured |= is_measured;
                match kind {
                    SectionKind::Goals => self.says_aims.0 = true,
                    _ => self.says_aims.1 = true,
                }
            }
            Statement::Keeps => self.keeps = self.keeps.or(Some(ordinal)),
            Statement::Begins => self.begins = self.begins.or(Some(ordinal)),
            Statement::NamesLapsed => self.names_lapsed = true,
            Statement::NamesNew => self.names_new = true,
            Statement::NamesBuyer => self.names_buyer = true,
            Statement::Account(name) => self.accounts.push((ordinal, name)),
        }
    }

    fn gaps(self, settings: &Settings, audience: &KnownAudience) -> Gaps {
        let mut gaps = Vec::new();
        let model = settings.model;
        // Where colleagues or users are the customers, theirs is the customer's problem.
        let is_business = !matches!(model, Some(Model::B2c | Model::Internal | Model::Platform));
        let states = self.of_business || self.customer_problem.is_some() || !is_business;
        let is_unsaid = self.is_problem_unsaid && !self.says_problem;
        if (self.problem.is_none() || is_unsaid) && !self.of_business && !self.names_hardship {
            gaps.extend(self.problem.or(self.title).map(|at| (at, Gap::Problem)));
        } else if let Some(at) = self.problem.filter(|_| self.says_problem && !states) {
            gaps.push((at, Gap::CustomerProblem));
        } else if states && !self.has_value {
            let at = self.customer_problem.or(self.problem).filter(|_| self.says_problem);
            gaps.extend(at.map(|at| (at, Gap::Value)));
        }
        let is_late =
            |at: &usize| !is_unsaid && self.solution.is_some_and(|solution| solution < *at);
        gaps.extend(self.problem.filter(is_late).map(|at| (at, Gap::LateProblem)));
        if !self.is_measured {
            let goals = self.goals.filter(|_| self.says_aims.0);
            let outcomes = self.outcomes.filter(|_| self.says_aims.1);
            let outcomes = outcomes.map(|at| (at, Gap::Measure(SectionKind::Outcomes)));
            let goals = goals.map(|at| (at, Gap::Measure(SectionKind::Goals)));
            gaps.extend(outcomes.or(goals));
        }
        gaps.extend(self.keeps.filter(|_| !self.names_lapsed).map(|at| (at, Gap::Lapsed)));
        gaps.extend(self.begins.filter(|_| !self.names_new).map(|at| (at, Gap::Newcomers)));
        if let Some((at, name)) = self.accounts.first()
            && self.accounts.iter().all(|(_, other)| other == name)
        {
            gaps.push((*at, Gap::Composite((*name).to_owned())));
        }
        let is_named = self.kinds.contains(&SectionKind::Audience)
            && (self.says_audience || !self.is_audience_unsaid);
        let has_audience = audience.is_known || is_named;
        gaps.extend(
            self.audience.or(self.title).filter(|_| !has_audience).map(|at| (at, Gap::Audience)),
        );
        gaps.extend(self.one_sided(model, audience));
        Gaps { all: gaps }
    }

    /// What companies buy has two sides; what nobody has yet is for those who might.
    fn one_sided(&self, model: Option<Model>, audience: &KnownAudience) -> Option<(usize, Gap)> {
        if model == Some(Model::PreLaunch) {
            let is_other =
                |kind: &Option<RoleKind>| kind.is_some_and(|it| it != RoleKind::Prospect);
            let all = !audience.kinds.is_empty() && audience.kinds.iter().all(is_other);
            return self.audience.filter(|_| all).map(|at| (at, Gap::Prospects));
        }
        let at = self.audience.filter(|_| matches!(model, Some(Model::B2b | Model::B2b2c)))?;
        let is_buyer =
            |kind: &Option<RoleKind>| matches!(kind, Some(RoleKind::Buyer | RoleKind::Prospect));
        let buyers = audience.kinds.iter().filter(|kind| is_buyer(kind)).count();
        if audience.kinds.is_empty() {
            None
        } else if buyers == audience.kinds.len() {
            Some((at, Gap::EndUsers))
        } else {
            (buyers == 0 && !self.names_buyer).then_some((at, Gap::Buyers))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::section_kind::{self, SectionKinds};
    use crate::settings::section::Titles;

    /// A section with this title.
    fn section(title: &str) -> Statement {
        Statement::Section(kinds(title))
    }

    fn kinds(title: &str) -> SectionKinds {
        let kinds = section_kind::of_title(title, &Titles::new());
        assert!(!kinds.is_empty(), "{title} is known");
        kinds
    }

    fn states(kind: SectionKind) -> Statement {
        Statement::Problem { kind, of_business: false, has_value: false }
    }

    /// The gaps of a document with these statements, each with the statement at which it is reported.
    fn gaps_of(
        model: Option<Model>,
        whom: &KnownAudience,
        statements: &[Statement],
    ) -> Vec<(usize, Gap)> {
        let settings = Settings { model, ..Settings::default() };
        let all = std::iter::once(&Statement::Title(None)).chain(statements);
        Gaps::of(&settings, whom, all).all
    }

    fn known() -> KnownAudience {
        KnownAudience { is_known: true, kinds: Vec::new() }
    }

    #[test]
    fn a_problem_may_be_missing_or_not_the_customers() {
        use SectionKind::{CustomerProblem, Problem};
        let business =
            |has_value| Statement::Problem { kind: Problem, of_business: true, has_value };
        let valued =
            Statement::Problem { kind: CustomerProblem, of_business: false, has_value: true };
        for (statements, expected) in [
            (vec![], vec![(0, Gap::Problem)]),
            (vec![business(true)], vec![]),
            (vec![section("problem"), states(Problem)], vec![(1, Gap::CustomerProblem)]),
            (vec![section("problem")], vec![]),
            (vec![section("user problem"), states(Problem)], vec![(1, Gap::CustomerProblem)]),
            (vec![section("problem"), business(false)], vec![(1, Gap::Value)]),
            (vec![section("problem"), business(true)], vec![]),
            (
                vec![section("problem"), section("customer problem"), states(CustomerProblem)],
                vec![(2, Gap::Value)],
            ),
            (vec![section("customer problem"), valued.clone()], vec![]),
            (vec![section("customer problem")], vec![]),
            (
                vec![section("features"), section("customer problem"), valued.clone()],
                vec![(2, Gap::LateProblem)],
            ),
            (
                vec![section("user stories"), section("customer problem"), valued.clone()],
                vec![(2, Gap::LateProblem)],
            ),
            (vec![section("customer problem"), section("features"), valued.clone()], vec![]),
        ] {
            assert_eq!(gaps_of(None, &known(), &statements), expected, "{statements:?}");
        }
        // Where the user is the customer, any problem is theirs.
        let any = [section("problem"), states(Problem)];
        for (model, expected) in [
            (Model::B2b, Gap::CustomerProblem),
            (Model::B2c, Gap::Value),
            (Model::Internal, Gap::Value),
            (Model::Platform, Gap::Value),
            (Model::B2b2c, Gap::CustomerProblem),
        ] {
            assert_eq!(gaps_of(Some(model), &known(), &any), [(1, expected)], "{model:?}");
        }
    }

    #[test]
    fn an_aim_may_lack_a_number_or_whom_it_is_about() {
        use SectionKind::{Goals, Outcomes};
        let aim = |kind, is_measured| Statement::Aim { kind, is_measured };
        let stated =
            Statement::Problem { kind: SectionKind::Problem, of_business: true, has_value: true };
        for (statements, expected) in [
            (vec![section("goals"), aim(Goals, false)], vec![(1, Gap::Measure(Goals))]),
            (vec![section("goals"), aim(Goals, true)], vec![]),
            (vec![section("goals")], vec![]),
            (vec![section("metrics"), aim(Outcomes, false)], vec![(1, Gap::Measure(Outcomes))]),
            (
                vec![section("goals"), section("metrics"), aim(Goals, false), aim(Outcomes, false)],
                vec![(2, Gap::Measure(Outcomes))],
            ),
            (
                vec![section("goals"), section("metrics"), aim(Goals, false)],
                vec![(1, Gap::Measure(Goals))],
            ),
            (
                vec![section("goals"), section("metrics"), aim(Goals, false), aim(Outcomes, true)],
                vec![],
            ),
            (vec![Statement::Keeps, Statement::Keeps], vec![(1, Gap::Lapsed)]),
            (vec![Statement::Keeps, Statement::NamesLapsed], vec![]),
            (vec![Statement::Keeps, Statement::NamesNew], vec![(1, Gap::Lapsed)]),
            (vec![Statement::NamesLapsed, Statement::Begins], vec![(2, Gap::Newcomers)]),
            (vec![Statement::Begins, Statement::NamesNew], vec![]),
            (vec![Statement::Account("Acme".into())], vec![(1, Gap::Composite("Acme".into()))]),
            (
                vec![
                    Statement::NamesNew,
                    Statement::Account("Acme".into()),
                    Statement::Account("Acme".into()),
                ],
                vec![(2, Gap::Composite("Acme".into()))],
            ),
            (vec![Statement::Account("Acme".into()), Statement::Account("Globex".into())], vec![]),
        ] {
            let mut all = statements.clone();
            all.push(stated.clone());
            assert_eq!(gaps_of(None, &known(), &all), expected, "{statements:?}");
        }
    }

    #[test]
    fn an_audience_may_be_missing_or_one_sided() {
        use RoleKind::{Buyer, EndUser, Prospect};
        let stated =
            Statement::Problem { kind: SectionKind::Problem, of_business: true, has_value: true };
        let audience = || vec![stated.clone(), section("personas")];
        let with_buyer = || vec![stated.clone(), section("personas"), Statement::NamesBuyer];
        let nobody: [(usize, Gap); 0] = [];
        assert_eq!(
            gaps_of(None, &KnownAudience::default(), std::slice::from_ref(&stated)),
            [(0, Gap::Audience)]
        );
        assert_eq!(gaps_of(None, &KnownAudience::default(), &audience()), nobody);
        assert_eq!(gaps_of(None, &known(), std::slice::from_ref(&stated)), nobody);
        for (model, kinds, statements, expected) in [
            (Model::B2b, vec![], audience(), None),
            (Model::B2b, vec![Some(Buyer), Some(EndUser)], audience(), None),
            (Model::B2b, vec![Some(Buyer), Some(Prospect)], audience(), Some(Gap::EndUsers)),
            (Model::B2b, vec![Some(EndUser), None], audience(), Some(Gap::Buyers)),
            (Model::B2b2c, vec![None], audience(), Some(Gap::Buyers)),
            (Model::B2b, vec![None], with_buyer(), None),
            (Model::B2b, vec![None], vec![stated.clone()], None),
            (Model::B2c, vec![None], audience(), None),
            (Model::PreLaunch, vec![], audience(), None),
            (Model::PreLaunch, vec![Some(Buyer)], audience(), Some(Gap::Prospects)),
            (Model::PreLaunch, vec![Some(Buyer), Some(Prospect)], audience(), None),
            (Model::PreLaunch, vec![Some(Buyer), None], audience(), None),
            (Model::PreLaunch, vec![Some(Buyer)], vec![stated.clone()], None),
        ] {
            let whom = KnownAudience { is_known: true, kinds };
            let expected: Vec<(usize, Gap)> = expected.map(|gap| (2, gap)).into_iter().collect();
            assert_eq!(
                gaps_of(Some(model), &whom, &statements),
                expected,
                "{model:?} {whom:?} {statements:?}"
            );
        }
    }
}
