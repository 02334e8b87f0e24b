//! `numbered-persona`

use crate::english::capitals;
use crate::english::grammar;
use crate::english::inflect::Capitals;
use crate::english::inflect::{self, Number};
use crate::english::phrase::Noun;
use crate::fix::edit::{Fix, Scope};
use crate::fix::replace;
use crate::person;
use crate::read::role::number::Reference;
use crate::rules::context::RuleContext;
use crate::rules::context::Whole;
use crate::rules::remark::{Remark, Subject};
use crate::rules::rule::Finding;
use crate::rules::rule::rule;
use crate::settings::role::Role;
use crate::words::Class;
use markdown::{Kind, Span};

rule! {
    /// This refers to a persona by number, so readers must look it up.
    ///
    /// A number means nothing by itself, and it changes when the list changes. A name is as short
    /// and clear at once. A number that no persona has is reported too, if other personas have
    /// numbers.
    ///
    /// ~~~markdown
    /// # Personas
    ///
    /// ## Persona 4: Sarah Sue, sales associate
    ///
    /// ## Persona 7: shopper
    ///
    /// # Scope
    ///
    /// The scanner is for persona 4; for the returns desk see personas 4 and 7.
    ///                    ^^^^^^^^^                           ^^^^^^^^^^^^^^^^
    ///
    /// It is no help to persona 9.
    ///                  ^^^^^^^^^
    /// ~~~
    ///
    /// A number is allowed where it is declared, and next to the name.
    ///
    /// ~~~markdown
    /// # Personas
    ///
    /// ## Persona 4: Sarah Sue, sales associate
    ///
    /// Number: 4
    ///
    /// # Scope
    ///
    /// The scanner is for Sarah Sue (persona 4).
    /// ~~~
    ///
    /// **Fix:** take the quick fix, which writes the names. Hover over a number to see whose it is.
    ///
    /// **Source:** Rich Mironov: "see personas 4 and 7" makes readers spend their effort on looking
    /// things up.
    NUMBERED_PERSONA, "numbered-persona", Information, check => fix
}

fn check(context: &RuleContext<'_>) -> Vec<Remark> {
    if context.facts.references.is_empty() || !context.known.vocabulary().has_number(None) {
        return Vec::new();
    }
    let references = context.facts.references.iter().enumerate();
    let remarks = references.filter_map(|(index, reference)| {
        let passage = context.passage(reference.passage)?;
        let (tokens, word) = (reference.tokens.clone(), reference.words);
        let noun = Noun { tokens, word, number: Number::Singular, possessive: false };
        if person::is_fixed(passage, noun) || is_named(context, reference) {
            return None;
        }
        let written = markdown::slice(passage.text(), reference.words);
        Some(Remark {
            span: passage.prose.source(reference.words),
            message: message(context, reference, written)?,
            subject: Subject::Reference(index),
            soft: false,
            guess: None,
        })
    });
    remarks.collect()
}

/// Whether all who are meant are named in the same sentence, or are declared there.
fn is_named(context: &RuleContext<'_>, reference: &Reference) -> bool {
    const NEAR: usize = 12;
    let near = |at: usize| at + NEAR >= reference.tokens.start && at <= reference.tokens.end + NEAR;
    let vocabulary = context.known.vocabulary();
    let named = |role: usize| {
        let mut hits = context.mentions_in(reference.passage);
        hits.any(|hit| hit.role == role && near(hit.tokens.start))
    };
    let is_declared = |number: u32| {
        let mut declarations = context.evidence.declarations();
        declarations.any(|declaration| {
            declaration.passage == Some(reference.passage) && declaration.number == Some(number)
        })
    };
    let declares = reference.numbers.iter().any(|(number, _)| is_declared(*number));
    declares
        || reference
            .numbers
            .iter()
            .all(|(number, _)| vocabulary.numbered(*number).is_some_and(named))
}

