//! `user-problem-as-customer-problem`

use crate::fix::edit::{Edit, Fix, Scope};
use crate::read::prd::problem;
use crate::read::prd::quantity;
use crate::read::prd::statement::Sentence;
use crate::rules::context::RuleContext;
use crate::rules::context::Whole;
use crate::rules::remark::Remark;
use crate::rules::rule::Finding;
use crate::rules::rule::rule;
use crate::settings::section::SectionKind;
use crate::text::line::break_of_document;
use crate::text::passage::Passage;
use crate::text::token::one_line;
use crate::words::Class;
use markdown::{Encoding, Kind, Span};

rule! {
    /// This describes a task in the product as the customer's problem.
    ///
    /// A user's problem is what somebody needs to be able to do in the product. A customer's
    /// problem is what keeps their business from growing. If only the task is written down, solving
    /// it may not help the business at all.
    ///
    /// ~~~markdown
    /// # Shift planner PRD
    ///
    /// ## Problem
    ///
    /// The customer needs to be able to upload last month's shifts.
    /// ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    /// ~~~
    ///
    /// ~~~markdown
    /// # Shift planner PRD
    ///
    /// ## Problem
    ///
    /// The customer loses 4% of its sales to shifts that nobody took. Store managers need to be able
    /// to see who is free.
    /// ~~~
    ///
    /// Only sections on the problem are checked. Under a heading such as "Customer problem",
    /// anybody's task is reported. Under a heading such as "User problem", none is.
    ///
    /// **Fix:** write what the business loses and how much. Then describe the task as the problem
    /// of the role that has it.
    ///
    /// **Source:** the essay *I got 99 problems… but are they customer problems?*, which calls
    /// three such sentences user problems.
    USER_PROBLEM_AS_CUSTOMER_PROBLEM, "user-problem-as-customer-problem", Information, check => fix
}

fn check(context: &RuleContext<'_>) -> Vec<Remark> {
    let remarks = context.sentences().filter_map(|(sentence, passage)| {
        let anybody = match sentence.kind {
            SectionKind::Problem => false,
            SectionKind::CustomerProblem => true,
            _ => return None,
        };
        let words = passage.words();
        let task = problem::task(words, sentence.tokens.clone(), anybody)?;
        if has_stake(passage, sentence) {
            return None;
        }
        let message =
            "This is a user’s task, not a customer’s problem. What does it cost the business?";
        Some(Remark::on_passage(sentence.passage, passage, task, message.to_owned()))
    });
    remarks.collect()
}

/// Whether the sentence says what the task is worth.
fn has_stake(passage: &Passage, sentence: &Sentence) -> bool {
    let words = passage.words();
    let amounts = quantity::of(words, sentence.tokens.clone());
    let loses = sentence.tokens.clone().any(|at| words.is(at, Class::BusinessLoss));
    loses || amounts.money || amounts.share || amounts.time || amounts.risk
}

/// The task under a heading that says whose problem it is.
fn fix(whole: &dyn Whole, finding: &Finding, _: Scope) -> Vec<Fix> {
    fix_of(whole, finding).into_iter().collect()
}

/// A user's problem under a heading of its own: that which there is, or a new one after the section.
/// Only the sentence moves; the paragraph or item does where it says nothing else.
fn fix_of(whole: &dyn Whole, finding: &Finding) -> Option<Fix> {
    let sections = whole.sections();
    let index = sections.innermost(finding.span.start)?;
    let section = sections.get(index)?;
    let document = whole.document();
    let Moved { cut, text, is_item } = moved(whole, finding)?;
    let newline = break_of_document(document);
    let own = sections.find(|kinds| kinds.only() == Some(SectionKind::UserProblem));
    let insert = match own {
        Some(own) => {
            let body = sections.body(own);
            let joins = is_item && ends_in_item(whole, body.end);
            let gap = if joins { newline.to_owned() } else { newline.repeat(2) };
            Edit::insert(body.end, format!("{gap}{text}"))
        }
        None => {
            let heading = format!("{} User problem", "#".repeat(usize::from(section.level)));
            let text = format!("{newline}{newline}{heading}{newline}{newline}{text}");
            Edit::insert(section.span.end, text)
        }
    };
    // What is moved to right behind itself.
    let cut = Span::new(cut.start, cut.end.min(document.len()));
    let mut edits = vec![Edit { span: cut, text: String::new() }, insert];
    edits.sort();
    let overlaps =
        edits.first().zip(edits.last()).is_some_and(|(one, other)| one.span.end > other.span.start);
    if overlaps {
        let [Edit { span: cut, .. }, Edit { text, .. }] = edits.as_slice() else { return None };
        edits = vec![Edit {
            span: Span::new(cut.start, section.span.end),
            text: text.trim_start().to_owned(),
        }];
    }
    Some(Fix::here("Move to a “User problem” section".to_owned(), edits))
}

