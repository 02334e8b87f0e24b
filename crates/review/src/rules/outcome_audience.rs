//! `outcome-audience`

use crate::document::gaps::Gap;
use crate::rules::context::RuleContext;
use crate::rules::remark::Remark;
use crate::rules::rule::rule;

rule! {
    /// This outcome is about people who stay, leave or begin, and the document does not name those.
    ///
    /// The outcome decides whom to learn from. Why people stay is known by those who do; why they
    /// leave, only by those who hardly come any more and those who have left.
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
    /// Any of their names will do: lapsed, churned, inactive, dormant, former, at-risk customers; for
    /// activation new, first-time or trial ones.
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
    /// **To mend it**, name in the audience who is engaged, who is not, and who has left, and say whom
    /// you have talked to.
    ///
    /// **Source:** Teresa Torres: your outcome determines which customers to interview; for retention
    /// the engaged, the unengaged and those who cancelled.
    OUTCOME_AUDIENCE, "outcome-audience", Hint, check
}

fn check(context: &RuleContext<'_>) -> Vec<Remark> {
    context.remarks_on_gaps(|gap| {
        let message = match gap {
            Gap::Lapsed => {
                "Who stays, who hardly comes any more, and who has left? Name them: they know why."
            }
            Gap::Newcomers => "Who is to begin? Name the newcomers this is about: first-time, trial or new ones of which role.",
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
