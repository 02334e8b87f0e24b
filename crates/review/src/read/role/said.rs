//! What sentences say of a role: what kind of role it is, and how it stands to another one.

use std::ops::Range;

use crate::read::role::pattern::{Form, PATTERNS, Pattern, What};
use crate::settings::role::RoleKind;
use crate::text::token::{TokenKind, Words};
use crate::words::Class;

/// What a sentence says of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    pub what: What,
    pub who: Who,
    /// The other one, where it says how two stand to each other.
    pub whom: Option<Who>,
}

/// What a sentence of a document says of a role, wherever that role is declared.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// The role whose section, item, row or page it stands in, by its name and that of its persona.
    pub(crate) of: Option<(String, Option<String>)>,
    pub(crate) said: Said,
}

impl Said {
    /// The kind of role that it says somebody is.
    pub fn kind(&self) -> Option<RoleKind> {
        match self.what {
            What::Kind(kind) => Some(kind),
            _ => None,
        }
    }
}

/// Somebody in a sentence: words that may name roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Who {
    /// Whom the section, the item or the row is about: "She", or a sentence without a subject.
    Own,
    /// Whom these words end with: "The washers and the drivers".
    Before(String),
    /// Whom these words begin with, before a verb: "The nurse writes reports".
    Opening(String),
    /// Whom these words begin with, as the object of a verb: "the nurses at night".
    After(String),
}

/// The kind of the roles in a section with this title, in lower case: "end users".
pub(super) fn kind_of_title(title: &str) -> Option<RoleKind> {
    let words = title.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let words: Vec<&str> = words.take(3).collect();
    PATTERNS.titles.get(words.join("-").as_str()).copied()
}

/// What the sentences of a passage say of roles. `product` are the words of the document's title, in lower case.
pub(super) fn find(words: Words<'_>, product: &[String]) -> Vec<Said> {
    let mut found = Vec::new();
    for at in (0..words.tokens.len()).filter(|at| words.is(*at, Class::SaysOfRole)) {
        let patterns = |word: &str| PATTERNS.by_word.get(word);
        let word = words.lower(at);
        let Some(patterns) = patterns(word).or_else(|| patterns(word.trim_end_matches('s'))) else {
            continue;
        };
        let sentence = Sentence::around(words, at, product);
        let said = patterns.iter().filter_map(|pattern| {
            sentence.says(pattern).filter(|_| !sentence.is_open(pattern.form == Form::Denied))
        });
        found.extend(said);
    }
    found
}

/// A sentence with a verb, or another word, that may say something of a role.
struct Sentence<'a> {
    words: Words<'a>,
    product: &'a [String],
    /// The word.
    at: usize,
    /// The first token of the sentence, of its part with a subject of its own, and of the clause; the token after the last.
    first: usize,
    start: usize,
    clause: usize,
    end: usize,
}

/// Adverbs and auxiliaries stand between a subject and its verb in at most so many tokens.
const BETWEEN: usize = 3;
/// The noun of an object is among so many tokens.
const OBJECT: usize = 5;
/// What is bought stands in at most so many tokens before "for".
const BOUGHT: usize = 8;

impl<'a> Sentence<'a> {
    fn around(words: Words<'a>, at: usize, product: &'a [String]) -> Self {
        let is_break = |at: usize| words.get(at).is_some_and(|it| it.kind == TokenKind::Break);
        let is_last = |at: usize| at + 1 == words.tokens.len() && !words.is_word(at);
        let ends = |at: usize| words.ends_sentence(at) || is_break(at) || is_last(at);
        let start = (0..at).rev().find(|at| ends(*at)).map_or(0, |at| at + 1);
        let end = (at..words.tokens.len()).find(|at| ends(*at)).unwrap_or(words.tokens.len());
        let parts = |at: usize| {
            let token = words.get(at);
            let is_dash = token.is_some_and(|it| it.is('-') && it.spaced)
                && words.get(at + 1).is_some_and(|next| next.spaced);
            let is_mark = |mark| token.is_some_and(|it| it.is(mark));
            is_dash || [':', ';', '(', '—', '–', '"', '“'].into_iter().any(is_mark)
        };
        // "The nurse waits, and the cook pays"
        let acts = |at: usize| {
            [Class::ThirdPerson, Class::Auxiliary, Class::SaysOfRole]
                .into_iter()
                .any(|class| words.is(at, class))
        };
        let joins = |at: &usize| {
            let is_comma = words.before(*at).is_some_and(|mark| mark.is(','));
            is_comma
                && matches!(words.lower(*at), "and" | "but" | "while" | "so")
                && (start..*at).any(acts)
        };
        let joint = (start..at.saturating_sub(1)).rev().find(joins).map(|at| at + 1);
        let (first, start) = (start, joint.unwrap_or(start));
        let clause = (start..at).rev().find(|at| parts(*at)).map_or(start, |at| at + 1);
        Self { words, product, at, first, start, clause, end }
    }

