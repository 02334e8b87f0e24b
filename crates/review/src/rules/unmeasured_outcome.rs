//! `unmeasured-outcome`

use crate::document::gaps::Gap;
use crate::rules::context::RuleContext;
use crate::rules::remark::Remark;
use crate::rules::rule::rule;
use crate::settings::section::SectionKind;

rule! {
    /// None of the goals and metrics in this document has a target.
    ///
    /// Any change meets "Improve retention", or none does. A target, from one number to another,
    /// lets the team choose between ideas and know when they are done.
    ///
    /// ~~~markdown
    /// # Shift planner PRD
    ///
    /// ## Success metrics
    ///    ^^^^^^^^^^^^^^^
    ///
    /// - Share of shifts that nobody takes
    /// - Happier store managers
    /// ~~~
    ///
    /// One target is enough: a share, a count, a time or a sum. A date is not a target.
    ///
    /// ~~~markdown
    /// # Shift planner PRD
    ///
    /// ## Success metrics
    ///
    /// - Share of shifts that nobody takes: from 10% to 4% by June
    /// - Happier store managers
    /// ~~~
    ///
    /// **Fix:** start with the most important outcome: what it is today, and what it should be. If
    /// nobody knows what it is today, measure that first.
    ///
    /// **Source:** Rich Mironov: demands rarely come with measurable outcomes for outside
    /// customers, such as a share of lost luggage or weeks that are saved.
    UNMEASURED_OUTCOME, "unmeasured-outcome", Hint, check
}

fn check(context: &RuleContext<'_>) -> Vec<Remark> {
    context.remarks_on_gaps(|gap| {
        let message = match gap {
            Gap::Measure(SectionKind::Goals) => "None of these goals has a target.",
            Gap::Measure(_) => "None of these metrics has a target.",
            _ => return None,
        };
        Some(message.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::UNMEASURED_OUTCOME;
    use crate::rules::tests;

    fn check(fixture: &str) {
        tests::check(&UNMEASURED_OUTCOME, &format!("# Tea PRD\n\n{fixture}"));
    }

    #[test]
    fn a_number_anywhere_is_enough() {
        check("## Goals\n   ^^^^^\n\n- Better tea by March 2027\n");
        check("## Goals\n\n- Better tea\n\n## Metrics\n   ^^^^^^^\n\n- Cups within 3 months\n");
        check("## Goals\n\n- Serve 40 nurses\n\n## Metrics\n\n- Cups\n");
        check("## Metrics\n\n| Metric | Target |\n|---|---|\n| Cups | 40 |\n");
        check("## Metrics\n   ^^^^^^^\n\n| Metric | Target 2 |\n|---|---|\n| Cups | more |\n");
        check("**Goals:** better tea\n  ^^^^^\n");
        check("**Goals:** 4 teas\n");
    }

    #[test]
    fn what_says_nothing_yet_is_not_asked() {
        check("## Goals\n\n## Metrics\n");
        check("## Personas\n\n### Ann, nurse\n\n#### Goals\n\n- Tea\n");
        check("## Features\n\n### Kettle\n\n**Goal:** tea\n");
        check("## Plan\n\n### Kettle\n\n#### Pot\n\n**Goal:** tea\n");
    }
}
