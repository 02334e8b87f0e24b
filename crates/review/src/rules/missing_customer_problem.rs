//! `missing-customer-problem`

use crate::document::gaps::Gap;
use crate::fix::edit::{Fix, Scope};
use crate::fix::section;
use crate::rules::context::RuleContext;
use crate::rules::context::Whole;
use crate::rules::remark::Remark;
use crate::rules::rule::Finding;
use crate::rules::rule::rule;

rule! {
    /// This product requirements document (PRD) doesn't say which customer problem it solves.
    ///
    /// Without a problem, readers can only compare features with features. If the document starts
    /// with the problem and its cost to the business, the team can judge each idea against it, and
    /// find better ones.
    ///
    /// ~~~markdown
    /// # Shift planner PRD
    ///   ^^^^^^^^^^^^^^^^^
    ///
    /// ## Features
    ///
    /// - A calendar for the week
    /// ~~~
    ///
    /// A section on the problem is enough, under any title: Problem, Customer problem, Motivation,
    /// Pain points, Why now, or a title listed under `[sections]` in `rolecall.toml`. A sentence in
    /// the opening or the background that says what goes wrong is enough too. "TBD", a template's
    /// prompt and "the CEO asked for it" don't state a problem.
    ///
    /// ~~~markdown
    /// # Shift planner PRD
    ///
    /// Shoe shops lose 4% of their sales to shifts that nobody took.
    ///
    /// ## Features
    ///
    /// - A calendar for the week
    /// ~~~
    ///
    /// A problem that comes after the features or the stories is reported too.
    ///
    /// rolecall recognizes a PRD by its title, its front matter, its file name or its sections: the
    /// problem, goals, an audience, a scope. Notes, personas and READMEs are not PRDs.
    ///
    /// **Fix:** start with two sentences: which business fails to grow, and what that costs.
    ///
    /// **Source:** the essay *I got 99 problems… but are they customer problems?*: the customer
    /// problem stands at or near the beginning of every PRD.
    MISSING_CUSTOMER_PROBLEM, "missing-customer-problem", Hint, check => fix
}

fn check(context: &RuleContext<'_>) -> Vec<Remark> {
    context.remarks_on_gaps(|gap| {
        let message = "Start with the problem: who loses what, and how much?";
        match gap {
            Gap::Problem => Some(message.to_owned()),
            Gap::LateProblem => {
                Some("The problem comes after what is to be built. Put it first.".to_owned())
            }
            _ => None,
        }
    })
}

/// A place for the problem, unless one that comes too late is there.
fn fix(whole: &dyn Whole, _: &Finding, _: Scope) -> Vec<Fix> {
    let sections = whole.sections();
    match sections.have_problem() {
        true => Vec::new(),
        false => vec![section::customer_problem(whole.document(), &sections)],
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use super::MISSING_CUSTOMER_PROBLEM;
    use crate::rules::tests;
    use crate::{Asked, Document, Origin, Review, SectionKind, Settings};

    fn check(fixture: &str) {
        tests::check(&MISSING_CUSTOMER_PROBLEM, fixture);
    }

    #[test]
    fn a_problem_comes_before_what_is_to_be_built() {
        check("# Tea PRD\n\n## Features\n\n- Tea\n\n## Problem\n   ^^^^^^^\n\nShops lose 4%.\n");
        check("# Tea PRD\n\n## User stories\n\n- Tea\n\n## Why\n   ^^^\n\nShops lose 4%.\n");
        check("# Tea PRD\n\n## Goals\n\n- 4%\n\n## Problem\n\nShops lose 4%.\n\n## Features\n");
    }

    #[test]
    fn a_brief_is_told_by_its_title_front_matter_or_sections() {
        check(
            "# Product Requirements Document: tea\n  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n\nTea.\n",
        );
        check("---\ntype: prd\n---\n\n# Tea\n  ^^^\n\n## Recipes\n\nTea.\n");
        check(
            "# Tea\n  ^^^\n\n## Goals\n\n- Tea\n\n## Personas\n\n- **Nurse**: drinks\n\n## Scope\n\n- Tea\n",
        );
        check(
            "## Goals\n   ^^^^^\n\n- Tea\n\n## Audience\n\n- **Nurse**: drinks\n\n## Scope\n\n- Tea\n",
        );
    }

    #[test]
    fn other_documents_are_not_asked() {
        for text in [
            "# Tea\n\n## Goals\n\n- Tea\n\n## Scope\n\n- Tea\n",
            "# Personas\n\n## Ann, nurse\n\n### Goals\n\n- Tea\n\n### Metrics\n\n- Cups\n\n## Scope\n\nx\n",
            "# Meeting notes: PRD for tea\n\n## Goals\n\n- Tea\n\n## Audience\n\nNurses\n\n## Scope\n\nx\n",
            "# Tea\n\n## Goals\n\n- Tea\n\n## Features\n\n- Tea\n\n## Scope\n\nx\n\n## Installation\n\nx\n",
            "# User stories\n\nAs a nurse, I want tea.\n",
        ] {
            check(text);
        }
    }

    #[test]
    fn a_problem_by_any_title_is_one() {
        for problem in [
            "## 2. The Problem 🔥\n\nNurses wait.",
            "## **Motivation**\n\nNurses wait.",
            "## Background\n\nEach clinic loses two nurses a year.",
            "**Problem:** nurses wait.",
            "**Problem**\n\nNurses wait.",
            "Problem: nurses wait.",
            "- **Customer problem:** clinics lose nurses.",
            "| **Problem** | nurses wait |\n|---|---|\n| Goal | tea |",
            "| What | Text |\n|---|---|\n| **Problem** | nurses wait |",
        ] {
            let reported = tests::messages(
                &MISSING_CUSTOMER_PROBLEM,
                Settings::default(),
                &format!("# Tea PRD\n\n{problem}\n\n## Features\n\n- Tea\n"),
            );
            // A table's header row says nothing of its body.
            assert_eq!(reported.len(), usize::from(problem.starts_with("| **P")), "{problem}");
        }
        let sections = [(SectionKind::Problem, vec!["The itch".to_owned()])].into();
        let settings = Settings { sections, ..Settings::default() };
        let text = "# Tea PRD\n\n## The itch\n\nNurses wait.\n";
        tests::check_with(&MISSING_CUSTOMER_PROBLEM, settings, text);
        check(&text.replace("PRD\n", "PRD\n  ^^^^^^^\n"));
    }

    #[test]
    fn a_files_name_tells_too() {
        let reported = |name: &str| {
            let document = Document::new("# Tea\n\n## Recipes\n\nTea.\n");
            let origin = Origin::new(Path::new(name), Asked::Named);
            let review = Review::of_file(document.clone(), Arc::new(Settings::default()), origin);
            let again = review.again(document, Arc::new(Settings::default()));
            assert_eq!(again.findings(), review.findings());
            review.findings().iter().any(|finding| finding.rule == &MISSING_CUSTOMER_PROBLEM)
        };
        for name in ["docs/tea-prd.md", "PRD.md", "product-requirements.md", "docs/prds/tea.md"] {
            assert!(reported(name), "{name}");
        }
        for name in ["docs/tea.md", "prds/README.md", "prd-meeting-notes.md", "personas/prd.md", ""]
        {
            let is_named = name == "personas/prd.md";
            assert_eq!(reported(name), is_named, "{name}");
        }
    }
}
