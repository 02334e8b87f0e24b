//! `incomplete-persona`

use crate::english::inflect::{self, Capitals};
use crate::fix::edit::{Edit, Fix, Scope};
use crate::fix::replace;
use crate::read::role::declaration::{Declaration, Form};
use crate::read::role::traits;
use crate::rules::context::RuleContext;
use crate::rules::context::Whole;
use crate::rules::remark::{Remark, Subject};
use crate::rules::rule::Finding;
use crate::rules::rule::rule;
use crate::settings::role::Place;
use crate::settings::role::Role;
use crate::text::passage::Passage;
use markdown::{Document, Encoding, Kind, Span};

rule! {
    /// This persona has its own section, but no goals or no measure of success.
    ///
    /// A description of a person doesn't say whether a story helps them. Their goals do, and so
    /// does the way they measure success.
    ///
    /// ~~~markdown
    /// # Personas
    ///
    /// ## Sarah Sue, sales associate
    ///    ^^^^^^^^^
    ///
    /// - **Age:** 34
    /// - **Goals:** bring the right size the first time
    /// ~~~
    ///
    /// Any common label works, in a list, a table, a line or a heading: goals, needs, wants to,
    /// motivations, jobs to be done; success, measure of success, KPIs, what success looks like.
    /// Goals and success in `rolecall.toml` count too. Roles without a section of their own are not
    /// checked. If none of the personas in a document has goals, or none has a measure of success,
    /// that is reported once, at the first persona.
    ///
    /// ~~~markdown
    /// # Personas
    ///
    /// - **Shopper**: tries shoes on
    ///
    /// ## Sarah Sue, sales associate
    ///
    /// ### Goals
    ///
    /// - Bring the right size the first time
    ///
    /// ### What success looks like
    ///
    /// More pairs sold per hour.
    /// ~~~
    ///
    /// A role with a vague name counts as declared, but the rule asks once for a more specific
    /// name.
    ///
    /// ~~~markdown
    /// # Personas
    ///
    /// ## End user
    ///    ^^^^^^^^
    ///
    /// Buys shoes.
    /// ~~~
    ///
    /// **Fix:** take the quick fix, which adds the lines to fill in. If nobody knows the answers,
    /// ask Sarah Sue.
    ///
    /// **Source:** Jeff Gothelf asks of every consumer what they were trying to do and what makes
    /// them successful. Rich Mironov asks us to connect each role to why they need it and how they
    /// measure success.
    INCOMPLETE_PERSONA, "incomplete-persona", Hint, check => fix
}

fn check(context: &RuleContext<'_>) -> Vec<Remark> {
    let mut remarks: Vec<Remark> = Vec::new();
    let mut last = None;
    for (index, declaration, passage, role) in context.declarations() {
        let Some(known) = context.role(role) else { continue };
        if context.known.is_generic_at(role, index) {
            last = Some(passage);
            remarks.extend(of_generic_name(context, (index, declaration, passage, role), known));
            continue;
        }
        // A title alone declares nobody; and a heading may name two.
        let is_file =
            declaration.form == Form::Title && known.declared.iter().any(Place::is_persona_page);
        if !declaration.is_persona() && !is_file || last == Some(passage) {
            continue;
        }
        last = Some(passage);
        let name = declaration.persona.clone().unwrap_or_else(|| replace::persona(known));
        let personas = context.known.personas();
        let is_first = is_file || context.known.declarations_before() + index == personas.first;
        let of_all = Missing {
            goals: !is_file && personas.count > 1 && personas.without_goals == personas.count,
            success: !is_file && personas.count > 1 && personas.without_success == personas.count,
        };
        let missing = missing(known);
        let reported = Missing {
            goals: missing.goals && (is_first || !of_all.goals),
            success: missing.success && (is_first || !of_all.success),
        };
        let (Some(message), Some(span)) =
            (message(&name, reported, of_all), context.name_span(declaration, passage, role))
        else {
            continue;
        };
        remarks.push(Remark {
            span,
            message,
            subject: Subject::Declaration(index),
            soft: false,
            guess: None,
        });
    }
    remarks
}

/// The question for a better name, where a role is declared by a generic word: "user".
fn of_generic_name(
    context: &RuleContext<'_>,
    (index, declaration, passage, role): (usize, &Declaration, usize, usize),
    known: &Role,
) -> Option<Remark> {
    let name = inflect::capitalized(&known.name, Capitals::First);
    Some(Remark {
        span: context.name_span(declaration, passage, role)?,
        message: format!("“{name}” is vague. Is there a more specific name?"),
        subject: Subject::Declaration(index),
        soft: false,
        guess: None,
    })
}

