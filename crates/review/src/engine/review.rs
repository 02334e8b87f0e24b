//! A reviewed document, kept up to date segment by segment.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use foldhash::fast::RandomState;
use markdown::{Document, Segment};

use crate::document::facts::Facts;
use crate::document::knowledge::{Evidence, Knowledge, Source};
use crate::document::same_role::{Question, SameRole};
use crate::document::sections::Sections;
use crate::document::tracked::{Before, Dependencies};
use crate::document::usage::{Levels, Usage};
use crate::engine::asked_once;
use crate::engine::extent::{self, Origin};
use crate::engine::segment_review::{self, Over, Read, SegmentReview};
use crate::engine::suppression;
use crate::english::language;
use crate::read::commerce::CommerceTerms;
use crate::read::directive::Directives;
use crate::read::document_kind::{DocumentKind, Extent};
use crate::role_choice::ranker::Ranker;
use crate::roles::vocabulary::Vocabulary;
use crate::rules::context::RuleContext;
use crate::settings::Settings;
use crate::text::reference::Definitions;

/// A reviewed document. Cloning shares everything.
#[derive(Debug, Clone)]
pub struct Review {
    pub(super) document: Document,
    pub(super) parts: Vec<SegmentReview>,
    pub(super) knowledge: Arc<Knowledge>,
    pub(super) ranker: Arc<Ranker>,
    /// What the knowledge was gathered from: the same again gives the same.
    sources: Vec<Source>,
    /// Where it comes from.
    pub(super) origin: Origin,
    /// The roles that are likely one, in text order.
    pub(super) same_roles: Vec<SameRole>,
    /// How the document uses code and generic words.
    pub(crate) levels: Arc<Levels>,
    /// The parts that ended when many did at once: if the segments come back, as they do when a fence
    /// is closed, so does what was said of them.
    shelf: Arc<Shelf>,
}

/// Parts by the address of their segment, with what was known when they were reviewed.
#[derive(Debug, Default)]
struct Shelf {
    parts: HashMap<usize, SegmentReview, RandomState>,
    knowledge: Arc<Knowledge>,
}

/// A part of an earlier review, with what was known then.
#[derive(Clone, Copy)]
struct Old<'a> {
    part: &'a SegmentReview,
    knowledge: &'a Arc<Knowledge>,
}

/// A part to review, by its index, with its last review and what differs since.
type Todo<'a> = (usize, Option<(&'a SegmentReview, Dependencies)>);

/// So many parts are put by when they end at once.
const MANY: usize = 8;

impl Review {
    /// Reviews a document that was asked for by name.
    pub fn new(document: Document, settings: Arc<Settings>) -> Self {
        Self::of_file(document, settings, Origin::default())
    }

    /// Reviews the document of a file. Where it comes from holds for all reviews that are made of this one
    /// [`Review::again`].
    pub fn of_file(document: Document, settings: Arc<Settings>, origin: Origin) -> Self {
        Self::build(document, settings, origin, None)
    }

    /// Reviews an edited document, or the same under other settings. What an edit did not touch, and
    /// what it does not concern, is taken over; the result is that of a new review.
    pub fn again(&self, document: Document, settings: Arc<Settings>) -> Self {
        Self::build(document, settings, self.origin, Some(self))
    }

