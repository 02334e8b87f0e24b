//! The roles of a project, each once, from every place that describes one; and where two of them
//! claim the same name, or one serves somebody nobody knows.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use markdown::{Document, Span};
use review::{Review, Role, Settings, Severity, Style, is_generic_name, name_key};

use crate::names::{Naming, PlacedName};
use crate::nearest::nearest;
use crate::problem::{DUPLICATE_ROLE, Problem, Related};
use crate::role::{RoleDraft, Source};

/// What is said of drafts that claim the same.
impl RoleDraft {
    fn problem(&self, severity: Severity, (span, line): (Span, usize), message: String) -> Problem {
        let line = (!self.path().as_os_str().is_empty()).then_some(line);
        Problem { span, line, severity, ..Problem::of_file(self.path(), message) }
    }

    /// A problem with something that `other` has at `place` already.
    fn duplicate(
        &self,
        severity: Severity,
        at: (Span, usize),
        message: String,
        (other, place, said): (&RoleDraft, Span, String),
    ) -> Problem {
        let path = other.path().to_owned();
        let has_place = !path.as_os_str().is_empty();
        let related = has_place.then_some(Related { path, span: place, message: said });
        Problem {
            code: DUPLICATE_ROLE,
            related: related.into_iter().collect(),
            ..self.problem(severity, at, message)
        }
    }

    /// Returns where `line` of this draft's file is, in brackets, for a reader who looks at the file of
    /// `from`; the settings of an editor have no lines.
    fn line_from(&self, line: usize, from: &RoleDraft) -> String {
        let file = self.role.declared.first().and_then(|place| place.file.as_ref());
        match file.filter(|file| file.path != from.path()) {
            Some(file) => format!(" ({}, line {line})", file.shown),
            None if line == 0 => String::new(),
            None => format!(" (line {line})"),
        }
    }
}

/// The roles that `drafts` describe, in their order, with what is wrong between them. The drafts of
/// the rolecall.toml come first.
pub(crate) fn gather(drafts: &[RoleDraft], style: Style) -> (Vec<Role>, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut merged = Merged::default();
    for (at, draft) in drafts.iter().enumerate() {
        if let Some(first) = merged.add(draft, at).and_then(|at| drafts.get(at)) {
            problems.extend(same_name(draft, first));
        }
    }
    let Merged { mut roles, owners, .. } = merged;
    let drafts: Vec<Owned> =
        drafts.iter().zip(owners).map(|(draft, owner)| Owned { draft, owner }).collect();
    clashes(&drafts, &mut roles, &mut problems);
    numbers(&drafts, &roles, &mut problems);
    for Owned { draft, .. } in &drafts {
        problems.extend(generic(draft, style));
    }
    relations(&drafts, &roles, &mut problems);
    (roles, problems)
}

/// A draft and the role that it is of, by index.
struct Owned<'a> {
    draft: &'a RoleDraft,
    owner: usize,
}

/// The roles as they are put together.
#[derive(Default)]
struct Merged {
    roles: Vec<Role>,
    /// The first draft of each role.
    firsts: Vec<usize>,
    /// The role of each draft.
    owners: Vec<usize>,
    /// Roles by the common form of what they are called.
    names: HashMap<String, usize>,
    aliases: HashMap<String, usize>,
    personas: HashMap<String, usize>,
    /// Roles that a persona file describes.
    with_persona_file: HashSet<usize>,
}

