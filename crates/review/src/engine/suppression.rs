//! What directives leave in peace, from segment to segment, and what became of each of them.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use crate::document::knowledge::Knowledge;
use crate::engine::segment_review::{self, Read, SegmentReview};
use crate::read::directive::{Directive, Directives, Kind, Onward, Reach, RuleName, Word};
use crate::role_choice::ranker::Ranker;
use crate::rules;
use crate::rules::context::Fate;
use crate::rules::remark::Remark;

/// Decides which remarks of the rules are published. The directives of a document are few: this is done afresh for each
/// review, and costs nothing where there are none.
pub(crate) fn suppress(parts: &mut [SegmentReview], knowledge: &Knowledge, ranker: &Ranker) {
    leave_foreign(parts, |part| part.published().as_slice());
    if parts.iter().all(|part| part.read.facts.directives.all.is_empty()) {
        return;
    }
    let reads: Vec<Arc<Read>> = parts.iter().map(|part| Arc::clone(&part.read)).collect();
    let reaches = Reaches::of(reads.iter().map(|read| &read.facts.directives));
    let found: Vec<&[(usize, Remark)]> =
        parts.iter().map(|part| part.published().as_slice()).collect();
    for (index, fate) in reaches.fates(&found) {
        if let Some(part) = parts.get_mut(index) {
            part.fates.push(fate);
        }
    }
    for part in parts.iter_mut().filter(|part| !part.fates.is_empty()) {
        let mut panics = Vec::new();
        let more = segment_review::remarks(&part.context(knowledge, ranker), true, &mut panics);
        part.panics = panics;
        if !more.is_empty() {
            let mut published: Vec<_> = part.published().iter().cloned().chain(more).collect();
            published.sort_by_key(|(rule, remark)| (remark.span, *rule));
            part.published = Some(Arc::new(published));
        }
    }
    leave_foreign(parts, |part| part.published().as_slice());
    let published: Vec<_> = parts.iter().map(|part| part.published().as_slice()).collect();
    let ignored = reaches.ignored(&published);
    let concerned: HashSet<usize> = ignored.iter().map(|(part, _)| *part).collect();
    for index in concerned {
        let Some(part) = parts.get_mut(index) else { continue };
        let published = part.published().iter().enumerate();
        let published = published.filter(|(remark, _)| !ignored.contains(&(index, *remark)));
        part.published = Some(Arc::new(published.map(|(_, remark)| remark.clone()).collect()));
    }
}

/// Leaves out of `remarks` what is said of stretches that are not in English.
fn leave_foreign(
    parts: &mut [SegmentReview],
    remarks: impl Fn(&SegmentReview) -> &[(usize, Remark)],
) {
    for part in parts.iter_mut().filter(|part| !part.foreign.is_empty()) {
        let published = remarks(part).iter();
        let published = published.filter(|(_, remark)| !part.is_foreign(remark.span.start));
        part.published = Some(Arc::new(published.cloned().collect()));
    }
}

/// A place in the document: index of the segment, byte of it.
type Place = (usize, usize);

/// Further than any document goes.
const END: Place = (usize::MAX, 0);

/// The directives of a document, each with what it reaches.
pub(crate) struct Reaches<'a> {
    all: Vec<Reached<'a>>,
}

struct Reached<'a> {
    part: usize,
    directive: &'a Directive,
    over: Range<Place>,
    partner: Option<(usize, usize)>,
}

/// The remarks of a segment, in text order, each with the index of its rule.
type Remarks = [(usize, Remark)];

