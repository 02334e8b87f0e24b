//! What can be fixed all at once.

use crate::engine::review::Review;
use crate::fix::edit::{Edit, Fix, Scope};
use crate::rules::remark::Subject;
use crate::rules::role_fix::Replaceable;
use crate::rules::rule::Finding;

/// How much is taken on trust where nobody looks at each place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// Fixes that are safe.
    Safe,
    /// Also the likeliest role for each generic word, and names in headings and links.
    Guesses,
}

impl Review {
    /// The edits of the best fix for each finding, as far as `trust` goes, in text order, and how
    /// many findings they mend. Of two that would change the same bytes the first one counts; made
    /// again on the new text, the other may.
    pub fn edits_of_all_fixes(&self, trust: Trust) -> (Vec<Edit>, usize) {
        let mut edits: Vec<Edit> = Vec::new();
        let (mut end, mut mended) = (0, 0);
        // The last word that a role was guessed for.
        let mut last: Option<(usize, Replaceable)> = None;
        for finding in self.findings() {
            let Some((fix, guessed)) = self.best_fix(&finding, trust) else { continue };
            let is_free = fix.edits.iter().all(|edit| edit.span.start >= end);
            // In "users and customers" only one can be whom the first is taken for.
            let repeats =
                guessed.as_ref().zip(last.as_ref()).is_some_and(|(place, (segment, last))| {
                    let context =
                        self.context(finding.segment).filter(|_| finding.segment == *segment);
                    context.is_some_and(|(_, context)| place.joins(last, &context))
                });
            if !is_free || repeats {
                continue;
            }
            end = fix.edits.iter().map(|edit| edit.span.end).fold(end, usize::max);
            mended += 1;
            edits.extend(fix.edits);
            last = guessed.map(|place| (finding.segment, place)).or(last);
        }
        (edits, mended)
    }

    /// The first fix for a finding that may be trusted, and where it puts a role, if that is guessed.
    fn best_fix(&self, finding: &Finding, trust: Trust) -> Option<(Fix, Option<Replaceable>)> {
        // Other stories do not name the wrong role: a machine's is to be told otherwise, and a role that
        // is not declared may be right.
        let is_word = matches!(finding.subject, Subject::Word(_) | Subject::Slot(..))
            && finding.rule.on_generic_words;
        let is_name = matches!(
            finding.subject,
            Subject::Mention(_) | Subject::Reference(_) | Subject::Term(..)
        );
        // A word takes only the role that is sure enough to be preferred.
        let may_guess =
            |fix: &Fix| trust == Trust::Guesses && (is_name || is_word && fix.preferred);
        let mut fixes = self.fixes(finding, Scope::Here).into_iter();
        let fix = fixes.find(|fix| {
            fix.change.is_none() && fix.scope == Scope::Here && (fix.safe || may_guess(fix))
        })?;
        let is_guessed = is_word && !fix.safe;
        let place = || Replaceable::of(&self.context(finding.segment)?.1, finding.subject);
        Some((fix, is_guessed.then(place).flatten()))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::settings::role::tests::configured;
    use crate::{Document, Review, Role, Settings, Trust};

    fn fixed(settings: Settings, text: &str, trust: Trust) -> (String, usize) {
        let review = Review::new(Document::new(text), Arc::new(settings));
        let (edits, count) = review.edits_of_all_fixes(trust);
        let mut fixed = text.to_owned();
        for edit in edits.iter().rev() {
            fixed.replace_range(edit.span.range(), &edit.text);
        }
        (fixed, count)
    }

    /// A project that says what two roles do.
    fn ward() -> Settings {
        let role = |name: &str, alias: &str, description: &str| Role {
            aliases: vec![alias.to_owned()],
            ..configured(name, description)
        };
        let nurse = role("nurse", "carer", "gives doses of medicine to patients at night");
        let porter = role("porter", "pusher", "pushes beds and chairs from ward to ward");
        Settings { roles: vec![nurse, porter], ..Settings::default() }
    }

    #[test]
    fn roles_are_guessed_only_where_guesses_are_trusted_and_sure() {
        let text = "The user gives the doses of medicine. Users log in. Ask our carer.\n";
        let safe = text.replace("our carer", "our nurse");
        assert_eq!(fixed(ward(), text, Trust::Safe), (safe.clone(), 1));
        let guessed = safe.replace("The user", "The nurse");
        assert_eq!(fixed(ward(), text, Trust::Guesses), (guessed, 2));
    }

    #[test]
    fn of_two_words_that_are_joined_only_the_first_is_guessed() {
        let text = "Users and customers give doses of medicine.\n";
        let (fixed, count) = fixed(ward(), text, Trust::Guesses);
        assert_eq!(fixed, text.replace("Users", "Nurses"));
        assert_eq!(count, 1);
    }
}