/// The sentence that a finding is about, or the lines it stands on where it stands there alone.
fn moved(whole: &dyn Whole, finding: &Finding) -> Option<Moved> {
    let document = whole.document();
    let (base, context) = whole.context(finding.segment)?;
    let start = finding.span.start.checked_sub(base)?;
    let (sentence, passage) = context.sentences().find(|(sentence, passage)| {
        passage.span.contains(finding.span.shifted_back(base))
            && passage.prose.source(passage.words().span(sentence.tokens.clone())).touches(start)
    })?;
    let words = passage.words();
    let (mut first, mut last) = (sentence.tokens.start, sentence.tokens.end);
    while first > 0 && !words.ends_sentence(first - 1) {
        first -= 1;
    }
    while last < words.tokens.len() && !words.ends_sentence(last.saturating_sub(1)) {
        last += 1;
    }
    let (lines, is_item) = lines_of(whole, finding.span.start)?;
    if first == 0 && last == words.tokens.len() {
        let text = document.slice(document.trimmed_end(lines));
        return Some(Moved { cut: lines, text, is_item });
    }
    let written = passage.prose.extract(words.span(first..last))?.shifted(base);
    let whole = document.trimmed_end(passage.span.shifted(base));
    let behind = document.slice(Span::new(written.end, whole.end));
    let gap = behind.len() - behind.trim_start().len();
    let cut = if gap > 0 {
        Span::new(written.start, written.end + gap)
    } else {
        let before = document.slice(Span::new(whole.start, written.start));
        Span::new(whole.start + before.trim_end().len(), written.end)
    };
    let text = one_line(&document.slice(written));
    Some(Moved { cut, text, is_item: false })
}

/// What is moved elsewhere.
struct Moved {
    /// What goes where it stands, in bytes of the document.
    cut: Span,
    text: String,
    /// Whether it is an item of a list, with its mark.
    is_item: bool,
}

/// The lines of the paragraph or of the list item at a byte, with the blank line behind them, and
/// whether it is an item. None for what is nested.
fn lines_of(whole: &dyn Whole, offset: usize) -> Option<(Span, bool)> {
    let document = whole.document();
    let (base, context) = whole.context(whole.segment_at(offset)?)?;
    let passages = &context.facts.passages;
    let passage = passages.iter().find(|passage| passage.span.touches(offset - base))?;
    let is_item = passage.item.is_some();
    let is_plain = passage.item.is_none_or(|item| item.leads && item.depth == 1);
    if passage.kind != Kind::Paragraph || !is_plain || passage.quotes > 0 {
        return None;
    }
    let span = document.trimmed_end(passage.span.shifted(base));
    let line = |offset: usize| document.position(offset, Encoding::Utf8).line;
    let start = document.line(line(span.start)).start;
    let next = line(span.end) + 1;
    let mut end = document.line(next).start.max(span.end);
    let blank = document.line(next);
    if !is_item && document.slice(blank).trim().is_empty() {
        end = document.line(next + 1).start.max(end);
    }
    Some((Span::new(start, end), is_item))
}

/// Whether what ends at a byte of the document ends in an item of a list.
fn ends_in_item(whole: &dyn Whole, end: usize) -> bool {
    let found = whole.segment_at(end).and_then(|segment| whole.context(segment));
    found.is_some_and(|(base, context)| {
        let mut passages = context.facts.passages.iter();
        let before = passages.rfind(|passage| passage.span.start + base < end);
        before.is_some_and(|passage| passage.item.is_some())
    })
}

#[cfg(test)]
mod tests {
    use super::USER_PROBLEM_AS_CUSTOMER_PROBLEM;
    use crate::Settings;
    use crate::rules::tests;

    fn reported(title: &str, problem: &str) -> bool {
        let text = format!("# Tea PRD\n\n## {title}\n\n{problem}\n");
        !tests::messages(&USER_PROBLEM_AS_CUSTOMER_PROBLEM, Settings::default(), &text).is_empty()
    }

    #[test]
    fn tasks_are_told() {
        for problem in [
            "The customer needs to be able to print a label.",
            "Our customers want to see which kettle is warm.",
            "Customers need a better way to compare teas.",
            "The clinic needs a way of finding its kettles: the customer needs to quickly find one.",
            "- Clients cannot export their recipes.",
            "Businesses must be able to sort their teas.",
            "Some customers would like to better track their cups.",
            "Most customers are unable to download a recipe.",
        ] {
            assert!(reported("Problem", problem), "{problem}");
            assert!(!reported("User problem", problem), "{problem}");
        }
        assert!(reported("Customer problem", "Nurses need to be able to find a kettle."));
        assert!(!reported("Problem", "Nurses need to be able to find a kettle."));
    }

