//! `unvalued-customer-problem`

use crate::document::gaps::Gap;
use crate::rules::context::RuleContext;
use crate::rules::remark::Remark;
use crate::rules::rule::rule;

rule! {
    /// This document describes a customer problem without saying how big it is: no money, time,
    /// share, count or risk.
    ///
    /// A number lets you compare the problem with others, and shows afterwards whether it was
    /// solved. It doesn't have to be exact.
    ///
    /// ~~~markdown
    /// # Shift planner PRD
    ///
    /// ## Customer problem
    ///    ^^^^^^^^^^^^^^^^
    ///
    /// Shoe shops lose sales when nobody takes a shift.
    /// ~~~
    ///
    /// ~~~markdown
    /// # Shift planner PRD
    ///
    /// ## Customer problem
    ///
    /// Shoe shops lose 4% of their sales when nobody takes a shift, about $900 a week.
    /// ~~~
    ///
    /// One amount anywhere in the sections on the problem is enough.
    ///
    /// **Fix:** write what the problem costs in a week or a year, how many have it, or what they
    /// risk. A range or a clearly marked guess is better than nothing.
    ///
    /// **Source:** the essay *I got 99 problems… but are they customer problems?*: a customer
    /// problem shows what a solution is worth to the business.
    UNVALUED_CUSTOMER_PROBLEM, "unvalued-customer-problem", Hint, check
}

fn check(context: &RuleContext<'_>) -> Vec<Remark> {
    context.remarks_on_gaps(|gap| {
        let message = "How big is this problem? Give money, time, a share of customers or a risk.";
        (*gap == Gap::Value).then(|| message.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::UNVALUED_CUSTOMER_PROBLEM;
    use crate::Settings;
    use crate::rules::tests;

    #[test]
    fn any_amount_is_a_value() {
        let reported = |problem: &str| {
            let text = format!("# Tea PRD\n\n## Problem\n\n{problem}\n");
            tests::messages(&UNVALUED_CUSTOMER_PROBLEM, Settings::default(), &text).len()
        };
        assert_eq!(reported("Clinics lose nurses, which is costly."), 1);
        assert_eq!(reported("Clinics lose nurses, since version 2 of the kettle in 2025."), 1);
        for amount in [
            "$900 a week",
            "two hours a day",
            "a third of them",
            "12 nurses",
            "at the risk of a fine",
            "hours every day",
        ] {
            assert_eq!(reported(&format!("Clinics lose nurses: {amount}.")), 0, "{amount}");
        }
        assert_eq!(
            reported("Clinics lose nurses.\n\n| Clinic | Cost |\n|---|---|\n| North | $90 |"),
            0
        );
        // Who has no business at stake is asked for that first.
        assert_eq!(reported("Nurses wait."), 0);
    }
}