impl Merged {
    /// Adds the draft of index `at` to the role it describes. The first draft of that role, if both
    /// stand in the rolecall.toml.
    fn add(&mut self, draft: &RoleDraft, at: usize) -> Option<usize> {
        let name = name_key(&draft.role.name);
        let by_name = self.names.get(&name).copied();
        let known = match draft.source {
            Source::Config => by_name,
            Source::Persona { by_heading } => {
                by_name.or_else(|| self.aliases.get(&name).copied()).or_else(|| {
                    // "# Sarah Sue" is the page of whoever she stands for.
                    let persona = draft.role.persona.as_deref().map_or(name.clone(), name_key);
                    let role = self.personas.get(&persona).copied();
                    role.filter(|role| by_heading && !self.with_persona_file.contains(role))
                })
            }
        };
        let index = known.unwrap_or(self.roles.len());
        self.owners.push(index);
        if draft.source != Source::Config {
            self.with_persona_file.insert(index);
        }
        match self.roles.get_mut(index) {
            Some(role) => merge(role, draft.role.clone()),
            None => {
                self.firsts.push(at);
                self.roles.push(draft.role.clone());
            }
        }
        self.names.entry(name).or_insert(index);
        for alias in &draft.role.aliases {
            self.aliases.entry(name_key(alias)).or_insert(index);
        }
        if let Some(persona) = &draft.role.persona {
            self.personas.entry(name_key(persona)).or_insert(index);
        }
        let is_twice = known.is_some() && draft.source == Source::Config;
        is_twice.then(|| self.firsts.get(index).copied()).flatten()
    }
}

/// Adds to `role` what `other`, which describes the same, says and it does not.
fn merge(role: &mut Role, other: Role) {
    role.persona = role.persona.take().or(other.persona);
    for alias in std::iter::once(other.name).chain(other.aliases) {
        let key = name_key(&alias);
        let mut own = std::iter::once(&role.name).chain(&role.aliases).chain(&role.persona);
        if !own.any(|own| name_key(own) == key) {
            role.aliases.push(alias);
        }
    }
    role.plural = role.plural.take().or(other.plural);
    role.kind = role.kind.or(other.kind);
    role.number = role.number.or(other.number);
    role.description = role.description.take().or(other.description);
    role.success = role.success.take().or(other.success);
    role.share = role.share.or(other.share);
    let lists = [
        (&mut role.goals, other.goals),
        (&mut role.pains, other.pains),
        (&mut role.serves, other.serves),
        (&mut role.buys_for, other.buys_for),
        (&mut role.reports_to, other.reports_to),
    ];
    for (own, other) in lists.into_iter().filter(|(own, _)| own.is_empty()) {
        *own = other;
    }
    for name in other.distinct {
        let key = name_key(&name);
        if !role.distinct.iter().any(|own| name_key(own) == key) {
            role.distinct.push(name);
        }
    }
    role.declared.extend(other.declared);
}

/// Adds a role to others: what it says, where one of them has its name.
pub(crate) fn adopt(roles: &mut Vec<Role>, new: Role) {
    let name = name_key(&new.name);
    match roles.iter_mut().find(|role| name_key(&role.name) == name) {
        Some(role) => merge(role, new),
        None => roles.push(new),
    }
}

/// Two `[[role]]`s have one name.
fn same_name(draft: &RoleDraft, first: &RoleDraft) -> Option<Problem> {
    let name = draft.names(Naming::Name).next()?;
    let other = first.names(Naming::Name).next()?;
    let message = format!(
        "Another role is named `{}`{}. Rename this one, or merge the two.",
        name.text,
        first.line_from(other.line, draft)
    );
    let said = format!("The first role named `{}`.", other.text);
    let place = (first, other.span, said);
    Some(draft.duplicate(Severity::Error, (name.span, name.line), message, place))
}

/// Tells of names that two roles claim. An alias that is taken is no alias.
fn clashes(drafts: &[Owned], roles: &mut [Role], problems: &mut Vec<Problem>) {
    let mut taken: HashMap<String, (&Owned, &PlacedName)> = HashMap::new();
    let mut lost: HashSet<(usize, String)> = HashSet::new();
    // What is likeliest to be meant goes first, whatever the order they are written in.
    for kind in [Naming::Name, Naming::Persona, Naming::Plural, Naming::Alias] {
        for owned in drafts {
            for name in owned.draft.names(kind) {
                let key = name_key(&name.text);
                let (first, other) = *taken.entry(key.clone()).or_insert((owned, name));
                if first.owner == owned.owner {
                    continue;
                }
                let called = |owned: &Owned| roles.get(owned.owner).map_or("", |role| &role.name);
                let message = format!(
                    "`{}` is {}{}, so it cannot also be {}. Remove one of the two.",
                    name.text,
                    what_it_is(other.kind, called(first)),
                    first.draft.line_from(other.line, owned.draft),
                    what_it_is(kind, called(owned)),
                );
                let said =
                    format!("`{}` is {} here.", other.text, what_it_is(other.kind, called(first)));
                let place = (first.draft, other.span, said);
                let at = (name.span, name.line);
                problems.push(owned.draft.duplicate(Severity::Warning, at, message, place));
                if kind == Naming::Alias {
                    lost.insert((owned.owner, key));
                }
            }
        }
    }
    for (index, role) in roles.iter_mut().enumerate() {
        role.aliases.retain(|alias| !lost.contains(&(index, name_key(alias))));
    }
}

