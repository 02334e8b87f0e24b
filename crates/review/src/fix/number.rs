//! Names in the place of personas' numbers: "see personas 4 and 7" becomes "see Sarah Sue and the
//! shopper".

use markdown::{Kind, Span};

use crate::english::capitals;
use crate::english::grammar;
use crate::english::inflect::{self, Capitals};
use crate::fix::edit::{Fix, Scope};
use crate::fix::replace;
use crate::read::role::number::Reference;
use crate::rules::context::Page;
use crate::settings::role::Role;
use crate::words::Class;

impl Page<'_> {
    /// The names in a reference's place, if all its numbers are known; `base` is where the segment
    /// starts.
    pub(crate) fn fix_of_reference(&self, index: usize, base: usize) -> Option<Fix> {
        let reference = self.facts.references.get(index)?;
        let numbered = |number: u32| self.role(self.known.vocabulary().numbered(number)?);
        let roles = reference.numbers.iter().map(|(number, _)| numbered(*number));
        let (edits, names) = self.naming(reference, &roles.collect::<Option<Vec<&Role>>>()?)?;
        Some(Fix {
            title: format!("Replace with “{names}”"),
            safe: false,
            preferred: true,
            scope: Scope::Here,
            edits: replace::shifted(edits, base),
            change: None,
        })
    }

    /// What is replaced, an article before it included, and by what.
    fn naming(
        &self,
        reference: &Reference,
        roles: &[&Role],
    ) -> Option<(Vec<(Span, String)>, String)> {
        let passage = self.passage(reference.passage)?;
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
}

/// Whether a bracket opens right before: "(persona 4)" is in the midst of a sentence.
fn is_in_brackets(text: &str, span: Span) -> bool {
    text.get(..span.start).is_some_and(|before| before.ends_with('('))
}
