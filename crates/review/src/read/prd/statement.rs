//! What a segment says of the problem, the goals and whom they are about.

use std::ops::Range;
use std::sync::LazyLock;

use markdown::{Kind, Span};

use crate::english::grammar;
use crate::english::inflect;
use crate::english::wording::Wordings;
use crate::read::document_kind::{self, Sign};
use crate::read::label::Label;
use crate::read::prd::account;
use crate::read::prd::problem;
use crate::read::prd::quantity;
use crate::read::prd::requirement;
use crate::read::prd::unsaid;
use crate::read::section::{self, Path};
use crate::read::section_kind::{self, SectionKinds};
use crate::settings::section::{SectionKind, Titles};
use crate::text::passage::Passage;
use crate::text::token::{TokenKind, Words};
use crate::words::Class;

/// One thing that matters to the judgement of the whole document. It holds no offsets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Statement {
    /// A heading of the first level, or one that no heading stands over; what it says of the document, if
    /// anything.
    Title(Option<Sign>),
    /// What the front matter says of that.
    Front(Sign),
    /// A heading or label that begins a section of these kinds.
    Section(SectionKinds),
    /// A heading that only another sort of document has: a proposal for engineers, minutes.
    Foreign,
    /// A heading that instructions for an agent have: "On activation".
    ForAgent,
    /// So many passages state a requirement in the manner of specifications.
    Requirements(usize),
    /// Passages that state a problem: whether it is one of a business, and whether they say how big.
    Problem { kind: SectionKind, of_business: bool, has_value: bool },
    /// Passages that should state a problem or name the audience, by their heading, and do neither: "TBD".
    Unsaid(SectionKind),
    /// Passages that say who the audience is.
    Audience,
    /// Passages that say what is to be reached, and whether they hold a number.
    Aim { kind: SectionKind, is_measured: bool },
    /// An aim to keep people.
    Keeps,
    /// An aim to have people begin.
    Begins,
    /// People are named who have left or hardly come.
    NamesLapsed,
    /// People are named who are new.
    NamesNew,
    /// It is said who buys.
    NamesBuyer,
    /// A problem is put as that of this one account.
    Account(String),
}

/// A sentence in a section that says a problem or an aim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sentence {
    pub passage: usize,
    pub tokens: Range<usize>,
    pub kind: SectionKind,
}

/// The statements of a segment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Statements {
    pub all: Vec<Statement>,
    /// Where each of them stands: the passage, and bytes of its prose.
    pub places: Vec<(usize, Span)>,
    pub sentences: Vec<Sentence>,
}

