//! Words that are explained, or that say what a role is.

use markdown::{Kind, Span, slice};

use crate::english::grammar;
use crate::person::clue::{Case, clue};
use crate::read::section::Topic;
use crate::text::token::TokenKind;
use crate::words::Class;

clue! {
    /// "Types of user" classifies people.
    ///
    /// ~~~markdown
    /// There are three types of user.
    ///                          ^^^^
    /// ~~~
    KIND_OF, "kind-of", Passage, BARE_GENERIC, Defines, |case| {
        let Some(of) = case.phrase.start.checked_sub(1) else { return false };
        let is_kind = |at: usize| Class::KindOf.has(case.words.lower(at).trim_matches('\''));
        case.words.lower(of) == "of" && (0..of).rev().take(2).any(is_kind)
    }
}

clue! {
    /// The word is part of a sentence that defines a role.
    ///
    /// ~~~markdown
    /// A signer is a user who signs documents.
    ///               ^^^^
    /// ~~~
    PREDICATE, "predicate", Passage, BARE_GENERIC, Defines, is_predicate
}

clue! {
    /// The sentence defines the word.
    ///
    /// ~~~markdown
    /// The customer is defined as the one who pays.
    ///     ^^^^^^^^
    /// ~~~
    DEFINED_AS, "defined-as", Passage, BARE_GENERIC, Defines, is_defined_as
}

clue! {
    /// "The primary users are" says who the audience is.
    ///
    /// ~~~markdown
    /// Our primary users are on call at night.
    ///             ^^^^^
    /// ~~~
    AUDIENCE, "audience", Passage, BARE_GENERIC, Defines, |case| {
        let is_verb = |at: usize| case.words.is(at, Class::AudienceVerb);
        let of = case.words.lower(case.end()) == "of";
        let is_said =
            is_verb(case.end()) || of && (2..5).any(|ahead| is_verb(case.end() + ahead));
        Class::Rank.has(case.previous()) && is_said
    }
}

clue! {
    /// A name in brackets after the word says who it is, or the word in brackets describes a name.
    ///
    /// ~~~markdown
    /// The user (Igor) waits for Morgan (power user).
    ///     ^^^^                                ^^^^
    /// ~~~
    BRACKETS, "brackets", Passage, BARE_GENERIC, Defines, is_in_brackets
}

clue! {
    /// The sentence says right after the word who they are.
    ///
    /// ~~~markdown
    /// Our users are nurses and cooks; a user, a clerk by trade, helps users (porters, guards).
    ///     ^^^^^                         ^^^^                          ^^^^^
    /// ~~~
    SAID_BEHIND, "said-behind", Passage, BARE_GENERIC, Defines, is_said_behind
}

clue! {
    /// The role that they have names them.
    ///
    /// ~~~markdown
    /// Users with the admin role can delete it.
    /// ^^^^^
    /// ~~~
    WITH_ROLE, "with-role", Passage, BARE_GENERIC, Defines, |case| {
        let words = case.words;
        case.next() == "with"
            && case.after(WITH).skip(2).any(|at| {
                matches!(words.lower(at), "role" | "roles") && words.is_word(at - 1)
            })
            && !matches!(case.words.lower(case.end() + 1), "a" | "different" | "multiple" | "several")
    }
}

clue! {
    /// A number in front of the word and a colon after it introduce a list of who they are.
    ///
    /// ~~~markdown
    /// There are two users waiting: the cook and the guest.
    ///               ^^^^^
    /// ~~~
    ANNOUNCED, "announced", Passage, BARE_GENERIC, Defines, |case| {
        let words = case.words;
        let mut before = case.phrase.first().saturating_sub(1)..case.start();
        before.any(|at| words.is(at, Class::SmallNumeral))
            && case.after(6).any(|at| words.get(at).is_some_and(|token| token.is(':')))
    }
}

clue! {
    /// "A user who has a login is a member": the sentence gives the word another name.
    ///
    /// ~~~markdown
    /// Any user who has a login is called a member.
    ///     ^^^^
    /// ~~~
    CALLED, "called", Passage, BARE_GENERIC, Defines, is_called
}

clue! {
    /// After a bold lead, a bare phrase describes somebody.
    ///
    /// ~~~markdown
    /// **Context:** App user, in a hurry before the shift.
    ///                  ^^^^
    /// ~~~
    DESCRIBED, "described", Passage, BARE_GENERIC, Defines, is_described
}

clue! {
    /// The noun right in front of the word says which person it is.
    ///
    /// ~~~markdown
    /// An admin user resets it.
    ///          ^^^^
    /// ~~~
    PERSON_BEFORE, "person-before", Passage, BARE_GENERIC, Defines, is_said_by_noun
}

clue! {
    /// An item or a cell starts with the word and says who it is.
    ///
    /// ~~~markdown
    /// - A user with a badge
    ///     ^^^^
    /// ~~~
    OPENS_ITEM, "opens-item", Passage, BARE_GENERIC, Defines, |case| {
        let is_item = matches!(case.passage.kind, Kind::Cell { .. }) || case.passage.item.is_some();
        is_item
            && case.phrase.start <= 1
            && matches!(case.next(), "who" | "that" | "whose" | "with")
            && case.determiner() != "the"
            && case.is_singular()
    }
}

clue! {
    /// In a section on the audience or a glossary, a few words say who somebody is.
    ///
    /// ~~~markdown
    /// ## Target users
    ///
    /// - Less technical users of the till
    ///                  ^^^^^
    /// ~~~
    AUDIENCE_SECTION, "audience-section", Section, BARE_GENERIC, Defines, says_who
}

