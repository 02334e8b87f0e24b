//! Putting a role in another word's place, in good English.

use std::ops::Range;

use markdown::{Kind, Mark, MarkKind, Span};

use crate::english::capitals;
use crate::english::grammar;
use crate::english::inflect::{self, Capitals, Counting, Number};
use crate::english::phrase::{Noun, Phrase, Reading};
use crate::fix::edit::Edit;
use crate::person::generic::Generic;
use crate::roles::mention::Hit;
use crate::settings::role::Role;
use crate::text::passage::Passage;
use crate::text::token::{TokenKind, Words, is_apostrophe};
use crate::words::Class;

/// Words that are to be replaced: generic words, or a role as a story names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Target {
    /// Its tokens, a possessive ending included.
    pub tokens: Range<usize>,
    pub number: Number,
    pub possessive: bool,
    /// The word is an indefinite pronoun: "anyone".
    pub pronoun: bool,
    /// What stands around it.
    pub around: Around,
    /// It is the name of a role that is declared in capitals: "QA".
    pub acronym: bool,
}

/// What the words around a target ask of what stands there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Around {
    /// Other words than an article say which or how many: "each new user".
    qualified: bool,
    /// A determiner asks for one of several: "a user", "each user"; but "as a user".
    one_of_several: bool,
    /// The verb is that of several: "users have paid".
    plural_verb: bool,
}

impl Around {
    pub fn of(reading: &Reading<'_>) -> Self {
        let (determiner, next) = (reading.determiner(), reading.next());
        let is_counted = reading.phrase.first().checked_sub(1).is_some_and(|before| {
            reading.words.get(before).is_some_and(|token| token.kind == TokenKind::Number)
        });
        let is_teller = grammar::is_article(determiner) && reading.governor() == "as";
        // "We notify users": a verb that is not known as one.
        let is_verb = reading.phrase.modifiers().len() == 1
            && !grammar::is_qualifier(reading.previous())
            && matches!(
                reading.governor(),
                "we" | "you" | "they" | "it" | "can" | "may" | "must" | "should" | "will"
            );
        let is_made_to_act = Class::CausesAct.has(reading.governor());
        Self {
            qualified: reading.is_qualified() && !is_verb || is_counted,
            one_of_several: Class::SingularDeterminer.has(determiner) && !is_teller,
            plural_verb: matches!(next, "are" | "were" | "have" | "do")
                || Class::BaseVerb.has(next) && !is_made_to_act,
        }
    }
}

impl Target {
    /// The generic words from `first` to `last`, which stand for one: "users/customers".
    pub fn of_generics(passage: &Passage, first: &Generic, last: &Generic) -> Self {
        Self {
            tokens: start_of(passage.words(), first.phrase.tokens.start)..last.phrase.tokens.end,
            number: last.phrase.number,
            possessive: last.phrase.possessive,
            pronoun: &*last.term == "anyone",
            around: Around {
                plural_verb: Around::of(&Reading::new(passage, &last.phrase)).plural_verb,
                ..Around::of(&Reading::new(passage, &first.phrase))
            },
            acronym: false,
        }
    }

    /// The name of a role, declared as `declared`, which another is to replace.
    pub fn of_mention(passage: &Passage, hit: &Hit, declared: &str) -> Self {
        let phrase = hit.phrase(passage.words());
        Self {
            tokens: hit.tokens.clone(),
            number: hit.number,
            possessive: hit.possessive,
            pronoun: false,
            around: Around::of(&Reading::new(passage, &phrase)),
            acronym: inflect::is_acronym(declared),
        }
    }

    /// Whether it is an acronym that may stand for something else here: nothing before it says that it
    /// counts or determines somebody, or its letters make a word.
    pub fn is_doubtful(&self, words: Words<'_>) -> bool {
        let text = words.text(self.tokens.start).trim_end_matches('s');
        let text = text.split(is_apostrophe).next().unwrap_or_default();
        let before = self.tokens.start.checked_sub(1).map(|at| words.lower(at));
        let is_determined = before.is_some_and(|word| Class::Determiner.has(word));
        self.acronym
            && (grammar::is_acronym_of_a_word(text)
                || self.number == Number::Singular && !is_determined)
    }

