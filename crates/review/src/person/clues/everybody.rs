//! Words for whoever it may be.

use crate::english::inflect::Number;
use crate::person::clue::{Case, clue};
use crate::words::Class;

clue! {
    /// "Anyone" and "everyone" mean everybody.
    ///
    /// ~~~markdown
    /// Everyone may read it.
    /// ^^^^^^^^
    /// ~~~
    ANYONE, "anyone", Passage, BARE_GENERIC, Everybody, |case| case.term == "anyone"
}

clue! {
    /// The sentence describes the "people" it is about. They do nothing and are not served.
    ///
    /// ~~~markdown
    /// It is for people whose first language is another, and in person.
    ///           ^^^^^^                                         ^^^^^^
    /// ~~~
    PEOPLE, "people", Passage, BARE_GENERIC, Everybody, |case| case.term == "person" && is_open(case)
}

fn is_open(case: &Case<'_>) -> bool {
    let is_described = Class::Describes.has(case.next());
    let is_idiom = matches!(case.previous(), "in" | "first" | "third" | "second")
        || case.words.lower(case.end()).len() == 1;
    let is_determined = matches!(case.determiner(), "the" | "this" | "each");
    let is_plural = case.phrase.number == Number::Plural;
    let is_served = Class::ServiceForm.has(case.previous());
    is_described || is_idiom || !(is_determined || is_plural && (case.may_act() || is_served))
}
