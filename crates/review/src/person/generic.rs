//! Generic words: where they stand, and what can be said of each.
//!
//! "User" in "the user taps Pay" is a person without a name; in "user story", "500 users" or "List
//! user documents" it is not. [`crate::person::judge`] tells one from the other; each verdict carries the
//! reason it is explained by.

use std::ops::Range;

use markdown::Span;

use crate::english::grammar;
use crate::english::inflect::Number;
use crate::person::judge;
use crate::text::passage::Passage;
use crate::text::token::{TokenKind, Words, is_apostrophe, tokens};

/// A generic word as it stands in a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Generic {
    /// Index of the passage in its segment.
    pub passage: usize,
    /// Its tokens, a possessive ending or "(s)" included.
    pub tokens: Range<usize>,
    /// The word without them, as bytes of the prose.
    pub word: Span,
    /// The word, singular and in lower case: `user`, `end user`.
    pub term: &'static str,
    pub number: Number,
    pub possessive: bool,
    /// The judgement as far as the passage tells.
    pub verdict: Verdict,
}

impl Generic {
    /// Other words as if they were one: what stands round them is judged alike.
    pub fn like(passage: usize, tokens: Range<usize>, word: Span, number: Number) -> Self {
        Self {
            passage,
            tokens,
            word,
            term: "",
            number,
            possessive: false,
            verdict: Verdict::Person(Person::Acts),
        }
    }
}

/// Whether a generic word names somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Verdict {
    /// It stands for somebody who could be named.
    Person(Person),
    /// It does not, or not in a way to complain of.
    Not(Because),
}

/// How it shows that somebody is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Person {
    /// It does or is something.
    Acts,
    /// Something is theirs.
    Owns,
    /// Something is done for, with or to them.
    IsServed,
}

/// Why a generic word is passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Because {
    /// It modifies the noun behind it: "user story".
    Modifies,
    /// It is part of a name, a path, a placeholder.
    Code,
    /// It is counted, not met: "500 users", "per user".
    Counted,
    /// It is a record: "deletes the user", "users and groups".
    Record,
    /// It labels what follows: a heading, a table's header, "User:".
    Label,
    /// It is the product's own words, or somebody else's.
    Quoted,
    /// It is being defined, or says what a role is.
    Defines,
    /// It stands in a list of roles that are named.
    Listed,
    /// It is meant of everybody.
    Everybody,
    /// It is a machine: "the client sends a request".
    Machine,
    /// The document declares it as one of its roles.
    Declared,
    /// It is the party that buys, in a document about trade.
    Buyer,
    /// It is somebody else's: "the merchant's customers" are named by whose they are.
    Counterpart,
    /// The project allows it.
    Allowed,
    /// The house style gives it a meaning.
    Style,
}

impl Person {
    /// The reason in words, to follow "taken for a person: ".
    pub fn reason(self) -> &'static str {
        match self {
            Person::Acts => "somebody acts here",
            Person::Owns => "something belongs to somebody here",
            Person::IsServed => "something is done for somebody here",
        }
    }
}

impl Because {
    /// The reason in words, to follow "passed over: ".
    pub fn reason(self) -> &'static str {
        match self {
            Because::Modifies => "the word only describes the one behind it",
            Because::Code => "it is part of a name or a path",
            Because::Counted => "heads are counted here",
            Because::Record => "a record is meant",
            Because::Label => "it is a heading or a label",
            Because::Quoted => "the words are quoted",
            Because::Defines => "this says what a role is",
            Because::Listed => "it stands in a list of named roles",
            Because::Everybody => "everybody is meant",
            Because::Machine => "a machine is meant",
            Because::Declared => "the document declares it as a role",
            Because::Buyer => "in a shop’s document the customer is whoever buys",
            Because::Counterpart => "the words round it say whose they are",
            Because::Allowed => "the project says this word is fine",
            Because::Style => "the house style gives this word a meaning",
        }
    }
}

/// The generic words, each in the singular and in lower case.
pub const TERMS: &[&str] = &[
    "user",
    "customer",
    "client",
    "consumer",
    "stakeholder",
    "person",
    "anyone",
    "end user",
    "end customer",
    "end consumer",
];

/// The one of [`TERMS`] that `word` is, in whatever number and case: `client` for "Clients".
pub fn term_of(word: &str) -> Option<&'static str> {
    let tokens = tokens(word);
    let generic = generic_at(0, tokens.of(word), 0)?;
    (generic.tokens.end == tokens.len()).then_some(generic.term)
}

