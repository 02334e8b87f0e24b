//! A first `rolecall.toml`, drafted from the documents of a folder.
//!
//! Roles that the documents declare or stories name are listed, the busiest first. What is guessed
//! is marked as a guess: a drafted file is to be read before it is used.

use std::fmt::Write;

use review::{Role, RoleKind, counted};

use crate::index::{Count, Index};

/// A role that belongs into the file.
struct Drafted<'a> {
    role: &'a Role,
    count: Count,
    aliases: Vec<&'a str>,
}

/// The text of a `rolecall.toml` for the roles of `index`; none where there is no role.
pub fn draft(index: &Index) -> Option<String> {
    let roles = grouped(index);
    if roles.is_empty() {
        return None;
    }
    let mut text = String::from(
        "# The roles of these documents, as rolecall found them. Read it through: what is marked as a\n\
         # guess may be wrong, and only you know who buys, who uses and who is a colleague.\n",
    );
    for Drafted { role, count, aliases } in roles {
        let _ = writeln!(text, "\n# {}", told(count));
        if let Some(place) =
            role.declared.first().and_then(|place| Some((place.file.as_ref()?, place.line)))
        {
            let _ = writeln!(text, "# declared in {}, line {}", place.0.shown, place.1);
        }
        let _ = writeln!(text, "[[role]]\nname = {}", project::quoted(&role.name));
        let names: Vec<String> =
            role.aliases.iter().map(String::as_str).map(project::quoted).collect();
        let guesses: Vec<String> = aliases.iter().map(|alias| project::quoted(alias)).collect();
        if !names.is_empty() || !guesses.is_empty() {
            let mark = if guesses.is_empty() { "" } else { " # a guess" };
            let _ = writeln!(text, "aliases = [{}]{mark}", [names, guesses].concat().join(", "));
        }
        if let Some(kind) = role.kind {
            let _ = writeln!(text, "kind = \"{}\"", kind.name());
        } else if let Some(kind) = guess(&role.name) {
            let _ = writeln!(text, "kind = \"{}\" # a guess", kind.name());
        }
        if let Some(persona) = role.persona.as_ref().filter(|persona| **persona != role.name) {
            let _ = writeln!(text, "persona = {}", project::quoted(persona));
        }
        if let Some(number) = role.number {
            let _ = writeln!(text, "number = {number}");
        }
    }
    Some(text)
}

fn told(count: Count) -> String {
    format!(
        "in {}, named {} in {}",
        counted(count.stories, "story", "stories"),
        counted(count.mentions, "time", "times"),
        counted(count.documents, "document", "documents")
    )
}

/// The roles, the busiest first, each with the others that are likely the same.
fn grouped(index: &Index) -> Vec<Drafted<'_>> {
    let roles = index.vocabulary().roles();
    let mut drafted: Vec<Drafted<'_>> = roles
        .iter()
        .enumerate()
        .map(|(at, role)| Drafted { role, count: index.count_of(at), aliases: Vec::new() })
        .collect();
    drafted.sort_by(|one, other| {
        let weight = |drafted: &Drafted<'_>| {
            (drafted.count.stories, drafted.count.mentions, !drafted.role.declared.is_empty())
        };
        weight(other).cmp(&weight(one)).then_with(|| one.role.name.cmp(&other.role.name))
    });
    let mut kept: Vec<Drafted<'_>> = Vec::new();
    for next in drafted {
        let mut same = kept.iter_mut().filter(|role| are_alike(&role.role.name, &next.role.name));
        match (same.next(), same.next()) {
            // Declared apart, they are two.
            (Some(role), None)
                if role.role.declared.is_empty() || next.role.declared.is_empty() =>
            {
                let mut alias = next.role;
                // The words before their initials.
                if is_acronym(&role.role.name, &alias.name) {
                    std::mem::swap(&mut role.role, &mut alias);
                }
                role.aliases.push(&alias.name);
                role.count.stories += next.count.stories;
                role.count.mentions += next.count.mentions;
            }
            _ => kept.push(next),
        }
    }
    kept
}

