//! What a section says of a role: goals, pains, aliases, how success is measured.

use markdown::Kind;

use crate::english::grammar;
use crate::read::role::declaration::{ABOUT_LIMIT, Draft, add_aliases, add_goal, clipped, parse};
use crate::read::role::name::{Trust, is_own_name, names};
use crate::settings::role::RoleKind;
use crate::text::lead::lead;
use crate::text::passage::Passage;
use crate::text::token::one_line;
use crate::words::Class;

/// What the place says of the role whose section it is in, by the headings and labels over it.
#[derive(Default)]
pub(super) struct Says {
    /// By a heading of this level.
    pub heading: Option<(Trait, u8)>,
    /// By a label that a list follows, in an item of this depth.
    label: Option<(Trait, u16)>,
    /// By the first cell of a table's row.
    row: String,
}

impl Says {
    /// Steps into the section that a heading opens.
    pub fn enter(&mut self, level: u8, title: &str) {
        self.label = None;
        if self.heading.is_none_or(|(_, above)| above >= level) {
            self.heading = Trait::of(title).map(|what| (what, level));
        }
    }

    /// What a passage says of the role whose section it is in: the trait, and what of it.
    pub fn said(&mut self, passage: &Passage) -> Option<(Trait, String)> {
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
    /// What else they are called.
    Aliases,
    Number,
    /// What they want to get done.
    Goals,
    /// What is in their way.
    Pains,
    /// Whom they serve.
    Serves,
    Kind,
    /// What makes them successful, and how that is measured.
    Success,
}

impl Trait {
    /// What a label or a heading announces: "Wants to", "How she knows it went well".
    fn of(label: &str) -> Option<Trait> {
        let lower = label.to_lowercase().replace('\u{2019}', "'");
        let words: Vec<&str> = lower
            .split(|c: char| !c.is_alphanumeric() && c != '-' && c != '\'')
            .filter(|word| !word.is_empty())
            .collect();
        let has = |class: Class| words.iter().any(|word| class.has(word));
        let holds = |word: &str| words.contains(&word);
        match words.as_slice() {
            [] => return None,
            ["role" | "title" | "job" | "occupation"] | ["job", "title"] => {
                return Some(Trait::Role);
            }
            ["alias" | "aliases" | "aka" | "synonyms"]
            | ["also", "called" | "named"]
            | ["also", "known", "as"]
            | ["other", "names"] => return Some(Trait::Aliases),
            ["number"] | ["persona", "number" | "no"] => return Some(Trait::Number),
            ["kind" | "type"] | ["kind" | "type", "of", "role" | "user" | "customer"] => {
                return Some(Trait::Kind);
            }
            ["serves"] => return Some(Trait::Serves),
            _ => {}
        }
        // "Customer success manager", "Non-goals", "Accessibility needs"
        let is_person = words.last().is_some_and(|word| grammar::is_person_noun(word));
        let is_other = has(Class::NotGoals) || has(Class::OtherNeeds);
        if words.len() > 6 || is_person || is_other {
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
pub(super) fn say(draft: &mut Draft, what: Trait, text: &str) {
    match what {
        Trait::Role => {
            let other = parse(text, draft.passage, Trust::Labelled).into_iter().next();
            if let Some(other) = other.filter(|_| is_own_name(&draft.name)) {
                draft.persona = Some(std::mem::replace(&mut draft.name, other.name));
            }
        }
        Trait::Aliases => add_aliases(draft, &names(text)),
        Trait::Number => {
            let digits = text.trim_start_matches(['#', ' ']);
            draft.number = draft.number.or_else(|| digits.parse().ok());
        }
        Trait::Goals => text.split(';').for_each(|goal| add_goal(&mut draft.goals, goal)),
        Trait::Pains => text.split(';').for_each(|pain| add_goal(&mut draft.pains, pain)),
        Trait::Serves => names(text).iter().for_each(|served| add_goal(&mut draft.serves, served)),
        Trait::Kind => {
            let kind = text.trim().trim_end_matches('.').to_lowercase().replace(' ', "-");
            draft.kind = draft.kind.or(RoleKind::from_name(&kind));
        }
        Trait::Success => match &mut draft.success {
            Some(success) if success.len() + text.len() < ABOUT_LIMIT => {
                success.push_str("; ");
                success.push_str(text);
            }
            Some(_) => {}
            None => draft.success = Some(clipped(text)),
        },
    }
}

/// What free prose says of a role, where it says it outright: "I want to …", "Success means …".
pub(super) fn imply(draft: &mut Draft, text: &str) {
    for sentence in text.split_inclusive(['.', '!', '?', '\n']) {
        let lower = sentence.to_lowercase();
        let words: Vec<&str> =
            lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let wants = words.windows(2).any(|pair| {
            matches!(
                pair,
                ["want" | "wants" | "need" | "needs" | "trying" | "tries" | "aims" | "hopes", "to"]
                    | ["goal" | "goals", "is" | "are"]
                    | ["looking", "for" | "to"]
            )
        });
        let wants = wants || matches!(words.first(), Some(&("want" | "wants" | "need" | "needs")));
        let succeeds = matches!(words.as_slice(), ["success" | "successful", _, ..])
            || words.windows(2).any(|pair| {
                matches!(pair, ["measured", "by" | "on"] | ["successful", "when" | "if"])
            });
        let said = sentence.trim().trim_matches(['"', '“', '”', '*']);
        if succeeds && draft.success.is_none() {
            draft.success = Some(clipped(said));
        } else if wants && draft.goals.is_empty() {
            add_goal(&mut draft.goals, said);
        }
    }
}
