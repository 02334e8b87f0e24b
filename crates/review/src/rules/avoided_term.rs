//! `avoided-term`

use std::ops::Range;

use crate::fix::edit::{Fix, Scope};
use crate::fix::replace::{self, Article};
use crate::read::section::Topic;
use crate::rules::context::RuleContext;
use crate::rules::context::Whole;
use crate::rules::remark::{Remark, Subject};
use crate::rules::rule::Finding;
use crate::rules::rule::rule;
use crate::settings::role::Role;

rule! {
    /// The project, or its house style, has decided not to use this word.
    ///
    /// Words used inside the company end up in front of customers. A project lists the words it
    /// wants to avoid, such as a code name, and what to say instead. The style `customer-obsession`
    /// adds a few of its own.
    ///
    /// ~~~toml
    /// [[term]]
    /// avoid = ["Project Falcon", "falcon"]
    /// prefer = "stock finder"
    /// because = "nobody outside knows the bird"
    /// ~~~
    ///
    /// ~~~markdown customer-obsession
    /// The UX of the till is slow, and its user experience as well.
    ///     ^^                              ^^^^^^^^^^^^^^^
    /// ~~~
    ///
    /// Capital letters matter for a word that has them beyond its first letter (`UX`). Plurals are
    /// found too. The rule ignores code, quotations, glossaries and titles of people (“UX
    /// designer”, or a declared role). Most styles report nothing unless `rolecall.toml` has a
    /// list.
    ///
    /// ~~~markdown customer-obsession
    /// Ask the UX designer what “UX” means to her; `ux` stays in the code.
    /// ~~~
    ///
    /// **Fix:** take the quick fix. It is safe, except in a heading or a link, because others may
    /// refer to those.
    ///
    /// **Source:** Rich Mironov: the name inside a company becomes the name outside. The essay on
    /// customer obsession: say CX, not UX.
    AVOIDED_TERM, "avoided-term", Warning, check => fix
}

fn check(context: &RuleContext<'_>) -> Vec<Remark> {
    let avoided = context.known.avoided();
    if avoided.is_empty() {
        return Vec::new();
    }
    let topics = context.facts.topics(context.path);
    let mut remarks = Vec::new();
    for (index, passage) in context.facts.passages.iter().enumerate() {
        if topics.get(index) == Some(&Topic::Glossary) {
            continue;
        }
        let words = passage.words();
        for found in avoided.find(passage) {
            if is_in_role(context, index, &found.tokens) {
                continue;
            }
            let span = words.span(found.tokens.clone());
            let written = markdown::slice(words.text, span);
            let instead = found.wording(words).map(|wording| format!(". Say “{wording}”"));
            let because = found.term.because.as_ref().map(|why| format!(": {why}"));
            remarks.push(Remark {
                span: passage.prose.source(span),
                message: format!(
                    "Avoid “{written}”{}{}.",
                    instead.unwrap_or_default(),
                    because.unwrap_or_default().trim_end_matches('.')
                ),
                subject: Subject::Term(index, found.tokens.start),
                soft: false,
                guess: None,
            });
        }
    }
    remarks
}

/// Whether some tokens of a passage are part of a declared role's name: "head of UX".
fn is_in_role(context: &RuleContext<'_>, passage: usize, tokens: &Range<usize>) -> bool {
    let is_declared = |role: &Role| !role.declared.is_empty();
    context.mentions_in(passage).any(|hit| {
        hit.tokens.start <= tokens.start
            && tokens.end <= hit.tokens.end
            && tokens.len() < hit.tokens.len()
            && context.role(hit.role).is_some_and(is_declared)
    })
}

/// What the project says instead.
fn fix(whole: &dyn Whole, finding: &Finding, _: Scope) -> Vec<Fix> {
    fix_of(whole, finding).into_iter().collect()
}

fn fix_of(whole: &dyn Whole, finding: &Finding) -> Option<Fix> {
    let (base, context) = whole.context(finding.segment)?;
    let Subject::Term(passage, token) = finding.subject else { return None };
    let passage = context.passage(passage)?;
    let words = passage.words();
    let found = context.known.avoided().at(words, token)?;
    let text = found.wording(words)?;
    // What is to be said instead may be avoided as well: that would have no end.
    if context.known.avoided().holds(&text) {
        return None;
    }
    let edits =
        replace::replacing(passage, found.tokens.clone(), &text, Article::Agreeing(&text), base)?;
    Some(Fix {
        // "Post-MVP" does not become "post-first release".
        safe: replace::is_unreferred(passage, found.tokens.clone())
            && !(found.is_joined(words) && text.contains(' ')),
        preferred: true,
        ..Fix::here(format!("Replace with “{text}”"), edits)
    })
}

#[cfg(test)]
mod tests {
    use super::AVOIDED_TERM;
    use crate::rules::tests;
    use crate::{Document, Place, Review, Role, Scope, Settings, Style, Term};

