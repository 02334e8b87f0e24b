//! Who is named in a reviewed document: mentions of roles, and stories with the roles that tell them.

use std::collections::HashSet;

use markdown::Encoding;

use crate::engine::review::Review;
use crate::read::story::{self, Story};
use crate::roles::mention::Mention;
use crate::settings::role::RoleKind;

impl Review {
    /// Where known roles are named, in text order.
    pub fn mentions(&self) -> Vec<Mention> {
        let parts = self.parts_with_starts();
        parts.flat_map(|(base, part)| part.mentions(base)).collect()
    }

    /// The mention of a known role at a byte of the document.
    pub fn mention_at(&self, offset: usize) -> Option<Mention> {
        let (base, part) = self.part(self.segment_at(offset)?)?;
        part.mentions(base).find(|mention| mention.span.touches(offset))
    }

    /// The mentions that declare a role in this document: of a line that declares one, the first
    /// that names it.
    pub fn declaring(&self) -> Vec<Mention> {
        let declared: HashSet<(usize, usize)> = self
            .vocabulary()
            .roles()
            .iter()
            .enumerate()
            .flat_map(|(index, role)| role.declared.iter().map(move |place| (index, place)))
            .filter(|(_, place)| place.file.is_none())
            .map(|(index, place)| (index, place.line))
            .collect();
        let mut positions = self.document.positions(Encoding::Utf8);
        let mut seen = HashSet::new();
        let mut mentions = self.mentions();
        mentions.retain(|mention| {
            let place = (mention.role, positions.of(mention.span.start).line + 1);
            declared.contains(&place) && seen.insert(place)
        });
        mentions
    }

    /// The stories, in text order.
    pub fn stories(&self) -> Vec<Story> {
        let mut stories = Vec::new();
        for (base, part) in self.parts_with_starts() {
            let moved = |part: &story::Part| story::Part {
                text: part.text.clone(),
                span: part.span.shifted(base),
            };
            stories.extend(part.read.facts.stories.iter().map(|story| {
                Story {
                    span: story.span.shifted(base),
                    text: story.text.clone(),
                    roles: story
                        .roles
                        .iter()
                        .map(|named| {
                            let mut slot = self.knowledge.slot(named);
                            slot.span = slot.span.shifted(base);
                            slot
                        })
                        .collect(),
                    want: moved(&story.want),
                    benefit: story.benefit.as_ref().map(moved),
                }
            }));
        }
        stories
    }

    /// The kinds of the roles that stories are told by, in text order: where the name ends (a byte of
    /// the document), and the kind.
    pub fn teller_kinds(&self) -> Vec<(usize, RoleKind)> {
        let mentions = self.mentions();
        let mut kinds: Vec<(usize, RoleKind)> = Vec::new();
        for slot in self.stories().iter().flat_map(|story| &story.roles) {
            let behind = mentions.partition_point(|mention| mention.span.start < slot.span.start);
            let inside = mentions.iter().skip(behind);
            let mut inside = inside.take_while(|mention| slot.span.contains(mention.span));
            let role = |mention: &&Mention| {
                let role = self.vocabulary().roles().get(mention.role);
                role.is_some_and(|role| slot.role.as_ref() == Some(&role.name))
            };
            let named = inside.find(role);
            let kind = slot.role.as_ref().and_then(|name| self.vocabulary().role(name)?.kind);
            kinds.extend(kind.map(|kind| (named.map_or(slot.span, |named| named.span).end, kind)));
        }
        kinds.sort_by_key(|(at, _)| *at);
        kinds.dedup_by_key(|(at, _)| *at);
        kinds
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::{Document, Review, Role, RoleKind, Settings};

    fn review(text: &str) -> Review {
        let baker =
            Role { name: "baker".to_owned(), kind: Some(RoleKind::Buyer), ..Role::default() };
        let settings = Settings { roles: vec![baker], ..Settings::default() };
        Review::new(Document::new(text), Arc::new(settings))
    }

    #[test]
    fn roles_are_found_where_they_are_named() {
        let text = "Bakers wait.\n\n## Roles\n\n- **Nurse**: cares\n\nThe nurse helps a baker.\n";
        let review = review(text);
        let words = |mentions: Vec<crate::Mention>| {
            let words = mentions.iter().map(|one| review.document().slice(one.span));
            words.collect::<Vec<_>>()
        };
        assert_eq!(words(review.mentions()), ["Bakers", "Nurse", "nurse", "baker"]);
        assert_eq!(words(review.declaring()), ["Nurse"]);
        let at = text.find("nurse helps").unwrap();
        assert_eq!(words(review.mention_at(at).into_iter().collect()), ["nurse"]);
        assert_eq!(review.mention_at(at + 8), None);
    }

    #[test]
    fn stories_have_their_roles_and_the_kinds_of_these() {
        let text = "As a new baker, I want tea so that I wake.\n\nAs a nurse, I want milk.\n";
        let review = review(text);
        let stories = review.stories();
        let roles: Vec<_> = stories.iter().flat_map(|story| story.role_names()).collect();
        assert_eq!(roles, ["baker", "nurse"]);
        assert_eq!(stories[0].benefit.as_ref().unwrap().text, "I wake");
        let end = text.find("baker").unwrap() + "baker".len();
        assert_eq!(review.teller_kinds(), [(end, RoleKind::Buyer)]);
    }
}
