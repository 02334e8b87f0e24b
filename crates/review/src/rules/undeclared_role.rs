//! `undeclared-role`

use crate::english::inflect;
use crate::english::inflect::Capitals;
use crate::fix::edit::{Change, Edit, Fix, Scope};
use crate::read::role::declaration::Form;
use crate::read::story::Standing;
use crate::roles::alike;
use crate::rules::context::RuleContext;
use crate::rules::context::Whole;
use crate::rules::remark::{Remark, Subject};
use crate::rules::role_fix::Replaceable;
use crate::rules::rule::Finding;
use crate::rules::rule::rule;
use crate::text::line::break_of_document;
use crate::text::passage::Passage;
use markdown::{Document, Encoding, Kind};

rule! {
    /// The role of this story is not declared, although other roles are.
    ///
    /// Either it is a declared role under another name, or it is a new role that nobody has
    /// described. It is reported where the name is first used.
    ///
    /// ~~~markdown
    /// ## Roles
    ///
    /// - **Shopper**: tries shoes on
    /// - **Sales associate**: fetches them
    ///
    /// ## Stories
    ///
    /// As a shoper, I want to see my size.
    ///      ^^^^^^
    /// ~~~
    ///
    /// A declared role is allowed in singular and plural and under its aliases. If no role is
    /// declared, the rule reports nothing. If the project declares no roles and a document's
    /// stories name more roles than the document declares, only near misses of a declared name are
    /// reported.
    ///
    /// ~~~markdown
    /// As a tailor, I want to see my size.
    /// ~~~
    ///
    /// **Fix:** use the closest declared name, or declare the role: a `[[role]]` in
    /// `rolecall.toml`, a file in `personas/`, or a line in the document's section on its audience.
    ///
    /// **Source:** Rich Mironov: choose specific names, and stick with them.
    UNDECLARED_ROLE, "undeclared-role", Warning, check => fix, suggests_names
}

/// A name spelled so much like another is it, misspelt.
const MISSPELT: f64 = 0.93;

/// Names are near if they mean the same, or share a word or most of their letters.
const NEAR: f64 = 0.84;

fn check(context: &RuleContext<'_>) -> Vec<Remark> {
    if context.facts.stories.is_empty() || !context.known.vocabulary().has_declared() {
        return Vec::new();
    }
    let declares_all = context.known.declares_all();
    let mut remarks: Vec<Remark> = Vec::new();
    for (subject, _, named, slot) in context.slots() {
        let Subject::Slot(story, _) = subject else { continue };
        let first = context.known.first_undeclared(&named.text, story);
        let (Standing::Undeclared, false, Some(count)) =
            (slot.standing, context.is_in_front_matter(named), first)
        else {
            continue;
        };
        if remarks.iter().any(|remark| remark.span == named.span) {
            continue;
        }
        let near = nearest(context, &named.text);
        if !declares_all && !near.iter().any(|other| is_like(&named.text, other)) {
            continue;
        }
        let name = inflect::capitalized(&named.text, Capitals::First);
        let often = if count > 1 { format!(", but {count} stories use it") } else { String::new() };
        let hint = match near.as_slice() {
            [] => "Declare it or use a declared role.".to_owned(),
            names => format!("Did you mean {}?", inflect::either(names)),
        };
        remarks.push(Remark {
            span: named.span,
            message: format!("“{name}” isn’t a declared role{often}. {hint}"),
            subject,
            soft: !context.known.settings().is_strict(),
            guess: None,
        });
    }
    remarks
}

/// Whether two names are one, misspelt, or say what sort of one and the same: "store manager", "shop
/// manager".
fn is_like(name: &str, other: &str) -> bool {
    Likeness::of(name, other).spelling >= MISSPELT
}

/// How like two names are.
struct Likeness {
    /// How like they are spelled, from 0 to 1. Names that end in the same noun are as like as what stands before it, by its
    /// letters or its meaning: "budget analyst" and "field analyst" are two people.
    spelling: f64,
    /// Whether they share a word beside such a noun.
    shares: bool,
    /// Whether they have as many words.
    is_even: bool,
}