/// What is missing, and the question for it. What no persona of the document has is its form, and is reported once.
fn message(name: &str, reported: Missing, of_all: Missing) -> Option<String> {
    let goals = reported.goals && of_all.goals;
    let success = reported.success && of_all.success;
    let own = match (reported.goals && !goals, reported.success && !success) {
        (true, true) => Some("no goals or measure of success"),
        (true, false) => Some("no goals"),
        (false, true) => Some("no measure of success"),
        (false, false) => None,
    };
    let of_none = match (goals, success) {
        (true, true) => Some("goals or a measure of success"),
        (true, false) => Some("goals"),
        (false, true) => Some("a measure of success"),
        (false, false) => None,
    };
    let mut message = String::new();
    if let Some(own) = own {
        message += &format!("{} has {own}. ", inflect::capitalized(name, Capitals::First));
    }
    if let Some(what) = of_none {
        message += &format!("No persona here has {what}. ");
    }
    match reported {
        Missing { goals: false, success: false } => return None,
        Missing { goals: true, .. } => message += "What are they trying to do?",
        Missing { success: true, .. } => message += "What makes them successful?",
    }
    Some(message)
}

/// What nothing is said of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Missing {
    goals: bool,
    success: bool,
}

/// What nobody says of a role.
fn missing(role: &Role) -> Missing {
    Missing { goals: role.goals.is_empty(), success: role.success.is_none() }
}

/// How a section writes its labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Style {
    /// The list's mark, where they stand in a list.
    bullet: Option<char>,
    is_bold: bool,
}

/// What stands under a heading, before the next.
#[derive(Debug, Clone, Copy)]
struct Body {
    /// The last byte but one, in the document.
    end: usize,
    ends_in_list: bool,
    style: Option<Style>,
}

/// Labels for what is missing, to be filled in.
fn fix(whole: &dyn Whole, finding: &Finding, _: Scope) -> Vec<Fix> {
    fix_of(whole, finding).into_iter().collect()
}

/// Labels for what is missing of the persona that a declaration declares, at the end of what stands
/// under its heading, before any heading below.
fn fix_of(whole: &dyn Whole, finding: &Finding) -> Option<Fix> {
    let document = whole.document();
    let (base, context) = whole.context(finding.segment)?;
    let Subject::Declaration(index) = finding.subject else { return None };
    let (ordinal, declaration, heading, index) =
        context.declarations().find(|(other, ..)| *other == index)?;
    // What is asked for is a name.
    if context.known.is_generic_at(index, ordinal) {
        return None;
    }
    let role = context.role(index)?;
    let declared = context.passage(heading)?;
    let body = match declared.kind {
        Kind::FrontMatter => {
            let end = context.name_span(declaration, heading, index)?.end + base;
            Body { end, ends_in_list: false, style: None }
        }
        _ => body_under(whole, finding.segment, heading, end(document, declared, base)),
    };
    let line = document.position(body.end, Encoding::Utf8).line;
    let at = document.line(line).end;
    let newline = match document.slice(Span::new(at, at + 2)).starts_with('\r') {
        true => "\r\n",
        false => "\n",
    };
    let Missing { goals, success } = missing(role);
    let in_front = declared.kind == Kind::FrontMatter;
    let labels = [("Goals", goals), ("Success", success)];
    let labels: Vec<&str> =
        labels.into_iter().filter_map(|(label, missing)| missing.then_some(label)).collect();
    let style = body.style.unwrap_or(Style { bullet: None, is_bold: true });
    let mut in_list = body.ends_in_list;
    let mut text = String::new();
    for label in &labels {
        text.push_str(newline);
        if in_front {
            text.push_str(&label.to_lowercase());
            text.push_str(": ");
            continue;
        }
        if style.bullet.is_none() || !in_list {
            text.push_str(newline);
        }
        text.extend(style.bullet.into_iter().flat_map(|bullet| [bullet, ' ']));
        let mark = if style.is_bold { "**" } else { "" };
        text.push_str(&format!("{mark}{label}:{mark} "));
        in_list = true;
    }
    let title = format!("Add “{}” to {}", labels.join("” and “"), replace::persona(role));
    Some(Fix::here(title, vec![Edit::insert(at, text)]))
}

/// What stands under the heading that ends at the byte `start` of the document, a passage of a segment.
fn body_under(whole: &dyn Whole, segment: usize, heading: usize, start: usize) -> Body {
    let document = whole.document();
    let mut body = Body { end: start, ends_in_list: false, style: None };
    let mut first = heading + 1;
    for (base, context) in (segment..).map_while(|segment| whole.context(segment)) {
        for passage in context.facts.passages.iter().skip(first) {
            if matches!(passage.kind, Kind::Heading(_)) {
                return body;
            }
            body.end = end(document, passage, base);
            body.ends_in_list = passage.item.is_some();
            // The style of a label goes before that of what has none.
            let style = style(document, passage, base);
            body.style = body.style.or(style);
        }
        first = 0;
    }
    body
}

