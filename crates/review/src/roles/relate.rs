//! How roles stand to the product and to each other, by what the sentences of a document say of them.

use std::borrow::Cow;
use std::ops::Range;

use crate::read::role::declaration::Declaration;
use crate::read::role::pattern::What;
use crate::read::role::said::{Said, Statement, Who};
use crate::roles::mention::{self, Hit};
use crate::roles::vocabulary::Vocabulary;
use crate::settings::role::RoleKind;
use crate::text::token::{Words, tokens};
use crate::words::Class;

/// What sentences say of one role.
#[derive(Debug, Clone, Default)]
struct Heard {
    kinds: Vec<RoleKind>,
    serves: Vec<String>,
    buys_for: Vec<String>,
    reports_to: Vec<String>,
}

impl Vocabulary {
    /// Adds to declared roles what the sentences of a project's documents say of them: what one document says of a role that
    /// another declares counts as well. What labels or the project say of a role stays.
    pub fn relate<'a>(&mut self, statements: impl Iterator<Item = &'a Statement>) {
        let statements = statements.map(|statement| {
            let of = statement.of.as_ref();
            (of.map(|(name, persona)| (name.as_str(), persona.as_deref())), &statement.said)
        });
        relate(self, statements);
    }
}

/// Adds to declared roles what the sentences of a document say of them: of `declarations` what their own sections say, and
/// of others what `said` has. What labels or the project say of a role stays; of a role that nobody declares nothing is kept.
pub(crate) fn relate_declared<'a>(
    vocabulary: &mut Vocabulary,
    declarations: impl Iterator<Item = &'a Declaration>,
    said: impl Iterator<Item = &'a Said>,
) {
    let own = declarations.flat_map(|it| {
        let of = (it.name.as_str(), it.persona.as_deref());
        it.said.iter().map(move |said| (Some(of), said))
    });
    relate(vocabulary, own.chain(said.map(|said| (None, said))));
}

/// Adds what sentences say, each with the role whose section it stands in: its name, and its persona's.
fn relate<'a>(
    vocabulary: &mut Vocabulary,
    said: impl Iterator<Item = (Option<(&'a str, Option<&'a str>)>, &'a Said)>,
) {
    let mut heard: Vec<(usize, Heard)> = Vec::new();
    for (of, said) in said {
        let own = of.and_then(|(name, persona)| vocabulary.role_named(name, persona));
        let whom = said.whom.as_ref().map(|whom| meant(vocabulary, whom, own)).unwrap_or_default();
        for who in meant(vocabulary, &said.who, own) {
            let at = heard.iter().position(|(role, _)| *role == who).unwrap_or_else(|| {
                heard.push((who, Heard::default()));
                heard.len() - 1
            });
            let Some((_, heard)) = heard.get_mut(at) else { continue };
            let others = whom.iter().filter(|other| **other != who);
            let others = others.filter_map(|other| vocabulary.roles().get(*other));
            let names: Vec<String> = others.map(|role| role.name.clone()).collect();
            let list = match said.what {
                What::Kind(kind) => {
                    heard.kinds.push(kind);
                    continue;
                }
                What::Serves => &mut heard.serves,
                What::BuysFor => {
                    heard.kinds.extend((!names.is_empty()).then_some(RoleKind::Buyer));
                    &mut heard.buys_for
                }
                What::ReportsTo => &mut heard.reports_to,
            };
            for name in names {
                if !list.contains(&name) {
                    list.push(name);
                }
            }
        }
    }
    for (role, heard) in heard {
        let Some(role) = vocabulary.role_at(role) else { continue };
        role.kind = role.kind.or(heard.kind());
        for (known, others) in [
            (&mut role.serves, heard.serves),
            (&mut role.buys_for, heard.buys_for),
            (&mut role.reports_to, heard.reports_to),
        ] {
            if known.is_empty() {
                *known = others;
            }
        }
    }
}

