//! `story-without-benefit`

use crate::fix::edit::{Edit, Fix, Scope};
use crate::read::story::SegmentStory;
use crate::rules::context::RuleContext;
use crate::rules::context::Whole;
use crate::rules::remark::{Remark, Subject};
use crate::rules::rule::Finding;
use crate::rules::rule::rule;
use crate::text::line::{break_of, line_at};
use crate::text::token::TokenKind;
use markdown::{Kind, Mark, MarkKind, Span, slice};

rule! {
    /// This story doesn't say why.
    ///
    /// The benefit says what a story is worth, and lets somebody find a better way to the same end.
    /// Without it, only the solution is left.
    ///
    /// ~~~markdown
    /// As a shopper, I want to see my size so that I need not ask.
    ///
    /// As a shopper, I want to be told when my size is back.
    ///                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    /// ~~~
    ///
    /// Any wording works: so that, so I can, in order to, because, to avoid; a line or a column for
    /// the benefit, the value or the reason; or a sentence that says what the want makes possible.
    ///
    /// ~~~markdown
    /// In order to plan the shift, as a store manager, I want to see who is ill.
    ///
    /// As a sales associate, I want to find a box without having to ask.
    ///
    /// As a shopper, I want to reserve a pair.
    /// **Benefit:** the way to the store is not in vain.
    /// ~~~
    ///
    /// If at least half of the stories in a document have a benefit, each one without it is
    /// reported at full severity. If fewer do, the severity is one lower. If less than a quarter
    /// do, the document gets one finding, at the first such story.
    ///
    /// **Fix:** ask the role why. The quick fix adds "so that" for you to complete.
    ///
    /// **Source:** Rich Mironov asks us to connect each role to why they need a thing. Jeff Gothelf
    /// asks what makes them successful.
    STORY_WITHOUT_BENEFIT, "story-without-benefit", Information, check => fix
}

/// From so many stories on, what hardly any of them has is told once.
const SEVERAL: usize = 3;

fn check(context: &RuleContext<'_>) -> Vec<Remark> {
    if context.facts.stories.is_empty() {
        return Vec::new();
    }
    let backlog = context.known.backlog();
    let is_once = is_reported_once(context);
    let remarks = context.stories_for(&STORY_WITHOUT_BENEFIT).map(|(index, story, _)| Remark {
        span: story.want.span,
        message: match (is_once, backlog.with_reason) {
            (true, 0) => format!("None of the {} stories here says why.", backlog.count),
            (true, few) => {
                let says = if few == 1 { "says" } else { "say" };
                format!("Only {few} of the {} stories here {says} why.", backlog.count)
            }
            (false, _) => "This story doesn’t say why. Add “so that …”.".to_owned(),
        },
        subject: Subject::Story(index),
        soft: !is_once && backlog.with_reason * 2 < backlog.count,
        guess: None,
    });
    remarks.collect()
}

/// Whether hardly any story of the document has a benefit, and there are several: that is how it is
/// written.
fn is_reported_once(context: &RuleContext<'_>) -> bool {
    let backlog = context.known.backlog();
    backlog.with_reason * 4 < backlog.count && backlog.count >= SEVERAL
}

/// Whether it is to be told of the story of this index that it has no benefit.
pub(super) fn applies(context: &RuleContext<'_>, story: usize) -> bool {
    let is_first =
        context.known.backlog().first_without == Some(context.known.stories_before() + story);
    context.story(story).is_some_and(|(_, form)| !form.says_why)
        && (is_first || !is_reported_once(context))
}

/// A place for the benefit, in the story's own layout.
fn fix(whole: &dyn Whole, finding: &Finding, _: Scope) -> Vec<Fix> {
    fix_of(whole, finding).into_iter().collect()
}

fn fix_of(whole: &dyn Whole, finding: &Finding) -> Option<Fix> {
    let (base, context) = whole.context(finding.segment)?;
    let Subject::Story(index) = finding.subject else { return None };
    let edit = with_benefit(&context, context.story(index)?.0)?;
    let edits = vec![Edit { span: edit.span.shifted(base), ..edit }];
    Some(Fix { preferred: true, ..Fix::here("Add “so that”".to_owned(), edits) })
}

/// What is to be filled in.
const PLACE: &str = "…";