/// Where the text of a passage ends in the document.
fn end(document: &Document, passage: &Passage, base: usize) -> usize {
    let span = passage.span.shifted(base);
    span.start + document.slice(span).trim_end().len()
}

/// The style of a passage that has a label, or is an item of a list.
fn style(document: &Document, passage: &Passage, base: usize) -> Option<Style> {
    let label = traits::label(passage);
    let is_bold = passage.bold_lead().is_some();
    match passage.item {
        Some(item) if item.depth == 1 && !item.ordered => {
            let start = passage.span.shifted(base).start;
            let line = document.position(start, Encoding::Utf8).line;
            let line = document.slice(document.line(line));
            let bullet = line.trim_start().chars().next();
            let bullet = bullet.filter(|mark| matches!(mark, '-' | '*' | '+'));
            Some(Style { bullet, is_bold: is_bold || label.is_none() })
        }
        Some(_) => None,
        None => label.map(|_| Style { bullet: None, is_bold }),
    }
}

#[cfg(test)]
mod tests {
    use super::INCOMPLETE_PERSONA;
    use crate::rules::tests;
    use crate::{FilePlace, Place, Role, Settings, Span};

    fn check(fixture: &str) {
        tests::check(&INCOMPLETE_PERSONA, fixture);
    }

    #[test]
    fn what_is_missing_is_asked_for() {
        for (body, expected) in [
            ("Age: 34", "Ann Poe has no goals or measure of success. What are they trying to do?"),
            ("KPIs: loaves", "Ann Poe has no goals. What are they trying to do?"),
            ("Needs: flour", "Ann Poe has no measure of success. What makes them successful?"),
        ] {
            let text = format!("# Personas\n\n## Ann Poe, baker\n\n{body}\n");
            let messages = tests::messages(&INCOMPLETE_PERSONA, Settings::default(), &text);
            assert_eq!(messages, [expected], "{body}");
        }
    }

    #[test]
    fn goals_and_success_are_read_in_many_forms() {
        for goals in [
            "- **Goals:** bread",
            "Needs:\n\n- bread\n- salt",
            "- Motivations:\n  - bread",
            "| Attribute | x |\n|---|---|\n| **Goals** | bread |",
            "### Jobs to be done\n\nBread.",
            "> “I just want to bake.”",
            "She needs to bake.",
            "Wants to: bake",
        ] {
            for success in [
                "**Success criteria:** loaves",
                "### What success looks like\n\n- loaves",
                "### How she knows it went well\n\n#### Daily\n\nLoaves.",
                "Success means loaves.",
                "- Definition of success: loaves",
                "- KPIs\u{a0}— loaves",
            ] {
                check(&format!("# Personas\n\n## Ann Poe, baker\n\n{goals}\n\n{success}\n"));
            }
        }
    }

    #[test]
    fn other_labels_are_neither() {
        for body in [
            "- **Accessibility needs:** a lamp",
            "Customer success manager: Bo",
            "### Non-goals\n\n- bread",
            "### Pains\n\n- **Success**:\n",
        ] {
            check(&format!("# Personas\n\n## Ann Poe, baker\n   ^^^^^^^\n\n{body}\n"));
        }
    }

    #[test]
    fn only_a_section_of_its_own_is_asked() {
        check("# Personas\n\n- **Baker**: bakes\n\n## Tailor\n\n## Nurse\n   ^^^^^\n\nNurses.\n");
        check("# Personas\n\n## Seeking help\n\nThey are in pain.\n");
        check("# Personas\n\n| Persona | Role |\n|---|---|\n| Ann | Baker |\n");
        check("# Ann Poe, baker\n\nBakes.\n");
    }

    fn of_file(path: &str) -> Vec<Place> {
        let file = FilePlace { path: path.into(), shown: path.into(), span: Span::new(0, 1) };
        vec![Place { file: Some(file), line: 1 }]
    }

    fn the_bakers_page() -> Settings {
        let declared = of_file("personas/x.md");
        let baker = Role { name: "baker".into(), declared, ..Role::default() };
        Settings { roles: vec![baker], ..Settings::default() }
    }