    fn build(
        document: Document,
        settings: Arc<Settings>,
        origin: Origin,
        before: Option<&Review>,
    ) -> Self {
        let segments: Vec<&Arc<Segment>> =
            document.segments().map(|(_, segment)| segment).collect();
        let old =
            before.map_or_else(|| vec![None; segments.len()], |before| before.kept(&segments));
        let reads = reads(&segments, &old, &settings);
        let mut count = Before::default();
        let mut parts: Vec<SegmentReview> = Vec::with_capacity(reads.len());
        for read in reads {
            let here = count;
            count = read.count(here);
            parts.push(SegmentReview::new(read, here));
        }

        let sources = sources(&document, &parts);
        let mut usage = Usage::default();
        parts.iter().for_each(|part| usage.and(&part.read.facts.usage));
        let levels = Arc::new(usage.levels());
        let is_commerce =
            parts.iter().map(|part| part.read.facts.commerce).sum::<CommerceTerms>().is_frequent();
        let unchanged = before.filter(|review| {
            let known = &review.knowledge;
            let same_settings =
                Arc::ptr_eq(&known.settings, &settings) || known.settings == settings;
            same_settings && known.is_commerce == is_commerce && review.sources == sources
        });
        let knowledge = match unchanged {
            Some(review) => Arc::clone(&review.knowledge),
            None => Arc::new(Knowledge::of(settings, &sources, is_commerce, origin.sign())),
        };
        let shelf = match before {
            Some(before) => before.shelf_after(&old),
            None => Arc::default(),
        };

        let mut differing = Differing { knowledge: &knowledge, known: Vec::new() };
        let known = parts.iter().zip(&old).map(|(part, old)| {
            let same = old.filter(|old| Arc::ptr_eq(&old.part.read, &part.read))?;
            Some((same.part, differing.from(same, part)?))
        });
        let mut known: Vec<Option<(&SegmentReview, Dependencies)>> = known.collect();
        let mut todo: Vec<Todo> = Vec::new();
        for (index, (part, old)) in parts.iter_mut().zip(&known).enumerate() {
            match old {
                Some((old, differs)) if *differs == Dependencies::default() => {
                    part.named = Arc::clone(&old.named);
                }
                old => todo.push((index, *old)),
            }
        }
        let found = segment_review::each(&todo, |(index, old)| {
            Some(parts.get(*index)?.find_named(&knowledge, *old))
        });
        for ((index, _), found) in todo.iter().zip(found) {
            if let Some((part, found)) = parts.get_mut(*index).zip(found) {
                part.named = found;
            }
        }

        let named = parts.iter().flat_map(|part| part.named.roles.iter().copied());
        let ranker = Ranker::new(Arc::clone(&knowledge.cast), named);
        let ranker = match before.filter(|before| *before.ranker == ranker) {
            Some(before) => Arc::clone(&before.ranker),
            None => Arc::new(ranker),
        };
        let same_roles = knowledge.same_roles(parts.iter().map(|part| &part.named.sightings));
        for SameRole { at: (segment, mention), other, .. } in &same_roles {
            if let Some(part) = parts.get_mut(*segment) {
                part.questions.push(Question { mention: *mention, other: *other });
            }
        }
        todo.clear();
        for (index, (part, old)) in parts.iter_mut().zip(&mut known).enumerate() {
            if let Some((old, differs)) = old {
                let is_new = old.questions != part.questions;
                let is_guess = !old.remarked.is_guessed_by(&ranker);
                *differs = differs
                    .and(Dependencies::QUESTIONS.when(is_new))
                    .and(Dependencies::RANKING.when(is_guess));
            }
            match old {
                Some((old, differs)) if *differs == Dependencies::default() => {
                    part.remarked = Arc::clone(&old.remarked);
                }
                old => todo.push((index, *old)),
            }
        }
        let remarked = segment_review::each(&todo, |(index, old)| {
            Some(parts.get(*index)?.review(&knowledge, &ranker, *old))
        });
        for ((index, _), remarked) in todo.iter().zip(remarked) {
            if let Some((part, remarked)) = parts.get_mut(*index).zip(remarked) {
                part.remarked = remarked;
            }
        }
        let foreign = language::foreign(parts.iter().map(|part| &part.read.facts.languages));
        for (part, foreign) in parts.iter_mut().zip(foreign) {
            part.foreign = foreign;
        }
        extent::limit(&mut parts, origin.extent(knowledge.nature.kind));
        asked_once::ask(&mut parts, &knowledge.settings);
        suppression::suppress(&mut parts, &knowledge, &ranker);
        asked_once::settle(&mut parts, &knowledge, &levels);
        Self { document, parts, knowledge, ranker, sources, origin, same_roles, shelf, levels }
    }