impl Statements {
    /// Returns the statements of a segment of these passages and labels; `path` and `label` are the headings and the
    /// label that hold before it.
    pub fn of(
        passages: &[Passage],
        labels: &[Label],
        path: &Path,
        label: Option<&str>,
        titles: &Titles,
    ) -> Self {
        let mut statements = Statements::default();
        let mut here = path.clone();
        let mut over = section_kind::of_path(&here, titles);
        let mut under_label = label.map(|title| of_label(title, &here, over, titles));
        let mut labels = labels.iter().peekable();
        let mut row = None;
        for (index, passage) in passages.iter().enumerate() {
            let label = labels.next_if(|label| label.passage == index);
            match passage.kind {
                Kind::Heading(level) => {
                    let title = section::title(passage);
                    let is_first = here.is_empty();
                    section::enter(&mut here, level, passage.text(), &title);
                    over = section_kind::of_path(&here, titles);
                    under_label = None;
                    statements.heading(
                        index,
                        passage,
                        level == 1 || is_first,
                        &title,
                        over,
                        titles,
                    );
                    continue;
                }
                Kind::FrontMatter => {
                    if let Some(sign) = document_kind::of_front_matter(passage.text()) {
                        statements.add(Statement::Front(sign), index, Span::default());
                    }
                    continue;
                }
                Kind::Cell { row: 0, .. } => continue,
                Kind::Cell { row: at, .. } => {
                    row = row.filter(|(above, _)| *above == at);
                }
                _ => row = None,
            }
            let own = label.map(|label| of_label(&label.title, &here, over, titles));
            let mut kinds = under_label.filter(|kinds| !kinds.is_empty()).unwrap_or(over);
            if let Some((label, own)) = label.zip(own) {
                if !own.is_empty() {
                    let span = passage.words().span(label.words.clone());
                    statements.add(Statement::Section(own), index, span);
                    kinds = own;
                }
                if label.holds(passages) {
                    under_label = Some(own);
                }
                if let Kind::Cell { row: at, .. } = passage.kind {
                    row = Some((at, own)).filter(|(_, own)| !own.is_empty());
                    // What a first cell names, the others say.
                    if row.is_some() {
                        continue;
                    }
                }
            }
            let kinds = row.map_or(kinds, |(_, kinds)| kinds);
            let start = label
                .and_then(|label| label.rest)
                .filter(|_| own.is_some_and(|own| !own.is_empty()));
            let is_alone = label.is_some_and(|label| label.holds(passages));
            let is_opening = here.len() <= 1 && kinds.is_empty();
            match kinds.only() {
                _ if is_alone => {}
                Some(kind) => statements.passage(index, passage, start.unwrap_or_default(), kind),
                None if is_opening => {
                    statements.passage(index, passage, 0, SectionKind::Background);
                }
                None => {}
            }
            statements.people(index, passage);
        }
        match requirement::count(passages) {
            0 => {}
            count => statements.add(Statement::Requirements(count), 0, Span::default()),
        }
        statements
    }

    fn add(&mut self, what: Statement, passage: usize, span: Span) {
        // Of passages that say the same, the first is enough: typing on changes nothing elsewhere.
        let repeats = match what {
            Statement::NamesLapsed | Statement::NamesNew | Statement::NamesBuyer => {
                self.all.contains(&what)
            }
            _ => self.all.last() == Some(&what),
        };
        if !repeats {
            self.all.push(what);
            self.places.push((passage, span));
        }
    }

    fn heading(
        &mut self,
        index: usize,
        passage: &Passage,
        is_title: bool,
        title: &str,
        over: SectionKinds,
        titles: &Titles,
    ) {
        let span = passage.words().span(0..passage.tokens.len());
        if is_title {
            self.add(Statement::Title(document_kind::of_title(title)), index, span);
        }
        let own = section_kind::of_title(title, titles);
        if !own.is_empty() && own == over {
            self.add(Statement::Section(own), index, span);
        } else if document_kind::is_foreign(title) {
            self.add(Statement::Foreign, index, span);
        } else if document_kind::is_for_agent(title) {
            self.add(Statement::ForAgent, index, span);
        }
    }

    /// What a passage of a section says, from a token on.
    fn passage(&mut self, index: usize, passage: &Passage, start: usize, kind: SectionKind) {
        let words = passage.words();
        let whole = start..words.tokens.len();
        let span = words.span(whole.clone());
        let is_word = words.tokens.iter().any(|token| token.kind == TokenKind::Word);
        let is_audience = kind == SectionKind::Audience;
        if (kind.is_problem() || is_audience) && unsaid::is(words, whole.clone(), kind) {
            self.add(Statement::Unsaid(kind), index, span);
            return;
        }
        if is_audience && is_word {
            self.add(Statement::Audience, index, span);
        }
        let amounts = quantity::of(words, whole.clone());
        if kind.is_aim() {
            let is_measured = amounts.is_measure()
                || matches!(passage.kind, Kind::Cell { .. }) && amounts.horizon;
            self.add(Statement::Aim { kind, is_measured }, index, span);
        } else if !kind.is_problem() && kind != SectionKind::Background {
            return;
        }
        let mut of_business = false;
        let is_hardship = kind == SectionKind::Background
            && problem::HARDSHIP.find(words, whole.clone()).is_some();
        for tokens in sentences(words, whole) {
            if kind.is_aim() {
                if let Some((what, at)) = keeping(words, tokens.clone()) {
                    self.add(what, index, words.span(at..at + 1));
                }
            } else {
                of_business |= problem::is_of_business(words, tokens.clone());
                if let Some((name, at)) = account::find(words, tokens.clone()) {
                    self.add(Statement::Account(name), index, words.span(at));
                }
            }
            self.sentences.push(Sentence { passage: index, tokens, kind });
        }
        let has_value = amounts.any();
        if kind.is_problem() && (is_word || has_value) || of_business || is_hardship {
            self.add(Statement::Problem { kind, of_business, has_value }, index, span);
        }
    }

