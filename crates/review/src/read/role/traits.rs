//! What a section says of a role: goals, pains, aliases, how success is measured.

use markdown::Kind;

use crate::english::grammar;
use crate::read::role::declaration::{
    ABOUT_LIMIT, Declaration, add_aliases, add_goal, clipped, parse,
};
use crate::read::role::name::{Trust, is_given_name, is_own_name, names};
use crate::read::role::own_name::is_clear_name;
use crate::settings::role::RoleKind;
use crate::text::lead::{labels, lead};
use crate::text::passage::Passage;
use crate::text::token::one_line;
use crate::words::{Class, Id, id};

/// What the place says of the role whose section it is in, by the headings and labels over it.
#[derive(Default)]
pub(super) struct SectionTraits {
    /// By a heading of this level.
    pub heading: Option<(Trait, u8)>,
    /// By a label that a list follows, in an item of this depth.
    label: Option<(Trait, u16)>,
    /// By the first cell of a table's row.
    row: String,
}

impl SectionTraits {
    /// Steps into the section that a heading opens.
    pub fn enter(&mut self, level: u8, title: &str) {
        self.label = None;
        if self.heading.is_none_or(|(_, above)| above >= level) {
            self.heading = Trait::of(title).map(|what| (what, level));
        }
    }

    /// What a passage says of the role whose section it is in: the traits, and what of each. A paragraph may have several
    /// labels.
    pub fn announced(&mut self, passage: &Passage) -> Vec<(Trait, String)> {
        let first = self.first_announced(passage);
        let labels = labels(passage);
        if labels.len() < 2 {
            return first.into_iter().collect();
        }
        let each = labels.into_iter().filter(|(_, rest)| !rest.is_empty());
        each.filter_map(|(label, rest)| Some((Trait::of(label)?, one_line(rest)))).collect()
    }

    fn first_announced(&mut self, passage: &Passage) -> Option<(Trait, String)> {
        if let Kind::Cell { column, .. } = passage.kind {
            if column == 0 {
                self.row = one_line(passage.text());
            }
            let what = Trait::of(&self.row).filter(|_| column == 1)?;
            return Some((what, one_line(passage.text())));
        }
        let (label, rest, is_bold) = lead(passage);
        let rest = one_line(&rest);
        let is_label = is_bold || !rest.is_empty() || passage.text().trim_end().ends_with(':');
        let depth = passage.item.map_or(0, |item| item.depth);
        if let Some(what) = Trait::of(&label).filter(|_| is_label) {
            self.label = rest.is_empty().then_some((what, depth));
            return (!rest.is_empty()).then_some((what, rest));
        }
        let (above, _) = self.label.filter(|(_, above)| depth > *above).unzip();
        if above.is_none() {
            self.label = None;
        }
        let what = above.or(self.heading.map(|(what, _)| what))?;
        Some((what, one_line(passage.text())))
    }
}

/// What a section may say of a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trait {
    /// What somebody with a name is.
    Role,
    /// What a persona's own name is.
    Name,
    /// What else they are called.
    Aliases,
    Number,
    /// What they want to get done.
    Goals,
    /// What is in their way.
    Pains,
    /// Whom they serve.
    Serves,
    /// Whom they buy for.
    BuysFor,
    /// Whom they report to.
    ReportsTo,
    Kind,
    /// What makes them successful, and how that is measured.
    Success,
}

/// A label that announces something has no more words than this.
const LONGEST: usize = 6;

impl Trait {
    /// Whether it says how somebody stands to the product or to others: a column of a table may.
    pub fn is_of_others(self) -> bool {
        matches!(self, Trait::Kind | Trait::Serves | Trait::BuysFor | Trait::ReportsTo)
    }

