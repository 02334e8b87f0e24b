//! `user-problem-as-customer-problem`

use crate::read::prd::problem;
use crate::read::prd::quantity;
use crate::read::prd::statement::Sentence;
use crate::rules::context::Page;
use crate::rules::remark::Remark;
use crate::rules::rule::rule;
use crate::settings::section::SectionKind;
use crate::text::passage::Passage;
use crate::words::Class;

rule! {
    /// This puts a task in the product as the customer's problem.
    ///
    /// What somebody needs to be able to do once they are in the product is a user's problem. A
    /// customer's problem is how their business fails to grow, and would keep its head awake. If it
    /// is not said, the task may be solved and the business be no better off.
    ///
    /// ~~~markdown
    /// # Shift planner PRD
    ///
    /// ## Problem
    ///
    /// The customer needs to be able to upload last month's shifts.
    /// ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    /// ~~~
    ///
    /// ~~~markdown
    /// # Shift planner PRD
    ///
    /// ## Problem
    ///
    /// The customer loses 4% of its sales to shifts that nobody took. Store managers need to be able
    /// to see who is free.
    /// ~~~
    ///
    /// Only sections on the problem are asked. In one that is headed as the customer problem, a task
    /// of anybody is told; in one headed as the user problem none is.
    ///
    /// **To mend it**, write what the business loses without it and how much, and let the task follow
    /// as the problem of the role that has it.
    ///
    /// **Source:** the essay *I got 99 problems… but are they customer problems?*, which takes three
    /// such sentences for user problems.
    USER_PROBLEM_AS_CUSTOMER_PROBLEM, "user-problem-as-customer-problem", Information, check
}

fn check(page: &Page<'_>) -> Vec<Remark> {
    let remarks = page.sentences().filter_map(|(sentence, passage)| {
        let anybody = match sentence.kind {
            SectionKind::Problem => false,
            SectionKind::CustomerProblem => true,
            _ => return None,
        };
        let words = passage.words();
        let task = problem::task(words, sentence.tokens.clone(), anybody)?;
        if has_stake(passage, sentence) {
            return None;
        }
        let message = "A task in the product is a user’s problem, not yet the customer’s. What does their business lose without it, and how much?";
        Some(Remark::on_passage(sentence.passage, passage, task, message.to_owned()))
    });
    remarks.collect()
}

/// Whether the sentence says what the task is worth.
fn has_stake(passage: &Passage, sentence: &Sentence) -> bool {
    let words = passage.words();
    let amounts = quantity::of(words, sentence.tokens.clone());
    let loses = sentence.tokens.clone().any(|at| words.is(at, Class::BusinessLoss));
    loses || amounts.money || amounts.share || amounts.time || amounts.risk
}

#[cfg(test)]
mod tests {
    use super::USER_PROBLEM_AS_CUSTOMER_PROBLEM;
    use crate::Settings;
    use crate::rules::tests;

    fn told(title: &str, problem: &str) -> bool {
        let text = format!("# Tea PRD\n\n## {title}\n\n{problem}\n");
        !tests::messages(&USER_PROBLEM_AS_CUSTOMER_PROBLEM, Settings::default(), &text).is_empty()
    }

    #[test]
    fn tasks_are_told() {
        for problem in [
            "The customer needs to be able to print a label.",
            "Our customers want to see which kettle is warm.",
            "Customers need a better way to compare teas.",
            "The clinic needs a way of finding its kettles: the customer needs to quickly find one.",
            "- Clients cannot export their recipes.",
            "Businesses must be able to sort their teas.",
            "Some customers would like to better track their cups.",
            "Most customers are unable to download a recipe.",
        ] {
            assert!(told("Problem", problem), "{problem}");
            assert!(!told("User problem", problem), "{problem}");
        }
        assert!(told("Customer problem", "Nurses need to be able to find a kettle."));
        assert!(!told("Problem", "Nurses need to be able to find a kettle."));
    }

    #[test]
    fn problems_of_a_business_are_not() {
        for problem in [
            "The customer needs to cut the cost of tea by a fifth.",
            "The customer must comply with the tea act or be fined.",
            "Customers lose nurses because they need a better way to brew.",
            "The customer has been unable to keep nurses for more than a year.",
            "Clinics want to grow.",
            "The customer needs to see stock early, because each empty tin costs $40.",
            "The customer’s rival sells the same tea for less, and they look for a way to stay ahead.",
            "Customer data needs to be uploaded.",
            "The customer’s nurses need to be able to upload recipes.",
        ] {
            assert!(!told("Problem", problem), "{problem}");
        }
    }

    /// The examples of the essay, which are not ours to copy.
    #[test]
    fn the_essays_examples_hold() {
        let file =
            concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/seeds/001_167cd2a2a188e1bf.txt");
        let Ok(essay) = std::fs::read_to_string(file) else {
            eprintln!("skipped: the essay is not here");
            return;
        };
        let examples: Vec<&str> = essay
            .lines()
            .filter_map(|line| line.trim().strip_prefix('•'))
            .map(str::trim)
            .filter(|line| line.starts_with("The customer"))
            .collect();
        let [one, two, three, rest @ ..] = examples.as_slice() else {
            panic!("the essay has no examples");
        };
        assert_eq!(rest.len(), 5);
        for problem in [one, two, three] {
            for title in ["Problem", "Customer problem"] {
                assert!(told(title, problem), "{problem}");
            }
        }
        for problem in rest {
            for title in ["Problem", "Customer problem"] {
                let text = format!("# Tea PRD\n\n## {title}\n\n{problem}\n");
                let review = crate::Review::new(crate::Document::new(&text), Default::default());
                let about =
                    review.findings().into_iter().filter(|it| it.rule.name.contains("problem"));
                assert_eq!(about.collect::<Vec<_>>(), [], "{problem}");
            }
        }
    }
}
