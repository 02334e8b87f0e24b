//! `unknown-directive`

use markdown::Syntax;

use crate::fix::edit::{Edit, Fix, Scope};
use crate::read::directive::{self, Kind, RuleName, Word};
use crate::rules::context::RuleContext;
use crate::rules::context::Whole;
use crate::rules::remark::{Remark, Subject};
use crate::rules::rule::Finding;
use crate::rules::rule::rule;

rule! {
    /// This comment is meant to ignore a finding, but doesn't work as written.
    ///
    /// The directive or the rule name is misspelled, an end has no start, or a start has no end. The directives are
    /// `rolecall-ignore` for the next block, `rolecall-ignore-start` and `rolecall-ignore-end` around the text to
    /// ignore, and `rolecall-ignore-file` for the whole document. Add rule names after the directive, or none for
    /// all rules. After `--` you can give a reason. At the end of a line (`The user pays. <!-- rolecall-ignore
    /// -->`), a directive applies to its own block.
    ///
    /// Write the comment in your file's format: `<!-- … -->` in Markdown, `{/* … */}` in MDX, and `# …` on its own
    /// line in Gherkin. Plain text has no comments. A directive that readers can see ignores nothing and is
    /// reported here.
    ///
    /// ~~~markdown
    /// <!-- rolecall-ingore generic-role -->
    ///      ^^^^^^^^^^^^^^^
    /// The user pays.
    ///
    /// <!-- rolecall-ignore generic-rules -->
    ///                      ^^^^^^^^^^^^^
    /// The user waits.
    ///
    /// <!-- rolecall-ignore-start generic-role -->
    ///      ^^^^^^^^^^^^^^^^^^^^^
    /// The user leaves.
    /// ~~~
    ///
    /// Correct directives are allowed, and so is every comment that isn't meant for rolecall.
    ///
    /// ~~~markdown
    /// <!-- rolecall-ignore generic-role, generic-story-role -->
    /// As a user, I want to pay, as users do.
    ///
    /// <!-- rolecall-ignore-start -->
    /// The user leaves.
    /// <!-- rolecall-ignore-end -->
    ///
    /// <!-- Ask Dana whether we can ignore this. -->
    /// ~~~
    ///
    /// **Fix:** take the word that the quick fix offers. `rolecall explain` lists the rules. A start without an end
    /// applies to the end of the document.
    ///
    /// A directive without rule names doesn't ignore this rule. Name it to ignore it.
    UNKNOWN_DIRECTIVE, "unknown-directive", Warning, check => fix, on_directives
}

fn check(context: &RuleContext<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for (index, directive, fate) in context.directives() {
        let is_unknown = |named: &RuleName| context.registry.find(&named.name).is_none();
        if directive.kind == Word::Visible && directive.rules.iter().any(is_unknown) {
            continue;
        }
        let word = markdown::slice(context.text, directive.word);
        let wrong = match directive.kind {
            Word::Wrong(Some(near)) => {
                Some(format!("There is no directive `{word}`. Did you mean `{}`?", near.name()))
            }
            Word::Wrong(None) => {
                let names = Kind::ALL.map(|kind| format!("`{}`", kind.name())).join(", ");
                Some(format!("There is no directive `{word}`. The directives are {names}."))
            }
            Word::Visible => Some(match form(Kind::Next, context) {
                Some(form) => format!("Readers can see this, and it ignores nothing. {form}."),
                None => "Plain text has no comments, so this ignores nothing. Turn the rule off in `rolecall.toml`.".to_owned(),
            }),
            Word::Right(Kind::Start) if fate.partner.is_none() => {
                let form = form(Kind::End, context).unwrap_or_default();
                Some(format!(
                    "This applies to the end of the document. {form} where it should stop."
                ))
            }
            Word::Right(Kind::End) if fate.partner.is_none() => {
                Some("This ends nothing: no `rolecall-ignore-start` is open above.".to_owned())
            }
            Word::Right(_) => None,
        };
        remarks.extend(wrong.map(|message| Remark {
            span: directive.word,
            message,
            subject: Subject::Directive(index, None),
            soft: false,
            guess: None,
        }));
        if directive.kind == Word::Wrong(None) {
            continue;
        }
        // Of a sentence behind a directive, the first word is enough.
        let mut far = 0;
        for (at, named) in directive.rules.iter().enumerate().filter(|(_, one)| is_unknown(one)) {
            let name = &named.name;
            let message = match near(context, name) {
                Some(near) => format!("There is no rule `{name}`. Did you mean `{near}`?"),
                None => {
                    far += 1;
                    format!("There is no rule `{name}`. `rolecall explain` lists the rules.")
                }
            };
            if far < 2 {
                let subject = Subject::Directive(index, Some(at));
                remarks.push(Remark {
                    span: named.span,
                    message,
                    subject,
                    soft: false,
                    guess: None,
                });
            }
        }
    }
    remarks
}