/// A benefit to fill in, behind what is wanted, in the story's own layout.
fn with_benefit(context: &RuleContext<'_>, story: &SegmentStory) -> Option<Edit> {
    let wanted = story.wanting.as_ref()?;
    let passage = context.passage(wanted.passage)?;
    let words = passage.words();
    // A list of wants has no end to put it behind.
    let is_said = |at: usize| {
        words.is_word(at)
            || words
                .get(at)
                .is_some_and(|it| matches!(it.kind, TokenKind::Object | TokenKind::Number))
    };
    wanted.what.clone().find(|at| is_said(*at))?;
    let at = story.want.span.end;
    let verb = passage.prose.source(words.span(wanted.verb.clone()));
    let line = line_at(context.text, verb.start);
    let opening = slice(context.text, Span::new(line.start, verb.start));
    let is_own_line = matches!(passage.kind, Kind::Paragraph)
        && story.roles.first().is_some_and(|role| role.span.end <= line.start);
    if !is_own_line {
        let at = behind_marks(context, story, at)?;
        let behind = context.text.get(at..)?;
        let rest = behind.chars().next().is_none_or(|next| {
            next.is_whitespace()
                || matches!(next, '.' | ',' | ';' | '!' | '"' | '”' | '*' | '_' | '|')
        });
        return rest.then(|| Edit::insert(at, format!(", so that {PLACE}")));
    }
    // Parts on lines of their own: the marks round "I want" are put round "so that".
    let margin = opening
        .trim_start_matches(|c: char| c.is_whitespace() || ">-*+".contains(c))
        .trim_end_matches('*');
    let is_margin = matches!(margin, "" | "<br>" | "<br/>" | "<br />");
    let end = line_at(context.text, at.min(context.text.len())).end;
    let own = slice(context.text, Span::new(at, end));
    let is_plain = own.chars().all(|c| c.is_whitespace() || ".,;\\".contains(c));
    let mark = if opening.ends_with("**") { "**" } else { "" };
    let closing = context.text.get(verb.end..)?;
    let closes = [":**", "**:", "**"].into_iter().find(|close| closing.starts_with(close));
    let close = match (mark, closes) {
        ("", _) => "",
        (_, Some(close)) => close,
        // "**I want to** tea"
        (_, None) => "**",
    };
    if !is_margin || !is_plain || opening.contains('|') {
        return None;
    }
    // Paragraphs of their own stay so.
    let is_apart = story.roles.first().is_some_and(|role| role.passage != wanted.passage);
    let is_item = passage.item.is_some_and(|item| item.leads);
    let newline = break_of(context.text);
    let gap = if is_apart && !is_item {
        format!("{newline}{newline}")
    } else if own.ends_with("  ") || own.ends_with('\\') || margin.starts_with("<br") {
        newline.to_owned()
    } else {
        let above = slice(context.text, line_at(context.text, line.start.saturating_sub(2)));
        let hard = above.trim_end_matches('\r').ends_with("  ");
        format!("{}{newline}", if hard && !is_item { "  " } else { "" })
    };
    Some(Edit::insert(end, format!("{gap}{opening}so that{close} {PLACE}")))
}