/// The generic words in a few words.
pub(crate) fn terms_in(text: &str) -> Vec<&'static str> {
    let tokens = tokens(text);
    let words = tokens.of(text);
    let mut terms = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let generic = generic_at(0, words, at);
        at = generic.as_ref().map_or(at + 1, |generic| generic.tokens.end);
        terms.extend(generic.map(|generic| generic.term));
    }
    terms
}

/// The generic words of a passage, in order.
pub(crate) fn find(index: usize, passage: &Passage) -> Vec<Generic> {
    let words = passage.words();
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.tokens.len() {
        match generic_at(index, words, at) {
            Some(mut generic) => {
                at = generic.tokens.end;
                generic.verdict = judge::judge(passage, &generic);
                found.push(generic);
            }
            None => at += 1,
        }
    }
    found
}

fn generic_at(passage: usize, words: Words<'_>, at: usize) -> Option<Generic> {
    let token = words.get(at).filter(|token| token.kind == TokenKind::Word)?;
    let text = words.text(at);
    // Words this short or long are none; this is asked of every word there is.
    if !(3..=14).contains(&text.len()) {
        return None;
    }
    let lower = words.lower(at);
    let mut last = at;
    if lower == "end" {
        let joined = words.get(at + 1).is_some_and(|token| token.is('-') && !token.spaced);
        last = at + 1 + usize::from(joined);
    }
    let lower = words.lower(last);
    let mut possessive = lower.ends_with("'s");
    let stem = lower.strip_suffix("'s").unwrap_or(lower);
    let (term, mut number) = match (stem, last > at) {
        ("user" | "enduser", false) => ("user", Number::Singular),
        ("users" | "endusers", false) => ("user", Number::Plural),
        ("customer", false) => ("customer", Number::Singular),
        ("customers", false) => ("customer", Number::Plural),
        ("client", false) => ("client", Number::Singular),
        ("clients", false) => ("client", Number::Plural),
        ("consumer", false) => ("consumer", Number::Singular),
        ("consumers", false) => ("consumer", Number::Plural),
        ("stakeholder", false) => ("stakeholder", Number::Singular),
        ("stakeholders", false) => ("stakeholder", Number::Plural),
        ("person", false) => ("person", Number::Singular),
        ("persons" | "people", false) => ("person", Number::Plural),
        ("anyone" | "everyone", false) => ("anyone", Number::Singular),
        ("user", true) => ("end user", Number::Singular),
        ("users", true) => ("end user", Number::Plural),
        ("customer", true) => ("end customer", Number::Singular),
        ("customers", true) => ("end customer", Number::Plural),
        ("consumer", true) => ("end consumer", Number::Singular),
        ("consumers", true) => ("end consumer", Number::Plural),
        _ => return None,
    };
    let start = token.span().start;
    let end = words.get(last)?.span().end - if possessive { text_end(words, last) } else { 0 };
    // "users' rights"
    if number == Number::Plural
        && !possessive
        && words.get(last + 1).is_some_and(|token| {
            !token.spaced && matches!(token.kind, TokenKind::Mark(mark) if is_apostrophe(mark))
        })
        && words.is_word(last + 2)
        && words.get(last + 2).is_some_and(|token| token.spaced)
    {
        possessive = true;
        last += 1;
    }
    // "user(s)"
    if number == Number::Singular
        && words.text(last + 1) == "("
        && words.get(last + 1).is_some_and(|token| !token.spaced)
        && words.lower(last + 2) == "s"
        && words.text(last + 3) == ")"
    {
        number = Number::Either;
        last += 3;
    }
    Some(Generic {
        passage,
        tokens: at..last + 1,
        word: Span::new(start, end),
        term,
        number,
        possessive,
        verdict: Verdict::Not(Because::Modifies),
    })
}

/// How many bytes a possessive ending takes: the apostrophe may be a curly one.
fn text_end(words: Words<'_>, at: usize) -> usize {
    let text = words.text(at);
    text.len() - text.rfind(is_apostrophe).unwrap_or(text.len())
}

/// In what other sense a document uses a word once it does: what is consumed makes a consumer of
/// things, and where one client is a program, they all are.
pub(crate) fn sense(generic: &Generic, words: Words<'_>) -> Option<Because> {
    match (generic.term, generic.verdict) {
        ("client", Verdict::Not(Because::Machine)) => Some(Because::Machine),
        ("consumer" | "client", _) if words.lower(generic.tokens.end) == "of" => {
            Some(Because::Declared)
        }
        ("customer" | "consumer" | "client", Verdict::Not(Because::Counterpart)) => {
            Some(Because::Counterpart)
        }
        _ => None,
    }
}

/// Whether a role of this name would be anybody: "user", "Customers", "end user".
pub fn is_generic_name(name: &str) -> bool {
    grammar::is_generic_word(&name.to_lowercase().replace(' ', "-"))
}