/// Where the phrase begins, or the adverbs before it: "is [also] a user who".
fn first_adverb(case: &Case<'_>) -> usize {
    let words = case.words;
    let is_adverb =
        |at: &usize| words.lower(*at).ends_with("ly") || words.is(*at, Class::PredicateAdverb);
    let first = case.phrase.first();
    first - (0..first).rev().take_while(is_adverb).count()
}

fn is_predicate(case: &Case<'_>) -> bool {
    let words = case.words;
    let first = first_adverb(case);
    let is_copula = first.checked_sub(1).is_some_and(|at| words.is(at, Class::Copula));
    let subject = first.checked_sub(2).map_or("", |at| words.lower(at));
    let ends = !words.is_word(case.end());
    is_copula
        && !matches!(subject, "that" | "there" | "it")
        && (Class::Qualifies.has(case.next()) || ends && case.determiner() != "the")
}

/// "As defined as user", "the user is defined as".
fn is_defined_as(case: &Case<'_>) -> bool {
    /// So many tokens after the word are asked, for a word among the first few.
    const NEAR: usize = 12;
    const FIRST: usize = 6;
    let words = case.words;
    let is_defined = |at: usize| words.lower(at) == "defined" && words.lower(at + 1) == "as";
    let is_object = first_adverb(case).checked_sub(2).is_some_and(is_defined);
    is_object || case.phrase.start <= FIRST && case.after(NEAR).any(is_defined)
}

fn is_in_brackets(case: &Case<'_>) -> bool {
    let words = case.words;
    let end = case.end();
    let before = case.phrase.first().checked_sub(1).map_or("", |at| words.text(at));
    let is_named =
        words.text(end) == "(" && case.has_capital(end + 1) && words.text(end + 2) == ")";
    let names = before == "(" && words.text(end) == ")" && !case.has_determiner();
    is_named || names
}

/// So many tokens after the word a role is looked for that they have: "with the tenant admin role".
const WITH: usize = 6;

/// Whether a noun for a person stands after the word and what joins the two: "are nurses", ", a nurse", "(nurses, cooks)".
fn is_said_behind(case: &Case<'_>) -> bool {
    /// So many tokens the name has before its head.
    const NAME: usize = 4;
    let (words, end) = (case.words, case.end());
    let joins = match words.text(end) {
        "are" | "is" => true,
        "," => matches!(words.lower(end + 1), "a" | "an"),
        "(" => true,
        _ => false,
    };
    let ends = |at: usize| {
        !words.is_word(at) || matches!(words.lower(at), "and" | "or" | "who" | "by" | "on" | "in")
    };
    let Some(last) = (end + 2..end + 3 + NAME).find(|at| ends(*at)) else { return false };
    let head = last - 1;
    let is_name = (end + 1..head).all(|at| words.is_word(at) && !words.is(at, Class::Preposition));
    joins && is_name && words.is(head, Class::PersonForm) && !words.is(head, Class::GenericForm)
}

fn is_called(case: &Case<'_>) -> bool {
    /// So many tokens after the word are asked.
    const NEAR: usize = 10;
    let words = case.words;
    let is_called = |at: usize| {
        matches!(words.lower(at), "is" | "becomes")
            && matches!(words.lower(at + 1), "a" | "an" | "called" | "considered")
    };
    matches!(case.determiner(), "a" | "an" | "any" | "every")
        && matches!(case.next(), "who" | "that" | "with")
        && case.after(NEAR).skip(2).any(is_called)
}

fn is_described(case: &Case<'_>) -> bool {
    let words = case.words;
    let begins = case.phrase.first();
    let follows_lead = case.passage.bold_lead().is_some_and(|lead| {
        words.get(begins).is_some_and(|token| {
            let between = Span::new(lead.end, token.span().start);
            lead.end <= between.end && !slice(words.text, between).contains(char::is_alphanumeric)
        })
    });
    follows_lead
        && case.phrase.start < case.start()
        && !case.has_determiner()
        && case.is_singular()
        && !case.may_act()
}

fn is_said_by_noun(case: &Case<'_>) -> bool {
    let words = case.words;
    let which = case.previous();
    let is_apart =
        case.start() >= 2 && words.before(case.start() - 1).is_some_and(|token| token.is('-'));
    // "Should guide users": some nouns for people are verbs.
    let is_done = Class::PersonVerb.has(which)
        && case
            .start()
            .checked_sub(2)
            .is_some_and(|at| words.lower(at) == "to" || words.is(at, Class::Auxiliary));
    grammar::is_person_noun(which) && !is_apart && !is_done && !grammar::is_narrowing(which)
}

/// Who somebody is, in a few words: "Less technical users", "Students: users who write".
fn says_who(case: &Case<'_>) -> bool {
    /// A passage of more tokens is a sentence, one of so few says nothing else.
    const FRAGMENT: usize = 16;
    const SHORT: usize = 6;
    let words = case.words;
    let topic = case.around.map(|around| around.topic(case));
    if !matches!(topic, Some(Topic::Audience | Topic::Glossary)) {
        return false;
    }
    let length = words.tokens.len();
    let has_verb = (0..length)
        .any(|at| words.is(at, Class::Auxiliary) || at > 0 && words.is(at, Class::PlainVerb));
    // The phrase opens the passage, or what stands after its lead.
    let begins = |at: usize| {
        at == 0
            || words.get(at).is_some_and(|token| {
                matches!(
                    token.kind,
                    TokenKind::Mark(':' | '-' | '–' | '—' | '(') | TokenKind::Break
                )
            })
    };
    let opens = case.start() == 0 || (0..case.start()).rev().take(4).any(begins);
    let is_fragment = !has_verb && !case.surely_acts() && length < FRAGMENT;
    let is_qualified = words.is(case.end(), Class::SaysWho);
    opens && is_qualified || is_fragment && (opens || length <= SHORT)
}