    #[test]
    fn what_somebody_cannot_do_or_has_to_do_is_a_task() {
        for problem in [
            "Planners can\u{2019}t see which shifts overlap.",
            "The dispatcher struggles to find a driver in the list.",
            "It takes eleven clicks to export a report.",
            "Store managers have no way to filter orders by date.",
            "The customer wants to be able to upload large files.",
            "There is no easy way to tag a photo.",
            "Clerks have to retype each invoice into two screens.",
            "Clerks re-key each invoice.",
        ] {
            assert!(reported("Customer problem", problem), "{problem}");
        }
        for problem in [
            "Clinics cannot grow, because each new site needs another planner.",
            "Retailers struggle to keep shoppers from leaving for cheaper rivals.",
            "Carriers cannot raise prices, and margins shrink every year.",
            "Clerks retype each invoice, which costs $40.",
            "Hospitals have no way out of these contracts.",
        ] {
            assert!(!reported("Customer problem", problem), "{problem}");
        }
    }

    #[test]
    fn problems_of_a_business_are_not() {
        for problem in [
            "The customer needs to cut the cost of tea by a fifth.",
            "The customer must comply with the tea act or be fined.",
            "Customers lose nurses because they need a better way to brew.",
            "The customer has been unable to keep nurses for more than a year.",
            "Clinics want to grow.",
            "The customer needs to see stock early, because each empty tin costs $40.",
            "The customer’s rival sells the same tea for less, and they look for a way to stay ahead.",
            "Customer data needs to be uploaded.",
            "The customer’s nurses need to be able to upload recipes.",
        ] {
            assert!(!reported("Problem", problem), "{problem}");
        }
    }

    /// The examples of the essay, which are not ours to copy.
    #[test]
    fn the_essays_examples_hold() {
        let file =
            concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/seeds/001_167cd2a2a188e1bf.txt");
        let Ok(essay) = std::fs::read_to_string(file) else {
            eprintln!("skipped: the essay is not here");
            return;
        };
        let examples: Vec<&str> = essay
            .lines()
            .filter_map(|line| line.trim().strip_prefix('•'))
            .map(str::trim)
            .filter(|line| line.starts_with("The customer"))
            .collect();
        let [one, two, three, rest @ ..] = examples.as_slice() else {
            panic!("the essay has no examples");
        };
        assert_eq!(rest.len(), 5);
        for problem in [one, two, three] {
            for title in ["Problem", "Customer problem"] {
                assert!(reported(title, problem), "{problem}");
            }
        }
        for problem in rest {
            for title in ["Problem", "Customer problem"] {
                let text = format!("# Tea PRD\n\n## {title}\n\n{problem}\n");
                let review = crate::Review::new(crate::Document::new(&text), Default::default());
                let about =
                    review.findings().into_iter().filter(|it| it.rule.name.contains("problem"));
                assert_eq!(about.collect::<Vec<_>>(), [], "{problem}");
            }
        }
    }

    #[test]
    fn a_users_problem_moves_under_its_own_heading() {
        let task = "The customer needs to be able to print a label.";
        for (text, expected) in [
            (
                "# Tea PRD\n\n## Customer problem\n\n@\n\nShops lose 4%.\n\n## Goals\n",
                "# Tea PRD\n\n## Customer problem\n\nShops lose 4%.\n\n## User problem\n\n@\n\n## Goals\n",
            ),
            (
                "# Tea PRD\n\n## Customer problem\n\n- @\n- Shops lose 4%.\n\n## User problem\n\n- Cold.\n",
                "# Tea PRD\n\n## Customer problem\n\n- Shops lose 4%.\n\n## User problem\n\n- Cold.\n- @\n",
            ),
            (
                "# Tea PRD\n\n## Customer problem\n\n@\n",
                "# Tea PRD\n\n## Customer problem\n\n## User problem\n\n@\n",
            ),
            (
                "# Tea PRD\n\n## Customer problem\n\nShops lose 4%.\n\n@\n\n## Goals\n",
                "# Tea PRD\n\n## Customer problem\n\nShops lose 4%.\n\n## User problem\n\n@\n\n## Goals\n",
            ),
            (
                "# Tea PRD\n\n## Customer problem\n\nShops lose 4%. @ They ask for it.\n\n## Goals\n",
                "# Tea PRD\n\n## Customer problem\n\nShops lose 4%. They ask for it.\n\n## User problem\n\n@\n\n## Goals\n",
            ),
            (
                "# Tea PRD\n\n## Customer problem\n\n- Shops lose 4%.\n  @\n\n## User problem\n\nCold.\n",
                "# Tea PRD\n\n## Customer problem\n\n- Shops lose 4%.\n\n## User problem\n\nCold.\n\n@\n",
            ),
        ] {
            let text = text.replace('@', task);
            let fixed = tests::fixed(&USER_PROBLEM_AS_CUSTOMER_PROBLEM, Settings::default(), &text);
            let fixed = fixed.first().map(|(_, fixed)| fixed.as_str());
            assert_eq!(fixed, Some(&*expected.replace('@', task)), "{text}");
        }
    }
}
