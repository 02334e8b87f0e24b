//! Leaving a finding be: ignore it here, ignore it in this document, allow its word in the project.

use markdown::{Kind, Span, Syntax, slice};

use crate::engine::review::Review;
use crate::fix::comment::{above_line, before_block, reads_alike};
use crate::fix::edit::{Change, Edit, Fix, Scope};
use crate::read::directive::{self, written};
use crate::rules::rule::Finding;
use crate::text::line::{break_of, line_at, next_line};

impl Review {
    /// The ways to leave `finding` as it is and hear no more of it, the narrowest first. They fix
    /// nothing, so they are for people to choose and come after [`Review::fixes`]. There are none for
    /// findings about directives, nor for a finding of another review.
    pub fn exemptions(&self, finding: &Finding) -> Vec<Fix> {
        if finding.rule.on_directives {
            return Vec::new();
        }
        let ways = [self.here(finding), self.in_document(finding), self.in_project(finding)];
        ways.into_iter().flatten().collect()
    }

    /// A directive before the block that holds the finding, where the document reads the same with it and the finding is
    /// ignored then.
    fn here(&self, finding: &Finding) -> Option<Fix> {
        let (base, segment, _) = self.directives().nth(finding.segment)?;
        let at = finding.span.start.checked_sub(base)?;
        let syntax = segment.syntax();
        let comment = written(directive::Kind::Next, finding.rule.name, syntax)?;
        let places = match syntax {
            Syntax::Gherkin => above_line(segment, at, &comment).into_iter().collect(),
            _ => before_block(segment, at, &comment),
        };
        let mut places = places.into_iter().map(|(place, edit)| {
            let edit = Edit { span: edit.span.shifted(base), ..edit };
            (place, edit)
        });
        let (place, edit) = places.find(|(_, edit)| self.is_ignored_with(edit, finding))?;
        let title = format!("Ignore this {place}");
        Some(exemption(title, Scope::Here, vec![edit], None))
    }

    /// Whether an edit that puts a directive in changes no block, and the directive reaches the finding.
    fn is_ignored_with(&self, edit: &Edit, finding: &Finding) -> bool {
        let mut after = self.document().clone();
        after.edit(edit.span, &edit.text);
        if !reads_alike(self.document(), &after) {
            return false;
        }
        let inserted = Span::new(edit.span.start, edit.span.start + edit.text.len());
        let moved = finding.span.start + edit.text.len();
        let index = after.segment_at(inserted.start);
        let found =
            after.segments().skip(index.saturating_sub(1)).take(3).find_map(|(start, segment)| {
                let directives = directive::find(segment).all.into_iter();
                let mut directives =
                    directives.filter(|one| one.does() == Some(directive::Kind::Next));
                let ours = directives.find(|one| inserted.contains(one.comment.shifted(start)))?;
                Some((ours.from + start, ours.next.end + start, ours.next.onward))
            });
        found.is_some_and(|(from, end, onward)| {
            from <= moved && (moved < end || onward != directive::Onward::Nothing)
        })
    }

    /// A directive for the whole document, or the rule's name in one that is there.
    fn in_document(&self, finding: &Finding) -> Option<Fix> {
        let rule = finding.rule.name;
        let there = self.directives().find_map(|(base, segment, directives)| {
            let is_file = |one: &&directive::Directive| {
                one.does() == Some(directive::Kind::File) && !one.rules.is_empty()
            };
            let last = directives.all.iter().find(is_file)?.rules.last()?.span;
            let before = slice(segment.text(), Span::new(0, last.start)).trim_end();
            let gap = if before.ends_with(',') { ", " } else { " " };
            let end = last.end + base;
            Some(Edit { span: Span::new(end, end), text: format!("{gap}{rule}") })
        });
        let edit = match there {
            Some(edit) => edit,
            None => {
                self.at_top(&written(directive::Kind::File, rule, self.document().syntax())?)?
            }
        };
        let title = format!("Ignore {rule} in this file");
        Some(exemption(title, Scope::Document, vec![edit], None))
    }