impl Likeness {
    fn of(name: &str, other: &str) -> Self {
        let (name, other) = (name.to_lowercase(), other.to_lowercase());
        let same = |one: &str, other: &str| inflect::singular(one) == inflect::singular(other);
        let parted = name.rsplit_once(' ').zip(other.rsplit_once(' '));
        let (one, two, is_same) = match parted {
            Some(((one, head), (two, noun))) if head == noun || same(head, noun) => {
                let names = [name.as_str(), other.as_str()].into_iter();
                (one, two, !alike::pairs(names).is_empty())
            }
            _ => (name.as_str(), other.as_str(), false),
        };
        let mut words = one.split(' ').filter(|word| word.len() > 3);
        let shares = words.any(|word| two.split(' ').any(|other| other == word));
        let is_even = name.split(' ').count() == other.split(' ').count();
        Self {
            spelling: if is_same { 1.0 } else { strsim::jaro_winkler(one, two) },
            shares,
            is_even,
        }
    }

    /// Both in one number. Names of which one has more words are not near by their letters alone: "device owner",
    /// "developer".
    fn score(&self) -> f64 {
        const SHARED: f64 = 0.25;
        match self.is_even || self.shares || self.spelling >= MISSPELT {
            true => self.spelling + if self.shares { SHARED } else { 0.0 },
            false => 0.0,
        }
    }
}

/// Whether a name is another with more before it: an "ingress admin" is an admin, and no misspelt one.
fn is_kind_of(name: &str, other: &str) -> bool {
    let (name, other) = (name.to_lowercase(), other.to_lowercase());
    name.strip_suffix(other.as_str()).is_some_and(|before| before.ends_with(' '))
}

/// The declared roles whose names are near, nearest first; at most three.
fn nearest(context: &RuleContext<'_>, name: &str) -> Vec<String> {
    let roles = context.known.vocabulary().roles().iter();
    let roles = roles.filter(|role| !role.declared.is_empty() && !alike::is_distinct(role, name));
    let mut near: Vec<(f64, &str)> = roles
        .filter_map(|role| {
            let names = std::iter::once(&role.name).chain(&role.aliases);
            let names = names.filter(|known| !is_kind_of(name, known) && !is_kind_of(known, name));
            let score = names.map(|known| Likeness::of(name, known).score()).fold(0.0, f64::max);
            (score >= NEAR).then_some((score, role.name.as_str()))
        })
        .collect();
    near.sort_by(|one, other| other.0.total_cmp(&one.0));
    near.into_iter().take(3).map(|(_, name)| name.to_owned()).collect()
}

/// The declared names that are like the one that is written, then the ways to declare it.
fn fix(whole: &dyn Whole, finding: &Finding, _: Scope) -> Vec<Fix> {
    let Some((base, context)) = whole.context(finding.segment) else { return Vec::new() };
    let Some(found) = Replaceable::of(&context, finding.subject) else { return Vec::new() };
    let name = finding.text(whole.document());
    let near = nearest(&context, &name);
    let roles = near.iter().filter_map(|name| context.known.vocabulary().role(name));
    let mut fixes: Vec<Fix> = roles
        .filter_map(|role| {
            let title = format!("Replace with “{}”", found.wording(&context, role)?);
            Some(Fix::here(title, found.edits(&context, role, base)?))
        })
        .collect();
    let declared =
        if name.chars().any(char::is_lowercase) { inflect::singular(&name) } else { name };
    fixes.extend(fixes_that_declare(whole, &declared));
    fixes
}

/// The ways to declare the role `name`: where the document declares its own, and in the project.
fn fixes_that_declare(whole: &dyn Whole, name: &str) -> Vec<Fix> {
    let here = entry(whole, name)
        .map(|edit| Fix::here(format!("Declare “{name}” as a role in this document"), vec![edit]));
    let title = format!("Declare “{name}” as a role in rolecall.toml");
    let project = Fix::in_project(title, Change::Declare(name.to_owned()));
    // What the project keeps in one place stays there.
    let mut fixes: Vec<Fix> = here.into_iter().chain([project]).collect();
    if !whole.settings().roles.is_empty() {
        fixes.reverse();
    }
    fixes
}