/// Behind the marks that close at a byte what they open in the want: "**tea**".
fn behind_marks(context: &RuleContext<'_>, story: &SegmentStory, at: usize) -> Option<usize> {
    let passage = context.passage(story.wanting.as_ref()?.passage)?;
    let end = passage.prose.at_source(at)?;
    let start = passage.prose.at_source(story.want.span.start)?;
    let closes = |mark: &&Mark| {
        matches!(mark.kind, MarkKind::Strong | MarkKind::Emphasis)
            && mark.span.end == end
            && mark.span.start >= start
    };
    if !passage.prose.marks.iter().any(|mark| closes(&mark)) {
        return Some(at);
    }
    let behind = context.text.get(at..)?;
    Some(at + behind.len() - behind.trim_start_matches(['*', '_']).len())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::STORY_WITHOUT_BENEFIT;
    use crate::rules::tests;
    use crate::{Document, Review, Settings, Severity};

    const WITH: &str = "As a nurse, I want tea so that I wake.\n\n";

    fn check(fixture: &str) {
        tests::check(&STORY_WITHOUT_BENEFIT, fixture);
    }

    #[test]
    fn any_wording_of_a_reason_passes() {
        for text in [
            "As a nurse, I want tea so I wake.",
            "As a nurse, I want tea so reps can wake.",
            "As a nurse, in order to wake, I want tea.",
            "In order to wake, as a nurse, I want tea.",
            "As a nurse, I want tea because it wakes me.",
            "As a nurse, I want a cup of tea to help me wake.",
            "As a nurse, I want a cup of tea, to wake.",
            "As a nurse, I want tea, allowing me to wake.",
            "As a nurse, I want tea without having to ask.",
            "As a nurse, I want tea. This lets me wake.",
            "As a nurse, I want tea.\n**Benefit:** I wake.",
            "As a nurse, I want tea.\n\n- Cost: low\n- Business value: I wake",
            "- As a nurse, I want tea\n  - **Why** I wake",
            "As a nurse, I want tea.\n\n#### Rationale\n\nI wake.",
            "| Story | Value |\n|---|---|\n| As a nurse, I want tea | I wake |",
            "**As a** nurse\n\n**I want** tea\n\n**so that** I wake",
            "As a nurse, I want to:\n\n- sleep so that I rest\n- wake\n",
        ] {
            check(text);
        }
    }

    #[test]
    fn an_empty_column_is_no_reason() {
        check(
            "| As a | I want | So that |\n|---|---|---|\n| nurse | tea | I wake |\n| nurse | cake | |\n          ^^^^\n",
        );
    }

    #[test]
    fn of_a_title_nothing_is_said() {
        check("### As a nurse, I want tea\n\nAs a nurse, I want tea so that I wake.\n");
        check(
            "### As a nurse, I want tea\n                       ^^^\n\nAs a nurse, I want cake so that I wake.\n",
        );
    }

    #[test]
    fn the_reason_of_another_story_is_none() {
        check(
            "As a nurse, I want tea.\n                   ^^^\n\nAs a cook, I want salt.\n\nBenefit: taste\n",
        );
        check(
            "As a nurse, I want to ask why.\n                      ^^^^^^^\n\nIt is so far so good.\n",
        );
    }

    #[test]
    fn the_fewer_say_it_the_softer_it_is_told() {
        let severities = |with: usize, without: usize| {
            let text = WITH.repeat(with) + &"As a cook, I want salt.\n\n".repeat(without);
            let only = crate::rules::ALL.iter().filter(|rule| **rule != &STORY_WITHOUT_BENEFIT);
            let rules = only.map(|rule| (rule.name.to_owned(), None)).collect();
            let settings = Settings { rules, ..Settings::default() };
            let findings = Review::new(Document::new(&text), Arc::new(settings)).findings();
            findings.iter().map(|finding| finding.severity).collect::<Vec<_>>()
        };
        assert_eq!(severities(3, 2), [Severity::Information; 2]);
        assert_eq!(severities(2, 3), [Severity::Hint; 3]);
        assert_eq!(severities(1, 4), [Severity::Information]);
        assert_eq!(severities(0, 1), [Severity::Hint]);
        assert_eq!(severities(0, 9), [Severity::Information]);
    }

    #[test]
    fn what_hardly_any_story_says_is_told_once() {
        let said = |text: &str| tests::messages(&STORY_WITHOUT_BENEFIT, Settings::default(), text);
        let text =
            "As a cook, I want salt.\n\nAs a cook, I want oil.\n\nAs a cook, I want wine.\n\n";
        assert_eq!(said(text), ["None of the 3 stories here says why."]);
        let text = format!("{WITH}{text}As a cook, I want eggs.\n");
        assert_eq!(said(&text), ["Only 1 of the 5 stories here says why."]);
    }

    #[test]
    fn the_fix_goes_on_in_the_storys_own_layout() {
        for (text, fixed) in [
            ("As a nurse, I want tea.", "As a nurse, I want tea, so that …."),
            ("**As a nurse, I want tea**", "**As a nurse, I want tea, so that …**"),
            ("As a nurse, I want **tea**.\n", "As a nurse, I want **tea**, so that ….\n"),
            ("As a nurse, I want `tea`\n", "As a nurse, I want `tea`, so that …\n"),
            (
                "| a |\n|---|\n| As a nurse, I want tea |\n",
                "| a |\n|---|\n| As a nurse, I want tea, so that … |\n",
            ),
            ("As a nurse,\nI want tea.\n", "As a nurse,\nI want tea.\nso that …\n"),
            (
                "**As a** nurse\n**I want** tea\n\nMore.\n",
                "**As a** nurse\n**I want** tea\n**so that** …\n\nMore.\n",
            ),
            (
                "**As a** nurse  \n**I want to** rest\n",
                "**As a** nurse  \n**I want to** rest  \n**so that** …\n",
            ),
            (
                "**As a** nurse  \r\n**I want to** rest  \r\n",
                "**As a** nurse  \r\n**I want to** rest  \r\n**so that** …\r\n",
            ),
            (
                "> **As a** nurse\n> <br>**I want** tea\n",
                "> **As a** nurse\n> <br>**I want** tea\n> <br>**so that** …\n",
            ),
            (
                "- **As a:** nurse\n- **I want:** tea\n\nMore.\n",
                "- **As a:** nurse\n- **I want:** tea\n- **so that:** …\n\nMore.\n",
            ),
            (
                "**As a** nurse\n\n**I want** tea\n",
                "**As a** nurse\n\n**I want** tea\n\n**so that** …\n",
            ),
        ] {
            let story = tests::fixed(&STORY_WITHOUT_BENEFIT, Settings::default(), text);
            assert_eq!(story, [("Add “so that”".to_owned(), fixed.to_owned())], "{text}");
            check(fixed);
            let again = Review::new(Document::new(fixed), Arc::default());
            let names: Vec<&str> = again.findings().iter().map(|one| one.rule.name).collect();
            assert_eq!(names, ["unfilled-template"], "{fixed}");
        }
        for text in [
            "As a nurse, I want [tea](tea.md)",
            "As a nurse, I want to:\n\n- sleep\n- wake\n",
            "| As a | I want |\n|---|---|\n| nurse | tea |\n",
        ] {
            assert_eq!(
                tests::fixed(&STORY_WITHOUT_BENEFIT, Settings::default(), text),
                [],
                "{text}"
            );
        }
    }
}
