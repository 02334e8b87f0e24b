//! `solution-as-problem`

use crate::read::prd::plan;
use crate::rules::context::RuleContext;
use crate::rules::remark::Remark;
use crate::rules::rule::rule;

rule! {
    /// This section should describe the problem, but this sentence describes what to build.
    ///
    /// "There is no dashboard" is a solution with "no" in front. Once it is written down as the
    /// problem, nobody looks for another solution, and nobody can tell whether the chosen one
    /// helped.
    ///
    /// ~~~markdown
    /// # Shift planner PRD
    ///
    /// ## Problem
    ///
    /// We need a dashboard for shifts. There is no API for leave.
    /// ^^^^^^^^^^^^^^^^^^^             ^^^^^^^^^^^^^^^
    /// ~~~
    ///
    /// ~~~markdown
    /// # Shift planner PRD
    ///
    /// ## Problem
    ///
    /// One shift in ten is taken by nobody, because store managers learn too late who is on leave.
    /// There is no easy way to ask around.
    ///
    /// ## Solution
    ///
    /// We need a dashboard for shifts.
    /// ~~~
    ///
    /// **Fix:** write what goes wrong today, for whom and how often. Move this sentence to the
    /// section on the solution.
    ///
    /// **Source:** Rich Mironov: people who ask for work hand over a solution design instead of a
    /// description of the problem.
    SOLUTION_AS_PROBLEM, "solution-as-problem", Information, check
}

/// In a list these are as likely the steps that somebody takes.
const STEPS: &[&str] = &["create", "add", "deliver", "offer"];

fn check(context: &RuleContext<'_>) -> Vec<Remark> {
    let remarks = context.sentences().filter(|(sentence, _)| sentence.kind.is_problem());
    let remarks = remarks.filter_map(|(sentence, passage)| {
        let words = passage.words();
        let plan = plan::find(words, sentence.tokens.clone())?;
        // "1. Create a spreadsheet": what somebody has to do today.
        let is_step = passage.item.is_some_and(|item| item.ordered)
            || passage.item.is_some() && STEPS.contains(&words.lower(plan.tokens.start));
        if is_step {
            return None;
        }
        let message = match plan.is_missing {
            true => "This is a missing feature, not a problem. What goes wrong without it?",
            false => "This is a solution, not a problem. What goes wrong without it?",
        };
        Some(Remark::on_passage(sentence.passage, passage, plan.tokens, message.to_owned()))
    });
    remarks.collect()
}

#[cfg(test)]
mod tests {
    use super::SOLUTION_AS_PROBLEM;
    use crate::Settings;
    use crate::rules::tests;

    fn reported(problem: &str) -> bool {
        let text = format!("# Tea PRD\n\n## Problem\n\n{problem}\n");
        !tests::messages(&SOLUTION_AS_PROBLEM, Settings::default(), &text).is_empty()
    }

    #[test]
    fn what_is_to_be_built_is_told() {
        for problem in [
            "We need to build a tea timer.",
            "We want a new dashboard.",
            "We should add labels to the tins.",
            "Nurses need a better app.",
            "Need a quick report on tins.",
            "Build a platform for kettles.",
            "There is currently no export.",
            "There are no email notifications for tea.",
            "The kettle lacks a search page.",
            "Our app does not have a dark mode or filters.",
            "This epic delivers the tea timer.",
            "- Implement the tea timer",
        ] {
            assert!(reported(problem), "{problem}");
        }
    }

    #[test]
    fn problems_are_not() {
        for problem in [
            "We need more nurses.",
            "There is no easy way to know who drank what.",
            "There is no time to drink tea.",
            "Nurses need to know who drank what.",
            "Each page of the report takes an hour to print.",
            "We lose nurses to clinics that have an app.",
            "The dashboard shows tea from yesterday, so a third of it is poured away.",
            "Nurses build a pile of cups.",
            "The clinic lacks nurses.",
            "No one reports what is missing.",
            "As a nurse, I want an app.",
            "They pour it by hand, which needs no app.",
            "1. Create a spreadsheet",
            "- Add the tea to the list",
            "- create the list",
        ] {
            assert!(!reported(problem), "{problem}");
        }
    }
}