fn what_it_is(kind: Naming, role: &str) -> String {
    match kind {
        Naming::Name => "the name of a role".to_owned(),
        Naming::Plural => format!("the plural of `{role}`"),
        Naming::Alias => format!("an alias of `{role}`"),
        Naming::Persona => format!("the persona of `{role}`"),
        Naming::Serves => format!("served by `{role}`"),
        Naming::BuysFor => format!("bought for by `{role}`"),
        Naming::ReportsTo => format!("one that `{role}` reports to"),
        Naming::Distinct => format!("distinct from `{role}`"),
    }
}

/// Tells of numbers that two personas have.
fn numbers(drafts: &[Owned], roles: &[Role], problems: &mut Vec<Problem>) {
    let mut taken: HashMap<u32, (&Owned, Span, usize)> = HashMap::new();
    for owned in drafts {
        let Some((number, (span, line))) = owned.draft.role.number.zip(owned.draft.number) else {
            continue;
        };
        let (first, other, other_line) = *taken.entry(number).or_insert((owned, span, line));
        if first.owner == owned.owner {
            continue;
        }
        let name = roles.get(first.owner).map_or("", |role| &role.name);
        let message = format!(
            "{number} is already the number of `{name}`{}. Give this persona a different number.",
            first.draft.line_from(other_line, owned.draft)
        );
        let place = (first.draft, other, format!("The number of `{name}`."));
        problems.push(owned.draft.duplicate(Severity::Warning, (span, line), message, place));
    }
}

/// A role whose name says no more than the words that we are here to replace.
fn generic(draft: &RoleDraft, style: Style) -> Option<Problem> {
    let name = draft.names(Naming::Name).next().filter(|name| is_generic_name(&name.text))?;
    let is_customer = name_key(&name.text).trim_end_matches('s') == "customer";
    let is_house_style = match style {
        Style::SpecificRoles => false,
        Style::CustomerObsession => is_customer,
        // These give the words a meaning.
        Style::CustomerProblem | Style::BuyerAndUser | Style::Discovery => true,
    };
    let message =
        format!("`{}` is a generic word. Is there a more specific name for this role?", name.text);
    (!is_house_style).then(|| draft.problem(Severity::Warning, (name.span, name.line), message))
}

/// Somebody whom a role serves.
struct Step<'a> {
    draft: &'a RoleDraft,
    name: &'a PlacedName,
    to: usize,
}