/// One more role where the document lists its own, written as the last of them is.
fn entry(whole: &dyn Whole, name: &str) -> Option<Edit> {
    let document = whole.document();
    let mut last = None;
    let segments = (0..).map_while(|segment| whole.context(segment));
    for (segment, (_, context)) in segments.enumerate() {
        let listed = context.declarations().filter(|(_, declaration, ..)| {
            matches!(declaration.form, Form::Line | Form::Section) && declaration.is_somebody()
        });
        last = listed.last().map(|(_, _, passage, _)| (segment, passage)).or(last);
    }
    let (segment, index) = last?;
    let (base, context) = whole.context(segment)?;
    let passage = context.passage(index)?;
    let name = inflect::capitalized(name, Capitals::First);
    let newline = break_of_document(document);
    match passage.kind {
        Kind::Heading(level) => {
            let span = passage.span.shifted(base);
            let sections = whole.sections();
            let section = sections.all.iter().find(|section| section.heading.overlaps(span))?;
            let mark = "#".repeat(usize::from(level));
            let end = document.trimmed_end(section.span).end;
            Some(Edit::insert(end, format!("{newline}{newline}{mark} {name}{newline}")))
        }
        Kind::Paragraph => {
            let item = passage.item.filter(|item| item.leads && !item.ordered)?;
            let line = line_of(document, passage, base);
            let mark = line.find(['-', '*', '+'])?;
            let margin = line.get(..mark).filter(|margin| margin.trim().is_empty())?;
            let bullet = line.get(mark..mark + 1)?;
            let strong = if passage.bold_lead().is_some() { "**" } else { "" };
            let nested = context.facts.passages.iter().skip(index + 1).take_while(|below| {
                below.item.is_some_and(|below| {
                    below.depth > item.depth || below.depth == item.depth && !below.leads
                })
            });
            let end = nested.last().unwrap_or(passage).span.shifted(base);
            let end = document.trimmed_end(end).end;
            Some(Edit::insert(end, format!("{newline}{margin}{bullet} {strong}{name}{strong}")))
        }
        Kind::Cell { row, column } => {
            let line = line_of(document, passage, base);
            let margin = line.get(..line.find('|')?).filter(|it| it.trim().is_empty())?;
            let is_beside = |cell: &&Passage| matches!(cell.kind, Kind::Cell { row: other, .. } if other == row);
            let columns = context.facts.passages.iter().filter_map(|cell| match cell.kind {
                Kind::Cell { column, .. } if is_beside(&cell) => Some(column),
                _ => None,
            });
            let count = columns.max()? + 1;
            let cells = (0..count).map(|at| if at == column { name.as_str() } else { "" });
            let row: Vec<String> = cells.map(|cell| format!(" {cell} ")).collect();
            let at = document.position(passage.span.shifted(base).start, Encoding::Utf8);
            let end = document.line(at.line).end;
            Some(Edit::insert(end, format!("{newline}{margin}|{}|", row.join("|"))))
        }
        _ => None,
    }
}

