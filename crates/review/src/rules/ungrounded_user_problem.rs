//! `ungrounded-user-problem`

use crate::document::gaps::Gap;
use crate::fix::edit::{Fix, Scope};
use crate::fix::section;
use crate::rules::context::RuleContext;
use crate::rules::context::Whole;
use crate::rules::remark::Remark;
use crate::rules::rule::Finding;
use crate::rules::rule::rule;

rule! {
    /// This document describes problems of the people who use the product, but no problem of the
    /// business that pays for it.
    ///
    /// A user problem is worth solving if it comes from a bigger one. Without that, nobody can tell
    /// which one to solve first, and the business may fail to grow even if all of them are solved.
    ///
    /// ~~~markdown
    /// # Shift planner PRD
    ///
    /// ## Problem
    ///    ^^^^^^^
    ///
    /// Store managers copy shifts from paper into three lists. They forget who is on leave.
    /// ~~~
    ///
    /// One sentence about what is at stake for the business is enough: its revenue, costs, churn,
    /// growth or competitors. A section on the customer problem is enough too.
    ///
    /// ~~~markdown
    /// # Shift planner PRD
    ///
    /// ## Problem
    ///
    /// Shoe shops lose 4% of their sales to shifts that nobody took. Store managers copy shifts from
    /// paper into three lists.
    /// ~~~
    ///
    /// If the people who use the product also buy it, their problem is the customer's. So the rule
    /// doesn't apply with `model = "b2c"` under `[product]`, nor with `"internal"` or `"platform"`.
    ///
    /// **Fix:** ask why it is a problem, then why that is a problem, up to five times.
    ///
    /// **Source:** the essay *I got 99 problems… but are they customer problems?*: user problems
    /// flow from customer problems, and five whys lead back to them.
    UNGROUNDED_USER_PROBLEM, "ungrounded-user-problem", Hint, check => fix
}

fn check(context: &RuleContext<'_>) -> Vec<Remark> {
    context.remarks_on_gaps(|gap| {
        let message = "What do these problems cost the business that pays for the product?";
        (*gap == Gap::CustomerProblem).then(|| message.to_owned())
    })
}

/// A place for the problem of the business that pays.
fn fix(whole: &dyn Whole, _: &Finding, _: Scope) -> Vec<Fix> {
    vec![section::customer_problem(whole.document(), &whole.sections())]
}

#[cfg(test)]
mod tests {
    use super::UNGROUNDED_USER_PROBLEM;
    use crate::rules::tests;
    use crate::{Model, Settings};

    #[test]
    fn a_business_that_fails_grounds_them() {
        let prd = |problem: &str| format!("# Tea PRD\n\n## User problems\n\n{problem}\n");
        let reported = |settings: Settings, problem: &str| {
            !tests::messages(&UNGROUNDED_USER_PROBLEM, settings, &prd(problem)).is_empty()
        };
        for problem in
            ["Nurses wait for tea.", "Customers need to see the kettle.", "Tea is hard to find."]
        {
            assert!(reported(Settings::default(), problem), "{problem}");
            for model in [Model::B2c, Model::Internal, Model::Platform] {
                let settings = Settings { model: Some(model), ..Settings::default() };
                assert!(!reported(settings, problem), "{problem}");
            }
        }
        for problem in [
            "Nurses wait for tea, so turnover is high.",
            "Clinics struggle to keep their kettles warm.",
            "The customer knows that tea is everything.",
            "Nurses wait. The clinic loses $40 a day.",
            "### Customer problem\n\nNobody stays.",
        ] {
            assert!(!reported(Settings::default(), problem), "{problem}");
        }
    }

    #[test]
    fn what_follows_a_label_belongs_to_it_segments_below() {
        let filler = "Plain words that fill a paragraph, so that segments are cut. ".repeat(30);
        let text = format!("# Tea PRD\n\n**Problem**\n\n{filler}\n\n{filler}\n\nRevenue falls.\n");
        tests::check(&UNGROUNDED_USER_PROBLEM, &text);
        let reported = text.replace("**Problem**", "**Problem**\n  ^^^^^^^");
        tests::check(&UNGROUNDED_USER_PROBLEM, &reported.replace("Revenue", "It"));
        let ended = reported.replace("Revenue", "## Plan\n\nRevenue");
        tests::check(&UNGROUNDED_USER_PROBLEM, &ended);
    }
}