impl Heard {
    /// The kind that sentences say. Whoever buys the product, or works for the company, may use it as well.
    fn kind(&self) -> Option<RoleKind> {
        let uses = |kind: &&RoleKind| matches!(kind, RoleKind::EndUser | RoleKind::Consumer);
        let first = self.kinds.iter().find(|kind| !uses(kind));
        first.or_else(|| self.kinds.first()).copied()
    }
}

/// The declared roles that are meant.
fn meant(vocabulary: &Vocabulary, who: &Who, own: Option<usize>) -> Vec<usize> {
    let text: Cow<str> = match who {
        Who::Own => return own.into_iter().collect(),
        Who::Before(text) | Who::Opening(text) | Who::After(text) => text.as_str().into(),
    };
    let cut = tokens(&text);
    let words = cut.of(&text);
    let hits = mention::names(words, vocabulary);
    let is_declared =
        |hit: &&Hit| vocabulary.roles().get(hit.role).is_some_and(|role| !role.declared.is_empty());
    // What joins the names, and what stands around them.
    let mut roles = Vec::new();
    let mut before = 0;
    for (at, hit) in hits.iter().enumerate() {
        let is_last = at + 1 == hits.len();
        if !leads(words, before..hit.tokens.start) {
            break;
        }
        let is_end = is_last && hit.tokens.end == words.tokens.len();
        if hit.possessive
            && !is_end
            && !matches!(who, Who::Before(_))
            && !joins(words, hit.tokens.end)
        {
            // "The clinic's nurses"
            before = hit.tokens.end;
            continue;
        }
        let is_head = match who {
            Who::Before(_) => is_end || joins(words, hit.tokens.end),
            _ => is_head(words, hit, matches!(who, Who::Opening(_))),
        };
        if !is_head || hit.possessive {
            break;
        }
        roles.extend(Some(hit).filter(is_declared).map(|hit| hit.role));
        before = hit.tokens.end;
    }
    match who {
        Who::Before(_) if before != words.tokens.len() => Vec::new(),
        _ => roles,
    }
}

/// Whether tokens only lead to a name, or join it to one before: "the clinic's", "and both of our new".
fn leads(words: Words<'_>, mut tokens: Range<usize>) -> bool {
    /// A name has no more tokens before it than this.
    const LONGEST: usize = 5;
    tokens.len() <= LONGEST
        && tokens.all(|at| {
            let is_mark =
                words.get(at).is_some_and(|mark| mark.is(',') || mark.is('-') || mark.is('/'));
            let lower = words.lower(at);
            is_mark
                || matches!(lower, "and" | "or" | "both")
                || words.is(at, Class::Determiner)
                || lower.ends_with("'s")
                || words.is_word(at)
                    && !words.is(at, Class::FunctionWord)
                    && !words.is(at, Class::ThirdPerson)
                    && !words.is(at, Class::Preposition)
        })
}

/// Whether what stands at a token joins a name to one after it.
fn joins(words: Words<'_>, at: usize) -> bool {
    let is_mark = words.get(at).is_some_and(|mark| mark.is(',') || mark.is('/') || mark.is('&'));
    is_mark || matches!(words.lower(at), "and" | "or")
}