    /// What a label or a heading announces: "Wants to", "How she knows it went well".
    pub fn of(label: &str) -> Option<Trait> {
        let lower = label.to_lowercase().replace('\u{2019}', "'");
        let words = lower.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '\'');
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).take(LONGEST + 1).collect();
        if words.len() > LONGEST {
            return None;
        }
        let holds = |word: &str| words.contains(&word);
        match words.as_slice() {
            [] => return None,
            ["role" | "title" | "job" | "occupation"] | ["job", "title"] => {
                return Some(Trait::Role);
            }
            ["name"] | ["full" | "first" | "persona", "name"] => return Some(Trait::Name),
            ["alias" | "aliases" | "aka" | "synonyms"]
            | ["also", "called" | "named"]
            | ["also", "known", "as"]
            | ["other", "names"] => return Some(Trait::Aliases),
            ["number"] | ["persona", "number" | "no"] => return Some(Trait::Number),
            ["kind" | "type"] | ["kind" | "type", "of", "role" | "user" | "customer"] => {
                return Some(Trait::Kind);
            }
            ["serves" | "supports"] => return Some(Trait::Serves),
            ["buys", "for"] => return Some(Trait::BuysFor),
            ["reports", "to"] => return Some(Trait::ReportsTo),
            _ => {}
        }
        let ids: Vec<Id> = words.iter().map(|word| id(word)).collect();
        let has = |class: Class| ids.iter().any(|id| id.is(class));
        // "Customer success manager", "Non-goals", "Accessibility needs"
        let is_person = words.last().is_some_and(|word| grammar::is_person_noun(word));
        let is_other = has(Class::NotGoals) || has(Class::OtherNeeds);
        if is_person || is_other {
            return None;
        }
        let knows = words.first() == Some(&"how") && has(Class::KnowsLabel);
        let looks_good = holds("good") && (holds("looks") || holds("look"));
        if knows || looks_good || has(Class::SuccessLabel) || has(Class::MetricsLabel) {
            return Some(Trait::Success);
        }
        let jobs = (holds("job") || holds("jobs")) && holds("done") || holds("jtbd");
        let wants = has(Class::GoalsLabel) || has(Class::MotivationLabel);
        let hurts = has(Class::PainsLabel) || has(Class::ChallengeLabel);
        match jobs || wants {
            true => Some(Trait::Goals),
            false => hurts.then_some(Trait::Pains),
        }
    }
}

/// The label that a passage begins with, in a few words: "Age: 34", "**Needs**".
pub(crate) fn label(passage: &Passage) -> Option<String> {
    let (label, rest, is_bold) = lead(passage);
    let is_label = is_bold || !rest.is_empty() || passage.text().trim_end().ends_with(':');
    (is_label && label.split_whitespace().count() <= 5).then(|| label.into_owned())
}

/// Whether a passage says what else a role is called: "Also called: store associate".
pub(crate) fn names_aliases(passage: &Passage) -> bool {
    Trait::of(&lead(passage).0) == Some(Trait::Aliases)
}

/// Keeps what is said of a role.
pub(super) fn say(declaration: &mut Declaration, what: Trait, text: &str) {
    match what {
        Trait::Role => {
            let other = parse(text, declaration.passage, Trust::Labelled).into_iter().next();
            match other {
                Some(other) if declaration.name.is_empty() => declaration.name = other.name,
                // "Grace Hopper", over "Role: nurse"
                Some(other)
                    if declaration
                        .persona
                        .as_ref()
                        .is_none_or(|name| *name == declaration.name)
                        && (is_own_name(&declaration.name)
                            || is_given_name(&declaration.name)
                                && declaration.name.contains(' ')) =>
                {
                    declaration.persona =
                        Some(std::mem::replace(&mut declaration.name, other.name));
                }
                _ => {}
            }
        }
        Trait::Name => {
            let name = one_line(text.split([',', '(']).next().unwrap_or_default());
            if declaration.persona.is_none() && (is_own_name(&name) || is_clear_name(&name)) {
                declaration.persona = Some(name);
            }
        }
        Trait::Aliases => add_aliases(declaration, &names(text)),
        Trait::Number => {
            let digits = text.trim_start_matches(['#', ' ']);
            declaration.number = declaration.number.or_else(|| digits.parse().ok());
        }
        Trait::Goals => text.split(';').for_each(|goal| add_goal(&mut declaration.goals, goal)),
        Trait::Pains => text.split(';').for_each(|pain| add_goal(&mut declaration.pains, pain)),
        Trait::Serves | Trait::BuysFor | Trait::ReportsTo => {
            let others = match what {
                Trait::BuysFor => &mut declaration.buys_for,
                Trait::ReportsTo => &mut declaration.reports_to,
                _ => &mut declaration.serves,
            };
            names(text).iter().for_each(|name| add_goal(others, name));
        }
        Trait::Kind => {
            let kind = text.trim().trim_end_matches('.').to_lowercase().replace(' ', "-");
            declaration.kind = declaration.kind.or(RoleKind::from_name(&kind));
        }
        Trait::Success => match &mut declaration.success {
            Some(success) if success.len() + text.len() < ABOUT_LIMIT => {
                success.push_str("; ");
                success.push_str(text);
            }
            Some(_) => {}
            None => declaration.success = Some(clipped(text)),
        },
    }
}

