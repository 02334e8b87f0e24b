//! What a rule sees: a segment's words, stories and sections, and what the document knows.

use markdown::{Document, Kind, Span};

use crate::document::facts::Facts;
use crate::document::gaps::Gap;
use crate::document::knowledge::Evidence;
use crate::document::tracked::Known;
use crate::rules::remark::{Remark, Subject};
use crate::rules::rule::{Finding, Registry, Rule};

use crate::document::sections::Sections;
use crate::fix::replace;
use crate::person::generic::Generic;
use crate::person::verdict::Because;
use crate::read::directive::Directive;
use crate::read::prd::statement::{Sentence, Statements};
use crate::read::role::declaration::Declaration;
use crate::read::section::Path;
use crate::read::story::{NamedRole, SegmentStory, Slot, Story};
use crate::roles::mention;
use crate::settings::Settings;
use crate::settings::role::Role;
use crate::text::passage::Passage;
use crate::text::token::{Token, TokenKind};

/// A segment in its document.
pub(crate) struct RuleContext<'a> {
    /// The segment's text.
    pub text: &'a str,
    pub facts: &'a Facts,
    pub known: Known<'a>,
    /// Where it names known roles, in text order.
    pub mentions: &'a [mention::Hit],
    /// What it declares.
    pub evidence: &'a Evidence,
    /// The headings over the segment's start.
    pub path: &'a Path,
    /// What it says of the problem and the goals.
    pub statements: &'a Statements,
    /// The rules there are.
    pub registry: &'static Registry,
    /// What became of its directives, each in its turn; empty until the other rules have spoken.
    pub fates: &'a [Fate],
}

/// A whole document under review, for what a fix needs beside its finding. The engine is one.
pub(crate) trait Whole {
    /// The text.
    fn document(&self) -> &Document;

    /// What it is reviewed under.
    fn settings(&self) -> &Settings;

    /// A segment, by its index, with the byte of the document that it starts at.
    fn context(&self, segment: usize) -> Option<(usize, RuleContext<'_>)>;

    /// The index of the segment that holds a byte of the document.
    fn segment_at(&self, offset: usize) -> Option<usize>;

    /// What was found, in text order.
    fn findings(&self) -> Vec<Finding>;

    /// The stories, in text order.
    fn stories(&self) -> Vec<Story>;

    /// The sections.
    fn sections(&self) -> Sections<'_>;
}

/// What became of a directive.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Fate {
    /// For a start its end, for an end its start, if there is one: segment, index there.
    pub partner: Option<(usize, usize)>,
    /// The rules of which it ignores something.
    pub used: Vec<&'static Rule>,
}