/// The line of the document that a passage begins on; `base` is where its segment starts.
fn line_of(document: &Document, passage: &Passage, base: usize) -> String {
    let start = passage.span.shifted(base).start;
    let line = document.position(start, Encoding::Utf8).line;
    document.slice(document.line(line))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Likeness, NEAR, UNDECLARED_ROLE};
    use crate::rules::tests;
    use crate::settings::role::tests::configured;
    use crate::{Change, Document, FilePlace, Place, Review, Role, Settings, Span};

    #[test]
    fn a_short_list_is_no_list_of_all() {
        let roles = "## Users\n\n- **Store manager**: x\n- **Tailor**: y\n\n";
        let story = |role: &str, mark: &str| format!("As a {role}, I want tea.\n{mark}\n");
        let few = [story("nurse", "     ^^^^^\n"), story("baker", "     ^^^^^\n")].concat();
        tests::check(&UNDECLARED_ROLE, &format!("{roles}{few}"));
        let many = [
            story("nurse", ""),
            story("store keeper", ""),
            story("shop manager", "     ^^^^^^^^^^^^\n"),
            story("tailer", "     ^^^^^^\n"),
        ];
        tests::check(&UNDECLARED_ROLE, &format!("{roles}{}", many.concat()));
    }

    #[test]
    fn a_kind_of_a_declared_role_is_not_misspelt() {
        for (name, expected) in [
            ("Admim", "Did you mean admin?"),
            ("Ingress admin", "Declare it or use a declared role."),
            ("Device owner", "Declare it or use a declared role."),
        ] {
            let text = format!(
                "## Roles\n\n- **Admin**: x\n- **Developer**: y\n\nAs a {name}, I want tea.\n"
            );
            let messages = tests::messages(&UNDECLARED_ROLE, Settings::default(), &text);
            assert_eq!(messages, [format!("“{name}” isn’t a declared role. {expected}")]);
        }
    }

    #[test]
    fn what_another_document_declares_is_no_list_of_this_one() {
        let file = FilePlace { path: "b.md".into(), shown: "b.md".into(), span: Span::default() };
        let declared = vec![Place { file: Some(file), line: 1 }];
        let elsewhere = vec![Role { declared, ..configured("nurse", "") }];
        let settings = Settings { elsewhere, ..Settings::default() };
        let text = "As a nurse, I want tea.\n\nAs a porter, I want cake.\n";
        assert!(tests::messages(&UNDECLARED_ROLE, settings, text).is_empty());
    }

    #[test]
    fn it_is_told_once_and_only_where_roles_are_declared() {
        tests::check(
            &UNDECLARED_ROLE,
            "## Users\n\n- **Store manager**: x\n\nAs a tailor, I want tea.\n     ^^^^^^\n\nAs a tailor, I want cake.\n\nAs a new store manager, I want tea.\n",
        );
        tests::check(&UNDECLARED_ROLE, "As a tailor, I want tea.\n\nAs a nurse, I want cake.\n");
    }

    #[test]
    fn a_role_is_declared_as_the_others_are() {
        let story = "As a baker, I want tea.\n";
        for (roles, expected) in [
            (
                "- **Nurse**: cares\n- **Porter**: carries\n\n",
                "- **Nurse**: cares\n- **Porter**: carries\n- **Baker**\n\n",
            ),
            ("* Nurse\n* Porter\n  - carries\n\n", "* Nurse\n* Porter\n  - carries\n* Baker\n\n"),
            (
                "### Nurse\n\nCares.\n\n### Porter\n\nCarries.\n\n",
                "### Nurse\n\nCares.\n\n### Porter\n\nCarries.\n\n### Baker\n\n\n",
            ),
            (
                "| Role | Does |\n|---|---|\n| Nurse | cares |\n| Porter | carries |\n\n",
                "| Role | Does |\n|---|---|\n| Nurse | cares |\n| Porter | carries |\n| Baker |  |\n\n",
            ),
        ] {
            let text = format!("## Roles\n\n{roles}## Stories\n\n{story}");
            let fixes = tests::fixes(&UNDECLARED_ROLE, Settings::default(), &text);
            let (fix, there) =
                fixes.iter().find(|(fix, _)| fix.title.ends_with("in this document")).unwrap();
            assert_eq!(fix.title, "Declare “baker” as a role in this document");
            assert_eq!(*there, format!("## Roles\n\n{expected}## Stories\n\n{story}"));
            let (fix, _) = fixes.last().unwrap();
            assert_eq!(fix.change, Some(Change::Declare("baker".to_owned())));
            let review = Review::new(Document::new(there), Arc::default());
            assert!(review.findings().iter().all(|it| it.rule != &UNDECLARED_ROLE), "{there}");
        }
    }

    fn likeness(one: &str, other: &str) -> f64 {
        Likeness::of(one, other).score()
    }

    #[test]
    fn a_shared_noun_alone_makes_no_names_like() {
        for (one, other) in [
            ("budget analyst", "neighborhood analyst"),
            ("budget analysts", "Business analyst"),
            ("sales manager", "store manager"),
            ("nurse", "tailor"),
        ] {
            assert!(likeness(one, other) < NEAR, "{one}, {other}: {}", likeness(one, other));
        }
        for (one, other) in [
            ("shop manager", "store manager"),
            ("shoper", "shopper"),
            ("budgt analyst", "budget analyst"),
            ("store keeper", "store manager"),
            ("senior store manager", "store manager"),
        ] {
            assert!(likeness(one, other) >= NEAR, "{one}, {other}: {}", likeness(one, other));
        }
    }

    #[test]
    fn the_hover_asks_for_names_like_it_and_lists_nobody_else() {
        let text = "## Roles\n\n- **Shopper**: buys\n\n## Stories\n\nAs a shoper, I want tea.\n";
        let review = Review::new(Document::new(text), Arc::default());
        let (_, hover) = review.hover(text.find("shoper").unwrap(), &|_| None).unwrap();
        assert!(hover.contains("Did you mean shopper?"), "{hover}");
        assert!(!hover.contains("Who fits"), "{hover}");
    }
}
