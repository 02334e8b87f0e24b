//! `single-account-problem`

use crate::document::gaps::Gap;
use crate::rules::context::RuleContext;
use crate::rules::remark::Remark;
use crate::rules::rule::rule;

rule! {
    /// The problem is described as the problem of one named account.
    ///
    /// One account may be the only one with this problem. A customer problem stands for many
    /// buyers, even if you first heard it from one of them.
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
    /// Accounts named as examples are allowed, and so are several accounts.
    ///
    /// ~~~markdown
    /// # Shift planner PRD
    ///
    /// ## Problem
    ///
    /// Shoe shops like Fenwick Shoes Ltd lose $900 a week to shifts that nobody took.
    /// ~~~
    ///
    /// **Fix:** ask who else has the problem, describe it for all of them, and keep the account as
    /// an example. If you really build for one account, ignore this finding.
    ///
    /// **Source:** the essay *I got 99 problems… but are they customer problems?*: customer
    /// problems are composites that show the market's problem.
    SINGLE_ACCOUNT_PROBLEM, "single-account-problem", Hint, check
}

fn check(context: &RuleContext<'_>) -> Vec<Remark> {
    context.remarks_on_gaps(|gap| match gap {
        Gap::Composite(name) => {
            Some(format!("This is the problem of one account, {name}. Who else has it?"))
        }
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
