//! Roles of a project that are likely one role under two names.

use crate::document::same_role::{self, Pair, SameRole, Sightings};
use crate::engine::review::Review;
use crate::roles::vocabulary::Vocabulary;

impl Vocabulary {
    /// Returns the pairs of roles that are likely one role, as `one-role-two-names` judges, by what all `reviews` of a
    /// project's documents show of them together: the index of the role whose name is the less needed one, and that of
    /// the other. Each role is the first of one pair at most.
    pub fn same_roles(&self, reviews: impl Iterator<Item = Review>) -> Vec<Pair> {
        let pairs = same_role::candidates(self, 0);
        if pairs.is_empty() {
            return Vec::new();
        }
        let sightings: Vec<Sightings> =
            reviews.flat_map(|review| review.sightings(self, &pairs)).collect();
        let same = same_role::among(self, 0, &pairs, sightings.iter());
        same.into_iter().map(|SameRole { role, other, .. }| (role, other)).collect()
    }
}

impl Review {
    /// What each segment shows of pairs of roles of a vocabulary that need not be the document's own.
    fn sightings(&self, vocabulary: &Vocabulary, pairs: &[Pair]) -> Vec<Sightings> {
        let knowledge = self.knowledge.with_roles(vocabulary, pairs);
        let named = self.parts.iter().map(|part| part.find_named(&knowledge, None));
        named.map(|named| named.sightings.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use crate::{Document, DocumentSummary, GenericWords, Origin, Review, Vocabulary};

    /// The pairs of names that documents together use for what is likely one role.
    fn same(texts: &[&str]) -> Vec<(String, String)> {
        let summaries: Vec<DocumentSummary> = texts
            .iter()
            .map(|text| DocumentSummary::of(&Document::new(text), Origin::default()))
            .collect();
        let declared = summaries.iter().flat_map(|summary| summary.roles(Path::new("a.md"), ""));
        let stories = summaries.iter().flat_map(DocumentSummary::stories);
        let tellers = stories.flat_map(|story| story.roles.iter().map(|(name, _)| name.as_str()));
        let vocabulary = Vocabulary::of_project(
            &[],
            &GenericWords::default(),
            declared,
            tellers,
            std::iter::empty(),
        );
        let reviews = texts.iter().map(|text| Review::new(Document::new(text), Arc::default()));
        let name = |index: usize| vocabulary.roles()[index].name.clone();
        let pairs = vocabulary.same_roles(reviews);
        pairs.into_iter().map(|(role, other)| (name(role), name(other))).collect()
    }

    #[test]
    fn documents_that_each_use_a_name_of_their_own_are_compared() {
        let pair = [("store associate".to_owned(), "sales associate".to_owned())];
        let store = "As a store associate, I want tea.\n";
        let sales = "As a sales associate, I want tea.\n\nThe sales associate waits.\n";
        assert_eq!(same(&[store, sales]), pair);
        assert_eq!(same(&[sales, store]), pair);
        let declared = "## Roles\n\n- **Store associate**: sells\n";
        assert_eq!(same(&[declared, sales]), [(pair[0].1.clone(), pair[0].0.clone())]);
        assert_eq!(same(&[store, "As a clerk, I want tea.\n"]), []);
    }

    #[test]
    fn one_document_that_tells_them_apart_speaks_for_all() {
        let texts = ["As a store associate, I want tea.\n", "As a sales associate, I want tea.\n"];
        let apart = "Sales associates and store associates wait.\n";
        assert_eq!(same(&[texts[0], texts[1], apart]), []);
        assert_eq!(same(&[texts[0], texts[1], "Sales associates wait.\n"]).len(), 1);
    }
}
