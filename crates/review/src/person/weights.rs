//! What each trait weighs, and how often each clue is wrong.
//!
//! Made by `rolecall-eval --clues FOLDER --fit`; change what that fits, not this.

use crate::person::likelihood::Traits;

/// What is added to the odds of every word, as a logarithm.
pub(super) const BASE: f64 = 1.119;
/// What each trait adds.
pub(super) const WEIGHTS: Traits = [
    1.417,  // something is theirs
    0.627,  // something is done for them
    0.567,  // plural
    -1.054, // a vaguer word than “user”
    -1.202, // has a modifier
    1.191,  // is narrowed
    -0.939, // what follows says which
    -0.448, // in a heading
    0.488,  // in a cell of a table
    0.516,  // in a list item
    -1.960, // in a section about the audience
    -0.249, // in a technical section
    -1.255, // in a section about metrics
    0.253,  // a verb follows
    0.306,  // an auxiliary follows
    1.050,  // what follows may be a verb
    0.042,  // no word follows
    -0.215, // after a preposition
    -0.380, // after a verb
    -1.365, // after a verb for what a product keeps
    0.513,  // after a verb for what is done for people
    -1.145, // how technical the document is
    0.828,  // how the document uses the word elsewhere
];
/// How often a word is a person that each clue decides.
pub(super) const CLUES: &[(&str, f64)] = &[
    ("front-matter", 0.026),
    ("code", 0.029),
    ("heading", 0.018),
    ("header", 0.012),
    ("alone", 0.012),
    ("lead", 0.013),
    ("bold-lead", 0.004),
    ("quoted", 0.085),
    ("name", 0.004),
    ("client-program", 0.012),
    ("client-context", 0.005),
    ("pronoun-owner", 0.210),
    ("named-owner", 0.021),
    ("rate", 0.009),
    ("figure", 0.263),
    ("hyphen-after", 0.005),
    ("hyphen-before", 0.020),
    ("series", 0.007),
    ("view", 0.363),
    ("noun-after", 0.033),
    ("stored-beside", 0.020),
    ("record-verb", 0.107),
    ("membership", 0.026),
    ("key", 0.033),
    ("kind-of", 0.052),
    ("predicate", 0.062),
    ("defined-as", 0.030),
    ("brackets", 0.131),
    ("said-behind", 0.036),
    ("with-role", 0.169),
    ("described", 0.036),
    ("person-before", 0.076),
    ("opens-item", 0.026),
    ("row", 0.013),
    ("anyone", 0.035),
    ("people", 0.240),
    ("audience-section", 0.008),
    ("metric", 0.197),
    ("declared-sense", 0.015),
    ("machine-sense", 0.009),
    ("counterpart-sense", 0.045),
    ("buyer", 0.268),
    ("role", 0.006),
];
/// The same of a clue that decided none of the labeled words.
pub(super) const OTHER_CLUES: f64 = 0.045;
/// From which probability on a word is sure enough to be shown by default.
pub(super) const SURE: f64 = 0.77;
