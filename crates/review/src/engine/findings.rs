//! What was found in a reviewed document, and what was not worth a finding.

use std::collections::BTreeMap;
use std::sync::Arc;

use markdown::{Encoding, Span};

use crate::document::same_role::At;
use crate::document::usage::Levels;
use crate::engine::asked_elsewhere::AskedElsewhere;
use crate::engine::extent::Reviewed;
use crate::engine::panic::CaughtPanic;
use crate::engine::review::Review;
use crate::engine::segment_review::SegmentReview;
use crate::person::likelihood;
use crate::role_choice::choice::{Measured, Suggestion};
use crate::rules::business_object::{self, ObjectUse};
use crate::rules::remark::{PassedOver, Remark, Subject};
use crate::rules::rule::{Finding, Related, Rule};
use crate::rules::{self, GENERIC_ROLE};
use crate::settings::Severity;

/// A stretch of whole lines of a reviewed document.
#[derive(Debug, Clone, Copy)]
pub struct Stretch<'a> {
    review: &'a Review,
    index: usize,
    part: &'a SegmentReview,
    /// Where it starts, in bytes of the document.
    pub start: usize,
    /// The line that starts there, from zero.
    pub line: usize,
}

impl<'a> Stretch<'a> {
    /// What was found in it, in text order; spans are of the document.
    pub fn findings(self) -> impl Iterator<Item = Finding> + use<'a> {
        self.review.findings_of(self.index, self.start, self.part)
    }

    /// How many findings there are in it.
    pub fn count(self) -> usize {
        self.review.remarks_of(self.part).count()
    }

    /// What the findings in it are known by: as long as this review is held, a stretch of another one with the same
    /// identity has the same findings, at the same distances from its start. None where nothing was found, or where
    /// that hangs on places elsewhere.
    pub fn id(&self) -> Option<StretchId> {
        let published = self.part.published();
        let is_alone = |remark: &Remark| {
            !matches!(remark.subject, Subject::Repetition(..) | Subject::SameRole(..))
        };
        let is_fixed = !published.is_empty()
            && !self.part.asked_elsewhere.points_elsewhere()
            && published.iter().all(|(_, remark)| is_alone(remark));
        let address = |published: &Arc<_>| Arc::as_ptr(published) as usize;
        is_fixed.then(|| StretchId {
            remarked: Arc::as_ptr(&self.part.remarked) as usize,
            published: self.part.published.as_ref().map_or(0, address),
            settings: Arc::as_ptr(&self.review.knowledge.settings) as usize,
            reviewed: self.part.reviewed.clone(),
            asked_elsewhere: self.part.asked_elsewhere.clone(),
            hints: self.review.hints(),
            levels: Arc::clone(&self.review.levels),
        })
    }
}

/// What the findings in a stretch of a document are known by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StretchId {
    remarked: usize,
    published: usize,
    settings: usize,
    reviewed: Reviewed,
    asked_elsewhere: AskedElsewhere,
    hints: bool,
    levels: Arc<Levels>,
}

impl Review {
    /// What was found, in text order.
    pub fn findings(&self) -> Vec<Finding> {
        let parts = self.parts_with_starts().enumerate();
        parts.flat_map(|(index, (base, part))| self.findings_of(index, base, part)).collect()
    }

    /// The rules that panicked, in text order: what else they have to say is among the findings, and so
    /// is what the others say.
    pub fn panics(&self) -> Vec<CaughtPanic> {
        let parts = self.parts.iter().enumerate();
        let panics = parts.flat_map(|(index, part)| {
            let line = self.document.segment_line(index);
            let of_part = part.remarked.panics.iter().chain(&part.panics);
            of_part.map(move |(rule, message)| CaughtPanic { rule, line, message: message.clone() })
        });
        panics.collect()
    }