    /// A line before all others, but for front matter and what says which language a feature is in.
    fn at_top(&self, comment: &str) -> Option<Edit> {
        let (_, segment, _) = self.directives().next()?;
        let text = segment.text();
        let end = break_of(text);
        let first = segment.blocks().first().filter(|block| match block.kind {
            Kind::FrontMatter => true,
            Kind::Comment => slice(text, block.span).contains("language:"),
            _ => false,
        });
        let start = line_at(text, 0);
        let at = match first {
            Some(first) if first.kind == Kind::Comment => {
                next_line(text, line_at(text, first.span.start))
            }
            Some(front) => front.span.end,
            None => start.start,
        };
        let before = slice(text, Span::new(0, at));
        let open = if first.is_some() && !before.ends_with(['\n', '\r']) { end } else { "" };
        let is_parted =
            segment.syntax() == Syntax::Gherkin || slice(text, line_at(text, at)).trim().is_empty();
        let close = if is_parted { "" } else { end };
        let edit = Edit { span: Span::new(at, at), text: format!("{open}{comment}{end}{close}") };
        let mut after = self.document().clone();
        after.edit(edit.span, &edit.text);
        reads_alike(self.document(), &after).then_some(edit)
    }

    /// The word among those that the project allows.
    fn in_project(&self, finding: &Finding) -> Option<Fix> {
        if !finding.rule.on_generic_words {
            return None;
        }
        let (_, context) = self.context(finding.segment)?;
        let term = context.term(finding.subject)?;
        let change = Some(Change::Allow(term.to_owned()));
        let title = format!("Allow “{term}” in this project");
        Some(exemption(title, Scope::Document, Vec::new(), change))
    }
}

