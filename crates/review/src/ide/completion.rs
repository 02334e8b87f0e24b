//! Which roles can be named where somebody is typing.

use std::collections::HashSet;

use markdown::Span;

use crate::engine::review::Review;
use crate::fix::edit::Edit;
use crate::fix::replace::Article;
use crate::ide::cursor::{Cursor, LineStart, Typed, beginning, cased, in_prose};
use crate::ide::hover::Seen;
use crate::roles::vocabulary::key;
use crate::settings::role::Role;

/// A role that can be named at the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The name as it is put there.
    pub name: String,
    /// The role, by its index in [`crate::Vocabulary::roles`].
    pub role: usize,
    /// All names it is found by, the one that is typed first.
    pub found_by: String,
    /// What puts it there.
    pub edit: Edit,
    /// What has to change before it: "a" into "an".
    pub article: Option<Edit>,
    /// What is known of the role, as Markdown.
    pub card: String,
}

impl Review {
    /// The roles that can be named there, best first. `seen` says how often a role is named in its
    /// project, where that is known.
    pub fn offers(&self, cursor: &Cursor, seen: &dyn Fn(&Role) -> Option<Seen>) -> Vec<Offer> {
        let (typed, in_slot) = match cursor {
            Cursor::Slot(typed) => (typed, true),
            Cursor::Prose(typed) => (typed, false),
            Cursor::LineStart(LineStart { prose: Some(typed), .. }) => (typed, false),
            Cursor::LineStart(_) | Cursor::Nothing => return Vec::new(),
        };
        let (part, passage) = typed.place;
        let Some((base, context)) = self.context(part) else { return Vec::new() };
        let mut stories = vec![0; self.vocabulary().roles().len()];
        for story in self.stories() {
            let roles = story.roles.iter().filter_map(|slot| slot.role.as_deref());
            for name in roles.filter_map(|name| self.vocabulary().find(name)) {
                if let Some(count) = stories.get_mut(name.role) {
                    *count += 1;
                }
            }
        }
        let named = self.named_elsewhere(typed);
        let ranked = context.ranked_at(passage, typed.prefix.start.saturating_sub(base), in_slot);
        let offers = ranked.into_iter().filter_map(|index| {
            let role = self.vocabulary().roles().get(index)?;
            if role.declared.is_empty() && !named.contains(&index) {
                return None;
            }
            let (name, found_by) =
                if in_slot { in_a_slot(role, typed) } else { in_prose(role, typed) }?;
            let article = self.article(typed, role, &name);
            let edit = Edit { span: typed.replaced, text: name.clone() };
            let card =
                self.card(role, seen(role), || stories.get(index).copied().unwrap_or_default());
            Some(Offer { name, role: index, found_by, edit, article, card })
        });
        offers.collect()
    }

    /// The roles that are named elsewhere than where somebody types: a name half typed in a story is
    /// no role yet.
    fn named_elsewhere(&self, typed: &Typed) -> HashSet<usize> {
        let mentions = self.mentions().into_iter();
        let elsewhere = mentions.filter(|mention| {
            mention.span.end < typed.prefix.start || typed.replaced.end < mention.span.start
        });
        elsewhere.map(|mention| mention.role).collect()
    }

    /// What the article has to become before the name.
    fn article(&self, typed: &Typed, role: &Role, name: &str) -> Option<Edit> {
        let span = typed.article?;
        let written = self.document().slice(span);
        let article = match Article::of(role) {
            Article::Agreeing(_) => Article::Agreeing(name),
            article => article,
        };
        let text = match written.split_once('(') {
            Some((one, _)) => article.in_place_of(one).unwrap_or_else(|| one.to_owned()),
            None => article.in_place_of(&written)?,
        };
        if text.is_empty() {
            // With the space before it: what stands at the cursor is not to be touched twice.
            let before = self.document().slice(Span::new(span.start.saturating_sub(1), span.start));
            let start = span.start - usize::from(before == " ");
            return Some(Edit { span: Span::new(start, span.end), text: String::new() });
        }
        Some(Edit { span, text })
    }
}

