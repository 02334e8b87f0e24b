//! `unnamed-people`

use crate::fix::edit::{Fix, Scope};
use crate::fix::section;
use crate::rules::context::{RuleContext, Whole};
use crate::rules::remark::Remark;
use crate::rules::rule::{Finding, rule};

rule! {
    /// This document keeps mentioning a user, a customer or the like, but names no roles.
    ///
    /// The rule asks once for the whole document, at the first mention. The mentions themselves are hints of
    /// [`generic-role`]. A document with more than 300 words per mention is not reported. If a document is mostly
    /// about code, the severity is one lower. Once the document has roles, each mention is reported with the roles
    /// that fit.
    ///
    /// ~~~markdown
    /// The user scans a tag. Users are told when the shoe arrives, and customers pay for it.
    ///     ^^^^
    /// ~~~
    ///
    /// ~~~markdown
    /// The shopper scans a tag. Sales associates are told when the shoe arrives, and shoppers pay for it.
    /// ~~~
    ///
    /// **Fix:** add a section on the audience with one role per line, declare the roles in `rolecall.toml`, or run
    /// `rolecall init` to draft that file from your documents.
    ///
    /// **Source:** Rich Mironov asks us to give up both "customer" and "user": they hide which of many players
    /// along a chain is meant.
    UNNAMED_PEOPLE, "unnamed-people", Warning, check => fix
}

/// What the places of a whole document have in common is seen once all of them are found: see `asked_once`.
fn check(_: &RuleContext<'_>) -> Vec<Remark> {
    Vec::new()
}

/// A section on the audience, or a role in the project.
fn fix(whole: &dyn Whole, _: &Finding, _: Scope) -> Vec<Fix> {
    section::fixes_where_nobody_is_known(whole.document(), &whole.sections())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::UNNAMED_PEOPLE;
    use crate::rules::tests;
    use crate::settings::role::tests::configured;
    use crate::{Document, Review, Settings, Severity};

    fn messages(text: &str) -> Vec<String> {
        tests::messages(&UNNAMED_PEOPLE, Settings::default(), text)
    }

    /// The severities of the findings of `generic-role`.
    fn places(settings: Settings, text: &str) -> Vec<Severity> {
        let review = Review::new(Document::new(text), Arc::new(settings));
        let findings = review.findings().into_iter();
        findings.filter(|it| it.rule.name == "generic-role").map(|it| it.severity).collect()
    }

    const THREE: &str = "The user can pay.\n\n## More\n\nUsers and customers wait.\n";

    #[test]
    fn a_document_is_asked_once() {
        assert_eq!(
            messages(THREE),
            ["Everybody here is called “user” or “customer” (3 places). Who are they?"]
        );
        assert_eq!(places(Settings::default(), THREE), [Severity::Hint; 3]);
        let two = "The user can pay. Users wait.\n";
        let places = places(Settings::default(), two);
        assert_eq!((messages(two).len(), places), (0, vec![Severity::Warning; 2]));
    }

    #[test]
    fn a_document_that_hardly_speaks_of_them_is_not_asked() {
        let filled =
            |text: &str, words: usize| format!("{text}\n{}\n", "Tea is hot. ".repeat(words / 3));
        assert_eq!(messages(&filled(THREE, 700)).len(), 1);
        let long = filled(THREE, 1_000);
        assert_eq!(
            (messages(&long).len(), places(Settings::default(), &long)),
            (0, vec![Severity::Hint; 3])
        );
        let two = "The user can pay. Users wait.\n";
        assert_eq!(places(Settings::default(), &filled(two, 120)), [Severity::Warning; 2]);
        assert_eq!(places(Settings::default(), &filled(two, 300)), [Severity::Hint; 2]);
    }

    #[test]
    fn a_technical_document_is_asked_softly() {
        let severity = |text: &str| {
            let review = Review::new(Document::new(text), Arc::new(Settings::default()));
            let findings = review.findings().into_iter();
            findings.filter(|it| it.rule.name == "unnamed-people").map(|it| it.severity).next()
        };
        assert_eq!(severity(THREE), Some(Severity::Warning));
        let technical = format!("{THREE}\n{}\n", "The `tea` is in `cup`. ".repeat(2));
        assert_eq!(severity(&technical), Some(Severity::Information));
    }

    #[test]
    fn where_nobody_asks_it_the_places_speak_for_themselves() {
        let with = |name: &str, severity| Settings {
            rules: [(name.to_owned(), severity)].into(),
            ..Settings::default()
        };
        let off = with("unnamed-people", None);
        assert_eq!(places(off, THREE), [Severity::Warning; 3]);
        let chosen = with("generic-role", Some(Severity::Error));
        assert_eq!(places(chosen, THREE), [Severity::Error; 3]);
    }

    #[test]
    fn who_is_offered_somebody_is_not_asked() {
        let messages = |text: &str| {
            let roles = vec![
                configured("nurse", "gives doses of medicine"),
                configured("porter", "pushes beds"),
            ];
            let settings = Settings { roles, ..Settings::default() };
            tests::messages(&UNNAMED_PEOPLE, settings, text)
        };
        let offered = "The user gives doses of medicine. The user pushes beds.\n\n";
        assert_eq!(messages(offered).len(), 0);
        let text = format!("{offered}All users log in. Any user logs out. Every user rests.\n");
        assert_eq!(messages(&text), ["“User” is vague in 3 places. Which roles are they?"]);
    }

    #[test]
    fn who_has_a_section_of_their_own_is_not_asked_for() {
        let text = format!("## Target users\n\nFolk who count bats.\n\n## Scope\n\n{THREE}");
        assert_eq!(messages(&text).len(), 0);
        assert_eq!(places(Settings::default(), &text), [Severity::Hint; 3]);
        let known = format!("As a nurse, I want tea.\n\n{THREE}");
        assert!(messages(&known).iter().all(|message| !message.starts_with("Everybody")));
    }

    #[test]
    fn it_can_be_ignored() {
        let whole = format!("<!-- rolecall-ignore-file unnamed-people -->\n\n{THREE}");
        assert_eq!(messages(&whole).len(), 0);
        let more = format!("{THREE}\nThe client asks.\n");
        let first = format!("<!-- rolecall-ignore -->\n{more}");
        assert_eq!(
            messages(&first),
            ["Everybody here is called “user”, “customer” or “client” (3 places). Who are they?"]
        );
        let last = THREE.replace("Users", "<!-- rolecall-ignore generic-role -->\nUsers");
        assert_eq!(messages(&last).len(), 0, "one place is left");
    }

    #[test]
    fn a_section_or_a_role_answers_it() {
        let fixes = tests::fixes(&UNNAMED_PEOPLE, Settings::default(), THREE);
        let titles: Vec<&str> = fixes.iter().map(|(fix, _)| fix.title.as_str()).collect();
        assert_eq!(titles, ["Add an audience section", "Declare a role…"]);
    }
}