    fn settings() -> Settings {
        let term = |avoid: &[&str], prefer: Option<&str>, because: Option<&str>| Term {
            avoid: avoid.iter().map(|word| (*word).to_owned()).collect(),
            prefer: prefer.map(str::to_owned),
            because: because.map(str::to_owned),
            line: 1,
        };
        Settings {
            terms: vec![
                term(&["UX", "user experience"], Some("CX"), Some("they pay us.")),
                term(&["project falcon", "falcon"], Some("stock finder"), None),
                term(&["gizmo", "GZM"], Some("opener"), None),
                term(&["stuff"], None, None),
            ],
            ..Settings::default()
        }
    }

    #[test]
    fn words_are_found_in_their_forms() {
        tests::check_with(
            &AVOIDED_TERM,
            settings(),
            "# The falcon\n      ^^^^^^\n\nProject Falcon's UX; falcons, ux and UXs.\n^^^^^^^^^^^^^^^^ ^^  ^^^^^^^         ^^^\n",
        );
        // Nobody's to change, or somebody's name.
        tests::check_with(
            &AVOIDED_TERM,
            settings(),
            "He said “the falcon flies”; `falcon`, UX designers.\n\n## Glossary\n\nUX: see CX.\n",
        );
        tests::check(&AVOIDED_TERM, "The falcon's UX.\n");
    }

    #[test]
    fn it_says_what_to_say() {
        let reported = |text: &str| tests::messages(&AVOIDED_TERM, settings(), text);
        assert_eq!(reported("Good UX."), ["Avoid “UX”. Say “CX”: they pay us."]);
        assert_eq!(reported("A falcon."), ["Avoid “falcon”. Say “stock finder”."]);
        assert_eq!(reported("Stuff."), ["Avoid “Stuff”."]);
    }

    #[test]
    fn the_fix_is_english() {
        for (text, expected) in [
            ("A falcon flies.", "A stock finder flies."),
            ("Falcons fly; the FALCON too.", "Stock finders fly; the FALCON too."),
            ("A gizmo's lid.", "An opener's lid."),
            ("See a UX and **gizmo**.", "See a CX and **gizmo**."),
            ("User experience counts.", "CX counts."),
            ("Small at first (GZM).", "Small at first (opener)."),
            ("GZM is small.", "Opener is small."),
            ("GZM Complete", "Opener Complete"),
            ("Our GZM is small.", "Our opener is small."),
            ("Our Project Falcon is out.", "Our Stock Finder is out."),
        ] {
            let fixed = tests::fixed(&AVOIDED_TERM, settings(), text);
            assert_eq!(fixed.first().map(|(_, text)| text.as_str()), Some(expected), "{text}");
        }
        assert!(tests::fixed(&AVOIDED_TERM, settings(), "Stuff.").is_empty());
    }

    #[test]
    fn a_role_that_is_called_so_passes() {
        let role = |name: &str, aliases: &[&str]| Role {
            name: name.into(),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            declared: vec![Place::here(1)],
            ..Role::default()
        };
        let settings = Settings {
            roles: vec![role("head of UX", &["falcon keeper"]), role("falcon", &[])],
            ..settings()
        };
        tests::check_with(
            &AVOIDED_TERM,
            settings,
            "The heads of UX and a falcon keeper like UX.\n                                         ^^\n\nA falcon.\n  ^^^^^^\n",
        );
    }

    /// The fixes for a text in which gizmos are avoided: whether each is safe.
    fn safe(prefer: &str, text: &str) -> Vec<bool> {
        let term = |avoid: &str, prefer: &str| Term {
            avoid: vec![avoid.to_owned()],
            prefer: Some(prefer.to_owned()),
            because: None,
            line: 1,
        };
        let terms = vec![term("gizmo", prefer), term("opener", "gizmo")];
        let review =
            Review::new(Document::new(text), Settings { terms, ..Settings::default() }.into());
        let findings = review.findings();
        let fixes = findings.iter().flat_map(|finding| review.fixes(finding, Scope::Here));
        fixes.map(|fix| fix.safe).collect()
    }

    #[test]
    fn a_fix_is_safe_where_it_reads_well_and_nothing_refers_to_the_words() {
        assert_eq!(
            safe("tin key", "A gizmo, a gizmo (v2) and [gizmos](x.md)."),
            [true, true, false]
        );
        assert_eq!(safe("tin key", "# A gizmo\n\nSee [gizmo].\n"), [false, false]);
        assert_eq!(
            safe("tin key", "A post-gizmo world, gizmo-safe. Our - gizmo"),
            [false, false, true]
        );
        assert_eq!(safe("key", "A post-gizmo world."), [true]);
    }

    #[test]
    fn there_is_no_fix_without_an_end() {
        assert_eq!(safe("tin opener", "A gizmo."), []);
        assert_eq!(safe("green gizmo", "A gizmo."), []);
        assert_eq!(safe("key", "A gizmo. An opener."), [true]);
    }

    #[test]
    fn a_style_brings_its_own() {
        let settings = Settings { style: Style::CustomerObsession, ..Settings::default() };
        tests::check_with(
            &AVOIDED_TERM,
            settings,
            "Good UX is a user experience.\n     ^^      ^^^^^^^^^^^^^^^\n",
        );
    }
}