    /// The target with the words before it that a role says itself: "invited users" are "invitees".
    /// `None` where words stay that would make another thing of the role: "computer nurses".
    fn with_modifiers_of(&self, passage: &Passage, role: &Role) -> Option<Target> {
        let words = passage.words();
        let phrase = self.phrase(words);
        let modifiers = phrase.modifiers();
        let says = |at: usize| {
            let word = words.lower(at);
            role.name.split([' ', '-']).any(|own| is_of_one_stem(word, &own.to_lowercase()))
        };
        let mut start = self.tokens.start;
        while start > modifiers.start && says(start - 1) && !repeats(words, start, &role.name) {
            start -= 1;
        }
        let is_noun = |at: usize| {
            let word = words.lower(at);
            !word.is_empty() && !grammar::is_qualifier(word) && !Class::Determiner.has(word)
        };
        let mut left = modifiers.start..start;
        let stays = start == self.tokens.start
            && !repeats(words, start, &role.name)
            && Reading::new(passage, &phrase).is_closed()
            && left.any(is_noun);
        (!stays).then(|| Target { tokens: start..self.tokens.end, ..self.clone() })
    }

    /// The phrase whose noun the target is.
    pub fn phrase(&self, words: Words<'_>) -> Phrase {
        let tokens = self.tokens.clone();
        let word = words.span(tokens.clone());
        let noun = Noun { tokens, word, number: self.number, possessive: self.possessive };
        Phrase::read(words, noun)
    }

    /// Whether a role can stand here: there is no "each Kieran", nor are there "most Kierans", "a staff" or "new
    /// Operations".
    pub fn takes(&self, role: &Role) -> bool {
        let Around { qualified, one_of_several, plural_verb } = self.around;
        let is_plain = !self.pronoun && !qualified;
        let is_singular = self.number == Number::Singular;
        if is_own_name(role) {
            return is_plain && is_singular;
        }
        match role.counting() {
            Counting::Each => true,
            Counting::Together => !self.pronoun && !one_of_several,
            Counting::Department => {
                is_plain && (is_singular || !plural_verb || role.name.ends_with('s'))
            }
        }
    }

    /// Whether nothing but words that join or determine parts it from what stands before:
    /// "users and [the new customers]". Both in one role would say it twice.
    pub fn joins(&self, before: &Target, words: Words<'_>) -> bool {
        let mut between = before.tokens.end..self.tokens.start;
        self == before
            || !between.is_empty()
                && between.all(|at| {
                    let word = words.lower(at);
                    matches!(words.text(at), "," | "/" | "&" | "-")
                        || matches!(word, "and" | "or")
                        || Class::Determiner.has(word)
                        || grammar::is_narrowing(word)
                })
    }
}

/// Where a generic word begins with what only such a word has before it: "power user".
fn start_of(words: Words<'_>, at: usize) -> usize {
    let is_intense = |at: usize| matches!(words.lower(at), "power" | "super");
    let is_hyphen = words.before(at).is_some_and(|token| token.is('-') && !token.spaced);
    let before = at.saturating_sub(1 + usize::from(is_hyphen));
    if is_intense(before) { before } else { at }
}

/// The role in a number, for a message.
pub(crate) fn name(number: Number, role: &Role) -> String {
    match number {
        _ if !takes_article(role) => role.name.clone(),
        Number::Plural => role.plural(),
        _ => format!("the {}", role.singular()),
    }
}

/// The persona by name, or else the role: "Sarah Sue", "the shopper".
pub(crate) fn persona(role: &Role) -> String {
    role.persona.clone().unwrap_or_else(|| name(Number::Singular, role))
}