/// How a directive is written in the document's format, as what to do.
fn form(kind: Kind, context: &RuleContext<'_>) -> Option<String> {
    let syntax = context.facts.directives.syntax;
    let comment = directive::written(kind, "", syntax)?;
    let place = match (syntax, kind) {
        (Syntax::Gherkin, Kind::Next) => " on a line of its own",
        _ => "",
    };
    Some(format!("Write `{comment}`{place}"))
}

/// The rule that was probably meant.
fn near(context: &RuleContext<'_>, name: &str) -> Option<&'static str> {
    directive::near(name, context.registry.all.iter().map(|rule| rule.name))
}

/// The word that was meant, in place of the one that is written.
fn fix(whole: &dyn Whole, finding: &Finding, _: Scope) -> Vec<Fix> {
    fix_of(whole, finding).into_iter().collect()
}

fn fix_of(whole: &dyn Whole, finding: &Finding) -> Option<Fix> {
    let (base, context) = whole.context(finding.segment)?;
    let Subject::Directive(index, name) = finding.subject else { return None };
    let directive = context.facts.directives.all.get(index)?;
    let (span, right) = match (name, directive.kind) {
        (Some(name), _) => {
            let named = directive.rules.get(name)?;
            (named.span, near(&context, &named.name)?)
        }
        (None, Word::Wrong(Some(near))) => (directive.word, near.name()),
        (None, _) => return None,
    };
    let edit = Edit { span: span.shifted(base), text: right.to_owned() };
    let fix = Fix::here(format!("Replace with “{right}”"), vec![edit]);
    Some(Fix { safe: true, preferred: true, ..fix })
}

#[cfg(test)]
mod tests {
    use super::UNKNOWN_DIRECTIVE;
    use crate::Settings;
    use crate::rules::tests;

    fn check(fixture: &str) {
        tests::check(&UNKNOWN_DIRECTIVE, fixture);
    }

    #[test]
    fn what_is_nearly_a_directive_is_told() {
        check("<!-- rollcall-ignore -->\n     ^^^^^^^^^^^^^^^\n");
        check("<!-- role-call-ignore-file -->\n     ^^^^^^^^^^^^^^^^^^^^^\n");
        check("<!-- Rolecall-Ignore -->\n     ^^^^^^^^^^^^^^^\n");
        check("<!-- rolecall ignore generic-role -->\n     ^^^^^^^^^^^^^^^\n");
        check("<!--rolecall-ignore:-->\n    ^^^^^^^^^^^^^^^^\n");
        check("<!-- rolecall-disable -->\n     ^^^^^^^^^^^^^^^^\n");
        check("- a\n\n  > <!-- rolecall_ignore -->\n         ^^^^^^^^^^^^^^^\n");
        check("<div>\n<!-- rolecall-ignored -->\n     ^^^^^^^^^^^^^^^^\n</div>\n");
    }

    #[test]
    fn what_is_not_ours_is_not() {
        for text in [
            "<!-- cspell-ignore generic -->",
            "<!-- vale-ignore-start -->",
            "<!-- prettier-ignore -->",
            "<!-- role: ignore -->",
            "<!-- rolecall is a tool -->",
            "<!-- rolecall -->",
            "<!-- -->",
            "<!-->",
            "<!-- rolecall-ingore",
            "`<!-- rolecall-ingore -->`",
            "```\n<!-- rolecall-ingore -->\n```\n",
            "    <!-- rolecall-ingore -->\n",
            "<pre>\n<!-- rolecall-ingore -->\n</pre>\n",
            "Write `<!-- rolecall-ingore -->` to ignore.",
            "Write rolecall-ignore to ignore, or rolecall-ignore-file (for all).",
            "See https://rolecall-ignore.example and \\<!-- rolecall-ignore --\\>.",
            "---\ntitle: <!-- rolecall-ingore -->\n---\n",
        ] {
            check(text);
        }
    }

    #[test]
    fn what_readers_see_is_reported() {
        check("{/* rolecall-ignore generic-role */}\n    ^^^^^^^^^^^^^^^\n");
        check("# rolecall-ignore generic-role\n  ^^^^^^^^^^^^^^^\n\n# rolecall-ignore and you\n");
        check("[//]: # (rolecall-ignore-file)\n         ^^^^^^^^^^^^^^^^^^^^\n");
        check("The shopper pays. // rolecall-ignore\n                     ^^^^^^^^^^^^^^^\n");
        check("---\ntitle: x\n# rolecall-ignore-file\n  ^^^^^^^^^^^^^^^^^^^^\n---\n");
        check(
            "The shopper pays. <!-- rolecall-ingore -->\n                       ^^^^^^^^^^^^^^^\n",
        );
        check(
            "The shopper pays. %% rolecall-ignore generic-rol %%\n                                     ^^^^^^^^^^^\n",
        );
    }

    #[test]
    fn rules_are_told_by_name_and_a_sentence_once() {
        check(
            "<!-- rolecall-ignore generic-role,generic-rol -->\n                                  ^^^^^^^^^^^\n",
        );
        check("<!-- rolecall-ignore this is a quotation -->\n                     ^^^^\n");
        check(
            "<!-- rolecall-ignore-end generic-rol -->\n     ^^^^^^^^^^^^^^^^^^^\n                         ^^^^^^^^^^^\n",
        );
    }

    #[test]
    fn each_end_has_its_start() {
        check("<!-- rolecall-ignore-end -->\n     ^^^^^^^^^^^^^^^^^^^\n");
        check(
            "<!-- rolecall-ignore-start -->\n     ^^^^^^^^^^^^^^^^^^^^^\n\n<!-- rolecall-ignore-start -->\n<!-- rolecall-ignore-end -->\n",
        );
        // What is misspelt is told once.
        check(
            "<!-- rolecall-ingore-start -->\n     ^^^^^^^^^^^^^^^^^^^^^\n<!-- rolecall-ignore-end -->\n",
        );
        check(
            "<!-- rolecall-ignore-start generic-role -->\n<!-- rolecall-ignore-start undeclared-role -->\n<!-- rolecall-ignore-end generic-role -->\n<!-- rolecall-ignore-end undeclared-role -->\n",
        );
        check(
            "<!-- rolecall-ignore-start generic-role -->\n     ^^^^^^^^^^^^^^^^^^^^^\n<!-- rolecall-ignore-end undeclared-role -->\n     ^^^^^^^^^^^^^^^^^^^\n",
        );
    }

    #[test]
    fn it_is_ignored_by_name_only() {
        check("<!-- rolecall-ignore-file unknown-directive -->\n<!-- rolecall-check me -->\n");
        check("<!-- rolecall-ignore unknown-directive -->\n<!-- rolecall-check me -->\n");
        check(
            "<!-- rolecall-ignore-file -->\n<!-- rolecall-check me -->\n     ^^^^^^^^^^^^^^\nThe user pays.\n",
        );
    }

    /// Applies the only fix for the first finding of a text.
    fn check_fix(text: &str, title: &str, expected: &str) {
        let fixes = tests::fixes(&UNKNOWN_DIRECTIVE, Settings::default(), text);
        let [(fix, fixed)] = fixes.as_slice() else { panic!("{fixes:?}") };
        assert_eq!((fix.title.as_str(), fix.safe), (title, true));
        assert_eq!(fixed, expected);
    }

    #[test]
    fn the_right_word_comes_in_place_of_the_wrong_one() {
        check_fix(
            "<!-- rolecall-ingore generic-role -->\nUsers pay.\n",
            "Replace with “rolecall-ignore”",
            "<!-- rolecall-ignore generic-role -->\nUsers pay.\n",
        );
        check_fix(
            "> <!-- rolecall ignore-file undeclared -->\n",
            "Replace with “rolecall-ignore-file”",
            "> <!-- rolecall-ignore-file undeclared -->\n",
        );
        check_fix(
            "<!-- rolecall-ignore generic-role, generic-story -->\nUsers pay.\n",
            "Replace with “generic-story-role”",
            "<!-- rolecall-ignore generic-role, generic-story-role -->\nUsers pay.\n",
        );
        let far = "<!-- rolecall-off -->\n";
        assert_eq!(tests::fixed(&UNKNOWN_DIRECTIVE, Settings::default(), far), []);
    }
}