    /// For each segment the part of this review that is of the same one, or of one before, if there
    /// is one. The rows differ in a few places, and only there is it looked for.
    fn kept(&self, segments: &[&Arc<Segment>]) -> Vec<Option<Old<'_>>> {
        const NEAR: usize = 16;
        let is_of =
            |part: &SegmentReview, segment: &Arc<Segment>| Arc::ptr_eq(&part.read.segment, segment);
        let from_end = self.parts.len().wrapping_sub(segments.len());
        let mut next = 0;
        let each = segments.iter().enumerate().map(|(index, segment)| {
            let found = (next..next + NEAR)
                .chain([index.wrapping_add(from_end)])
                .find(|at| self.parts.get(*at).is_some_and(|part| is_of(part, segment)));
            match found {
                Some(found) => {
                    next = found + 1;
                    let part = self.parts.get(found)?;
                    Some(Old { part, knowledge: &self.knowledge })
                }
                None => {
                    let part = self.shelf.parts.get(&address(segment))?;
                    Some(Old { part, knowledge: &self.shelf.knowledge })
                }
            }
        });
        each.collect()
    }

    /// The shelf for the review that comes after this one, and takes over these parts.
    fn shelf_after(&self, taken: &[Option<Old<'_>>]) -> Arc<Shelf> {
        if self.parts.len() <= taken.iter().flatten().count() + MANY {
            return Arc::clone(&self.shelf);
        }
        let taken: HashSet<usize, RandomState> =
            taken.iter().flatten().map(|old| address(&old.part.read.segment)).collect();
        let ended = self.parts.iter().map(|part| (address(&part.read.segment), part));
        let ended = ended.filter(|(address, _)| !taken.contains(address));
        let parts = ended.map(|(address, part)| (address, part.clone())).collect();
        Arc::new(Shelf { parts, knowledge: Arc::clone(&self.knowledge) })
    }

    /// The text under review.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The roles known here: those of the settings, of the document's own sections, and of its
    /// stories.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.knowledge.vocabulary
    }

    /// What the document is.
    pub fn kind(&self) -> DocumentKind {
        self.knowledge.nature.kind
    }

    /// Whether the roles that it declares count beyond it.
    pub(crate) fn declares_for_others(&self) -> bool {
        self.origin.declares_for_others(self.knowledge.nature)
    }

    /// How much of it is reviewed. In an editor, the rest shows as hints.
    pub fn extent(&self) -> Extent {
        self.origin.extent(self.kind())
    }

    /// Where the document comes from.
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// Whether what this review knows of roles and stories was taken over from `before`.
    pub fn knows_as_much_as(&self, before: &Review) -> bool {
        Arc::ptr_eq(&self.knowledge, &before.knowledge)
    }

    /// What it was reviewed under.
    pub fn settings(&self) -> &Arc<Settings> {
        &self.knowledge.settings
    }

    /// What each segment says by itself, with its offset.
    pub(crate) fn facts(&self) -> impl Iterator<Item = (usize, &Facts)> {
        self.parts_with_starts().map(|(base, part)| (base, &*part.read.facts))
    }

    /// What each segment has to tell the others.
    pub(crate) fn evidence(&self) -> impl Iterator<Item = &Evidence> {
        self.parts.iter().map(|part| &*part.read.evidence)
    }

    /// The sections of the document.
    pub(crate) fn sections(&self) -> Sections<'_> {
        Sections::of(&self.document, self.segments(), &self.knowledge.settings.sections)
    }

    /// The links that the document defines.
    pub(crate) fn definitions(&self) -> Definitions {
        Definitions::together(self.facts().map(|(_, facts)| &facts.definitions))
    }

    /// A part's page, with the offset of its segment.
    pub(crate) fn context(&self, part: usize) -> Option<(usize, RuleContext<'_>)> {
        let (base, part) = self.part(part)?;
        Some((base, part.context(&self.knowledge, &self.ranker)))
    }

    /// The part that holds the byte at `offset`.
    pub(crate) fn segment_at(&self, offset: usize) -> Option<usize> {
        let index = self.document.segment_at(offset);
        (index < self.parts.len()).then_some(index)
    }

    pub(super) fn part(&self, index: usize) -> Option<(usize, &SegmentReview)> {
        Some((self.document.segment_start(index), self.parts.get(index)?))
    }

    /// The contexts of the segments, each with the offset of its segment.
    pub(crate) fn contexts(&self) -> impl Iterator<Item = (usize, RuleContext<'_>)> {
        self.parts_with_starts()
            .map(|(base, part)| (base, part.context(&self.knowledge, &self.ranker)))
    }

    /// The segments, each with the offset it starts at and what it says by itself.
    pub(crate) fn segments(&self) -> impl Iterator<Item = (usize, &Segment, &Facts)> {
        self.parts_with_starts().map(|(base, part)| (base, &*part.read.segment, &*part.read.facts))
    }

    /// The segments' directives and texts, each with the offset of its segment.
    pub(crate) fn directives(&self) -> impl Iterator<Item = (usize, &Segment, &Directives)> {
        self.parts_with_starts()
            .map(|(base, part)| (base, &*part.read.segment, &part.read.facts.directives))
    }

    pub(super) fn parts_with_starts(&self) -> impl Iterator<Item = (usize, &SegmentReview)> {
        self.document.segments().map(|(start, _)| start).zip(&self.parts)
    }
}

/// As long as a part holds a segment, nothing else has its address.
fn address(segment: &Arc<Segment>) -> usize {
    Arc::as_ptr(segment) as usize
}

/// What is known otherwise than when parts were last reviewed.
struct Differing<'a> {
    knowledge: &'a Arc<Knowledge>,
    known: Vec<(&'a Arc<Knowledge>, Option<Dependencies>)>,
}

