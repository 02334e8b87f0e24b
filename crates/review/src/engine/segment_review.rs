//! A segment under review: what it says by itself, what is said of it, and what of either still
//! holds after an edit.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;
use markdown::{Kind, Segment, Span};
use rayon::prelude::*;

use crate::document::facts::Facts;
use crate::document::knowledge::{Evidence, Knowledge};
use crate::document::same_role::{Question, Sightings};
use crate::document::tracked::{Before, Dependencies, Known};
use crate::document::usage::Levels;
use crate::engine::asked_elsewhere::AskedElsewhere;
use crate::engine::extent::Reviewed;
use crate::engine::panic::{CaughtPanics, caught};
use crate::person::likelihood;
use crate::read::prd::statement::Statements;
use crate::read::section::Path;
use crate::role_choice::ranker::Ranker;
use crate::roles::mention::{self, Hit, InPassage, Mention};
use crate::rules::context::Fate;
use crate::rules::context::RuleContext;
use crate::rules::remark::{Remark, Subject};
use crate::rules::suggestion::{Guess, Offered};
use crate::rules::{self, GENERIC_ROLE};
use crate::settings::section::Titles;

/// With fewer segments than this, a second processor is not worth its waking.
const FEW: usize = 8;

/// The results of `work` on each of `items`, in their order; on all processors if there are many.
/// Whoever waits for the others does some of their work meanwhile: `work` takes no lock that is held
/// round this.
pub(crate) fn each<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync + Send) -> Vec<R> {
    match items.len() {
        0..FEW => items.iter().map(work).collect(),
        _ => items.par_iter().map(work).collect(),
    }
}

/// The headings and the label that hold at a place.
#[derive(Debug, Clone, Default)]
pub(crate) struct Over {
    pub path: Arc<Path>,
    pub label: Option<Arc<str>>,
}

impl PartialEq for Over {
    fn eq(&self, other: &Self) -> bool {
        self.label == other.label
            && (Arc::ptr_eq(&self.path, &other.path) || self.path == other.path)
    }
}

impl Over {
    /// What holds behind a segment that this holds before.
    pub fn behind(&self, facts: &Facts) -> Self {
        let mut path = Path::clone(&self.path);
        facts.leave(&mut path);
        let path = if path == *self.path { Arc::clone(&self.path) } else { Arc::new(path) };
        let label = facts.leave_label(self.label.as_deref());
        Self { path, label: label.map(Arc::from) }
    }
}

/// A segment as it is read under its headings: a function of these two, and of what the project
/// calls its sections.
#[derive(Debug)]
pub(crate) struct Read {
    pub segment: Arc<Segment>,
    pub facts: Arc<Facts>,
    pub over: Over,
    /// What holds behind it.
    pub behind: Over,
    pub evidence: Arc<Evidence>,
    pub statements: Statements,
    /// How many declarations of roles it holds.
    declarations: usize,
    /// Whether it has anything to tell the others.
    pub tells: bool,
}

impl Read {
    pub fn of(
        segment: &Arc<Segment>,
        facts: Arc<Facts>,
        over: Over,
        behind: Over,
        titles: &Titles,
    ) -> Self {
        let statements = Statements::of(
            &facts.passages,
            &facts.labels,
            &over.path,
            over.label.as_deref(),
            titles,
        );
        let evidence = Evidence::of(segment.text(), &facts, &over.path, &statements);
        Self {
            declarations: evidence.declarations().count(),
            tells: !evidence.is_empty(),
            segment: Arc::clone(segment),
            facts,
            over,
            behind,
            evidence: Arc::new(evidence),
            statements,
        }
    }

    /// How much stands before the next segment, if so much stands before this one.
    pub fn count(&self, before: Before) -> Before {
        Before {
            stories: before.stories + self.facts.stories.len(),
            declarations: before.declarations + self.declarations,
            statements: before.statements + self.statements.all.len(),
            unread: before.unread || self.facts.unread.is_some(),
        }
    }
}

/// The remarks on a segment, in text order, each with the index of its rule.
pub(crate) type Remarks = Vec<(usize, Remark)>;

/// Where a segment names known roles.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Named {
    hits: Vec<Hit>,
    /// The roles that they name, each once a passage.
    pub roles: Vec<InPassage>,
    /// What that shows of roles that may be one.
    pub sightings: Sightings,
    /// What was looked at to say so.
    looked: Dependencies,
}

/// What the rules remark of a segment, and what that depends on.
#[derive(Debug, Clone, Default)]
pub(crate) struct SegmentRemarks {
    /// What the rules remark, those on directives aside.
    pub remarks: Arc<Remarks>,
    /// What the rules looked at.
    looked: Dependencies,
    /// Who may be meant, where a remark guesses at it.
    guesses: Guesses,
    /// How likely each generic word of which something is remarked stands for a person, as far as its phrase shows: its
    /// index, in text order, and a logarithm of odds.
    odds: Vec<(usize, f64)>,
    /// What they were guessed by.
    ranker: Arc<Ranker>,
    /// The rules that panicked.
    pub panics: CaughtPanics,
}

/// Who may be meant, by what a remark is about.
type Guesses = HashMap<Subject, Guess, RandomState>;

