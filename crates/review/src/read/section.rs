//! What a section is about, by its heading.

use markdown::Kind;

use crate::text::passage::Passage;
use crate::text::token::{TokenKind, Words, tokens};
use crate::words::{Class, Id, id};

/// What the sections round a place are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) enum Topic {
    /// Nothing that matters here.
    #[default]
    Other,
    /// Who the product is for: personas, target users, roles.
    Audience,
    /// Tables, endpoints, permissions: where a user is a record.
    Technical,
    /// Numbers to reach.
    Metrics,
    /// What words mean.
    Glossary,
    /// People who are no part of the audience: those who sign off, anti-personas.
    NotAudience,
}

/// A heading that a place stands under.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// What it says, as written.
    pub text: String,
    /// The same without numbers and signs, in lower case.
    pub title: String,
    /// What it says that its section is about.
    pub own_topic: Topic,
    /// The same, or else what a heading above it says.
    pub topic: Topic,
}

/// The headings a place stands under, outermost first.
pub(crate) type Path = Vec<Heading>;

/// Steps into the section that a heading opens: what it says as written, and its [`title`].
pub(crate) fn enter(path: &mut Path, level: u8, text: &str, title: &str) {
    enter_as(path, level, text, title, topic_of_heading(level, text, title));
}

/// The same where it is known what the heading says that its section is about.
pub(crate) fn enter_as(path: &mut Path, level: u8, text: &str, title: &str, own: Topic) {
    while path.pop_if(|above| above.level >= level).is_some() {}
    let inherited = topic(path);
    let topic = if own == Topic::Other { inherited } else { own };
    let (text, title) = (text.to_owned(), title.to_owned());
    path.push(Heading { level, text, title, own_topic: own, topic });
}

/// What the innermost section is about.
pub(crate) fn topic(path: &[Heading]) -> Topic {
    path.last().map(|heading| heading.topic).unwrap_or_default()
}

/// A heading's words in lower case, without the numbers, emoji and marks that decorate it.
pub(crate) fn title(passage: &Passage) -> String {
    title_of(passage.words())
}

/// The level and the words of what opens a section: a heading, or the title that the front matter gives the document.
pub(crate) fn opening(passage: &Passage) -> Option<(u8, &str)> {
    match passage.kind {
        Kind::Heading(level) => Some((level, passage.text())),
        Kind::FrontMatter => {
            let text = passage.text().strip_prefix("title:")?.trim().trim_matches(['"', '\'']);
            Some((1, text)).filter(|(_, text)| !text.is_empty())
        }
        _ => None,
    }
}

/// The same, and the [`title`].
pub(crate) fn opened(passage: &Passage) -> Option<(u8, &str, String)> {
    let (level, text) = opening(passage)?;
    let title = match passage.kind {
        Kind::Heading(_) => title(passage),
        _ => title_of(tokens(text).of(text)),
    };
    Some((level, text, title))
}

/// The same of any text.
pub(crate) fn title_of(words: Words<'_>) -> String {
    let mut title = String::new();
    for (index, token) in words.tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Word => {
                if !title.is_empty() && !title.ends_with('-') {
                    title.push(' ');
                }
                title.push_str(words.lower(index));
            }
            TokenKind::Mark('-') if !token.spaced => title.push('-'),
            TokenKind::Mark('&') if !title.is_empty() => title.push_str(" and"),
            _ => {}
        }
    }
    title
}

/// What a heading says its section is about: before its brackets, "Roles (internal)", and, in the document's title, in a
/// part of it, "Stakeholders — Kettle".
pub(crate) fn topic_of_heading(level: u8, text: &str, title: &str) -> Topic {
    let whole = topic_of(title);
    if whole != Topic::Other {
        return whole;
    }
    let is_audience = |part: &str| topic_of(&title_of(tokens(part).of(part))) == Topic::Audience;
    let bare = text.split_once(" (").filter(|(_, rest)| rest.ends_with(')')).map(|(bare, _)| bare);
    let is_part = |part: &str| part.split_whitespace().count() < LONGEST_TITLE && is_audience(part);
    let mut parts = text.split([':', '—', '–', '|']).flat_map(|part| part.split(" - "));
    let says_so = bare.is_some_and(is_audience) || level == 1 && parts.any(is_part);
    if says_so { Topic::Audience } else { whole }
}

/// What a title says its section is about.
pub(crate) fn topic_of(title: &str) -> Topic {
    let words: Vec<&str> = title.split_whitespace().collect();
    let ids: Vec<Id> = words.iter().map(|word| id(word)).collect();
    let has = |class: Class| ids.iter().any(|id| id.is(class));
    let names_both = words.contains(&"personas") && words.contains(&"anti-personas");
    if has(Class::NotAudienceTitle) && !names_both || title.ends_with(" not for") {
        Topic::NotAudience
    } else if is_audience(title, &words, &ids) || is_of_whom(&words, &ids) {
        Topic::Audience
    } else if has(Class::GlossaryTitle) {
        Topic::Glossary
    } else if has(Class::MetricsTitle) {
        Topic::Metrics
    } else if has(Class::TechnicalTitle)
        || title.contains("data model")
        || words.last() == Some(&"table")
    {
        Topic::Technical
    } else {
        Topic::Other
    }
}

