//! `undeclared-role`

use crate::english::inflect;
use crate::read::story::Standing;
use crate::rules::context::Page;
use crate::rules::remark::{Remark, Subject};
use crate::rules::rule::rule;

rule! {
    /// This story is told by a role that is declared nowhere, though others are.
    ///
    /// Either it is one of the declared roles under another name, or somebody new has come in
    /// whom nobody has described. It is told where the name is first used.
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
    /// A declared role passes, in any number and under its aliases. Where no role is declared, none
    /// is undeclared; and where a document's stories name more roles than it declares, and the project
    /// declares none, only a name that is nearly a declared one is told.
    ///
    /// ~~~markdown
    /// As a tailor, I want to see my size.
    /// ~~~
    ///
    /// **To mend it**, take the nearest declared name, or declare the role: a `[[role]]` in
    /// `rolecall.toml`, a file in `personas/`, or a line in the document's section on its audience.
    ///
    /// **Source:** Rich Mironov: choose specific names, and stick with them.
    UNDECLARED_ROLE, "undeclared-role", Warning, check
}

/// Names are near if they share a word or most of their letters.
const NEAR: f64 = 0.84;

fn check(page: &Page<'_>) -> Vec<Remark> {
    if page.facts.stories.is_empty() || !page.known.vocabulary().has_declared() {
        return Vec::new();
    }
    let declares_all = page.known.declares_all();
    let mut remarks: Vec<Remark> = Vec::new();
    for (subject, _, named, slot) in page.slots() {
        let Subject::Slot(story, _) = subject else { continue };
        let first = page.known.first_undeclared(&named.text, story);
        let (Standing::Undeclared, false, Some(count)) =
            (slot.standing, page.is_in_front_matter(named), first)
        else {
            continue;
        };
        if remarks.iter().any(|remark| remark.span == named.span) {
            continue;
        }
        let near = nearest(page, &named.text);
        if !declares_all && !near.iter().any(|other| is_like(&named.text, other)) {
            continue;
        }
        let often = if count > 1 {
            format!(", though {count} stories are told by it")
        } else {
            String::new()
        };
        let hint = match near.as_slice() {
            [] => "Declare it, or use a declared one.".to_owned(),
            names => format!("Did you mean {}?", inflect::either(names)),
        };
        remarks.push(Remark {
            span: named.span,
            message: format!("“{}” is not a declared role{often}. {hint}", named.text),
            subject,
            soft: !page.known.settings().is_strict(),
            guess: None,
        });
    }
    remarks
}

/// Whether two names are one, misspelt, or say what sort of one and the same: "store manager", "shop
/// manager".
fn is_like(name: &str, other: &str) -> bool {
    const MISSPELT: f64 = 0.93;
    let (name, other) = (name.to_lowercase(), other.to_lowercase());
    let head = |name: &str| name.rsplit(' ').next().map(inflect::singular);
    head(&name) == head(&other) || strsim::jaro_winkler(&name, &other) >= MISSPELT
}

/// The declared roles whose names are near, nearest first; at most three.
pub(crate) fn nearest(page: &Page<'_>, name: &str) -> Vec<String> {
    let lower = name.to_lowercase();
    let roles = page.known.vocabulary().roles().iter().filter(|role| !role.declared.is_empty());
    let mut near: Vec<(f64, &str)> = roles
        .filter_map(|role| {
            let names = std::iter::once(&role.name).chain(&role.aliases);
            let score = names
                .map(|known| {
                    let known = known.to_lowercase();
                    let shared = known
                        .split(' ')
                        .any(|word| word.len() > 3 && lower.split(' ').any(|other| other == word));
                    strsim::jaro_winkler(&known, &lower) + if shared { 0.2 } else { 0.0 }
                })
                .fold(0.0, f64::max);
            (score >= NEAR).then_some((score, role.name.as_str()))
        })
        .collect();
    near.sort_by(|one, other| other.0.total_cmp(&one.0));
    near.into_iter().take(3).map(|(_, name)| name.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::UNDECLARED_ROLE;
    use crate::rules::tests;

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
    fn it_is_told_once_and_only_where_roles_are_declared() {
        tests::check(
            &UNDECLARED_ROLE,
            "## Users\n\n- **Store manager**: x\n\nAs a tailor, I want tea.\n     ^^^^^^\n\nAs a tailor, I want cake.\n\nAs a new store manager, I want tea.\n",
        );
        tests::check(&UNDECLARED_ROLE, "As a tailor, I want tea.\n\nAs a nurse, I want cake.\n");
    }
}