/// Reports roles that serve, buy for, report to, or are distinct from, nobody we know or themselves, and those that serve each other in a
/// circle.
fn relations(drafts: &[Owned], roles: &[Role], problems: &mut Vec<Problem>) {
    let is_alone = |role: &Role| {
        let lists = [&role.serves, &role.buys_for, &role.reports_to, &role.distinct];
        lists.into_iter().all(Vec::is_empty)
    };
    if drafts.iter().all(|owned| is_alone(&owned.draft.role)) {
        return;
    }
    // It knows every form of a name, as it would in a document.
    let settings = Settings { roles: roles.to_vec(), ..Settings::default() };
    let review = Review::new(Document::new(""), Arc::new(settings));
    let known = || roles.iter().flat_map(|role| std::iter::once(&role.name).chain(&role.aliases));
    let index: HashMap<&str, usize> =
        roles.iter().enumerate().rev().map(|(at, role)| (role.name.as_str(), at)).collect();
    let mut steps: Vec<Vec<Step>> = roles.iter().map(|_| Vec::new()).collect();
    for Owned { draft, owner } in drafts {
        const RELATED: [Naming; 4] =
            [Naming::Serves, Naming::BuysFor, Naming::ReportsTo, Naming::Distinct];
        let related = RELATED.map(|kind| draft.names(kind));
        for name in related.into_iter().flatten() {
            let role = review.vocabulary().role(&name.text);
            let at = (name.span, name.line);
            let Some(to) = role.and_then(|role| index.get(role.name.as_str()).copied()) else {
                let hint = match nearest(&name.text, known().map(String::as_str)) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "declare it, or remove it here.".to_owned(),
                };
                let message = format!("There is no role `{}`; {hint}", name.text);
                problems.push(draft.problem(Severity::Warning, at, message));
                continue;
            };
            if to == *owner {
                let message = match name.kind {
                    Naming::Distinct => {
                        "A role can't be distinct from itself. Name another role, or remove this."
                    }
                    Naming::BuysFor => {
                        "A role can't list itself here. Name another role, or remove this."
                    }
                    Naming::ReportsTo => {
                        "A role can't report to itself. Name another role, or remove this."
                    }
                    _ => "A role can't serve itself. Name another role, or remove this.",
                };
                problems.push(draft.problem(Severity::Warning, at, message.to_owned()));
            } else if name.kind == Naming::Serves
                && let Some(steps) = steps.get_mut(*owner)
                && !steps.iter().any(|step| step.to == to)
            {
                steps.push(Step { draft, name, to });
            }
        }
    }
    for (chain, last) in circles(&steps) {
        let names = chain.iter().chain(chain.first()).filter_map(|at| roles.get(*at));
        let names: Vec<&str> = names.map(|role| role.name.as_str()).collect();
        let message = format!("These roles serve each other in a circle: {}.", names.join(" → "));
        let at = (last.name.span, last.name.line);
        problems.push(last.draft.problem(Severity::Warning, at, message));
    }
}