    fn text(&self, range: Range<usize>) -> String {
        markdown::slice(self.words.text, self.words.span(range)).to_owned()
    }

    /// Whether it is denied, guessed or asked.
    fn is_open(&self, is_denied: bool) -> bool {
        let hedges = |at: usize| {
            let word = self.words.lower(at);
            (word.ends_with("n't") || PATTERNS.hedges.contains(&word))
                && !(is_denied
                    && at + BETWEEN >= self.at
                    && (word == "not" || word.ends_with("n't")))
        };
        let is_condition = |at: usize| matches!(self.words.lower(at), "if" | "unless" | "whether");
        // Where a sentence of a list ends without a mark, none is asked.
        let is_asked = self.words.get(self.end).is_some_and(|mark| mark.is('?'));
        let is_denial = is_denied
            && !(self.at.saturating_sub(BETWEEN)..self.at).any(|at| {
                let word = self.words.lower(at);
                word == "not" || word.ends_with("n't")
            });
        is_asked
            || is_denial
            || (self.start..self.at).any(hedges)
            || (self.first..self.end).any(is_condition)
    }

    fn says(&self, pattern: &Pattern) -> Option<Said> {
        let what = pattern.what;
        match pattern.form {
            Form::Predicate => {
                let who = self.subject_of_predicate(pattern)?;
                Some(Said { what, who, whom: None })
            }
            Form::OfObject => {
                let object = self.object(pattern, self.at + 1)?;
                let is_it = self.has_object(pattern, object);
                is_it.then(|| Said {
                    what,
                    who: Who::Opening(self.text(object..self.end)),
                    whom: None,
                })
            }
            _ if pattern.is_participle => self.says_in_passive(pattern),
            _ => {
                let object = self.object(pattern, self.at + 1)?;
                let is_it = matches!(self.words.lower(object), "it" | "this" | "");
                if is_it && !matches!(what, What::Kind(_)) {
                    return None;
                }
                let who = self.subject(self.at)?;
                let whom = match what {
                    What::Kind(_) if self.has_object(pattern, object) => None,
                    What::Kind(_) => return None,
                    _ => Some(Who::After(self.text(object..self.end))),
                };
                Some(self.turned(pattern, who, whom))
            }
        }
    }

    /// "Is supervised by the principal investigator".
    fn says_in_passive(&self, pattern: &Pattern) -> Option<Said> {
        let after = self.object(pattern, self.at + 1)?;
        let by = (after..after + BETWEEN).find(|at| self.words.lower(*at) == "by")?;
        let be = (self.clause..self.at).rev().take(BETWEEN).find(|at| is_be(self.words.lower(*at)));
        let agent = Who::After(self.text(by + 1..self.end));
        if let What::Kind(_) = pattern.what {
            let is_object = |at: usize| self.is_object(pattern, at, self.clause);
            let is_it = pattern.objects.contains(&"*") || (self.clause..self.at).any(is_object);
            return (is_it && be.is_some()).then_some(Said {
                what: pattern.what,
                who: agent,
                whom: None,
            });
        }
        let who = match be {
            // "She's supervised by"
            Some(be) if self.words.lower(be).contains('\'') => self.subject(be + 1)?,
            Some(be) => self.subject(be)?,
            None if self.at == self.clause => Who::Own,
            None => return None,
        };
        Some(self.turned(pattern, agent, Some(who)))
    }

    fn turned(&self, pattern: &Pattern, who: Who, whom: Option<Who>) -> Said {
        match (whom, pattern.is_reversed) {
            (Some(whom), true) => Said { what: pattern.what, who: whom, whom: Some(who) },
            (whom, _) => Said { what: pattern.what, who, whom },
        }
    }