    /// The document in stretches, in text order. An edit leaves most of them as they were.
    pub fn stretches(&self) -> impl Iterator<Item = Stretch<'_>> {
        let parts = self.document.segments().zip(&self.parts).enumerate();
        parts.map(|(index, ((start, _), part))| Stretch {
            review: self,
            index,
            start,
            line: self.document.segment_line(index),
            part,
        })
    }

    /// The stretches of the document that are not in English, and so are left alone, in text order.
    pub fn foreign(&self) -> Vec<Span> {
        let mut stretches: Vec<Span> = Vec::new();
        for (base, part) in self.parts_with_starts() {
            for stretch in part.foreign.iter().map(|stretch| stretch.shifted(base)) {
                match stretches.last_mut() {
                    Some(last) if last.end == stretch.start => last.end = stretch.end,
                    _ => stretches.push(stretch),
                }
            }
        }
        stretches
    }

    /// The generic words that name nobody in particular and may stay, in text order. Those in the
    /// role slots of stories are not among them: each of these is judged as a role; nor are those in
    /// what is not in English.
    pub fn passed_over(&self) -> Vec<PassedOver> {
        let parts = self.parts_with_starts();
        let words = parts.flat_map(|(base, part)| {
            let context = part.context(&self.knowledge, &self.ranker);
            let words: Vec<_> = context.passed_over().collect();
            let words = words.into_iter().filter(|word| !part.is_foreign(word.span.start));
            let words: Vec<_> = words.collect();
            words.into_iter().map(move |word| PassedOver { span: word.span.shifted(base), ..word })
        });
        words.collect()
    }

    /// How the words for whoever buys are used, each with its use: some name what the product keeps.
    pub fn object_uses(&self) -> BTreeMap<Arc<str>, ObjectUse> {
        business_object::uses(self.contexts().map(|(_, context)| context))
    }

    /// What was found in a span, or at one of its ends, in text order.
    pub fn findings_in(&self, span: Span) -> impl Iterator<Item = Finding> {
        let parts = self
            .segments()
            .map(|(start, segment, _)| Span::new(start, start + segment.text().len()));
        let near = parts
            .zip(&self.parts)
            .enumerate()
            .filter(move |(_, (whole, _))| whole.start <= span.end && span.start <= whole.end);
        let findings =
            near.flat_map(|(index, (whole, part))| self.findings_of(index, whole.start, part));
        findings.filter(move |finding| {
            finding.span.touches(span.start)
                || finding.span.touches(span.end)
                || span.contains(finding.span)
        })
    }

    /// What was found in the segment that holds the byte at `offset`.
    pub(crate) fn findings_near(&self, offset: usize) -> Vec<Finding> {
        let index = self.segment_at(offset);
        let part = index.and_then(|index| Some((index, self.part(index)?)));
        part.map_or_else(Vec::new, |(index, (base, part))| {
            self.findings_of(index, base, part).collect()
        })
    }

    fn findings_of(
        &self,
        index: usize,
        base: usize,
        part: &SegmentReview,
    ) -> impl Iterator<Item = Finding> {
        self.remarks_of(part).map(move |(rule, severity, probability, remark)| {
            let related = self.related(index, part, rule, remark.subject);
            Finding {
                rule,
                severity,
                span: remark.span.shifted(base),
                message: self.message(part, remark, &related),
                related,
                probability,
                segment: index,
                subject: remark.subject,
            }
        })
    }

    /// Returns what a remark says. On a repeated story it ends with the line of the earlier one.
    fn message(&self, part: &SegmentReview, remark: &Remark, related: &[Related]) -> String {
        let message = part.message(remark);
        match (remark.subject, related.first()) {
            (Subject::Repetition(..), Some(earlier)) => {
                let place = self.document().position(earlier.span.start, Encoding::Utf8);
                format!("{message} on line {}.", place.line + 1)
            }
            _ => message,
        }
    }

    /// What the rules that are on remarked of a part, each with its rule and severity, and how likely its generic word stands
    /// for a person, 0 to 1, where it is about one.
    fn remarks_of<'a>(
        &self,
        part: &'a SegmentReview,
    ) -> impl Iterator<Item = (&'static Rule, Severity, Option<f64>, &'a Remark)> {
        let style = self.knowledge.settings.style;
        let hints = self.hints();
        part.published().iter().filter_map(move |(rule, remark)| {
            let rule = *rules::ALL.get(*rule)?;
            let is_reviewed = part.reviewed.has(remark.span.start);
            if !is_reviewed && !hints {
                return None;
            }
            let is_generic = *rule == GENERIC_ROLE;
            let asked_elsewhere = Some(&part.asked_elsewhere).filter(|_| is_generic);
            let is_asked = asked_elsewhere.is_some_and(|it| it.is_of_document(remark.subject));
            let is_again = asked_elsewhere.is_some_and(|it| it.before(remark.subject).is_some());
            let probability =
                if is_generic { part.probability(remark.subject, &self.levels) } else { None };
            let is_unsure = probability.is_some_and(|it| !likelihood::is_sure(it));
            let severity = match self.knowledge.settings.rules.get(rule.name) {
                Some(chosen) => (*chosen)?,
                None if is_asked || is_unsure => Severity::Hint,
                None if remark.soft || is_again => rule.severity_in(style).softer(),
                None => rule.severity_in(style),
            };
            let severity = if is_reviewed { severity } else { Severity::Hint };
            Some((rule, severity, probability, remark))
        })
    }

    /// Whether what is not reviewed shows as hints.
    fn hints(&self) -> bool {
        self.origin.hints(self.kind())
    }

    /// The other places that a remark is about. They may stand in other segments, which move, so
    /// they are looked up for each finding.
    fn related(
        &self,
        segment: usize,
        part: &SegmentReview,
        rule: &Rule,
        subject: Subject,
    ) -> Vec<Related> {
        let related = match subject {
            Subject::Word(_) if *rule == GENERIC_ROLE => self.asked_before(part, subject),
            Subject::Repetition(_, ordinal) => self.earlier_story(ordinal),
            Subject::SameRole(mention, other) => self.other_name((segment, mention), other),
            _ => None,
        };
        related.into_iter().collect()
    }

    /// The story that so many others stand before.
    fn earlier_story(&self, ordinal: usize) -> Option<Related> {
        let behind = self.parts.partition_point(|part| part.before.stories <= ordinal);
        let part = behind.checked_sub(1).and_then(|index| self.part(index));
        let span = part.and_then(|(base, part)| {
            let index = ordinal.checked_sub(part.before.stories)?;
            let story = part.read.facts.stories.get(index)?;
            Some(story.span.shifted(base))
        });
        span.map(|span| Related { span, message: "the earlier story".to_owned() })
    }

    /// Where the same was asked first.
    fn asked_before(&self, part: &SegmentReview, subject: Subject) -> Option<Related> {
        let (segment, first) = part.asked_elsewhere.before(subject)?;
        let (base, first_part) = self.part(segment)?;
        let mut remarks = first_part.published().iter();
        let (_, remark) = remarks.find(|(_, remark)| remark.subject == first)?;
        let message = "the same question, asked here first".to_owned();
        Some(Related { span: remark.span.shifted(base), message })
    }

    /// Where the document first names the role that the mention at a place is likely to mean.
    fn other_name(&self, at: At, other: usize) -> Option<Related> {
        let same = self.same_roles.iter().find(|same| same.at == at && same.other == other)?;
        let (segment, mention) = same.other_at;
        let (base, part) = self.part(segment)?;
        let span = part.mentions(base).nth(mention)?.span;
        let name = &self.vocabulary().roles().get(other)?.name;
        Some(Related { span, message: format!("the first “{name}”") })
    }

    /// The roles that may be meant where `finding` is, best first. Empty where no role is known, and
    /// for a finding of another review.
    pub fn suggestions(&self, finding: &Finding) -> Vec<Suggestion> {
        let Some((_, context)) = self.context(finding.segment) else { return Vec::new() };
        context.suggestions(finding.rule, finding.subject)
    }

    /// What is measured of each role where `finding` is, in the order of the vocabulary's roles: that is what the weights of
    /// the choice are fitted to. Empty where no role is wanted there.
    pub fn measured(&self, finding: &Finding) -> Vec<Measured> {
        let Some((_, context)) = self.context(finding.segment) else { return Vec::new() };
        context.measured(finding.subject)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use markdown::Span;

    use crate::{Document, Review, Settings, Severity};

    /// Some nine kilobytes, more than a segment of paragraphs has.
    fn filler() -> String {
        "Plain words that fill a paragraph, so that segments are cut. ".repeat(30) + "\n\n"
    }

    fn review(text: &str) -> Review {
        Review::new(Document::new(text), Arc::default())
    }

    #[test]
    fn findings_stand_where_their_words_are() {
        let text = format!("The user pays.\n\n{}The customer waits.\n", filler().repeat(8));
        let review = review(&text);
        assert!(review.stretches().count() > 2);
        let words: Vec<String> =
            review.findings().iter().map(|one| one.text(review.document())).collect();
        assert_eq!(words, ["user", "customer"]);
        let at = text.find("customer").unwrap();
        let near: Vec<Span> =
            review.findings_in(Span::new(at, at)).map(|finding| finding.span).collect();
        assert_eq!(near, [Span::new(at, at + "customer".len())]);
        assert_eq!(review.findings_in(Span::new(at - 9, at - 9)).count(), 0);
        assert_eq!(review.findings_near(at).len(), 1);
        assert_eq!(review.stretches().map(super::Stretch::count).sum::<usize>(), 2);
    }

    #[test]
    fn a_stretch_keeps_its_number_while_its_findings_stay() {
        let text = format!("The user pays.\n\n{}The customer waits.\n", filler().repeat(8));
        let before = review(&text);
        let mut document = before.document().clone();
        document.edit(Span::new(0, 0), "Tea.\n\n");
        let after = before.again(document, Arc::default());
        let ids = |review: &Review| review.stretches().filter_map(|it| it.id()).collect::<Vec<_>>();
        let (old, new) = (ids(&before), ids(&after));
        assert_eq!((old.len(), new.len()), (2, 2));
        assert_eq!(old[1].remarked, new[1].remarked, "the last stretch only moved");
    }

    /// A paragraph with so much code that a document of it is technical.
    fn code() -> String {
        "Set `a` and `b` to `c`, then call `d`.\n\n".repeat(20)
    }

    #[test]
    fn what_is_not_sure_is_a_hint_unless_the_project_says_otherwise() {
        let unsure = code() + "We look at the user.\n";
        let found = |text: &str, settings: Settings| {
            let review = Review::new(Document::new(text), Arc::new(settings));
            let findings = review.findings().into_iter();
            let prose = findings.filter(|finding| finding.rule.name == "generic-role");
            let found = prose.map(|it| (it.severity, it.probability.unwrap() > 0.7, it.is_sure()));
            found.collect::<Vec<_>>()
        };
        let plain = Settings::default;
        assert_eq!(found("The user pays.\n", plain()), [(Severity::Warning, true, true)]);
        assert_eq!(found(&unsure, plain()), [(Severity::Hint, false, false)]);
        let strict = [("generic-role".to_owned(), Some(Severity::Error))].into();
        let strict = Settings { rules: strict, ..plain() };
        assert_eq!(found(&unsure, strict), [(Severity::Error, false, true)]);
    }

    #[test]
    fn a_document_is_asked_who_they_are_where_one_place_is_sure() {
        let asked = |text: &str| {
            let findings = review(text).findings().into_iter();
            findings.filter(|finding| finding.rule.name == "unnamed-people").count()
        };
        let unsure = code() + &"We look at the user.\n\n".repeat(3);
        assert_eq!(asked(&unsure), 0);
        assert_eq!(asked(&"The user pays.\n\n".repeat(3)), 1);
    }

    #[test]
    fn a_stretch_is_another_one_once_its_findings_are_less_sure() {
        let text = format!("The user pays.\n\n{}Tea.\n", filler().repeat(8));
        let before = review(&text);
        let mut document = before.document().clone();
        document.edit(Span::new(text.len(), text.len()), &code().repeat(9));
        let after = before.again(document, Arc::default());
        let first = |review: &Review| review.stretches().find_map(|it| it.id());
        assert_eq!(first(&before).map(|it| it.remarked), first(&after).map(|it| it.remarked));
        assert_ne!(first(&before), first(&after));
        let probability = |review: &Review| review.findings()[0].probability.unwrap();
        assert!(probability(&after) < probability(&before));
    }

    #[test]
    fn words_that_may_stay_are_passed_over_and_foreign_text_is_left_alone() {
        let french = "Le client paie le pain et les clients attendent dans la rue avec leur sac. ";
        let english = "We write each user story with those who do the work, and read it to them. ";
        let text = format!("# Tea\n\n{english}\n\n# La suite\n\n{}\n", french.repeat(6));
        let review = review(&text);
        let words: Vec<String> =
            review.passed_over().iter().map(|one| review.document().slice(one.span)).collect();
        assert_eq!(words, ["user"]);
        let foreign = review.foreign();
        assert_eq!(foreign.len(), 1, "{foreign:?}");
        assert!(review.document().slice(foreign[0]).contains("Le client paie"));
    }
}