    /// Whom a passage names by how they stand to the product.
    fn people(&mut self, index: usize, passage: &Passage) {
        let words = passage.words();
        for at in 0..words.tokens.len() {
            let word = words.lower(at);
            let (is_lapsed, is_new) = (words.is(at, Class::Lapsed), words.is(at, Class::Newcomer));
            let is_hyphened =
                matches!(word, "first" | "at") && matches!(words.lower(at + 2), "time" | "risk");
            if words.is(at, Class::BuyWord) {
                self.add(Statement::NamesBuyer, index, Span::default());
            }
            if word == "newcomers" || word == "beginners" {
                self.add(Statement::NamesNew, index, Span::default());
            } else if is_lapsed || is_new || is_hyphened {
                let behind = if is_hyphened { at + 3 } else { at + 1 };
                if (behind..behind + 3).any(|at| names_people(words.lower(at))) {
                    let is_new = is_new || word == "first";
                    let what = if is_new { Statement::NamesNew } else { Statement::NamesLapsed };
                    self.add(what, index, Span::default());
                }
            }
        }
    }
}

fn names_people(word: &str) -> bool {
    let singular = inflect::singular(word);
    grammar::is_generic_word(&singular)
        || grammar::is_person_noun(&singular)
        || Class::PayingUnit.has(singular.as_str())
}

/// What a label says, under these headings. A feature's goal is not the product's, so deep down
/// labels say nothing.
fn of_label(title: &str, path: &Path, over: SectionKinds, titles: &Titles) -> SectionKinds {
    let is_closed = [SectionKind::Audience, SectionKind::Stories, SectionKind::Solution]
        .into_iter()
        .any(|kind| over.only() == Some(kind));
    let kinds = section_kind::of_title(title, titles);
    let is_problem = over.only().is_some_and(SectionKind::is_problem);
    if is_closed
        || path.len() > 2
        || is_problem && !kinds.only().is_some_and(SectionKind::is_problem)
    {
        return SectionKinds::default();
    }
    kinds
}

/// The sentences of some tokens.
fn sentences(words: Words<'_>, tokens: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = tokens.start;
    for at in tokens.clone() {
        if words.ends_sentence(at) {
            found.push(start..at + 1);
            start = at + 1;
        }
    }
    if start < tokens.end {
        found.push(start..tokens.end);
    }
    found
}

static KEEPING: LazyLock<Wordings> = LazyLock::new(|| Wordings::read(include_str!("keeping.txt")));

