//! `unused-directive`

use markdown::Span;

use crate::fix::directive;
use crate::fix::edit::{Edit, Fix, Scope};
use crate::read::directive::{Directive, Kind, RuleName};
use crate::rules::context::Fate;
use crate::rules::context::RuleContext;
use crate::rules::context::Whole;
use crate::rules::remark::{Remark, Subject};
use crate::rules::rule::{Finding, Rule, rule};

rule! {
    /// This comment ignores nothing: the finding it was written for has been fixed or moved.
    ///
    /// If it stays, it hides what somebody writes there next.
    ///
    /// ~~~markdown
    /// <!-- rolecall-ignore generic-role -->
    /// ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    /// The shopper pays.
    ///
    /// <!-- rolecall-ignore generic-role undeclared-role -->
    ///                                   ^^^^^^^^^^^^^^^
    /// The user pays.
    /// ~~~
    ///
    /// A comment that ignores a finding is allowed. So is one that names a rule that is off,
    /// because nobody knows what it would ignore.
    ///
    /// ~~~markdown
    /// <!-- rolecall-ignore generic-role -->
    /// The user pays.
    /// ~~~
    ///
    /// **Fix:** take the quick fix, which removes the comment or the name.
    ///
    /// A directive without rule names doesn't ignore this rule. Name it to ignore it.
    UNUSED_DIRECTIVE, "unused-directive", Information, check => fix, on_directives
}

/// What of a directive ignores nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Idle {
    /// All of it.
    Whole,
    /// Some of the rules it names, by their index.
    Names(Vec<usize>),
}

fn check(context: &RuleContext<'_>) -> Vec<Remark> {
    let remark = |(index, directive, fate): (usize, &Directive, &Fate)| {
        let (span, message) = match idle(context, directive, fate)? {
            Idle::Whole => {
                (directive.comment, "This comment ignores nothing. Remove it?".to_owned())
            }
            Idle::Names(names) => {
                let spans =
                    names.iter().filter_map(|at| directive.rules.get(*at)).map(|it| it.span);
                let spans: Vec<Span> = spans.collect();
                let (first, last) = (spans.first()?, spans.last()?);
                let written =
                    spans.iter().map(|span| format!("`{}`", markdown::slice(context.text, *span)));
                let written = written.collect::<Vec<_>>().join(", ");
                let message = format!("This comment ignores no finding of {written}.");
                (Span::new(first.start, last.end), message)
            }
        };
        Some(Remark {
            span,
            message,
            subject: Subject::Directive(index, None),
            soft: false,
            guess: None,
        })
    };
    context.directives().filter_map(remark).collect()
}

/// What of a directive ignores nothing, though all rules that it is about are on.
fn idle(context: &RuleContext<'_>, directive: &Directive, fate: &Fate) -> Option<Idle> {
    let is_counted = match directive.does()? {
        Kind::Next | Kind::File => true,
        // One that is never ended is told already.
        Kind::Start => fate.partner.is_some(),
        Kind::End => false,
    };
    let is_off = |rule: &Rule| rule.is_off_in(context.known.settings());
    if !is_counted {
        None
    } else if directive.rules.is_empty() {
        let mut about_words = context.registry.all.iter().filter(|rule| !rule.on_directives);
        let all_on = !about_words.any(|rule| is_off(rule));
        (all_on && fate.used.is_empty()).then_some(Idle::Whole)
    } else {
        let is_idle = |named: &RuleName| {
            let rule = context.registry.find(&named.name);
            rule.is_some_and(|it| !it.on_directives && !is_off(it) && !fate.used.contains(&it))
        };
        let names = directive.rules.iter().enumerate().filter(|(_, named)| is_idle(named));
        let names: Vec<usize> = names.map(|(at, _)| at).collect();
        match names.len() {
            0 => None,
            all if all == directive.rules.len() => Some(Idle::Whole),
            _ => Some(Idle::Names(names)),
        }
    }
}

/// The document without what ignores nothing.
fn fix(whole: &dyn Whole, finding: &Finding, _: Scope) -> Vec<Fix> {
    fix_of(whole, finding).into_iter().collect()
}

fn fix_of(whole: &dyn Whole, finding: &Finding) -> Option<Fix> {
    let (base, context) = whole.context(finding.segment)?;
    let Subject::Directive(index, _) = finding.subject else { return None };
    let directive = context.facts.directives.all.get(index)?;
    let fate = context.fates.get(index)?;
    let (title, edits) = match idle(&context, directive, fate)? {
        Idle::Whole => {
            let both = [Some((finding.segment, index)), fate.partner].into_iter().flatten();
            let title = match fate.partner {
                Some(_) => "Remove this comment and its end",
                None => "Remove this comment",
            };
            let edits: Option<Vec<Edit>> =
                both.map(|(segment, index)| without(whole, segment, index)).collect();
            (title.to_owned(), edits?)
        }
        Idle::Names(names) => {
            let all = || directive.rules.iter().enumerate();
            let of = |is_idle: bool| {
                let some = all().filter(|(at, _)| names.contains(at) == is_idle);
                some.map(|(_, named)| named.name.as_str()).collect::<Vec<_>>()
            };
            let (first, last) = (directive.rules.first()?, directive.rules.last()?);
            let list = Span::new(first.span.start, last.span.end);
            let is_comma = markdown::slice(context.text, list).contains(',');
            let text = of(false).join(if is_comma { ", " } else { " " });
            let edit = Edit { span: list.shifted(base), text };
            (format!("Remove {}", of(true).join(", ")), vec![edit])
        }
    };
    Some(Fix { safe: true, preferred: true, ..Fix::here(title, edits) })
}