/// A segment with what was found in it.
#[derive(Debug, Clone)]
pub(crate) struct SegmentReview {
    pub read: Arc<Read>,
    pub before: Before,
    pub named: Arc<Named>,
    /// What is asked here about roles that are likely one.
    pub questions: Vec<Question>,
    pub remarked: Arc<SegmentRemarks>,
    /// What became of each of its directives.
    pub fates: Vec<Fate>,
    /// The stretches that are not in English, as bytes of the segment.
    pub foreign: Vec<Span>,
    /// The remarks that are published, if these are not just what the rules remark: with those on directives, and
    /// without those that are ignored or not on English text.
    pub published: Option<Arc<Remarks>>,
    /// What of it is reviewed.
    pub reviewed: Reviewed,
    /// What is asked elsewhere instead of here.
    pub asked_elsewhere: AskedElsewhere,
    /// The rules on directives that panicked.
    pub panics: CaughtPanics,
}

impl SegmentRemarks {
    /// Whether what is guessed in it would be guessed by another ranker.
    pub fn is_guessed_by(&self, ranker: &Arc<Ranker>) -> bool {
        self.guesses.is_empty() || Arc::ptr_eq(&self.ranker, ranker)
    }
}

impl SegmentReview {
    /// A segment that the rules have not looked at yet.
    pub fn new(read: Arc<Read>, before: Before) -> Self {
        Self {
            read,
            before,
            named: Arc::default(),
            questions: Vec::new(),
            remarked: Arc::default(),
            fates: Vec::new(),
            foreign: Vec::new(),
            published: None,
            reviewed: Reviewed::All,
            asked_elsewhere: AskedElsewhere::default(),
            panics: Vec::new(),
        }
    }

    /// Whether a place of the segment is in a stretch that is not in English.
    pub fn is_foreign(&self, at: usize) -> bool {
        self.foreign.iter().any(|stretch| stretch.range().contains(&at))
    }

    /// Returns the remarks that are published.
    pub fn published(&self) -> &Remarks {
        self.published.as_ref().unwrap_or(&self.remarked.remarks)
    }

    /// The whole of what a remark says.
    pub fn message(&self, remark: &Remark) -> String {
        let guess = self.remarked.guesses.get(&remark.subject);
        match guess.filter(|_| remark.guess.is_some()) {
            Some(guess) => format!("{} {}", remark.message, guess.text),
            None => remark.message.clone(),
        }
    }

    /// How likely the generic word of a remark stands for a person, 0 to 1, in a document that uses words so; none where
    /// the remark is about something else.
    pub fn probability(&self, subject: Subject, levels: &Levels) -> Option<f64> {
        let Subject::Word(word) = subject else { return None };
        let odds = &self.remarked.odds;
        let at = odds.binary_search_by_key(&word, |(word, _)| *word).ok()?;
        let (_, odds) = odds.get(at)?;
        let term = &self.read.facts.generics.get(word)?.term;
        Some(likelihood::probability(odds + levels.odds(term)))
    }

    /// How many roles the message of a remark names, if it guesses at any.
    pub fn offered_by(&self, remark: &Remark) -> Option<Offered> {
        self.remarked.guesses.get(&remark.subject).map(|guess| guess.offered)
    }