    #[test]
    fn what_the_project_says_counts() {
        let role = Role {
            name: "baker".into(),
            persona: Some("Ann Poe".into()),
            goals: vec!["bread".into()],
            declared: of_file("personas/x.md"),
            ..Role::default()
        };
        let check = |role: Role, text: &str| {
            let settings = Settings { roles: vec![role], ..Settings::default() };
            tests::check_with(&INCOMPLETE_PERSONA, settings, text);
        };
        check(role.clone(), "# Ann Poe, baker\n  ^^^^^^^\n\nBakes.\n");
        check(role.clone(), "# Ann Poe, baker\n\n## How she measures success\n\nIn loaves.\n");
        let measured = Role { success: Some("loaves".into()), ..role.clone() };
        check(measured.clone(), "# Personas\n\n## Ann Poe, baker\n\nBakes.\n");

        let front = "---\nname: baker\n      ^^^^^\n---\n# Ann Poe, baker\n\nBakes.\n";
        check(role.clone(), front);
        check(measured, &front.replace("      ^^^^^\n", ""));
        check(role.clone(), "---\nname: baker\n---\n# Ann\n\n- KPIs: loaves\n");
        let declared = of_file("rolecall.toml");
        check(Role { declared, ..role }, "# Baker\n\nBakes.\n");
    }

    #[test]
    fn what_no_persona_has_is_told_once() {
        let text = "# Personas\n\n## Ann, baker\n\nNeeds: flour\n\n## Bo, tailor\n\nSews.\n\n## Cy, nurse\n\nNeeds: sleep\n";
        let messages = |text: &str| tests::messages(&INCOMPLETE_PERSONA, Settings::default(), text);
        assert_eq!(
            messages(text),
            [
                "No persona here has a measure of success. What makes them successful?",
                "Bo has no goals. What are they trying to do?",
            ]
        );
        assert_eq!(
            messages(&text.replace("flour", "flour\n\nKPIs: loaves")),
            [
                "Bo has no goals or measure of success. What are they trying to do?",
                "Cy has no measure of success. What makes them successful?",
            ]
        );
        assert_eq!(
            messages(&text.replace("Needs", "Age")),
            ["No persona here has goals or a measure of success. What are they trying to do?"]
        );
    }

    /// What is said of a persona may stand segments below the heading.
    #[test]
    fn a_long_section_is_read_to_its_end() {
        let prose = "Plain words that fill a paragraph, so that segments are cut. ".repeat(20);
        let text = format!(
            "# Personas\n\n## Ann Poe, baker\n\nBakes.\n\n### Her day\n\n{prose}\n\n### Goals\n\n{prose}\n\n### KPIs\n\nLoaves.\n\n## Bo, tailor\n   ^^\n\n{prose}\n\nGoals: coats\n"
        );
        check(&text);
    }

    #[test]
    fn the_fix_adds_lines_in_the_style_of_the_section() {
        for (body, added) in [
            ("- **Age:** 34\n- Tall", "\n- **Goals:** \n- **Success:** "),
            ("* Age: 34", "\n* Goals: \n* Success: "),
            ("**Age:** 34", "\n\n**Goals:** \n\n**Success:** "),
            ("Bakes.", "\n\n**Goals:** \n\n**Success:** "),
            ("Traits:\n\n- tall", "\n\nGoals: \n\nSuccess: "),
            ("- KPIs: loaves", "\n- Goals: "),
            ("| x | y |\n|---|---|\n| Age | 34 |", "\n\n**Goals:** \n\n**Success:** "),
        ] {
            let text = |added: &str| {
                format!(
                    "# Personas\n\n## Ann Poe, baker\n\n{body}{added}\n\n### Day\n\nLong.\n\n## Bo, tailor\n"
                )
            };
            let fixed = tests::fixed(&INCOMPLETE_PERSONA, Settings::default(), &text(""));
            let fixed: Vec<String> = fixed.into_iter().map(|(_, text)| text).collect();
            assert_eq!(fixed, [text(added)], "{body}");
        }
        let text = "# Personas\r\n\r\n## Ann Poe, baker\r\n\r\n- Age: 34\r\n";
        let fixed = tests::fixed(&INCOMPLETE_PERSONA, Settings::default(), text);
        let title = "Add “Goals” and “Success” to Ann Poe".to_owned();
        let added = format!("{}\r\n- Goals: \r\n- Success: \r\n", text.trim_end());
        assert_eq!(fixed, [(title, added)]);

        let text = "---\nname: baker\nshare: 0.2\n---\nBakes.\n";
        let fixed = tests::fixed(&INCOMPLETE_PERSONA, the_bakers_page(), text);
        let title = "Add “Goals” and “Success” to the baker".to_owned();
        let added = text.replace("baker\n", "baker\ngoals: \nsuccess: \n");
        assert_eq!(fixed, [(title, added)]);
    }
}