/// The document without a directive, which is one of a segment.
fn without(whole: &dyn Whole, segment: usize, index: usize) -> Option<Edit> {
    let (base, context) = whole.context(segment)?;
    let (_, segment) = whole.document().segments().nth(segment)?;
    let edit = directive::without(segment, context.facts.directives.all.get(index)?)?;
    Some(Edit { span: edit.span.shifted(base), ..edit })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::UNUSED_DIRECTIVE;
    use crate::rules::tests;
    use crate::{Document, Review, Settings};

    fn check(fixture: &str) {
        tests::check(&UNUSED_DIRECTIVE, fixture);
    }

    #[test]
    fn every_form_is_told() {
        check(
            "<!-- rolecall-ignore -->\n^^^^^^^^^^^^^^^^^^^^^^^^\n\nThe shopper pays.\n\nThe user pays.\n",
        );
        check(
            "<!-- rolecall-ignore-file -->\n^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n\nThe shopper pays.\n",
        );
        check(
            "The user pays.\n\n<!-- rolecall-ignore-start -->\n^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n<!-- rolecall-ignore-end -->\n\nThe user pays.\n",
        );
        check("<!-- rolecall-ignore generic-role -->\n^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n");
        check(
            "<!-- rolecall-ignore undeclared-role, generic-role, generic-story-role -->\n                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\nThe user pays.\n",
        );
    }

    #[test]
    fn what_ignores_passes() {
        for text in [
            "The user pays.\n\n<!-- rolecall-ignore-file -->",
            "<!-- rolecall-ignore -->\n<!-- rolecall-ignore generic-role -->\nThe user pays.",
            "<!-- rolecall-ignore-start -->\nThe user pays.\n<!-- rolecall-ignore-end -->",
            // These are told otherwise.
            "<!-- rolecall-ignore-start -->\nThe shopper pays.",
            "<!-- rolecall-ignore generic-rol -->\nThe shopper pays.",
            "<!-- rolecall-ingore generic-role -->\nThe shopper pays.",
            // Nothing is said of those that name these rules themselves.
            "<!-- rolecall-ignore unknown-directive unused-directive -->\nThe shopper pays.",
            "<!-- rolecall-ignore-file unused-directive -->\n\n<!-- rolecall-ignore generic-role -->\n",
        ] {
            check(text);
        }
    }

    #[test]
    fn of_a_rule_that_is_off_nobody_knows() {
        let found = |directive: &str, off: &str| {
            let settings =
                Settings { rules: [(off.to_owned(), None)].into(), ..Settings::default() };
            let text = format!("{directive}\nThe shopper pays.\n");
            let review = Review::new(Document::new(&text), Arc::new(settings));
            let findings = review.findings().into_iter();
            findings.map(|finding| finding.text(review.document())).collect::<Vec<_>>()
        };
        let bare = "<!-- rolecall-ignore -->";
        let both = "<!-- rolecall-ignore generic-role undeclared-role -->";
        assert_eq!(found(bare, "generic-role"), [] as [&str; 0]);
        assert_eq!(found(bare, "unknown-directive"), [bare]);
        assert_eq!(found(both, "generic-role"), ["undeclared-role"]);
        assert_eq!(found(both, "generic-story-role"), [both]);
    }

    /// Applies the only fix for the first finding of a text.
    fn check_fix(text: &str, title: &str, expected: &str) {
        let fixes = tests::fixes(&UNUSED_DIRECTIVE, Settings::default(), text);
        let [(fix, fixed)] = fixes.as_slice() else { panic!("{fixes:?}") };
        assert_eq!((fix.title.as_str(), fix.safe), (title, true));
        assert_eq!(fixed, expected);
    }

    #[test]
    fn a_start_goes_with_its_end_and_a_name_alone() {
        check_fix(
            "a\n\n<!-- rolecall-ignore-start -->\n\nb\n\n<!-- rolecall-ignore-end -->\n\nc\n",
            "Remove this comment and its end",
            "a\n\nb\n\nc\n",
        );
        check_fix(
            "<!-- rolecall-ignore undeclared-role, generic-role, generic-story-role -->\nUsers pay.\n",
            "Remove undeclared-role, generic-story-role",
            "<!-- rolecall-ignore generic-role -->\nUsers pay.\n",
        );
    }
}