/// "Target Users", "Organization-level roles", "Who is it for?", "Stakeholder map": but not "User Stories".
fn is_audience(title: &str, words: &[&str], ids: &[Id]) -> bool {
    // A title of these words alone, one of the first kind among them.
    let all_known = ids.iter().all(|id| id.is(Class::AudienceTitle) || id.is(Class::AudienceFill));
    let names_people = ids.iter().any(|id| id.is(Class::AudienceTitle));
    let kinds = words.windows(2).any(
        |pair| matches!(pair, ["user" | "customer", kinds] if Class::KindsOfPeople.has(kinds)),
    );
    let who = words.first() == Some(&"who") && words.len() > 1;
    // "Primary user": one, but the one it is for.
    let foremost = matches!(words, [rank, noun] if Class::ForemostRank.has(rank) && Class::ForemostNoun.has(noun));
    // "Personas & learning paths": whatever else such a page is about, it says who it is for.
    // "Clinic scheduler: user personas"
    let preposition = ids.iter().position(|id| id.is(Class::Preposition)).unwrap_or(ids.len());
    let is_last = words.last() == Some(&"personas") && preposition == ids.len();
    let personas = words.iter().take(3).any(|word| *word == "personas") || is_last;
    // "Audience of this document", "Roles in the session"
    let is_of_paper = ids.iter().skip(preposition).any(|id| id.is(Class::Paper));
    !words.is_empty()
        && !is_of_paper
        && (all_known && (names_people || kinds || who)
            || foremost
            || personas
            || asks_for_whom(title)
            || Class::WhoLabel.has(title)
            || is_of_kind(words, ids))
}

/// "Users of the system", "Users in scope": but not "Users by region".
fn is_of_whom(words: &[&str], ids: &[Id]) -> bool {
    let [first, second, ..] = words else { return false };
    let is_plural =
        first.ends_with('s') && ids.first().is_some_and(|id| id.is(Class::AudienceTitle));
    let is_of_paper = ids.iter().any(|id| id.is(Class::Paper) || id.is(Class::MetricsTitle));
    let is_out = words.contains(&"out");
    is_plural
        && matches!(*second, "of" | "in")
        && words.len() <= LONGEST_TITLE
        && !is_of_paper
        && !is_out
}

/// "Who are we writing for?", "Who this serves", "Alarms: who matters", "The people we build for".
pub(crate) fn asks_for_whom(title: &str) -> bool {
    let asks = |word: &&str| !matches!(*word, "who" | "who's" | "who’s" | "person" | "people");
    let words: Vec<&str> = title.split(' ').skip_while(asks).collect();
    let is_person = words.first().is_some_and(|word| matches!(*word, "person" | "people"));
    if is_person && words.get(1) != Some(&"we") {
        return false;
    }
    // "Who it's for, and where you start"
    let end = words.windows(2).position(|pair| *pair == ["for", "and"]).map(|at| at + 1);
    let words = words.into_iter().take(end.unwrap_or(usize::MAX));
    let question: Vec<&str> = words.take(LONGEST_QUESTION + 1).collect();
    let ends = |word: &&str| matches!(*word, "for" | "serves" | "benefits" | "matters");
    let serves = question.contains(&"serve");
    (2..=LONGEST_QUESTION).contains(&question.len())
        && (serves || question.last().is_some_and(ends))
}

/// A question for whom a product is has no more words than this; a title by its head noun no more than that.
const LONGEST_QUESTION: usize = 7;
const LONGEST_TITLE: usize = 5;

