//! A generic word for something that the product keeps: the customer of an order desk has fields, an ID and an import, and
//! nobody else is meant.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::fix::edit::{Change, Fix, Scope};
use crate::person::case_of;
use crate::person::clue::Case;
use crate::person::verdict::Because;
use crate::rules::context::{RuleContext, Whole};
use crate::rules::rule::Finding;
use crate::words::Class;

/// A word that is called a thing so often may be one.
const MANY: usize = 5;

/// What the mentions of a generic word show. What only describes another noun ("customer data") shows neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ObjectUse {
    /// How often it is something that is kept: a record, a field of one, what is listed, created or imported.
    pub things: usize,
    /// How often it is somebody.
    pub people: usize,
    /// How often it is a program: "the client retries".
    pub machines: usize,
    /// How many stories it tells.
    pub stories: usize,
}

impl ObjectUse {
    /// Whether most mentions are of a thing, and it tells no story.
    pub fn is_object(self) -> bool {
        let others = self.people + self.machines;
        self.things >= MANY && self.things > others && self.stories == 0
    }

    /// The mentions of both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            things: self.things + other.things,
            people: self.people + other.people,
            machines: self.machines + other.machines,
            stories: self.stories + other.stories,
        }
    }
}

/// The use of each generic word that can name what a product keeps, by the word: those for whoever buys.
pub(crate) fn uses<'a>(
    contexts: impl Iterator<Item = RuleContext<'a>>,
) -> BTreeMap<Arc<str>, ObjectUse> {
    let mut uses: BTreeMap<Arc<str>, ObjectUse> = BTreeMap::new();
    for context in contexts {
        for (_, generic, verdict) in context.words() {
            if !Class::Business.has(&generic.term) {
                continue;
            }
            let Some(passage) = context.passage(generic.passage) else { continue };
            let used = uses.entry(Arc::clone(&generic.term)).or_default();
            let because = verdict.because();
            if is_thing(&case_of(passage, generic, None), because) {
                used.things += 1;
            } else {
                used.people += usize::from(because.is_none());
                used.machines += usize::from(because == Some(Because::Machine));
            }
        }
        for (_, _, named, _) in context.slots() {
            if let Some((_, generic)) = context.generic_in(named) {
                uses.entry(Arc::clone(&generic.term)).or_default().stories += 1;
            }
        }
    }
    uses
}

/// Whether a word names something that is kept: "the customer ID", "import customers", "a list of customers".
fn is_thing(case: &Case<'_>, because: Option<Because>) -> bool {
    let is_any = |word: &str, classes: &[Class]| {
        let singular = word.strip_suffix('s').unwrap_or(word);
        classes.iter().any(|class| class.has(word) || class.has(singular))
    };
    let lists = [Class::AccountData, Class::ListHead];
    let is_kept = || match case.governor() {
        "of" => is_any(case.governor_at(1), &lists),
        "for" => Class::KeepVerb.has(case.governor_at(1)),
        verb => Class::KeepVerb.has(verb) || Class::RecordVerb.has(verb),
    };
    match because {
        Some(Because::Record | Because::Code) => true,
        Some(Because::Modifies) => {
            is_any(case.next(), &lists) || is_any(case.next(), &[Class::RecordPart])
        }
        Some(_) => false,
        None => !case.phrase.possessive && is_kept(),
    }
}