/// Whether a name is the head of its phrase, and no noun follows: "nurses at night", but not "nurse schedules". Its verb may
/// follow where it is a subject.
fn is_head(words: Words<'_>, hit: &Hit, is_subject: bool) -> bool {
    let end = hit.tokens.end;
    let acts = is_subject && (words.is(end, Class::ThirdPerson) || words.is(end, Class::BaseVerb));
    let is_adverb = words.lower(end).ends_with("ly") || words.lower(end) == "daily";
    let is_hyphen = words.get(end).is_some_and(|mark| mark.is('-') && !mark.spaced);
    !is_hyphen
        && (!words.is_word(end)
            || words.is(end, Class::FunctionWord)
            || words.is(end, Class::Preposition)
            || is_adverb
            || acts)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use markdown::Document;

    use crate::engine::review::Review;
    use crate::settings::Settings;
    use crate::settings::role::{Role, RoleKind};

    /// What is known of each declared role of a document: name, kind, whom they serve, buy for and report to.
    fn known(text: &str, roles: Vec<Role>) -> Vec<String> {
        let settings = Settings { roles, ..Settings::default() };
        let review = Review::new(Document::new(text), Arc::new(settings));
        let declared = review.vocabulary().roles().iter().filter(|role| !role.declared.is_empty());
        let each = declared.map(|role| {
            let kind = role.kind.map(RoleKind::name).unwrap_or("-");
            let lists = [&role.serves, &role.buys_for, &role.reports_to];
            let lists = lists.map(|list| list.join("+"));
            format!("{}: {kind}, {}", role.name, lists.join(", "))
        });
        each.collect()
    }

    const ROLES: &str = "## Roles\n\n- Nurse\n- Cook\n- Ward manager\n\n";

    #[track_caller]
    fn check(said: &str, expected: [&str; 3]) {
        assert_eq!(known(&format!("{ROLES}{said}\n"), Vec::new()), expected, "{said}");
    }

    #[test]
    fn sentences_relate_the_roles_that_a_document_declares() {
        const NONE: [&str; 3] = ["nurse: -, , , ", "cook: -, , , ", "ward manager: -, , , "];
        check(
            "Nurses and cooks report to the ward manager.",
            ["nurse: -, , , ward manager", "cook: -, , , ward manager", NONE[2]],
        );
        check(
            "The ward manager supervises the nurses, and both cooks.",
            ["nurse: -, , , ward manager", "cook: -, , , ward manager", NONE[2]],
        );
        check(
            "The ward manager buys it for the hospital's nurses.",
            [NONE[0], NONE[1], "ward manager: buyer, , nurse, "],
        );
        check("Cooks serve nurses at night.", [NONE[0], "cook: -, nurse, , ", NONE[2]]);
        for text in [
            "Porters serve guests.",
            "Porters serve nurses.",
            "Cooks serve guests.",
            "The friend of the cook serves nurses.",
            "Cooks serve the nurse's guests.",
            "The ward manager manages nurse schedules.",
            "The cook manages cooks.",
        ] {
            check(text, NONE);
        }
    }

    #[test]
    fn what_a_card_says_is_of_its_role() {
        for (text, expected) in [
            (
                "## Roles\n\n### Nurse\n\nShe reports to the cook.\n\n### Cook\n\nSigns the contract.\n",
                ["nurse: -, , , cook", "cook: buyer, , , "],
            ),
            (
                "## Roles\n\n- **Nurse**: uses it every day\n- **Cook**: rests\n  - pays for it\n",
                ["nurse: end-user, , , ", "cook: buyer, , , "],
            ),
            (
                "## Roles\n\n| Role | Does |\n|---|---|\n| Nurse | Reports to the cook |\n| Cook | Pays for it. |\n",
                ["nurse: -, , , cook", "cook: buyer, , , "],
            ),
            (
                "## Roles\n\n| Role | Reports to |\n|---|---|\n| Nurse | Cook |\n| Cook | |\n",
                ["nurse: -, , , cook", "cook: -, , , "],
            ),
            (
                "## Roles\n\n### Nurse\n\nKind: consumer\n\nPays for it.\n\n### Cook\n\nUses it. Signs the contract.\n",
                ["nurse: consumer, , , ", "cook: buyer, , , "],
            ),
            (
                "## Roles\n\n### End users\n\n- Nurse\n\n### Buyers\n\n- Cook\n",
                ["nurse: end-user, , , ", "cook: buyer, , , "],
            ),
        ] {
            assert_eq!(known(text, Vec::new()), expected, "{text}");
        }
    }

    #[test]
    fn what_the_project_says_stays() {
        let nurse = Role {
            name: "nurse".into(),
            kind: Some(RoleKind::Partner),
            serves: vec!["guest".into()],
            declared: vec![crate::settings::role::Place::here(1)],
            ..Role::default()
        };
        let text = "## Roles\n\n- Cook\n\nThe nurse serves cooks. The nurse pays for it.\n";
        assert_eq!(known(text, vec![nurse]), ["nurse: partner, guest, , ", "cook: -, , , "]);
    }
}