    /// The subject of the verb at a token.
    fn subject(&self, verb: usize) -> Option<Who> {
        let words = self.words;
        let lower = |at: usize| words.lower(at);
        let skips = |at: usize| {
            let word = lower(at);
            word.ends_with("ly") && word.len() > 3
                || words.is(at, Class::BetweenSubject)
                || word.ends_with("n't")
        };
        let skipped = (self.clause..verb).rev().take(BETWEEN).take_while(|at| skips(*at)).count();
        let first = verb - skipped;
        let Some(before) = first.checked_sub(1).filter(|_| first > self.clause) else {
            // "Signs the contract"; but "Manage nurses" is a goal.
            let is_form = lower(verb).ends_with('s') || lower(verb).ends_with('d');
            return (is_form || skipped > 0).then_some(Who::Own);
        };
        let joins = words.is(before, Class::VerbJoiner)
            || words.get(before).is_some_and(|mark| mark.is(','));
        match lower(before) {
            word if is_pronoun(word) => Some(Who::Own),
            "who" | "that" if before == self.clause => Some(Who::Own),
            "who" | "that" => {
                let is_comma = words.before(before).is_some_and(|mark| mark.is(','));
                Some(Who::Before(self.text(self.clause..before - usize::from(is_comma))))
            }
            // "Our support agents", "to manage nurses": no verb of a subject.
            _ if words.is(before, Class::Determiner) || words.is(before, Class::Preposition) => {
                None
            }
            _ if joins => {
                let opens = lower(self.clause);
                let is_own = is_pronoun(opens) || words.is(self.clause, Class::ThirdPerson);
                let text = self.text(self.clause..verb);
                Some(if is_own { Who::Own } else { Who::Opening(text) })
            }
            _ => Some(Who::Before(self.text(self.clause..first))),
        }
    }

    /// "He is the economic buyer", "On the waiting list": the subject of a noun that says what somebody is.
    fn subject_of_predicate(&self, pattern: &Pattern) -> Option<Who> {
        let words = self.words;
        let object = pattern.objects.first()?;
        let rest = object.split('-').skip(1);
        let is_whole = { rest }.enumerate().all(|(behind, part)| {
            let at = self.at + 1 + behind;
            let next = if words.get(at).is_some_and(|mark| mark.is('-')) { at + 1 } else { at };
            words.lower(next).trim_end_matches('s') == part
        });
        let after = self.at + object.split('-').count();
        // "The buyer portal"
        let is_head = !words.is_word(after)
            || words.is(after, Class::FunctionWord)
            || words.is(after, Class::Preposition);
        let be = (self.clause..self.at).rev().take(BOUGHT).find(|at| is_be(words.lower(*at)));
        let first = be.map_or(self.clause, |be| be + 1);
        let fills = |at: usize| {
            let word = words.lower(at);
            let is_particle = pattern.after.contains(&word);
            is_particle
                || words.is(at, Class::Determiner)
                || words.is(at, Class::Adjective)
                || words.is(at, Class::PredicateFill)
        };
        let fits = (first..self.at).all(fills);
        let has_words =
            pattern.after.iter().all(|word| (first..self.at).any(|at| words.lower(at) == *word));
        if !is_whole || !is_head || !fits || !has_words {
            return None;
        }
        match be {
            Some(be) if words.lower(be).contains('\'') => self.subject(be + 1),
            Some(be) => self.subject(be),
            // "Part of our own staff"; but "Our staff" alone is nobody's predicate.
            None if first < self.at && !pattern.after.is_empty() => Some(Who::Own),
            // "The buyer is the ward manager."
            None if pattern.after.is_empty() && is_be(words.lower(after)) => {
                Some(Who::After(self.text(after + 1..self.end)))
            }
            None => None,
        }
    }

    /// The token where the object begins, after the words that have to stand after the verb.
    fn object(&self, pattern: &Pattern, mut at: usize) -> Option<usize> {
        let words = self.words;
        if words.lower(at).ends_with("ly") {
            at += 1;
        }
        for word in &pattern.after {
            if *word == "~" {
                let last = self.end.min(at + BOUGHT);
                at = (at..last).find(|at| words.lower(*at) == "for")?;
                continue;
            }
            if words.lower(at) != *word {
                return None;
            }
            at += 1;
        }
        (!words.is(at, Class::NoObject) && at <= self.end).then_some(at)
    }