/// The role as it reads in the target's place, without its article.
pub(crate) fn wording(passage: &Passage, target: &Target, role: &Role) -> String {
    let words = passage.words();
    let text = markdown::slice(words.text, words.span(target.tokens.clone()));
    let name = if target.possessive {
        let apostrophe = text.chars().rfind(|c| is_apostrophe(*c)).unwrap_or('\'');
        role.possessive(target.number, apostrophe)
    } else {
        role.in_number(target.number)
    };
    let name = match text.get(..3).map(str::to_lowercase).as_deref() {
        Some("eve") if target.pronoun => format!("every {name}"),
        _ if target.pronoun => format!("any {name}"),
        _ => name,
    };
    let capitals = match capitals(words, target) {
        Capitals::All => Capitals::All,
        _ if is_own_name(role) => Capitals::AsDeclared,
        capitals => capitals,
    };
    inflect::capitalized(&name, capitals)
}

/// The edits that put `role` in the target's place, if it can stand there; `base` is where the
/// segment starts.
pub(crate) fn edits(
    passage: &Passage,
    target: &Target,
    role: &Role,
    base: usize,
) -> Option<Vec<Edit>> {
    if !target.takes(role) {
        return None;
    }
    let words = passage.words();
    let target = &target.with_modifiers_of(passage, role)?;
    let name = wording(passage, target, role);
    let text = without_repeated(words, target.tokens.start, &name);
    replacing(passage, target.tokens.clone(), text, Article::of(role), base)
}

/// The article that a name has.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Article<'a> {
    /// The one that agrees with this name.
    Agreeing(&'a str),
    /// None, whatever stands there: "Lisa Torres", "Operations".
    None,
    /// None but "the": "the staff".
    Definite,
}

impl<'a> Article<'a> {
    pub fn of(role: &'a Role) -> Self {
        match role.counting() {
            _ if !takes_article(role) => Self::None,
            Counting::Together => Self::Definite,
            _ => Self::Agreeing(&role.name),
        }
    }

    /// What an article becomes, if it changes; nothing where it goes.
    pub fn in_place_of(self, old: &str) -> Option<String> {
        match self {
            Self::Agreeing(name) => agreeing(old, name),
            Self::Definite if old.eq_ignore_ascii_case("the") => None,
            Self::None | Self::Definite => Some(String::new()),
        }
    }
}

/// The edits that put a text in the place of some tokens, with the article before them that it takes; `base` is
/// where the segment starts. `None` where markup stands in the way.
pub(crate) fn replacing(
    passage: &Passage,
    tokens: Range<usize>,
    text: &str,
    article: Article<'_>,
    base: usize,
) -> Option<Vec<Edit>> {
    let words = passage.words();
    if is_spelled_out(words, &tokens) {
        return None;
    }
    let mut text = text.to_owned();
    let before = article_before(words, tokens.start).map(|before| words.span(before));
    let written = before.map_or("", |span| markdown::slice(words.text, span));
    let article = match (before, article.in_place_of(written)) {
        (Some(span), Some(new)) if new.is_empty() => {
            if written.starts_with(char::is_uppercase) {
                text = inflect::capitalized(&text, Capitals::First);
            }
            passage.prose.without(span)?
        }
        (Some(span), Some(new)) => {
            // One letter is a capital, and so are all.
            let is_upper = capitals::in_capitals(words, tokens.clone(), true);
            let new = if is_upper { new.to_uppercase() } else { new };
            passage.prose.rewritten(span, &new)?
        }
        _ => Vec::new(),
    };
    let text = passage.prose.rewritten(words.span(tokens), &text)?;
    Some(shifted(article.into_iter().chain(text), base))
}

/// Whether letters belong to a word that a mark parts from it: "user[s]", "[super]user", "[user]s",
/// "user&#39;s".
fn is_spelled_out(words: Words<'_>, tokens: &Range<usize>) -> bool {
    let is_joined = |at: usize| words.get(at).is_some_and(|token| !token.spaced);
    let (start, end) = (tokens.start, tokens.end);
    let is_mark = |at: usize| matches!(words.text(at), "[" | "]" | "&" | "~" | "*" | "_");
    let before = start >= 2 && is_mark(start - 1) && is_joined(start) && is_joined(start - 1);
    let after = is_mark(end) && is_joined(end) && is_joined(end + 1);
    before && words.is_word(start - 2) || after && !words.text(end + 1).starts_with(is_closing)
}