impl<'a> Differing<'a> {
    /// What differs for a part from what an old one of the same segment was reviewed under. None
    /// where it is another review altogether.
    fn from(&mut self, old: Old<'a>, part: &SegmentReview) -> Option<Dependencies> {
        let known = self.known.iter().find(|(known, _)| Arc::ptr_eq(known, old.knowledge));
        let differs = match known {
            Some((_, differs)) => *differs,
            None => {
                let same = Arc::ptr_eq(self.knowledge, old.knowledge);
                let differs = match same {
                    true => Some(Dependencies::default()),
                    false => (self.knowledge.settings == old.knowledge.settings)
                        .then(|| self.knowledge.differs(old.knowledge)),
                };
                self.known.push((old.knowledge, differs));
                differs
            }
        };
        let statements = part.read.statements.all.len();
        let gaps = self.knowledge.gaps_at(part.before, statements);
        let is_same = gaps.eq(old.knowledge.gaps_at(old.part.before, statements));
        let before = part.before.differs(old.part.before);
        Some(differs?.and(before).and(Dependencies::GAPS.when(!is_same)))
    }
}

/// The segments as they are read, each under the headings before it.
fn reads(
    segments: &[&Arc<Segment>],
    old: &[Option<Old<'_>>],
    settings: &Settings,
) -> Vec<Arc<Read>> {
    let is_alike = |old: &Old<'_>| old.knowledge.settings.generic == settings.generic;
    let old = old.iter().map(|old| old.filter(is_alike));
    let both: Vec<_> = segments.iter().copied().zip(old).collect();
    let new: Vec<&Arc<Segment>> =
        both.iter().filter(|(_, old)| old.is_none()).map(|(segment, _)| *segment).collect();
    let mut new =
        segment_review::each(&new, |segment| Arc::new(Facts::of(segment, &settings.generic)))
            .into_iter();
    let mut over = Over::default();
    let mut placed = Vec::with_capacity(both.len());
    for (segment, old) in both {
        let here = over.clone();
        let same = old.filter(|old| {
            let titles = &old.knowledge.settings.sections;
            old.part.read.over == here && *titles == settings.sections
        });
        if let Some(old) = same {
            over = old.part.read.behind.clone();
            placed.push(Err(Arc::clone(&old.part.read)));
            continue;
        }
        let facts = match old {
            Some(old) => Arc::clone(&old.part.read.facts),
            None => new.next().unwrap_or_else(|| Arc::new(Facts::of(segment, &settings.generic))),
        };
        over = here.behind(&facts);
        placed.push(Ok((segment, facts, here, over.clone())));
    }
    let todo: Vec<_> = placed.iter().filter_map(|one| one.as_ref().ok()).collect();
    let mut done = segment_review::each(&todo, |(segment, facts, here, behind)| {
        let (facts, titles) = (Arc::clone(facts), &settings.sections);
        Arc::new(Read::of(segment, facts, here.clone(), behind.clone(), titles))
    })
    .into_iter();
    placed.iter().filter_map(|one| one.as_ref().err().cloned().or_else(|| done.next())).collect()
}

/// What the segments have to tell, those left out that have nothing.
fn sources(document: &Document, parts: &[SegmentReview]) -> Vec<Source> {
    let telling = parts.iter().enumerate().filter(|(_, part)| part.read.tells);
    telling
        .map(|(index, part)| {
            let evidence = Arc::clone(&part.read.evidence);
            // Only a declaration's place is told to people; a story's line would change too often.
            let line = match evidence.declares() {
                true => document.segment_line(index),
                false => 0,
            };
            Source { evidence, line }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::rules;
    use markdown::{Kind, Span};
    use proptest::prelude::*;

    use super::*;
    use crate::{Finding, Fix, Role, Scope, Trust};

    fn settings() -> Arc<Settings> {
        let role = |name: &str| Role {
            name: name.into(),
            declared: vec![crate::Place::here(1)],
            ..Role::default()
        };
        Arc::new(Settings {
            roles: vec![
                role("shopper"),
                Role { aliases: vec!["clerk".into()], number: Some(4), ..role("accountant") },
            ],
            sections: [(crate::SectionKind::Problem, vec!["The itch".into()])].into(),
            ..Settings::default()
        })
    }

    /// All that can be asked of a review.
    fn answers(review: &Review) -> impl PartialEq + std::fmt::Debug {
        let findings = review.findings();
        let fixes: Vec<(Vec<Fix>, Vec<Fix>)> = findings
            .iter()
            .map(|finding| (review.fixes(finding, Scope::Document), review.exemptions(finding)))
            .collect();
        let hovers: Vec<_> = (0..review.document().len())
            .step_by(97)
            .map(|at| review.hover(at, &|_| None))
            .collect();
        let suggestions: Vec<_> =
            findings.iter().map(|finding| review.suggestions(finding)).collect();
        let roles = review.vocabulary().roles().to_vec();
        let whole = Span::new(0, review.document().len());
        let shape = (review.outline(), review.folds(), review.colored(whole), review.declaring());
        let around: Vec<_> = (0..whole.end).step_by(499).map(|at| review.around(at)).collect();
        let cursors: Vec<_> = (0..whole.end).step_by(199).map(|at| review.cursor(at)).collect();
        let offers: Vec<_> =
            cursors.iter().take(9).map(|at| review.offers(at, &|_| None)).collect();
        let typed = (cursors, offers);
        let named = (review.stories(), review.mentions(), shape, around, typed);
        (findings, named, fixes, hovers, suggestions, roles)
    }

    fn short_piece() -> impl Strategy<Value = String> {
        const PIECES: &[&str] = &[
            "\n",
            "\n\n",
            "\r\n",
            " ",
            "# ",
            "## Target Users\n\n",
            "## Scope\n\n",
            "### ",
            "- ",
            "1. ",
            "> ",
            "```\n",
            "**",
            "`",
            "| Role | As a | I want |\n|---|---|---|\n",
            "| ",
            "As a user, I want tea",
            "As a nurse, ",
            "I want to pay",
            " so that I save time",
            "so that ",
            "- **Store manager**: runs it\n",
            "The user pays. ",
            "users",
            "user",
            "'s",
            "(s)",
            "a customer ",
            "an accountant",
            "a sales associate",
            "As a store associate, I want tea. ",
            "user story",
            "shopper",
            "As an end user or a tailor, I need ",
            "<br>",
            "é😀",
            "A signer is a user who signs. ",
            "### Persona 4: Ann Poe, nurse\n\n",
            "- **Shopper** (also: guest): buys\n",
            "Also called: head nurse\n\n",
            "Goals: tea\n\n",
            "#### Goals\n\n",
            "#### KPIs\n\n",
            "See personas 4 and 7. ",
            "the guests' ",
            "A clerk ",
            "a head nurse",
            "As a guest, I want tea.\n\n",
            "As a guest, I can see my shoes and reserve a pair. ",
            "As a nurse, I'd like to view the shoe (which we had once, and nobody looked at it). ",
            "As a [role], I want <goal> so that …",
            "As the backend, so that ",
            "As a nurse, I want",
            "**As a** nurse\n**I want** ",
            "**Benefit:** tea\n",
            ": ",
            ", ",
            "\n<!-- rolecall-ignore -->\n",
            "\n<!-- rolecall-ignore generic-role -->\n",
            "\n<!-- rolecall-ignore-start -->\n",
            "\n<!-- rolecall-ignore-start generic-story-role, generic-role -->\n",
            "\n<!-- rolecall-ignore-end -->\n",
            "\n<!-- rolecall-ignore-file undeclared-role -->\n",
            "\n<!-- rolecall-ingore generic-rol -->\n",
            "<!-- rolecall-ignore generic-role ",
            "-->\n",
            "# Tea PRD\n\n",
            "---\ntype: prd\n---\n",
            "## Problem\n\n",
            "## Customer problem & goals\n\n",
            "## User problem\n\n",
            "## Goals\n\n",
            "## The itch\n\n",
            "**Problem**\n\n",
            "**Goals:** ",
            "| x | y |\n|---|---|\n| Metrics | ",
            "The customer needs to see tea. ",
            "We need a dashboard. ",
            "Clinics lose nurses. ",
            "Tea costs $40. ",
            "Launch it by Q3. ",
            "less churn ",
            "lapsed nurses ",
            "Our customer Acme waits. ",
        ];
        proptest::sample::select(PIECES).prop_map(str::to_owned)
    }

    fn piece() -> impl Strategy<Value = String> {
        prop_oneof![
            10 => short_piece(),
            1 => Just("\0".to_owned()),
            1 => Just(format!("\n\n{}user\n\n", "> ".repeat(70))),
            1 => Just("Plain words that fill a paragraph, so that segments are cut. ".repeat(50) + "\n\n"),
            1 => Just("## Part\n\nAs a tailor, I want tea.\n\nThe users wait.\n\n".repeat(30)),
            1 => Just("## Problem\n\nCustomers need to see it.\n\n".to_owned() + &"They wait. ".repeat(200)),
        ]
    }

    /// The review of a document that a fix was applied to.
    fn applied(review: &Review, fix: &Fix) -> Review {
        let mut text = review.document().text();
        for edit in fix.edits.iter().rev() {
            text.replace_range(edit.span.range(), &edit.text);
        }
        Review::new(Document::new(&text), Arc::clone(&review.knowledge.settings))
    }

    /// Of names in one comment one is fixed a round.
    const ROUNDS: usize = 20;

    /// Whether an edit replaces whole words, and leaves the space behind them.
    fn is_tidy(text: &str, edit: &crate::Edit) -> bool {
        let Some((before, old, behind)) =
            text.split_at_checked(edit.span.end).and_then(|(rest, behind)| {
                let (before, old) = rest.split_at_checked(edit.span.start)?;
                Some((before, old, behind))
            })
        else {
            return false;
        };
        let cuts = |before: &str, behind: &str| {
            before.ends_with(char::is_alphanumeric) && behind.starts_with(char::is_alphanumeric)
        };
        let takes_space =
            old.ends_with(char::is_whitespace) && !edit.text.ends_with(char::is_whitespace);
        old.is_empty()
            || !cuts(before, old) && !cuts(old, behind) && (edit.text.is_empty() || !takes_space)
    }

    /// What is read of a document, comments aside.
    fn prose(review: &Review) -> Vec<(Kind, String)> {
        let parts = review.parts.iter();
        let blocks = parts.flat_map(|part| {
            let text = part.read.segment.text();
            let prose = move |block: &markdown::Block| block.prose(text).text.trim().to_owned();
            part.read.segment.blocks().iter().map(move |block| (block.kind, prose(block)))
        });
        blocks.filter(|(kind, text)| *kind != Kind::Html && !text.is_empty()).collect()
    }

    /// The list item that the block at this place opens, or the block; the place itself where no block of its segment
    /// begins before it, as in an empty heading.
    fn block_at(review: &Review, place: Span) -> Span {
        let (base, part) = review.part(review.segment_at(place.start).unwrap()).unwrap();
        let mut blocks = part.read.segment.blocks().iter().rev();
        let block = blocks.find(|block| block.span.start + base <= place.start);
        block.map_or(place, |block| block.whole.shifted(base))
    }

    /// What stands many segments above may change what a place means: a heading, a role, a story.
    #[test]
    fn what_stands_far_above_counts() {
        let filler =
            "Plain words that fill a paragraph, so that segments are cut. ".repeat(40) + "\n\n";
        let end = "- **Store manager**: runs it\n- users\n\nAs a tailor, I want tea.\n\nAs a user, I want tea.\n";
        let text = format!("## Scope\n\n{}{end}", filler.repeat(8));
        for (span, new) in [
            (Span::new(3, 8), "Target Users"),
            (Span::new(10, 10), "As a tailor, I want cake.\n\n"),
            (Span::new(10, 10), "As a tailor, I want tea so that I wake.\n\n"),
            (Span::new(10, 10), "## Roles\n\n- **Tailor**: cuts tea\n\n## Other\n\n"),
            (
                Span::new(10, 10),
                "## Roles\n\n- **Cutter** (also: tailor): cuts tea\n\n## Other\n\n",
            ),
            (Span::new(3, 8), "Persona 1: Ann Poe, cook"),
            (Span::new(0, 0), "The bank's customers pay.\n\n"),
            (Span::new(10, 10), "# Tea PRD\n\n**Problem**\n\n"),
        ] {
            let before = Review::new(Document::new(&text), Arc::default());
            assert!(before.parts.len() > 2);
            let mut document = before.document().clone();
            document.edit(span, new);
            let edited = before.again(document.clone(), Arc::default());
            let fresh = Review::new(Document::new(&document.text()), Arc::default());
            assert_eq!(answers(&edited), answers(&fresh), "after {new:?}");
            assert_ne!(edited.findings(), before.findings(), "{new:?} changes something");
        }
    }

    /// What the stories far above speak of says who is likely meant.
    #[test]
    fn the_words_of_a_story_far_above_count() {
        let filler = "Plain words that fill a paragraph. ".repeat(200) + "\n\n";
        // Nobody's stories are the nearest.
        let others = "As a user, I want tea.\n\n".repeat(4);
        let text = format!(
            "As a clerk, I want to count the chairs of a room.\n\nAs a porter, I want to mend the sleeve of a coat.\n\n\
             {filler}{others}{filler}The user counts the chairs.\n"
        );
        let before = Review::new(Document::new(&text), Arc::default());
        assert!(before.parts.len() > 2);
        let mut document = before.document().clone();
        let at = text.find("the sleeve of a coat").unwrap();
        document.edit(Span::new(at, at + 20), "the chairs, and count the chairs");
        let text = document.text();
        let edited = before.again(document, Arc::default());
        let fresh = Review::new(Document::new(&text), Arc::default());
        assert_eq!(edited.findings(), fresh.findings());
        let suggested = |review: &Review| {
            let last = review.findings().pop().unwrap();
            review.suggestions(&last)
        };
        assert_eq!(suggested(&edited), suggested(&fresh));
        assert_ne!(suggested(&edited), suggested(&before));
    }

    /// An opened fence makes code of all that follows, and what was there comes back when it closes:
    /// under what is known by then.
    #[test]
    fn a_fence_opens_and_closes_above_much() {
        // Nothing there but what hangs on the rest: what came meanwhile is seen in no other way.
        let part = "## Part\n\nThe users wait.\n\n".repeat(3);
        let filler = format!("{}\n\n", "Plain words that fill a paragraph. ".repeat(40));
        let top = "As a tailor, I want tea.\n\n# Tea\n\n";
        let text = format!("{top}Top.\n\n{}", format!("{part}{filler}").repeat(40));
        let mut review = Review::new(Document::new(&text), Arc::default());
        assert!(review.parts.len() > 2 * MANY);
        let at = top.len();
        for (span, new) in [
            (Span::new(at, at), "```\n"),
            (Span::new(5, 11), "bakers"),
            (Span::new(at + 4, at + 4), "let tea;\n```\n\n"),
            (Span::new(at, at + 4), ""),
            (Span::new(at, at), "```\n"),
        ] {
            let mut document = review.document().clone();
            document.edit(span, new);
            let text = document.text();
            review = review.again(document, Arc::default());
            let fresh = Review::new(Document::new(&text), Arc::default());
            assert_eq!(answers(&review), answers(&fresh), "after {new:?}");
        }
    }

    /// So may a label, of which no heading tells.
    #[test]
    fn a_label_far_above_counts() {
        let filler =
            "Plain words that fill a paragraph, so that segments are cut. ".repeat(40) + "\n\n";
        let text = format!("# Tea PRD\n\n**Plan**\n\n{}We need a dashboard.\n", filler.repeat(8));
        let before = Review::new(Document::new(&text), Arc::default());
        let mut document = before.document().clone();
        document.edit(Span::new(13, 17), "Problem");
        let edited = before.again(document.clone(), Arc::default());
        let fresh = Review::new(Document::new(&document.text()), Arc::default());
        assert_eq!(answers(&edited), answers(&fresh));
        let published = |review: &Review| {
            review.findings().iter().any(|one| one.rule.name == "solution-as-problem")
        };
        assert!(published(&edited) && !published(&before));
    }

    /// What a project calls its sections is read anew with its settings.
    #[test]
    fn titles_of_other_settings_count() {
        let document = Document::new("# Tea PRD\n\n## The itch\n\nThe clinic needs a dashboard.\n");
        let without = Review::new(document.clone(), Arc::default());
        let with = without.again(document.clone(), settings());
        assert_eq!(with.findings(), Review::new(document.clone(), settings()).findings());
        assert_eq!(with.again(document, Arc::default()).findings(), without.findings());
        assert_ne!(with.findings(), without.findings());
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

        #[test]
        fn edited_equals_fresh(
            start in proptest::collection::vec(piece(), 0..40),
            edits in proptest::collection::vec((any::<prop::sample::Index>(), 0_usize..40, proptest::collection::vec(piece(), 0..3)), 1..10),
            configured in any::<bool>(),
        ) {
            let settings = if configured { settings() } else { Arc::default() };
            let mut text = start.concat();
            let mut review = Review::new(Document::new(&text), Arc::clone(&settings));
            for (at, len, new) in edits {
                let start = text.floor_char_boundary(at.index(text.len() + 1));
                let end = text.floor_char_boundary(start + len).max(start);
                let new = new.concat();
                text.replace_range(start..end, &new);
                let mut document = review.document().clone();
                document.edit(Span::new(start, end), &new);
                review = review.again(document, Arc::clone(&settings));
                let fresh = Review::new(Document::new(&text), Arc::clone(&settings));
                prop_assert_eq!(review.findings(), fresh.findings());
            }
            let fresh = Review::new(Document::new(&text), settings);
            prop_assert_eq!(answers(&review), answers(&fresh));
        }

        #[test]
        fn a_fix_mends_its_place_and_nothing_else(
            start in proptest::collection::vec(piece(), 0..25),
            chosen in proptest::collection::vec(any::<prop::sample::Index>(), 4),
        ) {
            let text = start.concat();
            let review = Review::new(Document::new(&text), settings());
            let findings = review.findings();
            let chosen = chosen.iter().filter(|_| !findings.is_empty());
            for finding in chosen.map(|at| at.get(&findings)) {
                for fix in review.fixes(finding, Scope::Here) {
                    if finding.rule.on_directives {
                        break;
                    }
                    let mut end = 0;
                    for edit in &fix.edits {
                        prop_assert!(edit.span.start >= end && edit.span.end <= text.len(), "{:?}", fix);
                        prop_assert!(text.get(edit.span.range()).is_some(), "{:?} cuts a character", edit);
                        prop_assert!(is_tidy(&text, edit), "{:?} of {:?}", edit, text);
                        end = edit.span.end;
                    }
                    if fix.scope != Scope::Here || fix.change.is_some() {
                        continue;
                    }
                    // As an editor applies it: what is not replaced stays, byte for byte.
                    let mut fixed = text.clone();
                    let mut document = review.document().clone();
                    for edit in fix.edits.iter().rev() {
                        fixed.replace_range(edit.span.range(), &edit.text);
                        document.edit(edit.span, &edit.text);
                    }
                    prop_assert_eq!(document.text(), fixed);
                    let at = fix.edits.first().map_or(0, |edit| edit.span.start);
                    let again = review.again(document, settings());
                    let is_left = |other: &Finding| {
                        let span = Span::new(at, at + finding.span.len());
                        other.rule == finding.rule && other.span == span
                            && other.text(again.document()) == finding.text(review.document())
                    };
                    // Hence it does nothing a second time.
                    prop_assert!(!again.findings().iter().any(is_left), "{:?}", fix);
                }
            }
        }

        /// Fixing everything again and again comes to an end, in as many rounds as `check --fix` takes.
        #[test]
        fn mending_comes_to_an_end(start in proptest::collection::vec(short_piece(), 0..40)) {
            for trust in [Trust::Safe, Trust::Guesses] {
                let mut review = Review::new(Document::new(&start.concat()), settings());
                for _ in 0..ROUNDS {
                    let mut document = review.document().clone();
                    for edit in review.edits_of_all_fixes(trust).0.iter().rev() {
                        document.edit(edit.span, &edit.text);
                    }
                    review = review.again(document, settings());
                }
                let text = review.document().text();
                prop_assert_eq!(review.edits_of_all_fixes(trust), (Vec::new(), 0), "{:?} {:?}", trust, text);
            }
        }

        #[test]
        fn an_exemption_changes_nothing_else(start in proptest::collection::vec(short_piece(), 0..25)) {
            let text = start.concat() + "\n\nThe end.\n";
            let review = Review::new(Document::new(&text), settings());
            for finding in review.findings() {
                for fix in review.exemptions(&finding).iter().filter(|fix| fix.change.is_none()) {
                    let again = applied(&review, fix);
                    prop_assert_eq!(prose(&again), prose(&review), "{:?}", again.document().text());
                    let moved = |one: &Finding| {
                        let before = fix.edits.iter().filter(|edit| edit.span.start <= one.span.start);
                        (one.rule, one.span.shifted(before.map(|edit| edit.text.len()).sum()))
                    };
                    let left: Vec<_> = again.findings().iter().map(|one| (one.rule, one.span)).collect();
                    prop_assert!(!left.contains(&moved(&finding)), "{:?}", again.document().text());
                    let is_narrow = fix.title == "Ignore this here";
                    let block = block_at(&review, finding.span);
                    // What is asked for the whole document hangs on all of its places.
                    let words = review.findings().into_iter();
                    let words = words.filter(|other| !other.rule.on_directives && *other.rule != rules::UNNAMED_PEOPLE);
                    // What a document lacks is told at its start, whatever is put there.
                    let is_at_start = |other: &Finding| {
                        other.span.start == 0 && left.contains(&(other.rule, other.span))
                    };
                    for other in words.filter(|other| !left.contains(&moved(other)) && !is_at_start(other)) {
                        prop_assert_eq!(other.rule, finding.rule);
                        prop_assert!(!is_narrow || block.contains(other.span), "{:?} {:?}", other, again.document().text());
                    }
                }
            }
        }

        #[test]
        fn a_directive_is_mended_and_nothing_else(start in proptest::collection::vec(short_piece(), 0..25)) {
            let text = start.concat() + "\n\nThe end.\n";
            let review = Review::new(Document::new(&text), settings());
            let count = |review: &Review, rule| review.findings().iter().filter(|one| one.rule == rule).count();
            for finding in review.findings().iter().filter(|finding| finding.rule.on_directives) {
                for fix in review.fixes(finding, Scope::Here) {
                    prop_assert!(fix.safe);
                    let again = applied(&review, &fix);
                    prop_assert_eq!(prose(&again), prose(&review), "{:?}", again.document().text());
                    prop_assert!(count(&again, finding.rule) < count(&review, finding.rule), "{:?}", again.document().text());
                }
            }
        }
    }
}