/// The name of a role in a story's slot, if it can be what is typed, and all names it is found by.
fn in_a_slot(role: &Role, typed: &Typed) -> Option<(String, String)> {
    let prefix = beginning(typed);
    let names = std::iter::once(&role.name).chain(&role.aliases).chain(&role.persona);
    let is_meant = |name: &String| key(name).starts_with(&prefix);
    // Of one word the editor sees itself what it can become.
    if typed.text.contains(' ') && !names.clone().any(is_meant) {
        return None;
    }
    let names: Vec<&str> = names.map(String::as_str).collect();
    Some((cased(&role.name, &typed.text), names.join(" ")))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::ide::cursor::tests::review;
    use crate::{Document, Place, Review, Role, Settings};

    /// The first line of the text, with each of the offers taken.
    fn taken(text: &str) -> Vec<String> {
        let (review, at) = review(text);
        taken_in(review, at)
    }

    fn taken_in(review: Review, at: usize) -> Vec<String> {
        let offers = review.offers(&review.cursor(at), &|_| None);
        let lines = offers.into_iter().map(|offer| {
            let mut text = review.document().text();
            assert!(offer.article.iter().all(|edit| edit.span.end <= offer.edit.span.start));
            for edit in std::iter::once(offer.edit).chain(offer.article) {
                text.replace_range(edit.span.range(), &edit.text);
            }
            text.lines().next().unwrap_or_default().to_owned()
        });
        lines.collect()
    }

    #[test]
    fn articles_are_mended() {
        assert_eq!(
            taken("As a $0"),
            ["As a sales associate", "As an accountant", "As a salesperson", "As Kieran"]
        );
        assert_eq!(taken("As an sales $0"), ["As a sales associate"]);
        assert_eq!(taken("**As A** sales a$0"), ["**As A** sales associate"]);
        assert_eq!(taken("As a(n) floor c$0"), ["As a sales associate"]);
        assert_eq!(taken("As the sales a$0"), ["As the sales associate"]);
        assert_eq!(taken("Ask a ac$0"), ["Ask an accountant"]);
        assert_eq!(taken("An Sales$0"), ["A Sales associate", "A Salesperson"]);
    }

    #[test]
    fn a_name_without_an_article_drops_it() {
        let taken = |line: &str| {
            let names = ["Operations", "front desk staff", "chief of staff"];
            let roles = names.iter().map(|name| Role {
                name: (*name).to_owned(),
                declared: vec![Place::here(1)],
                ..Role::default()
            });
            let settings = Settings { roles: roles.collect(), ..Settings::default() };
            taken_in(Review::new(Document::new(line), Arc::new(settings)), line.len())
        };
        assert_eq!(
            taken("As an op"),
            ["As Operations", "As front desk staff", "As a chief of staff"]
        );
        assert_eq!(taken("As a front d"), ["As front desk staff"]);
        assert_eq!(taken("As the front d"), ["As the front desk staff"]);
        assert_eq!(taken("We ask the op"), [] as [&str; 0]);
        assert_eq!(taken("We ask op"), ["We ask Operations"]);
        assert_eq!(taken("We ask chiefs"), ["We ask chiefs of staff"]);
    }

    #[test]
    fn a_plural_is_named_where_one_is_typed() {
        assert_eq!(taken("ask sales associates$0"), [] as [&str; 0]);
        assert_eq!(taken("ask salespeo$0"), ["ask salespeople"]);
        assert_eq!(taken("ask floor clerks$0 now"), ["ask sales associates now"]);
        assert_eq!(taken("ask Ki$0"), ["ask Kieran"]);
    }

    #[test]
    fn the_role_that_fits_the_wish_comes_first() {
        let stories = "\n\nAs an accountant, I want to close the ledger of the month.\n";
        let first = |text: &str| taken(&format!("{text}{stories}")).remove(0);
        let text = "As a sa$0, I want to close the ledger of the year.";
        assert!(first(text).starts_with("As an accountant, I want"));
        let text = "As a $0, I want to close the ledger of the year.";
        assert!(first(text).starts_with("As an accountant, I want"));
    }

    #[test]
    fn what_is_being_typed_is_no_role_yet() {
        assert_eq!(taken("As a sales as$0, I want tea"), ["As a sales associate, I want tea"]);
        let (review, at) = review("As a weav$0, I want tea.\n\nAs a tailor, I want tea.\n");
        let offers = review.offers(&review.cursor(at), &|_| None);
        let names: Vec<&str> = offers.iter().map(|offer| offer.name.as_str()).collect();
        assert!(names.contains(&"tailor") && !names.contains(&"weav"), "{names:?}");
        assert!(offers.iter().any(|offer| offer.card.contains("Named in 1 story")));
    }
}