fn exemption(title: String, scope: Scope, edits: Vec<Edit>, change: Option<Change>) -> Fix {
    Fix { title, safe: false, preferred: false, scope, edits, change }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use markdown::Syntax;
    use proptest::prelude::*;
    use proptest::strategy::ValueTree;

    use crate::{Change, Document, Fix, Review, Scope, Settings};

    fn exemptions(text: &str) -> Vec<Fix> {
        exemptions_of(Syntax::Markdown, text)
    }

    fn exemptions_of(syntax: Syntax, text: &str) -> Vec<Fix> {
        let review = Review::new(Document::of(text, syntax), Arc::default());
        review.exemptions(review.findings().last().unwrap())
    }

    fn applied(text: &str, fix: &Fix) -> String {
        let [edit] = fix.edits.as_slice() else { panic!("{fix:?}") };
        let mut text = text.to_owned();
        text.replace_range(edit.span.range(), &edit.text);
        text
    }

    /// Ignores the last finding of a text, as `title` says.
    fn check(text: &str, title: &str, expected: &str) {
        let fixes = exemptions(text);
        assert_eq!(fixes[0].title, title);
        assert_eq!(applied(text, &fixes[0]), expected);
    }

    const C: &str = "<!-- rolecall-ignore generic-role -->";

    #[test]
    fn a_comment_is_put_before_the_block() {
        let check = |text: &str, expected: String| check(text, "Ignore this here", &expected);
        check(
            "Tea.\n\nThe user pays,\nand leaves.\n",
            format!("Tea.\n\n{C}\nThe user pays,\nand leaves.\n"),
        );
        check("\u{feff}The user pays.\r\n", format!("\u{feff}{C}\r\nThe user pays.\r\n"));
        check("> > The user pays.\n", format!("> > {C}\n> > The user pays.\n"));
        check("- a\n\n  The user pays.\n", format!("- a\n\n  {C}\n  The user pays.\n"));
        check("# The user can pay\n", format!("{C}\n# The user can pay\n"));
    }

    #[test]
    fn in_a_list_it_reaches_the_one_item() {
        let check = |text: &str, expected: String| check(text, "Ignore this here", &expected);
        check("- a\n  - b\n- Users pay.\n- c\n", format!("- a\n  - b\n  {C}\n- Users pay.\n- c\n"));
        check("9. a\n10. Users pay.\n", format!("9. a\n   {C}\n10. Users pay.\n"));
        check(
            "> - [x] a\n> - [ ] Users pay.\n",
            format!("> - [x] a\n>   {C}\n> - [ ] Users pay.\n"),
        );
        // The first has no other before it to stand behind; nor has one of another list.
        check("- Users pay.\n- c\n", format!("- {C}\n  Users pay.\n- c\n"));
        check("1. a\n- Users pay.\n", format!("1. a\n- {C}\n  Users pay.\n"));
        check("- a\n- - Users pay.\n", format!("- a\n- - {C}\n    Users pay.\n"));
        check("- - a\n- - Users pay.\n", format!("- - a\n- - {C}\n    Users pay.\n"));
    }

    #[test]
    fn where_it_reaches_more_the_title_says_so() {
        check(
            "Tea.\n\n> | a | b |\n> |---|---|\n> | x | The user pays |\n",
            "Ignore this in the whole table",
            &format!("Tea.\n\n> {C}\n> | a | b |\n> |---|---|\n> | x | The user pays |\n"),
        );
        check(
            "- a\n  - [ ] Users pay.\n  - [ ] b\n",
            "Ignore this in the whole list",
            &format!("- a\n  {C}\n  - [ ] Users pay.\n  - [ ] b\n"),
        );
    }

    #[test]
    fn a_callout_keeps_its_first_line() {
        let check = |text: &str, expected: String| check(text, "Ignore this here", &expected);
        check("> [!NOTE]\n> The user pays.\n", format!("{C}\n> [!NOTE]\n> The user pays.\n"));
        check(
            "> [!note]- For whom\n>\n> The user pays.\n",
            format!("> [!note]- For whom\n>\n> {C}\n> The user pays.\n"),
        );
        check(
            "- a\n\n  > [!TIP]\n  > The user pays.\n",
            format!("- a\n\n  {C}\n  > [!TIP]\n  > The user pays.\n"),
        );
        check(
            "> > [!TIP]\n> > The user pays.\n",
            format!("> {C}\n> > [!TIP]\n> > The user pays.\n"),
        );
        let text = "> [!NOTE]\n> The user pays.\n>\n> Tea.\n";
        super::tests::check(text, "Ignore this in the whole quote", &format!("{C}\n{text}"));
    }

    #[test]
    fn a_comment_is_written_as_the_format_has_it() {
        let check = |syntax: Syntax, text: &str, titles: [&str; 2], expected: [&str; 2]| {
            let fixes = exemptions_of(syntax, text);
            let done: Vec<_> =
                fixes.iter().take(2).map(|fix| (&*fix.title, applied(text, fix))).collect();
            let [here, file] = [0, 1].map(|at| (titles[at], expected[at].to_owned()));
            assert_eq!(done, [here, file]);
        };
        let titles = ["Ignore this here", "Ignore generic-role in this file"];
        check(
            Syntax::Mdx,
            "---\na: b\n---\nimport A from 'a'\n\n- The user pays.\n",
            titles,
            [
                "---\na: b\n---\nimport A from 'a'\n\n- {/* rolecall-ignore generic-role */}\n  The user pays.\n",
                "---\na: b\n---\n{/* rolecall-ignore-file generic-role */}\n\nimport A from 'a'\n\n- The user pays.\n",
            ],
        );
        let feature =
            "# language: en\n@pay\nFeature: Pay\n\tScenario: One\n\t\tGiven the user waits\n";
        check(
            Syntax::Gherkin,
            feature,
            titles,
            [
                &feature.replace("\t\tGiven", "\t\t# rolecall-ignore generic-role\n\t\tGiven"),
                &feature.replace("@pay", "# rolecall-ignore-file generic-role\n@pay"),
            ],
        );
        let feature = "@pay\nFeature: Pay\n  Tea.\n\n  The user waits.\n";
        let whole = ["Ignore this in the whole description", titles[1]];
        check(
            Syntax::Gherkin,
            feature,
            whole,
            [
                "@pay\n# rolecall-ignore generic-role\nFeature: Pay\n  Tea.\n\n  The user waits.\n",
                "# rolecall-ignore-file generic-role\n@pay\nFeature: Pay\n  Tea.\n\n  The user waits.\n",
            ],
        );
        let plain: Vec<_> = exemptions_of(Syntax::Text, "The user pays.\n")
            .into_iter()
            .map(|it| it.title)
            .collect();
        assert_eq!(plain, ["Allow “user” in this project"]);
    }

    /// Blocks as people nest them, each with a generic word that is found.
    fn block() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![
            Just("The user pays.".to_owned()),
            Just("The user\npays.".to_owned()),
            Just("# The user can pay".to_owned()),
            Just("The user can pay\n===".to_owned()),
            Just("| a | b |\n|---|---|\n| x | The user pays. |".to_owned()),
            Just("[!NOTE]\nThe user pays.".to_owned()),
            Just("[!tip]- The user pays.\nTea.".to_owned()),
            Just("```\nTea\n```".to_owned()),
            Just("<div>\nTea\n</div>".to_owned()),
            Just("%%\nTea\n%%".to_owned()),
            Just("{: .x }\nThe user pays.".to_owned()),
            Just("As a user, I want tea so that I wake.".to_owned()),
            Just("$$\nx\n$$".to_owned()),
            Just("Tea: <b>the user</b> pays. [^1]".to_owned()),
            Just("---".to_owned()),
        ];
        leaf.prop_recursive(3, 12, 3, |inner| {
            let mark = prop::sample::select(vec![
                "> ", "- ", "- [ ] ", "1. ", "* ", "10) ", ">", "+ [x] ",
            ]);
            (mark, prop::collection::vec((inner, "\n{1,2}"), 1..4)).prop_map(|(mark, blocks)| {
                let is_quote = mark.starts_with('>');
                let item = |text: &str| {
                    let width = mark.trim_end_matches("[ ] ").trim_end_matches("[x] ").len();
                    let lines = text.lines().enumerate().map(|(at, line)| match (at, is_quote) {
                        (_, true) | (0, _) => format!("{mark}{line}"),
                        _ if line.is_empty() => String::new(),
                        _ => format!("{:width$}{line}", ""),
                    });
                    lines.collect::<Vec<_>>().join("\n")
                };
                let parts: Vec<String> =
                    blocks.iter().map(|(block, gap)| item(&format!("{block}{gap}"))).collect();
                parts.join(if is_quote { "\n" } else { "\n\n" })
            })
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1_500, ..ProptestConfig::default() })]

        /// A comment ends the finding it is for, and changes nothing else that is read; nor does one for the file.
        #[test]
        fn a_comment_changes_no_block(
            blocks in proptest::collection::vec((block(), "\n{1,3}"), 1..5),
            syntax in proptest::sample::select(vec![Syntax::Markdown, Syntax::Mdx]),
        ) {
            let text: String = blocks.iter().flat_map(|(block, gap)| [&**block, gap]).collect();
            let review = Review::new(Document::of(&text, syntax), Arc::default());
            for finding in review.findings() {
                for fix in review.exemptions(&finding).iter().filter(|fix| !fix.edits.is_empty()) {
                    let after = Document::of(&applied(&text, fix), syntax);
                    prop_assert!(crate::fix::comment::reads_alike(review.document(), &after), "{}", after.text());
                    let after = Review::new(after, Arc::default());
                    let same = |one: &crate::Finding| {
                        let moved = fix.edits[0].span.start <= finding.span.start;
                        let by = if moved { fix.edits[0].text.len() } else { 0 };
                        one.rule.name == finding.rule.name && one.span.start == finding.span.start + by
                    };
                    prop_assert!(!after.findings().iter().any(same), "{:?}\n{}", finding, after.document().text());
                }
            }
        }
    }

    #[test]
    fn a_comment_is_offered_wherever_it_may_stand() {
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        let (mut offered, mut all) = (0, 0);
        for _ in 0..300 {
            let text = block().new_tree(&mut runner).unwrap().current();
            // What kramdown says of a block stands right above it, so nothing else can.
            let text = text.replace("{: .x }", "Tea:");
            let review = Review::new(Document::new(&text), Arc::default());
            for finding in review.findings() {
                all += 1;
                let fixes = review.exemptions(&finding);
                let is_here = fixes.iter().any(|fix| fix.title.starts_with("Ignore this"));
                offered += usize::from(is_here);
                if !is_here {
                    eprintln!(
                        "NOT {} {:?}
{text}",
                        finding.rule.name, finding.span
                    );
                }
            }
        }
        eprintln!("{offered} of {all}");
        assert!(offered * 20 > all * 19, "{offered} of {all}");
    }

    #[test]
    fn the_file_has_one_line_for_it_at_its_top() {
        let check = |text: &str, expected: &str| {
            let fixes = exemptions(text);
            assert_eq!(fixes[1].title, "Ignore generic-role in this file");
            assert_eq!(applied(text, &fixes[1]), expected);
        };
        check("The user pays.\n", "<!-- rolecall-ignore-file generic-role -->\n\nThe user pays.\n");
        check(
            "---\ntitle: x\n---\n\nThe user pays.\n",
            "---\ntitle: x\n---\n<!-- rolecall-ignore-file generic-role -->\n\nThe user pays.\n",
        );
        check(
            "\u{feff}# T\r\n\r\nThe user pays.\r\n",
            "\u{feff}<!-- rolecall-ignore-file generic-role -->\r\n\r\n# T\r\n\r\nThe user pays.\r\n",
        );
        for gap in [" ", ", "] {
            let written = |more: &str| {
                format!(
                    "As a user, I want tea.\n\n<!-- rolecall-ignore-file undeclared-role{gap}unused-directive{more} -->\n\nThe user pays.\n"
                )
            };
            check(&written(""), &written(&format!("{gap}generic-role")));
        }
    }

    #[test]
    fn a_word_can_be_allowed() {
        let text = "As a new client, I want clients to pay so that I rest.\n\nEnd-users wait. The user leaves.\n\nAs a user/client, I want tea so that I wake.\n";
        let reported = |allow: &[&str]| {
            let allow = allow.iter().map(|word| (*word).to_owned()).collect();
            let settings = Arc::new(Settings { allow, ..Settings::default() });
            let review = Review::new(Document::new(text), settings);
            let findings = review.findings().into_iter();
            let of_words = findings.filter(|one| one.rule.on_generic_words);
            let reported: Vec<String> = of_words.map(|one| one.text(review.document())).collect();
            (reported, review.stories().first().map(|story| story.roles[0].standing.name()))
        };
        let all = ["client", "clients", "End-users", "user", "client"].map(str::to_owned);
        assert_eq!(reported(&[]), (all.to_vec(), Some("generic")));
        let (left, standing) = reported(&["Clients"]);
        assert_eq!((left.as_slice(), standing), (&all[2..], Some("declared")));
        assert_eq!(reported(&["client", "user"]).0, ["End-users"]);
        assert_eq!(reported(&["client", "user", "end user"]).0, [] as [&str; 0]);
        assert_eq!(reported(&["nonsense", "end customer"]), reported(&[]));
        // What is allowed stays when its neighbour goes.
        let text = "## Roles\n\n- **Shopper**: x\n\n## Scope\n\nThe users/customers pay.\n";
        let settings = Settings { allow: vec!["customer".to_owned()], ..Settings::default() };
        let review = Review::new(Document::new(text), Arc::new(settings));
        let fixes = review.fixes(&review.findings()[0], Scope::Here);
        assert_eq!(review.document().slice(fixes[0].edits[0].span), "users");
        let fixes = exemptions("Our End-Users pay.\n");
        assert_eq!(fixes[2].title, "Allow “end user” in this project");
        assert_eq!(fixes[2].change, Some(Change::Allow("end user".to_owned())));
        assert_eq!(exemptions("<!-- rolecall-ignore -->\n"), []);
    }
}