impl<'a> RuleContext<'a> {
    pub fn passage(&self, index: usize) -> Option<&'a Passage> {
        self.facts.passages.get(index)
    }

    /// The words that name a known role, for another to be put there.
    pub fn target(&self, hit: &mention::Hit) -> Option<replace::Target> {
        let declared = self.known.vocabulary().declared_name(hit.role, hit.name);
        Some(replace::Target::of_mention(
            self.passage(hit.passage)?,
            hit,
            declared.unwrap_or_default(),
        ))
    }

    /// The directives, each with what became of it.
    pub fn directives(&self) -> impl Iterator<Item = (usize, &'a Directive, &'a Fate)> {
        let directives = self.facts.directives.all.iter().zip(self.fates).enumerate();
        directives.map(|(index, (directive, fate))| (index, directive, fate))
    }

    /// The stories, each role with what is known of it.
    pub fn slots(&self) -> impl Iterator<Item = (Subject, &'a SegmentStory, &'a NamedRole, Slot)> {
        self.facts.stories.iter().enumerate().flat_map(move |(story, found)| {
            found.roles.iter().enumerate().map(move |(index, named)| {
                (Subject::Slot(story, index), found, named, self.known.slot(named))
            })
        })
    }

    /// Whether a story's role is named in front matter: nothing is said of it there.
    pub fn is_in_front_matter(&self, named: &NamedRole) -> bool {
        self.passage(named.passage).is_some_and(|passage| passage.kind == Kind::FrontMatter)
    }

    /// The generic word in a role slot: the last one, which is its head.
    pub fn generic_in(&self, named: &NamedRole) -> Option<(usize, &'a Generic)> {
        let end = (named.passage, named.tokens.end);
        let generics = &self.facts.generics;
        let behind =
            generics.partition_point(|other| (other.passage, other.phrase.tokens.start) < end);
        let index = behind.checked_sub(1)?;
        let last = generics.get(index)?;
        let inside =
            last.passage == named.passage && named.tokens.start <= last.phrase.tokens.start;
        inside.then_some((index, last))
    }

    /// The generic words that stand for one with the word of this index, from the first to the last:
    /// "users/customers".
    pub fn joined(&self, index: usize) -> Option<(&'a Generic, &'a Generic)> {
        let generics = &self.facts.generics;
        let here = generics.get(index)?;
        let words = self.passage(here.passage)?.words();
        let is_slash = |one: &Generic, other: &Generic| {
            let is_undecided = |one: &Generic| {
                self.known.sense(&one.term) != Some(Because::Declared)
                    && !self.known.allows(&one.term)
            };
            one.passage == other.passage
                && one.phrase.tokens.end + 1 == other.phrase.tokens.start
                && words.text(one.phrase.tokens.end) == "/"
                && is_undecided(one)
                && is_undecided(other)
        };
        let (mut first, mut last) = (here, here);
        for before in generics.iter().take(index).rev() {
            if !is_slash(before, first) {
                break;
            }
            first = before;
        }
        for behind in generics.iter().skip(index + 1) {
            if !is_slash(last, behind) {
                break;
            }
            last = behind;
        }
        Some((first, last))
    }

    /// Whether any role is known that may be meant.
    pub fn knows_roles(&self) -> bool {
        !self.known.vocabulary().roles().is_empty()
    }

    /// The generic word that a remark is about.
    pub fn term(&self, subject: Subject) -> Option<&'a str> {
        let generic = match subject {
            Subject::Word(index) => self.facts.generics.get(index),
            Subject::Slot(story, slot) => {
                let named = self.facts.stories.get(story)?.roles.get(slot)?;
                self.generic_in(named).map(|(_, generic)| generic)
            }
            _ => None,
        };
        generic.map(|generic| &*generic.term)
    }

    /// The declarations of roles, each with its index, the passage and the role, by its index.
    pub fn declarations(&self) -> impl Iterator<Item = (usize, &'a Declaration, usize, usize)> {
        let declarations = self.evidence.declarations().enumerate();
        declarations.filter_map(|(index, declaration)| {
            Some((
                index,
                declaration,
                declaration.passage?,
                self.known.vocabulary().role_of(declaration)?,
            ))
        })
    }

    /// Where a passage that declares a role names it, or its persona; else what it leads with.
    pub fn name_span(
        &self,
        declaration: &Declaration,
        passage: usize,
        role: usize,
    ) -> Option<Span> {
        let mut named = self.mentions_in(passage);
        let here = self.passage(passage)?;
        let persona = declaration.persona.as_ref().and_then(|name| {
            let start = here.text().find(name.as_str())?;
            Some(Span::new(start, start + name.len()))
        });
        let span = match (persona, named.find(|hit| hit.role == role)) {
            (Some(persona), _) => persona,
            (None, Some(hit)) => hit.word,
            (None, None) if here.kind == Kind::FrontMatter => {
                let colon = here.tokens.iter().position(|token| token.is(':'))?;
                here.words().span(colon + 1..here.tokens.len())
            }
            (None, None) => here.bold_lead().unwrap_or_else(|| {
                let ends = |token: &Token| {
                    matches!(token.kind, TokenKind::Break | TokenKind::Mark(':' | '—' | '–' | '('))
                };
                let end = here.tokens.iter().position(ends).unwrap_or(here.tokens.len());
                here.words().span(0..end)
            }),
        };
        Some(here.prose.source(span))
    }

    /// The known roles that a passage names, in text order.
    pub fn mentions_in(&self, passage: usize) -> impl Iterator<Item = &'a mention::Hit> {
        let behind = self.mentions.partition_point(|named| named.passage < passage);
        self.mentions.iter().skip(behind).take_while(move |named| named.passage == passage)
    }

    /// The known role that a finding is about.
    pub fn subject_role(&self, subject: Subject) -> Option<usize> {
        match subject {
            Subject::Mention(index) | Subject::SameRole(index, _) => {
                self.mentions.get(index).map(|hit| hit.role)
            }
            Subject::Declaration(index) => {
                let declaration = self.evidence.declarations().nth(index)?;
                self.known.vocabulary().role_of(declaration)
            }
            _ => None,
        }
    }

    /// The number of a persona that stands at a byte of the segment, and whose it is.
    pub fn number_at(&self, offset: usize) -> Option<(Span, usize)> {
        self.facts.references.iter().find_map(|reference| {
            let prose = &self.passage(reference.passage)?.prose;
            reference.numbers.iter().find_map(|(number, span)| {
                let span = prose.source(*span);
                let role = self.known.vocabulary().numbered(*number);
                role.filter(|_| span.touches(offset)).map(|role| (span, role))
            })
        })
    }

    /// Returns the gaps of the document that are reported in this segment, each with its passage and its bytes in the
    /// segment.
    pub fn gaps(&self) -> impl Iterator<Item = (&'a Gap, usize, Span)> {
        let gaps = self.known.gaps_at(self.statements.places.len());
        gaps.filter_map(|(index, gap)| {
            let (passage, span) = self.statements.places.get(index).copied()?;
            Some((gap, passage, self.passage(passage)?.prose.source(span)))
        })
    }

    /// Returns a remark on each gap of the document for which there is a message, at its place in this segment.
    pub fn remarks_on_gaps(&self, message: impl Fn(&Gap) -> Option<String>) -> Vec<Remark> {
        let found = self.gaps().filter_map(|(gap, passage, span)| {
            let subject = Subject::Passage(passage);
            Some(Remark { span, message: message(gap)?, subject, soft: false, guess: None })
        });
        found.collect()
    }

    /// The sentences that say a problem or an aim, in a product requirements document.
    pub fn sentences(&self) -> impl Iterator<Item = (&'a Sentence, &'a Passage)> {
        let sentences = self.statements.sentences.iter().filter(|_| self.known.is_prd());
        sentences.filter_map(|sentence| Some((sentence, self.passage(sentence.passage)?)))
    }

    /// The role of an index.
    pub fn role(&self, index: usize) -> Option<&'a Role> {
        self.known.vocabulary().roles().get(index)
    }
}
