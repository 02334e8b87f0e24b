//! What is decided of a word, and why.

use crate::english::phrase::Reading;
use crate::person::clue::Clue;
use crate::words::Class;

/// Whether a word stands for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It stands for somebody who could be named.
    Person(Person),
    /// It does not, or not in a way to report; this clue decided it.
    Not(&'static Clue),
}

impl Verdict {
    /// Why it is no person, if it is none.
    pub fn because(self) -> Option<Because> {
        match self {
            Verdict::Person(_) => None,
            Verdict::Not(clue) => Some(clue.says),
        }
    }

    pub fn is_person(self) -> bool {
        matches!(self, Verdict::Person(_))
    }
}

/// How a word shows that somebody is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Person {
    /// Somebody does or is something.
    Acts,
    /// Something is theirs.
    Owns,
    /// Something is done for, with or to them.
    IsServed,
}

impl Person {
    /// How the phrase shows it.
    pub fn of(reading: &Reading<'_>) -> Self {
        if reading.phrase.possessive {
            Person::Owns
        } else if !reading.may_act() && Class::Preposition.has(reading.governor()) {
            Person::IsServed
        } else {
            Person::Acts
        }
    }

    /// The reason in words, to follow "Read as a person: ".
    pub fn reason(self) -> &'static str {
        match self {
            Person::Acts => "somebody acts here",
            Person::Owns => "something belongs to somebody here",
            Person::IsServed => "something is done for somebody here",
        }
    }
}

/// Why a word is passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Because {
    /// It modifies the noun after it: "user story".
    Modifies,
    /// It is part of a name, a path or a placeholder.
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
    /// Everybody is meant.
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
    /// It does something: "to clerk for a judge".
    Verb,
    /// It is a part of another name: "county clerk", "Store Associate Portal".
    OtherName,
}

impl Because {
    /// The reason in words, to follow "Passed over: ".
    pub fn reason(self) -> &'static str {
        match self {
            Because::Modifies => "it modifies the next noun",
            Because::Code => "it is part of a name or a path",
            Because::Counted => "it is a head count",
            Because::Record => "it refers to a record",
            Because::Label => "it is a heading or a label",
            Because::Quoted => "it is quoted",
            Because::Defines => "this sentence defines a role",
            Because::Listed => "it is in a list of named roles",
            Because::Everybody => "it means everybody",
            Because::Machine => "it means a machine",
            Because::Declared => "the document declares it as a role",
            Because::Buyer => "in a document about a shop, the customer is the buyer",
            Because::Counterpart => "the words around it say whose they are",
            Because::Allowed => "the project allows this word",
            Because::Style => "the house style gives this word a meaning",
            Because::Verb => "it is a verb here",
            Because::OtherName => "it is part of another name",
        }
    }
}
