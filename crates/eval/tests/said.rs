//! What documents say of their roles, held at what it is on documents of our own writing: kinds, relations, names of personas.

// Clippy does not see that helpers of tests are tests.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::sync::Arc;

use review::{Document, Review, Role};

/// So many documents are read without a mistake, and so many of their facts are found; at most so many are found that
/// nobody states. A change that finds more may raise the first two; none may lower them or change an answer.
const READ: [usize; 3] = [36, 147, 7];
/// The same of the documents of which nobody reads the mistakes.
const UNREAD: [usize; 3] = [17, 74, 0];

/// One thing that is said of a role, as an answer writes it: the role, what, and its value; a role by itself without.
type Fact = (String, String, String);

/// A document's name, its text, and what it says.
struct Case {
    name: String,
    text: String,
    facts: BTreeSet<Fact>,
}

/// The documents of a file: each begins with a line that names it, and ends with a line for each role.
fn cases(file: &str) -> Vec<Case> {
    let path = format!("{}/sample/said/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let each = text.split("===== ").skip(1).map(|case| {
        let (name, rest) = case.split_once('\n').unwrap();
        let (answers, lines): (Vec<&str>, Vec<&str>) =
            rest.lines().partition(|line| line.starts_with("= "));
        let facts = answers.iter().flat_map(|line| {
            let (role, said) = line.trim_start_matches("= ").split_once(':').unwrap();
            let said = said.split(", ").filter(|said| !said.trim().is_empty()).map(|said| {
                let (what, value) = said.trim().split_once(' ').unwrap();
                (role.to_owned(), what.to_owned(), value.to_owned())
            });
            std::iter::once((role.to_owned(), String::new(), String::new())).chain(said)
        });
        let (name, text) = (name.to_owned(), lines.join("\n") + "\n");
        Case { name, text, facts: facts.collect() }
    });
    each.collect()
}

/// What is read of the roles that a text declares.
fn read(text: &str) -> BTreeSet<Fact> {
    let review = Review::new(Document::new(text), Arc::default());
    let declared = review.vocabulary().roles().iter().filter(|role| !role.declared.is_empty());
    declared.flat_map(facts).collect()
}

fn facts(role: &Role) -> Vec<Fact> {
    let fact = |what: &str, value: &str| (role.name.clone(), what.to_owned(), value.to_owned());
    let lists =
        [("serves", &role.serves), ("buys-for", &role.buys_for), ("reports-to", &role.reports_to)];
    let lists = lists.iter().flat_map(|(what, names)| names.iter().map(|name| fact(what, name)));
    let kind = role.kind.iter().map(|kind| fact("kind", kind.name()));
    let persona = role.persona.iter().map(|persona| fact("persona", persona));
    std::iter::once(fact("", "")).chain(kind).chain(persona).chain(lists).collect()
}

#[track_caller]
fn check(file: &str, [whole, right, wrong]: [usize; 3], is_read: bool) {
    let mut found = [0, 0, 0];
    let mut mistakes = String::new();
    for Case { name, text, facts } in cases(file) {
        let read = read(&text);
        found[0] += usize::from(read == facts);
        found[1] += facts.intersection(&read).count();
        found[2] += read.difference(&facts).count();
        if is_read && read != facts {
            let missed: Vec<_> = facts.difference(&read).collect();
            let others: Vec<_> = read.difference(&facts).collect();
            mistakes += &format!("{name}: missed {missed:?}, and found {others:?}\n");
        }
    }
    assert!(
        found[0] >= whole && found[1] >= right && found[2] <= wrong,
        "{found:?}, and it was {:?}: documents whole, facts right, facts wrong\n{mistakes}",
        [whole, right, wrong]
    );
}

#[test]
fn what_is_said_of_roles_is_read_as_well_as_before() {
    check("read.txt", READ, true);
}

#[test]
fn what_is_said_of_roles_is_read_as_well_as_before_where_nobody_reads_mistakes() {
    check("unread.txt", UNREAD, false);
}