/// Allows the word in the project, where it is a business object in this document. It is offered once, at the first finding
/// of the word.
pub(crate) fn fix(whole: &dyn Whole, finding: &Finding, widest: Scope) -> Option<Fix> {
    if widest < Scope::Document {
        return None;
    }
    let (_, context) = whole.context(finding.segment)?;
    let term = context.term(finding.subject).filter(|term| Class::Business.has(term))?;
    let is_first = |first: &Finding| first.span == finding.span;
    let is_same = |other: &Finding| {
        let context = (other.rule == finding.rule).then(|| whole.context(other.segment)).flatten();
        context.is_some_and(|(_, context)| context.term(other.subject) == Some(term))
    };
    if !whole.findings().iter().find(|other| is_same(other)).is_some_and(is_first) {
        return None;
    }
    let contexts = (0..).map_while(|segment| Some(whole.context(segment)?.1));
    if !uses(contexts).get(term).is_some_and(|used| used.is_object()) {
        return None;
    }
    let title = format!("Allow “{term}”: here it is a business object");
    let change = Change::Allow(term.to_owned());
    Some(Fix { scope: Scope::Document, ..Fix::in_project(title, change) })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::{Change, Document, Fix, Review, Scope, Settings};

    const KEPT: &str = "# Order desk\n\nA clerk can create a customer and import customers from a list. The customer ID is \
        set once; each customer record has a name. Customer fields are shown on the customer page, above a list of customers.\n";

    /// The offers to allow a word, with the words that they are made at.
    fn offers(text: &str) -> Vec<(String, Fix)> {
        let review = Review::new(Document::new(text), Arc::default());
        let findings = review.findings().into_iter();
        let offers = findings.flat_map(|finding| {
            let fixes = review.fixes(&finding, Scope::Document).into_iter();
            let allows = fixes.filter(|fix| matches!(fix.change, Some(Change::Allow(_))));
            let word = review.document().slice(finding.span);
            allows.map(|fix| (word.clone(), fix)).collect::<Vec<_>>()
        });
        offers.collect()
    }

    #[test]
    fn a_word_for_what_is_kept_is_allowed_once() {
        let text = format!("{KEPT}\nThe customer waits. The customer pays.\n");
        let found = offers(&text);
        let [(word, fix)] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(word, "customer");
        assert_eq!(fix.title, "Allow “customer”: here it is a business object");
        assert_eq!(fix.change, Some(Change::Allow("customer".into())));
        assert!(!fix.safe && !fix.preferred && fix.edits.is_empty(), "{fix:?}");
        // The rest is silent once the file has it.
        let settings = Settings { allow: vec!["customer".into()], ..Settings::default() };
        let review = Review::new(Document::new(&text), Arc::new(settings));
        let is_asked = |it: &crate::Finding| it.rule.on_generic_words;
        assert!(!review.findings().iter().any(is_asked));
    }

    #[test]
    fn a_word_for_people_is_not() {
        let people = "\nThe customer waits, and then the customer pays. ".repeat(8);
        for text in [
            // Most mentions are of people.
            format!("{KEPT}{people}\n"),
            // It tells a story.
            format!("{KEPT}\nAs a customer, I want tea.\n\nThe customer waits.\n"),
            // It is a program.
            format!("{}\nThe client retries. The API client connects. The client waits.\n", "Create a client. Each API client sends the client ID, and the server renews it. ".repeat(6)),
            // It is no thing often enough.
            "Create a customer. The customer ID is set.\n\nThe customer waits.\n".to_owned(),
            // It is a word for whoever uses the product, and what the product keeps is an account.
            format!("{}\nThe user waits.\n", KEPT.replace("customer", "user").replace("Customer", "User")),
            // It describes what is no part of a record.
            "Customer support and customer satisfaction. Customer success, customer delight, customer joy, customer care.\n\nThe customer waits.\n".to_owned(),
        ] {
            assert_eq!(offers(&text), [], "{text}");
        }
    }

    #[test]
    fn a_fix_of_one_place_does_not_look_at_all() {
        let review =
            Review::new(Document::new(&format!("{KEPT}\nThe customer waits.\n")), Arc::default());
        for finding in review.findings() {
            let fixes = review.fixes(&finding, Scope::Here);
            let allows = |fix: &Fix| matches!(fix.change, Some(Change::Allow(_)));
            assert!(!fixes.iter().any(allows), "{fixes:?}");
        }
    }
}