    /// What the rules see of it.
    pub fn context<'a>(&'a self, knowledge: &'a Knowledge, ranker: &'a Ranker) -> RuleContext<'a> {
        self.context_with(knowledge, ranker, &self.named.hits)
    }

    fn context_with<'a>(
        &'a self,
        knowledge: &'a Knowledge,
        ranker: &'a Ranker,
        mentions: &'a [Hit],
    ) -> RuleContext<'a> {
        RuleContext {
            text: self.read.segment.text(),
            facts: &self.read.facts,
            known: Known::of(knowledge, ranker, self.before).with_questions(&self.questions),
            mentions,
            evidence: &self.read.evidence,
            path: &self.read.over.path,
            statements: &self.read.statements,
            registry: &rules::REGISTRY,
            fates: &self.fates,
        }
    }

    /// Its mentions, `base` being where its segment starts.
    pub fn mentions(&self, base: usize) -> impl Iterator<Item = Mention> {
        self.named.hits.iter().filter_map(move |hit| {
            let passage = self.read.facts.passages.get(hit.passage)?;
            let span = passage.prose.source(hit.word).shifted(base);
            Some(Mention { span, role: hit.role, name: hit.name })
        })
    }

    /// Returns where it names known roles. `old` is its last review, and `differs` says what was known otherwise then.
    pub fn find_named(
        &self,
        knowledge: &Knowledge,
        old: Option<(&SegmentReview, Dependencies)>,
    ) -> Arc<Named> {
        let names = Dependencies::ROLES.and(Dependencies::ALIKE);
        if let Some((old, differs)) = old
            && !differs.meets(names.and(old.named.looked))
        {
            return Arc::clone(&old.named);
        }
        let hits = self.find_mentions(knowledge);
        let (sightings, looked) = match knowledge.alike.as_slice() {
            [] => Default::default(),
            pairs => {
                let nobody = Ranker::default();
                let context = self.context_with(knowledge, &nobody, &hits);
                let topics = context.facts.topics(context.path);
                let stands = |hit: &Hit| context.stands_for_role(hit, &topics);
                let sightings = Sightings::of(context.facts, &hits, pairs, stands);
                (sightings, context.known.looked())
            }
        };
        let roles = self.once_a_passage(&hits);
        Arc::new(Named { hits, roles, sightings, looked })
    }

    /// Returns what the rules remark of it. `old` is its last review, and `differs` says what was known otherwise then.
    pub fn review(
        &self,
        knowledge: &Knowledge,
        ranker: &Arc<Ranker>,
        old: Option<(&SegmentReview, Dependencies)>,
    ) -> Arc<SegmentRemarks> {
        let Some((old, differs)) = old else {
            return Arc::new(self.review_anew(knowledge, ranker));
        };
        let remarked = &old.remarked;
        let is_same = Arc::ptr_eq(&self.named, &old.named) || self.named.hits == old.named.hits;
        if !is_same || differs.meets(remarked.looked) {
            return Arc::new(self.review_anew(knowledge, ranker));
        }
        let guesses =
            Dependencies::ROLES.and(Dependencies::RANKING).and(Dependencies::STORIES_BEFORE);
        if differs.meets(guesses) && !remarked.guesses.is_empty() {
            let context = self.context(knowledge, ranker);
            let mut now = SegmentRemarks::clone(remarked);
            now.ranker = Arc::clone(ranker);
            now.guesses = guesses_of(&context, &remarked.remarks, &mut now.panics);
            return Arc::new(now);
        }
        Arc::clone(remarked)
    }

    fn review_anew(&self, knowledge: &Knowledge, ranker: &Arc<Ranker>) -> SegmentRemarks {
        let context = self.context(knowledge, ranker);
        let mut panics = Vec::new();
        let remarks = remarks(&context, false, &mut panics);
        let looked = context.known.looked();
        let guesses = guesses_of(&context, &remarks, &mut panics);
        let ranker = Arc::clone(ranker);
        let odds = context.odds(&words_of(&remarks));
        SegmentRemarks { remarks: Arc::new(remarks), looked, guesses, odds, ranker, panics }
    }

    /// The roles that are named, each once a passage.
    fn once_a_passage(&self, hits: &[Hit]) -> Vec<InPassage> {
        let mut roles: Vec<InPassage> = Vec::new();
        for hits in hits.chunk_by(|one, other| one.passage == other.passage) {
            let start = roles.len();
            let passage = hits.first().and_then(|hit| self.read.facts.passages.get(hit.passage));
            for hit in hits {
                let is_served = passage.is_some_and(|passage| hit.is_served(passage));
                let mut here = roles.iter_mut().skip(start);
                match here.find(|named| named.role == hit.role) {
                    Some(named) => named.is_served |= is_served,
                    None => roles.push(InPassage { role: hit.role, is_served }),
                }
            }
        }
        roles
    }

    /// Where it names known roles, front matter aside.
    fn find_mentions(&self, knowledge: &Knowledge) -> Vec<Hit> {
        let passages = self.read.facts.passages.iter().enumerate();
        let spoken = passages.filter(|(_, passage)| passage.kind != Kind::FrontMatter);
        let found = spoken.flat_map(|(index, passage)| {
            let found = mention::find(index, passage.words(), &knowledge.vocabulary).into_iter();
            found.filter(|hit| !passage.is_target(hit.word))
        });
        found.collect()
    }
}

/// The generic words of which something is remarked as such, by their indices, in text order.
fn words_of(remarks: &Remarks) -> Vec<usize> {
    let rule = rules::index_of(&GENERIC_ROLE);
    let words = remarks.iter().filter_map(|(index, remark)| match remark.subject {
        Subject::Word(word) if Some(*index) == rule => Some(word),
        _ => None,
    });
    let mut words: Vec<usize> = words.collect();
    words.sort_unstable();
    words
}

fn guesses_of(context: &RuleContext<'_>, remarks: &Remarks, panics: &mut CaughtPanics) -> Guesses {
    let open = remarks.iter().filter_map(|(rule, remark)| {
        let (rule, number) = (rules::ALL.get(*rule)?, remark.guess?);
        let guess = || context.guess(remark.subject, number);
        Some((remark.subject, caught(rule, context.text, panics, guess)))
    });
    open.collect()
}

/// What the rules have to say of a page, either those on directives or the others.
pub(crate) fn remarks(
    context: &RuleContext<'_>,
    on_directives: bool,
    panics: &mut CaughtPanics,
) -> Remarks {
    let settings = context.known.settings();
    let mut remarks: Remarks = rules::ALL
        .iter()
        .enumerate()
        .filter(|(_, rule)| rule.on_directives == on_directives && !rule.is_off_in(settings))
        .flat_map(|(index, rule)| {
            let remarks = caught(rule, context.text, panics, || (rule.check)(context));
            remarks.into_iter().map(move |remark| (index, remark))
        })
        .collect();
    remarks.sort_by_key(|(rule, remark)| (remark.span, *rule));
    remarks
}