    /// Whether the object that begins at a token is one that the pattern asks for.
    fn has_object(&self, pattern: &Pattern, object: usize) -> bool {
        let objects = &pattern.objects;
        let words = self.words;
        let is_word = object < self.end && words.is_word(object);
        if objects.contains(&"*") && (is_word || !pattern.after.is_empty()) {
            return true;
        }
        let is_over = !is_word || matches!(words.lower(object), "and" | "but");
        if objects.contains(&".") && is_over {
            return true;
        }
        let last = self.end.min(object + OBJECT);
        let phrase = (object..last).take_while(|at| {
            let is_joined = words.get(*at).is_some_and(|it| it.is(',') || it.is('-'));
            (words.is_word(*at) || is_joined) && !words.is(*at, Class::Preposition)
        });
        phrase.into_iter().any(|at| self.is_object(pattern, at, object))
    }

    /// Whether a token is a noun that the pattern asks for, in the phrase that begins at `first`.
    fn is_object(&self, pattern: &Pattern, at: usize, first: usize) -> bool {
        let words = self.words;
        let lower = words.lower(at);
        pattern.objects.iter().any(|object| match *object {
            "@product" => self.is_product(at, first),
            "@often" => {
                let is_definite = matches!(words.lower(first), "the" | "our" | "this");
                self.is_product(at, first) || is_definite && self.is_often()
            }
            object => match object.split_once('-') {
                Some((one, other)) => lower == one && is_form(words.lower(at + 1), other),
                None => is_form(lower, object),
            },
        })
    }

    /// Whether a token is the product, as its own document speaks of it.
    fn is_product(&self, at: usize, first: usize) -> bool {
        let lower = self.words.lower(at);
        let is_it = lower == "it" || lower == "this" && !self.words.is_word(at + 1);
        let is_kind = self.words.is(at, Class::ProductPart)
            || self.words.is(at, Class::ProductWhole)
            || lower == "product"
            || self.product.iter().any(|word| word == lower);
        at == first && is_it || is_kind
    }

    /// Whether it says how often.
    fn is_often(&self) -> bool {
        (self.at..self.end).any(|at| PATTERNS.often.contains(&self.words.lower(at)))
    }
}

/// Whether a word is a noun, in the singular or the plural.
fn is_form(word: &str, noun: &str) -> bool {
    word.strip_prefix(noun).is_some_and(|ending| matches!(ending, "" | "s" | "es"))
}

/// The pronouns that mean whom a section is about.
fn is_pronoun(word: &str) -> bool {
    Class::PersonPronoun.has(word.split('\'').next().unwrap_or_default())
}