/// Whether it ends a part of a sentence, or begins a possessive.
fn is_closing(mark: char) -> bool {
    matches!(mark, '.' | ',' | ';' | ':' | '!' | '?' | ')' | '"' | '”') || is_apostrophe(mark)
}

/// Replacements in a segment as edits of the document; `base` is where the segment starts.
pub(crate) fn shifted(
    replaced: impl IntoIterator<Item = (Span, String)>,
    base: usize,
) -> Vec<Edit> {
    replaced.into_iter().map(|(span, text)| Edit { span: span.shifted(base), text }).collect()
}

/// The article right before a token: "a", "the", "a(n)", "a/an".
fn article_before(words: Words<'_>, at: usize) -> Option<Range<usize>> {
    let before = at.checked_sub(1)?;
    if grammar::is_article(words.lower(before)) {
        let first = before.checked_sub(2).filter(|first| {
            words.text(first + 1) == "/" && matches!(words.lower(*first), "a" | "an")
        });
        return Some(first.unwrap_or(before)..at);
    }
    let first = at.checked_sub(4)?;
    let both = words.lower(first) == "a"
        && words.text(first + 1) == "("
        && words.lower(first + 2) == "n"
        && words.text(first + 3) == ")";
    both.then_some(first..at)
}

/// Whether nothing refers to some words by what they are: links lead to a heading by its words, and
/// may find their target by their own.
pub(crate) fn is_unreferred(passage: &Passage, tokens: Range<usize>) -> bool {
    let words = passage.words();
    let span = words.span(tokens.clone());
    let is_link = |mark: &Mark| mark.kind == MarkKind::Link && mark.span.contains(span);
    let before = tokens.start.checked_sub(1).map(|at| words.text(at));
    !matches!(passage.kind, Kind::Heading(_))
        && !passage.prose.marks.iter().any(is_link)
        && before != Some("[")
        && words.text(tokens.end) != "]"
}

/// What an article becomes before `name`, if it changes.
fn agreeing(old: &str, name: &str) -> Option<String> {
    if old.eq_ignore_ascii_case("the") {
        return None;
    }
    let new = inflect::article(name);
    let is_upper = old.chars().next().is_some_and(char::is_uppercase);
    let new = if old.len() > 1 && !old.chars().any(char::is_lowercase) {
        new.to_uppercase()
    } else if is_upper {
        inflect::capitalized(new, Capitals::First)
    } else {
        new.to_owned()
    };
    (new != old).then_some(new)
}

/// The name without the words it begins with where they stand before the place already: "new hire"
/// in "the new user", "Windows administrator" for "Windows users".
fn without_repeated<'a>(words: Words<'_>, at: usize, name: &'a str) -> &'a str {
    let mut cuts = name.match_indices(' ').map(|(cut, _)| name.split_at(cut)).rev();
    cuts.find(|(start, _)| stands_before(words, at, start))
        .map_or(name, |(_, rest)| rest.trim_start())
}

/// Whether a name begins with words that stand before the place.
fn repeats(words: Words<'_>, at: usize, name: &str) -> bool {
    without_repeated(words, at, name).len() < name.len()
}

fn stands_before(words: Words<'_>, at: usize, start: &str) -> bool {
    let count = start.split(' ').count();
    at.checked_sub(count).is_some_and(|from| {
        start.split(' ').zip(from..at).all(|(word, at)| word.to_lowercase() == words.lower(at))
    })
}

/// Whether two words, in lower case, are forms of one: "invited" and "invitee".
fn is_of_one_stem(one: &str, other: &str) -> bool {
    const STEM: usize = 5;
    let same = one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    let shorter = one.chars().count().min(other.chars().count());
    same >= STEM && same + 3 >= shorter
}

