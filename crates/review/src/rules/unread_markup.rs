//! `unread-markup`

use crate::rules::context::RuleContext;
use crate::rules::remark::{Remark, Subject};
use crate::rules::rule::rule;

rule! {
    /// From here on, the text is too long or too deeply nested to read as Markdown, so rolecall
    /// read it as plain text.
    ///
    /// The limits are 60 nested lists and quotes on one line, and 64 KB for a paragraph, list or
    /// table that isn't simple. Words and stories are still found, but headings and lists in this
    /// part are not recognized. This is reported once per document, at the first such place.
    ///
    /// ~~~markdown
    /// >>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>> A tea party
    /// ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    /// ~~~
    ///
    /// Ordinary documents stay far below these limits.
    ///
    /// ~~~markdown
    /// > > > A tea party
    /// ~~~
    ///
    /// **Fix:** add a heading or a blank line, or reduce the nesting. If the text was pasted from a
    /// log or a program, put it in a code block.
    ///
    /// **Source:** none. This is a limit of rolecall, not a mistake of the writer.
    UNREAD_MARKUP, "unread-markup", Hint, check
}

fn check(context: &RuleContext<'_>) -> Vec<Remark> {
    let place = context.facts.unread.filter(|_| !context.known.is_unread_before());
    let remark = place.map(|span| Remark {
        span,
        message:
            "From here on this is too long or too deeply nested for us: its markup is not read, \
                  only its words."
                .to_owned(),
        subject: Subject::Segment,
        soft: false,
        guess: None,
    });
    remark.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::UNREAD_MARKUP;
    use crate::rules::tests;
    use crate::{Document, Review, Settings};

    /// Where it is told, and at which words.
    fn reported(text: &str) -> Vec<(usize, String)> {
        let review = Review::new(Document::new(text), Default::default());
        let findings = review.findings().into_iter().filter(|one| one.rule == &UNREAD_MARKUP);
        findings.map(|one| (one.span.start, one.text(review.document()))).collect()
    }

    #[test]
    fn it_is_told_once_at_the_first_place() {
        let long = "tea for\n  the nurse\n".repeat(4000);
        let other = "## More\n\nTea.\n\n";
        assert_eq!(reported(&format!("# Tea\n\n{long}\n\n")), [(7, "tea".to_owned())]);
        let twice = format!("{other}{}{long}\n{other}{long}", other.repeat(100));
        let found = reported(&twice);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].0 <= other.len() * 101, "{found:?}");
        let word = format!("{}\n  tea", "é".repeat(50_000));
        assert_eq!(reported(&word), [(0, "é".repeat(20))]);
    }

    #[test]
    fn it_is_told_at_the_line_that_nests() {
        let deep = format!("Tea.\n\n{}tea\n", "> ".repeat(80));
        assert_eq!(reported(&deep), [(6, ">".to_owned())]);
        assert_eq!(reported(&format!("{}tea\n", "- ".repeat(60))), []);
    }

    #[test]
    fn code_and_pictures_are_let_be() {
        let code = format!("```\n{}\n```\n\nTea.\n", "a b ".repeat(30_000));
        assert_eq!(reported(&code), []);
        let picture = format!("[image1]: <data:image/png;base64,{}>\n", "iVBOR".repeat(30_000));
        assert_eq!(reported(&picture), []);
        assert_eq!(reported(&format!("Tea ![]({})", picture.trim())), []);
    }

    #[test]
    fn it_can_be_turned_off() {
        let settings =
            Settings { rules: [("unread-markup".to_owned(), None)].into(), ..Settings::default() };
        tests::check_with(&UNREAD_MARKUP, settings, &"> ".repeat(80));
    }
}
