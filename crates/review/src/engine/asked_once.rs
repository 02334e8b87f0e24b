//! What a document is asked once, however many of its places ask it: who they are where no role can be offered, and each
//! question that has one answer in many places.

use std::collections::HashMap;
use std::sync::Arc;

use markdown::Span;

use crate::document::knowledge::Knowledge;
use crate::document::usage::Levels;
use crate::engine::asked_elsewhere::At;
use crate::engine::segment_review::SegmentReview;
use crate::english::inflect::{self, Capitals};
use crate::person::likelihood;
use crate::rules::remark::{Remark, Subject};
use crate::rules::suggestion::Offered;
use crate::rules::{self, GENERIC_ROLE, UNNAMED_PEOPLE};
use crate::settings::Settings;

/// Fewer places than this ask for themselves.
const SEVERAL: usize = 3;
/// A document with more words to each place is not about them: it is not asked.
const WORDS: usize = 300;
/// The same where the places ask for themselves.
const FEW_WORDS: usize = 100;

/// A generic word whose role is asked for.
struct Open {
    at: At,
    /// Its index among the generic words of its segment.
    word: usize,
    span: Span,
    term: Arc<str>,
    offered: Offered,
}

impl Open {
    /// The question as it stands there.
    fn question(&self, message: String, soft: bool) -> Remark {
        Remark { span: self.span, message, subject: Subject::Segment, soft, guess: None }
    }
}

/// Asks at each place where no role can be offered, so that directives can reach the question there; [`settle`] leaves one.
/// Without directives there is nothing to reach it.
pub(crate) fn ask(parts: &mut [SegmentReview], settings: &Settings) {
    let (Some(rule), true) = (rule(settings), has_directives(parts)) else { return };
    for (index, part) in parts.iter_mut().enumerate() {
        let open = open(index, part).filter(|open| open.offered == Offered::Nobody);
        let questions = open.map(|open| (rule, open.question(String::new(), false))).collect();
        publish(part, questions);
    }
}

/// Asks the document once for all places that ask the same, and says of each part which of its places that are. Where no
/// place is sure to mean a person, there is nothing to ask. A place for which nobody can be offered speaks for itself only in
/// a short text.
/// An audience that the document describes in a section of its own is not asked for again, though no role is read there.
pub(crate) fn settle(parts: &mut [SegmentReview], knowledge: &Knowledge, levels: &Levels) {
    let all: Vec<Open> = parts.iter().enumerate().flat_map(|(at, part)| open(at, part)).collect();
    let mut first: HashMap<(usize, &str), At> = HashMap::new();
    for open in &all {
        let Offered::One(role) = open.offered else { continue };
        let asked = *first.entry((role, &open.term)).or_insert(open.at);
        if let Some(part) = parts.get_mut(open.at.0).filter(|_| asked != open.at) {
            part.asked_elsewhere.point(open.word, asked);
        }
    }
    let Some(rule) = rule(&knowledge.settings) else { return };
    let unnamed: Vec<&Open> = all.iter().filter(|open| open.offered == Offered::Nobody).collect();
    // Where a directive reaches the question and not the word, the document is not to be asked.
    let was_asked = has_directives(parts);
    let is_sure = |open: &&Open| {
        let probability = parts.get(open.at.0).and_then(|part| part.probability(open.at.1, levels));
        probability.is_some_and(likelihood::is_sure)
    };
    let words: usize = parts.iter().map(|part| part.read.facts.usage.words()).sum();
    let is_asked =
        unnamed.len() >= SEVERAL && words <= WORDS * unnamed.len() && unnamed.iter().any(is_sure);
    let question = unnamed.first().filter(|open| !was_asked || stands(open, rule, parts));
    let knows_nobody = knowledge.vocabulary.roles().is_empty();
    let is_told = parts.iter().any(|part| part.read.facts.has_audience);
    let is_all = knows_nobody && unnamed.len() == all.len();
    let question = question
        .filter(|_| is_asked && !is_told)
        .map(|open| (open.at.0, open.question(message(&unnamed, is_all), levels.is_technical())));
    if was_asked {
        for part in parts.iter_mut().filter(|part| part.published().iter().any(|it| it.0 == rule)) {
            let others = part.published().iter().filter(|(other, _)| *other != rule);
            part.published = Some(Arc::new(others.cloned().collect()));
        }
    }
    if !is_asked && words <= FEW_WORDS * unnamed.len() {
        return;
    }
    for open in &unnamed {
        if let Some(part) = parts.get_mut(open.at.0) {
            part.asked_elsewhere.leave_to_document(open.word);
        }
    }
    if let Some((segment, question)) = question
        && let Some(part) = parts.get_mut(segment)
    {
        publish(part, vec![(rule, question)]);
    }
}

fn has_directives(parts: &[SegmentReview]) -> bool {
    parts.iter().any(|part| !part.read.facts.directives.all.is_empty())
}

/// The rule that asks, by its index, if it is on.
fn rule(settings: &Settings) -> Option<usize> {
    rules::index_of(&UNNAMED_PEOPLE).filter(|_| !UNNAMED_PEOPLE.is_off_in(settings))
}

/// Whether the question still stands at a place.
fn stands(open: &Open, rule: usize, parts: &[SegmentReview]) -> bool {
    let part = parts.get(open.at.0);
    let mut published = part.into_iter().flat_map(|part| part.published());
    published.any(|(other, remark)| *other == rule && remark.span == open.span)
}

/// Adds remarks to those of a part, each behind what else is said there.
fn publish(part: &mut SegmentReview, questions: Vec<(usize, Remark)>) {
    if questions.is_empty() {
        return;
    }
    let mut published: Vec<_> = part.published().iter().cloned().chain(questions).collect();
    published.sort_by_key(|(_, remark)| remark.span);
    part.published = Some(Arc::new(published));
}

/// The words of a part whose role is asked for, as far as it is reviewed.
fn open(index: usize, part: &SegmentReview) -> impl Iterator<Item = Open> {
    let generic = rules::index_of(&GENERIC_ROLE);
    let asked = part.published().iter().filter(move |(rule, remark)| {
        Some(*rule) == generic
            && part.reviewed.has(remark.span.start)
            && !part.is_foreign(remark.span.start)
    });
    asked.filter_map(move |(_, remark)| {
        let Subject::Word(word) = remark.subject else { return None };
        let term = Arc::clone(&part.read.facts.generics.get(word)?.term);
        let offered = part.offered_by(remark)?;
        Some(Open { at: (index, remark.subject), word, span: remark.span, term, offered })
    })
}

fn message(unnamed: &[&Open], is_all: bool) -> String {
    let mut terms: Vec<(&str, usize)> = Vec::new();
    for open in unnamed {
        match terms.iter_mut().find(|(term, _)| *term == &*open.term) {
            Some((_, count)) => *count += 1,
            None => terms.push((&open.term, 1)),
        }
    }
    terms.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let quoted = |(index, (term, _)): (usize, &(&str, usize))| match index {
        0 if !is_all => format!("“{}”", inflect::capitalized(term, Capitals::First)),
        _ => format!("“{term}”"),
    };
    let terms: Vec<String> = terms.iter().enumerate().map(quoted).collect();
    let places = unnamed.len();
    match is_all {
        true => {
            let terms = inflect::either(&terms);
            format!("Everybody here is called {terms} ({places} places). Who are they?")
        }
        false => {
            let are = if terms.len() > 1 { "are" } else { "is" };
            let terms = inflect::listed(&terms, "and");
            format!("{terms} {are} vague in {places} places. Which roles are they?")
        }
    }
}