/// Whether a role is known by a persona's own name only: "As Kieran, I want".
pub(crate) fn is_own_name(role: &Role) -> bool {
    role.persona.as_ref() == Some(&role.name)
}

/// Whether an article can stand before a role's name: it is neither a persona's own nor a department's.
pub(crate) fn takes_article(role: &Role) -> bool {
    !is_own_name(role) && role.counting() != Counting::Department
}

/// How a role is capitalized in a target's place: as the place asks. An acronym has capitals of its
/// own wherever it stands.
fn capitals(words: Words<'_>, target: &Target) -> Capitals {
    let at = target.tokens.start;
    let first = words.text(at);
    let opens = match target.acronym {
        true => capitals::begins_sentence(words, at) && !capitals::is_title(words),
        false => capitals::opens(words, at),
    };
    let is_like_others = !target.acronym && first.chars().skip(1).any(char::is_lowercase);
    if !first.starts_with(char::is_uppercase) {
        Capitals::AsDeclared
    } else if capitals::in_capitals(words, target.tokens.clone(), target.acronym) {
        Capitals::All
    } else if opens {
        Capitals::First
    } else if is_like_others || capitals::is_title(words) {
        Capitals::Each
    } else {
        Capitals::AsDeclared
    }
}

/// The edits of several fixes as one: in text order, none twice, none overlapping.
pub(crate) fn merged(edits: impl Iterator<Item = Edit>) -> Vec<Edit> {
    let mut edits: Vec<Edit> = edits.collect();
    edits.sort();
    edits.dedup();
    let mut end = 0;
    edits.retain(|edit| {
        let keep = edit.span.start >= end;
        if keep {
            end = edit.span.end;
        }
        keep
    });
    edits
}

#[cfg(test)]
mod tests {
    use markdown::Document;

    use super::*;
    use crate::english::generic::GenericWords;
    use crate::person::generic;
    use crate::settings::role::tests::role;

    /// The text with the role in the place of the first generic word, if the role can stand there. A name after
    /// "@" is a persona's own.
    fn replaced(role_name: &str, text: &str) -> Option<String> {
        let name = role_name.trim_start_matches('@');
        let role = role(name, &[], (name != role_name).then_some(name));
        let document = Document::new(text);
        let (base, segment) = document.segments().next()?;
        let passages = Passage::of(segment);
        let (passage, word) = passages.iter().find_map(|passage| {
            let found = generic::find(0, passage, &GenericWords::default());
            Some((passage, found.into_iter().next()?))
        })?;
        let target = Target::of_generics(passage, &word, &word);
        let mut text = text.to_owned();
        for edit in merged(edits(passage, &target, &role, base)?.into_iter()).iter().rev() {
            text.replace_range(edit.span.range(), &edit.text);
        }
        Some(text)
    }

    #[test]
    fn a_message_names_a_role_as_a_sentence_does() {
        for (name, one, many) in [
            ("nurse", "the nurse", "nurses"),
            ("school nurses", "the school nurse", "school nurses"),
            ("Operations", "Operations", "Operations"),
            ("front desk staff", "the front desk staff", "front desk staff"),
        ] {
            let role = role(name, &[], None);
            assert_eq!(super::name(Number::Singular, &role), one);
            assert_eq!(super::name(Number::Plural, &role), many);
        }
    }

    /// Each line of the table is a role, a text, and the text with the role in it, or "-" where nothing is offered.
    #[test]
    fn a_role_reads_well_in_another_words_place() {
        let mut count = 0;
        let mut wrong = Vec::new();
        for line in include_str!("replace_cases.txt").lines() {
            let parts: Vec<&str> = line.split(" | ").collect();
            let [role, before, after] = parts[..] else { panic!("three parts: {line}") };
            count += 1;
            let found = replaced(role, before).unwrap_or_else(|| "-".to_owned());
            if found != after {
                wrong.push(format!("{role} | {before} | {after}\n    but: {found}"));
            }
        }
        assert!(wrong.is_empty(), "{} of {count} are wrong:\n{}", wrong.len(), wrong.join("\n"));
    }
}