/// Returns the circles in a graph, each once: the roles on it, the first of them first, and the step
/// that leads back to it. A circle that shares its way back with another may be left out.
fn circles<'a, 'b>(steps: &'b [Vec<Step<'a>>]) -> Vec<(Vec<usize>, &'b Step<'a>)> {
    let mut found = Vec::new();
    let mut done = vec![false; steps.len()];
    for start in 0..steps.len() {
        // The way from the start: each role with the steps from it that are still to be taken.
        let mut way = vec![(start, 0)];
        let mut places: HashMap<usize, usize> = HashMap::from([(start, 0)]);
        if done.get(start).copied().unwrap_or(true) {
            continue;
        }
        while let Some((role, next)) = way.last_mut() {
            let Some(step) = steps.get(*role).and_then(|steps| steps.get(*next)) else {
                if let Some(done) = done.get_mut(*role) {
                    *done = true;
                }
                places.remove(role);
                way.pop();
                continue;
            };
            *next += 1;
            if let Some(place) = places.get(&step.to) {
                let circle = way.iter().skip(*place).map(|(role, _)| *role).collect();
                found.push((circle, step));
            } else if done.get(step.to) == Some(&false) {
                places.insert(step.to, way.len());
                way.push((step.to, 0));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::config::Config;
    use crate::persona;
    use crate::problem::CONFIGURATION;

    /// Gathers the roles of a rolecall.toml and of persona files, and holds what is told of them
    /// against what is drawn under their texts.
    fn check(files: &[(&str, &str)]) -> Vec<Role> {
        let texts: Vec<(&str, String)> =
            files.iter().map(|(path, drawn)| (*path, fixture::read(drawn).text)).collect();
        let mut drafts = Vec::new();
        let mut style = Style::default();
        for (path, text) in &texts {
            let problems = if *path == "rolecall.toml" {
                let (read, problems) = Config::read(text, Path::new(path), &[]);
                let (config, read) = read.unwrap();
                style = config.settings.style;
                drafts.extend(read);
                problems
            } else {
                let (draft, problems) = persona::read(text, Path::new(path), path);
                drafts.extend(draft);
                problems
            };
            assert_eq!(problems, []);
        }
        let (roles, problems) = gather(&drafts, style);
        let covered = |path: &Path, span| {
            let text = texts.iter().find(|(other, _)| Path::new(other) == path).unwrap();
            markdown::slice(&text.1, span)
        };
        for ((path, text), (_, drawn)) in texts.iter().zip(files) {
            let own = problems.iter().filter(|problem| problem.path == Path::new(path));
            let mut marks: Vec<fixture::Mark> = own
                .map(|problem| {
                    let mut label = format!("{} ", problem.severity.name());
                    if problem.code != CONFIGURATION {
                        label += &format!("{} ", problem.code);
                    }
                    label += &problem.message;
                    for related in &problem.related {
                        let there = covered(&related.path, related.span);
                        let path = related.path.display();
                        label += &format!(" -> {path} “{there}”: {}", related.message);
                    }
                    let span = problem.span;
                    let before = text.get(..span.start).unwrap();
                    assert_eq!(problem.line, Some(before.matches('\n').count() + 1));
                    fixture::Mark { start: span.start, end: span.end, label }
                })
                .collect();
            marks.sort();
            let found = fixture::draw(text, &marks);
            assert!(found == *drawn, "{path}:\n{found}\nbut it should be:\n{drawn}");
        }
        roles
    }

    fn roles_of(toml: &str) -> Vec<Role> {
        check(&[("rolecall.toml", toml)])
    }

    const WHOLE: &str = "goals: [sell]\nsuccess: pairs sold\n";

    #[test]
    fn one_name_is_one_role() {
        let roles = roles_of(
            r#"[[role]]
name = "store clerk"
[[role]]
name = "Store-Clerk"
        ^^^^^^^^^^^ error duplicate-role Another role is named `Store-Clerk` (line 2). Rename this one, or merge the two. -> rolecall.toml “store clerk”: The first role named `store clerk`.
kind = "internal"
"#,
        );
        assert_eq!(roles.len(), 1);
        assert_eq!(roles[0].kind, Some(review::RoleKind::Internal));
        assert_eq!(roles[0].aliases, [] as [&str; 0]);
    }

    #[test]
    fn an_alias_belongs_to_whom_it_is_likeliest_to_mean() {
        let roles = roles_of(
            r#"[[role]]
name = "clerk"
aliases = ["cashier", "till hand", "boss", "clerk", "Dana Whitlock"]
                                    ^^^^ warning duplicate-role `boss` is the name of a role (line 9), so it cannot also be an alias of `clerk`. Remove one of the two. -> rolecall.toml “boss”: `boss` is the name of a role here.
                                                     ^^^^^^^^^^^^^ warning duplicate-role `Dana Whitlock` is the persona of `teller` (line 7), so it cannot also be an alias of `clerk`. Remove one of the two. -> rolecall.toml “Dana Whitlock”: `Dana Whitlock` is the persona of `teller` here.
[[role]]
name = "teller"
aliases = ["Till-Hand", "tiller"]
            ^^^^^^^^^ warning duplicate-role `Till-Hand` is an alias of `clerk` (line 3), so it cannot also be an alias of `teller`. Remove one of the two. -> rolecall.toml “till hand”: `till hand` is an alias of `clerk` here.
persona = "Dana Whitlock"
[[role]]
name = "boss"
persona = "dana whitlock"
           ^^^^^^^^^^^^^ warning duplicate-role `dana whitlock` is the persona of `teller` (line 7), so it cannot also be the persona of `boss`. Remove one of the two. -> rolecall.toml “Dana Whitlock”: `Dana Whitlock` is the persona of `teller` here.
plural = "clerk"
          ^^^^^ warning duplicate-role `clerk` is the name of a role (line 2), so it cannot also be the plural of `boss`. Remove one of the two. -> rolecall.toml “clerk”: `clerk` is the name of a role here.
"#,
        );
        let aliases: Vec<Vec<String>> = roles.into_iter().map(|role| role.aliases).collect();
        assert_eq!(aliases, [vec!["cashier", "till hand", "clerk"], vec!["tiller"], vec![]]);
    }

    #[test]
    fn persona_files_claim_names_too() {
        let bob = "---
name: teller
aliases:
- till hand
- cashier
  ^^^^^^^ warning duplicate-role `cashier` is an alias of `clerk` (rolecall.toml, line 3), so it cannot also be an alias of `teller`. Remove one of the two. -> rolecall.toml “cashier”: `cashier` is an alias of `clerk` here.
number: 4
        ^ warning duplicate-role 4 is already the number of `clerk` (rolecall.toml, line 4). Give this persona a different number. -> rolecall.toml “4”: The number of `clerk`.
goals: [sell]
success: pairs sold
---
";
        let sue = format!("---\nname: clerk\nnumber: 4\naliases: [cashier]\n{WHOLE}---\n");
        let roles = check(&[
            (
                "rolecall.toml",
                r#"[[role]]
name = "clerk"
aliases = ["cashier"]
number = 4
[[role]]
name = "boss"
number = 5
aliases = ["teller"]
            ^^^^^^ warning duplicate-role `teller` is the name of a role (line 10), so it cannot also be an alias of `boss`. Remove one of the two. -> rolecall.toml “teller”: `teller` is the name of a role here.
[[role]]
name = "teller"
"#,
            ),
            ("bob.md", bob),
            ("sue.md", &sue),
        ]);
        assert_eq!(roles.len(), 3);
        assert_eq!(roles[2].aliases, ["till hand"]);
    }

    #[test]
    fn a_persona_file_adds_to_the_role_it_is_about() {
        let page = |heading: &str| format!("---\n{WHOLE}---\n# {heading}\n");
        for (heading, count, aliases) in [
            ("Dana Whitlock", 1, &["cashier"] as &[&str]),
            ("Dana Whitlock, store clerk", 1, &["cashier", "store clerk"]),
            ("Dana, cashier", 1, &["cashier"]),
            ("Sue, Clerk", 1, &["cashier"]),
            ("Sue, boss", 2, &["cashier"]),
        ] {
            let roles = check(&[
                (
                    "rolecall.toml",
                    "[[role]]\nname = \"clerk\"\npersona = \"Dana Whitlock\"\naliases = [\"cashier\"]\n",
                ),
                ("sue.md", &page(heading)),
            ]);
            assert_eq!(roles.len(), count, "{heading}");
            assert_eq!(roles[0].aliases, aliases, "{heading}");
        }
        // Two personas of one name are two, and a file that says whom it is about means that.
        let roles = check(&[
            ("a.md", &page("Sue, clerk")),
            (
                "b.md",
                "---
goals: [sell]
success: pairs sold
---
# Sue, boss
  ^^^ warning duplicate-role `Sue` is the persona of `clerk` (a.md, line 5), so it cannot also be the persona of `boss`. Remove one of the two. -> a.md “Sue”: `Sue` is the persona of `clerk` here.
",
            ),
        ]);
        assert_eq!(roles.len(), 2);
        let roles = check(&[
            ("rolecall.toml", "[[role]]\nname = \"clerk\"\npersona = \"Sue\"\n"),
            (
                "b.md",
                "---
name: boss
persona: Sue
         ^^^ warning duplicate-role `Sue` is the persona of `clerk` (rolecall.toml, line 3), so it cannot also be the persona of `boss`. Remove one of the two. -> rolecall.toml “Sue”: `Sue` is the persona of `clerk` here.
goals: [sell]
success: pairs sold
---
",
            ),
        ]);
        assert_eq!(roles.len(), 2);
    }

    #[test]
    fn a_role_has_a_name_of_its_own() {
        roles_of(
            r#"[[role]]
name = "Customers"
        ^^^^^^^^^ warning `Customers` is a generic word. Is there a more specific name for this role?
[[role]]
name = "end user"
        ^^^^^^^^ warning `end user` is a generic word. Is there a more specific name for this role?
aliases = ["user"]
[[role]]
name = "customer service agent"
"#,
        );
        roles_of("style = \"discovery\"\n[[role]]\nname = \"customer\"\n");
        roles_of(
            r#"style = "customer-obsession"
[[role]]
name = "customer"
[[role]]
name = "user"
        ^^^^ warning `user` is a generic word. Is there a more specific name for this role?
"#,
        );
    }

    #[test]
    fn who_is_served_is_declared() {
        let sue = format!("---\nname: clerk\nserves: [shoppers]\n{WHOLE}---\n");
        check(&[
            (
                "rolecall.toml",
                r#"[[role]]
name = "shopper"
aliases = ["patron"]
[[role]]
name = "store clerk"
aliases = ["clerk"]
serves = ["Shoppers", "patron", "shoper", "plumber", "clerk", "dana"]
                                 ^^^^^^ warning There is no role `shoper`; did you mean `shopper`?
                                           ^^^^^^^ warning There is no role `plumber`; declare it, or remove it here.
                                                      ^^^^^ warning A role can't serve itself. Name another role, or remove this.
[[role]]
name = "boss"
persona = "Dana Whitlock"
serves = ["shopper"]
buys-for = ["clerk", "bos"]
                      ^^^ warning There is no role `bos`; did you mean `boss`?
reports-to = ["boss"]
               ^^^^ warning A role can't report to itself. Name another role, or remove this.
"#,
            ),
            ("sue.md", &sue),
        ]);
    }

    #[test]
    fn who_is_distinct_is_declared() {
        let sue = format!("---\nname: clerk\ndistinct: [cook]\n{WHOLE}---\n");
        let roles = check(&[
            (
                "rolecall.toml",
                r#"[[role]]
name = "clerk"
aliases = ["till hand"]
distinct = ["Porters", "portr", "plumber", "till hand"]
                        ^^^^^ warning There is no role `portr`; did you mean `porter`?
                                 ^^^^^^^ warning There is no role `plumber`; declare it, or remove it here.
                                            ^^^^^^^^^ warning A role can't be distinct from itself. Name another role, or remove this.
[[role]]
name = "porter"
distinct = ["clerk"]
[[role]]
name = "cook"
"#,
            ),
            ("sue.md", &sue),
        ]);
        // Two roles that are distinct from each other are in no circle, and a persona page adds to the list.
        assert_eq!(roles[0].distinct, ["Porters", "portr", "plumber", "till hand", "cook"]);
    }

    #[test]
    fn nobody_serves_in_a_circle() {
        roles_of(
            r#"[[role]]
name = "shopper"
serves = ["clerk"]
[[role]]
name = "clerk"
serves = ["porter", "boss", "shopper"]
                             ^^^^^^^ warning These roles serve each other in a circle: shopper → clerk → shopper.
[[role]]
name = "boss"
serves = ["porter", "clerk"]
                     ^^^^^ warning These roles serve each other in a circle: clerk → boss → clerk.
[[role]]
name = "porter"
"#,
        );
        // Said in two files, it is told of one.
        let sue = format!("---\nname: clerk\nserves: [shopper]\n{WHOLE}---\n");
        check(&[
            (
                "rolecall.toml",
                r#"[[role]]
name = "shopper"
serves = ["clerk"]
[[role]]
name = "clerk"
serves = ["shopper"]
           ^^^^^^^ warning These roles serve each other in a circle: shopper → clerk → shopper.
"#,
            ),
            ("sue.md", &sue),
        ]);
        // A long way is no deep one.
        let mut toml = String::new();
        for at in 0..20_000 {
            toml += &format!("[[role]]\nname = \"r{at}\"\nserves = [\"r{}\"]\n", at + 1);
        }
        let (_, problems) = Config::parse(&toml, Path::new("rolecall.toml"));
        assert_eq!(problems.len(), 1);
    }
}