fn message(context: &RuleContext<'_>, reference: &Reference, written: &str) -> Option<String> {
    let vocabulary = context.known.vocabulary();
    let mut known = Vec::new();
    let mut unknown = Vec::new();
    for (number, _) in &reference.numbers {
        match vocabulary.numbered(*number).and_then(|role| context.role(role)) {
            Some(role) => known.push(role),
            None if vocabulary.has_number(Some(*number)) => return None,
            None => unknown.push(number.to_string()),
        }
    }
    let nobody = || format!("No persona has the number {}.", inflect::either(&unknown));
    let written = inflect::capitalized(written, Capitals::First);
    Some(match (known.as_slice(), unknown.is_empty()) {
        ([], _) => nobody(),
        ([role], true) => {
            format!("“{written}” is {}. Use the name.", introduced(role, ", ", ""))
        }
        (roles, true) => {
            let names: Vec<String> = roles.iter().map(|role| introduced(role, " (", ")")).collect();
            let names = inflect::listed(&names, "and");
            format!("“{written}” are {names}. Use the names.")
        }
        (_, false) => nobody(),
    })
}

/// "Sarah Sue, the sales associate"
fn introduced(role: &Role, before: &str, after: &str) -> String {
    let name = replace::persona(role);
    match &role.persona {
        Some(persona) if *persona != role.name => {
            format!("{name}{before}{}{after}", replace::name(Number::Singular, role))
        }
        _ => name,
    }
}

/// The names in the place of the numbers, if these are all known.
fn fix(whole: &dyn Whole, finding: &Finding, _: Scope) -> Vec<Fix> {
    fix_of(whole, finding).into_iter().collect()
}

fn fix_of(whole: &dyn Whole, finding: &Finding) -> Option<Fix> {
    let (base, context) = whole.context(finding.segment)?;
    let Subject::Reference(index) = finding.subject else { return None };
    let reference = context.facts.references.get(index)?;
    let numbered = |number: u32| context.role(context.known.vocabulary().numbered(number)?);
    let roles = reference.numbers.iter().map(|(number, _)| numbered(*number));
    let (edits, names) = naming(&context, reference, &roles.collect::<Option<Vec<&Role>>>()?)?;
    let edits = replace::shifted(edits, base);
    Some(Fix { preferred: true, ..Fix::here(format!("Replace with “{names}”"), edits) })
}

/// What is replaced, an article before it included, and by what.
fn naming(
    context: &RuleContext<'_>,
    reference: &Reference,
    roles: &[&Role],
) -> Option<(Vec<(Span, String)>, String)> {
    let passage = context.passage(reference.passage)?;
    let words = passage.words();
    let mut start = reference.tokens.start;
    if let Some(before) = start.checked_sub(1) {
        let word = words.lower(before);
        if grammar::is_article(word) {
            start = before;
        } else if Class::Determiner.has(word) && word != "both" {
            // "Our Sarah Sue"
            return None;
        }
    }
    let is_whole = start == 0 && reference.tokens.end == words.tokens.len();
    let names = roles.iter().map(|role| match passage.kind {
        Kind::Cell { .. } if is_whole => role.persona.as_ref().unwrap_or(&role.name).clone(),
        _ => replace::persona(role),
    });
    let join = if reference.either { "or" } else { "and" };
    let mut names = inflect::listed(&names.collect::<Vec<_>>(), join);
    if let Some(apostrophe) = reference.possessive {
        names.push(apostrophe);
        names.push('s');
    }
    let capitals = match capitals::starts_sentence(words, start)
        && !is_in_brackets(passage.text(), words.span(start..start + 1))
    {
        true => Capitals::First,
        false => Capitals::AsDeclared,
    };
    let names = inflect::capitalized(&names, capitals);
    let span = words.span(start..reference.tokens.end);
    let edits = passage.prose.rewritten(span, &names)?;
    // Marks round one of the numbers would come to stand round any word.
    (edits.len() == 1).then_some((edits, names))
}

/// Whether a bracket opens right before: "(persona 4)" is in the midst of a sentence.
fn is_in_brackets(text: &str, span: Span) -> bool {
    text.get(..span.start).is_some_and(|before| before.ends_with('('))
}

#[cfg(test)]
mod tests {
    use super::NUMBERED_PERSONA;
    use crate::rules::tests;
    use crate::{Document, Place, Review, Role, Settings};

    fn settings() -> Settings {
        let role = |number: u32, name: &str, persona: Option<&str>| Role {
            name: name.into(),
            number: Some(number),
            persona: persona.map(str::to_owned),
            declared: vec![Place::here(1)],
            ..Role::default()
        };
        let roles = vec![
            role(4, "sales associate", Some("Sarah Sue")),
            role(5, "tailor", None),
            role(7, "shopper", None),
        ];
        Settings { roles, ..Settings::default() }
    }