/// What free prose says of a role, where it says it outright: "I want to …", "Success means …".
pub(super) fn imply(declaration: &mut Declaration, text: &str) {
    for sentence in text.split_inclusive(['.', '!', '?', '\n']) {
        let lower = sentence.to_lowercase();
        let words: Vec<&str> =
            lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let wants = words.windows(2).any(|pair| match pair {
            [verb, "to"] if Class::WantForm.has(verb) || Class::AimForm.has(verb) => true,
            ["goal" | "goals", "is" | "are"] | ["looking", "for" | "to"] => true,
            _ => false,
        });
        let wants = wants || words.first().is_some_and(|word| Class::WantForm.has(word));
        let succeeds = matches!(words.as_slice(), ["success" | "successful", _, ..])
            || words.windows(2).any(|pair| {
                matches!(pair, ["measured", "by" | "on"] | ["successful", "when" | "if"])
            });
        let said = sentence.trim().trim_matches(['"', '“', '”', '*']);
        if succeeds && declaration.success.is_none() {
            declaration.success = Some(clipped(said));
        } else if wants && declaration.goals.is_empty() {
            add_goal(&mut declaration.goals, said);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::passage::tests::passages;

    #[test]
    fn a_label_announces_a_trait() {
        use Trait::{
            Aliases, BuysFor, Goals, Kind, Name, Number, Pains, ReportsTo, Role, Serves, Success,
        };
        for (label, expected) in [
            ("Role", Some(Role)),
            ("Job title:", Some(Role)),
            ("Job", Some(Role)),
            ("Job of hers", None),
            ("Name", Some(Name)),
            ("Full name", Some(Name)),
            ("Buys for", Some(BuysFor)),
            ("Reports to", Some(ReportsTo)),
            ("Supports", Some(Serves)),
            ("AKA", Some(Aliases)),
            ("Also called", Some(Aliases)),
            ("Also known as", Some(Aliases)),
            ("Other names", Some(Aliases)),
            ("Other name", None),
            ("Number", Some(Number)),
            ("Persona no.", Some(Number)),
            ("Kind", Some(Kind)),
            ("Type of user", Some(Kind)),
            ("Type of tea", None),
            ("Serves", Some(Serves)),
            ("Goals", Some(Goals)),
            ("Wants to", Some(Goals)),
            ("Aims & hopes", Some(Goals)),
            ("Jobs to be done", Some(Goals)),
            ("JTBD", Some(Goals)),
            ("Jobs", None),
            ("Done", None),
            ("Pain points", Some(Pains)),
            ("Challenges", Some(Pains)),
            ("Success", Some(Success)),
            ("Metrics", Some(Success)),
            ("How she knows", Some(Success)),
            ("How it goes", None),
            ("She knows", None),
            ("What good looks like", Some(Success)),
            ("Good tea", None),
            ("It looks", None),
            ("Non-goals", None),
            ("Accessibility needs", None),
            ("Customer success manager", None),
            ("What she wants in the end here", None),
            ("What she wants in the end", Some(Goals)),
            ("Tea", None),
            ("—", None),
        ] {
            assert_eq!(Trait::of(label), expected, "{label}");
        }
    }

    /// What the passages of a text say of the role whose section they are in.
    fn said(text: &str) -> Vec<(Trait, String)> {
        let mut traits = SectionTraits::default();
        let mut all = Vec::new();
        for passage in passages(text) {
            match passage.kind {
                Kind::Heading(level) => traits.enter(level, passage.text()),
                _ => all.extend(traits.announced(&passage)),
            }
        }
        all
    }

    #[track_caller]
    fn check(text: &str, expected: &[(Trait, &str)]) {
        let said = said(text);
        let seen: Vec<(Trait, &str)> =
            said.iter().map(|(what, text)| (*what, text.as_str())).collect();
        assert_eq!(seen, expected, "{text}");
    }

    #[test]
    fn labels_and_headings_say_what_a_passage_is_about() {
        use Trait::{Goals, Pains};
        check("Goals: rest\n\nTea", &[(Goals, "rest")]);
        check("**Goals** rest", &[(Goals, "rest")]);
        check("Goals", &[]);
        check("- Goals:\n  - rest\n  - tea\n- more\n", &[(Goals, "rest"), (Goals, "tea")]);
        check(
            "- **Goals**\n  - rest\n- Pains: nights\n  - dark\n",
            &[(Goals, "rest"), (Pains, "nights")],
        );
        check("Goals:\n\n- rest\n\nText\n\n- more\n", &[(Goals, "rest")]);
        check(
            "## Goals\n\nrest\n\n### More\n\ntea\n\n## Tea\n\nhot\n",
            &[(Goals, "rest"), (Goals, "tea")],
        );
        check("## Goals\n\nrest\n\n## Pains\n\nnights\n", &[(Goals, "rest"), (Pains, "nights")]);
        check("## Goals\n\nPains: nights\n\nrest\n", &[(Pains, "nights"), (Goals, "rest")]);
        check("- Goals:\n\n## Tea\n\n- - rest\n", &[]);
        check(
            "| Trait | Maya | Ann |\n|---|---|---|\n| Goals | rest | tea |\n| Age | 34 | 35 |\n| Pains | nights | days |\n",
            &[(Goals, "rest"), (Pains, "nights")],
        );
    }

    #[test]
    fn a_label_is_short() {
        for (text, expected, aliases) in [
            ("Age: 34", Some("Age"), false),
            ("**Needs**", Some("Needs"), false),
            ("Needs:", Some("Needs"), false),
            ("Needs", None, false),
            ("one two three four five: x", Some("one two three four five"), false),
            ("one two three four five six: x", None, false),
            ("Also called: carer", Some("Also called"), true),
        ] {
            let passages = passages(text);
            assert_eq!(label(&passages[0]).as_deref(), expected, "{text}");
            assert_eq!(names_aliases(&passages[0]), aliases, "{text}");
        }
    }

    #[test]
    fn what_is_said_is_kept() {
        let mut maya = Declaration::new("Maya".into(), Some("Maya".into()), Some(0));
        for (what, text) in [
            (Trait::Role, "Ward nurse"),
            (Trait::Role, "Cook"),
            (Trait::Aliases, "carer, aide"),
            (Trait::Number, "#4"),
            (Trait::Number, "5"),
            (Trait::Goals, "rest; tea"),
            (Trait::Pains, "nights; dark"),
            (Trait::Serves, "patients, visitors"),
            (Trait::BuysFor, "patients"),
            (Trait::ReportsTo, "head cook"),
            (Trait::Kind, "End user."),
            (Trait::Kind, "buyer"),
            (Trait::Success, "sleeps"),
            (Trait::Success, "eats"),
        ] {
            say(&mut maya, what, text);
        }
        assert_eq!((maya.name.as_str(), maya.persona.as_deref()), ("ward nurse", Some("Maya")));
        assert_eq!((maya.aliases, maya.number), (vec!["carer".into(), "aide".into()], Some(4)));
        assert_eq!(
            (maya.goals, maya.pains),
            (vec!["rest".into(), "tea".into()], vec!["nights".into(), "dark".into()])
        );
        let serves: Vec<String> = vec!["patient".into(), "visitor".into()];
        assert_eq!(
            (&*maya.buys_for, &*maya.reports_to),
            (&["patient".into()][..], &["head cook".into()][..])
        );
        let mut nurse = Declaration::new("nurse".into(), None, Some(0));
        for name in ["ward app", "Grace, 34", "Will"] {
            say(&mut nurse, Trait::Name, name);
        }
        assert_eq!((nurse.name.as_str(), nurse.persona.as_deref()), ("nurse", Some("Grace")));
        assert_eq!((maya.serves, maya.kind), (serves, Some(RoleKind::EndUser)));
        assert_eq!(maya.success.as_deref(), Some("sleeps; eats"));
        // A measure of success has a limit.
        let mut nurse = Declaration::new("nurse".into(), None, Some(0));
        say(&mut nurse, Trait::Success, &"x".repeat(ABOUT_LIMIT - 2));
        say(&mut nurse, Trait::Success, "yy");
        assert_eq!(nurse.success.as_ref().map(String::len), Some(ABOUT_LIMIT - 2));
        say(&mut nurse, Trait::Success, "y");
        assert_eq!(nurse.success.map(|it| it.len()), Some(ABOUT_LIMIT + 1));
        // Only who is known by a name alone gets a role by a label.
        let mut nurse = Declaration::new("nurse".into(), None, Some(0));
        say(&mut nurse, Trait::Role, "cook");
        assert_eq!((nurse.name.as_str(), nurse.persona), ("nurse", None));
    }

    #[test]
    fn prose_may_say_outright_what_somebody_wants() {
        for (text, goal, success) in [
            ("She wants to rest.", Some("She wants to rest"), None),
            ("“I need to rest”", Some("I need to rest"), None),
            ("Her goal is tea.", Some("Her goal is tea"), None),
            ("She is looking for tea.", Some("She is looking for tea"), None),
            ("Wants tea", Some("Wants tea"), None),
            ("She wants tea", None, None),
            (
                "She likes tea. She wants to rest! She needs to eat.",
                Some("She wants to rest!"),
                None,
            ),
            ("Success means tea.", None, Some("Success means tea.")),
            ("Success", None, None),
            ("Measured by tea", None, Some("Measured by tea")),
            ("She is successful when she rests", None, Some("She is successful when she rests")),
            ("She is successful, and measured", None, None),
            ("Success means she wants to rest", None, Some("Success means she wants to rest")),
            ("Likes tea", None, None),
        ] {
            let mut maya = Declaration::new("Maya".into(), None, Some(0));
            imply(&mut maya, text);
            let found = (maya.goals.first().map(String::as_str), maya.success.as_deref());
            assert_eq!(found, (goal, success), "{text}");
            assert!(maya.goals.len() < 2);
        }
        // What a label says goes first.
        let mut maya = Declaration::new("Maya".into(), None, Some(0));
        say(&mut maya, Trait::Success, "sleeps");
        imply(&mut maya, "Success means tea.");
        assert_eq!(maya.success.as_deref(), Some("sleeps"));
    }
}
