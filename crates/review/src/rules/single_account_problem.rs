//! `single-account-problem`

use crate::document::gaps::Gap;
use crate::rules::context::RuleContext;
use crate::rules::remark::Remark;
use crate::rules::rule::rule;

rule! {
    /// The problem is put as that of one account, by name.
    ///
    /// What one account asks for may be its alone. A customer problem is a composite: it stands for
    /// many of those who buy, even where one of them told it first.
    ///
    /// ~~~markdown
    /// # Shift planner PRD
    ///
    /// ## Problem
    ///
    /// Fenwick Shoes Ltd loses $900 a week to shifts that nobody took.
    /// ^^^^^^^^^^^^^^^^^
    /// ~~~
    ///
    /// Accounts that are given as examples pass, and so do several.
    ///
    /// ~~~markdown
    /// # Shift planner PRD
    ///
    /// ## Problem
    ///
    /// Shoe shops like Fenwick Shoes Ltd lose $900 a week to shifts that nobody took.
    /// ~~~
    ///
    /// **To mend it**, ask who else has the problem, write it as theirs together, and keep the account
    /// as an example. If you do build for one account, ignore this here.
    ///
    /// **Source:** the essay *I got 99 problems… but are they customer problems?*: customer problems
    /// are composites that show the market's problem.
    SINGLE_ACCOUNT_PROBLEM, "single-account-problem", Hint, check
}

fn check(context: &RuleContext<'_>) -> Vec<Remark> {
    context.remarks_on_gaps(|gap| match gap {
        Gap::Composite(name) => Some(format!(
            "This is the problem of {name}. Who else has it? Put it as the problem they share, with {name} as an example."
        )),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::SINGLE_ACCOUNT_PROBLEM;
    use crate::Settings;
    use crate::rules::tests;

    fn reported(problem: &str) -> usize {
        let text = format!("# Tea PRD\n\n## Problem\n\n{problem}\n");
        tests::messages(&SINGLE_ACCOUNT_PROBLEM, Settings::default(), &text).len()
    }

    #[test]
    fn one_account_is_told_once() {
        for problem in [
            "Our biggest customer, Fenwick, loses tea.",
            "Our customer Fenwick loses tea.",
            "Fenwick has asked for warmer tea.",
            "Fenwick, one of our customers, loses tea.",
            "Last week Fenwick escalated this.",
            "Acme Tea Inc. loses tea. Acme Tea Inc. complained.",
        ] {
            assert_eq!(reported(problem), 1, "{problem}");
        }
    }

    #[test]
    fn several_examples_and_others_are_not() {
        for problem in [
            "Our customer Fenwick loses tea. Our customer Brown loses milk.",
            "Clinics such as Fenwick Inc lose tea.",
            "Nurses asked for tea.",
            "Marketing asked for tea.",
            "Finance has asked for cheaper tea.",
            "Our customer loses tea.",
            "Excel is slow.",
            "Everyone asked for tea.",
        ] {
            assert_eq!(reported(problem), 0, "{problem}");
        }
    }
}
