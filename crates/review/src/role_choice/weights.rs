//! What each feature weighs, and how sure the best role is.
//!
//! Made by `rolecall-eval --choice FOLDER --fit`; change what that fits, not this.

use crate::role_choice::feature::Features;

/// For a story's role.
pub(super) const STORY: Features = [
    7.180,  // near in meaning to what is told of them
    2.694,  // near in meaning to their name
    1.576,  // how many stories they tell
    0.624,  // the stories beside it
    0.464,  // words shared with their stories
    0.171,  // rare words shared with what is told of them
    5.187,  // near in meaning to their stories
    0.000,  // how often they are named
    0.000,  // named as someone it is for
    2.417,  // named in the heading above
    0.000,  // named before it
    -1.996, // named in the same sentence
    4.914,  // declared
    0.000,  // declared first
    0.484,  // of the kind that the word means
    0.400,  // their share of the activity
    0.000,  // tells the story
];

/// For a word in prose.
pub(super) const PROSE: Features = [
    6.480,  // near in meaning to what is told of them
    4.715,  // near in meaning to their name
    0.000,  // how many stories they tell
    0.000,  // the stories beside it
    0.408,  // words shared with their stories
    0.000,  // rare words shared with what is told of them
    9.811,  // near in meaning to their stories
    0.575,  // how often they are named
    2.111,  // named as someone it is for
    0.000,  // named in the heading above
    1.643,  // named before it
    -1.490, // named in the same sentence
    0.500,  // declared
    0.332,  // declared first
    1.230,  // of the kind that the word means
    0.700,  // their share of the activity
    1.000,  // tells the story
];

/// How sure the best role is, as a logarithm of odds: what is added for 1, for the logarithm of the odds of its share of the
/// score, for what the features of the place add to its score beyond the next role's, and if anything is told of it. For a
/// story's role and for a word in prose, each where the best role is configured, declared in the document, and only used.
pub(super) const SURE: [[[f64; 4]; 3]; 2] = [
    [[0.552, 0.940, 0.035, -0.424], [0.219, 1.157, 0.900, 0.307], [-0.211, 0.909, -0.064, 1.399]],
    [[0.368, 0.708, 0.291, 0.292], [-1.181, 0.407, -0.262, 0.636], [-1.193, 0.139, -0.096, -0.092]],
];
/// How sure it has to be to be named alone, in the same cases; above 1 it never is.
pub(super) const ALONE: [[f64; 3]; 2] = [[0.89, 0.80, 0.80], [0.80, 2.00, 2.00]];