impl<'a> Reaches<'a> {
    /// The reaches of the directives of each segment.
    pub fn of(parts: impl Iterator<Item = &'a Directives>) -> Self {
        let mut all: Vec<Reached> = Vec::new();
        // By their index in `all`: those that wait for a block, those whose list may go on, and
        // starts without an end, each with its index in its segment.
        let mut waiting: Vec<usize> = Vec::new();
        let mut in_list: Vec<usize> = Vec::new();
        let mut open: Vec<(usize, usize)> = Vec::new();
        for (part, directives) in parts.enumerate() {
            let entering = [(std::mem::take(&mut waiting), directives.first)];
            let entering =
                entering.into_iter().chain([(std::mem::take(&mut in_list), directives.list)]);
            for (index, reach) in
                entering.flat_map(|(list, reach)| list.into_iter().map(move |one| (one, reach)))
            {
                if let Some(reached) = all.get_mut(index) {
                    reached.over.end = (part, reach.end);
                }
                match reach.onward {
                    Onward::Nothing => {}
                    Onward::Block => waiting.push(index),
                    Onward::List => in_list.push(index),
                }
            }
            for (index, directive) in directives.all.iter().enumerate() {
                let here = all.len();
                let behind = (part, directive.comment.end);
                let mut partner = None;
                let over = match directive.kind {
                    Word::Right(Kind::File) => (0, 0)..END,
                    Word::Right(Kind::Next) => {
                        let Reach { end, onward } = directive.next;
                        match onward {
                            Onward::Nothing => {}
                            Onward::Block => waiting.push(here),
                            Onward::List => in_list.push(here),
                        }
                        (part, directive.from)..(part, end)
                    }
                    Word::Right(Kind::Start) | Word::Wrong(Some(Kind::Start)) => {
                        open.push((here, index));
                        behind..END
                    }
                    Word::Right(Kind::End) | Word::Wrong(Some(Kind::End)) => {
                        if let Some((start, its_index)) = closed(&mut open, directive, &all)
                            && let Some(start) = all.get_mut(start)
                        {
                            start.over.end = (part, directive.comment.start);
                            start.partner = Some((part, index));
                            partner = Some((start.part, its_index));
                        }
                        behind..behind
                    }
                    Word::Wrong(_) | Word::Visible => behind..behind,
                };
                all.push(Reached { part, directive, over, partner });
            }
        }
        Self { all }
    }

    /// What became of each directive, in order, with the segment it is in.
    pub fn fates(&self, remarks: &[&Remarks]) -> Vec<(usize, Fate)> {
        let places = Places::of(remarks);
        let fates = self.all.iter().map(|reached| {
            let used =
                reached.ignored(&places).filter_map(|(rule, _)| rules::ALL.get(rule).copied());
            let used = used.collect();
            (reached.part, Fate { partner: reached.partner, used })
        });
        fates.collect()
    }

    /// The remarks that are ignored: segment, index there.
    pub fn ignored(&self, remarks: &[&Remarks]) -> HashSet<(usize, usize)> {
        let places = Places::of(remarks);
        // How many directives more, or fewer, reach each remark than the one before it.
        let mut steps: Vec<Vec<isize>> =
            places.0.iter().map(|places| vec![0; places.len() + 1]).collect();
        for (rule, indices) in self.all.iter().flat_map(|reached| reached.ignored(&places)) {
            for (index, step) in [(indices.start, 1), (indices.end, -1)] {
                if let Some(count) = steps.get_mut(rule).and_then(|steps| steps.get_mut(index)) {
                    *count += step;
                }
            }
        }
        let mut ignored = HashSet::new();
        for (places, steps) in places.0.iter().zip(&steps) {
            let mut reaching = 0;
            for ((place, index), step) in places.iter().zip(steps) {
                reaching += step;
                if reaching > 0 {
                    ignored.insert((place.0, *index));
                }
            }
        }
        ignored
    }
}

impl Reached<'_> {
    /// The remarks it reaches: rule, and indices among the places of that rule. None is empty.
    fn ignored<'a>(
        &'a self,
        places: &'a Places,
    ) -> impl Iterator<Item = (usize, Range<usize>)> + 'a {
        let works = self.directive.does().is_some() && self.over.start < self.over.end;
        let rules = rules::ALL.iter().enumerate().filter(move |_| works);
        rules.filter(|(_, rule)| rule.is_named_by(self.directive)).filter_map(|(rule, _)| {
            let places = places.0.get(rule)?;
            let before = |bound: Place| places.partition_point(|(place, _)| *place < bound);
            let indices = before(self.over.start)..before(self.over.end);
            (!indices.is_empty()).then_some((rule, indices))
        })
    }
}