/// "Is", also after a pronoun: "she's".
fn is_be(word: &str) -> bool {
    matches!(word, "is" | "are" | "be") || is_pronoun(word) && word.contains('\'')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::token::tokens;

    /// What a text says: the kind or the relation, and who and whom as written.
    fn said(text: &str) -> Vec<String> {
        let cut = tokens(text);
        let shown = |who: &Who| match who {
            Who::Own => "own".to_owned(),
            Who::Before(text) | Who::Opening(text) | Who::After(text) => text.clone(),
        };
        let found = find(cut.of(text), &["kettle".to_owned()]).into_iter();
        let each = found.map(|said| {
            let what = match said.what {
                What::Kind(kind) => kind.name(),
                What::Serves => "serves",
                What::BuysFor => "buys-for",
                What::ReportsTo => "reports-to",
            };
            let whom = said.whom.as_ref().map(|whom| format!(" > {}", shown(whom)));
            format!("{what}: {}{}", shown(&said.who), whom.unwrap_or_default())
        });
        each.collect()
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let mut said = said(text);
        // "Our staff" may be the name of a role as well.
        said.retain(|said| !said.ends_with(" staff") && !said.ends_with(" employees"));
        assert_eq!(said, expected, "{text}");
    }

    #[test]
    fn a_sentence_may_say_what_kind_a_role_is() {
        check("The nurse pays for it.", &["buyer: The nurse"]);
        check("Signs the contract.", &["buyer: own"]);
        check("She approves the yearly budget.", &["buyer: own"]);
        check("Approves purchases", &["buyer: own"]);
        check("Holds the budget and decides on purchases.", &["buyer: own", "buyer: own"]);
        check("Nurse, who pays for tea", &["buyer: Nurse", "buys-for: Nurse > tea"]);
        check("He's the economic buyer.", &["buyer: own"]);
        check("The economic buyer is the cook.", &["buyer: the cook"]);
        check("Buying decisions are made by the cook.", &["buyer: the cook"]);
        check("The budget is approved by the cook.", &["buyer: the cook"]);
        check("It is paid for by the cook.", &["buyer: the cook"]);
        check("Buys licenses, waits", &["buyer: own"]);
        check("Pays.", &["buyer: own"]);
        check("Is on the waiting list.", &["prospect: own"]);
        check("The cook has not signed up yet.", &["prospect: The cook"]);
        check("They haven't signed up.", &["prospect: own"]);
        check("Evaluates the kettle in spring.", &["prospect: own"]);
        check("The cook is in a trial.", &["prospect: The cook"]);
        check("Part of our own staff.", &["internal: own"]);
        check("The cook is one of our employees.", &["internal: The cook"]);
        check("Our support agents wait.", &["internal: support agents wait"]);
        check("She talks with our own cooks.", &["internal: cooks"]);
        check("The cook works with it every day.", &["end-user: The cook"]);
        check("Uses the product", &["end-user: own"]);
        check("Cooks use the oven every day.", &["end-user: Cooks"]);
        check("She puts it to use.", &["consumer: own"]);
        check("The cook is an end user.", &["end-user: The cook"]);
        check("Resells kettles.", &["partner: own"]);
    }

    #[test]
    fn a_sentence_may_say_how_two_roles_stand_to_each_other() {
        check("The cook serves guests.", &["serves: The cook > guests"]);
        check("She supports the nurses.", &["serves: own > the nurses"]);
        check("Cooks are supported by porters.", &["serves: porters > Cooks"]);
        check("The cook hires a porter.", &["serves: a porter > The cook"]);
        check("The porter is hired by the cook.", &["serves: The porter > the cook"]);
        check("She reports directly to the cook.", &["reports-to: own > the cook"]);
        check("Porters report to the cook.", &["reports-to: Porters > the cook"]);
        check("The cook supervises porters.", &["reports-to: porters > The cook"]);
        check("Supervised by the cook.", &["reports-to: own > the cook"]);
        check("She's managed by the cook.", &["reports-to: own > the cook"]);
        check("Buys it for the nurses.", &["buyer: own", "buys-for: own > the nurses"]);
        check("Guests are looked after by the cook.", &["serves: the cook > Guests"]);
        check("The nurse uses tea, and the cook serves guests.", &["serves: the cook > guests"]);
        check(
            "Nurses, porters, and cooks serve guests.",
            &["serves: Nurses, porters, and cooks > guests"],
        );
        check("Cooks do not rest, but they serve guests.", &["serves: own > guests"]);
        check("Cooks peel and serve guests.", &["serves: Cooks peel and > guests"]);
        check("She peels and serves guests.", &["serves: own > guests"]);
    }

    #[test]
    fn what_is_denied_guessed_or_asked_says_nothing() {
        for text in [
            "The nurse does not pay for it.",
            "She doesn't sign the contract.",
            "The nurse might pay for it.",
            "Would the nurse pay for it?",
            "Does she report to the cook?",
            "If the nurse agreed, the cook would report to her.",
            "She no longer reports to the cook.",
            "He is not the economic buyer.",
            "Perhaps supervises the cooks.",
            "She wants to manage cooks.",
            "Manage cooks",
            "Can be supervised by the cook.",
            "Has signed up.",
            "Pays nothing.",
            "Pays attention to details.",
            "Signs in with a badge.",
            "Signs for the crate.",
            "Reports at five.",
            "Works with children every day.",
            "Uses radios every day.",
            "Uses the product's output.",
            "Opens the buyer portal.",
            "Talks with our guests.",
            "Pays for it if it works.",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn a_title_may_say_a_kind() {
        for (title, expected) in [
            ("end users", Some(RoleKind::EndUser)),
            ("buyers", Some(RoleKind::Buyer)),
            ("internal", Some(RoleKind::Internal)),
            ("users", None),
            ("buyer personas", None),
        ] {
            assert_eq!(kind_of_title(title), expected, "{title}");
        }
    }

    #[test]
    fn each_word_is_in_the_table_and_the_table_has_no_other() {
        for word in PATTERNS.by_word.keys() {
            assert!(Class::SaysOfRole.has(word), "{word}");
        }
        for word in Class::SaysOfRole.words() {
            let is_known = |word: &str| PATTERNS.by_word.contains_key(word);
            assert!(is_known(word) || is_known(word.trim_end_matches('s')), "{word}");
        }
    }
}
