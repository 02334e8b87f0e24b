//! What an editor may set off in colour: roles, and the words that announce the parts of a story.

use std::collections::HashSet;
use std::ops::Range;

use markdown::{Kind, Span, slice};

use crate::engine::review::Review;
use crate::settings::role::RoleKind;
use crate::text::passage::Passage;

/// A word, or several on one line, to be set off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colored {
    /// Its bytes in the document. It holds no line break.
    pub span: Span,
    /// What it is.
    pub what: Syntax,
}

/// What is set off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Syntax {
    /// A known role is named.
    Role {
        /// Its kind.
        kind: Option<RoleKind>,
        /// Whether it is declared here.
        declares: bool,
    },
    /// "As a", "I want", "so that".
    Keyword,
}

impl Review {
    /// What is to be set off in the segments that `within` touches, in text order, none overlapping.
    pub fn colored(&self, within: Span) -> Vec<Colored> {
        let declaring: HashSet<usize> =
            self.declaring().iter().map(|mention| mention.span.start).collect();
        let mut colored = Vec::new();
        for (index, (base, segment, facts)) in self.segments().enumerate() {
            let whole = Span::new(base, base + segment.text().len());
            if !whole.overlaps(within) {
                continue;
            }
            let Some((_, context)) = self.context(index) else { continue };
            let text = segment.text();
            for hit in context.mentions {
                let Some(passage) = context.passage(hit.passage) else { continue };
                let role = self.vocabulary().roles().get(hit.role);
                let start = passage.prose.source(hit.word).start + base;
                let declares = declaring.contains(&start);
                let what = Syntax::Role { kind: role.and_then(|role| role.kind), declares };
                let spans = on_lines(passage, text, hit.tokens.clone(), hit.word.end);
                colored.extend(spans.map(|span| Colored { span: span.shifted(base), what }));
            }
            for (index, tokens) in facts.stories.iter().flat_map(|story| &story.keywords) {
                let passage = context.passage(*index);
                let Some(passage) = passage.filter(|one| one.kind != Kind::FrontMatter) else {
                    continue;
                };
                let words = tokens.clone().filter(|at| passage.words().is_word(*at));
                let spans = words.flat_map(|at| on_lines(passage, text, at..at + 1, usize::MAX));
                let what = Syntax::Keyword;
                colored.extend(spans.map(|span| Colored { span: span.shifted(base), what }));
            }
        }
        colored.sort_by_key(|one| (one.span.start, one.span.end));
        let mut end = 0;
        colored.retain(|one| {
            let is_free = one.span.start >= end && !one.span.is_empty();
            if is_free {
                end = one.span.end;
            }
            is_free
        });
        colored
    }
}

/// Tokens as spans of the segment: one for each line they stand on. What lies behind `end`, a byte of
/// the prose, is left out.
fn on_lines(
    passage: &Passage,
    segment: &str,
    tokens: Range<usize>,
    end: usize,
) -> impl Iterator<Item = Span> {
    let mut spans: Vec<Span> = Vec::new();
    for token in passage.tokens.get(tokens).unwrap_or_default() {
        let word = token.span();
        let word = Span::new(word.start.min(end), word.end.min(end));
        if word.is_empty() {
            continue;
        }
        let span = passage.prose.source(word);
        match spans.last_mut() {
            Some(last)
                if !slice(segment, Span::new(last.start, span.end)).contains(['\n', '\r']) =>
            {
                last.end = span.end;
            }
            _ => spans.push(span),
        }
    }
    spans.into_iter()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{Document, Role, Settings};

    /// What is drawn under the text: `keyword`, or the role's kind; `declares` where it does.
    fn check(text: &str) {
        let marked = fixture::read(text);
        let role = |name: &str, kind| Role { name: name.into(), kind, ..Role::default() };
        let roles = vec![role("store manager", Some(RoleKind::Internal)), role("boss", None)];
        let settings = Settings { roles, ..Settings::default() };
        let review = Review::new(Document::new(&marked.text), Arc::new(settings));
        let colored = review.colored(Span::new(0, marked.text.len()));
        let found: Vec<fixture::Mark> = colored
            .into_iter()
            .map(|one| {
                let label = match one.what {
                    Syntax::Keyword => "keyword".to_owned(),
                    Syntax::Role { declares: true, .. } => "declares".to_owned(),
                    Syntax::Role { kind, .. } => kind.map_or("role", RoleKind::name).to_owned(),
                };
                fixture::Mark { start: one.span.start, end: one.span.end, label }
            })
            .collect();
        assert!(found == marked.marks, "{}", fixture::draw(&marked.text, &found));
    }

    #[test]
    fn roles_and_the_words_of_stories() {
        check(
            "\
As a **store manager**, I want 😀 tea so that the boss's cup is full.
^^ keyword
   ^ keyword
       ^^^^^^^^^^^^^ internal
                        ^ keyword
                          ^^^^ keyword
                                     ^^ keyword
                                        ^^^^ keyword
                                                 ^^^^ role
",
        );
        check("The user pays. `boss`\n");
    }

    #[test]
    fn what_stands_on_two_lines_is_two() {
        check(
            "\
> Ask the store
          ^^^^^ internal
> manager.
  ^^^^^^^ internal
>
> In order to rest, as a boss, I
  ^^ keyword
     ^^^^^ keyword
           ^^ keyword
                    ^^ keyword
                       ^ keyword
                         ^^^^ role
                               ^ keyword
> want tea.
  ^^^^ keyword
",
        );
    }

    #[test]
    fn a_section_declares() {
        check(
            "\
## Roles

- **Tailor**: a tailor sews
    ^^^^^^ declares
                ^^^^^^ role
",
        );
    }

    #[test]
    fn front_matter_and_columns_have_no_keywords() {
        check("---\nstory: As a boss, I want tea\n---\n");
        check(
            "\
| As a | I want |
|------|--------|
| boss | tea    |
  ^^^^ role
",
        );
    }
}