/// Whether an aim is to keep people or to have them begin, and the word that says so.
fn keeping(words: Words<'_>, tokens: Range<usize>) -> Option<(Statement, usize)> {
    if let Some((what, at)) = KEEPING.find(words, tokens.clone()) {
        let what = if what == "begins" { Statement::Begins } else { Statement::Keeps };
        return Some((what, at.start));
    }
    tokens.clone().find_map(|at| {
        let word = words.lower(at);
        let is_activation = word == "activation";
        if !is_activation && !words.is(at, Class::KeepingWord) {
            return None;
        }
        let before = at.checked_sub(1).filter(|at| tokens.contains(at)).map(|at| words.lower(at));
        let before = before.unwrap_or_default();
        // "Data retention", "retention of audit logs"
        let of_what = match words.lower(at + 1) {
            "of" => words.lower(at + 2),
            next => next,
        };
        let is_of_data = [&before, &of_what].iter().any(|word| {
            let word = word.strip_suffix('s').unwrap_or(word);
            Class::KeptData.has(word) || matches!(word, "policy" | "policie" | "period")
        });
        let is_of_contract = matches!(before, "contract" | "subscription" | "customer")
            || words.lower(at + 1) == "rate";
        let is_of_right = Class::RightNoun.has(before);
        match word {
            _ if is_of_data => None,
            "renewal" | "renewals" if !is_of_contract => None,
            _ if is_activation && is_of_right => None,
            _ if is_activation => Some((Statement::Begins, at)),
            _ => Some((Statement::Keeps, at)),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::label;
    use crate::text::passage::tests::passages;
    use crate::text::token::tokens;
    use SectionKind::{
        Audience, Background, CustomerProblem, Goals, Outcomes, Problem, UserProblem,
    };

    /// What a text says, where these headings and this label are above it.
    fn claims(text: &str, above: &[(u8, &str)], label: Option<&str>) -> Statements {
        let passages = passages(text);
        let mut path = Path::new();
        for (level, text) in above {
            section::enter(&mut path, *level, text, &text.to_lowercase());
        }
        let labels = passages.iter().enumerate();
        let labels: Vec<Label> =
            labels.filter_map(|(index, passage)| label::find(index, passage)).collect();
        let claims = Statements::of(&passages, &labels, &path, label, &Titles::new());
        assert_eq!(claims.all.len(), claims.places.len());
        claims
    }

    /// What a text says, without its sections.
    fn all(text: &str) -> Vec<Statement> {
        let all = claims(text, &[], None).all.into_iter();
        all.filter(|it| !matches!(it, Statement::Section(_) | Statement::Title(_))).collect()
    }

    fn problem(kind: SectionKind, of_business: bool, has_value: bool) -> Statement {
        Statement::Problem { kind, of_business, has_value }
    }

    fn aim(kind: SectionKind, is_measured: bool) -> Statement {
        Statement::Aim { kind, is_measured }
    }

    #[test]
    fn a_title_says_what_sort_of_document_it_is() {
        let titles = |text: &str| claims(text, &[], None).all;
        let prd = document_kind::of_title("prd");
        assert_eq!(titles("# Tea PRD\n"), [Statement::Title(prd)]);
        assert_eq!(titles("## Tea PRD\n"), [Statement::Title(prd)]);
        assert_eq!(titles("# Tea\n\n## Tea PRD\n"), [Statement::Title(None)]);
        let front = document_kind::of_front_matter("type: prd").map(Statement::Front);
        assert_eq!(titles("---\ntype: prd\n---\n"), Vec::from_iter(front));
        assert_eq!(titles("---\nname: tea\n---\n"), []);
        assert_eq!(titles("# Tea\n\n## Drawbacks\n"), [Statement::Title(None), Statement::Foreign]);
        assert_eq!(titles("# Tea\n\n## Other\n"), [Statement::Title(None)]);
        assert_eq!(claims("# Tea PRD\n", &[], None).places, [(0, Span::new(0, 7))]);
    }

    #[test]
    fn a_section_begins_once() {
        let sections = |text: &str| {
            let all = claims(text, &[], None).all.into_iter();
            all.filter_map(|it| match it {
                Statement::Section(kinds) => kinds.only(),
                _ => None,
            })
            .collect::<Vec<_>>()
        };
        assert_eq!(sections("# Tea\n\n## Problem\n\n### Goals\n"), [Problem, Goals]);
        assert_eq!(sections("# Tea\n\n## Personas\n\n### Ann\n\n#### Goals\n"), [Audience]);
        assert_eq!(sections("# Tea\n\n## Goals\n\n## Metrics\n"), [Goals, Outcomes]);
        assert_eq!(sections("# Tea\n\nProblem: nurses wait\n\nTea: hot\n"), [Problem]);
        assert_eq!(
            sections("# Tea\n\n| Part | Text |\n|---|---|\n| Problem | nurses wait |\n"),
            [Problem]
        );
        // Deep down, and where something else is told, labels say nothing.
        assert_eq!(sections("# Tea\n\n## Log\n\n### In\n\nProblem: nurses wait\n"), []);
        assert_eq!(sections("# Tea\n\n## Personas\n\nGoals: rest\n").len(), 1);
        assert_eq!(sections("# Tea\n\n## Problem\n\nGoals: rest\n"), [Problem]);
        assert_eq!(
            sections("# Tea\n\n## Problem\n\nUser problem: waits\n"),
            [Problem, UserProblem]
        );
    }

    #[test]
    fn a_section_states_a_problem_or_an_aim() {
        let under = |title: &str, text: &str| all(&format!("# Tea\n\n## {title}\n\n{text}\n"));
        assert_eq!(under("Problem", "Nurses wait."), [problem(Problem, false, false)]);
        assert_eq!(under("Problem", "Nurses wait 5 minutes."), [problem(Problem, false, true)]);
        assert_eq!(
            under("Problem", "Nurses wait. Hospitals wait."),
            [problem(Problem, true, false)]
        );
        assert_eq!(
            under("Customer problem", "Nurses wait."),
            [problem(CustomerProblem, false, false)]
        );
        assert_eq!(under("Problem", "—"), []);
        assert_eq!(under("Problem", "5 %"), [problem(Problem, false, true)]);
        assert_eq!(under("Goals", "Nurses rest."), [aim(Goals, false)]);
        assert_eq!(under("Goals", "Nurses rest 5 minutes."), [aim(Goals, true)]);
        assert_eq!(under("Goals", "Nurses rest by 2027."), [aim(Goals, false)]);
        assert_eq!(
            under("Metrics", "| Rest | When |\n|---|---|\n| more | by 2027 |"),
            [aim(Outcomes, false), aim(Outcomes, true)]
        );
        assert_eq!(under("Scope", "Nurses rest 5 minutes."), []);
        assert_eq!(under("Goals", "Hospitals wait."), [aim(Goals, false)]);
        assert_eq!(under("Background", "Nurses wait."), []);
        assert_eq!(under("Background", "Hospitals wait."), [problem(Background, true, false)]);
        assert_eq!(
            under("Problem", "Acme asked for tea."),
            [Statement::Account("Acme".into()), problem(Problem, false, false)]
        );
        // What passages say again is said once.
        assert_eq!(
            under("Problem", "Nurses wait.\n\nCooks wait."),
            [problem(Problem, false, false)]
        );
        // What stands in front of all sections is their background.
        assert_eq!(all("# Tea\n\nHospitals wait.\n"), [problem(Background, true, false)]);
        assert_eq!(all("# Tea\n\n## Log\n\nHospitals wait.\n"), []);
    }

    #[test]
    fn a_label_says_what_follows_is_about() {
        assert_eq!(
            all("# Tea\n\nProblem: nurses wait 5 minutes\n"),
            [problem(Problem, false, true)]
        );
        assert_eq!(all("# Tea\n\n**Problem**\n\nNurses wait.\n"), [problem(Problem, false, false)]);
        assert_eq!(
            all("# Tea\n\n**Problem**\n\nNurses wait.\n\n## Log\n\nCooks wait 5 minutes.\n"),
            [problem(Problem, false, false)]
        );
        assert_eq!(
            all(
                "# Tea\n\n| Part | Text |\n|---|---|\n| Problem | nurses wait |\n| Log | they wait 5 minutes |\n"
            ),
            [problem(Problem, false, false)]
        );
        let below = |label| claims("Nurses wait.\n", &[(1, "Tea")], label).all;
        assert_eq!(below(Some("problem")), [problem(Problem, false, false)]);
        assert_eq!((below(Some("tea")), below(None)), (vec![], vec![]));
        assert_eq!(
            claims("Nurses wait.\n", &[(1, "Tea"), (2, "Problem")], None).all,
            [problem(Problem, false, false)]
        );
    }

    #[test]
    fn a_section_may_say_nothing() {
        let under = |title: &str, text: &str| all(&format!("# Tea\n\n## {title}\n\n{text}\n"));
        assert_eq!(under("Problem", "TBD"), [Statement::Unsaid(Problem)]);
        assert_eq!(under("Target users", "Everyone"), [Statement::Unsaid(Audience)]);
        assert_eq!(under("Target users", "Night-shift nurses"), [Statement::Audience]);
        assert_eq!(
            under("Background", "Answers come too late."),
            [problem(Background, false, false)]
        );
    }

    #[test]
    fn every_line_is_read() {
        KEEPING.assert_read();
        problem::HARDSHIP.assert_read();
    }

    #[test]
    fn people_are_named_by_how_they_stand_to_the_product() {
        for (text, expected) in [
            ("Lapsed customers return", vec![Statement::NamesLapsed]),
            ("At-risk customers return", vec![Statement::NamesLapsed]),
            ("New nurses come", vec![Statement::NamesNew]),
            ("First-time nurses come", vec![Statement::NamesNew]),
            ("Newcomers come", vec![Statement::NamesNew]),
            ("Beginners come", vec![Statement::NamesNew]),
            ("New tea is here", vec![]),
            ("New and very old and tired nurses", vec![]),
            ("First nurses come", vec![]),
            ("The buyer pays", vec![Statement::NamesBuyer]),
            ("New merchants come, new nurses go", vec![Statement::NamesNew]),
            ("Nurses come", vec![]),
        ] {
            assert_eq!(all(&format!("# Tea\n\n## Scope\n\n{text}\n")), expected, "{text}");
        }
    }

    #[test]
    fn an_aim_may_be_to_keep_people_or_to_have_them_begin() {
        for (text, expected) in [
            ("Improve retention", Some((Statement::Keeps, 1))),
            ("Reduce churn", Some((Statement::Keeps, 1))),
            ("Data retention", None),
            ("Retention of audit logs", None),
            ("Retention policy", None),
            ("Retention policies", None),
            ("Retention of nurses", Some((Statement::Keeps, 0))),
            ("Customer renewals", Some((Statement::Keeps, 1))),
            ("Contract renewal", Some((Statement::Keeps, 1))),
            ("Renewal rate", Some((Statement::Keeps, 0))),
            ("Yearly renewals", None),
            ("Faster activation", Some((Statement::Begins, 1))),
            ("Card activation", None),
            ("Keep members longer", Some((Statement::Keeps, 0))),
            ("Keep members informed", None),
            ("Lower drop-off in the first week", Some((Statement::Keeps, 1))),
            ("Fewer trips to the drop-off point", None),
            ("Increase stickiness", Some((Statement::Keeps, 1))),
            ("Cut member attrition", Some((Statement::Keeps, 1))),
            ("Cut nurse attrition", None),
            ("Fewer subscription cancellations", Some((Statement::Keeps, 1))),
            ("Fewer order cancellations", None),
            ("Trial-to-paid from 4% to 6%", Some((Statement::Begins, 0))),
            ("Rest", None),
        ] {
            let tokens = tokens(text);
            assert_eq!(keeping(tokens.of(text), 0..tokens.len()), expected, "{text}");
        }
        // What stands in front of the sentence does not count.
        let tokens = tokens("Data. Retention");
        assert_eq!(keeping(tokens.of("Data. Retention"), 2..3), Some((Statement::Keeps, 2)));
        assert_eq!(
            all("# Tea\n\n## Goals\n\nReduce churn.\n"),
            [aim(Goals, false), Statement::Keeps]
        );
    }

    #[test]
    fn sentences_are_kept_with_what_they_are_about() {
        let claims = claims(
            "# Tea\n\n## Problem\n\nNurses wait. Cooks wait\n\n## Scope\n\nTea.\n",
            &[],
            None,
        );
        let found: Vec<_> =
            claims.sentences.iter().map(|it| (it.passage, it.tokens.clone(), it.kind)).collect();
        assert_eq!(found, [(2, 0..3, Problem), (2, 3..5, Problem)]);
        let text = "One. Two. three";
        let cut = tokens(text);
        assert_eq!(sentences(cut.of(text), 0..5), [0..2, 2..5]);
        assert_eq!(sentences(cut.of(text), 0..2), vec![Range { start: 0, end: 2 }]);
        assert!(sentences(cut.of(text), 2..2).is_empty());
    }
}
