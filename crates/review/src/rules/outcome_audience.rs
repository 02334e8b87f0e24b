//! `outcome-audience`

use crate::document::gaps::Gap;
use crate::rules::context::RuleContext;
use crate::rules::remark::Remark;
use crate::rules::rule::rule;

rule! {
    /// This outcome is about people who stay, leave or start, but the document doesn't name them.
    ///
    /// The outcome decides who to learn from. Only people who stay know why they stay. Only people
    /// who are drifting away or have left know why they leave.
    ///
    /// ~~~markdown
    /// # Shift planner PRD
    ///
    /// ## Goals
    ///
    /// - Raise retention of shops from 80% to 90%
    ///         ^^^^^^^^^
    /// ~~~
    ///
    /// Any name for them works: lapsed, churned, inactive, dormant, former or at-risk customers;
    /// for activation, new, first-time or trial customers.
    ///
    /// ~~~markdown
    /// # Shift planner PRD
    ///
    /// ## Audience
    ///
    /// - **Lapsed store managers**: planned with us and stopped
    ///
    /// ## Goals
    ///
    /// - Raise retention of shops from 80% to 90%
    /// ~~~
    ///
    /// **Fix:** in the audience, name who is engaged, who is not, and who has left. Say which of
    /// them you have talked to.
    ///
    /// **Source:** Teresa Torres: your outcome determines which customers to interview; for
    /// retention the engaged, the unengaged and those who cancelled.
    OUTCOME_AUDIENCE, "outcome-audience", Hint, check
}

fn check(context: &RuleContext<'_>) -> Vec<Remark> {
    context.remarks_on_gaps(|gap| {
        let message = match gap {
            Gap::Lapsed => {
                "The audience doesn’t name who stays, drifts away or has left. Who are they?"
            }
            Gap::Newcomers => "The audience doesn’t name the newcomers. Who are they?",
            _ => return None,
        };
        Some(message.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::OUTCOME_AUDIENCE;
    use crate::rules::tests;

    fn check(fixture: &str) {
        tests::check(&OUTCOME_AUDIENCE, &format!("# Tea PRD\n\n{fixture}"));
    }

    #[test]
    fn each_is_told_once() {
        check(
            "## Goals\n\n- Less churn\n       ^^^^^\n- Better retention\n- Activation of 40%\n  ^^^^^^^^^^\n",
        );
    }

    #[test]
    fn who_is_named_anywhere_counts() {
        for people in ["lapsed nurses", "inactive accounts", "at-risk customers", "churned users"] {
            check(&format!("## Goals\n\n- Less churn\n\n## Audience\n\nWe met {people}.\n"));
        }
        check("## Goals\n\n- Activation of 40%\n\n## Audience\n\nWe met first-time nurses.\n");
        check("## Goals\n\n- Less churn\n       ^^^^^\n\nWe met inactive feet and new nurses.\n");
    }

    #[test]
    fn data_is_not_people() {
        check(
            "## Goals\n\n- Data retention of 40 days\n- Retention policy\n\n## Notes\n\nChurn.\n",
        );
    }
}