/// "Partner-side stakeholders", "Simplified roles in the system", "Role hierarchy": by its head noun.
fn is_of_kind(words: &[&str], ids: &[Id]) -> bool {
    let end = ids.iter().position(|id| id.is(Class::Preposition)).unwrap_or(ids.len());
    // "Role matrix", "Role overview"
    let is_laid_out = end <= LONGEST_TITLE
        && ids.get(..end).and_then(<[Id]>::split_last).is_some_and(|(head, modifiers)| {
            head.is(Class::AudienceLayout)
                && modifiers.iter().rev().take(2).any(|id| id.is(Class::AudienceKind))
        });
    // "Roles and permissions"
    let is_said_more = |(at, id): (usize, &Id)| {
        let mut rest = ids.iter().take(end).skip(at + 1);
        // "Actors and integrations"
        let is_one_of_two = at < 2 && words.get(at + 1) == Some(&"and");
        id.is(Class::AudienceKind) && (is_one_of_two || rest.all(|id| id.is(Class::AudienceFill)))
    };
    let end = ids.iter().take(end).enumerate().position(is_said_more).map_or(end, |at| at + 1);
    let Some(head) = ids.get(..end).and_then(<[Id]>::last) else { return false };
    let first = words.first().copied().unwrap_or_default();
    // "Define roles", "Mapping personas", "How to use personas"
    let does = ids.first().is_some_and(|id| {
        let is_form = id.is(Class::NounVerb) || id.is(Class::Narrowing) || first.ends_with("ed");
        id.is(Class::Verb) && !is_form
    }) || first.len() > 5 && first.ends_with("ing") && !Class::Importance.has(first)
        || Class::NoAudienceStart.has(first);

    // One role has a section that is about it: "Persona", "The admin role".
    let noun = words.get(end.saturating_sub(1)).copied().unwrap_or_default();
    let is_head =
        head.is(Class::AudienceKind) && (noun.ends_with('s') || matches!(noun, "audience" | "icp"));
    !does && end <= LONGEST_TITLE && (is_head || is_laid_out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_tell_their_topic() {
        for title in [
            "target users",
            "stakeholders",
            "personas",
            "actors and integrations",
            "prospects",
            "target audience",
            "user personas",
            "users",
            "user types",
            "user segments",
            "roles",
            "actors",
            "who is this for",
            "user roles",
            "primary persona",
            "knative serving personas",
            "customers and users",
            "who suffers most",
            "primary user",
            "user roles and permissions",
            "roles and responsibilities",
        ] {
            assert_eq!(topic_of(title), Topic::Audience, "{title}");
        }
        for title in [
            "organization-level roles",
            "partner-side stakeholders",
            "available personas",
            "simplified roles in the system",
            "stakeholder map",
            "role hierarchy",
            "ward roles and permissions",
            "definition of users",
            "who are we writing for",
            "who this serves",
            "icp",
        ] {
            assert_eq!(topic_of(title), Topic::Audience, "{title}");
        }
        for title in ["approvers", "sign-off", "who this is not for", "anti-personas", "raci"] {
            assert_eq!(topic_of(title), Topic::NotAudience, "{title}");
        }
        for title in [
            "define roles",
            "mapping stakeholders",
            "phase 2 ward roles",
            "how to use these roles",
            "the admin role",
            "stories by role",
            "registered users",
            "user stories",
            "user management",
            "user interface",
            "customer problem",
            "user experience",
            "user flows",
            "goals",
            "",
            "user problem statement",
            "the user",
        ] {
            assert_ne!(topic_of(title), Topic::Audience, "{title}");
        }
        assert_eq!(topic_of("data model"), Topic::Technical);
        assert_eq!(topic_of("permissions"), Topic::Technical);
        assert_eq!(topic_of("success metrics"), Topic::Metrics);
    }

    #[test]
    fn a_title_has_no_numbers_and_marks() {
        for (text, expected) in [
            ("👥 2. User Personas", "user personas"),
            ("Non-Goals", "non-goals"),
            ("Goals - and tea", "goals and tea"),
            ("Maya's Day", "maya's day"),
            ("(—)", ""),
        ] {
            let tokens = crate::text::token::tokens(text);
            assert_eq!(title_of(tokens.of(text)), expected, "{text}");
        }
    }

    #[test]
    fn a_title_is_about_one_topic() {
        use Topic::{Audience, Glossary, Other, Technical};
        for (title, expected) in [
            ("glossary", Glossary),
            ("our data model", Technical),
            ("ward table", Technical),
            ("table of tea", Other),
            ("personas and learning paths", Audience),
            ("one two three personas", Audience),
            ("one two three four five personas", Audience),
            ("how to work with three personas", Other),
            ("one two three personas five six", Other),
            ("one two personas four five six", Audience),
            ("user types", Audience),
            ("main user", Audience),
            ("main tea", Other),
            ("who", Audience),
            ("for whom", Audience),
            ("users of the system", Audience),
            ("users out of scope", Other),
            ("audience of this document", Other),
            ("roles in the session", Other),
            ("personas and anti-personas", Audience),
            ("tea", Other),
        ] {
            assert_eq!(topic_of(title), expected, "{title}");
        }
    }

    #[test]
    fn a_section_without_a_topic_has_that_above_it() {
        let mut path = Path::new();
        assert_eq!(topic(&path), Topic::Other);
        enter(&mut path, 2, "Glossary", "glossary");
        enter(&mut path, 3, "Tea", "tea");
        assert_eq!((topic(&path), path.len()), (Topic::Glossary, 2));
        enter(&mut path, 3, "Personas", "personas");
        assert_eq!((topic(&path), path.len()), (Topic::Audience, 2));
        assert_eq!(
            (path[1].level, path[1].text.as_str(), path[1].title.as_str()),
            (3, "Personas", "personas")
        );
        enter(&mut path, 1, "Tea", "tea");
        assert_eq!((topic(&path), path.len()), (Topic::Other, 1));
    }

    #[test]
    fn a_section_ends_at_a_heading_as_high() {
        let mut path = Path::new();
        enter(&mut path, 2, "Target Users", "target users");
        enter(&mut path, 3, "Sales associate", "sales associate");
        assert_eq!(topic(&path), Topic::Audience);
        enter(&mut path, 2, "Goals", "goals");
        assert_eq!(topic(&path), Topic::Other);
        assert_eq!(path.len(), 1);
    }
}
