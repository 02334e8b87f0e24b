//! `delivery-date-as-outcome`

use crate::read::prd::plan;
use crate::read::prd::quantity;
use crate::rules::context::RuleContext;
use crate::rules::remark::Remark;
use crate::rules::rule::rule;

rule! {
    /// This goal is a delivery date.
    ///
    /// A team measured by dates delivers on time, whether or not anybody is better off. An outcome
    /// says what gets better, for whom, and by how much.
    ///
    /// ~~~markdown
    /// # Shift planner PRD
    ///
    /// ## Goals
    ///
    /// - Launch the planner by the end of Q3
    ///                                    ^^
    /// ~~~
    ///
    /// A date next to a target is allowed: the date says when, the target says what.
    ///
    /// ~~~markdown
    /// # Shift planner PRD
    ///
    /// ## Goals
    ///
    /// - Launch the planner by the end of Q3, and halve the shifts that nobody takes
    ///
    /// ## Timeline
    ///
    /// - Launch in Q3
    /// ~~~
    ///
    /// **Fix:** move the date to the timeline, and write here what the delivery changes.
    ///
    /// **Source:** Rich Mironov: teams are scored by delivery dates instead of the success of their
    /// customers.
    DELIVERY_DATE_AS_OUTCOME, "delivery-date-as-outcome", Information, check
}

fn check(context: &RuleContext<'_>) -> Vec<Remark> {
    let remarks = context.sentences().filter(|(sentence, _)| sentence.kind.is_aim());
    let remarks = remarks.filter_map(|(sentence, passage)| {
        let words = passage.words();
        let date = plan::delivery(words, sentence.tokens.clone())?;
        // What else the passage says counts: "Launch by May. This halves…"
        let amounts = quantity::of(words, 0..words.tokens.len());
        if amounts.is_measure() || amounts.risk {
            return None;
        }
        let message = "This goal is a delivery date. What gets better, for whom, and by how much?";
        Some(Remark::on_passage(sentence.passage, passage, date, message.to_owned()))
    });
    remarks.collect()
}

#[cfg(test)]
mod tests {
    use super::DELIVERY_DATE_AS_OUTCOME;
    use crate::Settings;
    use crate::rules::tests;

    fn reported(title: &str, goal: &str) -> bool {
        let text = format!("# Tea PRD\n\n## {title}\n\n- {goal}\n");
        !tests::messages(&DELIVERY_DATE_AS_OUTCOME, Settings::default(), &text).is_empty()
    }

    #[test]
    fn dates_of_delivery_are_told() {
        for goal in [
            "Ship the kettle in March",
            "Release version 2 by May 5",
            "Go live by 2027-03-01",
            "Deliver the kettle on time",
            "The project is delivered on time",
            "Complete the migration this quarter",
            "Kettle delivered by end of year",
            "GA in Q1 2027",
            "The kettle is done by 2027",
        ] {
            assert!(reported("Goals", goal), "{goal}");
            assert!(reported("Success metrics", goal), "{goal}");
            assert!(!reported("Timeline", goal), "{goal}");
        }
    }

    #[test]
    fn outcomes_are_not() {
        for goal in [
            "By Q3, 40% of nurses drink tea",
            "Ship the kettle in March, so that nurses wait 5 minutes less",
            "Launch in 3 clinics by May",
            "Nurses may release steam",
            "More orders are delivered on time",
            "Cups that are completed this week",
            "Deliver the right tea to the right nurse",
            "March to the kettle once it is done",
        ] {
            assert!(!reported("Goals", goal), "{goal}");
        }
    }
}