/// Whether one name is the initials of the other.
fn is_acronym(short: &str, long: &str) -> bool {
    let first = long.split([' ', '-']).filter_map(|word| word.chars().next());
    short.chars().filter(|c| c.is_uppercase()).count() > 1
        && !short.contains(' ')
        && first.collect::<String>().to_lowercase() == short.to_lowercase()
}

/// Whether two names are likely one role's: "PM" and "product manager", "admin" and "administrator".
fn are_alike(one: &str, other: &str) -> bool {
    let is_clipped = |short: &str, long: &str| {
        let (short, long) = (short.to_lowercase(), long.to_lowercase());
        match (short.rsplit_once(' '), long.rsplit_once(' ')) {
            (Some((rest, short)), Some((other, long))) => {
                rest == other && short.len() >= 3 && short != long && long.starts_with(short)
            }
            (None, None) => short.len() >= 3 && short != long && long.starts_with(&short),
            _ => false,
        }
    };
    is_acronym(one, other)
        || is_acronym(other, one)
        || is_clipped(one, other)
        || is_clipped(other, one)
}

/// What a name says of how somebody stands to the product; nothing of most.
fn guess(name: &str) -> Option<RoleKind> {
    let name = name.to_lowercase();
    let words: Vec<&str> = name.split([' ', '-']).collect();
    let has = |set: &[&str]| words.iter().any(|word| set.contains(word));
    if has(&["buyer", "purchaser", "procurement", "sponsor", "payer"]) {
        Some(RoleKind::Buyer)
    } else if has(&["visitor", "prospect", "lead", "guest", "evaluator", "trial"]) {
        Some(RoleKind::Prospect)
    } else if has(&["vendor", "supplier", "reseller", "partner", "distributor", "affiliate"]) {
        Some(RoleKind::Partner)
    } else if has(&[
        "admin",
        "administrator",
        "developer",
        "engineer",
        "tester",
        "designer",
        "operator",
        "support",
        "moderator",
        "employee",
        "staff",
        "owner",
        "analyst",
    ]) {
        Some(RoleKind::Internal)
    } else if has(&[
        "consumer",
        "shopper",
        "patient",
        "student",
        "passenger",
        "subscriber",
        "player",
    ]) {
        Some(RoleKind::Consumer)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use super::*;
    use crate::index::Source;

    #[test]
    fn the_busiest_come_first_and_guesses_are_marked() {
        let texts = [
            (
                "a.md",
                "# Roles\n\n- **Ward nurse**: cares\n\n# Stories\n\nAs an admin, I want tea.\n\nAs a user, I want tea.\n",
            ),
            (
                "b.md",
                "As an administrator, I want tea.\n\nAs an administrator, I want a \"lamp\".\n\nAs a PM, I want tea.\n\nAs a product manager, I want tea.\n",
            ),
        ];
        let index = Index::new(Path::new("/p"), Arc::default(), &texts, |(path, text)| {
            Some(Source { path: Path::new("/p").join(path), text: (*text).into() })
        });
        assert_eq!(
            draft(&index).unwrap().split_once("colleague.\n").unwrap().1,
            "\n# in 3 stories, named 3 times in 1 document\n[[role]]\nname = \"administrator\"\naliases = [\"admin\"] # a guess\nkind = \"internal\" # a guess\n\
             \n# in 2 stories, named 2 times in 1 document\n[[role]]\nname = \"product manager\"\naliases = [\"PM\"] # a guess\n\
             \n# in 0 stories, named 1 time in 1 document\n# declared in a.md, line 3\n[[role]]\nname = \"ward nurse\"\n",
        );
        let (config, problems) =
            project::Config::parse(&draft(&index).unwrap(), Path::new("/p/rolecall.toml"));
        assert_eq!(problems, []);
        assert_eq!(config.unwrap().settings.roles.len(), 3);
        assert_eq!(draft(&Index::default()), None);
    }
}