    fn check(fixture: &str) {
        tests::check_with(&NUMBERED_PERSONA, settings(), fixture);
    }

    #[test]
    fn a_number_in_place_of_a_name_is_told() {
        check("Ask persona 4\u{2019}s boss.\n    ^^^^^^^^^\n");
        check("## The screen of persona #7\n                 ^^^^^^^^^^\n");
        check("| Story | Who |\n|---|---|\n| a | Persona 4 |\n      ^^^^^^^^^\n");
        check("See [persona 4](x.md).\n     ^^^^^^^^^\n");
    }

    #[test]
    fn a_number_that_is_explained_or_declared_passes() {
        for text in [
            "### Persona 4: Sarah Sue",
            "- **Persona 4** — Sarah Sue",
            "1. **Shopper** (persona 7). Tries shoes on.",
            "It serves persona 4 (Sarah Sue) and the tailor (persona 5).",
            "She said “ask persona 4”.",
            "| Persona 4 | Persona 5 |\n|---|---|\n| a | b |\n",
        ] {
            check(text);
        }
        // Nobody has a number: perhaps they stand on a poster.
        tests::check(&NUMBERED_PERSONA, "## Roles\n\n- **Tailor**: sews\n\nAsk persona 4.\n");
    }

    #[test]
    fn messages_say_who() {
        for (text, expected) in [
            ("Ask persona 4.", "“Persona 4” is Sarah Sue, the sales associate. Use the name."),
            (
                "Ask personas 4 or 7.",
                "“Personas 4 or 7” are Sarah Sue (the sales associate) and the shopper. Use the names.",
            ),
            ("Ask persona 9.", "No persona has the number 9."),
            ("Ask personas 4, 8 and 9.", "No persona has the number 8 or 9."),
        ] {
            assert_eq!(tests::messages(&NUMBERED_PERSONA, settings(), text), [expected], "{text}");
        }
        let twice = Settings {
            roles: [
                settings().roles,
                settings()
                    .roles
                    .split_off(2)
                    .into_iter()
                    .map(|role| Role { name: "guest".into(), ..role })
                    .collect(),
            ]
            .concat(),
            ..Settings::default()
        };
        assert_eq!(tests::messages(&NUMBERED_PERSONA, twice, "Ask persona 7."), [""; 0]);
    }

    #[test]
    fn the_fix_writes_names() {
        for (text, expected) in [
            ("See personas 4 and 7.", "See Sarah Sue and the shopper."),
            ("See the personas 4, 5 and 7.", "See Sarah Sue, the tailor and the shopper."),
            ("Ask personas 5-7.", ""),
            ("Ask personas 4\u{2013}5.", "Ask Sarah Sue and the tailor."),
            ("Persona 7 or 5 pays.", "The shopper or the tailor pays."),
            (
                "Persona 7's shoes, **persona 4**'s hat.",
                "The shopper's shoes, **persona 4**'s hat.",
            ),
            ("For the primary persona 7, it waits.", "For the shopper, it waits."),
            (
                "| a | b |\n|---|---|\n| c | Persona 7 |\n",
                "| a | b |\n|---|---|\n| c | Shopper |\n",
            ),
            ("Our persona 7 waits.", ""),
        ] {
            let fixed = tests::fixed(&NUMBERED_PERSONA, settings(), text);
            let fixed = fixed.first().map_or("", |(_, text)| text.as_str());
            assert_eq!(fixed, expected, "{text}");
        }
    }

    #[test]
    fn a_number_has_the_card_of_its_persona() {
        let text = "## For personas 4 and 7";
        let review = Review::new(Document::new(text), settings().into());
        let card = |at: usize| review.hover(at, &|_| None).map(|(span, text)| (span.range(), text));
        assert!(card(17).is_some_and(|(span, text)| span == (16..17)
            && text.starts_with("**sales associate** · Sarah Sue · persona 4")));
        assert!(card(22).is_some_and(|(_, text)| text.starts_with("**shopper**")));
        assert!(card(5).is_none_or(|(_, text)| !text.starts_with("**s")));
    }
}