/// Takes the start that an end closes from those that are open: the last, or the last that names
/// one of the rules that the end names.
fn closed(
    open: &mut Vec<(usize, usize)>,
    end: &Directive,
    all: &[Reached<'_>],
) -> Option<(usize, usize)> {
    let is_rule = |named: &&RuleName| rules::find(&named.name).is_some();
    let named: Vec<&RuleName> = end.rules.iter().filter(is_rule).collect();
    let at = open.iter().rposition(|(start, _)| {
        let rules = all.get(*start).map(|start| &start.directive.rules);
        named.is_empty()
            || rules.is_some_and(|rules| {
                rules.iter().any(|rule| named.iter().any(|named| named.name == rule.name))
            })
    })?;
    Some(open.remove(at))
}

/// For each of [`rules::ALL`], where it has remarks, in text order: the place, and the index among
/// the remarks of the segment.
struct Places(Vec<Vec<(Place, usize)>>);

impl Places {
    fn of(remarks: &[&Remarks]) -> Self {
        let mut places = vec![Vec::new(); rules::ALL.len()];
        for (part, remarks) in remarks.iter().enumerate() {
            for (index, (rule, remark)) in remarks.iter().enumerate() {
                if let Some(places) = places.get_mut(*rule) {
                    places.push(((part, remark.span.start), index));
                }
            }
        }
        Self(places)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::{Document, Review};

    /// Reviews a text and holds all findings but those on directives against the carets under it.
    fn check(fixture: &str) {
        let marked = fixture::read(fixture);
        let review = Review::new(Document::new(&marked.text), Arc::default());
        let findings = review.findings().into_iter().filter(|one| !one.rule.on_directives);
        let found: Vec<fixture::Mark> = findings
            .map(|finding| fixture::Mark {
                start: finding.span.start,
                end: finding.span.end,
                label: finding.rule.name.to_owned(),
            })
            .collect();
        assert!(found == marked.marks, "found:\n{}", fixture::draw(&marked.text, &found));
    }

    #[test]
    fn the_block_that_follows_is_ignored_and_no_other() {
        check(
            "<!-- rolecall-ignore -->\n\nThe user pays,\nand users wait.\n\nThe user leaves.\n    ^^^^ generic-role\n",
        );
        check(
            "Users pay.\n^^^^^ generic-role\n<!-- rolecall-ignore -->\n# The user can pay\nUsers pay.\n^^^^^ generic-role\n",
        );
        check(
            "<!-- rolecall-ignore -->\n- The user pays.\n- Users\n  - Users wait.\n\nUsers pay.\n^^^^^ generic-role\n",
        );
        check(
            "<!-- rolecall-ignore -->\n| a |\n|---|\n| The user pays |\n| Users pay |\n\nUsers pay.\n^^^^^ generic-role\n",
        );
        check(
            "<!-- rolecall-ignore -->\n> The user pays.\n>\n> Users pay.\n\nUsers pay.\n^^^^^ generic-role\n",
        );
        check("<!-- rolecall-ignore -->\n```\nuser\n```\n\nUsers pay.\n^^^^^ generic-role\n");
        check("Users pay.\n^^^^^ generic-role\n\n<!-- rolecall-ignore -->");
    }

    #[test]
    fn in_a_list_or_a_quote_it_reaches_what_follows_there() {
        check(
            "- Users pay.\n  ^^^^^ generic-role\n  <!-- rolecall-ignore -->\n- Users pay.\n\n  Users wait.\n- Users pay.\n  ^^^^^ generic-role\n",
        );
        check("- <!-- rolecall-ignore -->\n  Users pay.\n- Users pay.\n  ^^^^^ generic-role\n");
        check("> <!-- rolecall-ignore -->\n> Users pay.\n>\n> Users pay.\n  ^^^^^ generic-role\n");
        check(
            "- a\n\n  > <!-- rolecall-ignore -->\n\nUsers pay.\n\nUsers pay.\n^^^^^ generic-role\n",
        );
        check(
            "1. a\n\n   <!-- rolecall-ignore -->\n   Users pay.\n\n   Users pay.\n   ^^^^^ generic-role\n",
        );
    }

    #[test]
    fn only_what_is_named_is_ignored() {
        check(
            "<!-- rolecall-ignore generic-story-role -->\nAs a user, I want users to pay so that I rest.\n                  ^^^^^ generic-role\n",
        );
        check("<!-- rolecall-ignore generic-role,undeclared-role -->\nUsers pay.\n");
        check(
            "<!-- rolecall-ignore undeclared-role -->\n<!-- rolecall-ignore generic-role -->\nUsers pay.\n",
        );
        check("<!-- rolecall-ignore nonsense -->\nUsers pay.\n^^^^^ generic-role\n");
        check("<!-- rolecall-ingore -->\nUsers pay.\n^^^^^ generic-role\n");
    }

    #[test]
    fn what_is_no_comment_does_nothing() {
        for text in [
            "`<!-- rolecall-ignore-file -->`\n\nUsers pay.\n^^^^^ generic-role\n",
            "```\n<!-- rolecall-ignore-file -->\n```\nUsers pay.\n^^^^^ generic-role\n",
            "    <!-- rolecall-ignore-file -->\n\nUsers pay.\n^^^^^ generic-role\n",
            "<pre>\n<!-- rolecall-ignore-file -->\n</pre>\n\nUsers pay.\n^^^^^ generic-role\n",
            "<!--\n<!-- rolecall-ignore-file -->\n\nUsers pay.\n^^^^^ generic-role\n",
            "{/* rolecall-ignore-file */}\n\nUsers pay.\n^^^^^ generic-role\n",
        ] {
            check(text);
        }
        check("<div>\n<!-- rolecall-ignore-file -->\n</div>\n\nUsers pay.\n");
        check("<!--\nrolecall-ignore\n-->\nUsers pay.\n");
        check("See <!-- rolecall-ignore-file -->\n\nUsers pay.\n");
        check("<!-- a --> <!-- rolecall-ignore-file -->\n\nUsers pay.\n");
        check("%% rolecall-ignore %%\nUsers pay.\n\nUsers pay.\n^^^^^ generic-role\n");
    }

    #[test]
    fn in_a_block_it_holds_for_the_block() {
        for text in [
            "The user pays. <!-- rolecall-ignore -->\nUsers wait.\n\nUsers pay.\n^^^^^ generic-role\n",
            "The user <!-- rolecall-ignore generic-role --> pays.\n\nUsers pay.\n^^^^^ generic-role\n",
            "- [ ] <!-- rolecall-ignore --> Users pay.\n- [ ] Users pay.\n      ^^^^^ generic-role\n",
            "- Users pay. <!-- rolecall-ignore -->\n  - Users pay.\n    ^^^^^ generic-role\n",
            "> Users pay. <!-- rolecall-ignore -->\n>\n> Users pay.\n  ^^^^^ generic-role\n",
            "# The user can pay <!-- rolecall-ignore -->\n\nUsers pay.\n^^^^^ generic-role\n",
            "The user pays. %% rolecall-ignore %%\n\nUsers pay.\n^^^^^ generic-role\n",
        ] {
            check(text);
        }
        // Of a table it is the row.
        check(
            "| a | b |\n|---|---|\n| The user pays. | Users pay. <!-- rolecall-ignore --> |\n| The user pays. | |\n      ^^^^ generic-role\n",
        );
        check(
            "**Note**: <!-- rolecall-ignore-start -->The user pays.<!-- rolecall-ignore-end --> Users pay.\n                                                                                   ^^^^^ generic-role\n",
        );
        // What stands behind it on its line is HTML, and nobody reads that.
        check("<!-- rolecall-ignore --> Users pay.\n\nUsers pay.\n^^^^^ generic-role\n");
    }

    #[test]
    fn a_reason_may_stand_behind_dashes() {
        for reason in ["-- the API says so", "--because", "\u{2014} see generic-story-role"] {
            check(&format!(
                "<!-- rolecall-ignore generic-story-role {reason} -->\nAs a user, I want users to pay so that I rest.\n                  ^^^^^ generic-role\n"
            ));
            check(&format!("<!-- rolecall-ignore {reason} -->\nUsers pay.\n"));
        }
    }

    #[test]
    fn each_format_has_comments_of_its_own() {
        let published = |text: &str, syntax: markdown::Syntax| {
            let review = Review::new(Document::of(text, syntax), Arc::default());
            let findings = review.findings();
            findings
                .iter()
                .filter(|one| one.rule.name != "unnamed-people")
                .map(|one| (one.rule.name, one.text(review.document())))
                .collect::<Vec<_>>()
        };
        let users = |text: &str, syntax| {
            let found = published(text, syntax);
            assert!(found.iter().all(|(rule, _)| *rule == "generic-role"), "{text}: {found:?}");
            found.len()
        };
        use markdown::Syntax::{Gherkin, Mdx, Text};
        assert_eq!(
            users("{/* rolecall-ignore generic-role */}\nUsers pay.\n\nUsers pay.\n", Mdx),
            1
        );
        assert_eq!(users("Users pay. {/* rolecall-ignore */}\n\nUsers pay.\n", Mdx), 1);
        assert_eq!(
            users("{/*\n  rolecall-ignore\n*/}\n- Users pay.\n- Users pay.\n\nUsers pay.\n", Mdx),
            1
        );
        assert_eq!(users("<!-- rolecall-ignore-file -->\n\nUsers pay.\n", Mdx), 0);
        let feature = |comment: &str| {
            format!(
                "{comment}Feature: The user can pay\n  The user pays.\n\n  Users pay.\n\n  Scenario: x\n    Given users wait\n    When users wait\n"
            )
        };
        assert_eq!(users(&feature(""), Gherkin), 5);
        assert_eq!(users(&feature("# rolecall-ignore\n"), Gherkin), 2);
        assert_eq!(users(&feature("# rolecall-ignore\n@users @pay\n"), Gherkin), 2);
        assert_eq!(users(&feature("# rolecall-ignore-file -- not ours\n"), Gherkin), 0);
        let step =
            feature("").replace("    Given", "    # rolecall-ignore generic-role\n    Given");
        assert_eq!(users(&step, Gherkin), 4);
        // Where it is seen, it does nothing, and that is reported.
        for (text, syntax) in [
            ("<!-- rolecall-ignore -->\n\nUsers pay.\n", Text),
            ("# rolecall-ignore\n\nUsers pay.\n", Text),
            ("Feature: A\n  Scenario: b\n    Given users wait # rolecall-ignore\n", Gherkin),
            ("@rolecall-ignore\nFeature: A\n  Scenario: b\n    Given users wait\n", Gherkin),
        ] {
            let found = published(text, syntax);
            assert!(found.iter().any(|(rule, _)| *rule == "generic-role"), "{text}: {found:?}");
            let directive = ("unknown-directive", "rolecall-ignore".to_owned());
            assert!(found.contains(&directive), "{text}: {found:?}");
        }
    }

    #[test]
    fn from_a_start_to_its_end() {
        check(
            "Users pay.\n^^^^^ generic-role\n\n<!-- rolecall-ignore-start -->\n\nUsers pay.\n\n- Users pay.\n\n<!-- rolecall-ignore-end -->\n\nUsers pay.\n^^^^^ generic-role\n",
        );
        check(
            "<!-- rolecall-ignore-start generic-role -->\n\n<!-- rolecall-ignore-start generic-story-role -->\n\nAs a user, I want users to pay so that I rest.\n\n<!-- rolecall-ignore-end generic-role -->\n\nAs a user, I want users to wait so that I rest.\n                  ^^^^^ generic-role\n\n<!-- rolecall-ignore-end -->\n\nAs a user, I want tea so that I wake.\n     ^^^^ generic-story-role\n",
        );
        check("<!-- rolecall-ignore-start -->\n\nUsers pay.\n\nUsers pay.\n");
    }

    /// Some nine kilobytes, more than a segment of paragraphs has.
    fn filler() -> String {
        "Plain words that fill a paragraph, so that segments are cut. ".repeat(30) + "\n\n"
    }

    #[test]
    fn segments_are_no_bounds() {
        let filler = filler().repeat(5);
        let segments = |text: &str| Document::new(text).segments().count();
        let line = "Users pay.\n\n";
        let published = "Users pay.\n^^^^^ generic-role\n\n";
        // A segment begins with the heading.
        let text = format!("{filler}<!-- rolecall-ignore -->\n\n# The user pays\n\n{published}");
        assert!(segments(&text) > 2);
        let before = filler.len() + "<!-- rolecall-ignore -->\n\n".len();
        assert!(Document::new(&text).segments().any(|(start, _)| start == before));
        check(&text);
        let comment = format!("<!--\n{}-->\n", "Plain words.\n".repeat(3000));
        assert!(segments(&comment) > 2);
        check(&format!("<!-- rolecall-ignore -->\n{comment}Users pay.\n\n{published}"));
        check(&format!("{line}{filler}{line}{filler}<!-- rolecall-ignore-file -->\n"));
        check(&format!(
            "{published}<!-- rolecall-ignore-start -->\n\n{filler}{line}{filler}{line}<!-- rolecall-ignore-end -->\n\n{filler}{published}"
        ));
        let items = "- A line of some forty bytes about tea.\n".repeat(400);
        let list = format!("<!-- rolecall-ignore -->\n{items}- Users pay.\n{items}- Users pay.\n");
        let text = format!("{list}\n{published}- Users pay.\n  ^^^^^ generic-role\n");
        assert!(segments(&text) > 2);
        check(&text);
    }

    #[test]
    fn an_edit_far_away_counts_here() {
        let text = format!("Tea.\n\n{}Users pay.\n", filler().repeat(6));
        let before = Review::new(Document::new(&text), Arc::default());
        for directive in ["<!-- rolecall-ignore-start -->\n\n", "<!-- rolecall-ignore-file -->\n\n"]
        {
            let mut document = before.document().clone();
            document.edit(markdown::Span::new(0, 0), directive);
            let with = before.again(document, Arc::default());
            let published = |review: &Review, rule: &str| {
                review.findings().iter().any(|one| one.rule.name == rule)
            };
            assert!(published(&before, "generic-role") && !published(&with, "generic-role"));
            let mut document = with.document().clone();
            document.edit(markdown::Span::new(0, directive.len()), "");
            assert_eq!(with.again(document, Arc::default()).findings(), before.findings());
        }
    }
}
